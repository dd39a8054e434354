//! One proposal after another, each kind of yes and no.

use super::*;
use crate::{Failure, GapReason};
use chancery_model::{act::Under, dossier::Stage, symbol::ModifierKind};

fn asking(asks: Vec<Ask>) -> Registration {
    Registration { asks, ..Registration::default() }
}

#[test]
fn a_letter_goes_from_receipt_to_issue() {
    let office = Office::new();
    let entry = office.done(None, receive_step());
    let id = entry.dossier.unwrap();
    assert_eq!((entry.number, id), (1, DossierId(1)));
    office.done(Some(id), accept_step());
    let asks =
        vec![ask("waterways-commission"), Ask { items: vec!["31 (b)".into()], ..ask("assembly") }, ask("council")];
    let entry = office.done(Some(id), register_step(asks));
    // Organs stand in the body's order, and AS passes over the reserved number 1.
    assert_eq!(numbers(&entry), (vec!["AS/7/2".into(), "C/2026/1".into(), "W-0001".into()], "26-00001".into()));
    let entry = office.done(Some(id), issue_step(&["en"]));
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.last_entry().unwrap(), Some(entry));
    let dossier = reader.dossier(id).unwrap().unwrap();
    assert_eq!((dossier.stage, dossier.entries), (Stage::Issued, vec![1, 2, 3, 4]));
    assert_eq!(reader.by_symbol(&symbol("AS/7/2*")).unwrap(), Some(id));
    assert_eq!(reader.by_job("26-00001").unwrap(), Some(id));
    assert_eq!(reader.by_item("assembly", "7", "31(B)").unwrap(), [id]);
    assert_eq!(reader.dossiers_at(Stage::Issued, None, 10).unwrap().len(), 1);
    assert_eq!(reader.entries(2, 2).unwrap().len(), 2);
    assert_eq!(reader.entries_of(id).unwrap().len(), 4);
    let gaps = reader.gaps(&office.body, "AS", "7").unwrap();
    assert_eq!(gaps.len(), 1);
    assert!(matches!(gaps[0].why, GapReason::Reserved(_)));
    office.check();
}

#[test]
fn each_series_runs_on_by_itself() {
    let office = Office::new();
    let (_, symbols, job) = office.registered(vec![ask("council")]);
    assert_eq!((symbols, job), (vec!["C/2026/1".into()], "26-00001".into()));
    let (_, symbols, job) = office.registered(vec![ask("assembly"), ask("council")]);
    assert_eq!((symbols, job), (vec!["AS/7/2".into(), "C/2026/2".into()], "26-00002".into()));
    let (_, symbols, _) = office.registered(vec![Ask { period: Some("8".into()), ..ask("assembly") }]);
    assert_eq!(symbols, ["AS/8/2"]);
    // A series that runs on takes no notice of a session.
    let (_, symbols, _) = office.registered(vec![Ask { period: Some("8".into()), ..ask("waterways-commission") }]);
    assert_eq!(symbols, ["W-0001"]);
    office.check();
}

#[test]
fn reserved_numbers_are_passed_over() {
    let office = Office::new();
    let given: Vec<String> = (0..10).map(|_| office.registered(vec![ask("assembly")]).1.remove(0)).collect();
    // 1 is kept for the report, 10 and 11 for agenda and allocation.
    let expected: Vec<String> = (2..=9).chain(12..=13).map(|n| format!("AS/7/{n}")).collect();
    assert_eq!(given, expected);
    let gaps = office.register.reader().unwrap().gaps(&office.body, "AS", "7").unwrap();
    assert_eq!(gaps.iter().map(|gap| (gap.first, gap.last)).collect::<Vec<_>>(), [(1, 1), (10, 11)]);
    assert!(gaps.iter().all(|gap| matches!(gap.why, GapReason::Reserved(_))));
    // Of what is kept, or of a session in which nothing was numbered here, the record cannot say that it does not hold it.
    let reader = office.register.reader().unwrap();
    let held = ["AS/7/2", "AS/7/40", "AS/7/10", "AS/5/3"].map(|one| reader.holds(&office.body, &symbol(one)).unwrap());
    assert_eq!(held, [Some(true), Some(false), None, None]);
}

#[test]
fn periods_turn_at_the_bodys_own_midnight() {
    let office = Office::new();
    let at = |when: &str, organ: &str| {
        let id = office.accepted();
        numbers(&office.try_at(when, Some(id), register_step(vec![ask(organ)])).unwrap())
    };
    // Zurich is an hour ahead of UTC in winter: 23:30 UTC on the last day of the year is already the next year there.
    assert_eq!(at("2026-12-31T22:59:59Z", "council"), (vec!["C/2026/1".into()], "26-00001".into()));
    assert_eq!(at("2026-12-31T23:00:00Z", "council"), (vec!["C/2027/1".into()], "27-00001".into()));
    // A late act of the old year still falls in it.
    assert_eq!(at("2026-12-31T22:00:00Z", "council"), (vec!["C/2026/2".into()], "26-00002".into()));
    // The seventh session opens on Monday, 2 March 2026.
    assert_eq!(at("2026-03-01T22:59:59Z", "assembly").0, ["AS/6/2"]);
    assert_eq!(at("2026-03-01T23:00:00Z", "assembly").0, ["AS/7/2"]);
    // The running series does not turn.
    assert_eq!(at("2026-12-31T22:59:59Z", "waterways-commission").0, ["W-0001"]);
    assert_eq!(at("2026-12-31T23:00:00Z", "waterways-commission").0, ["W-0002"]);
    office.check();
}

#[test]
fn a_number_that_is_not_due_consumes_nothing() {
    let office = Office::new();
    let id = office.accepted();
    let before = office.register.reader().unwrap().last_number().unwrap();
    let expecting = |text: &str| Ask { expect: Some(symbol(text)), ..ask("council") };
    let refusal = office.refused(Some(id), register_step(vec![ask("assembly"), expecting("C/2026/2")]));
    assert_eq!(refusal, Refusal::NumberNotDue { borne: "C/2026/2".into(), due: "C/2026/1".into() });
    let job = |expect_job: &str| {
        Step::Register(Registration {
            asks: vec![ask("assembly")],
            job_series: "l".into(),
            expect_job: Some(expect_job.into()),
            ..Registration::default()
        })
    };
    let refusal = office.refused(Some(id), job("26-00041"));
    assert_eq!(refusal, Refusal::NumberNotDue { borne: "26-00041".into(), due: "26-00001".into() });
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.last_number().unwrap(), before);
    assert_eq!(reader.all_series().unwrap(), []);
    // What was refused did not use AS/7/2 or 26-00001 up.
    let (_, symbols, job) = office.registered(vec![ask("assembly"), expecting("C/2026/1")]);
    assert_eq!((symbols, job), (vec!["AS/7/2".into(), "C/2026/1".into()], "26-00001".into()));
    // A number on the record can never come due again, and the refusal says where it is.
    let refusal = office.refused(Some(id), register_step(vec![expecting("C/2026/1")]));
    assert_eq!(refusal, Refusal::NumberTaken("C/2026/1".into(), DossierId(2)));
}

#[test]
fn organs_must_circulate_and_are_named_once() {
    let office = Office::new();
    let id = office.accepted();
    let refused = |asks: Vec<Ask>| office.refused(Some(id), register_step(asks));
    assert_eq!(refused(vec![]), Refusal::NoOrgan);
    assert_eq!(refused(vec![ask("senate")]), Refusal::NoSuchOrgan("senate".into()));
    assert_eq!(refused(vec![ask("council"), ask("council")]), Refusal::OrganTwice("council".into()));
    let period = |organ: &str, period: &str| Ask { period: Some(period.into()), ..ask(organ) };
    for odd in ["07", "", "x", "7/1", "ES-", "٧", "7*", "{n}"] {
        assert!(matches!(refused(vec![period("assembly", odd)]), Refusal::WrongSeries { .. }), "{odd}");
    }
    for odd in ["26", "20260", "", "MMXX"] {
        assert!(matches!(refused(vec![period("council", odd)]), Refusal::WrongSeries { .. }), "{odd}");
    }
    // Before the first session there was none; the officer may name one.
    let early = office.try_at("2010-01-01T00:00:00Z", Some(id), register_step(vec![ask("assembly")]));
    assert!(matches!(early, Err(NotDone::Refused(Refusal::NoPeriod { .. }))), "{early:?}");
    let series =
        Step::Register(Registration { asks: vec![ask("council")], job_series: "Z".into(), ..Registration::default() });
    assert!(matches!(office.refused(Some(id), series), Refusal::NoSuchSeries { .. }));
    assert_eq!(office.register.reader().unwrap().all_series().unwrap(), []);
}

#[test]
fn acts_follow_in_order_only() {
    let office = Office::new();
    let id = office.done(None, receive_step()).dossier.unwrap();
    for step in [register_step(vec![ask("council")]), issue_step(&["en"]), void_step()] {
        assert!(matches!(office.refused(Some(id), step), Refusal::OutOfOrder { stage: Stage::Received, .. }));
    }
    assert_eq!(office.refused(None, accept_step()), Refusal::DossierMissing("accept".into()));
    assert_eq!(office.refused(Some(DossierId(9)), accept_step()), Refusal::NoSuchDossier(DossierId(9)));
    let far = DossierId(u64::MAX);
    assert_eq!(office.refused(Some(far), accept_step()), Refusal::NoSuchDossier(far));
    office.done(Some(id), Step::Plain(Act::Return { reasons: file("6") }));
    assert!(matches!(office.refused(Some(id), accept_step()), Refusal::OutOfOrder { .. }));
    office.check();
}

#[test]
fn what_no_officer_may_ask_is_a_failure() {
    let office = Office::new();
    let id = office.accepted();
    let place = chancery_model::act::JobPlace { series: "L".into(), period: "26".into(), number: 9 };
    let act = Act::Register {
        allotments: Vec::new(),
        job_number: "26-00009".into(),
        job: place,
        language_jobs: Vec::new(),
        station: None,
        under: None,
    };
    let done = office.attempt(Some(id), Step::Plain(act));
    assert!(matches!(done, Err(NotDone::Failed(Failure::Misused(_)))), "{done:?}");
    let other = Proposal { body: "other".into(), ..office.proposal(None, receive_step()) };
    let done = office.register.perform(&office.body, other);
    assert!(matches!(done, Err(NotDone::Failed(Failure::Misused(_)))), "{done:?}");
}

#[test]
fn a_symbol_given_elsewhere_must_be_the_next_or_the_first() {
    let office = Office::new();
    let given = |organ: &str, text: &str| Ask { symbol: Some(symbol(text)), ..ask(organ) };
    let id = office.accepted();
    let refused = |ask: Ask| office.refused(Some(id), register_step(vec![ask]));
    for odd in ["C/2026/1", "AS/7/L.3", "AS/7/3/Corr.1", "AS/7/0", "AS/7/03", "AS/07/3", "AS/7", "W-3", ""] {
        assert!(matches!(refused(given("assembly", odd)), Refusal::WrongSeries { .. }), "{odd}");
    }
    let in_eighth = Ask { period: Some("8".into()), ..given("assembly", "AS/7/3") };
    assert!(matches!(refused(in_eighth), Refusal::WrongSeries { .. }));
    // The first number of a period starts its numbering.
    assert_eq!(office.registered(vec![given("assembly", "AS/7/20")]).1, ["AS/7/20"]);
    assert_eq!(office.registered(vec![ask("assembly")]).1, ["AS/7/21"]);
    assert_eq!(
        refused(given("assembly", "AS/7/23")),
        Refusal::WouldLeaveGap { symbol: "AS/7/23".into(), due: "AS/7/22".into() }
    );
    assert!(matches!(refused(given("assembly", "AS/7/5")), Refusal::WouldLeaveGap { .. }));
    assert_eq!(refused(given("assembly", "AS/7/21*")), Refusal::NumberTaken("AS/7/21".into(), DossierId(3)));
    assert_eq!(office.registered(vec![given("assembly", "AS/7/22")]).1, ["AS/7/22"]);
    let gaps = office.register.reader().unwrap().gaps(&office.body, "AS", "7").unwrap();
    let elsewhere: Vec<_> =
        gaps.iter().filter(|gap| gap.why == GapReason::GivenElsewhere).map(|gap| (gap.first, gap.last)).collect();
    assert_eq!(elsewhere, [(2, 9), (12, 19)]);
    office.check();
}

#[test]
fn a_job_number_given_elsewhere_must_be_the_next_or_the_first() {
    let office = Office::new();
    let with = |job: &str| {
        Step::Register(Registration {
            asks: vec![ask("council")],
            job_series: "L".into(),
            job_number: Some(job.into()),
            ..Registration::default()
        })
    };
    let id = office.accepted();
    for odd in ["", "26-1", "2600041", "26-00000", "26-000041", "x"] {
        assert!(matches!(office.refused(Some(id), with(odd)), Refusal::WrongSeries { .. }), "{odd}");
    }
    assert_eq!(numbers(&office.done(Some(id), with("26-00041"))).1, "26-00041");
    assert_eq!(office.registered(vec![ask("council")]).2, "26-00042");
    let id = office.accepted();
    assert_eq!(office.refused(Some(id), with("26-00041")), Refusal::NumberTaken("26-00041".into(), DossierId(1)));
    assert!(matches!(office.refused(Some(id), with("26-00044")), Refusal::WouldLeaveGap { .. }));
    // The year before has a numbering of its own.
    assert_eq!(numbers(&office.done(Some(id), with("25-09999"))).1, "25-09999");
    assert_eq!(office.registered(vec![ask("council")]).2, "26-00043");
    office.check();
}

#[test]
fn an_import_takes_its_numbers_and_moves_no_counter() {
    let office = Office::new();
    office.registered(vec![ask("council")]);
    let entry = office.done(None, import_step(&["C/2026/3*", "AS/7/8/Corr.1", "SEC/2026/1"], Some(" 26-00003 ")));
    let Act::Import { allotments, job_number, .. } = &entry.act else { panic!() };
    // Whatever the body knows of a symbol is filled in; a corrigendum holds no number of its own.
    assert_eq!(job_number.as_deref(), Some("26-00003"));
    assert_eq!((allotments[0].series.as_str(), allotments[0].number), ("C", Some(3)));
    assert_eq!((allotments[1].series.as_str(), allotments[1].period.as_str(), allotments[1].number), ("AS", "7", None));
    assert_eq!((allotments[2].organ.as_str(), allotments[2].number), ("", None));
    let id = entry.dossier.unwrap();
    assert_eq!(office.refused(None, import_step(&["C/2026/3"], None)), Refusal::NumberTaken("C/2026/3".into(), id));
    let again = office.refused(None, import_step(&["C/2026/9"], Some("26-00003")));
    assert_eq!(again, Refusal::NumberTaken("26-00003".into(), id));
    // The same symbol twice in one heading is one.
    office.done(None, import_step(&["AS/6/4", "AS/6/4*"], None));
    let (_, symbols, job) = office.registered(vec![ask("council")]);
    assert_eq!((symbols, job), (vec!["C/2026/2".into()], "26-00002".into()));
    // 3 is on the record by import, so 4 follows 2; the job numbers likewise.
    let (_, symbols, job) = office.registered(vec![ask("council")]);
    assert_eq!((symbols, job), (vec!["C/2026/4".into()], "26-00004".into()));
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.by_symbol(&symbol("AS/7/8/Corr.1")).unwrap(), Some(id));
    assert_eq!(reader.gaps(&office.body, "C", "2026").unwrap(), []);
    office.check();
}

#[test]
fn a_series_of_imports_must_be_continued_before_it_is_numbered() {
    let office = Office::new();
    office.done(None, import_step(&["AS/7/671"], None));
    let id = office.accepted();
    assert_eq!(
        office.refused(Some(id), register_step(vec![ask("assembly")])),
        Refusal::NotContinued { series: "AS".into(), period: "7".into() }
    );
    // Other periods are not concerned, and a corrigendum alone does not make a numbering.
    office.done(None, import_step(&["C/2026/5/Corr.1"], None));
    assert_eq!(office.registered(vec![ask("council")]).1, ["C/2026/1"]);
    let entry = office.done(None, continue_step("as", "7", 670));
    assert_eq!(entry.act, Act::Continue { series: "AS".into(), period: "7".into(), last: 670 });
    // 671 is there by import.
    assert_eq!(numbers(&office.done(Some(id), register_step(vec![ask("assembly")]))).0, ["AS/7/672"]);
    office.check();
}

#[test]
fn a_numbering_is_taken_over_once() {
    let office = Office::new();
    let refused = |series: &str, period: &str| office.refused(None, continue_step(series, period, 5));
    for (series, period) in [("X", "7"), ("AS", "07"), ("AS", ""), ("C", "26"), ("job:Z", "26"), ("job:L", "2026")] {
        assert!(matches!(refused(series, period), Refusal::NoSuchSeries { .. }), "{series} {period}");
    }
    office.done(None, continue_step("C", "2026", 100));
    // While nothing was given it may be set anew.
    office.done(None, continue_step("C", "2026", 40));
    office.done(None, continue_step("job:l", "26", 1500));
    let (_, symbols, job) = office.registered(vec![ask("council")]);
    assert_eq!((symbols, job), (vec!["C/2026/41".into()], "26-01501".into()));
    assert_eq!(
        office.refused(None, continue_step("C", "2026", 50)),
        Refusal::AlreadyNumbered { series: "C".into(), period: "2026".into(), last: 41 }
    );
    assert!(matches!(office.refused(None, continue_step("job:L", "26", 1)), Refusal::AlreadyNumbered { .. }));
    // Saying again where it stands changes nothing.
    office.done(None, continue_step("C", "2026", 41));
    let state = office.register.reader().unwrap().series_state("C", "2026").unwrap().unwrap();
    assert_eq!((state.start, state.last, state.given), (40, 41, 1));
    // A running series has one period, whatever it is called.
    office.done(None, continue_step("W", "", 140));
    assert_eq!(office.registered(vec![ask("waterways-commission")]).1, ["W-0141"]);
    // The last number there is can be given, and then the series fails rather than turn over.
    office.done(None, continue_step("C", "2030", u32::MAX - 1));
    let year = || register_step(vec![Ask { period: Some("2030".into()), ..ask("council") }]);
    let id = office.accepted();
    assert_eq!(numbers(&office.done(Some(id), year())).0, [format!("C/2030/{}", u32::MAX)]);
    let id = office.accepted();
    assert!(matches!(office.attempt(Some(id), year()), Err(NotDone::Failed(Failure::Exhausted(_)))));
    office.check();
}

#[test]
fn a_voided_number_is_never_given_again() {
    let office = Office::new();
    let (id, symbols, _) = office.registered(vec![ask("council")]);
    office.done(Some(id), void_step());
    assert_eq!(office.registered(vec![ask("council")]).1, ["C/2026/2"]);
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.by_symbol(&symbol(&symbols[0])).unwrap(), Some(id));
    let gaps = reader.gaps(&office.body, "C", "2026").unwrap();
    assert_eq!((gaps.len(), &gaps[0].why), (1, &GapReason::Voided(id)));
    assert!(matches!(office.refused(Some(id), issue_step(&["en"])), Refusal::OutOfOrder { .. }));
    assert!(matches!(office.refused(None, import_step(&["C/2026/1"], None)), Refusal::NumberTaken(..)));
    office.check();
}

#[test]
fn required_languages_are_issued_or_excepted() {
    let files = {
        let mut files = files_of("assembly");
        let charter = files.get_mut("body.toml").unwrap();
        *charter = charter.replace(r#"languages_required = ["en"]"#, r#"languages_required = ["ar", "en", "fr"]"#);
        files
    };
    let office = Office::of(Arc::new(Body::from_files(&files).unwrap()));
    let (id, ..) = office.registered(vec![ask("council")]);
    let refusal = office.refused(Some(id), issue_step(&["en"]));
    let Refusal::LanguagesMissing(words) = &refusal else { panic!("{refusal:?}") };
    assert!(words == "Arabic and French" || words == "ar and fr", "{words}");
    assert_eq!(office.refused(Some(id), issue_step(&[])), Refusal::NoVersion);
    let Step::Plain(Act::Issue { date, distribution, versions, .. }) = issue_step(&["en"]) else { panic!() };
    let excepted = Act::Issue { date, distribution, versions, exception: Some(file("7")), components: Vec::new() };
    office.done(Some(id), Step::Plain(excepted));
    let (id, ..) = office.registered(vec![ask("council")]);
    office.done(Some(id), issue_step(&["fr", "en", "ar"]));
}

#[test]
fn a_key_acts_once() {
    let office = Office::new();
    let keyed = |dossier: Option<DossierId>, step: Step| {
        let proposal = Proposal { key: Some("k".into()), ..office.proposal(dossier, step) };
        office.register.perform(&office.body, proposal)
    };
    let first = keyed(None, receive_step()).unwrap();
    let later = Proposal {
        key: Some("k".into()),
        at: "2026-06-01T00:00:00Z".parse().unwrap(),
        ..office.proposal(None, receive_step())
    };
    assert_eq!(office.register.perform(&office.body, later).unwrap(), first);
    let reused = Err(Refusal::KeyReused("k".into()));
    let refusal = |done: Result<Entry, NotDone>| match done {
        Err(NotDone::Refused(refusal)) => Err(refusal),
        other => other.map_err(|_| unreachable!()),
    };
    assert_eq!(refusal(keyed(None, import_step(&["C/2026/1"], None))), reused);
    assert_eq!(refusal(keyed(first.dossier, accept_step())), reused);
    // Nor does it act in another dossier.
    let (one, two) = (office.done(None, receive_step()).dossier, office.done(None, receive_step()).dossier);
    let accept = |id| Proposal { key: Some("a".into()), ..office.proposal(id, accept_step()) };
    office.register.perform(&office.body, accept(one)).unwrap();
    let other = office.register.perform(&office.body, accept(two));
    assert_eq!(refusal(other), Err(Refusal::KeyReused("a".into())));
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.by_key("k").unwrap(), Some(first));
    assert_eq!(reader.by_key("other").unwrap(), None);
    // A key of a registration gives the same numbers back, even when the dossier has moved on.
    let id = office.accepted();
    let again = || Proposal { key: Some("r".into()), ..office.proposal(Some(id), register_step(vec![ask("council")])) };
    let registered = office.register.perform(&office.body, again()).unwrap();
    office.done(Some(id), issue_step(&["en"]));
    assert_eq!(office.register.perform(&office.body, again()).unwrap(), registered);
    // A refusal uses no key up.
    let id = office.done(None, receive_step()).dossier;
    let early = || Proposal { key: Some("e".into()), ..office.proposal(id, register_step(vec![ask("council")])) };
    assert!(office.register.perform(&office.body, early()).is_err());
    office.done(id, accept_step());
    office.register.perform(&office.body, early()).unwrap();
    office.check();
}

#[test]
fn what_is_due_is_what_is_given() {
    let office = Office::new();
    office.done(None, continue_step("W", "", 140));
    let asks = vec![ask("waterways-commission"), Ask { expect: Some(symbol("AS/7/99")), ..ask("assembly") }];
    let reader = office.register.reader().unwrap();
    let due = reader.due(&office.body, &asking(asks.clone()), "2026-05-05T10:00:00Z".parse().unwrap()).unwrap();
    let shown: Vec<String> = due.allotments.iter().map(|a| a.symbol.to_string()).collect();
    assert_eq!((shown, due.job_number.as_str()), (vec!["AS/7/2".into(), "W-0141".into()], "26-00001"));
    let asks = vec![ask("waterways-commission"), ask("assembly")];
    let (_, symbols, job) = office.registered(asks.clone());
    assert_eq!((symbols, job), (vec!["AS/7/2".into(), "W-0141".into()], due.job_number));
    let due = reader.due(&office.body, &asking(asks.clone()), "2027-01-01T10:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(due.job_number, "27-00001");
    assert!(matches!(
        reader.due(&office.body, &asking(vec![ask("senate")]), "2026-05-05T10:00:00Z".parse().unwrap()),
        Err(NotDone::Refused(Refusal::NoSuchOrgan(_)))
    ));
}

#[test]
fn dossiers_are_listed_newest_first() {
    let office = Office::new();
    for _ in 0..5 {
        office.done(None, receive_step());
    }
    let reader = office.register.reader().unwrap();
    let ids = |after, limit| -> Vec<u64> {
        reader.dossiers(after, limit).unwrap().iter().map(|dossier| dossier.id.0).collect()
    };
    assert_eq!(ids(None, 2), [5, 4]);
    assert_eq!(ids(Some(DossierId(4)), 9), [3, 2, 1]);
    assert_eq!(ids(Some(DossierId(1)), 9), [0u64; 0]);
    assert_eq!(ids(None, usize::MAX).len(), 5);
    assert_eq!(reader.count_at(Stage::Received).unwrap(), 5);
    assert_eq!(reader.entry(0).unwrap(), None);
    assert_eq!(reader.entry(u64::MAX).unwrap(), None);
}

#[test]
fn one_number_written_in_two_ways_is_one() {
    let office = Office::new();
    let id = office.done(None, import_step(&["W-0003", "W-00003"], None)).dossier.unwrap();
    let refusal = office.refused(None, import_step(&["W-000003"], None));
    assert_eq!(refusal, Refusal::NumberTaken("W-000003".into(), id));
    office.check();
}

/// A symbol may come into the record before the body's data knows its series; the number is taken all the same.
#[test]
fn a_number_from_before_the_series_was_known_is_passed_over() {
    let mut files = files_of("assembly");
    let organ = files.get_mut("organs/waterways-commission.toml").unwrap();
    *organ = organ.replace("W-{n:4}", "SEC/{n}");
    let earlier = Office::of(Arc::new(Body::from_files(&files).unwrap()));
    earlier.done(None, import_step(&["W-0001"], None));
    let office = Office { body: assembly(), ..earlier };
    assert_eq!(office.registered(vec![ask("waterways-commission")]).1, ["W-0002"]);
    office.check();
}

/// The second body that comes with Chancery numbers by the same code.
#[test]
fn another_body_is_numbered_by_its_own_data() {
    let office = Office::of(body_named("un"));
    office.done(None, continue_step("A", "74", 671));
    office.done(None, continue_step("S", "2020", 82));
    office.done(None, continue_step("job:N", "20", 1500));
    let id = office.accepted();
    let asks = vec![ask("security-council"), ask("general-assembly")];
    // Past midnight in UTC, still 30 January in New York.
    let entry = office.try_at("2020-01-31T03:00:00Z", Some(id), register_step(asks)).unwrap();
    assert_eq!(numbers(&entry), (vec!["A/74/672".into(), "S/2020/83".into()], "20-01501".into()));
    office.done(None, import_step(&["A/RES/49/221[B]", "S/RES/918(1994)", "A/ES-10/L.31/Rev.1"], Some("GE.07-13562")));
    office.done(None, continue_step("A", "ES-11", 7));
    let id = office.accepted();
    let special = vec![Ask { period: Some("ES-11".into()), ..ask("general-assembly") }];
    assert_eq!(numbers(&office.done(Some(id), register_step(special))).0, ["A/ES-11/8"]);
    office.check();
}

/// An imported document may bear a document's symbol and that of its corrigendum; the next one stands under both.
#[test]
fn one_corrigendum_stands_under_a_parent_that_bears_the_first() {
    let office = Office::new();
    let parent = office.done(None, import_step(&["C/2026/3", "C/2026/3/Corr.4"], None)).dossier.unwrap();
    let under = |kind, asks| {
        let under = Some(Under { kind, parent, languages: Vec::new() });
        Step::Register(Registration { asks, under, ..Registration::default() })
    };
    let id = office.accepted();
    let entry = office.done(Some(id), under(ModifierKind::Corrigendum, Vec::new()));
    assert_eq!(numbers(&entry).0, ["C/2026/3/Corr.5"]);
    // A revision is one of each; a symbol that is asked for says of which.
    let named = |text: &str| vec![Ask { symbol: Some(symbol(text)), ..ask("council") }];
    let id = office.accepted();
    let refusal = office.refused(Some(id), under(ModifierKind::Revision, named("C/2026/3/Rev.2")));
    assert_eq!(refusal, Refusal::NumberNotDue { borne: "C/2026/3/Rev.2".into(), due: "C/2026/3/Rev.1".into() });
    let entry = office.done(Some(id), under(ModifierKind::Revision, named("C/2026/3/Corr.4/Rev.1")));
    assert_eq!(numbers(&entry).0, ["C/2026/3/Corr.4/Rev.1"]);
    let id = office.accepted();
    let refusal = office.refused(Some(id), under(ModifierKind::Revision, named("C/2026/3/Corr.4/Rev.1")));
    assert!(matches!(refusal, Refusal::NumberTaken(..)), "{refusal}");
    let entry = office.done(Some(id), under(ModifierKind::Revision, Vec::new()));
    assert_eq!(numbers(&entry).0, ["C/2026/3/Rev.1", "C/2026/3/Corr.4/Rev.2"]);
    office.check();
}

#[test]
fn an_imported_job_number_is_no_gap() {
    let office = Office::new();
    office.registered(vec![ask("council")]);
    for job in ["26-00002", "26-00004", "26-4", "x"] {
        office.done(None, import_step(&[&format!("SEC/2026/{job}")], Some(job)));
    }
    assert_eq!(office.registered(vec![ask("council")]).2, "26-00003");
    assert_eq!(office.registered(vec![ask("council")]).2, "26-00005");
    let reader = office.register.reader().unwrap();
    assert_eq!(reader.gaps(&office.body, "job:L", "26").unwrap(), []);
    office.check();
}

/// A job number that was asked for may be of another year than the act; those of the other languages follow it there.
#[test]
fn the_job_numbers_of_one_registration_stand_in_one_year() {
    let mut files = files_of("assembly");
    let charter = files.get_mut("body.toml").unwrap();
    *charter = charter
        .replace("barcode = \"*{yy}{n:5}*\"", "barcode = \"*{yy}{n:5}*\", each_language = true")
        .replace("languages_required = [\"en\"]", "languages_required = [\"en\", \"fr\"]");
    let office = Office::of(Arc::new(Body::from_files(&files).unwrap()));
    assert_eq!(office.registered(vec![ask("council")]).2, "26-00001");
    let id = office.accepted();
    let job_number = Some("25-00041".to_owned());
    let asked = Registration { asks: vec![ask("council")], job_number, ..Registration::default() };
    let Act::Register { language_jobs, .. } = office.done(Some(id), Step::Register(asked)).act else { panic!() };
    let jobs: Vec<&str> = language_jobs.iter().map(|own| own.job_number.as_str()).collect();
    assert_eq!(jobs, ["25-00041", "25-00042"]);
    assert_eq!(office.registered(vec![ask("council")]).2, "26-00003");
    assert_eq!(office.register.reader().unwrap().gaps(&office.body, "job:L", "26").unwrap(), []);
    office.check();
}

#[test]
fn no_number_of_asterisks_stops_the_program() {
    let office = Office::new();
    let (id, _, _) = office.registered(vec![ask("council")]);
    office.done(Some(id), issue_step(&["en"]));
    let again = |asterisks| {
        let version = versions(&["en"]).remove(0);
        Step::Plain(Act::Reissue { date: date(2026, 5, 5), version, asterisks, reason: file("7") })
    };
    office.done(Some(id), again(u32::MAX));
    assert!(matches!(office.refused(Some(id), again(u32::MAX)), Refusal::AsterisksTooFew { .. }));
    office.check();
}
