use std::path::PathBuf;

use anyhow::Result;
use chancery_lint::Verdict;
use chancery_read::Reader;
use clap::Args;

use super::{Format, Global, bytes_of, print};
use crate::{flow, outcome};

/// Check a text against the body's rules; changes nothing.
#[derive(Args)]
pub struct Lint {
    /// Texts to check; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Lint {
    pub fn run(self, here: &Global) -> Result<u8> {
        let body = here.body()?;
        let today = body.date_of(here.now());
        let reader = Reader::new(&body);
        let mut grave = false;
        let mut objects = Vec::new();
        for path in &self.files {
            let bytes = bytes_of(path)?;
            let review = flow::review(&reader, &body, &bytes, &path.display().to_string(), today, None);
            grave |= review.verdict == Verdict::Grave;
            if here.json() {
                objects.push(serde_json::json!({
                    "file": path.display().to_string(), "verdict": review.verdict, "findings": review.findings,
                }));
            } else {
                print!("{}", print::findings(&path.display().to_string(), &review.reading.text, &review.findings));
                println!("{}: {}", path.display(), summary(&review));
            }
        }
        match (here.format, objects.len()) {
            (Format::Json, 1) => println!("{}", objects[0]),
            (Format::Json, _) => println!("{}", serde_json::Value::Array(objects)),
            (Format::Jsonl, _) => objects.iter().for_each(|object| println!("{object}")),
            (Format::Human, _) => {}
        }
        Ok(if grave { outcome::REFUSED } else { outcome::DONE })
    }
}

/// The verdict in words.
pub fn summary(review: &flow::Review) -> String {
    let grave = flow::unanswered(&review.findings, &[]).len();
    let advice = review.findings.len() - grave;
    match (grave, advice) {
        (0, 0) => "clean".to_owned(),
        (0, n) => format!("no grave finding, {n} of advice"),
        (n, 0) => format!("{n} grave"),
        (n, m) => format!("{n} grave, {m} of advice"),
    }
}
