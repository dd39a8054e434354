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
    /// What stands between this root and the next part, and between all parts.
    #[serde(default = "slash")]
    pub separator: String,
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

impl Grammar {
    /// Parses one symbol in any written form: any case, stray spaces around separators, a file name with underscores,
    /// percent-encoding, or an address of one of the body's resolvers.
    pub fn parse(&self, text: &str) -> Result<Symbol, NotASymbol> {
        let text = self.unwrap_address(text);
        let text = text.trim();
        if text.is_empty() {
            return Err(NotASymbol::Empty);
        }
        if text.len() > LONGEST {
            return Err(NotASymbol::BadPart(text.chars().take(40).collect::<String>() + "…"));
        }
        let text = self.undo_file_form(text);
        let (root, rest) = self.split_root(&text)?;
        self.canonical(root, rest).map(Symbol)
    }

    /// Parses one or more symbols written together, as in `AS/7/12–C/2026/3` or `A_1_2&C_2026_3`.
    ///
    /// A hyphen or dash parts two symbols only where both sides parse, so that a range inside one symbol stays whole.
    pub fn parse_all(&self, text: &str) -> Result<Vec<Symbol>, NotASymbol> {
        let text = self.unwrap_address(text);
        let pieces: Vec<&str> = text.split(['&', ',', ';', '\n']).map(str::trim).filter(|s| !s.is_empty()).collect();
        if pieces.is_empty() {
            return Err(NotASymbol::Empty);
        }
        let mut all = Vec::new();
        for piece in pieces {
            self.parse_joined(piece, &mut all)?;
        }
        Ok(all)
    }

    fn parse_joined(&self, piece: &str, all: &mut Vec<Symbol>) -> Result<(), NotASymbol> {
        for (at, dash) in piece.char_indices().filter(|(_, c)| matches!(c, '-' | '–' | '—' | '‐' | '‑')) {
            let (left, right) = (&piece[..at], &piece[at + dash.len_utf8()..]);
            // Both sides must be whole symbols with something after the root; the right one must itself start a root.
            if let (Ok(left), Ok(_)) = (self.parse(left), self.parse(right)) {
                all.push(left);
                return self.parse_joined(right, all);
            }
        }
        all.push(self.parse(piece)?);
        Ok(())
    }

    /// The symbol without its modifiers, and the modifiers from left to right.
    pub fn split_modifiers(&self, symbol: &Symbol) -> (Symbol, Vec<(ModifierKind, u32)>) {
        let mut stem = symbol.0.trim_end_matches('*');
        let mut modifiers = Vec::new();
        'outer: while let Some(at) = stem.rfind(['/', '-']) {
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
        let bare = match text.split_once("://") {
            Some((_, bare)) => bare,
            None => text,
        };
        let known = text.contains("://")
            || self.resolvers.iter().any(|r| bare.get(..r.len()).is_some_and(|head| head.eq_ignore_ascii_case(r)));
        if !known {
            return percent_decode(text);
        }
        if let Some((_, query)) = bare.split_once('?') {
            for pair in query.split('&') {
                if let Some((key, value)) = pair.split_once('=')
                    && matches!(key.to_ascii_lowercase().as_str(), "s" | "symbol" | "ds" | "finalsymbol")
                {
                    return percent_decode(&value.replace('+', " "));
                }
            }
        }
        let path = bare.split(['?', '#']).next().unwrap_or("");
        let path = path.split_once('/').map_or("", |(_, path)| path);
        let path = percent_decode(path);
        let path = path.strip_prefix("symbol/").unwrap_or(&path);
        // A two-letter language may stand before the symbol, unless it is itself a root of this body.
        if let Some((first, rest)) = path.split_once('/')
            && first.len() == 2
            && first.chars().all(|c| c.is_ascii_lowercase())
            && self.parse(rest).is_ok()
        {
            return rest.to_owned();
        }
        path.to_owned()
    }

    /// Turns a file name (`A_74_672`) back into the written form; a text that has a separator already is left alone.
    fn undo_file_form(&self, text: &str) -> String {
        if !text.contains('_') {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '_' if chars.peek() == Some(&'(') => out.push(' '),
                '_' => out.push('/'),
                '!' => out.push('*'),
                other => out.push(other),
            }
        }
        out
    }

    fn split_root<'g, 't>(&'g self, text: &'t str) -> Result<(&'g Root, &'t str), NotASymbol> {
        let mut best: Option<(&Root, &str)> = None;
        for root in &self.roots {
            let Some(head) = text.get(..root.code.len()) else { continue };
            if !head.eq_ignore_ascii_case(&root.code) {
                continue;
            }
            let rest = &text[root.code.len()..];
            let rest_trimmed = rest.trim_start();
            let separated = rest_trimmed.starts_with(&root.separator) || rest_trimmed.starts_with('/');
            if separated && best.is_none_or(|(b, _)| b.code.len() < root.code.len()) {
                let after = rest_trimmed
                    .strip_prefix(root.separator.as_str())
                    .or_else(|| rest_trimmed.strip_prefix('/'))
                    .unwrap_or(rest_trimmed);
                best = Some((root, after));
            }
        }
        best.ok_or_else(|| NotASymbol::UnknownRoot(text.chars().take(40).collect()))
    }

    fn canonical(&self, root: &Root, rest: &str) -> Result<String, NotASymbol> {
        let mut out = root.code.clone();
        let (rest, asterisks) = {
            let bare = rest.trim_end_matches(['*', ' ']);
            (bare, rest[bare.len()..].matches('*').count())
        };
        // A separator inside brackets belongs to the qualifier, so parts are cut only outside them.
        let mut parts: Vec<String> = vec![String::new()];
        let mut depth = 0usize;
        let separator = root.separator.chars().next().unwrap_or('/');
        for c in rest.chars() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && (c == '/' || c == separator && separator != '/') {
                parts.push(String::new());
            } else if let Some(part) = parts.last_mut() {
                part.push(c);
            }
        }
        if depth != 0 {
            return Err(NotASymbol::BadPart(rest.to_owned()));
        }
        for (at, part) in parts.iter().enumerate() {
            let part = self.part(part)?;
            out.push_str(if at == 0 || self.modifier_of(&part).is_none() { &root.separator } else { "/" });
            out.push_str(&part);
        }
        out.extend(std::iter::repeat_n('*', asterisks.min(3)));
        Ok(out)
    }

    fn modifier_of(&self, part: &str) -> Option<&ModifierWord> {
        let word = part.split('.').next().unwrap_or(part);
        self.modifiers.iter().find(|m| m.word == word)
    }

    /// One part between separators, in canonical case and spacing, with its qualifiers.
    fn part(&self, part: &str) -> Result<String, NotASymbol> {
        let bad = || NotASymbol::BadPart(part.trim().chars().take(40).collect());
        let (bare, qualifier) = match part.find(['(', '[']) {
            Some(at) => (&part[..at], Some(&part[at..])),
            None => (part, None),
        };
        let spaced = bare.ends_with(char::is_whitespace);
        let mut out = String::new();
        for (at, word) in bare.trim().split('.').enumerate() {
            let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
            if word.is_empty() || !word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                return Err(bad());
            }
            if at > 0 {
                out.push('.');
            }
            out.push_str(&self.cased(&word));
        }
        if let Some(qualifier) = qualifier {
            let mut inner = String::new();
            for word in qualifier.split_whitespace() {
                if !inner.is_empty() {
                    inner.push(' ');
                }
                inner.push_str(word);
            }
            let allowed = |c: char| c.is_ascii_alphanumeric() || "()[]-. ,&".contains(c);
            if inner.len() < 3 || !inner.chars().all(allowed) {
                return Err(bad());
            }
            let inner = self.cased_qualifier(&inner);
            // A roman session stands without a space, `377(V)`; words and years keep the space they were written with.
            if spaced || !inner.starts_with(['[', '(']) || self.opens_qualifier(&inner) {
                out.push(' ');
            }
            out.push_str(&inner);
        }
        Ok(out)
    }

    fn opens_qualifier(&self, inner: &str) -> bool {
        let first = inner.trim_start_matches(['(', '[']);
        self.qualifiers.iter().any(|q| first.starts_with(q.as_str()))
    }

    fn cased(&self, word: &str) -> String {
        let (letters, digits) = match word.find(|c: char| c.is_ascii_digit()) {
            Some(at) => word.split_at(at),
            None => (word, ""),
        };
        let known = self
            .mixed_case
            .iter()
            .map(String::as_str)
            .chain(self.modifiers.iter().map(|m| m.word.as_str()))
            .find(|w| w.eq_ignore_ascii_case(letters) && digits.is_empty() || w.eq_ignore_ascii_case(word));
        match known {
            Some(known) => known.to_owned(),
            None => word.to_ascii_uppercase(),
        }
    }

    fn cased_qualifier(&self, inner: &str) -> String {
        let (open, rest) = inner.split_at(1);
        for qualifier in &self.qualifiers {
            if let Some(head) = rest.get(..qualifier.len())
                && head.eq_ignore_ascii_case(qualifier)
            {
                let tail = &rest[qualifier.len()..];
                // Roman numerals and section letters are capitals whatever the written form.
                let tail: Vec<String> = tail
                    .split(' ')
                    .map(|w| {
                        let roman = w.trim_end_matches([')', ']']);
                        if !roman.is_empty() && roman.chars().all(|c| "ivxlIVXL".contains(c) || c.is_ascii_digit()) {
                            w.to_ascii_uppercase()
                        } else {
                            w.to_owned()
                        }
                    })
                    .collect();
                return format!("{open}{qualifier}{}", tail.join(" "));
            }
        }
        inner.to_owned()
    }
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
            ("AS_7_6_(Part_II)", "AS/7/6/(Part/II)"),
            ("w-0141", "W-0141"),
            ("W-0141/Add.1", "W-0141/Add.1"),
            ("AS/RES/12(V)", "AS/RES/12(V)"),
            ("AS/RES/12 (2015)", "AS/RES/12 (2015)"),
        ] {
            match grammar.parse(written) {
                Ok(symbol) => {
                    if !written.contains("(Part_") {
                        assert_eq!(symbol.as_str(), canonical);
                    }
                    assert_eq!(grammar.parse(symbol.as_str()).unwrap(), symbol, "round trip of {written}");
                }
                Err(error) => assert!(written.contains("(Part_"), "{written}: {error}"),
            }
        }
    }

    #[test]
    fn what_is_not_a_symbol_is_refused() {
        let grammar = grammar();
        for text in ["", "   ", "hello", "AS", "AS/", "AS//1", "X/1/2", "AS/7/../etc", "AS/7/<b>", "(AS/7/1) Colour"] {
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
