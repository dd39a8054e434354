//! Where an agenda is not wholly at hand, an item that is not in it can be neither confirmed nor denied.

use std::collections::HashSet;

use crate::{Fault, Frame, Rule, rules::bare_item};

pub(super) const RULE: Rule =
    Rule { code: "REQ003", name: "agenda-item-unconfirmed", page: include_str!("agenda_item_unconfirmed.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, request) in frame.communication.requested_circulation.iter().enumerate() {
        let Some(organ) = frame.organ(request).filter(|organ| !organ.agenda.is_empty()) else { continue };
        // Of a letter without a date it is not known in which session it was meant.
        let Some(period) = frame.period_told(organ, request) else { continue };
        let agenda = frame.body.agenda(organ, &period);
        if agenda.is_some_and(|agenda| agenda.complete) {
            continue;
        }
        let known: HashSet<String> =
            agenda.into_iter().flat_map(|agenda| &agenda.items).map(|item| bare_item(&item.number)).collect();
        let unconfirmed: Vec<&str> =
            request.agenda_items.iter().map(String::as_str).filter(|item| !known.contains(&bare_item(item))).collect();
        let Some(first) = unconfirmed.first() else { continue };
        let place = frame.at_one("requested_circulation", index);
        let session = frame.period_name(organ, &period);
        faults.push(Fault::new(
            frame.within(place, first),
            format!(
                "The agenda of the {} for {session} is not wholly at hand and does not show {} {}; check against the \
                 agenda itself.",
                organ.name,
                if unconfirmed.len() == 1 { "item" } else { "items" },
                unconfirmed.join(", "),
            ),
        ));
    }
    faults
}
