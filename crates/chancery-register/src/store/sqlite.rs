//! The journal in SQLite: opening, migrating, appending, reading back, and the chain of digests.

use std::{path::Path, thread, time::Duration};

use chancery_model::act::{Act, DossierId, Entry, OfficerId};
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Row, config::DbConfig, params};
use sha2::{Digest, Sha256};

use super::seal;
use crate::{Failure, views};

/// The database's file in the journal's folder.
pub(crate) const FILE: &str = "journal.db";
/// What `user_version` says: the format of the journal's table, and after it the format of the views. Views of an older
/// format are dropped and folded anew; a journal of an older format is migrated.
const VERSION: i64 = JOURNAL_FORMAT * 1000 + views::FORMAT;
/// Format 0 had no column for the role in which an officer acted.
const JOURNAL_FORMAT: i64 = 1;
/// Marks the file as a Chancery journal: the letters `CHNC`.
pub(crate) const APPLICATION: i64 = 0x4348_4e43;

/// How long one process waits for another, in all.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// How long it sleeps between two looks. SQLite's own handler sleeps up to 100 ms, by which a busy neighbour that takes
/// the lock again and again would keep this process out for long.
pub(crate) const GLANCE: Duration = Duration::from_millis(2);

/// The triggers are a fence against accidents: a journal is only ever added to, and never with a gap. Against intent
/// there is the chain, and against someone who writes the chain anew, the public record.
const JOURNAL: &str = "
CREATE TABLE journal (
    number  INTEGER PRIMARY KEY,
    dossier INTEGER,
    at      TEXT NOT NULL,
    officer TEXT NOT NULL,
    body    TEXT NOT NULL,
    act     TEXT NOT NULL,
    format  INTEGER NOT NULL,
    key     TEXT,
    hash    BLOB NOT NULL CHECK (length(hash) = 32),
    role    TEXT
) STRICT;
CREATE INDEX journal_by_dossier ON journal (dossier, number);
CREATE TRIGGER journal_leaves_no_gap BEFORE INSERT ON journal
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM journal)
BEGIN SELECT raise(ABORT, 'an entry of the journal must follow the last one'); END;
CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'an entry of the journal is never changed'); END;
CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'an entry of the journal is never deleted'); END;
";

/// How hard a commit is pressed to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Every commit is on the disk before it is acknowledged.
    Full,
    /// Commits survive the process, not the machine: for tests, which would otherwise wait for the disk.
    ProcessOnly,
}

/// Opens or creates the journal for writing.
pub(crate) fn open(folder: &Path, durability: Durability) -> Result<Connection, Failure> {
    crate::files::make_folder(folder)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(folder.join(FILE), flags)?;
    seal::leave_checkpoints_to_the_seal(&conn)?;
    be_patient(&mut conn)?;
    patiently(|| {
        // Answers with the mode, so it is a query; it may find the file locked by a process that is creating it.
        conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)).map_err(Failure::from)
    })?;
    conn.execute_batch(match durability {
        Durability::Full => "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = OFF;",
        Durability::ProcessOnly => "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;",
    })?;
    // What a statement may have to undo, its triggers included, is a few pages; SQLite would put them into a file.
    conn.execute_batch("PRAGMA temp_store = MEMORY")?;
    // Tables that point to each other are dropped in any order only while nobody follows the pointers.
    migrate(&conn)?;
    conn.execute_batch("PRAGMA foreign_keys = ON;")?;
    Ok(conn)
}

/// Opens the journal for reading only.
pub(crate) fn open_for_reading(folder: &Path) -> Result<Connection, Failure> {
    let path = folder.join(FILE);
    if !path.is_file() {
        return Err(Failure::NoJournal(folder.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    seal::leave_checkpoints_to_the_seal(&conn)?;
    be_patient(&mut conn)?;
    conn.execute_batch("PRAGMA query_only = ON;")?;
    match patiently(|| version(&conn))? {
        VERSION => Ok(conn),
        // The file is there and empty between its creation and its migration.
        0 => Err(Failure::NoJournal(folder.to_owned())),
        found => Err(Failure::Format { found, known: VERSION }),
    }
}

fn be_patient(conn: &mut Connection) -> Result<(), Failure> {
    // More than there are different statements: one that falls out is prepared again, which costs more than its work.
    conn.set_prepared_statement_cache_capacity(256);
    // Otherwise a statement with a bound range is planned anew for every value, in case the statistics, of which there are
    // none, say otherwise.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    let looks = PATIENCE.as_millis() / GLANCE.as_millis();
    conn.busy_handler(Some(move |looked: i32| {
        thread::sleep(GLANCE);
        (looked as u128) < looks
    }))?;
    Ok(())
}

/// Tries again where SQLite answers “busy” without asking the busy handler, as it does to avoid a deadlock or while
/// another process recovers the write-ahead log.
pub(crate) fn patiently<T>(mut attempt: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
    let mut left = PATIENCE.as_millis() / GLANCE.as_millis();
    loop {
        match attempt() {
            Err(Failure::Database(error))
                if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) =>
            {
                if left == 0 {
                    return Err(Failure::Busy(PATIENCE.as_secs()));
                }
                left -= 1;
                thread::sleep(GLANCE);
            }
            other => return other,
        }
    }
}

fn version(conn: &Connection) -> Result<i64, Failure> {
    Ok(conn.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))?)
}

fn migrate(conn: &Connection) -> Result<(), Failure> {
    if version(conn)? == VERSION {
        return Ok(());
    }
    patiently(|| Ok(conn.execute_batch("BEGIN IMMEDIATE")?))?;
    // Read again inside the transaction: another process may have been first.
    let done = version(conn).and_then(|found| match found {
        VERSION => Ok(()),
        0 if is_empty(conn)? => {
            create(conn)?;
            conn.execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"))?;
            Ok(())
        }
        found if found > 0 && found < VERSION && is_ours(conn)? => {
            if found / 1000 < 1 {
                // Entries are never changed: those of format 0 have no role, and their digests stay as they are.
                conn.execute_batch("ALTER TABLE journal ADD COLUMN role TEXT")?;
            }
            views::replace(conn)?;
            Ok(conn.pragma_update(None, "user_version", VERSION)?)
        }
        found => Err(Failure::Format { found, known: VERSION }),
    });
    match done {
        Ok(()) => Ok(conn.execute_batch("COMMIT")?),
        Err(failure) => {
            // The failure that is reported is the first one.
            let _ = conn.execute_batch("ROLLBACK");
            Err(failure)
        }
    }
}

/// Whether the file says that it is a Chancery journal; tables are dropped in no other.
fn is_ours(conn: &Connection) -> Result<bool, Failure> {
    Ok(conn.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0))? == APPLICATION)
}

/// Refuses to write into tables of another format than this version's.
pub(crate) fn must_be_current(conn: &Connection) -> Result<(), Failure> {
    match version(conn)? {
        VERSION => Ok(()),
        found => Err(Failure::Format { found, known: VERSION }),
    }
}

fn is_empty(conn: &Connection) -> Result<bool, Failure> {
    Ok(conn.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?)
}

/// Creates journal and views in an empty database.
pub(crate) fn create(conn: &Connection) -> Result<(), Failure> {
    conn.execute_batch(JOURNAL)?;
    conn.execute_batch(views::TABLES)?;
    Ok(())
}

/// The digest of a row that follows one with the digest `previous`; the first row follows zeros.
fn link(previous: &[u8; 32], entry: &Entry, act: &str, key: Option<&str>) -> [u8; 32] {
    fn put(hasher: &mut Sha256, field: Option<&[u8]>) {
        // A mark and a length before every field: no two rows can be written as the same bytes.
        match field {
            None => hasher.update([0]),
            Some(bytes) => {
                hasher.update([1]);
                hasher.update((bytes.len() as u64).to_be_bytes());
                hasher.update(bytes);
            }
        }
    }
    let mut hasher = Sha256::new();
    // An entry of format 0 has no role.
    let roles = entry.format > 0;
    put(&mut hasher, Some(if roles { b"chancery journal v1" } else { b"chancery journal v0" }));
    put(&mut hasher, Some(previous));
    put(&mut hasher, Some(&entry.number.to_be_bytes()));
    put(&mut hasher, entry.dossier.map(|id| id.0.to_be_bytes()).as_ref().map(|bytes| bytes.as_slice()));
    put(&mut hasher, Some(entry.at.to_string().as_bytes()));
    put(&mut hasher, Some(entry.officer.0.as_bytes()));
    put(&mut hasher, Some(entry.body.as_bytes()));
    put(&mut hasher, Some(act.as_bytes()));
    put(&mut hasher, Some(&entry.format.to_be_bytes()));
    put(&mut hasher, key.map(str::as_bytes));
    if roles {
        put(&mut hasher, Some(entry.role.as_bytes()));
    }
    hasher.finalize().into()
}

/// The number and digest of the last entry; zeros before the first.
pub(crate) fn head(conn: &Connection) -> Result<(u64, [u8; 32]), Failure> {
    let row = conn
        .prepare_cached("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((unsigned(row, 0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    Ok(row.unwrap_or((0, [0; 32])))
}

/// Appends an entry whose number follows the last one, whose digest is `previous`, and gives its own digest back. The
/// table itself refuses an entry that does not follow.
pub(crate) fn append(
    conn: &Connection,
    entry: &Entry,
    key: Option<&str>,
    previous: &[u8; 32],
) -> Result<[u8; 32], Failure> {
    let act = serde_json::to_string(&entry.act).map_err(|e| Failure::Damaged(e.to_string()))?;
    let hash = link(previous, entry, &act, key);
    conn.prepare_cached(
        "INSERT INTO journal (number, dossier, at, officer, body, act, format, key, hash, role) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        signed(entry.number)?,
        entry.dossier.map(|id| signed(id.0)).transpose()?,
        entry.at.to_string(),
        entry.officer.0,
        entry.body,
        act,
        entry.format,
        key,
        hash,
        entry.role,
    ])?;
    Ok(hash)
}

/// One row of the journal as it lies in the table.
pub(crate) struct Line {
    pub entry: Entry,
    pub key: Option<String>,
    act: String,
    hash: [u8; 32],
}

impl Line {
    /// Whether the row follows from the one before; gives its digest back.
    pub fn follows(&self, number: u64, previous: &[u8; 32]) -> Result<[u8; 32], Failure> {
        let broken = |why: &str| Failure::BrokenChain { number: self.entry.number, why: why.to_owned() };
        if self.entry.number != number {
            return Err(broken(&format!("entry {number} is missing")));
        }
        if link(previous, &self.entry, &self.act, self.key.as_deref()) != self.hash {
            return Err(broken("its digest is another"));
        }
        Ok(self.hash)
    }
}

pub(crate) const LINE: &str = "SELECT number, dossier, at, officer, body, act, format, key, hash, role FROM journal";

pub(crate) fn line(row: &Row<'_>) -> Result<Line, Failure> {
    let number = unsigned(row, 0)?;
    let damaged = |what: String| Failure::Damaged(format!("entry {number}: {what}"));
    let at: String = row.get(2)?;
    let act: String = row.get(5)?;
    let parsed: Timestamp = at.parse().map_err(|_| damaged(format!("“{at}” is no time")))?;
    if parsed.to_string() != at {
        return Err(damaged(format!("“{at}” is not how a time is written")));
    }
    let (format, role): (u32, Option<String>) = (row.get(6)?, row.get(9)?);
    if role.is_some() != (format > 0) {
        return Err(damaged(format!("format {format} and a role do not go together")));
    }
    let entry = Entry {
        number,
        dossier: row.get::<_, Option<i64>>(1)?.map(|id| DossierId(id as u64)),
        at: parsed,
        officer: OfficerId(row.get(3)?),
        body: row.get(4)?,
        act: serde_json::from_str::<Act>(&act).map_err(|e| damaged(e.to_string()))?,
        role: role.unwrap_or_default(),
        format,
    };
    Ok(Line { entry, key: row.get(7)?, act, hash: row.get(8)? })
}

/// One entry.
pub(crate) fn entry(conn: &Connection, number: u64) -> Result<Option<Entry>, Failure> {
    let mut statement = conn.prepare_cached(&format!("{LINE} WHERE number = ?1"))?;
    let mut rows = statement.query([signed(number)?])?;
    rows.next()?.map(|row| line(row).map(|line| line.entry)).transpose()
}

/// Entries from a number on.
pub(crate) fn entries(conn: &Connection, from: u64, limit: usize) -> Result<Vec<Entry>, Failure> {
    let mut statement = conn.prepare_cached(&format!("{LINE} WHERE number >= ?1 ORDER BY number LIMIT ?2"))?;
    let mut rows = statement.query([signed(from)?, signed(limit as u64)?])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(line(row)?.entry);
    }
    Ok(all)
}

/// The entries of one dossier.
pub(crate) fn entries_of(conn: &Connection, dossier: DossierId) -> Result<Vec<Entry>, Failure> {
    let mut statement = conn.prepare_cached(&format!("{LINE} WHERE dossier = ?1 ORDER BY number"))?;
    let mut rows = statement.query([signed(dossier.0)?])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(line(row)?.entry);
    }
    Ok(all)
}

/// Hands every row of the journal to `each`, in order.
pub(crate) fn walk(conn: &Connection, mut each: impl FnMut(Line) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut statement = conn.prepare(&format!("{LINE} ORDER BY number"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(line(row)?)?;
    }
    Ok(())
}

/// SQLite's integers are signed. Numbers beyond them come only from outside, and stand for nothing in the journal.
pub(crate) fn signed(number: u64) -> Result<i64, Failure> {
    Ok(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A number that was stored by [`signed`].
pub(crate) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)? as u64)
}
