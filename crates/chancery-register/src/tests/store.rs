//! The journal on the disk: chain, fences, formats, and what a killed process leaves.

use super::*;
use crate::{Failure, Reader, store::sqlite};
use rusqlite::Connection;

fn raw(office: &Office) -> Connection {
    let conn = Connection::open(office.folder.path().join(sqlite::FILE)).unwrap();
    conn.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
    conn
}

const UNFENCE: &str = "DROP TRIGGER journal_is_not_changed; DROP TRIGGER journal_is_not_shortened;
    DROP TRIGGER journal_leaves_no_gap;";

#[test]
fn the_table_defends_itself() {
    let office = Office::new();
    office.accepted();
    let conn = raw(&office);
    for odd in [
        "UPDATE journal SET at = '2026-01-01T00:00:00Z'",
        "DELETE FROM journal WHERE number = 2",
        "INSERT INTO journal SELECT 7, dossier, at, officer, body, act, format, key, hash FROM journal WHERE number = 2",
        "INSERT INTO journal SELECT 0, dossier, at, officer, body, act, format, key, hash FROM journal WHERE number = 2",
    ] {
        assert!(conn.execute(odd, []).is_err(), "{odd}");
    }
    office.check();
}

#[test]
fn the_chain_shows_any_changed_row() {
    let office = Office::new();
    office.registered(vec![ask("council"), ask("assembly")]);
    let proposal = Proposal { key: Some("k".into()), ..office.proposal(None, receive_step()) };
    office.register.perform(&office.body, proposal).unwrap();
    office.done(None, continue_step("W", "", 3));
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.chain_check().unwrap().entries, 5);
    let changes = [
        "UPDATE journal SET dossier = 2 WHERE number = 3",
        "UPDATE journal SET dossier = NULL WHERE number = 3",
        "UPDATE journal SET at = '2026-05-05T10:00:01Z' WHERE number = 1",
        "UPDATE journal SET at = '2026-05-05T12:00:00+02:00' WHERE number = 1",
        "UPDATE journal SET at = 'never' WHERE number = 1",
        "UPDATE journal SET officer = 'o2' WHERE number = 2",
        "UPDATE journal SET body = '' WHERE number = 2",
        "UPDATE journal SET act = replace(act, '26-00001', '26-00002') WHERE number = 3",
        "UPDATE journal SET act = replace(act, ',', ', ') WHERE number = 3",
        "UPDATE journal SET act = '{}' WHERE number = 3",
        "UPDATE journal SET format = 2 WHERE number = 3",
        "UPDATE journal SET role = NULL WHERE number = 3",
        "UPDATE journal SET role = 'other' WHERE number = 3",
        "UPDATE journal SET role = NULL, format = 0 WHERE number = 3",
        "UPDATE journal SET key = NULL WHERE number = 4",
        "UPDATE journal SET key = '' WHERE number = 3",
        "UPDATE journal SET hash = zeroblob(32) WHERE number = 5",
        "UPDATE journal SET number = 9 WHERE number = 5",
        "DELETE FROM journal WHERE number = 1",
        "DELETE FROM journal WHERE number = 3",
        "DELETE FROM journal WHERE number = 5",
        "DELETE FROM journal",
        "UPDATE journal SET officer = body, body = officer WHERE number = 2",
    ];
    let folder = office.folder.path();
    for (at, change) in changes.into_iter().enumerate() {
        // Each change is made to a copy of its own.
        let copy = folder.join(format!("copy{at}"));
        std::fs::create_dir(&copy).unwrap();
        raw(&office).execute("VACUUM INTO ?1", [copy.join(sqlite::FILE).to_str().unwrap()]).unwrap();
        Reader::open(&copy).unwrap().chain_check().unwrap();
        let conn = Connection::open(copy.join(sqlite::FILE)).unwrap();
        conn.execute_batch(UNFENCE).unwrap();
        assert_eq!(conn.execute(change, []).map(|rows| rows > 0), Ok(true), "{change}");
        drop(conn);
        let found = Reader::open(&copy).unwrap().chain_check();
        assert!(matches!(found, Err(Failure::BrokenChain { .. } | Failure::Damaged(_))), "{change}: {found:?}");
    }
}

#[test]
fn views_that_were_changed_are_found_and_mended() {
    let office = Office::new();
    office.registered(vec![ask("council"), ask("assembly")]);
    office.done(None, import_step(&["C/2025/3"], Some("25-00003")));
    let proposal = Proposal { key: Some("k".into()), ..office.proposal(None, receive_step()) };
    office.register.perform(&office.body, proposal).unwrap();
    let reader = office.register.reader().unwrap();
    reader.views_check().unwrap();
    for change in [
        "UPDATE counters SET last = last + 1 WHERE series = 'C'",
        "DELETE FROM symbols WHERE symbol = 'C/2026/1'",
        "UPDATE symbols SET state = 'voided'",
        "INSERT INTO jobs VALUES ('26-00099', 1, NULL, NULL, NULL, NULL)",
        "DELETE FROM keys",
        "UPDATE dossiers SET stage = 'issued'",
        "UPDATE head SET number = 1",
    ] {
        assert!(raw(&office).execute(change, []).unwrap() > 0, "{change}");
        assert!(matches!(reader.views_check(), Err(Failure::Damaged(_))), "{change}");
        office.register.rebuild_views().unwrap();
        reader.views_check().unwrap();
    }
}

#[test]
fn a_broken_journal_is_not_folded() {
    let office = Office::new();
    office.registered(vec![ask("council")]);
    let before = views_of(&raw(&office));
    let conn = raw(&office);
    conn.execute_batch(UNFENCE).unwrap();
    conn.execute("UPDATE journal SET officer = 'other' WHERE number = 3", []).unwrap();
    assert!(matches!(office.register.rebuild_views(), Err(Failure::BrokenChain { number: 3, .. })));
    assert_eq!(views_of(&conn), before);
}

#[test]
fn reopening_continues() {
    let folder = tempfile::tempdir().unwrap();
    let body = assembly();
    let mut given = Vec::new();
    for _ in 0..5 {
        let register = Register::open(folder.path()).unwrap();
        let office = Office { folder: tempfile::tempdir().unwrap(), body: Arc::clone(&body), register };
        given.push(office.registered(vec![ask("council")]).1.remove(0));
        office.check();
    }
    assert_eq!(given, ["C/2026/1", "C/2026/2", "C/2026/3", "C/2026/4", "C/2026/5"]);
    assert_eq!(Reader::open(folder.path()).unwrap().last_number().unwrap(), 15);
}

#[test]
fn a_journal_of_another_format_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Reader::open(folder.path()), Err(Failure::NoJournal(_))));
    drop(Register::open_for_tests(folder.path()).unwrap());
    let conn = Connection::open(folder.path().join(sqlite::FILE)).unwrap();
    conn.execute_batch("PRAGMA user_version = 9009").unwrap();
    assert!(matches!(Register::open_for_tests(folder.path()), Err(Failure::Format { found: 9009, .. })));
    assert!(matches!(Reader::open(folder.path()), Err(Failure::Format { found: 9009, .. })));
    // A database that is none of ours is not written to.
    let other = tempfile::tempdir().unwrap();
    let conn = Connection::open(other.path().join(sqlite::FILE)).unwrap();
    conn.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    assert!(matches!(Register::open_for_tests(other.path()), Err(Failure::Format { found: 0, .. })));
    conn.execute_batch("PRAGMA user_version = 1001").unwrap();
    assert!(matches!(Register::open_for_tests(other.path()), Err(Failure::Format { found: 1001, .. })));
    assert_eq!(conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)), Ok(1));
}

/// Journals of earlier releases, as they were dumped with `sqlite3 journal.db .dump`.
const EARLIER: [(&str, u64, &str); 1] = [(
    include_str!("../../../../tests/journals/0.1-v0.sql"),
    29,
    "2d0e5d726acfb31845b0541deeb973e952d5f2d4d3437503d3d3302513e8f200",
)];

#[test]
fn journals_of_earlier_releases_are_brought_forward() {
    for (dump, entries, head) in EARLIER {
        let folder = tempfile::tempdir().unwrap();
        Connection::open(folder.path().join(sqlite::FILE)).unwrap().execute_batch(dump).unwrap();
        assert!(matches!(Reader::open(folder.path()), Err(Failure::Format { .. })));
        let office = Office { register: Register::open_for_tests(folder.path()).unwrap(), folder, body: assembly() };
        let reader = office.register.reader().unwrap();
        let chain = reader.chain_check().unwrap();
        assert_eq!((chain.entries, chain.head.as_str()), (entries, head));
        office.check();
        // The old entries say what they said, and new ones follow them.
        let old = reader.entries(1, 100).unwrap();
        assert!(old.iter().all(|entry| entry.format == 0 && entry.role.is_empty()));
        let (_, symbols, _) = office.registered(vec![ask("waterways-commission")]);
        assert_eq!(symbols, ["W-0003"]);
        office.check();
    }
}

#[test]
fn the_writing_connection_keeps_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    let conn = sqlite::open(folder.path(), sqlite::Durability::Full).unwrap();
    let pragma = |name: &str| conn.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((pragma("synchronous"), pragma("foreign_keys"), pragma("user_version")), (2, 1, 1003));
    let mode: String = conn.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn a_reader_cannot_write() {
    let office = Office::new();
    let conn = sqlite::open_for_reading(office.folder.path()).unwrap();
    assert!(conn.execute("DELETE FROM counters", []).is_err());
    assert!(conn.execute("INSERT INTO counters VALUES ('C', '2026', 0, 9, 9)", []).is_err());
}

/// The kill: this test runs itself as a child process that registers without end, kills it, and looks at what is left.
#[test]
#[cfg(unix)]
fn a_killed_process_leaves_a_whole_record() {
    use std::{
        io::BufRead,
        process::{Command, Stdio},
    };
    const WHERE: &str = "CHANCERY_TEST_JOURNAL";
    if let Ok(folder) = std::env::var(WHERE) {
        let office = Office {
            folder: tempfile::tempdir().unwrap(),
            body: assembly(),
            register: Register::open(Path::new(&folder)).unwrap(),
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    loop {
                        let id = office.accepted();
                        let (symbols, _) = numbers(&office.done(Some(id), register_step(vec![ask("council")])));
                        // Acknowledged is what was printed; it must be there afterwards.
                        println!("given {}", symbols[0]);
                    }
                });
            }
        });
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = std::collections::BTreeSet::new();
    for round in 0..6 {
        // Two processes write the office at once, and both are killed in the middle of it.
        let mut children: Vec<_> = (0..2)
            .map(|_| {
                Command::new(std::env::current_exe().unwrap())
                    .args(["--exact", "tests::store::a_killed_process_leaves_a_whole_record", "--nocapture"])
                    .env(WHERE, folder.path())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap()
            })
            .collect();
        let mut given = Vec::new();
        let mut outputs: Vec<_> =
            children.iter_mut().map(|child| std::io::BufReader::new(child.stdout.take().unwrap())).collect();
        let read = |output: &mut std::io::BufReader<_>, given: &mut Vec<String>| {
            let mut line = String::new();
            let more = output.read_line(&mut line).unwrap() > 0;
            // A line that the kill cut short is not taken for an acknowledgement.
            if let Some(text) = line.strip_suffix('\n').and_then(|line| line.rsplit_once("given ")) {
                given.push(text.1.to_owned());
            }
            more
        };
        while given.len() < 8 + round * 3 {
            for output in &mut outputs {
                assert!(read(output, &mut given));
            }
        }
        children.iter_mut().for_each(|child| child.kill().unwrap());
        // What they had still said before they died counts too.
        outputs.iter_mut().for_each(|output| while read(output, &mut given) {});
        for child in &mut children {
            child.wait().unwrap();
        }
        super::seal::healthy(folder.path());
        let reader = Reader::open(folder.path()).unwrap();
        for text in given {
            assert!(reader.by_symbol(&symbol(&text)).unwrap().is_some(), "{text} was acknowledged and lost");
            assert!(acknowledged.insert(text.clone()), "{text} was given twice");
        }
        reader.chain_check().unwrap();
        reader.views_check().unwrap();
        super::many::assert_no_gap(&reader, &assembly());
    }
    assert!(acknowledged.len() > 50);
}

/// The digest of an entry depends on every entry before it, not only on itself.
#[test]
fn the_chain_holds_the_past() {
    let head_after = |officer: &str| {
        let office = Office::new();
        let first = Proposal { officer: OfficerId(officer.into()), ..office.proposal(None, receive_step()) };
        let id = office.register.perform(&office.body, first).unwrap().dossier;
        office.done(id, accept_step());
        office.register.reader().unwrap().chain_check().unwrap().head
    };
    assert_eq!(head_after("o1"), head_after("o1"));
    assert_ne!(head_after("o1"), head_after("o2"));
}

/// The disk is full: SQLite gives the transaction up. Whoever waited gets a failure, nothing that was acknowledged is lost,
/// and work goes on when there is room.
#[test]
fn a_full_disk_fails_and_harms_nothing() {
    let office = Office::new();
    office.registered(vec![ask("council")]);
    office
        .register
        .inside(|conn| {
            let pages: i64 = conn.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            conn.query_row(&format!("PRAGMA max_page_count = {}", pages + 2), [], |_| Ok(()))?;
            Ok(())
        })
        .unwrap();
    let acknowledged: usize = std::thread::scope(|scope| {
        let working: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut acknowledged = 0;
                    loop {
                        match office.attempt(None, receive_step()) {
                            Ok(_) => acknowledged += 1,
                            Err(NotDone::Failed(Failure::NotCommitted(_) | Failure::Database(_))) => {
                                break acknowledged;
                            }
                            Err(other) => panic!("{other}"),
                        }
                    }
                })
            })
            .collect();
        working.into_iter().map(|handle| handle.join().unwrap()).sum()
    });
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.last_number().unwrap(), 3 + acknowledged as u64);
    office.register.inside(|conn| Ok(conn.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(()))?)).unwrap();
    assert_eq!(office.registered(vec![ask("council")]).1, ["C/2026/2"]);
    office.check();
}

#[test]
fn views_of_an_older_format_are_folded_anew() {
    let office = Office::new();
    office.registered(vec![ask("council"), ask("assembly")]);
    office.done(None, import_step(&["C/2025/3"], None));
    let expected = views_of(&raw(&office));
    let Office { folder, body, register } = office;
    drop(register);
    let conn = Connection::open(folder.path().join(sqlite::FILE)).unwrap();
    conn.execute_batch(
        "DROP TABLE counters; DELETE FROM keys; CREATE TABLE old_view (dossier REFERENCES dossiers (id));
         INSERT INTO old_view VALUES (1); PRAGMA user_version = 1001;",
    )
    .unwrap();
    assert!(matches!(Reader::open(folder.path()), Err(Failure::Format { found: 1001, .. })));
    let office = Office { register: Register::open_for_tests(folder.path()).unwrap(), folder, body };
    assert_eq!(views_of(&conn), expected);
    assert!(conn.prepare("SELECT * FROM old_view").is_err());
    office.check();
    // A newer version comes to the office while this one is at work: this one writes no more.
    conn.execute_batch("PRAGMA user_version = 2003").unwrap();
    let done = office.attempt(None, receive_step());
    assert!(matches!(done, Err(NotDone::Failed(Failure::Format { found: 2003, .. }))), "{done:?}");
}

/// Every row of every view, as text.
fn views_of(conn: &Connection) -> Vec<String> {
    let names: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'journal' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut all = Vec::new();
    for name in names {
        let mut statement = conn
            .prepare(&format!("SELECT * FROM {name} ORDER BY 1, 2, 3"))
            .unwrap_or_else(|_| conn.prepare(&format!("SELECT * FROM {name} ORDER BY 1")).unwrap());
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap()));
            all.push(format!("{name} {}", values.collect::<Vec<_>>().join(" ")));
        }
    }
    all
}
