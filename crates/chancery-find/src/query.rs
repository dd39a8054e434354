//! The language people write their questions in.
//!
//! | written | finds documents |
//! |---|---|
//! | `lake fisheries` | with both words, in any form the language gives them |
//! | `"inland fisheries"` | with these words next to each other, as they stand |
//! | `fish*` | with a word that begins so |
//! | `-lake` | without the word; a minus sign stands before anything else in this table |
//! | `lake OR river quality` | with `quality` and with `lake` or `river`: `OR` joins its two neighbours only |
//! | `AS/7/12` | with this symbol, in whatever form it is written, and what was added to it or corrects it |
//! | `organ:AS` `session:7` `item:12` | of this organ, session or year, agenda item; the three together speak of one organ |
//! | `state:"Upper Merovia"` | sent by this State, by its full name in the body's data |
//! | `sender:"Permanent Observer"` | sent by this State or by someone of this office, by its full name |
//! | `year:2026` `year:2024..2026` | issued in this year, or in these; `2024..` and `..2026` have one end |
//! | `date:2026-03-12` `date:2026-03..2026-04` | issued on this day, or from the first to the last of these days, months or years; where the day of issue is not known the letter's date counts |
//! | `title:dredging` `title:"inland fisheries"` | with this in the title |
//! | `symbol:AS/7` | with a symbol that begins with these parts |
//! | `language:fr` `kind:note_verbale` `distribution:GEN` | in this language, of this kind, of this distribution category |
//!
//! A filter's value with spaces in it is put in quotation marks, and so is a word that looks like a part of this language.
//! Brackets do not group. A run of Chinese characters is found where it stands; a space parts it into two. Case and diacritics do not matter.
//! What is written becomes query objects here, piece by piece; it never reaches the search library as a query text.
//! The same in more words for those who ask: `docs/guide/search.md`.

use std::fmt;

use jiff::civil::Date;

use chancery_model::{Grammar, Language, Span, Symbol};

use crate::words;

/// The longest query, in characters.
pub const LONGEST: usize = 1_000;
/// The most words, filters and symbols in one query.
pub const MOST_TERMS: usize = 64;
/// The most beginnings of words in one query: each may stand for thousands of words.
pub const MOST_BEGINNINGS: usize = 8;
/// The most hits in one answer.
pub const MOST_HITS: usize = 100;
/// The furthest hit that can be asked for; beyond it a narrower query is of more use.
pub const FURTHEST: usize = 10_000;
/// The shortest beginning of a word that can stand before `*`, in characters.
const SHORTEST_PREFIX: usize = 2;

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match first; among equals the newest.
    #[default]
    Relevance,
    /// The newest first.
    Newest,
    /// The oldest first; what has no date comes last.
    Oldest,
}

/// A question: what was written, and filters set beside it.
///
/// [`parse`] makes one from text; filters are then set on it. A filter given in the text and another in its field hold
/// both. `Query::default()` asks for everything.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What was written.
    pub text: String,
    /// The code or English name of an organ. An empty text in this or the next four is no filter, as forms send it.
    pub organ: Option<String>,
    /// A session or year as it stands in symbols.
    pub session: Option<String>,
    /// An agenda item's number; `31` also finds `31 (b)`.
    pub item: Option<String>,
    /// A sender by its name in the body's data.
    pub state: Option<String>,
    /// The first day, by date of issue or, where that is not known, by the letter's date.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The language of the version.
    pub language: Option<Language>,
    /// What kind of communication, as in [`crate::Issued::kind`].
    pub kind: Option<String>,
    /// Only these distribution categories, by code; empty for all. A public page names those that anyone may read.
    pub distribution: Vec<String>,
    /// How many hits; 0 means 20, and never more than [`MOST_HITS`] are given.
    pub limit: usize,
    /// How many hits to pass over, up to [`FURTHEST`].
    pub offset: usize,
    /// In which order.
    pub sort: Sort,
    /// What `text` was understood to ask, with the text it was made from, so that a later change of `text` is not missed.
    pub(crate) understood: Option<(String, Vec<Clause>)>,
}

/// One thing that must hold: one of several alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) alternatives: Vec<Term>,
}

/// One thing asked for or excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) negated: bool,
    pub(crate) asked: Asked,
    /// Where it stands in the text, with its minus sign.
    pub(crate) span: Span,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A word in any form.
    Word { word: String, title_only: bool, raw: String },
    /// Words as they stand, each with its distance from the first.
    Phrase { words: Vec<(usize, String)>, title_only: bool },
    /// A word's beginning.
    Prefix { start: String, title_only: bool },
    /// Symbols, each in the form in which they are indexed; a document must bear all.
    Symbols(Vec<String>),
    /// An organ, session or item.
    Place(Place),
    /// A State that sent it, folded.
    State(String),
    /// A State or an office that sent it, folded.
    Sender(String),
    /// The first and the last day; without one there is no end on that side.
    Days(Option<Date>, Option<Date>),
    /// A distribution category, folded.
    Distribution(String),
    /// A language.
    Language(Language),
    /// A kind.
    Kind(String),
}

/// An organ, session and item of one organ; what is `None` may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) organ: Option<String>,
    pub(crate) session: Option<String>,
    pub(crate) item: Option<String>,
}

impl Place {
    /// The form in which a place is indexed.
    pub(crate) fn key(&self) -> String {
        let or_any = |part: &Option<String>| part.clone().unwrap_or_default();
        // The separator is a control character, which no folded part can hold.
        format!("{}\u{1f}{}\u{1f}{}", or_any(&self.organ), or_any(&self.session), or_any(&self.item))
    }
}

/// Why a query was not understood, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct QueryError {
    /// The place in the query, in bytes.
    pub span: Span,
    /// What is wrong with it.
    pub problem: QueryProblem,
}

/// What is wrong with a query. Written out, it says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The sentences below say what each one is.
pub enum QueryProblem {
    TooLong,
    TooManyTerms,
    TooManyBeginnings,
    ControlCharacter,
    NoWord(String),
    UnclosedQuote,
    UnknownField(String),
    EmptyField(String),
    Brackets(String),
    LooseStar,
    ShortPrefix,
    ManyWordsBeforeStar,
    LooseMinus,
    LooseOr,
    Not,
    NotASymbol(String),
    NotAYear(String),
    NotALanguage(String),
    NotADate(String),
    Backwards(String),
}

impl fmt::Display for QueryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use QueryProblem::*;
        match self {
            TooLong => write!(f, "the query is too long; write at most {LONGEST} characters"),
            TooManyTerms => write!(f, "the query asks for too many words; write at most {MOST_TERMS}"),
            TooManyBeginnings => {
                write!(f, "the query has too many asterisks; write at most {MOST_BEGINNINGS} words that end with one")
            }
            ControlCharacter => f.write_str("a control character cannot stand in a query; take it out"),
            NoWord(text) => write!(f, "there is no word to look for in “{text}”; write letters or digits"),
            UnclosedQuote => f.write_str("a quotation mark is not closed; write another where the phrase ends"),
            UnknownField(name) => write!(
                f,
                "“{name}:” is no field; the fields are {}. To find the words themselves, put them in quotation marks",
                FIELDS.join(", ")
            ),
            EmptyField(name) => write!(f, "nothing stands after “{name}:”; write a value right behind the colon"),
            Brackets(text) => write!(
                f,
                "brackets do not group words; put “{text}” in quotation marks, as in item:\"31 (b)\", or leave the brackets out"
            ),
            LooseStar => f.write_str("an asterisk stands only at the end of a word, as in fish*"),
            ShortPrefix => write!(f, "write at least {SHORTEST_PREFIX} letters before the asterisk"),
            ManyWordsBeforeStar => f.write_str("an asterisk goes with one word; write the others apart from it"),
            LooseMinus => f.write_str("a minus sign stands right before what is not wanted, as in -lake"),
            LooseOr => f.write_str("OR joins what stands before it with what stands after it; write both"),
            Not => f.write_str("to leave a word out write a minus sign right before it, as in -lake"),
            NotASymbol(text) => write!(f, "“{text}” is not a symbol of this body"),
            NotAYear(text) => write!(f, "“{text}” is not a year; write year:2026 or year:2024..2026"),
            Backwards(text) => write!(f, "“{text}” ends before it begins; write the earlier one first"),
            NotALanguage(text) => write!(f, "“{text}” is not a language; write its two letters, as in language:fr"),
            NotADate(text) => {
                write!(f, "“{text}” is not a date; write date:2026-03-12, date:2026-03 or date:2026-03..2026-04")
            }
        }
    }
}

/// The fields of the query language.
const FIELDS: [&str; 12] = [
    "organ",
    "session",
    "item",
    "state",
    "sender",
    "year",
    "date",
    "title",
    "symbol",
    "language",
    "kind",
    "distribution",
];

/// Understands a query. Symbols are recognised by the body's grammar, in any written form.
pub fn parse(text: &str, grammar: &Grammar) -> Result<Query, QueryError> {
    let clauses = Parser { text, at: 0, grammar, terms: 0, beginnings: 0 }.clauses()?;
    Ok(Query { text: text.to_owned(), understood: Some((text.to_owned(), clauses)), ..Query::default() })
}

impl Query {
    /// What the text asks for. A text that was set without [`parse`] is understood here, without a body's grammar: then
    /// no word of it is a symbol.
    pub(crate) fn clauses(&self) -> Result<Vec<Clause>, QueryError> {
        match &self.understood {
            Some((text, clauses)) if *text == self.text => Ok(clauses.clone()),
            _ => Parser { text: &self.text, at: 0, grammar: &Grammar::default(), terms: 0, beginnings: 0 }.clauses(),
        }
    }

    /// How many hits are given.
    pub(crate) fn limit(&self) -> usize {
        if self.limit == 0 { 20 } else { self.limit.min(MOST_HITS) }
    }
}

/// A symbol in the form in which it is indexed and asked for: capitals, no spaces, no asterisks of a reissue.
pub(crate) fn symbol_key(symbol: &Symbol) -> String {
    let bare = symbol.without_asterisks();
    bare.as_str().chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// A name in the form in which it is indexed and asked for: folded, without a leading article.
pub(crate) fn name_key(name: &str) -> String {
    let folded = words::folded(name);
    folded.strip_prefix("the ").map(str::to_owned).unwrap_or(folded)
}

/// A session or an item's number in the form in which it is indexed and asked for.
pub(crate) fn number_key(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace() && !c.is_control()).flat_map(char::to_lowercase).collect()
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    grammar: &'t Grammar,
    terms: usize,
    beginnings: usize,
}

/// A value as written: its text, whether it stood in quotation marks, and where.
struct Written<'t> {
    text: &'t str,
    quoted: bool,
    span: Span,
}

impl<'t> Parser<'t> {
    fn clauses(mut self) -> Result<Vec<Clause>, QueryError> {
        let whole = Span::new(0, self.text.len());
        if self.text.len() > LONGEST && self.text.chars().count() > LONGEST {
            return Err(QueryError { span: whole, problem: QueryProblem::TooLong });
        }
        if let Some((at, c)) = self.text.char_indices().find(|(_, c)| c.is_control() && !c.is_whitespace()) {
            let span = Span::new(at, at + c.len_utf8());
            return Err(QueryError { span, problem: QueryProblem::ControlCharacter });
        }
        if let Some(symbols) = self.whole_symbol() {
            return Ok(vec![Clause {
                alternatives: vec![Term { negated: false, asked: Asked::Symbols(symbols), span: whole }],
            }]);
        }
        let mut clauses: Vec<Clause> = Vec::new();
        // The place of an OR that still wants its right neighbour.
        let mut or: Option<Span> = None;
        loop {
            self.skip_spaces();
            if self.at >= self.text.len() {
                break;
            }
            if let Some(operator) = self.operator() {
                match self.text.get(operator.start..operator.end) {
                    Some("OR") if clauses.is_empty() || or.is_some() => {
                        return Err(QueryError { span: operator, problem: QueryProblem::LooseOr });
                    }
                    Some("OR") => or = Some(operator),
                    Some("NOT") => return Err(QueryError { span: operator, problem: QueryProblem::Not }),
                    // AND is what two words side by side mean already.
                    _ => {}
                }
                continue;
            }
            let term = self.term()?;
            match (or.take(), clauses.last_mut()) {
                (Some(_), Some(clause)) => clause.alternatives.push(term),
                _ => clauses.push(Clause { alternatives: vec![term] }),
            }
        }
        match or {
            Some(span) => Err(QueryError { span, problem: QueryProblem::LooseOr }),
            None => Ok(clauses),
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// A symbol that is the whole query may have spaces around its separators and inside its brackets, which parts of a
    /// longer query may not.
    fn whole_symbol(&self) -> Option<Vec<String>> {
        let text = self.text.trim();
        let mut depth = 0usize;
        let chars: Vec<char> = text.chars().collect();
        for (at, c) in chars.iter().enumerate() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                c if c.is_whitespace() && depth == 0 => {
                    let before = chars[..at].iter().rev().find(|c| !c.is_whitespace());
                    let after = chars[at..].iter().find(|c| !c.is_whitespace());
                    let joins = |c: Option<&char>| c.is_some_and(|c| "/&,;–—".contains(*c));
                    if !joins(before) && !joins(after) && !after.is_some_and(|c| "([".contains(*c)) {
                        return None;
                    }
                }
                _ => {}
            }
        }
        self.symbols(text)
    }

    /// The symbols a text consists of, if it does and they have a number in them: `and/or` is no symbol.
    fn symbols(&self, text: &str) -> Option<Vec<String>> {
        if text.starts_with(['"', '-']) || !text.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        // As it stands first: a bracket may belong to the symbol. Then without the marks of a sentence it was copied from.
        let bare = text.trim_start_matches(['(', '[']).trim_end_matches([')', ']', '.', ',', ';', ':', '?']);
        let symbols = self.grammar.parse_all(text).or_else(|_| self.grammar.parse_all(bare)).ok()?;
        let keys: Vec<String> = symbols.iter().map(symbol_key).collect();
        (keys.len() <= MOST_TERMS && keys.iter().all(|key| key.bytes().any(|b| b.is_ascii_digit()))).then_some(keys)
    }

    fn operator(&mut self) -> Option<Span> {
        let rest = self.rest();
        let word = rest.split(|c: char| c.is_whitespace()).next().unwrap_or("");
        if !matches!(word, "OR" | "AND" | "NOT") {
            return None;
        }
        let span = Span::new(self.at, self.at + word.len());
        self.at = span.end;
        Some(span)
    }

    fn term(&mut self) -> Result<Term, QueryError> {
        let start = self.at;
        let negated = self.rest().starts_with('-');
        if negated {
            self.at += 1;
            if self.rest().is_empty() || self.rest().starts_with(|c: char| c.is_whitespace() || c == '-') {
                return Err(QueryError { span: Span::new(start, self.at), problem: QueryProblem::LooseMinus });
            }
        }
        let asked = self.asked()?;
        // Every word of a phrase counts: it is looked up like any other.
        self.terms += match &asked {
            Asked::Phrase { words, .. } => words.len(),
            Asked::Symbols(symbols) => symbols.len(),
            _ => 1,
        };
        self.beginnings += usize::from(matches!(asked, Asked::Prefix { .. }));
        if self.beginnings > MOST_BEGINNINGS {
            return Err(QueryError { span: Span::new(start, self.at), problem: QueryProblem::TooManyBeginnings });
        }
        if self.terms > MOST_TERMS {
            return Err(QueryError { span: Span::new(start, self.at), problem: QueryProblem::TooManyTerms });
        }
        Ok(Term { negated, asked, span: Span::new(start, self.at) })
    }

    fn asked(&mut self) -> Result<Asked, QueryError> {
        let start = self.at;
        let chunk = self.rest().split(|c: char| c.is_whitespace() || is_quote(c)).next().unwrap_or("");
        // An address or a symbol may hold a colon, so it is looked for before a field.
        if let Some(symbols) = self.symbols(chunk) {
            self.at += chunk.len();
            return Ok(Asked::Symbols(symbols));
        }
        let field = chunk.split_once(':').map(|(name, _)| name);
        let field = field.filter(|name| {
            let after = &chunk[name.len() + 1..];
            // `10:30` and `https://…` are words, not fields.
            !after.starts_with("//") && !name.chars().any(|c| c.is_numeric())
        });
        match field {
            Some(name) => {
                let span = Span::new(start, start + name.len() + 1);
                let Some(known) = FIELDS.iter().find(|known| known.eq_ignore_ascii_case(name)) else {
                    return Err(QueryError { span, problem: QueryProblem::UnknownField(name.to_owned()) });
                };
                self.at = span.end;
                if self.rest().is_empty() || self.rest().starts_with(char::is_whitespace) {
                    return Err(QueryError { span, problem: QueryProblem::EmptyField((*known).to_owned()) });
                }
                let written = self.written()?;
                self.field(known, written)
            }
            None => {
                let written = self.written()?;
                self.words(written, false)
            }
        }
    }

    /// Takes a quoted text or everything up to the next space.
    fn written(&mut self) -> Result<Written<'t>, QueryError> {
        let start = self.at;
        let rest = self.rest();
        if let Some(open) = rest.chars().next().filter(|c| is_quote(*c)) {
            let inside = &rest[open.len_utf8()..];
            let Some(length) = inside.find(|c| closes(open, c)) else {
                let span = Span::new(start, self.text.len());
                return Err(QueryError { span, problem: QueryProblem::UnclosedQuote });
            };
            let close = inside[length..].chars().next().map_or(0, char::len_utf8);
            self.at = start + open.len_utf8() + length + close;
            return Ok(Written { text: &inside[..length], quoted: true, span: Span::new(start, self.at) });
        }
        let text = rest.split(|c: char| c.is_whitespace() || is_quote(c)).next().unwrap_or("");
        self.at += text.len();
        Ok(Written { text, quoted: false, span: Span::new(start, self.at) })
    }

    fn words(&self, written: Written<'t>, title_only: bool) -> Result<Asked, QueryError> {
        let fail = |problem| Err(QueryError { span: written.span, problem });
        let shown = || shortened(written.text);
        if written.quoted {
            let words = words::phrase(written.text);
            return if words.is_empty() {
                fail(QueryProblem::NoWord(shown()))
            } else {
                Ok(Asked::Phrase { words, title_only })
            };
        }
        let (text, prefix) = match written.text.strip_suffix('*') {
            Some(text) => (text, true),
            None => (written.text, false),
        };
        if text.contains('*') || prefix && text.is_empty() {
            return fail(QueryProblem::LooseStar);
        }
        if !text.chars().any(char::is_alphanumeric) {
            return fail(QueryProblem::NoWord(shown()));
        }
        if text.contains(['(', ')', '[', ']']) {
            return fail(QueryProblem::Brackets(shown()));
        }
        let words = words::phrase(text);
        let only_han = text.chars().all(words::is_han);
        match words.as_slice() {
            [] => fail(QueryProblem::NoWord(shown())),
            // Characters are found wherever they stand, so an asterisk after them changes nothing.
            _ if prefix && only_han => Ok(Asked::Phrase { words, title_only }),
            [(_, word)] if prefix => {
                if word.chars().count() < SHORTEST_PREFIX {
                    return fail(QueryProblem::ShortPrefix);
                }
                Ok(Asked::Prefix { start: word.clone(), title_only })
            }
            _ if prefix => fail(QueryProblem::ManyWordsBeforeStar),
            [(_, word)] => Ok(Asked::Word { word: word.clone(), title_only, raw: text.to_owned() }),
            // `co-operation` and `l’accord` are several words that stand together.
            _ => Ok(Asked::Phrase { words, title_only }),
        }
    }

    fn field(&self, name: &'static str, written: Written<'t>) -> Result<Asked, QueryError> {
        let span = written.span;
        let fail = |problem| Err(QueryError { span, problem });
        let text = written.text.trim();
        let shown = shortened(text);
        if name == "title" {
            return self.words(written, true);
        }
        if !text.chars().any(char::is_alphanumeric) {
            return fail(QueryProblem::NoWord(shown));
        }
        Ok(match name {
            "organ" => Asked::Place(Place { organ: Some(name_key(text)), ..Place::default() }),
            "session" => Asked::Place(Place { session: Some(number_key(text)), ..Place::default() }),
            "item" => Asked::Place(Place { item: Some(number_key(text)), ..Place::default() }),
            "state" => Asked::State(name_key(text)),
            "kind" => Asked::Kind(name_key(text)),
            "language" => match Language::parse(text) {
                Ok(language) => Asked::Language(language),
                Err(_) => return fail(QueryProblem::NotALanguage(shown)),
            },
            "sender" => Asked::Sender(name_key(text)),
            "distribution" => Asked::Distribution(name_key(text)),
            "year" => match days(text, |text| !text.contains('-')) {
                Some((Some(first), Some(last))) if first > last => return fail(QueryProblem::Backwards(shown)),
                Some((first, last)) => Asked::Days(first, last),
                None => return fail(QueryProblem::NotAYear(shown)),
            },
            "date" => match days(text, |_| true) {
                Some((Some(first), Some(last))) if first > last => return fail(QueryProblem::Backwards(shown)),
                Some((first, last)) => Asked::Days(first, last),
                None => return fail(QueryProblem::NotADate(shown)),
            },
            _ => match self.grammar.parse_all(text) {
                Ok(symbols) if symbols.len() <= MOST_TERMS => Asked::Symbols(symbols.iter().map(symbol_key).collect()),
                _ => return fail(QueryProblem::NotASymbol(shown)),
            },
        })
    }
}

/// The first and the last day of a time as it is written: `2026`, `2026-03`, `2026-03-12`, two of them with `..` between, or
/// one with `..` before or after it. `fits` says which of these forms may stand.
fn days(text: &str, fits: impl Fn(&str) -> bool) -> Option<(Option<Date>, Option<Date>)> {
    let time = |text: &str| if fits(text) { span_of_time(text) } else { None };
    match text.split_once("..") {
        None => time(text).map(|(first, last)| (Some(first), Some(last))),
        Some(("", "")) => None,
        Some((from, "")) => Some((Some(time(from)?.0), None)),
        Some(("", to)) => Some((None, Some(time(to)?.1))),
        Some((from, to)) => Some((Some(time(from)?.0), Some(time(to)?.1))),
    }
}

/// The first and the last day of a year, a month or a day.
fn span_of_time(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let mut number = |most: usize| -> Option<Option<i16>> {
        let Some(part) = parts.next() else { return Some(None) };
        let digits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if digits { part.parse().ok().map(Some) } else { None }
    };
    let (year, month, day) = (number(4)??, number(2)?, number(2)?);
    if year < 1 || parts.next().is_some() {
        return None;
    }
    let small = |part: i16| i8::try_from(part).ok();
    match (month, day) {
        (Some(month), Some(day)) => Date::new(year, small(month)?, small(day)?).ok().map(|day| (day, day)),
        (Some(month), None) => Date::new(year, small(month)?, 1).ok().map(|first| (first, first.last_of_month())),
        _ => Date::new(year, 1, 1).ok().map(|first| (first, first.last_of_year())),
    }
}

/// Whether a character opens or closes a phrase.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Whether `close` ends what `open` began. Quotation marks of one shape are used both ways round in different languages.
fn closes(open: char, close: char) -> bool {
    match open {
        '"' => close == '"',
        '«' | '»' => matches!(close, '«' | '»'),
        _ => matches!(close, '“' | '”'),
    }
}

/// The beginning of a text, for a message.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(40).chain(['…']).collect() }
}
