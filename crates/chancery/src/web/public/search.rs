//! The search page.

use anyhow::Result;
use askama::Template;
use axum::http::StatusCode;

use super::{Asked, Frame, PARAMETER, Reply, Site};

struct Found {
    address: String,
    symbols: String,
    title: String,
    released: String,
    snippet: Vec<(String, bool)>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    fault: String,
    total: u64,
    found: Vec<Found>,
    earlier: Option<String>,
    later: Option<String>,
}

/// Hits on one page.
const A_PAGE: usize = 20;

/// What a query finds.
pub fn page(site: &Site, asked: &Asked) -> Result<Reply> {
    let text = asked.parameter(&["q"]).unwrap_or("").to_owned();
    let mut page = SearchPage {
        frame: Frame { query: text.clone(), ..site.frame(asked, &asked.ui.t("search")) },
        fault: String::new(),
        total: 0,
        found: Vec::new(),
        earlier: None,
        later: None,
    };
    if text.trim().is_empty() {
        return Ok(Reply::html(StatusCode::OK, page.render()?));
    }
    let mut query = match chancery_find::parse(&text, site.body.grammar()) {
        Ok(query) => query,
        Err(error) => {
            page.fault = error.to_string();
            return Ok(Reply::html(StatusCode::BAD_REQUEST, page.render()?));
        }
    };
    let number = asked.parameter(&["page"]).and_then(|page| page.parse::<usize>().ok()).unwrap_or(0).min(400);
    query.limit = A_PAGE;
    query.offset = number * A_PAGE;
    let results = site.index()?.search(&query)?;
    page.total = results.total;
    let link = |number: usize| {
        let q = percent_encoding::utf8_percent_encode(&text, PARAMETER);
        format!("/{}/search?q={q}&page={number}", asked.ui.code)
    };
    page.earlier = (number > 0).then(|| link(number.saturating_sub(1)));
    page.later = (((number + 1) * A_PAGE) as u64 <= results.total.saturating_sub(1)).then(|| link(number + 1));
    for hit in results.hits {
        let Some(first) = hit.symbols.first() else { continue };
        page.found.push(Found {
            address: format!("/{}/{}", hit.language, first.url_form()),
            symbols: hit.symbols.iter().map(ToString::to_string).collect::<Vec<_>>().join(" · "),
            title: hit.title,
            released: hit.released.map(|date| site.date(&date.to_string(), asked.ui.language())).unwrap_or_default(),
            snippet: hit.snippet.into_iter().map(|piece| (piece.text, piece.hit)).collect(),
        });
    }
    Ok(Reply::html(StatusCode::OK, page.render()?))
}
