//! A job number holds the year in which the text was taken in.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "JOB002", name: "job-number-year-differs", page: include_str!("job_number_year_differs.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let Some(job) = &it.job_number else { return Vec::new() };
    let Some(date) = it.masthead_date.or(it.letter_date) else { return Vec::new() };
    let Some((_, year, _)) = frame.body.parse_job_number(job) else { return Vec::new() };
    let Ok(year) = year.parse::<i16>() else { return Vec::new() };
    // Two digits, or all four, by the series; what comes at the turn of a year may be taken in on either side of it.
    let modulus = if year < 100 { 100 } else { 10_000 };
    if (-1..=1).any(|off: i16| (date.year() + off).rem_euclid(modulus) == year) {
        return Vec::new();
    }
    vec![Fault::new(
        frame.within(frame.at(&["job_number"]), job),
        format!(
            "The year in job number {job} does not fit the date {}; compare it with the barcode and the masthead.",
            frame.date(date)
        ),
    )]
}
