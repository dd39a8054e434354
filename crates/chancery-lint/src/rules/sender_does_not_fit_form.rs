//! Letters come from persons who hold an office, notes verbales from missions.

use chancery_model::{body::OfficeKind, communication::Kind};

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "SND003", name: "sender-does-not-fit-form", page: include_str!("sender_does_not_fit_form.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let office = frame.senders().next().and_then(|sender| sender.office.as_deref()).and_then(|name| frame.office(name));
    let Some(office) = office else { return Vec::new() };
    let message = match (it.kind, office.kind) {
        (Kind::NoteVerbale, OfficeKind::Mission | OfficeKind::Charge) => {
            "A note verbale comes from a mission and not from its head; see whether this is a letter, or name the mission."
        }
        (Kind::Letter | Kind::IdenticalLetters, OfficeKind::MissionItself) => {
            "A letter comes from the head of a mission and not from the mission; see whether this is a note verbale, or \
             name the head."
        }
        _ => return Vec::new(),
    };
    vec![Fault::new(frame.at(&["sender", "title"]), message)]
}
