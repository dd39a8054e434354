//! The citation graph: who cites what, at which paragraph. Its folder may be deleted; it is rebuilt from the journal.

use std::{
    fs::{self, OpenOptions},
    io::{BufRead, BufReader, Write},
    path::Path,
};

use anyhow::{Context, Result};
use chancery_find::Edge;
use chancery_model::{Act, Body, Dossier, Entry, Symbol, communication::Citation};

use super::record;
use crate::{
    flow,
    office::{Lock, Office, write_durably},
    view::View,
};

/// Adds what the journal has beyond the cursor.
pub fn follow(office: &Office) -> Result<()> {
    let folder = office.folder.join("graph");
    let cursor_file = folder.join("cursor");
    let reader = office.reader()?;
    let whole = folder.join("edges.jsonl").is_file();
    if whole && cursor(&cursor_file)? == reader.last_number()? {
        return Ok(());
    }
    let _lock = Lock::take(&office.folder.join("graph.lock"))?;
    let edges_file = folder.join("edges.jsonl");
    // Without its edges, or with a cursor from nowhere, the graph is made anew from the journal.
    let mut at = cursor(&cursor_file)?;
    if !edges_file.is_file() || at > reader.last_number()? {
        at = 0;
    }
    // A crash may have left edges beyond the cursor; they are dropped and made again.
    let standing: Vec<Edge> = edges(&edges_file)?.into_iter().filter(|edge| edge.entry <= at).collect();
    write_durably(&edges_file, lines(&standing).as_bytes())?;
    loop {
        let entries = reader.entries(at + 1, 200)?;
        let Some(last) = entries.last().map(|entry| entry.number) else { return Ok(()) };
        let mut new = Vec::new();
        for entry in &entries {
            let Some(id) = entry.dossier.filter(|_| is_cited_from(&office.body, entry)) else { continue };
            if let Some(dossier) = record::dossier_at(&reader, entry)? {
                let now = flow::dossier_of(office, id)?;
                let kept = dossier.reading.as_ref().is_some_and(|reading| !now.redacted.contains(reading));
                if kept {
                    new.extend(edges_of(&office.view(&reader), entry, &dossier)?);
                }
            }
        }
        // What a removed text cited is removed with it.
        let mut emptied = Vec::new();
        for entry in entries.iter().filter(|entry| matches!(entry.act, Act::Redact { .. })) {
            let Some(id) = entry.dossier else { continue };
            let dossier = flow::dossier_of(office, id)?;
            let gone = dossier.reading.as_ref().is_some_and(|reading| dossier.redacted.contains(reading));
            if let Some(own) = dossier.allotments.first().filter(|_| gone) {
                emptied.push(own.symbol.clone());
            }
        }
        if !emptied.is_empty() {
            let left: Vec<Edge> =
                edges(&edges_file)?.into_iter().filter(|edge| !emptied.contains(&edge.from)).collect();
            write_durably(&edges_file, lines(&left).as_bytes())?;
        }
        let mut file = OpenOptions::new().append(true).open(&edges_file).context("the graph cannot be written")?;
        file.write_all(lines(&new).as_bytes())?;
        file.sync_all()?;
        at = last;
        write_durably(&cursor_file, super::cursor_text(at).as_bytes())?;
    }
}

/// Whether an entry makes a document public, so that its citations are edges.
pub fn is_cited_from(body: &Body, entry: &Entry) -> bool {
    match &entry.act {
        Act::Issue { distribution, .. } | Act::Import { distribution, .. } | Act::Derestrict { distribution, .. } => {
            body.distribution(distribution).is_some_and(|category| category.public)
        }
        _ => false,
    }
}

/// The edges that an entry makes, of a dossier as it stood with it.
pub fn edges_of(view: &View<'_>, entry: &Entry, dossier: &Dossier) -> Result<Vec<Edge>> {
    let Some(from) = dossier.allotments.first().map(|allotment| allotment.symbol.clone()) else {
        return Ok(Vec::new());
    };
    let kept = view.reading(dossier)?.with_context(|| format!("{} has no confirmed reading", dossier.id))?;
    let edge = |citation: Citation| Edge {
        entry: entry.number,
        from: from.clone(),
        to: citation.symbol,
        part: citation.part,
        paragraph: citation.paragraph,
    };
    Ok(kept.communication.citations.into_iter().map(edge).collect())
}

/// Deletes the graph and builds it anew.
pub fn rebuild(office: &Office) -> Result<u64> {
    {
        let _lock = Lock::take(&office.folder.join("graph.lock"))?;
        let folder = office.folder.join("graph");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("the old graph cannot be removed")?;
        }
    }
    follow(office)?;
    cursor(&office.folder.join("graph").join("cursor"))
}

/// What cites any of these symbols.
pub fn citing(office: &Path, symbols: &[&Symbol]) -> Result<Vec<Edge>> {
    let all = edges(&office.join("graph").join("edges.jsonl"))?;
    Ok(all.into_iter().filter(|edge| edge.cites(symbols)).collect())
}

fn edges(file: &Path) -> Result<Vec<Edge>> {
    let file = match fs::File::open(file) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(e).context("the graph cannot be read"),
    };
    let mut all = Vec::new();
    for line in BufReader::new(file).lines() {
        // Half a line is what a crash leaves at the end; it is made again.
        if let Some(edge) = Edge::from_line(&line?) {
            all.push(edge);
        }
    }
    Ok(all)
}

fn lines(edges: &[Edge]) -> String {
    edges.iter().map(Edge::to_line).collect()
}

fn cursor(file: &Path) -> Result<u64> {
    match fs::read_to_string(file) {
        Ok(text) => super::read_cursor(&text).context("the graph's cursor is damaged; delete the folder graph/"),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(e) => Err(e).context("the graph's cursor cannot be read"),
    }
}
