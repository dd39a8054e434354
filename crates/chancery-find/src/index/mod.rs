//! The index, and what it answers.

mod tantivy;

use std::{path::PathBuf, time::Duration};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use chancery_model::{Language, Symbol};

pub use self::tantivy::{Index, Writer};
use crate::{IssuedOrgan, Piece, query::QueryError};

/// One language version of a document that answers a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Its symbols, in the body's order.
    pub symbols: Vec<Symbol>,
    /// Its job number.
    pub job_number: Option<String>,
    /// Its title.
    pub title: String,
    /// What kind of communication it is.
    pub kind: String,
    /// The organs that have it.
    pub organs: Vec<IssuedOrgan>,
    /// Who sent it.
    pub states: Vec<String>,
    /// The date the sender wrote.
    pub date: Option<Date>,
    /// The date of issue.
    pub released: Option<Date>,
    /// The language of this version.
    pub language: Language,
    /// The distribution category's code.
    pub distribution: String,
    /// How well it answers. Scores of one answer can be compared with each other and with nothing else.
    pub score: f32,
    /// Words from its best paragraph, with the hits marked; the beginning of the text where the text has no hit.
    pub snippet: Vec<Piece>,
    /// The part in which that paragraph stands, if it has a hit.
    pub part: Option<String>,
    /// Which paragraph of the part it is, counted from 1, if it has a hit.
    pub paragraph: Option<u32>,
    /// The dossier's id.
    pub dossier: String,
    /// The journal entry that issued it.
    pub entry: u64,
    /// Whether it was issued elsewhere and imported.
    pub imported: bool,
}

/// How many of the hits share a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The value.
    pub value: String,
    /// How many language versions have it.
    pub count: u64,
}

/// What the hits have in common, counted over all of them and not only those given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// By organ's code, the most first.
    pub organ: Vec<Count>,
    /// By year, the newest first.
    pub year: Vec<Count>,
    /// By State or observer, the most first.
    pub state: Vec<Count>,
    /// Whether there were more hits than are counted, so that the counts are of a part of them only.
    pub partial: bool,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// What they have in common.
    pub facets: Facets,
    /// How far the index had read when it answered.
    pub cursor: u64,
    /// How long it took. This room has no clock: the roof measures and fills it in.
    pub took: Option<Duration>,
}

/// Why nothing was found or added: the machine's reasons and, once, the query's.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// Another process is writing.
    #[error("another process is writing the index in {}; try again in a moment", .0.display())]
    Busy(PathBuf),
    /// There is no index yet.
    #[error("there is no index in {} yet; it is made when the first document is added", .0.display())]
    Absent(PathBuf),
    /// The index cannot be used.
    #[error("the index in {} cannot be used ({why}); delete the folder: it is rebuilt from the journal", folder.display())]
    Damaged {
        /// The index's folder.
        folder: PathBuf,
        /// What the search library said.
        why: String,
    },
    /// It was opened for reading.
    #[error("the index in {} was opened for reading only", .0.display())]
    ReadOnly(PathBuf),
    /// The disk failed, or another part of the machine.
    #[error("the index in {} failed: {why}", folder.display())]
    Failed {
        /// The index's folder.
        folder: PathBuf,
        /// What happened.
        why: String,
    },
    /// More hits were to be passed over than can be.
    #[error("at most {} hits can be passed over; narrow the query instead", crate::query::FURTHEST)]
    TooFar,
    /// The query's text was not understood.
    #[error(transparent)]
    Query(#[from] QueryError),
}
