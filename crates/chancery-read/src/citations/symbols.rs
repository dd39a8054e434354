//! Symbols in running text.
//!
//! Every symbol holds a figure, so each is found from its first digit: the run of letters, figures and strokes around it is
//! looked at once, however long it is.

use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

use regex::Regex;

use chancery_model::{
    body::Body,
    symbol::{Grammar, Root, Symbol},
    text::Span,
};

use super::scan::{char_before, digit_at, latin, next_digit, skip, space_at};
use crate::words::{Quick, Words};

/// The longest run of characters that is looked at as one or more symbols written together.
const LONGEST: usize = 200;

/// How many symbols written together are parted.
const MOST_TOGETHER: usize = 8;

/// Patterns for symbols, job numbers and page marks, made from a body's grammar and series.
pub struct Symbols {
    grammar: Grammar,
    /// Roots that a stroke follows, exactly as printed.
    roots: HashSet<Vec<u8>, Quick>,
    /// All roots in small letters, each with the bytes that may follow it.
    followed: HashMap<Vec<u8>, Vec<u8>, Quick>,
    /// A job number.
    pub job: Option<Regex>,
    /// The first page's foot: a job number, its language, date codes and bar code.
    foot: OnceLock<Option<Regex>>,
    /// The forms of job numbers.
    jobs: String,
    /// Constant heads of series that hold resolutions, whose symbols may end in a roman session.
    resolutions: Vec<String>,
    /// Constant heads of series whose numbers a year in brackets follows.
    years: Vec<String>,
}

/// One symbol found, with the words it was read from.
#[derive(Clone, Debug)]
pub struct FoundSymbol {
    /// Where it stands.
    pub span: Span,
    /// The symbol.
    pub symbol: Symbol,
    /// Whether a hyphen to its neighbour was lost.
    pub glued: bool,
}

/// A run of the characters of which symbols are made.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it has a letter.
    pub letters: bool,
    /// Whether it has a stroke.
    pub strokes: bool,
    /// Whether it has a character that is not ASCII.
    wide: bool,
}

/// How many bytes of a dash stand at a place.
fn dash_at(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'-') => 1,
        Some(0xe2) if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0x90..=0x95)) => 3,
        _ => 0,
    }
}

/// What bytes may stand in a token: 1 a letter, 2 a stroke, 3 anything else that may, 0 what may not.
const KINDS: [u8; 256] = {
    let mut kinds = [0u8; 256];
    let mut at = 0;
    while at < 128 {
        let byte = at as u8;
        if byte.is_ascii_alphabetic() {
            kinds[at] = 1;
        } else if byte == b'/' {
            kinds[at] = 2;
        } else if byte.is_ascii_digit() || matches!(byte, b'.' | b'-') {
            kinds[at] = 3;
        }
        at += 1;
    }
    kinds
};

/// The token around a digit; nothing before `floor` and nothing from `end` on belongs to it.
pub fn token(bytes: &[u8], digit: usize, floor: usize, end: usize) -> Token {
    let mut token = Token { start: digit, end: digit, letters: false, strokes: false, wide: false };
    while token.start > floor {
        let kind = KINDS[bytes[token.start - 1] as usize];
        if kind == 0 {
            // Dashes and digits of other scripts have two or three bytes.
            let wide = (2..=3).find(|len| {
                token.start >= floor + len && {
                    let at = token.start - len;
                    dash_at(bytes, at) == *len || digit_at(bytes, at).is_some_and(|(_, l)| l == *len)
                }
            });
            let Some(len) = wide else { break };
            token.wide = true;
            token.start -= len;
            continue;
        }
        token.letters |= kind == 1;
        token.strokes |= kind == 2;
        token.start -= 1;
    }
    while token.end < end {
        let kind = KINDS[bytes[token.end] as usize];
        if kind == 0 {
            let len = dash_at(bytes, token.end).max(digit_at(bytes, token.end).map_or(0, |(_, len)| len));
            if len == 0 || token.end + len > end {
                break;
            }
            token.wide = true;
            token.end += len;
            continue;
        }
        token.letters |= kind == 1;
        token.strokes |= kind == 2;
        token.end += 1;
    }
    token
}

impl Symbols {
    /// Makes a body's patterns.
    pub fn new(body: &Body) -> Symbols {
        let grammar = body.grammar().clone();
        let jobs: Vec<String> = body.charter.job_numbers.iter().map(|series| job_pattern(&series.template)).collect();
        let job = jobs.join("|");
        let has_jobs = !jobs.is_empty();
        let series = || body.organs.iter().flat_map(|organ| &organ.series);
        let head = |template: &str| template.split('{').next().unwrap_or_default().to_owned();
        let plain = |root: &&Root| root.separator == "/";
        let mut followed: HashMap<Vec<u8>, Vec<u8>, Quick> = HashMap::default();
        for root in &grammar.roots {
            let bytes = followed.entry(root.code.to_ascii_lowercase().into_bytes()).or_default();
            bytes.push(b'/');
            bytes.extend(root.separator.bytes().next());
        }
        Symbols {
            roots: grammar.roots.iter().filter(plain).map(|root| root.code.clone().into_bytes()).collect(),
            followed,
            grammar,
            job: has_jobs.then(|| Regex::new(&format!(r"\b(?:{job})\b")).ok()).flatten(),
            foot: OnceLock::new(),
            jobs: job,
            resolutions: series()
                .filter(|series| series.holds == "resolution")
                .map(|series| head(&series.template))
                .chain(body.charter.cited.iter().flat_map(|cited| &cited.series).map(|series| head(&series.symbol)))
                .filter(|head| !head.is_empty())
                .collect(),
            years: series()
                .filter(|series| series.template.contains("({year})"))
                .map(|series| head(&series.template))
                .collect(),
        }
    }

    /// The first page's foot, if a line may hold one: a letter for the language stands in brackets behind the job number.
    pub fn foot(&self, line: &str) -> Option<&Regex> {
        let bracketed = |at: usize| {
            line[..at].ends_with(char::is_whitespace) && line[at + 1..].chars().nth(1).is_some_and(|c| c == ')')
        };
        if self.job.is_none() || !line.match_indices('(').any(|(at, _)| bracketed(at)) {
            return None;
        }
        let job = &self.jobs;
        let make = || {
            Regex::new(&format!(r"\b(?P<job>{job})\s\(\p{{Lu}}\)(?:\s+\d{{6}})*(?:\s+\*\d{{5,10}}\*)?(?:\s+/\.\.\.)?"))
                .ok()
        };
        self.foot.get_or_init(make).as_ref()
    }

    /// All symbols between two places of a text.
    pub fn find(&self, text: &str, within: Span, words: &Words<'_>) -> Vec<FoundSymbol> {
        let mut found = Vec::new();
        let bytes = text.as_bytes();
        let end = within.end.min(bytes.len());
        let mut at = within.start;
        let mut floor = within.start;
        while let Some(digit) = next_digit(&bytes[..end], at) {
            let token = token(bytes, digit, floor, end);
            at = token.end.max(digit + 1);
            if token.strokes || token.letters {
                at = at.max(self.read(text, token, floor, end, words, &mut found));
            }
            floor = at;
        }
        found
    }

    /// Reads the symbols of one token; the place after them.
    pub fn read(
        &self,
        text: &str,
        token: Token,
        floor: usize,
        end: usize,
        words: &Words<'_>,
        found: &mut Vec<FoundSymbol>,
    ) -> usize {
        if token.end - token.start > LONGEST {
            // A long run of letters and strokes is no symbol.
            return token.end;
        }
        let before = found.len();
        let bytes = text.as_bytes();
        let written = text.get(token.start..token.end).unwrap_or_default();
        // The parts of a symbol may have come apart at a stroke.
        if bytes[token.start] == b'/' || self.comes_after_a_stroke(text, token.start, floor) {
            if let Some(symbol) = self.headless(text, token, floor, words) {
                let after = self.finish(text, symbol, end, found);
                return after.max(token.end);
            }
            if bytes[token.start] == b'/' && !written.starts_with("//") {
                return token.end;
            }
        }
        let mut joined = token;
        let spread = self.spread(text, &mut joined, end);
        if spread
            && let Some(symbol) = self.parse(&without_spaces(joined_text(text, joined)))
            && self.whole(&symbol, words)
        {
            let span = Span::new(joined.start, trimmed(text, joined.start, joined.end));
            return self.finish(text, FoundSymbol { span, symbol, glued: false }, end, found).max(joined.end);
        }
        let mut start = token.start + (written.len() - written.trim_start_matches(['/', '.', '-']).len());
        if start > token.start && !written.starts_with("//") {
            return token.end;
        }
        if let Some(address) = self.address(&text[start..token.end]) {
            start += address;
        } else if start > token.start {
            return token.end;
        }
        // A letter before the token makes it the end of a word; scripts that join words with their prefixes do not.
        if char_before(text, token.start, floor).is_some_and(|c| c.is_alphabetic() && c < '\u{530}') {
            return token.end;
        }
        // A figure run into the first symbol is a footnote's mark.
        let digits = bytes[start..token.end].iter().take_while(|b| b.is_ascii_digit()).count();
        let root = start + digits;
        if digits > 0 && self.root_at(&bytes[root..token.end]).is_none() {
            return self.turned(text, token, words, found).unwrap_or(token.end);
        }
        let mut cuts = [(root, false); MOST_TOGETHER];
        let mut count = 1;
        let mut glued = false;
        let mut at = root + 1;
        while at < token.end && count < MOST_TOGETHER {
            let dash = dash_at(bytes, at);
            let next = at + dash;
            if dash > 0 && self.root_at(&bytes[next..token.end]).is_some() {
                cuts[count] = (next, false);
                count += 1;
            } else if dash == 0
                && bytes[at].is_ascii_uppercase()
                && bytes[at - 1].is_ascii_digit()
                && self.root_at(&bytes[at..token.end]).is_some()
            {
                // Where a figure runs into a root, extraction lost the hyphen between two symbols.
                cuts[count] = (at, true);
                count += 1;
                glued = true;
            }
            at += dash.max(1);
        }
        let mut after = token.end;
        for (index, (from, _)) in cuts[..count].iter().enumerate() {
            let to = cuts[..count].get(index + 1).map_or(token.end, |cut| cut.0);
            let to = trimmed(text, *from, to);
            let written = text.get(*from..to).unwrap_or_default();
            let Some(symbol) = self.written(written, words) else { continue };
            if index > 0 && found.len() == before {
                // What stands before the hyphen is no symbol; then what stands behind it is none.
                break;
            }
            let one = FoundSymbol { span: Span::new(*from, to), symbol, glued };
            if index + 1 == count {
                after = self.finish(text, one, end, found);
            } else {
                found.push(one);
            }
        }
        after.max(token.end)
    }

    /// How long the root is, with what parts it from the rest, if one stands here and something follows it.
    fn root_at(&self, bytes: &[u8]) -> Option<usize> {
        let mut lower = [0; 12];
        let mut letters = 0;
        for (byte, small) in bytes.iter().zip(&mut lower).take_while(|(byte, _)| byte.is_ascii_alphanumeric()) {
            *small = byte.to_ascii_lowercase();
            letters += 1;
        }
        let next = bytes.get(letters)?;
        let known = self.followed.get(&lower[..letters]).is_some_and(|bytes| bytes.contains(next));
        // Small letters are roots only with a figure close behind, as the check of the series will tell.
        let follows = bytes.get(letters + 1).is_some_and(u8::is_ascii_alphanumeric);
        (known && follows).then_some(letters + 1)
    }

    /// The symbol of a piece without spaces and brackets.
    fn written(&self, written: &str, words: &Words<'_>) -> Option<Symbol> {
        let symbol = if self.plainly_canonical(written) {
            Symbol::from_canonical(written)
        } else {
            if !written.bytes().any(|b| b.is_ascii_digit()) && written.is_ascii() {
                return None;
            }
            if written.starts_with(|c: char| c.is_ascii_uppercase()) && self.runs_into_a_word(written) {
                return None;
            }
            let symbol = self.parse(written)?;
            // A root in small letters may be a word; only a symbol of a known series is read from one.
            if written.starts_with(|c: char| c.is_ascii_lowercase()) && words.body.place(&symbol).is_none() {
                return None;
            }
            symbol
        };
        (!self.names_a_body(&symbol)).then_some(symbol)
    }

    /// Whether a part holds a word in small letters that no symbol has: `…/resolution`.
    fn runs_into_a_word(&self, written: &str) -> bool {
        let words = written.split(|c: char| !c.is_ascii_alphabetic());
        words.filter(|word| word.bytes().filter(u8::is_ascii_lowercase).count() > 2).any(|word| {
            let modifiers = self.grammar.modifiers.iter().map(|modifier| &modifier.word);
            !self.grammar.mixed_case.iter().chain(modifiers).any(|known| known.eq_ignore_ascii_case(word))
        })
    }

    fn parse(&self, written: &str) -> Option<Symbol> {
        let plain: String = written
            .chars()
            .map(|c| {
                let mut utf8 = [0; 4];
                let encoded = c.encode_utf8(&mut utf8);
                match digit_at(encoded.as_bytes(), 0) {
                    Some((digit, _)) => (b'0' + digit) as char,
                    None => c,
                }
            })
            .collect();
        self.grammar.parse(&plain).ok()
    }

    /// Whether a piece is in canonical form as far as can be seen at a glance; all others are parsed.
    fn plainly_canonical(&self, written: &str) -> bool {
        let bytes = written.as_bytes();
        let Some(stroke) = bytes.iter().position(|b| *b == b'/') else { return false };
        let (Some(root), Some(rest)) = (bytes.get(..stroke), written.get(stroke + 1..)) else { return false };
        if !self.roots.contains(root) {
            return false;
        }
        let mut digits = false;
        for part in rest.split('/') {
            let part = part.as_bytes();
            if part.is_empty() || part[0] == b'.' || part[part.len() - 1] == b'.' {
                return false;
            }
            let (mut capitals, mut small) = (false, false);
            for byte in part {
                match byte {
                    b'0'..=b'9' => digits = true,
                    b'A'..=b'Z' => capitals = true,
                    b'.' => {}
                    b'a'..=b'z' => small = true,
                    _ => return false,
                }
            }
            if part.windows(2).any(|pair| pair == b"..") && !small {
                return false;
            }
            if small {
                let word = part.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                let known = self.grammar.modifiers.iter().map(|modifier| modifier.word.as_bytes());
                let rest = &part[word..];
                let numbered =
                    rest.first() == Some(&b'.') && rest.len() > 1 && rest[1..].iter().all(u8::is_ascii_digit);
                if !(known.into_iter().any(|known| known == &part[..word]) && numbered) {
                    return false;
                }
            } else if capitals {
                let grammar = &self.grammar;
                let modifies = |word: &[u8]| part.get(..word.len()).is_some_and(|head| word.eq_ignore_ascii_case(head));
                let mixed = |word: &[u8]| part.split(|b| *b == b'.').any(|piece| word.eq_ignore_ascii_case(piece));
                if grammar.modifiers.iter().any(|modifier| modifies(modifier.word.as_bytes()))
                    || part.len() >= 3 && grammar.mixed_case.iter().any(|word| mixed(word.as_bytes()))
                {
                    return false;
                }
            }
        }
        digits
    }

    /// Whether a symbol names a subsidiary body and no document of it.
    fn names_a_body(&self, symbol: &Symbol) -> bool {
        let Some((_, last)) = symbol.as_str().rsplit_once('/') else { return false };
        let Some((word, number)) = last.split_once('.') else { return false };
        number.bytes().all(|b| b.is_ascii_digit()) && self.grammar.bodies.iter().any(|body| body == word)
    }

    /// How far the address of a resolver goes, if one opens the token.
    fn address(&self, written: &str) -> Option<usize> {
        let host = written.find('/')?;
        let bare = written[..host].strip_prefix("www.").unwrap_or(&written[..host]);
        let known =
            |resolver: &String| resolver.strip_prefix("www.").unwrap_or(resolver.as_str()).eq_ignore_ascii_case(bare);
        if !bare.contains('.') || !self.grammar.resolvers.iter().any(known) {
            return None;
        }
        let path = host + 1;
        // A language of two letters may stand before the symbol.
        let rest = &written[path..];
        let language = rest.as_bytes().get(2) == Some(&b'/') && rest.bytes().take(2).all(|b| b.is_ascii_lowercase());
        Some(if language { path + 3 } else { path })
    }

    fn comes_after_a_stroke(&self, text: &str, start: usize, floor: usize) -> bool {
        let bytes = text.as_bytes();
        start > floor + 1 && space_at(bytes, start - 1) == 1 && {
            let mut at = start - 1;
            while at > floor && space_at(bytes, at - 1) == 1 && start - at < 3 {
                at -= 1;
            }
            at > floor && bytes[at - 1] == b'/'
        }
    }

    /// A symbol whose root stands before white space (`S /2020/83`, `A/` and a line's end) or in look-alike letters.
    fn headless(&self, text: &str, token: Token, floor: usize, words: &Words<'_>) -> Option<FoundSymbol> {
        let bytes = text.as_bytes();
        let mut at = token.start;
        while at > floor && space_at(bytes, at - 1) == 1 && token.start - at < 3 {
            at -= 1;
        }
        if at > floor && bytes[at - 1] == b'/' && bytes[token.start] != b'/' {
            at -= 1;
        }
        let end = trimmed(text, token.start, token.end);
        let rest = text.get(token.start..end)?.trim_start_matches('/');
        let mut from = at;
        while from > floor && bytes[from - 1].is_ascii_uppercase() && at - from < 8 {
            from -= 1;
        }
        let mut code = text.get(from..at)?.to_owned();
        if from == at {
            // Typed in Cyrillic or Greek letters of the same shape.
            let letter = char_before(text, at, floor)?;
            code.push(latin(letter)?);
            from -= letter.len_utf8();
        }
        if char_before(text, from, floor)
            .is_some_and(|c| c.is_alphanumeric() && c < '\u{530}' || matches!(c, '/' | '.'))
        {
            return None;
        }
        let symbol = self.parse(&format!("{code}/{rest}"))?;
        let known = words.body.place(&symbol).is_some() && symbol.as_str().bytes().filter(|b| *b == b'/').count() > 1;
        known.then(|| FoundSymbol { span: Span::new(from, end), symbol, glued: false })
    }

    /// Draws a token over white space that extraction put around a stroke or a point; whether it did.
    fn spread(&self, text: &str, token: &mut Token, end: usize) -> bool {
        let bytes = text.as_bytes();
        let mut spread = false;
        for _ in 0..4 {
            let after = skip(bytes, token.end, 1);
            let Some(next) = bytes.get(after).filter(|_| after < end) else { break };
            if !next.is_ascii() {
                break;
            }
            let follows = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
            let last = bytes[token.end - 1];
            let opened = text[token.start..token.end].contains('/');
            let joins = match last {
                b'/' => next.is_ascii_digit() || next.is_ascii_uppercase(),
                b'.' if opened && next.is_ascii_digit() => {
                    let word = text[token.start..token.end - 1].rsplit('/').next().unwrap_or_default();
                    (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic())
                }
                _ => opened && after > token.end && *next == b'/' && follows(after + 1),
            };
            if !joins || after == token.end && *next != b'/' {
                break;
            }
            let mut to = after;
            while to < end && KINDS[bytes[to] as usize] != 0 && to - after < 60 {
                to += 1;
            }
            // Without a figure it is another remark: `/EA` behind a job number says a language.
            if !bytes[after..to].iter().any(u8::is_ascii_digit) {
                break;
            }
            token.end = to;
            spread = true;
        }
        spread
    }

    /// Whether a symbol drawn together over spaces is one beyond doubt: of a known series, or with several parts.
    fn whole(&self, symbol: &Symbol, words: &Words<'_>) -> bool {
        words.body.place(symbol).is_some() || symbol.as_str().bytes().filter(|b| *b == b'/').count() > 2
    }

    /// Symbols that a page written from right to left turned around at their strokes: `83/2020/S`, `2020/83/A/74/672-S`.
    fn turned(&self, text: &str, token: Token, words: &Words<'_>, found: &mut Vec<FoundSymbol>) -> Option<usize> {
        if token.wide || !token.letters || !token.strokes {
            return None;
        }
        let end = trimmed(text, token.start, token.end);
        let written = text.get(token.start..end)?;
        let known = |code: &str, rest: &str| {
            let symbol = self.parse(&format!("{code}/{rest}"))?;
            words.body.place(&symbol)?;
            Some(symbol)
        };
        // Two symbols joined by a hyphen: the second one's figures came first and its root last.
        if let Some((first, root)) = written.rsplit_once('-')
            && root.bytes().all(|b| b.is_ascii_uppercase())
        {
            let letters = first.find(|c: char| c.is_ascii_uppercase())?;
            let figures = first[..letters].strip_suffix('/')?;
            let (one, two) = (known(root, figures)?, self.parse(&first[letters..])?);
            words.body.place(&two)?;
            let cut = token.start + letters;
            found.push(FoundSymbol { span: Span::new(token.start, cut - 1), symbol: one, glued: false });
            found.push(FoundSymbol { span: Span::new(cut, token.start + first.len()), symbol: two, glued: false });
            return Some(token.end);
        }
        let (figures, root) = written.rsplit_once('/')?;
        if root.is_empty() || !root.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        let parts: Vec<&str> = figures.split('/').rev().collect();
        if parts.len() < 2 || parts.iter().any(|part| part.is_empty()) {
            return None;
        }
        let symbol = known(root, &parts.join("/"))?;
        let period = words.body.place(&symbol)?.period;
        // `1/2/A` is rather something else; a year or a session of two figures is not.
        if period.len() < 2 {
            return None;
        }
        found.push(FoundSymbol { span: Span::new(token.start, end), symbol, glued: false });
        Some(token.end)
    }

    /// Adds a symbol with the asterisks, the year, the session or the part that stands behind it; the place after it.
    fn finish(&self, text: &str, mut one: FoundSymbol, end: usize, found: &mut Vec<FoundSymbol>) -> usize {
        let bytes = text.as_bytes();
        let starred = |one: &mut FoundSymbol| {
            let stars = bytes[one.span.end.min(end)..end].iter().take(3).take_while(|b| **b == b'*').count();
            one.span.end += stars;
            if stars > 0 {
                one.symbol = one.symbol.with_asterisks(stars as u32);
            }
            stars > 0
        };
        if !starred(&mut one)
            && let Some((symbol, to)) = self.qualified(text, &one, end)
        {
            one.symbol = symbol;
            one.span.end = to;
            starred(&mut one);
        }
        let after = one.span.end;
        found.push(one);
        self.modifiers(text, after, end, found)
    }

    /// What stands in brackets behind a symbol, if it is part of it.
    fn qualified(&self, text: &str, one: &FoundSymbol, end: usize) -> Option<(Symbol, usize)> {
        let bytes = text.as_bytes();
        let open = skip(bytes, one.span.end, 1);
        let close = match bytes.get(open) {
            Some(b'(') if open < end => b')',
            Some(b'[') if open == one.span.end && open < end => b']',
            _ => return None,
        };
        let length = bytes[open..end].iter().take(30).position(|b| *b == close)?;
        let inner = text.get(open + 1..open + length)?.trim();
        let to = open + length + 1;
        let symbol = one.symbol.as_str();
        if close == b')' && inner.len() == 4 && inner.bytes().all(|b| b.is_ascii_digit()) {
            let numbered = |head: &String| {
                symbol.strip_prefix(head.as_str()).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
            };
            let known = self.years.iter().any(numbered);
            return known.then(|| (Symbol::from_canonical(format!("{symbol} ({inner})")), to));
        }
        let word = self.grammar.qualifiers.iter().any(|q| inner.starts_with(q.as_str()));
        let resolution = self.resolutions.iter().any(|head| symbol.starts_with(head.as_str()));
        let roman = inner.trim_start_matches(['E', 'S']).trim_start_matches('-');
        let session = resolution && close == b')' && !roman.is_empty() && roman.bytes().all(|b| b"IVXLC".contains(&b));
        let part = resolution
            && close == b']'
            && inner.len() <= 5
            && inner.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
        let inner_session = close == b')'
            && open == one.span.end
            && bytes.get(to) == Some(&b'/')
            && !roman.is_empty()
            && roman.bytes().all(|b| b"IVXLC".contains(&b));
        if !(word && close == b')' || session || part || inner_session) {
            return None;
        }
        // What may follow the bracket: the letters of parts, and modifiers.
        let mut to = to;
        if session && bytes.get(to) == Some(&b'[') {
            let more = bytes[to..end].iter().take(8).position(|b| *b == b']');
            to += more.map_or(0, |more| more + 1);
        }
        // A session of a preparatory body stands in the middle: `…/PC(III)/L.1`.
        let written =
            |to: usize| text.get(one.span.start..to).map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "));
        if bytes.get(to) == Some(&b'/') {
            let tail = bytes[to..end].iter().take(24).take_while(|b| KINDS[**b as usize] != 0).count();
            let tail = self.counted(text, to, trimmed(text, to, to + tail), end);
            if let Some(symbol) = written(tail).and_then(|written| self.parse(&written)) {
                return Some((symbol, tail));
            }
        }
        Some((written(to).and_then(|written| self.parse(&written))?, to))
    }

    /// Where a tail ends whose last part is a word of the body that counts something: `/Part A`.
    fn counted(&self, text: &str, from: usize, to: usize, end: usize) -> usize {
        let last = text.get(from..to).and_then(|tail| tail.rsplit('/').next()).unwrap_or_default();
        let rest = text.get(to..end).unwrap_or_default();
        if !self.grammar.qualifiers.iter().any(|word| word == last) {
            return to;
        }
        let Some(rest) = rest.strip_prefix([' ', '\u{a0}']) else { return to };
        let count = rest.bytes().take(5).take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
        let stops = rest[count..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        let space = text.len().min(end) - to - rest.len();
        if (1..5).contains(&count) && stops { to + space + count } else { to }
    }

    /// Modifiers named after their document: `AS/7/12 and Corr.1`.
    fn modifiers(&self, text: &str, mut after: usize, end: usize, found: &mut Vec<FoundSymbol>) -> usize {
        let bytes = text.as_bytes();
        let first = found.len();
        for _ in 0..4 {
            // A comma, a sign of addition or a short word parts them.
            let mut at = skip(bytes, after, 1);
            if matches!(bytes.get(at), Some(b',' | b'+' | b'&')) {
                at = skip(bytes, at + 1, 1);
            }
            let word = at;
            while at < end
                && at - word < 12
                && !bytes[at].is_ascii_uppercase()
                && space_at(bytes, at) == 0
                && !bytes[at].is_ascii_digit()
            {
                at += 1;
            }
            let gap = skip(bytes, at, 1);
            if at > word && gap == at && bytes[word].is_ascii() {
                break;
            }
            let found_word = self.grammar.modifiers.iter().find(|modifier| {
                text.get(gap..gap + modifier.word.len()) == Some(modifier.word.as_str())
                    && bytes.get(gap + modifier.word.len()) == Some(&b'.')
            });
            let Some(modifier) = found_word.filter(|_| gap > after && gap < end) else { break };
            let figures = skip(bytes, gap + modifier.word.len() + 1, 0);
            let count = bytes[figures.min(end)..end].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
            if count == 0 {
                break;
            }
            let to = figures + count;
            let number = &text[figures..to];
            // A further modifier may follow at once: `Add.1/Rev.1`.
            let tail = bytes[to..end].iter().take(24).take_while(|b| KINDS[**b as usize] != 0).count();
            let tail = trimmed(text, to, to + tail).max(to);
            let tail = if bytes.get(to) == Some(&b'/') { tail } else { to };
            // All are named after the document before the first of them.
            let Some(document) = first.checked_sub(1).and_then(|at| found.get(at)) else { break };
            let stem = document.symbol.without_asterisks();
            let written = format!("{stem}/{}.{number}{}", modifier.word, &text[to..tail]);
            let Some(symbol) = self.parse(&written) else { break };
            found.push(FoundSymbol { span: Span::new(gap, tail), symbol, glued: false });
            after = tail;
        }
        after
    }
}

fn joined_text(text: &str, token: Token) -> &str {
    let end = trimmed(text, token.start, token.end);
    text.get(token.start..end).unwrap_or_default()
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The end of a piece without the points, strokes and dashes at its end.
fn trimmed(text: &str, start: usize, end: usize) -> usize {
    let piece = text.get(start..end).unwrap_or_default();
    if piece.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return end;
    }
    start + piece.trim_end_matches(|c: char| !c.is_alphanumeric()).len()
}

fn job_pattern(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&regex::escape(&rest[..open]));
        let Some(close) = rest[open..].find('}') else { break };
        let slot = &rest[open + 1..open + close];
        let width = slot.split_once(':').and_then(|(_, width)| width.parse::<usize>().ok());
        out.push_str(&match (slot, width) {
            ("yy", _) => r"\d{2}".to_owned(),
            ("year", _) => r"\d{4}".to_owned(),
            (_, Some(width)) => format!(r"\d{{{}}}", width.clamp(1, 12)),
            _ => r"\d+".to_owned(),
        });
        rest = &rest[open + close + 1..];
    }
    out.push_str(&regex::escape(rest));
    out
}
