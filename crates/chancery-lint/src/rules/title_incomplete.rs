//! A title names the sender and the addressees.

use chancery_model::{body::fold, language::Language};

use crate::{
    Fault, Frame, Rule,
    rules::{Capacity, MOST_SIGNATORIES, capacity},
    words,
};

pub(super) const RULE: Rule =
    Rule { code: "TIT003", name: "title-incomplete", page: include_str!("title_incomplete.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if let Some(fault) = signed_by_more(frame) {
        return vec![fault];
    }
    // Names are bent by the grammar of most languages; in English they stand as they are in the body's data.
    let Some(title) = it.title.as_ref().filter(|_| frame.is_from_outside() && frame.language() == Language::EN) else {
        return Vec::new();
    };
    let folded = words::searched(title);
    let mut missing: Vec<&str> = Vec::new();
    let names_sender =
        frame.senders().take(64).all(|sender| match sender.state.as_deref().or(sender.office.as_deref()) {
            Some(name) => stands(frame, &folded, name),
            None => true,
        });
    if !names_sender {
        missing.push("who sent it");
    }
    if !it.addressees.iter().take(64).all(|addressee| stands(frame, &folded, addressee)) {
        missing.push("everyone to whom it is addressed");
    }
    // A date with a letter for a figure is one that a scanner misread.
    let damaged = it.doubts.iter().any(|doubt| doubt.code == "DAMAGED_DATE");
    if it.letter_date.is_some()
        && !damaged
        && frame.body.words(Language::EN).is_some_and(|words| {
            // A date in another form is a date; another rule speaks of its form.
            words::dates(title, words).is_empty() && words::dates_otherwise(title, words, Language::EN).is_empty()
        })
    {
        missing.push("its date");
    }
    if missing.is_empty() {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["title"]),
        format!("The title does not say {}; complete it from the letter.", missing.join(" and ")),
    )]
}

/// More have signed, each in a capacity in which a letter is signed, than the title names.
fn signed_by_more(frame: &Frame<'_>) -> Option<Fault> {
    let it = frame.communication;
    let senders = frame.senders().take(MOST_SIGNATORIES).count();
    let mission = frame.senders().take(1).any(|sender| sender.state.is_some());
    if it.title.is_none() || !frame.is_letter() || !mission || it.signatories.len() > MOST_SIGNATORIES {
        return None;
    }
    let signed = it.signatories.iter().filter(|one| capacity(frame, one) == Capacity::Signs).count();
    if signed < 2 || signed <= senders {
        return None;
    }
    let place = frame.at(&["sender", "title"]);
    let title = frame.at(&["title"]);
    let place = if title.start <= place.start && place.end <= title.end { place } else { title };
    let named = if senders == 1 { "one sender".to_owned() } else { format!("{senders} senders") };
    let message = format!(
        "The title names {named}, and {signed} have signed; complete it with everyone who sent the letter, or see who signed it."
    );
    Some(Fault::new(place, message))
}

/// Whether a State or office stands in the folded title under any of its names.
fn stands(frame: &Frame<'_>, title: &str, name: &str) -> bool {
    let state = frame.body.state_named(name, None);
    let office = frame.office(name);
    let names = std::iter::once(name)
        .chain(state.iter().flat_map(|state| state.names.values().flatten()).map(String::as_str))
        .chain(office.iter().flat_map(|office| &office.also).map(String::as_str));
    let mut names = names.map(fold).filter(|name| !name.is_empty());
    names.any(|name| title.contains(name.strip_prefix("the ").unwrap_or(&name)))
}
