//! Titles: what a letter is called in any of the body's languages, from who wrote it, when and to whom.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    body::{Body, Office, OfficeKind, State, bare_name, fold},
    communication::{Communication, DocumentType, Kind, Sender},
    language::Language,
};

use super::{
    Forms, Gender, Wording,
    phrase::{Phrase, Slot, fill},
};

/// What a title is the title of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleKind {
    /// A letter, or letters of several dates.
    Letter,
    /// The same letter sent to several.
    IdenticalLetters,
    /// A note verbale, or several.
    NoteVerbale,
    /// A note by an official or the secretariat.
    Note,
    /// A report of an official.
    Report,
}

impl TitleKind {
    /// The kind of title that a kind of communication has.
    pub fn of(kind: Kind) -> Option<TitleKind> {
        match kind {
            Kind::Letter => Some(TitleKind::Letter),
            Kind::IdenticalLetters => Some(TitleKind::IdenticalLetters),
            Kind::NoteVerbale => Some(TitleKind::NoteVerbale),
            Kind::Note => Some(TitleKind::Note),
            Kind::Other => None,
        }
    }

    /// The kind whose titles a shape is of, by its key in a language's `titles.shapes`.
    pub fn of_shape(key: &str) -> Option<TitleKind> {
        // `note_verbale` begins as `note` does, and is looked for first.
        [
            ("letter", TitleKind::Letter),
            ("identical_letters", TitleKind::IdenticalLetters),
            ("note_verbale", TitleKind::NoteVerbale),
            ("notes_verbales", TitleKind::NoteVerbale),
            ("note", TitleKind::Note),
            ("report", TitleKind::Report),
        ]
        .into_iter()
        .find_map(|(begin, kind)| key.starts_with(begin).then_some(kind))
    }
}

/// One who writes or is written to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The office, by its English name in the body's data.
    pub office: String,
    /// The State or observer, by any English name in the body's data; nothing where the office is the body's own.
    #[serde(default)]
    pub state: Option<String>,
    /// The person's gender; nothing where nobody said, and titles then have the masculine.
    #[serde(default)]
    pub gender: Option<Gender>,
}

/// What a title says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleFacts {
    /// What it is the title of.
    pub kind: TitleKind,
    /// The dates that stand on what was sent, in order; none for a note or report.
    pub dates: Vec<Date>,
    /// Who wrote, in order.
    pub senders: Vec<Party>,
    /// To whom, in order; none for a note or report.
    pub addressees: Vec<Party>,
    /// How the version from which these facts were read words its title, where that is not the way its language usually does;
    /// a title in another language has nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<TitleForm>,
}

/// The shape of one version's title, where its language writes titles of the kind in more shapes than one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleForm {
    /// The version's language.
    pub language: Language,
    /// The shape, by its key in that language's `titles.shapes`.
    pub shape: String,
}

/// What a title or line asks for and nobody said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// The kind of communication: what is none of those that have a title of their own.
    #[error("what kind of communication it is")]
    Kind,
    /// The date on the letter.
    #[error("the date on the letter")]
    Date,
    /// Who wrote it.
    #[error("who wrote it")]
    Sender,
    /// The office of someone who wrote it.
    #[error("the office in which it was written")]
    Office,
    /// The State of someone who wrote it for one.
    #[error("the State for which the {0} writes")]
    State(String),
    /// To whom it is.
    #[error("to whom it is addressed")]
    Addressee,
    /// An office has no form in a language.
    #[error("[offices] in languages/{language}.toml does not say how the {office} is called")]
    OfficeForm {
        /// The office.
        office: String,
        /// The language.
        language: Language,
    },
    /// The body has no such State, or no name of it in a language.
    #[error("the body's list has no name of {state} in {language}")]
    StateName {
        /// The State, as the facts call it.
        state: String,
        /// The language.
        language: Language,
    },
    /// The body has not laid down the words.
    #[error("languages/{language}.toml has no {what}")]
    Wording {
        /// The language.
        language: Language,
        /// The table or key.
        what: String,
    },
}

impl TitleFacts {
    /// What the title of a communication says, as far as the communication says it; the gender of nobody is in it.
    ///
    /// # Errors
    /// The first fact that is missing.
    pub fn of(communication: &Communication) -> Result<TitleFacts, Missing> {
        let report = || communication.document_type == Some(DocumentType::Report);
        let kind = TitleKind::of(communication.kind).or_else(|| report().then_some(TitleKind::Report));
        let kind = kind.ok_or(Missing::Kind)?;
        let all: Vec<&Sender> = match communication.senders.as_slice() {
            [] => communication.sender.iter().collect(),
            several => several.iter().collect(),
        };
        let party = |sender: &&Sender| {
            let office = sender.office.clone().ok_or(Missing::Office)?;
            Ok(Party { office, state: sender.state.clone(), gender: None })
        };
        let facts = TitleFacts {
            kind,
            dates: communication.letter_date.into_iter().collect(),
            senders: all.iter().map(party).collect::<Result<_, Missing>>()?,
            addressees: communication
                .addressees
                .iter()
                .map(|office| Party { office: office.clone(), ..Party::default() })
                .collect(),
            form: None,
        };
        facts.whole()?;
        Ok(facts)
    }

    /// Whether nothing is missing that every title of this kind says.
    fn whole(&self) -> Result<(), Missing> {
        let alone = matches!(self.kind, TitleKind::Note | TitleKind::Report);
        match () {
            () if self.senders.is_empty() => Err(Missing::Sender),
            () if !alone && self.dates.is_empty() => Err(Missing::Date),
            () if !alone && self.addressees.is_empty() => Err(Missing::Addressee),
            () => Ok(()),
        }
    }

    /// Takes over from facts read in another language what these do not say: the gender of those who are the same.
    pub fn with_genders_of(mut self, other: &TitleFacts) -> TitleFacts {
        for (own, theirs) in [(&mut self.senders, &other.senders), (&mut self.addressees, &other.addressees)] {
            for party in own.iter_mut().filter(|party| party.gender.is_none()) {
                let same = theirs.iter().find(|known| known.office == party.office && known.state == party.state);
                party.gender = same.and_then(|known| known.gender);
            }
        }
        self
    }
}

impl Body {
    /// The title that says what `facts` say, in a language.
    ///
    /// # Errors
    /// [`Missing`] with what the facts or the body's data do not say; nothing is guessed but the masculine of those whose
    /// gender nobody said.
    pub fn title(&self, facts: &TitleFacts, language: Language) -> Result<String, Missing> {
        facts.whole()?;
        let lacks = |what: &str| Missing::Wording { language, what: what.to_owned() };
        let words = self.words(language).ok_or_else(|| lacks("words"))?;
        let pattern = self.title_pattern(facts, words, language).ok_or_else(|| lacks("titles.shapes"))?;
        let senders = self.senders(facts, words, language)?;
        let addressees = facts
            .addressees
            .iter()
            .map(|party| self.addressee(party, words, language))
            .collect::<Result<Vec<String>, Missing>>()?;
        let titles = &words.titles;
        let value = |slot: &str| match slot {
            "date" => Some(Slot::Words(words.dates(&facts.dates))),
            "sender" => Some(Slot::List(senders.clone())),
            "addressees" => Some(Slot::List(addressees.clone())),
            _ => None,
        };
        fill(pattern, &words.joints, (&titles.comma, &titles.and), value).ok_or_else(|| lacks("titles.shapes"))
    }

    /// The name of a State as titles of a date have it, in a language.
    ///
    /// A State is given by any of its English names. Names change: what it was called at the date holds, unless the name given
    /// is one that it bore at another time.
    pub fn state_in_title(&self, name: &str, at: Option<Date>, language: Language) -> Option<String> {
        let state = self.state_named(name, at)?;
        let called = state.called.iter().find(|called| bare_name(&called.name) == bare_name(name)).or_else(|| {
            let at = at?;
            state.called.iter().find(|called| {
                called.until.is_some_and(|until| at < until) && called.from.is_none_or(|from| from <= at)
            })
        });
        let code = language.code();
        if let Some(called) = called {
            let english = (language == Language::EN).then_some(&called.name);
            if let Some(text) = called.text.get(code).or(english) {
                return Some(text.clone());
            }
        }
        let english = (language == Language::EN).then_some(&state.name);
        state.text.get(code).or(english).cloned().or_else(|| self.words(language)?.state_with_article(state, language))
    }

    /// The pattern of a title: the most particular one that the language has laid down.
    fn title_pattern<'w>(&self, facts: &TitleFacts, words: &'w Wording, language: Language) -> Option<&'w String> {
        let (kind, count) = match facts.kind {
            TitleKind::Letter if facts.dates.len() > 1 => ("letters", facts.dates.len()),
            TitleKind::Letter => ("letter", 1),
            TitleKind::IdenticalLetters => ("identical_letters", facts.addressees.len()),
            TitleKind::NoteVerbale if facts.dates.len() > 1 => ("notes_verbales", facts.dates.len()),
            TitleKind::NoteVerbale => ("note_verbale", 1),
            TitleKind::Note => ("note", 1),
            TitleKind::Report => ("report", 1),
        };
        // What a version had is kept, as long as it is of the same kind.
        let kept = facts.form.as_ref().filter(|form| form.language == language);
        if let Some(shape) = kept.filter(|form| TitleKind::of_shape(&form.shape) == Some(facts.kind))
            && let Some(pattern) = words.titles.shapes.get(&shape.shape)
        {
            return Some(pattern);
        }
        let official = |party: &Party| self.office(&party.office).is_some_and(|o| o.kind == OfficeKind::Official);
        let own = facts.senders.iter().all(official);
        let shapes = &words.titles.shapes;
        let mut keys = Vec::new();
        for count in [if count == 2 { "_two" } else { "" }, ""] {
            for own in [if own { "_own" } else { "" }, ""] {
                keys.push(format!("{kind}{count}{own}"));
            }
        }
        keys.iter().find_map(|key| shapes.get(key))
    }

    /// An office by its English name or another way to write it.
    fn office(&self, name: &str) -> Option<&Office> {
        let wanted = fold(name);
        let offices = &self.charter.offices;
        let is = |written: &String| fold(written) == wanted;
        offices.iter().find(|office| is(&office.name)).or_else(|| offices.iter().find(|o| o.also.iter().any(is)))
    }

    /// The forms of an office in a language.
    fn forms<'w>(&self, office: &str, words: &'w Wording) -> Option<&'w Forms> {
        let canonical = self.office(office).map(|office| office.name.as_str());
        let wanted = fold(canonical.unwrap_or(office));
        words
            .offices
            .get(canonical.unwrap_or(office))
            .or_else(|| words.offices.iter().find(|(name, _)| fold(name) == wanted).map(|(_, forms)| forms))
    }

    /// An addressee, with the article.
    fn addressee(&self, party: &Party, words: &Wording, language: Language) -> Result<String, Missing> {
        if party.state.is_some() {
            return self.one_sender(&[party], None, words, language).map(|(phrase, _)| phrase);
        }
        let forms = self.forms(&party.office, words);
        let forms = forms.ok_or_else(|| Missing::OfficeForm { office: party.office.clone(), language })?;
        Ok(words.office(forms, &[party.gender]))
    }

    /// The senders, those of one office together, in order.
    fn senders(&self, facts: &TitleFacts, words: &Wording, language: Language) -> Result<Vec<String>, Missing> {
        let at = facts.dates.first().copied();
        let mut groups: Vec<Vec<&Party>> = Vec::new();
        for party in &facts.senders {
            let observes = |party: &Party| self.is_observer(party, at);
            match groups.last_mut() {
                Some(group)
                    if group.iter().all(|known| {
                        known.office == party.office && observes(known) == observes(party) && party.state.is_some()
                    }) =>
                {
                    group.push(party);
                }
                _ => groups.push(vec![party]),
            }
        }
        let made = groups
            .iter()
            .map(|group| self.one_sender(group, at, words, language))
            .collect::<Result<Vec<(String, bool)>, Missing>>()?;
        // What follows the last State of several missions stands once, behind the last of them.
        let last = made.len().saturating_sub(1);
        let tail = &words.titles.tail;
        let bare = |(at, (phrase, tailed)): (usize, &(String, bool))| {
            let next = made.get(at + 1).is_some_and(|(_, tailed)| *tailed);
            match phrase.strip_suffix(tail.as_str()) {
                Some(bare) if *tailed && at < last && next => bare.to_owned(),
                _ => phrase.clone(),
            }
        };
        Ok(made.iter().enumerate().map(bare).collect())
    }

    fn is_observer(&self, party: &Party, at: Option<Date>) -> bool {
        let state = party.state.as_deref().and_then(|state| self.state_named(state, at));
        state.is_some_and(|state| state.standing.starts_with("observer"))
    }

    /// Those who write in one office, with the article, and whether the phrase ends in the tail of missions.
    fn one_sender(
        &self,
        group: &[&Party],
        at: Option<Date>,
        words: &Wording,
        language: Language,
    ) -> Result<(String, bool), Missing> {
        let Some(first) = group.first() else { return Err(Missing::Sender) };
        let forms = self.forms(&first.office, words);
        let forms = forms.ok_or_else(|| Missing::OfficeForm { office: first.office.clone(), language })?;
        let office = self.office(&first.office);
        let mission = office.is_some_and(|office| {
            office.mission
                || matches!(office.kind, OfficeKind::Mission | OfficeKind::Charge | OfficeKind::MissionItself)
        });
        let ours = office.is_some_and(|o| matches!(o.kind, OfficeKind::Official | OfficeKind::President));
        let genders: Vec<Option<Gender>> = group.iter().map(|party| party.gender).collect();
        let observing = self.is_observer(first, at);
        let forms = forms.observer.as_deref().filter(|_| observing).unwrap_or(forms);
        let printed = words.office(forms, &genders);
        if first.state.is_none() {
            return match mission {
                // An office of a mission says nothing without its State.
                true => Err(Missing::State(first.office.clone())),
                false if ours || office.is_none() => Ok((printed, false)),
                false => Err(Missing::State(first.office.clone())),
            };
        }
        let name = |party: &&Party| {
            let state = party.state.as_deref().unwrap_or_default();
            let named = self.state_in_title(state, at, language);
            named.ok_or_else(|| Missing::StateName { state: state.to_owned(), language })
        };
        let states = group.iter().map(name).collect::<Result<Vec<String>, Missing>>()?;
        let titles = &words.titles;
        let pattern = match (forms.phrase.as_str(), mission) {
            ("", true) => &titles.mission,
            ("", false) => &titles.national,
            (own, _) => own,
        };
        let value = |slot: &str| match slot {
            "office" => Some(Slot::Words(printed.clone())),
            "states" => Some(Slot::List(states.clone())),
            "tail" => Some(Slot::Words(titles.tail.clone())),
            _ => None,
        };
        let phrase = fill(pattern, &words.joints, (&titles.comma, &titles.and), value);
        let phrase = phrase.ok_or_else(|| Missing::Wording { language, what: "titles.mission".into() })?;
        Ok((phrase, pattern.ends_with("{tail}")))
    }
}

impl Wording {
    /// An office with its article, for one or several of known or unknown gender.
    fn office(&self, forms: &Forms, genders: &[Option<Gender>]) -> String {
        let women = match forms.gender {
            Some(gender) => gender == Gender::Feminine,
            None => genders.iter().all(|gender| *gender == Some(Gender::Feminine)),
        };
        let pick = |choices: &[&String]| {
            choices.iter().find(|form| !form.is_empty()).map_or_else(|| forms.m.clone(), |form| (*form).clone())
        };
        let form = match (genders.len(), women) {
            (0 | 1, true) => pick(&[&forms.f]),
            (0 | 1, false) => forms.m.clone(),
            (2, true) => pick(&[&forms.two_f, &forms.two, &forms.many_f, &forms.many]),
            (2, false) => pick(&[&forms.two, &forms.many]),
            (_, true) => pick(&[&forms.many_f, &forms.many]),
            (_, false) => pick(&[&forms.many]),
        };
        let articles = &self.titles.articles;
        let article = match (genders.len() > 1 || forms.plural, women) {
            (true, true) if !articles.many_f.is_empty() => &articles.many_f,
            (true, _) => &articles.many,
            (false, true) => &articles.f,
            (false, false) => &articles.m,
        };
        let mut phrase = Phrase::new(&self.joints);
        phrase.literal(article);
        phrase.put(&form);
        phrase.into_text()
    }

    /// The first name of a State with the article that its letters ask for.
    fn state_with_article(&self, state: &State, language: Language) -> Option<String> {
        let name = state.names.get(language.code())?.first()?;
        let fits = |list: &[String], test: &dyn Fn(&str) -> bool| list.is_empty() || list.iter().any(|part| test(part));
        let article = self.state_articles.iter().find(|rule| {
            fits(&rule.begins, &|begin| name.starts_with(begin)) && fits(&rule.ends, &|end| name.ends_with(end))
        });
        Some(format!("{}{name}", article.map_or("", |rule| &rule.article)))
    }
}
