//! A footnote belongs to a place in the text.

use crate::{
    Fault, Frame, Rule,
    rules::{MarkKind, asterisks},
};

pub(super) const RULE: Rule =
    Rule { code: "FTN002", name: "footnote-without-mark", page: include_str!("footnote_without_mark.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let marks = asterisks(frame);
    let mut faults = Vec::new();
    for (count, span) in marks.iter().filter(|(kind, ..)| *kind == MarkKind::Note).map(|(_, count, span)| (count, span))
    {
        let marked = marks.iter().any(|(kind, other, _)| *kind == MarkKind::Mark && other == count)
            // The reader knows marks on symbols that the text around them hides.
            || frame.communication.symbols.iter().any(|symbol| symbol.asterisks() == *count);
        if !marked {
            faults.push(Fault::new(
                *span,
                format!("The footnote “{}” has no mark in the text; set it, or take the note out.", "*".repeat(*count)),
            ));
        }
    }
    faults
}
