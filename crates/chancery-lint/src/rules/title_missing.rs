//! A document is listed, cited and found by its title.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "TIT001", name: "title-missing", page: include_str!("title_missing.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if it.title.is_some() || !frame.is_understood() || frame.date_hides_title() {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["letter_date", "sender", "addressees"]),
        "The text has no title; write one that says what it is, its date, from whom it comes and to whom it is addressed.",
    )]
}
