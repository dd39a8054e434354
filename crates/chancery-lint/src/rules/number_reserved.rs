//! Some numbers are kept for one document in every session.

use chancery_model::Symbol;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "SYM006", name: "number-reserved", page: include_str!("number_reserved.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    // What the numbers are kept for is the body's own; no letter is one of them.
    if !frame.is_from_outside() {
        return Vec::new();
    }
    let purpose = |symbol: &Symbol| -> Option<String> {
        if let Some(purpose) = frame.circumstances.reserved.get(symbol) {
            return Some(purpose.clone());
        }
        // The series is that of the whole symbol: what follows a reserved number has its purpose.
        let placement = frame.body.place(symbol)?;
        let (_, series) = frame.body.series(&placement.series)?;
        let kept = series.reserved.iter().find(|kept| (kept.first..=kept.last).contains(&placement.number))?;
        Some(kept.purpose.clone())
    };
    let mut faults = Vec::new();
    for (index, symbol) in frame.communication.symbols.iter().enumerate().take(64) {
        if let Some(purpose) = purpose(symbol) {
            faults.push(Fault::new(
                frame.at_one("symbols", index),
                format!(
                    "{symbol} is a number kept for another purpose ({purpose}); a letter takes the next free number."
                ),
            ));
        }
    }
    let due = frame.circumstances.due.iter().flat_map(|due| &due.symbols);
    for (_, symbol) in due.filter(|(_, symbol)| !frame.communication.symbols.contains(symbol)) {
        if let Some(purpose) = purpose(symbol) {
            faults.push(Fault::new(
                frame.at(&["requested_circulation"]),
                format!(
                    "{symbol} would be given, which is kept for another purpose ({purpose}); see the numbers reserved."
                ),
            ));
        }
    }
    faults
}
