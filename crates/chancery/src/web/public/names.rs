//! What things are called in the language of a page: organs, sessions, agenda items, States, kinds, days. All of it is the body's data or
//! the site's own words; nothing is called by a name that the body's data does not give it.

use chancery_model::{
    Language,
    communication::Sender,
    wording::{ItemFacts, Wording},
};

use super::{Site, ui::Ui};

/// How a path writes a session or year that has no name: of organs whose numbers run on.
pub const RUNNING: &str = "-";

impl Site {
    fn words(&self, language: Language) -> Option<&Wording> {
        self.body.words(language)
    }

    /// An organ's name in a language.
    pub(super) fn organ_name(&self, code: &str, language: Language) -> String {
        let own = self.words(language).and_then(|words| words.organs.get(code)).cloned();
        own.or_else(|| self.body.organ(code).map(|organ| organ.name.clone())).unwrap_or_else(|| code.to_owned())
    }

    /// A date as a language writes it; as it stands where it is no whole date.
    pub(super) fn date(&self, date: &str, language: Language) -> String {
        let whole = date.parse::<jiff::civil::Date>().ok();
        whole.zip(self.words(language)).map(|(date, words)| words.date(date)).unwrap_or_else(|| date.to_owned())
    }

    /// A State or observer, named as the body's data names it, in a language.
    pub(super) fn state_name(&self, name: &str, language: Language) -> String {
        let known = self.body.states.iter().find(|state| state.name == name);
        let own = known.and_then(|state| state.names.get(language.code())?.first());
        own.map_or_else(|| name.to_owned(), Clone::clone)
    }

    /// What a language calls itself.
    pub(super) fn own_name(&self, code: &str) -> String {
        let words = Language::parse(code).ok().and_then(|language| self.words(language));
        words.map_or_else(|| code.to_owned(), |words| words.name.clone())
    }

    /// A language's name in another.
    pub(super) fn language_name(&self, code: &str, language: Language) -> String {
        let named = self.words(language).and_then(|words| words.languages.get(code));
        named.cloned().unwrap_or_else(|| self.own_name(code))
    }

    /// A session or year, as a masthead names it.
    pub(super) fn period_name(&self, organ: &str, period: &str, ui: Ui) -> String {
        if period.is_empty() {
            return ui.t("running-numbers");
        }
        let line = self.body.organ(organ).and_then(|organ| {
            let facts = self.body.period_facts(organ, period)?;
            self.words(ui.language())?.period_line(&facts, Some(&organ.code))
        });
        line.unwrap_or_else(|| period.to_owned())
    }

    /// An agenda item's number, as a masthead writes it: `Agenda item 31 (b)`.
    pub(super) fn item_name(&self, item: &str, ui: Ui) -> String {
        let facts = ItemFacts { items: vec![item.to_owned()], ..ItemFacts::default() };
        let line = self.words(ui.language()).and_then(|words| words.items_line(&facts));
        line.unwrap_or_else(|| ui.x("item", item))
    }

    /// An agenda item's title in a language, else in English, with the language it is in.
    pub(super) fn item_title(
        &self,
        organ: &str,
        period: &str,
        item: &str,
        language: Language,
    ) -> Option<(String, Language)> {
        let organ = self.body.organ(organ)?;
        let own = self.body.item_title(organ, period, item, language).map(|title| (title, language));
        own.or_else(|| Some((self.body.item_title(organ, period, item, Language::EN)?, Language::EN)))
    }

    /// A distribution category in a language.
    pub(super) fn category_name(&self, code: &str, language: Language) -> String {
        let own = self.words(language).and_then(|words| words.masthead.as_ref()?.categories.get(code).cloned());
        own.or_else(|| self.body.distribution(code).map(|category| category.name.clone()))
            .unwrap_or_else(|| code.to_owned())
    }

    /// Who sent a document: the State or observer; the office where it is the body's own. A State's office is not named, since
    /// most languages would have to say whether a man or a woman holds it, and only the title knows.
    pub(super) fn sender_name(&self, sender: &Sender, language: Language) -> String {
        match (&sender.state, &sender.office) {
            (Some(state), _) => self.state_name(state, language),
            (None, Some(office)) => {
                let forms = self.words(language).and_then(|words| words.offices.get(office));
                forms.map(|forms| forms.m.clone()).filter(|form| !form.is_empty()).unwrap_or_else(|| office.clone())
            }
            (None, None) => String::new(),
        }
    }
}

/// A kind of communication in words; its own code where the site has none.
pub fn kind(ui: Ui, code: &str) -> String {
    let key = format!("kind-{}", code.replace('_', "-"));
    let said = ui.t(&key);
    if said == key { code.to_owned() } else { said }
}

/// One communication of a kind.
pub fn one_of_kind(ui: Ui, code: &str) -> String {
    let key = format!("one-{}", code.replace('_', "-"));
    let said = ui.t(&key);
    if said == key { kind(ui, code) } else { said }
}

/// A month with its year: `March 2026`.
pub fn month(ui: Ui, year: &str, month: &str) -> String {
    ui.with("month-of", &[("m", &ui.t(&format!("month-{month}"))), ("y", year)])
}

/// A path behind the language, each part encoded.
pub fn path(parts: &[&str]) -> String {
    let encoded = |part: &&str| percent_encoding::utf8_percent_encode(part, super::PARAMETER).to_string();
    parts.iter().map(|part| format!("/{}", encoded(part))).collect()
}

/// How a path writes a session or year.
pub fn period_part(period: &str) -> &str {
    if period.is_empty() { RUNNING } else { period }
}

/// The session or year that a part of a path writes.
pub fn period_of(part: &str) -> &str {
    if part == RUNNING { "" } else { part }
}
