//! Laying out: paragraphs and tables become the lines of one text, each with what its style says.

use std::collections::{BTreeMap, HashMap};

use chancery_model::{finding::Doubt, text::Span, vocabulary::Role};

use super::{
    numbering::{Counters, Numbering},
    story::{Paragraph, Piece, Section, Table, Thing},
    styles::Styles,
};
use crate::{
    doubt,
    formats::{Mark, PICTURE},
};

/// A line longer than this, in characters, is running text: what stands beside it is set apart from it.
const LONG: usize = 90;

/// How much more space than usual sets two lines apart, in twentieths of a point.
const APART: i32 = 60;

/// The most doubts of one kind that are told one by one.
const MOST_TOLD: usize = 50;

/// English Metric Units in a twentieth of a point.
const UNITS: u64 = 635;

/// What laying out gives, line by line.
pub struct Layout<'p> {
    /// The text.
    pub text: String,
    /// What the styles say of its lines.
    pub marks: Vec<Mark>,
    /// Where pictures stand, and the relations that lead to their files.
    pub pictures: Vec<(usize, String)>,
    styles: &'p Styles,
    numbering: &'p Numbering,
    counters: Counters,
    notes: &'p Notes,
    sections: &'p [Section],
    section: usize,
    /// Whether the next line is set apart from the last one.
    apart: bool,
    /// The last line: how long, whether marked, and the space below it.
    last: Option<(usize, bool, i32)>,
    /// The space that stands between most short lines.
    usual: i32,
    place: Where,
    told: BTreeMap<&'static str, (usize, Span)>,
    doubts: Vec<Doubt>,
}

/// The notes of a file, by their identity.
#[derive(Default)]
pub struct Notes {
    /// Footnotes.
    pub footnotes: HashMap<String, Vec<Piece>>,
    /// Endnotes.
    pub endnotes: HashMap<String, Vec<Piece>>,
}

/// Where on the page a story stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// In the text.
    Body,
    /// At the head of the first page.
    Masthead,
    /// At the head of the others.
    Head,
    /// At the foot.
    Foot,
    /// In a note.
    Note,
}

impl<'p> Layout<'p> {
    /// A layout without lines yet.
    pub fn new(styles: &'p Styles, numbering: &'p Numbering, notes: &'p Notes, sections: &'p [Section]) -> Self {
        Layout {
            text: String::new(),
            marks: Vec::new(),
            pictures: Vec::new(),
            styles,
            numbering,
            counters: Counters::default(),
            notes,
            sections,
            section: 0,
            apart: false,
            last: None,
            usual: 0,
            place: Where::Body,
            told: BTreeMap::new(),
            doubts: Vec::new(),
        }
    }

    /// Lays out one story.
    pub fn story(&mut self, pieces: &[Piece], place: Where) {
        self.place = place;
        self.usual = self.usual_space(pieces);
        self.apart = true;
        self.pieces(pieces);
        self.apart = true;
    }

    /// A new page.
    pub fn new_page(&mut self) {
        if self.text.is_empty() || self.text.ends_with('\u{c}') || self.place != Where::Body {
            return;
        }
        self.text.push_str("\n\u{c}");
        self.last = None;
    }

    /// What is doubted, with the places.
    pub fn doubts(mut self) -> (String, Vec<Mark>, Vec<Doubt>) {
        for (code, (count, span)) in std::mem::take(&mut self.told) {
            if count > MOST_TOLD {
                let more = count - MOST_TOLD;
                self.doubts.push(doubt(code, format!("the same {more} times more, first here"), span, None));
            }
        }
        (self.text, self.marks, self.doubts)
    }

    fn tell(&mut self, code: &'static str, message: &str, at: usize) {
        let span = Span::new(at, at);
        let (count, first_untold) = self.told.entry(code).or_insert((0, span));
        *count += 1;
        if *count <= MOST_TOLD {
            self.doubts.push(doubt(code, message, span, None));
        } else if *count == MOST_TOLD + 1 {
            *first_untold = span;
        }
    }

    /// The least space between two short lines: more than that is meant to set apart.
    fn usual_space(&self, pieces: &[Piece]) -> i32 {
        let short = |piece: &Piece| match piece {
            Piece::Paragraph(paragraph) if paragraph.text.trim().chars().count() <= LONG => {
                let own = paragraph.own.or(&self.styles.get(paragraph.style.as_deref()).own);
                Some((own.before.unwrap_or(0), own.after.unwrap_or(0)))
            }
            _ => None,
        };
        let pairs = pieces.iter().zip(pieces.iter().skip(1));
        pairs.filter_map(|(a, b)| Some(short(a)?.1.saturating_add(short(b)?.0))).min().unwrap_or(0)
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Blank => self.apart = true,
                Piece::Paragraph(paragraph) => self.paragraph(paragraph),
                Piece::Table(table) if self.arranges(table) => {
                    for cell in table.rows.iter().flatten() {
                        self.apart = true;
                        self.pieces(cell);
                    }
                    self.apart = true;
                }
                Piece::Table(table) => {
                    self.apart = true;
                    table.rows.iter().for_each(|row| self.row(row));
                    self.apart = true;
                }
            }
        }
    }

    /// Whether a table only arranges what stands in it: one row of several paragraphs, one column, a masthead.
    fn arranges(&self, table: &Table) -> bool {
        if self.place != Where::Body && self.place != Where::Note {
            return true;
        }
        let filled = |cell: &&Vec<Piece>| cell.iter().any(|piece| !matches!(piece, Piece::Blank));
        let one_row = table.rows.len() == 1;
        let many = |cell: &Vec<Piece>| cell.iter().filter(|piece| !matches!(piece, Piece::Blank)).count() > 1;
        let one_column = table.rows.iter().all(|row| row.iter().filter(filled).count() <= 1) && table.rows.len() < 40;
        one_row && (!table.ruled || table.rows.iter().flatten().any(many))
            || one_column
            || table.rows.iter().flatten().flatten().any(|piece| match piece {
                Piece::Paragraph(paragraph) => self
                    .styles
                    .get(paragraph.style.as_deref())
                    .role
                    .is_some_and(|role| role.is_masthead() || is_title(role)),
                _ => false,
            })
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let resolved = self.styles.get(paragraph.style.as_deref());
        let own = paragraph.own.or(&resolved.own);
        if own.new_page == Some(true) {
            self.new_page();
        }
        let blank = paragraph.text.trim().is_empty();
        let mut number = if blank { None } else { self.numbering.next(own.number, &mut self.counters) };
        let mut level =
            if own.outline.is_some() { own.outline.map_or(1, |outline| outline + 1) } else { resolved.level };
        let mut role = resolved.role;
        if paragraph.contents {
            role = Some(Role::Contents);
        }
        let starred = paragraph.framed && paragraph.text.trim_start().starts_with('*');
        let raised = paragraph.raised > 0 && paragraph.raised < paragraph.text.len();
        if starred || raised && matches!(role, None | Some(Role::Paragraph | Role::Footnote)) {
            role = Some(Role::Footnote);
        }
        let mark = raised.then(|| paragraph.text.get(..paragraph.raised)).flatten().map(|mark| mark.trim().to_owned());
        if role.is_none() && has_typed_number(&paragraph.text) {
            role = Some(Role::Paragraph);
        }
        match (&number, role) {
            (Some(shown), None | Some(Role::Paragraph)) => {
                let item = !shown.counts || shown.level > 1 || !shown.text.ends_with(['.', '、', '．']);
                role = Some(if item { Role::ListItem } else { Role::Paragraph });
                level = shown.level;
            }
            (None, None) if own.outline.is_some() => role = Some(Role::Heading),
            _ => {}
        }
        match self.place {
            Where::Masthead => role = role.filter(|role| role.is_masthead()).or(Some(Role::Masthead)),
            Where::Head => role = Some(Role::RunningHead),
            Where::Foot => role = Some(Role::RunningFoot),
            Where::Body | Where::Note => {}
        }
        let mark = mark.filter(|mark| role == Some(Role::Footnote) && !mark.is_empty());
        // A mark that is kept apart from the text does not stand in it as well.
        let text = if mark.is_some() { paragraph.text.get(paragraph.raised..) } else { None };
        let text = text.unwrap_or(&paragraph.text);
        let number = number.take().map(|shown| shown.text).or(mark);
        let start = self.text.len();
        if blank {
            for _ in 0..paragraph.text.matches('\u{c}').count() {
                self.new_page();
            }
        } else {
            let space = self.last.map_or(0, |(_, _, after)| after.saturating_add(own.before.unwrap_or(0)));
            self.apart |= space > self.usual.saturating_add(APART);
            self.line(text, role, level, number);
            if let Some(last) = &mut self.last {
                last.2 = own.after.unwrap_or(0);
            }
        }
        // Where a thing stands is counted from the line's end, since tabs before the line may be gone.
        let (end, whole) = (self.text.len(), paragraph.text.trim_end().len());
        self.things(paragraph, |at| end.saturating_sub(whole.saturating_sub(at)).max(start), blank);
        if !paragraph.boxes.is_empty() {
            self.apart = true;
            self.pieces(&paragraph.boxes);
            self.apart = true;
        }
        if let Some(section) = paragraph.section
            && self.place == Where::Body
        {
            self.section = section + 1;
            if self.sections.get(self.section).is_some_and(|next| !next.goes_on) {
                self.new_page();
            }
            self.apart = true;
        }
    }

    /// Puts a line (or several, of one paragraph) into the text.
    fn line(&mut self, text: &str, role: Option<Role>, level: u8, number: Option<String>) {
        let text = text.trim_end().trim_start_matches(['\n', '\u{c}']);
        if text.trim().is_empty() {
            return;
        }
        let length = text.trim().chars().count();
        let marked = role.is_some_and(|role| !role.is_masthead());
        let apart = self.apart
            || length > LONG
            || self.last.is_some_and(|(before, was_marked, _)| before > LONG || marked || was_marked);
        if !self.text.is_empty() && !self.text.ends_with('\u{c}') {
            self.text.push_str(if apart { "\n\n" } else { "\n" });
        }
        // What stands before the first word is the page's: tabs that bring it to its place.
        let start = self.text.len();
        self.text.push_str(if role.is_some() { text.trim_start() } else { text });
        if let Some(role) = role {
            self.marks.push(Mark { span: Span::new(start, self.text.len()), role, level, number });
        }
        self.last = Some((length, marked, 0));
        self.apart = false;
    }

    /// A row of a table in one line, its cells parted by tabs.
    fn row(&mut self, row: &[Vec<Piece>]) {
        let mut cells = Vec::new();
        let mut bearing: Vec<(usize, &Paragraph)> = Vec::new();
        let mut length = 0;
        for cell in row {
            let mut text = String::new();
            self.cell(cell, &mut text, length, &mut bearing);
            length += text.len() + 1;
            cells.push(text);
        }
        let line = cells.join("\t");
        // A cell without words keeps its place, the first one too.
        let line = line.trim_end();
        if !line.trim().is_empty() {
            let number = None;
            let before = self.last;
            self.last = before.map(|(_, marked, space)| (0, marked && self.apart, space));
            let apart = self.apart;
            self.row_line(line, number, apart);
        }
        let start = self.text.len().saturating_sub(line.len());
        for (at, paragraph) in bearing {
            self.things(paragraph, |inside| start + at + inside, paragraph.text.trim().is_empty());
            if !paragraph.boxes.is_empty() {
                self.pieces(&paragraph.boxes);
            }
        }
    }

    fn row_line(&mut self, line: &str, number: Option<String>, apart: bool) {
        if !self.text.is_empty() && !self.text.ends_with('\u{c}') {
            self.text.push_str(if apart { "\n\n" } else { "\n" });
        }
        let start = self.text.len();
        self.text.push_str(line);
        self.marks.push(Mark { span: Span::new(start, self.text.len()), role: Role::TableRow, level: 0, number });
        self.last = Some((0, true, 0));
        self.apart = false;
    }

    /// The words of a cell in one line, tables inside it too.
    fn cell<'c>(
        &mut self,
        pieces: &'c [Piece],
        out: &mut String,
        base: usize,
        bearing: &mut Vec<(usize, &'c Paragraph)>,
    ) {
        for piece in pieces {
            match piece {
                Piece::Blank => {}
                Piece::Paragraph(paragraph) => {
                    let blank = paragraph.text.trim().is_empty();
                    let own = paragraph.own.or(&self.styles.get(paragraph.style.as_deref()).own);
                    let number = if blank { None } else { self.numbering.next(own.number, &mut self.counters) };
                    if !blank && !out.is_empty() {
                        out.push(' ');
                    }
                    if let Some(shown) = number {
                        out.push_str(&shown.text);
                        out.push(' ');
                    }
                    if !paragraph.things.is_empty() || !paragraph.boxes.is_empty() {
                        bearing.push((base + out.len(), paragraph));
                    }
                    let mut words = paragraph.text.split_whitespace();
                    out.extend(words.next());
                    words.for_each(|word| {
                        out.push(' ');
                        out.push_str(word);
                    });
                }
                Piece::Table(table) => {
                    table.rows.iter().flatten().for_each(|cell| self.cell(cell, out, base, bearing));
                }
            }
        }
    }

    /// What stands in a paragraph besides text: notes and pictures after it, the rest told.
    fn things(&mut self, paragraph: &Paragraph, place: impl Fn(usize) -> usize, blank: bool) {
        for (at, thing) in &paragraph.things {
            let at = self.text.floor_char_boundary(place(*at));
            match thing {
                Thing::Footnote { id, mark } => self.note(id, mark.clone(), true, at),
                Thing::Endnote { id, mark } => self.note(id, mark.clone(), false, at),
                Thing::Picture { said, size, file } => {
                    let said_whole = self.styles.get(paragraph.style.as_deref()).role == Some(Role::FacsimilePage);
                    self.picture(said, *size, file.as_deref(), blank, said_whole);
                }
                Thing::Deleted => {
                    self.tell("DELETED_TEXT", "words that a tracked change took out were left out", at);
                }
                Thing::Inserted => {
                    self.tell(
                        "INSERTED_TEXT",
                        "words that a tracked change put in, and nobody accepted, were kept",
                        at,
                    );
                }
                Thing::Hidden => self.tell("HIDDEN_TEXT", "hidden text was left out", at),
                Thing::Formula => self.tell("UNREAD_FORMULA", "a formula was left out", at),
                Thing::Reading => self.tell("UNREAD_RUBY", "small letters over others were left out", at),
                Thing::Sign => self.tell("UNKNOWN_SIGN", "a sign of a font of signs is not known", at),
                Thing::Comment => self.tell("COMMENT", "a comment was left out", at),
                Thing::Entity => {
                    self.tell("UNRESOLVED_ENTITY", "an entity that the file defines itself was not put in", at);
                }
                Thing::Foreign => self.tell("UNREAD_PART", "a file put in whole was not read", at),
            }
        }
    }

    /// A note, after the paragraph that bears its mark.
    fn note(&mut self, id: &str, mark: Option<String>, foot: bool, at: usize) {
        if self.place != Where::Body {
            return;
        }
        let notes = self.notes;
        let Some(pieces) = (if foot { notes.footnotes.get(id) } else { notes.endnotes.get(id) }) else {
            self.tell("NOTE_MISSING", "the note of this mark is not in the file", at);
            return;
        };
        let mut words = String::new();
        let mut bearing = Vec::new();
        self.cell(pieces, &mut words, 0, &mut bearing);
        self.apart = true;
        self.line(&words, Some(Role::Footnote), 0, mark);
        let start = self.text.len().saturating_sub(words.len());
        for (at, paragraph) in bearing {
            // A note in a note is none; what else stands in it is told.
            self.place = Where::Note;
            self.things(paragraph, |inside| start + at + inside, false);
            self.place = Where::Body;
        }
        self.apart = true;
    }

    fn picture(&mut self, said: &str, size: Option<(u64, u64)>, file: Option<&str>, alone: bool, said_whole: bool) {
        // Emblems and marks at the head and foot are the page's.
        if self.place != Where::Body {
            return;
        }
        const PAGE: (u64, u64) = (11_906, 16_838);
        let page = self.sections.get(self.section).and_then(|section| section.page).unwrap_or(PAGE);
        let fills = |side: u64, page: u64| side.saturating_mul(10) >= page.saturating_mul(UNITS).saturating_mul(6);
        let fits = size.is_some_and(|(width, height)| fills(width, page.0) && fills(height, page.1));
        let whole = alone && (fits || said_whole);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let role = if whole { Role::FacsimilePage } else { Role::Figure };
        self.apart = true;
        self.line(if said.is_empty() { PICTURE } else { &said }, Some(role), 0, None);
        let at = self.marks.last().map_or(0, |mark| mark.span.start);
        self.pictures.extend(file.map(|file| (at, file.to_owned())));
        if whole {
            self.tell("FACSIMILE_PAGE", "a page is only a picture, and its words were not read", at);
        } else if said.is_empty() {
            self.tell("PICTURE", "a picture stands here of which the file says nothing", at);
        }
        self.apart = true;
    }
}

/// Whether a paragraph begins with a number of two parts, or any number and a tab: it is numbered running text.
fn has_typed_number(text: &str) -> bool {
    let Some((number, rest)) = text.trim_start_matches(['\t', ' ']).split_once('\t') else { return false };
    let digits = number.strip_suffix('.').unwrap_or(number);
    let parts = digits.split('.').count();
    let figures =
        digits.split('.').all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    figures && (parts > 1 || number.ends_with('.')) && rest.chars().filter(|c| c.is_alphabetic()).count() > 20
}

fn is_title(role: Role) -> bool {
    matches!(role, Role::Title | Role::Subtitle)
}
