//! The invented body in which the histories happen, and its clocks; both also as plain tables, so that the model need not
//! ask the product what it was told.

use std::collections::BTreeMap;

use chancery_model::{Body, Language};
use jiff::{Timestamp, civil::Date};

/// A generator of numbers that needs no crate and gives the same row for the same seed on every machine.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Seeds that lie side by side give rows that have nothing to do with each other.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        (self.next() % sides.max(1) as u64) as usize
    }

    /// Whether what happens so often in a hundred happens.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        among.get(self.below(among.len()))
    }
}

const CHARTER: &str = r#"
code = "model"
name = "Model"
in_text = "the Organization"
office = "Model"
time_zone = "Africa/Lagos"
languages_offered = ["en", "fr", "es"]
languages_required = ["en", "fr"]
distribution = [{ code = "GEN", name = "General" }, { code = "RES", name = "Restricted", public = false }]
job_numbers = [
  { code = "L", template = "{yy}-{n:5}", barcode = "*{yy}{n:5}*", each_language = EACH },
  { code = "G", template = "GE.{yy}-{n:4}", barcode = "*GE{yy}{n:4}*", each_language = EACH },
  { code = "K", template = "K-{n}", barcode = "*K{n}*", yearly = false },
]
roles = [
  { code = "chief", name = "Chief", acts = ["*"] },
  { code = "intake", name = "Intake", acts = ["receive", "return", "hold", "resume", "schedule", "join"] },
  { code = "registrar", name = "Registrar", acts = ["accept", "register", "amend", "void", "relate", "hold", "resume"] },
  { code = "release", name = "Release", acts = ["deliver", "issue", "complete", "reissue", "withdraw", "plan_derestriction", "derestrict"] },
  { code = "librarian", name = "Librarian", acts = ["describe", "import", "confirm"] },
]
stations = [{ code = "north", name = "North", job_series = "G" }, { code = "south", name = "South" }]
[symbols]
roots = [{ code = "AS" }, { code = "C" }, { code = "W", separator = "-" }, { code = "R" }, { code = "B" }]
modifiers = [
  { word = "Add", kind = "addendum" },
  { word = "Corr", kind = "corrigendum" },
  { word = "Rev", kind = "revision" },
]
"#;

/// The organs' files: sessions that open at three in the afternoon, years, a series that runs on, one that another office
/// numbers, and an organ that circulates nothing.
const ORGANS: [(&str, &str); 5] = [
    (
        "assembly",
        "name = 'Assembly'\norder = 1\ncirculates = true\n\
         period = { kind = 'session', first_year = 2020, hour = 15, \
         opens = { rule = 'nth_weekday', month = 3, nth = 1, weekday = 'monday' } }\n\
         [[series]]\ncode = 'AS'\ntemplate = 'AS/{session}/{n}'\nholds = 'document'\n\
         reserved = [{ first = 1, last = 1, purpose = 'report' }, { first = 4, last = 5, purpose = 'agenda' }]\n",
    ),
    (
        "council",
        "name = 'Council'\norder = 2\ncirculates = true\nperiod = { kind = 'year' }\n\
         [[series]]\ncode = 'C'\ntemplate = 'C/{year}/{n}'\nholds = 'document'\n",
    ),
    (
        "waterways",
        "name = 'Waterways'\norder = 3\ncirculates = true\nperiod = { kind = 'running' }\n\
         [[series]]\ncode = 'W'\ntemplate = 'W-{n:4}'\nholds = 'document'\n",
    ),
    (
        "registry",
        "name = 'Registry'\norder = 4\ncirculates = true\nperiod = { kind = 'year' }\n\
         [[series]]\ncode = 'R'\ntemplate = 'R/{year}/{n}'\nholds = 'document'\nallocated = 'elsewhere'\n",
    ),
    (
        "bureau",
        "name = 'Bureau'\norder = 5\nperiod = { kind = 'year' }\n\
         [[series]]\ncode = 'B'\ntemplate = 'B/{year}/{n}'\nholds = 'document'\n",
    ),
];

/// The body; with `each_language` its job numbers count each language version.
///
/// # Panics
/// If the files above cannot be read, which is a fault in them.
#[allow(clippy::expect_used)]
pub fn body(each_language: bool) -> Body {
    let mut files = BTreeMap::from([
        ("body.toml".to_owned(), CHARTER.replace("EACH", if each_language { "true" } else { "false" })),
        ("rulebook.toml".to_owned(), String::new()),
        ("states.toml".to_owned(), String::new()),
    ]);
    files.extend(ORGANS.iter().map(|(code, text)| (format!("organs/{code}.toml"), (*text).to_owned())));
    Body::from_files(&files).expect("the invented body is well formed")
}

/// Organs that circulate, in the order of a masthead, each with its series.
pub const SERIES: [(&str, &str); 4] = [("assembly", "AS"), ("council", "C"), ("waterways", "W"), ("registry", "R")];

/// Numbers of `AS` that are kept in every session.
pub fn is_reserved(series: &str, number: u32) -> bool {
    series == "AS" && matches!(number, 1 | 4 | 5)
}

/// Stations, each with its job-number series.
pub const STATIONS: [(&str, &str); 2] = [("north", "G"), ("south", "L")];

/// Every role and what it may do, as in the charter.
pub fn may(role: &str, act: &str) -> bool {
    match role {
        "chief" => true,
        "intake" => matches!(act, "receive" | "return" | "hold" | "resume" | "schedule" | "join"),
        "registrar" => matches!(act, "accept" | "register" | "amend" | "void" | "relate" | "hold" | "resume"),
        "release" => matches!(
            act,
            "deliver" | "issue" | "complete" | "reissue" | "withdraw" | "plan_derestriction" | "derestrict"
        ),
        "librarian" => matches!(act, "describe" | "import" | "confirm"),
        _ => false,
    }
}

/// The codes of the roles above.
pub const ROLES: [&str; 5] = ["chief", "intake", "registrar", "release", "librarian"];

/// A language by its code.
///
/// # Panics
/// If it is none; the codes stand in these files.
#[allow(clippy::expect_used)]
pub fn language(code: &str) -> Language {
    Language::parse(code).expect("a language code")
}

/// When years begin by the body's clocks, which are an hour ahead of UTC and know no summer: the year and the second.
const YEARS: [(&str, i64); 6] = [
    ("2020", 1_577_833_200),
    ("2025", 1_735_686_000),
    ("2026", 1_767_222_000),
    ("2027", 1_798_758_000),
    ("2028", 1_830_294_000),
    ("2029", 1_861_916_400),
];

/// When sessions open, at 15:00 by the body's clocks (14:00 UTC) on the first Monday of March.
const SESSIONS: [(&str, i64); 9] = [
    ("1", 1_583_157_600),
    ("2", 1_614_607_200),
    ("3", 1_646_661_600),
    ("4", 1_678_111_200),
    ("5", 1_709_560_800),
    ("6", 1_741_010_400),
    ("7", 1_772_460_000),
    ("8", 1_803_909_600),
    ("9", 1_835_964_000),
];

/// The moments at which a period of some organ turns within the years of the histories.
pub const TURNS: [i64; 5] = [YEARS[2].1, SESSIONS[6].1, YEARS[3].1, SESSIONS[7].1, YEARS[4].1];

/// A moment before the first session.
pub const BEFORE_ALL: i64 = SESSIONS[0].1 - 1;

/// The period of a series in which a second falls: of `AS`, `C`, `R`, or of job numbers (`yy`); `None` before the first.
pub fn period_at(series: &str, second: i64) -> Option<String> {
    let among: &[(&str, i64)] = match series {
        "AS" => &SESSIONS,
        "W" | "job:K" => return Some(String::new()),
        _ => &YEARS,
    };
    let period = among.iter().rev().find(|(_, from)| *from <= second)?.0;
    // The table leaves years out in which nothing happens; sessions fall in them, moments do not.
    Some(if series.starts_with("job:") { period[2..].to_owned() } else { period.to_owned() })
}

/// The period after the one in which a second falls.
pub fn period_after(series: &str, second: i64) -> Option<String> {
    let now: u32 = period_at(series, second)?.parse().ok()?;
    Some((now + 1).to_string())
}

/// A symbol as the series writes it.
pub fn symbol_text(series: &str, period: &str, number: u32) -> String {
    match series {
        "W" => format!("W-{number:04}"),
        _ => format!("{series}/{period}/{number}"),
    }
}

/// Series, period and number of a symbol without modifiers and asterisks, if it is one of the four series'.
pub fn place(symbol: &str) -> Option<(&'static str, String, u32)> {
    if let Some(number) = symbol.strip_prefix("W-") {
        let digits = number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        return if digits { Some(("W", String::new(), number.parse().ok()?)) } else { None };
    }
    let mut parts = symbol.split('/');
    let (root, period, number) = (parts.next()?, parts.next()?, parts.next()?);
    let series = ["AS", "C", "R", "B"].into_iter().find(|series| *series == root)?;
    if parts.next().is_some() {
        return None;
    }
    Some((series, period.to_owned(), number.parse().ok()?))
}

/// A job number as printed; the period is the year's two digits.
pub fn job_text(series: &str, period: &str, number: u32) -> String {
    match series {
        "L" => format!("{period}-{number:05}"),
        "G" => format!("GE.{period}-{number:04}"),
        _ => format!("{series}-{number}"),
    }
}

/// A moment from its second.
///
/// # Panics
/// If the second lies beyond the years of the histories.
#[allow(clippy::expect_used)]
pub fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a second of these years")
}

/// The day that the body's clocks show.
pub fn day(second: i64) -> Date {
    // An hour ahead of UTC all year round.
    jiff::tz::Offset::UTC.to_datetime(moment(second + 3600)).date()
}
