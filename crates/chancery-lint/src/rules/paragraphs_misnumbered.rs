//! Paragraphs are numbered one after the other.

use chancery_model::{communication::BlockKind, text::Span};

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "STY006", name: "paragraphs-misnumbered", page: include_str!("paragraphs_misnumbered.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut last: Option<u32> = None;
    for (block, written) in frame.prose().filter(|(block, _)| block.kind == BlockKind::Paragraph) {
        if faults.len() == MOST_FAULTS {
            break;
        }
        let Some(printed) = block.number.as_deref() else { continue };
        let Some(number) = printed.strip_suffix('.').and_then(|digits| digits.parse::<u32>().ok()) else { continue };
        let due = last.map_or(number, |last| last.saturating_add(1));
        // A section or a list inside it may begin again.
        if number == due || number == 1 {
            last = Some(number);
            continue;
        }
        let lead = written.find(printed).unwrap_or(0);
        let start = block.span.start + lead;
        let stands = written[lead..].starts_with(printed);
        let span = if stands { Span::new(start, start + printed.len()) } else { block.span };
        let fault =
            Fault::new(span, format!("Paragraph {number} stands where {due} is due; number the paragraphs in order."));
        faults.push(if stands { fault.repaired(format!("{due}.")) } else { fault });
        // After a gap the printed numbers go on; after a number that goes back, the count does.
        last = Some(number.max(due));
    }
    faults
}
