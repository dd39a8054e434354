//! A document of this office that is cited is one that it has issued.

use std::collections::HashSet;

use crate::{Fault, Frame, MOST_FAULTS, Rule, Standing};

pub(super) const RULE: Rule =
    Rule { code: "CIT002", name: "citation-not-on-record", page: include_str!("citation_not_on_record.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for citation in &frame.communication.citations {
        if faults.len() == MOST_FAULTS {
            break;
        }
        let symbol = citation.symbol.without_asterisks();
        if frame.circumstances.record.get(&symbol) == Some(&Standing::Absent) && seen.insert(symbol.clone()) {
            faults.push(Fault::new(
                citation.span,
                format!("{symbol} is cited and is not on the record; ask the sender which document is meant."),
            ));
        }
    }
    faults
}
