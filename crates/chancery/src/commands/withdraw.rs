use anyhow::Result;
use chancery_model::Act;
use clap::Args;

use super::{Global, act_on};

/// Withdraw an issued document; its number is never given again, and its address says what happened.
#[derive(Args)]
pub struct Withdraw {
    /// The dossier or a symbol
    document: String,
    /// Why; the reason is published
    #[arg(long)]
    reason: String,
}

impl Withdraw {
    pub fn run(self, here: &Global) -> Result<u8> {
        act_on(here, &self.document, "withdraw", "withdrawn", |office, _| {
            let reason = office.files.put(self.reason.as_bytes())?;
            Ok(Act::Withdraw { date: office.body.date_of(here.now()), reason })
        })
    }
}
