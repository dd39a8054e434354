//! The disk after a power loss, built from the layer's log.
//!
//! A file is what was last synced of it, and what came after that is loose. A folder is a list of names, and its names are as
//! loose as a file's bytes until the folder is synced. When the power goes, what is loose is lost, wholly or in parts.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    ops::Range,
    os::unix::fs::MetadataExt,
    path::Path,
    sync::Arc,
};

/// One change, as the layer wrote it down. Folders and files go by the numbers of their inodes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Create {
        folder: u64,
        node: u64,
        name: String,
    },
    Mkdir {
        folder: u64,
        node: u64,
        name: String,
    },
    Write {
        node: u64,
        at: usize,
        data: Range<usize>,
    },
    Truncate {
        node: u64,
        size: usize,
    },
    Rename {
        from: u64,
        to: u64,
        old: String,
        new: String,
    },
    Link {
        folder: u64,
        node: u64,
        name: String,
    },
    Unlink {
        folder: u64,
        name: String,
    },
    Sync {
        node: u64,
    },
    /// Something the layer cannot follow; a run with one proves nothing.
    Unknown {
        what: String,
    },
}

/// The whole log: its bytes, and what they say.
pub struct Log {
    pub bytes: Vec<u8>,
    pub changes: Vec<Change>,
}

impl Log {
    /// Reads the log's first `length` bytes, which hold whole entries.
    pub fn parse(bytes: Vec<u8>) -> Log {
        let mut changes = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let long = |from: usize| u64::from_le_bytes(bytes[at + from..at + from + 8].try_into().unwrap());
            let short = |from: usize| u32::from_le_bytes(bytes[at + from..at + from + 4].try_into().unwrap()) as usize;
            let (op, a, b) = (short(0), long(8), long(16));
            let first = at + 48..at + 48 + short(32);
            let second = first.end..first.end + short(36);
            let data = second.end..second.end + long(40) as usize;
            at = data.end;
            let name = |range: Range<usize>| String::from_utf8_lossy(&bytes[range]).into_owned();
            changes.push(match op {
                1 => Change::Create { folder: a, node: b, name: name(first) },
                2 => Change::Mkdir { folder: a, node: b, name: name(first) },
                3 => Change::Write { node: a, at: b as usize, data },
                4 => Change::Truncate { node: a, size: b as usize },
                5 => Change::Rename { from: a, to: b, old: name(first), new: name(second) },
                6 => Change::Link { folder: a, node: b, name: name(first) },
                7 => Change::Unlink { folder: a, name: name(first) },
                8 => Change::Sync { node: a },
                _ => Change::Unknown { what: name(first) },
            });
        }
        Log { bytes, changes }
    }
}

/// What becomes of what was not synced.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// All of it is lost: the strict disk.
    All,
    /// By chance each name and each sector of a write survives or not, whatever the order.
    Some { seed: u64, percent: u64, sector: usize },
    /// Nothing is lost: the folder as it was seen at that moment.
    Nothing,
}

/// Whether a sync of a thing with this name, and whether it is a folder, is heard.
pub type Hears = fn(&str, bool) -> bool;

/// How the disk takes a sync.
#[derive(Clone, Copy)]
pub struct Manner {
    /// A disk that is deaf to some syncs shows whether the checks have teeth.
    pub hears: Hears,
    /// Whether any sync takes all names with it, as a file system with a journal of its names does.
    pub journaled: bool,
}

/// A disk that keeps exactly what it was asked to keep.
pub const STRICT: Manner = Manner { hears: |_, _| true, journaled: false };

#[derive(Clone)]
enum Loose {
    Write {
        at: usize,
        data: Range<usize>,
    },
    Resize {
        size: usize,
    },
    Set {
        name: String,
        thing: usize,
    },
    Remove {
        name: String,
    },
    /// Within one folder a rename is one step.
    Move {
        old: String,
        new: String,
        thing: usize,
    },
}

#[derive(Clone)]
enum Kept {
    File(Arc<Vec<u8>>),
    Folder(BTreeMap<String, usize>),
}

#[derive(Clone)]
struct Thing {
    /// The last name it was given, for a disk that is deaf to some.
    name: String,
    kept: Kept,
    loose: Vec<(usize, Loose)>,
}

/// A disk in the course of a log.
#[derive(Clone)]
pub struct Disk {
    things: Vec<Thing>,
    /// Which thing an inode's number stands for now; a number is given again after a deletion.
    nodes: HashMap<u64, usize>,
    /// What is in use by its name now, for finding what a rename moves.
    seen: HashMap<(usize, String), usize>,
    /// Folders that have loose names.
    unsettled: HashSet<usize>,
    passed: usize,
    manner: Manner,
}

impl Disk {
    /// The disk before the log began: everything in the folder is safe on it.
    pub fn of(folder: &Path, manner: Manner) -> Disk {
        let mut disk = Disk {
            things: Vec::new(),
            nodes: HashMap::new(),
            seen: HashMap::new(),
            unsettled: HashSet::new(),
            passed: 0,
            manner,
        };
        disk.take_in(folder, "");
        disk
    }

    /// The same disk with another way of taking syncs.
    pub fn with(&self, manner: Manner) -> Disk {
        Disk { manner, ..self.clone() }
    }

    fn take_in(&mut self, path: &Path, name: &str) -> usize {
        let meta = fs::symlink_metadata(path).unwrap();
        let kept = match meta.is_dir() {
            true => Kept::Folder(BTreeMap::new()),
            false => Kept::File(Arc::new(fs::read(path).unwrap())),
        };
        let thing = self.add(meta.ino(), name, kept);
        if meta.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                let entry = entry.unwrap();
                let name = entry.file_name().to_string_lossy().into_owned();
                let inner = self.take_in(&entry.path(), &name);
                self.seen.insert((thing, name.clone()), inner);
                if let Kept::Folder(names) = &mut self.things[thing].kept {
                    names.insert(name, inner);
                }
            }
        }
        thing
    }

    fn add(&mut self, node: u64, name: &str, kept: Kept) -> usize {
        self.things.push(Thing { name: name.to_owned(), kept, loose: Vec::new() });
        self.nodes.insert(node, self.things.len() - 1);
        self.things.len() - 1
    }

    fn loosen(&mut self, thing: usize, loose: Loose) {
        if matches!(self.things[thing].kept, Kept::Folder(_)) {
            self.unsettled.insert(thing);
        }
        self.things[thing].loose.push((self.passed, loose));
    }

    fn set(&mut self, folder: u64, name: &str, thing: usize) {
        let folder = self.nodes[&folder];
        self.seen.insert((folder, name.to_owned()), thing);
        self.loosen(folder, Loose::Set { name: name.to_owned(), thing });
    }

    /// Goes on to the moment at which the log had `length` entries.
    pub fn go_to(&mut self, length: usize, log: &Log) {
        while self.passed < length {
            self.take(&log.changes[self.passed], &log.bytes);
            self.passed += 1;
        }
    }

    fn take(&mut self, change: &Change, bytes: &[u8]) {
        match change {
            Change::Create { folder, node, name } => {
                let thing = self.add(*node, name, Kept::File(Arc::default()));
                self.set(*folder, name, thing);
            }
            Change::Mkdir { folder, node, name } => {
                let thing = self.add(*node, name, Kept::Folder(BTreeMap::new()));
                self.set(*folder, name, thing);
            }
            Change::Link { folder, node, name } => self.set(*folder, name, self.nodes[node]),
            Change::Write { node, at, data } => {
                let loose = Loose::Write { at: *at, data: data.clone() };
                self.loosen(self.nodes[node], loose);
            }
            Change::Truncate { node, size } => self.loosen(self.nodes[node], Loose::Resize { size: *size }),
            Change::Rename { from, to, old, new } => {
                let (from, to) = (self.nodes[from], self.nodes[to]);
                let thing = self.seen.remove(&(from, old.clone())).expect("the log renames what is there");
                self.seen.insert((to, new.clone()), thing);
                self.things[thing].name.clone_from(new);
                let (old, new) = (old.clone(), new.clone());
                if from == to {
                    self.loosen(from, Loose::Move { old, new, thing });
                } else {
                    self.loosen(from, Loose::Remove { name: old });
                    self.loosen(to, Loose::Set { name: new, thing });
                }
            }
            Change::Unlink { folder, name } => {
                let folder = self.nodes[folder];
                self.seen.remove(&(folder, name.clone()));
                self.loosen(folder, Loose::Remove { name: name.clone() });
            }
            Change::Sync { node } => {
                let thing = self.nodes[node];
                let is_folder = matches!(self.things[thing].kept, Kept::Folder(_));
                if !(self.manner.hears)(&self.things[thing].name, is_folder) {
                    return;
                }
                self.settle(thing, bytes);
                if self.manner.journaled {
                    for folder in std::mem::take(&mut self.unsettled) {
                        self.settle(folder, bytes);
                    }
                }
            }
            Change::Unknown { .. } => {}
        }
    }

    fn settle(&mut self, thing: usize, bytes: &[u8]) {
        let loose = std::mem::take(&mut self.things[thing].loose);
        self.unsettled.remove(&thing);
        match &mut self.things[thing].kept {
            Kept::File(kept) => write_over(Arc::make_mut(kept), &loose, bytes, Loss::Nothing),
            Kept::Folder(kept) => name_over(kept, &loose, Loss::Nothing),
        }
    }

    /// Builds the folder as the disk holds it when the power goes now.
    pub fn build(&self, into: &Path, log: &Log, loss: Loss) {
        self.build_one(0, into, log, loss);
    }

    fn build_one(&self, thing: usize, into: &Path, log: &Log, loss: Loss) {
        let thing = &self.things[thing];
        match &thing.kept {
            Kept::File(kept) if thing.loose.is_empty() || loss == Loss::All => fs::write(into, &**kept).unwrap(),
            Kept::File(kept) => {
                let mut kept = Vec::clone(kept);
                write_over(&mut kept, &thing.loose, &log.bytes, loss);
                fs::write(into, kept).unwrap();
            }
            Kept::Folder(kept) => {
                fs::create_dir_all(into).unwrap();
                let mut names = kept.clone();
                name_over(&mut names, &thing.loose, loss);
                for (name, inner) in names {
                    self.build_one(inner, &into.join(name), log, loss);
                }
            }
        }
    }

    /// The bytes that someone who looked at this moment would have read at a path.
    pub fn seen_at(&self, path: &str, log: &Log) -> Option<Vec<u8>> {
        let thing = path.split('/').try_fold(0, |at, name| self.seen.get(&(at, name.to_owned())).copied())?;
        let Kept::File(kept) = &self.things[thing].kept else { return None };
        let mut kept = Vec::clone(kept);
        write_over(&mut kept, &self.things[thing].loose, &log.bytes, Loss::Nothing);
        Some(kept)
    }
}

/// A number that depends on others and on nothing else.
pub fn mix(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |sum, part| {
        let mut z = (sum ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// Whether something loose survives. What a rename did in two folders has one number, and one fate.
fn survives(loss: Loss, number: usize, part: usize) -> bool {
    match loss {
        Loss::All => false,
        Loss::Nothing => true,
        Loss::Some { seed, percent, .. } => mix(&[seed, number as u64, part as u64]) % 100 < percent,
    }
}

fn write_over(kept: &mut Vec<u8>, loose: &[(usize, Loose)], bytes: &[u8], loss: Loss) {
    for (number, change) in loose {
        match change {
            Loose::Resize { size } if survives(loss, *number, 0) => kept.resize(*size, 0),
            Loose::Write { at, data } => {
                let sector = if let Loss::Some { sector, .. } = loss { sector } else { usize::MAX };
                let mut from = 0;
                while from < data.len() {
                    // A sector is written whole or not at all; a write that covers a part of one leaves the rest as it was.
                    let place = at + from;
                    let until = data.len().min(from + (sector - place % sector));
                    if survives(loss, *number, 1 + place / sector) {
                        let end = at + until;
                        if kept.len() < end {
                            kept.resize(end, 0);
                        }
                        kept[place..end].copy_from_slice(&bytes[data.start + from..data.start + until]);
                    }
                    from = until;
                }
            }
            _ => {}
        }
    }
}

fn name_over(kept: &mut BTreeMap<String, usize>, loose: &[(usize, Loose)], loss: Loss) {
    for (number, change) in loose.iter().filter(|(number, _)| survives(loss, *number, 0)) {
        match change {
            Loose::Set { name, thing } => _ = kept.insert(name.clone(), *thing),
            Loose::Remove { name } => _ = kept.remove(name),
            Loose::Move { old, new, thing } => {
                // The old name may stand for something else if what had given it to this one was lost.
                if kept.get(old) == Some(thing) {
                    kept.remove(old);
                }
                kept.insert(new.clone(), *thing);
            }
            Loose::Write { .. } | Loose::Resize { .. } => unreachable!("entry {number}: a folder has no bytes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: u64 = 1;

    /// A disk with nothing but its root, which has the number 1.
    fn empty(manner: Manner) -> Disk {
        let place = tempfile::tempdir().unwrap();
        let mut disk = Disk::of(place.path(), manner);
        disk.nodes = HashMap::from([(ROOT, 0)]);
        disk
    }

    fn create(folder: u64, node: u64, name: &str) -> Change {
        Change::Create { folder, node, name: name.into() }
    }

    fn write(node: u64, at: usize, data: Range<usize>) -> Change {
        Change::Write { node, at, data }
    }

    fn rename(from: u64, to: u64, old: &str, new: &str) -> Change {
        Change::Rename { from, to, old: old.into(), new: new.into() }
    }

    /// What stands on the disk afterwards: paths with their bytes.
    fn after(changes: Vec<Change>, manner: Manner, loss: Loss) -> BTreeMap<String, String> {
        let log = Log { bytes: b"abcdefghijklmnopqrstuvwxyz".to_vec(), changes };
        let mut disk = empty(manner);
        disk.go_to(log.changes.len(), &log);
        let place = tempfile::tempdir().unwrap();
        disk.build(place.path(), &log, loss);
        let mut all = BTreeMap::new();
        list(place.path(), "", &mut all);
        all
    }

    fn list(folder: &Path, name: &str, all: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{name}{}", path.file_name().unwrap().to_string_lossy());
            if path.is_dir() {
                list(&path, &format!("{name}/"), all);
                all.insert(name + "/", String::new());
            } else {
                all.insert(name, String::from_utf8(fs::read(&path).unwrap()).unwrap());
            }
        }
    }

    fn found(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn bytes_without_a_sync_of_their_folder_have_no_name() {
        let file = vec![create(ROOT, 2, "f"), write(2, 0, 0..4), Change::Sync { node: 2 }];
        assert_eq!(after(file.clone(), STRICT, Loss::All), found(&[]));
        assert_eq!(after(file.clone(), STRICT, Loss::Nothing), found(&[("f", "abcd")]));
        let journaled = Manner { journaled: true, ..STRICT };
        assert_eq!(after(file.clone(), journaled, Loss::All), found(&[("f", "abcd")]));
        let with_name = [file, vec![Change::Sync { node: ROOT }, write(2, 4, 4..6)]].concat();
        assert_eq!(after(with_name, STRICT, Loss::All), found(&[("f", "abcd")]));
        let name_only = vec![create(ROOT, 2, "f"), write(2, 0, 0..4), Change::Sync { node: ROOT }];
        assert_eq!(after(name_only, STRICT, Loss::All), found(&[("f", "")]));
    }

    #[test]
    fn a_rename_without_a_sync_of_its_folder_is_undone() {
        let old = [create(ROOT, 2, "f"), write(2, 0, 0..2), Change::Sync { node: 2 }, Change::Sync { node: ROOT }];
        let new = [create(ROOT, 3, "f.part"), write(3, 0, 4..6), Change::Sync { node: 3 }];
        let moved = [&old[..], &new[..], &[rename(ROOT, ROOT, "f.part", "f")]].concat();
        assert_eq!(after(moved.clone(), STRICT, Loss::All), found(&[("f", "ab")]));
        let synced = [moved, vec![Change::Sync { node: ROOT }]].concat();
        assert_eq!(after(synced, STRICT, Loss::All), found(&[("f", "ef")]));
        // Renamed before its bytes were synced: the name is there, and nothing in it.
        let hasty = [&old[..], &new[..2], &[rename(ROOT, ROOT, "f.part", "f"), Change::Sync { node: ROOT }]].concat();
        assert_eq!(after(hasty, STRICT, Loss::All), found(&[("f", "")]));
    }

    #[test]
    fn a_folder_is_there_when_the_one_above_was_synced() {
        let deep = vec![
            Change::Mkdir { folder: ROOT, node: 2, name: "d".into() },
            create(2, 3, "f"),
            write(3, 0, 0..1),
            Change::Sync { node: 3 },
            Change::Sync { node: 2 },
        ];
        assert_eq!(after(deep.clone(), STRICT, Loss::All), found(&[]));
        let kept = [deep.clone(), vec![Change::Sync { node: ROOT }]].concat();
        assert_eq!(after(kept.clone(), STRICT, Loss::All), found(&[("d/", ""), ("d/f", "a")]));
        let gone = [kept, vec![Change::Unlink { folder: 2, name: "f".into() }]].concat();
        assert_eq!(after(gone.clone(), STRICT, Loss::All), found(&[("d/", ""), ("d/f", "a")]));
        let gone = [gone, vec![Change::Sync { node: 2 }]].concat();
        assert_eq!(after(gone, STRICT, Loss::All), found(&[("d/", "")]));
        // A rename between folders of which only the second was synced leaves both names.
        let across = [deep, vec![Change::Sync { node: ROOT }, rename(2, ROOT, "f", "g"), Change::Sync { node: ROOT }]];
        assert_eq!(after(across.concat(), STRICT, Loss::All), found(&[("d/", ""), ("d/f", "a"), ("g", "a")]));
    }

    #[test]
    fn a_number_given_again_is_another_file() {
        let again = vec![
            create(ROOT, 2, "f"),
            write(2, 0, 0..2),
            Change::Sync { node: 2 },
            Change::Sync { node: ROOT },
            Change::Unlink { folder: ROOT, name: "f".into() },
            create(ROOT, 2, "g"),
            write(2, 0, 4..6),
            Change::Sync { node: 2 },
        ];
        assert_eq!(after(again, STRICT, Loss::All), found(&[("f", "ab")]));
    }

    #[test]
    fn a_torn_write_keeps_or_loses_whole_sectors() {
        let torn = vec![create(ROOT, 2, "f"), Change::Sync { node: ROOT }, write(2, 0, 0..26)];
        let mut ends = HashSet::new();
        for seed in 0..40 {
            let text = &after(torn.clone(), STRICT, Loss::Some { seed, percent: 50, sector: 8 })["f"];
            for (at, byte) in text.bytes().enumerate() {
                let first = text.as_bytes()[at / 8 * 8];
                assert_eq!(byte == 0, first == 0, "{text:?}");
                assert!(byte == 0 || byte == b'a' + at as u8, "{text:?}");
            }
            ends.insert(text.clone());
        }
        assert!(ends.len() > 8, "{}", ends.len());
    }

    #[test]
    fn a_deaf_disk_keeps_nothing() {
        let all = vec![create(ROOT, 2, "f"), write(2, 0, 0..4), Change::Sync { node: 2 }, Change::Sync { node: ROOT }];
        let deaf = Manner { hears: |_, _| false, journaled: false };
        assert_eq!(after(all.clone(), deaf, Loss::All), found(&[]));
        let deaf_to_bytes = Manner { hears: |_, folder| folder, journaled: false };
        assert_eq!(after(all, deaf_to_bytes, Loss::All), found(&[("f", "")]));
    }
}
