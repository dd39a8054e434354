use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Global, bytes_of, name_of, print};
use crate::{flow, followers, outcome, outcome::Declined};

/// Take documents issued elsewhere into the record under their own symbols.
///
/// Files already taken in are passed over, so that an import that was stopped can be started again.
#[derive(Args)]
pub struct Import {
    /// Files, or folders of files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Import {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office_or_new()?;
        let reader = chancery_read::Reader::new(&office.body);
        let mut files = Vec::new();
        for path in &self.paths {
            collect(path, &mut files)?;
        }
        let bar = ProgressBar::new(files.len() as u64);
        bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta} {msg}")?);
        let (mut taken, mut already, mut refused) = (0usize, 0usize, 0usize);
        let mut objects = Vec::new();
        for path in &files {
            let one =
                bytes_of(path).and_then(|bytes| flow::import(&office, &reader, &bytes, &name_of(path), here.now()));
            match one {
                Ok(done) => {
                    if done.already {
                        already += 1;
                    } else {
                        taken += 1;
                    }
                    if here.json() {
                        let journal = office.reader()?;
                        let view = office.view(&journal);
                        let mut object = serde_json::to_value(view.shown(&done.dossier)?)?;
                        object["file"] = path.display().to_string().into();
                        object["already_imported"] = done.already.into();
                        objects.push(object);
                    } else if files.len() == 1 {
                        human(&done);
                    }
                }
                Err(error) => match error.downcast::<Declined>() {
                    Ok(declined) => {
                        refused += 1;
                        bar.suspend(|| eprintln!("refused: {}: {declined}", path.display()));
                        if here.json() {
                            objects.push(serde_json::json!({
                                "file": path.display().to_string(), "refused": declined.message,
                            }));
                        }
                    }
                    Err(failure) => return Err(failure.context(path.display().to_string())),
                },
            }
            bar.inc(1);
            if taken % 200 == 199 {
                followers::catch_up(&office)?;
            }
        }
        bar.finish_and_clear();
        followers::catch_up(&office)?;
        if here.json() {
            for object in &objects {
                println!("{object}");
            }
        } else if files.len() > 1 {
            println!("{taken} imported, {already} on the record already, {refused} refused");
        }
        Ok(if refused > 0 { outcome::REFUSED } else { outcome::DONE })
    }
}

fn human(done: &flow::Imported) {
    let symbols: Vec<String> = done.dossier.allotments.iter().map(|a| a.symbol.to_string()).collect();
    let what = if done.already { "known" } else { "imported" };
    print::line(what, format!("{} as {}", symbols.join(" and "), done.dossier.id));
    print::line("read", done.communication.title.clone().unwrap_or_default());
    print::line(
        "fields",
        format!(
            "{} from the reader, unconfirmed; `chancery show --format json` lists them",
            done.dossier.provenance.len()
        ),
    );
    if let Some(symbol) = symbols.first() {
        println!();
        println!("look        chancery show {symbol}");
    }
}

/// All files under a path, in the order of their names.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    entries.sort();
    for entry in entries {
        let hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && !entry.is_symlink() {
            collect(&entry, files)?;
        }
    }
    Ok(())
}
