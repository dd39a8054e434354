use std::path::PathBuf;

use anyhow::Result;
use chancery_model::Communication;
use clap::Args;
use rayon::prelude::*;

use super::{Format, Global, bytes_of};
use crate::outcome;

/// Say what was understood of a text, and the doubts; changes nothing.
#[derive(Args)]
pub struct Read {
    /// Texts to read; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Read {
    pub fn run(self, here: &Global) -> Result<u8> {
        let body = here.body()?;
        let reader = chancery_read::Reader::new(&body);
        let read = |path: &PathBuf| -> Result<Communication> {
            let bytes = bytes_of(path)?;
            let mut communication = reader.read(&bytes, path.to_str()).communication;
            communication.file = path.display().to_string();
            Ok(communication)
        };
        let all = self.files.par_iter().map(read).collect::<Result<Vec<_>>>()?;
        match here.format {
            Format::Json if all.len() == 1 => println!("{}", serde_json::to_string(&all[0])?),
            Format::Json => println!("{}", serde_json::to_string(&all)?),
            Format::Jsonl => {
                for one in &all {
                    println!("{}", serde_json::to_string(one)?);
                }
            }
            Format::Human => {
                for one in &all {
                    super::print::communication(one);
                }
            }
        }
        Ok(outcome::DONE)
    }
}
