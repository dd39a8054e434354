//! Questions to the journal and its views.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chancery_model::{
    act::{Act, DossierId, Entry, FileId, Registration, RelationKind},
    body::{Body, Reserved},
    dossier::{Dossier, Stage},
    symbol::Symbol,
};
use jiff::{Timestamp, civil::Date};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::{
    Due, Failure, NotDone,
    numbering::{self, Numbers},
    store::{
        Held,
        sqlite::{self, signed, unsigned},
    },
    views,
};

/// A read-only connection of its own. It sees what was committed when each question was asked, by whatever process, and
/// never holds a writer up. Give each thread one.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
    /// Let go after the connection, which is why it stands after it.
    _held: Option<Held>,
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
    /// It was given elsewhere, before the numbering was taken over or while it was ceded.
    GivenElsewhere,
    /// It was set aside by an act: for a station, or to be given by its symbol; for the purpose that stands in a file.
    SetAside {
        /// The station, if it is part of its block.
        station: Option<String>,
        /// For what.
        purpose: FileId,
    },
    /// It was given here and voided before issue.
    Voided(DossierId),
    /// Nothing explains it: the record is damaged, or the body reserves it no more.
    Unexplained,
}

/// How a rule fared before officers who accepted dossiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// In how many acceptances it had grave findings.
    pub found: u64,
    /// In how many of them an officer answered these with a reason.
    pub answered: u64,
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
    pub(crate) fn on(conn: Connection) -> Reader {
        Reader { conn, _held: None }
    }

    pub(crate) fn conn(&self) -> &Connection {
        &self.conn
    }

    /// Opens the journal in a folder (`office/journal`) for reading.
    ///
    /// # Errors
    /// [`Failure::NoJournal`] if there is none, [`Failure::Format`] if another version wrote it.
    pub fn open(folder: &Path) -> Result<Reader, Failure> {
        let held = Held::new(folder);
        Ok(Reader { conn: sqlite::open_for_reading(folder)?, _held: Some(held) })
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

    /// What would be given if it were asked at a moment. What the asks expect is left aside; whoever registers in the
    /// meantime comes first.
    ///
    /// # Errors
    /// [`NotDone::Refused`] if the registration would be refused.
    pub fn due(&self, body: &Body, asked: &Registration, at: Timestamp) -> Result<Due, NotDone> {
        let snapshot = self.snapshot()?;
        let mut asked = asked.clone();
        asked.expect_job = None;
        asked.asks.iter_mut().for_each(|ask| ask.expect = None);
        let parent = match &asked.under {
            Some(under) => views::dossier(&snapshot, under.parent)?,
            None => None,
        };
        let numbers = Numbers { conn: &snapshot, body, now: body.time_of(at) };
        match numbering::register(&numbers, &asked, parent.as_ref())? {
            Act::Register { allotments, job_number, .. } => Ok(Due { allotments, job_number }),
            _ => Err(Failure::Misused("a registration gives a registration").into()),
        }
    }

    /// How other documents stand to this one, by the acts done on them: the kind, and the other dossier, oldest first.
    pub fn relations_to(&self, dossier: &Dossier) -> Result<Vec<(RelationKind, DossierId)>, Failure> {
        let mut all = Vec::new();
        let own = dossier.allotments.iter().map(|allotment| allotment.symbol.without_asterisks().to_string());
        let mut statement =
            self.conn.prepare_cached("SELECT kind, source FROM relations WHERE target = ?1 ORDER BY source, kind")?;
        for target in own.chain([dossier.id.to_string()]) {
            let mut rows = statement.query([target])?;
            while let Some(row) = rows.next()? {
                let kind: String = row.get(0)?;
                let known = RelationKind::ALL.into_iter().find(|known| views::relation(*known) == kind);
                let kind = known.ok_or_else(|| Failure::Damaged(format!("“{kind}” is no relation")))?;
                all.push((kind, DossierId(unsigned(row, 1)?)));
            }
        }
        all.sort_by_key(|(kind, id)| (*id, *kind));
        all.dedup();
        Ok(all)
    }

    /// The dossiers that are to be open to everyone from a day on, with that day, the earliest first.
    pub fn planned(&self) -> Result<Vec<(DossierId, Date)>, Failure> {
        let mut statement = self.conn.prepare_cached("SELECT dossier, day FROM plans ORDER BY day, dossier")?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let day: String = row.get(1)?;
            let day = day.parse().map_err(|_| Failure::Damaged(format!("“{day}” is no day")))?;
            all.push((DossierId(unsigned(row, 0)?), day));
        }
        Ok(all)
    }

    /// The rules of the institution as they were last adopted: the entry's number, the body's digest and its files.
    pub fn adopted(&self) -> Result<Option<(u64, String, FileId)>, Failure> {
        Ok(self
            .conn
            .prepare_cached("SELECT entry, body, files FROM adopted")?
            .query_row([], |row| Ok((unsigned(row, 0)?, row.get(1)?, FileId(row.get(2)?))))
            .optional()?)
    }

    /// Who allocates a series in a period, where an act said so: `true` for this office.
    pub fn allocated_here(&self, series: &str, period: &str) -> Result<Option<bool>, Failure> {
        views::allocated_here(&self.conn, series, period)
    }

    /// Every file that an entry speaks of, with the entry's number, in order. Entries are read one by one; `each` may stop
    /// the walk by an error.
    pub fn each_entry(&self, mut each: impl FnMut(Entry) -> Result<(), Failure>) -> Result<(), Failure> {
        let snapshot = self.snapshot()?;
        sqlite::walk(&snapshot, |line| each(line.entry))
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

    /// Whether a document stands on this record: `Some(false)` where the office gave numbers of its series and period and
    /// would have given this one, `None` where it cannot know, since the number was kept, or given elsewhere or never here.
    pub fn holds(&self, body: &Body, symbol: &Symbol) -> Result<Option<bool>, Failure> {
        if self.by_symbol(symbol)?.is_some() {
            return Ok(Some(true));
        }
        let Some(place) = body.place(symbol) else { return Ok(None) };
        let kept = body.series(&place.series).is_some_and(|(_, series)| {
            series.reserved.iter().any(|kept| (kept.first..=kept.last).contains(&place.number))
        });
        let given = self.series_state(&place.series, &place.period)?;
        let ours = given.is_some_and(|state| state.given > 0 && place.number > state.start);
        Ok((ours && !kept).then_some(false))
    }

    /// For which station, if any, and for what an act set a symbol's number aside; `None` where none did. A symbol that
    /// follows another has the number of that one.
    pub fn set_aside(&self, body: &Body, symbol: &Symbol) -> Result<Option<(Option<String>, FileId)>, Failure> {
        let Some(place) = body.place(symbol) else { return Ok(None) };
        let block = views::block_of(&self.conn, &place.series, &place.period, place.number)?;
        Ok(block.map(|block| (block.station, FileId(block.purpose))))
    }

    /// How often grave findings of each rule were before an officer who accepted a dossier, and how often they were answered.
    ///
    /// It is counted from the acts themselves; entries of format 0 do not say what was grave, and what they answered counts
    /// as found.
    pub fn answers(&self) -> Result<BTreeMap<String, Answers>, Failure> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT act FROM journal WHERE json_extract(act, '$.act') = 'accept' ORDER BY number")?;
        let mut rows = statement.query([])?;
        let mut counts: BTreeMap<String, Answers> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let act: Act = serde_json::from_str(&row.get::<_, String>(0)?)
                .map_err(|error| Failure::Damaged(format!("an act of acceptance cannot be read: {error}")))?;
            let Act::Accept { answers, grave, .. } = act else { continue };
            let answered: BTreeSet<String> = answers.into_iter().map(|answer| answer.rule).collect();
            let found: BTreeSet<String> = grave.into_iter().chain(answered.iter().cloned()).collect();
            for rule in found {
                let answered = answered.contains(&rule);
                let count = counts.entry(rule).or_default();
                count.found += 1;
                count.answered += u64::from(answered);
            }
        }
        Ok(counts)
    }

    /// How many times a dossier was accepted.
    pub fn acceptances(&self) -> Result<u64, Failure> {
        Ok(self
            .conn
            .prepare_cached("SELECT count(*) FROM journal WHERE json_extract(act, '$.act') = 'accept'")?
            .query_row([], |row| unsigned(row, 0))?)
    }

    /// Every series and period that is numbered here.
    pub fn all_series(&self) -> Result<Vec<SeriesState>, Failure> {
        all_series(&self.conn)
    }

    /// The numbers from 1 to the last one of a series that no document bears, and why: of a series of symbols, or of job
    /// numbers (`job:` and the series' code). Numbers that follow each other for the same reason are one gap.
    pub fn gaps(&self, body: &Body, series: &str, period: &str) -> Result<Vec<Gap>, Failure> {
        let snapshot = self.snapshot()?;
        gaps(&snapshot, body, series, period)
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

    /// Folds the journal beside the views and compares it with the views.
    ///
    /// # Errors
    /// [`Failure::Damaged`] names the first row that differs; `rebuild_views` mends it.
    pub fn views_check(&self) -> Result<(), Failure> {
        let snapshot = self.snapshot()?;
        // A database without a name lies in the system's temporary folder as far as it does not fit into a small cache, so
        // that a long journal does not fill the memory.
        let fresh = Connection::open("")?;
        sqlite::create(&fresh)?;
        let whole = Transaction::new_unchecked(&fresh, TransactionBehavior::Deferred)?;
        views::fold(&snapshot, &whole)?;
        match views::difference(&whole, &snapshot)? {
            None => Ok(()),
            Some((expected, found)) => {
                Err(Failure::Damaged(format!("the journal says “{expected}”, a view says “{found}”")))
            }
        }
    }

    /// All questions asked of a snapshot see the same state.
    pub(crate) fn snapshot(&self) -> Result<Transaction<'_>, Failure> {
        Ok(Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred)?)
    }
}

/// Every series and period that is numbered here.
pub(crate) fn all_series(conn: &Connection) -> Result<Vec<SeriesState>, Failure> {
    let mut statement =
        conn.prepare_cached("SELECT series, period, start, last, given FROM counters ORDER BY series, period")?;
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

/// What [`Reader::gaps`] answers, asked of one state of the journal.
pub(crate) fn gaps(conn: &Connection, body: &Body, series: &str, period: &str) -> Result<Vec<Gap>, Failure> {
    let Some(counter) = views::counter(conn, series, period)? else { return Ok(Vec::new()) };
    let mut gaps = Gaps {
        reserved: body.series(series).map_or(&[][..], |(_, series)| &series.reserved),
        blocks: views::blocks(conn, series, period)?,
        elsewhere: views::elsewhere(conn, series, period)?,
        start: counter.start,
        found: Vec::new(),
    };
    let job = series.strip_prefix("job:");
    let mut statement = conn.prepare_cached(match job {
        Some(_) => {
            "SELECT number, dossier, stage FROM jobs JOIN dossiers ON dossiers.id = jobs.dossier \
             WHERE series = ?1 AND period = ?2 AND number <= ?3 ORDER BY number"
        }
        None => {
            "SELECT number, dossier, state FROM symbols \
             WHERE series = ?1 AND period = ?2 AND number <= ?3 ORDER BY number"
        }
    })?;
    let mut imported = match job {
        Some(code) => imported_jobs(conn, body, code, period)?.into_iter().peekable(),
        None => BTreeSet::new().into_iter().peekable(),
    };
    let mut rows = statement.query(params![series, period, counter.last])?;
    let mut expected = 1;
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(0)?;
        while let Some(taken_in) = imported.next_if(|taken_in| *taken_in < number) {
            gaps.absent(expected, taken_in);
            expected = taken_in.saturating_add(1);
        }
        gaps.absent(expected, number);
        if row.get::<_, String>(2)? == Stage::Voided.word() {
            gaps.note(number, number, GapReason::Voided(DossierId(unsigned(row, 1)?)));
        }
        expected = number.saturating_add(1);
    }
    while let Some(taken_in) = imported.next_if(|taken_in| *taken_in <= counter.last) {
        gaps.absent(expected, taken_in);
        expected = taken_in.saturating_add(1);
    }
    gaps.absent(expected, counter.last.saturating_add(1));
    Ok(gaps.found)
}

/// The numbers of a job-number series that came by import. An import says how its number is printed, not where it stands.
fn imported_jobs(conn: &Connection, body: &Body, code: &str, period: &str) -> Result<BTreeSet<u32>, Failure> {
    let Some(series) = body.charter.job_numbers.iter().find(|series| series.code == code) else {
        return Ok(BTreeSet::new());
    };
    let year = period.parse().unwrap_or(0);
    let printed = |number| body.job_number(series, year, number);
    // What all numbers of the year begin with, so that not every job number on the record is looked at.
    let (low, high) = (printed(1), printed(99_999_999));
    let begins: String = low.chars().zip(high.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let mut statement =
        conn.prepare_cached("SELECT job FROM jobs WHERE series IS NULL AND job >= ?1 AND job < ?1 || char(1114111)")?;
    let mut rows = statement.query([&begins])?;
    let mut numbers = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let job: String = row.get(0)?;
        if let Some((_, _, number)) = body.parse_job_number(&job).filter(|(found, _, _)| found.code == series.code)
            && printed(number) == job
        {
            numbers.insert(number);
        }
    }
    Ok(numbers)
}

/// What [`Reader::gaps`] collects.
struct Gaps<'a> {
    reserved: &'a [Reserved],
    blocks: Vec<views::Block>,
    elsewhere: Vec<(u32, u32)>,
    start: u32,
    found: Vec<Gap>,
}

impl Gaps<'_> {
    fn note(&mut self, first: u32, last: u32, why: GapReason) {
        match self.found.last_mut() {
            Some(gap) if gap.last.checked_add(1) == Some(first) && gap.why == why => gap.last = last,
            _ => self.found.push(Gap { first, last, why }),
        }
    }

    /// Notes that nothing bears the numbers from one up to, and without, another. It goes by spans and not by numbers, so
    /// that a gap of millions costs no more than one of two.
    fn absent(&mut self, mut from: u32, until: u32) {
        while from < until {
            let (why, last) = self.reason(from, until - 1);
            self.note(from, last, why);
            match last.checked_add(1) {
                Some(next) => from = next,
                None => return,
            }
        }
    }

    /// Why nothing bears a number, and up to which number, `last` at most, the same holds.
    fn reason(&self, number: u32, last: u32) -> (GapReason, u32) {
        if let Some(kept) = self.reserved.iter().find(|kept| (kept.first..=kept.last).contains(&number)) {
            return (GapReason::Reserved(kept.purpose.clone()), kept.last.min(last));
        }
        if let Some(block) = self.blocks.iter().find(|block| (block.first..=block.last).contains(&number)) {
            let why = GapReason::SetAside { station: block.station.clone(), purpose: FileId(block.purpose.clone()) };
            return (why, block.last.min(last));
        }
        // The reason that begins next ends this one.
        let begins = self.reserved.iter().map(|kept| kept.first).chain(self.blocks.iter().map(|block| block.first));
        let end = begins.filter(|first| *first > number).min().map_or(last, |first| last.min(first - 1));
        if number <= self.start {
            return (GapReason::GivenElsewhere, end.min(self.start));
        }
        if let Some((_, last)) = self.elsewhere.iter().find(|(first, last)| (*first..=*last).contains(&number)) {
            return (GapReason::GivenElsewhere, end.min(*last));
        }
        let next = self.elsewhere.iter().map(|(first, _)| *first).filter(|first| *first > number).min();
        (GapReason::Unexplained, next.map_or(end, |first| end.min(first - 1)))
    }
}

fn before(after: Option<DossierId>) -> Result<i64, Failure> {
    after.map_or(Ok(i64::MAX), |id| signed(id.0))
}
