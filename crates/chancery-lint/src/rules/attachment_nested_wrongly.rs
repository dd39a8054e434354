//! An annex is a letter’s, an enclosure an annex’s, an appendix an enclosure’s.

use chancery_model::{body::fold, communication::Annex};

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule = Rule {
    code: "ANX005",
    name: "attachment-nested-wrongly",
    page: include_str!("attachment_nested_wrongly.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(wording) = frame.body.words(frame.language()) else { return Vec::new() };
    let levels = [&wording.reading.annex, &wording.reading.enclosure, &wording.reading.appendix];
    let level = |label: &str| {
        let label = fold(label);
        let found =
            levels.iter().enumerate().flat_map(|(level, words)| words.iter().map(move |word| (level, fold(word))));
        found
            .filter(|(_, word)| !word.is_empty() && label.starts_with(word.as_str()))
            .max_by_key(|(_, word)| word.len())
    };
    let says = |label: &str, due: usize| match level(label) {
        Some((level, _)) if level > due => {
            let names = [&levels[due], &levels[level - 1]].map(|words| words.first().cloned().unwrap_or_default());
            Some(format!(
                "“{label}” is attached where “{}” is due: there is no “{}” to which it belongs.",
                names[0], names[1]
            ))
        }
        _ => None,
    };
    let mut faults = Vec::new();
    for (index, annex) in frame.communication.annexes.iter().enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        let place = frame.within(frame.at_one("annexes", index), &annex.label);
        if let Some(message) = says(&annex.label, 0) {
            faults.push(Fault::new(place, message));
        } else if let Some(message) = annex.attachments.iter().take(100).find_map(|inner: &Annex| says(&inner.label, 1))
        {
            faults.push(Fault::new(place, message));
        }
    }
    faults
}
