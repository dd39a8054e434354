//! The index and the graph: what can be built anew from the journal.

use std::collections::BTreeSet;

use anyhow::Result;
use chancery_find::{Edge, Index};

use super::{Look, is_draft};
use crate::{
    digests,
    followers::{graph, record},
    office::Lock,
    view::View,
};

const INDEX: &str = "`chancery rebuild index`";
const GRAPH: &str = "`chancery rebuild graph`";

pub fn index(look: &mut Look) {
    let folder = look.folder.join("index");
    if !folder.is_dir() {
        return look.remark("index", "it is not there", INDEX);
    }
    let _lock = Lock::take(&look.folder.join("index.lock")).ok();
    let names = look.list("index");
    look.looked.index = names.len() as u64;
    for (name, is_folder) in names {
        if is_folder {
            look.damage(&format!("index/{name}"), None, "it is no part of the index", INDEX);
        } else if is_draft(&name) {
            look.remark(&format!("index/{name}"), "a draft that a stopped program left", "it may be deleted");
        }
    }
    match digests::differences(&folder) {
        Ok(Some(differing)) => {
            let whole = differing.is_empty();
            for (name, what) in differing {
                look.damage(&format!("index/{name}"), None, what, INDEX);
            }
            // The search library trusts its bytes; it is asked only where they are those that were written.
            if !whole {
                return;
            }
        }
        Ok(None) => {
            let what = "it is missing, so a changed bit in the index may go unnoticed; any command that acts makes it";
            look.remark(&format!("index/{}", digests::LIST), what, "");
        }
        Err(error) => return look.damage("index", None, format!("{error:#}"), INDEX),
    }
    let opened = Index::open(&folder).and_then(|index| index.check().and_then(|()| index.cursor()));
    match (opened, &look.reader) {
        (Ok(cursor), Some(_)) if cursor > look.head.0 => {
            let what = format!("it has read up to entry {cursor}, but the journal ends at entry {}", look.head.0);
            look.damage("index", None, what, INDEX);
        }
        (Ok(cursor), Some(_)) if cursor < look.head.0 => {
            let what =
                format!("it has read up to entry {cursor} of {}; any command that acts brings it up", look.head.0);
            look.remark("index", what, "");
        }
        (Ok(_), _) => {}
        (Err(error), _) => look.damage("index", None, error, INDEX),
    }
}

pub fn graph(look: &mut Look) {
    if !look.folder.join("graph").is_dir() {
        return look.remark("graph", "it is not there", GRAPH);
    }
    let _lock = Lock::take(&look.folder.join("graph.lock")).ok();
    for (name, is_folder) in look.list("graph") {
        match (name.as_str(), is_folder) {
            ("cursor" | "edges.jsonl", false) => {}
            (name, false) if is_draft(name) => {
                look.remark(&format!("graph/{name}"), "a draft that a stopped program left", "it may be deleted");
            }
            (name, _) => look.damage(&format!("graph/{name}"), None, "it is no part of the graph", GRAPH),
        }
    }
    let cursor = look.cursor("graph/cursor", GRAPH);
    let Some(bytes) = look.read("graph/edges.jsonl") else {
        if look.head.0 > 0 && !look.folder.join("graph/edges.jsonl").exists() {
            look.damage("graph/edges.jsonl", None, "it is missing", GRAPH);
        }
        return;
    };
    if cursor.is_none() && look.head.0 > 0 && !look.folder.join("graph/cursor").exists() {
        look.damage("graph/cursor", None, "it is missing", GRAPH);
    }
    edges(look, &bytes, cursor);
}

fn edges(look: &mut Look, bytes: &[u8], cursor: Option<u64>) {
    const FILE: &str = "graph/edges.jsonl";
    let text = String::from_utf8_lossy(bytes);
    let there: Vec<&str> = text.split_inclusive('\n').collect();
    look.looked.edges = there.len() as u64;
    for (at, line) in there.iter().enumerate() {
        if Edge::from_line(line).is_none_or(|edge| edge.to_line() != *line) {
            look.damage(FILE, Some(format!("line {}", at + 1)), "it is no edge as this program writes it", GRAPH);
        }
    }
    let (Some(reader), Some(body)) = (look.reader.take(), look.body.take()) else { return };
    // Without a cursor of its own every entry up to the journal's end may have been read.
    let until = cursor.unwrap_or(look.head.0);
    let mut expected: Vec<String> = Vec::new();
    let mut unknown = BTreeSet::new();
    {
        let view = View { body: &body, reader: &reader, files: &look.files, folder: &look.folder };
        for number in look.cited_from.iter().filter(|number| **number <= until) {
            match edges_of(&view, *number) {
                Ok(edges) => expected.extend(edges.iter().map(Edge::to_line)),
                // A reading that was removed, or is damaged and told with the files, leaves its edges as they are.
                Err(_) => drop(unknown.insert(*number)),
            }
        }
    }
    let entry = |line: &str| Edge::from_line(line).map_or(0, |edge| edge.entry);
    let mut expected = expected.iter().map(String::as_str).peekable();
    for (at, line) in there.iter().enumerate() {
        if unknown.contains(&entry(line)) {
            continue;
        }
        match expected.next() {
            Some(one) if one == *line => {}
            None if cursor.is_some_and(|cursor| entry(line) > cursor) => {
                look.remark("graph/cursor", "edges stand beyond it; a stopped program may leave such edges", "");
                break;
            }
            other => {
                let what = match other {
                    Some(one) => format!("the readings give {}", one.trim_end()),
                    None => "the readings give no such edge".to_owned(),
                };
                look.damage(FILE, Some(format!("line {}", at + 1)), what, GRAPH);
                expected.by_ref().for_each(drop);
                break;
            }
        }
    }
    if let Some(one) = expected.next() {
        let what = format!("the readings give one edge more: {}", one.trim_end());
        look.damage(FILE, Some(format!("after line {}", there.len())), what, GRAPH);
    }
    (look.reader, look.body) = (Some(reader), Some(body));
}

fn edges_of(view: &View<'_>, number: u64) -> Result<Vec<Edge>> {
    let Some(entry) = view.reader.entry(number)? else { return Ok(Vec::new()) };
    if !graph::is_cited_from(view.body, &entry) {
        return Ok(Vec::new());
    }
    match record::dossier_at(view.reader, &entry)? {
        Some(dossier) => graph::edges_of(view, &entry, &dossier),
        None => Ok(Vec::new()),
    }
}
