//! Followers: what must follow an act. Each remembers how far it has read and can be run again at any time.

pub mod catalogue;
pub mod index;
pub mod record;

use anyhow::Result;

use crate::office::Office;

/// A follower: it reads the journal from where it stopped.
type Follow = fn(&Office) -> Result<()>;

/// The followers, in the order in which they run.
const ALL: &[Follow] = &[record::follow, index::follow, catalogue::follow];

/// How far a follower has read, as it is written: the number and a check of it, so that a changed bit is never taken for a
/// follower that is behind.
pub fn cursor_text(number: u64) -> String {
    let check = record::hex_digest(format!("cursor {number}").as_bytes());
    format!("{number} {}", &check[..16])
}

/// Reads what [`cursor_text`] wrote; a number alone is how earlier versions wrote it.
pub fn read_cursor(text: &str) -> Option<u64> {
    let number: u64 = text.split_whitespace().next()?.parse().ok()?;
    (text == cursor_text(number) || text.trim() == number.to_string()).then_some(number)
}

/// Brings every follower up to the journal's head.
pub fn catch_up(office: &Office) -> Result<()> {
    // One that fails does not keep the others; the first failure is told.
    let ends: Vec<Result<()>> = ALL.iter().map(|follow| follow(office)).collect();
    ends.into_iter().collect()
}
