//! Sets the samples of the tests and writes them into a folder, to be looked at: `typeset_samples FOLDER`.

use std::{path::PathBuf, time::Instant};

use chancery_typeset::{Format, render};

#[allow(dead_code)]
#[path = "../src/tests/samples.rs"]
mod samples;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder to write into"));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let mut all: Vec<_> =
        samples::all().into_iter().map(|(name, of, document)| (name, samples::body(of), document)).collect();
    let (body, document) = samples::arabic();
    all.push(("arabic", body, document));
    for (name, body, document) in all {
        for format in Format::ALL {
            let started = Instant::now();
            match render(&document, &body, format) {
                Ok(page) => {
                    let path = folder.join(format!("{name}.{}", format.ending()));
                    std::fs::write(&path, &page.bytes).expect("the file can be written");
                    println!(
                        "{}: {} pages, {} bytes, {:?}, replaced {:?}",
                        path.display(),
                        page.pages,
                        page.bytes.len(),
                        started.elapsed(),
                        page.replaced
                    );
                }
                Err(error) => println!("{name}.{}: {error}", format.ending()),
            }
        }
    }
}
