//! What the names that other formats use mean: `vocabulary.toml` of a body.
//!
//! A word-processor file says what a paragraph is by the name of its style, an XML file by the name of an element, a
//! catalogue record by its tag. Reading and writing share this table, so that what one writes the other knows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::communication::DocumentType;

/// What a stretch of text is, where the format itself says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The head of a page after the first: symbols, page numbers.
    RunningHead,
    /// The foot of a page: job number, bar code, page numbers.
    RunningFoot,
    /// What no page shows: hidden text, what a tracked change took out.
    Hidden,
    /// A line of the masthead whose meaning its words say.
    Masthead,
    /// The line of symbols in the masthead.
    Symbol,
    /// An organ's name in the masthead.
    Organ,
    /// The distribution category.
    Distribution,
    /// The masthead's date.
    MastheadDate,
    /// The original language.
    Original,
    /// The session or year.
    Session,
    /// The line of agenda items.
    AgendaItem,
    /// The title of an agenda item.
    AgendaTitle,
    /// The document's title.
    Title,
    /// What stands under the title, such as `Report of the Secretary-General`.
    Subtitle,
    /// The heading of a part or section of any depth.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A row of a table, its cells parted by tabs.
    TableRow,
    /// A figure or its caption.
    Figure,
    /// A page that came only as a picture.
    FacsimilePage,
    /// A line of a signature block.
    Signature,
    /// The heading of an annex, an enclosure or an appendix.
    AnnexHeading,
    /// The title of an annex.
    AnnexTitle,
    /// A footnote with its mark.
    Footnote,
    /// A line that only leads to other places: a table of contents.
    Contents,
}

impl Role {
    /// Whether it belongs to the masthead or its agenda block.
    pub fn is_masthead(self) -> bool {
        use Role::{AgendaItem, AgendaTitle, Distribution, Masthead, MastheadDate, Organ, Original, Session, Symbol};
        matches!(
            self,
            Masthead | Symbol | Organ | Distribution | MastheadDate | Original | Session | AgendaItem | AgendaTitle
        )
    }
}

/// What a datum outside the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A symbol of the document.
    Symbol,
    /// A job number.
    JobNumber,
    /// The distribution category, by code or name.
    Distribution,
    /// The masthead's date.
    MastheadDate,
    /// The day of release.
    ReleaseDate,
    /// The day of adoption of a resolution or decision.
    AdoptionDate,
    /// The meeting at which it was adopted.
    Meeting,
    /// The symbol of the draft that was adopted.
    Draft,
    /// The language of the text.
    Language,
    /// The language in which it was written first.
    Original,
    /// The session, in words or as a number.
    Session,
    /// The line or the numbers of agenda items.
    AgendaItem,
    /// The title of an agenda item.
    AgendaTitle,
    /// The title.
    Title,
    /// What stands under the title.
    Subtitle,
    /// Who wrote it.
    Author,
    /// A subject heading.
    Subject,
    /// A note.
    Note,
    /// The symbol of a related document.
    Related,
    /// The kind of document.
    DocumentType,
    /// A number by which another system knows it.
    Identifier,
    /// Where a file of it lies.
    Link,
}

/// `vocabulary.toml`: what names of other formats mean in one body's documents.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Vocabulary {
    /// Paragraph styles of word-processor files, by the style's name in small letters without spaces.
    pub docx_styles: BTreeMap<String, Role>,
    /// Custom properties of word-processor files, by their name in small letters.
    pub docx_properties: BTreeMap<String, Field>,
    /// Names of elements, of their `name`, `class` and `refersTo` in Akoma Ntoso.
    pub akn_roles: BTreeMap<String, Role>,
    /// Names whose text is a datum in Akoma Ntoso.
    pub akn_fields: BTreeMap<String, Field>,
    /// Names of document types in Akoma Ntoso.
    pub akn_types: BTreeMap<String, DocumentType>,
    /// Tags of catalogue records with their subfield: `191a`.
    pub marc_fields: BTreeMap<String, Field>,
    /// Content codes of catalogue records: `B18`.
    pub marc_types: BTreeMap<String, DocumentType>,
}

impl Vocabulary {
    /// A style's name as the table is keyed: small letters, no spaces.
    pub fn key(name: &str) -> String {
        name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
    }
}
