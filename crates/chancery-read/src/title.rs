//! Titles: shapes such as “Letter dated {date} from {sender} addressed to {addressees}”, matched anywhere in a text,
//! whether its line breaks are right, wrong or gone.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use chancery_model::{communication::Kind, reading::TitleShape, text::Span};

use crate::{
    dates::Found,
    flow::Flow,
    senders,
    words::{Beginnings, Lexicon, Words, loose},
};

/// One shape of title, taken apart.
pub struct Shape {
    /// What kind of communication bears it.
    pub kind: Kind,
    tokens: Vec<Token>,
    head: OnceLock<Option<Regex>>,
    first: String,
}

enum Token {
    Literal { anchored: OnceLock<Option<Regex>>, anywhere: OnceLock<Option<Regex>>, pattern: String, words: usize },
    Date,
    Sender,
    Addressees,
    Office,
}

/// A title found in the flow.
#[derive(Clone, Debug)]
pub struct Title {
    /// What kind of communication bears it.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// Its first date.
    pub date: Option<Found>,
    /// The sender's words.
    pub sender: Option<Span>,
    /// The addressees in English, with their places.
    pub addressees: Vec<(String, Span)>,
    /// Where all addressees stand, with the articles before them.
    pub addressed: Option<Span>,
}

/// How far into a text a title is looked for, in bytes.
pub const ZONE: usize = 24_000;

/// How long a sender may be: letters with fifty senders exist.
const LONGEST_SENDER: usize = 2_400;

impl Shape {
    /// Takes a shape apart.
    pub fn new(shape: &TitleShape) -> Shape {
        let mut tokens = Vec::new();
        let mut rest = shape.pattern.as_str();
        let mut first = String::new();
        while !rest.is_empty() {
            let open = rest.find('{').unwrap_or(rest.len());
            let literal = rest[..open].trim();
            if !literal.is_empty() {
                let words: Vec<String> = literal.split_whitespace().map(loose).collect();
                // Languages that write no spaces have no boundary between words.
                // A boundary beyond ASCII would make the search slow.
                let edge = match literal.chars().next_back() {
                    Some(c) if c.is_ascii_alphanumeric() => r"(?-u:\b)",
                    Some(c) if c.is_alphanumeric() && c < '\u{2e80}' => r"\b",
                    _ => "",
                };
                let pattern = format!("{}{edge}", words.join(r"\s+"));
                if tokens.is_empty() {
                    first = literal.to_owned();
                }
                tokens.push(Token::Literal {
                    anchored: OnceLock::new(),
                    anywhere: OnceLock::new(),
                    words: words.len(),
                    pattern,
                });
            }
            let Some(close) = rest[open..].find('}') else { break };
            match &rest[open + 1..open + close] {
                "date" => tokens.push(Token::Date),
                "sender" => tokens.push(Token::Sender),
                "addressees" => tokens.push(Token::Addressees),
                _ => tokens.push(Token::Office),
            }
            rest = &rest[open + close + 1..];
        }
        Shape { kind: shape.kind, tokens, head: OnceLock::new(), first }
    }

    /// Where such a title may start. Its first letter keeps its case, so that words inside a sentence are no title.
    fn heads(&self, text: &str, lexicon: &Lexicon<'_>) -> Vec<usize> {
        if matches!(self.tokens.first(), Some(Token::Date)) {
            let mut heads = Vec::new();
            let mut at = 0;
            while let Some(found) = lexicon.dates.find(text, at).filter(|_| heads.len() < 40) {
                heads.push(found.start);
                at = found.end;
            }
            // A title with a day that no calendar has is a title all the same.
            heads.extend(lexicon.dates.impossible(text, 0).map(|place| place.start));
            heads.sort_unstable();
            return heads;
        }
        // An office names itself, at the head of a line.
        if matches!(self.tokens.first(), Some(Token::Office)) {
            let offices = lexicon.offices.all(text, 0, text.len(), 40).into_iter().map(|office| office.start);
            return offices.filter(|at| *at == 0 || text[..*at].ends_with('\n')).collect();
        }
        let Some(regex) = self.head.get_or_init(|| Regex::new(&head_pattern(&self.first)?).ok()) else {
            return Vec::new();
        };
        let mut heads = Vec::new();
        let (mut at, mut end) = (0, 0);
        while let Some(found) = regex.find_at(text, at).filter(|_| heads.len() < 40) {
            // No letter may stand before it, nor may what stands there belong to the head before.
            let before = text[..found.start()].chars().next_back();
            let apart = before.is_none_or(|c| found.start() >= end + c.len_utf8() && !is_letter(c));
            if apart {
                heads.push(found.start());
                end = found.end();
            }
            at = if apart { end } else { text.ceil_char_boundary(found.start() + 1) };
        }
        heads
    }

    /// The title that starts at a place, in any case.
    pub fn at(&self, flow: &Flow, at: usize, lexicon: &Lexicon<'_>) -> Option<Title> {
        let mut title = Title {
            kind: self.kind,
            span: Span::new(at, at),
            date: None,
            sender: None,
            addressees: Vec::new(),
            addressed: None,
        };
        let limit = flow.floor(at + LONGEST_SENDER + 800);
        let end = go(&self.tokens, flow, at, limit, false, lexicon, &mut title)?;
        // A title that begins with its date has no other date before its sender: the first was the masthead's.
        let leads = matches!(self.tokens.first(), Some(Token::Date));
        // Nor does it stand in one line and the sender in another: that date is the masthead's too.
        let line = flow.lines.get(flow.line_at(at)).map_or("", |line| flow.of(line.span));
        let alone = || {
            let dated = title.date.map_or(0, |found| flow.of(Span::new(found.start, found.end)).len());
            title.date.is_some() && line.trim().len() <= dated
        };
        if leads && alone() {
            return None;
        }
        if leads
            && title.sender.is_some_and(|sender| {
                let written = &flow.text[..sender.end];
                lexicon.dates.find(written, sender.start).is_some() || flow.of(sender).contains("\n\n")
            })
        {
            return None;
        }
        let start = at + flow.text[at..end].len() - flow.text[at..end].trim_start().len();
        title.span = Span::new(start, end);
        Some(title)
    }
}

/// The words with which a title begins; the first letter keeps its case.
fn head_pattern(first: &str) -> Option<String> {
    let mut words = first.split_whitespace();
    let mut letters = words.next()?.chars();
    let initial = regex::escape(&letters.next()?.to_string());
    let mut pattern = format!(r"{initial}(?i:{}", loose(letters.as_str()));
    for word in words {
        pattern.push_str(&format!(r"\s+{}", loose(word)));
    }
    pattern.push(')');
    Some(pattern)
}

/// Whether a character is of Unicode's category of letters.
fn is_letter(c: char) -> bool {
    static LETTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{L}").ok());
    match c {
        c if c.is_ascii() => c.is_ascii_alphabetic(),
        c => LETTER.as_ref().is_some_and(|letter| letter.is_match(c.encode_utf8(&mut [0; 4]))),
    }
}

/// How the titles of a language begin, all together, so that a text without any is gone through once.
#[derive(Default)]
pub struct Heads {
    /// The words; none where a title begins with its date or nothing is laid down.
    words: Vec<String>,
    beginnings: OnceLock<Beginnings>,
    regex: OnceLock<Option<Regex>>,
}

impl Heads {
    /// Gathers the beginnings.
    pub fn new(shapes: &[TitleShape]) -> Heads {
        let mut heads = Heads::default();
        for shape in shapes {
            let first = shape.pattern.split('{').next().unwrap_or_default().trim();
            if first.is_empty() {
                return Heads::default();
            }
            if !heads.words.iter().any(|known| known == first) {
                heads.words.push(first.to_owned());
            }
        }
        heads
    }

    /// Whether a title may begin somewhere in a text.
    fn occur(&self, text: &str) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let new = || Beginnings::new(self.words.iter().map(String::as_str), |c| c < '\u{2e80}');
        if self.regex.get().is_none() && !self.beginnings.get_or_init(new).anywhere(text, 0) {
            return false;
        }
        let make =
            || Regex::new(&self.words.iter().filter_map(|head| head_pattern(head)).collect::<Vec<_>>().join("|")).ok();
        self.regex.get_or_init(make).as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// The first title of a text, and the language it is written in.
pub fn find<'w, 'b>(flow: &Flow, words: &'w Words<'b>) -> Option<(Title, &'w Lexicon<'b>)> {
    let zone = &flow.text[..flow.floor(ZONE)];
    let mut best: Option<(Title, &Lexicon<'_>)> = None;
    for lexicon in &words.lexicons {
        if !lexicon.title_heads.occur(zone) {
            continue;
        }
        for shape in &lexicon.titles {
            for head in shape.heads(zone, lexicon) {
                if best.as_ref().is_some_and(|(title, _)| title.span.start <= head) {
                    break;
                }
                // A title with the label of an annex after it is that annex's heading.
                let title = shape.at(flow, head, lexicon);
                if let Some(title) = title.filter(|title| label_after(flow, title.span.end, lexicon).is_none()) {
                    best = Some((title, lexicon));
                    break;
                }
            }
        }
    }
    let (first, lexicon) = best?;
    // A page on which the letter was found may print its title above the masthead: the same title again, soon and
    // before anything else of the letter, is the letter's own.
    let again = lexicon.titles.iter().find_map(|shape| {
        shape.heads(zone, lexicon).into_iter().filter(|head| *head >= first.span.end).take(3).find_map(|head| {
            let title = shape.at(flow, head, lexicon)?;
            let same = crate::words::fold(&crate::flow::squeeze(flow.of(title.span)))
                == crate::words::fold(&crate::flow::squeeze(flow.of(first.span)));
            let line = flow.lines[flow.line_at(title.span.start)];
            let whole = line.span.start == title.span.start && label_after(flow, title.span.end, lexicon).is_none();
            (same && whole && title.span.start - first.span.end < 900).then_some(title)
        })
    });
    Some((again.unwrap_or(first), lexicon))
}

/// The title that a flow of one line is from its beginning to its end, in any of a language's shapes.
pub fn whole(flow: &Flow, lexicon: &Lexicon<'_>) -> Option<Title> {
    let mut titles = lexicon.titles.iter().filter_map(|shape| {
        // A title that begins with its date is not told from a masthead's date here.
        (!matches!(shape.tokens.first(), Some(Token::Date | Token::Office))).then(|| shape.at(flow, 0, lexicon))?
    });
    titles.find(|title| !flow.text[title.span.end..].contains(char::is_alphanumeric))
}

/// The title that stands at a place, in any of a language's shapes and in any case.
pub fn at(flow: &Flow, at: usize, lexicon: &Lexicon<'_>) -> Option<Title> {
    lexicon
        .titles
        .iter()
        .filter(|shape| !matches!(shape.tokens.first(), Some(Token::Date)))
        .find_map(|shape| shape.at(flow, at, lexicon))
}

/// The title of an annexed letter that stands at a place: as [`at`], and in languages whose titles begin with the date, where
/// it is one phrase in one block.
pub fn of_annexed(flow: &Flow, at: usize, lexicon: &Lexicon<'_>) -> Option<Title> {
    let dated = || {
        let shapes = lexicon.titles.iter().filter(|shape| matches!(shape.tokens.first(), Some(Token::Date)));
        let mut titles = shapes.filter_map(|shape| shape.at(flow, at, lexicon));
        titles.find(|title| {
            let whole = flow.of(Span::new(at, title.span.end));
            !whole.contains("\n\n") && one_phrase(whole)
        })
    };
    self::at(flow, at, lexicon).or_else(dated)
}

/// The title that stands at a place as the heading of an attachment repeats it after its label.
pub fn repeated(flow: &Flow, at: usize, lexicon: &Lexicon<'_>) -> Option<Title> {
    self::at(flow, at, lexicon).or_else(|| lexicon.annex_titles.iter().find_map(|shape| shape.at(flow, at, lexicon)))
}

/// The title that stands at a place with the label of an attachment after it: the depth of that label, and where it
/// starts and ends.
pub fn labelled(flow: &Flow, at: usize, lexicon: &Lexicon<'_>) -> Option<(Title, u8, Span)> {
    if lexicon.words.annex_of.is_empty() {
        return None;
    }
    lexicon.titles.iter().find_map(|shape| {
        let title = shape.at(flow, at, lexicon)?;
        let whole = flow.of(Span::new(at, title.span.end));
        if whole.contains("\n\n") || !one_phrase(whole) {
            return None;
        }
        let (depth, label) = label_after(flow, title.span.end, lexicon)?;
        Some((title, depth, label))
    })
}

/// The label of an attachment after a title, in languages that print it there.
fn label_after(flow: &Flow, end: usize, lexicon: &Lexicon<'_>) -> Option<(u8, Span)> {
    let of = lexicon.annex_of.at(&flow.text, end)?;
    let label = lexicon.labels.at(&flow.text, of.end)?;
    let start = of.end + flow.text[of.end..label.end].len() - flow.text[of.end..label.end].trim_start().len();
    Some((*label.value, Span::new(start, label.end)))
}

#[allow(clippy::too_many_arguments)] // One step of one match; a struct for it would only rename the arguments.
fn go(
    tokens: &[Token],
    flow: &Flow,
    at: usize,
    limit: usize,
    certain: bool,
    lexicon: &Lexicon<'_>,
    title: &mut Title,
) -> Option<usize> {
    let Some((token, rest)) = tokens.split_first() else { return Some(at) };
    let text = &flow.text[..limit];
    match token {
        Token::Literal { anchored, pattern, words: count, .. } => {
            let regex = anchored.get_or_init(|| Regex::new(&format!(r"(?i)^[\s,]*(?:{pattern})")).ok()).as_ref()?;
            let end = at + regex.find(text.get(at..)?)?.end();
            // Several words leave no doubt that an addressee follows; a lone “to” does.
            go(rest, flow, end, limit, *count > 1, lexicon, title)
        }
        Token::Date => {
            let Some(found) = lexicon.dates.at(text, at) else {
                // A day that no calendar has stands where the date belongs: the rest of the title says what it says.
                let day = lexicon.dates.impossible_at(text, at)?;
                return go(rest, flow, day.end, limit, false, lexicon, title);
            };
            let mut end = found.end;
            title.date.get_or_insert(found);
            // “Letters dated 2 and 3 March” name several; the first counts as the letter's.
            while let Some(and) = lexicon.and.at(text, end) {
                let Some(other) = lexicon.dates.at(text, and.end) else { break };
                end = other.end;
            }
            go(rest, flow, end, limit, false, lexicon, title)
        }
        Token::Office => {
            let office = lexicon.offices.at(text, at)?;
            title.sender = Some(Span::new(at, office.end));
            go(rest, flow, office.end, limit, false, lexicon, title)
        }
        Token::Sender | Token::Addressees => {
            let sender = matches!(token, Token::Sender);
            let Some(Token::Literal { anywhere, pattern, .. }) = rest.first() else {
                return if sender {
                    last_sender(flow, at, limit, lexicon, title)
                } else {
                    last_addressees(flow, at, certain, lexicon, title)
                };
            };
            let before = if pattern.starts_with(|c: char| c < '\u{2e80}') { r"(?:^|[\s,])" } else { "" };
            let regex = anywhere.get_or_init(|| Regex::new(&format!("(?i){before}{pattern}")).ok());
            let regex = regex.as_ref().filter(|_| !pattern.is_empty())?;
            // Languages that write no spaces need none before the next words.
            let reach = flow.floor((at + LONGEST_SENDER).min(limit));
            for found in regex.find_iter(text.get(at..reach)?).take(16) {
                let slot = Span::new(at, at + found.start());
                if slot.len() > LONGEST_SENDER || !one_phrase(flow.of(slot)) || opens_inside(flow, slot, lexicon) {
                    break;
                }
                // Behind a gap the text begins: what a title leaves out is not looked for there.
                if sender && runs_into_text(flow, slot, lexicon) {
                    break;
                }
                let mut tried = title.clone();
                if sender {
                    tried.sender = Some(slot);
                } else {
                    let (known, end) = senders::addressees(flow, slot.start, lexicon);
                    // What follows the addressees is a name or two, and never a part of the text.
                    let after = || &flow.text[end..(at + found.end()).max(end)];
                    if !known.is_empty() && (after().chars().count() > 60 || after().contains("\n\n")) {
                        break;
                    }
                    let behind = if known.is_empty() { slot } else { Span::new(end.min(slot.end), slot.end) };
                    if runs_into_text(flow, behind, lexicon) {
                        break;
                    }
                    tried.addressees = known;
                    if tried.addressees.is_empty() {
                        let raw = crate::flow::squeeze(flow.of(slot));
                        if raw.is_empty() || raw.len() > 200 {
                            continue;
                        }
                        tried.addressees.push((raw, slot));
                    }
                    tried.addressed = Some(trimmed(flow, slot));
                }
                if let Some(end) = go(rest, flow, slot.end, limit, false, lexicon, &mut tried) {
                    *title = tried;
                    return Some(end);
                }
            }
            None
        }
    }
}

/// Whether a text opens inside a place: after a gap stand words with which a letter opens.
fn opens_inside(flow: &Flow, place: Span, lexicon: &Lexicon<'_>) -> bool {
    let gaps = flow.of(place).match_indices("\n\n").map(|(at, gap)| place.start + at + gap.len());
    gaps.take(16)
        .any(|at| lexicon.openings.at(&flow.text, at).is_some() || lexicon.salutations.at(&flow.text, at).is_some())
}

/// Whether words can be one phrase: no sentence ends inside. In scripts without capitals a stop between two words ends one.
fn one_phrase(text: &str) -> bool {
    static END: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\p{Ll}{4,}[.?!]\s+\p{Lu}|\p{Lo}{3,}[.؟!]\s+\p{Lo}{2}|[。！？]|\n\n\n").ok());
    !END.as_ref().is_some_and(|end| end.is_match(text))
}

fn last_addressees(flow: &Flow, at: usize, certain: bool, lexicon: &Lexicon<'_>, title: &mut Title) -> Option<usize> {
    let (found, end) = senders::addressees(flow, at, lexicon);
    if !found.is_empty() {
        title.addressees = found;
        title.addressed = Some(trimmed(flow, Span::new(at, end)));
        return Some(end);
    }
    if !certain {
        return None;
    }
    // An addressee that is no office of the body: the words up to where the title ends, if they are few.
    let rest = flow.text[at..].trim_start();
    let start = flow.text.len() - rest.len();
    if flow.text[at..start].contains("\n\n") || rest.is_empty() {
        return Some(at);
    }
    let end = title_end(flow, start, lexicon);
    if end <= start || end - start > 160 {
        return Some(at);
    }
    let articles = lexicon.articles.at(&flow.text, start).map_or(start, |a| a.end);
    let raw = crate::flow::squeeze(flow.text[articles..end].trim_end_matches(['*', ':', '.']));
    if raw.is_empty() {
        return Some(at);
    }
    title.addressees.push((raw, Span::new(start, end)));
    title.addressed = Some(Span::new(start, end));
    Some(end)
}

/// Whether a gap stands in a place and the text begins behind it: with words with which texts open, or with a line as long
/// as no title's is.
fn runs_into_text(flow: &Flow, span: Span, lexicon: &Lexicon<'_>) -> bool {
    const LONGEST: usize = 110;
    flow.of(span).match_indices("\n\n").any(|(at, _)| {
        let next = span.start + at + 2;
        let line = flow.lines[flow.line_at(next)].span;
        let written = flow.of(line);
        lexicon.openings.at(written, 0).is_some() || written.chars().count() > LONGEST
    })
}

/// A place without white space and commas at its ends.
fn trimmed(flow: &Flow, span: Span) -> Span {
    let written = flow.of(span);
    let bare = written.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '،' | '，'));
    let lead = written.find(bare).unwrap_or(0);
    Span::new(span.start + lead, span.start + lead + bare.len())
}

/// Where a title ends of which nothing says it: at a gap, before the words with which a text opens, or where the lines
/// become longer than a title's.
fn title_end(flow: &Flow, start: usize, lexicon: &Lexicon<'_>) -> usize {
    let mut index = flow.line_at(start);
    let reach = flow.floor(start + 220).min(flow.lines[index].span.end);
    if let Some(opening) = lexicon.opening(&flow.text, start, reach) {
        return start + flow.text[start..opening].trim_end().len();
    }
    for _ in 0..3 {
        let line = flow.lines[index].span.len();
        let Some(next) = flow.lines.get(index + 1) else { break };
        let opens = lexicon.openings.at(flow.of(next.span), 0).is_some();
        if next.gap > 0 || next.broken || opens || next.span.len() * 100 > line * 115 {
            break;
        }
        index += 1;
    }
    flow.lines[index].span.end
}

fn last_sender(flow: &Flow, at: usize, limit: usize, lexicon: &Lexicon<'_>, title: &mut Title) -> Option<usize> {
    let start = at + flow.text[at..].len() - flow.text[at..].trim_start().len();
    let article = lexicon.articles.at(&flow.text, start).map_or(start, |a| a.end);
    let office = lexicon.offices.at(&flow.text, article).or_else(|| lexicon.offices.at(&flow.text, start));
    let reach = flow.floor((start + 260).min(limit));
    let own = office.as_ref().is_some_and(|o| senders::of_the_body(o.value.1));
    let tail = (!own).then(|| lexicon.tails.find(&flow.text[..reach], start)).flatten();
    let end = match (tail, office) {
        (Some(tail), _) if one_phrase(&flow.text[start..tail.start]) => tail.end,
        (_, Some(office)) if own => office.end,
        _ => flow.block_end(start, 3).min(limit),
    };
    if end <= start || end - start > 400 {
        return None;
    }
    title.sender = Some(Span::new(start, end));
    Some(end)
}
