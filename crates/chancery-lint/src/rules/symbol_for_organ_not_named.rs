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
    let named = it.bodies.iter().map(|receiving| &receiving.organ);
    let named: Vec<&String> = named.chain(it.requested_circulation.iter().map(|request| &request.organ)).collect();
    if named.is_empty() {
        return Vec::new();
    }
    // An organ that the body's data does not know may be part of any that it knows.
    let Some(organs) = named.into_iter().map(|name| frame.body.organ_named(name)).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (index, symbol) in it.symbols.iter().enumerate().take(64) {
        let Some(placement) = frame.body.place(symbol) else { continue };
        let Some(organ) = frame.body.organ(&placement.organ).filter(|organ| organ.circulates) else { continue };
        if !organs.iter().any(|named| named.code == organ.code) {
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
