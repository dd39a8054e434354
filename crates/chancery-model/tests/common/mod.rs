//! The two bodies of this repository, read from their files.

use std::{collections::BTreeMap, fs, path::Path};

use chancery_model::Body;

/// The files of a body by their path inside its folder.
pub fn files(code: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bodies").join(code);
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if matches!(path.extension().and_then(|e| e.to_str()), Some("toml" | "typ")) {
                let inside = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(inside, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

/// A body of this repository.
pub fn body(code: &str) -> Body {
    Body::from_files(&files(code)).unwrap_or_else(|error| panic!("bodies/{code}: {error}"))
}
