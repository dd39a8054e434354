//! Files made here, of invented content.

use std::io::{Cursor, Write};

use chancery_model::vocabulary::{Field, Role, Vocabulary};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::extract;
use crate::formats::Extracted;

const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#;

/// Packs parts into a file.
fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:document {NAMES}><w:body>{body}</w:body></w:document>"#)
}

/// A file of one body, with styles, numbering and notes beside it.
fn file(body: &str) -> Vec<u8> {
    pack(&[("word/document.xml", &document(body)), ("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)])
}

fn vocabulary() -> Vocabulary {
    let styles = [
        ("laketitle", Role::Title),
        ("laketext", Role::Paragraph),
        ("lakeheading", Role::Heading),
        ("lakesession", Role::Session),
    ];
    Vocabulary {
        docx_styles: styles.map(|(name, role)| (name.to_owned(), role)).into(),
        docx_properties: [("item title".to_owned(), Field::AgendaTitle)].into(),
        ..Vocabulary::default()
    }
}

fn read(bytes: &[u8]) -> Extracted {
    let extracted = extract(bytes, &vocabulary());
    let mut before = 0;
    for mark in &extracted.marks {
        assert!(before <= mark.span.start && mark.span.start < mark.span.end, "{mark:?}");
        assert!(extracted.text.get(mark.span.start..mark.span.end).is_some(), "{mark:?}");
        before = mark.span.end;
    }
    for doubt in &extracted.doubts {
        assert!(extracted.text.get(doubt.span.start..doubt.span.end).is_some(), "{doubt:?}");
    }
    extracted
}

/// Each mark's role, number and text.
fn marks(extracted: &Extracted) -> Vec<(Role, Option<&str>, &str)> {
    extracted.marks.iter().map(|mark| (mark.role, mark.number.as_deref(), mark.span.of(&extracted.text))).collect()
}

fn codes(extracted: &Extracted) -> Vec<&str> {
    extracted.doubts.iter().map(|doubt| doubt.code.as_str()).collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn styled(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
}

fn numbered(list: u32, level: u32, text: &str) -> String {
    let format = format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#);
    format!("<w:p><w:pPr>{format}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

const STYLES: &str = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="Lake Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My own"/><w:basedOn w:val="Text"/></w:style>
<w:style w:type="paragraph" w:styleId="Text"><w:name w:val="LakeText"/></w:style>
<w:style w:type="paragraph" w:styleId="Session"><w:name w:val="Lake Session"/></w:style>
<w:style w:type="paragraph" w:styleId="Circle"><w:name w:val="Circle"/><w:basedOn w:val="Circle"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
</w:numbering>"#;

#[test]
fn styles_say_what_paragraphs_are() {
    let body =
        [styled("T1", "Reeds"), styled("Own", "First."), p("Plain"), styled("Circle", "Round"), styled("No", "None")];
    let extracted = read(&file(&body.concat()));
    assert_eq!(extracted.text, "Reeds\n\nFirst.\n\nPlain\nRound\nNone");
    assert_eq!(marks(&extracted), [(Role::Title, None, "Reeds"), (Role::Paragraph, None, "First.")]);
    assert!(extracted.doubts.is_empty(), "{:?}", extracted.doubts);
}

#[test]
fn numbers_are_counted_as_the_page_shows_them() {
    let list = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (2, 0), (4, 0), (4, 0), (9, 0)];
    let mut body: String = list.map(|(list, level)| numbered(list, level, "reed")).concat();
    body.push_str(&numbered(3, 0, "part"));
    body.push_str(&styled("Heading2", "chapter"));
    let extracted = read(&file(&body));
    let numbers: Vec<_> = extracted.marks.iter().map(|mark| mark.number.as_deref().unwrap_or_default()).collect();
    assert_eq!(numbers, ["1.", "(a)", "(b)", "(i)", "2.", "(a)", "•", "7.", "8.", "I.", "1.1"]);
    let first = &extracted.marks[0];
    assert_eq!((first.role, extracted.marks[1].role), (Role::Paragraph, Role::ListItem));
    assert_eq!(extracted.marks.last().map(|mark| (mark.role, mark.level)), Some((Role::Heading, 2)));
}

/// A file with heads, feet, notes and properties.
fn issued() -> Vec<u8> {
    let relations = r#"<Relationships>
<Relationship Id="r1" Type="http://x/header" Target="header1.xml"/><Relationship Id="r2" Type="http://x/header" Target="header2.xml"/>
<Relationship Id="r3" Type="http://x/footer" Target="footer1.xml"/><Relationship Id="r4" Type="http://x/hyperlink" Target="http://lakes.example" TargetMode="External"/>
<Relationship Id="r5" Type="http://x/footnotes" Target="notes/foot.xml"/></Relationships>"#;
    let head = |body: &str| format!("<w:hdr {NAMES}>{body}</w:hdr>");
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let first = head(&format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("Assembly of Lakes and Rivers"),
        cell("AS/7/12"),
        cell("Assembly"),
        cell("Distr.: General")
    ));
    let page = r#"<w:p><w:r><w:t xml:space="preserve">26-00041 </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#;
    let notes = format!(
        r#"<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>___</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:tab/><w:t>See AS/7/1.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="3"><w:p><w:r><w:t>Own mark.</w:t></w:r></w:p></w:footnote></w:footnotes>"#
    );
    let body = format!(
        r#"{}<w:p><w:pPr><w:pStyle w:val="Text"/></w:pPr><w:r><w:t>Reeds grow</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Text"/></w:pPr><w:r><w:t>Perch swim.</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r></w:p>
<w:p><w:r><w:footnoteReference w:id="8"/><w:t>No note</w:t></w:r></w:p>
<w:sectPr><w:headerReference w:type="first" r:id="r1"/><w:headerReference w:type="default" r:id="r2"/><w:footerReference w:type="default" r:id="r3"/><w:titlePg/></w:sectPr>"#,
        styled("Session", "Seventh session")
    );
    let properties = r#"<Properties><property name="Item Title"><v>Inland _x000d_ fisheries &amp; reeds</v></property><property name="Translator"><v>Somebody</v></property></Properties>"#;
    pack(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document(&body)),
        ("word/_rels/document.xml.rels", relations),
        ("word/styles.xml", STYLES),
        ("word/header1.xml", &first),
        ("word/header2.xml", &head(&p("AS/7/12"))),
        ("word/footer1.xml", &head(page)),
        ("word/notes/foot.xml", &notes),
        ("docProps/custom.xml", properties),
        ("docProps/app.xml", "<Properties><Pages>4</Pages></Properties>"),
    ])
}

#[test]
fn heads_notes_and_properties_have_their_places() {
    let extracted = read(&issued());
    assert_eq!(
        marks(&extracted),
        [
            (Role::Masthead, None, "Assembly of Lakes and Rivers"),
            (Role::Masthead, None, "AS/7/12"),
            (Role::Masthead, None, "Assembly"),
            (Role::Masthead, None, "Distr.: General"),
            (Role::Session, None, "Seventh session"),
            (Role::Paragraph, None, "Reeds grow¹."),
            (Role::Footnote, Some("1"), "See AS/7/1."),
            (Role::Paragraph, None, "Perch swim.*"),
            (Role::Footnote, Some("*"), "Own mark."),
            (Role::RunningHead, None, "AS/7/12"),
            (Role::RunningFoot, None, "26-00041"),
        ]
    );
    assert_eq!(codes(&extracted), ["NOTE_MISSING"]);
    assert_eq!(extracted.pages, Some(4));
    let facts: Vec<_> = extracted.facts.iter().map(|f| (f.field, f.value.as_str(), f.source.as_str())).collect();
    assert_eq!(facts, [(Field::AgendaTitle, "Inland fisheries & reeds", "docx:item title")]);
}

#[test]
fn what_no_page_shows_is_left_out_and_told() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">We ask </w:t></w:r><w:del><w:r><w:delText>kindly </w:delText></w:r></w:del><w:ins><w:r><w:t xml:space="preserve">for </w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Unseen"/></w:rPr><w:t>also</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Unseen"/><w:vanish w:val="0"/></w:rPr><w:t>reeds</w:t></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>
<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One </w:t></w:r></w:p><w:p><w:r><w:t>line</w:t></w:r></w:p>
<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>kept</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Written</w:t></w:r></w:p></w:sdtContent></w:sdt>"#;
    let extracted = read(&file(body));
    assert_eq!(extracted.text, "We ask for reeds\nOne line\n\nkept\n\nWritten");
    assert_eq!(codes(&extracted), ["DELETED_TEXT", "INSERTED_TEXT", "HIDDEN_TEXT", "UNREAD_FORMULA"]);
    assert_eq!(extracted.doubts[0].span.start, "We ask ".len());
}

#[test]
fn boxes_stand_once_and_signs_are_read() {
    let text = format!("<w:txbxContent>{}</w:txbxContent>", p("In the box"));
    let body = format!(
        r#"<w:p><w:r><w:t>Before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>{text}</w:drawing></mc:Choice><mc:Fallback><w:pict>{text}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:p><w:r><w:t>Secretary</w:t><w:noBreakHyphen/><w:t>Gene&#xAD;ral</w:t><w:tab/><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:font="Odd" w:char="F123"/><w:softHyphen/><w:br/><w:t>next</w:t><w:br w:type="page"/><w:t>page</w:t></w:r></w:p>
<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t>البند ١٢</w:t></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:extent cx="100" cy="100"/><wp:docPr descr="A map of the lake"/><pic:pic/></wp:inline></w:drawing></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:extent cx="7000000" cy="10000000"/><wp:docPr/><pic:pic/></wp:inline></w:drawing></w:r></w:p>"#
    );
    let extracted = read(&file(&body));
    assert_eq!(
        extracted.text,
        "Before\n\nIn the box\n\nSecretary-General\t•\u{fffd}\nnext\u{c}page\nالبند ١٢\n\nA map of the lake\n\n\u{fffc}"
    );
    assert_eq!(marks(&extracted), [(Role::Figure, None, "A map of the lake"), (Role::FacsimilePage, None, "\u{fffc}")]);
    assert_eq!(codes(&extracted), ["UNKNOWN_SIGN", "FACSIMILE_PAGE"]);
}

#[test]
fn tables_are_rows_unless_they_only_arrange() {
    let cell = |inside: &str| format!("<w:tc>{inside}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let inner = format!("<w:tbl>{}</w:tbl><w:p/>", row(&[cell(&p("deep")), cell(&p("deeper"))]));
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&[cell(&p("Lake")), cell(&p("Depth"))]),
        row(&[cell(&(p("Upper") + &p("Tarn"))), cell(&inner)])
    );
    let arranged = format!(
        "<w:tbl>{}</w:tbl>",
        row(&[
            cell(&(p("(Signed) Ilse Varga") + &p("Ambassador"))),
            cell(&(p("(Signed) Jon Brandt") + &p("Minister")))
        ])
    );
    let extracted = read(&file(&(table + &arranged)));
    assert_eq!(
        extracted.text,
        "Lake\tDepth\nUpper Tarn\tdeep deeper\n\n(Signed) Ilse Varga\nAmbassador\n\n(Signed) Jon Brandt\nMinister"
    );
    assert_eq!(marks(&extracted).iter().map(|mark| mark.0).collect::<Vec<_>>(), [Role::TableRow, Role::TableRow]);
}

#[test]
fn another_prefix_and_encoding_are_read() {
    let xml = document(&p("Dunmère")).replace("w:", "x:").replace("xmlns:w=", "xmlns:x=");
    assert_eq!(read(&pack(&[("word/document.xml", &xml)])).text, "Dunmère");
    let strict = document(&p("Aldria")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    );
    let bare = strict.replace("xmlns:w=", "xmlns=").replace("<w:", "<").replace("</w:", "</");
    assert_eq!(read(&pack(&[("word/document.xml", &bare)])).text, "Aldria");
}

#[test]
fn a_zip_of_something_else_is_told() {
    let extracted = read(&pack(&[("xl/workbook.xml", "<workbook/>")]));
    assert_eq!((extracted.format, codes(&extracted)), ("unknown", vec!["UNREAD_FORMAT"]));
    assert_eq!(codes(&read(b"PK\x03\x04")), ["UNREAD_FORMAT", "DAMAGED_FILE"]);
}

#[test]
fn bombs_are_bounded() {
    // Forty megabytes of spaces pack into forty kilobytes.
    let bomb = document(&(p("Before") + &" ".repeat(40 << 20) + &p("After")));
    let extracted = read(&pack(&[("word/document.xml", &bomb)]));
    assert_eq!(extracted.text, "Before");
    assert!(codes(&extracted).contains(&"TOO_LONG"), "{:?}", extracted.doubts);

    let entities = format!(
        r#"<!DOCTYPE w [<!ENTITY a "lake"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>{}"#,
        document(&p("A&b;B&f;C"))
    );
    let extracted = read(&pack(&[("word/document.xml", &entities)]));
    assert_eq!(extracted.text, "ABC");
    assert!(codes(&extracted).iter().all(|code| *code == "UNRESOLVED_ENTITY"), "{:?}", extracted.doubts);
    assert!(!extracted.doubts.is_empty());
}

#[test]
fn depth_is_bounded() {
    let cell = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>in</w:t></w:r></w:p>";
    let tables = cell.repeat(1_000) + &"</w:tc></w:tr></w:tbl>".repeat(1_000);
    assert_eq!(read(&file(&tables)).text.matches("in").count(), 1_000);
    let boxes = "<w:p><w:r><w:pict><w:txbxContent>".repeat(1_000)
        + &p("in")
        + &"</w:txbxContent></w:pict></w:r></w:p>".repeat(1_000);
    assert_eq!(read(&file(&boxes)).text, "in");
    let fields = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r>"#.repeat(1_000);
    assert_eq!(read(&file(&format!("<w:p>{fields}</w:p>{}", p("after")))).text, "after");
    let elements = "<w:smartTag>".repeat(100_000);
    assert_eq!(codes(&read(&file(&(p("kept") + &elements)))), ["DAMAGED_FILE"]);
}

#[test]
fn thousands_of_parts_are_bounded() {
    let names: Vec<String> = (0..3_000).map(|at| format!("word/media/{at}.xml")).collect();
    let body = document(&p("Reeds"));
    let mut parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "<x/>")).collect();
    parts.push(("word/document.xml", &body));
    assert_eq!(read(&pack(&parts)).text, "Reeds");
}

#[test]
fn malformed_and_cut_files_keep_what_was_read() {
    let broken = document(&(p("Kept") + "<w:p></w:q>" + &p("Lost")));
    let extracted = read(&pack(&[("word/document.xml", &broken)]));
    assert_eq!((extracted.text.as_str(), codes(&extracted)), ("Kept", vec!["DAMAGED_FILE"]));

    let whole = issued();
    let mut read_some = false;
    for cut in (0..whole.len()).step_by(97) {
        let extracted = read(&whole[..cut]);
        assert!(!extracted.doubts.is_empty(), "cut at {cut}");
        read_some |= extracted.text.contains("Perch swim.");
    }
    assert!(read_some, "a file without its end still gives its text");
    for at in (0..whole.len()).step_by(97) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        read(&damaged);
    }
}

#[test]
fn pictures_come_with_their_files() {
    let shown = |id: &str| {
        format!(
            r#"<w:p><w:r><w:drawing><wp:inline><wp:extent cx="100" cy="100"/><wp:docPr descr="A map"/><pic:pic><pic:blipFill><a:blip r:embed="{id}"/></pic:blipFill></pic:pic></wp:inline></w:drawing></w:r></w:p>"#
        )
    };
    let body = [p("Before"), shown("r1"), p("Between"), shown("r2"), shown("r1"), shown("gone")].concat();
    let relations = r#"<Relationships>
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/map.gif"/>
<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/old.wmf"/>
</Relationships>"#;
    let extracted = read(&pack(&[
        ("word/document.xml", &document(&body)),
        ("word/_rels/document.xml.rels", relations),
        ("word/media/map.gif", "GIF89a and so on"),
        ("word/media/old.wmf", "an old drawing"),
    ]));
    let places: Vec<usize> = extracted.pictures.keys().copied().collect();
    let figures: Vec<usize> = extracted.marks.iter().map(|mark| mark.span.start).collect();
    assert_eq!(places, [figures[0], figures[2]], "{:?}", extracted.marks);
    assert!(extracted.pictures.values().all(|one| one.media_type == "image/gif" && one.bytes == b"GIF89a and so on"));
    assert_eq!(codes(&extracted), ["PICTURE_FORMAT"]);
}
