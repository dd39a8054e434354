//! The nouns of Chancery.
//!
//! This room knows what a symbol, a communication, a document, an act and a dossier *are*, and what an institution has
//! laid down about them (`Body`). It never touches a disk, a clock, a network or chance: a body's files, today's date and
//! every identity are handed in. It knows no institution by name; whatever is peculiar to one stands in `bodies/`.

pub mod act;
pub mod body;
pub mod clock;
pub mod communication;
pub mod document;
pub mod dossier;
pub mod finding;
pub mod language;
pub mod period;
pub mod reading;
pub mod roman;
pub mod symbol;
pub mod text;
pub mod vocabulary;
pub mod wording;

pub use act::{Act, DossierId, Entry, FileId, OfficerId, Proposal, Step};
pub use body::Body;
pub use communication::Communication;
pub use document::Document;
pub use dossier::{Dossier, Refusal, Stage};
pub use finding::{Doubt, Finding, Gravity};
pub use language::Language;
pub use symbol::{Grammar, Symbol};
pub use text::Span;
