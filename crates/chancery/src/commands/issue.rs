use std::path::PathBuf;

use anyhow::{Context, Result};
use chancery_model::{DossierId, Language};
use clap::Args;

use super::{Global, bytes_of, name_of, pair, print};
use crate::{
    flow::{self, OtherVersion},
    followers, outcome,
};

/// Issue a registered dossier in all its languages at once.
#[derive(Args)]
pub struct Issue {
    /// The dossier, D1
    dossier: DossierId,
    /// Another language version
    #[arg(long, value_name = "LANG=FILE", value_parser = pair)]
    version: Vec<(String, String)>,
    /// The distribution category
    #[arg(long, value_name = "NAME")]
    distribution: Option<String>,
    /// Why it is issued without all required languages
    #[arg(long, value_name = "REASON")]
    exception: Option<String>,
}

impl Issue {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let dossier = flow::dossier_of(&office, self.dossier)?;
        let original = flow::reading_of(&office, &dossier)?.communication.language;
        let mut seen = vec![original.unwrap_or(Language::EN)];
        let mut others = Vec::new();
        for (language, path) in &self.version {
            let language = Language::parse(language).context("--version")?;
            flow::once_a_language(&mut seen, language)?;
            let path = PathBuf::from(path);
            let bytes = bytes_of(&path)?;
            let mut communication = chancery_read::read(&bytes, Some(&name_of(&path)), &office.body).communication;
            communication.language = Some(language);
            others.push(OtherVersion { communication });
        }
        let (entry, settings) = flow::issue(
            &office,
            &dossier,
            &others,
            self.distribution.as_deref(),
            self.exception.as_deref(),
            here.now(),
            None,
        )?;
        followers::catch_up(&office)?;
        if here.json() {
            println!("{}", serde_json::to_string(&entry)?);
            return Ok(outcome::DONE);
        }
        for setting in &settings {
            let symbols: Vec<String> = setting.document.symbols().map(ToString::to_string).collect();
            print::line(
                "issued",
                format!("{} in {}, {} pages", symbols.join(" and "), setting.language, setting.pages),
            );
        }
        Ok(outcome::DONE)
    }
}
