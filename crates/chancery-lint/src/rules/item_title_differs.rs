//! The masthead prints the title that the agenda gives an item.

use crate::{Fault, Frame, MOST_FAULTS, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "REQ011", name: "item-title-differs", page: include_str!("item_title_differs.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let language = frame.language();
    if it.agenda_item_titles.is_empty() || it.agenda_item_titles.len() > 200 {
        return Vec::new();
    }
    let mut known: Vec<(String, String, String)> = Vec::new();
    let mut items = 0;
    let mut say = |title: Option<String>, item: &str| {
        title.is_some_and(|title| {
            known.push((item.to_owned(), words::skeleton(&title), title));
            true
        })
    };
    for receiving in it.bodies.iter().take(16) {
        let Some(organ) = frame.body.organ_named(&receiving.organ) else { return Vec::new() };
        let Some(period) = receiving.session.as_ref().or(receiving.year.as_ref()) else {
            if receiving.agenda_items.is_empty() {
                continue;
            }
            return Vec::new();
        };
        for item in receiving.agenda_items.iter().take(200) {
            // Where one title is not known, a printed one may be that.
            if !say(frame.body.item_title(organ, period, item, language), item) {
                return Vec::new();
            }
            items += 1;
            // The title of a sub-item may stand after that of its item.
            if let Some((whole, _)) = item.split_once('(') {
                say(frame.body.item_title(organ, period, whole.trim(), language), whole.trim());
            }
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let fits = |printed: &str, title: &str| {
        printed.is_empty() || title.contains(printed) && printed.len() * 2 > title.len() || printed.contains(title)
    };
    let printed: Vec<String> = it.agenda_item_titles.iter().map(|title| words::skeleton(title)).collect();
    let left: Vec<&(String, String, String)> =
        known.iter().filter(|(_, title, _)| !printed.iter().any(|printed| fits(printed, title))).collect();
    // Where as many titles stand as there are items, and one of them is not printed, the title of an item of which only a
    // sub-item is listed stands in its place.
    let listed = |item: &str| it.bodies.iter().any(|receiving| receiving.agenda_items.iter().any(|own| own == item));
    let own_left = left.iter().any(|(item, ..)| listed(item));
    let full = printed.len() == items && own_left;
    let left: Vec<_> = if full { left.into_iter().filter(|(item, ..)| listed(item)).collect() } else { left };
    let mut faults = Vec::new();
    for (index, title) in it.agenda_item_titles.iter().enumerate() {
        let mut fitting = known.iter().filter(|(_, known, _)| fits(&printed[index], known));
        let stands = if full { fitting.any(|(item, ..)| listed(item)) } else { fitting.next().is_some() };
        if faults.len() == MOST_FAULTS || stands {
            continue;
        }
        let named = [format!("agenda_item_titles.{index}"), "agenda_item_titles".to_owned()];
        let whole = named.iter().find_map(|name| it.place(name)).unwrap_or_else(|| frame.head());
        let span = frame.within(whole, title);
        let span = if span == frame.head() { frame.at(&["agenda_item_titles", "bodies", "title"]) } else { span };
        let fault = match left.as_slice() {
            [(item, _, right)] => Fault::new(
                span,
                format!(
                    "“{title}” is not the title of item {item}, which is “{right}”; compare the number with the title."
                ),
            ),
            _ => Fault::new(
                span,
                format!("“{title}” is the title of none of the items listed; compare the numbers with the agenda."),
            ),
        };
        let stands = words::skeleton(span.of(frame.text)) == printed[index];
        faults.push(match left.as_slice() {
            [(_, _, right)] if stands => fault.repaired(right.clone()),
            _ => fault,
        });
    }
    faults
}
