use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Global, print};
use crate::{backup, outcome};

/// Back the office up while others work in it, or verify a backup.
///
/// The keys are never copied: keep them elsewhere. Search index and catalogue are built anew by `chancery restore`.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Backup {
    /// A new or empty folder outside the office
    #[arg(value_name = "DIR")]
    new: Option<PathBuf>,
    /// The folder of an earlier backup: only what is new is copied
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Read a backup through and say whether it is whole
    #[arg(long, value_name = "DIR")]
    verify: Option<PathBuf>,
}

/// A bar on standard error, where that is a terminal.
pub fn bar() -> Result<ProgressBar> {
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{msg:<12} {wide_bar} {pos}/{len} {eta}")?);
    Ok(bar)
}

impl Backup {
    pub fn run(self, here: &Global) -> Result<u8> {
        if let Some(target) = &self.verify {
            let found = backup::verify(target, &bar()?)?;
            if here.json() {
                println!("{}", serde_json::to_string(&found)?);
            } else {
                for (file, what) in &found.faults {
                    print::line("DAMAGE", format!("{file}: {what}"));
                }
                for file in &found.extra {
                    print::line("remark", format!("{file}: it belongs to no backup and would not be restored"));
                }
                let word = if found.whole { "whole" } else { "DAMAGED" };
                let journal = &found.journal;
                print::line(word, format!("{} files, of {}, up to entry {}", found.files, found.made, journal.number));
                print::line("", format!("journal head {}", journal.hash));
            }
            return Ok(if found.whole { outcome::DONE } else { outcome::REFUSED });
        }
        let existing = self.into.is_some();
        // The group above asks for exactly one of the three.
        let Some(target) = self.into.or(self.new) else { return Ok(outcome::FAILED) };
        let made = backup::backup(&here.office, &target, existing, here.now(), &bar()?)?;
        let manifest = &made.manifest;
        if here.json() {
            println!(
                "{}",
                serde_json::json!({
                    "backup": target, "journal": manifest.journal, "record": manifest.record, "files": manifest.files.len(),
                    "copied": made.copied, "kept": made.kept, "bytes": made.bytes,
                })
            );
            return Ok(outcome::DONE);
        }
        print::line("backed up", format!("{} up to entry {}", target.display(), manifest.journal.number));
        print::line("", format!("journal head {}", manifest.journal.hash));
        if let Some(record) = &manifest.record {
            print::line("", format!("log {} of {} leaves, root {}", record.origin, record.size, record.root));
        }
        print::line("copied", format!("{} files, {} bytes; {} were there", made.copied, made.bytes, made.kept));
        print::line("not copied", "keys/: keep them elsewhere, with the last published checkpoint");
        Ok(outcome::DONE)
    }
}
