//! What follows a document follows one that was issued.

use crate::{Fault, Frame, Rule, Standing, rules::parent};

pub(super) const RULE: Rule =
    Rule { code: "SYM005", name: "modifier-without-parent", page: include_str!("modifier_without_parent.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, symbol) in frame.communication.symbols.iter().enumerate().take(64) {
        let Some(parent) = parent(frame.body, symbol) else { continue };
        if frame.circumstances.record.get(&parent) == Some(&Standing::Absent) {
            faults.push(Fault::new(
                frame.at_one("symbols", index),
                format!("{symbol} follows {parent}, which is not on the record; see which document is meant."),
            ));
        }
    }
    faults
}
