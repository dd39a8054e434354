//! Backups: a consistent state of the office in another folder, taken while other processes write.
//!
//! ```text
//! backup/
//!   backup.json     the manifest, written last: without it there is no backup
//!   files/          what the acts name, as in the office
//!   record/         kept acts and tiles, which never change once they are written
//!   state-3/        journal.db, chancery.toml, body/, checkpoint and cursor as of this backup
//! ```
//!
//! The record is copied first, under its lock, and the journal after it: so the record never speaks of an entry that the
//! journal does not have. Then come the files that the copied journal names. A backup into the same folder adds what is
//! new beside the old state and takes the old one away when the new manifest stands, so that a backup that is cut short
//! leaves the one before it whole. The keys are never copied. Index and catalogue are not, because they can be built anew.

pub mod restore;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Component, Path, PathBuf},
    sync::Mutex,
};

use anyhow::{Context, Result, bail};
use chancery_model::{Act, FileId};
use chancery_register::{
    Reader,
    files::{identity, path_of},
};
use indicatif::ProgressBar;
use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    followers::record::hex_digest,
    office::{Lock, Office, write_durably},
    outcome::Declined,
};

/// The manifest's name.
pub const MANIFEST: &str = "backup.json";
const FORMAT: u32 = 1;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of backups.
    pub format: u32,
    /// When it was made.
    pub made: Timestamp,
    /// The journal's last entry.
    pub journal: JournalHead,
    /// The signed head of the record, if anything was ever recorded.
    pub record: Option<RecordHead>,
    /// Which state it is: the backups into this folder are counted.
    pub state: u64,
    /// Every file, by its path in the backup.
    pub files: BTreeMap<String, Copied>,
    /// SHA-256 of the manifest with nothing in this place.
    pub digest: String,
}

/// The journal's last entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalHead {
    /// Its number; 0 of an empty journal.
    pub number: u64,
    /// Its digest, hexadecimal.
    pub hash: String,
}

/// What the record's checkpoint says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordHead {
    /// The log's name.
    pub origin: String,
    /// How many leaves it has.
    pub size: u64,
    /// The root over them, in base64.
    pub root: String,
}

/// A file in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

impl Manifest {
    fn text(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    fn own_digest(&self) -> Result<String> {
        let bare = Manifest { digest: String::new(), ..self.clone() };
        Ok(hex_digest(bare.text()?.as_bytes()))
    }

    /// The folder of its state.
    fn state_folder(&self) -> String {
        format!("state-{}", self.state)
    }
}

/// What a backup did.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    /// The manifest.
    #[serde(skip)]
    pub manifest: Manifest,
    /// How many files were copied now.
    pub copied: u64,
    /// How many were there from an earlier backup.
    pub kept: u64,
    /// How many bytes were copied now.
    pub bytes: u64,
}

/// Writes into a backup or a restored office, and remembers what it wrote.
struct Copy<'a> {
    target: &'a Path,
    files: Mutex<BTreeMap<String, Copied>>,
    folders: Mutex<BTreeSet<PathBuf>>,
    count: Mutex<(u64, u64, u64)>,
}

impl Copy<'_> {
    fn into(target: &Path) -> Copy<'_> {
        Copy { target, files: Mutex::default(), folders: Mutex::default(), count: Mutex::default() }
    }

    /// Writes a file so that it is whole or not there; its folder is pressed to the disk at the end, with all others.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let place = self.target.join(path);
        let folder = place.parent().context("a file needs a folder")?;
        let name = place.file_name().context("a file needs a name")?.to_string_lossy().into_owned();
        let draft = folder.join(format!(".{name}.part"));
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(folder)?;
            let mut file = File::create(&draft)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&draft, &place)
        };
        write().with_context(|| format!("cannot write {}", place.display()))?;
        self.note(path, bytes);
        let mut count = lock(&self.count);
        (count.0, count.2) = (count.0 + 1, count.2 + bytes.len() as u64);
        Ok(())
    }

    /// Notes a file as it stands in the target.
    fn note(&self, path: &str, bytes: &[u8]) {
        let copied = Copied { bytes: bytes.len() as u64, sha256: hex_digest(bytes) };
        self.note_as(path, copied);
    }

    fn note_as(&self, path: &str, copied: Copied) {
        lock(&self.files).insert(path.to_owned(), copied);
        let place = self.target.join(path);
        let above = place.ancestors().skip(1).take_while(|folder| folder.starts_with(self.target));
        lock(&self.folders).extend(above.map(Path::to_owned));
    }

    /// Puts a file that never changes once it is written; one that is there already must be the same.
    fn put_once(&self, path: &str, bytes: &[u8]) -> Result<()> {
        match fs::read(self.target.join(path)) {
            Ok(there) if there == bytes => {
                self.note(path, bytes);
                lock(&self.count).1 += 1;
                Ok(())
            }
            Ok(_) => bail!(
                "{path} is not the same in the office and in the backup; `chancery fsck` and `chancery backup --verify` tell which is damaged"
            ),
            Err(e) if e.kind() == ErrorKind::NotFound => self.put(path, bytes),
            Err(e) => Err(e).with_context(|| format!("cannot read {path} of the backup")),
        }
    }

    /// Presses the names of all new files to the disk.
    fn press(&self) -> Result<()> {
        if !cfg!(unix) {
            return Ok(());
        }
        for folder in lock(&self.folders).iter() {
            File::open(folder)
                .and_then(|f| f.sync_all())
                .with_context(|| format!("cannot sync {}", folder.display()))?;
        }
        Ok(())
    }
}

/// A thread that panicked while it held one of these left nothing half done that matters to another.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The files under a folder, by path relative to it; drafts and locks are left out.
fn files_under(folder: &Path) -> Result<Vec<String>> {
    let mut all = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(at) = folders.pop() {
        let here = folder.join(&at);
        let entries = match fs::read_dir(&here) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => continue,
            Err(e) => return Err(e).with_context(|| format!("cannot read {}", here.display())),
        };
        for entry in entries {
            let entry = entry?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                bail!("{} holds a file whose name is no text", here.display());
            };
            let path = if at.is_empty() { name.clone() } else { format!("{at}/{name}") };
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if !name.ends_with(".part") && name != ".lock" {
                all.push(path);
            }
        }
    }
    all.sort();
    Ok(all)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Refuses a backup inside the office, or around it.
fn apart(office: &Path, target: &Path) -> Result<()> {
    let (office, target) = (office.canonicalize()?, target.canonicalize()?);
    if office.starts_with(&target) || target.starts_with(&office) {
        return Err(Declined::because("an office and its backup must not lie in one another; name another folder"));
    }
    Ok(())
}

/// Backs an office up. `existing` says whether the folder holds a backup that is to be brought up to date.
pub fn backup(office: &Path, target: &Path, existing: bool, at: Timestamp, bar: &ProgressBar) -> Result<Made> {
    if !Office::is_there(office) {
        return Err(Declined::because(format!("there is no office in {}", office.display())));
    }
    if existing && !target.join(MANIFEST).is_file() {
        return Err(Declined::because(format!(
            "{} holds no finished backup; name a new folder without --into",
            target.display()
        )));
    }
    fs::create_dir_all(target).with_context(|| format!("cannot make {}", target.display()))?;
    apart(office, target)?;
    let _lock = Lock::take(&target.join(".lock"))?;
    let before = if existing { Some(read_manifest(target)?) } else { None };
    if before.is_none() && fs::read_dir(target)?.filter_map(Result::ok).any(|entry| entry.file_name() != ".lock") {
        return Err(Declined::because(format!(
            "{} is not empty; a backup goes into a new folder, or with --into into the one of an earlier backup",
            target.display()
        )));
    }
    let state = before.as_ref().map_or(1, |before| before.state + 1);
    let place = format!("state-{state}");
    if target.join(&place).exists() {
        // A backup that was cut short left it; no manifest names it.
        fs::remove_dir_all(target.join(&place)).with_context(|| format!("cannot remove {place}"))?;
    }
    let copy = Copy::into(target);

    bar.set_message("record");
    let record = copy_record(office, &copy, &place)?;

    bar.set_message("journal");
    let reader = Reader::open(&office.join("journal")).context("the journal cannot be opened")?;
    reader.copy_to(&target.join(&place)).context("the journal cannot be copied")?;
    let journal = Reader::open_still(&target.join(&place)).context("the journal's copy cannot be opened")?;
    let chain = journal.chain_check().map_err(|failure| {
        Declined::because(format!("journal/journal.db: {failure}; `chancery fsck` tells more, nothing was backed up"))
    })?;
    let database = format!("{place}/journal.db");
    copy.note(&database, &bytes_of(&target.join(&database))?);

    bar.set_message("files");
    let wanted = named(&journal)?;
    bar.set_length(wanted.len() as u64);
    let copied = wanted.par_iter().map(|id| {
        bar.inc(1);
        copy_file(office, &copy, before.as_ref(), id, chain.entries)
    });
    copied.collect::<Result<Vec<()>>>()?;

    bar.set_message("institution");
    for path in files_under(&office.join("body"))? {
        copy.put(&format!("{place}/body/{path}"), &bytes_of(&office.join("body").join(&path))?)?;
    }
    copy.put(&format!("{place}/chancery.toml"), &bytes_of(&office.join("chancery.toml"))?)?;
    copy.press()?;

    let files = lock(&copy.files).clone();
    let journal = JournalHead { number: chain.entries, hash: chain.head };
    let mut manifest = Manifest { format: FORMAT, made: at, journal, record, state, files, digest: String::new() };
    manifest.digest = manifest.own_digest()?;
    write_durably(&target.join(MANIFEST), manifest.text()?.as_bytes())?;
    if before.is_some() {
        tidy(target, &manifest)?;
    }
    bar.finish_and_clear();
    let (copied, kept, bytes) = *lock(&copy.count);
    Ok(Made { manifest, copied: copied + 1, kept, bytes })
}

/// Copies the record, which stands still while its lock is held.
fn copy_record(office: &Path, copy: &Copy<'_>, place: &str) -> Result<Option<RecordHead>> {
    let folder = office.join("record");
    if !folder.is_dir() {
        return Ok(None);
    }
    let _lock = Lock::take(&folder.join(".lock"))?;
    let mut head = None;
    for path in files_under(&folder)? {
        let bytes = bytes_of(&folder.join(&path))?;
        match path.as_str() {
            "checkpoint" => {
                head = Some(head_of(&bytes).context("record/checkpoint is no checkpoint; `chancery fsck` tells more")?);
                copy.put(&format!("{place}/record/{path}"), &bytes)?;
            }
            "cursor" => copy.put(&format!("{place}/record/{path}"), &bytes)?,
            // Acts and tiles never change once they are written, so the backups into one folder share them.
            _ if path.starts_with("acts/") || path.starts_with("tile/") => {
                copy.put_once(&format!("record/{path}"), &bytes)?;
            }
            _ => {}
        }
    }
    Ok(head)
}

/// What a checkpoint says, without verifying it: the backup proves nothing, it only must not lose anything.
fn head_of(note: &[u8]) -> Option<RecordHead> {
    let mut lines = std::str::from_utf8(note).ok()?.lines();
    let (origin, size, root) = (lines.next()?.to_owned(), lines.next()?.parse().ok()?, lines.next()?.to_owned());
    Some(RecordHead { origin, size, root })
}

/// The files that a journal names and that were not removed.
fn named(journal: &Reader) -> Result<BTreeSet<FileId>> {
    let (mut named, mut redacted) = (BTreeSet::new(), BTreeSet::new());
    journal.each_entry(|entry| {
        named.extend(entry.act.files().into_iter().cloned());
        if let Act::Redact { files, .. } = &entry.act {
            redacted.extend(files.iter().cloned());
        }
        Ok(())
    })?;
    Ok(named.difference(&redacted).cloned().collect())
}

fn copy_file(office: &Path, copy: &Copy<'_>, before: Option<&Manifest>, id: &FileId, head: u64) -> Result<()> {
    let Some(place) = path_of(id) else { bail!("“{id}” names no file; `chancery fsck` tells which entry says it") };
    let path = format!("files/{}", place.display());
    if let Some(copied) = before.and_then(|before| before.files.get(&path))
        && fs::metadata(copy.target.join(&path)).is_ok_and(|there| there.len() == copied.bytes)
    {
        copy.note_as(&path, copied.clone());
        lock(&copy.count).1 += 1;
        return Ok(());
    }
    let refused = |what: &str| Declined::because(format!("{path} {what}; `chancery fsck` tells more"));
    match fs::read(office.join(&path)) {
        Ok(bytes) if identity(&bytes).as_ref() == Some(id) => copy.put(&path, &bytes),
        Ok(_) => Err(refused("is not as it was stored, and damage is not backed up")),
        Err(e) if e.kind() == ErrorKind::NotFound => {
            let now = named(&Reader::open(&office.join("journal"))?)?;
            let why =
                if now.contains(id) { "is missing" } else { "was just removed by a redaction; make the backup again" };
            Err(refused(&format!("{why} (the journal was copied up to entry {head})")))
        }
        Err(e) => Err(e).with_context(|| format!("cannot read {path}")),
    }
}

/// Takes away what the manifest does not name: older states, and files that were removed since.
fn tidy(target: &Path, manifest: &Manifest) -> Result<()> {
    for path in extra(target, manifest)? {
        fs::remove_file(target.join(&path)).with_context(|| format!("cannot remove {path}"))?;
    }
    for entry in fs::read_dir(target)?.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("state-") && name != manifest.state_folder() {
            fs::remove_dir_all(entry.path()).with_context(|| format!("cannot remove {name}"))?;
        }
    }
    Ok(())
}

/// What lies in a backup and is not in its manifest.
fn extra(target: &Path, manifest: &Manifest) -> Result<Vec<String>> {
    let there = files_under(target)?;
    Ok(there.into_iter().filter(|path| path != MANIFEST && !manifest.files.contains_key(path)).collect())
}

/// Reads a manifest and holds it against its own digest.
pub fn read_manifest(target: &Path) -> Result<Manifest> {
    let path = target.join(MANIFEST);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == ErrorKind::NotFound => {
            return Err(Declined::because(format!(
                "{} has no {MANIFEST}: it is no backup, or one that was not finished",
                target.display()
            )));
        }
        Err(e) => return Err(e).with_context(|| format!("cannot read {}", path.display())),
    };
    let refused = |why: String| Declined::because(format!("{MANIFEST} was altered or is no manifest: {why}"));
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|e| refused(e.to_string()))?;
    if manifest.format != FORMAT {
        return Err(refused(format!("its format is {}, this program reads {FORMAT}", manifest.format)));
    }
    if manifest.own_digest()? != manifest.digest || manifest.text()?.as_bytes() != bytes {
        return Err(refused("its own digest is another".to_owned()));
    }
    for path in manifest.files.keys() {
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let state = manifest.state_folder();
        let ours = ["files", "record", &state].iter().any(|folder| path.starts_with(&format!("{folder}/")));
        if !plain || !ours {
            return Err(refused(format!("it names “{path}”, which no backup has")));
        }
    }
    Ok(manifest)
}

/// What verifying a backup found.
#[derive(Clone, Debug, Serialize)]
pub struct Verified {
    /// Whether all of it is there and as it was copied.
    pub whole: bool,
    /// When it was made.
    pub made: Timestamp,
    /// The journal's last entry.
    pub journal: JournalHead,
    /// The record's head.
    pub record: Option<RecordHead>,
    /// How many files it has.
    pub files: usize,
    /// Each file that is not as it must be, and what is wrong.
    pub faults: Vec<(String, String)>,
    /// Files that belong to no backup; they are not restored.
    pub extra: Vec<String>,
    /// The manifest.
    #[serde(skip)]
    pub manifest: Manifest,
}

/// Reads every byte of a backup and holds it against the manifest, and the manifest against journal and record.
pub fn verify(target: &Path, bar: &ProgressBar) -> Result<Verified> {
    let manifest = read_manifest(target)?;
    bar.set_message("backup");
    bar.set_length(manifest.files.len() as u64);
    let looked = manifest.files.par_iter().filter_map(|(path, copied)| {
        bar.inc(1);
        let what = match fs::read(target.join(path)) {
            Ok(bytes) if bytes.len() as u64 != copied.bytes => format!("it has not {} bytes", copied.bytes),
            Ok(bytes) if hex_digest(&bytes) != copied.sha256 => "it was altered".to_owned(),
            Ok(_) => return None,
            Err(e) if e.kind() == ErrorKind::NotFound => "it is missing".to_owned(),
            Err(e) => e.to_string(),
        };
        Some((path.clone(), what))
    });
    let mut faults: Vec<(String, String)> = looked.collect();
    bar.finish_and_clear();
    let state = manifest.state_folder();
    let database = format!("{state}/journal.db");
    if !faults.iter().any(|(path, _)| *path == database) {
        match in_journal(&target.join(&state), &manifest) {
            Ok(mut missing) => faults.append(&mut missing),
            Err(error) => faults.push((database, format!("{error:#}"))),
        }
    }
    let note = format!("{state}/record/checkpoint");
    if fs::read(target.join(&note)).ok().and_then(|bytes| head_of(&bytes)) != manifest.record {
        faults.push((note, "it does not say what the manifest says of the record".to_owned()));
    }
    faults.dedup_by(|a, b| a.0 == b.0);
    let extra = extra(target, &manifest)?;
    Ok(Verified {
        whole: faults.is_empty(),
        made: manifest.made,
        journal: manifest.journal.clone(),
        record: manifest.record.clone(),
        files: manifest.files.len(),
        faults,
        extra,
        manifest,
    })
}

/// Holds the copied journal against the manifest: its chain, its head, and that every file it names was copied.
fn in_journal(state: &Path, manifest: &Manifest) -> Result<Vec<(String, String)>> {
    let journal = Reader::open_still(state)?;
    let chain = journal.chain_check()?;
    if (chain.entries, &chain.head) != (manifest.journal.number, &manifest.journal.hash) {
        bail!("it ends at entry {} with {}, the manifest says otherwise", chain.entries, chain.head);
    }
    let mut missing = Vec::new();
    for id in named(&journal)? {
        let path = path_of(&id).map(|place| format!("files/{}", place.display())).unwrap_or(id.0);
        if !manifest.files.contains_key(&path) {
            missing.push((path, "the journal names it, the manifest does not".to_owned()));
        }
    }
    Ok(missing)
}
