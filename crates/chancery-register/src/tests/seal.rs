//! The seal: whatever is changed in the journal's files is found, and nothing is found where nothing was changed.

use std::{
    fs::{self, OpenOptions},
    io::{Read, Seek, SeekFrom, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicBool, Ordering},
};

use rusqlite::Connection;

use super::*;
use crate::{
    Failure, SealFinding, SealPlace, Sealed, check_seal, reseal,
    store::{
        seal::{self, AT_STEP, Seal},
        sqlite::{self, Durability},
    },
};

const SEAL: &str = "journal.seal";
const PENDING: &str = "journal.seal.pending";
const NOTE: &str = "journal.seal.wal";
const LOG: &str = "journal.db-wal";
const PAGE: usize = 512;
const FRAME: usize = PAGE + 24;

fn found(folder: &Path) -> (Sealed, Vec<SealFinding>) {
    let mut all = Vec::new();
    let checked = check_seal(folder, &mut |finding| all.push(finding)).unwrap();
    (checked, all)
}

fn findings(folder: &Path) -> Vec<SealFinding> {
    found(folder).1
}

#[track_caller]
pub(crate) fn healthy(folder: &Path) -> Sealed {
    let (checked, all) = found(folder);
    let said: Vec<String> = all.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{said:?}");
    checked
}

/// A copy as the disk would have it after everything stopped now. What SQLite keeps in shared memory is not on it.
fn copy(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name();
        if !name.to_string_lossy().ends_with("-shm") {
            fs::copy(folder.join(&name), copy.path().join(&name)).unwrap();
        }
    }
    copy
}

fn bytes(folder: &Path, name: &str) -> Vec<u8> {
    fs::read(folder.join(name)).unwrap()
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    fs::write(folder.join(name), bytes).unwrap();
}

/// Flips a bit of one byte; flipping it again mends it.
fn flip(folder: &Path, name: &str, at: usize) {
    let mut file = OpenOptions::new().read(true).write(true).open(folder.join(name)).unwrap();
    let mut byte = [0];
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.read_exact(&mut byte).unwrap();
    byte[0] ^= 1 << (at % 8);
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(&byte).unwrap();
}

/// A database of few small pages under a seal, so that each of its bytes can be changed in turn.
struct Tiny {
    conn: Connection,
    seal: Seal,
}

impl Tiny {
    fn open(folder: &Path) -> Tiny {
        let mut seal = Seal::enter(folder, Durability::ProcessOnly).unwrap();
        let conn = Connection::open(folder.join(sqlite::FILE)).unwrap();
        seal::leave_checkpoints_to_the_seal(&conn).unwrap();
        conn.execute_batch(&format!("PRAGMA page_size = {PAGE}; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF"))
            .unwrap();
        conn.execute_batch("CREATE TABLE IF NOT EXISTS things (number INTEGER PRIMARY KEY, text TEXT)").unwrap();
        seal.begin(&conn).unwrap();
        Tiny { conn, seal }
    }

    /// Writes so many rows in one transaction.
    fn write(&mut self, rows: usize) {
        self.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
        self.seal.before_writing(&self.conn).unwrap();
        for _ in 0..rows {
            self.conn
                .execute("INSERT INTO things (text) SELECT hex(zeroblob(60)) || count(*) FROM things", [])
                .unwrap();
        }
        self.conn.execute_batch("COMMIT").unwrap();
    }

    fn rows(&self) -> usize {
        self.conn.query_row("SELECT count(*) FROM things", [], |row| row.get::<_, i64>(0)).unwrap() as usize
    }

    fn close(mut self) {
        self.seal.close(&self.conn);
    }

    /// Dies: neither a note nor a checkpoint is made.
    fn die(self) {}
}

/// A database that was closed with so many rows in the database and others in its log, one a transaction.
fn tiny(rows: usize, in_log: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut tiny = Tiny::open(folder.path());
    tiny.write(rows);
    tiny.seal.press(&tiny.conn);
    tiny.close();
    let mut tiny = Tiny::open(folder.path());
    (0..in_log).for_each(|_| tiny.write(1));
    tiny.close();
    folder
}

/// Whatever stopped, it is healthy before anybody opens it, can be opened with all that was committed, and stays healthy.
#[track_caller]
fn goes_on(folder: &Path, rows: usize) {
    healthy(folder);
    // Once from the copy as it is, once with everything pressed through.
    for _ in 0..2 {
        let mut tiny = Tiny::open(folder);
        assert!(tiny.rows() >= rows, "{} rows of {rows}", tiny.rows());
        healthy(folder);
        tiny.write(3);
        healthy(folder);
        tiny.write(30);
        tiny.seal.after_writing(&tiny.conn);
        healthy(folder);
        let whole: String = tiny.conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok");
        tiny.close();
        healthy(folder);
    }
}

#[test]
fn every_changed_byte_of_the_database_is_found_with_its_page() {
    let folder = tiny(20, 0);
    let folder = folder.path();
    let length = bytes(folder, sqlite::FILE).len();
    assert_eq!(fs::metadata(folder.join(LOG)).unwrap().len(), 0);
    assert_eq!(healthy(folder), Sealed { generation: Some(2), pages: (length / PAGE) as u64, frames: 0, tail: 0 });
    for at in 0..length {
        flip(folder, sqlite::FILE, at);
        let all = findings(folder);
        assert_eq!(all.len(), 1, "{at}: {all:?}");
        assert_eq!((all[0].file, all[0].place), (sqlite::FILE, SealPlace::Page((at / PAGE + 1) as u64)));
        flip(folder, sqlite::FILE, at);
    }
    healthy(folder);
}

#[test]
fn every_changed_byte_of_seal_and_note_is_found() {
    let folder = tiny(20, 3);
    let folder = folder.path();
    for name in [SEAL, NOTE] {
        for at in 0..bytes(folder, name).len() {
            flip(folder, name, at);
            let all = findings(folder);
            assert!(all.iter().any(|finding| finding.file == name), "{name} {at}: {all:?}");
            if name == SEAL && at >= 64 {
                let page = SealPlace::Page(((at - 64) / 16 + 1) as u64);
                assert_eq!(all.iter().map(|finding| finding.place).skip(1).collect::<Vec<_>>(), [page]);
            }
            flip(folder, name, at);
        }
    }
    healthy(folder);
}

/// Also where nothing was noted, as after a crash, and also in the very last frame.
#[test]
fn every_changed_byte_of_the_log_is_found_with_its_frame() {
    let folder = tiny(20, 3);
    let length = bytes(folder.path(), LOG).len();
    assert!(length > FRAME * 3 && (length - 32).is_multiple_of(FRAME));
    assert_eq!(healthy(folder.path()).frames, ((length - 32) / FRAME) as u64);
    for noted in [true, false] {
        let folder = copy(folder.path());
        let folder = folder.path();
        if !noted {
            fs::remove_file(folder.join(NOTE)).unwrap();
        }
        for at in 0..length {
            flip(folder, LOG, at);
            let all = findings(folder);
            assert_eq!(all.len(), 1, "{at} {noted}: {all:?}");
            assert_eq!(all[0].file, LOG);
            match all[0].place {
                SealPlace::Bytes(0, 32) => assert!(at < 32),
                SealPlace::Frame { frame, .. } => assert_eq!(frame, ((at - 32) / FRAME + 1) as u64),
                other => panic!("{other:?}"),
            }
            flip(folder, LOG, at);
        }
        healthy(folder);
    }
}

/// SQLite would take a log to end at a damaged frame, and the next act would be written over those behind it.
#[test]
fn a_log_with_damaged_acts_is_not_written_to() {
    let office = Office::new();
    office.registered(vec![ask("council")]);
    let Office { folder, register, .. } = office;
    drop(register);
    // However the office was left, with a note or by a crash.
    let mut seal = Seal::enter(folder.path(), Durability::ProcessOnly).unwrap();
    let conn = sqlite::open(folder.path(), Durability::ProcessOnly).unwrap();
    seal.begin(&conn).unwrap();
    seal.press(&conn);
    for _ in 0..4 {
        conn.execute_batch("UPDATE head SET number = number + 1; UPDATE head SET number = number - 1").unwrap();
    }
    seal.close(&conn);
    drop((conn, seal));
    assert!(folder.path().join(NOTE).exists() && healthy(folder.path()).frames > 4);
    for noted in [true, false] {
        let left = copy(folder.path());
        if !noted {
            fs::remove_file(left.path().join(NOTE)).unwrap();
        }
        let whole = bytes(left.path(), LOG);
        for at in [3, 40, 50, 2000, 9000, whole.len() - 5] {
            flip(left.path(), LOG, at);
            let before = bytes(left.path(), sqlite::FILE);
            let opened = Register::open_for_tests(left.path());
            assert!(matches!(opened, Err(Failure::Damaged(_))), "{noted} {at}: {opened:?}");
            assert!(before == bytes(left.path(), sqlite::FILE));
            flip(left.path(), LOG, at);
            assert!(whole == bytes(left.path(), LOG));
        }
        // Who knows what is lost may go on without it.
        let lost = copy(left.path());
        flip(lost.path(), LOG, 2000);
        reseal(lost.path()).unwrap();
        healthy(lost.path());
        drop(Register::open_for_tests(lost.path()).unwrap());
        drop(Register::open_for_tests(left.path()).unwrap());
        healthy(left.path());
    }
}

#[test]
fn a_page_of_the_log_that_was_lost_is_found() {
    let folder = tiny(20, 6);
    let whole = bytes(folder.path(), LOG);
    let frames = (whole.len() - 32) / FRAME;
    for noted in [true, false] {
        let folder = copy(folder.path());
        if !noted {
            fs::remove_file(folder.path().join(NOTE)).unwrap();
        }
        for frame in 0..frames {
            for (from, to) in [(0, FRAME), (24, FRAME), (0, 24), (300, 420)] {
                let mut changed = whole.clone();
                let at = 32 + frame * FRAME;
                changed[at + from..at + to].fill(0x5a);
                put(folder.path(), LOG, &changed);
                let all = findings(folder.path());
                // Without a note the last acts could have been unfinished, for all that anybody can tell.
                if noted || frame + 7 < frames {
                    let place = all.first().map(|finding| finding.place);
                    let Some(SealPlace::Frame { frame: named, .. }) = place else { panic!("{frame}: {all:?}") };
                    assert_eq!(named, frame as u64 + 1);
                }
            }
        }
    }
}

#[test]
fn cut_files_and_longer_files_are_found() {
    let folder = tiny(20, 3);
    let folder = folder.path();
    for name in [sqlite::FILE, SEAL, LOG, NOTE] {
        let whole = bytes(folder, name);
        let mut lengths: Vec<usize> = vec![0, 1, 31, 32, 33, 63, 64, 65, whole.len() / 2, whole.len() - 1];
        lengths.extend((0..whole.len() / FRAME).map(|frames| 32 + frames * FRAME));
        lengths.extend((0..whole.len() / PAGE).map(|pages| pages * PAGE));
        for length in lengths.into_iter().filter(|length| *length < whole.len()) {
            put(folder, name, &whole[..length]);
            let all = findings(folder);
            assert!(all.iter().any(|finding| finding.file == name), "{name} cut to {length}: {all:?}");
        }
        for more in [&[0_u8][..], &[7], &[0; PAGE], &[9; 5000]] {
            put(folder, name, &[&whole, more].concat());
            let all = findings(folder);
            if name == LOG {
                // What stands after the last commit counts for nothing, and a crash may have left it there.
                healthy(folder);
            } else {
                assert!(all.iter().any(|finding| finding.file == name), "{name} and {}: {all:?}", more.len());
            }
        }
        fs::remove_file(folder.join(name)).unwrap();
        let all = findings(folder);
        assert!(name == NOTE || all.iter().any(|finding| finding.file == name), "{name}: {all:?}");
        put(folder, name, &whole);
    }
    let whole = bytes(folder, sqlite::FILE);
    let mut swapped = whole.clone();
    swapped[PAGE..3 * PAGE].rotate_left(PAGE);
    put(folder, sqlite::FILE, &swapped);
    let places: Vec<_> = findings(folder).into_iter().map(|finding| finding.place).collect();
    assert_eq!(places, [SealPlace::Page(2), SealPlace::Page(3)]);
    put(folder, sqlite::FILE, &whole);
    healthy(folder);
}

#[test]
fn an_older_seal_or_database_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut tiny = Tiny::open(folder.path());
    tiny.write(60);
    tiny.close();
    let old = copy(folder.path());
    let mut tiny = Tiny::open(folder.path());
    tiny.write(60);
    tiny.close();
    let mut tiny = Tiny::open(folder.path());
    tiny.write(1);
    tiny.close();
    healthy(folder.path());
    for name in [SEAL, sqlite::FILE, LOG] {
        let mixed = copy(folder.path());
        fs::copy(old.path().join(name), mixed.path().join(name)).unwrap();
        assert!(!findings(mixed.path()).is_empty(), "{name}");
    }
}

#[test]
fn garbage_is_no_fault_of_the_check() {
    let folder = tiny(20, 3);
    let folder = folder.path();
    let mut state = 1_u64;
    let mut chance = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    for name in [sqlite::FILE, SEAL, PENDING, LOG, NOTE, "seal.lock", "journal.seal.new"] {
        let whole = fs::read(folder.join(name)).ok();
        for length in [0, 1, 31, 32, 33, 63, 64, 65, 80, 81, 511, 512, 513, 1000, 5000] {
            for kind in 0..4 {
                let mut garbage: Vec<u8> = match kind {
                    0 => vec![0; length],
                    1 => vec![0xff; length],
                    _ => (0..length).map(|_| chance()).collect(),
                };
                if kind == 3 {
                    // It begins as it should.
                    let begin: Vec<u8> = whole.iter().flatten().copied().take(length.min(48)).collect();
                    garbage[..begin.len()].copy_from_slice(&begin);
                }
                put(folder, name, &garbage);
                let all = findings(folder);
                if [sqlite::FILE, SEAL, PENDING, LOG, NOTE].contains(&name) {
                    assert!(!all.is_empty(), "{name} {length} {kind}");
                }
            }
        }
        match whole {
            Some(whole) => put(folder, name, &whole),
            None => fs::remove_file(folder.join(name)).unwrap(),
        }
    }
    healthy(folder);
    for name in [sqlite::FILE, SEAL, LOG, NOTE] {
        let whole = bytes(folder, name);
        fs::remove_file(folder.join(name)).unwrap();
        fs::create_dir(folder.join(name)).unwrap();
        assert!(!findings(folder).is_empty(), "{name} is a folder");
        fs::remove_dir(folder.join(name)).unwrap();
        put(folder, name, &whole);
    }
    let nothing = tempfile::tempdir().unwrap();
    let checked = check_seal(nothing.path(), &mut |finding| panic!("{finding}"));
    assert!(matches!(checked, Err(Failure::NoJournal(_))));
}

/// Runs a checkpoint and copies the folder at each of its steps.
fn steps_of(folder: &Path, mut tiny: Tiny) -> Vec<(&'static str, TempDir)> {
    let (send, steps) = std::sync::mpsc::channel();
    let from = folder.to_owned();
    AT_STEP.set(Some(Box::new(move |step| send.send((step, copy(&from))).unwrap())));
    tiny.seal.close(&tiny.conn);
    AT_STEP.set(None);
    drop(tiny);
    steps.try_iter().collect()
}

#[test]
fn a_checkpoint_may_stop_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut tiny = Tiny::open(folder.path());
    tiny.write(40);
    tiny.close();
    let mut tiny = Tiny::open(folder.path());
    tiny.conn.execute("DELETE FROM things WHERE number % 3 = 0 AND number < 20", []).unwrap();
    tiny.write(60);
    tiny.conn.execute("UPDATE things SET text = 'x' || text WHERE number % 10 = 0", []).unwrap();
    let rows = tiny.rows();
    let steps = steps_of(folder.path(), tiny);
    let names: Vec<_> = steps.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["before pending", "pending", "copied", "renamed", "sealed", "emptied"]);
    let at = |name: &str| steps.iter().find(|(step, _)| *step == name).map(|(_, copy)| copy.path()).unwrap();
    for (name, stopped) in &steps {
        healthy(stopped.path());
        goes_on(copy(stopped.path()).path(), rows);
        // What was being written when the machine died.
        let half = copy(stopped.path());
        for draft in [PENDING, SEAL, NOTE] {
            put(half.path(), &format!("{draft}.new"), &[1; 77]);
        }
        goes_on(half.path(), rows);
        // Outside the pages that are being written every byte is still watched.
        if *name == "pending" {
            let covered: Vec<u8> = bytes(stopped.path(), PENDING);
            let sealed: Vec<u8> = bytes(stopped.path(), SEAL);
            let old = covered[64..].chunks(16).zip(sealed[64..].chunks(16));
            let (same, _) = old.enumerate().find(|(_, (new, old))| new == old).unwrap();
            flip(stopped.path(), sqlite::FILE, same * PAGE + 5);
            assert_eq!(findings(stopped.path())[0].place, SealPlace::Page(same as u64 + 1));
            flip(stopped.path(), sqlite::FILE, same * PAGE + 5);
        }
    }
    // In the middle of the copying: some pages are there and others not, whatever the order in which the disk took them.
    let (old, new) = (bytes(at("pending"), sqlite::FILE), bytes(at("copied"), sqlite::FILE));
    assert!(old.len() < new.len());
    for pattern in [0b0101_0101_u8, 0b0011_0110, 0b1111_0000, 0b0000_1111, 0b1000_0000] {
        for length in [old.len(), old.len() + 100, (old.len() + new.len()) / 2, new.len()] {
            let mut mixed = old.clone();
            mixed.resize(length, 0);
            for (at, byte) in mixed.iter_mut().enumerate() {
                // Parts of half a page: the disk takes no less than a sector, and here that is a page.
                if pattern >> (at / PAGE % 8) & 1 == 1 {
                    *byte = new[at];
                }
            }
            let stopped = copy(at("pending"));
            put(stopped.path(), sqlite::FILE, &mixed);
            goes_on(stopped.path(), rows);
        }
    }
    // A page that is neither the old nor the new one is damage even then.
    let stopped = copy(at("pending"));
    let changed = (0..old.len() / PAGE).find(|page| old[page * PAGE..][..PAGE] != new[page * PAGE..][..PAGE]).unwrap();
    flip(stopped.path(), sqlite::FILE, changed * PAGE + 5);
    assert_eq!(findings(stopped.path())[0].place, SealPlace::Page(changed as u64 + 1));
    // The name of the new seal did not reach the disk, nor the emptying of the log.
    let lost = copy(at("emptied"));
    for name in [SEAL, PENDING, LOG] {
        fs::copy(at("copied").join(name), lost.path().join(name)).unwrap();
    }
    goes_on(lost.path(), rows);
}

/// With large pages a page may be torn: some of its sectors are new and some old.
#[test]
fn a_torn_page_is_no_damage_while_its_checkpoint_is_pending() {
    let office = Office::new();
    office.registered(vec![ask("council")]);
    let Office { folder, body, register } = office;
    drop(register);
    let mut seal = Seal::enter(folder.path(), Durability::ProcessOnly).unwrap();
    let conn = sqlite::open(folder.path(), Durability::ProcessOnly).unwrap();
    seal.begin(&conn).unwrap();
    conn.execute_batch("UPDATE head SET number = number + 1; CREATE TABLE more AS SELECT * FROM journal").unwrap();
    let steps = steps_of(folder.path(), Tiny { conn, seal });
    // A log so short is noted only; a second life with a longer one makes a checkpoint.
    assert!(steps.is_empty());
    let mut seal = Seal::enter(folder.path(), Durability::ProcessOnly).unwrap();
    let conn = sqlite::open(folder.path(), Durability::ProcessOnly).unwrap();
    seal.begin(&conn).unwrap();
    for _ in 0..4 {
        conn.execute_batch("INSERT INTO more SELECT * FROM more; UPDATE more SET officer = officer || 'x'").unwrap();
    }
    let steps = steps_of(folder.path(), Tiny { conn, seal });
    let at = |name: &str| steps.iter().find(|(step, _)| *step == name).map(|(_, copy)| copy.path()).unwrap();
    let (old, new) = (bytes(at("pending"), sqlite::FILE), bytes(at("copied"), sqlite::FILE));
    let torn: Vec<u8> =
        (0..new.len()).map(|at| if at / 512 % 2 == 0 { new[at] } else { old.get(at).copied().unwrap_or(0) }).collect();
    put(at("pending"), sqlite::FILE, &torn);
    healthy(at("pending"));
    let office = Office { register: Register::open_for_tests(at("pending")).unwrap(), folder, body };
    healthy(at("pending"));
    assert_eq!(office.register.reader().unwrap().last_number().unwrap(), 3);
}

#[test]
fn an_unfinished_transaction_is_no_damage() {
    let folder = tiny(20, 2);
    let clean = copy(folder.path());
    // Two lives go on from the same moment, one with much and one with little.
    let mut logs = Vec::new();
    for rows in [25, 1] {
        let life = copy(clean.path());
        let mut tiny = Tiny::open(life.path());
        tiny.write(rows);
        tiny.die();
        logs.push(bytes(life.path(), LOG));
    }
    let committed = bytes(clean.path(), LOG);
    let [much, little] = &logs[..] else { panic!() };
    assert!(much.len() > little.len() && much.starts_with(&committed) && little.starts_with(&committed));
    let stopped = |log: &[u8]| {
        let copy = copy(clean.path());
        put(copy.path(), LOG, log);
        copy
    };
    // The transaction was cut off anywhere.
    for length in (committed.len()..much.len()).step_by(67) {
        assert!(healthy(stopped(&much[..length]).path()).tail > 0 || length == committed.len());
    }
    // The disk took its sectors in another order, the last ones first.
    for frame in 0..(much.len() - committed.len()) / FRAME {
        for (from, to) in [(0, FRAME), (24, FRAME), (0, 24)] {
            let mut log = much.clone();
            let at = committed.len() + frame * FRAME;
            log[at + from..at + to].fill(0);
            healthy(stopped(&log).path());
        }
    }
    // A process died after much, another went on with little; behind the end stands the rest of much.
    let mut over = much.clone();
    over[..little.len()].copy_from_slice(little);
    let both = stopped(&over);
    assert!(healthy(both.path()).tail > 0);
    goes_on(both.path(), 23);
    goes_on(stopped(&much[..much.len() - 100]).path(), 22);
}

#[test]
fn a_process_that_dies_before_it_names_the_seal_leaves_that_to_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut other = Tiny::open(folder.path());
    other.write(10);
    let mut dying = Tiny::open(folder.path());
    dying.write(390);
    AT_STEP.set(Some(Box::new(|step| assert_ne!(step, "copied", "dies here"))));
    let died = catch_unwind(AssertUnwindSafe(|| dying.seal.after_writing(&dying.conn)));
    AT_STEP.set(None);
    assert!(died.is_err());
    drop(dying);
    assert!(folder.path().join(PENDING).exists());
    goes_on(copy(folder.path()).path(), 400);
    healthy(folder.path());
    // The log is wholly copied, so this would overwrite it, and with it what the pending seal is about.
    other.write(1);
    assert!(!folder.path().join(PENDING).exists());
    assert_eq!(healthy(folder.path()).generation, Some(2));
    goes_on(copy(folder.path()).path(), 401);
    other.write(20);
    other.close();
    goes_on(folder.path(), 421);
}

#[test]
fn a_reader_in_the_way_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut tiny = Tiny::open(folder.path());
    tiny.write(40);
    let before = bytes(folder.path(), sqlite::FILE);
    let reader = Connection::open(folder.path().join(sqlite::FILE)).unwrap();
    seal::leave_checkpoints_to_the_seal(&reader).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let seen = |conn: &Connection| conn.query_row("SELECT count(*) FROM things", [], |row| row.get::<_, i64>(0));
    assert_eq!(seen(&reader), Ok(40));
    for round in 1..5 {
        tiny.write(400);
        tiny.seal.after_writing(&tiny.conn);
        // The pages up to the reader's state were copied, and the seal stays pending.
        assert!(folder.path().join(PENDING).exists());
        healthy(folder.path());
        goes_on(copy(folder.path()).path(), 40 + round * 400);
        // A checkpoint in part is not pressed to the disk: all that it wrote may be lost.
        let lost = copy(folder.path());
        put(lost.path(), sqlite::FILE, &before);
        goes_on(lost.path(), 40 + round * 400);
        assert_eq!(seen(&reader), Ok(40));
    }
    reader.execute_batch("COMMIT").unwrap();
    tiny.write(400);
    tiny.seal.after_writing(&tiny.conn);
    assert!(!folder.path().join(PENDING).exists());
    assert_eq!(healthy(folder.path()).generation, Some(2));
    // One that reads the newest state hinders only the emptying; the next writer begins the log anew.
    tiny.write(40);
    reader.execute_batch("BEGIN").unwrap();
    assert_eq!(seen(&reader), Ok(2080));
    tiny.write(1);
    tiny.close();
    goes_on(copy(folder.path()).path(), 2081);
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    goes_on(folder.path(), 2081);
}

#[test]
fn a_journal_of_an_older_version_is_sealed_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let conn = Connection::open(folder.path().join(sqlite::FILE)).unwrap();
    conn.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    sqlite::create(&conn).unwrap();
    drop(conn);
    fs::remove_dir_all(folder.path().join("nothing")).unwrap_err();
    let new = Office::new();
    new.registered(vec![ask("council")]);
    for crashed in [true, false] {
        let old = tempfile::tempdir().unwrap();
        let conn = Connection::open(new.folder.path().join(sqlite::FILE)).unwrap();
        conn.execute("VACUUM INTO ?1", [old.path().join(sqlite::FILE).to_str().unwrap()]).unwrap();
        let conn = Connection::open(old.path().join(sqlite::FILE)).unwrap();
        conn.execute_batch("PRAGMA journal_mode = WAL; UPDATE head SET number = number").unwrap();
        let old = if crashed { copy(old.path()) } else { old };
        drop(conn);
        assert_eq!(healthy(old.path()).generation, None);
        let office = Office {
            register: Register::open_for_tests(old.path()).unwrap(),
            folder: tempfile::tempdir().unwrap(),
            body: assembly(),
        };
        assert_eq!(healthy(old.path()).generation, Some(1));
        office.registered(vec![ask("council")]);
        healthy(old.path());
        drop(office);
        healthy(old.path());
        flip(old.path(), sqlite::FILE, 5000);
        assert_eq!(findings(old.path())[0].place, SealPlace::Page(2));
    }
}

#[test]
fn a_seal_that_was_lost_or_damaged_is_not_replaced_in_silence() {
    let folder = tiny(20, 3);
    let folder = folder.path();
    let again = |folder: &Path| {
        let mut tiny = Tiny::open(folder);
        tiny.write(50);
        tiny.seal.after_writing(&tiny.conn);
        tiny.close();
    };
    let lost = copy(folder);
    fs::remove_file(lost.path().join(SEAL)).unwrap();
    let damaged = copy(folder);
    flip(damaged.path(), SEAL, 70);
    let page = copy(folder);
    flip(page.path(), sqlite::FILE, PAGE * 4 + 400);
    for (name, copy) in [(SEAL, lost), (SEAL, damaged), (sqlite::FILE, page)] {
        assert_eq!(findings(copy.path())[0].file, name);
        if name == SEAL {
            again(copy.path());
            assert_eq!(findings(copy.path())[0].file, name);
        }
        let before = check_seal(copy.path(), &mut |_| {}).unwrap().generation;
        reseal_tiny(copy.path());
        assert!(healthy(copy.path()).generation > before);
        again(copy.path());
        healthy(copy.path());
    }
    let office = Office::new();
    office.registered(vec![ask("council")]);
    assert!(matches!(reseal(office.folder.path()), Err(Failure::Busy(_))));
    let Office { folder, register, .. } = office;
    drop(register);
    flip(folder.path(), sqlite::FILE, 3);
    flip(folder.path(), sqlite::FILE, 3);
    flip(folder.path(), SEAL, 3);
    assert_eq!(findings(folder.path())[0].file, SEAL);
    reseal(folder.path()).unwrap();
    healthy(folder.path());
    assert!(matches!(reseal(&folder.path().join("nowhere")), Err(Failure::NoJournal(_))));
}

fn reseal_tiny(folder: &Path) {
    let mut tiny = Tiny::open(folder);
    tiny.seal.reseal(&tiny.conn).unwrap();
    tiny.close();
}

#[test]
fn an_office_at_work_is_healthy_whenever_it_is_looked_at() {
    let office = Office::new();
    let folder = office.folder.path();
    let done = AtomicBool::new(false);
    let looked = std::thread::scope(|scope| {
        let checking = scope.spawn(|| {
            let mut looked = 0;
            while !done.load(Ordering::Relaxed) {
                healthy(folder);
                looked += 1;
                std::thread::sleep(std::time::Duration::from_millis(3));
            }
            looked
        });
        let writing: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    // Registers come and go, and each closes with a note or a checkpoint.
                    for _ in 0..4 {
                        let own = Office {
                            folder: tempfile::tempdir().unwrap(),
                            body: assembly(),
                            register: Register::open_for_tests(folder).unwrap(),
                        };
                        for _ in 0..6 {
                            own.registered(vec![ask("council")]);
                        }
                    }
                })
            })
            .collect();
        writing.into_iter().for_each(|handle| handle.join().unwrap());
        done.store(true, Ordering::Relaxed);
        checking.join().unwrap()
    });
    assert!(looked > 3, "{looked}");
    let checked = healthy(folder);
    assert!(checked.generation > Some(3), "{checked:?}");
    office.check();
    let Office { folder, register, .. } = office;
    drop(register);
    let checked = healthy(folder.path());
    // A bit of every page of a real journal.
    let length = bytes(folder.path(), sqlite::FILE).len();
    for page in 0..length / 4096 {
        let at = page * 4096 + page * 977 % 4096;
        flip(folder.path(), sqlite::FILE, at);
        assert_eq!(findings(folder.path())[0].place, SealPlace::Page(page as u64 + 1));
        flip(folder.path(), sqlite::FILE, at);
    }
    assert_eq!(healthy(folder.path()), checked);
}

#[test]
fn a_closed_office_has_a_short_log_or_none() {
    let office = Office::new();
    (0..40).for_each(|_| drop(office.registered(vec![ask("council")])));
    let Office { folder, body, register } = office;
    drop(register);
    let log = || fs::metadata(folder.path().join(LOG)).unwrap().len();
    let checked = healthy(folder.path());
    assert!(log() <= 32 + 10 * 4120, "{}", log());
    assert_eq!(checked.tail, if checked.frames == 0 { 0 } else { 32 }.min(checked.tail));
    // One act after another, each in a register of its own: nothing grows beyond all bounds.
    let mut most = 0;
    let mut folder = folder;
    for _ in 0..30 {
        let office = Office { register: Register::open_for_tests(folder.path()).unwrap(), folder, body: body.clone() };
        office.done(None, receive_step());
        folder = office.folder;
        drop(office.register);
        healthy(folder.path());
        most = most.max(fs::metadata(folder.path().join(LOG)).unwrap().len());
    }
    assert!(most <= 32 + 40 * 4120, "{most}");
}
