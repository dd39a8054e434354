//! Each addressee is named once.

use std::collections::HashSet;

use chancery_model::body::fold;

use crate::{Fault, Frame, Rule, addressees};

pub(super) const RULE: Rule =
    Rule { code: "ADR004", name: "addressee-named-twice", page: include_str!("addressee_named_twice.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let say = |name: &str| format!("“{name}” is named twice among the addressees; name each once.");
    if let Some(list) = addressees::list(frame) {
        let mut seen = HashSet::new();
        let once: Vec<usize> = (0..list.names.len()).filter(|at| seen.insert(&list.names[*at].office.name)).collect();
        let Some(twice) = (0..list.names.len()).find(|at| !once.contains(at)) else { return Vec::new() };
        let fault = Fault::new(list.span, say(&list.names[twice].office.name));
        return vec![match addressees::written(frame.text, &list, &once) {
            Some(right) => fault.repaired(right),
            None => fault,
        }];
    }
    // Where the names do not stand one after the other, the reader’s own list says it.
    let canonical = |name: &String| frame.office(name).map_or_else(|| fold(name), |office| fold(&office.name));
    let mut seen = HashSet::new();
    let named = frame.communication.addressees.iter().filter(|addressee| !addressee.is_empty()).take(256);
    let twice = named.into_iter().find(|addressee| !seen.insert(canonical(addressee)));
    twice.map(|twice| Fault::new(frame.at(&["addressees"]), say(twice))).into_iter().collect()
}
