//! In the frame of a letter dates have one form.

use chancery_model::text::Span;

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "DAT008", name: "date-form-differs", page: include_str!("date_form_differs.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let language = frame.language();
    let Some(wording) = frame.body.words(language) else { return Vec::new() };
    let title = frame.communication.place("title").into_iter();
    let masthead = frame.communication.place("masthead_date").into_iter();
    let headings = (0..frame.communication.annexes.len().min(64))
        .filter_map(|index| frame.communication.place(&format!("annexes.{index}")));
    let mut faults = Vec::new();
    let mut say = |place: Span, found: std::ops::Range<usize>, date| {
        let right = wording.date(date);
        let span = Span::new(place.start + found.start, place.start + found.end);
        let message = format!("The date is not written as the body writes dates; write “{right}”.");
        faults.push(Fault::new(span, message).repaired(right));
    };
    for place in title.chain(masthead).chain(headings) {
        for (found, date) in words::dates_otherwise(place.of(frame.text), wording, language) {
            say(place, found, date);
        }
    }
    // The date line of an attachment: a line that is nothing but a date.
    for (index, _, head) in frame.attachment_heads().take(64) {
        let heading = frame.communication.place(&format!("annexes.{index}")).map_or(head.start, |heading| heading.end);
        let mut at = heading.clamp(head.start, head.end);
        for line in Span::new(at, head.end).of(frame.text).split_inclusive('\n') {
            let bare = line.trim();
            if (6..=40).contains(&bare.len()) {
                let start = at + line.len() - line.trim_start().len();
                let place = Span::new(start, start + bare.len());
                for (found, date) in words::dates_otherwise(bare, wording, language) {
                    if found.len() == bare.len() {
                        say(place, found, date);
                    }
                }
            }
            at += line.len();
        }
    }
    faults
}
