//! Some organs issue under no items, so that items asked for there may have been meant for another.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule {
    code: "REQ005",
    name: "item-for-organ-without-agenda",
    page: include_str!("item_for_organ_without_agenda.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, request) in frame.communication.requested_circulation.iter().enumerate() {
        let Some(organ) = frame.organ(request) else { continue };
        if organ.items_required || !organ.agenda.is_empty() {
            continue;
        }
        let Some(first) = request.agenda_items.first() else { continue };
        let place = frame.at_one("requested_circulation", index);
        faults.push(Fault::new(
            frame.within(place, first),
            format!(
                "Documents of the {} stand under no agenda items; see whether item {} was meant for another organ.",
                organ.name,
                request.agenda_items.join(", ")
            ),
        ));
    }
    faults
}
