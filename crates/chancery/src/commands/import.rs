use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::{Format, Global, bytes_of, files_under, name_of, print};
use crate::{flow, followers, outcome};

/// Take documents issued elsewhere into the record under their own symbols.
///
/// Files already taken in are passed over, so that an import that was stopped can be started again.
#[derive(Args)]
pub struct Import {
    /// Files, or folders of files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How many files are read and set at once; as many as there are cores without it
    #[arg(long, value_name = "N", default_value_t = 0)]
    jobs: usize,
}

/// After so many files the followers are brought up, so that a long import becomes findable as it goes.
const A_BATCH: usize = 200;

impl Import {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office_or_new()?;
        let reader = chancery_read::Reader::new(&office.body);
        let mut files = Vec::new();
        for path in &self.paths {
            files_under(path, &mut files)?;
        }
        let bar = ProgressBar::new(files.len() as u64);
        bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}")?);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.jobs).build()?;
        let one = |path: &PathBuf| {
            let bytes = bytes_of(path)?;
            let done = flow::import(&office, &reader, &bytes, &name_of(path), here.now());
            bar.inc(1);
            done
        };
        let (mut taken, mut already, mut refused, mut failed) = (0usize, 0usize, 0usize, 0usize);
        let mut objects = Vec::new();
        for batch in files.chunks(A_BATCH) {
            let ends: Vec<_> = pool.install(|| batch.par_iter().map(one).collect());
            followers::catch_up(&office)?;
            for (path, end) in batch.iter().zip(ends) {
                let file = path.display().to_string();
                match end {
                    Ok(done) => {
                        already += usize::from(done.already);
                        taken += usize::from(!done.already);
                        if here.json() {
                            let journal = office.reader()?;
                            let mut object = serde_json::to_value(office.view(&journal).shown(&done.dossier)?)?;
                            object["file"] = file.into();
                            object["already_imported"] = done.already.into();
                            objects.push(object);
                        } else if files.len() == 1 {
                            human(&done);
                        }
                    }
                    Err(error) => {
                        // One file that cannot be taken in does not keep the others.
                        let (word, said) = outcome::why(&error);
                        refused += usize::from(word == "refused");
                        failed += usize::from(word == "failed");
                        bar.suspend(|| eprintln!("{word}: {file}: {said}"));
                        if here.json() {
                            objects.push(serde_json::json!({ "file": file, word: said }));
                        }
                    }
                }
            }
        }
        bar.finish_and_clear();
        match (here.format, objects.len()) {
            (Format::Human, _) if files.len() > 1 => {
                println!("{taken} imported, {already} on the record already, {refused} refused, {failed} failed");
            }
            (Format::Human | Format::Sarif, _) => {}
            (Format::Json, 1) => println!("{}", objects[0]),
            (Format::Json, _) => println!("{}", serde_json::Value::Array(objects)),
            (Format::Jsonl, _) => objects.iter().for_each(|object| println!("{object}")),
        }
        Ok(outcome::of_many(refused, failed))
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
