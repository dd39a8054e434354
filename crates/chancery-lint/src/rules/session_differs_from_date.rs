//! The session or year of a masthead is that of its date.

use jiff::{Span, civil::Date};

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule {
    code: "DAT006",
    name: "session-differs-from-date",
    page: include_str!("session_differs_from_date.md"),
    check,
};

/// How long before a session a text may come that is kept for it.
const MONTHS_AHEAD: i64 = 9;

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    // Without a masthead, sessions and years are what the sender asks for.
    let Some(date) = it.masthead_date else { return Vec::new() };
    let placed: Vec<_> = it.symbols.iter().take(64).filter_map(|symbol| frame.body.place(symbol)).collect();
    let mut faults = Vec::new();
    for (index, receiving) in it.bodies.iter().enumerate().take(64) {
        let Some(organ) = frame.body.organ_named(&receiving.organ) else { continue };
        let Some(period) = receiving.session.as_ref().or(receiving.year.as_ref()) else { continue };
        let Some((first, end)) = organ.period.days(period) else { continue };
        let own = |request: &&chancery_model::communication::Request| {
            frame.organ(request).is_some_and(|asked| asked.code == organ.code)
        };
        // A sender may ask for another session; then it is not the masthead's slip.
        if it.requested_circulation.iter().find(own).is_some_and(|request| request.session.as_ref() == Some(period)) {
            continue;
        }
        let follows = placed.iter().any(|placement| placement.organ == organ.code && !placement.modifiers.is_empty());
        // Where the symbol says the same, another rule speaks of it.
        if placed.iter().any(|placement| placement.organ == organ.code && placement.period == *period) {
            continue;
        }
        let late = date >= end && !follows;
        let early = date < first.checked_sub(Span::new().months(MONTHS_AHEAD)).unwrap_or(Date::MIN);
        if late || early {
            let place = frame.at(&[&format!("bodies.{index}"), "bodies", "masthead_date"]);
            faults.push(Fault::new(
                place,
                format!(
                    "The masthead gives {} of the {}, which does not fit its date, {}; compare it with the symbol.",
                    frame.period_name(organ, period),
                    organ.name,
                    frame.date(date)
                ),
            ));
        }
    }
    faults
}
