//! What has been issued is cited, and not attached again.

use chancery_model::text::Span;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "ANX007", name: "annex-already-issued", page: include_str!("annex_already_issued.md"), check };

/// How many lines below the heading are looked at.
const LINES: usize = 5;

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let mut faults = Vec::new();
    for (index, annex, head) in frame.attachment_heads().take(64) {
        let heading = it.place(&format!("annexes.{index}")).map_or(head.start, |heading| heading.end);
        let mut at = heading.clamp(head.start, head.end);
        let mut left = LINES;
        for line in Span::new(at, head.end).of(frame.text).split_inclusive('\n') {
            let start = at + line.len() - line.trim_start().len();
            at += line.len();
            let bare = line.trim();
            if bare.is_empty() {
                continue;
            }
            if left == 0 {
                break;
            }
            left -= 1;
            if bare.len() > 60 || bare.contains(char::is_whitespace) {
                continue;
            }
            let Ok(symbol) = frame.body.grammar().parse(bare) else { continue };
            // The text's own symbols stand at the head of each page.
            let own = it.symbols.iter().any(|own| own.without_asterisks() == symbol.without_asterisks());
            if own || it.symbols.is_empty() && it.distribution.is_some() || frame.body.place(&symbol).is_none() {
                continue;
            }
            faults.push(Fault::new(
                Span::new(start, start + bare.len()),
                format!(
                    "“{}” has been issued already as {symbol}; ask the sender whether it is enough to cite it.",
                    annex.label
                ),
            ));
            break;
        }
    }
    faults
}
