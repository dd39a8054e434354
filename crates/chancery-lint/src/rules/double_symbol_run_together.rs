//! Two symbols of one document are parted by a dash.

use chancery_model::text::Span;

use crate::{Fault, Frame, MOST_FAULTS, Rule, words};

pub(super) const RULE: Rule = Rule {
    code: "CIT004",
    name: "double-symbol-run-together",
    page: include_str!("double_symbol_run_together.md"),
    check,
};

/// The reader's doubt that says so.
const DOUBT: &str = "LOST_HYPHEN";

/// How much of a doubted place is looked at.
const LONGEST: usize = 160;

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let doubts = frame.communication.doubts.iter().filter(|doubt| doubt.code == DOUBT).take(MOST_FAULTS);
    doubts
        .map(|doubt| {
            let message = "Two symbols stand together without the dash between them; part them.";
            match parted(frame, doubt.span) {
                Some((span, repair)) => Fault::new(span, message).repaired(repair),
                None => Fault::new(doubt.span, message),
            }
        })
        .collect()
}

/// The two symbols with a dash between them, and where they stand together.
fn parted(frame: &Frame<'_>, place: Span) -> Option<(Span, String)> {
    let rest = frame.text.get(place.start..)?;
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let word = words::pieces(rest).map(|piece| piece.text.trim()).find(|word| !word.is_empty())?;
    let word = word.trim_end_matches([',', ';', '.', ')', ':']);
    let grammar = frame.body.grammar();
    let is_known = |written: &str| grammar.parse(written).is_ok_and(|symbol| frame.body.place(&symbol).is_some());
    let at = word.char_indices().skip(1).map(|(at, _)| at).find(|at| {
        let (left, right) = word.split_at(*at);
        left.ends_with(|c: char| c.is_ascii_digit())
            && right.starts_with(|c: char| c.is_ascii_uppercase())
            && is_known(left)
            && is_known(right)
    })?;
    let lead = rest.find(word)?;
    let start = place.start + lead;
    Some((Span::new(start, start + word.len()), format!("{}–{}", &word[..at], &word[at..])))
}
