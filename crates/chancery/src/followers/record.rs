//! The public record: each public act becomes a leaf of the log.
//!
//! The folder `record/` holds the acts with their salts (`acts/<index>.json`), the tiles, the signed checkpoint and the
//! cursor. Acts and checkpoint are kept; tiles can be rebuilt from the acts and must give the signed root.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use chancery_model::{Act, Dossier, Entry, FileId};
use chancery_record::{Checkpoint, Log, TileReader, VerifierKey, Written, canonical_json, leaf_digest, verifier_key};
use chancery_register::Reader;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    office::{Lock, Office, chance, sync_folder, write_durably},
    view::View,
};

/// A public act as it is kept: with its salt it gives its leaf.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptAct {
    /// The journal's number of the entry it was made from.
    pub entry: u64,
    /// 32 random bytes, hexadecimal.
    pub salt: String,
    /// The public act; null where it was taken from the record.
    pub act: serde_json::Value,
    /// Where the act and its salt were taken from the record: the leaf that stays, hexadecimal. It says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaf: Option<String>,
}

impl KeptAct {
    /// The salt as bytes.
    pub fn salt_bytes(&self) -> Result<[u8; 32]> {
        bytes_32(&self.salt).context("a kept act's salt is damaged")
    }

    /// The leaf's bytes.
    pub fn leaf(&self) -> Result<[u8; 32]> {
        if let Some(leaf) = &self.leaf {
            return bytes_32(leaf).context("a kept leaf is damaged");
        }
        let canonical = canonical_json(&self.act).context("a kept act cannot be made canonical")?;
        Ok(leaf_digest(&self.salt_bytes()?, &canonical).0)
    }
}

/// 32 bytes from their hexadecimal form. It has small letters only: what is written in one way alone cannot be changed unseen.
fn bytes_32(hex: &str) -> Result<[u8; 32]> {
    let mut out = [0u8; 32];
    if hex.len() != 64 || !hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        bail!("it has not 64 hexadecimal digits in small letters");
    }
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16)?;
    }
    Ok(out)
}

/// The record's folder, for reading.
pub struct Folder(PathBuf);

impl TileReader for Folder {
    fn tile(&self, path: &str) -> Option<Vec<u8>> {
        // Paths come from the record room, which makes them from numbers alone.
        fs::read(self.0.join(path)).ok()
    }
}

impl Folder {
    /// The record of an office.
    pub fn of(office: &Office) -> Folder {
        Folder::at(&office.folder)
    }

    /// The record in an office's folder.
    pub fn at(office: &Path) -> Folder {
        Folder(office.join("record"))
    }

    /// How many leaves the checkpoint speaks of, without verifying it.
    pub fn size(&self) -> Result<Option<u64>> {
        let note = self.checkpoint_note()?;
        Ok(note.and_then(|note| note.lines().nth(1).and_then(|size| size.parse().ok())))
    }

    /// The signed checkpoint, if anything was ever recorded.
    pub fn checkpoint_note(&self) -> Result<Option<String>> {
        match fs::read_to_string(self.0.join("checkpoint")) {
            Ok(note) => Ok(Some(note)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e).context("the checkpoint cannot be read"),
        }
    }

    /// The checkpoint, its signature verified.
    pub fn checkpoint(&self, key: &VerifierKey) -> Result<Option<Checkpoint>> {
        match self.checkpoint_note()? {
            Some(note) => Ok(Some(Checkpoint::open(&note, key).context("the record's checkpoint does not verify")?)),
            None => Ok(None),
        }
    }

    /// The act at an index.
    pub fn act(&self, index: u64) -> Result<Option<KeptAct>> {
        match fs::read(self.act_path(index)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).with_context(|| format!("act {index} is damaged"))?)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e).with_context(|| format!("act {index} cannot be read")),
        }
    }

    fn act_path(&self, index: u64) -> PathBuf {
        self.0.join("acts").join(format!("{index}.json"))
    }

    fn cursor(&self) -> Result<u64> {
        match fs::read_to_string(self.0.join("cursor")) {
            Ok(text) => super::read_cursor(&text).context("the record's cursor is damaged"),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(0),
            Err(e) => Err(e).context("the record's cursor cannot be read"),
        }
    }

    fn write_tiles(&self, written: &Written) -> Result<()> {
        for (path, bytes) in &written.files {
            write_durably(&self.0.join(path), bytes)?;
        }
        // The folders on the way may have been made by a process that was killed before their names were on the disk; no
        // checkpoint is signed over tiles that have no way to them.
        let inside = |folder: &&Path| folder.starts_with("tile");
        let folders: BTreeSet<&Path> =
            written.files.keys().flat_map(|path| Path::new(path).ancestors().skip(2)).filter(inside).collect();
        for folder in folders {
            sync_folder(&self.0.join(folder)).context("the tiles cannot be kept")?;
        }
        Ok(())
    }

    /// The index of the leaf made from a journal entry.
    pub fn index_of(&self, entry: u64, size: u64) -> Result<Option<u64>> {
        // Leaves are in the journal's order, so the place can be halved down to.
        let (mut low, mut high) = (0, size);
        while low < high {
            let middle = low + (high - low) / 2;
            let kept = self.act(middle)?.with_context(|| format!("act {middle} is missing from the record"))?;
            match kept.entry.cmp(&entry) {
                std::cmp::Ordering::Equal => return Ok(Some(middle)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(None)
    }
}

/// The key with which anyone verifies this office's record.
pub fn public_key(office: &Office) -> Result<VerifierKey> {
    Ok(verifier_key(&office.record_seed()?, &office.config.record_name)?)
}

/// Fails if the journal ends before what the record has already read: an older journal would give its numbers again.
pub fn not_ahead(office: &Path, head: impl FnOnce() -> Result<u64>) -> Result<()> {
    // The cursor is read first: other processes may append and record between the two looks.
    let cursor = Folder::at(office).cursor()?;
    let head = head()?;
    if cursor > head {
        bail!(
            "the journal ends at entry {head}, but the record has read up to {cursor}: the journal was lost or is an old \
             copy; put the newest one back before anything is done"
        );
    }
    Ok(())
}

/// Appends what the journal has beyond the cursor.
pub fn follow(office: &Office) -> Result<()> {
    let folder = Folder::of(office);
    let reader = office.reader()?;
    // A look without the lock spares the many commands that changed nothing public.
    let head = reader.last_number()?;
    if folder.cursor()? >= head && folder.checkpoint_note()?.is_some() {
        return Ok(());
    }
    let _lock = Lock::take(&office.folder.join("record").join(".lock"))?;
    let key = public_key(office)?;
    let standing = folder.checkpoint(&key)?;
    if standing.is_none() && (folder.cursor()? > 0 || folder.act(0)?.is_some()) {
        bail!(
            "the record has acts but no checkpoint; put the newest checkpoint back into record/ — nothing was signed, \
             because a new log would contradict the one the public knows"
        );
    }
    let mut log = match standing {
        Some(checkpoint) => Log::resume(&folder, &checkpoint)
            .context("the record's tiles do not give the signed root; `chancery rebuild record` rebuilds them")?,
        None => {
            // The empty log is signed before the first act is kept: from then on acts without a checkpoint mean that the
            // checkpoint was lost, and never that the program was stopped in between.
            sign(office, &folder, &Log::empty())?;
            Log::empty()
        }
    };
    let mut cursor = folder.cursor()?;
    loop {
        let entries = reader.entries(cursor + 1, 500)?;
        let Some(last) = entries.last().map(|entry| entry.number) else { break };
        let mut leaves = Vec::new();
        for entry in &entries {
            let Some(act) = public_act(&office.view(&reader), &office.issuer(), entry)? else { continue };
            if folder.index_of(entry.number, log.size())?.is_some() {
                // The checkpoint was signed before the cursor could be written.
                continue;
            }
            let index = log.size() + leaves.len() as u64;
            let kept = match folder.act(index)? {
                // Written before a crash, and not yet under a checkpoint: the salt is kept.
                Some(kept) if kept.entry == entry.number && (kept.act == act || kept.leaf.is_some()) => kept,
                Some(kept) => bail!(
                    "act {index} of the record was made from entry {}, not {}: the checkpoint or the journal is older \
                     than the record; put the newest ones back",
                    kept.entry,
                    entry.number
                ),
                None => {
                    let salt: [u8; 32] = chance()?;
                    let salt = salt.iter().map(|byte| format!("{byte:02x}")).collect();
                    let kept = KeptAct { entry: entry.number, salt, act, leaf: None };
                    write_durably(&folder.act_path(index), &serde_json::to_vec_pretty(&kept)?)?;
                    kept
                }
            };
            leaves.push(kept.leaf()?);
        }
        if !leaves.is_empty() {
            let written = log.append(&folder, &leaves)?;
            folder.write_tiles(&written)?;
            log = written.log();
            sign(office, &folder, &log)?;
        }
        for entry in &entries {
            erase(office, &folder, entry, log.size())?;
        }
        cursor = last;
        write_durably(&folder.0.join("cursor"), super::cursor_text(cursor).as_bytes())?;
    }
    Ok(())
}

fn sign(office: &Office, folder: &Folder, log: &Log) -> Result<()> {
    let checkpoint = Checkpoint { origin: office.config.record_name.clone(), size: log.size(), root: log.root() };
    // The last guard against two histories: a checkpoint may only grow out of the one that stands.
    if let Some(standing) = folder.checkpoint(&public_key(office)?)?
        && (standing.size > checkpoint.size || (standing.size == checkpoint.size && standing.root != checkpoint.root))
    {
        bail!("the record would lose {} leaves; nothing was signed", standing.size - checkpoint.size);
    }
    let note = checkpoint.sign(&office.record_seed()?)?;
    write_durably(&folder.0.join("checkpoint"), note.as_bytes())
}

/// Rebuilds the tiles from the kept acts; they must give the signed root.
pub fn rebuild(office: &Office) -> Result<u64> {
    let folder = Folder::of(office);
    let _lock = Lock::take(&office.folder.join("record").join(".lock"))?;
    let Some(checkpoint) = folder.checkpoint(&public_key(office)?)? else { return Ok(0) };
    let mut leaves = Vec::new();
    for index in 0..checkpoint.size {
        let kept = folder.act(index)?.with_context(|| format!("act {index} is missing from the record"))?;
        leaves.push(kept.leaf()?);
    }
    let written = chancery_record::rebuild(&leaves)?;
    if written.root != checkpoint.root {
        bail!("the kept acts give another root than the signed checkpoint; the record was altered");
    }
    let tiles = folder.0.join("tile");
    if tiles.exists() {
        fs::remove_dir_all(&tiles).context("the old tiles cannot be removed")?;
    }
    folder.write_tiles(&written)?;
    Ok(checkpoint.size)
}

/// The dossier of an entry as it stood with it.
pub fn dossier_at(reader: &Reader, entry: &Entry) -> Result<Option<Dossier>> {
    let Some(id) = entry.dossier else { return Ok(None) };
    let mut entries = reader.entries_of(id)?.into_iter().take_while(|one| one.number <= entry.number);
    let Some(mut dossier) = entries.next().as_ref().and_then(Dossier::open) else { return Ok(None) };
    entries.for_each(|one| dossier.apply(&one));
    Ok(Some(dossier))
}

/// What the public may know of an entry, if it is a public act.
///
/// It is made from the journal up to the entry and from nothing after it, so that it is the same whenever it is made.
pub fn public_act(view: &View<'_>, issuer: &str, entry: &Entry) -> Result<Option<serde_json::Value>> {
    if !matches!(
        entry.act,
        Act::Issue { .. }
            | Act::Complete { .. }
            | Act::Reissue { .. }
            | Act::Withdraw { .. }
            | Act::Derestrict { .. }
            | Act::Void { .. }
            | Act::Amend { .. }
            | Act::Redact { .. }
    ) {
        return Ok(None);
    }
    let Some(dossier) = dossier_at(view.reader, entry)? else { return Ok(None) };
    let day = view.body.date_of(entry.at).to_string();
    let is_open = |code: &str| view.body.distribution(code).is_some_and(|category| category.public);
    let public = dossier.stage.is_out() && dossier.distribution.as_deref().is_some_and(is_open);
    Ok(match &entry.act {
        Act::Issue { .. } if public => Some(statement(view, issuer, &dossier, "issue", None)?),
        Act::Complete { .. } if public => Some(statement(view, issuer, &dossier, "complete", Some(day))?),
        Act::Reissue { .. } if public => Some(statement(view, issuer, &dossier, "reissue", Some(day))?),
        Act::Derestrict { .. } if public => Some(statement(view, issuer, &dossier, "derestrict", Some(day))?),
        Act::Withdraw { reason, .. } if public => {
            let mut act = statement(view, issuer, &dossier, "withdraw", Some(day))?;
            act["reason"] = text_of(view, reason)?.into();
            Some(act)
        }
        Act::Redact { .. } if public => {
            Some(serde_json::json!({ "act": "redact", "symbols": symbols(&dossier), "on": day }))
        }
        // A number that no document bears is explained to anyone; what it was to be stays with the office.
        Act::Void { .. } => Some(serde_json::json!({ "act": "void", "symbols": symbols(&dossier), "on": day })),
        Act::Amend { removed, .. } if !removed.is_empty() => {
            let removed: Vec<String> = removed.iter().map(ToString::to_string).collect();
            Some(serde_json::json!({ "act": "void", "symbols": removed, "on": day }))
        }
        _ => None,
    })
}

/// Everything that stands of a document after an act, so that the last act in the log says all of it. `on` is the day of an
/// act after the issue.
fn statement(
    view: &View<'_>,
    issuer: &str,
    dossier: &Dossier,
    act: &str,
    on: Option<String>,
) -> Result<serde_json::Value> {
    let mut said = serde_json::json!({
        "act": act,
        "body": view.body.charter.code,
        "office": issuer,
        "symbols": symbols(dossier),
        "organs": organs(dossier),
        "job_number": dossier.job_number,
        "date": dossier.released.map(|date| date.to_string()),
        "distribution": dossier.distribution,
        "languages": languages(view, dossier)?,
        "exception": dossier.exception.as_ref().map(|file| text_of(view, file)).transpose()?,
    });
    if let Some(on) = on {
        said["on"] = on.into();
    }
    if !dossier.components.is_empty() {
        said["components"] = serde_json::to_value(&dossier.components)?;
    }
    if !dossier.language_jobs.is_empty() {
        let jobs: BTreeMap<&str, &str> =
            dossier.language_jobs.iter().map(|job| (job.language.code(), job.job_number.as_str())).collect();
        said["language_jobs"] = serde_json::to_value(jobs)?;
    }
    if let Some(under) = &dossier.under {
        let parents: Vec<String> =
            dossier.allotments.iter().filter_map(|own| Some(own.modifies.as_ref()?.parent.to_string())).collect();
        said["under"] = serde_json::json!({
            "kind": under.kind,
            "symbols": parents,
            "languages": under.languages.iter().map(|language| language.code()).collect::<Vec<_>>(),
        });
    }
    Ok(said)
}

/// The renditions of language versions: what a reader can compare a file with. A file that was redacted has no digest any
/// more; the act is then said to have been taken from the record.
fn languages(view: &View<'_>, dossier: &Dossier) -> Result<Vec<serde_json::Value>> {
    let mut all = Vec::new();
    for version in &dossier.versions {
        let mut renditions = Vec::new();
        for rendition in &version.renditions {
            renditions.push(match view.files.get(&rendition.file)? {
                Some(bytes) => serde_json::json!({
                    "format": rendition.format,
                    "bytes": bytes.len(),
                    "sha256": hex_digest(&bytes),
                }),
                None => serde_json::json!({ "format": rendition.format, "redacted": true }),
            });
        }
        let mut said = serde_json::json!({ "language": version.language.code(), "renditions": renditions });
        let asterisks = dossier.asterisks(version.language);
        if asterisks > 0 {
            said["asterisks"] = asterisks.into();
        }
        all.push(said);
    }
    Ok(all)
}

/// What stands for a text that was removed for ever.
pub const REMOVED: &str = "(removed)";

fn text_of(view: &View<'_>, file: &FileId) -> Result<String> {
    Ok(match view.files.get(file)? {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        None => REMOVED.to_owned(),
    })
}

/// Does what a redaction lays down: removes its files, and takes the public acts of its entries from the record. It may be
/// done any number of times.
fn erase(office: &Office, folder: &Folder, entry: &Entry, size: u64) -> Result<()> {
    let Act::Redact { files, entries, .. } = &entry.act else { return Ok(()) };
    for file in files {
        office.files.remove(file).with_context(|| format!("file {file} cannot be removed"))?;
    }
    for number in entries {
        let Some(index) = folder.index_of(*number, size)? else { continue };
        let Some(kept) = folder.act(index)? else { continue };
        if kept.leaf.is_none() {
            let leaf = kept.leaf()?.iter().map(|byte| format!("{byte:02x}")).collect();
            let gone = KeptAct { entry: *number, salt: String::new(), act: serde_json::Value::Null, leaf: Some(leaf) };
            write_durably(&folder.act_path(index), &serde_json::to_vec_pretty(&gone)?)?;
        }
    }
    Ok(())
}

fn symbols(dossier: &Dossier) -> Vec<String> {
    dossier.allotments.iter().map(|allotment| allotment.symbol.to_string()).collect()
}

fn organs(dossier: &Dossier) -> Vec<BTreeMap<&'static str, serde_json::Value>> {
    dossier
        .allotments
        .iter()
        .map(|allotment| {
            BTreeMap::from([
                ("organ", allotment.organ.clone().into()),
                ("period", allotment.period.clone().into()),
                ("symbol", allotment.symbol.to_string().into()),
                ("items", allotment.items.clone().into()),
            ])
        })
        .collect()
}

/// SHA-256 of bytes, hexadecimal.
pub fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_written_in_one_way() {
        let digest = hex_digest(b"a text");
        assert!(bytes_32(&digest).is_ok());
        let at = digest.find(|c: char| c.is_ascii_lowercase()).unwrap();
        let mut changed = digest.clone();
        changed.replace_range(at..=at, &digest[at..=at].to_uppercase());
        assert!(bytes_32(&changed).is_err());
        assert!(bytes_32(&digest[1..]).is_err());
    }
}
