//! What the names that other formats use mean: `vocabulary.toml` of a body.
//!
//! A word-processor file says what a paragraph is by the name of its style, an XML file by the name of an element, a
//! catalogue record by its tag. Reading and writing share this table, so that what one writes the other knows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{communication::DocumentType, language::Language};

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
    /// The names that files of the body's own bear, where the tables know several.
    pub writing: Writing,
}

/// `[writing]` of `vocabulary.toml`: which of the known names a file of the body's own bears.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Writing {
    /// Paragraph styles of word-processor files as the template spells them.
    pub docx_styles: BTreeMap<Role, String>,
    /// Styles of headings, from the largest form on: `I.`, `A.`, `1.`, `(a)`, `(i)`, `a.`
    pub docx_headings: Vec<String>,
    /// Custom properties of word-processor files; `{n}` stands for a place among several, from 1.
    pub docx_properties: BTreeMap<Field, String>,
    /// Akoma Ntoso.
    pub akn: AknNames,
    /// Tags of catalogue records with their subfield: `191a`.
    pub marc_fields: BTreeMap<Field, String>,
    /// Content codes of catalogue records.
    pub marc_types: BTreeMap<DocumentType, String>,
    /// What the catalogue writes instead of an organ's code in its field of bodies: `A/`.
    pub marc_bodies: BTreeMap<String, String>,
    /// Where the catalogue says that documents are published: `New York`.
    pub marc_place: String,
    /// How the catalogue shortens the months in the date that it prints.
    pub marc_months: Vec<String>,
    /// What the fields of a letter to be filled in ask for, by language.
    pub letters: BTreeMap<Language, LetterWords>,
}

/// What the fields of a letter to be filled in ask for, in one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LetterWords {
    /// The title, as it is to read.
    pub title: String,
    /// The day.
    pub date: String,
    /// To whom it goes.
    pub addressee: String,
    /// The text.
    pub text: String,
    /// The sentence that asks for circulation.
    pub request: String,
    /// The line of who signed, with `{name}`.
    pub signed: String,
    /// The name in it.
    pub name: String,
    /// The office held.
    pub office: String,
    /// The heading of the annex, which is not to be filled in.
    pub annex: String,
    /// The title of the annex.
    pub annex_title: String,
}

/// The names of a body's Akoma Ntoso files.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AknNames {
    /// The first step of addresses, and the element that names the country: `un`.
    pub jurisdiction: String,
    /// The namespace of the body's own elements; without one none are written.
    pub namespace: String,
    /// The prefix of their names.
    pub prefix: String,
    /// Organs by their code in the body's data, as addresses name them: `unga`.
    pub actors: BTreeMap<String, String>,
    /// Names of documents.
    pub documents: BTreeMap<DocumentType, String>,
    /// The class of documents of this kind, which addresses name after the document's element: `communication`.
    pub subtypes: BTreeMap<DocumentType, String>,
    /// What `refersTo` and `name` say of what stands on the cover.
    pub roles: BTreeMap<Role, String>,
    /// Categories of distribution by their code in the body's data.
    pub distributions: BTreeMap<String, String>,
}

impl Vocabulary {
    /// A style's name as the table is keyed: small letters, no spaces.
    pub fn key(name: &str) -> String {
        name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
    }

    /// The paragraph style in which something is written: as the template spells it, else one that reading knows, else the
    /// role's own name, of which reading knows nothing.
    pub fn docx_style(&self, role: Role) -> String {
        let known = || self.docx_styles.iter().find(|(_, known)| **known == role).map(|(name, _)| name.clone());
        self.writing.docx_styles.get(&role).cloned().or_else(known).unwrap_or_else(|| format!("{role:?}"))
    }

    /// The name of the property that says a datum, at its place among several; none where the template has no such.
    pub fn docx_property(&self, field: Field, place: usize) -> Option<String> {
        let name = self.writing.docx_properties.get(&field)?;
        let numbered = name.contains("{n}");
        (numbered || place == 1).then(|| name.replace("{n}", &place.to_string()))
    }

    /// What an element of Akoma Ntoso says of its text with `refersTo`, `name` or `class`.
    pub fn akn_role(&self, role: Role) -> Option<&str> {
        let known = || self.akn_roles.iter().find(|(_, known)| **known == role).map(|(name, _)| name.as_str());
        self.writing.akn.roles.get(&role).map(String::as_str).or_else(known)
    }
}
