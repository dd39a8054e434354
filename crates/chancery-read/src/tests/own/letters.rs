//! Invented communications, and what is true of each because it was put in.

use std::collections::BTreeSet;

use chancery_model::communication::Kind;
use jiff::{ToSpan as _, civil::Date};

use super::tongues::{OBSERVER, STATES, Tongue};

/// Stands before the number of a citation in a text that is being made; printed pages have none of these signs.
pub const CITED: char = '\u{e000}';
/// Stands after it.
pub const CITED_END: char = '\u{e001}';

/// Numbers that look random and are always the same.
pub struct Dice(u64);

impl Dice {
    /// Dice that begin at a number.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x5851_f42d_4c95_7f2d))
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// A signature: the name and the lines under it.
pub type Signature = (String, Vec<String>);

/// What is true of an attachment.
#[derive(Clone, Debug, Default)]
pub struct AnnexTruth {
    pub label: String,
    pub title: String,
    pub author: Option<String>,
    pub date: Option<Date>,
    pub language: Option<&'static str>,
    pub signatories: Vec<Signature>,
    pub paragraphs: Vec<String>,
    pub attachments: Vec<AnnexTruth>,
}

/// What is true of a receiving organ, or of a request.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    pub organ: &'static str,
    pub period: Option<String>,
    pub items: Vec<String>,
}

/// What is true of a communication. What stands in `free` is not judged, because the text does not decide it.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    pub language: &'static str,
    pub kind: Kind,
    pub symbols: Vec<String>,
    pub job_number: Option<String>,
    pub distribution: Option<&'static str>,
    pub masthead_date: Option<Date>,
    pub original_language: Option<&'static str>,
    pub title: Option<String>,
    pub letter_date: Option<Date>,
    pub senders: Vec<(Option<String>, Option<String>)>,
    pub addressees: Vec<&'static str>,
    pub bodies: Vec<Placed>,
    pub item_titles: Vec<String>,
    pub request: Vec<Placed>,
    pub attention: Option<String>,
    pub signatories: Vec<Signature>,
    pub annexes: Vec<AnnexTruth>,
    pub citations: Vec<String>,
    pub paragraphs: Vec<String>,
    pub pages: Option<usize>,
    pub free: BTreeSet<&'static str>,
}

/// One piece of what is printed, in order.
#[derive(Clone, Debug)]
pub enum Piece {
    /// The title, and the same with the State's name dropped.
    Title(String, String),
    /// The heading of an attachment, or its title: wrapped, with a gap round it.
    Heading(String),
    /// A line that stands by itself.
    Line(String),
    /// A paragraph.
    Paragraph(String),
    /// A footnote at the foot of its page.
    Footnote(String),
    /// Rows of cells.
    Table(Vec<Vec<String>>),
    /// A signature.
    Signature(Vec<String>),
    /// Two signatures side by side.
    Signatures(Vec<String>, Vec<String>),
    /// A new page.
    NewPage,
}

/// What stands in the masthead.
#[derive(Clone, Debug, Default)]
pub struct Masthead {
    pub symbols: Vec<String>,
    pub body: String,
    /// For each organ its name, and the lines under it: session, items, titles.
    pub organs: Vec<(String, Vec<String>)>,
    /// Distribution, date, languages.
    pub block: Vec<String>,
    pub foot: Vec<String>,
    pub job: String,
}

/// A communication before it is printed.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub id: String,
    pub place: usize,
    pub masthead: Option<Masthead>,
    pub pieces: Vec<Piece>,
    pub truth: Truth,
    /// The printed manner: width, gap between paragraphs, indent, form feeds.
    pub width: usize,
    pub gap: bool,
    pub indent: usize,
    pub form_feeds: bool,
    /// Whether it is a letter with its letterhead, as it was sent.
    pub as_sent: bool,
}

/// Who sends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum From {
    Representative,
    Charge,
    Observer,
    Mission,
    Several(usize),
    Official(usize),
}

/// What is attached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Attached {
    Nothing,
    One,
    Bare,
    Two,
    Letter,
    Deep,
    LetterAndMore,
    Table,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    Nothing,
    Circulation,
    Attention,
}

/// One row of the plan: what every language has one of.
struct Row {
    kind: Kind,
    from: From,
    to: &'static [usize],
    organs: &'static [usize],
    items: &'static [(u8, &'static str)],
    future: bool,
    masthead: bool,
    asked: Asked,
    attached: Attached,
}

const fn row(kind: Kind, from: From, to: &'static [usize], organs: &'static [usize]) -> Row {
    Row {
        kind,
        from,
        to,
        organs,
        items: &[],
        future: false,
        masthead: true,
        asked: Asked::Circulation,
        attached: Attached::Nothing,
    }
}

impl Row {
    const fn items(mut self, items: &'static [(u8, &'static str)]) -> Row {
        self.items = items;
        self
    }
    const fn future(mut self) -> Row {
        self.future = true;
        self
    }
    const fn plain(mut self) -> Row {
        self.masthead = false;
        self
    }
    const fn asked(mut self, asked: Asked) -> Row {
        self.asked = asked;
        self
    }
    const fn attached(mut self, attached: Attached) -> Row {
        self.attached = attached;
        self
    }
}

/// The place in the plan of the letter that comes with its letterhead.
const AS_SENT: usize = 24;

use Kind::{IdenticalLetters as Identical, Letter, NoteVerbale as Note};

const PLAN: [Row; 28] = [
    row(Letter, From::Representative, &[0], &[0]).items(&[(12, "")]).attached(Attached::One),
    row(Letter, From::Representative, &[0], &[0, 1]).items(&[(12, ""), (31, "b")]).attached(Attached::One),
    row(Letter, From::Representative, &[2], &[1]),
    row(Letter, From::Representative, &[0], &[0, 1, 2]).items(&[(8, ""), (17, ""), (22, "")]).attached(Attached::Two),
    row(Identical, From::Representative, &[0, 2], &[0, 1]).items(&[(17, "")]).attached(Attached::One),
    row(Identical, From::Representative, &[0, 2], &[0, 1]).items(&[(8, ""), (31, "a")]),
    row(Note, From::Mission, &[0], &[0]).items(&[(31, "a")]).attached(Attached::One),
    row(Note, From::Mission, &[0], &[1]).plain(),
    row(Note, From::Mission, &[0], &[0]).items(&[(22, "")]).attached(Attached::Letter),
    row(Letter, From::Charge, &[2], &[1]).attached(Attached::One),
    row(Letter, From::Charge, &[0], &[0]).items(&[(17, ""), (22, "")]).plain(),
    row(Letter, From::Observer, &[0], &[0]).items(&[(17, "")]).attached(Attached::One),
    row(Letter, From::Several(2), &[0], &[0, 1]).items(&[(22, "")]).attached(Attached::One),
    row(Letter, From::Several(2), &[0], &[0]).items(&[(12, ""), (22, "")]),
    row(Letter, From::Several(3), &[0], &[0]).items(&[(8, "")]).attached(Attached::Two),
    row(Letter, From::Official(0), &[2], &[1]).asked(Asked::Attention),
    row(Letter, From::Official(2), &[0], &[1]).asked(Asked::Nothing),
    row(Letter, From::Representative, &[0], &[0]).items(&[(8, ""), (12, "")]).future().attached(Attached::One),
    row(Letter, From::Representative, &[0], &[0]).items(&[(31, "b")]).future().plain(),
    row(Letter, From::Representative, &[0], &[0, 1]).items(&[(12, ""), (31, "a")]).plain().attached(Attached::One),
    row(Letter, From::Representative, &[2], &[1]).attached(Attached::Deep),
    row(Letter, From::Representative, &[0], &[0, 1]).items(&[(8, "")]).attached(Attached::LetterAndMore),
    row(Letter, From::Representative, &[3], &[0, 2]).items(&[(8, "")]).attached(Attached::One),
    row(Letter, From::Representative, &[0], &[0]).items(&[(8, ""), (17, "")]).attached(Attached::Table),
    row(Letter, From::Representative, &[0], &[0, 1]).items(&[(22, "")]).plain(),
    row(Letter, From::Representative, &[2], &[1]).asked(Asked::Attention).attached(Attached::Bare),
    row(Letter, From::Official(1), &[3], &[2]).asked(Asked::Nothing).attached(Attached::One),
    row(Identical, From::Charge, &[0, 2], &[1]).plain().attached(Attached::Two),
];

/// How many communications each language has.
pub const EACH: usize = PLAN.len();

/// Names in the body's data.
pub const ORGANS: [&str; 3] = ["Assembly", "Council", "Waterways Commission"];
const OFFICIALS: [&str; 4] =
    ["Secretary-General", "President of the Assembly", "President of the Council", "Chair of the Waterways Commission"];
const CHARGE: &str = "Chargé d’affaires a.i. of the Permanent Mission";
const DISTRIBUTION: [&str; 3] = ["General", "Limited", "Restricted"];

/// A State's forms put into a phrase.
pub fn with_state(tongue: &Tongue, phrase: &str, state: usize) -> String {
    let state = &STATES[state];
    let upper = |text: &str| text.to_uppercase();
    let _ = tongue;
    phrase
        .replace("{en}", state.en)
        .replace("{fr}", state.fr)
        .replace("{es}", state.es.0)
        .replace("{ru}", state.ru)
        .replace("{ar}", state.ar)
        .replace("{zh}", state.zh)
        .replace("{EN}", &upper(state.en))
        .replace("{FR}", &upper(state.fr))
        .replace("{ES}", &upper(state.es.0))
        .replace("{RU}", &upper(state.ru))
}

/// A list in words.
pub fn list(parts: &[String], words: &[&str; 2]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{}{}{last}", rest.join(words[1]), words[0]),
    }
}

/// A date as the language writes it.
pub fn dated(tongue: &Tongue, date: Date) -> String {
    let day = match (tongue.code, date.day()) {
        ("fr", 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    };
    tongue
        .date
        .replace("{d}", &day)
        .replace("{m}", tongue.months[usize::try_from(date.month() - 1).unwrap()])
        .replace("{y}", &date.year().to_string())
}

/// Arabic writes sub-items with its own letters.
fn sub_letter(tongue: &Tongue, sub: &str) -> String {
    match (tongue.code, sub) {
        ("ar", "a") => "أ".to_owned(),
        ("ar", "b") => "ب".to_owned(),
        _ => sub.to_owned(),
    }
}

fn item_words(tongue: &Tongue, items: &[(u8, &str)]) -> String {
    let parts: Vec<String> = items
        .iter()
        .map(|(number, sub)| match *sub {
            "" => number.to_string(),
            sub => tongue.sub.replace("{n}", &number.to_string()).replace("{s}", &sub_letter(tongue, sub)),
        })
        .collect();
    list(&parts, &tongue.and)
}

fn item_truth(items: &[(u8, &str)]) -> Vec<String> {
    items.iter().map(|(n, sub)| if sub.is_empty() { n.to_string() } else { format!("{n} ({sub})") }).collect()
}

fn item_title(tongue: &Tongue, item: (u8, &str)) -> String {
    let at = match item {
        (8, _) => 0,
        (12, _) => 1,
        (17, _) => 2,
        (22, _) => 3,
        (31, "a") => 5,
        (31, "b") => 6,
        _ => 4,
    };
    tongue.item_titles[at].to_owned()
}

fn of_count<'a>(forms: &[&'a str; 3], count: usize) -> &'a str {
    forms[count.saturating_sub(1).min(2)]
}

/// Makes sentences, and remembers what they cite.
struct Scribe<'t> {
    tongue: &'t Tongue,
    dice: Dice,
    sentences: Vec<&'t str>,
    at: usize,
    citations: Vec<String>,
}

impl<'t> Scribe<'t> {
    fn new(tongue: &'t Tongue, seed: u64) -> Scribe<'t> {
        let mut dice = Dice::new(seed);
        let mut sentences: Vec<&str> = tongue.stock.lines().filter(|line| !line.is_empty()).collect();
        for at in (1..sentences.len()).rev() {
            let other = dice.below(at + 1);
            sentences.swap(at, other);
        }
        Scribe { tongue, dice, sentences, at: 0, citations: Vec::new() }
    }

    fn sentence(&mut self) -> String {
        self.at += 1;
        self.sentences[(self.at - 1) % self.sentences.len()].to_owned()
    }

    fn symbol(&mut self) -> String {
        let n = 12 + self.dice.below(800);
        let symbols = match self.dice.below(8) {
            0 => vec![format!("AS/6/{n}")],
            1 => vec![format!("C/2025/{n}")],
            2 => vec![format!("W-0{}", 100 + n % 900)],
            3 => vec![format!("AS/6/{n}/Corr.1")],
            4 => vec![format!("AS/6/{n}"), format!("C/2024/{}", n + 1)],
            5 => vec![format!("AS/6/L.{}", n % 60 + 1)],
            6 => vec![format!("C/2023/{n}/Rev.2")],
            _ => vec![format!("C/2025/{n}/Suppl.1/Corr.2")],
        };
        let marked: Vec<String> = symbols.iter().map(|symbol| format!("{CITED}{symbol}{CITED_END}")).collect();
        self.citations.extend(symbols);
        marked.join("–")
    }

    fn citing(&mut self) -> String {
        let kind = self.dice.below(3);
        let mut sentence = self.tongue.citing[kind].to_owned();
        if sentence.contains("{a}") {
            let symbol = self.symbol();
            sentence = sentence.replace("{a}", &symbol);
        }
        if sentence.contains("{b}") {
            let symbol = self.symbol();
            sentence = sentence.replace("{b}", &symbol);
        }
        if sentence.contains("{r}") {
            let number = format!("{}/{}", 2 + self.dice.below(5), 1 + self.dice.below(60));
            sentence = sentence.replace("{r}", &format!("{CITED}{number}{CITED_END}"));
            self.citations.push(format!("AS/RES/{number}"));
        }
        sentence
    }

    /// Some paragraphs; every second one cites something where that is asked.
    fn paragraphs(&mut self, count: usize, cites: bool) -> Vec<String> {
        (0..count)
            .map(|at| {
                let mut sentences: Vec<String> = (0..2 + self.dice.below(3)).map(|_| self.sentence()).collect();
                if cites && at % 2 == 0 {
                    let citing = self.citing();
                    sentences.push(citing);
                }
                sentences.join(self.tongue.sentence_gap)
            })
            .collect()
    }

    fn person(&mut self) -> (&'t str, bool) {
        let at = self.dice.below(self.tongue.people.len());
        self.tongue.people[at]
    }

    /// Somebody else of a sex that is wanted, so that the title agrees.
    fn person_of(&mut self, woman: bool, but: &[String]) -> &'t str {
        let mut at = self.dice.below(self.tongue.people.len());
        while self.tongue.people[at].1 != woman || but.iter().any(|name| name == self.tongue.people[at].0) {
            at = (at + 1) % self.tongue.people.len();
        }
        self.tongue.people[at].0
    }

    fn signature(&self, name: &str, titles: &[String]) -> Vec<String> {
        let mut lines = vec![format!("{}{name}{}", self.tongue.signed[0], self.tongue.signed[1])];
        lines.extend(titles.iter().cloned());
        lines
    }
}

/// Text without the signs of citations.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !matches!(*c, CITED | CITED_END)).collect()
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The words that name a sender, in the language's case for titles.
fn sender_words(tongue: &Tongue, from: From, woman: bool, states: &[usize]) -> String {
    let slot = |at: usize| with_state(tongue, tongue.senders[at], states[0]);
    match from {
        From::Representative => slot(usize::from(woman)),
        From::Charge => slot(2 + usize::from(woman)),
        From::Observer => slot(4 + usize::from(woman)),
        From::Mission => slot(6),
        From::Official(at) => tongue.officials[at].to_owned(),
        From::Several(_) => {
            let names: Vec<String> = states
                .iter()
                .enumerate()
                .map(|(at, state)| {
                    let state = &STATES[*state];
                    match tongue.code {
                        "en" => state.en.to_owned(),
                        "fr" => state.fr.to_owned(),
                        "es" if at == 0 => state.es.0.to_owned(),
                        "es" => state.es.1.to_owned(),
                        "ru" => state.ru.to_owned(),
                        "ar" => state.ar.to_owned(),
                        _ => state.zh.to_owned(),
                    }
                })
                .collect();
            let and = match tongue.code {
                "es" if names.last().is_some_and(|name| name.starts_with('I')) => [" e ", ", "],
                "ar" => [" و", " و"],
                _ => tongue.and,
            };
            tongue.joint.replace("{list}", &list(&names, &and))
        }
    }
}

fn filled(shape: &str, label: &str, date: &str, from: &str, to: &str) -> String {
    shape.replace("{label}", label).replace("{date}", date).replace("{from}", from).replace("{to}", to)
}

/// All communications of one language.
pub fn sheets(tongue: &Tongue) -> Vec<Sheet> {
    (0..EACH).map(|at| sheet(tongue, at)).collect()
}

/// One communication.
#[allow(clippy::too_many_lines)]
pub fn sheet(tongue: &Tongue, at: usize) -> Sheet {
    let row = &PLAN[at];
    let number = tongue.place * EACH + at;
    let mut scribe = Scribe::new(tongue, number as u64);
    let as_sent = at == AS_SENT;
    let mut truth = Truth { language: tongue.code, kind: row.kind, ..Truth::default() };

    let session = if row.future { 8 } else { 7 };
    let letter_date =
        Date::constant(2026, 3, 9).checked_add(i64::try_from(scribe.dice.below(260)).unwrap().days()).unwrap();
    let masthead_date = letter_date.checked_add(i64::try_from(scribe.dice.below(6)).unwrap().days()).unwrap();
    let (_, woman) = scribe.person();
    // An official's sex is told by the words of his or her office.
    let woman = match row.from {
        From::Official(1) => matches!(tongue.code, "fr" | "es" | "ar"),
        From::Official(_) | From::Several(_) => false,
        _ => woman,
    };

    // Who sends it.
    let mut states: Vec<usize> = Vec::new();
    let wanted = match row.from {
        From::Several(count) => count,
        From::Official(_) => 0,
        _ => 1,
    };
    while states.len() < wanted {
        let state = if row.from == From::Observer { OBSERVER } else { scribe.dice.below(OBSERVER) };
        if !states.contains(&state) {
            states.push(state);
        }
    }
    states.sort_by_key(|state| STATES[*state].name.trim_start_matches("the "));
    let office = match row.from {
        From::Representative | From::Several(_) => "Permanent Representative",
        From::Charge => CHARGE,
        From::Observer => "Permanent Observer",
        From::Mission => "Permanent Mission",
        From::Official(at) => OFFICIALS[at],
    };
    truth.senders = match row.from {
        From::Official(_) => vec![(Some(office.to_owned()), None)],
        _ => states.iter().map(|state| (Some(office.to_owned()), Some(STATES[*state].name.to_owned()))).collect(),
    };
    let from = sender_words(tongue, row.from, woman, &states);
    let to: Vec<String> = row.to.iter().map(|at| tongue.to[*at].to_owned()).collect();
    let to = list(&to, &tongue.and_to);
    truth.addressees = row.to.iter().map(|at| OFFICIALS[*at]).collect();
    let date = dated(tongue, letter_date);
    truth.letter_date = Some(letter_date);
    let shape = match row.kind {
        Kind::IdenticalLetters => 1,
        Kind::NoteVerbale => 2,
        _ => 0,
    };
    let title = filled(tongue.titles[shape], "", &date, &from, &to);
    let dropped = if states.len() == 1 {
        let name = with_state(tongue, ["{en}", "{fr}", "{es}", "{ru}", "{ar}", "{zh}"][tongue.place], states[0]);
        let gap = if tongue.code == "ar" { "" } else { tongue.sentence_gap };
        title.replacen(&format!("{name}{gap}"), "", 1)
    } else {
        title.clone()
    };

    // What is asked.
    let future_list = row.future;
    let items = item_words(tongue, row.items);
    let annexes = match row.attached {
        Attached::Nothing => 0,
        Attached::Two | Attached::LetterAndMore => 2,
        _ => 1,
    };
    let request = match row.asked {
        Asked::Nothing => None,
        Asked::Attention => {
            truth.attention = Some("members of the Council".to_owned());
            let shape = tongue.attention[usize::from(woman)];
            let present = tongue.present[annexes.min(2)].split('|').next().unwrap_or("");
            Some(shape.replace("{present}", present).replace("{members}", tongue.members))
        }
        Asked::Circulation => {
            truth.request = row
                .organs
                .iter()
                .map(|organ| Placed {
                    organ: ORGANS[*organ],
                    period: (*organ == 0 && row.future).then(|| session.to_string()),
                    items: if *organ == 0 { item_truth(row.items) } else { Vec::new() },
                })
                .collect();
            Some(request_words(tongue, row, &items, future_list, annexes, woman, &states, &mut scribe.dice))
        }
    };

    // The masthead.
    let masthead = row.masthead.then(|| {
        let mut symbols = Vec::new();
        for organ in row.organs {
            symbols.push(match organ {
                0 => format!("AS/{session}/{}", 100 + number),
                1 => format!("C/2026/{}", 10 + number),
                _ => format!("W-{:04}", 141 + number),
            });
        }
        let job = format!("26-{:05}", 300 + number * 7);
        let original = if at.is_multiple_of(3) { (tongue.place + 1 + at % 4) % 6 } else { tongue.place };
        // Pages in languages that keep the English labels write the date in either way.
        let english = matches!(tongue.code, "ru" | "ar" | "zh") && at.is_multiple_of(2);
        let issued =
            if english { dated(&super::tongues::tongues()[0], masthead_date) } else { dated(tongue, masthead_date) };
        let distribution = [0, 0, 0, 0, 1, 0, 0, 2][at % 8];
        let mut block = vec![tongue.distribution[distribution].to_owned(), issued];
        if original != tongue.place {
            block.push(tongue.own.to_owned());
        }
        block.push(tongue.original.replace("{l}", tongue.languages[original]));
        let mut organs = Vec::new();
        for organ in row.organs {
            let mut lines = Vec::new();
            if *organ == 0 {
                lines.push(tongue.sessions[session - 7].to_owned());
                if !row.items.is_empty() {
                    let forms = if future_list { &tongue.provisional } else { &tongue.items };
                    lines.push(of_count(forms, row.items.len()).replace("{i}", &items));
                    lines.extend(row.items.iter().map(|item| item_title(tongue, *item)));
                    truth.item_titles = row.items.iter().map(|item| item_title(tongue, *item)).collect();
                }
            } else if *organ == 1 && at % 2 == 1 {
                lines.push(tongue.year.replace("{y}", "2026"));
            }
            organs.push((tongue.organs[*organ].to_owned(), lines));
            truth.bodies.push(Placed {
                organ: ORGANS[*organ],
                period: match organ {
                    0 => Some(session.to_string()),
                    1 => Some("2026".to_owned()),
                    _ => None,
                },
                items: if *organ == 0 { item_truth(row.items) } else { Vec::new() },
            });
        }
        truth.symbols.clone_from(&symbols);
        truth.job_number = Some(job.clone());
        truth.distribution = Some(DISTRIBUTION[distribution]);
        truth.masthead_date = Some(masthead_date);
        truth.original_language = Some(super::tongues::LANGUAGES[original]);
        let code = |date: Date| format!("{:02}{:02}{:02}", date.day(), date.month(), date.year() % 100);
        let released = masthead_date.checked_add(2.days()).unwrap();
        let mut foot = format!("{job} ({}) {}", tongue.letter, code(masthead_date));
        if at.is_multiple_of(2) {
            foot.push_str(&format!(" {}", code(released)));
        }
        Masthead {
            symbols,
            body: tongue.body.to_owned(),
            organs,
            block,
            foot: vec![foot, String::new(), format!("*{}*", job.replace('-', ""))],
            job,
        }
    });
    if masthead.is_none() {
        truth.bodies = truth.request.iter().map(|r| Placed { period: None, ..r.clone() }).collect();
        truth.free.insert("sessions");
    }

    // The text.
    let mut pieces = Vec::new();
    let numbered = at == 22 || at == 14;
    if as_sent {
        let [head, street, salutation, ..] = tongue.sent;
        pieces.push(Piece::Line(with_state(tongue, head, states[0])));
        pieces.push(Piece::Line(street.to_owned()));
        pieces.push(Piece::Heading(date.clone()));
        pieces.push(Piece::Heading(salutation.to_owned()));
        truth.free.extend(["sender.office", "paragraphs", "text"]);
    } else {
        pieces.push(Piece::Title(title.clone(), dropped));
        truth.title = Some(title);
    }
    let paper = *scribe.dice.one(&tongue.papers);
    let joint = matches!(row.from, From::Several(_));
    let opening = match (row.kind, annexes) {
        (Kind::NoteVerbale, count) => {
            let mission = with_state(tongue, tongue.senders[6], states[0]);
            let shape = if count == 0 { tongue.compliments } else { tongue.compliments_transmit };
            let to = match tongue.code {
                "ru" => "Генеральному секретарю",
                _ => &to,
            };
            shape
                .replace("{Mission}", &sentence_case(&nominative(tongue, &mission)))
                .replace("{mission}", &mission)
                .replace("{to}", to)
                .replace("{what}", paper.2)
        }
        (_, 0) if joint => tongue.opening_joint.to_owned(),
        (_, 0) => tongue.opening.to_owned(),
        (_, count) => tongue.transmit[usize::from(joint) * 2 + usize::from(count > 1)].replace("{what}", paper.2),
    };
    let mut paragraphs = vec![opening];
    let count = 1 + scribe.dice.below(4);
    let cites = at % 3 != 1;
    paragraphs.extend(scribe.paragraphs(count, cites));
    let mut footnote = None;
    if at % 7 == 1 {
        let symbol = scribe.symbol();
        // The citation of the note comes after those of its page.
        paragraphs.last_mut().unwrap().push('1');
        footnote = Some(format!("1 {}", tongue.footnote.replace("{a}", &symbol)));
    }
    if let Some(request) = request {
        paragraphs.push(request);
    }
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let text = if numbered { format!("{}. {paragraph}", at + 1) } else { paragraph.clone() };
        pieces.push(Piece::Paragraph(text));
    }
    truth.paragraphs = paragraphs.iter().map(|text| bare(text)).collect();

    // Who signed.
    let mut names: Vec<String> = Vec::new();
    match row.from {
        From::Mission => {}
        From::Several(_) => {
            for state in &states {
                let name = scribe.person_of(false, &names).to_owned();
                let titles = vec![with_state(tongue, tongue.joint_rank, *state)];
                names.push(name.clone());
                truth.signatories.push((name, titles));
            }
        }
        From::Official(at) => {
            let name = scribe.person_of(woman, &names).to_owned();
            let titles = if at == 0 { Vec::new() } else { vec![tongue.president_ranks[at].to_owned()] };
            names.push(name.clone());
            truth.signatories.push((name, titles));
        }
        from => {
            let name = scribe.person_of(woman, &names).to_owned();
            let rank = match from {
                From::Charge => 2,
                From::Observer => 4,
                _ => 0,
            };
            let mut titles = Vec::new();
            if rank == 0 && at.is_multiple_of(2) {
                titles.push(tongue.ambassador[usize::from(woman)].to_owned());
            }
            titles.push(tongue.ranks[rank + usize::from(woman)].to_owned());
            names.push(name.clone());
            truth.signatories.push((name, titles));
        }
    }
    if as_sent {
        pieces.push(Piece::Paragraph(tongue.sent[3].to_owned()));
        let (name, titles) = &truth.signatories[0];
        let mut lines = vec![name.clone()];
        lines.extend(titles.iter().cloned());
        pieces.push(Piece::Signature(lines));
        pieces.push(Piece::Heading(tongue.sent[4].to_owned()));
    } else if at == 13 {
        let blocks: Vec<Vec<String>> =
            truth.signatories.iter().map(|(name, titles)| scribe.signature(name, titles)).collect();
        pieces.push(Piece::Signatures(blocks[0].clone(), blocks[1].clone()));
    } else {
        for (name, titles) in &truth.signatories {
            pieces.push(Piece::Signature(scribe.signature(name, titles)));
        }
    }
    if let Some(note) = footnote {
        pieces.push(Piece::Footnote(note));
    }

    // What is attached.
    let heading = |label: &str, numbered: bool| {
        let shape = if numbered && !tongue.numbered_headings[shape].is_empty() {
            tongue.numbered_headings[shape]
        } else {
            tongue.headings[shape]
        };
        filled(shape, label, &date, &from, &to)
    };
    let mut context = Annexing { scribe: &mut scribe, pieces: &mut pieces, names, letter_date, states: &states };
    let numbered_label = |depth: usize, n: usize| {
        tongue.numbered.replace("{label}", tongue.labels[depth]).replace("{n}", tongue.numbers[n])
    };
    let single = if tongue.code == "ar" { "مرفق" } else { tongue.labels[0] };
    truth.annexes = match row.attached {
        Attached::Nothing => Vec::new(),
        Attached::One => vec![context.annex(single, Some(heading(single, false)), Some(paper), Contents::text(at))],
        Attached::Bare => vec![context.annex(tongue.labels[0], None, Some(paper), Contents::text(at))],
        Attached::Table => {
            vec![context.annex(
                single,
                Some(heading(single, false)),
                Some(paper),
                Contents { table: true, ..Contents::text(at) },
            )]
        }
        Attached::Letter => {
            vec![context.annex(
                single,
                Some(heading(single, false)),
                None,
                Contents { letter: true, ..Contents::text(at) },
            )]
        }
        Attached::Two => (0..2)
            .map(|n| {
                let label = numbered_label(0, n);
                let own = at.is_multiple_of(2).then(|| heading(&label, true));
                context.annex(&label, own, (n == 0).then_some(paper), Contents::text(at + n))
            })
            .collect(),
        Attached::LetterAndMore => {
            let first = numbered_label(0, 0);
            let own = Some(heading(&first, true));
            let contents = Contents { letter: true, language: true, ..Contents::text(at) };
            let one = context.annex(&first, own, None, contents);
            let second = numbered_label(0, 1);
            let own = Some(heading(&second, true));
            let mut two = context.annex(&second, own, Some(paper), Contents::text(at));
            two.attachments.push(context.annex(tongue.labels[1], None, None, Contents::text(at)));
            vec![one, two]
        }
        Attached::Deep => {
            let contents = Contents { language: true, ..Contents::text(at) };
            let mut one = context.annex(single, Some(heading(single, false)), Some(paper), contents);
            let mut two = context.annex(tongue.labels[1], None, None, Contents { letter: true, ..Contents::text(at) });
            two.attachments.push(context.annex(tongue.labels[2], None, None, Contents::text(at + 1)));
            one.attachments.push(two);
            vec![one]
        }
    };
    truth.citations.clone_from(&scribe.citations);
    let width = 72 + scribe.dice.below(20);
    // Without a gap or an indent only a short last line parts two paragraphs, and the last line may be full.
    if at % 3 == 2 && at % 4 != 1 {
        truth.free.insert("paragraphs");
    }
    Sheet {
        id: format!("{}_{at:02}", tongue.code),
        place: tongue.place,
        masthead,
        pieces,
        truth,
        width,
        gap: at % 3 != 2,
        indent: if at % 4 == 1 { 5 } else { 0 },
        form_feeds: at.is_multiple_of(2),
        as_sent,
    }
}

/// A mission's name at the head of a sentence: the title's case is not the sentence's in Russian.
fn nominative(tongue: &Tongue, mission: &str) -> String {
    match tongue.code {
        "ru" => mission.replacen("Постоянного представительства", "Постоянное представительство", 1),
        _ => mission.to_owned(),
    }
}

#[allow(clippy::too_many_arguments)]
fn request_words(
    tongue: &Tongue,
    row: &Row,
    items: &str,
    provisional: bool,
    annexes: usize,
    woman: bool,
    states: &[usize],
    dice: &mut Dice,
) -> String {
    let note = row.kind == Kind::NoteVerbale;
    let shape = match row.from {
        _ if note => 4,
        From::Several(_) => 3,
        _ if woman => 1,
        _ => 2 * dice.below(2),
    };
    let under = if provisional { &tongue.under_provisional } else { &tongue.under };
    let mut parts: Vec<String> = Vec::new();
    let mut with_items = false;
    for organ in row.organs {
        let mut words = if *organ == 0 && row.future {
            tongue.of_sessions[1].to_owned()
        } else {
            tongue.of_organs[*organ].to_owned()
        };
        if *organ == 0 && !row.items.is_empty() {
            with_items = true;
            words.push_str(&of_count(under, row.items.len()).replace("{i}", items));
        }
        parts.push(words);
    }
    // The first organ takes the word for a document where the language does not repeat it.
    if row.organs[0] != 0 {
        match tongue.code {
            "en" => parts[0] = parts[0].replacen("of ", "", 1),
            "ar" => parts[0] = format!("وثيقة {}", parts[0]),
            _ => {}
        }
    }
    let clause = match tongue.code {
        "zh" => {
            let list = list(&parts, &tongue.and_organs);
            format!("{list}的")
        }
        "ar" => list(&parts, &["، و", "، و"]),
        "ru" => list(&parts, &tongue.and_organs),
        // A clause of items is closed by a comma before the next organ.
        _ if with_items && parts.len() > 1 => {
            let (first, rest) = (parts[0].clone(), &parts[1..]);
            format!("{first},{}{}", tongue.and_organs[0], list(rest, &tongue.and_organs))
        }
        _ => list(&parts, &tongue.and_organs),
    };
    let document = format!("{}{clause}", tongue.as_document[0]);
    let present = tongue.present[if note { 3 } else { 0 } + annexes.min(2)];
    let mut forms = present.split('|');
    let (one, two) = (forms.next().unwrap_or(""), forms.next().unwrap_or(""));
    let phrase = tongue.requests[shape].replace("{present}", one).replace("{present2}", two).replace("{as}", &document);
    match states.first() {
        Some(state) => with_state(tongue, &phrase, *state),
        None => phrase,
    }
}

/// What an attachment holds.
#[derive(Clone, Copy)]
struct Contents {
    paragraphs: usize,
    date: bool,
    language: bool,
    letter: bool,
    table: bool,
    cites: bool,
}

impl Contents {
    fn text(at: usize) -> Contents {
        Contents {
            paragraphs: 2 + at % 4,
            date: at.is_multiple_of(3),
            language: at.is_multiple_of(5),
            letter: false,
            table: false,
            cites: at % 4 == 2,
        }
    }
}

struct Annexing<'a, 't> {
    scribe: &'a mut Scribe<'t>,
    pieces: &'a mut Vec<Piece>,
    names: Vec<String>,
    letter_date: Date,
    states: &'a [usize],
}

impl Annexing<'_, '_> {
    fn annex(
        &mut self,
        label: &str,
        heading: Option<String>,
        paper: Option<super::tongues::Paper>,
        contents: Contents,
    ) -> AnnexTruth {
        let tongue = self.scribe.tongue;
        let mut truth = AnnexTruth { label: label.to_owned(), ..AnnexTruth::default() };
        self.pieces.push(Piece::NewPage);
        self.pieces.push(Piece::Heading(heading.unwrap_or_else(|| label.to_owned())));
        if contents.language {
            let other = (tongue.place + 2) % 6;
            truth.language = Some(super::tongues::LANGUAGES[other]);
            self.pieces.push(Piece::Line(tongue.annex_original[other].to_owned()));
        }
        let before = self.letter_date.checked_add((-3).days()).unwrap();
        if contents.letter {
            let state = self.states.first().copied().unwrap_or(3);
            let minister = with_state(tongue, tongue.minister, state);
            let title = filled(tongue.titles[0], "", &dated(tongue, before), &minister, tongue.to[0]);
            truth.author = Some(minister);
            truth.date = Some(before);
            truth.title.clone_from(&title);
            self.pieces.push(Piece::Heading(title));
        } else {
            let paper = paper.unwrap_or_else(|| *self.scribe.dice.one(&tongue.papers));
            paper.0.clone_into(&mut truth.title);
            truth.author = paper.1.map(str::to_owned);
            self.pieces.push(Piece::Heading(paper.0.to_owned()));
            if contents.date {
                truth.date = Some(before);
                self.pieces.push(Piece::Line(dated(tongue, before)));
            }
        }
        let paragraphs = self.scribe.paragraphs(contents.paragraphs, contents.cites);
        for (at, paragraph) in paragraphs.iter().enumerate() {
            self.pieces.push(Piece::Paragraph(paragraph.clone()));
            truth.paragraphs.push(bare(paragraph));
            if at == 0 && contents.table {
                let rows: Vec<Vec<String>> =
                    tongue.table.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect();
                truth.paragraphs.push(rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join(" "));
                self.pieces.push(Piece::Table(rows));
            }
        }
        if contents.letter {
            let name = self.scribe.person_of(false, &self.names).to_owned();
            self.names.push(name.clone());
            let titles = vec![tongue.minister_rank.to_owned()];
            self.pieces.push(Piece::Signature(self.scribe.signature(&name, &titles)));
            truth.signatories.push((name, titles));
        }
        truth
    }
}
