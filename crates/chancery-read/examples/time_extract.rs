//! How long it takes to take the text out of files, and to read them: one line of JSON.
//!
//! usage: `time_extract BODY_DIR ROUNDS FILE...`

use std::{collections::BTreeMap, error::Error, fs, hint::black_box, path::Path, time::Instant};

use chancery_model::body::Body;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(body), Some(rounds)) = (arguments.next(), arguments.next()) else {
        return Err("usage: time_extract BODY_DIR ROUNDS FILE...".into());
    };
    let body = Body::from_files(&files(Path::new(&body))?)?;
    let reader = chancery_read::Reader::new(&body);
    let inputs = arguments.map(fs::read).collect::<Result<Vec<_>, _>>()?;
    let mut taken = f64::MAX;
    let mut read = f64::MAX;
    let mut bytes = 0;
    for _ in 0..rounds.parse::<u32>()? {
        let start = Instant::now();
        bytes = inputs.iter().map(|file| chancery_read::formats::extract(file, &body.vocabulary).text.len()).sum();
        taken = taken.min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        for file in &inputs {
            black_box(reader.read(file, None));
        }
        read = read.min(start.elapsed().as_secs_f64());
    }
    println!("{}", serde_json::json!({"files": inputs.len(), "text_bytes": bytes, "extract_s": taken, "read_s": read}));
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
