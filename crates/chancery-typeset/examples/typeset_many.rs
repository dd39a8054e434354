//! Sets a great many different documents of our own invention in the six languages and writes them into a folder, each with
//! the words that its pages should say: `typeset_many FOLDER [COUNT]`. `bench/pages` looks at what came of it.
//! `typeset_many FOLDER --text LANG FILE` sets one document of the paragraphs of a text that somebody wrote.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::Instant,
};

use chancery_model::{
    Body, Document,
    communication::{Block, BlockKind, Signatory},
};
use chancery_typeset::pdf;
use serde_json::json;

#[allow(dead_code)]
#[path = "../src/tests/samples.rs"]
mod samples;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("a folder to write into"));
    let first = arguments.next();
    if first.as_deref() == Some("--text") {
        let language = arguments.next().expect("a language");
        let file = arguments.next().expect("a text");
        let document = samples::of_text(&language, &fs::read_to_string(&file).expect("the text can be read"));
        put(&folder, &language, &document);
        return;
    }
    let count: usize = first.map_or(330, |count| count.parse().expect("how many documents"));
    fs::create_dir_all(&folder).expect("the folder can be made");
    let started = Instant::now();
    let mut pages = 0;
    for n in 0..count {
        let document = samples::varied(n);
        pages += put(&folder, &format!("{n:04}-{}", document.language), &document);
    }
    println!("{count} documents, {pages} pages, {:.1?}", started.elapsed());
}

/// Sets a document and writes it with its words; how many pages it has.
fn put(folder: &Path, name: &str, document: &Document) -> usize {
    static BODY: LazyLock<Body> = LazyLock::new(|| samples::body("assembly"));
    let page = pdf(document, &BODY).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(page.left_out.is_empty(), "{name}: {:?}", page.left_out);
    if !page.replaced.is_empty() {
        println!("{name}: no font has {:?}", page.replaced);
    }
    let path = folder.join(name).with_extension("pdf");
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(&path, &page.bytes).expect("the file can be written");
    fs::write(path.with_extension("json"), words(document).to_string()).expect("the file can be written");
    page.pages
}

/// What the pages should say, in order; footnotes apart, since they stand at the feet of pages.
fn words(document: &Document) -> serde_json::Value {
    let mut words = Words { text: vec![document.title.clone()], notes: Vec::new() };
    words.part(&document.blocks, &document.signatories);
    for component in &document.components {
        words.text.push(component.heading.clone());
        words.text.extend(component.title.clone());
        words.part(&component.blocks, &component.signatories);
    }
    let symbols: Vec<String> = document.symbols().map(ToString::to_string).collect();
    json!({ "language": document.language, "symbols": symbols, "text": words.text, "notes": words.notes })
}

struct Words {
    text: Vec<String>,
    notes: Vec<String>,
}

impl Words {
    fn part(&mut self, blocks: &[Block], signatories: &[Signatory]) {
        for block in blocks {
            match block.kind {
                BlockKind::Footnote => self.notes.push(block.text.clone()),
                BlockKind::Figure | BlockKind::FacsimilePage => {}
                _ => {
                    self.text.extend(block.number.clone());
                    self.text.push(block.text.replace('¹', "1"));
                }
            }
        }
        for signatory in signatories {
            self.text.push(signatory.name.clone());
            self.text.extend(signatory.titles.clone());
        }
    }
}
