//! Reading: the bytes of a letter become a [`Communication`] and its doubts.
//!
//! This room is a function from bytes to a value. It never touches disk, clock, network or randomness, and it never fails:
//! of whatever it is given it returns what it understood. It never guesses (what the text does not say is empty), never
//! changes a letter of anyone's words (only spaces and hyphens that extraction put in are mended, each as a recorded
//! doubt), and knows no organ, office, State or language by name: every such word comes with the [`Body`].
//!
//! The way of a letter: [`formats`] takes the text out of the bytes, with what the format says of it; [`clean`] parts the
//! lines of the text from running heads, page marks and job numbers; [`flow`] makes one text of the lines and remembers
//! where each word stood; [`parts`] finds title, masthead, request, signatures and annexes in it, by the words or, where the
//! format says what a line is, by that ([`roled`]); [`kinds`] knows documents other than letters; [`citations`] reads symbols
//! and numbers of resolutions; [`facts`] brings in what the file says outside its text. [`line`] reads one line by itself.

pub mod citations;
mod clean;
mod columns;
mod dates;
mod dictionary;
mod facts;
mod flow;
pub mod formats;
mod kinds;
mod line;
mod masthead;
mod mend;
mod parts;
mod request;
mod roled;
mod senders;
mod signature;
mod title;
mod tongues;
mod words;

#[cfg(test)]
mod tests;

use chancery_model::{body::Body, communication::Communication, finding::Doubt, text::Span};

/// How deep messages inside messages are read.
const DEEPEST: usize = 4;

/// How many attachments of a message are read.
const MOST_CANDIDATES: usize = 100;

/// The version of the reader, kept beside every field that a machine read and nobody confirmed.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What reading gives: the communication, and the text into which all its places point.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What was understood.
    pub communication: Communication,
    /// The text taken from the file, unchanged; every [`Span`] counts bytes of it.
    pub text: String,
}

/// A reader for one body: its words made ready once, for any number of letters.
pub struct Reader<'b> {
    pub(crate) words: words::Words<'b>,
}

impl<'b> Reader<'b> {
    /// Makes the words of a body ready.
    pub fn new(body: &'b Body) -> Self {
        Reader { words: words::Words::new(body) }
    }

    /// Reads one file.
    pub fn read(&self, bytes: &[u8], file_name: Option<&str>) -> Reading {
        self.read_at(bytes, file_name, 0)
    }

    /// Finds the citations of a text: [`citations::find`] with this reader.
    pub fn citations(&self, text: &str) -> Vec<citations::Found> {
        citations::find(text, self)
    }

    fn read_at(&self, bytes: &[u8], file_name: Option<&str>, depth: usize) -> Reading {
        let mut extracted = formats::extract(bytes, &self.words.body.vocabulary);
        let mut communication = Communication {
            file: file_name.unwrap_or_default().to_owned(),
            format: extracted.format.to_owned(),
            doubts: std::mem::take(&mut extracted.doubts),
            ..Communication::default()
        };
        // A catalogue record has no text of its own: it is known by its facts alone.
        if !extracted.record {
            parts::read(&extracted, &self.words, &mut communication);
        }
        facts::apply(&extracted, &self.words, &mut communication);
        if depth < DEEPEST {
            let most = if extracted.record { formats::marc::MOST_RECORDS } else { MOST_CANDIDATES };
            let inner = extracted.inner.iter().take(most);
            communication.candidates =
                inner.map(|(name, bytes)| self.read_at(bytes, Some(name), depth + 1).communication).collect();
        }
        if depth == DEEPEST && !extracted.inner.is_empty() {
            let message =
                format!("messages inside messages are read {DEEPEST} deep; what is attached to this one was not read");
            communication.doubts.push(doubt("TOO_DEEP", message, Span::default(), None));
        }
        if !extracted.record {
            marks_left_out(&extracted.text, &mut communication);
        }
        communication.doubts.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
        Reading { communication, text: extracted.text }
    }
}

/// Reads one file: bytes in, what was understood and what is doubted out.
///
/// `file_name` is only kept beside the answer; a name is never read as if the text had said it. For many files, keep a
/// [`Reader`].
pub fn read(bytes: &[u8], file_name: Option<&str>, body: &Body) -> Reading {
    Reader::new(body).read(bytes, file_name)
}

/// Lines of marks without a word (a row of dots, a rule) stand in no block; that they were left out is told.
fn marks_left_out(text: &str, communication: &mut Communication) {
    const MOST: usize = 100;
    // So many such lines are noise and no letter; the search for their blocks stays bounded.
    const LOOKED_AT: usize = 2_000;
    let mut looked_at = 0;
    let mut at = 0;
    let mut left_out = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if bare.is_empty() || bare.contains(char::is_alphanumeric) {
            continue;
        }
        looked_at += 1;
        if left_out.len() == MOST || looked_at > LOOKED_AT {
            break;
        }
        let span = Span::new(start, start + bare.len());
        let within = |outer: &Span| outer.start <= span.start && span.end <= outer.end;
        if !communication.text.iter().any(|block| within(&block.span))
            && !communication.doubts.iter().any(|doubt| within(&doubt.span))
        {
            let message = "a line of marks without words was left out of the text";
            left_out.push(doubt("MARKS_LEFT_OUT", message, span, Some(String::new())));
        }
    }
    communication.doubts.extend(left_out);
}

/// A doubt in one line.
pub(crate) fn doubt(code: &str, message: impl Into<String>, span: Span, repair: Option<String>) -> Doubt {
    Doubt { code: code.to_owned(), message: message.into(), span, repair }
}
