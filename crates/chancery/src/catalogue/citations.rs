//! Who cites what, at which paragraph, and how documents stand to one another.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chancery_model::{Symbol, act::RelationKind};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{
    facts::{Brief, Relation},
    look::Counted,
    store::{Catalogue, key},
};

/// How many documents on each side of the neighbourhood are given.
pub const NEIGHBOURS: usize = 40;

/// One thing that a document cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The document cited.
    pub symbol: Symbol,
    /// The words that cite it.
    pub text: String,
    /// In which part: `letter`, `annex`, `annex_2`.
    pub part: String,
    /// Which paragraph of that part, counted from 1.
    pub paragraph: Option<u32>,
    /// Whether the document cited is on this record.
    pub known: bool,
}

/// One place in another document that cites this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citing {
    /// The citing document, by its first symbol.
    pub from: Symbol,
    /// The symbol by which it cites.
    pub to: Symbol,
    /// In which part of the citing document.
    pub part: String,
    /// Which paragraph of that part, counted from 1.
    pub paragraph: Option<u32>,
}

/// A document of the neighbourhood.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Neighbour {
    /// Its symbol.
    pub symbol: Symbol,
    /// What is known of it; `None` if it is not on this record.
    pub brief: Option<Brief>,
    /// In how many places the one cites the other.
    pub places: u64,
}

/// A document between those that it cites and those that cite it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Neighbourhood {
    /// What it cites, the most cited first.
    pub cites: Vec<Neighbour>,
    /// What cites it, the newest first.
    pub cited_by: Vec<Neighbour>,
    /// How many more there are on each side than are given.
    pub more: (u64, u64),
}

impl Catalogue {
    /// What a document cites, in the order of its text.
    pub fn cited(&self, id: i64) -> Result<Vec<Cited>> {
        let mut asked = self.conn.prepare_cached(
            "SELECT c.symbol, c.words, c.part, c.paragraph, EXISTS (SELECT 1 FROM symbol s WHERE s.key = c.key)
             FROM citation c WHERE c.document = ?1 ORDER BY c.at",
        )?;
        let rows = asked.query_map([id], |row| {
            Ok(Cited {
                symbol: Symbol::from_canonical(row.get::<_, String>(0)?),
                text: row.get(1)?,
                part: row.get(2)?,
                paragraph: row.get(3)?,
                known: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What cites any of these symbols, the newest document first, and how many places there are in all.
    pub fn citing(&self, symbols: &[Symbol], limit: usize) -> Result<(Vec<Citing>, u64)> {
        let mut all: Vec<(String, String, i64, Citing)> = Vec::new();
        let mut total = 0;
        for wanted in symbols.iter().map(key).collect::<BTreeSet<_>>() {
            let count: i64 = self
                .conn
                .prepare_cached("SELECT count(*) FROM citation WHERE key = ?1")?
                .query_row([&wanted], |row| row.get(0))?;
            total += count.unsigned_abs();
            let mut asked = self.conn.prepare_cached(
                "SELECT d.day, d.sort, c.at, json_extract(d.brief, '$.symbols[0]'), c.symbol, c.part, c.paragraph
                 FROM citation c JOIN document d ON d.id = c.document WHERE c.key = ?1
                 ORDER BY d.day DESC, d.sort DESC, c.at LIMIT ?2",
            )?;
            let rows = asked.query_map(params![wanted, i64::try_from(limit)?], |row| {
                let citing = Citing {
                    from: Symbol::from_canonical(row.get::<_, String>(3)?),
                    to: Symbol::from_canonical(row.get::<_, String>(4)?),
                    part: row.get(5)?,
                    paragraph: row.get(6)?,
                };
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, citing))
            })?;
            for row in rows {
                all.push(row?);
            }
        }
        all.sort_by(|a, b| (&b.0, &b.1, a.2).cmp(&(&a.0, &a.1, b.2)));
        Ok((all.into_iter().take(limit).map(|(.., citing)| citing).collect(), total))
    }

    /// The symbols that most documents cite.
    pub fn most_cited(&self, limit: usize) -> Result<Vec<(Counted, Option<Brief>)>> {
        let limit = i64::try_from(limit)?;
        let counted =
            self.counted("SELECT symbol, documents FROM cited ORDER BY documents DESC, key LIMIT ?1", &[&limit])?;
        let mut all = Vec::new();
        for one in counted {
            let brief = self.brief_of(&Symbol::from_canonical(one.value.clone()))?;
            all.push((one, brief));
        }
        Ok(all)
    }

    /// A document between those it cites and those that cite it.
    pub fn neighbourhood(&self, id: i64, symbols: &[Symbol]) -> Result<Neighbourhood> {
        let mut places: BTreeMap<String, (Symbol, u64)> = BTreeMap::new();
        for cited in self.cited(id)? {
            places.entry(key(&cited.symbol)).or_insert_with(|| (cited.symbol.clone(), 0)).1 += 1;
        }
        let mut cites: Vec<(Symbol, u64)> = places.into_values().collect();
        cites.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let (citing, _) = self.citing(symbols, 5_000)?;
        let mut by: Vec<(Symbol, u64)> = Vec::new();
        for one in citing {
            match by.iter_mut().find(|(symbol, _)| *symbol == one.from) {
                Some((_, places)) => *places += 1,
                None => by.push((one.from, 1)),
            }
        }
        let more = (cites.len().saturating_sub(NEIGHBOURS) as u64, by.len().saturating_sub(NEIGHBOURS) as u64);
        let neighbours = |all: Vec<(Symbol, u64)>| -> Result<Vec<Neighbour>> {
            all.into_iter()
                .take(NEIGHBOURS)
                .map(|(symbol, places)| Ok(Neighbour { brief: self.brief_of(&symbol)?, symbol, places }))
                .collect()
        };
        Ok(Neighbourhood { cites: neighbours(cites)?, cited_by: neighbours(by)?, more })
    }

    /// A document as it stands in lists, by a symbol.
    pub fn brief_of(&self, symbol: &Symbol) -> Result<Option<Brief>> {
        match self.by_symbol(symbol)? {
            Some(id) => self.brief(id),
            None => Ok(None),
        }
    }

    /// How a document stands to others and they to it. What is not public is not told.
    pub fn relations(&self, id: i64, symbols: &[Symbol]) -> Result<Vec<Relation>> {
        let mut all: Vec<Relation> = Vec::new();
        let mut add = |how: RelationKind, incoming: bool, symbols: Vec<Symbol>| {
            let relation = Relation { how, incoming, symbols };
            if !relation.symbols.is_empty() && !all.contains(&relation) {
                all.push(relation);
            }
        };
        let mut asked =
            self.conn.prepare_cached("SELECT how, target, symbol FROM relation WHERE document = ?1 ORDER BY at")?;
        let rows = asked.query_map([id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, Option<String>>(2)?))
        })?;
        for row in rows {
            let (how, target, symbol) = row?;
            let others = match (target, symbol) {
                (Some(other), _) => self.called(other)?,
                (None, Some(symbol)) => vec![Symbol::from_canonical(symbol)],
                (None, None) => Vec::new(),
            };
            add(kind(&how)?, false, others);
        }
        let mut asked = self.conn.prepare_cached("SELECT how, document FROM relation WHERE target = ?1")?;
        let mut incoming: Vec<(String, i64)> =
            asked.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        for symbol in symbols {
            let mut asked = self.conn.prepare_cached("SELECT how, document FROM relation WHERE key = ?1")?;
            for row in asked.query_map([key(symbol)], |row| Ok((row.get(0)?, row.get(1)?)))? {
                incoming.push(row?);
            }
        }
        for (how, other) in incoming {
            add(kind(&how)?, true, self.called(other)?);
        }
        Ok(all)
    }

    /// The symbols of a public document or of one that is gone, by the office's own number; none if it is neither.
    fn called(&self, id: i64) -> Result<Vec<Symbol>> {
        if let Some(brief) = self.brief(id)? {
            return Ok(brief.symbols);
        }
        let mut asked = self.conn.prepare_cached("SELECT gone FROM gone WHERE document = ?1 LIMIT 1")?;
        let text: Option<String> = asked.query_row([id], |row| row.get(0)).optional()?;
        let gone: Option<super::Gone> = text.map(|text| serde_json::from_str(&text)).transpose()?;
        Ok(gone.map(|gone| gone.symbols).unwrap_or_default())
    }
}

fn kind(written: &str) -> Result<RelationKind> {
    Ok(serde_json::from_value(serde_json::Value::String(written.to_owned()))?)
}
