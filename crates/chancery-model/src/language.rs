//! Languages, by their two-letter code. Which languages an institution offers is the body's to say.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language, named by its ISO 639-1 code in lower case (`en`, `fr`, `es`, `ru`, `ar`, `zh`, …).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 2]);

/// A word that is not a two-letter language code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a language code; write two letters, such as en")]
pub struct NotALanguage(pub String);

impl Language {
    /// English, which the machine's own messages use.
    pub const EN: Language = Language(*b"en");

    /// The language of a two-letter code in any case.
    pub fn parse(code: &str) -> Result<Self, NotALanguage> {
        match code.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Language([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
            }
            _ => Err(NotALanguage(code.to_owned())),
        }
    }

    /// The two-letter code.
    pub fn code(&self) -> &str {
        // Only ASCII letters are ever put in.
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Whether its words stand without spaces between them, as Chinese and Japanese words do.
    pub fn is_without_spaces(self) -> bool {
        matches!(&self.0, b"zh" | b"ja")
    }

    /// Whether the script of the language runs from right to left.
    pub fn is_right_to_left(&self) -> bool {
        matches!(&self.0, b"ar" | b"fa" | b"he" | b"ur")
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;
    fn try_from(code: String) -> Result<Self, NotALanguage> {
        Language::parse(&code)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.code().to_owned()
    }
}
