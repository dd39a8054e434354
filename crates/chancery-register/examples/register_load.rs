//! How many joint documents a second the register takes, next to what the disk allows.
//!
//! `cargo run -p chancery-register --example register_load -- [CLIENTS] [DOCUMENTS] [FOLDER]`: so many client threads
//! (default 16) register so many documents of two organs between them (default 3200) in a new office below the folder
//! (default: the system's temporary folder). What is measured is `Register::perform` with full durability: a symbol in
//! each of two series, a job number, six agenda entries, the journal's line and the views. One line of JSON is printed at
//! the end.

mod load;

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Barrier, Mutex},
    thread,
    time::{Duration, Instant},
};

use chancery_register::{NotDone, Register};

use load::{Client, body};

/// What the disk takes for a page that must be on it, two hundred times.
fn fdatasync(folder: &Path) -> std::io::Result<[f64; 3]> {
    let path = folder.join("fdatasync");
    let mut file = File::create(&path)?;
    let mut taken = Vec::new();
    for _ in 0..200 {
        let begun = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        taken.push(begun.elapsed());
    }
    fs::remove_file(path)?;
    Ok(percentiles(&mut taken))
}

/// In milliseconds: the middle one, the slowest but five in a hundred, and the slowest but one in a hundred.
fn percentiles(taken: &mut [Duration]) -> [f64; 3] {
    taken.sort();
    let at = |share: usize| taken.get((taken.len().saturating_sub(1)) * share / 100).copied().unwrap_or_default();
    [50, 95, 99].map(|share| at(share).as_secs_f64() * 1e3)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let clients: usize = args.next().map_or(Ok(16), |arg| arg.parse())?;
    let documents: usize = args.next().map_or(Ok(3200), |arg| arg.parse())?;
    let parent = args.next().map_or_else(env::temp_dir, PathBuf::from);
    let each = (documents / clients.max(1)).max(1);

    let folder = parent.join(format!("register-load-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let before = fdatasync(&folder)?;
    let register = Arc::new(Register::open(&folder.join("journal"))?);
    let body = Arc::new(body()?);

    // The clients prepare their dossiers first and then begin together.
    let ready = Barrier::new(clients + 1);
    let taken = Mutex::new(Vec::new());
    let elapsed = thread::scope(|scope| -> Result<Duration, Box<dyn Error>> {
        let mut working = Vec::new();
        for _ in 0..clients {
            let client = Client { register: Arc::clone(&register), body: Arc::clone(&body) };
            let (ready, taken) = (&ready, &taken);
            working.push(scope.spawn(move || -> Result<(), NotDone> {
                let prepared: Result<Vec<_>, _> = (0..each).map(|_| client.accepted()).collect();
                // Whoever failed still comes to the barrier, or all the others would wait for ever.
                ready.wait();
                let mut own = Vec::with_capacity(each);
                for dossier in prepared? {
                    let begun = Instant::now();
                    client.joint(dossier)?;
                    own.push(begun.elapsed());
                }
                if let Ok(mut taken) = taken.lock() {
                    taken.append(&mut own);
                }
                Ok(())
            }));
        }
        ready.wait();
        let begun = Instant::now();
        for work in working {
            work.join().map_err(|_| "a client panicked")??;
        }
        Ok(begun.elapsed())
    })?;

    let reader = register.reader()?;
    let chain = reader.chain_check()?;
    let last = reader.series_state("A", "2026")?.map_or(0, |state| state.last);
    let gaps = reader.gaps(&body, "A", "2026")?.len();
    let after = fdatasync(&folder)?;
    drop((reader, register));
    fs::remove_dir_all(&folder)?;

    let mut taken = taken.into_inner()?;
    let [p50, p95, p99] = percentiles(&mut taken);
    let rate = taken.len() as f64 / elapsed.as_secs_f64();
    println!(
        "{{\"clients\":{clients},\"registrations\":{},\"per_second\":{rate:.0},\"p50_ms\":{p50:.2},\"p95_ms\":{p95:.2},\
         \"p99_ms\":{p99:.2},\"fdatasync_p50_ms\":[{:.3},{:.3}],\"fdatasync_p99_ms\":[{:.3},{:.3}],\
         \"last_number\":{last},\"gaps\":{gaps},\"entries\":{}}}",
        taken.len(),
        before[0],
        after[0],
        before[2],
        after[2],
        chain.entries,
    );
    Ok(())
}
