//! All language versions have the same paragraphs.

use chancery_model::{Communication, communication::BlockKind};

use crate::{Fault, Frame, Rule, versions};

pub(super) const RULE: Rule =
    Rule { code: "PAR004", name: "paragraphs-differ", page: include_str!("paragraphs_differ.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(other) = &frame.circumstances.beside else { return Vec::new() };
    let count = |it: &Communication| {
        let paragraphs = it.text.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::List));
        paragraphs.filter(|block| block.part == "letter").count()
    };
    let (here, there) = (count(frame.communication), count(other));
    if here == there || here == 0 || there == 0 {
        return Vec::new();
    }
    vec![Fault::new(
        frame.end_of_letter(),
        format!(
            "The letter has {here} paragraphs here and {there} in the {} version; see whether one is missing.",
            versions::name(frame, other)
        ),
    )]
}
