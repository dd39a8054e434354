//! The heading of an annex repeats the title of its letter.

use chancery_model::{language::Language, text::Span};

use crate::{Fault, Frame, MOST_FAULTS, Rule, words};

pub(super) const RULE: Rule =
    Rule { code: "ANX004", name: "annex-heading-differs", page: include_str!("annex_heading_differs.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let language = frame.language();
    let (Some(title), Some(wording)) = (&it.title, frame.body.words(language)) else { return Vec::new() };
    let bare = words::skeleton(title);
    let first: String = title.split_whitespace().next().map(words::skeleton).unwrap_or_default();
    if first.is_empty() || bare.chars().count() > 2_000 {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (_, annex, head) in frame.attachment_heads().take(64) {
        if faults.len() == MOST_FAULTS {
            break;
        }
        let heading = heading(frame, head);
        let written = heading.of(frame.text);
        let whole = words::skeleton(written);
        // Only a heading that goes on with the title’s own first word repeats the title.
        let label = words::skeleton(&annex.label);
        let Some(behind) = whole.strip_prefix(&label) else { continue };
        // Where lines are parted by empty ones, the heading goes on behind them.
        let written_on = || {
            let text = head.of(frame.text);
            let reach = text.floor_char_boundary(title.len() * 2 + label.len() + 200);
            words::skeleton(&text[..reach]).contains(&bare)
        };
        if whole.contains(&bare) || written_on() || !behind.chars().take(60).collect::<String>().contains(&first) {
            continue;
        }
        let repeated = behind.chars().count();
        // What is far longer runs into the annex’s own text; what is far shorter was cut off.
        let length = bare.chars().count();
        if repeated > length * 2 || repeated * 2 < length {
            continue;
        }
        let repaired = (repeated <= length + 40 && language == Language::EN)
            .then(|| frame.body.annex_heading(language, &annex.label, title));
        let dates = words::dates(written, wording);
        if let Some(date) = it.letter_date
            && let Some((place, other)) = dates.first()
            && dates.iter().all(|(_, other)| *other != date)
            && !words::dates(title, wording).iter().any(|(_, known)| known == other)
        {
            let span = Span::new(heading.start + place.start, heading.start + place.end);
            let message = format!(
                "The heading of “{}” gives {} as the letter’s date, and the letter {}; it repeats the title as it stands.",
                annex.label,
                frame.date(*other),
                frame.date(date)
            );
            faults.push(Fault::new(span, message).repaired(wording.date(date)));
            continue;
        }
        if language != Language::EN {
            continue;
        }
        let senders = frame.senders().take(16).filter_map(|sender| sender.state.as_deref());
        let addressees = it.addressees.iter().take(16).map(String::as_str);
        let lacks = |name: &&str| {
            let name = words::skeleton(name.strip_prefix("the ").unwrap_or(name));
            bare.contains(&name) && !whole.contains(&name)
        };
        let missing = senders.map(|name| ("sender", name)).chain(addressees.map(|name| ("addressee", name)));
        let missing: Vec<_> = missing.filter(|(_, name)| lacks(name)).collect();
        let Some((what, name)) = missing.first() else { continue };
        let fault = Fault::new(
            heading,
            format!("The heading of “{}” repeats the title with another {what}; the title has {name}.", annex.label),
        );
        faults.push(match repaired {
            Some(repair) => fault.repaired(repair),
            None => fault,
        });
    }
    faults
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
