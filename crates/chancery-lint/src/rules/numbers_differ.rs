//! All language versions give the same numbers.

use crate::{Fault, Frame, Rule, versions};

pub(super) const RULE: Rule =
    Rule { code: "PAR001", name: "numbers-differ", page: include_str!("numbers_differ.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    versions::difference(frame, "Numbers", |it| versions::numbers(it, frame.body)).into_iter().collect()
}
