//! What Chancery writes into its forms is what is read out of them: the kinds of blocks, their numbers, cells without words and
//! pictures. The files are as `chancery-typeset` writes them; the round trip itself is tested where both rooms meet.

use std::io::{Cursor, Write as _};

use chancery_model::communication::{BlockKind, Communication};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{body, check_places};
use crate::read;

/// The blocks that stand in each of the files.
const BLOCKS: [(BlockKind, Option<&str>, &str); 9] = [
    (BlockKind::Paragraph, None, "2. is the number of the ferries."),
    (BlockKind::Paragraph, Some("(1)"), "The first of them runs daily."),
    (BlockKind::Paragraph, Some("(a)"), "The second one runs at night."),
    (BlockKind::Paragraph, Some("3."), "They carry:"),
    (BlockKind::List, Some("(a)"), "Cattle;"),
    (BlockKind::List, Some("2."), "Post."),
    (BlockKind::Table, None, "\tLock\tWeir"),
    (BlockKind::Table, None, "Halm\t\t4"),
    (BlockKind::Table, None, "\t\t5"),
];

fn compare(bytes: &[u8]) -> Communication {
    let reading = read(bytes, None, &body());
    check_places(&reading);
    let blocks: Vec<_> = reading
        .communication
        .text
        .iter()
        .filter(|block| block.kind != BlockKind::Figure)
        .map(|block| (block.kind, block.number.as_deref(), block.text.as_str()))
        .collect();
    assert_eq!(blocks, BLOCKS);
    reading.communication
}

/// That the one picture is what it was.
fn pictured(communication: &Communication) {
    let figure = communication.text.iter().find(|block| block.kind == BlockKind::Figure).unwrap();
    assert_eq!(figure.text, "The lock");
    let picture = &communication.pictures[figure.picture.as_ref().unwrap()];
    assert_eq!((picture.media_type.as_str(), picture.bytes.len()), ("image/png", 9));
    assert_eq!(communication.pictures.len(), 1);
}

const LETTER: &str = "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General";

#[test]
fn html() {
    let text = |class: &str, number: &str, words: &str| {
        format!(
            "<p data-chancery=\"paragraph\" class=\"{class}\">{}{words}</p>\n",
            if number.is_empty() {
                String::new()
            } else {
                format!("<span data-chancery=\"number\" class=\"number\">{number}</span> ")
            }
        )
    };
    let item = |number: &str, words: &str| {
        format!(
            "<li data-chancery=\"list_item\"><span data-chancery=\"number\" class=\"number\">{number}</span> {words}</li>\n"
        )
    };
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"></head><body><main>\n<h1 data-chancery=\"title\">{LETTER}</h1>\n{}{}{}{}<ol class=\"given\">\n{}{}</ol>\n\
         <div class=\"table\"><table>\n<thead>\n<tr><th scope=\"col\"></th><th scope=\"col\">Lock</th><th scope=\"col\">Weir</th></tr>\n</thead>\n<tbody>\n\
         <tr><td>Halm</td><td></td><td>4</td></tr>\n<tr><td></td><td></td><td>5</td></tr>\n</tbody>\n</table></div>\n\
         <figure><img data-chancery=\"figure\" width=\"1\" height=\"1\" alt=\"The lock\" src=\"data:image/png;base64,iVBORw0KGgoA\"></figure>\n</main></body></html>",
        text("text", "", BLOCKS[0].2),
        text("numbered", "(1)", BLOCKS[1].2),
        text("numbered", "(a)", BLOCKS[2].2),
        text("numbered", "3.", BLOCKS[3].2),
        item("(a)", BLOCKS[4].2),
        item("2.", BLOCKS[5].2),
    );
    pictured(&compare(page.as_bytes()));
}

#[test]
fn akoma_ntoso() {
    let text = |number: &str, words: &str| {
        format!("<paragraph><num>{number}</num><content><p>{words}</p></content></paragraph>\n")
    };
    let item = |number: &str, words: &str| format!("<item><num>{number}</num><p>{words}</p></item>\n");
    let cells =
        |cells: [&str; 3]| format!("<tr>{}</tr>\n", cells.map(|cell| format!("<td><p>{cell}</p></td>")).concat());
    let file = format!(
        "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\"><doc name=\"officialLetter\"><meta><identification source=\"#office\"/></meta>\n\
         <preface><p><docTitle>{LETTER}</docTitle></p></preface><mainBody>\n<alinea><content><p>{}</p></content></alinea>\n{}{}{}\
         <alinea><content><blockList>\n{}{}</blockList></content></alinea>\n<alinea><content><table>\n{}{}{}</table></content></alinea>\n\
         <alinea><content><p class=\"figure\"><img src=\"data:image/png;base64,iVBORw0KGgoA\" alt=\"The lock\" class=\"figure\"/></p></content></alinea>\n\
         </mainBody></doc></akomaNtoso>",
        BLOCKS[0].2,
        text("(1)", BLOCKS[1].2),
        text("(a)", BLOCKS[2].2),
        text("3.", BLOCKS[3].2),
        item("(a)", BLOCKS[4].2),
        item("2.", BLOCKS[5].2),
        cells(["", "Lock", "Weir"]),
        cells(["Halm", "", "4"]),
        cells(["", "", "5"]),
    );
    pictured(&compare(file.as_bytes()));
}

#[test]
fn docx() {
    let line = |style: &str, number: &str, words: &str| {
        let number = match number {
            "" => String::new(),
            number => format!("<w:r><w:t>{number}</w:t></w:r><w:r><w:tab/></w:r>"),
        };
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{number}<w:r><w:t>{words}</w:t></w:r></w:p>")
    };
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", line("LakeText", "", words).replace("<w:t></w:t>", ""));
    let row = |cells: [&str; 3]| format!("<w:tr>{}</w:tr>", cells.map(cell).concat());
    let lines: String = BLOCKS[..6]
        .iter()
        .map(|(kind, number, words)| {
            let style = if *kind == BlockKind::List { "LakeList" } else { "LakeText" };
            line(style, number.unwrap_or_default(), words)
        })
        .collect();
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{}{lines}<w:tbl>{}{}{}</w:tbl></w:body></w:document>",
        line("LakeTitle", "", LETTER),
        row(["", "Lock", "Weir"]),
        row(["Halm", "", "4"]),
        row(["", "", "5"]),
    );
    let style = |id: &str, name: &str| {
        format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/></w:style>")
    };
    let styles = format!(
        "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{}{}{}</w:styles>",
        style("LakeTitle", "Lake Title"),
        style("LakeText", "Lake Text"),
        style("LakeList", "Lake List")
    );
    let told = |writer: &str| format!("<Properties><Application>{writer}</Application></Properties>");
    let file = |writer: &str| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let parts = [
            ("word/document.xml", document.clone()),
            ("word/styles.xml", styles.clone()),
            ("docProps/app.xml", told(writer)),
        ];
        for (name, content) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    compare(&file("Chancery"));
    // In a file of others one style serves for running text and for the items in it.
    let others = read(&file("Another"), None, &body()).communication;
    let kinds: Vec<_> = others.text.iter().take(3).map(|block| (block.kind, block.number.as_deref())).collect();
    assert_eq!(
        kinds,
        [(BlockKind::Paragraph, Some("2.")), (BlockKind::List, Some("(1)")), (BlockKind::List, Some("(a)"))]
    );
}
