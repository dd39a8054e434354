//! The words of which a PDF is made: numbers, names, strings, arrays and dictionaries.

use std::rc::Rc;

/// How deep arrays and dictionaries may lie in each other; what is deeper reads as nothing.
const DEEPEST: usize = 48;

/// How many members an array or a dictionary may have.
const MOST_MEMBERS: usize = 1 << 20;

/// An object.
#[derive(Clone, Debug)]
pub enum Object {
    /// Nothing, or what could not be read.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, whole or not.
    Number(f64),
    /// A name without its slash.
    Name(Rc<[u8]>),
    /// A string.
    String(Rc<[u8]>),
    /// An array.
    Array(Rc<Vec<Object>>),
    /// A dictionary.
    Dict(Dict),
    /// A stream.
    Stream(Rc<Stream>),
    /// The number of another object; its generation tells nothing more.
    Reference(u32),
}

/// A dictionary: names and what they stand for. Small enough that looking through beats hashing.
#[derive(Clone, Debug, Default)]
pub struct Dict(Rc<Vec<(Rc<[u8]>, Object)>>);

/// A stream: a dictionary, and where its bytes stand in the file.
#[derive(Clone, Debug)]
pub struct Stream {
    /// What is said of the bytes.
    pub dict: Dict,
    /// Where the bytes start.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The object's number and generation, by which its bytes are enciphered.
    pub id: (u32, u16),
}

impl Dict {
    /// A dictionary of these members.
    pub fn new(members: Vec<(Rc<[u8]>, Object)>) -> Dict {
        Dict(Rc::new(members))
    }

    /// What stands under a name, as written. The last of several counts, as in other readers.
    pub fn raw(&self, key: &[u8]) -> Option<&Object> {
        self.0.iter().rev().find(|(name, _)| &**name == key).map(|(_, value)| value)
    }

    /// The members.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Object {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        if let Object::Number(number) = self { Some(*number) } else { None }
    }

    /// The name, if it is one.
    pub fn name(&self) -> Option<&[u8]> {
        if let Object::Name(name) = self { Some(name) } else { None }
    }
}

/// Whether a byte is white space.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x0c | 0)
}

/// Whether a byte ends a word.
pub fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

/// Goes through bytes.
#[derive(Clone)]
pub struct Lexer<'a> {
    /// The bytes.
    pub data: &'a [u8],
    /// How far it has come.
    pub at: usize,
}

impl<'a> Lexer<'a> {
    /// Starts at a place.
    pub fn new(data: &'a [u8], at: usize) -> Self {
        Lexer { data, at: at.min(data.len()) }
    }

    /// The next byte, which stays.
    pub fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    /// The byte after the next.
    pub fn second(&self) -> Option<u8> {
        self.data.get(self.at + 1).copied()
    }

    /// Passes white space and comments.
    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_space(byte) {
                self.at += 1;
            } else if byte == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
            } else {
                break;
            }
        }
    }

    /// Passes these bytes if they are next.
    pub fn take(&mut self, word: &[u8]) -> bool {
        let there = self.data[self.at..].starts_with(word);
        if there {
            self.at += word.len();
        }
        there
    }

    /// A run of regular bytes: a keyword or an operator.
    pub fn word(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        &self.data[start..self.at]
    }

    /// A number; leniently, as damaged files write them (`--5`, `1.2.3`).
    pub fn number(&mut self) -> Option<f64> {
        let start = self.at;
        let mut negative = false;
        while let Some(sign @ (b'-' | b'+')) = self.peek() {
            negative |= sign == b'-';
            self.at += 1;
        }
        let mut whole = 0f64;
        let mut digits = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            whole = whole * 10.0 + f64::from(digit - b'0');
            digits += 1;
            self.at += 1;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            let mut scale = 0.1;
            while let Some(digit @ (b'0'..=b'9' | b'-')) = self.peek() {
                if digit != b'-' {
                    whole += scale * f64::from(digit - b'0');
                    scale *= 0.1;
                }
                digits += 1;
                self.at += 1;
            }
        }
        if digits == 0 && self.at == start {
            return None;
        }
        Some(if negative { -whole } else { whole })
    }

    /// A whole number without a sign.
    pub fn unsigned(&mut self) -> Option<u64> {
        let start = self.at;
        let mut value = 0u64;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
            self.at += 1;
        }
        (self.at > start).then_some(value)
    }

    /// The bytes of a name; the slash is next.
    pub fn name(&mut self) -> Rc<[u8]> {
        self.at += 1;
        let written = self.word();
        if !written.contains(&b'#') {
            return written.into();
        }
        let mut name = Vec::with_capacity(written.len());
        let mut at = 0;
        while at < written.len() {
            let pair = (written.get(at + 1).and_then(|b| hex(*b)), written.get(at + 2).and_then(|b| hex(*b)));
            if let (b'#', (Some(high), Some(low))) = (written[at], pair) {
                name.push(high << 4 | low);
                at += 3;
            } else {
                name.push(written[at]);
                at += 1;
            }
        }
        name.into()
    }

    /// A string of either kind, added to `out`; its bracket is next.
    pub fn string(&mut self, out: &mut Vec<u8>) {
        if self.peek() == Some(b'<') {
            self.at += 1;
            let mut high = None;
            while let Some(byte) = self.peek() {
                self.at += 1;
                if byte == b'>' {
                    break;
                }
                let Some(digit) = hex(byte) else { continue };
                match high.take() {
                    Some(before) => out.push(before << 4 | digit),
                    None => high = Some(digit),
                }
            }
            out.extend(high.map(|before| before << 4));
            return;
        }
        self.at += 1;
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' if depth == 0 => return,
                b')' => depth -= 1,
                b'\\' => {
                    self.escape(out);
                    continue;
                }
                b'\r' => {
                    self.take(b"\n");
                    out.push(b'\n');
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => {
                self.take(b"\n");
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                out.push(code as u8);
            }
            other => out.push(other),
        }
    }

    /// Passes a string without reading it; its bracket is next.
    pub fn skip_string(&mut self) {
        if self.peek() == Some(b'<') {
            while self.peek().is_some_and(|b| b != b'>') {
                self.at += 1;
            }
            self.at = (self.at + 1).min(self.data.len());
            return;
        }
        self.at += 1;
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' if depth == 0 => return,
                b')' => depth -= 1,
                b'\\' => self.at = (self.at + 1).min(self.data.len()),
                _ => {}
            }
        }
    }

    /// Passes an array or a dictionary without reading it; its bracket is next.
    pub fn skip_group(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'[' => depth += 1,
                b'<' if self.second() == Some(b'<') => {
                    depth += 1;
                    self.at += 1;
                }
                b'<' | b'(' => {
                    self.skip_string();
                    continue;
                }
                b']' => depth = depth.saturating_sub(1),
                b'>' if self.second() == Some(b'>') => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                b'%' => {
                    self.skip_space();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
    }

    /// Any object. At a word that is none, it reads nothing and passes the word.
    pub fn object(&mut self) -> Object {
        self.object_at(0)
    }

    fn object_at(&mut self, depth: usize) -> Object {
        self.skip_space();
        let Some(byte) = self.peek() else { return Object::Null };
        match byte {
            b'/' => Object::Name(self.name()),
            b'<' if self.second() == Some(b'<') => {
                if depth >= DEEPEST {
                    self.skip_group();
                    return Object::Null;
                }
                self.at += 2;
                Object::Dict(self.dict(depth))
            }
            b'(' | b'<' => {
                let mut out = Vec::new();
                self.string(&mut out);
                Object::String(out.into())
            }
            b'[' => {
                if depth >= DEEPEST {
                    self.skip_group();
                    return Object::Null;
                }
                self.at += 1;
                let mut members = Vec::new();
                loop {
                    self.skip_space();
                    match self.peek() {
                        None => break,
                        Some(b']') => {
                            self.at += 1;
                            break;
                        }
                        Some(b'>') if self.second() == Some(b'>') => break,
                        // A closing bracket was lost.
                        Some(b'e') if self.data[self.at..].starts_with(b"endobj") => break,
                        Some(_) => members.push(self.object_at(depth + 1)),
                    }
                    if members.len() >= MOST_MEMBERS {
                        break;
                    }
                }
                Object::Array(Rc::new(members))
            }
            b'0'..=b'9' => self.number_or_reference(),
            b'+' | b'-' | b'.' => self.number().map_or(Object::Null, Object::Number),
            _ if is_regular(byte) => match self.word() {
                b"true" => Object::Bool(true),
                b"false" => Object::Bool(false),
                _ => Object::Null,
            },
            _ => {
                self.at += 1;
                Object::Null
            }
        }
    }

    fn number_or_reference(&mut self) -> Object {
        let start = self.at;
        if let Some(number) = self.unsigned().and_then(|n| u32::try_from(n).ok())
            && self.peek().is_some_and(is_space)
        {
            let after = self.at;
            while self.peek().is_some_and(is_space) {
                self.at += 1;
            }
            if self.unsigned().is_some_and(|n| n <= u64::from(u16::MAX)) {
                while self.peek().is_some_and(is_space) {
                    self.at += 1;
                }
                if self.peek() == Some(b'R') && !self.second().is_some_and(is_regular) {
                    self.at += 1;
                    return Object::Reference(number);
                }
            }
            self.at = after;
            return Object::Number(f64::from(number));
        }
        self.at = start;
        self.number().map_or(Object::Null, Object::Number)
    }

    /// The members of a dictionary whose opening brackets have been passed.
    fn dict(&mut self, depth: usize) -> Dict {
        let mut members = Vec::new();
        while members.len() < MOST_MEMBERS {
            self.skip_space();
            match self.peek() {
                None => break,
                Some(b'/') => {
                    let name = self.name();
                    self.skip_space();
                    // A name without a value at the end.
                    if self.data[self.at..].starts_with(b">>") {
                        continue;
                    }
                    members.push((name, self.object_at(depth + 1)));
                }
                Some(b'>') => {
                    self.at += 1;
                    self.take(b">");
                    break;
                }
                Some(b'e') if self.data[self.at..].starts_with(b"endobj") => break,
                Some(b's') if self.data[self.at..].starts_with(b"stream") => break,
                Some(_) => {
                    let before = self.at;
                    self.object_at(depth + 1);
                    self.at = self.at.max(before + 1);
                }
            }
        }
        Dict::new(members)
    }
}

/// The value of a hexadecimal digit.
pub fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
