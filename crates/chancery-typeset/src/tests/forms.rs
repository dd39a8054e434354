//! What is asked of the forms besides the page.

use std::io::Read;

use chancery_model::{Body, Document, Language};

use super::samples::{self, body};
use crate::{Format, LetterFacts, akn, bibtex, csl, docx, json, letter_template, marcxml, render, ris};

fn all() -> Vec<(String, Body, Document)> {
    let mut all: Vec<(String, Body, Document)> =
        samples::all().into_iter().map(|(name, of, document)| (name.to_owned(), body(of), document)).collect();
    let (arabic, document) = samples::arabic();
    all.push(("arabic".to_owned(), arabic, document));
    all.extend((0..36).map(|n| (format!("varied {n}"), body("assembly"), samples::varied(n))));
    all
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// The text of a part of a zipped file.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut out).unwrap();
    out
}

/// Whether every element is closed in its order.
fn well_formed(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
}

#[test]
fn forms_are_the_same_every_time_and_well_formed() {
    for (name, body, document) in all() {
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Pdf) {
            let page = render(&document, &body, format).unwrap_or_else(|error| panic!("{name}.{format}: {error}"));
            assert_eq!(page.bytes, render(&document, &body, format).unwrap().bytes, "{name}.{format}");
        }
        well_formed(&text(akn(&document, &body).unwrap()));
        well_formed(&text(marcxml(&document, &body).unwrap()));
        let file = docx(&document, &body).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&file[..])).unwrap();
        for at in 0..zip.len() {
            let mut inside = zip.by_index(at).unwrap();
            let name = inside.name().unwrap().into_owned();
            if name.ends_with(".xml") || name.ends_with(".rels") {
                let mut xml = String::new();
                inside.read_to_string(&mut xml).unwrap();
                well_formed(&xml);
            }
        }
    }
}

#[test]
fn akn_names_the_work_and_its_aliases() {
    let out = text(akn(&samples::un(), &body("un")).unwrap());
    assert!(out.contains("<FRBRuri value=\"/akn/un/doc/communication/unga/2020-02-03/A-74-999\"/>"), "{out}");
    let alias = "<FRBRalias value=\"/akn/un/doc/communication/unsc/2020-02-03/S-2020-9999\" name=\"symbol\"/>";
    assert!(out.contains(alias), "{out}");
    assert!(out.contains("<FRBRthis value=\"/akn/un/doc/communication/unga/2020-02-03/A-74-999/eng@!annex.xml\"/>"));
    assert!(out.contains("<docNumber refersTo=\"#symbol\">A/74/999</docNumber>–<docNumber"));
    // Another office than the body's own issued it, and the file says so.
    assert!(out.contains("showAs=\"A documents office using Chancery\""));
    assert!(out.contains("This is not a document of the United Nations."));
}

#[test]
fn akn_leads_to_what_is_cited_and_hangs_notes_where_their_marks_stand() {
    let out = text(akn(&samples::ferries(), &body("assembly")).unwrap());
    assert!(out.contains("href=\"https://docs.lakes-and-rivers.example/en/C/2025/204\">C/2025/204</ref>"), "{out}");
    assert!(out.contains("printed together.<authorialNote marker=\"1\""), "{out}");
    assert!(
        out.contains("<FRBRtranslation href=\"/akn/lakes/doc/communication/assembly/2026-11-23/AS-7-41/ara@!annex\"")
    );
    // An enclosure stands inside its annex.
    let enclosure = out.find("<attachment eId=\"att_annexenclosure\">").unwrap();
    assert_eq!(out[..enclosure].matches("<attachments>").count(), 2, "{out}");
}

#[test]
fn docx_has_the_styles_of_the_body_and_turns_about() {
    let file = docx(&samples::un(), &body("un")).unwrap();
    let styles = part(&file, "word/styles.xml");
    for name in ["Title_H_CH", "__Single Txt", "_ H_1", "XLarge", "footnote text"] {
        assert!(styles.contains(&format!("<w:name w:val=\"{name}\"/>")), "{name}");
    }
    assert!(part(&file, "docProps/custom.xml").contains("name=\"Symbol2\"><vt:lpwstr>S/2020/9999"));
    assert!(part(&file, "docProps/core.xml").contains("<dc:creator>A documents office using Chancery</dc:creator>"));
    assert!(part(&file, "word/header1.xml").contains("A/74/999–S/2020/9999"));
    let (arabic, document) = samples::arabic();
    let text = part(&docx(&document, &arabic).unwrap(), "word/document.xml");
    assert!(text.contains("<w:bidi/>") && text.contains("<w:rtl/>"));
    assert!(text.contains("<w:r><w:t xml:space=\"preserve\">AS/7/40.</w:t></w:r>"), "a symbol runs from left to right");
}

#[test]
fn a_letter_to_be_filled_in_is_there_in_every_language() {
    for of in ["assembly", "un"] {
        let body = body(of);
        for language in body.charter.languages_offered.clone() {
            let facts = LetterFacts {
                date: jiff::civil::date(2026, 3, 12),
                signatory: vec!["Ilse Varga".into(), "Ambassador".into()],
                annex: true,
            };
            let file = letter_template(&body, language, &facts).unwrap();
            let text = part(&file, "word/document.xml");
            well_formed(&text);
            assert!(text.matches("<w:sdt>").count() == text.matches("</w:sdt>").count() && text.contains("Ilse Varga"));
            assert_eq!(text.matches("<w:showingPlcHdr/>").count(), 6, "{of} {language}");
        }
        let none = Language::parse("xx").unwrap();
        let facts = LetterFacts { date: jiff::civil::date(2026, 3, 12), signatory: Vec::new(), annex: false };
        assert!(letter_template(&body, none, &facts).is_none());
    }
}

#[test]
fn citations_are_what_libraries_read() {
    for (name, body, document) in all() {
        let entry = text(bibtex(&document, &body).unwrap());
        let parsed = biblatex::Bibliography::parse(&entry).unwrap_or_else(|error| panic!("{name}: {error}\n{entry}"));
        let entry = parsed.iter().next().unwrap();
        assert_eq!(parsed.len(), 1, "{name}");
        assert!(entry.title().is_ok() && entry.date().is_ok(), "{name}");
        let lines = text(ris(&document, &body).unwrap());
        assert!(lines.starts_with("TY  - RPRT\r\n") && lines.ends_with("ER  - \r\n"), "{name}");
        for line in lines.lines() {
            assert!(line.len() >= 6 && &line[2..6] == "  - ", "{name}: {line}");
        }
        let entries: serde_json::Value = serde_json::from_slice(&csl(&document, &body).unwrap()).unwrap();
        assert_eq!(entries[0]["issued"]["date-parts"][0][0], i64::from(document.date.year()), "{name}");
        let back: Document = serde_json::from_slice(&json(&document, &body).unwrap()).unwrap();
        assert_eq!(back, document, "{name}");
    }
    let mut document = samples::ferries();
    document.title = "50 % of {braces} & $costs_ \\ ~ ^ #1".into();
    let entry = text(bibtex(&document, &body("assembly")).unwrap());
    let parsed = biblatex::Bibliography::parse(&entry).unwrap();
    let title: String = parsed.iter().next().unwrap().title().unwrap().iter().map(|chunk| chunk.v.get()).collect();
    assert!(title.contains("50 % of") && title.contains("& $costs_"), "{title}");
    // All symbols are there, each by itself.
    let lines = text(ris(&document, &body("assembly")).unwrap());
    assert!(lines.contains("KW  - AS/7/41\r\nKW  - C/2026/118\r\n"), "{lines}");
}

#[test]
fn the_catalogue_has_one_field_for_each_symbol_and_item() {
    let out = text(marcxml(&samples::un(), &body("un")).unwrap());
    assert_eq!(out.matches("<datafield tag=\"191\"").count(), 2);
    assert_eq!(out.matches("<datafield tag=\"991\"").count(), 4);
    for subfield in [
        "<subfield code=\"a\">A/74/999</subfield>\n<subfield code=\"b\">A/</subfield>\n<subfield code=\"c\">74</subfield>",
        // Whose item it is, its number and, where it is known, its title.
        "<subfield code=\"a\">A/74/251</subfield>\n<subfield code=\"b\">",
        "<subfield code=\"b\">B18</subfield>",
        "<subfield code=\"b\">20-99999 E</subfield>",
        "<subfield code=\"a\">2020-02-03</subfield>",
        "<subfield code=\"c\">5 Feb. 2020</subfield>",
    ] {
        assert!(out.contains(subfield), "{subfield}\n{out}");
    }
}
