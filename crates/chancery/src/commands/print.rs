//! What several verbs print for people.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use chancery_model::{Communication, Finding, Gravity};

/// Prints one labelled line, if there is anything to say.
pub fn line(label: &str, value: impl AsRef<str>) {
    let value = value.as_ref();
    if !value.is_empty() {
        println!("{label:<11} {value}");
    }
}

/// Prints what was understood of a text.
pub fn communication(c: &Communication) {
    line("file", &c.file);
    line("kind", serde_json::to_value(c.kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default());
    line("language", c.language.map(|l| l.to_string()).unwrap_or_default());
    line("symbols", c.symbols.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    line("job", c.job_number.clone().unwrap_or_default());
    line("title", c.title.clone().unwrap_or_default());
    line("dated", c.letter_date.map(|d| d.to_string()).unwrap_or_default());
    if let Some(sender) = &c.sender {
        let parts = [sender.office.clone(), sender.state.clone()];
        line("from", parts.into_iter().flatten().collect::<Vec<_>>().join(" of "));
    }
    line("to", c.addressees.join(", "));
    for request in &c.requested_circulation {
        line("asks for", organ_and_items(&request.organ, &request.agenda_items));
    }
    line("attention", c.requested_attention.clone().unwrap_or_default());
    for signatory in c.signatories.iter().take(MOST) {
        let mut parts = vec![signatory.name.clone()];
        parts.extend(signatory.titles.iter().cloned());
        line("signed", parts.join(", "));
    }
    for annex in c.annexes.iter().take(MOST) {
        line("attached", annex.title.as_ref().map_or(annex.label.clone(), |title| format!("{}: {title}", annex.label)));
    }
    if !c.citations.is_empty() {
        let mut cited: Vec<String> = c.citations.iter().map(|citation| citation.symbol.to_string()).collect();
        cited.dedup();
        let more = cited.len().saturating_sub(MOST);
        cited.truncate(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        line("cites", cited.join(", ") + &more);
    }
    for doubt in c.doubts.iter().take(MOST) {
        let repair = doubt.repair.as_ref().map(|r| format!(" → “{r}”")).unwrap_or_default();
        line("doubt", format!("{} {}{repair}", doubt.code, doubt.message));
    }
    if c.doubts.len() > MOST {
        line("", format!("and {} more doubts; --format json lists them all", c.doubts.len() - MOST));
    }
}

/// The longest list that is printed for people.
const MOST: usize = 40;

/// An organ and the items under it, in a line.
pub fn organ_and_items(organ: &str, items: &[String]) -> String {
    match items {
        [] => organ.to_owned(),
        [one] => format!("{organ}, agenda item {one}"),
        many => format!("{organ}, agenda items {}", many.join(", ")),
    }
}

/// Prints findings as a compiler would, with the place underlined.
pub fn findings(file: &str, text: &str, findings: &[Finding]) -> String {
    let colour = std::io::IsTerminal::is_terminal(&std::io::stdout());
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for finding in findings {
        let level = match finding.gravity {
            Gravity::Grave => Level::ERROR.with_name("grave"),
            Gravity::Advice => Level::WARNING.with_name("advice"),
        };
        let (shown, span) = excerpt(text, finding.span.start, finding.span.end);
        let mut group = Group::with_title(level.primary_title(&finding.message).id(&finding.rule));
        let line_start = 1 + text[..text.len().min(shown.0)].matches('\n').count();
        group = group.element(
            Snippet::source(shown.1)
                .path(file)
                .line_start(line_start)
                .annotation(AnnotationKind::Primary.span(span).label(&finding.name)),
        );
        group = group.element(Level::NOTE.message(&finding.authority));
        if let Some(repair) = &finding.repair {
            group = group.element(Level::HELP.message(format!("write: {repair}")));
        }
        out.push_str(&renderer.render(&[group]));
        out.push('\n');
    }
    out
}

/// The lines around a place, and the place inside them; long lines are cut, so that noise stays readable.
fn excerpt(text: &str, start: usize, end: usize) -> ((usize, &str), std::ops::Range<usize>) {
    const WIDEST: usize = 240;
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(start), floor(end.max(start)));
    let end = floor(end.min(start + 4 * WIDEST));
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1).max(floor(start.saturating_sub(WIDEST)));
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at).min(floor(end + WIDEST)).max(end);
    ((from, &text[from..to]), start - from..end - from)
}
