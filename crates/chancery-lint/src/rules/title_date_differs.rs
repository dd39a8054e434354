//! The date in the title is the date the sender wrote on the letter.

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "TIT002", name: "title-date-differs", page: include_str!("title_date_differs.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let Some(wording) = frame.body.words(frame.language()) else { return Vec::new() };
    let Some(title) = &it.title else { return Vec::new() };
    // What the sender wrote over or under the letter, or else the date that someone confirmed.
    let line = it.place("date_line").and_then(|line| Some(words::dates_any(line.of(frame.text), wording).first()?.1));
    let Some(date) = line.or(it.letter_date) else { return Vec::new() };
    let dates = words::dates_any(title, wording);
    let Some((place, other)) = dates.first().filter(|_| dates.iter().all(|(_, other)| *other != date)) else {
        return Vec::new();
    };
    let written = &title[place.clone()];
    let whole = frame.at(&["title"]);
    let span = frame.within(whole, written);
    let fault = Fault::new(
        span,
        format!(
            "The title gives {} as the date and the letter {}; the title takes the date that the sender wrote on the \
             letter.",
            frame.date(*other),
            frame.date(date)
        ),
    );
    // Where the title runs over a line, its date may not stand in the text as it stands in the title.
    vec![if span == whole { fault } else { fault.repaired(wording.date(date)) }]
}
