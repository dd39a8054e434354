use anyhow::Result;
use chancery_model::Act;
use clap::Args;

use super::{Global, act_on};

/// Return a dossier to its sender, with reasons.
#[derive(Args)]
pub struct Return {
    /// The dossier or a symbol
    document: String,
    /// Why
    #[arg(long, required = true)]
    reason: String,
}

impl Return {
    pub fn run(self, here: &Global) -> Result<u8> {
        act_on(here, &self.document, "return", "returned", |office, _| {
            Ok(Act::Return { reasons: office.files.put(self.reason.as_bytes())? })
        })
    }
}
