//! Many at once: threads, connections, and any order of proposals.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::*;
use crate::{Failure, GapReason, Reader};
use proptest::prelude::*;

/// All registrations of a journal: no symbol twice, every series from its start to its last number without a hole.
pub(crate) fn assert_no_gap(reader: &Reader, body: &Body) {
    let entries = reader.entries(1, usize::MAX).unwrap();
    assert_eq!(entries.iter().map(|e| e.number).collect::<Vec<_>>(), (1..=entries.len() as u64).collect::<Vec<_>>());
    let (mut symbols, mut jobs) = (BTreeSet::new(), BTreeSet::new());
    for entry in &entries {
        match &entry.act {
            Act::Register { allotments, job_number, .. } => {
                for allotment in allotments {
                    assert!(symbols.insert(allotment.symbol.without_asterisks().to_string()), "{}", allotment.symbol);
                }
                assert!(jobs.insert(job_number.clone()), "{job_number}");
            }
            Act::Import { allotments, job_number, .. } => {
                for allotment in allotments {
                    assert!(symbols.insert(allotment.symbol.without_asterisks().to_string()), "{}", allotment.symbol);
                }
                assert!(job_number.iter().all(|job| jobs.insert(job.clone())), "{job_number:?}");
            }
            _ => {}
        }
    }
    for state in reader.all_series().unwrap() {
        if let Some(code) = state.series.strip_prefix("job:") {
            let series = body.charter.job_numbers.iter().find(|s| s.code == code).unwrap();
            let year = 2000 + state.period.parse::<i16>().unwrap();
            for number in state.start + 1..=state.last {
                let printed = body.job_number(series, year, number);
                assert!(reader.by_job(&printed).unwrap().is_some(), "{printed} was skipped");
            }
        } else {
            let gaps = reader.gaps(body, &state.series, &state.period).unwrap();
            let unexplained: Vec<_> = gaps.iter().filter(|gap| gap.why == GapReason::Unexplained).collect();
            assert!(unexplained.is_empty(), "{state:?} {unexplained:?}");
            // What is said to be elsewhere or reserved must not be on the record here.
            for gap in gaps.iter().filter(|gap| !matches!(gap.why, GapReason::Voided(_))) {
                let (_, series) = body.series(&state.series).unwrap();
                for number in gap.first..=gap.last.min(gap.first + 50) {
                    assert_eq!(reader.by_symbol(&body.symbol_of(series, &state.period, number)).unwrap(), None);
                }
            }
        }
    }
}

#[test]
fn sixteen_threads_leave_no_gap() {
    let office = Office::new();
    thread::scope(|scope| {
        for worker in 0..16 {
            let office = &office;
            scope.spawn(move || {
                for turn in 0..50 {
                    let id = office.accepted();
                    let mut asks = vec![ask("council"), ask("assembly")];
                    if turn % 3 == 0 {
                        asks.push(ask("waterways-commission"));
                    }
                    if (turn + worker) % 10 == 0 {
                        // A refused attempt in between takes nothing.
                        let borne = Ask { expect: Some(symbol("C/2026/900000")), ..ask("council") };
                        office.refused(Some(id), register_step(vec![ask("assembly"), borne]));
                    }
                    office.done(Some(id), register_step(asks));
                }
            });
        }
    });
    let reader = office.register.reader().unwrap();
    let last = |series: &str, period: &str| reader.series_state(series, period).unwrap().unwrap();
    assert_eq!((last("C", "2026").last, last("C", "2026").given), (800, 800));
    // Three numbers are reserved.
    assert_eq!((last("AS", "7").last, last("AS", "7").given), (803, 800));
    assert_eq!(last("job:L", "26").last, 800);
    assert_eq!(last("W", "").last, 16 * 17);
    assert_eq!(reader.last_number().unwrap(), 2400);
    assert_no_gap(&reader, &office.body);
    office.check();
}

/// Each handle has a writing connection of its own, as two processes would.
#[test]
fn two_registers_number_one_office() {
    let office = Office::new();
    let other = Register::open(office.folder.path()).unwrap();
    thread::scope(|scope| {
        for register in [&office.register, &other] {
            for _ in 0..2 {
                let office = &office;
                scope.spawn(move || {
                    for _ in 0..25 {
                        let act =
                            |dossier, step| register.perform(&office.body, office.proposal(dossier, step)).unwrap();
                        let id = act(None, receive_step()).dossier;
                        act(id, accept_step());
                        act(id, register_step(vec![ask("assembly"), ask("council")]));
                    }
                });
            }
        }
    });
    let reader = Reader::open(office.folder.path()).unwrap();
    assert_eq!(reader.series_state("C", "2026").unwrap().unwrap().last, 100);
    assert_eq!(reader.last_number().unwrap(), 300);
    assert_no_gap(&reader, &office.body);
    office.check();
}

/// SQLite's own way of waiting can leave a quiet process outside for long while a busy one takes the lock again and again.
#[test]
fn a_busy_neighbour_keeps_nobody_out() {
    let office = Office::new();
    let [busy, quiet] = [(); 2].map(|()| Register::open(office.folder.path()).unwrap());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    busy.perform(&office.body, office.proposal(None, receive_step())).unwrap();
                }
            });
        }
        for _ in 0..10 {
            let begun = Instant::now();
            quiet.perform(&office.body, office.proposal(None, receive_step())).unwrap();
            // It takes milliseconds; the bound leaves room for a machine that does much else.
            assert!(begun.elapsed() < Duration::from_secs(10));
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn many_open_one_new_office_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("office").join("journal");
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| Register::open_for_tests(&journal).unwrap());
        }
    });
    assert_eq!(Reader::open(&journal).unwrap().last_number().unwrap(), 0);
    assert_eq!(Reader::open(&journal).unwrap().chain_check().unwrap().entries, 0);
}

#[test]
fn one_key_asked_a_hundred_times_at_once_acts_once() {
    let office = Office::new();
    let other = Register::open_for_tests(office.folder.path()).unwrap();
    let id = office.accepted();
    let answers: Vec<Entry> = thread::scope(|scope| {
        let asking: Vec<_> = (0..100)
            .map(|turn| {
                let register = if turn % 2 == 0 { &office.register } else { &other };
                let office = &office;
                scope.spawn(move || {
                    let step = register_step(vec![ask("council")]);
                    let proposal = Proposal { key: Some("once".into()), ..office.proposal(Some(id), step) };
                    register.perform(&office.body, proposal).unwrap()
                })
            })
            .collect();
        asking.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.last_number().unwrap(), 3);
    assert_eq!(reader.series_state("C", "2026").unwrap().unwrap().last, 1);
}

#[test]
fn one_key_opens_one_dossier() {
    let office = Office::new();
    thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| {
                let proposal = Proposal { key: Some("letter".into()), ..office.proposal(None, receive_step()) };
                office.register.perform(&office.body, proposal).unwrap();
            });
        }
    });
    assert_eq!(office.register.reader().unwrap().dossiers(None, 10).unwrap().len(), 1);
}

/// Readers see whole batches while others write: an entry and its view together or not at all.
#[test]
fn a_reader_never_sees_half_an_act() {
    let office = Office::new();
    thread::scope(|scope| {
        let writing = scope.spawn(|| (0..100).for_each(|_| drop(office.registered(vec![ask("council")]))));
        let reader = office.register.reader().unwrap();
        while !writing.is_finished() {
            reader.chain_check().unwrap();
            reader.views_check().unwrap();
        }
    });
}

/// One thing an office may ask, with many ways to be wrong.
#[derive(Clone, Debug)]
enum Move {
    Receive,
    Accept(u8),
    Return(u8),
    Register { dossier: u8, organs: Vec<u8>, period: u8, given: u8, job: u8, late: bool },
    Issue(u8),
    Void(u8),
    Import { organ: u8, number: u8, modifier: bool, job: u8 },
    Continue { series: u8, last: u8 },
    Again(u8),
}

fn a_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => Just(Move::Receive),
        4 => any::<u8>().prop_map(Move::Accept),
        1 => any::<u8>().prop_map(Move::Return),
        8 => (any::<u8>(), prop::collection::vec(0u8..4, 0..4), 0u8..6, any::<u8>(), any::<u8>(), any::<bool>())
            .prop_map(|(dossier, organs, period, given, job, late)| {
                Move::Register { dossier, organs, period, given, job, late }
            }),
        2 => any::<u8>().prop_map(Move::Issue),
        2 => any::<u8>().prop_map(Move::Void),
        3 => (0u8..4, any::<u8>(), any::<bool>(), any::<u8>())
            .prop_map(|(organ, number, modifier, job)| Move::Import { organ, number, modifier, job }),
        1 => (0u8..4, any::<u8>()).prop_map(|(series, last)| Move::Continue { series, last }),
        2 => any::<u8>().prop_map(Move::Again),
    ]
}

const ORGANS: [&str; 4] = ["assembly", "council", "waterways-commission", "nobody"];

/// A symbol of an organ, near enough to what is due that all cases come up.
fn some_symbol(organ: u8, number: u8) -> String {
    let number = number % 20;
    match organ % 4 {
        0 => format!("AS/7/{number}"),
        1 => format!("C/2026/{number}"),
        2 => format!("W-{number:04}"),
        _ => format!("SEC/{number}"),
    }
}

fn proposal_of(office: &Office, dossiers: u64, turn: &Move) -> Proposal {
    // Mostly a dossier that exists, now and then one that does not.
    let some = |pick: u8| Some(DossierId(u64::from(pick) % (dossiers + 1) + 1));
    match turn {
        Move::Receive => office.proposal(None, receive_step()),
        Move::Accept(pick) => office.proposal(some(*pick), accept_step()),
        Move::Return(pick) => office.proposal(some(*pick), Step::Plain(Act::Return { reasons: file("6") })),
        Move::Issue(pick) => office.proposal(some(*pick), issue_step(&["en"])),
        Move::Void(pick) => office.proposal(some(*pick), void_step()),
        Move::Register { dossier, organs, period, given, job, late } => {
            let asks = organs
                .iter()
                .map(|organ| Ask {
                    period: match period {
                        0 => Some("8".to_owned()),
                        1 => Some("2031".to_owned()),
                        _ => None,
                    },
                    items: vec![format!("{} (a)", given % 3)],
                    symbol: given.is_multiple_of(3).then(|| symbol(&some_symbol(*organ, given / 3))),
                    expect: (given % 5 == 1).then(|| symbol(&some_symbol(*organ, given / 5))),
                    ..ask(ORGANS[usize::from(*organ)])
                })
                .collect();
            let job_number = job.is_multiple_of(4).then(|| format!("26-{:05}", job / 4 % 12));
            let expect_job = (job % 4 == 1).then(|| format!("26-{:05}", job / 4 % 12));
            let step = Step::Register(Registration { asks, job_number, expect_job, ..Registration::default() });
            let at = if *late { "2027-01-02T00:00:00Z" } else { NOON };
            Proposal { at: at.parse().unwrap(), ..office.proposal(some(*dossier), step) }
        }
        Move::Import { organ, number, modifier, job } => {
            let mut text = some_symbol(*organ, *number);
            if *modifier {
                text.push_str("/Corr.1");
            }
            let second = some_symbol(organ + 1, number / 2);
            let job = job.is_multiple_of(3).then(|| format!("26-{:05}", job % 20));
            office.proposal(None, import_step(&[&text, &second, &format!("{second}*")], job.as_deref()))
        }
        Move::Continue { series, last } => {
            let (series, period) = [("AS", "7"), ("C", "2026"), ("W", ""), ("job:L", "26")][usize::from(*series)];
            office.proposal(None, continue_step(series, period, u32::from(last % 15)))
        }
        Move::Again(pick) => {
            let step = if pick.is_multiple_of(2) { receive_step() } else { accept_step() };
            let proposal = office.proposal(if pick.is_multiple_of(2) { None } else { some(*pick) }, step);
            Proposal { key: Some(format!("k{}", pick % 5)), ..proposal }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Any row of proposals, wise or not: nothing fails, no number is given twice, no series has a hole, and the views are
    /// the fold of the journal.
    #[test]
    fn any_row_of_proposals_keeps_the_record_whole(moves in prop::collection::vec(a_move(), 1..160)) {
        let office = Office::new();
        let reader = office.register.reader().unwrap();
        let mut dossiers = 0;
        for turn in &moves {
            let proposal = proposal_of(&office, dossiers, turn);
            let before = reader.last_number().unwrap();
            match office.register.perform(&office.body, proposal) {
                Ok(entry) => {
                    dossiers = dossiers.max(entry.dossier.map_or(0, |id| id.0));
                    prop_assert!(entry.number <= before + 1);
                }
                Err(NotDone::Refused(_)) => prop_assert_eq!(reader.last_number().unwrap(), before),
                Err(NotDone::Failed(failure)) => panic!("{turn:?}: {failure}"),
            }
        }
        assert_no_gap(&reader, &office.body);
        office.check();
    }

    /// The same, asked by three threads through two connections.
    #[test]
    fn any_interleaving_keeps_the_record_whole(rows in prop::collection::vec(prop::collection::vec(a_move(), 1..40), 3)) {
        let office = Office::new();
        let other = Register::open_for_tests(office.folder.path()).unwrap();
        thread::scope(|scope| {
            for (at, row) in rows.iter().enumerate() {
                let register = if at == 0 { &other } else { &office.register };
                let office = &office;
                scope.spawn(move || {
                    for turn in row {
                        let done = register.perform(&office.body, proposal_of(office, 12, turn));
                        assert!(!matches!(done, Err(NotDone::Failed(_))), "{turn:?}: {done:?}");
                    }
                });
            }
        });
        let reader = office.register.reader().unwrap();
        assert_no_gap(&reader, &office.body);
        office.check();
    }
}

#[test]
fn a_panic_in_one_request_leaves_the_register_open() {
    let office = Office::new();
    office.registered(vec![ask("council")]);
    thread::scope(|scope| {
        for worker in 0..8 {
            let office = &office;
            scope.spawn(move || {
                for _ in 0..10 {
                    if worker % 2 == 0 {
                        let done = office.register.inside(|conn| {
                            conn.execute("DELETE FROM counters", [])?;
                            panic!("asked to panic by a test")
                        });
                        assert!(matches!(done, Err(NotDone::Failed(Failure::Fault))));
                    } else {
                        office.registered(vec![ask("council")]);
                    }
                }
            });
        }
    });
    assert_eq!(office.registered(vec![ask("council")]).1, ["C/2026/42"]);
    office.check();
}
