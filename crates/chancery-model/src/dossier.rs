//! The dossier: what happened to one document, and what may follow.
//!
//! The state is the fold of the entries. Which act may follow which is decided here and nowhere else.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::act::{Act, Allotment, Answer, DossierId, Entry, FileId, LanguageVersion, Provenance, Step};

/// How far the work on a document has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Received, not yet accepted.
    Received,
    /// Returned to its sender.
    Returned,
    /// Accepted: its reading was confirmed.
    Accepted,
    /// Registered: it has its numbers.
    Registered,
    /// Issued.
    Issued,
    /// Issued elsewhere and imported.
    Imported,
    /// Its numbers were voided before issue.
    Voided,
}

impl Stage {
    /// The stage as a word in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Received => "received",
            Stage::Returned => "returned",
            Stage::Accepted => "accepted",
            Stage::Registered => "registered",
            Stage::Issued => "issued",
            Stage::Imported => "imported",
            Stage::Voided => "voided",
        }
    }
}

/// Everything the acts say about one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Its number.
    pub id: DossierId,
    /// How far it has come.
    pub stage: Stage,
    /// The original.
    pub original: FileId,
    /// By which way it came.
    pub channel: String,
    /// When it was received or imported.
    pub received: Timestamp,
    /// The reading as confirmed or imported.
    pub reading: Option<FileId>,
    /// Answers to grave findings.
    pub answers: Vec<Answer>,
    /// Its symbols.
    pub allotments: Vec<Allotment>,
    /// Its job number.
    pub job_number: Option<String>,
    /// When it was registered.
    pub registered: Option<Timestamp>,
    /// Its date of issue.
    pub released: Option<Date>,
    /// Its distribution category's code.
    pub distribution: Option<String>,
    /// Its language versions.
    pub versions: Vec<LanguageVersion>,
    /// The exception to the required languages.
    pub exception: Option<FileId>,
    /// Where each field of an imported document comes from.
    pub provenance: BTreeMap<String, Provenance>,
    /// The numbers of its entries in the journal.
    pub entries: Vec<u64>,
}

/// Why an act may not be done now, and what would make it possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", content = "detail", rename_all = "snake_case")]
pub enum Refusal {
    /// There is no such dossier.
    #[error("there is no dossier {0}; `chancery show` without a symbol lists them")]
    NoSuchDossier(DossierId),
    /// The act needs a dossier.
    #[error("“{0}” belongs to a dossier; name one (D1, D2, …)")]
    DossierMissing(String),
    /// The act cannot follow.
    #[error("{dossier} is {stage}; “{act}” may follow only when it is {needed}", stage = stage.word())]
    OutOfOrder {
        /// The dossier.
        dossier: DossierId,
        /// Where it stands.
        stage: Stage,
        /// The act that was asked.
        act: String,
        /// The stages after which it may be done, in words.
        needed: String,
    },
    /// The organ is unknown or takes no communications.
    #[error("the body has no organ “{0}” that circulates communications")]
    NoSuchOrgan(String),
    /// No organ was named.
    #[error("no organ was named; say of which organ it is to be a document")]
    NoOrgan,
    /// An organ was named twice.
    #[error("“{0}” was named twice; an organ gives a document one symbol")]
    OrganTwice(String),
    /// The body numbers no such series.
    #[error("the body numbers no series “{series}” in a period “{period}”")]
    NoSuchSeries {
        /// The series' code as asked.
        series: String,
        /// The period as asked.
        period: String,
    },
    /// The date falls in no numbering period of the organ.
    #[error("{organ} has no numbering period at {date}; name the session")]
    NoPeriod {
        /// The organ's code.
        organ: String,
        /// The date.
        date: Date,
    },
    /// The number was given to another document.
    #[error("{0} is already on the record ({1}); a number is given once")]
    NumberTaken(String, DossierId),
    /// The text bears a number other than the one due.
    #[error("the text bears {borne}, but {due} is due next; if it was issued elsewhere, use `chancery import`")]
    NumberNotDue {
        /// What the text bears.
        borne: String,
        /// What would be given.
        due: String,
    },
    /// The symbol does not belong to the organ's series.
    #[error("{symbol} is no symbol of {organ}; its series is {template}")]
    WrongSeries {
        /// The symbol.
        symbol: String,
        /// The organ's code.
        organ: String,
        /// The series' template.
        template: String,
    },
    /// A numbering given elsewhere was registered beyond the next number.
    #[error(
        "{symbol} would leave a gap: {due} is due next; import or void what stands between, or continue the series"
    )]
    WouldLeaveGap {
        /// The symbol asked for.
        symbol: String,
        /// The number due.
        due: String,
    },
    /// The series holds imported numbers and was never continued.
    #[error(
        "{series} {period} holds imported numbers but no running numbering; \
         say where it stands with `chancery init --continue SYMBOL`"
    )]
    NotContinued {
        /// The series' code.
        series: String,
        /// The period.
        period: String,
    },
    /// The series is already numbered here.
    #[error("{series} {period} is already numbered here, up to {last}; it can be continued only from there")]
    AlreadyNumbered {
        /// The series' code.
        series: String,
        /// The period.
        period: String,
        /// The last number given.
        last: u32,
    },
    /// Nothing is to be issued.
    #[error("no language version was given; nothing can be issued")]
    NoVersion,
    /// Required languages are missing.
    #[error("{0} required and missing; deliver them, or give the exception's reason with --exception")]
    LanguagesMissing(String),
    /// The key was used for something else.
    #[error("the idempotency key “{0}” was used for another act")]
    KeyReused(String),
}

/// What must hold before an act: the stages, and the words for them.
fn stages_before(act: &str) -> (&'static [Stage], &'static str) {
    match act {
        "accept" | "return" => (&[Stage::Received], "received"),
        "register" => (&[Stage::Accepted], "accepted"),
        "issue" | "void" => (&[Stage::Registered], "registered"),
        _ => (&[], ""),
    }
}

impl Step {
    /// The name of the act that comes of it.
    pub fn name(&self) -> &'static str {
        match self {
            Step::Plain(act) => act.name(),
            Step::Register { .. } => "register",
        }
    }

    /// Whether the step opens a dossier of its own.
    pub fn opens(&self) -> bool {
        matches!(self, Step::Plain(Act::Receive { .. } | Act::Import { .. }))
    }
}

/// Whether a step may follow, given the dossier it names (if it names one and it exists).
pub fn may_follow(step: &Step, named: Option<DossierId>, dossier: Option<&Dossier>) -> Result<(), Refusal> {
    if step.opens() || matches!(step, Step::Plain(Act::Continue { .. })) {
        return Ok(());
    }
    let Some(id) = named else { return Err(Refusal::DossierMissing(step.name().to_owned())) };
    let Some(dossier) = dossier else { return Err(Refusal::NoSuchDossier(id)) };
    let (stages, needed) = stages_before(step.name());
    if !stages.contains(&dossier.stage) {
        return Err(Refusal::OutOfOrder {
            dossier: id,
            stage: dossier.stage,
            act: step.name().to_owned(),
            needed: needed.to_owned(),
        });
    }
    match step {
        Step::Register { asks, .. } if asks.is_empty() => Err(Refusal::NoOrgan),
        Step::Plain(Act::Issue { versions, .. }) if versions.is_empty() => Err(Refusal::NoVersion),
        _ => Ok(()),
    }
}

impl Dossier {
    /// The dossier that an entry opens, if it opens one.
    pub fn open(entry: &Entry) -> Option<Dossier> {
        let id = entry.dossier?;
        let (original, channel, stage) = match &entry.act {
            Act::Receive { original, channel } => (original, channel.clone(), Stage::Received),
            Act::Import { original, .. } => (original, "import".to_owned(), Stage::Imported),
            _ => return None,
        };
        let mut dossier = Dossier {
            id,
            stage,
            original: original.clone(),
            channel,
            received: entry.at,
            reading: None,
            answers: Vec::new(),
            allotments: Vec::new(),
            job_number: None,
            registered: None,
            released: None,
            distribution: None,
            versions: Vec::new(),
            exception: None,
            provenance: BTreeMap::new(),
            entries: Vec::new(),
        };
        dossier.apply(entry);
        Some(dossier)
    }

    /// Takes one more entry into the fold. Entries of other dossiers must not be given.
    pub fn apply(&mut self, entry: &Entry) {
        self.entries.push(entry.number);
        match &entry.act {
            Act::Receive { .. } | Act::Continue { .. } => {}
            Act::Accept { reading, answers } => {
                self.stage = Stage::Accepted;
                self.reading = Some(reading.clone());
                self.answers = answers.clone();
            }
            Act::Return { .. } => self.stage = Stage::Returned,
            Act::Register { allotments, job_number, .. } => {
                self.stage = Stage::Registered;
                self.allotments = allotments.clone();
                self.job_number = Some(job_number.clone());
                self.registered = Some(entry.at);
            }
            Act::Issue { date, distribution, versions, exception } => {
                self.stage = Stage::Issued;
                self.released = Some(*date);
                self.distribution = Some(distribution.clone());
                self.versions = versions.clone();
                self.exception = exception.clone();
            }
            Act::Import { reading, allotments, job_number, date, distribution, versions, provenance, .. } => {
                self.reading = Some(reading.clone());
                self.allotments = allotments.clone();
                self.job_number = job_number.clone();
                self.released = *date;
                self.distribution = Some(distribution.clone());
                self.versions = versions.clone();
                self.provenance = provenance.clone();
            }
            Act::Void { .. } => self.stage = Stage::Voided,
        }
    }
}
