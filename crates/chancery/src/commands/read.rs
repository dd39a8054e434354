use std::{
    io::{BufWriter, Write},
    path::PathBuf,
};

use anyhow::Result;
use chancery_model::Communication;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::{Format, Global, bytes_of, files_under};
use crate::outcome;

/// Say what was understood of files, and the doubts; changes nothing.
///
/// Text, PDF, DOCX, HTML, Akoma Ntoso, MARC and messages are known by their bytes. With --format jsonl each file is one
/// line, printed as soon as it and those before it are read.
#[derive(Args)]
pub struct Read {
    /// Files, or folders of files; - is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How many files are read at once; as many as there are cores without it
    #[arg(long, value_name = "N", default_value_t = 0)]
    jobs: usize,
}

/// So many files are read before they are printed in their order: enough for all cores, and little to hold.
const A_BATCH: usize = 64;

impl Read {
    pub fn run(self, here: &Global) -> Result<u8> {
        let body = here.body()?;
        let reader = chancery_read::Reader::new(&body);
        let mut files = Vec::new();
        for path in &self.paths {
            files_under(path, &mut files)?;
        }
        let read = |path: &PathBuf| -> Result<Communication> {
            let bytes = bytes_of(path)?;
            let mut communication = reader.read(&bytes, path.to_str()).communication;
            communication.file = path.display().to_string();
            Ok(communication)
        };
        let mut out = BufWriter::new(std::io::stdout().lock());
        if let [one] = files.as_slice() {
            let communication = read(one)?;
            match here.format {
                Format::Human | Format::Sarif => super::print::communication(&communication),
                Format::Json | Format::Jsonl => writeln!(out, "{}", in_json(communication)?)?,
            }
            return Ok(outcome::DONE);
        }
        // One bar, drawn on standard error and only where that is a terminal.
        let bar = ProgressBar::new(files.len() as u64);
        bar.set_style(ProgressStyle::with_template("read {wide_bar} {pos}/{len} {per_sec} {eta}")?);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.jobs).build()?;
        let mut failed = 0usize;
        let mut all = Vec::new();
        for batch in files.chunks(A_BATCH) {
            let ends: Vec<_> = pool.install(|| {
                let one = |path| {
                    let end = read(path);
                    bar.inc(1);
                    end
                };
                batch.par_iter().map(one).collect()
            });
            for (path, end) in batch.iter().zip(ends) {
                let object = match end {
                    Ok(communication) if here.format == Format::Human => {
                        bar.suspend(|| super::print::communication(&communication));
                        continue;
                    }
                    Ok(communication) => in_json(communication)?,
                    Err(error) => {
                        // One file that cannot be read does not keep the others.
                        failed += 1;
                        bar.suspend(|| eprintln!("failed: {}: {error:#}", path.display()));
                        serde_json::json!({ "file": path.display().to_string(), "failed": format!("{error:#}") })
                            .to_string()
                    }
                };
                match here.format {
                    Format::Human | Format::Sarif => {}
                    Format::Json => all.push(object),
                    Format::Jsonl => writeln!(out, "{object}")?,
                }
            }
            out.flush()?;
        }
        bar.finish_and_clear();
        if here.format == Format::Json {
            writeln!(out, "[{}]", all.join(","))?;
        }
        Ok(if failed == 0 { outcome::DONE } else { outcome::FAILED })
    }
}

/// A communication in JSON, its pictures by what and how large they are: their bytes are in the file that was read.
fn in_json(mut communication: Communication) -> Result<String> {
    let pictures = std::mem::take(&mut communication.pictures);
    let mut object = serde_json::to_value(&communication)?;
    if !pictures.is_empty() {
        let about = pictures.iter().map(|(name, picture)| {
            (name.clone(), serde_json::json!({ "media_type": picture.media_type, "size": picture.bytes.len() }))
        });
        object["pictures"] = serde_json::Value::Object(about.collect());
    }
    Ok(object.to_string())
}
