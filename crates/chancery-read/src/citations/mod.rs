//! Citations in a text: symbols, and numbers of resolutions and decisions that a body's series turn into symbols.
//!
//! One pass goes from digit to digit ([`scan`]): around each, a symbol is looked for ([`symbols`]), or a number and the word
//! it belongs to ([`numbers`], [`cues`]). The words are the body's language data; no pass is made for each language.

mod cues;
mod numbers;
mod references;
mod scan;
mod symbols;
#[cfg(test)]
mod tests;

use chancery_model::{
    body::Body,
    communication::{BlockKind, Citation, Communication, Reference},
    symbol::Symbol,
    text::Span,
};

pub(crate) use symbols::Symbols;

use crate::{Reader, doubt, flow::Flow, parts::FlowBlock, words::Words};
use numbers::{Context, Numbers};
use references::References;

/// A citation found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The words that cite: a symbol; a number with the word before it; a further number of a list.
    pub span: Span,
    /// The symbol or the number alone.
    pub number: Span,
    /// The document cited, canonically.
    pub symbol: Symbol,
}

/// Finds the citations of a text, in order and without overlap.
///
/// The time is linear in the text's length, of which there is no limit. A text's own symbol is not told from others: what
/// stands in a masthead is found like any other. For a whole letter, with parts and paragraphs, use [`Reader::read`].
pub fn find(text: &str, reader: &Reader<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    find_within(text, Span::new(0, text.len()), &reader.words, &mut found);
    found
}

/// The finder of one body.
pub(crate) struct Finder {
    numbers: Numbers,
    references: References,
}

impl Finder {
    pub(crate) fn new(body: &Body) -> Finder {
        let phrases = body.wording.values().flat_map(|wording| &wording.reading.citation.references);
        Finder { numbers: Numbers::new(body), references: References::new(phrases) }
    }
}

/// Finds the citations between two places of a text; whether two symbols were run together.
fn find_within(text: &str, within: Span, words: &Words<'_>, found: &mut Vec<Found>) -> bool {
    let bytes = text.as_bytes();
    let end = within.end.min(bytes.len());
    let (mut at, mut floor) = (within.start, within.start);
    let mut context = Context::default();
    let mut symbols = Vec::new();
    let mut glued = false;
    while let Some(digit) = scan::next_digit(&bytes[..end], at) {
        let token = symbols::token(bytes, digit, floor, end);
        at = token.end.max(digit + 1);
        if token.letters || token.strokes {
            let after = words.symbols.read(text, token, floor, end, words, &mut symbols);
            if !symbols.is_empty() {
                at = at.max(after);
                floor = at;
                for one in symbols.drain(..) {
                    glued |= one.glued;
                    let bare = one.span.of(text).trim_end_matches('*').len();
                    let span = Span::new(one.span.start, one.span.start + bare);
                    if too_short(one.span.of(text)) {
                        continue;
                    }
                    let starred = one.symbol.asterisks() > 0;
                    let symbol = if starred { one.symbol.without_asterisks() } else { one.symbol };
                    found.push(Found { span, number: span, symbol });
                }
                continue;
            }
        }
        // A number starts at its digit, or at the letters of a special session before it.
        if token.end - token.start <= 24 || !token.letters && !token.strokes {
            let numbers = &words.finder.numbers;
            let start = numbers.start_of(text, token.start, digit, within.start);
            if let Some(after) = numbers.read(text, start, within.start, end, &mut context, found) {
                at = at.max(after);
            }
        }
        floor = at;
    }
    glued
}

/// Whether what looks like a symbol is a letter and a small figure (`A/4`), which in a text is rather anything else.
fn too_short(written: &str) -> bool {
    let figures = written.as_bytes().get(2..).unwrap_or_default();
    written.as_bytes().get(1) == Some(&b'/') && figures.len() < 3 && figures.iter().all(u8::is_ascii_digit)
}

/// Reads the citations of all blocks.
pub fn read(flow: &Flow, blocks: &[FlowBlock], words: &Words<'_>, communication: &mut Communication) {
    let own: Vec<String> = communication.symbols.iter().map(|s| s.without_asterisks().as_str().to_owned()).collect();
    let mut part = "";
    let mut paragraph = 0u32;
    for block in blocks {
        if block.part != part {
            part = &block.part;
            paragraph = 0;
        }
        let counted = matches!(block.kind, BlockKind::Paragraph | BlockKind::List);
        if counted {
            paragraph += 1;
        }
        if block.kind == BlockKind::Signature {
            continue;
        }
        let mut found = Vec::new();
        if find_within(&flow.text, block.span, words, &mut found) {
            let span = flow.origin(found.first().map_or(block.span, |one| one.span));
            let message = "two symbols were run together and are read apart";
            communication.doubts.push(doubt("LOST_HYPHEN", message, span, None));
        }
        let at = counted.then_some(paragraph);
        found.retain(|one| !own.iter().any(|own| own == one.symbol.as_str()));
        communication.citations.extend(found.into_iter().map(|one| Citation {
            text: one_line(flow.of(one.span), one.span == one.number),
            symbol: one.symbol,
            span: flow.origin(one.span),
            part: block.part.clone(),
            paragraph: at,
        }));
        for place in words.finder.references.find(&flow.text, block.span) {
            communication.references.push(Reference {
                text: one_line(flow.of(place), false),
                span: flow.origin(place),
                part: block.part.clone(),
                paragraph: at,
            });
        }
    }
}

/// The words of a citation in one line. The spaces of a symbol that came apart at its strokes are left out.
fn one_line(text: &str, symbol: bool) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if symbol && line.contains(['/']) && !line.contains(" (") { line.replace(' ', "") } else { line }
}
