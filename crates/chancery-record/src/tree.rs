//! The tree: roots and proofs, read from static tiles, and the checking of proofs.
//!
//! What this file does: it names tiles and entry bundles as C2SP tlog-tiles does, computes
//! roots, inclusion proofs and consistency proofs from O(log n) tiles, and checks proofs.
//!
//! What it never does: it opens no file (tiles come through [`TileReader`]) and trusts no
//! tile. A tile that was altered gives a root or a proof that does not fit the signed
//! checkpoint; checking a proof reads no tile at all.

use std::collections::{BTreeMap, HashMap};

use crate::leaf::{Hash, empty_root, node_hash};

/// How many hashes a full tile holds, and how many entries a full bundle
/// ([tlog-tiles](https://c2sp.org/tlog-tiles)).
pub const TILE_WIDTH: u64 = 256;

const HASH_BYTES: usize = 32;

/// Where tiles and entry bundles are read from. The path is relative to the log's folder or
/// URL, as [`tile_path`] and [`bundle_path`] write it; the answer is the whole file.
pub trait TileReader {
    /// The bytes of the file at `path`, or `None` when there is no such file.
    fn tile(&self, path: &str) -> Option<Vec<u8>>;
}

impl TileReader for BTreeMap<String, Vec<u8>> {
    fn tile(&self, path: &str) -> Option<Vec<u8>> {
        self.get(path).cloned()
    }
}

impl TileReader for HashMap<String, Vec<u8>> {
    fn tile(&self, path: &str) -> Option<Vec<u8>> {
        self.get(path).cloned()
    }
}

impl<R: TileReader + ?Sized> TileReader for &R {
    fn tile(&self, path: &str) -> Option<Vec<u8>> {
        (**self).tile(path)
    }
}

/// Why a root or a proof could not be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// A file that a tree of this size must have was not there.
    #[error("the file {0} of the log is missing")]
    Missing(String),
    /// A file was there but is not what the tree needs at that place.
    #[error("the file {path} of the log is damaged: {why}")]
    Damaged {
        /// The file's path.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A leaf or a tree size was asked for that the log does not have.
    #[error("the log has {held} leaves; {asked} is beyond its end")]
    OutOfRange {
        /// The index or size asked for.
        asked: u64,
        /// The size of the tree asked.
        held: u64,
    },
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The place lies outside the tree.
    #[error("leaf {index} cannot be in a tree of {size} leaves")]
    OutsideTree {
        /// The leaf's index.
        index: u64,
        /// The tree's size.
        size: u64,
    },
    /// The newer tree is smaller than the older one.
    #[error("a log of {new} leaves cannot continue one of {old} leaves")]
    Shrunk {
        /// The older size.
        old: u64,
        /// The newer size.
        new: u64,
    },
    /// The proof has too few or too many hashes for this place.
    #[error("the proof has the wrong number of hashes")]
    Length,
    /// The hashes lead somewhere else.
    #[error("the hashes of the proof do not lead to the root")]
    Root,
}

/// The path of a tile: `tile/<L>/<N>[.p/<W>]`, with the index in groups of three digits of
/// which all but the last begin with `x`. A `width` of 256 is a full tile.
///
/// ```
/// assert_eq!(chancery_record::tile_path(0, 1_234_067, 256), "tile/0/x001/x234/067");
/// assert_eq!(chancery_record::tile_path(1, 0, 17), "tile/1/000.p/17");
/// ```
pub fn tile_path(level: u8, index: u64, width: u64) -> String {
    path(&level.to_string(), index, width)
}

/// The path of an entry bundle: `tile/entries/<N>[.p/<W>]`. A `width` of 256 is a full bundle.
pub fn bundle_path(index: u64, width: u64) -> String {
    path("entries", index, width)
}

fn path(folder: &str, index: u64, width: u64) -> String {
    let mut groups = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        groups = format!("x{:03}/{groups}", rest % 1000);
        rest /= 1000;
    }
    if width == TILE_WIDTH { format!("tile/{folder}/{groups}") } else { format!("tile/{folder}/{groups}.p/{width}") }
}

/// How many hashes of the tile at this level and index a tree of `size` leaves has.
pub(crate) fn width_in(size: u64, level: u8, index: u64) -> u64 {
    let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
    hashes.saturating_sub(index.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH)
}

/// A tree of which the tiles are at hand.
#[derive(Debug, Clone, Copy)]
pub struct Tree<'a, R: ?Sized> {
    tiles: &'a R,
    held: u64,
}

impl<'a, R: TileReader + ?Sized> Tree<'a, R> {
    /// The tree of `held` leaves whose tiles `tiles` gives. Nothing is read yet.
    pub fn new(tiles: &'a R, held: u64) -> Self {
        Tree { tiles, held }
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.held
    }

    /// The root of the whole tree (RFC 6962 §2.1).
    ///
    /// # Errors
    /// [`TreeError`] when a tile is missing or damaged.
    pub fn root(&self) -> Result<Hash, TreeError> {
        self.root_at(self.held)
    }

    /// The root the tree had when it had `size` leaves.
    ///
    /// # Errors
    /// [`TreeError`] when the tree never had that size yet, or a tile is missing or damaged.
    pub fn root_at(&self, size: u64) -> Result<Hash, TreeError> {
        self.within(size)?;
        if size == 0 {
            return Ok(empty_root());
        }
        self.walk().range(0, size)
    }

    /// The proof that leaf `index` is in the tree of the first `size` leaves, from the leaf's
    /// sibling upwards (RFC 6962 §2.1.1).
    ///
    /// # Errors
    /// [`TreeError`] when there is no such leaf, or a tile is missing or damaged.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, TreeError> {
        self.within(size)?;
        if index >= size {
            return Err(TreeError::OutOfRange { asked: index, held: size });
        }
        let mut walk = self.walk();
        let (mut low, mut high) = (0, size);
        let mut proof = Vec::new();
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                proof.push(walk.range(middle, high)?);
                high = middle;
            } else {
                proof.push(walk.range(low, middle)?);
                low = middle;
            }
        }
        proof.reverse();
        Ok(proof)
    }

    /// The proof that the tree of `new` leaves only adds to the tree of `old` leaves
    /// (RFC 6962 §2.1.2). It is empty when `old` is 0 or equals `new`.
    ///
    /// # Errors
    /// [`TreeError`] when the sizes are not in order, or a tile is missing or damaged.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
        self.within(new)?;
        if old > new {
            return Err(TreeError::OutOfRange { asked: old, held: new });
        }
        let mut proof = Vec::new();
        if old == 0 || old == new {
            return Ok(proof);
        }
        let mut walk = self.walk();
        let (mut low, mut high) = (0, new);
        while old != high {
            let middle = low + split(high - low);
            if old <= middle {
                proof.push(walk.range(middle, high)?);
                high = middle;
            } else {
                proof.push(walk.range(low, middle)?);
                low = middle;
            }
        }
        // The reader has the old root already; it is sent only when it is not a whole subtree.
        if low != 0 {
            proof.push(walk.range(low, high)?);
        }
        proof.reverse();
        Ok(proof)
    }

    fn within(&self, size: u64) -> Result<(), TreeError> {
        if size > self.held {
            return Err(TreeError::OutOfRange { asked: size, held: self.held });
        }
        Ok(())
    }

    fn walk(&self) -> Walk<'a, R> {
        Walk::new(self.tiles, self.held)
    }
}

/// The largest power of two smaller than `size`, where RFC 6962 splits a tree; `size` ≥ 2.
fn split(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

/// One computation over the tiles; it keeps what it read, so that no tile is read twice.
pub(crate) struct Walk<'a, R: ?Sized> {
    tiles: &'a R,
    held: u64,
    read: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl<'a, R: TileReader + ?Sized> Walk<'a, R> {
    pub(crate) fn new(tiles: &'a R, held: u64) -> Self {
        let read = BTreeMap::new();
        Walk { tiles, held, read }
    }

    /// The root of the leaves from `low` up to `high`, a range that splitting a tree gives.
    fn range(&mut self, low: u64, high: u64) -> Result<Hash, TreeError> {
        let size = high - low;
        if size.is_power_of_two() {
            let height = size.trailing_zeros();
            return self.node(height, low >> height);
        }
        let middle = low + split(size);
        let left = self.range(low, middle)?;
        let right = self.range(middle, high)?;
        Ok(node_hash(&left, &right))
    }

    /// The root of the `index`-th whole subtree of 2^`height` leaves.
    fn node(&mut self, height: u32, index: u64) -> Result<Hash, TreeError> {
        // A height is at most 63, so that the level is at most 7 and fits.
        let level = (height / 8) as u8;
        let within = height % 8;
        let first = index << within;
        let start = (first % TILE_WIDTH) as usize;
        let tile = self.hashes(level, first / TILE_WIDTH)?;
        match tile.get(start..start + (1 << within)) {
            Some(hashes) => Ok(fold(hashes)),
            None => Err(TreeError::OutOfRange { asked: (index + 1) << height, held: self.held }),
        }
    }

    /// The hashes of one tile, as many as a tree of this size has there.
    pub(crate) fn hashes(&mut self, level: u8, index: u64) -> Result<&[Hash], TreeError> {
        let key = (level, index);
        if !self.read.contains_key(&key) {
            let width = width_in(self.held, level, index);
            let (path, found, bytes) = read_file(self.tiles, width, |width| tile_path(level, index, width))?;
            let (chunks, rest) = bytes.as_chunks::<HASH_BYTES>();
            if !rest.is_empty() || chunks.len() as u64 != found {
                let why = "its length is not that of its hashes";
                return Err(TreeError::Damaged { path, why });
            }
            let hashes = chunks.iter().take(width as usize).copied().map(Hash);
            self.read.insert(key, hashes.collect());
        }
        Ok(self.read.get(&key).map_or(&[], Vec::as_slice))
    }
}

/// Reads the file of this width, or the full one that has taken its place: a log may delete a
/// partial file once the full one is there (tlog-tiles, "Partial Tiles"). Gives the path and
/// the width of the file that was found, and its bytes.
pub(crate) fn read_file<R: TileReader + ?Sized>(
    tiles: &R,
    width: u64,
    path: impl Fn(u64) -> String,
) -> Result<(String, u64, Vec<u8>), TreeError> {
    let wanted = path(width);
    if let Some(bytes) = tiles.tile(&wanted) {
        return Ok((wanted, width, bytes));
    }
    let full = path(TILE_WIDTH);
    match tiles.tile(&full) {
        Some(bytes) => Ok((full, TILE_WIDTH, bytes)),
        None => Err(TreeError::Missing(wanted)),
    }
}

/// The root over hashes whose number is a power of two.
pub(crate) fn fold(hashes: &[Hash]) -> Hash {
    match hashes {
        [one] => *one,
        [] => empty_root(),
        _ => {
            let (left, right) = hashes.split_at(hashes.len() / 2);
            node_hash(&fold(left), &fold(right))
        }
    }
}

/// Checks that the leaf with this [`leaf_hash`](crate::leaf_hash) is number `index` of the
/// `size` leaves under `root` ([RFC 9162](https://www.rfc-editor.org/rfc/rfc9162) §2.1.3.2).
///
/// # Errors
/// [`ProofError`] says why the proof proves nothing.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutsideTree { index, size });
    }
    let (mut place, mut last) = (index, size - 1);
    let mut reached = *leaf;
    for hash in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if place & 1 == 1 || place == last {
            reached = node_hash(hash, &reached);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            reached = node_hash(&reached, hash);
        }
        place >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if reached != *root {
        return Err(ProofError::Root);
    }
    Ok(())
}

/// Checks that the `new_size` leaves under `new_root` begin with the `old_size` leaves under
/// `old_root` ([RFC 9162](https://www.rfc-editor.org/rfc/rfc9162) §2.1.4.2). Two trees of the
/// same size need an empty proof and the same root; every tree continues the empty one.
///
/// # Errors
/// [`ProofError`] says why the proof proves nothing.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old_size > new_size {
        return Err(ProofError::Shrunk { old: old_size, new: new_size });
    }
    if old_size == 0 || old_size == new_size {
        let empty_fits = |size: u64, root: &Hash| size != 0 || *root == empty_root();
        let fits = empty_fits(old_size, old_root) && empty_fits(new_size, new_root);
        return match proof {
            [] if fits && (old_size == 0 || old_root == new_root) => Ok(()),
            [] => Err(ProofError::Root),
            _ => Err(ProofError::Length),
        };
    }
    // When the old tree is one whole subtree its root is the first hash, and is not sent.
    let (first, rest) = match proof {
        _ if old_size.is_power_of_two() => (old_root, proof),
        [first, rest @ ..] => (first, rest),
        [] => return Err(ProofError::Length),
    };
    let (mut place, mut last) = (old_size - 1, new_size - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (mut old, mut new) = (*first, *first);
    for hash in rest {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if place & 1 == 1 || place == last {
            old = node_hash(hash, &old);
            new = node_hash(hash, &new);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(&new, hash);
        }
        place >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if old != *old_root || new != *new_root {
        return Err(ProofError::Root);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf::leaf_hash;
    use crate::log::rebuild;
    use proptest::prelude::*;
    use std::cell::Cell;

    fn hex(text: &str) -> Vec<u8> {
        let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(digit).collect()
    }

    fn hash(text: &str) -> Hash {
        Hash(hex(text).try_into().unwrap())
    }

    /// The leaves and roots that every implementation of RFC 6962 is tried on, from
    /// certificate-transparency's tests (today transparency-dev/merkle, testonly/constants.go).
    const LEAVES: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    /// The tree hash as RFC 6962 §2.1 words it, to hold the tiles against.
    fn by_the_book(leaves: &[Vec<u8>]) -> Hash {
        match leaves {
            [] => empty_root(),
            [one] => leaf_hash(one),
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len() as u64) as usize);
                node_hash(&by_the_book(left), &by_the_book(right))
            }
        }
    }

    fn some_leaves(count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|n| format!("leaf {n}").into()).collect()
    }

    fn grown(count: usize) -> (BTreeMap<String, Vec<u8>>, Hash, Vec<Vec<u8>>) {
        let leaves = some_leaves(count);
        let written = rebuild(&leaves).unwrap();
        (written.files, written.root, leaves)
    }

    #[test]
    fn the_known_roots_come_out() {
        let leaves: Vec<Vec<u8>> = LEAVES.iter().map(|leaf| hex(leaf)).collect();
        let files = rebuild(&leaves).unwrap().files;
        for (size, root) in ROOTS.iter().enumerate() {
            assert_eq!(rebuild(&leaves[..size]).unwrap().root, hash(root));
            let tree = Tree::new(&files, 8);
            assert_eq!(tree.root_at(size as u64).unwrap(), hash(root));
        }
    }

    #[test]
    fn the_known_proofs_come_out() {
        let leaves: Vec<Vec<u8>> = LEAVES.iter().map(|leaf| hex(leaf)).collect();
        let files = rebuild(&leaves).unwrap().files;
        let tree = Tree::new(&files, 8);
        assert_eq!(
            tree.inclusion(0, 8).unwrap(),
            [
                hash("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
                hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                hash("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
            ]
        );
        assert_eq!(tree.inclusion(2, 3).unwrap(), [hash(ROOTS[2])]);
        assert_eq!(
            tree.consistency(6, 8).unwrap(),
            [
                hash("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                hash("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                hash(ROOTS[4]),
            ]
        );
        assert_eq!(
            tree.consistency(2, 5).unwrap(),
            [
                hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                hash("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
            ]
        );
    }

    #[test]
    fn paths_are_those_of_tlog_tiles() {
        assert_eq!(tile_path(0, 0, 256), "tile/0/000");
        assert_eq!(tile_path(0, 999, 1), "tile/0/999.p/1");
        assert_eq!(tile_path(2, 1000, 255), "tile/2/x001/000.p/255");
        assert_eq!(bundle_path(1_234_067, 256), "tile/entries/x001/x234/067");
        let last = tile_path(7, u64::MAX, 256);
        assert_eq!(last, "tile/7/x018/x446/x744/x073/x709/x551/615");
    }

    #[test]
    fn every_pair_of_sizes_in_a_small_tree_has_a_consistency_proof() {
        let (files, _, leaves) = grown(70);
        let tree = Tree::new(&files, 70);
        let roots: Vec<Hash> = (0..=70).map(|n| by_the_book(&leaves[..n])).collect();
        for new in 0..=70_u64 {
            for old in 0..=new {
                let (a, b) = (&roots[old as usize], &roots[new as usize]);
                let proof = tree.consistency(old, new).unwrap();
                verify_consistency(old, a, new, b, &proof).unwrap();
                if old > 0 && old < new {
                    assert!(verify_consistency(old, b, new, b, &proof).is_err());
                    assert!(verify_consistency(old, a, new, a, &proof).is_err());
                    assert!(verify_consistency(old - 1, a, new, b, &proof).is_err());
                    assert!(verify_consistency(new, b, old, a, &proof).is_err());
                    let mut longer = proof.clone();
                    longer.push(*a);
                    assert!(verify_consistency(old, a, new, b, &longer).is_err());
                    let shorter = &proof[..proof.len() - 1];
                    assert!(verify_consistency(old, a, new, b, shorter).is_err());
                }
            }
        }
    }

    #[test]
    fn trees_of_no_or_equal_size_need_an_empty_proof() {
        let (a, b, none) = (Hash([1; 32]), Hash([2; 32]), empty_root());
        assert!(verify_consistency(0, &none, 0, &none, &[]).is_ok());
        assert!(verify_consistency(0, &none, 9, &a, &[]).is_ok());
        assert!(verify_consistency(9, &a, 9, &a, &[]).is_ok());
        assert!(verify_consistency(0, &a, 9, &a, &[]).is_err());
        assert!(verify_consistency(0, &none, 0, &a, &[]).is_err());
        assert!(verify_consistency(9, &a, 9, &b, &[]).is_err());
        assert!(verify_consistency(9, &a, 9, &a, &[b]).is_err());
        assert!(verify_consistency(0, &none, 9, &a, &[b]).is_err());
        assert!(verify_consistency(9, &a, 8, &a, &[]).is_err());
    }

    #[test]
    fn a_proof_reads_few_tiles() {
        struct Counting(BTreeMap<String, Vec<u8>>, Cell<usize>);
        impl TileReader for Counting {
            fn tile(&self, path: &str) -> Option<Vec<u8>> {
                self.1.set(self.1.get() + 1);
                self.0.tile(path)
            }
        }
        let (files, root, leaves) = grown(70_000);
        let counting = Counting(files, Cell::new(0));
        let tree = Tree::new(&counting, 70_000);
        let proof = tree.inclusion(12_345, 70_000).unwrap();
        // One tile at each of three levels, and the right edge of the two lower ones.
        assert!(counting.1.get() <= 5, "{} reads", counting.1.get());
        let leaf = leaf_hash(&leaves[12_345]);
        verify_inclusion(&leaf, 12_345, 70_000, &proof, &root).unwrap();
        counting.1.set(0);
        let proof = tree.consistency(65_537, 70_000).unwrap();
        assert!(counting.1.get() <= 6, "{} reads", counting.1.get());
        let old = tree.root_at(65_537).unwrap();
        verify_consistency(65_537, &old, 70_000, &root, &proof).unwrap();
    }

    #[test]
    fn missing_and_damaged_tiles_are_named() {
        let (mut files, _, _) = grown(300);
        let tile = files.remove("tile/0/001.p/44").unwrap();
        let missing = Err(TreeError::Missing("tile/0/001.p/44".into()));
        assert_eq!(Tree::new(&files, 300).root(), missing);
        for length in [0, 1, tile.len() - 32, tile.len() - 1, tile.len() + 1, 8192] {
            let mut bytes = tile.clone();
            bytes.resize(length, 0);
            files.insert("tile/0/001.p/44".into(), bytes);
            let root = Tree::new(&files, 300).root();
            assert!(matches!(root, Err(TreeError::Damaged { .. })), "{length}");
        }
    }

    #[test]
    fn sizes_and_places_beyond_the_end_are_refused() {
        let (files, _, _) = grown(5);
        let tree = Tree::new(&files, 5);
        assert!(tree.root_at(6).is_err());
        assert!(tree.inclusion(5, 5).is_err());
        assert!(tree.inclusion(0, 6).is_err());
        assert!(tree.consistency(3, 2).is_err());
        assert!(tree.consistency(3, 6).is_err());
        // A size no log has is a missing file, not an overflow.
        let vast = Tree::new(&files, u64::MAX);
        assert!(vast.root().is_err());
        assert!(vast.inclusion(u64::MAX - 1, u64::MAX).is_err());
        assert!(vast.consistency(u64::MAX - 1, u64::MAX).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn every_leaf_of_any_tree_has_a_proof(
            size in prop_oneof![1_u64..700, Just(255), Just(256), Just(257), Just(512)],
            byte in 0_usize..32, bit in 0_u8..8,
        ) {
            let (files, root, leaves) = grown(size as usize);
            prop_assert_eq!(root, by_the_book(&leaves));
            let tree = Tree::new(&files, size);
            let flip = |hash: &Hash| { let mut h = *hash; h.0[byte] ^= 1 << bit; h };
            for index in 0..size {
                let proof = tree.inclusion(index, size).unwrap();
                let leaf = leaf_hash(&leaves[index as usize]);
                prop_assert!(verify_inclusion(&leaf, index, size, &proof, &root).is_ok());
                prop_assert!(verify_inclusion(&flip(&leaf), index, size, &proof, &root).is_err());
                prop_assert!(verify_inclusion(&leaf, index, size, &proof, &flip(&root)).is_err());
                prop_assert!(verify_inclusion(&leaf, index ^ 1, size, &proof, &root).is_err());
                for place in 0..proof.len() {
                    let mut bent = proof.clone();
                    bent[place] = flip(&bent[place]);
                    prop_assert!(verify_inclusion(&leaf, index, size, &bent, &root).is_err());
                }
                let mut longer = proof.clone();
                longer.push(root);
                prop_assert!(verify_inclusion(&leaf, index, size, &longer, &root).is_err());
                if let Some((_, shorter)) = proof.split_last() {
                    prop_assert!(verify_inclusion(&leaf, index, size, shorter, &root).is_err());
                }
            }
        }

        #[test]
        fn any_two_sizes_have_a_consistency_proof(
            held in 1_u64..700, pairs in prop::collection::vec((any::<u64>(), any::<u64>()), 60),
            byte in 0_usize..32, bit in 0_u8..8,
        ) {
            let (files, _, leaves) = grown(held as usize);
            let tree = Tree::new(&files, held);
            for (a, b) in pairs {
                let (a, b) = (a % (held + 1), b % (held + 1));
                let (old, new) = (a.min(b), a.max(b));
                let old_root = by_the_book(&leaves[..old as usize]);
                let new_root = by_the_book(&leaves[..new as usize]);
                prop_assert_eq!(tree.root_at(old).unwrap(), old_root);
                let proof = tree.consistency(old, new).unwrap();
                prop_assert!(verify_consistency(old, &old_root, new, &new_root, &proof).is_ok());
                for place in 0..proof.len() {
                    let mut bent = proof.clone();
                    bent[place].0[byte] ^= 1 << bit;
                    prop_assert!(verify_consistency(old, &old_root, new, &new_root, &bent).is_err());
                }
            }
        }

        #[test]
        fn hostile_proofs_never_panic(
            index: u64, size: u64, other: u64,
            proof in prop::collection::vec(any::<[u8; 32]>().prop_map(Hash), 0..80),
        ) {
            let root = Hash([7; 32]);
            let _ = verify_inclusion(&root, index, size, &proof, &root);
            let _ = verify_consistency(size, &root, other, &root, &proof);
        }
    }
}
