//! The category says who may read a document, and must be one that exists.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "DST001", name: "distribution-unknown", page: include_str!("distribution_unknown.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(name) = &frame.communication.distribution else { return Vec::new() };
    if frame.body.distribution(name).is_some() {
        return Vec::new();
    }
    let known: Vec<&str> = frame.body.charter.distribution.iter().map(|category| category.name.as_str()).collect();
    vec![Fault::new(
        frame.within(frame.at(&["distribution"]), name),
        format!("“{name}” is no category of distribution; choose one of these: {}.", known.join(", ")),
    )]
}
