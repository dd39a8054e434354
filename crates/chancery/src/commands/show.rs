use anyhow::Result;
use chancery_model::{Dossier, act::Provenance};
use clap::Args;

use super::{Global, print};
use crate::{
    diagnose::terminal,
    office::Office,
    outcome::{self, Declined},
    view::View,
};

/// Show a document, or list what the office has.
#[derive(Args)]
pub struct Show {
    /// A symbol in any written form, or a dossier
    symbol: Option<String>,
    /// How many to list without a symbol
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

/// The dossier a text names, or a refusal that helps.
pub fn named(office: &Office, view: &View<'_>, text: &str) -> Result<Dossier> {
    // The office's own addresses name documents too; those of the body's other resolvers are known to its grammar.
    let own = office.config.address.as_deref().map(|address| address.trim_end_matches('/'));
    let text = own.and_then(|own| text.strip_prefix(own)).map_or(text, |rest| rest.trim_start_matches('/'));
    if let Some(dossier) = view.named(text)? {
        return Ok(dossier);
    }
    let message = match office.body.grammar().parse_all(text) {
        Ok(symbols) => {
            let symbols: Vec<String> = symbols.iter().map(ToString::to_string).collect();
            format!("{} is not on the record of this office", symbols.join(", "))
        }
        Err(error) => format!("“{text}” names no document: {error}"),
    };
    Err(Declined::because(message))
}

impl Show {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let reader = office.reader()?;
        let view = office.view(&reader);
        let Some(text) = self.symbol else {
            let mut objects = Vec::new();
            for dossier in reader.dossiers(None, self.limit)? {
                let symbols: Vec<String> = dossier.allotments.iter().map(|a| a.symbol.to_string()).collect();
                let title = view.reading(&dossier)?.and_then(|kept| kept.communication.title).unwrap_or_default();
                if here.json() {
                    objects.push(serde_json::json!({
                        "dossier": dossier.id.to_string(), "state": dossier.stage, "symbols": symbols, "title": title,
                    }));
                } else {
                    println!(
                        "{:<7}{:<12}{:<26}{title}",
                        dossier.id.to_string(),
                        dossier.stage.word(),
                        symbols.join(" ")
                    );
                }
            }
            if here.json() {
                println!("{}", serde_json::Value::Array(objects));
            }
            return Ok(outcome::DONE);
        };
        let dossier = named(&office, &view, &text)?;
        let shown = view.shown(&dossier)?;
        if here.json() {
            println!("{}", serde_json::to_string(&shown)?);
            return Ok(outcome::DONE);
        }
        print::line("symbols", shown.symbols.join(", "));
        print::line("job", shown.job_numbers.join(", "));
        print::line("state", format!("{} ({})", dossier.stage.word(), shown.dossier));
        print::line("held", shown.held.clone().unwrap_or_default());
        print::line("reason", shown.reason.clone().unwrap_or_default());
        print::line("withdrawn", shown.withdrawn.clone().unwrap_or_default());
        print::line("part of", shown.joined.clone().unwrap_or_default());
        print::line("title", shown.title.clone().unwrap_or_default());
        for organ in &shown.bodies {
            let period = match (&organ.session, &organ.year) {
                (Some(session), _) => format!(", session {session}"),
                (_, Some(year)) => format!(", {year}"),
                _ => String::new(),
            };
            print::line("body", format!("{}{period}", print::organ_and_items(&organ.organ, &organ.agenda_items)));
            for (item, title) in organ.agenda_items.iter().zip(&organ.agenda_item_titles) {
                if let Some(title) = title {
                    print::line("", format!("{item}  {title}"));
                }
            }
        }
        print::line("dated", shown.dates.letter.clone().unwrap_or_default());
        print::line("masthead", shown.dates.masthead.clone().unwrap_or_default());
        print::line("released", shown.dates.release.clone().unwrap_or_default());
        for version in &shown.languages {
            for rendition in &version.renditions {
                print::line(
                    "rendition",
                    format!(
                        "{} {:<5}{:>9} bytes  {}",
                        version.language, rendition.format, rendition.bytes, rendition.sha256
                    ),
                );
            }
        }
        for answer in &shown.answers {
            let name = answer.name.map(|name| format!(" ({name})")).unwrap_or_default();
            let reason = answer.reason.as_deref().unwrap_or("the reason was removed");
            print::line("answered", format!("{}{name}: {}", answer.rule, terminal::in_line(reason)));
        }
        print::line("exception", shown.exception.clone().unwrap_or_default());
        for annex in &shown.annexes {
            print::line("attached", annex);
        }
        for component in &shown.components {
            let languages: Vec<&str> = component.languages.iter().map(chancery_model::Language::code).collect();
            print::line("component", format!("{} in {} only", component.part, languages.join(", ")));
        }
        for (how, others) in shown.relations.listed() {
            print::line(how, others.join(", "));
        }
        print::line("opens on", shown.derestriction.clone().unwrap_or_default());
        if let Some(description) = &shown.description {
            print::line("subjects", description.subjects.join("; "));
            print::line("names", description.names.join("; "));
            description.notes.iter().for_each(|note| print::line("note", note));
        }
        print::line("codes", shown.content_codes.join(", "));
        if shown.redacted > 0 {
            print::line("removed", format!("{} files, for ever", shown.redacted));
        }
        for edge in &shown.citations.citing {
            print::line(
                "cited by",
                format!("{} ({}, paragraph {})", edge.from, edge.part, edge.paragraph.unwrap_or(0)),
            );
        }
        let open = shown.provenance.values().filter(|from| !matches!(from, Provenance::Officer)).count();
        if open > 0 {
            print::line("fields", format!("{open} of {} unconfirmed, from the reader", shown.provenance.len()));
        }
        if let Some(index) = shown.log_index {
            print::line("recorded", format!("entry {index} of the log"));
        }
        Ok(outcome::DONE)
    }
}
