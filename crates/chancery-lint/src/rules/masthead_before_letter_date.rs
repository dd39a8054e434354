//! A masthead is written after the letter has come.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule {
    code: "DAT002",
    name: "masthead-before-letter-date",
    page: include_str!("masthead_before_letter_date.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let (Some(masthead), Some(letter)) = (it.masthead_date, it.letter_date) else { return Vec::new() };
    if masthead >= letter {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["masthead_date", "letter_date"]),
        format!(
            "The masthead is dated {}, before the letter’s own date, {}; see which of the two is wrong.",
            frame.date(masthead),
            frame.date(letter)
        ),
    )]
}
