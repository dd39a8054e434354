//! Acts: what someone did to a document. They are the truth; everything else is their fold.
//!
//! Format **v1**, frozen by `docs/decisions/0005`: variants and optional fields are added, never edited, renamed or removed,
//! and every entry ever written still folds. An act holds facts, opaque identities and digests; never text and never a
//! natural person's name. Texts, readings and reasons lie in the file store under a salted digest, so that they can be
//! removed and the journal still verifies.
//!
//! Which act may follow which is a table in `dossier.rs`; `docs/acts.md` is printed from it.

use std::{collections::BTreeMap, fmt};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    symbol::{ModifierKind, Symbol},
};

/// The format of the acts that this version writes. Entries of format 0 came before the freeze; all of them fold.
pub const FORMAT: u32 = 1;

/// The dossier an act belongs to: a running number given by the journal, printed `D1`, `D2`, …
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DossierId(pub u64);

impl fmt::Display for DossierId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "D{}", self.0)
    }
}

impl std::str::FromStr for DossierId {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.strip_prefix(['D', 'd'])
            .and_then(|n| n.parse().ok())
            .map(DossierId)
            .ok_or_else(|| format!("“{text}” is not a dossier; dossiers are written D1, D2, …"))
    }
}

/// A file in the store: the hexadecimal SHA-256 of its salt and its bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileId(pub String);

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who acted: an opaque identity; names are kept elsewhere and can be erased.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficerId(pub String);

/// One organ's symbol for a document, and the items under which it stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allotment {
    /// The organ's code.
    pub organ: String,
    /// The series' code.
    pub series: String,
    /// The session or year; empty for a running series.
    pub period: String,
    /// The number in series and period, where the symbol belongs to a series that is numbered here.
    pub number: Option<u32>,
    /// The symbol.
    pub symbol: Symbol,
    /// Agenda items.
    pub items: Vec<String>,
    /// Whether the number came from numbers set aside (reserved ones, a block, or a series allocated elsewhere), so that the
    /// running numbering does not move.
    #[serde(default, skip_serializing_if = "is_false")]
    pub set_aside: bool,
    /// Under which symbol it is numbered, where it is an addendum, a corrigendum or a revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifies: Option<Modified>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// The place of an addendum, a corrigendum or a revision under its parent's symbol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modified {
    /// What it does to its parent.
    pub kind: ModifierKind,
    /// The symbol under which it is numbered.
    pub parent: Symbol,
    /// The number among its kind, from 1.
    pub number: u32,
}

/// Of which document a new one is the addendum, the corrigendum or the revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Under {
    /// What the new document does to its parent.
    pub kind: ModifierKind,
    /// The parent.
    pub parent: DossierId,
    /// The language versions it is about, where it is not about all; it is then issued in these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
}

/// Where a job number stands among the body's series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobPlace {
    /// The series' code.
    pub series: String,
    /// The year as printed; empty if the series runs on.
    pub period: String,
    /// The number in series and period.
    pub number: u32,
}

/// The job number of one language version, in a body that counts each version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageJob {
    /// The language.
    pub language: Language,
    /// The job number as printed.
    pub job_number: String,
    /// Where it stands.
    pub job: JobPlace,
}

/// One organ for which a symbol is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The organ's code.
    pub organ: String,
    /// The session, where it is not the one in which the act falls.
    #[serde(default)]
    pub period: Option<String>,
    /// Agenda items.
    pub items: Vec<String>,
    /// The symbol, where it was given elsewhere, or is one of the numbers reserved.
    #[serde(default)]
    pub symbol: Option<Symbol>,
    /// The symbol that must come out, where the text bears one already; any other number refuses the act.
    #[serde(default)]
    pub expect: Option<Symbol>,
}

/// What is asked of a registration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The organs, in any order. Under a parent, none means all of the parent's with its items.
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// The job-number series' code; the empty string is the station's, or else the body's default.
    #[serde(default)]
    pub job_series: String,
    /// The job number, where it was given elsewhere.
    #[serde(default)]
    pub job_number: Option<String>,
    /// The job number that must come out, where the text bears one already.
    #[serde(default)]
    pub expect_job: Option<String>,
    /// The duty station that registers: its block of numbers is used where it has one.
    #[serde(default)]
    pub station: Option<String>,
    /// Of which document this is the addendum, corrigendum or revision.
    #[serde(default)]
    pub under: Option<Under>,
    /// The languages that get a job number each, where the body counts each version; none means those it requires.
    #[serde(default)]
    pub languages: Vec<Language>,
}

/// The items under which a document stands in one organ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganItems {
    /// The organ's code.
    pub organ: String,
    /// Its items.
    pub items: Vec<String>,
}

/// What is to be amended between registration and issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// New items for organs that stay.
    #[serde(default)]
    pub items: Vec<OrganItems>,
    /// Organs to be added; each takes a number.
    #[serde(default)]
    pub add: Vec<Ask>,
    /// Organs to be taken away, by code; the number of each is voided.
    #[serde(default)]
    pub remove: Vec<String>,
    /// The reading as confirmed anew, where title or text's frame were read wrongly.
    #[serde(default)]
    pub reading: Option<FileId>,
    /// Why.
    pub reason: FileId,
}

/// An officer's answer to a grave finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The rule.
    pub rule: String,
    /// The reason, in the file store.
    pub reason: FileId,
}

/// One rendition of a language version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// The format: `pdf`, `html`, `text`.
    pub format: String,
    /// The file.
    pub file: FileId,
}

/// One language version as issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageVersion {
    /// The language.
    pub language: Language,
    /// The document as typeset, in the file store.
    pub document: FileId,
    /// Its renditions.
    pub renditions: Vec<Rendition>,
}

/// A component that is issued in languages of its own, such as an annex circulated in the language of submission only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentLanguages {
    /// The component: `annex`, `annex_2`, as parts are named in a reading.
    pub part: String,
    /// Its languages: some of those in which the document is issued.
    pub languages: Vec<Language>,
}

/// How one document stands to another, where its symbol does not say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// A document to which another stands in relation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A dossier of this office.
    Dossier(DossierId),
    /// A symbol, whether it is on this record or not.
    Symbol(Symbol),
}

/// A relation to another document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Related {
    /// How it stands to the other.
    pub kind: RelationKind,
    /// The other.
    pub to: Target,
}

/// An agreement with the author's office: it delivers on one day, the service issues on another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The day on which the text is due.
    pub deliver_by: Date,
    /// The day on which the document is due.
    pub issue_by: Date,
}

/// Where a field of an imported document comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "from")]
pub enum Provenance {
    /// Metadata that came with the original.
    OriginalMetadata,
    /// A reader of this version understood it so; nobody confirmed it.
    Machine {
        /// The reader's version.
        reader: String,
    },
    /// An officer stated or confirmed it.
    Officer,
}

/// What someone did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// A communication was received.
    Receive {
        /// The original, unchanged.
        original: FileId,
        /// By which way it came: `command line`, `portal`, `mail`.
        channel: String,
        /// The office that received it from the delegation: delegations hand documents to the head of the secretariat or to
        /// the secretary of the organ, not to the documents service (rules C12).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received_by: Option<String>,
        /// The hour at which that office received it, where it is not that of the entry.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received_at: Option<Timestamp>,
    },
    /// The reading was confirmed.
    Accept {
        /// The reading as confirmed.
        reading: FileId,
        /// Each grave finding answered.
        answers: Vec<Answer>,
        /// The rules whose findings were grave.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        grave: Vec<String>,
        /// The length of the text in words, for the limits of length.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<u32>,
    },
    /// It was returned to its sender.
    Return {
        /// The reasons.
        reasons: FileId,
    },
    /// The work was stopped until something is cleared up.
    Hold {
        /// Why.
        reason: FileId,
        /// Until when, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// The work was taken up again.
    Resume {},
    /// Its dates were agreed.
    Schedule {
        /// Whether it goes before other work.
        #[serde(default)]
        urgent: bool,
        /// The day on which the organ takes it up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        considered_on: Option<Date>,
        /// The slot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slot: Option<Slot>,
        /// Why it may be longer than the limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiver: Option<FileId>,
    },
    /// Symbols, job number and agenda entries were given.
    Register {
        /// One entry an organ, in the body's order.
        allotments: Vec<Allotment>,
        /// The job number as printed; where each language version has its own, the first one's.
        job_number: String,
        /// Where the job number stands, so that the journal alone says how far each numbering has come.
        job: JobPlace,
        /// Where each language version has a job number of its own: all of them, the first being the one above.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        language_jobs: Vec<LanguageJob>,
        /// The duty station that registered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        station: Option<String>,
        /// Of which document this is the addendum, corrigendum or revision.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        under: Option<Under>,
    },
    /// Items, organs or the confirmed reading were changed between registration and issue.
    Amend {
        /// New items of organs that stay.
        items: Vec<OrganItems>,
        /// Organs that were added.
        added: Vec<Allotment>,
        /// Symbols that were voided.
        removed: Vec<Symbol>,
        /// The reading as confirmed anew.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reading: Option<FileId>,
        /// Why.
        reason: FileId,
    },
    /// A language version was delivered.
    Deliver {
        /// The language.
        language: Language,
        /// The text as it was delivered, unchanged.
        original: FileId,
        /// How it is read.
        reading: FileId,
        /// Its job number, where each version has its own and this one had none yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        job: Option<LanguageJob>,
    },
    /// A registered number was voided before issue; it is never given again.
    Void {
        /// Why.
        reason: FileId,
    },
    /// All language versions were issued at once.
    Issue {
        /// The date of issue.
        date: Date,
        /// The distribution category's code.
        distribution: String,
        /// The versions.
        versions: Vec<LanguageVersion>,
        /// Why required languages are missing, if they are.
        exception: Option<FileId>,
        /// Components that have languages of their own.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        components: Vec<ComponentLanguages>,
    },
    /// Versions that were missing at the issue were issued.
    Complete {
        /// The date.
        date: Date,
        /// The versions.
        versions: Vec<LanguageVersion>,
    },
    /// One language version was issued again for technical reasons: the same text under the same symbol with an asterisk.
    Reissue {
        /// The date.
        date: Date,
        /// The version as it is now.
        version: LanguageVersion,
        /// How many asterisks its symbol bears; each is another footnote on its page.
        asterisks: u32,
        /// Why.
        reason: FileId,
    },
    /// An issued document was withdrawn; its number is never given again.
    Withdraw {
        /// The date.
        date: Date,
        /// Why.
        reason: FileId,
    },
    /// It was laid down from which day on anyone may read the document.
    PlanDerestriction {
        /// The day.
        on: Date,
        /// The category it will have.
        distribution: String,
    },
    /// From now on anyone may read the document.
    Derestrict {
        /// The date.
        date: Date,
        /// The category it has now.
        distribution: String,
    },
    /// Subjects, names and notes were added to the record; the text is untouched.
    Describe {
        /// The description: subjects, names, notes.
        description: FileId,
        /// Content codes of the catalogue.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        content_codes: Vec<String>,
    },
    /// It was laid down how the document stands to others.
    Relate {
        /// The relations.
        relations: Vec<Related>,
    },
    /// What was received is one of several letters that make one document: identical letters, or a letter of several senders.
    Join {
        /// The dossier under which the work goes on.
        with: DossierId,
        /// [`RelationKind::IdenticalWith`] or [`RelationKind::JointWith`].
        kind: RelationKind,
    },
    /// A document issued elsewhere was taken into the record under its own symbols.
    Import {
        /// The original, unchanged.
        original: FileId,
        /// The reading.
        reading: FileId,
        /// Its symbols.
        allotments: Vec<Allotment>,
        /// Its job number, if it bears one.
        job_number: Option<String>,
        /// The date of its masthead, or else of its letter.
        date: Option<Date>,
        /// Its distribution category's code.
        distribution: String,
        /// Our setting of it.
        versions: Vec<LanguageVersion>,
        /// Where each field comes from.
        provenance: BTreeMap<String, Provenance>,
    },
    /// An officer confirmed fields of an imported document.
    Confirm {
        /// The reading as it is now.
        reading: FileId,
        /// The fields.
        fields: Vec<String>,
    },
    /// Files were removed from the file store; what is left says that something was removed.
    Redact {
        /// The files.
        files: Vec<FileId>,
        /// Entries whose public act is removed from the public record; their leaves then say nothing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        entries: Vec<u64>,
        /// Why.
        reason: FileId,
        /// On whose authority.
        authority: FileId,
    },
    /// A numbering is allocated here from now on: the next number follows this one.
    Continue {
        /// The series' code; `job:` and a code for a job-number series.
        series: String,
        /// The period.
        period: String,
        /// The last number given elsewhere.
        last: u32,
    },
    /// A numbering is allocated elsewhere from now on: numbers are taken in as they were given, and none is given here.
    Cede {
        /// The series' code.
        series: String,
        /// The period.
        period: String,
    },
    /// Numbers ahead of the running numbering were set aside.
    Reserve {
        /// The series' code.
        series: String,
        /// The period.
        period: String,
        /// The first number.
        first: u32,
        /// The last number.
        last: u32,
        /// The duty station that gives them, if they are a block; otherwise they are given one by one by their symbol.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        station: Option<String>,
        /// For what.
        purpose: FileId,
    },
    /// The institution's rules were adopted as they stand in these files; the entry's body is their digest.
    Adopt {
        /// The files.
        files: FileId,
    },
}

impl Act {
    /// The act's name as written in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Act::Receive { .. } => "receive",
            Act::Accept { .. } => "accept",
            Act::Return { .. } => "return",
            Act::Hold { .. } => "hold",
            Act::Resume {} => "resume",
            Act::Schedule { .. } => "schedule",
            Act::Register { .. } => "register",
            Act::Amend { .. } => "amend",
            Act::Deliver { .. } => "deliver",
            Act::Void { .. } => "void",
            Act::Issue { .. } => "issue",
            Act::Complete { .. } => "complete",
            Act::Reissue { .. } => "reissue",
            Act::Withdraw { .. } => "withdraw",
            Act::PlanDerestriction { .. } => "plan_derestriction",
            Act::Derestrict { .. } => "derestrict",
            Act::Describe { .. } => "describe",
            Act::Relate { .. } => "relate",
            Act::Join { .. } => "join",
            Act::Import { .. } => "import",
            Act::Confirm { .. } => "confirm",
            Act::Redact { .. } => "redact",
            Act::Continue { .. } => "continue",
            Act::Cede { .. } => "cede",
            Act::Reserve { .. } => "reserve",
            Act::Adopt { .. } => "adopt",
        }
    }

    /// Every file of the store that the act speaks of. A redaction also names files that are to be gone.
    pub fn files(&self) -> Vec<&FileId> {
        fn of_versions(versions: &[LanguageVersion]) -> impl Iterator<Item = &FileId> {
            versions.iter().flat_map(|version| {
                std::iter::once(&version.document).chain(version.renditions.iter().map(|rendition| &rendition.file))
            })
        }
        match self {
            Act::Receive { original, .. } => vec![original],
            Act::Accept { reading, answers, .. } => {
                std::iter::once(reading).chain(answers.iter().map(|answer| &answer.reason)).collect()
            }
            Act::Return { reasons: reason }
            | Act::Hold { reason, .. }
            | Act::Void { reason }
            | Act::Withdraw { reason, .. } => vec![reason],
            Act::Schedule { waiver, .. } => waiver.iter().collect(),
            Act::Amend { reading, reason, .. } => reading.iter().chain([reason]).collect(),
            Act::Deliver { original, reading, .. } => vec![original, reading],
            Act::Issue { versions, exception, .. } => of_versions(versions).chain(exception).collect(),
            Act::Complete { versions, .. } => of_versions(versions).collect(),
            Act::Reissue { version, reason, .. } => {
                of_versions(std::slice::from_ref(version)).chain([reason]).collect()
            }
            Act::Describe { description, .. } => vec![description],
            Act::Import { original, reading, versions, .. } => {
                [original, reading].into_iter().chain(of_versions(versions)).collect()
            }
            Act::Confirm { reading, .. } => vec![reading],
            Act::Redact { reason, authority, .. } => vec![reason, authority],
            Act::Reserve { purpose, .. } => vec![purpose],
            Act::Adopt { files } => vec![files],
            Act::Resume {}
            | Act::Register { .. }
            | Act::PlanDerestriction { .. }
            | Act::Derestrict { .. }
            | Act::Relate { .. }
            | Act::Join { .. }
            | Act::Continue { .. }
            | Act::Cede { .. } => Vec::new(),
        }
    }
}

/// What is asked of the register: an act that may still lack its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "propose", rename_all = "snake_case")]
pub enum Step {
    /// An act that needs no number.
    Plain(Act),
    /// A registration: the register gives the numbers.
    Register(Registration),
    /// An amendment: the register numbers the organs that are added.
    Amend(Amendment),
}

/// One request to the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The dossier; `None` opens a new one (Receive, Import) or belongs to none (Continue, Cede, Reserve, Adopt).
    pub dossier: Option<DossierId>,
    /// What is to be done.
    pub step: Step,
    /// By whom.
    pub officer: OfficerId,
    /// In which of the body's roles.
    pub role: String,
    /// When.
    pub at: Timestamp,
    /// The same key with the same dossier never acts twice: the first entry is given back.
    pub key: Option<String>,
    /// The digest of the body the act was decided under.
    pub body: String,
}

/// An act with its number in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The number in the journal, from 1 without a gap.
    pub number: u64,
    /// The dossier, if the act belongs to one.
    pub dossier: Option<DossierId>,
    /// When it was done.
    pub at: Timestamp,
    /// By whom.
    pub officer: OfficerId,
    /// In which role; empty in entries of format 0.
    #[serde(default)]
    pub role: String,
    /// The digest of the body it was decided under.
    pub body: String,
    /// What was done.
    pub act: Act,
    /// The format of the act.
    pub format: u32,
}
