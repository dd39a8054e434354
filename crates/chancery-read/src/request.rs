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
    words::{Lexicon, Script, Words, fold},
};

/// How many words of circulating are looked at. A letter has a handful, but the request may stand behind hundreds of paragraphs
/// that speak of circulating; each word costs no more than the sentence in which it stands.
const MOST: usize = 4_000;

/// Reads the request in a part of the text.
pub fn read(flow: &Flow, within: Span, lexicon: &Lexicon<'_>, words: &Words<'_>, communication: &mut Communication) {
    let text = &flow.text[..within.end];
    let mut after = within.start;
    // A sentence that names no organ of the body is the request only if no other is.
    let mut unknown: Option<(Vec<(Request, Span)>, Span)> = None;
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
        let requests = clause_requests(flow, clause, document.end, lexicon, words);
        if requests.is_empty() {
            continue;
        }
        if requests.iter().all(|(request, _)| words.body.organ_named(&request.organ).is_none()) {
            unknown = unknown.or(Some((requests, sentence)));
            continue;
        }
        settle(flow, requests, sentence, communication);
        return;
    }
    attention(flow, within, lexicon, communication);
    if let Some((requests, sentence)) = unknown.filter(|_| communication.requested_attention.is_none()) {
        settle(flow, requests, sentence, communication);
    }
}

/// Puts the requests of a sentence into the communication.
fn settle(flow: &Flow, requests: Vec<(Request, Span)>, sentence: Span, communication: &mut Communication) {
    communication.places.insert("requested_circulation".into(), flow.origin(sentence));
    for (request, span) in requests {
        let name = format!("requested_circulation.{}", communication.requested_circulation.len());
        communication.places.insert(name, flow.origin(span));
        communication.requested_circulation.push(request);
    }
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
    /// A name that stands where an organ's would, and is none of the body's.
    Unknown(String),
    Items(Vec<String>),
    Session(u32),
}

/// The organs of a clause, each with its items and the session named; `document` is where the first word for the document
/// ends.
fn clause_requests(
    flow: &Flow,
    clause: Span,
    document: usize,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
) -> Vec<(Request, Span)> {
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
    let unknown = unknown_organs(text, clause, document, &events, lexicon, words);
    events.extend(unknown.into_iter().map(|(span, name)| (span.start, span.end, Event::Unknown(name))));
    events.sort_by_key(|(start, end, _)| (*start, *end));
    let takes_items = |organ: Option<usize>| organ.is_some_and(|organ| organs[organ].items_required);
    let mut requests: Vec<(Option<usize>, Request, Span)> = Vec::new();
    let mut waiting: Vec<(Vec<String>, Span)> = Vec::new();
    let mut session: Option<(String, Span)> = None;
    let mut before = clause.start;
    for (start, end, event) in events {
        let span = Span::new(start, end);
        let listed = before <= start && is_listed(text, before, start, lexicon);
        before = before.max(end);
        match event {
            Event::Organ(organ) => {
                // Named again in passing (“of the agenda of the …”), it is not asked for again; in a list it is.
                if requests.iter().any(|(known, ..)| *known == Some(organ)) && !listed {
                    continue;
                }
                let request = Request { organ: organs[organ].name.clone(), ..Request::default() };
                requests.push((Some(organ), request, span));
                if takes_items(Some(organ))
                    && let Some((_, request, place)) = requests.last_mut()
                {
                    for (numbers, at) in waiting.drain(..) {
                        request.agenda_items.extend(numbers);
                        *place = place.cover(at);
                    }
                }
            }
            Event::Unknown(organ) => requests.push((None, Request { organ, ..Request::default() }, span)),
            Event::Items(numbers) => match requests.last_mut() {
                Some((_, request, place)) => {
                    request.agenda_items.extend(numbers);
                    *place = place.cover(span);
                }
                None => waiting.push((numbers, span)),
            },
            Event::Session(number) => session = session.or(Some((number.to_string(), span))),
        }
    }
    // Items that follow all organs are those of the organ that has items at all; where that one has its own, others are
    // asked for of the organ behind which they stand.
    if let Some(taker) = requests.iter().rposition(|(organ, ..)| takes_items(*organ))
        && requests.iter().all(|(organ, request, _)| !takes_items(*organ) || request.agenda_items.is_empty())
    {
        let others =
            requests.iter_mut().filter(|(organ, request, _)| organ.is_some() && !request.agenda_items.is_empty());
        let moved: Vec<(Vec<String>, Span)> =
            others.map(|(_, request, place)| (std::mem::take(&mut request.agenda_items), *place)).collect();
        if let Some((_, request, place)) = requests.get_mut(taker) {
            for (numbers, at) in moved {
                request.agenda_items.extend(numbers);
                *place = place.cover(at);
            }
        }
    }
    let in_session =
        organs.iter().position(|organ| matches!(organ.period, chancery_model::period::PeriodRule::Session { .. }));
    if let Some((number, span)) = session {
        let alone = requests.is_empty();
        match requests.iter_mut().find(|(organ, ..)| organ.is_some() && *organ == in_session) {
            Some((_, request, _)) => request.session = Some(number),
            // A session without its organ's name is the session of the organ that has sessions.
            None if alone => {
                if let Some(organ) = in_session {
                    let items = waiting.drain(..).flat_map(|(numbers, _)| numbers).collect();
                    let organ_name = organs[organ].name.clone();
                    requests.push((
                        Some(organ),
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

/// Whether what stands between two organs of a list parts them and says nothing else: a comma or an “and”, with articles
/// and words for the document.
fn is_listed(text: &str, from: usize, to: usize, lexicon: &Lexicon<'_>) -> bool {
    /// Where such words are longer, they say something.
    const LONGEST: usize = 120;
    let Some(between) = text.get(from..to).filter(|between| between.len() <= LONGEST) else { return false };
    let slot = Slot::read(text, from, to, lexicon);
    slot.parted && slot.end >= from + between.trim_end().len()
}

/// The sign with which Arabic words are stretched.
const STRETCH: char = 'ـ';

/// The little words at a place of a list of organs.
struct Slot {
    /// Where they end.
    end: usize,
    /// Whether a comma or an “and” is among them.
    parted: bool,
    /// Whether an article or a preposition is.
    of: bool,
    /// Whether a word for the document is.
    document: bool,
}

impl Slot {
    fn read(text: &str, from: usize, to: usize, lexicon: &Lexicon<'_>) -> Slot {
        let mut slot = Slot { end: from, parted: false, of: false, document: false };
        let Some(text) = text.get(..to) else { return slot };
        // Each turn takes a word; a list has no more little words in a row than this.
        for _ in 0..12 {
            let rest = &text[slot.end..];
            let bare = rest.trim_start_matches([',', '،', '，', '、', ' ', '\n', '\u{a0}']);
            slot.parted |= rest[..rest.len() - bare.len()].contains([',', '،', '，', '、']);
            slot.end = to - bare.len();
            // An “and” that is written together with its word is none where a name is due.
            let due = slot.document || slot.of;
            let and =
                lexicon.and.at(text, slot.end).filter(|and| !due || !text[and.end..].starts_with(char::is_alphabetic));
            if let Some(document) = lexicon.document.at(text, slot.end).filter(|word| word.end > slot.end) {
                (slot.document, slot.end) = (true, document.end);
            } else if let Some(and) = and.filter(|and| and.end > slot.end) {
                (slot.parted, slot.end) = (true, and.end);
            } else if let Some(of) = lexicon.of.at(text, slot.end).or_else(|| lexicon.articles.at(text, slot.end)) {
                (slot.of, slot.end) = (true, of.end.max(slot.end));
            } else {
                let word = bare.split(|c: char| !c.is_alphanumeric() && c != STRETCH).next().unwrap_or_default();
                let plain = word.replace(STRETCH, "");
                if word.is_empty() || word.starts_with(char::is_uppercase) || !lexicon.common.contains(&fold(&plain)) {
                    break;
                }
                slot.end += word.len();
            }
        }
        slot
    }
}

/// Names in a list of organs that are none of the body's: as documents of these too it is asked that the text be circulated.
fn unknown_organs(
    text: &str,
    clause: Span,
    document: usize,
    events: &[(usize, usize, Event)],
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
) -> Vec<(Span, String)> {
    /// A name of an organ is no longer, and no list has more of them.
    const LONGEST: usize = 120;
    const MOST_WORDS: usize = 8;
    const MOST: usize = 12;
    // Languages that name the document last have the list between the words that open it and that one.
    let opened = lexicon.as_document.find(text, clause.start);
    let list = match (lexicon.words.as_document.is_empty(), opened) {
        // What is set apart below, or behind a colon, is what is to be circulated.
        (true, _) => {
            let rest = text.get(document..clause.end).unwrap_or_default();
            let ends = rest.find([':', ';', '؛']).into_iter().chain(rest.find("\n\n")).min();
            Span::new(document, ends.map_or(clause.end, |at| document + at))
        }
        (false, Some(opened)) => match lexicon.document.find(text, opened.end) {
            Some(document) => Span::new(opened.end, document.start),
            None => return Vec::new(),
        },
        (false, None) => return Vec::new(),
    };
    // In a text all in capitals nothing tells a name from other words.
    if text
        .get(list.start..list.end)
        .is_none_or(|list| list.contains(char::is_uppercase) && !list.contains(char::is_lowercase))
    {
        return Vec::new();
    }
    let before = !lexicon.words.as_document.is_empty();
    let cased = !matches!(lexicon.script, Some(Script::Spaceless | Script::Arabic));
    let mut found = Vec::new();
    let mut at = list.start;
    let mut first = true;
    for _ in 0..MOST {
        if at >= list.end {
            break;
        }
        let mut slot = Slot::read(text, at, list.end, lexicon);
        // “As an official document”: what is said of the document stands between it and the organ in some languages.
        if first && !slot.of && !before {
            let rest = &text[slot.end..list.end];
            let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if word.starts_with(char::is_lowercase) {
                let next = Slot::read(text, slot.end + word.len(), list.end, lexicon);
                if next.of {
                    slot = next;
                }
            }
        }
        // The name goes on to what parts it from the next, or to the numbers of items; a line may end inside it.
        let start = slot.end;
        let inside = text.get(..list.end).unwrap_or(text);
        let marks = [',', '،', '，', '、', '.', '。', ';', '؛', ')', ':'];
        let comma = inside[start..].find(marks).map_or(list.end, |mark| start + mark);
        let and = next_and(inside, start + 1, lexicon).unwrap_or(list.end);
        let event = events.iter().find(|(_, end, _)| *end > start);
        let end = comma.min(and).min(event.map_or(list.end, |(start, ..)| *start)).max(start);
        let named = event.is_some_and(|(from, _, event)| *from <= end && !matches!(event, Event::Items(_)));
        let written = squeeze(&text[start..end]);
        let name = without_tail(&written, lexicon);
        let heads = first || slot.parted;
        let led = match (cased, before) {
            (true, _) => (slot.of || slot.document || first) && name.starts_with(char::is_uppercase),
            (false, true) => name.chars().all(|c| c.is_alphanumeric()) && name.chars().count() >= 3,
            (false, false) => slot.document || first,
        };
        let plausible = name.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && name.len() <= LONGEST
            && name.split_whitespace().count() <= MOST_WORDS
            && !name.contains(['(', '（', '"', '“', '«'])
            && !lexicon.document.occurs(name)
            && !shortens(name, words);
        if heads && led && plausible && !named && !is_body(name, lexicon, words) {
            let length = text[start..end].find(name).map_or(end - start, |at| at + name.len());
            found.push((Span::new(start, start + length), name.to_owned()));
        }
        // The next name stands behind what parts it from this one, and behind what is known.
        let behind = event.filter(|(from, ..)| *from <= end).map_or(end, |(_, end, _)| *end);
        let behind = behind.min(list.end);
        let comma = inside[behind..].find([',', '،', '，', '、']).map(|mark| behind + mark);
        let Some(next) = comma.into_iter().chain(next_and(inside, behind, lexicon)).min() else { break };
        at = text.ceil_char_boundary(next.max(at + 1));
        first = false;
    }
    found
}

/// Where the next “and” stands; one that is written together with its word heads that word.
fn next_and(text: &str, from: usize, lexicon: &Lexicon<'_>) -> Option<usize> {
    let from = text.ceil_char_boundary(from);
    let apart = |at: usize| !text[..at].ends_with(char::is_alphanumeric) || lexicon.script == Some(Script::Spaceless);
    lexicon.and.all(text, from, text.len(), 24).into_iter().map(|and| and.start).find(|at| apart(*at))
}

/// A name without the little words that lead on to what follows it.
fn without_tail<'t>(name: &'t str, lexicon: &Lexicon<'_>) -> &'t str {
    let mut name = name.trim();
    while let Some((before, last)) = name.rsplit_once(char::is_whitespace) {
        if last.starts_with(char::is_uppercase) || !lexicon.common.contains(&fold(last)) {
            break;
        }
        name = before.trim_end();
    }
    name
}

/// Whether a name begins with the word with which an organ's ends, so that it may be that organ by a shorter name.
fn shortens(name: &str, words: &Words<'_>) -> bool {
    let Some(first) = name.split_whitespace().next().map(fold) else { return false };
    let worded = words.body.wording.values().flat_map(|words| words.organs.values());
    let mut names = words.body.organs.iter().map(|organ| &organ.name).chain(worded);
    names.any(|name| fold(name).split_whitespace().next_back() == Some(&first))
}

/// Whether a name is the body's own: it has organs, and is none.
fn is_body(name: &str, lexicon: &Lexicon<'_>, words: &Words<'_>) -> bool {
    let name = fold(name);
    let charter = &words.body.charter;
    let own = [&charter.name, &charter.in_text].into_iter().chain(&charter.also);
    let printed = words.body.wording.values().filter_map(|words| words.masthead.as_ref()).map(|head| &head.body);
    own.chain(printed).chain(&lexicon.words.tails).any(|own| {
        let own = fold(own);
        own.contains(&name) || name.contains(own.trim_start_matches("the "))
    })
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
        // Sub-items share their item's number: `27 (a), (b) and (c)`.
        let mut and = and;
        while let Some(more) = sub_item(text, and).filter(|_| and > end && items.len() < 60) {
            items.push(format!("{} ({})", number.as_str(), sub_letter(&more.0, lexicon)));
            end = more.1;
            let rest = &text[end..];
            let comma = end + rest.len() - rest.trim_start_matches([',', ' ', '\n', '،', '、']).len();
            and = lexicon.and.at(text, comma).map_or(comma, |and| and.end);
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
    static SUB: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\s*(?:\(((?:\p{L}\p{M}?){1,2})\)|([a-zA-Z])\))").ok());
    let captures = SUB.as_ref()?.captures(text.get(at..)?)?;
    Some((captures.get(1).or(captures.get(2))?.as_str().to_owned(), at + captures.get(0)?.end()))
}
