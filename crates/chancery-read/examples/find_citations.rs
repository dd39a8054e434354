//! Finds the citations of texts and prints one line for each: file, place of the words, place of the number, symbol.
//!
//! `find_citations BODY_DIR FILE…`

mod common;

use std::{env, fs, path::Path, process::ExitCode};

use chancery_read::Reader;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let body = match arguments.next().ok_or_else(|| "usage: find_citations BODY_DIR FILE…".to_owned()) {
        Ok(folder) => common::body(Path::new(&folder)).map_err(|error| error.to_string()),
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
