//! The resolver and a document's page: any written form of any of its symbols, with an optional language and format.

use anyhow::Result;
use askama::Template;
use axum::http::{StatusCode, header};
use chancery_model::{Document, Language};
use chancery_typeset::Format;
use serde::Serialize;

use super::{Accept, Asked, Frame, Line, Reply, Site, missing, ui, ui::Ui};
use crate::{
    catalogue::{Catalogue, Cited, Citing, Facts, Gone, Kept, Relation, Resolved},
    flow::KeptReading,
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
    /// One of the press's.
    Set(Format),
}

impl Form {
    /// A form by its name, by the ending of its files, or by a name that resolvers of old used.
    fn named(word: &str) -> Option<Form> {
        match word.to_ascii_lowercase().as_str() {
            "json" => Some(Form::Facts),
            "original" => Some(Form::Original),
            "doc" | "docx" => Some(Form::Set(Format::Docx)),
            "xml" => Some(Form::Set(Format::Akn)),
            "htm" => Some(Form::Set(Format::Html)),
            word => word.parse().ok().map(Form::Set),
        }
    }
}

/// Endings of addresses, the longest first: `.csl.json` before `.json`.
const ENDINGS: [&str; 13] = [
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
];

/// Parameters by which resolvers of old are asked for a symbol.
const SYMBOL_PARAMETERS: [&str; 5] = ["symbol", "s", "ds", "finalsymbol", "fs"];
const LANGUAGE_PARAMETERS: [&str; 4] = ["lang", "l", "language", "langue"];
const FORM_PARAMETERS: [&str; 3] = ["format", "t", "type"];

/// Answers an address that is no other page's.
pub fn resolve(site: &Site, asked: &Asked) -> Result<Reply> {
    let wanted = wanted(site, asked);
    site.look(|catalogue| match catalogue.resolve(&site.body, &wanted.symbol)? {
        Resolved::Document(id) => show(site, catalogue, asked, &wanted, id),
        Resolved::Gone(gone) => no_more(site, asked, gone, &wanted),
        Resolved::Choice(briefs) => {
            let documents = briefs.iter().map(|brief| Line::of(site, asked.ui, brief)).collect();
            let page = ChoicePage { frame: site.frame(asked, &asked.ui.t("choice")), documents };
            Ok(Reply::html(StatusCode::MULTIPLE_CHOICES, page.render()?))
        }
        Resolved::Unknown(nearest) => missing(site, asked, &nearest),
    })
}

/// Takes an address apart: `/en/AS/7/12.pdf`, `/AS/7/12?lang=F&format=html`, `/as_7_12-FR.pdf`,
/// `/akn/un/doc/…/AS-7-12/fra@/.pdf`, `?symbol=AS/7/12`.
fn wanted(site: &Site, asked: &Asked) -> Wanted {
    let mut form = None;
    let mut language = asked.prefixed.then(|| asked.ui.code.to_owned());
    let mut symbol = asked.path.trim().to_owned();
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
    if let Some((work, version)) = akn_name(&symbol) {
        symbol = work;
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
    Wanted { symbol, language, form }
}

/// The document and language that an address of Akoma Ntoso names: `/akn/un/doc/communication/un-ga/2020-02-05/A-74-672/eng@`.
/// In it a hyphen stands for the slash of a symbol, and a low line for its space.
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
    Some((number.replace('-', "/").replace('_', " "), version.map(str::to_owned)))
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
        Some(Form::Set(format)) => rendition(site, catalogue, asked, wanted, id, &kept, format),
        None => page(site, catalogue, asked, wanted, id, &kept),
    }
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

/// One of several ways to have a document.
struct Way {
    language: String,
    name: String,
    address: String,
    current: bool,
    formats: Vec<(String, String)>,
    /// What was issued: format, size and digest.
    issued: Vec<(String, String, String)>,
    released: String,
}

struct OrganLine {
    name: String,
    symbol: String,
    period: String,
    items: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    frame: Frame,
    /// Its address without a language: what to cite.
    address: String,
    facts: Facts,
    /// The language of the text shown.
    language: String,
    direction: &'static str,
    /// Whether it was asked for in a language in which there is no version.
    not_in: bool,
    /// The text, as markup of our own press.
    text: String,
    ways: Vec<Way>,
    organs: Vec<OrganLine>,
    dates: Vec<(String, String)>,
    sender: String,
    relations: Vec<(String, Vec<(String, String)>)>,
    cited: Vec<(Cited, String)>,
    citing: Vec<(Citing, String)>,
    citing_in_all: u64,
    provenance: Vec<(String, String)>,
    log_name: String,
    log_key: String,
}

fn page(site: &Site, catalogue: &Catalogue, asked: &Asked, wanted: &Wanted, id: i64, kept: &Kept) -> Result<Reply> {
    let Some(Known { facts, relations, citations }) = known(catalogue, id)? else { return missing(site, asked, &[]) };
    let ui = asked.ui;
    let language = ui.language();
    let asked_for = wanted.language.clone().unwrap_or_else(|| ui.code.to_owned());
    let shown = version(&facts, kept, Some(&asked_for)).or_else(|| version(&facts, kept, None));
    let text = match shown {
        Some(version) => match document(site, version)? {
            Some(document) => chancery_typeset::article(&document, &site.body)?,
            None => String::new(),
        },
        None => read_text(site, kept)?,
    };
    let of = shown.map(|version| version.language.clone()).or_else(|| facts.original_language.clone());
    let of = of.and_then(|code| Language::parse(&code).ok()).unwrap_or(language);
    let address = facts.address();
    let (title, _) = facts.title_in(of).unwrap_or_default();
    let title = if title.is_empty() {
        facts.symbols.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(" ")
    } else {
        title.to_owned()
    };
    let page = DocumentPage {
        frame: site.frame(asked, &title),
        not_in: wanted.language.is_some() && shown.is_some_and(|version| version.language != asked_for),
        language: of.to_string(),
        direction: ui::direction(of),
        text,
        ways: ways(site, &facts, kept, &of.to_string()),
        organs: organs(site, ui, &facts),
        dates: [
            ("date-letter", &facts.dates.letter),
            ("date-masthead", &facts.dates.masthead),
            ("date-release", &facts.dates.release),
        ]
        .into_iter()
        .filter_map(|(key, date)| Some((ui.t(key), site.date(date.as_ref()?, language))))
        .collect(),
        sender: facts
            .sender
            .as_ref()
            .map(|s| [s.office.clone(), s.state.clone()].into_iter().flatten().collect::<Vec<_>>().join(", "))
            .unwrap_or_default(),
        relations: relations
            .into_iter()
            .map(|relation| {
                let word = serde_json::to_value(relation.how)
                    .ok()
                    .and_then(|how| how.as_str().map(str::to_owned))
                    .unwrap_or_default();
                let way = if relation.incoming { "in" } else { "out" };
                let key = format!("relation-{way}-{}", word.replace('_', "-"));
                let others = relation
                    .symbols
                    .iter()
                    .map(|s| (s.to_string(), format!("/{}/{}", ui.code, s.url_form())))
                    .collect();
                (ui.t(&key), others)
            })
            .collect(),
        cited: citations
            .cited
            .into_iter()
            .map(|one| {
                let to = format!("/{}/{}", ui.code, one.symbol.url_form());
                (one, to)
            })
            .collect(),
        citing: citations
            .citing
            .into_iter()
            .map(|one| {
                let from = format!("/{}/{}", ui.code, one.from.url_form());
                (one, from)
            })
            .collect(),
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
                (field.clone(), from)
            })
            .collect(),
        log_name: site.log_name.clone(),
        log_key: site.log_key.clone(),
        address,
        facts,
    };
    let mut reply = Reply::html(StatusCode::OK, page.render()?);
    reply.set(header::LINK, &format!("<{}>; rel=\"canonical\"", page.address));
    reply.set(header::CONTENT_SECURITY_POLICY, &super::POLICY.replace("img-src 'self'", "img-src 'self' data:"));
    Ok(reply)
}

/// The text of an imported document that has no version of ours: as it was read.
fn read_text(site: &Site, kept: &Kept) -> Result<String> {
    let Some(bytes) = kept.reading.as_ref().map(|file| site.files.get(file)).transpose()?.flatten() else {
        return Ok(String::new());
    };
    let reading: KeptReading = serde_json::from_slice(&bytes)?;
    let mut out = String::new();
    for block in &reading.communication.text {
        out.push_str("<p>");
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

fn ways(site: &Site, facts: &Facts, kept: &Kept, current: &str) -> Vec<Way> {
    let address = facts.address();
    let way = |version: &crate::catalogue::KeptVersion| {
        let shown = facts.languages.iter().find(|one| one.language == version.language);
        let language = Language::parse(&version.language).unwrap_or(Language::EN);
        let formats = Format::ALL
            .into_iter()
            .filter(|format| {
                *format != Format::Json && version.document.is_some()
                    || version.renditions.iter().any(|(name, _)| name == format.name())
            })
            .map(|format| (format.name().to_owned(), format!("/{}{address}.{}", version.language, format.ending())))
            .collect();
        Way {
            name: site.body.words(language).map_or_else(|| version.language.clone(), |words| words.name.clone()),
            address: format!("/{}{address}", version.language),
            current: version.language == current,
            language: version.language.clone(),
            formats,
            issued: shown
                .map(|one| {
                    one.renditions.iter().map(|r| (r.format.clone(), r.bytes.to_string(), r.sha256.clone())).collect()
                })
                .unwrap_or_default(),
            released: shown.and_then(|one| one.released.clone()).unwrap_or_default(),
        }
    };
    kept.versions.iter().map(way).collect()
}

fn organs(site: &Site, ui: Ui, facts: &Facts) -> Vec<OrganLine> {
    let language = ui.language();
    let line = |body: &crate::view::ShownOrgan| {
        let organ = site.body.organ(&body.code);
        let period = body.session.clone().or_else(|| body.year.clone()).unwrap_or_default();
        OrganLine {
            name: site.organ_name(&body.code, language),
            symbol: body.symbol.clone(),
            items: body
                .agenda_items
                .iter()
                .zip(&body.agenda_item_titles)
                .map(|(number, english)| {
                    let own = organ.and_then(|organ| site.body.item_title(organ, &period, number, language));
                    (number.clone(), own.or_else(|| english.clone()).unwrap_or_default())
                })
                .collect(),
            period,
        }
    };
    facts.bodies.iter().map(line).collect()
}
