//! The lines under a signature say in what capacity someone signed.

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
    // Without the names of offices in a language nothing follows from their absence.
    let known = frame.body.words(frame.language()).is_some_and(|words| !words.reading.offices.is_empty());
    if !frame.is_letter() || frame.is_by_official() || !known {
        return faults;
    }
    for (index, signatory) in frame.communication.signatories.iter().take(MOST_SIGNATORIES).enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        if capacity(frame, signatory) != Capacity::Unstated {
            continue;
        }
        let message = match signatory.titles.is_empty() {
            true => {
                "Nothing under the signature says in what capacity the letter was signed; confirm it with the sender."
            }
            false => {
                "The lines under the signature name neither the head of the mission nor a chargé d’affaires; confirm in \
                 what capacity the letter was signed."
            }
        };
        faults.push(Fault::new(frame.at_one("signatories", index), message));
    }
    faults
}
