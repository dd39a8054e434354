//! All language versions give the same dates.

use crate::{Fault, Frame, Rule, versions};

pub(super) const RULE: Rule =
    Rule { code: "PAR002", name: "dates-differ", page: include_str!("dates_differ.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    versions::difference(frame, "Dates", |it| versions::dates(it, frame.body)).into_iter().collect()
}
