//! The objects of the interface. Those of the first half are written as they stand here. Those of the second half say what an
//! object of the catalogue looks like for those who ask from outside; a test holds every answer against them, closed, so that no
//! field is left out.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::catalogue::{Brief, Counted, Neighbour, Run};

/// An organ of a document in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ListedOrgan {
    /// The organ's code.
    pub code: String,
    /// The session or year; empty for running numbers.
    pub period: String,
    /// The agenda items under which the document stands.
    pub agenda_items: Vec<String>,
}

/// A document as it stands in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Listed {
    /// Its symbols, in the body's order.
    #[schema(example = json!(["AS/7/12", "C/2026/3"]))]
    pub symbols: Vec<String>,
    /// The path of its page on this site. It never changes.
    #[schema(example = "/AS/7/12")]
    pub address: String,
    /// Its titles, by language code.
    pub titles: BTreeMap<String, String>,
    /// The language it was written in.
    pub original_language: Option<String>,
    /// Its organs.
    pub bodies: Vec<ListedOrgan>,
    /// The States and observers that sent it, by their names in the body's data.
    pub states: Vec<String>,
    /// What kind of communication it is.
    #[schema(example = "letter")]
    pub kind: String,
    /// The day under which it is listed: of issue, or of the masthead where it was imported; empty where none is known.
    #[schema(example = "2026-03-12")]
    pub day: String,
    /// Whether it was issued elsewhere and imported.
    pub imported: bool,
    /// The languages in which there is a version.
    pub languages: Vec<String>,
}

impl From<Brief> for Listed {
    fn from(brief: Brief) -> Listed {
        Listed {
            symbols: brief.symbols.iter().map(ToString::to_string).collect(),
            address: brief.address,
            titles: brief.titles.into_iter().collect(),
            original_language: brief.original_language,
            bodies: brief
                .organs
                .into_iter()
                .map(|(code, period, agenda_items)| ListedOrgan { code, period, agenda_items })
                .collect(),
            states: brief.states,
            kind: brief.kind,
            day: brief.day,
            imported: brief.imported,
            languages: brief.languages,
        }
    }
}

/// Documents as they stand in lists.
pub fn listed(briefs: Vec<Brief>) -> Vec<Listed> {
    briefs.into_iter().map(Listed::from).collect()
}

/// A page of a list of documents, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Documents {
    /// The documents.
    pub documents: Vec<Listed>,
    /// How many there are in all.
    pub total: u64,
    /// What to give as `cursor` for the next page; null on the last.
    pub next: Option<String>,
}

/// Several documents answer to what was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct Choice {
    /// These.
    pub documents: Vec<Listed>,
}

/// A document near another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Neighbour)]
pub struct Near {
    /// Its symbol.
    pub symbol: String,
    /// What is known of it; null if it is not on this record.
    pub document: Option<Listed>,
    /// In how many places the one cites the other.
    pub places: u64,
}

impl From<Neighbour> for Near {
    fn from(near: Neighbour) -> Near {
        Near { symbol: near.symbol.to_string(), document: near.brief.map(Listed::from), places: near.places }
    }
}

/// A document between those that it cites and those that cite it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Neighbourhood {
    /// Its symbols.
    pub symbols: Vec<String>,
    /// What it cites, the most cited first.
    pub cites: Vec<Near>,
    /// What cites it, the newest first.
    pub cited_by: Vec<Near>,
    /// How many more it cites than are given.
    pub more_cites: u64,
    /// How many more cite it than are given.
    pub more_cited_by: u64,
}

/// A symbol and how many documents cite it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MostCited {
    /// The symbol.
    pub symbol: String,
    /// How many documents cite it.
    pub documents: u64,
    /// The document, where it is on this record.
    pub document: Option<Listed>,
}

/// The symbols that most documents cite.
#[derive(Debug, Serialize, ToSchema)]
pub struct MostCitedList {
    /// The most cited first.
    pub cited: Vec<MostCited>,
}

/// A session or year and how many documents it has.
#[derive(Debug, Serialize, ToSchema)]
pub struct Period {
    /// The session or year; empty for running numbers.
    pub period: String,
    /// How many documents.
    pub documents: u64,
}

/// An organ.
#[derive(Debug, Serialize, ToSchema)]
pub struct Organ {
    /// Its code.
    pub code: String,
    /// Its names, by language code.
    pub names: BTreeMap<String, String>,
    /// Its sessions or years that have documents, the newest first.
    pub periods: Vec<Period>,
}

/// The organs, in the body's order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Organs {
    /// The organs.
    pub organs: Vec<Organ>,
}

/// An agenda item and how many documents stand under it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Item {
    /// Its number, as the body prints it.
    pub number: String,
    /// Its titles, by language code, where known.
    pub titles: BTreeMap<String, String>,
    /// How many documents.
    pub documents: u64,
}

/// The agenda items of an organ's session under which documents stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items {
    /// The organ's code.
    pub organ: String,
    /// The session or year; empty for running numbers.
    pub period: String,
    /// The items.
    pub items: Vec<Item>,
}

/// A State or observer and how many documents it sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SenderCount)]
pub struct CountedSender {
    /// Its name in the body's data.
    pub state: String,
    /// How many documents.
    pub documents: u64,
}

/// The States and observers that sent documents, by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Senders {
    /// The senders.
    pub senders: Vec<CountedSender>,
}

/// A kind of communication and how many documents are of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KindCount)]
pub struct CountedKind {
    /// The kind.
    pub kind: String,
    /// How many documents.
    pub documents: u64,
}

/// The kinds of communication there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kinds {
    /// The kinds.
    pub kinds: Vec<CountedKind>,
}

/// A series in a session or year.
#[derive(Debug, Serialize, ToSchema)]
pub struct Series {
    /// The organ's code.
    pub organ: String,
    /// The series' code.
    pub series: String,
    /// The session or year; empty for running numbers.
    pub period: String,
}

/// The series of which the public knows a number.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesList {
    /// The series.
    pub series: Vec<Series>,
}

/// A run of numbers of the same state.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Run)]
pub struct GapRun {
    /// The first number's symbol.
    pub first: String,
    /// The last number's symbol.
    pub last: String,
    /// How many numbers.
    pub count: u32,
    /// What is known of them.
    pub state: RunState,
}

/// What is known of a run of numbers.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// On the record.
    Issued,
    /// Withdrawn after issue.
    Withdrawn,
    /// Voided before issue: no document bears it.
    Void,
    /// The body keeps it for a purpose of its own, and nothing under it is public.
    Reserved,
    /// Not public: not issued yet, restricted, or issued elsewhere and not brought into this record.
    NotPublic,
}

impl From<Run> for GapRun {
    fn from(run: Run) -> GapRun {
        use crate::catalogue::RunState as Known;
        GapRun {
            first: run.first.to_string(),
            last: run.last.to_string(),
            count: run.count,
            state: match run.state {
                Known::Issued => RunState::Issued,
                Known::Withdrawn => RunState::Withdrawn,
                Known::Void => RunState::Void,
                Known::Reserved => RunState::Reserved,
                Known::NotPublic => RunState::NotPublic,
            },
        }
    }
}

/// The numbers of a series in a session or year, up to the highest that the public knows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Gaps {
    /// The organ's code.
    pub organ: String,
    /// The series' code.
    pub series: String,
    /// The session or year; empty for running numbers.
    pub period: String,
    /// The highest number the public knows.
    pub highest: u32,
    /// How many numbers up to it are on the record.
    pub issued: u32,
    /// The runs, in order.
    pub runs: Vec<GapRun>,
    /// What to give as `cursor` for the next page; null on the last.
    pub next: Option<String>,
}

/// What was issued on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Daily {
    /// The day; null if nothing was issued yet.
    pub day: Option<String>,
    /// The nearest day before on which something was issued.
    pub previous: Option<String>,
    /// The nearest day after.
    pub following: Option<String>,
    /// The documents.
    pub documents: Vec<Listed>,
    /// How many there are on that day in all.
    pub total: u64,
    /// What to give as `cursor` for the next page; null on the last.
    pub next: Option<String>,
}

/// How the record is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`: the record can be read.
    pub status: &'static str,
}

/// Where to begin.
#[derive(Debug, Serialize, ToSchema)]
pub struct Root {
    /// Who issues.
    pub issuer: String,
    /// The institution's name.
    pub body: String,
    /// The addresses of this interface, by what is there.
    pub addresses: BTreeMap<&'static str, &'static str>,
}

/// A piece of a snippet. It is plain text: whoever shows it must escape it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Piece)]
pub struct SnippetPiece {
    /// The words.
    pub text: String,
    /// Whether they answer the query.
    pub hit: bool,
}

/// One language version of a document that answers a query.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    /// The document's symbols.
    pub symbols: Vec<String>,
    /// The path of this version's page.
    pub address: String,
    /// Its title in this language.
    pub title: String,
    /// The language of this version.
    pub language: String,
    /// What kind of communication it is.
    pub kind: String,
    /// Its organs.
    pub bodies: Vec<ListedOrgan>,
    /// The States and observers that sent it, by their names in the body's data.
    pub states: Vec<String>,
    /// The date the sender wrote.
    pub letter: Option<String>,
    /// The date of issue.
    pub release: Option<String>,
    /// Whether it was issued elsewhere and imported.
    pub imported: bool,
    /// Words from its best paragraph, with the hits marked.
    pub snippet: Vec<SnippetPiece>,
    /// The part in which that paragraph stands, if it has a hit.
    pub part: Option<String>,
    /// Which paragraph of the part it is, counted from 1, if it has a hit.
    pub paragraph: Option<u32>,
}

/// A value and how many language versions among the hits have it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// How many.
    pub count: u64,
}

/// A session or year of an organ, or an item of its agenda, and how many of the hits belong there.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceFacet {
    /// The organ's code.
    pub organ: String,
    /// The session or year; empty for running numbers.
    pub period: String,
    /// The agenda item's number; null in the counts of sessions.
    pub item: Option<String>,
    /// How many.
    pub count: u64,
}

/// What the hits have in common.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facets {
    /// By organ's code.
    pub organ: Vec<FacetCount>,
    /// By organ and session or year.
    pub session: Vec<PlaceFacet>,
    /// By organ, session and agenda item.
    pub item: Vec<PlaceFacet>,
    /// By year.
    pub year: Vec<FacetCount>,
    /// By State or observer.
    pub state: Vec<FacetCount>,
    /// By kind of communication.
    pub kind: Vec<FacetCount>,
    /// By language.
    pub language: Vec<FacetCount>,
    /// By distribution category's code.
    pub distribution: Vec<FacetCount>,
    /// Whether there were more hits than are counted, so that the counts are of a part of them.
    pub partial: bool,
}

/// A page of what a query finds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    /// The hits, in order.
    pub hits: Vec<Hit>,
    /// How many language versions there are in all.
    pub total: u64,
    /// What they have in common.
    pub facets: Facets,
    /// The query in another spelling that finds more, where little was found; null where there is none. It never gives one
    /// name for another.
    pub suggestion: Option<String>,
    /// Which page this is.
    pub page: usize,
    /// The next page's number; null where there is none, or none that can be asked for.
    pub next: Option<usize>,
}

/// Counts as senders.
pub fn senders(all: Vec<Counted>) -> Senders {
    let senders = all.into_iter().map(|one| CountedSender { state: one.value, documents: one.documents }).collect();
    Senders { senders }
}

/// Counts as kinds.
pub fn kinds(all: Vec<Counted>) -> Kinds {
    Kinds { kinds: all.into_iter().map(|one| CountedKind { kind: one.value, documents: one.documents }).collect() }
}

/// What the catalogue's own objects look like from outside. They are never made: the catalogue writes its own.
#[allow(dead_code)]
pub mod shapes {
    use std::collections::BTreeMap;

    use utoipa::ToSchema;

    /// Everything that anyone may know of a document.
    #[derive(ToSchema)]
    pub struct Document {
        /// Its symbols, in the body's order.
        pub symbols: Vec<String>,
        /// Its job numbers.
        pub job_numbers: Vec<String>,
        /// Whether it was issued here or imported.
        pub state: DocumentState,
        /// Whether it was issued elsewhere and imported.
        pub imported: bool,
        /// Its title as the confirmed reading has it.
        pub title: Option<String>,
        /// What kind of communication it is: `letter`, `identical_letters`, `note_verbale`, `note`, `other`.
        pub kind: String,
        /// Who sent it.
        pub sender: Option<Sender>,
        /// All its senders, where there are several.
        #[schema(required = false)]
        pub senders: Vec<Sender>,
        /// Its receiving organs.
        pub bodies: Vec<DocumentOrgan>,
        /// Its dates.
        pub dates: Dates,
        /// Its distribution category's code.
        pub distribution: Option<String>,
        /// The language it was written in.
        pub original_language: Option<String>,
        /// Its language versions.
        pub languages: Vec<Version>,
        /// Why required languages are missing.
        pub exception: Option<String>,
        /// Its attachments.
        pub annexes: Vec<String>,
        /// What a librarian says of it.
        #[schema(nullable = false)]
        pub description: Option<Description>,
        /// Content codes of the catalogue.
        #[schema(required = false)]
        pub content_codes: Vec<String>,
        /// Components that have languages of their own.
        #[schema(required = false)]
        pub components: Vec<Component>,
        /// How many of its files were removed for ever.
        #[schema(required = false)]
        pub redacted: u64,
        /// What the reader of an imported document doubted or mended.
        #[schema(required = false)]
        pub doubts: Vec<Doubt>,
        /// Where each field of an imported document comes from.
        #[schema(required = false)]
        pub provenance: BTreeMap<String, Provenance>,
        /// Its place in the public log.
        pub log_index: Option<u64>,
        /// How it stands to other documents.
        pub relations: Vec<Relation>,
        /// What it cites, and what cites it.
        pub citations: Citations,
    }

    /// Whether a document was issued here or imported.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum DocumentState {
        /// Issued here.
        Issued,
        /// Issued elsewhere and imported.
        Imported,
    }

    /// Who sent a document.
    #[derive(ToSchema)]
    pub struct Sender {
        /// The office, as in the body's data.
        pub office: Option<String>,
        /// The State or observer; null where the office belongs to the body itself.
        pub state: Option<String>,
    }

    /// A receiving organ.
    #[derive(ToSchema)]
    pub struct DocumentOrgan {
        /// Its code.
        pub code: String,
        /// Its English name.
        pub organ: String,
        /// Its symbol for the document.
        pub symbol: String,
        /// The session, where its numbers go by sessions.
        pub session: Option<String>,
        /// The year, where they go by years.
        pub year: Option<String>,
        /// The items under which the document stands.
        pub agenda_items: Vec<String>,
        /// Their titles, where known, in the same order.
        pub agenda_item_titles: Vec<Option<String>>,
    }

    /// The dates of a document, each of its own meaning.
    #[derive(ToSchema)]
    pub struct Dates {
        /// The date the sender wrote.
        pub letter: Option<String>,
        /// The date of the masthead.
        pub masthead: Option<String>,
        /// The date of issue.
        pub release: Option<String>,
    }

    /// A language version.
    #[derive(ToSchema)]
    pub struct Version {
        /// Its language.
        pub language: String,
        /// Its title in this language.
        #[schema(required = false)]
        pub title: String,
        /// When it was issued, where that was later than the document.
        #[schema(nullable = false)]
        pub released: Option<String>,
        /// How often it was issued again.
        #[schema(required = false)]
        pub asterisks: u32,
        /// Its files.
        pub renditions: Vec<Rendition>,
    }

    /// A file of a language version.
    #[derive(ToSchema)]
    pub struct Rendition {
        /// `pdf`, `html`, `text`.
        pub format: String,
        /// Its size.
        pub bytes: u64,
        /// Its SHA-256.
        #[schema(pattern = "^[0-9a-f]{64}$")]
        pub sha256: String,
    }

    /// What a librarian says of a document.
    #[derive(ToSchema)]
    pub struct Description {
        /// Subjects of the catalogue.
        pub subjects: Vec<String>,
        /// Names: persons, bodies, places, ships.
        pub names: Vec<String>,
        /// Notes of the cataloguer.
        pub notes: Vec<String>,
    }

    /// A component that has languages of its own.
    #[derive(ToSchema)]
    pub struct Component {
        /// The component: `annex`, `annex_2`.
        pub part: String,
        /// Its languages.
        pub languages: Vec<String>,
    }

    /// Something the reader is not sure of, or mended.
    #[derive(ToSchema)]
    pub struct Doubt {
        /// What kind of doubt.
        pub code: String,
        /// One sentence that says what is doubted.
        pub message: String,
        /// The place in the original, in bytes.
        pub span: super::super::problem::Place,
        /// What the reader took the place to mean, where it mended it.
        pub repair: Option<String>,
    }

    /// Where a field of an imported document comes from.
    #[derive(ToSchema)]
    pub struct Provenance {
        /// `original_metadata`, `machine` or `officer`.
        pub from: ProvenanceFrom,
        /// The reader's version, where a machine read it and nobody confirmed it.
        #[schema(nullable = false)]
        pub reader: Option<String>,
    }

    /// Where a field comes from.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum ProvenanceFrom {
        /// Metadata that came with the original.
        OriginalMetadata,
        /// A machine read it; nobody confirmed it.
        Machine,
        /// An officer stated or confirmed it.
        Officer,
    }

    /// How a document stands to another.
    #[derive(ToSchema)]
    pub struct Relation {
        /// How, seen from the document that says so.
        pub how: RelationKind,
        /// Whether the other says it of this one.
        pub incoming: bool,
        /// The other's symbols.
        pub symbols: Vec<String>,
    }

    /// How one document stands to another.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum RelationKind {
        /// It adds text to the other.
        AddsTo,
        /// It corrects the other.
        Corrects,
        /// It is a new text of the other.
        Revises,
        /// It stands in the other's place.
        Supersedes,
        /// It carries the other to its readers.
        Transmits,
        /// It answers the other.
        RepliesTo,
        /// The same text was sent to another addressee.
        IdenticalWith,
        /// Several senders sent it together.
        JointWith,
    }

    /// What a document cites, and what cites it.
    #[derive(ToSchema)]
    pub struct Citations {
        /// What it cites, in the order of its text.
        pub out: Vec<Cited>,
        /// What cites it: the newest first.
        #[schema(rename = "in")]
        pub incoming: Vec<Citing>,
        /// How many places cite it in all.
        pub citing_in_all: u64,
    }

    /// One thing that a document cites.
    #[derive(ToSchema)]
    pub struct Cited {
        /// The document cited.
        pub symbol: String,
        /// The words that cite it.
        pub text: String,
        /// In which part: `letter`, `annex`, `annex_2`.
        pub part: String,
        /// Which paragraph of that part, counted from 1.
        pub paragraph: Option<u32>,
        /// Whether the document cited is on this record.
        pub known: bool,
    }

    /// One place in another document that cites this one.
    #[derive(ToSchema)]
    pub struct Citing {
        /// The citing document, by its first symbol.
        pub from: String,
        /// The symbol by which it cites.
        pub to: String,
        /// In which part of the citing document.
        pub part: String,
        /// Which paragraph of that part, counted from 1.
        pub paragraph: Option<u32>,
    }

    /// What became of a document that anyone could once read, or of a number that was never issued.
    #[derive(ToSchema)]
    pub struct Gone {
        /// The symbols.
        pub symbols: Vec<String>,
        /// What happened.
        pub state: GoneState,
        /// When.
        pub date: Option<String>,
        /// Why, where the reason is public.
        pub reason: Option<String>,
    }

    /// What happened to a document that is no more.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum GoneState {
        /// Withdrawn after issue.
        Withdrawn,
        /// Its number was voided before issue.
        Voided,
    }
}
