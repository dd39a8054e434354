//! The lines under a signature say in what capacity someone signed.

use chancery_model::language::Language;

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    rules::{Capacity, MOST_SIGNATORIES, capacity},
};

pub(super) const RULE: Rule = Rule {
    code: "SIG005",
    name: "signatory-capacity-unstated",
    page: include_str!("signatory_capacity_unstated.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    // Titles in other languages need not be among the names of the body's data, so that nothing follows from their absence.
    if !frame.is_letter() || frame.is_by_official() || frame.language() != Language::EN {
        return faults;
    }
    for (index, signatory) in frame.communication.signatories.iter().take(MOST_SIGNATORIES).enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        if !signatory.titles.is_empty() && capacity(frame, signatory) == Capacity::Unstated {
            faults.push(Fault::new(
                frame.at_one("signatories", index),
                "The lines under the signature name neither the head of the mission nor a chargé d’affaires; confirm in \
                 what capacity the letter was signed.",
            ));
        }
    }
    faults
}
