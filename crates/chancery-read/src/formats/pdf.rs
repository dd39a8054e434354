//! PDF: the text in the order of reading, running heads and feet apart, footnotes known.
//!
//! The way of a page: [`file`] finds its objects, [`content`] goes through what it shows and gives every glyph a place,
//! [`layout`] makes lines of the glyphs. What recurs at the head or the foot of pages is told here, over all pages.
//!
//! Nothing here fails: a damaged file is searched for what can still be read, and every bound that is met is a doubt.

mod content;
mod crypt;
mod file;
mod filters;
mod font;
mod layout;
mod lexer;
mod order;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use chancery_model::{
    text::Span,
    vocabulary::{Field, Role},
};

use super::{Extracted, Fact, Mark};
use crate::doubt;
use content::Furniture;
use file::File;
use layout::{Kind, Laid, Line};
use lexer::Object;

/// How many bytes of text are kept.
const LARGEST_TEXT: usize = 64 << 20;

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-")
}

/// Takes out the text.
pub fn extract(bytes: &[u8]) -> Extracted {
    let file = File::new(bytes);
    let mut out = Extracted { format: "pdf", ..Extracted::default() };
    if file.locked {
        let message = "the file is enciphered with a password or a cipher that we do not have; nothing of it was read";
        return Extracted::nothing("pdf", "ENCRYPTED", message);
    }
    let (pages, more) = file.pages();
    out.pages = u32::try_from(pages.len()).ok().filter(|pages| *pages > 0);
    facts(&file, &mut out);
    let mut reader = content::Reader::new(&file);
    let mut told = Told::default();
    let mut laid: Vec<Laid> = Vec::with_capacity(pages.len());
    let mut length = 0;
    for (at, page) in pages.iter().enumerate() {
        let shown = reader.page(page);
        let number = at + 1;
        let mut lines =
            if length > LARGEST_TEXT { Laid::default() } else { layout::lay_out(&shown, &reader.texts, at == 0) };
        layout::notes(&mut lines.lines, &shown.rules, lines.extent);
        length += lines.lines.iter().map(|line| line.text.len()).sum::<usize>();
        told.page(number, &shown, &lines);
        laid.push(lines);
    }
    if length > LARGEST_TEXT {
        told.too_large.push(laid.len());
    }
    furniture(&mut laid);
    repeated_heads(&mut laid);
    indents(&mut laid);
    title(&mut laid);
    write(laid, &told, &mut out);
    told.doubts(&file, more, &mut out);
    out
}

/// What is doubted, by pages.
#[derive(Default)]
struct Told {
    scanned: Vec<usize>,
    layered: Vec<usize>,
    hidden: Vec<usize>,
    outside: Vec<usize>,
    switched_off: Vec<usize>,
    unknown: Vec<usize>,
    turned: Vec<usize>,
    too_large: Vec<usize>,
}

impl Told {
    fn page(&mut self, number: usize, shown: &content::Shown, laid: &Laid) {
        let nothing = laid.lines.iter().all(|line| line.text.trim().is_empty());
        let mut tell = |list: fn(&mut Told) -> &mut Vec<usize>, there: bool| {
            if there {
                list(self).push(number);
            }
        };
        tell(|t| &mut t.scanned, nothing && (shown.painted || shown.pictured > 0.0));
        tell(|t| &mut t.layered, laid.inkless_read > 0);
        tell(|t| &mut t.hidden, laid.inkless_left_out > 0);
        tell(|t| &mut t.outside, shown.outside > 0);
        tell(|t| &mut t.switched_off, shown.switched_off > 0);
        tell(|t| &mut t.unknown, shown.unknown > 0);
        tell(|t| &mut t.turned, laid.turned > 0);
        tell(|t| &mut t.too_large, shown.too_large);
    }

    fn doubts(&self, file: &File<'_>, more: bool, out: &mut Extracted) {
        let mut tell = |code: &str, message: String| out.doubts.push(doubt(code, message, Span::default(), None));
        if file.rebuilt.get() {
            tell(
                "DAMAGED_FILE",
                "the table of the file's objects is damaged; the file was searched for them".to_owned(),
            );
        }
        if more {
            tell("TOO_MANY_PAGES", format!("only the first {} pages were read", file::MOST_PAGES));
        }
        if out.pages.is_none() {
            tell("DAMAGED_FILE", "no page was found in the file".to_owned());
        }
        if file.too_large.get() {
            tell(
                "TOO_LARGE",
                "a part of the file unpacks to more than is read; the rest of it was left out".to_owned(),
            );
        }
        let lists: [(&str, &Vec<usize>, &str); 7] = [
            (
                "OCR_LAYER",
                &self.layered,
                "the page is a picture; its text is the invisible one under it, made by a machine",
            ),
            ("HIDDEN_TEXT", &self.hidden, "text that the page does not show was left out"),
            ("HIDDEN_TEXT", &self.outside, "text outside the page's edges was left out"),
            ("HIDDEN_TEXT", &self.switched_off, "text of a layer that is switched off was left out"),
            ("UNKNOWN_GLYPHS", &self.unknown, "the file does not say which characters some of its signs stand for"),
            ("TURNED_TEXT", &self.turned, "text that stands otherwise than the page was put after the page's text"),
            ("TOO_LARGE", &self.too_large, "the page holds more than is read; the rest of it was left out"),
        ];
        for (code, pages, message) in lists {
            if !pages.is_empty() {
                tell(code, format!("{}: {message}", numbers(pages)));
            }
        }
    }
}

/// `page 3`, `pages 3–5, 8`.
fn numbers(pages: &[usize]) -> String {
    const MOST: usize = 50;
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == *page => run.1 = *page,
            _ => runs.push((*page, *page)),
        }
    }
    let show = |(from, to): &(usize, usize)| if from == to { from.to_string() } else { format!("{from}–{to}") };
    let mut list = runs.iter().take(MOST).map(show).collect::<Vec<_>>().join(", ");
    if runs.len() > MOST {
        list.push_str(" …");
    }
    format!("{} {list}", if pages.len() == 1 { "page" } else { "pages" })
}

/// What the file says of itself.
fn facts(file: &File<'_>, out: &mut Extracted) {
    const LONGEST: usize = 2_000;
    let info = file.info().unwrap_or_default();
    for (key, value) in info.iter() {
        let field = match key {
            b"Title" => Field::Title,
            b"Subject" | b"Keywords" => Field::Subject,
            // The author there is who typed the file, not who speaks in it.
            b"Author" | b"Creator" | b"Producer" | b"CreationDate" | b"ModDate" | b"Trapped" => continue,
            // Long names are those of programs' own labels.
            long if long.len() > 40 => continue,
            _ => Field::Note,
        };
        let Object::String(value) = file.resolve(value) else { continue };
        let value: String = content::text_string(&value).chars().filter(|c| !c.is_control()).take(LONGEST).collect();
        let value = value.trim().to_owned();
        if !value.is_empty() && out.facts.len() < 100 {
            let source = format!("pdf:{}", String::from_utf8_lossy(key));
            out.facts.push(Fact { field, value, source, span: Span::default() });
        }
    }
    if let Some(Object::String(language)) = file.get(&file.catalog(), b"Lang") {
        let value = content::text_string(&language).trim().to_owned();
        if !value.is_empty() {
            out.facts.push(Fact { field: Field::Language, value, source: "pdf:Lang".into(), span: Span::default() });
        }
    }
}

/// How much of a page's height, from its upper or lower edge, running heads and feet stand in.
const BAND: f32 = 0.09;

/// Says which lines are running heads and feet: those which the file calls so, those which recur at the same edge of other
/// pages, and at the edge those that only number the page or repeat what stands on the first one.
fn furniture(pages: &mut [Laid]) {
    let mut recurring: HashMap<(bool, String), u32> = HashMap::new();
    let edge = |laid: &Laid, line: &Line| {
        let height = laid.extent.1.max(1.0);
        let head = line.base > (1.0 - BAND) * height;
        let foot = line.base < BAND * height;
        (head || foot).then_some(head)
    };
    for laid in pages.iter() {
        let mut seen = HashSet::new();
        for line in &laid.lines {
            if let Some(head) = edge(laid, line) {
                let key = (head, masked(&line.text));
                if seen.insert(key.clone()) {
                    *recurring.entry(key).or_default() += 1;
                }
            }
        }
    }
    let mut first: HashSet<String> = HashSet::new();
    if let Some(laid) = pages.first() {
        for line in &laid.lines {
            first.insert(line.text.trim().to_owned());
            first.extend(line.text.split_whitespace().map(str::to_owned));
        }
    }
    let several = pages.len() > 1;
    for (at, laid) in pages.iter_mut().enumerate() {
        let extent = laid.extent;
        let (first_foot, last_head) = body_ends(laid);
        for (index, line) in laid.lines.iter_mut().enumerate() {
            if at > 0 && line.furniture == Furniture::Head {
                line.kind = Kind::Head;
                continue;
            }
            if line.furniture == Furniture::Foot {
                line.kind = Kind::Foot;
                continue;
            }
            let bare = Laid { extent, ..Laid::default() };
            let Some(head) = edge(&bare, line) else { continue };
            if matches!(line.kind, Kind::Note | Kind::NoteRest) {
                continue;
            }
            let text = line.text.trim();
            let outermost = if head { index <= last_head } else { index >= first_foot };
            let short = text.chars().count() <= 60;
            let known = several && recurring.get(&(head, masked(text))).is_some_and(|count| *count > 1);
            let is = if at == 0 {
                // The masthead is the first page's head.
                !head && ((known && short && outermost) || is_number_line(text))
            } else {
                (known && outermost && text.chars().count() <= 200)
                    || is_number_line(text)
                    || (short
                        && outermost
                        && !text.is_empty()
                        && text.split_whitespace().all(|word| first.contains(word)))
            };
            if is {
                line.kind = if head { Kind::Head } else { Kind::Foot };
            }
        }
    }
}

/// The head of a table that goes on over pages is printed on each; from the second on it is a running head.
fn repeated_heads(pages: &mut [Laid]) {
    const MOST: usize = 12;
    let is_body = |line: &Line| matches!(line.kind, Kind::Text | Kind::Row);
    for at in 1..pages.len() {
        let (before, after) = pages.split_at_mut(at);
        let (Some(before), Some(now)) = (before.last(), after.first_mut()) else { continue };
        // The page before must end inside the table.
        if before.lines.iter().rfind(|line| is_body(line)).is_none_or(|line| line.kind != Kind::Row) {
            continue;
        }
        let known: Vec<&str> =
            before.lines.iter().filter(|line| line.kind != Kind::Foot).map(|line| line.text.as_str()).collect();
        let tops: Vec<usize> = (0..now.lines.len()).filter(|i| is_body(&now.lines[*i])).take(MOST).collect();
        let Some(first) = tops.first().map(|i| now.lines[*i].text.clone()) else { continue };
        let Some(start) = known.iter().position(|text| *text == first) else { continue };
        let same: Vec<usize> = tops
            .into_iter()
            .zip(&known[start..])
            .take_while(|(i, text)| now.lines[*i].text == **text)
            .map(|(i, _)| i)
            .collect();
        if same.iter().any(|i| now.lines[*i].kind == Kind::Row) {
            same.into_iter().for_each(|i| now.lines[i].kind = Kind::Head);
        }
    }
}

/// From which line on a foot may stand, and up to which a head: an edge's lines are few.
fn body_ends(laid: &Laid) -> (usize, usize) {
    const MOST: usize = 6;
    (laid.lines.len().saturating_sub(MOST), MOST)
}

/// A text with its digits masked and without spaces, so that pages' numbers are alike.
fn masked(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| if c.is_numeric() { '0' } else { c }).take(200).collect()
}

/// Whether a line is figures rather than words: `2/3`, `20-01501`, `*2001501*`, `20-01501 (E) 020320`.
fn is_number_line(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let stars = text.starts_with('*') && text.ends_with('*') && text.len() > 2;
    digits > 0 && (stars || (letters * 4 <= digits && text.chars().count() <= 60))
}

/// The title of the first page by its type: the first bold lines under the masthead that are larger than the text, and what
/// stands under them in bold type of a size between the two. Where a page has no such type, its words must say it.
fn title(pages: &mut [Laid]) {
    const MOST: usize = 14;
    let sizes = pages.iter().take(20).flat_map(|laid| &laid.lines);
    let body = layout::body_size(&sizes.filter(|line| line.kind == Kind::Text).cloned().collect::<Vec<_>>());
    let Some(first) = pages.first_mut() else { return };
    let height = first.extent.1;
    let large = |line: &Line| line.kind == Kind::Text && line.bold && line.size > 1.2 * body;
    let placed = |line: &Line| line.base < 0.78 * height && line.base > 0.2 * height;
    let Some(start) = first.lines.iter().position(|line| large(line) && placed(line)) else { return };
    let size = first.lines[start].size;
    let end = start
        + first.lines[start..]
            .iter()
            .take_while(|line| large(line) && (line.size - size).abs() < 0.06 * size && !line.text.contains('\t'))
            .count();
    if end - start > MOST {
        return;
    }
    first.lines[start..end].iter_mut().for_each(|line| line.kind = Kind::Title);
    let under =
        |line: &&mut Line| line.kind == Kind::Text && line.bold && line.size > 1.08 * body && line.size < 0.95 * size;
    first.lines[end..].iter_mut().take(MOST).take_while(under).for_each(|line| line.kind = Kind::Subtitle);
}

/// Counts indents from where most lines of the document begin.
fn indents(pages: &mut [Laid]) {
    let mut lefts: BTreeMap<i32, usize> = BTreeMap::new();
    let mut rights: BTreeMap<i32, usize> = BTreeMap::new();
    for line in pages.iter().flat_map(|laid| &laid.lines).filter(|line| line.kind == Kind::Text) {
        let (edges, at) = if line.leftward { (&mut rights, line.right) } else { (&mut lefts, line.left) };
        *edges.entry((at / 2.0).round() as i32).or_default() += line.text.len();
    }
    let most = |edges: BTreeMap<i32, usize>| edges.into_iter().max_by_key(|(_, n)| *n).map(|(at, _)| at as f32 * 2.0);
    let (left, right) = (most(lefts), most(rights));
    for line in pages.iter_mut().flat_map(|laid| &mut laid.lines) {
        let by = match (line.leftward, left, right) {
            (false, Some(left), _) => line.left - left,
            (true, _, Some(right)) => right - line.right,
            _ => 0.0,
        };
        if matches!(line.kind, Kind::Text | Kind::Contents) && by > 2.5 {
            line.indent = ((by / (0.5 * line.size.max(4.0))).round() as usize).clamp(1, 60);
        }
    }
}

/// Writes the text and its marks.
fn write(pages: Vec<Laid>, told: &Told, out: &mut Extracted) {
    let mut scanned = told.scanned.iter().peekable();
    for (at, laid) in pages.into_iter().enumerate() {
        if at > 0 {
            out.text.push('\u{c}');
        }
        let parts = |kinds: &'static [Kind]| laid.lines.iter().filter(|line| kinds.contains(&line.kind));
        let heads = parts(&[Kind::Head]);
        let body = parts(&[Kind::Text, Kind::Row, Kind::Contents, Kind::Title, Kind::Subtitle]);
        let notes = parts(&[Kind::Note, Kind::NoteRest]);
        let feet = parts(&[Kind::Foot]);
        if scanned.next_if(|page| **page == at + 1).is_some() {
            let span = Span::new(out.text.len(), out.text.len());
            let number = Some((at + 1).to_string());
            out.marks.push(Mark { span, role: Role::FacsimilePage, level: 0, number });
            let message = format!("page {} is only a picture: it has no text that could be read", at + 1);
            out.doubts.push(doubt("SCANNED_PAGE", message, span, None));
        }
        let mut last: Option<Kind> = None;
        for line in heads.chain(body).chain(notes).chain(feet) {
            let apart = last.is_some_and(|last| group(last) != group(line.kind)) || line.gap;
            if apart && last.is_some() {
                out.text.push('\n');
            }
            last = Some(line.kind);
            for _ in 0..line.indent {
                out.text.push(' ');
            }
            let start = out.text.len();
            out.text.push_str(&line.text);
            let span = Span::new(start, out.text.len());
            out.text.push('\n');
            let role = match line.kind {
                Kind::Head => Role::RunningHead,
                Kind::Foot => Role::RunningFoot,
                Kind::Row => Role::TableRow,
                Kind::Contents => Role::Contents,
                Kind::Title => Role::Title,
                Kind::Subtitle => Role::Subtitle,
                Kind::Note => Role::Footnote,
                Kind::NoteRest => {
                    // A note is one mark, however many lines it has.
                    if let Some(mark) = out.marks.last_mut().filter(|mark| mark.role == Role::Footnote) {
                        mark.span.end = span.end;
                        continue;
                    }
                    Role::Footnote
                }
                Kind::Text => continue,
            };
            // A title is one mark, however many lines it has.
            if matches!(role, Role::Title | Role::Subtitle)
                && !apart
                && let Some(mark) = out.marks.last_mut().filter(|mark| mark.role == role)
            {
                mark.span.end = span.end;
                continue;
            }
            let number = if role == Role::Footnote { layout::note_mark(&line.text) } else { None };
            out.marks.push(Mark { span, role, level: 0, number });
        }
    }
}

fn group(kind: Kind) -> u8 {
    match kind {
        Kind::Head => 0,
        Kind::Text | Kind::Row | Kind::Contents | Kind::Title | Kind::Subtitle => 1,
        Kind::Note | Kind::NoteRest => 2,
        Kind::Foot => 3,
    }
}
