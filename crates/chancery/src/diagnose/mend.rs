//! `lint --fix`: the mechanical repairs of a text, made again and again until none is left.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use anyhow::Result;
use chancery_lint::Edit;
use chancery_model::{Body, Finding, finding::Ground};
use chancery_read::Reader;
use serde::Serialize;

use crate::flow::{self, Known, Review};

/// So many times a text is repaired and read again. A repair may uncover a fault, and that another; more than a few times
/// they only undo one another.
const MOST_ROUNDS: usize = 12;

/// How long the lines that changed are looked for; beyond that the difference is shown by larger pieces.
const DIFFERENCE: Duration = Duration::from_secs(2);

/// A change, and the round in which it was made: its place is one in the text as it was before that round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The round, from 1.
    pub round: usize,
    /// The change.
    #[serde(flatten)]
    pub edit: Edit,
}

/// A text with its repairs made.
pub struct Mended {
    /// The text.
    pub text: String,
    /// What was changed, in order.
    pub made: Vec<Made>,
    /// What is understood of the repaired text, and what is still found.
    pub review: Review,
    /// Whether a further round would change nothing.
    pub settled: bool,
}

/// Makes the repairs of a reviewed text: those on its frame, and those on its sender's own words only where `words` says so.
///
/// What comes out is plain text, whatever the file was. It is read again after each round, as it would be by whoever takes it
/// up, so that to mend the mended text changes nothing.
pub fn mend(reader: &Reader<'_>, body: &Body, review: Review, known: &Known<'_>, words: bool) -> Result<Mended> {
    let name = review.reading.communication.file.clone();
    let mut text = review.reading.text.clone();
    let mut review = review;
    let mut made = Vec::new();
    let mut seen = BTreeSet::from([text.clone()]);
    for round in 1..=MOST_ROUNDS {
        let edits = wanted(&review.findings, words);
        let next = chancery_lint::repaired(&text, &edits);
        // The text of a page or of a word-processor file may read otherwise once it is plain text, and is then looked at anew.
        let as_read = review.reading.communication.format == "text";
        if next == text && as_read {
            return Ok(Mended { text, made, review, settled: true });
        }
        if next != text && !seen.insert(next.clone()) {
            return Ok(Mended { text, made, review, settled: false });
        }
        made.extend(edits.into_iter().map(|edit| Made { round, edit }));
        review = flow::review(reader, body, next.as_bytes(), &name, known)?;
        // Places are places in what is read of the text.
        text.clone_from(&review.reading.text);
        // What no longer reads as text at all was no text to begin with.
        if review.reading.communication.format != "text" {
            break;
        }
    }
    let settled = chancery_lint::repaired(&text, &wanted(&review.findings, words)) == text;
    Ok(Mended { text, made, review, settled })
}

fn wanted(findings: &[Finding], words: bool) -> Vec<Edit> {
    chancery_lint::edits(findings.iter().filter(|finding| words || finding.ground == Ground::Frame))
}

/// What changed, as a unified difference.
pub fn difference(old_name: &str, new_name: &str, old: &str, new: &str) -> String {
    let difference = similar::TextDiff::configure().deadline(Instant::now() + DIFFERENCE).diff_lines(old, new);
    difference.unified_diff().context_radius(3).header(old_name, new_name).to_string()
}
