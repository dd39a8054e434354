//! References to something cited before (`ibid.`, `op. cit.`), which are marked and never resolved.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use chancery_model::text::Span;

use super::scan::{char_at, char_before, fold_into, skip, skip_back};
use crate::words::spaceless;

/// Phrases, each found by its longest word.
#[derive(Debug, Default)]
pub struct References {
    automaton: Option<AhoCorasick>,
    /// For each pattern, the phrases it may belong to: the folded words, and which of them the pattern is.
    phrases: Vec<Vec<(Vec<String>, usize)>>,
}

impl References {
    /// Makes the phrases ready.
    pub fn new<'p>(phrases: impl Iterator<Item = &'p String>) -> References {
        let mut patterns: BTreeMap<String, Vec<(Vec<String>, usize)>> = BTreeMap::new();
        for phrase in phrases {
            let words: Vec<&str> = phrase.split_whitespace().collect();
            let Some(at) = (0..words.len()).max_by_key(|at| words[*at].len()) else { continue };
            let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
            let (lower, upper) = (words[at].to_lowercase(), words[at].to_uppercase());
            let mut first = lower.chars();
            let capital = first.next().map(|c| c.to_uppercase().chain(first).collect::<String>()).unwrap_or_default();
            for pattern in [lower, upper, capital] {
                let known = patterns.entry(pattern).or_default();
                if !known.contains(&(folded.clone(), at)) {
                    known.push((folded.clone(), at));
                }
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns.keys()).ok();
        References { automaton: automaton.filter(|_| !patterns.is_empty()), phrases: patterns.into_values().collect() }
    }

    /// The places of all references between two places of a text.
    pub fn find(&self, text: &str, within: Span) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        let (Some(automaton), Some(window)) = (&self.automaton, text.get(..within.end)) else { return found };
        let Some(searched) = window.get(within.start..) else { return found };
        for hit in automaton.find_overlapping_iter(searched) {
            let (start, end) = (within.start + hit.start(), within.start + hit.end());
            let phrases = self.phrases.get(hit.pattern().as_usize()).into_iter().flatten();
            let longest = phrases
                .filter_map(|(words, at)| around(window, Span::new(start, end), words, *at, within.start))
                .max_by_key(|span| span.len());
            let Some(span) = longest else { continue };
            match found.last_mut() {
                // Of two phrases in one place the longer one is meant.
                Some(last) if span.start < last.end => {
                    if span.len() > last.len() && span.start <= last.start {
                        *last = span;
                    }
                }
                _ => found.push(span),
            }
        }
        found
    }
}

fn fold(word: &str) -> String {
    let mut out = String::new();
    fold_into(word, &mut out);
    out
}

/// The place of a whole phrase, if its other words stand around the one found.
fn around(text: &str, word: Span, words: &[String], at: usize, floor: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let mut span = word;
    for other in words[..at].iter().rev() {
        let end = skip_back(bytes, span.start, floor, 1);
        let start = back(text, end, floor, other.chars().count());
        if end == span.start || fold(text.get(start..end)?) != *other {
            return None;
        }
        span.start = start;
    }
    for other in &words[at + 1..] {
        let start = skip(bytes, span.end, 1);
        let mut end = start;
        for _ in 0..other.chars().count() {
            end += char_at(text, end)?.len_utf8();
        }
        if start == span.end || fold(text.get(start..end)?) != *other {
            return None;
        }
        span.end = end;
    }
    // A phrase is no part of a longer word; scripts without spaces have no such edges.
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !spaceless(c));
    let edge = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let first = char_at(text, span.start);
    let last = char_before(text, span.end, span.start);
    let cut = edge(first) && !first.is_some_and(spaceless) && inside(char_before(text, span.start, floor))
        || edge(last) && !last.is_some_and(spaceless) && inside(char_at(text, span.end));
    (!cut).then_some(span)
}

fn back(text: &str, end: usize, floor: usize, characters: usize) -> usize {
    let mut start = end;
    for _ in 0..characters {
        match char_before(text, start, floor) {
            Some(c) => start -= c.len_utf8(),
            None => break,
        }
    }
    start
}
