//! A title stands in the case of a sentence.

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "TIT005", name: "title-in-capitals", page: include_str!("title_in_capitals.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(title) = &frame.communication.title else { return Vec::new() };
    // The reader reads a title in capitals as a sentence; what stands on the page is judged.
    let span = frame.at(&["title"]);
    let written = if span.is_empty() { title.as_str() } else { span.of(frame.text) };
    let (mut upper, mut lower) = (0usize, 0usize);
    for c in written.chars().take(2_000) {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    // A few small letters may stand between capitals where a name was taken from elsewhere.
    if upper < 20 || lower * 10 > upper {
        return Vec::new();
    }
    let fault = Fault::new(span, "The title stands in capitals; only its first word and names take one.");
    let same = title.len() <= 2_000
        && title.chars().any(char::is_lowercase)
        && words::skeleton(title) == words::skeleton(written);
    vec![if same { fault.repaired(title.clone()) } else { fault }]
}
