//! Which documents there are: lists by day, organ, session, agenda item, sender, kind and language, and how many of each.

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rusqlite::{ToSql, params_from_iter};
use serde::{Deserialize, Serialize};

use super::{facts::Brief, store::Catalogue};

/// The most documents in one answer.
pub const MOST: usize = 200;

/// Which documents are asked for; what is `None` may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The organ's code.
    pub organ: Option<String>,
    /// A session or year of it; empty for running numbers. Only with an organ.
    pub period: Option<String>,
    /// An agenda item's number, exactly as the body prints it. Only with a session.
    pub item: Option<String>,
    /// A State or observer, by its name in the body's data.
    pub sender: Option<String>,
    /// What kind of communication.
    pub kind: Option<String>,
    /// From this day on: `2026`, `2026-03` or `2026-03-12`; beginnings of a date compare as texts.
    pub from: Option<String>,
    /// Before this day, in the same forms; the day itself is not in.
    pub before: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The documents, the newest first.
    pub documents: Vec<Brief>,
    /// How many there are in all.
    pub total: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A value and how many documents have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The value.
    pub value: String,
    /// How many.
    pub documents: u64,
}

/// An organ's session or year, and how many documents it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The organ's code.
    pub organ: String,
    /// The session or year; empty for running numbers.
    pub period: String,
    /// How many documents.
    pub documents: u64,
}

/// How many numbers of a series the public knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesCount {
    /// The series' code.
    pub series: String,
    /// The session or year; empty for running numbers.
    pub period: String,
    /// How many: issued, withdrawn or void.
    pub known: u64,
    /// The highest.
    pub highest: u64,
}

/// Where a list goes on: behind the document with this day and order.
fn cursor_text(day: &str, sort: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{day} {sort}"))
}

fn read_cursor(text: &str) -> Option<(String, String)> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (day, sort) = std::str::from_utf8(&bytes).ok()?.split_once(' ')?;
    Some((day.to_owned(), sort.to_owned()))
}

/// A question with its values.
struct Asked {
    from: String,
    values: Vec<Box<dyn ToSql>>,
}

impl Filter {
    /// The rows asked for. One table leads, by the narrowest condition; the others are looked up in it.
    fn asked(&self) -> Asked {
        let mut conditions: Vec<String> = Vec::new();
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let mut also = |condition: String, value: &str, values: &mut Vec<Box<dyn ToSql>>| {
            values.push(Box::new(value.to_owned()));
            conditions.push(condition.replace('?', &format!("?{}", values.len())));
        };
        let lead = match (&self.organ, &self.period, &self.item, &self.sender) {
            (Some(organ), Some(period), Some(item), _) => {
                also("t.organ = ?".into(), organ, &mut values);
                also("t.period = ?".into(), period, &mut values);
                also("t.item = ?".into(), item, &mut values);
                "item"
            }
            (_, _, _, Some(sender)) => {
                also("t.sender = ?".into(), sender, &mut values);
                "sender"
            }
            (Some(organ), Some(period), None, None) => {
                also("t.organ = ?".into(), organ, &mut values);
                also("t.period = ?".into(), period, &mut values);
                "organ"
            }
            (None, ..) if self.kind.is_some() => {
                also("t.kind = ?".into(), self.kind.as_deref().unwrap_or_default(), &mut values);
                "document"
            }
            _ => "document",
        };
        let column = if lead == "document" { "id" } else { "document" };
        if lead != "organ"
            && lead != "item"
            && let Some(organ) = &self.organ
        {
            let mut inner = "organ = ?".to_owned();
            values.push(Box::new(organ.clone()));
            inner = inner.replace('?', &format!("?{}", values.len()));
            if let Some(period) = &self.period {
                values.push(Box::new(period.clone()));
                inner.push_str(&format!(" AND period = ?{}", values.len()));
            }
            conditions.push(format!("EXISTS (SELECT 1 FROM organ o WHERE o.document = t.{column} AND {inner})"));
        }
        if lead == "item" && self.sender.is_some() {
            values.push(Box::new(self.sender.clone()));
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM sender s WHERE s.document = t.document AND s.sender = ?{})",
                values.len()
            ));
        }
        if let Some(kind) = &self.kind
            && lead != "document"
        {
            values.push(Box::new(kind.clone()));
            conditions.push(format!("(SELECT kind FROM document d WHERE d.id = t.document) = ?{}", values.len()));
        }
        if lead == "document" && self.kind.is_some() && self.organ.is_some() {
            values.push(Box::new(self.kind.clone()));
            conditions.push(format!("t.kind = ?{}", values.len()));
        }
        for (bound, sign) in [(&self.from, ">="), (&self.before, "<")] {
            if let Some(day) = bound {
                values.push(Box::new(day.clone()));
                conditions.push(format!("t.day {sign} ?{}", values.len()));
            }
        }
        let conditions = if conditions.is_empty() { "1".to_owned() } else { conditions.join(" AND ") };
        Asked { from: format!("FROM {lead} t WHERE {conditions}"), values }
    }
}

impl Catalogue {
    /// A page of the documents that a filter lets through, the newest first; `after` is where another page ended.
    pub fn list(&self, filter: &Filter, limit: usize, after: Option<&str>) -> Result<Listing> {
        self.listed(filter, limit, after, false)
    }

    /// The same in the order of time, the oldest first: how a dossier is read.
    pub fn chronicle(&self, filter: &Filter, limit: usize, after: Option<&str>) -> Result<Listing> {
        self.listed(filter, limit, after, true)
    }

    fn listed(&self, filter: &Filter, limit: usize, after: Option<&str>, oldest_first: bool) -> Result<Listing> {
        let (sign, order) = if oldest_first { (">", "ASC") } else { ("<", "DESC") };
        let limit = limit.clamp(1, MOST);
        let Asked { from, mut values } = filter.asked();
        let total: i64 = self
            .conn
            .prepare_cached(&format!("SELECT count(*) {from}"))?
            .query_row(params_from_iter(values.iter().map(AsRef::as_ref)), |row| row.get(0))?;
        let column = if from.starts_with("FROM document") { "id" } else { "document" };
        let mut beyond = String::new();
        if let Some((day, sort)) = after.and_then(read_cursor) {
            values.push(Box::new(day));
            values.push(Box::new(sort));
            beyond = format!(" AND (t.day, t.sort) {sign} (?{}, ?{})", values.len() - 1, values.len());
        }
        let sql = format!(
            "SELECT t.day, t.sort, t.{column} {from}{beyond} ORDER BY t.day {order}, t.sort {order} LIMIT {}",
            limit + 1
        );
        let mut asked = self.conn.prepare_cached(&sql)?;
        let rows = asked.query_map(params_from_iter(values.iter().map(AsRef::as_ref)), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
        })?;
        let rows: Vec<(String, String, i64)> = rows.collect::<Result<_, _>>()?;
        let next = (rows.len() > limit).then(|| &rows[limit - 1]).map(|(day, sort, _)| cursor_text(day, sort));
        let ids: Vec<i64> = rows.iter().take(limit).map(|(_, _, id)| *id).collect();
        Ok(Listing { documents: self.briefs(&ids)?, total: total.unsigned_abs(), next })
    }

    /// Organs with their sessions or years and how many documents each has; one organ's, if it is named.
    pub fn places(&self, organ: Option<&str>) -> Result<Vec<Place>> {
        let mut asked = self.conn.prepare_cached(
            "SELECT organ, period, count(DISTINCT document) FROM organ WHERE ?1 IS NULL OR organ = ?1 GROUP BY organ, period",
        )?;
        let rows = asked.query_map([organ], |row| {
            Ok(Place { organ: row.get(0)?, period: row.get(1)?, documents: row.get::<_, i64>(2)?.unsigned_abs() })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The agenda items of an organ's session under which documents stand.
    pub fn items(&self, organ: &str, period: &str) -> Result<Vec<Counted>> {
        let mut items = self.counted(
            "SELECT item, count(*) FROM item WHERE organ = ?1 AND period = ?2 GROUP BY item",
            &[&organ, &period],
        )?;
        // In the order of the agenda: item 8 before item 31, and that before its sub-items.
        items.sort_by_cached_key(|item| {
            let digits = item.value.find(|c: char| !c.is_ascii_digit()).unwrap_or(item.value.len());
            (item.value[..digits].parse::<u32>().unwrap_or(u32::MAX), item.value[digits..].to_owned())
        });
        Ok(items)
    }

    /// The States and observers that sent documents, by name.
    pub fn senders(&self) -> Result<Vec<Counted>> {
        self.counted("SELECT sender, count(*) FROM sender GROUP BY sender ORDER BY sender", &[])
    }

    /// The States and observers that sent documents under an agenda item of an organ's session.
    pub fn item_senders(&self, organ: &str, period: &str, item: &str) -> Result<Vec<Counted>> {
        self.counted(
            "SELECT s.sender, count(*) FROM item i JOIN sender s ON s.document = i.document
             WHERE i.organ = ?1 AND i.period = ?2 AND i.item = ?3 GROUP BY s.sender ORDER BY s.sender",
            &[&organ, &period, &item],
        )
    }

    /// The kinds there are.
    pub fn kinds(&self) -> Result<Vec<Counted>> {
        self.counted("SELECT kind, count(*) FROM document GROUP BY kind ORDER BY kind", &[])
    }

    /// How many documents each year (`4`), month (`7`) or day (`10` characters of the date) has that begins with a text.
    pub fn days(&self, beginning: &str, characters: usize) -> Result<Vec<Counted>> {
        let characters = i64::try_from(characters).context("a length")?;
        self.counted(
            "SELECT substr(day, 1, ?2), count(*) FROM document WHERE day >= ?1 AND day < ?1 || '~' AND day <> '' GROUP BY 1 ORDER BY 1 DESC",
            &[&beginning, &characters],
        )
    }

    /// The newest day on which there is a document, no later than a day.
    pub fn newest_day(&self, until: &str) -> Result<Option<String>> {
        let mut asked = self.conn.prepare_cached("SELECT max(day) FROM document WHERE day <= ?1 AND day <> ''")?;
        Ok(asked.query_row([until], |row| row.get(0))?)
    }

    /// The day of the first document after a day.
    pub fn next_day(&self, after: &str) -> Result<Option<String>> {
        let mut asked = self.conn.prepare_cached("SELECT min(day) FROM document WHERE day > ?1")?;
        Ok(asked.query_row([after], |row| row.get(0))?)
    }

    /// The day of the last document before a day.
    pub fn day_before(&self, before: &str) -> Result<Option<String>> {
        let mut asked = self.conn.prepare_cached("SELECT max(day) FROM document WHERE day < ?1 AND day <> ''")?;
        Ok(asked.query_row([before], |row| row.get(0))?)
    }

    /// Of every series and session or year of which the public knows a number: how many it knows, and the highest.
    pub fn series_counted(&self) -> Result<Vec<SeriesCount>> {
        let mut asked = self
            .conn
            .prepare_cached("SELECT series, period, count(*), max(number) FROM number GROUP BY series, period")?;
        let rows = asked.query_map([], |row| {
            Ok(SeriesCount {
                series: row.get(0)?,
                period: row.get(1)?,
                known: row.get::<_, i64>(2)?.unsigned_abs(),
                highest: row.get::<_, i64>(3)?.unsigned_abs(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub(super) fn counted(&self, sql: &str, values: &[&dyn ToSql]) -> Result<Vec<Counted>> {
        let mut asked = self.conn.prepare_cached(sql)?;
        let rows = asked.query_map(values, |row| {
            Ok(Counted { value: row.get(0)?, documents: row.get::<_, i64>(1)?.unsigned_abs() })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use chancery_model::Symbol;
    use rusqlite::{Connection, params};

    use super::*;
    use crate::catalogue::{Writer, store};

    /// A catalogue of a few documents of one organ: number, day, item, sender.
    fn catalogue(documents: &[(u32, &str, &str, &str)]) -> (tempfile::TempDir, Catalogue) {
        let office = tempfile::tempdir().unwrap();
        let folder = office.path().join("catalogue");
        assert!(Writer::open(&folder).unwrap().is_some());
        let conn = Connection::open(folder.join(store::FILE)).unwrap();
        for (n, day, item, sender) in documents {
            let symbol = Symbol::from_canonical(format!("X/7/{n}"));
            let sort = store::sort_key(&symbol);
            let brief = Brief {
                symbols: vec![symbol],
                address: format!("/X/7/{n}"),
                titles: Vec::new(),
                original_language: None,
                organs: Vec::new(),
                states: Vec::new(),
                kind: "letter".into(),
                day: (*day).into(),
                imported: false,
                languages: Vec::new(),
            };
            let brief = serde_json::to_string(&brief).unwrap();
            conn.execute(
                "INSERT INTO document VALUES (?1, ?2, ?3, 'letter', ?4, '', '')",
                params![n, day, sort, brief],
            )
            .unwrap();
            conn.execute("INSERT INTO item VALUES ('x', '7', ?1, ?2, ?3, ?4)", params![item, day, sort, n]).unwrap();
            conn.execute("INSERT INTO sender VALUES (?1, ?2, ?3, ?4)", params![sender, day, sort, n]).unwrap();
            conn.execute("INSERT INTO number VALUES ('X', '7', ?1, ?1, 0)", [n]).unwrap();
        }
        drop(conn);
        let catalogue = Catalogue::open(office.path()).unwrap().unwrap();
        (office, catalogue)
    }

    #[test]
    fn a_dossier_runs_from_the_oldest_to_the_newest_over_its_pages() {
        let (_office, catalogue) = catalogue(&[
            (10, "2026-03-02", "8", "A"),
            (9, "2026-03-02", "8", "B"),
            (11, "2026-03-01", "8", "A"),
            (12, "2026-03-03", "9", "C"),
        ]);
        let filter =
            Filter { organ: Some("x".into()), period: Some("7".into()), item: Some("8".into()), ..Filter::default() };
        let numbers = |listing: &Listing| -> Vec<String> {
            listing.documents.iter().map(|brief| brief.symbols[0].to_string()).collect()
        };
        let first = catalogue.chronicle(&filter, 2, None).unwrap();
        assert_eq!((numbers(&first), first.total), (vec!["X/7/11".to_owned(), "X/7/9".to_owned()], 3));
        let second = catalogue.chronicle(&filter, 2, first.next.as_deref()).unwrap();
        assert_eq!((numbers(&second), second.next), (vec!["X/7/10".to_owned()], None));
        assert_eq!(numbers(&catalogue.list(&filter, 9, None).unwrap()), ["X/7/10", "X/7/9", "X/7/11"]);
        let senders = catalogue.item_senders("x", "7", "8").unwrap();
        let senders: Vec<_> = senders.iter().map(|one| (one.value.as_str(), one.documents)).collect();
        assert_eq!(senders, [("A", 2), ("B", 1)]);
    }

    #[test]
    fn days_and_series_are_known_by_what_is_on_record() {
        let (_office, catalogue) = catalogue(&[(2, "2026-03-02", "8", "A"), (7, "2026-03-05", "8", "A")]);
        assert_eq!(catalogue.day_before("2026-03-05").unwrap().as_deref(), Some("2026-03-02"));
        assert_eq!(catalogue.day_before("2026-03-02").unwrap(), None);
        assert_eq!(
            catalogue.series_counted().unwrap(),
            [SeriesCount { series: "X".into(), period: "7".into(), known: 2, highest: 7 }]
        );
    }
}
