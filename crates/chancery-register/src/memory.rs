//! A journal in memory, for the model test and its example: the same door, the same tables, no disk and no thread.
//!
//! A history of acts begins with [`Memory::begin`] and ends with [`Memory::undo`], so that hundreds of thousands of them
//! need the tables only once.

use chancery_model::{
    act::{DossierId, Entry, Proposal},
    body::Body,
    dossier::Dossier,
};
use rusqlite::Connection;

use crate::{
    Failure, Gap, NotDone, SeriesState, door, reader,
    store::sqlite::{self, unsigned},
    views,
};

/// A journal in memory.
#[derive(Debug)]
pub struct Memory {
    conn: Connection,
    /// Where the journal is folded anew, to compare.
    beside: Connection,
}

impl Memory {
    /// An empty journal.
    ///
    /// # Errors
    /// [`Failure::Database`] if SQLite fails.
    pub fn new() -> Result<Memory, Failure> {
        let (conn, beside) = (Connection::open_in_memory()?, Connection::open_in_memory()?);
        for each in [&conn, &beside] {
            each.set_prepared_statement_cache_capacity(96);
            sqlite::create(each)?;
        }
        Ok(Memory { conn, beside })
    }

    /// Begins a history.
    ///
    /// # Errors
    /// [`Failure::Database`] if SQLite fails.
    pub fn begin(&self) -> Result<(), Failure> {
        Ok(self.conn.execute_batch("BEGIN")?)
    }

    /// Ends a history as if it had never been.
    ///
    /// # Errors
    /// [`Failure::Database`] if SQLite fails.
    pub fn undo(&self) -> Result<(), Failure> {
        Ok(self.conn.execute_batch("ROLLBACK")?)
    }

    /// Performs an act as the writer does it within a batch. The flag says whether an entry was written, and not found
    /// under its key.
    ///
    /// # Errors
    /// As [`crate::Register::perform`].
    pub fn perform(&self, body: &Body, proposal: &Proposal) -> Result<(Entry, bool), NotDone> {
        self.attempt(body, proposal, false)
    }

    /// Performs an act and loses it before the commit, as when the machine stops.
    ///
    /// # Errors
    /// As [`crate::Register::perform`].
    pub fn lose(&self, body: &Body, proposal: &Proposal) -> Result<(Entry, bool), NotDone> {
        self.attempt(body, proposal, true)
    }

    fn attempt(&self, body: &Body, proposal: &Proposal, lost: bool) -> Result<(Entry, bool), NotDone> {
        self.conn.prepare_cached("SAVEPOINT request")?.execute([])?;
        let done = door::perform(&self.conn, body, proposal);
        if lost || done.is_err() {
            self.conn.prepare_cached("ROLLBACK TO request")?.execute([])?;
        }
        self.conn.prepare_cached("RELEASE request")?.execute([])?;
        done.map(|done| (done.entry, done.written))
    }

    /// A dossier by its number.
    ///
    /// # Errors
    /// [`Failure::Damaged`] if the view cannot be read.
    pub fn dossier(&self, id: DossierId) -> Result<Option<Dossier>, Failure> {
        views::dossier(&self.conn, id)
    }

    /// How many dossiers there are.
    ///
    /// # Errors
    /// [`Failure::Database`] if SQLite fails.
    pub fn count(&self) -> Result<u64, Failure> {
        Ok(self.conn.prepare_cached("SELECT count(*) FROM dossiers")?.query_row([], |row| unsigned(row, 0))?)
    }

    /// Every entry, in order, each checked against the one before.
    ///
    /// # Errors
    /// [`Failure::BrokenChain`] or [`Failure::Damaged`] if the journal is not whole.
    pub fn entries(&self) -> Result<Vec<Entry>, Failure> {
        let (mut entries, mut hash) = (Vec::new(), [0; 32]);
        sqlite::walk(&self.conn, |line| {
            hash = line.follows(entries.len() as u64 + 1, &hash)?;
            entries.push(line.entry);
            Ok(())
        })?;
        if views::head(&self.conn)? != (entries.len() as u64, hash) {
            return Err(Failure::Damaged("the views were told of another end".to_owned()));
        }
        Ok(entries)
    }

    /// Every series and period that is numbered here.
    ///
    /// # Errors
    /// [`Failure::Database`] if SQLite fails.
    pub fn all_series(&self) -> Result<Vec<SeriesState>, Failure> {
        reader::all_series(&self.conn)
    }

    /// As [`crate::Reader::gaps`].
    ///
    /// # Errors
    /// [`Failure::Database`] if SQLite fails.
    pub fn gaps(&self, body: &Body, series: &str, period: &str) -> Result<Vec<Gap>, Failure> {
        reader::gaps(&self.conn, body, series, period)
    }

    /// Whether the views are what the journal folds to; if not, what the journal says and what a view says.
    ///
    /// # Errors
    /// [`Failure::BrokenChain`] or [`Failure::Damaged`] if the journal is not whole.
    pub fn difference(&self) -> Result<Option<(String, String)>, Failure> {
        self.beside.execute_batch("BEGIN")?;
        let found = views::fold(&self.conn, &self.beside).and_then(|()| views::difference(&self.beside, &self.conn));
        self.beside.execute_batch("ROLLBACK")?;
        found
    }
}
