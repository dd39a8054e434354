//! Fonts: which characters a code stands for, and how far it moves the pen.

use std::{
    collections::HashMap,
    rc::Rc,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use unicode_normalization::UnicodeNormalization;

use super::{
    file::{File, find},
    lexer::{Dict, Lexer, Object},
};

/// What a glyph stands for: a character, a place in [`Texts`], nothing ([`Text::NONE`]) or nobody knows what
/// ([`Text::UNKNOWN`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(u32);

impl Text {
    /// Stands for nothing.
    pub const NONE: Text = Text(0);
    /// Stands for something that the file does not say.
    pub const UNKNOWN: Text = Text(0xfffd);
    const MANY: u32 = 1 << 31;

    /// The character, if it stands for just one.
    pub fn char(self) -> Option<char> {
        if self.0 & Text::MANY == 0 && self.0 != 0 { char::from_u32(self.0) } else { None }
    }
}

/// Texts of more than one character, each kept once.
#[derive(Default)]
pub struct Texts {
    texts: Vec<Rc<str>>,
    known: HashMap<Rc<str>, u32>,
}

impl Texts {
    /// The short form of a text, with forms that only a font needs (ligatures, letters by their place in a word, kinds of
    /// spaces) put as the letters they are.
    pub fn make(&mut self, written: &str) -> Text {
        let mut chars = written.chars();
        let plain = match (chars.next(), chars.next()) {
            (None, _) => return Text::NONE,
            (Some(c), None) => {
                let c = ordinary(c);
                if !is_form(c) {
                    return Text(if c == '\0' { 0 } else { c as u32 });
                }
                std::iter::once(c).nfkc().filter(|c| *c != ' ').collect::<String>()
            }
            _ => {
                let mut plain = String::with_capacity(written.len());
                for c in written.chars().map(ordinary).filter(|c| *c != '\0') {
                    if is_form(c) { plain.extend(std::iter::once(c).nfkc()) } else { plain.push(c) }
                }
                plain
            }
        };
        let mut chars = plain.chars();
        match (chars.next(), chars.next()) {
            (None, _) => return Text::NONE,
            (Some(c), None) => return Text(c as u32),
            _ => {}
        }
        if let Some(known) = self.known.get(plain.as_str()) {
            return Text(*known);
        }
        let text: Rc<str> = plain.into();
        let number = Text::MANY | self.texts.len() as u32;
        self.texts.push(text.clone());
        self.known.insert(text, number);
        Text(number)
    }

    /// Writes what a glyph stands for.
    pub fn write(&self, text: Text, out: &mut String) {
        match text.char() {
            Some(c) => out.push(c),
            None => out.push_str(self.many(text)),
        }
    }

    /// The text of more than one character.
    pub fn many(&self, text: Text) -> &str {
        self.texts.get((text.0 & !Text::MANY) as usize).filter(|_| text.0 & Text::MANY != 0).map_or("", |text| text)
    }
}

/// Forms of letters that stand in Unicode only for old fonts' sake.
fn is_form(c: char) -> bool {
    matches!(c as u32, 0xfb00..=0xfb06 | 0xfb13..=0xfb17 | 0xfb50..=0xfdf2 | 0xfe70..=0xfefc | 0x132 | 0x133)
}

/// A character as plain text has it.
fn ordinary(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\t' | '\n' | '\r' => ' ',
        // Bullets of the old symbol fonts, which have no code of their own.
        '\u{f0b7}' => '•',
        '\u{f0a7}' => '▪',
        '\u{f0b0}' => '°',
        '\u{f02d}' => '-',
        '\u{f020}' => ' ',
        '\u{200b}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => '\0',
        c if (c as u32) < 0x20 => '\0',
        c => c,
    }
}

/// One code's glyph.
#[derive(Clone, Copy)]
pub struct Code {
    /// What it stands for.
    pub text: Text,
    /// How far it moves the pen, in parts of the font's size.
    pub width: f32,
    /// Whether it is the one-byte space, to which word spacing is added.
    pub space: bool,
}

/// A font.
pub struct Font {
    kind: Kind,
    /// Whether its name says that it is bold.
    pub bold: bool,
}

enum Kind {
    Simple(Box<[Code; 256]>),
    Composite(Box<Composite>),
}

struct Composite {
    codes: Codes,
    texts: Vec<Text>,
    others: HashMap<u32, Text>,
    widths: Vec<f32>,
    default: f32,
}

enum Codes {
    /// Two bytes, which are the glyph's number.
    Pairs,
    /// As a table of codes says.
    Table(Arc<CMap>),
}

impl Font {
    /// Reads a font.
    pub fn new(file: &File<'_>, dict: &Dict, texts: &mut Texts) -> Font {
        let base = file.get(dict, b"BaseFont");
        let name = String::from_utf8_lossy(base.as_ref().and_then(Object::name).unwrap_or_default()).into_owned();
        let kind = file.get(dict, b"Subtype");
        let kind = if kind.as_ref().and_then(Object::name) == Some(b"Type0") {
            Kind::Composite(Box::new(composite(file, dict, texts)))
        } else {
            Kind::Simple(simple(file, dict, &name, texts))
        };
        let lower = name.to_lowercase();
        Font { kind, bold: lower.contains("bold") || lower.contains("black") || lower.contains("heavy") }
    }

    /// The font for want of one.
    pub fn missing() -> Font {
        let code = |at: usize| {
            let text = if (0x20..0x7f).contains(&at) { Text(at as u32) } else { Text::UNKNOWN };
            Code { text, width: 0.5, space: at == 32 }
        };
        Font { kind: Kind::Simple(Box::new(std::array::from_fn(code))), bold: false }
    }

    /// Goes through the codes of a string.
    pub fn each(&self, bytes: &[u8], mut show: impl FnMut(Code)) {
        match &self.kind {
            Kind::Simple(codes) => bytes.iter().for_each(|byte| show(codes[usize::from(*byte)])),
            Kind::Composite(font) => match &font.codes {
                Codes::Pairs => {
                    for pair in bytes.chunks_exact(2) {
                        let code = u32::from(pair[0]) << 8 | u32::from(pair[1]);
                        show(font.code(code, code));
                    }
                }
                Codes::Table(table) => {
                    let mut rest = bytes;
                    while !rest.is_empty() {
                        let mut code = 0;
                        let mut found = None;
                        for (at, byte) in rest.iter().enumerate().take(4) {
                            code = code << 8 | u32::from(*byte);
                            if let Some(glyph) = table.lookup_cid_code(code, at as u8 + 1) {
                                found = Some((at + 1, code, glyph));
                                break;
                            }
                        }
                        let (length, code, glyph) = found.unwrap_or_else(|| {
                            let pair = rest.iter().take(2).fold(0, |code, byte| code << 8 | u32::from(*byte));
                            (rest.len().min(2), pair, 0)
                        });
                        rest = &rest[length..];
                        let mut shown = font.code(code, glyph);
                        shown.space = length == 1 && code == 32;
                        show(shown);
                    }
                }
            },
        }
    }
}

impl Composite {
    fn code(&self, code: u32, glyph: u32) -> Code {
        let text = match self.texts.get(code as usize) {
            Some(text) => *text,
            None => self.others.get(&code).copied().unwrap_or(Text::UNKNOWN),
        };
        let width = self.widths.get(glyph as usize).copied().filter(|width| !width.is_nan()).unwrap_or(self.default);
        Code { text, width, space: false }
    }
}

/// A font whose codes are single bytes.
fn simple(file: &File<'_>, dict: &Dict, name: &str, texts: &mut Texts) -> Box<[Code; 256]> {
    let subtype = file.get(dict, b"Subtype");
    let subtype = subtype.as_ref().and_then(Object::name).unwrap_or_default();
    let descriptor = file.dict_at(dict, b"FontDescriptor").unwrap_or_default();
    let encoding = file.get(dict, b"Encoding");
    let base = match &encoding {
        Some(Object::Name(name)) => Some(name.to_vec()),
        Some(Object::Dict(dict)) => file.get(dict, b"BaseEncoding").and_then(|o| o.name().map(<[u8]>::to_vec)),
        _ => None,
    };
    let symbols = name.contains("Symbol") && !name.contains("SymbolSet");
    let mut chars: [Text; 256] = match base.as_deref() {
        Some(b"WinAnsiEncoding") => table(encoding_rs::WINDOWS_1252),
        Some(b"MacRomanEncoding") => table(encoding_rs::MACINTOSH),
        _ if symbols => symbol_table(),
        _ if subtype == b"TrueType" => table(encoding_rs::WINDOWS_1252),
        _ => standard_table(texts),
    };
    if base.is_none() {
        own_names(file, &descriptor, &mut chars, texts);
        if subtype == b"TrueType" && encoding.is_none() {
            own_characters(file, &descriptor, &mut chars, texts);
        }
    }
    if let Some(Object::Dict(encoding)) = &encoding
        && let Some(differences) = file.array_at(encoding, b"Differences")
    {
        let mut at = 0usize;
        for item in differences.iter() {
            match file.resolve(item) {
                Object::Number(number) => at = number as usize,
                Object::Name(name) => {
                    if let Some(slot) = chars.get_mut(at) {
                        *slot = glyph_name(&name, texts);
                    }
                    at += 1;
                }
                _ => {}
            }
        }
    }
    let (dense, _) = to_unicode(file, dict, texts);
    for (slot, text) in chars.iter_mut().zip(dense) {
        if text != Text::UNKNOWN {
            *slot = text;
        }
    }
    let unit = if subtype == b"Type3" {
        let matrix = file.array_at(dict, b"FontMatrix");
        matrix.and_then(|matrix| file.resolve(matrix.first()?).number()).unwrap_or(0.001).abs()
    } else {
        0.001
    };
    let first = file.number(dict, b"FirstChar").unwrap_or(0.0) as usize;
    let widths = file.array_at(dict, b"Widths");
    let missing = file.number(&descriptor, b"MissingWidth").unwrap_or(0.0);
    let mut codes = Box::new([Code { text: Text::NONE, width: 0.0, space: false }; 256]);
    for (at, code) in codes.iter_mut().enumerate() {
        let width = match &widths {
            Some(widths) => at.checked_sub(first).and_then(|at| widths.get(at)).and_then(|w| file.resolve(w).number()),
            None => Some(standard_width(name, chars[at])),
        };
        *code = Code { text: chars[at], width: (width.unwrap_or(missing) * unit) as f32, space: at == 32 };
    }
    codes
}

/// A table of the codes of an old character set.
fn table(encoding: &'static encoding_rs::Encoding) -> [Text; 256] {
    std::array::from_fn(|at| {
        let byte = [at as u8];
        let (text, _) = encoding.decode_without_bom_handling(&byte);
        let c = text.chars().next().map_or('\0', ordinary);
        // What the set leaves open most readers show as a bullet; we say that it is unknown.
        if at < 32 || ('\u{80}'..'\u{a0}').contains(&c) { Text::UNKNOWN } else { Text(c as u32) }
    })
}

/// The encoding that fonts have by themselves.
fn standard_table(texts: &mut Texts) -> [Text; 256] {
    const HIGH: &[(usize, &str)] = &[
        (0xa1, "¡¢£⁄¥ƒ§¤'“«‹›\u{fb01}\u{fb02}"),
        (0xb1, "–†‡·"),
        (0xb6, "¶•‚„”»…‰"),
        (0xbf, "¿"),
        (0xc1, "`´ˆ˜¯˘˙¨"),
        (0xca, "˚¸"),
        (0xcd, "˝˛ˇ—"),
        (0xe1, "Æ"),
        (0xe3, "ª"),
        (0xe8, "ŁØŒº"),
        (0xf1, "æ"),
        (0xf5, "ı"),
        (0xf8, "łøœß"),
    ];
    let mut out: [Text; 256] =
        std::array::from_fn(|at| if (0x20..0x7f).contains(&at) { Text(at as u32) } else { Text::UNKNOWN });
    out[0x27] = Text('’' as u32);
    out[0x60] = Text('‘' as u32);
    for (start, run) in HIGH {
        for (slot, c) in out[*start..].iter_mut().zip(run.chars()) {
            *slot = texts.make(c.encode_utf8(&mut [0; 4]));
        }
    }
    out
}

/// The signs of the standard symbol font that letters use.
fn symbol_table() -> [Text; 256] {
    const GREEK: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    let mut out: [Text; 256] =
        std::array::from_fn(|at| if (0x20..0x40).contains(&at) { Text(at as u32) } else { Text::UNKNOWN });
    for (at, c) in GREEK.chars().enumerate() {
        out[0x41 + at] = Text(c as u32);
        if let Some(small) = c.to_lowercase().next() {
            out[0x61 + at] = Text(small as u32);
        }
    }
    for (at, c) in [(0xb7, '•'), (0xb0, '°'), (0xb1, '±'), (0xb4, '×'), (0xa3, '≤'), (0xb3, '≥'), (0x2d, '−')]
    {
        out[at] = Text(c as u32);
    }
    out
}

/// The names that an embedded font program of the first type gives its codes.
fn own_names(file: &File<'_>, descriptor: &Dict, chars: &mut [Text; 256], texts: &mut Texts) {
    let Some(Object::Stream(program)) = file.get(descriptor, b"FontFile") else { return };
    let program = file.bytes(&program);
    let clear = find(&program, b"eexec").unwrap_or(program.len().min(1 << 16));
    let Some(start) = find(&program[..clear], b"/Encoding") else { return };
    let mut lexer = Lexer::new(&program[..clear], start);
    while let Some(step) = find(&lexer.data[lexer.at..], b"dup") {
        lexer.at += step + 3;
        lexer.skip_space();
        let Some(code) = lexer.unsigned() else { continue };
        lexer.skip_space();
        if lexer.peek() == Some(b'/')
            && let Some(slot) = chars.get_mut(code as usize)
        {
            let name = lexer.name();
            *slot = glyph_name(&name, texts);
        }
    }
}

/// The characters that an embedded TrueType font gives its codes, where the PDF says nothing.
fn own_characters(file: &File<'_>, descriptor: &Dict, chars: &mut [Text; 256], texts: &mut Texts) {
    let Some(Object::Stream(program)) = file.get(descriptor, b"FontFile2") else { return };
    let program = file.bytes(&program);
    // A subset's own codes lie at F000; where its table gives true characters too, both lead to the same glyph.
    let glyphs = glyph_characters(&program);
    let codes = character_glyphs(&program);
    for (at, slot) in chars.iter_mut().enumerate() {
        let glyph = codes.get(&(0xf000 + at as u32)).or_else(|| codes.get(&(at as u32)));
        if let Some(c) = glyph.and_then(|glyph| glyphs.get(glyph)) {
            *slot = texts.make(c.encode_utf8(&mut [0; 4]));
        }
    }
}

/// The character of each glyph of a TrueType font, but for those of private use.
fn glyph_characters(program: &[u8]) -> HashMap<u16, char> {
    let mut out = HashMap::new();
    for (code, glyph) in character_glyphs(program) {
        let Some(c) = char::from_u32(code).filter(|c| !matches!(*c as u32, 0xe000..=0xf8ff | 0..=31)) else { continue };
        // Of several characters the lowest counts: the letter, not its form.
        out.entry(glyph).and_modify(|known: &mut char| *known = (*known).min(c)).or_insert(c);
    }
    out
}

/// The table of a TrueType font that leads from characters to glyphs.
fn character_glyphs(program: &[u8]) -> HashMap<u32, u16> {
    let mut out = HashMap::new();
    // Segments that lie over each other must not take long.
    let mut left = 1u32 << 19;
    let u16_at = |at: usize| Some(u16::from_be_bytes([*program.get(at)?, *program.get(at + 1)?]));
    let u32_at = |at: usize| Some(u32::from(u16_at(at)?) << 16 | u32::from(u16_at(at + 2)?));
    let mut read = || -> Option<()> {
        let tables = u16_at(4)?;
        let entry =
            (0..usize::from(tables)).map(|n| 12 + 16 * n).find(|at| program.get(*at..*at + 4) == Some(b"cmap"))?;
        let start = u32_at(entry + 8)? as usize;
        for part in 0..usize::from(u16_at(start + 2)?).min(16) {
            let at = start.checked_add(u32_at(start + 4 + 8 * part + 4)? as usize)?;
            match u16_at(at)? {
                4 => {
                    let count = usize::from(u16_at(at + 6)? / 2);
                    for segment in 0..count {
                        let end = u16_at(at + 14 + 2 * segment)?;
                        let first = u16_at(at + 16 + 2 * count + 2 * segment)?;
                        let delta = u16_at(at + 16 + 4 * count + 2 * segment)?;
                        let offset_at = at + 16 + 6 * count + 2 * segment;
                        let offset = usize::from(u16_at(offset_at)?);
                        for code in first..=end {
                            left = left.checked_sub(1)?;
                            let glyph = if offset == 0 {
                                code.wrapping_add(delta)
                            } else {
                                match u16_at(offset_at + offset + 2 * usize::from(code - first)) {
                                    Some(0) | None => continue,
                                    Some(glyph) => glyph.wrapping_add(delta),
                                }
                            };
                            if code != 0xffff && glyph != 0 {
                                out.entry(u32::from(code)).or_insert(glyph);
                            }
                        }
                    }
                }
                6 => {
                    let first = u32::from(u16_at(at + 6)?);
                    for n in 0..u32::from(u16_at(at + 8)?) {
                        left = left.checked_sub(1)?;
                        out.entry(first + n).or_insert(u16_at(at + 10 + 2 * n as usize)?);
                    }
                }
                12 => {
                    for group in 0..(u32_at(at + 12)? as usize).min(1 << 16) {
                        let from = at + 16 + 12 * group;
                        let (first, last, glyph) = (u32_at(from)?, u32_at(from + 4)?, u32_at(from + 8)?);
                        for n in 0..=last.checked_sub(first)?.min(1 << 16) {
                            left = left.checked_sub(1)?;
                            out.entry(first.saturating_add(n)).or_insert(glyph.wrapping_add(n) as u16);
                        }
                    }
                }
                _ => {}
            }
        }
        Some(())
    };
    read();
    out
}

static NAMES: LazyLock<HashMap<&'static [u8], char>> = LazyLock::new(|| {
    let lines = include_str!("glyphs.txt").lines().filter(|line| !line.starts_with('#'));
    let pair = |line: &'static str| {
        let (name, code) = line.split_once(' ')?;
        Some((name.as_bytes(), char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
    };
    lines.filter_map(pair).collect()
});

/// What a glyph's name stands for: by the list, as `uni0416`, or as parts joined by low lines.
fn glyph_name(name: &[u8], texts: &mut Texts) -> Text {
    if name == b".notdef" {
        return Text::NONE;
    }
    let stem = name.split(|byte| *byte == b'.').next().unwrap_or(name);
    let mut out = String::new();
    for part in stem.split(|byte| *byte == b'_') {
        if let Some(c) = NAMES.get(part) {
            out.push(*c);
            continue;
        }
        let Ok(part) = std::str::from_utf8(part) else { return Text::UNKNOWN };
        if let Some(digits) = part.strip_prefix("uni").filter(|d| d.len() >= 4 && d.len() % 4 == 0 && d.is_ascii()) {
            let units: Option<Vec<u16>> =
                (0..digits.len()).step_by(4).map(|at| u16::from_str_radix(&digits[at..at + 4], 16).ok()).collect();
            let Some(units) = units else { return Text::UNKNOWN };
            out.extend(char::decode_utf16(units).filter_map(Result::ok));
        } else if let Some(c) = part
            .strip_prefix('u')
            .filter(|d| (4..=6).contains(&d.len()))
            .and_then(|d| u32::from_str_radix(d, 16).ok())
            .and_then(char::from_u32)
        {
            out.push(c);
        } else {
            return Text::UNKNOWN;
        }
    }
    texts.make(&out)
}

/// The widths of the fonts that every reader has, near enough to tell words apart.
fn standard_width(name: &str, text: Text) -> f64 {
    const SANS: [u16; 95] = [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
        500, 500, 500, 334, 260, 334, 584,
    ];
    const SERIF: [u16; 95] = [
        250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
        500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722,
        611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444,
        500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722,
        500, 500, 444, 480, 200, 480, 541,
    ];
    if name.contains("Courier") || name.contains("Mono") {
        return 600.0;
    }
    let table = if name.contains("Times") || name.contains("Serif") { &SERIF } else { &SANS };
    let code = text.char().map(|c| c as usize).unwrap_or(0);
    code.checked_sub(0x20).and_then(|at| table.get(at)).map_or(556.0, |width| f64::from(*width))
}

/// A font whose codes are several bytes.
fn composite(file: &File<'_>, dict: &Dict, texts: &mut Texts) -> Composite {
    let below = file.array_at(dict, b"DescendantFonts").and_then(|fonts| file.dict(fonts.first()?)).unwrap_or_default();
    let mut codes = Codes::Pairs;
    let mut unicode = false;
    match file.get(dict, b"Encoding") {
        Some(Object::Name(name)) if !name.starts_with(b"Identity") => {
            unicode = find(&name, b"UCS2").is_some() || find(&name, b"UTF16").is_some();
            if let Some(table) = predefined(CMapName::from_bytes(&name)) {
                codes = Codes::Table(table);
            }
        }
        Some(Object::Stream(stream)) => {
            if let Some(table) = CMap::parse(&file.bytes(&stream), load_embedded) {
                codes = Codes::Table(Arc::new(table));
            }
        }
        _ => {}
    }
    let mut widths = Vec::new();
    if let Some(list) = file.array_at(&below, b"W") {
        // Ranges that lie over each other must not take long.
        let mut left = 1usize << 18;
        let mut set = |at: usize, width: f64| {
            left = left.saturating_sub(1);
            if at < 1 << 16 && left > 0 {
                if widths.len() <= at {
                    widths.resize(at + 1, f32::NAN);
                }
                widths[at] = (width / 1000.0) as f32;
            }
            left > 0
        };
        let mut at = 0;
        while let (Some(first), Some(next)) = (list.get(at), list.get(at + 1)) {
            let first = file.resolve(first).number().unwrap_or(0.0).max(0.0) as usize;
            match file.resolve(next) {
                Object::Array(run) => {
                    for (step, width) in run.iter().enumerate() {
                        set(first + step, file.resolve(width).number().unwrap_or(0.0));
                    }
                    at += 2;
                }
                Object::Number(last) => {
                    let width = list.get(at + 2).and_then(|w| file.resolve(w).number()).unwrap_or(0.0);
                    for glyph in first..=(last.max(0.0) as usize).min(1 << 16) {
                        if !set(glyph, width) {
                            break;
                        }
                    }
                    at += 3;
                }
                _ => at += 1,
            }
        }
    }
    let (mut known, others) = to_unicode(file, dict, texts);
    let nothing = known.iter().all(|text| *text == Text::UNKNOWN) && others.is_empty();
    let mut font = Composite { codes, texts: Vec::new(), others, widths, default: 0.0 };
    font.default = (file.number(&below, b"DW").unwrap_or(1000.0) / 1000.0) as f32;
    if nothing {
        known = guessed(file, &below, &font.codes, unicode, texts);
    }
    font.texts = known;
    font
}

/// A predefined table of codes; each is made ready once for all files.
fn predefined(name: CMapName<'_>) -> Option<Arc<CMap>> {
    type Ready = HashMap<Vec<u8>, Option<Arc<CMap>>>;
    static READY: LazyLock<Mutex<Ready>> = LazyLock::new(Mutex::default);
    let mut ready = READY.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || CMap::parse(load_embedded(name)?, load_embedded).map(Arc::new);
    // A name that is none of the known ones is never kept: names from outside must not fill the memory.
    if matches!(name, CMapName::Custom(_)) {
        return None;
    }
    ready.entry(name.to_bytes().to_vec()).or_insert_with(make).clone()
}

/// What codes stand for where the file does not say: by the collection of glyphs, or by the embedded font's own table.
fn guessed(file: &File<'_>, below: &Dict, codes: &Codes, unicode: bool, texts: &mut Texts) -> Vec<Text> {
    let mut out = vec![Text::UNKNOWN; 1 << 16];
    if unicode {
        for (code, slot) in out.iter_mut().enumerate() {
            if let Some(c) = char::from_u32(code as u32) {
                *slot = texts.make(c.encode_utf8(&mut [0; 4]));
            }
        }
        return out;
    }
    let system = file.dict_at(below, b"CIDSystemInfo").unwrap_or_default();
    let string = |key| match file.get(&system, key) {
        Some(Object::String(bytes)) => bytes.to_vec(),
        _ => Vec::new(),
    };
    let family = CidFamily::from_registry_ordering(&string(b"Registry"), &string(b"Ordering"));
    if let Some(table) = family.ucs2_cmap().and_then(predefined) {
        for (code, slot) in out.iter_mut().enumerate() {
            let code = code as u32;
            let glyph = match codes {
                Codes::Pairs => Some(code),
                Codes::Table(table) => {
                    let one = (code < 256).then(|| table.lookup_cid_code(code, 1)).flatten();
                    one.or_else(|| table.lookup_cid_code(code, 2))
                }
            };
            match glyph.and_then(|glyph| table.lookup_bf_string(glyph)) {
                Some(BfString::Char(c)) => *slot = texts.make(c.encode_utf8(&mut [0; 4])),
                Some(BfString::String(text)) => *slot = texts.make(&text),
                None => {}
            }
        }
        return out;
    }
    let descriptor = file.dict_at(below, b"FontDescriptor").unwrap_or_default();
    let maps = matches!(file.get(below, b"CIDToGIDMap"), Some(Object::Stream(_)));
    if let (Some(Object::Stream(program)), false) = (file.get(&descriptor, b"FontFile2"), maps) {
        for (glyph, c) in glyph_characters(&file.bytes(&program)) {
            out[usize::from(glyph)] = texts.make(c.encode_utf8(&mut [0; 4]));
        }
    }
    out
}

/// The table by which the file itself says what its codes stand for: codes up to two bytes, and longer ones.
fn to_unicode(file: &File<'_>, dict: &Dict, texts: &mut Texts) -> (Vec<Text>, HashMap<u32, Text>) {
    let mut dense = Vec::new();
    let mut others = HashMap::new();
    let Some(Object::Stream(stream)) = file.get(dict, b"ToUnicode") else { return (dense, others) };
    let data = file.bytes(&stream);
    let mut set = |code: u32, text: Text| {
        let at = code as usize;
        if at < 1 << 16 {
            if dense.len() <= at {
                dense.resize(at + 1, Text::UNKNOWN);
            }
            dense[at] = text;
        } else if others.len() < 1 << 17 {
            others.insert(code, text);
        }
    };
    let mut lexer = Lexer::new(&data, 0);
    let mut scratch = Vec::new();
    let mut left = 1usize << 18;
    loop {
        lexer.skip_space();
        let Some(byte) = lexer.peek() else { break };
        let start = lexer.at;
        match lexer.word() {
            b"beginbfchar" => {
                while let Some(code) = hex_code(&mut lexer, &mut scratch) {
                    let Some(text) = target(&mut lexer, &mut scratch, texts) else { break };
                    set(code, text);
                    left = left.saturating_sub(1);
                    if left == 0 {
                        return (dense, others);
                    }
                }
            }
            b"beginbfrange" => {
                while let Some(first) = hex_code(&mut lexer, &mut scratch) {
                    let Some(last) = hex_code(&mut lexer, &mut scratch) else { break };
                    lexer.skip_space();
                    if lexer.peek() == Some(b'[') {
                        lexer.at += 1;
                        let mut code = first;
                        while let Some(text) = target(&mut lexer, &mut scratch, texts) {
                            if code <= last {
                                set(code, text);
                            }
                            code = code.saturating_add(1);
                            left = left.saturating_sub(1);
                            if left == 0 {
                                return (dense, others);
                            }
                        }
                        lexer.skip_space();
                        lexer.take(b"]");
                        continue;
                    }
                    if lexer.peek() != Some(b'<') {
                        break;
                    }
                    scratch.clear();
                    lexer.string(&mut scratch);
                    let mut units = utf16(&scratch);
                    for code in first..=last.min(first.saturating_add(0xffff)) {
                        set(code, decoded(&units, texts));
                        if let Some(unit) = units.last_mut() {
                            *unit = unit.wrapping_add(1);
                        }
                        left = left.saturating_sub(1);
                        if left == 0 {
                            return (dense, others);
                        }
                    }
                }
            }
            _ => {
                if matches!(byte, b'<' | b'(') && lexer.second() != Some(b'<') {
                    lexer.skip_string();
                }
                if lexer.at == start {
                    lexer.at += 1;
                }
            }
        }
    }
    (dense, others)
}

fn hex_code(lexer: &mut Lexer<'_>, scratch: &mut Vec<u8>) -> Option<u32> {
    lexer.skip_space();
    if lexer.peek() != Some(b'<') {
        return None;
    }
    scratch.clear();
    lexer.string(scratch);
    Some(scratch.iter().take(4).fold(0, |code, byte| code << 8 | u32::from(*byte)))
}

fn target(lexer: &mut Lexer<'_>, scratch: &mut Vec<u8>, texts: &mut Texts) -> Option<Text> {
    lexer.skip_space();
    match lexer.peek() {
        Some(b'<') => {
            scratch.clear();
            lexer.string(scratch);
            Some(decoded(&utf16(scratch), texts))
        }
        Some(b'/') => {
            let name = lexer.name();
            Some(glyph_name(&name, texts))
        }
        _ => None,
    }
}

fn utf16(bytes: &[u8]) -> Vec<u16> {
    if let [byte] = bytes {
        return vec![u16::from(*byte)];
    }
    bytes.chunks_exact(2).take(64).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
}

fn decoded(units: &[u16], texts: &mut Texts) -> Text {
    if let [unit] = units
        && let Some(c) = char::from_u32(u32::from(*unit))
    {
        return if *unit == 0xfffd { Text::UNKNOWN } else { texts.make(c.encode_utf8(&mut [0; 4])) };
    }
    let text: String = char::decode_utf16(units.iter().copied()).filter_map(Result::ok).collect();
    texts.make(&text)
}
