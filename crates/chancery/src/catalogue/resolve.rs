//! Which document an address or a symbol means, and what became of it.

use std::collections::BTreeSet;

use anyhow::Result;
use chancery_model::{Body, Dossier, FileId, Stage, Symbol};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{
    facts::{Brief, Facts, Kept},
    store::{Catalogue, hyphened, job_key, key},
};
use crate::view::View;

/// How many of the nearest known are named beside an unknown symbol.
const NEAREST: usize = 6;

/// What became of a document that anyone could once read, or of a number that was never issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// The symbols.
    pub symbols: Vec<Symbol>,
    /// `withdrawn` or `voided`.
    pub state: Stage,
    /// When.
    pub date: Option<String>,
    /// Why, where the reason is public.
    pub reason: Option<String>,
}

/// What a written symbol means.
#[derive(Clone, Debug)]
pub enum Resolved {
    /// One document, by its number in the catalogue, which is the office's own and is never shown.
    Document(i64),
    /// Several documents.
    Choice(Vec<Brief>),
    /// One that is no more.
    Gone(Gone),
    /// Nothing public: it may be restricted, not issued yet, or unknown, and nobody can tell which. The nearest known follow.
    Unknown(Vec<Brief>),
}

impl Catalogue {
    /// What a text means: one or more symbols in any written form, or a job number.
    pub fn resolve(&self, body: &Body, text: &str) -> Result<Resolved> {
        let symbols = body.grammar().parse_all(text).unwrap_or_default();
        let mut found: Vec<i64> = Vec::new();
        let mut gone: Vec<Gone> = Vec::new();
        let mut missing = false;
        for symbol in &symbols {
            match self.by_symbol(symbol)? {
                Some(id) if found.contains(&id) => {}
                Some(id) => found.push(id),
                None => match self.gone(symbol)? {
                    Some(one) if gone.contains(&one) => {}
                    Some(one) => gone.push(one),
                    None => missing = true,
                },
            }
        }
        if symbols.is_empty() {
            found = self.by_job(text)?;
        }
        Ok(match (found.as_slice(), gone.len()) {
            ([one], 0) if !missing => Resolved::Document(*one),
            // A joint symbol whose parts are no one document's: whoever wrote it meant one of these.
            ([_, _, ..], _) => Resolved::Choice(self.briefs(&found)?),
            ([], 1) if !missing => Resolved::Gone(gone.remove(0)),
            _ => Resolved::Unknown(self.nearest(body, &symbols, found)?),
        })
    }

    /// The document that bears a symbol.
    pub fn by_symbol(&self, symbol: &Symbol) -> Result<Option<i64>> {
        let mut asked = self.conn.prepare_cached("SELECT document FROM symbol WHERE key = ?1")?;
        Ok(asked.query_row([key(symbol)], |row| row.get(0)).optional()?)
    }

    /// The symbols that an address of Akoma Ntoso may mean, in which hyphens stand for slashes: `A-ES-10-1`.
    pub fn hyphened(&self, written: &str) -> Result<Vec<Symbol>> {
        let wanted = hyphened(&written.to_uppercase());
        let mut asked = self.conn.prepare_cached("SELECT symbol FROM symbol WHERE hyphened = ?1 LIMIT 20")?;
        let rows = asked.query_map([wanted], |row| Ok(Symbol::from_canonical(row.get::<_, String>(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What became of what bore a symbol.
    pub fn gone(&self, symbol: &Symbol) -> Result<Option<Gone>> {
        let mut asked = self.conn.prepare_cached("SELECT gone FROM gone WHERE key = ?1")?;
        let text: Option<String> = asked.query_row([key(symbol)], |row| row.get(0)).optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    fn by_job(&self, text: &str) -> Result<Vec<i64>> {
        let wanted = job_key(text);
        if wanted.is_empty() || wanted.len() > 40 {
            return Ok(Vec::new());
        }
        let mut asked =
            self.conn.prepare_cached("SELECT document FROM job WHERE key = ?1 ORDER BY document LIMIT 20")?;
        let rows = asked.query_map([wanted], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The facts of a document.
    pub fn facts(&self, id: i64) -> Result<Option<Facts>> {
        let mut asked = self.conn.prepare_cached("SELECT facts FROM document WHERE id = ?1")?;
        let text: Option<String> = asked.query_row([id], |row| row.get(0)).optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Where a document's files lie.
    pub fn kept(&self, id: i64) -> Result<Option<Kept>> {
        let mut asked = self.conn.prepare_cached("SELECT kept FROM document WHERE id = ?1")?;
        let text: Option<String> = asked.query_row([id], |row| row.get(0)).optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// A document as it stands in lists.
    pub fn brief(&self, id: i64) -> Result<Option<Brief>> {
        let mut asked = self.conn.prepare_cached("SELECT brief FROM document WHERE id = ?1")?;
        let text: Option<String> = asked.query_row([id], |row| row.get(0)).optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    pub(super) fn briefs(&self, ids: &[i64]) -> Result<Vec<Brief>> {
        let mut all = Vec::new();
        for id in ids {
            all.extend(self.brief(*id)?);
        }
        Ok(all)
    }

    /// The nearest known: what some of the symbols do name, the document to which an unknown addendum would belong, and the
    /// numbers before and after.
    fn nearest(&self, body: &Body, symbols: &[Symbol], mut ids: Vec<i64>) -> Result<Vec<Brief>> {
        let mut seen = BTreeSet::new();
        for symbol in symbols {
            let mut parent = symbol.clone();
            while let Some((shorter, _)) = parent.as_str().rsplit_once('/') {
                parent = Symbol::from_canonical(shorter);
                if let Some(id) = self.by_symbol(&parent)? {
                    ids.push(id);
                    break;
                }
            }
            let Some(place) = body.place(symbol) else { continue };
            let around = [
                "SELECT document FROM number WHERE series = ?1 AND period = ?2 AND number < ?3 AND void = 0 ORDER BY number DESC LIMIT 3",
                "SELECT document FROM number WHERE series = ?1 AND period = ?2 AND number > ?3 AND void = 0 ORDER BY number LIMIT 3",
            ];
            for sql in around {
                let mut asked = self.conn.prepare_cached(sql)?;
                let rows = asked.query_map(params![place.series, place.period, place.number], |row| row.get(0))?;
                for row in rows {
                    ids.push(row?);
                }
            }
        }
        ids.retain(|id| seen.insert(*id));
        ids.truncate(NEAREST);
        self.briefs(&ids)
    }
}

/// What became of a dossier's document, or of numbers it lost, if anyone may know; and under which symbols that is told.
pub(super) fn gone_of(view: &View<'_>, dossier: &Dossier) -> Result<Option<(Vec<Symbol>, Gone)>> {
    let own = || dossier.allotments.iter().map(|own| own.symbol.clone()).collect::<Vec<_>>();
    let (symbols, state, date, reason) = match dossier.stage {
        Stage::Withdrawn if crate::view::is_open(view.body, dossier) => {
            let reason = reason(view, dossier, dossier.reason.as_ref())?;
            (own(), Stage::Withdrawn, dossier.withdrawn.map(|date| date.to_string()), reason)
        }
        Stage::Voided => (own(), Stage::Voided, None, None),
        _ if !dossier.voided.is_empty() => (dossier.voided.clone(), Stage::Voided, None, None),
        _ => return Ok(None),
    };
    Ok(Some((symbols.clone(), Gone { symbols, state, date, reason })))
}

fn reason(view: &View<'_>, dossier: &Dossier, file: Option<&FileId>) -> Result<Option<String>> {
    match file.filter(|file| !dossier.redacted.contains(file)) {
        Some(file) => Ok(Some(String::from_utf8_lossy(&view.bytes(file)?).into_owned())),
        None => Ok(None),
    }
}
