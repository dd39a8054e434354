//! An institution as data: everything under `bodies/<name>/`, parsed into one value.
//!
//! The roof reads the files and hands them in; rooms receive `&Body`. The digest over all files is pinned by the acts that
//! depend on them, so that what was decided can be judged by what was laid down at the time.

use std::collections::BTreeMap;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    clock::Timing,
    dossier::{Refusal, row_of},
    finding::Gravity,
    language::Language,
    period::{PeriodRule, dates, optional_date},
    symbol::{Grammar, ModifierKind, Slots, Symbol, fill, match_template},
    vocabulary::Vocabulary,
    wording::Wording,
};

/// An institution, as its files lay it down.
#[derive(Clone, Debug)]
pub struct Body {
    /// What stands in `body.toml`.
    pub charter: Charter,
    /// The organs, in the order in which a masthead lists them.
    pub organs: Vec<Organ>,
    /// The agendas, by their file's name (`AS-7`).
    pub agendas: BTreeMap<String, Agenda>,
    /// The wording, by language.
    pub wording: BTreeMap<Language, Wording>,
    /// Members and observers.
    pub states: Vec<State>,
    /// Which rules hold.
    pub rulebook: Rulebook,
    /// What the names of other formats mean; empty where the body says nothing of it.
    pub vocabulary: Vocabulary,
    /// Templates of the page, by file name.
    pub templates: BTreeMap<String, String>,
    /// SHA-256 over all files, in hexadecimal.
    pub digest: String,
    /// The time zone that the charter names.
    zone: TimeZone,
    /// Where each name of a State stands in `states`, by the bare name.
    state_names: BTreeMap<String, Vec<usize>>,
}

/// `body.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Charter {
    /// The body's short code, as in `--body`.
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// Its name inside a sentence: `the Organization`.
    pub in_text: String,
    /// Other names by which texts call it in a sender's title.
    #[serde(default)]
    pub also: Vec<String>,
    /// Who issues its documents, where the operator's configuration says nothing else.
    pub office: String,
    /// A line for the foot of every page, unless the operator states the body's own authority.
    #[serde(default)]
    pub foot: Option<String>,
    /// The body's time zone (IANA name): sessions and years turn at its midnight.
    pub time_zone: String,
    /// Languages in which documents may be issued.
    pub languages_offered: Vec<Language>,
    /// Languages without which a document is issued only with a recorded exception.
    pub languages_required: Vec<Language>,
    /// A standing exception, recorded in each Issue act that uses it.
    #[serde(default)]
    pub standing_exception: Option<StandingException>,
    /// Distribution categories; the first is the default.
    pub distribution: Vec<Distribution>,
    /// The job-number series; the first is the default.
    pub job_numbers: Vec<JobSeries>,
    /// The grammar of symbols.
    pub symbols: Grammar,
    /// Series of symbols that belong to no organ listed here, but are known: for reading only.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Bodies whose resolutions and decisions are cited, though they are no organs listed here: for reading only.
    #[serde(default)]
    pub cited: Vec<Cited>,
    /// Offices that may address the body or be addressed, by canonical English name.
    #[serde(default)]
    pub offices: Vec<Office>,
    /// Holidays: nobody works on them, and where the body says so nothing is issued.
    #[serde(default, deserialize_with = "dates")]
    pub holidays: Vec<Date>,
    /// Its time rules.
    #[serde(default)]
    pub timing: Timing,
    /// Who may do which acts; a body that names no roles has one, [`Role::SOLE`], which may do all.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// The duty stations, where there are several: each may number from a block of its own.
    #[serde(default)]
    pub stations: Vec<Station>,
}

/// A body that is only cited.
#[derive(Clone, Debug, Deserialize)]
pub struct Cited {
    /// Its code.
    pub code: String,
    /// Its names in any language.
    pub names: Vec<String>,
    /// The first and the last session whose numbers are read.
    #[serde(default)]
    pub sessions: Option<(u32, u32)>,
    /// Whether its numbers are read only where the text names it.
    #[serde(default)]
    pub named_only: bool,
    /// Its series.
    pub series: Vec<CitedSeries>,
}

/// A series of a body that is only cited.
#[derive(Clone, Debug, Deserialize)]
pub struct CitedSeries {
    /// What it holds: `resolution`, `decision`.
    pub holds: String,
    /// The number as texts write it, with slots as in a series' template.
    pub form: String,
    /// The symbol, with the same slots.
    pub symbol: String,
}

/// A role in which officers act.
#[derive(Clone, Debug, Deserialize)]
pub struct Role {
    /// The code, as in `--as registrar`.
    pub code: String,
    /// What the role is, in English.
    pub name: String,
    /// The acts it may do, as written in JSON; `*` stands for all.
    pub acts: Vec<String>,
}

impl Role {
    /// The role of everyone in a body that names none.
    pub const SOLE: &str = "officer";

    /// Whether the role may do an act.
    pub fn may(&self, act: &str) -> bool {
        self.acts.iter().any(|allowed| allowed == "*" || allowed == act)
    }
}

/// A duty station.
#[derive(Clone, Debug, Deserialize)]
pub struct Station {
    /// The code.
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// The job-number series it takes numbers from; empty for the body's default.
    #[serde(default)]
    pub job_series: String,
}

/// A standing exception to the required languages.
#[derive(Clone, Debug, Deserialize)]
pub struct StandingException {
    /// Why.
    pub reason: String,
}

/// A distribution category.
#[derive(Clone, Debug, Deserialize)]
pub struct Distribution {
    /// The code kept in the record.
    pub code: String,
    /// The English name.
    pub name: String,
    /// Whether anyone may read what is issued under it.
    #[serde(default = "yes")]
    pub public: bool,
}

fn yes() -> bool {
    true
}

/// How job numbers are formed.
#[derive(Clone, Debug, Deserialize)]
pub struct JobSeries {
    /// The series' code.
    pub code: String,
    /// The printed form, with `{yy}`, `{year}` and `{n:5}`.
    pub template: String,
    /// What the barcode says, with the same slots.
    pub barcode: String,
    /// Whether the numbers start again each year.
    #[serde(default = "yes")]
    pub yearly: bool,
    /// Whether each language version takes a number of its own; otherwise one number serves all, with a language letter.
    #[serde(default)]
    pub each_language: bool,
}

/// What an office is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeKind {
    /// Heads a State's mission and may sign for it.
    Mission,
    /// Signs for the head of a mission who is absent.
    Charge,
    /// A mission itself, which does not sign.
    MissionItself,
    /// An official of the body.
    Official,
    /// Presides over an organ.
    President,
    /// May send, but not sign a covering letter.
    Other,
}

/// An office of the body or of a mission to it.
#[derive(Clone, Debug, Deserialize)]
pub struct Office {
    /// The canonical English name.
    pub name: String,
    /// What it is.
    pub kind: OfficeKind,
    /// Other ways to write it, in any language.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether it is an office of a mission, though it may not sign for it, as a deputy.
    #[serde(default)]
    pub mission: bool,
    /// Whether letters for circulation may be addressed to it, and in which place among several (1 first).
    #[serde(default)]
    pub addressee_order: Option<u32>,
}

/// One organ: `organs/<code>.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Organ {
    /// The organ's code: the file's name without its ending.
    #[serde(default)]
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// Other names, in any language, by which texts call it.
    #[serde(default)]
    pub also: Vec<String>,
    /// Its place in a masthead with several organs, the first being 1.
    pub order: u32,
    /// Whether its documents are issued under agenda items.
    #[serde(default)]
    pub items_required: bool,
    /// How its agenda files are named: `AS-{session}`; empty if it has no agendas.
    #[serde(default)]
    pub agenda: String,
    /// Its numbering periods.
    pub period: PeriodRule,
    /// For an organ whose masthead counts years (`Seventy-fifth year`): the year before the first.
    #[serde(default)]
    pub years_since: Option<i16>,
    /// Whether communications are circulated as its documents.
    #[serde(default)]
    pub circulates: bool,
    /// Its series of symbols; the first one takes communications.
    pub series: Vec<Series>,
}

/// A series of symbols.
#[derive(Clone, Debug, Deserialize)]
pub struct Series {
    /// What the series is called in commands and reports, such as `AS`.
    pub code: String,
    /// The symbol, with `{session}`, `{year}` and `{n}`.
    pub template: String,
    /// What kind of document it holds: `document`, `limited`, `resolution`, …
    pub holds: String,
    /// From which date on it is used.
    #[serde(default, deserialize_with = "optional_date")]
    pub from: Option<Date>,
    /// From which date on it is used no more.
    #[serde(default, deserialize_with = "optional_date")]
    pub until: Option<Date>,
    /// Its numbering periods, where they are not the organ's: records of meetings run on while documents start again.
    #[serde(default)]
    pub period: Option<PeriodRule>,
    /// Numbers that a running numbering passes over, by pairs of first and last, and for what they are kept.
    #[serde(default)]
    pub reserved: Vec<Reserved>,
    /// Who gives its numbers, until an act says otherwise for a period.
    #[serde(default)]
    pub allocated: Allocated,
}

/// Who gives the numbers of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allocated {
    /// This office.
    #[default]
    Here,
    /// Another office; its numbers are taken in as they were given.
    Elsewhere,
}

impl Series {
    /// The numbering periods of the series: its own, or else its organ's.
    pub fn period_rule<'a>(&'a self, organ: &'a Organ) -> &'a PeriodRule {
        self.period.as_ref().unwrap_or(&organ.period)
    }
}

/// Numbers kept for something in every period.
#[derive(Clone, Debug, Deserialize)]
pub struct Reserved {
    /// The first number.
    pub first: u32,
    /// The last number.
    pub last: u32,
    /// For what.
    pub purpose: String,
}

/// One agenda: `agendas/<name>.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Agenda {
    /// The organ's code.
    pub organ: String,
    /// The session or year.
    pub period: String,
    /// The document that lays the agenda down.
    #[serde(default)]
    pub source: String,
    /// Whether every item is listed here; if not, an item that is missing here may still exist.
    #[serde(default)]
    pub complete: bool,
    /// The items.
    #[serde(default, rename = "item")]
    pub items: Vec<AgendaItem>,
}

/// An item of an agenda.
#[derive(Clone, Debug, Deserialize)]
pub struct AgendaItem {
    /// Its number: `12`, `31 (b)`.
    pub number: String,
    /// Its title in English, where known.
    #[serde(default)]
    pub title: Option<String>,
}

/// A member or observer: an entry of `states.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct State {
    /// The name used in English text, with its article where it takes one, such as `the Republic of …`.
    pub name: String,
    /// A member, or an observer of what sort.
    #[serde(default = "member")]
    pub standing: String,
    /// Since when.
    #[serde(default, deserialize_with = "optional_date")]
    pub from: Option<Date>,
    /// Until when.
    #[serde(default, deserialize_with = "optional_date")]
    pub until: Option<Date>,
    /// Names by language code: the short name first, then any others.
    #[serde(default)]
    pub names: BTreeMap<String, Vec<String>>,
    /// The name as titles have it, by language code, where that is not the first of its names with the article that its
    /// letters ask for: with its article (`les Îles Quillan`), or in the case that follows an office.
    #[serde(default)]
    pub text: BTreeMap<String, String>,
    /// Names that it bore in English text before, with what other languages then wrote.
    #[serde(default)]
    pub called: Vec<Called>,
}

/// A name that a State bore before.
#[derive(Clone, Debug, Deserialize)]
pub struct Called {
    /// The name in English text, with its article where it takes one.
    pub name: String,
    /// Since when, if not from the beginning on.
    #[serde(default, deserialize_with = "optional_date")]
    pub from: Option<Date>,
    /// Until when, where that is known.
    #[serde(default, deserialize_with = "optional_date")]
    pub until: Option<Date>,
    /// The name as titles had it, by language code; the State's own where the language changed nothing.
    #[serde(default)]
    pub text: BTreeMap<String, String>,
}

fn member() -> String {
    "member".to_owned()
}

/// Which rules hold, how gravely and on whose authority: `rulebook.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Rulebook {
    /// The rules, by code.
    #[serde(default)]
    pub rules: BTreeMap<String, Ruling>,
}

/// What a body says of one rule.
#[derive(Clone, Debug, Deserialize)]
pub struct Ruling {
    /// How gravely it is taken.
    pub gravity: Gravity,
    /// Document and paragraph.
    pub authority: String,
    /// Over which texts it holds.
    #[serde(default)]
    pub scope: Scope,
    /// Since when.
    #[serde(default, deserialize_with = "optional_date")]
    pub from: Option<Date>,
    /// Until when.
    #[serde(default, deserialize_with = "optional_date")]
    pub until: Option<Date>,
}

/// Over which texts a rule holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Over all.
    #[default]
    All,
    /// Over the body's own texts alone: a sender's words are the sender's.
    Secretariat,
}

/// Where a symbol stands among a body's series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The organ's code.
    pub organ: String,
    /// The series' code.
    pub series: String,
    /// The session or year, or the empty string.
    pub period: String,
    /// The number in the series and period.
    pub number: u32,
    /// The document without its modifiers.
    pub stem: Symbol,
    /// What follows it: addendum, corrigendum, revision.
    pub modifiers: Vec<(ModifierKind, u32)>,
}

/// Why a body's files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// A file that must be there is missing.
    #[error("the body has no {0}")]
    Missing(String),
    /// A file does not say what it should.
    #[error("{file}: {message}")]
    Malformed {
        /// The file's path inside the body.
        file: String,
        /// What is wrong.
        message: String,
    },
}

fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, BodyError> {
    toml::from_str(text).map_err(|e| BodyError::Malformed { file: file.to_owned(), message: e.to_string() })
}

impl Body {
    /// Parses a body from its files, each given by its path inside the body's folder (`/` as separator) and its text.
    pub fn from_files(files: &BTreeMap<String, String>) -> Result<Body, BodyError> {
        let mut hasher = Sha256::new();
        for (path, text) in files {
            for piece in [path, text] {
                hasher.update((piece.len() as u64).to_be_bytes());
                hasher.update(piece.as_bytes());
            }
        }
        let digest = hasher.finalize().iter().map(|b| format!("{b:02x}")).collect();
        let one = |name: &str| files.get(name).ok_or_else(|| BodyError::Missing(name.to_owned()));
        let charter: Charter = parse("body.toml", one("body.toml")?)?;
        let mut body = Body {
            charter,
            organs: Vec::new(),
            agendas: BTreeMap::new(),
            wording: BTreeMap::new(),
            states: Vec::new(),
            rulebook: parse("rulebook.toml", one("rulebook.toml")?)?,
            vocabulary: files
                .get("vocabulary.toml")
                .map_or_else(|| Ok(Vocabulary::default()), |text| parse("vocabulary.toml", text))?,
            templates: BTreeMap::new(),
            digest,
            zone: TimeZone::UTC,
            state_names: BTreeMap::new(),
        };
        #[derive(Deserialize)]
        struct States {
            #[serde(default, rename = "state")]
            states: Vec<State>,
        }
        body.states = parse::<States>("states.toml", one("states.toml")?)?.states;
        for (at, state) in body.states.iter().enumerate() {
            let called = state.called.iter().flat_map(|called| called.text.values().chain([&called.name]));
            for name in state.names.values().flatten().chain(state.text.values()).chain(called).chain([&state.name]) {
                let places = body.state_names.entry(bare_name(name)).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
        for (path, text) in files {
            let Some((folder, name)) = path.split_once('/') else { continue };
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            match (folder, name.rsplit_once('.').map_or("", |(_, ending)| ending)) {
                ("organs", "toml") => {
                    let mut organ: Organ = parse(path, text)?;
                    organ.code = stem.to_owned();
                    if organ.series.is_empty() {
                        return Err(BodyError::Malformed { file: path.clone(), message: "no series".into() });
                    }
                    body.organs.push(organ);
                }
                ("agendas", "toml") => {
                    body.agendas.insert(stem.to_owned(), parse(path, text)?);
                }
                ("languages", "toml") => {
                    let language = Language::parse(stem)
                        .map_err(|e| BodyError::Malformed { file: path.clone(), message: e.to_string() })?;
                    body.wording.insert(language, parse(path, text)?);
                }
                ("templates", "typ") => {
                    body.templates.insert(name.to_owned(), text.clone());
                }
                _ => {}
            }
        }
        body.resolve_periods()?;
        body.organs.sort_by(|a, b| (a.order, &a.code).cmp(&(b.order, &b.code)));
        if body.organs.is_empty() {
            return Err(BodyError::Missing("organs/*.toml".into()));
        }
        if body.charter.distribution.is_empty() || body.charter.job_numbers.is_empty() {
            return Err(BodyError::Malformed {
                file: "body.toml".into(),
                message: "at least one distribution category and one job-number series are needed".into(),
            });
        }
        body.zone = TimeZone::get(&body.charter.time_zone)
            .map_err(|e| BodyError::Malformed { file: "body.toml".into(), message: e.to_string() })?;
        body.check_roles_and_stations()?;
        Ok(body)
    }

    /// A role that names an act which does not exist would silently allow nothing.
    fn check_roles_and_stations(&self) -> Result<(), BodyError> {
        let malformed = |message: String| Err(BodyError::Malformed { file: "body.toml".into(), message });
        for role in &self.charter.roles {
            if let Some(act) = role.acts.iter().find(|act| *act != "*" && row_of(act).is_none()) {
                return malformed(format!("the role “{}” names an act “{act}”, which does not exist", role.code));
            }
        }
        for station in &self.charter.stations {
            let code = &station.job_series;
            if !code.is_empty() && !self.charter.job_numbers.iter().any(|series| series.code == *code) {
                return malformed(format!("the station “{}” names a job-number series “{code}”", station.code));
            }
        }
        Ok(())
    }

    /// Gives each organ that takes its periods from another that one's rule.
    fn resolve_periods(&mut self) -> Result<(), BodyError> {
        let rules: BTreeMap<String, PeriodRule> =
            self.organs.iter().map(|organ| (organ.code.clone(), organ.period.clone())).collect();
        for organ in &mut self.organs {
            let own = &mut organ.period;
            let series = organ.series.iter_mut().filter_map(|series| series.period.as_mut());
            for rule in std::iter::once(own).chain(series) {
                let PeriodRule::Of { organ: other } = rule else { continue };
                match rules.get(other) {
                    Some(found) if !matches!(found, PeriodRule::Of { .. }) => *rule = found.clone(),
                    _ => {
                        return Err(BodyError::Malformed {
                            file: format!("organs/{}.toml", organ.code),
                            message: format!("the periods of “{other}” are asked for, which has none of its own"),
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// The grammar of symbols.
    pub fn grammar(&self) -> &Grammar {
        &self.charter.symbols
    }

    /// An organ by its code.
    pub fn organ(&self, code: &str) -> Option<&Organ> {
        self.organs.iter().find(|organ| organ.code == code)
    }

    /// An organ by its English name or any other name the body's data gives it, in any case.
    pub fn organ_named(&self, name: &str) -> Option<&Organ> {
        let name = fold(name);
        self.organs.iter().find(|organ| {
            fold(&organ.name) == name || organ.code == name || organ.also.iter().any(|also| fold(also) == name)
        })
    }

    /// A member or observer by any of its names, in any case and with or without an article, at a date; if none of that
    /// name was one then, one that was at another time.
    pub fn state_named(&self, name: &str, at: Option<Date>) -> Option<&State> {
        let named =
            || self.state_names.get(&bare_name(name)).into_iter().flatten().filter_map(|at| self.states.get(*at));
        let holds = |state: &&State| match at {
            Some(at) => state.from.is_none_or(|from| from <= at) && state.until.is_none_or(|until| at < until),
            None => true,
        };
        named().find(holds).or_else(|| named().next())
    }

    /// The wording of a language.
    pub fn words(&self, language: Language) -> Option<&Wording> {
        self.wording.get(&language)
    }

    /// The date of a moment in the body's time zone.
    pub fn date_of(&self, moment: Timestamp) -> Date {
        self.time_of(moment).date()
    }

    /// Date and hour of a moment in the body's time zone: what its clocks show.
    pub fn time_of(&self, moment: Timestamp) -> DateTime {
        moment.to_zoned_datetime(self.zone.clone()).datetime()
    }

    /// The body's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether a role may do an act, and if not, which roles may.
    ///
    /// # Errors
    /// [`Refusal::NotThisRole`] with the roles that may.
    pub fn allows(&self, role: &str, act: &str) -> Result<(), Refusal> {
        let roles = &self.charter.roles;
        if roles.is_empty() && role == Role::SOLE || roles.iter().any(|known| known.code == role && known.may(act)) {
            return Ok(());
        }
        let mut may: Vec<String> = roles.iter().filter(|role| role.may(act)).map(|role| role.code.clone()).collect();
        if roles.is_empty() {
            may.push(Role::SOLE.to_owned());
        }
        Err(Refusal::NotThisRole { role: role.to_owned(), act: act.to_owned(), roles: may })
    }

    /// The role in which someone acts who names none: the first that may do everything, or else the first of all.
    pub fn default_role(&self) -> &str {
        let roles = &self.charter.roles;
        let all = roles.iter().find(|role| role.acts.iter().any(|act| act == "*"));
        all.or(roles.first()).map_or(Role::SOLE, |role| &role.code)
    }

    /// A duty station by its code, in any case.
    pub fn station(&self, code: &str) -> Option<&Station> {
        self.charter.stations.iter().find(|station| station.code.eq_ignore_ascii_case(code))
    }

    /// Where a symbol stands among the body's series, if it belongs to one.
    pub fn place(&self, symbol: &Symbol) -> Option<Placement> {
        let (stem, modifiers) = self.grammar().split_modifiers(symbol);
        for organ in &self.organs {
            for series in &organ.series {
                let Some(slots) = match_template(&series.template, stem.as_str()) else { continue };
                let Some(number) = slots.get("n").and_then(|n| n.parse().ok()) else { continue };
                let period = slots.get("session").or_else(|| slots.get("year")).cloned().unwrap_or_default();
                return Some(Placement {
                    organ: organ.code.clone(),
                    series: series.code.clone(),
                    period,
                    number,
                    stem,
                    modifiers,
                });
            }
        }
        None
    }

    /// The symbol of a number in a series and period.
    pub fn symbol_of(&self, series: &Series, period: &str, number: u32) -> Symbol {
        let mut slots = Slots::new();
        slots.insert("session".into(), period.to_owned());
        slots.insert("year".into(), period.to_owned());
        slots.insert("n".into(), number.to_string());
        Symbol::from_canonical(fill(&series.template, &slots))
    }

    /// The series of an organ that takes communications at a date.
    pub fn series_for<'a>(&self, organ: &'a Organ, at: Date) -> Option<&'a Series> {
        organ.series.iter().find(|series| {
            series.holds == "document"
                && series.from.is_none_or(|from| from <= at)
                && series.until.is_none_or(|until| at < until)
        })
    }

    /// A series by its code, with its organ.
    pub fn series(&self, code: &str) -> Option<(&Organ, &Series)> {
        self.organs.iter().find_map(|organ| {
            organ.series.iter().find(|series| series.code.eq_ignore_ascii_case(code)).map(|series| (organ, series))
        })
    }

    /// The agenda of an organ's session or year, where the body's data has it.
    pub fn agenda(&self, organ: &Organ, period: &str) -> Option<&Agenda> {
        let mut slots = Slots::new();
        slots.insert("session".into(), period.to_owned());
        slots.insert("year".into(), period.to_owned());
        self.agendas.get(&fill(&organ.agenda, &slots))
    }

    /// The title of an item in a language, where known.
    pub fn item_title(&self, organ: &Organ, period: &str, item: &str, language: Language) -> Option<String> {
        let mut slots = Slots::new();
        slots.insert("session".into(), period.to_owned());
        slots.insert("year".into(), period.to_owned());
        let file = fill(&organ.agenda, &slots);
        if let Some(title) = self.words(language).and_then(|w| w.items.get(&file)).and_then(|items| items.get(item)) {
            return Some(title.clone());
        }
        if language != Language::EN {
            return None;
        }
        self.agendas.get(&file)?.items.iter().find(|known| same_item(&known.number, item))?.title.clone()
    }

    /// A distribution category by its code or English name.
    pub fn distribution(&self, name: &str) -> Option<&Distribution> {
        self.charter
            .distribution
            .iter()
            .find(|d| d.code.eq_ignore_ascii_case(name) || d.name.eq_ignore_ascii_case(name))
    }

    /// The default distribution category.
    pub fn default_distribution(&self) -> &Distribution {
        // `from_files` refuses a body without one.
        &self.charter.distribution[0]
    }

    /// A job number of a series, for a year and number.
    pub fn job_number(&self, series: &JobSeries, year: i16, number: u32) -> String {
        fill(&series.template, &job_slots(year, number))
    }

    /// What the barcode of a printed job number says.
    pub fn barcode(&self, job_number: &str) -> Option<String> {
        self.charter
            .job_numbers
            .iter()
            .find_map(|series| match_template(&series.template, job_number).map(|slots| fill(&series.barcode, &slots)))
    }

    /// Series, two-digit year (empty if the series runs on) and number of a printed job number.
    pub fn parse_job_number(&self, text: &str) -> Option<(&JobSeries, String, u32)> {
        let text = text.trim();
        self.charter.job_numbers.iter().find_map(|series| {
            let slots = match_template(&series.template, text)?;
            let year = slots.get("yy").or_else(|| slots.get("year")).cloned().unwrap_or_default();
            Some((series, if series.yearly { year } else { String::new() }, slots.get("n")?.parse().ok()?))
        })
    }
}

fn job_slots(year: i16, number: u32) -> Slots {
    let mut slots = Slots::new();
    slots.insert("yy".into(), format!("{:02}", year.rem_euclid(100)));
    slots.insert("year".into(), year.to_string());
    slots.insert("n".into(), number.to_string());
    slots
}

/// Whether two item numbers are the same but for spaces: `31 (b)` and `31(b)`.
pub fn same_item(a: &str, b: &str) -> bool {
    let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    bare(a) == bare(b)
}

/// Lower case, apostrophes alike, single spaces.
pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'").to_lowercase()
}

/// A State's name folded and without its article, in the languages whose article stands apart.
pub(crate) fn bare_name(name: &str) -> String {
    let folded = fold(name);
    let bare = ["the ", "l'", "la ", "le ", "les ", "el ", "los ", "las "].iter().find_map(|a| folded.strip_prefix(a));
    bare.map(str::to_owned).unwrap_or(folded)
}
