use std::io::BufRead;

use anyhow::{Result, bail};
use clap::Args;
use indicatif::ProgressBar;

use super::{Format, Global, print};
use crate::{
    fsck::{self, Report, Weight},
    outcome,
};

/// Look the office through for damage.
///
/// Every part is looked at, whatever is found in another. Each finding names the place and what would mend it. Nothing is
/// changed. Exit status: 0 whole, 1 damage found, 2 failure.
#[derive(Args)]
pub struct Fsck {
    /// Look the office through once for each line of standard input, and print one JSON object each
    #[arg(long, hide = true)]
    each_line: bool,
}

impl Fsck {
    pub fn run(self, here: &Global) -> Result<u8> {
        if !here.office.is_dir() {
            bail!("there is no folder {}", here.office.display());
        }
        if self.each_line {
            // Without a message of its own a panic that is caught and told as a finding would fill standard error.
            std::panic::set_hook(Box::new(|_| {}));
            for line in std::io::stdin().lock().lines() {
                line?;
                println!("{}", serde_json::to_string(&fsck::fsck(&here.office, &ProgressBar::hidden()))?);
            }
            return Ok(outcome::DONE);
        }
        // The bar draws itself on standard error, and only where that is a terminal.
        let report = fsck::fsck(&here.office, &super::backup::bar()?);
        show(here, &report)?;
        Ok(if report.whole { outcome::DONE } else { outcome::REFUSED })
    }
}

/// Prints what was found.
pub fn show(here: &Global, report: &Report) -> Result<()> {
    match here.format {
        Format::Json => println!("{}", serde_json::to_string(report)?),
        Format::Jsonl => {
            for finding in &report.findings {
                println!("{}", serde_json::to_string(finding)?);
            }
        }
        Format::Human | Format::Sarif => {
            for finding in &report.findings {
                let word = if finding.weight == Weight::Damage { "DAMAGE" } else { "remark" };
                let place = finding.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
                print::line(word, format!("{}{place}: {}", finding.file, finding.what));
                if !finding.mend.is_empty() {
                    print::line("", format!("mend: {}", finding.mend));
                }
            }
            let looked = &report.looked;
            let damage = report.findings.iter().filter(|finding| finding.weight == Weight::Damage).count();
            let word = if report.whole { "whole" } else { "DAMAGED" };
            let found = match damage {
                0 => String::new(),
                1 => "1 place is damaged; ".to_owned(),
                n => format!("{n} places are damaged; "),
            };
            print::line(
                word,
                format!(
                    "{found}looked at {} entries, {} files, {} public acts, {} tiles, {} pieces of the catalogue, {} files of the index",
                    looked.entries, looked.files, looked.acts, looked.tiles, looked.pieces, looked.index
                ),
            );
        }
    }
    Ok(())
}
