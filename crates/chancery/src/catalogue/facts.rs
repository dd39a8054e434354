//! What anyone may know of a document.

use anyhow::{Context, Result};
use chancery_model::{
    Dossier, Doubt, FileId, Language, Stage, Symbol,
    act::{ComponentLanguages, Provenance, RelationKind, Target},
    communication::{Citation, Sender},
    symbol::ModifierKind,
};
use serde::{Deserialize, Serialize};

use crate::view::{Description, ShownDates, ShownOrgan, ShownVersion, View};

/// The facts of a document: its masthead's, its catalogue's, and where each comes from. What depends on other documents (who
/// cites it, what corrects it) is asked of the catalogue when someone looks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// Its symbols, in the body's order.
    pub symbols: Vec<Symbol>,
    /// Its job numbers.
    pub job_numbers: Vec<String>,
    /// Whether it was issued here or imported.
    pub state: Stage,
    /// Whether it was issued elsewhere and imported.
    pub imported: bool,
    /// Its title as the confirmed reading has it.
    pub title: Option<String>,
    /// What kind of communication it is: `letter`, `note_verbale`, …
    pub kind: String,
    /// Who sent it.
    pub sender: Option<Sender>,
    /// All its senders, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub senders: Vec<Sender>,
    /// Its receiving organs.
    pub bodies: Vec<ShownOrgan>,
    /// Its dates.
    pub dates: ShownDates,
    /// Its distribution category's code.
    pub distribution: Option<String>,
    /// The language it was written in.
    pub original_language: Option<String>,
    /// Its language versions.
    pub languages: Vec<ShownVersion>,
    /// Why required languages are missing.
    pub exception: Option<String>,
    /// Its attachments.
    pub annexes: Vec<String>,
    /// What a librarian says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// Content codes of the catalogue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content_codes: Vec<String>,
    /// Components that have languages of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentLanguages>,
    /// How many of its files were removed for ever.
    #[serde(default, skip_serializing_if = "is_none")]
    pub redacted: usize,
    /// What the reader doubted or mended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// Where each field of an imported document comes from.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub provenance: std::collections::BTreeMap<String, Provenance>,
    /// Its place in the public log.
    pub log_index: Option<u64>,
}

fn is_none(n: &usize) -> bool {
    *n == 0
}

impl Facts {
    /// The path of its address, from the first symbol.
    pub fn address(&self) -> String {
        self.symbols.first().map(|symbol| format!("/{}", symbol.url_form())).unwrap_or_default()
    }

    /// The title in a language; where there is no such version, in the language it was written in, or in any.
    pub fn title_in(&self, language: Language) -> Option<(&str, Option<Language>)> {
        title_in(
            self.languages.iter().map(|v| (v.language.as_str(), v.title.as_str())),
            language,
            self.original_language.as_deref(),
        )
        .or_else(|| {
            self.title
                .as_deref()
                .map(|title| (title, self.original_language.as_deref().and_then(|l| Language::parse(l).ok())))
        })
    }
}

fn title_in<'t>(
    titles: impl Iterator<Item = (&'t str, &'t str)> + Clone,
    language: Language,
    original: Option<&str>,
) -> Option<(&'t str, Option<Language>)> {
    let in_language = |code: &str| titles.clone().find(|(l, title)| *l == code && !title.is_empty());
    in_language(language.code())
        .or_else(|| original.and_then(in_language))
        .or_else(|| titles.clone().find(|(_, title)| !title.is_empty()))
        .map(|(code, title)| (title, Language::parse(code).ok()))
}

/// A document as it stands in a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Brief {
    /// Its symbols.
    pub symbols: Vec<Symbol>,
    /// The path of its address.
    pub address: String,
    /// Its titles, by language code.
    pub titles: Vec<(String, String)>,
    /// The language it was written in.
    pub original_language: Option<String>,
    /// Its organs: code, session or year, agenda items.
    pub organs: Vec<(String, String, Vec<String>)>,
    /// The States and observers that sent it, by their names in the body's data.
    pub states: Vec<String>,
    /// What kind of communication it is.
    pub kind: String,
    /// The day under which it is listed: of issue, or of the masthead where it was imported.
    pub day: String,
    /// Whether it was imported.
    pub imported: bool,
    /// The languages in which there is a version.
    pub languages: Vec<String>,
}

impl Brief {
    /// The title in a language, or the nearest there is, with the language it is in; the symbols where there is none.
    pub fn title_in(&self, language: Language) -> (String, Option<Language>) {
        let titles = self.titles.iter().map(|(code, title)| (code.as_str(), title.as_str()));
        match title_in(titles, language, self.original_language.as_deref()) {
            Some((title, language)) => (title.to_owned(), language),
            None => (self.symbols.iter().map(Symbol::as_str).collect::<Vec<_>>().join(" "), None),
        }
    }
}

/// The files of one language version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptVersion {
    /// The language's code.
    pub language: String,
    /// The document as typeset.
    pub document: Option<FileId>,
    /// Its renditions: format and file.
    pub renditions: Vec<(String, FileId)>,
}

/// Where the files of a document lie.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Its versions.
    pub versions: Vec<KeptVersion>,
    /// The confirmed reading, where its text was not removed.
    pub reading: Option<FileId>,
    /// The original of an imported document, which is what was issued; what a sender sent to the office is not public.
    pub original: Option<FileId>,
}

/// How a document stands to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// How, seen from the document that says so.
    pub how: RelationKind,
    /// Whether the other says it of this one: `corrects` is then read as `corrected by`.
    pub incoming: bool,
    /// The other's symbols.
    pub symbols: Vec<Symbol>,
}

/// A relation as it is kept: whether the other is public is asked when someone looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OwnRelation {
    pub(super) how: RelationKind,
    pub(super) to: OwnTarget,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OwnTarget {
    /// A dossier, which may be public or not.
    Dossier(u64),
    /// A symbol that the document's own symbol says, or that no dossier of the office bears.
    Symbol(Symbol),
}

/// Everything the catalogue keeps of one document.
pub(super) struct Gathered {
    pub(super) facts: Facts,
    pub(super) kept: Kept,
    pub(super) brief: Brief,
    pub(super) relations: Vec<OwnRelation>,
    pub(super) citations: Vec<Citation>,
}

/// Gathers what may be known of a public document.
pub(super) fn gather(view: &View<'_>, dossier: &Dossier) -> Result<Gathered> {
    let reading = view.reading(dossier)?.map(|kept| kept.communication);
    let shown = view.shown_alone(dossier)?;
    let is_kept = |file: &&FileId| !dossier.redacted.contains(*file);
    let versions = dossier
        .versions
        .iter()
        .map(|version| KeptVersion {
            language: version.language.to_string(),
            document: Some(&version.document).filter(is_kept).cloned(),
            renditions: version
                .renditions
                .iter()
                .filter(|rendition| is_kept(&&rendition.file))
                .map(|rendition| (rendition.format.clone(), rendition.file.clone()))
                .collect(),
        })
        .collect();
    let kept = Kept {
        versions,
        reading: dossier.reading.as_ref().filter(is_kept).cloned(),
        original: Some(&dossier.original).filter(|file| dossier.stage == Stage::Imported && is_kept(file)).cloned(),
    };
    let senders = reading.as_ref().map(|c| c.senders.clone()).unwrap_or_default();
    let facts = Facts {
        symbols: dossier.allotments.iter().map(|own| own.symbol.clone()).collect(),
        job_numbers: shown.job_numbers,
        state: shown.state,
        imported: shown.imported,
        title: shown.title,
        kind: shown.kind,
        sender: shown.sender,
        senders,
        bodies: shown.bodies,
        dates: shown.dates,
        distribution: shown.distribution,
        original_language: shown.original_language,
        languages: shown.languages,
        exception: shown.exception,
        annexes: shown.annexes,
        description: shown.description,
        content_codes: shown.content_codes,
        components: shown.components,
        redacted: shown.redacted,
        doubts: if dossier.stage == Stage::Imported { shown.doubts } else { Vec::new() },
        provenance: shown.provenance,
        log_index: shown.log_index,
    };
    let mut states: Vec<String> = Vec::new();
    for state in facts.sender.iter().chain(&facts.senders).filter_map(|sender| sender.state.as_ref()) {
        if !states.contains(state) {
            states.push(state.clone());
        }
    }
    let day = dossier
        .released
        .map(|date| date.to_string())
        .or_else(|| facts.dates.masthead.clone())
        .or_else(|| facts.dates.letter.clone());
    let mut titles: Vec<(String, String)> = facts
        .languages
        .iter()
        .map(|v| (v.language.clone(), v.title.clone()))
        .filter(|(_, title)| !title.is_empty())
        .collect();
    if titles.is_empty()
        && let Some(title) = &facts.title
    {
        titles.push((facts.original_language.clone().unwrap_or_else(|| "en".to_owned()), title.clone()));
    }
    let brief = Brief {
        address: facts.address(),
        symbols: facts.symbols.clone(),
        titles,
        original_language: facts.original_language.clone(),
        organs: dossier
            .allotments
            .iter()
            .map(|own| (own.organ.clone(), own.period.clone(), own.items.clone()))
            .collect(),
        states,
        kind: facts.kind.clone(),
        day: day.unwrap_or_default(),
        imported: facts.imported,
        languages: facts.languages.iter().map(|version| version.language.clone()).collect(),
    };
    Ok(Gathered {
        relations: relations(view, dossier)?,
        citations: reading.map(|c| c.citations).unwrap_or_default(),
        facts,
        kept,
        brief,
    })
}

/// How it stands to others: by the modifiers of its symbols, and by acts.
fn relations(view: &View<'_>, dossier: &Dossier) -> Result<Vec<OwnRelation>> {
    let mut all: Vec<OwnRelation> = Vec::new();
    for symbol in dossier.allotments.iter().map(|own| &own.symbol) {
        let (_, modifiers) = view.body.grammar().split_modifiers(symbol);
        // A second corrigendum corrects what the first one does: both stand under the same symbol.
        let (Some((kind, _)), Some((parent, _))) = (modifiers.last(), symbol.as_str().rsplit_once('/')) else {
            continue;
        };
        let how: &[RelationKind] = match kind {
            ModifierKind::Addendum => &[RelationKind::AddsTo],
            ModifierKind::Corrigendum | ModifierKind::Amendment => &[RelationKind::Corrects],
            ModifierKind::Revision => &[RelationKind::Revises, RelationKind::Supersedes],
            ModifierKind::Summary => &[],
        };
        let to = OwnTarget::Symbol(Symbol::from_canonical(parent));
        all.extend(how.iter().map(|how| OwnRelation { how: *how, to: to.clone() }));
    }
    for related in &dossier.relations {
        let to = match &related.to {
            Target::Dossier(id) => OwnTarget::Dossier(id.0),
            // What the office itself holds under a symbol may not be public; then the symbol is not told either.
            Target::Symbol(symbol) => {
                match view.reader.by_symbol(&symbol.without_asterisks()).context("the journal cannot be read")? {
                    Some(id) => OwnTarget::Dossier(id.0),
                    None => OwnTarget::Symbol(symbol.clone()),
                }
            }
        };
        all.push(OwnRelation { how: related.kind, to });
    }
    Ok(all)
}
