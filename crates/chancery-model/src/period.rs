//! Sessions and years: which numbering period a date falls in. The rule is the body's data, the date is handed in.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Weekday};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, Visitor},
};

/// How an organ's numbering periods follow each other.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PeriodRule {
    /// Numbers run on for ever.
    Running,
    /// Numbers start again each calendar year.
    Year,
    /// Numbers start again at each regular session.
    Session {
        /// The year in which the first session opened.
        first_year: i16,
        /// How many years lie between one opening and the next.
        #[serde(default = "one")]
        every: i16,
        /// On which day of its year a session opens.
        opens: Opening,
        /// Later rules for the opening, each from a year on, in order of years.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        amended: Vec<AmendedOpening>,
        /// Openings on another day than the rule says: by the year of the session, as `2001 = 2001-09-12`.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "dates_by_key")]
        openings: BTreeMap<String, Date>,
        /// The hour of the opening day, 0 to 23, from which on its numbers are those of the new session.
        #[serde(default, skip_serializing_if = "is_midnight")]
        hour: i8,
    },
    /// The periods of another organ, such as those of the plenary for its main committees.
    Of {
        /// The other organ's code.
        organ: String,
    },
}

/// A rule for the opening of sessions that replaced an earlier one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AmendedOpening {
    /// The first year in which it holds.
    pub from_year: i16,
    /// On which day of its year a session opens.
    pub opens: Opening,
}

fn is_midnight(hour: &i8) -> bool {
    *hour == 0
}

fn one() -> i16 {
    1
}

/// On which day a session opens.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Opening {
    /// The n-th such weekday of a month.
    NthWeekday {
        /// Month, 1 to 12.
        month: i8,
        /// Which one, from 1.
        nth: i8,
        /// The weekday's English name in lower case.
        weekday: Day,
    },
    /// A weekday of the n-th week of a month, counted from the first week in which the month has a working day.
    WorkingWeek {
        /// Month, 1 to 12.
        month: i8,
        /// Which week, from 1.
        week: i8,
        /// The weekday's English name in lower case.
        weekday: Day,
    },
}

/// A weekday as written in a body's files.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The seven names say what they are.
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Day {
    fn offset_from_monday(self) -> i8 {
        self as i8
    }
}

impl Opening {
    /// The opening day in a year; `None` if the body's file names no possible day.
    pub fn in_year(&self, year: i16) -> Option<Date> {
        match *self {
            Opening::NthWeekday { month, nth, weekday } => {
                let first = Date::new(year, month, 1).ok()?;
                let offset = (weekday.offset_from_monday() - first.weekday().to_monday_zero_offset()).rem_euclid(7);
                first.checked_add(jiff::Span::new().days(i64::from(offset) + 7 * i64::from(nth - 1))).ok()
            }
            Opening::WorkingWeek { month, week, weekday } => {
                let first = Date::new(year, month, 1).ok()?;
                // Weeks run from Monday. If the month begins on a weekend, its first working day is the Monday after.
                let monday = match first.weekday() {
                    Weekday::Saturday => first.checked_add(jiff::Span::new().days(2)).ok()?,
                    Weekday::Sunday => first.checked_add(jiff::Span::new().days(1)).ok()?,
                    day => first.checked_sub(jiff::Span::new().days(i64::from(day.to_monday_zero_offset()))).ok()?,
                };
                let days = 7 * i64::from(week - 1) + i64::from(weekday.offset_from_monday());
                monday.checked_add(jiff::Span::new().days(days)).ok()
            }
        }
    }
}

impl PeriodRule {
    /// The period a date falls in, as it stands in a symbol: a session's number, a year, or the empty string.
    ///
    /// `None` means that the date lies before the first period.
    pub fn at(&self, date: Date) -> Option<String> {
        match self {
            PeriodRule::Running => Some(String::new()),
            PeriodRule::Year => Some(date.year().to_string()),
            PeriodRule::Session { first_year, every, .. } => {
                let every = (*every).max(1);
                let elapsed = date.year().checked_sub(*first_year)?;
                if elapsed < 0 {
                    return None;
                }
                let mut number = elapsed / every + 1;
                let opening_year = first_year + (number - 1) * every;
                if date < self.opening(opening_year)? {
                    number -= 1;
                }
                (number >= 1).then(|| number.to_string())
            }
            PeriodRule::Of { .. } => None,
        }
    }

    /// The period a moment falls in, by what the body's clocks show: on the opening day the old session's numbers go on
    /// until the hour of the opening.
    pub fn at_hour(&self, moment: DateTime) -> Option<String> {
        match self {
            PeriodRule::Session { hour, .. } => {
                // The hours of the day before the opening belong to the session before.
                let shifted = moment.checked_sub(jiff::Span::new().hours(i64::from(*hour))).ok()?;
                self.at(shifted.date())
            }
            _ => self.at(moment.date()),
        }
    }

    /// The period that follows one, as it stands in a symbol; `None` for a running series or a name that is no period.
    pub fn next(&self, period: &str) -> Option<String> {
        self.days(period)?;
        Some(period.parse::<i16>().ok()?.checked_add(1)?.to_string())
    }

    /// The first day of a period named as in a symbol, and the first day after it; `None` for a running series, a special
    /// session or a name that is no period of this rule.
    pub fn days(&self, period: &str) -> Option<(Date, Date)> {
        match self {
            PeriodRule::Running | PeriodRule::Of { .. } => None,
            PeriodRule::Year => {
                let year: i16 = period.parse().ok().filter(|year| (1..9999).contains(year))?;
                Some((Date::new(year, 1, 1).ok()?, Date::new(year.checked_add(1)?, 1, 1).ok()?))
            }
            PeriodRule::Session { first_year, every, .. } => {
                let number: i16 = period.parse().ok().filter(|n| (1..2000).contains(n))?;
                let every = (*every).max(1);
                let year = (number - 1).checked_mul(every)?.checked_add(*first_year)?;
                Some((self.opening(year)?, self.opening(year.checked_add(every)?)?))
            }
        }
    }

    /// The day on which the session of a year opens; `None` for a rule without sessions.
    pub fn opening(&self, year: i16) -> Option<Date> {
        let PeriodRule::Session { opens, amended, openings, .. } = self else { return None };
        if let Some(day) = openings.get(&year.to_string()) {
            return Some(*day);
        }
        let rule = amended.iter().filter(|rule| rule.from_year <= year).max_by_key(|rule| rule.from_year);
        rule.map_or(opens, |rule| &rule.opens).in_year(year)
    }
}

/// A date as a body's files write it: bare, as TOML has dates, or between quotation marks.
struct Written(Date);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Written, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Written;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a date such as 2026-03-02")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Written, E> {
                text.parse().map(Written).map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
            /// TOML's own dates arrive as a map with the date's text for its one value.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((_, text)) => self.visit_str(&text),
                    None => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
                }
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// Reads a date that may be missing.
pub(crate) fn optional_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    Ok(Option::<Written>::deserialize(deserializer)?.map(|written| written.0))
}

/// Reads a list of dates.
pub(crate) fn dates<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Date>, D::Error> {
    Ok(Vec::<Written>::deserialize(deserializer)?.into_iter().map(|written| written.0).collect())
}

fn dates_by_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Date>, D::Error> {
    let written = BTreeMap::<String, Written>::deserialize(deserializer)?;
    Ok(written.into_iter().map(|(key, written)| (key, written.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_session_opens_in_the_third_working_week() {
        let opens = Opening::WorkingWeek { month: 9, week: 3, weekday: Day::Tuesday };
        // 2018, 2019 and 2020: months that begin on a Saturday, a Sunday and a Tuesday.
        assert_eq!(opens.in_year(2018), Some(date(2018, 9, 18)));
        assert_eq!(opens.in_year(2019), Some(date(2019, 9, 17)));
        assert_eq!(opens.in_year(2020), Some(date(2020, 9, 15)));
    }

    #[test]
    fn a_date_falls_in_one_session() {
        let rule = PeriodRule::Session {
            first_year: 1946,
            every: 1,
            opens: Opening::WorkingWeek { month: 9, week: 3, weekday: Day::Tuesday },
            amended: Vec::new(),
            openings: BTreeMap::new(),
            hour: 0,
        };
        assert_eq!(rule.at(date(2020, 1, 30)).as_deref(), Some("74"));
        assert_eq!(rule.at(date(2019, 9, 16)).as_deref(), Some("73"));
        assert_eq!(rule.at(date(2019, 9, 17)).as_deref(), Some("74"));
        assert_eq!(rule.at(date(1940, 1, 1)), None);
        assert_eq!(rule.days("74"), Some((date(2019, 9, 17), date(2020, 9, 15))));
    }

    #[test]
    fn a_session_turns_at_its_hour() {
        let rule = PeriodRule::Session {
            first_year: 2014,
            every: 2,
            opens: Opening::NthWeekday { month: 3, nth: 1, weekday: Day::Monday },
            amended: Vec::new(),
            openings: BTreeMap::new(),
            hour: 15,
        };
        let at = |day: Date, hour, minute| rule.at_hour(day.at(hour, minute, 0, 0));
        assert_eq!(at(date(2026, 3, 2), 14, 59).as_deref(), Some("6"));
        assert_eq!(at(date(2026, 3, 2), 15, 0).as_deref(), Some("7"));
        assert_eq!(at(date(2026, 3, 3), 1, 0).as_deref(), Some("7"));
        assert_eq!(rule.next("6").as_deref(), Some("7"));
        assert_eq!(PeriodRule::Year.next("2026").as_deref(), Some("2027"));
        assert_eq!(PeriodRule::Year.at_hour(date(2026, 12, 31).at(23, 59, 59, 0)).as_deref(), Some("2026"));
        assert_eq!((PeriodRule::Running.next(""), rule.next("ES-1")), (None, None));
    }

    #[test]
    fn sessions_may_be_years_apart() {
        let rule = PeriodRule::Session {
            first_year: 2014,
            every: 2,
            opens: Opening::NthWeekday { month: 3, nth: 1, weekday: Day::Monday },
            amended: Vec::new(),
            openings: BTreeMap::new(),
            hour: 0,
        };
        assert_eq!(rule.at(date(2026, 3, 1)).as_deref(), Some("6"));
        assert_eq!(rule.at(date(2026, 3, 2)).as_deref(), Some("7"));
        assert_eq!(rule.at(date(2027, 12, 31)).as_deref(), Some("7"));
        assert_eq!(PeriodRule::Year.at(date(2026, 3, 1)).as_deref(), Some("2026"));
    }

    #[test]
    fn a_rule_is_amended_and_a_day_is_moved() {
        let rule = PeriodRule::Session {
            first_year: 2000,
            every: 1,
            opens: Opening::NthWeekday { month: 9, nth: 3, weekday: Day::Tuesday },
            amended: vec![
                AmendedOpening {
                    from_year: 2003,
                    opens: Opening::WorkingWeek { month: 9, week: 3, weekday: Day::Tuesday },
                },
                AmendedOpening {
                    from_year: 2023,
                    opens: Opening::WorkingWeek { month: 9, week: 2, weekday: Day::Tuesday },
                },
            ],
            openings: BTreeMap::from([("2001".to_owned(), date(2001, 9, 12))]),
            hour: 0,
        };
        for (year, month, day) in
            [(2000, 9, 19), (2001, 9, 12), (2002, 9, 17), (2017, 9, 12), (2023, 9, 5), (2024, 9, 10)]
        {
            assert_eq!(rule.opening(year), Some(date(year, month, day)));
        }
        assert_eq!(rule.at(date(2001, 9, 11)).as_deref(), Some("1"));
        assert_eq!(rule.at(date(2001, 9, 12)).as_deref(), Some("2"));
        assert_eq!(PeriodRule::Year.opening(2001), None);
    }

    #[test]
    fn far_dates_and_odd_names_do_no_harm() {
        let rule = PeriodRule::Session {
            first_year: i16::MIN,
            every: i16::MAX,
            opens: Opening::NthWeekday { month: 13, nth: 9, weekday: Day::Sunday },
            amended: Vec::new(),
            openings: BTreeMap::new(),
            hour: 0,
        };
        assert_eq!(rule.at(Date::MAX), None);
        assert_eq!(rule.days("1999"), None);
        for name in ["", "0", "-1", "ES-10", "99999999999999999999"] {
            assert_eq!(rule.days(name), None);
            assert_eq!(PeriodRule::Year.days(name), None, "{name}");
        }
    }

    #[test]
    fn dates_are_written_bare_or_quoted() {
        #[derive(Deserialize)]
        struct File {
            #[serde(default, deserialize_with = "optional_date")]
            from: Option<Date>,
            #[serde(default, deserialize_with = "dates")]
            holidays: Vec<Date>,
        }
        let file: File = toml::from_str("from = 1976-09-21\nholidays = [2026-01-01, \"2026-05-01\"]").unwrap();
        assert_eq!((file.from, file.holidays), (Some(date(1976, 9, 21)), vec![date(2026, 1, 1), date(2026, 5, 1)]));
        assert_eq!(toml::from_str::<File>("").unwrap().from, None);
        for wrong in ["from = 1976", "from = \"soon\"", "from = {}", "from = 12:00:00", "holidays = [1]"] {
            assert!(toml::from_str::<File>(wrong).is_err(), "{wrong}");
        }
        let rule: PeriodRule = toml::from_str(
            "kind = \"session\"\nfirst_year = 2000\nopens = { rule = \"nth_weekday\", month = 9, nth = 3, weekday = \"tuesday\" }\n\
             [openings]\n2001 = 2001-09-12\n2002 = \"2002-09-10\"",
        )
        .unwrap();
        assert_eq!(rule.opening(2001), Some(date(2001, 9, 12)));
        assert_eq!(rule.opening(2002), Some(date(2002, 9, 10)));
        let again: PeriodRule = serde_json::from_str(&serde_json::to_string(&rule).unwrap()).unwrap();
        assert_eq!(again.opening(2001), rule.opening(2001));
    }
}
