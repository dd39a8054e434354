//! What an office adopts: the archive of its institution, its configuration and commitments to its secrets.
//!
//! An act *Adopt* names such an archive in the file store. By it a changed bit in `body/`, `chancery.toml` or `keys/` is
//! found, which nothing else says anything about. The archive holds no secret: of the signing key the public half, of the
//! secret of idempotency keys a digest, from which nobody finds 32 random bytes.
//!
//! ```text
//! chancery adoption v1
//! <length of the name> <length of the bytes> <name>
//! <bytes>
//! …
//! ```

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail};
use chancery_record::VerifierKey;

use crate::{config::Config, followers::record::hex_digest};

const HEAD: &str = "chancery adoption v1\n";
/// The parts of an archive that stand for files which themselves never go into it.
const PUBLIC_KEY: &str = "keys/record.seed: public key";
const COMMITMENT: &str = "keys/idempotency.secret: commitment";

/// What an archive holds, by name.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// Where the office differs from what it adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file, relative to the office.
    pub file: String,
    /// What is other about it.
    pub what: String,
}

/// The archive of an office as it stands now: the same office gives the same bytes.
///
/// # Errors
/// When a file cannot be read, or the configuration or a key is not what it must be.
pub fn adoption_archive(folder: &Path) -> Result<Vec<u8>> {
    let mut parts = laid_down(folder)?;
    let config = Config::load(&folder.join("chancery.toml"))?;
    let keys = folder.join("keys");
    if let Some(seed) = secret(&keys.join("record.seed"))? {
        let key = chancery_record::verifier_key(&seed, &config.record_name)?;
        parts.insert(PUBLIC_KEY.to_owned(), key.to_string().into_bytes());
    }
    if let Some(secret) = secret(&keys.join("idempotency.secret"))? {
        parts.insert(COMMITMENT.to_owned(), commitment(&secret).into_bytes());
    }
    let mut archive = HEAD.as_bytes().to_vec();
    for (name, bytes) in &parts {
        archive.extend_from_slice(format!("{} {} {name}\n", name.len(), bytes.len()).as_bytes());
        archive.extend_from_slice(bytes);
        archive.push(b'\n');
    }
    Ok(archive)
}

/// Reads an archive.
///
/// # Errors
/// When the bytes are no archive.
pub fn parse(archive: &[u8]) -> Result<Parts> {
    let mut rest = archive.strip_prefix(HEAD.as_bytes()).context("it does not begin as an archive does")?;
    let mut parts = Parts::new();
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').context("it ends in the middle of a head")?;
        let head = std::str::from_utf8(&rest[..end]).context("a head is no text")?;
        let mut words = head.splitn(3, ' ');
        let mut length = || words.next().and_then(|n| n.parse::<usize>().ok());
        let (Some(name_length), Some(length)) = (length(), length()) else { bail!("a head has no lengths") };
        let name = words.next().filter(|name| name.len() == name_length).context("a name has another length")?;
        let after = &rest[end + 1..];
        let Some((bytes, b"\n")) =
            length.checked_add(1).and_then(|whole| after.get(..whole)).and_then(|whole| whole.split_at_checked(length))
        else {
            bail!("it ends in the middle of {name}");
        };
        parts.insert(name.to_owned(), bytes.to_vec());
        rest = &after[length + 1..];
    }
    Ok(parts)
}

/// In what an office differs from an archive, file by file. Keys that are not there are not compared: they may be kept
/// elsewhere.
pub fn differences(folder: &Path, parts: &Parts) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut tell = |file: &str, what: String| all.push(Difference { file: file.to_owned(), what });
    let here = match laid_down(folder) {
        Ok(here) => here,
        Err(error) => {
            tell("body/", format!("{error:#}"));
            return all;
        }
    };
    let kept = parts.keys().filter(|name| !name.starts_with("keys/"));
    for name in here.keys().chain(kept).collect::<BTreeSet<_>>() {
        match (parts.get(name), here.get(name)) {
            (Some(adopted), Some(there)) if adopted == there => {}
            (Some(adopted), Some(there)) => {
                let same = adopted.iter().zip(there).take_while(|(a, b)| a == b);
                let line = 1 + same.filter(|(byte, _)| **byte == b'\n').count();
                tell(name, format!("it is not as it was adopted, from line {line} on"));
            }
            (Some(_), None) => tell(name, "it was adopted and is missing".to_owned()),
            (None, _) => tell(name, "it was not there when the rules were adopted".to_owned()),
        }
    }
    if let Some(key) = adopted_key(parts) {
        let seed = "keys/record.seed";
        match secret(&folder.join(seed)) {
            Ok(Some(seed_there)) => match chancery_record::verifier_key(&seed_there, key.name()) {
                Ok(there) if there == key => {}
                _ => {
                    tell(seed, "it is not the key with which the log was signed when the rules were adopted".to_owned())
                }
            },
            Ok(None) => {}
            Err(error) => tell(seed, format!("{error:#}")),
        }
    }
    if let Some(adopted) = parts.get(COMMITMENT) {
        let file = "keys/idempotency.secret";
        match secret(&folder.join(file)) {
            Ok(Some(there)) if commitment(&there).as_bytes() == adopted => {}
            Ok(Some(_)) => tell(file, "it is not the secret that was there when the rules were adopted".to_owned()),
            Ok(None) => {}
            Err(error) => tell(file, format!("{error:#}")),
        }
    }
    all
}

/// The key of the log as it was adopted.
pub fn adopted_key(parts: &Parts) -> Option<VerifierKey> {
    std::str::from_utf8(parts.get(PUBLIC_KEY)?).ok()?.parse().ok()
}

/// What a secret is known by: nobody finds 32 random bytes from it.
fn commitment(secret: &[u8; 32]) -> String {
    hex_digest(&[b"chancery/v0/idempotency-secret\0".as_slice(), secret].concat())
}

/// The files that say what the office is: the institution's, and its own configuration.
fn laid_down(folder: &Path) -> Result<Parts> {
    let mut parts = Parts::new();
    collect(&folder.join("body"), "body", &mut parts)?;
    match fs::read(folder.join("chancery.toml")) {
        Ok(bytes) => drop(parts.insert("chancery.toml".to_owned(), bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
        Err(e) => return Err(e).context("cannot read chancery.toml"),
    }
    Ok(parts)
}

fn collect(folder: &Path, prefix: &str, parts: &mut Parts) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e).with_context(|| format!("cannot read {prefix}")),
    };
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {prefix}"))?;
        let Some(name) = entry.file_name().to_str().filter(|name| !name.contains('\n')).map(str::to_owned) else {
            bail!("{prefix} holds a file whose name is no line of text");
        };
        let path = format!("{prefix}/{name}");
        if entry.file_type().with_context(|| format!("cannot read {path}"))?.is_dir() {
            collect(&entry.path(), &path, parts)?;
        } else {
            parts.insert(path.clone(), fs::read(entry.path()).with_context(|| format!("cannot read {path}"))?);
        }
    }
    Ok(())
}

fn secret(path: &Path) -> Result<Option<[u8; 32]>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes.try_into().map_err(|_| anyhow::anyhow!("it does not hold 32 bytes"))?)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).context("it cannot be read"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_reads_back_and_names_what_differs() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        fs::create_dir_all(folder.join("body/organs")).unwrap();
        fs::create_dir_all(folder.join("keys")).unwrap();
        fs::write(folder.join("body/body.toml"), "a\nb\nc\n").unwrap();
        fs::write(folder.join("body/organs/one.toml"), "\u{0}\n\n7 7 x\n").unwrap();
        Config::new("x", &[7; 16]).save(&folder.join("chancery.toml")).unwrap();
        fs::write(folder.join("keys/record.seed"), [3; 32]).unwrap();
        fs::write(folder.join("keys/idempotency.secret"), [4; 32]).unwrap();
        let archive = adoption_archive(folder).unwrap();
        assert_eq!(archive, adoption_archive(folder).unwrap());
        let parts = parse(&archive).unwrap();
        assert_eq!(parts.len(), 5);
        assert_eq!(differences(folder, &parts), []);
        for secret in [[3; 32], [4; 32]] {
            assert!(!archive.windows(32).any(|window| window == secret));
        }
        for (file, bytes) in [
            ("body/body.toml", b"a\nX\nc\n".to_vec()),
            ("body/organs/one.toml", Vec::new()),
            ("keys/record.seed", vec![5; 32]),
            ("keys/idempotency.secret", vec![5; 31]),
            ("body/new.toml", Vec::new()),
        ] {
            let before = fs::read(folder.join(file)).ok();
            fs::write(folder.join(file), bytes).unwrap();
            let found = differences(folder, &parts);
            assert_eq!(found.iter().map(|one| one.file.as_str()).collect::<Vec<_>>(), [file]);
            match before {
                Some(bytes) => fs::write(folder.join(file), bytes).unwrap(),
                None => fs::remove_file(folder.join(file)).unwrap(),
            }
        }
        for end in 0..archive.len() {
            let _ = parse(&archive[..end]);
        }
    }
}
