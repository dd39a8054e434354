//! The command line: one file a verb, listed here and nowhere else.

mod accept;
mod backup;
mod check_page;
mod circulate;
mod cite;
mod completions;
mod explain;
mod export;
mod find;
mod fsck;
mod gaps;
mod import;
mod init;
mod issue;
mod lint;
mod print;
mod read;
mod rebuild;
mod receipt;
mod receive;
mod register;
mod restore;
mod return_;
mod sample;
mod serve;
mod show;
mod verify;
mod void;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};
use chancery_model::{Act, Body, DossierId, FileId, Step};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::{
    assets, flow,
    office::Office,
    outcome::{self, Declined},
};

/// Receives, checks, registers, typesets, issues and keeps official correspondence.
///
/// Exit status: 0 done, 1 refused or grave findings, 2 failure or wrong usage. Results go to standard output, progress
/// and logs to standard error.
#[derive(Parser)]
#[command(name = "chancery", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

/// Options that every verb takes, before or after it.
#[derive(Args, Clone)]
pub struct Global {
    /// The office: the folder that holds everything
    #[arg(long, global = true, value_name = "DIR", env = "CHANCERY_OFFICE", default_value = "office")]
    pub office: PathBuf,
    /// The institution: assembly, un, or a folder with a body.toml
    #[arg(long, global = true, value_name = "NAME|DIR")]
    pub body: Option<String>,
    /// The role in which you act, where the body names roles: intake, registrar, …
    #[arg(long = "as", global = true, value_name = "ROLE")]
    pub role: Option<String>,
    /// The moment that stands for now, such as 2026-03-12T15:00:00Z
    #[arg(long, global = true, value_name = "TIME", value_parser = moment)]
    pub now: Option<Timestamp>,
    /// How to print the result
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON value
    Json,
    /// One JSON object a line
    Jsonl,
}

fn moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    // A day alone stands for its noon, so that it is the same day in nearly every zone.
    format!("{text}T12:00:00Z").parse().map_err(|_| "write a moment as 2026-03-12T15:00:00Z".to_owned())
}

#[derive(Subcommand)]
enum Verb {
    /// Make an office, and take over a running numbering
    Init(init::Init),
    /// Say what was understood of a text, and the doubts; changes nothing
    Read(read::Read),
    /// Check a text against the body's rules; changes nothing
    Lint(lint::Lint),
    /// Explain a rule, or list the rules
    Explain(explain::Explain),
    /// Circulate a letter the whole way: receive, accept, register, typeset, issue
    Circulate(circulate::Circulate),
    /// Receive an original and open a dossier for it
    Receive(receive::Receive),
    /// Accept a dossier: confirm its reading
    Accept(accept::Accept),
    /// Return a dossier to its sender, with reasons
    Return(return_::Return),
    /// Register a dossier: give it its symbols, job number and agenda entries
    Register(register::Register),
    /// Issue a registered dossier in all its languages at once
    Issue(issue::Issue),
    /// Void the numbers of a registered dossier; they are never given again
    Void(void::Void),
    /// Take documents issued elsewhere into the record under their own symbols
    Import(import::Import),
    /// Show a document, or list what the office has
    Show(show::Show),
    /// Write a document out in a format
    Export(export::Export),
    /// Find documents
    Find(find::Find),
    /// Show what a document cites, and what cites it
    Cite(cite::Cite),
    /// Make a page proof and the findings; keeps nothing
    CheckPage(check_page::CheckPage),
    /// List the numbers of a series that are not on the record, and why
    Gaps(gaps::Gaps),
    /// Look the office through for damage
    Fsck(fsck::Fsck),
    /// Back the office up, or verify a backup
    Backup(backup::Backup),
    /// Make a new office out of a backup
    Restore(restore::Restore),
    /// Verify a document or a file against the log
    Verify(verify::Verify),
    /// Write the receipt with which a document is verified offline
    Receipt(receipt::Receipt),
    /// Serve the public record
    Serve(serve::Serve),
    /// Rebuild what follows the journal
    Rebuild(rebuild::Rebuild),
    /// Print a sample letter, or list the samples
    Sample(sample::Sample),
    /// Print the completions of a shell
    Completions(completions::Completions),
}

/// Parses the command line, does what it says and gives the exit status.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let here = &cli.global;
    let done = match cli.verb {
        Verb::Init(verb) => verb.run(here),
        Verb::Read(verb) => verb.run(here),
        Verb::Lint(verb) => verb.run(here),
        Verb::Explain(verb) => verb.run(here),
        Verb::Circulate(verb) => verb.run(here),
        Verb::Receive(verb) => verb.run(here),
        Verb::Accept(verb) => verb.run(here),
        Verb::Return(verb) => verb.run(here),
        Verb::Register(verb) => verb.run(here),
        Verb::Issue(verb) => verb.run(here),
        Verb::Void(verb) => verb.run(here),
        Verb::Import(verb) => verb.run(here),
        Verb::Show(verb) => verb.run(here),
        Verb::Export(verb) => verb.run(here),
        Verb::Find(verb) => verb.run(here),
        Verb::Cite(verb) => verb.run(here),
        Verb::CheckPage(verb) => verb.run(here),
        Verb::Gaps(verb) => verb.run(here),
        Verb::Fsck(verb) => verb.run(here),
        Verb::Backup(verb) => verb.run(here),
        Verb::Restore(verb) => verb.run(here),
        Verb::Verify(verb) => verb.run(here),
        Verb::Receipt(verb) => verb.run(here),
        Verb::Serve(verb) => verb.run(here),
        Verb::Rebuild(verb) => verb.run(here),
        Verb::Sample(verb) => verb.run(here),
        Verb::Completions(verb) => verb.run(here),
    };
    match done {
        Ok(status) => ExitCode::from(status),
        Err(error) => outcome::report(&error, here.format != Format::Human),
    }
}

impl Global {
    /// The moment that stands for now.
    pub fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(Timestamp::now)
    }

    /// Whether the result is for a program.
    pub fn json(&self) -> bool {
        self.format != Format::Human
    }

    /// The office, which must be there.
    pub fn office(&self) -> Result<Office> {
        let mut office = Office::open(&self.office)?;
        self.same_body(&office)?;
        self.in_role(&mut office);
        Ok(office)
    }

    /// The office, made on the spot where there is none.
    pub fn office_or_new(&self) -> Result<Office> {
        if Office::is_there(&self.office) {
            return self.office();
        }
        let mut office = Office::create(&self.office, self.body.as_deref().unwrap_or(assets::DEFAULT_BODY))?;
        self.in_role(&mut office);
        eprintln!("made an office for {} in {}", office.body.charter.name, self.office.display());
        Ok(office)
    }

    fn in_role(&self, office: &mut Office) {
        if let Some(role) = &self.role {
            office.role.clone_from(role);
        }
    }

    fn same_body(&self, office: &Office) -> Result<()> {
        match &self.body {
            Some(named) if *named != office.body.charter.code && assets::body_names().contains(named) => {
                Err(Declined::because(format!(
                    "the office in {} is one of {}; name another folder with --office for {named}",
                    self.office.display(),
                    office.body.charter.code
                )))
            }
            _ => Ok(()),
        }
    }

    /// The body for verbs that need no office: as named, else the office's, else the invented one.
    pub fn body(&self) -> Result<Body> {
        if let Some(name) = &self.body {
            return assets::parse_body(&assets::body_files(name)?);
        }
        if Office::is_there(&self.office) {
            return assets::parse_body(&assets::body_files_in(&self.office.join("body"))?);
        }
        assets::parse_body(&assets::body_files(assets::DEFAULT_BODY)?)
    }
}

/// The largest file a command reads without an office to say otherwise.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Reads a file named on the command line; `-` is standard input.
pub fn bytes_of(path: &std::path::Path) -> Result<Vec<u8>> {
    use std::io::Read;
    let (mut source, size): (Box<dyn Read>, Option<u64>) = if path.as_os_str() == "-" {
        (Box::new(std::io::stdin()), None)
    } else {
        let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let size = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len());
        if size.is_none() && path.is_dir() {
            bail!("{} is a folder; name a file", path.display());
        }
        (Box::new(file), size)
    };
    let too_large = || {
        Declined::because(format!(
            "{} is larger than {} MiB, which no letter is; nothing was kept",
            path.display(),
            LARGEST / 1024 / 1024
        ))
    };
    if size.is_some_and(|size| size > LARGEST) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    source
        .by_ref()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {}", path.display()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    Ok(bytes)
}

/// A file's name without its folder.
pub fn name_of(path: &std::path::Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_else(|| path.display().to_string())
}

/// Splits `KEY=VALUE` of an option.
pub fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() && !value.trim().is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err(format!("write it as NAME=VALUE, not “{text}”")),
    }
}

/// Keeps an officer's reason and performs the act that it belongs to; prints the entry, or the word for it.
fn act_for_a_reason(here: &Global, dossier: DossierId, reason: &str, word: &str, act: fn(FileId) -> Act) -> Result<u8> {
    let office = here.office()?;
    let reason = office.files.put(reason.as_bytes())?;
    let entry = flow::perform(&office, Some(dossier), Step::Plain(act(reason)), here.now(), None)?;
    if here.json() {
        println!("{}", serde_json::to_string(&entry)?);
    } else {
        print::line(word, format!("{dossier} as entry {}", entry.number));
    }
    Ok(outcome::DONE)
}

/// Organs named by the officer, `ORGAN` or `ORGAN=ITEM,ITEM`, as asks.
pub fn asks_of(body: &Body, named: &[String]) -> Result<Option<Vec<chancery_model::act::Ask>>> {
    if named.is_empty() {
        return Ok(None);
    }
    let mut asks = Vec::new();
    for one in named {
        let (name, items) = one.split_once('=').unwrap_or((one, ""));
        let Some(organ) = body.organ_named(name.trim()) else {
            let known: Vec<&str> =
                body.organs.iter().filter(|organ| organ.circulates).map(|organ| organ.code.as_str()).collect();
            return Err(Declined::because(format!("the body has no organ “{name}”; it has {}", known.join(", "))));
        };
        asks.push(chancery_model::act::Ask {
            organ: organ.code.clone(),
            items: items.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect(),
            ..Default::default()
        });
    }
    Ok(Some(asks))
}
