//! Paragraphs are numbered one after the other.

use chancery_model::{communication::BlockKind, text::Span};

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "STY006", name: "paragraphs-misnumbered", page: include_str!("paragraphs_misnumbered.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    // The counts that are open: that of the paragraphs, and those of lists inside it.
    let mut open: Vec<u32> = Vec::new();
    for (block, written) in frame.prose().filter(|(block, _)| block.kind == BlockKind::Paragraph) {
        if faults.len() == MOST_FAULTS {
            break;
        }
        let Some(printed) = block.number.as_deref() else { continue };
        let Some(number) = printed.strip_suffix('.').and_then(|digits| digits.parse::<u32>().ok()) else { continue };
        if number == 1 || open.is_empty() {
            // Deeper than that, counts are no longer told apart.
            open.truncate(8);
            open.push(number);
            continue;
        }
        if let Some(level) = open.iter().rposition(|last| last.saturating_add(1) == number) {
            open.truncate(level + 1);
            open[level] = number;
            continue;
        }
        // Behind a list the count of the paragraphs goes on, and some of them may have been read as part of others.
        if let &[last] = open.as_slice() {
            let due = last.saturating_add(1);
            let lead = written.find(printed).unwrap_or(0);
            let start = block.span.start + lead;
            let stands = written[lead..].starts_with(printed);
            let span = if stands { Span::new(start, start + printed.len()) } else { block.span };
            let message = format!("Paragraph {number} stands where {due} is due; number the paragraphs in order.");
            let fault = Fault::new(span, message);
            faults.push(if stands { fault.repaired(format!("{due}.")) } else { fault });
            // After a gap the printed numbers go on; after a number that goes back, the count does.
            open = vec![number.max(due)];
        } else {
            open = vec![number];
        }
    }
    faults
}
