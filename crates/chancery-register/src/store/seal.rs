//! The seal: a digest of every page of the journal's database, so that a changed bit anywhere in the files is found.
//!
//! SQLite keeps no checksums of its pages and does not look at free space. Beside `journal.db` lie therefore
//!
//! | file | what it holds |
//! |---|---|
//! | `journal.seal` | the digest of each page as of the last checkpoint, under a digest of the whole |
//! | `journal.seal.pending` | the next seal, while a checkpoint is under way |
//! | `journal.seal.wal` | how far the write-ahead log was committed when the office was last closed |
//! | `seal.lock` | who makes a checkpoint holds it alone, who checks holds it with others |
//! | `writers.lock` | whoever may write holds it with others; alone, while the log is emptied |
//!
//! Nothing writes into `journal.db` but a checkpoint, and every connection leaves checkpoints to this module. Since what a
//! checkpoint writes stands in the log, the next seal is known before the first page is changed: it is written durably as
//! pending, then SQLite copies the pages and presses them to the disk, then the pending seal gets its name. At every moment
//! a page has the digest of the seal or that of the pending one; a machine that dies in between leaves the log whole, and
//! the next checkpoint does the same again. All this happens inside a write transaction, because a log that was wholly
//! copied may be begun anew by the next commit, and by then the new seal must be on the disk. If a process dies after the
//! copying and before the naming, the pending seal is there to tell the others, who look for it before they write.
//!
//! A small log is not copied when the office is closed, for that costs more than an act. Its frames have checksums of
//! SQLite's, and how many they are is noted, so that none can be lost unseen.

use std::{
    fmt,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::PoisonError,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};
use sha2::{Digest as _, Sha256};

use super::{
    raw::Held,
    sqlite::{self, Durability, FILE, PATIENCE},
    wal::{self, Damage, Scan},
};
use crate::{Failure, files};

const SEAL: &str = "journal.seal";
const PENDING: &str = "journal.seal.pending";
const NOTE: &str = "journal.seal.wal";
const LOG: &str = "journal.db-wal";
const LOCK: &str = "seal.lock";
const WRITERS: &str = "writers.lock";

const SEAL_MAGIC: &[u8; 8] = b"CHNCseal";
const NOTE_MAGIC: &[u8; 8] = b"CHNCnote";
const FORMAT: u32 = 1;
/// Magic, format, page size, page count, generation, digest of all that and the list.
const SEAL_HEAD: usize = 64;
/// Magic, format, page size, generation, salts, frames, checksum, digest of all that.
const NOTE_LENGTH: usize = 80;

/// How many pages the log may hold before it is copied into the database. Tests come to know many checkpoints.
const LOG_LIMIT: u64 = if cfg!(test) { 80 } else { 4000 };
/// How much longer the log must have become before a checkpoint that a reader cut short is tried again.
const LOG_STEP: u64 = LOG_LIMIT / 4;
/// How many pages of the log may be left when the office is closed.
const LOG_LEFT: u64 = LOG_LIMIT / 8;

/// The digest of a page: half of its SHA-256.
pub(crate) type Digest = [u8; 16];

pub(crate) fn digest(bytes: &[u8]) -> Digest {
    let whole: [u8; 32] = Sha256::digest(bytes).into();
    let mut half = [0; 16];
    half.copy_from_slice(&whole[..16]);
    half
}

/// Makes a connection leave the database's file alone. To be called before anything else is done with it.
pub(crate) fn leave_checkpoints_to_the_seal(conn: &Connection) -> Result<(), Failure> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.execute_batch("PRAGMA wal_autocheckpoint = 0;")?;
    Ok(())
}

/// What a seal says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sheet {
    page_size: usize,
    generation: u64,
    pages: Vec<Digest>,
}

/// A seal that was read.
enum SheetRead {
    Absent,
    Whole(Sheet),
    /// Its own digest does not fit; what could be made of it.
    Spoilt(Option<Sheet>),
}

impl Sheet {
    fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::with_capacity(SEAL_HEAD + self.pages.len() * 16);
        all.extend_from_slice(SEAL_MAGIC);
        all.extend_from_slice(&FORMAT.to_be_bytes());
        all.extend_from_slice(&(self.page_size as u32).to_be_bytes());
        all.extend_from_slice(&(self.pages.len() as u64).to_be_bytes());
        all.extend_from_slice(&self.generation.to_be_bytes());
        all.extend_from_slice(&[0; 32]);
        all.extend(self.pages.iter().flatten());
        let own = Sheet::own_digest(&all);
        all[32..64].copy_from_slice(&own);
        all
    }

    fn own_digest(bytes: &[u8]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(&bytes[..32]);
        hasher.update(&bytes[SEAL_HEAD..]);
        hasher.finalize().into()
    }

    fn parse(bytes: &[u8]) -> SheetRead {
        if bytes.len() < SEAL_HEAD {
            return SheetRead::Spoilt(None);
        }
        let page_size = be(bytes, 12, 4) as usize;
        let sheet = Sheet { page_size, generation: be(bytes, 24, 8), pages: bytes[SEAL_HEAD..].as_chunks().0.to_vec() };
        let fits = bytes.starts_with(SEAL_MAGIC)
            && be(bytes, 8, 4) == u64::from(FORMAT)
            && be(bytes, 16, 8) == sheet.pages.len() as u64
            && (bytes.len() - SEAL_HEAD).is_multiple_of(16)
            && bytes[32..64] == Sheet::own_digest(bytes);
        match (fits, wal::is_page_size(page_size)) {
            (true, true) => SheetRead::Whole(sheet),
            (_, true) => SheetRead::Spoilt(Some(sheet)),
            (_, false) => SheetRead::Spoilt(None),
        }
    }

    /// Reads a seal that is no longer than `limit`.
    fn read(path: &Path, limit: u64) -> Result<SheetRead, io::Error> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(SheetRead::Absent),
            Err(error) => return Err(error),
        };
        if file.metadata()?.len() > limit {
            return Ok(SheetRead::Spoilt(None));
        }
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes)?;
        Ok(Sheet::parse(&bytes))
    }

    fn page(&self, number: u64) -> Option<&Digest> {
        self.pages.get(usize::try_from(number.checked_sub(1)?).ok()?)
    }

    fn length(&self) -> u64 {
        self.pages.len() as u64 * self.page_size as u64
    }
}

fn be(bytes: &[u8], at: usize, length: usize) -> u64 {
    bytes.iter().skip(at).take(length).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// How far the log was committed when the office was closed. It stays true until the next checkpoint, which makes the next
/// generation of the seal.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Note {
    page_size: usize,
    generation: u64,
    salts: [u8; 8],
    frames: u64,
    sum: wal::Sum,
}

impl Note {
    fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::with_capacity(NOTE_LENGTH);
        all.extend_from_slice(NOTE_MAGIC);
        all.extend_from_slice(&FORMAT.to_be_bytes());
        all.extend_from_slice(&(self.page_size as u32).to_be_bytes());
        all.extend_from_slice(&self.generation.to_be_bytes());
        all.extend_from_slice(&self.salts);
        all.extend_from_slice(&self.frames.to_be_bytes());
        all.extend_from_slice(&self.sum.0.to_be_bytes());
        all.extend_from_slice(&self.sum.1.to_be_bytes());
        let own: [u8; 32] = Sha256::digest(&all).into();
        all.extend_from_slice(&own);
        all
    }

    /// Reads the note: nothing if there is none, `Err` in the inner place if it is not what was written.
    fn read(path: &Path) -> io::Result<Option<Result<Note, ()>>> {
        let mut bytes = Vec::new();
        match File::open(path) {
            Ok(file) => file.take(NOTE_LENGTH as u64 + 1).read_to_end(&mut bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut salts = [0; 8];
        if let Some(found) = bytes.get(24..32) {
            salts.copy_from_slice(found);
        }
        let note = Note {
            page_size: be(&bytes, 12, 4) as usize,
            generation: be(&bytes, 16, 8),
            salts,
            frames: be(&bytes, 32, 8),
            sum: (be(&bytes, 40, 4) as u32, be(&bytes, 44, 4) as u32),
        };
        Ok(Some(if note.bytes() == bytes { Ok(note) } else { Err(()) }))
    }
}

/// Waits for a lock on a file, for a while or not at all; whether it was got. A process that dies lets its locks go.
fn lock(file: &File, alone: bool, patience: Duration) -> io::Result<bool> {
    let begun = Instant::now();
    loop {
        match if alone { file.try_lock() } else { file.try_lock_shared() } {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => return Ok(false),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(1)),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

fn open_lock(path: &Path) -> Result<File, Failure> {
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    opened.map_err(Failure::io(path))
}

#[cfg(test)]
pub(crate) type AtStep = Box<dyn FnMut(&'static str)>;

#[cfg(test)]
thread_local! {
    /// What a test does at the steps of a checkpoint.
    pub(crate) static AT_STEP: std::cell::RefCell<Option<AtStep>> = const { std::cell::RefCell::new(None) };
}

fn step(name: &'static str) {
    #[cfg(test)]
    AT_STEP.with_borrow_mut(|at| {
        if let Some(at) = at {
            at(name);
        }
    });
    let _ = name;
}

/// Asks SQLite for a checkpoint: whether something was in the way, the frames in the log, those that are copied.
fn copy(conn: &Connection, mode: &str) -> Result<(bool, u64, u64), Failure> {
    let (busy, log, copied) = sqlite::patiently(|| {
        Ok(conn
            .prepare_cached(&format!("PRAGMA wal_checkpoint({mode})"))?
            .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))?)
    })?;
    // SQLite says −1 where it does not know.
    Ok((busy != 0 || log < 0 || copied < 0, log.max(0).unsigned_abs(), copied.max(0).unsigned_abs()))
}

/// The seal in the hands of one who may write.
#[derive(Debug)]
pub(crate) struct Seal {
    folder: PathBuf,
    durable: bool,
    page_size: u64,
    /// How many frames the log had when a checkpoint was last tried.
    tried: u64,
    /// The connection that copies the log while the writing one keeps others out.
    copier: Option<Connection>,
    /// Whether nobody else can write now.
    alone: bool,
    writers: File,
    held: Held,
}

impl Seal {
    /// Enters the folder as one who may write. To be called before the writing connection is opened.
    ///
    /// A log in which acknowledged acts are damaged is not written to: SQLite would take it to end there, and what came
    /// after would be written over.
    pub fn enter(folder: &Path, durability: Durability) -> Result<Seal, Failure> {
        let seal = Seal::enter_whatever_there_is(folder, durability)?;
        if seal.alone && !seal.is_clean() {
            let note = Note::read(&seal.path(NOTE)).ok().flatten().and_then(Result::ok);
            let note = note.filter(|note| seal.generation() == Some(note.generation));
            let log = seal.path(LOG);
            let scan = wal::scan(&log, note.as_ref().map(|note| (note.frames, note.sum))).map_err(Failure::io(&log))?;
            match scan.damage {
                Some(Damage::Head(what)) => return Err(Failure::Damaged(format!("{LOG}: {what}"))),
                Some(Damage::Frame(frame, _, what)) => {
                    return Err(Failure::Damaged(format!("{LOG}, frame {frame}: {what}")));
                }
                None if note.is_some() && !scan.expected => return Err(Seal::acts_lost()),
                None => {}
            }
        }
        Ok(seal)
    }

    fn acts_lost() -> Failure {
        Failure::Damaged(format!("{LOG} has not all the acts that were in it when the office was closed"))
    }

    fn enter_whatever_there_is(folder: &Path, durability: Durability) -> Result<Seal, Failure> {
        files::make_folder(folder)?;
        let path = folder.join(WRITERS);
        let writers = open_lock(&path)?;
        // Whoever comes first may see what the last one left, before others come.
        let alone = lock(&writers, true, Duration::ZERO).map_err(Failure::io(&path))?;
        if !alone && !lock(&writers, false, PATIENCE).map_err(Failure::io(&path))? {
            return Err(Failure::Busy(PATIENCE.as_secs()));
        }
        Ok(Seal {
            folder: folder.to_owned(),
            durable: durability == Durability::Full,
            page_size: 4096,
            tried: 0,
            copier: None,
            alone,
            writers,
            held: Held::new(folder),
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Seals a journal that was never sealed, and ends what a process that died had begun.
    pub fn begin(&mut self, conn: &Connection) -> Result<(), Failure> {
        self.page_size = conn.query_row("PRAGMA page_size", [], |row| row.get::<_, i64>(0))?.unsigned_abs();
        if !self.path(SEAL).exists() {
            self.seal_first(conn, false)?;
        } else if self.alone && self.is_clean() {
            // The log has the length and the end that were noted; what SQLite made of its middle is seen only here.
            let noted = Note::read(&self.path(NOTE)).ok().flatten().and_then(Result::ok).map_or(0, |note| note.frames);
            if self.log_length() > 0 && copy(conn, "NOOP")?.1 < noted {
                return Err(Seal::acts_lost());
            }
        } else if self.alone {
            // If it cannot be done now the log stays, which is as safe; what is wrong with it the check tells.
            let _ = self.checkpoint(conn, PATIENCE);
        }
        if self.alone {
            self.let_others_in()?;
        }
        Ok(())
    }

    /// To be called inside a write transaction before anything is written. The transaction may be another afterwards.
    pub fn before_writing(&mut self, conn: &Connection) -> Result<(), Failure> {
        // While others are kept out nobody makes a checkpoint: a pending seal was left by a process that died, or by a
        // reader that was in the way. In the first case the log may be overwritten by what is written next.
        while self.path(PENDING).exists() {
            let (log, copied) = self.state()?;
            if log == 0 || copied < log {
                return Ok(());
            }
            conn.execute_batch("ROLLBACK")?;
            self.checkpoint(conn, PATIENCE)?;
            sqlite::patiently(|| Ok(conn.execute_batch("BEGIN IMMEDIATE")?))?;
        }
        Ok(())
    }

    /// To be called outside a transaction now and then: makes a checkpoint if the log has become long. The log keeps its
    /// length and is begun anew by the next commit, for writing over a file costs the disk less than making one longer.
    pub fn after_writing(&mut self, conn: &Connection) {
        if self.log_pages() < LOG_LIMIT {
            return;
        }
        let Ok((_, log, copied)) = copy(conn, "NOOP") else { return };
        if log < self.tried {
            self.tried = 0;
        }
        if log < LOG_LIMIT || copied == log || (self.tried > 0 && log < self.tried + LOG_STEP) {
            return;
        }
        // A check that is under way is not waited for, unless one follows the other without end. A disk that is full will be
        // met by the next act; the log keeps everything until a checkpoint succeeds.
        let patience = if log < 8 * LOG_LIMIT { Duration::ZERO } else { Duration::from_millis(50) };
        if !matches!(self.checkpoint(conn, patience), Ok(Outcome::Later)) {
            self.tried = log;
        }
    }

    /// To be called when the register is closed, while the writing connection is still there.
    pub fn close(&mut self, conn: &Connection) {
        // What fails here fails again, and is told, when the office is opened or checked. The log is safe either way.
        if !self.become_alone() {
            return;
        }
        let pending = self.path(PENDING).exists();
        if self.log_length() == 0 && !pending {
            return;
        }
        if !pending && self.log_pages() <= LOG_LEFT && matches!(self.note(conn), Ok(true)) {
            return;
        }
        let _ = self.checkpoint(conn, Duration::from_secs(1));
    }

    /// Makes a checkpoint, however short the log is.
    #[cfg(test)]
    pub fn press(&mut self, conn: &Connection) {
        assert!(self.become_alone());
        assert_eq!(self.checkpoint(conn, PATIENCE).unwrap(), Outcome::Done);
        self.let_others_in().unwrap();
    }

    /// Whether this is now the only one who may write. Nobody comes in until others are let in again.
    fn become_alone(&mut self) -> bool {
        if self.writers.unlock().is_err() {
            return false;
        }
        self.alone = lock(&self.writers, true, Duration::ZERO).unwrap_or(false);
        if !self.alone {
            let _ = lock(&self.writers, false, PATIENCE);
        }
        self.alone
    }

    fn let_others_in(&mut self) -> Result<(), Failure> {
        let path = self.path(WRITERS);
        self.alone = false;
        self.writers.unlock().map_err(Failure::io(&path))?;
        if !lock(&self.writers, false, PATIENCE).map_err(Failure::io(&path))? {
            return Err(Failure::Busy(PATIENCE.as_secs()));
        }
        Ok(())
    }

    fn log_length(&self) -> u64 {
        fs::metadata(self.path(LOG)).map_or(0, |found| found.len())
    }

    fn log_pages(&self) -> u64 {
        self.log_length() / (self.page_size + wal::FRAME_HEAD as u64)
    }

    /// Whether the log is as it was when the office was closed, and no checkpoint was begun.
    fn is_clean(&self) -> bool {
        let length = self.log_length();
        if self.path(PENDING).exists() {
            return false;
        }
        if length == 0 {
            return true;
        }
        let Ok(Some(Ok(note))) = Note::read(&self.path(NOTE)) else { return false };
        let log = self.path(LOG);
        let Ok(Some(head)) = wal::head(&log) else { return false };
        note.salts == head.salts
            && self.generation() == Some(note.generation)
            && length == wal::HEAD as u64 + note.frames.saturating_mul(head.frame() as u64)
            && wal::sum_at(&log, &head, note.frames).is_ok_and(|sum| sum == Some(note.sum))
    }

    /// The generation that the seal says it has. Whether the seal is whole is not looked at.
    fn generation(&self) -> Option<u64> {
        let mut head = [0; SEAL_HEAD];
        File::open(self.path(SEAL)).and_then(|mut file| file.read_exact(&mut head)).ok()?;
        head.starts_with(SEAL_MAGIC).then(|| be(&head, 24, 8))
    }

    /// Notes how far the log is committed; whether that tells all about the log. Nobody else may be able to write.
    fn note(&mut self, conn: &Connection) -> Result<bool, Failure> {
        let log = self.path(LOG);
        let (_, frames, _) = copy(conn, "NOOP")?;
        let (Some(generation), Some(head)) = (self.generation(), wal::head(&log).map_err(Failure::io(&log))?) else {
            return Ok(false);
        };
        let length = wal::HEAD as u64 + frames * head.frame() as u64;
        let sum = wal::sum_at(&log, &head, frames).map_err(Failure::io(&log))?;
        let (Some(sum), true) = (sum, length == self.log_length()) else { return Ok(false) };
        let note = Note { page_size: head.page_size, generation, salts: head.salts, frames, sum };
        if !matches!(Note::read(&self.path(NOTE)), Ok(Some(Ok(found))) if found == note) {
            // Its name need not reach the disk: the note that stood there before is true, too.
            self.write_whole(NOTE, &note.bytes(), false)?;
        }
        Ok(true)
    }

    /// Writes a file so that it is there as a whole or as it was before.
    fn write_whole(&self, name: &str, bytes: &[u8], durable_name: bool) -> Result<(), Failure> {
        let (draft, place) = (self.path(&format!("{name}.new")), self.path(name));
        let written = File::create(&draft).and_then(|mut file| {
            file.write_all(bytes)?;
            if self.durable { file.sync_all() } else { Ok(()) }
        });
        written.and_then(|()| fs::rename(&draft, &place)).map_err(Failure::io(place))?;
        if durable_name { self.sync_folder() } else { Ok(()) }
    }

    fn sync_folder(&self) -> Result<(), Failure> {
        if self.durable { files::sync_folder(&self.folder) } else { Ok(()) }
    }

    /// The connection that copies. It never waits for readers.
    fn copier(&mut self) -> Result<&Connection, Failure> {
        if self.copier.is_none() {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(self.path(FILE), flags)?;
            conn.busy_timeout(Duration::ZERO)?;
            leave_checkpoints_to_the_seal(&conn)?;
            conn.execute_batch(if self.durable {
                "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;"
            } else {
                "PRAGMA synchronous = OFF;"
            })?;
            // A connection knows of the log only after it has read something.
            sqlite::patiently(|| Ok(conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?))?;
            self.copier = Some(conn);
        }
        self.copier.as_ref().ok_or(Failure::Stopped)
    }

    /// How many frames are committed to the log, and how many of them are copied.
    fn state(&mut self) -> Result<(u64, u64), Failure> {
        self.copy("NOOP").map(|(_, log, copied)| (log, copied))
    }

    /// Asks the copying connection for a checkpoint.
    fn copy(&mut self, mode: &str) -> Result<(bool, u64, u64), Failure> {
        copy(self.copier()?, mode)
    }

    /// Holds `seal.lock` alone; `None` if it was not to be had in time.
    fn lock_seal(&self, patience: Duration) -> Result<Option<File>, Failure> {
        let path = self.path(LOCK);
        let file = open_lock(&path)?;
        Ok(lock(&file, true, patience).map_err(Failure::io(&path))?.then_some(file))
    }

    /// Copies the log into the database under a new seal, and empties it if nobody else can write or is reading.
    fn checkpoint(&mut self, conn: &Connection, patience: Duration) -> Result<Outcome, Failure> {
        let Some(_lock) = self.lock_seal(patience)? else { return Ok(Outcome::Later) };
        self.copier()?;
        sqlite::patiently(|| Ok(conn.execute_batch("BEGIN IMMEDIATE")?))?;
        let outcome = self.copy_under_seal();
        conn.execute_batch("ROLLBACK")?;
        let outcome = outcome?;
        step("sealed");
        if self.alone && outcome == Outcome::Done {
            // There is nothing left to copy, so this changes nothing but the log. A reader may be in the way.
            let _ = self.copy("TRUNCATE");
            step("emptied");
        }
        Ok(outcome)
    }

    fn copy_under_seal(&mut self) -> Result<Outcome, Failure> {
        let (frames, _) = self.state()?;
        if frames == 0 {
            return Ok(Outcome::Done);
        }
        let (seal, log) = (self.path(SEAL), self.path(LOG));
        let SheetRead::Whole(sealed) = Sheet::read(&seal, u64::MAX).map_err(Failure::io(&seal))? else {
            // A new seal made from a damaged one would hide what was damaged.
            return Err(Failure::Damaged(format!("{SEAL} is not what was written")));
        };
        let logged = wal::logged(&log, frames).map_err(Failure::io(&log))?;
        let Some(logged) = logged.filter(|logged| logged.page_size == sealed.page_size) else {
            return Err(Failure::Damaged(format!("{LOG} does not hold what was committed to it")));
        };
        let count = usize::try_from(logged.count).unwrap_or(usize::MAX);
        let mut next = Sheet { generation: sealed.generation + 1, ..sealed };
        // A page that comes to lie in the file without being written is one of zeros.
        let zeros = digest(&vec![0; next.page_size]);
        next.pages.resize(count, zeros);
        for (page, digest) in logged.pages {
            let at = usize::try_from(page - 1).unwrap_or(usize::MAX);
            if let Some(place) = next.pages.get_mut(at) {
                *place = digest;
            }
        }
        step("before pending");
        self.write_whole(PENDING, &next.bytes(), true)?;
        step("pending");
        // With others kept out there are no more frames than were read above. A reader of an older state may make SQLite
        // stop before the last one; then the pending seal stays, and the log, too, until another checkpoint gets through.
        let (busy, log, copied) = self.copy("PASSIVE")?;
        if busy || log != frames || copied != frames {
            return Ok(Outcome::InPart);
        }
        step("copied");
        let file = self.path(FILE);
        if fs::metadata(&file).map_err(Failure::io(&file))?.len() != next.length() {
            return Err(Failure::Damaged(format!("{FILE} has not the length that the checkpoint gave it")));
        }
        fs::rename(self.path(PENDING), &seal).map_err(Failure::io(&seal))?;
        step("renamed");
        self.sync_folder()?;
        Ok(Outcome::Done)
    }

    /// Seals the journal as it lies, whatever it was before.
    pub fn reseal(&mut self, conn: &Connection) -> Result<(), Failure> {
        self.page_size = conn.query_row("PRAGMA page_size", [], |row| row.get::<_, i64>(0))?.unsigned_abs();
        self.seal_first(conn, true)?;
        // What counts in the log is in the database now; what does not must not be found again.
        if self.alone {
            self.copy("TRUNCATE")?;
        }
        Ok(())
    }

    /// Makes the first seal, from the pages as they lie; or a seal after which nobody asks what was before.
    fn seal_first(&mut self, conn: &Connection, anew: bool) -> Result<(), Failure> {
        let Some(mut mark) = self.lock_seal(PATIENCE)? else { return Err(Failure::Busy(PATIENCE.as_secs())) };
        let marked = mark.metadata().map_err(Failure::io(self.path(LOCK)))?.len() > 0;
        // The lock's file remembers that there was a seal: one that was lost is not replaced in silence.
        if !anew && (marked || self.path(SEAL).exists()) {
            return Ok(());
        }
        self.copier()?;
        sqlite::patiently(|| Ok(conn.execute_batch("BEGIN IMMEDIATE")?))?;
        let done = self.seal_as_it_lies();
        conn.execute_batch("ROLLBACK")?;
        if done? && !marked {
            let written =
                mark.write_all(b"sealed\n").and_then(|()| if self.durable { mark.sync_all() } else { Ok(()) });
            written.map_err(Failure::io(self.path(LOCK)))?;
        }
        Ok(())
    }

    fn seal_as_it_lies(&mut self) -> Result<bool, Failure> {
        let (busy, log, copied) = self.copy("PASSIVE")?;
        let path = self.path(FILE);
        let failed = || Failure::io(&path);
        let file = self.held.file().map_err(failed())?;
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let length = file.metadata().map_err(failed())?.len();
        if !length.is_multiple_of(self.page_size) {
            // A checkpoint of an older version died here and a reader keeps it from being ended; there is another time.
            return Ok(false);
        }
        let page_size = usize::try_from(self.page_size).unwrap_or(4096);
        file.seek(SeekFrom::Start(0)).map_err(failed())?;
        // The pages that were copied must be on the disk before a seal says so; SQLite does that only for a whole log.
        if self.durable && (busy || copied < log) {
            file.sync_all().map_err(failed())?;
        }
        let mut reading = BufReader::with_capacity(1 << 16, &mut *file);
        let mut page = vec![0; page_size];
        let mut pages = Vec::new();
        for _ in 0..length / self.page_size {
            reading.read_exact(&mut page).map_err(failed())?;
            pages.push(digest(&page));
        }
        let noted = match Note::read(&self.path(NOTE)) {
            Ok(Some(Ok(note))) => note.generation,
            _ => 0,
        };
        let generation = self.generation().unwrap_or(0).max(noted).saturating_add(1);
        for old in [PENDING, NOTE] {
            match fs::remove_file(self.path(old)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Failure::io(self.path(old))(error));
                }
                _ => {}
            }
        }
        self.write_whole(SEAL, &Sheet { page_size, generation, pages }.bytes(), true)?;
        Ok(true)
    }
}

/// What came of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is copied and sealed.
    Done,
    /// A reader was in the way.
    InPart,
    /// Somebody was checking the seal.
    Later,
}

/// Seals the journal as it lies. Whatever was found before is found no more: this is for an officer who has looked into
/// it and knows that chain and record are whole, or who has taken the journal out of a copy.
///
/// # Errors
/// [`Failure::Busy`] if another process may write the journal, [`Failure::NoJournal`] if there is none, and what
/// [`Register::open`](crate::Register::open) fails with.
pub fn reseal(folder: &Path) -> Result<(), Failure> {
    if !folder.join(FILE).is_file() {
        return Err(Failure::NoJournal(folder.to_owned()));
    }
    let mut seal = Seal::enter_whatever_there_is(folder, Durability::Full)?;
    if !seal.alone {
        return Err(Failure::Busy(0));
    }
    let conn = sqlite::open(folder, Durability::Full)?;
    seal.reseal(&conn)
}

/// Something in the journal's files that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealFinding {
    /// The file's name in the journal's folder.
    pub file: &'static str,
    /// Where in the file.
    pub place: SealPlace,
    /// What is wrong, in a sentence.
    pub what: String,
}

/// A place in one of the journal's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealPlace {
    /// The file as a whole.
    File,
    /// A page of the database, counted from one.
    Page(u64),
    /// A frame of the write-ahead log, counted from one.
    Frame {
        /// Its number.
        frame: u64,
        /// The page that it says it bears.
        page: u64,
    },
    /// Bytes, the second bound not included.
    Bytes(u64, u64),
}

impl fmt::Display for SealFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file)?;
        match self.place {
            SealPlace::File => {}
            SealPlace::Page(page) => write!(f, ", page {page}")?,
            SealPlace::Frame { frame, page } => write!(f, ", frame {frame} (page {page})")?,
            SealPlace::Bytes(from, to) => write!(f, ", bytes {from} to {to}")?,
        }
        write!(f, ": {}", self.what)
    }
}

/// What a check looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// How many checkpoints the seal has seen; `None` if the journal was never sealed, as by an older version.
    pub generation: Option<u64>,
    /// How many pages of the database were looked at.
    pub pages: u64,
    /// How many committed frames stand in the write-ahead log.
    pub frames: u64,
    /// How many bytes stand after the last commit. They count for nothing: an unfinished transaction left them, or a
    /// writer is at work. If nobody is, and the last act was acknowledged by a machine that lost its power, whoever knows
    /// the last act from elsewhere should compare.
    pub tail: u64,
}

/// Looks at every byte of the journal's files (`office/journal`), and hands over what is not as it was written.
///
/// Others may read and write meanwhile; checkpoints wait. What a machine that died in the middle of its work leaves behind
/// is not found fault with. Memory is needed for one part in 256 of the database.
///
/// # Errors
/// [`Failure::NoJournal`] if there is none, [`Failure::Busy`] if a checkpoint does not end. Files that cannot be read, or
/// are no such files, are findings.
pub fn check(folder: &Path, found: &mut dyn FnMut(SealFinding)) -> Result<Sealed, Failure> {
    let held = Held::new(folder);
    // Where the lock cannot be had there is nobody who could write, or nobody who could seal.
    let lock_path = folder.join(LOCK);
    let locked = File::open(&lock_path).ok();
    if let Some(file) = &locked
        && let Ok(false) = lock(file, false, PATIENCE)
    {
        return Err(Failure::Busy(PATIENCE.as_secs()));
    }
    let was_sealed = locked.as_ref().and_then(|file| file.metadata().ok()).is_some_and(|file| file.len() > 0);
    let mut checking = Checking { folder, found, checked: Sealed::default() };
    checking.check(&held, was_sealed)?;
    Ok(checking.checked)
}

struct Checking<'a> {
    folder: &'a Path,
    found: &'a mut dyn FnMut(SealFinding),
    checked: Sealed,
}

impl Checking<'_> {
    fn find(&mut self, file: &'static str, place: SealPlace, what: impl Into<String>) {
        (self.found)(SealFinding { file, place, what: what.into() });
    }

    fn unreadable(&mut self, file: &'static str, place: SealPlace, error: &io::Error) {
        self.find(file, place, format!("it cannot be read: {error}"));
    }

    fn sheet(&mut self, name: &'static str, limit: u64) -> SheetRead {
        Sheet::read(&self.folder.join(name), limit).unwrap_or_else(|error| {
            self.unreadable(name, SealPlace::File, &error);
            SheetRead::Spoilt(None)
        })
    }

    fn check(&mut self, held: &Held, was_sealed: bool) -> Result<(), Failure> {
        let length = match fs::metadata(self.folder.join(FILE)) {
            Ok(file) if file.is_file() => Some(file.len()),
            Ok(_) => None,
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                self.unreadable(FILE, SealPlace::File, &error);
                None
            }
        };
        // A seal is far shorter than the database; one that is not is not read into memory.
        let limit = (1 << 26) + length.unwrap_or(0) / 64;
        let seal = self.sheet(SEAL, limit);
        if length.is_none() && matches!(seal, SheetRead::Absent) && !was_sealed {
            return Err(Failure::NoJournal(self.folder.to_owned()));
        }
        // The note is read before the log: it tells of frames that are there already.
        let note = Note::read(&self.folder.join(NOTE)).unwrap_or(Some(Err(())));
        if let Some(Err(())) = note {
            self.find(NOTE, SealPlace::File, "it is not what was written");
        }
        let note = note.and_then(Result::ok);
        let pending = match self.sheet(PENDING, limit) {
            SheetRead::Absent => None,
            SheetRead::Whole(sheet) => Some(sheet),
            SheetRead::Spoilt(_) => {
                self.find(PENDING, SealPlace::File, "it is not what was written");
                None
            }
        };
        let (sheet, whole) = match seal {
            SheetRead::Whole(sheet) => (Some(sheet), true),
            SheetRead::Spoilt(sheet) => (sheet, false),
            SheetRead::Absent => {
                if was_sealed || note.is_some() || pending.is_some() {
                    self.find(SEAL, SealPlace::File, "it is missing");
                }
                (None, true)
            }
        };
        if !whole {
            let length = fs::metadata(self.folder.join(SEAL)).map_or(0, |file| file.len());
            self.find(SEAL, SealPlace::Bytes(0, length), "it is not what was written");
        }
        self.checked.generation = sheet.as_ref().filter(|_| whole).map(|sheet| sheet.generation);
        let current = |generation: u64| self.checked.generation == Some(generation);
        let expect = note.as_ref().filter(|note| current(note.generation)).cloned();
        let pending = pending.filter(|pending| {
            let next = self.checked.generation.and_then(|generation| generation.checked_add(1));
            next == Some(pending.generation) && sheet.as_ref().is_some_and(|sheet| sheet.page_size == pending.page_size)
        });
        if let Some(generation) = self.checked.generation
            && note.as_ref().is_some_and(|note| note.generation > generation)
        {
            self.find(SEAL, SealPlace::File, format!("it is older than {NOTE}, of which the journal has gone further"));
        }
        let scan = self.log(expect.as_ref());
        let Some(sheet) = sheet else { return Ok(()) };
        let Some(length) = length else {
            self.find(FILE, SealPlace::File, "it is missing");
            return Ok(());
        };
        self.length(length, &sheet, pending.as_ref());
        let pages = Pages { folder: self.folder, sheet, whole, pending, scan };
        if let Err(error) = self.pages(held, &pages) {
            self.unreadable(FILE, SealPlace::Page(self.checked.pages + 1), &error);
        }
        Ok(())
    }

    /// Reads the log. A writer may be at work, so a first sight that is odd is not trusted.
    fn log(&mut self, expect: Option<&Note>) -> Scan {
        let path = self.folder.join(LOG);
        let sight = || wal::scan(&path, expect.map(|note| (note.frames, note.sum)));
        let lost = |scan: &Scan| {
            expect.is_some_and(|note| !scan.expected || scan.head.as_ref().is_none_or(|head| head.salts != note.salts))
        };
        let odd = |seen: &io::Result<Scan>| !seen.as_ref().is_ok_and(|scan| scan.damage.is_none() && !lost(scan));
        let mut seen = sight();
        for _ in 0..3 {
            if !odd(&seen) {
                break;
            }
            // With nobody there who could write, the second sight is as good as any other.
            let writers = OpenOptions::new().write(true).open(self.folder.join(WRITERS)).ok();
            let alone = writers.as_ref().is_none_or(|file| lock(file, true, Duration::ZERO).unwrap_or(true));
            if !alone {
                thread::sleep(Duration::from_millis(20));
            }
            seen = sight();
            if alone {
                break;
            }
        }
        let scan = match seen {
            Ok(scan) => scan,
            Err(error) => {
                self.unreadable(LOG, SealPlace::File, &error);
                return Scan::default();
            }
        };
        match scan.damage {
            Some(Damage::Head(what)) => self.find(LOG, SealPlace::Bytes(0, wal::HEAD as u64), what),
            Some(Damage::Frame(frame, page, what)) => self.find(LOG, SealPlace::Frame { frame, page }, what),
            None if lost(&scan) => {
                let what = format!(
                    "{} frames were committed when the office was closed, of which {} are left",
                    expect.map_or(0, |note| note.frames),
                    scan.committed
                );
                let place = scan.odd.map_or(SealPlace::File, |(frame, page)| SealPlace::Frame { frame, page });
                self.find(LOG, place, what);
            }
            None => {}
        }
        self.checked.frames = scan.committed;
        self.checked.tail = scan.tail;
        scan
    }

    fn length(&mut self, length: u64, sheet: &Sheet, pending: Option<&Sheet>) {
        let sealed = sheet.length();
        let next = pending.map_or(sealed, Sheet::length);
        let (least, most) = (sealed.min(next), sealed.max(next));
        if length < least {
            let page = length / sheet.page_size as u64 + 1;
            let what = format!("the file ends here and should have {} pages", least / sheet.page_size as u64);
            self.find(FILE, SealPlace::Page(page), what);
        } else if length > most {
            self.find(FILE, SealPlace::Bytes(most, length), "the file should end before");
        }
    }

    fn pages(&mut self, held: &Held, pages: &Pages<'_>) -> io::Result<()> {
        let file = held.file()?;
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(0))?;
        let mut reading = BufReader::with_capacity(1 << 16, &mut *file);
        let most = pages.sheet.pages.len().max(pages.pending.as_ref().map_or(0, |next| next.pages.len())) as u64;
        let mut page = vec![0; pages.sheet.page_size];
        for number in 1..=most {
            match reading.read_exact(&mut page) {
                Ok(()) => {}
                // Where the file ends was looked at before.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
                Err(error) => return Err(error),
            }
            if !pages.may_be(number, &page)? {
                let what = if pages.whole {
                    "it is not what was written"
                } else {
                    "it has not the digest that the damaged seal has for it; one of the two was changed"
                };
                self.find(FILE, SealPlace::Page(number), what);
            }
            self.checked.pages = number;
        }
        Ok(())
    }
}

/// What the pages of the database may be.
struct Pages<'a> {
    folder: &'a Path,
    sheet: Sheet,
    whole: bool,
    pending: Option<Sheet>,
    scan: Scan,
}

impl Pages<'_> {
    fn may_be(&self, number: u64, page: &[u8]) -> io::Result<bool> {
        let found = digest(page);
        let sealed = self.sheet.page(number);
        if sealed == Some(&found) {
            return Ok(true);
        }
        let Some(pending) = &self.pending else { return Ok(false) };
        // A checkpoint was begun: the page may have been written already, or lie in the longer file unwritten.
        if pending.page(number) == Some(&found) || (sealed.is_none() && page.iter().all(|byte| *byte == 0)) {
            return Ok(true);
        }
        let (Some(frames), Some(head)) = (self.scan.pages.get(&number), &self.scan.head) else { return Ok(false) };
        if frames.iter().any(|(_, digest)| *digest == found) {
            return Ok(true);
        }
        // The power may have failed while the page was written, part by part. What the log holds will be written again.
        for (frame, _) in frames {
            let content = wal::content(&self.folder.join(LOG), head, *frame)?;
            if content.chunks(512).zip(page.chunks(512)).any(|(new, part)| new == part) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
