//! What two language versions of one text have in common, whatever their languages: numbers, dates and symbols.

use std::{collections::BTreeMap, ops::Range};

use chancery_model::{
    Body, Communication,
    communication::{Block, BlockKind},
    language::Language,
    text::Span,
    wording::Wording,
};
use jiff::civil::Date;

use crate::{Fault, Frame, words};

/// How many differences a message lists.
const MOST_LISTED: usize = 10;

/// Things that stand in a text, as all languages would write them, each with the block and the words where it stands first.
pub type Things = BTreeMap<String, Place>;

/// Where a thing stands: the place of its block, and its words there.
pub type Place = (Span, String);

/// What a language version is called.
pub fn name(frame: &Frame<'_>, it: &Communication) -> String {
    let name = it.language.and_then(|language| Some(frame.body.words(Language::EN)?.language(language)));
    name.unwrap_or_else(|| "other".to_owned())
}

/// The fault that some things stand in this version and not in the one beside it, or the reverse.
pub fn difference(frame: &Frame<'_>, what: &str, things: impl Fn(&Communication) -> Things) -> Option<Fault> {
    let other = frame.circumstances.beside.as_deref()?;
    let (here, there) = (things(frame.communication), things(other));
    let only = |these: &Things, those: &Things| -> Vec<String> {
        these.keys().filter(|thing| !those.contains_key(*thing)).take(MOST_LISTED).cloned().collect()
    };
    let (more, missing) = (only(&here, &there), only(&there, &here));
    let version = name(frame, other);
    let says = match (more.is_empty(), missing.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("only here {}", more.join(", ")),
        (true, false) => format!("only there {}", missing.join(", ")),
        (false, false) => format!("here {}, there {}", more.join(", "), missing.join(", ")),
    };
    let first = more.iter().filter_map(|thing| here.get(thing)).min_by_key(|(span, _)| span.start);
    let span = first.map_or_else(|| frame.end_of_letter(), |(span, written)| frame.within(*span, written));
    Some(Fault::new(span, format!("{what} differ from those of the {version} version: {says}; see which is right.")))
}

/// The blocks that hold what an author wrote, as far as there is any figure in them: neither a number nor a date is without.
fn blocks(it: &Communication) -> impl Iterator<Item = &Block> {
    let kept = |block: &&Block| !matches!(block.kind, BlockKind::Footnote | BlockKind::FacsimilePage);
    it.text.iter().filter(kept).filter(|block| block.text.contains(char::is_numeric))
}

/// The full dates of each block. Short blocks are searched together, since a search begins with making the forms of dates ready.
fn dates_of(blocks: &[&Block], wording: &Wording) -> Vec<Vec<(Range<usize>, Date)>> {
    /// So much is searched at once; a longer block is searched by itself.
    const TOGETHER: usize = 4 * 1024;
    let mut all = Vec::with_capacity(blocks.len());
    let mut rest = blocks;
    while let Some((first, _)) = rest.split_first() {
        let mut length = 0;
        let fits = rest.iter().take_while(|block| {
            length += block.text.len() + 1;
            length <= TOGETHER
        });
        let (group, after) = rest.split_at(fits.count().max(1));
        rest = after;
        if group.len() == 1 {
            all.push(words::dates_any(&first.text, wording));
            continue;
        }
        // No date goes on beyond a mark that is neither space nor letter nor figure.
        let joined = group.iter().fold(String::new(), |joined, block| joined + &block.text + "\0");
        let mut found = words::dates_any(&joined, wording).into_iter().peekable();
        let mut start = 0;
        for block in group {
            let end = start + block.text.len();
            let mut own = Vec::new();
            while let Some((place, date)) = found.next_if(|(place, _)| place.start < end) {
                own.push((place.start - start..place.end - start, date));
            }
            all.push(own);
            start = end + 1;
        }
    }
    all
}

/// The whole numbers from ten on; smaller ones may stand in words. Thousands are parted as any language parts them, and
/// figures of both sets are alike.
pub fn numbers(it: &Communication, body: &Body) -> Things {
    let mut all = Things::new();
    let language = it.language.unwrap_or(Language::EN);
    let blocks: Vec<&Block> = blocks(it).collect();
    // Dates are compared by themselves.
    let mut dated = body.words(language).map_or_else(Vec::new, |words| dates_of(&blocks, words)).into_iter();
    for block in blocks {
        let dates = dated.next().unwrap_or_default();
        let mut dates = dates.into_iter().map(|(place, _)| place).peekable();
        let own = block.number.as_deref().filter(|number| block.text.starts_with(*number)).map_or(0, str::len);
        for (at, written, number) in numbers_of(&block.text, language) {
            while dates.next_if(|date| date.end <= at).is_some() {}
            let dated = dates.peek().is_some_and(|date| date.start <= at);
            if at >= own && !dated && number.len() >= 2 {
                all.entry(number).or_insert_with(|| (block.span, written.to_owned()));
            }
        }
    }
    all
}

/// The full dates.
pub fn dates(it: &Communication, body: &Body) -> Things {
    let mut all = Things::new();
    let Some(wording) = body.words(it.language.unwrap_or(Language::EN)) else { return all };
    let blocks: Vec<&Block> = blocks(it).collect();
    let dated = dates_of(&blocks, wording);
    for (block, dates) in blocks.into_iter().zip(dated) {
        for (place, date) in dates {
            let written = block.text.get(place).unwrap_or_default();
            all.entry(date.to_string()).or_insert_with(|| (block.span, written.to_owned()));
        }
    }
    all
}

/// The symbols it bears and cites.
pub fn symbols(it: &Communication) -> Things {
    let mut all = Things::new();
    for (index, symbol) in it.symbols.iter().enumerate() {
        let place = it.place(&format!("symbols.{index}")).unwrap_or_default();
        all.entry(symbol.without_asterisks().to_string()).or_insert_with(|| (place, symbol.to_string()));
    }
    for citation in &it.citations {
        let symbol = citation.symbol.without_asterisks().to_string();
        all.entry(symbol).or_insert_with(|| (citation.span, citation.text.clone()));
    }
    all
}

/// The value of a figure of either set.
fn figure(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '٠'..='٩' => u32::from(c) - u32::from('٠'),
        '۰'..='۹' => u32::from(c) - u32::from('۰'),
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// The whole numbers of a text with their places and words, in plain figures without separators.
fn numbers_of(text: &str, language: Language) -> Vec<(usize, &str, String)> {
    let separators = words::all_thousands(language);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let is_figure = |at: usize| chars.get(at).is_some_and(|(_, c)| figure(*c).is_some());
    let run = |from: usize| (from..chars.len()).take_while(|at| is_figure(*at)).count();
    let mut all = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_figure(at) {
            at += 1;
            continue;
        }
        let start = at;
        let head = run(at);
        at += head;
        // Groups of three follow a head of one to three.
        while head <= 3
            && chars.get(at).is_some_and(|(_, c)| separators.contains(c))
            && is_figure(at + 1)
            && run(at + 1) == 3
        {
            at += 4;
        }
        let after = chars.get(at).map_or(' ', |(_, c)| *c);
        let broken = matches!(after, '.' | ',' | '٫' | '/' | '-' | ':') && is_figure(at + 1);
        let end = chars.get(at).map_or(text.len(), |(at, _)| *at);
        if broken {
            // A decimal, a symbol, a time: what hangs together is left out together.
            while at < chars.len() && (is_figure(at) || matches!(chars[at].1, '.' | ',' | '٫' | '/' | '-' | ':')) {
                at += 1;
            }
            continue;
        }
        let before = start.checked_sub(1).map_or(' ', |before| chars[before].1);
        // `W-0141` is one word, and what begins with a nought counts nothing.
        let hyphened = before == '-' && start > 1 && chars[start - 2].1.is_alphanumeric();
        let joined = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_');
        let rest = text[end..].trim_start();
        if hyphened
            || chars[start].1 == '0'
            || joined(before)
            || joined(after)
            || words::MAGNITUDES.iter().any(|word| rest.starts_with(word))
        {
            continue;
        }
        let number: String = chars[start..at].iter().filter_map(|(_, c)| figure(*c)).collect();
        all.push((chars[start].0, &text[chars[start].0..end], number));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        let found = |text: &str, language: &str| {
            let language = Language::parse(language).unwrap();
            numbers_of(text, language).into_iter().map(|(_, _, number)| number).collect::<Vec<_>>()
        };
        for (text, language) in [
            ("some 12,500 boats and 260 nets", "en"),
            ("quelque 12 500 bateaux et 260 filets", "fr"),
            ("unas 12.500 barcas y 260 redes", "es"),
            ("12 500 лодок и 260 сетей", "ru"),
            ("约12 500艘船和260张网", "zh"),
            ("نحو ١٢٥٠٠ قارب و٢٦٠ شبكة", "ar"),
        ] {
            assert_eq!(found(text, language), ["12500", "260"], "{text}");
        }
        assert_eq!(found("AS/7/12, W-0141, 3.5 metres, 2 million, at 10:30, resolution 6/14", "en"), [""; 0]);
    }
}
