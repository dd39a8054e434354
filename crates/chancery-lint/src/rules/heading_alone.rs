//! What is divided has two parts at least.

use chancery_model::{communication::BlockKind, text::Span};

use crate::{Fault, Frame, MOST_FAULTS, Rule};

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
    for (block, written) in headings {
        let counted = block.number.as_deref().or_else(|| written.split_whitespace().next()).unwrap_or("");
        let Some(counted) = counted.strip_suffix('.') else { continue };
        match counted {
            "A" => {
                if let Some(alone) = open.replace(block.span) {
                    say(alone);
                }
            }
            "B" => open = None,
            // A Roman number opens the next section; other letters and figures divide further.
            _ if counted.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && !counted.is_empty() => {
                if let Some(alone) = open.take() {
                    say(alone);
                }
            }
            _ => {}
        }
    }
    if let Some(alone) = open {
        say(alone);
    }
    faults
}
