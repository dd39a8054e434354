//! The newest documents.

use std::sync::Arc;

use anyhow::Result;
use askama::Template;
use axum::{
    body::Body as Bytes,
    extract::State,
    http::{Response, StatusCode},
};
use chancery_model::Dossier;

use super::{Frame, Site, answer, html};
use crate::view::View;

/// One document in a list.
pub struct Listed {
    pub address: String,
    pub symbols: Vec<String>,
    pub title: String,
    pub released: String,
    pub organs: String,
    pub formats: Vec<String>,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    documents: Vec<Listed>,
}

pub async fn page(State(site): State<Arc<Site>>) -> Response<Bytes> {
    answer(site, |site| {
        let documents = site.look(|view| {
            let mut documents = Vec::new();
            let mut after = None;
            // However much lies unissued in between, the newest public ones are found; the walk is bounded all the same.
            for _ in 0..50 {
                let newest = view.reader.dossiers(after, 200)?;
                let Some(last) = newest.last() else { break };
                after = Some(last.id);
                for dossier in newest.iter().filter(|dossier| view.is_public(dossier)) {
                    documents.push(listed(view, dossier)?);
                    if documents.len() == 50 {
                        return Ok(documents);
                    }
                }
            }
            Ok(documents)
        })?;
        let frame = site.frame(&site.body.charter.name);
        Ok(html(StatusCode::OK, Home { frame, documents }.render()?))
    })
    .await
}

/// A document as it stands in a list.
pub fn listed(view: &View<'_>, dossier: &Dossier) -> Result<Listed> {
    let symbols: Vec<String> = dossier.allotments.iter().map(|a| a.symbol.to_string()).collect();
    let address = dossier.allotments.first().map(|a| format!("/{}", a.symbol.url_form())).unwrap_or_default();
    let title = view.reading(dossier)?.and_then(|kept| kept.communication.title).unwrap_or_default();
    let organs: Vec<String> =
        dossier.allotments.iter().filter_map(|a| view.body.organ(&a.organ)).map(|organ| organ.name.clone()).collect();
    let formats = dossier.versions.first().map(|v| v.renditions.iter().map(|r| r.format.clone()).collect());
    Ok(Listed {
        address,
        title: if title.is_empty() { symbols.join(" ") } else { title },
        symbols,
        released: dossier.released.map(|date| date.to_string()).unwrap_or_default(),
        organs: organs.join(" · "),
        formats: formats.unwrap_or_default(),
    })
}
