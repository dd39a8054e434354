//! The public log as static files: what anyone needs to check the record without us.

use std::sync::Arc;

use axum::{
    body::Body as Bytes,
    extract::{Path, State},
    http::{Response, header},
    response::IntoResponse,
};
use chancery_record::TileReader;

use super::{Site, answer, missing};
use crate::followers::record::Folder;

pub async fn key(State(site): State<Arc<Site>>) -> Response<Bytes> {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{}\n", site.log_key)).into_response()
}

pub async fn checkpoint(State(site): State<Arc<Site>>) -> Response<Bytes> {
    answer(site, |site| match Folder::at(&site.folder).checkpoint_note()? {
        Some(note) => Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], note).into_response()),
        None => missing(site),
    })
    .await
}

pub async fn act(State(site): State<Arc<Site>>, Path(index): Path<u64>) -> Response<Bytes> {
    answer(site, move |site| {
        let folder = Folder::at(&site.folder);
        // An act beyond the checkpoint is not public yet.
        let size = folder.size()?.unwrap_or(0);
        match folder.act(index)?.filter(|_| index < size) {
            Some(kept) => {
                // The journal's numbers are the office's own; between them lies work that is not public.
                let public = serde_json::json!({ "salt": kept.salt, "act": kept.act });
                Ok(([(header::CONTENT_TYPE, "application/json")], public.to_string()).into_response())
            }
            None => missing(site),
        }
    })
    .await
}

pub async fn tile(State(site): State<Arc<Site>>, Path(path): Path<String>) -> Response<Bytes> {
    answer(site, move |site| {
        // Tiles are named by digits, x, p and the word entries; nothing else is a path here.
        let plain = path.len() < 100
            && path.split('/').all(|part| {
                !part.is_empty()
                    && part != ".."
                    && (part == "entries" || part.chars().all(|c| c.is_ascii_digit() || "x.p".contains(c)))
            });
        let bytes = if plain { Folder::at(&site.folder).tile(&format!("tile/{path}")) } else { None };
        match bytes {
            Some(bytes) => Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response()),
            None => missing(site),
        }
    })
    .await
}
