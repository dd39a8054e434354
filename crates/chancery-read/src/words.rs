//! The body's words made ready for searching: lists of phrases become patterns, once for all letters.

use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

use regex::Regex;
use unicode_normalization::{UnicodeNormalization, char::decompose_canonical};

use chancery_model::{
    body::{Body, OfficeKind},
    language::Language,
    period::PeriodRule,
    reading::ReadingWords,
    wording::Wording,
};

use crate::{
    citations::{Finder, Symbols},
    dates::Dates,
    kinds::Shapes,
    masthead::Counted,
    title::{self, Shape},
};

/// A body and its languages, ready for reading.
pub struct Words<'b> {
    /// The body.
    pub body: &'b Body,
    /// One lexicon for each language that has words to read by, English first.
    pub lexicons: Vec<Lexicon<'b>>,
    /// Symbols, job numbers and page marks.
    pub symbols: Symbols,
    /// The finder of citations.
    pub(crate) finder: Finder,
    /// Organs by all their names in all languages; the value is the organ's index.
    pub organs: Choice<usize>,
    /// Distribution categories after their label; the value is the category's English name.
    pub distribution: Choice<String>,
    /// Languages after the label of the original language.
    pub original: Choice<Language>,
}

/// The words of one language.
pub struct Lexicon<'b> {
    /// The language.
    pub language: Language,
    /// Its words as data.
    pub words: &'b ReadingWords,
    /// Its dates.
    pub dates: Dates,
    /// Its titles.
    pub titles: Vec<Shape>,
    /// How its titles begin, all in one pattern, so that a text without any is gone through once.
    pub title_heads: Option<Regex>,
    /// Frequent words.
    pub common: HashSet<String>,
    /// Ordinals by their folded words.
    pub ordinals: HashMap<String, u32>,
    /// Sessions by ordinal.
    pub sessions: Vec<Counted>,
    /// Years by ordinal.
    pub years: Vec<Counted>,
    /// Sessions of a calendar year.
    pub year_sessions: Vec<Counted>,
    /// Offices; the value is the English name and the kind.
    pub offices: Choice<(String, OfficeKind)>,
    /// Groups that are addressed together; the value is the English name.
    pub groups: Choice<String>,
    /// Words that part the last two of a list.
    pub and: Choice<()>,
    /// Articles and prepositions.
    pub articles: Choice<()>,
    /// Between office and State.
    pub of: Choice<()>,
    /// After the State.
    pub tails: Choice<()>,
    /// Before item numbers.
    pub items: Choice<()>,
    /// After item numbers.
    pub item_lists: Choice<()>,
    /// Asking.
    pub asking: Choice<()>,
    /// Circulating.
    pub circulate: Choice<()>,
    /// Documents.
    pub document: Choice<()>,
    /// Ends of a request.
    pub request_end: Choice<()>,
    /// Attention.
    pub attention: Choice<()>,
    /// After those to whose attention something is to be brought.
    pub attention_end: Choice<()>,
    /// Before a signature.
    pub signed: Choice<()>,
    /// After the name of one who signed.
    pub signed_after: Choice<()>,
    /// Ranks.
    pub ranks: Choice<()>,
    /// Labels of attachments with their depth.
    pub labels: Choice<u8>,
    /// Numbers of attachments in words.
    pub annex_numbers: Choice<()>,
    /// Between label and title.
    pub annex_to: Choice<()>,
    /// Titles as a heading repeats them after its label.
    pub annex_titles: Vec<Shape>,
    /// Between a title and the label after it.
    pub annex_of: Choice<()>,
    /// Before the subject of a statement.
    pub about: Choice<()>,
    /// Openings of a text.
    pub openings: Choice<()>,
    /// Salutations.
    pub salutations: Choice<()>,
    /// Courtesy closes.
    pub closings: Choice<()>,
    /// Compliments.
    pub compliments: Choice<()>,
    /// Before a document's own symbol.
    pub symbol_labels: Choice<()>,
    /// Lines by which documents other than letters are known.
    pub kinds: Shapes,
    /// Before the name of someone written to.
    pub honorifics: Choice<()>,
    /// By which a sender says for which State it speaks.
    pub speaking: Choice<()>,
    /// The script of the language.
    pub script: Option<Script>,
}

impl<'b> Words<'b> {
    /// Makes a body's words ready.
    pub fn new(body: &'b Body) -> Words<'b> {
        let mut lexicons: Vec<Lexicon<'b>> =
            body.wording.iter().map(|(language, wording)| Lexicon::new(*language, wording, body)).collect();
        lexicons.sort_by_key(|lexicon| lexicon.language != Language::EN);
        let mut organs = Vec::new();
        for (at, organ) in body.organs.iter().enumerate() {
            let mut names: Vec<&String> = vec![&organ.name];
            names.extend(&organ.also);
            for wording in body.wording.values() {
                names.extend(wording.organs.get(&organ.code));
                names.extend(wording.reading.organs.get(&organ.code).into_iter().flatten());
            }
            organs.extend(names.into_iter().map(|name| (name.clone(), at)));
        }
        let mut distribution = Vec::new();
        let mut original = Vec::new();
        for wording in body.wording.values() {
            let words = &wording.reading;
            for label in &words.distribution {
                for category in &body.charter.distribution {
                    let own = words.categories.get(&category.code).into_iter().flatten();
                    let printed = wording.masthead.iter().flat_map(|m| m.categories.get(&category.code));
                    for name in [&category.name, &category.code].into_iter().chain(own).chain(printed) {
                        distribution.push((format!("{label} {name}"), category.name.clone()));
                    }
                }
            }
            for label in &words.original {
                for other in body.wording.values() {
                    let read =
                        other.reading.languages.iter().flat_map(|(code, names)| names.iter().map(move |n| (code, n)));
                    for (code, name) in other.languages.iter().chain(read) {
                        if let Ok(language) = Language::parse(code) {
                            original.push((format!("{label} {name}"), language));
                        }
                    }
                }
            }
        }
        Words {
            body,
            symbols: Symbols::new(body),
            finder: Finder::new(body),
            organs: Choice::new(organs),
            distribution: Choice::spaced(distribution),
            original: Choice::spaced(original),
            lexicons,
        }
    }

    /// The lexicon of a language, or the first one.
    pub fn lexicon(&self, language: Option<Language>) -> Option<&Lexicon<'b>> {
        self.lexicons.iter().find(|l| Some(l.language) == language).or_else(|| self.lexicons.first())
    }

    /// The organ for whose series a symbol was given, old symbols without a period included.
    pub fn organ_of(&self, symbol: &chancery_model::symbol::Symbol) -> Option<usize> {
        if let Some(place) = self.body.place(symbol) {
            return self.body.organs.iter().position(|organ| organ.code == place.organ);
        }
        // The constant part of an organ's first series (`A/`) is its root; the longest one wins.
        let root = |at: usize| self.body.organs[at].series.first().and_then(|s| s.template.split('{').next());
        (0..self.body.organs.len())
            .filter(|at| root(*at).is_some_and(|root| !root.is_empty() && symbol.as_str().starts_with(root)))
            .max_by_key(|at| root(*at).map_or(0, str::len))
    }

    /// Whether an organ's documents are counted by session.
    pub fn has_sessions(&self, organ: usize) -> bool {
        matches!(self.body.organs[organ].period, PeriodRule::Session { .. })
    }
}

impl<'b> Lexicon<'b> {
    fn new(language: Language, wording: &'b Wording, body: &Body) -> Lexicon<'b> {
        let words = &wording.reading;
        let plain = |list: &[String]| Choice::new(list.iter().map(|phrase| (phrase.clone(), ())).collect());
        let mut offices = Vec::new();
        for office in &body.charter.offices {
            let read = words.offices.get(&office.name).into_iter().flatten();
            for name in std::iter::once(&office.name).chain(&office.also).chain(read) {
                offices.push((name.clone(), (office.name.clone(), office.kind)));
            }
        }
        let mut groups = Vec::new();
        for (english, patterns) in &words.groups {
            for pattern in patterns {
                if !pattern.contains("{organ}") {
                    groups.push((pattern.clone(), english.clone()));
                    continue;
                }
                for organ in &body.organs {
                    let read = words.organs.get(&organ.code).into_iter().flatten();
                    for name in std::iter::once(&organ.name).chain(wording.organs.get(&organ.code)).chain(read) {
                        groups.push((pattern.replace("{organ}", name), english.replace("{organ}", &organ.name)));
                    }
                }
            }
        }
        let names: Vec<&String> = std::iter::once(&body.charter.in_text)
            .chain(&body.charter.also)
            .chain(std::iter::once(&body.charter.name))
            .collect();
        let mut tails = Vec::new();
        for tail in &words.tails {
            tails.extend(names.iter().map(|name| (tail.replace("{body}", name), ())));
        }
        let labels = [(&words.annex, 1u8), (&words.enclosure, 2), (&words.appendix, 3)];
        // An ordinal of several forms (cases, genders, spellings) has them one after another, parted by a bar.
        let ordinals = [&wording.ordinals, &words.ordinals].into_iter().flat_map(|list| {
            (1u32..).zip(list).flat_map(|(number, forms)| forms.split('|').map(move |form| (ordinal_key(form), number)))
        });
        Lexicon {
            language,
            words,
            dates: Dates::new(wording),
            title_heads: title::heads(&words.titles),
            titles: words.titles.iter().map(Shape::new).collect(),
            common: words.common.iter().map(|word| fold(word)).collect(),
            ordinals: ordinals.collect(),
            sessions: words.sessions.iter().map(|template| Counted::new(template)).collect(),
            years: words.years.iter().map(|template| Counted::new(template)).collect(),
            year_sessions: words.year_sessions.iter().map(|template| Counted::new(template)).collect(),
            offices: Choice::new(offices),
            groups: Choice::new(groups),
            and: plain(&words.and),
            articles: plain(&words.articles),
            of: plain(&words.of),
            tails: Choice::new(tails),
            items: plain(&words.items),
            item_lists: plain(&words.item_lists),
            asking: plain(&words.asking),
            circulate: plain(&words.circulate),
            document: plain(&words.document),
            request_end: plain(&words.request_end),
            attention: plain(&words.attention),
            attention_end: plain(&words.attention_end),
            signed: plain(&words.signed),
            signed_after: plain(&words.signed_after),
            ranks: plain(&words.ranks),
            labels: Choice::new(
                labels.iter().flat_map(|(list, depth)| list.iter().map(|l| (l.clone(), *depth))).collect(),
            ),
            annex_numbers: plain(&words.annex_numbers),
            annex_to: plain(&words.annex_to),
            annex_titles: words.annex_titles.iter().map(Shape::new).collect(),
            annex_of: plain(&words.annex_of),
            about: plain(&words.about),
            openings: plain(&words.openings),
            salutations: plain(&words.salutations),
            closings: plain(&words.closings),
            compliments: plain(&words.compliments),
            symbol_labels: plain(&words.symbol_labels),
            kinds: Shapes::new(words),
            honorifics: plain(&words.honorifics),
            speaking: plain(&words.speaking),
            script: script_of(words.common.iter().flat_map(|word| word.chars())),
        }
    }

    /// Where the first words with which a text opens stand between two places; inside a sentence they are none.
    pub fn opening(&self, text: &str, from: usize, to: usize) -> Option<usize> {
        let found = self.openings.all(text, from, to, 24);
        found.iter().map(|opening| opening.start).find(|start| !text[*start..].starts_with(char::is_lowercase))
    }
}

/// A script, as far as languages are told apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Arabic.
    Arabic,
    /// Chinese, and others that write no spaces.
    Spaceless,
}

/// The script in which most of the letters are written; one letter of a script without spaces says as much as three.
pub fn script_of(letters: impl Iterator<Item = char>) -> Option<Script> {
    let mut counts = [(Script::Latin, 0usize), (Script::Cyrillic, 0), (Script::Arabic, 0), (Script::Spaceless, 0)];
    for c in letters.filter(|c| c.is_alphabetic()) {
        match c as u32 {
            0..=0x24f => counts[0].1 += 1,
            0x400..=0x52f => counts[1].1 += 1,
            0x600..=0x6ff | 0x750..=0x77f | 0xfb50..=0xfdff | 0xfe70..=0xfeff => counts[2].1 += 1,
            0x2e80..=0x9fff => counts[3].1 += 3,
            _ => {}
        }
    }
    counts.into_iter().filter(|(_, count)| *count > 0).max_by_key(|(_, count)| *count).map(|(script, _)| script)
}

/// Several phrases, each with what it stands for; longer ones win. The patterns are made when they are first needed.
///
/// The pattern only finds a phrase; which one it is, its own letters say. A group for each phrase would say so too, but the
/// time and memory of a match grow with the number of groups.
pub struct Choice<T> {
    /// Each phrase with the boundaries that its words ask for.
    pattern: String,
    /// The same, asking for no boundary beyond ASCII.
    quick: String,
    /// Whether its words may be glued to what follows.
    spaced: bool,
    values: Vec<T>,
    /// The value of each phrase by its letters alone.
    keys: HashMap<String, usize>,
    anchored: OnceLock<Option<Regex>>,
    anywhere: OnceLock<Option<Regex>>,
}

/// One phrase found.
pub struct Chosen<'t, T> {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it stands for.
    pub value: &'t T,
}

/// Whether a letter at the edge of a phrase asks for a boundary: scripts that join words with their prefixes, or write none
/// apart, have none.
fn bounded(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{530}'
}

/// A phrase without anything in which its forms may differ: case, accents, white space, shapes of signs.
fn key(phrase: &str) -> String {
    let same = |c: char| match c {
        '（' => '(',
        '）' => ')',
        other => other,
    };
    fold(phrase).chars().filter(|c| !c.is_whitespace() && *c != 'ـ').map(same).collect()
}

impl<T> Choice<T> {
    /// Makes a choice of phrases.
    pub fn new(entries: Vec<(String, T)>) -> Choice<T> {
        Self::build(entries, false)
    }

    /// Makes a choice of phrases whose words may stand anywhere from glued together to lines apart.
    pub fn spaced(entries: Vec<(String, T)>) -> Choice<T> {
        Self::build(entries, true)
    }

    fn build(mut entries: Vec<(String, T)>, spaced: bool) -> Choice<T> {
        entries.retain(|(phrase, _)| !phrase.trim().is_empty());
        entries.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.chars().count()));
        let mut values = Vec::with_capacity(entries.len());
        let mut alternatives: Vec<String> = Vec::with_capacity(entries.len());
        let mut quick_alternatives: Vec<String> = Vec::with_capacity(entries.len());
        let mut keys = HashMap::with_capacity(entries.len());
        for (phrase, value) in entries {
            let words: Vec<String> = phrase.split_whitespace().map(loose).collect();
            let body = words.join(if spaced { r"\s*" } else { r"\s+" });
            // Scripts that join words with their prefixes, or write none apart, have no boundary to ask for.
            let bounded = |c: Option<char>| c.is_some_and(bounded);
            let after = !spaced && bounded(phrase.trim_end().chars().next_back());
            let before = bounded(phrase.trim_start().chars().next());
            let edge = |asked: bool| if asked { r"\b" } else { "" };
            let whole = format!("{}{body}{}", edge(before), edge(after));
            // Boundaries between letters beyond ASCII make a search slow. The quick pattern asks only for those within it;
            // what it finds is looked at once more.
            let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let edge = |asked: bool| if asked { r"(?-u:\b)" } else { "" };
            let first = phrase.trim_start().chars().next();
            let last = phrase.trim_end().chars().next_back();
            let quick = format!("{}{body}{}", edge(before && ascii(first)), edge(after && ascii(last)));
            if !alternatives.contains(&whole) {
                alternatives.push(whole);
                quick_alternatives.push(quick);
            }
            keys.entry(key(&phrase)).or_insert(values.len());
            values.push(value);
        }
        Choice {
            pattern: alternatives.join("|"),
            quick: quick_alternatives.join("|"),
            spaced,
            values,
            keys,
            anchored: OnceLock::new(),
            anywhere: OnceLock::new(),
        }
    }

    fn regex<'r>(&self, cell: &'r OnceLock<Option<Regex>>, anchor: &str, pattern: &str) -> Option<&'r Regex> {
        cell.get_or_init(|| {
            if self.values.is_empty() {
                return None;
            }
            Regex::new(&format!("(?i){anchor}(?:{pattern})")).ok()
        })
        .as_ref()
    }

    fn anchored(&self) -> Option<&Regex> {
        self.regex(&self.anchored, r"^\s*", &self.pattern)
    }

    /// The phrase that stands at a place, white space before it set aside.
    pub fn at(&self, text: &str, at: usize) -> Option<Chosen<'_, T>> {
        let rest = text.get(at..)?;
        self.chosen(self.anchored()?.find(rest)?, at)
    }

    /// The first phrase at or after a place.
    pub fn find(&self, text: &str, from: usize) -> Option<Chosen<'_, T>> {
        let regex = self.regex(&self.anywhere, "", &self.quick)?;
        let mut from = from;
        while from <= text.len() {
            let found = regex.find_at(text, from)?;
            let (start, end) = (found.start(), found.end());
            let next = text[start..].chars().next().map_or(1, char::len_utf8);
            from = start + next;
            let inner = text[start..end].chars().next().is_some_and(bounded);
            if inner && text[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
                continue;
            }
            let inner = !self.spaced && text[..end].chars().next_back().is_some_and(bounded);
            if inner && text[end..].chars().next().is_some_and(char::is_alphanumeric) {
                // A shorter phrase may stand there.
                if let Some(found) = self.at(text, start) {
                    return Some(found);
                }
                continue;
            }
            if let Some(found) = self.chosen(found, 0) {
                return Some(found);
            }
        }
        None
    }

    /// Whether one of the phrases occurs.
    pub fn occurs(&self, text: &str) -> bool {
        self.find(text, 0).is_some()
    }

    /// All phrases between two places, no more than `most`.
    pub fn all<'t>(&'t self, text: &str, from: usize, to: usize, most: usize) -> Vec<Chosen<'t, T>> {
        let mut found = Vec::new();
        let mut at = from;
        let Some(window) = text.get(..to) else { return found };
        while found.len() < most {
            let Some(chosen) = self.find(window, at) else { break };
            at = window.ceil_char_boundary(chosen.end.max(at + 1));
            found.push(chosen);
        }
        found
    }

    fn chosen(&self, found: regex::Match<'_>, offset: usize) -> Option<Chosen<'_, T>> {
        let index = match self.values.len() {
            1 => 0,
            _ => *self.keys.get(&key(found.as_str()))?,
        };
        let lead = found.as_str().len() - found.as_str().trim_start().len();
        let (start, end) = (offset + found.start() + lead, offset + found.end());
        Some(Chosen { start, end, value: self.values.get(index)? })
    }
}

/// Whether a letter belongs to a script that writes no spaces, so that a line may end anywhere between two of them.
pub fn spaceless(c: char) -> bool {
    c.is_alphabetic() && ('\u{2e80}'..'\u{a000}').contains(&c)
}

/// A pattern for one word or phrase: any apostrophe, any hyphen, brackets of any width, letters with or without their
/// accents, and a line's end between letters that no space parts.
pub fn loose(phrase: &str) -> String {
    let mut out = String::new();
    let mut previous = None;
    for c in phrase.nfc() {
        if spaceless(c) && previous.replace(c).is_some_and(spaceless) {
            out.push_str(r"\s?");
        }
        previous = Some(c);
        match c {
            '(' | '（' => out.push_str("[(（]"),
            ')' | '）' => out.push_str("[)）]"),
            '\'' | '’' | '‘' => out.push_str("['’‘`´]"),
            '-' | '‐' | '‑' => out.push_str(r"\s*[-‐‑]\s*"),
            c if c.is_whitespace() => out.push_str(r"\s+"),
            c => {
                let mut base = None;
                decompose_canonical(c, |part| base = base.or(Some(part)));
                match base {
                    Some(base) if base != c && base.is_ascii_alphabetic() => {
                        out.push_str(&format!("[{base}{c}]"));
                        // The accent may stand as a sign of its own behind its letter.
                        for mark in std::iter::once(c).nfd().skip(1) {
                            out.push_str(&format!("{mark}?"));
                        }
                    }
                    Some(base) if base != c => {
                        let apart: String = std::iter::once(c).nfd().collect();
                        out.push_str(&format!("(?:{c}|{apart})"));
                        if ('\u{621}'..='\u{64a}').contains(&c) {
                            out.push_str("[ـ\u{64b}-\u{652}]*");
                        }
                    }
                    _ => {
                        out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
                        // Arabic words are stretched with a sign that is no letter, and bear signs of their vowels.
                        if ('\u{621}'..='\u{64a}').contains(&c) {
                            out.push_str("[ـ\u{64b}-\u{652}]*");
                        }
                    }
                }
            }
        }
    }
    out
}

/// Lower case, without accents, apostrophes alike.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().map(|c| if c == '`' { '\'' } else { c.to_ascii_lowercase() }).collect();
    }
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| match c {
            '’' | '‘' | '`' | '´' => '\'',
            '‐' | '‑' => '-',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// An ordinal's words in the form in which they are looked up.
pub fn ordinal_key(text: &str) -> String {
    fold(text).replace('-', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
