//! The index: what was issued or imported and anyone may read becomes findable. Its folder may be deleted at any time.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
};

use anyhow::{Context, Result};
use chancery_find::{FindError, Index, Issued, IssuedOrgan, Query, Rebuild, Suggestion};
use chancery_model::{Act, Body, Dossier, DossierId, Language, Stage, communication::BlockKind};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    digests, flow,
    office::{Lock, Office},
};

/// A query that finds fewer than so many may have another spelling that finds more.
const FEW: u64 = 3;

/// Another spelling of a query that found so little. Names of States and observers are never suggested, nor is anything for them.
pub fn suggestion(index: &Index, body: &Body, query: &Query, total: u64) -> Result<Option<Suggestion>> {
    if total >= FEW {
        return Ok(None);
    }
    let names = body.states.iter().flat_map(|state| state.names.values().flatten()).map(String::as_str);
    Ok(index.suggest(query, &names.collect::<Vec<_>>())?)
}

/// Indexes what the journal has beyond the index's own cursor.
pub fn follow(office: &Office) -> Result<()> {
    let _lock = Lock::take(&office.folder.join("index.lock"))?;
    let folder = &office.folder.join("index");
    let index = match Index::open_or_create(folder) {
        // A power loss may leave a list of segments that are gone. There is nothing in the index that the journal does not give.
        Err(FindError::Damaged { why, .. }) => {
            tracing::warn!("the index is made anew, because it was damaged: {why}");
            fs::remove_dir_all(folder).context("the damaged index cannot be removed")?;
            Index::open_or_create(folder)
        }
        opened => opened,
    }
    .context("the index cannot be opened")?;
    let reader = office.reader()?;
    let mut cursor = index.cursor()?;
    let mut taken = None;
    loop {
        let entries = reader.entries(cursor + 1, 200)?;
        let Some(last) = entries.last().map(|entry| entry.number) else {
            if taken.is_some() || !digests::are_kept(folder) {
                // Without a list an earlier run was stopped; what it left is looked at before it is listed.
                if taken.is_none() {
                    index.check().context("the index is damaged")?;
                }
                digests::keep(folder, &taken.unwrap_or_default())?;
            }
            return Ok(());
        };
        // A dossier is looked at once a batch, as it stands now: what was withdrawn since is not found for a moment.
        let mut touched: BTreeMap<DossierId, u64> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| changes_what_is_found(&entry.act)) {
            if let Some(id) = entry.dossier {
                touched.insert(id, entry.number);
            }
        }
        let (mut removed, mut batch) = (Vec::new(), Vec::new());
        for (id, number) in touched {
            let dossier = flow::dossier_of(office, id)?;
            removed.push(id.to_string());
            batch.extend(found(office, number, &dossier)?);
        }
        if taken.is_none() {
            taken = Some(digests::take(folder)?);
        }
        let mut writer = index.writer().context("the index cannot be opened for writing")?;
        writer.apply(&removed, &batch, last).context("the index cannot be written")?;
        writer.finish().context("the index cannot be written")?;
        cursor = last;
    }
}

/// How many language versions are made findable at once while the whole index is built anew.
const A_COMMIT: usize = 100_000;

/// Builds the index anew from the journal beside the old one, which serves until the new one takes its place. Returns how
/// far it has read.
pub fn rebuild(office: &Office) -> Result<u64> {
    let _lock = Lock::take(&office.folder.join("index.lock"))?;
    let rebuild = Rebuild::begin(&office.folder.join("index")).context("a new index cannot be begun")?;
    let last = fill(office, rebuild.index())?;
    digests::keep(rebuild.index().folder(), &digests::Digests::new())?;
    rebuild.finish().context("the new index cannot be put in place")?;
    Ok(last)
}

/// Fills an empty index with all there is to find, each dossier once and as it stands now.
fn fill(office: &Office, index: &Index) -> Result<u64> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut writer = index.bulk_writer(threads).context("the index cannot be opened for writing")?;
    let reader = office.reader()?;
    let bar = ProgressBar::new(reader.last_number()?);
    bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} entries, {eta}")?);
    let (mut last, mut pushed) = (0, 0);
    let mut seen = HashSet::new();
    loop {
        let entries = reader.entries(last + 1, 1_000)?;
        let Some(end) = entries.last().map(|entry| entry.number) else { break };
        for entry in entries.iter().filter(|entry| changes_what_is_found(&entry.act)) {
            let Some(id) = entry.dossier.filter(|id| seen.insert(*id)) else { continue };
            for issued in found(office, entry.number, &flow::dossier_of(office, id)?)? {
                writer.push(&issued).context("the index cannot be written")?;
                pushed += 1;
            }
        }
        last = end;
        bar.set_position(last);
        if pushed >= A_COMMIT {
            writer.commit(last).context("the index cannot be written")?;
            pushed = 0;
        }
    }
    writer.commit(last).context("the index cannot be written")?;
    writer.finish().context("the index cannot be written")?;
    bar.finish_and_clear();
    Ok(last)
}

/// Whether an act changes what is to be found of its dossier.
fn changes_what_is_found(act: &Act) -> bool {
    matches!(
        act,
        Act::Issue { .. }
            | Act::Import { .. }
            | Act::Complete { .. }
            | Act::Reissue { .. }
            | Act::Withdraw { .. }
            | Act::Derestrict { .. }
            | Act::Confirm { .. }
            | Act::Redact { .. }
    )
}

/// What there is to find of a dossier: one for each language version, or the reading itself where there is none. Nothing, if
/// it is not public or its text was removed.
fn found(office: &Office, number: u64, dossier: &Dossier) -> Result<Vec<Issued>> {
    let versions = &dossier.versions;
    if !office.is_public(dossier) || dossier.reading.as_ref().is_none_or(|file| dossier.redacted.contains(file)) {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for version in versions.iter().filter(|version| !dossier.redacted.contains(&version.document)) {
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
        all.push(one(office, number, dossier, version.language, document.title.clone(), text)?);
    }
    if all.is_empty() {
        let communication = flow::reading_of(office, dossier)?.communication;
        let language = communication.language.unwrap_or(Language::EN);
        let text = communication
            .text
            .iter()
            .filter(|block| block.kind != BlockKind::Signature)
            .enumerate()
            .map(|(at, block)| (block.part.clone(), u32::try_from(at + 1).unwrap_or(u32::MAX), block.text.clone()))
            .collect();
        let title = communication.title.clone().unwrap_or_default();
        all.push(one(office, number, dossier, language, title, text)?);
    }
    Ok(all)
}

fn one(
    office: &Office,
    entry: u64,
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
        entry,
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
        released: dossier.released.filter(|_| dossier.stage != Stage::Imported),
        distribution: dossier.distribution.clone().unwrap_or_default(),
        text,
        imported: dossier.stage == Stage::Imported,
    })
}
