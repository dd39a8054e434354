//! Where the journal lies. There is one store; a trait comes with the second.

pub(crate) mod sqlite;
