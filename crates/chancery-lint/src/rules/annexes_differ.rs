//! All language versions have the same attachments.

use chancery_model::communication::Annex;

use crate::{Fault, Frame, Rule, versions};

pub(super) const RULE: Rule =
    Rule { code: "PAR005", name: "annexes-differ", page: include_str!("annexes_differ.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(other) = &frame.circumstances.beside else { return Vec::new() };
    let (here, there) = (count(&frame.communication.annexes, 0), count(&other.annexes, 0));
    if here == there {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["annexes.0", "annexes"]),
        format!(
            "There are {here} attachments here and {there} in the {} version; see whether one is missing.",
            versions::name(frame, other)
        ),
    )]
}

/// How many attachments there are, with theirs.
fn count(annexes: &[Annex], depth: usize) -> usize {
    // Annex, enclosure, appendix: deeper nesting is no letter's, and must not exhaust the stack.
    let inner = annexes.iter().filter(|_| depth < 8).map(|annex| count(&annex.attachments, depth + 1));
    annexes.len() + inner.sum::<usize>()
}
