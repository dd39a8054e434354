//! A communication set as pages of text, as extraction gives them, sound or with the faults that belong to the page.

use super::letters::{CITED, CITED_END, Masthead, Piece, Sheet};

/// What became of the masthead.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Head {
    /// It stands where it belongs.
    #[default]
    Sound,
    /// It was lost, and the running heads with it.
    Lost,
    /// It was lost, and the running heads were not.
    LostOnFirstPage,
    /// It was read twice.
    Doubled,
    /// Its columns stand side by side.
    Columns,
    /// The symbols stand only in a line after the text.
    Trailer,
}

/// What became of the running heads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Running {
    /// They stand between the pages.
    #[default]
    Sound,
    /// They stand after the whole text.
    AtEnd,
    /// They stand inside the line that the page's end broke.
    Inline,
}

/// How a sheet is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// The masthead.
    pub head: Head,
    /// The running heads.
    pub running: Running,
    /// Whether words are divided at the ends of lines.
    pub hyphenated: bool,
    /// Whether the title lost the State's name.
    pub nameless: bool,
    /// Lines of a site above and below.
    pub site: [&'static [&'static str]; 2],
}

/// What was printed, with the signs of citations still in it.
pub struct Pages {
    /// The text.
    pub text: String,
    /// How many pages it has.
    pub total: usize,
}

const FIRST_PAGE: usize = 52;
const PAGE: usize = 46;

/// Prints a sheet.
pub fn print(sheet: &Sheet, manner: &Manner) -> Pages {
    let lines = body(sheet, manner);
    let head = sheet.masthead.as_ref();
    let first = head.map_or_else(Vec::new, |masthead| first_lines(masthead, manner));
    // The pages, each with its lines.
    let mut pages: Vec<Vec<String>> = vec![first];
    // Short pages break paragraphs more often.
    let (first_page, page_lines) = if manner.running == Running::Inline { (30, 9) } else { (FIRST_PAGE, PAGE) };
    let mut room = first_page.saturating_sub(pages[0].len()).max(8);
    // Whether a page goes on in the text of the one before.
    let mut goes_on = vec![false];
    for line in lines {
        match line {
            Some(line) => {
                if room == 0 {
                    pages.push(Vec::new());
                    goes_on.push(true);
                    room = page_lines;
                }
                room -= 1;
                let page = pages.last_mut().unwrap();
                page.push(line);
            }
            None => {
                pages.push(Vec::new());
                goes_on.push(false);
                room = page_lines;
            }
        }
    }
    for page in &mut pages {
        while page.last().is_some_and(|line| line.trim().is_empty()) {
            page.pop();
        }
        while page.first().is_some_and(|line| line.trim().is_empty()) {
            page.remove(0);
        }
    }
    let total = pages.len();
    let mut out: Vec<String> = manner.site[0].iter().map(|line| (*line).to_owned()).collect();
    let mut end: Vec<String> = Vec::new();
    for (at, page) in pages.into_iter().enumerate() {
        if at > 0 && sheet.form_feeds {
            // A form feed stands before the first line of the new page.
            out.push("\u{c}".to_owned());
        }
        let Some(masthead) = head.filter(|_| manner.head != Head::Lost) else {
            out.extend(page);
            out.push(String::new());
            continue;
        };
        let symbols: &[String] = if manner.head == Head::Trailer { &[] } else { &masthead.symbols };
        if at == 0 {
            out.extend(page);
            out.push(String::new());
            out.extend(masthead.foot.iter().cloned());
            out.push(String::new());
            continue;
        }
        let mark = [format!("{}/{total}", at + 1), masthead.job.clone()];
        // A head that stands before an attachment's heading keeps its own line.
        let running = if manner.running == Running::Inline && !goes_on[at] { Running::Sound } else { manner.running };
        match running {
            Running::Sound => {
                out.extend(symbols.iter().cloned());
                out.push(String::new());
                out.extend(page);
                out.push(String::new());
                // Even pages mirror the odd ones.
                if at % 2 == 0 {
                    out.extend(mark);
                } else {
                    out.extend(mark.into_iter().rev());
                }
                out.push(String::new());
            }
            Running::AtEnd => {
                out.extend(page);
                out.push(String::new());
                end.extend(symbols.iter().cloned());
                end.extend(mark);
            }
            Running::Inline => {
                // The head stands in the line, before the first words of the page.
                let mut page = page.into_iter();
                let line = page.next().unwrap_or_default();
                out.push(format!("{} {} {line}", mark[0], symbols.join(" ")));
                out.extend(page);
                out.push(String::new());
            }
        }
    }
    out.extend(end);
    if manner.head == Head::Trailer
        && let Some(masthead) = head
    {
        out.push(masthead.symbols.join(" | "));
    }
    out.extend(manner.site[1].iter().map(|line| (*line).to_owned()));
    let mut text = out.join("\n");
    text = text.replace("\u{c}\n", "\u{c}");
    text.push('\n');
    Pages { text, total }
}

/// Lines of the masthead.
fn first_lines(masthead: &Masthead, manner: &Manner) -> Vec<String> {
    let mut lines = Vec::new();
    let gap = String::new;
    let symbols = if masthead.job.ends_with(['1', '3', '5']) {
        masthead.symbols.clone()
    } else {
        vec![masthead.symbols.join("–")]
    };
    let blocks = |lines: &mut Vec<String>| {
        for (organ, rows) in &masthead.organs {
            lines.push(organ.clone());
            lines.extend(rows.iter().cloned());
            lines.push(gap());
        }
    };
    match manner.head {
        Head::Lost | Head::LostOnFirstPage => {}
        Head::Sound | Head::Trailer | Head::Doubled => {
            for _ in 0..if manner.head == Head::Doubled { 2 } else { 1 } {
                if manner.head != Head::Trailer {
                    lines.extend(symbols.iter().cloned());
                    lines.push(gap());
                }
                lines.push(masthead.body.clone());
                lines.push(gap());
                lines.extend(masthead.organs.iter().map(|(organ, _)| organ.clone()));
                lines.push(gap());
                lines.extend(masthead.block.iter().cloned());
                lines.push(gap());
            }
            blocks(&mut lines);
        }
        Head::Columns => {
            let side = |left: &str, right: &str| {
                let width = left.chars().count();
                format!("{left}{}{right}", " ".repeat(56usize.saturating_sub(width).max(4)))
            };
            lines.push(side(&masthead.body, &symbols.join("–")));
            lines.push(gap());
            let left: Vec<&str> = masthead.organs.iter().map(|(organ, _)| organ.as_str()).collect();
            for at in 0..left.len().max(masthead.block.len()) {
                let left = left.get(at).copied().unwrap_or("");
                let right = masthead.block.get(at).map_or("", String::as_str);
                lines.push(side(left, right).trim_end().to_owned());
            }
            lines.push(gap());
            // The organs stand side by side, each over its session and its items.
            let mut rest = masthead.organs.as_slice();
            while let [one, two, more @ ..] = rest {
                let column = |block: &(String, Vec<String>)| {
                    let mut rows = vec![block.0.clone()];
                    rows.extend(block.1.iter().cloned());
                    rows
                };
                let (one, two) = (column(one), column(two));
                for at in 0..one.len().max(two.len()) {
                    let left = one.get(at).map_or("", String::as_str);
                    let right = two.get(at).map_or("", String::as_str);
                    lines.push(side(left, right).trim_end().to_owned());
                }
                lines.push(gap());
                rest = more;
            }
            for (organ, rows) in rest {
                lines.push(organ.clone());
                lines.extend(rows.iter().cloned());
                lines.push(gap());
            }
        }
    }
    lines
}

/// Lines of the text; `None` is a new page.
fn body(sheet: &Sheet, manner: &Manner) -> Vec<Option<String>> {
    let mut lines: Vec<Option<String>> = Vec::new();
    let wide = sheet.place == 5;
    let width = if wide { sheet.width / 2 } else { sheet.width };
    let narrow = if wide { 30 } else { 62 };
    let gap = |lines: &mut Vec<Option<String>>| {
        if !matches!(lines.last(), None | Some(None)) && lines.last().is_some_and(|line| line.as_deref() != Some("")) {
            lines.push(Some(String::new()));
        }
    };
    for piece in &sheet.pieces {
        match piece {
            Piece::NewPage => lines.push(None),
            Piece::Title(sound, nameless) => {
                let text = if manner.nameless { nameless } else { sound };
                lines.extend(wrap(text, narrow, 0, false).into_iter().map(Some));
                gap(&mut lines);
            }
            Piece::Heading(text) => {
                gap(&mut lines);
                lines.extend(wrap(text, narrow, 0, false).into_iter().map(Some));
                gap(&mut lines);
            }
            Piece::Line(text) => lines.push(Some(text.clone())),
            Piece::Paragraph(text) => {
                lines.extend(wrap(text, width, sheet.indent, manner.hyphenated).into_iter().map(Some));
                if sheet.gap {
                    gap(&mut lines);
                }
            }
            Piece::Footnote(text) => {
                gap(&mut lines);
                lines.push(Some(text.clone()));
                gap(&mut lines);
            }
            Piece::Table(rows) => {
                gap(&mut lines);
                for row in rows {
                    let cells: Vec<String> = row
                        .iter()
                        .map(|cell| format!("{cell}{}", " ".repeat(24usize.saturating_sub(cell.chars().count()))))
                        .collect();
                    lines.push(Some(cells.concat().trim_end().to_owned()));
                }
                gap(&mut lines);
            }
            Piece::Signature(rows) => {
                gap(&mut lines);
                lines.extend(rows.iter().cloned().map(Some));
                gap(&mut lines);
            }
            Piece::Signatures(one, two) => {
                gap(&mut lines);
                for at in 0..one.len().max(two.len()) {
                    let left = one.get(at).map_or("", String::as_str);
                    let right = two.get(at).map_or("", String::as_str);
                    let space = " ".repeat(48usize.saturating_sub(left.chars().count()).max(4));
                    lines.push(Some(format!("{left}{space}{right}").trim_end().to_owned()));
                }
                gap(&mut lines);
            }
        }
    }
    lines
}

fn length(text: &str) -> usize {
    text.chars().filter(|c| !matches!(*c, CITED | CITED_END)).count()
}

/// The pieces of a text between which a line may end, each with the space before it.
fn units(text: &str) -> Vec<(bool, String)> {
    let mut units: Vec<(bool, String)> = Vec::new();
    for (at, word) in text.split(' ').enumerate() {
        let mut spaced = at > 0;
        let mut unit = String::new();
        for c in word.chars() {
            // A script without spaces breaks between any two of its letters, but not before a stop.
            let own = ('\u{2e80}'..'\u{a000}').contains(&c);
            let after_own = unit
                .chars()
                .next_back()
                .is_some_and(|last| ('\u{2e80}'..'\u{a000}').contains(&last) || "，。、；：".contains(last));
            let starts = own && !unit.is_empty() || after_own && !"，。、；：)）".contains(c);
            if starts && !"，。、；：)".contains(c) && !unit.ends_with('(') {
                units.push((spaced, std::mem::take(&mut unit)));
                spaced = false;
            }
            unit.push(c);
        }
        units.push((spaced, unit));
    }
    units
}

/// A text in lines of a width.
fn wrap(text: &str, width: usize, indent: usize, hyphenated: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(indent);
    let mut bare = true;
    for (spaced, unit) in units(text) {
        let need = length(&unit) + usize::from(spaced && !bare);
        let room = width.saturating_sub(length(&line));
        if !bare && need > room {
            // A long word of a script with capitals is divided in its middle, if half of it fits.
            let plain = unit.chars().all(|c| c.is_lowercase() && !('\u{600}'..='\u{6ff}').contains(&c));
            let count = unit.chars().count();
            if hyphenated && plain && count >= 8 && room > count / 2 + 2 {
                let cut: usize = unit.chars().take(count / 2).map(char::len_utf8).sum();
                line.push_str(&format!(" {}-", &unit[..cut]));
                lines.push(std::mem::take(&mut line));
                line.push_str(&unit[cut..]);
                continue;
            }
            lines.push(std::mem::take(&mut line));
            bare = true;
        }
        if spaced && !bare {
            line.push(' ');
        }
        line.push_str(&unit);
        bare = false;
    }
    lines.push(line);
    lines
}
