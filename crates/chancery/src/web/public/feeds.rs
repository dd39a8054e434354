//! Atom feeds (RFC 4287): the daily list, and everything that a page lists by organ, session, agenda item, sender, kind or query.
//!
//! Names in feeds never change: they are made of the record's name, which signs the log, and of what is named. The time of an entry
//! is the day of issue, at its beginning where the body is.

use anyhow::Result;
use askama::Template;
use axum::http::{StatusCode, header};
use chancery_find::{FindError, Sort};
use chancery_typeset::Format;

use super::{Asked, PARAMETER, PATH, Reply, Site, missing, names};
use crate::catalogue::{Brief, Catalogue, Filter, Listing};

/// How many entries a feed has.
const ENTRIES: usize = 50;
/// The time of what has no day.
const NO_DAY: &str = "1970-01-01T00:00:00Z";

/// A link of an entry: relation, media type, language, address.
struct Link {
    rel: &'static str,
    media: String,
    language: String,
    address: String,
}

struct Entry {
    id: String,
    title: String,
    /// The language of the title.
    language: String,
    updated: String,
    /// Who sent it, by the body's own names.
    authors: Vec<String>,
    /// What it is about: scheme and term.
    categories: Vec<(String, String)>,
    summary: String,
    links: Vec<Link>,
}

#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed {
    language: String,
    id: String,
    title: String,
    updated: String,
    issuer: String,
    version: &'static str,
    /// Its own address and its page's.
    own: String,
    page: String,
    entries: Vec<Entry>,
}

/// A feed, by the parts of its path behind `feeds`.
pub fn page(site: &Site, asked: &Asked, parts: &[&str]) -> Result<Reply> {
    let ui = asked.ui;
    let language = ui.language();
    let of = |filter: Filter| site.look(|catalogue| catalogue.list(&filter, ENTRIES, None));
    // What a feed is called, which page lists the same, and the documents.
    let (title, path, listing): (String, String, Listing) = match parts {
        ["daily"] => return daily(site, asked),
        ["search"] => return search(site, asked),
        ["documents"] => (ui.t("documents-heading"), "documents".to_owned(), of(Filter::default())?),
        ["organs", rest @ ..] => {
            let (organ, period, item) = match rest {
                [organ] => (organ, None, None),
                [organ, period] => (organ, Some(*period), None),
                [organ, period, "items", item] => (organ, Some(*period), Some((*item).to_owned())),
                _ => return missing(site, asked, &[]),
            };
            let Some(known) = site.body.organ(organ) else { return missing(site, asked, &[]) };
            // A path cannot hold an empty part; running numbers are written as a line.
            let period = period.map(|period| if period == "-" { "" } else { period }.to_owned());
            let mut title = site.organ_name(&known.code, language);
            if let Some(period) = period.as_ref().filter(|period| !period.is_empty()) {
                title.push_str(&format!(" · {period}"));
            }
            if let (Some(item), Some(period)) = (&item, &period) {
                title.push_str(&format!(" · {}", ui.x("item", item)));
                if let Some(named) = site.body.item_title(known, period, item, language) {
                    title.push_str(&format!(": {named}"));
                }
            }
            let filter = Filter { organ: Some(known.code.clone()), period, item, ..Filter::default() };
            (title, parts.join("/"), of(filter)?)
        }
        ["senders", name @ ..] if !name.is_empty() => {
            let name = name.join("/");
            if !site.body.states.iter().any(|state| state.name == name) {
                return missing(site, asked, &[]);
            }
            let filter = Filter { sender: Some(name.clone()), ..Filter::default() };
            (site.state_name(&name, language), parts.join("/"), of(filter)?)
        }
        ["kinds", kind] => {
            let filter = Filter { kind: Some((*kind).to_owned()), ..Filter::default() };
            let listing = of(filter)?;
            if listing.total == 0 {
                return missing(site, asked, &[]);
            }
            (names::kind(ui, kind), parts.join("/"), listing)
        }
        ["dates", year, month @ ..] if month.len() < 2 => {
            let begins = parts[1..].join("-");
            let digits = |text: &str, long: usize| text.len() == long && text.bytes().all(|b| b.is_ascii_digit());
            if !digits(year, 4) || !month.iter().all(|month| digits(month, 2)) {
                return missing(site, asked, &[]);
            }
            // Days compare as texts, and no day goes on with a tilde.
            let filter = Filter { from: Some(begins.clone()), before: Some(format!("{begins}~")), ..Filter::default() };
            let listing = of(filter)?;
            if listing.total == 0 {
                return missing(site, asked, &[]);
            }
            let title = month.first().map_or_else(|| (*year).to_owned(), |month| names::month(ui, year, month));
            (title, parts.join("/"), listing)
        }
        _ => return missing(site, asked, &[]),
    };
    let path = percent_encoding::utf8_percent_encode(&path, PATH).to_string();
    let entries = site.look(|catalogue| {
        listing.documents.iter().map(|brief| entry(site, catalogue, asked, brief)).collect::<Result<Vec<Entry>>>()
    })?;
    answer(site, asked, &title, format!("/feeds/{path}"), format!("/{path}"), entries)
}

/// What was issued, an entry for each day.
fn daily(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let today = site.today();
    let entries = site.look(|catalogue| {
        let mut entries = Vec::new();
        let mut until = Some(today);
        while let Some(bound) = until.take().filter(|_| entries.len() < ENTRIES) {
            let Some(day) = catalogue.newest_day(&bound)? else { break };
            let Ok(whole) = day.parse::<jiff::civil::Date>() else { break };
            let filter = Filter {
                from: Some(day.clone()),
                before: whole.tomorrow().ok().map(|next| next.to_string()),
                ..Filter::default()
            };
            let listing = catalogue.list(&filter, ENTRIES, None)?;
            let mut lines: Vec<String> = listing
                .documents
                .iter()
                .map(|brief| format!("{}: {}", symbols(brief), brief.title_in(ui.language()).0))
                .collect();
            if listing.next.is_some() {
                lines.push("…".to_owned());
            }
            entries.push(Entry {
                id: site.tag(&format!("/daily/{day}")),
                title: format!("{} · {}", site.date(&day, ui.language()), ui.n("documents", listing.total)),
                language: ui.code.to_owned(),
                updated: site.moment(&day),
                authors: Vec::new(),
                categories: Vec::new(),
                summary: lines.join("\n"),
                links: vec![site.link("alternate", "text/html", ui.code, &format!("/{}/daily/{day}", ui.code))],
            });
            until = whole.yesterday().ok().map(|before| before.to_string());
        }
        Ok(entries)
    })?;
    answer(site, asked, &ui.t("api-feed-daily"), "/feeds/daily".to_owned(), "/daily".to_owned(), entries)
}

/// What a query finds, the newest first: a saved query.
fn search(site: &Site, asked: &Asked) -> Result<Reply> {
    let refused = |detail: String| {
        let text = format!("{detail}\n");
        Ok(Reply::new(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", text))
    };
    let text = asked.parameter(&["q"]).unwrap_or("").trim();
    if text.is_empty() {
        return refused(asked.ui.t("api-feed-query"));
    }
    let mut query = match chancery_find::parse(text, site.body.grammar()) {
        Ok(query) => query,
        Err(error) => return refused(error.to_string()),
    };
    (query.sort, query.limit) = (Sort::Newest, chancery_find::query::MOST_HITS);
    let results = match site.index()?.search(&query) {
        Err(FindError::Query(error)) => return refused(error.to_string()),
        results => results?,
    };
    let entries = site.look(|catalogue| {
        let mut entries: Vec<Entry> = Vec::new();
        for hit in results.hits {
            // What is found are language versions; a feed names each document once, as the record has it now.
            let brief = hit.symbols.first().map(|first| catalogue.brief_of(first)).transpose()?.flatten();
            let Some(brief) = brief else { continue };
            let entry = entry(site, catalogue, asked, &brief)?;
            if entries.len() < ENTRIES && entries.iter().all(|before| before.id != entry.id) {
                entries.push(entry);
            }
        }
        Ok(entries)
    })?;
    let q = percent_encoding::utf8_percent_encode(text, PARAMETER);
    let title = asked.ui.x("api-feed-found", text);
    answer(site, asked, &title, format!("/feeds/search?q={q}"), format!("/search?q={q}"), entries)
}

fn symbols(brief: &Brief) -> String {
    brief.symbols.iter().map(ToString::to_string).collect::<Vec<_>>().join(" · ")
}

/// A document as an entry.
fn entry(site: &Site, catalogue: &Catalogue, asked: &Asked, brief: &Brief) -> Result<Entry> {
    let language = asked.ui.language();
    let (title, of) = brief.title_in(language);
    let symbols = symbols(brief);
    let id = brief.symbols.first().map(|symbol| catalogue.by_symbol(symbol)).transpose()?.flatten();
    let kept = id.map(|id| catalogue.kept(id)).transpose()?.flatten().unwrap_or_default();
    // The page in the feed's language is what a reader opens; a list of all that there is follows.
    let own = format!("/{}{}", asked.ui.code, brief.address);
    let mut links = vec![site.link("alternate", "text/html", asked.ui.code, &own)];
    for version in &kept.versions {
        let code = &version.language;
        if code != asked.ui.code {
            links.push(site.link("alternate", "text/html", code, &format!("/{code}{}", brief.address)));
        }
        for format in [Format::Pdf, Format::Text, Format::Akn, Format::Docx] {
            let there = version.document.is_some() || version.renditions.iter().any(|(name, _)| name == format.name());
            if there {
                let address = format!("/{code}{}.{}", brief.address, format.ending());
                links.push(site.link("alternate", media(format), code, &address));
            }
        }
    }
    links.push(site.link("related", "application/json", "", &format!("/api/v1/documents{}", brief.address)));
    let mut categories = vec![(site.tag("/kinds"), brief.kind.clone())];
    categories.extend(brief.organs.iter().map(|(code, ..)| (site.tag("/organs"), code.clone())));
    let organs: Vec<String> = brief.organs.iter().map(|(code, ..)| site.organ_name(code, language)).collect();
    Ok(Entry {
        id: site.tag(&brief.address),
        title: if title == symbols { title } else { format!("{symbols}: {title}") },
        language: of.unwrap_or(language).to_string(),
        updated: site.moment(&brief.day),
        authors: brief.states.clone(),
        categories,
        summary: organs.join(" · "),
        links,
    })
}

/// A format's media type without its parameters, as links name it.
fn media(format: Format) -> &'static str {
    format.media_type().split(';').next().unwrap_or_default()
}

fn answer(
    site: &Site,
    asked: &Asked,
    title: &str,
    own: String,
    page: String,
    mut entries: Vec<Entry>,
) -> Result<Reply> {
    let code = asked.ui.code;
    for entry in &mut entries {
        entry.title = printable(&entry.title);
        entry.summary = printable(&entry.summary);
    }
    let feed = Feed {
        language: code.to_owned(),
        id: site.tag(&format!("/{code}{own}")),
        title: printable(&format!("{title} – {}", site.issuer)),
        // All at the beginning of a day in one zone, so that they compare as texts.
        updated: entries.iter().map(|entry| entry.updated.clone()).max().unwrap_or_else(|| NO_DAY.to_owned()),
        issuer: site.issuer.clone(),
        version: env!("CARGO_PKG_VERSION"),
        own: site.whole(&format!("/{code}{own}")),
        page: site.whole(&format!("/{code}{page}")),
        entries,
    };
    let reply = Reply::new(StatusCode::OK, "application/atom+xml; charset=utf-8", feed.render()?);
    Ok(reply.with(header::VARY, "Accept-Language"))
}

/// A text without the characters that XML cannot hold; isolates of direction are for pages.
fn printable(text: &str) -> String {
    let may =
        |c: &char| !matches!(c, '\u{2068}' | '\u{2069}' | '\u{FFFE}' | '\u{FFFF}') && (!c.is_control() || *c == '\n');
    text.chars().filter(may).collect()
}

impl Site {
    /// A name that never changes: the record's, which signs the log, and what it names (RFC 4151).
    fn tag(&self, path: &str) -> String {
        format!("tag:{},2026:{path}", self.log_name)
    }

    /// The beginning of a day where the body is.
    fn moment(&self, day: &str) -> String {
        let date = day.parse::<jiff::civil::Date>().ok();
        let zoned = date.and_then(|date| date.to_zoned_datetime(self.body.zone().clone()).ok());
        // With the body's own offset, so that the day stays the day.
        zoned.map_or_else(|| NO_DAY.to_owned(), |zoned| zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    fn link(&self, rel: &'static str, media: &str, language: &str, path: &str) -> Link {
        let address = self.whole(path);
        Link { rel, media: media.to_owned(), language: language.to_owned(), address }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(printable("a\u{0}b\u{2068}c\u{2069}\u{1b}\nd\u{FFFF}"), "abc\nd");
        assert!(media(Format::Text).starts_with("text/plain") && !media(Format::Text).contains(';'));
    }
}
