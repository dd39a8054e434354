//! The search page.

use std::sync::Arc;

use askama::Template;
use axum::{
    body::Body as Bytes,
    extract::{Query, State},
    http::{Response, StatusCode},
};
use chancery_find::Index;
use serde::Deserialize;

use super::{Frame, Site, answer, html};

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: usize,
}

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
    query: String,
    fault: String,
    total: u64,
    found: Vec<Found>,
    earlier: Option<String>,
    later: Option<String>,
}

/// Hits on one page.
const A_PAGE: usize = 20;

pub async fn page(State(site): State<Arc<Site>>, Query(asked): Query<Asked>) -> Response<Bytes> {
    answer(site, move |site| {
        let mut page = SearchPage {
            frame: site.frame("Search"),
            query: asked.q.clone(),
            fault: String::new(),
            total: 0,
            found: Vec::new(),
            earlier: None,
            later: None,
        };
        if asked.q.trim().is_empty() {
            return Ok(html(StatusCode::OK, page.render()?));
        }
        let mut query = match chancery_find::parse(&asked.q, site.body.grammar()) {
            Ok(query) => query,
            Err(error) => {
                page.fault = error.to_string();
                return Ok(html(StatusCode::BAD_REQUEST, page.render()?));
            }
        };
        let number = asked.page.min(400);
        query.limit = A_PAGE;
        query.offset = number * A_PAGE;
        let results = Index::open(&site.folder.join("index"))?.search(&query)?;
        page.total = results.total;
        let link = |number: usize| {
            let q = percent_encoding::utf8_percent_encode(&asked.q, percent_encoding::NON_ALPHANUMERIC);
            format!("/search?q={q}&page={number}")
        };
        page.earlier = (number > 0).then(|| link(number.saturating_sub(1)));
        page.later = (((number + 1) * A_PAGE) as u64 <= results.total.saturating_sub(1)).then(|| link(number + 1));
        for hit in results.hits {
            let Some(first) = hit.symbols.first() else { continue };
            page.found.push(Found {
                address: format!("/{}", first.url_form()),
                symbols: hit.symbols.iter().map(ToString::to_string).collect::<Vec<_>>().join(" · "),
                title: hit.title,
                released: hit.released.map(|date| date.to_string()).unwrap_or_default(),
                snippet: hit.snippet.into_iter().map(|piece| (piece.text, piece.hit)).collect(),
            });
        }
        Ok(html(StatusCode::OK, page.render()?))
    })
    .await
}
