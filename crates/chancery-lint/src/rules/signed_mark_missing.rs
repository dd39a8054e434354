//! The page says that the letter was signed.

use chancery_model::text::Span;

use crate::{Fault, Frame, MOST_FAULTS, Rule, rules::MOST_SIGNATORIES, words};

pub(super) const RULE: Rule =
    Rule { code: "SIG007", name: "signed-mark-missing", page: include_str!("signed_mark_missing.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if !frame.is_letter() {
        return Vec::new();
    }
    let Some(wording) = frame.body.words(frame.language()) else { return Vec::new() };
    let (before, after) = (&wording.reading.signed, &wording.reading.signed_after);
    // Languages that print the mark behind the name have both.
    let Some(mark) = after.first().or(before.first()) else { return Vec::new() };
    // A translation may have kept the mark of another language.
    let marks = || {
        let all = frame
            .body
            .wording
            .values()
            .flat_map(|words| words.reading.signed.iter().chain(&words.reading.signed_after));
        all.chain(wording.masthead.iter().map(|masthead| &masthead.signed).filter(|signed| !signed.is_empty()))
    };
    let mut faults = Vec::new();
    for (index, signatory) in frame.communication.signatories.iter().take(MOST_SIGNATORIES / 3).enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        let Some(place) = frame.communication.place(&format!("signatories.{index}")) else { continue };
        if signatory.name.is_empty() || place.is_empty() {
            continue;
        }
        // The mark stands before the name in its line or in the line above, in some languages behind it.
        let start = frame.text.floor_char_boundary(place.start.saturating_sub(60));
        let line = place.of(frame.text);
        let end = frame.text.floor_char_boundary(place.start + line.len().min(400)).max(start);
        let around = frame.text.get(start..end).unwrap_or("");
        if marks().any(|mark| words::find(around, mark).is_some()) {
            continue;
        }
        let name = frame.within(place, &signatory.name);
        let written = name.of(frame.text).to_owned();
        let fault = Fault::new(
            if name == place { Span::new(place.start, place.start) } else { name },
            format!("“{}” stands under the letter without “{mark}”; put the mark with the name.", signatory.name),
        );
        let first = after.is_empty();
        faults.push(match name == place {
            true if first => fault.repaired(format!("{mark} ")),
            true => fault,
            false if first => fault.repaired(format!("{mark} {written}")),
            false => fault.repaired(format!("{written}{mark}")),
        });
    }
    faults
}
