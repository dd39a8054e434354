//! The body's words made ready for searching: lists of phrases become patterns, once for all letters.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use regex::Regex;
use unicode_normalization::{UnicodeNormalization, char::decompose_canonical};

use chancery_model::{
    body::{Body, OfficeKind},
    language::Language,
    period::PeriodRule,
    reading::ReadingWords,
    wording::{Forms, Wording},
};

use crate::{
    citations::{Finder, Symbols},
    clean::Looks,
    dates::Dates,
    kinds::Shapes,
    line::Lines,
    masthead::Counted,
    parts::Statement,
    title::{self, Shape},
};

/// A body and its languages, ready for reading.
pub struct Words<'b> {
    /// The body.
    pub body: &'b Body,
    /// One lexicon for each language that has words to read by, English first.
    pub lexicons: Vec<Lexicon<'b>>,
    /// The lexicons that have a word among their frequent ones, by index.
    pub common: HashMap<String, Vec<usize>, Quick>,
    /// What lines of a page look like that are none of the letter's.
    pub(crate) looks: Looks,
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
    pub title_heads: title::Heads,
    /// Frequent words.
    pub common: HashSet<String, Quick>,
    /// The letters of frequent words, in a language that writes no spaces.
    pub common_letters: Option<HashSet<char, Quick>>,
    /// The words by which the frame of a letter is read: asking, circulating, items, offices, ranks.
    pub frame: HashSet<String, Quick>,
    /// The words of all names of States, in this language and in English.
    pub state_words: HashSet<String, Quick>,
    /// The names of States in a language that declines them, as the letters of their words, with the State's index.
    pub declined_states: Vec<(usize, Vec<Vec<char>>)>,
    /// Ordinals by their folded words.
    pub ordinals: HashMap<String, u32, Quick>,
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
    /// Before the organs of a request, where the document comes after them.
    pub as_document: Choice<()>,
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
    /// Titles of statements that name who made them.
    pub(crate) statements: Vec<Statement>,
    /// The script of the language.
    pub script: Option<Script>,
    /// Patterns of single lines.
    pub(crate) lines: Lines,
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
        let mut common: HashMap<String, Vec<usize>, Quick> = HashMap::default();
        for (at, lexicon) in lexicons.iter().enumerate() {
            for word in &lexicon.common {
                common.entry(word.clone()).or_default().push(at);
            }
        }
        Words {
            body,
            common,
            looks: Looks::new(body, &lexicons),
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
            let titled = wording.offices.get(&office.name).into_iter().flat_map(Forms::all);
            for name in std::iter::once(&office.name).chain(&office.also).chain(read).chain(titled) {
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
            title_heads: title::Heads::new(&words.titles),
            titles: words.titles.iter().map(Shape::new).collect(),
            common: words.common.iter().map(|word| fold(word)).collect(),
            common_letters: spaceless_letters(&words.common),
            frame: frame_words(words),
            state_words: state_names(body, language, true)
                .flat_map(|(_, name)| name.split_whitespace().map(fold))
                .collect(),
            declined_states: state_names(body, language, false)
                .filter(|_| words.name_endings > 0)
                .map(|(at, name)| (at, fold(name).split_whitespace().map(|word| word.chars().collect()).collect()))
                .collect(),
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
            as_document: plain(&words.as_document),
            request_end: plain(&words.request_end),
            attention: plain(&words.attention),
            attention_end: plain(&words.attention_end),
            signed: plain(&words.signed),
            signed_after: plain(&words.signed_after),
            ranks: plain(&words.ranks),
            labels: Choice::new(
                labels.iter().flat_map(|(list, depth)| list.iter().map(|l| (l.clone(), *depth))).collect(),
            ),
            annex_numbers: Choice::new(
                words
                    .annex_numbers
                    .iter()
                    .flat_map(|forms| forms.split('|'))
                    .map(|form| (form.to_owned(), ()))
                    .collect(),
            ),
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
            statements: words.statements.iter().filter_map(|template| Statement::new(template)).collect(),
            script: script_of(&words.common.concat()),
            lines: Lines::default(),
        }
    }

    /// Where the first words with which a text opens stand between two places; inside a sentence they are none.
    pub fn opening(&self, text: &str, from: usize, to: usize) -> Option<usize> {
        let found = self.openings.all(text, from, to, 24);
        found.iter().map(|opening| opening.start).find(|start| !text[*start..].starts_with(char::is_lowercase))
    }
}

/// The letters of a language's frequent words, if it is one that writes no spaces.
fn spaceless_letters(common: &[String]) -> Option<HashSet<char, Quick>> {
    let short = |word: &String| word.chars().count() <= 2 && word.chars().all(|c| c as u32 > 0x2e80);
    common.iter().all(short).then(|| common.iter().flat_map(|word| word.chars()).collect())
}

/// The words of a language by which the frame of a letter is read.
fn frame_words(words: &ReadingWords) -> HashSet<String, Quick> {
    let lists = [
        &words.items,
        &words.item_lists,
        &words.asking,
        &words.circulate,
        &words.document,
        &words.attention,
        &words.ranks,
        &words.tails,
    ];
    let phrases = lists.into_iter().flatten().chain(words.offices.values().flatten());
    let pieces = phrases.flat_map(|phrase| phrase.split(|c: char| !c.is_alphanumeric()));
    pieces.filter(|piece| piece.chars().count() > 3).map(fold).collect()
}

/// The names of States in a language and, where asked for, the ones by which the body knows them; each with the State's index.
fn state_names(body: &Body, language: Language, known_by: bool) -> impl Iterator<Item = (usize, &String)> {
    body.states.iter().enumerate().flat_map(move |(at, state)| {
        let own = state.names.get(language.code()).into_iter().flatten();
        own.chain(known_by.then_some(&state.name)).map(move |name| (at, name))
    })
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
pub fn script_of(text: &str) -> Option<Script> {
    let ascii = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let mut counts = [(Script::Latin, ascii), (Script::Cyrillic, 0), (Script::Arabic, 0), (Script::Spaceless, 0)];
    for c in text.chars().filter(|c| !c.is_ascii() && alphabetic(*c)) {
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

/// The way to look up words of the body's data. What is looked up may come from anyone, but what is kept does not, so that
/// nobody can make the keys collide.
pub type Quick = BuildHasherDefault<QuickHasher>;

/// A hasher for short words: one multiplication for eight bytes.
#[derive(Debug, Default)]
pub struct QuickHasher(u64);

impl QuickHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.add(chunk.try_into().map_or(0, u64::from_le_bytes));
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            self.add(rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn write_u32(&mut self, word: u32) {
        self.add(u64::from(word));
    }

    fn write_usize(&mut self, word: usize) {
        self.add(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// Several phrases, each with what it stands for; longer ones win. The patterns are made when they are first needed.
///
/// The pattern only finds a phrase; which one it is, its own letters say. A group for each phrase would say so too, but the
/// time and memory of a match grow with the number of groups.
pub struct Choice<T> {
    /// The phrases with their values, longest first.
    entries: Vec<(String, T)>,
    /// Whether its words may be glued to what follows.
    spaced: bool,
    /// How the phrases begin, by which most texts are seen to hold none before any pattern is made.
    beginnings: OnceLock<Beginnings>,
    /// How much text was looked through by beginnings alone.
    looked: AtomicUsize,
    patterns: OnceLock<Patterns>,
    /// The patterns that stand at a place, and those that stand anywhere: for any text, and for one in Latin letters.
    anchored: [OnceLock<Option<Regex>>; 2],
    anywhere: [OnceLock<Option<Regex>>; 2],
}

/// The patterns of a choice, for any text and for one in Latin letters, to which phrases in others are nothing.
struct Patterns {
    /// Each phrase with the boundaries that its words ask for.
    whole: [String; 2],
    /// The same, asking for no boundary beyond ASCII.
    quick: [String; 2],
    /// The index of each phrase by its letters alone.
    keys: HashMap<String, usize, Quick>,
}

/// The longest text of which it is asked whether it has Latin letters only.
const LOOKED_THROUGH: usize = 1 << 14;

/// The index of what is for any text, and of what is for one in Latin letters.
const ANY: usize = 0;
const LATIN: usize = 1;

/// Whether a letter is of those scripts whose letters no letter of another stands for.
fn beyond_latin(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{620}'..='\u{64a}' | '\u{4e00}'..='\u{9fff}')
}

/// Whether a text has no letter of other scripts, nor one that might stand for such a letter: told by the bytes with which
/// letters begin.
fn only_latin(bytes: &[u8]) -> bool {
    !bytes.iter().any(|byte| matches!(byte, 0xd0..=0xdf | 0xe1 | 0xe3..=0xff))
}

/// Until so much text was looked through by beginnings, no pattern is made for what they rule out. Making one takes about as
/// long as that; from then on it is the quicker way.
const BEGINNINGS_FOR: usize = 1 << 16;

/// How phrases begin: a coarse sieve that lets through all that a pattern might match, and is made in no time.
#[derive(Debug, Default)]
pub struct Beginnings {
    /// Whether some phrase begins with what is neither letter nor figure, so that nothing is ruled out.
    all: bool,
    /// The first letters of phrases that ask for a boundary before them: one, two or three, without case and accents.
    heads: HashSet<[char; 3], Quick>,
    /// The first letters of other phrases, which may stand in the middle of a word.
    inner: HashSet<char, Quick>,
}

/// The letter without case and accents that a pattern may take a letter for; nothing for letters of which it is not plain.
fn plain_letter(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    // Letters whose small or great forms are several, or others than one would think.
    let plain = matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{de}' | '\u{e0}'..='\u{f6}' | '\u{f8}'..='\u{ff}')
        || matches!(c, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{620}'..='\u{64a}' | '\u{2e80}'..='\u{a000}');
    if !plain {
        return None;
    }
    let mut base = None;
    decompose_canonical(c, |part| base = base.or(Some(part)));
    let mut lower = base.unwrap_or(c).to_lowercase();
    lower.next().filter(|_| lower.next().is_none())
}

impl Beginnings {
    /// The beginnings of phrases; `bounded` says for a first letter whether a boundary must stand before it.
    pub fn new<'p>(phrases: impl Iterator<Item = &'p str>, bounded: fn(char) -> bool) -> Beginnings {
        let mut beginnings = Beginnings::default();
        for phrase in phrases {
            let composed: String = phrase.trim_start().nfc().collect();
            let mut letters = composed.chars().take_while(|c| c.is_alphanumeric());
            let Some(first) = letters.next() else {
                beginnings.all = true;
                continue;
            };
            if !bounded(first) {
                match plain_letter(first) {
                    Some(first) => drop(beginnings.inner.insert(first)),
                    None => beginnings.all = true,
                }
                continue;
            }
            let mut head = ['\0'; 3];
            for (slot, letter) in head.iter_mut().zip(std::iter::once(first).chain(letters)) {
                let Some(letter) = plain_letter(letter) else {
                    // What comes after is not looked at; without a first letter nothing is ruled out.
                    break;
                };
                *slot = letter;
            }
            beginnings.all |= head[0] == '\0';
            beginnings.heads.insert(head);
        }
        beginnings
    }

    /// Whether a phrase may stand at the head of a text.
    fn at_head(&self, text: &str) -> bool {
        self.all || self.inner_or_head(text)
    }

    fn inner_or_head(&self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return false };
        match plain_letter(first) {
            None => first.is_alphanumeric() || !self.inner.is_empty(),
            Some(letter) => self.inner.contains(&letter) || self.head(text),
        }
    }

    /// Whether one of the bounded beginnings stands at the head of a text.
    fn head(&self, text: &str) -> bool {
        let mut head = ['\0'; 3];
        let mut count = 0;
        for c in text.chars().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).take(3) {
            let Some(letter) = plain_letter(c) else { return count > 0 || c.is_alphanumeric() };
            head[count] = letter;
            count += 1;
            let known = match count {
                1 => [head[0], '\0', '\0'],
                2 => [head[0], head[1], '\0'],
                _ => head,
            };
            if self.heads.contains(&known) {
                return true;
            }
        }
        false
    }

    /// Whether a phrase may stand anywhere from a place on.
    pub fn anywhere(&self, text: &str, from: usize) -> bool {
        if self.all || !text.is_char_boundary(from) {
            return true;
        }
        let mut inside = text.get(..from).and_then(|head| head.chars().next_back()).is_some_and(alphabetic);
        for (at, c) in text.get(from..).unwrap_or_default().char_indices() {
            let letter = alphanumeric(c);
            if letter && !inside && self.head(&text[from + at..]) {
                return true;
            }
            // A letter that is not plain may be taken for any other.
            if !c.is_ascii() && !self.inner.is_empty() && plain_letter(c).is_none_or(|c| self.inner.contains(&c)) {
                return true;
            }
            if c.is_ascii() && self.inner.contains(&c.to_ascii_lowercase()) {
                return true;
            }
            // A figure or a sign before a word parts it from nothing for some of those who ask.
            inside = alphabetic(c) && plain_letter(c).is_some();
        }
        false
    }
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
        entries.sort_by_cached_key(|(phrase, _)| std::cmp::Reverse(phrase.chars().count()));
        Choice {
            entries,
            spaced,
            beginnings: OnceLock::new(),
            looked: AtomicUsize::new(0),
            patterns: OnceLock::new(),
            anchored: Default::default(),
            anywhere: Default::default(),
        }
    }

    fn patterns(&self) -> &Patterns {
        self.patterns.get_or_init(|| {
            let mut known = HashSet::with_capacity(self.entries.len());
            let mut alternatives: [Vec<String>; 2] = Default::default();
            let mut quick_alternatives: [Vec<String>; 2] = Default::default();
            let mut keys = HashMap::with_capacity_and_hasher(self.entries.len(), Quick::default());
            for (index, (phrase, _)) in self.entries.iter().enumerate() {
                let words: Vec<String> = phrase.split_whitespace().map(loose).collect();
                let body = words.join(if self.spaced { r"\s*" } else { r"\s+" });
                // Scripts that join words with their prefixes, or write none apart, have no boundary to ask for.
                let bounded = |c: Option<char>| c.is_some_and(bounded);
                let after = !self.spaced && bounded(phrase.trim_end().chars().next_back());
                let before = bounded(phrase.trim_start().chars().next());
                let edge = |asked: bool| if asked { r"\b" } else { "" };
                let whole = format!("{}{body}{}", edge(before), edge(after));
                // Boundaries between letters beyond ASCII make a search slow. The quick pattern asks only for those within
                // it; what it finds is looked at once more.
                let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                let edge = |asked: bool| if asked { r"(?-u:\b)" } else { "" };
                let first = phrase.trim_start().chars().next();
                let last = phrase.trim_end().chars().next_back();
                let quick = format!("{}{body}{}", edge(before && ascii(first)), edge(after && ascii(last)));
                if known.insert(whole.clone()) {
                    if !first.is_some_and(beyond_latin) {
                        alternatives[LATIN].push(whole.clone());
                        quick_alternatives[LATIN].push(quick.clone());
                    }
                    alternatives[ANY].push(whole);
                    quick_alternatives[ANY].push(quick);
                }
                keys.entry(key(phrase)).or_insert(index);
            }
            Patterns {
                whole: alternatives.map(|phrases| phrases.join("|")),
                quick: quick_alternatives.map(|phrases| phrases.join("|")),
                keys,
            }
        })
    }

    fn regex<'r>(
        &'r self,
        cells: &'r [OnceLock<Option<Regex>>; 2],
        letters: usize,
        anchor: &str,
        phrases: fn(&Patterns) -> &[String; 2],
    ) -> Option<&'r Regex> {
        let make = || {
            let phrases = &phrases(self.patterns())[letters];
            (!phrases.is_empty()).then(|| Regex::new(&format!("(?i){anchor}(?:{phrases})")).ok()).flatten()
        };
        cells[letters].get_or_init(make).as_ref()
    }

    fn beginnings(&self) -> &Beginnings {
        self.beginnings.get_or_init(|| Beginnings::new(self.entries.iter().map(|(phrase, _)| phrase.as_str()), bounded))
    }

    /// The phrase that stands at a place, white space before it set aside.
    pub fn at(&self, text: &str, at: usize) -> Option<Chosen<'_, T>> {
        let rest = text.get(at..)?;
        let bare = rest.trim_start();
        if self.entries.is_empty() || !self.beginnings().at_head(bare) {
            return None;
        }
        let letters = if bare.starts_with(|c: char| c < '\u{400}') { LATIN } else { ANY };
        let regex = self.regex(&self.anchored, letters, r"^\s*", |patterns| &patterns.whole)?;
        self.chosen(regex.find(rest)?, at)
    }

    /// The first phrase at or after a place.
    pub fn find(&self, text: &str, from: usize) -> Option<Chosen<'_, T>> {
        if self.entries.is_empty() {
            return None;
        }
        // Of a long text it is not asked, so that no step looks through the whole of it again and again.
        let latin = |rest: &[u8]| rest.len() <= LOOKED_THROUGH && only_latin(rest);
        let letters = if text.as_bytes().get(from..).is_none_or(latin) { LATIN } else { ANY };
        if self.anywhere[letters].get().is_none() && self.looked.load(Ordering::Relaxed) < BEGINNINGS_FOR {
            self.looked.fetch_add(text.len().saturating_sub(from), Ordering::Relaxed);
            if !self.beginnings().anywhere(text, from) {
                return None;
            }
        }
        let regex = self.regex(&self.anywhere, letters, "", |patterns| &patterns.quick)?;
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
        let index = match self.entries.len() {
            1 => 0,
            _ => *self.patterns().keys.get(&key(found.as_str()))?,
        };
        let lead = found.as_str().len() - found.as_str().trim_start().len();
        let (start, end) = (offset + found.start() + lead, offset + found.end());
        Some(Chosen { start, end, value: &self.entries.get(index)?.1 })
    }
}

/// Whether a letter belongs to a script that writes no spaces, so that a line may end anywhere between two of them.
pub fn spaceless(c: char) -> bool {
    ('\u{2e80}'..'\u{a000}').contains(&c) && alphabetic(c)
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
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// As [`fold`], written behind what stands in `out` already.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() && !text.as_bytes().contains(&b'`') {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    for c in text.chars() {
        if fold_plainly(c, out) {
            continue;
        }
        decompose_canonical(c, |part| match part {
            '’' | '‘' | '`' | '´' => out.push('\''),
            '‐' | '‑' => out.push('-'),
            mark if unicode_normalization::char::is_combining_mark(mark) => {}
            letter => out.extend(letter.to_lowercase()),
        });
    }
}

/// Whether a word is in lower case and without accents, as far as that is seen at a glance.
pub fn is_folded(word: &str) -> bool {
    let plain = |c| matches!(c, 'a'..='z' | 'а'..='и' | 'к'..='я' | 'ا'..='غ' | 'ف'..='ي' | '\u{4e00}'..='\u{9fff}');
    word.chars().all(plain)
}

/// Writes a character in lower case, if it is one of the many of which that is plain; the tables for all others are slow.
pub fn fold_plainly(c: char, out: &mut String) -> bool {
    match c {
        '`' => return false,
        c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        // Most other letters have no accent and no other case, or their small form thirty-two places further on.
        'а'..='и' | 'к'..='я' | 'ا'..='غ' | 'ف'..='ي' | '\u{4e00}'..='\u{9fff}' => out.push(c),
        'А'..='И' | 'К'..='Я' => out.extend(char::from_u32(c as u32 + 0x20)),
        _ => return false,
    }
    true
}

/// Whether a character is a letter, where that is plain and it is no figure; the tables for all others are slow.
fn plainly_letter(c: char) -> Option<bool> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' => Some(true),
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{620}'..='\u{64a}' | '\u{4e00}'..='\u{9fff}' => Some(true),
        '\0'..='/' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{ff01}'..='\u{ff0f}' => Some(false),
        _ => None,
    }
}

/// What [`char::is_alphabetic`] says.
pub fn alphabetic(c: char) -> bool {
    plainly_letter(c).unwrap_or_else(|| c.is_alphabetic())
}

/// What [`char::is_lowercase`] says.
pub fn lowercase(c: char) -> bool {
    match c {
        'а'..='џ' => true,
        '\u{620}'..='\u{64a}' | '\u{4e00}'..='\u{9fff}' => false,
        c => c.is_lowercase(),
    }
}

/// What [`char::is_alphanumeric`] says.
pub fn alphanumeric(c: char) -> bool {
    plainly_letter(c).unwrap_or_else(|| c.is_alphanumeric())
}

/// An ordinal's words in the form in which they are looked up.
pub fn ordinal_key(text: &str) -> String {
    fold(text).replace('-', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASES: [&str; 12] = [
        "Général",
        "the Kelvin scale",
        "l’Assemblée",
        "Œuvre",
        "résolution",
        "Генеральная Ассамблея",
        "йод",
        "الجمعية العامة",
        "أمين",
        "大会",
        "（续）",
        "straße",
    ];

    /// Texts in which the phrases stand in every way in which a pattern takes them, and in which they do not stand.
    const TEXTS: [&str; 22] = [
        "the GENERAL one",
        "ge\u{301}ne\u{301}ral",
        "the \u{212a}elvin scale",
        "The Kelvin\nscale",
        "de L'ASSEMBLEE, there",
        "ŒUVRE",
        "re\u{301}\u{17f}olution",
        "RÉ\u{17f}OLUTION",
        "в генеральная ассамблея",
        "и\u{306}од",
        "Йод и",
        "والجمعيـــة العامة",
        "ا\u{654}مين",
        "第六十届大 会",
        "(续)",
        "STRAßE",
        "STRA\u{1e9e}E",
        "2Général",
        "xGénéral",
        "nothing of them",
        "",
        "  \n（续）",
    ];

    #[test]
    fn what_is_ruled_out_by_its_beginning_is_found_by_no_pattern() {
        for phrase in PHRASES {
            // A second phrase, so that the one found is known by its letters.
            let choice = || Choice::new(vec![(phrase.to_owned(), 1), ("zzz".to_owned(), 2)]);
            let (sieved, warm) = (choice(), choice());
            // Of one that has looked through enough, only the patterns say what stands where.
            warm.looked.store(BEGINNINGS_FOR, Ordering::Relaxed);
            for text in TEXTS {
                let whole = format!("{text} 大会 العامة и");
                for text in [text, whole.as_str()] {
                    let found = |choice: &Choice<i32>| choice.find(text, 0).map(|found| (found.start, found.end));
                    assert_eq!(found(&sieved), found(&warm), "{phrase:?} in {text:?}");
                    let pattern = Regex::new(&format!(r"(?i)^\s*(?:{})", warm.patterns().whole[ANY])).unwrap();
                    let by_pattern = pattern.find(text).and_then(|found| warm.chosen(found, 0));
                    assert_eq!(sieved.at(text, 0).map(|f| f.end), by_pattern.map(|f| f.end), "{phrase:?} at {text:?}");
                }
            }
        }
    }

    #[test]
    fn ranges_say_of_every_character_what_the_tables_say() {
        for c in '\0'..=char::MAX {
            assert_eq!((alphabetic(c), alphanumeric(c)), (c.is_alphabetic(), c.is_alphanumeric()), "{c:?}");
            assert_eq!(lowercase(c), c.is_lowercase(), "{c:?}");
            let plain = std::iter::once(c).nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
            let alike = plain.map(|c| match c {
                '’' | '‘' | '`' | '´' => '\'',
                '‐' | '‑' => '-',
                other => other,
            });
            let folded: String = alike.flat_map(char::to_lowercase).collect();
            let written = c.to_string();
            assert_eq!(fold(&written), folded, "{c:?}");
            assert!(!is_folded(&written) || written == folded, "{c:?}");
        }
        assert_eq!(fold("L`É‑xyz"), "l'e-xyz");
    }

    #[test]
    fn the_patterns_of_latin_letters_find_what_those_of_all_find() {
        let choice = Choice::new(PHRASES.iter().map(|phrase| ((*phrase).to_owned(), ())).collect());
        let all = Regex::new(&format!("(?i)(?:{})", choice.patterns().quick[ANY])).unwrap();
        let latin = Regex::new(&format!("(?i)(?:{})", choice.patterns().quick[LATIN])).unwrap();
        for text in TEXTS.iter().filter(|text| only_latin(text.as_bytes())) {
            assert_eq!(all.find(text).map(|f| f.range()), latin.find(text).map(|f| f.range()), "{text:?}");
        }
    }
}
