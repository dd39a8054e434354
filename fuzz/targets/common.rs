//! What the targets share: two bodies, a reader for each, and what must hold of every reading.

use std::{collections::BTreeMap, sync::OnceLock};

use chancery_model::{Body, Communication};
use chancery_read::{Reader, Reading};
use include_dir::{Dir, include_dir};

static ASSEMBLY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../bodies/assembly");
static UN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../bodies/un");

fn files(folder: &Dir<'_>, all: &mut BTreeMap<String, String>) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            all.insert(path.to_owned(), text.to_owned());
        }
    }
    folder.dirs().for_each(|inner| files(inner, all));
}

fn body(folder: &Dir<'_>) -> Body {
    let mut all = BTreeMap::new();
    files(folder, &mut all);
    Body::from_files(&all).expect("the bodies of this repository can be parsed")
}

/// The bodies: an invented one, and one with the largest grammar.
#[allow(dead_code)]
pub fn bodies() -> &'static [Body; 2] {
    static BODIES: OnceLock<[Body; 2]> = OnceLock::new();
    BODIES.get_or_init(|| [body(&ASSEMBLY), body(&UN)])
}

fn readers() -> &'static [Reader<'static>; 2] {
    static READERS: OnceLock<[Reader<'static>; 2]> = OnceLock::new();
    READERS.get_or_init(|| {
        let [one, other] = bodies();
        [Reader::new(one), Reader::new(other)]
    })
}

/// Makes the bodies and their readers, so that the time of the first input is its own.
pub fn prepare() {
    readers();
}

/// Reads bytes under one of the bodies, twice, and looks at what came of it.
#[allow(dead_code)]
pub fn read(bytes: &[u8]) {
    let reader = &readers()[usize::from(bytes.len() % 2 == 1)];
    let reading = reader.read(bytes, None);
    check(&reading);
    // Reading is a function: the same bytes give the same.
    assert!(reader.read(bytes, None).communication == reading.communication);
}

/// Reads bytes as a file of the format that begins as said: a whole file of it as it is, anything else as what follows there.
#[allow(dead_code)]
pub fn read_as(beginning: &[u8], data: &[u8]) {
    let known = beginning.get(..4).is_some_and(|four| data.starts_with(four));
    if known { read(data) } else { read(&[beginning, data].concat()) }
}

fn check(reading: &Reading) {
    let text = &reading.text;
    let whole = |start: usize, end: usize| {
        assert!(start <= end && end <= text.len());
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
    };
    let Communication { text: blocks, citations, doubts, places, .. } = &reading.communication;
    blocks.iter().for_each(|block| whole(block.span.start, block.span.end));
    citations.iter().for_each(|citation| whole(citation.span.start, citation.span.end));
    doubts.iter().for_each(|doubt| whole(doubt.span.start, doubt.span.end));
    places.values().for_each(|span| whole(span.start, span.end));
}
