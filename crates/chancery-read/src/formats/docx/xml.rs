//! What every part of the package needs of XML.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesRef, BytesStart, Event},
};

/// The names of the word processor's own elements, old and strict.
const WORDS: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// What stands before the word processor's names in a part: `w:` nearly always, but a writer may choose.
pub fn prefix(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    // The root may stand after a declaration and comments, not after anything else.
    for _ in 0..20 {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                for attribute in start.attributes().with_checks(false).flatten() {
                    if WORDS.contains(&attribute.value.as_ref()) {
                        let name = attribute.key.as_ref();
                        return name.strip_prefix("xmlns:").map_or(String::new(), |prefix| format!("{prefix}:"));
                    }
                }
                return "w:".to_owned();
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    "w:".to_owned()
}

/// A name without what stands before its colon.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// An attribute by its name without prefix. Entities other than XML's own five are never put in.
pub fn attribute<'e>(start: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    let found = start.attributes().with_checks(false).flatten().find(|found| local(found.key.as_ref()) == name)?;
    Some(match found.normalized_value(XmlVersion::Implicit1_0) {
        Ok(value) => Cow::Owned(value.into_owned()),
        Err(_) => found.value,
    })
}

/// An attribute that is a number.
pub fn number<T: std::str::FromStr>(start: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(start, name)?.trim().parse().ok()
}

/// Whether an element that switches something on does so: it does unless it says no.
pub fn on(start: &BytesStart<'_>) -> bool {
    !attribute(start, "val").is_some_and(|value| matches!(value.as_ref(), "0" | "false" | "off" | "none"))
}

/// What a reference stands for: a character, or nothing where it is an entity that the file defines itself.
pub fn reference(found: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = found.resolve_char_ref() {
        return Some(c);
    }
    match found.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
