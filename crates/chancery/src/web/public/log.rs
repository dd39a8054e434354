//! The public log as static files: what anyone needs to check the record without us.

use anyhow::Result;
use axum::http::StatusCode;
use chancery_record::TileReader;

use super::{Asked, Reply, Site, missing};
use crate::followers::record::Folder;

/// One file of the log: its key, the checkpoint, a public act with its salt, or a tile.
pub fn file(site: &Site, asked: &Asked, path: &[&str]) -> Result<Reply> {
    let folder = Folder::at(&site.folder);
    let text = |text: String| Ok(Reply::new(StatusCode::OK, "text/plain; charset=utf-8", text));
    match path {
        ["key"] => text(format!("{}\n", site.log_key)),
        ["checkpoint"] => match folder.checkpoint_note()? {
            Some(note) => text(note),
            None => missing(site, asked, &[]),
        },
        ["acts", index] => {
            // An act beyond the checkpoint is not public yet.
            let size = folder.size()?.unwrap_or(0);
            let kept = match index.parse::<u64>() {
                Ok(index) if index < size => folder.act(index)?,
                _ => None,
            };
            match kept {
                // The journal's numbers are the office's own; between them lies work that is not public.
                Some(kept) => Reply::json(StatusCode::OK, &serde_json::json!({ "salt": kept.salt, "act": kept.act })),
                None => missing(site, asked, &[]),
            }
        }
        ["tile", parts @ ..] => {
            // Tiles are named by digits, x, p and the word entries; nothing else is a path here.
            let plain = parts.len() < 12
                && parts.iter().all(|part| {
                    *part != ".."
                        && (*part == "entries" || part.chars().all(|c| c.is_ascii_digit() || "x.p".contains(c)))
                });
            match if plain { folder.tile(&format!("tile/{}", parts.join("/"))) } else { None } {
                Some(bytes) => Ok(Reply::new(StatusCode::OK, "application/octet-stream", bytes)),
                None => missing(site, asked, &[]),
            }
        }
        _ => missing(site, asked, &[]),
    }
}
