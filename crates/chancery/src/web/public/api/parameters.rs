//! Parameters, read strictly: what is not known, said twice, too long or beyond a limit is a problem that says what to do.

use std::{ops::RangeInclusive, str::FromStr};

use super::problem::Problem;
use crate::web::public::{PARAMETER, request::Asked};

/// The longest value of a parameter other than a query, in characters.
pub const LONGEST: usize = 300;

/// The parameters of a request.
pub struct Parameters<'a> {
    given: &'a [(String, String)],
}

fn refused(name: &str, detail: impl Into<String>) -> Box<Problem> {
    Box::new(Problem::parameter(name, detail))
}

impl<'a> Parameters<'a> {
    /// The parameters, if there are no others than these and each stands at most once.
    pub fn of(asked: &'a Asked, known: &[&str]) -> Result<Parameters<'a>, Box<Problem>> {
        for (at, (name, value)) in asked.parameters.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                let detail = match known {
                    [] => "This address takes no parameters.".to_owned(),
                    known => format!("There is no such parameter here; there are: {}.", known.join(", ")),
                };
                return Err(refused(&shortened(name), detail));
            }
            if asked.parameters[..at].iter().any(|(before, _)| before == name) {
                return Err(refused(name, "Name this parameter once."));
            }
            let most = if name == "q" { chancery_find::query::LONGEST } else { LONGEST };
            if value.chars().count() > most {
                return Err(refused(name, format!("Write at most {most} characters.")));
            }
        }
        Ok(Parameters { given: &asked.parameters })
    }

    /// A parameter's value; an empty one is none.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.given.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// A number within limits.
    pub fn number(&self, name: &str, within: RangeInclusive<usize>, without: usize) -> Result<usize, Box<Problem>> {
        let Some((_, written)) = self.given.iter().find(|(key, _)| key == name) else { return Ok(without) };
        let plain = !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit());
        let number = if plain { usize::from_str(written).ok() } else { None };
        number
            .filter(|number| within.contains(number))
            .ok_or_else(|| refused(name, format!("Write a whole number from {} to {}.", within.start(), within.end())))
    }

    /// A day.
    pub fn day(&self, name: &str) -> Result<Option<jiff::civil::Date>, Box<Problem>> {
        let Some(written) = self.text(name) else { return Ok(None) };
        match jiff::civil::Date::from_str(written) {
            Ok(day) if written.len() == 10 => Ok(Some(day)),
            _ => Err(refused(name, "Write a day of the calendar as 2026-03-12.")),
        }
    }

    /// A year, a month or a day.
    pub fn beginning(&self, name: &str) -> Result<Option<String>, Box<Problem>> {
        let Some(written) = self.text(name) else { return Ok(None) };
        let whole = match written.len() {
            4 => format!("{written}-01-01"),
            7 => format!("{written}-01"),
            _ => written.to_owned(),
        };
        match jiff::civil::Date::from_str(&whole) {
            Ok(_) if whole.len() == 10 => Ok(Some(written.to_owned())),
            _ => Err(refused(name, "Write a year, a month or a day, as 2026, 2026-03 or 2026-03-12.")),
        }
    }

    /// The address of the next page: the same parameters with another one set.
    pub fn with(&self, path: &str, set: &str, to: &str) -> String {
        let encoded = |text: &str| percent_encoding::utf8_percent_encode(text, PARAMETER).to_string();
        let others = self.given.iter().filter(|(key, value)| key != set && !value.is_empty());
        let mut all: Vec<String> = others.map(|(key, value)| format!("{}={}", encoded(key), encoded(value))).collect();
        all.push(format!("{set}={}", encoded(to)));
        format!("{path}?{}", all.join("&"))
    }
}

/// The beginning of a name that anyone may have written.
fn shortened(name: &str) -> String {
    name.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;

    fn asked(address: &str) -> Asked {
        Asked::of(&address.parse().unwrap(), &HeaderMap::new()).unwrap()
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let refused = |address: &str| Parameters::of(&asked(address), &["a", "limit", "day"]).err().map(|p| p.detail);
        assert!(refused("/x?b=1").is_some_and(|detail| detail.contains("a, limit, day")));
        assert!(refused("/x?a=1&a=2").is_some());
        assert!(refused(&format!("/x?a={}", "y".repeat(LONGEST + 1))).is_some());
        assert!(refused("/x?a=1&limit=").is_none());
        let number = |value: &str| {
            let asked = asked(&format!("/x?limit={value}"));
            Parameters::of(&asked, &["limit"]).unwrap().number("limit", 1..=200, 50).ok()
        };
        assert_eq!((number("7"), number("0"), number("201")), (Some(7), None, None));
        assert_eq!(
            (number("%2B7"), number(""), number("7.0"), number("99999999999999999999999")),
            (None, None, None, None)
        );
        let beginning = |value: &str| {
            let asked = asked(&format!("/x?day={value}"));
            Parameters::of(&asked, &["day"]).unwrap().beginning("day").ok().flatten()
        };
        for (value, good) in [
            ("2026", true),
            ("2026-03", true),
            ("2026-03-12", true),
            ("2026-13", false),
            ("20", false),
            ("2026-3-1", false),
            ("2026-03-12T10", false),
        ] {
            assert_eq!(beginning(value).is_some(), good, "{value}");
        }
    }

    #[test]
    fn the_next_page_is_asked_for_as_this_one_was() {
        let asked = asked("/x?a=b%20%26c&cursor=old&limit=");
        let parameters = Parameters::of(&asked, &["a", "cursor", "limit"]).unwrap();
        assert_eq!(parameters.with("/x", "cursor", "new="), "/x?a=b%20%26c&cursor=new%3D");
    }
}
