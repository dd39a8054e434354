use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context, Result};
use chancery_model::{Body, Document, Language, document::Facts};
use chancery_read::Reader;
use chancery_typeset::{Format, TypesetError};
use clap::Args;

use super::{Global, bytes_of};
use crate::{
    diagnose::terminal,
    flow::{self, Known},
    outcome::{self, Declined},
};

/// Set a letter as a proof, and again whenever the file changes; keeps nothing.
///
/// The proof is replaced in one step, so that a viewer which follows the file never sees half a page. Ends at Ctrl-C.
#[derive(Args)]
pub struct Preview {
    /// The letter
    file: PathBuf,
    /// The format of the proof: pdf, html or any other of the press
    #[arg(long, value_name = "FORMAT", default_value = "pdf")]
    to: String,
    /// Where to write the proof; the file's name with the format's ending without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Set it once and end
    #[arg(long)]
    once: bool,
}

/// How often the file is looked at.
const EVERY: Duration = Duration::from_millis(150);

impl Preview {
    pub fn run(self, here: &Global) -> Result<u8> {
        let format: Format = self.to.parse().map_err(|unknown| Declined::because(format!("{unknown}")))?;
        let body = here.body()?;
        let reader = Reader::new(&body);
        let output = self.output.clone().unwrap_or_else(|| {
            let ending = format!("proof.{}", format.ending());
            self.file.with_extension(ending)
        });
        let mut seen = None;
        loop {
            let state = state_of(&self.file);
            if state != seen {
                seen = state;
                match proof(here, &body, &reader, &self.file, format, &output) {
                    Ok(()) => {}
                    Err(error) if self.once => return Err(error),
                    // An editor may be in the middle of writing; the next change is waited for.
                    Err(error) => eprintln!("{}", terminal::in_line(&format!("{error:#}"))),
                }
            }
            if self.once {
                return Ok(outcome::DONE);
            }
            std::thread::sleep(EVERY);
        }
    }
}

/// When a file was changed and how long it is, by which a change is seen.
fn state_of(file: &Path) -> Option<(SystemTime, u64)> {
    let about = std::fs::metadata(file).ok()?;
    Some((about.modified().ok()?, about.len()))
}

fn proof(here: &Global, body: &Body, reader: &Reader<'_>, file: &Path, format: Format, output: &Path) -> Result<()> {
    let begun = Instant::now();
    let today = body.date_of(here.now());
    let name = file.display().to_string();
    let review = flow::review(reader, body, &bytes_of(file)?, &name, &Known::on(today))?;
    let document = proof_document(body, &review.reading.communication, today);
    let page = match chancery_typeset::render(&document, body, format) {
        Err(missing @ TypesetError::WordingMissing { .. }) => return Err(Declined::because(missing.to_string())),
        page => page?,
    };
    let unfinished = output.with_extension("part");
    std::fs::write(&unfinished, &page.bytes)
        .and_then(|()| std::fs::rename(&unfinished, output))
        .with_context(|| format!("cannot write {}", output.display()))?;
    let lost: String = page.replaced.iter().collect();
    if here.json() {
        println!(
            "{}",
            serde_json::json!({
                "file": name, "proof": output, "pages": page.pages, "verdict": review.verdict,
                "findings": review.findings, "characters_without_a_font": lost, "pictures_left_out": page.left_out,
                "milliseconds": begun.elapsed().as_millis() as u64,
            })
        );
        return Ok(());
    }
    println!(
        "{} ({} pages, {} ms): {}",
        output.display(),
        page.pages,
        begun.elapsed().as_millis(),
        terminal::summary(&review.findings)
    );
    if !lost.is_empty() {
        eprintln!("no font at hand shows these characters: {lost}");
    }
    if !page.left_out.is_empty() {
        eprintln!("these pictures cannot be set: {}", terminal::in_line(&page.left_out.join(", ")));
    }
    Ok(())
}

/// The document of a letter that has no number yet and may never have one.
pub fn proof_document(
    body: &Body,
    communication: &chancery_model::Communication,
    today: jiff::civil::Date,
) -> Document {
    let language = communication.language.unwrap_or(Language::EN);
    let facts = Facts {
        organs: Vec::new(),
        job_number: String::new(),
        distribution: body.default_distribution().code.clone(),
        date: today,
        released: None,
        office: body.charter.office.clone(),
        foot: body.charter.foot.clone(),
        re_typeset: false,
        proof: true,
        address: None,
        language,
    };
    let heading = |label: &str, title: &str| body.annex_heading(language, label, title);
    let mut document = Document::compose(communication, facts, heading);
    flow::give_title(body, communication, &mut document);
    document
}
