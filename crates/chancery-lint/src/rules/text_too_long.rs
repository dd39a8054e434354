//! A text of the secretariat keeps to the length laid down.

use chancery_model::communication::{BlockKind, Kind};

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "LEN001", name: "text-too-long", page: include_str!("text_too_long.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    // Where words are not parted by spaces they cannot be counted so.
    if frame.language().code() == "zh" {
        return Vec::new();
    }
    let timing = &frame.body.charter.timing;
    let note = (frame.communication.kind == Kind::Note).then(|| timing.limit("note")).flatten();
    let Some(limit) = note.or_else(|| timing.limit("secretariat")) else { return Vec::new() };
    let kinds = &[
        BlockKind::Heading,
        BlockKind::Paragraph,
        BlockKind::List,
        BlockKind::Table,
        BlockKind::Footnote,
        BlockKind::Signature,
    ];
    let written = frame.written(kinds).filter(|(block, _)| block.part == "letter");
    let words: usize = written.map(|(_, words)| words.split_whitespace().count()).sum();
    if u32::try_from(words).is_ok_and(|words| words <= limit.words) {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["title", "subtitle", "letter_date"]),
        format!(
            "The text has {words} words, more than the {} that are allowed ({}); shorten it, or ask for a waiver.",
            limit.words, limit.authority
        ),
    )]
}
