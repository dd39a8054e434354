//! What a file says outside its text: it fills what the text left open, and where the two disagree that is a doubt.
//!
//! Every fact is kept as it stands, beside what became of it. The text of a document is what was decided and signed; a
//! property beside it was typed by someone else. So the text wins, and the officer is told.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use chancery_model::{
    communication::{Adoption, Communication, DocumentType, Kind, Metadatum, Receiving},
    language::Language,
    symbol::Symbol,
    text::Span,
    vocabulary::Field,
};

use crate::{
    clean::Line,
    doubt,
    flow::{Flow, squeeze},
    formats::{Extracted, Fact, marc},
    kinds, masthead,
    mend::Vocabulary,
    parts, request, title, tongues,
    words::{Words, fold},
};

/// Brings the facts of a file into what was understood.
pub fn apply(extracted: &Extracted, words: &Words<'_>, communication: &mut Communication) {
    if extracted.facts.is_empty() {
        return;
    }
    for fact in &extracted.facts {
        let Fact { field, value, source, .. } = fact;
        communication.metadata.push(Metadatum { field: *field, value: value.clone(), source: source.clone() });
    }
    let mut facts = Facts {
        words,
        said: Said {
            symbols: communication.symbols.clone(),
            items: communication.bodies.iter().any(|body| !body.agenda_items.is_empty()),
            titles: !communication.agenda_item_titles.is_empty(),
        },
        communication,
        told: Vec::new(),
    };
    let of = |field: Field| extracted.facts.iter().filter(move |fact| fact.field == field);
    of(Field::DocumentType).for_each(|fact| facts.document_type(fact));
    facts.language(of(Field::Language).collect());
    of(Field::Symbol).for_each(|fact| facts.symbol(fact));
    facts.bodies();
    of(Field::Session).for_each(|fact| facts.session(fact));
    of(Field::AgendaItem).for_each(|fact| facts.agenda_item(fact));
    of(Field::AgendaTitle).for_each(|fact| facts.agenda_title(fact));
    facts.job_number(of(Field::JobNumber).collect());
    of(Field::Distribution).for_each(|fact| facts.distribution(fact));
    of(Field::Original).for_each(|fact| facts.original(fact));
    for field in [Field::MastheadDate, Field::ReleaseDate, Field::AdoptionDate] {
        of(field).for_each(|fact| facts.date(fact));
    }
    of(Field::Meeting).for_each(|fact| facts.meeting(fact));
    of(Field::Draft).for_each(|fact| facts.draft(fact));
    of(Field::Title).for_each(|fact| facts.title(fact, extracted));
    of(Field::Subtitle).for_each(|fact| facts.subtitle(fact));
    facts.kind();
}

/// What the text said before any fact was looked at.
struct Said {
    symbols: Vec<Symbol>,
    items: bool,
    titles: bool,
}

struct Facts<'a, 'w, 'b> {
    words: &'w Words<'b>,
    communication: &'a mut Communication,
    said: Said,
    /// Fields whose disagreement was told.
    told: Vec<Field>,
}

impl Facts<'_, '_, '_> {
    /// Tells that text and fact disagree, at the place of the text.
    fn disagree(&mut self, fact: &Fact, place: &str, text: &str) {
        if self.told.contains(&fact.field) {
            return;
        }
        self.told.push(fact.field);
        let span = self.communication.place(place).unwrap_or(fact.span);
        let value: String = fact.value.chars().take(200).collect();
        let message = format!("“{text}” stands in the text, but the file says “{value}” beside it ({})", fact.source);
        self.communication.doubts.push(doubt("METADATA_DISAGREES", message, span, None));
    }

    /// Keeps where a field was found, where the fact stands in the text.
    fn place(&mut self, name: &str, span: Span) {
        if !span.is_empty() {
            self.communication.places.entry(name.to_owned()).or_insert(span);
        }
    }

    fn document_type(&mut self, fact: &Fact) {
        let vocabulary = &self.words.body.vocabulary;
        let value = fact.value.trim();
        let known = vocabulary.akn_types.get(value).or_else(|| vocabulary.marc_types.get(value)).copied();
        let Some(known) = known else { return };
        match self.communication.document_type {
            None => self.communication.document_type = Some(known),
            // A catalogue has one code for letters of every kind.
            Some(said) if said == known || is_letter(said) && is_letter(known) => {}
            // A correction of a draft is both.
            Some(DocumentType::Corrigendum) => {}
            Some(said) => {
                let said = format!("{said:?}");
                self.disagree(fact, "title", &said);
            }
        }
    }

    /// The kind of communication, where only a fact said what type of document it is.
    fn kind(&mut self) {
        if self.communication.kind != Kind::Other {
            return;
        }
        self.communication.kind = match self.communication.document_type {
            Some(DocumentType::Letter) => Kind::Letter,
            Some(DocumentType::IdenticalLetters) => Kind::IdenticalLetters,
            Some(DocumentType::NoteVerbale) => Kind::NoteVerbale,
            Some(DocumentType::Note) => Kind::Note,
            _ => return,
        };
    }

    fn language(&mut self, facts: Vec<&Fact>) {
        let mut languages: Vec<(Language, &Fact)> = Vec::new();
        for fact in facts {
            if let Some(language) = language_of(&fact.value, self.words)
                && !languages.iter().any(|(known, _)| *known == language)
            {
                languages.push((language, fact));
            }
        }
        // A record of six language versions says nothing of one.
        let [(language, fact)] = languages.as_slice() else { return };
        match self.communication.language {
            None => self.communication.language = Some(*language),
            Some(said) if said == *language => {}
            Some(said) => self.disagree(fact, "language", said.code()),
        }
    }

    fn symbol(&mut self, fact: &Fact) {
        for symbol in symbols_of(&fact.value, self.words) {
            let bare = symbol.without_asterisks();
            if self.communication.symbols.iter().any(|known| known.without_asterisks() == bare) {
                continue;
            }
            let organ = self.words.organ_of(&symbol);
            let other = self.said.symbols.iter().position(|said| self.words.organ_of(said) == organ);
            match other {
                Some(at) => {
                    let said = self.said.symbols[at].to_string();
                    self.disagree(fact, &format!("symbols.{at}"), &said);
                }
                None => {
                    let name = format!("symbols.{}", self.communication.symbols.len());
                    self.place(&name, fact.span);
                    self.communication.symbols.push(symbol);
                }
            }
        }
    }

    /// The receiving organs, by the symbols, where the text names none.
    fn bodies(&mut self) {
        if !self.communication.bodies.is_empty() {
            return;
        }
        let organs = &self.words.body.organs;
        let mut bodies: Vec<(u32, Receiving)> = Vec::new();
        for symbol in &self.communication.symbols {
            let Some(at) = self.words.organ_of(symbol) else { continue };
            let Some(organ) = organs.get(at) else { continue };
            if bodies.iter().any(|(_, body)| body.organ == organ.name) {
                continue;
            }
            let period = self.words.body.place(symbol).map(|place| place.period).filter(|period| !period.is_empty());
            let in_session = self.words.has_sessions(at);
            bodies.push((
                organ.order,
                Receiving {
                    organ: organ.name.clone(),
                    session: period.clone().filter(|_| in_session),
                    year: period.filter(|_| !in_session),
                    agenda_items: Vec::new(),
                },
            ));
        }
        bodies.sort_by_key(|(order, _)| *order);
        self.communication.bodies = bodies.into_iter().map(|(_, body)| body).collect();
    }

    fn session(&mut self, fact: &Fact) {
        let organs = &self.words.body.organs;
        let Some(session) = session_of(&fact.value, self.words) else { return };
        let index = |body: &Receiving| organs.iter().position(|organ| organ.name == body.organ);
        let sessional = |body: &Receiving| index(body).is_some_and(|at| self.words.has_sessions(at));
        if let Some(body) = self.communication.bodies.iter_mut().find(|body| sessional(body)) {
            match &body.session {
                None => body.session = Some(session),
                Some(said) if *said == session => {}
                Some(said) => {
                    let said = said.clone();
                    // A record gives each of several symbols its own session.
                    let several = self.communication.bodies.len() > 1;
                    if !several {
                        self.disagree(fact, "session", &said);
                    }
                }
            }
            return;
        }
        // An organ that counts years from its first.
        let counted = |body: &Receiving| index(body).and_then(|at| organs.get(at)?.years_since);
        if let Some(body) = self.communication.bodies.iter_mut().find(|body| counted(body).is_some())
            && let (Some(since), Ok(number)) = (counted(body), session.parse::<i16>())
            && body.year.is_none()
        {
            body.year = Some(since.saturating_add(number).to_string());
        }
    }

    fn agenda_item(&mut self, fact: &Fact) {
        let items = items_of(&fact.value, self.words);
        if items.is_empty() {
            return;
        }
        let organs = &self.words.body.organs;
        let takes = |body: &Receiving| organs.iter().any(|organ| organ.name == body.organ && organ.items_required);
        // Where no organ of the text takes items by rule, the only one takes them.
        let at = self.communication.bodies.iter().position(takes);
        let at = at.or_else(|| (self.communication.bodies.len() == 1).then_some(0));
        let Some(body) = at.and_then(|at| self.communication.bodies.get_mut(at)) else { return };
        if self.said.items {
            let known: Vec<&String> = self.communication.bodies.iter().flat_map(|body| &body.agenda_items).collect();
            let same = |a: &str, b: &str| chancery_model::body::same_item(a, b);
            if !items.iter().all(|item| known.iter().any(|known| same(known, item))) {
                let said = known.iter().map(|item| item.as_str()).collect::<Vec<_>>().join(", ");
                self.disagree(fact, "agenda_items", &said);
            }
            return;
        }
        for item in items {
            if !body.agenda_items.contains(&item) {
                body.agenda_items.push(item);
            }
        }
        self.place("agenda_items", fact.span);
    }

    fn agenda_title(&mut self, fact: &Fact) {
        let title = clean_value(&fact.value);
        let title = title.trim_end_matches('.').trim_end();
        if title.is_empty() {
            return;
        }
        let known = &self.communication.agenda_item_titles;
        if self.said.titles {
            let all = known.join(" ");
            if !same_words(&all, title) && comparable(&all, title, self.words) {
                self.disagree(fact, "agenda_items", &all);
            }
            return;
        }
        if !known.iter().any(|known| known == title) {
            self.communication.agenda_item_titles.push(title.to_owned());
        }
    }

    fn job_number(&mut self, facts: Vec<&Fact>) {
        let mut found: Vec<(String, Option<Language>, &Fact)> = Vec::new();
        for fact in facts {
            if let Some((number, language)) = job_of(&fact.value, self.words) {
                found.push((number, language, fact));
            }
        }
        let own = self.communication.language;
        let chosen =
            found.iter().find(|(_, language, _)| language.is_some() && *language == own).or_else(|| found.first());
        let Some((number, _, fact)) = chosen else { return };
        match self.communication.job_number.clone() {
            None => {
                self.communication.job_number = Some(number.clone());
                self.place("job_number", fact.span);
            }
            Some(said) if found.iter().any(|(number, ..)| *number == said) => {}
            Some(said) => self.disagree(fact, "job_number", &said),
        }
    }

    fn distribution(&mut self, fact: &Fact) {
        let Some(name) = distribution_of(&fact.value, self.words) else { return };
        match self.communication.distribution.clone() {
            None => {
                self.communication.distribution = Some(name);
                self.place("distribution", fact.span);
            }
            Some(said) if said == name => {}
            Some(said) => self.disagree(fact, "distribution", &said),
        }
    }

    fn original(&mut self, fact: &Fact) {
        let Some(language) = language_of(&fact.value, self.words) else { return };
        match self.communication.original_language {
            None => {
                self.communication.original_language = Some(language);
                self.place("original_language", fact.span);
            }
            Some(said) if said == language => {}
            Some(said) => self.disagree(fact, "original_language", said.code()),
        }
    }

    fn date(&mut self, fact: &Fact) {
        let Some(date) = date_of(&fact.value, self.words) else { return };
        let place = match fact.field {
            Field::MastheadDate => "masthead_date",
            Field::ReleaseDate => "release_date",
            _ => "adopted",
        };
        // A catalogue's date of action is that of another text, where this one is not what was adopted.
        if fact.field == Field::AdoptionDate
            && fact.source.starts_with("marc:")
            && !self.communication.document_type.is_some_and(is_adopted)
        {
            return;
        }
        let slot = match fact.field {
            Field::MastheadDate => &mut self.communication.masthead_date,
            Field::ReleaseDate => &mut self.communication.release_date,
            _ => &mut self.communication.adopted.get_or_insert_with(Adoption::default).date,
        };
        match *slot {
            None => {
                *slot = Some(date);
                self.place(place, fact.span);
            }
            Some(said) if said == date => {}
            Some(said) => self.disagree(fact, place, &said.to_string()),
        }
    }

    fn meeting(&mut self, fact: &Fact) {
        let Some(number) = meeting_of(&fact.value, self.words) else { return };
        let adopted = self.communication.adopted.get_or_insert_with(Adoption::default);
        match adopted.meeting.clone() {
            None => adopted.meeting = Some(number),
            Some(said) if said == number => {}
            Some(said) => self.disagree(fact, "adopted", &said),
        }
    }

    fn draft(&mut self, fact: &Fact) {
        let Some(draft) = symbols_of(&fact.value, self.words).into_iter().next() else { return };
        let adopted = self.communication.adopted.get_or_insert_with(Adoption::default);
        match adopted.draft.clone() {
            None => adopted.draft = Some(draft),
            Some(said) if said.without_asterisks() == draft.without_asterisks() => {}
            Some(said) => self.disagree(fact, "adopted", said.as_str()),
        }
    }

    fn title(&mut self, fact: &Fact, extracted: &Extracted) {
        let title = clean_value(&fact.value);
        if title.is_empty() {
            return;
        }
        match self.communication.title.clone() {
            None => {
                self.communication.title = Some(title);
                self.place("title", fact.span);
                self.letter_title(fact, extracted);
            }
            // The number alone is no title: one that says more with the same number takes its place.
            Some(said) if is_designation(&said) && title.len() > said.len() && same_numbers(&said, &title) => {
                self.communication.title = Some(title);
            }
            Some(said) => {
                if !same_title(&said, &title) && comparable(&said, &title, self.words) {
                    self.disagree(fact, "title", &said);
                }
            }
        }
    }

    /// A letter's title says who wrote it, when and to whom, wherever it stands.
    fn letter_title(&mut self, fact: &Fact, extracted: &Extracted) {
        let of_text = fact.span.of(&extracted.text);
        // A fact outside the text is read by itself, and has no place.
        let (text, span) = if of_text.is_empty() {
            (fact.value.as_str(), Span::new(0, fact.value.len()))
        } else {
            (extracted.text.as_str(), fact.span)
        };
        let line = Line { span, indent: 0, gap: 0, broken: false, mark: None };
        let flow = Flow::new(text, &[line]);
        let Some((found, lexicon)) = title::find(&flow, self.words).filter(|(found, _)| found.span.start == 0) else {
            return;
        };
        let kept = (self.communication.title.clone(), self.communication.places.clone());
        let vocabulary = Vocabulary::new(&flow.text);
        parts::titled(&flow, &found, &[], lexicon, self.words, &vocabulary, self.communication);
        self.communication.title = kept.0;
        if of_text.is_empty() {
            self.communication.places = kept.1;
        }
    }

    fn subtitle(&mut self, fact: &Fact) {
        let subtitle = clean_value(&fact.value);
        if subtitle.is_empty() {
            return;
        }
        match self.communication.subtitle.clone() {
            None => {
                self.communication.subtitle = Some(subtitle);
                self.place("subtitle", fact.span);
            }
            Some(said) => {
                if !same_words(&said, &subtitle) && comparable(&said, &subtitle, self.words) {
                    self.disagree(fact, "subtitle", &said);
                }
            }
        }
    }
}

fn is_letter(kind: DocumentType) -> bool {
    matches!(kind, DocumentType::Letter | DocumentType::IdenticalLetters | DocumentType::NoteVerbale)
}

fn is_adopted(kind: DocumentType) -> bool {
    matches!(kind, DocumentType::Resolution | DocumentType::Decision | DocumentType::PresidentialStatement)
}

/// A value with single spaces, and letters that were misread once right again.
fn clean_value(value: &str) -> String {
    let value = squeeze(value);
    marc::mended(&value).unwrap_or(value)
}

/// Only letters and figures, folded.
fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two texts say the same, one perhaps more of it.
fn same_words(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    a.contains(&b) || b.contains(&a)
}

/// Whether two titles are of one document: cataloguers add words in brackets, and parts after a colon or stroke.
fn same_title(said: &str, given: &str) -> bool {
    static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[[^\[\]]*\]").ok());
    let bracketless = BRACKETS.as_ref().map_or(given.into(), |regex| regex.replace_all(given, " ")).into_owned();
    if same_words(said, given) || bare(&bracketless).len() > 3 && same_words(said, &bracketless) {
        return true;
    }
    let words = |text: &str| -> Vec<String> {
        fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (said, given) = (words(said), words(given));
    let shared = said.iter().filter(|word| given.contains(word)).count();
    shared * 10 >= said.len().min(given.len()) * 7
}

/// Whether two texts are of one language, as far as their little words say it: only then can they contradict each other.
fn comparable(a: &str, b: &str, words: &Words<'_>) -> bool {
    let language = |text: &str| {
        let wide = text.chars().filter(|c| c.is_alphabetic()).filter(|c| *c as u32 >= 0x370).count();
        if wide * 2 > text.chars().filter(|c| c.is_alphabetic()).count() {
            // Of other scripts the first letter says enough: a Latin text is no version of it to compare with.
            return text.chars().find(|c| *c as u32 >= 0x370).map(|c| format!("script {}", c as u32 >> 8));
        }
        let count = |lexicon: &crate::words::Lexicon<'_>| {
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| lexicon.common.contains(&fold(w))).count()
        };
        let best = words.lexicons.iter().max_by_key(|lexicon| count(lexicon));
        best.filter(|lexicon| count(lexicon) > 0).map(|lexicon| lexicon.language.code().to_owned())
    };
    match (language(a), language(b)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

fn numbers(text: &str) -> Vec<String> {
    let plain: String = text.chars().map(kinds::western).collect();
    plain.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

/// Whether a title is no more than a word or two and a number: `Resolution 7/12`.
fn is_designation(title: &str) -> bool {
    let words = title.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    !numbers(title).is_empty() && words.count() <= 3 && title.chars().count() <= 60
}

fn same_numbers(said: &str, given: &str) -> bool {
    let given = numbers(given);
    numbers(said).iter().all(|number| given.contains(number))
}

/// The symbols that a value holds: as written, or in the form in which addresses write them.
fn symbols_of(value: &str, words: &Words<'_>) -> Vec<Symbol> {
    let grammar = words.body.grammar();
    let value = value.trim();
    if value.is_empty() || value.len() > 200 {
        return Vec::new();
    }
    if let Ok(symbols) = grammar.parse_all(value) {
        return symbols;
    }
    let found = words.symbols.find(value, Span::new(0, value.len()), words);
    if !found.is_empty() {
        return found.into_iter().map(|found| found.symbol).collect();
    }
    // The last step of an address, with its strokes and spaces written otherwise.
    let last = value.trim_end_matches('/').rsplit('/').next().unwrap_or_default().split('@').next().unwrap_or_default();
    let written = last.replace('-', "/").replace('_', " ");
    grammar.parse(&written).ok().filter(|symbol| words.body.place(symbol).is_some()).into_iter().collect()
}

/// A date as catalogues, properties and pages write it; a date before all documents stands for none.
fn date_of(value: &str, words: &Words<'_>) -> Option<Date> {
    static ISO: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\[?(\d{4})-(\d{2})-(\d{2})(?:\D|$)").ok());
    static PLAIN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\[?(\d{4})(\d{2})(\d{2})\]?\.?$").ok());
    static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(\d{1,2})\s+(\p{L}{3,})\.?\s+(\d{4})").ok());
    let value = value.trim();
    if value.len() > 100 {
        return None;
    }
    let figures = |regex: &LazyLock<Option<Regex>>| {
        let captures = regex.as_ref()?.captures(value)?;
        let part = |at: usize| captures.get(at)?.as_str().parse::<i16>().ok();
        Date::new(part(1)?, i8::try_from(part(2)?).ok()?, i8::try_from(part(3)?).ok()?).ok()
    };
    let written = || words.lexicons.iter().find_map(|lexicon| lexicon.dates.find(value, 0)).map(|found| found.date);
    // Catalogues shorten the months.
    let short = || {
        let captures = SHORT.as_ref()?.captures(value)?;
        let name = fold(captures.get(2)?.as_str());
        let months = words.lexicons.iter().filter_map(|lexicon| words.body.words(lexicon.language)).map(|w| &w.months);
        let month =
            months.flat_map(|months| months.iter().enumerate()).find(|(_, month)| fold(month).starts_with(&name))?.0;
        let day = captures.get(1)?.as_str().parse().ok()?;
        Date::new(captures.get(3)?.as_str().parse().ok()?, i8::try_from(month + 1).ok()?, day).ok()
    };
    let date = figures(&ISO).or_else(|| figures(&PLAIN)).or_else(written).or_else(short)?;
    (date.year() >= 1800).then_some(date)
}

/// A language by its code in two or three letters, its letter on pages, or its name in any language.
fn language_of(value: &str, words: &Words<'_>) -> Option<Language> {
    let value = fold(value.trim().trim_end_matches('.'));
    if let Some(language) = tongues::by_three_letters(&value) {
        return Some(language);
    }
    for (language, wording) in &words.body.wording {
        if value == language.code() || value == fold(&wording.letter) || value == fold(&wording.name) {
            return Some(*language);
        }
    }
    for wording in words.body.wording.values() {
        let read =
            wording.reading.languages.iter().flat_map(|(code, names)| names.iter().map(move |name| (code, name)));
        for (code, name) in wording.languages.iter().chain(read) {
            if fold(name) == value {
                return Language::parse(code).ok();
            }
        }
    }
    // A value with its label, as a page prints it.
    words.original.find(&value, 0).map(|found| *found.value)
}

/// A category of distribution by its code, its name or the line that pages print.
fn distribution_of(value: &str, words: &Words<'_>) -> Option<String> {
    let value = value.trim();
    if let Some(found) = words.distribution.find(value, 0) {
        return Some(found.value.clone());
    }
    let key = fold(value);
    let charter = &words.body.charter;
    let named = charter.distribution.iter().find(|category| {
        let others = words.body.wording.values().flat_map(|wording| {
            let printed = wording.masthead.iter().flat_map(|masthead| masthead.categories.get(&category.code));
            wording.reading.categories.get(&category.code).into_iter().flatten().chain(printed)
        });
        fold(&category.code) == key || fold(&category.name) == key || others.into_iter().any(|name| fold(name) == key)
    });
    named.map(|category| category.name.clone())
}

/// A job number in the form in which pages print it, and its language where a letter says it.
fn job_of(value: &str, words: &Words<'_>) -> Option<(String, Option<Language>)> {
    static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?P<bare>(?:(?P<station>\p{Lu})\s?)?(?P<digits>\d{7}))\s*\(?(?P<letter>\p{Lu})?\)?\*{0,2}$").ok()
    });
    static LETTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\(?\b(\p{Lu})\)?\s*\*{0,2}\s*$").ok());
    let value = value.trim();
    if value.len() > 60 {
        return None;
    }
    let language = |letter: &str| {
        words.body.wording.iter().find(|(_, wording)| wording.letter == letter).map(|(language, _)| *language)
    };
    // As printed, perhaps with the letter of its language after it.
    if let Some(found) = words.symbols.job.as_ref().and_then(|regex| regex.find(value)) {
        let rest = value.get(found.end()..).unwrap_or_default();
        let letter = LETTER.as_ref().and_then(|regex| regex.captures(rest)).and_then(|c| c.get(1));
        return Some((found.as_str().to_owned(), letter.and_then(|letter| language(letter.as_str()))));
    }
    let captures = SHAPE.as_ref()?.captures(value)?;
    let digits = captures.name("digits")?.as_str();
    let (year, number) = (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?);
    let all = &words.body.charter.job_numbers;
    // The letter of a duty station is the code of its series.
    let station = captures.name("station").map(|station| station.as_str());
    let series = all.iter().find(|series| Some(series.code.as_str()) == station);
    let series = series.or_else(|| all.first().filter(|_| station.is_none()))?;
    let letter = captures.name("letter").and_then(|letter| language(letter.as_str()));
    Some((words.body.job_number(series, year, number), letter))
}

/// A session as symbols write it: from its ordinal in any language, its number, or a catalogue's code.
fn session_of(value: &str, words: &Words<'_>) -> Option<String> {
    static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(\d{1,3})\s?(emsp|sp)?$").ok());
    let value = value.trim();
    if value.len() > 200 {
        return None;
    }
    if let Some(captures) = CODE.as_ref().and_then(|regex| regex.captures(value)) {
        let number = captures.get(1)?.as_str();
        return Some(match captures.get(2).map(|kind| kind.as_str()) {
            Some("emsp") => format!("ES-{number}"),
            Some(_) => format!("S-{number}"),
            None => number.to_owned(),
        });
    }
    words.lexicons.iter().find_map(|lexicon| {
        let found = masthead::ordinals(value, 0, &lexicon.sessions, lexicon);
        let found = found.into_iter().chain(masthead::ordinals(value, 0, &lexicon.years, lexicon));
        found.min_by_key(|(start, ..)| *start).map(|(_, _, number)| number.to_string())
    })
}

/// Numbers of agenda items, from the line that pages print, or from a catalogue's code.
fn items_of(value: &str, words: &Words<'_>) -> Vec<String> {
    static CODE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(\d{1,3})\s?\(?([a-z]{1,2})?\)?\s*(?:\[[^\]]*\])?$").ok());
    let value = value.trim();
    if value.len() > 400 {
        return Vec::new();
    }
    if let Some(captures) = CODE.as_ref().and_then(|regex| regex.captures(value)) {
        let number = captures.get(1).map_or("", |number| number.as_str());
        return vec![match captures.get(2) {
            Some(sub) => format!("{number} ({})", sub.as_str()),
            None => number.to_owned(),
        }];
    }
    for lexicon in &words.lexicons {
        let labels = lexicon.items.all(value, 0, value.len(), 20);
        let found: Vec<String> =
            labels.iter().flat_map(|label| request::item_list(value, label.end, lexicon).0).collect();
        if !found.is_empty() {
            return found;
        }
    }
    words.lexicons.first().map(|lexicon| request::item_list(value, 0, lexicon).0).unwrap_or_default()
}

/// The number of a meeting: from its words, its number alone, or the symbol of its record.
fn meeting_of(value: &str, words: &Words<'_>) -> Option<String> {
    static ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(\d{1,6})\W?[\p{L}ªº°]{0,3}$").ok());
    let value = value.trim();
    if value.len() > 400 {
        return None;
    }
    if let Some(captures) = ALONE.as_ref().and_then(|regex| regex.captures(value)) {
        return Some(captures.get(1)?.as_str().chars().map(kinds::western).collect());
    }
    if let Ok(symbol) = words.body.grammar().parse(value) {
        let place = words.body.place(&symbol)?;
        let (_, series) = words.body.series(&place.series)?;
        return series.holds.ends_with("record").then(|| place.number.to_string());
    }
    words.lexicons.iter().find_map(|lexicon| kinds::meeting(value, lexicon)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use chancery_model::Body;

    use super::*;
    use crate::tests::body;

    fn fact(field: Field, value: &str) -> Fact {
        Fact { field, value: value.to_owned(), source: "docx:property".into(), span: Span::default() }
    }

    fn applied(body: &Body, communication: Communication, facts: &[(Field, &str)]) -> Communication {
        let words = Words::new(body);
        let facts = facts.iter().map(|(field, value)| fact(*field, value)).collect();
        let extracted = Extracted { format: "docx", facts, ..Extracted::default() };
        let mut communication = communication;
        apply(&extracted, &words, &mut communication);
        communication
    }

    #[test]
    fn properties_fill_what_the_text_left_open() {
        let facts = [
            (Field::Symbol, "AS/7/12"),
            (Field::JobNumber, "2600041E"),
            (Field::Session, "Seventh session"),
            (Field::AgendaItem, "Agenda item 31 (b)"),
            (Field::AgendaTitle, "Inland fisheries"),
            (Field::Title, "Fish in the lakes"),
            (Field::Subtitle, "Report of the Secretary-General"),
            (Field::Language, "English"),
            (Field::Distribution, "Distr.: General"),
            (Field::ReleaseDate, "18/03"),
            (Field::ReleaseDate, "18 March 2026"),
        ];
        let read = applied(&body(), Communication::default(), &facts);
        assert_eq!(read.symbols[0].as_str(), "AS/7/12");
        assert_eq!(read.job_number.as_deref(), Some("26-00041"));
        assert_eq!((read.bodies[0].organ.as_str(), read.bodies[0].session.as_deref()), ("Assembly", Some("7")));
        assert_eq!(read.bodies[0].agenda_items, ["31 (b)"]);
        assert_eq!(read.agenda_item_titles, ["Inland fisheries"]);
        assert_eq!(read.title.as_deref(), Some("Fish in the lakes"));
        assert_eq!(read.subtitle.as_deref(), Some("Report of the Secretary-General"));
        assert_eq!(read.language, Some(Language::EN));
        assert_eq!(read.distribution.as_deref(), Some("General"));
        assert_eq!(read.release_date.unwrap().to_string(), "2026-03-18");
        assert_eq!(read.metadata.len(), facts.len());
        assert!(read.doubts.is_empty(), "{:?}", read.doubts);
    }

    #[test]
    fn the_text_wins_and_the_officer_is_told() {
        let text = "AS/7/12\n\nDistr.: General\n\n16 March 2026\n\nAssembly\nSeventh session\n\nAgenda item 12\n\nLetter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General\n\nI have the honour to write to you about the fish in the lakes.\n";
        let body = body();
        let read = crate::read(text.as_bytes(), None, &body).communication;
        let facts = [
            (Field::Symbol, "AS/7/21"),
            (Field::Distribution, "LTD"),
            (Field::MastheadDate, "2026-03-17"),
            (Field::AgendaItem, "Agenda item 13"),
            (Field::Session, "8"),
            (Field::Language, "fra"),
            (Field::Title, "Ferries of the southern shore and their crews"),
            (Field::MastheadDate, "0001-01-01"),
        ];
        let after = applied(&body, read.clone(), &facts);
        let disagree: Vec<&str> =
            after.doubts.iter().filter(|d| d.code == "METADATA_DISAGREES").map(|d| d.span.of(text).trim()).collect();
        assert_eq!(disagree.len(), 7, "{:?}", after.doubts);
        for place in ["AS/7/12", "Distr.: General", "16 March 2026", "Agenda item 12"] {
            assert!(disagree.contains(&place), "{place}: {disagree:?}");
        }
        let kept = Communication { doubts: read.doubts.clone(), metadata: Vec::new(), ..after };
        assert_eq!(kept, read);
    }

    #[test]
    fn values_are_understood_as_they_are_written() {
        let body = body();
        let words = Words::new(&body);
        let date = |text: &str| date_of(text, &words).map(|date| date.to_string());
        for text in [
            "2026-03-16",
            "20260316",
            "16 Mar. 2026",
            "16 mars 2026",
            "16 March 2026",
            "2026-03-16T10:00:00Z",
            "[16 March 2026]",
        ] {
            assert_eq!(date(text).as_deref(), Some("2026-03-16"), "{text}");
        }
        for text in ["", "0001-01-01", "2026", "20261399", "General"] {
            assert_eq!(date(text), None, "{text}");
        }
        let language = |text: &str| language_of(text, &words).map(|language| language.to_string());
        for text in ["fra", "fre", "fr", "F", "French", "français", "Français"] {
            assert_eq!(language(text).as_deref(), Some("fr"), "{text}");
        }
        let job = |text: &str| job_of(text, &words).map(|(number, language)| (number, language.map(|l| l.to_string())));
        for text in ["26-00041 (E)", "2600041E", "2600041 E", "2600041E*", "L2600041 E"] {
            assert_eq!(job(text), Some(("26-00041".into(), Some("en".into()))), "{text}");
        }
        assert_eq!(job("X2600041"), None);
        let session = |text: &str| session_of(text, &words);
        assert_eq!(session("Seventh session").as_deref(), Some("7"));
        assert_eq!(session("10emsp").as_deref(), Some("ES-10"));
        assert_eq!(session("7").as_deref(), Some("7"));
        assert_eq!(items_of("71b", &words), ["71 (b)"]);
        assert_eq!(items_of("71b[20]", &words), ["71 (b)"]);
        assert_eq!(items_of("Agenda items 12 and 31 (b)", &words), ["12", "31 (b)"]);
        assert!(items_of("[905]", &words).is_empty() && items_of("X", &words).is_empty());
        assert_eq!(meeting_of("C/PV.40", &words).as_deref(), Some("40"));
        assert_eq!(meeting_of("Adopted unanimously, 40th meeting", &words).as_deref(), Some("40"));
        assert_eq!(meeting_of("40th", &words).as_deref(), Some("40"));
        assert_eq!(meeting_of("Adopted by mail", &words), None);
        assert_eq!(symbols_of("C-2026-3", &words)[0].as_str(), "C/2026/3");
    }

    /// An invented resolution in Akoma Ntoso.
    fn akn(code: &str, heading: &str, adoption: &str, opening: &str) -> String {
        format!(
            "<akomaNtoso><statement name='resolution'><meta><FRBRWork><FRBRdate date='0001-01-01' name='adoption'/></FRBRWork>\
             <FRBRExpression><FRBRdate date='2026-03-18' name='publication'/><FRBRlanguage language='{code}'/></FRBRExpression>\
             <keyword refersTo='agenda' value='[43]' showAs='FERRIES' dictionary='AS/7'/><keyword refersTo='agenda' value='12' showAs='Inland ferries.'/>\
             <keyword refersTo='title' showAs='Assembly resolution 7/12 [on the safety of ferries]'/>\
             <step date='2026-03-16' outcome='draftResolution' as='AS/7/L.4'/><step date='2026-03-16' outcome='adopted' by='Adopted unanimously, 14th meeting'/>\
             <docketNumber>26-00112 (E)</docketNumber></meta>\
             <coverPage><p><docNumber refersTo='#symbol'>AS/RES/7/12</docNumber></p><p><docStatus refersTo='#generalDistribution'>Distr.: General</docStatus></p>\
             <p><docDate refersTo='#dateOfIssuance' date='2026-03-18'>18 March 2026</docDate></p>\
             <p><docTitle refersTo='#resolutionNumber'>{heading}</docTitle></p><p><docTitle refersTo='#adoption'>{adoption}</docTitle></p></coverPage>\
             <mainBody><p>{}</p></mainBody></statement></akomaNtoso>",
            opening.replace("\n\n", "</p><p>")
        )
    }

    #[test]
    fn akoma_ntoso_is_understood_in_six_languages() {
        let body = body();
        let codes = ["eng", "fra", "spa", "rus", "ara", "ara", "zho"];
        for (code, (language, heading, adoption, opening)) in codes.iter().zip(crate::kinds::tests::RESOLUTION) {
            // The line of adoption may be lost: the file still says it.
            for adoption in [adoption, ""] {
                let read = crate::read(akn(code, heading, adoption, opening).as_bytes(), None, &body).communication;
                assert_eq!((read.format.as_str(), read.document_type), ("akn", Some(DocumentType::Resolution)));
                assert_eq!(read.symbols.iter().map(|s| s.as_str()).collect::<Vec<_>>(), ["AS/RES/7/12"]);
                assert_eq!(read.language.map(|l| l.to_string()).as_deref(), Some(language));
                assert_eq!(read.job_number.as_deref(), Some("26-00112"));
                assert_eq!(read.masthead_date.unwrap().to_string(), "2026-03-18");
                assert_eq!(read.release_date.unwrap().to_string(), "2026-03-18");
                assert_eq!(
                    read.title.as_deref(),
                    Some("Assembly resolution 7/12 [on the safety of ferries]"),
                    "{heading}"
                );
                assert_eq!(read.agenda_item_titles, ["Inland ferries"]);
                assert_eq!(read.bodies[0].agenda_items, ["12"]);
                let adopted = read.adopted.unwrap();
                assert_eq!(adopted.date.unwrap().to_string(), "2026-03-16");
                assert_eq!(adopted.meeting.as_deref(), Some("14"));
                assert_eq!(adopted.draft.unwrap().as_str(), "AS/7/L.4");
                assert!(!read.doubts.iter().any(|d| d.code == "METADATA_DISAGREES"), "{heading}: {:?}", read.doubts);
            }
        }
    }
}
