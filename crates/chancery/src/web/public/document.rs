//! The resolver and a document's page: any written form of any of its symbols, with an optional language and format.

use std::sync::Arc;

use anyhow::Result;
use askama::Template;
use axum::{
    body::Body as Bytes,
    extract::State,
    http::{HeaderMap, Response, StatusCode, Uri, header},
    response::IntoResponse,
};
use chancery_model::{Document, Dossier, communication::BlockKind};

use super::{Frame, Site, answer, html, missing};
use crate::view::{Gone, Shown, View};

/// The longest address that is looked at.
const LONGEST: usize = 600;

struct Part {
    heading: String,
    title: String,
    note: String,
    blocks: Vec<(bool, String, String)>,
    signatories: Vec<String>,
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    frame: Frame,
    address: String,
    shown: Shown,
    language: String,
    direction: &'static str,
    parts: Vec<Part>,
    log_name: String,
    log_key: String,
    sender: String,
}

#[derive(Template)]
#[template(path = "gone.html")]
struct GonePage {
    frame: Frame,
    gone: Gone,
}

/// What an address asks for besides the document.
struct Wanted {
    symbol: String,
    language: Option<String>,
    format: Option<&'static str>,
}

pub async fn resolve(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response<Bytes> {
    let path = uri.path().to_owned();
    let query = uri.query().unwrap_or("").to_owned();
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    answer(site, move |site| {
        let wanted = wanted(site, &path, &query, &accept);
        site.look(|view| {
            let Some(wanted) = wanted else { return missing(site) };
            // Not issued, restricted and unknown are one and the same to the public.
            match view.public_named(&wanted.symbol)? {
                Some(dossier) => show(site, view, &dossier, &wanted),
                None => match view.public_gone(&wanted.symbol)? {
                    Some(gone) => no_more(site, gone, &wanted),
                    None => missing(site),
                },
            }
        })
    })
    .await
}

/// Takes an address apart: `/en/AS/7/12.pdf`, `/AS/7/12?lang=F&format=html`, `/as_7_12`.
fn wanted(site: &Site, path: &str, query: &str, accept: &str) -> Option<Wanted> {
    if path.len() + query.len() > LONGEST {
        return None;
    }
    let path = percent_encoding::percent_decode_str(path.trim_matches('/')).decode_utf8().ok()?;
    let mut symbol = path.trim().to_owned();
    let mut format = None;
    for (ending, known) in [(".pdf", "pdf"), (".html", "html"), (".txt", "text"), (".json", "json")] {
        if symbol.len() > ending.len() && symbol.to_ascii_lowercase().ends_with(ending) {
            symbol.truncate(symbol.len() - ending.len());
            format = Some(known);
            break;
        }
    }
    let offered = &site.body.charter.languages_offered;
    let language_of = |text: &str| -> Option<String> {
        let by_code = offered.iter().find(|language| language.code().eq_ignore_ascii_case(text));
        let by_letter = || {
            let same = |language: &&chancery_model::Language| {
                site.body.words(**language).is_some_and(|words| words.letter.eq_ignore_ascii_case(text))
            };
            offered.iter().find(same)
        };
        by_code.or_else(by_letter).map(|language| language.code().to_owned())
    };
    let mut language = None;
    if let Some((head, rest)) = symbol.split_once('/')
        && head.len() == 2
        && site.body.grammar().parse_all(rest).is_ok()
        && let Some(known) = language_of(head)
    {
        language = Some(known);
        symbol = rest.to_owned();
    }
    for pair in query.split('&') {
        let Some((key, value)) = pair.split_once('=') else { continue };
        match key.to_ascii_lowercase().as_str() {
            "lang" | "l" | "language" => language = language_of(value).or(language),
            "format" | "t" => {
                format = ["pdf", "html", "text", "json"]
                    .into_iter()
                    .find(|known| known.eq_ignore_ascii_case(value))
                    .or(format);
            }
            _ => {}
        }
    }
    // A program that asks for a type by name gets it; a browser names html first and gets the page.
    if format.is_none() && !accept.contains("text/html") {
        format = match accept {
            a if a.contains("application/pdf") => Some("pdf"),
            a if a.contains("application/json") => Some("json"),
            a if a.contains("text/plain") => Some("text"),
            _ => None,
        };
    }
    Some(Wanted { symbol, language, format })
}

/// What is gone answers with what happened, for ever.
fn no_more(site: &Site, gone: Gone, wanted: &Wanted) -> Result<Response<Bytes>> {
    if wanted.format == Some("json") {
        let body = serde_json::to_string(&gone)?;
        return Ok((StatusCode::GONE, [(header::CONTENT_TYPE, "application/json")], body).into_response());
    }
    let title = gone.symbols.join(" ");
    Ok(html(StatusCode::GONE, GonePage { frame: site.frame(&title), gone }.render()?))
}

fn show(site: &Site, view: &View<'_>, dossier: &Dossier, wanted: &Wanted) -> Result<Response<Bytes>> {
    let language = wanted.language.as_deref();
    match wanted.format {
        Some("json") => {
            let shown = view.shown_to_public(dossier)?;
            let body = serde_json::to_string(&shown)?;
            Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
        }
        Some(format) => {
            let Some(bytes) = view.rendition(dossier, language, format)? else { return missing(site) };
            let media = match format {
                "pdf" => "application/pdf",
                "html" => "text/html; charset=utf-8",
                _ => "text/plain; charset=utf-8",
            };
            let name: Vec<String> = dossier.allotments.iter().map(|a| a.symbol.file_form()).collect();
            let ending = if format == "text" { "txt" } else { format };
            let disposition = format!("inline; filename=\"{}.{ending}\"", name.join("&"));
            // The rendition carries its own style and nothing else.
            let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
            let headers = [
                (header::CONTENT_TYPE, media.to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
                (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
            ];
            Ok((headers, bytes).into_response())
        }
        None => page(site, view, dossier, language),
    }
}

fn page(site: &Site, view: &View<'_>, dossier: &Dossier, language: Option<&str>) -> Result<Response<Bytes>> {
    let shown = view.shown_to_public(dossier)?;
    let document = view.document(dossier, language)?;
    if document.is_none() && language.is_some() {
        return missing(site);
    }
    let (code, direction) = match &document {
        Some(d) => (d.language.to_string(), if d.language.is_right_to_left() { "rtl" } else { "ltr" }),
        None => (shown.original_language.clone().unwrap_or_else(|| "en".to_owned()), "auto"),
    };
    let sender = shown
        .sender
        .as_ref()
        .map(|s| [s.office.clone(), s.state.clone()].into_iter().flatten().collect::<Vec<_>>().join(", "))
        .unwrap_or_default();
    let title = shown.title.clone().unwrap_or_else(|| shown.symbols.join(" "));
    let page = DocumentPage {
        frame: site.frame(&title),
        address: dossier.allotments.first().map(|a| format!("/{}", a.symbol.url_form())).unwrap_or_default(),
        parts: document.as_ref().map(parts).unwrap_or_default(),
        language: code,
        direction,
        shown,
        log_name: site.log_name.clone(),
        log_key: site.log_key.clone(),
        sender,
    };
    let canonical = format!("<{}>; rel=\"canonical\"", page.address);
    let mut response = html(StatusCode::OK, page.render()?);
    if let Ok(value) = canonical.parse() {
        response.headers_mut().insert(header::LINK, value);
    }
    Ok(response)
}

fn parts(document: &Document) -> Vec<Part> {
    let blocks = |blocks: &[chancery_model::communication::Block]| -> Vec<(bool, String, String)> {
        blocks
            .iter()
            .map(|block| {
                (block.kind == BlockKind::Heading, block.number.clone().unwrap_or_default(), block.text.clone())
            })
            .collect()
    };
    let signed = |list: &[chancery_model::communication::Signatory]| -> Vec<String> {
        list.iter()
            .map(|s| std::iter::once(s.name.clone()).chain(s.titles.iter().cloned()).collect::<Vec<_>>().join(", "))
            .collect()
    };
    let mut all = vec![Part {
        heading: String::new(),
        title: String::new(),
        note: String::new(),
        blocks: blocks(&document.blocks),
        signatories: signed(&document.signatories),
    }];
    for component in &document.components {
        all.push(Part {
            heading: component.heading.clone(),
            title: component.title.clone().unwrap_or_default(),
            note: component
                .original_language
                .map(|language| format!("Original language: {language}"))
                .into_iter()
                .chain(component.date.map(|date| date.to_string()))
                .collect::<Vec<_>>()
                .join(" · "),
            blocks: blocks(&component.blocks),
            signatories: signed(&component.signatories),
        });
    }
    all
}
