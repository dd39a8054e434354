//! One document has one symbol of each organ.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "REQ009", name: "organ-asked-twice", page: include_str!("organ_asked_twice.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut seen: Vec<&str> = Vec::new();
    let mut faults = Vec::new();
    for (index, request) in frame.communication.requested_circulation.iter().enumerate() {
        // There are only so many organs, so that looking among those seen stays short.
        let Some(organ) = frame.organ(request) else { continue };
        if seen.contains(&organ.code.as_str()) {
            faults.push(Fault::new(
                frame.at_one("requested_circulation", index),
                format!(
                    "Circulation as a document of the {} is asked for more than once; put the items under one request.",
                    organ.name
                ),
            ));
        } else {
            seen.push(&organ.code);
        }
    }
    faults
}
