//! The command line: one file a verb, listed here and nowhere else.

mod accept;
mod addresses;
mod amend;
mod backup;
mod cede;
mod check_page;
mod circulate;
mod cite;
mod clock;
mod complete;
mod completions;
mod confirm;
mod deliver;
mod derestrict;
mod describe;
mod explain;
mod export;
mod find;
mod fsck;
mod gaps;
mod hold;
mod import;
mod init;
mod issue;
mod join;
mod lint;
mod lsp;
mod new;
mod preview;
mod print;
mod read;
mod rebuild;
mod receipt;
mod receive;
mod redact;
mod register;
mod reissue;
mod relate;
mod reserve;
mod restore;
mod resume;
mod return_;
mod sample;
mod schedule;
mod serve;
mod show;
mod verify;
mod void;
mod withdraw;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};
use chancery_model::{Act, Body, Dossier, Language, Step, act::Under, body::Placement, symbol::ModifierKind};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::{
    assets, flow, followers,
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
    /// An idempotency key: the same key never acts twice, and gives the first answer again
    #[arg(long, global = true, value_name = "KEY")]
    pub key: Option<String>,
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
    /// SARIF 2.1.0, of `lint` alone
    Sarif,
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
    /// Serve an editor: findings as one types, by the Language Server Protocol
    Lsp(lsp::Lsp),
    /// Explain a rule, or list the rules
    Explain(explain::Explain),
    /// Make a letter to be filled in with a word processor
    New(new::New),
    /// Circulate a letter the whole way: receive, accept, register, typeset, issue
    Circulate(circulate::Circulate),
    /// Receive an original and open a dossier for it
    Receive(receive::Receive),
    /// Accept a dossier: confirm its reading
    Accept(accept::Accept),
    Addresses(addresses::Addresses),
    /// Return a dossier to its sender, with reasons
    Return(return_::Return),
    /// Stop the work on a dossier until something is cleared up
    Hold(hold::Hold),
    /// Take the work on a held dossier up again
    Resume(resume::Resume),
    /// Agree the dates of a document: slot, urgency, the day it is taken up
    Schedule(schedule::Schedule),
    /// Make what was received part of another dossier's document
    Join(join::Join),
    /// Register a dossier: give it its symbols, job number and agenda entries
    Register(register::Register),
    /// Change items, organs or reading of a registered document before issue
    Amend(amend::Amend),
    /// Deliver a language version; it is issued with the others
    Deliver(deliver::Deliver),
    /// Issue a registered dossier in all its languages at once
    Issue(issue::Issue),
    /// Issue the versions of an issued document that were delivered since
    Complete(complete::Complete),
    /// Issue one language version again, with an asterisk and a footnote
    Reissue(reissue::Reissue),
    /// Void the numbers of a registered dossier; they are never given again
    Void(void::Void),
    /// Withdraw an issued document; its address says what happened
    Withdraw(withdraw::Withdraw),
    /// Open a document to everyone, now or on a day to come
    Derestrict(derestrict::Derestrict),
    /// Describe an issued document: subjects, names, notes; never its text
    Describe(describe::Describe),
    /// Lay down how a document stands to others
    Relate(relate::Relate),
    /// Take documents issued elsewhere into the record under their own symbols
    Import(import::Import),
    /// Confirm fields of an imported document that a machine read
    Confirm(confirm::Confirm),
    /// Remove files of a dossier for ever; the record keeps saying so
    Redact(redact::Redact),
    /// Set numbers aside, for a duty station or one by one
    Reserve(reserve::Reserve),
    /// Give a numbering to another office from now on
    Cede(cede::Cede),
    /// Show a document, or list what the office has
    Show(show::Show),
    /// Write documents out, in any format and language
    Export(export::Export),
    /// Find documents
    Find(find::Find),
    /// Show what a document cites, and what cites it
    Cite(cite::Cite),
    /// Make a page proof and the findings; keeps nothing
    CheckPage(check_page::CheckPage),
    /// Set a letter as a proof, and again whenever it changes
    Preview(preview::Preview),
    /// Say what is due and what is late, and do what a day was laid down for
    Clock(clock::Clock),
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
    if here.format == Format::Sarif && !matches!(cli.verb, Verb::Lint(_)) {
        let message = "--format sarif is for `lint`: SARIF tells findings, and this verb prints something else";
        Cli::command().error(clap::error::ErrorKind::ArgumentConflict, message).exit();
    }
    let done = match cli.verb {
        Verb::Init(verb) => verb.run(here),
        Verb::Read(verb) => verb.run(here),
        Verb::Lint(verb) => verb.run(here),
        Verb::Lsp(verb) => verb.run(here),
        Verb::Explain(verb) => verb.run(here),
        Verb::New(verb) => verb.run(here),
        Verb::Circulate(verb) => verb.run(here),
        Verb::Receive(verb) => verb.run(here),
        Verb::Accept(verb) => verb.run(here),
        Verb::Addresses(verb) => verb.run(here),
        Verb::Return(verb) => verb.run(here),
        Verb::Register(verb) => verb.run(here),
        Verb::Issue(verb) => verb.run(here),
        Verb::Void(verb) => verb.run(here),
        Verb::Hold(verb) => verb.run(here),
        Verb::Resume(verb) => verb.run(here),
        Verb::Schedule(verb) => verb.run(here),
        Verb::Join(verb) => verb.run(here),
        Verb::Amend(verb) => verb.run(here),
        Verb::Deliver(verb) => verb.run(here),
        Verb::Complete(verb) => verb.run(here),
        Verb::Reissue(verb) => verb.run(here),
        Verb::Withdraw(verb) => verb.run(here),
        Verb::Derestrict(verb) => verb.run(here),
        Verb::Describe(verb) => verb.run(here),
        Verb::Relate(verb) => verb.run(here),
        Verb::Confirm(verb) => verb.run(here),
        Verb::Redact(verb) => verb.run(here),
        Verb::Reserve(verb) => verb.run(here),
        Verb::Cede(verb) => verb.run(here),
        Verb::Import(verb) => verb.run(here),
        Verb::Show(verb) => verb.run(here),
        Verb::Export(verb) => verb.run(here),
        Verb::Find(verb) => verb.run(here),
        Verb::Cite(verb) => verb.run(here),
        Verb::CheckPage(verb) => verb.run(here),
        Verb::Preview(verb) => verb.run(here),
        Verb::Clock(verb) => verb.run(here),
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

    /// The office, for verbs that need none and say more where there is one: the one that is there, if it is of the body
    /// that counts. What keeps it from being asked is told, and the verb goes on without it.
    pub fn office_if_any(&self, body: &Body) -> Option<Office> {
        let named = self.body.as_ref().is_some_and(|named| *named != body.charter.code);
        if named || !Office::is_there(&self.office) {
            return None;
        }
        match self.office().map(|office| Some(office).filter(|office| office.body.digest == body.digest)) {
            Ok(office) => office,
            Err(error) => {
                eprintln!("the office in {} was not asked: {error:#}", self.office.display());
                None
            }
        }
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

/// All files under a path, in the order of their names. Hidden ones are left out, and no link is followed.
pub fn files_under(path: &std::path::Path, files: &mut Vec<PathBuf>) -> Result<()> {
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
            files_under(&entry, files)?;
        }
    }
    Ok(())
}

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

/// A wrong use of options that the parser of the command line cannot see: status 2.
fn usage(message: String) -> anyhow::Error {
    anyhow::anyhow!(message)
}

/// Prints what a verb found of each of its files: one value, or a list of them, or one a line.
fn print_objects(format: Format, objects: Vec<serde_json::Value>) {
    match format {
        Format::Human | Format::Sarif => {}
        Format::Json if objects.is_empty() => {}
        Format::Json if objects.len() == 1 => objects.iter().for_each(|object| println!("{object}")),
        Format::Json => println!("{}", serde_json::Value::Array(objects)),
        Format::Jsonl => objects.iter().for_each(|object| println!("{object}")),
    }
}

/// Splits `KEY=VALUE` of an option.
pub fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() && !value.trim().is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err(format!("write it as NAME=VALUE, not “{text}”")),
    }
}

/// Performs a step on the document that a text names, lets the followers catch up, and prints the entry or the word for it.
///
/// `act` is the act's name, by which a repeated key is known before any file is kept for nothing.
fn done_on(
    here: &Global,
    document: &str,
    act: &str,
    word: &str,
    step: impl FnOnce(&Office, &Dossier) -> Result<Step>,
) -> Result<u8> {
    let office = here.office()?;
    let reader = office.reader()?;
    let dossier = show::named(&office, &office.view(&reader), document)?;
    let before = match &here.key {
        Some(key) => reader.by_key(key)?.filter(|entry| entry.act.name() == act && entry.dossier == Some(dossier.id)),
        None => None,
    };
    let entry = match before {
        Some(entry) => entry,
        None => {
            let step = step(&office, &dossier)?;
            flow::perform(&office, Some(dossier.id), step, here.now(), here.key.clone())?
        }
    };
    followers::catch_up(&office)?;
    if here.json() {
        println!("{}", serde_json::to_string(&entry)?);
    } else {
        print::line(word, format!("{} as entry {}", dossier.id, entry.number));
    }
    Ok(outcome::DONE)
}

/// As [`done_on`], for an act that needs no number.
fn act_on(
    here: &Global,
    document: &str,
    act: &str,
    word: &str,
    make: impl FnOnce(&Office, &Dossier) -> Result<Act>,
) -> Result<u8> {
    done_on(here, document, act, word, |office, dossier| Ok(Step::Plain(make(office, dossier)?)))
}

/// Of which document a text is the addendum, the corrigendum or the revision.
#[derive(Args, Clone, Default)]
pub struct UnderArgs {
    /// It adds to this document, and is numbered under it
    #[arg(long, value_name = "SYMBOL", group = "under")]
    addendum_to: Option<String>,
    /// It corrects this document, and is numbered under it
    #[arg(long, value_name = "SYMBOL", group = "under")]
    corrigendum_to: Option<String>,
    /// It is a new text of this document, and is numbered under it
    #[arg(long, value_name = "SYMBOL", group = "under")]
    revision_of: Option<String>,
    /// The language versions it is about, where not all; it is issued in these
    #[arg(long = "only-in", value_name = "LANG", value_delimiter = ',', requires = "under")]
    only_in: Vec<String>,
}

impl UnderArgs {
    /// What was named, looked up in the office.
    pub fn of(&self, office: &Office) -> Result<Option<Under>> {
        let named = [
            (ModifierKind::Addendum, &self.addendum_to),
            (ModifierKind::Corrigendum, &self.corrigendum_to),
            (ModifierKind::Revision, &self.revision_of),
        ];
        let Some((kind, text)) = named.into_iter().find_map(|(kind, text)| Some((kind, text.as_ref()?))) else {
            return Ok(None);
        };
        let reader = office.reader()?;
        let parent = show::named(office, &office.view(&reader), text)?.id;
        let languages =
            self.only_in.iter().map(|code| Language::parse(code)).collect::<Result<_, _>>().context("--only-in")?;
        Ok(Some(Under { kind, parent, languages }))
    }
}

/// Where a symbol that was named on the command line stands among the body's series.
fn place_of(body: &Body, text: &str) -> Result<Placement> {
    let symbol = body.grammar().parse(text).map_err(|e| Declined::because(format!("“{text}” is no symbol: {e}")))?;
    match body.place(&symbol).filter(|place| place.modifiers.is_empty()) {
        Some(place) => Ok(place),
        None => Err(Declined::because(format!("{symbol} belongs to no series of this body"))),
    }
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
