//! How the register fails, as against refuses.

use std::{io, path::PathBuf};

use chancery_model::{act::FileId, dossier::Refusal};

/// The machine broke; nothing about the letter or the officer is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// SQLite failed.
    #[error("the journal's database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// Another process held the journal for too long.
    #[error("another process has held the journal for more than {0} seconds")]
    Busy(u64),
    /// There is no journal in the folder.
    #[error("there is no journal in {}; an office is opened with `chancery init`", .0.display())]
    NoJournal(PathBuf),
    /// The journal was written by a newer version, or is no journal.
    #[error("the journal has format {found}, this version knows {known}")]
    Format {
        /// What stands in the file.
        found: i64,
        /// What this version reads and writes.
        known: i64,
    },
    /// The batch in which the act stood was not committed. Whether a crash right after it brings the act back cannot be
    /// known; asking again with the same key is safe.
    #[error("the act was not committed: {0}")]
    NotCommitted(String),
    /// The journal or a view does not say what it must.
    #[error("the journal is damaged: {0}")]
    Damaged(String),
    /// The chain of digests is broken at an entry.
    #[error("entry {number} of the journal does not follow from the one before: {why}")]
    BrokenChain {
        /// The entry's number.
        number: u64,
        /// What does not fit.
        why: String,
    },
    /// The caller asked for something that no officer can ask for.
    #[error("the register was called wrongly: {0}")]
    Misused(&'static str),
    /// A fault in this program: deciding an act panicked. Nothing of it was done, and the register goes on.
    #[error("a fault in the program stopped this act; nothing was done")]
    Fault,
    /// The writing thread is gone.
    #[error("the register has stopped")]
    Stopped,
    /// A series has no number left.
    #[error("the series {0} has no number left")]
    Exhausted(String),
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A stored file is not what it was when it was put in.
    #[error("the file {0} was altered since it was stored")]
    Altered(FileId),
    /// A text that is no file's identity.
    #[error("“{0}” is not the identity of a file")]
    NotAFile(String),
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness: {0}")]
    Randomness(String),
}

impl Failure {
    /// Ties a failed operation to the path it was about.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Failure {
        let path = path.into();
        move |source| Failure::Io { path, source }
    }
}

/// An act was not done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// It may not be done now; the refusal says what would make it possible. Nothing was changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The machine broke.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl From<rusqlite::Error> for NotDone {
    fn from(error: rusqlite::Error) -> Self {
        NotDone::Failed(Failure::Database(error))
    }
}
