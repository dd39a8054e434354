use anyhow::Result;
use chancery_model::Act;
use clap::Args;
use jiff::civil::Date;

use super::{Global, act_on};
use crate::flow;

/// Open a document to everyone, now or on a day to come.
#[derive(Args)]
pub struct Derestrict {
    /// The dossier or a symbol
    document: String,
    /// The distribution category it gets; the body's first, without it
    #[arg(long, value_name = "NAME")]
    distribution: Option<String>,
    /// The day from which on anyone may read it; `chancery clock --run` does it then
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

impl Derestrict {
    pub fn run(self, here: &Global) -> Result<u8> {
        let (name, word) = match self.on {
            Some(_) => ("plan_derestriction", "planned"),
            None => ("derestrict", "derestricted"),
        };
        act_on(here, &self.document, name, word, |office, _| {
            let distribution = flow::category(&office.body, self.distribution.as_deref())?;
            Ok(match self.on {
                Some(on) => Act::PlanDerestriction { on, distribution },
                None => Act::Derestrict { date: office.body.date_of(here.now()), distribution },
            })
        })
    }
}
