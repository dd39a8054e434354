//! Field by field: what was read beside what is true, written in one way so that equal means equal.

use std::collections::BTreeMap;

use chancery_model::communication::{Annex, BlockKind, Communication, Kind, Signatory};
use unicode_normalization::UnicodeNormalization as _;

use super::{
    harms::{Harm, Sample},
    letters::{AnnexTruth, Placed, Signature, Truth},
};

/// Values of fields by name. An empty value is silence.
pub type Fields = BTreeMap<&'static str, String>;

/// The same normalisation as the scorer's: quotation marks, dashes and spaces alike, no case, no stop at the end.
pub fn norm(text: &str) -> String {
    let text: String = text
        .nfc()
        .filter(|c| *c != 'ـ')
        .map(|c| match c {
            '’' | '‘' => '\'',
            '–' => '-',
            '\u{a0}' => ' ',
            '«' | '»' | '“' | '”' => '"',
            c => c,
        })
        .collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_end_matches(['.', '*']).to_lowercase()
}

fn state(text: &str) -> String {
    let text = norm(text);
    text.strip_prefix("the ").unwrap_or(&text).to_owned()
}

fn symbol(text: &str) -> String {
    let text: String = norm(text).chars().filter(|c| !c.is_whitespace()).collect();
    text.to_uppercase().trim_end_matches('*').to_owned()
}

fn sorted(mut parts: Vec<String>) -> String {
    parts.sort();
    parts.join(" + ")
}

fn kind(kind: Kind) -> String {
    format!("{kind:?}").to_lowercase()
}

/// Only letters, so that spaces, hyphens and figures of footnotes and pages do not count.
fn letters(text: &str) -> String {
    text.nfc().filter(|c| c.is_alphabetic() && *c != 'ـ').flat_map(char::to_lowercase).collect()
}

fn items(list: &[String]) -> String {
    list.iter().map(|item| item.split_whitespace().collect::<String>().to_lowercase()).collect::<Vec<_>>().join(",")
}

fn ends(text: &str) -> String {
    let letters: Vec<char> = letters(text).chars().collect();
    let head: String = letters.iter().take(16).collect();
    let tail: String = letters.iter().skip(letters.len().saturating_sub(16)).collect();
    format!("{head}…{tail}")
}

fn names<'a>(list: impl Iterator<Item = &'a str>) -> String {
    sorted(list.map(norm).collect())
}

fn signed(list: &[Signature]) -> String {
    list.iter()
        .map(|(name, titles)| format!("{}: {}", norm(name), norm(&titles.join("; "))))
        .collect::<Vec<_>>()
        .join(" + ")
}

fn signatures(list: &[Signatory]) -> Vec<Signature> {
    list.iter().map(|s| (s.name.clone(), s.titles.clone())).collect()
}

/// What is true, as fields.
pub fn of_truth(truth: &Truth) -> Fields {
    let mut fields = Fields::new();
    let mut put = |field: &'static str, value: String| fields.insert(field, value);
    put("language", truth.language.to_owned());
    put("kind", kind(truth.kind));
    put("symbols", sorted(truth.symbols.iter().map(|s| symbol(s)).collect()));
    put("job_number", truth.job_number.clone().unwrap_or_default());
    put("distribution", truth.distribution.map(norm).unwrap_or_default());
    put("masthead_date", truth.masthead_date.map(|d| d.to_string()).unwrap_or_default());
    put("original_language", truth.original_language.unwrap_or_default().to_owned());
    put("title", truth.title.as_deref().map(norm).unwrap_or_default());
    put("letter_date", truth.letter_date.map(|d| d.to_string()).unwrap_or_default());
    let first = truth.senders.first();
    put("sender.office", first.and_then(|s| s.0.as_deref()).map(norm).unwrap_or_default());
    put("sender.state", first.and_then(|s| s.1.as_deref()).map(state).unwrap_or_default());
    let senders = || truth.senders.iter().map(|(o, s)| one_sender(o.as_deref(), s.as_deref())).collect();
    put("senders", if truth.senders.len() > 1 { sorted(senders()) } else { String::new() });
    put("addressees", names(truth.addressees.iter().copied()));
    let placed =
        |list: &[Placed]| sorted(list.iter().map(|p| format!("{}: {}", norm(p.organ), items(&p.items))).collect());
    put("bodies", placed(&truth.bodies));
    put(
        "sessions",
        sorted(
            truth
                .bodies
                .iter()
                .map(|p| format!("{}: {}", norm(p.organ), p.period.clone().unwrap_or_default()))
                .collect(),
        ),
    );
    put("item_titles", norm(&truth.item_titles.join(" ")));
    put("request", placed(&truth.request));
    put("request_items", items(&truth.request.iter().flat_map(|p| p.items.clone()).collect::<Vec<_>>()));
    put("request_session", truth.request.iter().find_map(|p| p.period.clone()).unwrap_or_default());
    put("attention", truth.attention.as_deref().map(norm).unwrap_or_default());
    put("signatories", names(truth.signatories.iter().map(|(name, _)| name.as_str())));
    put("signatory_titles", signed(&truth.signatories));
    let mut tree = Tree::default();
    tree.walk_truth(&truth.annexes, 0);
    tree.put(&mut fields);
    fields.insert("annex_bounds", tree.bounds.join(" | "));
    fields.insert("annex_text", tree.text);
    fields.insert("text", letters(&truth.paragraphs.concat()));
    fields.insert("paragraphs", truth.paragraphs.iter().map(|p| ends(p)).collect::<Vec<_>>().join(" | "));
    fields.insert("citations", sorted(truth.citations.iter().map(|c| symbol(c)).collect()));
    fields.insert("pages", truth.pages.map(|n| n.to_string()).unwrap_or_default());
    fields
}

fn one_sender(office: Option<&str>, of: Option<&str>) -> String {
    format!("{} of {}", norm(office.unwrap_or("")), state(of.unwrap_or("")))
}

#[derive(Default)]
struct Tree {
    labels: Vec<String>,
    titles: Vec<String>,
    authors: Vec<String>,
    dates: Vec<String>,
    languages: Vec<String>,
    signed: Vec<String>,
    bounds: Vec<String>,
    text: String,
}

impl Tree {
    fn walk_truth(&mut self, annexes: &[AnnexTruth], depth: usize) {
        for annex in annexes {
            self.labels.push(format!("{}{}", ">".repeat(depth), norm(&annex.label)));
            self.titles.push(norm(&annex.title));
            self.authors.push(annex.author.as_deref().map(author).unwrap_or_default());
            self.dates.push(annex.date.map(|d| d.to_string()).unwrap_or_default());
            self.languages.push(annex.language.unwrap_or_default().to_owned());
            self.signed.push(signed(&annex.signatories));
            self.bounds.push(ends(&annex.paragraphs.concat()));
            self.text.push_str(&letters(&annex.paragraphs.concat()));
            self.walk_truth(&annex.attachments, depth + 1);
        }
    }

    fn walk(&mut self, annexes: &[Annex], depth: usize) {
        for annex in annexes {
            self.labels.push(format!("{}{}", ">".repeat(depth), norm(&annex.label)));
            self.titles.push(annex.title.as_deref().map(norm).unwrap_or_default());
            self.authors.push(annex.author.as_deref().map(author).unwrap_or_default());
            self.dates.push(annex.date.map(|d| d.to_string()).unwrap_or_default());
            self.languages.push(annex.original_language.map(|l| l.to_string()).unwrap_or_default());
            self.signed.push(signed(&signatures(&annex.signatories)));
            self.walk(&annex.attachments, depth + 1);
        }
    }

    fn put(&self, fields: &mut Fields) {
        // Nothing in any attachment is silence.
        let join = |list: &[String]| if list.iter().all(String::is_empty) { String::new() } else { list.join(" | ") };
        fields.insert("annexes", join(&self.labels));
        fields.insert("annex_titles", join(&self.titles));
        fields.insert("annex_authors", join(&self.authors));
        fields.insert("annex_dates", join(&self.dates));
        fields.insert("annex_languages", join(&self.languages));
        fields.insert("annex_signed", join(&self.signed));
    }
}

/// An author with or without an article is the same author.
fn author(text: &str) -> String {
    let text = norm(text);
    let articles = ["the ", "le ", "la ", "les ", "du ", "des ", "de la ", "l'", "el ", "los ", "las ", "del "];
    articles.iter().find_map(|article| text.strip_prefix(article)).unwrap_or(&text).to_owned()
}

/// What was read, as fields.
pub fn of_reading(c: &Communication) -> Fields {
    let mut fields = Fields::new();
    let mut put = |field: &'static str, value: String| fields.insert(field, value);
    put("language", c.language.map(|l| l.to_string()).unwrap_or_default());
    put("kind", kind(c.kind));
    put("symbols", sorted(c.symbols.iter().map(|s| symbol(s.as_str())).collect()));
    put("job_number", c.job_number.clone().unwrap_or_default());
    put("distribution", c.distribution.as_deref().map(norm).unwrap_or_default());
    put("masthead_date", c.masthead_date.map(|d| d.to_string()).unwrap_or_default());
    put("original_language", c.original_language.map(|l| l.to_string()).unwrap_or_default());
    put("title", c.title.as_deref().map(norm).unwrap_or_default());
    put("letter_date", c.letter_date.map(|d| d.to_string()).unwrap_or_default());
    let sender = c.sender.clone().unwrap_or_default();
    put("sender.office", sender.office.as_deref().map(norm).unwrap_or_default());
    put("sender.state", sender.state.as_deref().map(state).unwrap_or_default());
    let senders = c.senders.iter().map(|s| one_sender(s.office.as_deref(), s.state.as_deref())).collect();
    put("senders", if c.senders.len() > 1 { sorted(senders) } else { String::new() });
    put("addressees", names(c.addressees.iter().map(String::as_str)));
    put("bodies", sorted(c.bodies.iter().map(|b| format!("{}: {}", norm(&b.organ), items(&b.agenda_items))).collect()));
    put(
        "sessions",
        sorted(
            c.bodies
                .iter()
                .map(|b| format!("{}: {}", norm(&b.organ), b.session.clone().or(b.year.clone()).unwrap_or_default()))
                .collect(),
        ),
    );
    put("item_titles", norm(&c.agenda_item_titles.join(" ")));
    let requests = &c.requested_circulation;
    put(
        "request",
        sorted(requests.iter().map(|r| format!("{}: {}", norm(&r.organ), items(&r.agenda_items))).collect()),
    );
    put("request_items", items(&requests.iter().flat_map(|r| r.agenda_items.clone()).collect::<Vec<_>>()));
    put("request_session", requests.iter().find_map(|r| r.session.clone()).unwrap_or_default());
    put("attention", c.requested_attention.as_deref().map(attention).unwrap_or_default());
    put("signatories", names(c.signatories.iter().map(|s| s.name.as_str())));
    put("signatory_titles", signed(&signatures(&c.signatories)));
    let mut tree = Tree::default();
    tree.walk(&c.annexes, 0);
    tree.put(&mut fields);
    // The blocks of each part, in order; where a part begins and ends is told by its words.
    let mut parts: Vec<(&str, String)> = Vec::new();
    let mut paragraphs = Vec::new();
    for block in &c.text {
        if matches!(block.kind, BlockKind::Signature | BlockKind::Footnote) {
            continue;
        }
        match parts.iter_mut().find(|(part, _)| *part == block.part) {
            Some((_, text)) => text.push_str(&block.text),
            None => parts.push((&block.part, block.text.clone())),
        }
        if block.part == "letter" && block.kind != BlockKind::Heading {
            paragraphs.push(ends(&block.text));
        }
    }
    let of_letter = parts.iter().find(|(part, _)| *part == "letter").map(|(_, text)| letters(text)).unwrap_or_default();
    parts.retain(|(part, _)| *part != "letter");
    fields.insert("annex_bounds", parts.iter().map(|(_, text)| ends(text)).collect::<Vec<_>>().join(" | "));
    fields.insert("annex_text", parts.iter().map(|(_, text)| letters(text)).collect());
    fields.insert("text", of_letter);
    fields.insert("paragraphs", paragraphs.join(" | "));
    fields.insert("citations", sorted(c.citations.iter().map(|c| symbol(c.symbol.as_str())).collect()));
    fields.insert("pages", c.pages_total.map(|n| n.to_string()).unwrap_or_default());
    fields
}

/// The members of the Council may be named in the text's words or in the body's.
fn attention(text: &str) -> String {
    const FORMS: [&str; 7] = [
        "members of the council",
        "membres du conseil",
        "miembros del consejo",
        "членов совета",
        "أعضاء المجلس",
        "理事会成员",
        "the members of the council",
    ];
    let text = norm(text);
    if FORMS.contains(&text.as_str()) { FORMS[0].to_owned() } else { text }
}

/// Right and asked, by field; silence where due apart.
#[derive(Clone, Default)]
pub struct Tally {
    /// Field to right and asked.
    pub fields: BTreeMap<&'static str, (usize, usize)>,
    /// Harm to right and asked.
    pub harms: BTreeMap<Harm, (usize, usize)>,
    /// Language to right and asked.
    pub languages: BTreeMap<&'static str, (usize, usize)>,
    /// Silent and due to be.
    pub silence: (usize, usize),
    /// Citations right, given, true.
    pub cited: [usize; 3],
    /// What was missed: sample, field, true, read.
    pub misses: Vec<(String, &'static str, String, String)>,
}

impl Tally {
    /// Scores one sample.
    pub fn score(&mut self, sample: &Sample, read: &Communication) {
        let (truth, reading) = (of_truth(&sample.truth), of_reading(read));
        for (field, want) in &truth {
            if sample.truth.free.contains(field) {
                continue;
            }
            let got = reading.get(field).cloned().unwrap_or_default();
            if want.is_empty() {
                self.silence.1 += 1;
                if got.is_empty() {
                    self.silence.0 += 1;
                    continue;
                }
            }
            self.count(sample, field, *want == got, want, &got);
        }
        self.cite(sample, read);
    }

    fn count(&mut self, sample: &Sample, field: &'static str, right: bool, want: &str, got: &str) {
        let one = usize::from(right);
        let add = |cell: &mut (usize, usize)| *cell = (cell.0 + one, cell.1 + 1);
        add(self.fields.entry(field).or_default());
        add(self.harms.entry(sample.harm).or_default());
        add(self.languages.entry(sample.truth.language).or_default());
        if !right {
            self.misses.push((sample.id.clone(), field, want.to_owned(), got.to_owned()));
        }
    }

    /// A citation is right if its symbol is, and its words hold the number and little else.
    fn cite(&mut self, sample: &Sample, read: &Communication) {
        let mut right = 0;
        let mut wide = Vec::new();
        for ((start, end), want) in sample.cited.iter().zip(&sample.truth.citations) {
            let found = read.citations.iter().find(|c| {
                c.span.start <= *start
                    && *end <= c.span.end
                    && *start - c.span.start <= 60
                    && c.span.end - *end <= 16
                    && symbol(c.symbol.as_str()) == symbol(want)
            });
            match found {
                Some(_) => right += 1,
                None => wide.push(want.clone()),
            }
        }
        self.cited[0] += right;
        self.cited[1] += read.citations.len();
        self.cited[2] += sample.cited.len();
        if !sample.cited.is_empty() {
            self.count(sample, "citation_spans", wide.is_empty(), &wide.join(" "), "");
        }
    }

    /// Right and asked in all.
    pub fn all(&self) -> (usize, usize) {
        self.fields.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    }

    /// Per cent right of a field.
    pub fn rate(&self, field: &str) -> f64 {
        self.fields.get(field).map_or(100.0, |cell| percent(*cell))
    }

    /// The figures as lines.
    pub fn table(&self, name: &str) -> String {
        let line = |what: &str, cell: (usize, usize)| {
            format!("{what:22} {:5}/{:<5} {:6.2} %\n", cell.0, cell.1, percent(cell))
        };
        let mut out = line(&format!("{name}: overall"), self.all());
        for (field, cell) in &self.fields {
            out.push_str(&line(field, *cell));
        }
        for (harm, cell) in &self.harms {
            out.push_str(&line(&format!("  {harm:?}"), *cell));
        }
        for (language, cell) in &self.languages {
            out.push_str(&line(&format!("  {language}"), *cell));
        }
        out.push_str(&line("silence where due", self.silence));
        let [right, given, due] = self.cited;
        out.push_str(&format!(
            "citations              precision {:.3} recall {:.3}\n",
            right as f64 / given.max(1) as f64,
            right as f64 / due.max(1) as f64
        ));
        out
    }
}

/// Right of asked in per cent.
pub fn percent((right, asked): (usize, usize)) -> f64 {
    100.0 * right as f64 / asked.max(1) as f64
}

/// The truth of one sample as the scorer of real letters takes it: what is not judged is null.
pub fn as_json(sample: &Sample) -> serde_json::Value {
    use serde_json::{Value, json};
    let truth = &sample.truth;
    // Stretched words are the same words, but the scorer does not know it.
    let stretched = sample.harm == Harm::Tatweel;
    let judged = |field: &str, value: Value| if truth.free.contains(field) { Value::Null } else { value };
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    let placed = |list: &[Placed], periods: bool| -> Value {
        list.iter()
            .map(|p| {
                let mut row = json!({"organ": p.organ, "agenda_items": p.items});
                if let (true, Some(period)) = (periods, &p.period) {
                    row[if p.organ == super::letters::ORGANS[0] { "session" } else { "year" }] = json!(period);
                }
                row
            })
            .collect()
    };
    let people = |list: &[Signature]| -> Value {
        list.iter().map(|(name, titles)| json!({"name": name, "titles": titles})).collect()
    };
    let first = truth.senders.first().cloned().unwrap_or_default();
    json!({
        "id": sample.id,
        "file": format!("{}.txt", sample.id),
        "notes": format!("{:?}", sample.harm),
        "language": truth.language,
        "kind": serde_json::to_value(truth.kind).unwrap_or(Value::Null),
        "symbols": truth.symbols,
        "job_number": truth.job_number,
        "distribution": truth.distribution,
        "masthead_date": date(truth.masthead_date),
        "original_language": truth.original_language,
        "title": if stretched { Value::Null } else { judged("title", json!(truth.title)) },
        "letter_date": date(truth.letter_date),
        "sender": {"office": judged("sender.office", json!(first.0)), "state": judged("sender.state", json!(first.1))},
        "addressees": truth.addressees,
        "bodies": judged("bodies", placed(&truth.bodies, !truth.free.contains("sessions"))),
        "agenda_item_titles": judged("item_titles", json!(truth.item_titles)),
        "requested_circulation": placed(&truth.request, false),
        "requested_attention": truth.attention,
        "signatories": if stretched { Value::Null } else { people(&truth.signatories) },
        "annexes": annexes_json(&truth.annexes, !stretched && !truth.free.contains("annex_titles")),
        "citations": truth.citations,
        "pages_total": judged("pages", json!(truth.pages)),
    })
}

fn annexes_json(annexes: &[AnnexTruth], titles: bool) -> serde_json::Value {
    annexes
        .iter()
        .map(|annex| {
            serde_json::json!({
                "label": annex.label,
                "title": titles.then_some(&annex.title),
                "author": annex.author,
                "date": annex.date.map(|date| date.to_string()),
                "original_language": annex.language,
                "attachments": annexes_json(&annex.attachments, titles),
            })
        })
        .collect()
}
