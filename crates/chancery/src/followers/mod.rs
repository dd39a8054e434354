//! Followers: what must follow an act. Each remembers how far it has read and can be run again at any time.

pub mod graph;
pub mod index;
pub mod record;

use anyhow::Result;

use crate::office::Office;

/// The followers, in the order in which they run.
pub const ALL: &[(&str, fn(&Office) -> Result<()>)] =
    &[("record", record::follow), ("index", index::follow), ("graph", graph::follow)];

/// Brings every follower up to the journal's head.
pub fn catch_up(office: &Office) -> Result<()> {
    for (_, follow) in ALL {
        follow(office)?;
    }
    Ok(())
}
