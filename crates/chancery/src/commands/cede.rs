use anyhow::Result;
use chancery_model::{Act, Step};
use clap::Args;

use super::{Global, print};
use crate::{flow, outcome};

/// Give a numbering to another office from now on; `init --continue SYMBOL` takes it back.
#[derive(Args)]
pub struct Cede {
    /// The series' code, as `chancery gaps` and `chancery show` name it
    series: String,
    /// The session or year; empty for a series that runs on
    #[arg(long, default_value = "")]
    period: String,
}

impl Cede {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office_or_new()?;
        let act = Act::Cede { series: self.series, period: self.period };
        let entry = flow::perform(&office, None, Step::Plain(act), here.now(), here.key.clone())?;
        if here.json() {
            println!("{}", serde_json::to_string(&entry)?);
        } else if let Act::Cede { series, period } = &entry.act {
            print::line("ceded", format!("{series} {period} as entry {}", entry.number));
        }
        Ok(outcome::DONE)
    }
}
