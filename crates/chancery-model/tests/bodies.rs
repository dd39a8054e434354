//! The two bodies of this repository are what the model can use, and say what they should.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use chancery_model::{
    Body, Language,
    clock::{Facts, Rule, What},
};
use common::{body, files};
use jiff::civil::{Date, date};

#[test]
fn both_bodies_parse_and_their_digest_depends_on_the_files_alone() {
    for code in ["assembly", "un"] {
        let files = files(code);
        let digest = Body::from_files(&files).unwrap().digest;
        assert_eq!(digest.len(), 64);
        let reversed: BTreeMap<String, String> = files.clone().into_iter().rev().collect();
        assert_eq!(Body::from_files(&reversed).unwrap().digest, digest);
        let mut changed = files;
        changed.get_mut("states.toml").unwrap().push('\n');
        assert_ne!(Body::from_files(&changed).unwrap().digest, digest);
    }
}

#[test]
fn every_organ_has_wording_in_every_language_and_its_series_are_its_own() {
    for code in ["assembly", "un"] {
        let body = body(code);
        let mut series = BTreeSet::new();
        for organ in &body.organs {
            for (language, wording) in &body.wording {
                assert!(wording.organs.contains_key(&organ.code), "{code}/{language}: {}", organ.code);
            }
            assert_eq!(body.words(Language::EN).unwrap().organs[&organ.code], organ.name);
            assert_eq!(body.organ_named(&organ.name).unwrap().code, organ.code);
            for wording in body.wording.values() {
                assert_eq!(body.organ_named(&wording.organs[&organ.code]).unwrap().code, organ.code);
            }
            for one in &organ.series {
                assert!(series.insert(one.code.to_lowercase()), "{code}: {} twice", one.code);
                // A symbol of the series is parsed by the grammar and found in that series again.
                let period = if one.template.contains("{session}") { "74" } else { "2015" };
                let symbol = body.symbol_of(one, period, 12).to_string().replace("()", "(V)");
                let symbol = body.grammar().parse(&symbol).unwrap_or_else(|error| panic!("{symbol}: {error}"));
                let place = body.place(&symbol).unwrap_or_else(|| panic!("{symbol} has no place"));
                assert_eq!((place.organ.as_str(), place.series.as_str(), place.number), (&*organ.code, &*one.code, 12));
            }
            assert!(!organ.circulates || body.series_for(organ, date(2020, 1, 30)).is_some(), "{}", organ.code);
        }
        for (name, agenda) in &body.agendas {
            let organ = body.organ(&agenda.organ).unwrap_or_else(|| panic!("{code}: agenda of {}", agenda.organ));
            assert!(body.agenda(organ, &agenda.period).is_some(), "{name}");
            if !agenda.source.is_empty() {
                assert_eq!(body.grammar().parse(&agenda.source).unwrap().as_str(), agenda.source);
            }
            let numbers: BTreeSet<_> = agenda.items.iter().map(|item| &item.number).collect();
            assert_eq!(numbers.len(), agenda.items.len(), "{name}: a number twice");
        }
        for (language, wording) in &body.wording {
            assert_eq!(wording.months.len(), 12, "{code}/{language}");
            assert!(!wording.name.is_empty() && !wording.letter.is_empty() && !wording.date.is_empty());
            let languages: BTreeSet<&str> = body.charter.languages_offered.iter().map(Language::code).collect();
            assert_eq!(wording.languages.keys().map(String::as_str).collect::<BTreeSet<_>>(), languages);
        }
        let masthead = body.words(Language::EN).unwrap().masthead.as_ref().unwrap();
        for category in &body.charter.distribution {
            assert_eq!(masthead.categories[&category.code], category.name);
        }
    }
}

#[test]
fn ordinals_are_in_order_and_dates_are_written_out() {
    for code in ["assembly", "un"] {
        let body = body(code);
        let english = body.words(Language::EN).unwrap();
        assert_eq!(english.ordinals.len(), 150);
        assert_eq!(english.ordinals.iter().collect::<BTreeSet<_>>().len(), 150);
        for (number, word) in [
            (1, "First"),
            (12, "Twelfth"),
            (20, "Twentieth"),
            (40, "Fortieth"),
            (74, "Seventy-fourth"),
            (89, "Eighty-ninth"),
            (90, "Ninetieth"),
            (100, "Hundredth"),
            (101, "One hundred and first"),
            (112, "One hundred and twelfth"),
            (150, "One hundred and fiftieth"),
            (151, "151"),
        ] {
            assert_eq!(english.ordinal(number), word);
        }
        let day = date(2020, 1, 30);
        for (language, written) in [
            ("en", "30 January 2020"),
            ("fr", "30 janvier 2020"),
            ("es", "30 de enero de 2020"),
            ("ru", "30 января 2020 года"),
            ("ar", "30 كانون الثاني/يناير 2020"),
            ("zh", "2020年1月30日"),
        ] {
            assert_eq!(body.words(Language::parse(language).unwrap()).unwrap().date(day), written);
        }
    }
}

#[test]
fn a_day_falls_in_a_session_and_a_year() {
    let un = body("un");
    let day = date(2020, 1, 30);
    assert_eq!(un.organ("general-assembly").unwrap().period.at(day).as_deref(), Some("74"));
    assert_eq!(un.organ("security-council").unwrap().period.at(day).as_deref(), Some("2020"));
    assert_eq!(un.organ("sixth-committee").unwrap().period.at(day).as_deref(), Some("74"));
    let council = un.organ("security-council").unwrap();
    assert_eq!(2020 - council.years_since.unwrap(), 75);
    let (_, records) = un.series("S/PV").unwrap();
    assert_eq!(records.period_rule(council).at(day).as_deref(), Some(""));
    let (_, documents) = un.series("S").unwrap();
    assert_eq!(documents.period_rule(council).at(day).as_deref(), Some("2020"));
    let first = |organ: &str, at: Date| un.series_for(un.organ(organ).unwrap(), at).unwrap().code.clone();
    assert_eq!(first("general-assembly", date(1976, 9, 20)), "A (running)");
    assert_eq!(first("general-assembly", date(1976, 9, 21)), "A");
    assert_eq!(first("security-council", date(1993, 12, 31)), "S (running)");
    assert_eq!(first("economic-and-social-council", date(1978, 1, 1)), "E");
    let assembly = body("assembly");
    assert_eq!(assembly.organ("assembly").unwrap().period.at(date(2026, 3, 2)).as_deref(), Some("7"));
}

#[test]
fn sessions_open_when_they_did() {
    let un = body("un");
    let rule = &un.organ("general-assembly").unwrap().period;
    for (session, opened) in [
        (1, date(1946, 1, 10)),
        (2, date(1947, 9, 16)),
        (6, date(1951, 11, 6)),
        (15, date(1960, 9, 20)),
        (31, date(1976, 9, 21)),
        (50, date(1995, 9, 19)),
        (55, date(2000, 9, 5)),
        (58, date(2003, 9, 16)),
        (61, date(2006, 9, 12)),
        (67, date(2012, 9, 18)),
        (72, date(2017, 9, 12)),
        (73, date(2018, 9, 18)),
        (74, date(2019, 9, 17)),
        (75, date(2020, 9, 15)),
        (76, date(2021, 9, 14)),
        (77, date(2022, 9, 13)),
        (78, date(2023, 9, 5)),
        (79, date(2024, 9, 10)),
        (80, date(2025, 9, 9)),
    ] {
        let name = session.to_string();
        assert_eq!(rule.days(&name).unwrap().0, opened, "session {session}");
        assert_eq!(rule.at(opened), Some(name.clone()));
        let before = opened.yesterday().unwrap();
        assert_eq!(
            rule.at(before),
            (session > 1).then(|| (session - 1).to_string()),
            "the day before session {session}"
        );
    }
}

#[test]
fn states_are_found_by_any_name_at_a_date() {
    let un = body("un");
    let found = |name: &str, at: Option<Date>| un.state_named(name, at).map(|s| s.name.clone()).unwrap_or_default();
    for (name, state) in [
        ("Azerbaijan", "Azerbaijan"),
        ("AZERBAIJAN", "Azerbaijan"),
        ("the Republic of Azerbaijan", "Azerbaijan"),
        ("l’Azerbaïdjan", "Azerbaijan"),
        ("Azerbaiyán", "Azerbaijan"),
        ("Азербайджан", "Azerbaijan"),
        ("أذربيجان", "Azerbaijan"),
        ("阿塞拜疆", "Azerbaijan"),
        ("Sudan", "the Sudan"),
        ("the Sudan", "the Sudan"),
        ("le Soudan", "the Sudan"),
        ("Syrian Arab Republic", "the Syrian Arab Republic"),
        ("Iran (Islamic Republic of)", "the Islamic Republic of Iran"),
        ("Islamic Republic of Iran", "the Islamic Republic of Iran"),
        ("Iran", "the Islamic Republic of Iran"),
        ("Cote d'Ivoire", ""),
        ("Côte d'Ivoire", "Côte d’Ivoire"),
        ("科特迪瓦", "Côte d’Ivoire"),
        ("Turkey", "Türkiye"),
        ("Türkiye", "Türkiye"),
        ("Czech Republic", "Czechia"),
        ("Zaire", "the Democratic Republic of the Congo"),
        ("Burma", "Myanmar"),
        ("Swaziland", "Eswatini"),
        ("the former Yugoslav Republic of Macedonia", "North Macedonia"),
        ("Byelorussian SSR", "Belarus"),
        ("Federal Republic of Germany", "Germany"),
        ("Germany, Federal Republic of", "Germany"),
        ("Holy See", "the Holy See"),
        ("État de Palestine", "the State of Palestine"),
        ("European Union", "the European Union"),
        ("Netherlands", "the Kingdom of the Netherlands"),
        ("El Salvador", "El Salvador"),
        ("Atlantis", ""),
        ("", ""),
    ] {
        assert_eq!(found(name, None), state, "{name}");
    }
    assert_eq!(found("Soviet Union", Some(date(1980, 1, 1))), "the Union of Soviet Socialist Republics");
    assert_eq!(found("Yugoslavia", Some(date(1980, 1, 1))), "Yugoslavia");
    assert_eq!(found("Yugoslavia", Some(date(2001, 1, 1))), "the Federal Republic of Yugoslavia");
    // A name is still known when its time is over.
    assert_eq!(found("Democratic Yemen", Some(date(2020, 1, 1))), "Democratic Yemen");
}

#[test]
fn no_name_is_that_of_two_at_once() {
    for code in ["assembly", "un"] {
        let body = body(code);
        for (at, state) in body.states.iter().enumerate() {
            for language in body.charter.languages_offered.iter() {
                assert!(state.names.contains_key(language.code()), "{code}: {} in {language}", state.name);
            }
            for name in state.names.values().flatten().chain([&state.name]) {
                let day = state.from.or(state.until.map(|until| until.yesterday().unwrap()));
                let found = body.state_named(name, day).unwrap();
                assert_eq!(found.name, body.states[at].name, "{code}: {name}");
            }
        }
    }
}

#[test]
fn the_list_of_members_has_the_length_it_had() {
    // After the growth of membership that the Organization itself publishes.
    let un = body("un");
    for (year, members) in [
        (1946, 55),
        (1950, 60),
        (1955, 76),
        (1957, 82),
        (1973, 135),
        (1980, 154),
        (1989, 159),
        (1990, 159),
        (1991, 166),
        (1992, 179),
        (1993, 184),
        (1999, 188),
        (2000, 189),
        (2002, 191),
        (2006, 192),
        (2011, 193),
        (2025, 193),
    ] {
        let day = date(year, 12, 31);
        let count = un
            .states
            .iter()
            .filter(|s| s.standing == "member" && s.from.unwrap() <= day && s.until.is_none_or(|until| day < until))
            .count();
        assert_eq!(count, members, "at the end of {year}");
    }
    let observers = |standing: &str| un.states.iter().filter(|s| s.standing == standing).count();
    assert_eq!((observers("observer State"), observers("observer organization")), (2, 8));
}

#[test]
fn job_numbers_print_parse_and_stand_in_bars() {
    let un = body("un");
    for (code, printed, bars, year) in [
        ("N", "20-01501", "*2001501*", 2020),
        ("G", "GE.07-13562", "*0713562*", 2007),
        ("V", "V.03-80680", "*0380680*", 2003),
    ] {
        let (series, yy, number) = un.parse_job_number(printed).unwrap();
        assert_eq!((series.code.as_str(), yy.as_str()), (code, &printed[printed.len() - 8..printed.len() - 6]));
        assert_eq!(un.job_number(series, year, number), printed);
        assert_eq!(un.barcode(printed).as_deref(), Some(bars));
    }
    for wrong in ["", "20-1", "2001501", "X.20-01501", "20-01501 (E)", "20-015010x"] {
        assert!(un.parse_job_number(wrong).is_none(), "{wrong}");
    }
    let assembly = body("assembly");
    let series = &assembly.charter.job_numbers[0];
    assert_eq!(assembly.job_number(series, 2026, 41), "26-00041");
    assert_eq!(assembly.barcode("26-00041").as_deref(), Some("*2600041*"));
}

#[test]
fn symbols_find_their_place() {
    for (code, symbol, organ, series, period, number) in [
        ("un", "A/74/672", "general-assembly", "A", "74", 672),
        ("un", "A/74/672/Corr.1", "general-assembly", "A", "74", 672),
        ("un", "A/ES-10/678", "general-assembly", "A", "ES-10", 678),
        ("un", "A/S-25/PV.1", "general-assembly", "A/PV", "S-25", 1),
        ("un", "A/520/Rev.17", "general-assembly", "A (running)", "", 520),
        ("un", "A/RES/ES-11/1", "general-assembly", "A/RES", "ES-11", 1),
        ("un", "A/RES/377(V)", "general-assembly", "A/RES (running)", "", 377),
        ("un", "A/INF/69/5", "general-assembly", "A/INF", "69", 5),
        ("un", "A/BUR/52/SR.1", "general-assembly", "A/BUR/SR", "52", 1),
        ("un", "A/C.3/68/L.75", "third-committee", "A/C.3/L", "68", 75),
        ("un", "A/C.1/1044", "first-committee", "A/C.1 (running)", "", 1044),
        ("un", "S/2020/83", "security-council", "S", "2020", 83),
        ("un", "S/17787", "security-council", "S (running)", "", 17787),
        ("un", "S/PV.7363", "security-council", "S/PV", "", 7363),
        ("un", "S/RES/2196 (2015)", "security-council", "S/RES", "2015", 2196),
        ("un", "S/RES/2196(2015)", "security-council", "S/RES", "2015", 2196),
        ("un", "S/PRST/2015/1", "security-council", "S/PRST", "2015", 1),
        ("un", "E/2015/L.10", "economic-and-social-council", "E/L", "2015", 10),
        ("assembly", "AS/7/12", "assembly", "AS", "7", 12),
        ("assembly", "W-0141", "waterways-commission", "W", "", 141),
        ("assembly", "W-0141/Corr.2", "waterways-commission", "W", "", 141),
    ] {
        let body = body(code);
        let symbol = body.grammar().parse(symbol).unwrap();
        let place = body.place(&symbol).unwrap_or_else(|| panic!("{symbol} has no place"));
        assert_eq!((&*place.organ, &*place.series, &*place.period, place.number), (organ, series, period, number));
    }
    let un = body("un");
    for elsewhere in ["CEDAW/C/MMR/4-5", "A/HRC/28/3", "A/74/49 (Vol. III)", "CD/1890"] {
        assert!(un.place(&un.grammar().parse(elsewhere).unwrap()).is_none(), "{elsewhere}");
    }
}

#[test]
fn items_of_an_agenda_that_is_not_complete_may_lack_a_title() {
    let un = body("un");
    let assembly = un.organ("general-assembly").unwrap();
    let agenda = un.agenda(assembly, "74").unwrap();
    assert!(!agenda.complete);
    for number in ["32", "37", "68", "70", "75", "83"] {
        assert!(agenda.items.iter().any(|item| item.number == number), "{number}");
    }
    let title = un.item_title(assembly, "78", "71(B)", Language::EN).unwrap();
    assert!(title.starts_with("Human rights questions"));
    assert_eq!(un.item_title(assembly, "74", "32", Language::EN), None);
}

#[test]
fn a_body_that_asks_for_periods_of_nobody_is_refused() {
    let mut files = files("un");
    let organ = files.get_mut("organs/first-committee.toml").unwrap();
    *organ = organ.replace("organ = \"general-assembly\"", "organ = \"second-committee\"");
    let error = Body::from_files(&files).unwrap_err().to_string();
    assert!(error.contains("organs/first-committee.toml") && error.contains("second-committee"), "{error}");
}

#[test]
fn every_time_rule_of_a_body_names_its_authority() {
    for code in ["assembly", "un"] {
        let timing = body(code).charter.timing;
        for (rule, holds) in [
            (Rule::CutOff, timing.cut_off.is_some()),
            (Rule::IssueOnClosedDays, !timing.issue_on_closed_days),
            (Rule::WorkingDays, timing.working_days.is_some()),
            (Rule::UrgentWorkingDays, timing.urgent_working_days.is_some()),
            (Rule::WeeksBefore, timing.weeks_before.is_some()),
            (Rule::SubmitWeeksBefore, timing.submit_weeks_before.is_some()),
            (Rule::Slot, true),
        ] {
            assert_eq!(!timing.authority(rule).is_empty(), holds, "{code}: {rule:?}");
        }
        let mut kinds = BTreeSet::new();
        for limit in &timing.limits {
            assert!(!limit.authority.is_empty() && limit.words > 0, "{code}: {limit:?}");
            assert!(limit.kinds.iter().all(|kind| kinds.insert(kind)), "{code}: a kind twice in {limit:?}");
        }
    }
}

#[test]
fn the_bodies_time_rules_give_the_dates_they_should() {
    let assembly = body("assembly");
    let calendar = assembly.calendar();
    // 1 May is a Friday and a holiday: what comes at three on the eve is in time, a minute later it waits for Monday.
    assert_eq!(calendar.intake_day("2026-04-30T13:00:00Z".parse().unwrap()), date(2026, 4, 30));
    assert_eq!(calendar.intake_day("2026-04-30T13:01:00Z".parse().unwrap()), date(2026, 5, 4));
    assert!(!calendar.is_working_day(date(2026, 5, 1)) && calendar.may_issue_on(date(2026, 5, 1)));

    let un = body("un");
    let facts = Facts {
        received: "2020-01-30T15:00:00Z".parse().unwrap(),
        considered_on: Some(date(2020, 4, 13)),
        kind: "secretariat".into(),
        words: Some(8501),
        ..Facts::default()
    };
    let dates = un.calendar().dates(&facts, date(2020, 2, 3));
    let by = |what| dates.due.iter().find(|due| due.what == what).unwrap().by;
    assert_eq!((by(What::Delivery), by(What::Release)), (date(2020, 2, 3), date(2020, 3, 2)));
    assert_eq!(dates.length.unwrap().over, 1);
    // Each of the six languages is to be ready and to be issued; letters of States have neither a limit nor a fixed time.
    assert_eq!(dates.due.len(), 1 + 2 * 6);
    let letter = Facts { considered_on: None, kind: "letter".into(), ..facts };
    let dates = un.calendar().dates(&letter, date(2020, 2, 3));
    assert!(dates.due.is_empty() && dates.length.is_none());
}

#[test]
fn names_that_are_written_are_names_that_are_read() {
    use chancery_model::vocabulary::{Role, Vocabulary};
    for name in ["assembly", "un"] {
        let body = common::body(name);
        let vocabulary = &body.vocabulary;
        let writing = &vocabulary.writing;
        for (role, style) in &writing.docx_styles {
            // The word processor's own name for a note is known without a table.
            let known = vocabulary.docx_styles.get(&Vocabulary::key(style)).copied();
            assert_eq!(known, Some(*role), "{name}: {style}");
        }
        for style in &writing.docx_headings {
            assert_eq!(vocabulary.docx_styles.get(&Vocabulary::key(style)), Some(&Role::Heading), "{name}: {style}");
        }
        for (field, property) in &writing.docx_properties {
            for place in 1..=3 {
                let Some(property) = vocabulary.docx_property(*field, place) else { continue };
                assert_eq!(vocabulary.docx_properties.get(&property.to_lowercase()), Some(field), "{name}: {property}");
            }
            assert!(!property.is_empty());
        }
        for (role, concept) in &writing.akn.roles {
            assert_eq!(vocabulary.akn_roles.get(concept), Some(role), "{name}: {concept}");
        }
        for concept in writing.akn.distributions.values() {
            assert_eq!(vocabulary.akn_roles.get(concept), Some(&Role::Distribution), "{name}: {concept}");
        }
        for named in writing.akn.documents.values() {
            assert!(vocabulary.akn_types.contains_key(named), "{name}: {named}");
        }
        for (field, tag) in &writing.marc_fields {
            let known = vocabulary.marc_fields.get(tag).or_else(|| vocabulary.marc_fields.get(tag.get(..3)?));
            assert_eq!(known, Some(field), "{name}: {tag}");
        }
        for (kind, code) in &writing.marc_types {
            assert!(vocabulary.marc_types.contains_key(code), "{name}: {kind:?}");
        }
        assert_eq!(writing.marc_months.len(), 12);
        for organ in &body.organs {
            assert!(
                organ.series.is_empty() || !organ.circulates || writing.akn.actors.contains_key(&organ.code),
                "{name}: {}",
                organ.code
            );
        }
        assert_eq!(writing.letters.len(), body.charter.languages_offered.len());
    }
}
