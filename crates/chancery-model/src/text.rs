//! Places in text, and characters as a page raises them.

use serde::{Deserialize, Serialize};

/// A figure or small letter as the mark of a note is printed (`¹`, `ᵃ`); signs that need not be raised stay as they are, and
/// what cannot be raised is nothing.
pub fn raised(c: char) -> Option<char> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ";
    match c {
        '*' | '†' | '‡' => Some(c),
        '0'..='9' | 'a'..='p' => RAISED.chars().nth(usize::try_from(c.to_digit(36)?).ok()?),
        _ => RAISED.contains(c).then_some(c),
    }
}

/// A place in the extracted text of the original: byte offsets, `start` included, `end` excluded.
///
/// It is written in JSON as `[start, end]`. Offsets always fall on character boundaries of the text they speak of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct Span {
    /// First byte of the place.
    pub start: usize,
    /// First byte after the place.
    pub end: usize,
}

impl Span {
    /// The place from `start` up to, not including, `end`; a reversed pair is put in order.
    pub fn new(start: usize, end: usize) -> Self {
        if start <= end { Span { start, end } } else { Span { start: end, end: start } }
    }

    /// The smallest place that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// How many bytes the place holds.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the place holds nothing, as where something is missing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text that stands there, or the empty string if the place is not in `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Span::new(start, end)
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}
