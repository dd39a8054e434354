//! Long numbers are parted into thousands, as the language parts them.

use chancery_model::text::Span;

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    words::{self, Piece},
};

pub(super) const RULE: Rule =
    Rule { code: "STY003", name: "number-without-separator", page: include_str!("number_without_separator.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(separator) = words::thousands(frame.language()) else { return Vec::new() };
    let mut faults = Vec::new();
    for (block, written) in frame.prose() {
        for Piece { start, text: piece, before, .. } in words::pieces(written) {
            if !words::has_figure(piece) {
                continue;
            }
            let trimmed = piece.trim_start_matches(['(', '“', '«', '$', '€', '£']);
            let lead = piece.len() - trimmed.len();
            let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
            let rest = trimmed[digits..].trim_end();
            if !(5..=12).contains(&digits) || trimmed.starts_with('0') {
                continue;
            }
            // What stands for a thing, such as the number of a house or a file, counts nothing.
            let counts = rest.is_empty() || rest.chars().all(|c| matches!(c, ',' | '.' | ';' | ')' | '”' | '»'));
            let before = before.trim().to_lowercase();
            let named = words::NUMBERED.iter().any(|word| match word.starts_with(words::is_spaced) {
                true => before == *word,
                false => before.ends_with(word),
            });
            if counts && !named {
                if faults.len() == MOST_FAULTS {
                    return faults;
                }
                let number = &trimmed[..digits];
                let mut right = String::new();
                for (nth, digit) in number.chars().enumerate() {
                    if nth > 0 && (digits - nth) % 3 == 0 {
                        right.push(separator);
                    }
                    right.push(digit);
                }
                let from = block.span.start + start + lead;
                let message = format!("{number} is written without its thousands parted; write {right}.");
                faults.push(Fault::new(Span::new(from, from + digits), message).repaired(right));
            }
        }
    }
    faults
}
