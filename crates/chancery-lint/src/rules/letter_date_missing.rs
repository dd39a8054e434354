//! A letter is cited by its date.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "DAT003", name: "letter-date-missing", page: include_str!("letter_date_missing.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    // A date that no calendar has is not missing, and another rule speaks of it.
    let dated = frame.communication.letter_date.is_some() || frame.heads_with_impossible_date();
    if !frame.is_from_outside() || dated {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["title", "sender", "addressees"]),
        "The letter bears no date that could be read; ask the sender for the date, and put it in the title.",
    )]
}
