use anyhow::Result;
use chancery_model::{Act, DossierId};
use clap::Args;

use super::Global;

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
        super::act_for_a_reason(here, self.dossier, &self.reason, "returned", |reason| Act::Return { reasons: reason })
    }
}
