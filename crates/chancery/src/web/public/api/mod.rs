//! The interface for programs, `/api/v1`, described as OpenAPI 3.1 by the functions that answer.
//!
//! It answers from the catalogue and the index, as the pages do. What it gives names documents by their symbols; the office's own
//! numbers, of dossiers and of the journal, are not for outside. Every answer depends on its address alone.

mod objects;
mod page;
mod parameters;
mod problem;

use std::{collections::BTreeMap, sync::LazyLock};

use anyhow::{Context, Result};
use axum::http::{StatusCode, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chancery_find::{FindError, Sort};
use chancery_model::Language;
use utoipa::OpenApi;

pub use self::{objects::Listed, problem::Problem};
use self::{
    objects::{
        Choice, Daily, Documents, FacetCount, Facets, Found, Gaps, Health, Hit, Item, Items, Kinds, ListedOrgan,
        MostCited, MostCitedList, Near, Neighbourhood, Organ, Organs, Period, PlaceFacet, Root, Senders, Series,
        SeriesList, SnippetPiece, listed, shapes,
    },
    parameters::Parameters,
};
use super::{
    Asked, LANGUAGES, Reply, Site,
    document::{Citations, known},
};
use crate::catalogue::{Catalogue, Filter, Resolved};

/// The most documents on a page of a list.
const MOST: usize = crate::catalogue::look::MOST;
/// How many there are where nothing is said.
const USUAL: usize = 50;
/// The most places that cite a document in one answer.
const MOST_CITING: usize = 1_000;
/// The most runs of numbers in one answer.
const MOST_RUNS: usize = 1_000;
/// The longest symbol that is looked for, in characters.
const LONGEST_SYMBOL: usize = 300;

/// Why a question has no answer.
enum Trouble {
    /// It cannot be answered; the problem says why.
    Problem(Box<Problem>),
    /// Something broke.
    Failure(anyhow::Error),
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Trouble {
        Trouble::Problem(Box::new(problem))
    }
}

impl From<Box<Problem>> for Trouble {
    fn from(problem: Box<Problem>) -> Trouble {
        Trouble::Problem(problem)
    }
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Trouble {
        Trouble::Failure(error)
    }
}

type Answered = std::result::Result<Reply, Trouble>;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "The public record",
        description = "Everything that anyone may know of the documents on this record. Nothing is changed from here, \
                       nobody needs a key, and every answer bears a tag (ETag) by which it is asked for again \
                       (If-None-Match). Errors are problems as RFC 9457 has them and say what to do.",
        license(name = "Apache-2.0 OR MIT"),
    ),
    servers((url = "/", description = "This site")),
    paths(
        root, documents, document, citations, neighbourhood, search, most_cited, organs, items, senders, kinds, series, gaps,
        daily, health
    ),
    components(schemas(Problem, Listed)),
    tags(
        (name = "documents", description = "Documents: lists, facts, citations"),
        (name = "search", description = "Finding documents by what they say"),
        (name = "record", description = "What the record holds: organs, senders, kinds, series"),
    ),
)]
struct Api;

/// The description, as it is served.
static DESCRIPTION: LazyLock<String> = LazyLock::new(|| {
    // A description made of our own types can always be written; the test that compares it with the committed copy would see it.
    let mut text = Api::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
});

/// Answers an address below `/api`.
pub fn answer(site: &Site, asked: &Asked, parts: &[&str]) -> Result<Reply> {
    let ["v1", rest @ ..] = parts else {
        return match parts {
            [] => page::page(site, asked),
            _ => super::missing(site, asked, &[]),
        };
    };
    // An answer is the same for everyone, so there is one address of it.
    let answered = if asked.prefixed {
        Err(Problem::missing("The interface has no languages: leave the language out of the address.").into())
    } else {
        route(site, asked, rest)
    };
    match answered {
        Ok(reply) => Ok(reply),
        Err(Trouble::Problem(problem)) => Ok(problem.reply()),
        Err(Trouble::Failure(error)) => Err(error),
    }
}

fn route(site: &Site, asked: &Asked, parts: &[&str]) -> Answered {
    match parts {
        [] => root(site, asked),
        ["openapi.json"] => {
            Parameters::of(asked, &[])?;
            Ok(Reply::new(StatusCode::OK, "application/json", DESCRIPTION.as_str()))
        }
        ["documents"] => documents(site, asked),
        ["documents", symbol @ .., "citations"] if !symbol.is_empty() => citations(site, asked, &symbol.join("/")),
        ["documents", symbol @ .., "neighbourhood"] if !symbol.is_empty() => {
            neighbourhood(site, asked, &symbol.join("/"))
        }
        ["documents", symbol @ ..] => document(site, asked, &symbol.join("/")),
        ["search"] => search(site, asked),
        ["most-cited"] => most_cited(site, asked),
        ["organs"] => organs(site, asked),
        ["organs", organ, "items"] => items(site, asked, organ),
        ["senders"] => senders(site, asked),
        ["kinds"] => kinds(site, asked),
        ["series"] => series(site, asked),
        ["gaps"] => gaps(site, asked),
        ["daily"] => daily(site, asked),
        ["health"] => health(site, asked),
        _ => Err(Problem::missing("There is nothing at this address; /api/v1 names what there is.").into()),
    }
}

fn json(value: &impl serde::Serialize) -> Answered {
    Ok(Reply::json(StatusCode::OK, value)?)
}

/// With the address of the next page, as programs follow it.
fn followed(reply: Reply, parameters: &Parameters<'_>, path: &str, set: &str, next: Option<String>) -> Reply {
    match next {
        Some(next) => reply.with(header::LINK, &format!("<{}>; rel=\"next\"", parameters.with(path, set, &next))),
        None => reply,
    }
}

/// Where to begin.
#[utoipa::path(get, path = "/api/v1", tag = "record", operation_id = "root",
    responses((status = 200, body = Root), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn root(site: &Site, asked: &Asked) -> Answered {
    Parameters::of(asked, &[])?;
    let addresses = [
        ("description", "/api/v1/openapi.json"),
        ("documents", "/api/v1/documents"),
        ("search", "/api/v1/search"),
        ("most-cited", "/api/v1/most-cited"),
        ("organs", "/api/v1/organs"),
        ("senders", "/api/v1/senders"),
        ("kinds", "/api/v1/kinds"),
        ("series", "/api/v1/series"),
        ("daily", "/api/v1/daily"),
        ("health", "/api/v1/health"),
        ("log", "/record/checkpoint"),
    ];
    json(&Root {
        issuer: site.issuer.clone(),
        body: site.body.charter.name.clone(),
        addresses: BTreeMap::from(addresses),
    })
}

/// Documents, the newest first.
///
/// All filters hold together. A value that no document has gives an empty list.
#[utoipa::path(get, path = "/api/v1/documents", tag = "documents", operation_id = "documents",
    params(
        ("organ" = Option<String>, Query, description = "An organ's code", max_length = 300),
        ("period" = Option<String>, Query, description = "A session or year of that organ; only with `organ`", max_length = 300),
        ("item" = Option<String>, Query, description = "An agenda item's number as the body prints it; only with `period`", max_length = 300),
        ("sender" = Option<String>, Query, description = "A State or observer, by its name in the body's data", max_length = 300),
        ("kind" = Option<String>, Query, description = "A kind of communication", max_length = 300),
        ("from" = Option<String>, Query, description = "From this day, month or year on", pattern = "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"),
        ("before" = Option<String>, Query, description = "Before this day, month or year; it is not in itself", pattern = "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before", max_length = 300),
        ("limit" = Option<u32>, Query, description = "How many; 50 without it", minimum = 1, maximum = 200),
    ),
    responses(
        (status = 200, body = Documents, headers(("Link" = Option<String>, description = "The next page, as `rel=\"next\"`"), ("ETag" = String))),
        (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
fn documents(site: &Site, asked: &Asked) -> Answered {
    let known = ["organ", "period", "item", "sender", "kind", "from", "before", "cursor", "limit"];
    let parameters = Parameters::of(asked, &known)?;
    let own = |name: &str| parameters.text(name).map(str::to_owned);
    let filter = Filter {
        organ: own("organ"),
        period: own("period"),
        item: own("item"),
        sender: own("sender"),
        kind: own("kind"),
        from: parameters.beginning("from")?,
        before: parameters.beginning("before")?,
    };
    if filter.period.is_some() && filter.organ.is_none() {
        return Err(Problem::parameter("period", "A session or year is one of an organ: name `organ` too.").into());
    }
    if filter.item.is_some() && filter.period.is_none() {
        return Err(Problem::parameter("item", "An agenda item is one of a session or year: name `period` too.").into());
    }
    let limit = parameters.number("limit", 1..=MOST, USUAL)?;
    let cursor = cursor(&parameters)?;
    let listing = site.look(|catalogue| catalogue.list(&filter, limit, cursor))?;
    let page = Documents { documents: listed(listing.documents), total: listing.total, next: listing.next.clone() };
    Ok(followed(json(&page)?, &parameters, "/api/v1/documents", "cursor", listing.next))
}

/// A cursor as this interface gave it: what it says is the catalogue's affair.
fn cursor<'p>(parameters: &Parameters<'p>) -> std::result::Result<Option<&'p str>, Box<Problem>> {
    let Some(text) = parameters.text("cursor") else { return Ok(None) };
    let sound = URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .is_some_and(|plain| plain.contains(' ') && !plain.contains(char::is_control));
    if sound { Ok(Some(text)) } else { Err(Box::new(Problem::parameter("cursor", CURSOR))) }
}

const CURSOR: &str = "Give `next` of the page before as it stands, or leave the cursor out to begin anew.";

/// What a symbol means: one document, or the answer that tells what else.
enum Meant {
    One(i64),
    Other(Reply),
}

fn meant(site: &Site, catalogue: &Catalogue, symbol: &str) -> std::result::Result<Meant, Trouble> {
    if symbol.chars().count() > LONGEST_SYMBOL {
        let detail = format!("Write at most {LONGEST_SYMBOL} characters.");
        return Err(Problem::parameter("symbol", detail).into());
    }
    Ok(match catalogue.resolve(&site.body, symbol)? {
        Resolved::Document(id) => Meant::One(id),
        Resolved::Gone(gone) => Meant::Other(Reply::json(StatusCode::GONE, &gone)?),
        Resolved::Choice(briefs) => {
            Meant::Other(Reply::json(StatusCode::MULTIPLE_CHOICES, &Choice { documents: listed(briefs) })?)
        }
        Resolved::Unknown(nearest) => Meant::Other(Problem::document(listed(nearest)).reply()),
    })
}

/// Looks at the catalogue and keeps problems apart from failures.
fn look(
    site: &Site,
    look: impl FnOnce(&Catalogue) -> std::result::Result<Reply, Trouble>,
) -> std::result::Result<Reply, Trouble> {
    site.look(|catalogue| {
        Ok(match look(catalogue) {
            Err(Trouble::Failure(error)) => return Err(error),
            Err(Trouble::Problem(problem)) => Err(problem),
            Ok(reply) => Ok(reply),
        })
    })?
    .map_err(Trouble::Problem)
}

/// Everything that anyone may know of a document.
///
/// The symbol may be written in any form, percent-encoded or with its slashes as they stand, and so may a job number. It is the
/// object that the document's own address gives with `?format=json`.
#[utoipa::path(get, path = "/api/v1/documents/{symbol}", tag = "documents", operation_id = "document",
    params(("symbol" = String, Path, description = "Any symbol of the document", example = "AS/7/12", min_length = 1, max_length = 300)),
    responses(
        (status = 200, body = shapes::Document, headers(("ETag" = String), ("Link" = String, description = "The document's page, as `rel=\"canonical\"`"))),
        (status = 300, description = "Several documents answer to what was written", body = Choice),
        (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Restricted, not issued yet, or unknown; the nearest on record are named", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "Withdrawn, or its number was voided", body = shapes::Gone),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
fn document(site: &Site, asked: &Asked, symbol: &str) -> Answered {
    Parameters::of(asked, &[])?;
    look(site, |catalogue| match meant(site, catalogue, symbol)? {
        Meant::Other(reply) => Ok(reply),
        Meant::One(id) => {
            let known = known(catalogue, id)?.context("a document is in one table and not in another")?;
            let canonical = format!("<{}>; rel=\"canonical\"", known.facts.address());
            Ok(json(&known)?.with(header::LINK, &canonical))
        }
    })
}

/// What a document cites, and what cites it.
#[utoipa::path(get, path = "/api/v1/documents/{symbol}/citations", tag = "documents", operation_id = "citations",
    params(
        ("symbol" = String, Path, description = "Any symbol of the document", example = "AS/7/12", min_length = 1, max_length = 300),
        ("limit" = Option<u32>, Query, description = "How many places that cite it; 100 without it", minimum = 1, maximum = 1000),
    ),
    responses(
        (status = 200, body = shapes::Citations),
        (status = 300, body = Choice),
        (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = shapes::Gone),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
fn citations(site: &Site, asked: &Asked, symbol: &str) -> Answered {
    let limit = Parameters::of(asked, &["limit"])?.number("limit", 1..=MOST_CITING, 100)?;
    look(site, |catalogue| match meant(site, catalogue, symbol)? {
        Meant::Other(reply) => Ok(reply),
        Meant::One(id) => {
            let brief = catalogue.brief(id)?.context("a document is in one table and not in another")?;
            let (citing, citing_in_all) = catalogue.citing(&brief.symbols, limit)?;
            json(&Citations { cited: catalogue.cited(id)?, citing, citing_in_all })
        }
    })
}

/// A document between those that it cites and those that cite it.
#[utoipa::path(get, path = "/api/v1/documents/{symbol}/neighbourhood", tag = "documents", operation_id = "neighbourhood",
    params(("symbol" = String, Path, description = "Any symbol of the document", example = "AS/7/12", min_length = 1, max_length = 300)),
    responses(
        (status = 200, body = Neighbourhood),
        (status = 300, body = Choice),
        (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = shapes::Gone),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
fn neighbourhood(site: &Site, asked: &Asked, symbol: &str) -> Answered {
    Parameters::of(asked, &[])?;
    look(site, |catalogue| match meant(site, catalogue, symbol)? {
        Meant::Other(reply) => Ok(reply),
        Meant::One(id) => {
            let brief = catalogue.brief(id)?.context("a document is in one table and not in another")?;
            let around = catalogue.neighbourhood(id, &brief.symbols)?;
            let near = |all: Vec<crate::catalogue::Neighbour>| all.into_iter().map(Near::from).collect();
            json(&Neighbourhood {
                symbols: brief.symbols.iter().map(ToString::to_string).collect(),
                cites: near(around.cites),
                cited_by: near(around.cited_by),
                more_cites: around.more.0,
                more_cited_by: around.more.1,
            })
        }
    })
}

/// Finds documents by what they say.
///
/// `q` is written in the site's query language; filters beside it hold too. What is found are language versions. An error in the
/// query names the place of it.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", operation_id = "search",
    params(
        ("q" = Option<String>, Query, description = "The query; everything without it", max_length = 1000, example = "lake fisheries"),
        ("organ" = Option<String>, Query, description = "An organ's code", max_length = 300),
        ("session" = Option<String>, Query, description = "A session or year as it stands in symbols", max_length = 300),
        ("item" = Option<String>, Query, description = "An agenda item's number; `31` also finds `31 (b)`", max_length = 300),
        ("sender" = Option<String>, Query, description = "A State or observer, by its name in the body's data", max_length = 300),
        ("kind" = Option<String>, Query, description = "A kind of communication", max_length = 300),
        ("language" = Option<String>, Query, description = "The language of the version", pattern = "^([a-z]{2})?$"),
        ("from" = Option<String>, Query, description = "The first day", pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"),
        ("to" = Option<String>, Query, description = "The last day", pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"),
        ("sort" = Option<String>, Query, description = "`relevance`, or `newest` or `oldest` first", pattern = "^(relevance|newest|oldest)?$"),
        ("page" = Option<u32>, Query, description = "Which page; the first is 1. No hit beyond the ten thousandth can be asked for", minimum = 1, maximum = 10000),
        ("limit" = Option<u32>, Query, description = "How many on a page; 20 without it", minimum = 1, maximum = 100),
    ),
    responses(
        (status = 200, body = Found, headers(("Link" = Option<String>, description = "The next page, as `rel=\"next\"`"), ("ETag" = String))),
        (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
fn search(site: &Site, asked: &Asked) -> Answered {
    let known = ["q", "organ", "session", "item", "sender", "kind", "language", "from", "to", "sort", "page", "limit"];
    let parameters = Parameters::of(asked, &known)?;
    let text = parameters.text("q").unwrap_or_default();
    let mut query = if text.trim().is_empty() {
        chancery_find::Query::default()
    } else {
        chancery_find::parse(text, site.body.grammar())
            .map_err(|error| Problem::query(error.to_string(), error.span.start, error.span.end))?
    };
    let own = |name: &str| parameters.text(name).map(str::to_owned);
    (query.organ, query.session, query.item) = (own("organ"), own("session"), own("item"));
    (query.state, query.kind) = (own("sender"), own("kind"));
    (query.from, query.to) = (parameters.day("from")?, parameters.day("to")?);
    query.language = match parameters.text("language") {
        Some(code) => {
            let wrong = |_| Problem::parameter("language", "Write a language by its two letters, as fr.");
            Some(Language::parse(code).map_err(wrong)?)
        }
        None => None,
    };
    query.sort = match parameters.text("sort") {
        None | Some("relevance") => Sort::Relevance,
        Some("newest") => Sort::Newest,
        Some("oldest") => Sort::Oldest,
        Some(_) => return Err(Problem::parameter("sort", "Write relevance, newest or oldest.").into()),
    };
    let limit = parameters.number("limit", 1..=chancery_find::query::MOST_HITS, 20)?;
    let page = parameters.number("page", 1..=10_000, 1)?;
    let furthest = chancery_find::query::FURTHEST;
    (query.limit, query.offset) = (limit, (page - 1) * limit);
    if query.offset + limit > furthest {
        let detail =
            format!("Only the first {furthest} hits can be asked for; narrow the query, or sort it otherwise.");
        return Err(Problem::parameter("page", detail).into());
    }
    let results = site.index()?.search(&query).map_err(|error| match error {
        FindError::Query(error) => Problem::query(error.to_string(), error.span.start, error.span.end).into(),
        error => Trouble::Failure(error.into()),
    })?;
    let suggestion = if page == 1 { site.suggestion(&query, results.total)? } else { None };
    let more = (page * limit) as u64;
    let next = (more < results.total && (page + 1) * limit <= furthest).then_some(page + 1);
    let found = Found {
        hits: results.hits.into_iter().map(hit).collect(),
        total: results.total,
        facets: Facets {
            organ: counts(results.facets.organ),
            session: places(results.facets.session),
            item: places(results.facets.item),
            year: counts(results.facets.year),
            state: counts(results.facets.state),
            kind: counts(results.facets.kind),
            language: counts(results.facets.language),
            distribution: counts(results.facets.distribution),
            partial: results.facets.partial,
        },
        suggestion: suggestion.map(|other| other.text),
        page,
        next,
    };
    let next = next.map(|next| next.to_string());
    Ok(followed(json(&found)?, &parameters, "/api/v1/search", "page", next))
}

fn counts(all: Vec<chancery_find::Count>) -> Vec<FacetCount> {
    all.into_iter().map(|one| FacetCount { value: one.value, count: one.count }).collect()
}

fn places(all: Vec<chancery_find::PlaceCount>) -> Vec<PlaceFacet> {
    let place = |one: chancery_find::PlaceCount| PlaceFacet {
        organ: one.organ,
        period: one.session,
        item: one.item,
        count: one.count,
    };
    all.into_iter().map(place).collect()
}

/// A hit without what is the office's own: its dossier and its entry.
fn hit(hit: chancery_find::Hit) -> Hit {
    let address = hit.symbols.first().map(|first| format!("/{}/{}", hit.language, first.url_form()));
    Hit {
        symbols: hit.symbols.iter().map(ToString::to_string).collect(),
        address: address.unwrap_or_default(),
        title: hit.title,
        language: hit.language.to_string(),
        kind: hit.kind,
        bodies: hit
            .organs
            .into_iter()
            .map(|organ| ListedOrgan { code: organ.code, period: organ.period, agenda_items: organ.items })
            .collect(),
        states: hit.states,
        letter: hit.date.map(|date| date.to_string()),
        release: hit.released.map(|date| date.to_string()),
        imported: hit.imported,
        snippet: hit.snippet.into_iter().map(|piece| SnippetPiece { text: piece.text, hit: piece.hit }).collect(),
        part: hit.part,
        paragraph: hit.paragraph,
    }
}

/// The symbols that most documents cite.
#[utoipa::path(get, path = "/api/v1/most-cited", tag = "documents", operation_id = "most_cited",
    params(("limit" = Option<u32>, Query, description = "How many; 50 without it", minimum = 1, maximum = 200)),
    responses((status = 200, body = MostCitedList), (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn most_cited(site: &Site, asked: &Asked) -> Answered {
    let limit = Parameters::of(asked, &["limit"])?.number("limit", 1..=MOST, USUAL)?;
    let cited = site.look(|catalogue| catalogue.most_cited(limit))?;
    let one = |(counted, brief): (crate::catalogue::Counted, Option<_>)| MostCited {
        symbol: counted.value,
        documents: counted.documents,
        document: brief.map(Listed::from),
    };
    json(&MostCitedList { cited: cited.into_iter().map(one).collect() })
}

/// The organs, with the sessions or years of which there are documents.
#[utoipa::path(get, path = "/api/v1/organs", tag = "record", operation_id = "organs",
    responses((status = 200, body = Organs), (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn organs(site: &Site, asked: &Asked) -> Answered {
    Parameters::of(asked, &[])?;
    let mut places = site.look(|catalogue| catalogue.places(None))?;
    // Sessions are numbers: the tenth is newer than the ninth.
    places.sort_by(|a, b| (b.period.len(), &b.period).cmp(&(a.period.len(), &a.period)));
    let one = |organ: &chancery_model::body::Organ| Organ {
        code: organ.code.clone(),
        names: languages().map(|language| (language.to_string(), site.organ_name(&organ.code, language))).collect(),
        periods: places
            .iter()
            .filter(|place| place.organ == organ.code)
            .map(|place| Period { period: place.period.clone(), documents: place.documents })
            .collect(),
    };
    json(&Organs { organs: site.body.organs.iter().map(one).collect() })
}

fn languages() -> impl Iterator<Item = Language> {
    LANGUAGES.into_iter().filter_map(|code| Language::parse(code).ok())
}

/// The agenda items of an organ's session under which documents stand.
#[utoipa::path(get, path = "/api/v1/organs/{organ}/items", tag = "record", operation_id = "items",
    params(
        ("organ" = String, Path, description = "The organ's code", example = "assembly", min_length = 1, max_length = 300),
        ("period" = Option<String>, Query, description = "The session or year; running numbers without it", max_length = 300, example = "7"),
    ),
    responses((status = 200, body = Items), (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn items(site: &Site, asked: &Asked, organ: &str) -> Answered {
    let parameters = Parameters::of(asked, &["period"])?;
    let period = parameters.text("period").unwrap_or_default();
    let Some(organ) = site.body.organ(organ) else {
        return Err(Problem::missing("The body has no such organ; /api/v1/organs names those that there are.").into());
    };
    let items = site.look(|catalogue| catalogue.items(&organ.code, period))?;
    let titles = |number: &str| {
        languages()
            .filter_map(|language| Some((language.to_string(), site.body.item_title(organ, period, number, language)?)))
            .collect()
    };
    let items = items
        .into_iter()
        .map(|one| Item { titles: titles(&one.value), number: one.value, documents: one.documents })
        .collect();
    json(&Items { organ: organ.code.clone(), period: period.to_owned(), items })
}

/// The States and observers that sent documents.
#[utoipa::path(get, path = "/api/v1/senders", tag = "record", operation_id = "senders",
    responses((status = 200, body = Senders), (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn senders(site: &Site, asked: &Asked) -> Answered {
    Parameters::of(asked, &[])?;
    json(&objects::senders(site.look(|catalogue| catalogue.senders())?))
}

/// The kinds of communication there are.
#[utoipa::path(get, path = "/api/v1/kinds", tag = "record", operation_id = "kinds",
    responses((status = 200, body = Kinds), (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn kinds(site: &Site, asked: &Asked) -> Answered {
    Parameters::of(asked, &[])?;
    json(&objects::kinds(site.look(|catalogue| catalogue.kinds())?))
}

/// The series of which the public knows a number.
#[utoipa::path(get, path = "/api/v1/series", tag = "record", operation_id = "series",
    responses((status = 200, body = SeriesList), (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn series(site: &Site, asked: &Asked) -> Answered {
    Parameters::of(asked, &[])?;
    let all = site.look(|catalogue| catalogue.series())?;
    let one = |(series, period): (String, String)| {
        let organ = site.body.series(&series).map(|(organ, _)| organ.code.clone()).unwrap_or_default();
        Series { organ, series, period }
    };
    json(&SeriesList { series: all.into_iter().map(one).collect() })
}

/// Which numbers of a series are on the record, void, or not public.
///
/// A number that is not public may be restricted, not issued yet, or issued elsewhere: that is not told apart.
#[utoipa::path(get, path = "/api/v1/gaps", tag = "record", operation_id = "gaps",
    params(
        ("series" = String, Query, description = "The series' code", example = "assembly", min_length = 1, max_length = 300),
        ("period" = Option<String>, Query, description = "The session or year; running numbers without it", max_length = 300, example = "7"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before", max_length = 300),
    ),
    responses((status = 200, body = Gaps, headers(("Link" = Option<String>, description = "The next page, as `rel=\"next\"`"))),
        (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn gaps(site: &Site, asked: &Asked) -> Answered {
    let parameters = Parameters::of(asked, &["series", "period", "cursor"])?;
    let Some(code) = parameters.text("series") else {
        return Err(Problem::parameter("series", "Name a series; /api/v1/series names those that there are.").into());
    };
    let from = match parameters.text("cursor") {
        None => 0,
        Some(text) => {
            let bytes = URL_SAFE_NO_PAD.decode(text).ok();
            let plain = bytes.and_then(|bytes| String::from_utf8(bytes).ok()?.strip_prefix("run ")?.parse().ok());
            plain.ok_or_else(|| Problem::parameter("cursor", CURSOR))?
        }
    };
    let period = parameters.text("period").unwrap_or_default();
    let Some(numbers) = site.look(|catalogue| catalogue.numbers(&site.body, code, period))? else {
        let detail =
            "No number of this series and period is known to the public; /api/v1/series names those that there are.";
        return Err(Problem::missing(detail).into());
    };
    let to = usize::saturating_add(from, MOST_RUNS);
    let next = (to < numbers.runs.len()).then(|| URL_SAFE_NO_PAD.encode(format!("run {to}")));
    let page = Gaps {
        organ: numbers.organ,
        series: numbers.series,
        period: numbers.period,
        highest: numbers.highest,
        issued: numbers.issued,
        runs: numbers.runs.into_iter().skip(from).take(MOST_RUNS).map(Into::into).collect(),
        next: next.clone(),
    };
    Ok(followed(json(&page)?, &parameters, "/api/v1/gaps", "cursor", next))
}

/// What was issued on a day: the daily list.
#[utoipa::path(get, path = "/api/v1/daily", tag = "documents", operation_id = "daily",
    params(
        ("day" = Option<String>, Query, description = "The day; without it the newest on which something was issued", pattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", example = "2026-03-12"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before", max_length = 300),
        ("limit" = Option<u32>, Query, description = "How many; 200 without it", minimum = 1, maximum = 200),
    ),
    responses((status = 200, body = Daily, headers(("Link" = Option<String>, description = "The next page, as `rel=\"next\"`"))),
        (status = 304, description = "As before"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn daily(site: &Site, asked: &Asked) -> Answered {
    let parameters = Parameters::of(asked, &["day", "cursor", "limit"])?;
    let named = parameters.day("day")?;
    let limit = parameters.number("limit", 1..=MOST, MOST)?;
    let cursor = cursor(&parameters)?;
    let today = site.today();
    let daily = site.look(|catalogue| {
        let day = match named {
            Some(day) => Some(day.to_string()),
            None => catalogue.newest_day(&today)?,
        };
        let whole = day.as_ref().and_then(|day| day.parse::<jiff::civil::Date>().ok());
        let Some((day, whole)) = day.zip(whole) else {
            return Ok(Daily {
                day: None,
                previous: None,
                following: None,
                documents: Vec::new(),
                total: 0,
                next: None,
            });
        };
        let before = whole.yesterday().ok();
        let filter = Filter {
            from: Some(day.clone()),
            before: whole.tomorrow().ok().map(|next| next.to_string()),
            ..Filter::default()
        };
        let listing = catalogue.list(&filter, limit, cursor)?;
        Ok(Daily {
            previous: before.map(|before| catalogue.newest_day(&before.to_string())).transpose()?.flatten(),
            following: catalogue.next_day(&day)?,
            day: Some(day),
            documents: listed(listing.documents),
            total: listing.total,
            next: listing.next,
        })
    })?;
    let next = daily.next.clone();
    Ok(followed(json(&daily)?, &parameters, "/api/v1/daily", "cursor", next))
}

/// Whether the record can be read.
#[utoipa::path(get, path = "/api/v1/health", tag = "record", operation_id = "health",
    responses((status = 200, body = Health), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
fn health(site: &Site, asked: &Asked) -> Answered {
    Parameters::of(asked, &[])?;
    site.look(|catalogue| catalogue.cursor())?;
    json(&Health { status: "ok" })
}
