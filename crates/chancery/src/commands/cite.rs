use anyhow::Result;
use clap::Args;

use super::{Global, print, show::named};
use crate::outcome;

/// Show what a document cites, and what cites it.
#[derive(Args)]
pub struct Cite {
    /// A symbol in any written form
    symbol: String,
}

impl Cite {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let reader = office.reader()?;
        let view = office.view(&reader);
        let dossier = named(&office, &view, &self.symbol)?;
        let citations = view.shown(&dossier)?.citations;
        if here.json() {
            println!("{}", serde_json::to_string(&citations)?);
            return Ok(outcome::DONE);
        }
        for citation in &citations.cited {
            let paragraph = citation.paragraph.map(|n| format!(", paragraph {n}")).unwrap_or_default();
            print::line(
                "cites",
                format!("{:<20}{}{paragraph}  “{}”", citation.symbol.as_str(), citation.part, citation.text),
            );
        }
        for edge in &citations.citing {
            let paragraph = edge.paragraph.map(|n| format!(", paragraph {n}")).unwrap_or_default();
            print::line("cited by", format!("{:<20}{}{paragraph}", edge.from.as_str(), edge.part));
        }
        if citations.cited.is_empty() && citations.citing.is_empty() {
            println!("it cites nothing, and nothing on the record cites it");
        }
        Ok(outcome::DONE)
    }
}
