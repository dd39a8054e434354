//! All pages count the same total.

use chancery_model::text::Span;

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "PAG001", name: "page-total-differs", page: include_str!("page_total_differs.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    // Marks that go on from page to page; other fractions in a line of their own are none.
    let mut marks: Vec<(Span, u32)> = Vec::new();
    let mut last = None;
    let mut at = 0;
    for line in frame.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim();
        if bare.len() > 40 || !bare.contains('/') {
            continue;
        }
        let found = bare.split_whitespace().find_map(|word| {
            let (page, total) = word.split_once('/')?;
            let digits = |text: &str| text.len() <= 4 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            let pair = (digits(page) && digits(total)).then_some((page, total))?;
            Some((word, pair.0.parse::<u32>().ok()?, pair.1.parse::<u32>().ok()?))
        });
        let Some((word, page, total)) = found else { continue };
        // Beside it stands the job number at most.
        let alone = bare.split_whitespace().all(|other| other == word || other.bytes().any(|b| b.is_ascii_digit()));
        let follows = last.is_none_or(|last: u32| page == last + 1) && (last.is_some() || (1..=3).contains(&page));
        if !alone || !follows || page == 0 || total == 0 {
            continue;
        }
        let lead = line.find(word).unwrap_or(0);
        marks.push((Span::new(start + lead, start + lead + word.len()), total));
        last = Some(page);
    }
    if marks.len() < 2 {
        return Vec::new();
    }
    // The total that most pages give; of several as frequent, the greatest.
    let mut totals: Vec<u32> = marks.iter().map(|(_, total)| *total).collect();
    totals.sort_unstable();
    let mut best = (0, 0);
    for run in totals.chunk_by(|a, b| a == b) {
        if run.len() >= best.0 {
            best = (run.len(), run[0]);
        }
    }
    let due = best.1;
    let others = marks.iter().filter(|(_, total)| *total != due).take(MOST_FAULTS);
    others
        .map(|(span, total)| {
            Fault::new(
                *span,
                format!("This page counts {total} pages and the others {due}; see whether one is missing."),
            )
        })
        .collect()
}
