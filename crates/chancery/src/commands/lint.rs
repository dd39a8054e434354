use std::path::PathBuf;

use anyhow::Result;
use chancery_lint::Verdict;
use chancery_read::Reader;
use clap::Args;

use super::{Format, Global, bytes_of, print};
use crate::{
    diagnose::terminal::{self, Total},
    flow, outcome,
};

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
        let mut total = Total::default();
        for path in &self.files {
            let bytes = bytes_of(path)?;
            let name = path.display().to_string();
            let review = flow::review(&reader, &body, &bytes, &name, today, None);
            grave |= review.verdict == Verdict::Grave;
            total.add(&review.findings);
            if here.json() {
                objects.push(serde_json::json!({
                    "file": name, "verdict": review.verdict, "findings": review.findings,
                }));
            } else {
                print!("{}", print::findings(&name, &review));
                println!("{}: {}", terminal::in_line(&name), terminal::summary(&review.findings));
            }
        }
        match (here.format, objects.len()) {
            (Format::Json, 1) => println!("{}", objects[0]),
            (Format::Json, _) => println!("{}", serde_json::Value::Array(objects)),
            (Format::Jsonl, _) => objects.iter().for_each(|object| println!("{object}")),
            (Format::Human, _) => total.line().iter().for_each(|line| println!("{line}")),
        }
        Ok(if grave { outcome::REFUSED } else { outcome::DONE })
    }
}
