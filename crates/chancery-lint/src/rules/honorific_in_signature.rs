//! Under a letter stand name and office, without courtesies.

use chancery_model::{body::fold, text::Span};

use crate::{Fault, Frame, MOST_FAULTS, Rule, rules::MOST_SIGNATORIES, words};

pub(super) const RULE: Rule =
    Rule { code: "SIG006", name: "honorific-in-signature", page: include_str!("honorific_in_signature.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let Some(wording) = frame.body.words(frame.language()) else { return Vec::new() };
    let honorifics: Vec<String> = wording.reading.honorifics.iter().map(|word| fold(word)).collect();
    let mut faults = Vec::new();
    for (index, signatory) in frame.communication.signatories.iter().take(MOST_SIGNATORIES).enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        let place = frame.at_one("signatories", index);
        // The reader may have left the courtesy outside the name; the place of the signature holds both.
        let lines =
            std::iter::once(signatory.name.as_str()).chain(signatory.titles.iter().take(16).map(String::as_str));
        let mut written: Vec<(usize, &str)> = Vec::new();
        let block = place.of(frame.text);
        let block = &block[..block.floor_char_boundary(1024)];
        let mut at = 0;
        for line in block.split_inclusive('\n') {
            written.push((at, line));
            at += line.len();
        }
        let in_text = written.into_iter().take(16).find_map(|(at, line)| {
            // Behind the mark of a signature stands the name, unless the mark stands behind it.
            let marks = wording.reading.signed.iter().filter_map(|mark| words::find(line, mark));
            let marks = marks.filter(|mark| line[..mark.start].trim().is_empty()).map(|mark| mark.end);
            let behind = marks.max().unwrap_or(0);
            let rest = &line[behind..];
            let lead = behind + rest.len() - rest.trim_start().len();
            let honorific = begins_with(line.get(lead..)?, &honorifics)?;
            let length = honorific.len() + line[lead + honorific.len()..].len()
                - line[lead + honorific.len()..].trim_start().len();
            let start = place.start + at + lead;
            Some((Span::new(start, start + length), honorific.to_owned()))
        });
        let found = in_text.map(|(span, word)| (span, word, true)).or_else(|| {
            let mut lines = lines;
            lines.find_map(|line| begins_with(line, &honorifics).map(|word| (place, word.to_owned(), false)))
        });
        let Some((span, word, exact)) = found else { continue };
        let fault = Fault::new(span, format!("“{word}” stands in a signature, which takes none; leave it out."));
        faults.push(if exact { fault.repaired("") } else { fault });
    }
    faults
}

/// The longest of these words with which a line begins, as it stands there.
fn begins_with<'a>(line: &'a str, words: &[String]) -> Option<&'a str> {
    let mut best: Option<&str> = None;
    for word in words {
        let length = word.chars().count();
        let end = line.char_indices().nth(length).map_or(line.len(), |(at, _)| at);
        let head = &line[..end];
        let ends = line[end..].chars().next().is_none_or(|c| !c.is_alphanumeric() || !words::is_spaced(c));
        if ends && fold(head) == *word && best.is_none_or(|best| best.len() < head.len()) {
            best = Some(head);
        }
    }
    best
}
