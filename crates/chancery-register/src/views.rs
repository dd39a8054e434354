//! The views: what the journal says, folded into tables that answer questions fast.
//!
//! Every table here can be dropped and rebuilt from the journal alone, without a body: whatever a body decided at the time
//! (series, period, number) stands in the act. [`apply`] is the only function that writes them.

use std::collections::BTreeMap;

use chancery_model::{
    act::{Act, Allotment, DossierId, Entry, JobPlace, RelationKind, Target},
    dossier::{Dossier, Stage},
    language::Language,
    symbol::{ModifierKind, Symbol},
};
use rusqlite::{Connection, OptionalExtension, Row, params, types::ValueRef};

use crate::{
    Failure,
    store::sqlite::{self, signed, unsigned},
};

/// Counted up when the tables below or the dossier that is folded into them change.
pub(crate) const FORMAT: i64 = 3;

pub(crate) const TABLES: &str = "
CREATE TABLE dossiers (
    id     INTEGER PRIMARY KEY,
    stage  TEXT NOT NULL,
    folded TEXT NOT NULL
) STRICT;
CREATE INDEX dossiers_by_stage ON dossiers (stage, id);
CREATE TABLE symbols (
    symbol  TEXT PRIMARY KEY,
    dossier INTEGER NOT NULL,
    organ   TEXT NOT NULL,
    series  TEXT NOT NULL,
    period  TEXT NOT NULL,
    number  INTEGER,
    state   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX symbols_by_number ON symbols (series, period, number) WHERE number IS NOT NULL;
CREATE TABLE modifiers (
    parent TEXT NOT NULL,
    kind   TEXT NOT NULL,
    number INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    PRIMARY KEY (parent, kind, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE jobs (
    job      TEXT PRIMARY KEY,
    dossier  INTEGER NOT NULL,
    language TEXT,
    series   TEXT,
    period   TEXT,
    number   INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX jobs_by_number ON jobs (series, period, number) WHERE number IS NOT NULL;
CREATE TABLE counters (
    series TEXT NOT NULL,
    period TEXT NOT NULL,
    start  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    given  INTEGER NOT NULL,
    PRIMARY KEY (series, period)
) STRICT, WITHOUT ROWID;
CREATE TABLE allocated (
    series TEXT NOT NULL,
    period TEXT NOT NULL,
    here   INTEGER NOT NULL,
    PRIMARY KEY (series, period)
) STRICT, WITHOUT ROWID;
CREATE TABLE elsewhere (
    series TEXT NOT NULL,
    period TEXT NOT NULL,
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (series, period, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE blocks (
    series  TEXT NOT NULL,
    period  TEXT NOT NULL,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    station TEXT,
    purpose TEXT NOT NULL,
    PRIMARY KEY (series, period, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE agenda (
    organ   TEXT NOT NULL,
    period  TEXT NOT NULL,
    item    TEXT NOT NULL,
    dossier INTEGER NOT NULL,
    PRIMARY KEY (organ, period, item, dossier)
) STRICT, WITHOUT ROWID;
CREATE TABLE relations (
    source INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (target, kind, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE plans (
    dossier INTEGER PRIMARY KEY,
    day     TEXT NOT NULL
) STRICT;
CREATE TABLE keys (
    key     TEXT PRIMARY KEY,
    act     TEXT NOT NULL,
    dossier INTEGER,
    entry   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE adopted (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    entry INTEGER NOT NULL,
    body  TEXT NOT NULL,
    files TEXT NOT NULL
) STRICT;
CREATE TABLE head (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    hash   BLOB NOT NULL
) STRICT;
";

/// The tables above, each with the columns by which its rows are put in order.
const NAMES: [(&str, &str); 14] = [
    ("head", "one"),
    ("adopted", "one"),
    ("keys", "key"),
    ("plans", "dossier"),
    ("relations", "target, kind, source"),
    ("agenda", "organ, period, item, dossier"),
    ("blocks", "series, period, first"),
    ("elsewhere", "series, period, first"),
    ("allocated", "series, period"),
    ("counters", "series, period"),
    ("jobs", "job"),
    ("modifiers", "parent, kind, number"),
    ("symbols", "symbol"),
    ("dossiers", "id"),
];

/// How a job-number series is named among the counters.
pub(crate) fn job_series(code: &str) -> String {
    format!("job:{code}")
}

/// An item's number as it is looked up: without spaces, in lower case, as [`chancery_model::body::same_item`] compares.
pub(crate) fn item_key(item: &str) -> String {
    item.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

/// How far a series has been numbered in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counter {
    /// Numbers up to this one were given elsewhere, or are reserved.
    pub start: u32,
    /// The last number given, here or elsewhere.
    pub last: u32,
    /// How many were given here.
    pub given: u32,
}

pub(crate) fn counter(conn: &Connection, series: &str, period: &str) -> Result<Option<Counter>, Failure> {
    Ok(conn
        .prepare_cached("SELECT start, last, given FROM counters WHERE series = ?1 AND period = ?2")?
        .query_row([series, period], |row| Ok(Counter { start: row.get(0)?, last: row.get(1)?, given: row.get(2)? }))
        .optional()?)
}

/// Whether an act said who allocates a series in a period: this office, or another.
pub(crate) fn allocated_here(conn: &Connection, series: &str, period: &str) -> Result<Option<bool>, Failure> {
    Ok(conn
        .prepare_cached("SELECT here FROM allocated WHERE series = ?1 AND period = ?2")?
        .query_row([series, period], |row| row.get(0))
        .optional()?)
}

/// Numbers that were set aside by an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The first number.
    pub first: u32,
    /// The last number.
    pub last: u32,
    /// The station that gives them, if they are a block.
    pub station: Option<String>,
    /// For what.
    pub purpose: String,
}

const BLOCK: &str = "SELECT first, last, station, purpose FROM blocks WHERE series = ?1 AND period = ?2";

fn block(row: &Row<'_>) -> rusqlite::Result<Block> {
    Ok(Block { first: row.get(0)?, last: row.get(1)?, station: row.get(2)?, purpose: row.get(3)? })
}

/// The numbers set aside in a series and period, in order.
pub(crate) fn blocks(conn: &Connection, series: &str, period: &str) -> Result<Vec<Block>, Failure> {
    let mut statement = conn.prepare_cached(&format!("{BLOCK} ORDER BY first"))?;
    Ok(statement.query_map([series, period], block)?.collect::<Result<_, _>>()?)
}

/// The numbers set aside among which a number is, if any.
pub(crate) fn block_of(conn: &Connection, series: &str, period: &str, number: u32) -> Result<Option<Block>, Failure> {
    let mut statement =
        conn.prepare_cached(&format!("{BLOCK} AND first <= ?3 AND last >= ?3 ORDER BY first DESC LIMIT 1"))?;
    Ok(statement.query_row(params![series, period, number], block).optional()?)
}

/// The spans of a series and period that were given by another office while the numbering was ceded.
pub(crate) fn elsewhere(conn: &Connection, series: &str, period: &str) -> Result<Vec<(u32, u32)>, Failure> {
    let mut statement =
        conn.prepare_cached("SELECT first, last FROM elsewhere WHERE series = ?1 AND period = ?2 ORDER BY first")?;
    let rows = statement.query_map([series, period], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The lowest number from `first` to `last` that no document bears.
pub(crate) fn lowest_free(
    conn: &Connection,
    series: &str,
    period: &str,
    first: u32,
    last: u32,
) -> Result<Option<u32>, Failure> {
    let mut statement = conn.prepare_cached(
        "SELECT number FROM symbols WHERE series = ?1 AND period = ?2 AND number BETWEEN ?3 AND ?4 ORDER BY number",
    )?;
    let mut rows = statement.query(params![series, period, first, last])?;
    let mut free = first;
    while let Some(row) = rows.next()? {
        if row.get::<_, u32>(0)? != free {
            break;
        }
        match free.checked_add(1) {
            Some(next) => free = next,
            None => return Ok(None),
        }
    }
    Ok((free <= last).then_some(free))
}

/// The first number on the record in a span, if any.
pub(crate) fn first_borne(
    conn: &Connection,
    series: &str,
    period: &str,
    first: u32,
    last: u32,
) -> Result<Option<u32>, Failure> {
    Ok(conn
        .prepare_cached(
            "SELECT min(number) FROM symbols WHERE series = ?1 AND period = ?2 AND number BETWEEN ?3 AND ?4",
        )?
        .query_row(params![series, period, first, last], |row| row.get(0))?)
}

/// The highest number of a kind of modifier under a symbol; 0 if there is none.
pub(crate) fn last_modifier(conn: &Connection, parent: &Symbol, kind: ModifierKind) -> Result<u32, Failure> {
    Ok(conn
        .prepare_cached("SELECT coalesce(max(number), 0) FROM modifiers WHERE parent = ?1 AND kind = ?2")?
        .query_row([parent.as_str(), modifier(kind)], |row| row.get(0))?)
}

/// A kind of modifier as it stands in the view.
pub(crate) fn modifier(kind: ModifierKind) -> &'static str {
    match kind {
        ModifierKind::Addendum => "addendum",
        ModifierKind::Amendment => "amendment",
        ModifierKind::Corrigendum => "corrigendum",
        ModifierKind::Revision => "revision",
        ModifierKind::Summary => "summary",
    }
}

/// How a document stands to the one under which it is numbered.
pub(crate) fn relation_of(kind: ModifierKind) -> RelationKind {
    match kind {
        ModifierKind::Addendum | ModifierKind::Summary => RelationKind::AddsTo,
        ModifierKind::Amendment | ModifierKind::Corrigendum => RelationKind::Corrects,
        ModifierKind::Revision => RelationKind::Revises,
    }
}

/// A kind of relation as it stands in the view: as in JSON.
pub(crate) fn relation(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::AddsTo => "adds_to",
        RelationKind::Corrects => "corrects",
        RelationKind::Revises => "revises",
        RelationKind::Supersedes => "supersedes",
        RelationKind::Transmits => "transmits",
        RelationKind::RepliesTo => "replies_to",
        RelationKind::IdenticalWith => "identical_with",
        RelationKind::JointWith => "joint_with",
    }
}

/// The dossier that bears a symbol. Asterisks of a reissue are not part of the number.
pub(crate) fn holder(conn: &Connection, symbol: &Symbol) -> Result<Option<DossierId>, Failure> {
    Ok(conn
        .prepare_cached("SELECT dossier FROM symbols WHERE symbol = ?1")?
        .query_row([symbol.without_asterisks().as_str()], |row| Ok(DossierId(unsigned(row, 0)?)))
        .optional()?)
}

/// The dossier that holds a number, however its symbol was written.
pub(crate) fn number_holder(
    conn: &Connection,
    series: &str,
    period: &str,
    number: u32,
) -> Result<Option<DossierId>, Failure> {
    Ok(conn
        .prepare_cached("SELECT dossier FROM symbols WHERE series = ?1 AND period = ?2 AND number = ?3")?
        .query_row(params![series, period, number], |row| Ok(DossierId(unsigned(row, 0)?)))
        .optional()?)
}

/// Whether any number of a series and period is on the record.
pub(crate) fn holds_numbers(conn: &Connection, series: &str, period: &str) -> Result<bool, Failure> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM symbols WHERE series = ?1 AND period = ?2 AND number IS NOT NULL)",
        )?
        .query_row([series, period], |row| row.get(0))?)
}

/// The dossier that bears a job number.
pub(crate) fn job_holder(conn: &Connection, job: &str) -> Result<Option<DossierId>, Failure> {
    Ok(conn
        .prepare_cached("SELECT dossier FROM jobs WHERE job = ?1")?
        .query_row([job], |row| Ok(DossierId(unsigned(row, 0)?)))
        .optional()?)
}

/// One dossier.
pub(crate) fn dossier(conn: &Connection, id: DossierId) -> Result<Option<Dossier>, Failure> {
    let folded: Option<String> = conn
        .prepare_cached("SELECT folded FROM dossiers WHERE id = ?1")?
        .query_row([signed(id.0)?], |row| row.get(0))
        .optional()?;
    folded.map(|folded| parse(&folded)).transpose()
}

/// Reads a dossier back from the view.
pub(crate) fn parse(folded: &str) -> Result<Dossier, Failure> {
    serde_json::from_str(folded).map_err(|e| Failure::Damaged(format!("a folded dossier: {e}")))
}

/// The number for the next dossier.
pub(crate) fn next_dossier(conn: &Connection) -> Result<DossierId, Failure> {
    Ok(conn
        .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM dossiers")?
        .query_row([], |row| Ok(DossierId(unsigned(row, 0)?)))?)
}

/// What a key was used for: the act's name, the dossier that was named with it, and the entry.
pub(crate) fn key(conn: &Connection, key: &str) -> Result<Option<(String, Option<DossierId>, u64)>, Failure> {
    Ok(conn
        .prepare_cached("SELECT act, dossier, entry FROM keys WHERE key = ?1")?
        .query_row([key], |row| {
            Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(|id| DossierId(id as u64)), unsigned(row, 2)?))
        })
        .optional()?)
}

/// Number and digest of the last entry the views were told of.
pub(crate) fn head(conn: &Connection) -> Result<(u64, [u8; 32]), Failure> {
    let row = conn
        .prepare_cached("SELECT number, hash FROM head")?
        .query_row([], |row| Ok((unsigned(row, 0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    Ok(row.unwrap_or((0, [0; 32])))
}

/// Dossiers that a fold has in hand, so that a long one writes each dossier once and not once an entry. There are never
/// more of them than [`Shelf::ROOM`].
#[derive(Default)]
struct Shelf {
    dossiers: BTreeMap<DossierId, Dossier>,
}

impl Shelf {
    const ROOM: usize = 20_000;

    fn take(&mut self, conn: &Connection, id: DossierId) -> Result<Option<Dossier>, Failure> {
        match self.dossiers.remove(&id) {
            Some(dossier) => Ok(Some(dossier)),
            None => dossier(conn, id),
        }
    }

    fn put(&mut self, conn: &Connection, dossier: Dossier) -> Result<(), Failure> {
        self.dossiers.insert(dossier.id, dossier);
        if self.dossiers.len() <= Shelf::ROOM {
            return Ok(());
        }
        // Work on old dossiers is rare: the older half goes to the table.
        let newer = match self.dossiers.keys().nth(Shelf::ROOM / 2).copied() {
            Some(middle) => self.dossiers.split_off(&middle),
            None => return Ok(()),
        };
        let older = std::mem::replace(&mut self.dossiers, newer);
        older.values().try_for_each(|dossier| put_dossier(conn, dossier))
    }

    fn clear(self, conn: &Connection) -> Result<(), Failure> {
        self.dossiers.values().try_for_each(|dossier| put_dossier(conn, dossier))
    }
}

/// Takes one entry into the views. `known` is the dossier it belongs to as it was, where the caller has it in hand.
pub(crate) fn apply(
    conn: &Connection,
    entry: &Entry,
    key: Option<&str>,
    hash: &[u8; 32],
    known: Option<Dossier>,
) -> Result<(), Failure> {
    if let Some(folded) = apply_but_dossier(conn, entry, key, known, |id| dossier(conn, id))? {
        put_dossier(conn, &folded)?;
    }
    put_head(conn, entry.number, hash)
}

fn apply_but_dossier(
    conn: &Connection,
    entry: &Entry,
    key: Option<&str>,
    known: Option<Dossier>,
    find: impl FnOnce(DossierId) -> Result<Option<Dossier>, Failure>,
) -> Result<Option<Dossier>, Failure> {
    let opened = matches!(entry.act, Act::Receive { .. } | Act::Import { .. });
    let mut folded = None;
    if let Some(id) = entry.dossier {
        let after = if opened {
            Dossier::open(entry)
        } else {
            let before = match known {
                Some(dossier) => Some(dossier),
                None => find(id)?,
            };
            match before {
                Some(mut dossier) => {
                    if let Act::Amend { .. } = entry.act {
                        take_items(conn, &dossier)?;
                    }
                    dossier.apply(entry);
                    Some(dossier)
                }
                None => None,
            }
        };
        let after = after.ok_or_else(|| Failure::Damaged(format!("entry {} finds no {id}", entry.number)))?;
        put_numbers(conn, &after, entry)?;
        folded = Some(after);
    }
    put_numbering(conn, entry)?;
    if let Some(key) = key {
        // An act that opens a dossier was asked for without one.
        let named = if opened { None } else { entry.dossier };
        conn.prepare_cached("INSERT INTO keys (key, act, dossier, entry) VALUES (?1, ?2, ?3, ?4)")?.execute(
            params![key, entry.act.name(), named.map(|id| signed(id.0)).transpose()?, signed(entry.number)?,],
        )?;
    }
    Ok(folded)
}

fn put_head(conn: &Connection, number: u64, hash: &[u8; 32]) -> Result<(), Failure> {
    conn.prepare_cached("INSERT OR REPLACE INTO head (one, number, hash) VALUES (1, ?1, ?2)")?
        .execute(params![signed(number)?, hash])?;
    Ok(())
}

fn put_dossier(conn: &Connection, dossier: &Dossier) -> Result<(), Failure> {
    let folded = serde_json::to_string(dossier).map_err(|e| Failure::Damaged(e.to_string()))?;
    conn.prepare_cached(
        "INSERT INTO dossiers (id, stage, folded) VALUES (?1, ?2, ?3) \
         ON CONFLICT DO UPDATE SET stage = excluded.stage, folded = excluded.folded",
    )?
    .execute(params![signed(dossier.id.0)?, dossier.stage.word(), folded])?;
    Ok(())
}

/// What an act says about a numbering and belongs to no dossier.
fn put_numbering(conn: &Connection, entry: &Entry) -> Result<(), Failure> {
    match &entry.act {
        Act::Continue { series, period, last } => {
            let before = counter(conn, series, period)?;
            if let Some(before) = before.filter(|before| before.given > 0 && before.last < *last) {
                // What lies between was given elsewhere while the numbering was ceded.
                conn.prepare_cached(
                    "INSERT OR REPLACE INTO elsewhere (series, period, first, last) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![series, period, before.last + 1, last])?;
                conn.prepare_cached("UPDATE counters SET last = ?3 WHERE series = ?1 AND period = ?2")?
                    .execute(params![series, period, last])?;
            } else {
                conn.prepare_cached(
                    "INSERT INTO counters (series, period, start, last, given) VALUES (?1, ?2, ?3, ?3, 0) \
                     ON CONFLICT DO UPDATE SET start = excluded.start, last = excluded.last WHERE last <> excluded.last",
                )?
                .execute(params![series, period, last])?;
            }
            put_allocated(conn, series, period, true)?;
        }
        Act::Cede { series, period } => put_allocated(conn, series, period, false)?,
        Act::Reserve { series, period, first, last, station, purpose } => {
            conn.prepare_cached(
                "INSERT INTO blocks (series, period, first, last, station, purpose) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![series, period, first, last, station, purpose.0])?;
        }
        Act::Adopt { files } => {
            conn.prepare_cached("INSERT OR REPLACE INTO adopted (one, entry, body, files) VALUES (1, ?1, ?2, ?3)")?
                .execute(params![signed(entry.number)?, entry.body, files.0])?;
        }
        _ => {}
    }
    Ok(())
}

fn put_allocated(conn: &Connection, series: &str, period: &str, here: bool) -> Result<(), Failure> {
    conn.prepare_cached("INSERT OR REPLACE INTO allocated (series, period, here) VALUES (?1, ?2, ?3)")?
        .execute(params![series, period, here])?;
    Ok(())
}

fn put_numbers(conn: &Connection, dossier: &Dossier, entry: &Entry) -> Result<(), Failure> {
    match &entry.act {
        Act::Register { allotments, job_number, job, language_jobs, under, .. } => {
            put_allotments(conn, dossier, allotments)?;
            if language_jobs.is_empty() {
                put_job(conn, dossier, job_number, None, Some(job))?;
            }
            for own in language_jobs {
                put_job(conn, dossier, &own.job_number, Some(own.language), Some(&own.job))?;
            }
            if let Some(under) = under {
                put_relation(conn, dossier, relation_of(under.kind), &under.parent.to_string())?;
            }
        }
        Act::Amend { added, removed, .. } => {
            for symbol in removed {
                put_state(conn, symbol, Stage::Voided)?;
            }
            put_allotments(conn, dossier, added)?;
            for allotment in &dossier.allotments {
                put_items(conn, dossier, allotment)?;
            }
        }
        Act::Deliver { job: Some(own), .. } => {
            put_job(conn, dossier, &own.job_number, Some(own.language), Some(&own.job))?;
        }
        Act::Import { allotments, job_number, .. } => {
            for allotment in allotments {
                put_symbol(conn, dossier, allotment)?;
                if let Some(modified) = &allotment.modifies {
                    put_relation(conn, dossier, relation_of(modified.kind), modified.parent.as_str())?;
                }
            }
            if let Some(job_number) = job_number {
                put_job(conn, dossier, job_number, None, None)?;
            }
        }
        Act::Issue { .. } | Act::Void { .. } | Act::Withdraw { .. } => {
            for allotment in &dossier.allotments {
                put_state(conn, &allotment.symbol, dossier.stage)?;
            }
            if !matches!(entry.act, Act::Issue { .. }) {
                take_plan(conn, dossier)?;
            }
        }
        Act::Relate { relations } => {
            for related in relations {
                let target = match &related.to {
                    Target::Dossier(id) => id.to_string(),
                    Target::Symbol(symbol) => symbol.without_asterisks().to_string(),
                };
                put_relation(conn, dossier, related.kind, &target)?;
            }
        }
        Act::PlanDerestriction { on, .. } => {
            conn.prepare_cached("INSERT OR REPLACE INTO plans (dossier, day) VALUES (?1, ?2)")?
                .execute(params![signed(dossier.id.0)?, on.to_string()])?;
        }
        Act::Derestrict { .. } => take_plan(conn, dossier)?,
        Act::Join { with, kind } => put_relation(conn, dossier, *kind, &with.to_string())?,
        _ => {}
    }
    Ok(())
}

/// What was opened, voided or withdrawn waits for no day any more.
fn take_plan(conn: &Connection, dossier: &Dossier) -> Result<(), Failure> {
    conn.prepare_cached("DELETE FROM plans WHERE dossier = ?1")?.execute([signed(dossier.id.0)?])?;
    Ok(())
}

fn put_allotments(conn: &Connection, dossier: &Dossier, allotments: &[Allotment]) -> Result<(), Failure> {
    for allotment in allotments {
        put_symbol(conn, dossier, allotment)?;
        if let Some(number) = allotment.number.filter(|_| !allotment.set_aside) {
            advance(conn, &allotment.series, &allotment.period, number)?;
        }
    }
    Ok(())
}

fn put_state(conn: &Connection, symbol: &Symbol, stage: Stage) -> Result<(), Failure> {
    conn.prepare_cached("UPDATE symbols SET state = ?2 WHERE symbol = ?1")?
        .execute([symbol.without_asterisks().as_str(), stage.word()])?;
    Ok(())
}

fn put_relation(conn: &Connection, dossier: &Dossier, kind: RelationKind, target: &str) -> Result<(), Failure> {
    conn.prepare_cached("INSERT OR IGNORE INTO relations (source, kind, target) VALUES (?1, ?2, ?3)")?
        .execute(params![signed(dossier.id.0)?, relation(kind), target])?;
    Ok(())
}

fn put_symbol(conn: &Connection, dossier: &Dossier, allotment: &Allotment) -> Result<(), Failure> {
    conn.prepare_cached(
        "INSERT INTO symbols (symbol, dossier, organ, series, period, number, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        allotment.symbol.without_asterisks().as_str(),
        signed(dossier.id.0)?,
        allotment.organ,
        allotment.series,
        allotment.period,
        allotment.number,
        dossier.stage.word(),
    ])?;
    if let Some(modified) = &allotment.modifies {
        // A number that another record brought a second time, with another spelling of the parent, keeps its first bearer.
        conn.prepare_cached("INSERT OR IGNORE INTO modifiers (parent, kind, number, symbol) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![
                modified.parent.as_str(),
                modifier(modified.kind),
                modified.number,
                allotment.symbol.without_asterisks().as_str(),
            ])?;
    }
    put_items(conn, dossier, allotment)
}

/// Takes a document off the agendas, before an amendment sets it on them anew.
fn take_items(conn: &Connection, dossier: &Dossier) -> Result<(), Failure> {
    let mut statement =
        conn.prepare_cached("DELETE FROM agenda WHERE organ = ?1 AND period = ?2 AND item = ?3 AND dossier = ?4")?;
    for allotment in &dossier.allotments {
        for item in &allotment.items {
            statement.execute(params![allotment.organ, allotment.period, item_key(item), signed(dossier.id.0)?])?;
        }
    }
    Ok(())
}

fn put_items(conn: &Connection, dossier: &Dossier, allotment: &Allotment) -> Result<(), Failure> {
    let id = signed(dossier.id.0)?;
    let mut statement =
        conn.prepare_cached("INSERT OR IGNORE INTO agenda (organ, period, item, dossier) VALUES (?1, ?2, ?3, ?4)")?;
    for item in &allotment.items {
        statement.execute(params![allotment.organ, allotment.period, item_key(item), id])?;
    }
    Ok(())
}

/// Puts a job number on the record, and moves its counter where it was given here.
fn put_job(
    conn: &Connection,
    dossier: &Dossier,
    job: &str,
    language: Option<Language>,
    place: Option<&JobPlace>,
) -> Result<(), Failure> {
    let series = place.map(|place| job_series(&place.series));
    conn.prepare_cached(
        "INSERT INTO jobs (job, dossier, language, series, period, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        job,
        signed(dossier.id.0)?,
        language.map(|language| language.code().to_owned()),
        series,
        place.map(|place| &place.period),
        place.map(|place| place.number),
    ])?;
    match (&series, place) {
        (Some(series), Some(place)) if allocated_here(conn, series, &place.period)? != Some(false) => {
            advance(conn, series, &place.period, place.number)
        }
        _ => Ok(()),
    }
}

/// A number was given. The first one of a period starts its counter: what lies below it is reserved or was given elsewhere.
fn advance(conn: &Connection, series: &str, period: &str, number: u32) -> Result<(), Failure> {
    conn.prepare_cached(
        "INSERT INTO counters (series, period, start, last, given) VALUES (?1, ?2, ?3 - 1, ?3, 1) \
         ON CONFLICT DO UPDATE SET last = max(last, excluded.last), given = given + 1",
    )?
    .execute(params![series, period, number])?;
    Ok(())
}

/// Empties the views and folds the journal again. The caller has a transaction open.
pub(crate) fn rebuild(conn: &Connection) -> Result<(), Failure> {
    for (name, _) in NAMES {
        conn.execute_batch(&format!("DELETE FROM {name}"))?;
    }
    fold(conn, conn)
}

/// Drops the views of an older format, whatever they were, and folds the journal into this version's.
pub(crate) fn replace(conn: &Connection) -> Result<(), Failure> {
    let old: Vec<String> = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'journal' AND name NOT GLOB 'sqlite_*'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for name in old {
        conn.execute_batch(&format!("DROP TABLE \"{}\"", name.replace('"', "\"\"")))?;
    }
    conn.execute_batch(TABLES)?;
    fold(conn, conn)
}

/// Folds the journal of one database into the empty views of another, or of the same; checks the chain on the way.
pub(crate) fn fold(journal: &Connection, views: &Connection) -> Result<(), Failure> {
    let (mut number, mut hash) = (0, [0; 32]);
    let mut shelf = Shelf::default();
    sqlite::walk(journal, |line| {
        number += 1;
        hash = line.follows(number, &hash)?;
        let folded = apply_but_dossier(views, &line.entry, line.key.as_deref(), None, |id| shelf.take(views, id))?;
        folded.map_or(Ok(()), |dossier| shelf.put(views, dossier))
    })?;
    shelf.clear(views)?;
    if number > 0 { put_head(views, number, &hash) } else { Ok(()) }
}

/// The first row in which two databases' views differ: what stands in the first, and what in the second.
pub(crate) fn difference(expected: &Connection, found: &Connection) -> Result<Option<(String, String)>, Failure> {
    for (_, differs) in differences(expected, found) {
        if let Some(rows) = differs? {
            return Ok(Some(rows));
        }
    }
    Ok(None)
}

/// Two rows in words: the one that stands in the first database, and the one in the second.
pub(crate) type Differing = (String, String);

/// Of each view the first row in which two databases differ. They are compared as they are asked for.
pub(crate) fn differences<'a>(
    expected: &'a Connection,
    found: &'a Connection,
) -> impl Iterator<Item = (&'static str, Result<Option<Differing>, Failure>)> + 'a {
    NAMES.into_iter().map(|(name, order)| (name, difference_in(name, order, expected, found)))
}

fn difference_in(
    name: &str,
    order: &str,
    expected: &Connection,
    found: &Connection,
) -> Result<Option<Differing>, Failure> {
    let question = format!("SELECT * FROM {name} ORDER BY {order}");
    let (mut left, mut right) = (expected.prepare(&question)?, found.prepare(&question)?);
    let (columns, others) = (left.column_count(), right.column_count());
    let (mut left, mut right) = (left.query([])?, right.query([])?);
    loop {
        let (a, b) = (left.next()?, right.next()?);
        let same = match (a, b) {
            (None, None) => return Ok(None),
            (Some(a), Some(b)) => columns == others && same_row(a, b, columns)?,
            _ => false,
        };
        if !same {
            let text = |row: Option<&Row<'_>>, columns| match row {
                Some(row) => in_words(name, row, columns),
                None => Ok(format!("nothing more in {name}")),
            };
            return Ok(Some((text(a, columns)?, text(b, others)?)));
        }
    }
}

fn same_row(a: &Row<'_>, b: &Row<'_>, columns: usize) -> Result<bool, Failure> {
    for column in 0..columns {
        if a.get_ref(column)? != b.get_ref(column)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn in_words(name: &str, row: &Row<'_>, columns: usize) -> Result<String, Failure> {
    let mut text = name.to_owned();
    for column in 0..columns {
        text.push_str(&match row.get_ref(column)? {
            ValueRef::Null => " NULL".to_owned(),
            ValueRef::Integer(number) => format!(" {number}"),
            ValueRef::Real(number) => format!(" {number}"),
            // A folded dossier may be long; its beginning says which one it is.
            ValueRef::Text(bytes) => format!(" {:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(400)])),
            ValueRef::Blob(bytes) => format!(" {}", crate::files::hex(&bytes[..bytes.len().min(64)])),
        });
    }
    Ok(text)
}
