use anyhow::{Context, Result};
use chancery_register::GapReason;
use clap::Args;

use super::Global;
use crate::{
    catalogue::Catalogue,
    followers,
    office::Office,
    outcome::{self, Declined},
};

/// List the numbers of a series that are not on the record, and why.
#[derive(Args)]
pub struct Gaps {
    /// The series' code; all series without one
    series: Option<String>,
    /// The session or year; every one without it
    #[arg(long)]
    period: Option<String>,
    /// As the public sees it: which numbers are issued, withdrawn, void, reserved, or not public
    #[arg(long)]
    public: bool,
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
        if self.public {
            return self.as_the_public_sees_it(here, &office);
        }
        let mut lines = Vec::new();
        for state in reader.all_series()? {
            // Job numbers are production numbers and name no document; only symbols are promised to be without a gap.
            if office.body.series(&state.series).is_none() {
                continue;
            }
            if self.series.as_ref().is_some_and(|code| !code.eq_ignore_ascii_case(&state.series))
                || self.period.as_ref().is_some_and(|period| *period != state.period)
            {
                continue;
            }
            for gap in reader.gaps(&office.body, &state.series, &state.period)? {
                let name = |number: u32| match office.body.series(&state.series) {
                    Some((_, series)) => office.body.symbol_of(series, &state.period, number).to_string(),
                    None => format!("{} {} {number}", state.series, state.period),
                };
                let why = match &gap.why {
                    GapReason::Reserved(purpose) => format!("reserved: {purpose}"),
                    GapReason::GivenElsewhere => "given elsewhere, while the numbering was not here".to_owned(),
                    GapReason::SetAside { station, purpose } => {
                        let purpose = office.files.get(purpose)?;
                        let purpose = purpose.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                        let station = station.as_ref().map(|station| format!(" for {station}")).unwrap_or_default();
                        format!("set aside{station}: {}", purpose.unwrap_or_else(|| "(removed)".to_owned()))
                    }
                    GapReason::Voided(dossier) => format!("voided before issue ({dossier})"),
                    GapReason::Unexplained => "UNEXPLAINED: the record is damaged".to_owned(),
                };
                lines.push((name(gap.first), name(gap.last), why));
            }
        }
        if here.json() {
            let gap = |(first, last, why): &(String, String, String)| serde_json::json!({ "first": first, "last": last, "why": why });
            println!("{}", serde_json::Value::Array(lines.iter().map(gap).collect()));
            return Ok(outcome::DONE);
        }
        for (first, last, why) in &lines {
            let range = if first == last { first.clone() } else { format!("{first} to {last}") };
            println!("{range:<28}{why}");
        }
        if lines.is_empty() {
            println!("no number is missing");
        }
        Ok(outcome::DONE)
    }

    fn as_the_public_sees_it(&self, here: &Global, office: &Office) -> Result<u8> {
        followers::catalogue::follow(office)?;
        let catalogue = Catalogue::open(&office.folder)?.context("there is no catalogue")?;
        let mut all = Vec::new();
        for (series, period) in catalogue.series()? {
            let other =
                |wanted: &Option<String>, is: &str| wanted.as_ref().is_some_and(|w| !w.eq_ignore_ascii_case(is));
            if other(&self.series, &series) || other(&self.period, &period) {
                continue;
            }
            all.extend(catalogue.numbers(&office.body, &series, &period)?);
        }
        if here.json() {
            println!("{}", serde_json::to_string(&all)?);
            return Ok(outcome::DONE);
        }
        for numbers in &all {
            println!("{} {}: {} of {} on the record", numbers.series, numbers.period, numbers.issued, numbers.highest);
            for run in &numbers.runs {
                let range =
                    if run.count == 1 { run.first.to_string() } else { format!("{} to {}", run.first, run.last) };
                println!("  {range:<28}{}", run.state.words());
            }
        }
        if all.is_empty() {
            println!("the public knows no number yet");
        }
        Ok(outcome::DONE)
    }
}
