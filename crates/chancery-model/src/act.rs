//! Acts: what someone did to a document. They are the truth; everything else is their fold.
//!
//! Format **v0**: until a decision record freezes v1, a journal written by this version may be discarded. An act holds
//! facts, opaque identities and digests; never text and never a natural person's name. Texts, readings and reasons lie in
//! the file store under a salted digest, so that they can be removed and the journal still verifies.

use std::{collections::BTreeMap, fmt};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{language::Language, symbol::Symbol};

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

/// One organ for which a symbol is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The organ's code.
    pub organ: String,
    /// The session, where it is not the one in which the act falls.
    #[serde(default)]
    pub period: Option<String>,
    /// Agenda items.
    pub items: Vec<String>,
    /// The symbol, where it was given elsewhere.
    #[serde(default)]
    pub symbol: Option<Symbol>,
    /// The symbol that must come out, where the text bears one already; any other number refuses the act.
    #[serde(default)]
    pub expect: Option<Symbol>,
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
    },
    /// The reading was confirmed.
    Accept {
        /// The reading as confirmed.
        reading: FileId,
        /// Each grave finding answered.
        answers: Vec<Answer>,
    },
    /// It was returned to its sender.
    Return {
        /// The reasons.
        reasons: FileId,
    },
    /// Symbols, job number and agenda entries were given.
    Register {
        /// One entry an organ, in the body's order.
        allotments: Vec<Allotment>,
        /// The job number as printed.
        job_number: String,
        /// Where the job number stands, so that the journal alone says how far each numbering has come.
        job: JobPlace,
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
    /// A registered number was voided before issue; it is never given again.
    Void {
        /// Why.
        reason: FileId,
    },
    /// A running numbering was taken over: the next number follows this one.
    Continue {
        /// The series' code; `job:` and a code for a job-number series.
        series: String,
        /// The period.
        period: String,
        /// The last number given elsewhere.
        last: u32,
    },
}

impl Act {
    /// The act's name as written in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Act::Receive { .. } => "receive",
            Act::Accept { .. } => "accept",
            Act::Return { .. } => "return",
            Act::Register { .. } => "register",
            Act::Issue { .. } => "issue",
            Act::Import { .. } => "import",
            Act::Void { .. } => "void",
            Act::Continue { .. } => "continue",
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
    Register {
        /// The organs, in any order.
        asks: Vec<Ask>,
        /// The job-number series' code.
        job_series: String,
        /// The job number, where it was given elsewhere.
        job_number: Option<String>,
        /// The job number that must come out, where the text bears one already.
        expect_job: Option<String>,
    },
}

/// One request to the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The dossier; `None` opens a new one (Receive, Import) or belongs to none (Continue).
    pub dossier: Option<DossierId>,
    /// What is to be done.
    pub step: Step,
    /// By whom.
    pub officer: OfficerId,
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
    /// The digest of the body it was decided under.
    pub body: String,
    /// What was done.
    pub act: Act,
    /// The format of the act: 0 until v1 is frozen.
    pub format: u32,
}
