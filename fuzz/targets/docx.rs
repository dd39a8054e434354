#![no_main]
mod common;

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

/// The parts that are filled, one after another, from pieces of the data parted by zero bytes.
const PARTS: [&str; 7] = [
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/header1.xml",
    "word/_rels/document.xml.rels",
    "word/footnotes.xml",
    "docProps/custom.xml",
];

libfuzzer_sys::fuzz_target!(init: common::prepare(), |data: &[u8]| {
    // What begins as a zip is taken for the zip itself.
    if data.starts_with(b"PK") {
        return common::read(data);
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in PARTS.iter().zip(data.split(|byte| *byte == 0)) {
        if zip.start_file(*name, SimpleFileOptions::default()).is_err() || zip.write_all(bytes).is_err() {
            return;
        }
    }
    if let Ok(file) = zip.finish() {
        common::read(&file.into_inner());
    }
});
