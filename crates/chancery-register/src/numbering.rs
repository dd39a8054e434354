//! Which numbers are due. These functions read the counters and the numbers on the record and decide; they write nothing.
//! What they decide becomes an act, and the fold of the act moves the counters.

use chancery_model::{
    act::{Act, Allotment, Amendment, Ask, FileId, JobPlace, LanguageJob, Modified, Registration},
    body::{Allocated, Body, JobSeries, Organ, Series, Station},
    dossier::{Dossier, Refusal, Stage, may_stand_under},
    language::Language,
    symbol::{ModifierKind, Symbol},
};
use jiff::civil::{Date, DateTime};
use rusqlite::Connection;

use crate::{Failure, NotDone, views};

/// What would be given next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The symbols, in the body's order of organs.
    pub allotments: Vec<Allotment>,
    /// The job number as printed.
    pub job_number: String,
}

/// What the numbering of one act is decided from.
#[derive(Clone, Copy)]
pub(crate) struct Numbers<'a> {
    pub conn: &'a Connection,
    pub body: &'a Body,
    /// What the body's clocks show when the act is done.
    pub now: DateTime,
}

/// Gives a registration its numbers. `parent` is the dossier it is to stand under, if it names one.
pub(crate) fn register(numbers: &Numbers<'_>, asked: &Registration, parent: Option<&Dossier>) -> Result<Act, NotDone> {
    let body = numbers.body;
    let station = numbers.station(asked.station.as_deref())?;
    let allotments = match (&asked.under, parent) {
        (Some(under), Some(parent)) => {
            may_stand_under(under.kind, parent)?;
            numbers.offered(&under.languages)?;
            if parent.stage == Stage::Issued
                && let Some(language) = under.languages.iter().find(|language| parent.version(**language).is_none())
            {
                return Err(Refusal::NotIssuedIn { dossier: parent.id, language: *language }.into());
            }
            numbers.allot_under(under.kind, parent, &asked.asks)?
        }
        (Some(under), None) => return Err(Refusal::NoSuchDossier(under.parent).into()),
        (None, _) => numbers.allot(&asked.asks, station)?,
    };
    let code = match (asked.job_series.as_str(), station) {
        ("", Some(station)) => station.job_series.as_str(),
        (code, _) => code,
    };
    let series = job_series(body, code)?;
    let ask = JobAsk { series, given: asked.job_number.as_deref(), expect: asked.expect_job.as_deref() };
    let job = numbers.job(&ask, None)?;
    let mut language_jobs = Vec::new();
    if series.each_language {
        let replaced = asked.under.as_ref().map(|under| &under.languages).filter(|languages| !languages.is_empty());
        let languages = match (asked.languages.as_slice(), replaced) {
            ([], Some(languages)) => languages,
            ([], None) => &body.charter.languages_required,
            (languages, _) => languages,
        };
        numbers.offered(languages)?;
        if let Some((_, twice)) = languages.iter().enumerate().find(|(at, one)| languages[..*at].contains(one)) {
            return Err(Refusal::LanguageTwice(*twice).into());
        }
        let mut last = job.place.clone();
        for (at, language) in languages.iter().enumerate() {
            let own = if at == 0 {
                job.clone()
            } else {
                numbers.job(&JobAsk { series, given: None, expect: None }, Some(&last))?
            };
            last = own.place.clone();
            language_jobs.push(LanguageJob { language: *language, job_number: own.printed, job: own.place });
        }
    }
    Ok(Act::Register {
        allotments,
        job_number: job.printed,
        job: job.place,
        language_jobs,
        station: station.map(|station| station.code.clone()),
        under: asked.under.clone(),
    })
}

/// Numbers the organs that an amendment adds, and names the symbols that it voids.
pub(crate) fn amend(
    numbers: &Numbers<'_>,
    asked: &Amendment,
    dossier: &Dossier,
    parent: Option<&Dossier>,
) -> Result<Act, NotDone> {
    let own = |organ: &str| dossier.allotments.iter().find(|allotment| allotment.organ == organ);
    let not_own = |organ: &str| Refusal::NotItsOrgan { dossier: dossier.id, organ: organ.to_owned() };
    let mut removed = Vec::with_capacity(asked.remove.len());
    for organ in &asked.remove {
        let symbol = &own(organ).ok_or_else(|| not_own(organ))?.symbol;
        if removed.contains(symbol) {
            return Err(Refusal::OrganTwice(organ.clone()).into());
        }
        removed.push(symbol.clone());
    }
    for (at, change) in asked.items.iter().enumerate() {
        if own(&change.organ).is_none() || asked.remove.contains(&change.organ) {
            return Err(not_own(&change.organ).into());
        }
        if asked.items[..at].iter().any(|other| other.organ == change.organ) {
            return Err(Refusal::OrganTwice(change.organ.clone()).into());
        }
    }
    if let Some(twice) = asked.add.iter().find(|ask| own(&ask.organ).is_some()) {
        return Err(Refusal::OrganTwice(twice.organ.clone()).into());
    }
    if removed.len() == dossier.allotments.len() && asked.add.is_empty() {
        return Err(Refusal::NoOrgan.into());
    }
    let added = match (&dossier.under, parent) {
        _ if asked.add.is_empty() => Vec::new(),
        (Some(under), Some(parent)) => numbers.allot_under(under.kind, parent, &asked.add)?,
        _ => numbers.allot(&asked.add, None)?,
    };
    Ok(Act::Amend {
        items: asked.items.clone(),
        added,
        removed,
        reading: asked.reading.clone(),
        reason: asked.reason.clone(),
    })
}

/// The job number of a language version that is delivered, where each version has its own and this one has none.
pub(crate) fn deliver(
    numbers: &Numbers<'_>,
    dossier: &Dossier,
    language: Language,
) -> Result<Option<LanguageJob>, NotDone> {
    numbers.offered(&[language])?;
    if dossier.language_jobs.is_empty() || dossier.job_in(language).is_some() {
        return Ok(None);
    }
    let series = job_series(numbers.body, &dossier.job_series)?;
    let job = numbers.job(&JobAsk { series, given: None, expect: None }, None)?;
    Ok(Some(LanguageJob { language, job_number: job.printed, job: job.place }))
}

/// What is asked of a job-number series.
struct JobAsk<'a> {
    series: &'a JobSeries,
    /// The number, where it was given elsewhere.
    given: Option<&'a str>,
    /// The number that must come out.
    expect: Option<&'a str>,
}

/// A job number and where it stands.
#[derive(Clone)]
struct Job {
    printed: String,
    place: JobPlace,
}

impl<'a> Numbers<'a> {
    fn date(&self) -> Date {
        self.now.date()
    }

    fn station(&self, code: Option<&str>) -> Result<Option<&'a Station>, Refusal> {
        let Some(code) = code else { return Ok(None) };
        self.body.station(code).map(Some).ok_or_else(|| Refusal::NoSuchStation(code.to_owned()))
    }

    /// Whether the body issues documents in these languages.
    pub fn offered(&self, languages: &[Language]) -> Result<(), Refusal> {
        match languages.iter().find(|language| !self.body.charter.languages_offered.contains(language)) {
            Some(language) => Err(Refusal::LanguageNotOffered(*language)),
            None => Ok(()),
        }
    }

    /// Gives every organ asked its symbol, in the body's order of organs.
    fn allot(&self, asks: &[Ask], station: Option<&Station>) -> Result<Vec<Allotment>, NotDone> {
        if asks.is_empty() {
            return Err(Refusal::NoOrgan.into());
        }
        let organs = &self.body.organs;
        let mut placed = Vec::with_capacity(asks.len());
        for ask in asks {
            let place = organs.iter().position(|organ| organ.code == ask.organ && organ.circulates);
            placed.push((place.ok_or_else(|| Refusal::NoSuchOrgan(ask.organ.clone()))?, ask));
        }
        placed.sort_by_key(|(place, _)| *place);
        if let Some(pair) = placed.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(Refusal::OrganTwice(pair[0].1.organ.clone()).into());
        }
        placed.into_iter().map(|(place, ask)| self.allot_one(&organs[place], ask, station)).collect()
    }

    fn allot_one(&self, organ: &Organ, ask: &Ask, station: Option<&Station>) -> Result<Allotment, NotDone> {
        let no_period = || Refusal::NoPeriod { organ: organ.code.clone(), date: self.date() };
        let series = self.body.series_for(organ, self.date()).ok_or_else(no_period)?;
        let numbering = Numbering { conn: self.conn, body: self.body, organ, series };
        let now = || series.period_rule(organ).at_hour(self.now).ok_or_else(no_period);
        let given = match &ask.symbol {
            Some(given) => numbering.accept_given(given, ask.period.as_deref(), station)?,
            None => {
                let period = match &ask.period {
                    // A series whose symbols name no session runs on, whatever session the document belongs to.
                    _ if !names_a_period(series) => String::new(),
                    Some(period) => {
                        numbering.must_be_a_period(period)?;
                        self.must_be_open(organ, series, period)?;
                        period.clone()
                    }
                    None => now()?,
                };
                numbering.next(period, station)?
            }
        };
        let symbol = self.body.symbol_of(series, &given.period, given.number);
        self.as_expected(ask, &symbol)?;
        Ok(Allotment {
            organ: organ.code.clone(),
            series: series.code.clone(),
            period: given.period,
            number: Some(given.number),
            symbol,
            items: ask.items.clone(),
            set_aside: given.set_aside,
            modifies: None,
        })
    }

    /// Whether numbers of a period may be given: of the present one, of the next one, and of any in which numbers were
    /// given before or whose numbering was continued.
    fn must_be_open(&self, organ: &Organ, series: &Series, period: &str) -> Result<(), NotDone> {
        if !names_a_period(series) || views::counter(self.conn, &series.code, period)?.is_some() {
            return Ok(());
        }
        let rule = series.period_rule(organ);
        let now = rule.at_hour(self.now);
        let next = now.as_deref().and_then(|now| rule.next(now));
        if now.as_deref() == Some(period) || next.as_deref() == Some(period) {
            return Ok(());
        }
        let now = now.unwrap_or_else(|| "no period".to_owned());
        Err(Refusal::PeriodNotOpen { organ: organ.code.clone(), period: period.to_owned(), now }.into())
    }

    fn as_expected(&self, ask: &Ask, symbol: &Symbol) -> Result<(), NotDone> {
        let Some(borne) = ask.expect.as_ref().filter(|borne| *borne != symbol) else { return Ok(()) };
        // A number on the record is the plainer reason: nothing that comes next could ever match it.
        if let Some(holder) = views::holder(self.conn, borne)? {
            return Err(Refusal::NumberTaken(borne.to_string(), holder).into());
        }
        Err(Refusal::NumberNotDue { borne: borne.to_string(), due: symbol.to_string() }.into())
    }

    /// Numbers an addendum, a corrigendum or a revision under the symbols of its parent: under all, or under those of the
    /// organs asked.
    fn allot_under(&self, kind: ModifierKind, parent: &Dossier, asks: &[Ask]) -> Result<Vec<Allotment>, NotDone> {
        if let Some((_, twice)) =
            asks.iter().enumerate().find(|(at, ask)| asks[..*at].iter().any(|other| other.organ == ask.organ))
        {
            return Err(Refusal::OrganTwice(twice.organ.clone()).into());
        }
        for ask in asks {
            if !parent.allotments.iter().any(|own| own.organ == ask.organ) {
                return Err(Refusal::NotItsOrgan { dossier: parent.id, organ: ask.organ.clone() }.into());
            }
        }
        let grammar = self.body.grammar();
        let word = grammar.modifiers.iter().find(|word| word.kind == kind);
        let word = &word.ok_or(Refusal::NoSuchModifier(kind))?.word;
        let mut allotments: Vec<Allotment> = Vec::new();
        for over in &parent.allotments {
            let ask = asks.iter().find(|ask| ask.organ == over.organ);
            if !asks.is_empty() && ask.is_none() {
                continue;
            }
            let over_symbol = over.symbol.without_asterisks();
            // A second corrigendum stands beside the first, not under it.
            let stem = match &over.modifies {
                Some(own) if own.kind == kind => own.parent.clone(),
                _ => over_symbol,
            };
            let mut number = views::last_modifier(self.conn, &stem, kind)?;
            let symbol = loop {
                number = number.checked_add(1).ok_or_else(|| Failure::Exhausted(stem.to_string()))?;
                let symbol = Symbol::from_canonical(format!("{stem}/{word}.{number}"));
                if views::holder(self.conn, &symbol)?.is_none() {
                    break symbol;
                }
            };
            // A parent that bears a document's symbol and that of its first corrigendum has its next one under both.
            if allotments.iter().any(|own| own.symbol == symbol) {
                continue;
            }
            let items = ask.map(|ask| &ask.items).filter(|items| !items.is_empty()).unwrap_or(&over.items);
            allotments.push(Allotment {
                organ: over.organ.clone(),
                series: over.series.clone(),
                period: over.period.clone(),
                number: None,
                symbol,
                items: items.clone(),
                set_aside: false,
                modifies: Some(Modified { kind, parent: stem, number }),
            });
        }
        for ask in asks {
            self.as_asked_under(ask, &mut allotments)?;
        }
        if allotments.is_empty() { Err(Refusal::NoOrgan.into()) } else { Ok(allotments) }
    }

    /// Holds what is due under a parent against the symbol that was asked for, or that the text bears. A parent may bear
    /// several symbols of one organ; the symbol then says under which of them.
    fn as_asked_under(&self, ask: &Ask, allotments: &mut Vec<Allotment>) -> Result<(), NotDone> {
        let own = |allotment: &&Allotment| allotment.organ == ask.organ;
        let Some(first) = allotments.iter().find(own).map(|own| own.symbol.clone()) else { return Ok(()) };
        if let Some(given) = ask.symbol.as_ref().map(Symbol::without_asterisks) {
            if !allotments.iter().filter(own).any(|own| own.symbol == given) {
                if let Some(holder) = views::holder(self.conn, &given)? {
                    return Err(Refusal::NumberTaken(given.to_string(), holder).into());
                }
                return Err(Refusal::NumberNotDue { borne: given.to_string(), due: first.to_string() }.into());
            }
            allotments.retain(|allotment| allotment.organ != ask.organ || allotment.symbol == given);
        }
        let expected = |own: &Allotment| ask.expect.as_ref() == Some(&own.symbol);
        let met = allotments.iter().filter(own).any(expected);
        if met { Ok(()) } else { self.as_expected(ask, &first) }
    }

    /// Gives a job number: the one asked for, or the next after the last one given, or after `last` within one act. What one
    /// act gives stands in one year, also where the first number was asked for and is of another year than the act.
    fn job(&self, ask: &JobAsk<'_>, last: Option<&JobPlace>) -> Result<Job, NotDone> {
        let (conn, body, series, date) = (self.conn, self.body, ask.series, self.date());
        let counter_of = views::job_series(&series.code);
        let job = match ask.given {
            Some(given) => {
                let given = given.trim();
                let wrong = || Refusal::WrongSeries {
                    symbol: given.to_owned(),
                    organ: counter_of.clone(),
                    template: series.template.clone(),
                };
                let (_, period, number) = body
                    .parse_job_number(given)
                    .filter(|(found, period, number)| {
                        found.code == series.code
                            && *number > 0
                            && (!series.yearly || body.job_number(series, year_of(period, date), *number) == given)
                    })
                    .ok_or_else(wrong)?;
                if let Some(holder) = views::job_holder(conn, given)? {
                    return Err(Refusal::NumberTaken(given.to_owned(), holder).into());
                }
                let elsewhere = views::allocated_here(conn, &counter_of, &period)? == Some(false);
                if let Some(counter) = views::counter(conn, &counter_of, &period)?.filter(|_| !elsewhere) {
                    let (due, printed) = job_after(conn, body, series, year_of(&period, date), counter.last)?;
                    if due != number {
                        return Err(Refusal::WouldLeaveGap { symbol: given.to_owned(), due: printed }.into());
                    }
                }
                Job { printed: given.to_owned(), place: JobPlace { series: series.code.clone(), period, number } }
            }
            None => {
                // Job numbers that came by import are passed over and ask for no continuation: they tell little of how far
                // the office's own numbering has come.
                let year = last.map_or(date.year(), |last| year_of(&last.period, date));
                let period = job_period(body, series, year);
                if views::allocated_here(conn, &counter_of, &period)? == Some(false) {
                    return Err(Refusal::AllocatedElsewhere { series: counter_of, period }.into());
                }
                let counter = views::counter(conn, &counter_of, &period)?.map_or(0, |counter| counter.last);
                let last = last.map_or(counter, |last| last.number);
                let (number, printed) = job_after(conn, body, series, year, last)?;
                Job { printed, place: JobPlace { series: series.code.clone(), period, number } }
            }
        };
        if let Some(borne) = ask.expect
            && borne != job.printed
        {
            if let Some(holder) = views::job_holder(conn, borne)? {
                return Err(Refusal::NumberTaken(borne.to_owned(), holder).into());
            }
            return Err(Refusal::NumberNotDue { borne: borne.to_owned(), due: job.printed }.into());
        }
        Ok(job)
    }
}

/// Whether the symbols of a series name a session or a year.
fn names_a_period(series: &Series) -> bool {
    series.template.contains("{session") || series.template.contains("{year")
}

/// A number of a series, and whether it was set aside, so that the running numbering does not move.
struct Given {
    period: String,
    number: u32,
    set_aside: bool,
}

/// One organ's series inside the transaction.
struct Numbering<'a> {
    conn: &'a Connection,
    body: &'a Body,
    organ: &'a Organ,
    series: &'a Series,
}

impl Numbering<'_> {
    fn wrong(&self, symbol: &Symbol) -> Refusal {
        Refusal::WrongSeries {
            symbol: symbol.to_string(),
            organ: self.organ.code.clone(),
            template: self.series.template.clone(),
        }
    }

    /// Period and number of a symbol, if it is one of this series and written as the series writes it.
    fn place(&self, symbol: &Symbol) -> Result<(String, u32), Refusal> {
        self.body
            .place(symbol)
            .filter(|place| place.series == self.series.code && place.organ == self.organ.code)
            .filter(|place| place.modifiers.is_empty() && place.number > 0 && is_plain(&place.period))
            .filter(|place| self.body.symbol_of(self.series, &place.period, place.number) == *symbol)
            .map(|place| (place.period, place.number))
            .ok_or_else(|| self.wrong(symbol))
    }

    /// A period that came from outside must be one that can stand in a symbol of this series.
    fn must_be_a_period(&self, period: &str) -> Result<(), Refusal> {
        let sample = self.body.symbol_of(self.series, period, 1);
        if self.place(&sample)?.0 == period { Ok(()) } else { Err(self.wrong(&sample)) }
    }

    /// Whether another office gives the numbers of a period.
    fn is_elsewhere(&self, period: &str) -> Result<bool, Failure> {
        let said = views::allocated_here(self.conn, &self.series.code, period)?;
        Ok(said.map_or(self.series.allocated == Allocated::Elsewhere, |here| !here))
    }

    /// Checks a symbol that was asked for: it must be the next one, or the first of its period, or one of those set aside;
    /// or any free one, where another office gives the numbers.
    fn accept_given(
        &self,
        given: &Symbol,
        period_asked: Option<&str>,
        station: Option<&Station>,
    ) -> Result<Given, NotDone> {
        let symbol = given.without_asterisks();
        let (period, number) = self.place(&symbol)?;
        if names_a_period(self.series) && period_asked.is_some_and(|asked| asked != period) {
            return Err(self.wrong(&symbol).into());
        }
        if let Some(holder) = self.holder(&period, number)? {
            return Err(Refusal::NumberTaken(symbol.to_string(), holder).into());
        }
        if let Some(block) = views::block_of(self.conn, &self.series.code, &period, number)? {
            return match block.station {
                Some(other) if station.is_none_or(|own| own.code != other) => {
                    Err(Refusal::InBlock { symbol: symbol.to_string(), station: other }.into())
                }
                _ => Ok(Given { period, number, set_aside: true }),
            };
        }
        if self.is_elsewhere(&period)? || self.is_reserved(number) {
            return Ok(Given { period, number, set_aside: true });
        }
        if let Some(counter) = views::counter(self.conn, &self.series.code, &period)? {
            let due = self.after(&period, counter.last)?;
            if due != number {
                let due = self.body.symbol_of(self.series, &period, due).to_string();
                return Err(Refusal::WouldLeaveGap { symbol: symbol.to_string(), due }.into());
            }
        }
        Ok(Given { period, number, set_aside: false })
    }

    /// The next number of a period: of the station's block, where it has one, or else of the running numbering.
    fn next(&self, period: String, station: Option<&Station>) -> Result<Given, NotDone> {
        if let Some(station) = station {
            let own = |block: &views::Block| block.station.as_deref() == Some(station.code.as_str());
            let mut blocks = views::blocks(self.conn, &self.series.code, &period)?;
            blocks.retain(own);
            for block in &blocks {
                let free = views::lowest_free(self.conn, &self.series.code, &period, block.first, block.last)?;
                if let Some(number) = free {
                    return Ok(Given { period, number, set_aside: true });
                }
            }
            if !blocks.is_empty() {
                let (station, series) = (station.code.clone(), self.series.code.clone());
                return Err(Refusal::BlockUsedUp { station, series, period }.into());
            }
        }
        if self.is_elsewhere(&period)? {
            return Err(Refusal::AllocatedElsewhere { series: self.series.code.clone(), period }.into());
        }
        let last = match views::counter(self.conn, &self.series.code, &period)? {
            Some(counter) => counter.last,
            None if views::holds_numbers(self.conn, &self.series.code, &period)? => {
                return Err(Refusal::NotContinued { series: self.series.code.clone(), period }.into());
            }
            None => 0,
        };
        let number = self.after(&period, last)?;
        Ok(Given { period, number, set_aside: false })
    }

    fn is_reserved(&self, number: u32) -> bool {
        self.reserved_up_to(number).is_some()
    }

    /// The last of the numbers among which the body keeps this one for something, if it does.
    fn reserved_up_to(&self, number: u32) -> Option<u32> {
        self.series.reserved.iter().find(|kept| (kept.first..=kept.last).contains(&number)).map(|kept| kept.last)
    }

    /// The first number after `last` that is neither reserved nor on the record.
    fn after(&self, period: &str, last: u32) -> Result<u32, Failure> {
        let mut number = last;
        loop {
            number = number.checked_add(1).ok_or_else(|| Failure::Exhausted(self.series.code.clone()))?;
            if let Some(kept) = self.reserved_up_to(number) {
                number = kept;
            } else if let Some(block) = views::block_of(self.conn, &self.series.code, period, number)? {
                number = block.last;
            } else if self.holder(period, number)?.is_none() {
                return Ok(number);
            }
        }
    }

    fn holder(&self, period: &str, number: u32) -> Result<Option<chancery_model::DossierId>, Failure> {
        match views::number_holder(self.conn, &self.series.code, period, number)? {
            Some(holder) => Ok(Some(holder)),
            // A symbol may have come into the record before the body knew its series.
            None => views::holder(self.conn, &self.body.symbol_of(self.series, period, number)),
        }
    }
}

/// Whether a period is written in the one way that counts: `7`, never `07`, which would be a numbering of its own.
fn is_plain(period: &str) -> bool {
    !(period.len() > 1 && period.starts_with('0') && period.bytes().all(|b| b.is_ascii_digit()))
}

/// The job-number series of a code in any case; the empty string is the body's default.
fn job_series<'b>(body: &'b Body, code: &str) -> Result<&'b JobSeries, Refusal> {
    let known = &body.charter.job_numbers;
    match code {
        "" => known.first(),
        code => known.iter().find(|series| series.code.eq_ignore_ascii_case(code)),
    }
    .ok_or_else(|| Refusal::NoSuchSeries { series: views::job_series(code), period: String::new() })
}

/// The period of a job number in a year, as the body reads it back from print.
fn job_period(body: &Body, series: &JobSeries, year: i16) -> String {
    if !series.yearly {
        return String::new();
    }
    body.parse_job_number(&body.job_number(series, year, 1))
        .map_or_else(|| format!("{:02}", year.rem_euclid(100)), |(_, period, _)| period)
}

/// The year that a printed period stands for, in the century of `date`.
fn year_of(period: &str, date: Date) -> i16 {
    match period.parse::<i16>() {
        Ok(short) if period.len() <= 2 => date.year() - date.year().rem_euclid(100) + short,
        Ok(year) => year,
        Err(_) => date.year(),
    }
}

fn job_after(
    conn: &Connection,
    body: &Body,
    series: &JobSeries,
    year: i16,
    last: u32,
) -> Result<(u32, String), Failure> {
    let mut number = last;
    loop {
        number = number.checked_add(1).ok_or_else(|| Failure::Exhausted(views::job_series(&series.code)))?;
        let printed = body.job_number(series, year, number);
        if views::job_holder(conn, &printed)?.is_none() {
            return Ok((number, printed));
        }
    }
}

/// Checks the symbols of an import and says where each stands. An import moves no counter.
pub(crate) fn import(
    conn: &Connection,
    body: &Body,
    allotments: &[Allotment],
    job_number: Option<&str>,
) -> Result<(Vec<Allotment>, Option<String>), NotDone> {
    let mut placed: Vec<Allotment> = Vec::with_capacity(allotments.len());
    for allotment in allotments {
        let bare = allotment.symbol.without_asterisks();
        // The same number twice in one heading is one symbol.
        if placed.iter().any(|other| other.symbol.without_asterisks() == bare) {
            continue;
        }
        let mut allotment = allotment.clone();
        allotment.number = None;
        let mut taken = views::holder(conn, &bare)?;
        (allotment.set_aside, allotment.modifies) = (false, None);
        if let Some(place) = body.place(&bare) {
            (allotment.organ, allotment.series, allotment.period) = (place.organ, place.series, place.period);
            if place.modifiers.is_empty() {
                let (series, period) = (&allotment.series, &allotment.period);
                taken = taken.or(views::number_holder(conn, series, period, place.number)?);
                let again = |other: &Allotment| {
                    (&other.series, &other.period, other.number) == (series, period, Some(place.number))
                };
                if placed.iter().any(again) {
                    continue;
                }
                allotment.number = Some(place.number);
            }
        }
        let (_, modifiers) = body.grammar().split_modifiers(&bare);
        if let Some((kind, number)) = modifiers.last().copied().filter(|(_, number)| *number > 0)
            && let Some((parent, _)) = bare.as_str().rsplit_once('/')
        {
            let parent = Symbol::from_canonical(parent.to_owned());
            allotment.modifies = Some(Modified { kind, parent, number });
        }
        if let Some(holder) = taken {
            return Err(Refusal::NumberTaken(bare.to_string(), holder).into());
        }
        placed.push(allotment);
    }
    let job_number = job_number.map(str::trim).filter(|job| !job.is_empty());
    if let Some(job) = job_number
        && let Some(holder) = views::job_holder(conn, job)?
    {
        return Err(Refusal::NumberTaken(job.to_owned(), holder).into());
    }
    Ok((placed, job_number.map(str::to_owned)))
}

/// Checks that a numbering may be taken over at a number; gives the act back with series and period as they are counted.
pub(crate) fn continue_at(numbers: &Numbers<'_>, series: &str, period: &str, last: u32) -> Result<Act, NotDone> {
    let (series, period) = counted(numbers.body, series, period)?;
    if let Some(counter) = views::counter(numbers.conn, &series, &period)?
        && counter.given > 0
    {
        let ceded = views::allocated_here(numbers.conn, &series, &period)? == Some(false);
        let fits = if ceded { last >= counter.last } else { last == counter.last };
        if !fits {
            return Err(Refusal::AlreadyNumbered { series, period, last: counter.last }.into());
        }
    }
    Ok(Act::Continue { series, period, last })
}

/// Checks that a numbering may be given to another office.
pub(crate) fn cede(numbers: &Numbers<'_>, series: &str, period: &str) -> Result<Act, NotDone> {
    let (conn, body) = (numbers.conn, numbers.body);
    let (series, period) = counted(body, series, period)?;
    let known = body.series(&series);
    let by_body = known.is_some_and(|(_, known)| known.allocated == Allocated::Elsewhere);
    if views::allocated_here(conn, &series, &period)?.map_or(by_body, |here| !here) {
        return Err(Refusal::AllocatedElsewhere { series, period }.into());
    }
    if let Some((organ, known)) = known {
        numbers.must_be_open(organ, known, &period)?;
    }
    Ok(Act::Cede { series, period })
}

/// How many numbers may be set aside at once. A slip of the hand must not use a series up.
const BLOCK_AT_MOST: u32 = 100_000;

/// Checks that numbers may be set aside: they lie ahead of the running numbering and nobody has them.
pub(crate) fn reserve(
    numbers: &Numbers<'_>,
    series: &str,
    period: &str,
    (first, last): (u32, u32),
    station: Option<&str>,
    purpose: &FileId,
) -> Result<Act, NotDone> {
    let (conn, body) = (numbers.conn, numbers.body);
    let station = numbers.station(station)?.map(|station| station.code.clone());
    let no = |why: String| NotDone::from(Refusal::CannotReserve { first, last, why });
    let (series, period) = counted(body, series, period)?;
    let Some((organ, known)) = body.series(&series) else {
        return Err(no("job numbers are not set aside; a station may have a series of its own".to_owned()));
    };
    numbers.must_be_open(organ, known, &period)?;
    let numbering = Numbering { conn, body, organ, series: known };
    if numbering.is_elsewhere(&period)? {
        return Err(Refusal::AllocatedElsewhere { series, period }.into());
    }
    if first == 0 || last < first || last - first >= BLOCK_AT_MOST {
        return Err(no(format!("name a first and a last number, at most {BLOCK_AT_MOST} in all")));
    }
    let given = views::counter(conn, &series, &period)?.map_or(0, |counter| counter.last);
    if first <= given {
        return Err(no(format!("the numbering has come to {given}; begin after it")));
    }
    if let Some(kept) = known.reserved.iter().find(|kept| kept.first <= last && first <= kept.last) {
        return Err(no(format!("{} to {} are kept for: {}", kept.first, kept.last, kept.purpose)));
    }
    if let Some(block) =
        views::blocks(conn, &series, &period)?.iter().find(|block| block.first <= last && first <= block.last)
    {
        return Err(no(format!("{} to {} are set aside already; begin after them", block.first, block.last)));
    }
    if let Some(borne) = views::first_borne(conn, &series, &period, first, last)? {
        return Err(no(format!("a document bears {}; leave it out", body.symbol_of(known, &period, borne))));
    }
    Ok(Act::Reserve { series, period, first, last, station, purpose: purpose.clone() })
}

/// A series and period under the names by which they are counted.
pub(crate) fn counted(body: &Body, series: &str, period: &str) -> Result<(String, String), Refusal> {
    let none = || Refusal::NoSuchSeries { series: series.to_owned(), period: period.to_owned() };
    if let Some(code) = series.strip_prefix("job:") {
        let known = job_series(body, code)?;
        if !known.yearly {
            return Ok((views::job_series(&known.code), String::new()));
        }
        // A printed number of that year must say the same period when it is read back.
        let year = period.parse::<i16>().map_err(|_| none())?;
        let plain = job_period(body, known, year) == period;
        return if plain { Ok((views::job_series(&known.code), period.to_owned())) } else { Err(none()) };
    }
    let (organ, known) = body.series(series).ok_or_else(none)?;
    if !names_a_period(known) {
        return Ok((known.code.clone(), String::new()));
    }
    let sample = body.symbol_of(known, period, 1);
    let plain = body.place(&sample).is_some_and(|place| {
        place.organ == organ.code && place.series == known.code && place.period == period && is_plain(period)
    });
    if plain { Ok((known.code.clone(), period.to_owned())) } else { Err(none()) }
}

/// Which of the languages required are not among those given, in words; `None` if there are none.
pub(crate) fn missing_languages(body: &Body, required: &[Language], given: &[Language]) -> Option<String> {
    let names = body.words(Language::EN).map(|words| &words.languages);
    let missing: Vec<&str> = required
        .iter()
        .filter(|language| !given.contains(language))
        .map(|language| names.and_then(|names| names.get(language.code())).map_or(language.code(), String::as_str))
        .collect();
    match missing.split_last()? {
        (last, []) => Some((*last).to_owned()),
        (last, others) => Some(format!("{} and {last}", others.join(", "))),
    }
}
