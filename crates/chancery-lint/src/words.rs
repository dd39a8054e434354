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
    let mut before = ' ';
    for (start, c) in text.char_indices() {
        let joined = before.is_alphanumeric() && phrase[0].is_alphanumeric() && is_spaced(c);
        if !joined
            && let Some(length) = matches_here(&text[start..], &phrase)
            && !text[start + length..].chars().next().is_some_and(|next| {
                next.is_alphanumeric() && is_spaced(next) && phrase.last().is_some_and(|last| last.is_alphanumeric())
            })
        {
            return Some(start..start + length);
        }
        before = c;
    }
    None
}

/// Whether words in this character's script are parted by spaces.
fn is_spaced(c: char) -> bool {
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
    let text = &text[..text.floor_char_boundary(LONGEST_SEARCH)];
    let mut all = Vec::new();
    let mut before = ' ';
    let mut skip = 0;
    for (start, c) in text.char_indices() {
        if start >= skip
            && !(before.is_ascii_digit() && c.is_ascii_digit())
            && let Some((length, date)) = date_here(&text[start..], wording)
        {
            skip = start + length;
            all.push((start..skip, date));
        }
        before = c;
    }
    all
}

fn date_here(text: &str, wording: &Wording) -> Option<(usize, Date)> {
    let (mut day, mut month, mut year) = (None, None, None);
    let mut rest = text;
    let mut template = wording.date.as_str();
    while !template.is_empty() {
        if let Some(after) = template.strip_prefix("{day}") {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            day = Some(rest.get(..digits).filter(|d| (1..=2).contains(&d.len()))?.parse().ok()?);
            (rest, template) = (&rest[digits..], after);
        } else if let Some(after) = template.strip_prefix("{year}") {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            year = Some(rest.get(..digits).filter(|d| d.len() == 4)?.parse().ok()?);
            (rest, template) = (&rest[digits..], after);
        } else if let Some(after) = template.strip_prefix("{month}") {
            // The longest name wins, so that a month whose name begins another's is not taken for it.
            let (number, name) = wording
                .months
                .iter()
                .enumerate()
                .filter(|(_, name)| !name.is_empty() && rest.starts_with(name.as_str()))
                .max_by_key(|(_, name)| name.len())?;
            month = Some(i8::try_from(number + 1).ok()?);
            (rest, template) = (&rest[name.len()..], after);
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
    let date = Date::new(year?, month?, day?).ok()?;
    Some((text.len() - rest.len(), date))
}

/// Whether a text speaks of an attachment in a language; `None` where the language's words are not known here.
pub fn mentions_attachment(text: &str, language: Language) -> Option<bool> {
    let stems: &[&str] = match language.code() {
        "en" => &["annex", "attach", "enclos", "herewith", "appen"],
        "fr" => &["annex", "joint", "pièce", "appendice"],
        "es" => &["anex", "adjunt", "apéndice"],
        "ru" => &["прил", "препровожда", "препроводить"],
        "ar" => &["مرفق", "طي", "ضميمة", "تذييل"],
        "zh" => &["附", "随函"],
        _ => return None,
    };
    let text = text.to_lowercase();
    Some(stems.iter().any(|stem| text.contains(stem)))
}

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

/// Words before the name of an office that make another office of it.
pub const ASSISTANTS: &[&str] = &["deputy", "assistant", "alternate", "vice", "adviser to the", "counsellor to the"];
