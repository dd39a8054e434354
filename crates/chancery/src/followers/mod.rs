//! Followers: what must follow an act. Each remembers how far it has read and can be run again at any time.

pub mod graph;
pub mod index;
pub mod record;

use anyhow::Result;

use crate::office::Office;

/// A follower: it reads the journal from where it stopped.
type Follow = fn(&Office) -> Result<()>;

/// The followers, in the order in which they run.
const ALL: &[Follow] = &[record::follow, index::follow, graph::follow];

/// Brings every follower up to the journal's head.
pub fn catch_up(office: &Office) -> Result<()> {
    // One that fails does not keep the others; the first failure is told.
    let ends: Vec<Result<()>> = ALL.iter().map(|follow| follow(office)).collect();
    ends.into_iter().collect()
}
