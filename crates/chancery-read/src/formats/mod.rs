//! Formats a letter may arrive in. One file each, and one line here.
//!
//! Every format gives the same: a text, in reading order, into which all places point; what the format itself says of
//! stretches of that text ([`Mark`]); and what it says outside the text ([`Fact`]). A format that says nothing (plain text)
//! gives neither, and the rest of this room goes by the words alone.

pub mod akn;
pub mod docx;
pub mod eml;
pub mod html;
pub mod marc;
pub mod pdf;
pub mod text;
mod xml;

use std::collections::BTreeMap;

use chancery_model::{
    finding::Doubt,
    text::Span,
    vocabulary::{Field, Role, Vocabulary},
};

use crate::doubt;

/// The longest file that is read as text of any kind, in bytes. A letter has a few thousand; the bound keeps memory bounded.
const LONGEST: usize = 32 << 20;

/// What a format says of a stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The stretch: whole lines of the text, without the line's end.
    pub span: Span,
    /// What it is.
    pub role: Role,
    /// How deep: of a heading from 1, of a list item from 1, of an annex heading 1 annex, 2 enclosure, 3 appendix; else 0.
    pub level: u8,
    /// The number or mark that the format keeps apart from the text, as a page shows it; in Akoma Ntoso it stands before the
    /// text of the stretch as well.
    pub number: Option<String>,
}

/// A picture that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictured {
    /// Where it was in the file: a part's name, an object's number.
    pub source: String,
    /// What it is, by its first bytes; empty where it is none that can be shown.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Pictured {
    /// A picture's file, known by its first bytes.
    pub fn new(source: &str, bytes: Vec<u8>) -> Pictured {
        let media_type = match &bytes[..] {
            [0x89, b'P', b'N', b'G', ..] => "image/png",
            [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
            [b'G', b'I', b'F', b'8', ..] => "image/gif",
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
            _ => "",
        };
        Pictured { source: source.to_owned(), media_type, bytes }
    }
}

/// The most pictures that are taken out of one file.
const MOST_PICTURES: usize = 400;

/// The character that stands for a picture of which the file says nothing.
const PICTURE: &str = "\u{fffc}";

/// Where the file of a picture is, as a page says it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// In the page itself.
    Here(Pictured),
    /// In the page itself, in a form in which it cannot be shown again.
    Unknown,
    /// Somewhere else, or nowhere.
    Elsewhere,
}

impl Source {
    /// Reads the address of a picture. One that leads out of the file is not followed.
    fn read(address: &str) -> Source {
        use base64::{Engine as _, engine::general_purpose::STANDARD_PAD_INDIFFERENT};
        let address = address.trim_start();
        let Some(data) = address.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:")).map(|_| &address[5..])
        else {
            return Source::Elsewhere;
        };
        let Some((said, body)) = data.split_once(',') else { return Source::Unknown };
        if !said.trim_end().to_ascii_lowercase().ends_with(";base64") {
            return Source::Unknown;
        }
        let body: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let Ok(bytes) = STANDARD_PAD_INDIFFERENT.decode(body) else { return Source::Unknown };
        match Pictured::new("data:", bytes) {
            picture if picture.media_type.is_empty() => Source::Unknown,
            picture => Source::Here(picture),
        }
    }
}

/// The pictures of a text as they are found, and what is doubted of them in the end.
#[derive(Default)]
struct Pictures {
    found: BTreeMap<usize, Pictured>,
    unknown: Vec<usize>,
    elsewhere: Vec<usize>,
    more: usize,
}

impl Pictures {
    /// Puts down the picture whose mark begins at a place.
    fn put(&mut self, at: usize, source: Source) {
        match source {
            Source::Here(_) if self.found.len() >= MOST_PICTURES => self.more += 1,
            Source::Here(picture) => {
                self.found.insert(at, picture);
            }
            Source::Unknown => self.unknown.push(at),
            Source::Elsewhere => self.elsewhere.push(at),
        }
    }

    /// Gives them to what was taken out of a file, one doubt for each kind of those that are not there.
    fn give(self, extracted: &mut Extracted) {
        extracted.pictures = self.found;
        let mut tell = |code: &str, at: Option<usize>, count: usize, what: &str| {
            let at = at.unwrap_or_default();
            if count > 0 {
                extracted.doubts.push(doubt(code, format!("{count} {what}"), Span::new(at, at), None));
            }
        };
        let what = "pictures are in a format that cannot be shown again";
        tell("PICTURE_FORMAT", self.unknown.first().copied(), self.unknown.len(), what);
        let what = "pictures stand in files of their own, which did not come with this one";
        tell("PICTURE_ELSEWHERE", self.elsewhere.first().copied(), self.elsewhere.len(), what);
        tell("TOO_LONG", None, self.more, "pictures more than are read were left out");
    }
}

/// What a format says outside the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it says.
    pub field: Field,
    /// Its value, as it stands there.
    pub value: String,
    /// Where it was: `docx:symbol1`, `marc:191$a`.
    pub source: String,
    /// Where it stands in the text, where it does; else empty.
    pub span: Span,
}

/// The text of a file, with what the format says and what is doubted about taking it out.
#[derive(Default)]
pub struct Extracted {
    /// The format's name, as `read` prints it.
    pub format: &'static str,
    /// The text; every place points into it. Pages are parted by form feeds.
    pub text: String,
    /// What the format says of stretches of the text: in order, not overlapping. A line without a mark is read by its words.
    pub marks: Vec<Mark>,
    /// What the format says outside the text.
    pub facts: Vec<Fact>,
    /// Files that came inside this one and may be communications, by name: attachments of a message.
    pub inner: Vec<(String, Vec<u8>)>,
    /// The number of pages, where the format knows it.
    pub pages: Option<u32>,
    /// Pictures, by the place where their mark begins.
    pub pictures: BTreeMap<usize, Pictured>,
    /// Whether Chancery wrote the file. What it says of a line then is all there is to say: no number is looked for in the
    /// words, and a paragraph with a number in brackets is no item of a list.
    pub own: bool,
    /// Whether the text is only a rendering of the facts, as of a catalogue record, and no document to be read.
    pub record: bool,
    /// What is doubted.
    pub doubts: Vec<Doubt>,
}

impl Extracted {
    /// Nothing was read, and why.
    pub fn nothing(format: &'static str, code: &str, message: impl Into<String>) -> Extracted {
        Extracted { format, doubts: vec![doubt(code, message, Span::default(), None)], ..Extracted::default() }
    }
}

/// A footnote's mark as pages show it, so that it is not taken for a figure of the number before it.
fn raised(mark: &str) -> String {
    let shown = mark.chars().filter(|c| !c.is_control()).take(8);
    shown.map(|c| chancery_model::text::raised(c).unwrap_or(c)).collect()
}

/// Signatures of formats that are known but not read, so that their bytes are not taken for text.
const NOT_READ: &[(&[u8], &str)] = &[
    (b"\xD0\xCF\x11\xE0", "an old office format"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"GIF8", "a picture"),
];

/// Takes the text out of a file, whatever it is. Formats are known by their bytes, never by a file's name.
pub fn extract(bytes: &[u8], vocabulary: &Vocabulary) -> Extracted {
    if let Some((_, what)) = NOT_READ.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        let message = format!("the file looks like {what}, which is not read as text; extract its text first");
        return Extracted::nothing("unknown", "UNREAD_FORMAT", message);
    }
    if pdf::looks_like(bytes) {
        return pdf::extract(bytes);
    }
    if docx::looks_like(bytes) {
        return docx::extract(bytes, vocabulary);
    }
    if akn::looks_like(bytes) {
        return akn::extract(bytes, vocabulary);
    }
    if marc::looks_like(bytes) {
        return marc::extract(bytes, vocabulary);
    }
    if html::looks_like(bytes) {
        return html::extract(bytes);
    }
    if eml::looks_like(bytes) {
        return eml::extract(bytes);
    }
    text::extract(bytes)
}
