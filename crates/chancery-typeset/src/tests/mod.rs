//! What is asked of every page. The samples are also what `examples/typeset_samples.rs` prints for the eye.

use chancery_model::{Language, communication::BlockKind, document::Document};
use proptest::prelude::*;

use crate::{Format, Page, TypesetError, formats::pdf::words, html, pdf, render, text};

mod forms;
pub(crate) mod samples;
use samples::{block, body, ferries, organ, paragraph};

fn html_of(document: &Document) -> String {
    String::from_utf8(html(document, &body("assembly")).unwrap()).unwrap()
}

fn text_of(document: &Document) -> String {
    String::from_utf8(text(document, &body("assembly")).unwrap()).unwrap()
}

fn words_of(document: &Document) -> String {
    words(document, &body("assembly")).unwrap().join("\n")
}

/// All words without anything between them, for what a line break may part.
fn closely(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
}

#[test]
fn typeset_every_sample_in_every_format() {
    for (name, of, document) in samples::all() {
        let body = body(of);
        for format in Format::ALL {
            let page = render(&document, &body, format).unwrap_or_else(|error| panic!("{name}.{format}: {error}"));
            assert!(!page.bytes.is_empty(), "{name}.{format}");
            assert_eq!(page.pages > 0, format == Format::Pdf, "{name}.{format}");
            assert_eq!(page.replaced.is_empty(), name != "hostile" || format != Format::Pdf, "{name}.{format}");
        }
    }
}

#[test]
fn typeset_the_same_bytes_every_time_and_in_every_thread() {
    let body = body("assembly");
    let first = pdf(&ferries(), &body).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| assert_eq!(pdf(&ferries(), &body).unwrap(), first));
        }
    });
    // What was set in between leaves no trace.
    pdf(&samples::proof(), &body).unwrap();
    assert_eq!(pdf(&ferries(), &body).unwrap(), first);
    assert_eq!(html(&ferries(), &body).unwrap(), html(&ferries(), &body).unwrap());
}

#[test]
fn typeset_words_from_outside_are_words() {
    const CODE: &str =
        "#panic() <script>alert(1)</script> $x$ \\ *b* _i_ `r` @ref <l> // c &amp; \"q\" #json(\"/data.json\")";
    let mut document = ferries();
    document.title = CODE.into();
    document.blocks = vec![paragraph(CODE), block("letter", BlockKind::List, Some("#[x]"), CODE)];
    document.blocks.push(block("letter", BlockKind::Table, None, &format!("{CODE}\t{CODE}")));
    document.blocks.push(block("letter", BlockKind::Heading, Some("$1$"), CODE));
    document.blocks.push(block("letter", BlockKind::Footnote, Some("#f"), CODE));
    document.signatories[0].name = CODE.into();
    document.components[0].part = "\"><script>".into();
    document.components[0].heading = CODE.into();
    document.office = CODE.into();
    document.foot = Some(CODE.into());
    document.address = Some("javascript:alert(1)".into());
    let printed = closely(&words_of(&document));
    assert!(printed.matches(&closely(CODE)).count() >= 8, "{printed}");
    assert!(pdf(&document, &body("assembly")).is_ok());

    let screen = html_of(&document);
    assert!(!screen.contains("<script"), "{screen}");
    assert!(!screen.contains("href=\"javascript"));
    assert!(screen.contains("#panic() &lt;script&gt;alert(1)&lt;/script&gt; $x$ \\ *b*"));
    assert!(screen.contains("&amp;amp; &quot;q&quot;"));
    assert!(closely(&text_of(&document)).contains(&closely(CODE)));
}

#[test]
fn typeset_for_no_organ_and_for_many() {
    let body = body("assembly");
    let known = ["assembly", "council", "waterways-commission", "an-organ-of-no-data"];
    for count in 0..=8 {
        let mut document = ferries();
        document.organs = (0..count)
            .map(|n| organ(known[n % 4], &format!("AS/7/{n}"), ["7", "2026", "", "ES-1"][n % 4], &[("1", "Opening")]))
            .collect();
        let Page { pages, .. } = pdf(&document, &body).unwrap();
        assert!(pages >= 3);
        assert!(html(&document, &body).is_ok() && text(&document, &body).is_ok());
    }
}

#[test]
fn typeset_what_is_too_large() {
    let body = body("assembly");
    let mut document = ferries();
    document.title = "Word ".repeat(400) + &"x".repeat(5000);
    document.office = "o".repeat(3000);
    document.foot = Some("f ".repeat(1000));
    document.job_number = "9".repeat(500);
    document.organs[0].symbol = chancery_model::Symbol::from_canonical("AS/".to_owned() + &"7".repeat(500));
    document.signatories[0].titles = vec!["Ambassador".into(); 200];
    document.signatories = vec![document.signatories[0].clone(); 20];
    document.blocks.push(block("letter", BlockKind::Table, None, &"cell\t".repeat(12)));
    document.blocks.push(block("letter", BlockKind::Table, None, &"cells\t".repeat(12)));
    document.blocks.push(paragraph("between two tables"));
    document.blocks.push(block("letter", BlockKind::Table, None, &"c\t".repeat(300)));
    document.blocks.push(block("letter", BlockKind::List, Some(&"(a)".repeat(200)), "item"));
    document.blocks.push(block("letter", BlockKind::Heading, Some(&"I".repeat(200)), &"h ".repeat(2000)));
    document.blocks.push(block("letter", BlockKind::Paragraph, Some(&"1".repeat(200)), "p"));
    document.components[0].depth = u8::MAX;
    assert!(pdf(&document, &body).unwrap().pages > 10);
    assert!(html(&document, &body).is_ok() && text(&document, &body).is_ok());
}

#[test]
fn typeset_blocks_in_any_order() {
    // Parts and pieces without what should stand before them.
    let body = body("assembly");
    let mut document = samples::empty();
    for kind in [
        BlockKind::Footnote,
        BlockKind::Signature,
        BlockKind::FacsimilePage,
        BlockKind::Figure,
        BlockKind::Table,
        BlockKind::Heading,
        BlockKind::List,
    ] {
        document.blocks = vec![block("letter", kind, None, "")];
        assert!(pdf(&document, &body).is_ok(), "{kind:?}");
        document.blocks = vec![block("letter", kind, Some("1"), "Ends in its own mark¹")];
        assert!(pdf(&document, &body).is_ok(), "{kind:?}");
    }
}

#[test]
fn typeset_says_which_wording_is_missing() {
    let mut document = ferries();
    document.language = Language::parse("xx").unwrap();
    let error = pdf(&document, &body("assembly")).unwrap_err();
    assert!(matches!(error, TypesetError::WordingMissing { .. }));
    assert!(error.to_string().contains("languages/xx.toml"), "{error}");
    assert!(html(&document, &body("assembly")).is_err() && text(&document, &body("assembly")).is_err());
}

#[test]
fn typeset_from_right_to_left() {
    let (body, document) = samples::arabic();
    let page = pdf(&document, &body).unwrap();
    assert!(page.replaced.is_empty());
    let screen = String::from_utf8(html(&document, &body).unwrap()).unwrap();
    assert!(screen.contains("<html lang=\"ar\" dir=\"rtl\">"));
}

#[test]
fn typeset_says_what_no_font_has() {
    let mut document = ferries();
    document.blocks = vec![paragraph("ᏣᎳᎩ and 国\u{E000}")];
    assert_eq!(pdf(&document, &body("assembly")).unwrap().replaced, ['Ꮳ', 'Ꮃ', 'Ꭹ', '\u{E000}']);
    assert!(html_of(&document).contains("ᏣᎳᎩ"));
    assert!(text_of(&document).contains("ᏣᎳᎩ"));
}

#[test]
fn typeset_the_masthead_of_an_issued_letter() {
    let document = samples::un();
    let body = body("un");
    let lines = crate::masthead::compose(&document, &body).unwrap();
    assert_eq!(lines.symbols_joined(), "A/74/999–S/2020/9999");
    assert_eq!((lines.symbols[0].root.as_str(), lines.symbols[0].rest.as_str()), ("A", "/74/999"));
    assert_eq!(lines.organs, ["General Assembly", "Security Council"]);
    assert_eq!(lines.distribution, "Distr.: General");
    assert_eq!(lines.date, "3 February 2020");
    assert_eq!(lines.original, "Original: English");
    assert_eq!(lines.agenda[0].period, "Seventy-fourth session");
    assert_eq!(lines.agenda[0].items, "Agenda items 32, 37, 68 and 83");
    assert_eq!(lines.agenda[0].titles, ["Weights, measures and the length of the day"]);
    assert_eq!(lines.agenda[1].period, "Seventy-fifth year");
    assert_eq!(lines.job_line, "20-99999 (E)    050220");
    assert_eq!(lines.barcode, "2099999");
    assert_eq!(lines.issued_by, "Issued by: A documents office using Chancery");
    assert_eq!(lines.foot, "This is not a document of the United Nations.");

    let lines = crate::masthead::compose(&samples::three_organs(), &samples::body("assembly")).unwrap();
    assert_eq!(lines.agenda[1].period, "2026 session");
    assert_eq!(lines.agenda[2].period, "");
    assert_eq!((lines.symbols[2].root.as_str(), lines.symbols[2].rest.as_str()), ("W", "-0141"));

    let lines = crate::masthead::compose(&samples::proof(), &samples::body("assembly")).unwrap();
    assert_eq!((lines.job_line.as_str(), lines.barcode.as_str(), lines.proof.as_str()), ("", "", "Proof"));
    assert!(lines.symbols.is_empty());
}

#[test]
fn typeset_marks_on_the_page() {
    let printed = words_of(&samples::proof());
    assert!(printed.contains("Proof"));
    let printed = words_of(&samples::long());
    assert!(printed.contains("Set anew from the original"));
    assert!(printed.contains("2/2") || printed.contains("2/23"), "page 2 says how many pages there are");
    let un = words(&samples::un(), &body("un")).unwrap();
    assert_eq!(un.iter().filter(|run| run.contains("This is not a document of the United Nations.")).count(), 3);
}

#[test]
fn typeset_lines_of_text_are_short() {
    for (name, of, document) in samples::all() {
        let out = String::from_utf8(text(&document, &body(of)).unwrap()).unwrap();
        for line in out.lines() {
            assert!(line.chars().count() <= 78, "{name}: {line}");
        }
        assert!(!out.contains("\n\n\n"), "{name}");
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()), "{name}");
    }
}

#[test]
fn typeset_formats_by_name() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
        assert_eq!(format.ending().to_uppercase().parse(), Ok(format));
    }
    assert!("rtf".parse::<Format>().is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn typeset_any_text(words in proptest::collection::vec(any::<String>(), 1..4), number in any::<Option<String>>()) {
        let mut document = ferries();
        document.title = words[0].clone();
        document.office = words[0].clone();
        document.organs[0].items[0].title = Some(words[0].clone());
        document.blocks = words.iter().map(|text| block("letter", BlockKind::Paragraph, number.as_deref(), text)).collect();
        document.blocks.extend(words.iter().map(|text| block("letter", BlockKind::Heading, number.as_deref(), text)));
        document.blocks.extend(words.iter().map(|text| block("letter", BlockKind::Footnote, number.as_deref(), text)));
        let body = body("assembly");
        for format in Format::ALL {
            let page = render(&document, &body, format);
            prop_assert!(page.is_ok(), "{format}: {}", page.unwrap_err());
        }
    }

    #[test]
    fn typeset_any_cluster(clusters in "([\\p{L}\\p{N}\\p{S}\\p{P}]\\p{M}{0,3}[\\p{Cf}]?){1,30}") {
        let mut document = ferries();
        document.components.clear();
        document.blocks = vec![paragraph(&clusters)];
        let page = pdf(&document, &body("assembly"));
        prop_assert!(page.is_ok(), "{}", page.unwrap_err());
    }
}

#[test]
fn a_picture_is_set_with_what_it_shows_and_one_that_is_none_is_said() {
    // The thirtieth in each language has a figure and a page that came only as a picture.
    let document =
        (0..200).map(samples::varied).find(|document| !document.components.is_empty() && !document.pictures.is_empty());
    let mut document = document.unwrap();
    let whole = pdf(&document, &body("assembly")).unwrap();
    assert!(whole.left_out.is_empty());
    let count = |page: &Page| page.bytes.windows(14).filter(|bytes| bytes == b"/Subtype/Image").count();
    assert!(count(&whole) >= 1, "{}", count(&whole));

    for broken in [b"\x89PNG\r\n\x1a\n".to_vec(), samples::CHART[..200].to_vec(), b"<svg/>".to_vec(), Vec::new()] {
        document.pictures.get_mut("chart").unwrap().bytes = broken;
        let page = pdf(&document, &body("assembly")).unwrap();
        assert!(page.left_out.contains(&"chart".to_owned()), "{:?}", page.left_out);
    }
    // Ten thousand points each way, in a few bytes that say so.
    let mut bomb = samples::CHART.to_vec();
    bomb[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    document.pictures.get_mut("chart").unwrap().bytes = bomb;
    assert!(pdf(&document, &body("assembly")).unwrap().left_out.contains(&"chart".to_owned()));
}

#[test]
fn the_page_of_a_year_has_the_form_of_that_year() {
    let body = body("un");
    let mut document = samples::un();
    let now = words(&document, &body).unwrap().join("\n");
    document.date = jiff::civil::date(1998, 5, 4);
    let then = words(&document, &body).unwrap().join("\n");
    assert!(now.contains("Distr.: General") && !then.contains("Distr.: General"), "{then}");
    assert!(then.contains("GENERAL") && then.contains("ORIGINAL: ENGLISH"), "{then}");
    document.date = jiff::civil::date(2000, 1, 1);
    assert!(words(&document, &body).unwrap().join("\n").contains("Distr.: General"));
}

#[test]
fn six_languages_have_every_glyph_and_keep_symbols_whole() {
    for n in 0..12 {
        let document = samples::varied(n);
        let page = pdf(&document, &body("assembly")).unwrap();
        assert!(page.replaced.is_empty(), "{}: {:?}", document.language, page.replaced);
        let words = words(&document, &body("assembly")).unwrap();
        for word in &words {
            // A line that ends within a symbol would end so.
            assert!(!word.trim_end().ends_with("AS/7") && !word.trim_end().ends_with("AS/"), "{word}");
        }
    }
}
