//! The citation graph: who cites what, at which paragraph. It is a list of edges that anyone can read, one JSON object a line.

use chancery_model::Symbol;
use serde::{Deserialize, Serialize};

/// One citation between two documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// The journal's entry that made the citing document public.
    pub entry: u64,
    /// The citing document, by its first symbol.
    pub from: Symbol,
    /// The document cited.
    pub to: Symbol,
    /// The part of the citing document: `letter`, `annex`, `annex_2`.
    pub part: String,
    /// The paragraph of that part, from 1.
    pub paragraph: Option<u32>,
}

impl Edge {
    /// The edge as a line of the graph's file, with its line break.
    pub fn to_line(&self) -> String {
        // Symbols, words and numbers always serialise.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// The edge of a line; `None` for half a line, as a crash leaves it.
    pub fn from_line(line: &str) -> Option<Edge> {
        serde_json::from_str(line).ok()
    }

    /// Whether it cites any of a document's symbols.
    pub fn cites(&self, symbols: &[&Symbol]) -> bool {
        symbols.contains(&&self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gives_its_edge_back_and_half_a_line_gives_none() {
        let (from, to) = (Symbol::from_canonical("AS/7/2"), Symbol::from_canonical("AS/RES/6/14"));
        let edge = Edge { entry: 4, from, to: to.clone(), part: "letter".into(), paragraph: Some(2) };
        let line = edge.to_line();
        assert_eq!(Edge::from_line(&line), Some(edge.clone()));
        assert_eq!(Edge::from_line(&line[..line.len() / 2]), None);
        assert!(edge.cites(&[&to]) && !edge.cites(&[]));
    }
}
