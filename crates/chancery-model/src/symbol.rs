//! Symbols: the names under which documents are issued, parsed by a body's own grammar.
//!
//! A grammar is data (`body.toml`, `[symbols]`): the roots a body knows, the separator after each, the words that keep
//! mixed case and the modifiers that may follow (addendum, corrigendum, revision …). Parsing takes any written form —
//! any case, stray spaces, a file name, a resolver's address — and printing gives the one canonical form back, so that
//! `parse(print(s)) == s` for every symbol. What a symbol *means* (organ, series, number) is asked of the body.

use std::{cmp::Ordering, collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// A symbol in its canonical form, such as `AS/7/12` or `AS/7/12/Corr.1`.
///
/// Only a [`Grammar`] makes one from text that came from outside. Order is by organ and then by number (`AS/7/9` before
/// `AS/7/12`), not by letters alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Symbol(String);

/// Why a text is not a symbol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASymbol {
    /// Nothing was given.
    #[error("the text is empty; a symbol was expected")]
    Empty,
    /// It starts with no root that this body knows.
    #[error("“{0}” does not begin with an organ or series of this body")]
    UnknownRoot(String),
    /// A part of it cannot stand in a symbol.
    #[error("“{0}” cannot stand in a symbol")]
    BadPart(String),
}

/// What a modifier does to the document it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModifierKind {
    /// Adds text to the document.
    Addendum,
    /// Changes part of an adopted text.
    Amendment,
    /// Corrects errors in an issued text.
    Corrigendum,
    /// Replaces the earlier text.
    Revision,
    /// A summary of it.
    Summary,
}

/// One modifier word of a body, such as `Corr` for a corrigendum.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ModifierWord {
    /// The word as printed.
    pub word: String,
    /// What it does.
    pub kind: ModifierKind,
}

/// One root of a body's symbols.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Root {
    /// The letters at the head, as printed.
    pub code: String,
    /// What stands between this root and the next part; a slash or this may stand between the others.
    #[serde(default = "slash")]
    pub separator: String,
    /// Whether a session in brackets may stand right behind the root instead, as in `AS(IV)/7`.
    #[serde(default)]
    pub bracketed: bool,
}

fn slash() -> String {
    "/".to_owned()
}

/// A body's grammar of symbols.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Grammar {
    /// The roots. A longer root wins over a shorter one.
    pub roots: Vec<Root>,
    /// Words inside symbols that keep the case given here (`Sub`, `Agenda`); all other letters are capitals.
    #[serde(default)]
    pub mixed_case: Vec<String>,
    /// Modifier words.
    #[serde(default)]
    pub modifiers: Vec<ModifierWord>,
    /// Words that open a qualifier in brackets (`Part`, `Vol.`) and keep the case given here.
    #[serde(default)]
    pub qualifiers: Vec<String>,
    /// Words that, with a number, name a subsidiary body (`AC.1`): a symbol that ends in one names the body, not a document.
    #[serde(default)]
    pub bodies: Vec<String>,
    /// Addresses under which others resolve this body's symbols; what follows one is read as a symbol.
    #[serde(default)]
    pub resolvers: Vec<String>,
}

impl Symbol {
    /// A symbol taken from where only canonical symbols are kept, such as the journal or a series' template.
    pub fn from_canonical(text: impl Into<String>) -> Symbol {
        Symbol(text.into())
    }

    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form for file names: spaces and slashes become `_`, square brackets `^`, an asterisk `!`.
    /// Other characters that a file system might take amiss become `#` or `%`.
    pub fn file_form(&self) -> String {
        self.0
            .chars()
            .map(|c| match c {
                '/' | ' ' => '_',
                '[' | ']' => '^',
                '*' => '!',
                ':' => '#',
                ';' => '%',
                other => other,
            })
            .collect()
    }

    /// The form for the path of an address: slashes stay, everything else that needs it is percent-encoded.
    pub fn url_form(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        for byte in self.0.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
                other => {
                    use fmt::Write;
                    // Writing to a string does not fail.
                    let _ = write!(out, "%{other:02X}");
                }
            }
        }
        out
    }

    /// The symbol without the asterisks of a reissue.
    pub fn without_asterisks(&self) -> Symbol {
        Symbol(self.0.trim_end_matches('*').to_owned())
    }

    /// The symbol of a version that was issued again so many times.
    pub fn with_asterisks(&self, times: u32) -> Symbol {
        let mut symbol = self.without_asterisks();
        // More than a handful would say nothing on a page; the date in the footnote tells them apart.
        symbol.0.extend(std::iter::repeat_n('*', times.min(5) as usize));
        symbol
    }

    /// How many asterisks it ends in.
    pub fn asterisks(&self) -> usize {
        self.0.len() - self.0.trim_end_matches('*').len()
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Self) -> Ordering {
        natural(&self.0, &other.0).then_with(|| self.0.cmp(&other.0))
    }
}

/// Compares texts with runs of digits taken as numbers of any length.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        match (a.first(), b.first()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let run = |s: &[u8]| s.iter().take_while(|c| c.is_ascii_digit()).count();
                let (na, nb) = (run(a), run(b));
                let strip = |s: &[u8]| s.iter().take_while(|c| **c == b'0').count();
                let (da, db) = (&a[strip(&a[..na])..na], &b[strip(&b[..nb])..nb]);
                let order = da.len().cmp(&db.len()).then_with(|| da.cmp(db));
                if order != Ordering::Equal {
                    return order;
                }
                (a, b) = (&a[na..], &b[nb..]);
            }
            (Some(x), Some(y)) if x == y => (a, b) = (&a[1..], &b[1..]),
            (Some(x), Some(y)) => return x.cmp(y),
        }
    }
}

/// The longest text that is looked at as a symbol, in bytes. The longest real ones have about fifty.
const LONGEST: usize = 160;

/// An address without the letters that may stand before it.
fn without_www(mut host: &str) -> &str {
    while let Some((_, rest)) = host.split_at_checked(4).filter(|(head, _)| head.eq_ignore_ascii_case("www.")) {
        host = rest;
    }
    host
}

/// The longest address in which a symbol is looked for, in bytes.
const LONGEST_ADDRESS: usize = 2048;

/// The longest text that is looked at as symbols written together, in bytes.
const LONGEST_LIST: usize = 16 * 1024;

impl Grammar {
    /// Parses one symbol in any written form: any case, stray spaces around separators, a file name with underscores,
    /// percent-encoding, or an address of one of the body's resolvers.
    pub fn parse(&self, text: &str) -> Result<Symbol, NotASymbol> {
        if text.len() > LONGEST_ADDRESS {
            return Err(too_long(text));
        }
        self.parse_bare(&self.unwrap_address(text))
    }

    /// Parses one or more symbols written together, as in `AS/7/12–C/2026/3`, `A_1_2&C_2026_3` or `AS/7/12 + Add.1`.
    ///
    /// A hyphen or dash parts two symbols only where both sides parse, so that a range inside one symbol stays whole.
    pub fn parse_all(&self, text: &str) -> Result<Vec<Symbol>, NotASymbol> {
        if text.len() > LONGEST_LIST {
            return Err(too_long(text));
        }
        let mut all = Vec::new();
        for line in text.lines() {
            let line = if line.len() > LONGEST_ADDRESS { line.to_owned() } else { self.unwrap_address(line) };
            // In file names the library joins symbols by `&`, once also by two hyphens.
            let line = if line.contains('_') { line.replace("--", "&") } else { line };
            for piece in line.split(['&', ',', ';', '+']).map(str::trim).filter(|piece| !piece.is_empty()) {
                self.parse_joined(piece, &mut all)?;
            }
        }
        if all.is_empty() { Err(NotASymbol::Empty) } else { Ok(all) }
    }

    fn parse_joined(&self, mut piece: &str, all: &mut Vec<Symbol>) -> Result<(), NotASymbol> {
        if piece.len() > 3 * LONGEST {
            return Err(too_long(piece));
        }
        'piece: loop {
            for (at, dash) in piece.char_indices().filter(|(_, c)| matches!(c, '-' | '–' | '—' | '‐' | '‑')) {
                if at > LONGEST {
                    break;
                }
                let (left, right) = (&piece[..at], &piece[at + dash.len_utf8()..]);
                // Both sides must be whole symbols with something after the root; the right one must itself start a root.
                if let (Ok(left), Ok(_)) = (self.parse_bare(left), self.parse_first(right)) {
                    all.push(left);
                    piece = right;
                    continue 'piece;
                }
            }
            break;
        }
        let symbol = match (self.parse_bare(piece), all.last()) {
            (Err(NotASymbol::UnknownRoot(_)), Some(before)) if self.modifier_of(piece).is_some() => {
                self.parse_bare(&format!("{}/{piece}", before.without_asterisks()))?
            }
            (parsed, _) => parsed?,
        };
        all.push(symbol);
        Ok(())
    }

    /// The first symbol of a piece that may hold several: what stands before any of its dashes, or all of it.
    fn parse_first(&self, piece: &str) -> Result<Symbol, NotASymbol> {
        let whole = self.parse_bare(piece);
        if whole.is_ok() {
            return whole;
        }
        // Not a hyphen: a symbol may hold one itself, and then it is not the first that parts.
        let first = piece.char_indices().filter(|(_, c)| matches!(c, '-' | '–' | '—' | '‐' | '‑')).take(8);
        first.map(|(at, _)| self.parse_bare(&piece[..at])).find(Result::is_ok).unwrap_or(whole)
    }

    /// Parses a symbol that stands in no address.
    fn parse_bare(&self, text: &str) -> Result<Symbol, NotASymbol> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotASymbol::Empty);
        }
        if text.len() > LONGEST {
            return Err(too_long(text));
        }
        let text = plain(&undo_file_form(text));
        let (root, rest) = self.split_root(&text)?;
        let symbol = self.canonical(root, rest)?;
        // Words alone, such as `and/or`, are no symbol: every one holds a number.
        if !symbol[root.code.len()..].bytes().any(|b| b.is_ascii_digit()) {
            return Err(NotASymbol::BadPart(short(&text)));
        }
        Ok(Symbol(symbol))
    }

    /// The symbol without its modifiers, and the modifiers from left to right.
    pub fn split_modifiers(&self, symbol: &Symbol) -> (Symbol, Vec<(ModifierKind, u32)>) {
        let mut stem = symbol.0.trim_end_matches('*');
        let mut modifiers = Vec::new();
        'outer: while let Some(at) = stem.rfind('/') {
            let last = &stem[at + 1..];
            for modifier in &self.modifiers {
                if last == modifier.word {
                    modifiers.push((modifier.kind, 0));
                    stem = &stem[..at];
                    continue 'outer;
                }
                let number = last.strip_prefix(&modifier.word).and_then(|n| n.strip_prefix('.'));
                if let Some(number) = number.and_then(|n| n.parse().ok()) {
                    modifiers.push((modifier.kind, number));
                    stem = &stem[..at];
                    continue 'outer;
                }
            }
            break;
        }
        modifiers.reverse();
        (Symbol(stem.to_owned()), modifiers)
    }

    /// The root of a symbol and the separator that goes with it.
    pub fn root_of(&self, symbol: &Symbol) -> Option<&Root> {
        self.split_root(&symbol.0).ok().map(|(root, _)| root)
    }

    /// What stands behind an address of a resolver; any other text is given back as it is.
    fn unwrap_address(&self, text: &str) -> String {
        let text = text.trim();
        let (has_scheme, bare) = match text.split_once("://") {
            Some((_, bare)) => (true, bare),
            None => (false, text),
        };
        let (host, rest) = bare.split_at(bare.find(['/', '?', '#']).unwrap_or(bare.len()));
        let host = host.split(':').next().unwrap_or("");
        let host = without_www(host);
        let known = self.resolvers.iter().any(|resolver| without_www(resolver).eq_ignore_ascii_case(host));
        if !known && !has_scheme {
            return percent_decode(text);
        }
        let (address, query) = rest.split('#').next().unwrap_or("").split_once('?').unwrap_or((rest, ""));
        if known {
            for pair in query.split('&') {
                if let Some((key, value)) = pair.split_once('=')
                    && matches!(key.to_ascii_lowercase().as_str(), "s" | "symbol" | "ds" | "finalsymbol" | "m")
                {
                    return percent_decode(&value.replace('+', " "));
                }
            }
        }
        let path = percent_decode(address.split('#').next().unwrap_or("").trim_start_matches('/'));
        // Any house's own resolver: `…/symbol/AS/7/12`.
        let named = path.strip_prefix("symbol/").or_else(|| path.strip_prefix("symbol="));
        let path = match (named, known) {
            (Some(rest), _) => rest,
            (None, true) => path.as_str(),
            (None, false) => return text.to_owned(),
        };
        // A two-letter language may stand before the symbol, unless it is itself a root of this body.
        match path.split_once('/') {
            Some((first, rest))
                if first.len() == 2
                    && first.bytes().all(|b| b.is_ascii_alphabetic())
                    && !self.roots.iter().any(|root| root.code.eq_ignore_ascii_case(first)) =>
            {
                rest.to_owned()
            }
            _ => path.to_owned(),
        }
    }

    fn split_root<'g, 't>(&'g self, text: &'t str) -> Result<(&'g Root, &'t str), NotASymbol> {
        let mut best: Option<(&Root, &str)> = None;
        let first = text.bytes().next().unwrap_or_default().to_ascii_uppercase();
        let may_stand = |root: &&Root| root.code.bytes().next().is_none_or(|byte| byte.to_ascii_uppercase() == first);
        for root in self.roots.iter().filter(may_stand) {
            let Some(head) = text.get(..root.code.len()) else { continue };
            if !head.eq_ignore_ascii_case(&root.code) {
                continue;
            }
            let rest = text[root.code.len()..].trim_start();
            let after = rest
                .strip_prefix(root.separator.as_str())
                .or_else(|| rest.strip_prefix('/'))
                .or_else(|| (root.bracketed && rest.starts_with('(')).then_some(rest));
            if let Some(after) = after
                && best.is_none_or(|(b, _)| b.code.len() < root.code.len())
            {
                best = Some((root, after));
            }
        }
        best.ok_or_else(|| NotASymbol::UnknownRoot(short(text)))
    }

    fn canonical(&self, root: &Root, rest: &str) -> Result<String, NotASymbol> {
        let mut out = root.code.clone();
        let (rest, asterisks) = {
            let bare = rest.trim_end_matches(|c: char| c == '*' || c.is_whitespace());
            (bare, rest[bare.len()..].matches('*').count())
        };
        let own = root.separator.chars().next().unwrap_or('/');
        let mut before = own;
        for (at, (part, after)) in parts(rest, own)?.into_iter().enumerate() {
            if at == 0 && root.bracketed && part.starts_with('(') {
                out.push_str(self.qualifiers(part)?.trim_start());
            } else {
                let part = self.part(part)?;
                match at {
                    0 => out.push_str(&root.separator),
                    _ if self.modifier_of(&part).is_some() => out.push('/'),
                    _ => out.push(before),
                }
                out.push_str(&part);
            }
            before = after;
        }
        out.extend(std::iter::repeat_n('*', asterisks.min(3)));
        Ok(out)
    }

    fn modifier_of(&self, part: &str) -> Option<&ModifierWord> {
        let word = part.split(['.', '/']).next().unwrap_or(part).trim();
        self.modifiers.iter().find(|m| m.word.eq_ignore_ascii_case(word))
    }

    /// One part between separators, in canonical case and spacing, with its qualifiers.
    fn part(&self, part: &str) -> Result<String, NotASymbol> {
        let (bare, qualifiers) = part.split_at(part.find(['(', '[']).unwrap_or(part.len()));
        let mut out = String::new();
        // `…/Part A`: a word of the body that stands without brackets, and what it counts.
        if let Some((word, number)) = bare.trim().split_once(' ')
            && number.bytes().all(|b| b.is_ascii_alphanumeric())
            && let Some(known) = self.known_qualifier(&format!("{word} {}", number.to_ascii_uppercase()))
            && qualifiers.is_empty()
        {
            return Ok(known);
        }
        for (at, word) in bare.trim().split('.').enumerate() {
            if at > 0 {
                out.push('.');
            }
            let word = without_inner_spaces(word).ok_or_else(|| NotASymbol::BadPart(short(part)))?;
            out.push_str(&self.cased(&word));
        }
        if !qualifiers.is_empty() {
            // The space before the first bracket is told apart from none, since some qualifiers keep what was written.
            out.push_str(&self.qualifiers(&part[bare.trim_end().len()..])?);
        }
        Ok(out)
    }

    fn cased(&self, word: &str) -> String {
        let known = self.mixed_case.iter().chain(self.modifiers.iter().map(|m| &m.word));
        match known.into_iter().find(|known| known.eq_ignore_ascii_case(word)) {
            Some(known) => known.clone(),
            None => word.to_ascii_uppercase(),
        }
    }

    /// One or more groups in brackets, with the space that belongs before each.
    ///
    /// A year and a word that the body knows stand after a space: `12 (2015)`, `6 (Part II)`. A roman number and letters in
    /// square brackets stand close: `12(V)`, `12(V)[A-C]`. Anything else keeps the space it was written with.
    fn qualifiers(&self, text: &str) -> Result<String, NotASymbol> {
        let bad = || NotASymbol::BadPart(short(text.trim()));
        let mut out = String::new();
        let mut rest = text;
        loop {
            let group = rest.trim_start();
            let spaced = group.len() < rest.len();
            let close = match group.chars().next() {
                None => return Ok(out),
                Some('(') => ')',
                Some('[') => ']',
                Some(_) => return Err(bad()),
            };
            let end = group.find(close).ok_or_else(bad)?;
            let inner = group[1..end].split_whitespace().collect::<Vec<_>>().join(" ");
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | ',' | '&');
            if !inner.chars().all(allowed) || !inner.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                return Err(bad());
            }
            let year = inner.len() == 4 && inner.bytes().all(|b| b.is_ascii_digit());
            let (inner, space) = match self.known_qualifier(&inner) {
                _ if close == ']' => (inner.to_ascii_uppercase(), false),
                Some(known) => (known, true),
                None if year => (inner, true),
                None if is_roman(&inner) => (inner.to_ascii_uppercase(), false),
                None => (inner, spaced),
            };
            if space {
                out.push(' ');
            }
            out.push_str(&group[..1]);
            out.push_str(&inner);
            out.push(close);
            rest = &group[end + 1..];
        }
    }

    /// A qualifier that opens with a word of the body, in that word's spelling: `part ii` gives `Part II`.
    fn known_qualifier(&self, inner: &str) -> Option<String> {
        let tail_after = |word: &str| {
            let head = inner.get(..word.len())?;
            let tail = &inner[word.len()..];
            let ends = tail.is_empty() || tail.starts_with(' ') || word.ends_with('.');
            (head.eq_ignore_ascii_case(word) && ends).then_some(tail)
        };
        self.qualifiers.iter().find_map(|known| {
            let tail = tail_after(known).or_else(|| tail_after(known.trim_end_matches('.')))?;
            let mut out = known.clone();
            for word in tail.split_whitespace() {
                out.push(' ');
                // Roman numbers and the letters of sections are capitals whatever the written form.
                if is_roman(word) || word.starts_with(|c: char| c.is_ascii_digit()) {
                    out.push_str(&word.to_ascii_uppercase());
                } else {
                    out.push_str(word);
                }
            }
            Some(out)
        })
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn too_long(text: &str) -> NotASymbol {
    NotASymbol::BadPart(short(text) + "…")
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b"ivxlcdmIVXLCDM".contains(&b))
}

/// Hyphens and slashes of other alphabets as the plain ones, and marks that cannot be seen left out.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
        .map(|c| match c {
            '‐' | '‑' | '‒' | '–' | '－' => '-',
            '／' | '⁄' => '/',
            '（' => '(',
            '）' => ')',
            other => other,
        })
        .collect()
}

/// Cuts at slashes, and at another separator that the root has, but not inside brackets; each part with what follows it.
fn parts(text: &str, own: char) -> Result<Vec<(&str, char)>, NotASymbol> {
    let bad = || NotASymbol::BadPart(short(text));
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1).ok_or_else(bad)?,
            _ if depth == 0 && (c == '/' || c == own) => {
                parts.push((&text[from..at], c));
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push((&text[from..], '/'));
    if depth == 0 { Ok(parts) } else { Err(bad()) }
}

/// A word of letters, digits and inner hyphens, without the spaces around it and around its hyphens.
fn without_inner_spaces(word: &str) -> Option<String> {
    let mut out = String::with_capacity(word.len());
    for (at, piece) in word.split('-').map(str::trim).enumerate() {
        if piece.is_empty() || !piece.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        if at > 0 {
            out.push('-');
        }
        out.push_str(piece);
    }
    Some(out)
}

/// Endings of the files in which documents are kept.
const FILE_ENDINGS: [&str; 11] =
    [".pdf", ".docx", ".doc", ".wpf", ".rtf", ".xml", ".html", ".htm", ".txt", ".epub", ".json"];

/// Turns a file name (`AS_7_12-EN.pdf`) back into the written form; any other text is left alone.
fn undo_file_form(text: &str) -> String {
    let ending = FILE_ENDINGS.iter().find(|ending| {
        text.len() > ending.len()
            && text.is_char_boundary(text.len() - ending.len())
            && text[text.len() - ending.len()..].eq_ignore_ascii_case(ending)
    });
    let mut stem = ending.map_or(text, |ending| &text[..text.len() - ending.len()]);
    let underscores = stem.contains('_') && !stem.contains('/');
    // `-EN`, or `-EN-FR` for a file in two languages.
    while underscores || ending.is_some() {
        match stem.rsplit_once('-') {
            Some((before, code))
                if code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic()) && !is_roman(code) =>
            {
                stem = before;
            }
            _ => break,
        }
    }
    if !underscores {
        return stem.to_owned();
    }
    let mut out = String::with_capacity(stem.len());
    let (mut depth, mut square) = (0usize, false);
    let mut chars = stem.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        out.push(match c {
            '_' if depth > 0 || square || chars.peek() == Some(&'(') => ' ',
            '_' => '/',
            '!' => '*',
            '^' => {
                square = !square;
                if square { '[' } else { ']' }
            }
            other => other,
        });
    }
    out
}

/// Decodes `%41`-style escapes; anything that is not one, or does not give UTF-8, stays as it stands.
fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |b: u8| (b as char).to_digit(16);
        match (bytes[at], bytes.get(at + 1).copied().and_then(hex), bytes.get(at + 2).copied().and_then(hex)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, _, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Values for the slots of a series' template, such as `session` and `n`.
pub type Slots = BTreeMap<String, String>;

/// Fills a template (`AS/{session}/{n}`, `W-{n:4}`) from its slots; a width pads a number with zeros.
pub fn fill(template: &str, slots: &Slots) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else { break };
        let slot = &rest[open + 1..open + close];
        let (name, width) = slot.split_once(':').unwrap_or((slot, "0"));
        let value = slots.get(name).map(String::as_str).unwrap_or("");
        let width: usize = width.parse().unwrap_or(0);
        for _ in value.len()..width {
            out.push('0');
        }
        out.push_str(value);
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

/// Takes a text apart by a template: the values of its slots, if the text has that shape.
///
/// `{n}` takes digits, `{year}` four digits, `{session}` digits or a special session such as `ES-10` or `S-6`, any other
/// slot a run of letters and digits.
pub fn match_template(template: &str, text: &str) -> Option<Slots> {
    let mut slots = Slots::new();
    let mut template = template;
    let mut text = text;
    while let Some(open) = template.find('{') {
        text = text.strip_prefix(&template[..open])?;
        let close = template[open..].find('}')? + open;
        let slot = &template[open + 1..close];
        let (name, width) = slot.split_once(':').unwrap_or((slot, "0"));
        let width: usize = width.parse().unwrap_or(0);
        template = &template[close + 1..];
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let taken = match name {
            "n" => digits,
            "year" if digits == 4 => 4,
            "year" => 0,
            "yy" if digits >= 2 => 2,
            "session" if digits > 0 => digits,
            "session" => {
                let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
                let after = text.get(letters..)?.strip_prefix('-')?;
                let number = after.bytes().take_while(u8::is_ascii_digit).count();
                if letters == 0 || letters > 2 || number == 0 { 0 } else { letters + 1 + number }
            }
            _ => text.bytes().take_while(u8::is_ascii_alphanumeric).count(),
        };
        if taken == 0 || (name == "n" && width > 0 && taken < width) {
            return None;
        }
        let value = &text[..taken];
        let value = if name == "n" { value.trim_start_matches('0') } else { value };
        slots.insert(name.to_owned(), if value.is_empty() { "0".to_owned() } else { value.to_owned() });
        text = &text[taken..];
    }
    (template == text).then_some(slots)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grammar() -> Grammar {
        toml::from_str(
            r#"
            roots = [{ code = "AS" }, { code = "C" }, { code = "CW" }, { code = "W", separator = "-" }]
            mixed_case = ["Sub", "Agenda"]
            qualifiers = ["Part", "Vol."]
            resolvers = ["docs.example.org"]
            modifiers = [
              { word = "Add", kind = "addendum" }, { word = "Corr", kind = "corrigendum" },
              { word = "Rev", kind = "revision" },
            ]
            "#,
        )
        .unwrap()
    }

    #[test]
    fn any_written_form_gives_the_canonical_one() {
        let grammar = grammar();
        for (written, canonical) in [
            ("AS/7/12", "AS/7/12"),
            ("as/7/12", "AS/7/12"),
            (" AS / 7 / 12 ", "AS/7/12"),
            ("AS_7_12", "AS/7/12"),
            ("as%2F7%2f12", "AS/7/12"),
            ("https://docs.example.org/en/AS/7/12", "AS/7/12"),
            ("https://docs.example.org/api?s=AS/7/12&l=en", "AS/7/12"),
            ("as/7/12/add.1/CORR.2", "AS/7/12/Add.1/Corr.2"),
            ("AS/7/12*", "AS/7/12*"),
            ("as/7/6 (part ii)", "AS/7/6 (Part II)"),
            ("AS_7_6_(Part_II)", "AS/7/6 (Part II)"),
            ("AS_7_6_(Part_II)_Add.1-EN-FR.PDF", "AS/7/6 (Part II)/Add.1"),
            ("AS_RES_12(V)^A-C^-EN", "AS/RES/12(V)[A-C]"),
            ("AS_7_12!-RU.docx", "AS/7/12*"),
            ("W-0141-EN.pdf", "W-0141"),
            ("docs.example.org/AS/7/12", "AS/7/12"),
            ("http://www.docs.example.org:80/AR/AS/7/12#top", "AS/7/12"),
            ("https://library.example.net/symbol/AS/7/12?lang=en", "AS/7/12"),
            ("w/0141", "W-0141"),
            ("W-0141-corr.1", "W-0141/Corr.1"),
            ("AS/7/6(part ii)", "AS/7/6 (Part II)"),
            ("AS/7/6 (vol iii)", "AS/7/6 (Vol. III)"),
            ("AS/7/4 - 5", "AS/7/4-5"),
            ("AS/7/4‑5", "AS/7/4-5"),
            ("AS/7/add. 1", "AS/7/Add.1"),
            ("as/res/12 (v) [a-c]", "AS/RES/12(V)[A-C]"),
            ("AS/RES/12(2015)", "AS/RES/12 (2015)"),
            ("AS/7/12(SUPP)", "AS/7/12(SUPP)"),
            ("w-0141", "W-0141"),
            ("W-0141/Add.1", "W-0141/Add.1"),
            ("AS/RES/12(V)", "AS/RES/12(V)"),
            ("AS/RES/12 (2015)", "AS/RES/12 (2015)"),
        ] {
            match grammar.parse(written) {
                Ok(symbol) => {
                    assert_eq!(symbol.as_str(), canonical);
                    assert_eq!(grammar.parse(symbol.as_str()).unwrap(), symbol, "round trip of {written}");
                    assert_eq!(grammar.parse(&symbol.file_form()).unwrap(), symbol, "file name of {written}");
                    assert_eq!(grammar.parse(&symbol.url_form()).unwrap(), symbol, "address of {written}");
                }
                Err(error) => panic!("{written}: {error}"),
            }
        }
    }

    #[test]
    fn what_is_not_a_symbol_is_refused() {
        let grammar = grammar();
        for text in [
            "",
            "   ",
            "hello",
            "AS",
            "AS/",
            "AS//1",
            "X/1/2",
            "AS/7/../etc",
            "AS/7/<b>",
            "(AS/7/1) Colour",
            "AS/or",
            "as/7/12 of 3 March",
            "AS/7/-",
            "AS/7/12-",
            "AS/7/(x",
            "AS/7/x)",
            "AS/7/1 (a)b",
            "AS/7/1 ()",
            "AS(I)/7",
            "https://elsewhere.example/AS/7/12",
        ] {
            assert!(grammar.parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn two_symbols_written_together_are_parted() {
        let grammar = grammar();
        for text in ["AS/7/12-C/2026/3", "AS/7/12–C/2026/3", "AS_7_12&C_2026_3", "AS/7/12\nC/2026/3"] {
            let all: Vec<String> = grammar.parse_all(text).unwrap().iter().map(Symbol::to_string).collect();
            assert_eq!(all, ["AS/7/12", "C/2026/3"], "{text}");
        }
        assert_eq!(grammar.parse_all("C/X/4-5").unwrap().len(), 1);
    }

    #[test]
    fn order_is_by_number() {
        let grammar = grammar();
        let mut all: Vec<Symbol> =
            ["AS/7/12", "AS/7/9", "AS/10/1", "AS/7/9/Add.1"].iter().map(|s| grammar.parse(s).unwrap()).collect();
        all.sort();
        let printed: Vec<&str> = all.iter().map(Symbol::as_str).collect();
        assert_eq!(printed, ["AS/7/9", "AS/7/9/Add.1", "AS/7/12", "AS/10/1"]);
    }

    #[test]
    fn modifiers_are_split_off() {
        let grammar = grammar();
        let (stem, modifiers) = grammar.split_modifiers(&grammar.parse("AS/7/12/Add.1/Corr.2").unwrap());
        assert_eq!(stem.as_str(), "AS/7/12");
        assert_eq!(modifiers, [(ModifierKind::Addendum, 1), (ModifierKind::Corrigendum, 2)]);
    }

    #[test]
    fn templates_fill_and_match() {
        let slots = match_template("AS/{session}/{n}", "AS/7/12").unwrap();
        assert_eq!(fill("AS/{session}/{n}", &slots), "AS/7/12");
        let slots = match_template("AS/{session}/{n}", "AS/ES-10/12").unwrap();
        assert_eq!(slots["session"], "ES-10");
        let slots = match_template("W-{n:4}", "W-0141").unwrap();
        assert_eq!((slots["n"].as_str(), fill("W-{n:4}", &slots).as_str()), ("141", "W-0141"));
        assert!(match_template("C/{year}/{n}", "C/2026/x").is_none());
        assert!(match_template("C/{year}/{n}", "C/2026/1/Add.1").is_none());
    }
}
