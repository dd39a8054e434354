use anyhow::Result;
use chancery_model::Act;
use clap::Args;

use super::{Global, act_on};

/// Take the work on a held dossier up again.
#[derive(Args)]
pub struct Resume {
    /// The dossier or a symbol
    document: String,
}

impl Resume {
    pub fn run(self, here: &Global) -> Result<u8> {
        act_on(here, &self.document, "resume", "resumed", |_, _| Ok(Act::Resume {}))
    }
}
