//! What is divided has two parts at least.

use chancery_model::{communication::BlockKind, text::Span};

use crate::{Fault, Frame, MOST_FAULTS, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "STY007", name: "heading-alone", page: include_str!("heading_alone.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let headings = frame.written(&[BlockKind::Heading]).filter(|(block, _)| block.part == "letter");
    // The heading counted A, while no B has followed.
    let mut open: Option<Span> = None;
    let mut say = |place: Span| {
        if faults.len() < MOST_FAULTS {
            faults.push(Fault::new(
                place,
                "A heading is counted A and no B follows; take the letter out, or divide the section.",
            ));
        }
    };
    let (first, second) = words::counted_headings(frame.language());
    for (block, written) in headings {
        let mut pieces = words::pieces(written).map(|piece| piece.text.trim()).filter(|piece| !piece.is_empty());
        let counted = block.number.as_deref().or_else(|| pieces.next()).unwrap_or("");
        let dashed = block.number.is_none() && pieces.next().is_some_and(|next| matches!(next, "-" | "–" | "—"));
        let Some(counted) = counted.strip_suffix(['.', '-', '–']).or(dashed.then_some(counted)) else { continue };
        if first.contains(&counted) {
            if let Some(alone) = open.replace(block.span) {
                say(alone);
            }
        } else if second.contains(&counted) {
            open = None;
        } else if !counted.is_empty() && counted.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) {
            // A Roman number opens the next section; other letters and figures divide further.
            if let Some(alone) = open.take() {
                say(alone);
            }
        }
    }
    if let Some(alone) = open {
        say(alone);
    }
    faults
}
