//! Finding over what was issued.
//!
//! The room has three parts: [`words`] says what a word is in each language, [`query`] is the small language people
//! write their questions in, and [`index`] keeps the index and answers. The index is a follower's product: it holds
//! nothing that the journal and the files do not, remembers in its own commit how far it has read, and can be deleted
//! and rebuilt at any time.
//!
//! Finding takes no side. No name is equated with another, no name is suggested for anything, there is no list of synonyms,
//! and rank depends on words and dates only: with two names swapped throughout, the same documents come in the same order.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use chancery_model::{Language, Symbol};

pub mod index;
pub mod query;
mod snippet;
pub mod words;

pub use index::{
    Count, Facets, FindError, Hit, Index, PlaceCount, Rebuild, Respelt, Results, Suggestion, Writer, change_places,
};
pub use query::{Query, QueryError, QueryProblem, Sort, parse};
pub use snippet::Piece;

/// One language version of an issued document, as the follower hands it over to be found.
///
/// Dossier and language together name it: adding another with the same two replaces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The journal entry that issued it.
    pub entry: u64,
    /// The dossier's id.
    pub dossier: String,
    /// Its symbols, in the body's order.
    pub symbols: Vec<Symbol>,
    /// Its job number, where it has one.
    pub job_number: Option<String>,
    /// Its title in this language.
    pub title: String,
    /// What kind of communication it is, as the model writes it: `letter`, `note_verbale`, …
    pub kind: String,
    /// The language of this version.
    pub language: Language,
    /// The organs that have it.
    pub organs: Vec<IssuedOrgan>,
    /// The States and observers that sent it, by their names in the body's data.
    pub states: Vec<String>,
    /// The sender's office in English.
    pub sender_office: Option<String>,
    /// The date the sender wrote.
    pub date: Option<Date>,
    /// The date of issue.
    pub released: Option<Date>,
    /// The distribution category's code.
    pub distribution: String,
    /// The text: part, paragraph of the part counted from 1, words.
    pub text: Vec<(String, u32, String)>,
    /// Whether it was issued elsewhere and imported.
    pub imported: bool,
}

impl Issued {
    /// The day by which it is sorted and filtered: the date of issue, or the letter's date where that is not known.
    pub fn day(&self) -> Option<Date> {
        self.released.or(self.date)
    }
}

/// One organ that has a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedOrgan {
    /// The organ's code in the body's data.
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// The session or year; empty for running numbers.
    pub period: String,
    /// The numbers of the agenda items: `12`, `31 (b)`.
    pub items: Vec<String>,
}

#[cfg(test)]
mod tests;
