//! The register: the journal of acts and the numbers given by it.
//!
//! Everything that happens to a document passes through one door, [`Register::perform`]: it asks the dossier whether the
//! act may follow, gives the numbers, appends the act to the journal and brings the views up to date, all in one
//! transaction, and answers only when the disk has it. One thread owns the writing connection; several processes may
//! write one office, because each batch takes SQLite's write lock before it reads a number.
//!
//! The room does disk I/O, knows no clock (times come with the proposal) and names no institution.
//!
//! | file | what it holds |
//! |---|---|
//! | `writer.rs` | the queue, the thread, one durable commit a batch |
//! | `door.rs` | what happens to one proposal inside the transaction |
//! | `numbering.rs` | which numbers are due; reads, never writes |
//! | `views.rs` | the fold of the journal into tables that can be dropped and rebuilt |
//! | `reader.rs` | questions to journal and views, on a read-only connection |
//! | `check.rs` | looking for damage beyond the first fault; copies of the journal |
//! | `store/` | the journal's table, its chain of digests, opening and migrating; the seal over its files |
//! | `files/` | texts and renditions by salted digest |
//! | `memory.rs` | a journal in memory, for the model test and its example |

mod check;
mod door;
mod failure;
pub mod files;
#[doc(hidden)]
pub mod memory;
mod numbering;
mod reader;
mod store;
#[cfg(test)]
mod tests;
mod views;
mod writer;

// The model test is shared with an example and names this crate as the example does.
#[cfg(test)]
extern crate self as chancery_register;

pub use check::Fault;
pub use failure::{Failure, NotDone};
pub use files::Files;
pub use numbering::Due;
pub use reader::{Answers, Chain, Gap, GapReason, Reader, SeriesState};
pub use store::seal::{SealFinding, SealPlace, Sealed, check as check_seal, reseal};
pub use writer::Register;
