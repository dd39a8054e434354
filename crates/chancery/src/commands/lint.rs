use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use chancery_lint::Verdict;
use chancery_model::Body;
use chancery_read::Reader;
use clap::Args;
use serde_json::{Value, json};

use super::{Format, Global, bytes_of, print};
use crate::{
    diagnose::{
        mend::{self, Mended},
        sarif::Log,
        terminal::{self, Total},
    },
    flow::{self, Known, Review},
    office::write_durably,
    outcome::{self, Declined},
};

/// Check a text against the body's rules; changes nothing.
///
/// Where there is an office of the same body, its record and the numbers it has set aside count too.
#[derive(Args)]
pub struct Lint {
    /// Texts to check; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Another language version of the same text, with which its numbers, dates and symbols are compared
    #[arg(long, value_name = "FILE")]
    beside: Option<PathBuf>,
    /// Make the mechanical repairs of the letter's frame, in a copy: letter.fixed.txt; shows what changed
    #[arg(long)]
    fix: bool,
    /// With --fix: make the repairs of the sender's own words too
    #[arg(long, requires = "fix")]
    advice: bool,
    /// With --fix: where to write the copy
    #[arg(short, long, value_name = "COPY", requires = "fix")]
    output: Option<PathBuf>,
    /// With --fix: write the copy over another file; never over the letter itself
    #[arg(long, requires = "fix")]
    force: bool,
}

impl Lint {
    pub fn run(self, here: &Global) -> Result<u8> {
        let one_only = [("--beside", self.beside.is_some()), ("--output", self.output.is_some())];
        if let Some((option, _)) = one_only.into_iter().find(|(_, given)| *given && self.files.len() > 1) {
            return Err(super::usage(format!("{option} belongs to one text; check them one by one")));
        }
        if self.fix && here.format == Format::Sarif {
            return Err(super::usage("--fix makes the repairs that SARIF only tells; give one of the two".to_owned()));
        }
        let body = here.body()?;
        let office = here.office_if_any(&body);
        let reader = Reader::new(&body);
        let mut known = Known { office: office.as_ref(), ..Known::on(body.date_of(here.now())) };
        if let Some(path) = &self.beside {
            let name = path.display().to_string();
            known.beside = Some(Box::new(reader.read(&bytes_of(path)?, Some(&name)).communication));
        }
        let (mut grave, mut failed) = (false, false);
        let mut objects = Vec::new();
        let mut total = Total::default();
        let mut log = (here.format == Format::Sarif).then(|| Log::new(&body));
        for path in &self.files {
            let name = path.display().to_string();
            let bytes = match bytes_of(path) {
                Ok(bytes) => bytes,
                // One file that cannot be read does not keep the others.
                Err(error) if self.files.len() > 1 => {
                    failed = true;
                    eprintln!("failed: {error:#}");
                    objects.push(json!({ "file": name, "failed": format!("{error:#}") }));
                    continue;
                }
                Err(error) => return Err(error),
            };
            let review = flow::review(&reader, &body, &bytes, &name, &known)?;
            if self.fix {
                let (object, left) = self.fixed(here, &reader, &body, path, review, &known)?;
                grave |= left.verdict == Verdict::Grave;
                total.add(&left.findings);
                objects.push(object);
                continue;
            }
            grave |= review.verdict == Verdict::Grave;
            total.add(&review.findings);
            match (&mut log, here.json()) {
                (Some(log), _) => log.add(&name, &bytes, &review),
                (None, true) => objects.push(object(&name, &review)),
                (None, false) => {
                    print!("{}", print::findings(&name, &review));
                    println!("{}: {}", terminal::in_line(&name), terminal::summary(&review.findings));
                }
            }
        }
        if let Some(log) = log {
            println!("{}", log.finish());
        }
        super::print_objects(here.format, objects);
        if here.format == Format::Human {
            total.line().iter().for_each(|line| println!("{line}"));
        }
        Ok(match (failed, grave) {
            (true, _) => outcome::FAILED,
            (false, true) => outcome::REFUSED,
            (false, false) => outcome::DONE,
        })
    }

    /// Repairs one text in a copy, shows what changed, and says what is still found.
    fn fixed(
        &self,
        here: &Global,
        reader: &Reader<'_>,
        body: &Body,
        path: &Path,
        review: Review,
        known: &Known<'_>,
    ) -> Result<(Value, Review)> {
        let name = path.display().to_string();
        let mut object = object(&name, &review);
        let before = review.reading.text.clone();
        let plain = review.reading.communication.format == "text";
        let format = review.reading.communication.format.clone();
        let Mended { text, made, review, settled } = mend::mend(reader, body, review, known, self.advice)?;
        // Where nothing is repaired there is no copy, unless its name was asked for.
        let copy = match &self.output {
            Some(output) => Some(output.clone()),
            None if made.is_empty() => None,
            None if path == Path::new("-") => {
                return Err(super::usage("name the copy of standard input with --output".to_owned()));
            }
            None => Some(beside(path, plain)),
        };
        let shown_copy = copy.as_ref().map(|copy| copy.display().to_string()).unwrap_or_default();
        let difference = match made.is_empty() {
            true => String::new(),
            false => mend::difference(&name, &shown_copy, &before, &text),
        };
        if let Some(copy) = &copy {
            self.write(path, copy, &text)?;
        }
        if !settled {
            let rules: std::collections::BTreeSet<&str> = made.iter().map(|made| made.edit.rule.as_str()).collect();
            let rules: Vec<&str> = rules.into_iter().collect();
            eprintln!("{name}: the repairs of {} undo one another and were left as they came last", rules.join(", "));
        }
        if here.json() {
            object["fixed"] = json!({
                "file": copy, "of_extracted_text": !plain, "settled": settled, "edits": made, "diff": difference,
                "verdict": review.verdict, "findings": review.findings,
            });
            return Ok((object, review));
        }
        print!("{}", terminal::shown(&difference));
        let file = terminal::in_line(&name);
        let copied = terminal::in_line(&shown_copy);
        let of_text = if plain { String::new() } else { format!(" (the text taken from this {format})") };
        let left = terminal::summary(&review.findings);
        match (made.len(), copy.is_some()) {
            (0, false) => println!("{file}: nothing to repair; {left}"),
            (0, true) => println!("{file}: nothing to repair; copied to {copied}{of_text}; {left}"),
            (1, _) => println!("{file}: 1 repair in {copied}{of_text}; left there: {left}"),
            (n, _) => println!("{file}: {n} repairs in {copied}{of_text}; left there: {left}"),
        }
        Ok((object, review))
    }

    /// Writes the copy: never over the letter, and over another file only if that says the same or `--force` was given.
    fn write(&self, original: &Path, copy: &Path, text: &str) -> Result<()> {
        if let (Ok(original), Ok(copy)) = (original.canonicalize(), copy.canonicalize())
            && original == copy
        {
            return Err(Declined::because(format!("{} is the letter itself, which stays as it is", copy.display())));
        }
        match std::fs::read(copy) {
            Ok(there) if there == text.as_bytes() => return Ok(()),
            Ok(_) if !self.force => {
                return Err(Declined::because(format!(
                    "{} is there already and says something else; --force writes over it, --output names another",
                    copy.display()
                )));
            }
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot look at {}", copy.display()));
            }
            _ => {}
        }
        // The file is put in the place of another one, so that a letter with two names keeps what it says under both.
        let copy = if copy.parent() == Some(Path::new("")) { Path::new(".").join(copy) } else { copy.to_owned() };
        write_durably(&copy, text.as_bytes())
    }
}

/// What was found in a file, for a program.
fn object(name: &str, review: &Review) -> Value {
    json!({ "file": name, "verdict": review.verdict, "findings": review.findings })
}

/// The name of the copy of a letter: in the same folder, `letter.fixed.txt`. What was taken from other formats is plain text.
fn beside(path: &Path, plain: bool) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_os_string();
    let ending = path.extension().filter(|_| plain).unwrap_or(std::ffi::OsStr::new("txt"));
    let mut name = stem;
    name.push(".fixed.");
    name.push(ending);
    path.with_file_name(name)
}
