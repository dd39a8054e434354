//! Symbols in running text that lead to documents, so that formats which can link do.
//!
//! Only what is written as a symbol of the body is found here: whole, with its root and a number. Citations in words are the
//! reader's business.

use chancery_model::{Body, Language, Span, Symbol};

/// A symbol in a text.
pub(crate) struct Found {
    /// Where it stands.
    pub span: Span,
    /// Which it is.
    pub symbol: Symbol,
}

/// The longest symbol that is looked for, in bytes.
const LONGEST: usize = 80;

/// Finds symbols, in order and apart from each other.
pub(crate) fn find(text: &str, body: &Body) -> Vec<Found> {
    let mut all = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let begins = bytes[at].is_ascii_uppercase() && (at == 0 || !may_go_on(bytes[at - 1]));
        if !begins {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| may_go_on(**byte) || **byte == b'(').count();
        let Some(mut token) = text.get(at..end) else {
            at += 1;
            continue;
        };
        token = closed(token.trim_end_matches(['.', '-', '/', '(', '*']));
        let mut found = None;
        if token.len() <= LONGEST && token.contains(|c: char| c.is_ascii_digit()) && token.contains(['/', '-']) {
            // A year or a volume in brackets belongs to the symbol.
            let tail = text.get(at + token.len()..).filter(|rest| rest.starts_with(" (")).and_then(|rest| {
                let close = rest.find(')').filter(|close| *close <= 16)?;
                rest.get(..=close)
            });
            let long = tail
                .and_then(|tail| symbol(&format!("{token}{tail}"), body).map(|own| (own, token.len() + tail.len())));
            found = long.or_else(|| symbol(token, body).map(|own| (own, token.len())));
        }
        match found {
            Some((symbol, length)) => {
                all.push(Found { span: Span::new(at, at + length), symbol });
                at += length;
            }
            None => at = end.max(at + 1),
        }
    }
    all
}

fn may_go_on(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b')' | b'*' | b'_' | b'[' | b']')
}

/// A token without a bracket that was opened before it.
fn closed(token: &str) -> &str {
    let (opened, closed) = (token.matches(['(', '[']).count(), token.matches([')', ']']).count());
    if closed > opened { token.trim_end_matches([')', ']']).trim_end_matches('.') } else { token }
}

/// A symbol of the body: with a root that it knows, and written as the body writes it.
fn symbol(text: &str, body: &Body) -> Option<Symbol> {
    let symbol = body.grammar().parse(text).ok()?;
    let known = body.grammar().root_of(&symbol).is_some();
    let whole = symbol.as_str().chars().filter(|c| !c.is_whitespace()).eq(text.chars().filter(|c| !c.is_whitespace()));
    (known && whole).then_some(symbol)
}

/// The address at which the body's first resolver answers for a symbol; none for a body without one.
pub(crate) fn address(symbol: &Symbol, language: Language, body: &Body) -> Option<String> {
    let resolver = body.grammar().resolvers.first()?;
    Some(format!("https://{resolver}/{}/{}", language.code(), symbol.without_asterisks().url_form()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::samples::body;

    fn found(text: &str, of: &str) -> Vec<String> {
        let body = body(of);
        find(text, &body).iter().map(|found| found.span.of(text).to_owned()).collect()
    }

    #[test]
    fn symbols_are_found_whole_and_nothing_else() {
        assert_eq!(found("see AS/7/12, (C/2026/3) and W-0141.", "assembly"), ["AS/7/12", "C/2026/3", "W-0141"]);
        assert_eq!(
            found("S/RES/2596 (2021), A/74/672/Add.1; A/74/672–S/2020/83", "un"),
            ["S/RES/2596 (2021)", "A/74/672/Add.1", "A/74/672", "S/2020/83"]
        );
        assert_eq!(found("文件A/74/672号和/或 AND/OR 3/4 X-1 https://example.org/A/74/1", "un"), ["A/74/672"]);
        assert!(found(&"A/".repeat(50_000), "un").is_empty());
    }
}
