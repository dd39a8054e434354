use std::path::PathBuf;

use anyhow::Result;
use chancery_read::Reader;
use clap::Args;
use jiff::Timestamp;

use super::{Global, bytes_of, name_of, print};
use crate::{
    diagnose::terminal,
    flow::{self, Known},
    outcome::{self, Declined},
};

/// Receive an original and open a dossier for it.
#[derive(Args)]
pub struct Receive {
    /// Originals; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// By which way it came
    #[arg(long, default_value = "command line")]
    channel: String,
    /// The office that received it from the delegation, where that is another one
    #[arg(long, value_name = "OFFICE")]
    received_by: Option<String>,
    /// When that office received it
    #[arg(long, value_name = "TIME", value_parser = super::moment)]
    received_at: Option<Timestamp>,
}

impl Receive {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office_or_new()?;
        let reader = Reader::new(&office.body);
        let intake =
            flow::Intake { channel: self.channel, received_by: self.received_by, received_at: self.received_at };
        if self.files.len() > 1 && here.key.is_some() {
            return Err(Declined::because("--key belongs to one original; receive them one by one".to_owned()));
        }
        let mut objects = Vec::new();
        for path in &self.files {
            let bytes = bytes_of(path)?;
            // The same key as `circulate` uses, so that one text received both ways is one dossier.
            let key = here.key.clone().unwrap_or_else(|| office.key_for("letter", &bytes) + ":receive");
            let id = flow::receive(&office, &bytes, &intake, here.now(), Some(key))?;
            let known = Known::of(&office, office.body.date_of(here.now()));
            let review = flow::review(&reader, &office.body, &bytes, &name_of(path), &known)?;
            if here.json() {
                objects.push(serde_json::json!({
                    "dossier": id.to_string(), "file": path.display().to_string(),
                    "verdict": review.verdict, "findings": review.findings,
                }));
                continue;
            }
            print::line("received", format!("{id}  {}", path.display()));
            print::line("checked", terminal::summary(&review.findings));
            for finding in &review.findings {
                print::line("", format!("{} {}", finding.rule, finding.message));
            }
        }
        super::print_objects(here.format, objects);
        Ok(outcome::DONE)
    }
}
