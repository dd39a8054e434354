//! Random histories of an office, held against a model, by the million.
//!
//! `cargo run -p chancery-register --example model_histories -- [COUNT] [THREADS] [SEED]`: so many histories (default
//! 10000) on so many threads (default 2), from a seed on (default 0). The test of the same name runs the first two
//! thousand. Progress is told on the standard error; the result is one line of JSON. A fault is told in words, with the
//! shortest row of moves that shows it, and ends the run.

#[path = "../src/tests/histories/mod.rs"]
mod histories;

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use histories::{Stage, run::Tally};

/// How many histories a thread takes at once.
const LOT: u64 = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let count: u64 = args.next().map_or(Ok(10_000), |arg| arg.parse())?;
    let threads: usize = args.next().map_or(Ok(2), |arg| arg.parse())?;
    let seed: u64 = args.next().map_or(Ok(0), |arg| arg.parse())?;

    // A panic becomes a fault and is told once, with its history.
    std::panic::set_hook(Box::new(|_| {}));
    let begun = Instant::now();
    let (next, done, stop) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let (whole, faults) = (Mutex::new(Tally::default()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        let working: Vec<_> = (0..threads.max(1))
            .map(|_| {
                scope.spawn(|| {
                    let (stage, mut tally) = (Stage::new(), Tally::default());
                    while !stop.load(Ordering::Relaxed) {
                        let from = next.fetch_add(LOT, Ordering::Relaxed);
                        if from >= count {
                            break;
                        }
                        for at in from..count.min(from + LOT) {
                            if let Err(fault) = stage.history(seed + at, &mut tally) {
                                stop.store(true, Ordering::Relaxed);
                                if let Ok(mut faults) = faults.lock() {
                                    faults.push(fault);
                                }
                                break;
                            }
                        }
                        done.fetch_add(LOT, Ordering::Relaxed);
                    }
                    if let Ok(mut whole) = whole.lock() {
                        whole.add(&tally);
                    }
                })
            })
            .collect();
        let mut told = Instant::now();
        while !working.iter().all(|work| work.is_finished()) {
            thread::sleep(Duration::from_millis(50));
            if told.elapsed() > Duration::from_secs(10) {
                told = Instant::now();
                let done = done.load(Ordering::Relaxed);
                eprintln!("{done} of {count} histories, {:.0} a second", done as f64 / begun.elapsed().as_secs_f64());
            }
        }
    });
    let faults = faults.into_inner()?;
    for fault in &faults {
        eprintln!("{fault}\n");
    }
    let tally = whole.into_inner()?;
    let by_act = tally.done.iter().fold(BTreeMap::new(), |mut acts: BTreeMap<&str, u64>, ((act, _), count)| {
        *acts.entry(act).or_default() += count;
        acts
    });
    println!(
        "{}",
        serde_json::json!({
            "histories": tally.histories,
            "seed": seed,
            "threads": threads,
            "seconds": (begun.elapsed().as_secs_f64() * 10.0).round() / 10.0,
            "faults": faults.len(),
            "acts": tally.acts,
            "acts_by_name": by_act,
            "lost_before_commit": tally.lost,
            "asked_again": tally.again,
            "views_folded_anew": tally.folds,
            "refusals": tally.refusals.values().sum::<u64>(),
            "refusals_by_name": tally.refusals,
            "ways_gone": tally.gone,
            "acts_brought_about": tally.brought_about,
            "refused_for_good": tally.definitive,
            "issued_without_job_number": tally.without_job,
        })
    );
    if faults.is_empty() { Ok(()) } else { Err("a history went wrong".into()) }
}
