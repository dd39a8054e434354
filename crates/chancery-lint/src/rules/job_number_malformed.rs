//! A job number is read by machines, and must be of the series' form.

use chancery_model::{
    symbol::{fill, match_template},
    text::Span,
};

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "JOB001", name: "job-number-malformed", page: include_str!("job_number_malformed.md"), check };

/// The reader's doubt about what stands where a job number belongs and is none.
const DOUBT: &str = "ODD_JOB_NUMBER";

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let doubted = it.doubts.iter().find(|doubt| doubt.code == DOUBT && !doubt.span.is_empty());
    let (job, span) = match (&it.job_number, doubted) {
        (Some(job), _) => (job.as_str(), frame.within(frame.at(&["job_number"]), job)),
        (None, Some(doubt)) => (doubt.span.of(frame.text), doubt.span),
        (None, None) => return Vec::new(),
    };
    if frame.body.parse_job_number(job).is_some() {
        return Vec::new();
    }
    let series = &frame.body.charter.job_numbers;
    let year = frame.as_of.year();
    let forms: Vec<String> = series.iter().map(|series| frame.body.job_number(series, year, 41)).collect();
    let fault = Fault::new(
        span,
        format!("“{job}” is not a job number, which looks like {}; compare it with the barcode.", forms.join(" or ")),
    );
    // What the barcode says is the same number without its punctuation; where the number itself cannot be read, the barcode
    // under it can.
    let right = series.iter().find_map(|series| {
        let read = |code: &str| {
            match_template(series.barcode.trim_matches('*'), code).map(|slots| fill(&series.template, &slots))
        };
        read(job.trim_matches('*')).or_else(|| barcodes(frame, span).find_map(read))
    });
    vec![match right.filter(|_| span.of(frame.text) == job) {
        Some(right) => fault.repaired(right),
        None => fault,
    }]
}

/// What stands between asterisks in the lines under a place.
fn barcodes<'a>(frame: &Frame<'a>, place: Span) -> impl Iterator<Item = &'a str> {
    const REACH: usize = 160;
    let rest = frame.text.get(place.end..).unwrap_or("");
    let rest = &rest[..rest.floor_char_boundary(REACH)];
    rest.split('*').skip(1).filter(|code| (5..=12).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()))
}
