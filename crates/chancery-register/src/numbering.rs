//! Which numbers are due. These functions read the counters and the numbers on the record and decide; they write nothing.
//! What they decide becomes an act, and the fold of the act moves the counters.

use chancery_model::{
    act::{Act, Allotment, Ask, JobPlace},
    body::{Body, JobSeries, Organ, Series},
    dossier::Refusal,
    language::Language,
    symbol::Symbol,
};
use jiff::civil::Date;
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

/// What is asked of a job-number series.
pub(crate) struct JobAsk<'a> {
    /// The series' code; the empty string is the body's default.
    pub series: &'a str,
    /// The number, where it was given elsewhere.
    pub given: Option<&'a str>,
    /// The number that must come out.
    pub expect: Option<&'a str>,
}

/// A job number and where it stands.
pub(crate) struct Job {
    pub printed: String,
    pub place: JobPlace,
}

/// Gives every organ asked its symbol, in the body's order of organs.
pub(crate) fn allot(conn: &Connection, body: &Body, asks: &[Ask], date: Date) -> Result<Vec<Allotment>, NotDone> {
    if asks.is_empty() {
        return Err(Refusal::NoOrgan.into());
    }
    let mut placed = Vec::with_capacity(asks.len());
    for ask in asks {
        let place = body.organs.iter().position(|organ| organ.code == ask.organ && organ.circulates);
        placed.push((place.ok_or_else(|| Refusal::NoSuchOrgan(ask.organ.clone()))?, ask));
    }
    placed.sort_by_key(|(place, _)| *place);
    if let Some(pair) = placed.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Refusal::OrganTwice(pair[0].1.organ.clone()).into());
    }
    placed.into_iter().map(|(place, ask)| allot_one(conn, body, &body.organs[place], ask, date)).collect()
}

fn allot_one(conn: &Connection, body: &Body, organ: &Organ, ask: &Ask, date: Date) -> Result<Allotment, NotDone> {
    let no_period = || Refusal::NoPeriod { organ: organ.code.clone(), date };
    let series = body.series_for(organ, date).ok_or_else(no_period)?;
    let numbering = Numbering { conn, body, organ, series };
    let (period, number) = match &ask.symbol {
        Some(given) => numbering.accept_given(given, ask.period.as_deref())?,
        None => {
            let period = match &ask.period {
                // A series whose symbols name no session runs on, whatever session the document belongs to.
                _ if !names_a_period(series) => String::new(),
                Some(period) => period.clone(),
                None => series.period_rule(organ).at(date).ok_or_else(no_period)?,
            };
            numbering.next(period)?
        }
    };
    let symbol = body.symbol_of(series, &period, number);
    if let Some(borne) = &ask.expect
        && *borne != symbol
    {
        // A number on the record is the plainer reason: nothing that comes next could ever match it.
        if let Some(holder) = views::holder(conn, borne)? {
            return Err(Refusal::NumberTaken(borne.to_string(), holder).into());
        }
        return Err(Refusal::NumberNotDue { borne: borne.to_string(), due: symbol.to_string() }.into());
    }
    Ok(Allotment {
        organ: organ.code.clone(),
        series: series.code.clone(),
        period,
        number: Some(number),
        symbol,
        items: ask.items.clone(),
    })
}

/// Whether the symbols of a series name a session or a year.
fn names_a_period(series: &Series) -> bool {
    series.template.contains("{session") || series.template.contains("{year")
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

    /// Checks a symbol that was given elsewhere: it must be the next one, or the first of its period.
    fn accept_given(&self, given: &Symbol, period_asked: Option<&str>) -> Result<(String, u32), NotDone> {
        let symbol = given.without_asterisks();
        let (period, number) = self.place(&symbol)?;
        if names_a_period(self.series) && period_asked.is_some_and(|asked| asked != period) {
            return Err(self.wrong(&symbol).into());
        }
        if let Some(holder) = self.holder(&period, number)? {
            return Err(Refusal::NumberTaken(symbol.to_string(), holder).into());
        }
        if let Some(counter) = views::counter(self.conn, &self.series.code, &period)? {
            let due = self.after(&period, counter.last)?;
            if due != number {
                let due = self.body.symbol_of(self.series, &period, due).to_string();
                return Err(Refusal::WouldLeaveGap { symbol: symbol.to_string(), due }.into());
            }
        }
        Ok((period, number))
    }

    /// The next number of a period.
    fn next(&self, period: String) -> Result<(String, u32), NotDone> {
        // A period that came from outside must be one that can stand in a symbol of this series.
        let sample = self.body.symbol_of(self.series, &period, 1);
        if self.place(&sample)?.0 != period {
            return Err(self.wrong(&sample).into());
        }
        let last = match views::counter(self.conn, &self.series.code, &period)? {
            Some(counter) => counter.last,
            None if views::holds_numbers(self.conn, &self.series.code, &period)? => {
                return Err(Refusal::NotContinued { series: self.series.code.clone(), period }.into());
            }
            None => 0,
        };
        let number = self.after(&period, last)?;
        Ok((period, number))
    }

    /// The first number after `last` that is neither reserved nor on the record.
    fn after(&self, period: &str, last: u32) -> Result<u32, Failure> {
        let mut number = last;
        loop {
            number = number.checked_add(1).ok_or_else(|| Failure::Exhausted(self.series.code.clone()))?;
            if let Some(kept) = self.series.reserved.iter().find(|kept| (kept.first..=kept.last).contains(&number)) {
                number = kept.last;
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

/// Gives a job number.
pub(crate) fn job(conn: &Connection, body: &Body, ask: &JobAsk<'_>, date: Date) -> Result<Job, NotDone> {
    let series = job_series(body, ask.series)?;
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
            if let Some(counter) = views::counter(conn, &counter_of, &period)? {
                let (due, printed) = job_after(conn, body, series, year_of(&period, date), counter.last)?;
                if due != number {
                    return Err(Refusal::WouldLeaveGap { symbol: given.to_owned(), due: printed }.into());
                }
            }
            Job { printed: given.to_owned(), place: JobPlace { series: series.code.clone(), period, number } }
        }
        None => {
            // Job numbers that came by import are passed over and ask for no continuation: they tell little of how far the
            // office's own numbering has come.
            let period = job_period(body, series, date.year());
            let last = views::counter(conn, &counter_of, &period)?.map_or(0, |counter| counter.last);
            let (number, printed) = job_after(conn, body, series, date.year(), last)?;
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
pub(crate) fn continue_at(
    conn: &Connection,
    body: &Body,
    series: &str,
    period: &str,
    last: u32,
) -> Result<Act, NotDone> {
    let (series, period) = counted(body, series, period)?;
    if let Some(counter) = views::counter(conn, &series, &period)?
        && counter.last != last
        && counter.given > 0
    {
        return Err(Refusal::AlreadyNumbered { series, period, last: counter.last }.into());
    }
    Ok(Act::Continue { series, period, last })
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

/// The required languages that are not among those given, in words; `None` if there are none.
pub(crate) fn missing_languages(body: &Body, given: &[Language]) -> Option<String> {
    let names = body.words(Language::EN).map(|words| &words.languages);
    let missing: Vec<&str> = body
        .charter
        .languages_required
        .iter()
        .filter(|language| !given.contains(language))
        .map(|language| names.and_then(|names| names.get(language.code())).map_or(language.code(), String::as_str))
        .collect();
    match missing.split_last()? {
        (last, []) => Some((*last).to_owned()),
        (last, others) => Some(format!("{} and {last}", others.join(", "))),
    }
}
