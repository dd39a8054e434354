//! The index: what was issued or imported and anyone may read becomes findable. Its folder may be deleted at any time.

use std::fs;

use anyhow::{Context, Result};
use chancery_find::{Index, Issued, IssuedOrgan};
use chancery_model::{Act, Dossier, Entry, Language, communication::BlockKind};

use crate::{
    digests, flow,
    office::{Lock, Office},
};

/// Indexes what the journal has beyond the index's own cursor.
pub fn follow(office: &Office) -> Result<()> {
    let folder = office.folder.join("index");
    let _lock = Lock::take(&office.folder.join("index.lock"))?;
    let index = Index::open_or_create(&folder).context("the index cannot be opened")?;
    let reader = office.reader()?;
    let mut cursor = index.cursor()?;
    let mut taken = None;
    loop {
        let entries = reader.entries(cursor + 1, 200)?;
        let Some(last) = entries.last().map(|entry| entry.number) else {
            if taken.is_some() || !digests::are_kept(&folder) {
                // Without a list an earlier run was stopped; what it left is looked at before it is listed.
                if taken.is_none() {
                    index.check().context("the index is damaged")?;
                }
                digests::keep(&folder, &taken.unwrap_or_default())?;
            }
            return Ok(());
        };
        let mut batch = Vec::new();
        for entry in &entries {
            batch.extend(issued(office, entry)?);
        }
        if taken.is_none() {
            taken = Some(digests::take(&folder)?);
        }
        index.add(&batch, last).context("the index cannot be written")?;
        cursor = last;
    }
}

/// Deletes the index and builds it anew from the journal. Returns how far it has read.
pub fn rebuild(office: &Office) -> Result<u64> {
    {
        let _lock = Lock::take(&office.folder.join("index.lock"))?;
        let folder = office.folder.join("index");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("the old index cannot be removed")?;
        }
    }
    follow(office)?;
    Ok(office.reader()?.last_number()?)
}

/// What there is to find of an entry: one for each language version, or the reading itself where there is none.
fn issued(office: &Office, entry: &Entry) -> Result<Vec<Issued>> {
    let (versions, distribution) = match &entry.act {
        Act::Issue { versions, distribution, .. } | Act::Import { versions, distribution, .. } => {
            (versions, distribution)
        }
        _ => return Ok(Vec::new()),
    };
    if !office.body.distribution(distribution).is_some_and(|category| category.public) {
        return Ok(Vec::new());
    }
    let Some(id) = entry.dossier else { return Ok(Vec::new()) };
    let dossier = flow::dossier_of(office, id)?;
    let mut all = Vec::new();
    for version in versions {
        let document: chancery_model::Document = serde_json::from_slice(&flow::bytes_of(office, &version.document)?)
            .context("a kept document is damaged")?;
        let parts = std::iter::once(("letter", &document.blocks))
            .chain(document.components.iter().map(|component| (component.part.as_str(), &component.blocks)));
        let mut text = Vec::new();
        for component in &document.components {
            if let Some(title) = &component.title {
                text.push((component.part.clone(), 0, title.clone()));
            }
        }
        for (part, blocks) in parts {
            for (at, block) in blocks.iter().enumerate() {
                text.push((part.to_owned(), u32::try_from(at + 1).unwrap_or(u32::MAX), block.text.clone()));
            }
        }
        all.push(one(office, entry, &dossier, version.language, document.title.clone(), text)?);
    }
    if all.is_empty() {
        let communication = flow::reading_of(office, &dossier)?.communication;
        let language = communication.language.unwrap_or(Language::EN);
        let text = communication
            .text
            .iter()
            .filter(|block| block.kind != BlockKind::Signature)
            .enumerate()
            .map(|(at, block)| (block.part.clone(), u32::try_from(at + 1).unwrap_or(u32::MAX), block.text.clone()))
            .collect();
        let title = communication.title.clone().unwrap_or_default();
        all.push(one(office, entry, &dossier, language, title, text)?);
    }
    Ok(all)
}

fn one(
    office: &Office,
    entry: &Entry,
    dossier: &Dossier,
    language: Language,
    title: String,
    text: Vec<(String, u32, String)>,
) -> Result<Issued> {
    let communication = flow::reading_of(office, dossier)?.communication;
    let mut states: Vec<String> = Vec::new();
    for sender in communication.sender.iter().chain(&communication.senders) {
        if let Some(state) = &sender.state
            && !states.contains(state)
        {
            states.push(state.clone());
        }
    }
    let organs = dossier
        .allotments
        .iter()
        .map(|allotment| IssuedOrgan {
            code: allotment.organ.clone(),
            name: office.body.organ(&allotment.organ).map(|organ| organ.name.clone()).unwrap_or_default(),
            period: allotment.period.clone(),
            items: allotment.items.clone(),
        })
        .collect();
    let kind = serde_json::to_value(communication.kind)?.as_str().unwrap_or("other").to_owned();
    Ok(Issued {
        entry: entry.number,
        dossier: dossier.id.to_string(),
        symbols: dossier.allotments.iter().map(|allotment| allotment.symbol.clone()).collect(),
        job_number: dossier.job_number.clone(),
        title,
        kind,
        language,
        organs,
        states,
        sender_office: communication.sender.and_then(|sender| sender.office),
        date: communication.letter_date,
        released: dossier.released.filter(|_| !matches!(entry.act, Act::Import { .. })),
        distribution: dossier.distribution.clone().unwrap_or_default(),
        text,
        imported: matches!(entry.act, Act::Import { .. }),
    })
}
