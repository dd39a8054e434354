//! The pages' examples are the rules' tests; what follows them here is what all rules promise together.

use std::{collections::BTreeMap, fs, path::Path, time::Instant};

use chancery_model::communication::{Block, BlockKind, Kind};
use jiff::civil::date;
use serde_json::{Value, json};

use super::*;

/// A body from this repository.
fn body(name: &str) -> Body {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bodies").join(name);
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let inside: Vec<_> = path.strip_prefix(&root).unwrap().iter().map(|p| p.to_string_lossy()).collect();
                files.insert(inside.join("/"), quoted_dates(&text));
            }
        }
    }
    Body::from_files(&files).unwrap()
}

/// Puts bare dates into quotation marks, in which every version of the model reads them.
fn quoted_dates(toml: &str) -> String {
    let is_date = |word: &str| {
        word.len() == 10
            && word.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
    };
    let lines = toml.split('\n').map(|line| {
        let pieces = line.split_inclusive([' ', '[', ',', ']']).map(|piece| {
            let word = piece.trim_end_matches([' ', '[', ',', ']']);
            if is_date(word) { piece.replacen(word, &format!("\"{word}\""), 1) } else { piece.to_owned() }
        });
        pieces.collect::<String>()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A communication from the fields that matter; a place may be given by the words that stand there.
fn communication(fragment: &Value, text: &str) -> Communication {
    let mut whole = serde_json::to_value(Communication::default()).unwrap();
    for (field, value) in fragment.as_object().unwrap() {
        let mut value = value.clone();
        if field == "places" {
            value.as_object_mut().unwrap().values_mut().for_each(|place| resolve(place, text));
        }
        if field == "text" {
            value.as_array_mut().unwrap().iter_mut().for_each(|block| completed(block, text));
        }
        whole[field] = value;
    }
    serde_json::from_value(whole).unwrap()
}

/// A block from as little as its words: a paragraph of the letter, at the place where they stand.
fn completed(block: &mut Value, text: &str) {
    if let Some(words) = block.as_str() {
        *block = json!({ "text": words });
    }
    let words = block["text"].clone();
    for (field, value) in
        [("part", json!("letter")), ("kind", json!("paragraph")), ("number", Value::Null), ("span", words)]
    {
        if block.get(field).is_none() {
            block[field] =
                if field == "span" && !text.contains(value.as_str().unwrap()) { json!([0, 0]) } else { value };
        }
    }
    resolve(&mut block["span"], text);
}

/// Words in the place of a span become the span of the words.
fn resolve(place: &mut Value, text: &str) {
    if let Some(words) = place.as_str() {
        let start = text.find(words).unwrap_or_else(|| panic!("“{words}” does not stand in the text"));
        *place = json!([start, start + words.len()]);
    }
}

struct Example {
    communication: Communication,
    text: String,
    circumstances: Circumstances,
    /// How many words a text may have, where the example says another limit than the body.
    limit: Option<u32>,
    expected: Vec<Value>,
}

fn example(page: &str, heading: &str) -> Example {
    let part = page.split("\n## ").find(|part| part.starts_with(heading)).unwrap_or_else(|| panic!("no “{heading}”"));
    let fenced = part.split("```json\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("a fenced example");
    let value: Value = serde_json::from_str(fenced).unwrap_or_else(|error| panic!("{heading}: {error}"));
    let text = value["text"].as_str().unwrap_or_default().to_owned();
    let due = value.get("due").map(|due| Due {
        symbols: serde_json::from_value(due["symbols"].clone()).unwrap(),
        job_number: due["job_number"].as_str().unwrap().to_owned(),
    });
    let today = value["today"].as_str().map_or(date(2026, 3, 16), |today| today.parse().unwrap());
    Example {
        communication: communication(&value["communication"], &text),
        circumstances: Circumstances {
            today,
            due,
            record: value.get("record").map_or_else(BTreeMap::new, |it| serde_json::from_value(it.clone()).unwrap()),
            reserved: value
                .get("reserved")
                .map_or_else(BTreeMap::new, |it| serde_json::from_value(it.clone()).unwrap()),
            beside: value.get("beside").map(|fragment| Box::new(communication(fragment, ""))),
        },
        limit: value["limit"].as_u64().and_then(|limit| limit.try_into().ok()),
        expected: value["findings"].as_array().expect("the findings expected").clone(),
        text,
    }
}

#[test]
fn every_example_gives_the_findings_its_page_says() {
    let body = body("assembly");
    let mut wrong = Vec::new();
    for rule in rules() {
        for heading in ["Failing example", "Passing example"] {
            let it = example(rule.page, heading);
            let mut body = body.clone();
            body.charter.timing.limits.iter_mut().for_each(|known| known.words = it.limit.unwrap_or(known.words));
            let found: Vec<Value> = lint(&it.communication, &it.text, &body, &it.circumstances)
                .into_iter()
                .filter(|finding| finding.rule == rule.code)
                .map(|finding| {
                    let mut value = json!({ "at": finding.span, "message": finding.message });
                    if let Some(repair) = finding.repair {
                        value["repair"] = repair.into();
                    }
                    value
                })
                .collect();
            let mut expected = it.expected;
            expected.iter_mut().for_each(|finding| resolve(&mut finding["at"], &it.text));
            if found != expected || expected.is_empty() != (heading == "Passing example") {
                wrong.push(format!("{} {heading}: found {}", rule.code, json!(found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_is_complete_and_every_body_rules_on_all_of_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut modules: Vec<String> = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("rs") if stem != "mod" => {
                assert!(folder.join(format!("{stem}.md")).exists(), "{stem} has no page");
                modules.push(stem);
            }
            Some("md") => assert!(folder.join(format!("{stem}.rs")).exists(), "{stem} has a page and no rule"),
            _ => {}
        }
    }
    modules.sort();
    let mut listed: Vec<String> = rules().iter().map(|rule| rule.name.replace('-', "_")).collect();
    listed.sort();
    assert_eq!(listed, modules);
    let mut codes: Vec<&str> = rules().iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted(), "the list stands in the order of the codes");
    codes.dedup();
    assert_eq!(codes.len(), rules().len(), "two rules have one code");
    for name in ["assembly", "un"] {
        let body = body(name);
        let ruled: Vec<&str> = body.rulebook.rules.keys().map(String::as_str).collect();
        assert_eq!(ruled, codes, "the rulebook of {name}");
        assert!(body.rulebook.rules.values().all(|ruling| !ruling.authority.trim().is_empty()));
    }
}

#[test]
fn a_rule_is_named_for_its_fault_and_its_page_says_so() {
    for rule in rules() {
        let (letters, digits) = rule.code.split_at(3);
        assert!(letters.bytes().all(|b| b.is_ascii_uppercase()) && digits.len() == 3, "{}", rule.code);
        assert!(digits.bytes().all(|b| b.is_ascii_digit()), "{}", rule.code);
        assert!(
            rule.name.split('-').all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase())),
            "{}",
            rule.name
        );
        // A fault is no commandment.
        assert!(!rule.name.split('-').any(|word| matches!(word, "no" | "must" | "should")), "{}", rule.name);
        assert!(rule.page.starts_with(&format!("# {} {}\n\n", rule.code, rule.name)), "{}", rule.name);
        for part in ["## Failing example", "## Passing example", "## Repair", "rulebook.toml"] {
            assert!(rule.page.contains(part), "{} lacks “{part}”", rule.name);
        }
        let page = explain(&rule.code.to_lowercase()).unwrap();
        assert_eq!(Some(page), explain(rule.name));
        assert!(page.summary.ends_with('.') && page.summary.len() < 300, "{}: {}", rule.name, page.summary);
    }
    assert_eq!(explain("XYZ001"), None);
}

fn today() -> Circumstances {
    Circumstances::new(date(2026, 3, 16))
}

/// A letter of the invented organization in its plain form.
fn plain() -> (Communication, String) {
    let text = "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to \
                the Secretary-General\n\nI have the honour to transmit a statement on the ferries of Belmare (see annex).\n\n\
                I should be grateful if you would have the present letter and its annex circulated as a document of the \
                Assembly, under agenda items 12 and 31 (b), and of the Council.\n\n(Signed) A. B. Cole\n\
                Permanent Representative\n\nAnnex\n\nStatement on ferries\n"
        .to_owned();
    let words = text.split("\n\n").nth(1).unwrap();
    let fragment = json!({
        "kind": "letter", "language": "en", "letter_date": "2026-03-12", "addressees": ["Secretary-General"],
        "title": text.split("\n\n").next().unwrap(),
        "sender": { "office": "Permanent Representative", "state": "Merovia" },
        "bodies": [{ "organ": "Assembly", "session": "7", "agenda_items": ["12", "31 (b)"] }, { "organ": "Council", "year": "2026" }],
        "requested_circulation": [{ "organ": "Assembly", "agenda_items": ["12", "31 (b)"] }, { "organ": "Council" }],
        "signatories": [{ "name": "A. B. Cole", "titles": ["Ambassador", "Permanent Representative"] }],
        "annexes": [{ "label": "Annex", "title": "Statement on ferries", "author": null, "date": null }],
        "text": [{ "part": "letter", "kind": "paragraph", "number": null, "text": words, "span": words }],
    });
    (communication(&fragment, &text), text)
}

#[test]
fn the_plain_forms_are_clean() {
    let body = body("assembly");
    let (letter, text) = plain();
    let mut identical = letter.clone();
    identical.kind = Kind::IdenticalLetters;
    identical.addressees = vec!["Secretary-General".into(), "President of the Council".into()];
    identical.title = Some(
        "Identical letters dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed \
         to the Secretary-General and the President of the Council"
            .into(),
    );
    let mut charge = letter.clone();
    let office = "Chargé d’affaires a.i. of the Permanent Mission";
    charge.sender.as_mut().unwrap().office = Some(office.into());
    charge.signatories[0].titles = vec!["Deputy Permanent Representative".into(), "Chargé d'affaires a.i.".into()];
    charge.title = charge.title.map(|title| title.replace("Permanent Representative", office));
    let mut joint = letter.clone();
    joint.senders = vec![joint.sender.clone().unwrap(), joint.sender.clone().unwrap()];
    joint.senders[1].state = Some("the Quillan Islands".into());
    joint.title = joint
        .title
        .map(|title| title.replace("Representative of Merovia", "Representatives of Merovia and the Quillan Islands"));
    joint.signatories.push(joint.signatories[0].clone());
    let mut note = letter.clone();
    note.kind = Kind::NoteVerbale;
    note.sender.as_mut().unwrap().office = Some("Permanent Mission".into());
    note.signatories.clear();
    note.title = Some(
        "Note verbale dated 12 March 2026 from the Permanent Mission of Merovia to the Organization addressed to the \
         Secretary-General"
            .into(),
    );
    for (name, it) in
        [("letter", letter), ("identical", identical), ("chargé", charge), ("joint", joint), ("note verbale", note)]
    {
        let findings = lint(&it, &text, &body, &today());
        assert_eq!(findings, [], "{name}");
        assert_eq!(verdict(&findings), Verdict::Clean);
    }
}

/// What one rule says of a letter in a language, as places in words and repairs.
fn said(code: &str, fragment: &Value, text: &str) -> Vec<(String, Option<String>)> {
    let body = body("assembly");
    let it = communication(fragment, text);
    let findings = lint(&it, text, &body, &today()).into_iter().filter(|finding| finding.rule == code);
    findings.map(|finding| (finding.span.of(text).to_owned(), finding.repair)).collect()
}

#[test]
fn lists_of_addressees_are_written_anew_in_every_language() {
    for (code, language, text, first, repair) in [
        (
            "ADR004",
            "en",
            "to the Secretary-General, the President of the Council and the President of the Council",
            "Secretary-General",
            "the Secretary-General and the President of the Council",
        ),
        (
            "ADR004",
            "fr",
            "adressée au Président du Conseil et au Président du Conseil par",
            "Président du Conseil",
            "au Président du Conseil",
        ),
        (
            "ADR004",
            "es",
            "dirigidas al Secretario General, al Presidente del Consejo y al Presidente del Consejo por",
            "Secretario General",
            "al Secretario General y al Presidente del Consejo",
        ),
        (
            "ADR004",
            "ru",
            "на имя Генерального секретаря, Председателя Совета и Председателя Совета",
            "Генерального секретаря",
            "Генерального секретаря и Председателя Совета",
        ),
        (
            "ADR004",
            "ar",
            "موجهتان إلى الأمين العام وإلى رئيس المجلس وإلى رئيس المجلس من",
            "الأمين العام",
            "إلى الأمين العام وإلى رئيس المجلس",
        ),
        ("ADR004", "zh", "给秘书长、理事会主席和理事会主席的同文信", "秘书长", "秘书长和理事会主席"),
        (
            "ADR002",
            "fr",
            "adressées à la Présidente du Conseil et au Secrétaire général par",
            "Présidente du Conseil",
            "au Secrétaire général et à la Présidente du Conseil",
        ),
        ("ADR002", "ar", "موجهتان إلى رئيس المجلس والأمين العام من", "رئيس المجلس", "الأمين العام ورئيس المجلس"),
        ("ADR002", "zh", "给理事会主席和秘书长的同文信", "理事会主席", "秘书长和理事会主席"),
    ] {
        let english = if code == "ADR002" {
            ["President of the Council", "Secretary-General"]
        } else {
            ["Secretary-General", "President of the Council"]
        };
        let fragment = json!({
            "kind": "identical_letters", "language": language, "addressees": english, "places": { "addressees": first },
        });
        let found = said(code, &fragment, text);
        assert_eq!(found.iter().map(|(_, repair)| repair.as_deref()).collect::<Vec<_>>(), [Some(repair)], "{text}");
    }
}

#[test]
fn states_under_signatures_are_known_in_every_language() {
    for (language, one, other) in [
        ("en", "Permanent Representative of Norvale", "Permanent Representative of Belmare"),
        ("fr", "Représentant permanent de la Norvale", "Représentante permanente du Belmare"),
        ("es", "Representante Permanente de Norvale", "Representante Permanente de Belmar"),
        ("ru", "Постоянный представитель Норвейла", "Постоянный представитель Бельмаре"),
        ("ar", "الممثل الدائم لنورفال", "الممثل الدائم لبلمار"),
        ("zh", "诺维尔常驻代表", "贝尔马雷常驻代表"),
    ] {
        let text = format!("A. B.\n{one}\n\nC. D.\n{other}");
        let fragment = |first: &str, last: &str| {
            json!({
                "kind": "letter", "language": language, "title": "…",
                "signatories": [{ "name": "A. B.", "titles": [first] }, { "name": "C. D.", "titles": [last] }],
                "sender": { "office": "Permanent Representative", "state": "Norvale" },
            })
        };
        assert_eq!(said("SIG004", &fragment(one, other), &text).len(), 1, "{one}");
        assert_eq!(said("SIG004", &fragment(other, one), &text), [], "{one}");
        // Two States signed what one is said to have sent.
        assert_eq!(said("SIG008", &fragment(one, other), &text).len(), 1, "{one}");
        assert_eq!(said("SIG008", &fragment(one, one), &text), [], "{one}");
        assert_eq!(said("SIG005", &fragment(one, other), &text), [], "{one}");
    }
}

#[test]
fn nobody_signs_for_the_head_of_a_mission() {
    for (language, title, code) in [
        ("en", "Deputy Permanent Representative", "SIG003"),
        ("en", "For the Permanent Representative", "SIG003"),
        ("fr", "Représentant permanent adjoint", "SIG003"),
        ("es", "Representante Permanente Adjunta", "SIG003"),
        ("ru", "Заместитель Постоянного представителя", "SIG003"),
        ("ar", "نائب الممثل الدائم", "SIG003"),
        ("zh", "副常驻代表", "SIG003"),
        ("en", "Second Secretary", "SIG005"),
        ("fr", "Conseillère", "SIG005"),
        ("ru", "Советник", "SIG005"),
        ("ar", "المستشار", "SIG005"),
        ("zh", "二等秘书", "SIG005"),
    ] {
        let fragment = json!({
            "kind": "letter", "language": language, "signatories": [{ "name": "A. B.", "titles": [title] }],
            "sender": { "office": "Permanent Representative", "state": "Norvale" },
        });
        assert_eq!(said(code, &fragment, title).len(), 1, "{title}");
    }
}

#[test]
fn a_text_that_merely_stops_may_be_signed_beyond() {
    let text = "I have the honour to report on the gauges.\n\nThe water rose by a hand.";
    let mut fragment = json!({
        "kind": "letter", "language": "en", "format": "text",
        "text": ["I have the honour to report on the gauges.", "The water rose by a hand."],
    });
    assert_eq!(said("SIG001", &fragment, text), []);
    let last = ("The water rose by a hand.".to_owned(), None);
    fragment["format"] = "docx".into();
    assert_eq!(said("SIG001", &fragment, text), std::slice::from_ref(&last), "a file of pages is whole");
    fragment["format"] = "text".into();
    fragment["annexes"] = json!([{ "label": "Annex", "title": null, "author": null, "date": null }]);
    assert_eq!(said("SIG001", &fragment, text), [last], "what is attached stands after the signature");
}

#[test]
fn marks_of_footnotes_stand_in_the_order_of_the_notes() {
    let note = |text: &str, number: &str| json!({ "text": text, "kind": "footnote", "number": number });
    let notes = [note("1 See the map.", "1"), note("2 See the list.", "2")];
    let fragment = |words: &str| {
        let mut text = vec![json!(words)];
        text.extend(notes.clone());
        json!({ "kind": "letter", "language": "en", "text": text })
    };
    let at = |words: &str| said("FTN003", &fragment(words), &format!("{words}\n\n1 See the map.\n\n2 See the list."));
    assert_eq!(at("The gauge stands.1 It leans.2"), []);
    assert_eq!(at("The gauge stands.2 It leans.1"), [("2".to_owned(), None)]);
    assert_eq!(at("The lake has 12 km2 of reeds.1 It leans.2"), [], "a figure that is no mark says nothing");
}

#[test]
fn a_title_is_held_against_what_stands_beside_it() {
    let body = body("assembly");
    let (letter, text) = plain();
    let found = |it: &Communication, text: &str| -> Vec<(String, String)> {
        let findings = lint(it, text, &body, &today());
        findings.into_iter().map(|finding| (finding.rule.clone(), finding.span.of(text).to_owned())).collect()
    };
    let placed = |text: &str, places: &[(&str, &str)]| {
        let mut it = letter.clone();
        for (name, words) in places {
            let start = text.rfind(words).unwrap();
            it.places.insert((*name).to_owned(), Span::new(start, start + words.len()));
        }
        let title = text.split("\n\n").next().unwrap();
        it.places.insert("title".into(), Span::new(0, title.len()));
        for (name, words) in [
            ("letter_date", "12 March 2026"),
            ("sender", "the Permanent Representative of Merovia to the Organization"),
            ("addressed", "the Secretary-General"),
        ] {
            let start = title.replace('\n', " ").find(words).unwrap();
            it.places.insert(name.into(), Span::new(start, start + words.len()));
        }
        it
    };
    let with = |line: &str| text.replacen("\n\n", &format!("\n\n{line}\n\n"), 1);
    let dated = with("14 March 2026");
    let it = placed(&dated, &[("date_line", "14 March 2026")]);
    assert_eq!(found(&it, &dated), [("TIT002".into(), "12 March 2026".into())]);
    let addressed = with("The President of the Council");
    let it = placed(&addressed, &[("address_lines", "The President of the Council")]);
    assert_eq!(found(&it, &addressed), [("TIT006".into(), "the Secretary-General".into())]);
    // A heading repeats the title, part by part; where the two share nothing it is another letter's.
    let heading = "Annex to the letter dated 12 March 2026 from the Permanent Representative of Tarnland to the Organization addressed to the Secretary-General";
    let headed = text.replace("Annex\n", &format!("{heading}\n"));
    let parts = [
        ("annexes.0", heading),
        ("annexes.0/letter_date", "12 March 2026"),
        ("annexes.0/sender", "the Permanent Representative of Tarnland to the Organization"),
        ("annexes.0/addressed", "the Secretary-General"),
    ];
    let findings = lint(&placed(&headed, &parts), &headed, &body, &today());
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].rule.as_str(), findings[0].span.of(&headed)), ("ANX004", parts[2].1));
    assert_eq!(findings[0].repair.as_deref(), Some("the Permanent Representative of Merovia to the Organization"));
    // More have signed than the title names.
    let mut joint = placed(&text, &[]);
    joint.signatories.push(joint.signatories[0].clone());
    assert_eq!(
        found(&joint, &text),
        [("TIT003".into(), "the Permanent Representative of Merovia to the Organization".into())]
    );
}

#[test]
fn what_is_missing_is_shown_at_the_words_nearest_to_it() {
    let body = body("assembly");
    let letter = Communication { kind: Kind::Letter, ..Communication::default() };
    for text in ["One line", "  \n\n A line\n\nand another.\n\n", "x", "\n\n", &"word ".repeat(2_000)] {
        for finding in lint(&letter, text, &body, &today()) {
            assert!(!finding.span.is_empty(), "{} in {text:?}", finding.rule);
        }
    }
    assert!(lint(&letter, "", &body, &today()).iter().all(|finding| finding.span.is_empty()));
}

/// Which rules speak, where and how: all but the words.
fn shape(findings: &[Finding]) -> Vec<(String, Gravity, Span)> {
    findings.iter().map(|finding| (finding.rule.clone(), finding.gravity, finding.span)).collect()
}

#[test]
fn two_states_change_places_and_nothing_else_does() {
    let body = body("assembly");
    let (letter, text) = plain();
    let faulty = {
        let mut it = letter.clone();
        it.annexes.clear();
        it.signatories[0].titles = vec!["Minister for Foreign Affairs".into()];
        it.requested_circulation[0].agenda_items.push("99".into());
        it
    };
    // Names of one length, so that places are the same; the third is on no list, before or after.
    let swap = |text: &str| text.replace("Merovia", "\u{0}").replace("Belmare", "Merovia").replace('\u{0}', "Belmare");
    for it in [letter, faulty] {
        let swapped: Communication = serde_json::from_str(&swap(&serde_json::to_string(&it).unwrap())).unwrap();
        let before = lint(&it, &text, &body, &today());
        let after = lint(&swapped, &swap(&text), &body, &today());
        assert_eq!(shape(&before), shape(&after));
        let words = |findings: &[Finding]| findings.iter().map(|f| f.message.clone()).collect::<Vec<_>>();
        assert_eq!(words(&before).iter().map(|m| swap(m)).collect::<Vec<_>>(), words(&after));
    }
}

#[test]
fn what_is_not_a_letter_gets_one_grave_finding() {
    let body = body("assembly");
    let nothing = Communication::default();
    for (text, rule) in [("", "TXT002"), (" \n\t", "TXT002"), ("\u{fffd}\u{fffd} PK 01 02 qzx", "TXT001")] {
        let findings = lint(&nothing, text, &body, &today());
        assert_eq!(findings.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(), [rule], "{text:?}");
        assert_eq!(verdict(&findings), Verdict::Grave);
    }
}

#[test]
fn a_ruling_holds_from_its_date_until_its_date() {
    let mut body = body("assembly");
    let (mut letter, text) = plain();
    letter.signatories.clear();
    let mut graves = |from: Option<Date>, until: Option<Date>, gravity: Gravity| {
        let ruling = body.rulebook.rules.get_mut("SIG001").unwrap();
        (ruling.from, ruling.until, ruling.gravity) = (from, until, gravity);
        lint(&letter, &text, &body, &today()).iter().map(|finding| finding.gravity).collect::<Vec<_>>()
    };
    assert_eq!(graves(None, None, Gravity::Grave), [Gravity::Grave]);
    assert_eq!(graves(Some(date(2026, 3, 12)), None, Gravity::Advice), [Gravity::Advice]);
    assert_eq!(graves(Some(date(2026, 3, 13)), None, Gravity::Grave), []);
    assert_eq!(graves(None, Some(date(2026, 3, 12)), Gravity::Grave), []);
    body.rulebook.rules.clear();
    assert_eq!(lint(&letter, &text, &body, &today()), []);
}

#[test]
fn places_stay_inside_the_text_and_repairs_fit_them() {
    let body = body("assembly");
    let (mut it, _) = plain();
    let text = "é ü";
    it.title = None;
    it.signatories.clear();
    it.job_number = Some("2600041".into());
    for span in [Span::new(1, 2), Span::new(3, 900), Span::new(900, 901), Span::new(0, 1)] {
        for field in ["letter_date", "job_number", "requested_circulation", "signatories"] {
            it.places.insert(field.into(), span);
        }
        for finding in lint(&it, text, &body, &today()) {
            assert!(text.get(finding.span.start..finding.span.end).is_some(), "{finding:?}");
            assert!(finding.repair.is_none(), "{finding:?}");
        }
    }
}

#[test]
fn a_text_made_to_overflow_is_done_with_soon() {
    let body = body("assembly");
    let (mut it, _) = plain();
    let text = "(see (see annex 12 March 1 January ".repeat(60_000);
    it.title = Some(text.clone());
    let whole = Span::new(0, text.len());
    it.places = ["title", "addressees", "requested_circulation", "sender"].map(|f| (f.to_owned(), whole)).into();
    it.requested_circulation = vec![it.requested_circulation[0].clone(); 5_000];
    it.requested_circulation[0].agenda_items = vec!["99".into(); 20_000];
    it.addressees = vec!["Nobody at all".into(); 20_000];
    it.signatories = vec![it.signatories[0].clone(); 20_000];
    it.senders = vec![it.sender.clone().unwrap(); 20_000];
    it.annexes = vec![it.annexes[0].clone(); 20_000];
    let block = Block {
        part: "letter".into(),
        kind: BlockKind::Paragraph,
        number: None,
        text: "see annex".into(),
        span: whole,
        picture: None,
    };
    it.text = vec![block; 20_000];
    let begun = Instant::now();
    let findings = lint(&it, &text, &body, &today());
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    assert!(findings.len() <= MOST_FAULTS * rules().len());
}

#[test]
fn no_megabyte_holds_a_rule_up() {
    let body = body("assembly");
    let (letter, _) = plain();
    let citation = json!({ "symbol": "AS/9/12", "text": "AS/9/12", "span": [0, 7], "part": "letter", "paragraph": 1 });
    for piece in [
        "* a* b** c\n",
        "1*1*1*",
        "AS//7/12 AS/7/l2 C/2026/3|AS/7/1 ",
        "AS/7/12 ",
        "see AS/7/12 ",
        "2/3\n",
        "12 March 2026, March 12th, 2026, 31 February 2026 ",
        "March March March ",
        "3% 12th March 12500 WC  a. 12 b ",
        "12 500 000 000 ",
        "Annex\n\n",
        "الف 3 يناير ",
        "2026年3月12日",
        "((((((",
        "\u{301}é ",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        let whole = Span::new(0, text.len());
        for kind in [Kind::IdenticalLetters, Kind::Note] {
            let mut it = letter.clone();
            it.kind = kind;
            it.title = Some(text.clone());
            it.symbols = vec![Symbol::from_canonical("AS/7/12"), Symbol::from_canonical("AS/7/10/Corr.1")];
            it.job_number = Some("26-00041".into());
            it.citations = vec![serde_json::from_value(citation.clone()).unwrap(); 50_000];
            it.annexes = vec![it.annexes[0].clone(); 500];
            if kind == Kind::Note {
                it.sender.as_mut().unwrap().office = Some("Secretary-General".into());
                it.sender.as_mut().unwrap().state = None;
            }
            let block = Block {
                part: "letter".into(),
                kind: BlockKind::Paragraph,
                number: Some("1.".into()),
                text: text.clone(),
                span: whole,
                picture: None,
            };
            it.text = vec![block.clone(), block];
            it.places =
                ["title", "addressees", "requested_circulation", "masthead_date", "job_number", "signatories.0"]
                    .map(|field| (field.to_owned(), whole))
                    .into();
            it.places.extend((0..500).map(|index| (format!("annexes.{index}"), Span::new(index * 7, index * 7 + 1))));
            let mut circumstances = today();
            circumstances.beside = Some(Box::new(letter.clone()));
            circumstances.record = [(Symbol::from_canonical("AS/9/12"), Standing::Absent)].into();
            let begun = Instant::now();
            let findings = lint(&it, &text, &body, &circumstances);
            // A generous bound, for machines that do other things besides: no rule may take more than 50 milliseconds.
            assert!(begun.elapsed().as_secs() < 3, "{piece:?}: {:?}", begun.elapsed());
            assert!(findings.len() <= MOST_FAULTS * rules().len());
        }
    }
}
