use anyhow::Result;
use chancery_model::{Act, act::Slot};
use clap::Args;
use jiff::civil::Date;

use super::{Global, act_on};

/// Agree the dates of a document: its slot, its urgency, the day it is taken up.
#[derive(Args)]
pub struct Schedule {
    /// The dossier or a symbol
    document: String,
    /// It goes before other work, and may be issued on a closed day
    #[arg(long)]
    urgent: bool,
    /// The day on which the organ takes it up
    #[arg(long, value_name = "DATE")]
    considered_on: Option<Date>,
    /// The day on which the text is due
    #[arg(long, value_name = "DATE", requires = "issue_by")]
    deliver_by: Option<Date>,
    /// The day on which the document is due
    #[arg(long, value_name = "DATE", requires = "deliver_by")]
    issue_by: Option<Date>,
    /// Why it may be longer than the limit
    #[arg(long, value_name = "REASON")]
    waiver: Option<String>,
}

impl Schedule {
    pub fn run(self, here: &Global) -> Result<u8> {
        let slot = match (self.deliver_by, self.issue_by) {
            (Some(deliver_by), Some(issue_by)) => Some(Slot { deliver_by, issue_by }),
            _ => None,
        };
        act_on(here, &self.document, "schedule", "scheduled", |office, _| {
            let waiver = self.waiver.as_ref().map(|reason| office.files.put(reason.as_bytes())).transpose()?;
            Ok(Act::Schedule { urgent: self.urgent, considered_on: self.considered_on, slot, waiver })
        })
    }
}
