//! The words around the numbers of resolutions and decisions, made ready for looking up.

use std::{collections::HashMap, ops::BitOrAssign};

use chancery_model::body::Body;

use super::scan::{
    Edges, char_at, char_before, digits_before, fold_into, fold_phrase, skip, skip_back, word_after, word_before,
};
use crate::words::{Quick, is_folded, spaceless};

/// What a word may be; a word of several languages may be several things.
pub mod class {
    /// A resolution.
    pub const RESOLUTION: u16 = 1;
    /// A decision.
    pub const DECISION: u16 = 2;
    /// Between a cue and its number.
    pub const NUMBERED: u16 = 4;
    /// Right behind a number.
    pub const AFTER: u16 = 8;
    /// Parts members of a list.
    pub const AND: u16 = 16;
    /// May stand between members of a list.
    pub const LINK: u16 = 32;
    /// Points back to the organ spoken of.
    pub const OWN: u16 = 64;
    /// A body of someone else.
    pub const FOREIGN: u16 = 128;
    /// A month.
    pub const MONTH: u16 = 256;
    /// A word that opens a citation.
    pub const CUE: u16 = RESOLUTION | DECISION;
}

/// How many words a name of an organ may have.
const LONGEST_NAME: usize = 8;

/// A cue found.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// [`class::RESOLUTION`] or [`class::DECISION`], or both.
    pub kind: u16,
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The organs named between it and the number.
    pub organs: Option<u64>,
}

/// Words and names of all languages of a body.
#[derive(Debug, Default)]
pub struct Cues {
    words: HashMap<Vec<u8>, u16, Quick>,
    /// Pieces of scripts without spaces.
    pieces: Pieces<u16>,
    prefixes: Vec<String>,
    prefix_heads: Edges,
    organs: HashMap<Vec<u8>, u64, Quick>,
    /// First and last words of organs' names, each with the number of words that such a name has at most.
    heads: HashMap<Vec<u8>, usize, Quick>,
    tails: HashMap<Vec<u8>, usize, Quick>,
    /// Names of organs in scripts without spaces.
    organ_pieces: Pieces<u64>,
    /// Letters of parts of resolutions.
    pub parts: Vec<(String, char)>,
    /// Letters of special sessions, longest first.
    pub sessions: Vec<(String, String)>,
    /// How the letters of special sessions begin and end, and those of parts begin.
    pub session_heads: Edges,
    pub session_tails: Edges,
    pub part_heads: Edges,
}

/// Pieces of scripts without spaces, longest first, each with what it may be. They are found by their last byte or, since
/// most begin with the same one, by their third: every such letter has three.
#[derive(Debug, Default)]
struct Pieces<T> {
    all: Vec<(String, T)>,
    by_third: Vec<Vec<usize>>,
    by_last: Vec<Vec<usize>>,
}

impl<T: Copy + BitOrAssign> Pieces<T> {
    fn add(&mut self, piece: &str, value: T) {
        match self.all.iter_mut().find(|(known, _)| known == piece) {
            Some((_, known)) => *known |= value,
            None => self.all.push((piece.to_owned(), value)),
        }
    }

    /// Makes the pieces ready for being found.
    fn arrange(&mut self) {
        self.all.sort_by_key(|(piece, _)| std::cmp::Reverse(piece.len()));
        self.by_third = vec![Vec::new(); 256];
        self.by_last = vec![Vec::new(); 256];
        for (index, (piece, _)) in self.all.iter().enumerate() {
            if let (Some(third), Some(last)) = (piece.as_bytes().get(2), piece.as_bytes().last()) {
                self.by_third[usize::from(*third)].push(index);
                self.by_last[usize::from(*last)].push(index);
            }
        }
    }

    /// The longest of the pieces wanted that begins at a place: where it ends, and what it is.
    fn after(&self, text: &str, at: usize, wanted: impl Fn(T) -> bool) -> Option<(usize, T)> {
        let third = *text.as_bytes().get(at + 2)?;
        let pieces = self.by_third.get(usize::from(third)).filter(|pieces| !pieces.is_empty())?;
        let rest = text.get(at..)?;
        let mut pieces = pieces.iter().filter_map(|index| self.all.get(*index));
        let (piece, value) = pieces.find(|(piece, value)| wanted(*value) && rest.starts_with(piece.as_str()))?;
        Some((at + piece.len(), *value))
    }

    /// The longest of the pieces wanted that ends at a place: where it begins, and what it is.
    fn before(&self, text: &str, at: usize, floor: usize, wanted: impl Fn(T) -> bool) -> Option<(usize, T)> {
        let last = *text.as_bytes().get(at.checked_sub(1)?)?;
        let pieces = self.by_last.get(usize::from(last)).filter(|pieces| !pieces.is_empty())?;
        let head = text.get(floor..at)?;
        let mut pieces = pieces.iter().filter_map(|index| self.all.get(*index));
        let (piece, value) = pieces.find(|(piece, value)| wanted(*value) && head.ends_with(piece.as_str()))?;
        Some((at - piece.len(), *value))
    }
}

impl Cues {
    /// Gathers a body's words. Organs have the bits of their order in the body; bodies that are only cited come after.
    pub fn new(body: &Body) -> Cues {
        let mut cues = Cues::default();
        for wording in body.wording.values() {
            let words = &wording.reading;
            let citation = &words.citation;
            for (list, class) in [
                (&words.resolution, class::RESOLUTION),
                (&citation.decision, class::DECISION),
                (&citation.numbered, class::NUMBERED),
                (&citation.numbered_after, class::AFTER),
                (&citation.and, class::AND),
                (&citation.links, class::LINK),
                (&citation.own, class::OWN),
                (&citation.foreign, class::FOREIGN),
                (&wording.months, class::MONTH),
            ] {
                list.iter().for_each(|word| cues.add(word, class));
            }
            words.month_names.values().flatten().for_each(|word| cues.add(word, class::MONTH));
            cues.prefixes.extend(citation.prefixes.iter().map(|prefix| fold_phrase(prefix)));
            cues.parts.extend(
                citation.part_letters.iter().filter_map(|(word, letter)| Some((word.clone(), letter.chars().next()?))),
            );
            cues.sessions
                .extend(citation.session_letters.iter().map(|(written, letters)| (written.clone(), letters.clone())));
            for (at, organ) in body.organs.iter().enumerate() {
                let names = wording.organs.get(&organ.code).into_iter();
                for name in names.chain(words.organs.get(&organ.code).into_iter().flatten()) {
                    cues.name(name, bit(at));
                }
            }
            for (at, cited) in body.charter.cited.iter().enumerate() {
                for name in citation.cited.get(&cited.code).into_iter().flatten() {
                    cues.name(name, bit(body.organs.len() + at));
                }
            }
            for (name, codes) in &citation.short_organs {
                let organ = |code: &String| body.organs.iter().position(|organ| organ.code == *code);
                let cited = |code: &String| body.charter.cited.iter().position(|cited| cited.code == *code);
                let bits = codes
                    .iter()
                    .filter_map(|code| organ(code).or_else(|| cited(code).map(|at| body.organs.len() + at)))
                    .fold(0, |bits, at| bits | bit(at));
                cues.name(name, bits);
            }
        }
        for (at, organ) in body.organs.iter().enumerate() {
            std::iter::once(&organ.name).chain(&organ.also).for_each(|name| cues.name(name, bit(at)));
        }
        for (at, cited) in body.charter.cited.iter().enumerate() {
            cited.names.iter().for_each(|name| cues.name(name, bit(body.organs.len() + at)));
        }
        cues.pieces.arrange();
        cues.organ_pieces.arrange();
        cues.sessions.sort_by_key(|(written, _)| std::cmp::Reverse(written.len()));
        cues.prefixes.sort();
        cues.prefixes.dedup();
        cues.prefix_heads = Edges::first(cues.prefixes.iter());
        cues.session_heads = Edges::first(cues.sessions.iter().map(|(written, _)| written));
        cues.session_tails = Edges::last(cues.sessions.iter().map(|(written, _)| written));
        cues.part_heads = Edges::first(cues.parts.iter().map(|(word, _)| word));
        cues
    }

    fn add(&mut self, word: &str, class: u16) {
        if word.contains(spaceless) {
            self.pieces.add(word, class);
            return;
        }
        // Names of months may have two words; each then is one.
        for word in fold_phrase(word).split(' ').filter(|word| !word.is_empty()) {
            *self.words.entry(word.as_bytes().to_vec()).or_default() |= class;
        }
    }

    fn name(&mut self, name: &str, bits: u64) {
        if bits == 0 {
            return;
        }
        if name.contains(spaceless) {
            self.organ_pieces.add(name, bits);
            return;
        }
        let folded = fold_phrase(name);
        let folded = folded.strip_prefix("the ").unwrap_or(&folded);
        let count = folded.split(' ').count();
        if folded.is_empty() || count > LONGEST_NAME {
            return;
        }
        let (head, tail) = (folded.split(' ').next(), folded.rsplit(' ').next());
        for (words, word) in [(&mut self.heads, head), (&mut self.tails, tail)] {
            let most = words.entry(word.unwrap_or(folded).as_bytes().to_vec()).or_default();
            *most = count.max(*most);
        }
        *self.organs.entry(folded.as_bytes().to_vec()).or_default() |= bits;
    }

    /// What a word may be.
    pub fn class(&self, word: &str) -> u16 {
        folded(word, |mut rest| {
            if let Some(class) = self.words.get(rest) {
                return *class;
            }
            // Arabic writes conjunctions and prepositions together with the word.
            if rest.is_ascii() {
                return 0;
            }
            for _ in 0..3 {
                let Some(bare) = self.without_prefixes(rest).next() else { break };
                if let Some(class) = self.words.get(bare) {
                    return *class;
                }
                rest = bare;
            }
            0
        })
    }

    /// The piece of a script without spaces that ends at a place and has one of the classes: where it starts.
    pub fn piece_before(&self, text: &str, at: usize, floor: usize, classes: u16) -> Option<(usize, u16)> {
        self.pieces.before(text, at, floor, |class| class & classes != 0)
    }

    /// The piece of a script without spaces that starts at a place and has one of the classes: where it ends.
    pub fn piece_after(&self, text: &str, at: usize, classes: u16) -> Option<(usize, u16)> {
        self.pieces.after(text, at, |class| class & classes != 0)
    }

    /// The organ whose name ends at a place: where the name starts, and which organs bear it.
    pub fn organ_before(&self, text: &str, at: usize, floor: usize) -> Option<(usize, u64)> {
        if char_before(text, at, floor).is_some_and(spaceless) {
            return self.organ_pieces.before(text, at, floor, |_| true);
        }
        let mut end = at;
        let mut start = word_before(text, end, floor);
        // “the Council’s resolution”.
        if text.get(start..end) == Some("s") && char_before(text, start, floor).is_some_and(|c| matches!(c, '\'' | '’'))
        {
            end = start - char_before(text, start, floor).map_or(1, char::len_utf8);
            start = word_before(text, end, floor);
        }
        let last = text.get(start..end)?;
        let most = folded(last, |last| self.tails.get(last).copied())?;
        let mut phrase = String::new();
        fold_into(last, &mut phrase);
        let mut best = None;
        for _ in 0..most {
            if let Some(bits) = self.organ(&phrase) {
                best = Some((start, bits));
            }
            let gap = skip_back(text.as_bytes(), start, floor, 1);
            let gap = match char_before(text, gap, floor) {
                // `d’`, `l’` inside a name.
                Some(c @ ('\'' | '’')) if gap == start => gap - c.len_utf8(),
                _ if gap < start => gap,
                _ => break,
            };
            let next = word_before(text, gap, floor);
            if next == gap {
                break;
            }
            let mut longer = String::new();
            fold_into(text.get(next..gap)?, &mut longer);
            longer.push(' ');
            longer.push_str(&phrase);
            phrase = longer;
            start = next;
        }
        best
    }

    /// The organ whose name starts at a place: where the name ends, and which organs bear it.
    pub fn organ_after(&self, text: &str, at: usize) -> Option<(usize, u64)> {
        if char_at(text, at).is_some_and(spaceless) {
            return self.organ_pieces.after(text, at, |_| true);
        }
        let mut end = word_after(text, at);
        let first = text.get(at..end)?;
        let most = folded(first, |first| {
            self.without_prefixes(first).chain([first]).filter_map(|word| self.heads.get(word)).max().copied()
        })?;
        let mut phrase = String::new();
        fold_into(first, &mut phrase);
        let mut best = None;
        for _ in 0..most {
            if let Some(bits) = self.organ(&phrase) {
                best = Some((end, bits));
            }
            let mut gap = skip(text.as_bytes(), end, 1);
            if gap == end {
                match char_at(text, gap) {
                    Some(c @ ('\'' | '’')) => gap += c.len_utf8(),
                    _ => break,
                }
            }
            let next = word_after(text, gap);
            if next == gap {
                break;
            }
            phrase.push(' ');
            fold_into(text.get(gap..next)?, &mut phrase);
            end = next;
        }
        best
    }

    fn organ(&self, phrase: &str) -> Option<u64> {
        if let Some(bits) = self.organs.get(phrase.as_bytes()) {
            return Some(*bits);
        }
        self.without_prefixes(phrase.as_bytes()).find_map(|bare| self.organs.get(bare)).copied()
    }

    /// What is left of a word by each of the prefixes that are written together with it.
    fn without_prefixes<'w>(&self, word: &'w [u8]) -> impl Iterator<Item = &'w [u8]> {
        let prefixes = if self.prefix_heads.has(word, 0) { self.prefixes.as_slice() } else { &[] };
        prefixes.iter().filter_map(move |prefix| word.strip_prefix(prefix.as_bytes()))
    }

    /// The cue that stands right before a number, with what may stand between the two.
    pub fn before(&self, text: &str, number: usize, floor: usize) -> Option<Cue> {
        let bytes = text.as_bytes();
        let mut at = number;
        let mut organs = None;
        for _ in 0..12 {
            at = skip_back(bytes, at, floor, 1);
            let last = char_before(text, at, floor)?;
            match last {
                '№' | '°' | 'º' | '«' | '“' | '"' | ':' | '：' => {
                    at -= last.len_utf8();
                    continue;
                }
                '.' | '\'' | '’' => {
                    let word = word_before(text, at - last.len_utf8(), floor);
                    let known = self.class(text.get(word..at - last.len_utf8())?);
                    let wanted = if last == '.' { class::NUMBERED } else { class::LINK };
                    if known & wanted == 0 || last != '.' && organs.is_none() {
                        return None;
                    }
                    at = word;
                    continue;
                }
                _ => {}
            }
            if spaceless(last) {
                if let Some((start, class)) = self.piece_before(text, at, floor, class::CUE | class::NUMBERED) {
                    if class & class::CUE != 0 {
                        return Some(Cue { kind: class & class::CUE, start, end: at, organs });
                    }
                    at = start;
                    continue;
                }
                let (start, bits) = self.organ_before(text, at, floor)?;
                organs = organs.or(Some(bits));
                at = start;
                continue;
            }
            let start = word_before(text, at, floor);
            if start == at {
                return None;
            }
            let class = self.class(text.get(start..at)?);
            if class & class::CUE != 0 {
                return Some(Cue { kind: class & class::CUE, start, end: at, organs });
            }
            if class & class::NUMBERED != 0 || organs.is_some() && class & class::LINK != 0 {
                at = start;
                continue;
            }
            let (start, bits) = self.organ_before(text, at, floor)?;
            // “of the General Assembly of the United Nations”: both names together say which one.
            organs = Some(organs.map_or(bits, |named| if named & bits == 0 { named } else { named & bits }));
            at = start;
        }
        None
    }

    /// The cue that stands right behind a number, in scripts that write it there.
    ///
    /// Behind a number that cannot be anything else (`far`), other words may stand between the two.
    pub fn behind(&self, text: &str, number: usize, far: bool) -> Option<Cue> {
        const FAR: usize = 48;
        let bytes = text.as_bytes();
        let mut at = skip(bytes, number, 1);
        while let Some((end, _)) = self.piece_after(text, at, class::AFTER) {
            at = skip(bytes, end, 1);
        }
        let last = number + FAR;
        while at <= last {
            let here = char_at(text, at)?;
            if let Some((end, class)) = self.piece_after(text, at, class::CUE) {
                return Some(Cue { kind: class & class::CUE, start: at, end, organs: None });
            }
            if !far || !spaceless(here) && here != ' ' {
                return None;
            }
            at += here.len_utf8();
        }
        None
    }

    /// Where a date of a script without spaces starts that ends at a place; the place itself if none does.
    pub fn date_before(&self, text: &str, at: usize, floor: usize) -> usize {
        let mut start = at;
        for _ in 0..3 {
            let Some((piece, _)) = self.piece_before(text, start, floor, class::LINK) else { break };
            let digits = digits_before(text.as_bytes(), piece, floor);
            if digits == piece {
                break;
            }
            start = digits;
        }
        start
    }

    /// The last cue between two places, looked for from the end.
    pub fn last_between(&self, text: &str, floor: usize, at: usize) -> Option<Cue> {
        let mut end = at;
        while end > floor {
            let c = char_before(text, end, floor)?;
            if matches!(c, '。' | '؟' | '？' | '！') {
                return None;
            }
            if spaceless(c) {
                if let Some((start, class)) = self.piece_before(text, end, floor, class::CUE) {
                    return Some(Cue { kind: class & class::CUE, start, end, organs: None });
                }
                end -= c.len_utf8();
                continue;
            }
            let start = word_before(text, end, floor);
            if start == end {
                end -= c.len_utf8();
                continue;
            }
            let class = self.class(text.get(start..end)?);
            if class & class::CUE != 0 {
                return Some(Cue { kind: class & class::CUE, start, end, organs: None });
            }
            end = start;
        }
        None
    }

    /// The organ named last between two places.
    pub fn last_organ(&self, text: &str, floor: usize, at: usize) -> Option<u64> {
        let mut end = at;
        while end > floor {
            let c = char_before(text, end, floor)?;
            if let Some((_, bits)) = self.organ_before(text, end, floor) {
                return Some(bits);
            }
            let start = if spaceless(c) { end } else { word_before(text, end, floor) };
            end = if start == end { end - c.len_utf8() } else { start };
        }
        None
    }
}

/// The bit of an organ; more than sixty-three share the last one.
pub fn bit(at: usize) -> u64 {
    1 << at.min(63)
}

/// Looks at a word's bytes in lower case and without accents. Most words are so as they stand, or short and in ASCII, and ask
/// for no memory.
fn folded<R>(word: &str, look: impl FnOnce(&[u8]) -> R) -> R {
    if is_folded(word) {
        return look(word.as_bytes());
    }
    let mut lower = [0; 32];
    if let Some(lower) = lower.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        return look(lower);
    }
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    look(folded.as_bytes())
}
