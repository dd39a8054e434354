//! Letters with what each stage must make of them: `tests/letters/<name>/` holds the input and the expected results.
//!
//! `UPDATE=1 cargo test --workspace letters` rewrites the expectations; the review reads the difference.

use std::fs;

use crate::office::{TestOffice, root};

const NOW: &str = "2026-07-06T09:00:00Z";

#[test]
fn every_letter_gives_what_is_expected_of_each_stage() {
    let mut wrong = Vec::new();
    let mut letters = 0;
    for entry in fs::read_dir(root().join("tests/letters")).unwrap() {
        let folder = entry.unwrap().path();
        let letter = folder.join("letter.txt");
        if !letter.is_file() {
            continue;
        }
        letters += 1;
        let office = TestOffice::new("assembly");
        let file = office.write("letter.txt", fs::read(&letter).unwrap());
        let file = file.to_str().unwrap();
        let mut read = office.run(&["read", file, "--format", "json"]).ok().json();
        read["file"] = "letter.txt".into();
        let mut lint = office.run(&["lint", file, "--now", NOW, "--format", "json"]).json();
        lint["file"] = "letter.txt".into();
        let mut stages = vec![
            ("read.json", serde_json::to_string_pretty(&read).unwrap() + "\n"),
            ("lint.json", serde_json::to_string_pretty(&lint).unwrap() + "\n"),
        ];
        if lint["verdict"] != "grave" && office.run(&["circulate", file, "--now", NOW]).status == 0 {
            stages.push(("page.txt", office.run(&["export", "D1", "--to", "text", "-o", "-"]).ok().out));
        }
        for (name, got) in stages {
            let path = folder.join(name);
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&path, &got).unwrap();
            } else if fs::read_to_string(&path).unwrap_or_default() != got {
                wrong.push(format!("{}:\n{got}", path.display()));
            }
        }
    }
    assert!(letters >= 8, "{letters} letters");
    assert!(wrong.is_empty(), "{} differ; UPDATE=1 rewrites them\n{}", wrong.len(), wrong.join("\n"));
}

/// One letter in six languages, issued at once, in each of the forms that have words: `tests/letters/six/`.
#[test]
fn a_letter_in_six_languages_gives_what_is_expected_of_each_form() {
    let folder = root().join("tests/letters/six");
    let office = TestOffice::new("assembly");
    office.circulate_six(NOW);
    let export = ["export", "D1", "--to", "text,akn,marcxml,bibtex,ris,csl", "--language", "all", "--into", "out"];
    office.run(&export).ok();
    let mut wrong = Vec::new();
    let mut forms = 0;
    for entry in fs::read_dir(office.path("out")).unwrap() {
        let written = entry.unwrap().path();
        let name = written.file_name().unwrap().to_str().unwrap().rsplit_once('-').unwrap().1.to_owned();
        let got = fs::read_to_string(&written).unwrap();
        forms += 1;
        let expected = folder.join("expected").join(name);
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(folder.join("expected")).unwrap();
            fs::write(&expected, &got).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != got {
            wrong.push(format!("{}:\n{got}", expected.display()));
        }
    }
    assert_eq!(forms, 36);
    assert!(wrong.is_empty(), "{} differ; UPDATE=1 rewrites them\n{}", wrong.len(), wrong.join("\n"));
}
