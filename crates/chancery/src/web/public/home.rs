//! The daily list: what was issued on a day, by organ.

use anyhow::Result;

use super::{
    Asked, Line, Reply, Site,
    list::{Group, Link, ListPage, after, parameter},
    missing, names,
};
use crate::catalogue::{Filter, Listing};

/// Documents of a day on one page. A document of several organs stands under each of them, hence fewer than elsewhere.
const A_PAGE: usize = 20;

/// The list of the newest day.
pub fn page(site: &Site, asked: &Asked) -> Result<Reply> {
    match site.look(|catalogue| catalogue.newest_day(&site.today()))? {
        Some(day) => list(site, asked, &day, true),
        None => {
            let mut page = ListPage::new(site, asked, &asked.ui.t("daily-list"));
            page.lede = asked.ui.t("nothing-yet");
            page.frame = page.frame.with_feed("daily");
            page.sent()
        }
    }
}

/// The list of a day that is named. A day to come has none.
pub fn day(site: &Site, asked: &Asked, day: &str) -> Result<Reply> {
    let whole = day.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == day);
    if !whole || day > site.today().as_str() {
        return missing(site, asked, &[]);
    }
    list(site, asked, day, false)
}

fn list(site: &Site, asked: &Asked, day: &str, newest: bool) -> Result<Reply> {
    let ui = asked.ui;
    // A text that follows the day and no other date.
    let filter = Filter { from: Some(day.to_owned()), before: Some(format!("{day}~")), ..Filter::default() };
    let (listing, earlier, later) = site.look(|catalogue| {
        let listing = catalogue.chronicle(&filter, A_PAGE, after(asked))?;
        let earlier = catalogue.day_before(day)?;
        // Only what is imported can be of a day to come, and that day's list is not there yet.
        let later = catalogue.next_day(day)?.filter(|day| *day <= site.today());
        Ok((listing, earlier, later))
    })?;
    let date = site.date(day, ui.language());
    let title = ui.x("daily-list-of", &date);
    let mut page = ListPage::new(site, asked, &title);
    if !newest {
        page.frame = page.frame.under(&[(&ui.t("daily-list"), "/daily")]);
    }
    page.frame = page.frame.with_feed("daily");
    page.groups = by_organ(site, asked, &listing);
    page.total = Some(listing.total);
    let here = format!("/{}/daily/{day}", ui.code);
    let to = |other: &String| format!("/{}/daily/{other}", ui.code);
    let mut ways = Vec::new();
    if let Some(next) = &listing.next {
        page.lede = ui.t("more-of-this-day");
        ways.push(Link::new(ui.t("page-next"), format!("{here}?after={}", parameter(next)), listing.total));
    }
    let months = day.get(..7).and_then(|month| month.split_once('-'));
    let calendar = months.map(|(year, month)| Link {
        name: names::month(ui, year, month),
        language: None,
        address: format!("/{}/dates/{year}/{month}", ui.code),
        count: None,
        mark: String::new(),
    });
    ways.extend(calendar);
    page.frame.before = earlier.as_ref().map(to);
    page.frame.after = later.as_ref().map(to);
    page.before = earlier.map(|day| ui.x("day-before", site.date(&day, ui.language()))).unwrap_or_default();
    page.after = later.map(|day| ui.x("day-after", site.date(&day, ui.language()))).unwrap_or_default();
    page.shelves.push(super::list::Shelf { title: String::new(), links: ways, short: true });
    page.sent()
}

/// The documents by organ, in the body's order; one of several organs stands under each.
fn by_organ(site: &Site, asked: &Asked, listing: &Listing) -> Vec<Group> {
    let ui = asked.ui;
    let mut codes: Vec<&str> = site.body.organs.iter().map(|organ| organ.code.as_str()).collect();
    for (code, ..) in listing.documents.iter().flat_map(|brief| &brief.organs) {
        if !codes.contains(&code.as_str()) {
            codes.push(code);
        }
    }
    let mut groups = Vec::new();
    for code in codes {
        let documents: Vec<Line> = listing
            .documents
            .iter()
            .filter(|brief| brief.organs.iter().any(|(organ, ..)| organ == code))
            .map(|brief| Line::of(site, ui, brief))
            .collect();
        if !documents.is_empty() {
            groups.push(Group {
                title: site.organ_name(code, ui.language()),
                address: format!("/{}{}", ui.code, names::path(&["organs", code])),
                documents,
            });
        }
    }
    groups
}
