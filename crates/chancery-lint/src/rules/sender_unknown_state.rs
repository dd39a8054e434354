//! The body's list says who its members and observers are, and under what names.

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "SND001", name: "sender-unknown-state", page: include_str!("sender_unknown_state.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    // A body without a list has not said who is a member.
    if frame.body.states.is_empty() {
        return faults;
    }
    for (index, sender) in frame.senders().enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        let Some(name) = &sender.state else { continue };
        let listed = frame.body.state_named(name, Some(frame.as_of)).is_some_and(|state| {
            state.from.is_none_or(|from| from <= frame.as_of) && state.until.is_none_or(|until| frame.as_of < until)
        });
        if !listed {
            let place = frame.at(&[&format!("senders.{index}"), "senders", "sender"]);
            faults.push(Fault::new(
                frame.within(place, name),
                format!(
                    "“{name}” is not among the names in the body’s list of members and observers on {}; compare the \
                     letter with the list.",
                    frame.date(frame.as_of)
                ),
            ));
        }
    }
    faults
}
