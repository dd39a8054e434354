//! The file: where its objects stand, its pages, and the bytes of its streams.
//!
//! Everything here is bounded: objects that name each other in a circle, trees of pages without an end, streams that unpack
//! to more than a letter could hold.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet},
    rc::Rc,
};

use super::{
    crypt::{Cipher, Crypt},
    filters::{self, Predictor},
    lexer::{Dict, Lexer, Object, Stream, is_delimiter, is_space},
};

/// How many bytes one stream may unpack to.
const LARGEST_STREAM: usize = 32 << 20;

/// How many bytes all streams together may unpack to.
const LARGEST_FILE: usize = 384 << 20;

/// How many pages are read.
pub const MOST_PAGES: usize = 20_000;

/// How many tables of places are followed.
const MOST_TABLES: usize = 1_000;

/// The highest object number that is believed.
const HIGHEST: u32 = 1 << 22;

/// How many branches and leaves of the tree of pages are looked at.
const MOST_BRANCHES: usize = 8 * MOST_PAGES;

#[derive(Clone, Copy, Debug)]
enum Place {
    /// In the file, from this byte.
    At(usize),
    /// In an object stream, as its so-manieth.
    In(u32, u32),
}

/// A page and what it inherits.
pub struct Page {
    /// The page's dictionary.
    pub dict: Dict,
    /// Its fonts, forms and so on.
    pub resources: Dict,
    /// What of it is seen: left, bottom, right, top.
    pub seen: [f64; 4],
    /// By how much it is turned, in quarters clockwise.
    pub turned: u8,
}

/// The members of an object stream by number, in order.
type Members = Rc<Vec<(u32, Object)>>;

/// A file.
pub struct File<'a> {
    data: &'a [u8],
    places: RefCell<HashMap<u32, Place>>,
    objects: RefCell<HashMap<u32, Object>>,
    groups: RefCell<HashMap<u32, Members>>,
    /// Object streams being read, so that one that stands in itself ends.
    reading: RefCell<HashSet<u32>>,
    trailer: RefCell<Dict>,
    crypt: Option<Crypt>,
    unpacked: Cell<usize>,
    searched: Cell<usize>,
    /// How many bytes of objects may still be read: overlapping objects must not take the square of the file's length.
    readable: Cell<usize>,
    /// Whether the table of places was damaged and the file was searched instead.
    pub rebuilt: Cell<bool>,
    /// Whether a bound on unpacked bytes was met.
    pub too_large: Cell<bool>,
    /// Whether the file is enciphered with a password that we do not have.
    pub locked: bool,
}

impl<'a> File<'a> {
    /// Finds the objects of a file.
    pub fn new(data: &'a [u8]) -> File<'a> {
        let mut file = File {
            data,
            places: RefCell::default(),
            objects: RefCell::default(),
            groups: RefCell::default(),
            reading: RefCell::default(),
            trailer: RefCell::default(),
            crypt: None,
            unpacked: Cell::new(0),
            searched: Cell::new(0),
            readable: Cell::new(data.len().saturating_mul(4).saturating_add(32 << 20)),
            rebuilt: Cell::new(false),
            too_large: Cell::new(false),
            locked: false,
        };
        file.tables();
        if !file.has_catalog() {
            file.rebuild();
        }
        file.unlock();
        file
    }

    /// Takes note of bytes read; says whether that was the last that may be.
    fn spent(&self, bytes: usize) -> bool {
        let left = self.readable.get().saturating_sub(bytes);
        self.readable.set(left);
        if left == 0 {
            self.too_large.set(true);
        }
        left == 0
    }

    fn has_catalog(&self) -> bool {
        let root = self.trailer.borrow().raw(b"Root").cloned();
        root.and_then(|root| self.dict(&root)).is_some_and(|root| root.raw(b"Pages").is_some())
    }

    /// Makes the cipher ready, with the empty password.
    fn unlock(&mut self) {
        let trailer = self.trailer.borrow().clone();
        let Some(encrypt) = self.get(&trailer, b"Encrypt").and_then(|encrypt| self.dict(&encrypt)) else { return };
        let id = match self.get(&trailer, b"ID").map(|id| self.resolve(&id)) {
            Some(Object::Array(ids)) => match ids.first().map(|id| self.resolve(id)) {
                Some(Object::String(id)) => id.to_vec(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        match Crypt::new(self, &encrypt, &id) {
            Some(crypt) => self.crypt = Some(crypt),
            None => self.locked = true,
        }
        // What was read until now was read as if it were not enciphered.
        self.objects.borrow_mut().clear();
        self.groups.borrow_mut().clear();
    }

    /// Follows the tables of places from the end of the file.
    fn tables(&self) {
        let tail = self.data.len().saturating_sub(2048);
        let Some(found) = rfind(&self.data[tail..], b"startxref") else { return };
        let mut lexer = Lexer::new(self.data, tail + found + 9);
        lexer.skip_space();
        let Some(start) = lexer.unsigned().and_then(|n| usize::try_from(n).ok()) else { return };
        // Some files have bytes before the head, from which their places are counted.
        let head = find(&self.data[..self.data.len().min(1024)], b"%PDF-").unwrap_or(0);
        let mut todo = vec![start];
        let mut seen = HashSet::new();
        while let Some(at) = todo.pop() {
            if !seen.insert(at) || seen.len() > MOST_TABLES || at >= self.data.len() {
                continue;
            }
            let dict = match self.table(at, 0) {
                Some(dict) => Some(dict),
                None if head > 0 => self.table(at + head, head),
                None => None,
            };
            let Some(dict) = dict else { continue };
            let place = |key| dict.raw(key).and_then(Object::number).filter(|n| *n > 0.0).map(|n| n as usize);
            todo.extend(place(b"Prev"));
            todo.extend(place(b"XRefStm"));
            let mut trailer = self.trailer.borrow_mut();
            // The first one read is the newest.
            if trailer.is_empty() {
                *trailer = dict;
            }
        }
    }

    fn add(&self, number: u32, place: Place) {
        if number <= HIGHEST {
            self.places.borrow_mut().entry(number).or_insert(place);
        }
    }

    fn table(&self, at: usize, head: usize) -> Option<Dict> {
        if self.readable.get() == 0 {
            return None;
        }
        let mut lexer = Lexer::new(self.data, at);
        lexer.skip_space();
        if lexer.take(b"xref") {
            let dict = self.old_table(&mut lexer, head);
            self.spent(lexer.at - at);
            return dict;
        }
        lexer.unsigned()?;
        lexer.skip_space();
        lexer.unsigned()?;
        lexer.skip_space();
        if !lexer.take(b"obj") {
            return None;
        }
        let Object::Stream(stream) = self.indirect(&mut lexer, (0, 0), false) else { return None };
        let dict = stream.dict.clone();
        if dict.raw(b"Type").and_then(Object::name) != Some(b"XRef") {
            return None;
        }
        let Some(Object::Array(widths)) = dict.raw(b"W") else { return None };
        let widths: Vec<usize> = widths.iter().filter_map(Object::number).map(|n| (n as usize).min(8)).collect();
        let [kind, second, third] = widths[..] else { return None };
        let size = dict.raw(b"Size").and_then(Object::number).unwrap_or(0.0);
        let index: Vec<f64> = match dict.raw(b"Index") {
            Some(Object::Array(index)) => index.iter().filter_map(Object::number).collect(),
            _ => vec![0.0, size],
        };
        let rows = self.unpack(&stream, false);
        let mut rows = rows.chunks_exact((kind + second + third).max(1));
        for part in index.chunks_exact(2) {
            for number in (part[0] as u32..).take(part[1] as usize) {
                let Some(row) = rows.next() else { break };
                let field = |from: usize, width: usize| {
                    row[from..from + width].iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte))
                };
                let what = if kind == 0 { 1 } else { field(0, kind) };
                match what {
                    1 => self.add(number, Place::At(field(kind, second) as usize + head)),
                    2 => {
                        self.add(number, Place::In(field(kind, second) as u32, field(kind + second, third) as u32));
                    }
                    _ => {}
                }
            }
        }
        Some(dict)
    }

    fn old_table(&self, lexer: &mut Lexer<'a>, head: usize) -> Option<Dict> {
        loop {
            lexer.skip_space();
            if lexer.take(b"trailer") {
                let Object::Dict(dict) = lexer.object() else { return None };
                return Some(dict);
            }
            let first = lexer.unsigned()?;
            lexer.skip_space();
            let count = lexer.unsigned()?;
            for number in first..first.saturating_add(count) {
                lexer.skip_space();
                let Some(at) = lexer.unsigned() else { break };
                lexer.skip_space();
                lexer.unsigned()?;
                lexer.skip_space();
                if lexer.word() == b"n"
                    && at > 0
                    && let Ok(number) = u32::try_from(number)
                {
                    self.add(number, Place::At(at as usize + head));
                }
            }
        }
    }

    /// Searches the whole file for objects; the last of a number counts.
    fn rebuild(&self) {
        self.rebuilt.set(true);
        self.places.borrow_mut().clear();
        self.objects.borrow_mut().clear();
        self.groups.borrow_mut().clear();
        let mut trailers = Vec::new();
        let mut found: HashMap<u32, usize> = HashMap::new();
        let mut at = 0;
        while let Some(step) = find(&self.data[at..], b"obj") {
            let word = at + step;
            at = word + 3;
            if word >= 3 && &self.data[word - 3..word] == b"end" {
                continue;
            }
            let Some((number, start)) = number_before(self.data, word) else { continue };
            if number <= HIGHEST {
                found.insert(number, start);
            }
        }
        *self.places.borrow_mut() = found.iter().map(|(number, start)| (*number, Place::At(*start))).collect();
        let mut at = 0;
        while let Some(step) = find(&self.data[at..], b"trailer") {
            at += step + 7;
            if trailers.len() >= MOST_TABLES || self.readable.get() == 0 {
                break;
            }
            let mut lexer = Lexer::new(self.data, at);
            let object = lexer.object();
            self.spent(lexer.at - at);
            if let Object::Dict(dict) = object {
                trailers.push(dict);
            }
        }
        // Objects in object streams, heads of cross-reference streams, and a catalogue for want of a trailer.
        let mut numbers: Vec<u32> = found.keys().copied().collect();
        numbers.sort_unstable();
        let mut catalog = None;
        for number in numbers {
            let object = self.load(number);
            let dict = match &object {
                Object::Dict(dict) => dict,
                Object::Stream(stream) => &stream.dict,
                _ => continue,
            };
            match dict.raw(b"Type").and_then(Object::name) {
                Some(b"Catalog") => catalog = Some(Object::Reference(number)),
                Some(b"XRef") => trailers.push(dict.clone()),
                Some(b"ObjStm") => {
                    if let Object::Stream(stream) = &object {
                        let members = self.numbers_in(stream);
                        for (index, member) in members.into_iter().enumerate() {
                            if !found.contains_key(&member) && member <= HIGHEST {
                                self.places.borrow_mut().insert(member, Place::In(number, index as u32));
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        let mut trailer: Vec<(Rc<[u8]>, Object)> = Vec::new();
        for dict in trailers {
            for (name, value) in dict.iter() {
                if matches!(name, b"Root" | b"Info" | b"Encrypt" | b"ID") {
                    trailer.push((name.into(), value.clone()));
                }
            }
        }
        *self.trailer.borrow_mut() = Dict::new(trailer.clone());
        if !self.has_catalog() {
            let inner = self
                .places
                .borrow()
                .iter()
                .filter(|(_, p)| matches!(p, Place::In(..)))
                .map(|(n, _)| *n)
                .collect::<Vec<_>>();
            let is_catalog = |n: &u32| {
                self.dict(&Object::Reference(*n))
                    .is_some_and(|d| d.raw(b"Type").and_then(Object::name) == Some(b"Catalog"))
            };
            let catalog = catalog.or_else(|| inner.into_iter().filter(is_catalog).max().map(Object::Reference));
            trailer.extend(catalog.map(|catalog| (b"Root"[..].into(), catalog)));
            *self.trailer.borrow_mut() = Dict::new(trailer);
        }
    }

    fn numbers_in(&self, stream: &Rc<Stream>) -> Vec<u32> {
        let data = self.unpack(stream, true);
        let count = stream.dict.raw(b"N").and_then(Object::number).unwrap_or(0.0) as usize;
        let mut lexer = Lexer::new(&data, 0);
        let mut numbers = Vec::new();
        while numbers.len() < count {
            lexer.skip_space();
            let Some(number) = lexer.unsigned() else { break };
            lexer.skip_space();
            lexer.unsigned();
            numbers.push(u32::try_from(number).unwrap_or(u32::MAX));
        }
        numbers
    }

    /// What stands after `obj`; a stream's length is believed only if the stream ends there.
    fn indirect(&self, lexer: &mut Lexer<'a>, id: (u32, u16), follow: bool) -> Object {
        let object = lexer.object();
        let Object::Dict(dict) = &object else { return object };
        lexer.skip_space();
        if !lexer.take(b"stream") {
            return object;
        }
        lexer.take(b"\r");
        lexer.take(b"\n");
        let start = lexer.at;
        let length = match dict.raw(b"Length") {
            Some(Object::Number(length)) => Some(*length),
            Some(other) if follow => self.resolve(other).number(),
            _ => None,
        };
        let said = length.filter(|n| *n >= 0.0).map(|n| start.saturating_add(n as usize));
        let fits = |end: usize| {
            let mut after = Lexer::new(self.data, end);
            end <= self.data.len() && {
                after.skip_space();
                after.take(b"endstream") || after.take(b"endobj")
            }
        };
        let end = match said {
            Some(end) if fits(end) => end,
            _ => {
                // Looking for ends must not take the square of the file's length.
                let most = (self.data.len() * 8).max(64 << 20).saturating_sub(self.searched.get());
                let window = &self.data[start..start.saturating_add(most).min(self.data.len())];
                let found = find(window, b"endstream").or_else(|| find(window, b"endobj"));
                self.searched.set(self.searched.get() + found.unwrap_or(window.len()));
                let mut end = start + found.unwrap_or(window.len());
                if self.data[start..end].ends_with(b"\n") {
                    end -= 1;
                }
                if self.data[start..end].ends_with(b"\r") {
                    end -= 1;
                }
                end
            }
        };
        Object::Stream(Rc::new(Stream { dict: dict.clone(), start, end, id }))
    }

    /// The object of a number, read once.
    fn load(&self, number: u32) -> Object {
        if let Some(object) = self.objects.borrow().get(&number) {
            return object.clone();
        }
        let Some(place) = self.places.borrow().get(&number).copied() else { return Object::Null };
        // An object whose length names itself ends here.
        self.objects.borrow_mut().insert(number, Object::Null);
        let object = match place {
            Place::At(at) => self.load_at(number, at),
            Place::In(group, index) => self.load_in(number, group, index),
        };
        self.objects.borrow_mut().insert(number, object.clone());
        object
    }

    fn load_at(&self, number: u32, at: usize) -> Object {
        if self.readable.get() == 0 {
            return Object::Null;
        }
        let mut lexer = Lexer::new(self.data, at);
        lexer.skip_space();
        let found = lexer.unsigned();
        lexer.skip_space();
        let generation = lexer.unsigned().and_then(|n| u16::try_from(n).ok());
        lexer.skip_space();
        if found != Some(u64::from(number)) || !lexer.take(b"obj") {
            // The table is wrong: the file is searched, once.
            if !self.rebuilt.get() {
                self.rebuild();
                self.objects.borrow_mut().remove(&number);
                return self.load(number);
            }
            return Object::Null;
        }
        let id = (number, generation.unwrap_or(0));
        let object = self.indirect(&mut lexer, id, true);
        self.spent(lexer.at - at);
        match &self.crypt {
            Some(crypt) => deciphered(&object, crypt, id),
            None => object,
        }
    }

    fn load_in(&self, number: u32, group: u32, index: u32) -> Object {
        let members = self.members(group);
        match members.get(index as usize) {
            Some((found, object)) if *found == number => object.clone(),
            _ => members.iter().find(|(found, _)| *found == number).map_or(Object::Null, |(_, object)| object.clone()),
        }
    }

    fn members(&self, group: u32) -> Members {
        if let Some(members) = self.groups.borrow().get(&group) {
            return members.clone();
        }
        if !self.reading.borrow_mut().insert(group) {
            return Members::default();
        }
        let mut members = Vec::new();
        // An object stream never stands in another.
        let plain = matches!(self.places.borrow().get(&group), Some(Place::At(_)));
        if plain && let Object::Stream(stream) = self.load(group) {
            let data = self.unpack(&stream, true);
            let count = self.number(&stream.dict, b"N").unwrap_or(0.0) as usize;
            let first = self.number(&stream.dict, b"First").unwrap_or(0.0) as usize;
            let mut lexer = Lexer::new(&data, 0);
            while members.len() < count {
                lexer.skip_space();
                let Some(number) = lexer.unsigned().and_then(|n| u32::try_from(n).ok()) else { break };
                lexer.skip_space();
                let Some(at) = lexer.unsigned() else { break };
                let mut inner = Lexer::new(&data, first.saturating_add(usize::try_from(at).unwrap_or(usize::MAX)));
                let start = inner.at;
                members.push((number, inner.object()));
                if self.spent(inner.at - start + 1) {
                    break;
                }
            }
        }
        let members = Rc::new(members);
        self.groups.borrow_mut().insert(group, members.clone());
        members
    }

    /// The object itself, where a reference stands for it.
    pub fn resolve(&self, object: &Object) -> Object {
        let mut object = object.clone();
        for _ in 0..16 {
            let Object::Reference(number) = object else { return object };
            object = self.load(number);
        }
        Object::Null
    }

    /// What stands under a name, resolved.
    pub fn get(&self, dict: &Dict, key: &[u8]) -> Option<Object> {
        match self.resolve(dict.raw(key)?) {
            Object::Null => None,
            object => Some(object),
        }
    }

    /// The number under a name.
    pub fn number(&self, dict: &Dict, key: &[u8]) -> Option<f64> {
        self.get(dict, key)?.number()
    }

    /// The dictionary that an object is or has.
    pub fn dict(&self, object: &Object) -> Option<Dict> {
        match self.resolve(object) {
            Object::Dict(dict) => Some(dict),
            Object::Stream(stream) => Some(stream.dict.clone()),
            _ => None,
        }
    }

    /// The dictionary under a name.
    pub fn dict_at(&self, dict: &Dict, key: &[u8]) -> Option<Dict> {
        self.dict(dict.raw(key)?)
    }

    /// The array under a name.
    pub fn array_at(&self, dict: &Dict, key: &[u8]) -> Option<Rc<Vec<Object>>> {
        match self.get(dict, key)? {
            Object::Array(array) => Some(array),
            _ => None,
        }
    }

    /// The bytes of a stream, unpacked as far as text needs: the pixels of pictures stay as they are.
    pub fn bytes(&self, stream: &Rc<Stream>) -> Vec<u8> {
        self.unpack(stream, true)
    }

    fn unpack(&self, stream: &Rc<Stream>, follow: bool) -> Vec<u8> {
        let packed = &self.data[stream.start.min(stream.end)..stream.end];
        let dict = &stream.dict;
        let value = |keys: [&[u8]; 2]| {
            let raw = keys.iter().find_map(|key| dict.raw(key))?;
            Some(if follow { self.resolve(raw) } else { raw.clone() })
        };
        let list = |object: Option<Object>| match object {
            Some(Object::Array(list)) => {
                list.iter().map(|o| if follow { self.resolve(o) } else { o.clone() }).collect()
            }
            Some(other) => vec![other],
            None => Vec::new(),
        };
        let names = list(value([b"Filter", b"F"]));
        let settings = list(value([b"DecodeParms", b"DP"]));
        let is_table = dict.raw(b"Type").and_then(Object::name) == Some(b"XRef");
        let mut data = match &self.crypt {
            Some(crypt) if !is_table => crypt.decipher(packed, stream.id, Cipher::Stream),
            _ if names.is_empty() => {
                let kept = packed.len().min(LARGEST_FILE.saturating_sub(self.unpacked.get()));
                self.too_large.set(self.too_large.get() || kept < packed.len());
                self.unpacked.set(self.unpacked.get() + kept);
                packed[..kept].to_vec()
            }
            _ => Vec::new(),
        };
        let borrowed = self.crypt.is_none() || is_table;
        let most = LARGEST_STREAM.min(LARGEST_FILE.saturating_sub(self.unpacked.get()));
        for (index, name) in names.iter().enumerate().take(8) {
            let input: &[u8] = if index == 0 && borrowed { packed } else { &data };
            let setting = settings.get(index).and_then(|setting| match setting {
                Object::Dict(dict) => Some(dict.clone()),
                _ => None,
            });
            let number = |key: &[u8], default: f64| {
                let raw = setting.as_ref().and_then(|dict| dict.raw(key));
                raw.and_then(Object::number).unwrap_or(default)
            };
            let predictor = Predictor {
                kind: number(b"Predictor", 1.0) as u32,
                colors: (number(b"Colors", 1.0) as usize).clamp(1, 64),
                bits: (number(b"BitsPerComponent", 8.0) as usize).clamp(1, 32),
                columns: number(b"Columns", 1.0) as usize,
            };
            let out = match name.name().unwrap_or_default() {
                b"FlateDecode" | b"Fl" => filters::predict(filters::flate(input, most), &predictor),
                b"LZWDecode" | b"LZW" => {
                    filters::predict(filters::lzw(input, number(b"EarlyChange", 1.0) != 0.0, most), &predictor)
                }
                b"ASCII85Decode" | b"A85" => filters::ascii85(input, most),
                b"ASCIIHexDecode" | b"AHx" => filters::ascii_hex(input),
                b"RunLengthDecode" | b"RL" => filters::run_length(input, most),
                b"Crypt" => input.to_vec(),
                // A picture's packing: nothing of it is text.
                _ => return Vec::new(),
            };
            if out.len() >= most {
                self.too_large.set(true);
            }
            self.unpacked.set(self.unpacked.get() + out.len());
            data = out;
        }
        data
    }

    /// What the trailer calls the document's information.
    pub fn info(&self) -> Option<Dict> {
        let trailer = self.trailer.borrow().clone();
        self.dict_at(&trailer, b"Info")
    }

    /// The catalogue.
    pub fn catalog(&self) -> Dict {
        let trailer = self.trailer.borrow().clone();
        self.dict_at(&trailer, b"Root").unwrap_or_default()
    }

    /// The pages in order, and whether there are more than are read.
    pub fn pages(&self) -> (Vec<Page>, bool) {
        let (pages, more) = self.page_tree();
        if !pages.is_empty() {
            return (pages, more);
        }
        if !self.rebuilt.get() {
            self.rebuild();
            let (pages, more) = self.page_tree();
            if !pages.is_empty() {
                return (pages, more);
            }
        }
        // Without a tree: whatever calls itself a page, by number.
        let mut numbers: Vec<u32> = self.places.borrow().keys().copied().collect();
        numbers.sort_unstable();
        let mut pages = Vec::new();
        for number in numbers {
            let Object::Dict(dict) = self.load(number) else { continue };
            if dict.raw(b"Type").and_then(Object::name) == Some(b"Page") {
                pages.push(self.page(&dict, &Inherited::default()));
                if pages.len() >= MOST_PAGES {
                    return (pages, true);
                }
            }
        }
        (pages, false)
    }

    fn page_tree(&self) -> (Vec<Page>, bool) {
        let catalog = self.catalog();
        let Some(root) = catalog.raw(b"Pages").cloned() else { return (Vec::new(), false) };
        let mut pages = Vec::new();
        let mut seen = HashSet::new();
        // From the last to the first, so that the first is taken next.
        let mut todo = vec![(root, Inherited::default(), 0usize)];
        let mut looked_at = 0;
        while let Some((object, inherited, depth)) = todo.pop() {
            looked_at += 1;
            if looked_at > MOST_BRANCHES {
                return (pages, true);
            }
            if let Object::Reference(number) = object
                && !seen.insert(number)
            {
                continue;
            }
            let Object::Dict(dict) = self.resolve(&object) else { continue };
            let inherited = inherited.with(self, &dict);
            match self.array_at(&dict, b"Kids") {
                Some(kids) if dict.raw(b"Type").and_then(Object::name) != Some(b"Page") => {
                    if depth < 64 && todo.len() < 8 * MOST_PAGES {
                        todo.extend(kids.iter().rev().map(|kid| (kid.clone(), inherited.clone(), depth + 1)));
                    }
                }
                _ => {
                    if pages.len() >= MOST_PAGES {
                        return (pages, true);
                    }
                    pages.push(self.page(&dict, &inherited));
                }
            }
        }
        (pages, false)
    }

    fn page(&self, dict: &Dict, inherited: &Inherited) -> Page {
        let inherited = inherited.with(self, dict);
        let letter = [0.0, 0.0, 612.0, 792.0];
        let whole = inherited.media.filter(proper).unwrap_or(letter);
        let seen = inherited.crop.map(|crop| {
            let [l, b, r, t] = whole;
            [crop[0].max(l), crop[1].max(b), crop[2].min(r), crop[3].min(t)]
        });
        Page {
            dict: dict.clone(),
            resources: inherited.resources.unwrap_or_default(),
            seen: seen.filter(proper).unwrap_or(whole),
            turned: (inherited.turned.unwrap_or(0.0) / 90.0).rem_euclid(4.0) as u8,
        }
    }

    fn rectangle(&self, dict: &Dict, key: &[u8]) -> Option<[f64; 4]> {
        let numbers: Vec<f64> = self.array_at(dict, key)?.iter().filter_map(|o| self.resolve(o).number()).collect();
        let [a, b, c, d] = numbers[..] else { return None };
        Some([a.min(c), b.min(d), a.max(c), b.max(d)])
    }
}

fn proper(box_: &[f64; 4]) -> bool {
    box_.iter().all(|n| n.abs() < 1e6) && box_[2] - box_[0] > 1.0 && box_[3] - box_[1] > 1.0
}

/// What a page has from the branches of the tree above it.
#[derive(Clone, Default)]
struct Inherited {
    resources: Option<Dict>,
    media: Option<[f64; 4]>,
    crop: Option<[f64; 4]>,
    turned: Option<f64>,
}

impl Inherited {
    fn with(&self, file: &File<'_>, dict: &Dict) -> Inherited {
        Inherited {
            resources: file.dict_at(dict, b"Resources").or_else(|| self.resources.clone()),
            media: file.rectangle(dict, b"MediaBox").or(self.media),
            crop: file.rectangle(dict, b"CropBox").or(self.crop),
            turned: file.number(dict, b"Rotate").or(self.turned),
        }
    }
}

/// The object with its strings deciphered.
fn deciphered(object: &Object, crypt: &Crypt, id: (u32, u16)) -> Object {
    let dict = |dict: &Dict| {
        let members = dict.iter().map(|(name, value)| (name.into(), deciphered(value, crypt, id)));
        Dict::new(members.collect())
    };
    match object {
        Object::String(bytes) => Object::String(crypt.decipher(bytes, id, Cipher::String).into()),
        Object::Array(members) => Object::Array(Rc::new(members.iter().map(|o| deciphered(o, crypt, id)).collect())),
        Object::Dict(inner) => Object::Dict(dict(inner)),
        Object::Stream(stream) => {
            let (start, end) = (stream.start, stream.end);
            Object::Stream(Rc::new(Stream { dict: dict(&stream.dict), start, end, id: stream.id }))
        }
        other => other.clone(),
    }
}

/// The object number before the word `obj`, and where it starts.
fn number_before(data: &[u8], word: usize) -> Option<(u32, usize)> {
    let back = |mut at: usize, digits: bool| {
        let start = at;
        while at > 0 && start - at < 20 && if digits { data[at - 1].is_ascii_digit() } else { is_space(data[at - 1]) } {
            at -= 1;
        }
        at
    };
    let after_generation = back(word, false);
    let generation = back(after_generation, true);
    let after_number = back(generation, false);
    let number = back(after_number, true);
    if generation == after_generation || after_number == generation || number == after_number {
        return None;
    }
    if number > 0
        && !is_space(data[number - 1])
        && !is_delimiter(data[number - 1])
        && !data[..number].ends_with(b"endobj")
    {
        return None;
    }
    let value = std::str::from_utf8(&data[number..after_number]).ok()?.parse().ok()?;
    Some((value, number))
}

/// Where a word stands first.
pub fn find(data: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = 0;
    while let Some(step) = data.get(at..)?.iter().position(|byte| *byte == first) {
        at += step;
        if data[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn rfind(data: &[u8], word: &[u8]) -> Option<usize> {
    data.windows(word.len()).rposition(|window| window == word)
}
