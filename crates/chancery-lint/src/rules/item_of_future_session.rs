//! What items a session will have is known when it has begun.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "REQ016", name: "item-of-future-session", page: include_str!("item_of_future_session.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, request) in frame.communication.requested_circulation.iter().enumerate() {
        // Only where the sender names the session; without, the one that is meeting is meant.
        let Some(session) = request.session.as_ref().filter(|_| !request.agenda_items.is_empty()) else { continue };
        let Some(organ) = frame.organ(request).filter(|organ| !organ.agenda.is_empty()) else { continue };
        let Some((first, _)) = organ.period.days(session) else { continue };
        if frame.as_of < first {
            faults.push(Fault::new(
                frame.at_one("requested_circulation", index),
                format!(
                    "Items are asked for of {} of the {}, which opens on {}; compare their numbers with its agenda once \
                     that is adopted.",
                    frame.period_name(organ, session),
                    organ.name,
                    frame.date(first)
                ),
            ));
        }
    }
    faults
}
