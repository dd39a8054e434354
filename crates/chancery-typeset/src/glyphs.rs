//! What the fonts can show. An archival PDF may not hold a missing glyph, so that text is looked through before it is set.

use std::sync::LazyLock;

use typst::text::is_default_ignorable;

use crate::world::PRESS;

/// How much is asked of a character before it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    /// Some family has it, together with the marks that stand on it.
    Usual,
    /// The first family has it and it carries no marks; for text that still could not be set.
    Utmost,
}

/// What stands in the place of a character that no font has.
static MARK: LazyLock<char> = LazyLock::new(|| if covering('\u{FFFD}') != 0 { '\u{FFFD}' } else { '?' });

/// The families, each with its faces; a family has a character if all its faces do, since any of them may be asked.
static FAMILIES: LazyLock<Vec<Vec<usize>>> = LazyLock::new(|| {
    let mut families: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, font) in PRESS.fonts().iter().enumerate() {
        let name = font.info().family.to_string();
        match families.iter_mut().find(|(known, _)| *known == name) {
            Some((_, faces)) => faces.push(at),
            None => families.push((name, vec![at])),
        }
    }
    families.into_iter().map(|(_, faces)| faces).collect()
});

/// Which families have a character, one bit each.
fn covering(c: char) -> u8 {
    let fonts = PRESS.fonts();
    let has = |faces: &Vec<usize>| faces.iter().all(|face| fonts[*face].info().coverage.contains(c as u32));
    FAMILIES.iter().enumerate().filter(|(_, faces)| has(faces)).fold(0, |bits, (at, _)| bits | 1 << at)
}

/// Marks that combine with the letter before them and must be in the same font as it is.
fn combines(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}'
        | '\u{6EA}'..='\u{6ED}' | '\u{8D3}'..='\u{8FF}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Private use: what such a character means is agreed nowhere, and an archival file may not hold it.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// A text as it can be printed; what had to be replaced is added to `replaced`.
pub(crate) fn printable(text: &str, care: Care, replaced: &mut Vec<char>) -> String {
    let mut out = String::with_capacity(text.len());
    // The families that have the letter and all marks on it so far.
    let mut families = u8::MAX;
    for c in text.chars() {
        match c {
            ' '..='~' => {
                families = 1;
                out.push(c);
            }
            // Line breaks inside a text are an extractor's, not the sender's; the page breaks its own lines.
            _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                if !matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}') {
                    out.push(' ');
                }
            }
            // Joiners and direction marks have no glyph of their own; variation selectors and tags would ask for one.
            _ if is_default_ignorable(c) => {
                // An override would show letters in another order than they are written in.
                if matches!(c,
                    '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202C}' | '\u{2060}'
                    | '\u{2066}'..='\u{2069}')
                {
                    out.push(c);
                }
            }
            _ if c.is_whitespace() => out.push(if covering(c) & 1 != 0 { c } else { ' ' }),
            _ => {
                let own = if is_private(c) { 0 } else { covering(c) };
                let mark = combines(c);
                let left = match care {
                    Care::Usual if mark => own & families,
                    Care::Usual => own,
                    Care::Utmost if mark => 0,
                    Care::Utmost => own & 1,
                };
                if left != 0 {
                    families = left;
                    out.push(c);
                } else {
                    if !mark {
                        families = 1;
                        out.push(*MARK);
                    }
                    if !replaced.contains(&c) {
                        replaced.push(c);
                    }
                }
            }
        }
    }
    out
}

/// Whether anything of a text will be seen on the page.
pub(crate) fn has_ink(text: &str) -> bool {
    let unseen = |c: char| c.is_whitespace() || c.is_control() || combines(c) || is_default_ignorable(c);
    text.chars().any(|c| !unseen(c))
}

/// Lets a word that is wider than `widest`, in hundredths of the type's size, break after every `step` characters, so
/// that it stays on the page. Shorter words are left as they are, so that they can be copied from it, and so is what is
/// written without spaces, since it breaks nearly anywhere by itself.
pub(crate) fn breakable(text: &str, widest: usize, step: usize) -> String {
    let ends = |c: char| c.is_whitespace() || is_wide(c);
    let wide = |word: &str| word.chars().map(breadth).sum::<usize>() > widest;
    if !text.split(ends).any(wide) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + text.len() / step.max(1));
    for piece in text.split_inclusive(ends) {
        let wide = wide(piece.trim_end_matches(ends));
        let mut run = 0;
        for c in piece.chars() {
            if wide && run == step && !combines(c) && !is_default_ignorable(c) {
                out.push('\u{200B}');
                run = 0;
            }
            run += 1;
            out.push(c);
        }
    }
    out
}

/// How many places of a column a text takes: a character that fills a square takes two.
pub(crate) fn places(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

/// Characters of scripts that are written without spaces, with their marks.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// About how broad a character is in Times, in hundredths of the type's size, bold or not.
fn breadth(c: char) -> usize {
    match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '|' | '-' | '(' | ')' | '\'' => {
            33
        }
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 95,
        'A'..='Z' => 72,
        ' '..='~' => 53,
        _ if combines(c) || is_default_ignorable(c) => 0,
        _ if (c as u32) < 0x1100 => 65,
        _ => 100,
    }
}

/// A text as it can stand in a file for the screen or the terminal: one line, nothing that steers a terminal, and no
/// override that shows letters in another order than they are written in.
pub(crate) fn one_line(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{202D}' | '\u{202E}' | '\u{FEFF}' => None,
            _ if c.is_control() => None,
            '\u{FFFE}' | '\u{FFFF}' => Some('\u{FFFD}'),
            _ => Some(c),
        })
        .collect()
}
