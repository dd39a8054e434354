use std::path::PathBuf;

use anyhow::{Context, Result};
use chancery_model::{DossierId, Language, act::ComponentLanguages};
use clap::Args;

use super::{Global, bytes_of, name_of, pair, print};
use crate::{
    flow::{self, OtherVersion, Release},
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
    /// A component with languages of its own, such as an annex in the language of submission only
    #[arg(long, value_name = "PART=LANG,LANG", value_parser = pair)]
    component: Vec<(String, String)>,
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
        let mut components = Vec::new();
        for (part, languages) in self.component {
            let languages = languages
                .split(',')
                .map(|code| Language::parse(code.trim()))
                .collect::<Result<_, _>>()
                .context("--component")?;
            components.push(ComponentLanguages { part, languages });
        }
        let release = Release {
            distribution: self.distribution.as_deref(),
            exception: self.exception.as_deref(),
            components: &components,
        };
        let (entry, settings) = flow::issue(&office, &dossier, &others, &release, here.now(), here.key.clone())?;
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
