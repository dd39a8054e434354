//! A sentence begins with a word.

use chancery_model::{communication::BlockKind, language::Language, text::Span};

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    words::{self, Piece},
};

pub(super) const RULE: Rule = Rule {
    code: "STY004",
    name: "number-at-start-of-sentence",
    page: include_str!("number_at_start_of_sentence.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    // Only in scripts with capitals does a small letter say that a sentence runs on, and a figure that it begins one.
    let language = frame.language();
    let Some(wording) = frame.body.words(language).filter(|_| words::SENTENCES_IN_CAPITALS.contains(&language.code()))
    else {
        return Vec::new();
    };
    // What begins with a day is a date, and no number that could stand in words.
    let is_date = |words: &str| {
        let mut words = words.split_whitespace().take(3);
        words.any(|word| wording.months.iter().any(|month| month == word.trim_matches(|c: char| !c.is_alphabetic())))
    };
    let mut faults = Vec::new();
    for (block, written) in frame.prose().filter(|(block, _)| block.kind == BlockKind::Paragraph) {
        // The number of a paragraph is no part of its first sentence.
        let number = block.number.as_deref().filter(|number| written.trim_start().starts_with(number)).unwrap_or("");
        for Piece { start, text: piece, before, next } in words::pieces(written) {
            if !piece.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let (last, word) = (before.trim(), piece.trim());
            let figure = word.bytes().all(|b| b.is_ascii_digit() || b == b',');
            if !figure || word.ends_with(',') || !(last == number || ends_sentence(last)) {
                continue;
            }
            let next = next.trim();
            let behind = written.get(start + piece.len()..).unwrap_or("");
            if !next.starts_with(|c: char| c.is_lowercase()) || next.chars().count() < 2 || is_date(behind) {
                continue;
            }
            if faults.len() == MOST_FAULTS {
                return faults;
            }
            let from = block.span.start + start;
            let fault = Fault::new(
                Span::new(from, from + word.len()),
                format!("A sentence begins with the figure {word}; write it in words, or turn the sentence."),
            );
            faults.push(match word.parse().ok().filter(|_| language == Language::EN).and_then(words::in_words) {
                Some(right) => fault.repaired(right),
                None => fault,
            });
        }
    }
    faults
}

/// Whether a sentence ends with a word: most words with a stop that are short, such as `paras.`, are cut short.
fn ends_sentence(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    word.len() == stem.len() + 1
        && stem.chars().count() >= 4
        && stem.chars().all(|c| c.is_lowercase())
        && !words::NUMBERED.iter().any(|known| known.trim_end_matches('.') == stem)
}
