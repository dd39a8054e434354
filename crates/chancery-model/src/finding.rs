//! Findings and doubts: what a machine says about a text. Neither is ever an error of the program.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// How gravely a finding weighs. The body's rulebook decides, rule by rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gravity {
    /// Something an officer may wish to know; it stops nothing.
    Advice,
    /// Something that must be put right, or answered by an officer, before the communication is accepted.
    Grave,
}

/// Whose words a finding is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// The frame of the communication: masthead, title, request, signature, headings of attachments, numbers.
    #[default]
    Frame,
    /// What the sender says. It is the sender's own, and nothing is put right there unasked.
    Words,
}

/// Something a rule has to say about a communication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's code for machines, such as `REQ001`.
    pub rule: String,
    /// The rule's name for people: the fault it is named for, such as `agenda-item-missing`.
    pub name: String,
    /// How gravely the body's rulebook takes it.
    pub gravity: Gravity,
    /// One sentence that says what is wrong here.
    pub message: String,
    /// The place of the fault; where something is missing, the nearest place it would stand.
    pub span: Span,
    /// On whose authority: a document and its paragraph, as the body's rulebook names them.
    pub authority: String,
    /// The better wording for exactly the text at `span`, where it can be said mechanically.
    pub repair: Option<String>,
    /// Whether it is about the frame or about the sender's own words, by its place.
    #[serde(default)]
    pub ground: Ground,
}

/// Something the reader is not sure of, or mended. A mend is always a doubt, never silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// What kind of doubt, in capitals, such as `BROKEN_WORD`.
    pub code: String,
    /// One sentence that says what is doubted.
    pub message: String,
    /// The place in the original that is doubted.
    pub span: Span,
    /// What the reader took the place to mean, where it mended it.
    pub repair: Option<String>,
}
