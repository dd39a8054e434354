use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use chancery_lint::Verdict;
use chancery_model::{Language, Stage};
use chancery_read::Reader;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Global, asks_of, bytes_of, name_of, pair, print};
use crate::{
    assets,
    diagnose::terminal,
    flow::{self, Circulated, Circulation, GraveFindings},
    followers,
    office::Office,
    outcome::{self, Declined},
};

/// Circulate a letter the whole way: receive, accept, register, typeset, issue.
///
/// The same text circulated twice is one document: the second run goes on where the first one stopped, or says what it
/// became.
#[derive(Args)]
pub struct Circulate {
    /// Letters; - is standard input
    #[arg(value_name = "FILE", required_unless_present = "sample")]
    files: Vec<PathBuf>,
    /// Circulate a sample letter that the program carries
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "letter-en")]
    sample: Option<String>,
    /// Another language version of the same letter
    #[arg(long, value_name = "LANG=FILE", value_parser = pair)]
    version: Vec<(String, String)>,
    /// An answer to a grave finding
    #[arg(long, value_name = "RULE=REASON", value_parser = pair)]
    answer: Vec<(String, String)>,
    /// An organ of which it is to be a document, with items, where the letter names none
    #[arg(long, value_name = "ORGAN[=ITEMS]")]
    organ: Vec<String>,
    /// Why it is issued without all required languages
    #[arg(long, value_name = "REASON")]
    exception: Option<String>,
    /// The distribution category; the letter's own, or the body's first, without it
    #[arg(long, value_name = "NAME")]
    distribution: Option<String>,
    #[command(flatten)]
    under: super::UnderArgs,
    /// Circulate the same text once more, as another document
    #[arg(long)]
    again: bool,
}

impl Circulate {
    pub fn run(self, here: &Global) -> Result<u8> {
        let mut letters = Vec::new();
        for path in &self.files {
            letters.push((name_of(path), bytes_of(path)?));
        }
        if let Some(name) = &self.sample {
            let Some(bytes) = assets::sample(name) else {
                let names = assets::sample_names().join(", ");
                return Err(Declined::because(format!("there is no sample “{name}”; there are {names}")));
            };
            letters.push((name.clone(), bytes.to_vec()));
        }
        if letters.len() > 1 && !self.version.is_empty() {
            bail!("--version belongs to one letter; circulate them one by one");
        }
        if letters.len() > 1 && here.key.is_some() {
            bail!("--key belongs to one letter; circulate them one by one");
        }
        let mut versions = Vec::new();
        for (language, path) in &self.version {
            let language = Language::parse(language).context("--version")?;
            let path = PathBuf::from(path);
            versions.push((language, bytes_of(&path)?, name_of(&path)));
        }
        let office = here.office_or_new()?;
        let organs = asks_of(&office.body, &self.organ)?;
        let under = self.under.of(&office)?;
        let mut status = outcome::DONE;
        let reader = Reader::new(&office.body);
        let mut ends = Vec::new();
        let bar = ProgressBar::new(letters.len() as u64);
        bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}")?);
        if letters.len() < 2 {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        for (name, bytes) in &letters {
            let order = Circulation {
                bytes,
                name,
                answers: &self.answer,
                versions: &versions,
                exception: self.exception.as_deref(),
                organs: organs.clone(),
                distribution: self.distribution.as_deref(),
                under: under.clone(),
                key: here.key.as_deref(),
                again: self.again,
                at: here.now(),
            };
            ends.push((name, flow::circulate(&office, &reader, &order)));
            bar.inc(1);
        }
        bar.finish_and_clear();
        // What was done is told even where something that follows it fails.
        let followed = followers::catch_up(&office);
        let mut objects = Vec::new();
        for (name, end) in ends {
            match end {
                Ok(done) if here.json() => objects.push(json(&office, &done)?),
                Ok(done) => human(&office, &done)?,
                Err(error) => match error.downcast::<GraveFindings>() {
                    Ok(grave) => {
                        status = outcome::REFUSED;
                        if here.json() {
                            objects.push(refused_json(name, &grave));
                        } else {
                            refused_human(name, &grave);
                        }
                    }
                    Err(other) if letters.len() == 1 => {
                        followed?;
                        return Err(other);
                    }
                    Err(other) => {
                        // One letter that fails does not keep the others.
                        let refused = other.chain().find_map(|cause| cause.downcast_ref::<Declined>()).is_some();
                        status = status.max(if refused { outcome::REFUSED } else { outcome::FAILED });
                        let word = if refused { "refused" } else { "failed" };
                        if here.json() {
                            objects.push(serde_json::json!({ "file": name, word: format!("{other:#}") }));
                        }
                        eprintln!("{word}: {name}: {other:#}");
                    }
                },
            }
        }
        super::print_objects(here.format, objects);
        followed.context("the documents above were issued, but what follows an issue failed; run the command again")?;
        Ok(status)
    }
}

fn json(office: &Office, done: &Circulated) -> Result<serde_json::Value> {
    let reader = office.reader()?;
    let view = office.view(&reader);
    let mut object = serde_json::to_value(view.shown(&done.dossier)?)?;
    object["already_circulated"] = done.already.into();
    object["resumed"] = done.resumed.into();
    object["verdict"] = serde_json::to_value(done.review.verdict)?;
    object["findings"] = serde_json::to_value(&done.review.findings)?;
    Ok(object)
}

fn refused_json(name: &str, grave: &GraveFindings) -> serde_json::Value {
    let review = &grave.done.review;
    serde_json::json!({
        "file": name, "dossier": grave.dossier.to_string(), "state": Stage::Received,
        "verdict": review.verdict, "findings": review.findings,
        "refused": format!("{grave}"),
    })
}

fn refused_human(name: &str, grave: &GraveFindings) {
    let review = &grave.done.review;
    print!("{}", print::findings(name, review));
    let open: Vec<String> =
        flow::unanswered(&review.findings, &[]).iter().map(|f| format!("{} ({})", f.rule, f.name)).collect();
    eprintln!(
        "refused: {name} has {}; it is kept as {}.\n\
         Put it right and circulate it again, or answer each with --answer RULE=REASON: {}",
        terminal::summary(&review.findings),
        grave.dossier,
        open.join(", "),
    );
}

fn human(office: &Office, done: &Circulated) -> Result<()> {
    let c = &done.review.reading.communication;
    let dossier = &done.dossier;
    let symbols: Vec<String> = dossier.allotments.iter().map(|a| a.symbol.to_string()).collect();
    let first = symbols.first().cloned().unwrap_or_default();
    if done.already {
        println!(
            "This text was circulated before, as {} on {}; nothing was done. (--again circulates it once more.)",
            symbols.join(" and "),
            dossier.released.map(|d| d.to_string()).unwrap_or_default(),
        );
        return Ok(());
    }
    if done.resumed {
        println!("{:<12}taken up where it was left", dossier.id.to_string());
    }
    print::line("read", c.title.clone().unwrap_or_else(|| c.file.clone()));
    for annex in &c.annexes {
        let title = annex.title.as_ref().map(|title| format!(": {title}")).unwrap_or_default();
        print::line("", format!("{}{title}", annex.label));
    }
    if !c.doubts.is_empty() {
        print::line("", format!("{} doubts; `chancery read` lists them", c.doubts.len()));
    }
    print::line("checked", terminal::summary(&done.review.findings));
    for finding in done.review.findings.iter().filter(|_| done.review.verdict != Verdict::Clean) {
        print::line("", format!("{} {}", finding.rule, finding.message));
    }
    let mut label = "registered";
    for allotment in &dossier.allotments {
        let organ = office.body.organ(&allotment.organ).map(|o| o.name.clone()).unwrap_or_default();
        print::line(
            label,
            format!("{:<13} {}", allotment.symbol.as_str(), print::organ_and_items(&organ, &allotment.items)),
        );
        label = "";
    }
    print::line("", format!("job {}", dossier.job_number.clone().unwrap_or_default()));
    for version in &dossier.versions {
        let formats: Vec<&str> = version.renditions.iter().map(|r| r.format.as_str()).collect();
        let pages = match done.pages.get(&version.language) {
            Some(1) => ", 1 page".to_owned(),
            Some(n) => format!(", {n} pages"),
            None => String::new(),
        };
        print::line(
            "issued",
            format!(
                "{} {} in {}{pages}",
                dossier.released.map(|d| d.to_string()).unwrap_or_default(),
                version.language,
                formats.join(", ")
            ),
        );
    }
    if let Some(reason) = &done.exception {
        print::line("exception", reason);
    }
    let reader = office.reader()?;
    let view = office.view(&reader);
    match view.log_index(dossier).unwrap_or_default() {
        Some(index) => {
            let size = followers::record::Folder::of(office).size()?.unwrap_or(0);
            print::line("recorded", format!("entry {index} of {size} in the log {}", office.config.record_name));
        }
        None => print::line("recorded", "not public; the log does not name it"),
    }
    println!();
    // The commands are printed as they must be typed, so that they find the same office.
    let default = office.folder == std::path::Path::new("office");
    let here = if default { String::new() } else { format!(" --office {}", office.folder.display()) };
    println!("look        chancery{here} export {first} --to pdf");
    println!("            chancery{here} serve");
    println!("verify      chancery{here} verify {first}");
    Ok(())
}
