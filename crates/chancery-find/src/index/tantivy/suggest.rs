//! Another spelling for a query that finds next to nothing.
//!
//! To suggest one name for another is to take a side: two names that differ by a letter may be those of two peoples, or two
//! names of one place between which whole letters are exchanged. Which word is a name no list tells for certain, so a word is
//! suggested only if the documents themselves show that it is none: English documents write it with a small letter, again and
//! again, and next to none of any language writes it with a capital inside a sentence. English alone is asked because of the
//! six languages it alone gives a capital to every word made from a name; French, Spanish and Russian write those of peoples
//! small, and Arabic and Chinese have no capitals. So nothing is suggested in the other five, and English keeps to common
//! words. The words of the names of all senders, and those of the names that are handed in, are never suggested, and nothing
//! is suggested for them or for a word that was asked for with a capital letter.

use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::{
    DocAddress, DocSet, Searcher, TERMINATED, Term as Key, collector::Count as Number, query::FuzzyTermQuery,
    schema::IndexRecordOption,
};

use chancery_model::{Language, Span};

use super::{FindError, Index, guarded};
use crate::{
    Issued, Respelt, Suggestion,
    query::{Asked, Clause, Query},
    snippet::LOOKED_THROUGH,
    words,
};

/// A query that finds more than this needs no other spelling.
const FEW: u64 = 2;
/// A word is suggested only if so many times as many documents have it as have the one that was asked for.
const MORE: u64 = 20;
/// The shortest and the longest word for which another is looked for, in letters.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=24;
/// From this length on two letters may be wrong.
const LONG: usize = 8;
/// How many of a query's words are looked at.
const WORDS: usize = 8;
/// How many words of a segment are compared.
const COMPARED: usize = 2_000;
/// How many spellings of a word are looked at more closely.
const CANDIDATES: usize = 5;
/// In how many documents it is looked at how a word is written.
const WITNESSES: u64 = 40;
/// The longest ending by which a word is taken to be made from another, in letters.
const ENDING: usize = 4;
/// How many names of senders are known at most.
const NAMES: usize = 20_000;

impl Index {
    /// Another spelling for a query that finds nothing or next to nothing, if the index has one that finds more.
    ///
    /// `names` are names, of States and other places, whose words must never be suggested, in any languages; those of the
    /// senders in the index are known without it. What is never suggested, and why, stands at the head of this file.
    pub fn suggest(&self, query: &Query, names: &[&str]) -> Result<Option<Suggestion>, FindError> {
        let clauses = query.clauses()?;
        if query.language.is_some_and(|language| language != Language::EN) {
            return Ok(None);
        }
        guarded(&self.folder, || self.respelt(query, &clauses, names))
    }

    fn respelt(&self, query: &Query, clauses: &[Clause], names: &[&str]) -> Result<Option<Suggestion>, FindError> {
        let asked = clauses.iter().flat_map(|clause| &clause.alternatives);
        let doubtful = asked.filter(|term| !term.negated).filter_map(|term| match &term.asked {
            Asked::Word { word, raw, .. } => Some((word, raw, term.span)),
            _ => None,
        });
        let doubtful: Vec<(&String, &String, Span)> =
            doubtful.filter(|(word, raw, _)| is_plain(raw) && *word == *raw).collect();
        if doubtful.is_empty() {
            return Ok(None);
        }
        let (searcher, _) = self.searcher()?;
        let total = self.number(&searcher, query, clauses)?;
        if total > FEW {
            return Ok(None);
        }
        let never = self.names(&searcher, names)?;
        let mut better: BTreeMap<String, String> = BTreeMap::new();
        for (word, ..) in doubtful.iter().take(WORDS) {
            if !of_a_name(word, &never)
                && !better.contains_key(*word)
                && let Some(other) = self.spelling(&searcher, word, &never)?
            {
                better.insert((*word).clone(), other);
            }
        }
        let mut words: Vec<Respelt> = Vec::new();
        for (word, raw, span) in doubtful {
            let Some(other) = better.get(word) else { continue };
            // A term may have a minus sign or a field before the word; the word stands at its end.
            let Some(at) = query.text.get(span.start..span.end).and_then(|text| text.rfind(raw.as_str())) else {
                continue;
            };
            let span = Span::new(span.start + at, span.start + at + raw.len());
            words.push(Respelt { span, from: raw.clone(), to: other.clone() });
        }
        if words.is_empty() {
            return Ok(None);
        }
        let mut text = query.text.clone();
        for word in words.iter().rev() {
            text.replace_range(word.span.start..word.span.end, &word.to);
        }
        let mut clauses = clauses.to_vec();
        for term in clauses.iter_mut().flat_map(|clause| &mut clause.alternatives).filter(|term| !term.negated) {
            if let Asked::Word { word, raw, .. } = &mut term.asked
                && word == raw
                && let Some(other) = better.get(word)
            {
                word.clone_from(other);
                raw.clone_from(other);
            }
        }
        let found = self.number(&searcher, query, &clauses)?;
        Ok((found > total).then_some(Suggestion { text, words, total: found }))
    }

    /// How many language versions answer.
    fn number(&self, searcher: &Searcher, query: &Query, clauses: &[Clause]) -> Result<u64, FindError> {
        let asked = self.fields.compile(query, clauses);
        let number = searcher.search(&*asked, &Number).map_err(|e| self.failed(e))?;
        Ok(u64::try_from(number).unwrap_or(u64::MAX))
    }

    /// The words of all names.
    fn names(&self, searcher: &Searcher, names: &[&str]) -> Result<HashSet<String>, FindError> {
        let mut all = HashSet::new();
        let mut take = |name: &str| all.extend(words::folded(name).split(' ').map(str::to_owned));
        names.iter().for_each(|name| take(name));
        for segment in searcher.segment_readers() {
            let postings = segment.inverted_index(self.fields.state).map_err(|e| self.failed(e))?;
            let mut stream = postings.terms().stream().map_err(|e| self.failed(e.into()))?;
            for _ in 0..NAMES {
                match stream.next() {
                    Some((name, _)) => take(&String::from_utf8_lossy(name)),
                    None => break,
                }
            }
        }
        Ok(all)
    }

    /// The word nearest to another that many documents have and that is no name.
    fn spelling(&self, searcher: &Searcher, word: &str, never: &HashSet<String>) -> Result<Option<String>, FindError> {
        let text = self.fields.text;
        let own = searcher.doc_freq(&Key::from_field_text(text, word)).map_err(|e| self.failed(e))?;
        if own > FEW {
            return Ok(None);
        }
        let known = words::asked_stems("en", word);
        let furthest = if word.len() < LONG { 1 } else { 2 };
        for distance in 1..=furthest {
            let near = FuzzyTermQuery::new(Key::from_field_text(text, word), distance, true);
            let near = near.automaton().map_err(|e| self.failed(e))?;
            let mut found: HashMap<String, u64> = HashMap::new();
            for segment in searcher.segment_readers() {
                let postings = segment.inverted_index(text).map_err(|e| self.failed(e))?;
                let mut stream = postings.terms().search(&near).into_stream().map_err(|e| self.failed(e.into()))?;
                for _ in 0..COMPARED {
                    let Some((other, postings)) = stream.next() else { break };
                    if let Ok(other) = std::str::from_utf8(other)
                        && other != word
                        && is_plain(other)
                        && !of_a_name(other, never)
                    {
                        *found.entry(other.to_owned()).or_default() += u64::from(postings.doc_freq);
                    }
                }
            }
            let enough = |documents: u64| documents > FEW && documents >= own * MORE;
            let mut found: Vec<(String, u64)> = found.into_iter().filter(|(_, documents)| enough(*documents)).collect();
            found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            // What has the stem of the word was found without a suggestion.
            found.retain(|(other, _)| !words::asked_stems("en", other).iter().any(|stem| known.contains(stem)));
            for (other, documents) in found.into_iter().take(CANDIDATES) {
                if self.is_no_name(searcher, &other, documents)? && !self.is_made_from_a_name(searcher, &other)? {
                    return Ok(Some(other));
                }
            }
        }
        Ok(None)
    }

    /// Whether documents show that a word is no name: see the head of this file.
    fn is_no_name(&self, searcher: &Searcher, word: &str, documents: u64) -> Result<bool, FindError> {
        let seen = self.witnessed(searcher, word, documents)?;
        Ok(seen.witnesses > FEW && seen.capital * 10 <= seen.small)
    }

    /// Whether a word is another one with an ending, and that other one is written with a capital: who speaks of “velonian”
    /// speaks of Velonia, however the word itself is written.
    fn is_made_from_a_name(&self, searcher: &Searcher, word: &str) -> Result<bool, FindError> {
        let shortest = word.len().saturating_sub(ENDING).max(*LENGTHS.start());
        for length in shortest..word.len() {
            let Some(beginning) = word.get(..length) else { continue };
            let term = Key::from_field_text(self.fields.text, beginning);
            let documents = searcher.doc_freq(&term).map_err(|e| self.failed(e))?;
            if documents > 0 {
                let seen = self.witnessed(searcher, beginning, documents)?;
                if seen.capital > seen.small + seen.small_elsewhere {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// How a word is written in some of the documents that have it.
    fn witnessed(&self, searcher: &Searcher, word: &str, documents: u64) -> Result<Seen, FindError> {
        let term = Key::from_field_text(self.fields.text, word);
        let step = documents.div_ceil(WITNESSES).max(1);
        let mut all = Seen::default();
        let mut number = 0u64;
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let postings = reader.inverted_index(self.fields.text).map_err(|e| self.failed(e))?;
            let postings =
                postings.read_postings(&term, IndexRecordOption::Basic).map_err(|e| self.failed(e.into()))?;
            let Some(mut postings) = postings else { continue };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if number.is_multiple_of(step) && !reader.is_deleted(doc) {
                    let issued = self.stored(searcher, DocAddress::new(segment, doc))?;
                    let (small, capital) = written(&issued, word);
                    all.capital += capital;
                    if issued.language == Language::EN {
                        all.small += small;
                        all.witnesses += u64::from(small > 0);
                    } else {
                        all.small_elsewhere += small;
                    }
                }
                number += 1;
                doc = postings.advance();
            }
        }
        Ok(all)
    }
}

/// How a word is written.
#[derive(Default)]
struct Seen {
    /// How often English documents write it with a small letter.
    small: u64,
    /// How often others do.
    small_elsewhere: u64,
    /// How often any document writes it with a capital where none has to stand.
    capital: u64,
    /// How many English documents write it with a small letter.
    witnesses: u64,
}

/// Whether a word is written in small unaccented Latin letters only, and neither too short nor too long.
fn is_plain(word: &str) -> bool {
    LENGTHS.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether a word stands in a name or is made from one: “merovian” from “Merovia”.
fn of_a_name(word: &str, names: &HashSet<String>) -> bool {
    let mut beginnings = LENGTHS.take_while(|length| *length <= word.len()).filter_map(|length| word.get(..length));
    names.contains(word) || beginnings.any(|beginning| names.contains(beginning))
}

/// How often a document writes a word with a small letter, and how often with a capital where none has to stand. At the
/// beginning of a sentence, and among capitals, any word has one.
fn written(issued: &Issued, word: &str) -> (u64, u64) {
    let (mut small, mut capital) = (0, 0);
    let mut looked = 0;
    for (_, _, text) in &issued.text {
        let text = &text[..text.floor_char_boundary(LOOKED_THROUGH)];
        looked += text.len();
        for token in words::words(text).iter().filter(|token| token.text == word) {
            let as_written = text.get(token.offset_from..token.offset_to).unwrap_or_default();
            if as_written.chars().all(char::is_lowercase) {
                small += 1;
                continue;
            }
            let all_capitals = as_written.chars().all(char::is_uppercase);
            let before = text.get(..token.offset_from).unwrap_or_default().trim_end();
            if !all_capitals && before.ends_with(|c: char| c.is_alphanumeric() || c == ',' || c == '-') {
                capital += 1;
            }
        }
        if looked > LOOKED_THROUGH {
            break;
        }
    }
    (small, capital)
}
