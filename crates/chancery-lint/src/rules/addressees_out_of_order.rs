//! Several addressees stand in the order of their offices.

use crate::{Fault, Frame, Rule, addressees};

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
    let fault =
        |span| Fault::new(span, format!("The addressees stand out of order; the order is {}.", names.join(", ")));
    let Some(list) = addressees::list(frame) else { return vec![fault(frame.at(&["addressees"]))] };
    let mut order: Vec<usize> = (0..list.names.len()).collect();
    order.sort_by_key(|&at| list.names[at].office.addressee_order);
    vec![match addressees::written(frame.text, &list, &order) {
        Some(repair) => fault(list.span).repaired(repair),
        None => fault(list.span),
    }]
}
