//! SQLite's write-ahead log, read from outside: its head, its frames, and what is wrong with them.
//!
//! The format is SQLite's, laid down in its “WAL-mode File Format”: a head of 32 bytes with two salts and a checksum, then
//! frames of 24 bytes and a page each. A frame counts if it bears the head's salts and its checksum follows from that of
//! the frame before. SQLite takes the first frame that does not count for the end, so a flipped bit in the middle would
//! silently take away what was acknowledged after it; this module tells such damage from a tail that was never finished.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
    thread,
};

use super::seal::{Digest, digest};

/// The length of the log's head.
pub(crate) const HEAD: usize = 32;
/// The length of what stands before each page.
pub(crate) const FRAME_HEAD: usize = 24;
const MAGIC: u32 = 0x377f_0682;
const FORMAT: u32 = 3_007_000;

/// The two words of a running checksum.
pub(crate) type Sum = (u32, u32);

/// The head of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub page_size: usize,
    pub salts: [u8; 8],
    big_endian: bool,
    sum: Sum,
}

fn word(bytes: &[u8], at: usize, big_endian: bool) -> u32 {
    let mut four = [0; 4];
    if let Some(found) = bytes.get(at..at + 4) {
        four.copy_from_slice(found);
    }
    if big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
}

fn sum_of(sum: Sum, bytes: &[u8], big_endian: bool) -> Sum {
    let read = if big_endian { u32::from_be_bytes } else { u32::from_le_bytes };
    let (words, _) = bytes.as_chunks::<4>();
    let (pairs, _) = words.as_chunks::<2>();
    let (mut one, mut two) = sum;
    for [first, second] in pairs {
        one = one.wrapping_add(read(*first)).wrapping_add(two);
        two = two.wrapping_add(read(*second)).wrapping_add(one);
    }
    (one, two)
}

fn stored_sum(bytes: &[u8], at: usize) -> Sum {
    (word(bytes, at, true), word(bytes, at + 4, true))
}

/// Whether a number is a size that SQLite gives to pages.
pub(crate) fn is_page_size(size: usize) -> bool {
    size.is_power_of_two() && (512..=65536).contains(&size)
}

impl Head {
    /// Reads the head; `None` if SQLite would not take it for one.
    pub fn parse(bytes: &[u8; HEAD]) -> Option<Head> {
        let magic = word(bytes, 0, true);
        let page_size = word(bytes, 8, true) as usize;
        if magic & !1 != MAGIC || word(bytes, 4, true) != FORMAT || !is_page_size(page_size) {
            return None;
        }
        let big_endian = magic & 1 == 1;
        let sum = sum_of((0, 0), &bytes[..24], big_endian);
        let mut salts = [0; 8];
        salts.copy_from_slice(&bytes[16..24]);
        (sum == stored_sum(bytes, 24)).then_some(Head { page_size, salts, big_endian, sum })
    }

    /// The length of a frame with its page.
    pub fn frame(&self) -> usize {
        FRAME_HEAD + self.page_size
    }
}

/// Reads the head of a log; `None` if there is no log, or it has no head.
pub(crate) fn head(path: &Path) -> io::Result<Option<Head>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(HEAD as u64).read_to_end(&mut bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(bytes.first_chunk().and_then(Head::parse))
}

/// One frame as it lies in the file.
struct Frame {
    bytes: Vec<u8>,
}

impl Frame {
    fn page(&self) -> u64 {
        u64::from(word(&self.bytes, 0, true))
    }

    /// The size of the database after the transaction that this frame ends; zero for all other frames.
    fn commit(&self) -> u64 {
        u64::from(word(&self.bytes, 4, true))
    }

    fn bears(&self, salts: &[u8; 8]) -> bool {
        self.bytes.get(8..16) == Some(salts)
    }

    fn stored(&self) -> Sum {
        stored_sum(&self.bytes, 16)
    }

    fn content(&self) -> &[u8] {
        self.bytes.get(FRAME_HEAD..).unwrap_or_default()
    }

    fn sum(&self, before: Sum, big_endian: bool) -> Sum {
        let begun = sum_of(before, self.bytes.get(..8).unwrap_or_default(), big_endian);
        sum_of(begun, self.content(), big_endian)
    }
}

/// Reads frame after frame.
struct Frames {
    file: BufReader<File>,
    length: usize,
}

impl Frames {
    /// The next frame; `None` at the end, or where the file ends within one.
    fn next(&mut self) -> io::Result<Option<Frame>> {
        let mut bytes = vec![0; self.length];
        Ok(filled(self.file.read_exact(&mut bytes))?.then_some(Frame { bytes }))
    }
}

/// What the first frames of a log do to the database.
pub(crate) struct Logged {
    pub page_size: usize,
    /// How many pages the database has after them.
    pub count: u64,
    /// The digest of the newest content of each page that they bear.
    pub pages: BTreeMap<u64, Digest>,
}

/// Reads the first frames of a log, as many as SQLite says are committed; `None` if the log does not bear them out.
///
/// Only the newest frame of each page is read as a whole: its checksum follows from the one that stands in the frame before,
/// so that nothing that was changed since it was committed is taken over.
pub(crate) fn logged(path: &Path, frames: u64) -> io::Result<Option<Logged>> {
    let mut file = BufReader::with_capacity(1 << 18, File::open(path)?);
    let mut bytes = [0; HEAD];
    if !filled(file.read_exact(&mut bytes))? {
        return Ok(None);
    }
    let Some(head) = Head::parse(&bytes) else { return Ok(None) };
    let mut sum = head.sum;
    let mut newest = BTreeMap::new();
    let mut count = 0;
    for number in 0..frames {
        let mut frame = Frame { bytes: vec![0; FRAME_HEAD] };
        if !filled(file.read_exact(&mut frame.bytes))? || !frame.bears(&head.salts) || frame.page() == 0 {
            return Ok(None);
        }
        newest.insert(frame.page(), (number, sum));
        sum = frame.stored();
        count = frame.commit();
        file.seek_relative(head.page_size as i64)?;
    }
    if count == 0 {
        return Ok(None);
    }
    let mut in_order: Vec<Newest> =
        newest.into_iter().map(|(page, (number, before))| Newest { number, before, page }).collect();
    in_order.sort_unstable_by_key(|frame| frame.number);
    // Everybody waits for a checkpoint, and it is two halves that know nothing of one another.
    let (first, second) = in_order.split_at(in_order.len() / 2);
    let (first, second) = thread::scope(|scope| {
        let beside = thread::Builder::new().spawn_scoped(scope, || digests(path, &head, second));
        let first = digests(path, &head, first);
        let second = match beside {
            Ok(beside) => beside.join().unwrap_or_else(|_| Err(io::Error::other("a thread stopped"))),
            Err(_) => digests(path, &head, second),
        };
        (first, second)
    });
    let (Some(mut pages), Some(others)) = (first?, second?) else { return Ok(None) };
    pages.extend(others);
    Ok(Some(Logged { page_size: head.page_size, count, pages }))
}

/// The newest frame of a page.
struct Newest {
    /// Counting from zero.
    number: u64,
    /// The checksum that stands in the frame before.
    before: Sum,
    page: u64,
}

/// The digests of the pages that frames bear; `None` if one is not what was committed.
fn digests(path: &Path, head: &Head, frames: &[Newest]) -> io::Result<Option<BTreeMap<u64, Digest>>> {
    let mut file = File::open(path)?;
    let mut frame = Frame { bytes: vec![0; head.frame()] };
    let mut pages = BTreeMap::new();
    for newest in frames {
        file.seek(SeekFrom::Start(content_of(head, newest.number) - FRAME_HEAD as u64))?;
        if !filled(file.read_exact(&mut frame.bytes))? || frame.sum(newest.before, head.big_endian) != frame.stored() {
            return Ok(None);
        }
        pages.insert(newest.page, digest(frame.content()));
    }
    Ok(Some(pages))
}

/// Whether there was as much to read as was asked for.
fn filled(read: io::Result<()>) -> io::Result<bool> {
    match read {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// Where the page of a frame begins, counting frames from zero.
fn content_of(head: &Head, frame: u64) -> u64 {
    HEAD as u64 + frame * head.frame() as u64 + FRAME_HEAD as u64
}

/// The checksum that stands in a frame, counting from one; `None` if the file does not reach so far.
pub(crate) fn sum_at(path: &Path, head: &Head, frame: u64) -> io::Result<Option<Sum>> {
    let Some(before) = frame.checked_sub(1) else { return Ok(None) };
    let mut file = File::open(path)?;
    let Some(at) = before.checked_mul(head.frame() as u64).and_then(|at| at.checked_add(HEAD as u64 + 16)) else {
        return Ok(None);
    };
    let mut bytes = [0; 8];
    file.seek(SeekFrom::Start(at))?;
    Ok(filled(file.read_exact(&mut bytes))?.then(|| stored_sum(&bytes, 0)))
}

/// What was found in a log from end to end.
#[derive(Default)]
pub(crate) struct Scan {
    pub head: Option<Head>,
    /// How many frames are committed.
    pub committed: u64,
    /// How many bytes follow the last commit, without what is left of a log that was begun anew.
    pub tail: u64,
    /// Whether the checksum of the frame that was asked for is the one that was asked for.
    pub expected: bool,
    /// The committed frames of each page with the digests of what they bear, the newest last.
    pub pages: BTreeMap<u64, Vec<(u64, Digest)>>,
    /// The first frame that does not count, and the page that it says it bears.
    pub odd: Option<(u64, u64)>,
    pub damage: Option<Damage>,
}

/// Damage that cannot be an unfinished tail.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    Head(&'static str),
    /// The frame, counting from one, and the page that it says it bears.
    Frame(u64, u64, &'static str),
}

/// Reads a whole log, however it looks. `expect` is a frame of which the checksum is known.
pub(crate) fn scan(path: &Path, expect: Option<(u64, Sum)>) -> io::Result<Scan> {
    let mut scan = Scan::default();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(scan),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    scan.tail = length;
    let mut file = BufReader::with_capacity(1 << 16, file);
    let mut bytes = Vec::with_capacity(HEAD);
    file.by_ref().take(HEAD as u64).read_to_end(&mut bytes)?;
    // A head that is cut off was never followed by a frame.
    let Some(bytes) = bytes.first_chunk::<HEAD>() else { return Ok(scan) };
    let Some(head) = Head::parse(bytes) else {
        scan.damage = if one_byte_off(bytes) {
            Some(Damage::Head("one byte of its head was changed"))
        } else if first_frame_follows(bytes, &mut file)? {
            Some(Damage::Head("its head was changed; the first frame follows from another"))
        } else {
            None
        };
        return Ok(scan);
    };
    let mut reading = Frames { file, length: head.frame() };
    let mut sum = head.sum;
    let mut number = 0;
    // Frames of a transaction that has not been committed yet.
    let mut open = Vec::new();
    let mut ends_before_older = false;
    while let Some(frame) = reading.next()? {
        let computed = frame.sum(sum, head.big_endian);
        if !frame.bears(&head.salts) || frame.stored() != computed || frame.page() == 0 {
            scan.odd = Some((number + 1, frame.page()));
            ends_before_older = !frame.bears(&head.salts);
            let wrong = misfit(&frame, computed, &head, &mut reading)?;
            scan.damage = wrong.map(|wrong| Damage::Frame(number + 1, frame.page(), wrong));
            break;
        }
        number += 1;
        sum = computed;
        open.push((frame.page(), number, digest(frame.content())));
        if expect == Some((number, sum)) {
            scan.expected = true;
        }
        if frame.commit() > 0 {
            for (page, number, digest) in open.drain(..) {
                scan.pages.entry(page).or_default().push((number, digest));
            }
            scan.committed = number;
        }
    }
    scan.expected &= expect.is_some_and(|(frame, _)| frame <= scan.committed);
    let end = if ends_before_older { HEAD as u64 + number * head.frame() as u64 } else { length };
    scan.tail = end.saturating_sub(HEAD as u64 + scan.committed * head.frame() as u64);
    scan.head = Some(head);
    Ok(scan)
}

/// The page in a frame, counting from one.
pub(crate) fn content(path: &Path, head: &Head, frame: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let mut content = vec![0; head.page_size];
    file.seek(SeekFrom::Start(content_of(head, frame.saturating_sub(1))))?;
    file.read_exact(&mut content)?;
    Ok(content)
}

/// Why a frame that does not count is damaged, if it is; `None` if it may be what an unfinished transaction left.
fn misfit(odd: &Frame, computed: Sum, head: &Head, reading: &mut Frames) -> io::Result<Option<&'static str>> {
    if odd.stored() == computed && odd.page() != 0 {
        // Sixty-four bits do not agree by accident: the frame was written into this log, under these salts.
        return Ok(Some("its salts were changed"));
    }
    if odd.bears(&head.salts) && one_byte_between(odd, computed, head.big_endian) {
        return Ok(Some("one byte of it was changed"));
    }
    // A transaction begins only when the one before is on the disk. What a dead process leaves behind the end is one
    // transaction at a time, and the left-overs of two do not follow from each other. Frames that do follow from each
    // other and bear two commits were therefore acknowledged, at least up to the first, and so was all before them.
    let mut last = (odd.stored(), computed);
    let mut commits = 0;
    let mut committed_page = None;
    while let Some(frame) = reading.next()? {
        let follows = |from: Sum| frame.sum(from, head.big_endian) == frame.stored();
        if frame.bears(&head.salts) && (follows(last.0) || follows(last.1)) {
            if frame.commit() > 0 {
                // SQLite may repeat a last frame to fill a sector; that is not another transaction.
                commits += u64::from(committed_page != Some(frame.page()));
                committed_page = Some(frame.page());
            } else {
                committed_page = None;
            }
            if commits >= 2 {
                return Ok(Some("it does not count, but acts that were acknowledged after it stand behind it"));
            }
        } else {
            commits = 0;
            committed_page = None;
        }
        last = (frame.stored(), frame.stored());
    }
    Ok(None)
}

/// Whether two checksums differ in one byte.
fn one_byte_of_sum(a: Sum, b: Sum) -> bool {
    let differ = (u64::from(a.0 ^ b.0) << 32) | u64::from(a.1 ^ b.1);
    differ != 0 && (0..8).any(|byte| differ & !(0xff << (byte * 8)) == 0)
}

/// Whether the frame's checksum would be right if one of its bytes had another value. Transactions that were cut short do
/// not look so: there are a million such values and eighteen million million million checksums.
fn one_byte_between(frame: &Frame, computed: Sum, big_endian: bool) -> bool {
    if one_byte_of_sum(frame.stored(), computed) {
        return true;
    }
    let missing = (frame.stored().0.wrapping_sub(computed.0), frame.stored().1.wrapping_sub(computed.1));
    // The checksum is linear: what is added to a word is carried on by every pair of words after it in the same way. The
    // pairs are gone through from the last to the first, which is the one in the frame's head.
    let mut first: Sum = (1, 1);
    let mut second: Sum = (0, 1);
    for pair in frame.content().chunks_exact(8).rev().chain(frame.bytes.get(..8)) {
        for (at, carried) in [(0, first), (4, second)] {
            let found = word(pair, at, big_endian);
            for shift in [0, 8, 16, 24] {
                let byte = (found >> shift) & 0xff;
                let right = (0..=255_u32).any(|other| {
                    let added = other.wrapping_sub(byte).wrapping_shl(shift);
                    other != byte
                        && added.wrapping_mul(carried.0) == missing.0
                        && added.wrapping_mul(carried.1) == missing.1
                });
                if right {
                    return true;
                }
            }
        }
        let carry = |sum: Sum| {
            let zero = sum.0.wrapping_add(sum.1);
            (zero, sum.1.wrapping_add(zero))
        };
        first = carry(first);
        second = carry(second);
    }
    false
}

/// Whether another value of one byte makes a head of it.
fn one_byte_off(bytes: &[u8; HEAD]) -> bool {
    let mut tried = *bytes;
    for at in 0..HEAD {
        for change in 1..=255 {
            tried[at] = bytes[at] ^ change;
            if Head::parse(&tried).is_some() {
                return true;
            }
        }
        tried[at] = bytes[at];
    }
    false
}

/// Whether the first frame follows from the checksum in a head that is none.
fn first_frame_follows(bytes: &[u8; HEAD], file: &mut BufReader<File>) -> io::Result<bool> {
    let mut frame = Vec::new();
    file.take((FRAME_HEAD + 65536) as u64).read_to_end(&mut frame)?;
    for page_size in (9..=16).map(|bits| 1_usize << bits) {
        let Some(bytes_of_frame) = frame.get(..FRAME_HEAD + page_size) else { break };
        let first = Frame { bytes: bytes_of_frame.to_vec() };
        for big_endian in [false, true] {
            let starts = [stored_sum(bytes, 24), sum_of((0, 0), &bytes[..24], big_endian)];
            // A frame of zeros after a checksum of zeros is what an unwritten file looks like.
            if first.page() != 0 && starts.iter().any(|start| first.sum(*start, big_endian) == first.stored()) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
