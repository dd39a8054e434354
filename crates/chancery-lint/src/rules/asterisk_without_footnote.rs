//! A mark sends the reader to a footnote.

use crate::{
    Fault, Frame, Rule,
    rules::{MarkKind, asterisks},
};

pub(super) const RULE: Rule = Rule {
    code: "FTN001",
    name: "asterisk-without-footnote",
    page: include_str!("asterisk_without_footnote.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let marks = asterisks(frame);
    let mut faults = Vec::new();
    for (count, span) in marks.iter().filter(|(kind, ..)| *kind == MarkKind::Mark).map(|(_, count, span)| (count, span))
    {
        let noted = marks.iter().any(|(kind, other, _)| *kind == MarkKind::Note && other == count);
        if !noted {
            faults.push(Fault::new(
                *span,
                format!(
                    "“{}” stands for a footnote that is not there; add it, or take the mark out.",
                    "*".repeat(*count)
                ),
            ));
        }
    }
    faults
}
