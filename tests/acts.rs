//! Every act by the command line, as officers in their roles would do them.

use std::{fs, path::Path};

use crate::office::{Ran, TestOffice, root};

const NOW: &str = "2026-03-16T09:00:00Z";

fn letter(n: usize) -> String {
    format!(
        "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the\nOrganization addressed to the Secretary-General\n\n\
         \x20    I have the honour to inform you that gauge {n} on the Lower Fenn was read at noon.\n\n\
         \x20    I should be grateful if you would have the present letter circulated as a\ndocument of the Assembly, under agenda item 8, and of the Council.\n\n\
         (Signed) Ilse Varga\nPermanent Representative\n"
    )
}

/// A body like the invented one, but with two required languages, stations, and a job number for each language.
fn body_of_two_languages(folder: &Path) {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    copy(&root().join("bodies/assembly"), folder);
    let path = folder.join("body.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text
        .replace("languages_required = [\"en\"]", "languages_required = [\"en\", \"fr\"]")
        .replace("{ code = \"L\", template", "{ each_language = true, code = \"L\", template")
        .replace(
            "barcode = \"*{yy}{n:5}*\" }]",
            "barcode = \"*{yy}{n:5}*\" }, { code = \"H\", template = \"H{yy}-{n:5}\", barcode = \"*H{yy}{n:5}*\" }]\n\
             stations = [{ code = \"HARBOUR\", name = \"Harbour\", job_series = \"H\" }]",
        )
        .replace("weekend = [", "issue_on_closed_days = false\nweekend = [");
    fs::write(&path, text).unwrap();
    // The words of the second language are those of the first: what is tested is the release, not the page.
    let words =
        fs::read_to_string(folder.join("languages/en.toml")).unwrap().replace("letter = \"E\"", "letter = \"F\"");
    fs::write(folder.join("languages/fr.toml"), words).unwrap();
}

struct Desk {
    office: TestOffice,
}

impl Desk {
    fn new(body: &'static str) -> Desk {
        Desk { office: TestOffice::new(body) }
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.at(NOW, args)
    }

    fn at(&self, now: &str, args: &[&str]) -> Ran {
        let mut all = args.to_vec();
        all.extend(["--now", now]);
        self.office.run(&all)
    }

    fn circulated(&self, n: usize) -> String {
        let file = self.office.write(&format!("letter-{n}.txt"), letter(n));
        let done = self.run(&["circulate", file.to_str().unwrap(), "--format", "json"]).ok().json();
        done["symbols"][0].as_str().unwrap().to_owned()
    }

    fn accepted(&self, n: usize) -> String {
        let file = self.office.write(&format!("letter-{n}.txt"), letter(n));
        let done = self.run(&["receive", file.to_str().unwrap(), "--format", "json"]).ok().json();
        let id = done["dossier"].as_str().unwrap().to_owned();
        self.run(&["accept", &id]).ok();
        id
    }

    fn shown(&self, what: &str) -> serde_json::Value {
        self.run(&["show", what, "--format", "json"]).ok().json()
    }
}

#[test]
fn a_corrigendum_a_reissue_and_a_withdrawal_are_on_the_record() {
    let desk = Desk::new("assembly");
    assert_eq!(desk.circulated(1), "AS/7/2");
    let corrigendum = desk.office.write("corrigendum.txt", letter(2));
    let corrigendum = corrigendum.to_str().unwrap();
    let done = desk
        .run(&["circulate", corrigendum, "--corrigendum-to", "AS/7/2", "--only-in", "en", "--format", "json"])
        .ok()
        .json();
    assert_eq!(done["symbols"][0], "AS/7/2/Corr.1");
    assert_eq!(done["symbols"][1], "C/2026/1/Corr.1");
    assert_eq!(done["relations"]["corrects"][0], "AS/7/2");
    assert_eq!(desk.shown("C/2026/1")["relations"]["in"][0]["how"], "corrected by");

    desk.run(&["reissue", "AS/7/2", "--language", "fr", "--reason", "x"]).refused();
    desk.run(&["reissue", "AS/7/2", "--language", "en", "--reason", "a table was cut off"]).ok();
    assert_eq!(desk.shown("AS/7/2")["languages"][0]["asterisks"], 1);
    desk.run(&["export", "AS/7/2", "--to", "text", "-o", "page.txt"]).ok();
    let page = fs::read_to_string(desk.office.path("page.txt")).unwrap();
    assert!(page.contains("AS/7/2*") && page.contains("* Reissued for technical reasons on 16 March 2026."), "{page}");
    let verified = desk.run(&["verify", "AS/7/2"]).ok();
    assert!(verified.out.contains("issued again on 2026-03-16"), "{}", verified.out);

    desk.run(&["withdraw", "AS/7/2/Corr.1", "--reason", "sent in error"]).ok();
    desk.run(&["withdraw", "AS/7/2/Corr.1", "--reason", "again"]).refused();
    let verified = desk.run(&["verify", "AS/7/2/Corr.1"]).ok();
    assert!(verified.out.contains("WITHDRAWN"), "{}", verified.out);
    let site = desk.office.serve();
    let gone = site.get("/AS/7/2/Corr.1");
    assert_eq!(gone.status, 410);
    assert!(gone.text().contains("sent in error"));
    assert_eq!(site.get("/AS/7/2/Corr.1.pdf").status, 410);
    let parent = site.get("/AS/7/2");
    assert_eq!(parent.status, 200);
    assert!(!parent.text().contains("Corr.1"), "what was withdrawn is no longer named as a correction");
    // The number of what was withdrawn is not given again.
    let second = desk.office.write("second.txt", letter(3));
    let done = desk
        .run(&["circulate", second.to_str().unwrap(), "--corrigendum-to", "AS/7/2", "--format", "json"])
        .ok()
        .json();
    assert_eq!(done["symbols"][0], "AS/7/2/Corr.2");
}

#[test]
fn held_scheduled_amended_and_voided() {
    let desk = Desk::new("assembly");
    let id = desk.accepted(1);
    desk.run(&["hold", &id, "--reason", "the annex is missing", "--as", "editor"]).refused();
    desk.run(&["hold", &id, "--reason", "the annex is missing", "--as", "intake"]).ok();
    let refused = desk.run(&["register", &id]).refused();
    assert!(refused.err.contains("held"), "{}", refused.err);
    assert_eq!(desk.shown(&id)["held"], "the annex is missing");
    desk.run(&["resume", &id]).ok();
    desk.run(&["schedule", &id, "--urgent", "--considered-on", "2026-05-04"]).ok();
    desk.run(&["register", &id]).ok();
    desk.run(&["amend", &id, "--reason", "nothing at all"]).refused();
    desk.run(&["amend", &id, "--items", "assembly=9", "--remove", "council", "--reason", "the mission asked for it"])
        .ok();
    let shown = desk.shown(&id);
    assert_eq!(shown["symbols"], serde_json::json!(["AS/7/2"]));
    assert_eq!(shown["bodies"][0]["agenda_items"], serde_json::json!(["9"]));
    let gaps = desk.run(&["gaps"]).ok().out;
    assert!(gaps.contains("C/2026/1") && gaps.contains("voided before issue (D1)"), "{gaps}");
    desk.run(&["amend", &id, "--add", "waterways-commission", "--reason", "and again"]).ok();
    desk.run(&["issue", &id]).ok();
    desk.run(&["amend", &id, "--items", "assembly=8", "--reason", "too late"]).refused();
    assert_eq!(desk.shown(&id)["symbols"], serde_json::json!(["AS/7/2", "W-0001"]));
    // A key acts once, and gives the first answer again.
    let second = desk.accepted(2);
    let first = desk.run(&["register", &second, "--key", "k1", "--format", "json"]).ok().json();
    assert_eq!(desk.run(&["register", &second, "--key", "k1", "--format", "json"]).ok().json(), first);
    let void = ["void", &second, "--reason", "sent twice", "--key", "k2", "--format", "json"];
    let voided = desk.run(&void).ok().json();
    assert_eq!(desk.run(&void).ok().json(), voided);
    assert_eq!(desk.shown("C/2026/2")["reason"], "sent twice");
    assert_eq!(desk.office.serve().get("/C/2026/2").status, 410);
    // Identical letters: one becomes part of the other.
    let (third, fourth) = (desk.accepted(3), desk.accepted(4));
    desk.run(&["join", &fourth, "--with", &third]).ok();
    desk.run(&["register", &fourth]).refused();
    desk.run(&["register", &third]).ok();
    assert_eq!(desk.shown(&fourth)["joined"], third);
    assert_eq!(desk.shown(&third)["relations"]["in"][0]["how"], "identical with");
}

#[test]
fn restricted_then_open_to_all() {
    let desk = Desk::new("assembly");
    let id = desk.accepted(1);
    desk.run(&["register", &id]).ok();
    desk.run(&["issue", &id, "--distribution", "Restricted"]).ok();
    let site = desk.office.serve();
    assert_eq!(site.get("/AS/7/2").status, 404);
    assert_eq!(desk.run(&["find", "gauge"]).out.matches("AS/7/2").count(), 0);
    desk.run(&["derestrict", "AS/7/2", "--on", "2026-03-16"]).refused();
    desk.run(&["derestrict", "AS/7/2", "--on", "2026-06-01"]).ok();
    assert_eq!(desk.shown("AS/7/2")["derestriction"], "2026-06-01");
    let early = desk.at("2026-05-31T09:00:00Z", &["clock", "--run", "--format", "json"]).ok().json();
    assert_eq!(early["derestricted"], serde_json::json!([]));
    let late = desk.at("2026-06-02T09:00:00Z", &["clock", "--run", "--format", "json"]).ok().json();
    assert_eq!(late["derestricted"], serde_json::json!(["D1"]));
    assert_eq!(site.get("/AS/7/2").status, 200);
    assert!(desk.run(&["find", "gauge"]).ok().out.contains("AS/7/2"));
    desk.run(&["verify", "AS/7/2"]).ok();
    desk.run(&["describe", "AS/7/2", "--subject", "Water gauges", "--note", "Also as a poster"]).ok();
    assert!(site.get("/AS/7/2").text().contains("Water gauges"));
}

#[test]
fn what_is_redacted_is_gone_and_the_record_holds() {
    let desk = Desk::new("assembly");
    desk.circulated(1);
    desk.circulated(2);
    desk.run(&[
        "redact",
        "AS/7/2",
        "--text",
        "--public-acts",
        "--reason",
        "r",
        "--authority",
        "Order 5",
        "--as",
        "editor",
    ])
    .refused();
    let secret = "gauge 1 on the Lower Fenn";
    let holds = |office: &TestOffice| {
        let mut found = Vec::new();
        let mut folders =
            vec![office.path("office/files"), office.path("office/record"), office.path("office/catalogue")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else if String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).contains(secret) {
                    found.push(entry.path());
                }
            }
        }
        found
    };
    assert!(!holds(&desk.office).is_empty());
    desk.run(&[
        "redact",
        "AS/7/2",
        "--text",
        "--public-acts",
        "--reason",
        "a court ordered it",
        "--authority",
        "Order 5",
    ])
    .ok();
    assert_eq!(holds(&desk.office), Vec::<std::path::PathBuf>::new());
    assert!(desk.run(&["show", "AS/7/2"]).ok().out.contains("removed"));
    assert!(!desk.run(&["find", "gauge"]).ok().out.contains("AS/7/2"));
    desk.run(&["verify", "AS/7/2"]).refused();
    desk.run(&["verify", "AS/7/3"]).ok();
    desk.run(&["rebuild", "record"]).ok();
    desk.run(&["rebuild", "index"]).ok();
    desk.run(&["verify", "AS/7/3"]).ok();
    assert_eq!(desk.office.serve().get("/AS/7/2").status, 200);
}

#[test]
fn every_language_at_once_or_with_an_exception() {
    let desk = Desk::new("two-languages");
    body_of_two_languages(&desk.office.path("two-languages"));
    let id = desk.accepted(1);
    let registered = desk.run(&["register", &id, "--format", "json"]).ok().json();
    let jobs = registered["act"]["language_jobs"].as_array().unwrap();
    assert_eq!((jobs[0]["job_number"].as_str(), jobs[1]["job_number"].as_str()), (Some("26-00001"), Some("26-00002")));
    let refused = desk.run(&["issue", &id]).refused();
    assert!(refused.err.contains("fr"), "{}", refused.err);
    // A body may issue nothing on closed days, but for what is urgent.
    let sunday = ["issue", id.as_str(), "--exception", "the translation is late"];
    let refused = desk.at("2026-03-15T09:00:00Z", &sunday).refused();
    assert!(refused.err.contains("2026-03-16"), "{}", refused.err);
    let french = desk.office.write("fr.txt", letter(1).replace("gauge", "jauge"));
    desk.run(&["deliver", &id, "--language", "fr", french.to_str().unwrap(), "--as", "editor"]).ok();
    desk.run(&["issue", &id]).ok();
    let shown = desk.shown(&id);
    assert_eq!(shown["languages"].as_array().unwrap().len(), 2);
    // With an exception, and completed later.
    let id = desk.accepted(2);
    desk.run(&["register", &id]).ok();
    desk.run(&["issue", &id, "--exception", "the translation is late"]).ok();
    desk.run(&["complete", &id]).refused();
    let french = desk.office.write("fr2.txt", letter(2).replace("gauge", "jauge"));
    desk.at("2026-03-17T09:00:00Z", &["deliver", &id, "--language", "fr", french.to_str().unwrap()]).ok();
    desk.at("2026-03-17T09:00:00Z", &["complete", &id]).ok();
    let shown = desk.shown(&id);
    assert_eq!(shown["languages"][1]["released"], "2026-03-17");
    desk.run(&["verify", &id]).ok();
    // A station numbers from its block and its own job series.
    desk.run(&["reserve", "AS/7/100", "AS/7/101", "--station", "HARBOUR", "--for", "the session at the harbour"]).ok();
    let id = desk.accepted(3);
    let done = desk.run(&["register", &id, "--station", "HARBOUR", "--format", "json"]).ok().json();
    assert_eq!(done["act"]["allotments"][0]["symbol"], "AS/7/100");
    assert_eq!(done["act"]["job_number"], "H26-00001");
    // A ceded series takes numbers as they were given, and none of its own.
    desk.run(&["cede", "C", "--period", "2026"]).ok();
    let id = desk.accepted(4);
    let refused = desk.run(&["register", &id]).refused();
    assert!(refused.err.contains("elsewhere"), "{}", refused.err);
    desk.run(&["register", &id, "--symbol", "C/2026/40"]).ok();
    desk.run(&["init", "--continue", "C/2026/44"]).ok();
    let id = desk.accepted(5);
    let done = desk.run(&["register", &id, "--format", "json"]).ok().json();
    assert_eq!(done["act"]["allotments"][1]["symbol"], "C/2026/45");
    let gaps = desk.run(&["gaps", "C"]).ok().out;
    assert!(gaps.contains("given elsewhere") && !gaps.contains("UNEXPLAINED"), "{gaps}");
}
