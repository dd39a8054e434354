use anyhow::Result;
use chancery_model::{Act, Step};
use clap::Args;

use super::Global;
use crate::{assets, flow, followers, office::Office, outcome, outcome::Declined};

/// Make an office, and take over a running numbering.
#[derive(Args)]
pub struct Init {
    /// The last symbol given elsewhere: the next number of its series follows it
    #[arg(long = "continue", value_name = "SYMBOL")]
    symbols: Vec<String>,
    /// The last job number given elsewhere
    #[arg(long, value_name = "NUMBER")]
    continue_job: Vec<String>,
    /// Who issues, printed on every page
    #[arg(long, value_name = "NAME")]
    issuer: Option<String>,
    /// The address of the office's resolver, printed on pages
    #[arg(long, value_name = "URL")]
    address: Option<String>,
}

impl Init {
    pub fn run(self, here: &Global) -> Result<u8> {
        let new = !Office::is_there(&here.office);
        let body = match (&here.body, new) {
            (Some(name), _) => assets::parse_body(&assets::body_files(name)?)?,
            (None, true) => assets::parse_body(&assets::body_files(assets::DEFAULT_BODY)?)?,
            (None, false) => here.body()?,
        };
        // Everything is understood before anything is made.
        let mut steps = Vec::new();
        for text in &self.symbols {
            let symbols = body
                .grammar()
                .parse_all(text)
                .map_err(|e| Declined::because(format!("“{text}” cannot be continued: {e}")))?;
            for symbol in symbols {
                let Some(place) = body.place(&symbol).filter(|place| place.modifiers.is_empty()) else {
                    return Err(Declined::because(format!("{symbol} belongs to no series that can be continued")));
                };
                steps.push(Act::Continue { series: place.series, period: place.period, last: place.number });
            }
        }
        for text in &self.continue_job {
            let Some((series, year, number)) = body.parse_job_number(text) else {
                let shape = &body.charter.job_numbers[0].template;
                return Err(Declined::because(format!("“{text}” is no job number of this body, which writes {shape}")));
            };
            steps.push(Act::Continue { series: format!("job:{}", series.code), period: year, last: number });
        }
        let mut office = if new {
            Office::create(&here.office, here.body.as_deref().unwrap_or(assets::DEFAULT_BODY))?
        } else {
            if steps.is_empty() && self.issuer.is_none() && self.address.is_none() {
                return Err(Declined::because(format!("there is an office in {} already", here.office.display())));
            }
            here.office()?
        };
        if self.issuer.is_some() || self.address.is_some() {
            office.config.office = self.issuer.or(office.config.office);
            office.config.address = self.address.or(office.config.address);
            office.config.save(&office.folder.join("chancery.toml"))?;
        }
        for act in &steps {
            flow::perform(&office, None, Step::Plain(act.clone()), here.now(), None)?;
        }
        followers::catch_up(&office)?;
        let key = followers::record::public_key(&office)?;
        if here.json() {
            println!(
                "{}",
                serde_json::json!({
                    "office": here.office, "body": office.body.charter.code, "issuer": office.issuer(),
                    "continued": self.symbols, "continued_job": self.continue_job, "log_key": key.to_string(),
                })
            );
            return Ok(outcome::DONE);
        }
        println!("office      {}", here.office.display());
        println!("body        {} ({})", office.body.charter.name, office.body.charter.code);
        println!("issuer      {}", office.issuer());
        for act in &steps {
            if let Act::Continue { series, period, last } = act {
                println!("continued   {series} {period} after {last}");
            }
        }
        println!("log key     {key}");
        Ok(outcome::DONE)
    }
}
