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
    let language = frame.language();
    let Some(wording) = frame.body.words(language) else { return Vec::new() };
    let charter = &frame.body.charter;
    let little: Vec<&str> = wording.reading.common.iter().map(String::as_str).collect();
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    // An organ’s name in the language of the text; its English one is its own.
    let organs = frame.body.organs.iter().filter_map(|organ| match language == Language::EN {
        true => Some(organ.name.as_str()),
        false => wording.organs.get(&organ.code).map(String::as_str),
    });
    let officials = charter.offices.iter().filter(|office| office.addressee_order.is_some());
    let officials = officials.filter_map(|office| match language == Language::EN {
        true => Some(office.name.as_str()),
        false => wording.reading.offices.get(&office.name).and_then(|names| names.first()).map(String::as_str),
    });
    let own = (language == Language::EN).then_some(charter.name.as_str());
    for name in organs.chain(own).chain(officials) {
        let words = name.split([' ', '-', '\'', '’']).filter(|word| !little.contains(&word.to_lowercase().as_str()));
        let initials: String = words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
        // Only what is written in capitals stands apart from other words.
        if initials.chars().count() >= 2 && initials.chars().all(char::is_uppercase) {
            known.entry(initials).or_insert(name);
        }
    }
    // Short names that texts use for one organ, where they are capitals throughout.
    for (short, codes) in &wording.reading.citation.short_organs {
        let capitals = short.chars().count() >= 2 && short.chars().all(char::is_uppercase);
        if let (true, [code]) = (capitals, codes.as_slice())
            && let Some(organ) = frame.body.organ(code)
        {
            let name = wording.organs.get(code).filter(|_| language != Language::EN).unwrap_or(&organ.name);
            known.entry(short.clone()).or_insert(name);
        }
    }
    let mut faults = Vec::new();
    for (block, written) in frame.prose() {
        for Piece { start, text: piece, .. } in words::pieces(written) {
            if piece.chars().filter(|c| c.is_uppercase()).take(2).count() < 2 {
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
            let article = if language == Language::EN { "the " } else { "" };
            let message = format!("“{word}” stands for {article}{name}, which is not abbreviated in text.");
            faults.push(Fault::new(Span::new(from, from + word.len()), message).repaired(*name));
        }
    }
    faults
}
