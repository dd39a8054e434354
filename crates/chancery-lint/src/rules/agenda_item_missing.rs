//! An organ that issues under agenda items cannot issue what names none.

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "REQ001", name: "agenda-item-missing", page: include_str!("agenda_item_missing.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, request) in frame.communication.requested_circulation.iter().enumerate() {
        let Some(organ) = frame.organ(request).filter(|organ| organ.items_required) else { continue };
        // What a masthead lists was settled by the office that issued the text.
        let in_masthead = frame.communication.bodies.iter().any(|receiving| {
            !receiving.agenda_items.is_empty()
                && frame.body.organ_named(&receiving.organ).is_some_and(|other| other.code == organ.code)
        });
        if request.agenda_items.is_empty() && !in_masthead && !names_item(frame) {
            faults.push(Fault::new(
                frame.at_one("requested_circulation", index),
                format!(
                    "Circulation is asked for as a document of the {} under no agenda item; ask the sender for the \
                     number of the item.",
                    organ.name
                ),
            ));
        }
    }
    faults
}

/// Whether the request names an item by its title instead of its number: words for an item, and a title in quotation marks
/// soon behind them.
fn names_item(frame: &Frame<'_>) -> bool {
    const NEAR: usize = 80;
    let Some(wording) = frame.body.words(frame.language()) else { return false };
    let Some(place) = frame.communication.place("requested_circulation") else { return false };
    let written = place.of(frame.text);
    wording.reading.items.iter().filter_map(|label| words::find(written, label)).any(|label| {
        let behind = &written[label.end..];
        behind[..behind.floor_char_boundary(NEAR)].contains(['"', '“', '«', '„', '「', '『'])
    })
}
