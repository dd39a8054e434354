//! Restoring: a new office out of a backup.
//!
//! Two logs of one name and key that say different things would be a fork: whoever holds a receipt of the one would find
//! it refuted by the other. Therefore the old log is continued only with its keys and with its last published checkpoint,
//! which must not be ahead of the backup. Without the keys a new log begins, with another name and another key, out of the
//! same acts.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use chancery_record::{Checkpoint, Tree, VerifierKey, leaf::Hash};
use chancery_register::Reader;
use indicatif::ProgressBar;
use jiff::Timestamp;
use serde::Serialize;

use super::{Copy, JournalHead, Manifest, bytes_of, verify};
use crate::{
    config::Config,
    followers::{
        self,
        record::{Folder, hex_digest},
    },
    fsck::{self, Report},
    office::{self, Office},
    outcome::Declined,
};

/// With what the old log is continued.
pub struct Continued {
    /// The folder of its keys.
    pub keys: PathBuf,
    /// The last checkpoint that was published.
    pub checkpoint: Option<PathBuf>,
}

/// What a restoration did.
#[derive(Clone, Debug, Serialize)]
pub struct Restored {
    /// When the backup was made.
    pub made: Timestamp,
    /// The journal's last entry: in the manifest and in the restored office.
    pub journal: JournalHead,
    /// The log's name before.
    pub old_log: Option<String>,
    /// The log's name now.
    pub log: String,
    /// The log's key now.
    pub log_key: String,
    /// How many leaves the log has.
    pub leaves: u64,
    /// Whether the old log goes on.
    pub continued: bool,
    /// What looking the restored office through found.
    pub fsck: Report,
}

/// Restores a backup into a folder that is empty or not there.
pub fn restore(
    backup: &Path,
    folder: &Path,
    continued: Option<&Continued>,
    at: Timestamp,
    bar: &ProgressBar,
) -> Result<Restored> {
    let taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken || folder.is_file() {
        return Err(Declined::because(format!(
            "{} is not empty; an office is restored into a new folder, named with --office",
            folder.display()
        )));
    }
    let verified = verify(backup, bar)?;
    if !verified.whole {
        let faults: Vec<String> =
            verified.faults.iter().take(20).map(|(file, what)| format!("{file}: {what}")).collect();
        return Err(Declined::because(format!(
            "the backup is damaged, nothing was restored: {}{}",
            faults.join("; "),
            if verified.faults.len() > 20 { "; and more" } else { "" }
        )));
    }
    let manifest = verified.manifest;
    let state = backup.join(manifest.state_folder());
    let config = Config::load(&state.join("chancery.toml"))?;
    let keys = match continued {
        Some(continued) => Keys::old(continued, backup, &state, &config, &manifest)?,
        None => Keys::new(&config, &manifest)?,
    };

    let copy = Copy::into(folder);
    bar.set_message("restoring");
    bar.set_length(manifest.files.len() as u64);
    let prefix = format!("{}/", manifest.state_folder());
    for (path, copied) in &manifest.files {
        bar.inc(1);
        let place = match path.strip_prefix(&prefix) {
            Some("journal.db") => "journal/journal.db",
            Some("chancery.toml" | "record/checkpoint") => continue,
            Some(other) => other,
            None => path,
        };
        let bytes = bytes_of(&backup.join(path))?;
        if hex_digest(&bytes) != copied.sha256 {
            return Err(Declined::because(format!("{path} of the backup was altered while it was being restored")));
        }
        copy.put(place, &bytes)?;
    }
    let journal = Reader::open_still(&folder.join("journal"))?.head()?;
    if journal != (manifest.journal.number, manifest.journal.hash.clone()) {
        bail!("the restored journal ends at entry {} with {}, which is not what was backed up", journal.0, journal.1);
    }
    if let Some(note) = &keys.note {
        copy.put("record/checkpoint", note.as_bytes())?;
    }
    // An office without keys does not open: whoever stops the restoration before this has no half office.
    let text = String::from_utf8(bytes_of(&state.join("chancery.toml"))?).context("chancery.toml is no text")?;
    copy.put("chancery.toml", renamed(&text, &config, &keys.name)?.as_bytes())?;
    copy.press()?;
    office::write_keys(folder, &keys.seed, &keys.secret)?;
    bar.finish_and_clear();

    let office = Office::open(folder)?;
    let there = office.reader()?.head()?;
    if there != journal {
        bail!("opening the restored office changed the journal's head from {} to {}", journal.1, there.1);
    }
    followers::catch_up(&office)?;
    crate::flow::adopt(&office, at)?;
    followers::catch_up(&office)?;
    let key = followers::record::public_key(&office)?;
    let leaves = Folder::of(&office).size()?.unwrap_or(0);
    drop(office);
    Ok(Restored {
        made: manifest.made,
        journal: manifest.journal,
        old_log: manifest.record.map(|record| record.origin),
        log: keys.name,
        log_key: key.to_string(),
        leaves,
        continued: continued.is_some(),
        fsck: fsck::fsck(folder, bar),
    })
}

/// The keys of the restored office, the name of its log and the checkpoint with which it begins.
struct Keys {
    seed: [u8; 32],
    secret: [u8; 32],
    name: String,
    note: Option<String>,
}

impl Keys {
    /// The old keys, where the old log may go on.
    fn old(continued: &Continued, backup: &Path, state: &Path, config: &Config, manifest: &Manifest) -> Result<Keys> {
        let read = |name: &str| -> Result<[u8; 32]> {
            let path = continued.keys.join(name);
            bytes_of(&path)?.try_into().map_err(|_| anyhow::anyhow!("{} must hold 32 bytes", path.display()))
        };
        let (seed, secret) = (read("record.seed")?, read("idempotency.secret")?);
        let key = chancery_record::verifier_key(&seed, &config.record_name)?;
        let name = config.record_name.clone();
        let Some(record) = &manifest.record else {
            // Nothing was ever signed as far as the backup knows, and that may be long ago.
            return Err(Declined::because(
                "the backup has no checkpoint, so nothing shows that the old log has none; restore without --keys",
            ));
        };
        let note = fs::read_to_string(state.join("record/checkpoint")).context("the backup's checkpoint is no text")?;
        if let Err(error) = Checkpoint::open(&note, &key) {
            return Err(Declined::because(format!(
                "the keys in {} are not those of the log {}: {error}",
                continued.keys.display(),
                record.origin
            )));
        }
        let Some(path) = &continued.checkpoint else {
            return Err(Declined::because(format!(
                "the log {} is continued only with its last published checkpoint, given with --checkpoint: if more had been \
                 published than is in this backup, signing again from here would make two logs of one name that contradict \
                 each other. Without --keys a new log begins instead",
                record.origin
            )));
        };
        let published = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        not_forked(&published, &key, backup, record.size)?;
        Ok(Keys { seed, secret, name, note: Some(note) })
    }

    /// New keys, and a new log of the same acts.
    fn new(config: &Config, manifest: &Manifest) -> Result<Keys> {
        let code = config.record_name.rsplit_once('-').map_or(config.record_name.as_str(), |(code, _)| code);
        let name = Config::new(code, &office::chance()?).record_name;
        let (seed, secret) = (office::chance()?, office::chance()?);
        let note = match &manifest.record {
            Some(record) => {
                // The acts keep their salts, so the new log has the same leaves; name and key are its own.
                let root = Hash::from_base64(&record.root).context("the manifest's root is no root")?;
                Some(Checkpoint { origin: name.clone(), size: record.size, root }.sign(&seed)?)
            }
            None => None,
        };
        Ok(Keys { seed, secret, name, note })
    }
}

/// Refuses to go on where the published log has more leaves than the backup, or other ones.
fn not_forked(published: &str, key: &VerifierKey, backup: &Path, size: u64) -> Result<()> {
    let published = Checkpoint::open(published, key)
        .map_err(|error| Declined::because(format!("the published checkpoint does not verify: {error}")))?;
    if published.size > size {
        return Err(Declined::because(format!(
            "the log {} was published with {} leaves, this backup knows {size} of them: signing on from here would put \
             other acts in the place of {} that the public has seen, which is a fork. Take a newer backup; or restore \
             without --keys, and a new log begins",
            published.origin,
            published.size,
            published.size - size
        )));
    }
    let root = Tree::new(&Folder::at(backup), size).root_at(published.size).context("the backup's tiles")?;
    if root != published.root {
        return Err(Declined::because(format!(
            "the log {} was published with another root over {} leaves than this backup gives: they are two histories, and \
             this one must not be signed on. Without --keys a new log begins",
            published.origin, published.size
        )));
    }
    Ok(())
}

/// The configuration with the log's name in it; all else stays as the operator wrote it.
fn renamed(text: &str, config: &Config, name: &str) -> Result<String> {
    let line = |name: &str| format!("record_name = {}", toml::Value::from(name));
    let changed = text.replacen(&line(&config.record_name), &line(name), 1);
    let read: Config = toml::from_str(&changed).context("chancery.toml cannot be read")?;
    if read.record_name != name {
        bail!(
            "the log's name in chancery.toml is not written as `record_name = \"…\"` on a line, so it cannot be changed"
        );
    }
    Ok(changed)
}
