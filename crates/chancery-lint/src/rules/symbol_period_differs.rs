//! The session or year in a symbol is that in which the text was circulated.

use jiff::{Span, civil::Date};

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "SYM003", name: "symbol-period-differs", page: include_str!("symbol_period_differs.md"), check };

/// How long before a session a text may come that is kept for it.
const MONTHS_AHEAD: i64 = 9;

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let Some(date) = it.masthead_date.or(it.letter_date) else { return Vec::new() };
    let mut faults = Vec::new();
    for (index, symbol) in it.symbols.iter().enumerate() {
        let Some(placement) = frame.body.place(symbol) else { continue };
        let Some((organ, series)) = frame.body.series(&placement.series) else { continue };
        let Some((first, end)) = series.period_rule(organ).days(&placement.period) else { continue };
        // An addendum or corrigendum follows its document, however late it comes.
        let late = date >= end && placement.modifiers.is_empty();
        let early = date < months_before(first, MONTHS_AHEAD);
        if late || early {
            faults.push(Fault::new(
                frame.at_one("symbols", index),
                format!(
                    "{symbol} belongs to {}, which does not fit the date {}; compare the symbol with the masthead.",
                    frame.period_name(organ, &placement.period),
                    frame.date(date)
                ),
            ));
        }
    }
    faults
}

fn months_before(date: Date, months: i64) -> Date {
    date.checked_sub(Span::new().months(months)).unwrap_or(date)
}
