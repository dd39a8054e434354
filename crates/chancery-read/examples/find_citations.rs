//! Finds the citations of texts and prints one line for each: file, place of the words, place of the number, symbol.
//!
//! `find_citations BODY_DIR FILE…`

use std::{collections::BTreeMap, env, fs, path::Path, process::ExitCode};

use chancery_model::body::Body;
use chancery_read::Reader;

fn load(root: &Path) -> Result<Body, String> {
    let mut files = BTreeMap::new();
    for folder in ["", "organs", "agendas", "languages"] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|ending| ending == "toml") {
                let name = path.strip_prefix(root).map_err(|error| error.to_string())?;
                let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
                files.insert(name.to_string_lossy().replace('\\', "/"), text);
            }
        }
    }
    Body::from_files(&files).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let body = match arguments.next().ok_or_else(|| "usage: find_citations BODY_DIR FILE…".to_owned()) {
        Ok(folder) => load(Path::new(&folder)),
        Err(usage) => Err(usage),
    };
    let body = match body {
        Ok(body) => body,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let reader = Reader::new(&body);
    for file in arguments {
        match fs::read(&file) {
            Ok(bytes) => {
                for one in reader.citations(&String::from_utf8_lossy(&bytes)) {
                    println!(
                        "{file}\t{}\t{}\t{}\t{}\t{}",
                        one.span.start, one.span.end, one.number.start, one.number.end, one.symbol
                    );
                }
            }
            Err(error) => eprintln!("{file}: {error}"),
        }
    }
    ExitCode::SUCCESS
}
