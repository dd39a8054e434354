//! One space parts two words.

use chancery_model::text::Span;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "STY008", name: "double-space", page: include_str!("double_space.md"), check };

/// More than these were put in by a machine that set the lines.
const MOST: usize = 10;

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (block, written) in frame.prose() {
        let bytes = written.as_bytes();
        let mut at = 0;
        while let Some(found) = written[at..].find("  ") {
            let start = at + found;
            let length = bytes[start..].iter().take_while(|b| **b == b' ').count();
            at = start + length;
            let before = start.checked_sub(1).map(|before| bytes[before]);
            let inside = before.is_some_and(|b| b != b'\n' && b != b'\t')
                && bytes.get(at).is_some_and(|b| !b"\n\r\t".contains(b));
            if inside {
                if faults.len() == MOST {
                    return Vec::new();
                }
                let span = Span::new(block.span.start + start, block.span.start + at);
                faults.push(Fault::new(span, "Two spaces stand where one parts two words.").repaired(" "));
            }
        }
    }
    faults
}
