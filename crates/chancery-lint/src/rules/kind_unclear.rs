//! What is circulated is a letter, a note verbale or a note.

use chancery_model::communication::{DocumentType, Kind};

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "KND001", name: "kind-unclear", page: include_str!("kind_unclear.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if it.kind != Kind::Other || !frame.is_understood() {
        return Vec::new();
    }
    // What the house itself issues is known by other lines than a letter, and nobody asks for its circulation.
    let issued = !it.symbols.is_empty() || it.masthead_date.is_some() || frame.is_of_secretariat();
    // An agenda or a statement may be anyone's.
    let other = [DocumentType::Other, DocumentType::Agenda, DocumentType::Statement];
    if issued && it.document_type.is_some_and(|kind| !other.contains(&kind)) {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["title"]),
        "It cannot be told whether this is a letter, a note verbale or a note; a text of any other kind is annexed to a \
         letter that asks for its circulation.",
    )]
}
