//! The letter at a job number is that of the text’s language.

use chancery_model::text::Span;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "JOB004", name: "job-language-differs", page: include_str!("job_language_differs.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let (Some(language), Some(place)) = (it.language, it.place("job_number")) else { return Vec::new() };
    let Some(right) = frame.body.words(language).map(|words| words.letter.as_str()).filter(|l| !l.is_empty()) else {
        return Vec::new();
    };
    // In brackets behind the number, inside the place that was read or right after it.
    let start = frame.text.floor_char_boundary(place.start);
    let end = frame.text.floor_char_boundary(place.end.saturating_add(8));
    let around = frame.text.get(start..end).unwrap_or("");
    let Some(open) = around.find('(') else { return Vec::new() };
    let Some(close) = around[open..].find(')').map(|close| open + close) else { return Vec::new() };
    let letter = &around[open + 1..close];
    let known = frame.body.wording.iter().find(|(_, words)| words.letter == letter && !letter.is_empty());
    let Some((other, _)) = known.filter(|_| letter != right && around[..open].bytes().any(|b| b.is_ascii_digit()))
    else {
        return Vec::new();
    };
    let name = |language| {
        frame
            .body
            .words(chancery_model::language::Language::EN)
            .map_or_else(String::new, |words| words.language(language))
    };
    vec![
        Fault::new(
            Span::new(start + open + 1, start + close),
            format!(
                "The job number bears {letter} for {}, and the text is in {}; its letter is {right}.",
                name(*other),
                name(language)
            ),
        )
        .repaired(right),
    ]
}
