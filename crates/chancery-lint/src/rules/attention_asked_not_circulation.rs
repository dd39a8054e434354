//! To be read out to members is not to be circulated to them.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule {
    code: "REQ007",
    name: "attention-asked-not-circulation",
    page: include_str!("attention_asked_not_circulation.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let Some(whose) = &it.requested_attention else { return Vec::new() };
    // Officials ask one another for attention, and the office circulates what they write without being asked.
    if !it.requested_circulation.is_empty() || !it.bodies.is_empty() || frame.is_by_official() {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["requested_attention"]),
        format!(
            "The letter asks only that it be brought to the attention of {whose}; ask the sender whether it is to be \
             circulated, and as a document of which organ."
        ),
    )]
}
