use std::path::PathBuf;

use anyhow::{Context, Result};
use chancery_model::{Act, Language};
use clap::Args;

use super::{Global, act_on, bytes_of, name_of};
use crate::flow;

/// Deliver a language version; it is issued with the others.
#[derive(Args)]
pub struct Deliver {
    /// The dossier or a symbol
    document: String,
    /// Its language: fr, ar, …
    #[arg(long, value_name = "LANG")]
    language: String,
    /// The text
    file: PathBuf,
}

impl Deliver {
    pub fn run(self, here: &Global) -> Result<u8> {
        let language = Language::parse(&self.language).context("--language")?;
        let bytes = bytes_of(&self.file)?;
        act_on(here, &self.document, "deliver", "delivered", |office, _| {
            let mut communication = chancery_read::read(&bytes, Some(&name_of(&self.file)), &office.body).communication;
            communication.language = Some(language);
            Ok(Act::Deliver {
                language,
                original: flow::keep_original(office, &bytes)?,
                reading: flow::keep_reading(office, &communication)?,
                job: None,
            })
        })
    }
}
