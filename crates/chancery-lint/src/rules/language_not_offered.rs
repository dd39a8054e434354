//! A text comes in one of the languages in which documents are issued.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "LNG001", name: "language-not-offered", page: include_str!("language_not_offered.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let offered = &frame.body.charter.languages_offered;
    // The title may be in one language, and the letter below it in another.
    let it = frame.communication;
    let languages = it.language.into_iter().chain(it.languages.get("letter").copied());
    let Some(language) = languages.into_iter().find(|language| !offered.contains(language)) else {
        return Vec::new();
    };
    let codes: Vec<&str> = offered.iter().map(|language| language.code()).collect();
    let place = if it.language == Some(language) { it.place("title") } else { None };
    let first = frame.letter().next().map(|block| block.span);
    vec![Fault::new(
        place.or(first).unwrap_or_default(),
        format!(
            "The text is in a language ({language}) in which nothing is issued; ask the sender for it in one of these: {}.",
            codes.join(", ")
        ),
    )]
}
