//! A list of digests beside files that carry none, or not of all their bytes: those of the search index.
//!
//! The search library's checksums leave out its own footers and its lists of segments. The list stands in the file
//! `digests`: SHA-256, length and name, a file a line, by name. It is taken away before the files change and written again
//! afterwards, so that a program that was stopped in between leaves no list rather than a wrong one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
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
