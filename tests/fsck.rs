//! Damage: changed bits and rows anywhere in an office are found, at their place, and nothing crashes.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use rusqlite::{Connection, types::Value};

use crate::office::{Ran, TestOffice};

pub const NOW: &str = "2026-03-16T09:00:00Z";

pub fn letter(n: usize) -> String {
    format!(
        "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the\nOrganization addressed to the Secretary-General\n\n\
         \x20    I have the honour to inform you that gauge {n} on the Lower Fenn was read at noon, as AS/6/{n} of last year asked.\n\n\
         \x20    I should be grateful if you would have the present letter circulated as a\ndocument of the Assembly, under agenda item 12, and of the Council.\n\n\
         (Signed) Ilse Varga\nPermanent Representative\n"
    )
}

/// A command on any office in a test's folder.
pub fn on(office: &TestOffice, name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.current_dir(office.folder.path()).env_remove("CHANCERY_OFFICE").args(["--office", name]).args(args);
    command.stdin(Stdio::null());
    command
}

pub fn run_on(office: &TestOffice, name: &str, args: &[&str]) -> Ran {
    Ran::of(on(office, name, args).output().unwrap())
}

/// An office with documents of several kinds, of which the last command adopted the institution.
fn varied() -> TestOffice {
    let office = TestOffice::new("assembly");
    let mut letters = Vec::new();
    for n in 1..=7 {
        letters.push(office.write(&format!("letter-{n}.txt"), letter(n)).to_str().unwrap().to_owned());
    }
    let mut circulate = vec!["circulate", "--now", NOW];
    circulate.extend(letters.iter().map(String::as_str));
    office.run(&circulate).ok();
    office.run(&["circulate", "--sample", "letter-en", "--now", NOW]).ok();
    // Received and left there, returned, voided, imported.
    for n in 11..=13 {
        let file = office.write("other.txt", letter(n));
        let received = office.run(&["receive", file.to_str().unwrap(), "--now", NOW, "--format", "json"]).ok().json();
        let dossier = received["dossier"].as_str().unwrap().to_owned();
        if n == 12 {
            office.run(&["return", &dossier, "--reason", "It asks for nothing.", "--now", NOW]).ok();
        }
        if n == 13 {
            office.run(&["accept", &dossier, "--now", NOW]).ok();
            office.run(&["register", &dossier, "--now", NOW]).ok();
            office.run(&["void", &dossier, "--reason", "The delegation took it back.", "--now", NOW]).ok();
        }
    }
    let import = office.write("old.txt", format!("AS/6/44\n\n{}", letter(44).replace("March 2026", "March 2025")));
    office.run(&["import", import.to_str().unwrap(), "--now", NOW]).ok();
    // By way of a backup, so that the office has adopted its institution and its keys.
    office.run(&["backup", "backup"]).ok();
    fs::copy(office.path("office/record/checkpoint"), office.path("published")).unwrap();
    let restore = ["restore", "backup", "--keys", "office/keys", "--checkpoint", "published", "--now", NOW];
    run_on(&office, "whole", &restore).ok();
    office
}

/// The program, looking the office through once a line.
struct Fsck {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Fsck {
    fn start(office: &TestOffice) -> Fsck {
        let mut command = on(office, "whole", &["fsck", "--each-line"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (ask, answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Fsck { child, ask, answers }
    }

    /// What it finds now: file, weight, and what; `None` if it crashed.
    fn look(&mut self) -> Option<Vec<(String, String, String)>> {
        self.ask.write_all(b"\n").ok()?;
        self.ask.flush().ok()?;
        let mut line = String::new();
        self.answers.read_line(&mut line).ok()?;
        let report: serde_json::Value = serde_json::from_str(&line).ok()?;
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
        let findings = report["findings"].as_array()?.iter();
        Some(
            findings
                .map(|one| (text(&one["file"]), text(&one["weight"]), format!("{} {}", one["place"], one["what"])))
                .collect(),
        )
    }
}

impl Drop for Fsck {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Chance that is the same each time (xorshift64*), so that a missed change can be looked at again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound.max(1)
    }
}

fn files_under(folder: &Path, at: &str, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder.join(at)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if at.is_empty() { name.clone() } else { format!("{at}/{name}") };
        if entry.file_type().unwrap().is_dir() {
            files_under(folder, &path, all);
        } else if !name.ends_with(".lock") && !name.ends_with("-shm") && entry.metadata().unwrap().len() > 0 {
            all.push(path);
        }
    }
}

const DATABASE: &str = "journal/journal.db";

/// Changes, deletes or inserts a row by hand, past the fences; says what it did, or `None` if the table would not have it.
fn change_a_row(database: &Path, chance: &mut Chance) -> Option<String> {
    let conn = Connection::open(database).unwrap();
    let list = |question: &str| -> Vec<String> {
        conn.prepare(question).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let fences = list("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name");
    for fence in list("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        conn.execute_batch(&format!("DROP TRIGGER {fence}")).unwrap();
    }
    let tables = list("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    let table = &tables[chance.below(tables.len())];
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let rows: Vec<Vec<Value>> = statement
        .query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    drop(statement);
    let done = if rows.is_empty() {
        None
    } else {
        let row = &rows[chance.below(rows.len())];
        let at = chance.below(columns.len());
        let other = match &row[at] {
            Value::Integer(n) => Value::Integer(n ^ (1 << chance.below(8))),
            Value::Text(text) if !text.is_empty() => {
                // One letter becomes its neighbour.
                let mut letters: Vec<char> = text.chars().collect();
                let place = chance.below(letters.len());
                letters[place] = char::from_u32(letters[place] as u32 ^ 1).unwrap_or('x');
                Value::Text(letters.into_iter().collect())
            }
            Value::Blob(bytes) => {
                let mut bytes = bytes.clone();
                let place = chance.below(bytes.len());
                bytes[place] ^= 1 << chance.below(8);
                Value::Blob(bytes)
            }
            _ => Value::Text("x".to_owned()),
        };
        let same = columns.iter().map(|column| format!("{column} IS ?")).collect::<Vec<_>>().join(" AND ");
        let mut given: Vec<&Value> = row.iter().collect();
        let (word, sql) = match chance.below(3) {
            0 => {
                given.insert(0, &other);
                ("changed", format!("UPDATE {table} SET {} = ? WHERE {same}", columns[at]))
            }
            1 => ("deleted", format!("DELETE FROM {table} WHERE {same}")),
            _ => {
                given[at] = &other;
                let places = vec!["?"; columns.len()].join(", ");
                ("inserted", format!("INSERT INTO {table} VALUES ({places})"))
            }
        };
        match conn.execute(&sql, rusqlite::params_from_iter(given)) {
            Ok(1) => Some(format!("row {word} in {table}: {sql} {:?}", columns[at])),
            _ => None,
        }
    };
    for fence in fences {
        conn.execute_batch(&fence).unwrap();
    }
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    done
}

#[derive(Default, Debug)]
struct Tally {
    tried: u64,
    damage: u64,
    remark: u64,
    missed: u64,
}

/// Changes one bit, row or file after another and looks each time whether it is found at its place.
fn flips(count: usize, seed: u64) -> serde_json::Value {
    let office = varied();
    let whole = office.path("whole");
    let mut fsck = Fsck::start(&office);
    let baseline = fsck.look().expect("an answer");
    assert!(baseline.iter().all(|(_, weight, _)| weight == "remark"), "{baseline:?}");
    let mut files = Vec::new();
    files_under(&whole, "", &mut files);
    files.sort();
    let mut chance = Chance(seed);
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let (mut missed, mut crashes) = (Vec::new(), 0);
    let mut done = 0;
    while done < count {
        let kind = ["bit", "bit", "bit", "bit", "row", "file"][chance.below(6)];
        let file = if kind == "row" { DATABASE.to_owned() } else { files[chance.below(files.len())].clone() };
        let path = whole.join(&file);
        let before = fs::read(&path).unwrap();
        let (kind, what) = match kind {
            "row" => match change_a_row(&path, &mut chance) {
                Some(what) => ("row", what),
                None => {
                    put_back(&path, &before);
                    continue;
                }
            },
            "bit" => {
                let (at, bit) = (chance.below(before.len()), chance.below(8));
                let mut bytes = before.clone();
                bytes[at] ^= 1 << bit;
                fs::write(&path, bytes).unwrap();
                let kind = if file == DATABASE { "bit of the database" } else { "bit" };
                (kind, format!("byte {at} of {}, bit {bit}", before.len()))
            }
            _ => match chance.below(3) {
                0 => {
                    fs::remove_file(&path).unwrap();
                    ("file", "removed".to_owned())
                }
                1 => {
                    fs::write(&path, &before[..chance.below(before.len())]).unwrap();
                    ("file", "cut short".to_owned())
                }
                _ => {
                    fs::write(&path, [before.as_slice(), b"\0"].concat()).unwrap();
                    ("file", "lengthened".to_owned())
                }
            },
        };
        let tally = tallies.entry(kind).or_default();
        tally.tried += 1;
        done += 1;
        match fsck.look() {
            Some(found) => {
                let new: Vec<_> = found
                    .iter()
                    // A changed list of the index's files is told at the file that it then misstates.
                    .filter(|one| !baseline.contains(one))
                    .filter(|one| one.0 == file || file == "index/digests" && one.2.contains("the list digests"))
                    .collect();
                if new.iter().any(|one| one.1 == "damage") {
                    tally.damage += 1;
                } else if !new.is_empty() {
                    tally.remark += 1;
                } else {
                    tally.missed += 1;
                    missed.push(format!("{kind}: {file}: {what}: {found:?}"));
                }
            }
            None => {
                crashes += 1;
                missed.push(format!("CRASH: {kind}: {file}: {what}"));
                fsck = Fsck::start(&office);
            }
        }
        put_back(&path, &before);
    }
    assert_eq!(fsck.look().as_ref(), Some(&baseline), "the changes were not taken back");
    let by_kind: BTreeMap<&str, serde_json::Value> = tallies
        .iter()
        .map(|(kind, t)| {
            (*kind, serde_json::json!({ "tried": t.tried, "damage": t.damage, "remark": t.remark, "missed": t.missed }))
        })
        .collect();
    let tried: u64 = tallies.values().map(|t| t.tried).sum();
    let found: u64 = tallies.values().map(|t| t.damage + t.remark).sum();
    serde_json::json!({
        "seed": seed, "tried": tried, "found": found, "crashes": crashes, "files": files.len(), "by_kind": by_kind,
        "missed": missed,
    })
}

fn put_back(path: &Path, before: &[u8]) {
    fs::write(path, before).unwrap();
    if path.ends_with(DATABASE) {
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(PathBuf::from(format!("{}{ending}", path.display())));
        }
    }
}

#[test]
fn changed_bits_rows_and_files_are_found_at_their_place() {
    let found = flips(250, 7);
    assert_eq!(found["crashes"], 0, "{found:#}");
    assert_eq!(found["missed"], serde_json::json!([]));
}

#[test]
fn an_office_in_ruins_is_looked_through_to_the_end() {
    let office = TestOffice::new("assembly");
    office.run(&["circulate", "--sample", "letter-en", "--now", NOW]).ok();
    assert_eq!(office.run(&["fsck"]).ok().out.matches("DAMAGE").count(), 0);
    for (file, bytes) in [
        ("chancery.toml", b"\xff\xfe".as_slice()),
        ("body/body.toml", b"["),
        ("journal/journal.db", b"SQLite format 3\0 and no more"),
        ("record/checkpoint", b"\n18446744073709551615\nAAAA\n"),
        ("record/cursor", b"99999999999999999999"),
        ("record/acts/0.json", b"{\"entry\":1,\"salt\":\"+f\",\"act\":1e999}"),
        ("record/tile/0/000.p/1", b""),
        ("catalogue/catalogue.db", b"SQLite format 3\0 and no more"),
        ("index/meta.json", b"{}"),
        ("keys/record.seed", b"short"),
    ] {
        fs::write(office.path("office").join(file), bytes).unwrap();
    }
    fs::write(office.path("office/files/zz"), "stray").unwrap();
    let found = office.run(&["fsck", "--format", "json"]).refused().json();
    let damaged: Vec<&str> =
        found["findings"].as_array().unwrap().iter().map(|f| f["file"].as_str().unwrap()).collect();
    for file in [
        "chancery.toml",
        "body",
        "journal/journal.db",
        "record/checkpoint",
        "record/cursor",
        "record/acts/0.json",
        "record/tile/0/000.p/1",
        "catalogue/catalogue.db",
        "index/meta.json",
        "keys/record.seed",
        "files/zz",
    ] {
        assert!(damaged.contains(&file), "{file} of {damaged:?}");
    }
    // Nothing at all is a failure, and an empty folder an office of which everything is missing.
    assert_eq!(run_on(&office, "nowhere", &["fsck"]).status, 2);
    fs::create_dir(office.path("empty")).unwrap();
    run_on(&office, "empty", &["fsck"]).refused();
}

#[test]
fn what_a_finding_says_would_mend_it_mends_it() {
    let office = TestOffice::new("assembly");
    office.run(&["circulate", "--sample", "letter-en", "--now", NOW]).ok();
    let conn = Connection::open(office.path("office/journal/journal.db")).unwrap();
    conn.execute("UPDATE counters SET last = last + 5", []).unwrap();
    drop(conn);
    fs::write(office.path("office/catalogue/catalogue.db"), "x").unwrap();
    fs::write(office.path("office/index/meta.json"), "{}").unwrap();
    fs::remove_dir_all(office.path("office/record/tile")).unwrap();
    let found = office.run(&["fsck"]).refused();
    for what in ["views", "catalogue", "index", "record"] {
        assert!(found.out.contains(&format!("mend: `chancery rebuild {what}`")), "{what}: {}", found.out);
        office.run(&["rebuild", what]).ok();
    }
    office.run(&["fsck"]).ok();
}
