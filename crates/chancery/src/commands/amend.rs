use std::path::PathBuf;

use anyhow::Result;
use chancery_model::{
    Step,
    act::{Amendment, OrganItems},
};
use clap::Args;

use super::{Global, asks_of, bytes_of, done_on, name_of};
use crate::{flow, outcome::Declined};

/// Change items, organs or the reading of a registered document before it is issued.
#[derive(Args)]
pub struct Amend {
    /// The dossier or a symbol
    document: String,
    /// New items for an organ that stays
    #[arg(long, value_name = "ORGAN=ITEMS")]
    items: Vec<String>,
    /// An organ to be added, with its items; it takes a number
    #[arg(long, value_name = "ORGAN[=ITEMS]")]
    add: Vec<String>,
    /// An organ to be taken away; its number is voided
    #[arg(long, value_name = "ORGAN")]
    remove: Vec<String>,
    /// The text as it is to be read, where title or frame were read wrongly
    #[arg(long, value_name = "FILE")]
    reading: Option<PathBuf>,
    /// Why
    #[arg(long)]
    reason: String,
}

impl Amend {
    pub fn run(self, here: &Global) -> Result<u8> {
        let bytes =
            self.reading.as_ref().map(|path| Ok::<_, anyhow::Error>((name_of(path), bytes_of(path)?))).transpose()?;
        done_on(here, &self.document, "amend", "amended", |office, _| {
            let items = asks_of(&office.body, &self.items)?.unwrap_or_default();
            let items = items.into_iter().map(|ask| OrganItems { organ: ask.organ, items: ask.items }).collect();
            let remove = self
                .remove
                .iter()
                .map(|name| match office.body.organ_named(name) {
                    Some(organ) => Ok(organ.code.clone()),
                    None => Err(Declined::because(format!("the body has no organ “{name}”"))),
                })
                .collect::<Result<_>>()?;
            let reading = match &bytes {
                Some((name, bytes)) => {
                    let read = chancery_read::read(bytes, Some(name), &office.body).communication;
                    Some(flow::keep_reading(office, &read)?)
                }
                None => None,
            };
            Ok(Step::Amend(Amendment {
                items,
                add: asks_of(&office.body, &self.add)?.unwrap_or_default(),
                remove,
                reading,
                reason: office.files.put(self.reason.as_bytes())?,
            }))
        })
    }
}
