//! A file without words cannot be circulated.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule { code: "TXT002", name: "text-empty", page: include_str!("text_empty.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if !frame.is_empty() || frame.is_understood() {
        return Vec::new();
    }
    vec![Fault::new(frame.at(&[]), "The file holds no text; send the letter as plain text.")]
}
