//! The symbols of several organs stand in the order of the organs.

use crate::{Fault, Frame, Rule, rules::reordered};

pub(super) const RULE: Rule =
    Rule { code: "SYM004", name: "symbols-out-of-order", page: include_str!("symbols_out_of_order.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if !(2..=16).contains(&it.symbols.len()) {
        return Vec::new();
    }
    // A symbol of a series that is not in the body's data may be any organ's.
    let order_of = |symbol| Some(frame.body.organ(&frame.body.place(symbol)?.organ)?.order);
    let Some(orders) = it.symbols.iter().map(order_of).collect::<Option<Vec<u32>>>() else { return Vec::new() };
    if orders.is_sorted() {
        return Vec::new();
    }
    let mut right: Vec<usize> = (0..orders.len()).collect();
    right.sort_by_key(|&index| orders[index]);
    let names: Vec<String> = right.iter().map(|&index| it.symbols[index].to_string()).collect();
    let places: Option<Vec<_>> = (0..orders.len()).map(|index| it.place(&format!("symbols.{index}"))).collect();
    let message = format!("The symbols stand out of the order of their organs; the order is {}.", names.join(", "));
    let Some(places) = places.filter(|places| places.is_sorted_by(|a, b| a.end <= b.start)) else {
        return vec![Fault::new(frame.at(&["symbols", "symbols.0"]), message)];
    };
    let span = places.iter().copied().reduce(|a, b| a.cover(b)).unwrap_or_default();
    // Far from each other they stand in heads of pages, and are not simply to change places.
    if span.len() > 200 {
        return vec![Fault::new(places[0], message)];
    }
    let ranges: Vec<_> = places.iter().map(|place| place.start - span.start..place.end - span.start).collect();
    let fault = Fault::new(span, message);
    vec![match reordered(span.of(frame.text), &ranges, &right) {
        Some(repair) => fault.repaired(repair),
        None => fault,
    }]
}
