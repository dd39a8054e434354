use anyhow::{Context, Result};
use chancery_model::{Act, DossierId, Language, act::Registration};
use clap::Args;

use super::{Global, asks_of, print};
use crate::{flow, outcome, outcome::Declined};

/// Register a dossier: give it its symbols, job number and agenda entries.
#[derive(Args)]
pub struct Register {
    /// The dossier, D1
    dossier: DossierId,
    /// A symbol given elsewhere, one for each organ
    #[arg(long, value_name = "SYMBOL")]
    symbol: Vec<String>,
    /// A job number given elsewhere
    #[arg(long, value_name = "NUMBER")]
    job: Option<String>,
    /// An organ, with items, where the letter names none
    #[arg(long, value_name = "ORGAN[=ITEMS]")]
    organ: Vec<String>,
    /// The duty station that registers; its block of numbers is used
    #[arg(long, value_name = "STATION")]
    station: Option<String>,
    /// The languages that get a job number each, in a body that counts each version
    #[arg(long, value_name = "LANG", value_delimiter = ',')]
    languages: Vec<String>,
    #[command(flatten)]
    under: super::UnderArgs,
}

impl Register {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let body = &office.body;
        let dossier = flow::dossier_of(&office, self.dossier)?;
        let communication = flow::reading_of(&office, &dossier)?.communication;
        let under = self.under.of(&office)?;
        let mut asks = match asks_of(body, &self.organ)? {
            Some(asks) => asks,
            // What stands under another document is one of the same organs, under the same items.
            None if under.is_some() => Vec::new(),
            None => flow::asks(body, &communication)?,
        };
        for text in &self.symbol {
            let symbols =
                body.grammar().parse_all(text).map_err(|e| Declined::because(format!("“{text}” is no symbol: {e}")))?;
            for symbol in symbols {
                let place = body.place(&symbol);
                let ask = asks.iter_mut().find(|ask| place.as_ref().is_some_and(|place| place.organ == ask.organ));
                let (Some(ask), Some(place)) = (ask, place) else {
                    return Err(Declined::because(format!("{symbol} belongs to no organ that is to receive it")));
                };
                ask.period = Some(place.period).filter(|period| !period.is_empty());
                ask.symbol = Some(symbol);
                ask.expect = None;
            }
        }
        let expect_job = communication.job_number.filter(|_| asks.iter().any(|ask| ask.expect.is_some()));
        let expect_job = if self.job.is_some() { None } else { expect_job };
        let registration = Registration {
            asks,
            job_series: String::new(),
            job_number: self.job,
            expect_job,
            station: self.station,
            under,
            languages: self
                .languages
                .iter()
                .map(|code| Language::parse(code))
                .collect::<Result<_, _>>()
                .context("--languages")?,
        };
        let entry = flow::register(&office, self.dossier, registration, here.now(), here.key.clone())?;
        if here.json() {
            println!("{}", serde_json::to_string(&entry)?);
            return Ok(outcome::DONE);
        }
        if let Act::Register { allotments, job_number, .. } = &entry.act {
            for allotment in allotments {
                let organ = body.organ(&allotment.organ).map(|o| o.name.clone()).unwrap_or_default();
                print::line(
                    "registered",
                    format!("{}  {}", allotment.symbol, print::organ_and_items(&organ, &allotment.items)),
                );
            }
            print::line("job", job_number);
        }
        Ok(outcome::DONE)
    }
}
