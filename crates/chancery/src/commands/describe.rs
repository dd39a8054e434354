use anyhow::Result;
use chancery_model::Act;
use clap::Args;

use super::{Global, act_on};
use crate::flow::Description;

/// Describe an issued document for those who look for it: subjects, names, notes; never its text.
///
/// The description given here stands in the place of the one before.
#[derive(Args)]
pub struct Describe {
    /// The dossier or a symbol
    document: String,
    /// A subject of the catalogue
    #[arg(long, value_name = "SUBJECT")]
    subject: Vec<String>,
    /// A name: a person, a body, a place, a ship
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
    /// A note of the cataloguer
    #[arg(long, value_name = "NOTE")]
    note: Vec<String>,
    /// A content code of the catalogue
    #[arg(long, value_name = "CODE")]
    content_code: Vec<String>,
}

impl Describe {
    pub fn run(self, here: &Global) -> Result<u8> {
        act_on(here, &self.document, "describe", "described", |office, _| {
            let description = Description { subjects: self.subject, names: self.name, notes: self.note };
            let description = office.files.put(&serde_json::to_vec(&description)?)?;
            Ok(Act::Describe { description, content_codes: self.content_code })
        })
    }
}
