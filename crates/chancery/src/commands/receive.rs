use std::path::PathBuf;

use anyhow::Result;
use chancery_read::Reader;
use clap::Args;

use super::{Global, bytes_of, name_of, print};
use crate::{flow, outcome};

/// Receive an original and open a dossier for it.
#[derive(Args)]
pub struct Receive {
    /// Originals; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// By which way it came
    #[arg(long, default_value = "command line")]
    channel: String,
    /// The same key never receives twice
    #[arg(long)]
    key: Option<String>,
}

impl Receive {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office_or_new()?;
        let reader = Reader::new(&office.body);
        for path in &self.files {
            let bytes = bytes_of(path)?;
            let key = self.key.clone().unwrap_or_else(|| office.key_for("receive", &bytes));
            let id = flow::receive(&office, &bytes, &self.channel, here.now(), Some(key))?;
            let review =
                flow::review(&reader, &office.body, &bytes, &name_of(path), office.body.date_of(here.now()), None);
            if here.json() {
                println!(
                    "{}",
                    serde_json::json!({
                        "dossier": id.to_string(), "file": path.display().to_string(),
                        "verdict": review.verdict, "findings": review.findings,
                    })
                );
                continue;
            }
            print::line("received", format!("{id}  {}", path.display()));
            print::line("checked", super::lint::summary(&review));
            for finding in &review.findings {
                print::line("", format!("{} {}", finding.rule, finding.message));
            }
        }
        Ok(outcome::DONE)
    }
}
