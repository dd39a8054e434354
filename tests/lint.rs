//! What `lint` and its like print, and the repairs they make.

use std::{fs, process::Command};

use serde_json::Value;

use crate::office::{TestOffice, root};

const NOW: &str = "2026-07-06T09:00:00Z";

/// A letter with faults on its frame and in its sender's words, in three scripts, with a character beyond the first plane.
fn faulty() -> String {
    let letter = fs::read_to_string(root().join("tests/letters/letter/letter.txt")).unwrap();
    let letter = letter.replace("agenda items 12 and", "agenda items 12, 12 and");
    let letter = letter.replacen("I have the honour", "🛶 湖 البحيرة I have the honour", 1);
    letter.replacen("\n\n(Signed)", "\n\nThe weir is told of in AS/6//40 as well.\n\n(Signed)", 1)
}

fn rules(findings: &Value) -> Vec<String> {
    findings.as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn sarif_is_valid_and_its_places_are_those_of_the_text() {
    let office = TestOffice::new("assembly");
    let text = faulty();
    office.write("a letter #1.txt", &text);
    office.write("clean.txt", fs::read(root().join("tests/letters/letter/letter.txt")).unwrap());
    let not_plain = format!("<html><body><p>{}</p></body></html>", text.replace("\n\n", "</p><p>"));
    office.write("letter.html", not_plain);
    let files = ["a letter #1.txt", "clean.txt", "letter.html"];
    let args: Vec<&str> = ["lint", "--now", NOW, "--format", "sarif"].into_iter().chain(files).collect();
    let log = office.run(&args).json();

    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    let schema = fs::read_to_string(root().join("tests/schemas/sarif-2.1.0.json")).unwrap();
    compiler.add_resource("https://example.org/sarif.json", serde_json::from_str(&schema).unwrap()).unwrap();
    let schema = compiler.compile("https://example.org/sarif.json", &mut schemas).unwrap();
    let mut damaged = log.clone();
    damaged["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(schemas.validate(&damaged, schema).is_err());
    if let Err(error) = schemas.validate(&log, schema) {
        panic!("{error:#}");
    }

    let run = &log["runs"][0];
    assert_eq!(log["runs"].as_array().unwrap().len(), 1, "one run for all files");
    assert_eq!(run["artifacts"].as_array().unwrap().len(), 3);
    assert_eq!(run["artifacts"][0]["location"]["uri"], "a%20letter%20%231.txt");
    assert!(run["artifacts"][2]["description"]["text"].as_str().unwrap().contains("html"));
    let driver = run["tool"]["driver"]["rules"].as_array().unwrap();
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut fixed = 0;
    let mut prints = std::collections::BTreeSet::new();
    for result in run["results"].as_array().unwrap() {
        let rule = &driver[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## Failing example"));
        assert!(prints.insert(result["fingerprints"]["chancery/v1"].as_str().unwrap().to_owned()));
        let place = &result["locations"][0]["physicalLocation"];
        if place["artifactLocation"]["index"] != 0 {
            assert!(place["artifactLocation"]["index"] != 2 || result["fixes"].is_null());
            continue;
        }
        let region = &place["region"];
        let number = |name: &str| region[name].as_u64().unwrap() as usize;
        let words =
            String::from_utf16(&units[number("charOffset")..number("charOffset") + number("charLength")]).unwrap();
        let line: Vec<u16> = text.split('\n').nth(number("startLine") - 1).unwrap().encode_utf16().collect();
        if number("startLine") == number("endLine") && !words.is_empty() {
            let by_column = &line[number("startColumn") - 1..number("endColumn") - 1];
            assert_eq!(String::from_utf16(by_column).unwrap(), words);
            assert_eq!(region["snippet"]["text"], words.as_str());
        }
        fixed +=
            usize::from(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"].is_object());
    }
    assert!(fixed >= 2, "{run:#}");
    // The same again, to the byte.
    assert_eq!(office.run(&args).json(), log);
}

#[test]
fn sarif_is_refused_where_there_are_no_findings_to_tell() {
    let office = TestOffice::new("assembly");
    for args in [
        &["show", "--format", "sarif"][..],
        &["read", "a.txt", "--format", "sarif"],
        &["lint", "--fix", "a.txt", "--format", "sarif"],
    ] {
        let ran = office.run(args);
        assert_eq!(ran.status, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.to_lowercase().contains("sarif"), "{}", ran.err);
    }
}

#[test]
fn one_file_that_cannot_be_read_does_not_keep_the_others() {
    let office = TestOffice::new("assembly");
    office.write("letter.txt", faulty());
    let ran = office.run(&["lint", "--now", NOW, "--format", "json", "letter.txt", "nowhere.txt"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    let all = ran.json();
    assert!(rules(&all[0]["findings"]).contains(&"REQ013".to_owned()), "{all}");
    assert!(all[1]["failed"].as_str().unwrap().contains("nowhere.txt"), "{all}");
}

#[test]
fn repairs_are_made_in_a_copy_and_never_in_the_letter() {
    let office = TestOffice::new("assembly");
    let text = faulty();
    let letter = office.write("letter.txt", &text);
    let ran = office.run(&["lint", "--now", NOW, "--fix", "letter.txt"]).ok();
    assert!(ran.out.contains("--- letter.txt\n+++ letter.fixed.txt\n@@"), "{}", ran.out);
    assert!(ran.out.contains("+") && ran.out.contains("1 repair in letter.fixed.txt"), "{}", ran.out);
    assert_eq!(fs::read_to_string(&letter).unwrap(), text);
    let copy = fs::read_to_string(office.path("letter.fixed.txt")).unwrap();
    assert!(copy.contains("agenda items 12 and") && copy.contains("AS/6//40"), "the sender's words stay: {copy}");

    // The second run changes nothing, neither from the letter nor from the copy.
    office.run(&["lint", "--now", NOW, "--fix", "letter.txt"]).ok();
    assert!(office.run(&["lint", "--now", NOW, "--fix", "letter.fixed.txt"]).ok().out.contains("nothing to repair"));
    assert!(!office.path("letter.fixed.fixed.txt").exists());

    // Something else that stands in the way is left alone, and so is the letter, whatever it is called.
    office.write("letter.fixed.txt", "something else");
    let refused = office.run(&["lint", "--now", NOW, "--fix", "letter.txt"]).refused();
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(fs::read_to_string(office.path("letter.fixed.txt")).unwrap(), "something else");
    office.run(&["lint", "--now", NOW, "--fix", "--force", "letter.txt"]).ok();
    assert_eq!(fs::read_to_string(office.path("letter.fixed.txt")).unwrap(), copy);
    for name in ["letter.txt", "./letter.txt"] {
        office.run(&["lint", "--now", NOW, "--fix", "--force", "-o", name, "letter.txt"]).refused();
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&letter, office.path("other name.txt")).unwrap();
        office.run(&["lint", "--now", NOW, "--fix", "--force", "-o", "other name.txt", "letter.txt"]).refused();
        fs::hard_link(&letter, office.path("second name.txt")).unwrap();
        office.run(&["lint", "--now", NOW, "--fix", "--force", "-o", "second name.txt", "letter.txt"]).ok();
    }
    assert_eq!(fs::read_to_string(&letter).unwrap(), text);

    // The sender's words are mended where that is asked for.
    let told = office
        .run(&["lint", "--now", NOW, "--fix", "--advice", "--format", "json", "-o", "out.txt", "letter.txt"])
        .ok();
    let told = told.json();
    assert_eq!(told["fixed"]["file"], "out.txt");
    assert_eq!(told["fixed"]["settled"], true);
    let edits = told["fixed"]["edits"].as_array().unwrap();
    assert!(edits.iter().any(|edit| edit["rule"] == "CIT001" && edit["text"] == "AS/6/40"), "{edits:?}");
    assert!(!rules(&told["fixed"]["findings"]).contains(&"CIT001".to_owned()));
    assert!(fs::read_to_string(office.path("out.txt")).unwrap().contains("in AS/6/40 as well"));
}

#[test]
fn what_is_taken_from_another_format_is_mended_as_plain_text() {
    let office = TestOffice::new("assembly");
    let text = faulty();
    let paragraphs: String = text.split("\n\n").map(|part| format!("<p>{}</p>", part.replace('\n', "<br>"))).collect();
    office.write("letter.html", format!("<html><body>{paragraphs}</body></html>"));
    let ran = office.run(&["lint", "--now", NOW, "--fix", "letter.html"]);
    assert!(ran.out.contains("letter.fixed.txt (the text taken from this html)"), "{}\n{}", ran.out, ran.err);
    assert!(office.run(&["lint", "--now", NOW, "--fix", "letter.fixed.txt"]).out.contains("nothing to repair"));
    let shown = office.run(&["lint", "--now", NOW, "letter.html"]).out;
    assert!(shown.starts_with("letter.html: line numbers are those of the text taken from this html"), "{shown}");
}

/// A second run changes nothing: over the letters of this folder, the samples, and the clean letters of `bench/mutate` with one
/// mutant of each mechanical defect.
#[test]
fn a_mended_letter_is_mended() {
    let office = TestOffice::new("assembly");
    let mut count = 0;
    let mut take = |name: String, bytes: Vec<u8>| {
        office.write(&name, bytes);
        count += 1;
    };
    for entry in fs::read_dir(root().join("tests/letters")).unwrap() {
        let folder = entry.unwrap().path();
        if let Ok(letter) = fs::read(folder.join("letter.txt")) {
            take(format!("assembly-{}.txt", folder.file_name().unwrap().to_string_lossy()), letter);
        }
    }
    for entry in fs::read_dir(root().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            take(format!("assembly-{}", path.file_name().unwrap().to_string_lossy()), fs::read(path).unwrap());
        }
    }
    take("assembly-faulty.txt".into(), faulty().into_bytes());
    let made =
        Command::new("python3").arg(root().join("bench/mutants/mechanical.py")).arg(office.folder.path()).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("python3 is not at hand, so the mutants are not tested");
    }
    let names = |office: &TestOffice, fixed: bool| -> Vec<String> {
        let entries = fs::read_dir(office.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> =
            names.filter(|name| name.ends_with(".txt") && name.ends_with(".fixed.txt") == fixed).collect();
        names.sort();
        names
    };
    assert!(names(&office, false).len() >= count);
    for words in [false, true] {
        for fixed in [false, true] {
            let mut objects = Vec::new();
            for body in ["assembly", "un"] {
                let names: Vec<String> =
                    names(&office, fixed).into_iter().filter(|name| name.starts_with(&format!("{body}-"))).collect();
                if names.is_empty() {
                    continue;
                }
                let advice = words.then_some("--advice");
                let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
                command.current_dir(office.folder.path()).args(["lint", "--fix", "--force", "--format", "jsonl"]);
                command.args(["--body", body, "--now", "2026-12-15T09:00:00Z"]).args(advice).args(&names);
                let ran = crate::office::Ran::of(command.output().unwrap());
                assert!(ran.status < 2, "{}", ran.err);
                objects.extend(ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()));
            }
            let unsettled: Vec<&Value> = objects.iter().filter(|it| it["fixed"]["settled"] != true).collect();
            assert!(unsettled.is_empty(), "{unsettled:?}");
            let mended = objects.iter().filter(|it| !it["fixed"]["edits"].as_array().unwrap().is_empty()).count();
            if fixed {
                assert_eq!(mended, 0, "a second run changes something");
            } else {
                assert!(mended >= 1);
            }
        }
    }
}

#[test]
fn another_language_version_is_compared_with() {
    let office = TestOffice::new("assembly");
    let letter = fs::read_to_string(root().join("tests/letters/letter/letter.txt")).unwrap();
    office.write("en.txt", &letter);
    office.write("other.txt", letter.replace("260 boats", "270 boats"));
    assert_eq!(
        rules(&office.run(&["lint", "--now", NOW, "en.txt", "--format", "json"]).ok().json()["findings"]),
        [""; 0]
    );
    let beside = ["lint", "--now", NOW, "en.txt", "--beside", "other.txt", "--format", "json"];
    assert_eq!(rules(&office.run(&beside).json()["findings"]), ["PAR001"]);
    assert_eq!(office.run(&["lint", "en.txt", "other.txt", "--beside", "en.txt"]).status, 2);
}

#[test]
fn the_record_and_the_numbers_set_aside_count_where_there_is_an_office() {
    let office = TestOffice::new("assembly");
    let letter = fs::read_to_string(root().join("tests/letters/letter/letter.txt")).unwrap();
    let cites = letter.replacen("\n\n(Signed)", "\n\nThe weir is told of in AS/7/3.\n\n(Signed)", 1);
    office.write("letter.txt", &cites);
    let lint = ["lint", "--now", NOW, "letter.txt", "--format", "json"];
    assert_eq!(rules(&office.run(&lint).json()["findings"]), [""; 0]);
    office.run(&["--now", NOW, "circulate", root().join("examples/letter-en.txt").to_str().unwrap()]).ok();
    assert_eq!(rules(&office.run(&lint).json()["findings"]), ["CIT002"], "AS/7/2 is on the record, AS/7/3 is not");

    let numbered = format!("AS/7/40\n\nAssembly of Lakes and Rivers\n\nAssembly\n\n{letter}");
    office.write("numbered.txt", numbered);
    let lint = ["lint", "--now", NOW, "numbered.txt", "--format", "json"];
    let has = |ran: crate::office::Ran| rules(&ran.json()["findings"]).contains(&"SYM006".to_owned());
    assert!(!has(office.run(&lint)));
    office.run(&["reserve", "AS/7/40", "--for", "the report on reeds"]).ok();
    assert!(has(office.run(&lint)));
    assert!(office.run(&["lint", "--now", NOW, "numbered.txt"]).out.contains("the report on reeds"));
}

#[test]
fn an_answer_is_shown_and_counted() {
    let office = TestOffice::new("assembly");
    let letter = root().join("tests/letters/no-item/letter.txt");
    let letter = letter.to_str().unwrap();
    assert!(!office.run(&["explain", "REQ001"]).ok().out.contains("In this office"));
    office.run(&["circulate", letter, "--now", NOW]).refused();
    office.run(&["circulate", letter, "--now", NOW, "--answer", "agenda-item-missing=the President agreed"]).ok();
    let shown = office.run(&["show", "D1"]).ok().out;
    assert!(shown.contains("REQ001 (agenda-item-missing): the President agreed"), "{shown}");
    let shown = office.run(&["show", "D1", "--format", "json"]).ok().json();
    assert_eq!(shown["answered"][0], "REQ001");
    assert_eq!(shown["answers"][0]["reason"], "the President agreed");
    office.run(&["circulate", root().join("examples/letter-en.txt").to_str().unwrap(), "--now", NOW]).ok();
    let told = office.run(&["explain", "REQ001", "--format", "json"]).ok().json();
    assert_eq!((&told["acceptances"], &told["found_grave"], &told["answered"]), (&2.into(), &1.into(), &1.into()));
    let page = office.run(&["explain", "REQ001"]).ok().out;
    assert!(page.contains("grave in 1 of 2 acceptances, and answered in 1 of them"), "{page}");
    let list = office.run(&["explain"]).ok().out;
    assert!(list.contains("\nRequest and agenda items\n"), "{list}");
    let line = list.lines().find(|line| line.starts_with("REQ001")).unwrap();
    assert!(line.ends_with("[grave 1×, answered 1×]"), "{line}");
    let all = office.run(&["explain", "--format", "json"]).ok().json();
    assert_eq!(all.as_array().unwrap().len(), chancery_lint::rules().len());
    let site = office.serve();
    assert!(!site.get("/AS/7/2").text().contains("the President agreed"), "a reason is the office's own affair");
}

#[test]
fn colours_go_to_terminals_alone() {
    let office = TestOffice::new("assembly");
    office.write("letter.txt", faulty());
    let plain = office.run(&["lint", "--now", NOW, "letter.txt"]);
    assert!(!plain.out.contains('\u{1b}') && plain.out.contains("letter.txt: no grave finding"), "{}", plain.out);
    let mut forced = office.command(&["lint", "--now", NOW, "letter.txt"]);
    let forced = crate::office::Ran::of(forced.env("CLICOLOR_FORCE", "1").env_remove("NO_COLOR").output().unwrap());
    assert!(forced.out.contains('\u{1b}'));
    let mut without = office.command(&["lint", "--now", NOW, "letter.txt"]);
    let without = without.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
    assert!(!crate::office::Ran::of(without).out.contains('\u{1b}'));
}
