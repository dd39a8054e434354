//! The masthead should list the organs that the sender asked for, and no others.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "REQ010", name: "organ-not-asked", page: include_str!("organ_not_asked.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if it.requested_circulation.is_empty() {
        return Vec::new();
    }
    let asked: Vec<&str> =
        it.requested_circulation.iter().filter_map(|request| Some(frame.organ(request)?.code.as_str())).collect();
    let mut faults = Vec::new();
    for (index, receiving) in it.bodies.iter().enumerate() {
        let Some(organ) = frame.body.organ_named(&receiving.organ) else { continue };
        // An organ that only a symbol speaks of is that symbol’s fault.
        let by_symbol =
            || it.symbols.iter().take(64).any(|symbol| frame.body.place(symbol).is_some_and(|p| p.organ == organ.code));
        let inferred = by_symbol() && !frame.text.is_empty() && !frame.heads(organ);
        if !asked.contains(&organ.code.as_str()) && !inferred {
            faults.push(Fault::new(
                frame.at_one("bodies", index),
                format!(
                    "The masthead lists the {}, as whose document the letter does not ask to be circulated; take it out \
                     or ask the sender.",
                    organ.name
                ),
            ));
        }
    }
    faults
}
