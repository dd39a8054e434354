use anyhow::Result;
use chancery_model::{Act, Step};
use clap::Args;

use super::{Global, place_of, print};
use crate::{flow, outcome, outcome::Declined};

/// Set numbers aside: a block for a duty station, or numbers to be given one by one.
#[derive(Args)]
pub struct Reserve {
    /// The first symbol
    first: String,
    /// The last symbol; the first alone, without it
    last: Option<String>,
    /// The duty station that gives them
    #[arg(long, value_name = "STATION")]
    station: Option<String>,
    /// For what
    #[arg(long = "for", value_name = "PURPOSE")]
    purpose: String,
}

impl Reserve {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office_or_new()?;
        let first = place_of(&office.body, &self.first)?;
        let last = place_of(&office.body, self.last.as_ref().unwrap_or(&self.first))?;
        if (&first.series, &first.period) != (&last.series, &last.period) {
            return Err(Declined::because(
                "the first and the last symbol belong to different series or periods".to_owned(),
            ));
        }
        let act = Act::Reserve {
            series: first.series,
            period: first.period,
            first: first.number,
            last: last.number,
            station: self.station,
            purpose: office.files.put(self.purpose.as_bytes())?,
        };
        let entry = flow::perform(&office, None, Step::Plain(act), here.now(), here.key.clone())?;
        if here.json() {
            println!("{}", serde_json::to_string(&entry)?);
        } else {
            let last = self.last.map(|last| format!(" to {last}")).unwrap_or_default();
            print::line("reserved", format!("{}{last} as entry {}", self.first, entry.number));
        }
        Ok(outcome::DONE)
    }
}
