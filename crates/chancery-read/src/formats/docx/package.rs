//! The zip in which the parts lie, read within bounds: what is too much is left, and told.

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use chancery_model::{finding::Doubt, text::Span};
use zip::ZipArchive;

use crate::doubt;

/// The most bytes that are unpacked of one part. The longest real texts have a few million.
const LONGEST_PART: u64 = 64 << 20;

/// The most bytes that are unpacked of all parts together.
const LONGEST_TOGETHER: u64 = 128 << 20;

/// A part that grows by more than this, and past [`SMALL`], is made to fill the memory.
const MOST_GROWTH: u64 = 200;

/// Up to this size a part may grow as it likes: an empty table packs well.
const SMALL: u64 = 8 << 20;

/// The most entries that are looked at.
const MOST_ENTRIES: usize = 20_000;

/// The signature of a file inside the zip.
const LOCAL: &[u8] = b"PK\x03\x04";

/// An opened zip.
pub struct Package<'a> {
    bytes: &'a [u8],
    /// The archive by its directory, where that is whole.
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    /// Where each part is, by its name in small letters: an index into the directory, or an offset where there is none.
    parts: HashMap<String, usize>,
    spent: u64,
    /// What is doubted.
    pub doubts: Vec<Doubt>,
}

impl<'a> Package<'a> {
    /// Opens a zip. One without a directory (cut off, or damaged) is searched for its parts.
    pub fn open(bytes: &'a [u8]) -> Package<'a> {
        let mut package = Package { bytes, archive: None, parts: HashMap::new(), spent: 0, doubts: Vec::new() };
        let archive = entries(bytes).filter(|count| *count <= MOST_ENTRIES);
        match archive.and_then(|_| ZipArchive::new(Cursor::new(bytes)).ok()) {
            Some(archive) => {
                for (at, name) in archive.file_names_raw().enumerate().take(MOST_ENTRIES) {
                    package.parts.entry(key(&String::from_utf8_lossy(name))).or_insert(at);
                }
                package.archive = Some(archive);
            }
            None => {
                package.search();
                let message = "the file is cut off or damaged; what could be found of it was read";
                package.doubts.push(doubt("DAMAGED_FILE", message, Span::default(), None));
            }
        }
        package
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&key(name))
    }

    /// A part as text, as much of it as could be read.
    pub fn part(&mut self, name: &str) -> Option<String> {
        self.file(name).map(decode)
    }

    /// A part's bytes, as many of them as could be read.
    pub fn file(&mut self, name: &str) -> Option<Vec<u8>> {
        let place = *self.parts.get(&key(name))?;
        let most = LONGEST_PART.min(LONGEST_TOGETHER.saturating_sub(self.spent));
        let (bytes, end) = match &mut self.archive {
            Some(archive) => match archive.by_index(place) {
                Ok(mut file) => {
                    let packed = file.compressed_size();
                    unpack(&mut file, packed, most)
                }
                Err(_) => (Vec::new(), End::Damaged),
            },
            None => {
                let (start, method) = local_data(self.bytes, place)?;
                let rest = self.bytes.get(start..)?;
                match method {
                    8 => unpack(&mut flate2::read::DeflateDecoder::new(rest), rest.len() as u64, most),
                    _ => {
                        // Stored bytes end where the next part begins.
                        let end = find(rest, LOCAL).unwrap_or(rest.len());
                        (rest.get(..end)?.to_vec(), End::Whole)
                    }
                }
            }
        };
        self.spent = self.spent.saturating_add(bytes.len() as u64);
        match end {
            End::Whole => {}
            End::Damaged => {
                let message = format!("{name} is damaged; what stands before the damage was read");
                self.doubts.push(doubt("DAMAGED_FILE", message, Span::default(), None));
            }
            End::TooMuch => {
                let message = format!("{name} unpacks to more than is read; only its beginning was read");
                self.doubts.push(doubt("TOO_LONG", message, Span::default(), None));
            }
        }
        Some(bytes)
    }

    /// Finds parts without a directory, by their signatures.
    fn search(&mut self) {
        let mut at = 0;
        while let Some(found) = self.bytes.get(at..).and_then(|rest| find(rest, LOCAL)) {
            let place = at + found;
            at = place + LOCAL.len();
            let Some(header) = self.bytes.get(place..place + 30) else { break };
            let length = usize::from(u16::from_le_bytes([header[26], header[27]]));
            let Some(name) = self.bytes.get(place + 30..place + 30 + length) else { continue };
            self.parts.entry(key(&String::from_utf8_lossy(name))).or_insert(place);
            if self.parts.len() >= MOST_ENTRIES {
                break;
            }
        }
    }
}

/// How the unpacking of a part ended.
enum End {
    Whole,
    Damaged,
    TooMuch,
}

/// Unpacks until the end, a fault or the bound.
fn unpack(reader: &mut dyn Read, packed: u64, most: u64) -> (Vec<u8>, End) {
    let most = most.min(SMALL.max(packed.saturating_mul(MOST_GROWTH)));
    let mut bytes = Vec::new();
    let end = match reader.take(most.saturating_add(1)).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > most => {
            bytes.truncate(usize::try_from(most).unwrap_or(0));
            End::TooMuch
        }
        Ok(_) => End::Whole,
        Err(_) => End::Damaged,
    };
    (bytes, end)
}

/// How many entries the directory at the end of the zip announces.
fn entries(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
    let tail = bytes.get(from..)?;
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count = tail.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([*count.first()?, *count.get(1)?])))
}

/// Where the data of a part begin, and how they are packed.
fn local_data(bytes: &[u8], place: usize) -> Option<(usize, u16)> {
    let header = bytes.get(place..place + 30)?;
    let short = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
    Some((place + 30 + short(26) + short(28), u16::from_le_bytes([header[8], header[9]])))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// A part's name as it is looked up: no slash before it, one kind of slash, small letters.
fn key(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
}

/// XML is UTF-8 unless a mark at its head says otherwise.
fn decode(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.into_bytes();
            let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding);
            encoding.decode(&bytes).0.into_owned()
        }
    }
}

/// The folder of a part, and a target beside it, in one name.
pub fn beside(part: &str, target: &str) -> String {
    if target.starts_with('/') {
        return target.trim_start_matches('/').to_owned();
    }
    let mut folders: Vec<&str> = part.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                folders.pop();
            }
            step => folders.push(step),
        }
    }
    folders.join("/")
}
