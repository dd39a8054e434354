//! The words of the site in the six languages of the UI, as Fluent resources under `ui/`, compiled in.

use std::{borrow::Borrow, sync::LazyLock};

use chancery_model::Language;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

/// The languages of the site, in the order in which they are offered.
pub const LANGUAGES: [&str; 6] = ["ar", "zh", "en", "fr", "ru", "es"];

const SOURCES: [(&str, &str); 6] = [
    ("ar", include_str!("../../../ui/ar.ftl")),
    ("zh", include_str!("../../../ui/zh.ftl")),
    ("en", include_str!("../../../ui/en.ftl")),
    ("fr", include_str!("../../../ui/fr.ftl")),
    ("ru", include_str!("../../../ui/ru.ftl")),
    ("es", include_str!("../../../ui/es.ftl")),
];

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<(&'static str, Bundle)>> =
    LazyLock::new(|| SOURCES.iter().map(|(code, source)| (*code, bundle(code, source))).collect());

fn bundle(code: &str, source: &str) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![code.parse().unwrap_or_default()]);
    // What of a resource can be read counts; the tests hold every message of every language against English.
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    bundle.add_resource_overriding(resource);
    bundle
}

/// The site's words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ui {
    /// The language's code, one of [`LANGUAGES`].
    pub code: &'static str,
}

impl Ui {
    /// The words in a language, if the site has them.
    pub fn of(code: &str) -> Option<Ui> {
        LANGUAGES.into_iter().find(|known| known.eq_ignore_ascii_case(code)).map(|code| Ui { code })
    }

    /// The language.
    pub fn language(&self) -> Language {
        Language::parse(self.code).unwrap_or(Language::EN)
    }

    /// `rtl` or `ltr`.
    pub fn dir(&self) -> &'static str {
        direction(self.language())
    }

    /// A message.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message with a number that its grammar turns on, as `$n`.
    pub fn n(&self, key: &str, n: impl Borrow<u64>) -> String {
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(*n.borrow()));
        self.message(key, Some(&args))
    }

    /// A message with values. What is put in is isolated, so that it keeps its own direction.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, FluentValue::from(*value));
        }
        self.message(key, Some(&args))
    }

    /// A message with one value, `$x`; for templates, which cannot write a slice of pairs.
    pub fn x(&self, key: &str, x: impl AsRef<str>) -> String {
        self.with(key, &[("x", x.as_ref())])
    }

    fn message(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let of = |code: &str| {
            let (_, bundle) = BUNDLES.iter().find(|(known, _)| *known == code)?;
            let pattern = bundle.get_message(key)?.value()?;
            Some(bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned())
        };
        // A message that a language lacks is told in English rather than not at all.
        of(self.code).or_else(|| of("en")).unwrap_or_else(|| key.to_owned())
    }
}

/// `rtl` or `ltr`, by the language.
pub fn direction(language: Language) -> &'static str {
    if language.is_right_to_left() { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The messages of a resource with the variables they name.
    fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut name = String::new();
        for line in source.lines() {
            if let Some((key, _)) = line.split_once('=')
                && !line.starts_with([' ', '#', '['])
            {
                name = key.trim().to_owned();
                all.entry(name.clone()).or_default();
            }
            let mut rest = line;
            while let Some(at) = rest.find('$') {
                rest = &rest[at + 1..];
                let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                all.entry(name.clone()).or_default().insert(rest[..end].to_owned());
            }
        }
        all
    }

    #[test]
    fn every_language_says_everything() {
        let english = messages(SOURCES.iter().find(|(code, _)| *code == "en").unwrap().1);
        assert!(english.len() > 10);
        for (code, source) in SOURCES {
            assert!(FluentResource::try_new(source.to_owned()).is_ok(), "{code} cannot be read whole");
            assert_eq!(messages(source), english, "{code}");
        }
    }

    #[test]
    fn a_number_takes_the_form_its_language_asks_for() {
        assert_ne!(Ui { code: "ru" }.n("documents", 2), Ui { code: "ru" }.n("documents", 5));
        assert_ne!(Ui { code: "ar" }.n("documents", 2), Ui { code: "ar" }.n("documents", 3));
        assert_eq!(Ui { code: "en" }.n("documents", 1).replace(['\u{2068}', '\u{2069}'], ""), "1 document");
    }
}
