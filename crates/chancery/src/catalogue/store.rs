//! How the catalogue is kept: one SQLite file in the folder `catalogue/`.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use chancery_model::{Body, Dossier, Stage, Symbol};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, params};

use super::{
    facts::{OwnTarget, gather},
    resolve::{Gone, gone_of},
};
use crate::view::View;

/// The file's name in its folder.
pub const FILE: &str = "catalogue.db";
/// The form of what is kept. It grows whenever something is kept differently; an older catalogue is then built anew.
const FORM: i64 = 1;
/// How long a reader waits for another process that is about to write.
const PATIENCE: Duration = Duration::from_secs(5);

const SCHEMA: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
    id INTEGER PRIMARY KEY, day TEXT NOT NULL, sort TEXT NOT NULL, kind TEXT NOT NULL, brief TEXT NOT NULL, facts TEXT NOT NULL,
    kept TEXT NOT NULL
);
CREATE INDEX document_day ON document (day, sort);
CREATE INDEX document_kind ON document (kind, day, sort);
CREATE TABLE symbol (key TEXT PRIMARY KEY, document INTEGER NOT NULL, symbol TEXT NOT NULL, hyphened TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX symbol_hyphened ON symbol (hyphened);
CREATE INDEX symbol_document ON symbol (document);
CREATE TABLE number (
    series TEXT NOT NULL, period TEXT NOT NULL, number INTEGER NOT NULL, document INTEGER NOT NULL, void INTEGER NOT NULL,
    PRIMARY KEY (series, period, number)
) WITHOUT ROWID;
CREATE INDEX number_document ON number (document);
CREATE TABLE organ (organ TEXT NOT NULL, period TEXT NOT NULL, day TEXT NOT NULL, sort TEXT NOT NULL, document INTEGER NOT NULL,
    PRIMARY KEY (organ, period, day, sort, document)) WITHOUT ROWID;
CREATE INDEX organ_document ON organ (document);
CREATE TABLE item (organ TEXT NOT NULL, period TEXT NOT NULL, item TEXT NOT NULL, day TEXT NOT NULL, sort TEXT NOT NULL, document INTEGER NOT NULL,
    PRIMARY KEY (organ, period, item, day, sort, document)) WITHOUT ROWID;
CREATE INDEX item_document ON item (document);
CREATE TABLE sender (sender TEXT NOT NULL, day TEXT NOT NULL, sort TEXT NOT NULL, document INTEGER NOT NULL,
    PRIMARY KEY (sender, day, sort, document)) WITHOUT ROWID;
CREATE INDEX sender_document ON sender (document);
CREATE TABLE job (key TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (key, document)) WITHOUT ROWID;
CREATE INDEX job_document ON job (document);
CREATE TABLE relation (document INTEGER NOT NULL, at INTEGER NOT NULL, how TEXT NOT NULL, target INTEGER, key TEXT, symbol TEXT,
    PRIMARY KEY (document, at)) WITHOUT ROWID;
CREATE INDEX relation_target ON relation (target) WHERE target IS NOT NULL;
CREATE INDEX relation_key ON relation (key) WHERE key IS NOT NULL;
CREATE TABLE citation (document INTEGER NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, symbol TEXT NOT NULL, part TEXT NOT NULL,
    paragraph INTEGER, words TEXT NOT NULL, PRIMARY KEY (document, at)) WITHOUT ROWID;
CREATE INDEX citation_key ON citation (key, document);
CREATE TABLE cited (key TEXT PRIMARY KEY, symbol TEXT NOT NULL, documents INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX cited_documents ON cited (documents, key);
CREATE TABLE gone (key TEXT PRIMARY KEY, document INTEGER NOT NULL, gone TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX gone_document ON gone (document);
";

/// The tables with rows of a document, by their column that names it.
const OF_A_DOCUMENT: [&str; 9] = ["symbol", "number", "organ", "item", "sender", "job", "relation", "citation", "gone"];

/// The catalogue, for reading. A handle is for one thread; each sees what was last written whole.
pub struct Catalogue {
    pub(super) conn: Connection,
}

impl Catalogue {
    /// Opens the catalogue of an office for reading; `None` if there is none yet.
    pub fn open(office: &Path) -> Result<Option<Catalogue>> {
        let file = office.join("catalogue").join(FILE);
        if !file.exists() {
            return Ok(None);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(&file, flags).context("the catalogue cannot be opened")?;
        conn.busy_timeout(PATIENCE)?;
        conn.set_prepared_statement_cache_capacity(64);
        conn.execute_batch("PRAGMA query_only = 1; PRAGMA mmap_size = 268435456;")?;
        if form(&conn)? != Some(FORM) {
            bail!("the catalogue was made by another version of this program; run `chancery rebuild catalogue`");
        }
        Ok(Some(Catalogue { conn }))
    }

    /// A number that changes whenever another connection has written.
    pub fn version(&self) -> Result<u64> {
        let version: i64 = self.conn.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(version.unsigned_abs())
    }

    /// How far the follower has read.
    pub fn cursor(&self) -> Result<u64> {
        cursor(&self.conn)
    }
}

fn form(conn: &Connection) -> Result<Option<i64>> {
    let known = conn.query_row("SELECT value FROM meta WHERE key = 'form'", [], |row| row.get(0)).optional();
    // A file without the table is no catalogue of this program's.
    Ok(known.unwrap_or(None))
}

fn cursor(conn: &Connection) -> Result<u64> {
    let at: i64 = conn.query_row("SELECT value FROM meta WHERE key = 'cursor'", [], |row| row.get(0))?;
    Ok(at.unsigned_abs())
}

/// The one writer. Who has it holds the catalogue's lock.
pub struct Writer {
    conn: Connection,
}

impl Writer {
    /// Opens the catalogue in a folder for writing, and makes it if it is not there; an older form is not opened.
    pub fn open(folder: &Path) -> Result<Option<Writer>> {
        fs::create_dir_all(folder).context("the folder of the catalogue cannot be made")?;
        let conn = Connection::open(folder.join(FILE)).context("the catalogue cannot be opened")?;
        conn.busy_timeout(PATIENCE)?;
        conn.set_prepared_statement_cache_capacity(64);
        // What was removed for ever does not lie on in pages that are free.
        // What a power loss takes away the journal gives again, but a damaged file it must not leave: hence the log.
        conn.execute_batch("PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;")?;
        let made: bool = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))? > 0;
        if !made {
            let made = conn.unchecked_transaction()?;
            made.execute_batch(SCHEMA)?;
            made.execute("INSERT INTO meta VALUES ('form', ?1), ('cursor', 0)", [FORM])?;
            made.commit()?;
        }
        Ok(if form(&conn)? == Some(FORM) { Some(Writer { conn }) } else { None })
    }

    /// How far it has read.
    pub fn cursor(&self) -> Result<u64> {
        cursor(&self.conn)
    }

    /// Sets dossiers down as they stand now, and the cursor, in one transaction.
    pub fn put(&mut self, view: &View<'_>, dossiers: &[Dossier], cursor: u64) -> Result<()> {
        let whole = self.conn.transaction()?;
        for dossier in dossiers {
            put(&whole, view, dossier).with_context(|| format!("{} cannot be catalogued", dossier.id))?;
        }
        whole.execute("UPDATE meta SET value = ?1 WHERE key = 'cursor'", [i64::try_from(cursor)?])?;
        whole.commit()?;
        Ok(())
    }

    /// Empties the write-ahead log into the file. Another process that reads may keep it from being emptied whole; then
    /// it is done the next time, and `false` is given.
    pub fn press(&self) -> Result<bool> {
        let busy: i64 = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }
}

/// A symbol in the form in which it is asked for: capitals, without spaces and without the asterisks of a reissue.
pub fn key(symbol: &Symbol) -> String {
    let bare = symbol.without_asterisks();
    bare.as_str().chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// A symbol's key as addresses of Akoma Ntoso write it, where a hyphen stands for the slash and is not told from a hyphen.
pub fn hyphened(key: &str) -> String {
    key.chars().map(|c| if matches!(c, '/' | '_' | ' ') { '-' } else { c }).collect()
}

/// A symbol in the form in which numbers stand in order: `AS/7/9` before `AS/7/10`.
pub fn sort_key(symbol: &Symbol) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, out: &mut String| {
        if !digits.is_empty() {
            out.push_str(&format!("{digits:0>8}"));
            digits.clear();
        }
    };
    for c in key(symbol).chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            flush(&mut digits, &mut out);
            out.push(c);
        }
    }
    flush(&mut digits, &mut out);
    out
}

fn put(conn: &Transaction<'_>, view: &View<'_>, dossier: &Dossier) -> Result<()> {
    let id = i64::try_from(dossier.id.0)?;
    // What it cited before is counted off.
    let before = cited_by(conn, id)?;
    for table in OF_A_DOCUMENT {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE document = ?1"))?.execute([id])?;
    }
    conn.prepare_cached("DELETE FROM document WHERE id = ?1")?.execute([id])?;
    put_gone(conn, view, dossier, id)?;
    let mut now = BTreeSet::new();
    if view.is_public(dossier) {
        let gathered = gather(view, dossier)?;
        let (facts, brief) = (&gathered.facts, &gathered.brief);
        let sort = facts.symbols.first().map(sort_key).unwrap_or_default();
        conn.prepare_cached("INSERT INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(params![
            id,
            brief.day,
            sort,
            facts.kind,
            serde_json::to_string(brief)?,
            serde_json::to_string(facts)?,
            serde_json::to_string(&gathered.kept)?,
        ])?;
        for own in &dossier.allotments {
            conn.prepare_cached("INSERT OR REPLACE INTO symbol VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                key(&own.symbol),
                id,
                own.symbol.as_str(),
                hyphened(&key(&own.symbol))
            ])?;
            conn.prepare_cached("INSERT OR IGNORE INTO organ VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![own.organ, own.period, brief.day, sort, id])?;
            for item in &own.items {
                conn.prepare_cached("INSERT OR IGNORE INTO item VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                    .execute(params![own.organ, own.period, item, brief.day, sort, id])?;
            }
            put_number(conn, view.body, &own.symbol, id, false)?;
        }
        for state in &brief.states {
            conn.prepare_cached("INSERT OR IGNORE INTO sender VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![state, brief.day, sort, id])?;
        }
        for job in &facts.job_numbers {
            conn.prepare_cached("INSERT OR IGNORE INTO job VALUES (?1, ?2)")?.execute(params![job_key(job), id])?;
        }
        for (at, relation) in gathered.relations.iter().enumerate() {
            let how = serde_json::to_value(relation.how)?.as_str().unwrap_or_default().to_owned();
            let (target, named) = match &relation.to {
                OwnTarget::Dossier(other) => (Some(i64::try_from(*other)?), None),
                OwnTarget::Symbol(symbol) => (None, Some(symbol)),
            };
            conn.prepare_cached("INSERT INTO relation VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
                id,
                i64::try_from(at)?,
                how,
                target,
                named.map(key),
                named.map(Symbol::as_str),
            ])?;
        }
        for (at, citation) in gathered.citations.iter().enumerate() {
            let to = key(&citation.symbol);
            conn.prepare_cached("INSERT INTO citation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(params![
                id,
                i64::try_from(at)?,
                to,
                citation.symbol.as_str(),
                citation.part,
                citation.paragraph,
                citation.text,
            ])?;
            now.insert((to, citation.symbol.as_str().to_owned()));
        }
    }
    let before_keys: BTreeSet<&String> = before.iter().map(|(key, _)| key).collect();
    let now_keys: BTreeSet<&String> = now.iter().map(|(key, _)| key).collect();
    for (key, symbol) in &now {
        if !before_keys.contains(key) {
            conn.prepare_cached(
                "INSERT INTO cited VALUES (?1, ?2, 1) ON CONFLICT (key) DO UPDATE SET documents = documents + 1",
            )?
            .execute([key, symbol])?;
        }
    }
    for (key, _) in &before {
        if !now_keys.contains(key) {
            conn.prepare_cached("UPDATE cited SET documents = documents - 1 WHERE key = ?1")?.execute([key])?;
            conn.prepare_cached("DELETE FROM cited WHERE key = ?1 AND documents <= 0")?.execute([key])?;
        }
    }
    Ok(())
}

fn cited_by(conn: &Connection, id: i64) -> Result<BTreeSet<(String, String)>> {
    let mut asked = conn.prepare_cached("SELECT DISTINCT key, symbol FROM citation WHERE document = ?1")?;
    let rows = asked.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A number of a running series counts as taken by the document that bears it bare; an addendum's symbol takes none.
fn put_number(conn: &Connection, body: &Body, symbol: &Symbol, id: i64, void: bool) -> Result<()> {
    if let Some(place) = body.place(&symbol.without_asterisks()).filter(|place| place.modifiers.is_empty()) {
        conn.prepare_cached("INSERT OR REPLACE INTO number VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
            place.series,
            place.period,
            place.number,
            id,
            void
        ])?;
    }
    Ok(())
}

/// What became of documents that anyone could once read, and of numbers that were never issued.
fn put_gone(conn: &Connection, view: &View<'_>, dossier: &Dossier, id: i64) -> Result<()> {
    let Some((symbols, gone)) = gone_of(view, dossier)? else { return Ok(()) };
    let kept = serde_json::to_string::<Gone>(&gone)?;
    for symbol in &symbols {
        conn.prepare_cached("INSERT OR REPLACE INTO gone VALUES (?1, ?2, ?3)")?.execute(params![
            key(symbol),
            id,
            kept
        ])?;
        put_number(conn, view.body, symbol, id, gone.state == Stage::Voided)?;
    }
    Ok(())
}

/// A job number in the form in which it is asked for.
pub fn job_key(job: &str) -> String {
    job.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
