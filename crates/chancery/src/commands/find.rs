use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anyhow::Result;
use chancery_find::{Index, QueryError, Sort};
use clap::Args;
use jiff::civil::Date;

use super::{Global, print};
use crate::{followers, outcome, outcome::Declined};

/// Find documents.
///
/// Words must all occur; "phrases" in quotation marks; beginn* for a prefix; -word to leave out; OR between words; organ:,
/// session:, item:, state:, sender:, year:, date:, title:, symbol:, language:, kind: and distribution: for fields, as in
/// year:2024..2026. A symbol in any written form finds its document, and so does a job number. A query that begins with a minus
/// sign follows --.
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
    #[arg(long, conflicts_with = "oldest")]
    newest: bool,
    /// Oldest first
    #[arg(long)]
    oldest: bool,
}

impl Find {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        followers::index::follow(&office)?;
        let text = self.query.join(" ");
        let mut query = chancery_find::parse(&text, office.body.grammar())
            .map_err(|error| Declined::because(pointed(&text, &error)))?;
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
        query.sort = match (self.newest, self.oldest) {
            (true, _) => Sort::Newest,
            (_, true) => Sort::Oldest,
            _ => Sort::Relevance,
        };
        let index = Index::open(&office.folder.join("index"))?;
        let results = index.search(&query)?;
        let suggestion = followers::index::suggestion(&index, &office.body, &query, results.total)?;
        if here.json() {
            let mut told = serde_json::to_value(&results)?;
            if let Some(other) = suggestion {
                told["suggestion"] = serde_json::to_value(other)?;
            }
            println!("{told}");
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
        if let Some(other) = suggestion {
            println!("did you mean: {}", other.text);
        }
        Ok(outcome::DONE)
    }
}

/// What is wrong with a query, with its place marked.
fn pointed(text: &str, error: &QueryError) -> String {
    let (start, end) = (text.floor_char_boundary(error.span.start), text.floor_char_boundary(error.span.end));
    let mark = AnnotationKind::Primary.span(start..end.max(start));
    let drawn = Renderer::plain()
        .render(&[Group::with_level(Level::ERROR).element(Snippet::source(text).annotation(mark))])
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    format!("the query cannot be understood: {error}\n{drawn}")
}
