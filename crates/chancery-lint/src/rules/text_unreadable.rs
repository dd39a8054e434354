//! Where nothing of a letter can be seen, one finding says so, and what to send instead.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "TXT001", name: "text-unreadable", page: include_str!("text_unreadable.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if frame.is_empty() || frame.is_understood() {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&[]),
        "Nothing of a letter or note could be read in this file; send the letter as plain text.",
    )]
}
