//! The list of addressees as a title or a head writes it: names of offices with their articles, and what parts them.

use std::ops::Range;

use chancery_model::{body::Office, text::Span};

use crate::{Frame, words};

/// How many names a list has at most.
const MOST: usize = 16;

/// One name of the list.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    /// The office that is meant.
    pub office: &'a Office,
    /// The name with the article or preposition before it, as the language joins them.
    pub place: Range<usize>,
}

/// A list of addressees.
#[derive(Clone, Debug)]
pub struct List<'a> {
    /// Where it stands in the text.
    pub span: Span,
    /// Its names, in order; their places count from the start of the list.
    pub names: Vec<Named<'a>>,
}

/// The list of addressees, walked through where the reader found the first of them. The reader takes two of one name for
/// one, so that the walk goes on as far as names follow one another.
pub fn list<'a>(frame: &Frame<'a>) -> Option<List<'a>> {
    let wording = frame.body.words(frame.language())?;
    let first = frame.communication.place("addressees").filter(|place| !place.is_empty())?;
    let from = with_article(frame.text, first.start, &wording.reading.articles);
    let mut names: Vec<Named<'a>> = Vec::new();
    let mut at = from;
    let mut next = name_at(frame, from, &wording.reading.articles);
    while let Some((office, end)) = next.filter(|_| names.len() < MOST) {
        names.push(Named { office, place: at - from..end - from });
        next = None;
        for gap in gaps(&frame.text[end..], &wording.reading.and) {
            next = name_at(frame, end + gap, &wording.reading.articles);
            if next.is_some() {
                at = end + gap;
                break;
            }
        }
    }
    // One preposition for all of them goes with none: the list begins at the first name.
    let lead = first.start - from;
    let alone = |named: &Named<'_>| articles(&frame.text[from + named.place.start..], &wording.reading.articles) == 0;
    if lead > 0 && names.len() > 1 && names.iter().skip(1).all(alone) {
        names.iter_mut().for_each(|named| named.place = named.place.start.max(lead) - lead..named.place.end - lead);
        let end = first.start + names.last()?.place.end;
        return (first.end <= end).then(|| List { span: Span::new(first.start, end), names });
    }
    let end = from + names.last()?.place.end;
    // Where the reader took more for addressees than offices, such as a group, the list is not known whole.
    (first.end <= end).then(|| List { span: Span::new(from, end), names })
}

/// The list written anew: its names in this order, with what parts two names and what parts the last two as they stand.
pub fn written(text: &str, list: &List<'_>, order: &[usize]) -> Option<String> {
    let whole = list.span.of(text);
    let gaps: Vec<&str> =
        list.names.windows(2).filter_map(|pair| whole.get(pair[0].place.end..pair[1].place.start)).collect();
    let mut out = String::new();
    for (at, name) in order.iter().enumerate() {
        if at > 0 {
            let last = at + 1 == order.len();
            out.push_str(if last { gaps.last()? } else { gaps.first()? });
        }
        out.push_str(whole.get(list.names.get(*name)?.place.clone())?);
    }
    Some(out)
}

/// Where the article before a name begins, or the name itself where it has none.
fn with_article(text: &str, name: usize, known: &[String]) -> usize {
    const REACH: usize = 24;
    let before = &text[text.floor_char_boundary(name.saturating_sub(REACH))..name];
    let starts = before.char_indices().map(|(at, _)| at).filter(|at| {
        let begins = *at == 0 || before[..*at].ends_with(char::is_whitespace);
        begins && articles(&before[*at..], known) == before.len() - at
    });
    starts.min().map_or(name, |at| name - before.len() + at)
}

/// How many bytes the articles at the head of a text take, with the space behind them.
fn articles(text: &str, known: &[String]) -> usize {
    let mut at = 0;
    for _ in 0..3 {
        let length = known.iter().filter_map(|article| words::length_at(&text[at..], article)).max();
        let Some(length) = length.filter(|length| *length > 0) else { break };
        let rest = &text[at + length..];
        at += length + rest.len() - rest.trim_start().len();
    }
    at
}

/// How many bytes may part two names, the fewest first: a comma, a word for “and”, or both. Some words for “and” hold the
/// article of the next name; the shortest leaves it with the name.
fn gaps(text: &str, and: &[String]) -> Vec<usize> {
    let comma = text.len() - text.trim_start_matches([',', ' ', '\n', '\r', '\t', '،', '、']).len();
    let rest = &text[comma..];
    let mut all: Vec<usize> = and
        .iter()
        .filter_map(|word| {
            words::length_at(rest, word).or_else(|| rest.starts_with(word.as_str()).then_some(word.len()))
        })
        .map(|length| comma + rest.len() - rest[length..].trim_start().len())
        .collect();
    all.extend(text[..comma].contains([',', '،', '、']).then_some(comma));
    all.sort_unstable();
    all
}

/// The office whose name stands at a place, with or without an article, and where the name ends.
fn name_at<'a>(frame: &Frame<'a>, at: usize, known: &[String]) -> Option<(&'a Office, usize)> {
    let text = frame.text.get(at..)?;
    let article = articles(text, known);
    let (office, length) = office_at(frame, &text[article..])?;
    Some((office, at + article + length))
}

/// The office that is named at the head of a text, by the longest of its names, and how many bytes the name takes.
fn office_at<'a>(frame: &Frame<'a>, text: &str) -> Option<(&'a Office, usize)> {
    let body = frame.body;
    let offices = body.charter.offices.iter().filter(|office| office.addressee_order.is_some());
    let named = offices.flat_map(|office| {
        let names = frame.names_of(office, Some(frame.language()));
        names.filter_map(move |name| Some((office, words::length_at(text, name)?)))
    });
    named.max_by_key(|(_, length)| *length)
}
