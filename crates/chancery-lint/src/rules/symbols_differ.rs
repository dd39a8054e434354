//! All language versions bear and cite the same documents.

use crate::{Fault, Frame, Rule, versions};

pub(super) const RULE: Rule =
    Rule { code: "PAR003", name: "symbols-differ", page: include_str!("symbols_differ.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    versions::difference(frame, "Symbols", versions::symbols).into_iter().collect()
}
