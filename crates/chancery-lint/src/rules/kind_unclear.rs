//! What is circulated is a letter, a note verbale or a note.

use chancery_model::communication::Kind;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "KND001", name: "kind-unclear", page: include_str!("kind_unclear.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if frame.communication.kind != Kind::Other || !frame.is_understood() {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["title"]),
        "It cannot be told whether this is a letter, a note verbale or a note; a text of any other kind is annexed to a \
         letter that asks for its circulation.",
    )]
}
