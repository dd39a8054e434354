//! How long a letter takes on the press: the first of a process, then a hundred different ones.

use std::time::{Duration, Instant};

use chancery_typeset::pdf;

#[allow(dead_code)]
#[path = "../src/tests/samples.rs"]
mod samples;

fn main() {
    for (name, of, make) in [
        ("letter with annex, 3 pages", "assembly", samples::ferries as fn() -> _),
        ("letter in the form of the United Nations, 3 pages", "un", samples::un),
        ("300 paragraphs, 23 pages", "assembly", samples::long),
    ] {
        let body = samples::body(of);
        let mut times: Vec<Duration> = Vec::new();
        for n in 0..100 {
            let mut document = make();
            document.title.push_str(&format!(", copy {n}"));
            for block in &mut document.blocks {
                block.text.push_str(&format!(" ({n})"));
            }
            let started = Instant::now();
            pdf(&document, &body).expect("the sample can be set");
            times.push(started.elapsed());
        }
        let first = times.remove(0);
        times.sort();
        println!("{name}: first {first:.1?}, then p50 {:.1?}, p95 {:.1?}", times[49], times[94]);
    }
}
