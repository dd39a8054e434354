//! What is on record, put together for those who look: `show`, the site, exports. Nothing here changes anything.

use anyhow::{Context, Result};
use chancery_model::{Body, Document, Dossier, FileId, Stage, Symbol, communication::Citation};
use chancery_register::{Reader, files::Files};
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::{Catalogue, Citing},
    followers::record::{Folder, hex_digest},
};

pub use crate::flow::{Description, KeptReading};

/// How many places that cite a document are shown with it.
const MOST_CITING: usize = 1_000;

/// Everything needed to look at the record, read-only.
pub struct View<'a> {
    /// The institution.
    pub body: &'a Body,
    /// The journal's views.
    pub reader: &'a Reader,
    /// The file store.
    pub files: &'a Files,
    /// The office's folder.
    pub folder: &'a std::path::Path,
}

/// A rendition as shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShownRendition {
    /// `pdf`, `html`, `text`.
    pub format: String,
    /// Its size.
    pub bytes: usize,
    /// Its SHA-256.
    pub sha256: String,
}

/// A language version as shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShownVersion {
    /// Its language.
    pub language: String,
    /// Its title in this language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// When it was issued, where that was later than the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<String>,
    /// How many asterisks its symbol bears: how often it was issued again.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub asterisks: u32,
    /// Its renditions.
    pub renditions: Vec<ShownRendition>,
}

/// A receiving organ as shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShownOrgan {
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShownDates {
    /// The date the sender wrote.
    pub letter: Option<String>,
    /// The date of the masthead.
    pub masthead: Option<String>,
    /// The date of issue.
    pub release: Option<String>,
}

/// How it stands to other documents.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Relations {
    /// What it corrects.
    pub corrects: Vec<String>,
    /// What it revises.
    pub revises: Vec<String>,
    /// What it adds to.
    pub adds_to: Vec<String>,
    /// What it reissues.
    pub reissues: Vec<String>,
    /// What it supersedes.
    pub supersedes: Vec<String>,
    /// What it transmits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transmits: Vec<String>,
    /// What it replies to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replies_to: Vec<String>,
    /// What bears the same text to another addressee.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identical_with: Vec<String>,
    /// With what it is one letter of several senders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub joint_with: Vec<String>,
    /// How other documents stand to it.
    #[serde(rename = "in", skip_serializing_if = "Vec::is_empty")]
    pub incoming: Vec<Incoming>,
}

impl Relations {
    /// Every relation in words, with the others.
    pub fn listed(&self) -> Vec<(&str, &[String])> {
        let own: [(&str, &Vec<String>); 9] = [
            ("adds to", &self.adds_to),
            ("corrects", &self.corrects),
            ("revises", &self.revises),
            ("reissues", &self.reissues),
            ("supersedes", &self.supersedes),
            ("transmits", &self.transmits),
            ("replies to", &self.replies_to),
            ("identical with", &self.identical_with),
            ("joint with", &self.joint_with),
        ];
        own.into_iter()
            .map(|(how, others)| (how, others.as_slice()))
            .chain(self.incoming.iter().map(|other| (other.how.as_str(), other.documents.as_slice())))
            .filter(|(_, others)| !others.is_empty())
            .collect()
    }
}

/// How another document stands to this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Incoming {
    /// The relation as seen from here: `corrected by`.
    pub how: String,
    /// The other's symbols, or its dossier while it has none.
    pub documents: Vec<String>,
}

fn is_none_removed(n: &usize) -> bool {
    *n == 0
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// What it cites and what cites it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ShownCitations {
    /// What it cites.
    #[serde(rename = "out")]
    pub cited: Vec<Citation>,
    /// What cites it, with the part and paragraph.
    #[serde(rename = "in")]
    pub citing: Vec<Citing>,
}

/// An officer's answer to a grave finding, as shown.
#[derive(Clone, Debug, Serialize)]
pub struct ShownAnswer {
    /// The rule's code.
    pub rule: String,
    /// The fault it is named for, if this version of the program has the rule.
    pub name: Option<&'static str>,
    /// The reason; `None` if it was removed for ever.
    pub reason: Option<String>,
}

/// A document as shown.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// Its dossier; empty on the public site, which does not tell how much lies between.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dossier: String,
    /// Its symbols.
    pub symbols: Vec<String>,
    /// Its job numbers.
    pub job_numbers: Vec<String>,
    /// How far the work on it has come.
    pub state: Stage,
    /// Whether it was issued elsewhere and imported.
    pub imported: bool,
    /// Its title.
    pub title: Option<String>,
    /// What kind of communication it is.
    pub kind: String,
    /// Who sent it.
    pub sender: Option<chancery_model::communication::Sender>,
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
    /// How it stands to other documents.
    pub relations: Relations,
    /// What it cites and what cites it.
    pub citations: ShownCitations,
    /// Why the work is stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// Why it was returned, voided or withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
    /// Of which dossier's document it became part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<String>,
    /// From which day on anyone may read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derestriction: Option<String>,
    /// What a librarian says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// Content codes of the catalogue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content_codes: Vec<String>,
    /// Components that have languages of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<chancery_model::act::ComponentLanguages>,
    /// How many of its files were removed for ever.
    #[serde(skip_serializing_if = "is_none_removed")]
    pub redacted: usize,
    /// What the reader doubted or mended.
    pub doubts: Vec<chancery_model::Doubt>,
    /// The rules whose grave findings an officer answered.
    pub answered: Vec<String>,
    /// What the officer answered to each; the office's own affair.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<ShownAnswer>,
    /// Where each field of an imported document comes from.
    pub provenance: std::collections::BTreeMap<String, chancery_model::act::Provenance>,
    /// Its place in the public log.
    pub log_index: Option<u64>,
}

/// Whether anyone may read a dossier's document.
pub fn is_public(body: &Body, dossier: &Dossier) -> bool {
    matches!(dossier.stage, Stage::Issued | Stage::Imported) && is_open(body, dossier)
}

/// Whether its distribution category is one that anyone may read.
pub fn is_open(body: &Body, dossier: &Dossier) -> bool {
    dossier.distribution.as_deref().and_then(|code| body.distribution(code)).is_some_and(|category| category.public)
}

impl View<'_> {
    /// The bytes of a kept file.
    pub fn bytes(&self, file: &FileId) -> Result<Vec<u8>> {
        self.files.get(file)?.with_context(|| format!("file {file} is no longer in the file store"))
    }

    /// The confirmed or imported reading; `None` before that, and after it was removed for ever.
    pub fn reading(&self, dossier: &Dossier) -> Result<Option<KeptReading>> {
        match &dossier.reading {
            Some(file) if dossier.redacted.contains(file) => Ok(None),
            Some(file) => Ok(Some(serde_json::from_slice(&self.bytes(file)?).context("a kept reading is damaged")?)),
            None => Ok(None),
        }
    }

    /// The document as typeset in a language, or in the first one there is.
    pub fn document(&self, dossier: &Dossier, language: Option<&str>) -> Result<Option<Document>> {
        let version = dossier
            .versions
            .iter()
            .find(|version| language.is_some_and(|wanted| version.language.code() == wanted))
            .or_else(|| if language.is_none() { dossier.versions.first() } else { None });
        match version.filter(|version| !dossier.redacted.contains(&version.document)) {
            Some(version) => {
                Ok(Some(serde_json::from_slice(&self.bytes(&version.document)?).context("a kept document is damaged")?))
            }
            None => Ok(None),
        }
    }

    /// One rendition's bytes.
    pub fn rendition(&self, dossier: &Dossier, language: Option<&str>, format: &str) -> Result<Option<Vec<u8>>> {
        let version = match language {
            Some(wanted) => dossier.versions.iter().find(|version| version.language.code() == wanted),
            None => dossier.versions.first(),
        };
        let rendition = version.and_then(|v| v.renditions.iter().find(|rendition| rendition.format == format));
        let rendition = rendition.filter(|rendition| !dossier.redacted.contains(&rendition.file));
        rendition.map(|rendition| self.bytes(&rendition.file)).transpose()
    }

    /// Whether anyone may see the document.
    pub fn is_public(&self, dossier: &Dossier) -> bool {
        is_public(self.body, dossier)
    }

    /// The dossier a text names: `D7`, or one or more symbols in any written form.
    pub fn named(&self, text: &str) -> Result<Option<Dossier>> {
        if let Ok(id) = text.parse() {
            return Ok(self.reader.dossier(id)?);
        }
        let Ok(symbols) = self.body.grammar().parse_all(text) else { return Ok(None) };
        for symbol in symbols {
            if let Some(id) = self.reader.by_symbol(&symbol.without_asterisks())? {
                return Ok(self.reader.dossier(id)?);
            }
        }
        Ok(None)
    }

    /// The place in the public log of the last act that says how a dossier's document stands.
    pub fn log_index(&self, dossier: &Dossier) -> Result<Option<u64>> {
        let record = Folder::at(self.folder);
        let Some(size) = record.size()? else { return Ok(None) };
        for entry in dossier.entries.iter().rev() {
            if let Some(index) = record.index_of(*entry, size)?
                && record.act(index)?.is_some_and(|kept| kept.leaf.is_none() && kept.act["organs"].is_array())
            {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// Everything there is to show of a document, with what cites it on the public record.
    pub fn shown(&self, dossier: &Dossier) -> Result<Shown> {
        let mut shown = self.shown_alone(dossier)?;
        if let Some(catalogue) = Catalogue::open(self.folder)? {
            let symbols: Vec<Symbol> = dossier.allotments.iter().map(|own| own.symbol.clone()).collect();
            shown.citations.citing = catalogue.citing(&symbols, MOST_CITING)?.0;
        }
        Ok(shown)
    }

    /// Everything there is to show of a document by itself, without what cites it.
    pub fn shown_alone(&self, dossier: &Dossier) -> Result<Shown> {
        let kept = self.reading(dossier)?;
        let communication = kept.map(|kept| kept.communication);
        let mut languages = Vec::new();
        for version in &dossier.versions {
            let mut renditions = Vec::new();
            for rendition in version.renditions.iter().filter(|one| !dossier.redacted.contains(&one.file)) {
                let bytes = self.bytes(&rendition.file)?;
                renditions.push(ShownRendition {
                    format: rendition.format.clone(),
                    bytes: bytes.len(),
                    sha256: hex_digest(&bytes),
                });
            }
            let release = dossier.releases.iter().find(|release| release.language == version.language);
            let document = self.document(dossier, Some(version.language.code()))?;
            languages.push(ShownVersion {
                language: version.language.to_string(),
                title: document.map(|document| document.title).unwrap_or_default(),
                released: release.filter(|own| Some(own.date) != dossier.released).map(|own| own.date.to_string()),
                asterisks: release.map_or(0, |release| release.asterisks),
                renditions,
            });
        }
        let masthead = match self.document(dossier, None)? {
            Some(document) if dossier.stage != Stage::Imported => Some(document.date.to_string()),
            _ => communication.as_ref().and_then(|c| c.masthead_date).map(|date| date.to_string()),
        };
        let exception = self.text(dossier, dossier.exception.as_ref())?;
        let description = match dossier.description.as_ref().filter(|file| !dossier.redacted.contains(file)) {
            Some(file) => Some(serde_json::from_slice(&self.bytes(file)?).context("a kept description is damaged")?),
            None => None,
        };
        let symbols: Vec<&Symbol> = dossier.allotments.iter().map(|allotment| &allotment.symbol).collect();
        let kind = communication.as_ref().map(|c| c.kind).unwrap_or_default();
        Ok(Shown {
            dossier: dossier.id.to_string(),
            symbols: symbols.iter().map(|symbol| symbol.to_string()).collect(),
            job_numbers: match dossier.language_jobs.as_slice() {
                [] => dossier.job_number.iter().filter(|job| !job.is_empty()).cloned().collect(),
                jobs => jobs.iter().map(|job| job.job_number.clone()).collect(),
            },
            state: dossier.stage,
            imported: dossier.stage == Stage::Imported,
            title: communication.as_ref().and_then(|c| c.title.clone()),
            kind: serde_json::to_value(kind)?.as_str().unwrap_or("other").to_owned(),
            sender: communication.as_ref().and_then(|c| c.sender.clone()),
            bodies: self.organs(dossier),
            dates: ShownDates {
                letter: communication.as_ref().and_then(|c| c.letter_date).map(|date| date.to_string()),
                masthead,
                // When a document issued elsewhere was released is not known from its masthead.
                release: dossier.released.filter(|_| dossier.stage != Stage::Imported).map(|date| date.to_string()),
            },
            distribution: dossier.distribution.clone(),
            original_language: communication
                .as_ref()
                .and_then(|c| c.original_language.or(c.language))
                .map(|language| language.to_string()),
            languages,
            exception,
            annexes: communication
                .as_ref()
                .map(|c| {
                    let title = |annex: &chancery_model::communication::Annex| match &annex.title {
                        Some(title) => format!("{}: {title}", annex.label),
                        None => annex.label.clone(),
                    };
                    c.annexes.iter().map(title).collect()
                })
                .unwrap_or_default(),
            relations: self.relations(dossier)?,
            citations: ShownCitations {
                cited: communication.as_ref().map(|c| c.citations.clone()).unwrap_or_default(),
                citing: Vec::new(),
            },
            held: self.text(dossier, dossier.held.as_ref().map(|held| &held.reason))?,
            reason: self.text(dossier, dossier.reason.as_ref())?,
            withdrawn: dossier.withdrawn.map(|date| date.to_string()),
            joined: dossier.joined.map(|id| id.to_string()),
            derestriction: dossier.derestriction.as_ref().map(|(date, _)| date.to_string()),
            description,
            content_codes: dossier.content_codes.clone(),
            components: dossier.components.clone(),
            redacted: dossier.redacted.len(),
            doubts: communication.map(|c| c.doubts).unwrap_or_default(),
            answered: dossier.answers.iter().map(|answer| answer.rule.clone()).collect(),
            answers: self.answers(dossier)?,
            provenance: dossier.provenance.clone(),
            log_index: self.log_index(dossier)?,
        })
    }

    /// The answers of the officer who accepted it, with their reasons.
    fn answers(&self, dossier: &Dossier) -> Result<Vec<ShownAnswer>> {
        let shown = |answer: &chancery_model::act::Answer| {
            Ok(ShownAnswer {
                rule: answer.rule.clone(),
                name: chancery_lint::explain(&answer.rule).map(|page| page.name),
                reason: self.text(dossier, Some(&answer.reason))?,
            })
        };
        dossier.answers.iter().map(shown).collect()
    }

    /// A reason that was kept as a text; `None` if there is none or it was removed for ever.
    fn text(&self, dossier: &Dossier, file: Option<&FileId>) -> Result<Option<String>> {
        match file.filter(|file| !dossier.redacted.contains(file)) {
            Some(file) => Ok(Some(String::from_utf8_lossy(&self.bytes(file)?).into_owned())),
            None => Ok(None),
        }
    }

    /// The symbols of a dossier, or its own number while it has none.
    fn called(&self, id: chancery_model::DossierId) -> Result<Vec<String>> {
        let symbols: Vec<String> = match self.reader.dossier(id)? {
            Some(dossier) => dossier.allotments.iter().map(|own| own.symbol.to_string()).collect(),
            None => Vec::new(),
        };
        Ok(if symbols.is_empty() { vec![id.to_string()] } else { symbols })
    }

    fn organs(&self, dossier: &Dossier) -> Vec<ShownOrgan> {
        let blocks = crate::flow::organ_blocks(self.body, &dossier.allotments, chancery_model::Language::EN);
        blocks
            .into_iter()
            .map(|block| {
                let organ = self.body.organ(&block.organ);
                let by_year = organ.is_some_and(|o| matches!(o.period, chancery_model::period::PeriodRule::Year));
                let period = Some(block.period).filter(|period| !period.is_empty());
                ShownOrgan {
                    code: block.organ.clone(),
                    organ: organ.map(|o| o.name.clone()).unwrap_or(block.organ),
                    symbol: block.symbol.to_string(),
                    session: period.clone().filter(|_| !by_year),
                    year: period.filter(|_| by_year),
                    agenda_items: block.items.iter().map(|item| item.number.clone()).collect(),
                    agenda_item_titles: block.items.into_iter().map(|item| item.title).collect(),
                }
            })
            .collect()
    }

    /// How it stands to others and they to it: by the modifiers of its symbols, and by acts.
    fn relations(&self, dossier: &Dossier) -> Result<Relations> {
        use chancery_model::{
            act::{RelationKind, Target},
            symbol::ModifierKind,
        };
        let mut relations = Relations::default();
        for symbol in dossier.allotments.iter().map(|allotment| &allotment.symbol) {
            let (_, modifiers) = self.body.grammar().split_modifiers(symbol);
            let Some((kind, _)) = modifiers.last() else { continue };
            // A second corrigendum corrects what the first one does: both stand under the same symbol.
            let Some((parent, _)) = symbol.as_str().rsplit_once('/') else { continue };
            let parent = parent.to_owned();
            match kind {
                ModifierKind::Addendum => relations.adds_to.push(parent),
                ModifierKind::Corrigendum | ModifierKind::Amendment => relations.corrects.push(parent),
                ModifierKind::Revision => {
                    relations.revises.push(parent.clone());
                    relations.supersedes.push(parent);
                }
                ModifierKind::Summary => {}
            }
        }
        for related in &dossier.relations {
            let names = match &related.to {
                Target::Dossier(id) => self.called(*id)?,
                Target::Symbol(symbol) => vec![symbol.to_string()],
            };
            let list = match related.kind {
                RelationKind::AddsTo => &mut relations.adds_to,
                RelationKind::Corrects => &mut relations.corrects,
                RelationKind::Revises => &mut relations.revises,
                RelationKind::Supersedes => &mut relations.supersedes,
                RelationKind::Transmits => &mut relations.transmits,
                RelationKind::RepliesTo => &mut relations.replies_to,
                RelationKind::IdenticalWith => &mut relations.identical_with,
                RelationKind::JointWith => &mut relations.joint_with,
            };
            list.extend(names);
        }
        for (kind, id) in self.reader.relations_to(dossier)? {
            let how = match kind {
                RelationKind::AddsTo => "added to by",
                RelationKind::Corrects => "corrected by",
                RelationKind::Revises => "revised by",
                RelationKind::Supersedes => "superseded by",
                RelationKind::Transmits => "transmitted by",
                RelationKind::RepliesTo => "replied to by",
                RelationKind::IdenticalWith => "identical with",
                RelationKind::JointWith => "joint with",
            };
            relations.incoming.push(Incoming { how: how.to_owned(), documents: self.called(id)? });
        }
        Ok(relations)
    }
}
