//! Which numbers of a series the public has, which are void, and which it has not.

use anyhow::Result;
use chancery_model::{Body, Symbol};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::store::Catalogue;

/// What is known of a run of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// On the record.
    Issued,
    /// Withdrawn after issue: the record tells what happened.
    Withdrawn,
    /// Voided before issue: no document bears it.
    Void,
    /// The body keeps it for a purpose of its own, and nothing under it is public.
    Reserved,
    /// Not public: not issued yet, restricted, or issued elsewhere and not brought into this record.
    NotPublic,
}

impl RunState {
    /// In words, for the command line; pages have words of their own.
    pub fn words(self) -> &'static str {
        match self {
            RunState::Issued => "on the record",
            RunState::Withdrawn => "withdrawn after issue",
            RunState::Void => "void",
            RunState::Reserved => "reserved by the body",
            RunState::NotPublic => "not public",
        }
    }
}

/// A run of numbers of the same state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The first number's symbol.
    pub first: Symbol,
    /// The last number's symbol.
    pub last: Symbol,
    /// How many numbers.
    pub count: u32,
    /// What is known of them.
    pub state: RunState,
}

/// The numbers of a series in a session or year, up to the highest that the public knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesNumbers {
    /// The organ's code.
    pub organ: String,
    /// The series' code.
    pub series: String,
    /// The session or year; empty for running numbers.
    pub period: String,
    /// The highest number the public knows.
    pub highest: u32,
    /// How many numbers up to it are on the record.
    pub issued: u32,
    /// The runs, in order.
    pub runs: Vec<Run>,
}

impl Catalogue {
    /// The series and their sessions or years of which the public knows a number.
    pub fn series(&self) -> Result<Vec<(String, String)>> {
        let mut asked = self.conn.prepare_cached("SELECT DISTINCT series, period FROM number")?;
        let rows = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The numbers of a series in a session or year.
    pub fn numbers(&self, body: &Body, series: &str, period: &str) -> Result<Option<SeriesNumbers>> {
        let Some((organ, known)) = body.series(series) else { return Ok(None) };
        let mut asked = self.conn.prepare_cached(
            "SELECT n.number, n.void, d.id IS NOT NULL FROM number n LEFT JOIN document d ON d.id = n.document
             WHERE n.series = ?1 AND n.period = ?2 ORDER BY n.number",
        )?;
        let rows = asked.query_map(params![known.code, period], |row| {
            Ok((row.get::<_, u32>(0)?, row.get::<_, bool>(1)?, row.get::<_, bool>(2)?))
        })?;
        let mut spans: Vec<(u32, u32, RunState)> = Vec::new();
        let mut issued = 0;
        let mut push = |first: u32, last: u32, state: RunState| match spans.last_mut() {
            Some((_, end, same)) if *same == state && *end + 1 == first => *end = last,
            _ => spans.push((first, last, state)),
        };
        let mut next = 1;
        let between = |from: u32, until: u32, push: &mut dyn FnMut(u32, u32, RunState)| {
            let mut at = from;
            while at < until {
                let kept = known.reserved.iter().find(|kept| (kept.first..=kept.last).contains(&at));
                let (end, state) = match kept {
                    Some(kept) => (kept.last, RunState::Reserved),
                    None => {
                        let begins = known.reserved.iter().map(|kept| kept.first).filter(|first| *first > at).min();
                        (begins.map_or(until - 1, |first| first - 1), RunState::NotPublic)
                    }
                };
                let end = end.min(until - 1);
                push(at, end, state);
                at = end + 1;
            }
        };
        for row in rows {
            let (number, void, there) = row?;
            between(next, number, &mut push);
            let state = match (there, void) {
                (true, _) => RunState::Issued,
                (false, true) => RunState::Void,
                (false, false) => RunState::Withdrawn,
            };
            issued += u32::from(there);
            push(number, number, state);
            next = number.saturating_add(1);
        }
        if next == 1 {
            return Ok(None);
        }
        let symbol = |number: u32| body.symbol_of(known, period, number);
        let runs = spans
            .into_iter()
            .map(|(first, last, state)| Run {
                first: symbol(first),
                last: symbol(last),
                count: last - first + 1,
                state,
            })
            .collect();
        Ok(Some(SeriesNumbers {
            organ: organ.code.clone(),
            series: known.code.clone(),
            period: period.to_owned(),
            highest: next - 1,
            issued,
            runs,
        }))
    }
}
