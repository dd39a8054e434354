//! Codes of languages as other formats write them.

use chancery_model::Language;

/// The three letters of a language (ISO 639-2): as terminologists write them (`zho`, `fra`), or as libraries do (`chi`,
/// `fre`). A language that is not here keeps its two letters.
pub(crate) fn three_letters(language: Language, library: bool) -> String {
    let (terms, libraries) = match language.code() {
        "ar" => ("ara", "ara"),
        "de" => ("deu", "ger"),
        "el" => ("ell", "gre"),
        "en" => ("eng", "eng"),
        "es" => ("spa", "spa"),
        "fa" => ("fas", "per"),
        "fr" => ("fra", "fre"),
        "he" => ("heb", "heb"),
        "hi" => ("hin", "hin"),
        "id" => ("ind", "ind"),
        "it" => ("ita", "ita"),
        "ja" => ("jpn", "jpn"),
        "ko" => ("kor", "kor"),
        "nl" => ("nld", "dut"),
        "pl" => ("pol", "pol"),
        "pt" => ("por", "por"),
        "ru" => ("rus", "rus"),
        "sw" => ("swa", "swa"),
        "tr" => ("tur", "tur"),
        "uk" => ("ukr", "ukr"),
        "ur" => ("urd", "urd"),
        "zh" => ("zho", "chi"),
        other => (other, other),
    };
    if library { libraries } else { terms }.to_owned()
}
