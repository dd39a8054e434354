//! One line by itself: what a line of a masthead, the label of an attachment or a title says.
//!
//! A line is read by the patterns from which such lines are composed, so that what is written can be read back; titles are
//! read by the shapes of titles besides, since letters are titled in more ways than one.

use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use chancery_model::{
    body::{Body, OfficeKind},
    language::Language,
    roman,
    text::Span,
    wording::{
        Forms, Gender, ItemFacts, LineFacts, Masthead, Party, PeriodFacts, TitleFacts, TitleForm, TitleKind, Wording,
    },
};

use crate::{
    Reader,
    flow::{Flow, FlowLine, squeeze},
    kinds::western,
    masthead::ordinal,
    request::item_list,
    senders, title,
    words::{Choice, Lexicon, Script, Words, fold, loose, ordinal_key},
};

/// How long a line may be, in bytes: titles with fifty senders exist.
const LONGEST: usize = 4_000;

/// How many senders or addressees a title names at most.
const MOST: usize = 64;

/// The patterns of one language's lines, made ready once.
#[derive(Default)]
pub struct Lines {
    patterns: OnceLock<Patterns>,
}

struct Patterns {
    /// Sessions and years: the pattern, the form and whether it was resumed.
    periods: Vec<(Pattern, String, bool)>,
    /// Items: the pattern and the list.
    items: Vec<(Pattern, String)>,
    continued: Option<Pattern>,
    /// Labels of attachments: the depth, the bare label and the pattern of a numbered one.
    attachments: Vec<(u8, String, Pattern)>,
    /// Agendas of meetings: the pattern and the organ's code.
    meetings: Vec<(Pattern, String)>,
    titles: Vec<(Pattern, TitleKind)>,
    /// Every form of every office.
    offices: Choice<Office>,
}

/// What a form of an office says.
#[derive(Clone)]
struct Office {
    name: String,
    gender: Option<Gender>,
    /// Whether the word has a gender of its own, so that the article says nothing of a person.
    thing: bool,
}

/// A pattern with slots as an expression over a line.
struct Pattern {
    regex: Regex,
    slots: Vec<String>,
}

impl Pattern {
    /// Makes a pattern ready; nothing if it is empty.
    fn new(pattern: &str, spaceless: bool, Wording { date, joints, .. }: &Wording) -> Option<Pattern> {
        if pattern.trim().is_empty() {
            return None;
        }
        // A footnote's mark is read apart from the line.
        let pattern = pattern.replace("{mark}", "");
        let mut expression = String::from("(?i)^");
        let mut slots = Vec::new();
        let mut rest = pattern.as_str();
        while let Some((literal, after)) = rest.split_once('{') {
            let (slot, after) = after.split_once('}')?;
            literal_into(literal, spaceless, &mut expression);
            let prefix = slot.split_once('|').map_or("", |(prefix, _)| prefix);
            match slot {
                // The words before each member of a list, as they stand or joined to an article.
                _ if !prefix.is_empty() => {
                    let joined = joints.iter().filter(|joint| joint.left == prefix).map(|joint| joint.put.as_str());
                    let begins: Vec<String> = std::iter::once(prefix)
                        .chain(joined)
                        .map(|begin| {
                            let space = if begin.ends_with(' ') { r"\s+" } else { "" };
                            format!("{}{space}", loose(begin.trim()))
                        })
                        .collect();
                    expression.push_str(&format!("((?:{}).+?)", begins.join("|")));
                }
                // Where nothing parts a date from what follows, its last sign does.
                "date" if after.starts_with('{') => {
                    let day = date.rsplit('}').next().unwrap_or_default().trim();
                    expression.push_str(&format!(r"(.*\d{})", regex::escape(day)));
                }
                // A word before a date may stand in a sender's name as well.
                "date" if date.starts_with("{day}") || date.starts_with("{year}") => expression.push_str(r"(\d.*?)"),
                _ => expression.push_str("(.+?)"),
            }
            slots.push(slot.rsplit('|').next().unwrap_or(slot).to_owned());
            rest = after;
        }
        literal_into(rest, spaceless, &mut expression);
        expression.push('$');
        Some(Pattern { regex: Regex::new(&expression).ok()?, slots })
    }

    /// The words in the slots, if the whole line is so.
    fn read<'t>(&self, line: &'t str) -> Option<Vec<(&str, &'t str)>> {
        let captures = self.regex.captures(line)?;
        let words = (1..).map_while(|at| captures.get(at)).map(|found| found.as_str().trim());
        Some(self.slots.iter().map(String::as_str).zip(words).collect())
    }
}

fn literal_into(literal: &str, spaceless: bool, expression: &mut String) {
    if spaceless {
        expression.push_str(&loose(&literal.replace(char::is_whitespace, "")));
        return;
    }
    if literal.starts_with(char::is_whitespace) {
        expression.push_str(r"\s+");
    }
    for (at, word) in literal.split_whitespace().enumerate() {
        if at > 0 {
            expression.push_str(r"\s+");
        }
        // Commas inside a title are as often left out as put.
        let bare = word.trim_end_matches(',');
        expression.push_str(&loose(bare));
        if bare != word {
            expression.push_str(",?");
        }
    }
    if literal.ends_with(char::is_whitespace) && !literal.trim().is_empty() {
        expression.push_str(r"\s+");
    }
}

impl Patterns {
    fn new(wording: &Wording, lexicon: &Lexicon<'_>, body: &Body) -> Patterns {
        let spaceless = lexicon.script == Some(Script::Spaceless);
        let pattern = |text: &str| Pattern::new(text, spaceless, wording);
        let blank = Masthead::default();
        let head = wording.masthead.as_ref().unwrap_or(&blank);
        let mut periods = Vec::new();
        let plain = [
            (&head.session, ""),
            (&head.year, PeriodFacts::COUNTED_YEAR),
            (&head.calendar_year, PeriodFacts::CALENDAR_YEAR),
        ];
        for (text, form) in plain.into_iter().chain(head.sessions.iter().map(|(form, text)| (text, form.as_str()))) {
            let (resumed, form) = match form.strip_prefix("resumed") {
                Some(form) => (true, form.trim()),
                None => (false, form),
            };
            periods.extend(pattern(text).map(|ready| (ready, form.to_owned(), resumed)));
        }
        let mut items = Vec::new();
        let lists = head
            .lists
            .iter()
            .flat_map(|(name, list)| [&list.item, &list.two_items, &list.items].map(|text| (text, name.as_str())));
        for (text, name) in [&head.item, &head.two_items, &head.items].map(|text| (text, "")).into_iter().chain(lists) {
            items.extend(pattern(text).map(|ready| (ready, name.to_owned())));
        }
        let attachments = head
            .attachments
            .iter()
            .zip(1u8..)
            .filter_map(|(known, depth)| Some((depth, fold(&known.name), pattern(&known.numbered)?)));
        let meetings = head.meeting_agendas.iter().filter_map(|(organ, text)| {
            // What is written right behind the figures is part of the ordinal, and written in more ways than one.
            let (before, after) = text.split_once("{number}").or_else(|| text.split_once("{ordinal}"))?;
            let after = if spaceless { after } else { after.trim_start_matches(|c: char| !c.is_whitespace()) };
            Some((pattern(&format!("{before}{{number}}{after}"))?, organ.clone()))
        });
        let mut titles = Vec::new();
        for (name, text) in &wording.titles.shapes {
            let Some(kind) = TitleKind::of_shape(name) else { continue };
            titles.extend(pattern(text).map(|ready| (ready, kind)));
        }
        Patterns {
            periods,
            items,
            continued: pattern(&head.continued),
            attachments: attachments.collect(),
            meetings: meetings.collect(),
            titles,
            offices: Choice::new(office_forms(wording, body)),
        }
    }
}

/// Every form of every office, those of the reader's lists last: a form that shows a gender is not to be hidden by one that
/// does not.
fn office_forms(wording: &Wording, body: &Body) -> Vec<(String, Office)> {
    let mut all = Vec::new();
    let add = |name: &str, forms: &Forms, all: &mut Vec<(String, Office)>| {
        let thing = forms.gender.is_some() || forms.plural;
        let shown = |gender, other: &String| (!thing && !other.is_empty()).then_some(gender);
        let men = [(&forms.m, &forms.f), (&forms.two, &forms.two_f), (&forms.many, &forms.many_f)];
        let women = [(&forms.f, &forms.m), (&forms.two_f, &forms.m), (&forms.many_f, &forms.m)];
        let men = men.map(|(form, other)| (form, shown(Gender::Masculine, other)));
        let women = women.map(|(form, other)| (form, shown(Gender::Feminine, other)));
        for (form, gender) in men.into_iter().chain(women).filter(|(form, _)| !form.is_empty()) {
            all.push((form.clone(), Office { name: name.to_owned(), gender, thing }));
        }
    };
    for (name, forms) in &wording.offices {
        add(name, forms, &mut all);
        if let Some(observer) = &forms.observer {
            add(name, observer, &mut all);
        }
    }
    for office in &body.charter.offices {
        let read = wording.reading.offices.get(&office.name).into_iter().flatten();
        for form in read.chain([&office.name]).chain(&office.also) {
            all.push((form.clone(), Office { name: office.name.clone(), gender: None, thing: false }));
        }
    }
    all
}

impl Reader<'_> {
    /// What one line says: of a masthead (organ, session or year, items, distribution, original language), of a document's
    /// head (addendum, corrigendum), of an attachment (its label), or a title. In a language that is given, or in the first
    /// one in which it says anything; nothing where the line is none of these.
    pub fn line(&self, line: &str, language: Option<Language>) -> Option<(LineFacts, Language)> {
        if line.len() > LONGEST {
            return None;
        }
        let lexicons = self.words.lexicons.iter().filter(|lexicon| language.is_none_or(|own| own == lexicon.language));
        lexicons.filter_map(|lexicon| Some((facts(line, lexicon, &self.words)?, lexicon.language))).next()
    }
}

/// One language, with all that a line in it is read by.
struct Tongue<'t, 'w> {
    patterns: &'t Patterns,
    wording: &'t Wording,
    lexicon: &'t Lexicon<'w>,
    words: &'t Words<'w>,
}

/// What a line says in one language.
fn facts(line: &str, lexicon: &Lexicon<'_>, words: &Words<'_>) -> Option<LineFacts> {
    let body = words.body;
    let wording = body.words(lexicon.language)?;
    let patterns = lexicon.lines.patterns.get_or_init(|| Patterns::new(wording, lexicon, body));
    let tongue = Tongue { patterns, wording, lexicon, words };
    let spaceless = lexicon.script == Some(Script::Spaceless);
    // Stretching signs say nothing; figures are read alike in whatever digits they stand.
    let plain: String = line.nfc().filter(|c| *c != 'ـ' || spaceless).map(western).collect();
    let mark: String = plain.split(|c| c != '*').find(|run| !run.is_empty()).unwrap_or_default().to_owned();
    let bare = squeeze(&plain.replace('*', " "));
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '`' | ';' | '،'));
    let text: String = match spaceless {
        true => bare.chars().filter(|c| !c.is_whitespace()).collect(),
        false => bare.to_owned(),
    };
    if text.is_empty() {
        return None;
    }
    let head = wording.masthead.as_ref();
    let same = |name: &str| {
        let name: String = if spaceless { name.replace(char::is_whitespace, "") } else { name.to_owned() };
        fold(&name) == fold(&text)
    };
    let organ = body.organs.iter().find(|organ| {
        let printed = head.and_then(|head| head.organs.get(&organ.code));
        printed.into_iter().chain(wording.organs.get(&organ.code)).any(|name| same(name))
    });
    if let Some(organ) = organ {
        return Some(LineFacts::Organ(organ.code.clone()));
    }
    if let Some((kind, _)) = head.and_then(|head| head.modifiers.iter().find(|(_, word)| same(word))) {
        return Some(LineFacts::Modifier { kind: *kind, mark });
    }
    if let Some((key, _)) = head.and_then(|head| head.headings.iter().find(|(_, words)| same(words))) {
        return Some(LineFacts::Heading(key.clone()));
    }
    tongue
        .attachment(&text)
        .or_else(|| tongue.distribution(&text))
        .or_else(|| tongue.original(bare))
        .or_else(|| {
            patterns.meetings.iter().find_map(|(pattern, organ)| {
                let figures = pattern.read(&text)?.first()?.1;
                let number: String = figures.chars().take_while(char::is_ascii_digit).collect();
                Some(LineFacts::MeetingAgenda { organ: organ.clone(), number: number.parse().ok()? })
            })
        })
        .or_else(|| tongue.period(&text, &mark))
        .or_else(|| tongue.items(&text, &mark))
        .or_else(|| tongue.titled(&text).map(LineFacts::Title))
}

impl Tongue<'_, '_> {
    fn attachment(&self, text: &str) -> Option<LineFacts> {
        let head = self.wording.masthead.as_ref()?;
        let folded = fold(text);
        self.patterns.attachments.iter().zip(&head.attachments).find_map(|((depth, name, numbered), known)| {
            if folded == *name {
                return Some(LineFacts::Attachment { depth: *depth, number: None });
            }
            let written = numbered.read(text)?.first()?.1;
            let place = known.numbers.iter().position(|word| fold(word) == fold(written));
            let number = place.and_then(|place| u32::try_from(place + 1).ok()).or_else(|| roman::value(written))?;
            Some(LineFacts::Attachment { depth: *depth, number: Some(number) })
        })
    }

    fn distribution(&self, text: &str) -> Option<LineFacts> {
        let found = self.words.distribution.at(text, 0).filter(|found| found.end == text.len())?;
        Some(LineFacts::Distribution(self.words.body.distribution(found.value)?.code.clone()))
    }

    fn original(&self, text: &str) -> Option<LineFacts> {
        let folded = fold(text);
        let rest = self.lexicon.words.original.iter().find_map(|label| folded.strip_prefix(&fold(label)))?;
        // The line may stay in another language than the page, and its “and” with it.
        let head = self.wording.masthead.as_ref();
        let kept = head.map(|head| head.original_and.as_str()).filter(|and| !and.is_empty());
        let rest = kept.map_or_else(|| rest.to_owned(), |and| rest.replace(and, ","));
        let mut languages: Vec<Language> = Vec::new();
        let separate = |c: char| matches!(c, ',' | '/' | '、' | '،');
        for piece in rest.trim_start_matches([':', '：', ' ']).split(separate) {
            for piece in split_at(piece, &self.lexicon.and) {
                let language = self.words.body.wording.iter().find_map(|(_, other)| language_named(&piece, other))?;
                if !languages.contains(&language) {
                    languages.push(language);
                }
            }
        }
        (!languages.is_empty()).then_some(LineFacts::Original(languages))
    }

    fn period(&self, text: &str, mark: &str) -> Option<LineFacts> {
        self.patterns.periods.iter().find_map(|(pattern, form, resumed)| {
            let mut facts =
                PeriodFacts { form: form.clone(), resumed: *resumed, mark: mark.to_owned(), ..PeriodFacts::default() };
            for (slot, written) in pattern.read(text)? {
                match slot {
                    "ordinal" => {
                        facts.number = Some(ordinal(written, self.lexicon).or_else(|| self.cut_short(written))?)
                    }
                    // What stands in the place of a year is one.
                    _ => facts.year = Some(written.parse().ok().filter(|year| (1000..3000).contains(year))?),
                }
            }
            Some(LineFacts::Period(facts))
        })
    }

    /// The number of an ordinal of which the last letters were lost (`Twenty-eight`), if it can be only one.
    fn cut_short(&self, text: &str) -> Option<u32> {
        let key = ordinal_key(text);
        if key.chars().count() < 4 {
            return None;
        }
        let longer = |word: &str| word.strip_prefix(key.as_str()).is_some_and(|rest| rest.chars().count() <= 2);
        let mut found = self.lexicon.ordinals.iter().filter(|(word, _)| longer(word)).map(|(_, number)| *number);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    fn items(&self, text: &str, mark: &str) -> Option<LineFacts> {
        let inner = self.patterns.continued.as_ref().and_then(|continued| Some(continued.read(text)?.first()?.1));
        let line = inner.unwrap_or(text);
        let composed = self.patterns.items.iter().find_map(|(pattern, list)| {
            let written = pattern.read(line)?.first()?.1;
            let (numbers, end) = item_list(written, 0, self.lexicon);
            let whole = end == written.len() && !numbers.is_empty();
            let facts =
                || ItemFacts { items: numbers, list: list.clone(), continued: inner.is_some(), mark: mark.to_owned() };
            whole.then(|| LineFacts::Items(facts()))
        });
        // A word for an item and its number, in other words than those of the patterns, are of the agenda.
        composed.or_else(|| {
            let label = self.lexicon.items.at(line, 0)?;
            let (numbers, end) = item_list(line, label.end, self.lexicon);
            let facts =
                ItemFacts { items: numbers, continued: inner.is_some(), mark: mark.to_owned(), ..ItemFacts::default() };
            (end == line.len() && !facts.items.is_empty()).then_some(LineFacts::Items(facts))
        })
    }

    /// A title by the patterns from which titles are composed, or by any shape of a title that is read.
    fn titled(&self, text: &str) -> Option<TitleFacts> {
        let composed = self.patterns.titles.iter().find_map(|(pattern, kind)| {
            let mut facts =
                TitleFacts { kind: *kind, dates: Vec::new(), senders: Vec::new(), addressees: Vec::new(), form: None };
            let slots = pattern.read(text)?;
            let of = |name: &str| slots.iter().find(|(slot, _)| *slot == name).map(|(_, words)| *words);
            if let Some(written) = of("date") {
                facts.dates = self.dates(written)?;
            }
            let at = facts.dates.first().copied();
            if let Some(written) = of("addressees") {
                facts.addressees = self.addressees(written)?;
            }
            let written = of("sender")?;
            facts.senders = match kind {
                // What stands behind the office is the subject of a note, of which no facts are kept.
                TitleKind::Note | TitleKind::Report => vec![self.alone(written)?],
                _ => self.parties(written, at)?,
            };
            Some(facts)
        });
        let facts = composed.or_else(|| self.shaped(text))?;
        Some(self.formed(facts, text))
    }

    /// The facts with the shape of the title they were read from, if it is another than the one in which its language usually
    /// has them.
    fn formed(&self, mut facts: TitleFacts, text: &str) -> TitleFacts {
        let (body, language) = (self.words.body, self.lexicon.language);
        let spaceless = self.lexicon.script == Some(Script::Spaceless);
        let plain = |line: &str| -> String {
            let line: String = line.nfc().filter(|c| !spaceless || !c.is_whitespace()).collect();
            fold(&squeeze(&line))
        };
        let same = |facts: &TitleFacts| body.title(facts, language).is_ok_and(|title| plain(&title) == plain(text));
        if same(&facts) {
            return facts;
        }
        for shape in self.wording.titles.shapes.keys().filter(|key| TitleKind::of_shape(key) == Some(facts.kind)) {
            facts.form = Some(TitleForm { language, shape: shape.clone() });
            if same(&facts) {
                return facts;
            }
        }
        facts.form = None;
        facts
    }

    /// A title by the shapes by which the titles of letters are found in a text.
    fn shaped(&self, text: &str) -> Option<TitleFacts> {
        let span = Span::new(0, text.len());
        let line = FlowLine { span, origin: 0, indent: 0, gap: 0, broken: false, mark: None };
        let flow = Flow { text: text.to_owned(), lines: vec![line] };
        let found = title::whole(&flow, self.lexicon)?;
        let at = found.date.map(|found| found.date);
        let to = found.addressed.map(|addressed| flow.of(addressed))?;
        Some(TitleFacts {
            kind: TitleKind::of(found.kind)?,
            dates: vec![at?],
            senders: self.parties(flow.of(found.sender?), at)?,
            addressees: self.addressees(to)?,
            form: None,
        })
    }

    /// The dates of a title: a full one, and such as share its month or year.
    fn dates(&self, text: &str) -> Option<Vec<Date>> {
        let mut full = Vec::new();
        let mut at = 0;
        while let Some(found) = self.lexicon.dates.find(text, at).filter(|_| full.len() < MOST) {
            at = found.end.max(at + 1);
            full.push(found);
        }
        let (first, last) = (full.first()?, full.last()?);
        let leads = self.wording.date.starts_with("{year}");
        let (rest, known) = if leads { (&text[last.end..], last.date) } else { (&text[..first.start], first.date) };
        let mut partial = Vec::new();
        for piece in rest.split([',', '、', '،']).flat_map(|piece| split_at(piece, &self.lexicon.and)) {
            if !piece.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let month = self.wording.months.iter().zip(1i8..).filter(|(name, _)| fold(&piece).contains(&fold(name)));
            let month = month.max_by_key(|(name, _)| name.len());
            let without = month.map_or(piece.clone(), |(name, _)| fold(&piece).replacen(&fold(name), "", 1));
            let day: String =
                without.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            partial.push(
                Date::new(known.year(), month.map_or(known.month(), |(_, number)| number), day.parse().ok()?).ok()?,
            );
        }
        let full = full.iter().map(|found| found.date);
        Some(if leads { full.chain(partial).collect() } else { partial.into_iter().chain(full).collect() })
    }

    /// The gender that an office's form or its article shows.
    fn gender(&self, text: &str, start: usize, office: &Office) -> Option<Gender> {
        if office.thing {
            return None;
        }
        let articles = &self.wording.titles.articles;
        let before = fold(text[..start].trim_end());
        let ends = |article: &str| {
            let article = fold(article.trim());
            !article.is_empty() && (before == article || before.ends_with(&format!(" {article}")))
        };
        office.gender.or_else(|| match (ends(&articles.f), ends(&articles.m)) {
            _ if articles.f == articles.m => None,
            (true, _) => Some(Gender::Feminine),
            (_, true) => Some(Gender::Masculine),
            _ if ends(&articles.many_f) && articles.many_f != articles.many => Some(Gender::Feminine),
            _ => self.contracted(&before),
        })
    }

    /// The gender of an article that was joined to the word before it: `al` is `a` and `el`.
    fn contracted(&self, before: &str) -> Option<Gender> {
        let last = before.rsplit(' ').next()?;
        let articles = &self.wording.titles.articles;
        let joint =
            self.wording.joints.iter().find(|joint| !joint.right.is_empty() && fold(joint.put.trim()) == last)?;
        let is = |article: &str| joint.right.iter().any(|right| right == article);
        match () {
            () if is(&articles.m) => Some(Gender::Masculine),
            () if is(&articles.f) => Some(Gender::Feminine),
            () => None,
        }
    }

    /// Those to whom a letter is addressed, each an office of which the body's data has a form; nothing if one is none.
    fn addressees(&self, text: &str) -> Option<Vec<Party>> {
        let mut found = Vec::new();
        let mut at = 0;
        while found.len() < MOST {
            let mut from = at;
            while let Some(article) = self.lexicon.articles.at(text, from).filter(|article| article.end > from) {
                from = article.end;
            }
            let office = self.patterns.offices.at(text, from).or_else(|| self.patterns.offices.at(text, at))?;
            let gender = self.gender(text, office.start, office.value);
            found.push(Party { office: office.value.name.clone(), state: None, gender });
            let rest = text.get(office.end..)?;
            if rest.trim().is_empty() {
                return Some(found);
            }
            let comma = text.len() - rest.trim_start_matches([',', ' ', '،', '、']).len();
            let and = self.lexicon.and.at(text, comma).map_or(comma, |and| and.end);
            if and <= office.end {
                return None;
            }
            at = and;
        }
        None
    }

    /// One office, with an article or a preposition before it and nothing behind it.
    fn alone(&self, text: &str) -> Option<Party> {
        let of = self.lexicon.of.at(text, 0).map_or(0, |of| of.end);
        let article = self.lexicon.articles.at(text, of).map_or(of, |article| article.end);
        let office = [article, of, 0].into_iter().find_map(|at| self.patterns.offices.at(text, at))?;
        let whole = text[office.end..].trim().is_empty();
        let gender = || self.gender(text, office.start, office.value);
        whole.then(|| Party { office: office.value.name.clone(), state: None, gender: gender() })
    }

    /// Those who wrote: offices of which the body's data has a form, each with its States.
    fn parties(&self, text: &str, date: Option<Date>) -> Option<Vec<Party>> {
        let text = self
            .lexicon
            .of
            .at(text, 0)
            .filter(|_| self.lexicon.articles.at(text, 0).is_none())
            .map_or(text, |of| &text[of.end..]);
        let offices = self.patterns.offices.all(text, 0, text.len(), MOST);
        let first = offices.first()?;
        let ours = |name: &str| {
            let known = self.words.body.charter.offices.iter().find(|office| office.name == name);
            known.is_none_or(|office| matches!(office.kind, OfficeKind::Official | OfficeKind::President))
        };
        // An office of the body, or one of those that stand in no list of offices, has no State.
        if offices.len() == 1 && text[first.end..].trim().is_empty() && ours(&first.value.name) {
            let gender = self.gender(text, first.start, first.value);
            return Some(vec![Party { office: first.value.name.clone(), state: None, gender }]);
        }
        let state_first = self.lexicon.script == Some(Script::Spaceless);
        let mut all = Vec::new();
        for (at, office) in offices.iter().enumerate() {
            let (from, to) = match state_first {
                true => (
                    at.checked_sub(1).and_then(|before| offices.get(before)).map_or(0, |before| before.end),
                    office.end,
                ),
                false => (office.start, offices.get(at + 1).map_or(text.len(), |next| next.start)),
            };
            let mut segment = text.get(from..to)?.trim();
            if state_first && at > 0 {
                segment = self.lexicon.and.at(segment, 0).map_or(segment, |and| &segment[and.end..]);
            }
            // The words that lead to the next office are none of this one's.
            while !state_first && at + 1 < offices.len() {
                let shorter = without_last(segment, &self.lexicon.articles);
                let shorter = without_last(shorter, &self.lexicon.and).trim_end_matches([',', '،', ' ']);
                if shorter.len() == segment.len() {
                    break;
                }
                segment = shorter;
            }
            let gender = self.gender(text, office.start, office.value);
            for sender in senders::read(segment, self.lexicon, self.words, date) {
                let name = sender
                    .office
                    .filter(|name| self.words.body.charter.offices.iter().any(|known| known.name == *name));
                let state = sender.state.filter(|state| self.words.body.state_named(state, date).is_some());
                all.push(Party { office: name.unwrap_or_else(|| office.value.name.clone()), state, gender });
            }
        }
        // A sender of whom something is not understood is not to be taken for another.
        let known = all.iter().all(|party| party.state.is_some() || ours(&party.office));
        (known && !all.is_empty()).then_some(all)
    }
}

/// The pieces of a list between the words that part its last two.
fn split_at(list: &str, and: &Choice<()>) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for found in
        and.all(list, 0, list.len(), MOST).into_iter().filter(|found| senders::begins_a_word(list, found.start))
    {
        pieces.push(list[from..found.start].trim().to_owned());
        from = found.end;
    }
    pieces.push(list[from..].trim().to_owned());
    pieces
}

fn language_named(name: &str, wording: &Wording) -> Option<Language> {
    let head = wording.masthead.iter();
    let printed = head.flat_map(|head| head.original_languages.iter().chain(&head.annex_languages));
    let read = wording.reading.languages.iter().flat_map(|(code, names)| names.iter().map(move |name| (code, name)));
    let mut all = wording.languages.iter().chain(printed).chain(read);
    let (code, _) = all.find(|(_, known)| fold(known) == name)?;
    Language::parse(code).ok()
}

/// A text without the phrase that ends it, if one of the choice does.
fn without_last<'t>(text: &'t str, choice: &Choice<()>) -> &'t str {
    let text = text.trim_end();
    match choice.all(text, 0, text.len(), MOST).last() {
        Some(last) if last.end == text.len() && last.start > 0 && senders::begins_a_word(text, last.start) => {
            text[..last.start].trim_end()
        }
        _ => text,
    }
}
