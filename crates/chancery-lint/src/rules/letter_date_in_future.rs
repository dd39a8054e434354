//! A letter cannot have been written tomorrow.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "DAT001", name: "letter-date-in-future", page: include_str!("letter_date_in_future.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let today = frame.circumstances.today;
    let Some(date) = frame.communication.letter_date.filter(|date| *date > today) else { return Vec::new() };
    vec![Fault::new(
        frame.at(&["letter_date", "title"]),
        format!(
            "The letter is dated {}, which is after today, {}; ask the sender for the right date.",
            frame.date(date),
            frame.date(today)
        ),
    )]
}
