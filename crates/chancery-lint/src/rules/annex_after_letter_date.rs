//! What a letter transmits was written before it, or on the same day.

use chancery_model::{communication::Annex, text::Span};
use jiff::civil::Date;

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "DAT004", name: "annex-after-letter-date", page: include_str!("annex_after_letter_date.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let Some(letter) = it.letter_date else { return Vec::new() };
    let mut faults = Vec::new();
    for (index, annex) in it.annexes.iter().enumerate() {
        if let Some(date) = latest(annex, 0).filter(|date| *date > letter) {
            faults.push(Fault::new(
                written(frame, index, date).unwrap_or_else(|| frame.at_one("annexes", index)),
                format!(
                    "“{}” holds a text dated {}, after the letter’s own date, {}; see which of the two is wrong.",
                    annex.label,
                    frame.date(date),
                    frame.date(letter)
                ),
            ));
        }
    }
    faults
}

/// Where an attachment’s own date stands in it, below its heading.
fn written(frame: &Frame<'_>, index: usize, date: Date) -> Option<Span> {
    let wording = frame.body.words(frame.language())?;
    let whole = frame.attachment(index)?;
    let heading = frame.communication.place(&format!("annexes.{index}"))?;
    let below = Span::new(heading.end.clamp(whole.start, whole.end), whole.end);
    let found = words::dates_any(below.of(frame.text), wording).into_iter().find(|(_, other)| *other == date);
    found.map(|(place, _)| Span::new(below.start + place.start, below.start + place.end))
}

/// The latest date of an attachment and what is attached to it.
fn latest(annex: &Annex, depth: usize) -> Option<Date> {
    // Annex, enclosure, appendix: deeper nesting is no letter's, and must not exhaust the stack.
    let inner = annex.attachments.iter().filter(|_| depth < 8).filter_map(|inner| latest(inner, depth + 1));
    annex.date.into_iter().chain(inner).max()
}
