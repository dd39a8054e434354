//! What a page shows: its content stream gone through, every glyph with its place.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use super::{
    file::{File, Page, find},
    font::{Font, Text, Texts},
    lexer::{Dict, Lexer, Object, is_space},
};

/// How deep forms may lie in forms.
const DEEPEST: usize = 12;

/// How many operators a page may have.
const MOST_OPERATORS: u64 = 3_000_000;

/// How many operators all pages together may have.
const MOST_OPERATORS_IN_ALL: u64 = 60_000_000;

/// How many glyphs a page may have.
const MOST_GLYPHS: usize = 200_000;

/// How many fonts are read.
const MOST_FONTS: usize = 4_000;

/// What reading a font costs, in operators.
const COST_OF_FONT: u64 = 2_000;

/// How many characters a page's glyphs may stand for beyond one each.
const MOST_TEXT: usize = 4 << 20;

/// How many rules of a page are kept.
const MOST_RULES: usize = 4_000;

/// How many bytes of forms are kept unpacked, for those that every page shows.
const KEPT_FORMS: usize = 8 << 20;

/// A matrix: a b c d e f.
type Matrix = [f64; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn apply(m: Matrix, x: f64, y: f64) -> (f64, f64) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

/// What page furniture the file itself says a glyph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Furniture {
    /// None.
    #[default]
    No,
    /// A running head.
    Head,
    /// A running foot.
    Foot,
}

/// A glyph on the page, in the frame of its own direction of writing, so that it always runs to the right.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// Its left edge.
    pub left: f32,
    /// Its right edge.
    pub right: f32,
    /// Its base line, upwards.
    pub base: f32,
    /// Its size.
    pub size: f32,
    /// What it stands for.
    pub text: Text,
    /// How it is turned against the page as shown: quarters to the left; 4 is any other angle.
    pub turned: u8,
    /// Whether it is shown without ink, as the words under a scan are.
    pub inkless: bool,
    /// Whether it is bold.
    pub bold: bool,
    /// What furniture it is.
    pub furniture: Furniture,
}

/// A horizontal line or a vertical one.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Left end.
    pub left: f32,
    /// Right end.
    pub right: f32,
    /// Height on the page, upwards.
    pub base: f32,
}

/// What was found on a page.
#[derive(Default)]
pub struct Shown {
    /// The glyphs, in the order in which they are written.
    pub glyphs: Vec<Glyph>,
    /// Horizontal rules.
    pub rules: Vec<Rule>,
    /// Width and height of the page as shown.
    pub extent: (f32, f32),
    /// The greatest part of the page that one picture covers.
    pub pictured: f32,
    /// Whether anything but text was painted.
    pub painted: bool,
    /// Glyphs left out: outside the page.
    pub outside: usize,
    /// Glyphs left out: in a layer that is switched off.
    pub switched_off: usize,
    /// Glyphs of which the file does not say what they stand for.
    pub unknown: usize,
    /// Whether a bound was met.
    pub too_large: bool,
}

/// Goes through pages; fonts and forms are kept from one page to the next.
pub struct Reader<'f, 'a> {
    file: &'f File<'a>,
    /// Texts of more than one character.
    pub texts: Texts,
    fonts: Vec<Rc<Font>>,
    fonts_by_number: HashMap<u32, usize>,
    forms: HashMap<usize, Rc<Vec<u8>>>,
    kept: usize,
    off: HashSet<u32>,
    operators: u64,
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: usize,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    mode: u8,
}

#[derive(Clone, Copy)]
struct Marked {
    hidden: bool,
    furniture: Furniture,
    actual: bool,
}

/// An operand, as its place in the stream.
#[derive(Clone, Copy)]
enum Operand {
    Number(f64),
    At(usize),
}

struct Run<'p> {
    shown: &'p mut Shown,
    /// Where the page lies in its own coordinates, and how these become those of the page as shown.
    seen: [f64; 4],
    turned: u8,
    operators: u64,
    /// How many characters beyond one for each glyph may still be shown.
    text: usize,
    /// Forms being shown, so that one that shows itself ends.
    open: Vec<usize>,
    marked: Vec<Marked>,
    /// What the file says that the glyphs being shown mean, and whether that was said already.
    actual: Option<(Text, bool)>,
}

impl<'f, 'a> Reader<'f, 'a> {
    /// Makes a reader of pages.
    pub fn new(file: &'f File<'a>) -> Self {
        Reader {
            file,
            texts: Texts::default(),
            fonts: Vec::new(),
            fonts_by_number: HashMap::new(),
            forms: HashMap::new(),
            kept: 0,
            off: switched_off(file),
            operators: 0,
        }
    }

    /// Goes through a page.
    pub fn page(&mut self, page: &Page) -> Shown {
        let mut shown = Shown::default();
        let [left, bottom, right, top] = page.seen;
        let (width, height) = ((right - left) as f32, (top - bottom) as f32);
        shown.extent = if page.turned.is_multiple_of(2) { (width, height) } else { (height, width) };
        let mut content = Vec::new();
        match self.file.get(&page.dict, b"Contents") {
            Some(Object::Stream(stream)) => content = self.file.bytes(&stream),
            Some(Object::Array(parts)) => {
                for part in parts.iter().take(10_000) {
                    if let Object::Stream(stream) = self.file.resolve(part) {
                        content.extend_from_slice(&self.file.bytes(&stream));
                        content.push(b'\n');
                    }
                    if content.len() > 64 << 20 {
                        shown.too_large = true;
                        break;
                    }
                }
            }
            _ => {}
        }
        let mut run = Run {
            shown: &mut shown,
            seen: page.seen,
            turned: page.turned,
            operators: MOST_OPERATORS.min(MOST_OPERATORS_IN_ALL.saturating_sub(self.operators)),
            text: MOST_TEXT,
            open: Vec::new(),
            marked: Vec::new(),
            actual: None,
        };
        let before = run.operators;
        self.stream(&content, &page.resources, UNIT, &mut run);
        let spent = before - run.operators;
        if run.operators == 0 {
            run.shown.too_large = true;
        }
        self.operators += spent;
        shown
    }

    fn font(&mut self, resources: &Dict, name: &[u8]) -> usize {
        let fonts = self.file.dict_at(resources, b"Font").unwrap_or_default();
        let entry = fonts.raw(name).cloned().unwrap_or(Object::Null);
        let number = if let Object::Reference(number) = entry { Some(number) } else { None };
        if let Some(known) = number.and_then(|number| self.fonts_by_number.get(&number)) {
            return *known;
        }
        let font = match self.file.dict(&entry).filter(|_| self.fonts.len() < MOST_FONTS) {
            Some(dict) => Font::new(self.file, &dict, &mut self.texts),
            None => Font::missing(),
        };
        self.fonts.push(Rc::new(font));
        if let Some(number) = number {
            self.fonts_by_number.insert(number, self.fonts.len() - 1);
        }
        self.fonts.len() - 1
    }

    fn stream(&mut self, data: &[u8], resources: &Dict, ctm: Matrix, run: &mut Run<'_>) {
        let mut state = State {
            ctm,
            font: usize::MAX,
            size: 1.0,
            spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        let mut saved: Vec<State> = Vec::new();
        let mut names: HashMap<Vec<u8>, usize> = HashMap::new();
        let (mut matrix, mut line) = (UNIT, UNIT);
        let mut operands: Vec<Operand> = Vec::with_capacity(16);
        let mut scratch = Vec::new();
        let mut path: Vec<Rule> = Vec::new();
        let mut pen = (0.0, 0.0);
        let marked_before = run.marked.len();
        // A form of white space costs too.
        run.operators = run.operators.saturating_sub(data.len() as u64 / 64);
        let mut lexer = Lexer::new(data, 0);
        loop {
            if operands.len() > 256 {
                operands.clear();
            }
            lexer.skip_space();
            let Some(byte) = lexer.peek() else { break };
            match byte {
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    let at = lexer.at;
                    match lexer.number() {
                        Some(number) if lexer.at > at => operands.push(Operand::Number(number)),
                        _ => lexer.at = at + 1,
                    }
                    continue;
                }
                b'/' => {
                    operands.push(Operand::At(lexer.at));
                    lexer.at += 1;
                    lexer.word();
                    continue;
                }
                b'[' => {
                    operands.push(Operand::At(lexer.at));
                    lexer.skip_group();
                    continue;
                }
                b'<' if lexer.second() == Some(b'<') => {
                    operands.push(Operand::At(lexer.at));
                    lexer.skip_group();
                    continue;
                }
                b'(' | b'<' => {
                    operands.push(Operand::At(lexer.at));
                    lexer.skip_string();
                    continue;
                }
                _ => {}
            }
            let word = lexer.word();
            if word.is_empty() {
                lexer.at += 1;
                continue;
            }
            let Some(left) = run.operators.checked_sub(1) else { break };
            run.operators = left;
            // The operands nearest to the operator count.
            let number = |from_last: usize| match operands.len().checked_sub(from_last + 1).map(|at| operands[at]) {
                Some(Operand::Number(number)) => number,
                _ => 0.0,
            };
            let place = |from_last: usize| match operands.len().checked_sub(from_last + 1).map(|at| operands[at]) {
                Some(Operand::At(at)) => Some(at),
                _ => None,
            };
            match word {
                b"q" if saved.len() < 512 => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    let m = [number(5), number(4), number(3), number(2), number(1), number(0)];
                    state.ctm = then(m, state.ctm);
                }
                b"BT" => (matrix, line) = (UNIT, UNIT),
                b"Tf" => {
                    state.size = number(0);
                    if let Some(at) = place(1).filter(|at| data[*at] == b'/') {
                        let name = Lexer::new(data, at).name();
                        state.font = match names.get(&*name) {
                            Some(known) => *known,
                            None => {
                                run.operators = run.operators.saturating_sub(COST_OF_FONT);
                                let font = self.font(resources, &name);
                                names.insert(name.to_vec(), font);
                                font
                            }
                        };
                    }
                }
                b"Tm" => {
                    matrix = [number(5), number(4), number(3), number(2), number(1), number(0)];
                    line = matrix;
                }
                b"Td" | b"TD" => {
                    if word == b"TD" {
                        state.leading = -number(0);
                    }
                    line = then([1.0, 0.0, 0.0, 1.0, number(1), number(0)], line);
                    matrix = line;
                }
                b"T*" => {
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    matrix = line;
                }
                b"Tc" => state.spacing = number(0),
                b"Tw" => state.word_spacing = number(0),
                b"Tz" => state.scale = number(0) / 100.0,
                b"TL" => state.leading = number(0),
                b"Ts" => state.rise = number(0),
                b"Tr" => state.mode = number(0) as u8,
                b"Tj" => {
                    if let Some(at) = place(0) {
                        scratch.clear();
                        string_at(data, at, &mut scratch);
                        self.show(&scratch, &state, &mut matrix, run);
                    }
                }
                b"'" | b"\"" => {
                    if word == b"\"" {
                        state.word_spacing = number(2);
                        state.spacing = number(1);
                    }
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    matrix = line;
                    if let Some(at) = place(0) {
                        scratch.clear();
                        string_at(data, at, &mut scratch);
                        self.show(&scratch, &state, &mut matrix, run);
                    }
                }
                b"TJ" => {
                    if let Some(at) = place(0).filter(|at| data[*at] == b'[') {
                        let mut inner = Lexer::new(data, at + 1);
                        loop {
                            inner.skip_space();
                            match inner.peek() {
                                None | Some(b']') => break,
                                Some(b'(' | b'<') => {
                                    scratch.clear();
                                    inner.string(&mut scratch);
                                    self.show(&scratch, &state, &mut matrix, run);
                                }
                                Some(b'0'..=b'9' | b'+' | b'-' | b'.') => {
                                    let before = inner.at;
                                    let back = inner.number().unwrap_or(0.0);
                                    inner.at = inner.at.max(before + 1);
                                    let step = -back / 1000.0 * state.size * state.scale;
                                    matrix[4] += step * matrix[0];
                                    matrix[5] += step * matrix[1];
                                }
                                Some(_) => inner.at += 1,
                            }
                        }
                    }
                }
                b"Do" => {
                    if let Some(at) = place(0).filter(|at| data[*at] == b'/') {
                        let name = Lexer::new(data, at).name();
                        self.show_object(&name, resources, &state, run);
                    }
                }
                b"BMC" | b"BDC" => {
                    let at = operands.iter().find_map(|o| if let Operand::At(at) = o { Some(*at) } else { None });
                    let properties = (word == b"BDC").then(|| place(0)).flatten();
                    self.open_marked(data, at, properties, resources, run);
                }
                b"EMC" => {
                    if run.marked.len() > marked_before
                        && let Some(marked) = run.marked.pop()
                        && marked.actual
                    {
                        run.actual = None;
                    }
                }
                b"BI" => {
                    skip_picture(&mut lexer);
                    let (width, height) = (state.ctm[0].hypot(state.ctm[1]), state.ctm[2].hypot(state.ctm[3]));
                    run.picture(width, height);
                }
                b"re" => {
                    let (x, y, w, h) = (number(3), number(2), number(1), number(0));
                    if path.len() < 64 {
                        run.rule(state.ctm, (x, y), (x + w, y + h), &mut path);
                    }
                }
                b"m" => pen = (number(1), number(0)),
                b"l" => {
                    let to = (number(1), number(0));
                    if path.len() < 64 {
                        run.rule(state.ctm, pen, to, &mut path);
                    }
                    pen = to;
                }
                b"n" => path.clear(),
                b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" => {
                    run.shown.painted = true;
                    if run.shown.rules.len() < MOST_RULES {
                        run.shown.rules.append(&mut path);
                    }
                    path.clear();
                }
                _ => {}
            }
            operands.clear();
        }
        // What a form leaves open ends with it.
        run.marked.truncate(marked_before);
    }

    fn show(&mut self, bytes: &[u8], state: &State, matrix: &mut Matrix, run: &mut Run<'_>) {
        let font = match self.fonts.get(state.font) {
            Some(font) => font.clone(),
            None => Rc::new(Font::missing()),
        };
        let hidden = run.marked.iter().any(|marked| marked.hidden);
        let furniture = run.marked.iter().rev().map(|m| m.furniture).find(|f| *f != Furniture::No).unwrap_or_default();
        let whole = then(*matrix, state.ctm);
        let frame = Frame::new(whole, run.turned, run.seen);
        let size = (state.size * whole[2].hypot(whole[3])).abs();
        let inkless = state.mode == 3 || state.mode == 7;
        let mut advance = 0.0f64;
        let mut outside = 0;
        let texts = &self.texts;
        font.each(bytes, |code| {
            let width = f64::from(code.width) * state.size * state.scale;
            let start = advance;
            let extra = state.spacing + if code.space { state.word_spacing } else { 0.0 };
            advance += width + extra * state.scale;
            let text = match &mut run.actual {
                Some((text, said)) => {
                    if std::mem::replace(said, true) {
                        Text::NONE
                    } else {
                        *text
                    }
                }
                None => code.text,
            };
            if text.char().is_none() && text != Text::NONE {
                let length = texts.many(text).len();
                if length > run.text {
                    run.shown.too_large = true;
                    return;
                }
                run.text -= length;
            }
            if hidden {
                run.shown.switched_off += usize::from(text.char() != Some(' '));
                return;
            }
            if run.shown.glyphs.len() >= MOST_GLYPHS {
                run.shown.too_large = true;
                return;
            }
            let (x0, y0) = apply(whole, start, state.rise);
            let (x1, y1) = apply(whole, start + width, state.rise);
            let middle = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
            let within = middle.0 >= run.seen[0] - 1.0
                && middle.0 <= run.seen[2] + 1.0
                && middle.1 >= run.seen[1] - 1.0
                && middle.1 <= run.seen[3] + 1.0;
            if !within {
                outside += usize::from(text.char() != Some(' ') && text != Text::NONE);
                return;
            }
            let (left, base) = frame.place(x0, y0);
            let (right, _) = frame.place(x1, y1);
            if !(left.is_finite() && right.is_finite() && base.is_finite() && size.is_finite()) {
                return;
            }
            if text == Text::NONE {
                // A glyph without a text of its own widens the one that speaks for it.
                if run.actual.is_some()
                    && let Some(last) = run.shown.glyphs.last_mut()
                    && (last.base - base as f32).abs() < 1.0
                {
                    last.right = last.right.max(right as f32);
                    last.left = last.left.min(left as f32);
                }
                return;
            }
            run.shown.unknown += usize::from(text == Text::UNKNOWN);
            run.shown.glyphs.push(Glyph {
                left: left.min(right) as f32,
                right: left.max(right) as f32,
                base: base as f32,
                size: size as f32,
                text,
                turned: frame.turned,
                inkless,
                bold: font.bold,
                furniture,
            });
        });
        run.shown.outside += outside;
        matrix[4] += advance * matrix[0];
        matrix[5] += advance * matrix[1];
    }

    fn show_object(&mut self, name: &[u8], resources: &Dict, state: &State, run: &mut Run<'_>) {
        let objects = self.file.dict_at(resources, b"XObject").unwrap_or_default();
        let Some(Object::Stream(stream)) = self.file.get(&objects, name) else { return };
        let kind = self.file.get(&stream.dict, b"Subtype");
        match kind.as_ref().and_then(Object::name) {
            Some(b"Image") => {
                let (width, height) = (state.ctm[0].hypot(state.ctm[1]), state.ctm[2].hypot(state.ctm[3]));
                run.picture(width, height);
            }
            Some(b"Form") => {
                if run.open.len() >= DEEPEST || run.open.contains(&stream.start) {
                    return;
                }
                let hidden = stream.dict.raw(b"OC").is_some_and(|layer| self.is_off(layer));
                run.open.push(stream.start);
                run.marked.push(Marked { hidden, furniture: Furniture::No, actual: false });
                let data = match self.forms.get(&stream.start) {
                    Some(data) => data.clone(),
                    None => {
                        let data = Rc::new(self.file.bytes(&stream));
                        if self.kept + data.len() <= KEPT_FORMS {
                            self.kept += data.len();
                            self.forms.insert(stream.start, data.clone());
                        }
                        data
                    }
                };
                let matrix: Vec<f64> = self
                    .file
                    .array_at(&stream.dict, b"Matrix")
                    .map(|m| m.iter().filter_map(|o| self.file.resolve(o).number()).collect())
                    .unwrap_or_default();
                let matrix = <Matrix>::try_from(matrix.as_slice()).unwrap_or(UNIT);
                let inner = self.file.dict_at(&stream.dict, b"Resources").unwrap_or_else(|| resources.clone());
                self.stream(&data, &inner, then(matrix, state.ctm), run);
                run.marked.pop();
                run.open.pop();
            }
            _ => {}
        }
    }

    fn open_marked(
        &mut self,
        data: &[u8],
        tag: Option<usize>,
        properties: Option<usize>,
        resources: &Dict,
        run: &mut Run<'_>,
    ) {
        let mut marked = Marked { hidden: false, furniture: Furniture::No, actual: false };
        if run.marked.len() >= 256 {
            return;
        }
        let tag = tag.map(|at| Lexer::new(data, at + 1).word()).unwrap_or_default();
        if let Some(at) = properties {
            let mut lexer = Lexer::new(data, at);
            lexer.skip_group();
            let inline = data[at] == b'<';
            let worth =
                tag == b"Artifact" || tag == b"OC" || (inline && find(&data[at..lexer.at], b"ActualText").is_some());
            let named = !inline && data[at] == b'/';
            if worth || named {
                let mut lexer = Lexer::new(data, at);
                let object = match lexer.object() {
                    Object::Name(name) => {
                        let list = self.file.dict_at(resources, b"Properties").unwrap_or_default();
                        list.raw(&name).cloned().unwrap_or(Object::Null)
                    }
                    other => other,
                };
                if tag == b"OC" {
                    marked.hidden = self.is_off(&object);
                }
                let dict = self.file.dict(&object).unwrap_or_default();
                if tag == b"Artifact" {
                    let attached = self.file.array_at(&dict, b"Attached");
                    let attached = attached.and_then(|list| list.first().cloned());
                    marked.furniture =
                        match (dict.raw(b"Subtype").and_then(Object::name), attached.as_ref().and_then(Object::name)) {
                            (Some(b"Header"), _) | (None, Some(b"Top")) => Furniture::Head,
                            (Some(b"Footer"), _) | (None, Some(b"Bottom")) => Furniture::Foot,
                            _ => Furniture::No,
                        };
                }
                if let Some(Object::String(text)) = self.file.get(&dict, b"ActualText")
                    && run.actual.is_none()
                {
                    let text: String = text_string(&text[..text.len().min(4_000)]).chars().take(1_000).collect();
                    run.actual = Some((self.texts.make(&text), false));
                    marked.actual = true;
                }
            }
        }
        run.marked.push(marked);
    }

    /// Whether a layer, or all layers of a group, are switched off.
    fn is_off(&self, layer: &Object) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if let Object::Reference(number) = layer
            && self.off.contains(number)
        {
            return true;
        }
        let Some(dict) = self.file.dict(layer) else { return false };
        let off = |object: &Object| matches!(object, Object::Reference(number) if self.off.contains(number));
        match dict.raw(b"OCGs") {
            Some(Object::Array(layers)) => !layers.is_empty() && layers.iter().all(off),
            Some(layer) => off(layer),
            None => false,
        }
    }
}

impl Run<'_> {
    fn picture(&mut self, width: f64, height: f64) {
        self.shown.painted = true;
        let page = (self.seen[2] - self.seen[0]) * (self.seen[3] - self.seen[1]);
        let part = (width * height / page) as f32;
        if part.is_finite() {
            self.shown.pictured = self.shown.pictured.max(part.min(1.0));
        }
    }

    /// Keeps a rectangle or a stroke that is a horizontal rule.
    fn rule(&mut self, ctm: Matrix, from: (f64, f64), to: (f64, f64), path: &mut Vec<Rule>) {
        let level = match self.turned % 4 {
            0 => UNIT,
            1 => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
            2 => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
            _ => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
        };
        let frame = Frame::new(level, self.turned, self.seen);
        let (a, b) = (apply(ctm, from.0, from.1), apply(ctm, to.0, to.1));
        let (a, b) = (frame.place(a.0, a.1), frame.place(b.0, b.1));
        let (left, right) = (a.0.min(b.0), a.0.max(b.0));
        if right - left > 20.0 && (a.1 - b.1).abs() < 2.5 && right.is_finite() {
            path.push(Rule { left: left as f32, right: right as f32, base: a.1 as f32 });
        }
    }
}

/// How places on the paper become places in a frame in which the text runs to the right.
struct Frame {
    turned: u8,
    along: (f64, f64),
    up: (f64, f64),
    origin: (f64, f64),
}

impl Frame {
    fn new(matrix: Matrix, page_turned: u8, seen: [f64; 4]) -> Frame {
        let length = matrix[0].hypot(matrix[1]);
        let (cos, sin) = if length > 0.0 { (matrix[0] / length, matrix[1] / length) } else { (1.0, 0.0) };
        let [left, bottom, right, top] = seen;
        // Quarters to the left, on the paper.
        let quarters = if cos > 0.98 {
            0
        } else if sin > 0.98 {
            1
        } else if cos < -0.98 {
            2
        } else if sin < -0.98 {
            3
        } else {
            let (along, up) = ((cos, sin), (-sin, cos));
            return Frame { turned: 4, along, up, origin: (left, bottom) };
        };
        let (along, up, origin) = match quarters {
            0 => ((1.0, 0.0), (0.0, 1.0), (left, bottom)),
            1 => ((0.0, 1.0), (-1.0, 0.0), (right, bottom)),
            2 => ((-1.0, 0.0), (0.0, -1.0), (right, top)),
            _ => ((0.0, -1.0), (1.0, 0.0), (left, top)),
        };
        // A page turned to the right shows text that runs upwards on the paper as level.
        Frame { turned: (quarters + 4 - page_turned % 4) % 4, along, up, origin }
    }

    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = (x - self.origin.0, y - self.origin.1);
        (x * self.along.0 + y * self.along.1, x * self.up.0 + y * self.up.1)
    }
}

/// Adds the string at a place, if one is there.
fn string_at(data: &[u8], at: usize, out: &mut Vec<u8>) {
    if matches!(data.get(at), Some(b'(' | b'<')) {
        Lexer::new(data, at).string(out);
    }
}

/// Passes a picture that stands in the stream itself.
fn skip_picture(lexer: &mut Lexer<'_>) {
    loop {
        lexer.skip_space();
        match lexer.peek() {
            None => return,
            Some(b'/') => {
                lexer.name();
            }
            Some(b'[' | b'<') => lexer.skip_group(),
            Some(b'(') => lexer.skip_string(),
            Some(_) => {
                let word = lexer.word();
                if word == b"ID" {
                    break;
                }
                if word.is_empty() {
                    lexer.at += 1;
                }
            }
        }
    }
    lexer.at += 1;
    while let Some(step) = lexer.data.get(lexer.at..).and_then(|rest| find(rest, b"EI")) {
        let at = lexer.at + step;
        lexer.at = at + 2;
        let before = at.checked_sub(1).is_none_or(|at| is_space(lexer.data[at]));
        let after = &lexer.data[lexer.at..(lexer.at + 12).min(lexer.data.len())];
        // The letters may stand among the picture's bytes: then what follows is hardly all text.
        let text = after.iter().all(|byte| byte.is_ascii_graphic() || is_space(*byte));
        if before && text && after.first().is_none_or(|byte| is_space(*byte)) {
            return;
        }
    }
    lexer.at = lexer.data.len();
}

/// The layers that are switched off when the file is opened.
fn switched_off(file: &File<'_>) -> HashSet<u32> {
    let mut off = HashSet::new();
    let Some(properties) = file.dict_at(&file.catalog(), b"OCProperties") else { return off };
    let defaults = file.dict_at(&properties, b"D").unwrap_or_default();
    let numbers = |dict: &Dict, key: &[u8]| -> Vec<u32> {
        let list = file.array_at(dict, key).unwrap_or_default();
        list.iter().filter_map(|o| if let Object::Reference(number) = o { Some(*number) } else { None }).collect()
    };
    let state = file.get(&defaults, b"BaseState");
    if state.as_ref().and_then(Object::name) == Some(b"OFF") {
        off.extend(numbers(&properties, b"OCGs"));
        for number in numbers(&defaults, b"ON") {
            off.remove(&number);
        }
    }
    off.extend(numbers(&defaults, b"OFF"));
    off
}

/// A text string: UTF-16 with its mark, UTF-8 with its mark, else the format's own set, which is Latin-1 for letters.
pub fn text_string(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        let units = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(rest).into_owned();
    }
    let special = |byte: u8| match byte {
        0x80 => '•',
        0x82 => '‡',
        0x83 => '…',
        0x84 => '—',
        0x85 => '–',
        0x8d => '“',
        0x8e => '”',
        0x8f => '‘',
        0x90 => '’',
        0xa0 => '€',
        0xad => '\u{ad}',
        other => char::from(other),
    };
    bytes.iter().map(|byte| special(*byte)).collect()
}
