//! A sentence begins with a word.

use chancery_model::{communication::BlockKind, language::Language, text::Span};

use crate::{Fault, Frame, MOST_FAULTS, Rule, words};

pub(super) const RULE: Rule = Rule {
    code: "STY004",
    name: "number-at-start-of-sentence",
    page: include_str!("number_at_start_of_sentence.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if frame.language() != Language::EN {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (block, written) in frame.prose().filter(|(block, _)| block.kind == BlockKind::Paragraph) {
        let mut at = 0;
        // The number of a paragraph is no part of its first sentence.
        let numbered = block.number.as_deref().is_some_and(|number| written.trim_start().starts_with(number));
        let mut opens = !numbered;
        let mut nth = 0;
        let mut pieces = written.split_inclusive(char::is_whitespace).peekable();
        while let Some(piece) = pieces.next() {
            let start = at;
            at += piece.len();
            let word = piece.trim();
            if word.is_empty() {
                continue;
            }
            let next = pieces.peek().map_or("", |next| next.trim());
            let figure = word.bytes().all(|b| b.is_ascii_digit() || b == b',') && word.as_bytes()[0].is_ascii_digit();
            let goes_on = next.starts_with(|c: char| c.is_lowercase()) && next.chars().count() > 1;
            if opens && figure && goes_on && !word.ends_with(',') {
                if faults.len() == MOST_FAULTS {
                    return faults;
                }
                let lead = piece.find(word).unwrap_or(0);
                let from = block.span.start + start + lead;
                let fault = Fault::new(
                    Span::new(from, from + word.len()),
                    format!("A sentence begins with the figure {word}; write it in words, or turn the sentence."),
                );
                faults.push(match word.parse().ok().and_then(words::in_words) {
                    Some(right) => fault.repaired(right),
                    None => fault,
                });
            }
            // An abbreviation such as `paras.` ends no sentence, and most are short.
            let stem = word.trim_end_matches('.');
            let ends = word.len() == stem.len() + 1
                && stem.chars().count() >= 4
                && stem.chars().all(|c| c.is_lowercase())
                && !words::NUMBERED.iter().any(|known| known.trim_end_matches('.') == stem);
            opens = ends || numbered && nth == 0;
            nth += 1;
        }
    }
    faults
}
