use std::path::PathBuf;

use anyhow::{Context, Result};
use chancery_lint::Verdict;
use chancery_read::Reader;
use clap::Args;

use super::{Global, bytes_of, preview::proof_document, print};
use crate::{
    diagnose::terminal,
    flow::{self, Known},
    outcome::{self, Declined},
};

/// Make a page proof and the findings; keeps nothing.
#[derive(Args)]
pub struct CheckPage {
    /// The letter; - is standard input
    file: PathBuf,
    /// Where to write the proof
    #[arg(short, long, value_name = "PAGE.pdf")]
    output: PathBuf,
}

impl CheckPage {
    pub fn run(self, here: &Global) -> Result<u8> {
        let body = here.body()?;
        let today = body.date_of(here.now());
        let bytes = bytes_of(&self.file)?;
        let name = self.file.display().to_string();
        let review = flow::review(&Reader::new(&body), &body, &bytes, &name, &Known::on(today))?;
        let document = proof_document(&body, &review.reading.communication, today);
        let page = match chancery_typeset::pdf(&document, &body) {
            Err(missing @ chancery_typeset::TypesetError::WordingMissing { .. }) => {
                return Err(Declined::because(missing.to_string()));
            }
            page => page?,
        };
        std::fs::write(&self.output, &page.bytes).with_context(|| format!("cannot write {}", self.output.display()))?;
        let lost: String = page.replaced.iter().collect();
        if !lost.is_empty() {
            eprintln!("no font at hand shows these characters: {lost}");
        }
        if here.json() {
            println!(
                "{}",
                serde_json::json!({
                    "file": name, "verdict": review.verdict, "findings": review.findings,
                    "proof": self.output, "pages": page.pages, "characters_without_a_font": lost,
                })
            );
        } else {
            print!("{}", print::findings(&name, &review));
            println!("{}: {}", terminal::in_line(&name), terminal::summary(&review.findings));
            println!("{} ({} pages)", self.output.display(), page.pages);
        }
        Ok(if review.verdict == Verdict::Grave { outcome::REFUSED } else { outcome::DONE })
    }
}
