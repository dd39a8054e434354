//! What the examples share: a body from its folder.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use chancery_model::body::Body;

/// Reads the files of a body's folder, and the body out of them.
pub fn body(folder: &Path) -> Result<Body, Box<dyn Error>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![(folder.to_path_buf(), String::new())];
    while let Some((path, prefix)) = folders.pop() {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else if name.ends_with(".toml") || name.ends_with(".typ") {
                files.insert(name, fs::read_to_string(entry.path())?);
            }
        }
    }
    Ok(Body::from_files(&files)?)
}
