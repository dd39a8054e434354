//! How to write a question: the query language, with examples that this record answers.

use anyhow::Result;
use askama::Template;
use axum::http::StatusCode;

use super::{Asked, Frame, Reply, Site, list::parameter};
use crate::catalogue::Filter;

/// One way to write: what is written, where it leads, what it finds.
struct Way {
    written: String,
    address: String,
    finds: String,
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
    ways: Vec<Way>,
}

/// The help of the search page. Symbols, organs and senders in it are such as are on record.
pub fn search(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let newest =
        site.look(|catalogue| Ok(catalogue.list(&Filter::default(), 1, None)?.documents.into_iter().next()))?;
    let quoted = |value: &str| {
        if value.contains(|c: char| !c.is_alphanumeric()) { format!("\"{value}\"") } else { value.to_owned() }
    };
    let mut examples: Vec<(String, &str)> = [
        ("help-words-example", "help-words"),
        ("help-phrase-example", "help-phrase"),
        ("help-prefix-example", "help-prefix"),
        ("help-without-example", "help-without"),
        ("help-or-example", "help-or"),
        ("help-title-example", "help-title"),
    ]
    .into_iter()
    .map(|(example, finds)| (ui.t(example), finds))
    .collect();
    if let Some(brief) = &newest {
        examples.extend(brief.symbols.first().map(|symbol| (symbol.to_string(), "help-symbol")));
        if let Some((organ, period, items)) = brief.organs.first() {
            let mut place = format!("organ:{organ}");
            if !period.is_empty() {
                place.push_str(&format!(" session:{}", quoted(period)));
            }
            if let Some(item) = items.first() {
                place.push_str(&format!(" item:{}", quoted(item)));
            }
            examples.push((place, "help-place"));
        }
        examples.extend(brief.states.first().map(|state| (format!("state:{}", quoted(state)), "help-state")));
        if let Some(year) = brief.day.get(..4) {
            examples.push((format!("year:{year}"), "help-year"));
        }
        examples.push((format!("kind:{}", brief.kind), "help-kind"));
    }
    examples.push((format!("language:{}", ui.code), "help-language"));
    let ways = examples.into_iter().map(|(written, finds)| Way {
        address: format!("/{}/search?q={}", ui.code, parameter(&written)),
        written,
        finds: ui.t(finds),
    });
    let frame = site.frame(asked, &ui.t("search-help-title")).under(&[(&ui.t("search"), "/search")]);
    Ok(Reply::html(StatusCode::OK, HelpPage { frame, ways: ways.collect() }.render()?))
}
