//! A text comes in one of the languages in which documents are issued.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "LNG001", name: "language-not-offered", page: include_str!("language_not_offered.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let offered = &frame.body.charter.languages_offered;
    let Some(language) = frame.communication.language.filter(|language| !offered.contains(language)) else {
        return Vec::new();
    };
    let codes: Vec<&str> = offered.iter().map(|language| language.code()).collect();
    vec![Fault::new(
        frame.at(&["title", "letter_date", "sender"]),
        format!(
            "The text is in a language ({language}) in which nothing is issued; ask the sender for it in one of these: {}.",
            codes.join(", ")
        ),
    )]
}
