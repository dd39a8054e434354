use anyhow::Result;
use clap::Args;

use super::Global;
use crate::{outcome, outcome::Declined};

/// List the numbers of a series that are not on the record, and why.
#[derive(Args)]
pub struct Gaps {
    /// The series' code; all series without one
    series: Option<String>,
    /// The session or year; every one without it
    #[arg(long)]
    period: Option<String>,
}

impl Gaps {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let reader = office.reader()?;
        if let Some(code) = &self.series
            && office.body.series(code).is_none()
        {
            let known: Vec<&str> =
                office.body.organs.iter().flat_map(|o| &o.series).map(|series| series.code.as_str()).collect();
            return Err(Declined::because(format!("there is no series “{code}”; there are {}", known.join(", "))));
        }
        let gaps = reader.gaps(&office.body, self.series.as_deref(), self.period.as_deref())?;
        if here.json() {
            println!("{}", serde_json::to_string(&gaps)?);
            return Ok(outcome::DONE);
        }
        for gap in &gaps {
            println!("{:<20}{}", gap.symbol.as_str(), gap.why);
        }
        if gaps.is_empty() {
            println!("no number is missing");
        }
        Ok(outcome::DONE)
    }
}
