//! A text cites what there was when it was written.

use std::collections::HashSet;

use jiff::{Span, civil::Date};

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "CIT003", name: "citation-from-the-future", page: include_str!("citation_from_the_future.md"), check };

/// How long before a session documents come that are kept for it.
const MONTHS_AHEAD: i64 = 9;

/// How many documents are looked at.
const MOST_CITED: usize = 1_000;

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    // The latest date that the text bears: what was added in the office may cite what the sender could not.
    let Some(date) = it.letter_date.into_iter().chain(it.masthead_date).chain(it.release_date).max() else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for citation in &it.citations {
        if faults.len() == MOST_FAULTS {
            break;
        }
        // Where one is cited over and over, it is looked at once; thousands of them are no letter’s.
        if seen.len() == MOST_CITED || !seen.insert(&citation.symbol) {
            continue;
        }
        let Some(placement) = frame.body.place(&citation.symbol) else { continue };
        let Some((organ, series)) = frame.body.series(&placement.series) else { continue };
        let Some((first, _)) = series.period_rule(organ).days(&placement.period) else { continue };
        // An organ with agendas has documents before its session; one without has none before its year.
        let ahead = series.holds == "document" && !organ.agenda.is_empty() || organ.items_required;
        let begins =
            if ahead { first.checked_sub(Span::new().months(MONTHS_AHEAD)).unwrap_or(Date::MIN) } else { first };
        if date < begins {
            faults.push(Fault::new(
                citation.span,
                format!(
                    "{} belongs to {}, which begins after the text’s own date, {}; ask the sender which document is meant.",
                    citation.symbol,
                    frame.period_name(organ, &placement.period),
                    frame.date(date)
                ),
            ));
        }
    }
    faults
}
