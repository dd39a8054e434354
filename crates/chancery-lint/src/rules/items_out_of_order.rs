//! Items are listed in rising order.

use crate::{
    Fault, Frame, Rule,
    rules::{bare_item, item_list, relisted},
};

pub(super) const RULE: Rule =
    Rule { code: "REQ014", name: "items-out-of-order", page: include_str!("items_out_of_order.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, request) in frame.communication.requested_circulation.iter().enumerate() {
        let items = &request.agenda_items;
        if items.len() < 2 {
            continue;
        }
        let Some(keys) = items.iter().map(|item| key(item)).collect::<Option<Vec<_>>>() else { continue };
        if keys.is_sorted() {
            continue;
        }
        let mut right: Vec<usize> = (0..keys.len()).collect();
        right.sort_by(|a, b| keys[*a].cmp(&keys[*b]));
        let names: Vec<String> = right.iter().map(|&at| items[at].clone()).collect();
        let place = frame.at_one("requested_circulation", index);
        let list = item_list(frame, place, items);
        let fault = Fault::new(
            list.as_ref().map_or(place, |list| list.whole),
            format!("The items stand out of order; the order is {}.", names.join(", ")),
        );
        faults.push(relisted(frame, fault, list.as_ref(), &right));
    }
    faults
}

/// An item's number and what counts its sub-items, as they are ordered; `None` for what begins with no number.
fn key(item: &str) -> Option<(u32, String)> {
    let bare = bare_item(item);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let number = bare.get(..digits)?.parse().ok()?;
    Some((number, bare[digits..].to_owned()))
}
