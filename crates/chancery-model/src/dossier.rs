//! The dossier: what happened to one document, and what may follow.
//!
//! The state is the fold of the entries. Which act may follow which is [`TABLE`], and what else must hold for an act is
//! [`may_follow`]; neither is decided anywhere else. Which role may do an act is the body's to say.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    act::{
        Act, Allotment, Answer, ComponentLanguages, DossierId, Entry, FileId, LanguageJob, LanguageVersion, Provenance,
        Related, RelationKind, Slot, Step, Under,
    },
    language::Language,
    symbol::{ModifierKind, Symbol},
};

/// How far the work on a document has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Received, not yet accepted.
    Received,
    /// Returned to its sender.
    Returned,
    /// Part of another dossier's document.
    Joined,
    /// Accepted: its reading was confirmed.
    Accepted,
    /// Registered: it has its numbers.
    Registered,
    /// Its numbers were voided before issue.
    Voided,
    /// Issued.
    Issued,
    /// Issued elsewhere and imported.
    Imported,
    /// Withdrawn after issue.
    Withdrawn,
}

impl Stage {
    /// Every stage, in the order in which they are come to.
    pub const ALL: [Stage; 9] = [
        Stage::Received,
        Stage::Returned,
        Stage::Joined,
        Stage::Accepted,
        Stage::Registered,
        Stage::Voided,
        Stage::Issued,
        Stage::Imported,
        Stage::Withdrawn,
    ];

    /// The stage as a word in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Received => "received",
            Stage::Returned => "returned",
            Stage::Joined => "joined",
            Stage::Accepted => "accepted",
            Stage::Registered => "registered",
            Stage::Voided => "voided",
            Stage::Issued => "issued",
            Stage::Imported => "imported",
            Stage::Withdrawn => "withdrawn",
        }
    }

    /// Whether the document was ever made known: what was issued or imported, also if it was withdrawn.
    pub fn is_out(self) -> bool {
        matches!(self, Stage::Issued | Stage::Imported | Stage::Withdrawn)
    }
}

/// After what an act may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It opens a dossier of its own.
    Nothing,
    /// It belongs to no dossier.
    NoDossier,
    /// The dossier must stand at one of these stages.
    Stages(&'static [Stage]),
}

/// One row of the table of acts.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The act, as written in JSON.
    pub act: &'static str,
    /// After what it may be done.
    pub after: After,
    /// The stage it leads to, where it leads to another.
    pub to: Option<Stage>,
    /// Whether it may be done while the dossier is held.
    pub while_held: bool,
    /// What the act is, in a few words.
    pub what: &'static str,
}

const fn row(act: &'static str, after: After, to: Option<Stage>, while_held: bool, what: &'static str) -> Row {
    Row { act, after, to, while_held, what }
}

use After::{NoDossier, Nothing, Stages};
use Stage::{Accepted, Imported, Issued, Joined, Received, Registered, Returned, Voided, Withdrawn};

/// Which act may follow which. `docs/acts.md` is printed from it, and the register's model test explores it.
pub const TABLE: &[Row] = &[
    row("receive", Nothing, Some(Received), false, "an original was received"),
    row("hold", Stages(&[Received, Accepted, Registered]), None, false, "the work was stopped"),
    row("resume", Stages(&[Received, Accepted, Registered]), None, true, "the work was taken up again"),
    row("schedule", Stages(&[Received, Accepted, Registered]), None, true, "its dates were agreed"),
    row("return", Stages(&[Received, Accepted]), Some(Returned), true, "it was returned to its sender"),
    row("join", Stages(&[Received, Accepted]), Some(Joined), false, "it became part of another dossier's document"),
    row("accept", Stages(&[Received, Accepted]), Some(Accepted), false, "its reading was confirmed"),
    row("register", Stages(&[Accepted]), Some(Registered), false, "it got its symbols, job number and agenda entries"),
    row("amend", Stages(&[Registered]), None, false, "items, organs or reading were changed before issue"),
    row("deliver", Stages(&[Accepted, Registered, Issued, Imported]), None, false, "a language version was delivered"),
    row("void", Stages(&[Registered]), Some(Voided), true, "its numbers were voided before issue"),
    row("issue", Stages(&[Registered]), Some(Issued), false, "all its language versions were issued at once"),
    row("complete", Stages(&[Issued, Imported]), None, false, "versions missing at the issue were issued"),
    row("reissue", Stages(&[Issued]), None, false, "one version was issued again for technical reasons"),
    row("withdraw", Stages(&[Issued, Imported]), Some(Withdrawn), false, "it was withdrawn"),
    row(
        "plan_derestriction",
        Stages(&[Registered, Issued, Imported]),
        None,
        false,
        "the day was laid down from which anyone may read it",
    ),
    row("derestrict", Stages(&[Issued, Imported]), None, false, "anyone may read it from now on"),
    row("describe", Stages(&[Issued, Imported, Withdrawn]), None, false, "subjects, names and notes were added"),
    row(
        "relate",
        Stages(&[Received, Accepted, Registered, Issued, Imported]),
        None,
        true,
        "it was laid down how it stands to others",
    ),
    row("import", Nothing, Some(Imported), false, "a document issued elsewhere was taken in"),
    row("confirm", Stages(&[Imported]), None, false, "fields of an imported document were confirmed"),
    row("redact", Stages(&Stage::ALL), None, true, "files were removed; the record says so"),
    row("continue", NoDossier, None, false, "a numbering is allocated here from now on"),
    row("cede", NoDossier, None, false, "a numbering is allocated elsewhere from now on"),
    row("reserve", NoDossier, None, false, "numbers were set aside"),
    row("adopt", NoDossier, None, false, "the institution's rules were adopted as they stand"),
];

/// The row of an act.
pub fn row_of(act: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.act == act)
}

/// The shortest row of acts by which a dossier comes from a stage to where an act may be done; `None` if it never can.
pub fn way(from: Stage, act: &str) -> Option<Vec<&'static str>> {
    let Stages(wanted) = row_of(act)?.after else { return None };
    let mut ways = VecDeque::from([(from, Vec::new())]);
    let mut seen = BTreeSet::from([from]);
    while let Some((stage, way)) = ways.pop_front() {
        if wanted.contains(&stage) {
            return Some(way);
        }
        for row in TABLE {
            let (Stages(after), Some(to)) = (row.after, row.to) else { continue };
            if after.contains(&stage) && seen.insert(to) {
                let mut longer = way.clone();
                longer.push(row.act);
                ways.push_back((to, longer));
            }
        }
    }
    None
}

/// A language version that was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The language.
    pub language: Language,
    /// The text as it was delivered.
    pub original: FileId,
    /// How it is read.
    pub reading: FileId,
    /// When.
    pub at: Timestamp,
}

/// When a language version was issued, and how often again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The language.
    pub language: Language,
    /// The date of its first issue.
    pub date: Date,
    /// How many asterisks its symbol bears now.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub asterisks: u32,
    /// The dates on which it was issued again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reissued: Vec<Date>,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// The agreed dates of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Whether it goes before other work.
    pub urgent: bool,
    /// The day on which the organ takes it up.
    pub considered_on: Option<Date>,
    /// The slot.
    pub slot: Option<Slot>,
    /// Why it may be longer than the limit.
    pub waiver: Option<FileId>,
}

/// Why and until when the work is stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Why.
    pub reason: FileId,
    /// Until when, where that is known.
    pub until: Option<Date>,
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
    /// The office that received it from its sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_by: Option<String>,
    /// Whether and why the work is stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// Its agreed dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Why it was returned, voided or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FileId>,
    /// The reading as confirmed or imported.
    pub reading: Option<FileId>,
    /// Its length in words, where it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<u32>,
    /// Answers to grave findings.
    pub answers: Vec<Answer>,
    /// Its symbols.
    pub allotments: Vec<Allotment>,
    /// Symbols that were voided by an amendment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voided: Vec<Symbol>,
    /// Its job number.
    pub job_number: Option<String>,
    /// The job-number series it was taken from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub job_series: String,
    /// The job number of each language version, where each has its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub language_jobs: Vec<LanguageJob>,
    /// Of which document it is the addendum, corrigendum or revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<Under>,
    /// When it was registered.
    pub registered: Option<Timestamp>,
    /// Language versions that were delivered, besides the original.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delivered: Vec<Delivery>,
    /// Its date of issue, or of the masthead if it was imported.
    pub released: Option<Date>,
    /// Its distribution category's code.
    pub distribution: Option<String>,
    /// Its language versions as they are now.
    pub versions: Vec<LanguageVersion>,
    /// When each version was issued.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releases: Vec<Release>,
    /// Components that have languages of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentLanguages>,
    /// The exception to the required languages.
    pub exception: Option<FileId>,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Date>,
    /// From which day on anyone may read it, and in which category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derestriction: Option<(Date, String)>,
    /// The description: subjects, names, notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<FileId>,
    /// Content codes of the catalogue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content_codes: Vec<String>,
    /// How it stands to others, where its symbols do not say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Related>,
    /// The dossier whose document it became part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<DossierId>,
    /// Where each field of an imported document comes from.
    pub provenance: BTreeMap<String, Provenance>,
    /// Files that were removed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redacted: Vec<FileId>,
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
    #[error("{dossier} is {stage}; {}", way_in_words(act, way.as_deref()), stage = stage.word())]
    OutOfOrder {
        /// The dossier.
        dossier: DossierId,
        /// Where it stands.
        stage: Stage,
        /// The act that was asked.
        act: String,
        /// The acts that must come first; `None` if none can bring it about any more.
        way: Option<Vec<String>>,
    },
    /// The work on the dossier is stopped.
    #[error("{0} is held; take the work up again first (resume), or return or void it")]
    Held(DossierId),
    /// The work on the dossier is not stopped.
    #[error("{0} is not held; there is nothing to resume")]
    NotHeld(DossierId),
    /// The role may not do the act.
    #[error("“{act}” is not for {}; it is for {}", role_in_words(role), roles.join(" or "))]
    NotThisRole {
        /// The role in which it was asked.
        role: String,
        /// The act.
        act: String,
        /// The roles that may do it.
        roles: Vec<String>,
    },
    /// Grave findings have no answer.
    #[error("{} grave and not answered; answer each with a reason, or return the letter", .0.join(", "))]
    Unanswered(Vec<String>),
    /// The organ is unknown or takes no communications.
    #[error(
        "the body has no organ “{0}” that circulates communications; `chancery gaps` lists the series of those it has"
    )]
    NoSuchOrgan(String),
    /// No organ was named.
    #[error("no organ was named, and it stands under no symbol of one; say of which organ it is to be a document")]
    NoOrgan,
    /// An organ was named twice.
    #[error("“{0}” was named twice; an organ gives a document one symbol")]
    OrganTwice(String),
    /// The document has no symbol of the organ.
    #[error("{dossier} has no symbol of “{organ}”; name an organ of the document, or add this one")]
    NotItsOrgan {
        /// The dossier.
        dossier: DossierId,
        /// The organ's code.
        organ: String,
    },
    /// The amendment changes nothing.
    #[error("the amendment changes nothing; name items, an organ to add or to remove, or a reading")]
    NothingAmended,
    /// The body has no such duty station.
    #[error("the body has no duty station “{0}”; name one of those in its body.toml")]
    NoSuchStation(String),
    /// The body numbers no such series.
    #[error("the body numbers no series “{series}” in a period “{period}”; `chancery gaps` lists its series")]
    NoSuchSeries {
        /// The series' code as asked.
        series: String,
        /// The period as asked.
        period: String,
    },
    /// The date falls in no numbering period of the organ.
    #[error(
        "{organ} has no numbering period at {date}; name a session that the body knows, or lay down the period in its organs' files"
    )]
    NoPeriod {
        /// The organ's code.
        organ: String,
        /// The date.
        date: Date,
    },
    /// The period is neither the present nor the next one, and was never opened.
    #[error(
        "{organ} is in {now}; {period} is neither that nor the next one, and nothing was numbered in it: \
         open it with `chancery init --continue SYMBOL` if it is meant"
    )]
    PeriodNotOpen {
        /// The organ's code.
        organ: String,
        /// The period asked for.
        period: String,
        /// The present period.
        now: String,
    },
    /// The number was given to another document.
    #[error(
        "{0} is already on the record ({1}); a number is given once: ask for another, or for none to take the next"
    )]
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
    /// The series is numbered by another office.
    #[error(
        "{series} {period} is allocated elsewhere; give the number that was given there with --symbol, \
         or take the numbering over with `chancery init --continue SYMBOL`"
    )]
    AllocatedElsewhere {
        /// The series' code.
        series: String,
        /// The period.
        period: String,
    },
    /// The series is already numbered here.
    #[error("{series} {period} is already numbered here, up to {last}; cede it first, or continue it from there")]
    AlreadyNumbered {
        /// The series' code.
        series: String,
        /// The period.
        period: String,
        /// The last number given.
        last: u32,
    },
    /// Numbers cannot be set aside.
    #[error("{first} to {last} cannot be set aside: {why}")]
    CannotReserve {
        /// The first number.
        first: u32,
        /// The last number.
        last: u32,
        /// Why, and what could.
        why: String,
    },
    /// A station's block is used up.
    #[error("the block of {station} in {series} {period} is used up; reserve another, or register without a station")]
    BlockUsedUp {
        /// The station.
        station: String,
        /// The series.
        series: String,
        /// The period.
        period: String,
    },
    /// The number lies in a station's block.
    #[error(
        "{symbol} lies in the block of {station}; register it for that station (--station {station}), or ask for a number outside the block"
    )]
    InBlock {
        /// The symbol.
        symbol: String,
        /// The station.
        station: String,
    },
    /// The parent cannot have such a document under it.
    #[error("{parent} is {stage}; {} needs it to be {needed}", kind_in_words(*kind), stage = stage.word())]
    NotUnder {
        /// The parent.
        parent: DossierId,
        /// Where it stands.
        stage: Stage,
        /// What was to stand under it.
        kind: ModifierKind,
        /// The stages at which it could.
        needed: String,
    },
    /// The body has no word for such a document.
    #[error("the body's symbols have no word for {}; it writes none", kind_in_words(*.0))]
    NoSuchModifier(ModifierKind),
    /// A document cannot stand to itself in a relation.
    #[error("{0} cannot stand in a relation to itself; name another document")]
    ToItself(DossierId),
    /// Nothing is to be issued.
    #[error("no language version was given; deliver one, or issue the original")]
    NoVersion,
    /// A language comes twice.
    #[error("there are two versions in {0}; a document has one a language: leave one out")]
    LanguageTwice(Language),
    /// The body issues nothing in the language.
    #[error("the body issues nothing in {0}; leave it out, or add it to languages_offered in its body.toml")]
    LanguageNotOffered(Language),
    /// Required languages are missing.
    #[error("{0} required and missing; deliver them, or give the exception's reason with --exception")]
    LanguagesMissing(String),
    /// The version was issued before.
    #[error("{dossier} was issued in {language} before; a new form of it is a reissue or a corrigendum")]
    AlreadyIssuedIn {
        /// The dossier.
        dossier: DossierId,
        /// The language.
        language: Language,
    },
    /// There is no version in the language.
    #[error("{dossier} was not issued in {language}; deliver it and complete the issue instead")]
    NotIssuedIn {
        /// The dossier.
        dossier: DossierId,
        /// The language.
        language: Language,
    },
    /// A component's languages do not fit.
    #[error("{0} must have at least one language, each of them among those of the document")]
    ComponentLanguages(String),
    /// The number of asterisks is not above that of the version before.
    #[error(
        "the {language} version bears {borne} asterisks; a reissue bears more, so that the two can be told apart: {due}"
    )]
    AsterisksTooFew {
        /// The language.
        language: Language,
        /// How many it bears now.
        borne: u32,
        /// How many it must bear at least.
        due: u32,
    },
    /// The hour of receipt lies ahead.
    #[error("it cannot have been received at {received}, which is later than now ({now})")]
    ReceivedLater {
        /// The hour as stated.
        received: Timestamp,
        /// The moment of the act.
        now: Timestamp,
    },
    /// The day lies behind or is today.
    #[error("{0} is not ahead; do it at once (derestrict), or name a later day")]
    NotAhead(Date),
    /// The date of the act is not its day.
    #[error("an act is dated on the day it is done, {today}; not on {date}")]
    NotToday {
        /// The date asked for.
        date: Date,
        /// The day in the body's time zone.
        today: Date,
    },
    /// Nothing is issued on that day.
    #[error(
        "nothing is issued on {date}; {}urgent work goes at once (schedule it as urgent)",
        next.map(|next| format!("the next working day is {next}, and ")).unwrap_or_default()
    )]
    Closed {
        /// The day.
        date: Date,
        /// The next working day, if there is one.
        next: Option<Date>,
    },
    /// The body has no such distribution category.
    #[error("the body has no distribution category “{0}”; name one of those in its body.toml")]
    NoSuchDistribution(String),
    /// The document can be read by anyone already, or could not under the new category.
    #[error("{dossier} cannot be derestricted to {category}: {why}")]
    NotDerestricted {
        /// The dossier.
        dossier: DossierId,
        /// The category asked for.
        category: String,
        /// Why not, and what could be.
        why: String,
    },
    /// A file does not belong to the dossier.
    #[error("the file {0} does not belong to {1}; name a file of one of its entries")]
    NotItsFile(FileId, DossierId),
    /// An entry does not belong to the dossier.
    #[error("entry {0} does not belong to {1}; name one of its entries")]
    NotItsEntry(u64, DossierId),
    /// Nothing was named that is to be removed.
    #[error("nothing was named that is to be removed; name files, or entries of the public record")]
    NothingRedacted,
    /// The key was used for something else.
    #[error("the idempotency key “{0}” was used for another act; use a new key for a new act")]
    KeyReused(String),
}

fn way_in_words(act: &str, way: Option<&[String]>) -> String {
    match way {
        Some(way) => format!("before “{act}” it must go through: {}", way.join(", ")),
        None => format!("“{act}” can follow no more; if the letter is to be taken up, receive it anew"),
    }
}

fn role_in_words(role: &str) -> String {
    if role.is_empty() { "someone without a role".to_owned() } else { format!("the role “{role}”") }
}

fn kind_in_words(kind: ModifierKind) -> &'static str {
    match kind {
        ModifierKind::Addendum => "an addendum",
        ModifierKind::Amendment => "an amendment",
        ModifierKind::Corrigendum => "a corrigendum",
        ModifierKind::Revision => "a revision",
        ModifierKind::Summary => "a summary",
    }
}

impl Step {
    /// The name of the act that comes of it.
    pub fn name(&self) -> &'static str {
        match self {
            Step::Plain(act) => act.name(),
            Step::Register(_) => "register",
            Step::Amend(_) => "amend",
        }
    }

    /// After what it may be done.
    fn after(&self) -> After {
        // Every act has a row; a test holds that.
        row_of(self.name()).map_or(NoDossier, |row| row.after)
    }

    /// Whether the step opens a dossier of its own.
    pub fn opens(&self) -> bool {
        self.after() == Nothing
    }

    /// Whether the step concerns a dossier that it must name.
    pub fn concerns_a_dossier(&self) -> bool {
        matches!(self.after(), Stages(_))
    }

    /// Another dossier on which the step depends: a parent, or the one that is joined.
    pub fn leans_on(&self) -> Option<DossierId> {
        match self {
            Step::Register(registration) => registration.under.as_ref().map(|under| under.parent),
            Step::Plain(Act::Join { with, .. }) => Some(*with),
            _ => None,
        }
    }
}

/// Whether a step may follow, given the dossier it names (if it names one and it exists).
pub fn may_follow(step: &Step, named: Option<DossierId>, dossier: Option<&Dossier>) -> Result<(), Refusal> {
    let act = step.name();
    if !step.concerns_a_dossier() {
        return match step {
            Step::Plain(Act::Import { versions, .. }) => none_twice(versions),
            _ => Ok(()),
        };
    }
    let Some(id) = named else { return Err(Refusal::DossierMissing(act.to_owned())) };
    let Some(dossier) = dossier else { return Err(Refusal::NoSuchDossier(id)) };
    let stage = dossier.stage;
    if let Some(Row { after: Stages(stages), .. }) = row_of(act)
        && !stages.contains(&stage)
    {
        let way = way(stage, act).map(|way| way.into_iter().map(str::to_owned).collect());
        return Err(Refusal::OutOfOrder { dossier: id, stage, act: act.to_owned(), way });
    }
    if dossier.held.is_some() && row_of(act).is_some_and(|row| !row.while_held) {
        return Err(Refusal::Held(id));
    }
    match step {
        Step::Register(asked) if asked.asks.is_empty() && asked.under.is_none() => Err(Refusal::NoOrgan),
        Step::Amend(asked)
            if asked.items.is_empty() && asked.add.is_empty() && asked.remove.is_empty() && asked.reading.is_none() =>
        {
            Err(Refusal::NothingAmended)
        }
        Step::Plain(act) => act_may_follow(act, id, dossier),
        _ => Ok(()),
    }
}

fn act_may_follow(act: &Act, id: DossierId, dossier: &Dossier) -> Result<(), Refusal> {
    match act {
        Act::Resume {} if dossier.held.is_none() => Err(Refusal::NotHeld(id)),
        Act::Accept { grave, answers, .. } => {
            let answered = |rule: &String| answers.iter().any(|answer| answer.rule.eq_ignore_ascii_case(rule));
            let open: Vec<String> = grave.iter().filter(|rule| !answered(rule)).cloned().collect();
            if open.is_empty() { Ok(()) } else { Err(Refusal::Unanswered(open)) }
        }
        Act::Issue { versions, components, .. } => {
            once_each(versions)?;
            for component in components {
                let among = |language: &Language| versions.iter().any(|version| version.language == *language);
                if component.languages.is_empty() || !component.languages.iter().all(among) {
                    return Err(Refusal::ComponentLanguages(component.part.clone()));
                }
            }
            Ok(())
        }
        Act::Complete { versions, .. } => {
            once_each(versions)?;
            match versions.iter().find(|version| dossier.version(version.language).is_some()) {
                Some(again) => Err(Refusal::AlreadyIssuedIn { dossier: id, language: again.language }),
                None => Ok(()),
            }
        }
        Act::Reissue { version, asterisks, .. } => {
            let language = version.language;
            if dossier.version(language).is_none() {
                return Err(Refusal::NotIssuedIn { dossier: id, language });
            }
            let borne = dossier.asterisks(language);
            if *asterisks <= borne {
                return Err(Refusal::AsterisksTooFew { language, borne, due: borne.saturating_add(1) });
            }
            Ok(())
        }
        Act::Relate { relations } => {
            let own = |related: &Related| match &related.to {
                crate::act::Target::Dossier(to) => *to == id,
                crate::act::Target::Symbol(symbol) => dossier.bears(symbol),
            };
            if relations.iter().any(own) { Err(Refusal::ToItself(id)) } else { Ok(()) }
        }
        Act::Join { with, .. } if *with == id => Err(Refusal::ToItself(id)),
        Act::Redact { files, entries, .. } => {
            if files.is_empty() && entries.is_empty() {
                return Err(Refusal::NothingRedacted);
            }
            match entries.iter().find(|entry| !dossier.entries.contains(entry)) {
                Some(entry) => Err(Refusal::NotItsEntry(*entry, id)),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Each language at most once, and at least one.
fn once_each(versions: &[LanguageVersion]) -> Result<(), Refusal> {
    if versions.is_empty() { Err(Refusal::NoVersion) } else { none_twice(versions) }
}

/// Each language at most once.
fn none_twice(versions: &[LanguageVersion]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    match versions.iter().find(|version| !seen.insert(version.language)) {
        Some(twice) => Err(Refusal::LanguageTwice(twice.language)),
        None => Ok(()),
    }
}

/// Whether a document may be registered under another, as it stands now.
///
/// An addendum may be numbered as soon as its parent is; what corrects or replaces a text needs one that is out.
pub fn may_stand_under(kind: ModifierKind, parent: &Dossier) -> Result<(), Refusal> {
    let (stages, needed): (&[Stage], _) = match kind {
        ModifierKind::Addendum => (&[Registered, Issued, Imported], "registered, issued or imported"),
        _ => (&[Issued, Imported], "issued or imported"),
    };
    if stages.contains(&parent.stage) {
        return Ok(());
    }
    Err(Refusal::NotUnder { parent: parent.id, stage: parent.stage, kind, needed: needed.to_owned() })
}

/// Whether what stands under a document may be issued: not before its parent, and not after its parent was withdrawn.
pub fn may_be_issued_under(kind: ModifierKind, parent: &Dossier) -> Result<(), Refusal> {
    if matches!(parent.stage, Issued | Imported) {
        return Ok(());
    }
    let needed = "issued or imported".to_owned();
    Err(Refusal::NotUnder { parent: parent.id, stage: parent.stage, kind, needed })
}

/// Whether a letter may become part of another dossier's document: the work there must still go on.
pub fn may_be_joined(with: &Dossier) -> Result<(), Refusal> {
    if matches!(with.stage, Received | Accepted | Registered) {
        return Ok(());
    }
    let way = way(with.stage, "join").map(|way| way.into_iter().map(str::to_owned).collect());
    Err(Refusal::OutOfOrder { dossier: with.id, stage: with.stage, act: "join".to_owned(), way })
}

impl Dossier {
    /// The dossier that an entry opens, if it opens one.
    pub fn open(entry: &Entry) -> Option<Dossier> {
        let id = entry.dossier?;
        let (original, channel, stage) = match &entry.act {
            Act::Receive { original, channel, .. } => (original, channel.clone(), Stage::Received),
            Act::Import { original, .. } => (original, "import".to_owned(), Stage::Imported),
            _ => return None,
        };
        let mut dossier = Dossier {
            id,
            stage,
            original: original.clone(),
            channel,
            received: entry.at,
            received_by: None,
            held: None,
            schedule: None,
            reason: None,
            reading: None,
            words: None,
            answers: Vec::new(),
            allotments: Vec::new(),
            voided: Vec::new(),
            job_number: None,
            job_series: String::new(),
            language_jobs: Vec::new(),
            under: None,
            registered: None,
            delivered: Vec::new(),
            released: None,
            distribution: None,
            versions: Vec::new(),
            releases: Vec::new(),
            components: Vec::new(),
            exception: None,
            withdrawn: None,
            derestriction: None,
            description: None,
            content_codes: Vec::new(),
            relations: Vec::new(),
            joined: None,
            provenance: BTreeMap::new(),
            redacted: Vec::new(),
            entries: Vec::new(),
        };
        dossier.apply(entry);
        Some(dossier)
    }

    /// The version in a language.
    pub fn version(&self, language: Language) -> Option<&LanguageVersion> {
        self.versions.iter().find(|version| version.language == language)
    }

    /// How many asterisks the symbol bears in a language.
    pub fn asterisks(&self, language: Language) -> u32 {
        self.releases.iter().find(|release| release.language == language).map_or(0, |release| release.asterisks)
    }

    /// Whether a symbol is one of its own.
    pub fn bears(&self, symbol: &Symbol) -> bool {
        let bare = symbol.without_asterisks();
        self.allotments.iter().any(|allotment| allotment.symbol.without_asterisks() == bare)
    }

    /// The job number of a language version.
    pub fn job_in(&self, language: Language) -> Option<&str> {
        if self.language_jobs.is_empty() {
            return self.job_number.as_deref();
        }
        self.language_jobs.iter().find(|job| job.language == language).map(|job| job.job_number.as_str())
    }

    /// Takes one more entry into the fold. Entries of other dossiers must not be given.
    pub fn apply(&mut self, entry: &Entry) {
        self.entries.push(entry.number);
        // The stage is the table's to say.
        if let Some(to) = row_of(entry.act.name()).and_then(|row| row.to) {
            self.stage = to;
        }
        match &entry.act {
            Act::Receive { received_by, received_at, .. } => {
                self.received_by = received_by.clone();
                self.received = received_at.unwrap_or(entry.at);
            }
            Act::Accept { reading, answers, words, .. } => {
                self.reading = Some(reading.clone());
                self.answers = answers.clone();
                self.words = *words;
            }
            Act::Return { reasons: reason } | Act::Void { reason } => {
                self.reason = Some(reason.clone());
                self.held = None;
            }
            Act::Hold { reason, until } => self.held = Some(Held { reason: reason.clone(), until: *until }),
            Act::Resume {} => self.held = None,
            Act::Schedule { urgent, considered_on, slot, waiver } => {
                self.schedule = Some(Schedule {
                    urgent: *urgent,
                    considered_on: *considered_on,
                    slot: slot.clone(),
                    waiver: waiver.clone(),
                });
            }
            Act::Register { allotments, job_number, job, language_jobs, under, .. } => {
                self.allotments = allotments.clone();
                self.job_number = Some(job_number.clone());
                self.job_series = job.series.clone();
                self.language_jobs = language_jobs.clone();
                self.under = under.clone();
                self.registered = Some(entry.at);
            }
            Act::Amend { items, added, removed, reading, .. } => {
                self.allotments.retain(|allotment| !removed.contains(&allotment.symbol));
                self.voided.extend(removed.iter().cloned());
                for change in items {
                    let own = self.allotments.iter_mut().find(|allotment| allotment.organ == change.organ);
                    if let Some(allotment) = own {
                        allotment.items = change.items.clone();
                    }
                }
                self.allotments.extend(added.iter().cloned());
                if let Some(reading) = reading {
                    self.reading = Some(reading.clone());
                }
            }
            Act::Deliver { language, original, reading, job } => {
                self.delivered.retain(|delivery| delivery.language != *language);
                self.delivered.push(Delivery {
                    language: *language,
                    original: original.clone(),
                    reading: reading.clone(),
                    at: entry.at,
                });
                self.language_jobs.extend(job.iter().cloned());
            }
            Act::Issue { date, distribution, versions, exception, components } => {
                self.released = Some(*date);
                self.distribution = Some(distribution.clone());
                self.exception = exception.clone();
                self.components = components.clone();
                self.release(*date, versions);
            }
            Act::Complete { date, versions } => self.release(*date, versions),
            Act::Reissue { date, version, asterisks, .. } => {
                if let Some(own) = self.versions.iter_mut().find(|own| own.language == version.language) {
                    *own = version.clone();
                }
                if let Some(release) = self.releases.iter_mut().find(|own| own.language == version.language) {
                    release.asterisks = *asterisks;
                    release.reissued.push(*date);
                }
            }
            Act::Withdraw { date, reason } => {
                self.withdrawn = Some(*date);
                self.reason = Some(reason.clone());
            }
            Act::PlanDerestriction { on, distribution } => self.derestriction = Some((*on, distribution.clone())),
            Act::Derestrict { distribution, .. } => {
                self.distribution = Some(distribution.clone());
                self.derestriction = None;
            }
            Act::Describe { description, content_codes } => {
                self.description = Some(description.clone());
                self.content_codes = content_codes.clone();
            }
            Act::Relate { relations } => {
                for related in relations {
                    if !self.relations.contains(related) {
                        self.relations.push(related.clone());
                    }
                }
            }
            Act::Join { with, kind } => {
                self.joined = Some(*with);
                self.relations.push(Related { kind: *kind, to: crate::act::Target::Dossier(*with) });
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
            Act::Confirm { reading, fields } => {
                self.reading = Some(reading.clone());
                self.provenance.extend(fields.iter().map(|field| (field.clone(), Provenance::Officer)));
            }
            Act::Redact { files, .. } => {
                for file in files {
                    if !self.redacted.contains(file) {
                        self.redacted.push(file.clone());
                    }
                }
            }
            Act::Continue { .. } | Act::Cede { .. } | Act::Reserve { .. } | Act::Adopt { .. } => {}
        }
    }

    fn release(&mut self, date: Date, versions: &[LanguageVersion]) {
        for version in versions {
            self.versions.push(version.clone());
            let language = version.language;
            self.releases.push(Release { language, date, asterisks: 0, reissued: Vec::new() });
        }
    }
}

impl RelationKind {
    /// Every kind.
    pub const ALL: [RelationKind; 8] = [
        RelationKind::AddsTo,
        RelationKind::Corrects,
        RelationKind::Revises,
        RelationKind::Supersedes,
        RelationKind::Transmits,
        RelationKind::RepliesTo,
        RelationKind::IdenticalWith,
        RelationKind::JointWith,
    ];

    /// The relation as words between two documents.
    pub fn words(self) -> &'static str {
        match self {
            RelationKind::AddsTo => "adds to",
            RelationKind::Corrects => "corrects",
            RelationKind::Revises => "revises",
            RelationKind::Supersedes => "supersedes",
            RelationKind::Transmits => "transmits",
            RelationKind::RepliesTo => "replies to",
            RelationKind::IdenticalWith => "identical with",
            RelationKind::JointWith => "joint with",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_an_act_is_the_shortest_row_of_acts() {
        assert_eq!(way(Received, "issue"), Some(vec!["accept", "register"]));
        assert_eq!(way(Accepted, "describe"), Some(vec!["register", "issue"]));
        assert_eq!(way(Registered, "issue"), Some(vec![]));
        assert_eq!(way(Voided, "issue"), None);
        assert_eq!(way(Received, "confirm"), None);
        assert_eq!(way(Received, "continue"), None);
    }

    #[test]
    fn what_was_voided_returned_or_joined_comes_to_nothing_more() {
        for end in [Voided, Returned, Joined] {
            for row in TABLE {
                if let Stages(after) = row.after {
                    assert_eq!(after.contains(&end), row.act == "redact", "{end:?} {}", row.act);
                }
            }
        }
    }
}
