//! A body's calendar and time rules, and what follows from them for one document and for many.
//!
//! Nothing here asks what time it is: every moment is handed in, and so is the day for which an answer is wanted. What was
//! done after that day is not yet known to the answer, so that a report on the past says what it would have said then.
//!
//! Days late and days left are calendar days; days for processing are working days.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    Span, Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, Visitor},
};

use crate::{
    body::{Body, Charter},
    language::Language,
    period::Day,
};

/// What a body lays down about time: `[timing]` in `body.toml`. A rule that is not there does not hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)] // A rule whose name is mistyped would silently not hold.
pub struct Timing {
    /// What is received after this time of day counts as received on the next working day; what is received at it does not.
    #[serde(deserialize_with = "optional_time")]
    pub cut_off: Option<Time>,
    /// The weekdays on which nobody works.
    pub weekend: Vec<Day>,
    /// Whether documents may be issued on weekends and holidays.
    pub issue_on_closed_days: bool,
    /// How many working days after intake a document is issued that has neither a slot nor a day of consideration, as
    /// letters have neither.
    pub working_days: Option<u32>,
    /// The same for what is urgent.
    pub urgent_working_days: Option<u32>,
    /// How many weeks before its consideration a document is issued at the latest.
    pub weeks_before: Option<u32>,
    /// How many weeks before its consideration a document is received at the latest.
    pub submit_weeks_before: Option<u32>,
    /// How long texts may be. The first limit that names a kind holds for it.
    pub limits: Vec<Limit>,
    /// Who laid down what: document and paragraph, by rule.
    pub authority: BTreeMap<Rule, String>,
}

impl Default for Timing {
    fn default() -> Timing {
        Timing {
            cut_off: None,
            weekend: vec![Day::Saturday, Day::Sunday],
            issue_on_closed_days: true,
            working_days: None,
            urgent_working_days: None,
            weeks_before: None,
            submit_weeks_before: None,
            limits: Vec::new(),
            authority: BTreeMap::new(),
        }
    }
}

impl Timing {
    /// On whose authority a rule holds; empty where the body's data names none.
    pub fn authority(&self, rule: Rule) -> &str {
        self.authority.get(&rule).map_or("", String::as_str)
    }

    /// How long a text of a kind may be, if there is a limit.
    pub fn limit(&self, kind: &str) -> Option<&Limit> {
        self.limits.iter().find(|limit| limit.kinds.iter().any(|named| named.eq_ignore_ascii_case(kind)))
    }
}

/// How long texts of some kinds may be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Kinds of communication (`letter`), of series (`limited`) or of authors (`secretariat`).
    pub kinds: Vec<String>,
    /// The greatest number of words that needs no waiver.
    pub words: u32,
    /// Document and paragraph.
    pub authority: String,
}

/// A rule about time, by the name of its field in `[timing]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The time of day after which a text counts as received on the next working day.
    CutOff,
    /// Which weekdays are closed.
    Weekend,
    /// Whether anything is issued on closed days.
    IssueOnClosedDays,
    /// The usual time from intake to issue.
    WorkingDays,
    /// The same for what is urgent.
    UrgentWorkingDays,
    /// Issue so many weeks before consideration.
    WeeksBefore,
    /// Receipt so many weeks before consideration.
    SubmitWeeksBefore,
    /// The dates agreed between author and office for one document.
    Slot,
}

/// A body's working days, in its own time zone.
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    charter: &'a Charter,
    zone: TimeZone,
}

impl Body {
    /// The body's calendar.
    pub fn calendar(&self) -> Calendar<'_> {
        Calendar::new(&self.charter)
    }
}

impl<'a> Calendar<'a> {
    /// The calendar that a body's charter lays down.
    pub fn new(charter: &'a Charter) -> Calendar<'a> {
        // The zone was checked when the body was parsed.
        Calendar { charter, zone: TimeZone::get(&charter.time_zone).unwrap_or(TimeZone::UTC) }
    }

    fn timing(&self) -> &'a Timing {
        &self.charter.timing
    }

    /// The date of a moment where the body sits.
    pub fn date_of(&self, moment: Timestamp) -> Date {
        moment.to_zoned_datetime(self.zone.clone()).date()
    }

    /// Whether a day is neither on the weekend nor a holiday.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.is_weekday(date.weekday().to_monday_zero_offset()) && !self.charter.holidays.contains(&date)
    }

    /// Whether a weekday, counted from Monday as 0, is none of the weekend.
    fn is_weekday(&self, offset: i8) -> bool {
        self.timing().weekend.iter().all(|day| *day as i8 != offset)
    }

    /// Whether documents may be issued on a day.
    pub fn may_issue_on(&self, date: Date) -> bool {
        self.timing().issue_on_closed_days || self.is_working_day(date)
    }

    /// The day itself if it is a working day, else the first working day after it.
    ///
    /// `None` means that there is none: the body is closed on all seven days, or the calendar ends before.
    pub fn on_or_after(&self, date: Date) -> Option<Date> {
        self.nearest(date, |day| day.tomorrow().ok())
    }

    /// The day itself if it is a working day, else the last working day before it; `None` as for `on_or_after`.
    pub fn on_or_before(&self, date: Date) -> Option<Date> {
        self.nearest(date, |day| day.yesterday().ok())
    }

    fn nearest(&self, date: Date, step: impl Fn(&Date) -> Option<Date>) -> Option<Date> {
        // Every seven days hold a weekday, if there is one at all, and each holiday closes one of them at most.
        let bound = 7 * (self.charter.holidays.len() + 1);
        std::iter::successors(Some(date), step).take(bound).find(|day| self.is_working_day(*day))
    }

    /// The day that many working days after a date. Counting starts from the date if it is a working day, else from the
    /// first one after it, so that no working days after a Saturday is the Monday and one is the Tuesday.
    ///
    /// `None` as for `on_or_after`.
    pub fn add_working_days(&self, date: Date, days: u32) -> Option<Date> {
        let start = self.on_or_after(date)?;
        // There are not more working days than days; nobody counts to four thousand million in vain.
        if i64::from(days) > days_from(start, Date::MAX) {
            return None;
        }
        (0..days).try_fold(start, |day, _| self.on_or_after(day.tomorrow().ok()?))
    }

    /// The working day on which something counts as received.
    ///
    /// In a body that is never open it is the day itself, since no other is better.
    pub fn intake_day(&self, received: Timestamp) -> Date {
        let date = self.date_of(received);
        // Moments are compared, not readings of the clock, which shows some of them twice when summer time ends.
        let cut_off = self.timing().cut_off.and_then(|time| self.zone.to_timestamp(date.to_datetime(time)).ok());
        let late = cut_off.is_some_and(|cut_off| received > cut_off);
        let first = if late { date.tomorrow().unwrap_or(date) } else { date };
        self.on_or_after(first).unwrap_or(date)
    }

    /// The last day that lies so many weeks before another, and on which the office is open if `open` asks for that.
    fn weeks_before(&self, date: Date, weeks: u32, open: bool) -> Option<Date> {
        let day = date.checked_sub(Span::new().try_weeks(weeks).ok()?).ok()?;
        if open { Some(self.on_or_before(day).unwrap_or(day)) } else { Some(day) }
    }

    /// All that the body's rules say of one document's dates and length, as it stands at the end of a day.
    pub fn dates(&self, facts: &Facts, at: Date) -> Dates {
        let known = |date: Option<Date>| date.filter(|date| *date <= at);
        let intake = self.intake_day(facts.received);
        let mut due = Vec::new();
        let mut add = |what, language, (rule, by): (Rule, Date), binding, done| {
            let authority = self.timing().authority(rule).to_owned();
            due.push(Due { what, language, by, rule, authority, binding, standing: Standing::of(by, done, at) });
        };

        // What came in after the cut-off is here all the same, even if it counts as received on a day yet to come.
        let delivered = known(Some(self.date_of(facts.received))).map(|_| intake);
        for (place, rule) in self.delivery_rules(facts).into_iter().enumerate() {
            add(What::Delivery, None, rule, place == 0, delivered);
        }

        let release = self.release_rules(facts, intake);
        let given = facts.delivered.keys().chain(facts.released.keys());
        let expected = if facts.languages.is_empty() { &self.charter.languages_required } else { &facts.languages };
        let languages: BTreeSet<Language> = expected.iter().chain(given).copied().collect();
        for language in languages {
            let released = known(facts.released.get(&language).copied());
            let ready = known(facts.delivered.get(&language).map(|moment| self.date_of(*moment)));
            if let Some(rule) = release.first() {
                // A version that is out was ready, whether or not somebody recorded its delivery.
                add(What::Processing, Some(language), *rule, true, ready.or(released));
            }
            for (place, rule) in release.iter().enumerate() {
                add(What::Release, Some(language), *rule, place == 0, released);
            }
        }
        due.sort_by_key(|due| (due.by, due.what, due.language, due.rule));

        Dates {
            intake,
            registered: known(facts.registered.map(|moment| self.date_of(moment))),
            due,
            released: facts.released.iter().filter(|(_, date)| **date <= at).map(|(l, date)| (*l, *date)).collect(),
            length: self.length(facts),
        }
    }

    /// Until when the text is to be received, the binding rule first: what was agreed, then what holds for all.
    fn delivery_rules(&self, facts: &Facts) -> Vec<(Rule, Date)> {
        let slot = facts.slot.map(|slot| (Rule::Slot, slot.deliver_by));
        // A text that came on a closed day would count as received after it.
        let weeks = facts
            .considered_on
            .zip(self.timing().submit_weeks_before)
            .and_then(|(date, weeks)| Some((Rule::SubmitWeeksBefore, self.weeks_before(date, weeks, true)?)));
        slot.into_iter().chain(weeks).collect()
    }

    /// Until when the document is to be issued, the binding rule first: what is urgent, what was agreed, what holds for
    /// all, and the usual time for what has none of these.
    fn release_rules(&self, facts: &Facts, intake: Date) -> Vec<(Rule, Date)> {
        let timing = self.timing();
        let after = |rule, days: Option<u32>| Some((rule, self.add_working_days(intake, days?)?));
        let urgent = if facts.urgent { after(Rule::UrgentWorkingDays, timing.urgent_working_days) } else { None };
        let slot = facts.slot.map(|slot| (Rule::Slot, slot.issue_by));
        let weeks = facts.considered_on.zip(timing.weeks_before).and_then(|(date, weeks)| {
            Some((Rule::WeeksBefore, self.weeks_before(date, weeks, !timing.issue_on_closed_days)?))
        });
        let mut rules: Vec<_> = urgent.into_iter().chain(slot).chain(weeks).collect();
        if rules.is_empty() {
            rules.extend(after(Rule::WorkingDays, timing.working_days));
        }
        rules
    }

    fn length(&self, facts: &Facts) -> Option<Length> {
        let (words, limit) = (facts.words?, self.timing().limit(&facts.kind)?);
        let over = words.saturating_sub(limit.words);
        let standing = match (over, facts.waiver) {
            (0, _) => LengthStanding::Within,
            (_, true) => LengthStanding::Waived,
            (_, false) => LengthStanding::Over,
        };
        Some(Length { words, limit: limit.words, over, standing, authority: limit.authority.clone() })
    }
}

/// How many days lie from one date to another; negative if the other comes first.
fn days_from(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// What is known of one document, for the sake of its dates.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// When its text was received.
    pub received: Timestamp,
    /// When it was registered.
    pub registered: Option<Timestamp>,
    /// Whether it is urgent.
    pub urgent: bool,
    /// On which day an organ considers it.
    pub considered_on: Option<Date>,
    /// The dates agreed with its author.
    pub slot: Option<Slot>,
    /// How many words it has.
    pub words: Option<u32>,
    /// Whether more words than the limit were allowed.
    pub waiver: bool,
    /// Its kind, or its author's, by the name under which the body's limits may have it.
    pub kind: String,
    /// The languages in which it is to be issued; if none is named, those that the body requires.
    pub languages: Vec<Language>,
    /// When each language version was delivered, ready for issue. One that is not named here, as the original may not be,
    /// counts as ready once it is issued.
    pub delivered: BTreeMap<Language, Timestamp>,
    /// On which day each language version was issued.
    pub released: BTreeMap<Language, Date>,
}

/// An agreement on one document: its author delivers by one day, the office issues by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The last day for the author.
    pub deliver_by: Date,
    /// The last day for the office.
    pub issue_by: Date,
}

/// What the rules say of one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// The working day on which it counts as received.
    pub intake: Date,
    /// The day on which it was registered.
    pub registered: Option<Date>,
    /// What is due, the earliest first.
    pub due: Vec<Due>,
    /// When each language version was issued.
    pub released: BTreeMap<Language, Date>,
    /// Its length against the limit, where both are known.
    pub length: Option<Length>,
}

/// What is to be done by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The author delivers the text to the office.
    Delivery,
    /// A language version is made ready for issue.
    Processing,
    /// A language version is issued.
    Release,
}

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// What.
    pub what: What,
    /// In which language; none for the document as a whole.
    pub language: Option<Language>,
    /// The last day on which it is in time.
    pub by: Date,
    /// By which rule.
    pub rule: Rule,
    /// On whose authority; empty where the body's data names none.
    pub authority: String,
    /// Whether this rule is the one by which punctuality is measured, should several speak of the same thing. An
    /// agreement on one document comes before what holds for all, and urgency before both; the others still say how far
    /// the document is from them.
    pub binding: bool,
    /// How it stands.
    #[serde(flatten)]
    pub standing: Standing,
}

/// How something that is due stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// It was done in time.
    DoneInTime {
        /// When.
        on: Date,
    },
    /// It was done late.
    DoneLate {
        /// When.
        on: Date,
        /// By how many days.
        days: u32,
    },
    /// It is yet to be done.
    Due {
        /// In how many days; 0 means on this day.
        days: u32,
    },
    /// It should have been done.
    Overdue {
        /// How many days ago.
        days: u32,
    },
}

impl Standing {
    fn of(by: Date, done: Option<Date>, at: Date) -> Standing {
        // Less than four million days lie between any two dates.
        let days = |from, to| u32::try_from(days_from(from, to)).unwrap_or(0);
        match done {
            Some(on) if on <= by => Standing::DoneInTime { on },
            Some(on) => Standing::DoneLate { on, days: days(by, on) },
            None if at <= by => Standing::Due { days: days(at, by) },
            None => Standing::Overdue { days: days(by, at) },
        }
    }
}

/// A text's length against the limit for its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Length {
    /// How many words it has.
    pub words: u32,
    /// How many it may have.
    pub limit: u32,
    /// How many are too many.
    pub over: u32,
    /// How it stands.
    pub standing: LengthStanding,
    /// On whose authority.
    pub authority: String,
}

/// How a text stands against its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LengthStanding {
    /// It is not too long.
    Within,
    /// It is longer than the limit, which was allowed.
    Waived,
    /// It is longer than the limit, which nobody allowed.
    Over,
}

/// How punctually documents were issued, by organ and language.
#[derive(Clone, Debug, Default)]
pub struct Punctuality {
    tallies: BTreeMap<(String, Language), Tally>,
}

#[derive(Clone, Debug, Default)]
struct Tally {
    on_time: usize,
    without_date: usize,
    overdue: usize,
    days_late: Vec<u32>,
}

/// The figures of one organ and language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PunctualityRow {
    /// The organ's code.
    pub organ: String,
    /// The language.
    pub language: Language,
    /// How many language versions were issued: in time, late, or without a date to be measured by.
    pub released: usize,
    /// How many of them in time.
    pub on_time: usize,
    /// How many of them late.
    pub late: usize,
    /// How many of them no rule gave a date.
    pub without_date: usize,
    /// How many are not issued and past their date. They stand apart, so that what never comes out does not better the
    /// other figures.
    pub overdue: usize,
    /// The median of the days by which late ones were late; of two in the middle the greater.
    pub median_days_late: Option<u32>,
    /// The most days by which one was late.
    pub max_days_late: Option<u32>,
}

impl Punctuality {
    /// Counts one document for each of its organs, named by their codes.
    pub fn add<'a>(&mut self, organs: impl IntoIterator<Item = &'a str>, dates: &Dates) {
        for organ in organs {
            let mut measured = BTreeSet::new();
            for due in dates.due.iter().filter(|due| due.what == What::Release && due.binding) {
                let Some(language) = due.language else { continue };
                measured.insert(language);
                // What is not yet to be out says nothing of punctuality, and makes no row.
                if matches!(due.standing, Standing::Due { .. }) {
                    continue;
                }
                let tally = self.tally(organ, language);
                match due.standing {
                    Standing::DoneInTime { .. } => tally.on_time += 1,
                    Standing::DoneLate { days, .. } => tally.days_late.push(days),
                    Standing::Overdue { .. } => tally.overdue += 1,
                    Standing::Due { .. } => {}
                }
            }
            for language in dates.released.keys().filter(|language| !measured.contains(language)) {
                self.tally(organ, *language).without_date += 1;
            }
        }
    }

    fn tally(&mut self, organ: &str, language: Language) -> &mut Tally {
        self.tallies.entry((organ.to_owned(), language)).or_default()
    }

    /// The figures, by organ and then by language, each by its code.
    pub fn rows(&self) -> Vec<PunctualityRow> {
        let row = |((organ, language), tally): (&(String, Language), &Tally)| {
            let mut days = tally.days_late.clone();
            days.sort_unstable();
            PunctualityRow {
                organ: organ.clone(),
                language: *language,
                released: tally.on_time + days.len() + tally.without_date,
                on_time: tally.on_time,
                late: days.len(),
                without_date: tally.without_date,
                overdue: tally.overdue,
                median_days_late: days.get(days.len() / 2).copied(),
                max_days_late: days.last().copied(),
            }
        };
        self.tallies.iter().map(row).collect()
    }
}

/// Reads a time of day as a body's files write it: bare, as TOML has times, or between quotation marks.
fn optional_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Time>, D::Error> {
    struct Written(Time);
    impl<'de> Deserialize<'de> for Written {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Written, D::Error> {
            deserializer.deserialize_any(Reader)
        }
    }
    struct Reader;
    impl<'de> Visitor<'de> for Reader {
        type Value = Written;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a time of day such as 15:00:00")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<Written, E> {
            // The parser would also take the time out of a longer text, and silently drop its date.
            let wrong = || E::invalid_value(de::Unexpected::Str(text), &self);
            if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.')) || !text.contains(':') {
                return Err(wrong());
            }
            text.parse().map(Written).map_err(|_| wrong())
        }
        /// TOML's own times arrive as a map with the time's text for its one value.
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written, A::Error> {
            match map.next_entry::<String, String>()? {
                Some((_, text)) => self.visit_str(&text),
                None => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
            }
        }
    }
    Ok(Option::<Written>::deserialize(deserializer)?.map(|written| written.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const EN: Language = Language::EN;

    fn fr() -> Language {
        Language::parse("fr").unwrap()
    }

    fn charter(zone: &str, holidays: &str, timing: &str) -> Charter {
        toml::from_str(&format!(
            "code = 'x'\nname = 'X'\nin_text = 'X'\noffice = 'X'\ntime_zone = '{zone}'\nlanguages_offered = ['en', 'fr']\n\
             languages_required = ['en', 'fr']\ndistribution = []\njob_numbers = []\nholidays = [{holidays}]\n\
             [symbols]\nroots = []\n[timing]\n{timing}"
        ))
        .unwrap()
    }

    fn at(moment: &str) -> Timestamp {
        moment.parse().unwrap()
    }

    #[test]
    fn what_is_not_laid_down_does_not_hold() {
        let timing: Timing = toml::from_str("").unwrap();
        assert_eq!((timing.cut_off, timing.working_days, timing.weeks_before), (None, None, None));
        assert!(timing.issue_on_closed_days && timing.limits.is_empty());
        assert_eq!(timing.authority(Rule::CutOff), "");
        let charter = charter("Europe/Zurich", "", "");
        let calendar = Calendar::new(&charter);
        // 2026-03-07 is a Saturday.
        assert!(!calendar.is_working_day(date(2026, 3, 7)) && !calendar.is_working_day(date(2026, 3, 8)));
        assert!(calendar.may_issue_on(date(2026, 3, 7)));
        let facts = Facts { received: at("2026-03-02T09:00:00Z"), words: Some(u32::MAX), ..Facts::default() };
        let dates = calendar.dates(&facts, date(2026, 3, 2));
        assert_eq!((dates.due, dates.length, dates.intake), (vec![], None, date(2026, 3, 2)));
    }

    #[test]
    fn times_are_written_bare_or_quoted_and_names_are_spelt_right() {
        for (text, hour, minute) in
            [("cut_off = 15:00:00", 15, 0), ("cut_off = \"15:30\"", 15, 30), ("cut_off = \"00:00:00\"", 0, 0)]
        {
            let timing: Timing = toml::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(timing.cut_off, Time::new(hour, minute, 0, 0).ok(), "{text}");
        }
        let timing: Timing =
            toml::from_str("weekend = [\"friday\"]\n[authority]\nweeks_before = \"rule 1\"\nslot = \"rule 2\"")
                .unwrap();
        assert_eq!((timing.authority(Rule::WeeksBefore), timing.authority(Rule::Slot)), ("rule 1", "rule 2"));
        for wrong in [
            "cut_off = 15",
            "cut_off = \"1500\"",
            "cut_off = \"25:00\"",
            "cut_off = \"noon\"",
            "cut_off = 2026-03-02",
            "cut_off = 2026-03-02T15:00:00",
            "cut_off = {}",
            "weekend = [\"sabbath\"]",
            "week_before = 6",
            "weeks_before = -6",
            "[authority]\nweek_before = \"rule 1\"",
            "[[limits]]\nkinds = [\"letter\"]\nwords = 5",
        ] {
            assert!(toml::from_str::<Timing>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_cut_off_is_in_time_to_the_last_moment() {
        let charter = charter("Europe/Zurich", "2026-05-01", "cut_off = 15:00:00");
        let calendar = Calendar::new(&charter);
        for (moment, day) in [
            // A Wednesday in winter, at 14:59:59, at 15:00 and just after it.
            ("2026-03-04T13:59:59Z", date(2026, 3, 4)),
            ("2026-03-04T14:00:00Z", date(2026, 3, 4)),
            ("2026-03-04T14:00:00.000000001Z", date(2026, 3, 5)),
            // A Friday, and what came on the weekend, before or after the hour.
            ("2026-03-06T14:00:01Z", date(2026, 3, 9)),
            ("2026-03-07T08:00:00Z", date(2026, 3, 9)),
            ("2026-03-08T20:00:00Z", date(2026, 3, 9)),
            // After the hour on the eve of a holiday that is a Friday; and on the holiday itself.
            ("2026-04-30T13:00:01Z", date(2026, 5, 4)),
            ("2026-05-01T09:00:00Z", date(2026, 5, 4)),
            // Sunday night in London, Monday morning in Zurich.
            ("2026-03-08T23:30:00Z", date(2026, 3, 9)),
        ] {
            assert_eq!(calendar.intake_day(at(moment)), day, "{moment}");
        }
    }

    #[test]
    fn the_cut_off_moves_with_summer_time() {
        let charter = charter("Europe/Zurich", "", "cut_off = 15:00:00");
        let calendar = Calendar::new(&charter);
        // The Friday before and the Monday after: 15:00 is another moment, but the same hour.
        assert_eq!(calendar.intake_day(at("2026-03-27T14:00:00Z")), date(2026, 3, 27));
        assert_eq!(calendar.intake_day(at("2026-03-30T13:00:00Z")), date(2026, 3, 30));
        assert_eq!(calendar.intake_day(at("2026-03-30T13:00:01Z")), date(2026, 3, 31));
        assert_eq!(calendar.intake_day(at("2026-10-26T14:00:00Z")), date(2026, 10, 26));
        assert_eq!(calendar.intake_day(at("2026-10-26T14:00:01Z")), date(2026, 10, 27));
    }

    #[test]
    fn an_hour_that_is_left_out_or_comes_twice_is_cut_off_once() {
        let charter = self::charter("Europe/Zurich", "", "cut_off = 02:30:00\nweekend = []");
        let calendar = Calendar::new(&charter);
        for (first, last) in
            [("2026-03-29T00:00:00Z", "2026-03-29T03:00:00Z"), ("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z")]
        {
            // Whatever the clock shows, what comes later never counts as received earlier.
            let (mut moment, mut changes) = (at(first), 0);
            while moment < at(last) {
                let next = moment + jiff::SignedDuration::from_mins(5);
                let (before, after) = (calendar.intake_day(moment), calendar.intake_day(next));
                assert!(before <= after, "{next}");
                changes += usize::from(before < after);
                moment = next;
            }
            assert_eq!(changes, 1, "{first}");
        }
    }

    #[test]
    fn working_days_pass_over_holidays_in_a_row_and_the_year_s_end() {
        let holidays = "2026-12-24, 2026-12-25, 2026-12-28, 2026-12-29, 2026-12-30, 2026-12-31, 2027-01-01";
        let charter = charter("Europe/Zurich", holidays, "");
        let calendar = Calendar::new(&charter);
        assert_eq!(calendar.on_or_after(date(2026, 12, 23)), Some(date(2026, 12, 23)));
        assert_eq!(calendar.on_or_after(date(2026, 12, 24)), Some(date(2027, 1, 4)));
        assert_eq!(calendar.on_or_before(date(2027, 1, 3)), Some(date(2026, 12, 23)));
        assert_eq!(calendar.add_working_days(date(2026, 12, 22), 2), Some(date(2027, 1, 4)));
        assert_eq!(calendar.add_working_days(date(2026, 12, 22), 3), Some(date(2027, 1, 5)));
        assert_eq!(calendar.intake_day(at("2026-12-24T09:00:00Z")), date(2027, 1, 4));
    }

    #[test]
    fn counting_starts_from_a_working_day() {
        let charter = charter("Europe/Zurich", "", "");
        let calendar = Calendar::new(&charter);
        let (friday, saturday, monday) = (date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9));
        assert_eq!(calendar.add_working_days(friday, 0), Some(friday));
        assert_eq!(calendar.add_working_days(friday, 1), Some(monday));
        assert_eq!(calendar.add_working_days(friday, 5), Some(date(2026, 3, 13)));
        assert_eq!(calendar.add_working_days(saturday, 0), Some(monday));
        assert_eq!(calendar.add_working_days(saturday, 1), Some(date(2026, 3, 10)));
        // A leap day is a day: 2028-02-29 is a Tuesday.
        assert_eq!(calendar.add_working_days(date(2028, 2, 28), 2), Some(date(2028, 3, 1)));
    }

    #[test]
    fn a_body_that_is_never_open_waits_for_nothing() {
        let week = "['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']";
        let timing = format!(
            "weekend = {week}\ncut_off = 15:00:00\nworking_days = 3\nweeks_before = 6\nissue_on_closed_days = false\n\
             submit_weeks_before = 10"
        );
        let charter = charter("Europe/Zurich", "2026-03-02", &timing);
        let calendar = Calendar::new(&charter);
        let day = date(2026, 3, 4);
        assert_eq!((calendar.on_or_after(day), calendar.on_or_before(day)), (None, None));
        assert_eq!(calendar.add_working_days(day, 0), None);
        assert_eq!(calendar.add_working_days(day, u32::MAX), None);
        assert_eq!(calendar.intake_day(at("2026-03-04T20:00:00Z")), day);
        assert!(!calendar.may_issue_on(day));
        let facts = Facts { received: at("2026-03-04T20:00:00Z"), ..Facts::default() };
        assert_eq!(calendar.dates(&facts, day).due, []);
        let facts = Facts { considered_on: Some(date(2026, 9, 15)), ..facts };
        assert_eq!(calendar.dates(&facts, day).due.len(), 5);
    }

    #[test]
    fn the_calendar_has_an_end() {
        let charter = charter("Europe/Zurich", "", "weeks_before = 4294967295\nworking_days = 4294967295");
        let calendar = Calendar::new(&charter);
        assert_eq!(calendar.add_working_days(date(2026, 3, 4), u32::MAX), None);
        assert_eq!(calendar.add_working_days(date(9999, 12, 27), 10), None);
        // The last day of all is a Friday, and the first a Monday.
        assert_eq!(calendar.on_or_after(Date::MAX), Some(Date::MAX));
        assert_eq!(calendar.add_working_days(Date::MAX, 1), None);
        for moment in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
            let facts = Facts { received: moment, considered_on: Some(Date::MIN), urgent: true, ..Facts::default() };
            assert_eq!(calendar.dates(&facts, Date::MAX).due, [], "{moment}");
        }
        let slot = Some(Slot { deliver_by: Date::MIN, issue_by: Date::MIN });
        let dates = calendar.dates(&Facts { slot, received: Timestamp::MAX, ..Facts::default() }, Date::MAX);
        assert!(dates.due.iter().all(|due| matches!(
            due.standing,
            Standing::Overdue { days } | Standing::DoneLate { days, .. } if days > 7_000_000
        )));
    }

    const RULES: &str = "cut_off = 15:00:00\nissue_on_closed_days = false\nworking_days = 5\nurgent_working_days = 1\n\
        weeks_before = 6\nsubmit_weeks_before = 10\n\
        limits = [{ kinds = ['letter'], words = 100, authority = 'rule 9' }, { kinds = ['report', 'letter'], words = 5, authority = '' }]\n\
        [timing.authority]\nworking_days = 'rule 4'\nweeks_before = 'rule 5'";

    fn find(dates: &Dates, what: What, language: Option<Language>, rule: Rule) -> &Due {
        let mut found = dates.due.iter().filter(|due| (due.what, due.language, due.rule) == (what, language, rule));
        let due = found.next().unwrap_or_else(|| panic!("no {what:?} by {rule:?} in {:?}", dates.due));
        assert_eq!(found.next(), None);
        due
    }

    #[test]
    fn a_letter_has_its_usual_time() {
        let charter = charter("Europe/Zurich", "", RULES);
        let calendar = Calendar::new(&charter);
        // Received on a Friday after the cut-off; issued in English in time and in French late.
        let facts = Facts {
            received: at("2026-03-06T16:00:00Z"),
            registered: Some(at("2026-03-09T10:00:00Z")),
            delivered: BTreeMap::from([(fr(), at("2026-03-13T10:00:00Z"))]),
            released: BTreeMap::from([(EN, date(2026, 3, 16)), (fr(), date(2026, 3, 18))]),
            ..Facts::default()
        };
        let dates = calendar.dates(&facts, date(2026, 4, 1));
        assert_eq!((dates.intake, dates.registered), (date(2026, 3, 9), Some(date(2026, 3, 9))));
        assert_eq!(dates.due.len(), 4);
        let english = find(&dates, What::Release, Some(EN), Rule::WorkingDays);
        assert_eq!((english.by, english.authority.as_str(), english.binding), (date(2026, 3, 16), "rule 4", true));
        assert_eq!(english.standing, Standing::DoneInTime { on: date(2026, 3, 16) });
        let french = find(&dates, What::Release, Some(fr()), Rule::WorkingDays);
        assert_eq!(french.standing, Standing::DoneLate { on: date(2026, 3, 18), days: 2 });
        let ready = find(&dates, What::Processing, Some(fr()), Rule::WorkingDays);
        assert_eq!(ready.standing, Standing::DoneInTime { on: date(2026, 3, 13) });
        // The original's delivery was not recorded; it was ready when it was issued.
        let ready = find(&dates, What::Processing, Some(EN), Rule::WorkingDays);
        assert_eq!(ready.standing, Standing::DoneInTime { on: date(2026, 3, 16) });
        let json = serde_json::to_value(french).unwrap();
        let wanted = serde_json::json!({
            "what": "release", "language": "fr", "by": "2026-03-16", "rule": "working_days", "authority": "rule 4",
            "binding": true, "standing": "done_late", "on": "2026-03-18", "days": 2,
        });
        assert_eq!(json, wanted);
    }

    #[test]
    fn a_report_on_the_past_knows_only_the_past() {
        let charter = charter("Europe/Zurich", "", RULES);
        let calendar = Calendar::new(&charter);
        let facts = Facts {
            received: at("2026-03-09T09:00:00Z"),
            registered: Some(at("2026-03-10T09:00:00Z")),
            languages: vec![EN],
            released: BTreeMap::from([(EN, date(2026, 3, 20))]),
            ..Facts::default()
        };
        for (day, standing) in [
            (date(2026, 3, 9), Standing::Due { days: 7 }),
            (date(2026, 3, 16), Standing::Due { days: 0 }),
            (date(2026, 3, 17), Standing::Overdue { days: 1 }),
            (date(2026, 3, 20), Standing::DoneLate { on: date(2026, 3, 20), days: 4 }),
            (date(2027, 3, 20), Standing::DoneLate { on: date(2026, 3, 20), days: 4 }),
        ] {
            let dates = calendar.dates(&facts, day);
            assert_eq!(find(&dates, What::Release, Some(EN), Rule::WorkingDays).standing, standing, "{day}");
            assert_eq!(dates.released.is_empty(), day < date(2026, 3, 20));
            assert_eq!(dates.registered.is_none(), day < date(2026, 3, 10));
        }
    }

    #[test]
    fn a_document_for_a_meeting_is_out_weeks_before_it() {
        // The Monday six weeks before is a holiday, on which this body issues nothing.
        let charter = charter("Europe/Zurich", "2026-05-04", RULES);
        let calendar = Calendar::new(&charter);
        let facts = Facts {
            received: at("2026-04-06T15:00:00Z"),
            considered_on: Some(date(2026, 6, 15)),
            languages: vec![EN],
            ..Facts::default()
        };
        let dates = calendar.dates(&facts, date(2026, 5, 2));
        let release = find(&dates, What::Release, Some(EN), Rule::WeeksBefore);
        assert_eq!((release.by, release.standing), (date(2026, 5, 1), Standing::Overdue { days: 1 }));
        assert_eq!(release.authority, "rule 5");
        // 17:00 of the last day is after the cut-off.
        let delivery = find(&dates, What::Delivery, None, Rule::SubmitWeeksBefore);
        let late = Standing::DoneLate { on: date(2026, 4, 7), days: 1 };
        assert_eq!((delivery.by, delivery.standing), (date(2026, 4, 6), late));
        // It is late already on the evening of the day it came, though it counts for the next.
        let evening = calendar.dates(&facts, date(2026, 4, 6));
        assert_eq!(find(&evening, What::Delivery, None, Rule::SubmitWeeksBefore).standing, late);
        let before = calendar.dates(&facts, date(2026, 4, 4));
        let delivery = find(&before, What::Delivery, None, Rule::SubmitWeeksBefore);
        assert_eq!(delivery.standing, Standing::Due { days: 2 });
        assert!(dates.due.iter().all(|due| due.rule != Rule::WorkingDays));
    }

    #[test]
    fn an_agreement_binds_before_the_general_rule_and_urgency_before_both() {
        let charter = charter("Europe/Zurich", "", RULES);
        let calendar = Calendar::new(&charter);
        let mut facts = Facts {
            received: at("2026-05-11T09:00:00Z"),
            considered_on: Some(date(2026, 6, 15)),
            slot: Some(Slot { deliver_by: date(2026, 5, 11), issue_by: date(2026, 5, 29) }),
            languages: vec![EN],
            released: BTreeMap::from([(EN, date(2026, 5, 28))]),
            ..Facts::default()
        };
        let dates = calendar.dates(&facts, date(2026, 6, 1));
        let (slot, weeks) = (
            find(&dates, What::Release, Some(EN), Rule::Slot),
            find(&dates, What::Release, Some(EN), Rule::WeeksBefore),
        );
        assert!(slot.binding && matches!(slot.standing, Standing::DoneInTime { .. }));
        assert!(!weeks.binding && matches!(weeks.standing, Standing::DoneLate { days: 24, .. }));
        assert!(find(&dates, What::Delivery, None, Rule::Slot).binding);
        assert!(!find(&dates, What::Delivery, None, Rule::SubmitWeeksBefore).binding);
        assert_eq!(find(&dates, What::Processing, Some(EN), Rule::Slot).by, date(2026, 5, 29));
        assert!(dates.due.is_sorted_by_key(|due| due.by));

        facts.urgent = true;
        let dates = calendar.dates(&facts, date(2026, 6, 1));
        let urgent = find(&dates, What::Release, Some(EN), Rule::UrgentWorkingDays);
        assert!(urgent.binding && urgent.by == date(2026, 5, 12));
        assert!(!find(&dates, What::Release, Some(EN), Rule::Slot).binding);

        // Where the body says nothing of what is urgent, its other rules hold.
        let charter = self::charter("Europe/Zurich", "", "working_days = 0");
        let facts = Facts { slot: None, ..facts };
        let dates = Calendar::new(&charter).dates(&facts, date(2026, 6, 1));
        assert_eq!(find(&dates, What::Release, Some(EN), Rule::WorkingDays).by, date(2026, 5, 11));
    }

    #[test]
    fn a_text_may_be_too_long_and_may_be_allowed_to_be() {
        let charter = charter("Europe/Zurich", "", RULES);
        let calendar = Calendar::new(&charter);
        let length = |kind: &str, words, waiver| {
            let facts = Facts { kind: kind.into(), words, waiver, ..Facts::default() };
            calendar.dates(&facts, date(2026, 3, 9)).length.map(|length| (length.over, length.standing))
        };
        assert_eq!(length("letter", Some(100), false), Some((0, LengthStanding::Within)));
        assert_eq!(length("Letter", Some(101), false), Some((1, LengthStanding::Over)));
        assert_eq!(length("letter", Some(101), true), Some((1, LengthStanding::Waived)));
        assert_eq!(length("letter", Some(7), true), Some((0, LengthStanding::Within)));
        assert_eq!(length("report", Some(7), false), Some((2, LengthStanding::Over)));
        assert_eq!((length("letter", None, false), length("note", Some(7), false)), (None, None));
    }

    #[test]
    fn punctuality_is_counted_by_organ_and_language() {
        let charter = charter("Europe/Zurich", "", RULES);
        let calendar = Calendar::new(&charter);
        let mut punctuality = Punctuality::default();
        let mut add = |organs: &[&str], released: &[(Language, Date)], urgent| {
            let facts = Facts {
                received: at("2026-03-09T09:00:00Z"),
                released: released.iter().copied().collect(),
                urgent,
                ..Facts::default()
            };
            punctuality.add(organs.iter().copied(), &calendar.dates(&facts, date(2026, 6, 1)));
        };
        // Due on 16 March; the urgent one on 10 March.
        add(&["b", "a"], &[(EN, date(2026, 3, 16)), (fr(), date(2026, 3, 17))], false);
        add(&["a"], &[(EN, date(2026, 3, 9)), (fr(), date(2026, 3, 26))], false);
        add(&["a"], &[(EN, date(2026, 3, 14)), (fr(), date(2026, 3, 12))], true);
        add(&["a"], &[(EN, date(2026, 3, 16))], false);
        let figures: Vec<_> = punctuality
            .rows()
            .into_iter()
            .map(|row| {
                assert_eq!(row.released, row.on_time + row.late + row.without_date);
                let days = (row.median_days_late, row.max_days_late);
                (row.organ, row.language, row.released, row.on_time, row.overdue, days)
            })
            .collect();
        let wanted = [
            ("a".to_owned(), EN, 4, 3, 0, (Some(4), Some(4))),
            ("a".to_owned(), fr(), 3, 0, 1, (Some(2), Some(10))),
            ("b".to_owned(), EN, 1, 1, 0, (None, None)),
            ("b".to_owned(), fr(), 1, 0, 0, (Some(1), Some(1))),
        ];
        assert_eq!(figures, wanted);

        // Where no rule gives a date, what was issued is counted but not judged; what is not yet due makes no row.
        let silent = self::charter("Europe/Zurich", "", "");
        let mut punctuality = Punctuality::default();
        let facts = Facts { released: BTreeMap::from([(EN, date(2026, 3, 9))]), ..Facts::default() };
        punctuality.add(["a"], &Calendar::new(&silent).dates(&facts, date(2026, 6, 1)));
        let facts = Facts { received: at("2026-03-09T09:00:00Z"), ..Facts::default() };
        punctuality.add(["a"], &calendar.dates(&facts, date(2026, 3, 9)));
        let rows = punctuality.rows();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].released, rows[0].on_time, rows[0].without_date), (1, 0, 1));
        assert!(serde_json::to_string(&rows).unwrap().contains(r#""language":"en","released":1"#));
    }
}
