//! The public record: the checkpoint, the kept acts, the tiles, the cursor.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use chancery_model::{Act, Entry};
use chancery_record::{Checkpoint, NoteError, Written, bundle_path, leaf::Hash, tile_path};
use serde_json::Value;

use super::{Look, RESTORE, is_draft};
use crate::{
    adopt,
    followers::record::{KeptAct, REMOVED, public_act},
    office::Lock,
    view::View,
};

const CHECKPOINT: &str = "record/checkpoint";
const CURSOR: &str = "record/cursor";
const REBUILD: &str = "`chancery rebuild record`";
/// How many hashes a full tile has.
const WIDTH: u64 = 256;

pub fn check(look: &mut Look) {
    if !look.folder.join("record").is_dir() {
        return;
    }
    // While the record grows, its files do not fit together. Where no lock can be made, nobody writes either.
    let _lock = Lock::take(&look.folder.join("record").join(".lock")).ok();
    let signed = checkpoint(look);
    let indices = acts_there(look);
    let size = signed.as_ref().map_or(indices.len() as u64, |signed| signed.size);
    let tiles = tiles_there(look);
    // A size that no act and no tile bears out is not walked up to.
    let most = indices.last().map_or(0, |last| last + 1).max(leaves_in(&tiles).len() as u64);
    if size > most {
        let what = format!("it speaks of {size} leaves; the record has {most}");
        look.damage(CHECKPOINT, None, what, RESTORE);
    }
    let size = size.min(most);
    let acts = acts(look, &indices, size);
    let cursor = look.cursor(CURSOR, "delete it: the record is then followed from the beginning");
    if cursor.is_none() && !look.folder.join(CURSOR).exists() && !indices.is_empty() {
        look.damage(CURSOR, None, "it is missing", "any command that acts makes it anew");
    }
    tell_apart(look, signed.as_ref(), size, &acts, &tiles);
    against_the_journal(look, &acts, cursor.unwrap_or(0));
    for (name, is_folder) in look.list("record") {
        match (name.as_str(), is_folder) {
            ("acts" | "tile", true) | ("checkpoint" | "cursor" | ".lock", false) => {}
            (name, false) if is_draft(name) => {
                look.remark(&format!("record/{name}"), "a draft that a stopped program left", "it may be deleted");
            }
            (name, _) => look.damage(&format!("record/{name}"), None, "it is no part of the record", "take it away"),
        }
    }
}

// ------------------------------------------------------------------------------------------------ checkpoint

/// The checkpoint as far as it can be read, and findings about what is not right with it.
fn checkpoint(look: &mut Look) -> Option<Checkpoint> {
    let Some(bytes) = look.read(CHECKPOINT) else {
        if !look.folder.join(CHECKPOINT).exists() {
            look.damage(CHECKPOINT, None, "it is missing", "put the newest one back; nothing is signed without it");
        }
        return None;
    };
    let Ok(note) = String::from_utf8(bytes) else {
        look.damage(CHECKPOINT, None, "it is no text", RESTORE);
        return None;
    };
    // The adopted key is taken first: with it a changed seed or name is not taken for a changed checkpoint.
    let adopted = look.adopted.as_ref().and_then(adopt::adopted_key);
    let key = match adopted.or_else(|| look.key()) {
        Some(key) => key,
        None => {
            look.remark(CHECKPOINT, "its signature was not checked, for there is no key to check it with", "");
            return unverified(look, &note);
        }
    };
    let checkpoint = match Checkpoint::open(&note, &key) {
        Ok(checkpoint) => checkpoint,
        Err(error) => {
            look.damage(CHECKPOINT, None, &error, RESTORE);
            if look.adopted.is_none() && matches!(error, NoteError::Unsigned(_) | NoteError::OtherLog { .. }) {
                // Which of the three was changed cannot be told without an adopted key.
                let what = "the key or the log's name that it gives did not sign the checkpoint";
                look.damage("keys/record.seed", None, what, "put the one back that gives the published key");
                look.damage("chancery.toml", Some("record_name".to_owned()), what, RESTORE);
            }
            return unverified(look, &note);
        }
    };
    // Signing is deterministic, so the office's own part of the note must come out the same; witnesses may have added lines.
    if let Some(seed) = look.seed
        && look.key().as_ref() == Some(&key)
        && let Ok(again) = checkpoint.sign(&seed)
        && !note.starts_with(&again)
    {
        look.damage(CHECKPOINT, None, "it verifies, but is not written as this program writes it", RESTORE);
    }
    Some(checkpoint)
}

/// Size and root of a checkpoint whose signature does not hold or cannot be checked.
fn unverified(look: &mut Look, note: &str) -> Option<Checkpoint> {
    let mut lines = note.split('\n');
    let (origin, size, root) = (lines.next()?.to_owned(), lines.next()?, lines.next()?);
    let read = size.parse().ok().zip(Hash::from_base64(root)).map(|(size, root)| Checkpoint { origin, size, root });
    if let (Some(read), Some(config)) = (&read, &look.config)
        && read.origin != config.record_name
    {
        let what = format!("it is of the log “{}”, the configuration names “{}”", read.origin, config.record_name);
        look.damage(CHECKPOINT, Some("line 1".to_owned()), what, RESTORE);
    }
    read
}

// ------------------------------------------------------------------------------------------------------ acts

/// A kept act as far as it could be read.
struct Kept {
    entry: Option<u64>,
    act: Option<Value>,
    leaf: Option<[u8; 32]>,
    /// Whether its public act was removed on purpose, so that only the tiles know its leaf.
    redacted: bool,
}

fn file_of(index: u64) -> String {
    format!("record/acts/{index}.json")
}

/// The indices of the acts that are there, in order.
fn acts_there(look: &mut Look) -> Vec<u64> {
    let mut indices = Vec::new();
    for (name, is_folder) in look.list("record/acts") {
        let index = name.strip_suffix(".json").and_then(|number| number.parse::<u64>().ok());
        match index.filter(|index| !is_folder && format!("{index}.json") == name) {
            Some(index) => indices.push(index),
            None if is_draft(&name) => {
                look.remark(&format!("record/acts/{name}"), "a draft that a stopped program left", "it may be deleted");
            }
            None => look.damage(&format!("record/acts/{name}"), None, "it is no kept act", "take it away"),
        }
    }
    indices.sort_unstable();
    indices
}

fn acts(look: &mut Look, indices: &[u64], size: u64) -> BTreeMap<u64, Kept> {
    let mut acts = BTreeMap::new();
    look.bar.set_length(indices.len() as u64);
    look.bar.set_position(0);
    for index in indices {
        look.bar.inc(1);
        let file = file_of(*index);
        let place = || Some(format!("leaf {index}"));
        let mut kept = Kept { entry: None, act: None, leaf: None, redacted: false };
        if let Some(bytes) = look.read(&file) {
            match serde_json::from_slice::<KeptAct>(&bytes) {
                Ok(read) => {
                    if serde_json::to_vec_pretty(&read).ok().as_deref() != Some(&bytes) {
                        look.damage(&file, place(), "it is not written as this program writes it", RESTORE);
                    }
                    match read.leaf() {
                        Ok(leaf) => kept.leaf = Some(leaf),
                        Err(error) => look.damage(&file, place(), format!("{error:#}"), RESTORE),
                    }
                    kept.entry = Some(read.entry);
                    if read.leaf.is_none() {
                        kept.act = Some(read.act);
                    } else if !look.redacted_entries.contains(&read.entry) {
                        let what = "the act was taken from the record, and no redaction says so";
                        look.damage(&file, place(), what, RESTORE);
                    }
                }
                Err(error) => look.damage(&file, place(), format!("it is no kept act: {error}"), RESTORE),
            }
        }
        if *index >= size {
            look.remark(&file, "it is not under the checkpoint yet; a stopped program may leave such an act", "");
        }
        acts.insert(*index, kept);
    }
    for index in (0..size).filter(|index| indices.binary_search(index).is_err()) {
        // An act that was removed lies between its neighbours in the journal, too.
        let before = acts.range(..index).rev().find_map(|(_, kept): (_, &Kept)| kept.entry).unwrap_or(0);
        let after = acts.range(index..).find_map(|(_, kept)| kept.entry).unwrap_or(u64::MAX);
        let redacted = after > before + 1 && look.redacted_entries.range(before + 1..after).next().is_some();
        if !redacted {
            look.damage(&file_of(index), Some(format!("leaf {index}")), "it is missing", RESTORE);
        }
        acts.insert(index, Kept { entry: None, act: None, leaf: None, redacted });
    }
    look.looked.acts = indices.len() as u64;
    acts
}

/// The kept acts are those of the journal, each at its place and each as the journal has it, and none is left out.
fn against_the_journal(look: &mut Look, acts: &BTreeMap<u64, Kept>, cursor: u64) {
    let (Some(reader), Some(body)) = (look.reader.take(), look.body.take()) else { return };
    let issuer = look.config.as_ref().and_then(|config| config.office.clone());
    let issuer = issuer.unwrap_or_else(|| body.charter.office.clone());
    let mut faults = Vec::new();
    let mut remarks = Vec::new();
    {
        let view = View { body: &body, reader: &reader, files: &look.files, folder: &look.folder };
        let mut last = 0;
        let mut recorded = BTreeSet::new();
        for (index, kept) in acts {
            let Some(entry) = kept.entry else { continue };
            let mut fault = |what: String| faults.push((file_of(*index), format!("leaf {index}"), what));
            if entry <= last {
                fault(format!("it is of entry {entry}, the act before it of entry {last}"));
            }
            last = entry;
            recorded.insert(entry);
            let made: Option<Entry> = match reader.entry(entry) {
                Ok(Some(made)) => Some(made),
                Ok(None) => {
                    fault(format!("it is of entry {entry}, which the journal does not have"));
                    None
                }
                // What cannot be read of the journal is told with the journal.
                Err(_) => None,
            };
            let Some(made) = made else { continue };
            match public_act(&view, &issuer, &made) {
                Ok(Some(expected)) => {
                    if let Some(differing) = kept.act.as_ref().and_then(|act| differing(&expected, act)) {
                        fault(format!("its “{differing}” is not what entry {entry} of the journal says"));
                    }
                }
                Ok(None) => fault(format!("entry {entry} of the journal is no public act, but {}", made.act.name())),
                // A file that is missing is told with the files.
                Err(_) => {}
            }
        }
        for entry in look.releases.iter().filter(|entry| **entry <= cursor && !recorded.contains(entry)) {
            let made = match reader.entry(*entry) {
                Ok(Some(made)) if !matches!(made.act, Act::Import { .. }) => made,
                _ => continue,
            };
            let removed = look.redacted_entries.contains(entry);
            if !removed && matches!(public_act(&view, &issuer, &made), Ok(Some(_))) {
                let what = format!("entry {entry} of the journal is a public act, and the record does not have it");
                remarks.push(what);
            }
        }
    }
    for (file, place, what) in faults {
        look.damage(&file, Some(place), what, RESTORE);
    }
    for what in remarks {
        look.damage("record/acts", None, what, "the record cannot be mended here: put the newest one back");
    }
    (look.reader, look.body) = (Some(reader), Some(body));
}

/// The first field in which a kept act is not what the journal gives. Who issued stands in the configuration, which may
/// have been changed since.
fn differing(expected: &Value, kept: &Value) -> Option<String> {
    let (Value::Object(expected), Value::Object(kept)) = (expected, kept) else { return Some("act".to_owned()) };
    let names: BTreeSet<&String> = expected.keys().chain(kept.keys()).collect();
    let same = |name: &str| name == "office" || expected.get(name) == kept.get(name);
    names.into_iter().find(|name| !same(name) && !expected.get(*name).is_some_and(was_removed)).cloned()
}

/// Whether a value is made from files that were removed since, so that it cannot be compared any more.
fn was_removed(value: &Value) -> bool {
    match value {
        Value::String(text) => text == REMOVED,
        Value::Array(all) => all.iter().any(was_removed),
        Value::Object(fields) => fields.contains_key("redacted") || fields.values().any(was_removed),
        _ => false,
    }
}

// ----------------------------------------------------------------------------------------------------- tiles

/// Which tile or entry bundle a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tile {
    /// The level; `None` for an entry bundle.
    level: Option<u8>,
    index: u64,
    width: u64,
}

impl Tile {
    fn path(self) -> String {
        match self.level {
            Some(level) => tile_path(level, self.index, self.width),
            None => bundle_path(self.index, self.width),
        }
    }

    /// The tile of a path; `None` if no tile is named so.
    fn of(path: &str) -> Option<Tile> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let level = if level == "entries" { None } else { Some(level.parse().ok()?) };
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => (groups, width.parse().ok()?),
            None => (rest, WIDTH),
        };
        let mut index = 0_u64;
        for group in groups.split('/') {
            let digits = group.strip_prefix('x').unwrap_or(group);
            index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        }
        let tile = Tile { level, index, width };
        (tile.path() == path).then_some(tile)
    }

    /// How wide the tile is in a log of a size.
    fn width_in(self, size: u64) -> u64 {
        let shift = 8 * u32::from(self.level.unwrap_or(0));
        let hashes = size.checked_shr(shift).unwrap_or(0);
        hashes.saturating_sub(self.index.saturating_mul(WIDTH)).min(WIDTH)
    }

    /// The bytes of this tile as the beginning of the same tile when it was, or is, wider.
    fn beginning_of(self, wider: &[u8]) -> Option<&[u8]> {
        let width = usize::try_from(self.width).ok()?;
        match self.level {
            Some(_) => wider.get(..32 * width),
            None => {
                let mut end = 0;
                for _ in 0..width {
                    let length = wider.get(end..end + 2)?;
                    end += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
                }
                wider.get(..end)
            }
        }
    }
}

/// The tiles that are there.
fn tiles_there(look: &mut Look) -> BTreeMap<Tile, Vec<u8>> {
    let mut tiles = BTreeMap::new();
    let mut folders = vec!["tile".to_owned()];
    while let Some(folder) = folders.pop() {
        for (name, is_folder) in look.list(&format!("record/{folder}")) {
            let path = format!("{folder}/{name}");
            let file = format!("record/{path}");
            if is_folder {
                folders.push(path);
            } else if is_draft(&name) {
                look.remark(&file, "a draft that a stopped program left", "it may be deleted");
            } else {
                match Tile::of(&path) {
                    Some(tile) => {
                        if let Some(bytes) = look.read(&file) {
                            tiles.insert(tile, bytes);
                        }
                    }
                    None => look.damage(&file, None, "no tile is named so", "take it away"),
                }
            }
        }
    }
    look.looked.tiles = tiles.len() as u64;
    tiles
}

/// The leaves as the entry bundles have them, as far as they can be read.
fn leaves_in(tiles: &BTreeMap<Tile, Vec<u8>>) -> Vec<Vec<u8>> {
    let mut leaves = Vec::new();
    for index in 0.. {
        let bundles = Tile { level: None, index, width: 0 }..=Tile { level: None, index, width: WIDTH };
        let Some((_, bundle)) = tiles.range(bundles).next_back() else { break };
        let mut rest = bundle.as_slice();
        while let Some((length, after)) = rest.split_first_chunk() {
            let Some((leaf, after)) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))) else { break };
            leaves.push(leaf.to_vec());
            rest = after;
        }
        if leaves.len() as u64 != (index + 1) * WIDTH {
            break;
        }
    }
    leaves
}

/// Tells which of acts, tiles and checkpoint is damaged: any two of them that agree bear witness against the third.
fn tell_apart(
    look: &mut Look,
    signed: Option<&Checkpoint>,
    size: u64,
    acts: &BTreeMap<u64, Kept>,
    tiles: &BTreeMap<Tile, Vec<u8>>,
) {
    let in_tiles = leaves_in(tiles);
    let mut of_acts = Vec::new();
    for (index, kept) in acts.range(..size) {
        // The leaf of an act that was removed on purpose is known by the tiles alone.
        let leaf = kept.leaf.map(|leaf| leaf.to_vec());
        let known = || in_tiles.get(usize::try_from(*index).ok()?).cloned();
        of_acts.push(if kept.redacted { known() } else { leaf });
    }
    let of_acts: Option<Vec<Vec<u8>>> = of_acts.into_iter().collect();
    let by_acts = of_acts.and_then(|leaves| chancery_record::rebuild(&leaves).ok());
    let shown = usize::try_from(size).ok().and_then(|size| in_tiles.get(..size));
    let by_tiles = shown.and_then(|leaves| chancery_record::rebuild(leaves).ok());
    let gives = |written: &Option<Written>| match (written, signed) {
        (Some(written), Some(signed)) => written.root == signed.root && written.size == signed.size,
        (Some(_), None) => true,
        (None, _) => false,
    };
    let differs = |index: u64, kept: &Kept| match (kept.leaf, usize::try_from(index).ok().and_then(|i| in_tiles.get(i)))
    {
        (Some(leaf), Some(in_tile)) => leaf.as_slice() != in_tile.as_slice(),
        _ => false,
    };
    let expected = if gives(&by_acts) {
        by_acts
    } else if gives(&by_tiles) {
        for (index, kept) in acts.range(..size).filter(|(index, kept)| differs(**index, kept)) {
            let place = kept.entry.map(|entry| format!("leaf {index}, entry {entry}"));
            let what = "with its salt it does not give the leaf that was signed: it was altered";
            look.damage(&file_of(*index), place, what, RESTORE);
        }
        by_tiles
    } else {
        let root = |written: &Option<Written>| written.as_ref().map(|written| written.root);
        let what = if root(&by_acts).is_some() && root(&by_acts) == root(&by_tiles) {
            "kept acts and tiles agree with each other and give another root: the checkpoint was altered, or both were"
        } else {
            "neither the kept acts nor the tiles give its root"
        };
        look.damage(CHECKPOINT, Some(format!("root over {size} leaves")), what, RESTORE);
        for (index, _) in acts.range(..size).filter(|(index, kept)| differs(**index, kept)) {
            let what = "the act and the tiles do not agree on this leaf";
            look.damage(&file_of(*index), Some(format!("leaf {index}")), what, RESTORE);
        }
        by_acts.or(by_tiles)
    };
    let Some(expected) = expected else { return };
    for path in expected.files.keys() {
        if !Tile::of(path).is_some_and(|tile| tiles.contains_key(&tile))
            && fs::metadata(look.folder.join("record").join(path)).is_err()
        {
            look.damage(&format!("record/{path}"), None, "it is missing", REBUILD);
        }
    }
    for (tile, bytes) in tiles {
        let file = format!("record/{}", tile.path());
        let widest = Tile { width: tile.width_in(expected.size), ..*tile };
        if tile.width == 0 || tile.width > widest.width {
            // Written for a checkpoint that a stopped program did not come to sign; the next one writes it again.
            look.remark(&file, "it is of a longer log than the checkpoint's", "it may be deleted");
            continue;
        }
        let whole = expected.files.get(&widest.path());
        if whole.and_then(|whole| tile.beginning_of(whole)) != Some(bytes) {
            look.damage(&file, None, "it is not what the signed leaves give", REBUILD);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_read_back_from_its_path_and_only_from_its_own() {
        for tile in [
            Tile { level: Some(0), index: 1_234_067, width: 256 },
            Tile { level: Some(2), index: 0, width: 17 },
            Tile { level: None, index: 1000, width: 1 },
        ] {
            assert_eq!(Tile::of(&tile.path()), Some(tile));
        }
        for path in ["tile/0/1", "tile/00/001", "tile/0/001.p/256", "tile/0/x000/001", "tile/0/000.p/017", "tile/x/000"]
        {
            assert_eq!(Tile::of(path), None, "{path}");
        }
    }

    #[test]
    fn every_partial_tile_begins_the_next() {
        let leaves: Vec<[u8; 32]> = (0..300_u32).map(|n| [n as u8; 32]).collect();
        let whole = chancery_record::rebuild(&leaves).unwrap();
        for size in [1, 17, 255, 256, 257, 299] {
            for (path, bytes) in chancery_record::rebuild(&leaves[..size]).unwrap().files {
                let tile = Tile::of(&path).unwrap();
                let widest = Tile { width: tile.width_in(300), ..tile };
                assert_eq!(tile.beginning_of(&whole.files[&widest.path()]), Some(bytes.as_slice()), "{path}");
            }
        }
    }
}
