//! Texts, readings, renditions and originals, each under the digest of a random salt and its bytes.
//!
//! The salt makes the identity say nothing about what it names: an act may keep the identity for ever, and the file can be
//! removed. There is one store; a trait comes with the second.

mod folder;

pub use folder::{Files, identity, path_of};
pub(crate) use folder::{hex, make_folder, sync_folder};
