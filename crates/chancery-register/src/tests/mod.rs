//! Tests of the room through its door. Bodies are read from the disk, as the roof would.

mod door;
mod files;
mod histories;
mod many;
mod model;
mod seal;
mod store;

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use chancery_model::{
    Body, Language, Symbol,
    act::{Act, Allotment, Ask, DossierId, Entry, FileId, LanguageVersion, OfficerId, Proposal, Registration, Step},
    dossier::Refusal,
};
use jiff::{Timestamp, civil::date};
use tempfile::TempDir;

use crate::{NotDone, Register};

/// A moment in the seventh session of the invented Assembly.
pub(crate) const NOON: &str = "2026-05-05T10:00:00Z";

pub(crate) fn files_of(name: &str) -> BTreeMap<String, String> {
    fn take(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                take(root, &path, files);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let parts: Vec<_> =
                    path.strip_prefix(root).unwrap().iter().map(|p| p.to_string_lossy().into_owned()).collect();
                files.insert(parts.join("/"), text);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bodies").join(name);
    let mut files = BTreeMap::new();
    take(&root, &root, &mut files);
    files
}

pub(crate) fn body_named(name: &str) -> Arc<Body> {
    Arc::new(Body::from_files(&files_of(name)).unwrap())
}

pub(crate) fn assembly() -> Arc<Body> {
    body_named("assembly")
}

pub(crate) fn file(name: &str) -> FileId {
    FileId(format!("{name:0>64}"))
}

pub(crate) fn ask(organ: &str) -> Ask {
    Ask { organ: organ.to_owned(), ..Ask::default() }
}

pub(crate) fn symbol(text: &str) -> Symbol {
    Symbol::from_canonical(text)
}

pub(crate) fn register_step(asks: Vec<Ask>) -> Step {
    Step::Register(Registration { asks, ..Registration::default() })
}

pub(crate) fn receive_step() -> Step {
    Step::Plain(Act::Receive { original: file("0"), channel: "portal".into(), received_by: None, received_at: None })
}

pub(crate) fn accept_step() -> Step {
    Step::Plain(Act::Accept { reading: file("1"), answers: Vec::new(), grave: Vec::new(), words: None })
}

pub(crate) fn versions(languages: &[&str]) -> Vec<LanguageVersion> {
    languages
        .iter()
        .map(|code| LanguageVersion {
            language: Language::parse(code).unwrap(),
            document: file("2"),
            renditions: Vec::new(),
        })
        .collect()
}

pub(crate) fn issue_step(languages: &[&str]) -> Step {
    Step::Plain(Act::Issue {
        date: date(2026, 5, 5),
        distribution: "GEN".into(),
        versions: versions(languages),
        exception: None,
        components: Vec::new(),
    })
}

pub(crate) fn void_step() -> Step {
    Step::Plain(Act::Void { reason: file("3") })
}

pub(crate) fn import_step(symbols: &[&str], job: Option<&str>) -> Step {
    let allotments = symbols
        .iter()
        .map(|text| Allotment {
            organ: String::new(),
            series: String::new(),
            period: String::new(),
            number: None,
            symbol: symbol(text),
            items: Vec::new(),
            set_aside: false,
            modifies: None,
        })
        .collect();
    Step::Plain(Act::Import {
        original: file("4"),
        reading: file("5"),
        allotments,
        job_number: job.map(str::to_owned),
        date: None,
        distribution: "GEN".into(),
        versions: Vec::new(),
        provenance: BTreeMap::new(),
    })
}

pub(crate) fn continue_step(series: &str, period: &str, last: u32) -> Step {
    Step::Plain(Act::Continue { series: series.into(), period: period.into(), last })
}

/// An office in a folder of its own.
pub(crate) struct Office {
    pub folder: TempDir,
    pub body: Arc<Body>,
    pub register: Register,
}

impl Office {
    pub fn new() -> Office {
        Office::of(assembly())
    }

    pub fn of(body: Arc<Body>) -> Office {
        let folder = tempfile::tempdir().unwrap();
        let register = Register::open_for_tests(folder.path()).unwrap();
        Office { folder, body, register }
    }

    pub fn proposal(&self, dossier: Option<DossierId>, step: Step) -> Proposal {
        Proposal {
            dossier,
            step,
            officer: OfficerId("o1".into()),
            role: self.body.default_role().to_owned(),
            at: NOON.parse().unwrap(),
            key: None,
            body: self.body.digest.clone(),
        }
    }

    pub fn try_at(&self, at: &str, dossier: Option<DossierId>, step: Step) -> Result<Entry, NotDone> {
        let at: Timestamp = at.parse().unwrap();
        self.register.perform(&self.body, Proposal { at, ..self.proposal(dossier, step) })
    }

    pub fn attempt(&self, dossier: Option<DossierId>, step: Step) -> Result<Entry, NotDone> {
        self.try_at(NOON, dossier, step)
    }

    pub fn done(&self, dossier: Option<DossierId>, step: Step) -> Entry {
        self.attempt(dossier, step).unwrap()
    }

    pub fn refused(&self, dossier: Option<DossierId>, step: Step) -> Refusal {
        match self.attempt(dossier, step) {
            Err(NotDone::Refused(refusal)) => refusal,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    /// A dossier that may be registered.
    pub fn accepted(&self) -> DossierId {
        let id = self.done(None, receive_step()).dossier.unwrap();
        self.done(Some(id), accept_step());
        id
    }

    /// A new dossier, registered; its symbols and job number.
    pub fn registered(&self, asks: Vec<Ask>) -> (DossierId, Vec<String>, String) {
        let id = self.accepted();
        let (symbols, job) = numbers(&self.done(Some(id), register_step(asks)));
        (id, symbols, job)
    }

    /// Chain whole, views equal to the fold, and equal again after rebuilding.
    pub fn check(&self) {
        let reader = self.register.reader().unwrap();
        reader.chain_check().unwrap();
        reader.views_check().unwrap();
        self.register.rebuild_views().unwrap();
        reader.views_check().unwrap();
        reader.chain_check().unwrap();
    }
}

/// The numbers an entry gave.
pub(crate) fn numbers(entry: &Entry) -> (Vec<String>, String) {
    match &entry.act {
        Act::Register { allotments, job_number, .. } => {
            (allotments.iter().map(|a| a.symbol.to_string()).collect(), job_number.clone())
        }
        other => panic!("not a registration: {other:?}"),
    }
}
