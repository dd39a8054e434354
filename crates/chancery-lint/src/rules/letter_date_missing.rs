//! A letter is cited by its date.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "DAT003", name: "letter-date-missing", page: include_str!("letter_date_missing.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if !frame.is_from_outside() || frame.communication.letter_date.is_some() {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["title", "sender", "addressees"]),
        "The letter bears no date that could be read; ask the sender for the date, and put it in the title.",
    )]
}
