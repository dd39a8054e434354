//! The frame of a letter as rules see it: the communication, its text, the body and the circumstances, with the questions
//! that several rules ask.

use chancery_model::{
    Body, Communication, Symbol,
    body::{Office, OfficeKind, Organ, fold},
    communication::{Block, Kind, Request, Sender},
    language::Language,
    period::PeriodRule,
    text::Span,
};
use jiff::civil::Date;

use crate::{Circumstances, words};

/// Everything a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// What was understood.
    pub communication: &'a Communication,
    /// The text it was understood from; places are places in it.
    pub text: &'a str,
    /// What the institution has laid down.
    pub body: &'a Body,
    /// Today, and the numbers next due.
    pub circumstances: &'a Circumstances,
    /// The date by which rules and names are judged: the letter's, or today where it has none.
    pub as_of: Date,
}

impl<'a> Frame<'a> {
    pub(crate) fn new(
        communication: &'a Communication,
        text: &'a str,
        body: &'a Body,
        circumstances: &'a Circumstances,
    ) -> Self {
        let as_of = communication.letter_date.unwrap_or(circumstances.today);
        Frame { communication, text, body, circumstances, as_of }
    }

    /// Whether there is any text at all.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether anything of a communication was understood. Where nothing was, one rule says so and the others are silent.
    pub fn is_understood(&self) -> bool {
        let it = self.communication;
        it.kind != Kind::Other
            || it.title.is_some()
            || it.sender.is_some()
            || !it.requested_circulation.is_empty()
            || !it.symbols.is_empty()
            || !it.bodies.is_empty()
            || !it.addressees.is_empty()
            || !it.signatories.is_empty()
    }

    /// Whether it is a letter, or identical letters.
    pub fn is_letter(&self) -> bool {
        matches!(self.communication.kind, Kind::Letter | Kind::IdenticalLetters)
    }

    /// Whether it is a letter or a note verbale: what a mission sends.
    pub fn is_from_outside(&self) -> bool {
        self.is_letter() || self.communication.kind == Kind::NoteVerbale
    }

    /// Everyone who sent it.
    pub fn senders(&self) -> impl Iterator<Item = &'a Sender> {
        let it = self.communication;
        let several = !it.senders.is_empty();
        it.senders.iter().chain(it.sender.iter().filter(move |_| !several))
    }

    /// Whether an office of the body itself sent it, and no State.
    pub fn is_by_official(&self) -> bool {
        self.senders().next().is_some()
            && self.senders().all(|sender| {
                let kind = sender.office.as_deref().and_then(|name| self.office(name)).map(|office| office.kind);
                sender.state.is_none() && matches!(kind, Some(OfficeKind::Official | OfficeKind::President))
            })
    }

    /// An office of the body's data by any of its names, in any of the body's languages.
    pub fn office(&self, name: &str) -> Option<&'a Office> {
        let wanted = fold(name);
        let offices = &self.body.charter.offices;
        offices.iter().find(|office| self.names_of(office, None).any(|name| fold(name) == wanted))
    }

    /// The names of an office: those of the body's data and those of the languages, of one of them or of all.
    pub fn names_of(&self, office: &'a Office, only: Option<Language>) -> impl Iterator<Item = &'a str> {
        let wordings = self.body.wording.iter().filter(move |(language, _)| only.is_none_or(|only| **language == only));
        let in_languages = wordings.filter_map(|(_, words)| words.reading.offices.get(&office.name)).flatten();
        std::iter::once(&office.name).chain(&office.also).chain(in_languages).map(String::as_str)
    }

    /// The organ a request names, if the body knows it.
    pub fn organ(&self, request: &Request) -> Option<&'a Organ> {
        self.body.organ_named(&request.organ)
    }

    /// The session or year in which a request would be met: as the request says, else as the text's own numbers or masthead
    /// say, else as the numbers next due say, else by the letter's date.
    pub fn period(&self, organ: &Organ, request: &Request) -> Option<String> {
        let of_symbol = |symbol: &Symbol| {
            let placement = self.body.place(symbol)?;
            (placement.organ == organ.code).then_some(placement.period)
        };
        let of_masthead = || {
            let receiving = self.communication.bodies.iter().find(|receiving| {
                self.body.organ_named(&receiving.organ).is_some_and(|other| other.code == organ.code)
            })?;
            receiving.session.clone().or_else(|| receiving.year.clone())
        };
        let due = || {
            let due = self.circumstances.due.as_ref()?;
            due.symbols.iter().filter(|(code, _)| *code == organ.code).find_map(|(_, symbol)| of_symbol(symbol))
        };
        request
            .session
            .clone()
            .or_else(|| self.communication.symbols.iter().find_map(of_symbol))
            .or_else(of_masthead)
            .or_else(due)
            .or_else(|| organ.period.at(self.as_of))
    }

    /// A session or year as a sentence names it.
    pub fn period_name(&self, organ: &Organ, period: &str) -> String {
        match organ.period {
            PeriodRule::Session { .. } => format!("session {period}"),
            _ => period.to_owned(),
        }
    }

    /// The language whose words the main part is written in; English where the reader could not tell.
    pub fn language(&self) -> Language {
        self.communication.language.unwrap_or(Language::EN)
    }

    /// A date in words.
    pub fn date(&self, date: Date) -> String {
        self.body.words(Language::EN).map_or_else(|| date.to_string(), |words| words.date(date))
    }

    /// The place of the first of these fields that the reader found; the head of the text where it found none.
    pub fn at(&self, fields: &[&str]) -> Span {
        fields.iter().find_map(|field| self.communication.place(field)).unwrap_or_default()
    }

    /// The place of one of several things, else of all of them.
    pub fn at_one(&self, field: &str, index: usize) -> Span {
        self.at(&[&format!("{field}.{index}"), field])
    }

    /// The place of words inside another place; the whole of it where they do not stand there.
    pub fn within(&self, place: Span, phrase: &str) -> Span {
        words::find(place.of(self.text), phrase)
            .map_or(place, |found| Span::new(place.start + found.start, place.start + found.end))
    }

    /// The blocks of the letter itself, without its attachments.
    pub fn letter(&self) -> impl Iterator<Item = &'a Block> {
        self.communication.part("letter")
    }

    /// Where the letter itself ends: where a signature, a request or a date would be added.
    pub fn end_of_letter(&self) -> Span {
        let end = self.letter().map(|block| block.span.end).max().unwrap_or(self.text.trim_end().len());
        Span::new(end, end)
    }
}
