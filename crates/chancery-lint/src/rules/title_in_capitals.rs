//! A title stands in the case of a sentence.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "TIT005", name: "title-in-capitals", page: include_str!("title_in_capitals.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(title) = &frame.communication.title else { return Vec::new() };
    let (mut upper, mut lower) = (0usize, 0usize);
    for c in title.chars().take(2_000) {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    // A few small letters may stand between capitals where a name was taken from elsewhere.
    if upper < 20 || lower * 10 > upper {
        return Vec::new();
    }
    vec![Fault::new(frame.at(&["title"]), "The title stands in capitals; only its first word and names take one.")]
}
