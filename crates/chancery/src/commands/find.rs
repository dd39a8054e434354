use anyhow::Result;
use chancery_find::Index;
use clap::Args;
use jiff::civil::Date;

use super::{Global, print};
use crate::{followers, outcome, outcome::Declined};

/// Find documents.
///
/// Words must all occur; "phrases" in quotation marks; beginn* for a prefix; -word to leave out; OR between words;
/// organ:, session:, item:, state:, year: and title: for fields. A symbol in any written form finds its document. A query that
/// begins with a minus sign follows --.
#[derive(Args)]
pub struct Find {
    /// What to find
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Only documents of this organ
    #[arg(long)]
    organ: Option<String>,
    /// Only this session or year
    #[arg(long)]
    session: Option<String>,
    /// Only under this agenda item
    #[arg(long)]
    item: Option<String>,
    /// Only from this State
    #[arg(long)]
    state: Option<String>,
    /// Only letters dated from this day on
    #[arg(long)]
    from: Option<Date>,
    /// Only letters dated up to this day
    #[arg(long)]
    to: Option<Date>,
    /// Only in this language
    #[arg(long)]
    language: Option<String>,
    /// How many
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// Newest first
    #[arg(long)]
    newest: bool,
}

impl Find {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        followers::index::follow(&office)?;
        let text = self.query.join(" ");
        let mut query = chancery_find::parse(&text, office.body.grammar())
            .map_err(|e| Declined::because(format!("the query cannot be understood: {e}")))?;
        if let Some(name) = &self.organ {
            let Some(organ) = office.body.organ_named(name) else {
                return Err(Declined::because(format!("the body has no organ “{name}”")));
            };
            query.organ = Some(organ.code.clone());
        }
        query.session = self.session.or(query.session);
        query.item = self.item.or(query.item);
        query.state = self.state.or(query.state);
        query.from = self.from.or(query.from);
        query.to = self.to.or(query.to);
        if let Some(language) = &self.language {
            query.language = Some(chancery_model::Language::parse(language)?);
        }
        query.limit = self.limit;
        if self.newest {
            query.sort = chancery_find::Sort::Newest;
        }
        let index = Index::open(&office.folder.join("index"))?;
        let results = index.search(&query)?;
        if here.json() {
            println!("{}", serde_json::to_string(&results)?);
            return Ok(outcome::DONE);
        }
        for hit in &results.hits {
            let symbols: Vec<String> = hit.symbols.iter().map(ToString::to_string).collect();
            println!("{}  {}", symbols.join(" "), hit.title);
            let snippet: String = hit
                .snippet
                .iter()
                .map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() })
                .collect();
            print::line("", snippet.trim());
        }
        match results.total {
            0 => println!("nothing found"),
            n => println!("{n} found"),
        }
        Ok(outcome::DONE)
    }
}
