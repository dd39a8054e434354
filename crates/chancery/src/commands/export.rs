use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use chancery_model::{Dossier, DossierId};
use chancery_typeset::Format;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::{Global, print, show::named};
use crate::{
    office::Office,
    outcome::{self, Declined},
    view::View,
};

/// Write documents out: one or many, in one format or several, in one language or all.
///
/// One document in one format and language goes to --output, or to the symbol's file name here. More go into the folder of
/// --into; what is there already is passed over, so that a long export that was stopped can be started again.
#[derive(Args)]
pub struct Export {
    /// Symbols in any written form, or dossiers
    #[arg(value_name = "SYMBOL", required_unless_present = "all")]
    symbols: Vec<String>,
    /// Every document of the office that has a version
    #[arg(long, conflicts_with = "symbols")]
    all: bool,
    /// The formats, parted by commas: those of the press, json, original, or all
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', required = true)]
    to: Vec<String>,
    /// The languages, parted by commas, or all; without it, the first version
    #[arg(long, value_name = "LANG", value_delimiter = ',')]
    language: Vec<String>,
    /// Where to write one file; - is standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "into")]
    output: Option<PathBuf>,
    /// The folder into which many files are written
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Put the document in Akoma Ntoso inside its PDF (PDF/A-3a); such a file is made anew and is not the one that was issued
    #[arg(long)]
    with_xml: bool,
    /// Write files anew that are there already
    #[arg(long)]
    force: bool,
}

/// A form in which a document can be had.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Set by the press.
    Set(Format),
    /// The printed page with the document in Akoma Ntoso inside.
    WithXml,
    /// Everything the office knows of it.
    Json,
    /// What was received, unchanged.
    Original,
}

impl Form {
    fn named(word: &str) -> Result<Vec<Form>> {
        if word == "all" {
            let set = Format::ALL.into_iter().filter(|format| *format != Format::Json).map(Form::Set);
            return Ok(set.chain([Form::Json]).collect());
        }
        Ok(vec![match (word, word.parse()) {
            ("json", _) => Form::Json,
            ("original", _) => Form::Original,
            (_, Ok(format)) => Form::Set(format),
            (_, Err(_)) => {
                let known: Vec<&str> =
                    Format::ALL.into_iter().filter(|format| *format != Format::Json).map(Format::name).collect();
                return Err(Declined::because(format!(
                    "there is no format “{word}”; there are {}, json and original",
                    known.join(", ")
                )));
            }
        }])
    }

    fn ending(self) -> &'static str {
        match self {
            Form::Set(format) => format.ending(),
            Form::WithXml => "a3.pdf",
            Form::Json => "json",
            Form::Original => "txt",
        }
    }
}

/// One file to be written.
struct Wanted {
    dossier: DossierId,
    form: Form,
    /// `None` for what has no language: the first version stands for it.
    language: Option<String>,
    /// Its file name.
    name: String,
}

impl Export {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let reader = office.reader()?;
        let view = office.view(&reader);
        let mut forms = Vec::new();
        for word in &self.to {
            for mut form in Form::named(word)? {
                if self.with_xml && form == Form::Set(Format::Pdf) {
                    form = Form::WithXml;
                }
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
        let mut dossiers = Vec::new();
        for symbol in &self.symbols {
            dossiers.push(named(&office, &view, symbol)?);
        }
        if self.all {
            dossiers = with_versions(&view)?;
        }
        let mut wanted = Vec::new();
        for dossier in &dossiers {
            for form in &forms {
                wanted.extend(self.files_of(dossier, *form)?);
            }
        }
        match (&wanted[..], &self.into) {
            ([one], None) => self.one(here, &office, &view, one),
            (many, _) => {
                if self.output.is_some() {
                    return Err(Declined::because(format!(
                        "these are {} files; name a folder with --into instead of --output",
                        many.len()
                    )));
                }
                let folder = self.into.clone().unwrap_or_else(|| PathBuf::from("."));
                self.many(here, &office, many, &folder)
            }
        }
    }

    /// The files of one document in one form.
    fn files_of(&self, dossier: &Dossier, form: Form) -> Result<Vec<Wanted>> {
        let versions: Vec<String> = dossier.versions.iter().map(|version| version.language.to_string()).collect();
        let one = |language: Option<String>| Wanted {
            dossier: dossier.id,
            form,
            name: file_name(dossier, language.as_deref().or(versions.first().map(String::as_str)), form),
            language,
        };
        if matches!(form, Form::Json | Form::Original) || self.language.is_empty() {
            return Ok(vec![one(None)]);
        }
        if self.language.iter().any(|word| word == "all") {
            return Ok(versions.iter().cloned().map(Some).map(one).collect());
        }
        // Of many documents each is written in those of the languages that it has.
        let has = |language: &&String| !self.all || versions.contains(language);
        Ok(self.language.iter().filter(has).cloned().map(Some).map(one).collect())
    }

    fn one(&self, here: &Global, office: &Office, view: &View<'_>, wanted: &Wanted) -> Result<u8> {
        let bytes = bytes_of(office, view, wanted)?;
        let output = self.output.clone().unwrap_or_else(|| PathBuf::from(&wanted.name));
        if output.as_os_str() == "-" {
            std::io::stdout().write_all(&bytes)?;
            return Ok(outcome::DONE);
        }
        print::written(here, &output, &bytes)?;
        Ok(outcome::DONE)
    }

    fn many(&self, here: &Global, office: &Office, wanted: &[Wanted], folder: &Path) -> Result<u8> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let bar = ProgressBar::new(wanted.len() as u64);
        bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}")?);
        let ends: Vec<Result<Option<usize>>> = wanted
            .par_iter()
            // Each thread reads the journal through a connection of its own.
            .map_init(
                || office.reader(),
                |reader, wanted| {
                    let reader = reader.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
                    let path = folder.join(&wanted.name);
                    let end = if path.exists() && !self.force {
                        Ok(None)
                    } else {
                        bytes_of(office, &office.view(reader), wanted).and_then(|bytes| {
                            // Under another name first: half a file would be passed over the next time.
                            let unfinished = folder.join(format!(".{}.part", wanted.name));
                            std::fs::write(&unfinished, &bytes)
                                .and_then(|()| std::fs::rename(&unfinished, &path))
                                .with_context(|| format!("cannot write {}", path.display()))?;
                            Ok(Some(bytes.len()))
                        })
                    };
                    bar.inc(1);
                    end
                },
            )
            .collect();
        bar.finish_and_clear();
        let (mut written, mut there, mut refused, mut failed) = (0, 0, 0, 0);
        let mut objects = Vec::new();
        for (wanted, end) in wanted.iter().zip(ends) {
            let file = folder.join(&wanted.name);
            let object = match end {
                Ok(Some(bytes)) => {
                    written += 1;
                    serde_json::json!({ "file": file, "bytes": bytes })
                }
                Ok(None) => {
                    there += 1;
                    serde_json::json!({ "file": file, "there_already": true })
                }
                Err(error) => {
                    let (word, said) = outcome::why(&error);
                    refused += usize::from(word == "refused");
                    failed += usize::from(word == "failed");
                    eprintln!("{word}: {}: {said}", wanted.name);
                    serde_json::json!({ "file": file, word: said })
                }
            };
            objects.push(object);
        }
        if here.format == super::Format::Jsonl {
            objects.iter().for_each(|object| println!("{object}"));
        } else if here.json() {
            println!("{}", serde_json::Value::Array(objects));
        } else {
            println!("{written} written, {there} there already, {refused} refused, {failed} failed");
        }
        Ok(outcome::of_many(refused, failed))
    }
}

/// Every document that has a version to be written out.
fn with_versions(view: &View<'_>) -> Result<Vec<Dossier>> {
    const A_PAGE: usize = 500;
    let mut all: Vec<Dossier> = Vec::new();
    let mut after = None;
    loop {
        let page = view.reader.dossiers(after, A_PAGE)?;
        let Some(last) = page.last() else { return Ok(all) };
        after = Some(last.id);
        all.extend(page.into_iter().filter(|dossier| !dossier.versions.is_empty()));
    }
}

/// `AS_7_41&C_2026_118-EN.pdf`.
fn file_name(dossier: &Dossier, language: Option<&str>, form: Form) -> String {
    let forms: Vec<String> = dossier.allotments.iter().map(|a| a.symbol.file_form()).collect();
    let stem = if forms.is_empty() { dossier.id.to_string() } else { forms.join("&") };
    format!("{stem}-{}.{}", language.unwrap_or_default().to_uppercase(), form.ending())
}

/// The bytes of one file: the rendition that was kept when the version was issued, or else one made of the document that was
/// kept with it.
fn bytes_of(office: &Office, view: &View<'_>, wanted: &Wanted) -> Result<Vec<u8>> {
    let Some(dossier) = view.reader.dossier(wanted.dossier)? else {
        return Err(Declined::because(format!("{} is not on the record of this office", wanted.dossier)));
    };
    let language = wanted.language.as_deref();
    match wanted.form {
        Form::Json => Ok(serde_json::to_vec_pretty(&view.shown(&dossier)?)?),
        Form::Original => view.bytes(&dossier.original),
        Form::WithXml => match view.document(&dossier, language)? {
            Some(document) => Ok(chancery_typeset::pdf_with_akn(&document, &office.body)?.bytes),
            None => Err(not_there(&dossier)),
        },
        Form::Set(format) => {
            if let Some(bytes) = view.rendition(&dossier, language, format.name())? {
                return Ok(bytes);
            }
            if let Some(document) = view.document(&dossier, language)? {
                return Ok(chancery_typeset::render(&document, &office.body, format)?.bytes);
            }
            Err(not_there(&dossier))
        }
    }
}

/// Why there is nothing to be written.
fn not_there(dossier: &Dossier) -> anyhow::Error {
    let languages: Vec<String> = dossier.versions.iter().map(|version| version.language.to_string()).collect();
    Declined::because(if languages.is_empty() {
        format!("{} is {} and has no rendition yet", dossier.id, dossier.stage.word())
    } else {
        format!("there is no such version; there are: {}", languages.join(", "))
    })
}
