use anyhow::Result;
use chancery_model::{Act, FileId};
use clap::Args;

use super::{Global, act_on};
use crate::{flow, outcome::Declined};

/// Remove files of a dossier for ever; the record keeps saying that something was there.
#[derive(Args)]
pub struct Redact {
    /// The dossier or a symbol
    document: String,
    /// A file, by its identity
    #[arg(long, value_name = "FILE-ID")]
    file: Vec<String>,
    /// The original, every reading, every version: all that holds the text
    #[arg(long)]
    text: bool,
    /// Also take its acts out of the public record; their leaves then say nothing
    #[arg(long)]
    public_acts: bool,
    /// Why
    #[arg(long)]
    reason: String,
    /// On whose authority
    #[arg(long)]
    authority: String,
}

impl Redact {
    pub fn run(self, here: &Global) -> Result<u8> {
        act_on(here, &self.document, "redact", "redacted", |office, dossier| {
            let mut files: Vec<FileId> = self.file.iter().cloned().map(FileId).collect();
            if self.text {
                for entry in office.reader()?.entries_of(dossier.id)? {
                    for file in flow::text_files(&entry.act) {
                        if !files.contains(file) {
                            files.push(file.clone());
                        }
                    }
                }
            }
            files.retain(|file| !dossier.redacted.contains(file));
            if files.is_empty() && !self.public_acts {
                return Err(Declined::because(format!(
                    "name what is to be removed from {}: --file, --text",
                    dossier.id
                )));
            }
            let entries = if self.public_acts { dossier.entries.clone() } else { Vec::new() };
            let reason = office.files.put(self.reason.as_bytes())?;
            Ok(Act::Redact { files, entries, reason, authority: office.files.put(self.authority.as_bytes())? })
        })
    }
}
