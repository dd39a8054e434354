//! The title names those to whom the letter is addressed, and no others.

use chancery_model::{body::fold, language::Language};

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "TIT006", name: "title-addressees-differ", page: include_str!("title_addressees_differ.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
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
