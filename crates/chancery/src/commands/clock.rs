use anyhow::Result;
use chancery_model::{
    Act, Dossier, Stage, Step,
    clock::{Facts, Punctuality, Slot, Standing},
};
use clap::Args;
use jiff::civil::Date;

use super::{Global, print};
use crate::{flow, followers, office::Office, outcome, view::View};

/// Say what is due and what is late; with --run, do what a day that has come was laid down for.
#[derive(Args)]
pub struct Clock {
    /// Open to everyone what was to be opened by today
    #[arg(long)]
    run: bool,
    /// Say how punctually documents were issued, by organ and language, instead of what is due
    #[arg(long, conflicts_with = "run")]
    punctuality: bool,
    /// Count only what was received from this day on
    #[arg(long, value_name = "DATE", requires = "punctuality")]
    from: Option<Date>,
    /// Count only what was received up to this day
    #[arg(long, value_name = "DATE", requires = "punctuality")]
    until: Option<Date>,
}

/// The role in which the clock acts, where the body has it.
const CLOCK: &str = "clock";

impl Clock {
    pub fn run(self, here: &Global) -> Result<u8> {
        let mut office = here.office()?;
        let today = office.body.date_of(here.now());
        if self.punctuality {
            return self.punctuality(here, &office, today);
        }
        let reader = office.reader()?;
        let mut opened = Vec::new();
        if self.run {
            if here.role.is_none() && office.body.charter.roles.iter().any(|role| role.code == CLOCK) {
                office.role = CLOCK.to_owned();
            }
            for (id, _) in reader.planned()?.into_iter().filter(|(_, day)| *day <= today) {
                let dossier = flow::dossier_of(&office, id)?;
                // What was not issued yet waits for its issue.
                let Some((_, distribution)) = dossier.derestriction.filter(|_| dossier.stage.is_out()) else {
                    continue;
                };
                let key = Some(format!("clock:{id}:{}", dossier.entries.len()));
                let act = Act::Derestrict { date: today, distribution };
                flow::perform(&office, Some(id), Step::Plain(act), here.now(), key)?;
                opened.push(id.to_string());
            }
            followers::catch_up(&office)?;
        }
        let planned: Vec<_> = reader.planned()?.into_iter().map(|(id, day)| (id.to_string(), day)).collect();
        let view = office.view(&reader);
        let mut open = Vec::new();
        for stage in [Stage::Received, Stage::Accepted, Stage::Registered] {
            each(
                |after| reader.dossiers_at(stage, after, 200),
                |dossier| {
                    let dates = office.body.calendar().dates(&facts(&view, &dossier)?, today);
                    // The earliest thing that is still to be done.
                    let next = dates.due.into_iter().find(|due| {
                        due.binding && matches!(due.standing, Standing::Due { .. } | Standing::Overdue { .. })
                    });
                    open.extend(next.map(|due| (dossier, due)));
                    Ok(())
                },
            )?;
        }
        open.sort_by_key(|(dossier, due)| (due.by, dossier.id));
        if here.json() {
            let due: Vec<_> = open
                .iter()
                .map(|(dossier, due)| {
                    serde_json::json!({
                        "dossier": dossier.id.to_string(), "stage": dossier.stage, "held": dossier.held.is_some(), "due": due,
                    })
                })
                .collect();
            let all = serde_json::json!({ "today": today, "derestricted": opened, "planned": planned, "due": due });
            println!("{all}");
            return Ok(outcome::DONE);
        }
        opened.iter().for_each(|id| print::line("opened", id));
        for (id, day) in &planned {
            print::line("opens", format!("{day}  {id}"));
        }
        for (dossier, due) in &open {
            let word = match due.standing {
                Standing::Overdue { days } => format!("LATE by {days} days"),
                Standing::Due { days: 0 } => "today".to_owned(),
                Standing::Due { days } => format!("in {days} days"),
                _ => continue,
            };
            let what = serde_json::to_value(due.what)?.as_str().unwrap_or_default().to_owned();
            let language = due.language.map(|language| format!(" in {language}")).unwrap_or_default();
            let held = if dossier.held.is_some() { ", held" } else { "" };
            let id = dossier.id.to_string();
            print::line("due", format!("{}  {id:<6} {what}{language}, {word}{held}; {}", due.by, due.authority));
        }
        if open.is_empty() && planned.is_empty() && opened.is_empty() {
            println!("nothing is due");
        }
        Ok(outcome::DONE)
    }

    fn punctuality(&self, here: &Global, office: &Office, today: Date) -> Result<u8> {
        let reader = office.reader()?;
        let view = office.view(&reader);
        let mut punctuality = Punctuality::default();
        each(
            |after| reader.dossiers(after, 200),
            |dossier| {
                let received = office.body.date_of(dossier.received);
                let counts = dossier.registered.is_some()
                    && dossier.stage != Stage::Voided
                    && self.from.is_none_or(|from| from <= received)
                    && self.until.is_none_or(|until| received <= until);
                if counts {
                    let dates = office.body.calendar().dates(&facts(&view, &dossier)?, today);
                    punctuality.add(dossier.allotments.iter().map(|own| own.organ.as_str()), &dates);
                }
                Ok(())
            },
        )?;
        let rows = punctuality.rows();
        if here.json() {
            println!("{}", serde_json::to_string(&rows)?);
            return Ok(outcome::DONE);
        }
        println!(
            "{:<24} {:<4} {:>8} {:>8} {:>6} {:>8} {:>8}",
            "organ", "", "released", "in time", "late", "median", "overdue"
        );
        for row in &rows {
            let median = row.median_days_late.map(|days| format!("{days} d")).unwrap_or_default();
            println!(
                "{:<24} {:<4} {:>8} {:>8} {:>6} {median:>8} {:>8}",
                row.organ,
                row.language.code(),
                row.released,
                row.on_time,
                row.late,
                row.overdue
            );
        }
        Ok(outcome::DONE)
    }
}

/// Looks at every dossier of a list that is read in pieces.
fn each(
    mut read: impl FnMut(Option<chancery_model::DossierId>) -> Result<Vec<Dossier>, chancery_register::Failure>,
    mut look: impl FnMut(Dossier) -> Result<()>,
) -> Result<()> {
    let mut after = None;
    loop {
        let some = read(after)?;
        let Some(last) = some.last() else { return Ok(()) };
        after = Some(last.id);
        some.into_iter().try_for_each(&mut look)?;
    }
}

/// What is known of a dossier for the sake of its dates.
fn facts(view: &View<'_>, dossier: &Dossier) -> Result<Facts> {
    let schedule = dossier.schedule.clone().unwrap_or_default();
    let kind = match view.reading(dossier)? {
        Some(kept) => serde_json::to_value(kept.communication.kind)?.as_str().unwrap_or_default().to_owned(),
        None => String::new(),
    };
    Ok(Facts {
        received: dossier.received,
        registered: dossier.registered,
        urgent: schedule.urgent,
        considered_on: schedule.considered_on,
        slot: schedule.slot.map(|slot| Slot { deliver_by: slot.deliver_by, issue_by: slot.issue_by }),
        words: dossier.words,
        waiver: schedule.waiver.is_some(),
        kind,
        languages: dossier.under.as_ref().map(|under| under.languages.clone()).unwrap_or_default(),
        delivered: dossier.delivered.iter().map(|delivery| (delivery.language, delivery.at)).collect(),
        released: dossier.releases.iter().map(|release| (release.language, release.date)).collect(),
    })
}
