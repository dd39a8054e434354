//! In running text an organ is called by its name.

use std::collections::BTreeMap;

use chancery_model::{language::Language, text::Span};

use crate::{
    Fault, Frame, MOST_FAULTS, Rule,
    words::{self, Piece},
};

pub(super) const RULE: Rule =
    Rule { code: "STY005", name: "organ-abbreviated", page: include_str!("organ_abbreviated.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if frame.language() != Language::EN {
        return Vec::new();
    }
    let charter = &frame.body.charter;
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let officials = charter.offices.iter().filter(|office| office.addressee_order.is_some()).map(|office| &office.name);
    for name in frame.body.organs.iter().map(|organ| &organ.name).chain([&charter.name]).chain(officials) {
        let initials: String = name
            .split([' ', '-'])
            .filter(|word| word.starts_with(|c: char| c.is_uppercase()))
            .filter_map(|word| word.chars().next())
            .collect();
        if initials.chars().count() >= 2 {
            known.entry(initials).or_insert(name);
        }
    }
    // Short names that texts use for one organ, where they are capitals throughout.
    if let Some(wording) = frame.body.words(Language::EN) {
        for (short, codes) in &wording.reading.citation.short_organs {
            let capitals = short.len() >= 2 && short.bytes().all(|b| b.is_ascii_uppercase());
            if let (true, [code]) = (capitals, codes.as_slice())
                && let Some(organ) = frame.body.organ(code)
            {
                known.entry(short.clone()).or_insert(&organ.name);
            }
        }
    }
    let mut faults = Vec::new();
    for (block, written) in frame.prose() {
        for Piece { start, text: piece, .. } in words::pieces(written) {
            if piece.bytes().filter(u8::is_ascii_uppercase).take(2).count() < 2 {
                continue;
            }
            let lead = piece.len() - piece.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
            let word = piece[lead..].trim_end_matches(|c: char| !c.is_alphanumeric());
            let word = word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word);
            let Some(name) = known.get(word) else { continue };
            if faults.len() == MOST_FAULTS {
                return faults;
            }
            let from = block.span.start + start + lead;
            let message = format!("“{word}” stands for the {name}, which is not abbreviated in text.");
            faults.push(Fault::new(Span::new(from, from + word.len()), message).repaired(*name));
        }
    }
    faults
}
