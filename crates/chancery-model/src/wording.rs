//! The words of one language on a body's pages: `languages/<code>.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{language::Language, reading::ReadingWords};

/// A body's wording in one language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Wording {
    /// The language's own name.
    pub name: String,
    /// Its one-letter code on job numbers (`E`), where the body has one.
    #[serde(default)]
    pub letter: String,
    /// What this language calls each language, by code.
    #[serde(default)]
    pub languages: BTreeMap<String, String>,
    /// Names of the twelve months.
    #[serde(default)]
    pub months: Vec<String>,
    /// A full date, with `{day}`, `{month}` and `{year}`.
    #[serde(default)]
    pub date: String,
    /// Ordinal words from the first on, capitalised as at the head of a line.
    #[serde(default)]
    pub ordinals: Vec<String>,
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
    /// `Distr.: {category}`.
    pub distribution: String,
    /// Categories by the code in the body's data.
    pub categories: BTreeMap<String, String>,
    /// `Original: {language}`.
    pub original: String,
    /// `{ordinal} session`.
    pub session: String,
    /// `{ordinal} year`, for an organ that counts its years.
    #[serde(default)]
    pub year: String,
    /// `{number} session`, for an organ whose period is a calendar year and counts no years.
    #[serde(default)]
    pub calendar_year: String,
    /// `Agenda item {items}`.
    pub item: String,
    /// `Agenda items {items}`.
    pub items: String,
    /// What parts the last two of a list: ` and `.
    pub and: String,
    /// What parts the others: `, `.
    pub comma: String,
    /// `{label} to the {title}`: the heading of an annex.
    pub annex_heading: String,
    /// `[Original: {language}]`, under an annex whose language is its own.
    pub annex_original: String,
    /// `(Signed)`.
    pub signed: String,
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

impl Wording {
    /// A date in words: `30 January 2020`.
    pub fn date(&self, date: Date) -> String {
        let month = usize::try_from(date.month() - 1).ok().and_then(|m| self.months.get(m));
        match month {
            Some(month) if !self.date.is_empty() => self
                .date
                .replace("{day}", &date.day().to_string())
                .replace("{month}", month)
                .replace("{year}", &date.year().to_string()),
            _ => date.to_string(),
        }
    }

    /// An ordinal word (`Seventy-fourth`), or the number itself beyond the body's list.
    pub fn ordinal(&self, number: usize) -> String {
        number.checked_sub(1).and_then(|n| self.ordinals.get(n)).cloned().unwrap_or_else(|| number.to_string())
    }

    /// What this language calls a language.
    pub fn language(&self, language: Language) -> String {
        self.languages.get(language.code()).cloned().unwrap_or_else(|| language.code().to_owned())
    }
}

impl Masthead {
    /// A list in words: `32, 37 and 68`.
    pub fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [init @ .., last] => format!("{}{}{last}", init.join(&self.comma), self.and),
        }
    }
}
