//! A title is no sentence.

use chancery_model::text::Span;

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "TIT004", name: "title-ends-with-stop", page: include_str!("title_ends_with_stop.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(title) = frame.communication.place("title").filter(|_| frame.communication.title.is_some()) else {
        return Vec::new();
    };
    let written = title.of(frame.text).trim_end();
    let after = frame.text.get(title.start + written.len()..).unwrap_or("");
    // The reader may have left the stop outside the title; there it ends the line.
    let (start, stop) = match words::STOPS.iter().find(|stop| written.ends_with(**stop)) {
        Some(stop) => (title.start + written.len() - stop.len_utf8(), *stop),
        None => match after.chars().next() {
            Some(c)
                if words::STOPS.contains(&c) && !after[c.len_utf8()..].starts_with(|c: char| !c.is_whitespace()) =>
            {
                (title.start + written.len(), c)
            }
            _ => return Vec::new(),
        },
    };
    let before = frame.text[..start].trim_end();
    // An abbreviation keeps its stop, and three of them say that a title was cut short.
    let last = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    if stop == '.' && (last.contains('.') || before.ends_with(words::STOPS) || last.chars().count() < 3) {
        return Vec::new();
    }
    let span = Span::new(start, start + stop.len_utf8());
    vec![Fault::new(span, "The title ends with a full stop; a title takes none.").repaired("")]
}
