//! What is on record, put together for those who look: `show`, the site, exports. Nothing here changes anything.

use anyhow::{Context, Result};
use chancery_find::Edge;
use chancery_model::{Body, Document, Dossier, FileId, Stage, Symbol, communication::Citation};
use chancery_register::{Reader, files::Files};
use serde::Serialize;

use crate::{
    flow::KeptReading,
    followers::{
        graph,
        record::{Folder, hex_digest},
    },
};

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
#[derive(Clone, Debug, Serialize)]
pub struct ShownRendition {
    /// `pdf`, `html`, `text`.
    pub format: String,
    /// Its size.
    pub bytes: usize,
    /// Its SHA-256.
    pub sha256: String,
}

/// A language version as shown.
#[derive(Clone, Debug, Serialize)]
pub struct ShownVersion {
    /// Its language.
    pub language: String,
    /// Its renditions.
    pub renditions: Vec<ShownRendition>,
}

/// A receiving organ as shown.
#[derive(Clone, Debug, Serialize)]
pub struct ShownOrgan {
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
#[derive(Clone, Debug, Serialize)]
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
}

/// What it cites and what cites it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ShownCitations {
    /// What it cites.
    #[serde(rename = "out")]
    pub cited: Vec<Citation>,
    /// What cites it, with the part and paragraph.
    #[serde(rename = "in")]
    pub citing: Vec<Edge>,
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
    /// What the reader doubted or mended.
    pub doubts: Vec<chancery_model::Doubt>,
    /// The rules whose grave findings an officer answered.
    pub answered: Vec<String>,
    /// Where each field of an imported document comes from.
    pub provenance: std::collections::BTreeMap<String, chancery_model::act::Provenance>,
    /// Its place in the public log.
    pub log_index: Option<u64>,
}

impl View<'_> {
    /// The bytes of a kept file.
    pub fn bytes(&self, file: &FileId) -> Result<Vec<u8>> {
        self.files.get(file)?.with_context(|| format!("file {file} is no longer in the file store"))
    }

    /// The confirmed or imported reading.
    pub fn reading(&self, dossier: &Dossier) -> Result<Option<KeptReading>> {
        match &dossier.reading {
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
        match version {
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
        rendition.map(|rendition| self.bytes(&rendition.file)).transpose()
    }

    /// Whether anyone may see the document.
    pub fn is_public(&self, dossier: &Dossier) -> bool {
        matches!(dossier.stage, Stage::Issued | Stage::Imported)
            && dossier
                .distribution
                .as_deref()
                .and_then(|code| self.body.distribution(code))
                .is_some_and(|category| category.public)
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

    /// The public document a text names by its symbols. Several symbols must all be its own; a dossier's number is no name.
    pub fn public_named(&self, text: &str) -> Result<Option<Dossier>> {
        let Ok(symbols) = self.body.grammar().parse_all(text) else { return Ok(None) };
        let mut found: Option<Dossier> = None;
        for symbol in symbols {
            let id = self.reader.by_symbol(&symbol.without_asterisks())?;
            match (id, &found) {
                (Some(id), Some(dossier)) if id == dossier.id => {}
                (Some(id), None) => found = self.reader.dossier(id)?.filter(|dossier| self.is_public(dossier)),
                _ => return Ok(None),
            }
            if found.is_none() {
                return Ok(None);
            }
        }
        Ok(found)
    }

    /// The place of a dossier's act of issue in the public log.
    pub fn log_index(&self, dossier: &Dossier) -> Result<Option<u64>> {
        let record = Folder::at(self.folder);
        let Some(size) = record.size()? else { return Ok(None) };
        for entry in dossier.entries.iter().rev() {
            if let Some(index) = record.index_of(*entry, size)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// Everything there is to show of a document.
    pub fn shown(&self, dossier: &Dossier) -> Result<Shown> {
        let kept = self.reading(dossier)?;
        let communication = kept.map(|kept| kept.communication);
        let mut languages = Vec::new();
        for version in &dossier.versions {
            let mut renditions = Vec::new();
            for rendition in &version.renditions {
                let bytes = self.bytes(&rendition.file)?;
                renditions.push(ShownRendition {
                    format: rendition.format.clone(),
                    bytes: bytes.len(),
                    sha256: hex_digest(&bytes),
                });
            }
            languages.push(ShownVersion { language: version.language.to_string(), renditions });
        }
        let masthead = match self.document(dossier, None)? {
            Some(document) if dossier.stage != Stage::Imported => Some(document.date.to_string()),
            _ => communication.as_ref().and_then(|c| c.masthead_date).map(|date| date.to_string()),
        };
        let exception = match &dossier.exception {
            Some(file) => Some(String::from_utf8_lossy(&self.bytes(file)?).into_owned()),
            None => None,
        };
        let symbols: Vec<&Symbol> = dossier.allotments.iter().map(|allotment| &allotment.symbol).collect();
        let kind = communication.as_ref().map(|c| c.kind).unwrap_or_default();
        Ok(Shown {
            dossier: dossier.id.to_string(),
            symbols: symbols.iter().map(|symbol| symbol.to_string()).collect(),
            job_numbers: dossier.job_number.iter().filter(|job| !job.is_empty()).cloned().collect(),
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
            relations: self.relations(&symbols),
            citations: ShownCitations {
                cited: communication.as_ref().map(|c| c.citations.clone()).unwrap_or_default(),
                citing: graph::citing(self.folder, &symbols)?,
            },
            doubts: communication.map(|c| c.doubts).unwrap_or_default(),
            answered: dossier.answers.iter().map(|answer| answer.rule.clone()).collect(),
            provenance: dossier.provenance.clone(),
            log_index: self.log_index(dossier)?,
        })
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

    /// What a symbol's own modifiers say of its relation to other documents.
    fn relations(&self, symbols: &[&Symbol]) -> Relations {
        use chancery_model::symbol::ModifierKind;
        let mut relations = Relations::default();
        for symbol in symbols {
            let (_, modifiers) = self.body.grammar().split_modifiers(symbol);
            let Some((kind, _)) = modifiers.last() else { continue };
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
        relations
    }
}
