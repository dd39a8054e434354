use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::{Global, show::named};
use crate::{followers::record, outcome, verify};

/// Write the receipt with which a document is verified offline.
#[derive(Args)]
pub struct Receipt {
    /// A symbol in any written form
    symbol: String,
    /// Where to write; - is standard output. Without it, the symbol's file name here
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Receipt {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let reader = office.reader()?;
        let view = office.view(&reader);
        let dossier = named(&office, &view, &self.symbol)?;
        let key = record::public_key(&office)?;
        let receipt = verify::receipt(&view, &dossier, &key)?;
        let output = self.output.unwrap_or_else(|| {
            let forms: Vec<String> = dossier.allotments.iter().map(|a| a.symbol.file_form()).collect();
            PathBuf::from(format!("{}{}", forms.join("&"), chancery_record::RECEIPT_EXTENSION))
        });
        if output.as_os_str() == "-" {
            print!("{}", receipt.to_text());
            return Ok(outcome::DONE);
        }
        std::fs::write(&output, receipt.to_text()).with_context(|| format!("cannot write {}", output.display()))?;
        println!("{}", output.display());
        println!("verify      chancery verify FILE --receipt '{}' --key {key}", output.display());
        Ok(outcome::DONE)
    }
}
