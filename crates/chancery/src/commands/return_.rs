use anyhow::Result;
use chancery_model::{Act, DossierId, Step};
use clap::Args;

use super::{Global, print};
use crate::{flow, outcome};

/// Return a dossier to its sender, with reasons.
#[derive(Args)]
pub struct Return {
    /// The dossier, D1
    dossier: DossierId,
    /// Why
    #[arg(long, required = true)]
    reason: String,
}

impl Return {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let reasons = office.files.put(self.reason.as_bytes())?;
        let entry = flow::perform(&office, Some(self.dossier), Step::Plain(Act::Return { reasons }), here.now(), None)?;
        if here.json() {
            println!("{}", serde_json::to_string(&entry)?);
        } else {
            print::line("returned", format!("{} as entry {}", self.dossier, entry.number));
        }
        Ok(outcome::DONE)
    }
}
