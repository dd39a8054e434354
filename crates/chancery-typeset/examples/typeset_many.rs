//! Sets a great many different documents of our own invention in the six languages and writes them into a folder, each with
//! the words that its pages should say: `typeset_many FOLDER [COUNT]`. `bench/pages` looks at what came of it.

use std::{fs, path::PathBuf, time::Instant};

use chancery_model::{
    Document,
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
    let count: usize = arguments.next().map_or(330, |count| count.parse().expect("how many documents"));
    fs::create_dir_all(&folder).expect("the folder can be made");
    let body = samples::body("assembly");
    let started = Instant::now();
    let mut pages = 0;
    for n in 0..count {
        let document = samples::varied(n);
        let page = pdf(&document, &body).unwrap_or_else(|error| panic!("document {n}: {error}"));
        assert!(page.replaced.is_empty() && page.left_out.is_empty(), "document {n}: {page:?}");
        pages += page.pages;
        let path = folder.join(format!("{n:04}-{}.pdf", document.language));
        fs::write(&path, &page.bytes).expect("the file can be written");
        fs::write(path.with_extension("json"), words(&document).to_string()).expect("the file can be written");
    }
    println!("{count} documents, {pages} pages, {:.1?}", started.elapsed());
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
