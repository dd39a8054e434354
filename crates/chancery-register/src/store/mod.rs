//! Where the journal lies. There is one store; a trait comes with the second.

mod raw;
pub(crate) mod seal;
pub(crate) mod sqlite;
mod wal;

pub(crate) use raw::{Held, beginning};
