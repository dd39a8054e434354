//! Signature blocks: the word for “signed”, a name, and the lines under it.

use chancery_model::{communication::Signatory, text::Span};

use crate::{
    flow::{Flow, squeeze},
    senders::of_the_body,
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
    let mut signed = before_marks(flow, within, lexicon);
    if !signed.is_empty() {
        return signed;
    }
    let mut side_by_side = 0;
    for (at, mark) in marks.iter().enumerate() {
        let next = marks.get(at + 1).map_or(within.end, |next| next.start);
        if side_by_side > at {
            continue;
        }
        // Several marks in one line: the titles under them stand in columns. Where line breaks were lost, none do.
        let line = flow.line_at(mark.start);
        let row = marks[at..].iter().take(4).take_while(|other| flow.line_at(other.start) == line).count();
        if row > 1 && flow.lines.get(line).is_some_and(|line| line.span.len() < 240) {
            let row: Vec<Span> = marks[at..at + row].iter().map(|mark| Span::new(mark.start, mark.end)).collect();
            let to = marks.get(at + row.len()).map_or(within.end, |next| next.start);
            let columns = crate::columns::read(flow, &row, to, lexicon);
            if !columns.is_empty() {
                side_by_side = at + row.len();
                signed.extend(columns);
                continue;
            }
        }
        // A mark that belongs to what stands before it says nothing of what follows.
        if lexicon.signed_after.at(text, mark.start).is_some() && text[..mark.start].ends_with(char::is_alphanumeric) {
            continue;
        }
        if let Some(one) = one(flow, Span::new(mark.start, mark.end), next, lexicon) {
            signed.push(one);
        }
    }
    if signed.is_empty() {
        signed.extend(after_close(flow, within, lexicon));
    }
    signed
}

/// The signatures of which the word for “signed” stands after the name. The titles stand under the names or, where
/// nothing stands under the last one, above them.
fn before_marks(flow: &Flow, within: Span, lexicon: &Lexicon<'_>) -> Vec<Signed> {
    let text = &flow.text[..within.end];
    let mut names: Vec<(Span, Span)> = Vec::new();
    let mut from = within.start;
    for mark in lexicon.signed_after.all(text, within.start, within.end, MOST) {
        let name = name_before(flow, from, mark.start, lexicon);
        from = mark.end;
        names.extend(name.map(|name| (name, Span::new(mark.start, mark.end))));
    }
    // Several in one line: the titles under them stand in columns.
    if let [(_, first), (_, second), ..] = names.as_slice()
        && flow.line_at(first.start) == flow.line_at(second.start)
        && flow.lines.get(flow.line_at(first.start)).is_some_and(|line| line.span.len() < 240)
    {
        let line = flow.line_at(first.start);
        let row: Vec<(Span, Span)> = names.iter().copied().take_while(|(_, m)| flow.line_at(m.start) == line).collect();
        if row.len() == names.len() {
            let columns = crate::columns::under(flow, &row, within.end, lexicon);
            if columns.iter().any(|one| !one.signatory.titles.is_empty()) {
                return columns;
            }
        }
    }
    let read = |at: usize| {
        let (name, mark) = names[at];
        let next = names.get(at + 1).map_or(within.end, |(next, _)| next.start);
        block_before(flow, name, mark, next, true, lexicon)
    };
    let ranked = |span: &Span| lexicon.ranks.occurs(flow.of(*span)) || lexicon.offices.occurs(flow.of(*span));
    let under = names.len().checked_sub(1).and_then(read).is_some_and(|last| last.lines[1..].iter().any(ranked));
    let mut signed: Vec<Signed> = Vec::new();
    for (at, (name, mark)) in names.iter().enumerate() {
        if under {
            signed.extend(read(at));
            continue;
        }
        let next = names.get(at + 1).map_or(within.end, |(next, _)| next.start);
        let Some(mut one) = block_before(flow, *name, *mark, next, false, lexicon) else { continue };
        let from = signed.last().map_or(within.start, |last| last.span.end);
        titles_above(flow, from, &mut one, lexicon);
        signed.push(one);
    }
    signed
}

/// The name before a mark: the words in its line, or the line above where the mark stands alone.
fn name_before(flow: &Flow, from: usize, mark: usize, lexicon: &Lexicon<'_>) -> Option<Span> {
    let mut index = flow.line_at(mark);
    let mut span = Span::new(flow.lines[index].span.start.max(from), mark);
    if !flow.of(span).contains(char::is_alphabetic) {
        let line = flow.lines[index];
        let alone = lexicon.signed_after.at(&flow.text[..line.span.end], mark);
        let alone = alone.is_some_and(|it| !flow.text[it.end..line.span.end].contains(char::is_alphanumeric));
        index = index.checked_sub(1).filter(|_| alone && line.gap == 0 && !line.broken)?;
        span = Span::new(flow.lines[index].span.start.max(from), flow.lines[index].span.end.max(from));
    }
    // Where line breaks were lost, the name begins after the last sentence.
    let written = flow.of(span);
    let after = written.char_indices().rev().find(|(_, c)| matches!(c, '。' | '！' | '？' | '；' | '：'));
    let start = span.start + after.map_or(0, |(at, c)| at + c.len_utf8());
    let name = &flow.text[start..span.end];
    let start = start + name.len() - name.trim_start().len();
    let name = name.trim();
    let no_rank = lexicon.ranks.at(name, 0).is_none_or(|rank| rank.end < name.len());
    let fits = no_rank
        && name.contains(char::is_alphabetic)
        && name.chars().count() <= 60
        && !name.contains(['，', ',', '“', '”']);
    fits.then(|| Span::new(start, start + name.len()))
}

/// A signature of which the mark follows the name, with the titles after it and, where they stand there, under it.
fn block_before(flow: &Flow, name: Span, mark: Span, to: usize, under: bool, lexicon: &Lexicon<'_>) -> Option<Signed> {
    let index = flow.line_at(mark.start);
    // A rank in the same line stands before the name.
    let mut titles = Vec::new();
    let mut start = name.start;
    while let Some(rank) = lexicon.ranks.at(&flow.text[..name.end], start).filter(|rank| rank.end < name.end) {
        titles.push(squeeze(&flow.text[start..rank.end]));
        start = rank.end;
    }
    let written = squeeze(&flow.text[start..name.end]);
    let rest = Span::new(mark.end, flow.lines[index].span.end.min(to).max(mark.end));
    let mut signed = Signed {
        signatory: Signatory { name: written, titles },
        span: Span::new(name.start, mark.end),
        lines: vec![Span::new(name.start, mark.end)],
    };
    let (head, mut ranks) = split_ranks(flow.of(rest), lexicon);
    if head.contains(char::is_alphanumeric) {
        // Words that are no rank follow the mark: a sentence speaks of a signature, unless line breaks were lost.
        return head.starts_with(char::is_whitespace).then_some(signed);
    }
    let full = ranks.len();
    ranks.retain(|rank| rank.chars().count() <= 90);
    if !ranks.is_empty() {
        signed.lines.push(Span::new(mark.end, rest.end));
        signed.span = Span::new(name.start, rest.end);
        let lost = ranks.len() < full;
        signed.signatory.titles.extend(ranks);
        if lost {
            // What follows the ranks in a line without end is the text.
            signed.lines.truncate(1);
            signed.span = Span::new(name.start, mark.end);
            return Some(signed);
        }
    }
    if under {
        follow(flow, index, to, lexicon, &mut signed);
    }
    Some(signed)
}

/// The ranks and offices in the lines right above a name.
fn titles_above(flow: &Flow, from: usize, signed: &mut Signed, lexicon: &Lexicon<'_>) {
    for index in (0..flow.line_at(signed.span.start)).rev().take(8) {
        let span = flow.lines[index].span;
        let written = flow.of(span);
        let ranked = lexicon.ranks.occurs(written) || lexicon.offices.occurs(written);
        if span.start < from || !ranked || written.chars().count() > 40 || written.contains(['。', '：', '，', '；'])
        {
            break;
        }
        signed.signatory.titles.insert(0, squeeze(written));
        signed.lines.insert(0, span);
        signed.span = Span::new(span.start, signed.span.end);
    }
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
    let (name, titles) = split_ranks(written, lexicon);
    let trim = |c: char| c.is_whitespace() || matches!(c, ':' | ',' | '*' | '.' | '_' | '-' | ';');
    let name = squeeze(&name);
    // No name holds figures: where line breaks were lost, a note's number may follow.
    let figure =
        name.match_indices(' ').map(|(at, _)| at).find(|at| name[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    let name = &name[..figure.unwrap_or(name.len())];
    let name = name.trim_start_matches(trim).trim_end_matches([' ', ':', ',', '*', '_', ';']).to_owned();
    if name.is_empty() || name.chars().count() > 90 || !name.contains(char::is_alphabetic) {
        return None;
    }
    let span = Span::new(whole.start, first.end);
    let mut signed = Signed { signatory: Signatory { name, titles }, span, lines: vec![span] };
    follow(flow, index, to, lexicon, &mut signed);
    Some(signed)
}

/// The lines of titles under a name.
fn follow(flow: &Flow, index: usize, to: usize, lexicon: &Lexicon<'_>, signed: &mut Signed) {
    let titles = &mut signed.signatory.titles;
    for line in flow.lines.iter().skip(index + 1).take(8) {
        if line.span.start >= to || line.broken {
            break;
        }
        let span = Span::new(line.span.start, line.span.end.min(to));
        let written = flow.of(span);
        let ranked = lexicon.ranks.at(written, 0).is_some();
        let short = written.chars().count() <= 90 && !written.ends_with(['.', ':', ';']);
        let a_i = written.to_lowercase().ends_with(".i.") && written.chars().count() <= 90;
        // Apart from the titles, an office of the body is to whom the letter is sent.
        let office = lexicon.offices.at(written, 0).filter(|office| office.end == written.len());
        let addressed = line.gap > 0 && !titles.is_empty() && office.is_some_and(|o| of_the_body(o.value.1));
        let far = line.gap > 0 && !ranked || addressed;
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
        signed.lines.push(span);
        signed.span = Span::new(signed.span.start, span.end);
    }
}

/// The words before the first rank, and each rank with the words that go with it.
pub fn split_ranks(written: &str, lexicon: &Lexicon<'_>) -> (String, Vec<String>) {
    let mut starts = Vec::new();
    for rank in lexicon.ranks.all(written, 0, written.len(), 12) {
        let before = written[..rank.start].split_whitespace().next_back().unwrap_or("");
        // “Warden and Keeper”: what follows a small word goes with what stands before it. A name with a particle is none.
        if !before.starts_with(char::is_lowercase) || before.contains(char::is_uppercase) {
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
                && name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
                && !name.ends_with(['.', ',', ';', ':', '،', '؛', '。', '，', '：'])
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
