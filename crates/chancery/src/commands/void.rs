use anyhow::Result;
use chancery_model::{Act, DossierId, Step};
use clap::Args;

use super::{Global, print};
use crate::{flow, outcome};

/// Void the numbers of a registered dossier; they are never given again.
#[derive(Args)]
pub struct Void {
    /// The dossier, D1
    dossier: DossierId,
    /// Why
    #[arg(long, required = true)]
    reason: String,
}

impl Void {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let reason = office.files.put(self.reason.as_bytes())?;
        let entry = flow::perform(&office, Some(self.dossier), Step::Plain(Act::Void { reason }), here.now(), None)?;
        if here.json() {
            println!("{}", serde_json::to_string(&entry)?);
        } else {
            print::line("voided", format!("{} as entry {}", self.dossier, entry.number));
        }
        Ok(outcome::DONE)
    }
}
