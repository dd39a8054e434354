//! Who sent it and to whom: offices, States and groups in the words of a title.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;

use chancery_model::{
    body::{Body, OfficeKind, State},
    communication::Sender,
    language::Language,
    text::Span,
};

use crate::{
    flow::{Flow, squeeze},
    words::{Lexicon, Script, Words, fold, spaceless},
};

/// How many words that are “and” are looked at in a list of States.
const MOST_ANDS: usize = 64;

/// How many stretches between commas and words that are “and” one State's name goes over at most.
const LONGEST_NAME: usize = 4;

/// Whether an office belongs to the body itself, so that no State stands with it.
pub fn of_the_body(kind: OfficeKind) -> bool {
    matches!(kind, OfficeKind::Official | OfficeKind::President)
}

/// The known addressees that stand at a place one after another, in English, and where the last one ends.
pub fn addressees(flow: &Flow, at: usize, lexicon: &Lexicon<'_>) -> (Vec<(String, Span)>, usize) {
    let text = &flow.text;
    let mut found: Vec<(String, Span)> = Vec::new();
    let (mut at, mut end) = (at, at);
    // No letter is addressed to more than a few offices.
    while found.len() < 12 {
        let start = at + text[at..].len() - text[at..].trim_start().len();
        let mut from = start;
        while let Some(article) = lexicon.articles.at(text, from).filter(|a| a.end > from) {
            from = article.end;
        }
        let group = lexicon.groups.at(text, from).or_else(|| lexicon.groups.at(text, start));
        let office = lexicon.offices.at(text, from).or_else(|| lexicon.offices.at(text, start));
        let (name, to) = match (group, office) {
            (Some(group), _) => (group.value.clone(), group.end),
            (None, Some(office)) => (office.value.0.clone(), office.end),
            (None, None) => break,
        };
        let begin = text[from..to].len() - text[from..to].trim_start().len() + from;
        if !found.iter().any(|(known, _)| *known == name) {
            found.push((name, Span::new(begin, to)));
        }
        end = to;
        // The next one follows after a comma, an “and”, or both.
        let rest = &text[to..];
        let comma = to + rest.len() - rest.trim_start_matches([',', ' ', '\n', '،', '、']).len();
        let and = lexicon.and.at(text, comma).map_or(comma, |and| and.end);
        if and == to || text[to..and].trim().is_empty() {
            break;
        }
        at = and;
    }
    (found, end)
}

/// The senders a title names, in order.
pub fn read(written: &str, lexicon: &Lexicon<'_>, words: &Words<'_>, date: Option<Date>) -> Vec<Sender> {
    // Accents may stand as signs of their own, and Arabic words may be stretched: neither makes another name.
    let text: String = squeeze(written).nfc().filter(|c| *c != 'ـ').collect();
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '*' | ':'));
    let bare = strip(&lexicon.articles, text);
    let office = lexicon.offices.at(bare, 0).or_else(|| lexicon.offices.at(text, 0).filter(|_| bare == text));
    let Some(office) = office else { return unknown_office(bare, lexicon, words, date) };
    let (mut name, kind) = office.value.clone();
    let mut rest = &bare[office.end..];
    if of_the_body(kind) {
        let rest = rest.trim();
        // An office “of the League” is another body's.
        let foreign = lexicon.of.at(rest, 0).is_some() && lexicon.tails.at(rest, 0).is_none();
        let ours = lexicon.of.at(rest, 0).is_some_and(|of| is_body(&rest[of.end..], words.body));
        let office = if foreign && !ours { bare.to_owned() } else { name };
        return vec![Sender { office: Some(office), state: None }];
    }
    // The mission's own name may follow the office that signs for it.
    let after = strip(&lexicon.of, rest);
    if let Some(mission) = lexicon.offices.at(after, 0).filter(|o| o.value.1 == OfficeKind::MissionItself) {
        rest = &after[mission.end..];
        // An office that the body lists with its mission and without it.
        let whole = format!("{name} of the {}", mission.value.0);
        if words.body.charter.offices.iter().any(|office| office.name == whole) {
            name = whole;
        }
    }
    let states = states(strip(&lexicon.of, rest), lexicon, words, date);
    if states.is_empty() {
        return vec![Sender { office: Some(name), state: None }];
    }
    // The preposition that is written together with a name is no part of it, be the State listed or not.
    let bare = |state: String| {
        let known = words.body.state_named(&state, date).is_some();
        let prefixes = lexicon.words.joined_of.iter().filter(|_| !known);
        let longest =
            prefixes.filter(|(prefix, _)| state.starts_with(prefix.as_str())).max_by_key(|(prefix, _)| prefix.len());
        match longest.and_then(|(prefix, instead)| Some((state.strip_prefix(prefix.as_str())?, instead))) {
            Some((rest, instead)) if !rest.trim().is_empty() => format!("{instead}{}", rest.trim()),
            _ => state,
        }
    };
    states.into_iter().map(|state| Sender { office: Some(name.clone()), state: Some(bare(state)) }).collect()
}

/// A sender whose office the body does not know: the words before “of” are the office if a State follows.
fn unknown_office(text: &str, lexicon: &Lexicon<'_>, words: &Words<'_>, date: Option<Date>) -> Vec<Sender> {
    if text.is_empty() {
        return Vec::new();
    }
    // Languages that put the State before the office.
    for office in lexicon.offices.all(text, 0, text.len(), 8) {
        let before = text[..office.start].trim();
        let states = states(before, lexicon, words, date);
        if !states.is_empty() && states.iter().all(|state| words.body.state_named(state, None).is_some()) {
            return states
                .into_iter()
                .map(|state| Sender { office: Some(office.value.0.clone()), state: Some(state) })
                .collect();
        }
        // Where no space parts words, what stands before an office that ends the phrase is the State, be it one that the
        // body does not list.
        let last = text[office.end..].chars().all(|c| !c.is_alphanumeric());
        if last && !before.is_empty() && lexicon.script == Some(Script::Spaceless) && !of_the_body(office.value.1) {
            return vec![Sender { office: Some(office.value.0.clone()), state: Some(before.to_owned()) }];
        }
    }
    for of in lexicon.of.all(text, 0, text.len(), 4) {
        let office = text[..of.start].trim();
        let rest = &text[of.end..];
        let has_tail = lexicon.tails.occurs(rest);
        let states = states(rest, lexicon, words, date);
        let known = states.first().is_some_and(|s| words.body.state_named(s, None).is_some());
        if !office.is_empty() && (has_tail || known) && !states.is_empty() {
            return states
                .into_iter()
                .map(|state| Sender { office: Some(office.to_owned()), state: Some(state) })
                .collect();
        }
    }
    vec![Sender { office: Some(text.to_owned()), state: None }]
}

/// Whether a word may begin at a place: an “and” that is one letter stands inside other words too.
pub fn begins_a_word(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() || spaceless(c))
}

fn is_body(text: &str, body: &Body) -> bool {
    let text = fold(text.trim());
    let names = [&body.charter.name, &body.charter.in_text].into_iter().chain(&body.charter.also);
    names.into_iter().any(|name| text.starts_with(fold(name).trim_start_matches("the ")))
}

fn strip<'t>(choice: &crate::words::Choice<()>, text: &'t str) -> &'t str {
    let text = text.trim();
    choice.at(text, 0).map_or(text, |found| text[found.end..].trim())
}

/// The States in the words after an office, without the words that follow them.
fn states(text: &str, lexicon: &Lexicon<'_>, words: &Words<'_>, date: Option<Date>) -> Vec<String> {
    let text = match lexicon.tails.find(text, 0) {
        Some(tail) => &text[..tail.start],
        None => text,
    };
    let text = text.trim().trim_end_matches(['*', ',', '.', ':']).trim();
    // A preposition that is written together with the name stands alone where the name was lost.
    if text.is_empty() || lexicon.words.joined_of.iter().any(|(prefix, _)| prefix.trim() == text) {
        return Vec::new();
    }
    if let Some(state) = state(text, lexicon, words.body, date) {
        return vec![state];
    }
    // Several States, parted by commas and an “and”; what parts them may be a part of a name as well, so that the longest
    // stretch that is a name is one. An “and” that is one letter is a letter of other words too.
    let ands = lexicon.and.all(text, 0, text.len(), MOST_ANDS);
    let ands = ands.into_iter().filter(|and| begins_a_word(text, and.start)).map(|and| (and.start, and.end));
    let mut cuts: Vec<(usize, usize)> = text.match_indices(',').map(|(at, comma)| (at, at + comma.len())).collect();
    cuts.extend(ands);
    cuts.sort_unstable();
    if !cuts.is_empty() {
        cuts.push((text.len(), text.len()));
        let mut all = Vec::new();
        let (mut at, mut next) = (0, 0);
        while next < cuts.len() {
            let ends = cuts.iter().enumerate().skip(next).take(LONGEST_NAME);
            let named = ends.rev().find_map(|(index, (end, _))| {
                let name = state(text.get(at..*end)?, lexicon, words.body, date)?;
                Some((name, index))
            });
            let (name, last) = named.unwrap_or_else(|| {
                let end = cuts.get(next).map_or(text.len(), |(end, _)| *end);
                (text.get(at..end).unwrap_or_default().trim().to_owned(), next)
            });
            if !name.is_empty() {
                all.push(name);
            }
            at = cuts.get(last).map_or(text.len(), |(_, end)| *end).max(at);
            next = last + 1;
        }
        let known = all.iter().filter(|name| words.body.state_named(name, None).is_some()).count();
        if all.len() > 1 && known * 2 >= all.len() {
            return all;
        }
    }
    // A name may follow the State: the longest head that is a State's name counts.
    let ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).take(16).collect();
    for end in ends.into_iter().rev() {
        if let Some(state) = state(&text[..end], lexicon, words.body, date) {
            return vec![state];
        }
    }
    vec![text.to_owned()]
}

/// The State's name, or that other English name of it by which the text calls it: names change, and a letter is not
/// rewritten when they do.
fn as_called(state: &State, called: &str) -> String {
    let bare = |name: &str| fold(name.trim()).trim_start_matches("the ").to_owned();
    let wanted = bare(called);
    if bare(&state.name) == wanted {
        return state.name.clone();
    }
    let english = state.names.get(Language::EN.code()).into_iter().flatten();
    english.into_iter().find(|name| bare(name) == wanted).cloned().unwrap_or_else(|| state.name.clone())
}

/// The State whose name in the language differs only in the ends of its words.
fn declined(text: &str, lexicon: &Lexicon<'_>, body: &Body) -> Option<String> {
    let endings = lexicon.words.name_endings;
    if endings == 0 {
        return None;
    }
    let folded = fold(text);
    let wanted: Vec<Vec<char>> = folded.split_whitespace().map(|word| word.chars().collect()).collect();
    let alike = |name: &[Vec<char>]| {
        name.len() == wanted.len() && name.iter().zip(&wanted).all(|(a, b)| differ_in_endings(a, b, endings))
    };
    let mut all = lexicon.declined_states.iter().filter(|(_, name)| alike(name)).map(|(state, _)| *state);
    let first = all.next()?;
    // Two States alike in all but their endings are not told apart here.
    let alone = all.all(|other| other == first);
    body.states.get(first).filter(|_| alone).map(|state| state.name.clone())
}

/// Whether two folded words differ in their last letters at most.
fn differ_in_endings(a: &[char], b: &[char], endings: usize) -> bool {
    let common = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    common >= 3.min(a.len()) && common + endings >= a.len() && common + endings >= b.len()
}

/// Names of States that occur in a text as words of their own, longer names first where they stand at one place.
fn named_in(text: &str, lexicon: &Lexicon<'_>, words: &Words<'_>, date: Option<Date>) -> Vec<(usize, usize, String)> {
    let boundless = lexicon.script != Some(crate::words::Script::Latin);
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for state in &words.body.states {
        let own = state.names.get(lexicon.language.code()).into_iter().flatten();
        for name in own.chain(std::iter::once(&state.name)).filter(|name| name.len() > 3) {
            let name = name.trim_start_matches("the ");
            let fits = |at: &usize| {
                let (before, after) = (&text[..*at], &text[*at + name.len()..]);
                boundless || !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
            };
            if let Some(at) = text.match_indices(name).map(|(at, _)| at).take(50).find(fits) {
                let holds = words.body.state_named(name, date).map(|state| state.name.clone());
                found.extend(holds.map(|state| (at, at + name.len(), state)));
            }
        }
    }
    found.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut end = 0;
    found.retain(|(start, to, _)| {
        let apart = *start >= end;
        end = end.max(*to);
        apart
    });
    found
}

/// The one State that a text names first and alone; nothing where it names several.
pub fn state_in(text: &str, lexicon: &Lexicon<'_>, words: &Words<'_>, date: Option<Date>) -> Option<String> {
    let mut states: Vec<String> = named_in(text, lexicon, words, date).into_iter().map(|(_, _, state)| state).collect();
    states.dedup();
    (states.len() == 1).then(|| states.remove(0))
}

/// The State that a text names at its head, with no more than a word or two before it.
pub fn state_at_head(text: &str, lexicon: &Lexicon<'_>, words: &Words<'_>, date: Option<Date>) -> Option<String> {
    let first = named_in(text, lexicon, words, date).into_iter().next();
    first.filter(|(start, ..)| *start <= 24).map(|(_, _, state)| state)
}

/// The State whose name ends a text.
pub fn state_before(text: &str, lexicon: &Lexicon<'_>, words: &Words<'_>, date: Option<Date>) -> Option<String> {
    let text = text.trim_end();
    named_in(text, lexicon, words, date).into_iter().find(|(_, end, _)| *end == text.len()).map(|(_, _, state)| state)
}

/// The one State of whose name `part` is a part, word by word, and that the text names.
pub fn state_with(
    part: &str,
    text: &str,
    lexicon: &Lexicon<'_>,
    words: &Words<'_>,
    date: Option<Date>,
) -> Option<String> {
    let pieces: Vec<String> = part.split_whitespace().map(fold).filter(|word| !lexicon.common.contains(word)).collect();
    // A name that no State bears any part of is not worth looking through the text for.
    if pieces.is_empty() || !pieces.iter().all(|piece| lexicon.state_words.contains(piece)) {
        return None;
    }
    let has_part = |state: &State| {
        let own = state.names.get(lexicon.language.code()).into_iter().flatten();
        own.chain(std::iter::once(&state.name)).any(|name| {
            let name: Vec<String> = name.split_whitespace().map(fold).collect();
            pieces.iter().all(|piece| name.contains(piece))
        })
    };
    if !words.body.states.iter().any(has_part) {
        return None;
    }
    let mut states: Vec<String> = named_in(text, lexicon, words, date)
        .into_iter()
        .map(|(_, _, state)| state)
        .filter(|state| words.body.state_named(state, date).is_some_and(has_part))
        .collect();
    states.sort();
    states.dedup();
    (states.len() == 1).then(|| states.remove(0))
}

/// One State by its name, with or without articles and prefixes.
fn state(text: &str, lexicon: &Lexicon<'_>, body: &Body, date: Option<Date>) -> Option<String> {
    let named = |name: &str| body.state_named(name, date).map(|state| as_called(state, name));
    let text = text.trim();
    if text.chars().count() < 2 {
        return None;
    }
    let joined = || {
        lexicon.words.joined_of.iter().find_map(|(prefix, instead)| {
            let rest = text.strip_prefix(prefix.as_str())?.trim_start_matches('ـ').trim_start();
            named(&format!("{instead}{rest}"))
        })
    };
    named(text)
        .or_else(|| named(strip(&lexicon.articles, text)))
        .or_else(|| named(strip(&lexicon.of, text)))
        .or_else(joined)
        .or_else(|| declined(text, lexicon, body))
}
