//! The model: a ledger such as a careful clerk would keep with pencil and paper, from nothing but what was asked and what
//! was acknowledged. It shares no code with the fold, the numbering and the views, and holds every acknowledged act
//! against its own tables.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chancery_model::{
    Language, Symbol,
    act::{Act, Allotment, Amendment, Ask, DossierId, Entry, FORMAT, JobPlace, Proposal, Registration, Step},
    dossier::{Dossier, Stage},
    symbol::ModifierKind,
};
use chancery_register::{Gap, GapReason};

use super::world::{self, SERIES, STATIONS};

/// What does not fit, in words.
pub type Fault = String;

/// The numbers that no document bears, and why.
pub type Lacking = BTreeMap<u32, &'static str>;

/// At which stages an act may be done; `None` for acts that open a dossier or belong to none.
pub fn stages(act: &str) -> Option<Vec<Stage>> {
    use Stage::*;
    Some(match act {
        "receive" | "import" | "continue" | "cede" | "reserve" | "adopt" => return None,
        "hold" | "resume" | "schedule" => vec![Received, Accepted, Registered],
        "return" | "join" | "accept" => vec![Received, Accepted],
        "register" => vec![Accepted],
        "amend" | "void" | "issue" => vec![Registered],
        "deliver" => vec![Accepted, Registered, Issued, Imported],
        "complete" | "withdraw" | "derestrict" => vec![Issued, Imported],
        "reissue" => vec![Issued],
        "plan_derestriction" => vec![Registered, Issued, Imported],
        "describe" => vec![Issued, Imported, Withdrawn],
        "relate" => vec![Received, Accepted, Registered, Issued, Imported],
        "confirm" => vec![Imported],
        // Redaction is possible at every stage.
        _ => Stage::ALL.to_vec(),
    })
}

/// The stage an act leads to, where it leads to another.
pub fn leads_to(act: &str) -> Option<Stage> {
    Some(match act {
        "receive" => Stage::Received,
        "return" => Stage::Returned,
        "join" => Stage::Joined,
        "accept" => Stage::Accepted,
        "register" => Stage::Registered,
        "void" => Stage::Voided,
        "issue" => Stage::Issued,
        "import" => Stage::Imported,
        "withdraw" => Stage::Withdrawn,
        _ => return None,
    })
}

/// Whether an act may be done while the work is stopped.
fn while_held(act: &str) -> bool {
    matches!(act, "resume" | "schedule" | "return" | "void" | "relate" | "redact")
}

/// Whether any row of acts comes from a stage to where an act may be done.
pub fn reachable(from: Stage, act: &str) -> bool {
    let Some(wanted) = stages(act) else { return false };
    let mut seen = vec![from];
    let mut at = 0;
    while at < seen.len() {
        for step in ["return", "join", "accept", "register", "void", "issue", "withdraw"] {
            if let (Some(after), Some(to)) = (stages(step), leads_to(step))
                && after.contains(&seen[at])
                && !seen.contains(&to)
            {
                seen.push(to);
            }
        }
        at += 1;
    }
    seen.iter().any(|stage| wanted.contains(stage))
}

/// One series in one period, or one job-number series in one year.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// Where the running numbering stands, once it has begun.
    pub last: Option<u32>,
    /// Numbers up to here were given elsewhere before it began here.
    pub start: u32,
    /// How many the running numbering gave.
    pub given: u32,
    /// Every number on the record, and whether it was voided.
    pub borne: BTreeMap<u32, (DossierId, bool)>,
    /// Numbers set aside, and for which station.
    pub blocks: Vec<(u32, u32, Option<String>)>,
    /// Numbers given elsewhere while it was ceded.
    pub elsewhere: Vec<(u32, u32)>,
    /// Who allocates it, where an act said so.
    pub here: Option<bool>,
}

impl Count {
    fn block_of(&self, number: u32) -> Option<&(u32, u32, Option<String>)> {
        self.blocks.iter().find(|(first, last, _)| (*first..=*last).contains(&number))
    }

    pub fn is_elsewhere(&self, series: &str) -> bool {
        self.here.map_or(series == "R", |here| !here)
    }
}

/// Everything that was acknowledged.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Whether each language version has a job number of its own.
    pub each_language: bool,
    pub entries: Vec<Entry>,
    /// The dossiers as they were shown after the last act on each; the first is D1.
    pub dossiers: Vec<Dossier>,
    symbols: HashMap<String, DossierId>,
    jobs: HashMap<String, DossierId>,
    pub counts: BTreeMap<(String, String), Count>,
    modifiers: HashMap<(String, ModifierKind), u32>,
    /// Versions that were issued without a job number of their own, in a body that counts each.
    pub without_job: u64,
}

fn must(holds: bool, what: impl FnOnce() -> String) -> Result<(), Fault> {
    if holds { Ok(()) } else { Err(what()) }
}

impl Ledger {
    pub fn new(each_language: bool) -> Ledger {
        Ledger { each_language, ..Ledger::default() }
    }

    pub fn dossier(&self, id: DossierId) -> Option<&Dossier> {
        self.dossiers.get(usize::try_from(id.0).ok()?.checked_sub(1)?)
    }

    pub fn count(&self, series: &str, period: &str) -> Option<&Count> {
        self.counts.get(&(series.to_owned(), period.to_owned()))
    }

    fn count_mut(&mut self, series: &str, period: &str) -> &mut Count {
        self.counts.entry((series.to_owned(), period.to_owned())).or_default()
    }

    /// Whether a symbol or a job number is on the record.
    pub fn is_taken(&self, printed: &str) -> bool {
        self.symbols.contains_key(printed) || self.jobs.contains_key(printed)
    }

    /// The number that a running numbering gives after `last`.
    pub fn after(&self, series: &str, period: &str, last: u32) -> u32 {
        let none = Count::default();
        let count = self.count(series, period).unwrap_or(&none);
        let job = series.strip_prefix("job:");
        let mut number = last;
        loop {
            number += 1;
            let passed_over = match job {
                Some(job) => self.jobs.contains_key(&world::job_text(job, period, number)),
                None => {
                    count.borne.contains_key(&number)
                        || world::is_reserved(series, number)
                        || count.block_of(number).is_some()
                }
            };
            if !passed_over {
                return number;
            }
        }
    }

    /// Takes an acknowledged act in, and says what is wrong with it. `after` is its dossier as it is shown now.
    pub fn take(&mut self, proposal: &Proposal, entry: &Entry, after: Option<&Dossier>) -> Result<(), Fault> {
        let (act, now) = (entry.act.name(), proposal.at.as_second());
        must(act == proposal.step.name(), || format!("{act} came of {}", proposal.step.name()))?;
        must(entry.number == self.entries.len() as u64 + 1, || format!("entry {} does not follow", entry.number))?;
        let same = entry.at == proposal.at
            && entry.officer == proposal.officer
            && entry.role == proposal.role
            && entry.body == proposal.body
            && entry.format == FORMAT;
        must(same, || format!("the entry says another officer, role, hour or body than was asked: {entry:?}"))?;
        must(world::may(&entry.role, act), || format!("{} may not {act}", entry.role))?;
        let before = match (stages(act), leads_to(act)) {
            (Some(allowed), _) => {
                let id = proposal.dossier.ok_or_else(|| format!("{act} without a dossier"))?;
                must(entry.dossier == Some(id), || format!("{act} on {id} is an entry of {:?}", entry.dossier))?;
                let before = self.dossier(id).cloned().ok_or_else(|| format!("{act} on {id}, which does not exist"))?;
                must(allowed.contains(&before.stage), || format!("{act} at {:?}", before.stage))?;
                must(before.held.is_none() || while_held(act), || format!("{act} while {id} is held"))?;
                must(act != "resume" || before.held.is_some(), || format!("{id} was resumed and not held"))?;
                Some(before)
            }
            (None, Some(_)) => {
                let due = DossierId(self.dossiers.len() as u64 + 1);
                must(entry.dossier == Some(due), || format!("{act} opened {:?}, {due} is next", entry.dossier))?;
                None
            }
            (None, None) => {
                must(entry.dossier.is_none(), || format!("{act} belongs to {:?}", entry.dossier))?;
                None
            }
        };
        must(entry.dossier.is_some() == after.is_some(), || format!("{:?} is not shown", entry.dossier))?;
        self.act(proposal, entry, before.as_ref(), now)?;
        if let Some(after) = after {
            must(Some(after.id) == entry.dossier, || format!("{} is shown for {:?}", after.id, entry.dossier))?;
            let stage = leads_to(act).or(before.as_ref().map(|before| before.stage));
            must(Some(after.stage) == stage, || format!("after {act} {} is {:?}", after.id, after.stage))?;
            must(after.entries.last() == Some(&entry.number), || format!("{} lacks its entry", after.id))?;
            match &before {
                Some(before) => only_these_changed(act, before, after)?,
                None => self.dossiers.push(after.clone()),
            }
            self.outcome(&entry.act, after)?;
            let at = self.dossiers.iter().position(|dossier| dossier.id == after.id);
            at.into_iter().for_each(|at| self.dossiers[at] = after.clone());
        }
        self.entries.push(entry.clone());
        Ok(())
    }

    /// Numbers and contents of one act.
    fn act(&mut self, proposal: &Proposal, entry: &Entry, before: Option<&Dossier>, now: i64) -> Result<(), Fault> {
        let id = entry.dossier.unwrap_or(DossierId(0));
        let today = |date| must(date == world::day(now), || format!("dated {date}, done on {}", world::day(now)));
        match (&entry.act, &proposal.step) {
            (Act::Register { .. }, Step::Register(asked)) => return self.register(id, asked, &entry.act, now),
            (Act::Amend { .. }, Step::Amend(asked)) => {
                let before = before.ok_or("an amendment of nothing")?;
                return self.amend(before, asked, &entry.act, now);
            }
            (
                Act::Import { allotments, job_number, versions, .. },
                Step::Plain(Act::Import { allotments: asked, .. }),
            ) => {
                let languages: BTreeSet<Language> = versions.iter().map(|version| version.language).collect();
                must(languages.len() == versions.len(), || {
                    format!("taken in with two versions in one of {languages:?}")
                })?;
                return self.import(id, asked, allotments, job_number.as_deref());
            }
            (
                Act::Deliver { language, job, original, reading },
                Step::Plain(Act::Deliver { language: l, original: o, reading: r, job: None }),
            ) => {
                must((language, original, reading) == (l, o, r), || "another delivery than asked".to_owned())?;
                let before = before.ok_or("a delivery to nothing")?;
                let lacks = !before.language_jobs.is_empty()
                    && !before.language_jobs.iter().any(|own| own.language == *language);
                must(lacks == job.is_some(), || format!("{language} was delivered with the job number {job:?}"))?;
                if let Some(own) = job {
                    must(own.language == *language, || "a job number for another language".to_owned())?;
                    must(own.job.series == before.job_series, || "a job number of another series".to_owned())?;
                    self.job(id, &own.job, &own.job_number, false, Some(now))?;
                }
                return Ok(());
            }
            (Act::Continue { series, period, last }, Step::Plain(Act::Continue { series: s, period: p, last: l })) => {
                must(series.eq_ignore_ascii_case(s) && last == l, || format!("{:?} came of {s} {p} {l}", entry.act))?;
                let count = self.count_mut(series, period);
                match count.last {
                    Some(own) if count.given > 0 => {
                        let ceded = count.here == Some(false);
                        must(if ceded { *last >= own } else { *last == own }, || {
                            format!("{series} {period} stands at {own} and was continued after {last}")
                        })?;
                        if *last > own {
                            count.elsewhere.push((own + 1, *last));
                        }
                    }
                    _ => count.start = *last,
                }
                count.last = Some(*last);
                count.here = Some(true);
                return Ok(());
            }
            (Act::Cede { series, period }, Step::Plain(Act::Cede { series: s, .. })) => {
                must(series.eq_ignore_ascii_case(s), || format!("{series} was ceded, not {s}"))?;
                let count = self.count_mut(series, period);
                must(!count.is_elsewhere(series), || format!("{series} {period} was ceded twice"))?;
                count.here = Some(false);
                return Ok(());
            }
            (
                Act::Reserve { series, period, first, last, station, .. },
                Step::Plain(Act::Reserve { series: s, .. }),
            ) => {
                must(series.eq_ignore_ascii_case(s), || format!("{series} was set aside, not {s}"))?;
                let count = self.count_mut(series, period);
                let free = (*first..=*last).all(|number| {
                    number > count.last.unwrap_or(0)
                        && !count.borne.contains_key(&number)
                        && !world::is_reserved(series, number)
                        && count.block_of(number).is_none()
                });
                must(free && first <= last && *first > 0, || format!("{first} to {last} were not free"))?;
                must(!count.is_elsewhere(series), || "numbers of another office were set aside".to_owned())?;
                count.blocks.push((*first, *last, station.clone()));
                count.blocks.sort();
                return Ok(());
            }
            (act, Step::Plain(asked)) => must(act == asked, || format!("{act:?} came of {asked:?}"))?,
            (act, step) => return Err(format!("{act:?} came of {step:?}")),
        }
        match &entry.act {
            Act::Accept { answers, grave, .. } => {
                let answered = |rule: &String| answers.iter().any(|answer| answer.rule.eq_ignore_ascii_case(rule));
                must(grave.iter().all(answered), || "a grave finding has no answer".to_owned())
            }
            Act::Issue { date, distribution, versions, exception, components } => {
                today(*date)?;
                must(matches!(distribution.as_str(), "GEN" | "RES"), || format!("issued as {distribution}"))?;
                let given: BTreeSet<Language> = versions.iter().map(|version| version.language).collect();
                must(given.len() == versions.len() && !given.is_empty(), || "no version, or two in one".to_owned())?;
                let before = before.ok_or("an issue of nothing")?;
                let own = before.under.as_ref().map_or(&[][..], |under| &under.languages);
                let all = [world::language("en"), world::language("fr")];
                let required = if own.is_empty() { &all[..] } else { own };
                must(exception.is_some() || required.iter().all(|language| given.contains(language)), || {
                    format!("issued in {given:?} only, without an exception")
                })?;
                let offered = |language: &Language| matches!(language.code(), "en" | "fr" | "es");
                must(given.iter().all(offered), || format!("issued in {given:?}"))?;
                for component in components {
                    let fits = component.languages.iter().all(|language| given.contains(language));
                    must(fits && !component.languages.is_empty(), || format!("{component:?} does not fit"))?;
                }
                if let Some(under) = &before.under {
                    let parent = self.dossier(under.parent).map(|parent| parent.stage);
                    must(matches!(parent, Some(Stage::Issued | Stage::Imported)), || {
                        format!("{id} was issued under a document that is {parent:?}")
                    })?;
                }
                if !before.language_jobs.is_empty() {
                    let jobless = |language: &&Language| before.job_in(**language).is_none();
                    self.without_job += given.iter().filter(jobless).count() as u64;
                }
                Ok(())
            }
            Act::Complete { date, versions } => {
                today(*date)?;
                let before = before.ok_or("a completion of nothing")?;
                let given: BTreeSet<Language> = versions.iter().map(|version| version.language).collect();
                let new = versions.iter().all(|version| {
                    before.versions.iter().all(|own| own.language != version.language)
                        && matches!(version.language.code(), "en" | "fr" | "es")
                });
                must(new && given.len() == versions.len() && !given.is_empty(), || format!("completed by {given:?}"))
            }
            Act::Reissue { date, version, asterisks, .. } => {
                today(*date)?;
                let before = before.ok_or("a reissue of nothing")?;
                let own = before.versions.iter().any(|own| own.language == version.language);
                let borne = before.releases.iter().find(|own| own.language == version.language);
                let more = *asterisks > borne.map_or(0, |own| own.asterisks);
                must(own && more, || format!("{} was issued again with {asterisks} asterisks", version.language))
            }
            Act::Withdraw { date, .. } => today(*date),
            Act::PlanDerestriction { on, distribution } => {
                must(*on > world::day(now), || format!("{on} is not ahead"))?;
                may_be_read(before, distribution)
            }
            Act::Derestrict { date, distribution } => {
                today(*date)?;
                may_be_read(before, distribution)
            }
            Act::Receive { received_at, .. } => {
                must(received_at.is_none_or(|received| received <= proposal.at), || "received later".to_owned())
            }
            Act::Join { with, .. } => {
                let other = self.dossier(*with).map(|other| other.stage);
                let works = matches!(other, Some(Stage::Received | Stage::Accepted | Stage::Registered));
                must(works && *with != id, || format!("{id} became part of {with}, which is {other:?}"))
            }
            Act::Relate { relations } => {
                let itself = relations.iter().any(|related| match &related.to {
                    chancery_model::act::Target::Dossier(to) => *to == id,
                    chancery_model::act::Target::Symbol(symbol) => {
                        self.symbols.get(bare(symbol)) == Some(&id)
                            && before.is_some_and(|own| own.allotments.iter().any(|a| bare(&a.symbol) == bare(symbol)))
                    }
                });
                must(!itself, || format!("{id} stands in a relation to itself"))
            }
            Act::Redact { files, entries, .. } => {
                let own = |file: &chancery_model::act::FileId| {
                    let of = |entry: &&Entry| entry.dossier == Some(id);
                    self.entries.iter().filter(of).any(|entry| entry.act.files().contains(&file))
                };
                must(files.iter().all(own), || "a strange file was redacted".to_owned())?;
                let of = |number: &u64| self.entries.iter().any(|e| e.number == *number && e.dossier == Some(id));
                must(entries.iter().all(of), || "a strange entry was redacted".to_owned())?;
                must(!files.is_empty() || !entries.is_empty(), || "nothing was redacted".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn register(&mut self, id: DossierId, asked: &Registration, act: &Act, now: i64) -> Result<(), Fault> {
        let Act::Register { allotments, job_number, job, language_jobs, station, under } = act else {
            return Err("no registration".to_owned());
        };
        must(*under == asked.under, || format!("registered under {under:?}"))?;
        let same = match (&asked.station, station) {
            (None, None) => true,
            (Some(asked), Some(own)) => asked.eq_ignore_ascii_case(own),
            _ => false,
        };
        must(same, || format!("registered by {station:?}"))?;
        match under {
            Some(under) => self.allotted_under(id, under.kind, under.parent, &asked.asks, allotments, true)?,
            None => self.allotted(id, &asked.asks, allotments, station.as_deref(), now)?,
        }
        let own_series = STATIONS.iter().find(|(code, _)| Some(*code) == station.as_deref()).map(|(_, series)| *series);
        let series = match asked.job_series.as_str() {
            "" => own_series.unwrap_or("L"),
            code => code,
        };
        must(job.series.eq_ignore_ascii_case(series), || format!("a job number of {}, not {series}", job.series))?;
        let given = asked.job_number.is_some();
        must(asked.job_number.as_ref().is_none_or(|asked| asked.trim() == job_number), || {
            format!("the job number {job_number} came of {:?}", asked.job_number)
        })?;
        must(asked.expect_job.as_ref().is_none_or(|borne| borne == job_number), || "not as expected".to_owned())?;
        must(language_jobs.is_empty() != (self.each_language && job.series != "K"), || {
            format!("{} language versions have job numbers", language_jobs.len())
        })?;
        if language_jobs.is_empty() {
            return self.job(id, job, job_number, given, Some(now));
        }
        let first = &language_jobs[0];
        must((&first.job, &first.job_number) == (job, job_number), || "the first language has another".to_owned())?;
        let mut seen = BTreeSet::new();
        for (at, own) in language_jobs.iter().enumerate() {
            must(seen.insert(own.language), || format!("{} has two job numbers", own.language))?;
            must(own.job.series == job.series, || "a job number of another series".to_owned())?;
            must(own.job.period == job.period, || "job numbers of two years".to_owned())?;
            // The others follow the first; where that was asked for, they may stand in another year than the act.
            let year = if given && at > 0 { None } else { Some(now) };
            self.job(id, &own.job, &own.job_number, given && at == 0, year)?;
        }
        Ok(())
    }

    fn amend(&mut self, before: &Dossier, asked: &Amendment, act: &Act, now: i64) -> Result<(), Fault> {
        let Act::Amend { items, added, removed, reading, reason } = act else { return Err("no amendment".to_owned()) };
        must((items, reading, reason) == (&asked.items, &asked.reading, &asked.reason), || "another".to_owned())?;
        must(removed.len() == asked.remove.len(), || format!("{removed:?} were voided"))?;
        for (symbol, organ) in removed.iter().zip(&asked.remove) {
            let own = before.allotments.iter().find(|own| own.symbol == *symbol && own.organ == *organ);
            let own = own.ok_or_else(|| format!("{symbol} was voided, which is none of {organ} here"))?;
            if let Some(number) = own.number
                && let Some(borne) = self.count_mut(&own.series, &own.period).borne.get_mut(&number)
            {
                borne.1 = true;
            }
        }
        must(removed.len() < before.allotments.len() + added.len(), || "no symbol is left".to_owned())?;
        if asked.add.is_empty() {
            return must(added.is_empty(), || format!("{added:?} was added unasked"));
        }
        match &before.under {
            Some(under) => self.allotted_under(before.id, under.kind, under.parent, &asked.add, added, false),
            None => self.allotted(before.id, &asked.add, added, None, now),
        }
    }

    /// The symbols that organs gave, each against what was asked and what is due.
    fn allotted(
        &mut self,
        id: DossierId,
        asks: &[Ask],
        given: &[Allotment],
        station: Option<&str>,
        now: i64,
    ) -> Result<(), Fault> {
        must(asks.len() == given.len() && !asks.is_empty(), || format!("{given:?} came of {asks:?}"))?;
        let order = |organ: &str| SERIES.iter().position(|(code, _)| *code == organ);
        let places: Vec<_> = given.iter().map(|own| order(&own.organ)).collect();
        must(places.windows(2).all(|pair| pair[0] < pair[1]), || "the organs are not in their order".to_owned())?;
        for own in given {
            let ask = asks.iter().find(|ask| ask.organ == own.organ).ok_or_else(|| format!("{own:?} unasked"))?;
            let at = order(&own.organ).ok_or_else(|| format!("{} circulates nothing", own.organ))?;
            let series = SERIES[at].1;
            let number = own.number.ok_or_else(|| format!("{} has no number", own.symbol))?;
            let named = match &ask.symbol {
                Some(symbol) => {
                    let (_, period, _) = world::place(bare(symbol)).ok_or_else(|| format!("{symbol} was taken"))?;
                    must(bare(symbol) == own.symbol.as_str(), || format!("{} for {symbol}", own.symbol))?;
                    period
                }
                None if series == "W" => String::new(),
                None => match &ask.period {
                    Some(period) => {
                        let open = self.count(series, period).is_some_and(|count| count.last.is_some())
                            || world::period_at(series, now).as_ref() == Some(period)
                            || world::period_after(series, now).as_ref() == Some(period);
                        must(open, || format!("{series} {period} was never opened"))?;
                        period.clone()
                    }
                    None => world::period_at(series, now).ok_or_else(|| format!("{series} has no period"))?,
                },
            };
            must(own.series == series && own.period == named, || format!("{own:?} is not in {series} {named}"))?;
            let printed = world::symbol_text(series, &named, number);
            must(own.symbol.as_str() == printed, || format!("{} is {series} {named} {number}", own.symbol))?;
            must(ask.expect.as_ref().is_none_or(|borne| *borne == own.symbol), || "not as expected".to_owned())?;
            must(own.items == ask.items && own.modifies.is_none(), || format!("{own:?} came of {ask:?}"))?;
            self.number(id, own, number, ask.symbol.is_some(), station)?;
        }
        Ok(())
    }

    /// One number of a series: it is the next, or one of those set aside.
    fn number(
        &mut self,
        id: DossierId,
        own: &Allotment,
        number: u32,
        asked: bool,
        station: Option<&str>,
    ) -> Result<(), Fault> {
        let (series, period) = (own.series.as_str(), own.period.as_str());
        let printed = own.symbol.to_string();
        must(self.symbols.insert(printed.clone(), id).is_none(), || format!("{printed} was given twice"))?;
        let due = self.count(series, period).and_then(|count| count.last).map(|last| self.after(series, period, last));
        let first = self.after(series, period, 0);
        let count = self.count_mut(series, period);
        let elsewhere = count.is_elsewhere(series);
        let holds = !count.borne.is_empty();
        must(count.borne.insert(number, (id, false)).is_none(), || format!("{printed} was given twice"))?;
        if own.set_aside {
            return match count.block_of(number) {
                Some((_, _, Some(block))) => {
                    must(station == Some(block.as_str()), || format!("{printed} is of the block of {block}"))?;
                    let lower = count.blocks.iter().filter(|(_, _, of)| of.as_deref() == station).find_map(|block| {
                        (block.0..=block.1).find(|lower| *lower == number || !count.borne.contains_key(lower))
                    });
                    must(asked || lower == Some(number), || format!("{lower:?} of the block comes before {printed}"))
                }
                Some((_, _, None)) => must(asked, || format!("{printed} was reserved and not asked for")),
                None => {
                    let kept = world::is_reserved(series, number) || elsewhere;
                    must(asked && kept, || format!("{printed} was never set aside"))
                }
            };
        }
        must(!elsewhere, || format!("{printed} was given here; another office numbers {series} {period}"))?;
        let kept = world::is_reserved(series, number) || count.block_of(number).is_some();
        must(!kept, || format!("{printed} was kept"))?;
        must(asked || !count.blocks.iter().any(|block| block.2.is_some() && block.2.as_deref() == station), || {
            format!("{printed} was given beside the block of {station:?}")
        })?;
        match due {
            Some(due) => must(number == due, || format!("{printed} was given, {due} was due"))?,
            None => {
                must(asked || (number == first && !holds), || format!("{printed} began {series} {period}"))?;
                count.start = number - 1;
            }
        }
        count.last = Some(number);
        count.given += 1;
        Ok(())
    }

    /// What was numbered under a parent's symbols.
    fn allotted_under(
        &mut self,
        id: DossierId,
        kind: ModifierKind,
        parent: DossierId,
        asks: &[Ask],
        given: &[Allotment],
        registered: bool,
    ) -> Result<(), Fault> {
        let word = match kind {
            ModifierKind::Addendum => "Add",
            ModifierKind::Corrigendum => "Corr",
            ModifierKind::Revision => "Rev",
            other => return Err(format!("the body has no word for {other:?}")),
        };
        let parent = self.dossier(parent).cloned().ok_or_else(|| format!("{id} stands under nothing"))?;
        if registered {
            let out = matches!(parent.stage, Stage::Issued | Stage::Imported);
            let may = out || kind == ModifierKind::Addendum && parent.stage == Stage::Registered;
            must(may, || format!("{kind:?} under {}, which is {:?}", parent.id, parent.stage))?;
        }
        let mut stems = Vec::new();
        for over in &parent.allotments {
            if !asks.is_empty() && !asks.iter().any(|ask| ask.organ == over.organ) {
                continue;
            }
            let stem = match &over.modifies {
                Some(own) if own.kind == kind => own.parent.to_string(),
                _ => bare(&over.symbol).to_owned(),
            };
            // Two symbols of one parent may come to the same stem; it takes one number.
            if !stems.iter().any(|(other, _)| *other == stem) {
                stems.push((stem, over.organ.clone()));
            }
        }
        let mut due = Vec::new();
        for (stem, organ) in stems {
            let mut number = self.modifiers.get(&(stem.clone(), kind)).copied().unwrap_or(0);
            let printed = loop {
                number += 1;
                let printed = format!("{stem}/{word}.{number}");
                if !self.symbols.contains_key(&printed) {
                    break printed;
                }
            };
            // Where the parent bears several symbols of an organ, the symbol asked for says which is meant.
            let named = asks.iter().find(|ask| ask.organ == organ).and_then(|ask| ask.symbol.as_ref());
            if named.is_none_or(|named| bare(named) == printed) {
                due.push((stem, organ, number, printed));
            }
        }
        must(due.len() == given.len(), || format!("{given:?} for {due:?}"))?;
        for ask in asks {
            let there = |wanted: &Symbol| given.iter().any(|own| own.organ == ask.organ && own.symbol == *wanted);
            must(ask.expect.as_ref().is_none_or(there), || format!("{given:?} came of {ask:?}"))?;
        }
        for (own, (stem, organ, number, printed)) in given.iter().zip(due) {
            must(own.symbol.as_str() == printed && own.organ == organ, || format!("{} for {printed}", own.symbol))?;
            let place = own.modifies.as_ref();
            let fits = place.is_some_and(|p| p.kind == kind && p.parent.as_str() == stem && p.number == number);
            must(fits && own.number.is_none() && !own.set_aside, || format!("{own:?} is not {printed}"))?;
            self.symbols.insert(printed, id);
            self.modifiers.insert((stem, kind), number);
        }
        Ok(())
    }

    fn job(
        &mut self,
        id: DossierId,
        place: &JobPlace,
        printed: &str,
        asked: bool,
        now: Option<i64>,
    ) -> Result<(), Fault> {
        let series = format!("job:{}", place.series);
        let (period, number) = (place.period.as_str(), place.number);
        must(printed == world::job_text(&place.series, period, number), || format!("{printed} is {place:?}"))?;
        let in_time = now.is_none_or(|now| world::period_at(&series, now).as_deref() == Some(period));
        must(asked || in_time, || format!("{printed} is late"))?;
        must(!self.jobs.contains_key(printed), || format!("{printed} was given twice"))?;
        let last = self.count(&series, period).and_then(|count| count.last);
        let due = self.after(&series, period, last.unwrap_or(0));
        self.jobs.insert(printed.to_owned(), id);
        let count = self.count_mut(&series, period);
        must(count.borne.insert(number, (id, false)).is_none(), || format!("{printed} was given twice"))?;
        if count.is_elsewhere(&series) {
            return must(asked, || format!("{printed} was given here; another office numbers {series} {period}"));
        }
        must(number == due || asked && last.is_none(), || format!("{printed} was given, {due} was due"))?;
        if last.is_none() {
            count.start = number - 1;
        }
        count.last = Some(number);
        count.given += 1;
        Ok(())
    }

    fn import(
        &mut self,
        id: DossierId,
        asked: &[Allotment],
        given: &[Allotment],
        job: Option<&str>,
    ) -> Result<(), Fault> {
        let wanted: BTreeSet<&str> = asked.iter().map(|asked| bare(&asked.symbol)).collect();
        let got: BTreeSet<&str> = given.iter().map(|own| bare(&own.symbol)).collect();
        must(got.is_subset(&wanted) && got.len() == given.len(), || format!("{got:?} came of {wanted:?}"))?;
        // What is missing must be another way to write what is there.
        let same = |left: &str, right: &str| {
            let (left, right) = (world::place(left), world::place(right));
            left.is_some() && left == right
        };
        let kept = |text: &&str| got.contains(text) || got.iter().any(|other| same(text, other));
        must(wanted.iter().all(kept), || format!("{got:?} came of {wanted:?}"))?;
        for own in given {
            let printed = bare(&own.symbol).to_owned();
            must(self.symbols.insert(printed.clone(), id).is_none(), || format!("{printed} was taken in twice"))?;
            let place = world::place(&printed);
            must(own.number == place.as_ref().map(|(_, _, number)| *number), || format!("{own:?}"))?;
            if let Some((series, period, number)) = place {
                must(own.series == series && own.period == period, || format!("{own:?}"))?;
                let count = self.count_mut(series, &period);
                must(count.borne.insert(number, (id, false)).is_none(), || format!("{printed} was taken in twice"))?;
            }
            if let Some((stem, last)) = printed.rsplit_once('/')
                && let Some((word, number)) = last.split_once('.')
                && let Ok(number) = number.parse::<u32>()
            {
                let kind = match word {
                    "Add" => ModifierKind::Addendum,
                    "Corr" => ModifierKind::Corrigendum,
                    "Rev" => ModifierKind::Revision,
                    _ => continue,
                };
                let highest = self.modifiers.entry((stem.to_owned(), kind)).or_default();
                *highest = number.max(*highest);
            }
        }
        let Some(job) = job else { return Ok(()) };
        must(self.jobs.insert(job.to_owned(), id).is_none(), || format!("{job} was taken in twice"))
    }

    /// What must stand in the dossier after an act.
    fn outcome(&mut self, act: &Act, after: &Dossier) -> Result<(), Fault> {
        let languages = |dossier: &Dossier| -> BTreeSet<Language> {
            dossier.versions.iter().map(|version| version.language).collect()
        };
        match act {
            Act::Issue { versions, date, distribution, exception, .. } => {
                let same = after.versions == *versions
                    && after.released == Some(*date)
                    && after.distribution.as_ref() == Some(distribution)
                    && after.exception == *exception;
                must(same, || format!("{} does not show its issue", after.id))
            }
            Act::Complete { versions, .. } => {
                let all = languages(after);
                let there = versions.iter().all(|version| all.contains(&version.language));
                must(there && all.len() == after.versions.len(), || format!("{} is not completed", after.id))
            }
            Act::Reissue { version, asterisks, .. } => {
                let same =
                    after.version(version.language) == Some(version) && after.asterisks(version.language) == *asterisks;
                must(same, || format!("{} does not show its reissue", after.id))
            }
            Act::Void { .. } => {
                for own in after.allotments.clone() {
                    if let Some(number) = own.number
                        && let Some(borne) = self.count_mut(&own.series, &own.period).borne.get_mut(&number)
                    {
                        borne.1 = true;
                    }
                }
                Ok(())
            }
            Act::Amend { added, removed, .. } => {
                let gone = removed.iter().all(|symbol| after.allotments.iter().all(|own| own.symbol != *symbol));
                let there = added.iter().all(|own| after.allotments.contains(own));
                must(gone && there, || format!("{} does not show its amendment", after.id))
            }
            _ => Ok(()),
        }
    }

    /// Every number of every numbering is on the record or has its reason; gives what each numbering lacks and why.
    pub fn gaps(&self) -> Result<Vec<(String, String, Lacking)>, Fault> {
        let mut all = Vec::new();
        for ((series, period), count) in &self.counts {
            let Some(last) = count.last else { continue };
            let mut gaps = BTreeMap::new();
            for number in 1..=last.min(LOOKED_AT) {
                let job = series.strip_prefix("job:").map(|code| world::job_text(code, period, number));
                let borne = match &job {
                    Some(printed) => self
                        .jobs
                        .get(printed)
                        .map(|id| (*id, self.dossier(*id).is_some_and(|dossier| dossier.stage == Stage::Voided))),
                    None => count.borne.get(&number).copied(),
                };
                let given = |(first, last): &(u32, u32)| (*first..=*last).contains(&number);
                let why = match borne {
                    Some((_, false)) => continue,
                    Some((_, true)) => "voided",
                    None if world::is_reserved(series, number) => "reserved",
                    None if count.block_of(number).is_some() => "set aside",
                    None if number <= count.start || count.elsewhere.iter().any(given) => "elsewhere",
                    None => return Err(format!("{series} {period} {number} is missing without a reason")),
                };
                gaps.insert(number, why);
            }
            all.push((series.clone(), period.clone(), gaps));
        }
        Ok(all)
    }
}

/// How far a numbering is looked through; numbers beyond come only of a slip of the hand.
pub const LOOKED_AT: u32 = 400;

/// The gaps as the register tells them, number by number.
pub fn told(gaps: &[Gap]) -> Lacking {
    let mut all = BTreeMap::new();
    for gap in gaps {
        let why = match &gap.why {
            GapReason::Reserved(_) => "reserved",
            GapReason::GivenElsewhere => "elsewhere",
            GapReason::SetAside { .. } => "set aside",
            GapReason::Voided(_) => "voided",
            GapReason::Unexplained => "unexplained",
        };
        for number in gap.first..=gap.last.min(LOOKED_AT) {
            all.insert(number, why);
        }
    }
    all
}

fn may_be_read(before: Option<&Dossier>, category: &str) -> Result<(), Fault> {
    let restricted = before.is_some_and(|dossier| dossier.distribution.as_deref().is_none_or(|code| code == "RES"));
    must(category == "GEN" && restricted, || format!("derestricted to {category}"))
}

/// A symbol without its asterisks.
fn bare(symbol: &Symbol) -> &str {
    symbol.as_str().trim_end_matches('*')
}

/// A dossier may change by an act only in what the act is about.
fn only_these_changed(act: &str, before: &Dossier, after: &Dossier) -> Result<(), Fault> {
    // Every field is named, so that a new one must be thought about here.
    macro_rules! changed {
        ($($field:ident),*) => {{
            let Dossier { $($field: _),* } = before;
            [$((stringify!($field), before.$field != after.$field)),*]
        }};
    }
    let changed = changed!(
        id,
        stage,
        original,
        channel,
        received,
        received_by,
        held,
        schedule,
        reason,
        reading,
        words,
        answers,
        allotments,
        voided,
        job_number,
        job_series,
        language_jobs,
        under,
        registered,
        delivered,
        released,
        distribution,
        versions,
        releases,
        components,
        exception,
        withdrawn,
        derestriction,
        description,
        content_codes,
        relations,
        joined,
        provenance,
        redacted,
        entries
    );
    let may: &[&str] = match act {
        "hold" | "resume" => &["held"],
        "schedule" => &["schedule"],
        "accept" => &["stage", "reading", "answers", "words"],
        "return" | "void" => &["stage", "reason", "held"],
        "join" => &["stage", "joined", "relations"],
        "register" => &["stage", "allotments", "job_number", "job_series", "language_jobs", "under", "registered"],
        "amend" => &["allotments", "voided", "reading"],
        "deliver" => &["delivered", "language_jobs"],
        "issue" => &["stage", "released", "distribution", "versions", "releases", "components", "exception"],
        "complete" | "reissue" => &["versions", "releases"],
        "withdraw" => &["stage", "withdrawn", "reason"],
        "plan_derestriction" => &["derestriction"],
        "derestrict" => &["distribution", "derestriction"],
        "describe" => &["description", "content_codes"],
        "relate" => &["relations"],
        "confirm" => &["reading", "provenance"],
        "redact" => &["redacted"],
        _ => &[],
    };
    let strange = changed.iter().find(|(field, changed)| *changed && *field != "entries" && !may.contains(field));
    let strange = strange.map(|(field, _)| *field);
    must(strange.is_none(), || format!("{act} changed {strange:?} of {}", before.id))?;
    let grown = after.entries.len() == before.entries.len() + 1 && after.entries.starts_with(&before.entries);
    must(grown, || format!("{} has the entries {:?}", after.id, after.entries))
}
