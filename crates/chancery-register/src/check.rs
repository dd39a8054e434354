//! Looking for damage: questions that go on after the first fault, where those in `reader.rs` stop at it; and copies.

use std::{
    fs::{self, File},
    path::Path,
    thread,
};

use chancery_model::act::Entry;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, backup};

use crate::{
    Failure, Reader,
    files::hex,
    store::{
        beginning,
        sqlite::{self, Line},
    },
    views,
};

/// Something in the journal's database that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: an entry, a table, a page.
    pub place: String,
    /// What is wrong there.
    pub what: String,
    /// Whether folding the journal anew mends it.
    pub in_views: bool,
}

impl Fault {
    fn of(place: impl Into<String>, what: impl ToString) -> Fault {
        Fault { place: place.into(), what: what.to_string(), in_views: false }
    }
}

/// How many faults of one kind are told; a shredded database would tell the same thing of each of its pages.
const MOST: usize = 200;

impl Reader {
    /// Opens a journal of which it is known that nobody writes it, such as a copy. Nothing is written beside it.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn open_still(folder: &Path) -> Result<Reader, Failure> {
        let path = folder.join(sqlite::FILE);
        if !path.is_file() {
            return Err(Failure::NoJournal(folder.to_owned()));
        }
        let Some(text) = path.to_str() else {
            return Err(Failure::Misused("the path of a copy of the journal must be text"));
        };
        // In an address three characters have a meaning of their own.
        let text = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let absolute = if text.starts_with('/') { "//" } else { "" };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let conn = Connection::open_with_flags(format!("file:{absolute}{text}?immutable=1"), flags)?;
        conn.execute_batch("PRAGMA query_only = ON;")?;
        sqlite::must_be_current(&conn)?;
        Ok(Reader::on(conn))
    }

    /// Number and digest of the last entry; zero and zeros before the first.
    pub fn head(&self) -> Result<(u64, String), Failure> {
        let (number, hash) = sqlite::head(self.conn())?;
        Ok((number, hex(&hash)))
    }

    /// Copies the journal as it stands now, with all that is committed and nothing else, into a folder, durably. Writers
    /// go on meanwhile.
    ///
    /// # Errors
    /// [`Failure::Io`] if there is a journal already.
    pub fn copy_to(&self, folder: &Path) -> Result<(), Failure> {
        crate::files::make_folder(folder)?;
        let path = folder.join(sqlite::FILE);
        File::create_new(&path).map_err(Failure::io(&path))?;
        {
            let mut copy = Connection::open(&path)?;
            let whole = backup::Backup::new(self.conn(), &mut copy)?;
            // All pages in one step, so that no commit in between makes it begin again.
            while whole.step(-1)? != backup::StepResult::Done {
                thread::sleep(sqlite::GLANCE);
            }
        }
        File::open(&path).and_then(|file| file.sync_all()).map_err(Failure::io(&path))?;
        // What opening the copy for writing may leave beside it belongs to nobody.
        for ending in ["-wal", "-shm", "-journal"] {
            let _ = fs::remove_file(folder.join(format!("{}{ending}", sqlite::FILE)));
        }
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(Failure::io(folder))
    }

    /// Looks at the database as a database: its header, its pages, its tables, indices and fences.
    pub fn structure(&self, found: &mut dyn FnMut(Fault)) {
        if let Some(path) = self.conn().path().map(Path::new) {
            header(path, found);
        }
        let asked = self.conn().query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0));
        match asked {
            Ok(sqlite::APPLICATION) => {}
            Ok(other) => found(Fault::of("header", format!("application_id is {other:#x}: no journal of Chancery"))),
            Err(error) => found(Fault::of("header", error)),
        }
        match schema(self.conn()).and_then(|here| Ok((here, schema(&fresh()?)?))) {
            Ok((here, expected)) => {
                let name = |one: &(String, String, String)| format!("schema, {} {}", one.0, one.1);
                for one in expected.iter().filter(|one| !here.contains(one)) {
                    found(Fault::of(name(one), "it is missing or not as it must be"));
                }
                for one in here.iter().filter(|one| !expected.contains(one)) {
                    found(Fault::of(name(one), "it does not belong there"));
                }
            }
            Err(failure) => found(Fault::of("schema", failure)),
        }
        let whole = || -> rusqlite::Result<Vec<String>> {
            self.conn().execute_batch("PRAGMA cell_size_check = ON;")?;
            let mut statement = self.conn().prepare(&format!("PRAGMA integrity_check({MOST})"))?;
            statement.query_map([], |row| row.get::<_, String>(0))?.collect()
        };
        match whole() {
            Ok(lines) => lines.iter().flat_map(|line| line.lines()).filter(|line| *line != "ok").for_each(|line| {
                found(Fault::of("pages", line));
            }),
            Err(error) => found(Fault::of("pages", error)),
        }
    }

    /// Reads every row of the journal, tells what does not follow, and hands on every entry that can be read. Returns
    /// number and digest of the last row.
    pub fn examine(&self, each: &mut dyn FnMut(Entry), found: &mut dyn FnMut(Fault)) -> (u64, String) {
        let mut told = 0;
        let mut tell = |fault| {
            told += 1;
            if told <= MOST {
                found(fault);
            }
        };
        let (mut number, mut hash) = (0, Some([0; 32]));
        let walked = self.each_row(|read| {
            let expected = number + 1;
            let place = format!("entry {}", read.number);
            if read.number != expected {
                let missing = if read.number == expected + 1 {
                    format!("entry {expected} is missing before it")
                } else {
                    format!("entries {expected} to {} are missing before it", read.number.saturating_sub(1))
                };
                tell(Fault::of(&place, missing));
                hash = None;
            }
            number = read.number;
            match read.line {
                Ok(line) => {
                    if let Some(previous) = hash
                        && let Err(failure) = line.follows(number, &previous)
                    {
                        tell(Fault::of(&place, failure));
                    }
                    each(line.entry);
                }
                Err(failure) => tell(Fault::of(&place, failure)),
            }
            // The next row is held against what stands in this one, so that one fault is told once.
            hash = read.hash;
        });
        if let Err(failure) = walked {
            tell(Fault::of(format!("after entry {number}"), failure));
        }
        let head = (number, hash.unwrap_or_default());
        match views::head(self.conn()) {
            Ok(told) if told == head => {}
            Ok(told) if told.0 > number => {
                let what = format!("the journal ends at entry {number}, but entry {} had been written", told.0);
                tell(Fault::of(format!("entry {}", told.0), what));
            }
            Ok(told) => tell(Fault {
                place: "table head".to_owned(),
                what: format!("the journal ends at entry {number}, the views were told of entry {}", told.0),
                in_views: true,
            }),
            Err(failure) => tell(Fault { place: "table head".to_owned(), what: failure.to_string(), in_views: true }),
        }
        (head.0, hex(&head.1))
    }

    /// Folds the journal beside the views and tells of each table the first row that differs.
    pub fn views_faults(&self, found: &mut dyn FnMut(Fault)) {
        let mut folded = || -> Result<(), Failure> {
            let snapshot = self.snapshot()?;
            let fresh = fresh()?;
            let whole = Transaction::new_unchecked(&fresh, TransactionBehavior::Deferred)?;
            views::fold(&snapshot, &whole)?;
            for (name, differs) in views::differences(&whole, &snapshot) {
                let place = format!("table {name}");
                match differs {
                    Ok(None) => {}
                    Ok(Some((expected, there))) => {
                        let what = format!("the journal says “{expected}”, the view says “{there}”");
                        found(Fault { place, what, in_views: true });
                    }
                    Err(failure) => found(Fault { place, what: failure.to_string(), in_views: true }),
                }
            }
            Ok(())
        };
        if let Err(failure) = folded() {
            let what = format!("they cannot be held against the journal while it is damaged: {failure}");
            found(Fault::of("views", what));
        }
    }

    fn each_row(&self, mut each: impl FnMut(Row)) -> Result<(), Failure> {
        let snapshot = self.snapshot()?;
        let mut statement = snapshot.prepare(&format!("{} ORDER BY number", sqlite::LINE))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let number = sqlite::unsigned(row, 0)?;
            each(Row { number, hash: row.get(8).ok(), line: sqlite::line(row) });
        }
        Ok(())
    }
}

/// A row as far as it could be read.
struct Row {
    number: u64,
    hash: Option<[u8; 32]>,
    line: Result<Line, Failure>,
}

/// An empty journal in a database without a name: it lies in the system's temporary folder as far as it does not fit into
/// a small cache.
fn fresh() -> Result<Connection, Failure> {
    let fresh = Connection::open("")?;
    sqlite::create(&fresh)?;
    Ok(fresh)
}

/// What tables, indices and triggers there are, each with its text. A table that was migrated has other white space.
fn schema(conn: &Connection) -> Result<Vec<(String, String, String)>, Failure> {
    let mut statement = conn.prepare("SELECT type, name, tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
    let rows: Vec<(String, String, String)> = rows.collect::<Result<_, _>>()?;
    Ok(rows
        .into_iter()
        .map(|(kind, name, text)| (kind, name, text.chars().filter(|c| !matches!(c, ' ' | '\n')).collect()))
        .collect())
}

/// What SQLite lays down of the first hundred bytes and does not look at itself
/// (<https://www.sqlite.org/fileformat2.html>, “The Database Header”).
fn header(path: &Path, found: &mut dyn FnMut(Fault)) {
    let mut bytes = [0; 100];
    if let Err(error) = beginning(path.parent().unwrap_or(path), &mut bytes) {
        return found(Fault::of("header", error));
    }
    let fixed: [(usize, &[u8]); 8] = [
        (0, b"SQLite format 3\0"),
        (18, &[2, 2, 0, 64, 32, 32]),
        (44, &[0, 0, 0, 4]),
        (48, &[0; 8]),
        (56, &[0, 0, 0, 1]),
        (64, &[0; 4]),
        (72, &[0; 20]),
        (68, &(sqlite::APPLICATION as u32).to_be_bytes()),
    ];
    for (at, expected) in fixed {
        if bytes[at..at + expected.len()] != *expected {
            found(Fault::of(format!("header, byte {at}"), "it does not say what a journal's header says"));
        }
    }
    if bytes[24..28] != bytes[92..96] {
        found(Fault::of("header, byte 24", "its two counts of changes differ"));
    }
}
