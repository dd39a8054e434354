//! A job number is read by machines, and must be of the series' form.

use chancery_model::symbol::{fill, match_template};

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "JOB001", name: "job-number-malformed", page: include_str!("job_number_malformed.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(job) = &frame.communication.job_number else { return Vec::new() };
    if frame.body.parse_job_number(job).is_some() {
        return Vec::new();
    }
    let series = &frame.body.charter.job_numbers;
    let year = frame.as_of.year();
    let forms: Vec<String> = series.iter().map(|series| frame.body.job_number(series, year, 41)).collect();
    let whole = frame.at(&["job_number"]);
    let span = frame.within(whole, job);
    let fault = Fault::new(
        span,
        format!("“{job}” is not a job number, which looks like {}; compare it with the barcode.", forms.join(" or ")),
    );
    // What the barcode says is the same number without its punctuation.
    let bare = job.trim_matches('*');
    let right = series.iter().find_map(|series| {
        let slots = match_template(series.barcode.trim_matches('*'), bare)?;
        Some(fill(&series.template, &slots))
    });
    vec![match right.filter(|_| span.of(frame.text) == job) {
        Some(right) => fault.repaired(right),
        None => fault,
    }]
}
