//! The barcode says the job number.

use chancery_model::text::Span;

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "JOB003", name: "barcode-differs", page: include_str!("barcode_differs.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(job) = &frame.communication.job_number else { return Vec::new() };
    // The number may stand with its language letter, as `26-00041 (E)` or `2600041E`.
    let bare = job.split('(').next().unwrap_or(job).trim();
    let Some(due) = frame.body.barcode(bare) else { return Vec::new() };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut faults = Vec::new();
    let mut pieces = frame.text.split_inclusive('*');
    let mut at = pieces.next().map_or(0, str::len);
    for piece in pieces {
        let start = at;
        at += piece.len();
        let Some(code) = piece.strip_suffix('*') else { continue };
        let is_code = (6..=12).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if !is_code || digits(code) == digits(&due) || faults.len() == MOST_FAULTS {
            continue;
        }
        let span = Span::new(start - 1, at);
        let message = format!("The barcode says {code}, and the job number is {bare}; the barcode is {due}.");
        faults.push(Fault::new(span, message).repaired(due.clone()));
    }
    faults
}
