//! What leaves: a document ready for the page. Typesetting turns it into bytes and asks nothing else.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    communication::{Block, Communication, Kind, Picture, Signatory},
    language::Language,
    symbol::Symbol,
};

/// An agenda item as it stands on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its number as printed: `12`, `31 (b)`.
    pub number: String,
    /// Its title in the language of the document, where the body's data has it.
    pub title: Option<String>,
}

/// One receiving organ on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganBlock {
    /// The organ's code in the body's data.
    pub organ: String,
    /// The symbol under which this organ has it.
    pub symbol: Symbol,
    /// The numbering period in the symbol: a session (`74`) or a year (`2020`); empty for running numbers.
    pub period: String,
    /// The items under which it stands.
    pub items: Vec<Item>,
}

/// One attachment on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// The part name its blocks bear: `annex`, `annex_2`, `annex_1/enclosure`.
    pub part: String,
    /// `Annex`, `Annex II`, `Enclosure`, …
    pub label: String,
    /// How deep it is nested: 1 an annex, 2 an enclosure, 3 an appendix.
    pub depth: u8,
    /// The heading line: the label, then “to the letter dated …”.
    pub heading: String,
    /// Its own title.
    pub title: Option<String>,
    /// Its own original language where it differs from the document's.
    pub original_language: Option<Language>,
    /// Its own date.
    pub date: Option<Date>,
    /// Whether it is circulated only in the language in which it came.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub submitted_only: bool,
    /// Its text, in order, without its heading and title.
    pub blocks: Vec<Block>,
    /// Who signed it.
    pub signatories: Vec<Signatory>,
}

/// A document in one language, complete for the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The language of this version.
    pub language: Language,
    /// The language it was written in.
    pub original_language: Language,
    /// What kind of communication it is.
    pub kind: Kind,
    /// The receiving organs in the body's order, each with its symbol and items.
    pub organs: Vec<OrganBlock>,
    /// The job number as printed, without a language letter: `20-01501`; empty when none was given.
    pub job_number: String,
    /// The distribution category's code in the body's data.
    pub distribution: String,
    /// The date of the masthead.
    pub date: Date,
    /// The date of issue, printed in the foot; `None` on a proof.
    pub released: Option<Date>,
    /// The title.
    pub title: String,
    /// The text of the letter, in order, without signatures.
    pub blocks: Vec<Block>,
    /// Who signed.
    pub signatories: Vec<Signatory>,
    /// The attachments in reading order.
    pub components: Vec<Component>,
    /// The office that issues the page, printed on it and named in its metadata.
    pub office: String,
    /// A line for the foot of every page, such as the body's disclaimer.
    pub foot: Option<String>,
    /// Whether this page is our own setting of a document issued elsewhere.
    pub re_typeset: bool,
    /// Whether this is a proof: nothing was registered and the page says so.
    pub proof: bool,
    /// The address at which the office's resolver answers for it, where the operator gave one.
    pub address: Option<String>,
    /// The dates on which this version was issued again, oldest first; each has a footnote with one asterisk more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reissued: Vec<Date>,
    /// Its pictures, by the names that blocks call them by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pictures: BTreeMap<String, Picture>,
}

impl Document {
    /// The symbols in the body's order.
    pub fn symbols(&self) -> impl Iterator<Item = &Symbol> {
        self.organs.iter().map(|organ| &organ.symbol)
    }
}

/// What the register and the officer decided about a communication, apart from its words.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The receiving organs with their symbols.
    pub organs: Vec<OrganBlock>,
    /// The job number, or empty.
    pub job_number: String,
    /// The distribution category's code.
    pub distribution: String,
    /// The masthead's date.
    pub date: Date,
    /// The date of issue.
    pub released: Option<Date>,
    /// The office that issues it.
    pub office: String,
    /// The line for the foot.
    pub foot: Option<String>,
    /// Whether it was issued elsewhere.
    pub re_typeset: bool,
    /// Whether it is a proof.
    pub proof: bool,
    /// The resolver's address.
    pub address: Option<String>,
    /// The language, where the reader found none.
    pub language: Language,
}

impl Document {
    /// Puts the words of a communication and the facts of the register together.
    ///
    /// The words are taken as they stand. `annex_heading` composes the heading of an attachment from its label and the
    /// document's title, as the body's wording has it.
    pub fn compose(
        communication: &Communication,
        facts: Facts,
        annex_heading: impl Fn(&str, &str) -> String,
    ) -> Document {
        use crate::communication::{Annex, BlockKind};
        let language = communication.language.unwrap_or(facts.language);
        let title = communication.title.clone().unwrap_or_default();
        let of = |part: &str| -> Vec<Block> {
            communication.part(part).filter(|block| block.kind != BlockKind::Signature).cloned().collect()
        };
        let mut components = Vec::new();
        let mut pending: Vec<(String, u8, String, &Annex)> = Vec::new();
        let queue = |prefix: &str, depth: u8, above: &str, annexes: &[Annex]| -> Vec<(String, u8, String, usize)> {
            let names = part_names(prefix, depth, annexes.len());
            names.into_iter().enumerate().map(|(at, name)| (name, depth, above.to_owned(), at)).rev().collect()
        };
        for (part, depth, above, at) in queue("", 1, &title, &communication.annexes) {
            pending.push((part, depth, above, &communication.annexes[at]));
        }
        while let Some((part, depth, above, annex)) = pending.pop() {
            let heading = if depth == 1 { annex_heading(&annex.label, &above) } else { annex.label.clone() };
            for (name, depth, above, at) in queue(&part, depth + 1, &annex.label, &annex.attachments) {
                pending.push((name, depth, above, &annex.attachments[at]));
            }
            components.push(Component {
                blocks: of(&part),
                part,
                label: annex.label.clone(),
                depth,
                heading,
                title: annex.title.clone(),
                original_language: annex.original_language.filter(|own| *own != language),
                date: annex.date,
                submitted_only: false,
                signatories: annex.signatories.clone(),
            });
        }
        Document {
            language,
            original_language: communication.original_language.unwrap_or(language),
            kind: communication.kind,
            organs: facts.organs,
            job_number: facts.job_number,
            distribution: facts.distribution,
            date: facts.date,
            released: facts.released,
            title,
            blocks: of("letter"),
            signatories: communication.signatories.clone(),
            components,
            office: facts.office,
            foot: facts.foot,
            re_typeset: facts.re_typeset,
            proof: facts.proof,
            address: facts.address,
            reissued: Vec::new(),
            pictures: communication.pictures.clone(),
        }
    }
}

/// The part names of `count` attachments under `prefix` at a depth (1 annex, 2 enclosure, 3 appendix).
///
/// One attachment alone has no number (`annex`, `annex/enclosure`), several are numbered from 1 (`annex_1`, `annex_2`).
pub fn part_names(prefix: &str, depth: u8, count: usize) -> Vec<String> {
    let word = match depth {
        1 => "annex",
        2 => "enclosure",
        _ => "appendix",
    };
    (1..=count)
        .map(|n| {
            let own = if count == 1 { word.to_owned() } else { format!("{word}_{n}") };
            if prefix.is_empty() { own } else { format!("{prefix}/{own}") }
        })
        .collect()
}
