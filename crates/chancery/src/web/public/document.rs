//! The resolver and a document's page: any written form of any of its symbols, with an optional language and format.

use anyhow::{Context, Result};
use askama::Template;
use axum::http::{StatusCode, header};
use chancery_model::{Document, Language, communication::BlockKind};
use chancery_record::{RECEIPT_EXTENSION, Receipt, VerifierKey};
use chancery_typeset::Format;
use serde::Serialize;

use super::{
    Accept, Asked, Frame, Line, Reply, Site,
    citations::{self, Place},
    missing, names, ui,
    ui::Ui,
};
use crate::{
    catalogue::{Catalogue, Cited, Citing, Facts, Gone, Kept, Relation, Resolved},
    followers::record::Folder,
    view::KeptReading,
    view::ShownOrgan,
};

/// How many places that cite a document are shown on its page.
const MOST_CITING: usize = 100;

#[derive(Template)]
#[template(path = "gone.html")]
struct GonePage {
    frame: Frame,
    symbols: String,
    withdrawn: bool,
    date: Option<String>,
    reason: Option<String>,
}

#[derive(Template)]
#[template(path = "choice.html")]
struct ChoicePage {
    frame: Frame,
    documents: Vec<Line>,
}

/// What an address asks for besides the document.
struct Wanted {
    /// What names the document.
    symbol: String,
    /// The number of a document in an address of Akoma Ntoso, which names it instead.
    hyphened: Option<String>,
    /// The language of the version, if the address names one.
    language: Option<String>,
    /// The form, if the address or the program that asks names one.
    form: Option<Form>,
}

/// A form in which a document can be had.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// What is known of it, for programs.
    Facts,
    /// What was issued elsewhere and imported, unchanged.
    Original,
    /// The receipt with which it is verified without this office.
    Receipt,
    /// One of the press's.
    Set(Format),
}

impl Form {
    /// A form by its name, by the ending of its files, or by a name that resolvers of old used.
    fn named(word: &str) -> Option<Form> {
        match word.to_ascii_lowercase().as_str() {
            "json" => Some(Form::Facts),
            "original" => Some(Form::Original),
            "receipt" | "receipt.json" => Some(Form::Receipt),
            "doc" | "docx" => Some(Form::Set(Format::Docx)),
            "xml" => Some(Form::Set(Format::Akn)),
            "htm" => Some(Form::Set(Format::Html)),
            word => word.parse().ok().map(Form::Set),
        }
    }
}

/// Endings of addresses, the longest first: `.csl.json` before `.json`.
const ENDINGS: [&str; 15] = [
    ".receipt.json",
    ".marc.xml",
    ".marcxml",
    ".csl.json",
    ".json",
    ".html",
    ".htm",
    ".pdf",
    ".txt",
    ".xml",
    ".akn",
    ".docx",
    ".doc",
    ".bib",
    ".ris",
];

/// Parameters by which resolvers of old are asked for a symbol.
const SYMBOL_PARAMETERS: [&str; 5] = ["symbol", "s", "ds", "finalsymbol", "fs"];
const LANGUAGE_PARAMETERS: [&str; 4] = ["lang", "l", "language", "langue"];
const FORM_PARAMETERS: [&str; 3] = ["format", "t", "type"];

/// Whether a parameter names the language of the version that is asked for.
pub fn names_a_language(parameter: &str) -> bool {
    LANGUAGE_PARAMETERS.iter().any(|name| parameter.eq_ignore_ascii_case(name))
}

/// Answers an address that is no other page's.
pub fn resolve(site: &Site, asked: &Asked) -> Result<Reply> {
    let mut wanted = wanted(site, asked);
    site.look(|catalogue| {
        if let Some(number) = &wanted.hyphened {
            // Where no document's symbol is written so, every hyphen is taken for a slash.
            let symbols: Vec<String> = catalogue.hyphened(number)?.iter().map(ToString::to_string).collect();
            wanted.symbol =
                if symbols.is_empty() { number.replace('-', "/").replace('_', " ") } else { symbols.join(" & ") };
        }
        answer(site, catalogue, asked, &wanted)
    })
}

fn answer(site: &Site, catalogue: &Catalogue, asked: &Asked, wanted: &Wanted) -> Result<Reply> {
    match catalogue.resolve(&site.body, &wanted.symbol)? {
        Resolved::Document(id) => show(site, catalogue, asked, wanted, id),
        Resolved::Gone(gone) => no_more(site, asked, gone, wanted),
        Resolved::Choice(briefs) => {
            let documents = briefs.iter().map(|brief| Line::of(site, asked.ui, brief)).collect();
            let page = ChoicePage { frame: site.frame(asked, &asked.ui.t("choice")), documents };
            Ok(Reply::html(StatusCode::MULTIPLE_CHOICES, page.render()?))
        }
        Resolved::Unknown(nearest) => missing(site, asked, &nearest),
    }
}

/// Takes an address apart: `/en/AS/7/12.pdf`, `/AS/7/12?lang=F&format=html`, `/as_7_12-FR.pdf`,
/// `/akn/un/doc/…/AS-7-12/fra@/.pdf`, `?symbol=AS/7/12`.
fn wanted(site: &Site, asked: &Asked) -> Wanted {
    let mut form = None;
    let mut language = asked.prefixed.then(|| asked.ui.code.to_owned());
    let mut symbol = asked.path.trim().to_owned();
    // Libraries resolve under a word of their own.
    if let Some(rest) = symbol.strip_prefix("symbol/") {
        symbol = rest.to_owned();
    }
    if let Some(named) = asked.parameter(&SYMBOL_PARAMETERS)
        && (symbol.is_empty() || site.body.grammar().parse_all(&symbol).is_err())
    {
        symbol = named.trim().to_owned();
    }
    let lower = symbol.to_ascii_lowercase();
    if let Some(ending) = ENDINGS.into_iter().find(|ending| lower.ends_with(ending) && lower.len() > ending.len()) {
        symbol.truncate(symbol.len() - ending.len());
        form = Form::named(&ending[1..]);
    }
    let mut hyphened = None;
    if let Some((number, version)) = akn_name(&symbol) {
        hyphened = Some(number);
        language = version.and_then(|code| language_of(site, &code)).or(language);
    } else if let Some((head, code)) = symbol.rsplit_once('-')
        && code.len() == 2
        && let Some(known) = language_of(site, code)
        && site.body.grammar().parse_all(head).is_ok()
    {
        // The way libraries name files: `AS_7_12-FR`.
        symbol = head.to_owned();
        language = Some(known);
    }
    if let Some(named) = asked.parameter(&LANGUAGE_PARAMETERS) {
        language = language_of(site, named).or(language);
    }
    if let Some(named) = asked.parameter(&FORM_PARAMETERS) {
        form = Form::named(named).or(form);
    }
    if form.is_none()
        && let Accept::Format(name) = asked.accept
    {
        form = Form::named(name);
    }
    Wanted { symbol, hyphened, language, form }
}

/// The document and language that an address of Akoma Ntoso names: `/akn/un/doc/communication/un-ga/2020-02-05/A-74-672/eng@`.
/// In the number a hyphen stands for the slash of a symbol, and a low line for its space.
fn akn_name(path: &str) -> Option<(String, Option<String>)> {
    let rest = path.strip_prefix("akn/").or_else(|| path.strip_prefix("AKN/"))?;
    let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
    // The version is the part with `@`; what follows it names a component or a form.
    let at = parts.iter().position(|part| part.contains('@'));
    let number = match at {
        Some(at) => parts.get(at.checked_sub(1)?)?,
        None => parts.last()?,
    };
    let number = number.split(['!', '#', '~']).next().unwrap_or("");
    let version = at.and_then(|at| parts[at].split('@').next()).filter(|code| !code.is_empty());
    Some((number.to_owned(), version.map(str::to_owned)))
}

/// A language by its two letters, its three, or the body's one.
fn language_of(site: &Site, text: &str) -> Option<String> {
    const THREE: [(&str, &str); 7] =
        [("ara", "ar"), ("zho", "zh"), ("chi", "zh"), ("eng", "en"), ("fra", "fr"), ("rus", "ru"), ("spa", "es")];
    let text = THREE.iter().find(|(three, _)| text.eq_ignore_ascii_case(three)).map_or(text, |(_, two)| two);
    let offered = &site.body.charter.languages_offered;
    let by_code = offered.iter().find(|language| language.code().eq_ignore_ascii_case(text));
    let by_letter = || {
        let same = |language: &&Language| {
            site.body
                .words(**language)
                .is_some_and(|words| !words.letter.is_empty() && words.letter.eq_ignore_ascii_case(text))
        };
        offered.iter().find(same)
    };
    by_code.or_else(by_letter).map(|language| language.code().to_owned())
}

/// What is gone answers with what happened, for ever.
fn no_more(site: &Site, asked: &Asked, gone: Gone, wanted: &Wanted) -> Result<Reply> {
    if wanted.form == Some(Form::Facts) {
        return Reply::json(StatusCode::GONE, &gone);
    }
    let symbols = gone.symbols.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let page = GonePage {
        frame: site.frame(asked, &symbols),
        symbols,
        withdrawn: gone.state == chancery_model::Stage::Withdrawn,
        date: gone.date.map(|date| site.date(&date, asked.ui.language())),
        reason: gone.reason,
    };
    Ok(Reply::html(StatusCode::GONE, page.render()?))
}

/// What is known of a document, for programs.
#[derive(Serialize)]
pub struct Known {
    #[serde(flatten)]
    pub facts: Facts,
    /// How it stands to other documents.
    pub relations: Vec<Relation>,
    /// What it cites, and what cites it.
    pub citations: Citations,
}

/// What a document cites, and what cites it.
#[derive(Serialize)]
pub struct Citations {
    /// What it cites.
    #[serde(rename = "out")]
    pub cited: Vec<Cited>,
    /// What cites it: the newest first, up to a hundred places.
    #[serde(rename = "in")]
    pub citing: Vec<Citing>,
    /// How many places cite it in all.
    pub citing_in_all: u64,
}

/// Gathers what is known of a document.
pub fn known(catalogue: &Catalogue, id: i64) -> Result<Option<Known>> {
    let Some(facts) = catalogue.facts(id)? else { return Ok(None) };
    let relations = catalogue.relations(id, &facts.symbols)?;
    let (citing, citing_in_all) = catalogue.citing(&facts.symbols, MOST_CITING)?;
    let citations = Citations { cited: catalogue.cited(id)?, citing, citing_in_all };
    Ok(Some(Known { facts, relations, citations }))
}

fn show(site: &Site, catalogue: &Catalogue, asked: &Asked, wanted: &Wanted, id: i64) -> Result<Reply> {
    let kept = catalogue.kept(id)?.unwrap_or_default();
    match wanted.form {
        Some(Form::Facts) => match known(catalogue, id)? {
            Some(known) => Reply::json(StatusCode::OK, &known),
            None => missing(site, asked, &[]),
        },
        Some(Form::Original) => match kept.original.as_ref().map(|file| site.files.get(file)).transpose()?.flatten() {
            // Whatever it is, it is handed over as a file and never shown as a page of ours.
            Some(bytes) => Ok(Reply::new(StatusCode::OK, "application/octet-stream", bytes).with(
                header::CONTENT_DISPOSITION,
                &format!("attachment; filename=\"{}\"", file_name(catalogue, id, None, "original")?),
            )),
            None => missing(site, asked, &[]),
        },
        Some(Form::Receipt) => receipt(site, catalogue, asked, id),
        Some(Form::Set(format)) => rendition(site, catalogue, asked, wanted, id, &kept, format),
        None => page(site, catalogue, asked, wanted, id, &kept),
    }
}

/// The receipt of a document: its public act, the salt, the path to the signed checkpoint. With it and the log's key anyone
/// verifies a file without asking this office again.
fn receipt(site: &Site, catalogue: &Catalogue, asked: &Asked, id: i64) -> Result<Reply> {
    let folder = Folder::at(&site.folder);
    let index = catalogue.facts(id)?.and_then(|facts| facts.log_index);
    let size = folder.size()?.unwrap_or(0);
    // An act beyond the checkpoint is not public yet, and an imported document has none.
    let (Some(index), Some(note)) = (index.filter(|index| *index < size), folder.checkpoint_note()?) else {
        return missing(site, asked, &[]);
    };
    let Some(kept) = folder.act(index)? else { return missing(site, asked, &[]) };
    let salt = kept.salt_bytes()?;
    let key: VerifierKey =
        site.log_key.parse().map_err(|error| anyhow::anyhow!("the log's key cannot be read: {error}"))?;
    let receipt = Receipt::issue(&folder, &note, &key, kept.act, salt, index)
        .context("the record does not prove the document")?;
    let name = file_name(catalogue, id, None, RECEIPT_EXTENSION.trim_start_matches('.'))?;
    Ok(Reply::new(StatusCode::OK, "application/json", receipt.to_text())
        .with(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\"")))
}

/// The version in a language; without one, the version in the language it was written in, or the first.
fn version<'k>(facts: &Facts, kept: &'k Kept, language: Option<&str>) -> Option<&'k crate::catalogue::KeptVersion> {
    let of = |code: &str| kept.versions.iter().find(|version| version.language == code);
    match language {
        Some(code) => of(code),
        None => facts.original_language.as_deref().and_then(of).or_else(|| kept.versions.first()),
    }
}

/// One file of a version: as it was issued where it was, made of the kept document where it was not.
fn rendition(
    site: &Site,
    catalogue: &Catalogue,
    asked: &Asked,
    wanted: &Wanted,
    id: i64,
    kept: &Kept,
    format: Format,
) -> Result<Reply> {
    let Some(facts) = catalogue.facts(id)? else { return missing(site, asked, &[]) };
    let Some(version) = version(&facts, kept, wanted.language.as_deref()) else {
        return missing(site, asked, &catalogue.brief(id)?.into_iter().collect::<Vec<_>>());
    };
    let issued = version.renditions.iter().find(|(name, _)| name == format.name());
    let bytes = match issued {
        Some((_, file)) => site.files.get(file)?,
        None => match document(site, version)? {
            Some(document) => Some(chancery_typeset::render(&document, &site.body, format)?.bytes),
            None => None,
        },
    };
    let Some(bytes) = bytes else { return missing(site, asked, &[]) };
    let name = file_name(catalogue, id, Some(&version.language), format.ending())?;
    // The rendition carries its own style and its pictures, and nothing else.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
    Ok(Reply::new(StatusCode::OK, format.media_type(), bytes)
        .with(header::CONTENT_DISPOSITION, &format!("inline; filename=\"{name}\""))
        .with(header::CONTENT_SECURITY_POLICY, policy)
        .with(header::CONTENT_LANGUAGE, &version.language)
        .with(header::LINK, &format!("<{}>; rel=\"canonical\"", facts.address()))
        .with(header::VARY, "Accept, Accept-Language"))
}

/// The name under which a browser keeps a file: `AS_7_12&C_2026_3-FR.pdf`, as libraries name them.
fn file_name(catalogue: &Catalogue, id: i64, language: Option<&str>, ending: &str) -> Result<String> {
    let symbols = catalogue.brief(id)?.map(|brief| brief.symbols).unwrap_or_default();
    let mut name = symbols.iter().map(|symbol| symbol.file_form()).collect::<Vec<_>>().join("&");
    if let Some(language) = language {
        name.push_str(&format!("-{}", language.to_uppercase()));
    }
    // A quotation mark would end the name in its header.
    name.retain(|c| c.is_ascii() && c != '"' && c != '\\');
    Ok(format!("{name}.{ending}"))
}

fn document(site: &Site, version: &crate::catalogue::KeptVersion) -> Result<Option<Document>> {
    match version.document.as_ref().map(|file| site.files.get(file)).transpose()?.flatten() {
        Some(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        None => Ok(None),
    }
}

/// One language version, as a page offers it.
struct Way {
    language: String,
    direction: &'static str,
    name: String,
    address: String,
    current: bool,
    /// The forms in which it can be had: name, address, size in bytes where it was issued so.
    formats: Vec<(String, String)>,
    /// What was issued: format, address, size in bytes, digest.
    issued: Vec<IssuedFile>,
    released: String,
    asterisks: String,
}

/// A file as it was issued.
struct IssuedFile {
    language: String,
    format: String,
    address: String,
    bytes: String,
    sha256: String,
}

struct OrganLine {
    name: String,
    address: String,
    symbol: String,
    period: String,
    period_address: String,
    items: Vec<ItemLine>,
}

struct ItemLine {
    number: String,
    title: String,
    language: String,
    direction: &'static str,
    address: String,
}

/// A link to another document, as a relation names it: symbol, address.
type Other = (String, String);

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    frame: Frame,
    /// Its address without a language: what to cite.
    address: String,
    /// The site's own address, where the office has laid that down; empty otherwise.
    base: String,
    facts: Facts,
    kind: String,
    /// The day of issue as programs write it.
    day: String,
    /// The language of the text shown.
    language: String,
    direction: &'static str,
    /// Whether it was asked for in a language in which there is no version.
    not_in: bool,
    /// The text, as markup of our own press.
    text: String,
    ways: Vec<Way>,
    organs: Vec<OrganLine>,
    dates: Vec<(String, String, String)>,
    senders: Vec<(String, String)>,
    distribution: String,
    original: String,
    /// The languages of parts that are not in all of them.
    components: Vec<(String, String)>,
    annexes: Vec<String>,
    /// In words; the others; whether it changes how the text is to be read, and is told above it.
    relations: Vec<(String, Vec<Other>, bool)>,
    cited: Vec<Place>,
    cited_in_all: u64,
    citing: Vec<Place>,
    citing_in_all: u64,
    provenance: Vec<(String, String)>,
    reference: String,
    log_name: String,
    log_key: String,
}

impl DocumentPage {
    fn issued(&self) -> impl Iterator<Item = &IssuedFile> {
        self.ways.iter().flat_map(|way| &way.issued)
    }

    /// The same for programs, as schema.org names it. It stands in an element of the page as data, which no browser runs, and which a
    /// `<` would end; so none is in it.
    fn linked(&self) -> String {
        let whole = |address: &str| format!("{}{address}", self.base);
        let named = |kind: &str, name: &str| serde_json::json!({"@type": kind, "name": name});
        let files = self.ways.iter().flat_map(|way| {
            // What people keep and what machines read; the other forms are named on the page.
            let kept = way.formats.iter().filter(|(format, _)| matches!(format.as_str(), "pdf" | "akn"));
            kept.filter_map(|(format, address)| {
                Some(serde_json::json!({
                    "@type": "MediaObject",
                    "contentUrl": whole(address),
                    "encodingFormat": format.parse::<Format>().ok()?.media_type(),
                    "inLanguage": way.language,
                }))
            })
        });
        let mut linked = serde_json::json!({
            "@context": "https://schema.org",
            "@type": "DigitalDocument",
            "@id": whole(&self.address),
            "url": whole(&self.address),
            "name": self.frame.title,
            "identifier": self.facts.symbols,
            "genre": self.kind,
            "inLanguage": self.ways.iter().map(|way| &way.language).collect::<Vec<_>>(),
            "publisher": named("Organization", &self.frame.issuer),
            "author": self.senders.iter().map(|(name, _)| named("Organization", name)).collect::<Vec<_>>(),
            "citation": self.cited.iter().map(|place| place.symbol.to_string()).collect::<Vec<_>>(),
            "encoding": files.collect::<Vec<_>>(),
            "isAccessibleForFree": true,
        });
        if !self.day.is_empty() {
            linked["datePublished"] = self.day.as_str().into();
        }
        if let Some(of) = &self.facts.description {
            linked["about"] = serde_json::json!(of.subjects);
        }
        linked.to_string().replace('<', "\\u003c")
    }

    /// The file and the receipt by which the page shows how to verify, under the names with which a browser keeps them.
    fn example(&self) -> Option<(String, String)> {
        let name = self.facts.symbols.iter().map(|symbol| symbol.file_form()).collect::<Vec<_>>().join("&");
        let own = self.ways.iter().find(|way| way.current)?.issued.iter().find(|file| file.format == "pdf")?;
        self.facts.log_index?;
        Some((format!("{name}-{}.pdf", own.language.to_uppercase()), format!("{name}{RECEIPT_EXTENSION}")))
    }
}

/// How many places of each side stand on the document's own page; the rest have a page of their own.
const PLACES: usize = 12;

fn page(site: &Site, catalogue: &Catalogue, asked: &Asked, wanted: &Wanted, id: i64, kept: &Kept) -> Result<Reply> {
    let Some(Known { facts, relations, citations }) = known(catalogue, id)? else { return missing(site, asked, &[]) };
    let ui = asked.ui;
    let language = ui.language();
    let asked_for = wanted.language.clone().unwrap_or_else(|| ui.code.to_owned());
    let shown = version(&facts, kept, Some(&asked_for)).or_else(|| version(&facts, kept, None));
    let text = match shown {
        Some(version) => match document(site, version)? {
            Some(document) => with_anchors(&chancery_typeset::article(&document, &site.body)?),
            None => String::new(),
        },
        None => read_text(site, kept)?,
    };
    let of = shown.map(|version| version.language.clone()).or_else(|| facts.original_language.clone());
    let of = of.and_then(|code| Language::parse(&code).ok()).unwrap_or(language);
    let address = facts.address();
    let (title, _) = facts.title_in(of).unwrap_or_default();
    let symbols = facts.symbols.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(" · ");
    let title = if title.is_empty() { symbols.clone() } else { title.to_owned() };
    let day =
        facts.dates.release.clone().or_else(|| facts.dates.masthead.clone()).or_else(|| facts.dates.letter.clone());
    let day = day.unwrap_or_default();
    let mut frame = site.frame(asked, &title);
    frame.wide = true;
    frame.place = "document".to_owned();
    // The window names the document by its symbol first, as everyone does.
    if title != symbols {
        frame.window = format!("{symbols} · {title}");
    }
    if let (Some(body), Some(place)) = (facts.bodies.first(), facts.bodies.first().map(period_of)) {
        let name = site.organ_name(&body.code, language);
        let part = names::period_part(&place);
        frame = frame.under(&[
            (&name, &names::path(&["organs", &body.code])),
            (&site.period_name(&body.code, &place, ui), &names::path(&["organs", &body.code, part])),
        ]);
    }
    let mut senders: Vec<(String, String)> = Vec::new();
    for sender in facts.sender.iter().chain(&facts.senders) {
        let name = site.sender_name(sender, language);
        let to = sender.state.as_ref().map(|state| format!("/{}{}", ui.code, names::path(&["senders", state])));
        let line = (name, to.unwrap_or_default());
        if !line.0.is_empty() && !senders.contains(&line) {
            senders.push(line);
        }
    }
    let cited_in_all = citations.cited.len() as u64;
    let page = DocumentPage {
        not_in: wanted.language.is_some() && shown.is_some_and(|version| version.language != asked_for),
        language: of.to_string(),
        direction: ui::direction(of),
        text,
        ways: ways(site, ui, &facts, kept, &of.to_string()),
        organs: organs(site, ui, &facts),
        dates: [
            ("date-letter", &facts.dates.letter),
            ("date-masthead", &facts.dates.masthead),
            ("date-release", &facts.dates.release),
        ]
        .into_iter()
        .filter_map(|(key, date)| Some((ui.t(key), site.date(date.as_ref()?, language), date.clone()?)))
        .collect(),
        senders,
        distribution: facts.distribution.as_ref().map(|code| site.category_name(code, language)).unwrap_or_default(),
        original: facts.original_language.as_ref().map(|code| site.language_name(code, language)).unwrap_or_default(),
        components: facts
            .components
            .iter()
            .map(|one| {
                let names: Vec<String> =
                    one.languages.iter().map(|of| site.language_name(&of.to_string(), language)).collect();
                (citations::part_name(site, ui, &one.part), names.join(", "))
            })
            .collect(),
        annexes: facts.annexes.clone(),
        relations: relations.into_iter().map(|relation| related(ui, &relation)).collect(),
        cited: citations::cited_places(site, ui, citations.cited.into_iter().take(PLACES).collect()),
        cited_in_all,
        citing: citations::citing_places(site, ui, citations.citing.into_iter().take(PLACES).collect()),
        citing_in_all: citations.citing_in_all,
        provenance: facts
            .provenance
            .iter()
            .map(|(field, from)| {
                let from = match from {
                    chancery_model::act::Provenance::OriginalMetadata => ui.t("from-metadata"),
                    chancery_model::act::Provenance::Machine { reader } => ui.x("from-machine", reader),
                    chancery_model::act::Provenance::Officer => ui.t("from-officer"),
                };
                let key = format!("field-{}", field.replace('_', "-"));
                let said = ui.t(&key);
                (if said == key { field.clone() } else { said }, from)
            })
            .collect(),
        reference: ui.with(
            "reference",
            &[
                ("body", &frame.body),
                ("title", &title),
                ("symbols", &facts.symbols.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("–")),
                ("date", &site.date(&day, language)),
            ],
        ),
        kind: names::one_of_kind(ui, &facts.kind),
        base: site.base().unwrap_or_default(),
        log_name: site.log_name.clone(),
        log_key: site.log_key.clone(),
        day,
        frame,
        address,
        facts,
    };
    let mut reply = Reply::html(StatusCode::OK, page.render()?);
    reply.set(header::LINK, &format!("<{}>; rel=\"canonical\"", page.address));
    reply.set(header::CONTENT_SECURITY_POLICY, &super::POLICY.replace("img-src 'self'", "img-src 'self' data:"));
    Ok(reply)
}

/// A relation in words, seen from the document whose page it is, with the others.
fn related(ui: Ui, relation: &Relation) -> (String, Vec<Other>, bool) {
    use chancery_model::act::RelationKind::{AddsTo, Corrects, Revises, Supersedes};
    let word = serde_json::to_value(relation.how).ok();
    let word = word.and_then(|how| how.as_str().map(str::to_owned)).unwrap_or_default();
    let way = if relation.incoming { "in" } else { "out" };
    let key = format!("relation-{way}-{}", word.replace('_', "-"));
    let others = relation.symbols.iter().map(|s| (s.to_string(), format!("/{}/{}", ui.code, s.url_form()))).collect();
    (ui.t(&key), others, matches!(relation.how, AddsTo | Corrects | Revises | Supersedes))
}

/// Gives every paragraph of our press's markup the anchor by which citations name it: `annex-4`. They are counted as the reader
/// counts them, paragraphs and items of lists, from 1 in every part. Words cannot be taken for markup, since the press escapes them.
fn with_anchors(article: &str) -> String {
    const PARTS: [&str; 2] = ["<div id=\"", "<section id=\""];
    const COUNTED: [&str; 2] = ["<p data-chancery=\"paragraph\"", "<li data-chancery=\"list_item\""];
    let mut out = String::with_capacity(article.len() + article.len() / 20);
    let (mut part, mut paragraph) = (String::new(), 0u32);
    for line in article.split_inclusive('\n') {
        if let Some(rest) = PARTS.iter().find_map(|begins| line.strip_prefix(begins)) {
            part = rest.split('"').next().unwrap_or_default().to_owned();
            paragraph = 0;
        }
        match COUNTED.iter().find_map(|begins| Some((begins, line.strip_prefix(begins)?))) {
            Some((begins, rest)) if !part.is_empty() => {
                paragraph += 1;
                out.push_str(&format!("{begins} id=\"{part}-{paragraph}\"{rest}"));
            }
            _ => out.push_str(line),
        }
    }
    out
}

/// The text of an imported document that has no version of ours: as it was read.
fn read_text(site: &Site, kept: &Kept) -> Result<String> {
    let Some(bytes) = kept.reading.as_ref().map(|file| site.files.get(file)).transpose()?.flatten() else {
        return Ok(String::new());
    };
    let reading: KeptReading = serde_json::from_slice(&bytes)?;
    let mut out = String::new();
    let (mut part, mut paragraph) = (String::new(), 0u32);
    for block in &reading.communication.text {
        if block.part != part {
            part.clone_from(&block.part);
            paragraph = 0;
        }
        out.push_str("<p");
        if matches!(block.kind, BlockKind::Paragraph | BlockKind::List) {
            paragraph += 1;
            out.push_str(&format!(" id=\"{}\"", citations::anchor(&part, Some(paragraph))));
        }
        out.push('>');
        if let Some(number) = &block.number {
            out.push_str(&escaped(number));
            out.push(' ');
        }
        out.push_str(&escaped(&block.text));
        out.push_str("</p>\n");
    }
    Ok(out)
}

/// Text as HTML that shows it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn ways(site: &Site, ui: Ui, facts: &Facts, kept: &Kept, current: &str) -> Vec<Way> {
    let address = facts.address();
    let way = |version: &crate::catalogue::KeptVersion| {
        let shown = facts.languages.iter().find(|one| one.language == version.language);
        let language = Language::parse(&version.language).unwrap_or(Language::EN);
        let file = |format: Format| format!("/{}{address}.{}", version.language, format.ending());
        let formats = Format::ALL
            .into_iter()
            .filter(|format| {
                *format != Format::Json && version.document.is_some()
                    || version.renditions.iter().any(|(name, _)| name == format.name())
            })
            .map(|format| (format.name().to_owned(), file(format)))
            .collect();
        let issued = shown.map(|one| one.renditions.as_slice()).unwrap_or_default();
        let issued = issued.iter().map(|one| IssuedFile {
            language: version.language.clone(),
            address: one.format.parse().map(file).unwrap_or_default(),
            format: one.format.clone(),
            bytes: one.bytes.to_string(),
            sha256: one.sha256.clone(),
        });
        let in_page = if version.language == ui.code { String::new() } else { format!("?lang={}", version.language) };
        Way {
            name: site.own_name(&version.language),
            direction: ui::direction(language),
            address: format!("/{}{address}{in_page}", ui.code),
            current: version.language == current,
            language: version.language.clone(),
            formats,
            issued: issued.collect(),
            released: shown
                .and_then(|one| one.released.as_ref())
                .map(|date| site.date(date, ui.language()))
                .unwrap_or_default(),
            asterisks: "*".repeat(shown.map_or(0, |one| one.asterisks.min(9) as usize)),
        }
    };
    kept.versions.iter().map(way).collect()
}

/// The session or year of an organ's symbol; empty for running numbers.
fn period_of(body: &ShownOrgan) -> String {
    body.session.clone().or_else(|| body.year.clone()).unwrap_or_default()
}

fn organs(site: &Site, ui: Ui, facts: &Facts) -> Vec<OrganLine> {
    let language = ui.language();
    let line = |body: &ShownOrgan| {
        let period = period_of(body);
        let part = names::period_part(&period).to_owned();
        let at = |rest: &[&str]| {
            let mut parts = vec!["organs", body.code.as_str()];
            parts.extend(rest);
            format!("/{}{}", ui.code, names::path(&parts))
        };
        let items = body.agenda_items.iter().zip(&body.agenda_item_titles).map(|(number, english)| {
            let titled = site
                .item_title(&body.code, &period, number, language)
                .or_else(|| english.clone().map(|title| (title, Language::EN)));
            let (title, of) = titled.unwrap_or((String::new(), language));
            ItemLine {
                number: site.item_name(number, ui),
                title,
                language: of.to_string(),
                direction: ui::direction(of),
                address: at(&[&part, "items", number]),
            }
        });
        OrganLine {
            name: site.organ_name(&body.code, language),
            symbol: body.symbol.clone(),
            items: items.collect(),
            address: at(&[]),
            period: site.period_name(&body.code, &period, ui),
            period_address: at(&[&part]),
        }
    };
    facts.bodies.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paragraph_has_the_anchor_by_which_it_is_cited() {
        let press = "<div id=\"letter\">\n<p data-chancery=\"paragraph\" class=\"text\">One &lt;p data-chancery=&quot;paragraph&quot;</p>\n\
                     <ul>\n<li data-chancery=\"list_item\">Two</li>\n</ul>\n</div>\n\
                     <section id=\"annex\" class=\"attachment\">\n<h2>Annex</h2>\n<p data-chancery=\"paragraph\" class=\"text\">One</p>\n</section>\n";
        let done = with_anchors(press);
        for id in ["letter-1", "letter-2", "annex-1"] {
            assert_eq!(done.matches(&format!(" id=\"{id}\"")).count(), 1, "{done}");
        }
        assert!(!done.contains("letter-3") && !done.contains("annex-2"), "{done}");
        assert_eq!(
            done.replace(" id=\"letter-1\"", "").replace(" id=\"letter-2\"", "").replace(" id=\"annex-1\"", ""),
            press
        );
    }
}
