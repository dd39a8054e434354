//! Linting: what a documents officer would say of a communication before it goes further.
//!
//! A pure room: a communication as it was understood, its text, a body and the circumstances go in, findings come out. The
//! rules know the frame of a letter (title, date, sender, addressees, request, signature, numbers, attachments) and no
//! institution: which rules hold, how gravely and on whose authority stands in the body's `rulebook.toml`. No rule judges
//! what is said in a letter, or by what name it calls a place, a people or a State.

use std::collections::{BTreeMap, BTreeSet};

use chancery_model::{Body, Communication, Finding, Gravity, Symbol, body::Scope, text::Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

mod addressees;
mod frame;
mod ground;
mod lines;
mod page;
mod repair;
mod rule;
mod rules;
mod states;
#[cfg(test)]
mod tests;
mod versions;
mod words;

pub use frame::Frame;
pub use lines::{Count, Lines, Position};
pub use page::{FAMILIES, Family, page};
pub use repair::{Edit, edits, repaired};
use rule::MOST_FAULTS;
pub use rule::{Fault, Rule};

/// What lint must be told about the world, since it looks at no clock and no register.
///
/// What is `None` or empty is not known, and the rules that would need it are silent.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    /// Today's date at the body's seat.
    pub today: Date,
    /// The numbers next due, when the letter is to be circulated; `None` when it is only to be looked at.
    pub due: Option<Due>,
    /// What the record says of the documents that the text cites or follows; see [`asked_of_record`]. A document of which
    /// the record cannot know, such as one of a session before its first, is left out.
    pub record: BTreeMap<Symbol, Standing>,
    /// Numbers that an act keeps for something, beside those that the body's data keeps in every period, and for what.
    pub reserved: BTreeMap<Symbol, String>,
    /// Another language version of the same text, to compare with.
    pub beside: Option<Box<Communication>>,
}

impl Circumstances {
    /// A day, and nothing else that is known.
    pub fn new(today: Date) -> Circumstances {
        Circumstances { today, ..Circumstances::default() }
    }
}

/// How a document stands on the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is on it.
    OnRecord,
    /// The record holds others of its series and period, and not this one.
    Absent,
}

/// How many documents the record is asked for; a text made to overflow asks for no more.
const MOST_ASKED: usize = 1_000;

/// The documents of which the record is asked before linting: what the text's own symbols follow, and what it cites.
pub fn asked_of_record(communication: &Communication, body: &Body) -> BTreeSet<Symbol> {
    let parents = communication.symbols.iter().take(64).filter_map(|symbol| rules::parent(body, symbol));
    let cited: BTreeSet<Symbol> =
        communication.citations.iter().map(|citation| citation.symbol.without_asterisks()).collect();
    let cited = cited.into_iter().take(MOST_ASKED).filter(|symbol| body.place(symbol).is_some());
    parents.chain(cited).collect()
}

/// The numbers a communication would be given now.
#[derive(Clone, Debug)]
pub struct Due {
    /// One symbol for each receiving organ, by the organ's code.
    pub symbols: Vec<(String, Symbol)>,
    /// The job number.
    pub job_number: String,
}

/// What the findings come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// Only advice.
    Advice,
    /// At least one grave finding.
    Grave,
}

/// What `explain` shows of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RulePage {
    /// The code for machines.
    pub code: &'static str,
    /// The fault it is named for.
    pub name: &'static str,
    /// The code of its family: the part of the letter it is about.
    pub family: &'static str,
    /// The page's first paragraph.
    pub summary: &'static str,
    /// The whole page.
    pub markdown: &'static str,
}

/// The findings of all rules that hold in a body, by their place in the text and then by rule.
///
/// A rule that the body's rulebook does not name does not run. Whether a dated ruling holds is judged by the letter's date,
/// and by today where the letter has none.
pub fn lint(communication: &Communication, text: &str, body: &Body, circumstances: &Circumstances) -> Vec<Finding> {
    let frame = Frame::new(communication, text, body, circumstances);
    let of_secretariat = frame.is_of_secretariat();
    let grounds = ground::Grounds::of(&frame);
    let mut findings = Vec::new();
    for rule in rules::RULES {
        let Some(ruling) = body.rulebook.rules.get(rule.code) else { continue };
        let begun = ruling.from.is_none_or(|from| from <= frame.as_of);
        let ended = ruling.until.is_some_and(|until| until <= frame.as_of);
        let elsewhere = ruling.scope == Scope::Secretariat && !of_secretariat;
        if !begun || ended || elsewhere {
            continue;
        }
        for fault in (rule.check)(&frame).into_iter().take(MOST_FAULTS) {
            let mut span = inside(text, fault.span);
            // What is missing stands nowhere: the words nearest to its place are underlined, so that it can be seen.
            if span.is_empty() && fault.repair.is_none() {
                span = frame.nearest(span.start);
            }
            findings.push(Finding {
                rule: rule.code.to_owned(),
                name: rule.name.to_owned(),
                gravity: ruling.gravity,
                message: clipped(fault.message),
                // A repair is meant for exactly the place that was named; if that had to be moved, it fits no longer.
                repair: fault.repair.filter(|_| span == fault.span),
                span,
                authority: ruling.authority.clone(),
                ground: grounds.at(span),
            });
        }
    }
    // The sort is stable, so that faults of one rule at one place keep the order in which the rule named them.
    findings.sort_by(|a, b| (a.span.start, &a.rule).cmp(&(b.span.start, &b.rule)));
    findings
}

/// What the findings come to.
pub fn verdict(findings: &[Finding]) -> Verdict {
    match findings.iter().map(|finding| finding.gravity).max() {
        None => Verdict::Clean,
        Some(Gravity::Advice) => Verdict::Advice,
        Some(Gravity::Grave) => Verdict::Grave,
    }
}

/// All rules, in the order of their codes.
pub fn rules() -> &'static [Rule] {
    rules::RULES
}

/// The page of a rule, by its code or its name in any case.
pub fn explain(code_or_name: &str) -> Option<RulePage> {
    let wanted = code_or_name.trim();
    let rule = rules().iter().find(|r| r.code.eq_ignore_ascii_case(wanted) || r.name.eq_ignore_ascii_case(wanted))?;
    Some(rule.explanation())
}

/// A message of a length that can be read; what it quotes comes from outside and may be of any length.
fn clipped(mut message: String) -> String {
    const LONGEST: usize = 1_000;
    if message.len() > LONGEST {
        message.truncate(message.floor_char_boundary(LONGEST));
        message.push('…');
    }
    message
}

/// The nearest place that lies inside the text and on its character boundaries.
fn inside(text: &str, span: Span) -> Span {
    Span::new(text.floor_char_boundary(span.start), text.floor_char_boundary(span.end))
}
