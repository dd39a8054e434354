//! A letter that sends its reader to an annex should have come with one.

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule = Rule {
    code: "ANX001",
    name: "annex-mentioned-but-absent",
    page: include_str!("annex_mentioned_but_absent.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if !frame.communication.annexes.is_empty() || !frame.is_understood() {
        return Vec::new();
    }
    for block in frame.letter() {
        // The words are looked for in the text as mended; the place is sought again in the original.
        let folded = words::searched(&block.text);
        let mut stand = words::SEE_ANNEX.iter().filter(|phrase| folded.contains(**phrase));
        if let Some(phrase) = stand.find(|phrase| words::find(&block.text, phrase).is_some()) {
            return vec![Fault::new(
                frame.within(block.span, phrase),
                "The letter speaks of its annex, and none came with it; ask the sender for the annex.",
            )];
        }
    }
    Vec::new()
}
