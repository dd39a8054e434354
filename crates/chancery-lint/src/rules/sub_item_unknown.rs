//! A complete agenda says which sub-items an item has.

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    rules::{Asked, bare_item, on_whole_agendas, whole_item},
};

pub(super) const RULE: Rule =
    Rule { code: "REQ012", name: "sub-item-unknown", page: include_str!("sub_item_unknown.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for Asked { index, request, organ, period, agenda, known } in on_whole_agendas(frame) {
        for item in &request.agenda_items {
            if faults.len() == MOST_FAULTS {
                return faults;
            }
            let bare = bare_item(item);
            let Some(whole) = whole_item(&bare).filter(|whole| known.contains(*whole) && !known.contains(&bare)) else {
                continue;
            };
            let subs = agenda.items.iter().map(|item| item.number.as_str());
            let subs: Vec<&str> =
                subs.filter(|number| whole_item(&bare_item(number)) == Some(whole)).take(30).collect();
            let has = if subs.is_empty() { "it has none".to_owned() } else { format!("it has {}", subs.join(", ")) };
            faults.push(Fault::new(
                frame.within(frame.at_one("requested_circulation", index), item),
                format!(
                    "Item {whole} of the agenda of the {} for {} has no sub-item {item}; {has}. Ask the sender which is \
                     meant.",
                    organ.name,
                    frame.period_name(organ, &period),
                ),
            ));
        }
    }
    faults
}
