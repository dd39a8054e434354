//! Crashes: whatever moment the machine stops at, what was acknowledged is there, and the next command takes up the rest.
//!
//! Sixteen clients run the real program in one office under the layer (`layer.c`), which writes down every change to a file in
//! the one true order. Each beginning of that log is a moment at which the power may go. `replay.rs` builds the folder as the
//! disk would hold it then, and `check.rs` goes on in it as a user would. Here is the driver.
//!
//! `CHANCERY_CRASHES=1000 cargo test --test house a_power_loss` tries a thousand moments, and `bench/crash` does that with
//! progress; `CHANCERY_KILLS` says how often all clients are killed with no layer at all.

#![cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]

mod check;
mod clients;
mod replay;

use std::{
    collections::BTreeMap,
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex, OnceLock, mpsc},
    time::{Duration, Instant},
};

use clients::{Deed, Desk};
use replay::{Disk, Hears, Log, Loss, Manner, STRICT, mix};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::office::root;

/// How many clients work at once.
const CLIENTS: usize = 16;

/// A folder of our own: in memory where there is such a place, since what the disk would have kept is computed.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    // A machine without it has only a disk.
    tempfile::Builder::new()
        .prefix("chancery-crash-")
        .tempdir_in(memory)
        .unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// A number that the environment may say.
fn wanted(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap_or_else(|e| panic!("{name}: {e}")))
}

/// The layer, compiled once.
fn layer() -> &'static Path {
    static BUILT: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = BUILT.get_or_init(|| {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("layer.so");
        let source = root().join("tests/crash/layer.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-o"]).arg(&path).arg(&source).arg("-pthread");
        let made = compiler.output().expect("a C compiler; tools/install-packages installs one");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        (place, path)
    });
    path
}

/// The machine that may lose its power: what the layer shares with the driver.
pub struct Machine {
    root: PathBuf,
    state: PathBuf,
    log: PathBuf,
}

impl Machine {
    const ENTRIES: u64 = 128;
    const CRASH: u64 = 144;
    const LIMIT: u64 = 152;

    fn new(place: &Path, root: &Path) -> Machine {
        let machine =
            Machine { root: root.canonicalize().unwrap(), state: place.join("state"), log: place.join("log") };
        fs::write(&machine.state, [0; 4096]).unwrap();
        fs::write(&machine.log, []).unwrap();
        machine
    }

    /// Puts a command on this machine.
    pub fn lay(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", layer())
            .env("CRASH_ROOT", &self.root)
            .env("CRASH_STATE", &self.state)
            .env("CRASH_LOG", &self.log);
    }

    fn get(&self, at: u64) -> u64 {
        let mut bytes = [0; 8];
        File::open(&self.state).unwrap().read_exact_at(&mut bytes, at).unwrap();
        u64::from_le_bytes(bytes)
    }

    fn set(&self, at: u64, value: u64) {
        let state = fs::OpenOptions::new().write(true).open(&self.state).unwrap();
        state.write_all_at(&value.to_le_bytes(), at).unwrap();
    }

    /// How many entries the log has now.
    pub fn entries(&self) -> usize {
        self.get(Machine::ENTRIES) as usize
    }

    /// Whether the power is gone.
    pub fn has_crashed(&self) -> bool {
        self.get(Machine::CRASH) != 0
    }
}

/// One run of the clients, logged.
struct Run {
    /// The folders live here.
    place: TempDir,
    /// The letters, which outlive the machine.
    letters: Arc<TempDir>,
    /// How many crashes this office had seen before.
    era: u64,
    log: Log,
    /// The disk before the run.
    before: Disk,
    deeds: Vec<Deed>,
    /// The log's length when the office had been made and had answered.
    opened: usize,
}

/// With what a run begins.
enum Start<'r> {
    /// Nothing: sixteen clients make the office at once.
    Nothing,
    /// An office that was made and is safe.
    Office,
    /// The disk that an earlier crash left, on which nobody has worked yet.
    Crashed(&'r Run, Moment),
}

/// Whether the power goes while the clients work.
#[derive(Clone, Copy)]
enum Power {
    Goes,
    Stays,
}

/// Lets the clients work until the power goes, or until all is done.
fn run(seed: u64, tasks: usize, start: &Start<'_>, power: Power) -> Run {
    let place = folder();
    let world = place.path().join("world");
    let (letters, era) = match start {
        Start::Crashed(earlier, _) => (Arc::clone(&earlier.letters), earlier.era + 1),
        _ => (Arc::new(folder()), 0),
    };
    let desk = Desk::new(letters.path().to_owned(), world.join("office"), seed, era);
    let mut known = Vec::new();
    match start {
        Start::Crashed(earlier, moment) => {
            let mut disk = earlier.before.clone();
            disk.go_to(moment.at, &earlier.log);
            disk.build(&world, &earlier.log, moment.loss);
            known.extend(earlier.known_at(moment.at));
        }
        _ => fs::create_dir(&world).unwrap(),
    }
    if let Start::Office = start {
        let made = desk.command(&["init"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }
    let before = Disk::of(&world, STRICT);
    let machine = Machine::new(place.path(), &world);
    if let Power::Goes = power {
        // Somewhere between the first documents and the end of all work the power goes.
        let expected = (tasks * CLIENTS) as u64 * 250;
        machine.set(Machine::LIMIT, expected / 4 + mix(&[seed, 1]) % expected);
    }
    let mut deeds = desk.work(CLIENTS, tasks, &machine);
    let whole = !machine.has_crashed();
    machine.set(Machine::CRASH, 1);
    let mut bytes = fs::read(&machine.log).unwrap();
    bytes.truncate(machine.get(136) as usize);
    let log = Log::parse(bytes);
    assert_eq!(log.changes.len(), machine.entries());
    for change in &log.changes {
        assert!(!matches!(change, replay::Change::Unknown { .. }), "the layer cannot follow {change:?}");
    }
    // The layer has seen everything: with nothing lost, its log gives the very folder.
    let mut disk = before.clone();
    disk.go_to(log.changes.len(), &log);
    let again = place.path().join("again");
    disk.build(&again, &log, Loss::Nothing);
    same_folders(&world, &again);
    fs::remove_dir_all(&again).unwrap();
    let opened = deeds.iter().filter_map(|deed| deed.answered).min().unwrap_or(0);
    if whole {
        assert!(deeds.iter().all(|deed| deed.answered.is_some()), "a client got no answer");
    }
    deeds.extend(known);
    Run { place, letters, era, log, before, deeds, opened }
}

impl Run {
    /// What is known after a crash at a moment, as a later run has it from its beginning.
    fn known_at(&self, at: usize) -> impl Iterator<Item = Deed> {
        self.deeds.iter().filter(move |deed| deed.begun <= at).cloned().map(move |mut deed| {
            deed.begun = 0;
            deed.answered = deed.answered.filter(|answered| *answered <= at).map(|_| 0);
            // One that was answered later than that was, on this machine, stopped.
            deed.status = deed.status.filter(|_| deed.answered.is_some());
            deed
        })
    }
}

/// Fails unless two folders hold the same; SQLite's shared memory is nobody's.
fn same_folders(one: &Path, other: &Path) {
    let list = |folder: &Path| -> BTreeMap<String, PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())).collect()
    };
    let (first, second) = (list(one), list(other));
    assert!(first.keys().eq(second.keys()), "{one:?}: {:?} and {:?}", first.keys(), second.keys());
    for (name, path) in first.iter().filter(|(name, _)| !name.ends_with("-shm")) {
        if path.is_dir() {
            same_folders(path, &second[name]);
        } else {
            assert!(fs::read(path).unwrap() == fs::read(&second[name]).unwrap(), "{path:?} is not what was logged");
        }
    }
}

/// One moment at which the power may go, and what the disk does with what it was not asked to keep.
#[derive(Clone, Copy, Debug)]
struct Moment {
    at: usize,
    loss: Loss,
}

/// Moments by chance: a part of them just when an answer had arrived, a part in the office's first steps.
fn moments(run: &Run, seed: u64, count: usize) -> Vec<Moment> {
    let end = run.log.changes.len();
    let answers: Vec<usize> = run.deeds.iter().filter_map(|deed| deed.answered).collect();
    let mut all: Vec<Moment> = (0..count as u64)
        .map(|n| {
            let chance = |what: u64, below: usize| mix(&[seed, n, what]) as usize % below.max(1);
            let at = match chance(1, 10) {
                _ if n == 0 => end,
                0..4 if !answers.is_empty() => answers[chance(2, answers.len())],
                4 => chance(2, run.opened),
                _ => chance(2, end + 1),
            };
            let torn = |sector| Loss::Some { seed: mix(&[seed, n, 3]), percent: [10, 50, 90][chance(4, 3)], sector };
            let loss = match chance(5, 4) {
                0 => torn(512),
                1 => torn(4096),
                _ => Loss::All,
            };
            Moment { at: at.min(end), loss }
        })
        .collect();
    all.sort_by_key(|moment| moment.at);
    all
}

/// Goes through moments and checks each; the ones that failed, and why.
fn crash(run: &Run, moments: &[Moment], manner: Manner, seed: u64, only_first: bool) -> Vec<(Moment, String)> {
    let failures = Mutex::new(Vec::new());
    let (send, receive) = mpsc::sync_channel::<(usize, Moment, Vec<u8>)>(1);
    let receive = Mutex::new(receive);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Ok((number, moment, note)) = receive.lock().unwrap().recv() else { return };
                    let world = run.place.path().join(format!("disk-{number}"));
                    let chance = mix(&[seed, number as u64, 7]);
                    let known = check::Known { deeds: &run.deeds, at: moment.at, checkpoint: note };
                    if let Err(why) = check::check(&world, run.letters.path(), &known, chance) {
                        failures.lock().unwrap().push((moment, format!("{why:#}")));
                    }
                    fs::remove_dir_all(&world).unwrap();
                }
            });
        }
        let mut disk = run.before.with(manner);
        for (number, moment) in moments.iter().enumerate() {
            disk.go_to(moment.at, &run.log);
            disk.build(&run.place.path().join(format!("disk-{number}")), &run.log, moment.loss);
            let note = disk.seen_at("office/record/checkpoint", &run.log).unwrap_or_default();
            send.send((number, *moment, note)).unwrap();
            if only_first && !failures.lock().unwrap().is_empty() {
                break;
            }
        }
        drop(send);
    });
    failures.into_inner().unwrap()
}

/// Keeps what is needed to look at a failure: the disk as it was found, the log, the deeds.
fn keep(run: &Run, seed: u64, (moment, why): &(Moment, String)) -> PathBuf {
    let kept = root().join("target/crash").join(format!("seed-{seed}-at-{}", moment.at));
    // What an earlier run left would mix with this one's.
    let _ = fs::remove_dir_all(&kept);
    fs::create_dir_all(&kept).unwrap();
    let mut disk = run.before.clone();
    disk.go_to(moment.at, &run.log);
    disk.build(&kept.join("disk"), &run.log, moment.loss);
    fs::write(kept.join("log"), &run.log.bytes).unwrap();
    let deeds: Vec<String> = run.deeds.iter().map(|deed| format!("{deed:?}")).collect();
    fs::write(kept.join("why"), format!("{moment:?}\n{why}\n\n{}\n", deeds.join("\n"))).unwrap();
    kept
}

/// What was done so far; it is kept after each run, so that a long trial can be stopped and started again.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Progress {
    seed: u64,
    runs: u64,
    crashes: u64,
    changes: u64,
    answers: u64,
    seconds: f64,
    failures: Vec<String>,
    done: bool,
}

impl Progress {
    fn take_up(file: Option<&Path>, seed: u64) -> Progress {
        let kept = file.and_then(|file| fs::read(file).ok()).map(|bytes| serde_json::from_slice(&bytes).unwrap());
        kept.filter(|kept: &Progress| kept.seed == seed).unwrap_or(Progress { seed, ..Progress::default() })
    }

    fn keep(&self, file: Option<&Path>) {
        let Some(file) = file else { return };
        let new = file.with_extension("part");
        fs::write(&new, serde_json::to_vec(self).unwrap()).unwrap();
        fs::rename(new, file).unwrap();
    }
}

#[test]
fn a_power_loss_takes_nothing_that_was_acknowledged() {
    let wanted_crashes = wanted("CHANCERY_CRASHES", 9);
    let seed = wanted("CHANCERY_CRASH_SEED", 3);
    let file = std::env::var_os("CHANCERY_CRASH_PROGRESS").map(PathBuf::from);
    let mut progress = Progress::take_up(file.as_deref(), seed);
    // A few long runs for many moments, short ones for few. Every third goes on where a moment of the one before left the disk,
    // so that the taking up is itself cut short.
    let (tasks, a_run) = if wanted_crashes > 100 { (3, 25) } else { (1, 3) };
    let mut previous: Option<(Run, Vec<Moment>)> = None;
    while progress.crashes < wanted_crashes && progress.failures.len() < 20 {
        let begun = Instant::now();
        let this = seed + progress.runs;
        let start = match (&previous, this % 3) {
            (Some((run, moments)), 2) => Start::Crashed(run, moments[mix(&[this, 13]) as usize % moments.len()]),
            (_, 0) => Start::Nothing,
            _ => Start::Office,
        };
        let run = run(this, tasks, &start, Power::Goes);
        let count = a_run.min(wanted_crashes - progress.crashes);
        if let Some(deed) = run.deeds.iter().find(|deed| deed.status.is_some_and(|status| status != 0)) {
            progress.failures.push(format!("seed {this}: refused before anything crashed: {deed:?}"));
            progress.runs += 1;
            progress.keep(file.as_deref());
            previous = None;
            continue;
        }
        let moments = moments(&run, this, count as usize);
        for failure in crash(&run, &moments, STRICT, this, false) {
            let kept = keep(&run, this, &failure);
            let told = format!("seed {this}, {:?}: {} (kept in {})", failure.0, failure.1, kept.display());
            eprintln!("{told}");
            progress.failures.push(told);
        }
        progress.runs += 1;
        progress.crashes += count;
        progress.changes += run.log.changes.len() as u64;
        progress.answers += run.deeds.iter().filter(|deed| deed.answered.is_some()).count() as u64;
        progress.seconds += begun.elapsed().as_secs_f64();
        progress.done = progress.crashes >= wanted_crashes;
        progress.keep(file.as_deref());
        eprintln!(
            "{} of {wanted_crashes} crashes, {} failures, {:.0} s",
            progress.crashes,
            progress.failures.len(),
            progress.seconds
        );
        previous = Some((run, moments));
    }
    assert!(progress.failures.is_empty(), "{:#?}", progress.failures);
}

/// The checks have teeth: a disk that does not keep what it was asked to keep is found out.
#[test]
fn a_disk_that_forgets_is_found_out() {
    let deaf: [(&str, Hears); 6] = [
        ("everything", |_, _| false),
        ("the names in folders", |_, folder| !folder),
        ("the journal's write-ahead log", |name, _| !name.ends_with("-wal")),
        // A draft in the file store has 32 digits for its name.
        ("kept files", |name, folder| folder || name.len() != 32),
        ("the record's acts", |name, folder| folder || !name.contains(".json")),
        ("the checkpoint", |name, folder| folder || !name.contains("checkpoint")),
    ];
    let mut left = Vec::from(deaf);
    // How the clients interleave is the machine's to say: where the last of them happens to write everything anew, nothing
    // that was forgotten before it is missed. So a forgetful disk may come through one run, and never through several.
    for seed in 3..9 {
        let run = run(seed, 1, &Start::Office, Power::Stays);
        let mut answers: Vec<usize> = run.deeds.iter().filter_map(|deed| deed.answered).collect();
        answers.sort_unstable();
        assert!(!answers.is_empty(), "nobody was answered");
        // A disk goes one way: so a few moments, spread over the run.
        let every = (answers.len() / 6).max(1);
        let moments: Vec<Moment> =
            answers.iter().skip(every - 1).step_by(every).map(|at| Moment { at: *at, loss: Loss::All }).collect();
        left.retain(|(what, hears)| {
            let failures = crash(&run, &moments, Manner { hears: *hears, journaled: false }, seed, true);
            let Some((_, why)) = failures.first() else { return true };
            eprintln!("forgets {what}: {}", why.lines().next().unwrap_or_default());
            false
        });
        if left.is_empty() {
            return;
        }
    }
    let left: Vec<&str> = left.iter().map(|(what, _)| *what).collect();
    panic!("a disk that forgets {left:?} was not found out");
}

/// All clients are killed at once, again and again, on a real folder and with no layer.
#[test]
fn killed_clients_lose_nothing() {
    let kills = wanted("CHANCERY_KILLS", 1);
    let seed = wanted("CHANCERY_CRASH_SEED", 2);
    let file = std::env::var_os("CHANCERY_CRASH_PROGRESS").map(PathBuf::from);
    let mut progress = Progress::take_up(file.as_deref(), seed);
    while progress.crashes < kills {
        // An office is killed so many times over before the next one is made.
        let begun = Instant::now();
        let this = seed + progress.runs;
        let place = tempfile::tempdir().unwrap();
        let desk = Desk::new(place.path().join("letters"), place.path().join("office"), this, 0);
        let mut deeds = Vec::new();
        for round in 0..10.min(kills - progress.crashes) {
            // From the first steps of all to when each has been answered twice, whatever the machine's speed.
            let answers = mix(&[this, round, 11]) as usize % (2 * CLIENTS);
            let moment = Duration::from_micros(mix(&[this, round, 17]) % 50_000);
            deeds.extend(desk.work_until_killed(CLIENTS, round, answers, moment));
            let note = fs::read(place.path().join("office/record/checkpoint")).unwrap_or_default();
            let known = check::Known { deeds: &deeds, at: usize::MAX, checkpoint: note };
            let checked = check::check(place.path(), &place.path().join("letters"), &known, mix(&[this, round, 7]));
            progress.crashes += 1;
            if let Err(why) = checked {
                let kept = place.keep();
                panic!("seed {this}, kill {round}: {why:#} (kept in {})\n{deeds:#?}", kept.display());
            }
        }
        progress.runs += 1;
        progress.answers += deeds.iter().filter(|deed| deed.answered.is_some()).count() as u64;
        progress.seconds += begun.elapsed().as_secs_f64();
        progress.done = progress.crashes >= kills;
        progress.keep(file.as_deref());
        eprintln!("{} of {kills} kills, {:.0} s", progress.crashes, progress.seconds);
    }
}

/// The search library removes old segments before the list that no longer names them is safe on the disk.
#[test]
fn an_index_whose_list_is_older_than_its_files_is_made_anew() {
    let place = folder();
    let letters = place.path().join("letters");
    let desk = Desk::new(letters.clone(), place.path().join("office"), 1, 0);
    let done = |args: &[&str]| -> serde_json::Value {
        let output = desk.command(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    for n in 1..=2 {
        let file = letters.join(format!("{n}.txt"));
        fs::write(&file, clients::letter(n, "")).unwrap();
        done(&["circulate", file.to_str().unwrap()]);
        let segments = fs::read_dir(place.path().join("office/index")).unwrap().map(|entry| entry.unwrap().path());
        for segment in segments.filter(|path| path.extension().is_some_and(|ending| ending == "fieldnorm")) {
            fs::remove_file(segment).unwrap();
        }
    }
    assert_eq!(done(&["find", "gauge"])["total"], 2);
}
