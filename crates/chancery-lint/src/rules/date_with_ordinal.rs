//! In running text a day is a plain figure.

use chancery_model::text::Span;

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    words::{self, Piece},
};

pub(super) const RULE: Rule =
    Rule { code: "STY002", name: "date-with-ordinal", page: include_str!("date_with_ordinal.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let language = frame.language();
    let endings = words::day_endings(language);
    let Some(wording) = frame.body.words(language).filter(|_| !endings.is_empty()) else {
        return Vec::new();
    };
    let is_month = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        wording.months.iter().any(|month| month == word)
    };
    let links = words::DAY_LINKS;
    let mut faults = Vec::new();
    for (block, written) in frame.prose() {
        // The two words before the day and the two behind it; the last ones wait for what follows them.
        let mut pieces = words::pieces(written).filter(|piece| !piece.text.trim().is_empty()).peekable();
        let mut before = "";
        while let Some(Piece { start, text: piece, .. }) = pieces.next() {
            let article = std::mem::replace(&mut before, piece);
            let word = piece.trim_end();
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            if !(1..=2).contains(&digits) {
                continue;
            }
            let rest = word[digits..].trim_end_matches([',', ';', ')']);
            if !endings.contains(&rest) && !endings.contains(&rest.trim_end_matches('.')) {
                continue;
            }
            let next = pieces.peek().map_or("", |next| next.text);
            let link = links.contains(&next.trim());
            let rest_of_text = pieces.peek().map_or("", |next| &written[next.start + next.text.len()..]);
            let month = if link { rest_of_text.split_whitespace().next().unwrap_or("") } else { next };
            if !is_month(month) && !is_month(article) {
                continue;
            }
            if faults.len() == MOST_FAULTS {
                return faults;
            }
            // Where an article or a word between day and month goes with the ordinal, it goes.
            let from = match article.trim() {
                "the" => written[..start].trim_end().len() - "the".len(),
                _ => start,
            };
            let of = pieces.peek().filter(|next| next.text.trim() == "of" && is_month(month));
            let to = of.map_or(start + digits + rest.len(), |of| of.start + of.text.trim_end().len());
            let span = Span::new(block.span.start + from, block.span.start + to);
            faults.push(Fault::new(span, "A date takes no ordinal.").repaired(&word[..digits]));
        }
    }
    faults
}
