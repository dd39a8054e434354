//! The writer's side: growing the log.
//!
//! What this file does: it takes the leaves to be appended and hands back the files to write
//! (tiles and entry bundles, full and partial) with the new size and root.
//!
//! What it never does: it writes nothing and signs nothing, and it never builds on tiles that
//! do not give the root it was told. The caller writes every file durably first and publishes
//! the checkpoint last, and compares-and-swaps the checkpoint it replaces: a crash in between
//! leaves files that no signed size names, and appending again overwrites them.

use std::collections::BTreeMap;

use crate::checkpoint::Checkpoint;
use crate::leaf::{Hash, empty_root, leaf_hash};
use crate::tree::{TILE_WIDTH, TileReader, Tree, TreeError, Walk, bundle_path, fold, read_file, tile_path, width_in};

/// Why the log could not be opened or grown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// A file of the log is missing or damaged.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The files do not give the root that was signed or remembered for their size.
    #[error(
        "the files of the log give the root {found} for {size} leaves, but {expected} was \
         expected: they were altered, or belong to another log"
    )]
    OtherRoot {
        /// The size.
        size: u64,
        /// The root that was signed or remembered.
        expected: Hash,
        /// The root that the files give.
        found: Hash,
    },
    /// A leaf is longer than the two-byte length of an entry bundle can say.
    #[error("a leaf of {0} bytes is too long: an entry bundle holds at most 65535 for each")]
    LeafTooLong(usize),
    /// The log has as many leaves as can be counted.
    #[error("the log is full")]
    Full,
}

/// The writer's state: how many leaves the log has, and the root over them. A value; growing
/// it gives a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Log {
    size: u64,
    root: Hash,
}

/// What an append hands back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The files to write, by path (see [`tile_path`] and [`bundle_path`]).
    pub files: BTreeMap<String, Vec<u8>>,
    /// How many leaves the log has once they are written.
    pub size: u64,
    /// The root over all leaves.
    pub root: Hash,
}

impl Written {
    /// The log as it stands once the files are written.
    pub fn log(&self) -> Log {
        Log { size: self.size, root: self.root }
    }
}

impl Log {
    /// A log without leaves.
    pub fn empty() -> Log {
        Log { size: 0, root: empty_root() }
    }

    /// The log of `size` leaves whose files `tiles` gives, with whatever root they give. Use
    /// [`Log::resume`] wherever a signed checkpoint is at hand.
    ///
    /// # Errors
    /// [`LogError`] when a file of the right edge is missing or damaged.
    pub fn open<R: TileReader + ?Sized>(tiles: &R, size: u64) -> Result<Log, LogError> {
        let root = Tree::new(tiles, size).root()?;
        Ok(Log { size, root })
    }

    /// The log that `signed` is the head of, provided its files give the signed root.
    ///
    /// # Errors
    /// [`LogError::OtherRoot`] when they do not, and the errors of [`Log::open`].
    pub fn resume<R: TileReader + ?Sized>(tiles: &R, signed: &Checkpoint) -> Result<Log, LogError> {
        let log = Log { size: signed.size, root: signed.root };
        log.check(tiles)?;
        Ok(log)
    }

    /// How many leaves the log has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// Appends leaves: the files to write, and the new size and root. Only files that change
    /// are given; the partial files of the old size are left as they are, because a checkpoint
    /// was signed over them.
    ///
    /// # Errors
    /// [`LogError`] when the files of the right edge do not give this log's root, or a leaf is
    /// longer than 65535 bytes.
    pub fn append<R, L>(&self, tiles: &R, leaves: &[L]) -> Result<Written, LogError>
    where
        R: TileReader + ?Sized,
        L: AsRef<[u8]>,
    {
        self.check(tiles)?;
        let added = u64::try_from(leaves.len()).map_err(|_| LogError::Full)?;
        let size = self.size.checked_add(added).ok_or(LogError::Full)?;
        let mut files = BTreeMap::new();
        if leaves.is_empty() {
            let root = self.root;
            return Ok(Written { files, size, root });
        }
        let mut walk = Walk::new(tiles, self.size);

        // Entry bundles: go on in the last one, whose entries were checked against the tree.
        let mut index = self.size / TILE_WIDTH;
        let mut bundle = Vec::new();
        let mut width = self.size % TILE_WIDTH;
        if width > 0 {
            for entry in read_bundle(tiles, &mut walk, self.size, index)? {
                push_entry(&mut bundle, &entry)?;
            }
        }
        for leaf in leaves {
            push_entry(&mut bundle, leaf.as_ref())?;
            width += 1;
            if width == TILE_WIDTH {
                files.insert(bundle_path(index, width), std::mem::take(&mut bundle));
                index += 1;
                width = 0;
            }
        }
        if width > 0 {
            files.insert(bundle_path(index, width), bundle);
        }

        // Tiles, level by level: each tile that becomes full gives one hash to the level above.
        let mut fresh: Vec<Hash> = leaves.iter().map(|leaf| leaf_hash(leaf.as_ref())).collect();
        let mut level = 0_u8;
        while !fresh.is_empty() {
            let before = self.size >> (8 * u32::from(level));
            let mut index = before / TILE_WIDTH;
            let mut tile = match before % TILE_WIDTH {
                0 => Vec::new(),
                _ => walk.hashes(level, index)?.to_vec(),
            };
            let mut above = Vec::new();
            for hash in fresh {
                tile.push(hash);
                if tile.len() as u64 == TILE_WIDTH {
                    above.push(fold(&tile));
                    files.insert(tile_path(level, index, TILE_WIDTH), bytes_of(&tile));
                    tile.clear();
                    index += 1;
                }
            }
            if !tile.is_empty() {
                let path = tile_path(level, index, tile.len() as u64);
                files.insert(path, bytes_of(&tile));
            }
            fresh = above;
            level += 1;
        }

        let both = Overlay { over: &files, under: tiles };
        let root = Tree::new(&both, size).root()?;
        Ok(Written { files, size, root })
    }

    fn check<R: TileReader + ?Sized>(&self, tiles: &R) -> Result<(), LogError> {
        let found = Tree::new(tiles, self.size).root()?;
        if found != self.root {
            return Err(LogError::OtherRoot { size: self.size, expected: self.root, found });
        }
        Ok(())
    }
}

/// The whole log made anew from its leaves, in order: the same files and root that appending
/// them one batch after another gives, except for the partial files of sizes in between.
///
/// # Errors
/// [`LogError::LeafTooLong`] when a leaf is longer than 65535 bytes.
pub fn rebuild<L: AsRef<[u8]>>(leaves: impl IntoIterator<Item = L>) -> Result<Written, LogError> {
    let leaves: Vec<L> = leaves.into_iter().collect();
    Log::empty().append(&BTreeMap::new(), &leaves)
}

/// All leaves of a log of `size` leaves, read back from its entry bundles, each checked
/// against its hash in the tree. With [`rebuild`] this audits every file of a log.
///
/// # Errors
/// [`TreeError`] when a file is missing or damaged, or an entry is not the one hashed.
pub fn leaves<R: TileReader + ?Sized>(tiles: &R, size: u64) -> Result<Vec<Vec<u8>>, TreeError> {
    let mut all = Vec::new();
    for index in 0..size.div_ceil(TILE_WIDTH) {
        let mut walk = Walk::new(tiles, size);
        all.extend(read_bundle(tiles, &mut walk, size, index)?);
    }
    Ok(all)
}

/// The entries of one bundle, as many as a log of this size has there.
fn read_bundle<R: TileReader + ?Sized>(
    tiles: &R,
    walk: &mut Walk<'_, R>,
    size: u64,
    index: u64,
) -> Result<Vec<Vec<u8>>, TreeError> {
    let width = width_in(size, 0, index);
    let (path, found, bytes) = read_file(tiles, width, |width| bundle_path(index, width))?;
    let hashes = walk.hashes(0, index)?;
    let mut rest = bytes.as_slice();
    let mut entries = Vec::with_capacity(hashes.len());
    for hash in hashes {
        let entry = rest
            .split_first_chunk()
            .and_then(|(length, after)| after.split_at_checked(usize::from(u16::from_be_bytes(*length))));
        let Some((entry, after)) = entry else {
            let why = "it ends in the middle of an entry";
            return Err(TreeError::Damaged { path, why });
        };
        if leaf_hash(entry) != *hash {
            let why = "an entry is not the one that the tree has at its place";
            return Err(TreeError::Damaged { path, why });
        }
        entries.push(entry.to_vec());
        rest = after;
    }
    // A full bundle that has taken a partial one's place goes on; any other must end here.
    if !rest.is_empty() && found == width {
        let why = "it goes on after its last entry";
        return Err(TreeError::Damaged { path, why });
    }
    Ok(entries)
}

fn push_entry(bundle: &mut Vec<u8>, leaf: &[u8]) -> Result<(), LogError> {
    let length = u16::try_from(leaf.len()).map_err(|_| LogError::LeafTooLong(leaf.len()))?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(leaf);
    Ok(())
}

fn bytes_of(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The new files over the ones that are there already.
struct Overlay<'a, R: ?Sized> {
    over: &'a BTreeMap<String, Vec<u8>>,
    under: &'a R,
}

impl<R: TileReader + ?Sized> TileReader for Overlay<'_, R> {
    fn tile(&self, path: &str) -> Option<Vec<u8>> {
        self.over.tile(path).or_else(|| self.under.tile(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some_leaves(count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|n| vec![n as u8; n % 40]).collect()
    }

    #[test]
    fn a_log_of_70_000_has_the_files_that_the_specification_counts() {
        // tlog-tiles, "Partial Tiles": 273 full and one partial of 112 at level 0, one full
        // and one partial of 17 at level 1, one partial of 1 at level 2.
        let files = rebuild((0..70_000_u32).map(u32::to_be_bytes)).unwrap().files;
        let count = |start: &str| files.keys().filter(|path| path.starts_with(start)).count();
        assert_eq!(count("tile/0/"), 274);
        assert_eq!(count("tile/1/"), 2);
        assert_eq!(count("tile/2/"), 1);
        assert_eq!(count("tile/entries/"), 274);
        assert_eq!(count("tile/"), 274 + 2 + 1 + 274);
        assert_eq!(files["tile/0/000"].len(), 8192);
        for partial in ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"] {
            assert!(files.contains_key(partial), "{partial}");
        }
    }

    #[test]
    fn a_log_of_256_has_one_full_tile_and_one_of_one_hash() {
        let written = rebuild(some_leaves(256)).unwrap();
        let paths: Vec<&str> = written.files.keys().map(String::as_str).collect();
        assert_eq!(paths, ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
        assert_eq!(written.files["tile/1/000.p/1"], written.root.0);
    }

    #[test]
    fn entries_carry_their_length_in_two_bytes() {
        let long = vec![7; 65_535];
        let written = rebuild([b"ab".as_slice(), b"", &long]).unwrap();
        let bundle = &written.files["tile/entries/000.p/3"];
        assert_eq!(bundle[..8], [0, 2, b'a', b'b', 0, 0, 0xff, 0xff]);
        let found = leaves(&written.files, 3).unwrap();
        assert_eq!(found, [b"ab".to_vec(), Vec::new(), long]);
        let too_long = rebuild([vec![0; 65_536]]);
        assert_eq!(too_long, Err(LogError::LeafTooLong(65_536)));
    }

    #[test]
    fn nothing_appended_changes_nothing() {
        let written = rebuild(some_leaves(3)).unwrap();
        let none: [Vec<u8>; 0] = [];
        let again = written.log().append(&written.files, &none).unwrap();
        assert_eq!(again.log(), written.log());
        assert!(again.files.is_empty());
    }

    #[test]
    fn the_log_lives_in_a_folder_without_a_file_standing_where_a_folder_must() {
        struct Folder(std::path::PathBuf);
        impl TileReader for Folder {
            fn tile(&self, path: &str) -> Option<Vec<u8>> {
                std::fs::read(self.0.join(path)).ok()
            }
        }
        let place = tempfile::tempdir().unwrap();
        let folder = Folder(place.path().to_path_buf());
        let all = some_leaves(1_300);
        let mut log = Log::empty();
        for batch in all.chunks(100) {
            let written = log.append(&folder, batch).unwrap();
            for (path, bytes) in &written.files {
                let file = folder.0.join(path);
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(file, bytes).unwrap();
            }
            log = written.log();
        }
        let again = rebuild(&all).unwrap();
        assert_eq!(log, again.log());
        assert_eq!(Log::open(&folder, 1_300).unwrap(), log);
        for (path, bytes) in &again.files {
            assert_eq!(folder.tile(path).as_ref(), Some(bytes), "{path}");
        }
        assert_eq!(leaves(&folder, 1_300).unwrap(), all);
    }

    #[test]
    fn altered_files_are_never_built_upon() {
        let written = rebuild(some_leaves(300)).unwrap();
        let more = [b"more".to_vec()];
        for path in ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"] {
            for place in [0, written.files[path].len() - 1] {
                let mut files = written.files.clone();
                files.get_mut(path).unwrap()[place] ^= 1;
                assert!(written.log().append(&files, &more).is_err(), "{path}");
            }
        }
        let mut files = written.files.clone();
        files.get_mut("tile/entries/001.p/44").unwrap().push(0);
        assert!(written.log().append(&files, &more).is_err());
        // Entries inside are not read when the log grows; an audit reads them.
        let mut files = written.files.clone();
        files.get_mut("tile/entries/000").unwrap()[5] ^= 1;
        assert!(written.log().append(&files, &more).is_ok());
        assert!(leaves(&files, 300).is_err());
    }

    #[test]
    fn a_log_resumes_only_from_the_root_that_was_signed() {
        let written = rebuild(some_leaves(10)).unwrap();
        let mut signed = Checkpoint { origin: "records.example/log".into(), size: 10, root: written.root };
        assert_eq!(Log::resume(&written.files, &signed), Ok(written.log()));
        signed.root.0[0] ^= 1;
        let resumed = Log::resume(&written.files, &signed);
        assert!(matches!(resumed, Err(LogError::OtherRoot { .. })));
    }

    #[test]
    fn a_partial_file_may_be_deleted_once_the_full_one_is_there() {
        let all = some_leaves(256);
        let first = rebuild(&all[..200]).unwrap();
        let full = first.log().append(&first.files, &all[200..]).unwrap();
        assert_eq!(Log::open(&full.files, 200).unwrap(), first.log());
        assert_eq!(leaves(&full.files, 200).unwrap(), all[..200]);
        let again = first.log().append(&full.files, &all[200..]).unwrap();
        assert_eq!(again, full);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn growing_in_any_batches_equals_building_at_once(
            batches in prop::collection::vec(
                prop_oneof![0_usize..40, 200_usize..300, Just(1), Just(255), Just(256), Just(512)],
                0..8,
            ),
        ) {
            let all = some_leaves(batches.iter().sum());
            let mut files = BTreeMap::new();
            let mut log = Log::empty();
            let mut rest = all.as_slice();
            for batch in batches {
                let (now, later) = rest.split_at(batch);
                let written = log.append(&files, now).unwrap();
                prop_assert_eq!(written.size, log.size() + batch as u64);
                for (path, bytes) in written.files {
                    // No file, once written, ever changes.
                    if let Some(kept) = files.insert(path, bytes.clone()) {
                        prop_assert_eq!(kept, bytes);
                    }
                }
                log = Log { size: written.size, root: written.root };
                prop_assert_eq!(Log::open(&files, log.size()).unwrap(), log);
                rest = later;
            }
            let once = rebuild(&all).unwrap();
            prop_assert_eq!(once.log(), log);
            prop_assert_eq!(leaves(&files, log.size()).unwrap(), all);
            for (path, bytes) in &once.files {
                prop_assert_eq!(files.get(path), Some(bytes), "{}", path);
            }
            // All that growing has beyond that are partial files of the sizes in between.
            for path in files.keys().filter(|path| !once.files.contains_key(*path)) {
                prop_assert!(path.contains(".p/"), "{}", path);
            }
        }
    }
}
