//! How many joint documents a second the register takes, next to what the disk allows.
//!
//! `cargo run -p chancery-register --example register_load -- [CLIENTS] [DOCUMENTS] [FOLDER]`: so many client threads
//! (default 16) register so many documents of two organs between them (default 3200) in a new office below the folder
//! (default: the system's temporary folder). What is measured is `Register::perform` with full durability: a symbol in
//! each of two series, a job number, six agenda entries, the journal's line and the views. One line of JSON is printed at
//! the end.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Barrier, Mutex},
    thread,
    time::{Duration, Instant},
};

use chancery_model::{
    Body,
    act::{Act, Ask, DossierId, Entry, FileId, OfficerId, Proposal, Registration, Step},
    body::Role,
};
use chancery_register::{NotDone, Register};
use jiff::Timestamp;

const BODY: &str = r#"
code = "load"
name = "Load"
in_text = "the Organization"
office = "Load"
time_zone = "UTC"
languages_offered = ["en"]
languages_required = ["en"]
distribution = [{ code = "GEN", name = "General" }]
job_numbers = [{ code = "L", template = "{yy}-{n:5}", barcode = "*{yy}{n:5}*" }]
[symbols]
roots = [{ code = "A" }, { code = "B" }]
"#;

fn body() -> Result<Body, Box<dyn Error>> {
    let mut files = BTreeMap::from([
        ("body.toml".to_owned(), BODY.to_owned()),
        ("rulebook.toml".to_owned(), String::new()),
        ("states.toml".to_owned(), String::new()),
    ]);
    for (order, code) in ["a", "b"].into_iter().enumerate() {
        let root = code.to_uppercase();
        let organ = format!(
            "name = '{root}'\norder = {order}\ncirculates = true\nperiod = {{ kind = 'year' }}\n\
             [[series]]\ncode = '{root}'\ntemplate = '{root}/{{year}}/{{n}}'\nholds = 'document'\n"
        );
        files.insert(format!("organs/{code}.toml"), organ);
    }
    Ok(Body::from_files(&files)?)
}

/// What the disk takes for a page that must be on it: the middle of two hundred, and the slowest but one in a hundred.
fn fdatasync(folder: &Path) -> std::io::Result<(Duration, Duration)> {
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

fn percentiles(taken: &mut [Duration]) -> (Duration, Duration) {
    taken.sort();
    let at = |share: usize| taken.get((taken.len().saturating_sub(1)) * share / 100).copied().unwrap_or_default();
    (at(50), at(99))
}

struct Client {
    register: Arc<Register>,
    body: Arc<Body>,
}

impl Client {
    fn perform(&self, dossier: Option<DossierId>, step: Step) -> Result<Entry, NotDone> {
        self.register.perform(
            &self.body,
            Proposal {
                dossier,
                step,
                officer: OfficerId("load".to_owned()),
                role: Role::SOLE.to_owned(),
                at: Timestamp::from_second(1_777_975_200).unwrap_or(Timestamp::UNIX_EPOCH),
                key: None,
                body: self.body.digest.clone(),
            },
        )
    }

    fn accepted(&self) -> Result<Option<DossierId>, NotDone> {
        let file = || FileId("0".repeat(64));
        let received =
            Act::Receive { original: file(), channel: "load".to_owned(), received_by: None, received_at: None };
        let id = self.perform(None, Step::Plain(received))?.dossier;
        let accepted = Act::Accept { reading: file(), answers: Vec::new(), grave: Vec::new(), words: None };
        self.perform(id, Step::Plain(accepted))?;
        Ok(id)
    }

    fn register(&self, dossier: Option<DossierId>) -> Result<Entry, NotDone> {
        let ask = |organ: &str, items: [&str; 3]| Ask {
            organ: organ.to_owned(),
            items: items.map(str::to_owned).to_vec(),
            ..Ask::default()
        };
        let asks = vec![ask("a", ["32", "37", "68 (a)"]), ask("b", ["1", "2", "3"])];
        self.perform(dossier, Step::Register(Registration { asks, ..Registration::default() }))
    }
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
                    client.register(dossier)?;
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
    let (p50, p99) = percentiles(&mut taken);
    let ms = |duration: Duration| duration.as_secs_f64() * 1e3;
    let rate = taken.len() as f64 / elapsed.as_secs_f64();
    println!(
        "{{\"clients\":{clients},\"registrations\":{},\"per_second\":{rate:.0},\"p50_ms\":{:.2},\"p99_ms\":{:.2},\
         \"fdatasync_p50_ms\":[{:.3},{:.3}],\"fdatasync_p99_ms\":[{:.3},{:.3}],\"last_number\":{last},\"gaps\":{gaps},\
         \"entries\":{}}}",
        taken.len(),
        ms(p50),
        ms(p99),
        ms(before.0),
        ms(after.0),
        ms(before.1),
        ms(after.1),
        chain.entries,
    );
    Ok(())
}
