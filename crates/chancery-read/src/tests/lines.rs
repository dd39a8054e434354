//! Lines by themselves: what is composed from facts is read back as the same facts.

use chancery_model::{
    body::{Body, OfficeKind},
    language::Language,
    symbol::ModifierKind,
    wording::{Gender, ItemFacts, LineFacts, Party, PeriodFacts, TitleFacts, TitleForm, TitleKind},
};
use jiff::civil::date;

use crate::{Reader, tests::body_of};

const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "ar", "zh"];

/// Composes facts in each language and reads them back.
fn there_and_back(reader: &Reader<'_>, body: &Body, facts: &LineFacts) {
    for code in LANGUAGES {
        let language = Language::parse(code).unwrap();
        let line = body.line(facts, None, language).unwrap();
        let back = reader.line(&line, Some(language)).map(|(facts, _)| facts);
        if let (LineFacts::Attachment { .. }, Some(LineFacts::Modifier { .. })) = (facts, &back) {
            // A language may have one word for what is attached and for what is added.
            assert_eq!(body.line(back.as_ref().unwrap(), None, language).as_ref(), Ok(&line));
            continue;
        }
        assert_eq!(back.as_ref(), Some(facts), "{line}");
    }
}

#[test]
fn lines_of_a_masthead() {
    for code in ["assembly", "un"] {
        let body = body_of(code);
        let reader = Reader::new(&body);
        let back = |facts| there_and_back(&reader, &body, &facts);
        for number in [1, 2, 7, 10, 11, 20, 31, 69, 70, 71, 81, 100, 101, 121, 150] {
            for form in ["", "S", "ES", PeriodFacts::COUNTED_YEAR] {
                for resumed in [false, true] {
                    if !resumed || form != PeriodFacts::COUNTED_YEAR {
                        let (form, number) = (form.to_owned(), Some(number));
                        back(LineFacts::Period(PeriodFacts { form, number, resumed, ..PeriodFacts::default() }));
                    }
                }
            }
        }
        for form in [PeriodFacts::CALENDAR_YEAR, "substantive", "organizational", "annual"] {
            back(LineFacts::Period(PeriodFacts { form: form.into(), year: Some(2015), ..PeriodFacts::default() }));
        }
        let regular =
            PeriodFacts { form: "regular".into(), number: Some(2), year: Some(2015), ..PeriodFacts::default() };
        back(LineFacts::Period(regular));
        for list in ["", "provisional", "preliminary", "bare"] {
            for items in [
                vec!["6"],
                vec!["68 (c)", "107"],
                vec!["13", "19 (a)", "115"],
                vec!["31 (a)", "31 (b)"],
                vec!["18 (e)"],
                vec!["18 (h)"],
            ] {
                for mark in ["", "*", "**"] {
                    for continued in [false, true] {
                        let items = items.iter().map(|item| (*item).to_owned()).collect();
                        back(LineFacts::Items(ItemFacts { items, list: list.into(), continued, mark: mark.into() }));
                    }
                }
            }
        }
        for category in &body.charter.distribution {
            back(LineFacts::Distribution(category.code.clone()));
        }
        for languages in [vec!["en"], vec!["ar", "fr"], vec!["zh", "ru", "es"]] {
            back(LineFacts::Original(languages.iter().map(|code| Language::parse(code).unwrap()).collect()));
        }
        for organ in &body.organs {
            back(LineFacts::Organ(organ.code.clone()));
        }
        back(LineFacts::Modifier { kind: ModifierKind::Corrigendum, mark: "*".into() });
        for depth in [1, 2, 3] {
            for number in [None, Some(1), Some(2), Some(9), Some(14)] {
                back(LineFacts::Attachment { depth, number });
            }
        }
    }
}

#[test]
fn titles_of_every_state_and_office() {
    for code in ["assembly", "un"] {
        let body = body_of(code);
        let reader = Reader::new(&body);
        let at = date(2026, 4, 9);
        let present =
            |state: &&chancery_model::body::State| state.until.is_none() && state.from.is_none_or(|from| from < at);
        let president = body.charter.offices.iter().find(|office| office.kind == OfficeKind::President).unwrap();
        for (index, state) in body.states.iter().filter(present).enumerate() {
            for office in &body.charter.offices {
                let ours = matches!(office.kind, OfficeKind::Official | OfficeKind::President);
                // Of a long list not every State is tried in every office.
                if ours || index > 20 && office.kind != OfficeKind::Mission && office.kind != OfficeKind::MissionItself
                {
                    continue;
                }
                for gender in [Gender::Masculine, Gender::Feminine] {
                    let facts = TitleFacts {
                        kind: if office.kind == OfficeKind::MissionItself {
                            TitleKind::NoteVerbale
                        } else {
                            TitleKind::Letter
                        },
                        dates: vec![at],
                        senders: vec![Party {
                            office: office.name.clone(),
                            state: Some(state.name.clone()),
                            gender: Some(gender),
                        }],
                        addressees: vec![
                            Party { office: "Secretary-General".into(), state: None, gender: None },
                            Party { office: president.name.clone(), state: None, gender: Some(gender) },
                        ],
                        form: None,
                    };
                    for code in LANGUAGES {
                        let language = Language::parse(code).unwrap();
                        let line = body.title(&facts, language).unwrap();
                        let Some((LineFacts::Title(back), _)) = reader.line(&line, Some(language)) else {
                            panic!("not read: {line}");
                        };
                        assert_eq!(back.kind, facts.kind, "{line}");
                        assert_eq!(back.dates, facts.dates, "{line}");
                        let names = |parties: &[Party]| -> Vec<(String, Option<String>)> {
                            parties.iter().map(|party| (party.office.clone(), party.state.clone())).collect()
                        };
                        assert_eq!(names(&back.addressees), names(&facts.addressees), "{line}");
                        // Two offices may be written alike in a language; composed anew the title is the same.
                        assert_eq!(back.senders.len(), 1, "{line}");
                        let found = back.senders[0].state.as_deref().and_then(|name| body.state_named(name, Some(at)));
                        assert_eq!(found.map(|state| &state.name), Some(&state.name), "{line}");
                        assert_eq!(body.title(&back, language).unwrap(), line);
                        for shown in back.senders.iter().chain(&back.addressees[1..]).filter_map(|party| party.gender) {
                            assert_eq!(shown, gender, "{line}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn titles_of_several() {
    let body = body_of("assembly");
    let reader = Reader::new(&body);
    let party = |office: &str, state: Option<&str>, gender| Party {
        office: office.into(),
        state: state.map(str::to_owned),
        gender,
    };
    let to = vec![party("Secretary-General", None, None)];
    let charge = "Chargé d’affaires a.i. of the Permanent Mission";
    let facts = |kind, dates: &[jiff::civil::Date], senders: Vec<Party>| TitleFacts {
        kind,
        dates: dates.to_vec(),
        senders,
        addressees: to.clone(),
        form: None,
    };
    let one = [date(2026, 3, 30)];
    let several = [date(2026, 3, 30), date(2026, 4, 1)];
    let office = "Permanent Representative";
    for facts in [
        facts(
            TitleKind::Letter,
            &one,
            ["Aldria", "Iskaria", "the Quillan Islands"].map(|s| party(office, Some(s), None)).to_vec(),
        ),
        facts(
            TitleKind::Letter,
            &one,
            vec![party(office, Some("Dunmere"), None), party(charge, Some("Norvale"), None)],
        ),
        facts(TitleKind::Letter, &several, vec![party(office, Some("Pellucia"), None)]),
        facts(TitleKind::NoteVerbale, &one, vec![party("Permanent Mission", Some("Belmare"), None)]),
        facts(TitleKind::Letter, &one, vec![party("President of the Council", None, None)]),
    ] {
        for code in LANGUAGES {
            let language = Language::parse(code).unwrap();
            let line = body.title(&facts, language).unwrap();
            let Some((LineFacts::Title(back), found)) = reader.line(&line, None) else { panic!("not read: {line}") };
            assert_eq!(found, language, "{line}");
            assert_eq!(back.dates, facts.dates, "{line}");
            assert_eq!(back.senders.len(), facts.senders.len(), "{line}");
            assert_eq!(body.title(&back, language).as_ref(), Ok(&line));
        }
    }
}

/// Whatever shape a title is written in, it is read, and composed again as it stood; in another language nothing of the shape
/// is left.
#[test]
fn titles_in_every_shape_of_a_language() {
    for code in ["assembly", "un"] {
        let body = body_of(code);
        let reader = Reader::new(&body);
        let at = date(2026, 4, 1);
        let presidents: Vec<&str> = body
            .charter
            .offices
            .iter()
            .filter(|office| office.kind == OfficeKind::President && office.name.starts_with("President of the "))
            .map(|office| office.name.as_str())
            .collect();
        let state = &body.states[3].name;
        let party = |office: &str, state: Option<&String>| Party {
            office: office.into(),
            state: state.cloned(),
            gender: Some(Gender::Masculine),
        };
        let senders = [
            vec![party("Permanent Representative", Some(state))],
            vec![party("Chargé d’affaires a.i. of the Permanent Mission", Some(state))],
            vec![party("Minister for Foreign Affairs", Some(state))],
            vec![
                party("Permanent Representative", Some(state)),
                party("Permanent Representative", Some(&body.states[5].name)),
            ],
            vec![party("Secretary-General", None)],
            vec![party(presidents[0], None)],
        ];
        let addressees = [
            vec![party("Secretary-General", None)],
            vec![party("Secretary-General", None), party(presidents[0], None)],
            [&["Secretary-General"], &presidents[..2.min(presidents.len())]]
                .concat()
                .iter()
                .map(|o| party(o, None))
                .collect(),
        ];
        for code in LANGUAGES {
            let language = Language::parse(code).unwrap();
            let words = body.words(language).unwrap();
            for shape in words.titles.shapes.keys() {
                let kind = TitleKind::of_shape(shape).unwrap();
                if matches!(kind, TitleKind::Note | TitleKind::Report) {
                    continue;
                }
                for senders in &senders {
                    for to in &addressees {
                        if senders[0].office == to[to.len() - 1].office
                            || shape.contains("_own") && senders[0].state.is_some()
                        {
                            continue;
                        }
                        let dates = match shape.starts_with("letters") || shape.starts_with("notes") {
                            true => vec![date(2026, 3, 30), at],
                            false => vec![at],
                        };
                        // A dual is of two, and a shape of several dates or addressees of several.
                        if kind == TitleKind::IdenticalLetters
                            && (to.len() < 2 || shape.contains("_two") && to.len() > 2)
                        {
                            continue;
                        }
                        let form = Some(TitleForm { language, shape: shape.clone() });
                        let facts = TitleFacts { kind, dates, senders: senders.clone(), addressees: to.clone(), form };
                        let line = body.title(&facts, language).unwrap();
                        let Some((LineFacts::Title(back), _)) = reader.line(&line, Some(language)) else {
                            panic!("not read: {line}");
                        };
                        assert_eq!(body.title(&back, language).as_ref(), Ok(&line), "{back:?}");
                        let names = |parties: &[Party]| -> Vec<String> {
                            parties.iter().map(|party| party.office.clone()).collect()
                        };
                        assert_eq!((&back.dates, back.kind), (&facts.dates, kind), "{line}");
                        assert_eq!(names(&back.addressees), names(to), "{line}");
                        assert_eq!(back.senders.len(), senders.len(), "{line}");
                        for other in LANGUAGES.map(|other| Language::parse(other).unwrap()) {
                            let plain = TitleFacts { form: None, ..back.clone() };
                            assert!(other == language || body.title(&back, other) == body.title(&plain, other));
                        }
                    }
                }
            }
        }
    }
}

/// What stands under a subject in the place of a title.
#[test]
fn notes_and_reports() {
    for code in ["assembly", "un"] {
        let body = body_of(code);
        let reader = Reader::new(&body);
        let president = body.charter.offices.iter().find(|office| office.kind == OfficeKind::President).unwrap();
        for office in ["Secretary-General", "Secretariat", president.name.as_str()] {
            for kind in [TitleKind::Note, TitleKind::Report] {
                for gender in [Gender::Masculine, Gender::Feminine] {
                    let facts = TitleFacts {
                        kind,
                        dates: Vec::new(),
                        senders: vec![Party { office: office.into(), state: None, gender: Some(gender) }],
                        addressees: Vec::new(),
                        form: None,
                    };
                    for code in LANGUAGES {
                        let language = Language::parse(code).unwrap();
                        let line = body.title(&facts, language).unwrap();
                        let Some((LineFacts::Title(back), _)) = reader.line(&line, Some(language)) else {
                            panic!("not read: {line}");
                        };
                        assert_eq!((back.kind, &back.senders[0].office), (kind, &facts.senders[0].office), "{line}");
                        assert!(back.senders[0].gender.is_none_or(|shown| shown == gender), "{line}");
                        assert_eq!(body.title(&back, language).as_ref(), Ok(&line));
                    }
                }
            }
        }
        let english = |kind, office: &str| {
            let senders = vec![Party { office: office.into(), ..Party::default() }];
            body.title(
                &TitleFacts { kind, dates: Vec::new(), senders, addressees: Vec::new(), form: None },
                Language::EN,
            )
        };
        assert_eq!(english(TitleKind::Note, "Secretary-General").as_deref(), Ok("Note by the Secretary-General"));
        assert_eq!(english(TitleKind::Report, "Secretary-General").as_deref(), Ok("Report of the Secretary-General"));
        assert_eq!(english(TitleKind::Note, "Secretariat").as_deref(), Ok("Note by the Secretariat"));
    }
}

/// A name may hold the letter that is “and” in its language, and a list of such names is read all the same.
#[test]
fn names_that_hold_an_and() {
    let body = body_of("un");
    let reader = Reader::new(&body);
    let present: Vec<&str> =
        body.states.iter().filter(|state| state.until.is_none()).map(|state| state.name.as_str()).collect();
    for states in present.windows(3) {
        let party = |state: &&str| Party {
            office: "Permanent Representative".into(),
            state: Some((*state).to_owned()),
            gender: None,
        };
        let facts = TitleFacts {
            kind: TitleKind::Letter,
            dates: vec![date(2026, 4, 9)],
            senders: states.iter().map(party).collect(),
            addressees: vec![Party { office: "Secretary-General".into(), ..Party::default() }],
            form: None,
        };
        for code in LANGUAGES {
            let language = Language::parse(code).unwrap();
            let line = body.title(&facts, language).unwrap();
            let Some((LineFacts::Title(back), _)) = reader.line(&line, Some(language)) else {
                panic!("not read: {line}");
            };
            assert_eq!(back.senders.len(), 3, "{line}");
            assert_eq!(body.title(&back, language).as_ref(), Ok(&line));
        }
    }
}

#[test]
fn what_is_no_such_line_says_nothing() {
    let body = body_of("assembly");
    let reader = Reader::new(&body);
    let long = "Letter dated ".repeat(2_000);
    for line in [
        "",
        "*",
        "Water levels and their measurement",
        "I have the honour to transmit herewith a letter dated 5 March 2026 from the Permanent Representative of Aldria (see annex).",
        "Letter dated 31 February 2026 from the Permanent Representative of Aldria to the Organization addressed to the Secretary-General",
        "Note by the Secretariat on the methods of work of the Waterways Commission",
        "Agenda item 2015/7",
        "Agenda item",
        "Original: Klingon",
        "Distr.: Secret",
        "{ordinal} session",
        "Thousandth session",
        &long,
    ] {
        assert_eq!(reader.line(line, None), None, "{line}");
    }
    // An ordinal whose last letter was lost can be only one.
    let (facts, _) = reader.line("Twenty-eight session", None).unwrap();
    assert!(matches!(facts, LineFacts::Period(PeriodFacts { number: Some(28), .. })));
}
