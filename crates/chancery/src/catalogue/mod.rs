//! The catalogue: what anyone may know of the documents on record, as one file that can be deleted and built anew.
//!
//! It is a follower's product (`followers/catalogue.rs`). Pages, feeds, the interface for programs and the resolver read it and
//! nothing else, and nothing that is not public ever enters it: a symbol that belongs to a restricted document, to one that is
//! not issued yet, and to none at all are one and the same here, in what is answered and in the time it takes.
//!
//! | file | question |
//! |---|---|
//! | `facts.rs` | what may anyone know of a document? |
//! | `store.rs` | how is it kept? |
//! | `look.rs` | which documents are there: lists, dossiers of an item, senders, counts |
//! | `resolve.rs` | which document does an address or a symbol mean, and what became of it? |
//! | `citations.rs` | who cites what, at which paragraph? |
//! | `gaps.rs` | which numbers of a series are issued, void, or not public? |

pub mod citations;
pub mod facts;
pub mod gaps;
pub mod look;
pub mod resolve;
pub mod store;

pub use citations::{Cited, Citing, Neighbour};
pub use facts::{Brief, Facts, Kept, KeptVersion, Relation};
pub use gaps::{Run, RunState};
pub use look::{Counted, Filter, Listing, Place};
pub use resolve::{Gone, Resolved};
pub use store::{Catalogue, Writer};
