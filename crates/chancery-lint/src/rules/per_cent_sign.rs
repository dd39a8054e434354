//! In running text “per cent” is written as the language writes it.

use chancery_model::text::Span;

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "STY001", name: "per-cent-sign", page: include_str!("per_cent_sign.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    // English writes it in words, French with a space before the sign; in the other languages the sign stands close.
    let french = frame.language().code() == "fr";
    let (right, message) = match frame.language().code() {
        "en" => (" per cent", "The sign stands for “per cent”, which is written in words outside tables."),
        "fr" => (" %", "Between a figure and the sign a space stands in French."),
        _ => return Vec::new(),
    };
    let mut faults = Vec::new();
    for (block, written) in frame.prose() {
        for (at, _) in written.match_indices('%') {
            if faults.len() == MOST_FAULTS {
                return faults;
            }
            let before = written[..at].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
            let spaced = before.len() < at;
            if !before.ends_with(|c: char| c.is_ascii_digit()) || spaced && french {
                continue;
            }
            let span = Span::new(block.span.start + before.len(), block.span.start + at + 1);
            faults.push(Fault::new(span, message).repaired(right));
        }
    }
    faults
}
