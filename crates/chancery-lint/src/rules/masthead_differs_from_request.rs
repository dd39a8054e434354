//! The masthead lists the organs and items that were asked for.

use std::collections::BTreeSet;

use crate::{Fault, Frame, MOST_FAULTS, Rule, rules::bare_item};

pub(super) const RULE: Rule = Rule {
    code: "REQ015",
    name: "masthead-differs-from-request",
    page: include_str!("masthead_differs_from_request.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    // Without a masthead the receiving organs are those of the request.
    if it.bodies.is_empty() || it.masthead_date.is_none() && it.symbols.is_empty() && it.distribution.is_none() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (asked_at, request) in it.requested_circulation.iter().enumerate().take(MOST_FAULTS) {
        let Some(organ) = frame.organ(request) else { continue };
        let listed = it.bodies.iter().enumerate().find(|(_, receiving)| {
            frame.body.organ_named(&receiving.organ).is_some_and(|other| other.code == organ.code)
        });
        let Some((index, receiving)) = listed else {
            faults.push(Fault::new(
                frame.at(&[&format!("requested_circulation.{asked_at}"), "requested_circulation", "bodies.0"]),
                format!(
                    "Circulation is asked for as a document of the {}, which the masthead does not list.",
                    organ.name
                ),
            ));
            continue;
        };
        let bare = |items: &[String]| items.iter().map(|item| bare_item(item)).collect::<BTreeSet<_>>();
        let (printed, asked) = (bare(&receiving.agenda_items), bare(&request.agenda_items));
        // What one of the two does not say is not said differently.
        if printed.is_empty() || asked.is_empty() || printed == asked {
            continue;
        }
        let names = |items: &[String], others: &BTreeSet<String>| {
            let rest = items.iter().filter(|item| !others.contains(&bare_item(item))).take(20);
            rest.map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        let more = names(&receiving.agenda_items, &asked);
        let missing = names(&request.agenda_items, &printed);
        let what = match (more.is_empty(), missing.is_empty()) {
            (false, false) => format!("lists {more} and lacks {missing}"),
            (false, true) => format!("lists {more}, not asked for"),
            _ => format!("lacks {missing}"),
        };
        let place = frame.at(&["agenda_items", &format!("bodies.{index}"), "masthead_date", "symbols.0"]);
        faults.push(Fault::new(
            place,
            format!("Of the items of the {}, the masthead {what}; compare it with the request.", organ.name),
        ));
    }
    faults
}
