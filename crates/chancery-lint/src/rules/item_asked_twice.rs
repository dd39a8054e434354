//! An item is asked for once.

use std::collections::HashSet;

use crate::{
    Fault, Frame, Rule,
    rules::{bare_item, item_list, relisted},
};

pub(super) const RULE: Rule =
    Rule { code: "REQ013", name: "item-asked-twice", page: include_str!("item_asked_twice.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, request) in frame.communication.requested_circulation.iter().enumerate() {
        let mut seen = HashSet::new();
        let mut once: Vec<usize> = Vec::new();
        let mut twice: Vec<&str> = Vec::new();
        for (at, item) in request.agenda_items.iter().enumerate() {
            if seen.insert(bare_item(item)) {
                once.push(at);
            } else {
                twice.push(item);
            }
        }
        let Some(first) = twice.first() else { continue };
        let place = frame.at_one("requested_circulation", index);
        let list = item_list(frame, place, &request.agenda_items);
        let fault = Fault::new(
            list.as_ref().map_or_else(|| frame.within(place, first), |list| list.whole),
            format!("Item {first} is asked for twice; name each item once, and see whether another was meant."),
        );
        faults.push(relisted(frame, fault, list.as_ref(), &once));
    }
    faults
}
