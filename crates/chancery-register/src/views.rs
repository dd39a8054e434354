//! The views: what the journal says, folded into tables that answer questions fast.
//!
//! Every table here can be dropped and rebuilt from the journal alone, without a body: whatever a body decided at the time
//! (series, period, number) stands in the act. [`apply`] is the only function that writes them.

use chancery_model::{
    act::{Act, Allotment, DossierId, Entry},
    dossier::Dossier,
    symbol::Symbol,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Failure,
    store::sqlite::{self, signed, unsigned},
};

/// Counted up when the tables below or the dossier that is folded into them change.
pub(crate) const FORMAT: i64 = 2;

pub(crate) const TABLES: &str = "
CREATE TABLE dossiers (
    id     INTEGER PRIMARY KEY,
    stage  TEXT NOT NULL,
    folded TEXT NOT NULL
) STRICT;
CREATE INDEX dossiers_by_stage ON dossiers (stage, id);
CREATE TABLE symbols (
    symbol  TEXT PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossiers (id),
    organ   TEXT NOT NULL,
    series  TEXT NOT NULL,
    period  TEXT NOT NULL,
    number  INTEGER,
    state   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX symbols_by_number ON symbols (series, period, number) WHERE number IS NOT NULL;
CREATE TABLE jobs (
    job     TEXT PRIMARY KEY,
    dossier INTEGER NOT NULL REFERENCES dossiers (id)
) STRICT, WITHOUT ROWID;
CREATE TABLE counters (
    series TEXT NOT NULL,
    period TEXT NOT NULL,
    start  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    given  INTEGER NOT NULL,
    PRIMARY KEY (series, period)
) STRICT, WITHOUT ROWID;
CREATE TABLE agenda (
    organ   TEXT NOT NULL,
    period  TEXT NOT NULL,
    item    TEXT NOT NULL,
    dossier INTEGER NOT NULL REFERENCES dossiers (id),
    PRIMARY KEY (organ, period, item, dossier)
) STRICT, WITHOUT ROWID;
CREATE TABLE keys (
    key     TEXT PRIMARY KEY,
    act     TEXT NOT NULL,
    dossier INTEGER,
    entry   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE head (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    hash   BLOB NOT NULL
) STRICT;
";

/// The tables above, in the order in which they can be emptied.
const NAMES: [&str; 7] = ["head", "keys", "agenda", "counters", "jobs", "symbols", "dossiers"];

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

/// Takes one entry into the views.
pub(crate) fn apply(conn: &Connection, entry: &Entry, key: Option<&str>, hash: &[u8; 32]) -> Result<(), Failure> {
    let opened = matches!(entry.act, Act::Receive { .. } | Act::Import { .. });
    if let Some(id) = entry.dossier {
        let folded = if opened {
            Dossier::open(entry)
        } else {
            dossier(conn, id)?.map(|mut dossier| {
                dossier.apply(entry);
                dossier
            })
        };
        let folded = folded.ok_or_else(|| Failure::Damaged(format!("entry {} finds no {id}", entry.number)))?;
        put_dossier(conn, &folded)?;
        put_numbers(conn, &folded, entry)?;
    }
    if let Act::Continue { series, period, last } = &entry.act {
        conn.prepare_cached(
            "INSERT INTO counters (series, period, start, last, given) VALUES (?1, ?2, ?3, ?3, 0) \
             ON CONFLICT DO UPDATE SET start = excluded.start, last = excluded.last WHERE last <> excluded.last",
        )?
        .execute(params![series, period, last])?;
    }
    if let Some(key) = key {
        // An act that opens a dossier was asked for without one.
        let named = if opened { None } else { entry.dossier };
        conn.prepare_cached("INSERT INTO keys (key, act, dossier, entry) VALUES (?1, ?2, ?3, ?4)")?.execute(
            params![key, entry.act.name(), named.map(|id| signed(id.0)).transpose()?, signed(entry.number)?,],
        )?;
    }
    conn.prepare_cached("INSERT OR REPLACE INTO head (one, number, hash) VALUES (1, ?1, ?2)")?
        .execute(params![signed(entry.number)?, hash])?;
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

fn put_numbers(conn: &Connection, dossier: &Dossier, entry: &Entry) -> Result<(), Failure> {
    match &entry.act {
        Act::Register { allotments, job_number, job } => {
            for allotment in allotments {
                put_symbol(conn, dossier, allotment)?;
                if let Some(number) = allotment.number {
                    advance(conn, &allotment.series, &allotment.period, number)?;
                }
            }
            put_job(conn, dossier, job_number)?;
            advance(conn, &job_series(&job.series), &job.period, job.number)?;
        }
        Act::Import { allotments, job_number, .. } => {
            for allotment in allotments {
                put_symbol(conn, dossier, allotment)?;
            }
            if let Some(job_number) = job_number {
                put_job(conn, dossier, job_number)?;
            }
        }
        Act::Issue { .. } | Act::Void { .. } => {
            let mut statement = conn.prepare_cached("UPDATE symbols SET state = ?2 WHERE symbol = ?1")?;
            for allotment in &dossier.allotments {
                statement.execute([allotment.symbol.without_asterisks().as_str(), dossier.stage.word()])?;
            }
        }
        Act::Receive { .. } | Act::Accept { .. } | Act::Return { .. } | Act::Continue { .. } => {}
    }
    Ok(())
}

fn put_symbol(conn: &Connection, dossier: &Dossier, allotment: &Allotment) -> Result<(), Failure> {
    let id = signed(dossier.id.0)?;
    conn.prepare_cached(
        "INSERT INTO symbols (symbol, dossier, organ, series, period, number, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        allotment.symbol.without_asterisks().as_str(),
        id,
        allotment.organ,
        allotment.series,
        allotment.period,
        allotment.number,
        dossier.stage.word(),
    ])?;
    let mut statement =
        conn.prepare_cached("INSERT OR IGNORE INTO agenda (organ, period, item, dossier) VALUES (?1, ?2, ?3, ?4)")?;
    for item in &allotment.items {
        statement.execute(params![allotment.organ, allotment.period, item_key(item), id])?;
    }
    Ok(())
}

fn put_job(conn: &Connection, dossier: &Dossier, job: &str) -> Result<(), Failure> {
    conn.prepare_cached("INSERT INTO jobs (job, dossier) VALUES (?1, ?2)")?
        .execute(params![job, signed(dossier.id.0)?])?;
    Ok(())
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
    for name in NAMES {
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
    sqlite::walk(journal, |line| {
        number += 1;
        hash = line.follows(number, &hash)?;
        apply(views, &line.entry, line.key.as_deref(), &hash)
    })
}

/// Every row of every view, as text, in a fixed order: equal exactly when the views are.
pub(crate) fn dump(conn: &Connection) -> Result<Vec<String>, Failure> {
    let mut all = Vec::new();
    for name in NAMES {
        let mut statement = conn.prepare(&format!("SELECT * FROM {name}"))?;
        let columns = statement.column_count();
        let mut lines = Vec::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut line = name.to_owned();
            for column in 0..columns {
                line.push_str(&format!(" {:?}", row.get::<_, rusqlite::types::Value>(column)?));
            }
            lines.push(line);
        }
        lines.sort();
        all.append(&mut lines);
    }
    Ok(all)
}
