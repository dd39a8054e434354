//! A note verbale speaks for the mission and carries no signature.

use chancery_model::communication::Kind;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "SIG002", name: "note-verbale-signed", page: include_str!("note_verbale_signed.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if it.kind != Kind::NoteVerbale || it.signatories.is_empty() {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["signatories.0", "signatories"]),
        "A note verbale carries no signature; see whether this is a letter, and leave the signature out if it is not.",
    )]
}
