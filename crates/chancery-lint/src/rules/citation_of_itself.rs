//! A text does not cite itself as another document.

use chancery_model::{communication::BlockKind, text::Span};

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    words::{self, Piece},
};

pub(super) const RULE: Rule =
    Rule { code: "CIT005", name: "citation-of-itself", page: include_str!("citation_of_itself.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let own: Vec<_> = it.symbols.iter().take(8).map(|symbol| symbol.without_asterisks()).collect();
    if own.is_empty() {
        return Vec::new();
    }
    let cited = it.citations.iter().filter(|citation| own.contains(&citation.symbol.without_asterisks()));
    let mut places: Vec<(Span, String)> =
        cited.map(|citation| (citation.span, citation.symbol.to_string())).take(MOST_FAULTS).collect();
    // The reader takes a text's own symbols out of its citations; in the prose they are sought here.
    for (block, written) in frame.written(&[BlockKind::Paragraph, BlockKind::List, BlockKind::Footnote]) {
        if places.len() >= MOST_FAULTS {
            break;
        }
        for Piece { start, text: word, before, .. } in words::pieces(written) {
            let start = block.span.start + start;
            if !words::has_figure(word) {
                continue;
            }
            if places.len() >= MOST_FAULTS {
                break;
            }
            let bare = trimmed(word);
            let known = own.iter().find(|own| own.as_str() == bare);
            // Alone in its line it is the head of a page; a phrase before it says that it is cited.
            if let Some(symbol) = known
                && cites(trimmed(before))
                && let Some(lead) = word.find(bare)
            {
                let span = Span::new(start + lead, start + lead + bare.len());
                if !places.iter().any(|(place, _)| *place == span) {
                    places.push((span, symbol.to_string()));
                }
            }
        }
    }
    let faults = places.into_iter().take(MOST_FAULTS);
    faults
        .map(|(span, symbol)| {
            Fault::new(span, format!("The text bears {symbol} itself and cites it; see which document is meant."))
        })
        .collect()
}

/// Whether a word says that another document follows; scripts without spaces write it together with what stands before.
fn cites(before: &str) -> bool {
    if words::has_figure(before) {
        return false;
    }
    let lower = before.to_lowercase();
    words::CITING.iter().any(|word| match word.starts_with(words::is_spaced) {
        true => lower == *word,
        false => before.ends_with(word),
    })
}

/// A word without the marks around it.
fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '“' | '”' | '"' | ',' | ';' | ':' | '.')
    })
}
