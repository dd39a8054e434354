//! What several verbs print for people.

use std::path::Path;

use anyhow::{Context, Result};
use chancery_model::Communication;

use super::Global;
use crate::{
    diagnose::terminal::{self, Screen},
    flow::Review,
};

/// Prints one labelled line, if there is anything to say.
pub fn line(label: &str, value: impl AsRef<str>) {
    let value = value.as_ref();
    if !value.is_empty() {
        println!("{label:<11} {value}");
    }
}

/// Writes a file and says where and how large.
pub fn written(here: &Global, path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    if here.json() {
        println!("{}", serde_json::json!({ "file": path, "bytes": bytes.len() }));
    } else {
        println!("{} ({} bytes)", path.display(), bytes.len());
    }
    Ok(())
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

/// The findings of a reviewed text, as a compiler would show them.
pub fn findings(file: &str, review: &Review) -> String {
    let reading = &review.reading;
    terminal::findings(Screen::of_stdout(), file, &reading.communication.format, &reading.text, &review.findings)
}
