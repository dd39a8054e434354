//! Without a request, and without a masthead that answers it, nobody knows whose document it would be.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "REQ004", name: "request-missing", page: include_str!("request_missing.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let asked = !it.requested_circulation.is_empty() || it.requested_attention.is_some() || !it.bodies.is_empty();
    if asked || !frame.is_understood() || !it.symbols.is_empty() || frame.is_cut() {
        return Vec::new();
    }
    vec![Fault::new(
        frame.end_of_letter(),
        "The text does not ask to be circulated as a document of any organ; ask the sender for which organ it is meant.",
    )]
}
