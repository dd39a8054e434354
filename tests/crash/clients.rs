//! The clients: each runs the real program, one command after another, and remembers what it was told.

use std::{
    fs,
    io::Read,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{Machine, replay::mix};

pub const NOW: &str = "2026-03-16T09:00:00Z";

/// One command that a client gave.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Its arguments.
    pub args: Vec<String>,
    /// The log's length before it began.
    pub begun: usize,
    /// The log's length after its answer had come; none if it was stopped.
    pub answered: Option<usize>,
    /// Its exit status; none if it was stopped.
    pub status: Option<i32>,
    /// What it answered.
    pub answer: Value,
}

impl Deed {
    pub fn verb(&self) -> &str {
        &self.args[0]
    }

    /// The dossier it was about: the answer's, or the one that was named.
    pub fn dossier(&self) -> Option<&str> {
        let named = self.args.get(1).filter(|arg| arg.starts_with('D')).map(String::as_str);
        named.or_else(|| self.answer["dossier"].as_str())
    }
}

/// Where the clients work.
pub struct Desk {
    letters: PathBuf,
    office: PathBuf,
    seed: u64,
    /// Tells the letters of one run from those of an earlier one in the same office.
    era: u64,
}

/// A letter of the invented body's shape; no two numbers give the same text.
pub fn letter(n: u64, heading: &str) -> String {
    format!(
        "{heading}Letter dated 12 March 2026 from the Permanent Representative of Merovia to the\nOrganization addressed to the Secretary-General\n\n\
         \x20    I have the honour to inform you that gauge {n} on the Lower Fenn was read at noon, as\n\
         was asked in document AS/7/1 and in resolution 6/14.\n\n\
         \x20    I should be grateful if you would have the present letter circulated as a\ndocument of the Assembly, under agenda item 8, and of the Council.\n\n\
         (Signed) Ilse Varga\nPermanent Representative\n"
    )
}

/// The program, in an office.
pub fn program(office: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command
        .env_remove("CHANCERY_OFFICE")
        .env_remove("CHANCERY_PAUSE_AT")
        .arg("--office")
        .arg(office)
        .args(["--now", NOW, "--format", "json"])
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a task is made of.
#[derive(Clone, Copy)]
enum Task {
    Circulate,
    StepByStep(&'static [&'static str]),
    Import,
}

impl Task {
    fn of(chance: u64) -> Task {
        match chance % 12 {
            0..6 => Task::Circulate,
            6..8 => Task::StepByStep(&["accept", "register", "issue"]),
            8 => Task::StepByStep(&["accept", "register", "void"]),
            9 => Task::StepByStep(&["return"]),
            _ => Task::Import,
        }
    }
}

/// Runs one command and hears what it says; none if it was stopped.
type Hear<'h> = &'h dyn Fn(&[&str]) -> Option<Deed>;

impl Desk {
    pub fn new(letters: PathBuf, office: PathBuf, seed: u64, era: u64) -> Desk {
        fs::create_dir_all(&letters).unwrap();
        Desk { letters, office, seed, era }
    }

    pub fn command(&self, args: &[&str]) -> Command {
        program(&self.office, args)
    }

    /// One task, until it is done or its command is stopped. Whether to go on.
    fn task(&self, client: u64, n: u64, deeds: &Mutex<Vec<Deed>>, hear: Hear<'_>) -> bool {
        let number = self.era * 1_000_000 + client * 1000 + n;
        let file = self.letters.join(format!("{number}.txt"));
        let path = file.to_str().unwrap();
        let hear = |args: &[&str]| -> Option<Deed> {
            let deed = hear(args)?;
            deeds.lock().unwrap().push(deed.clone());
            deed.status.is_some_and(|status| status == 0).then_some(deed)
        };
        match Task::of(mix(&[self.seed, client, n])) {
            Task::Circulate => {
                fs::write(&file, letter(number, "")).unwrap();
                hear(&["circulate", path]).is_some()
            }
            Task::Import => {
                fs::write(&file, letter(number, &format!("AS/6/{}\n\n", number + 1))).unwrap();
                hear(&["import", path]).is_some()
            }
            Task::StepByStep(verbs) => {
                fs::write(&file, letter(number, "")).unwrap();
                let Some(received) = hear(&["receive", path, "--key", &format!("client-{number}")]) else {
                    return false;
                };
                let dossier = received.answer["dossier"].as_str().unwrap_or_default().to_owned();
                verbs.iter().all(|verb| match *verb {
                    "void" | "return" => hear(&[verb, &dossier, "--reason", "it came twice"]).is_some(),
                    verb => hear(&[verb, &dossier]).is_some(),
                })
            }
        }
    }

    /// Lets clients work under the layer until all is done or the power is gone.
    pub fn work(&self, clients: usize, tasks: usize, machine: &Machine) -> Vec<Deed> {
        let deeds = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for client in 0..clients as u64 {
                let deeds = &deeds;
                scope.spawn(move || {
                    let hear = |args: &[&str]| {
                        let begun = machine.entries();
                        if machine.has_crashed() {
                            return None;
                        }
                        let mut command = self.command(args);
                        machine.lay(&mut command);
                        let output = command.output().unwrap();
                        let (out, err) =
                            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
                        Some(heard(args, begun, output.status, &out, &err, || machine.entries()))
                    };
                    (0..tasks as u64).all(|n| self.task(client, n, deeds, &hear));
                });
            }
        });
        deeds.into_inner().unwrap()
    }

    /// Lets clients work until so many commands were answered, and a moment longer, and kills them all at once.
    pub fn work_until_killed(&self, clients: usize, round: u64, answers: usize, moment: Duration) -> Vec<Deed> {
        /// Clients that nobody answers for so long are killed as they are: what they left must be found in order, too.
        const PATIENCE: Duration = Duration::from_secs(60);
        let deeds = Mutex::new(Vec::new());
        let answered = AtomicUsize::new(0);
        let stopped = AtomicBool::new(false);
        // Who works now, by client. A program is started while its place is held, so that none begins after the blow.
        let places: Vec<Mutex<Option<Child>>> = (0..clients).map(|_| Mutex::new(None)).collect();
        thread::scope(|scope| {
            for (client, place) in places.iter().enumerate() {
                let (deeds, stopped, answered) = (&deeds, &stopped, &answered);
                scope.spawn(move || {
                    let hear = |args: &[&str]| {
                        let mut held = place.lock().unwrap();
                        if stopped.load(Ordering::Acquire) {
                            return None;
                        }
                        let mut child = self.command(args).spawn().unwrap();
                        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
                        *held = Some(child);
                        drop(held);
                        let (out, err) = (text_of(out), text_of(err));
                        let status = place.lock().unwrap().as_mut().unwrap().wait().unwrap();
                        answered.fetch_add(1, Ordering::AcqRel);
                        Some(heard(args, 0, status, &out, &err, || 0))
                    };
                    (0..100).all(|n| self.task(client as u64 + 100 * round, n, deeds, &hear));
                });
            }
            let begun = Instant::now();
            while answered.load(Ordering::Acquire) < answers && begun.elapsed() < PATIENCE {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(moment);
            stopped.store(true, Ordering::Release);
            for place in &places {
                if let Some(child) = place.lock().unwrap().as_mut() {
                    // One that has just ended by itself is killed by nothing.
                    let _ = child.kill();
                }
            }
        });
        deeds.into_inner().unwrap()
    }
}

/// All that a command prints.
fn text_of(mut pipe: impl Read) -> String {
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a command answered.
fn heard(args: &[&str], begun: usize, status: ExitStatus, out: &str, err: &str, entries: impl Fn() -> usize) -> Deed {
    let stopped = status.signal().is_some();
    assert!(!stopped || status.signal() == Some(9), "{args:?}: {status:?}: {err}");
    // What was not answered as it should be is shown when the run is judged.
    let answer = serde_json::from_str(out).unwrap_or_else(|_| Value::String(format!("{out}{err}")));
    Deed {
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        begun,
        answered: (!stopped).then(entries),
        status: status.code(),
        answer,
    }
}
