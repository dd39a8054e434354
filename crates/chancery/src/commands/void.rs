use anyhow::Result;
use chancery_model::Act;
use clap::Args;

use super::{Global, act_on};

/// Void the numbers of a registered dossier; they are never given again.
#[derive(Args)]
pub struct Void {
    /// The dossier or a symbol
    document: String,
    /// Why
    #[arg(long, required = true)]
    reason: String,
}

impl Void {
    pub fn run(self, here: &Global) -> Result<u8> {
        act_on(here, &self.document, "void", "voided", |office, _| {
            Ok(Act::Void { reason: office.files.put(self.reason.as_bytes())? })
        })
    }
}
