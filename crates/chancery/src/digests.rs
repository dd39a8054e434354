//! A list of digests beside files that carry none, or not of all their bytes: those of the search index.
//!
//! The search library's checksums leave out its own footers and its lists of segments. The list stands in the file
//! `digests`: SHA-256, length and name, a file a line, by name. It is taken away before the files change and written again
//! afterwards, so that a program that was stopped in between leaves no list rather than a wrong one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Read, Seek},
    path::Path,
};

use anyhow::{Context, Result};

use crate::{followers::record::hex_digest, office::write_durably};

/// The list's own name.
pub const LIST: &str = "digests";

/// A list: by name, length and digest.
pub type Digests = BTreeMap<String, (u64, String)>;

/// Whether there is a list.
pub fn are_kept(folder: &Path) -> bool {
    folder.join(LIST).exists()
}

/// Takes the list away before the files change.
pub fn take(folder: &Path) -> Result<Digests> {
    let path = folder.join(LIST);
    if !path.exists() {
        return Ok(Digests::new());
    }
    let text = fs::read_to_string(&path).unwrap_or_default();
    fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    Ok(parse(&text).unwrap_or_default())
}

/// Writes the list. A file that was in the one taken, has its length still and is written only once is not read again, so
/// that a changed bit in it stays known.
pub fn keep(folder: &Path, taken: &Digests) -> Result<()> {
    let mut list = Digests::new();
    for name in names(folder)? {
        let path = folder.join(&name);
        let length = fs::metadata(&path).with_context(|| format!("cannot read {}", path.display()))?.len();
        let once = !name.ends_with(".json");
        let known = taken.get(&name).filter(|(before, _)| once && *before == length);
        let digest = match known {
            Some((_, digest)) => digest.clone(),
            None => hex_digest(&fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?),
        };
        list.insert(name, (length, digest));
    }
    write_durably(&folder.join(LIST), text(&list).as_bytes())
}

/// Holds the files against the list: each file that is not as the list says, and what is wrong. `None` without a list.
pub fn differences(folder: &Path) -> Result<Option<Vec<(String, String)>>> {
    let Ok(bytes) = fs::read(folder.join(LIST)) else { return Ok(None) };
    let list = std::str::from_utf8(&bytes).ok().and_then(parse).filter(|list| text(list).as_bytes() == bytes);
    let Some(list) = list else {
        return Ok(Some(vec![(LIST.to_owned(), "it is not a list of digests any more".to_owned())]));
    };
    let there = names(folder)?;
    let mut all = Vec::new();
    for name in there.iter().chain(list.keys()).collect::<BTreeSet<_>>() {
        let what = match (list.get(name), there.contains(name)) {
            (Some((length, digest)), true) => match fs::read(folder.join(name)) {
                Ok(bytes) if bytes.len() as u64 == *length && hex_digest(&bytes) == *digest => continue,
                Ok(_) => format!("it does not give the digest that the list {LIST} beside it has for it"),
                Err(error) => error.to_string(),
            },
            (Some(_), false) => format!("it is missing; the list {LIST} beside it has it"),
            (None, _) => format!("the list {LIST} beside it does not have it"),
        };
        all.push((name.clone(), what));
    }
    Ok(Some(all))
}

fn names(folder: &Path) -> Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name != LIST && !name.ends_with(".lock") && !name.ends_with(".part") {
            all.insert(name);
        }
    }
    Ok(all)
}

fn text(list: &Digests) -> String {
    list.iter().map(|(name, (length, digest))| format!("{digest} {length} {name}\n")).collect()
}

fn parse(text: &str) -> Option<Digests> {
    let mut list = Digests::new();
    for line in text.strip_suffix('\n')?.split('\n') {
        let mut words = line.splitn(3, ' ');
        let (digest, length, name) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
        list.insert(name.to_owned(), (length, digest.to_owned()));
    }
    Some(list)
}

/// The name of the list of a database's pieces.
pub const PIECES: &str = "pieces";
/// How long a piece is.
const PIECE: u64 = 65_536;

/// The digests of a database, piece by piece, so that a large one of which a few pages changed is not read whole. The list
/// stands in the file `pieces`: the length of the database and a SHA-256 of each piece, a line each, and a last line with the
/// digest of all that.
pub struct Pages {
    list: Vec<String>,
    changed: BTreeSet<u64>,
    /// Whether the list that was taken held for what lay there then.
    whole: bool,
}

impl Pages {
    /// Whether there is a list.
    pub fn are_kept(folder: &Path) -> bool {
        folder.join(PIECES).exists()
    }

    /// Takes the list away before the database changes.
    pub fn take(folder: &Path) -> Result<Pages> {
        let path = folder.join(PIECES);
        let read = fs::read_to_string(&path).ok().and_then(|text| Pages::parse(&text));
        if path.exists() {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        let whole = read.is_some();
        Ok(Pages { list: read.map(|(_, list)| list).unwrap_or_default(), changed: BTreeSet::new(), whole })
    }

    /// Notes which pieces the write-ahead log beside a database is about to change. A frame that does not count any more only
    /// makes a piece be read once more.
    pub fn note(&mut self, database: &Path) -> Result<()> {
        let log = log_of(database);
        let Ok(file) = fs::File::open(&log) else { return Ok(()) };
        let mut file = std::io::BufReader::with_capacity(1 << 20, file);
        let mut head = [0; 32];
        if file.read_exact(&mut head).is_err() {
            return Ok(());
        }
        let size = u64::from(u32::from_be_bytes([head[8], head[9], head[10], head[11]])).max(512);
        let mut frame = vec![0; 24 + usize::try_from(size)?];
        while file.read_exact(&mut frame).is_ok() {
            let page = u64::from(u32::from_be_bytes([frame[0], frame[1], frame[2], frame[3]]));
            let from = page.saturating_sub(1) * size;
            self.changed.extend(from / PIECE..=(from + size - 1) / PIECE);
        }
        Ok(())
    }

    /// Writes the list. A piece that did not change is not read again, so that a changed bit in it stays known.
    pub fn keep(mut self, database: &Path) -> Result<()> {
        let mut file = fs::File::open(database).with_context(|| format!("cannot read {}", database.display()))?;
        let length = file.metadata()?.len();
        let pieces = usize::try_from(length.div_ceil(PIECE))?;
        let known = if self.whole { self.list.len().min(pieces) } else { 0 };
        // The last piece that was known may have been shorter.
        self.changed.extend(known.checked_sub(1).map(|last| last as u64));
        self.list.resize(pieces, String::new());
        let mut bytes = Vec::new();
        for (at, digest) in self.list.iter_mut().enumerate() {
            if at < known && !self.changed.contains(&(at as u64)) {
                continue;
            }
            bytes.clear();
            file.seek(std::io::SeekFrom::Start(at as u64 * PIECE))?;
            (&mut file).take(PIECE).read_to_end(&mut bytes)?;
            *digest = hex_digest(&bytes);
        }
        let folder = database.parent().context("a database without a folder")?;
        write_durably(&folder.join(PIECES), Pages::text(length, &self.list).as_bytes())
    }

    /// Holds a database against its list: what is wrong in which file, in words. `None` without a list.
    pub fn differences(database: &Path) -> Result<Option<Vec<(String, String)>>> {
        let folder = database.parent().context("a database without a folder")?;
        let Ok(bytes) = fs::read(folder.join(PIECES)) else { return Ok(None) };
        let Some((length, list)) = std::str::from_utf8(&bytes).ok().and_then(Pages::parse) else {
            return Ok(Some(vec![(PIECES.to_owned(), "it is not a list of digests any more".to_owned())]));
        };
        let mut file = fs::File::open(database).with_context(|| format!("cannot read {}", database.display()))?;
        let name = database.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut wrong = Vec::new();
        let there = file.metadata()?.len();
        if there != length {
            wrong.push((name.clone(), format!("it is {there} bytes long and was {length}")));
        }
        let mut piece = Vec::new();
        for (at, digest) in list.iter().enumerate() {
            piece.clear();
            (&mut file).take(PIECE).read_to_end(&mut piece)?;
            if hex_digest(&piece) != *digest {
                let from = at as u64 * PIECE;
                wrong.push((name.clone(), format!("bytes from {from} on are not as they were written")));
            }
        }
        Ok(Some(wrong))
    }

    fn text(length: u64, list: &[String]) -> String {
        let mut text = format!("{length}\n");
        for digest in list {
            text.push_str(digest);
            text.push('\n');
        }
        let own = hex_digest(text.as_bytes());
        text + &own + "\n"
    }

    fn parse(text: &str) -> Option<(u64, Vec<String>)> {
        let mut lines = text.lines();
        let length: u64 = lines.next()?.parse().ok()?;
        let mut list: Vec<String> = lines.map(str::to_owned).collect();
        list.pop()?;
        (Pages::text(length, &list) == text && list.len() as u64 == length.div_ceil(PIECE)).then_some((length, list))
    }
}

/// The write-ahead log of a database.
pub fn log_of(database: &Path) -> std::path::PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
