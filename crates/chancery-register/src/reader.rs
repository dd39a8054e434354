//! Questions to the journal and its views.

use std::path::Path;

use chancery_model::{
    act::{Ask, DossierId, Entry},
    body::Body,
    dossier::{Dossier, Stage},
    symbol::Symbol,
};
use jiff::civil::Date;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::{
    Due, Failure, NotDone,
    numbering::{self, JobAsk},
    store::sqlite::{self, signed, unsigned},
    views,
};

/// A read-only connection of its own. It sees what was committed when each question was asked, by whatever process, and
/// never holds a writer up. Give each thread one.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
}

/// How far a series has been numbered in a period, and what has become of its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesState {
    /// The series' code; `job:` and a code for a job-number series.
    pub series: String,
    /// The session or year; empty for a running series.
    pub period: String,
    /// Numbers up to this one were given elsewhere or are reserved.
    pub start: u32,
    /// The last number given.
    pub last: u32,
    /// How many were given here.
    pub given: u32,
}

/// Numbers of a series that no document of this record bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The first number.
    pub first: u32,
    /// The last number; often the first itself.
    pub last: u32,
    /// Why.
    pub why: GapReason,
}

/// Why no document bears a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GapReason {
    /// It is kept for something, by the body as it stands now.
    Reserved(String),
    /// It was given elsewhere, before the numbering was taken over.
    GivenElsewhere,
    /// It was given here and voided before issue.
    Voided(DossierId),
    /// Nothing explains it: the record is damaged, or the body reserves it no more.
    Unexplained,
}

/// A chain of digests that was found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// How many entries it has.
    pub entries: u64,
    /// The digest of the last one in hexadecimal; zeros for an empty journal.
    pub head: String,
}

impl Reader {
    /// Opens the journal in a folder (`office/journal`) for reading.
    ///
    /// # Errors
    /// [`Failure::NoJournal`] if there is none, [`Failure::Format`] if another version wrote it.
    pub fn open(folder: &Path) -> Result<Reader, Failure> {
        Ok(Reader { conn: sqlite::open_for_reading(folder)? })
    }

    /// An entry by its number.
    pub fn entry(&self, number: u64) -> Result<Option<Entry>, Failure> {
        sqlite::entry(&self.conn, number)
    }

    /// At most `limit` entries from a number on, in order. This is what followers read.
    pub fn entries(&self, from: u64, limit: usize) -> Result<Vec<Entry>, Failure> {
        sqlite::entries(&self.conn, from, limit)
    }

    /// The entries of one dossier, in order.
    pub fn entries_of(&self, dossier: DossierId) -> Result<Vec<Entry>, Failure> {
        sqlite::entries_of(&self.conn, dossier)
    }

    /// The last entry.
    pub fn last_entry(&self) -> Result<Option<Entry>, Failure> {
        let number = self.last_number()?;
        sqlite::entry(&self.conn, number)
    }

    /// The number of the last entry; 0 while there is none.
    pub fn last_number(&self) -> Result<u64, Failure> {
        Ok(sqlite::head(&self.conn)?.0)
    }

    /// A dossier by its number.
    pub fn dossier(&self, id: DossierId) -> Result<Option<Dossier>, Failure> {
        views::dossier(&self.conn, id)
    }

    /// At most `limit` dossiers, the newest first, from the one that follows `after` in that order.
    pub fn dossiers(&self, after: Option<DossierId>, limit: usize) -> Result<Vec<Dossier>, Failure> {
        let mut statement =
            self.conn.prepare_cached("SELECT folded FROM dossiers WHERE id < ?1 ORDER BY id DESC LIMIT ?2")?;
        let mut rows = statement.query(params![before(after)?, signed(limit as u64)?])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(views::parse(&row.get::<_, String>(0)?)?);
        }
        Ok(all)
    }

    /// At most `limit` dossiers that stand at a stage, the newest first, from the one that follows `after`.
    pub fn dossiers_at(&self, stage: Stage, after: Option<DossierId>, limit: usize) -> Result<Vec<Dossier>, Failure> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT folded FROM dossiers WHERE stage = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3")?;
        let mut rows = statement.query(params![stage.word(), before(after)?, signed(limit as u64)?])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(views::parse(&row.get::<_, String>(0)?)?);
        }
        Ok(all)
    }

    /// How many dossiers stand at a stage.
    pub fn count_at(&self, stage: Stage) -> Result<u64, Failure> {
        Ok(self
            .conn
            .prepare_cached("SELECT count(*) FROM dossiers WHERE stage = ?1")?
            .query_row([stage.word()], |row| unsigned(row, 0))?)
    }

    /// The dossier that bears a symbol, with or without the asterisks of a reissue. A voided number is still borne.
    pub fn by_symbol(&self, symbol: &Symbol) -> Result<Option<DossierId>, Failure> {
        views::holder(&self.conn, symbol)
    }

    /// The dossier that bears a job number as printed.
    pub fn by_job(&self, job_number: &str) -> Result<Option<DossierId>, Failure> {
        views::job_holder(&self.conn, job_number.trim())
    }

    /// The entry that came of a proposal with a key.
    pub fn by_key(&self, key: &str) -> Result<Option<Entry>, Failure> {
        match views::key(&self.conn, key)? {
            Some((_, _, number)) => sqlite::entry(&self.conn, number),
            None => Ok(None),
        }
    }

    /// The dossiers under an item of an organ's agenda in a period (`31 (b)` and `31(b)` are the same), oldest first.
    pub fn by_item(&self, organ: &str, period: &str, item: &str) -> Result<Vec<DossierId>, Failure> {
        let mut statement = self.conn.prepare_cached(
            "SELECT dossier FROM agenda WHERE organ = ?1 AND period = ?2 AND item = ?3 ORDER BY dossier",
        )?;
        let rows = statement
            .query_map(params![organ, period, views::item_key(item)], |row| Ok(DossierId(unsigned(row, 0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What would be given if it were asked on a date, in the job-number series of a code (the empty string is the body's
    /// default). What the asks expect is left aside; whoever registers in the meantime comes first.
    ///
    /// # Errors
    /// [`NotDone::Refused`] if the registration would be refused.
    pub fn due(&self, body: &Body, asks: &[Ask], job_series: &str, date: Date) -> Result<Due, NotDone> {
        let snapshot = self.snapshot()?;
        let asks: Vec<Ask> = asks.iter().map(|ask| Ask { expect: None, ..ask.clone() }).collect();
        let allotments = numbering::allot(&snapshot, body, &asks, date)?;
        let job = numbering::job(&snapshot, body, &JobAsk { series: job_series, given: None, expect: None }, date)?;
        Ok(Due { allotments, job_number: job.printed })
    }

    /// How far a series has been numbered in a period; `None` if it never was. A job-number series is `job:` and its code.
    pub fn series_state(&self, series: &str, period: &str) -> Result<Option<SeriesState>, Failure> {
        Ok(views::counter(&self.conn, series, period)?.map(|counter| SeriesState {
            series: series.to_owned(),
            period: period.to_owned(),
            start: counter.start,
            last: counter.last,
            given: counter.given,
        }))
    }

    /// Every series and period that is numbered here.
    pub fn all_series(&self) -> Result<Vec<SeriesState>, Failure> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT series, period, start, last, given FROM counters ORDER BY series, period")?;
        let rows = statement.query_map([], |row| {
            Ok(SeriesState {
                series: row.get(0)?,
                period: row.get(1)?,
                start: row.get(2)?,
                last: row.get(3)?,
                given: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The numbers from 1 to the last one of a series of symbols that no document bears, and why. Numbers that follow each
    /// other for the same reason are one gap.
    pub fn gaps(&self, body: &Body, series: &str, period: &str) -> Result<Vec<Gap>, Failure> {
        let snapshot = self.snapshot()?;
        let Some(counter) = views::counter(&snapshot, series, period)? else { return Ok(Vec::new()) };
        let reserved = body.series(series).map_or(&[][..], |(_, series)| &series.reserved);
        let mut statement = snapshot.prepare_cached(
            "SELECT number, dossier, state FROM symbols WHERE series = ?1 AND period = ?2 AND number <= ?3 ORDER BY number",
        )?;
        let mut rows = statement.query(params![series, period, counter.last])?;
        let mut gaps: Vec<Gap> = Vec::new();
        let mut note = |number: u32, why: GapReason| match gaps.last_mut() {
            Some(gap) if gap.last + 1 == number && gap.why == why => gap.last = number,
            _ => gaps.push(Gap { first: number, last: number, why }),
        };
        let absent = |number: u32| match reserved.iter().find(|kept| (kept.first..=kept.last).contains(&number)) {
            Some(kept) => GapReason::Reserved(kept.purpose.clone()),
            None if number <= counter.start => GapReason::GivenElsewhere,
            None => GapReason::Unexplained,
        };
        let mut expected = 1;
        while let Some(row) = rows.next()? {
            let number: u32 = row.get(0)?;
            (expected..number).for_each(|number| note(number, absent(number)));
            if row.get::<_, String>(2)? == Stage::Voided.word() {
                note(number, GapReason::Voided(DossierId(unsigned(row, 1)?)));
            }
            expected = number.saturating_add(1);
        }
        (expected..=counter.last).for_each(|number| note(number, absent(number)));
        Ok(gaps)
    }

    /// Checks every row of the journal against the one before, and the last one against what the views were told.
    ///
    /// A chain that was written anew from some row on to the end and into the views is whole again; only the public record
    /// and its checkpoints outside the office show that.
    ///
    /// # Errors
    /// [`Failure::BrokenChain`] at the first row that does not follow; [`Failure::Damaged`] if a row cannot be read or the
    /// end is missing.
    pub fn chain_check(&self) -> Result<Chain, Failure> {
        let snapshot = self.snapshot()?;
        let (mut entries, mut hash) = (0, [0; 32]);
        sqlite::walk(&snapshot, |line| {
            entries += 1;
            hash = line.follows(entries, &hash)?;
            Ok(())
        })?;
        let told = views::head(&snapshot)?;
        if told != (entries, hash) {
            let why = format!("the journal ends at entry {entries}, the views were told of entry {}", told.0);
            return Err(Failure::Damaged(why));
        }
        Ok(Chain { entries, head: crate::files::hex(&hash) })
    }

    /// Folds the journal in memory and compares it with the views.
    ///
    /// # Errors
    /// [`Failure::Damaged`] names the first row that differs; `rebuild_views` mends it.
    pub fn views_check(&self) -> Result<(), Failure> {
        let snapshot = self.snapshot()?;
        let fresh = Connection::open_in_memory()?;
        sqlite::create(&fresh)?;
        let whole = Transaction::new_unchecked(&fresh, TransactionBehavior::Deferred)?;
        views::fold(&snapshot, &whole)?;
        let (expected, found) = (views::dump(&whole)?, views::dump(&snapshot)?);
        if expected == found {
            return Ok(());
        }
        let differs = expected.iter().zip(&found).find(|(a, b)| a != b);
        let why = match differs {
            Some((expected, found)) => format!("the journal says “{expected}”, a view says “{found}”"),
            None => format!("the journal gives {} rows, the views have {}", expected.len(), found.len()),
        };
        Err(Failure::Damaged(why))
    }

    /// All questions asked of a snapshot see the same state.
    fn snapshot(&self) -> Result<Transaction<'_>, Failure> {
        Ok(Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred)?)
    }
}

fn before(after: Option<DossierId>) -> Result<i64, Failure> {
    after.map_or(Ok(i64::MAX), |id| signed(id.0))
}
