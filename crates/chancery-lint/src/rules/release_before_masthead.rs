//! A document is released on the day of its masthead or later.

use chancery_model::text::Span;
use jiff::civil::Date;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "DAT005", name: "release-before-masthead", page: include_str!("release_before_masthead.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let Some(masthead) = it.masthead_date else { return Vec::new() };
    let (span, released) = match it.release_date {
        Some(date) => (frame.at(&["release_date", "masthead_date", "job_number"]), date),
        None => match foot(frame, masthead) {
            Some(found) => found,
            None => return Vec::new(),
        },
    };
    if released >= masthead {
        return Vec::new();
    }
    vec![Fault::new(
        span,
        format!(
            "The text was released on {} by its foot, before the masthead’s date, {}; see which of the two is wrong.",
            frame.date(released),
            frame.date(masthead)
        ),
    )]
}

/// The latest date code after the job number: day, month and year in two figures each.
fn foot(frame: &Frame<'_>, masthead: Date) -> Option<(Span, Date)> {
    const REACH: usize = 80;
    let job = frame.communication.place("job_number")?;
    let rest = frame.text.get(job.end..)?;
    let rest = &rest[..rest.floor_char_boundary(REACH)];
    let line = rest.split('\n').next().unwrap_or("");
    let mut latest: Option<(Span, Date)> = None;
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let digits = word.trim();
        if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit()) {
            let part = |from: usize| digits.get(from..from + 2).and_then(|two| two.parse::<i8>().ok());
            if let (Some(day), Some(month), Some(year)) = (part(0), part(2), part(4)) {
                // The century is that which brings it nearest to the masthead.
                let century = masthead.year() / 100 * 100;
                let years = [century - 100, century, century + 100].map(|century| century + i16::from(year));
                let year =
                    years.into_iter().min_by_key(|year| (i32::from(*year) - i32::from(masthead.year())).abs())?;
                if let Ok(date) = Date::new(year, month, day) {
                    let span = Span::new(job.end + at, job.end + at + digits.len());
                    if latest.is_none_or(|(_, known)| known < date) {
                        latest = Some((span, date));
                    }
                }
            }
        }
        at += word.len();
    }
    latest
}
