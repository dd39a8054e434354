use anyhow::Result;
use clap::{Args, ValueEnum};

use super::{Global, print};
use crate::{followers, outcome};

/// Rebuild what follows the journal.
#[derive(Args)]
pub struct Rebuild {
    /// What to rebuild
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The views of the journal: dossiers, symbols, counters
    Views,
    /// The search index
    Index,
    /// The catalogue: what the site shows, resolves and counts
    Catalogue,
    /// The tiles of the public log, from its kept acts, to the same signed root
    Record,
}

impl Rebuild {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let (what, count) = match self.what {
            What::Views => {
                office.register.rebuild_views()?;
                let count = {
                    let reader = office.reader()?;
                    reader.chain_check()?;
                    reader.last_number()?
                };
                // The chain is whole and the views are its fold: whatever else was written into the database beside the
                // register is looked at no more, and its pages are sealed as they lie.
                let journal = office.folder.join("journal");
                drop(office);
                chancery_register::reseal(&journal)?;
                return told(here, "views", count);
            }
            What::Index => ("index", followers::index::rebuild(&office)?),
            What::Catalogue => ("catalogue", followers::catalogue::rebuild(&office)?),
            What::Record => ("record", followers::record::rebuild(&office)?),
        };
        told(here, what, count)
    }
}

fn told(here: &Global, what: &str, count: u64) -> Result<u8> {
    if here.json() {
        println!("{}", serde_json::json!({ "rebuilt": what, "entries": count }));
    } else {
        print::line("rebuilt", format!("{what}, {count} entries"));
    }
    Ok(outcome::DONE)
}
