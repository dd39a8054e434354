//! A date in the frame is a day of the calendar.

use chancery_model::text::Span;

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "DAT007", name: "date-impossible", page: include_str!("date_impossible.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(wording) = frame.body.words(frame.language()) else { return Vec::new() };
    if !frame.is_understood() {
        return Vec::new();
    }
    // Only the frame: what days a sender's own sentences name is the sender's.
    let heads = frame.attachment_heads().take(64).map(|(index, _, head)| {
        let heading = frame.communication.place(&format!("annexes.{index}")).unwrap_or(head);
        Span::new(head.start, heading.end.clamp(head.start, head.end))
    });
    let mut faults = Vec::new();
    for place in std::iter::once(frame.head()).chain(heads) {
        for found in words::impossible_dates(place.of(frame.text), wording) {
            let span = Span::new(place.start + found.start, place.start + found.end);
            let written: Vec<&str> = span.of(frame.text).split_whitespace().collect();
            let written = written.join(" ");
            faults.push(Fault::new(
                span,
                format!("“{written}” is a day that no calendar has; ask the sender which day is meant."),
            ));
        }
    }
    faults
}
