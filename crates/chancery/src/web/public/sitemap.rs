//! What search engines read: which pages there are, in which languages, and which they should leave alone.
//!
//! The list of a million documents is cut by months, and where a month is too long by days and then by numbers, so that what was
//! listed stays where it is while new documents come.

use anyhow::Result;
use askama::Template;
use axum::http::StatusCode;

use super::{Asked, LANGUAGES, PATH, Reply, Site, missing};
use crate::catalogue::{Brief, Catalogue, Filter, look::MOST};

/// How many documents one file names: far below what the protocol allows (50,000 addresses and 50 MB), because each is named
/// with all its languages.
const A_FILE: u64 = 10_000;
/// The name of the list of those without a day.
const UNDATED: &str = "undated";
/// The name of the list of pages that are no documents.
const PAGES: &str = "pages";

/// A page: its address, its day, and its addresses by language.
struct Location {
    address: String,
    day: String,
    languages: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Map {
    locations: Vec<Location>,
}

#[derive(Template)]
#[template(path = "sitemaps.xml")]
struct Index {
    maps: Vec<String>,
}

/// What robots may read: everything but what is made for one who searches.
pub fn robots(site: &Site) -> Result<Reply> {
    let mut text = "User-agent: *\nDisallow: /search\nDisallow: /*/search\nAllow: /\n".to_owned();
    if site.base().is_some() {
        text.push_str(&format!("\nSitemap: {}\n", site.whole("/sitemap.xml")));
    }
    Ok(Reply::new(StatusCode::OK, "text/plain; charset=utf-8", text))
}

fn xml(text: String) -> Reply {
    Reply::new(StatusCode::OK, "application/xml; charset=utf-8", text)
}

/// The list of lists. It needs the site's address: the protocol knows whole addresses only.
pub fn index(site: &Site, asked: &Asked) -> Result<Reply> {
    if site.base().is_none() {
        return missing(site, asked, &[]);
    }
    let units = site.look(units)?;
    let mut maps = vec![site.whole(&format!("/sitemaps/{PAGES}.xml"))];
    for (unit, count) in units {
        for part in 1..=count.div_ceil(A_FILE).max(1) {
            let name = if part == 1 { unit.clone() } else { format!("{unit}.{part}") };
            maps.push(site.whole(&format!("/sitemaps/{name}.xml")));
        }
    }
    Ok(xml(Index { maps }.render()?))
}

/// Months and, where a month is too long, its days; and how many documents each has.
fn units(catalogue: &Catalogue) -> Result<Vec<(String, u64)>> {
    let mut units = Vec::new();
    for month in catalogue.days("", 7)? {
        if month.documents <= A_FILE {
            units.push((month.value, month.documents));
        } else {
            units.extend(catalogue.days(&month.value, 10)?.into_iter().map(|day| (day.value, day.documents)));
        }
    }
    let undated = catalogue.list(&undated(), 1, None)?.total;
    if undated > 0 {
        units.push((UNDATED.to_owned(), undated));
    }
    Ok(units)
}

/// Those without a day come before every day.
fn undated() -> Filter {
    Filter { before: Some("0".to_owned()), ..Filter::default() }
}

/// One list.
pub fn page(site: &Site, asked: &Asked, file: &str) -> Result<Reply> {
    let (Some(name), true) = (file.strip_suffix(".xml"), site.base().is_some()) else {
        return missing(site, asked, &[]);
    };
    if name == PAGES {
        return Ok(xml(Map { locations: site.look(|catalogue| places(site, catalogue))? }.render()?));
    }
    let (unit, part) = name.split_once('.').unwrap_or((name, "1"));
    let part = part.parse::<u64>().ok().filter(|part| (1..=10_000).contains(part));
    let (Some(filter), Some(part)) = (filter(unit), part) else { return missing(site, asked, &[]) };
    let documents = site.look(|catalogue| part_of(catalogue, &filter, part))?;
    if documents.is_empty() {
        return missing(site, asked, &[]);
    }
    let locations = documents.iter().map(|brief| location(site, brief)).collect();
    Ok(xml(Map { locations }.render()?))
}

/// The documents of a month or a day.
fn filter(unit: &str) -> Option<Filter> {
    if unit == UNDATED {
        return Some(undated());
    }
    let plain = unit.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let before = match unit.len() {
        7 if plain => {
            let first = format!("{unit}-01").parse::<jiff::civil::Date>().ok()?;
            first.last_of_month().tomorrow().ok()?
        }
        10 if plain => unit.parse::<jiff::civil::Date>().ok()?.tomorrow().ok()?,
        _ => return None,
    };
    Some(Filter { from: Some(unit.to_owned()), before: Some(before.to_string()), ..Filter::default() })
}

/// A part of what a filter lets through, counted from 1.
fn part_of(catalogue: &Catalogue, filter: &Filter, part: u64) -> Result<Vec<Brief>> {
    let first = (part - 1) * A_FILE;
    let mut all = Vec::new();
    let (mut at, mut cursor): (u64, Option<String>) = (0, None);
    loop {
        let listing = catalogue.list(filter, MOST, cursor.as_deref())?;
        if first >= listing.total {
            return Ok(all);
        }
        let here = listing.documents.len() as u64;
        for brief in listing.documents {
            if at >= first && at < first + A_FILE {
                all.push(brief);
            }
            at += 1;
        }
        match listing.next {
            Some(next) if at < first + A_FILE && here > 0 => cursor = Some(next),
            _ => return Ok(all),
        }
    }
}

/// A document: what to cite, and its pages in the languages in which it can be read.
fn location(site: &Site, brief: &Brief) -> Location {
    let languages =
        brief.languages.iter().map(|code| (code.clone(), site.whole(&format!("/{code}{}", brief.address)))).collect();
    Location { address: site.whole(&brief.address), day: brief.day.clone(), languages }
}

/// The pages that are no documents: lists by day, organ, session and item.
fn places(site: &Site, catalogue: &Catalogue) -> Result<Vec<Location>> {
    let mut paths: Vec<String> =
        ["/", "/daily", "/documents", "/organs", "/senders", "/kinds", "/dates", "/cited", "/gaps", "/rules", "/api"]
            .map(str::to_owned)
            .to_vec();
    for place in catalogue.places(None)? {
        let period = if place.period.is_empty() { "-" } else { &place.period };
        paths.push(format!("/organs/{}/{period}", place.organ));
        for item in catalogue.items(&place.organ, &place.period)? {
            paths.push(format!("/organs/{}/{period}/items/{}", place.organ, item.value));
        }
    }
    paths.extend(catalogue.senders()?.into_iter().map(|sender| format!("/senders/{}", sender.value)));
    paths.extend(catalogue.kinds()?.into_iter().map(|kind| format!("/kinds/{}", kind.value)));
    let one = |path: String| {
        let path = percent_encoding::utf8_percent_encode(&path, PATH).to_string();
        let languages =
            LANGUAGES.into_iter().map(|code| (code.to_owned(), site.whole(&format!("/{code}{path}")))).collect();
        Location { address: site.whole(&path), day: String::new(), languages }
    };
    Ok(paths.into_iter().take(40_000).map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_of_a_month_or_a_day() {
        let bounds = |unit: &str| filter(unit).map(|filter| (filter.from, filter.before));
        let some = |from: &str, before: &str| Some((Some(from.to_owned()), Some(before.to_owned())));
        assert_eq!(bounds("2026-12"), some("2026-12", "2027-01-01"));
        assert_eq!(bounds("2026-02-28"), some("2026-02-28", "2026-03-01"));
        assert_eq!(bounds("undated"), Some((None, Some("0".to_owned()))));
        for wrong in ["", "2026", "2026-13", "2026-02-30", "../../x", "9999-12"] {
            assert_eq!(bounds(wrong), None, "{wrong}");
        }
    }
}
