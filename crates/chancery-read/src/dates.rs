//! Full dates as a language writes them.

use std::{cmp::Reverse, sync::OnceLock};

use jiff::civil::Date;
use regex::Regex;

use chancery_model::{text::Span, wording::Wording};

use crate::words::{Beginnings, loose};

/// The dates of one language, or of all.
pub struct Dates {
    shapes: Vec<Shape>,
}

struct Shape {
    /// What may stand before a date.
    head: &'static str,
    pattern: String,
    /// A sign of a script without spaces that stands between day, month and year.
    sign: Option<char>,
    /// Whether the months are numbers or begin with letters that any text may have.
    beginnings: Option<Beginnings>,
    regex: OnceLock<Option<Regex>>,
    anchored: OnceLock<Option<Regex>>,
    /// Whether a date of this shape begins with the figures of its day or year.
    leads_with_figure: bool,
    /// Names of months, folded, with their number.
    months: Vec<(String, i8)>,
}

/// One date found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The date.
    pub date: Date,
    /// Whether a letter stood where a figure belongs.
    pub damaged: bool,
}

impl Dates {
    /// Makes the shapes of a wording ready.
    pub fn new(wording: &Wording) -> Dates {
        let mut months: Vec<(String, i8)> = Vec::new();
        for (at, name) in wording.months.iter().enumerate().take(12) {
            let number = at as i8 + 1;
            months.push((name.clone(), number));
            // A month of two names, such as `نيسان/أبريل`, is often written with one of them.
            months.extend(name.split('/').filter(|_| name.contains('/')).map(|n| (n.trim().to_owned(), number)));
        }
        for (number, names) in &wording.reading.month_names {
            if let Ok(number) = number.parse() {
                months.extend(names.iter().map(|name| (name.clone(), number)));
            }
        }
        months.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let shapes = std::iter::once(&wording.date).chain(&wording.reading.dates);
        Dates { shapes: shapes.filter_map(|shape| Shape::new(shape, &months)).collect() }
    }

    /// The first date at or after `from` in `text`, with the words that a shape puts after the year.
    pub fn find(&self, text: &str, from: usize) -> Option<Found> {
        self.shapes
            .iter()
            .filter_map(|shape| shape.find(text, from))
            .min_by_key(|found| (found.start, Reverse(found.end)))
    }

    /// The date that stands at `at`, after white space and little signs.
    pub fn at(&self, text: &str, at: usize) -> Option<Found> {
        self.shapes.iter().find_map(|shape| shape.at(text, at))
    }

    /// Where a day that no calendar has stands at `at`, written as dates are: `31 February 2020`.
    pub fn impossible_at(&self, text: &str, at: usize) -> Option<Span> {
        self.shapes.iter().find_map(|shape| shape.impossible(shape.captures_at(text, at)?, at))
    }

    /// Where the first day at or after `from` stands that no calendar has.
    pub fn impossible(&self, text: &str, from: usize) -> Option<Span> {
        let all = self.shapes.iter().filter_map(|shape| {
            let regex = shape.searching(text, from)?;
            regex.captures_iter(text.get(from..)?).take(8).find_map(|captures| shape.impossible(captures, from))
        });
        all.min_by_key(|span| span.start)
    }
}

impl Shape {
    fn new(template: &str, months: &[(String, i8)]) -> Option<Shape> {
        if !template.contains("{year}") || !template.contains("{month}") {
            return None;
        }
        // Months that are numbers with a sign are often written with spaces between.
        let name = |name: &str| match name.starts_with(|c: char| c.is_ascii_digit()) {
            true => name.chars().map(|c| loose(&c.to_string())).collect::<Vec<_>>().join(r"\s*"),
            false => name.split('/').map(|part| loose(part.trim())).collect::<Vec<_>>().join(r"\s*/\s*"),
        };
        let names: Vec<String> = months.iter().map(|(month, _)| name(month)).filter(|n| !n.is_empty()).collect();
        // Languages without names of months number them.
        let month = if names.is_empty() { r"\d{1,2}".to_owned() } else { names.join("|") };
        let mut pattern = String::new();
        let mut sign = None;
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let close = open + rest[open..].find('}')?;
            pattern.push_str(&gap(&rest[..open]));
            sign = sign.or(rest[..open].chars().find(|c| ('\u{4e00}'..'\u{a000}').contains(c)));
            match &rest[open + 1..close] {
                // An OCR'd `1` is often an `l`; a first of the month may be `1er` or `1st`.
                "day" => pattern.push_str(r"(?P<day>[0-9lI٠-٩]{1,2})(?:er|st|nd|rd|th|º)?"),
                "month" => pattern.push_str(&format!("(?P<month>(?i:{month}))")),
                "year" => pattern.push_str(r"(?P<year>[0-9٠-٩]{4})"),
                _ => return None,
            }
            rest = &rest[close + 1..];
        }
        // What follows the year (`года`) is often left out.
        if !rest.trim().is_empty() {
            pattern.push_str(&format!("(?:{})?", gap(rest)));
        }
        let head = if template.starts_with('{') { r"(?:^|[^\p{L}\p{N}])" } else { "" };
        Some(Shape {
            head,
            leads_with_figure: template.starts_with("{day}") || template.starts_with("{year}"),
            pattern,
            sign,
            beginnings: (!names.is_empty())
                .then(|| Beginnings::new(months.iter().map(|(name, _)| name.as_str()), |_| false)),
            regex: OnceLock::new(),
            anchored: OnceLock::new(),
            months: months.iter().map(|(name, number)| (bare(name), *number)).collect(),
        })
    }

    /// The pattern, where a date may stand in a text from a place on.
    fn searching(&self, text: &str, from: usize) -> Option<&Regex> {
        // Most texts have no such sign, and looking for it is quicker than looking for figures.
        if self.sign.is_some_and(|sign| text.get(from..).is_some_and(|rest| !rest.contains(sign))) {
            return None;
        }
        if self.regex.get().is_none() && !self.may_stand_in(text, from) {
            return None;
        }
        let make = || Regex::new(&format!("{}(?P<all>{})", self.head, self.pattern)).ok();
        self.regex.get_or_init(make).as_ref()
    }

    fn find(&self, text: &str, from: usize) -> Option<Found> {
        let regex = self.searching(text, from)?;
        let mut at = from;
        // A day or month out of range is no date; a few tries are enough, since figures are rarely so misleading.
        for _ in 0..8 {
            let captures = regex.captures_at(text, at)?;
            if let Some(found) = self.value(&captures, 0) {
                return Some(found);
            }
            at = captures.get(0)?.end();
        }
        None
    }

    fn at(&self, text: &str, at: usize) -> Option<Found> {
        self.value(&self.captures_at(text, at)?, at)
    }

    fn captures_at<'t>(&self, text: &'t str, at: usize) -> Option<regex::Captures<'t>> {
        let rest = text.get(at..)?;
        // Every date begins with a figure or the name of a month.
        let lead = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | '[' | ':'));
        if self.leads_with_figure && !lead.starts_with(|c: char| matches!(c, '0'..='9' | 'l' | 'I' | '٠'..='٩')) {
            return None;
        }
        let make = || Regex::new(&format!(r"^[\s,(\[:]*(?P<all>{})", self.pattern)).ok();
        self.anchored.get_or_init(make).as_ref()?.captures(rest)
    }

    /// Where a day stands that no calendar has: day and month are numbers that days and months have, and not together.
    fn impossible(&self, captures: regex::Captures<'_>, offset: usize) -> Option<Span> {
        let (year, month, day) = self.numbers(&captures)?;
        let all = captures.name("all")?;
        let lead = all.as_str().len() - all.as_str().trim_start().len();
        let numbered = (1..=12).contains(&month) && (1..=31).contains(&day);
        (numbered && Date::new(year, month, day).is_err())
            .then(|| Span::new(offset + all.start() + lead, offset + all.start() + all.as_str().trim_end().len()))
    }

    /// Whether a date may stand in a text from a place on: before a pattern is made, its year and its month are looked for.
    fn may_stand_in(&self, text: &str, from: usize) -> bool {
        let Some(rest) = text.get(from..) else { return true };
        let mut figures = 0;
        let figure = |c: char| c.is_ascii_digit() || matches!(c, '٠'..='٩');
        let year = rest.chars().any(|c| {
            figures = if figure(c) { figures + 1 } else { 0 };
            figures == 4
        });
        year && self.beginnings.as_ref().is_none_or(|beginnings| beginnings.anywhere(text, from))
    }

    fn value(&self, captures: &regex::Captures<'_>, offset: usize) -> Option<Found> {
        let all = captures.name("all")?;
        let damaged = captures.name("day")?.as_str().contains(['l', 'I']);
        let (year, month, day) = self.numbers(captures)?;
        let date = Date::new(year, month, day).ok()?;
        // White space before the day belongs to what stands before it, often to another line.
        let lead = all.as_str().len() - all.as_str().trim_start().len();
        let end = offset + all.start() + all.as_str().trim_end().len();
        Some(Found { start: offset + all.start() + lead, end, date, damaged })
    }
}

impl Shape {
    /// The year, month and day as written, whether a calendar has such a day or not.
    fn numbers(&self, captures: &regex::Captures<'_>) -> Option<(i16, i8, i8)> {
        let number = |text: &str| -> Option<i16> {
            let mut value = 0i16;
            for c in text.chars() {
                let digit = match c {
                    'l' | 'I' => 1,
                    other => crate::kinds::western(other).to_digit(10)? as i16,
                };
                value = value.checked_mul(10)?.checked_add(digit)?;
            }
            Some(value)
        };
        let month_text = captures.name("month")?.as_str();
        let month = match number(month_text) {
            Some(month) => i8::try_from(month).ok()?,
            None => {
                let folded = bare(month_text);
                self.months.iter().find(|(name, _)| *name == folded)?.1
            }
        };
        let day = i8::try_from(number(captures.name("day")?.as_str())?).ok()?;
        Some((number(captures.name("year")?.as_str())?, month, day))
    }
}

/// Literal text between slots: any white space, nowhere required, because extraction loses and adds it.
fn gap(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(loose).collect();
    if words.is_empty() {
        return if text.is_empty() { r"\s*".to_owned() } else { r"\s+".to_owned() };
    }
    // In a text all in capitals the small words between day and month are capitals too.
    format!(r"\s*(?i:{})\s*", words.join(r"\s+"))
}

fn bare(name: &str) -> String {
    crate::words::fold(name).chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn english() -> Dates {
        let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"];
        Dates::new(&Wording {
            date: "{day} {month} {year}".into(),
            months: months.map(String::from).into(),
            ..Wording::default()
        })
    }

    #[test]
    fn dates_are_found_and_checked() {
        let dates = english();
        assert_eq!(dates.find("seen on 1 May 1987 and", 0).unwrap().date, date(1987, 5, 1));
        assert_eq!(dates.find("19 March 202019 March 2020", 0).unwrap().end, 13);
        assert_eq!(dates.find("Assembly\n\n1 May 2020", 0).unwrap().start, 10);
        assert!(dates.find("31 February 2020", 0).is_none());
        assert!(dates.find("no date", 0).is_none());
        assert_eq!(dates.impossible("of 31 February 2020", 0), Some(Span::new(3, 19)));
        assert_eq!(dates.impossible_at(" 31 February 2020", 0), Some(Span::new(1, 17)));
        assert_eq!(dates.impossible("28 February 2020, 99 March 2020", 0), None);
        let damaged = dates.find("l6 January 1975", 0).unwrap();
        assert_eq!((damaged.date, damaged.damaged), (date(1975, 1, 16), true));
    }
}
