//! Going on after a crash, as a user would, and looking whether anything was lost.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::OnceLock,
};

use anyhow::{Context, Result, bail, ensure};
use chancery_model::{Dossier, Stage};
use chancery_record::{Checkpoint, TileReader, canonical_json, leaf_digest, rebuild, verifier_key};
use chancery_register::{Reader, files::Files};
use serde_json::Value;

use super::{
    clients::{Deed, letter, program},
    replay::mix,
};

/// What was known when the power went.
pub struct Known<'r> {
    pub deeds: &'r [Deed],
    /// The log's length at that moment.
    pub at: usize,
    /// The checkpoint that anyone could have read by then; empty if there was none.
    pub checkpoint: Vec<u8>,
}

impl<'r> Known<'r> {
    /// What had been answered.
    fn acknowledged(&self) -> impl Iterator<Item = &'r Deed> {
        self.deeds.iter().filter(|deed| deed.answered.is_some_and(|answered| answered <= self.at))
    }

    /// What had been begun and not been answered.
    fn under_way(&self) -> impl Iterator<Item = &'r Deed> {
        let waits = |deed: &&Deed| deed.begun <= self.at && deed.answered.is_none_or(|answered| answered > self.at);
        self.deeds.iter().filter(waits)
    }
}

/// Goes on in the office of a crashed machine; fails with what is wrong.
pub fn check(world: &Path, letters: &Path, known: &Known<'_>, chance: u64) -> Result<()> {
    let office = world.join("office");
    let run = |args: &[&str]| -> Result<(i32, Value)> {
        let output = program(&office, args).output().context("the program cannot be run")?;
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let status = output.status.code().unwrap_or(-1);
        // A refusal may be right; a failure never is.
        ensure!(matches!(status, 0 | 1), "{args:?} failed with {status}: {out}{err}");
        ensure!(!err.contains("panicked"), "{args:?}: {err}");
        let answer = serde_json::from_str(&out).unwrap_or_else(|_| Value::String(format!("{out}{err}")));
        Ok((status, answer))
    };
    let done = |args: &[&str]| -> Result<Value> {
        let (status, answer) = run(args)?;
        ensure!(status == 0, "{args:?} was refused: {answer}");
        Ok(answer)
    };
    let any = |what: u64, below: usize| mix(&[chance, what]) as usize % below.max(1);

    if let Some(deed) = known.deeds.iter().find(|deed| deed.status.is_some_and(|status| status != 0)) {
        bail!("it was refused before anything crashed: {deed:?}");
    }
    // Sometimes the first to come only looks.
    if any(1, 2) == 0 {
        let (status, answer) = run(&["show"])?;
        ensure!(status == 0 || known.acknowledged().next().is_none(), "there is no office: {answer}");
    }
    let by_hand_first = any(2, 2) == 0;
    if by_hand_first {
        by_hand(known, run, done)?;
    }
    circulate(&office, letters, known, chance)?;
    if !by_hand_first {
        by_hand(known, run, done)?;
        // Accepting and voiding bring no follower up; the next circulation does.
        circulate(&office, letters, known, chance)?;
    }

    let reader = Reader::open(&office.join("journal"))?;
    let chain = reader.chain_check()?;
    reader.views_check()?;
    let dossiers = reader.dossiers(None, usize::MAX >> 1)?;
    acts(known, &dossiers)?;
    numbers(&dossiers, &done(&["gaps"])?)?;
    kept_files(&office, &dossiers)?;
    followers(&office, &dossiers, reader.last_number()?, &known.checkpoint)?;
    ensure!(chain.entries == reader.last_number()?, "the journal has {} entries", chain.entries);

    let issued: Vec<&Dossier> = dossiers.iter().filter(|dossier| dossier.stage == Stage::Issued).collect();
    if let Some(one) = issued.get(any(3, issued.len())) {
        let symbol = one.allotments[0].symbol.to_string();
        let note = world.join("remembered");
        match known.checkpoint.is_empty() {
            true => done(&["verify", &symbol])?,
            false => {
                fs::write(&note, &known.checkpoint)?;
                done(&["verify", &symbol, "--remembered", note.to_str().context("a path")?])?
            }
        };
    }
    if has_fsck() {
        done(&["fsck"])?;
    }
    Ok(())
}

/// Whether the program can look over its whole folder itself.
fn has_fsck() -> bool {
    static HAS: OnceLock<bool> = OnceLock::new();
    *HAS.get_or_init(|| {
        let help = program(Path::new("nowhere"), &["--help"]).output().unwrap();
        String::from_utf8_lossy(&help.stdout).lines().any(|line| line.trim_start().starts_with("fsck"))
    })
}

/// Gives every letter that is known of once more, with one that is new. What had been answered is answered the same; what was
/// under way is done once.
fn circulate(office: &Path, letters: &Path, known: &Known<'_>, chance: u64) -> Result<()> {
    let fresh = letters.join(format!("fresh-{chance}.txt"));
    fs::write(&fresh, letter(chance, ""))?;
    let is = |deed: &&Deed| deed.verb() == "circulate";
    let again: Vec<&Deed> = known.acknowledged().chain(known.under_way()).filter(is).collect();
    let mut args = vec!["circulate", fresh.to_str().context("a path")?];
    args.extend(again.iter().map(|deed| deed.args[1].as_str()));
    let output = program(office, &args).args(["--format", "jsonl"]).output()?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success(), "circulating again: {}: {out}{err}", output.status);
    let answers: Vec<Value> = out.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    ensure!(answers.len() == again.len() + 1, "{} letters were answered", answers.len());
    for (deed, now) in again.iter().zip(&answers[1..]) {
        ensure!(now["state"] == "issued", "{deed:?} was given again and is {now}");
        if deed.answered.is_some_and(|answered| answered <= known.at) {
            ensure!(now["already_circulated"] == true, "{deed:?} was lost; given again it became {now}");
            for field in ["dossier", "symbols", "job_numbers", "log_index", "languages", "dates", "exception"] {
                ensure!(now[field] == deed.answer[field], "{deed:?} has another {field}: {now}");
            }
        }
    }
    Ok(())
}

/// Gives the other commands that were under way once more, and some that had been answered.
fn by_hand(
    known: &Known<'_>,
    run: impl Fn(&[&str]) -> Result<(i32, Value)>,
    done: impl Fn(&[&str]) -> Result<Value>,
) -> Result<()> {
    for deed in known.under_way().filter(|deed| deed.verb() != "circulate") {
        let args: Vec<&str> = deed.args.iter().map(String::as_str).collect();
        match deed.verb() {
            "receive" | "import" => _ = done(&args)?,
            // It may have been done and not have been told; then it is refused, and said why.
            _ => {
                let (status, answer) = run(&args)?;
                let why = answer["refusal"]["refusal"].as_str().unwrap_or_default();
                // A page that was accepted meanwhile may not be registered twice; anything else is not a reason.
                ensure!(status == 0 || why == "out_of_order", "{args:?} was refused: {answer}");
            }
        }
    }
    let mut same = known.acknowledged().filter(|deed| matches!(deed.verb(), "receive" | "import"));
    if let Some(deed) = same.next() {
        let args: Vec<&str> = deed.args.iter().map(String::as_str).collect();
        let now = done(&args)?;
        for field in ["dossier", "symbols"] {
            ensure!(now[field] == deed.answer[field], "{deed:?}, given again, has another {field}: {now}");
        }
    }
    Ok(())
}

/// Every act that was acknowledged is there.
fn acts(known: &Known<'_>, dossiers: &[Dossier]) -> Result<()> {
    let by_id: BTreeMap<String, &Dossier> = dossiers.iter().map(|dossier| (dossier.id.to_string(), dossier)).collect();
    for deed in known.acknowledged() {
        let id = deed.dossier().with_context(|| format!("no dossier in {deed:?}"))?;
        let dossier = by_id.get(id).with_context(|| format!("{id} is lost: {deed:?}"))?;
        let right = match deed.verb() {
            "receive" => true,
            "accept" => !matches!(dossier.stage, Stage::Received | Stage::Returned),
            "register" => matches!(dossier.stage, Stage::Registered | Stage::Issued | Stage::Voided),
            "circulate" | "issue" => dossier.stage == Stage::Issued,
            "void" => dossier.stage == Stage::Voided,
            "return" => dossier.stage == Stage::Returned,
            "import" => dossier.stage == Stage::Imported,
            other => bail!("{other}: nothing is known of what it acknowledges"),
        };
        ensure!(right, "{id} is {:?} after {deed:?}", dossier.stage);
        let symbols: Vec<String> = dossier.allotments.iter().map(|allotment| allotment.symbol.to_string()).collect();
        let told = match deed.verb() {
            "circulate" | "import" => deed.answer["symbols"].clone(),
            "register" => {
                let job = deed.answer["act"]["job_number"].as_str();
                ensure!(job.is_some() && job == dossier.job_number.as_deref(), "{id} has another job number: {deed:?}");
                let allotments = deed.answer["act"]["allotments"].as_array().context("no allotments")?;
                allotments.iter().map(|allotment| allotment["symbol"].clone()).collect()
            }
            _ => continue,
        };
        ensure!(told == serde_json::json!(symbols), "{id} has {symbols:?}: {deed:?}");
    }
    Ok(())
}

/// No number was given twice, and each that is missing is explained.
fn numbers(dossiers: &[Dossier], gaps: &Value) -> Result<()> {
    let mut given = BTreeSet::new();
    let mut borne: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for dossier in dossiers {
        let symbols = dossier.allotments.iter().map(|allotment| allotment.symbol.to_string());
        for number in symbols.chain(dossier.job_number.clone()) {
            ensure!(given.insert(number.clone()), "{number} was given twice");
            let Some((series, number)) = number.rsplit_once('/') else { continue };
            if dossier.stage != Stage::Imported && dossier.stage != Stage::Voided {
                borne.entry(series.to_owned()).or_default().insert(number.parse()?);
            }
        }
    }
    let gaps = gaps.as_array().context("gaps are a list")?;
    let end = |text: &Value| -> Result<(String, u32)> {
        let (series, number) = text.as_str().and_then(|text| text.rsplit_once('/')).context("a gap has ends")?;
        Ok((series.to_owned(), number.parse()?))
    };
    for gap in gaps {
        let why = gap["why"].as_str().unwrap_or_default();
        ensure!(!why.is_empty() && !why.contains("UNEXPLAINED"), "{gap}");
        let ((series, first), (_, last)) = (end(&gap["first"])?, end(&gap["last"])?);
        for number in first..=last {
            let twice = !borne.entry(series.clone()).or_default().insert(number);
            ensure!(!twice, "{series}/{number} is borne and is in a gap");
        }
    }
    for (series, numbers) in borne {
        for (number, due) in numbers.iter().zip(1..) {
            ensure!(*number == due, "{series}/{due} is missing without a reason");
        }
    }
    Ok(())
}

/// Every file that a dossier names is there and is what was kept.
fn kept_files(office: &Path, dossiers: &[Dossier]) -> Result<()> {
    let files = Files::open(&office.join("files"))?;
    for dossier in dossiers {
        let mut named = vec![&dossier.original];
        named.extend(&dossier.reading);
        named.extend(&dossier.exception);
        for version in &dossier.versions {
            named.push(&version.document);
            named.extend(version.renditions.iter().map(|rendition| &rendition.file));
        }
        for file in named {
            ensure!(files.get(file)?.is_some(), "{} names {file}, which is lost", dossier.id);
        }
    }
    Ok(())
}

struct Tiles<'f>(&'f Path);

impl TileReader for Tiles<'_> {
    fn tile(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.0.join(path)).ok()
    }
}

/// Record, index and catalogue have read the whole journal, and the record has grown out of what anyone could have seen of it.
fn followers(office: &Path, dossiers: &[Dossier], head: u64, seen: &[u8]) -> Result<()> {
    let record = office.join("record");
    let text = |path: &str| fs::read_to_string(office.join(path)).with_context(|| format!("{path} cannot be read"));
    let cursor: u64 = text("record/cursor")?.split(' ').next().context("a cursor has a number")?.parse()?;
    ensure!(cursor == head, "the record has read up to {cursor}, and the journal ends at {head}");
    let catalogue = rusqlite::Connection::open(office.join("catalogue/catalogue.db"))?;
    let cursor: i64 = catalogue.query_row("SELECT value FROM meta WHERE key = 'cursor'", [], |row| row.get(0))?;
    ensure!(u64::try_from(cursor)? == head, "the catalogue has read up to {cursor}, and the journal ends at {head}");
    let whole: String = catalogue.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    ensure!(whole == "ok", "the catalogue is damaged: {whole}");
    let index = chancery_find::Index::open(&office.join("index"))?;
    ensure!(index.cursor()? == head, "the index has read up to {}, and the journal ends at {head}", index.cursor()?);
    index.check()?;
    let at = |stage: Stage| dossiers.iter().filter(|dossier| dossier.stage == stage).count() as u64;
    let (issued, imported) = (at(Stage::Issued), at(Stage::Imported));
    ensure!(index.len()? == issued + imported, "{} documents are findable of {issued} and {imported}", index.len()?);

    let seed: [u8; 32] = fs::read(office.join("keys/record.seed"))?.try_into().ok().context("the key is damaged")?;
    let config: toml::Table = text("chancery.toml")?.parse()?;
    let key = verifier_key(&seed, config["record_name"].as_str().context("the log has a name")?)?;
    let signed = Checkpoint::open(&text("record/checkpoint")?, &key)?;
    let voided = at(Stage::Voided);
    let size = signed.size;
    ensure!(size == issued + voided, "the log has {size} leaves for {issued} documents and {voided} void numbers");
    let mut leaves = Vec::new();
    for index in 0..signed.size {
        let kept: Value = serde_json::from_str(&text(&format!("record/acts/{index}.json"))?)?;
        let salt = kept["salt"].as_str().context("a salt")?;
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&salt[2 * at..2 * at + 2], 16)?;
        }
        leaves.push(leaf_digest(&bytes, &canonical_json(&kept["act"])?).0);
    }
    let made = rebuild(&leaves)?;
    ensure!(made.root == signed.root, "the kept acts do not give the signed root");
    for (path, bytes) in &made.files {
        ensure!(Tiles(&record).tile(path).as_ref() == Some(bytes), "the tile {path} is not what the acts give");
    }
    if !seen.is_empty() {
        let seen = Checkpoint::open(std::str::from_utf8(seen)?, &key).context("what anyone could have seen")?;
        ensure!(seen.size <= signed.size, "the log had {} leaves and has {}", seen.size, signed.size);
        let grown = rebuild(&leaves[..seen.size as usize])?;
        ensure!(grown.root == seen.root, "the log did not grow out of the checkpoint of {} leaves", seen.size);
    }
    Ok(())
}
