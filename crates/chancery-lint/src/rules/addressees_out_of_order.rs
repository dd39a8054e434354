//! Several addressees stand in the order of their offices.

use chancery_model::language::Language;

use crate::{Fault, Frame, Rule, rules::reordered};

pub(super) const RULE: Rule =
    Rule { code: "ADR002", name: "addressees-out-of-order", page: include_str!("addressees_out_of_order.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let Some(orders) = it
        .addressees
        .iter()
        .map(|addressee| frame.office(addressee).and_then(|office| office.addressee_order))
        .collect::<Option<Vec<u32>>>()
    else {
        return Vec::new();
    };
    if orders.is_sorted() {
        return Vec::new();
    }
    let mut right: Vec<usize> = (0..orders.len()).collect();
    right.sort_by_key(|&index| orders[index]);
    let names: Vec<&str> = right.iter().map(|&index| it.addressees[index].as_str()).collect();
    let span = frame.at(&["addressees"]);
    let fault = Fault::new(span, format!("The addressees stand out of order; the order is {}.", names.join(", ")));
    // Other languages bend names to their place in the sentence, so that they cannot simply change places.
    let repair = (frame.language() == Language::EN).then(|| {
        let places: Option<Vec<_>> =
            it.addressees.iter().take(16).map(|name| crate::words::find(span.of(frame.text), name)).collect();
        reordered(span.of(frame.text), &places.filter(|places| places.len() == right.len())?, &right)
    });
    vec![match repair.flatten() {
        Some(repair) => fault.repaired(repair),
        None => fault,
    }]
}
