//! Automatic numbers, as the page shows them.

use std::collections::{HashMap, HashSet};

use chancery_model::roman;
use quick_xml::{Reader, events::Event};

use super::xml::{attribute, number, on, prefix};

/// How many levels a list has.
const LEVELS: usize = 9;

/// How many lists are kept.
const MOST: usize = 50_000;

/// Which list and level a paragraph or style belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberRef {
    /// The list; 0 takes a paragraph out of the list of its style.
    pub id: Option<u32>,
    /// The level, from 0.
    pub level: Option<u8>,
}

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2`: each slot is the number of that level.
    text: String,
    /// After a number of which level it begins again; 0 never.
    restart: Option<u8>,
    /// Whether all its numbers are shown in figures.
    legal: bool,
}

impl Default for Level {
    fn default() -> Level {
        Level { start: 1, format: "decimal".to_owned(), text: String::new(), restart: None, legal: false }
    }
}

/// What one list changes of the pattern it follows.
#[derive(Clone, Debug, Default)]
struct List {
    pattern: u32,
    starts: [Option<u32>; LEVELS],
    levels: Vec<(usize, Level)>,
}

/// All lists of a file.
#[derive(Default)]
pub struct Numbering {
    patterns: HashMap<u32, Vec<Level>>,
    /// Patterns that are kept under the name of a style.
    links: HashMap<u32, String>,
    named: HashMap<String, u32>,
    lists: HashMap<u32, List>,
}

/// How far all lists have counted.
#[derive(Default)]
pub struct Counters {
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashSet<u32>,
}

/// A number as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// `1.`, `(a)`, `•`.
    pub text: String,
    /// Its level, from 1.
    pub level: u8,
    /// Whether it counts: a bullet does not.
    pub counts: bool,
}

impl Numbering {
    /// Reads the part of the lists.
    pub fn read(xml: &str) -> Numbering {
        let mut numbering = Numbering::default();
        let prefix = prefix(xml);
        let mut reader = Reader::from_str(xml);
        let mut pattern: Option<(u32, Vec<Level>)> = None;
        let mut list: Option<(u32, List)> = None;
        let mut level: Option<(usize, Level)> = None;
        let mut changed: Option<usize> = None;
        let mut skipped = 0usize;
        while let Ok(event) = reader.read_event() {
            let (start, empty) = match &event {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::End(end) => {
                    if skipped > 0 {
                        skipped -= 1;
                        continue;
                    }
                    match end.name().as_ref().strip_prefix(prefix.as_str()) {
                        Some("lvl") => {
                            if let Some((at, level)) = level.take() {
                                if let Some((_, list)) = &mut list {
                                    if list.levels.len() < LEVELS {
                                        list.levels.push((at, level));
                                    }
                                } else if let Some((_, levels)) = &mut pattern
                                    && at < LEVELS
                                {
                                    levels.resize_with(levels.len().max(at + 1), Level::default);
                                    levels[at] = level;
                                }
                            }
                        }
                        Some("abstractNum") => {
                            if let Some((id, levels)) = pattern.take()
                                && numbering.patterns.len() < MOST
                            {
                                numbering.patterns.entry(id).or_insert(levels);
                            }
                        }
                        Some("num") => {
                            if let Some((id, list)) = list.take()
                                && numbering.lists.len() < MOST
                            {
                                numbering.lists.entry(id).or_insert(list);
                            }
                        }
                        _ => {}
                    }
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            if skipped > 0 {
                skipped += usize::from(!empty);
                continue;
            }
            let Some(name) = start.name().as_ref().strip_prefix(prefix.as_str()).map(str::to_owned) else { continue };
            match name.as_str() {
                "abstractNum" if !empty => pattern = number(start, "abstractNumId").map(|id| (id, Vec::new())),
                "num" if !empty => list = number(start, "numId").map(|id| (id, List::default())),
                "abstractNumId" => {
                    if let (Some((_, list)), Some(id)) = (&mut list, number(start, "val")) {
                        list.pattern = id;
                    }
                }
                "numStyleLink" => {
                    if let (Some((id, _)), Some(style)) = (&pattern, attribute(start, "val")) {
                        numbering.links.insert(*id, style.into_owned());
                    }
                }
                "styleLink" => {
                    if let (Some((id, _)), Some(style)) = (&pattern, attribute(start, "val")) {
                        numbering.named.insert(style.into_owned(), *id);
                    }
                }
                "lvlOverride" => changed = number(start, "ilvl").filter(|level| *level < LEVELS),
                "startOverride" => {
                    if let (Some((_, list)), Some(level)) = (&mut list, changed) {
                        list.starts[level] = number(start, "val");
                    }
                }
                "lvl" if !empty => level = number(start, "ilvl").map(|at: usize| (at, Level::default())),
                "rPr" | "pPr" => skipped = usize::from(!empty),
                name => {
                    let Some((_, level)) = &mut level else { continue };
                    match name {
                        "start" => level.start = number(start, "val").unwrap_or(1),
                        "numFmt" => level.format = attribute(start, "val").unwrap_or_default().into_owned(),
                        "lvlText" => level.text = attribute(start, "val").unwrap_or_default().into_owned(),
                        "lvlRestart" => level.restart = number(start, "val"),
                        "isLgl" => level.legal = on(start),
                        _ => {}
                    }
                }
            }
        }
        numbering
    }

    /// The pattern that a list follows.
    fn pattern(&self, id: u32) -> Option<(u32, &Vec<Level>)> {
        let id = self.links.get(&id).and_then(|style| self.named.get(style)).copied().unwrap_or(id);
        Some((id, self.patterns.get(&id)?))
    }

    /// Counts one paragraph and says its number.
    pub fn next(&self, place: NumberRef, counters: &mut Counters) -> Option<Shown> {
        let id = place.id.filter(|id| *id != 0)?;
        let at = usize::from(place.level.unwrap_or(0)).min(LEVELS - 1);
        let list = self.lists.get(&id)?;
        let (pattern, levels) = self.pattern(list.pattern)?;
        let level = |at: usize| {
            let own = list.levels.iter().rev().find(|(level, _)| *level == at).map(|(_, level)| level);
            own.or_else(|| levels.get(at))
        };
        let shown = level(at)?;
        let counts = counters.counts.entry(pattern).or_default();
        if counters.begun.insert(id) {
            for (count, start) in counts.iter_mut().zip(list.starts) {
                if start.is_some() {
                    *count = None;
                }
            }
        }
        let first = |at: usize| list.starts[at].or(level(at).map(|level| level.start)).unwrap_or(1);
        counts[at] = Some(counts[at].map_or(first(at), |count| count.saturating_add(1)));
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            if level(below).and_then(|level| level.restart).is_none_or(|after| usize::from(after) > at) {
                *count = None;
            }
        }
        let mut text = String::new();
        let mut chars = shown.text.chars().take(100).peekable();
        while let Some(c) = chars.next() {
            let slot = chars.peek().and_then(|digit| digit.to_digit(10)).filter(|slot| c == '%' && *slot > 0);
            let Some(slot) = slot else {
                text.push(c);
                continue;
            };
            chars.next();
            let slot = usize::try_from(slot).unwrap_or(1) - 1;
            let count = counts.get(slot).copied().flatten().unwrap_or_else(|| first(slot.min(LEVELS - 1)));
            let format = level(slot).map_or("decimal", |level| level.format.as_str());
            text.push_str(&in_format(count, if shown.legal { "decimal" } else { format }));
        }
        let bullet = shown.format == "bullet";
        if bullet {
            // Bullets are letters of a font of signs.
            text = text.chars().map(super::signs::bullet).collect();
        }
        let text = text.trim().to_owned();
        let level = u8::try_from(at + 1).unwrap_or(1);
        (!text.is_empty()).then_some(Shown { text, level, counts: !bullet })
    }
}

/// A number in one of the word processor's formats; one that is not known is shown in figures.
pub fn in_format(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "upperLetter" => letters(number, 'A'),
        "lowerLetter" => letters(number, 'a'),
        "upperRoman" => roman::written(number),
        "lowerRoman" => roman::written(number).to_lowercase(),
        "numberInDash" => format!("- {number} -"),
        "russianLower" => alphabet(number, "абвгдежзиклмнопрстуфхцчшщыэюя"),
        "russianUpper" => alphabet(number, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
        "arabicAlpha" => alphabet(number, "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
        "arabicAbjad" => alphabet(number, "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
        "hindiNumbers" => number.to_string().chars().map(arabic_digit).collect(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanDigital" => chinese(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&number) => {
            char::from_u32(0x245f + number).map_or(number.to_string(), String::from)
        }
        "chicago" => {
            const MARKS: [&str; 4] = ["*", "†", "‡", "§"];
            let at = usize::try_from(number.saturating_sub(1)).unwrap_or(0);
            MARKS[at % 4].repeat((at / 4 + 1).min(10))
        }
        _ => number.to_string(),
    }
}

/// A to Z, then AA to ZZ.
fn letters(number: u32, first: char) -> String {
    let Some(at) = number.checked_sub(1) else { return String::new() };
    let letter = char::from_u32(u32::from(first) + at % 26).unwrap_or(first);
    let times = usize::try_from(at / 26 + 1).unwrap_or(1).min(10);
    std::iter::repeat_n(letter, times).collect()
}

fn alphabet(number: u32, letters: &str) -> String {
    let count = u32::try_from(letters.chars().count()).unwrap_or(1);
    let Some(at) = number.checked_sub(1) else { return String::new() };
    let letter = letters.chars().nth(usize::try_from(at % count).unwrap_or(0)).unwrap_or('?');
    std::iter::repeat_n(letter, usize::try_from(at / count + 1).unwrap_or(1).min(10)).collect()
}

fn arabic_digit(c: char) -> char {
    c.to_digit(10).and_then(|digit| char::from_u32(0x660 + digit)).unwrap_or(c)
}

fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: u32| DIGITS[usize::try_from(at).unwrap_or(0) % 10];
    match number {
        0..=9 => digit(number).to_owned(),
        10..=99 => {
            let tens = if number < 20 { "" } else { digit(number / 10) };
            let ones = if number.is_multiple_of(10) { "" } else { digit(number % 10) };
            format!("{tens}十{ones}")
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_format;

    #[test]
    fn numbers_are_shown_in_their_formats() {
        let shown = |format: &str| [1, 4, 27, 40].map(|n| in_format(n, format)).join(" ");
        assert_eq!(shown("decimal"), "1 4 27 40");
        assert_eq!(shown("lowerLetter"), "a d aa nn");
        assert_eq!(shown("upperRoman"), "I IV XXVII XL");
        assert_eq!(shown("chineseCounting"), "一 四 二十七 四十");
        assert_eq!(shown("russianLower"), "а г э лл");
        assert_eq!(in_format(0, "lowerLetter"), "");
        assert_eq!(in_format(u32::MAX, "upperLetter").len(), 10);
    }
}
