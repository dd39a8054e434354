//! Finding words in text as it was extracted, and the few words of languages that the rules must know.
//!
//! They are words of a language, not of an institution: any letter in it says them.

use std::ops::Range;

use chancery_model::{body::fold, language::Language, wording::Wording};
use jiff::civil::Date;

/// How much of a place is searched for words, in bytes. Titles, requests and signatures are shorter by far.
const LONGEST_SEARCH: usize = 8 * 1024;

/// As much of a text as is searched, folded.
pub fn searched(text: &str) -> String {
    fold(&text[..text.floor_char_boundary(LONGEST_SEARCH)])
}

/// Where a phrase stands in a text, in any case and whatever space parts its words. A number is found only whole.
pub fn find(text: &str, phrase: &str) -> Option<Range<usize>> {
    let text = &text[..text.floor_char_boundary(LONGEST_SEARCH)];
    let phrase: Vec<char> = fold(phrase).chars().collect();
    if phrase.is_empty() {
        return None;
    }
    let (mut before, mut earlier) = (' ', ' ');
    for (start, c) in text.char_indices() {
        // In Arabic “and” is written together with the word behind it.
        let and = before == 'و' && !earlier.is_alphanumeric();
        let joined = before.is_alphanumeric() && phrase[0].is_alphanumeric() && is_spaced(c) && !and;
        if !joined
            && let Some(length) = matches_here(&text[start..], &phrase)
            && !text[start + length..].chars().next().is_some_and(|next| {
                next.is_alphanumeric() && is_spaced(next) && phrase.last().is_some_and(|last| last.is_alphanumeric())
            })
        {
            return Some(start..start + length);
        }
        (earlier, before) = (before, c);
    }
    None
}

/// How many bytes a phrase takes that stands whole at the head of a text, in any case and whatever space parts its words.
pub fn length_at(text: &str, phrase: &str) -> Option<usize> {
    let phrase: Vec<char> = fold(phrase).chars().collect();
    let length = matches_here(text, &phrase).filter(|_| !phrase.is_empty())?;
    let joined = text[length..].chars().next().is_some_and(|next| next.is_alphanumeric() && is_spaced(next));
    (!joined || !phrase.last().is_some_and(|last| last.is_alphanumeric())).then_some(length)
}

/// Whether words in this character's script are parted by spaces.
pub fn is_spaced(c: char) -> bool {
    !matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// How many bytes of the text's head the folded phrase takes up.
fn matches_here(text: &str, phrase: &[char]) -> Option<usize> {
    let mut rest = text.char_indices().peekable();
    let mut end = 0;
    let mut at = 0;
    while at < phrase.len() {
        let (index, c) = rest.next()?;
        if phrase[at] == ' ' {
            if !c.is_whitespace() {
                return None;
            }
            while rest.peek().is_some_and(|(_, c)| c.is_whitespace()) {
                rest.next();
            }
            at += 1;
        } else {
            let c = if c == '’' { '\'' } else { c };
            for lowered in c.to_lowercase() {
                if phrase.get(at) != Some(&lowered) {
                    return None;
                }
                at += 1;
            }
        }
        end = index + c_len(text, index);
    }
    Some(end)
}

fn c_len(text: &str, index: usize) -> usize {
    text[index..].chars().next().map_or(0, char::len_utf8)
}

/// The full dates that stand in a text, written as the wording writes them, each with its place.
pub fn dates(text: &str, wording: &Wording) -> Vec<(Range<usize>, Date)> {
    let form = Form { template: &wording.date, months: months(wording, false) };
    let found = days(text, &[form]).into_iter();
    found.filter_map(|(place, day)| Some((place, day.date()?))).collect()
}

/// Days that no calendar has, written as dates are: the 31st of a month that has thirty.
pub fn impossible_dates(text: &str, wording: &Wording) -> Vec<Range<usize>> {
    let form = Form { template: &wording.date, months: months(wording, false) };
    let found = days(text, &[form]).into_iter();
    found.filter(|(_, day)| day.day > 0 && day.date().is_none()).map(|(place, _)| place).collect()
}

/// The full dates that stand in a text otherwise than the wording writes them: another order, a comma, a month cut short, an
/// ordinal, a word left out behind the year.
pub fn dates_otherwise(text: &str, wording: &Wording, language: Language) -> Vec<(Range<usize>, Date)> {
    let mut templates = templates(wording);
    if language == Language::EN {
        templates.extend(ORDINAL_DATES);
    }
    let forms: Vec<Form> =
        templates.into_iter().map(|template| Form { template, months: months(wording, true) }).collect();
    let found = days(text, &forms).into_iter().filter_map(|(place, day)| Some((place, day.date()?)));
    // The first of a month may be counted or not, whichever the wording does.
    found.filter(|(place, date)| squeezed(&text[place.clone()]) != squeezed(&wording.date(*date))).collect()
}

/// A date in one line, without the ending by which some languages count the first of a month.
fn squeezed(date: &str) -> String {
    let words: Vec<&str> = date.split_whitespace().collect();
    let line = words.join(" ");
    FIRSTS.iter().find_map(|first| Some(format!("1{}", line.strip_prefix(first)?))).unwrap_or(line)
}

/// How the first of a month may be written where the other days are plain figures.
const FIRSTS: &[&str] = &["1er", "1.º", "1º"];

/// All ways in which a wording's language writes dates; what stands behind the year may be left out.
fn templates(wording: &Wording) -> Vec<&str> {
    let all = std::iter::once(&wording.date).chain(&wording.reading.dates).map(String::as_str);
    let short = wording.date.find("{year} ").map(|at| &wording.date[..at + "{year}".len()]);
    all.chain(short).collect()
}

/// Full dates in any form the language's words give.
pub fn dates_any(text: &str, wording: &Wording) -> Vec<(Range<usize>, Date)> {
    let forms: Vec<Form> =
        templates(wording).into_iter().map(|template| Form { template, months: months(wording, true) }).collect();
    days(text, &forms).into_iter().filter_map(|(place, day)| Some((place, day.date()?))).collect()
}

/// Dates with an ordinal, as English writes them.
const ORDINAL_DATES: &[&str] = &[
    "{day}{ordinal} {month} {year}",
    "{day}{ordinal} {month}, {year}",
    "{day}{ordinal} of {month} {year}",
    "{day}{ordinal} of {month}, {year}",
    "{month} {day}{ordinal}, {year}",
    "{month} {day}{ordinal} {year}",
];

/// The endings that make an ordinal of a figure in English.
pub const ORDINALS: &[&str] = &["st", "nd", "rd", "th"];

/// The endings that make an ordinal of a day in a language that writes days as plain figures; none where a language has
/// none, or its days are written with a sign of their own.
pub fn day_endings(language: Language) -> &'static [&'static str] {
    match language.code() {
        "en" => ORDINALS,
        // The first of a month is an ordinal.
        "fr" => &["e", "ème", "eme", "è", "ième"],
        "es" => &["º", ".º", "o", ".o", "°"],
        "ru" => &["-го", "-е", "-ое", "-ого"],
        _ => &[],
    }
}

/// Words that may stand between a day and its month.
pub const DAY_LINKS: &[&str] = &["of", "de"];

/// One way to write a date.
struct Form<'a> {
    template: &'a str,
    months: Vec<(i8, &'a str)>,
}

/// A day as written, which may be none of the calendar's.
struct Day {
    day: i8,
    month: i8,
    year: i16,
}

impl Day {
    fn date(&self) -> Option<Date> {
        Date::new(self.year, self.month, self.day).ok()
    }
}

/// The names of the months, with those that are cut short or not, the longest first: a month whose name begins another's is
/// not taken for it.
fn months(wording: &Wording, short: bool) -> Vec<(i8, &str)> {
    let number = |at: usize| i8::try_from(at + 1).unwrap_or(0);
    let mut all: Vec<(i8, &str)> =
        wording.months.iter().enumerate().map(|(at, name)| (number(at), name.as_str())).collect();
    if short {
        for (month, names) in &wording.reading.month_names {
            all.extend(
                month.parse().ok().into_iter().flat_map(|month: i8| names.iter().map(move |n| (month, n.as_str()))),
            );
        }
    }
    all.retain(|(_, name)| !name.is_empty());
    all.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
    all
}

fn days(text: &str, forms: &[Form<'_>]) -> Vec<(Range<usize>, Day)> {
    let text = &text[..text.floor_char_boundary(LONGEST_SEARCH)];
    let mut all = Vec::new();
    let mut before = ' ';
    let mut skip = 0;
    let begins = beginnings(forms);
    for (start, c) in text.char_indices() {
        // A date begins with a figure or a word, and in neither’s midst.
        // Scanners take a figure for a letter that looks like it.
        let like = |c: char| c.is_ascii_digit() || matches!(c, 'l' | 'I' | 'O');
        let inside = like(before) && c.is_ascii_digit() || before.is_alphabetic() && c.is_alphabetic();
        let may = start >= skip && c.is_alphanumeric() && (!inside || !is_spaced(c));
        if may && (like(c) || begins_with_any(&text[start..], c, &begins)) {
            let here = forms.iter().filter_map(|form| day_here(&text[start..], form));
            if let Some((length, day)) = here.max_by_key(|(length, _)| *length) {
                skip = start + length;
                all.push((start..skip, day));
            }
        }
        before = c;
    }
    all
}

/// With what a date of these forms may begin, besides figures: names of months, or the first letter of a form. In order.
fn beginnings<'a>(forms: &[Form<'a>]) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for form in forms {
        if form.template.starts_with("{month}") {
            all.extend(form.months.iter().map(|(_, name)| *name));
        } else if let Some(c) = form.template.chars().next().filter(|c| c.is_alphanumeric()) {
            all.push(&form.template[..c.len_utf8()]);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a text begins with one of these words, which stand in order.
fn begins_with_any(text: &str, first: char, words: &[&str]) -> bool {
    let from = words.partition_point(|word| word.chars().next() < Some(first));
    words[from..].iter().take_while(|word| word.starts_with(first)).any(|word| text.starts_with(word))
}

fn day_here(text: &str, form: &Form<'_>) -> Option<(usize, Day)> {
    let (mut day, mut month, mut year) = (None, None, None);
    let mut rest = text;
    let mut template = form.template;
    while !template.is_empty() {
        if let Some(after) = template.strip_prefix("{day}") {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            day = Some(rest.get(..digits).filter(|d| (1..=2).contains(&d.len()))?.parse().ok()?);
            let first = FIRSTS.iter().filter(|_| day == Some(1)).find(|first| rest.starts_with(**first));
            (rest, template) = (&rest[first.map_or(digits, |first| first.len())..], after);
        } else if let Some(after) = template.strip_prefix("{year}") {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            year = Some(rest.get(..digits).filter(|d| d.len() == 4)?.parse().ok()?);
            (rest, template) = (&rest[digits..], after);
        } else if let Some(after) = template.strip_prefix("{month}") {
            // Most names are told from the text by their first byte.
            let first = rest.bytes().next();
            let (number, name) =
                form.months.iter().find(|(_, name)| name.bytes().next() == first && rest.starts_with(name))?;
            month = Some(*number);
            (rest, template) = (&rest[name.len()..], after);
        } else if let Some(after) = template.strip_prefix("{ordinal}") {
            (rest, template) = (ORDINALS.iter().find_map(|ending| rest.strip_prefix(ending))?, after);
        } else {
            let expected = template.chars().next()?;
            if expected.is_whitespace() {
                let trimmed = rest.trim_start();
                if trimmed.len() == rest.len() {
                    return None;
                }
                rest = trimmed;
            } else {
                rest = rest.strip_prefix(expected)?;
            }
            template = &template[expected.len_utf8()..];
        }
    }
    Some((text.len() - rest.len(), Day { day: day?, month: month?, year: year? }))
}

/// A word of a text with the space or line break behind it, and what stands around it.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'t> {
    /// Where it starts.
    pub start: usize,
    /// The word.
    pub text: &'t str,
    /// The word before it; empty where there is none.
    pub before: &'t str,
    /// What follows it, be it a mere space; empty where nothing does.
    pub next: &'t str,
}

/// The words of a text in order; together they are the text. Where a script writes no spaces, a word ends where another
/// script begins.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut cut = std::iter::from_fn(move || {
        let end = piece_end(rest)?;
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
    .peekable();
    let (mut at, mut last) = (0, "");
    std::iter::from_fn(move || {
        let text = cut.next()?;
        let (start, before) = (at, last);
        at += text.len();
        if !text.trim().is_empty() {
            last = text;
        }
        Some(Piece { start, text, before, next: cut.peek().copied().unwrap_or("") })
    })
}

/// Where the first word of a text ends with the white space behind it.
fn piece_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // A byte of space, or of a letter that is never written without spaces, stands in no longer character.
    let plain = bytes.iter().position(|b| b.is_ascii_whitespace() || *b >= 0xe2);
    let from = match plain {
        None => return (!text.is_empty()).then_some(text.len()),
        Some(at) if bytes[at].is_ascii_whitespace() => return Some(at + 1),
        Some(at) => at,
    };
    let mut before = text[..from].chars().next_back().map(is_close);
    for (at, c) in text[from..].char_indices() {
        if c.is_ascii_whitespace() {
            return Some(from + at + 1);
        }
        let close = is_close(c);
        if before.is_some_and(|before| before != close) {
            return Some(from + at);
        }
        before = Some(close);
    }
    Some(text.len())
}

/// Whether a character is of a script that writes no spaces, or a sign of its punctuation.
fn is_close(c: char) -> bool {
    !is_spaced(c) || matches!(c, '\u{ff00}'..='\u{ffef}')
}

/// Whether a piece of text has any figure.
pub fn has_figure(piece: &str) -> bool {
    piece.bytes().any(|b| b.is_ascii_digit())
}

/// The letters and figures of a text in lower case, without what parts them: line breaks, hyphens and stray spaces of an
/// extraction make no difference.
pub fn skeleton(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text speaks of an attachment in a language, by these labels in lower case or in other words; `None` where the
/// language's words are not known here.
pub fn mentions_attachment(text: &str, language: Language, labels: &[String]) -> Option<bool> {
    let stems: &[&str] = match language.code() {
        "en" => &["annex", "attach", "enclos", "herewith", "appendi", "appended"],
        "fr" => &["annex", "joint", "jointe", "joints", "pièce", "appendice"],
        "es" => &["anex", "adjunt", "apéndice"],
        "ru" => &["прилож", "прилаг", "препровожда", "препроводить"],
        "ar" => &["مرفق", "طيه", "طيّه", "طيا", "ضميمة", "تذييل"],
        "zh" => &["附件", "附上", "附文", "附录", "附后", "附函", "附于", "所附", "随附", "随函", "见附"],
        _ => return None,
    };
    let text = text.to_lowercase();
    let stands = |stem: &&str| {
        // A stem inside another word is none, in scripts that put nothing before a word.
        let heads = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
        text.match_indices(*stem).any(|(at, _)| heads(at) || stem.starts_with(|c: char| c >= '\u{530}'))
    };
    Some(stems.iter().any(stands) || labels.iter().any(|label| text.contains(label)))
}

/// What parts the thousands of a number in a language; `None` where it is not known here.
pub fn thousands(language: Language) -> Option<char> {
    match language.code() {
        "en" => Some(','),
        "fr" | "ru" | "zh" | "ar" => Some('\u{a0}'),
        "es" => Some('.'),
        _ => None,
    }
}

/// All that may part thousands in a language, in the hands of those who follow its rule and of others.
pub fn all_thousands(language: Language) -> &'static [char] {
    match language.code() {
        "en" => &[','],
        "es" => &['.', ' ', '\u{a0}', '\u{202f}'],
        _ => &[',', ' ', '\u{a0}', '\u{202f}', '٬'],
    }
}

/// How a language counts the first and the second of its headings with letters.
pub fn counted_headings(language: Language) -> (&'static [&'static str], &'static [&'static str]) {
    match language.code() {
        // Russian counts with Latin letters or its own, which look alike.
        "ru" => (&["A", "А"], &["B", "В", "Б"]),
        "ar" => (&["ألف", "أ", "A"], &["باء", "ب", "B"]),
        _ => (&["A"], &["B"]),
    }
}

/// Words behind a number that multiply it; languages put the point elsewhere then.
pub const MAGNITUDES: &[&str] = &[
    "thousand",
    "million",
    "billion",
    "trillion",
    "mille ",
    "millier",
    "milliard",
    "mil ",
    "millón",
    "тыс",
    "млн",
    "млрд",
    "миллион",
    "миллиард",
    "ألف",
    "آلاف",
    "مليون",
    "ملايين",
    "بليون",
    "بلايين",
    "مليار",
    "万",
    "亿",
    "千",
    "百",
];

/// Words before a number that stands for a thing and counts nothing.
pub const NUMBERED: &[&str] = &[
    "no.",
    "nos.",
    "number",
    "numbers",
    "file",
    "item",
    "box",
    "para.",
    "paras.",
    "art.",
    "arts.",
    "article",
    "articles",
    "chapter",
    "chap.",
    "page",
    "pages",
    "section",
    "sect.",
    "resolution",
    "resolutions",
    "decision",
    "n°",
    "n.º",
    "nº",
    "no",
    "numéro",
    "№",
    "номер",
    "núm.",
    "número",
    "رقم",
    "第",
    "编号",
    "vol.",
];

/// Languages whose sentences begin with a capital, by code.
pub const SENTENCES_IN_CAPITALS: &[&str] = &["en", "fr", "es", "ru"];

/// A number below a hundred in English words, as at the head of a sentence.
pub fn in_words(number: u32) -> Option<String> {
    const ONES: [&str; 20] = [
        "Zero",
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Eleven",
        "Twelve",
        "Thirteen",
        "Fourteen",
        "Fifteen",
        "Sixteen",
        "Seventeen",
        "Eighteen",
        "Nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];
    let at = usize::try_from(number).ok().filter(|number| *number < 100)?;
    Some(match (at, at / 10, at % 10) {
        (1..20, ..) => ONES[at].to_owned(),
        (20.., tens, 0) => TENS[tens].to_owned(),
        (20.., tens, ones) => format!("{}-{}", TENS[tens], ONES[ones].to_lowercase()),
        _ => return None,
    })
}

/// Words by which a text says that it is a translation.
pub const TRANSLATED: &[&str] = &[
    "translated from",
    "translation",
    "traduit",
    "traduction",
    "traducido",
    "traducción",
    "перевод",
    "ترجمة",
    "مترجم",
    "译文",
    "翻译",
];

/// Phrases by which a footnote says that an attachment is circulated in the language in which it came.
pub const AS_SUBMITTED: &[&str] = &[
    "language of submission",
    "languages of submission",
    "as submitted",
    "as received",
    "dans la langue de l'original",
    "langue dans laquelle",
    "en el idioma en que",
    "idioma de presentación",
    "на том языке, на котором",
    "на языке представления",
    "باللغة التي قدم",
    "بلغة تقديم",
    "原文语文",
    "以提交语文",
    "仅以原文",
];

/// Whether a text names the letter or note itself.
pub fn names_letter(text: &str, language: Language) -> bool {
    let stems: &[&str] = match language.code() {
        "en" => &["letter", "note"],
        "fr" => &["lettre", "note"],
        "es" => &["carta", "nota"],
        "ru" => &["письм", "нот"],
        "ar" => &["رسالة", "مذكرة"],
        "zh" => &["信", "照会"],
        _ => return false,
    };
    let text = text.to_lowercase();
    stems.iter().any(|stem| text.contains(stem))
}

/// Words right before a symbol that say that another document is meant.
pub const CITING: &[&str] = &[
    "see",
    "document",
    "documents",
    "letter",
    "report",
    "voir",
    "lettre",
    "rapport",
    "véase",
    "documento",
    "carta",
    "informe",
    "см",
    "документ",
    "документе",
    "документа",
    "письмо",
    "письме",
    "доклад",
    "докладе",
    "الوثيقة",
    "وثيقة",
    "الرسالة",
    "انظر",
    "见",
    "文件",
    "的信",
    "报告",
];

/// Phrases by which a letter points the reader to its own annex.
pub const SEE_ANNEX: &[&str] = &[
    "(see annex",
    "(see annexes",
    "(see enclosure",
    "letter and its annex",
    "letter and its annexes",
    "letter and its enclosure",
    "note and its annex",
    "note and its annexes",
    "(voir annexe",
    "(voir annexes",
    "(voir l'annexe",
    "lettre et de son annexe",
    "lettre et son annexe",
    "(véase anexo",
    "(véase el anexo",
    "carta y su anexo",
    "(см. приложение",
    "письма и приложения",
    "(انظر المرفق",
    "هذه الرسالة ومرفقها",
    "(见附件",
    "本信及其附件",
];

/// Marks that end a sentence.
pub const STOPS: &[char] = &['.', '。', '．'];

/// What stands before the addressees in an English title, folded.
pub const ADDRESSED_TO: &str = "addressed to ";

/// Words before the name of an office that make another office of it.
pub const ASSISTANTS: &[&str] = &[
    "deputy",
    "assistant",
    "alternate",
    "vice",
    "adviser to the",
    "counsellor to the",
    "for",
    "for the",
    "pour le",
    "pour la",
    "por el",
    "por la",
    "заместитель",
    "заместителя",
    "نائب",
    "نائبة",
    "عن",
    "副",
];

/// Words behind the name of an office that make another office of it.
pub const ASSISTANTS_AFTER: &[&str] =
    &["adjoint", "adjointe", "suppléant", "suppléante", "adjunto", "adjunta", "alterno", "alterna", "المناوب"];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_phrase_is_found_across_lines_and_in_any_case() {
        for (text, phrase, found) in [
            ("to the Secretary-\nGeneral", "secretary-", Some("Secretary-")),
            ("the President of\n  the Council.", "President of the Council", Some("President of\n  the Council")),
            ("Chargé d'affaires a.i.", "chargé d’affaires", Some("Chargé d'affaires")),
            ("items 112, 12 and 120", "12", Some("12")),
            ("items 112 and 120", "12", None),
            ("items 31 (b) and 32", "31 (b)", Some("31 (b)")),
            ("annexes", "annex", None),
            ("理事会主席", "主席", Some("主席")),
            ("", "x", None),
            ("x", "", None),
        ] {
            assert_eq!(find(text, phrase).map(|place| &text[place]), found, "{phrase} in {text}");
        }
        assert_eq!(find("items 112, 12 and 120", "12"), Some(11..13));
    }

    #[test]
    fn dates_are_read_as_the_wording_writes_them() {
        let months = |names: &str| names.split(' ').map(str::to_owned).collect();
        let english = Wording {
            date: "{day} {month} {year}".into(),
            months: months("January February March April May June"),
            ..Wording::default()
        };
        let found =
            |text: &str, wording: &Wording| dates(text, wording).into_iter().map(|(_, d)| d).collect::<Vec<_>>();
        assert_eq!(found("Letters dated 3 and 14\nMay 2026 from", &english), [date(2026, 5, 14)]);
        assert_eq!(found("1 June 2026, 2 June 2026", &english), [date(2026, 6, 1), date(2026, 6, 2)]);
        assert_eq!(found("31 June 2026, 112 May 2026, 1 May 26, May 2026", &english), []);
        let chinese = Wording {
            date: "{year}年{month}{day}日".into(),
            months: months("1月 2月 3月 4月 5月 6月"),
            ..Wording::default()
        };
        assert_eq!(found("2026年3月12日梅罗维亚常驻代表的信", &chinese), [date(2026, 3, 12)]);
    }
}
