//! What the binary carries: the bodies and the sample letters. The page's fonts are carried by the typesetting room.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result, bail};
use chancery_model::Body;
use include_dir::{Dir, include_dir};

static BODIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../bodies");
static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples");

/// The body used where nobody names one.
pub const DEFAULT_BODY: &str = "assembly";

/// The files of a body, by path inside its folder.
pub type BodyFiles = BTreeMap<String, String>;

/// The codes of the bodies inside the binary.
pub fn body_names() -> Vec<String> {
    let mut names: Vec<String> = BODIES.dirs().filter_map(|dir| dir.path().to_str().map(str::to_owned)).collect();
    names.sort();
    names
}

/// The files of a body: one inside the binary by its code, or a folder on disk.
pub fn body_files(name: &str) -> Result<BodyFiles> {
    if let Some(dir) = BODIES.get_dir(name) {
        let mut files = BodyFiles::new();
        collect_embedded(dir, name, &mut files);
        return Ok(files);
    }
    let folder = Path::new(name);
    if !folder.join("body.toml").is_file() {
        bail!("there is no body “{name}”: it is none of {} and no folder with a body.toml", body_names().join(", "));
    }
    body_files_in(folder)
}

/// The files of a body in a folder on disk.
pub fn body_files_in(folder: &Path) -> Result<BodyFiles> {
    let mut files = BodyFiles::new();
    collect_from_disk(folder, "", 0, &mut files)?;
    Ok(files)
}

/// Parses a body from its files.
pub fn parse_body(files: &BodyFiles) -> Result<Body> {
    Body::from_files(files).context("the body's files cannot be used")
}

fn collect_embedded(dir: &Dir<'_>, prefix: &str, files: &mut BodyFiles) {
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            let path = path.strip_prefix(prefix).unwrap_or(path).trim_start_matches('/');
            files.insert(path.replace('\\', "/"), text.to_owned());
        }
    }
    for sub in dir.dirs() {
        collect_embedded(sub, prefix, files);
    }
}

fn collect_from_disk(folder: &Path, prefix: &str, depth: usize, files: &mut BodyFiles) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && depth == 0 {
            collect_from_disk(&entry.path(), &path, depth + 1, files)?;
        } else if kind.is_file() && (name.ends_with(".toml") || name.ends_with(".typ")) {
            let text = std::fs::read_to_string(entry.path())
                .with_context(|| format!("cannot read {}", entry.path().display()))?;
            files.insert(path, text);
        }
    }
    Ok(())
}

/// The names of the sample letters inside the binary.
pub fn sample_names() -> Vec<String> {
    let mut names: Vec<String> = SAMPLES
        .files()
        .filter_map(|file| file.path().to_str())
        .filter(|name| name.ends_with(".txt"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names
}

/// A sample letter by its name, with or without the ending.
pub fn sample(name: &str) -> Option<&'static [u8]> {
    SAMPLES.get_file(name).or_else(|| SAMPLES.get_file(format!("{name}.txt"))).map(|file| file.contents())
}
