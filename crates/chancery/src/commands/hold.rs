use anyhow::Result;
use chancery_model::Act;
use clap::Args;
use jiff::civil::Date;

use super::{Global, act_on};

/// Stop the work on a dossier until something is cleared up.
#[derive(Args)]
pub struct Hold {
    /// The dossier or a symbol
    document: String,
    /// Why
    #[arg(long)]
    reason: String,
    /// Until when, where that is known
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

impl Hold {
    pub fn run(self, here: &Global) -> Result<u8> {
        act_on(here, &self.document, "hold", "held", |office, _| {
            Ok(Act::Hold { reason: office.files.put(self.reason.as_bytes())?, until: self.until })
        })
    }
}
