//! The original language of an annex stands in square brackets.

use chancery_model::text::Span;

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "ANX006", name: "original-not-in-brackets", page: include_str!("original_not_in_brackets.md"), check };

/// How many lines below the heading are looked at.
const LINES: usize = 6;

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(wording) = frame.body.words(frame.language()) else { return Vec::new() };
    let mut faults = Vec::new();
    for (index, annex, head) in frame.attachment_heads().take(64) {
        let heading = frame.communication.place(&format!("annexes.{index}")).map_or(head.start, |heading| heading.end);
        let mut at = heading.clamp(head.start, head.end);
        let mut left = LINES;
        for line in Span::new(at, head.end).of(frame.text).split_inclusive('\n') {
            let bare = line.trim();
            if !bare.is_empty() {
                if left == 0 {
                    break;
                }
                left -= 1;
            }
            let found = wording.reading.original.iter().find_map(|word| {
                let place = words::find(bare, word).filter(|place| place.start == 0)?;
                let named = bare[place.end..].trim_start_matches([' ', ':', '\u{a0}']).trim_end_matches('.');
                let mut names = wording.languages.values().chain(wording.reading.languages.values().flatten());
                names.any(|name| words::skeleton(name) == words::skeleton(named)).then_some(())
            });
            if found.is_some() {
                let start = at + line.len() - line.trim_start().len();
                let span = Span::new(start, start + bare.len());
                let right = format!("[{bare}]");
                faults.push(
                    Fault::new(
                        span,
                        format!(
                            "The original language of “{}” stands without square brackets; write “{right}”.",
                            annex.label
                        ),
                    )
                    .repaired(right),
                );
                break;
            }
            at += line.len();
        }
    }
    faults
}
