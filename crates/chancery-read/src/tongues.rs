//! Languages of which the body has no words: told by their letters alone, so that a text in one is not taken for a text in
//! a language that the body knows.

use chancery_model::language::Language;

use crate::words::{Words, fold};

/// Fewer letters than these say nothing sure.
const LEAST: usize = 200;

/// Of a text in a language of the body at least so many of a hundred words are its little words, whatever else stands in it.
const LITTLE: usize = 25;

/// The language of a text, where it is none of those of which the body has words.
pub fn foreign(sample: &str, words: &Words<'_>) -> Option<Language> {
    if sample.chars().filter(|c| c.is_alphabetic()).take(LEAST).count() < LEAST {
        return None;
    }
    let pieces = sample.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let pieces: Vec<String> = pieces.filter(|word| !word.is_empty() && word.len() < 24).map(fold).collect();
    let known =
        words.lexicons.iter().map(|lexicon| pieces.iter().filter(|word| lexicon.common.contains(*word)).count());
    if known.max().unwrap_or(0) * 100 >= pieces.len().max(1) * LITTLE {
        return None;
    }
    // Names and misread words may make a text look like its language's neighbour; they hardly do so all over it.
    let middle = sample.ceil_char_boundary(sample.len() / 2);
    let told = |text: &str| whatlang::detect(text).filter(whatlang::Info::is_reliable).map(|told| told.lang());
    let told =
        told(sample).filter(|all| told(&sample[..middle]) == Some(*all) && told(&sample[middle..]) == Some(*all))?;
    let language = by_three_letters(told.code())?;
    (!words.lexicons.iter().any(|lexicon| lexicon.language == language)).then_some(language)
}

/// A language by its code of three letters (ISO 639-2 or 639-3), in lower case.
pub fn by_three_letters(code: &str) -> Option<Language> {
    // Those that have a code of two letters, for documents are in none without.
    const CODES: &[(&str, &str)] = &[
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("chi", "zh"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("ger", "de"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("per", "fa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zho", "zh"),
        ("zul", "zu"),
    ];
    let found = CODES.binary_search_by(|(three, _)| (*three).cmp(code)).ok()?;
    Language::parse(CODES.get(found)?.1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::body;

    #[test]
    fn a_text_in_a_language_without_words_is_told_from_those_with() {
        let body = body();
        let words = Words::new(&body);
        let told = |text: &str| foreign(text, &words).map(|language| language.to_string());
        for (text, language) in [
            (
                "Ich habe die Ehre, Ihnen mitzuteilen, dass der Pegel des Sees nun jeden Morgen abgelesen wird und dass die \
                 Zahlen in einem Buch stehen, das allen offen liegt. Die Fischer beider Ufer lesen darin und schreiben \
                 hinein, was sie gesehen haben, sooft das Wasser steigt oder fällt.",
                Some("de"),
            ),
            (
                "Tenho a honra de informar que o nível do lago é agora lido todas as manhãs e que as leituras ficam num livro \
                 aberto a todos os pescadores das duas margens. Os guardas escrevem nele o que viram, sempre que a água sobe \
                 ou desce, e ninguém pode arrancar uma folha.",
                Some("pt"),
            ),
            (
                "I have the honour to tell you that the level of the lake is now read every morning, and that the readings \
                 stand in a book that is open to all. The fishers of both shores read in it and write down what they have \
                 seen whenever the water rises or falls.",
                None,
            ),
            (
                "Tengo el honor de informarle de que el nivel del lago se lee ahora todas las mañanas y de que las lecturas \
                 constan en un libro abierto a todos. Los pescadores de ambas orillas lo leen y escriben en él lo que han \
                 visto cada vez que el agua sube o baja.",
                None,
            ),
            ("Der Pegel des Sees", None),
            ("", None),
        ] {
            assert_eq!(told(text).as_deref(), language, "{text}");
        }
        for (code, language) in
            [("afr", Some("af")), ("zul", Some("zu")), ("per", Some("fa")), ("xxx", None), ("", None)]
        {
            assert_eq!(by_three_letters(code).map(|l| l.to_string()).as_deref(), language);
        }
    }
}
