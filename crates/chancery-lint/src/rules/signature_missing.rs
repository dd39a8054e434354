//! A letter is signed.

use chancery_model::{communication::BlockKind, text::Span};

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "SIG001", name: "signature-missing", page: include_str!("signature_missing.md"), check };

/// How many blocks at the end of a letter may hold its courtesy close.
const CLOSE: usize = 3;

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if !frame.is_letter() || !frame.communication.signatories.is_empty() || frame.format_hides() || !ends(frame) {
        return Vec::new();
    }
    vec![Fault::new(frame.end_of_letter(), "The letter bears no signature; ask the sender for the signed letter.")]
}

/// Whether the text shows the letter to its end. A text that merely stops may be an excerpt, and its signature may stand
/// beyond.
fn ends(frame: &Frame<'_>) -> bool {
    let it = frame.communication;
    // What is attached stands after the signature, and a file of pages is whole.
    if !it.annexes.is_empty() || !matches!(it.format.as_str(), "" | "text") {
        return true;
    }
    let written = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Heading);
    let last: Vec<_> = frame.letter().filter(|block| written(block.kind)).collect();
    let last = &last[last.len().saturating_sub(CLOSE)..];
    let closings = || frame.body.words(frame.language()).into_iter().flat_map(|words| &words.reading.closings);
    let closes = |text: &str| closings().any(|closing| words::find(text, closing).is_some());
    // The request is the last matter of a letter, and speaks of it.
    let own = |place: &Span| words::names_letter(place.of(frame.text), frame.language());
    let asked = ["requested_circulation", "requested_attention"]
        .into_iter()
        .filter_map(|field| it.place(field))
        .filter(own)
        .max();
    let asks = asked.is_some_and(|asked| last.iter().rev().take(2).any(|block| asked.end > block.span.start));
    // The foot of the first page under the last words: nothing of the letter went over to another.
    let end = frame.end_of_letter().end;
    let foot = it.place("job_number").filter(|foot| foot.start >= end);
    let goes_on = foot.is_some_and(|foot| {
        let line = frame.text.get(foot.start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        line.contains("/...") || it.pages_total.is_some_and(|total| total > 1)
    });
    let stops = frame.text[..end].ends_with(['.', '。', '!', '؟', '?']);
    asks || last.iter().any(|block| closes(&block.text)) || foot.is_some() && !goes_on && stops
}
