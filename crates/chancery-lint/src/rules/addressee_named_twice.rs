//! Each addressee is named once.

use std::collections::HashSet;

use chancery_model::{body::fold, language::Language};

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "ADR004", name: "addressee-named-twice", page: include_str!("addressee_named_twice.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let canonical = |name: &String| frame.office(name).map_or_else(|| fold(name), |office| fold(&office.name));
    let mut seen = HashSet::new();
    let mut once = Vec::new();
    let mut twice = None;
    for addressee in it.addressees.iter().filter(|addressee| !addressee.is_empty()).take(256) {
        if seen.insert(canonical(addressee)) {
            once.push(addressee.as_str());
        } else {
            twice.get_or_insert(addressee);
        }
    }
    let Some(twice) = twice else { return Vec::new() };
    let span = frame.at(&["addressees"]);
    let fault = Fault::new(span, format!("“{twice}” is named twice among the addressees; name each once."));
    // The list is written anew only where it is nothing but names, articles and what parts them.
    let mut left = words::searched(span.of(frame.text));
    for name in &it.addressees {
        left = left.replacen(&fold(name), "", 1);
    }
    let bare =
        left.split(|c: char| c.is_whitespace() || c == ',').all(|word| matches!(word, "" | "the" | "to" | "and"));
    let masthead = frame.body.words(Language::EN).and_then(|words| words.masthead.as_ref());
    vec![match masthead.filter(|_| bare && !span.is_empty() && frame.language() == Language::EN) {
        Some(masthead) => {
            let article = if words::searched(span.of(frame.text)).starts_with("the ") { "the " } else { "" };
            let mut names: Vec<String> = once.iter().map(|name| format!("the {name}")).collect();
            if let Some(first) = names.first_mut() {
                *first = format!("{article}{}", once.first().copied().unwrap_or_default());
            }
            fault.repaired(masthead.list(&names))
        }
        None => fault,
    }]
}
