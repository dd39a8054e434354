//! A document says whose words it holds.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "SND002", name: "sender-missing", page: include_str!("sender_missing.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let named = frame.senders().any(|sender| sender.office.is_some() || sender.state.is_some());
    if !frame.is_from_outside() || named {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["title", "letter_date", "addressees"]),
        "The text does not say from whom it comes; ask the sender for the office and the State, and complete the title.",
    )]
}
