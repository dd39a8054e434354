//! What a letter does not transmit may have been attached by mistake.

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "ANX002", name: "annex-not-mentioned", page: include_str!("annex_not_mentioned.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    if it.annexes.is_empty() || !frame.is_from_outside() {
        return Vec::new();
    }
    let reading = frame.body.words(frame.language()).map(|words| &words.reading);
    let labels: Vec<String> = reading
        .into_iter()
        .flat_map(|words| words.annex.iter().chain(&words.enclosure).chain(&words.appendix))
        .map(|label| label.to_lowercase())
        .collect();
    let mut any = false;
    for block in frame.letter() {
        any = true;
        // Where the language's words are not known, nothing follows from not finding them.
        if words::mentions_attachment(&block.text, frame.language(), &labels) != Some(false) {
            return Vec::new();
        }
    }
    if !any {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["annexes.0", "annexes"]),
        format!(
            "“{}” is attached, and the letter does not mention it; ask the sender whether it belongs to the letter.",
            it.annexes[0].label
        ),
    )]
}
