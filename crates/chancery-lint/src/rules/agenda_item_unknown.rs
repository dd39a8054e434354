//! A complete agenda says which items there are.

use std::collections::HashSet;

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    rules::{bare_item, whole_item},
};

pub(super) const RULE: Rule =
    Rule { code: "REQ002", name: "agenda-item-unknown", page: include_str!("agenda_item_unknown.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, request) in frame.communication.requested_circulation.iter().enumerate() {
        let Some(organ) = frame.organ(request) else { continue };
        let Some(period) = frame.period(organ, request) else { continue };
        let Some(agenda) = frame.body.agenda(organ, &period).filter(|agenda| agenda.complete) else { continue };
        let known: HashSet<String> = agenda.items.iter().map(|item| bare_item(&item.number)).collect();
        // Where only the sub-item is not known, another rule says so.
        let unknown = |item: &&String| {
            let bare = bare_item(item);
            !known.contains(&bare) && !whole_item(&bare).is_some_and(|whole| known.contains(whole))
        };
        for item in request.agenda_items.iter().filter(unknown) {
            if faults.len() == MOST_FAULTS {
                break;
            }
            let place = frame.at_one("requested_circulation", index);
            faults.push(Fault::new(
                frame.within(place, item),
                format!(
                    "Item {item} is not on the agenda of the {} for {} ({}); ask the sender which item is meant.",
                    organ.name,
                    frame.period_name(organ, &period),
                    agenda.source
                ),
            ));
        }
    }
    faults
}
