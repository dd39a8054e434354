//! Each addressee is named once.

use std::collections::HashSet;

use chancery_model::{body::fold, language::Language, text::Span};

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "ADR004", name: "addressee-named-twice", page: include_str!("addressee_named_twice.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let canonical = |name: &String| frame.office(name).map_or_else(|| fold(name), |office| fold(&office.name));
    let mut seen = HashSet::new();
    let mut once: Vec<&str> = Vec::new();
    let mut twice: Option<&str> = None;
    for addressee in it.addressees.iter().filter(|addressee| !addressee.is_empty()).take(256) {
        if seen.insert(canonical(addressee)) {
            once.push(addressee.as_str());
        } else {
            twice.get_or_insert(addressee);
        }
    }
    // The reader may have taken both for one; then the title names it twice in its list of addressees.
    let listed = list(frame);
    if let Some((_, names)) = listed.as_ref().filter(|_| twice.is_none()) {
        twice = once.iter().take(16).copied().find(|name| {
            let name = fold(name);
            names.split(',').flat_map(|piece| piece.split(" and ")).filter(|piece| bare(piece) == name).count() > 1
        });
    }
    let Some(twice) = twice else { return Vec::new() };
    let span = listed.map_or_else(|| frame.at(&["addressees"]), |(span, _)| span);
    let fault = Fault::new(span, format!("“{twice}” is named twice among the addressees; name each once."));
    // The list is written anew only where it is nothing but names, articles and what parts them.
    let written = words::searched(span.of(frame.text));
    let known: HashSet<String> = once.iter().map(|name| fold(name)).collect();
    let only = written.split(',').flat_map(|piece| piece.split(" and ")).all(|piece| known.contains(bare(piece)));
    let masthead = frame.body.words(Language::EN).and_then(|words| words.masthead.as_ref());
    vec![match masthead.filter(|_| only && !span.is_empty() && frame.language() == Language::EN) {
        Some(masthead) => {
            let article = if written.starts_with("the ") { "the " } else { "" };
            let names = once.iter().enumerate();
            let names: Vec<String> =
                names.map(|(at, name)| format!("{}{name}", if at == 0 { article } else { "the " })).collect();
            fault.repaired(masthead.list(&names))
        }
        None => fault,
    }]
}

/// One name of a list, folded, without its article.
fn bare(piece: &str) -> &str {
    let piece = piece.trim();
    let piece = piece.strip_prefix("to ").unwrap_or(piece);
    piece.strip_prefix("the ").unwrap_or(piece)
}

/// The list of addressees in an English title: from “addressed to” to its end, and its words folded.
fn list(frame: &Frame<'_>) -> Option<(Span, String)> {
    let title = frame.communication.place("title").filter(|_| frame.language() == Language::EN)?;
    let written = title.of(frame.text);
    let at = words::find(written, words::ADDRESSED_TO)?;
    let names = written.get(at.end..)?.trim_end().trim_end_matches(words::STOPS);
    let lead = names.len() - names.trim_start().len();
    let start = title.start + at.end + lead;
    Some((Span::new(start, start + names.trim_start().len()), words::searched(names)))
}
