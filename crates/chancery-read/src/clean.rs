//! Lines: what belongs to the letter, and what the page put between.
//!
//! Running heads, page marks, job numbers and bar codes are taken out before anything is read, and each is a recorded
//! doubt. What merely looks like one is left in the text unless something stronger stands beside it: a symbol alone on a
//! line may be part of a list, a number alone may be a paragraph's.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use regex::Regex;

use chancery_model::{body::Body, finding::Doubt, symbol::Symbol, text::Span, vocabulary::Role};

use crate::{
    doubt,
    flow::width,
    formats::Mark,
    words::{Lexicon, Quick, Words, alphanumeric, fold, fold_into},
};

/// One line that belongs to the letter.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its place, without white space at either end.
    pub span: Span,
    /// How far it is indented, in columns.
    pub indent: usize,
    /// How many empty lines stand before it, not counting those that extraction put after every line.
    pub gap: u32,
    /// Whether something was taken out before it.
    pub broken: bool,
    /// What the format says it is, as an index into the marks.
    pub mark: Option<usize>,
}

/// What cleaning gives.
#[derive(Default)]
pub struct Cleaned {
    /// The lines that belong to the letter.
    pub lines: Vec<Line>,
    /// Symbols in running heads.
    pub symbols: Vec<(Symbol, Span)>,
    /// The job number, where one stood at a page's foot.
    pub job: Option<(String, Span)>,
    /// How many pages, where marks say so.
    pub pages: Option<u32>,
    /// One doubt for each thing taken out.
    pub doubts: Vec<Doubt>,
}

/// What a line looks like by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Look {
    Text,
    /// Nothing but symbols.
    Symbols,
    /// `3/3`, with or without a job number, or the word for page and a number.
    PageMark,
    /// A job number, with or without codes.
    Job,
    /// What stands where a job number belongs, before its language letter and codes, and is none.
    OddJob,
    /// A bar code's digits between asterisks.
    Barcode,
    /// Six digits: a date code, of a job number's line.
    Code,
    /// A number alone.
    Number,
    /// A rule or other signs without letters.
    Rule,
    /// A language's name alone, as old running heads have it.
    Language,
    /// Words of a page's foot.
    Foot,
}

struct Raw {
    span: Span,
    indent: usize,
    blanks: u32,
    page: bool,
    look: Look,
}

/// Parts the letter's lines from the page's.
pub fn clean(text: &str, marks: &[Mark], words: &Words<'_>) -> Cleaned {
    let mut whole = Vec::new();
    for line in lines(text) {
        split_scripts(text, line, &mut whole);
    }
    let mut raw = Vec::with_capacity(whole.len());
    for line in whole {
        split_feet(text, line, words, &mut raw);
    }
    let mut folded = String::new();
    for line in &mut raw {
        line.look = words.looks.of(line.span.of(text), words, &mut folded);
    }
    odd_jobs(text, &mut raw, &words.looks);
    barcodes(text, &mut raw);
    let mut out = furniture(text, &raw, words);
    let marked: Vec<Option<usize>> = raw.iter().map(|line| mark_at(marks, line.span.start)).collect();
    for (at, mark) in marked.iter().enumerate().filter_map(|(at, mark)| mark.map(|mark| (at, mark))) {
        // Where the format says what a line is, its looks say nothing.
        out[at] = matches!(marks[mark].role, Role::RunningHead | Role::RunningFoot | Role::Hidden);
    }
    let dumped = blank_after_every_line(text, &raw, &out);
    let mut cleaned = Cleaned::default();
    let mut broken = false;
    let mut gap = 0;
    let mut at = 0;
    while at < raw.len() {
        let line = &raw[at];
        let blanks = if dumped { line.blanks.saturating_sub(1) } else { line.blanks };
        if !out[at] {
            // Blank lines around what was taken out are the page's, not the letter's.
            let gap_here = if broken { gap.min(u32::from(line.blanks > 3)) } else { blanks };
            let mark = marked[at];
            cleaned.lines.push(Line { span: line.span, indent: line.indent, gap: gap_here, broken, mark });
            broken = false;
            gap = 0;
            at += 1;
            continue;
        }
        let start = at;
        while at < raw.len() && out[at] {
            gap = gap.max(blanks);
            at += 1;
        }
        let span = raw[start].span.cover(raw[at - 1].span);
        record(text, &raw[start..at], words, &mut cleaned);
        let message = "a running head, page mark or foot line was taken out of the text";
        cleaned.doubts.push(doubt("RUNNING_HEAD", message, span, Some(String::new())));
        broken = true;
    }
    cleaned
}

/// The mark in which a place stands.
fn mark_at(marks: &[Mark], at: usize) -> Option<usize> {
    let index = marks.partition_point(|mark| mark.span.start <= at).checked_sub(1)?;
    (at < marks[index].span.end).then_some(index)
}

/// Keeps what furniture says: symbols, the job number and the number of pages.
fn record(text: &str, group: &[Raw], words: &Words<'_>, cleaned: &mut Cleaned) {
    for line in group {
        if matches!(line.look, Look::Symbols) {
            for found in words.symbols.find(text, line.span, words) {
                if !cleaned
                    .symbols
                    .iter()
                    .any(|(known, _)| known.without_asterisks() == found.symbol.without_asterisks())
                {
                    cleaned.symbols.push((found.symbol, found.span));
                }
            }
        }
        let written = line.span.of(text);
        if cleaned.job.is_none()
            && let Some(job) = words.symbols.job.as_ref().and_then(|regex| regex.find(written))
        {
            let span = Span::new(line.span.start + job.start(), line.span.start + job.end());
            cleaned.job = Some((job.as_str().to_owned(), span));
        }
        // What stands where a job number belongs and is none is kept as a doubt.
        if line.look == Look::OddJob
            && let Some(odd) = ODD_JOB.as_ref().and_then(|regex| regex.captures(written)?.name("job"))
            && !cleaned.doubts.iter().any(|doubt| doubt.code == "ODD_JOB_NUMBER")
        {
            let span = Span::new(line.span.start + odd.start(), line.span.start + odd.end());
            let message = "what stands where a job number belongs has not the form of one";
            cleaned.doubts.push(doubt("ODD_JOB_NUMBER", message, span, None));
        }
        let total = match line.look {
            Look::PageMark => {
                let bare = words.symbols.job.as_ref().map_or(written.into(), |job| job.replace_all(written, " "));
                bare.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).max()
            }
            Look::Number => written.trim().parse().ok(),
            _ => None,
        };
        if let Some(total) = total.filter(|total| (1..=9999).contains(total)) {
            cleaned.pages = Some(cleaned.pages.map_or(total, |known: u32| known.max(total)));
        }
    }
}

/// Cuts the text into lines that hold something.
fn lines(text: &str) -> Vec<Raw> {
    let mut raw = Vec::new();
    let mut blanks = 0u32;
    let mut page = false;
    let mut start = 0;
    let mut push = |from: usize, to: usize, ends_page: bool, blanks: &mut u32, page: &mut bool| {
        let written = &text[from..to];
        let is_space = |c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}' || c == '\u{200b}';
        let body = written.trim_matches(is_space);
        if body.is_empty() {
            *blanks = blanks.saturating_add(1);
        } else {
            let lead = written.len() - written.trim_start_matches(is_space).len();
            let indent = written[..lead].chars().map(|c| if c == '\t' { 8 } else { 1 }).sum();
            let span = Span::new(from + lead, from + lead + body.len());
            raw.push(Raw { span, indent, blanks: *blanks, page: *page, look: Look::Text });
            *blanks = 0;
            *page = false;
        }
        *page |= ends_page;
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (width, ends_page) = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => (2, false),
            b'\n' | b'\r' | 0x0b => (1, false),
            0x0c => (1, true),
            // U+2028 and U+2029 are line breaks of some word processors.
            0xe2 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0xa8 | 0xa9)) => (3, false),
            _ => {
                at += 1;
                continue;
            }
        };
        push(start, at, ends_page, &mut blanks, &mut page);
        at += width;
        start = at;
    }
    push(start, text.len(), false, &mut blanks, &mut page);
    raw
}

/// Two languages of an aligned text run together on a line without a space: they are read as two lines.
fn split_scripts(text: &str, line: Raw, raw: &mut Vec<Raw>) {
    let written = line.span.of(text);
    // Most lines have no letter written from right to left, told by the bytes with which such letters begin.
    if !written.bytes().any(|byte| matches!(byte, 0xd6..=0xe0)) {
        raw.push(line);
        return;
    }
    let side = |c: char| match c as u32 {
        0x41..=0x5a | 0x61..=0x7a | 0xc0..=0x24f => Some(false),
        0x590..=0x8ff => Some(true),
        _ => None,
    };
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut before = None;
    for (at, c) in written.char_indices() {
        let now = side(c);
        // A full stop may stand between them; a space may not.
        if let (Some(was), Some(is)) = (before, now)
            && was != is
        {
            pieces.push(Span::new(line.span.start + from, line.span.start + at));
            from = at;
        }
        let letter = alphanumeric(c);
        before = if letter || matches!(c, '.' | ':' | '?' | '!') { now.or(before.filter(|_| !letter)) } else { None };
    }
    pieces.push(Span::new(line.span.start + from, line.span.end));
    let piece = |(at, span): (usize, Span)| {
        let (blanks, page) = if at == 0 { (line.blanks, line.page) } else { (0, false) };
        Raw { span, indent: line.indent, blanks, page, look: Look::Text }
    };
    raw.extend(pieces.into_iter().enumerate().map(piece));
}

/// Where all line breaks were lost, the feet of pages stand in the middle of long lines; they are cut out as lines.
fn split_feet(text: &str, line: Raw, words: &Words<'_>, raw: &mut Vec<Raw>) {
    let written = line.span.of(text);
    let foot = if written.len() > 60 { words.symbols.foot(written) } else { None };
    let Some(foot) = foot else { return raw.push(line) };
    let mut cuts: Vec<Span> = Vec::new();
    for found in foot.find_iter(written) {
        let start = line.span.start + found.start();
        let mut end = line.span.start + found.end();
        // The next page's running head follows at once.
        for symbol in
            words.symbols.find(text, Span::new(end, line.span.end.min(text.floor_char_boundary(end + 120))), words)
        {
            if text[end..symbol.span.start].chars().all(|c| c.is_whitespace() || "–—-|&".contains(c)) {
                end = symbol.span.end;
            } else {
                break;
            }
        }
        cuts.push(Span::new(start, end));
    }
    if cuts.is_empty() {
        return raw.push(line);
    }
    let mut pieces = Vec::new();
    let mut from = line.span.start;
    for cut in cuts {
        pieces.push((Span::new(from, cut.start.max(from)), false));
        // The foot's own line, and the running head's.
        let job_end = foot.find(cut.of(text)).map_or(cut.end, |m| cut.start + m.end());
        pieces.push((Span::new(cut.start, job_end), true));
        pieces.push((Span::new(job_end, cut.end), true));
        from = cut.end;
    }
    pieces.push((Span::new(from, line.span.end), false));
    let mut first = true;
    for (span, _) in pieces {
        let body = span.of(text).trim();
        if body.is_empty() {
            continue;
        }
        let start = span.start + (span.of(text).len() - span.of(text).trim_start().len());
        let span = Span::new(start, start + body.len());
        let (blanks, page) = if first { (line.blanks, line.page) } else { (0, false) };
        raw.push(Raw { span, indent: if first { line.indent } else { 0 }, blanks, page, look: Look::Text });
        first = false;
    }
}

/// Figures before a language letter in brackets and date codes: a job number's line, whatever became of the number.
static ODD_JOB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let regex = r"^(?P<job>(?:[A-Z]{1,2}\.)?[0-9][0-9OIl.–_ -]{2,11}[0-9OIl])\s?\((?P<letter>\p{Lu})\)(?:\s+\d{6})*(?:\s+\*\d{5,10}\*)?(?:\s+/\.\.\.)?$";
    Regex::new(regex).ok()
});

/// Lines that repeat an odd job number at the foot of later pages.
fn odd_jobs(text: &str, raw: &mut [Raw], looks: &Looks) {
    let first = raw.iter().find(|line| line.look == Look::OddJob).map(|line| line.span.of(text));
    let Some(odd) = first.and_then(|line| ODD_JOB.as_ref()?.captures(line)?.name("job")) else { return };
    let odd = odd.as_str();
    for line in raw.iter_mut().filter(|line| line.look == Look::Text && line.span.len() < 40) {
        let written = line.span.of(text);
        let Some((before, after)) = written.split_once(odd) else { continue };
        let rest = format!("{before} {after}");
        if rest.trim().is_empty() || looks.is_page_mark(rest.trim()) {
            line.look = Look::Foot;
        }
    }
}

/// The words by which the page's own lines are known.
pub struct Looks {
    /// The letters by which job numbers name languages.
    letters: Vec<String>,
    page_words: Vec<String>,
    foot_words: Vec<String>,
    languages: HashSet<String, Quick>,
}

impl Looks {
    /// Gathers them from all languages.
    pub fn new(body: &Body, lexicons: &[Lexicon<'_>]) -> Looks {
        let all = |list: fn(&chancery_model::reading::ReadingWords) -> &Vec<String>| {
            lexicons.iter().flat_map(|l| list(l.words)).map(|w| fold(w)).collect::<Vec<_>>()
        };
        let mut languages = HashSet::default();
        for wording in body.wording.values() {
            languages.extend(wording.languages.values().map(|name| fold(name)));
            languages.insert(fold(&wording.name));
        }
        let mut foot_words = all(|w| &w.foot);
        // The line that names the issuing office on a typeset page: its words end with a sign before the name.
        let issued = body.wording.values().filter_map(|wording| wording.masthead.as_ref()?.issued_by.split_once('{'));
        foot_words.extend(issued.map(|(lead, _)| fold(lead.trim_end())).filter(|lead| lead.ends_with([':', '：'])));
        let letters = body.wording.values().map(|wording| wording.letter.clone()).collect();
        Looks { letters, page_words: all(|w| &w.page), foot_words, languages }
    }

    fn is_page_mark(&self, line: &str) -> bool {
        static PAGE: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"^/?\d{1,4}\s?/\s?\d{1,4}$|^/\d{1,4}$").ok());
        PAGE.as_ref().is_some_and(|page| page.is_match(line))
    }

    /// Whether a line is that of a job number but for the number.
    fn is_odd_job(&self, line: &str) -> bool {
        let captures = ODD_JOB.as_ref().filter(|_| line.contains('(')).and_then(|regex| regex.captures(line));
        let named = captures.as_ref().and_then(|captures| Some((captures.name("job")?, captures.name("letter")?)));
        named.is_some_and(|(job, letter)| {
            let figures = job.as_str().bytes().filter(u8::is_ascii_digit).count();
            figures >= 4 && self.letters.iter().any(|known| known == letter.as_str())
        })
    }

    /// What a line looks like by itself; its folded letters are written into `folded`.
    fn of(&self, line: &str, words: &Words<'_>, folded: &mut String) -> Look {
        static CODE: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"^\d{6}(?:\s+\d{6})*(?:\s+/\.\.\.)?$").ok());
        static BAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?:\*\d{5,10}\*)+$").ok());
        let is = |regex: &LazyLock<Option<Regex>>, text: &str| regex.as_ref().is_some_and(|r| r.is_match(text));
        // A long line is never furniture, and is not looked at twice.
        if line.len() > 160 {
            return Look::Text;
        }
        if line.bytes().all(|b| b.is_ascii_digit()) && line.len() <= 3 {
            return Look::Number;
        }
        // Most lines begin with a letter, and are not worth looking for figures in.
        let first = line.as_bytes().first().copied().unwrap_or_default();
        let figure = |byte: u8| byte.is_ascii_digit() || !byte.is_ascii();
        if figure(first) && is(&CODE, line) {
            return Look::Code;
        }
        if first == b'*' && is(&BAR, line) {
            return Look::Barcode;
        }
        if !line.chars().any(alphanumeric) {
            return if line.chars().count() >= 3 { Look::Rule } else { Look::Text };
        }
        if line.bytes().any(figure)
            && let Some(job) = &words.symbols.job
            && let Some(found) = job.find(line)
        {
            let rest = format!("{} {}", &line[..found.start()], &line[found.end()..]);
            let rest = rest.trim();
            let bare = |c: char| c.is_ascii_digit() || c.is_whitespace() || "*()/.".contains(c) || c.is_uppercase();
            if rest.is_empty() {
                return Look::Job;
            }
            if rest.chars().all(bare) && rest.chars().filter(|c| c.is_alphabetic()).count() <= 2 {
                return if self.is_page_mark(rest) || rest.len() <= 3 { Look::PageMark } else { Look::Job };
            }
        }
        if words.symbols.job.is_some() && self.is_odd_job(line) {
            return Look::OddJob;
        }
        if (first == b'/' || figure(first)) && self.is_page_mark(line) {
            return Look::PageMark;
        }
        folded.clear();
        fold_into(line, folded);
        if let Some(rest) = self.page_words.iter().find_map(|word| folded.strip_prefix(word.as_str()))
            && !rest.trim().is_empty()
            && rest.trim().bytes().all(|b| b.is_ascii_digit())
        {
            return Look::PageMark;
        }
        if self.foot_words.iter().any(|word| folded.starts_with(word.as_str())) {
            return Look::Foot;
        }
        if self.languages.contains(folded) {
            return Look::Language;
        }
        if line.contains(|c: char| c.is_ascii_digit()) && only_symbols(line, words) {
            return Look::Symbols;
        }
        Look::Text
    }
}

/// Whether a line holds symbols and what joins them, and nothing else.
fn only_symbols(line: &str, words: &Words<'_>) -> bool {
    let found = words.symbols.find(line, Span::new(0, line.len()), words);
    let Some(first) = found.first() else { return false };
    let mut at = first.span.start;
    if at > 0 {
        return false;
    }
    for symbol in &found {
        if !line[at.min(symbol.span.start)..symbol.span.start]
            .chars()
            .all(|c| c.is_whitespace() || "–—-‐‑|&".contains(c))
        {
            return false;
        }
        at = symbol.span.end;
    }
    line[at..].chars().all(|c| c.is_whitespace() || c == '*')
}

/// A bar code's digits are sometimes one to a line, after the job number.
fn barcodes(text: &str, raw: &mut [Raw]) {
    let mut after_job = 0usize;
    for line in raw.iter_mut() {
        let written = line.span.of(text);
        if matches!(line.look, Look::Job | Look::OddJob | Look::Barcode) {
            after_job = 14;
            continue;
        }
        let single = written.len() == 1 && written.chars().all(|c| c.is_ascii_digit() || c == '*');
        if after_job > 0 && single {
            line.look = Look::Barcode;
            after_job -= 1;
        } else if !matches!(line.look, Look::Code | Look::Rule) {
            after_job = 0;
        }
    }
}

/// Which lines are the page's.
fn furniture(text: &str, raw: &[Raw], words: &Words<'_>) -> Vec<bool> {
    let mut out = vec![false; raw.len()];
    let mut seen: HashMap<Symbol, u32> = HashMap::new();
    let mut groups = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        if raw[at].look == Look::Text {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < raw.len() && raw[at].look != Look::Text && !(raw[at].page && raw[at - 1].look == Look::Number) {
            at += 1;
        }
        groups.push((start, at));
        for line in raw[start..at].iter().filter(|line| line.look == Look::Symbols) {
            for found in words.symbols.find(text, line.span, words) {
                *seen.entry(found.symbol.without_asterisks()).or_default() += 1;
            }
        }
    }
    for (start, end) in groups {
        let group = &raw[start..end];
        let has = |look: Look| group.iter().any(|line| line.look == look);
        let page = group.iter().any(|line| line.page) || raw.get(end).is_none_or(|next| next.page);
        let last = end == raw.len();
        let strong =
            has(Look::Job) || has(Look::OddJob) || has(Look::PageMark) || has(Look::Barcode) || has(Look::Foot);
        let heads = has(Look::Symbols);
        // A symbol that stands alone on lines again and again is a running head even without a page mark.
        let repeated = heads
            && group.iter().filter(|line| line.look == Look::Symbols).all(|line| {
                let found = words.symbols.find(text, line.span, words);
                found.iter().all(|f| seen.get(&f.symbol.without_asterisks()).is_some_and(|n| *n > 1))
            });
        let head = heads && (strong || page || has(Look::Number) || repeated);
        for (at, line) in group.iter().enumerate() {
            out[start + at] = match line.look {
                Look::Job | Look::OddJob | Look::PageMark | Look::Barcode | Look::Foot => true,
                Look::Code => strong || page,
                Look::Symbols => head,
                Look::Number => head || strong || page || last,
                Look::Rule => strong || last || line.span.of(text).chars().all(|c| "-_*`=".contains(c)),
                Look::Language => head,
                Look::Text => false,
            };
        }
    }
    out
}

/// Whether extraction put an empty line after every line: most lines have one before them although the sentence runs on.
fn blank_after_every_line(text: &str, raw: &[Raw], out: &[bool]) -> bool {
    let (mut close, mut apart, mut running, mut small) = (0usize, 0usize, 0usize, 0usize);
    for at in 1..raw.len() {
        if out[at] || out[at - 1] {
            continue;
        }
        if raw[at].blanks == 0 {
            close += 1;
            continue;
        }
        apart += 1;
        let ends = raw[at - 1].span.of(text).ends_with(|c: char| !c.is_alphanumeric() && c != ',' && c != '-');
        let goes_on = raw[at].span.of(text).starts_with(char::is_lowercase);
        small += usize::from(!ends && goes_on);
        // A long line that stops in mid-sentence says the same, even before a capital.
        running += usize::from(!ends && (goes_on || (60..=110).contains(&width(raw[at - 1].span.of(text)))));
    }
    // A title and its repetition over an annex end without a stop too; three such lines do not come about by chance, even
    // under a head of many short ones.
    let runs = small > 0 && running * 4 >= apart || running >= 3 && running * 7 >= apart;
    apart >= 3 && close * 5 <= apart && runs
}
