use anyhow::{Context, Result};
use chancery_model::Language;
use clap::Args;

use super::{Global, print, show};
use crate::{flow, followers, outcome};

/// Issue one language version again for technical reasons: the same text, with an asterisk and a footnote.
#[derive(Args)]
pub struct Reissue {
    /// The dossier or a symbol
    document: String,
    /// The language of the version
    #[arg(long, value_name = "LANG")]
    language: String,
    /// Why; it is kept with the act, and the page says “for technical reasons”
    #[arg(long)]
    reason: String,
}

impl Reissue {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let language = Language::parse(&self.language).context("--language")?;
        let reader = office.reader()?;
        let dossier = show::named(&office, &office.view(&reader), &self.document)?;
        let entry = flow::reissue(&office, &dossier, language, &self.reason, here.now(), here.key.clone())?;
        followers::catch_up(&office)?;
        if here.json() {
            println!("{}", serde_json::to_string(&entry)?);
        } else {
            print::line("reissued", format!("{} in {language} as entry {}", dossier.id, entry.number));
        }
        Ok(outcome::DONE)
    }
}
