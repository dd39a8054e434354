//! Looking an office through for damage, piece by piece.
//!
//! Nothing here opens the office as the other commands do, because a damaged office may not open; nothing is written but
//! the locks by which commands take turns. It goes on after each fault, and each finding says where the fault is and what
//! would mend it.
//!
//! | file | what it looks at |
//! |---|---|
//! | `fsck/institution.rs` | `chancery.toml`, `body/`, `keys/`, and what the office adopted |
//! | `fsck/journal.rs` | the database, the chain of entries, the views, the numbering |
//! | `fsck/files.rs` | every file that an act names, and what else lies there |
//! | `fsck/record.rs` | the checkpoint, the kept acts, the tiles, the cursor |
//! | `fsck/followers.rs` | the index and the catalogue |

mod files;
mod followers;
mod institution;
mod journal;
mod record;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use chancery_model::{Body, FileId};
use chancery_record::VerifierKey;
use chancery_register::{Files, Reader};
use indicatif::ProgressBar;
use serde::Serialize;

use crate::{adopt, config::Config};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Something is not as it was written.
    Damage,
    /// Something is worth knowing; a crash may leave it, or it cannot be checked.
    Remark,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub weight: Weight,
    /// The file or folder, relative to the office.
    pub file: String,
    /// The place in it, where one can be named: an entry, a table, a leaf, a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What would mend it; empty where nothing need be done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mend: String,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Looked {
    /// Entries of the journal.
    pub entries: u64,
    /// Files of the file store.
    pub files: u64,
    /// Acts of the record.
    pub acts: u64,
    /// Tiles of the record.
    pub tiles: u64,
    /// Pieces of the catalogue.
    pub pieces: u64,
    /// Files of the index.
    pub index: u64,
}

/// What looking through an office found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Whether there is no damage.
    pub whole: bool,
    /// The journal's last entry.
    pub head: u64,
    /// Its digest.
    pub head_hash: String,
    /// How much was looked at.
    pub looked: Looked,
    /// What was found: damage first.
    pub findings: Vec<Finding>,
}

/// What mends what cannot be computed from anything else.
const RESTORE: &str = "put it back from a backup (`chancery restore`)";

/// Looks an office through.
pub fn fsck(folder: &Path, bar: &ProgressBar) -> Report {
    let mut look = Look::at(folder, bar.clone());
    for (name, check) in [
        ("institution", institution::check as fn(&mut Look)),
        ("journal", journal::check),
        ("files", files::check),
        ("adopted", institution::adopted),
        ("record", record::check),
        ("index", followers::index),
        ("catalogue", followers::catalogue),
        ("folder", others),
    ] {
        look.bar.set_message(name);
        // Whatever the bytes are, one check that stumbles keeps no other from being made, and is told as a finding.
        if catch_unwind(AssertUnwindSafe(|| check(&mut look))).is_err() {
            look.damage(name, None, "the check itself stumbled over the bytes it found", RESTORE);
        }
    }
    look.bar.finish_and_clear();
    let mut findings = look.findings;
    findings.sort_by_key(|finding| finding.weight);
    findings.dedup();
    Report {
        whole: findings.iter().all(|finding| finding.weight == Weight::Remark),
        head: look.head.0,
        head_hash: look.head.1,
        looked: look.looked,
        findings,
    }
}

/// What has been found so far, and what the later checks need of the earlier ones.
struct Look {
    folder: PathBuf,
    bar: ProgressBar,
    findings: Vec<Finding>,
    looked: Looked,
    config: Option<Config>,
    body: Option<Body>,
    seed: Option<[u8; 32]>,
    adopted: Option<adopt::Parts>,
    reader: Option<Reader>,
    files: Files,
    head: (u64, String),
    /// Whether every entry could be read, so that what no entry names is indeed named by none.
    journal_read: bool,
    /// The files that acts name, each with the first entry that does.
    named: BTreeMap<FileId, u64>,
    /// The files that are to be gone, each with the entry that says so.
    redacted: BTreeMap<FileId, u64>,
    /// The entries whose public act is to be gone.
    redacted_entries: BTreeSet<u64>,
    /// The entries by which something may have become public.
    releases: Vec<u64>,
}

impl Look {
    fn at(folder: &Path, bar: ProgressBar) -> Look {
        Look {
            folder: folder.to_owned(),
            bar,
            findings: Vec::new(),
            looked: Looked::default(),
            config: None,
            body: None,
            seed: None,
            adopted: None,
            reader: None,
            files: Files::at(&folder.join("files")),
            head: (0, String::new()),
            journal_read: false,
            named: BTreeMap::new(),
            redacted: BTreeMap::new(),
            redacted_entries: BTreeSet::new(),
            releases: Vec::new(),
        }
    }

    fn find(&mut self, weight: Weight, file: &str, place: Option<String>, what: impl ToString, mend: &str) {
        let finding = Finding { weight, file: file.to_owned(), place, what: what.to_string(), mend: mend.to_owned() };
        self.findings.push(finding);
    }

    fn damage(&mut self, file: &str, place: Option<String>, what: impl ToString, mend: &str) {
        self.find(Weight::Damage, file, place, what, mend);
    }

    fn remark(&mut self, file: &str, what: impl ToString, mend: &str) {
        self.find(Weight::Remark, file, None, what, mend);
    }

    /// A file's bytes; `None` where it is not there, and a finding where it cannot be read.
    fn read(&mut self, file: &str) -> Option<Vec<u8>> {
        match fs::read(self.folder.join(file)) {
            Ok(bytes) => Some(bytes),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
            Err(e) => {
                self.damage(file, None, format!("it cannot be read: {e}"), RESTORE);
                None
            }
        }
    }

    /// The key of the log, as the seed and the configuration give it.
    fn key(&self) -> Option<VerifierKey> {
        chancery_record::verifier_key(self.seed.as_ref()?, &self.config.as_ref()?.record_name).ok()
    }

    /// The names in a folder, in order, each with whether it is a folder; none where there is no such folder.
    fn list(&mut self, folder: &str) -> Vec<(String, bool)> {
        let listed = || -> std::io::Result<Vec<(String, bool)>> {
            let mut all = Vec::new();
            for entry in fs::read_dir(self.folder.join(folder))? {
                let entry = entry?;
                all.push((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?.is_dir()));
            }
            all.sort();
            Ok(all)
        };
        match listed() {
            Ok(all) => all,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(e) => {
                self.damage(folder, None, format!("it cannot be read: {e}"), RESTORE);
                Vec::new()
            }
        }
    }

    /// A cursor: a number as this program writes it, not beyond the journal's end.
    fn cursor(&mut self, file: &str, mend: &str) -> Option<u64> {
        let bytes = self.read(file)?;
        let Some(number) = std::str::from_utf8(&bytes).ok().and_then(crate::followers::read_cursor) else {
            self.damage(file, None, "it is not a cursor as this program writes it", mend);
            return None;
        };
        if bytes != crate::followers::cursor_text(number).as_bytes() {
            self.remark(file, "it has no check, as earlier versions wrote it; the next act writes it anew", "");
        }
        // An act that was done since the journal was looked through may have been followed already.
        let head = self.reader.as_ref().and_then(|reader| reader.last_number().ok()).unwrap_or(self.head.0);
        if self.reader.is_some() && number > head {
            let what = format!("it has read up to entry {number}, but the journal ends at entry {head}");
            self.damage(file, None, what, mend);
            return None;
        }
        if self.reader.is_some() && number < self.head.0 {
            let what =
                format!("it has read up to entry {number} of {}; any command that acts brings it up", self.head.0);
            self.remark(file, what, "");
        }
        Some(number)
    }
}

/// Whether a name is one of a draft that a stopped program leaves.
fn is_draft(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(".part")
}

/// What lies in the office's folder and belongs to no part of it.
fn others(look: &mut Look) {
    const KNOWN: [(&str, bool); 11] = [
        ("chancery.toml", false),
        ("body", true),
        ("journal", true),
        ("files", true),
        ("record", true),
        ("index", true),
        ("catalogue", true),
        ("keys", true),
        (".lock", false),
        ("index.lock", false),
        ("catalogue.lock", false),
    ];
    for (name, is_folder) in look.list("") {
        match KNOWN.iter().find(|(known, _)| *known == name) {
            Some((_, folder)) if *folder == is_folder => {}
            Some((_, true)) => look.damage(&name, None, "it must be a folder", RESTORE),
            Some((_, false)) => look.damage(&name, None, "it must be a file", RESTORE),
            None if ["index.new", "catalogue.new", "graph", "graph.lock"].contains(&name.as_str()) => {
                look.remark(&name, "a stopped rebuilding or an earlier version left it", "it may be deleted");
            }
            None if is_draft(&name) => look.remark(&name, "a draft that a stopped program left", "it may be deleted"),
            None => look.remark(&name, "it is no part of the office", ""),
        }
    }
    for name in ["chancery.toml", "body", "journal", "files", "record"] {
        if !look.folder.join(name).exists() {
            look.damage(name, None, "it is missing", RESTORE);
        }
    }
}
