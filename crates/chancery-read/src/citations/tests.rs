//! The finder against labelled passages, and against whatever else may be in a text.
//!
//! `tests/passages/citations.jsonl` holds invented passages in six languages, a third of them traps. In each, `{words=symbol}`
//! marks a citation: the words are the place that is to be found.

use std::{collections::BTreeMap, sync::LazyLock};

use chancery_model::{body::Body, text::Span};
use proptest::prelude::*;

use super::{Found, find};
use crate::{Reader, tests::body_of};

static UN: LazyLock<Body> = LazyLock::new(|| body_of("un"));
static ASSEMBLY: LazyLock<Body> = LazyLock::new(|| body_of("assembly"));
static UN_READER: LazyLock<Reader<'static>> = LazyLock::new(|| Reader::new(&UN));
static ASSEMBLY_READER: LazyLock<Reader<'static>> = LazyLock::new(|| Reader::new(&ASSEMBLY));

#[derive(serde::Deserialize)]
struct Passage {
    body: String,
    language: String,
    kind: String,
    text: String,
}

/// A passage's text without its marks, and what is to be found in it.
fn unmarked(marked: &str) -> (String, Vec<(Span, String)>) {
    let (mut text, mut wanted) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        let close = open + rest[open..].find('}').unwrap();
        let (words, symbol) = rest[open + 1..close].rsplit_once('=').unwrap();
        let start = text.len();
        text.push_str(words);
        wanted.push((Span::new(start, text.len()), symbol.to_owned()));
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    (text, wanted)
}

#[test]
fn labelled_passages_are_read_by_occurrence_and_place() {
    let passages = include_str!("../tests/passages/citations.jsonl");
    let mut tally: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let (mut count, mut misses) = (0, Vec::new());
    for line in passages.lines() {
        let passage: Passage = serde_json::from_str(line).unwrap();
        let reader = if passage.body == "un" { &UN_READER } else { &ASSEMBLY_READER };
        let (text, wanted) = unmarked(&passage.text);
        let found: Vec<(Span, String)> =
            find(&text, reader).into_iter().map(|one| (one.span, one.symbol.to_string())).collect();
        let right = wanted.iter().filter(|one| found.contains(one)).count();
        let tally = tally.entry(passage.language.clone()).or_default();
        *tally = (tally.0 + right, tally.1 + found.len(), tally.2 + wanted.len());
        count += 1;
        if right != wanted.len() || right != found.len() {
            let told: Vec<_> = found.iter().map(|(span, symbol)| (span.of(&text), symbol.as_str())).collect();
            misses.push(format!("{} ({}): {:?} gave {told:?}", passage.language, passage.kind, passage.text));
        }
    }
    assert!(count >= 300, "{count} passages");
    for miss in &misses {
        eprintln!("{miss}");
    }
    for (language, (right, found, wanted)) in &tally {
        let f1 = 2.0 * *right as f64 / (*found + *wanted) as f64;
        eprintln!("{language}: {right} of {wanted}, {found} found, F1 {f1:.4}");
        assert!(f1 >= 0.98, "{language}: F1 {f1:.4}");
    }
}

#[test]
fn references_are_marked_and_not_resolved() {
    for (text, count) in [
        ("Ibid., para. 3; see also op. cit.\nLetters follow.", 2),
        ("Там же; в указанной резолюции сказано иное.", 2),
        ("同上，第3段。", 1),
        ("المرجع نفسه، الفقرة 3.", 1),
        ("Forbids nothing; libidinous; opposite cities.", 0),
        ("Dicha resolución y la\ncitada resolución.", 2),
        ("Ladite  résolution", 1),
    ] {
        let found = UN_READER.words.finder.references.find(text, Span::new(0, text.len()));
        assert_eq!(found.len(), count, "{text}: {:?}", found.iter().map(|span| span.of(text)).collect::<Vec<_>>());
    }
}

fn sound(text: &str, found: &[Found]) {
    let mut end = 0;
    for one in found {
        assert!(end <= one.span.start, "overlap in {text:?}: {found:?}");
        assert!(one.span.start <= one.number.start && one.number.end <= one.span.end, "{text:?}: {one:?}");
        for place in [one.span, one.number] {
            assert!(!place.is_empty() && text.get(place.start..place.end).is_some(), "{text:?}: {one:?}");
        }
        end = one.span.end;
    }
}

const PIECES: [&str; 58] = [
    "resolution ",
    "resolutions ",
    "decision ",
    "General Assembly ",
    "of the ",
    "Parliament ",
    "1701 (2006)",
    "62/243",
    "3367 A (XXX)",
    "ES-10/17",
    "A/74/672",
    "S/2020/83",
    "–",
    "-",
    "/",
    " ",
    "\n",
    "\n\n",
    ", ",
    " and ",
    "to ",
    "(",
    ")",
    "第",
    "号",
    "决议",
    "、",
    "和",
    "القرار ",
    "و ",
    "٢٥٦١ (٢٠٢١)",
    "قرار الجمعية العامة ",
    "резолюции ",
    "Совета Безопасности ",
    "№ ",
    "(ХХХ)",
    "1",
    "2006",
    ".",
    "*",
    "Add.1",
    "/Corr.",
    "A/",
    "S/",
    "E/CN.4/",
    "AS/7/",
    "W-0141",
    "’",
    "’s ",
    "é",
    "دإط-",
    "[A-C]",
    "(Part II)",
    "undocs.org/",
    "\u{200f}",
    "\u{a0}",
    "2025/120/A/79/806-S",
    "Nos. ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn places_are_sound_in_any_mixture(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24)) {
        let text = pieces.concat();
        for reader in [&*UN_READER, &*ASSEMBLY_READER] {
            let found = find(&text, reader);
            sound(&text, &found);
            prop_assert_eq!(&found, &find(&text, reader));
            for one in &found {
                let symbol = one.symbol.as_str();
                let again = reader.words.body.grammar().parse(symbol);
                prop_assert_eq!(again.as_ref().map(|s| s.as_str()), Ok(symbol), "{}", text);
            }
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,200}") {
        for reader in [&*UN_READER, &*ASSEMBLY_READER] {
            sound(&text, &find(&text, reader));
        }
    }
}
