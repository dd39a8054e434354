//! The document as plain text in lines of 78 columns, for a terminal, a mail or a search index.

use chancery_model::{Body, Document, communication::Signatory};

use crate::{
    TypesetError, glyphs,
    masthead::{self, Signed},
    parts::{self, Note, Part, Piece, Run},
};

/// How many columns a line has.
const COLUMNS: usize = 78;

/// Writes a document as plain text.
pub fn text(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    let (wording, _) = masthead::wording(document, body)?;
    let head = masthead::compose(document, body)?;
    let parts = parts::arrange(document, wording);
    let mut page = Plain { out: String::new(), signed: head.signed.clone() };
    let rule = "-".repeat(COLUMNS);

    page.line(&head.proof);
    page.line(&head.body);
    page.line(&head.symbols_joined());
    page.out.push_str(&format!("{rule}\n"));
    for organ in &head.organs {
        page.line(organ);
    }
    page.line(&head.distribution);
    page.line(&head.date);
    page.line(&head.version);
    page.line(&head.original);
    page.line(&head.re_typeset);
    page.out.push_str(&format!("{rule}\n"));
    for (at, block) in head.agenda.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        if head.agenda.len() > 1 {
            page.line(&block.organ);
        }
        page.line(&block.period);
        page.line(&block.items);
        for title in &block.titles {
            page.line(title);
        }
    }
    page.gap();
    page.heading(document.title.trim(), '=');
    page.part(&parts.letter);
    for attachment in &parts.attachments {
        page.gap();
        page.heading(&attachment.head.heading, '=');
        if !attachment.head.original.is_empty() {
            page.at_end(&attachment.head.original);
            page.gap();
        }
        page.line(&attachment.head.circulated);
        page.heading(&attachment.head.title, '-');
        page.line(&attachment.head.date);
        page.part(&attachment.text);
    }
    page.gap();
    page.out.push_str(&format!("{rule}\n"));
    if !head.job_line.is_empty() {
        // The job line keeps its spaces.
        page.out.push_str(&format!("{}\n", glyphs::one_line(&head.job_line)));
    }
    page.line(&head.issued_by);
    page.line(&head.address);
    page.line(&head.foot);
    Ok(page.out.into_bytes())
}

/// A text being written.
struct Plain {
    out: String,
    signed: Signed,
}

impl Plain {
    /// An empty line, if the last one is not empty already.
    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Words from the first column on.
    fn line(&mut self, text: &str) {
        self.wrapped(text, "", "");
    }

    fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        let text = glyphs::one_line(text);
        for (at, line) in wrap(&text, COLUMNS - width(first), COLUMNS - width(rest)).into_iter().enumerate() {
            let line = format!("{}{line}", if at == 0 { first } else { rest });
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    /// Words that end in the last column.
    fn at_end(&mut self, text: &str) {
        for line in wrap(&glyphs::one_line(text), COLUMNS, COLUMNS) {
            let pad = COLUMNS.saturating_sub(width(&line));
            self.out.push_str(&format!("{}{line}\n", " ".repeat(pad)));
        }
    }

    fn heading(&mut self, text: &str, underline: char) {
        let lines = wrap(&glyphs::one_line(text), COLUMNS, COLUMNS);
        let Some(longest) = lines.iter().map(|line| width(line)).max() else { return };
        self.gap();
        self.out.push_str(&lines.join("\n"));
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(underline, longest));
        self.out.push_str("\n\n");
    }

    fn part(&mut self, part: &Part) {
        let mut notes: Vec<&Note> = Vec::new();
        for piece in &part.pieces {
            self.gap();
            match piece {
                Piece::Heading { number, text, .. } => {
                    let number = if number.is_empty() { String::new() } else { format!("{number} ") };
                    self.heading(&format!("{number}{}", flat(text, &mut notes)), '-');
                }
                Piece::Paragraph { number, text } => {
                    let first = if number.is_empty() { "    ".to_owned() } else { padded(&format!("{number} "), 5) };
                    self.wrapped(&flat(text, &mut notes), &short(&first), "");
                }
                Piece::Picture { alt, .. } => self.wrapped(&format!("[{alt}]"), "    ", ""),
                Piece::List { items } => {
                    for item in items {
                        let first = short(&format!("    {} ", padded(&item.number, 3)));
                        let rest = " ".repeat(width(&first));
                        self.wrapped(&flat(&item.text, &mut notes), &first, &rest);
                    }
                }
                Piece::Table { rows, figures, widths } => {
                    let rows: Vec<Vec<String>> = rows
                        .iter()
                        .map(|row| row.iter().map(|cell| glyphs::one_line(&flat(cell, &mut notes))).collect())
                        .collect();
                    self.table(&rows, figures, widths);
                }
            }
        }
        for signatory in &part.signatories {
            self.signature(signatory);
        }
        notes.extend(&part.notes);
        if !notes.is_empty() {
            self.gap();
            self.out.push_str("--------\n");
            for note in notes {
                let mark = if note.mark.is_empty() { String::new() } else { format!("[{}] ", note.mark) };
                self.wrapped(&note.text, &short(&mark), "");
            }
        }
    }

    fn table(&mut self, rows: &[Vec<String>], figures: &[bool], widths: &[usize]) {
        let gaps = 2 * widths.len().saturating_sub(1);
        let wanted: Vec<usize> = (0..widths.len())
            .map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0).max(1))
            .collect();
        let room = COLUMNS.saturating_sub(gaps).max(widths.len());
        let widths: Vec<usize> = if wanted.iter().sum::<usize>() <= room {
            wanted
        } else {
            let asked: usize = widths.iter().sum::<usize>().max(1);
            widths.iter().map(|width| (width * room / asked).max(1)).collect()
        };
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<Vec<String>> =
                row.iter().zip(&widths).map(|(cell, room)| wrap(cell, *room, *room)).collect();
            for line in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let mut out = String::new();
                for (column, cell) in cells.iter().enumerate() {
                    if column > 0 {
                        out.push_str("  ");
                    }
                    let text = cell.get(line).map_or("", String::as_str);
                    let pad = " ".repeat(widths[column].saturating_sub(width(text)));
                    out.push_str(&if figures[column] { pad + text } else { text.to_owned() + &pad });
                }
                self.out.push_str(out.trim_end());
                self.out.push('\n');
            }
            if at == 0 && rows.len() > 1 {
                let line: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
                self.out.push_str(&format!("{}\n", line.join("  ")));
            }
        }
    }

    fn signature(&mut self, signatory: &Signatory) {
        self.gap();
        if !signatory.name.is_empty() {
            let line = self.signed.line(&signatory.name).map(|(text, _)| text).concat();
            self.at_end(&line);
        }
        for title in &signatory.titles {
            self.at_end(title);
        }
    }
}

/// Runs as one text, footnotes as their marks in brackets.
fn flat<'a>(runs: &'a [Run], notes: &mut Vec<&'a Note>) -> String {
    let mut out = String::new();
    for run in runs {
        match run {
            Run::Text { text } => out.push_str(text),
            Run::Note(note) => {
                notes.push(note);
                out.push_str(&format!("[{}]", note.mark));
            }
        }
    }
    out
}

fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// What stands at the head of a line, kept so short that words still fit beside it.
fn short(text: &str) -> String {
    let text = glyphs::one_line(text);
    if width(&text) <= COLUMNS / 2 { text } else { text.chars().take(COLUMNS / 4).collect::<String>() + "… " }
}

/// How many columns a text takes: two for a character of East Asia, none for a mark on another.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{200B}'..='\u{200F}' | '\u{AD}' => 0,
            '\u{1100}'..='\u{115F}'
            | '\u{2E80}'..='\u{A4CF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE4F}'
            | '\u{FF00}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFE6}'
            | '\u{1F300}'..='\u{1FAFF}'
            | '\u{20000}'..='\u{3FFFD}' => 2,
            _ => 1,
        })
        .sum()
}

/// Breaks a text into lines; a word that is longer than a line is cut.
fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    let room = |lines: &Vec<String>| if lines.is_empty() { first } else { rest }.max(2);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = width(word);
        if taken > 0 && taken + 1 + wide > room(&lines) {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if taken > 0 {
            line.push(' ');
            taken += 1;
        }
        for c in word.chars() {
            let own = width(c.encode_utf8(&mut [0; 4]));
            if taken + own > room(&lines) {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push(c);
            taken += own;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
