//! A request says whether the annex is to be circulated too.

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "REQ017", name: "annex-not-in-request", page: include_str!("annex_not_in_request.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let language = frame.language();
    if it.annexes.is_empty() || !frame.is_from_outside() || it.requested_circulation.is_empty() {
        return Vec::new();
    }
    let Some(place) = it.place("requested_circulation").or_else(|| it.place("requested_circulation.0")) else {
        return Vec::new();
    };
    let paragraph = frame.paragraph(place);
    let written = paragraph.of(frame.text);
    let reading = frame.body.words(language).map(|words| &words.reading);
    let labels: Vec<String> = reading
        .into_iter()
        .flat_map(|words| words.annex.iter().chain(&words.enclosure).chain(&words.appendix))
        .map(|label| label.to_lowercase())
        .collect();
    // Something else than the letter may be asked for, such as “the present text”; then nothing follows.
    if !words::names_letter(written, language) || words::mentions_attachment(written, language, &labels) != Some(false)
    {
        return Vec::new();
    }
    vec![Fault::new(
        place,
        format!(
            "The request speaks of the letter only, and “{}” is attached; ask the sender whether it is to be circulated too.",
            it.annexes[0].label
        ),
    )]
}
