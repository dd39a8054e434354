//! Signatures side by side: two or more names in one line, and under each its titles, in columns that extraction kept apart
//! by spaces or ran together.

use std::sync::LazyLock;

use chancery_model::{communication::Signatory, text::Span};
use regex::Regex;

use crate::{
    dictionary,
    flow::{Flow, squeeze},
    signature::{Signed, split_ranks},
    words::{Lexicon, fold},
};

/// The most lines of titles under names that stand side by side.
const MOST_LINES: usize = 12;

/// The signatures whose marks stand in one line, with the titles under them up to `to`. The first has the whole block as
/// its place and all its lines; the others have the place of their own name.
pub fn read(flow: &Flow, marks: &[Span], to: usize, lexicon: &Lexicon<'_>) -> Vec<Signed> {
    let Some(first) = marks.first() else { return Vec::new() };
    let Some(line) = flow.lines.get(flow.line_at(first.start)) else { return Vec::new() };
    let ends = marks.iter().skip(1).map(|next| next.start).chain(std::iter::once(line.span.end));
    let named: Vec<(Span, Span)> =
        marks.iter().zip(ends).map(|(mark, end)| (Span::new(mark.end, end.max(mark.end)), *mark)).collect();
    under(flow, &named, to, lexicon)
}

/// The signatures of which names and marks stand in one line, whichever of the two comes first.
pub fn under(flow: &Flow, named: &[(Span, Span)], to: usize, lexicon: &Lexicon<'_>) -> Vec<Signed> {
    let Some((name, mark)) = named.first() else { return Vec::new() };
    let first = name.cover(*mark);
    let index = flow.line_at(first.start);
    let Some(line) = flow.lines.get(index) else { return Vec::new() };
    let column = |at: usize| line.indent + flow.text[line.span.start..at].chars().count();
    let mut signed = Vec::new();
    let mut columns = Vec::new();
    for (place, mark) in named {
        let (name, titles) = split_ranks(flow.of(*place), lexicon);
        let name = squeeze(&name).trim_matches([' ', ':', ',', '*', '_', ';']).to_owned();
        if !name.contains(char::is_alphabetic) || name.chars().count() > 90 {
            return Vec::new();
        }
        let span = place.cover(*mark);
        columns.push(column(span.start));
        signed.push(Signed { signatory: Signatory { name, titles }, span, lines: Vec::new() });
    }
    let mut lines = vec![Span::new(first.start, line.span.end)];
    for line in flow.lines.iter().skip(index + 1).take(MOST_LINES) {
        let written = flow.of(line.span);
        let open = signed.iter().any(|one| one.signatory.titles.last().is_some_and(|title| hangs(title, lexicon)));
        let far = line.gap > 0 && !open && lexicon.ranks.at(written, 0).is_none();
        let long = written.split("  ").any(|piece| piece.trim().chars().count() > 120) || written.ends_with([':', ';']);
        if line.span.start >= to || line.broken || far || long || !written.contains(char::is_alphabetic) {
            break;
        }
        for (at, piece) in pieces(flow, line.span, line.indent, columns.len(), lexicon) {
            let target = match at {
                // Pieces run together stand in the order of the columns.
                Place::Nth(nth) => nth,
                Place::Column(column) => {
                    let hanging = signed
                        .iter()
                        .position(|one| one.signatory.titles.last().is_some_and(|title| hangs(title, lexicon)));
                    let near = |at: &usize| columns.get(*at).map_or(usize::MAX, |own| own.abs_diff(column));
                    let nearest = (0..columns.len()).min_by_key(near).unwrap_or(0);
                    // A piece that stands under no column goes on with what is left open.
                    if near(&nearest) > 8 { hanging.unwrap_or(nearest) } else { nearest }
                }
            };
            let Some(one) = signed.get_mut(target) else { continue };
            let titles = &mut one.signatory.titles;
            let goes_on =
                titles.last().is_some_and(|title| hangs(title, lexicon)) || piece.starts_with(char::is_lowercase);
            match titles.last_mut().filter(|_| goes_on) {
                Some(last) => {
                    last.push(' ');
                    last.push_str(&piece);
                }
                None => titles.push(piece),
            }
        }
        lines.push(Span::new(line.span.start, line.span.end.min(to)));
    }
    let whole = lines.last().map_or(first, |last| first.cover(*last));
    if let Some(one) = signed.first_mut() {
        one.span = whole;
        one.lines = lines;
    }
    signed
}

/// Whether a title is not at its end: its last word is a small one.
fn hangs(title: &str, lexicon: &Lexicon<'_>) -> bool {
    let last = title.split_whitespace().next_back().unwrap_or_default();
    last.starts_with(char::is_lowercase) && lexicon.common.contains(&fold(last))
}

enum Place {
    /// In the column with this number.
    Nth(usize),
    /// So many columns from the margin.
    Column(usize),
}

/// The pieces of a line: parted by wide spaces, else where words of two columns run together.
fn pieces(flow: &Flow, line: Span, indent: usize, columns: usize, lexicon: &Lexicon<'_>) -> Vec<(Place, String)> {
    static WIDE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s{2,}").ok());
    static SEAM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\p{Ll}.)](\p{Lu}\p{Ll})").ok());
    let written = flow.of(line);
    let mut starts = vec![0];
    starts.extend(WIDE.iter().flat_map(|wide| wide.find_iter(written)).map(|wide| wide.end()));
    if starts.len() == 1 {
        let seams = SEAM.iter().flat_map(|seam| seam.captures_iter(written)).filter_map(|c| c.get(1));
        // Names such as McKay have a capital inside; a seam parts a line into two halves.
        let seams: Vec<usize> =
            seams.map(|seam| seam.start()).filter(|at| *at >= 6 && *at + 4 < written.len()).collect();
        let seams = if seams.is_empty() { hidden_seam(written, lexicon).into_iter().collect() } else { seams };
        if seams.len() + 1 == columns {
            starts.extend(seams);
            let piece = |(nth, start): (usize, &usize)| {
                let end = starts.get(nth + 1).copied().unwrap_or(written.len());
                (Place::Nth(nth), squeeze(&written[*start..end]))
            };
            return starts.iter().enumerate().map(piece).collect();
        }
    }
    let piece = |(nth, start): (usize, &usize)| {
        let end = starts.get(nth + 1).copied().unwrap_or(written.len());
        (Place::Column(indent + written[..*start].chars().count()), squeeze(&written[*start..end]))
    };
    starts.iter().enumerate().map(piece).filter(|(_, piece)| !piece.is_empty()).collect()
}

/// Where two words in small letters run together, of which the second is a small word: `lakesand`, `tothe`.
fn hidden_seam(written: &str, lexicon: &Lexicon<'_>) -> Option<usize> {
    let list = dictionary::of(lexicon.language);
    let known = |word: &str| lexicon.common.contains(&fold(word)) || list.is_some_and(|list| list.has(&fold(word)));
    for word in written.split_whitespace().filter(|word| word.is_ascii() && word.len() > 3 && !known(word)) {
        let start = word.as_ptr() as usize - written.as_ptr() as usize;
        for at in 2..word.len().saturating_sub(1) {
            let (left, right) = word.split_at(at);
            if lexicon.common.contains(right) && right.len() > 1 && known(left) {
                return Some(start + at);
            }
        }
    }
    None
}
