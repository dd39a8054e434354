//! The heading of an annex repeats the title of its letter.

use chancery_model::{communication::Annex, text::Span, wording::Wording};

use crate::{Fault, Frame, MOST_FAULTS, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "ANX004", name: "annex-heading-differs", page: include_str!("annex_heading_differs.md"), check };

/// The parts of a title that its heading repeats, by the names of their places, and what a message calls them.
const PARTS: [(&str, &str); 3] = [("letter_date", "date"), ("sender", "sender"), ("addressed", "addressee")];

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let (Some(title), Some(wording)) = (&it.title, frame.body.words(frame.language())) else { return Vec::new() };
    let bare = words::skeleton(title);
    if bare.chars().count() > 2_000 {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (index, annex, head) in frame.attachment_heads().take(64) {
        if faults.len() == MOST_FAULTS {
            break;
        }
        // Where the title itself lost its State, the heading is the better of the two.
        let lost = it.doubts.iter().any(|doubt| doubt.code == "STATE_LOST");
        let own = |part: &str| {
            it.place(part)
                .filter(|_| part != "sender" || !lost)
                .filter(|place| it.place("title").is_some_and(|whole| inside(whole, *place)))
        };
        let parts = PARTS.map(|(part, what)| Some((what, own(part)?, it.place(&format!("annexes.{index}/{part}"))?)));
        let parts: Vec<(&str, Span, Span)> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            faults.extend(other_date(frame, annex, head, title, &bare, wording));
            continue;
        }
        let end = frame.text.trim_end().len();
        let differs = |(what, right, place): &&(&str, Span, Span)| {
            let (right, written) = (right.of(frame.text), place.of(frame.text));
            let dates = |text: &str| {
                let otherwise = || words::dates_otherwise(text, wording, frame.language());
                let found = words::dates_any(text, wording).into_iter().next();
                found.or_else(|| otherwise().into_iter().next()).map(|(_, date)| date)
            };
            // Another form of the same date is another rule's fault.
            if *what == "date" && dates(right).is_some() && dates(right) == dates(written) {
                return false;
            }
            let (right, written) = (words::skeleton(right), words::skeleton(written));
            // Where line breaks were lost the heading runs on into the annex; where the text was cut it does not end.
            let cut = place.end >= end && right.starts_with(&written);
            !(alike(&right, &written) || written.starts_with(&right) || cut)
        };
        let different: Vec<&(&str, Span, Span)> = parts.iter().filter(differs).collect();
        // A heading that shares nothing with the title repeats another letter's.
        if different.len() == parts.len() && parts.len() > 1 {
            continue;
        }
        for (what, right, written) in different {
            let right: Vec<&str> = right.of(frame.text).split_whitespace().collect();
            let right = right.join(" ");
            let message = format!(
                "The heading of “{}” repeats the title with another {what}; the title has “{right}”.",
                annex.label
            );
            faults.push(Fault::new(*written, message).repaired(right));
        }
    }
    faults
}

/// Whether two texts differ in nothing but the accents of Latin letters, which typewriters and scanners lose.
fn alike(a: &str, b: &str) -> bool {
    let accented = |c: char| ('\u{c0}'..'\u{250}').contains(&c);
    a.chars().count() == b.chars().count()
        && a.chars()
            .zip(b.chars())
            .all(|(a, b)| a == b || accented(a) && b.is_ascii_alphabetic() || accented(b) && a.is_ascii_alphabetic())
}

fn inside(whole: Span, place: Span) -> bool {
    whole.start <= place.start && place.end <= whole.end && !place.is_empty()
}

/// A heading whose parts the reader did not tell apart, and which gives another date than the letter's.
fn other_date(
    frame: &Frame<'_>,
    annex: &Annex,
    head: Span,
    title: &str,
    bare: &str,
    wording: &Wording,
) -> Option<Fault> {
    let first: String = title.split_whitespace().next().map(words::skeleton).unwrap_or_default();
    let heading = heading(frame, head);
    let written = heading.of(frame.text);
    let whole = words::skeleton(written);
    // Only a heading that goes on with the title’s own first word repeats the title.
    let label = words::skeleton(&annex.label);
    let behind = whole.strip_prefix(&label).filter(|_| !first.is_empty())?;
    // Where lines are parted by empty ones, the heading goes on behind them.
    let written_on = || {
        let text = head.of(frame.text);
        let reach = text.floor_char_boundary(title.len() * 2 + label.len() + 200);
        words::skeleton(&text[..reach]).contains(bare)
    };
    if whole.contains(bare) || written_on() || !behind.chars().take(60).collect::<String>().contains(&first) {
        return None;
    }
    let repeated = behind.chars().count();
    // What is far longer runs into the annex’s own text; what is far shorter was cut off.
    let length = bare.chars().count();
    if repeated > length * 2 || repeated * 2 < length {
        return None;
    }
    let dates = words::dates(written, wording);
    let date = frame.communication.letter_date?;
    let (place, other) = dates.first().filter(|_| dates.iter().all(|(_, other)| *other != date))?;
    if words::dates(title, wording).iter().any(|(_, known)| known == other) {
        return None;
    }
    let span = Span::new(heading.start + place.start, heading.start + place.end);
    let message = format!(
        "The heading of “{}” gives {} as the letter’s date, and the letter {}; it repeats the title as it stands.",
        annex.label,
        frame.date(*other),
        frame.date(date)
    );
    Some(Fault::new(span, message).repaired(wording.date(date)))
}

/// The heading with the lines over which it runs, to the next empty line.
fn heading(frame: &Frame<'_>, head: Span) -> Span {
    let mut end = head.start;
    for line in head.of(frame.text).split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    let written = Span::new(head.start, end).of(frame.text);
    Span::new(head.start, head.start + written.trim_end().len())
}
