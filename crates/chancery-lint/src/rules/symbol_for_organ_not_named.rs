//! A document bears symbols of the organs that receive it, and of no others.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule {
    code: "SYM008",
    name: "symbol-for-organ-not-named",
    page: include_str!("symbol_for_organ_not_named.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if it.bodies.is_empty() && it.requested_circulation.is_empty() {
        return Vec::new();
    }
    // An organ that the body's data does not know may be part of any that it knows.
    let asked = it.requested_circulation.iter().take(64).map(|request| frame.organ(request));
    let listed = it.bodies.iter().take(64).map(|receiving| frame.body.organ_named(&receiving.organ));
    let (Some(asked), Some(listed)) = (asked.collect::<Option<Vec<_>>>(), listed.collect::<Option<Vec<_>>>()) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (index, symbol) in it.symbols.iter().enumerate().take(64) {
        let Some(placement) = frame.body.place(symbol) else { continue };
        let Some(organ) = frame.body.organ(&placement.organ).filter(|organ| organ.circulates) else { continue };
        // The reader lists an organ for its symbol alone, too; named it is where its name stands in the masthead.
        let named = listed.iter().any(|named| named.code == organ.code) && (asked.is_empty() || frame.heads(organ));
        if !named && !asked.iter().any(|asked| asked.code == organ.code) {
            faults.push(Fault::new(
                frame.at_one("symbols", index),
                format!(
                    "{symbol} is a symbol of the {}, which neither the masthead nor the request names; take it out, or \
                     name the organ.",
                    organ.name
                ),
            ));
        }
    }
    faults
}
