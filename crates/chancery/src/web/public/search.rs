//! The search page: what a query finds, and the ways to narrow it. Every filter is a part of the query's own text, so that the
//! address says everything and the reader can change it by hand.

use anyhow::Result;
use askama::Template;
use axum::http::StatusCode;
use chancery_find::{Count, Hit, PlaceCount, QueryError, QueryProblem, Results, Sort};

use super::{
    Asked, Frame, Line, Reply, Site, citations,
    list::parameter,
    ui::{Ui, direction},
};
use crate::catalogue::Resolved;

struct Found {
    address: String,
    symbols: String,
    title: String,
    language: String,
    direction: &'static str,
    date: String,
    released: String,
    organs: String,
    senders: String,
    snippet: Vec<(String, bool)>,
    /// Where the snippet stands: part and paragraph in words.
    place: String,
    /// The same document found in other languages: name, address, code.
    others: Vec<(String, String, String)>,
    dossier: String,
}

/// A query that was not understood: what stands before the faulty part, that part, and what stands behind it.
struct Fault {
    before: String,
    part: String,
    behind: String,
    message: String,
}

/// A way to narrow the query: what it is called, where it leads, how many it leaves.
struct Narrower {
    name: String,
    address: String,
    count: u64,
}

struct Facet {
    title: String,
    ways: Vec<Narrower>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    fault: Option<Fault>,
    /// The document that the query names, if it names one.
    named: Option<Line>,
    total: u64,
    found: Vec<Found>,
    facets: Vec<Facet>,
    /// Whether the facets were counted over a part of what was found.
    partial: bool,
    /// The filters in the query: as written, and the address without each.
    filters: Vec<(String, String)>,
    /// The query in another spelling that finds more, and its address.
    meant: Option<(String, String)>,
    /// The orders: words, address, and whether it is this one.
    sorts: Vec<(String, String, bool)>,
    from: u64,
    to: u64,
}

/// Hits on one page.
const A_PAGE: usize = 20;
/// Ways of one kind to narrow a query.
const WAYS: usize = 12;

/// What a query finds.
pub fn page(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let text = asked.parameter(&["q"]).unwrap_or("").trim().to_owned();
    let order = match asked.parameter(&["sort"]) {
        Some("date") => Sort::Newest,
        Some("oldest") => Sort::Oldest,
        _ => Sort::Relevance,
    };
    let title = if text.is_empty() { ui.t("search") } else { format!("{} · {}", text, ui.t("search")) };
    let here = |text: &str, order: Sort, number: usize| address(ui, text, order, number);
    let mut page = SearchPage {
        frame: Frame { query: text.clone(), wide: true, ..site.frame(asked, &title) },
        fault: None,
        named: None,
        total: 0,
        found: Vec::new(),
        facets: Vec::new(),
        partial: false,
        filters: Vec::new(),
        meant: None,
        sorts: [("sort-relevance", Sort::Relevance), ("sort-date", Sort::Newest), ("sort-oldest", Sort::Oldest)]
            .into_iter()
            .map(|(key, one)| (ui.t(key), here(&text, one, 0), one == order))
            .collect(),
        from: 0,
        to: 0,
    };
    if text.is_empty() {
        return Ok(Reply::html(StatusCode::OK, page.render()?));
    }
    let mut query = match chancery_find::parse(&text, site.body.grammar()) {
        Ok(query) => query,
        Err(error) => {
            page.fault = Some(fault(ui, &text, &error));
            return Ok(Reply::html(StatusCode::BAD_REQUEST, page.render()?));
        }
    };
    page.frame.feed = Some(format!("/{}/feeds/search?q={}", ui.code, parameter(&text)));
    let number = asked.parameter(&["page"]).and_then(|page| page.parse::<usize>().ok()).unwrap_or(0).min(400);
    query.limit = A_PAGE;
    query.offset = number * A_PAGE;
    query.sort = order;
    let results = site.index()?.search(&query)?;
    page.total = results.total;
    page.partial = results.facets.partial;
    page.facets = facets(site, ui, &text, order, &results);
    page.filters = filters(&text).into_iter().map(|(written, rest)| (written, here(&rest, order, 0))).collect();
    page.from = (number * A_PAGE) as u64 + 1;
    page.to = page.from - 1 + results.hits.len() as u64;
    page.frame.before = (number > 0).then(|| here(&text, order, number.saturating_sub(1)));
    page.frame.after = (page.to < results.total).then(|| here(&text, order, number + 1));
    if number == 0 {
        page.named = named(site, ui, &text)?;
        let other = site.suggestion(&query, results.total)?;
        page.meant =
            other.map(|other| (here(&other.text, order, 0), other.text)).map(|(address, text)| (text, address));
    }
    for hit in results.hits {
        // The versions of one document that follow each other are one document to whoever reads the list.
        match page.found.last_mut() {
            Some(last) if last.dossier == hit.dossier => {
                let code = hit.language.to_string();
                last.others.push((site.own_name(&code), to(ui, &hit), code));
            }
            _ => page.found.extend(found(site, ui, hit)),
        }
    }
    Ok(Reply::html(StatusCode::OK, page.render()?))
}

fn address(ui: Ui, text: &str, order: Sort, number: usize) -> String {
    let mut address = format!("/{}/search?q={}", ui.code, parameter(text));
    match order {
        Sort::Relevance => {}
        Sort::Newest => address.push_str("&sort=date"),
        Sort::Oldest => address.push_str("&sort=oldest"),
    }
    if number > 0 {
        address.push_str(&format!("&page={number}"));
    }
    address
}

/// Where a hit leads: to its own language, in a page of the reader's, and to the paragraph that was found.
fn to(ui: Ui, hit: &Hit) -> String {
    let symbol = hit.symbols.first().map(chancery_model::Symbol::url_form).unwrap_or_default();
    let language = hit.language.to_string();
    let version = if language == ui.code { String::new() } else { format!("?lang={language}") };
    let place = hit.part.as_ref().map(|part| format!("#{}", citations::anchor(part, hit.paragraph)));
    format!("/{}/{symbol}{version}{}", ui.code, place.unwrap_or_default())
}

fn found(site: &Site, ui: Ui, hit: Hit) -> Option<Found> {
    hit.symbols.first()?;
    let mut organs: Vec<String> = Vec::new();
    for organ in &hit.organs {
        let name = site.organ_name(&organ.code, ui.language());
        if !organs.contains(&name) {
            organs.push(name);
        }
    }
    let day = hit.released.or(hit.date).map(|date| date.to_string()).unwrap_or_default();
    Some(Found {
        address: to(ui, &hit),
        symbols: hit.symbols.iter().map(ToString::to_string).collect::<Vec<_>>().join(" · "),
        language: hit.language.to_string(),
        direction: direction(hit.language),
        released: site.date(&day, ui.language()),
        date: day,
        organs: organs.join(" · "),
        senders: hit.states.iter().map(|state| site.state_name(state, ui.language())).collect::<Vec<_>>().join(" · "),
        place: hit.part.as_ref().map(|part| citations::place(site, ui, part, hit.paragraph)).unwrap_or_default(),
        title: hit.title,
        snippet: hit.snippet.into_iter().map(|piece| (piece.text, piece.hit)).collect(),
        others: Vec::new(),
        dossier: hit.dossier,
    })
}

/// The document that a whole query names by a symbol in any written form.
fn named(site: &Site, ui: Ui, text: &str) -> Result<Option<Line>> {
    if site.body.grammar().parse_all(text).is_err() {
        return Ok(None);
    }
    site.look(|catalogue| match catalogue.resolve(&site.body, text)? {
        Resolved::Document(id) => Ok(catalogue.brief(id)?.map(|brief| Line::of(site, ui, &brief))),
        _ => Ok(None),
    })
}

/// What the hits have in common, as ways to narrow the query. Another kind of facet is another line.
fn facets(site: &Site, ui: Ui, text: &str, order: Sort, results: &Results) -> Vec<Facet> {
    let language = ui.language();
    let facet = |title: &str, field: &str, counts: &[Count], name: &dyn Fn(&str) -> String| Facet {
        title: ui.t(title),
        ways: counts
            .iter()
            .take(WAYS)
            .filter(|one| one.count < results.total || counts.len() > 1)
            .map(|one| Narrower {
                name: name(&one.value),
                address: address(ui, &format!("{text} {}", filter(field, &one.value)), order, 0),
                count: one.count,
            })
            .collect(),
    };
    let place = |one: &PlaceCount| {
        let mut narrower = format!("{text} {}", filter("organ", &one.organ));
        let mut name = site.organ_name(&one.organ, language);
        if !one.session.is_empty() {
            narrower.push_str(&format!(" {}", filter("session", &one.session)));
            name.push_str(&format!(" · {}", one.session));
        }
        if let Some(item) = &one.item {
            narrower.push_str(&format!(" {}", filter("item", item)));
            name.push_str(&format!(" · {}", ui.x("item", item)));
        }
        Narrower { name, address: address(ui, &narrower, order, 0), count: one.count }
    };
    let places = |title: &str, counts: &[PlaceCount]| {
        let telling = counts.iter().filter(|one| one.count < results.total || counts.len() > 1);
        Facet { title: ui.t(title), ways: telling.take(WAYS).map(place).collect() }
    };
    let kind = |code: &str| super::names::kind(ui, code);
    let distribution = |code: &str| site.body.distribution(code).map_or_else(|| code.to_owned(), |d| d.name.clone());
    let all = [
        facet("facet-organ", "organ", &results.facets.organ, &|code| site.organ_name(code, language)),
        facet("facet-year", "year", &results.facets.year, &str::to_owned),
        places("facet-session", &results.facets.session),
        places("facet-item", &results.facets.item),
        facet("facet-sender", "state", &results.facets.state, &|name| site.state_name(name, language)),
        facet("facet-kind", "kind", &results.facets.kind, &kind),
        facet("facet-language", "language", &results.facets.language, &|code| site.own_name(code)),
        facet("facet-distribution", "distribution", &results.facets.distribution, &distribution),
    ];
    all.into_iter().filter(|facet| !facet.ways.is_empty()).collect()
}

/// A filter as the query language writes it.
fn filter(field: &str, value: &str) -> String {
    let plain = value.chars().all(|c| c.is_alphanumeric() || "-_/.".contains(c));
    if plain { format!("{field}:{value}") } else { format!("{field}:\"{}\"", value.replace('"', "")) }
}

/// The filters that stand in a query: each as written, and the query without it.
fn filters(text: &str) -> Vec<(String, String)> {
    let mut pieces: Vec<&str> = Vec::new();
    let (mut begin, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' | '“' | '”' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                pieces.push(&text[begin..at]);
                begin = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[begin..]);
    pieces.retain(|piece| !piece.is_empty());
    let is_filter = |piece: &str| {
        let name = piece.trim_start_matches('-').split_once(':').map(|(name, _)| name);
        name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()))
    };
    let without = |at: usize| {
        let rest = pieces.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, piece)| *piece);
        rest.collect::<Vec<_>>().join(" ")
    };
    pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| is_filter(piece))
        .map(|(at, piece)| ((*piece).to_owned(), without(at)))
        .collect()
}

/// Why a query was not understood, in the page's language, with the place.
fn fault(ui: Ui, text: &str, error: &QueryError) -> Fault {
    use QueryProblem::*;
    let message = match &error.problem {
        TooLong => ui.t("query-too-long"),
        TooManyTerms => ui.t("query-too-many"),
        NoWord(part) => ui.x("query-no-word", part),
        UnclosedQuote => ui.t("query-unclosed"),
        UnknownField(name) => ui.x("query-unknown-field", name),
        EmptyField(name) => ui.x("query-empty-field", name),
        Brackets(_) => ui.t("query-brackets"),
        LooseStar => ui.t("query-loose-star"),
        ShortPrefix => ui.t("query-short-prefix"),
        ManyWordsBeforeStar => ui.t("query-many-before-star"),
        LooseMinus | Not => ui.t("query-loose-minus"),
        LooseOr => ui.t("query-loose-or"),
        NotASymbol(part) => ui.x("query-not-symbol", part),
        NotAYear(part) => ui.x("query-not-year", part),
        NotALanguage(part) => ui.x("query-not-language", part),
        // What cannot come in an address, and what a later version of the query language may say besides.
        _ => error.to_string(),
    };
    let (start, end) = (error.span.start.min(text.len()), error.span.end.min(text.len()));
    let piece = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    Fault { before: piece(0, start), part: piece(start, end), behind: piece(end, text.len()), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_written_so_that_it_is_read_again() {
        assert_eq!(filter("year", "2026"), "year:2026");
        assert_eq!(filter("state", "Upper \"Merovia\""), "state:\"Upper Merovia\"");
    }

    #[test]
    fn each_filter_of_a_query_can_be_taken_out() {
        let found = filters("lake \"red boats: two\" state:\"Upper Merovia\" -year:2026");
        assert_eq!(
            found,
            [
                ("state:\"Upper Merovia\"".to_owned(), "lake \"red boats: two\" -year:2026".to_owned()),
                ("-year:2026".to_owned(), "lake \"red boats: two\" state:\"Upper Merovia\"".to_owned()),
            ]
        );
        assert!(filters("lake").is_empty());
    }

    #[test]
    fn a_fault_points_at_its_place() {
        let text = "lake colour:red";
        let error = chancery_find::parse(text, &chancery_model::Grammar::default()).unwrap_err();
        let shown = fault(Ui::of("en").unwrap(), text, &error);
        assert_eq!(format!("{}{}{}", shown.before, shown.part, shown.behind), text);
        assert!(shown.part.starts_with("colour") && shown.message.contains("colour"), "{}", shown.message);
    }
}
