//! An attachment comes in a language of the body, or is circulated as it came.

use chancery_model::communication::BlockKind;

use crate::{Fault, Frame, MOST_FAULTS, Rule, words};

pub(super) const RULE: Rule = Rule {
    code: "LNG003",
    name: "attachment-in-other-language",
    page: include_str!("attachment_in_other_language.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let offered = &frame.body.charter.languages_offered;
    let attached = it.languages.iter().filter(|(part, _)| *part != "letter");
    let others: Vec<_> = attached.filter(|(_, language)| !offered.contains(language)).collect();
    // Footnotes and the heads of attachments say so, where it is said.
    let notes = it.text.iter().filter(|block| block.kind == BlockKind::Footnote).map(|block| block.text.as_str());
    let heads = frame.attachment_heads().map(|(.., head)| head.of(frame.text));
    let says = |text: &str| {
        let text = &text[..text.floor_char_boundary(1024)];
        words::AS_SUBMITTED.iter().any(|phrase| words::find(text, phrase).is_some())
    };
    if others.is_empty() || notes.chain(heads).take(64).any(says) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (part, language) in others.into_iter().take(MOST_FAULTS) {
        let first = it.text.iter().find(|block| block.part == *part);
        let place = first.map_or_else(|| frame.at(&["annexes.0", "annexes"]), |block| block.span);
        faults.push(Fault::new(
            place,
            format!(
                "An attachment is in a language that the body does not offer ({}), and nothing says that it is circulated \
                 as submitted; ask the sender for a translation, or say so in a footnote.",
                language.code()
            ),
        ));
    }
    faults
}
