//! The resolver: every written form, and every address that was ever minted.

use std::{collections::BTreeSet, fs};

use crate::{
    fsck::{letter as letter_about, run_on},
    office::{TestOffice, root},
};

const NOW: &str = "2026-03-16T09:00:00Z";

/// An office with a document in six languages, a corrigendum, one withdrawn, one voided, one restricted and one not issued.
fn office() -> TestOffice {
    let office = TestOffice::new("assembly");
    let run = |args: &[&str]| {
        let mut all = vec!["--now", NOW];
        all.extend(args);
        office.run(&all).ok()
    };
    office.circulate_six(NOW);
    for _ in 0..4 {
        run(&["circulate", "--sample", "letter-en", "--again"]);
    }
    run(&["circulate", "--sample", "letter-en", "--again", "--corrigendum-to", "AS/7/3", "--only-in", "en"]);
    run(&["withdraw", "AS/7/4", "--reason", "sent in error"]);
    let file = office.write("restricted.txt", letter_about(9));
    run(&["circulate", file.to_str().unwrap(), "--distribution", "RES"]);
    office
}

#[test]
fn every_written_form_finds_its_document() {
    let office = office();
    let site = office.serve();
    let canonical = |address: &str| {
        let answer = site.get(address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
        let link = answer.head.lines().find_map(|line| line.strip_prefix("link: <")).map(str::to_owned);
        link.and_then(|link| link.split('>').next().map(str::to_owned))
            .unwrap_or_else(|| panic!("{address}: {}", answer.head))
    };
    let shown = office.run(&["show", "AS/7/2", "--format", "json"]).ok().json();
    let other = shown["symbols"][1].as_str().unwrap_or("AS/7/2");
    let job = shown["job_numbers"][0].as_str().unwrap();
    let mut forms: Vec<String> = [
        "/AS/7/2",
        "/as/7/2",
        "/AS%2F7%2F2",
        "/AS_7_2",
        "/AS/7/2/",
        "/AS/7/2*",
        "/fr/AS/7/2",
        "/AR/AS/7/2",
        "/AS/7/2?lang=F",
        "/AS/7/2?Lang=ru",
        "/AS/7/2.pdf",
        "/AS/7/2.xml",
        "/AS/7/2.docx",
        "/AS/7/2.marc.xml",
        "/AS/7/2.csl.json",
        "/AS_7_2-ZH.pdf",
        "/AS_7_2-EN",
        "/symbol/AS/7/2?lang=fr",
        "/Home/Mobile?FinalSymbol=AS%2F7%2F2&Language=E",
        "/api/symbol/access?s=AS/7/2&l=E&t=pdf",
        "/access.nsf/Get?OpenAgent&DS=AS/7/2&Lang=F",
        "/access.nsf/GetFile?Open&DS=as/7/2&Lang=E&Type=DOC",
        "/ga/search/view_doc.asp?symbol=AS/7/2",
        "/akn/aslr/doc/communication/assembly/2026-07-06/AS-7-2",
        "/akn/aslr/doc/communication/assembly/2026-07-06/AS-7-2/fra@",
        "/akn/aslr/doc/communication/assembly/2026-07-06/AS-7-2/ara@/!main",
        "/akn/aslr/doc/communication/assembly/2026-07-06/AS-7-2/eng@/.pdf",
        "/akn/aslr/doc/communication/assembly/2026-07-06/AS-7-2/eng@.xml",
    ]
    .map(str::to_owned)
    .to_vec();
    forms.extend(
        [
            format!("/{job}"),
            format!("/{other}"),
            format!("/AS/7/2-{other}"),
            format!("/AS/7/2–{other}"),
            format!("/AS_7_2&{}", other.replace('/', "_")),
        ]
        .map(|form| form.replace('–', "%E2%80%93")),
    );
    for form in &forms {
        assert_eq!(canonical(form), "/AS/7/2", "{form}");
    }
    // A language of the address is that of the version, and a format is a file of it.
    assert!(site.get("/fr/AS/7/2").text().contains("<html lang=\"fr\""));
    assert!(site.get("/ar/AS/7/2").text().contains("dir=\"rtl\""));
    for address in
        ["/AS_7_2-ZH.pdf", "/api/symbol/access?s=AS/7/2&l=C&t=pdf", "/akn/aslr/doc/x/y/2026-07-06/AS-7-2/zho@/.pdf"]
    {
        let answer = site.get(address);
        assert!(
            answer.body.starts_with(b"%PDF-") && answer.head.contains("AS_7_2") && answer.head.contains("-ZH.pdf"),
            "{address}: {}",
            answer.head
        );
    }
    // What is asked in a language in which there is no version is shown in another, and says so; a file is not there.
    assert!(site.get("/fr/AS/7/3").text().contains("class=\"note\""));
    assert_eq!(site.get("/fr/AS/7/3.pdf").status, 404);
    // Two documents' symbols written as one mean one of them.
    let choice = site.get("/AS/7/2-AS/7/3");
    assert_eq!(choice.status, 300);
    assert!(choice.text().contains("/AS/7/2") && choice.text().contains("/AS/7/3"));
    // What is gone says what happened, in a page and to a program.
    let gone = site.get("/AS/7/4");
    assert!(gone.status == 410 && gone.text().contains("sent in error"), "{}", gone.text());
    assert_eq!(site.get("/AS/7/4.json").status, 410);
    // What is not known is told with the nearest that is.
    let unknown = site.get("/AS/7/4000").text();
    assert!(unknown.contains("/en/AS/7/6"), "{unknown}");
    assert!(site.get("/AS/7/3/Add.4").text().contains("/en/AS/7/3\""));
    // The corrigendum and what it corrects name each other.
    assert!(site.get("/AS/7/3").text().contains("/en/AS/7/3/Corr.1"));
    assert!(site.get("/AS/7/3/Corr.1").text().contains("/en/AS/7/3\""));
    for address in
        ["/..%2f..%2fetc/passwd", "/%00", "/%FF", "/?q=%FF", "//AS/7/2//x", &format!("/{}", "A/".repeat(1_500))]
    {
        assert!([400, 404].contains(&site.get(address).status), "{address}");
    }
}

#[test]
fn an_address_once_minted_answers_for_ever() {
    let office = office();
    let file = root().join("tests/addresses.txt");
    let minted: BTreeSet<String> = office.run(&["addresses"]).ok().out.lines().map(str::to_owned).collect();
    if std::env::var_os("UPDATE").is_some() {
        // An address that stands in the ledger is never taken out of it.
        let mut all: BTreeSet<String> =
            fs::read_to_string(&file).unwrap_or_default().lines().map(str::to_owned).collect();
        all.extend(minted.iter().cloned());
        fs::write(&file, all.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    }
    let ledger: BTreeSet<String> = fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect();
    assert!(ledger.len() > 100);
    let unlisted: Vec<&String> = minted.difference(&ledger).collect();
    assert!(unlisted.is_empty(), "addresses that the ledger does not have (UPDATE=1 adds them): {unlisted:?}");
    let ledger = file.to_str().unwrap();
    let check = |office: &TestOffice, name: &str| {
        let site = office.serve_named(name);
        let told = run_on(office, name, &["addresses", "--check", site.address(), "--ledger", ledger]);
        assert_eq!(told.status, 0, "{}{}", told.out, told.err);
    };
    check(&office, "office");
    for what in ["catalogue", "index", "views"] {
        office.run(&["rebuild", what]).ok();
        check(&office, "office");
    }
    office.run(&["backup", "kept"]).ok();
    run_on(&office, "again", &["restore", "kept", "--now", NOW]).ok();
    check(&office, "again");
}

#[test]
fn what_happens_is_seen_at_once_and_a_rebuilding_interrupts_nobody() {
    let office = office();
    let site = office.serve();
    let title = |address: &str| site.get(address).text();
    assert_eq!(site.get("/AS/7/5").status, 200);
    office.run(&["withdraw", "AS/7/5", "--reason", "a page is missing", "--now", NOW]).ok();
    assert!(title("/AS/7/5").contains("a page is missing"));
    office.run(&["describe", "AS/7/6", "--subject", "Water gauges", "--now", NOW]).ok();
    assert!(title("/AS/7/6").contains("Water gauges"));
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            for _ in 0..200 {
                for address in ["/AS/7/2", "/en/search?q=lake", "/"] {
                    assert_eq!(site.get(address).status, 200, "{address}");
                }
            }
        });
        for _ in 0..3 {
            office.run(&["rebuild", "catalogue"]).ok();
            office.run(&["rebuild", "index"]).ok();
        }
        asking.join().unwrap();
    });
    let tag = site.get("/AS/7/2").head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let again = site.ask(&format!(
        "GET /AS/7/2 HTTP/1.1\r\nHost: t\r\nAccept: text/html\r\nIf-None-Match: {tag}\r\nConnection: close\r\n\r\n"
    ));
    assert!(again.status == 304 && again.body.is_empty());
    let head = site.ask("HEAD /AS/7/2.pdf HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
    assert!(head.status == 200 && head.body.is_empty() && head.head.contains("content-length"), "{}", head.head);
    assert_eq!(site.ask("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").status, 405);
}
