use anyhow::Result;
use chancery_model::DossierId;
use chancery_read::Reader;
use clap::Args;

use super::{Global, pair, print};
use crate::{
    diagnose::terminal,
    flow::{self, Known},
    outcome,
};

/// Accept a dossier: confirm its reading.
#[derive(Args)]
pub struct Accept {
    /// The dossier, D1
    dossier: DossierId,
    /// An answer to a grave finding
    #[arg(long, value_name = "RULE=REASON", value_parser = pair)]
    answer: Vec<(String, String)>,
}

impl Accept {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let dossier = flow::dossier_of(&office, self.dossier)?;
        let bytes = flow::bytes_of(&office, &dossier.original)?;
        let today = office.body.date_of(here.now());
        let known = Known::of(&office, today);
        let review = flow::review(&Reader::new(&office.body), &office.body, &bytes, &dossier.id.to_string(), &known)?;
        let open = flow::unanswered(&review.findings, &self.answer);
        if !open.is_empty() {
            print!("{}", print::findings(&dossier.id.to_string(), &review));
            let rules: Vec<&str> = open.iter().map(|finding| finding.rule.as_str()).collect();
            eprintln!(
                "refused: {} has {}; answer each with --answer RULE=REASON ({}), or return it",
                dossier.id,
                terminal::summary(&review.findings),
                rules.join(", ")
            );
            return Ok(outcome::REFUSED);
        }
        let entry = flow::accept(&office, dossier.id, &review, &self.answer, here.now(), here.key.clone())?;
        if here.json() {
            println!("{}", serde_json::to_string(&entry)?);
        } else {
            print::line("accepted", format!("{} as entry {}", dossier.id, entry.number));
        }
        Ok(outcome::DONE)
    }
}
