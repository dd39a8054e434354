//! How many lines of documents in six languages come out alike when they are composed from the facts that one of the six
//! says: `wording_score BODY FILE…`, where a file is a table (`.tsv`, a column for each language, its code at the head) or rows
//! in JSON (`.jsonl`).
//!
//! Each row is read in one language, its facts are composed in all, and each line is compared with the row's own after NFC and
//! with spaces folded. The tables write the straight apostrophe where the page has the other; what is composed is compared so.
//! A person's gender that a language does not show is taken from another language of the row, and from nowhere else; how many
//! asterisks hang a footnote on a line is each version's own, and taken from the line that is composed. Titles are counted
//! twice: composed from the facts alone, and in the shape (an order of the words) that the version's own title has.

mod common;

use std::{collections::BTreeMap, env, error::Error, fs, path::Path};

use chancery_model::{
    Body, Language,
    symbol::Symbol,
    wording::{LineFacts, TitleKind},
};
use chancery_read::Reader;
use unicode_normalization::UnicodeNormalization as _;

/// Titles that are composed from the facts alone.
const LETTER: &str = "title of a letter";

/// Titles that are composed in the shape that the version's own title has.
const IN_FORM: &str = "title of a letter, in the shape of its version";

/// One row: where it comes from, and its line in each language.
struct Row {
    source: String,
    lines: BTreeMap<Language, String>,
}

/// Equal lines and all lines.
#[derive(Clone, Copy, Default)]
struct Count {
    equal: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, equal: bool) {
        self.equal += usize::from(equal);
        self.all += 1;
    }

    fn said(self) -> String {
        let percent = 100.0 * self.equal as f64 / self.all.max(1) as f64;
        format!("{:>4}/{:<4} {percent:5.1} %", self.equal, self.all)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("usage: wording_score BODY FILE…")?;
    let body = common::body(Path::new(&folder))?;
    let reader = Reader::new(&body);
    let mut rows = Vec::new();
    for file in arguments {
        rows.extend(read(&file, &fs::read_to_string(&file)?)?);
    }
    rows.dedup_by(|a, b| a.source == b.source && a.lines == b.lines);
    let languages: Vec<Language> = body.charter.languages_offered.clone();
    // By class, by the language read, by the language composed.
    let mut scores: BTreeMap<&str, BTreeMap<Language, BTreeMap<Language, Count>>> = BTreeMap::new();
    let mut misses = Vec::new();
    let mut unread = Vec::new();
    for row in &rows {
        let all: BTreeMap<Language, LineFacts> = row
            .lines
            .iter()
            .filter_map(|(language, line)| Some((*language, reader.line(line, Some(*language))?.0)))
            .collect();
        let Some(class) = class(&all) else {
            let english = row.lines.get(&Language::EN).map_or("", String::as_str);
            // Sentences are no lines of a masthead.
            if english.len() < 120 && !english.ends_with(['.', ';', ':']) {
                unread.push(format!("{}\t{english}", row.source));
            }
            continue;
        };
        let organ = organ(&body, &row.source);
        for from in &languages {
            let facts = all.get(from).map(|own| without_form(with_genders(own.clone(), &all)));
            for (language, want) in &row.lines {
                let got = match facts.as_ref().map(|facts| with_mark(facts.clone(), all.get(language))) {
                    Some(facts) => {
                        body.line(&facts, organ.as_deref(), *language).map_err(|missing| missing.to_string())
                    }
                    None => Err("not read".to_owned()),
                };
                let equal = got.as_ref().is_ok_and(|got| folded(got) == folded(want));
                scores.entry(class).or_default().entry(*from).or_default().entry(*language).or_default().add(equal);
                // What a version's title has of its own beside the facts: told apart, so that both figures stand.
                if let (LETTER, Some(LineFacts::Title(facts)), Some(LineFacts::Title(own))) =
                    (class, &facts, all.get(language))
                {
                    let mut formed = facts.clone();
                    formed.form.clone_from(&own.form);
                    let title = body.title(&formed, *language);
                    let equal = title.is_ok_and(|title| folded(&title) == folded(want));
                    scores
                        .entry(IN_FORM)
                        .or_default()
                        .entry(*from)
                        .or_default()
                        .entry(*language)
                        .or_default()
                        .add(equal);
                }
                if !equal {
                    let got = got.map_or_else(|missing| format!("({missing})"), |got| folded(&got));
                    misses.push((class, *from, *language, row.source.clone(), got, folded(want)));
                }
            }
        }
    }
    println!("rows: {}", rows.len());
    for (class, by_source) in &scores {
        println!("\n{class}");
        for (from, by_target) in by_source {
            let mut all = Count::default();
            by_target.values().for_each(|count| (all.equal, all.all) = (all.equal + count.equal, all.all + count.all));
            println!("  read from {from}: {}", all.said());
            for (language, count) in by_target {
                println!("      {language} {}", count.said());
            }
        }
    }
    println!("\neach line read and composed again in its own language");
    for (class, by_source) in &scores {
        let mut all = Count::default();
        let own = by_source.iter().filter_map(|(language, by_target)| by_target.get(language));
        own.for_each(|count| (all.equal, all.all) = (all.equal + count.equal, all.all + count.all));
        println!("  {class}: {}", all.said());
    }
    println!("\nmisses, each once with the languages from which it was read:");
    let mut once: BTreeMap<(&str, String, Language, String, String), Vec<String>> = BTreeMap::new();
    for (class, from, language, source, got, want) in misses {
        once.entry((class, source, language, got, want)).or_default().push(from.to_string());
    }
    for ((class, source, language, got, want), from) in once {
        println!("{class}\t{source}\t{language} from {}\t{}", from.join(" "), verdict(&got, &want));
        println!("\twant {want}\n\tgot  {got}");
    }
    println!("\nshort lines that say nothing that a masthead says:");
    unread.iter().for_each(|line| println!("  {line}"));
    Ok(())
}

/// The rows of a file.
fn read(name: &str, text: &str) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    if name.ends_with(".jsonl") {
        for line in text.lines() {
            let value: serde_json::Value = serde_json::from_str(line)?;
            let source = value["symbol"].as_str().unwrap_or_default().replace('_', ".");
            for row in value["rows"].as_array().into_iter().flatten() {
                let lines = row.as_object().into_iter().flatten().filter_map(|(code, line)| {
                    Some((Language::parse(code).ok()?, line.as_str()?.to_owned())).filter(|(_, line)| !line.is_empty())
                });
                rows.push(Row { source: source.clone(), lines: lines.collect() });
            }
        }
        return Ok(rows);
    }
    let mut lines = text.lines();
    let codes: Vec<&str> = lines.next().unwrap_or_default().split('\t').skip(1).collect();
    for line in lines {
        let mut cells = line.split('\t');
        let source = cells.next().unwrap_or_default().to_owned();
        let lines =
            codes.iter().zip(cells).filter_map(|(code, line)| Some((Language::parse(code).ok()?, line.to_owned())));
        rows.push(Row { source, lines: lines.filter(|(_, line)| !line.is_empty()).collect() });
    }
    Ok(rows)
}

/// What sort of line it is, in the eyes of most of the languages in which it was read.
fn class(facts: &BTreeMap<Language, LineFacts>) -> Option<&'static str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for facts in facts.values() {
        let class = match facts {
            LineFacts::Title(title) if matches!(title.kind, TitleKind::Note | TitleKind::Report) => "note or report",
            LineFacts::Title(_) => LETTER,
            LineFacts::Items(_) => "items",
            LineFacts::Period(_) => "session",
            LineFacts::Distribution(_) | LineFacts::Original(_) => "distribution",
            LineFacts::MeetingAgenda { .. } => "agenda of a meeting",
            LineFacts::Organ(_) | LineFacts::Modifier { .. } | LineFacts::Heading(_) | LineFacts::Attachment { .. } => {
                "other line"
            }
        };
        *counts.entry(class).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(class, _)| class)
}

fn with_genders(facts: LineFacts, all: &BTreeMap<Language, LineFacts>) -> LineFacts {
    let LineFacts::Title(mut title) = facts else { return facts };
    for other in all.values() {
        if let LineFacts::Title(other) = other {
            title = title.with_genders_of(other);
        }
    }
    LineFacts::Title(title)
}

/// The facts by themselves, without the shape of the title that said them.
fn without_form(mut facts: LineFacts) -> LineFacts {
    if let LineFacts::Title(title) = &mut facts {
        title.form = None;
    }
    facts
}

/// The facts with the footnote's mark that the version itself has.
fn with_mark(mut facts: LineFacts, version: Option<&LineFacts>) -> LineFacts {
    match (&mut facts, version) {
        (LineFacts::Items(own), Some(LineFacts::Items(other))) => own.mark.clone_from(&other.mark),
        (LineFacts::Period(own), Some(LineFacts::Period(other))) => own.mark.clone_from(&other.mark),
        (LineFacts::Modifier { mark, .. }, Some(LineFacts::Modifier { mark: other, .. })) => mark.clone_from(other),
        _ => {}
    }
    facts
}

/// The organ for whose documents a symbol is.
fn organ(body: &Body, source: &str) -> Option<String> {
    let symbol: Symbol = Symbol::from_canonical(source.to_owned());
    Some(body.place(&symbol)?.organ)
}

/// NFC, single spaces, the straight apostrophe.
fn folded(line: &str) -> String {
    let line: String = line.nfc().map(|c| if c == '’' { '\'' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether only what is peculiar to the row keeps two lines apart: a mark, a comma or a space more or less, a stretched word,
/// a letter of the other alphabet.
fn verdict(got: &str, want: &str) -> &'static str {
    let without = |line: &str, drop: &[char]| -> String { line.chars().filter(|c| !drop.contains(c)).collect() };
    let alike = |drop: &[char]| without(got, drop) == without(want, drop);
    let letters = |line: &str| -> String {
        let plain = |c: char| match c {
            'а' => 'a',
            'с' => 'c',
            'е' => 'e',
            'ª' => 'a',
            '٠'..='٩' => char::from_digit(c as u32 - '٠' as u32, 10).unwrap_or(c),
            other => other,
        };
        let drop = [' ', '*', ',', '`', '-', 'ـ', '\u{651}', '\u{64b}', '\u{64e}', '\u{64f}'];
        line.chars().filter(|c| !drop.contains(c)).map(plain).collect()
    };
    let sorted = |line: &str| -> Vec<String> {
        let mut words: Vec<String> = line.split(' ').map(|word| word.trim_matches(',').to_owned()).collect();
        words.sort_unstable();
        words
    };
    match () {
        () if alike(&[' ']) => "row: a space",
        () if alike(&['*', ' ']) => "row: its footnote's mark",
        () if alike(&[',', ' ', '`']) => "row: the end of a sentence or a stray sign",
        () if letters(got) == letters(want) => "row: a letter, figure or hyphen written otherwise",
        () if sorted(got) == sorted(want) => "row: the same words in another order",
        () => "differs",
    }
}
