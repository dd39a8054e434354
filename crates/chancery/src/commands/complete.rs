use anyhow::Result;
use clap::Args;

use super::{Global, print, show};
use crate::{flow, followers, outcome};

/// Issue the versions of an issued document that were delivered since.
#[derive(Args)]
pub struct Complete {
    /// The dossier or a symbol
    document: String,
}

impl Complete {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let reader = office.reader()?;
        let dossier = show::named(&office, &office.view(&reader), &self.document)?;
        let (entry, languages) = flow::complete(&office, &dossier, here.now(), here.key.clone())?;
        followers::catch_up(&office)?;
        if here.json() {
            println!("{}", serde_json::to_string(&entry)?);
        } else {
            let languages: Vec<String> = languages.iter().map(ToString::to_string).collect();
            print::line("completed", format!("{} in {} as entry {}", dossier.id, languages.join(", "), entry.number));
        }
        Ok(outcome::DONE)
    }
}
