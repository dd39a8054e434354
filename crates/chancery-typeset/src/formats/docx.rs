//! DOCX: the document for the word processor, as the body's own template would have it.
//!
//! What a paragraph is its style says, by the name that the body's vocabulary gives it, so that the reader of the same body
//! knows it again. The masthead stands in the head of the first page, symbols in the heads of the others, job number and
//! page in the feet; footnotes, tables and pictures are the word processor's own. Numbers of paragraphs and items are typed,
//! since they were given; only bullets are the word processor's.

mod letter;
mod package;
mod styles;

use chancery_model::{
    Body, Document,
    communication::{Block, BlockKind, Signatory},
    vocabulary::{Field, Role},
    wording::Wording,
};

pub use self::letter::{LetterFacts, letter_template};
use self::{
    package::{Package, Relations},
    styles::Paper,
};
use crate::{
    TypesetError, glyphs,
    masthead::{self, Ink, MastheadLines, Signed},
    parts::{self, AttachmentHead, Note, Run},
    pictures,
    xml::Xml,
};

/// Width of the text, in twentieths of a point; a page of 12,240 has margins of 1,200.
const TEXT: usize = 9_840;

/// Width of running text, which stands indented on both sides.
const COLUMN: usize = TEXT - 2 * styles::INDENT;

/// English Metric Units in a twentieth of a point.
const UNITS: usize = 635;

/// How high a figure may be, and how high and wide a page that came as a picture is shown.
const FIGURE: usize = 7_000;
const PAGE: (usize, usize) = (TEXT, 12_400);

/// The namespaces of a part with text.
pub(super) const SPACES: &[(&str, &str)] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
];

/// Writes a document as DOCX.
pub fn docx(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    let (wording, _) = masthead::wording(document, body)?;
    let head = masthead::compose(document, body)?;
    let mut file = File {
        xml: Xml::new(),
        paper: Paper::new(body, document.language),
        document,
        notes: Vec::new(),
        numbered: 0,
        pictures: Vec::new(),
        drawings: 0,
        signed: head.signed.clone(),
    };
    file.body(&head, wording);
    let File { xml, notes, pictures, paper, .. } = file;
    let mut package = Package::new();
    let mut relations = Relations::default();
    for (kind, name) in [
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("numbering", "numbering.xml"),
        ("footnotes", "footnotes.xml"),
    ] {
        relations.add(kind, name);
    }
    for (kind, name) in HEADS {
        relations.add(kind, name);
    }
    for (at, (name, bytes)) in pictures.iter().enumerate() {
        relations.add_as(&format!("rPicture{}", at + 1), "image", &format!("media/{name}"));
        package.file(&format!("word/media/{name}"), bytes);
    }
    package.text("word/document.xml", "document.main", xml.finish());
    package.text("word/styles.xml", "styles", styles::styles(&paper));
    package.text("word/settings.xml", "settings", styles::settings(true));
    package.text("word/numbering.xml", "numbering", styles::numbering());
    package.text("word/footnotes.xml", "footnotes", footnotes(&notes, &paper));
    for (kind, name) in HEADS {
        let content = match name {
            "header1.xml" => first_head(&head, &paper),
            "header2.xml" | "header3.xml" => running_head(&head, &paper, name == "header2.xml"),
            "footer1.xml" => first_foot(&head, &paper),
            _ => running_foot(&head, &paper, name == "footer2.xml"),
        };
        package.text(&format!("word/{name}"), kind, content);
    }
    package.text("word/_rels/document.xml.rels", "", relations.finish());
    package.properties(&package::Core {
        title: &head.name_of(document, body),
        author: &document.office,
        keywords: &head.symbols_joined(),
        language: document.language.code(),
        date: document.released.unwrap_or(document.date),
    });
    package.custom(&custom(document, body, &head));
    Ok(package.finish())
}

/// Heads and feet: the kind of part and its name.
const HEADS: [(&str, &str); 6] = [
    ("header", "header1.xml"),
    ("header", "header2.xml"),
    ("header", "header3.xml"),
    ("footer", "footer1.xml"),
    ("footer", "footer2.xml"),
    ("footer", "footer3.xml"),
];

/// Custom properties as the body's template writes them.
fn custom(document: &Document, body: &Body, head: &MastheadLines) -> Vec<(String, String)> {
    let vocabulary = &body.vocabulary;
    let mut all: Vec<(String, String)> = Vec::new();
    let mut say = |field: Field, place: usize, value: &str| {
        if let Some(name) = vocabulary.docx_property(field, place).filter(|_| glyphs::has_ink(value)) {
            all.push((name, glyphs::one_line(value)));
        }
    };
    for (at, symbol) in head.symbols.iter().enumerate() {
        say(Field::Symbol, at + 1, &symbol.whole);
    }
    say(Field::JobNumber, 1, &document.job_number);
    say(Field::Distribution, 1, &head.distribution);
    if let Some(day) = document.released {
        say(Field::ReleaseDate, 1, &day.to_string());
    }
    let named = body.words(document.language).map(|words| words.name.clone()).unwrap_or_default();
    say(Field::Language, 1, if named.is_empty() { document.language.code() } else { &named });
    say(Field::Original, 1, &head.original);
    for (at, block) in head.agenda.iter().enumerate() {
        say(Field::Session, at + 1, &block.period);
        say(Field::AgendaItem, at + 1, &block.items);
        say(Field::AgendaTitle, at + 1, &block.titles.join(" "));
    }
    say(Field::Title, 1, document.title.trim());
    all
}

/// What is being written: the text, and what it leads to.
struct File<'d> {
    xml: Xml,
    paper: Paper<'d>,
    document: &'d Document,
    /// Notes in the order of their marks, each with whether the mark is its own.
    notes: Vec<(Note, bool)>,
    /// How many notes the word processor numbered.
    numbered: usize,
    /// Names and bytes of pictures.
    pictures: Vec<(String, &'d [u8])>,
    drawings: usize,
    signed: Signed,
}

impl<'d> File<'d> {
    fn body(&mut self, head: &MastheadLines, wording: &Wording) {
        let document = self.document;
        self.xml.open_line("w:document", SPACES);
        self.xml.open_line("w:body", &[]);
        self.agenda(head);
        if glyphs::has_ink(&document.title) {
            self.line(Role::Title, document.title.trim());
        }
        self.part(&document.blocks, &document.signatories);
        for component in &document.components {
            let own = AttachmentHead::of(component, wording);
            self.xml.open("w:p", &[]);
            self.paper.format_annex(&mut self.xml, component.depth);
            self.paper.words(&mut self.xml, &own.heading);
            self.xml.close_line();
            if !own.title.is_empty() {
                self.line(Role::AnnexTitle, &own.title);
            }
            let lines =
                [(Role::Masthead, &own.circulated), (Role::Original, &own.original), (Role::MastheadDate, &own.date)];
            for (role, text) in lines {
                if !text.is_empty() {
                    self.xml.open("w:p", &[]);
                    self.paper.format_inside(&mut self.xml, role);
                    self.paper.words(&mut self.xml, text);
                    self.xml.close_line();
                }
            }
            self.part(&component.blocks, &component.signatories);
        }
        self.section();
        self.xml.close_line();
    }

    /// A paragraph of words alone.
    fn line(&mut self, role: Role, text: &str) {
        line(&mut self.xml, &self.paper, &self.paper.style(role), text);
    }

    /// The agenda block: one organ under the other, or side by side where there are several.
    fn agenda(&mut self, head: &MastheadLines) {
        let lines = |file: &mut Self, block: &masthead::AgendaBlock, named: bool| {
            let mut some = false;
            let mut put = |role: Role, text: &str| {
                if glyphs::has_ink(text) {
                    line(&mut file.xml, &file.paper, &file.paper.style(role), text);
                    some = true;
                }
            };
            if named {
                put(Role::Organ, &block.organ);
            }
            put(Role::Session, &block.period);
            put(Role::AgendaItem, &block.items);
            block.titles.iter().for_each(|title| put(Role::AgendaTitle, title));
            some
        };
        if let [block] = &head.agenda[..] {
            lines(self, block, false);
        } else if !head.agenda.is_empty() {
            let width = TEXT / head.agenda.len();
            table(&mut self.xml, &self.paper, &vec![width; head.agenda.len()], false);
            self.xml.open_line("w:tr", &[]);
            for block in &head.agenda {
                cell(&mut self.xml, width);
                if !lines(self, block, true) {
                    self.xml.empty("w:p", &[]);
                }
                self.xml.close_line();
            }
            self.xml.close_line();
            self.xml.close_line();
        }
    }

    /// The text of the letter or of one attachment.
    fn part(&mut self, blocks: &'d [Block], signatories: &[Signatory]) {
        let (texts, loose) = parts::hang_notes(blocks);
        let mut previous = String::new();
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            let number = block.number.as_deref().unwrap_or_default().trim();
            let text = texts.get(at).map_or(&[][..], Vec::as_slice);
            let mut group = 1;
            match block.kind {
                BlockKind::Footnote | BlockKind::Signature => {}
                BlockKind::Heading => {
                    let form = parts::heading_form(number, &previous);
                    previous = number.to_owned();
                    self.numbered(&self.paper.heading(form), number, text);
                }
                BlockKind::Paragraph => self.numbered(&self.paper.style(Role::Paragraph), number, text),
                BlockKind::List => {
                    if glyphs::has_ink(number) {
                        self.numbered(&self.paper.style(Role::ListItem), number, text);
                    } else {
                        self.xml.open("w:p", &[]);
                        self.paper.format_item(&mut self.xml);
                        self.runs(text);
                        self.xml.close_line();
                    }
                }
                BlockKind::Table => {
                    group = blocks.iter().skip(at).take_while(|next| next.kind == BlockKind::Table).count();
                    let rows: Vec<Vec<Vec<Run>>> =
                        texts.iter().skip(at).take(group).map(|runs| parts::cells(runs.clone())).collect();
                    self.table(&rows);
                }
                BlockKind::Figure | BlockKind::FacsimilePage => self.figure(block, text),
            }
            at += group.max(1);
        }
        for note in &loose {
            self.xml.open("w:p", &[]);
            self.paper.format(&mut self.xml, &self.paper.style(Role::Footnote), &[]);
            if !note.mark.is_empty() {
                mark(&mut self.xml, &note.mark);
            }
            self.paper.words(&mut self.xml, &format!(" {}", note.text));
            self.xml.close_line();
        }
        for signatory in signatories {
            self.signature(signatory);
        }
    }

    /// A paragraph with its number, which a tab parts from the words.
    fn numbered(&mut self, style: &str, number: &str, text: &[Run]) {
        self.xml.open("w:p", &[]);
        self.paper.format(&mut self.xml, style, &[]);
        if glyphs::has_ink(number) {
            self.paper.words(&mut self.xml, number);
            self.xml.open("w:r", &[]);
            self.xml.empty("w:tab", &[]);
            self.xml.close();
        }
        self.runs(text);
        self.xml.close_line();
    }

    fn runs(&mut self, runs: &[Run]) {
        for run in runs {
            match run {
                Run::Text { text } => self.paper.words(&mut self.xml, text),
                Run::Note(note) => {
                    // The word processor counts notes itself; a mark that it would not give is typed.
                    let own = note.mark != (self.numbered + 1).to_string();
                    self.numbered += usize::from(!own);
                    self.notes.push((note.clone(), own));
                    let id = self.notes.len().to_string();
                    self.xml.open("w:r", &[]);
                    raised(&mut self.xml);
                    let attributes = [("w:customMarkFollows", "1"), ("w:id", id.as_str())];
                    self.xml.empty("w:footnoteReference", if own { &attributes } else { &attributes[1..] });
                    if own {
                        self.xml.leaf("w:t", &[("xml:space", "preserve")], &note.mark);
                    }
                    self.xml.close();
                }
            }
        }
    }

    fn table(&mut self, rows: &[Vec<Vec<Run>>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let shares = parts::column_widths(rows, columns);
        let all: usize = shares.iter().sum::<usize>().max(1);
        let widths: Vec<usize> = shares.iter().map(|share| (share * TEXT / all).max(1)).collect();
        table(&mut self.xml, &self.paper, &widths, true);
        let style = self.paper.style(Role::TableRow);
        for (at, row) in rows.iter().enumerate() {
            self.xml.open_line("w:tr", &[]);
            if at == 0 && rows.len() > 1 {
                self.xml.open("w:trPr", &[]);
                self.xml.empty("w:tblHeader", &[]);
                self.xml.close_line();
            }
            for (column, width) in widths.iter().enumerate() {
                cell(&mut self.xml, *width);
                self.xml.open("w:p", &[]);
                self.paper.format(&mut self.xml, &style, &[]);
                self.runs(row.get(column).map_or(&[], Vec::as_slice));
                self.xml.close();
                self.xml.close_line();
            }
            self.xml.close_line();
        }
        self.xml.close_line();
    }

    /// A picture with the words that say what it shows, or those words alone.
    fn figure(&mut self, block: &'d Block, text: &[Run]) {
        let facsimile = block.kind == BlockKind::FacsimilePage;
        let style = self.paper.style(if facsimile { Role::FacsimilePage } else { Role::Figure });
        let document = self.document;
        let picture = block.picture.as_ref().and_then(|name| document.pictures.get(name));
        let size =
            picture.and_then(|picture| Some((picture, pictures::media_type(picture)?, pictures::size(picture)?)));
        self.xml.open("w:p", &[]);
        self.paper.format(&mut self.xml, &style, &[]);
        match size {
            Some((picture, media, size)) => {
                let known = self.pictures.iter().position(|(_, bytes)| *bytes == picture.bytes.as_slice());
                let at = known.unwrap_or_else(|| {
                    let name = format!("picture{}.{}", self.pictures.len() + 1, media.trim_start_matches("image/"));
                    self.pictures.push((name, &picture.bytes));
                    self.pictures.len() - 1
                });
                self.drawings += 1;
                let (most_width, most_height) = if facsimile { PAGE } else { (COLUMN, FIGURE) };
                drawing(&mut self.xml, self.drawings, at + 1, block.text.trim(), shown(size, most_width, most_height));
            }
            None => self.runs(text),
        }
        self.xml.close_line();
    }

    fn signature(&mut self, signatory: &Signatory) {
        let style = self.paper.style(Role::Signature);
        if !signatory.name.is_empty() {
            self.xml.open("w:p", &[]);
            self.paper.format_signed(&mut self.xml);
            for (text, ink) in self.signed.line(&signatory.name) {
                let on: &[&str] = match ink {
                    Ink::Plain => &[],
                    Ink::Slanted => &["w:i", "w:iCs"],
                    Ink::Strong => &["w:b", "w:bCs"],
                };
                self.paper.words_as(&mut self.xml, text, on);
            }
            self.xml.close_line();
        }
        for title in &signatory.titles {
            line(&mut self.xml, &self.paper, &style, title);
        }
    }

    /// The page: its size, its heads and feet.
    fn section(&mut self) {
        let xml = &mut self.xml;
        xml.open_line("w:sectPr", &[]);
        for (at, (kind, _)) in HEADS.iter().enumerate() {
            let which = ["first", "default", "even"][at % 3];
            xml.empty_line(&format!("w:{kind}Reference"), &[("w:type", which), ("r:id", &format!("rId{}", at + 5))]);
        }
        styles::page(xml);
        xml.empty_line("w:cols", &[("w:space", "720")]);
        xml.empty_line("w:titlePg", &[]);
        if self.paper.rtl {
            xml.empty_line("w:bidi", &[]);
        }
        xml.close_line();
    }
}

/// Width and height in which a picture is shown, in English Metric Units: at 96 points to the inch, as large as it may be.
fn shown((width, height): (usize, usize), most_width: usize, most_height: usize) -> (usize, usize) {
    let (most_width, most_height) = (most_width * UNITS, most_height * UNITS);
    let (width, height) = (width.max(1) * 9_525, height.max(1) * 9_525);
    if width <= most_width && height <= most_height {
        return (width, height);
    }
    let by_width = (most_width, (height as u128 * most_width as u128 / width as u128) as usize);
    if by_width.1 <= most_height {
        return (by_width.0, by_width.1.max(1));
    }
    (((width as u128 * most_height as u128 / height as u128) as usize).max(1), most_height)
}

fn drawing(xml: &mut Xml, number: usize, picture: usize, said: &str, (width, height): (usize, usize)) {
    let [width, height, number] = [width, height, number].map(|n| n.to_string());
    let name = format!("Picture {number}");
    let extent = [("cx", width.as_str()), ("cy", &height)];
    xml.open("w:r", &[]);
    xml.open("w:drawing", &[]);
    xml.open("wp:inline", &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")]);
    xml.empty("wp:extent", &extent);
    xml.empty("wp:docPr", &[("id", &number), ("name", &name), ("descr", said)]);
    xml.open("a:graphic", &[]);
    xml.open("a:graphicData", &[("uri", "http://schemas.openxmlformats.org/drawingml/2006/picture")]);
    xml.open("pic:pic", &[]);
    xml.open("pic:nvPicPr", &[]);
    xml.empty("pic:cNvPr", &[("id", &number), ("name", &name), ("descr", said)]);
    xml.empty("pic:cNvPicPr", &[]);
    xml.close();
    xml.open("pic:blipFill", &[]);
    xml.empty("a:blip", &[("r:embed", &format!("rPicture{picture}"))]);
    xml.open("a:stretch", &[]);
    xml.empty("a:fillRect", &[]);
    xml.close();
    xml.close();
    xml.open("pic:spPr", &[]);
    xml.open("a:xfrm", &[]);
    xml.empty("a:off", &[("x", "0"), ("y", "0")]);
    xml.empty("a:ext", &extent);
    xml.close();
    xml.open("a:prstGeom", &[("prst", "rect")]);
    xml.empty("a:avLst", &[]);
    for _ in 0..8 {
        xml.close();
    }
}

/// A paragraph of words alone.
fn line(xml: &mut Xml, paper: &Paper<'_>, style: &str, text: &str) {
    xml.open("w:p", &[]);
    paper.format(xml, style, &[]);
    paper.words(xml, text);
    xml.close_line();
}

/// What makes a run's characters a mark.
fn raised(xml: &mut Xml) {
    xml.open("w:rPr", &[]);
    xml.empty("w:rStyle", &[("w:val", "FootnoteReference")]);
    xml.close();
}

/// A typed mark.
fn mark(xml: &mut Xml, mark: &str) {
    xml.open("w:r", &[]);
    xml.open("w:rPr", &[]);
    xml.empty("w:rStyle", &[("w:val", "FootnoteReference")]);
    xml.empty("w:vertAlign", &[("w:val", "superscript")]);
    xml.close();
    xml.leaf("w:t", &[("xml:space", "preserve")], mark);
    xml.close();
}

/// Opens a table with columns of these widths, with lines or without.
fn table(xml: &mut Xml, paper: &Paper<'_>, widths: &[usize], ruled: bool) {
    xml.open_line("w:tbl", &[]);
    xml.open_line("w:tblPr", &[]);
    if paper.rtl {
        xml.empty_line("w:bidiVisual", &[]);
    }
    let whole: usize = widths.iter().sum();
    xml.empty_line("w:tblW", &[("w:w", &whole.to_string()), ("w:type", "dxa")]);
    if ruled {
        xml.open("w:tblBorders", &[]);
        for side in ["top", "bottom", "insideH"] {
            let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "auto")];
            xml.empty(&format!("w:{side}"), &line);
        }
        xml.close_line();
    }
    xml.empty_line("w:tblLayout", &[("w:type", "fixed")]);
    if !ruled {
        xml.open("w:tblCellMar", &[]);
        xml.empty("w:left", &[("w:w", "0"), ("w:type", "dxa")]);
        xml.empty("w:right", &[("w:w", "60"), ("w:type", "dxa")]);
        xml.close_line();
    }
    xml.close_line();
    xml.open("w:tblGrid", &[]);
    for width in widths {
        xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
    }
    xml.close_line();
}

/// Opens a cell.
fn cell(xml: &mut Xml, width: usize) {
    xml.open("w:tc", &[]);
    xml.open("w:tcPr", &[]);
    xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
    xml.close();
}

/// The masthead.
fn first_head(head: &MastheadLines, paper: &Paper<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open_line("w:hdr", SPACES);
    let widths = [TEXT / 2, TEXT - TEXT / 2];
    table(&mut xml, paper, &widths, false);
    let row = |xml: &mut Xml, left: &[(Role, &str)], right: &[(Role, &str)]| {
        xml.open_line("w:tr", &[]);
        for (lines, width) in [left, right].into_iter().zip(widths) {
            cell(xml, width);
            let lines: Vec<_> = lines.iter().filter(|(_, text)| glyphs::has_ink(text)).collect();
            for (role, text) in &lines {
                line(xml, paper, &paper.style(*role), text);
            }
            if lines.is_empty() {
                xml.empty("w:p", &[]);
            }
            xml.close_line();
        }
        xml.close_line();
    };
    row(
        &mut xml,
        &[(Role::Masthead, &head.proof), (Role::Masthead, &head.body)],
        &[(Role::Symbol, &head.symbols_joined())],
    );
    let organs: Vec<(Role, &str)> = head.organs.iter().map(|organ| (Role::Organ, organ.as_str())).collect();
    let facts = [
        (Role::Distribution, head.distribution.as_str()),
        (Role::MastheadDate, &head.date),
        (Role::Masthead, &head.version),
        (Role::Original, &head.original),
        (Role::Masthead, &head.re_typeset),
    ];
    row(&mut xml, &organs, &facts);
    xml.close_line();
    line(&mut xml, paper, "Header", "");
    xml.finish()
}

/// The head of a page after the first: the symbols, on the outer side.
fn running_head(head: &MastheadLines, paper: &Paper<'_>, right: bool) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open_line("w:hdr", SPACES);
    let symbols: Vec<&str> = head.symbols.iter().map(|symbol| symbol.whole.as_str()).collect();
    let symbols: &[&str] = if symbols.is_empty() { &[&head.body] } else { &symbols };
    for symbol in symbols {
        xml.open("w:p", &[]);
        paper.format_at(&mut xml, "Header", right);
        paper.words_as(&mut xml, symbol, &["w:b", "w:bCs"]);
        xml.close_line();
    }
    xml.finish()
}

/// The foot of the first page: job number with its bar code's figures, who issued it, what the body wants there.
fn first_foot(head: &MastheadLines, paper: &Paper<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open_line("w:ftr", SPACES);
    let barcode = if head.barcode.is_empty() { String::new() } else { format!("*{}*", head.barcode) };
    let lines = [&head.job_line, &barcode, &head.issued_by, &head.address, &head.foot];
    let mut some = false;
    for text in lines.into_iter().filter(|text| glyphs::has_ink(text)) {
        line(&mut xml, paper, "Footer", text);
        some = true;
    }
    if !some {
        line(&mut xml, paper, "Footer", "");
    }
    xml.finish()
}

/// The foot of a page after the first: the page, the number of pages, the job number.
fn running_foot(head: &MastheadLines, paper: &Paper<'_>, right: bool) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open_line("w:ftr", SPACES);
    xml.open("w:p", &[]);
    paper.format(&mut xml, "Footer", &[]);
    let tab = |xml: &mut Xml| {
        xml.open("w:r", &[]);
        xml.empty("w:tab", &[]);
        xml.close();
    };
    if right {
        paper.words(&mut xml, &head.job_number);
        tab(&mut xml);
    }
    for (at, field) in [" PAGE ", " NUMPAGES "].into_iter().enumerate() {
        if at > 0 {
            paper.words(&mut xml, "/");
        }
        xml.open("w:fldSimple", &[("w:instr", field)]);
        paper.words(&mut xml, "1");
        xml.close();
    }
    if !right {
        tab(&mut xml);
        paper.words(&mut xml, &head.job_number);
    }
    xml.close_line();
    if glyphs::has_ink(&head.foot) {
        line(&mut xml, paper, "Footer", &head.foot);
    }
    xml.finish()
}

/// The notes, after the two lines that part them from the text.
fn footnotes(notes: &[(Note, bool)], paper: &Paper<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open_line("w:footnotes", SPACES);
    for (id, kind, element) in
        [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
    {
        xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
        xml.open("w:p", &[]);
        xml.open("w:r", &[]);
        xml.empty(element, &[]);
        xml.close();
        xml.close();
        xml.close_line();
    }
    for (at, (note, own)) in notes.iter().enumerate() {
        xml.open("w:footnote", &[("w:id", &(at + 1).to_string())]);
        xml.open("w:p", &[]);
        paper.format(&mut xml, &paper.style(Role::Footnote), &[]);
        if *own {
            // The word processor shows nothing for the mark of a note that bears its own.
            mark(&mut xml, &note.mark);
        } else {
            xml.open("w:r", &[]);
            raised(&mut xml);
            xml.empty("w:footnoteRef", &[]);
            xml.close();
        }
        paper.words(&mut xml, &format!(" {}", note.text));
        xml.close();
        xml.close_line();
    }
    xml.finish()
}
