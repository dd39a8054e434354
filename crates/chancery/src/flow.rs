//! The way of a letter, step by step. **Read this first.**
//!
//! ```text
//! receive → review → accept → register → issue → (followers: record, find)
//! ```
//!
//! Each step is one function that calls the rooms and, where something is to be kept, performs one act. Nothing here judges
//! about the institution: what may follow what is the dossier's, what a number is is the register's, what a fault is is the
//! rulebook's, what a page looks like is the typesetter's. `circulate` walks the whole way as one officer.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use chancery_lint::{Circumstances, Due, Standing, Verdict};
use chancery_model::{
    Act, Body, Communication, Document, Dossier, DossierId, Entry, FileId, Finding, Gravity, Language, Proposal, Stage,
    Step, Symbol,
    act::{Allotment, Answer, Ask, ComponentLanguages, LanguageVersion, Provenance, Registration, Rendition, Under},
    communication::Request,
    document::{Facts, Item, OrganBlock},
    wording::TitleFacts,
};
use chancery_read::{Reader, Reading};
use chancery_register::NotDone;
use chancery_typeset::{Format, TypesetError};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{office::Office, outcome::Declined};

/// A reading as it is kept in the file store when it is confirmed or imported.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptReading {
    /// The version of the reader.
    pub reader: String,
    /// What was understood.
    pub communication: Communication,
}

/// What a machine says of a letter: advice, recomputed whenever someone looks.
pub struct Review {
    /// What was understood, and the text the spans speak of.
    pub reading: Reading,
    /// What the rules say of it.
    pub findings: Vec<Finding>,
    /// The gravest of it.
    pub verdict: Verdict,
}

// ---------------------------------------------------------------------------------------------------- receive

/// How a communication came in.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// By which way: `command line`, `portal`, `mail`.
    pub channel: String,
    /// The office that received it from the delegation, where that is another one.
    pub received_by: Option<String>,
    /// When that office received it, where that was earlier.
    pub received_at: Option<Timestamp>,
}

/// Keeps the original unchanged and opens a dossier for it.
pub fn receive(
    office: &Office,
    bytes: &[u8],
    intake: &Intake,
    at: Timestamp,
    key: Option<String>,
) -> Result<DossierId> {
    // A request that was made before must not keep the same original twice.
    if let Some(key) = &key
        && let Some(entry) = office.reader()?.by_key(key)?
    {
        let same = match &entry.act {
            Act::Receive { original, .. } => office.files.get(original)?.is_none_or(|kept| kept == bytes),
            _ => false,
        };
        return match entry.dossier.filter(|_| same) {
            Some(dossier) => Ok(dossier),
            None => Err(chancery_model::Refusal::KeyReused(key.clone()).into_declined()),
        };
    }
    let original = keep_original(office, bytes)?;
    let step = Step::Plain(Act::Receive {
        original,
        channel: intake.channel.clone(),
        received_by: intake.received_by.clone(),
        received_at: intake.received_at,
    });
    let entry = perform(office, None, step, at, key)?;
    entry.dossier.context("the register opened no dossier for what was received")
}

// ----------------------------------------------------------------------------------------------------- review

/// What is known of the world when a text is reviewed, besides the text and the institution.
#[derive(Default)]
pub struct Known<'k> {
    /// Today's date at the institution's seat.
    pub today: Date,
    /// The office whose record and reserved numbers count; none where a text is only looked at.
    pub office: Option<&'k Office>,
    /// The numbers next due, where it is to be circulated.
    pub due: Option<Due>,
    /// Another language version of the same text, to compare with.
    pub beside: Option<Box<Communication>>,
}

impl<'k> Known<'k> {
    /// A day, and no office.
    pub fn on(today: Date) -> Known<'k> {
        Known { today, ..Known::default() }
    }

    /// A day in an office.
    pub fn of(office: &'k Office, today: Date) -> Known<'k> {
        Known { today, office: Some(office), ..Known::default() }
    }
}

/// Reads and lints. Nothing is kept.
pub fn review(reader: &Reader<'_>, body: &Body, bytes: &[u8], name: &str, known: &Known<'_>) -> Result<Review> {
    let mut reading = reader.read(bytes, Some(name));
    reading.communication.file = name.to_owned();
    let findings = findings(&reading, body, known)?;
    let verdict = chancery_lint::verdict(&findings);
    Ok(Review { reading, findings, verdict })
}

/// Lints what was read.
fn findings(reading: &Reading, body: &Body, known: &Known<'_>) -> Result<Vec<Finding>> {
    let communication = &reading.communication;
    let mut circumstances = Circumstances::new(known.today);
    circumstances.due = known.due.clone();
    circumstances.beside = known.beside.clone();
    if let Some(office) = known.office {
        circumstances.record = on_record(office, communication)?;
        let due = known.due.iter().flat_map(|due| &due.symbols).map(|(_, symbol)| symbol);
        circumstances.reserved = set_aside(office, communication.symbols.iter().take(64).chain(due))?;
    }
    Ok(chancery_lint::lint(communication, &reading.text, body, &circumstances))
}

/// What the record says of the documents that a text follows or cites; what it cannot know is left out.
fn on_record(office: &Office, communication: &Communication) -> Result<BTreeMap<Symbol, Standing>> {
    let views = office.reader()?;
    let mut known = BTreeMap::new();
    for symbol in chancery_lint::asked_of_record(communication, &office.body) {
        if let Some(held) = views.holds(&office.body, &symbol)? {
            known.insert(symbol, if held { Standing::OnRecord } else { Standing::Absent });
        }
    }
    Ok(known)
}

/// Which of these symbols bear numbers that an act set aside, and for what.
fn set_aside<'s>(office: &Office, symbols: impl Iterator<Item = &'s Symbol>) -> Result<BTreeMap<Symbol, String>> {
    let views = office.reader()?;
    let mut kept = BTreeMap::new();
    for symbol in symbols {
        let Some((station, purpose)) = views.set_aside(&office.body, symbol)? else { continue };
        let purpose = office.files.get(&purpose)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let purpose = match (station, purpose) {
            (Some(station), Some(purpose)) => format!("{station}: {purpose}"),
            (one, other) => one.or(other).unwrap_or_else(|| "the reason was removed".to_owned()),
        };
        kept.insert(symbol.clone(), purpose);
    }
    Ok(kept)
}

// ----------------------------------------------------------------------------------------------------- accept

/// Confirms a reading, with an answer to each grave finding.
pub fn accept(
    office: &Office,
    dossier: DossierId,
    review: &Review,
    answers: &[(String, String)],
    at: Timestamp,
    key: Option<String>,
) -> Result<Entry> {
    let reading = keep_reading(office, &review.reading.communication)?;
    // The act names rules by their codes, however the officer named them.
    let code = |named: &str| {
        let own = review.findings.iter().find(|f| f.rule.eq_ignore_ascii_case(named) || f.name == named);
        own.map_or_else(|| named.to_owned(), |finding| finding.rule.clone())
    };
    let answers = answers
        .iter()
        .map(|(rule, reason)| Ok(Answer { rule: code(rule), reason: office.files.put(reason.as_bytes())? }))
        .collect::<Result<Vec<_>>>()?;
    let graves = review.findings.iter().filter(|finding| finding.gravity == Gravity::Grave);
    let grave: BTreeSet<String> = graves.map(|finding| finding.rule.clone()).collect();
    let words = u32::try_from(review.reading.text.split_whitespace().count()).ok();
    let act = Act::Accept { reading, answers, grave: grave.into_iter().collect(), words };
    perform(office, Some(dossier), Step::Plain(act), at, key)
}

/// The grave findings that no answer names, by code or by name.
pub fn unanswered<'f>(findings: &'f [Finding], answers: &[(String, String)]) -> Vec<&'f Finding> {
    let answered = |finding: &Finding| {
        answers.iter().any(|(rule, _)| rule.eq_ignore_ascii_case(&finding.rule) || *rule == finding.name)
    };
    findings.iter().filter(|finding| finding.gravity == Gravity::Grave && !answered(finding)).collect()
}

// --------------------------------------------------------------------------------------------------- register

/// For which organs, and under which items, symbols are to be asked: as the sender asked, or else as the masthead has it.
///
/// A number the text bears goes along as an expectation; it is never taken from the text.
pub fn asks(body: &Body, communication: &Communication) -> Result<Vec<Ask>> {
    let mut wanted: Vec<(String, Option<String>, Vec<String>)> = communication
        .requested_circulation
        .iter()
        .map(|request| (request.organ.clone(), request.session.clone(), request.agenda_items.clone()))
        .collect();
    if wanted.is_empty() {
        wanted = communication
            .bodies
            .iter()
            .map(|receiving| (receiving.organ.clone(), receiving.session.clone(), receiving.agenda_items.clone()))
            .collect();
    }
    let mut asks: Vec<Ask> = Vec::new();
    for (name, session, items) in wanted {
        let Some(organ) = body.organ_named(&name) else {
            return Err(Declined::because(format!("the body has no organ “{name}”")));
        };
        // Who asks for one organ twice is given one symbol, and the items of both requests.
        if let Some(asked) = asks.iter_mut().find(|ask| ask.organ == organ.code) {
            for item in items {
                if !asked.items.contains(&item) {
                    asked.items.push(item);
                }
            }
            asked.period = asked.period.take().or(session);
            continue;
        }
        let expect = communication
            .symbols
            .iter()
            .find(|symbol| body.place(symbol).is_some_and(|place| place.organ == organ.code))
            .map(Symbol::without_asterisks);
        // A session that the text names counts only if it is a session of this organ, not a year.
        asks.push(Ask { organ: organ.code.clone(), period: session, items, symbol: None, expect });
    }
    Ok(asks)
}

/// Gives the document its symbols, job number and agenda entries, in one act.
pub fn register(
    office: &Office,
    dossier: DossierId,
    registration: Registration,
    at: Timestamp,
    key: Option<String>,
) -> Result<Entry> {
    perform(office, Some(dossier), Step::Register(registration), at, key)
}

/// What would be given next, for the rule that looks at numbers a text already bears.
pub fn due(office: &Office, asks: &[Ask], at: Timestamp) -> Result<Option<Due>> {
    let asks = asks.iter().map(|ask| Ask { expect: None, symbol: None, ..ask.clone() }).collect();
    match office.reader()?.due(&office.body, &Registration { asks, ..Registration::default() }, at) {
        Ok(due) => Ok(Some(Due {
            symbols: due.allotments.into_iter().map(|allotment| (allotment.organ, allotment.symbol)).collect(),
            job_number: due.job_number,
        })),
        // What cannot be numbered will be refused, with its reason, when it is registered.
        Err(NotDone::Refused(_)) => Ok(None),
        Err(NotDone::Failed(failure)) => Err(failure.into()),
    }
}

// ------------------------------------------------------------------------------------------------------ issue

/// One language version, composed and typeset, not yet kept.
pub struct Setting {
    /// The language.
    pub language: Language,
    /// The document as composed.
    pub document: Document,
    /// Its renditions: format, bytes.
    pub renditions: Vec<(Format, Vec<u8>)>,
    /// Pages of the printed form.
    pub pages: usize,
    /// Characters that no font at hand can show; the printed form has a replacement in their place.
    pub replaced: Vec<char>,
}

impl Setting {
    /// Refuses a page that would show other characters than the sender wrote.
    fn whole(self) -> Result<Setting> {
        if self.replaced.is_empty() {
            return Ok(self);
        }
        let lost: String = self.replaced.iter().take(20).collect();
        Err(Declined::because(format!(
            "no font at hand shows these characters of the text, so its page would not be the sender's words: {lost}"
        )))
    }
}

/// Composes a document from a communication and the register's facts.
#[allow(clippy::too_many_arguments)] // Each is a fact of its own; a struct would only name them twice.
pub fn compose(
    office: &Office,
    communication: &Communication,
    allotments: &[Allotment],
    job_number: &str,
    distribution: &str,
    date: Date,
    released: Option<Date>,
    re_typeset: bool,
    proof: bool,
) -> Document {
    let body = &office.body;
    let language = communication.language.unwrap_or(Language::EN);
    let organs = organ_blocks(body, allotments, language);
    let address = office.config.address.as_ref().and_then(|base| {
        let symbol = organs.first()?.symbol.url_form();
        Some(format!("{}/{symbol}", base.trim_end_matches('/')))
    });
    let facts = Facts {
        organs,
        job_number: job_number.to_owned(),
        distribution: distribution.to_owned(),
        date,
        released,
        office: office.issuer(),
        foot: office.foot(),
        re_typeset,
        proof,
        address,
        language,
    };
    let mut document =
        Document::compose(communication, facts, |label, title| body.annex_heading(language, label, title));
    // What was issued elsewhere is not given words that it did not have.
    if !re_typeset {
        give_title(body, communication, &mut document);
    }
    document
}

/// Gives a document a title where the letter has none, as a letter has that comes from a delegation: composed of what the
/// letter says of itself, in the words of the body. Where it does not say enough, there is none.
pub fn give_title(body: &Body, communication: &Communication, document: &mut Document) {
    if !document.title.trim().is_empty() {
        return;
    }
    let language = document.language;
    let title = TitleFacts::of(communication).and_then(|facts| body.title(&facts, language));
    if let Ok(title) = title {
        for component in document.components.iter_mut().filter(|component| component.depth == 1) {
            component.heading = body.annex_heading(language, &component.label, &title);
        }
        document.title = title;
    }
}

/// The organs of a page, with the titles of their items in a language.
pub fn organ_blocks(body: &Body, allotments: &[Allotment], language: Language) -> Vec<OrganBlock> {
    let block = |allotment: &Allotment| OrganBlock {
        organ: allotment.organ.clone(),
        symbol: allotment.symbol.clone(),
        period: allotment.period.clone(),
        items: allotment
            .items
            .iter()
            .map(|number| Item {
                number: number.clone(),
                title: body
                    .organ(&allotment.organ)
                    .and_then(|organ| body.item_title(organ, &allotment.period, number, language)),
            })
            .collect(),
    };
    allotments.iter().map(block).collect()
}

/// Typesets a document in every format that is kept.
pub fn typeset(body: &Body, document: Document) -> Result<Setting> {
    let mut renditions = Vec::new();
    let mut pages = 0;
    let mut replaced = Vec::new();
    for format in Format::ISSUED {
        let page = match chancery_typeset::render(&document, body, format) {
            Ok(page) => page,
            // The body has not laid down its words in this language: nothing is broken, and the message says what to add.
            Err(missing @ TypesetError::WordingMissing { .. }) => return Err(Declined::because(missing.to_string())),
            Err(failure) => return Err(failure).with_context(|| format!("the page cannot be set as {format}")),
        };
        if page.pages > 0 {
            pages = page.pages;
        }
        replaced.extend(page.replaced);
        renditions.push((format, page.bytes));
    }
    Ok(Setting { language: document.language, document, renditions, pages, replaced })
}

/// Keeps a setting in the file store.
pub fn keep(office: &Office, setting: &Setting) -> Result<LanguageVersion> {
    let document = office.files.put(&serde_json::to_vec(&setting.document)?)?;
    let renditions = setting
        .renditions
        .iter()
        .map(|(format, bytes)| Ok(Rendition { format: format.to_string(), file: office.files.put(bytes)? }))
        .collect::<Result<Vec<_>>>()?;
    Ok(LanguageVersion { language: setting.language, document, renditions })
}

/// The reason for which required languages may be missing: the officer's, or the body's standing exception.
pub fn exception_for(
    required: &[Language],
    body: &Body,
    languages: &[Language],
    stated: Option<&str>,
) -> Result<Option<String>> {
    let missing: Vec<String> =
        required.iter().filter(|required| !languages.contains(required)).map(Language::to_string).collect();
    if missing.is_empty() {
        return Ok(None);
    }
    let standing = body.charter.standing_exception.as_ref().map(|exception| exception.reason.clone());
    match stated.map(str::to_owned).or(standing) {
        Some(reason) => Ok(Some(reason)),
        None => Err(chancery_model::Refusal::LanguagesMissing(missing.join(", ")).into_declined()),
    }
}

/// The code of a distribution category by its name, or the body's default where none is named. A category that nobody knows is
/// never taken for the public one.
pub fn category(body: &Body, named: Option<&str>) -> Result<String> {
    match named {
        Some(name) => match body.distribution(name) {
            Some(category) => Ok(category.code.clone()),
            None => Err(Declined::because(format!(
                "the body has no distribution category “{name}”; name one of its own with --distribution"
            ))),
        },
        None => Ok(body.default_distribution().code.clone()),
    }
}

/// What is issued of a dossier besides its original language.
pub struct OtherVersion {
    /// The text in another language, as read; its `language` says which.
    pub communication: Communication,
}

/// The versions that were delivered and not issued yet, but for the languages given.
fn delivered(office: &Office, dossier: &Dossier, but: &[Language]) -> Result<Vec<OtherVersion>> {
    let open = dossier
        .delivered
        .iter()
        .filter(|delivery| !but.contains(&delivery.language) && dossier.version(delivery.language).is_none());
    open.map(|delivery| {
        let kept: KeptReading =
            serde_json::from_slice(&bytes_of(office, &delivery.reading)?).context("the kept reading is damaged")?;
        let mut communication = kept.communication;
        communication.language = Some(delivery.language);
        Ok(OtherVersion { communication })
    })
    .collect()
}

/// One language version of a registered document.
fn version(
    office: &Office,
    dossier: &Dossier,
    communication: &Communication,
    original: Option<Language>,
    distribution: &str,
    released: Date,
) -> Document {
    let body = &office.body;
    let language = communication.language.unwrap_or(Language::EN);
    let job = dossier.job_in(language).or(dossier.job_number.as_deref()).unwrap_or_default();
    // The masthead's date is the day on which the text was submitted for processing.
    let date = body.date_of(dossier.received);
    let mut document =
        compose(office, communication, &dossier.allotments, job, distribution, date, Some(released), false, false);
    document.original_language = original.unwrap_or(document.original_language);
    document
}

/// Typesets every language version, those given and those delivered, and issues them all at once.
pub fn issue(
    office: &Office,
    dossier: &Dossier,
    others: &[OtherVersion],
    order: &Release<'_>,
    at: Timestamp,
    key: Option<String>,
) -> Result<(Entry, Vec<Setting>)> {
    let original = reading_of(office, dossier)?.communication;
    let body = &office.body;
    let code = category(body, order.distribution.or(original.distribution.as_deref()))?;
    let today = body.date_of(at);
    let mut given = vec![original.language.unwrap_or(Language::EN)];
    given.extend(others.iter().filter_map(|other| other.communication.language));
    let delivered = delivered(office, dossier, &given)?;
    let mut settings = Vec::new();
    for communication in
        std::iter::once(&original).chain(others.iter().chain(&delivered).map(|other| &other.communication))
    {
        let mut document = version(office, dossier, communication, original.language, &code, today);
        for component in &mut document.components {
            let own = order.components.iter().any(|known| known.part == component.part);
            component.submitted_only = own;
        }
        settings.push(typeset(body, document)?.whole()?);
    }
    let languages: Vec<Language> = settings.iter().map(|setting| setting.language).collect();
    let exception = exception_for(&required(body, dossier), body, &languages, order.exception)?;
    let versions = settings.iter().map(|setting| keep(office, setting)).collect::<Result<Vec<_>>>()?;
    let exception = exception.map(|reason| office.files.put(reason.as_bytes())).transpose()?;
    let components = order.components.to_vec();
    let act = Act::Issue { date: today, distribution: code, versions, exception, components };
    let entry = perform(office, Some(dossier.id), Step::Plain(act), at, key)?;
    Ok((entry, settings))
}

/// How a document is to be issued.
#[derive(Clone, Copy, Debug, Default)]
pub struct Release<'a> {
    /// The distribution category by its name; the letter's own, or the body's first, without it.
    pub distribution: Option<&'a str>,
    /// Why required languages are missing.
    pub exception: Option<&'a str>,
    /// Components that have languages of their own.
    pub components: &'a [ComponentLanguages],
}

/// The languages in which a document must be issued: the body's, or those it is about where it stands under another.
fn required(body: &Body, dossier: &Dossier) -> Vec<Language> {
    match &dossier.under {
        Some(under) if !under.languages.is_empty() => under.languages.clone(),
        _ => body.charter.languages_required.clone(),
    }
}

/// Issues the versions of an issued document that were delivered since.
pub fn complete(
    office: &Office,
    dossier: &Dossier,
    at: Timestamp,
    key: Option<String>,
) -> Result<(Entry, Vec<Language>)> {
    let original = reading_of(office, dossier)?.communication;
    let code = category(&office.body, dossier.distribution.as_deref())?;
    let today = office.body.date_of(at);
    let mut versions = Vec::new();
    for other in delivered(office, dossier, &[])? {
        let document = version(office, dossier, &other.communication, original.language, &code, today);
        let setting = typeset(&office.body, document)?.whole()?;
        versions.push(keep(office, &setting)?);
    }
    let languages = versions.iter().map(|version| version.language).collect();
    let entry = perform(office, Some(dossier.id), Step::Plain(Act::Complete { date: today, versions }), at, key)?;
    Ok((entry, languages))
}

/// Issues one language version again: the same words under the same symbol, with an asterisk and a footnote.
pub fn reissue(
    office: &Office,
    dossier: &Dossier,
    language: Language,
    reason: &str,
    at: Timestamp,
    key: Option<String>,
) -> Result<Entry> {
    let body = &office.body;
    let Some(version) = dossier.version(language) else {
        return Err(chancery_model::Refusal::NotIssuedIn { dossier: dossier.id, language }.into_declined());
    };
    let today = body.date_of(at);
    let asterisks = dossier.asterisks(language) + 1;
    let mut document: Document =
        serde_json::from_slice(&bytes_of(office, &version.document)?).context("the kept document is damaged")?;
    for organ in &mut document.organs {
        organ.symbol = organ.symbol.with_asterisks(asterisks);
    }
    document.reissued.push(today);
    let setting = typeset(body, document)?.whole()?;
    let version = keep(office, &setting)?;
    let reason = office.files.put(reason.as_bytes())?;
    let act = Act::Reissue { date: today, version, asterisks, reason };
    perform(office, Some(dossier.id), Step::Plain(act), at, key)
}

/// What a librarian says of a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Description {
    /// Subjects of the catalogue.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// Names: persons, bodies, places, ships.
    #[serde(default)]
    pub names: Vec<String>,
    /// Notes of the cataloguer.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// The files of an act that hold the text of a document: what a redaction of the text removes.
pub fn text_files(act: &Act) -> Vec<&FileId> {
    match act {
        Act::Receive { .. }
        | Act::Accept { .. }
        | Act::Deliver { .. }
        | Act::Issue { .. }
        | Act::Complete { .. }
        | Act::Reissue { .. }
        | Act::Import { .. }
        | Act::Confirm { .. }
        | Act::Describe { .. } => act.files(),
        Act::Amend { reading, .. } => reading.iter().collect(),
        _ => Vec::new(),
    }
}

// -------------------------------------------------------------------------------------------------- circulate

/// What `circulate` is given.
pub struct Circulation<'a> {
    /// The letter.
    pub bytes: &'a [u8],
    /// Its file's name.
    pub name: &'a str,
    /// Answers to grave findings: rule, reason.
    pub answers: &'a [(String, String)],
    /// Other language versions: language, bytes, file name.
    pub versions: &'a [(Language, Vec<u8>, String)],
    /// Why required languages are missing.
    pub exception: Option<&'a str>,
    /// Organs named by the officer where the letter names none.
    pub organs: Option<Vec<Ask>>,
    /// The distribution category, where the officer names one.
    pub distribution: Option<&'a str>,
    /// Of which document it is the addendum, corrigendum or revision.
    pub under: Option<Under>,
    /// Whether the same text is to be circulated once more.
    pub again: bool,
    /// The idempotency key, where the caller gives one.
    pub key: Option<&'a str>,
    /// The moment that stands for now.
    pub at: Timestamp,
}

impl Circulation<'_> {
    fn intake(&self) -> Intake {
        Intake { channel: "command line".to_owned(), ..Intake::default() }
    }
}

/// What came of it.
pub struct Circulated {
    /// The dossier as it stands now.
    pub dossier: Dossier,
    /// What was understood and found.
    pub review: Review,
    /// Whether the text had been circulated before, so that nothing was done now.
    pub already: bool,
    /// Whether work that had been left unfinished was taken up.
    pub resumed: bool,
    /// Pages, by language, of what was issued now.
    pub pages: BTreeMap<Language, usize>,
    /// Why required languages are missing.
    pub exception: Option<String>,
}

/// The whole way, as one officer. Called again with the same text it goes on from where it was left, whatever stopped it.
///
/// The followers are the caller's to bring up, once for as many letters as it circulates.
pub fn circulate(office: &Office, reader: &Reader<'_>, order: &Circulation<'_>) -> Result<Circulated> {
    let body = &office.body;
    let at = order.at;
    let today = body.date_of(at);
    let mut base = match order.key {
        Some(key) => key.to_owned(),
        None => office.key_for("letter", order.bytes),
    };
    if order.again {
        let chance: [u8; 8] = crate::office::chance()?;
        base = format!("{base}:{}", u64::from_be_bytes(chance));
    }
    let key = |act: &str| Some(format!("{base}:{act}"));

    let known = office.reader()?.by_key(&format!("{base}:receive"))?.and_then(|entry| entry.dossier);
    let id = receive(office, order.bytes, &order.intake(), at, key("receive"))?;
    let mut dossier = dossier_of(office, id)?;
    let numbered = !dossier.allotments.is_empty();

    let mut found = review(reader, body, order.bytes, order.name, &Known::on(today))?;
    if let Some(named) = &order.organs {
        // What the officer names stands in the confirmed reading, and the rules look at it as at any request.
        found.reading.communication.requested_circulation = named
            .iter()
            .map(|ask| Request {
                organ: body.organ(&ask.organ).map(|organ| organ.name.clone()).unwrap_or_default(),
                agenda_items: ask.items.clone(),
                session: None,
            })
            .collect();
    }
    let mut asked = match &order.organs {
        Some(asks) => asks.clone(),
        // What stands under another document is one of the same organs, under the same items.
        None if order.under.is_some() => Vec::new(),
        None => asks(body, &found.reading.communication).unwrap_or_default(),
    };
    if !numbered {
        let due = if asked.is_empty() { None } else { due(office, &asked, at)? };
        found.findings = findings(&found.reading, body, &Known { due, ..Known::of(office, today) })?;
        found.verdict = chancery_lint::verdict(&found.findings);
    }
    let resumed = known.is_some() && !matches!(dossier.stage, Stage::Issued);
    let mut done = Circulated {
        already: dossier.stage == Stage::Issued,
        resumed,
        review: found,
        dossier: dossier.clone(),
        pages: BTreeMap::new(),
        exception: None,
    };
    if done.already {
        return Ok(done);
    }
    if matches!(dossier.stage, Stage::Returned | Stage::Voided | Stage::Imported) {
        return Err(Declined::because(format!(
            "this text is {id}, which was {}; --again circulates it as another document",
            dossier.stage.word()
        )));
    }
    if let Some((rule, _)) = order.answers.iter().find(|(rule, _)| chancery_lint::explain(rule).is_none()) {
        return Err(Declined::because(format!("--answer names no rule: “{rule}”; `chancery explain` lists them")));
    }

    let mut seen = vec![done.review.reading.communication.language.unwrap_or(Language::EN)];
    let mut others = Vec::new();
    for (language, bytes, name) in order.versions {
        once_a_language(&mut seen, *language)?;
        let mut communication = reader.read(bytes, Some(name)).communication;
        communication.language = Some(*language);
        others.push(OtherVersion { communication });
    }
    if dossier.stage == Stage::Received {
        let open = unanswered(&done.review.findings, order.answers);
        if !open.is_empty() {
            return Err(GraveFindings { dossier: id, done: Box::new(done) }.into());
        }
        if asked.is_empty() && order.under.is_none() {
            return Err(Declined::because(format!(
                "{id} was received, but the text asks for circulation as a document of no organ of this body; \
                 name one with --organ"
            )));
        }
        // Nothing takes a number that could not be set and issued: languages and page are tried first.
        let communication = &done.review.reading.communication;
        let code = category(body, order.distribution.or(communication.distribution.as_deref()))?;
        let mut languages = vec![communication.language.unwrap_or(Language::EN)];
        languages.extend(order.versions.iter().map(|(language, _, _)| *language));
        let required = match &order.under {
            Some(under) if !under.languages.is_empty() => &under.languages,
            _ => &body.charter.languages_required,
        };
        done.exception = exception_for(required, body, &languages, order.exception)?;
        for text in std::iter::once(communication).chain(others.iter().map(|other| &other.communication)) {
            let proof = compose(office, text, &[], "", &code, today, None, false, true);
            typeset(body, proof)?.whole()?;
        }
        // Only answers to what was found are kept.
        let answers: Vec<(String, String)> = order
            .answers
            .iter()
            .filter(|(rule, _)| {
                let named = |f: &Finding| rule.eq_ignore_ascii_case(&f.rule) || *rule == f.name;
                done.review.findings.iter().any(named)
            })
            .cloned()
            .collect();
        accept(office, id, &done.review, &answers, at, key("accept"))?;
        dossier = dossier_of(office, id)?;
    }
    if dossier.stage == Stage::Accepted {
        let expect_job = done.review.reading.communication.job_number.clone();
        for ask in &mut asked {
            // An answered finding about borne numbers means that the officer sets them aside.
            if order.answers.iter().any(|(rule, _)| rule.eq_ignore_ascii_case("SYM001")) {
                ask.expect = None;
            }
        }
        let expect_job = expect_job.filter(|_| asked.iter().any(|ask| ask.expect.is_some()));
        let under = order.under.clone();
        let registration = Registration { asks: asked, expect_job, under, ..Registration::default() };
        register(office, id, registration, at, key("register"))?;
        pause_for_tests("registered");
        dossier = dossier_of(office, id)?;
    }
    if dossier.stage == Stage::Registered {
        let release = Release { distribution: order.distribution, exception: order.exception, ..Release::default() };
        let (_, settings) = issue(office, &dossier, &others, &release, at, key("issue"))?;
        done.pages = settings.iter().map(|setting| (setting.language, setting.pages)).collect();
        dossier = dossier_of(office, id)?;
    }
    done.exception = match &dossier.exception {
        Some(file) => office.files.get(file)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        None => None,
    };
    done.dossier = dossier;
    Ok(done)
}

/// Refuses a second version in one language; a document has one text a language.
pub fn once_a_language(seen: &mut Vec<Language>, language: Language) -> Result<()> {
    if seen.contains(&language) {
        return Err(Declined::because(format!("there are two versions in {language}; a document has one a language")));
    }
    seen.push(language);
    Ok(())
}

/// The letter has grave findings that nobody answered. It was received and is kept; nothing else was done.
#[derive(thiserror::Error)]
#[error("{} grave finding(s); {dossier} is kept as received", .done.review.findings.iter().filter(|f| f.gravity == Gravity::Grave).count())]
pub struct GraveFindings {
    /// The dossier.
    pub dossier: DossierId,
    /// What was understood and found.
    pub done: Box<Circulated>,
}

impl std::fmt::Debug for GraveFindings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

// ----------------------------------------------------------------------------------------------------- import

/// What came of an import.
pub struct Imported {
    /// The dossier.
    pub dossier: Dossier,
    /// Whether it was on the record already.
    pub already: bool,
    /// What was understood.
    pub communication: Communication,
}

/// Takes a document issued elsewhere into the record under its own symbols, without circulating it.
pub fn import(office: &Office, reader: &Reader<'_>, bytes: &[u8], name: &str, at: Timestamp) -> Result<Imported> {
    within_size(office, bytes)?;
    let body = &office.body;
    let key = office.key_for("import", bytes);
    let mut communication = reader.read(bytes, Some(name)).communication;
    communication.file = name.to_owned();
    if let Some(id) = office.reader()?.by_key(&key)?.and_then(|entry| entry.dossier) {
        return Ok(Imported { dossier: dossier_of(office, id)?, already: true, communication });
    }
    if communication.symbols.is_empty() {
        return Err(Declined::because(format!(
            "the text bears no symbol of {}; a letter not yet issued is taken with `chancery circulate`",
            body.charter.name
        )));
    }
    let allotments: Vec<Allotment> =
        communication.symbols.iter().map(|symbol| imported(body, &communication, symbol)).collect();
    let journal = office.reader()?;
    for allotment in &allotments {
        if let Some(id) = journal.by_symbol(&allotment.symbol)? {
            return Err(Declined::from(chancery_model::Refusal::NumberTaken(allotment.symbol.to_string(), id)).into());
        }
    }
    let distribution = category(body, communication.distribution.as_deref())?;
    let date = communication.masthead_date.or(communication.letter_date);
    let language = communication.language.unwrap_or(Language::EN);
    // Without the wording of its language a document is on the record all the same, with its original alone.
    let versions = match body.words(language).and_then(|words| words.masthead.as_ref()) {
        Some(_) => {
            let job = communication.job_number.clone().unwrap_or_default();
            let date = date.unwrap_or_else(|| body.date_of(at));
            let document = compose(office, &communication, &allotments, &job, &distribution, date, None, true, false);
            let mut setting = typeset(body, document)?;
            if !setting.replaced.is_empty() {
                // A page that lacks characters is left out; the formats that show every character are kept.
                setting.renditions.retain(|(format, _)| *format != Format::Pdf);
            }
            vec![keep(office, &setting)?]
        }
        None => Vec::new(),
    };
    let act = Act::Import {
        original: office.files.put(bytes)?,
        reading: keep_reading(office, &communication)?,
        allotments,
        job_number: communication.job_number.clone(),
        date,
        distribution,
        versions,
        provenance: provenance(&communication),
    };
    let entry = perform(office, None, Step::Plain(act), at, Some(key))?;
    let id = entry.dossier.context("the register opened no dossier for what was imported")?;
    Ok(Imported { dossier: dossier_of(office, id)?, already: false, communication })
}

/// Where an imported symbol stands, and under which items.
fn imported(body: &Body, communication: &Communication, symbol: &Symbol) -> Allotment {
    let place = body.place(symbol);
    let organ = place.as_ref().map(|place| place.organ.clone()).unwrap_or_default();
    let named = |name: &str| body.organ_named(name).is_some_and(|found| found.code == organ);
    let items = communication
        .bodies
        .iter()
        .find(|receiving| named(&receiving.organ))
        .map(|receiving| receiving.agenda_items.clone())
        .or_else(|| {
            let request = communication.requested_circulation.iter().find(|request| named(&request.organ))?;
            Some(request.agenda_items.clone())
        })
        .unwrap_or_default();
    Allotment {
        organ,
        series: place.as_ref().map(|place| place.series.clone()).unwrap_or_default(),
        period: place.as_ref().map(|place| place.period.clone()).unwrap_or_default(),
        number: place.as_ref().filter(|place| place.modifiers.is_empty()).map(|place| place.number),
        symbol: symbol.without_asterisks(),
        items,
        set_aside: false,
        modifies: None,
    }
}

/// Which fields a reader filled; nobody has confirmed them.
fn provenance(communication: &Communication) -> BTreeMap<String, Provenance> {
    let machine = Provenance::Machine { reader: chancery_read::VERSION.to_owned() };
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(communication) else { return BTreeMap::new() };
    let filled = |value: &serde_json::Value| match value {
        serde_json::Value::Null => false,
        serde_json::Value::Array(list) => !list.is_empty(),
        serde_json::Value::String(text) => !text.is_empty(),
        _ => true,
    };
    fields
        .into_iter()
        .filter(|(name, value)| !matches!(name.as_str(), "file" | "format" | "doubts" | "places") && filled(value))
        .map(|(name, _)| (name, machine.clone()))
        .collect()
}

// ------------------------------------------------------------------------------------------------------ small

/// Performs one act through the one door.
pub fn perform(
    office: &Office,
    dossier: Option<DossierId>,
    step: Step,
    at: Timestamp,
    key: Option<String>,
) -> Result<Entry> {
    adopt(office, at)?;
    let body = office.body.digest.clone();
    let proposal = Proposal { dossier, step, officer: office.officer(), role: office.role.clone(), at, key, body };
    match office.register.perform(&office.body, proposal) {
        Ok(entry) => Ok(entry),
        Err(NotDone::Refused(refusal)) => Err(refusal.into_declined()),
        Err(NotDone::Failed(failure)) => Err(failure.into()),
    }
}

/// Records the institution's rules and the office's configuration as they stand, once a process, where they are not those
/// that were adopted last: a change that nobody made is then told from one that somebody acted under.
pub fn adopt(office: &Office, at: Timestamp) -> Result<()> {
    if office.adopted.get().is_some() {
        return Ok(());
    }
    let roles = &office.body.charter.roles;
    let may = |role: &str| office.body.allows(role, "adopt").is_ok();
    let role = Some(office.role.clone()).filter(|own| may(own));
    let role = role.or_else(|| roles.iter().map(|role| role.code.clone()).find(|role| may(role)));
    // In a body in which nobody may adopt, nothing is adopted.
    let Some(role) = role else { return Ok(()) };
    let archive = crate::adopt::adoption_archive(&office.folder)?;
    let last = office.reader()?.adopted()?;
    let same = match &last {
        Some((_, digest, file)) if *digest == office.body.digest => {
            office.files.get(file)?.is_some_and(|kept| kept == archive)
        }
        _ => false,
    };
    if !same {
        let files = office.files.put(&archive)?;
        // Two processes that begin at once adopt the same thing once.
        let key =
            format!("adopt:{}:{}", last.map_or(0, |(entry, ..)| entry), crate::followers::record::hex_digest(&archive));
        let proposal = Proposal {
            dossier: None,
            step: Step::Plain(Act::Adopt { files }),
            officer: office.officer(),
            role,
            at,
            key: Some(key),
            body: office.body.digest.clone(),
        };
        match office.register.perform(&office.body, proposal) {
            Ok(_) => {}
            Err(NotDone::Refused(refusal)) => return Err(refusal.into_declined()),
            Err(NotDone::Failed(failure)) => return Err(failure.into()),
        }
    }
    let _ = office.adopted.set(());
    Ok(())
}

/// A refusal of the register as an error of the roof.
pub trait IntoDeclined {
    /// Wraps it.
    fn into_declined(self) -> anyhow::Error;
}

impl IntoDeclined for chancery_model::Refusal {
    fn into_declined(self) -> anyhow::Error {
        Declined::from(self).into()
    }
}

/// The dossier as it stands now.
pub fn dossier_of(office: &Office, id: DossierId) -> Result<Dossier> {
    match office.reader()?.dossier(id)? {
        Some(dossier) => Ok(dossier),
        None => Err(chancery_model::Refusal::NoSuchDossier(id).into_declined()),
    }
}

/// The reading of a dossier as confirmed or imported.
pub fn reading_of(office: &Office, dossier: &Dossier) -> Result<KeptReading> {
    let Some(file) = &dossier.reading else {
        return Err(Declined::because(format!("{} has no confirmed reading yet; accept it first", dossier.id)));
    };
    let bytes = bytes_of(office, file)?;
    serde_json::from_slice(&bytes).context("the kept reading is damaged")
}

/// The bytes of a kept file.
pub fn bytes_of(office: &Office, file: &FileId) -> Result<Vec<u8>> {
    office.files.get(file)?.with_context(|| format!("file {file} is no longer in the file store"))
}

/// Keeps a reading in the file store.
pub fn keep_reading(office: &Office, communication: &Communication) -> Result<FileId> {
    let kept = KeptReading { reader: chancery_read::VERSION.to_owned(), communication: communication.clone() };
    Ok(office.files.put(&serde_json::to_vec(&kept)?)?)
}

/// Keeps an original in the file store, if it is not too large.
pub fn keep_original(office: &Office, bytes: &[u8]) -> Result<FileId> {
    within_size(office, bytes)?;
    Ok(office.files.put(bytes)?)
}

fn within_size(office: &Office, bytes: &[u8]) -> Result<()> {
    let largest = office.config.largest_original;
    if bytes.len() as u64 > largest {
        return Err(Declined::because(format!(
            "the file has {} bytes; at most {largest} are taken (largest_original in chancery.toml); nothing was kept",
            bytes.len()
        )));
    }
    Ok(())
}

/// Waits where a journey asks for it, so that a test can stop the program between two acts.
fn pause_for_tests(place: &str) {
    if std::env::var("CHANCERY_PAUSE_AT").is_ok_and(|wanted| wanted == place) {
        eprintln!("paused at {place}");
        std::thread::sleep(std::time::Duration::from_secs(60));
    }
}
