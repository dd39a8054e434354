//! A story: the body, a header, a note. Its XML becomes paragraphs and tables, in order.
//!
//! Nothing here calls itself: what is open is a list, and what is deeper than any page is taken as standing one step higher.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    signs,
    styles::{Own, Styles},
    xml::{attribute, local, number, on, prefix, reference},
};

/// How deep tables in tables, and boxes in boxes, are kept apart.
const DEEPEST: usize = 48;

/// The most paragraphs, rows and cells of a story that are read.
const MOST: usize = 400_000;

/// The most bytes of text of a story that are read.
const LONGEST: usize = 32 << 20;

/// One thing in a story.
#[derive(Debug)]
pub enum Piece {
    /// A paragraph.
    Paragraph(Box<Paragraph>),
    /// A table.
    Table(Table),
    /// Empty paragraphs.
    Blank,
}

/// A table.
#[derive(Debug, Default)]
pub struct Table {
    /// Its rows, each of its cells.
    pub rows: Vec<Vec<Vec<Piece>>>,
    /// Whether it has lines, or a row that heads each page: a table that only arranges has neither.
    pub ruled: bool,
}

/// A paragraph.
#[derive(Debug, Default)]
pub struct Paragraph {
    /// Its text.
    pub text: String,
    /// Its style.
    pub style: Option<String>,
    /// What it says itself, without its style.
    pub own: Own,
    /// Whether it stands in a frame.
    pub framed: bool,
    /// Whether it is a line of a table of contents.
    pub contents: bool,
    /// How many bytes at its beginning are a raised mark.
    pub raised: usize,
    /// What stands in it besides text, each with its place in the text.
    pub things: Vec<(usize, Thing)>,
    /// What text boxes hold that hang on it.
    pub boxes: Vec<Piece>,
    /// The section that ends with it.
    pub section: Option<usize>,
    /// Whether its end was taken out by a tracked change, so that the next one goes on with it.
    joined: bool,
    /// Whether nothing but a raised mark was read yet.
    raising: bool,
}

/// What may stand in a paragraph besides text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// The mark of a footnote.
    Footnote { id: String, mark: Option<String> },
    /// The mark of an endnote.
    Endnote { id: String, mark: Option<String> },
    /// Text that a tracked change took out.
    Deleted,
    /// Text that a tracked change put in.
    Inserted,
    /// Hidden text.
    Hidden,
    /// A picture with what is said about it, and its width and height where they are known.
    Picture { said: String, size: Option<(u64, u64)>, file: Option<String> },
    /// A formula.
    Formula,
    /// Small letters over others that tell how to read them.
    Reading,
    /// A sign of a font that is not known.
    Sign,
    /// A comment.
    Comment,
    /// An entity that the file defines itself.
    Entity,
    /// A file put in whole.
    Foreign,
}

/// A section: how its pages begin and what stands at their heads and feet.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Headers by their kind (`first`, `default`, `even`): identities of relations.
    pub headers: Vec<(String, String)>,
    /// Footers.
    pub footers: Vec<(String, String)>,
    /// Whether the first page has its own.
    pub own_first: bool,
    /// Whether it begins no new page.
    pub goes_on: bool,
    /// The page's width and height, in twentieths of a point.
    pub page: Option<(u64, u64)>,
    /// Notes' formats, where it says them.
    pub notes: NoteFormats,
}

/// How notes are numbered.
#[derive(Clone, Debug, Default)]
pub struct NoteFormats {
    /// The format of footnotes' numbers.
    pub footnotes: Option<String>,
    /// The first footnote's number.
    pub footnotes_from: Option<u32>,
    /// Whether footnotes begin again with each section.
    pub footnotes_anew: bool,
    /// The format of endnotes' numbers.
    pub endnotes: Option<String>,
    /// The first endnote's number.
    pub endnotes_from: Option<u32>,
}

/// What a part's XML comes to.
#[derive(Default)]
pub struct Story {
    /// The body, or a header's or footer's text.
    pub pieces: Vec<Piece>,
    /// Notes by their identity, where the part holds notes.
    pub notes: Vec<(String, Vec<Piece>)>,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// How notes are numbered, where the part says so for all sections.
    pub note_formats: NoteFormats,
    /// What was wrong with the XML.
    pub fault: Option<String>,
    /// Whether there was more than is read.
    pub too_long: bool,
}

/// Elements that are open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Other,
    Paragraph,
    ParagraphFormat,
    ParagraphMark,
    Run,
    RunFormat,
    Text,
    Instruction,
    Table,
    Row,
    Cell,
    RowFormat,
    Borders,
    Section,
    NoteFormat(bool),
    TextBox,
    Drawing,
    SimpleField,
    Note,
    ContentFormat,
}

/// What holds pieces.
enum Level {
    Pieces(Vec<Piece>),
    Table(Table),
    /// A row's cells, and whether a tracked change took the row out.
    Row(Vec<Vec<Piece>>, bool),
}

/// A run: its characters' format.
#[derive(Clone, Copy, Default)]
struct Run {
    hidden: Option<bool>,
    style_hidden: Option<bool>,
    raised: bool,
    /// The text after a note's own mark belongs to the mark.
    mark_follows: bool,
}

/// A field: its instruction, and whether its result has begun.
#[derive(Default)]
struct Field {
    instruction: String,
    result: bool,
}

impl Field {
    fn is(&self, words: &[&str]) -> bool {
        let first = self.instruction.split_whitespace().next().unwrap_or_default();
        words.iter().any(|word| word.eq_ignore_ascii_case(first))
    }

    /// Whether the result is a page's number, which the file keeps only as it was when last printed.
    fn counts_pages(&self) -> bool {
        self.is(&["PAGE", "NUMPAGES", "SECTIONPAGES"])
    }
}

/// A drawing: what is said of it, its size, and whether it shows anything: lines and frames are drawn too.
#[derive(Default)]
struct Drawing {
    said: String,
    size: Option<(u64, u64)>,
    /// The relation that leads to its file.
    file: Option<String>,
    shows: bool,
}

/// Reads the XML of a part.
pub fn read(xml: &str, styles: &Styles) -> Story {
    let mut reading = Reading {
        styles,
        prefix: prefix(xml),
        story: Story::default(),
        open: Vec::new(),
        levels: vec![Level::Pieces(Vec::new())],
        paragraphs: Vec::new(),
        joining: None,
        runs: Vec::new(),
        fields: Vec::new(),
        drawings: Vec::new(),
        section: None,
        note: String::new(),
        skipped: 0,
        count: 0,
        length: 0,
        buffer: String::new(),
        keep_space: false,
        placeholder: false,
    };
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => reading.start(&start, false),
            Ok(Event::Empty(start)) => reading.start(&start, true),
            Ok(Event::End(_)) => reading.end(),
            Ok(Event::Text(text)) if reading.takes_text() => reading.buffer.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) if reading.takes_text() => reading.buffer.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(found)) if reading.takes_text() => match reference(&found) {
                Some(c) => reading.buffer.push(c),
                None => reading.thing(Thing::Entity),
            },
            Ok(Event::Eof) => {
                if !reading.open.is_empty() || reading.skipped > 0 {
                    reading.story.fault = Some("it ends too early".to_owned());
                }
                break;
            }
            Ok(_) => {}
            Err(error) => {
                reading.story.fault = Some(error.to_string());
                break;
            }
        }
    }
    reading.close()
}

struct Reading<'s> {
    styles: &'s Styles,
    prefix: String,
    story: Story,
    open: Vec<Open>,
    levels: Vec<Level>,
    paragraphs: Vec<Paragraph>,
    /// A paragraph whose end was taken out, and how many levels were open around it.
    joining: Option<(usize, Paragraph)>,
    runs: Vec<Run>,
    fields: Vec<Field>,
    drawings: Vec<Drawing>,
    section: Option<Section>,
    note: String,
    /// How many elements are open of which nothing is taken.
    skipped: usize,
    count: usize,
    length: usize,
    buffer: String,
    keep_space: bool,
    placeholder: bool,
}

impl Reading<'_> {
    fn takes_text(&self) -> bool {
        self.skipped == 0 && matches!(self.open.last(), Some(Open::Text | Open::Instruction))
    }

    fn start(&mut self, start: &BytesStart<'_>, empty: bool) {
        if self.skipped > 0 {
            self.skipped += usize::from(!empty);
            return;
        }
        let full = start.name();
        let open = match full.as_ref().strip_prefix(self.prefix.as_str()) {
            Some(name) if !name.contains(':') => self.word(name, start),
            _ => self.foreign(local(full.as_ref()), start),
        };
        match open {
            Some(open) if empty => self.closed(open),
            Some(open) => self.open.push(open),
            None => self.skipped = usize::from(!empty),
        }
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else if let Some(open) = self.open.pop() {
            self.closed(open);
        }
    }

    /// One of the word processor's own elements: what is open with it, or nothing if it is passed over whole.
    fn word(&mut self, name: &str, start: &BytesStart<'_>) -> Option<Open> {
        let inside = self.open.last().copied().unwrap_or(Open::Other);
        let in_format = matches!(inside, Open::ParagraphFormat | Open::ParagraphMark | Open::RowFormat);
        Some(match name {
            "p" => {
                self.begin_paragraph();
                Open::Paragraph
            }
            "pPr" if inside == Open::Paragraph => Open::ParagraphFormat,
            "numPr" if inside == Open::ParagraphFormat => Open::ParagraphFormat,
            "rPr" if inside == Open::ParagraphFormat => Open::ParagraphMark,
            "r" => {
                self.runs.push(Run::default());
                Open::Run
            }
            "rPr" if inside == Open::Run => Open::RunFormat,
            "t" => {
                self.keep_space = attribute(start, "space").is_some_and(|space| space == "preserve");
                Open::Text
            }
            "instrText" => Open::Instruction,
            // What a tracked change took out: an end of a paragraph, a row, words.
            "del" | "moveFrom" if in_format => {
                if inside == Open::ParagraphMark
                    && let Some(paragraph) = self.paragraphs.last_mut()
                {
                    paragraph.joined = true;
                } else if let (Open::RowFormat, Some(Level::Row(_, gone))) = (inside, self.levels.last_mut()) {
                    *gone = true;
                }
                Open::Other
            }
            "del" | "moveFrom" => {
                self.thing(Thing::Deleted);
                return None;
            }
            // What a format was before a change.
            "delText" | "delInstrText" | "pPrChange" | "rPrChange" | "sectPrChange" | "tblPrChange" | "tcPrChange"
            | "trPrChange" | "tblGridChange" | "numberingChange" | "tblPrExChange" => return None,
            "ins" | "moveTo" => {
                if !in_format {
                    self.thing(Thing::Inserted);
                }
                Open::Other
            }
            "tbl" if self.levels.len() < DEEPEST => {
                self.levels.push(Level::Table(Table::default()));
                Open::Table
            }
            "tr" if matches!(self.levels.last(), Some(Level::Table(_))) => {
                self.count += 1;
                self.levels.push(Level::Row(Vec::new(), false));
                Open::Row
            }
            "tc" if matches!(self.levels.last(), Some(Level::Row(..))) => {
                self.count += 1;
                self.levels.push(Level::Pieces(Vec::new()));
                Open::Cell
            }
            "trPr" => Open::RowFormat,
            "tblBorders" | "tcBorders" => Open::Borders,
            "sectPr" => {
                self.section = Some(Section::default());
                Open::Section
            }
            "footnotePr" => Open::NoteFormat(true),
            "endnotePr" => Open::NoteFormat(false),
            "txbxContent" if self.levels.len() < DEEPEST && !self.paragraphs.is_empty() => {
                self.levels.push(Level::Pieces(Vec::new()));
                Open::TextBox
            }
            "footnote" | "endnote" if !matches!(inside, Open::NoteFormat(_)) => {
                // The line between the text and its notes is kept among the notes.
                if attribute(start, "type").is_some_and(|kind| kind != "normal") {
                    return None;
                }
                self.note = attribute(start, "id").unwrap_or_default().into_owned();
                self.levels.push(Level::Pieces(Vec::new()));
                Open::Note
            }
            "fldSimple" => {
                let instruction = attribute(start, "instr").unwrap_or_default().into_owned();
                self.fields.push(Field { instruction, result: true });
                Open::SimpleField
            }
            "sdtPr" => {
                self.placeholder = false;
                Open::ContentFormat
            }
            // What a form asks for is not what was written in it.
            "sdtContent" if std::mem::take(&mut self.placeholder) => return None,
            "rt" => {
                self.thing(Thing::Reading);
                return None;
            }
            "drawing" | "pict" | "object" => {
                self.drawings.push(Drawing::default());
                Open::Drawing
            }
            "altChunk" | "subDoc" => {
                self.foreign_file();
                Open::Other
            }
            name => {
                self.small(name, start, inside);
                Open::Other
            }
        })
    }

    /// Elements that hold nothing themselves.
    fn small(&mut self, name: &str, start: &BytesStart<'_>, inside: Open) {
        match inside {
            Open::Run => self.in_run(name, start),
            Open::RunFormat => {
                let styled = (name == "rStyle").then(|| attribute(start, "val")).flatten();
                let styled = styled.and_then(|id| self.styles.hidden(&id));
                let Some(run) = self.runs.last_mut() else { return };
                match name {
                    "vanish" => run.hidden = Some(on(start)),
                    "rStyle" => run.style_hidden = styled,
                    "vertAlign" => run.raised = attribute(start, "val").is_some_and(|at| at == "superscript"),
                    _ => {}
                }
            }
            Open::ParagraphFormat => {
                let Some(paragraph) = self.paragraphs.last_mut() else { return };
                match name {
                    "pStyle" => paragraph.style = attribute(start, "val").map(|id| id.into_owned()),
                    "framePr" => paragraph.framed = true,
                    name => paragraph.own.take(name, start),
                }
            }
            Open::Section => {
                let Some(section) = &mut self.section else { return };
                match name {
                    "headerReference" | "footerReference" if section.headers.len() + section.footers.len() < 16 => {
                        let kind = attribute(start, "type").unwrap_or("default".into()).into_owned();
                        let id = attribute(start, "id").unwrap_or_default().into_owned();
                        let list = if name == "headerReference" { &mut section.headers } else { &mut section.footers };
                        list.push((kind, id));
                    }
                    "titlePg" => section.own_first = on(start),
                    "type" => section.goes_on = attribute(start, "val").is_some_and(|kind| kind == "continuous"),
                    "pgSz" => section.page = number(start, "w").zip(number(start, "h")),
                    _ => {}
                }
            }
            Open::NoteFormat(foot) => {
                let formats = match &mut self.section {
                    Some(section) => &mut section.notes,
                    None => &mut self.story.note_formats,
                };
                match (name, foot) {
                    ("numFmt", true) => formats.footnotes = attribute(start, "val").map(|format| format.into_owned()),
                    ("numFmt", false) => formats.endnotes = attribute(start, "val").map(|format| format.into_owned()),
                    ("numStart", true) => formats.footnotes_from = number(start, "val"),
                    ("numStart", false) => formats.endnotes_from = number(start, "val"),
                    ("numRestart", true) => {
                        formats.footnotes_anew = attribute(start, "val").is_some_and(|when| when == "eachSect");
                    }
                    _ => {}
                }
            }
            Open::RowFormat if name == "tblHeader" => self.ruled(),
            Open::Borders if attribute(start, "val").is_some_and(|line| line != "nil" && line != "none") => {
                self.ruled()
            }
            Open::ContentFormat if name == "showingPlcHdr" => self.placeholder = on(start),
            _ => {}
        }
    }

    fn in_run(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "tab" | "ptab" => self.text("\t"),
            "br" if attribute(start, "type").is_some_and(|kind| kind == "page") => self.text("\u{c}"),
            "br" | "cr" => self.text("\n"),
            "noBreakHyphen" => self.text("-"),
            "sym" => {
                let code = attribute(start, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let font = attribute(start, "font").unwrap_or_default();
                match code.and_then(|code| signs::sign(&font, code)) {
                    Some(c) => self.text(c.encode_utf8(&mut [0; 4])),
                    None => {
                        self.thing(Thing::Sign);
                        self.text("\u{fffd}");
                    }
                }
            }
            "footnoteReference" | "endnoteReference" => {
                let id = attribute(start, "id").unwrap_or_default().into_owned();
                let own = attribute(start, "customMarkFollows").is_some_and(|f| f != "0" && f != "false");
                let mark = own.then(String::new);
                let foot = name == "footnoteReference";
                self.thing(if foot { Thing::Footnote { id, mark } } else { Thing::Endnote { id, mark } });
                if let Some(run) = self.runs.last_mut() {
                    run.mark_follows = own;
                }
            }
            "commentReference" => self.thing(Thing::Comment),
            "fldChar" => match attribute(start, "fldCharType").as_deref() {
                Some("begin") if self.fields.len() < DEEPEST => self.fields.push(Field::default()),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.result = true;
                    }
                }
                Some("end") => {
                    self.fields.pop();
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// An element of another name: drawings, formulas, and what a writer gives besides for older programs.
    fn foreign(&mut self, name: &str, start: &BytesStart<'_>) -> Option<Open> {
        match name {
            // The same again for older programs.
            "Fallback" => return None,
            "oMath" | "oMathPara" => {
                self.thing(Thing::Formula);
                return None;
            }
            _ => {}
        }
        let Some(drawing) = self.drawings.last_mut() else { return Some(Open::Other) };
        match name {
            "docPr" => {
                let said = attribute(start, "descr").filter(|said| !said.trim().is_empty());
                if let Some(said) = said.or_else(|| attribute(start, "title")) {
                    drawing.said = said.into_owned();
                }
            }
            "extent" => drawing.size = number(start, "cx").zip(number(start, "cy")).or(drawing.size),
            "shape" | "rect" => {
                if let Some(said) = attribute(start, "alt") {
                    drawing.said = said.into_owned();
                }
            }
            "blip" => drawing.file = attribute(start, "embed").map(|id| id.into_owned()).or(drawing.file.take()),
            "imagedata" => {
                drawing.shows = true;
                drawing.file = attribute(start, "id").map(|id| id.into_owned()).or(drawing.file.take());
            }
            "pic" | "chart" | "relIds" | "contentPart" => drawing.shows = true,
            _ => {}
        }
        Some(Open::Other)
    }

    /// The innermost table has lines.
    fn ruled(&mut self) {
        let table = self.levels.iter_mut().rev().find_map(|level| match level {
            Level::Table(table) => Some(table),
            _ => None,
        });
        if let Some(table) = table {
            table.ruled = true;
        }
    }

    /// A file put in whole stands between paragraphs.
    fn foreign_file(&mut self) {
        let mut paragraph = Paragraph::default();
        paragraph.things.push((0, Thing::Foreign));
        self.put(Piece::Paragraph(Box::new(paragraph)));
    }

    /// Something in the paragraph that is no text.
    fn thing(&mut self, thing: Thing) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            let at = paragraph.text.len();
            // The same again at the same place says nothing more.
            if paragraph.things.last().is_none_or(|last| *last != (at, thing.clone())) {
                paragraph.things.push((at, thing));
            }
        }
    }

    /// Text in the run that is open.
    fn text(&mut self, text: &str) {
        if self.fields.iter().any(|field| !field.result || field.counts_pages()) {
            return;
        }
        let run = self.runs.last().copied().unwrap_or_default();
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let hidden = || self.styles.get(paragraph.style.as_deref()).own.hidden;
        if run.hidden.or(run.style_hidden).or_else(hidden).unwrap_or(false) {
            if text.contains(char::is_alphanumeric) {
                self.thing(Thing::Hidden);
            }
            return;
        }
        if run.mark_follows
            && let Some((_, Thing::Footnote { mark, .. } | Thing::Endnote { mark, .. })) = paragraph.things.last_mut()
        {
            mark.get_or_insert_default().push_str(text.trim());
            return;
        }
        self.length = self.length.saturating_add(text.len());
        if self.length > LONGEST {
            self.story.too_long = true;
            return;
        }
        if paragraph.raising && run.raised && text.chars().count() <= 4 {
            let lead = paragraph.text.len() - paragraph.text.trim_start().len();
            paragraph.raised = lead + text.len();
        }
        paragraph.raising &= text.trim().is_empty();
        // A hyphen that is seen only at a line's end is part of no word.
        let shown = text.chars().filter(|c| *c != '\u{ad}');
        paragraph.text.extend(shown);
    }

    fn begin_paragraph(&mut self) {
        self.count += 1;
        let here = self.levels.len() + self.paragraphs.len();
        let before = self.joining.take_if(|(level, _)| *level == here).map(|(_, paragraph)| paragraph);
        let mut paragraph = before.map_or_else(Paragraph::default, |before| Paragraph {
            text: before.text,
            things: before.things,
            boxes: before.boxes,
            ..Paragraph::default()
        });
        paragraph.raising = paragraph.text.trim().is_empty();
        paragraph.contents = self.in_contents();
        self.paragraphs.push(paragraph);
    }

    /// Whether a table of contents is open.
    fn in_contents(&self) -> bool {
        self.fields.iter().any(|field| field.is(&["TOC"]))
    }

    fn end_paragraph(&mut self) {
        let contents = self.in_contents();
        for field in &mut self.fields {
            // An instruction ends with its paragraph at the latest: what follows one without an end is not lost.
            field.result = true;
        }
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        paragraph.contents |= contents;
        if paragraph.joined && self.joining.is_none() {
            paragraph.joined = false;
            self.joining = Some((self.levels.len() + self.paragraphs.len(), paragraph));
            return;
        }
        self.put_paragraph(paragraph);
    }

    fn put_paragraph(&mut self, paragraph: Paragraph) {
        let empty = paragraph.text.trim().is_empty()
            && paragraph.things.is_empty()
            && paragraph.boxes.is_empty()
            && paragraph.section.is_none()
            && !paragraph.text.contains('\u{c}')
            && paragraph.own.new_page.is_none();
        self.put(if empty { Piece::Blank } else { Piece::Paragraph(Box::new(paragraph)) });
    }

    /// Puts a piece where it belongs: into the innermost thing that holds pieces.
    fn put(&mut self, piece: Piece) {
        if self.count > MOST {
            self.story.too_long = true;
            return;
        }
        let innermost = self.levels.iter_mut().rev().find_map(|level| match level {
            Level::Pieces(pieces) => Some(pieces),
            _ => None,
        });
        if let Some(pieces) = innermost
            && !(matches!(piece, Piece::Blank) && matches!(pieces.last(), Some(Piece::Blank)))
        {
            pieces.push(piece);
        }
    }

    /// What waits for a paragraph that does not come, at the end of what holds it.
    fn settle(&mut self) {
        let here = self.levels.len() + self.paragraphs.len();
        if let Some((_, paragraph)) = self.joining.take_if(|(level, _)| *level >= here) {
            self.put_paragraph(paragraph);
        }
    }

    fn closed(&mut self, open: Open) {
        match open {
            Open::Paragraph => self.end_paragraph(),
            Open::Run => {
                self.runs.pop();
            }
            Open::Text => {
                let buffer = std::mem::take(&mut self.buffer);
                let kept = if self.keep_space { buffer.as_str() } else { buffer.trim_matches([' ', '\n', '\r', '\t']) };
                if !kept.is_empty() {
                    self.text(&kept.replace(['\n', '\r'], " "));
                }
            }
            Open::Instruction => {
                let buffer = std::mem::take(&mut self.buffer);
                if let Some(field) = self.fields.last_mut().filter(|field| field.instruction.len() < 200) {
                    field.instruction.push_str(&buffer);
                }
            }
            Open::Table => {
                if let Some(Level::Table(table)) = self.levels.pop_if(|level| matches!(level, Level::Table(_))) {
                    self.put(Piece::Table(table));
                }
            }
            Open::Row => {
                let row = self.levels.pop_if(|level| matches!(level, Level::Row(..)));
                if let (Some(Level::Row(cells, gone)), Some(Level::Table(table))) = (row, self.levels.last_mut())
                    && !gone
                    && self.count <= MOST
                {
                    table.rows.push(cells);
                }
            }
            Open::Cell => {
                self.settle();
                let cell = self.levels.pop_if(|level| matches!(level, Level::Pieces(_)));
                if let (Some(Level::Pieces(pieces)), Some(Level::Row(cells, _))) = (cell, self.levels.last_mut())
                    && self.count <= MOST
                {
                    cells.push(pieces);
                }
            }
            Open::TextBox => {
                self.settle();
                let content = self.levels.pop_if(|level| matches!(level, Level::Pieces(_)));
                if let (Some(Level::Pieces(pieces)), Some(paragraph)) = (content, self.paragraphs.last_mut()) {
                    paragraph.boxes.extend(pieces);
                }
            }
            Open::Note => {
                self.settle();
                if let Some(Level::Pieces(pieces)) = self.levels.pop_if(|level| matches!(level, Level::Pieces(_))) {
                    self.story.notes.push((std::mem::take(&mut self.note), pieces));
                }
            }
            Open::Section => {
                if let Some(section) = self.section.take() {
                    if let Some(paragraph) = self.paragraphs.last_mut() {
                        paragraph.section = Some(self.story.sections.len());
                    }
                    self.story.sections.push(section);
                }
            }
            Open::SimpleField => {
                self.fields.pop();
            }
            Open::Drawing => {
                if let Some(drawing) = self.drawings.pop().filter(|drawing| drawing.shows) {
                    self.thing(Thing::Picture { said: drawing.said, size: drawing.size, file: drawing.file });
                }
            }
            _ => {}
        }
    }

    /// The end, or a fault: what is open is closed, and what was read is kept.
    fn close(mut self) -> Story {
        while let Some(open) = self.open.pop() {
            self.closed(open);
        }
        self.settle();
        if let Some(Level::Pieces(pieces)) = self.levels.into_iter().next() {
            self.story.pieces = pieces;
        }
        self.story
    }
}
