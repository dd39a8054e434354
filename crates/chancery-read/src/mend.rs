//! Mends: spaces and hyphens that extraction put in. Letters are never changed, and every mend is a doubt.
//!
//! A lone letter is joined only to a word in small letters, and only where its neighbours, the letter's own other words or
//! a word list say to which. Two longer pieces are joined only where the list has the whole and not both pieces. A word
//! with a capital letter may be a name and is left.

use std::{cell::OnceCell, collections::HashSet};

use chancery_model::{finding::Doubt, text::Span};

use crate::{
    dictionary::{self, Dictionary},
    doubt,
    flow::{Flow, FlowLine},
    words::{Lexicon, alphanumeric, fold, fold_into, lowercase, spaceless},
};

/// What the text itself knows: its own words, and its own words with hyphens. They are gathered when they are first asked
/// for: most letters are whole.
pub struct Vocabulary<'t> {
    text: &'t str,
    words: OnceCell<HashSet<&'t str>>,
}

/// How many different words are kept; more than any letter has.
const MOST: usize = 200_000;

impl<'t> Vocabulary<'t> {
    /// The words of a text.
    pub fn new(text: &'t str) -> Vocabulary<'t> {
        Vocabulary { text, words: OnceCell::new() }
    }

    fn has(&self, word: &str) -> bool {
        self.words.get_or_init(|| words_of(self.text)).contains(word)
    }
}

fn words_of(text: &str) -> HashSet<&str> {
    let mut words = HashSet::new();
    let inner = |c: char| alphanumeric(c) || matches!(c, '-' | '‐' | '‑');
    for word in text.split(|c: char| !inner(c)) {
        let word = word.trim_matches('-');
        if word.len() > 1 && word.len() < 60 && words.insert(word) && words.len() >= MOST {
            break;
        }
    }
    words
}

/// The text of a place in one line, mended; each mend is added to the doubts.
pub fn mended(
    flow: &Flow,
    span: Span,
    lexicon: &Lexicon<'_>,
    vocabulary: &Vocabulary<'_>,
    doubts: &mut Vec<Doubt>,
) -> String {
    let text = flow.of(span);
    let tokens: Vec<(usize, &str)> = split(text);
    let mut out = String::with_capacity(text.len());
    let mut glue = false;
    let mut after_word = false;
    for (at, (start, word)) in tokens.iter().enumerate() {
        let own = is_word(word, lexicon);
        let between = std::mem::replace(&mut after_word, own) && own;
        let previous = at.checked_sub(1).and_then(|i| tokens.get(i));
        let next = tokens.get(at + 1);
        let mut next_glued = false;
        if between {
            // Nothing is put together of two whole words; most pairs are such.
            out.push(' ');
        } else if let Some((before_start, before)) = previous
            && !std::mem::take(&mut glue)
        {
            let gap = &text[before_start + before.len()..*start];
            let origin = |end: usize| flow.origin(Span::new(span.start + before_start, span.start + end));
            let place = || origin(start + word.len());
            match joint(before, gap, word, next.map(|(_, w)| *w), lexicon, vocabulary) {
                Joint::Space => out.push(' '),
                Joint::Tight => {}
                Joint::Hyphen => {
                    // A hyphen alone takes the word after it along.
                    next_glued = word.chars().count() == 1;
                    let after = next.filter(|_| next_glued);
                    let place = after.map_or_else(place, |(s, w)| origin(s + w.len()));
                    let repair = format!("{before}{word}{}", after.map_or("", |(_, w)| w));
                    doubts.push(doubt(
                        "BROKEN_HYPHEN",
                        "a space stood before a hyphen inside a word",
                        place,
                        Some(repair),
                    ));
                }
                Joint::Word(message) => {
                    let repair = format!("{before}{word}");
                    doubts.push(doubt("BROKEN_WORD", message, place(), Some(repair)));
                }
                Joint::Unhyphen => {
                    let repair = format!("{}{word}", before.trim_end_matches('-'));
                    out.truncate(out.trim_end_matches('-').len());
                    let message = "a word was divided at the end of a line";
                    doubts.push(doubt("DIVIDED_WORD", message, place(), Some(repair)));
                }
                Joint::Unsure => {
                    out.push(' ');
                    let message = "a letter stands alone and may belong to the word before or after it";
                    doubts.push(doubt("BROKEN_WORD", message, place(), None));
                }
            }
        }
        glue = next_glued;
        out.push_str(word);
    }
    out
}

/// A place in the flow as a flow of its own, with the words whole that were divided at a line's end or by a space; nothing
/// where none was. Places in it lead back to the original as those of the flow itself do.
///
/// Besides what the text and the word lists know, the words by which a letter's frame is read are known: a name is none.
pub fn rejoined(flow: &Flow, within: Span, lexicon: &Lexicon<'_>, vocabulary: &Vocabulary<'_>) -> Option<Flow> {
    let text = flow.of(within);
    let tokens = split(text);
    let mut both = String::new();
    let mut pieces: Vec<Span> = Vec::new();
    let mut at = within.start;
    for (index, pair) in tokens.windows(2).enumerate() {
        let [(start, before), (next, word)] = pair else { continue };
        let end = start + before.len();
        let after = tokens.get(index + 2).map(|(_, after)| *after);
        let left = before.trim_end_matches(['-', '‐', '‑']);
        let hyphened = left.len() < before.len() && text[end..*next].contains('\n');
        let cut = match joint(before, &text[end..*next], word, after, lexicon, vocabulary) {
            Joint::Word(_) => Some(end),
            Joint::Unhyphen => Some(start + left.len()),
            _ => {
                let (left, right) = (tail(left), head(word));
                let pieces = (hyphened || left.len() == before.len()) && small_letters(right) && small_letters(left);
                (pieces && divided(left, right, &mut both, lexicon)).then(|| start + before.len())
            }
        };
        if let Some(cut) = cut {
            let cut = if hyphened { start + left.len() } else { cut };
            pieces.push(Span::new(at, within.start + cut));
            at = within.start + next;
        }
    }
    if pieces.is_empty() {
        return None;
    }
    pieces.push(Span::new(at, within.end));
    let mut whole = Flow { text: String::with_capacity(text.len()), lines: Vec::new() };
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        let base = whole.text.len();
        whole.text.push_str(flow.of(piece));
        let lines = flow.lines.iter().skip(flow.line_at(piece.start));
        for line in lines.take_while(|line| line.span.start < piece.end) {
            let (start, end) = (line.span.start.max(piece.start), line.span.end.min(piece.end));
            if start >= end {
                continue;
            }
            let head = start == line.span.start;
            whole.lines.push(FlowLine {
                span: Span::new(base + start - piece.start, base + end - piece.start),
                origin: line.origin + start - line.span.start,
                gap: if head { line.gap } else { 0 },
                broken: head && line.broken,
                ..*line
            });
        }
    }
    Some(whole)
}

/// Whether all are small letters, be it a lone one.
fn small_letters(text: &str) -> bool {
    !text.is_empty() && text.chars().all(lowercase)
}

/// Whether two pieces are a word of the frame, and not both words. What is looked up is written into `both`, so that the
/// many pairs of pieces ask for no memory.
fn divided(left: &str, right: &str, both: &mut String, lexicon: &Lexicon<'_>) -> bool {
    both.clear();
    fold_into(left, both);
    fold_into(right, both);
    let known = |word: &str| {
        let lone = word.chars().nth(1).is_none();
        let folded = fold(word);
        lexicon.words.single_letters.iter().any(|letter| letter.as_str() == word)
            || !lone && (lexicon.frame.contains(&folded) || lexicon.common.contains(&folded))
    };
    lexicon.frame.contains(both.as_str()) && !(known(left) && known(right))
}

enum Joint {
    Space,
    Tight,
    Hyphen,
    Word(&'static str),
    Unhyphen,
    Unsure,
}

fn joint(
    before: &str,
    gap: &str,
    word: &str,
    next: Option<&str>,
    lexicon: &Lexicon<'_>,
    vocabulary: &Vocabulary<'_>,
) -> Joint {
    let broke = gap.contains('\n');
    // Where a script writes no spaces, a line's end stands for none.
    if broke && before.ends_with(spaceless) && word.starts_with(spaceless) {
        return Joint::Tight;
    }
    let ends_in_word = |text: &str| text.chars().next_back().is_some_and(alphanumeric);
    // `Vice -Chair`: a hyphen with a space before it and none after it; a dash has both or neither.
    let hyphened = word.strip_prefix(['-', '‐', '‑']);
    if let Some(rest) = hyphened {
        if rest.chars().next().is_some_and(alphanumeric) && ends_in_word(before) {
            return Joint::Hyphen;
        }
        // `Lake -` at the end of a line.
        if rest.is_empty() && ends_in_word(before) && next.is_some_and(|n| n.starts_with(alphanumeric)) {
            let whole = format!("{}-{}", tail(before), head(next.unwrap_or_default()));
            if vocabulary.has(&whole) {
                return Joint::Hyphen;
            }
        }
        return Joint::Space;
    }
    if let Some(left) = before.strip_suffix(['-', '‐', '‑']) {
        if left.is_empty() {
            return Joint::Space;
        }
        if !broke || !ends_in_word(left) || !word.starts_with(char::is_alphabetic) {
            return Joint::Space;
        }
        // The hyphen falls away only where the text itself writes the word without it, and never with it.
        let (left, right) = (tail(left), head(word));
        let together = format!("{left}{right}");
        if word.starts_with(char::is_lowercase)
            && vocabulary.has(&together)
            && !vocabulary.has(&format!("{left}-{right}"))
        {
            return Joint::Unhyphen;
        }
        // Or where the word list has the whole and one piece is no word by itself; short prefixes often keep theirs.
        if left.chars().count() > 3
            && small(left)
            && small(right)
            && !vocabulary.has(&format!("{left}-{right}"))
            && dictionary::of(lexicon.language).is_some_and(|list| whole_word(left, right, list, lexicon))
        {
            return Joint::Unhyphen;
        }
        return Joint::Tight;
    }
    if let Some(message) = two_pieces(before, word, lexicon) {
        return Joint::Word(message);
    }
    lone_letter(before, word, next, lexicon, vocabulary)
}

/// Whether a token is a word by itself that neither begins nor ends inside another: small letters alone, which the word list
/// has where there is one.
fn is_word(token: &str, lexicon: &Lexicon<'_>) -> bool {
    small(token)
        && token.chars().nth(1).is_some()
        && dictionary::of(lexicon.language).is_none_or(|list| known(token, list, lexicon))
}

/// Small letters only, and more than one.
fn small(text: &str) -> bool {
    text.len() > 1 && text.chars().all(lowercase)
}

/// Whether a word list has two pieces as one word, and not both as words of their own.
fn whole_word(left: &str, right: &str, list: &Dictionary, lexicon: &Lexicon<'_>) -> bool {
    !(known(right, list, lexicon) && known(left, list, lexicon)) && list.has(&format!("{left}{right}"))
}

/// Whether a piece is a word of its own.
fn known(piece: &str, list: &Dictionary, lexicon: &Lexicon<'_>) -> bool {
    list.has(piece) || lexicon.common.contains(piece)
}

/// Two pieces of a word, of two letters and more each: `ou tcome`.
fn two_pieces(before: &str, word: &str, lexicon: &Lexicon<'_>) -> Option<&'static str> {
    let list = dictionary::of(lexicon.language)?;
    // What stands before may open a bracket or a quotation; nothing may stand between the two.
    let left = tail(before);
    let right = head(word);
    let whole = before.len() - left.len() <= 4 && (left.len() == before.len() || !before.starts_with(alphanumeric));
    if !whole || !small(left) || !small(right) || left.chars().nth(1).is_none() || right.chars().nth(1).is_none() {
        return None;
    }
    whole_word(left, right, list, lexicon).then_some("a space stood inside a word")
}

/// A lone small consonant: `perpetrator s`, `t he`.
fn lone_letter(
    before: &str,
    word: &str,
    next: Option<&str>,
    lexicon: &Lexicon<'_>,
    vocabulary: &Vocabulary<'_>,
) -> Joint {
    if lexicon.words.single_letters.is_empty() {
        return Joint::Space;
    }
    let alone = |text: &str| {
        // Most words have a second letter.
        if !text.starts_with(|c: char| c.is_ascii_lowercase())
            || text[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            return false;
        }
        let bare = text.trim_end_matches([',', '.', ';', ':', '”', '"', '’']);
        let mut chars = bare.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => {
                c.is_ascii_lowercase() && !lexicon.words.single_letters.iter().any(|w| w.as_str() == bare)
            }
            _ => false,
        }
    };
    if !alone(word) && !alone(before) {
        return Joint::Space;
    }
    let list = dictionary::of(lexicon.language);
    if alone(word) {
        let letter = head(word);
        let closed = word.len() > letter.len();
        let after = next.map(head).unwrap_or_default();
        if !small(before) {
            return Joint::Space;
        }
        let left = format!("{before}{letter}");
        let right = format!("{letter}{after}");
        let known = |w: &str| lexicon.common.contains(&fold(w)) || vocabulary.has(w);
        let listed = |w: &str| list.is_some_and(|list| list.has(w));
        let joined = Joint::Word("a lone letter was split off the word before it");
        if closed || after.is_empty() || known(&left) || !after.starts_with(char::is_lowercase) {
            return joined;
        }
        // It belongs to the word after it, if that is one with it, the more so if it is none without it; that joint is
        // judged when its turn comes.
        if known(&right) || listed(&right) && !listed(after) && !known(after) {
            return Joint::Space;
        }
        if listed(&left) || lexicon.common.contains(&fold(after)) {
            return joined;
        }
        if listed(&right) {
            return Joint::Space;
        }
        return Joint::Unsure;
    }
    if alone(before) && before.len() == 1 {
        let right = format!("{before}{}", head(word));
        if word.starts_with(char::is_lowercase)
            && (lexicon.common.contains(&fold(&right))
                || vocabulary.has(&right)
                || list.is_some_and(|list| list.has(&right)))
        {
            return Joint::Word("a lone letter was split off the word after it");
        }
    }
    Joint::Space
}

/// The letters and figures at the head of a token.
fn head(word: &str) -> &str {
    let end = word.find(|c: char| !alphanumeric(c)).unwrap_or(word.len());
    &word[..end]
}

/// The letters and figures at the end of a token.
fn tail(word: &str) -> &str {
    let start =
        word.rfind(|c: char| !alphanumeric(c)).map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
    &word[start..]
}

fn split(text: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                tokens.push((from, &text[from..at]));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    if let Some(from) = start {
        tokens.push((from, &text[from..]));
    }
    tokens
}
