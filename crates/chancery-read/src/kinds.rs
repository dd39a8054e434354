//! Documents other than letters: which lines say that a text is a resolution, a report, an agenda, and how it was adopted.
//!
//! A letter's title always says more than such a line, for letters stand under agenda items whose titles may read like any
//! document's. Only what was adopted is known before a letter's title, by its number and the line that says so.

use std::sync::OnceLock;

use regex::Regex;

use chancery_model::{
    communication::{Adoption, Communication, DocumentType, Kind},
    language::Language,
    reading::DocumentShape,
    symbol::ModifierKind,
    text::Span,
};

use crate::{
    flow::{Flow, squeeze},
    parts,
    title::Title,
    words::{Choice, Lexicon, Words, loose},
};

/// How many lines of a text are looked at for the line that says what it is, and how many bytes.
const HEAD_LINES: usize = 150;
const HEAD: usize = 12_000;

/// How far from its words the day of adoption may stand, in bytes.
const REACH: usize = 420;

/// How far after its heading a text says how it was adopted.
const ADOPTED_WITHIN: usize = 900;

/// Lines by which documents of one language are known.
pub struct Shapes {
    shapes: Vec<Shape>,
    /// Words of adoption after which the day stands, and before which it stands.
    after: Choice<()>,
    before: Choice<()>,
    meetings: Choice<()>,
}

struct Shape {
    kind: DocumentType,
    under: bool,
    /// Whether the line may go on as it likes.
    open: bool,
    /// The words with which it begins, where it does not begin with a slot.
    pattern: String,
    regex: OnceLock<Option<Regex>>,
}

/// What a text is by its own lines.
pub struct Known {
    /// The type.
    pub kind: DocumentType,
    /// The language of the words by which it was known.
    pub language: Language,
    /// Where the part before it ends: masthead and agenda block.
    pub start: usize,
    /// Where its text begins.
    pub end: usize,
    title: Option<Span>,
    subtitle: Option<Span>,
    adopted: Option<(Adoption, Span)>,
}

/// Figures of any script as those of the Latin one.
pub fn western(c: char) -> char {
    let zero = match c {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '０'..='９' => '０',
        other => return other,
    };
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
}

impl Shapes {
    /// Makes the lines and words of a language ready.
    pub fn new(words: &chancery_model::reading::ReadingWords) -> Shapes {
        let side = |before: bool| {
            let chosen = words.adopted.iter().filter(|phrase| phrase.trim_start().starts_with("{date}") == before);
            Choice::new(chosen.map(|phrase| (phrase.replace("{date}", " ").trim().to_owned(), ())).collect())
        };
        Shapes {
            shapes: words.documents.iter().map(Shape::new).collect(),
            after: side(false),
            before: side(true),
            meetings: Choice::new(words.meetings.iter().map(|phrase| (phrase.clone(), ())).collect()),
        }
    }
}

impl Shape {
    fn new(shape: &DocumentShape) -> Shape {
        const NUMBER: &str = r"\d{1,5}(?:\s?/\s?\d{1,5})?(?:\s?[A-Z]\b)?(?:\s?[(（]\s?(?:\d{4}|[IVXLC]{1,8})\s?[)）])?";
        let mut pattern = String::from("(?i)^");
        let mut rest = shape.pattern.trim();
        while !rest.is_empty() {
            let open = rest.find('{').unwrap_or(rest.len());
            let literal: Vec<String> = rest[..open].split_whitespace().map(loose).collect();
            pattern.push_str(&literal.join(r"\s+"));
            let Some(close) = rest[open..].find('}') else { break };
            let spaced = |at: &str| at.ends_with(char::is_whitespace);
            if !literal.is_empty() && spaced(&rest[..open]) {
                pattern.push_str(r"\s*");
            }
            pattern.push_str(if &rest[open + 1..open + close] == "number" { NUMBER } else { "[^\n]*?" });
            rest = &rest[open + close + 1..];
            // Before a colon French puts a space, others none.
            if rest.starts_with(char::is_whitespace) {
                pattern.push_str(r"\s*");
            }
        }
        Shape {
            kind: shape.kind,
            under: shape.under,
            open: shape.pattern.trim_end().ends_with("{any}"),
            pattern,
            regex: OnceLock::new(),
        }
    }

    /// Where the shape ends that stands at a place.
    fn at(&self, flow: &Flow, at: usize, shapes: &Shapes) -> Option<usize> {
        let regex = self.regex.get_or_init(|| Regex::new(&self.pattern).ok()).as_ref()?;
        let reach = flow.floor(at + 600);
        let found = regex.find(flow.text.get(at..reach)?)?;
        let end = at + found.end();
        let line_end = flow.lines.get(flow.line_at(end.saturating_sub(1).max(at)))?.span.end;
        if self.open {
            return Some(line_end);
        }
        let rest = flow.text.get(end..line_end)?;
        let marks = |c: char| c.is_whitespace() || ",.:;*،：，。؛†".contains(c);
        if rest.chars().all(marks) {
            return Some(line_end);
        }
        // Where line breaks were lost, the words of adoption follow at once.
        let next = shapes.after.at(&flow.text, end).is_some_and(|words| words.end <= line_end + 1)
            || rest.starts_with([',', ' ', '،']) && shapes.after.find(rest, 0).is_some_and(|words| words.start < 40);
        next.then_some(end)
    }
}

/// What a text is by its own lines; nothing for letters, and for texts that do not say it.
pub fn find(flow: &Flow, letter: Option<&Title>, guess: Option<Language>, words: &Words<'_>) -> Option<Known> {
    let is_letter = letter.is_some_and(|title| title.kind != Kind::Note);
    let limit = letter.map_or(HEAD, |title| title.span.start.min(HEAD));
    // Whether running text began before a note's own title.
    let mut text_began = false;
    let mut under: Option<(usize, usize, &Shape, &Lexicon<'_>)> = None;
    let own = words.lexicon(guess);
    let english =
        words.lexicon(Some(Language::EN)).filter(|english| own.is_none_or(|own| own.language != english.language));
    let lexicons: Vec<&Lexicon<'_>> = own.into_iter().chain(english).collect();
    for line in flow.lines.iter().take(HEAD_LINES).take_while(|line| line.span.start < limit) {
        let written = flow.of(line.span);
        if lexicons.iter().any(|lexicon| parts::starts_body(written, lexicon)) {
            // A salutation makes a letter of it.
            let greeted = lexicons.iter().any(|lexicon| lexicon.salutations.at(written, 0).is_some());
            if greeted {
                return None;
            }
            text_began = true;
            break;
        }
        // A line of adoption whose heading was lost.
        let alone = lexicons.iter().find(|lexicon| lexicon.kinds.after.at(&flow.text, line.span.start).is_some());
        if let Some(lexicon) = alone.filter(|_| !is_letter && masthead_before(flow, line.span.start, words))
            && let Some((adoption, span)) = adoption(flow, line.span.start, line.span.end, lexicon, words)
        {
            let end = flow.lines.get(flow.line_at(span.end.saturating_sub(1))).map_or(span.end, |line| line.span.end);
            let mut known = other(DocumentType::Resolution, lexicon.language, line.span.start, end, None, Some(span));
            known.adopted = Some((adoption, span));
            return Some(known);
        }
        // In sentences the same words begin with a small letter.
        if written.starts_with(char::is_lowercase) {
            continue;
        }
        for lexicon in &lexicons {
            let shapes = &lexicon.kinds.shapes;
            // Before a letter's title only what was adopted is known.
            let hit = shapes
                .iter()
                .filter(|shape| !is_letter || is_adopted(shape.kind))
                .find_map(|shape| Some((shape.at(flow, line.span.start, &lexicon.kinds)?, shape)));
            let Some((end, shape)) = hit else { continue };
            if shape.under {
                // A report's own line is the last of its head; what stands above may be the title of an agenda item.
                under = Some((line.span.start, end, shape, lexicon));
                continue;
            }
            if is_adopted(shape.kind) {
                if let Some(known) = adopted_text(flow, line.span.start, end, shape.kind, lexicon, words) {
                    return Some(known);
                }
                // Under a masthead the heading says enough, though the line of adoption be lost.
                if is_letter || !masthead_before(flow, line.span.start, words) {
                    continue;
                }
                let title = trimmed(flow, Span::new(line.span.start, end));
                return Some(other(shape.kind, lexicon.language, title.start, end, Some(title), None));
            }
            if is_letter || !masthead_before(flow, line.span.start, words) {
                continue;
            }
            let title = Span::new(line.span.start, end);
            return Some(other(shape.kind, lexicon.language, title.start, title.end, Some(title), None));
        }
        // Running text begins: no heading of the whole stands below.
        if written.chars().count() > 260 || under.is_some() && written.starts_with("1.") {
            text_began = true;
            break;
        }
    }
    // Right above a note's title such a line is the title of its agenda item.
    let under = under.filter(|_| letter.is_none() || text_began);
    let (start, end, shape, lexicon) =
        under.filter(|(start, ..)| !is_letter && masthead_before(flow, *start, words))?;
    Some(titled_above(flow, start, end, shape.kind, lexicon, words))
}

fn other(
    kind: DocumentType,
    language: Language,
    start: usize,
    end: usize,
    title: Option<Span>,
    subtitle: Option<Span>,
) -> Known {
    Known { kind, language, start, end, title, subtitle, adopted: None }
}

/// Whether documents of a type are adopted.
fn is_adopted(kind: DocumentType) -> bool {
    matches!(kind, DocumentType::Resolution | DocumentType::Decision | DocumentType::PresidentialStatement)
}

/// Whether a masthead stands before a place: a symbol, or the line of distribution.
fn masthead_before(flow: &Flow, at: usize, words: &Words<'_>) -> bool {
    words.distribution.find(flow.text.get(..at).unwrap_or_default(), 0).is_some()
        || !words.symbols.find(&flow.text, Span::new(0, at), words).is_empty()
}

/// A resolution, decision or statement with its adoption; nothing where no adoption is told near its heading.
fn adopted_text(
    flow: &Flow,
    start: usize,
    end: usize,
    kind: DocumentType,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
) -> Option<Known> {
    let heading = trimmed(flow, Span::new(start, end));
    let reach = flow.floor(end + ADOPTED_WITHIN);
    if kind == DocumentType::PresidentialStatement {
        // The statement's first sentence names the meeting and its day.
        let (number, place) = meeting(flow.text.get(end..reach)?, lexicon)?;
        let place = Span::new(end + place.start, end + place.end);
        let sentence = flow.text.get(..flow.floor(place.end + REACH))?;
        let date = lexicon.dates.find(sentence, end).or_else(|| glued_dates(sentence, end, lexicon).into_iter().next());
        let adoption = Adoption { date: date.map(|found| found.date), meeting: Some(number), draft: None };
        let span = date.map_or(place, |found| place.cover(Span::new(found.start, found.end)));
        let mut known = other(kind, lexicon.language, start, end, Some(heading), None);
        known.adopted = Some((adoption, span));
        return Some(known);
    }
    let (adoption, span) = adoption(flow, start, reach, lexicon, words)?;
    let line_start = flow.lines.get(flow.line_at(span.start))?.span.start;
    let line_end = flow.lines.get(flow.line_at(span.end.saturating_sub(1)))?.span.end;
    let mut known = other(kind, lexicon.language, start, end.max(line_end), Some(heading), None);
    // The heading may itself say the adoption; then the number and title follow below.
    if span.start < heading.end {
        known.subtitle = Some(heading.cover(span));
        known.title = None;
        if let Some((title, end)) = numbered_title(flow, line_end) {
            known.title = Some(title);
            known.end = end;
        }
    } else {
        known.subtitle = Some(trimmed(flow, Span::new(line_start.max(heading.end), span.end)));
    }
    known.adopted = Some((adoption, span));
    Some(known)
}

/// The title after its number, as assemblies print it under the line of adoption: `7/12. Safety of ferries`.
fn numbered_title(flow: &Flow, from: usize) -> Option<(Span, usize)> {
    static NUMBERED: OnceLock<Option<Regex>> = OnceLock::new();
    let regex = NUMBERED
        .get_or_init(|| Regex::new(r"^\d{1,5}/\d{1,5}(?:\s?[A-Z]\b)?\s?[.．、–—-]?\s+(?P<t>\S)").ok())
        .as_ref()?;
    let first = flow.first_line_from(from);
    let index = (first..flow.lines.len().min(first + 8))
        .find(|index| flow.lines.get(*index).is_some_and(|line| regex.is_match(flow.of(line.span))))?;
    let line = flow.lines.get(index)?;
    let start = line.span.start + regex.captures(flow.of(line.span))?.name("t")?.start();
    let mut end = line.span.end;
    for next in flow.lines.iter().skip(index + 1).take(4) {
        // The text begins after a gap, or with the name of the organ that speaks and a comma.
        if next.gap > 0 || flow.of(next.span).ends_with([',', '，', '،']) {
            break;
        }
        end = next.span.end;
    }
    Some((Span::new(start, end), end))
}

/// Where a text says that it was adopted, with the day and the number of the meeting.
fn adoption(flow: &Flow, from: usize, to: usize, lexicon: &Lexicon<'_>, words: &Words<'_>) -> Option<(Adoption, Span)> {
    let text = flow.text.as_str();
    let kinds = &lexicon.kinds;
    for phrase in kinds.after.all(text, from, to, 6) {
        // What stands after a gap is another sentence's day.
        let reach = flow.floor(phrase.end + REACH).min(flow.block_end(phrase.end, 3));
        let window = text.get(..reach).unwrap_or_default();
        let found = lexicon
            .dates
            .find(window, phrase.end)
            .or_else(|| glued_dates(window, phrase.end, lexicon).into_iter().next());
        let Some(found) = found else {
            // A line that lost its day may still name the meeting.
            let line = Span::new(phrase.start, reach.max(phrase.end));
            let Some((number, place)) = meeting(flow.of(line), lexicon) else { continue };
            let adoption = Adoption { date: None, meeting: Some(number), draft: None };
            return Some((adoption, Span::new(line.start, line.start + place.end)));
        };
        let span = Span::new(phrase.start, found.end);
        return Some((told(flow, span, found.date, lexicon, words), trimmed(flow, span)));
    }
    for phrase in kinds.before.all(text, from, to, 6) {
        let mut at = text.ceil_char_boundary(from.max(phrase.start.saturating_sub(REACH)));
        let mut last = glued_dates(text.get(..phrase.start)?, at, lexicon).pop();
        while let Some(found) = lexicon.dates.find(text.get(..phrase.start)?, at) {
            at = found.end;
            if last.is_none_or(|last| last.start < found.start) {
                last = Some(found);
            }
        }
        let Some(found) = last else { continue };
        let span = Span::new(found.start, phrase.end);
        return Some((told(flow, span, found.date, lexicon, words), span));
    }
    None
}

/// Days whose figures follow a word without a space: where none are written, or where they were lost.
fn glued_dates(text: &str, from: usize, lexicon: &Lexicon<'_>) -> Vec<crate::dates::Found> {
    let Some(rest) = text.get(from..) else { return Vec::new() };
    let pairs = rest.char_indices().zip(rest.chars().skip(1));
    let seams = pairs.filter(|((_, c), next)| c.is_alphabetic() && next.is_numeric());
    seams.take(16).filter_map(|((at, c), _)| lexicon.dates.at(text, from + at + c.len_utf8())).collect()
}

/// The number of the meeting beside the day, and the draft in brackets after it.
fn told(flow: &Flow, span: Span, date: jiff::civil::Date, lexicon: &Lexicon<'_>, words: &Words<'_>) -> Adoption {
    let number = meeting(flow.of(span), lexicon).map(|(number, _)| number);
    let after = flow.text.get(span.end..flow.floor(span.end + REACH)).unwrap_or_default();
    let bracket = after.find(['[', '［']).filter(|at| after[..*at].chars().all(|c| !c.is_alphanumeric()));
    let inside =
        bracket.and_then(|open| Some(Span::new(span.end + open, span.end + open + after[open..].find([']', '］'])?)));
    let draft = inside.and_then(|inside| {
        let found = words.symbols.find(&flow.text, inside, words);
        let limited = |symbol: &chancery_model::symbol::Symbol| {
            let series = words
                .body
                .place(symbol)
                .and_then(|place| words.body.series(&place.series).map(|(_, s)| s.holds.clone()));
            series.is_some_and(|holds| holds == "limited")
        };
        found.into_iter().map(|found| found.symbol).find(limited)
    });
    Adoption { date: Some(date), meeting: number, draft }
}

/// The number of a meeting beside the word for it, and the place of both.
pub fn meeting(text: &str, lexicon: &Lexicon<'_>) -> Option<(String, Span)> {
    static BEFORE: OnceLock<Option<Regex>> = OnceLock::new();
    static AFTER: OnceLock<Option<Regex>> = OnceLock::new();
    // `8700th`, `8700e`, `8700ª`, `8700-м`, `第8700`; and in Arabic the number follows.
    let before = BEFORE
        .get_or_init(|| Regex::new(r"(?P<n>\d{1,6})(?:\s?[-‑–]\s?)?(?:\s?[\p{L}ªº°]{1,4}\.?)?\s{0,3}$").ok())
        .as_ref()?;
    let after =
        AFTER.get_or_init(|| Regex::new(r"^\s{0,3}(?:[(（]\s?)?(?:\p{L}{1,12}\s)?(?P<n>\d{1,6})").ok()).as_ref()?;
    for word in lexicon.kinds.meetings.all(text, 0, text.len(), 12) {
        let from = text.ceil_char_boundary(word.start.saturating_sub(40));
        let lead = text.get(from..word.start)?;
        let rest = text.get(word.end..).unwrap_or_default();
        let found = before.captures(lead).and_then(|c| c.name("n")).map(|n| (n.as_str(), from + n.start(), word.end));
        let found = found.or_else(|| {
            let number = after.captures(rest)?.name("n")?;
            Some((number.as_str(), word.start, word.end + number.end()))
        });
        if let Some((number, start, end)) = found {
            return Some((number.chars().map(western).collect(), Span::new(start, end)));
        }
    }
    None
}

/// A document known by the line under its title: the title stands above, or for drafts below.
fn titled_above(
    flow: &Flow,
    start: usize,
    end: usize,
    kind: DocumentType,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
) -> Known {
    let line = Span::new(start, end);
    let index = flow.line_at(start);
    if kind == DocumentType::Draft
        && let Some(title) = block_below(flow, flow.line_at(end.saturating_sub(1)) + 1)
    {
        return other(kind, lexicon.language, start, title.end, Some(title), Some(trimmed(flow, line)));
    }
    match block_above(flow, index, lexicon, words) {
        Some(title) => other(kind, lexicon.language, title.start, end, Some(title), Some(trimmed(flow, line))),
        None => other(kind, lexicon.language, start, end, Some(trimmed(flow, line)), None),
    }
}

/// The lines above a place that belong together and are no part of the masthead or agenda block.
fn block_above(flow: &Flow, index: usize, lexicon: &Lexicon<'_>, words: &Words<'_>) -> Option<Span> {
    let mut first = index;
    while first > 0 && index - first < 6 {
        let above = flow.lines.get(first - 1)?;
        let below = flow.lines.get(first)?;
        // Title and line under it may be apart; lines of the title are not.
        if below.gap > 0 && first != index || masthead_line(flow, above.span, lexicon, words) {
            break;
        }
        first -= 1;
    }
    if first == index {
        return None;
    }
    let span = flow.lines.get(first)?.span.cover(flow.lines.get(index - 1)?.span);
    // Right under the item's number stands the item's title, which is not the document's.
    let item = first > 0 && flow.lines.get(first - 1).is_some_and(|above| item_line(flow.of(above.span), lexicon));
    (!item && span.len() < 800).then_some(span)
}

fn item_line(written: &str, lexicon: &Lexicon<'_>) -> bool {
    lexicon
        .items
        .at(written, 0)
        .is_some_and(|label| written.get(label.end..).is_some_and(|rest| rest.contains(|c: char| c.is_numeric())))
}

fn masthead_line(flow: &Flow, line: Span, lexicon: &Lexicon<'_>, words: &Words<'_>) -> bool {
    let written = flow.of(line);
    item_line(written, lexicon)
        || words.distribution.find(written, 0).is_some()
        || words.original.find(written, 0).is_some()
        || lexicon.dates.find(written, 0).is_some_and(|date| written.len() <= date.end - date.start + 24)
        || words
            .organs
            .at(written, 0)
            .is_some_and(|organ| written.get(organ.end..).is_some_and(|rest| rest.trim().is_empty()))
        || !crate::masthead::ordinals(written, 0, &lexicon.sessions, lexicon).is_empty()
        || !crate::masthead::ordinals(written, 0, &lexicon.years, lexicon).is_empty()
        || !words.symbols.find(written, Span::new(0, written.len()), words).is_empty()
}

/// The title below a line: what stands before the text, which begins with the name of an organ and a comma.
fn block_below(flow: &Flow, index: usize) -> Option<Span> {
    let first = flow.lines.get(index)?;
    let mut span = first.span;
    for line in flow.lines.iter().skip(index + 1).take(4) {
        if line.gap > 0 || flow.of(line.span).ends_with([',', '，', '،']) {
            break;
        }
        span = span.cover(line.span);
    }
    let whole = flow.of(span);
    let sentence = whole.ends_with(['.', ',', ';', ':', '。', '，', '،', '؛']);
    (!sentence && whole.len() < 600).then_some(span)
}

fn trimmed(flow: &Flow, span: Span) -> Span {
    let text = flow.of(span);
    let marks = |c: char| c.is_whitespace() || ",:;*،：，؛†".contains(c);
    let start = span.start + text.len() - text.trim_start().len();
    Span::new(start, start + text.trim_start().trim_end_matches(marks).len())
}

/// Writes down what was found.
pub fn settle(flow: &Flow, known: &Known, communication: &mut Communication) {
    communication.document_type = Some(known.kind);
    let mut put = |name: &str, span: Option<Span>| {
        let span = span?;
        communication.places.insert(name.to_owned(), flow.origin(span));
        Some(squeeze(flow.of(span))).filter(|text| !text.is_empty())
    };
    let title = put("title", known.title);
    let subtitle = put("subtitle", known.subtitle);
    if let Some((_, span)) = &known.adopted {
        put("adopted", Some(*span));
    }
    communication.title = title;
    communication.subtitle = subtitle;
    communication.adopted = known.adopted.as_ref().map(|(adoption, _)| adoption.clone());
}

/// What type of document a symbol says it is, by the series to which it belongs.
pub fn by_symbol(words: &Words<'_>, communication: &Communication) -> Option<DocumentType> {
    let symbol = communication.symbols.first()?;
    let place = words.body.place(symbol)?;
    if place.modifiers.iter().any(|(kind, _)| *kind == ModifierKind::Corrigendum) {
        return Some(DocumentType::Corrigendum);
    }
    let (_, series) = words.body.series(&place.series)?;
    match series.holds.as_str() {
        "resolution" => Some(DocumentType::Resolution),
        "decision" => Some(DocumentType::Decision),
        "presidential statement" => Some(DocumentType::PresidentialStatement),
        "meeting record" | "summary record" => Some(DocumentType::MeetingRecord),
        "agenda" | "provisional agenda" => Some(DocumentType::Agenda),
        _ => None,
    }
}

/// How a text was adopted that does not say what it is, though its symbol does.
pub fn adopted_by_symbol(
    flow: &Flow,
    kind: DocumentType,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    communication: &mut Communication,
) {
    communication.document_type = Some(kind);
    if !matches!(kind, DocumentType::Resolution | DocumentType::Decision) {
        return;
    }
    if let Some((adoption, span)) = adoption(flow, 0, flow.floor(HEAD / 2), lexicon, words) {
        communication.places.insert("adopted".into(), flow.origin(span));
        communication.adopted = Some(adoption);
    }
}

/// The type of a letter or note, by the kind of communication that it is.
pub fn of_kind(kind: Kind) -> Option<DocumentType> {
    match kind {
        Kind::Letter => Some(DocumentType::Letter),
        Kind::IdenticalLetters => Some(DocumentType::IdenticalLetters),
        Kind::NoteVerbale => Some(DocumentType::NoteVerbale),
        Kind::Note => Some(DocumentType::Note),
        Kind::Other => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use chancery_model::{body::Body, communication::Communication};

    use super::*;
    use crate::{Reader, tests::body};

    /// Heading, line of adoption and opening of an invented resolution in six languages.
    pub const RESOLUTION: [(&str, &str, &str, &str); 7] = [
        (
            "en",
            "Resolution 7/12",
            "Adopted by the Assembly at its 14th plenary meeting, on 16 March 2026",
            "The Assembly,\n\nRecalling that the ferries on the lakes are to be safe for all who travel by them, and that they have been in use for more than a hundred years,",
        ),
        (
            "fr",
            "Résolution 7/12",
            "Adoptée par l’Assemblée à sa 14e séance plénière, le 16 mars 2026",
            "L’Assemblée,\n\nRappelant que les bacs sur les lacs doivent être sûrs pour tous les voyageurs, et que le service est assuré par les communes,",
        ),
        (
            "es",
            "Resolución 7/12",
            "Aprobada por la Asamblea en su 14ª sesión plenaria, celebrada el 16 de marzo de 2026",
            "La Asamblea,\n\nRecordando que los transbordadores de los lagos han de ser seguros para todos los que viajan en ellos y que el servicio es de las comunas,",
        ),
        (
            "ru",
            "Резолюция 7/12,",
            "принятая Ассамблеей на ее 14-м пленарном заседании 16 марта 2026 года",
            "Ассамблея,\n\nнапоминая о том, что паромы на озерах должны быть безопасны для всех, кто на них едет, и что они были и будут нужны,",
        ),
        (
            "ar",
            "القرار 7/12",
            "الذي اتخذته الجمعية في جلستها العامة 14، المعقودة في 16 آذار/مارس 2026",
            "إن الجمعية،\n\nإذ تشير إلى أن العبارات على البحيرات يجب أن تكون آمنة لجميع من يسافر على متنها في كل وقت من هذا العام،",
        ),
        (
            "ar",
            "القرار ٧/١٢",
            "الذي اتخذته الجمعية في جلستها العامة ١٤ المعقودة في ١٦ آذار/مارس ٢٠٢٦",
            "إن الجمعية،\n\nإذ تشير إلى أن العبارات على البحيرات يجب أن تكون آمنة لجميع من يسافر على متنها في كل وقت من هذا العام،",
        ),
        (
            "zh",
            "第7/12号决议",
            "大会2026年3月16日第14次全体会议通过",
            "大会，\n\n回顾湖上的渡船对所有旅客都应当是安全的，并且其服务由各市镇负责，不得中断，",
        ),
    ];

    fn reads(body: &Body, texts: &[String]) -> Vec<Communication> {
        let reader = Reader::new(body);
        texts.iter().map(|text| reader.read(text.as_bytes(), None).communication).collect()
    }

    #[test]
    fn resolutions_are_known_in_six_languages_however_their_lines_lie() {
        let body = body();
        for (language, heading, adoption, opening) in RESOLUTION {
            let masthead = "AS/RES/7/12\n\nDistr.: General\n\n18 March 2026";
            let blank = format!("{masthead}\n\n{heading}\n\n{adoption}\n\n{opening}\n");
            let mut wrapped = String::new();
            for word in adoption.split(' ') {
                let long = wrapped.rsplit('\n').next().unwrap_or_default().chars().count() > 24;
                wrapped.push_str(if wrapped.is_empty() {
                    ""
                } else if long {
                    "\n"
                } else {
                    " "
                });
                wrapped.push_str(word);
            }
            let texts = [
                blank.clone(),
                blank.replace("\n\n", "\n"),
                format!("{masthead}\n\n{heading}\n{wrapped}\n\n{opening}\n"),
                format!("{masthead}\n\n{heading}\n\n\u{c}AS/RES/7/12\n\n2/2\n\n26-00112\n\n{adoption}\n\n{opening}\n"),
            ];
            for (text, read) in texts.iter().zip(reads(&body, &texts)) {
                assert_eq!(read.document_type, Some(DocumentType::Resolution), "{text}");
                assert_eq!(read.kind, Kind::Other);
                assert_eq!(read.symbols.iter().map(|s| s.as_str()).collect::<Vec<_>>(), ["AS/RES/7/12"], "{text}");
                let adopted = read.adopted.expect("an adoption");
                assert_eq!(adopted.date.map(|date| date.to_string()).as_deref(), Some("2026-03-16"), "{text}");
                assert_eq!(adopted.meeting.as_deref(), Some("14"), "{text}");
                assert_eq!(read.masthead_date.map(|date| date.to_string()).as_deref(), Some("2026-03-18"), "{text}");
                assert_eq!(read.title.as_deref(), Some(heading.trim_end_matches(',')), "{text}");
                assert_eq!(read.language.map(|l| l.to_string()).as_deref(), Some(language), "{text}");
                assert!(
                    read.requested_circulation.is_empty() && read.signatories.is_empty() && read.letter_date.is_none()
                );
            }
        }
    }

    #[test]
    fn assemblies_print_the_number_with_the_title() {
        let text = "AS/RES/7/12\nDistr.: General\n18 March 2026\n\nAssembly\nSeventh session\nAgenda item 12\n\nResolution adopted by the Assembly on 16 March 2026\n\n[without reference to a committee (AS/7/L.4)]\n\n7/12. Safety of ferries\non the lakes\n\nThe Assembly,\n\nRecalling that the ferries are to be safe for all,\n";
        let read = &reads(&body(), &[text.to_owned()])[0];
        assert_eq!(read.title.as_deref(), Some("Safety of ferries on the lakes"));
        assert_eq!(read.subtitle.as_deref(), Some("Resolution adopted by the Assembly on 16 March 2026"));
        assert_eq!(read.adopted.as_ref().unwrap().draft.as_ref().unwrap().as_str(), "AS/7/L.4");
        assert_eq!(read.bodies[0].agenda_items, ["12"]);
    }

    #[test]
    fn other_documents_are_known_by_their_lines() {
        let head = "AS/7/12\n\nDistr.: General\n\n18 March 2026\n\nAssembly\nSeventh session\n\nAgenda item 12\n\nInland fisheries\n\n";
        let rest = "\n\n1. The lakes have been fished for as long as there have been people to fish them, and this is the report that was asked for by the Assembly.\n";
        let cases = [
            (
                "Fish in the lakes of the north\n\nReport of the Secretary-General",
                DocumentType::Report,
                "Fish in the lakes of the north",
                Some("Report of the Secretary-General"),
            ),
            ("Report of the Waterways Commission", DocumentType::Report, "Report of the Waterways Commission", None),
            (
                "Merovia and Aldria: draft resolution\n\nSafety of ferries",
                DocumentType::Draft,
                "Safety of ferries",
                Some("Merovia and Aldria: draft resolution"),
            ),
            (
                "Provisional agenda of the seventh session",
                DocumentType::Agenda,
                "Provisional agenda of the seventh session",
                None,
            ),
            ("Corrigendum", DocumentType::Corrigendum, "Corrigendum", None),
        ];
        let texts: Vec<String> = cases.iter().map(|(lines, ..)| format!("{head}{lines}{rest}")).collect();
        for ((lines, kind, title, subtitle), read) in cases.iter().zip(reads(&body(), &texts)) {
            assert_eq!(read.document_type, Some(*kind), "{lines}");
            assert_eq!(read.title.as_deref(), Some(*title), "{lines}");
            assert_eq!(read.subtitle.as_deref(), *subtitle, "{lines}");
            assert_eq!(read.kind, Kind::Other);
            assert_eq!(read.symbols[0].as_str(), "AS/7/12");
        }
    }

    #[test]
    fn letters_stay_letters() {
        let letter = "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General";
        let head = "AS/7/12\n\nDistr.: General\n\n16 March 2026\n\nAssembly\nSeventh session\n\nAgenda item 12\n\nReport of the Waterways Commission\n\n";
        let text = "I have the honour to transmit the resolution of the Council of Ferries (see annex).\n\nI should be grateful if you would have the present letter circulated as a document of the Assembly, under agenda item 12.\n\n(Signed) Ada Fenn\nAmbassador\nPermanent Representative\n\nAnnex\n\nResolution 7/12\n\nAdopted by the Assembly on 16 March 2026\n";
        let texts = [
            format!("{head}{letter}\n\n{text}"),
            format!("{letter}\n\n{text}"),
            format!("12 March 2026\n\nExcellency,\n\n{text}"),
            format!(
                "{head}Note by the Secretary-General\n\nThe Secretary-General has the honour to transmit a letter.\n\n{letter}\n\n{text}"
            ),
        ];
        let kinds = [Kind::Letter, Kind::Letter, Kind::Letter, Kind::Note];
        let types = [DocumentType::Letter, DocumentType::Letter, DocumentType::Letter, DocumentType::Note];
        for (at, read) in reads(&body(), &texts).into_iter().enumerate() {
            assert_eq!((read.kind, read.document_type), (kinds[at], Some(types[at])), "{}", texts[at]);
            assert_eq!(read.adopted, None);
            assert_eq!(read.signatories.len(), 1, "{}", texts[at]);
        }
    }

    #[test]
    fn the_symbol_says_what_the_lines_do_not() {
        let text = "C/PV.40\nDistr.: General\n16 March 2026\n\nThe meeting was called to order at noon, and the members of the Council spoke about the ferries that had been lost.\n";
        let correction = "AS/7/12/Corr.1\n\nDistr.: General\n\n16 March 2026\n\nLetter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General\n\nCorrigendum\n\nFor ferry read ferries.\n";
        let read = reads(&body(), &[text.to_owned(), correction.to_owned()]);
        assert_eq!((read[0].document_type, read[0].kind), (Some(DocumentType::MeetingRecord), Kind::Other));
        assert_eq!((read[1].document_type, read[1].kind), (Some(DocumentType::Corrigendum), Kind::Letter));
    }

    #[test]
    fn reading_of_any_lines_is_bounded() {
        let body = body();
        let lines =
            "Report of the ferries: draft resolution 7/12 adopted by 16 March 2026, meeting 14\n".repeat(20_000);
        let _ = reads(&body, &[lines, "Resolution 1/1 ".repeat(50_000), "Adopted by\n".repeat(50_000)]);
    }
}
