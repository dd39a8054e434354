//! Reads letters and prints what was understood, one line of JSON each: the reader alone, without an office.
//!
//! usage: `read_letter BODY_DIR FILE...`

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use chancery_model::body::Body;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let Some(body) = arguments.next() else {
        return Err("usage: read_letter BODY_DIR FILE...".into());
    };
    let body = Body::from_files(&files(Path::new(&body))?)?;
    let reader = chancery_read::Reader::new(&body);
    for file in arguments {
        let name = Path::new(&file).file_name().map(|name| name.to_string_lossy().into_owned());
        let reading = reader.read(&fs::read(&file)?, name.as_deref());
        println!("{}", serde_json::to_string(&reading.communication)?);
    }
    Ok(())
}

/// The files of a body's folder by their path inside it.
fn files(folder: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
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
    Ok(files)
}
