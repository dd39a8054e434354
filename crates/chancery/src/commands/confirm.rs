use anyhow::Result;
use chancery_model::Act;
use clap::Args;

use super::{Global, act_on};
use crate::outcome::Declined;

/// Confirm fields of an imported document that a machine read.
#[derive(Args)]
pub struct Confirm {
    /// The dossier or a symbol
    document: String,
    /// The fields; all that nobody has confirmed, without them
    #[arg(value_name = "FIELD")]
    fields: Vec<String>,
}

impl Confirm {
    pub fn run(self, here: &Global) -> Result<u8> {
        act_on(here, &self.document, "confirm", "confirmed", |_, dossier| {
            if let Some(unknown) = self.fields.iter().find(|field| !dossier.provenance.contains_key(*field)) {
                let known: Vec<&str> = dossier.provenance.keys().map(String::as_str).collect();
                return Err(Declined::because(format!(
                    "there is no field “{unknown}”; there are {}",
                    known.join(", ")
                )));
            }
            let Some(reading) = dossier.reading.clone() else {
                return Err(Declined::because(format!("{} has no reading to confirm", dossier.id)));
            };
            let fields =
                if self.fields.is_empty() { dossier.provenance.keys().cloned().collect() } else { self.fields };
            Ok(Act::Confirm { reading, fields })
        })
    }
}
