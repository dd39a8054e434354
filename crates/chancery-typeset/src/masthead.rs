//! The words of the masthead, the running heads and the foot, composed from the document's facts and the body's wording.

use chancery_model::{
    Body, Document,
    document::OrganBlock,
    wording::{ItemFacts, Masthead as Words, PeriodFacts, Wording},
};
use serde::Serialize;

use crate::{TypesetError, glyphs};

/// A symbol as it is printed: the root large, the rest following.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PrintedSymbol {
    /// The organ's letter or letters.
    pub root: String,
    /// What follows them.
    pub rest: String,
    /// The whole symbol.
    pub whole: String,
}

/// What stands below the masthead for one organ.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AgendaBlock {
    /// The organ's name; printed here only where there are several organs.
    pub organ: String,
    /// `Seventy-fourth session`, `Seventy-fifth year`; empty for an organ whose numbers run on.
    pub period: String,
    /// `Agenda items 32 and 37`; empty where there are none.
    pub items: String,
    /// The titles of the items that are known.
    pub titles: Vec<String>,
}

/// Every line of the masthead and the foot, in the language of the document.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MastheadLines {
    /// The body's name.
    pub body: String,
    /// The symbols in the body's order; those that were not given yet are left out.
    pub symbols: Vec<PrintedSymbol>,
    /// The organs' names.
    pub organs: Vec<String>,
    /// `Distr.: General`.
    pub distribution: String,
    /// The date in words.
    pub date: String,
    /// The version's own language, on a translation (`Français`); or empty.
    pub version: String,
    /// `Original: English`.
    pub original: String,
    /// One block for each organ.
    pub agenda: Vec<AgendaBlock>,
    /// `20-01501`, or empty.
    pub job_number: String,
    /// `20-01501 (E)`, or empty.
    pub job: String,
    /// `20-01501 (E)    030220`, or empty.
    pub job_line: String,
    /// What the barcode says, without the guards; empty where there is no job number.
    pub barcode: String,
    /// `Issued by: …`, or empty.
    pub issued_by: String,
    /// The body's line for the foot of every page, or empty.
    pub foot: String,
    /// The address of the resolver, or empty.
    pub address: String,
    /// The line on a page that sets anew what was issued elsewhere, or on one that was issued again; or empty.
    pub re_typeset: String,
    /// The word on a proof, or empty.
    pub proof: String,
    /// How a signature is marked.
    pub signed: Signed,
}

/// How a signature is marked: `(Signed)` before the name, or after it where the language has it so.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Signed {
    /// The word, without its brackets.
    pub word: String,
    /// Whether it stands after the name.
    pub follows: bool,
}

/// How a piece of a line is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Slanted,
    Strong,
}

impl Signed {
    /// The line of a name, piece by piece.
    pub fn line<'s>(&'s self, name: &'s str) -> [(&'s str, Ink); 4] {
        use Ink::{Plain, Slanted, Strong};
        // What follows a name is not slanted: scripts that have it so are not.
        match self.follows {
            true => [(name, Strong), (" (", Plain), (&self.word, Plain), (")", Plain)],
            false => [("(", Plain), (&self.word, Slanted), (") ", Plain), (name, Strong)],
        }
    }
}

impl MastheadLines {
    /// The symbols as they are written in one line: `A/74/672–S/2020/83`.
    pub fn symbols_joined(&self) -> String {
        self.symbols.iter().map(|symbol| symbol.whole.as_str()).collect::<Vec<_>>().join("–")
    }

    /// What a document is called where it must have a name: by its title, its symbols, or the body.
    pub fn name_of(&self, document: &Document, body: &Body) -> String {
        let symbols = self.symbols_joined();
        [document.title.trim(), symbols.trim(), self.body.trim(), body.charter.name.trim()]
            .into_iter()
            .find(|name| glyphs::has_ink(name))
            .unwrap_or(&body.charter.code)
            .to_owned()
    }
}

/// The wording of the document's language, or why it cannot be set.
pub(crate) fn wording<'a>(document: &Document, body: &'a Body) -> Result<(&'a Wording, &'a Words), TypesetError> {
    body.words(document.language)
        .and_then(|words| Some((words, words.masthead.as_ref()?)))
        .ok_or_else(|| TypesetError::WordingMissing { body: body.charter.code.clone(), language: document.language })
}

/// Composes every line of the masthead and the foot.
pub(crate) fn compose(document: &Document, body: &Body) -> Result<MastheadLines, TypesetError> {
    let (wording, words) = wording(document, body)?;
    let mut job = document.job_number.clone();
    if !job.is_empty() && !wording.letter.is_empty() {
        job.push_str(&format!(" ({})", wording.letter));
    }
    let mut job_line = job.clone();
    if let Some(day) = document.released.filter(|_| !job.is_empty()) {
        job_line.push_str(&format!("    {:02}{:02}{:02}", day.day(), day.month(), day.year().rem_euclid(100)));
    }
    let slot = |template: &str, name: &str, value: &str| template.replace(name, value);
    Ok(MastheadLines {
        body: words.body.clone(),
        symbols: document
            .symbols()
            .map(|symbol| printed_symbol(body, symbol.as_str()))
            .filter(|symbol| !symbol.whole.is_empty())
            .collect(),
        organs: document.organs.iter().map(|block| wording.organ_name(body, &block.organ)).collect(),
        distribution: wording.distribution_line(body, &document.distribution).unwrap_or_default(),
        date: wording.date(document.date),
        version: wording.version_line(document.language != document.original_language),
        original: wording.original_line(&[document.original_language]).unwrap_or_default(),
        agenda: document.organs.iter().map(|block| agenda_block(wording, body, block)).collect(),
        barcode: body.barcode(&document.job_number).unwrap_or_default().trim_matches('*').to_owned(),
        job_number: document.job_number.clone(),
        job,
        job_line,
        issued_by: if document.office.is_empty() {
            String::new()
        } else {
            slot(&words.issued_by, "{office}", &document.office)
        },
        foot: document.foot.clone().unwrap_or_default(),
        address: document.address.clone().unwrap_or_default(),
        re_typeset: if document.re_typeset { words.re_typeset.clone() } else { reissue_notes(wording, document) },
        proof: if document.proof { words.proof.clone() } else { String::new() },
        // The brackets are set by the page, since only the word between them is in italics.
        signed: Signed { word: words.signed.trim_matches(['(', ')']).to_owned(), follows: words.signed_follows },
    })
}

/// `* Reissued for technical reasons on 12 March 2026.`, one sentence for each time.
fn reissue_notes(wording: &Wording, document: &Document) -> String {
    let notes = document.reissued.iter().enumerate().filter_map(|(at, date)| wording.reissue_note(at + 1, *date));
    notes.collect::<Vec<_>>().join(" ")
}

/// Parts the organ's letters from the rest, at the longest root of the body's grammar that the symbol begins with.
fn printed_symbol(body: &Body, symbol: &str) -> PrintedSymbol {
    let root = body
        .grammar()
        .roots
        .iter()
        .filter(|root| {
            symbol.strip_prefix(root.code.as_str()).is_some_and(|rest| rest.starts_with(root.separator.as_str()))
        })
        .map(|root| root.code.len())
        .max()
        .unwrap_or_else(|| symbol.find(|c: char| !c.is_alphabetic()).unwrap_or(symbol.len()));
    let (root, rest) = symbol.split_at(root);
    PrintedSymbol { root: root.to_owned(), rest: rest.to_owned(), whole: symbol.to_owned() }
}

fn agenda_block(wording: &Wording, body: &Body, block: &OrganBlock) -> AgendaBlock {
    let items =
        ItemFacts { items: block.items.iter().map(|item| item.number.clone()).collect(), ..ItemFacts::default() };
    AgendaBlock {
        organ: wording.organ_name(body, &block.organ),
        period: period_line(wording, body, block),
        items: wording.items_line(&items).unwrap_or_default(),
        titles: block.items.iter().filter_map(|item| item.title.clone()).filter(|title| !title.is_empty()).collect(),
    }
}

/// The line of an organ's session or year; empty for an organ whose numbers run on.
fn period_line(wording: &Wording, body: &Body, block: &OrganBlock) -> String {
    let organ = body.organ(&block.organ);
    let period = match organ {
        Some(organ) => body.period_facts(organ, &block.period),
        // An organ that the body's data does not have counts its sessions as most do.
        None => block.period.parse().ok().map(|number| PeriodFacts { number: Some(number), ..PeriodFacts::default() }),
    };
    // A session for which the language has no words is named as in the symbol (`ES-10`).
    let line =
        |period: PeriodFacts| wording.period_line(&period, Some(&block.organ)).unwrap_or_else(|| block.period.clone());
    period.map(line).unwrap_or_default()
}
