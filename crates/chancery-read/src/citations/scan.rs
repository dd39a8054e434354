//! Small steps over the bytes of a text: digits of several scripts, white space, words.
//!
//! Every step looks at a bounded stretch, so that reading stays linear whatever the text is made of.

use crate::words::{fold_plainly, spaceless};

/// Bytes with which some pieces of text begin or end, so that most places need no further look.
#[derive(Clone, Debug)]
pub struct Edges([bool; 256]);

impl Default for Edges {
    fn default() -> Edges {
        Edges([false; 256])
    }
}

impl Edges {
    /// The first bytes of pieces.
    pub fn first<'p>(pieces: impl Iterator<Item = &'p String>) -> Edges {
        Edges::of(pieces.map(|piece| piece.as_bytes().first()))
    }

    /// The last bytes of pieces.
    pub fn last<'p>(pieces: impl Iterator<Item = &'p String>) -> Edges {
        Edges::of(pieces.map(|piece| piece.as_bytes().last()))
    }

    fn of<'p>(bytes: impl Iterator<Item = Option<&'p u8>>) -> Edges {
        let mut edges = Edges::default();
        for byte in bytes {
            match byte {
                Some(byte) => edges.0[usize::from(*byte)] = true,
                // A piece without letters stands everywhere.
                None => edges.0 = [true; 256],
            }
        }
        edges
    }

    /// Whether a piece may begin with the byte at a place, or end with it.
    pub fn has(&self, bytes: &[u8], at: usize) -> bool {
        bytes.get(at).is_none_or(|byte| self.0[usize::from(*byte)])
    }
}

/// How many letters a word may have to be looked up.
const LONGEST_WORD: usize = 32;

/// The first digit of any script at or after a place.
pub fn next_digit(bytes: &[u8], mut at: usize) -> Option<usize> {
    const STEP: usize = 8;
    const ONES: u64 = u64::from_ne_bytes([1; STEP]);
    // Whether one of eight bytes is less than another that is no greater than 128.
    let less = |word: u64, than: u64| word.wrapping_sub(ONES * than) & !word & (ONES << 7) != 0;
    // Eight bytes at once are passed over where none can be a digit's first.
    while let Some(window) = bytes.get(at..).and_then(|rest| rest.first_chunk::<STEP>()) {
        let word = u64::from_ne_bytes(*window);
        let ascii = less(word ^ (ONES * 0x30), 10);
        if ascii
            || word & (ONES << 7) != 0
                && (less(word ^ (ONES * 0xd9), 1) || less(word ^ (ONES * 0xdb), 1) || less(word ^ (ONES * 0xef), 1))
        {
            // A first byte may be another letter's, too.
            if let Some(digit) = (at..at + STEP).find(|at| digit_at(bytes, *at).is_some()) {
                return Some(digit);
            }
        }
        at += STEP;
    }
    while at < bytes.len() {
        if digit_at(bytes, at).is_some() {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The digit at a place and how many bytes it has.
pub fn digit_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let byte = *bytes.get(at)?;
    if byte.is_ascii_digit() {
        return Some((byte - b'0', 1));
    }
    let next = |n: usize| bytes.get(at + n).copied().unwrap_or(0);
    match byte {
        0xd9 if next(1).wrapping_sub(0xa0) < 10 => Some((next(1) - 0xa0, 2)),
        0xdb if next(1).wrapping_sub(0xb0) < 10 => Some((next(1) - 0xb0, 2)),
        0xef if next(1) == 0xbc && next(2).wrapping_sub(0x90) < 10 => Some((next(2) - 0x90, 3)),
        _ => None,
    }
}

/// A run of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    /// Its value, where it has at most nine digits.
    pub value: u32,
    /// How many digits.
    pub count: usize,
    /// Where it ends.
    pub end: usize,
}

/// The run of digits at a place.
pub fn digits_at(bytes: &[u8], at: usize) -> Option<Digits> {
    let mut run = Digits { value: 0, count: 0, end: at };
    while let Some((digit, len)) = digit_at(bytes, run.end) {
        run.value = run.value.saturating_mul(10).saturating_add(u32::from(digit));
        run.count += 1;
        run.end += len;
    }
    (run.count > 0).then_some(run)
}

/// Where the run of digits starts that ends at a place; the place itself if there is none.
pub fn digits_before(bytes: &[u8], mut at: usize, floor: usize) -> usize {
    let least = floor.max(at.saturating_sub(24));
    loop {
        let wide = (1..=3).find(|len| at >= least + len && digit_at(bytes, at - len).is_some_and(|(_, l)| l == *len));
        match wide {
            Some(len) => at -= len,
            None => return at,
        }
    }
}

/// How many bytes of white space, or of a mark that cannot be seen, stand at a place.
pub fn space_at(bytes: &[u8], at: usize) -> usize {
    let next = |n: usize| bytes.get(at + n).copied().unwrap_or(0);
    match next(0) {
        b' ' | b'\n' | b'\t' | b'\r' | 0x0c => 1,
        0xc2 if next(1) == 0xa0 || next(1) == 0xad => 2,
        // Thin and narrow spaces, marks of direction.
        0xe2 if next(1) == 0x80 && matches!(next(2), 0x80..=0x8f | 0xaa..=0xaf) => 3,
        0xe2 if next(1) == 0x81 && matches!(next(2), 0xa0..=0xa9) => 3,
        0xe3 if next(1) == 0x80 && next(2) == 0x80 => 3,
        0xef if next(1) == 0xbb && next(2) == 0xbf => 3,
        _ => 0,
    }
}

fn space_before(bytes: &[u8], at: usize, floor: usize) -> usize {
    (1..=3).find(|len| at >= floor + len && space_at(bytes, at - len) == *len).unwrap_or(0)
}

/// The place after white space, if no more than so many lines end in it and it is not overlong.
pub fn skip(bytes: &[u8], mut at: usize, lines: usize) -> usize {
    let mut left = lines + 1;
    for _ in 0..64 {
        let len = space_at(bytes, at);
        if len == 0 {
            break;
        }
        if bytes[at] == b'\n' {
            left -= 1;
            if left == 0 {
                break;
            }
        }
        at += len;
    }
    at
}

/// The place before white space that ends at a place: as [`skip`], backwards.
pub fn skip_back(bytes: &[u8], mut at: usize, floor: usize, lines: usize) -> usize {
    let mut left = lines + 1;
    for _ in 0..64 {
        let len = space_before(bytes, at, floor);
        if len == 0 {
            break;
        }
        if bytes[at - 1] == b'\n' {
            left -= 1;
            if left == 0 {
                break;
            }
        }
        at -= len;
    }
    at
}

/// Whether a letter belongs to a word in the sense of this room: letters and the marks over and under them.
fn letter(c: char) -> bool {
    // Most letters are of these ranges, in which there is nothing but letters; the tables for all others are slow.
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' => true,
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{620}'..='\u{64a}' => true,
        '\0'..='\u{a9}' | '\u{2000}'..='\u{206f}' | '\u{4e00}'..='\u{9fff}' => false,
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{655}' | '\u{670}' => true,
        other => other.is_alphabetic() && !spaceless(other),
    }
}

/// The character at a place.
pub fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(*byte as char),
        Some(_) => text.get(at..)?.chars().next(),
        None => None,
    }
}

/// The character before a place.
pub fn char_before(text: &str, at: usize, floor: usize) -> Option<char> {
    match at.checked_sub(1).and_then(|before| text.as_bytes().get(before)) {
        Some(byte) if at > floor && byte.is_ascii() => Some(*byte as char),
        Some(_) if at > floor => text.get(floor..at)?.chars().next_back(),
        _ => None,
    }
}

/// Where the word starts that ends at a place; the place itself if none does or it is overlong.
pub fn word_before(text: &str, at: usize, floor: usize) -> usize {
    let mut start = at;
    let bytes = text.as_bytes();
    for _ in 0..LONGEST_WORD {
        // Most letters are in ASCII.
        if start > floor && bytes.get(start - 1).is_some_and(u8::is_ascii_alphabetic) {
            start -= 1;
            continue;
        }
        match char_before(text, start, floor) {
            Some(c) if letter(c) => start -= c.len_utf8(),
            _ => return start,
        }
    }
    at
}

/// Where the word ends that starts at a place; the place itself if none does or it is overlong.
pub fn word_after(text: &str, at: usize) -> usize {
    let mut end = at;
    let bytes = text.as_bytes();
    for _ in 0..LONGEST_WORD {
        if bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
            end += 1;
            continue;
        }
        match char_at(text, end) {
            Some(c) if letter(c) => end += c.len_utf8(),
            _ => return end,
        }
    }
    at
}

/// Writes a word in lower case and without accents; a sign that stretches Arabic words is none of their letters.
pub fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        if fold_plainly(c, out) || c == '\u{640}' {
            continue;
        }
        unicode_normalization::char::decompose_canonical(c, |part| {
            if !unicode_normalization::char::is_combining_mark(part) {
                out.extend(part.to_lowercase());
            }
        });
    }
}

/// The words of a phrase, folded and joined by single spaces.
pub fn fold_phrase(phrase: &str) -> String {
    let mut out = String::new();
    for word in phrase.split(|c| !letter(c)).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        fold_into(word, &mut out);
    }
    out
}

/// Latin letters that other alphabets have in the same shape, as texts typed in those alphabets use them in symbols.
pub fn latin(c: char) -> Option<char> {
    match c {
        'A'..='Z' => Some(c),
        'А' | 'Α' => Some('A'),
        'В' | 'Β' => Some('B'),
        'С' => Some('C'),
        'Е' | 'Ε' => Some('E'),
        'Н' | 'Η' => Some('H'),
        'І' | 'Ι' => Some('I'),
        'К' | 'Κ' => Some('K'),
        'М' | 'Μ' => Some('M'),
        'О' | 'Ο' => Some('O'),
        'Р' | 'Ρ' => Some('P'),
        'Ѕ' => Some('S'),
        'Т' | 'Τ' => Some('T'),
        'Х' | 'Χ' => Some('X'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_folded_as_the_tables_say() {
        for c in '\0'..=char::MAX {
            let mut plain = String::new();
            unicode_normalization::char::decompose_canonical(c, |part| {
                if !unicode_normalization::char::is_combining_mark(part) {
                    plain.extend(part.to_lowercase());
                }
            });
            let mut folded = String::new();
            fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
            assert_eq!(folded, if c == '\u{640}' { "" } else { plain.as_str() }, "{c:?}");
        }
    }

    #[test]
    fn digits_are_found_wherever_they_stand() {
        for text in ["7", "٧", "۷", "７", "²", "ﻉ", "هـ", "ۀ"] {
            for before in 0..20 {
                for after in ["", "x", " and more than eight bytes"] {
                    let whole = format!("{}{text}{after}", "é".repeat(before / 2) + &"x".repeat(before % 2));
                    let first = (0..whole.len()).find(|at| digit_at(whole.as_bytes(), *at).is_some());
                    assert_eq!(next_digit(whole.as_bytes(), 0), first, "{whole:?}");
                }
            }
        }
    }

    #[test]
    fn ranges_say_of_every_letter_what_the_tables_say() {
        for c in '\0'..=char::MAX {
            let mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{655}' | '\u{670}');
            assert_eq!(letter(c), c.is_alphabetic() && !spaceless(c) || mark, "{c:?}");
        }
    }
}
