//! The page about the interface, for people.

use anyhow::Result;
use askama::Template;
use axum::http::StatusCode;

use crate::web::public::{Asked, Frame, Reply, Site};

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    frame: Frame,
    /// The site's address, as it stands in examples.
    base: String,
    /// A symbol that is on record, or one that might be.
    symbol: String,
}

/// The page.
pub fn page(site: &Site, asked: &Asked) -> Result<Reply> {
    let newest = site.look(|catalogue| catalogue.list(&crate::catalogue::Filter::default(), 1, None))?;
    let symbol = newest.documents.first().and_then(|brief| brief.symbols.first()).map(|symbol| symbol.url_form());
    let page = ApiPage {
        frame: site.frame(asked, &asked.ui.t("api-title")),
        base: site.base().unwrap_or_else(|| "https://record.example".to_owned()),
        symbol: symbol.unwrap_or_else(|| "AS/7/12".to_owned()),
    };
    Ok(Reply::html(StatusCode::OK, page.render()?))
}
