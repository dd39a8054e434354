//! The one door: a bounded queue, a thread that owns the writing connection, and one durable commit a batch.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use chancery_model::{
    act::{Entry, Proposal},
    body::Body,
};
use rusqlite::Connection;

use crate::{
    Failure, NotDone, Reader, door,
    store::{
        seal::Seal,
        sqlite::{self, Durability},
    },
    views,
};

/// How many requests wait before callers are held at the door.
const QUEUE: usize = 256;

/// How long a commit is put off at most until others join it.
const LONGEST_PATIENCE: Duration = Duration::from_millis(1);

/// The journal of one office, open for writing. It may be shared between threads; several processes may each have one.
#[derive(Debug)]
pub struct Register {
    folder: PathBuf,
    /// `None` only while the register is being closed.
    queue: Option<SyncSender<Request>>,
    writer: Option<JoinHandle<()>>,
}

enum Work {
    Perform(Arc<Body>, Box<Proposal>),
    Rebuild,
    /// What a test does to the writing connection, inside the transaction.
    #[cfg(test)]
    Test(fn(&Connection) -> Result<(), Failure>),
}

struct Request {
    work: Work,
    answer: SyncSender<Answer>,
}

/// What comes of a request: an entry, or nothing for a rebuilding of the views.
type Answer = Result<Option<Entry>, NotDone>;

impl Register {
    /// Opens the journal in a folder (`office/journal`), or creates it, and brings it to this version's format.
    ///
    /// # Errors
    /// [`Failure::Format`] if a newer version wrote it, [`Failure::Io`] or [`Failure::Database`] if the disk does not do
    /// what it should, [`Failure::Busy`] if another process holds it for half a minute.
    pub fn open(folder: &Path) -> Result<Register, Failure> {
        Register::start(folder, Durability::Full)
    }

    /// Like [`Register::open`], but commits survive only the process and not the machine. For tests of what does not
    /// concern the disk.
    #[doc(hidden)]
    pub fn open_for_tests(folder: &Path) -> Result<Register, Failure> {
        Register::start(folder, Durability::ProcessOnly)
    }

    fn start(folder: &Path, durability: Durability) -> Result<Register, Failure> {
        let mut seal = Seal::enter(folder, durability)?;
        let conn = sqlite::open(folder, durability)?;
        seal.begin(&conn)?;
        let (queue, requests) = sync_channel(QUEUE);
        let writer = thread::Builder::new()
            .name("register".to_owned())
            .spawn(move || write(conn, seal, &requests))
            .map_err(Failure::io(folder))?;
        Ok(Register { folder: folder.to_owned(), queue: Some(queue), writer: Some(writer) })
    }

    /// Performs an act: the one door for change. Returns when the act is on the disk.
    ///
    /// The act is decided, numbered, appended and folded in one transaction; either all of it happens or nothing, and no
    /// number is consumed by what does not happen. A proposal whose key was used before for the same act and dossier gives
    /// the earlier entry back unchanged. A key stays in the journal for ever and must say nothing to who reads it there.
    ///
    /// # Errors
    /// [`NotDone::Refused`] if the act may not be done now; [`NotDone::Failed`] if the machine broke. After a failure a
    /// proposal with a key may be repeated as it is.
    pub fn perform(&self, body: &Arc<Body>, proposal: Proposal) -> Result<Entry, NotDone> {
        let done = self.ask(Work::Perform(Arc::clone(body), Box::new(proposal)))?;
        done.ok_or(NotDone::Failed(Failure::Stopped))
    }

    /// Folds the journal into the views again, checking its chain on the way.
    ///
    /// # Errors
    /// [`Failure::BrokenChain`] or [`Failure::Damaged`] if the journal is not whole; the views then stay as they were.
    pub fn rebuild_views(&self) -> Result<(), Failure> {
        match self.ask(Work::Rebuild) {
            Ok(_) => Ok(()),
            Err(NotDone::Failed(failure)) => Err(failure),
            Err(NotDone::Refused(refusal)) => Err(Failure::Damaged(refusal.to_string())),
        }
    }

    /// A reader of the same journal, with a connection of its own.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn reader(&self) -> Result<Reader, Failure> {
        Reader::open(&self.folder)
    }

    #[cfg(test)]
    pub(crate) fn inside(&self, act: fn(&Connection) -> Result<(), Failure>) -> Result<(), NotDone> {
        self.ask(Work::Test(act)).map(drop)
    }

    fn ask(&self, work: Work) -> Answer {
        let (answer, answered) = sync_channel(1);
        let queue = self.queue.as_ref().ok_or(Failure::Stopped)?;
        queue.send(Request { work, answer }).map_err(|_| Failure::Stopped)?;
        answered.recv().map_err(|_| Failure::Stopped)?
    }
}

impl Drop for Register {
    fn drop(&mut self) {
        // The thread ends when the queue is gone and empty.
        self.queue = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// Serves requests until the register is closed.
fn write(conn: Connection, mut seal: Seal, requests: &Receiver<Request>) {
    let (mut batch, mut expected, mut patience) = (Vec::new(), 0, Duration::ZERO);
    while gather(requests, &mut batch, expected, patience) {
        let (begun, asked) = (Instant::now(), batch.len());
        let mut waiting = Vec::new();
        serve(&conn, &mut seal, batch, &mut || waiting.extend(requests.try_iter().take(QUEUE - waiting.len())));
        patience = (begun.elapsed() / 2).min(LONGEST_PATIENCE);
        // Whoever was alone is alone now, and waits for nobody.
        expected = if asked + waiting.len() > 1 { QUEUE.min(asked + waiting.len()) } else { 0 };
        batch = waiting;
        seal.after_writing(&conn);
    }
    seal.close(&conn);
    // Whoever comes next is let in when the connection is gone.
    drop(conn);
}

/// Adds to what waits what is to be done in the same commit: all that comes while `expected` are awaited, and no longer
/// than `patience`. Without any, waits for the first; `false` if none will come any more.
///
/// Pressing a commit to the disk costs as much for one act as for many. Without the waiting, those who ask again as soon as
/// they are answered fall into two halves, of which one waits while the other is served, and each half pays for itself.
fn gather(requests: &Receiver<Request>, batch: &mut Vec<Request>, expected: usize, patience: Duration) -> bool {
    if batch.is_empty() {
        let Ok(first) = requests.recv() else { return false };
        batch.push(first);
    }
    batch.extend(requests.try_iter().take(QUEUE - batch.len()));
    let begun = Instant::now();
    while batch.len() < expected
        && let Ok(next) = requests.recv_timeout(patience.saturating_sub(begun.elapsed()))
    {
        batch.push(next);
    }
    true
}

/// What came of a batch in one transaction.
enum Batch {
    /// It is committed, or there was nothing to commit: an answer for each request.
    Done(Vec<Answer>),
    /// One of its requests failed half-way and spoilt it for the others. It was undone.
    Spoilt(NotDone),
}

/// Does a batch in one transaction, and answers when it is committed, after `before_answering`.
fn serve(conn: &Connection, seal: &mut Seal, batch: Vec<Request>, before_answering: &mut impl FnMut()) {
    let answers = match transact(conn, seal, &batch) {
        Ok(Batch::Done(answers)) => answers,
        Ok(Batch::Spoilt(why)) if batch.len() == 1 => vec![Err(why)],
        // A fault in one request must not take the office's register away from all the others, so each is done alone.
        // Savepoints would do too, but they keep a copy of every page for a case that hardly ever comes.
        Ok(Batch::Spoilt(_)) => {
            return batch.into_iter().for_each(|request| serve(conn, seal, vec![request], before_answering));
        }
        Err(failure) => {
            let why = failure.to_string();
            let each = || match failure {
                Failure::Busy(seconds) => Failure::Busy(seconds),
                Failure::Format { found, known } => Failure::Format { found, known },
                _ => Failure::NotCommitted(why.clone()),
            };
            batch.iter().map(|_| Err(NotDone::Failed(each()))).collect()
        }
    };
    before_answering();
    for (request, answer) in batch.into_iter().zip(answers) {
        // Whoever asked may have gone; what was done stays done.
        let _ = request.answer.send(answer);
    }
}

fn transact(conn: &Connection, seal: &mut Seal, batch: &[Request]) -> Result<Batch, Failure> {
    let done = attempt(conn, seal, batch);
    if !conn.is_autocommit() {
        // What failed is reported; an abandoned transaction cannot fail in a way that matters more.
        let _ = conn.execute_batch("ROLLBACK");
    }
    done
}

/// Leaves the transaction open where nothing is to be committed.
fn attempt(conn: &Connection, seal: &mut Seal, batch: &[Request]) -> Result<Batch, Failure> {
    // The write lock comes first: whatever is read after it is what the numbers are counted from.
    sqlite::patiently(|| Ok(conn.prepare_cached("BEGIN IMMEDIATE")?.execute([]).map(drop)?))?;
    seal.before_writing(conn)?;
    // A newer version may have come to the office while this process was running.
    sqlite::must_be_current(conn)?;
    let mut answers = Vec::with_capacity(batch.len());
    let mut written = false;
    for request in batch {
        let before = conn.total_changes();
        let done = catch_unwind(AssertUnwindSafe(|| work(conn, &request.work)))
            .unwrap_or(Err(NotDone::Failed(Failure::Fault)));
        if conn.is_autocommit() {
            // SQLite gives a whole transaction up when the disk is full or fails.
            return Err(match done {
                Err(NotDone::Failed(failure)) => failure,
                _ => Failure::Damaged("the transaction ended by itself".to_owned()),
            });
        }
        answers.push(match done {
            Ok((entry, wrote)) => {
                written |= wrote;
                Ok(entry)
            }
            // An act is refused before anything of it is written. What broke later may have left half of it behind.
            Err(why) if conn.total_changes() == before => Err(why),
            Err(why) => return Ok(Batch::Spoilt(why)),
        });
    }
    if written {
        conn.prepare_cached("COMMIT")?.execute([])?;
    }
    // A batch of refusals and repetitions need not wait for the disk.
    Ok(Batch::Done(answers))
}

fn work(conn: &Connection, work: &Work) -> Result<(Option<Entry>, bool), NotDone> {
    match work {
        Work::Perform(body, proposal) => {
            door::perform(conn, body, proposal).map(|done| (Some(done.entry), done.written))
        }
        Work::Rebuild => {
            views::rebuild(conn)?;
            Ok((None, true))
        }
        #[cfg(test)]
        Work::Test(act) => Ok(act(conn).map(|()| (None, false))?),
    }
}
