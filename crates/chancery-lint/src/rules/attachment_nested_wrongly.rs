//! An annex is a letter’s, an enclosure an annex’s, an appendix an enclosure’s.

use chancery_model::body::fold;

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
            continue;
        }
        let inner = annex.attachments.iter().enumerate().take(100);
        let wrong = inner.filter_map(|(nth, inner)| Some((nth, &inner.label, says(&inner.label, 1)?))).next();
        if let Some((nth, label, message)) = wrong {
            let own = frame.communication.place(&format!("annexes.{index}.attachments.{nth}"));
            faults.push(Fault::new(own.map_or(place, |own| frame.within(own, label)), message));
        }
    }
    faults
}
