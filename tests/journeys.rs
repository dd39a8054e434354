//! Journeys: the real program, end to end, in a folder of its own.

use std::{fs, time::Duration};

use crate::office::{Ran, TestOffice, root, shared};

const NOW: &str = "2026-03-16T09:00:00Z";

fn sample(name: &str) -> String {
    fs::read_to_string(root().join("examples").join(name)).unwrap()
}

/// A letter of the invented body's shape, with a number in it so that no two are the same text.
fn letter(n: usize, items: &str) -> String {
    format!(
        "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the\nOrganization addressed to the Secretary-General\n\n\
         \x20    I have the honour to inform you that gauge {n} on the Lower Fenn was read at noon.\n\n\
         \x20    I should be grateful if you would have the present letter circulated as a\ndocument of the Assembly, under agenda item {items}, and of the Council.\n\n\
         (Signed) Ilse Varga\nPermanent Representative\n"
    )
}

/// The same under the other body: its organs, its items.
fn letter_un() -> String {
    "Letter dated 30 January 2020 from the Permanent Representative of Merovia to the United Nations addressed to the\n\
     Secretary-General\n\n\
     \x20    I have the honour to transmit herewith the timetable of the ferries of Lake Osmer (see annex).\n\n\
     \x20    I should be grateful if you would have the present letter and its annex circulated as a document of the\n\
     General Assembly, under agenda items 32, 37 and 68, and of the Security Council.\n\n\
     (Signed) Ilse Varga\nAmbassador\nPermanent Representative\n\n\
     Annex to the letter dated 30 January 2020 from the Permanent Representative of Merovia to the United Nations\n\
     addressed to the Secretary-General\n\n\
     Timetable of the ferries of Lake Osmer\n\n\
     \x20    The first boat leaves North Bay at seven in the morning and the last one returns at dusk.\n"
        .to_owned()
}

fn symbols(shown: &serde_json::Value) -> Vec<String> {
    shown["symbols"].as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_owned()).collect()
}

/// Kills a circulation between its registration and its issue.
fn kill_once_registered(office: &TestOffice, file: &str) {
    let mut child = office
        .command(&["circulate", file, "--now", NOW])
        .env("CHANCERY_PAUSE_AT", "registered")
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let deadline = std::time::Instant::now() + Duration::from_secs(60);
    loop {
        let listed = office.run(&["show", "--format", "json"]);
        if listed.status == 0 && listed.out.contains("\"registered\"") {
            break;
        }
        assert!(std::time::Instant::now() < deadline, "it never registered");
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_letter_goes_the_whole_way() {
    let office = TestOffice::new("assembly");
    let file = office.write("letter.txt", sample("letter-en.txt"));
    let circulated = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW, "--format", "json"]).ok().json();
    // Number 1 of each session is kept for a report.
    assert_eq!(symbols(&circulated), ["AS/7/2", "C/2026/1"]);
    assert_eq!(circulated["job_numbers"][0], "26-00001");
    assert_eq!(circulated["state"], "issued");
    assert_eq!(circulated["bodies"][0]["agenda_items"], serde_json::json!(["12", "31 (b)"]));
    assert_eq!(circulated["dates"]["letter"], "2026-03-12");
    assert_eq!(circulated["log_index"], 0);

    for symbol in ["AS/7/2", "c/2026/1", "AS_7_2", "AS/7/2-C/2026/1"] {
        let shown = office.run(&["show", symbol, "--format", "json"]).ok().json();
        assert_eq!(symbols(&shown), ["AS/7/2", "C/2026/1"], "{symbol}");
    }
    let found = office.run(&["find", "\"reed beds\"", "--format", "json"]).ok().json();
    assert_eq!(found["total"], 1);
    assert_eq!(office.run(&["find", "dredgers*", "--format", "json"]).ok().json()["total"], 0);

    for (format, mark) in [("pdf", "%PDF-"), ("html", "<!"), ("text", "")] {
        let out = office.path(&format!("page.{format}"));
        office.run(&["export", "AS/7/2", "--to", format, "-o", out.to_str().unwrap()]).ok();
        let bytes = fs::read(&out).unwrap();
        assert!(bytes.starts_with(mark.as_bytes()), "{format}");
        assert!(bytes.len() > 500, "{format}");
    }
    let text = fs::read_to_string(office.path("page.text")).unwrap();
    assert!(text.contains("AS/7/2") && text.contains("Fishers"), "{text}");

    office.run(&["verify", "AS/7/2"]).ok();
    office.run(&["verify", "page.pdf"]).ok();
    let receipt = office.run(&["receipt", "AS/7/2", "-o", "letter.receipt.json"]).ok();
    let key = receipt.out.split("--key ").nth(1).unwrap().trim().to_owned();
    // Offline: from elsewhere, without the office.
    office.run(&["verify", "page.pdf", "--receipt", "letter.receipt.json", "--key", &key, "--office", "nowhere"]).ok();
    let mut altered = fs::read(office.path("page.pdf")).unwrap();
    let at = altered.len() / 2;
    altered[at] ^= 1;
    office.write("altered.pdf", &altered);
    office.run(&["verify", "altered.pdf", "--receipt", "letter.receipt.json", "--key", &key]).refused();
    office.run(&["verify", "altered.pdf"]).refused();
}

#[test]
fn many_documents_are_written_out_and_a_stopped_export_goes_on() {
    let office = TestOffice::new("assembly");
    for n in 0..3 {
        let file = office.write("letter.txt", letter(n, "8"));
        office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).ok();
    }
    let all = ["export", "--all", "--to", "pdf,html,akn", "--language", "all", "--into", "out", "--format", "json"];
    let written = office.run(&all).ok().json();
    assert_eq!(written.as_array().unwrap().len(), 9);
    let files = || {
        let mut files: Vec<_> = fs::read_dir(office.path("out")).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files
    };
    assert_eq!(files().len(), 9);
    // What was lost is written again, and what is there is not.
    let (gone, kept) = (files()[0].clone(), files()[1].clone());
    let bytes = fs::read(&gone).unwrap();
    fs::remove_file(&gone).unwrap();
    fs::write(&kept, "mine").unwrap();
    let again = office.run(&all).ok().json();
    assert_eq!(again.as_array().unwrap().iter().filter(|one| one["there_already"] == true).count(), 8);
    assert_eq!(fs::read(&gone).unwrap(), bytes);
    assert_eq!(fs::read(&kept).unwrap(), b"mine");
    office.run(&["export", "AS/7/2", "AS/7/3", "--to", "text", "-o", "one.txt"]).refused();
    assert!(office.run(&["export", "AS/7/2", "--to", "papyrus"]).refused().err.contains("there is no format"));
}

#[test]
fn a_proof_is_set_and_again_when_the_letter_changes() {
    let office = TestOffice::new("assembly");
    let file = office.write("letter.txt", sample("letter-en.txt"));
    let proof = office.path("letter.proof.html");
    let once =
        office.run(&["preview", file.to_str().unwrap(), "--to", "html", "--once", "--format", "json"]).ok().json();
    assert_eq!(once["proof"], proof.to_str().unwrap());
    let before = fs::read_to_string(&proof).unwrap();
    assert!(before.contains("Proof") && before.contains("reed beds"), "{before}");

    let mut following = office.command(&["preview", file.to_str().unwrap(), "--to", "html"]).spawn().unwrap();
    let text = sample("letter-en.txt").replace("reed beds", "water mills");
    let seen = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        fs::write(&file, &text).unwrap();
        fs::read_to_string(&proof).is_ok_and(|page| page.contains("water mills"))
    });
    following.kill().unwrap();
    following.wait().unwrap();
    assert!(seen, "the proof follows the letter");
}

#[test]
fn the_other_body_has_its_own_numbers_and_words() {
    let office = TestOffice::new("un");
    office.run(&["init", "--continue", "A/74/671", "--continue", "S/2020/82", "--continue-job", "20-01500"]).ok();
    let file = office.write("letter.txt", letter_un());
    let now = "2020-01-31T15:00:00Z";
    let done = office.run(&["circulate", file.to_str().unwrap(), "--now", now, "--format", "json"]).ok().json();
    assert_eq!(symbols(&done), ["A/74/672", "S/2020/83"]);
    assert_eq!(done["job_numbers"][0], "20-01501");
    assert_eq!(done["bodies"][0]["session"], "74");
    assert_eq!(done["bodies"][0]["agenda_items"], serde_json::json!(["32", "37", "68"]));
    assert!(done["exception"].as_str().is_some_and(|reason| !reason.is_empty()));
    let page = office.run(&["export", "S/2020/83", "--to", "html", "-o", "-"]).ok().out;
    assert!(page.contains("not a document of the United Nations"), "{page}");
    assert!(page.contains("Seventy-fourth session") && page.contains("Seventy-fifth year"), "{page}");
    office.run(&["verify", "S/2020/83"]).ok();
}

#[test]
fn numbers_never_come_from_the_letter() {
    let office = TestOffice::new("assembly");
    office.run(&["init", "--continue", "AS/7/40", "--continue", "C/2026/8", "--continue-job", "26-00099"]).ok();
    let borne = letter(1, "8") + "\nAS/7/12\nC/2026/3\n\n2/2 26-00041\n";
    let file = office.write("borne.txt", &borne);
    let refused = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).refused();
    let said = format!("{}{}", refused.out, refused.err);
    assert!(said.contains("SYM001") && said.contains("import"), "{said}");
    // Nothing was consumed: the same letter without numbers gets the ones that are due.
    let file = office.write("plain.txt", letter(1, "8"));
    let done = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW, "--format", "json"]).ok().json();
    assert_eq!(symbols(&done), ["AS/7/41", "C/2026/9"]);
    assert_eq!(done["job_numbers"][0], "26-00100");
    // A text that bears exactly the numbers due is no forgery of anything.
    let due = letter(2, "8") + "\nAS/7/42\nC/2026/10\n\n2/2 26-00101\n";
    let file = office.write("due.txt", due);
    let done = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW, "--format", "json"]).ok().json();
    assert_eq!(symbols(&done), ["AS/7/42", "C/2026/10"]);
}

#[test]
fn an_import_keeps_its_symbols_and_is_not_circulated() {
    let office = TestOffice::new("assembly");
    let issued = letter(3, "8") + "\nAS/7/12\nC/2026/3\n\n2/2 26-00041\n";
    let file = office.write("issued.txt", issued);
    office.run(&["import", file.to_str().unwrap(), "--now", NOW]).ok();
    let shown = office.run(&["show", "C/2026/3", "--format", "json"]).ok().json();
    assert_eq!(symbols(&shown), ["AS/7/12", "C/2026/3"]);
    assert_eq!(shown["state"], "imported");
    assert_eq!(shown["job_numbers"][0], "26-00041");
    assert_eq!(shown["provenance"]["title"]["from"], "machine");
    assert!(shown["log_index"].is_null());
    assert!(office.run(&["import", file.to_str().unwrap()]).ok().out.contains("known"));
    let page = office.run(&["export", "AS/7/12", "--to", "text", "-o", "-"]).ok().out;
    assert!(page.contains("Set anew"), "{page}");
    // A session with imported numbers is not numbered from 1 as if nothing had been issued in it.
    let file = office.write("new.txt", letter(4, "8"));
    let refused = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).refused();
    assert!(refused.err.contains("--continue"), "{}", refused.err);
    office.run(&["init", "--continue", "AS/7/12", "--continue", "C/2026/3"]).ok();
    let done = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW, "--format", "json"]).ok().json();
    assert_eq!(symbols(&done), ["AS/7/13", "C/2026/4"]);
}

#[test]
fn the_same_text_is_circulated_once() {
    let office = TestOffice::new("assembly");
    let file = office.write("letter.txt", letter(5, "8"));
    office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).ok();
    let again = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW, "--format", "json"]).ok().json();
    assert_eq!(again["already_circulated"], true);
    assert_eq!(symbols(&again), ["AS/7/2", "C/2026/1"]);
    let more =
        office.run(&["circulate", file.to_str().unwrap(), "--now", NOW, "--again", "--format", "json"]).ok().json();
    assert_eq!(symbols(&more), ["AS/7/3", "C/2026/2"]);
}

#[test]
fn two_at_once_give_no_number_twice_and_leave_no_gap() {
    let office = TestOffice::new("assembly");
    office.run(&["init"]).ok();
    let rounds = 8;
    for round in 0..rounds {
        let both: Vec<_> = (0..2)
            .map(|side| {
                let file = office.write(&format!("{round}-{side}.txt"), letter(100 * round + side, "8"));
                office.command(&["circulate", file.to_str().unwrap(), "--now", NOW]).spawn().unwrap()
            })
            .collect();
        for child in both {
            Ran::of(child.wait_with_output().unwrap()).ok();
        }
    }
    let listed = office.run(&["show", "--limit", "100", "--format", "json"]).ok().json();
    let mut all: Vec<String> = listed.as_array().unwrap().iter().flat_map(symbols).collect();
    all.sort();
    let mut expected: Vec<String> = (1..=2 * rounds).map(|n| format!("C/2026/{n}")).collect();
    // 1, 10 and 11 of a session are reserved.
    expected.extend((2..).filter(|n| ![10, 11].contains(n)).take(2 * rounds).map(|n| format!("AS/7/{n}")));
    expected.sort();
    assert_eq!(all, expected);
    assert_eq!(office.run(&["show", "C/2026/16", "--format", "json"]).ok().json()["state"], "issued");
    for n in 1..=2 * rounds {
        office.run(&["verify", &format!("C/2026/{n}")]).ok();
    }
}

#[test]
fn a_kill_between_register_and_issue_is_taken_up() {
    let office = TestOffice::new("assembly");
    let file = office.write("letter.txt", letter(6, "8"));
    kill_once_registered(&office, file.to_str().unwrap());
    let done = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW, "--format", "json"]).ok().json();
    assert_eq!(done["resumed"], true);
    assert_eq!(done["state"], "issued");
    assert_eq!(symbols(&done), ["AS/7/2", "C/2026/1"]);
    let file = office.write("next.txt", letter(7, "8"));
    let next = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW, "--format", "json"]).ok().json();
    assert_eq!(symbols(&next), ["AS/7/3", "C/2026/2"]);
}

#[test]
fn what_follows_can_be_deleted_and_rebuilt() {
    let office = TestOffice::new("assembly");
    for n in 0..3 {
        let file = office.write("letter.txt", letter(20 + n, "8"));
        office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).ok();
    }
    let before = office.run(&["find", "gauge", "--format", "json"]).ok().json();
    let misspelt = office.run(&["find", "guage"]).ok().out;
    assert!(misspelt.contains("did you mean: gauge"), "{misspelt}");
    let refused = office.run(&["find", "gauge (lake)"]);
    assert!(refused.status != 0 && refused.err.contains("1 | gauge (lake)\n  |       ^^^^^^"), "{}", refused.err);
    fs::remove_dir_all(office.path("office/index")).unwrap();
    let after = office.run(&["find", "gauge", "--format", "json"]).ok().json();
    assert_eq!(before["hits"], after["hits"]);
    let note = fs::read_to_string(office.path("office/record/checkpoint")).unwrap();
    fs::remove_dir_all(office.path("office/record/tile")).unwrap();
    office.run(&["rebuild", "record"]).ok();
    assert_eq!(fs::read_to_string(office.path("office/record/checkpoint")).unwrap(), note);
    office.run(&["verify", "AS/7/3"]).ok();
    office.write("remembered", &note);
    let file = office.write("letter.txt", letter(30, "8"));
    office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).ok();
    office.run(&["verify", "AS/7/3", "--remembered", "remembered"]).ok();
    office.run(&["rebuild", "catalogue"]).ok();
    office.run(&["rebuild", "index"]).ok();
}

#[test]
fn bad_letters_get_a_clear_answer_and_nothing_is_lost() {
    let office = TestOffice::new("assembly");
    office.run(&["init"]).ok();
    let noise: Vec<u8> = (0..2_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (name, bytes, word) in [
        ("empty.txt", Vec::new(), "TXT"),
        ("binary.txt", noise, "TXT"),
        ("no-item.txt", letter(8, "8").replace(", under agenda item 8,", "").into_bytes(), "REQ001"),
        ("unknown-item.txt", letter(8, "99").into_bytes(), "REQ002"),
    ] {
        let file = office.write(name, &bytes);
        let refused = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).refused();
        let said = format!("{}{}", refused.out, refused.err);
        assert!(said.contains(word), "{name}: {said}");
        assert!(said.len() < 20_000, "{name} is answered at length");
        // What was received is kept, byte for byte.
        let id = said.split("kept as ").nth(1).and_then(|s| s.split(['.', '\n']).next()).unwrap().to_owned();
        assert_eq!(office.run(&["export", &id, "--to", "original", "-o", "-"]).ok().bytes, bytes, "{name}");
    }
    let huge = office.path("huge.txt");
    fs::File::create(&huge).unwrap().set_len(100 << 20).unwrap();
    assert!(office.run(&["circulate", huge.to_str().unwrap()]).refused().err.contains("larger than"));
    assert!(office.run(&["circulate", "absent.txt"]).err.contains("cannot read"));
}

#[test]
fn unusual_but_right_letters_pass() {
    let office = TestOffice::new("assembly");
    for name in ["letter-charge-en.txt", "identical-letters-en.txt", "joint-letter-en.txt", "note-verbale-en.txt"] {
        let file = office.write(name, sample(name));
        let done =
            office.run(&["circulate", file.to_str().unwrap(), "--now", "2026-07-06T09:00:00Z", "--format", "json"]);
        let done = done.ok().json();
        assert_eq!(done["state"], "issued", "{name}");
        assert_ne!(done["verdict"], "grave", "{name}");
    }
}

#[test]
fn a_letter_is_issued_in_each_language_in_which_it_is_brought() {
    let office = TestOffice::new("assembly");
    let english = office.write("en.txt", sample("letter-en.txt"));
    let french = office.write("fr.txt", sample("letter-fr.txt"));
    // English is required: French alone is not issued without a reason.
    let refused = office.run(&["circulate", french.to_str().unwrap(), "--now", NOW]).refused();
    assert!(refused.err.contains("required"), "{}", refused.err);
    let version = format!("fr={}", french.display());
    let arguments = ["circulate", english.to_str().unwrap(), "--version", &version, "--now", NOW, "--format", "json"];
    let done = office.run(&arguments).ok().json();
    assert_eq!(symbols(&done), ["AS/7/2", "C/2026/1"]);
}

#[test]
fn a_language_without_wording_takes_no_number() {
    let office = TestOffice::new("assembly");
    office.run(&["init"]).ok();
    let wording = office.path("office/body/languages/fr.toml");
    let words: Vec<String> = fs::read_to_string(&wording).unwrap().split("\n[").map(str::to_owned).collect();
    let (masthead, others): (Vec<_>, Vec<_>) = words.into_iter().partition(|table| table.starts_with("masthead"));
    assert!(!masthead.is_empty());
    fs::write(&wording, others.join("\n[")).unwrap();
    let english = office.write("en.txt", sample("letter-en.txt"));
    let french = office.write("fr.txt", sample("letter-fr.txt"));
    let version = format!("fr={}", french.display());
    let refused = office.run(&["circulate", english.to_str().unwrap(), "--version", &version, "--now", NOW]).refused();
    assert!(refused.err.contains("languages/fr.toml"), "{}", refused.err);
    let done = office.run(&["circulate", english.to_str().unwrap(), "--now", NOW, "--format", "json"]).ok().json();
    assert_eq!(symbols(&done), ["AS/7/2", "C/2026/1"]);
}

#[test]
fn a_lost_checkpoint_or_journal_stops_the_office() {
    let office = TestOffice::new("assembly");
    let circulate = |n: usize| {
        let file = office.write(&format!("{n}.txt"), letter(n, "8"));
        office.run(&["circulate", file.to_str().unwrap(), "--now", NOW])
    };
    circulate(60).ok();
    let note = fs::read(office.path("office/record/checkpoint")).unwrap();
    let act = fs::read(office.path("office/record/acts/0.json")).unwrap();
    fs::remove_file(office.path("office/record/checkpoint")).unwrap();
    let ran = circulate(61);
    assert_eq!(ran.status, 2, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("AS/7/3"), "what was issued is told: {}", ran.out);
    assert_eq!(fs::read(office.path("office/record/acts/0.json")).unwrap(), act);
    fs::write(office.path("office/record/checkpoint"), note).unwrap();
    circulate(62).ok();
    for symbol in ["AS/7/2", "AS/7/3", "AS/7/4"] {
        office.run(&["verify", symbol]).ok();
    }
    // Without its journal the office would give its numbers again.
    fs::rename(office.path("office/journal"), office.path("elsewhere")).unwrap();
    assert_eq!(circulate(63).status, 2);
    fs::remove_dir_all(office.path("office/journal")).unwrap();
    fs::rename(office.path("elsewhere"), office.path("office/journal")).unwrap();
    assert!(circulate(63).ok().out.contains("AS/7/5"));
}

#[test]
fn an_unknown_distribution_is_not_public() {
    let office = TestOffice::new("assembly");
    let file = office.write("secret.txt", format!("Distr.: Secret\n\n{}", sample("letter-en.txt")));
    let refused = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).refused();
    assert!(format!("{}{}", refused.out, refused.err).contains("DST001"));
    let args =
        ["circulate", file.to_str().unwrap(), "--now", NOW, "--answer", "DST001=agreed", "--distribution", "RES"];
    office.run(&args).ok();
    // Restricted: on the record of the office, and as if unknown to the public.
    assert!(office.run(&["show", "AS/7/2", "--format", "json"]).ok().json()["log_index"].is_null());
    assert_eq!(office.run(&["find", "reed", "--format", "json"]).ok().json()["total"], 0);
    let public = office.write("public.txt", letter(70, "8"));
    office.run(&["circulate", public.to_str().unwrap(), "--now", NOW]).ok();
    let site = office.serve();
    // The page names its own address and what public documents are nearest, and nothing else depends on what was asked.
    let said = |address: &str| {
        let answer = site.get(address);
        (answer.status, answer.text().replace(address.trim_start_matches('/'), ""))
    };
    let unknown = said("/AS/7/4444");
    assert_eq!(unknown.0, 404);
    for address in ["/AS/7/2", "/AS/7/2-C/2026/2", "/AS/7/99-C/2026/2"] {
        assert_eq!(said(address), unknown, "{address}");
    }
    assert_eq!(said("/C/2026/1"), said("/C/2026/9"));
    assert_eq!(said("/D1"), said("/D2"));
    assert_eq!(site.get("/AS/7/3").status, 200);
    assert!(!site.get("/AS/7/3.json").text().contains("dossier"));
}

#[test]
fn a_text_is_one_dossier_whichever_way_it_came() {
    let office = TestOffice::new("assembly");
    let file = office.write("letter.txt", letter(80, "8"));
    let file = file.to_str().unwrap();
    office.run(&["receive", file, "--now", NOW]).ok();
    let done = office.run(&["circulate", file, "--now", NOW, "--format", "json"]).ok().json();
    assert_eq!(done["dossier"], "D1");
    // One key is one original.
    let other = office.write("other.txt", letter(81, "8"));
    office.run(&["receive", file, other.to_str().unwrap(), "--key", "K"]).refused();
    let version = format!("en={}", other.display());
    let fresh = office.write("fresh.txt", letter(82, "8"));
    office.run(&["circulate", fresh.to_str().unwrap(), "--version", &version, "--now", NOW]).refused();
    // What was returned is not passed off as circulated.
    let bad = office.write("bad.txt", letter(83, "99"));
    let said = office.run(&["circulate", bad.to_str().unwrap(), "--now", NOW]).refused();
    let id = said.err.split("kept as ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    office.run(&["return", &id, "--reason", "no such item"]).ok();
    assert!(office.run(&["circulate", bad.to_str().unwrap(), "--now", NOW]).refused().err.contains("returned"));
    // The rules look at organs that the officer names.
    let plain = office.write("plain.txt", letter(84, "8").replace("I should be grateful", "I remember"));
    office.run(&["circulate", plain.to_str().unwrap(), "--organ", "assembly=99", "--now", NOW]).refused();
}

#[test]
fn the_site_answers() {
    let office = TestOffice::new("assembly");
    let file = office.write("letter.txt", sample("letter-en.txt"));
    office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).ok();
    // Registered but not issued: to the public it is as if it were not there.
    let file = office.write("other.txt", letter(40, "8"));
    kill_once_registered(&office, file.to_str().unwrap());

    let site = office.serve();
    assert!(site.get("/").text().contains("/AS/7/2"));
    for address in [
        "/AS/7/2",
        "/as/7/2",
        "/en/AS/7/2",
        "/C/2026/1",
        "/AS%2F7%2F2",
        "/AS_7_2",
        "/AS/7/2-C/2026/1",
        "/AS/7/2?lang=E",
    ] {
        let answer = site.get(address);
        assert_eq!(answer.status, 200, "{address}");
        assert!(answer.text().contains("Fishers"), "{address}");
        assert!(answer.head.to_lowercase().contains("content-security-policy"), "{address}");
        assert_eq!(answer.text().matches("<script").count(), 1, "{address}");
        assert!(answer.text().contains("<script type=\"application/ld+json\">{"), "{address}");
    }
    assert!(site.get("/AS/7/2.pdf").body.starts_with(b"%PDF-"));
    assert!(site.get("/C/2026/1?format=html").text().contains("Permanent Representative"));
    assert!(site.get("/rules").text().contains("href=\"/rules/REQ001\""));
    let rule = site.get("/rules/req001");
    assert!(rule.status == 200 && rule.text().contains("<h2>Failing example</h2>"), "{}", rule.text());
    assert_eq!(site.get("/rules/REQ999").status, 404);
    assert!(site.get("/search?q=%22reed+beds%22").text().contains("/AS/7/2"));
    assert_eq!(site.get("/search?q=title:%22").status, 400);
    assert_eq!(site.get("/record/checkpoint").status, 200);
    assert_eq!(site.get("/record/tile/0/000.p/1").status, 200);
    assert_eq!(site.get("/record/tile/../../keys/record.seed").status, 404);
    let said = |address: &str| {
        let answer = site.get(address);
        (answer.status, answer.text().replace(address.trim_start_matches('/'), ""))
    };
    assert_eq!(said("/AS/7/3").0, 404);
    assert_eq!(said("/AS/7/3"), said("/AS/7/4444"));
    let nonsense = site.get("/%3Cscript%3E");
    assert!(nonsense.status == 404 && !nonsense.text().contains("<script"));
}

#[test]
fn work_can_be_done_an_act_at_a_time() {
    let office = TestOffice::new("assembly");
    let file = office.write("letter.txt", letter(50, "8"));
    office.run(&["receive", file.to_str().unwrap(), "--now", NOW]).ok();
    office.run(&["register", "D1", "--now", NOW]).refused();
    office.run(&["accept", "D1", "--now", NOW]).ok();
    // A role may do only what the body gives it.
    let wrong = office.run(&["register", "D1", "--as", "intake", "--now", NOW]).refused();
    assert!(wrong.err.contains("registrar"), "{}", wrong.err);
    office
        .run(&["register", "D1", "--symbol", "AS/7/20", "--symbol", "C/2026/6", "--job", "26-00077", "--now", NOW])
        .ok();
    assert!(office.run(&["return", "D1", "--reason", "late"]).refused().err.contains("registered"));
    office.run(&["issue", "D1", "--now", NOW]).ok();
    let shown = office.run(&["show", "D1", "--format", "json"]).ok().json();
    assert_eq!(symbols(&shown), ["AS/7/20", "C/2026/6"]);
    assert_eq!(shown["job_numbers"][0], "26-00077");
    let gaps = office.run(&["gaps", "C"]).ok().out;
    assert!(gaps.contains("C/2026/5"), "{gaps}");
    office.run(&["issue", "D1", "--now", NOW]).refused();
}

#[test]
fn the_founding_letter_goes_the_whole_way() {
    let Some(path) = shared("founding-letter/A_74_672-S_2020_83.txt") else { return };
    let text = fs::read_to_string(&path).unwrap();
    let office = TestOffice::new("un");
    office.run(&["init", "--continue", "A/74/671", "--continue", "S/2020/82", "--continue-job", "20-01500"]).ok();
    let now = "2020-01-31T15:00:00Z";
    let done = office.run(&["circulate", path.to_str().unwrap(), "--now", now, "--format", "json"]).ok().json();
    assert_eq!(symbols(&done), ["A/74/672", "S/2020/83"]);
    assert_eq!(done["job_numbers"][0], "20-01501");
    assert_eq!(done["bodies"][0]["agenda_items"], serde_json::json!(["32", "37", "68", "70", "75", "83"]));
    assert_eq!(office.run(&["find", "\"Helsinki Final Act\"", "--format", "json"]).ok().json()["total"], 1);
    let page = office.run(&["export", "A/74/672", "--to", "text", "-o", "-"]).ok().out;
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for mended in ["perpetrators of these crimes", "bellicose rhetoric of"] {
        assert!(flat.contains(mended), "{mended}");
    }
    assert!(!flat.contains("3/3 20-01501"), "a running head stands in the text");
    let doubts = done["doubts"].to_string();
    for mended in ["perpetrators", "rhetoric"] {
        assert!(doubts.contains(mended), "{mended} was mended silently: {doubts}");
    }

    // Other numbers due: with its own numbers left in, it is refused; without them, it takes those due.
    let office = TestOffice::new("un");
    office.run(&["init", "--continue", "A/74/900", "--continue", "S/2020/300", "--continue-job", "20-09000"]).ok();
    let refused = office.run(&["circulate", path.to_str().unwrap(), "--now", now]).refused();
    assert!(format!("{}{}", refused.out, refused.err).contains("import"));
    let stripped = text.replace("A/74/672", "").replace("S/2020/83", "").replace("20-01501", "");
    let file = office.write("stripped.txt", stripped);
    let done = office.run(&["circulate", file.to_str().unwrap(), "--now", now, "--format", "json"]).ok().json();
    assert_eq!(symbols(&done), ["A/74/901", "S/2020/301"]);
    assert_eq!(done["job_numbers"][0], "20-09001");
    office.run(&["import", path.to_str().unwrap()]).ok();
    let shown = office.run(&["show", "A/74/672", "--format", "json"]).ok().json();
    assert_eq!(symbols(&shown), ["A/74/672", "S/2020/83"]);
    assert_eq!(shown["state"], "imported");
}

#[test]
fn every_verb_helps_and_wrong_usage_is_told() {
    let office = TestOffice::new("assembly");
    let help = office.run(&["--help"]).ok().out;
    for verb in ["init", "read", "lint", "explain", "circulate", "import", "show", "export", "find", "verify", "serve"]
    {
        assert!(help.contains(verb), "{verb}");
        office.run(&[verb, "--help"]).ok();
    }
    assert_eq!(office.run(&["circulate"]).status, 2);
    assert_eq!(office.run(&["unheard-of"]).status, 2);
    assert!(office.run(&["show", "AS/7/1"]).refused().err.contains("chancery init"));
    assert!(office.run(&["completions", "bash"]).ok().out.contains("chancery"));
    office.run(&["explain", "REQ001"]).ok();
}

/// What was issued is read back from each of its formats, and a message gives its attachments.
#[test]
fn every_format_is_read_from_a_folder() {
    let office = TestOffice::new("assembly");
    let file = root().join("examples/letter-en.txt");
    office.run(&["--now", NOW, "circulate", file.to_str().unwrap()]).ok();
    fs::create_dir_all(office.path("in/deeper")).unwrap();
    for format in ["pdf", "html", "text"] {
        let to = format!("in/deeper/issued.{format}");
        office.run(&["export", "AS/7/2", "--to", format, "-o", &to]).ok();
    }
    let message = format!(
        "From: Mission of Merovia <mission@merovia.example>\r\nTo: documents@assembly.example\r\nSubject: A letter\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease find our letter attached.\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8; name=\"letter.txt\"\r\n\
         Content-Disposition: attachment; filename=\"letter.txt\"\r\n\r\n{}\r\n--b--\r\n",
        letter(7, "8").replace('\n', "\r\n")
    );
    office.write("in/message.eml", message);
    office.write("in/noise.bin", [0u8; 4000]);
    let ran = office.run(&["read", "in", "--format", "jsonl"]).ok();
    let read: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let files: Vec<&str> = read.iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!(
        files,
        ["in/deeper/issued.html", "in/deeper/issued.pdf", "in/deeper/issued.text", "in/message.eml", "in/noise.bin"]
    );
    for (one, format) in read.iter().zip(["html", "pdf", "text"]) {
        assert_eq!(one["format"], format);
        assert_eq!(one["kind"], "letter", "{format}");
        assert_eq!(one["symbols"], serde_json::json!(["AS/7/2", "C/2026/1"]), "{format}");
        assert_eq!(one["job_number"], "26-00001", "{format}");
        assert_eq!(one["bodies"][0]["agenda_items"], serde_json::json!(["12", "31 (b)"]), "{format}");
        assert_eq!(one["sender"]["state"], "Merovia", "{format}");
        assert_eq!(one["signatories"][0]["name"], "Ilse Varga", "{format}");
        assert_eq!(one["annexes"][0]["title"], "Statement by the Fishers' Union of the Upper Tarn", "{format}");
    }
    assert_eq!(read[3]["format"], "eml");
    assert_eq!(read[3]["candidates"][0]["file"], "letter.txt");
    assert_eq!(read[3]["candidates"][0]["requested_circulation"][0]["agenda_items"], serde_json::json!(["8"]));
    assert_eq!(read[4]["doubts"][0]["code"], "NOT_TEXT");
    // One that is not there does not keep the others.
    let ran = office.run(&["read", "in/message.eml", "in/not-there.txt", "--format", "jsonl"]);
    assert_eq!((ran.status, ran.out.lines().count()), (2, 2), "{}", ran.err);
}

/// What the README shows is what the program prints.
#[test]
fn the_readme_shows_the_real_output() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let shown = readme
        .split("<!-- main command: -->\n```text\n")
        .nth(1)
        .and_then(|rest| rest.split("\n```").next())
        .expect("the README marks the main command's output");
    let office = TestOffice::new("assembly");
    let file = root().join("examples/letter-en.txt");
    let printed = office.run(&["circulate", file.to_str().unwrap(), "--now", NOW]).ok().out;
    // The log's name holds chance, and stands for itself.
    let plain = |text: &str| {
        let lines: Vec<String> = text
            .trim()
            .lines()
            .map(|line| match line.find("assembly-") {
                Some(at) => format!("{}assembly-….chancery.invalid", &line[..at]),
                None => line.trim_end().to_owned(),
            })
            .collect();
        lines.join("\n")
    };
    assert_eq!(plain(shown), plain(&printed));
}
