//! Only the head of a mission, or who stands in for the head, signs a letter for circulation.

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    rules::{Capacity, MOST_SIGNATORIES, capacity},
};

pub(super) const RULE: Rule = Rule {
    code: "SIG003",
    name: "signatory-without-capacity",
    page: include_str!("signatory_without_capacity.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !frame.is_letter() || frame.is_by_official() {
        return faults;
    }
    for (index, signatory) in frame.communication.signatories.iter().take(MOST_SIGNATORIES).enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        if let Capacity::Other(title) = capacity(frame, signatory) {
            faults.push(Fault::new(
                frame.at_one("signatories", index),
                format!(
                    "“{title}” does not sign a letter for circulation; the head of the mission or the chargé d’affaires \
                     signs it, and this text may be annexed to such a letter."
                ),
            ));
        }
    }
    faults
}
