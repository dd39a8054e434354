//! What begins like a symbol is read as one, and must be whole.

use chancery_model::{communication::BlockKind, text::Span};

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    words::{self, Piece},
};

pub(super) const RULE: Rule =
    Rule { code: "CIT001", name: "citation-malformed", page: include_str!("citation_malformed.md"), check };

/// The longest word that is looked at; longer ones are addresses.
const LONGEST: usize = 80;

/// How many suspicious words are looked at.
const MOST_LOOKED: usize = 2_000;

/// Separators that stand together in no symbol.
const DOUBLED: &[&[u8]] = &[b"//", b"--", b"..", b"/.", b"./", b"-/", b"/-"];

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let grammar = frame.body.grammar();
    let mut faults = Vec::new();
    let mut looked = 0;
    let kinds = &[BlockKind::Paragraph, BlockKind::List, BlockKind::Footnote, BlockKind::Heading];
    for (block, written) in frame.written(kinds) {
        for Piece { start, text: word, next, .. } in words::pieces(written) {
            let start = block.span.start + start;
            if !word.bytes().any(|b| matches!(b, b'/' | b'-')) || !words::has_figure(word) {
                continue;
            }
            if faults.len() == MOST_FAULTS {
                return faults;
            }
            let bare = word.trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(c, '(' | '[' | '“' | '”' | '«' | '»' | '"' | '‘' | '’' | ',' | ';' | ':' | '.')
            });
            // Brackets inside a symbol close again; one that does not was opened before it.
            let bare = if bare.contains(['(', '[']) { bare } else { bare.trim_end_matches([')', ']']) };
            let shaped = (4..=LONGEST).contains(&bare.len())
                && bare.is_ascii()
                && bare.bytes().any(|b| b.is_ascii_digit())
                && !bare.contains("://");
            if !shaped {
                continue;
            }
            // A word of letters and figures with single separators between them is a symbol of some series.
            let doubled = bare.as_bytes().windows(2).any(|pair| DOUBLED.contains(&pair));
            let odd =
                bare.ends_with('/') || bare.bytes().any(|b| !b.is_ascii_alphanumeric() && !b"/-.()[]*".contains(&b));
            let mixed = mistaken(bare);
            if !doubled && !odd && mixed.is_none() || looked == MOST_LOOKED {
                continue;
            }
            looked += 1;
            let begins = grammar.roots.iter().any(|root| {
                bare.strip_prefix(root.code.as_str()).is_some_and(|rest| rest.starts_with(root.separator.as_str()))
            });
            if !begins {
                continue;
            }
            let Some(lead) = word.find(bare) else { continue };
            // A slash with which it breaks off goes on in the next line or after a stray space, but not in a word.
            let broken =
                bare.ends_with('/') && word.trim_end().ends_with('/') && next.starts_with(|c: char| c.is_lowercase());
            let span = Span::new(start + lead, start + lead + bare.len());
            // What breaks off at a slash goes on in the next line or after a stray space.
            let whole = grammar.parse(bare).is_ok() || grammar.parse_all(&bare.replace('|', "&")).is_ok();
            if !whole && (broken || !bare.ends_with(['/', '-'])) && !bare.contains(['[', '(']) {
                let fault = Fault::new(
                    span,
                    format!("“{bare}” begins like a symbol and is none; compare it with the document that is meant."),
                );
                let repair = without_doubled(bare);
                let right = grammar.parse(&repair).ok().filter(|symbol| frame.body.place(symbol).is_some());
                faults.push(match right {
                    Some(right) => fault.repaired(right.to_string()),
                    None => fault,
                });
            } else if let Some(repair) =
                mixed.filter(|right| grammar.parse(right).is_ok_and(|symbol| frame.body.place(&symbol).is_some()))
            {
                let message = format!(
                    "“{bare}” has a letter where a figure belongs; compare it with the document that is meant."
                );
                faults.push(Fault::new(span, message).repaired(repair));
            }
        }
    }
    faults
}

/// The word with each separator once.
fn without_doubled(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if !(matches!(c, '/' | '-') && out.ends_with(['/', '-'])) {
            out.push(c);
        }
    }
    out
}

/// The word with figures for the letters that are taken for them, where a part is figures but for those.
fn mistaken(word: &str) -> Option<String> {
    if !word.bytes().any(|b| matches!(b, b'O' | b'o' | b'l')) {
        return None;
    }
    let mut any = false;
    let parts = word.split('/').enumerate().map(|(at, part)| {
        let figures = part.bytes().any(|b| b.is_ascii_digit());
        let all = part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'O' | b'o' | b'l'));
        if at > 0 && figures && all && part.bytes().any(|b| b.is_ascii_alphabetic()) {
            any = true;
            part.replace(['O', 'o'], "0").replace('l', "1")
        } else {
            part.to_owned()
        }
    });
    let right: Vec<String> = parts.collect();
    any.then(|| right.join("/"))
}
