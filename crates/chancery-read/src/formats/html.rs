//! HTML: its blocks become lines, its headings, lists and tables what they are.
//!
//! A paragraph has no role here: a letter on a page is made of paragraphs down to its signature, and is read by its words.
//! A page that Chancery wrote says with an attribute what its lines are, and which words are a number or the mark of a note.

use chancery_model::{
    finding::Doubt,
    text::Span,
    vocabulary::{Field, Role},
};
use encoding_rs::{Encoding, UTF_8};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::{Extracted, Fact, LONGEST, Mark, PICTURE, Pictures, Source};
use crate::doubt;

/// How deep tables in tables are kept apart.
const DEEPEST: usize = 24;

/// How many open elements are remembered. What is deeper is read, but cannot be hidden or numbered.
const MOST_OPEN: usize = 2_000;

/// The most lines that are read.
const MOST_LINES: usize = 400_000;

/// How far into a file its encoding and its nature are looked for.
const HEAD: usize = 4_096;

/// A line longer than this, in characters, is running text: what stands beside it is set apart from it.
const LONG: usize = 90;

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    // Most texts have no tag, in whatever encoding.
    if !head.contains(&b'<') {
        return false;
    }
    let encoding = Encoding::for_bom(head).map_or(encoding_rs::WINDOWS_1252, |(encoding, _)| encoding);
    let head = encoding.decode(head).0.to_lowercase();
    let mut rest = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    // Comments and declarations of XML may stand before the first tag.
    for _ in 0..20 {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else {
            break;
        };
        let Some(at) = rest.find(end) else { return false };
        rest = rest[at + end.len()..].trim_start();
    }
    if let Some(kind) = rest.strip_prefix("<!doctype") {
        return kind.trim_start().starts_with("html");
    }
    const TAGS: [&str; 12] =
        ["html", "head", "body", "title", "meta", "table", "div", "p", "h1", "h2", "center", "link"];
    rest.strip_prefix('<').is_some_and(|tag| {
        TAGS.iter().any(|name| {
            tag.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/'))
        })
    })
}

/// Takes out the text.
pub fn extract(bytes: &[u8]) -> Extracted {
    let mut doubts = Vec::new();
    let whole = bytes.len();
    let text = decode(&bytes[..whole.min(LONGEST)], &mut doubts);
    let mut page = Page::new();
    let mut emitter = DefaultEmitter::default();
    // Scripts and styles are not markup inside.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&name_of(&tag.name)),
            Token::String(text) => page.text(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    let mut extracted = page.finish();
    if whole > LONGEST {
        let end = Span::new(extracted.text.len(), extracted.text.len());
        let message = format!("only the first {LONGEST} bytes of {whole} were read");
        extracted.doubts.push(doubt("TOO_LONG", message, end, None));
    }
    extracted.doubts.append(&mut doubts);
    extracted
}

/// The bytes as text: by their mark, by what the page says of itself, as UTF-8, else by what they look like.
fn decode(bytes: &[u8], doubts: &mut Vec<Doubt>) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let said = declared(&bytes[..bytes.len().min(HEAD)]).filter(|said| *said != UTF_8);
    if let Some(encoding) = said {
        return encoding.decode(bytes).0.into_owned();
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    let message = format!("the page does not say its encoding; it was read as {}", encoding.name());
    doubts.push(doubt("ENCODING", message, Span::default(), None));
    encoding.decode(bytes).0.into_owned()
}

/// The encoding that the page's head names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let at = head.find("charset").map(|at| at + "charset".len()).or_else(|| {
        let at = head.find("encoding").filter(|_| head.starts_with("<?xml"))?;
        Some(at + "encoding".len())
    })?;
    let rest = head[at..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end =
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))).unwrap_or(rest.len());
    Encoding::for_label(&rest.as_bytes()[..end])
}

fn name_of(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_ascii_lowercase()
}

fn value(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|found| String::from_utf8_lossy(&found.value).trim().to_owned())
}

/// One line, or several that belong together.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    role: Option<Role>,
    level: u8,
    number: Option<String>,
    apart: bool,
    /// The file of the picture that the line is of.
    picture: Option<Source>,
}

/// A table that is open.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<Vec<Line>>>,
    /// Whether it says itself that it only arranges.
    arranges: bool,
}

/// A list that is open: how far it has counted, where it counts.
struct List {
    next: Option<i64>,
    letters: String,
}

/// An element that is open.
struct Element {
    name: String,
    hidden: bool,
    /// What is apart from the words around it, and where in the line it began.
    apart: Option<(Apart, usize)>,
}

/// Words that are no words of the line.
#[derive(Clone, Copy)]
enum Apart {
    /// The line's number, or a note's mark before the note.
    Number,
    /// The mark of a note where it hangs.
    Mark,
}

/// The attribute by which a page that Chancery wrote says what its lines are.
const OWN: &str = "data-chancery";

/// What the attribute says: a role by its name, with the depth where it has one.
fn own_role(said: &str) -> Option<(Role, u8)> {
    use serde::{Deserialize, de::value::StrDeserializer};
    let (name, depth) = said.split_once(' ').unwrap_or((said, "0"));
    let role = Role::deserialize(StrDeserializer::<serde::de::value::Error>::new(name)).ok()?;
    Some((role, depth.parse().unwrap_or(0)))
}

struct Page {
    /// Lines of the page, and of each open cell.
    levels: Vec<Vec<Line>>,
    tables: Vec<Table>,
    lists: Vec<List>,
    open: Vec<Element>,
    hidden: usize,
    /// How many elements are open that only lead elsewhere.
    navigation: usize,
    buffer: String,
    /// What the line that is being written is.
    role: Option<(Role, u8)>,
    number: Option<String>,
    apart: bool,
    title: String,
    language: Option<String>,
    facts: Vec<Fact>,
    count: usize,
    headings: usize,
    left_out: usize,
    pictures: usize,
    /// Whether the page says with Chancery's own attribute what its lines are.
    own: bool,
}

impl Page {
    fn new() -> Page {
        Page {
            levels: vec![Vec::new()],
            tables: Vec::new(),
            lists: Vec::new(),
            open: Vec::new(),
            hidden: 0,
            navigation: 0,
            buffer: String::new(),
            role: None,
            number: None,
            apart: false,
            title: String::new(),
            language: None,
            facts: Vec::new(),
            count: 0,
            headings: 0,
            left_out: 0,
            pictures: 0,
            own: false,
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = name_of(&tag.name);
        if name == "html" {
            self.language = self.language.take().or_else(|| value(tag, "lang").or_else(|| value(tag, "xml:lang")));
        }
        if name == "meta" {
            self.meta(tag);
        }
        let own = value(tag, OWN);
        let void = matches!(
            name.as_str(),
            "area"
                | "base"
                | "br"
                | "col"
                | "embed"
                | "hr"
                | "img"
                | "input"
                | "link"
                | "meta"
                | "source"
                | "track"
                | "wbr"
        );
        if !void {
            let style = value(tag, "style").unwrap_or_default().to_lowercase().replace(' ', "");
            let unseen =
                style.contains("display:none") || style.contains("visibility:hidden") || style.contains("mso-hide:all");
            let never = matches!(
                name.as_str(),
                "script"
                    | "style"
                    | "noscript"
                    | "template"
                    | "head"
                    | "iframe"
                    | "object"
                    | "svg"
                    | "math"
                    | "select"
                    | "button"
                    | "textarea"
                    | "rt"
                    | "rp"
            );
            let hidden = never || unseen || tag.attributes.contains_key(b"hidden".as_slice());
            self.left_out += usize::from(hidden && !never);
            if self.open.len() < MOST_OPEN {
                // A paragraph, an item, a row or a cell ends where the next begins.
                self.implied_end(&name);
                self.hidden += usize::from(hidden);
                self.navigation += usize::from(name == "nav");
                let apart = match own.as_deref() {
                    Some("number") => Some(Apart::Number),
                    Some("mark") => Some(Apart::Mark),
                    _ => None,
                };
                self.open.push(Element {
                    name: name.clone(),
                    hidden,
                    apart: apart.map(|apart| (apart, self.buffer.len())),
                });
            }
        }
        if self.hidden > 0 && name != "img" {
            return;
        }
        if name == "nav" && self.navigation > 0 {
            // What stands before it does not belong to it.
            self.navigation -= 1;
            self.flush();
            self.navigation += 1;
        }
        match name.as_str() {
            "br" => self.buffer.push('\n'),
            "hr" => {
                self.flush();
                self.apart = true;
            }
            "img" if self.hidden == 0 => {
                self.picture(value(tag, "alt"), value(tag, "src"), own.as_deref().and_then(own_role))
            }
            "table" if self.tables.len() < DEEPEST => {
                self.flush();
                let arranges = value(tag, "role").is_some_and(|role| role == "presentation" || role == "none");
                self.tables.push(Table { arranges, ..Table::default() });
            }
            "tr" => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            "td" | "th" => {
                self.end_cell();
                if !self.tables.is_empty() {
                    self.flush();
                    self.levels.push(Vec::new());
                }
            }
            "ul" | "ol" | "menu" | "dir" => {
                self.flush();
                let counts = name == "ol";
                let start = value(tag, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
                let letters = value(tag, "type").unwrap_or_default();
                if self.lists.len() < MOST_OPEN {
                    self.lists.push(List { next: counts.then_some(start), letters });
                }
            }
            "li" => {
                self.flush();
                let level = u8::try_from(self.lists.len()).unwrap_or(u8::MAX).max(1);
                self.role = Some((Role::ListItem, level));
                if let Some(list) = self.lists.last_mut() {
                    let own = value(tag, "value").and_then(|own| own.parse().ok());
                    list.next = own.or(list.next);
                    self.number = list.next.map(|number| format!("{}.", counted(number, &list.letters)));
                    list.next = list.next.map(|number| number.saturating_add(1));
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                let level = name.as_bytes().get(1).map_or(1, |digit| digit.saturating_sub(b'0'));
                self.headings += usize::from(level == 1);
                self.role = Some((Role::Heading, level));
            }
            "caption" | "figcaption" => {
                self.flush();
                self.role = Some((Role::Figure, 0));
            }
            name if is_block(name) => self.flush(),
            _ => {}
        }
        let said = own.as_deref().and_then(own_role);
        self.own |= said.is_some();
        if let Some(role) = said.filter(|_| name != "img") {
            self.role = Some(role);
            self.number = None;
        }
    }

    /// Elements whose end need not be written.
    fn implied_end(&mut self, name: &str) {
        let ends: &[&str] = match name {
            "li" => &["li", "p"],
            "td" | "th" => &["td", "th", "p"],
            "tr" => &["tr", "td", "th", "p"],
            "dt" | "dd" => &["dt", "dd", "p"],
            "option" => &["option"],
            "body" => &["head"],
            name if is_block(name) => &["p"],
            _ => return,
        };
        while let Some(top) = self.open.last() {
            if !ends.contains(&top.name.as_str()) {
                break;
            }
            let top = self.open.pop();
            self.hidden -= usize::from(top.is_some_and(|top| top.hidden));
        }
    }

    fn end(&mut self, name: &str) {
        // An end without a beginning ends nothing; one too many ends those in between.
        const FAR: usize = 64;
        let from = self.open.len().saturating_sub(FAR);
        let was_hidden = self.hidden > 0;
        if name == "nav" && !was_hidden {
            self.flush();
        }
        if let Some(at) = self.open.get(from..).and_then(|near| near.iter().rposition(|open| open.name == name)) {
            for closed in self.open.drain(from + at..) {
                self.hidden -= usize::from(closed.hidden);
                self.navigation -= usize::from(closed.name == "nav");
                let Some((apart, start)) = closed.apart.filter(|(_, start)| *start <= self.buffer.len()) else {
                    continue;
                };
                let said = self.buffer.split_off(self.buffer.floor_char_boundary(start));
                match apart {
                    Apart::Number => self.number = Some(said.trim().to_owned()).filter(|said| !said.is_empty()),
                    Apart::Mark => self.buffer.push_str(&super::raised(said.trim())),
                }
            }
        }
        if was_hidden {
            return;
        }
        match name {
            "td" | "th" | "tr" => self.end_cell(),
            "table" => self.end_table(),
            "ul" | "ol" | "menu" | "dir" => {
                self.flush();
                self.lists.pop();
                self.apart |= self.lists.is_empty();
            }
            "p" => {
                if self.buffer.trim().is_empty() {
                    // An empty paragraph is an empty line.
                    self.apart = true;
                }
                self.flush();
            }
            name if is_block(name) => self.flush(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let inside = self.open.last().map(|open| open.name.as_str());
        if inside == Some("title") && self.title.len() < 500 {
            self.title.push_str(text);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        if self.open.iter().rev().take(20).any(|open| open.name == "pre") {
            self.buffer.push_str(text);
            return;
        }
        // White space of the source is one space.
        for c in text.chars().filter(|c| *c != '\u{ad}') {
            if matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
                if !self.buffer.is_empty() && !self.buffer.ends_with([' ', '\n']) {
                    self.buffer.push(' ');
                }
            } else {
                self.buffer.push(if c == '\u{a0}' { ' ' } else { c });
            }
        }
    }

    /// A picture, by the words that stand for it. One that says with empty words that it shows nothing is only counted, and so
    /// is one without any whose file is not in the page.
    fn picture(&mut self, said: Option<String>, source: Option<String>, own: Option<(Role, u8)>) {
        let source = source.map_or(Source::Elsewhere, |address| Source::read(&address));
        let text = match said {
            Some(said) if !said.is_empty() => said,
            None if matches!(source, Source::Here(_)) => PICTURE.to_owned(),
            _ => {
                self.pictures += 1;
                return;
            }
        };
        let role = self.role.take();
        let number = self.number.take();
        let buffer = std::mem::take(&mut self.buffer);
        self.put(Line {
            text,
            role: Some(own.map_or(Role::Figure, |(role, _)| role)),
            level: 0,
            number: None,
            apart: true,
            picture: Some(source),
        });
        self.buffer = buffer;
        self.number = number;
        self.role = role;
    }

    /// Ends the line that is being written.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.buffer);
        let (role, number) = (self.role.take(), self.number.take());
        if text.trim().is_empty() {
            // An item's number waits for its first paragraph.
            if matches!(role, Some((Role::ListItem, _))) {
                self.role = role;
                self.number = number;
            }
            return;
        }
        let apart = std::mem::take(&mut self.apart);
        let role = if self.navigation > 0 { Some((Role::RunningHead, 0)) } else { role };
        let (role, level) = role.map_or((None, 0), |(role, level)| (Some(role), level));
        self.put(Line { text, role, level, number, apart, picture: None });
    }

    fn put(&mut self, line: Line) {
        self.count += 1;
        if self.count <= MOST_LINES
            && let Some(lines) = self.levels.last_mut()
        {
            lines.push(line);
        }
    }

    /// Ends a cell, if one is open in the innermost table.
    fn end_cell(&mut self) {
        self.flush();
        self.role = None;
        self.number = None;
        if self.levels.len() <= self.tables.len().max(1) {
            return;
        }
        if let (Some(cell), Some(table)) = (self.levels.pop(), self.tables.last_mut()) {
            if table.rows.is_empty() {
                table.rows.push(Vec::new());
            }
            if let Some(row) = table.rows.last_mut() {
                row.push(cell);
            }
        }
    }

    fn end_table(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.pop() else { return };
        let cells = || table.rows.iter().flatten();
        let many = cells().any(|cell| cell.len() > 4);
        let one_column = table.rows.iter().all(|row| row.iter().filter(|cell| !cell.is_empty()).count() <= 1);
        let one_row =
            table.rows.iter().filter(|row| !row.is_empty()).count() == 1 && cells().any(|cell| cell.len() > 1);
        self.apart = true;
        if table.arranges || many || one_column || one_row {
            for line in table.rows.into_iter().flatten().flatten() {
                self.put(line);
            }
            return;
        }
        let mut apart = true;
        for row in table.rows {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| {
                    let words = cell.iter().flat_map(|line| line.text.split_whitespace());
                    words.collect::<Vec<_>>().join(" ")
                })
                .collect();
            // A cell without words keeps its place, the first one too.
            let text = cells.join("\t").trim_end().to_owned();
            if !text.trim().is_empty() {
                self.put(Line { text, role: Some(Role::TableRow), level: 0, number: None, apart, picture: None });
                apart = false;
            }
        }
    }

    /// What the page says of itself, in the names that libraries use.
    fn meta(&mut self, tag: &StartTag<()>) {
        const MOST: usize = 100;
        let name = value(tag, "name").or_else(|| value(tag, "property")).unwrap_or_default().to_lowercase();
        let name =
            name.strip_prefix("dcterms.").or_else(|| name.strip_prefix("dc.")).or_else(|| name.strip_prefix("dc:"));
        let field = match name {
            Some("title") => Field::Title,
            Some("language") => Field::Language,
            Some("issued" | "date.issued") => Field::ReleaseDate,
            Some("identifier") => Field::Symbol,
            Some("subject") => Field::Subject,
            _ => return,
        };
        if let (Some(said), Some(name)) = (value(tag, "content").filter(|said| !said.is_empty()), name)
            && self.facts.len() < MOST
        {
            let source = format!("html:dc.{name}");
            self.facts.push(Fact { field, value: said, source, span: Span::default() });
        }
    }

    fn finish(mut self) -> Extracted {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.flush();
        let mut extracted = Extracted { format: "html", facts: self.facts, own: self.own, ..Extracted::default() };
        if let Some(language) = self.language.filter(|language| !language.is_empty()) {
            let source = "html:lang".to_owned();
            extracted.facts.push(Fact { field: Field::Language, value: language, source, span: Span::default() });
        }
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() {
            let source = "html:title".to_owned();
            extracted.facts.push(Fact { field: Field::Note, value: title, source, span: Span::default() });
        }
        let mut pictures = Pictures::default();
        let mut before: Option<(usize, bool)> = None;
        for line in self.levels.into_iter().flatten() {
            let row = line.role == Some(Role::TableRow);
            let text = if row { line.text } else { tidy(&line.text) };
            if text.is_empty() {
                continue;
            }
            let length = text.chars().count();
            let marked = line.role.is_some() && !row;
            let apart =
                line.apart || marked || !row && length > LONG || before.is_some_and(|(was, mark)| was > LONG || mark);
            if before.is_some() {
                extracted.text.push_str(if apart { "\n\n" } else { "\n" });
            }
            let start = extracted.text.len();
            extracted.text.push_str(&text);
            if let Some(source) = line.picture {
                pictures.put(start, source);
            }
            if let Some(role) = line.role {
                // One heading of the first rank on a page is its title.
                let title = role == Role::Heading && line.level == 1 && self.headings == 1;
                let role = if title { Role::Title } else { role };
                let span = Span::new(start, extracted.text.len());
                extracted.marks.push(Mark { span, role, level: line.level, number: line.number });
            }
            before = Some((if row { 0 } else { length }, marked));
        }
        pictures.give(&mut extracted);
        let mut tell = |code: &str, count: usize, what: &str| {
            if count > 0 {
                extracted.doubts.push(doubt(code, format!("{count} {what}"), Span::default(), None));
            }
        };
        tell("HIDDEN_TEXT", self.left_out, "hidden elements of the page were left out");
        tell("PICTURE", self.pictures, "pictures stand on the page of which it says nothing");
        tell("TOO_LONG", self.count.saturating_sub(MOST_LINES), "lines more than are read were left out");
        extracted
    }
}

/// Lines of one block, each without white space at its ends, and none empty.
fn tidy(text: &str) -> String {
    let lines = text.split(['\n', '\r', '\u{c}']).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// An item's number in the list's letters.
fn counted(number: i64, letters: &str) -> String {
    let format = match letters {
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        _ => return number.to_string(),
    };
    u32::try_from(number).map_or_else(|_| number.to_string(), |number| super::docx::in_format(number, format))
}

/// Elements that begin a line of their own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figure"
            | "figcaption"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "caption"
            | "ul"
            | "menu"
            | "title"
    )
}

#[cfg(test)]
mod tests {
    use super::{super::MOST_PICTURES, *};

    fn roles(extracted: &Extracted) -> Vec<(Role, &str)> {
        extracted.marks.iter().map(|mark| (mark.role, mark.span.of(&extracted.text))).collect()
    }

    #[test]
    fn a_page_is_known_by_its_beginning() {
        for page in [
            "<!DOCTYPE html><p>",
            "\u{feff} \n<!-- saved from a site --><HTML>",
            "<?xml version='1.0'?><!doctype HTML PUBLIC '-//W3C//DTD XHTML 1.0'>",
            "<head><title>",
            "<Body bgcolor=white>",
        ] {
            assert!(looks_like(page.as_bytes()), "{page}");
        }
        assert!(looks_like(b"\xFF\xFE<\0h\0t\0m\0l\0>\0"));
        for other in
            ["<akomaNtoso>", "<?xml version='1.0'?><collection>", "Letter <html>", "<!-- never ends", "<presto>"]
        {
            assert!(!looks_like(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn blocks_are_lines_and_say_what_they_are() {
        let page = "<!doctype html><html lang=fr><head><title>Page</title><meta name='DCTERMS.identifier' content='AS/7/12'>\
            <style>p { x }</style></head><body><nav><a href=/>Home</a></nav><h1>Fisheries</h1><p>First &eacute;tape<br>second\n line\
            <ol><li>One<li><p>Two</p></ol><table><tr><td>Lake</td><td>Depth</td></tr><tr><td>Dunm&egrave;re<td>12 m</table>\
            <p hidden>Not seen</p><p style='display: none'>Nor this<p>Seen <img alt='A map of the lake'><script>no()</script></body>";
        let extracted = extract(page.as_bytes());
        assert_eq!(
            extracted.text,
            "Home\n\nFisheries\n\nFirst étape\nsecond line\n\nOne\n\nTwo\n\nLake\tDepth\nDunmère\t12 m\n\nA map of the lake\n\nSeen"
        );
        assert_eq!(
            roles(&extracted),
            [
                (Role::RunningHead, "Home"),
                (Role::Title, "Fisheries"),
                (Role::ListItem, "One"),
                (Role::ListItem, "Two"),
                (Role::TableRow, "Lake\tDepth"),
                (Role::TableRow, "Dunmère\t12 m"),
                (Role::Figure, "A map of the lake"),
            ]
        );
        assert_eq!(extracted.marks[3].number.as_deref(), Some("2."));
        let facts: Vec<_> = extracted.facts.iter().map(|fact| (fact.field, fact.value.as_str())).collect();
        assert_eq!(facts, [(Field::Symbol, "AS/7/12"), (Field::Language, "fr"), (Field::Note, "Page")]);
        assert_eq!(
            extracted.doubts.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(),
            ["PICTURE_ELSEWHERE", "HIDDEN_TEXT"]
        );
    }

    #[test]
    fn a_cell_without_words_keeps_its_place() {
        let page = "<!doctype html><table><tr><th><th>2024<th>2025<tr><td>Halm<td><td>4<tr><td><td><td>5<tr><td><td><td></table><p>Text.";
        let extracted = extract(page.as_bytes());
        assert_eq!(extracted.text, "\t2024\t2025\nHalm\t\t4\n\t\t5\n\nText.");
        assert_eq!(extracted.marks[2].span.of(&extracted.text), "\t\t5");
    }

    #[test]
    fn pictures_in_the_page_come_with_their_bytes() {
        let page = "<!doctype html><p>One</p><figure><img data-chancery='facsimile_page' alt='A page' src='data:image/jpeg;base64,/9j/4AAQ'></figure>\
            <p><img src='DATA:image/png;charset=x;base64, iVBORw0K\nGgoA'><img alt='' src='data:image/png;base64,iVBORw0KGgoA'>\
            <img alt='Lines' src='data:image/svg+xml;base64,PHN2Zz4='><img alt='Broken' src='data:image/png;base64,!'>\
            <img alt='Elsewhere' src='https://lakes.example/map.png'><img src='map.png'>Two";
        let extracted = extract(page.as_bytes());
        assert_eq!(extracted.text, "One\n\nA page\n\n\u{fffc}\n\nLines\n\nBroken\n\nElsewhere\n\nTwo");
        assert!(extracted.own);
        assert_eq!(extracted.marks[0].role, Role::FacsimilePage);
        let pictures: Vec<_> =
            extracted.pictures.iter().map(|(at, one)| (*at, one.media_type, one.bytes.len())).collect();
        assert_eq!(pictures, [(5, "image/jpeg", 6), (13, "image/png", 9)]);
        let doubts: Vec<_> = extracted.doubts.iter().map(|d| (d.code.as_str(), &d.message[..1])).collect();
        assert_eq!(doubts, [("PICTURE_FORMAT", "2"), ("PICTURE_ELSEWHERE", "1"), ("PICTURE", "2")]);
        // However many there are, so many are kept.
        let many = "<img alt='x' src='data:image/png;base64,iVBORw0KGgoA'>".repeat(MOST_PICTURES + 3);
        let extracted = extract(format!("<html>{many}").as_bytes());
        assert_eq!(extracted.pictures.len(), MOST_PICTURES);
        assert!(extracted.doubts.iter().any(|doubt| doubt.code == "TOO_LONG" && doubt.message.starts_with("3 ")));
    }

    #[test]
    fn any_encoding_is_read() {
        assert_eq!(extract(b"<html><meta charset=windows-1251><p>\xCE\xE7\xE5\xF0\xEE").text, "Озеро");
        assert_eq!(extract(b"<html><meta charset=utf-8><p>Dunm\xC3\xA8re").text, "Dunmère");
        let utf16: Vec<u8> = "\u{feff}<html><p>بحيرة".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(extract(&utf16).text, "بحيرة");
    }

    #[test]
    fn what_is_deep_or_broken_is_read_within_bounds() {
        let deep = format!("<html>{}lake{}", "<div><table><tr><td>".repeat(20_000), "</td></tr></table>".repeat(10));
        assert_eq!(extract(deep.as_bytes()).text, "lake");
        for cut in 0..200 {
            let page = "<html><table><tr><td>A<ul><li>B</table><p>C</html><td>D</tr></ul>&am";
            extract(&page.as_bytes()[..cut.min(page.len())]);
        }
    }
}
