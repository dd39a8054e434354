//! The frame of a letter as rules see it: the communication, its text, the body and the circumstances, with the questions
//! that several rules ask.

use chancery_model::{
    Body, Communication, Symbol,
    body::{Office, OfficeKind, Organ, fold},
    communication::{Annex, Block, BlockKind, DocumentType, Kind, Request, Sender},
    language::Language,
    period::PeriodRule,
    text::Span,
};
use jiff::civil::Date;

use crate::{Circumstances, words};

/// How much of a line is underlined where something is missing, in bytes.
const LONGEST_LINE: usize = 1024;

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

    /// Whether it is a text of the secretariat: a note or report, and of an official of the body.
    pub fn is_of_secretariat(&self) -> bool {
        let it = self.communication;
        if !matches!(it.kind, Kind::Note | Kind::Other) {
            return false;
        }
        let of_office = |line: &Option<String>| {
            line.as_deref().is_some_and(|line| {
                let mut officials = self.body.charter.offices.iter().filter(|o| o.kind == OfficeKind::Official);
                officials.any(|office| self.names_of(office, None).any(|name| words::find(line, name).is_some()))
            })
        };
        let typed = matches!(it.document_type, Some(DocumentType::Report | DocumentType::Note));
        self.is_by_official()
            || self.senders().next().is_none() && typed && (of_office(&it.subtitle) || of_office(&it.title))
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
        self.period_told(organ, request).or_else(|| organ.period.at(self.as_of))
    }

    /// The session or year as [`Frame::period`] has it, where the text or the numbers next due tell it.
    pub fn period_told(&self, organ: &Organ, request: &Request) -> Option<String> {
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
            .or_else(|| organ.period.at(self.communication.letter_date?))
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

    /// The place of the first of these fields that the reader found; where it found none, the line with which the letter
    /// begins, since what is missing would stand there.
    pub fn at(&self, fields: &[&str]) -> Span {
        fields.iter().find_map(|field| self.communication.place(field)).unwrap_or_else(|| self.first_line())
    }

    /// The line with which the letter begins: its title's first, else that of its first words, else the text's.
    pub fn first_line(&self) -> Span {
        let place = self.communication.place("title").or_else(|| self.letter().next().map(|block| block.span));
        let from = place.filter(|place| !place.is_empty()).map_or(0, |place| place.start);
        let rest = self.text.get(from..).unwrap_or("");
        let start = from + rest.len() - rest.trim_start().len();
        let rest = &rest[..rest.floor_char_boundary(LONGEST_LINE)];
        let line = rest.trim_start().lines().next().unwrap_or("").trim_end();
        Span::new(start, start + line.len())
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

    /// What a finding underlines whose own place holds nothing: the line after which the missing thing would stand, or the
    /// first one of the text. Of a text that is nothing but space it is all of it.
    pub(crate) fn nearest(&self, place: usize) -> Span {
        /// A line may be a whole paragraph; its end is enough.
        const LONGEST: usize = 240;
        let text = self.text;
        let before = text[..text.floor_char_boundary(place)].trim_end();
        if before.is_empty() {
            let start = text.len() - text.trim_start().len();
            let line = text[start..].split('\n').next().unwrap_or_default().trim_end();
            let line = &line[..line.floor_char_boundary(LONGEST)];
            return if line.is_empty() { Span::new(0, text.len()) } else { Span::new(start, start + line.len()) };
        }
        let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
        let mut kept = line;
        if line.len() > LONGEST {
            let tail = &line[line.ceil_char_boundary(line.len() - LONGEST)..];
            kept = tail.split_once(char::is_whitespace).map_or(tail, |(_, words)| words);
        }
        Span::new(before.len() - kept.len(), before.len())
    }

    /// The line with which the letter itself ends: where a signature, a request or a date would be added. Only an empty text
    /// has an empty one.
    pub fn end_of_letter(&self) -> Span {
        let end = self.letter().map(|block| block.span.end).max().unwrap_or(self.text.len());
        let before = self.text.get(..end).unwrap_or(self.text).trim_end();
        let reach = before.ceil_char_boundary(before.len().saturating_sub(LONGEST_LINE));
        let start = before[reach..].rfind('\n').map_or(reach, |at| reach + at + 1);
        let line = &before[start..];
        Span::new(start + line.len() - line.trim_start().len(), before.len())
    }

    /// The place of the paragraph in which a place lies: from an empty line or the head of the text to the next empty line,
    /// as far as a paragraph of a letter reaches.
    pub fn paragraph(&self, place: Span) -> Span {
        const MOST: usize = 4 * 1024;
        let text = self.text;
        let start = text.floor_char_boundary(place.start);
        let from = text.floor_char_boundary(start.saturating_sub(MOST));
        let until = text.floor_char_boundary(start.saturating_add(MOST));
        let before = &text[from..start];
        let mut at = before.len();
        let mut head = 0;
        for line in before.rsplit('\n') {
            let begins = at - line.len();
            // The last piece is the line in which the place itself begins.
            if line.trim().is_empty() && at < before.len() {
                head = (at + 1).min(before.len());
                break;
            }
            at = begins.saturating_sub(1);
        }
        let mut end = start;
        for (nth, line) in text[start..until].split_inclusive('\n').enumerate() {
            if nth > 0 && line.trim().is_empty() {
                break;
            }
            end += line.len();
        }
        let whole = Span::new(from + head, end);
        let words = whole.of(text);
        let lead = words.len() - words.trim_start().len();
        Span::new(whole.start + lead, whole.start + lead + words.trim().len())
    }

    /// The place from the heading of an attachment to the heading of the next, or to the end of the text; `None` where the
    /// reader did not find the heading in the text.
    pub fn attachment(&self, index: usize) -> Option<Span> {
        let heading = self.communication.place(&format!("annexes.{index}"))?;
        let next = self.communication.place(&format!("annexes.{}", index + 1)).map(|next| next.start);
        let end = next.unwrap_or(self.text.len()).clamp(heading.end.min(self.text.len()), self.text.len());
        (heading.start < heading.end).then(|| Span::new(heading.start, end))
    }

    /// The attachments whose headings stand in the text, each with the head of its place: the heading, the title and the
    /// first lines below.
    pub fn attachment_heads(&self) -> impl Iterator<Item = (usize, &'a Annex, Span)> {
        const HEAD: usize = 1024;
        self.communication.annexes.iter().enumerate().take(500).filter_map(|(index, annex)| {
            let whole = self.attachment(index)?;
            let end = self.text.floor_char_boundary(whole.end.min(whole.start.saturating_add(HEAD)));
            Some((index, annex, Span::new(whole.start, end)))
        })
    }

    /// Whether the text of a letter may end before the letter does: no signature stands under it. What such a text does not
    /// say may stand in what is not there, and that the signature is missing is said by its own rule.
    pub fn is_cut(&self) -> bool {
        self.is_letter() && self.communication.signatories.is_empty()
    }

    /// Whether the text may lack what the page shows: pages that came as pictures, or parts that were not read.
    pub fn format_hides(&self) -> bool {
        const HIDING: &[&str] = &["PICTURE", "SCANNED_PAGE", "FACSIMILE_PAGE", "UNREAD_PART", "TOO_LONG", "TRUNCATED"];
        self.communication.doubts.iter().any(|doubt| HIDING.contains(&doubt.code.as_str()))
    }

    /// Whether a day that no calendar has stands at the head of the text; the rule that says so says enough.
    pub fn heads_with_impossible_date(&self) -> bool {
        self.body
            .words(self.language())
            .is_some_and(|words| !words::impossible_dates(self.head().of(self.text), words).is_empty())
    }

    /// Whether such a day keeps the title from being read.
    pub fn date_hides_title(&self) -> bool {
        self.communication.title.is_none() && self.heads_with_impossible_date()
    }

    /// Whether an organ is named at the head of the text, where mastheads stand.
    pub fn heads(&self, organ: &Organ) -> bool {
        let head = self.head();
        let head = head.of(self.text);
        let worded = self.body.wording.values().filter_map(|words| words.organs.get(&organ.code));
        std::iter::once(&organ.name).chain(&organ.also).chain(worded).any(|name| words::find(head, name).is_some())
    }

    /// The blocks of a kind with their words as they stand in the original. Blocks that overlap are looked at once, so that
    /// a walk over all is a walk over the text at most.
    pub fn written(&self, kinds: &'static [BlockKind]) -> impl Iterator<Item = (&'a Block, &'a str)> {
        let text = self.text;
        let mut seen = 0;
        self.communication.text.iter().filter(move |block| kinds.contains(&block.kind)).filter_map(move |block| {
            if block.span.start < seen {
                return None;
            }
            seen = block.span.end;
            Some((block, block.span.of(text)))
        })
    }

    /// The paragraphs and items of lists of the main part, as they stand in the original: the author's own prose.
    pub fn prose(&self) -> impl Iterator<Item = (&'a Block, &'a str)> {
        self.written(&[BlockKind::Paragraph, BlockKind::List]).filter(|(block, _)| block.part == "letter")
    }

    /// Where the frame at the head of the text ends: masthead and title stand before the first paragraph.
    pub fn head(&self) -> Span {
        const LONGEST: usize = 8 * 1024;
        let it = self.communication;
        let first = it.text.iter().find(|block| block.kind == BlockKind::Paragraph && block.part == "letter");
        let title = it.place("title").map_or(0, |title| title.end);
        let end = first.map_or(title, |block| block.span.start.max(title)).min(LONGEST);
        Span::new(0, self.text.floor_char_boundary(end))
    }
}
