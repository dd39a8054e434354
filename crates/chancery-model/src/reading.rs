//! The words a reader looks for in one language, as a body lays them down: `[reading]` in `languages/<code>.toml`.
//!
//! Every list may be empty: a language then simply is not read for that part. Words are matched in any case, with any
//! white space between them, whatever apostrophe is used and with or without accents.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::communication::{DocumentType, Kind};

/// Words and patterns by which a reader knows the parts of a communication in one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadingWords {
    /// Frequent little words: the language is known by them, and a split-off letter is judged by its neighbours.
    pub common: Vec<String>,
    /// Single letters that are words of the language and therefore never split off from one.
    pub single_letters: Vec<String>,
    /// Further ways to write a full date, with `{day}`, `{month}` and `{year}`.
    pub dates: Vec<String>,
    /// Further names of months, by number from `1` to `12`.
    pub month_names: BTreeMap<String, Vec<String>>,
    /// How titles are built, with `{date}`, `{sender}`, `{addressees}` and `{office}`; the first letter keeps its case.
    pub titles: Vec<TitleShape>,
    /// Words that part the last two of a list.
    pub and: Vec<String>,
    /// Articles and prepositions before an office.
    pub articles: Vec<String>,
    /// What stands between an office and the State.
    pub of: Vec<String>,
    /// Prefixes written together with a State's name, and what stands in their place in the bare name.
    pub joined_of: BTreeMap<String, String>,
    /// How many letters at the end of each word of a State's name may differ, in languages that decline names.
    pub name_endings: usize,
    /// What follows the State in a sender's title, with `{body}` for the institution's name in text.
    pub tails: Vec<String>,
    /// Offices in this language and its cases, by their English name.
    pub offices: BTreeMap<String, Vec<String>>,
    /// Organs in this language and its cases, by the organ's code.
    pub organs: BTreeMap<String, Vec<String>>,
    /// Groups that are addressed together, by their English form; `{organ}` stands for an organ's name.
    pub groups: BTreeMap<String, Vec<String>>,
    /// The word before the distribution category.
    pub distribution: Vec<String>,
    /// Categories in this language, by code.
    pub categories: BTreeMap<String, Vec<String>>,
    /// The word before the original language.
    pub original: Vec<String>,
    /// Names of languages as this language writes them, by code.
    pub languages: BTreeMap<String, Vec<String>>,
    /// The session in a masthead, with `{ordinal}` or `{number}`.
    pub sessions: Vec<String>,
    /// The session of a calendar year, with `{year}`.
    pub year_sessions: Vec<String>,
    /// The year in a masthead, with `{ordinal}`.
    pub years: Vec<String>,
    /// Ordinals as texts write them, from the first on, where the page's own list is not at hand; the forms of one
    /// (cases, genders, spellings) are parted by a bar.
    pub ordinals: Vec<String>,
    /// Words before the numbers of agenda items.
    pub items: Vec<String>,
    /// Letters of sub-items as this language prints them, and the letters that the body's agenda has in their place.
    pub sub_items: BTreeMap<String, String>,
    /// What may follow the numbers: the provisional agenda, the preliminary list.
    pub item_lists: Vec<String>,
    /// Words by which a sender asks.
    pub asking: Vec<String>,
    /// Words for circulating.
    pub circulate: Vec<String>,
    /// Words for the document as which a text is to be circulated.
    pub document: Vec<String>,
    /// Words before the organs of a request, in languages that name the organs before the word for the document.
    pub as_document: Vec<String>,
    /// Words that end the clause of a request.
    pub request_end: Vec<String>,
    /// Words before those to whose attention something is to be brought.
    pub attention: Vec<String>,
    /// Words after those to whose attention something is to be brought, in languages that name last what is brought.
    pub attention_end: Vec<String>,
    /// Words before the name of one who signed.
    pub signed: Vec<String>,
    /// Words after the name of one who signed, in languages that print them there.
    pub signed_after: Vec<String>,
    /// Ranks and offices that stand under a signature.
    pub ranks: Vec<String>,
    /// The label of an annex.
    pub annex: Vec<String>,
    /// The label of an attachment of an annex.
    pub enclosure: Vec<String>,
    /// The label of an attachment of an enclosure.
    pub appendix: Vec<String>,
    /// Numbers of attachments written in words, from one on; several forms of a number are parted by a bar.
    pub annex_numbers: Vec<String>,
    /// What stands between the label of an annex and the title of the letter.
    pub annex_to: Vec<String>,
    /// Titles as the heading of an annex repeats them after its label, where the language inflects them there.
    pub annex_titles: Vec<TitleShape>,
    /// What stands between the title of the letter and the label of an annex, in languages that print the label last.
    pub annex_of: Vec<String>,
    /// Titles of statements that name who made them, with `{author}`; articles that may follow are the author's.
    pub statements: Vec<String>,
    /// Words with which the subject of a statement begins after the name of who made it.
    pub about: Vec<String>,
    /// Words with which the text of a letter or statement opens, so that they cannot belong to its title.
    pub openings: Vec<String>,
    /// Salutations of a letter as it was sent.
    pub salutations: Vec<String>,
    /// Words that open the courtesy close of a letter as it was sent.
    pub closings: Vec<String>,
    /// What stands between sender and addressee where a note is written in the third person.
    pub compliments: Vec<String>,
    /// The word before a page's number.
    pub page: Vec<String>,
    /// Lines at the foot of a page that say nothing of the text.
    pub foot: Vec<String>,
    /// Courtesies before the name or office of someone written to.
    pub honorifics: Vec<String>,
    /// Words after which a sender names the State for which it speaks.
    pub speaking: Vec<String>,
    /// Words before a document's own symbol.
    pub symbol_labels: Vec<String>,
    /// Words before the number of a resolution.
    pub resolution: Vec<String>,
    /// Numbers of resolutions that belong to no series of an organ.
    pub resolution_forms: Vec<ResolutionForm>,
    /// Lines by which documents other than letters are known.
    pub documents: Vec<DocumentShape>,
    /// Lines that number the part of a divided document which it is, with `{n}` for the number: its name stands below.
    pub fascicles: Vec<String>,
    /// Lines that number the other divisions named on the same page, with `{n}` for the number.
    pub divisions: Vec<String>,
    /// Words that say that a text was adopted, with `{date}` on the side on which the day stands.
    pub adopted: Vec<String>,
    /// Words for the meeting of an organ, beside which its number stands.
    pub meetings: Vec<String>,
    /// Further words by which citations are known.
    pub citation: CitationWords,
}

/// A line by which a document is known as one of its type.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DocumentShape {
    /// What type of document bears such a line.
    pub kind: DocumentType,
    /// The words, with `{number}` for the number of a resolution or decision and `{any}` for what else stands in the line.
    pub pattern: String,
    /// Whether the line stands under the title, or beside it, and is not the title itself.
    #[serde(default)]
    pub under: bool,
}

/// Words by which citations of other documents are known: `[reading.citation]`.
///
/// Words are single ones, matched in any case and with or without accents; in scripts that write no spaces they are pieces
/// of text. What an inflected language does to a word is written out, but for prefixes written together with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CitationWords {
    /// Words before (or, in scripts without spaces, after) the number of a decision.
    pub decision: Vec<String>,
    /// What may stand between the word and the number: `No.`.
    pub numbered: Vec<String>,
    /// What may stand right behind the number.
    pub numbered_after: Vec<String>,
    /// Words that part the members of a list, or the ends of a range.
    pub and: Vec<String>,
    /// Little words that may stand between two members of a list, and between a number and the organ: `of`, `dated`,
    /// `including`.
    pub links: Vec<String>,
    /// Words that say that the resolution is that of the organ spoken of before: `its`.
    pub own: Vec<String>,
    /// Words for bodies that are not of the institution; what they decide is not cited: `parliament`.
    pub foreign: Vec<String>,
    /// Short names of organs, and the codes of the organs they may stand for.
    pub short_organs: BTreeMap<String, Vec<String>>,
    /// Names of bodies that are only cited (the charter's `cited`), by code.
    pub cited: BTreeMap<String, Vec<String>>,
    /// Prefixes written together with a word.
    pub prefixes: Vec<String>,
    /// How this language writes the letters of parts of resolutions.
    pub part_letters: BTreeMap<String, String>,
    /// How this language writes the letters of special sessions.
    pub session_letters: BTreeMap<String, String>,
    /// Phrases that refer to something cited before.
    pub references: Vec<String>,
}

/// One shape of title.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TitleShape {
    /// What kind of communication bears such a title.
    pub kind: Kind,
    /// The words and slots.
    pub pattern: String,
}

/// One way in which a text writes the number of a resolution.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ResolutionForm {
    /// The organ's code, where the form belongs to one.
    #[serde(default)]
    pub organ: Option<String>,
    /// The number as written, with slots as in a series' template.
    pub form: String,
    /// The symbol, with the same slots.
    pub symbol: String,
}
