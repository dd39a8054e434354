//! Reads letters and prints what was understood, one line of JSON each: the reader alone, without an office.
//!
//! usage: `read_letter BODY_DIR FILE...`

mod common;

use std::{error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let Some(body) = arguments.next() else {
        return Err("usage: read_letter BODY_DIR FILE...".into());
    };
    let body = common::body(Path::new(&body))?;
    let reader = chancery_read::Reader::new(&body);
    for file in arguments {
        let name = Path::new(&file).file_name().map(|name| name.to_string_lossy().into_owned());
        let reading = reader.read(&fs::read(&file)?, name.as_deref());
        println!("{}", serde_json::to_string(&reading.communication)?);
    }
    Ok(())
}
