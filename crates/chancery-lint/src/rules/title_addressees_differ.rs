//! The title names those to whom the letter is addressed, and no others.

use std::{cmp::Reverse, ops::Range};

use chancery_model::{
    body::{Office, fold},
    language::Language,
};

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "TIT006", name: "title-addressees-differ", page: include_str!("title_addressees_differ.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if let Some(fault) = other_than_written(frame) {
        return vec![fault];
    }
    // Names of offices are bent by the grammar of most languages; in English they stand as they are in the body's data.
    let Some(title) = it.title.as_ref().filter(|_| frame.is_letter() && frame.language() == Language::EN) else {
        return Vec::new();
    };
    if it.addressees.is_empty() || it.addressees.len() > 64 {
        return Vec::new();
    }
    let folded = words::searched(title);
    let Some(at) = folded.find(words::ADDRESSED_TO) else { return Vec::new() };
    let to = &folded[at + words::ADDRESSED_TO.len()..];
    let mut faults = Vec::new();
    for office in frame.body.charter.offices.iter().filter(|office| office.addressee_order.is_some()) {
        let named = frame.names_of(office, Some(Language::EN)).find(|name| {
            let name = fold(name);
            to.match_indices(&name).any(|(start, _)| {
                // `Deputy …` and `… for Something` are other offices.
                let (before, after) = (&to[..start], to[start + name.len()..].trim_start());
                (before.is_empty()
                    || before.ends_with("the ")
                    || before.trim_end().ends_with([','])
                    || before.trim_end() == "")
                    && (after.is_empty() || after.starts_with([',', ';', '.']) || after.starts_with("and "))
            })
        });
        let Some(name) = named else { continue };
        let known = it.addressees.iter().any(|addressee| {
            frame.office(addressee).map_or_else(|| fold(addressee) == fold(name), |known| known.name == office.name)
        });
        if !known {
            faults.push(Fault::new(
                frame.within(frame.at(&["title"]), name),
                format!(
                    "The title names the {} as an addressee and the letter does not; the title takes the addressees of \
                     the letter, {}.",
                    office.name,
                    it.addressees.join(", ")
                ),
            ));
        }
    }
    faults
}

/// The addressees whom the letter itself names, where the title leaves one of them out: identical letters name each its
/// own, so that the title may have more.
fn other_than_written(frame: &Frame<'_>) -> Option<Fault> {
    let it = frame.communication;
    let lines = it.place("address_lines").filter(|_| frame.is_letter() && !it.addressees.is_empty())?;
    let title = it.place("title")?;
    let named = |office: &Office| {
        it.addressees.iter().take(64).any(|name| frame.office(name).is_some_and(|known| known.name == office.name))
    };
    let written = offices_in(frame, lines.of(frame.text));
    let missing = written.iter().find(|office| !named(office))?;
    let place = it.place("addressed").or_else(|| it.place("addressees"));
    let place = place.filter(|place| title.start <= place.start && place.end <= title.end).unwrap_or(title);
    let message = format!(
        "The letter is addressed to the {}, whom the title does not name; the title takes the addressees of the letter.",
        missing.name
    );
    Some(Fault::new(place, message))
}

/// The offices that a text names, by the longest of their names that stand there.
fn offices_in<'a>(frame: &Frame<'a>, text: &str) -> Vec<&'a Office> {
    let offices = frame.body.charter.offices.iter().filter(|office| office.addressee_order.is_some());
    let mut found: Vec<(Range<usize>, &Office)> = offices
        .flat_map(|office| {
            let names = frame.names_of(office, Some(frame.language()));
            names.filter_map(move |name| Some((words::find(text, name)?, office)))
        })
        .collect();
    found.sort_by_key(|(place, _)| Reverse(place.len()));
    let mut kept: Vec<(Range<usize>, &Office)> = Vec::new();
    for (place, office) in found {
        if !kept
            .iter()
            .any(|(other, known)| place.start < other.end && other.start < place.end || known.name == office.name)
        {
            kept.push((place, office));
        }
    }
    kept.into_iter().map(|(_, office)| office).collect()
}
