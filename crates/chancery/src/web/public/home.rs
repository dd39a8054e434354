//! The daily list: what was issued on a day.

use anyhow::Result;
use askama::Template;
use axum::http::StatusCode;

use super::{Asked, Frame, Line, Reply, Site};
use crate::catalogue::Filter;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    documents: Vec<Line>,
}

/// The newest documents.
pub fn page(site: &Site, asked: &Asked) -> Result<Reply> {
    let listing = site.look(|catalogue| catalogue.list(&Filter::default(), 50, None))?;
    let frame = site.frame(asked, &asked.ui.t("newest"));
    let documents = listing.documents.iter().map(|brief| Line::of(site, asked.ui, brief)).collect();
    Ok(Reply::html(StatusCode::OK, Home { frame, documents }.render()?))
}
