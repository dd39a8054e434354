//! Footnotes are numbered in the order of their marks.

use std::collections::BTreeMap;

use chancery_model::{
    communication::{Block, BlockKind},
    text::Span,
};

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "FTN003", name: "footnotes-out-of-order", page: include_str!("footnotes_out_of_order.md"), check };

/// How many places of one mark are kept.
const MOST_MARKS: usize = 64;

/// The notes of one part, in order, and where figures are hung on words.
#[derive(Default)]
struct Notes<'a> {
    notes: Vec<(u32, &'a Block)>,
    marks: BTreeMap<u32, Vec<Span>>,
}

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    // Each part may count its own.
    let mut parts: BTreeMap<&str, Notes<'_>> = BTreeMap::new();
    let mut before: Option<(u32, &str)> = None;
    for block in &frame.communication.text {
        if block.kind != BlockKind::Footnote {
            before = None;
            continue;
        }
        if faults.len() == MOST_FAULTS {
            return faults;
        }
        let Some(number) = block.number.as_deref().and_then(number) else { continue };
        let part = parts.entry(&block.part).or_default();
        // A new page or section may begin again from the first, and then text stands between.
        let above = part.notes.last().map(|(number, _)| *number);
        let together = before.is_some_and(|(_, part)| part == block.part);
        before = Some((number, &block.part));
        part.notes.push((number, block));
        if let Some(above) = above.filter(|above| number <= *above && (number != 1 || together)) {
            faults.push(Fault::new(
                block.span,
                format!("Footnote {number} stands after footnote {above}; number the notes in order."),
            ));
        }
    }
    if !faults.is_empty() {
        return faults;
    }
    parts.retain(|_, part| part.notes.len() > 1 && part.notes.is_sorted_by(|(one, _), (other, _)| one < other));
    if parts.is_empty() {
        return faults;
    }
    for (block, written) in
        frame.written(&[BlockKind::Paragraph, BlockKind::List, BlockKind::Heading, BlockKind::Table])
    {
        if let Some(part) = parts.get_mut(block.part.as_str()) {
            for (number, place) in hung(written) {
                let known = part.marks.entry(number).or_default();
                if known.len() < MOST_MARKS {
                    known.push(Span::new(block.span.start + place.start, block.span.start + place.end));
                }
            }
        }
    }
    for part in parts.values() {
        let mut at = 0;
        let mut above = 0;
        for (number, _) in &part.notes {
            let Some(marks) = part.marks.get(number) else { continue };
            // A square metre has a figure hung on it too: only a mark that can be no other says anything.
            if marks.len() > 1 {
                break;
            }
            match marks.iter().find(|mark| mark.start >= at) {
                Some(mark) => (at, above) = (mark.end, *number),
                None => {
                    faults.extend(marks.first().map(|mark| {
                        let message = format!(
                            "The mark of footnote {number} stands before that of footnote {above}; number the notes in the \
                             order of their marks."
                        );
                        Fault::new(*mark, message)
                    }));
                    break;
                }
            }
        }
    }
    faults
}

/// The figures that are hung on a word or a stop, with their places.
fn hung(text: &str) -> Vec<(u32, Span)> {
    let mut all = Vec::new();
    let is_figure = |c: char| c.is_ascii_digit() || plain(c).is_some_and(|_| !c.is_ascii());
    let mut before: [char; 2] = [' ', ' '];
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !is_figure(c) {
            before = [before[1], c];
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| is_figure(*c)) {
            end = at + c.len_utf8();
        }
        let on = before[1].is_alphabetic() || ".,;:!?)]»”’\"。，；：、！？）،؛؟".contains(before[1]);
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        // A decimal’s figures follow another’s, and a symbol’s go on.
        let joined = before[0].is_ascii_digit() || next == '/' || next.is_alphanumeric() && next < '\u{2e80}';
        if on && !joined && end - start <= 6 {
            all.extend(number(&text[start..end]).map(|number| (number, Span::new(start, end))));
        }
        before = [' ', '0'];
    }
    all
}

/// A note's number, in plain or raised figures.
fn number(mark: &str) -> Option<u32> {
    let plain: Option<String> = mark.trim_end_matches(['.', ')']).chars().map(plain).collect();
    plain?.parse().ok()
}

/// The plain figure of a plain or raised one.
fn plain(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁰' | '⁴'..='⁹' => char::from_digit(u32::from(c) - u32::from('⁰'), 10),
        _ => None,
    }
}
