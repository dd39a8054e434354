//! Letters are identical to one another, so that there are at least two.

use chancery_model::communication::Kind;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "KND002", name: "identical-letters-to-one", page: include_str!("identical_letters_to_one.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if it.kind != Kind::IdenticalLetters || it.addressees.len() != 1 {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["addressees", "title"]),
        format!(
            "The title speaks of identical letters and names one addressee, the {}; name the others, or call it a letter.",
            it.addressees[0]
        ),
    )]
}
