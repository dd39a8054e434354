//! Below the heading of an annex stands an annex.

use chancery_model::text::Span;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule { code: "ANX008", name: "annex-empty", page: include_str!("annex_empty.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let mut faults = Vec::new();
    // Where the blocks of attachments begin, in order, so that each annex is looked up and not all blocks for each.
    let mut begins: Vec<usize> =
        it.text.iter().filter(|block| block.part != "letter").map(|block| block.span.start).collect();
    begins.sort_unstable();
    for (index, annex) in it.annexes.iter().enumerate().take(500) {
        if annex.title.is_some()
            || annex.date.is_some()
            || !annex.attachments.is_empty()
            || !annex.signatories.is_empty()
        {
            continue;
        }
        let Some(place) = frame.attachment(index) else { continue };
        let heading = it.place(&format!("annexes.{index}")).unwrap_or(place);
        let below = Span::new(heading.end.clamp(place.start, place.end), place.end).of(frame.text);
        // Marks and figures alone are the foot of a page.
        if below.chars().any(char::is_alphabetic) {
            continue;
        }
        // A page that came only as a picture stands in the text without words.
        let next = begins.get(begins.partition_point(|begin| *begin < heading.start));
        let blocks = next.is_some_and(|begin| *begin < place.end.max(heading.end));
        if blocks || frame.format_hides() {
            continue;
        }
        faults.push(Fault::new(
            heading,
            format!("Below the heading “{}” there is nothing; ask the sender for the annex.", annex.label),
        ));
    }
    faults
}
