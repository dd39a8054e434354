//! A document of several organs bears a symbol of each.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "SYM002", name: "organ-without-symbol", page: include_str!("organ_without_symbol.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    // A symbol of a series that is not in the body's data may be any organ's.
    let Some(placed) = it.symbols.iter().map(|symbol| frame.body.place(symbol)).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    if placed.is_empty() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for receiving in &it.bodies {
        let Some(organ) = frame.body.organ_named(&receiving.organ) else { continue };
        if !placed.iter().any(|placement| placement.organ == organ.code) {
            faults.push(Fault::new(
                frame.at(&["symbols.0", "symbols"]),
                format!(
                    "The {} receives the document, but none of its symbols stands in the text; compare the masthead with \
                     the request.",
                    organ.name
                ),
            ));
        }
    }
    faults
}
