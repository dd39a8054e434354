//! Small files made by hand, each showing one thing; and files that are damaged or mean harm.

use std::{io::Write, time::Instant};

use chancery_model::vocabulary::{Field, Role};
use flate2::{Compression, write::ZlibEncoder};

use super::extract;
use crate::formats::Extracted;

/// Writes a file: objects by number from 1, the first being the catalogue.
#[derive(Default)]
struct Writer {
    objects: Vec<Vec<u8>>,
    trailer: String,
}

impl Writer {
    fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    fn stream(&mut self, dict: &str, data: &[u8]) -> usize {
        let mut object = format!("<< {dict} /Length {} >>\nstream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.add(object)
    }

    /// A file of pages with these contents, in a plain font named F1.
    fn pages(contents: &[&str]) -> Writer {
        Writer::pages_with(contents, "", "")
    }

    fn pages_with(contents: &[&str], page: &str, resources: &str) -> Writer {
        let mut writer = Writer::default();
        writer.add("<< /Type /Catalog /Pages 2 0 R >>");
        writer.add("");
        writer.add("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>");
        let mut kids = String::new();
        for content in contents {
            let stream = writer.stream("", content.as_bytes());
            let number = writer.add(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {stream} 0 R {page} \
                 /Resources << /Font << /F1 3 0 R >> {resources} >> >>"
            ));
            kids.push_str(&format!("{number} 0 R "));
        }
        writer.objects[1] = format!("<< /Type /Pages /Count {} /Kids [ {kids}] >>", contents.len()).into_bytes();
        writer
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (at, object) in self.objects.iter().enumerate() {
            places.push(out.len());
            out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
            out.extend_from_slice(object);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes());
        for place in &places {
            out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
        }
        let size = places.len() + 1;
        let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R {} >>\nstartxref\n{start}\n%%EOF\n", self.trailer);
        out.extend_from_slice(trailer.as_bytes());
        out
    }
}

/// Lines of text at places: x, base line, size, text.
fn shown(lines: &[(f64, f64, f64, &str)]) -> String {
    lines.iter().map(|(x, y, size, text)| format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")).collect()
}

fn read(writer: &Writer) -> Extracted {
    extract(&writer.bytes())
}

fn marked(out: &Extracted, role: Role) -> Vec<&str> {
    out.marks.iter().filter(|mark| mark.role == role).map(|mark| mark.span.of(&out.text)).collect()
}

fn codes(out: &Extracted) -> Vec<&str> {
    out.doubts.iter().map(|doubt| doubt.code.as_str()).collect()
}

/// The text's words in order.
fn words(out: &Extracted) -> String {
    out.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn lines_paragraphs_and_indents_are_as_printed() {
    let page = shown(&[
        (100.0, 700.0, 10.0, "The Waterways Commission met at the harbour of Dunm\\350re"),
        (100.0, 688.0, 10.0, "and took note of the report on the locks."),
        (100.0, 664.0, 10.0, "A second paragraph begins after a wider gap, and is as long"),
        (120.0, 652.0, 10.0, "as the first, but for an indent."),
    ]);
    let out = read(&Writer::pages(&[&page]));
    assert_eq!(
        out.text,
        "The Waterways Commission met at the harbour of Dunmère\nand took note of the report on the locks.\n\nA second \
         paragraph begins after a wider gap, and is as long\n    as the first, but for an indent.\n"
    );
    assert_eq!(out.pages, Some(1));
    assert!(out.doubts.is_empty(), "{:?}", out.doubts);
}

#[test]
fn words_are_told_by_gaps_where_no_space_is_written() {
    let page = "BT /F1 10 Tf 100 700 Td [(Lo)10(cks)-300(and)-280(wei)-5(rs)] TJ ET";
    assert_eq!(read(&Writer::pages(&[page])).text.trim(), "Locks and weirs");
}

#[test]
fn lines_written_in_any_order_are_read_from_top_to_bottom() {
    let page = shown(&[
        (100.0, 600.0, 10.0, "third line of the page"),
        (100.0, 700.0, 10.0, "first line of the page"),
        (100.0, 650.0, 10.0, "second line of the page"),
    ]);
    assert_eq!(
        words(&read(&Writer::pages(&[&page]))),
        "first line of the page second line of the page third line of the page"
    );
}

#[test]
fn signature_blocks_in_two_columns_come_one_after_the_other() {
    let page = shown(&[
        (100.0, 400.0, 10.0, "\\(Signed\\) Ada Lindqvist"),
        (340.0, 400.0, 10.0, "\\(Signed\\) Boris Tamm"),
        (100.0, 388.0, 10.0, "Permanent Representative of"),
        (340.0, 388.0, 10.0, "Permanent Representative of"),
        (100.0, 376.0, 10.0, "Merovia to the Assembly"),
        (340.0, 376.0, 10.0, "Aldria to the Assembly"),
    ]);
    assert_eq!(
        words(&read(&Writer::pages(&[&page]))),
        "(Signed) Ada Lindqvist Permanent Representative of Merovia to the Assembly (Signed) Boris Tamm Permanent \
         Representative of Aldria to the Assembly"
    );
}

#[test]
fn rows_of_a_table_are_lines_with_tabs() {
    let mut lines = vec![(100.0, 500.0, 10.0, "River"), (250.0, 500.0, 10.0, "Length"), (400.0, 500.0, 10.0, "Locks")];
    for (at, (river, length, locks)) in
        [("Alde", "120", "4"), ("Mere", "75", "2"), ("Sonne", "210", "9")].iter().enumerate()
    {
        let y = 485.0 - 15.0 * at as f64;
        lines.extend([(100.0, y, 10.0, *river), (250.0, y, 10.0, *length), (400.0, y, 10.0, *locks)]);
    }
    let out = read(&Writer::pages(&[&shown(&lines)]));
    assert_eq!(marked(&out, Role::TableRow), ["River\tLength\tLocks", "Alde\t120\t4", "Mere\t75\t2", "Sonne\t210\t9"]);
}

#[test]
fn running_heads_and_feet_are_marked_but_the_masthead_is_not() {
    let first = shown(&[
        (123.0, 740.0, 14.0, "Assembly of Lakes and Rivers"),
        (450.0, 740.0, 20.0, "AS/74/672"),
        (100.0, 500.0, 10.0, "Text of the first page, which is long enough."),
        (65.0, 50.0, 10.0, "20-01501 \\(E\\)  030220"),
        (65.0, 38.0, 12.0, "*2001501*"),
    ]);
    let next = |number: &str, text: &str| {
        shown(&[
            (60.0, 735.0, 8.5, "AS/74/672"),
            (100.0, 600.0, 10.0, text),
            (60.0, 40.0, 8.5, number),
            (500.0, 40.0, 7.0, "20-01501"),
        ])
    };
    let (second, third) = (next("2/3", "Text of the second page."), next("3/3", "Text of the third page."));
    let out = read(&Writer::pages(&[&first, &second, &third]));
    assert_eq!(marked(&out, Role::RunningHead), ["AS/74/672", "AS/74/672"]);
    let feet = marked(&out, Role::RunningFoot).join("|");
    assert_eq!(feet, "20-01501 (E) 030220|*2001501*|2/3|20-01501|3/3|20-01501");
    assert!(out.text.trim_start().starts_with("Assembly of Lakes and Rivers"));
    assert_eq!(out.text.matches('\u{c}').count(), 2);
}

#[test]
fn furniture_that_the_file_names_is_taken_from_every_page_but_the_first() {
    let page = |text: &str| {
        let head = shown(&[(100.0, 650.0, 10.0, "A head that is not at the edge")]);
        let body = shown(&[(100.0, 400.0, 10.0, text)]);
        format!("/Artifact <</Type /Pagination /Subtype /Header>> BDC {head} EMC {body}")
    };
    let out = read(&Writer::pages(&[&page("One page."), &page("Another page.")]));
    assert_eq!(marked(&out, Role::RunningHead), ["A head that is not at the edge"]);
    assert_eq!(out.marks[0].span.start, out.text.find('\u{c}').unwrap_or(0) + 1);
}

#[test]
fn footnotes_are_marked_with_their_number() {
    let page = format!(
        "{}BT /F1 5.5 Tf 1 0 0 1 100 100 Tm (3) Tj ET {}",
        shown(&[(100.0, 700.0, 10.0, "The Commission took note of the report that was before it")])
            + "BT /F1 6 Tf 1 0 0 1 345 703.5 Tm (3) Tj ET "
            + &shown(&[(350.0, 700.0, 10.0, "and adjourned."), (100.0, 110.0, 10.0, "__________")]),
        shown(&[(108.0, 97.0, 8.5, "See the annex to the report of the"), (100.0, 87.0, 8.5, "Commission.")])
    );
    let out = read(&Writer::pages(&[&page]));
    assert_eq!(marked(&out, Role::Footnote), ["³ See the annex to the report of the\nCommission."]);
    assert_eq!(out.marks[0].number.as_deref(), Some("3"));
    assert!(!out.text.contains("___"));
}

#[test]
fn codes_are_read_by_the_table_that_the_file_gives() {
    let mut writer = Writer::pages(&["BT /F2 10 Tf 100 700 Td <000100020003> Tj ET"]);
    let table = "1 begincodespacerange <0000> <ffff> endcodespacerange\n2 beginbfchar <0001> <0416> <0002> <00660069> \
                 endbfchar 1 beginbfrange <0003> <0004> <0431> endbfrange";
    let table = writer.stream("", table.as_bytes());
    let below = writer.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 600 >>");
    let font = writer.add(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [{below} 0 R] /ToUnicode {table} 0 R >>"
    ));
    let page = String::from_utf8_lossy(&writer.objects[4]).replace("/F1 3 0 R", &format!("/F2 {font} 0 R"));
    writer.objects[4] = page.into_bytes();
    assert_eq!(read(&writer).text.trim(), "Жfiб");
}

#[test]
fn names_of_glyphs_are_known() {
    let mut writer = Writer::pages(&[&shown(&[(100.0, 700.0, 10.0, "abcd")])]);
    writer.objects[2] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Y /Encoding << /Differences [97 /eacute /afii10034 /uni4E2D /f_i] >> >>".to_vec();
    assert_eq!(read(&writer).text.trim(), "éР中fi");
}

#[test]
fn letters_that_run_to_the_left_come_in_order_of_reading() {
    // A word of three letters as it looks from left to right, then a symbol to its left.
    let mut writer = Writer::pages(&["BT /F1 10 Tf 300 700 Td (cba) Tj ET BT /F1 10 Tf 268 700 Td (AS/7/2) Tj ET"]);
    writer.objects[2] =
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /BaseEncoding /WinAnsiEncoding \
        /Differences [97 /uni0628 /uni062A /uni062B] >> >>"
            .to_vec();
    assert_eq!(read(&writer).text.trim(), "\u{628}\u{62a}\u{62b} AS/7/2");
}

const SCAN: &str = "q 612 0 0 792 0 0 cm /Im1 Do Q ";

fn scan(contents: &[&str]) -> Writer {
    let mut writer = Writer::pages_with(contents, "", "/XObject << /Im1 99 0 R >>");
    let picture = writer.stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /Filter /DCTDecode", b"xx");
    for object in &mut writer.objects {
        let text = String::from_utf8_lossy(object).replace("99 0 R", &format!("{picture} 0 R"));
        *object = text.into_bytes();
    }
    writer
}

#[test]
fn the_invisible_layer_of_a_scan_is_read_and_doubted() {
    let layer = format!("{SCAN} 3 Tr {}", shown(&[(100.0, 700.0, 10.0, "Words under a picture")]));
    let out = read(&scan(&[&layer]));
    assert_eq!(out.text.trim(), "Words under a picture");
    assert_eq!(codes(&out), ["OCR_LAYER"]);
}

#[test]
fn a_page_that_is_only_a_picture_is_said_to_be_so() {
    let text = shown(&[(100.0, 700.0, 10.0, "A page of text")]);
    let out = read(&scan(&[&text, SCAN, &text]));
    let facsimiles: Vec<_> = out.marks.iter().filter(|mark| mark.role == Role::FacsimilePage).collect();
    assert_eq!(facsimiles.len(), 1);
    assert_eq!(facsimiles[0].number.as_deref(), Some("2"));
    assert_eq!(codes(&out), ["SCANNED_PAGE"]);
}

#[test]
fn hidden_text_is_left_out_with_a_doubt() {
    let page = format!(
        "{}3 Tr {}0 Tr {}",
        shown(&[(100.0, 700.0, 10.0, "Shown")]),
        shown(&[(100.0, 650.0, 10.0, "unseen")]),
        shown(&[(100.0, 900.0, 10.0, "beyond the edge")])
    );
    let out = read(&Writer::pages(&[&page]));
    assert_eq!(out.text.trim(), "Shown");
    assert_eq!(codes(&out), ["HIDDEN_TEXT", "HIDDEN_TEXT"]);
}

#[test]
fn layers_that_are_off_are_left_out() {
    let page = format!(
        "/OC /L1 BDC {} EMC {}",
        shown(&[(100.0, 700.0, 10.0, "draft")]),
        shown(&[(100.0, 650.0, 10.0, "final")])
    );
    let mut writer = Writer::pages_with(&[&page], "", "/Properties << /L1 6 0 R >>");
    let layer = writer.add("<< /Type /OCG /Name (Draft) >>");
    assert_eq!(layer, 6);
    writer.objects[0] =
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>".to_vec();
    let out = read(&writer);
    assert_eq!((out.text.trim(), codes(&out)), ("final", vec!["HIDDEN_TEXT"]));
}

#[test]
fn turned_pages_and_turned_text_are_read() {
    let page = "BT /F1 10 Tf 0 1 -1 0 100 200 Tm (Upwards on the paper) Tj 0 1 -1 0 112 200 Tm (and on) Tj ET";
    for turned in ["/Rotate 90", ""] {
        let out = read(&Writer::pages_with(&[page], turned, ""));
        assert_eq!(words(&out), "Upwards on the paper and on");
    }
    let level = shown(&[(100.0, 700.0, 10.0, "A level line of the page")]);
    let out = read(&Writer::pages(&[&format!("{page} {level} {level}")]));
    assert!(words(&out).starts_with("A level line of the page"));
    assert_eq!(codes(&out), ["TURNED_TEXT"]);
}

#[test]
fn words_divided_with_soft_hyphens_are_whole() {
    let page = shown(&[(100.0, 700.0, 10.0, "on the naviga\\255"), (100.0, 688.0, 10.0, "tion of rivers")]);
    assert_eq!(read(&Writer::pages(&[&page])).text, "on the navigation\nof rivers\n");
    // A hard hyphen is the text's own.
    let page = shown(&[(100.0, 700.0, 10.0, "the vice-"), (100.0, 688.0, 10.0, "chair of it")]);
    assert_eq!(read(&Writer::pages(&[&page])).text, "the vice-\nchair of it\n");
}

#[test]
fn what_the_file_says_that_glyphs_mean_is_read() {
    let page = "BT /F1 10 Tf 100 700 Td /Span << /ActualText (whole) >> BDC (wh) Tj (xx) Tj EMC ( words) Tj ET";
    assert_eq!(read(&Writer::pages(&[page])).text.trim(), "whole words");
}

#[test]
fn pictures_in_the_stream_are_passed() {
    let page = format!("BI /W 1 /H 1 /BPC 8 ID \u{1}(EI\u{2} EI {}", shown(&[(100.0, 700.0, 10.0, "after it")]));
    assert_eq!(read(&Writer::pages(&[&page])).text.trim(), "after it");
}

#[test]
fn leaders_become_tabs() {
    let page = shown(&[(100.0, 700.0, 10.0, "Introduction . . . . . . . . . . . . . 4")]);
    let out = read(&Writer::pages(&[&page]));
    assert_eq!(marked(&out, Role::Contents), ["Introduction\t4"]);
}

#[test]
fn information_is_kept_as_facts() {
    let mut writer = Writer::pages(&[&shown(&[(100.0, 700.0, 10.0, "Text")])]);
    let info = writer.add("<< /Title (Report on locks) /Author (typist) /Symbol (AS/74/672) >>");
    writer.trailer = format!("/Info {info} 0 R");
    let out = read(&writer);
    let facts: Vec<_> = out.facts.iter().map(|f| (f.field, f.value.as_str(), f.source.as_str())).collect();
    assert_eq!(facts, [(Field::Title, "Report on locks", "pdf:Title"), (Field::Note, "AS/74/672", "pdf:Symbol")]);
}

#[test]
fn circles_end() {
    // A form that shows itself, twice each time.
    let mut writer = Writer::pages_with(&["/Fm Do"], "", "/XObject << /Fm 6 0 R >>");
    let form = format!("/Fm Do {} /Fm Do", shown(&[(100.0, 700.0, 10.0, "once")]));
    writer.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> /XObject << /Fm 6 0 R >> >>",
        form.as_bytes(),
    );
    assert_eq!(read(&writer).text.trim(), "once");
    // A tree of pages that leads back to its root; an array in itself; a length that is its own stream.
    let mut writer = Writer::pages(&[&shown(&[(100.0, 700.0, 10.0, "a page")])]);
    writer.objects[1] = b"<< /Type /Pages /Count 9 /Kids [ 2 0 R 6 0 R 5 0 R 2 0 R ] >>".to_vec();
    writer.add("<< /Type /Pages /Kids 7 0 R >>");
    writer.add("[ 6 0 R 2 0 R 7 0 R ]");
    writer.add("<< /Length 8 0 R >>\nstream\nx\nendstream");
    let out = read(&writer);
    assert_eq!((out.text.trim(), out.pages), ("a page", Some(1)));
    // References that lead to each other.
    let mut writer = Writer::pages(&[""]);
    writer.objects[1] = b"<< /Type /Pages /Kids 6 0 R >>".to_vec();
    writer.add("7 0 R");
    writer.add("6 0 R");
    read(&writer);
}

#[test]
fn forms_in_forms_do_not_multiply_without_end() {
    // Each of twelve forms shows the next eight times: more than sixty thousand million lines.
    let mut writer = Writer::pages_with(&["/Fm Do"], "", "/XObject << /Fm 6 0 R >>");
    for at in 0..12 {
        let dict = format!("/Type /XObject /Subtype /Form /Resources << /XObject << /Fm {} 0 R >> >>", 7 + at);
        writer.stream(&dict, "/Fm Do ".repeat(8).as_bytes());
    }
    let start = Instant::now();
    let out = read(&writer);
    assert!(start.elapsed().as_secs() < 60);
    assert!(codes(&out).contains(&"TOO_LARGE"));
}

#[test]
fn objects_that_lie_over_each_other_take_no_long_time() {
    let start = Instant::now();
    // Branches written into the tree itself, two in each of sixty-four levels.
    let mut writer = Writer::pages(&[&shown(&[(100.0, 700.0, 10.0, "a page")])]);
    writer.objects[1] = b"<< /Type /Pages /Kids 6 0 R >>".to_vec();
    writer.add("[ << /Kids 6 0 R >> << /Kids 6 0 R >> ]");
    read(&writer);
    // Each object the beginning of all that follow.
    let over: String = (1..60_000).map(|n| format!("{n} 0 obj << /A ")).collect();
    extract(format!("%PDF-1.4\n{over}").as_bytes());
    // Ten thousand members of a group, each the whole group.
    let mut writer = Writer::pages(&[""]);
    let head: String = (100..10_100).map(|n| format!("{n} 0 ")).collect();
    let group = packed(format!("{head}[{}]", "1 ".repeat(200_000)).as_bytes());
    let dict =
        format!("<< /Type /ObjStm /N 10000 /First {} /Filter /FlateDecode /Length {} >>", head.len(), group.len());
    writer.add([dict.as_bytes(), b"\nstream\n", &group, b"\nendstream"].concat());
    let bytes = writer.bytes();
    extract(&bytes[..bytes.len() - 30]);
    // Ranges of widths and of characters over each other; one line of very many columns.
    let mut writer = Writer::pages(&["BT /F2 10 Tf 100 700 Td <0001> Tj ET"]);
    let ranges = "1 beginbfrange ".to_owned() + &"<0000> <ffff> <0041> ".repeat(5_000);
    let table = writer.stream("", ranges.as_bytes());
    let below = writer.add(format!("<< /Type /Font /W [{}] >>", "0 65535 500 ".repeat(50_000)));
    let font = writer.add(format!(
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [{below} 0 R] /ToUnicode {table} 0 R >>"
    ));
    let page = String::from_utf8_lossy(&writer.objects[4]).replace("/F1 3 0 R", &format!("/F2 {font} 0 R"));
    writer.objects[4] = page.into_bytes();
    read(&writer);
    let row: String = (0..50_000).map(|n| format!("1 0 0 1 {} {} Tm (a) Tj ", n * 18, 700 + n % 3)).collect();
    let mut writer = Writer::pages(&[&format!("BT /F1 10 Tf {row} ET")]);
    let page = String::from_utf8_lossy(&writer.objects[4]).replace("612 792", "900000 792");
    writer.objects[4] = page.into_bytes();
    read(&writer);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_bomb_is_stopped() {
    let spaces = packed(&vec![b' '; 100 << 20]);
    let mut writer = Writer::pages(&[""]);
    let mut object = format!("<< /Filter /FlateDecode /Length {} >>\nstream\n", spaces.len()).into_bytes();
    object.extend_from_slice(&spaces);
    object.extend_from_slice(b"\nendstream");
    writer.objects[3] = object;
    let out = read(&writer);
    assert_eq!(codes(&out), ["TOO_LARGE"]);
}

#[test]
fn deep_nesting_ends() {
    let deep = "[".repeat(300_000);
    read(&Writer::pages_with(&[&deep], &format!("/X {deep}"), &"<< /A ".repeat(100_000)));
    let mut writer =
        Writer::pages(&[&format!("{deep} TJ {} /P {} BDC", "q ".repeat(100_000), "<< /A ".repeat(100_000))]);
    writer.add(deep);
    read(&writer);
}

#[test]
fn a_damaged_table_of_places_is_rebuilt() {
    let writer = Writer::pages(&[&shown(&[(100.0, 700.0, 10.0, "Still there")])]);
    let whole = writer.bytes();
    let text = String::from_utf8_lossy(&whole).into_owned();
    let at = text.rfind("startxref").unwrap();
    let cut = extract(&whole[..at]);
    assert_eq!((cut.text.trim(), codes(&cut)), ("Still there", vec!["DAMAGED_FILE"]));
    let moved = [b"%PDF-1.7\n% more bytes than the table knows\n".as_slice(), &whole[9..]].concat();
    assert_eq!(extract(&moved).text.trim(), "Still there");
}

#[test]
fn objects_in_packed_groups_are_found() {
    // The font and the page stand in an object stream; the table of places is a stream too, or is lost.
    let content = shown(&[(100.0, 700.0, 10.0, "Packed")]);
    let inner = [
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 6 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ];
    let head = format!("5 0 6 {} ", inner[0].len() + 1);
    let group = packed(format!("{head}{} {}", inner[0], inner[1]).as_bytes());
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    let mut put = |out: &mut Vec<u8>, number: usize, object: &[u8]| {
        places.push((number, out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    };
    put(&mut out, 1, b"<< /Type /Catalog /Pages 2 0 R >>");
    put(&mut out, 2, b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>");
    let dict = format!(
        "<< /Type /ObjStm /N 2 /First {} /Filter /FlateDecode /Length {} >>\nstream\n",
        head.len(),
        group.len()
    );
    put(&mut out, 3, &[dict.as_bytes(), &group, b"\nendstream"].concat());
    let dict = format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
    put(&mut out, 4, dict.as_bytes());
    let start = out.len();
    let mut rows = [[0u8; 4]; 8];
    for (number, place) in &places {
        rows[*number] = [1, (place >> 8) as u8, *place as u8, 0];
    }
    rows[5] = [2, 0, 3, 0];
    rows[6] = [2, 0, 3, 1];
    rows[7] = [1, (start >> 8) as u8, start as u8, 0];
    let table = packed(&rows.concat());
    let dict = format!(
        "7 0 obj\n<< /Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length {} >>\nstream\n",
        table.len()
    );
    let whole =
        [&out, dict.as_bytes(), &table, format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF").as_bytes()].concat();
    let read = extract(&whole);
    assert_eq!((read.text.trim(), read.doubts.len()), ("Packed", 0));
    let lost = extract(&out);
    assert_eq!((lost.text.trim(), codes(&lost)), ("Packed", vec!["DAMAGED_FILE"]));
}

#[test]
fn files_cut_off_anywhere_are_read_as_far_as_they_go() {
    let mut writer = Writer::pages(&[
        &shown(&[(100.0, 700.0, 10.0, "First page of a file"), (100.0, 100.0, 8.0, "* A note.")]),
        &shown(&[(100.0, 700.0, 10.0, "Second page of a file")]),
    ]);
    writer.stream(
        "/Filter [/ASCII85Decode /LZWDecode] /DecodeParms [null << /Predictor 12 /Columns 3 >>]",
        b"J..)6T`?p&<!J9%_[umg\"B7/Z7KNXbN'S+,*Q/&\"OLT'F~>",
    );
    let whole = writer.bytes();
    for length in 0..whole.len() {
        extract(&whole[..length]);
    }
    // One byte changed, everywhere.
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] = changed[at].wrapping_add(31);
        extract(&changed);
    }
}

#[test]
fn ten_thousand_pages_take_little_time() {
    let contents: Vec<String> = (0..10_000)
        .map(|n| shown(&[(60.0, 740.0, 8.0, "AS/74/672"), (100.0, 700.0, 10.0, &format!("Page {n} of many"))]))
        .collect();
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let bytes = Writer::pages(&contents).bytes();
    let start = Instant::now();
    let out = extract(&bytes);
    assert_eq!(out.pages, Some(10_000));
    assert_eq!(out.marks.len(), 9_999);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    // Without a table of places, and each page a branch of the last.
    let start = Instant::now();
    let cut = extract(&bytes[..bytes.len() - 100_000]);
    assert!(cut.pages.unwrap_or(0) > 9_000);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn enciphered_files_open_with_the_empty_password_or_say_that_they_do_not() {
    let mut writer = Writer::pages(&[&shown(&[(100.0, 700.0, 10.0, "Secret")])]);
    let encrypt = writer.add(
        "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <0000000000000000000000000000000000000000000000000000000000000000> \
         /U <0000000000000000000000000000000000000000000000000000000000000000> >>",
    );
    writer.trailer = format!("/Encrypt {encrypt} 0 R /ID [<00> <00>]");
    let out = read(&writer);
    assert_eq!((out.text.as_str(), codes(&out)), ("", vec!["ENCRYPTED"]));
}

#[test]
fn nothing_is_nothing() {
    for bytes in
        [b"".as_slice(), b"%PDF-", b"%PDF-1.4\nstartxref\n5\n%%EOF", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>"]
    {
        let out = extract(bytes);
        assert_eq!((out.text.as_str(), out.pages), ("", None));
        assert!(codes(&out).contains(&"DAMAGED_FILE"));
    }
}

#[test]
fn the_same_bytes_give_the_same_text() {
    let page =
        shown(&[(100.0, 700.0, 10.0, "Text"), (300.0, 700.0, 10.0, "beside"), (100.0, 688.0, 10.0, "and under")]);
    let bytes = Writer::pages(&[&page, &page]).bytes();
    let first = extract(&bytes);
    for _ in 0..5 {
        let again = extract(&bytes);
        assert_eq!((&again.text, &again.marks), (&first.text, &first.marks));
    }
}
