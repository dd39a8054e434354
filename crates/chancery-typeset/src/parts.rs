//! The text of a document put in the order of the page: blocks of one kind gathered into lists and tables, headings given
//! their levels, footnotes hung where their marks stand. All formats start from here, so that they say the same.

use chancery_model::{
    Document,
    communication::{Block, BlockKind, Signatory},
    document::Component,
    wording::Wording,
};
use serde::Serialize;

use crate::{glyphs, pictures};

/// A run of text, or a footnote hung on what precedes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Run {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// A footnote.
    Note(Note),
}

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Note {
    /// Its mark as printed.
    pub mark: String,
    /// Its words.
    pub text: String,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ListItem {
    /// Its number as printed, or a bullet.
    pub number: String,
    /// Its words.
    pub text: Vec<Run>,
}

/// A piece of text that stands by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Piece {
    /// A heading.
    Heading {
        /// Its place among all headings of the document, from 1; no level is passed over on the way down.
        level: u8,
        /// Which of the six forms of heading it is printed in, from the largest (1).
        form: u8,
        /// Its number as printed, or empty.
        number: String,
        /// Its words.
        text: Vec<Run>,
    },
    /// A paragraph.
    Paragraph {
        /// Its number as printed, or empty.
        number: String,
        /// Its words.
        text: Vec<Run>,
    },
    /// A list.
    List {
        /// The items.
        items: Vec<ListItem>,
    },
    /// A table; every row has the same number of cells, and the first row holds the headings if there are several.
    Table {
        /// The rows.
        rows: Vec<Vec<Vec<Run>>>,
        /// Which columns hold figures.
        figures: Vec<bool>,
        /// How wide each column wants to be, in characters.
        widths: Vec<usize>,
    },
    /// A figure, or a page that came only as a picture.
    Picture {
        /// Its place among the document's pictures.
        picture: usize,
        /// What it shows, for those who do not see it.
        alt: String,
        /// Whether it is a page of the original.
        facsimile: bool,
        /// Its width and height in its own points.
        size: (usize, usize),
    },
}

/// The lines at the head of an attachment.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AttachmentHead {
    /// The heading line.
    pub heading: String,
    /// `[Original: Arabic]`, or empty.
    pub original: String,
    /// The note that it is circulated only in the language in which it came, without its mark; or empty.
    pub circulated: String,
    /// Its own title, or empty.
    pub title: String,
    /// Its date in words; empty where the text begins with it.
    pub date: String,
}

impl AttachmentHead {
    /// The lines at the head of a component.
    pub fn of(component: &Component, wording: &Wording) -> AttachmentHead {
        // A heading without words is none, and an accessible page may not have one.
        let heading = [&component.heading, &component.label, &component.part];
        let heading = heading.into_iter().find(|words| glyphs::has_ink(words)).cloned().unwrap_or_default();
        let original = component.original_language.and_then(|language| wording.annex_original(language));
        let circulated = if component.submitted_only { wording.circulated_note("") } else { None };
        let date = component.date.map(|date| wording.date(date)).unwrap_or_default();
        // The reader may have left the date line among the paragraphs; it is printed once.
        let repeated = component.blocks.first().is_some_and(|first| first.text.trim() == date);
        AttachmentHead {
            heading,
            original: original.unwrap_or_default(),
            circulated: circulated.unwrap_or_default(),
            title: component.title.clone().filter(|title| glyphs::has_ink(title)).unwrap_or_default(),
            date: if repeated { String::new() } else { date },
        }
    }
}

/// An attachment, with the lines at its head.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Attachment {
    /// The part's name, which is also its anchor.
    pub part: String,
    /// The lines at its head.
    #[serde(flatten)]
    pub head: AttachmentHead,
    /// The heading's level.
    pub heading_level: u8,
    /// The title's level.
    pub title_level: u8,
    /// Its text.
    #[serde(flatten)]
    pub text: Part,
}

/// The text of the letter or of one attachment.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Part {
    /// The pieces in reading order.
    pub pieces: Vec<Piece>,
    /// Footnotes whose mark was found nowhere in the text; they stand at the end of the part.
    pub notes: Vec<Note>,
    /// Who signed it.
    pub signatories: Vec<Signatory>,
}

/// The whole text of a document.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Parts {
    /// The letter itself.
    pub letter: Part,
    /// The attachments in reading order.
    pub attachments: Vec<Attachment>,
}

/// Puts the text of a document in the order of the page.
pub(crate) fn arrange(document: &Document, wording: &Wording) -> Parts {
    let mut levels = Levels { last: 0 };
    if glyphs::has_ink(&document.title) {
        levels.next(1);
    }
    let letter = part(document, &document.blocks, &document.signatories, 2, &mut levels);
    let attachments = document
        .components
        .iter()
        .map(|component| {
            let head = AttachmentHead::of(component, wording);
            let heading_level = levels.next(component.depth.clamp(1, 4) + 1);
            let mut below = heading_level + 1;
            let title_level = if head.title.is_empty() { 0 } else { levels.next(below) };
            below = below.max(title_level + 1);
            Attachment {
                part: component.part.clone(),
                head,
                heading_level,
                title_level,
                text: part(document, &component.blocks, &component.signatories, below, &mut levels),
            }
        })
        .collect();
    Parts { letter, attachments }
}

/// Gives headings their levels so that none is passed over on the way down, as accessible documents need it.
struct Levels {
    last: u8,
}

impl Levels {
    fn next(&mut self, wanted: u8) -> u8 {
        self.last = wanted.min(self.last + 1).clamp(1, 6);
        self.last
    }
}

fn part(document: &Document, blocks: &[Block], signatories: &[Signatory], base: u8, levels: &mut Levels) -> Part {
    let (mut texts, notes) = hang_notes(blocks);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut forms: Vec<u8> = Vec::new();
    let mut previous = String::new();
    for (at, block) in blocks.iter().enumerate() {
        let text = std::mem::take(&mut texts[at]);
        let number = block.number.clone().unwrap_or_default().trim().to_owned();
        match block.kind {
            BlockKind::Footnote | BlockKind::Signature => {}
            BlockKind::Heading if !glyphs::has_ink(&number) && !glyphs::has_ink(&plain(&text)) => {
                if !text.is_empty() {
                    pieces.push(Piece::Paragraph { number: String::new(), text });
                }
            }
            BlockKind::Heading => {
                let form = heading_form(&number, &previous);
                previous = number.clone();
                // Forms that stand open above this one give it its depth.
                forms.retain(|open| *open < form);
                let level = levels.next(base.saturating_add(forms.len() as u8));
                forms.push(form);
                pieces.push(Piece::Heading { level, form, number, text });
            }
            BlockKind::List => {
                let item = ListItem { number: if number.is_empty() { "•".to_owned() } else { number }, text };
                match pieces.last_mut() {
                    Some(Piece::List { items }) => items.push(item),
                    _ => pieces.push(Piece::List { items: vec![item] }),
                }
            }
            BlockKind::Table => {
                let row = cells(text);
                match pieces.last_mut() {
                    Some(Piece::Table { rows, .. }) => rows.push(row),
                    _ => pieces.push(Piece::Table { rows: vec![row], figures: Vec::new(), widths: Vec::new() }),
                }
            }
            BlockKind::Figure | BlockKind::FacsimilePage if picture(document, block).is_some() => {
                if let Some((picture, size)) = picture(document, block) {
                    let alt = [block.text.trim(), document.title.trim()];
                    let alt = alt.into_iter().find(|words| glyphs::has_ink(words)).unwrap_or("–").to_owned();
                    let facsimile = block.kind == BlockKind::FacsimilePage;
                    pieces.push(Piece::Picture { picture, alt, facsimile, size });
                }
            }
            BlockKind::Paragraph | BlockKind::Figure | BlockKind::FacsimilePage => {
                if !text.is_empty() || !number.is_empty() {
                    pieces.push(Piece::Paragraph { number, text });
                }
            }
        }
    }
    let pieces = pieces.into_iter().flat_map(finish_table).collect();
    Part { pieces, notes, signatories: signatories.to_vec() }
}

/// The picture of a block: its place among the document's pictures and its size, if it can be set.
fn picture(document: &Document, block: &Block) -> Option<(usize, (usize, usize))> {
    let name = block.picture.as_ref()?;
    let (at, (_, picture)) = document.pictures.iter().enumerate().find(|(_, (known, _))| *known == name)?;
    pictures::size(picture).map(|size| (at, size))
}

/// More columns than this do not fit a page, whatever the size of the type.
const MOST_COLUMNS: usize = 16;

/// Makes the rows of a table alike and measures its columns; a table too wide for any page becomes lines of text.
fn finish_table(piece: Piece) -> Vec<Piece> {
    let Piece::Table { mut rows, .. } = piece else { return vec![piece] };
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns > MOST_COLUMNS {
        let line = |row: Vec<Vec<Run>>| {
            let mut text = Vec::new();
            for (at, cell) in row.into_iter().enumerate() {
                if at > 0 {
                    push_text(&mut text, " | ");
                }
                text.extend(cell);
            }
            Piece::Paragraph { number: String::new(), text }
        };
        return rows.into_iter().map(line).collect();
    }
    rows.iter_mut().for_each(|row| row.resize(columns, Vec::new()));
    let figures = (0..columns).map(|column| holds_figures(&rows, column)).collect();
    let widths = column_widths(&rows, columns);
    vec![Piece::Table { rows, figures, widths }]
}

/// How many characters of the text stand side by side in the column of the page.
const COLUMN: usize = 70;

/// How many characters of one word a column holds, at most, where there are so many columns.
pub(crate) fn longest_in_cell(columns: usize) -> usize {
    (COLUMN / columns.max(1)).clamp(6, 40)
}

/// Gives each column its longest word, and shares what is left of the page among those that want more.
pub(crate) fn column_widths(rows: &[Vec<Vec<Run>>], columns: usize) -> Vec<usize> {
    let mut least = vec![3; columns];
    let mut wanted = vec![3; columns];
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            let text = plain(cell);
            let word = text.split_whitespace().map(glyphs::places).max().unwrap_or(0);
            least[column] = least[column].max(word.min(longest_in_cell(columns)) + 1);
            wanted[column] = wanted[column].max((glyphs::places(&text) + 1).min(200));
        }
    }
    let (given, asked): (usize, usize) = (least.iter().sum(), wanted.iter().sum());
    let left = COLUMN.saturating_sub(given);
    let more = asked.saturating_sub(given).max(1);
    least.iter().zip(&wanted).map(|(least, wanted)| least + left * wanted.saturating_sub(*least) / more).collect()
}

/// In which form a heading is printed, by its number: `I.`, `A.`, `1.`, `(a)`, `(i)`, `a.`; without one as `A.`
///
/// A single letter that is also a Roman numeral is a letter where it follows the letter before it.
pub(crate) fn heading_form(number: &str, previous: &str) -> u8 {
    let core = number.trim_matches(['(', ')', '.', ' ']);
    let bracketed = number.trim_start().starts_with('(') || number.trim_end().ends_with(')');
    let mut chars = core.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    let follows = |c: char| {
        let before = previous.trim_matches(['(', ')', '.', ' ']);
        c.is_ascii_alphabetic() && before.len() == 1 && before.bytes().next().is_some_and(|b| b + 1 == c as u8)
    };
    let roman = !core.is_empty()
        && core.chars().all(|c| "IVXLivxl".contains(c))
        && !single.is_some_and(|c| follows(c) || matches!(c, 'L' | 'l'));
    let upper = core.chars().all(|c| c.is_uppercase());
    match (core.is_empty(), roman, upper, bracketed) {
        (true, ..) => 2,
        (_, true, true, _) => 1,
        (_, true, false, _) => 5,
        (_, false, true, false) if single.is_some() => 2,
        (_, _, _, true) if single.is_some_and(char::is_alphabetic) => 4,
        _ if core.chars().all(|c| c.is_numeric() || c == '.') => 3,
        _ if single.is_some_and(char::is_alphabetic) => 6,
        _ => 2,
    }
}

/// Hangs each footnote on the place in the text that bears its mark, and returns those for which there is none.
///
/// A mark in the text is the footnote's mark in raised characters (`¹`, `ᵃ`) or as asterisks; a plain figure is never
/// taken for one, since it may be part of what the sender wrote.
pub(crate) fn hang_notes(blocks: &[Block]) -> (Vec<Vec<Run>>, Vec<Note>) {
    let mut marks: Vec<Vec<(usize, usize, Note)>> = vec![Vec::new(); blocks.len()];
    let mut loose = Vec::new();
    for note in blocks.iter().filter(|block| block.kind == BlockKind::Footnote) {
        let mark = note.number.clone().unwrap_or_default().trim().to_owned();
        let hung = Note { mark: mark.clone(), text: note.text.clone() };
        let place = raised(&mark).and_then(|raised| {
            blocks.iter().enumerate().filter(|(_, block)| block.kind != BlockKind::Footnote).find_map(|(at, block)| {
                find_mark(&block.text, &raised)
                    .filter(|place| marks[at].iter().all(|(taken, _, _)| taken != place))
                    .map(|place| (at, place, raised.len()))
            })
        });
        match place {
            Some((at, place, length)) => marks[at].push((place, length, hung)),
            None => loose.push(hung),
        }
    }
    let texts = blocks
        .iter()
        .zip(&mut marks)
        .map(|(block, marks)| {
            marks.sort_by_key(|(place, ..)| *place);
            let mut runs = Vec::new();
            let mut from = 0;
            for (place, length, note) in marks.drain(..) {
                push_text(&mut runs, &block.text[from..place]);
                runs.push(Run::Note(note));
                from = place + length;
            }
            push_text(&mut runs, &block.text[from..]);
            runs
        })
        .collect();
    (texts, loose)
}

fn push_text(runs: &mut Vec<Run>, text: &str) {
    if !text.is_empty() {
        runs.push(Run::Text { text: text.to_owned() });
    }
}

/// A mark in raised characters, if it can stand so.
fn raised(mark: &str) -> Option<String> {
    if mark.is_empty() {
        return None;
    }
    mark.chars().map(chancery_model::text::raised).collect()
}

/// Units of measure, after which a raised 2 or 3 is a power.
const UNITS: [&str; 8] = ["m", "km", "cm", "mm", "dm", "ft", "s", "in"];

/// Finds a raised mark that is not part of a longer one, and is neither a power (`km²`) nor a free-standing asterisk.
fn find_mark(text: &str, raised: &str) -> Option<usize> {
    let joins =
        |c: Option<char>| c.is_some_and(|c| !c.is_ascii_alphanumeric() && chancery_model::text::raised(c).is_some());
    text.match_indices(raised).map(|(at, _)| at).find(|at| {
        let before = &text[..*at];
        let word = &before[before
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |end| end + before[end..].chars().next().map_or(0, char::len_utf8))..];
        let power = matches!(raised, "²" | "³") && UNITS.contains(&word);
        let free = before.chars().next_back().is_none_or(char::is_whitespace);
        !power && !free && !joins(before.chars().next_back()) && !joins(text[at + raised.len()..].chars().next())
    })
}

/// Parts a row's text at its tabs.
pub(crate) fn cells(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut cells: Vec<Vec<Run>> = vec![Vec::new()];
    for run in runs {
        match run {
            Run::Text { text } => {
                for (at, piece) in text.split('\t').enumerate() {
                    if at > 0 {
                        cells.push(Vec::new());
                    }
                    let piece = piece.trim();
                    if let (false, Some(cell)) = (piece.is_empty(), cells.last_mut()) {
                        cell.push(Run::Text { text: piece.to_owned() });
                    }
                }
            }
            note => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(note);
                }
            }
        }
    }
    cells
}

/// The words of runs, without footnotes.
pub(crate) fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| if let Run::Text { text } = run { text.as_str() } else { "" }).collect()
}

/// Whether every cell of a column below its heading holds a figure or nothing, and one of them does.
fn holds_figures(rows: &[Vec<Vec<Run>>], column: usize) -> bool {
    let is_figure = |text: &str| {
        text.chars().any(|c| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "$€£.,()%–-−+".contains(c))
    };
    let below = rows.iter().skip(usize::from(rows.len() > 1)).map(|row| plain(&row[column]));
    let mut some = false;
    for text in below {
        let text = text.trim();
        if is_figure(text) {
            some = true;
        } else if !matches!(text, "" | "–" | "-" | "—" | "…" | "..") {
            return false;
        }
    }
    some
}
