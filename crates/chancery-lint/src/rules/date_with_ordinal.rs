//! In running text a day is a plain figure.

use chancery_model::{language::Language, text::Span};

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    words::{self, Piece},
};

pub(super) const RULE: Rule =
    Rule { code: "STY002", name: "date-with-ordinal", page: include_str!("date_with_ordinal.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(wording) = frame.body.words(Language::EN).filter(|_| frame.language() == Language::EN) else {
        return Vec::new();
    };
    let is_month = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        wording.months.iter().any(|month| month == word)
    };
    let mut faults = Vec::new();
    for (block, written) in frame.prose() {
        for Piece { start, text: piece, before, next } in words::pieces(written) {
            if !piece.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let word = piece.trim_end();
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            let rest = word[digits..].trim_end_matches([',', '.', ';', ')']);
            if (1..=2).contains(&digits) && words::ORDINALS.contains(&rest) && (is_month(next) || is_month(before)) {
                if faults.len() == MOST_FAULTS {
                    return faults;
                }
                let end = start + digits + rest.len();
                let span = Span::new(block.span.start + start, block.span.start + end);
                let fault = Fault::new(span, "A date takes no ordinal.");
                faults.push(fault.repaired(&word[..digits]));
            }
        }
    }
    faults
}
