//! A masthead says where a text went; the sender's own request says why it might.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule {
    code: "REQ008",
    name: "circulation-not-asked-in-letter",
    page: include_str!("circulation_not_asked_in_letter.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let in_masthead = !it.bodies.is_empty() || !it.symbols.is_empty();
    let from_state = frame.is_from_outside() && frame.senders().any(|sender| sender.state.is_some());
    if frame.is_cut()
        || !in_masthead
        || !from_state
        || !it.requested_circulation.is_empty()
        || it.requested_attention.is_some()
    {
        return Vec::new();
    }
    vec![Fault::new(
        frame.end_of_letter(),
        "The masthead names the receiving organs, but the letter itself does not ask to be circulated; compare it with \
         the letter as received.",
    )]
}
