//! A letter is addressed to someone.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "ADR003", name: "addressee-missing", page: include_str!("addressee_missing.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if !frame.is_from_outside()
        || frame.date_hides_title()
        || frame.communication.addressees.iter().any(|addressee| !addressee.is_empty())
    {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["title", "sender", "letter_date"]),
        "The text does not say to whom it is addressed; ask the sender, and complete the title.",
    )]
}
