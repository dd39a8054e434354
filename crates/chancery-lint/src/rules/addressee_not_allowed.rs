//! Only some offices take letters for circulation.

use chancery_model::body::Office;

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "ADR001", name: "addressee-not-allowed", page: include_str!("addressee_not_allowed.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    // Officials write to whom they must; the rule is for those who ask to be circulated.
    if frame.is_by_official() || !frame.is_from_outside() {
        return faults;
    }
    let taking: Vec<&Office> =
        frame.body.charter.offices.iter().filter(|office| office.addressee_order.is_some()).collect();
    for (index, addressee) in frame.communication.addressees.iter().enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        if addressee.is_empty() || frame.office(addressee).is_some_and(|office| office.addressee_order.is_some()) {
            continue;
        }
        let allowed: Vec<&str> = taking.iter().map(|office| office.name.as_str()).collect();
        faults.push(Fault::new(
            frame.within(frame.at_one("addressees", index), addressee),
            format!(
                "A letter for circulation cannot be addressed to “{addressee}”; ask the sender to address it to one of \
                 these: {}.",
                allowed.join(", ")
            ),
        ));
    }
    faults
}
