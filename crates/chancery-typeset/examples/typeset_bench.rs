//! How long documents take on the press, for `bench/press` and by itself. One line of JSON.
//!
//! - `typeset_bench press COUNT`: COUNT different letters of three pages as PDF, HTML and Akoma Ntoso, after one to warm up;
//! - `typeset_bench first`: the first document of a process;
//! - `typeset_bench six`: one letter in six languages, from the start of the process;
//! - `typeset_bench threads COUNT`: the same by one thread and by two;
//! - `typeset_bench memory COUNT [EACH]`: how much memory is held after each EACH (a tenth) of COUNT different documents;
//! - `typeset_bench write FOLDER COUNT`: the letters as other typesetters need them: template, data, HTML, DOCX.

use std::{fs, path::Path, time::Instant};

use chancery_model::{Body, Document};
use chancery_typeset::{Format, render, sheet};
use serde_json::{Value, json};

#[allow(dead_code)]
#[path = "../src/tests/samples.rs"]
mod samples;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = |at: usize| arguments.get(at).and_then(|count| count.parse().ok()).unwrap_or(100);
    let body = samples::body("assembly");
    let said = match arguments.first().map(String::as_str) {
        Some("press") => {
            set(&letter(usize::MAX), &body);
            let started = Instant::now();
            (0..count(1)).for_each(|n| set(&letter(n), &body));
            json!({ "seconds_each": started.elapsed().as_secs_f64() / count(1) as f64 })
        }
        Some("first") => {
            let started = Instant::now();
            set(&letter(0), &body);
            json!({ "seconds": started.elapsed().as_secs_f64() })
        }
        Some("six") => {
            let started = Instant::now();
            (0..6).for_each(|n| set(&samples::varied(n), &body));
            json!({ "seconds": started.elapsed().as_secs_f64() })
        }
        Some("threads") => {
            set(&letter(usize::MAX), &body);
            let by = |threads: usize| {
                let started = Instant::now();
                std::thread::scope(|scope| {
                    for thread in 0..threads {
                        let body = &body;
                        scope.spawn(move || {
                            (thread..count(1)).step_by(threads).for_each(|n| set(&letter(n + threads * 10_000), body));
                        });
                    }
                });
                started.elapsed().as_secs_f64()
            };
            json!({ "one": by(1), "two": by(2) })
        }
        Some("memory") => {
            let each = arguments.get(2).and_then(|each| each.parse().ok()).unwrap_or(count(1) / 10).max(1);
            let mut megabytes = Vec::new();
            for n in 0..count(1) {
                set(&samples::varied(n), &body);
                if (n + 1) % each == 0 {
                    megabytes.push(held());
                }
            }
            json!({ "megabytes": megabytes })
        }
        Some("write") => {
            let folder = Path::new(arguments.get(1).expect("a folder"));
            write(folder, count(2), &body);
            json!({ "documents": count(2) })
        }
        _ => {
            eprintln!(
                "usage: typeset_bench press COUNT | first | six | threads COUNT | memory COUNT [EACH] | write FOLDER COUNT"
            );
            Value::Null
        }
    };
    println!("{said}");
}

/// One of many letters that differ in every paragraph.
fn letter(n: usize) -> Document {
    let mut document = samples::ferries();
    document.title.push_str(&format!(", copy {n}"));
    for block in &mut document.blocks {
        block.text.push_str(&format!(" ({n})"));
    }
    document
}

fn set(document: &Document, body: &Body) {
    for format in [Format::Pdf, Format::Html, Format::Akn] {
        render(document, body, format).expect("the sample can be set");
    }
}

fn write(folder: &Path, count: usize, body: &Body) {
    let put = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("the file can be written");
    put("page.typ", include_bytes!("../src/templates/page.typ"));
    for n in 0..count {
        let document = letter(n);
        let (template, data) = sheet(&document, body).expect("the sample can be set");
        put("document.typ", template.as_bytes());
        put(&format!("{n}.json"), &data);
        for format in [Format::Html, Format::Docx] {
            let page = render(&document, body, format).expect("the sample can be set");
            put(&format!("{n}.{}", format.ending()), &page.bytes);
        }
    }
}

/// How much memory the process holds, in MB, where the system says it.
fn held() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}
