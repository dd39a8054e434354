use anyhow::Result;
use chancery_model::{Act, DossierId};
use clap::Args;

use super::Global;

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
        super::act_for_a_reason(here, self.dossier, &self.reason, "voided", |reason| Act::Void { reason })
    }
}
