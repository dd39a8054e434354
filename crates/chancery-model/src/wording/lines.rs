//! The lines of a masthead and of attachments, composed from facts in any language whose wording the body's data has.

use serde::{Deserialize, Serialize};

use crate::{
    body::{Body, Organ},
    language::Language,
    period::PeriodRule,
    roman,
    symbol::ModifierKind,
};

use super::{
    Masthead, Missing, TitleFacts, Wording,
    phrase::{Slot, fill},
};

/// What one line of a masthead, or a title, says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineFacts {
    /// An organ's name; its code.
    Organ(String),
    /// The session or year.
    Period(PeriodFacts),
    /// The agenda items.
    Items(ItemFacts),
    /// The distribution category; its code.
    Distribution(String),
    /// The original languages, in order.
    Original(Vec<Language>),
    /// What sort of change the document is to another, and its footnote's mark.
    Modifier {
        /// The sort.
        kind: ModifierKind,
        /// Asterisks, or nothing.
        mark: String,
    },
    /// A heading that always has the same words: `contents`, `summary`; a key of the wording's `headings`.
    Heading(String),
    /// The label of an attachment.
    Attachment {
        /// 1 an annex, 2 an enclosure, 3 an appendix.
        depth: u8,
        /// Its number, if it is one of several.
        number: Option<u32>,
    },
    /// The agenda of a meeting.
    MeetingAgenda {
        /// The organ's code.
        organ: String,
        /// The meeting's number.
        number: u32,
    },
    /// A title.
    Title(TitleFacts),
}

/// A session or a year, as a masthead names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodFacts {
    /// Nothing for an ordinary session; [`PeriodFacts::COUNTED_YEAR`] for a year of an organ that counts them,
    /// [`PeriodFacts::CALENDAR_YEAR`] for the session of a calendar year; else a key of the wording's `sessions`.
    pub form: String,
    /// Which session, or which year of an organ that counts them.
    pub number: Option<u32>,
    /// The calendar year, where it is named.
    pub year: Option<i16>,
    /// Whether it was resumed.
    #[serde(default)]
    pub resumed: bool,
    /// A footnote's mark: asterisks, or nothing.
    #[serde(default)]
    pub mark: String,
}

impl PeriodFacts {
    /// The form of a year of an organ that counts its years.
    pub const COUNTED_YEAR: &str = "counted_year";
    /// The form of the session of a calendar year.
    pub const CALENDAR_YEAR: &str = "year";
}

/// The agenda items of a masthead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemFacts {
    /// Their numbers as the body's data writes them: `12`, `31 (b)`.
    pub items: Vec<String>,
    /// In which list they stand: nothing for the agenda, else a key of the wording's `lists`.
    #[serde(default)]
    pub list: String,
    /// Whether the line says that it is continued.
    #[serde(default)]
    pub continued: bool,
    /// A footnote's mark: asterisks, or nothing.
    #[serde(default)]
    pub mark: String,
}

impl Body {
    /// The words of a language and of its masthead.
    fn masthead_words(&self, language: Language) -> Result<(&Wording, &Masthead), Missing> {
        self.words(language)
            .and_then(|words| Some((words, words.masthead.as_ref()?)))
            .ok_or_else(|| Missing::Wording { language, what: "masthead".into() })
    }

    /// The line that says what `facts` say, in a language. `organ` is the code of the organ whose document it is, where that
    /// is known: some organs write in words what others write in figures.
    ///
    /// # Errors
    /// [`Missing`] with what the body's data or the facts do not say.
    pub fn line(&self, facts: &LineFacts, organ: Option<&str>, language: Language) -> Result<String, Missing> {
        let (words, head) = match facts {
            LineFacts::Title(facts) => return self.title(facts, language),
            _ => self.masthead_words(language)?,
        };
        let (line, key) = match facts {
            LineFacts::Organ(code) => (Some(words.organ_name(self, code)), "organs"),
            LineFacts::Period(period) => (words.period_line(period, organ), "sessions"),
            LineFacts::Items(items) => (words.items_line(items), "lists"),
            LineFacts::Distribution(code) => {
                (words.distribution_line(self, code).filter(|line| !line.is_empty()), "categories")
            }
            LineFacts::Original(languages) => (words.original_line(languages), "original"),
            LineFacts::Modifier { kind, mark } => {
                (head.modifiers.get(kind).map(|word| format!("{word}{mark}")), "modifiers")
            }
            LineFacts::Heading(key) => (head.headings.get(key).cloned(), "headings"),
            LineFacts::Attachment { depth, number } => (words.attachment(*depth, *number), "attachments"),
            LineFacts::MeetingAgenda { organ, number } => {
                let filled = |pattern: &String| {
                    let ordinal = words.ordinal_in_figures(*number);
                    pattern.replace("{ordinal}", &ordinal).replace("{number}", &number.to_string())
                };
                (head.meeting_agendas.get(organ).map(filled), "meeting_agendas")
            }
            LineFacts::Title(_) => (None, "titles"),
        };
        line.ok_or_else(|| Missing::Wording { language, what: format!("masthead.{key}") })
    }

    /// The session or year of an organ's symbol (`74`, `ES-10`, `2020`), as its masthead names it; nothing for an organ whose
    /// numbers run on.
    pub fn period_facts(&self, organ: &Organ, period: &str) -> Option<PeriodFacts> {
        let number = |text: &str| text.parse::<u32>().ok();
        match (&organ.period, organ.years_since) {
            _ if period.is_empty() => None,
            (PeriodRule::Running, _) => None,
            (PeriodRule::Year, since) => {
                let year: i16 = period.parse().ok()?;
                let counted = since.and_then(|since| u32::try_from(i32::from(year) - i32::from(since)).ok());
                let form = if counted.is_some() { PeriodFacts::COUNTED_YEAR } else { PeriodFacts::CALENDAR_YEAR };
                Some(PeriodFacts { form: form.into(), number: counted, year: Some(year), ..PeriodFacts::default() })
            }
            _ => {
                let (form, session) = period.rsplit_once('-').unwrap_or(("", period));
                Some(PeriodFacts { form: form.to_owned(), number: Some(number(session)?), ..PeriodFacts::default() })
            }
        }
    }

    /// The line for the heading of an attachment: `Annex to the letter dated …`.
    pub fn annex_heading(&self, language: Language, label: &str, title: &str) -> String {
        let Ok((words, head)) = self.masthead_words(language) else { return label.to_owned() };
        let mut inside = title.to_owned();
        for (from, to) in &head.annex_title {
            inside = inside.replacen(from.as_str(), to, 1);
        }
        if inside == title {
            inside = small(title);
        }
        let alone = head.attachments.iter().any(|known| known.name == label);
        let pattern = match head.annex_heading_numbered.as_str() {
            numbered if !alone && !numbered.is_empty() => numbered,
            _ => &head.annex_heading,
        };
        let slot = |name: &str| match name {
            "label" => Some(Slot::Words(label.to_owned())),
            "title" => Some(Slot::Words(inside.clone())),
            _ => None,
        };
        fill(pattern, &words.joints, ("", ""), slot).unwrap_or_else(|| label.to_owned())
    }
}

impl Wording {
    /// An organ's name at the head of a page in this language, or in English.
    pub fn organ_name(&self, body: &Body, code: &str) -> String {
        let english = || body.organ(code).map_or_else(|| code.to_owned(), |organ| organ.name.clone());
        let printed = self.masthead.as_ref().and_then(|head| head.organs.get(code));
        printed.or_else(|| self.organs.get(code)).cloned().unwrap_or_else(english)
    }

    /// The line of a session or year. `organ` is the code of the organ that sits, where it is known.
    pub fn period_line(&self, facts: &PeriodFacts, organ: Option<&str>) -> Option<String> {
        let head = self.masthead.as_ref()?;
        let counted = facts.form == PeriodFacts::COUNTED_YEAR;
        let pattern = match (facts.form.as_str(), facts.resumed) {
            ("", false) => &head.session,
            (PeriodFacts::COUNTED_YEAR, false) => &head.year,
            (PeriodFacts::CALENDAR_YEAR, false) => &head.calendar_year,
            (form, false) => head.sessions.get(form)?,
            ("", true) => head.sessions.get("resumed")?,
            (form, true) => head.sessions.get(&format!("resumed {form}"))?,
        };
        if pattern.is_empty() {
            return None;
        }
        let ordinal = |number: u32| {
            let figures = head.sessions_in_figures.as_ref().is_some_and(|rule| {
                number > rule.above && !organ.is_some_and(|organ| rule.except.iter().any(|known| known == organ))
            });
            let place = usize::try_from(number).unwrap_or(usize::MAX);
            let word = match () {
                () if counted => self.ordinal_of_year(place),
                () if figures => self.ordinal_in_figures(number),
                () => self.ordinal(place),
            };
            // Inside a line the word has a small letter.
            if pattern.starts_with("{ordinal}") { word } else { small(&word) }
        };
        let slot = |name: &str| match name {
            "ordinal" => Some(Slot::Words(ordinal(facts.number?))),
            // The session of a calendar year is called by it.
            "number" => {
                facts.year.map(|year| Slot::Words(year.to_string())).or(facts.number.map(|n| n.to_string().into()))
            }
            "year" => facts.year.map(|year| Slot::Words(year.to_string())),
            _ => None,
        };
        fill(pattern, &self.joints, ("", ""), slot).map(|line| format!("{line}{}", facts.mark))
    }

    /// The line of agenda items.
    pub fn items_line(&self, facts: &ItemFacts) -> Option<String> {
        let head = self.masthead.as_ref()?;
        let (one, two, many) = match facts.list.as_str() {
            "" => (&head.item, &head.two_items, &head.items),
            list => {
                let patterns = head.lists.get(list)?;
                (&patterns.item, &patterns.two_items, &patterns.items)
            }
        };
        let pattern = match facts.items.len() {
            0 => return None,
            1 => one,
            2 if !two.is_empty() => two,
            _ => many,
        };
        // Where the mark stands inside, a space parts it from what follows.
        let inside = if facts.mark.is_empty() { String::new() } else { format!("{} ", facts.mark) };
        let slot = |name: &str| match name {
            "items" => Some(Slot::Words(head.item_numbers(&facts.items))),
            "mark" => Some(Slot::Words(inside.clone())),
            _ => None,
        };
        let mut line = fill(pattern, &self.joints, ("", ""), slot)?;
        if !pattern.contains("{mark}") {
            line.push_str(&facts.mark);
        }
        match facts.continued {
            true if head.continued.is_empty() => None,
            true => Some(head.continued.replace("{line}", &line)),
            false => Some(line),
        }
    }

    /// The distribution line of a category's code; empty where the category has no words at all.
    pub fn distribution_line(&self, body: &Body, code: &str) -> Option<String> {
        let head = self.masthead.as_ref()?;
        let known = || body.distribution(code).map_or_else(|| code.to_owned(), |known| known.name.clone());
        let category = head.categories.get(code).cloned().unwrap_or_else(known);
        Some(if category.is_empty() { category } else { head.distribution.replace("{category}", &category) })
    }

    /// The line of the original languages.
    pub fn original_line(&self, languages: &[Language]) -> Option<String> {
        let head = self.masthead.as_ref()?;
        let name = |language: &Language| {
            let own = head.original_languages.get(language.code()).cloned();
            own.unwrap_or_else(|| self.language(*language))
        };
        let names: Vec<String> = languages.iter().map(name).collect();
        let and = Some(&head.original_and).filter(|and| !and.is_empty()).unwrap_or(&head.and);
        let comma = if head.original_and.is_empty() { head.comma.as_str() } else { ", " };
        (!names.is_empty()).then(|| {
            let slot = |_: &str| Some(Slot::List(names.clone()));
            fill(&head.original, &self.joints, (comma, and), slot)
        })?
    }

    /// The line above the original language that names the version's own, on a translation; empty where it is none.
    pub fn version_line(&self, translated: bool) -> String {
        self.masthead.as_ref().filter(|_| translated).map(|head| head.version.clone()).unwrap_or_default()
    }

    /// `[Original: Arabic]`, under the label of an annex whose language is its own.
    pub fn annex_original(&self, language: Language) -> Option<String> {
        let head = self.masthead.as_ref()?;
        let own = head.annex_languages.get(language.code()).cloned();
        Some(head.annex_original.replace("{language}", &own.unwrap_or_else(|| self.language(language))))
    }

    /// The label of an annex (1), an enclosure (2) or an appendix (3), with its number if it is one of several.
    pub fn attachment(&self, depth: u8, number: Option<u32>) -> Option<String> {
        let known = self.masthead.as_ref()?.attachments.get(usize::from(depth).checked_sub(1)?)?;
        let Some(number) = number else { return Some(known.name.clone()) };
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        let printed = match known.numbers.get(place) {
            Some(word) => word.clone(),
            None if known.numbers.is_empty() => roman::written(number),
            None => number.to_string(),
        };
        Some(known.numbered.replace("{number}", &printed))
    }

    /// The note on what is circulated in the language in which it came, hung on `asterisks`.
    pub fn circulated_note(&self, asterisks: &str) -> Option<String> {
        let note = &self.masthead.as_ref()?.circulated;
        (!note.is_empty()).then(|| note.replace("{asterisks}", asterisks).trim().to_owned())
    }

    /// The note on a version that was issued again, for the `time`th time (1 the first).
    pub fn reissue_note(&self, time: usize, date: jiff::civil::Date) -> Option<String> {
        let note = &self.masthead.as_ref()?.reissued;
        // No version is issued again so often that its asterisks would not fit.
        let asterisks = "*".repeat(time.clamp(1, 40));
        (!note.is_empty()).then(|| note.replace("{asterisks}", &asterisks).replace("{date}", &self.date(date)))
    }
}

impl Masthead {
    /// Numbers of items in a list, sub-items of one item together: `12, 31 (a) and (b) and 40`.
    pub fn item_numbers(&self, items: &[String]) -> String {
        let parted: Vec<(&str, Vec<&str>)> = items.iter().map(|item| parts(item)).collect();
        let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
        for (number, letters) in &parted {
            let same = groups.last_mut().filter(|(known, _)| known == number && !letters.is_empty());
            let printed = self.item_number(if same.is_some() { "" } else { number }, letters);
            match same {
                Some((_, members)) => members.push(printed),
                None => groups.push((number, vec![printed])),
            }
        }
        let lists: Vec<String> = groups.iter().map(|(_, members)| self.list(members)).collect();
        self.list(&lists)
    }

    /// One number with the letters of its sub-items, or the letters alone where the number was said before.
    fn item_number(&self, number: &str, letters: &[&str]) -> String {
        let pattern = if self.sub_item.is_empty() { "{item} ({letter})" } else { &self.sub_item };
        let mut printed = number.to_owned();
        for letter in letters {
            let letter = self.sub_letters.get(*letter).map_or(*letter, String::as_str);
            printed = pattern.replace("{item}", &printed).replace("{letter}", letter).trim_start().to_owned();
        }
        printed
    }
}

/// The number of an item and the letters of its sub-items: `31 (b)`.
fn parts(item: &str) -> (&str, Vec<&str>) {
    let mut pieces = item.split('(');
    let number = pieces.next().unwrap_or_default().trim();
    (number, pieces.map(|piece| piece.trim().trim_end_matches(')').trim()).collect())
}

/// A word with a small first letter.
fn small(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
