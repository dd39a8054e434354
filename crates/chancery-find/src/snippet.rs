//! The words of a document that answer a query: its best paragraph, with the hits marked.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use chancery_model::Language;

use crate::{
    query::{Asked, Clause},
    words::{self, Words},
};

/// A piece of a snippet. The text is plain: whoever shows it must escape it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they answer the query.
    pub hit: bool,
}

/// How much of a document is looked through, in bytes; what is behind it is still found, only not shown.
pub(crate) const LOOKED_THROUGH: usize = 300_000;
/// How long a snippet is, in characters.
const LENGTH: usize = 260;
/// How much of it stands before the first hit, in characters.
const BEFORE: usize = 70;

/// Finds a query's words in a text of one language.
pub(crate) struct Marker {
    wanted: Vec<Wanted>,
    /// The language's stems, if a word is wanted in any of its forms.
    stems: Option<TextAnalyzer>,
    words: Words,
}

enum Wanted {
    Word { exact: String, stems: Vec<String> },
    Phrase(Vec<(usize, String)>),
    Prefix(String),
}

/// The best paragraph: its place in the list handed in, and the snippet.
pub(crate) struct Best {
    pub(crate) at: usize,
    pub(crate) pieces: Vec<Piece>,
}

impl Marker {
    /// What can be marked of a query; words that are excluded, or looked for in titles only, are not. `stems` gives the
    /// analyzer for a language's stems, which remembers what it has stemmed and is worth keeping.
    pub(crate) fn new(
        clauses: &[Clause],
        language: Language,
        stems: impl FnOnce(&str) -> Option<TextAnalyzer>,
    ) -> Marker {
        let mut wanted = Vec::new();
        for term in clauses.iter().flat_map(|clause| &clause.alternatives).filter(|term| !term.negated) {
            match &term.asked {
                Asked::Word { word, title_only: false, raw } => {
                    wanted.push(Wanted::Word { exact: word.clone(), stems: stems_of(raw, language) });
                }
                Asked::Phrase { words, title_only: false } => wanted.push(Wanted::Phrase(words.clone())),
                Asked::Prefix { start, title_only: false } => wanted.push(Wanted::Prefix(start.clone())),
                _ => {}
            }
        }
        let any = wanted.iter().any(|w| matches!(w, Wanted::Word { stems, .. } if !stems.is_empty()));
        Marker { wanted, stems: if any { stems(language.code()) } else { None }, words: Words }
    }

    /// Gives the analyzer back.
    pub(crate) fn into_stems(self) -> Option<TextAnalyzer> {
        self.stems
    }

    /// The paragraph with the most of what is wanted, the first among equals; `None` if none has any of it.
    pub(crate) fn best<'t>(&mut self, paragraphs: impl Iterator<Item = &'t str>) -> Option<Best> {
        if self.wanted.is_empty() {
            return None;
        }
        // The best so far, and how many of the wanted things it has.
        let mut best: Option<Best> = None;
        let mut most = 0;
        let mut looked = 0;
        for (at, text) in paragraphs.enumerate() {
            looked += text.len();
            if looked > LOOKED_THROUGH && at > 0 {
                break;
            }
            let (found, places) = self.mark(text);
            if found > most {
                most = found;
                best = Some(Best { at, pieces: pieces(text, &places) });
                if found == self.wanted.len() {
                    break;
                }
            }
        }
        best
    }

    /// How many of the wanted things stand in a text, and where; places are in order and do not overlap.
    fn mark(&mut self, text: &str) -> (usize, Vec<(usize, usize)>) {
        // One paragraph may be a whole book; a hit far inside it is found but not shown.
        let text = &text[..text.floor_char_boundary(LOOKED_THROUGH)];
        let mut places = Vec::new();
        let mut found = vec![false; self.wanted.len()];
        let mut phrases = false;
        let mut stream = self.words.token_stream(text);
        while stream.advance() {
            let token = stream.token();
            for (wanted, found) in self.wanted.iter().zip(&mut found) {
                let here = match wanted {
                    Wanted::Word { exact, .. } => token.text == *exact,
                    Wanted::Prefix(start) => token.text.starts_with(start.as_str()),
                    Wanted::Phrase(phrase) => {
                        phrases |= phrase.first().is_some_and(|(_, word)| token.text == *word);
                        false
                    }
                };
                if here {
                    places.push((token.offset_from, token.offset_to));
                    *found = true;
                }
            }
        }
        if let Some(analyzer) = &mut self.stems {
            let mut stream = analyzer.token_stream(text);
            while stream.advance() {
                let token = stream.token();
                for (wanted, found) in self.wanted.iter().zip(&mut found) {
                    if let Wanted::Word { stems, .. } = wanted
                        && stems.contains(&token.text)
                    {
                        places.push((token.offset_from, token.offset_to));
                        *found = true;
                    }
                }
            }
        }
        if phrases {
            self.mark_phrases(text, &mut places, &mut found);
        }
        places.sort_unstable();
        let mut apart: Vec<(usize, usize)> = Vec::with_capacity(places.len());
        for (from, to) in places {
            match apart.last_mut() {
                Some(last) if from < last.1 => last.1 = last.1.max(to),
                _ => apart.push((from, to)),
            }
        }
        (found.into_iter().filter(|found| *found).count(), apart)
    }

    fn mark_phrases(&self, text: &str, places: &mut Vec<(usize, usize)>, found: &mut [bool]) {
        let tokens = words::words(text);
        let mut by_position: HashMap<usize, Vec<&Token>> = HashMap::new();
        for token in &tokens {
            by_position.entry(token.position).or_default().push(token);
        }
        for (wanted, found) in self.wanted.iter().zip(found) {
            let Wanted::Phrase(phrase) = wanted else { continue };
            let Some((first, word)) = phrase.first() else { continue };
            for token in tokens.iter().filter(|token| token.text == *word) {
                let mut end = token.offset_to;
                let stands = phrase[1..].iter().all(|(at, word)| {
                    let position = token.position + at - first;
                    let there = by_position.get(&position).and_then(|all| all.iter().find(|t| t.text == *word));
                    if let Some(there) = there {
                        end = end.max(there.offset_to);
                    }
                    there.is_some()
                });
                if stands {
                    places.push((token.offset_from, end));
                    *found = true;
                }
            }
        }
    }
}

fn stems_of(word: &str, language: Language) -> Vec<String> {
    if words::candidates(word, Some(language)).is_empty() {
        return Vec::new();
    }
    words::asked_stems(language.code(), word)
}

/// The beginning of a text, where nothing in it is to be marked.
pub(crate) fn beginning(text: &str) -> Vec<Piece> {
    pieces(text, &[])
}

/// Cuts a window out of a text around the first place, and marks the places in it.
fn pieces(text: &str, places: &[(usize, usize)]) -> Vec<Piece> {
    let first = places.first().map_or(0, |(from, _)| *from);
    let mut start = back(text, first, BEFORE);
    if start > 0 {
        // Not in the middle of a word, unless the word is as long as the window.
        if let Some(space) = text[start..first].find(char::is_whitespace) {
            start += space;
            start += text[start..first].len() - text[start..first].trim_start().len();
        }
    }
    let mut end = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
    if end < text.len()
        && let Some(space) = text[start..end].rfind(char::is_whitespace)
        && places.first().is_none_or(|(_, to)| start + space >= *to)
    {
        end = start + space;
    }
    let mut out: Vec<Piece> = Vec::new();
    let mut push = |text: &str, hit: bool| {
        if !text.is_empty() {
            out.push(Piece { text: text.to_owned(), hit });
        }
    };
    if start > 0 {
        push("… ", false);
    }
    let mut at = start;
    for (from, to) in places {
        if *from >= end {
            break;
        }
        push(&text[at..*from], false);
        // A hit is shown whole even where it runs over the window's end.
        push(&text[*from..*to], true);
        at = *to;
    }
    if at < end {
        push(&text[at..end], false);
    }
    if at.max(end) < text.len() {
        push(" …", false);
    }
    out
}

/// The place some characters before another.
fn back(text: &str, from: usize, characters: usize) -> usize {
    text[..from].char_indices().rev().nth(characters.saturating_sub(1)).map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::Grammar;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_snippet_is_cut_out_of_its_paragraph(
            words in prop::collection::vec("fish|fishes|lake|渔业|合作|بيانا|réu\u{301}nion|a\u{ad}b|[ -~]{1,90}|\\PC{1,9}", 1..60),
            query in "fish|lake fish|\"fish lake\"|fi\\*|渔业|渔|بيان|reunion|ab|\"fish fish\"",
            joiner in " |, |",
            code in "en|ar|fr|zh|pt",
        ) {
            let text = words.join(joiner.as_str());
            let query = crate::parse(&query.replace('\\', ""), &Grammar::default()).unwrap();
            let mut marker = Marker::new(&query.clauses().unwrap(), Language::parse(&code).unwrap(), words::stems);
            for pieces in marker.best([text.as_str()].into_iter()).map(|b| b.pieces).into_iter().chain([beginning(&text)]) {
                let joined: String = pieces.iter().map(|p| p.text.as_str()).collect();
                let whole = joined.trim_start_matches("… ").trim_end_matches(" …");
                prop_assert!(text.contains(whole.trim()), "{joined}");
                prop_assert!(pieces.iter().all(|p| !p.text.is_empty()));
            }
            if let Some(best) = marker.best([text.as_str()].into_iter()) {
                prop_assert!(best.pieces.iter().any(|p| p.hit));
            }
        }
    }
}
