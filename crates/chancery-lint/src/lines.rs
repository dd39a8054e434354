//! Lines and columns of a text, for those who count places otherwise than in bytes: people, editors and other programs.

use chancery_model::text::Span;

/// How far apart the totals of characters are kept.
const STRIDE: usize = 4 * 1024;

/// The lines of a text. A line ends with a line feed, a carriage return, or both.
///
/// It is made in one walk over the text; each question after that takes time that does not grow with the text, however long
/// its lines are.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// Where each line begins, in bytes.
    starts: Vec<usize>,
    /// What stands before every [`STRIDE`]th byte, or before the character that it is part of.
    totals: Vec<Count>,
}

/// A length in the two units other than bytes that are in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In code units of UTF-16.
    pub utf16: usize,
    /// In Unicode code points.
    pub chars: usize,
}

/// A place in a text by line and column, both from nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// How many lines stand before it.
    pub line: usize,
    /// How much of its line stands before it.
    pub column: Count,
}

impl<'t> Lines<'t> {
    /// Walks a text.
    pub fn new(text: &'t str) -> Self {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        let mut totals = Vec::with_capacity(text.len() / STRIDE + 1);
        let (mut total, mut before) = (Count::default(), 0);
        for stride in 0..=text.len() / STRIDE {
            let at = text.floor_char_boundary(stride * STRIDE);
            total = total.and(count(&text[before..at]));
            totals.push(total);
            before = at;
        }
        Lines { text, starts, totals }
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The place of a line, without what ends it; the end of the text where there are fewer lines.
    pub fn span(&self, line: usize) -> Span {
        let Some(start) = self.starts.get(line) else { return Span::new(self.text.len(), self.text.len()) };
        let next = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let end = match self.text.as_bytes().get(next) {
            Some(b'\n') if next > *start && self.text.as_bytes().get(next - 1) == Some(&b'\r') => next - 1,
            _ => next,
        };
        Span::new(*start, end)
    }

    /// The number, from nought, of the line in which a byte stands.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// How much stands before a byte; before the whole text's end where there are fewer.
    pub fn before(&self, offset: usize) -> Count {
        let offset = self.text.floor_char_boundary(offset);
        let stride = offset / STRIDE;
        let from = self.text.floor_char_boundary(stride * STRIDE);
        let total = self.totals.get(stride).copied().unwrap_or_default();
        total.and(count(&self.text[from..offset]))
    }

    /// Line and column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or_default();
        Position { line, column: self.before(offset).less(self.before(start)) }
    }

    /// The byte at a line and a column in code units of UTF-16, both from nought; a column beyond the line's end is its end,
    /// and one inside a character is the character's begin.
    pub fn offset(&self, line: usize, utf16: usize) -> usize {
        let span = self.span(line);
        let wanted = self.before(span.start).utf16.saturating_add(utf16);
        // The last stride before the wanted place, so that a line of any length is not walked from its begin.
        let stride = self.totals.partition_point(|total| total.utf16 <= wanted).saturating_sub(1);
        let from = self.text.floor_char_boundary(stride * STRIDE).max(span.start);
        let mut left = wanted.saturating_sub(self.before(from).utf16);
        for (at, c) in self.text[from..span.end.max(from)].char_indices() {
            if left < c.len_utf16() {
                return from + at;
            }
            left -= c.len_utf16();
        }
        span.end
    }
}

impl Count {
    fn and(self, other: Count) -> Count {
        Count { utf16: self.utf16 + other.utf16, chars: self.chars + other.chars }
    }

    fn less(self, other: Count) -> Count {
        Count { utf16: self.utf16.saturating_sub(other.utf16), chars: self.chars.saturating_sub(other.chars) }
    }
}

fn count(text: &str) -> Count {
    if text.is_ascii() {
        return Count { utf16: text.len(), chars: text.len() };
    }
    text.chars().fold(Count::default(), |so_far, c| so_far.and(Count { utf16: c.len_utf16(), chars: 1 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_three_ways() {
        let text = "one\ntwo\r\nthree\rfour\n";
        let lines = Lines::new(text);
        let all: Vec<&str> = (0..lines.count()).map(|line| lines.span(line).of(text)).collect();
        assert_eq!(all, ["one", "two", "three", "four", ""]);
        assert_eq!(lines.span(9), Span::new(text.len(), text.len()));
        assert_eq!(Lines::new("").count(), 1);
    }

    #[test]
    fn every_character_is_found_again_by_its_line_and_column() {
        let long = "湖 é 🛶 رسالة a".repeat(2_000);
        for text in ["", "a", "weir\r\n湖水\r🛶 ferry\nرسالة مؤرخة\n", &long, &format!("{long}\n{long}")]
        {
            let lines = Lines::new(text);
            for (chars, (at, c)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
                let position = lines.position(at);
                assert_eq!(lines.before(at).chars, chars);
                // What ends a line has no column of its own.
                if !matches!(c, '\r' | '\n') {
                    assert_eq!(lines.offset(position.line, position.column.utf16), at, "{c:?} at {at}");
                }
            }
        }
        let lines = Lines::new("🛶 ferry");
        assert_eq!(lines.offset(0, 1), 0, "inside a character is before it");
        assert_eq!(lines.offset(0, 99), "🛶 ferry".len());
        assert_eq!(lines.offset(7, 0), "🛶 ferry".len());
        assert_eq!(lines.position(4).column, Count { utf16: 2, chars: 1 });
    }
}
