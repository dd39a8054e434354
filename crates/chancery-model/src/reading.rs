//! The words a reader looks for in one language, as a body lays them down: `[reading]` in `languages/<code>.toml`.

use serde::{Deserialize, Serialize};

/// Words and patterns by which a reader knows the parts of a communication in one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReadingWords {}
