//! The words of one language on a body's pages: `languages/<code>.toml`.
//!
//! [`phrase`] fills patterns and makes the seams between words; [`lines`] composes the lines of a masthead and the labels of
//! attachments; [`titles`] composes titles. All three take facts and the body's data and nothing else; what the data does not
//! say is left out, or named as what is missing, and never guessed.

mod lines;
mod phrase;
mod titles;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{language::Language, reading::ReadingWords, symbol::ModifierKind};

pub use lines::{ItemFacts, LineFacts, PeriodFacts};
pub use phrase::Joint;
pub use titles::{Missing, Party, TitleFacts, TitleForm, TitleKind};

/// A body's wording in one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Wording {
    /// The language's own name.
    pub name: String,
    /// Its one-letter code on job numbers (`E`), where the body has one.
    #[serde(default)]
    pub letter: String,
    /// The variant of the language that the body writes, as word processors name it (`en-GB`); nothing where it has none.
    #[serde(default)]
    pub tag: String,
    /// What this language calls each language, by code.
    #[serde(default)]
    pub languages: BTreeMap<String, String>,
    /// Names of the twelve months.
    #[serde(default)]
    pub months: Vec<String>,
    /// A full date, with `{day}`, `{month}` and `{year}`.
    #[serde(default)]
    pub date: String,
    /// How the first day of a month is written, where that is not the plain figure: `1er`.
    #[serde(default)]
    pub first_day: String,
    /// Parts of a full date for those of several that share month or year: `{day}`, and `{day} {month}`.
    #[serde(default)]
    pub date_parts: DateParts,
    /// Ordinal words from the first on, capitalised as at the head of a line. Where the language has several forms, the one
    /// that goes with the word for a session stands first and, after a bar, the one that goes with the word for a year.
    #[serde(default)]
    pub ordinals: Vec<String>,
    /// Ordinals in figures: what the number ends in, and how it is then written; the first that fits holds.
    #[serde(default)]
    pub figures: Vec<(String, String)>,
    /// How words change where two of them meet.
    #[serde(default)]
    pub joints: Vec<Joint>,
    /// Articles of States' names that the list of States does not give whole, by their letters; the first that fits holds.
    #[serde(default)]
    pub state_articles: Vec<StateArticle>,
    /// The patterns of titles.
    #[serde(default)]
    pub titles: Titles,
    /// Offices in the form in which titles have them, by English name.
    #[serde(default)]
    pub offices: BTreeMap<String, Forms>,
    /// Organs' names, by the organ's code.
    #[serde(default)]
    pub organs: BTreeMap<String, String>,
    /// Titles of agenda items by agenda (`AS-7`) and item number; English titles stand in the agenda itself.
    #[serde(default)]
    pub items: BTreeMap<String, BTreeMap<String, String>>,
    /// The words of the masthead and the foot; empty while the wording of a language is not written yet.
    #[serde(default)]
    pub masthead: Option<Masthead>,
    /// The words a reader looks for in this language.
    #[serde(default)]
    pub reading: ReadingWords,
}

/// The words of the masthead, the attachments and the foot. Slots stand in braces.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Masthead {
    /// The body's name at the head of the page.
    pub body: String,
    /// Organs' names as the head of the page prints them, where not as the language has them elsewhere, by code.
    #[serde(default)]
    pub organs: BTreeMap<String, String>,
    /// `Distr.: {category}`.
    pub distribution: String,
    /// Categories by the code in the body's data.
    pub categories: BTreeMap<String, String>,
    /// `Original: {language}`.
    pub original: String,
    /// Languages on that line, where it names them in other words than the language itself has.
    #[serde(default)]
    pub original_languages: BTreeMap<String, String>,
    /// What parts the last two of several original languages, where not `and`.
    #[serde(default)]
    pub original_and: String,
    /// The version's own language, as it stands above the original one: `Français`.
    #[serde(default)]
    pub version: String,
    /// `{ordinal} session`.
    pub session: String,
    /// `{ordinal} year`, for an organ that counts its years.
    #[serde(default)]
    pub year: String,
    /// `{number} session`, for an organ whose period is a calendar year and counts no years.
    #[serde(default)]
    pub calendar_year: String,
    /// Other sessions, by what stands before their number in a symbol (`ES`, `S`) or by a word (`substantive`), with
    /// `{ordinal}` and `{year}`; `resumed` stands before the name of one that was resumed, or alone for the ordinary one.
    #[serde(default)]
    pub sessions: BTreeMap<String, String>,
    /// Where sessions are counted in figures.
    #[serde(default)]
    pub sessions_in_figures: Option<InFigures>,
    /// `Agenda item {items}`.
    pub item: String,
    /// `Agenda items {items}`.
    pub items: String,
    /// The same for two of them, in languages with a dual.
    #[serde(default)]
    pub two_items: String,
    /// A sub-item: `{item} ({letter})`.
    #[serde(default)]
    pub sub_item: String,
    /// How the letters of sub-items are printed, where not as they stand.
    #[serde(default)]
    pub sub_letters: BTreeMap<String, String>,
    /// Items of other lists than the agenda (`provisional`, `preliminary`, or `bare` where no list is named); `{mark}` is where
    /// a footnote's mark stands, if not at the end.
    #[serde(default)]
    pub lists: BTreeMap<String, ItemPatterns>,
    /// `{line} (continued)`.
    #[serde(default)]
    pub continued: String,
    /// The agenda of a meeting, by the organ's code: `Provisional agenda for the {ordinal} meeting of the Council`.
    #[serde(default)]
    pub meeting_agendas: BTreeMap<String, String>,
    /// What parts the last two of a list: ` and `.
    pub and: String,
    /// What parts the others: `, `.
    pub comma: String,
    /// `{label} to the {title}`: the heading of an annex.
    pub annex_heading: String,
    /// The same for one with a number, where that is another phrase.
    #[serde(default)]
    pub annex_heading_numbered: String,
    /// What a title becomes in the heading of an annex: words and what stands in their place, each once; none where the first
    /// letter becomes small and nothing else.
    #[serde(default)]
    pub annex_title: Vec<(String, String)>,
    /// `[Original: {language}]`, under an annex whose language is its own.
    pub annex_original: String,
    /// Languages in that note, in the form it asks for.
    #[serde(default)]
    pub annex_languages: BTreeMap<String, String>,
    /// The labels of annex, enclosure and appendix, in this order.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// `{asterisks} Circulated in the language of submission only.`
    #[serde(default)]
    pub circulated: String,
    /// Headings that always have the same words, by a key: `contents`, `summary`, `provisional_agenda`.
    #[serde(default)]
    pub headings: BTreeMap<String, String>,
    /// What a document that changes another is called: `Addendum`.
    #[serde(default)]
    pub modifiers: BTreeMap<ModifierKind, String>,
    /// `(Signed)`.
    pub signed: String,
    /// The same of a woman, in languages in which it differs.
    #[serde(default)]
    pub signed_f: String,
    /// Whether the word stands after the name.
    #[serde(default)]
    pub signed_follows: bool,
    /// `Issued by {office}`.
    pub issued_by: String,
    /// The line on a page that sets anew what was issued elsewhere.
    pub re_typeset: String,
    /// `{asterisks} Reissued for technical reasons on {date}.`, on a version that was issued again.
    #[serde(default)]
    pub reissued: String,
    /// The word on a proof.
    pub proof: String,
    /// `Page {page} of {total}`, for those who hear the page.
    #[serde(default)]
    pub page: String,
}

/// Parts of a full date.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DateParts {
    /// `{day}`.
    pub day: String,
    /// `{day} {month}`.
    pub day_month: String,
}

/// Where sessions are counted in figures rather than in words.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InFigures {
    /// The last number that is written in words all the same.
    pub above: u32,
    /// The organs, by code, that write them in words all the same.
    #[serde(default)]
    pub except: Vec<String>,
}

/// The lines of items of one list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemPatterns {
    /// `Item {items} of the provisional agenda`.
    pub item: String,
    /// `Items {items} of the provisional agenda`.
    pub items: String,
    /// The same for two of them, in languages with a dual.
    #[serde(default)]
    pub two_items: String,
}

/// The label of an attachment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// `Annex`.
    pub name: String,
    /// `Annex {number}`, for one of several.
    pub numbered: String,
    /// Numbers in words, from the first on; roman ones where there are none.
    #[serde(default)]
    pub numbers: Vec<String>,
}

/// The article of a State's name, by the name's letters.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateArticle {
    /// How the name begins; any way if empty.
    #[serde(default)]
    pub begins: Vec<String>,
    /// How it ends; any way if empty.
    #[serde(default)]
    pub ends: Vec<String>,
    /// The article, with the space after it.
    pub article: String,
}

/// A person's gender, where a language shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Gender {
    /// Masculine.
    #[serde(rename = "m")]
    Masculine,
    /// Feminine.
    #[serde(rename = "f")]
    Feminine,
}

/// An office's forms, without an article and in the case that titles ask for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    /// One, a man; or one whose gender nobody knows.
    pub m: String,
    /// One, a woman; as `m` where empty.
    #[serde(default)]
    pub f: String,
    /// Two, in languages with a dual; as `many` where empty.
    #[serde(default)]
    pub two: String,
    /// Two women; as `two` where empty.
    #[serde(default)]
    pub two_f: String,
    /// Several.
    #[serde(default)]
    pub many: String,
    /// Several women; as `many` where empty.
    #[serde(default)]
    pub many_f: String,
    /// The word's own gender, where it is no person's.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// Whether the one form is a plural, as of a group.
    #[serde(default)]
    pub plural: bool,
    /// The forms for one who only observes, where the body's list has one name for both.
    #[serde(default)]
    pub observer: Option<Box<Forms>>,
    /// The phrase in which it stands with a State, where not the usual one of its kind.
    #[serde(default)]
    pub phrase: String,
}

impl Forms {
    /// Every form, those of observers with them.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        [Some(self), self.observer.as_deref()]
            .into_iter()
            .flatten()
            .flat_map(|forms| [&forms.m, &forms.f, &forms.two, &forms.two_f, &forms.many, &forms.many_f])
            .filter(|form| !form.is_empty())
    }
}

/// The articles that stand before an office.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Articles {
    /// One, masculine.
    pub m: String,
    /// One, feminine.
    pub f: String,
    /// Several.
    pub many: String,
    /// Several, feminine; as `many` where empty.
    pub many_f: String,
}

/// The patterns of titles.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Titles {
    /// The shapes, by kind: `letter`, `letters` (of several dates), `identical_letters`, `note_verbale`, `notes_verbales`,
    /// `note`, `report`. Behind the kind may stand `_two`, where there are just two, and `_own`, where an official of the body
    /// writes; the longest that is laid down holds. Any other word behind the kind (`letter_turned`) makes a further shape, in
    /// which the language has titles too: it is read, and composed again only of what was read in it.
    pub shapes: BTreeMap<String, String>,
    /// An office of a mission, with its State: `{office} of {states}{tail}`.
    pub mission: String,
    /// Another office of a State: `{office} of {states}`.
    pub national: String,
    /// What follows the last State of missions: ` to the Organization`.
    pub tail: String,
    /// The articles.
    pub articles: Articles,
    /// What parts the last two of a list.
    pub and: String,
    /// What parts the others.
    pub comma: String,
    /// What parts the last two dates, where not `and`.
    pub and_date: String,
}

impl Wording {
    /// A date in words: `30 January 2020`.
    pub fn date(&self, date: Date) -> String {
        match self.month(date) {
            Some(_) if !self.date.is_empty() => self.part_of_date(&self.date, date),
            _ => date.to_string(),
        }
    }

    fn month(&self, date: Date) -> Option<&String> {
        usize::try_from(date.month() - 1).ok().and_then(|month| self.months.get(month))
    }

    /// A pattern with the day, the month and the year of a date.
    fn part_of_date(&self, pattern: &str, date: Date) -> String {
        let first = (date.day() == 1).then_some(&self.first_day).filter(|first| !first.is_empty());
        pattern
            .replace("{day}", &first.cloned().unwrap_or_else(|| date.day().to_string()))
            .replace("{month}", self.month(date).map_or("", String::as_str))
            .replace("{year}", &date.year().to_string())
    }

    /// Several dates in words, each part that they share said once: `30 March and 2 April 2020`.
    pub fn dates(&self, dates: &[Date]) -> String {
        let parts = &self.date_parts;
        let apart = parts.day.is_empty() || parts.day_month.is_empty();
        // A language that writes the year first says it of the first date, the others of the last.
        let leads = self.date.starts_with("{year}");
        let said = |at: usize, date: Date| {
            let with = if leads { at.checked_sub(1) } else { Some(at + 1) }.and_then(|at| dates.get(at));
            match with {
                Some(other) if !apart && other.year() == date.year() && other.month() == date.month() => {
                    self.part_of_date(&parts.day, date)
                }
                Some(other) if !apart && other.year() == date.year() => self.part_of_date(&parts.day_month, date),
                _ => self.date(date),
            }
        };
        let all: Vec<String> = dates.iter().enumerate().map(|(at, date)| said(at, *date)).collect();
        let and = Some(&self.titles.and_date).filter(|and| !and.is_empty()).unwrap_or(&self.titles.and);
        let mut phrase = phrase::Phrase::new(&self.joints);
        let comma = if self.titles.comma.is_empty() { ", " } else { &self.titles.comma };
        phrase.list("", &all, comma, if and.is_empty() { ", " } else { and });
        phrase.into_text()
    }

    /// An ordinal word (`Seventy-fourth`), or the number itself beyond the body's list.
    pub fn ordinal(&self, number: usize) -> String {
        self.ordinal_form(number, 0).unwrap_or_else(|| number.to_string())
    }

    /// The ordinal word that goes with the word for a year.
    pub fn ordinal_of_year(&self, number: usize) -> String {
        self.ordinal_form(number, 1).unwrap_or_else(|| self.ordinal(number))
    }

    fn ordinal_form(&self, number: usize, form: usize) -> Option<String> {
        let forms = number.checked_sub(1).and_then(|at| self.ordinals.get(at))?;
        forms.split('|').nth(form).map(str::to_owned)
    }

    /// An ordinal in figures: `7403rd`.
    pub fn ordinal_in_figures(&self, number: u32) -> String {
        let figures = number.to_string();
        let form = self.figures.iter().find(|(end, _)| figures.ends_with(end.as_str()));
        form.map_or(figures.clone(), |(_, form)| form.replace("{n}", &figures))
    }

    /// What this language calls a language.
    pub fn language(&self, language: Language) -> String {
        self.languages.get(language.code()).cloned().unwrap_or_else(|| language.code().to_owned())
    }
}

impl Masthead {
    /// The word before a name, as it was signed: `(Signed)`.
    pub fn signed(&self, gender: Option<Gender>) -> &str {
        match gender {
            Some(Gender::Feminine) if !self.signed_f.is_empty() => &self.signed_f,
            _ => &self.signed,
        }
    }

    /// A list in words: `32, 37 and 68`.
    pub fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [init @ .., last] => format!("{}{}{last}", init.join(&self.comma), self.and),
        }
    }
}
