//! One text made of the lines that belong to the letter, with the way back to the original.
//!
//! Patterns are looked for in the flow, so that a running head in the middle of a sentence is no obstacle; places are
//! always given in the original.

use chancery_model::text::Span;

use crate::{clean::Line, words::spaceless};

/// The lines of the text as one string: a line break between lines, an empty line where there was a gap.
pub struct Flow {
    /// The text.
    pub text: String,
    /// The lines, in order.
    pub lines: Vec<FlowLine>,
}

/// One line of the flow.
#[derive(Clone, Copy, Debug)]
pub struct FlowLine {
    /// Its place in the flow.
    pub span: Span,
    /// Where it starts in the original; inside a line both run alike.
    pub origin: usize,
    /// How far it is indented, in columns.
    pub indent: usize,
    /// How many empty lines stand before it, not counting those that extraction put everywhere.
    pub gap: u32,
    /// Whether something that is not the letter's text (a page's end) stood before it.
    pub broken: bool,
    /// What the format says it is, as an index into the marks.
    pub mark: Option<usize>,
}

impl Flow {
    /// Joins lines.
    pub fn new(original: &str, lines: &[Line]) -> Flow {
        let mut flow = Flow { text: String::new(), lines: Vec::with_capacity(lines.len()) };
        for line in lines {
            if !flow.lines.is_empty() {
                flow.text.push_str(if line.gap > 0 { "\n\n" } else { "\n" });
            }
            let start = flow.text.len();
            flow.text.push_str(line.span.of(original));
            flow.lines.push(FlowLine {
                span: Span::new(start, flow.text.len()),
                origin: line.span.start,
                indent: line.indent,
                gap: line.gap,
                broken: line.broken,
                mark: line.mark,
            });
        }
        flow
    }

    /// The line at a place: the last one that starts at or before it.
    pub fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.span.start <= at).saturating_sub(1)
    }

    /// The index of the first line that starts at or after a place.
    pub fn first_line_from(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.span.start < at)
    }

    /// The place in the original of a place in the flow.
    pub fn origin(&self, span: Span) -> Span {
        Span::new(self.origin_at(span.start, false), self.origin_at(span.end, true))
    }

    fn origin_at(&self, at: usize, end: bool) -> usize {
        // An end belongs to the line in which the last byte stands.
        let probe = if end { at.saturating_sub(1) } else { at };
        match self.lines.get(self.line_at(probe)) {
            Some(line) => line.origin + at.clamp(line.span.start, line.span.end) - line.span.start,
            None => 0,
        }
    }

    /// The text of a place.
    pub fn of(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The greatest place not after `at` that lies between two characters.
    pub fn floor(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }

    /// Where the run of lines without a gap ends in which `at` stands, looking at no more than `most` lines.
    pub fn block_end(&self, at: usize, most: usize) -> usize {
        let mut index = self.line_at(at);
        for _ in 0..most {
            match self.lines.get(index + 1) {
                Some(next) if next.gap == 0 && !next.broken => index += 1,
                _ => break,
            }
        }
        self.lines.get(index).map_or(self.text.len(), |line| line.span.end)
    }
}

/// How many columns a text is wide: letters of scripts without spaces take two, marks upon letters none.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    let columns = |c: char| match c {
        c if c.is_ascii() => 1,
        c if unicode_normalization::char::is_combining_mark(c) => 0,
        // Such scripts' signs of punctuation are as wide as their letters.
        c if ('\u{2e80}'..'\u{a000}').contains(&c) || ('\u{ff00}'..'\u{ff61}').contains(&c) => 2,
        _ => 1,
    };
    text.chars().map(columns).sum()
}

/// A text in one line: single spaces, and a hyphen at a line's end joined to what follows.
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut broke = false;
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            // A hyphen between two letters at the end of a line belongs to the word; `– ` does not.
            let joins = broke && out.ends_with('-') && out.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
            // Nor does a line's end stand for a space where the script writes none.
            let wrapped = broke && out.ends_with(spaceless) && word.starts_with(spaceless);
            if !joins && !wrapped {
                out.push(' ');
            }
        }
        out.push_str(word);
        let end = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
        broke = text[end..].chars().take_while(|c| c.is_whitespace()).any(|c| c == '\n');
    }
    out
}
