use std::{io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::{Global, show::named};
use crate::{outcome, outcome::Declined};

/// Write a document out in a format.
#[derive(Args)]
pub struct Export {
    /// A symbol in any written form, or a dossier
    symbol: String,
    /// The format: pdf, html, text, json or original
    #[arg(long, value_name = "FORMAT")]
    to: String,
    /// The language
    #[arg(long, value_name = "LANG")]
    language: Option<String>,
    /// Where to write; - is standard output. Without it, the symbol's file name here
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let reader = office.reader()?;
        let view = office.view(&reader);
        let dossier = named(&office, &view, &self.symbol)?;
        let (bytes, ending) = match self.to.as_str() {
            "json" => (serde_json::to_vec_pretty(&view.shown(&dossier)?)?, "json"),
            "original" => (view.bytes(&dossier.original)?, "txt"),
            format => {
                let Ok(known) = format.parse::<chancery_typeset::Format>() else {
                    return Err(Declined::because(format!(
                        "there is no format “{format}”; there are pdf, html, text, json and original"
                    )));
                };
                match view.rendition(&dossier, self.language.as_deref(), &known.to_string())? {
                    Some(bytes) => (bytes, known.ending()),
                    None => {
                        let languages: Vec<String> =
                            dossier.versions.iter().map(|version| version.language.to_string()).collect();
                        return Err(Declined::because(if languages.is_empty() {
                            format!("{} is {} and has no rendition yet", dossier.id, dossier.stage.word())
                        } else {
                            format!("there is no such version; there are: {}", languages.join(", "))
                        }));
                    }
                }
            }
        };
        let output = self.output.unwrap_or_else(|| {
            let forms: Vec<String> = dossier.allotments.iter().map(|a| a.symbol.file_form()).collect();
            let language = self.language.clone().or_else(|| dossier.versions.first().map(|v| v.language.to_string()));
            let stem = if forms.is_empty() { dossier.id.to_string() } else { forms.join("&") };
            PathBuf::from(format!("{stem}-{}.{ending}", language.unwrap_or_default().to_uppercase()))
        });
        if output.as_os_str() == "-" {
            std::io::stdout().write_all(&bytes)?;
            return Ok(outcome::DONE);
        }
        std::fs::write(&output, &bytes).with_context(|| format!("cannot write {}", output.display()))?;
        if here.json() {
            println!("{}", serde_json::json!({ "file": output, "bytes": bytes.len() }));
        } else {
            println!("{} ({} bytes)", output.display(), bytes.len());
        }
        Ok(outcome::DONE)
    }
}
