//! A complete agenda says which items there are.

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    rules::{Asked, bare_item, on_whole_agendas, whole_item},
};

pub(super) const RULE: Rule =
    Rule { code: "REQ002", name: "agenda-item-unknown", page: include_str!("agenda_item_unknown.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for Asked { index, request, organ, period, agenda, known } in on_whole_agendas(frame) {
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
