//! What the sender asks for: circulation as a document of organs, under items; or attention.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use chancery_model::{
    communication::{Communication, Request},
    text::Span,
};

use crate::{
    flow::{Flow, squeeze},
    masthead::ordinals,
    words::{Lexicon, Words},
};

/// How many words of circulating are looked at; a letter has a handful.
const MOST: usize = 60;

/// Reads the request in a part of the text.
pub fn read(flow: &Flow, within: Span, lexicon: &Lexicon<'_>, words: &Words<'_>, communication: &mut Communication) {
    let text = &flow.text[..within.end];
    let mut after = within.start;
    for word in lexicon.circulate.all(text, within.start, within.end, MOST) {
        if word.start < after {
            continue;
        }
        let sentence = sentence(flow, word.start, within);
        after = sentence.end;
        let asked = lexicon.asking.occurs(flow.of(sentence));
        if !asked {
            continue;
        }
        // Languages put the circulating before or after the document; the clause is the sentence from the first of both.
        let document = lexicon.document.find(&text[..sentence.end], sentence.start);
        let Some(document) = document else { continue };
        let start = if document.start < word.start { sentence.start } else { word.start };
        let end = lexicon.request_end.find(&text[..sentence.end], document.end).map_or(sentence.end, |cut| cut.start);
        let clause = Span::new(start, end.max(document.end));
        let requests = clause_requests(flow, clause, lexicon, words);
        if requests.is_empty() {
            continue;
        }
        communication.places.insert("requested_circulation".into(), flow.origin(sentence));
        for (request, span) in requests {
            let name = format!("requested_circulation.{}", communication.requested_circulation.len());
            communication.places.insert(name, flow.origin(span));
            communication.requested_circulation.push(request);
        }
        return;
    }
    attention(flow, within, lexicon, communication);
}

fn attention(flow: &Flow, within: Span, lexicon: &Lexicon<'_>, communication: &mut Communication) {
    let text = &flow.text[..within.end];
    for word in lexicon.attention.all(text, within.start, within.end, MOST) {
        let sentence = sentence(flow, word.start, within);
        // A word for asking that is a part of the word itself asks nothing: “draw your attention” opens a letter.
        let asks = lexicon.asking.all(text, sentence.start, sentence.end, MOST);
        if !asks.iter().any(|ask| ask.end <= word.start || word.end <= ask.start) {
            continue;
        }
        let end = sentence.end.max(word.end);
        let end = lexicon.attention_end.find(&text[..end], word.end).map_or(end, |cut| cut.start);
        let rest = text[word.end..end].trim().trim_end_matches(['.', '。', '،']);
        if rest.is_empty() || rest.len() > 300 {
            continue;
        }
        communication.requested_attention = Some(squeeze(rest));
        communication.places.insert("requested_attention".into(), flow.origin(sentence));
        return;
    }
}

/// The sentence in which a place stands: up to a full stop before a capital, or a gap. Never longer than a few thousand
/// bytes, so that a text without any stop is not walked through again and again.
pub fn sentence(flow: &Flow, at: usize, within: Span) -> Span {
    static STOP: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?:[\p{L}\p{N})\]”"’][.?!]|[:;])\s+(?:[\p{Lu}\p{Lo}“"(]|\d{1,3}\.)|[。？！]|\n\n"#).ok()
    });
    let Some(stop) = STOP.as_ref() else { return within };
    let back = flow.floor(at.saturating_sub(1500)).max(within.start);
    let ahead = flow.floor(at + 1500).min(within.end).max(at);
    let start = stop
        .find_iter(&flow.text[back..at])
        .filter(|found| found.as_str().contains(['.', '?', '!', '。', '？', '！']) || found.as_str().starts_with('\n'))
        .last()
        .map_or(back, |found| {
            let stopped = found.as_str().trim_end_matches(|c: char| c.is_alphanumeric() || "“\"(".contains(c));
            back + found.start() + stopped.len().max(1)
        });
    let end = stop
        .find_iter(&flow.text[at..ahead])
        .find(|found| !found.as_str().starts_with([':', ';']))
        .map_or(ahead, |found| at + found.start() + found.as_str().find(char::is_whitespace).unwrap_or(found.len()));
    let start = start + flow.text[start..at].len() - flow.text[start..at].trim_start().len();
    Span::new(start, end.max(at))
}

enum Event {
    Organ(usize),
    Items(Vec<String>),
    Session(u32),
}

/// The organs of a clause, each with its items and the session named.
fn clause_requests(flow: &Flow, clause: Span, lexicon: &Lexicon<'_>, words: &Words<'_>) -> Vec<(Request, Span)> {
    let text = &flow.text[..clause.end];
    let organs = &words.body.organs;
    let mut events: Vec<(usize, usize, Event)> = Vec::new();
    for found in words.organs.all(text, clause.start, clause.end, 12) {
        events.push((found.start, found.end, Event::Organ(*found.value)));
    }
    for label in lexicon.items.all(text, clause.start, clause.end, 12) {
        let (numbers, end) = item_list(text, label.end, lexicon);
        if !numbers.is_empty() {
            events.push((label.start, end, Event::Items(numbers)));
        }
    }
    for (start, end, number) in ordinals(text, clause.start, &lexicon.sessions, lexicon) {
        if !events.iter().any(|(s, e, _)| *s < end && start < *e) {
            events.push((start, end, Event::Session(number)));
        }
    }
    events.sort_by_key(|(start, end, _)| (*start, *end));
    let mut requests: Vec<(usize, Request, Span)> = Vec::new();
    let mut waiting: Vec<(Vec<String>, Span)> = Vec::new();
    let mut session: Option<(String, Span)> = None;
    for (start, end, event) in events {
        let span = Span::new(start, end);
        match event {
            Event::Organ(organ) => {
                if requests.iter().any(|(known, ..)| *known == organ) {
                    continue;
                }
                let request = Request { organ: organs[organ].name.clone(), ..Request::default() };
                requests.push((organ, request, span));
                if organs[organ].items_required
                    && let Some((_, request, place)) = requests.last_mut()
                {
                    for (numbers, at) in waiting.drain(..) {
                        request.agenda_items.extend(numbers);
                        *place = place.cover(at);
                    }
                }
            }
            Event::Items(numbers) => {
                // Items belong to the organ before them that has items at all.
                let taker = requests.iter_mut().rev().find(|(organ, ..)| organs[*organ].items_required);
                match taker {
                    Some((_, request, place)) => {
                        request.agenda_items.extend(numbers);
                        *place = place.cover(span);
                    }
                    None => waiting.push((numbers, span)),
                }
            }
            Event::Session(number) => session = session.or(Some((number.to_string(), span))),
        }
    }
    let in_session =
        organs.iter().position(|organ| matches!(organ.period, chancery_model::period::PeriodRule::Session { .. }));
    if let Some((number, span)) = session {
        let alone = requests.is_empty();
        match requests.iter_mut().find(|(organ, ..)| Some(*organ) == in_session) {
            Some((_, request, _)) => request.session = Some(number),
            // A session without its organ's name is the session of the organ that has sessions.
            None if alone => {
                if let Some(organ) = in_session {
                    let items = waiting.drain(..).flat_map(|(numbers, _)| numbers).collect();
                    let organ_name = organs[organ].name.clone();
                    requests.push((
                        organ,
                        Request { organ: organ_name, agenda_items: items, session: Some(number) },
                        span,
                    ));
                }
            }
            None => {}
        }
    }
    if let (Some((_, request, _)), false) = (requests.first_mut(), waiting.is_empty()) {
        request.agenda_items.extend(waiting.into_iter().flat_map(|(numbers, _)| numbers));
    }
    requests.into_iter().map(|(_, request, span)| (request, span)).collect()
}

/// Item numbers at a place: `12`, `31 (b)`, `32, 37 … and 83`, and where they end.
pub fn item_list(text: &str, at: usize, lexicon: &Lexicon<'_>) -> (Vec<String>, usize) {
    static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^\s*(?P<n>[0-9]{1,3})(?:\s?\(\s?(?P<sub>(?:\p{L}\p{M}?){1,2}|[ivxIVX]{1,4})\s?\)|\s?(?P<bare>[a-zA-Z])\))?(?P<next>[\p{L}\p{N}/.\-])?").ok()
    });
    let mut items: Vec<String> = Vec::new();
    let (mut at, mut end) = (at, at);
    let Some(regex) = ITEM.as_ref() else { return (items, end) };
    while items.len() < 60 {
        let Some(captures) = text.get(at..).and_then(|rest| regex.captures(rest)) else { break };
        let Some(number) = captures.name("n") else { break };
        let sub = captures.name("sub").or_else(|| captures.name("bare"));
        // A year, a symbol or a fraction is no item; a full stop may end the sentence.
        if let Some(next) = captures.name("next") {
            let next_at = at + next.start();
            let stop = next.as_str() == "." && !text[next_at + 1..].starts_with(|c: char| c.is_ascii_digit());
            let foreign = next.as_str().chars().all(|c| c as u32 >= 0x530);
            if sub.is_none() && !stop && !foreign {
                break;
            }
        }
        let item = match sub {
            Some(sub) => format!("{} ({})", number.as_str(), sub_letter(sub.as_str(), lexicon)),
            None => number.as_str().to_owned(),
        };
        let own_end = captures.name("next").map_or_else(|| captures.get(0).map_or(0, |m| m.end()), |next| next.start());
        end = at + text[at..at + own_end].trim_end().len();
        items.push(item);
        let rest = &text[end..];
        let comma = end + rest.len() - rest.trim_start_matches([',', ' ', '\n', '،', '、']).len();
        let and = lexicon.and.at(text, comma).map_or(comma, |and| and.end);
        // Sub-items share their item's number: `27 (a) and (b)`.
        if let Some(more) = sub_item(text, and)
            && and > end
        {
            items.push(format!("{} ({})", number.as_str(), sub_letter(&more.0, lexicon)));
            end = more.1;
            let rest = &text[end..];
            let comma = end + rest.len() - rest.trim_start_matches([',', ' ', '\n']).len();
            at = lexicon.and.at(text, comma).map_or(comma, |and| and.end);
            if at == end {
                break;
            }
            continue;
        }
        if and == end || text[end..and].trim().is_empty() {
            break;
        }
        at = and;
    }
    (items, end)
}

/// The letter of a sub-item as the body's agenda writes it; languages with another script print letters of their own.
/// Agendas have small letters; a text all in capitals has none.
fn sub_letter(written: &str, lexicon: &Lexicon<'_>) -> String {
    let written: String = written.nfc().flat_map(char::to_lowercase).collect();
    lexicon.words.sub_items.get(&written).cloned().unwrap_or(written)
}

fn sub_item(text: &str, at: usize) -> Option<(String, usize)> {
    static SUB: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*\(((?:\p{L}\p{M}?){1,2})\)").ok());
    let captures = SUB.as_ref()?.captures(text.get(at..)?)?;
    Some((captures.get(1)?.as_str().to_owned(), at + captures.get(0)?.end()))
}
