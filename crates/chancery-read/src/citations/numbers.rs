//! Numbers of resolutions and decisions, which a body's series turn into symbols.
//!
//! A number is known by its shape (`48/208`, `1701 (2006)`, `3367 A (XXX)`, `ES-10/17`) and by a word near it. Lists are
//! read from their first number on; the word may stand before the list or, in scripts that write it so, behind it.

use chancery_model::{body::Body, period::PeriodRule, roman, symbol::Symbol, text::Span};

use super::{
    Found,
    cues::{Cue, Cues, bit, class},
    scan::{
        char_at, char_before, digit_at, digits_at, digits_before, latin, skip, skip_back, space_at, word_after,
        word_before,
    },
};
use crate::words::spaceless;

/// How far the members of a list may stand apart, in bytes.
const GAP: usize = 110;

/// How far a sentence is looked back for the word that a number belongs to, in bytes.
const BACK: usize = 240;

/// The longest list.
const LONGEST_LIST: usize = 500;

/// What stands between the figures of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    /// `48/208`.
    Stroke(u32, usize),
    /// `1701 (2006)`.
    Year(u32),
    /// `2625 (XXV)`, `3201 (S-VI)`.
    Roman(String),
}

/// One number in the text.
#[derive(Clone, Debug)]
struct Number {
    start: usize,
    end: usize,
    /// Letters of a special session before it.
    lead: Option<String>,
    /// The first figure.
    figure: u32,
    /// How many digits the first figure has.
    width: usize,
    /// The letters of a part.
    part: Option<(char, Option<char>)>,
    shape: Shape,
    /// Whether spaces stood around the stroke, so that only a word right before it makes a number of it.
    loose: bool,
}

impl Number {
    /// Whether the shape alone says that it is the number of a resolution of some body.
    fn strong(&self) -> bool {
        !matches!(self.shape, Shape::Stroke(..))
    }
}

/// A shape of a body's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slots {
    SessionStroke,
    YearStroke,
    YearBracket,
    Roman,
    RomanPart,
}

impl Slots {
    /// The place of the shape that fills the slots.
    fn place(self) -> usize {
        match self {
            Slots::SessionStroke | Slots::YearStroke => 0,
            Slots::YearBracket => 1,
            Slots::Roman | Slots::RomanPart => 2,
        }
    }
}

impl Shape {
    /// The place of the forms that it fills.
    fn place(&self) -> usize {
        match self {
            Shape::Stroke(..) => 0,
            Shape::Year(_) => 1,
            Shape::Roman(_) => 2,
        }
    }
}

/// A written form of numbers and the symbol it gives.
#[derive(Debug)]
struct Form {
    kind: u16,
    organs: u64,
    slots: Slots,
    /// The symbol's pieces.
    pieces: Vec<Piece>,
    /// The least and the greatest session or year.
    least: u32,
    most: u32,
    /// Read only where the text names the organ.
    named_only: bool,
}

/// All that is needed for reading numbers.
#[derive(Debug)]
pub struct Numbers {
    /// The words.
    pub cues: Cues,
    /// The forms for each shape of numbers.
    forms: [Vec<Form>; 3],
}

/// What the sentence has said so far.
#[derive(Debug, Default)]
pub struct Context {
    kind: u16,
    organs: Option<u64>,
    /// Where the last number or word stood.
    end: usize,
    /// Up to where the text is known to have no word for a resolution.
    none_before: usize,
    /// The list that is read, whose memory serves for the next one.
    list: Vec<Number>,
}

impl Numbers {
    /// Makes a body's forms.
    pub fn new(body: &Body) -> Numbers {
        let mut forms: [Vec<Form>; 3] = Default::default();
        let kind_of = |holds: &str| match holds {
            "resolution" => class::RESOLUTION,
            "decision" => class::DECISION,
            _ => 0,
        };
        for (at, organ) in body.organs.iter().enumerate() {
            for series in &organ.series {
                let kind = kind_of(&series.holds);
                // What stands before the first slot is the symbol's root; texts write the rest.
                let Some(open) = series.template.find('{').filter(|_| kind != 0) else { continue };
                let Some(slots) = slots_of(&series.template[open..]) else { continue };
                let from = series.from.map_or(1, |date| i32::from(date.year()).max(1) as u32);
                let until = series.until.map_or(2199, |date| i32::from(date.year()).max(1) as u32);
                let (least, most) = match slots {
                    Slots::YearStroke | Slots::YearBracket => {
                        (from.max(organ.years_since.map_or(1900, |year| year.max(0) as u32 + 1)), until)
                    }
                    _ => sessions(&organ.period, body, from, until),
                };
                let pieces = pieces_of(&series.template);
                forms[slots.place()].push(Form {
                    kind,
                    organs: bit(at),
                    slots,
                    pieces,
                    least,
                    most,
                    named_only: false,
                });
            }
        }
        for (at, cited) in body.charter.cited.iter().enumerate() {
            let (least, most) = cited.sessions.unwrap_or((1, 2199));
            for series in &cited.series {
                let (kind, Some(slots)) = (kind_of(&series.holds), slots_of(&series.form)) else { continue };
                let organs = bit(body.organs.len() + at);
                let pieces = pieces_of(&series.symbol);
                forms[slots.place()].push(Form {
                    kind,
                    organs,
                    slots,
                    pieces,
                    least,
                    most,
                    named_only: cited.named_only,
                });
            }
        }
        for wording in body.wording.values() {
            for extra in &wording.reading.resolution_forms {
                let organs = match &extra.organ {
                    None => u64::MAX,
                    Some(code) => match body.organs.iter().position(|organ| organ.code == *code) {
                        Some(at) => bit(at),
                        None => continue,
                    },
                };
                let Some(slots) = slots_of(&extra.form) else { continue };
                let pieces = pieces_of(&extra.symbol);
                let (kind, least, most) = (class::RESOLUTION, 1, 2199);
                forms[slots.place()].push(Form { kind, organs, slots, pieces, least, most, named_only: false });
            }
        }
        Numbers { cues: Cues::new(body), forms }
    }

    /// Reads the list of numbers whose first one may stand at `start`; the place up to which the text is read.
    pub fn read(
        &self,
        text: &str,
        start: usize,
        opening: usize,
        end: usize,
        context: &mut Context,
        found: &mut Vec<Found>,
    ) -> Option<usize> {
        let text = text.get(..end)?;
        let first = self.number_at(text, start, opening)?;
        let mut list = std::mem::take(&mut context.list);
        self.list(text, first, &mut list);
        let after = self.read_list(text, &list, opening, context, found);
        context.list = list;
        after
    }

    /// Reads a list of numbers; the place up to which the text is read.
    fn read_list(
        &self,
        text: &str,
        list: &[Number],
        opening: usize,
        context: &mut Context,
        found: &mut Vec<Found>,
    ) -> Option<usize> {
        let (first, last) = (list.first()?, list.last()?);
        // What belongs to a citation already found is not read twice.
        let floor = found.last().map_or(opening, |last| last.span.end.clamp(opening, first.start));
        let list_end = last.end;
        let mut bare = Vec::new();
        let direct = match self.cues.before(text, first.start, floor) {
            Some(cue) => Some(cue),
            None if matches!(first.shape, Shape::Year(_)) => self.elided(text, first, floor, &mut bare),
            None => None,
        };
        // Where no spaces are written, what stands before may be a verb (`决定` also says that something is decided); the word
        // behind the number is the surer one.
        let unsure = direct.is_some_and(|cue| text[cue.start..].starts_with(spaceless));
        let behind = match direct {
            Some(_) if !unsure => None,
            _ => self.cues.behind(text, list_end, first.strong()),
        };
        let direct = direct.filter(|_| behind.is_none());
        let far = match direct.or(behind) {
            None if first.strong() && !first.loose => self.spoken_of(text, first.start, opening, context),
            _ => None,
        };
        let Some(cue) = direct.or(behind).or(far) else {
            return Some(list_end);
        };
        let mut organs = cue.organs;
        if far.is_none() {
            let head = match direct {
                Some(cue) => cue.start,
                None => first.start,
            };
            match self.organs_around(text, head, list_end, floor, first.strong(), organs.is_some()) {
                Around::Stranger => {
                    context.none_before = list_end;
                    context.kind = 0;
                    return Some(list_end);
                }
                Around::Organs(named) => organs = organs.or(Some(named)),
                Around::Nothing => {}
            }
        }
        let mut preferred = organs.or(if far.is_some() { context.organs } else { None });
        if preferred.is_none() && !first.strong() {
            preferred = self.own(text, direct.map_or(first.start, |cue| cue.start), opening);
        }
        let before = found.len();
        let year = match first.shape {
            Shape::Year(year) => year,
            _ => 0,
        };
        for (start, end, figure) in bare.iter().rev() {
            let number = Number {
                start: *start,
                end: *end,
                lead: None,
                figure: *figure,
                width: 4,
                part: None,
                shape: Shape::Year(year),
                loose: false,
            };
            if let Some(symbol) = self.symbol_of(&number, cue.kind, organs, preferred) {
                found.push(Found { span: Span::new(*start, *end), number: Span::new(*start, *end), symbol });
            }
        }
        for number in list {
            let Some(symbol) = self.symbol_of(number, cue.kind, organs, preferred) else {
                if found.len() == before {
                    break;
                }
                continue;
            };
            let place = Span::new(number.start, number.end);
            found.push(Found { span: self.with_frame(text, place, floor), number: place, symbol });
        }
        if found.len() == before {
            return Some(list_end);
        }
        if let (Some(cue), Some(one)) = (direct, found.get_mut(before)) {
            one.span.start = one.span.start.min(cue.start);
        }
        if let (Some(cue), Some(one)) = (behind, found.last_mut())
            && cue.start <= one.span.end + 1
        {
            one.span.end = cue.end;
        }
        context.kind = cue.kind;
        context.organs = preferred;
        context.end = list_end;
        context.none_before = list_end;
        Some(list_end)
    }

    /// Where a number starts that has its first digit at a place: there, or at the letters of a special session before it.
    pub fn start_of(&self, text: &str, token: usize, digit: usize, floor: usize) -> usize {
        if text.as_bytes().get(token).is_some_and(u8::is_ascii_uppercase) {
            return token;
        }
        if let Some(dash) = char_before(text, digit, floor).filter(|c| matches!(c, '-' | '‑' | '–' | '‐'))
            && digit
                .checked_sub(dash.len_utf8() + 1)
                .is_some_and(|last| self.cues.session_tails.has(text.as_bytes(), last))
            && let Some(head) = text.get(floor..digit - dash.len_utf8())
            && let Some((written, _)) = self.cues.sessions.iter().find(|(written, _)| head.ends_with(written.as_str()))
        {
            return digit - dash.len_utf8() - written.len();
        }
        digit
    }

    /// A number with what frames it in scripts without spaces: `第…号`.
    fn with_frame(&self, text: &str, place: Span, floor: usize) -> Span {
        let mut span = place;
        if let Some((start, _)) = self.cues.piece_before(text, span.start, floor, class::NUMBERED) {
            span.start = start;
        }
        if let Some((end, _)) = self.cues.piece_after(text, span.end, class::AFTER) {
            span.end = end;
        }
        span
    }

    /// The number at a place.
    fn number_at(&self, text: &str, start: usize, floor: usize) -> Option<Number> {
        let bytes = text.as_bytes();
        if let Some(before) = char_before(text, start, floor)
            && (before.is_ascii_alphanumeric()
                || matches!(before, '/' | '-' | '_' | '–' | '$' | '€' | '£' | '#')
                || matches!(before, '.' | ',' | '٫' | '٬')
                    && start > before.len_utf8()
                    && digits_before(bytes, start - before.len_utf8(), floor) < start - before.len_utf8())
        {
            // A dash may part the ends of a range of numbers; it stands behind a bracket or a space.
            let dash = matches!(before, '-' | '–')
                && char_before(text, start - before.len_utf8(), floor).is_some_and(|c| c == ')' || c == ' ');
            if !dash {
                return None;
            }
        }
        let mut at = start;
        let mut lead = None;
        let sessions = if self.cues.session_heads.has(bytes, at) { self.cues.sessions.as_slice() } else { &[] };
        for (written, letters) in sessions {
            if let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix(written.as_str()))
                && let Some(dash) = rest.chars().next().filter(|c| matches!(c, '-' | '‑' | '–' | '‐'))
            {
                lead = Some(letters.clone());
                at += written.len() + dash.len_utf8();
                break;
            }
        }
        if lead.is_none() {
            let letters = bytes.get(at..)?.iter().take(3).take_while(|b| b.is_ascii_uppercase()).count();
            if letters > 0 {
                if letters > 2 {
                    return None;
                }
                lead = Some(text.get(at..at + letters)?.to_owned());
                at += letters;
                at += match char_at(text, at)? {
                    dash @ ('-' | '‑' | '–' | '‐') => dash.len_utf8(),
                    _ => return None,
                };
            }
        }
        let figure = digits_at(bytes, at)?;
        if figure.count > 4 || figure.value == 0 {
            return None;
        }
        at = figure.end;
        // Most figures are nothing but figures: what makes a number of one is a stroke, a bracket or the letter of a part.
        let near = skip(bytes, at, 1);
        let next = *bytes.get(near)?;
        let joins = matches!(next, b'/' | b'(' | b'\n' | b'A'..=b'Z') || !next.is_ascii();
        if !joins && !self.cues.part_heads.has(bytes, near) {
            return None;
        }
        let number = |end, part, shape, loose| Number {
            start,
            end,
            lead: lead.clone(),
            figure: figure.value,
            width: figure.count,
            part,
            shape,
            loose,
        };
        if next == b'/' || text.get(near..)?.starts_with('／') {
            let stroke = if bytes[near] == b'/' { near + 1 } else { near + 3 };
            let far = skip(bytes, stroke, 1);
            if let Some(second) = digits_at(bytes, far) {
                // `2245 / (2015)` has a bracket there; `5 / 6` is a fraction unless a word says otherwise.
                let loose = near > at || far > stroke;
                return self.stroke(text, second.end, second.count, second.value, loose, number);
            }
            if char_at(text, far).is_some_and(|c| matches!(c, '(' | '（')) && near > at {
                at = stroke;
            } else {
                return None;
            }
        }
        if lead.is_some() {
            return None;
        }
        // A letter may stand between the figure and the bracket.
        let mut part = None;
        let near = skip(bytes, at, 1);
        if let Some((letter, end)) = self.part_letter(text, near)
            && char_at(text, skip(bytes, end, 1)).is_some_and(|c| matches!(c, '(' | '（'))
        {
            part = Some((letter, None));
            at = end;
        }
        let open = skip(bytes, at, 2);
        let bracket = char_at(text, open).filter(|c| matches!(c, '(' | '（'))?;
        let inner = skip(bytes, open + bracket.len_utf8(), 1);
        let (shape, inner_end) = match digits_at(bytes, inner) {
            Some(year) if year.count == 4 => (Shape::Year(year.value), year.end),
            Some(_) => return None,
            None => {
                let (roman, end) = roman_at(text, inner)?;
                (Shape::Roman(roman), end)
            }
        };
        let close = skip(bytes, inner_end, 1);
        let closing = char_at(text, close).filter(|c| matches!(c, ')' | '）'))?;
        Some(number(close + closing.len_utf8(), part, shape, false))
    }

    /// A number with a stroke, whose second figure ends at a place, with the letter of a part behind it.
    fn stroke(
        &self,
        text: &str,
        end: usize,
        width: usize,
        second: u32,
        loose: bool,
        number: impl Fn(usize, Option<(char, Option<char>)>, Shape, bool) -> Number,
    ) -> Option<Number> {
        let bytes = text.as_bytes();
        if width > 4 || second == 0 {
            return None;
        }
        let shape = Shape::Stroke(second, width);
        match char_at(text, end) {
            // A further figure makes it a date, a fraction or part of something longer.
            Some('/' | '／' | '%' | '‰' | '_' | '@') => return None,
            Some('-' | '–' | '.' | ',' | ':') if digit_at(bytes, end + char_at(text, end)?.len_utf8()).is_some() => {
                return None;
            }
            Some(c) if c.is_ascii_lowercase() => return None,
            _ => {}
        }
        let near = skip(bytes, end, 0);
        if let Some((letter, to)) = self.part_letter(text, near) {
            // `A–C`.
            let dash = skip(bytes, to, 0);
            if let Some(sign @ ('-' | '–')) = char_at(text, dash)
                && let Some((last, to)) = self.part_letter(text, skip(bytes, dash + sign.len_utf8(), 0))
                && last > letter
            {
                return Some(number(to, Some((letter, Some(last))), shape, loose));
            }
            if self.ends_a_part(text, to) {
                return Some(number(to, Some((letter, None)), shape, loose));
            }
            if near == end {
                return None;
            }
        } else if char_at(text, end).is_some_and(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        Some(number(end, None, shape, loose))
    }

    /// The letter of a part of a resolution at a place, and where it ends.
    fn part_letter(&self, text: &str, at: usize) -> Option<(char, usize)> {
        let c = char_at(text, at)?;
        if let Some(letter) = latin(c) {
            let end = at + c.len_utf8();
            let next = char_at(text, end);
            return (!next
                .is_some_and(|c| c.is_alphanumeric() && !spaceless(c) || matches!(c, '.' | '/' | '\'' | '’')))
            .then_some((letter, end));
        }
        if !self.cues.part_heads.has(text.as_bytes(), at) {
            return None;
        }
        let rest = text.get(at..)?;
        let (word, letter) = self.cues.parts.iter().find(|(word, _)| rest.starts_with(word.as_str()))?;
        let end = at + word.len();
        (word_after(text, at) == end).then_some((*letter, end))
    }

    /// Whether what follows a single capital letter shows that it was no word of the sentence.
    fn ends_a_part(&self, text: &str, at: usize) -> bool {
        let next = skip(text.as_bytes(), at, 1);
        if next == at {
            return !matches!(char_at(text, at), Some('-'));
        }
        let end = word_after(text, next);
        if end == next {
            return true;
        }
        let word = &text[next..end];
        self.cues.class(word) & (class::AND | class::LINK) != 0 || !word.starts_with(|c: char| c.is_ascii_lowercase())
    }

    /// The list that starts with a number.
    fn list(&self, text: &str, first: Number, list: &mut Vec<Number>) {
        list.clear();
        list.push(first);
        while list.len() < LONGEST_LIST {
            let Some(last) = list.last() else { break };
            let Some(next) = self.next_in_list(text, last) else { break };
            list.push(next);
        }
    }

    fn next_in_list(&self, text: &str, last: &Number) -> Option<Number> {
        let bytes = text.as_bytes();
        let mut at = last.end;
        let limit = last.end + GAP;
        let mut parted = false;
        while at < limit {
            at = skip(bytes, at, 1);
            let c = char_at(text, at)?;
            if matches!(c, ',' | ';' | '،' | '؛' | '、' | '，' | '；') {
                parted = true;
                at += c.len_utf8();
                continue;
            }
            if matches!(c, '–' | '-' | '—') && last.strong() {
                parted = true;
                at += c.len_utf8();
                continue;
            }
            if matches!(c, '№' | '°' | 'º') {
                at += c.len_utf8();
                continue;
            }
            if digit_at(bytes, at).is_some() {
                // A comma may be lost between two numbers that cannot be anything else.
                let close = last.strong() && skip(bytes, last.end, 1) == at;
                if (parted || close)
                    && let Some(number) = self.number_at(text, at, last.end)
                    && !number.loose
                    && (parted || number.strong())
                {
                    return Some(number);
                }
                // The day or the year of a date; behind a letter's number a stroke would make it something else.
                let run = digits_at(bytes, at)?;
                if run.count > 4 || bytes.get(run.end) == Some(&b'/') {
                    return None;
                }
                at = run.end;
                continue;
            }
            if spaceless(c) {
                let all = class::AND | class::NUMBERED | class::AFTER | class::LINK | class::MONTH;
                let (end, class) = self.cues.piece_after(text, at, all)?;
                parted |= class & class::AND != 0;
                at = end;
                continue;
            }
            if parted
                && (c.is_ascii_uppercase() || !self.cues.sessions.is_empty())
                && let Some(number) = self.number_at(text, at, last.end).filter(|number| number.lead.is_some())
            {
                return Some(number);
            }
            // `A and B`: a further part of the same resolution.
            if parted
                && last.part.is_some()
                && let Some((letter, end)) = self.part_letter(text, at)
                && self.ends_a_part(text, end)
                && matches!(last.shape, Shape::Stroke(..))
            {
                return Some(Number { start: at, end, part: Some((letter, None)), ..last.clone() });
            }
            let end = word_after(text, at);
            if end == at {
                return None;
            }
            let class = self.cues.class(&text[at..end]);
            if class & (class::AND | class::NUMBERED | class::LINK | class::MONTH | class::OWN) == 0 {
                return None;
            }
            parted |= class & class::AND != 0;
            at = end;
            match char_at(text, at) {
                Some('.') if class & class::NUMBERED != 0 => at += 1,
                Some(c @ ('\'' | '’')) if class & class::LINK != 0 => at += c.len_utf8(),
                // `شباط/فبراير`: a month with two names.
                Some('/') if class & class::MONTH != 0 => at += 1,
                _ => {}
            }
        }
        None
    }

    /// Numbers without their year before one that has it: `resolutions 822, 853 and 874 (1993)`.
    fn elided(&self, text: &str, first: &Number, floor: usize, bare: &mut Vec<(usize, usize, u32)>) -> Option<Cue> {
        let bytes = text.as_bytes();
        let mut at = first.start;
        let mut above = first.figure;
        for _ in 0..12 {
            let mut end = skip_back(bytes, at, floor, 1);
            let mut parted = false;
            let word = word_before(text, end, floor);
            if word < end && self.cues.class(&text[word..end]) & class::AND != 0 {
                parted = true;
                end = skip_back(bytes, word, floor, 1);
            }
            if let Some(c @ (',' | '،')) = char_before(text, end, floor) {
                parted = true;
                end = skip_back(bytes, end - c.len_utf8(), floor, 1);
            }
            let start = digits_before(bytes, end, floor);
            let run = digits_at(bytes, start).filter(|run| run.end == end && start < end)?;
            let before = char_before(text, start, floor);
            if !parted
                || run.count > 4
                || run.value == 0
                || run.value >= above
                || before.is_some_and(|c| matches!(c, '/' | '-' | '.' | '('))
            {
                return None;
            }
            above = run.value;
            bare.push((start, end, run.value));
            at = start;
            if let Some(cue) = self.cues.before(text, at, floor) {
                // The span of the first takes in the word.
                if let Some(first) = bare.last_mut() {
                    first.0 = start;
                }
                return Some(cue);
            }
        }
        bare.clear();
        None
    }

    /// The word a number belongs to that stands further off in the same sentence.
    fn spoken_of(&self, text: &str, start: usize, floor: usize, context: &mut Context) -> Option<Cue> {
        if !self.is_joined(text, start, floor) {
            return None;
        }
        if context.kind != 0 && start >= context.end && start - context.end <= BACK {
            let between = text.get(context.end..start)?;
            if !ends_a_sentence(between) {
                return Some(Cue { kind: context.kind, start, end: start, organs: None });
            }
            context.kind = 0;
        }
        let from = text.floor_char_boundary(start.saturating_sub(BACK)).max(floor).max(context.none_before.min(start));
        let cue = self.cues.last_between(text, from, start);
        match cue {
            Some(cue) if !ends_a_sentence(text.get(cue.end..start)?) => {
                Some(Cue { kind: cue.kind, start, end: start, organs: None })
            }
            _ => {
                context.none_before = start;
                None
            }
        }
    }

    /// Whether what stands right before a number joins it to what was said before.
    fn is_joined(&self, text: &str, start: usize, floor: usize) -> bool {
        let at = skip_back(text.as_bytes(), start, floor, 1);
        let Some(c) = char_before(text, at, floor) else { return false };
        if matches!(c, ',' | ';' | '،' | '؛' | '、' | '，' | '；' | ':' | '：' | '(' | '（' | '–' | '№') {
            return true;
        }
        if spaceless(c) {
            let joins = class::AND | class::NUMBERED | class::LINK;
            return self.cues.piece_before(text, at, floor, joins).is_some();
        }
        let end = if c == '.' { at - 1 } else { at };
        let word = word_before(text, end, floor);
        word < end
            && text.get(word..end).is_some_and(|word| {
                self.cues.class(word) & (class::AND | class::NUMBERED | class::LINK | class::OWN) != 0
            })
    }

    /// The organ named right before the word or right behind the numbers, or that someone else is named there.
    fn organs_around(&self, text: &str, head: usize, tail: usize, floor: usize, strong: bool, named: bool) -> Around {
        let bytes = text.as_bytes();
        // Before.
        let mut at = skip_back(bytes, head, floor, 1);
        let last = char_before(text, at, floor);
        if last.is_some_and(spaceless) {
            if let Some((start, _)) = self.cues.piece_before(text, at, floor, class::NUMBERED) {
                at = start;
            }
            at = self.cues.date_before(text, at, floor);
            if self.cues.piece_before(text, at, floor, class::FOREIGN).is_some() {
                return Around::Stranger;
            }
            if let Some((_, bits)) = self.cues.organ_before(text, at, floor) {
                return Around::Organs(bits);
            }
        } else if let Some((_, bits)) = self.cues.organ_before(text, at, floor) {
            return Around::Organs(bits);
        } else {
            let mut word = word_before(text, at, floor);
            if text.get(word..at) == Some("s")
                && let Some(c @ ('\'' | '’')) = char_before(text, word, floor)
            {
                at = word - c.len_utf8();
                word = word_before(text, at, floor);
            }
            if word < at {
                let class = self.cues.class(&text[word..at]);
                if class & class::FOREIGN != 0 {
                    return Around::Stranger;
                }
                if !strong && class == 0 && self.is_a_name(text, word, at, floor) {
                    return Around::Stranger;
                }
            }
        }
        if named {
            return Around::Nothing;
        }
        // Behind.
        let mut at = skip(bytes, tail, 1);
        let mut linked = false;
        for _ in 0..6 {
            let Some(c) = char_at(text, at) else { break };
            if c.is_alphabetic() && !spaceless(c) {
                if let Some((_, bits)) = self.cues.organ_after(text, at) {
                    return Around::Organs(bits);
                }
                let end = word_after(text, at);
                if end == at {
                    break;
                }
                let word = &text[at..end];
                let class = self.cues.class(word);
                if class & class::FOREIGN != 0 {
                    return Around::Stranger;
                }
                if class & class::MONTH != 0 || class & class::LINK == 0 {
                    if linked && !strong && class == 0 && word.starts_with(char::is_uppercase) {
                        return Around::Stranger;
                    }
                    break;
                }
                linked = true;
                at = end;
                if let Some(c @ ('\'' | '’')) = char_at(text, at) {
                    at += c.len_utf8();
                }
                at = skip(bytes, at, 1);
                continue;
            }
            break;
        }
        Around::Nothing
    }

    /// Whether a capitalised word is part of a name: not the first of its sentence, or one of several.
    fn is_a_name(&self, text: &str, word: usize, end: usize, floor: usize) -> bool {
        if !text[word..end].starts_with(char::is_uppercase) {
            return false;
        }
        let before = skip_back(text.as_bytes(), word, floor, 0);
        let Some(c) = char_before(text, before, floor) else { return false };
        if !c.is_alphabetic() {
            return false;
        }
        let previous = word_before(text, before, floor);
        let previous_end = before;
        if previous == previous_end {
            return false;
        }
        // `Recalling Assembly …` is an organ and was seen before; `In Annex` is no name, but nothing tells.
        true
    }

    /// The organ spoken of in the same sentence, where the text says `its resolution`.
    fn own(&self, text: &str, head: usize, floor: usize) -> Option<u64> {
        let bytes = text.as_bytes();
        let mut at = skip_back(bytes, head, floor, 1);
        if let Some((start, _)) = self.cues.piece_before(text, at, floor, class::NUMBERED) {
            at = start;
        }
        at = self.cues.date_before(text, at, floor);
        let own = match char_before(text, at, floor) {
            Some(c) if spaceless(c) => self.cues.piece_before(text, at, floor, class::OWN).is_some(),
            _ => {
                let word = word_before(text, at, floor);
                let cue = text.get(head..).map(|rest| &rest[..word_after(rest, 0)]).unwrap_or_default();
                word < at && self.cues.class(&text[word..at]) & class::OWN != 0
                    || self.cues.class(cue) & class::OWN != 0
            }
        };
        if !own {
            return None;
        }
        let from = text.floor_char_boundary(at.saturating_sub(BACK)).max(floor);
        let from = text.get(from..at).and_then(sentence_start).map_or(from, |start| from + start);
        self.cues.last_organ(text, from, at)
    }

    fn symbol_of(&self, number: &Number, kind: u16, organs: Option<u64>, preferred: Option<u64>) -> Option<Symbol> {
        let fits = |form: &&Form| {
            form.kind & kind != 0
                && match organs {
                    Some(organs) => form.organs & organs != 0,
                    None => !form.named_only || preferred.is_some_and(|preferred| form.organs & preferred != 0),
                }
                && form.fits(number)
        };
        let forms = &self.forms[number.shape.place()];
        let first = preferred.and_then(|preferred| forms.iter().filter(|form| form.organs & preferred != 0).find(fits));
        let form = first.or_else(|| forms.iter().find(fits))?;
        Some(Symbol::from_canonical(form.fill(number)))
    }
}

/// What stands around a list.
enum Around {
    Organs(u64),
    Stranger,
    Nothing,
}

impl Form {
    fn fits(&self, number: &Number) -> bool {
        match (&number.shape, self.slots) {
            (Shape::Stroke(second, _), Slots::SessionStroke) => {
                // A figure that looks like a year is no number within a session.
                *second < 1000
                    && match &number.lead {
                        Some(_) => number.figure < 100,
                        None => (self.least..=self.most).contains(&number.figure) && number.width < 4,
                    }
            }
            (Shape::Stroke(..), Slots::YearStroke) => {
                number.lead.is_none() && number.width == 4 && (self.least..=self.most).contains(&number.figure)
            }
            (Shape::Year(year), Slots::YearBracket) => number.part.is_none() && (self.least..=self.most).contains(year),
            (Shape::Roman(roman), Slots::Roman) => {
                number.part.is_none() && roman::value(roman).is_none_or(|value| value <= self.most)
            }
            (Shape::Roman(roman), Slots::RomanPart) => {
                number.part.is_some() && roman::value(roman).is_none_or(|value| value <= self.most)
            }
            _ => false,
        }
    }

    /// The symbol of a number.
    fn fill(&self, number: &Number) -> String {
        let mut out = String::with_capacity(24);
        for piece in &self.pieces {
            match (piece, &number.shape) {
                (Piece::Words(words), _) => out.push_str(words),
                (Piece::Session, _) => {
                    if let Some(lead) = &number.lead {
                        out.push_str(lead);
                        out.push('-');
                    }
                    push_figures(&mut out, number.figure, 1);
                }
                (Piece::Year, Shape::Year(year)) => push_figures(&mut out, *year, 4),
                (Piece::Year, _) => push_figures(&mut out, number.figure, 4),
                (Piece::Roman, Shape::Roman(roman)) => out.push_str(roman),
                (Piece::Roman, _) => {}
                (Piece::Number, Shape::Stroke(second, _)) => push_figures(&mut out, *second, 1),
                (Piece::Number, _) => push_figures(&mut out, number.figure, 1),
                (Piece::Part, _) => push_part(&mut out, number.part),
            }
        }
        // A part for which the series has no slot stands in brackets.
        if number.part.is_some() && !self.pieces.contains(&Piece::Part) {
            out.push('[');
            push_part(&mut out, number.part);
            out.push(']');
        }
        out
    }
}

/// A piece of a symbol: words as they stand, or a slot.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Session,
    Year,
    Roman,
    Number,
    Part,
}

/// The pieces of a series' symbol; a slot that no number fills is left out.
fn pieces_of(symbol: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = symbol;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        pieces.push(Piece::Words(rest[..open].to_owned()));
        let slot = &rest[open + 1..open + close];
        pieces.extend(match slot.split(':').next().unwrap_or(slot) {
            "session" => Some(Piece::Session),
            "year" => Some(Piece::Year),
            "roman" => Some(Piece::Roman),
            "n" => Some(Piece::Number),
            "part" => Some(Piece::Part),
            _ => None,
        });
        rest = &rest[open + close + 1..];
    }
    pieces.push(Piece::Words(rest.to_owned()));
    pieces
}

/// Writes a figure with so many digits at least.
fn push_figures(out: &mut String, figure: u32, width: u32) {
    let mut unit = 10u32.pow(width - 1);
    while figure / 10 >= unit {
        unit *= 10;
    }
    while unit > 0 {
        out.push(char::from(b'0' + (figure / unit % 10) as u8));
        unit /= 10;
    }
}

fn push_part(out: &mut String, part: Option<(char, Option<char>)>) {
    if let Some((first, last)) = part {
        out.push(first);
        if let Some(last) = last {
            out.push('-');
            out.push(last);
        }
    }
}

/// The shape of a written form.
fn slots_of(form: &str) -> Option<Slots> {
    let roman = form.contains("{roman}");
    Some(if roman && form.contains("{part}") {
        Slots::RomanPart
    } else if roman {
        Slots::Roman
    } else if form.contains("({year})") {
        Slots::YearBracket
    } else if form.contains("{session}/{n") {
        Slots::SessionStroke
    } else if form.contains("{year}/{n") {
        Slots::YearStroke
    } else {
        return None;
    })
}

/// The first and the last session that opened between two years.
fn sessions(rule: &PeriodRule, body: &Body, from: u32, until: u32) -> (u32, u32) {
    let rule = match rule {
        PeriodRule::Of { organ } => match body.organ(organ) {
            Some(organ) => &organ.period,
            None => rule,
        },
        own => own,
    };
    if !matches!(rule, PeriodRule::Session { .. }) {
        return (1, 2199);
    }
    let opened = |session: u32| {
        rule.days(&session.to_string()).map_or(u32::MAX, |(opens, _)| i32::from(opens.year()).max(0) as u32)
    };
    let mut all = (1..300).filter(|session| (from..until.max(from + 1)).contains(&opened(*session)));
    let first = all.next();
    match first {
        Some(first) => (first, all.next_back().unwrap_or(first)),
        None => (1, 0),
    }
}

/// A roman number at a place, with the letters of a special session before it, in Latin letters or ones of the same shape.
fn roman_at(text: &str, at: usize) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut end = at;
    for _ in 0..12 {
        let Some(c) = char_at(text, end) else { break };
        match latin(c) {
            Some(letter @ ('I' | 'V' | 'X' | 'L' | 'C' | 'E' | 'S')) => out.push(letter),
            None if matches!(c, 'V' | 'L') => out.push(c),
            None if matches!(c, '-' | '‑' | '–') && !out.is_empty() && !out.contains('-') => out.push('-'),
            _ => break,
        }
        end += c.len_utf8();
    }
    let numeral = match out.split_once('-') {
        Some(("S" | "ES", numeral)) => numeral,
        Some(_) => return None,
        None => out.as_str(),
    };
    roman::value(numeral)?;
    Some((out, end))
}

/// Whether a sentence ends inside a piece of text.
fn ends_a_sentence(text: &str) -> bool {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'.' | b'!' | b'?' if space_at(bytes, at + 1) > 0 => {
                let next = skip(bytes, at + 1, 1);
                // A short word before the point is rather an abbreviation.
                let word = bytes[..at].iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
                let first = char_at(text, next);
                if first.is_some_and(char::is_uppercase) && (word == 0 || word > 4) {
                    return true;
                }
            }
            b'\n' if bytes[at + 1..].iter().take(8).find(|b| !matches!(b, b' ' | b'\t' | b'\r')) == Some(&b'\n') => {
                return true;
            }
            0xe3 if bytes.get(at + 1) == Some(&0x80) && bytes.get(at + 2) == Some(&0x82) => return true,
            0xd8 if bytes.get(at + 1) == Some(&0x9f) => return true,
            _ => {}
        }
    }
    false
}

/// Where the last sentence of a piece of text starts.
fn sentence_start(text: &str) -> Option<usize> {
    let cuts = [text.rfind(". "), text.rfind("\n\n"), text.rfind('。'), text.rfind('؟')];
    let at = cuts.into_iter().flatten().max()?;
    Some(text.floor_char_boundary(at + 1).max(at))
}
