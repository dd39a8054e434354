use std::path::PathBuf;

use anyhow::{Context, Result};
use chancery_record::VerifierKey;
use clap::Args;

use super::{Global, bytes_of, print, show::named};
use crate::{followers::record, office::Office, outcome, outcome::Declined, verify};

/// Verify a document or a file against the log.
///
/// With a receipt no office is needed; the log's key must then be given, from wherever it is trusted.
#[derive(Args)]
pub struct Verify {
    /// A symbol in any written form, or a file
    what: String,
    /// A receipt, for verifying offline
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// The log's public key, or a file that holds it; the office's own if absent
    #[arg(long, value_name = "KEY|FILE")]
    key: Option<String>,
    /// A checkpoint remembered from an earlier day: the log must have grown out of it
    #[arg(long, value_name = "FILE")]
    remembered: Option<PathBuf>,
}

impl Verify {
    pub fn run(self, here: &Global) -> Result<u8> {
        if self.remembered.is_some() && (self.receipt.is_some() || PathBuf::from(&self.what).is_file()) {
            return Err(Declined::because(
                "--remembered is compared with the office's own log: name a symbol, and no file or receipt",
            ));
        }
        let given = self.key.as_deref().map(key_of).transpose()?;
        let found = match &self.receipt {
            Some(path) => {
                let key = match given {
                    Some(key) => key,
                    None if Office::is_there(&here.office) => record::public_key(&here.office()?)?,
                    None => {
                        return Err(Declined::because(
                            "a receipt is verified with the log's public key; give it with --key",
                        ));
                    }
                };
                let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
                let receipt = match chancery_record::Receipt::parse(&text) {
                    Ok(receipt) => receipt,
                    Err(refuted) => return Err(Declined::because(format!("{}: {refuted}", path.display()))),
                };
                let path = PathBuf::from(&self.what);
                if path.is_file() {
                    verify::against_receipt(&receipt, &key, Some(&bytes_of(&path)?))?
                } else {
                    let mut found = verify::against_receipt(&receipt, &key, None)?;
                    let wanted = here.body()?.grammar().parse_all(&self.what).unwrap_or_default();
                    let named = |wanted: &chancery_model::Symbol| found.symbols.iter().any(|s| s == wanted.as_str());
                    if found.verified && (wanted.is_empty() || !wanted.iter().all(named)) {
                        found.verified = false;
                        found.message =
                            format!("the receipt is for {}, not for {}", found.symbols.join(" and "), self.what);
                    }
                    found
                }
            }
            None => {
                let office = here.office()?;
                let key = match given {
                    Some(key) => key,
                    None => record::public_key(&office)?,
                };
                let reader = office.reader()?;
                let view = office.view(&reader);
                let path = PathBuf::from(&self.what);
                if path.is_file() {
                    verify::file(&view, &bytes_of(&path)?, &key)?
                } else {
                    let dossier = named(&office, &view, &self.what)?;
                    let remembered = self
                        .remembered
                        .as_ref()
                        .map(|p| std::fs::read_to_string(p).with_context(|| format!("cannot read {}", p.display())))
                        .transpose()?;
                    verify::document(&view, &dossier, &key, remembered.as_deref())?
                }
            }
        };
        if here.json() {
            println!("{}", serde_json::to_string(&found)?);
        } else {
            print::line(if found.verified { "verified" } else { "NOT VERIFIED" }, format!(" {}", found.message));
            for rendition in &found.renditions {
                let holds = if rendition.holds { "" } else { "  DOES NOT HOLD" };
                print::line("", format!(" {} {:<5}{}{holds}", rendition.language, rendition.format, rendition.sha256));
            }
        }
        Ok(if found.verified { outcome::DONE } else { outcome::REFUSED })
    }
}

/// A key given as text or as a file.
fn key_of(text: &str) -> Result<VerifierKey> {
    let from_file = std::fs::read_to_string(text).ok();
    let key = from_file.as_deref().unwrap_or(text).trim();
    key.parse().map_err(|e| Declined::because(format!("“{key}” is no key of a log: {e}")))
}
