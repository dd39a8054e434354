//! The index, and what it answers.

mod tantivy;

use std::{path::PathBuf, time::Duration};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use chancery_model::{Language, Span, Symbol};

pub use self::tantivy::{Index, Rebuild, Writer, change_places};
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

/// How many of the hits belong to a session of an organ, or stand under an item of its agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCount {
    /// The organ's code.
    pub organ: String,
    /// Its session or year, as in [`IssuedOrgan::period`].
    pub session: String,
    /// The number of the agenda item; `None` in the counts of sessions.
    pub item: Option<String>,
    /// How many language versions belong there.
    pub count: u64,
}

/// What the hits have in common, counted over all of them and not only those given. Of each facet at most a hundred values
/// are given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// By organ's code, the most first.
    pub organ: Vec<Count>,
    /// By organ and session, the most first.
    #[serde(default)]
    pub session: Vec<PlaceCount>,
    /// By organ, session and agenda item, the most first. An item's number means nothing without the other two.
    #[serde(default)]
    pub item: Vec<PlaceCount>,
    /// By year, the newest first.
    pub year: Vec<Count>,
    /// By State or observer, the most first.
    pub state: Vec<Count>,
    /// By kind of communication, the most first.
    #[serde(default)]
    pub kind: Vec<Count>,
    /// By language's code, the most first.
    #[serde(default)]
    pub language: Vec<Count>,
    /// By distribution category's code, the most first.
    #[serde(default)]
    pub distribution: Vec<Count>,
    /// Over how many hits they were counted.
    #[serde(default)]
    pub counted: u64,
    /// Whether there were more hits than are counted. The counts are then those of a sample, multiplied: they are about
    /// right, and a rare value may be missing. Whoever shows them says so.
    pub partial: bool,
}

/// Another spelling of a query that finds more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The whole query, respelt.
    pub text: String,
    /// What was changed, in the order of the text.
    pub words: Vec<Respelt>,
    /// How many language versions it finds.
    pub total: u64,
}

/// One word of a query and another spelling of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Respelt {
    /// Where the word stands in the query as it was written, in bytes.
    pub span: Span,
    /// The word as it was written.
    pub from: String,
    /// The word that the index has.
    pub to: String,
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
    /// It was rebuilt since this handle was opened.
    #[error("the index in {} was rebuilt; open it again to write in it", .0.display())]
    Replaced(PathBuf),
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
