//! Signature blocks: the word for “signed”, a name, and the lines under it.

use chancery_model::{communication::Signatory, text::Span};

use crate::{
    flow::{Flow, squeeze},
    words::Lexicon,
};

/// One signature.
pub struct Signed {
    /// The name and the lines under it.
    pub signatory: Signatory,
    /// Where the whole block stands.
    pub span: Span,
    /// Its lines.
    pub lines: Vec<Span>,
}

/// How many signatures are read in one part.
const MOST: usize = 100;

/// The signatures of a part, in order.
pub fn read(flow: &Flow, within: Span, lexicon: &Lexicon<'_>) -> Vec<Signed> {
    let text = &flow.text[..within.end];
    let marks = lexicon.signed.all(text, within.start, within.end, MOST);
    let mut signed = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        let next = marks.get(at + 1).map_or(within.end, |next| next.start);
        if let Some(one) = one(flow, Span::new(mark.start, mark.end), next, lexicon) {
            signed.push(one);
        }
    }
    if signed.is_empty() {
        signed.extend(after_close(flow, within, lexicon));
    }
    signed
}

/// A signature after the word for it.
fn one(flow: &Flow, mark: Span, to: usize, lexicon: &Lexicon<'_>) -> Option<Signed> {
    let line = flow.line_at(mark.start);
    let mut rest = Span::new(mark.end, flow.lines[line].span.end.min(to).max(mark.end));
    let mut index = line;
    // The name may stand on a later line, behind rules that extraction put between.
    let mut tried = 0;
    while !flow.of(rest).contains(char::is_alphabetic) {
        index += 1;
        tried += 1;
        let next = flow.lines.get(index).filter(|next| next.span.start < to && tried <= 4)?;
        rest = Span::new(next.span.start, next.span.end.min(to));
    }
    block(flow, Span::new(mark.start, rest.end), rest, index, to, lexicon)
}

/// The name in `first`, its lines and those that follow.
fn block(flow: &Flow, whole: Span, first: Span, index: usize, to: usize, lexicon: &Lexicon<'_>) -> Option<Signed> {
    let written = flow.of(first);
    let (name, mut titles) = split_ranks(written, lexicon);
    let trim = |c: char| c.is_whitespace() || matches!(c, ':' | ',' | '*' | '.' | '_' | '-' | ';');
    let name = squeeze(&name);
    let name = name.trim_start_matches(trim).trim_end_matches([' ', ':', ',', '*', '_', ';']).to_owned();
    if name.is_empty() || name.chars().count() > 90 || !name.contains(char::is_alphabetic) {
        return None;
    }
    let mut lines = vec![Span::new(whole.start, first.end)];
    let mut end = first.end;
    for line in flow.lines.iter().skip(index + 1).take(8) {
        if line.span.start >= to || line.broken {
            break;
        }
        let span = Span::new(line.span.start, line.span.end.min(to));
        let written = flow.of(span);
        let ranked = lexicon.ranks.at(written, 0).is_some();
        let short = written.chars().count() <= 90 && !written.ends_with(['.', ':', ';']);
        let a_i = written.ends_with(".i.") && written.chars().count() <= 90;
        let far = line.gap > 0 && !ranked;
        if far || !(short || a_i) || written.starts_with(['*', '[']) || !written.contains(char::is_alphabetic) {
            break;
        }
        let (head, more) = split_ranks(written, lexicon);
        let continues = written.starts_with(char::is_lowercase) && !titles.is_empty();
        if continues {
            if let Some(last) = titles.last_mut() {
                last.push(' ');
                last.push_str(&squeeze(written));
            }
        } else if more.is_empty() || !head.trim().is_empty() {
            titles.push(squeeze(written));
        } else {
            titles.extend(more);
        }
        lines.push(span);
        end = span.end;
    }
    Some(Signed { signatory: Signatory { name, titles }, span: Span::new(whole.start, end), lines })
}

/// The words before the first rank, and each rank with the words that go with it.
fn split_ranks(written: &str, lexicon: &Lexicon<'_>) -> (String, Vec<String>) {
    let mut starts = Vec::new();
    for rank in lexicon.ranks.all(written, 0, written.len(), 12) {
        let before = written[..rank.start].split_whitespace().next_back().unwrap_or("");
        // “Warden and Keeper”: what follows a small word goes with what stands before it.
        if !before.starts_with(char::is_lowercase) {
            starts.push(rank.start);
        }
    }
    let Some(first) = starts.first() else { return (written.to_owned(), Vec::new()) };
    let head = written[..*first].to_owned();
    starts.push(written.len());
    let titles = starts.windows(2).map(|pair| squeeze(&written[pair[0]..pair[1]])).filter(|t| !t.is_empty()).collect();
    (head, titles)
}

/// The signature of a letter as it was sent: after the courtesy close, or above a line that is a rank.
fn after_close(flow: &Flow, within: Span, lexicon: &Lexicon<'_>) -> Option<Signed> {
    let text = &flow.text[..within.end];
    let close = lexicon.closings.all(text, within.start, within.end, 8).into_iter().last();
    let from = match &close {
        Some(close) => {
            let end = flow.block_end(close.start, 4);
            flow.first_line_from(end)
        }
        None => flow.first_line_from(within.start),
    };
    // The name is the line above the first rank; without a rank nothing says who signed.
    let last = flow.first_line_from(within.end).min(from + 4000);
    for index in from..last {
        let line = flow.lines[index];
        let written = flow.of(line.span);
        if written.chars().count() > 90 || line.span.end > within.end {
            continue;
        }
        let ranked = lexicon.ranks.at(written, 0).is_some();
        if ranked && index > from.saturating_sub(usize::from(close.is_none())) && index > 0 {
            let above = flow.lines[index - 1];
            let name = flow.of(above.span);
            let fits = above.span.start >= within.start
                && name.chars().count() <= 60
                && name.starts_with(char::is_uppercase)
                && !name.ends_with(['.', ',', ';', ':'])
                && !name.contains(|c: char| c.is_ascii_digit())
                && name.split_whitespace().count() <= 7;
            if fits && (close.is_some() || is_last(flow, index, within)) {
                return block(flow, above.span, above.span, index - 1, within.end, lexicon);
            }
        }
    }
    None
}

/// Whether only a few short lines follow.
fn is_last(flow: &Flow, index: usize, within: Span) -> bool {
    let rest: Vec<_> = flow.lines.iter().skip(index + 1).take(9).take_while(|l| l.span.start < within.end).collect();
    rest.len() < 8 && rest.iter().all(|line| line.span.len() < 90)
}
