//! What is asked: an address taken apart, once, before anything looks anything up.

use axum::http::{HeaderMap, Uri, header};

use super::ui::Ui;

/// The longest address that is looked at, in bytes.
pub const LONGEST: usize = 2_000;
/// The most parameters that are looked at.
const MOST_PARAMETERS: usize = 40;

/// An address taken apart.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The language of the site's words.
    pub ui: Ui,
    /// Whether the address itself names that language: `/fr/…`.
    pub prefixed: bool,
    /// The path behind the language, decoded, without a slash at either end.
    pub path: String,
    /// The parameters in order, decoded.
    pub parameters: Vec<(String, String)>,
    /// What the program that asks would rather have.
    pub accept: Accept,
}

/// What the program that asks would rather have, where the address says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Accept {
    /// A page: browsers, and whoever says nothing.
    Page,
    /// A format by its name: `pdf`, `json`, `akn`, …
    Format(&'static str),
}

/// Media types and the formats they ask for.
const MEDIA: [(&str, &str); 9] = [
    ("application/pdf", "pdf"),
    ("application/akn+xml", "akn"),
    ("application/marcxml+xml", "marcxml"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/x-bibtex", "bibtex"),
    ("application/x-research-info-systems", "ris"),
    ("application/vnd.citationstyles.csl+json", "csl"),
    ("application/json", "json"),
    ("text/plain", "text"),
];

impl Asked {
    /// Takes an address apart; `None` if it is too long or not text in UTF-8.
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Option<Asked> {
        let query = uri.query().unwrap_or("");
        if uri.path().len() + query.len() > LONGEST {
            return None;
        }
        let whole = decoded(uri.path())?;
        let path = whole.trim_matches('/');
        let (head, rest) = path.split_once('/').unwrap_or((path, ""));
        let named = Ui::of(head).filter(|_| head.len() == 2);
        let mut parameters = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()).take(MOST_PARAMETERS) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            parameters.push((decoded(&key.replace('+', " "))?, decoded(&value.replace('+', " "))?));
        }
        Some(Asked {
            ui: named.unwrap_or_else(|| preferred(headers)),
            prefixed: named.is_some(),
            path: if named.is_some() { rest.trim_matches('/').to_owned() } else { path.to_owned() },
            parameters,
            accept: accepted(headers),
        })
    }

    /// The first value of a parameter that is not empty, by any of its names, in any case.
    pub fn parameter(&self, names: &[&str]) -> Option<&str> {
        let named = |(key, value): &&(String, String)| {
            !value.is_empty() && names.iter().any(|name| key.eq_ignore_ascii_case(name))
        };
        self.parameters.iter().find(named).map(|(_, value)| value.as_str())
    }

    /// The parts of the path.
    pub fn parts(&self) -> Vec<&str> {
        self.path.split('/').filter(|part| !part.is_empty()).collect()
    }
}

/// Percent-decoded; `None` if that is not UTF-8 or holds a control character.
fn decoded(text: &str) -> Option<String> {
    let text = percent_encoding::percent_decode_str(text).decode_utf8().ok()?;
    (!text.chars().any(char::is_control)).then(|| text.into_owned())
}

/// The first language of the site in the order of preference that a browser sends; English without one.
fn preferred(headers: &HeaderMap) -> Ui {
    let sent = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut best: Option<(Ui, f32)> = None;
    for one in sent.split(',').take(20) {
        let mut parts = one.trim().split(';');
        let tag = parts.next().unwrap_or("");
        let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        let primary = tag.split('-').next().unwrap_or("");
        if let Some(ui) = Ui::of(primary)
            && quality > best.map_or(0.0, |(_, before)| before)
        {
            best = Some((ui, quality));
        }
    }
    best.map_or(Ui { code: "en" }, |(ui, _)| ui)
}

/// What an `Accept` header asks for: the type it prefers among those that there are. A browser names HTML and gets the page.
fn accepted(headers: &HeaderMap) -> Accept {
    let sent = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut best: Option<(Accept, f32)> = None;
    for one in sent.split(',').take(20) {
        let mut parts = one.trim().split(';');
        let media = parts.next().unwrap_or("").trim();
        let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        let is = |known: &str| media.eq_ignore_ascii_case(known);
        let found = if is("text/html") || is("application/xhtml+xml") {
            Some(Accept::Page)
        } else {
            MEDIA.iter().find(|(known, _)| is(known)).map(|(_, format)| Accept::Format(format))
        };
        if let Some(accept) = found
            && quality > best.map_or(0.0, |(_, before)| before)
        {
            best = Some((accept, quality));
        }
    }
    best.map_or(Accept::Page, |(accept, _)| accept)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn asked(address: &str, headers: &[(header::HeaderName, &'static str)]) -> Option<Asked> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(name.clone(), HeaderValue::from_static(value));
        }
        Asked::of(&address.parse().unwrap(), &map)
    }

    #[test]
    fn an_address_names_its_language_and_its_parameters() {
        let one = asked("/fr/AS/7/12%20bis?Lang=R&q=lac+gel%C3%A9&empty=", &[]).unwrap();
        assert_eq!((one.ui.code, one.prefixed, one.path.as_str()), ("fr", true, "AS/7/12 bis"));
        assert_eq!(one.parameter(&["l", "lang"]), Some("R"));
        assert_eq!(one.parameter(&["q"]), Some("lac gelé"));
        assert_eq!(one.parameter(&["empty"]), None);
        assert_eq!(asked("/", &[]).unwrap().path, "");
        assert!(asked("/%FF", &[]).is_none());
        assert!(asked("/a%00b", &[]).is_none());
        assert!(asked(&format!("/{}", "a".repeat(LONGEST + 1)), &[]).is_none());
    }

    #[test]
    fn a_browser_gets_its_language_and_a_program_its_format() {
        let language = |sent| asked("/", &[(header::ACCEPT_LANGUAGE, sent)]).unwrap().ui.code;
        assert_eq!(language("de-DE,fr;q=0.5,ar;q=0.9"), "ar");
        assert_eq!(language("de"), "en");
        assert_eq!(language("zh-Hant-TW"), "zh");
        assert_eq!(language(";;q=,,"), "en");
        let accept = |sent| asked("/", &[(header::ACCEPT, sent)]).unwrap().accept;
        assert_eq!(accept("text/html,application/xhtml+xml,application/json;q=0.9"), Accept::Page);
        assert_eq!(accept("application/json"), Accept::Format("json"));
        assert_eq!(accept("text/html;q=0.4, application/pdf;q=0.8"), Accept::Format("pdf"));
        assert_eq!(accept("*/*"), Accept::Page);
    }
}
