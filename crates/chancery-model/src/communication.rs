//! What arrives: a communication as it was understood. Written as JSON it is the object `read --format json` prints.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{finding::Doubt, language::Language, symbol::Symbol, text::Span, vocabulary::Field};

/// What kind of communication it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One letter, to one addressee or to several.
    Letter,
    /// The same letter sent separately to several addressees: one document, plural title.
    IdenticalLetters,
    /// A note verbale: from a mission, unsigned.
    NoteVerbale,
    /// A note by an official or by the secretariat.
    Note,
    /// Anything else.
    #[default]
    Other,
}

impl Kind {
    /// The type of document that it is.
    pub fn document_type(self) -> DocumentType {
        match self {
            Kind::Letter => DocumentType::Letter,
            Kind::IdenticalLetters => DocumentType::IdenticalLetters,
            Kind::NoteVerbale => DocumentType::NoteVerbale,
            Kind::Note => DocumentType::Note,
            Kind::Other => DocumentType::Other,
        }
    }
}

/// One receiving organ, with its session or year and the agenda items under which the text stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiving {
    /// The organ's name in English, as in the body's data.
    pub organ: String,
    /// The session, as it stands in symbols: `74`, `ES-10`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub session: Option<String>,
    /// The calendar year.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub year: Option<String>,
    /// Item numbers as the body prints them: `12`, `31 (b)`.
    #[serde(default)]
    pub agenda_items: Vec<String>,
}

/// What the sender asked for one organ. Who asks for one organ twice has two requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The organ's name in English, as in the body's data; where the body has no such organ, as the letter names it.
    pub organ: String,
    /// Items under which circulation is asked for.
    #[serde(default)]
    pub agenda_items: Vec<String>,
    /// The session asked for, where the text names one (a future one, or a special one).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub session: Option<String>,
}

/// Who sent it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The office in English, as in the body's data: `Permanent Representative`, `Permanent Mission`, `Secretary-General`.
    pub office: Option<String>,
    /// The State or observer by its name in the body's data; null where the office belongs to the body itself.
    pub state: Option<String>,
}

/// One who signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// The name as signed.
    pub name: String,
    /// The lines under the name, as the mission gave them.
    pub titles: Vec<String>,
}

/// What is attached to the letter, or to an attachment of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// `Annex`, `Annex II`, `Enclosure`, `Appendix`, in the language of the text.
    pub label: String,
    /// The attachment's own title.
    pub title: Option<String>,
    /// Whose words it holds, where the text says so: an annexed statement is not the sender's words.
    pub author: Option<String>,
    /// Its own date.
    pub date: Option<Date>,
    /// Its own original language, where the text says so.
    pub original_language: Option<Language>,
    /// Who signed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Signatory>,
    /// Enclosures of an annex, appendices of an enclosure.
    #[serde(default)]
    pub attachments: Vec<Annex>,
}

/// One citation of another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The document cited, canonically.
    pub symbol: Symbol,
    /// The words that cite it.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// In which part of the communication: `letter`, `annex`, `annex_2`, `annex_1/enclosure`.
    pub part: String,
    /// Which paragraph of that part, counted from 1.
    pub paragraph: Option<u32>,
}

/// What type of document it is, in the catalogue's sense: finer than [`Kind`], and for all that an organization issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// A letter.
    Letter,
    /// Identical letters.
    IdenticalLetters,
    /// A note verbale.
    NoteVerbale,
    /// A note by an official or the secretariat.
    Note,
    /// A report.
    Report,
    /// A resolution.
    Resolution,
    /// A decision.
    Decision,
    /// A statement by the president of an organ on its behalf.
    PresidentialStatement,
    /// A draft resolution or decision, or an amendment of one.
    Draft,
    /// An agenda, provisional or not.
    Agenda,
    /// A verbatim or summary record of a meeting.
    MeetingRecord,
    /// A statement by someone else, such as a non-governmental organization.
    Statement,
    /// A corrigendum.
    Corrigendum,
    /// Anything else.
    Other,
}

/// When and how a resolution, decision or statement was adopted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    /// The day.
    pub date: Option<Date>,
    /// The meeting's number, as printed.
    pub meeting: Option<String>,
    /// The symbol of the draft.
    pub draft: Option<Symbol>,
}

/// A reference to something cited before (`ibid.`, `op. cit.`): marked, never resolved by the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// In which part.
    pub part: String,
    /// Which paragraph of that part, counted from 1.
    pub paragraph: Option<u32>,
}

/// A datum that the file bears outside its text: a property, a field of a catalogue record, a name in XML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadatum {
    /// What it says.
    pub field: Field,
    /// Its value as it stands there.
    pub value: String,
    /// Where it was: `docx:symbol1`, `marc:191$a`, `akn:FRBRdate@publication`.
    pub source: String,
}

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading or title inside a part.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A list item.
    List,
    /// A row of a table, its cells parted by a tab.
    Table,
    /// A figure.
    Figure,
    /// A page that came only as a picture.
    FacsimilePage,
    /// A line of a signature block.
    Signature,
    /// A footnote; `number` holds its mark.
    Footnote,
}

/// One block of the text, in reading order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The part it stands in: `letter`, `annex`, `annex_2`, `annex_1/enclosure`.
    pub part: String,
    /// What it is.
    pub kind: BlockKind,
    /// Its own number as printed (`1.`, `(a)`), or a footnote's mark.
    pub number: Option<String>,
    /// The words, with the mends applied; every mend is among the doubts. Of a figure or a page that came only as a picture,
    /// what it shows, for those who do not see it.
    pub text: String,
    /// Where it stands in the original.
    pub span: Span,
    /// The name of its picture among those of the communication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// A picture that came with a communication: a figure, or a page of which there is no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// What it is: `image/png`, `image/jpeg`.
    pub media_type: String,
    /// The file, unchanged; base64 in JSON.
    #[serde(with = "in_base64")]
    pub bytes: Vec<u8>,
}

/// Bytes as text, since JSON has no others.
mod in_base64 {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        BASE64_STANDARD.decode(text).map_err(D::Error::custom)
    }
}

/// A communication as it was understood, with the reader's doubts.
///
/// What the text does not say is `None` or empty, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Communication {
    /// The file's name, set by the roof.
    #[serde(default)]
    pub file: String,
    /// The format read: `text`, …
    #[serde(default)]
    pub format: String,
    /// The language of the main part.
    pub language: Option<Language>,
    /// What kind of communication it is.
    pub kind: Kind,
    /// The symbols it bears itself: in its masthead or running heads, never those it cites.
    pub symbols: Vec<Symbol>,
    /// The job number it bears.
    pub job_number: Option<String>,
    /// The distribution category by its English name: `General`, `Limited`, `Restricted`.
    pub distribution: Option<String>,
    /// The date of the masthead.
    pub masthead_date: Option<Date>,
    /// The original language the masthead names.
    pub original_language: Option<Language>,
    /// The receiving organs: of the masthead if there is one, else as requested.
    pub bodies: Vec<Receiving>,
    /// Titles of agenda items in the masthead.
    pub agenda_item_titles: Vec<String>,
    /// The title.
    pub title: Option<String>,
    /// The date the sender wrote.
    pub letter_date: Option<Date>,
    /// Who sent it.
    pub sender: Option<Sender>,
    /// Everyone who sent it, where several did; the first is `sender`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub senders: Vec<Sender>,
    /// To whom, in English and in the order of the text.
    pub addressees: Vec<String>,
    /// As documents of which organs the sender asks it to be circulated.
    pub requested_circulation: Vec<Request>,
    /// Who signed the covering letter.
    pub signatories: Vec<Signatory>,
    /// What is attached.
    pub annexes: Vec<Annex>,
    /// What it cites.
    pub citations: Vec<Citation>,
    /// The text in reading order, without masthead, running heads and page marks.
    pub text: Vec<Block>,
    /// Its pictures, by the names that blocks call them by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pictures: BTreeMap<String, Picture>,
    /// The number of pages, where the text says so.
    pub pages_total: Option<u32>,
    /// To whose attention the sender asks that the letter be brought, where it asks for that and not for circulation.
    pub requested_attention: Option<String>,
    /// The type of document, in the catalogue's sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_type: Option<DocumentType>,
    /// What stands under the title, such as whose report it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// How it was adopted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted: Option<Adoption>,
    /// The day of release, where the file says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_date: Option<Date>,
    /// The language of each part that has another than the main one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub languages: BTreeMap<String, Language>,
    /// References to what was cited before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// What the file says outside its text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<Metadatum>,
    /// What came with it and may itself be a communication: the attachments of a message, each read by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Communication>,
    /// What the reader is not sure of, and what it mended.
    pub doubts: Vec<Doubt>,
    /// Where a field was found: a field's name, or `name.index`, to its place in the original.
    #[serde(default)]
    pub places: BTreeMap<String, Span>,
}

impl Communication {
    /// The place of a field, if the reader found it in the text.
    pub fn place(&self, field: &str) -> Option<Span> {
        self.places.get(field).copied()
    }

    /// The blocks of one part, in order.
    pub fn part<'a>(&'a self, part: &'a str) -> impl Iterator<Item = &'a Block> + 'a {
        self.text.iter().filter(move |block| block.part == part)
    }
}
