//! XML as tokens: what the formats made of XML share.
//!
//! Entities that a file defines are never expanded, nothing outside the file is ever fetched, and elements always come out
//! balanced, however badly they were nested: what could not be read is told as a token of its own.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::LONGEST;

/// How deep elements are told apart; what stands deeper is read as if it stood at this depth.
const DEEPEST: usize = 256;

/// How often reading goes on after a fault of syntax.
const MOST_FAULTS: usize = 16;

/// How many attributes of one element are read.
const MOST_ATTRIBUTES: usize = 64;

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// An element opens: its name without prefix, and its attributes, without prefixes too.
    Open {
        /// The name.
        name: String,
        /// Names and values of attributes.
        attributes: Vec<(String, String)>,
    },
    /// The innermost open element closes.
    Close,
    /// Text.
    Text(String),
    /// Something that is doubted, by code and message.
    Doubt(&'static str, String),
}

/// Bytes as text, in the encoding that their mark or declaration names, and what is doubted about it.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Vec<(&'static str, String)>) {
    let mut doubts = Vec::new();
    let whole = bytes.len();
    let mut end = whole.min(LONGEST);
    if whole > LONGEST {
        doubts.push(("TOO_LONG", format!("only the first {LONGEST} bytes of {whole} were read")));
        // The cut does not part a letter.
        while end > 0 && bytes[end] & 0xc0 == 0x80 {
            end -= 1;
        }
    }
    let bytes = &bytes[..end];
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if faulty {
            doubts.push(("ENCODING", format!("not all bytes are {}", encoding.name())));
        }
        return (text, doubts);
    }
    // Without its mark, UTF-16 is known by the zero bytes of its first two signs.
    let wide = match bytes {
        [b'<', 0, _, 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, _, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        return (encoding.decode_without_bom_handling(bytes).0, doubts);
    }
    // A file cut in the middle of its last letter is still UTF-8.
    let broken = match std::str::from_utf8(bytes) {
        Ok(text) => return (Cow::Borrowed(text), doubts),
        Err(error) if error.error_len().is_none() => {
            return (String::from_utf8_lossy(&bytes[..error.valid_up_to()]), doubts);
        }
        Err(error) => error.valid_up_to(),
    };
    let declared = declared_encoding(bytes).filter(|encoding| *encoding != UTF_8);
    let encoding = declared.unwrap_or(WINDOWS_1252);
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    if declared.is_none() || faulty {
        let message = format!("byte {broken} is not UTF-8; the file was read as {}", encoding.name());
        doubts.push(("ENCODING", message));
    }
    (text, doubts)
}

/// The encoding that the XML declaration names.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200))?).into_owned();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let rest = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(rest[1..].split(quote).next()?.as_bytes())
}

/// The name of the root element without its prefix, and the start of the file that was looked at to find it; nothing
/// where the bytes are no XML.
pub fn root(bytes: &[u8]) -> Option<(String, String)> {
    const HEAD: usize = 1 << 14;
    let head = bytes.get(..bytes.len().min(HEAD))?;
    let plain = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let starts = |first: u8| plain.iter().find(|b| !b.is_ascii_whitespace() && **b != 0).is_some_and(|b| *b == first);
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    if !wide && !starts(b'<') {
        return None;
    }
    let text = if wide || head.contains(&0) {
        decode(&head[..head.len() & !1]).0.into_owned()
    } else {
        String::from_utf8_lossy(plain).into_owned()
    };
    let mut rest = text.trim_start();
    loop {
        let after = rest.strip_prefix('<')?;
        // Declarations, comments and document types stand before the root.
        let ends = if after.starts_with('?') {
            "?>"
        } else if after.starts_with("!--") {
            "-->"
        } else if after.starts_with('!') {
            if after.split('>').next().is_some_and(|head| head.contains('[')) { "]>" } else { ">" }
        } else {
            let name: String = after.chars().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/')).collect();
            let bare = name.rsplit(':').next().unwrap_or_default().to_owned();
            let named = bare.starts_with(|c: char| c.is_alphabetic() || c == '_');
            return named.then(|| (bare, text.clone()));
        };
        rest = after[after.find(ends)? + ends.len()..].trim_start();
    }
}

/// A file as tokens.
pub struct Tokens<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    /// Where the reader's own text starts, after faults.
    base: usize,
    open: Vec<String>,
    /// How many elements are open beyond the depth that is told apart.
    beyond: usize,
    waiting: std::collections::VecDeque<Token>,
    faults: usize,
    told: Vec<&'static str>,
    done: bool,
}

impl<'t> Tokens<'t> {
    /// Begins to read.
    pub fn new(text: &'t str) -> Tokens<'t> {
        Tokens {
            text,
            reader: reader(text),
            base: 0,
            open: Vec::new(),
            beyond: 0,
            waiting: std::collections::VecDeque::new(),
            faults: 0,
            told: Vec::new(),
            done: false,
        }
    }

    /// Tells a doubt of a kind once.
    fn tell(&mut self, code: &'static str, message: String) {
        if !self.told.contains(&code) {
            self.told.push(code);
            self.waiting.push_back(Token::Doubt(code, message));
        }
    }

    fn opened(&mut self, start: &BytesStart<'_>) {
        if self.open.len() >= DEEPEST {
            self.beyond += 1;
            self.tell(
                "XML_TOO_DEEP",
                format!("elements are nested more than {DEEPEST} deep; deeper ones were not told apart"),
            );
            return;
        }
        let name = start.local_name().as_ref().to_owned();
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false).take(MOST_ATTRIBUTES).flatten() {
            let key = attribute.key.local_name().as_ref().to_owned();
            // A value with an entity that nobody knows stays as it is written.
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
            attributes.push((key, value));
        }
        self.open.push(name.clone());
        self.waiting.push_back(Token::Open { name, attributes });
    }

    fn closed(&mut self, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        // An element that was never closed ends with the one around it.
        let Some(back) = self.open.iter().rev().take(64).position(|open| open == name) else {
            self.tell("MALFORMED_XML", format!("an element “{}” ends that was not open", shown(name)));
            return;
        };
        if back > 0 {
            self.tell("MALFORMED_XML", format!("“{}” ends before elements inside it do", shown(name)));
        }
        for _ in 0..=back {
            self.open.pop();
            self.waiting.push_back(Token::Close);
        }
    }

    fn step(&mut self) {
        match self.reader.read_event() {
            Ok(Event::Start(start)) => self.opened(&start),
            Ok(Event::Empty(start)) => {
                let before = self.open.len();
                self.opened(&start);
                if self.open.len() > before {
                    self.open.pop();
                    self.waiting.push_back(Token::Close);
                } else {
                    self.beyond -= 1;
                }
            }
            Ok(Event::End(end)) => {
                let name = end.local_name().as_ref().to_owned();
                self.closed(&name);
            }
            Ok(Event::Text(text)) => self.waiting.push_back(Token::Text(text.xml10_content().into_owned())),
            Ok(Event::CData(text)) => self.waiting.push_back(Token::Text(text.xml10_content().into_owned())),
            Ok(Event::GeneralRef(reference)) => {
                let name = reference.xml10_content().into_owned();
                let known = match name.as_str() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    "nbsp" => Some('\u{a0}'),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                match known {
                    Some(c) => self.waiting.push_back(Token::Text(c.to_string())),
                    None => {
                        let message = format!("the entity “{}” is not known, and was left as written", shown(&name));
                        self.tell("XML_ENTITY", message);
                        self.waiting.push_back(Token::Text(format!("&{name};")));
                    }
                }
            }
            Ok(Event::DocType(doctype)) => {
                if doctype.contains("ENTITY") {
                    let message = "the file defines entities of its own, which are never expanded or fetched";
                    self.tell("XML_ENTITY", message.to_owned());
                }
            }
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            Ok(Event::Eof) => self.finish(),
            Err(error) => self.fault(&error.to_string()),
        }
    }

    /// After a fault of syntax reading goes on behind it, if something is left.
    fn fault(&mut self, message: &str) {
        let message = format!("the XML is damaged: {}", shown(message));
        self.tell("MALFORMED_XML", message);
        self.faults += 1;
        let at = self.base + usize::try_from(self.reader.error_position()).unwrap_or(0);
        let next = self.text.get(at + 1..).and_then(|rest| rest.find('<')).map(|found| at + 1 + found);
        match next {
            Some(next) if self.faults < MOST_FAULTS && next > self.base => {
                self.base = next;
                self.reader = reader(&self.text[next..]);
            }
            _ => self.finish(),
        }
    }

    fn finish(&mut self) {
        if self.done {
            return;
        }
        self.done = true;
        if !self.open.is_empty() {
            self.tell(
                "XML_CUT_OFF",
                "the file ends before its elements do; what stood until there was read".to_owned(),
            );
        }
        for _ in 0..self.open.len() {
            self.waiting.push_back(Token::Close);
        }
        self.open.clear();
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            if let Some(token) = self.waiting.pop_front() {
                return Some(token);
            }
            if self.done {
                return None;
            }
            self.step();
        }
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    config.check_comments = false;
    reader
}

/// The first letters of a name or message from outside.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> String {
        let mut out = String::new();
        for token in Tokens::new(text) {
            match token {
                Token::Open { name, .. } => out.push_str(&format!("<{name}>")),
                Token::Close => out.push_str("</>"),
                Token::Text(text) => out.push_str(&text),
                Token::Doubt(code, _) => out.push_str(&format!("[{code}]")),
            }
        }
        out
    }

    #[test]
    fn elements_come_out_balanced() {
        assert_eq!(all("<a><b>x</a>"), "<a><b>x[MALFORMED_XML]</></>");
        assert_eq!(all("<a>x</b></a>"), "<a>x[MALFORMED_XML]</>");
        assert_eq!(all("<n:a n:k='1'/>y"), "<a></>y");
        assert_eq!(all("<a><b>x"), "<a><b>x[XML_CUT_OFF]</></>");
        assert_eq!(all("<a>fish & boats &amp; &#x41;&unknown;</a>"), "<a>fish & boats & A[XML_ENTITY]&unknown;</>");
    }

    #[test]
    fn entities_are_not_expanded() {
        let mut bomb = String::from("<!DOCTYPE a [<!ENTITY b0 \"fish\">");
        for at in 1..30 {
            let inner = format!("&b{};", at - 1).repeat(10);
            bomb.push_str(&format!("<!ENTITY b{at} \"{inner}\">"));
        }
        bomb.push_str("<!ENTITY out SYSTEM \"file:///etc/passwd\">]><a>&b29;&out;</a>");
        assert_eq!(all(&bomb), "[XML_ENTITY]<a>&b29;&out;</>");
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}x{}", "<a>".repeat(1000), "</a>".repeat(1000));
        let out = all(&deep);
        assert_eq!(out.matches("<a>").count(), DEEPEST);
        assert_eq!(out.matches("</>").count(), DEEPEST);
        assert!(out.contains('x') && out.contains("[XML_TOO_DEEP]"));
        let deep = format!("{}x", "<a/><a>".repeat(1000));
        assert_eq!(all(&deep).matches("</>").count(), all(&deep).matches("<a>").count());
    }

    #[test]
    fn the_root_is_found_behind_what_stands_before_it() {
        let name = |text: &str| root(text.as_bytes()).map(|(name, _)| name);
        assert_eq!(
            name("\u{feff}<?xml version='1.0'?>\n<!-- <x> --><!DOCTYPE q [<!ENTITY a 'b'>]><n:q a='1'>"),
            Some("q".into())
        );
        assert_eq!(name("<!DOCTYPE html><html>"), Some("html".into()));
        assert_eq!(name("a < b"), None);
        assert_eq!(name("<"), None);
        assert_eq!(name("<3 fish>"), None);
        let wide: Vec<u8> = "\u{feff}<q/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(root(&wide).map(|(name, _)| name), Some("q".into()));
    }

    #[test]
    fn any_encoding_is_read() {
        assert_eq!(decode("<a>Dunmère</a>".as_bytes()).0, "<a>Dunmère</a>");
        let latin = decode(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>Dunm\xe8re</a>");
        assert!(latin.0.contains("Dunmère") && latin.1.is_empty());
        let undeclared = decode(b"<a>Dunm\xe8re</a>");
        assert!(undeclared.0.contains("Dunmère"));
        assert_eq!(undeclared.1[0].0, "ENCODING");
        let wide: Vec<u8> = "<a>é</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide).0, "<a>é</a>");
    }

    #[test]
    fn faults_end_somewhere() {
        for at in 0..200 {
            let text = "<a><b c='d'>x</b><!-- y --><![CDATA[z]]>&amp;</a>".repeat(4);
            let cut: String = text.chars().take(at).collect();
            let _ = all(&cut);
        }
        let _ = all(&"<".repeat(100_000));
        let _ = all(&"<!".repeat(100_000));
        let _ = all(&"<a b=".repeat(10_000));
    }
}
