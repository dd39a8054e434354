//! How long a long journal takes to open, to fold and to check, and how much memory that needs.
//!
//! `cargo run -p chancery-register --example register_million -- [COUNT] [FOLDER]`: a journal of so many acts (default
//! 1,000,000) is made through the door, from letters that are received, accepted, registered and issued, every fifth of
//! them a joint document of two organs. With a folder the journal stays there and is used again; without one it lies in
//! the system's temporary folder until the end. One line of JSON is printed: seconds, and the most memory in use during
//! each step.

mod load;

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Instant,
};

use chancery_register::{NotDone, Reader, Register};

use load::{Client, body};

/// How many letters are on their way at once. They share commits, so that a million acts take about a minute to make.
const CLIENTS: u64 = 32;

/// Acts a letter.
const ACTS: u64 = 4;

fn make(folder: &Path, acts: u64) -> Result<(), Box<dyn Error>> {
    let register = Arc::new(Register::open_for_tests(folder)?);
    let body = Arc::new(body()?);
    let letters = acts.div_ceil(ACTS);
    thread::scope(|scope| -> Result<(), Box<dyn Error>> {
        let mut working = Vec::new();
        for worker in 0..CLIENTS {
            let client = Client { register: Arc::clone(&register), body: Arc::clone(&body) };
            working.push(scope.spawn(move || -> Result<(), NotDone> {
                for letter in (worker..letters).step_by(CLIENTS as usize) {
                    let dossier = client.accepted()?;
                    if letter % 5 == 0 {
                        client.joint(dossier)?
                    } else {
                        client.single(dossier)?
                    };
                    client.issue(dossier)?;
                }
                Ok(())
            }));
        }
        for work in working {
            work.join().map_err(|_| "a client panicked")??;
        }
        Ok(())
    })
}

/// The most memory in use since the last call, in MiB, where the system says so.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    // Begins the measure anew, where that is allowed; otherwise the figures can only grow from step to step.
    let _ = fs::write("/proc/self/clear_refs", "5");
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kib| kib / 1024)
}

/// What a step gives, with its seconds and its peak of memory.
fn timed<T>(step: impl FnOnce() -> Result<T, chancery_register::Failure>) -> Result<(T, f64, u64), Box<dyn Error>> {
    peak();
    let begun = Instant::now();
    let given = step()?;
    Ok((given, begun.elapsed().as_secs_f64(), peak()))
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let acts: u64 = args.next().map_or(Ok(1_000_000), |arg| arg.parse())?;
    let kept = args.next().map(PathBuf::from);
    let folder =
        kept.clone().unwrap_or_else(|| env::temp_dir().join(format!("register-million-{}", std::process::id())));

    let begun = Instant::now();
    let there = Reader::open(&folder).and_then(|reader| reader.last_number()).unwrap_or(0);
    if there < acts {
        make(&folder, acts - there)?;
    }
    let made = begun.elapsed().as_secs_f64();
    let bytes: u64 = fs::metadata(folder.join("journal.db"))?.len();

    let (register, open, _) = timed(|| Register::open(&folder))?;
    let (reader, read, _) = timed(|| Reader::open(&folder))?;
    let (chain, chain_check, chain_peak) = timed(|| reader.chain_check())?;
    let ((), fold, fold_peak) = timed(|| register.rebuild_views())?;
    let ((), views_check, views_peak) = timed(|| reader.views_check())?;
    drop((reader, register));
    if kept.is_none() {
        fs::remove_dir_all(&folder)?;
    }
    println!(
        "{{\"acts\":{},\"mib\":{},\"made_s\":{made:.1},\"open_for_writing_s\":{open:.3},\"open_for_reading_s\":{read:.3},\
         \"chain_check_s\":{chain_check:.2},\"fold_s\":{fold:.2},\"views_check_s\":{views_check:.2},\
         \"peak_mib\":{{\"chain_check\":{chain_peak},\"fold\":{fold_peak},\"views_check\":{views_peak}}}}}",
        chain.entries,
        bytes >> 20,
    );
    Ok(())
}
