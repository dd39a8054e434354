//! How long it takes to take the text out of files, and to read them: one line of JSON.
//!
//! usage: `time_extract BODY_DIR ROUNDS FILE...`

mod common;

use std::{error::Error, fs, hint::black_box, path::Path, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(body), Some(rounds)) = (arguments.next(), arguments.next()) else {
        return Err("usage: time_extract BODY_DIR ROUNDS FILE...".into());
    };
    let body = common::body(Path::new(&body))?;
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
