//! Footnotes are numbered in the order of their marks.

use std::collections::HashMap;

use chancery_model::communication::BlockKind;

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "FTN003", name: "footnotes-out-of-order", page: include_str!("footnotes_out_of_order.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    // Each part may count its own.
    let mut last: HashMap<&str, u32> = HashMap::new();
    for block in frame.communication.text.iter().filter(|block| block.kind == BlockKind::Footnote) {
        if faults.len() == MOST_FAULTS {
            break;
        }
        let Some(number) = block.number.as_deref().and_then(number) else { continue };
        let before = last.insert(&block.part, number);
        // A new page or section may begin again from the first.
        if let Some(before) = before.filter(|before| number <= *before && number != 1) {
            faults.push(Fault::new(
                block.span,
                format!("Footnote {number} stands after footnote {before}; number the notes in order."),
            ));
        }
    }
    faults
}

/// A note's number, in plain or raised figures.
fn number(mark: &str) -> Option<u32> {
    let plain: Option<String> = mark
        .trim_end_matches(['.', ')'])
        .chars()
        .map(|c| match c {
            '0'..='9' => Some(c),
            '¹' => Some('1'),
            '²' => Some('2'),
            '³' => Some('3'),
            '⁰' | '⁴'..='⁹' => char::from_digit(u32::from(c) - u32::from('⁰'), 10),
            _ => None,
        })
        .collect();
    plain?.parse().ok()
}
