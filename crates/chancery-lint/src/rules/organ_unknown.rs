//! A number can be given only by an organ whose documents communications become.

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "REQ006", name: "organ-unknown", page: include_str!("organ_unknown.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, request) in frame.communication.requested_circulation.iter().enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        if frame.organ(request).is_some_and(|organ| organ.circulates) {
            continue;
        }
        let others: Vec<&str> =
            frame.body.organs.iter().filter(|organ| organ.circulates).map(|organ| organ.name.as_str()).collect();
        let place = frame.at_one("requested_circulation", index);
        faults.push(Fault::new(
            frame.within(place, &request.organ),
            format!(
                "Communications are not circulated as documents of “{}”; ask the sender which of these is meant: {}.",
                request.organ,
                others.join(", ")
            ),
        ));
    }
    faults
}
