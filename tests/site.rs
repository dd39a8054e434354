//! The pages of the public record: what leads where, in six languages.

use std::collections::BTreeSet;

use crate::office::{Served, TestOffice};

const NOW: &str = "2026-03-16T09:00:00Z";
const LANGUAGES: [&str; 6] = ["ar", "zh", "en", "fr", "ru", "es"];

fn letter(n: usize, more: &str) -> String {
    format!(
        "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the\nOrganization addressed to the Secretary-General\n\n\
         \x20    I have the honour to inform you that gauge {n} on the Lower Fenn was read at noon.{more}\n\n\
         \x20    I should be grateful if you would have the present letter circulated as a\ndocument of the Assembly, under agenda item 8, and of the Council.\n\n\
         (Signed) Ilse Varga\nPermanent Representative\n"
    )
}

/// `AS/7/2` in six languages, `AS/7/3` that cites it, its corrigendum, `AS/7/4` that was withdrawn, and an import of last year.
fn office() -> TestOffice {
    let office = TestOffice::new("assembly");
    let run = |args: &[&str]| {
        let mut all = vec!["--now", NOW];
        all.extend(args);
        office.run(&all).ok()
    };
    office.circulate_six(NOW);
    let write = |name: &str, text: String| office.write(name, text).display().to_string();
    run(&["circulate", &write("3.txt", letter(3, " Reference is made to document AS/7/2."))]);
    run(&["circulate", &write("4.txt", letter(4, ""))]);
    run(&["circulate", &write("corr.txt", letter(5, "")), "--corrigendum-to", "AS/7/3", "--only-in", "en"]);
    run(&["withdraw", "AS/7/4", "--reason", "sent in error"]);
    run(&["import", &write("old.txt", format!("AS/6/44\n\n{}", letter(44, "").replace("2026", "2025")))]);
    office
}

fn ok(site: &Served, address: &str) -> String {
    let answer = site.get(address);
    assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    answer.text()
}

/// What a page leads to, of its own site.
fn links(page: &str) -> BTreeSet<String> {
    let hrefs = page.split("href=\"/").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
    hrefs.map(|path| format!("/{}", path.replace("&amp;", "&").replace("&#38;", "&"))).collect()
}

#[test]
fn every_page_answers_in_every_language_and_no_link_leads_nowhere() {
    let office = office();
    let site = office.serve();
    let pages = [
        "",
        "/daily/2026-03-16",
        "/documents",
        "/organs",
        "/organs/assembly",
        "/organs/assembly/7",
        "/organs/assembly/7/items/8",
        "/organs/council/2026",
        "/senders",
        "/senders/Merovia",
        "/kinds",
        "/kinds/letter",
        "/dates",
        "/dates/2026",
        "/dates/2026/03",
        "/cited",
        "/citations/AS/7/2",
        "/neighbourhood/AS/7/3",
        "/gaps",
        "/gaps/AS/7",
        "/search",
        "/search?q=gauge",
        "/search?q=xylophone",
        "/search/help",
        "/rules",
        "/AS/7/2",
        "/AS/7/3",
        "/AS/7/3/Corr.1",
        "/AS/6/44",
    ];
    let mut all = BTreeSet::new();
    for language in LANGUAGES {
        for path in pages {
            let page = ok(&site, &format!("/{language}{path}"));
            let direction = if language == "ar" { "rtl" } else { "ltr" };
            assert!(page.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")), "{language}{path}");
            let scripts =
                page.matches("<script").count() - page.matches("<script type=\"application/ld+json\">{").count();
            assert!(scripts == 0 && !page.contains("style=\""), "{language}{path}");
            assert_eq!(page.matches("<h1").count(), 1, "{language}{path}");
            for other in LANGUAGES {
                let other = format!("rel=\"alternate\" hreflang=\"{other}\" href=\"/{other}");
                assert!(page.contains(&other), "{language}{path}: {other}");
            }
            all.extend(links(&page));
        }
    }
    assert!(all.contains("/fr/feeds/organs/assembly/7") && all.contains("/en/feeds/daily"));
    for path in all {
        let answer = site.get(&path);
        // What was withdrawn or voided tells what happened.
        assert!(answer.status < 400 || answer.status == 410, "{path} answers {}", answer.status);
    }
}

#[test]
fn what_is_not_there_is_missing() {
    let office = office();
    let site = office.serve();
    for path in [
        "/daily/2026-3-16",
        "/daily/2026-02-30",
        "/daily/2999-01-01",
        "/organs/nobody",
        "/organs/assembly/99",
        "/organs/assembly/7/items/99",
        "/organs/assembly/7/other/8",
        "/senders/Nobody",
        "/kinds/poem",
        "/dates/1066",
        "/dates/2026/13",
        "/dates/26",
        "/citations/AS/7/4",
        "/citations/AS/7/4444.csv",
        "/neighbourhood/AS/7/4444",
        "/gaps/AS/99",
        "/gaps/XX/7",
        "/gaps/AS/7?page=9",
        "/AS/6/44.receipt.json",
    ] {
        assert_eq!(site.get(&format!("/en{path}")).status, 404, "{path}");
    }
    // A withdrawn document is in no list, and its number is accounted for.
    assert!(!ok(&site, "/en/documents").contains("AS/7/4"));
    let numbers = ok(&site, "/en/gaps/AS/7");
    assert!(numbers.contains("/en/AS/7/4\"") && numbers.contains("state withdrawn"), "{numbers}");
}

#[test]
fn a_document_says_what_changes_it_who_cites_it_and_how_to_verify_it() {
    let office = office();
    let site = office.serve();
    let corrected = ok(&site, "/en/AS/7/3");
    assert!(corrected.contains("Corrected by <a href=\"/en/AS/7/3/Corr.1\">"), "{corrected}");
    // Who cites it, at the paragraph that does; and the paragraph is there.
    let cited = ok(&site, "/en/AS/7/2");
    let anchor = cited.split("href=\"/en/AS/7/3#").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let paragraph = corrected.split(&format!("id=\"{anchor}\"")).nth(1).unwrap();
    assert!(paragraph.split("</p>").next().unwrap().contains("AS/7/2"), "{anchor}");
    let table = site.get("/citations/AS/7/2.csv");
    assert!(table.head.contains("text/csv"), "{}", table.head);
    assert!(table.text().contains("cited-by,AS/7/3,AS/7/2,letter,"), "{}", table.text());
    // The title of an agenda item is in the page's language, or says in which it is.
    let dossier = ok(&site, "/fr/organs/assembly/7/items/8");
    assert!(dossier.find("AS/7/3<").unwrap() < dossier.find("AS/7/3/Corr.1<").unwrap());
    // The version in another language, in a page of one's own.
    let other = ok(&site, "/en/AS/7/2?lang=ar");
    assert!(other.contains("<html lang=\"en\"") && other.contains("<section class=\"text\" lang=\"ar\" dir=\"rtl\""));
    // The receipt verifies the file, with nothing else of the office.
    let key = String::from_utf8(site.get("/record/key").body).unwrap();
    let receipt = office.write("receipt.json", site.get("/AS/7/2.receipt.json").body);
    for language in LANGUAGES {
        let file = office.write("file.pdf", site.get(&format!("/{language}/AS/7/2.pdf")).body);
        let args = ["verify", file.to_str().unwrap(), "--receipt", receipt.to_str().unwrap(), "--key", key.trim()];
        assert!(office.run(&args).ok().out.starts_with("verified"));
    }
    let forged = office.write("forged.pdf", b"%PDF-1.7");
    office
        .run(&["verify", forged.to_str().unwrap(), "--receipt", receipt.to_str().unwrap(), "--key", key.trim()])
        .refused();
    // Where each field of what was imported comes from.
    let imported = ok(&site, "/en/AS/6/44");
    assert!(imported.contains("nobody has confirmed it") && imported.contains("?format=original"));
}

#[test]
fn a_query_that_is_not_understood_is_marked_where_it_fails() {
    let office = office();
    let site = office.serve();
    let answer = site.get("/fr/search?q=lac%20colour%3A%3Cred");
    assert_eq!(answer.status, 400);
    let page = answer.text();
    assert!(page.contains("lac <mark>colour"), "{page}");
    assert!(page.contains("n’est pas un champ") && !page.contains("<red"), "{page}");
    // A filter can be added and taken out again.
    let found = ok(&site, "/en/search?q=gauge");
    let narrower = links(&found).into_iter().find(|path| path.contains("year%3A2026")).unwrap();
    let narrowed = ok(&site, &narrower);
    assert!(narrowed.contains("href=\"/en/search?q=gauge\"") && narrowed.contains("<mark>gauge</mark>"), "{narrowed}");
    // A symbol in any form leads to its document.
    assert!(ok(&site, "/en/search?q=as_7_2").contains("class=\"named\""));
}

/// Programs read the facts of a document from its page, in an element that no browser runs and no word can end.
#[test]
fn a_documents_page_says_what_it_is_to_programs() {
    let office = office();
    let site = office.serve();
    let page = ok(&site, "/fr/AS/7/2");
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap();
    let (data, _) = rest.split_once("</script>").unwrap();
    assert!(!data.contains('<'));
    let linked: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(linked["@type"], "DigitalDocument");
    assert_eq!(linked["identifier"], serde_json::json!(["AS/7/2", "C/2026/1"]));
    assert_eq!(linked["inLanguage"].as_array().unwrap().len(), 6);
    for file in linked["encoding"].as_array().unwrap() {
        let kept = site.get(file["contentUrl"].as_str().unwrap());
        assert_eq!(kept.status, 200);
        let media = format!("content-type: {}", file["encodingFormat"].as_str().unwrap());
        assert!(kept.head.to_lowercase().contains(&media), "{}", kept.head);
    }
}
