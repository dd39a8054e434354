//! What a word is: the same answer for a text that is indexed, a query and a snippet.
//!
//! A word is a run of letters and digits, in lower case and without diacritics. A Chinese character is a word of its own,
//! and every two that stand together are also one, at the position of the first; so a run of characters is found where it
//! stands, and a phrase is a phrase. Beside the word as written its stem is indexed: by Snowball for English, French,
//! Spanish and Russian, by a light stemmer of our own for Arabic, because Snowball's Arabic leaves `والمشردين` and
//! `مشرد` apart.

use std::{collections::HashMap, sync::LazyLock};

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language as Snowball, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenFilter, TokenStream,
    Tokenizer,
};

use chancery_model::Language;

/// The languages whose words are also indexed by their stem.
pub const STEMMED: [&str; 5] = ["ar", "en", "es", "fr", "ru"];

/// The longest word that is told apart from another, in characters. Longer ones are cut there, in texts and in queries.
const LONGEST: usize = 64;

/// Cuts a text into words as they are written, folded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words;

/// Cuts a text into words ready to be stemmed: with diacritics, and where folding changes the word a second time without,
/// so that a query typed without accents still meets its stem.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unstemmed;

/// The words of a text, already cut.
pub struct Cut {
    tokens: Vec<Token>,
    next: usize,
    /// What stands in for a token before the first `advance`.
    none: Token,
}

impl Cut {
    fn new(tokens: Vec<Token>) -> Cut {
        Cut { tokens, next: 0, none: Token::default() }
    }
}

impl TokenStream for Cut {
    fn advance(&mut self) -> bool {
        if self.next < self.tokens.len() {
            self.next += 1;
            true
        } else {
            false
        }
    }

    fn token(&self) -> &Token {
        self.next.checked_sub(1).and_then(|at| self.tokens.get(at)).unwrap_or(&self.none)
    }

    fn token_mut(&mut self) -> &mut Token {
        match self.next.checked_sub(1).and_then(|at| self.tokens.get_mut(at)) {
            Some(token) => token,
            None => &mut self.none,
        }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = Cut;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        Cut::new(words(text))
    }
}

impl Tokenizer for Unstemmed {
    type TokenStream<'a> = Cut;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        let mut tokens = Vec::new();
        cut(text, |word| {
            // Characters that are words have no stem, and a number is its own.
            if word.character || word.text.chars().any(|c| c.is_numeric()) {
                return;
            }
            let mut token = word.token(String::new());
            if !word.text.is_ascii() {
                let folded = fold_latin(&word.text);
                if folded != word.text {
                    tokens.push(word.token(folded));
                }
            }
            token.text = word.text;
            tokens.push(token);
        });
        Cut::new(tokens)
    }
}

/// One word before it becomes a token.
struct Word {
    /// Lower case, composed, without marks that do not tell words apart.
    text: String,
    position: usize,
    from: usize,
    to: usize,
    /// Whether it is a single Chinese character.
    character: bool,
}

impl Word {
    fn token(&self, text: String) -> Token {
        Token { offset_from: self.from, offset_to: self.to, position: self.position, text, position_length: 1 }
    }
}

/// The words of a text as they are indexed: folded, and every two Chinese characters that stand together also as one
/// (those tokens have a `position_length` of 2).
pub fn words(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    // The character before, if the one at hand follows it without a gap.
    let mut before: Option<Word> = None;
    cut(text, |word| {
        if let Some(first) = before.take()
            && word.character
            && first.to == word.from
        {
            let mut pair = first.token(format!("{}{}", first.text, word.text));
            pair.offset_to = word.to;
            pair.position_length = 2;
            tokens.push(pair);
        }
        if word.character {
            tokens.push(word.token(word.text.clone()));
            before = Some(word);
        } else {
            let mut token = word.token(String::new());
            token.text = folded_latin(word.text);
            tokens.push(token);
        }
    });
    // A pair is made when its second character is known, and belongs where the first stands.
    tokens.sort_by_key(|token| token.position);
    tokens
}

/// What a phrase asks for: words and how far each stands from the first. A run of Chinese characters is asked for by
/// pairs, which are rarer than single characters and so quicker to look up.
pub fn phrase(text: &str) -> Vec<(usize, String)> {
    let tokens = words(text);
    let mut wanted: Vec<(usize, String)> = Vec::new();
    // The first position that no wanted word covers yet.
    let mut covered = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.position_length == 2 {
            let last_pair =
                !tokens[at + 1..].iter().any(|t| t.position_length == 2 && t.position == token.position + 1);
            if token.position >= covered || last_pair && token.position + 1 >= covered {
                wanted.push((token.position, token.text.clone()));
                covered = token.position + 2;
            }
        } else {
            let in_pair = tokens
                .iter()
                .any(|t| t.position_length == 2 && (t.position == token.position || t.position + 1 == token.position));
            if !in_pair && token.position >= covered {
                wanted.push((token.position, token.text.clone()));
                covered = token.position + 1;
            }
        }
    }
    wanted
}

/// A name, code or other short text in the form in which two ways of writing it are the same: its words, parted by single
/// spaces.
pub fn folded(text: &str) -> String {
    let mut out = String::new();
    cut(text, |word| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&fold_latin(&word.text));
    });
    out
}

fn cut(text: &str, mut each: impl FnMut(Word)) {
    let mut position = 0;
    let mut open: Option<Word> = None;
    let mut close = |word: &mut Option<Word>, position: &mut usize| {
        if let Some(word) = word.take()
            && !word.text.is_empty()
        {
            *position += 1;
            each(word);
        }
    };
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_mark(c) {
            // A mark neither opens a word nor ends one.
            if let Some(word) = &mut open {
                compose(&mut word.text, c);
                word.to = end;
            }
        } else if is_han(c) {
            close(&mut open, &mut position);
            let mut one = Some(Word { text: c.to_string(), position, from: at, to: end, character: true });
            close(&mut one, &mut position);
        } else if c.is_alphanumeric() {
            let word =
                open.get_or_insert_with(|| Word { text: String::new(), position, from: at, to: end, character: false });
            word.to = end;
            if c.is_ascii() && word.text.len() < LONGEST {
                word.text.push(c.to_ascii_lowercase());
            } else if word.text.chars().count() < LONGEST {
                for lower in c.to_lowercase() {
                    if is_mark(lower) { compose(&mut word.text, lower) } else { word.text.push(plain(lower)) }
                }
            }
        } else {
            close(&mut open, &mut position);
        }
    }
    close(&mut open, &mut position);
}

/// Marks that do not tell words apart: combining accents, Arabic vowel signs and lengthening, soft hyphens, direction and
/// joining signs.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}' | '\u{0610}'..='\u{061A}' | '\u{0640}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}'
        | '\u{06EA}'..='\u{06ED}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Whether a character is a word by itself.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}'
        | '\u{3005}' | '\u{3007}')
}

/// Puts an accent that came as a character of its own onto the letter before it, where the stemmers know that letter.
fn compose(text: &mut String, mark: char) {
    let Some(last) = text.chars().next_back() else { return };
    let with: &[(char, char)] = match mark {
        '\u{0300}' => &[('a', 'à'), ('e', 'è'), ('i', 'ì'), ('o', 'ò'), ('u', 'ù')],
        '\u{0301}' => &[('a', 'á'), ('e', 'é'), ('i', 'í'), ('o', 'ó'), ('u', 'ú'), ('y', 'ý')],
        '\u{0302}' => &[('a', 'â'), ('e', 'ê'), ('i', 'î'), ('o', 'ô'), ('u', 'û')],
        '\u{0303}' => &[('n', 'ñ'), ('a', 'ã'), ('o', 'õ')],
        '\u{0308}' => &[('a', 'ä'), ('e', 'ë'), ('i', 'ï'), ('o', 'ö'), ('u', 'ü'), ('y', 'ÿ')],
        '\u{0327}' => &[('c', 'ç')],
        '\u{0306}' => &[('и', 'й')],
        _ => &[],
    };
    if let Some((_, composed)) = with.iter().find(|(letter, _)| *letter == last) {
        text.pop();
        text.push(*composed);
    }
}

/// Letters and digits that are written in several ways and mean one.
fn plain(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        'ё' => 'е',
        '٠'..='٩' => shifted(c, '٠', '0'),
        '۰'..='۹' => shifted(c, '۰', '0'),
        '０'..='９' => shifted(c, '０', '0'),
        'ａ'..='ｚ' => shifted(c, 'ａ', 'a'),
        other => other,
    }
}

fn shifted(c: char, from: char, to: char) -> char {
    char::from_u32(c as u32 - from as u32 + to as u32).unwrap_or(c)
}

/// Latin letters with diacritics, and what they are without. The table is the search library's own, asked once.
static LATIN: LazyLock<HashMap<char, String>> = LazyLock::new(|| {
    let mut folding = TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter).build();
    let letters = ('\u{00C0}'..='\u{024F}').chain(['ə', 'ɛ', 'ɔ']).chain('\u{1E00}'..='\u{1EFF}');
    let mut table = HashMap::new();
    for letter in letters.filter(|c| c.is_alphabetic()) {
        let written = letter.to_string();
        let mut stream = folding.token_stream(&written);
        if stream.advance() && stream.token().text != written {
            table.insert(letter, stream.token().text.to_lowercase());
        }
    }
    table
});

/// [`fold_latin`] for a text that need not be kept.
fn folded_latin(text: String) -> String {
    if text.is_ascii() { text } else { fold_latin(&text) }
}

fn fold_latin(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match LATIN.get(&c) {
            Some(folded) => out.push_str(folded),
            None => out.push(c),
        }
    }
    out
}

/// The analyzer for words as written.
pub fn exact() -> TextAnalyzer {
    TextAnalyzer::from(Words)
}

/// The analyzer for the stems of a language, if its words are stemmed.
pub fn stems(language: &str) -> Option<TextAnalyzer> {
    let snowball = match language {
        "ar" => return Some(TextAnalyzer::builder(Unstemmed).filter(ArabicLight).filter(Fold).build()),
        "en" => Snowball::English,
        "es" => Snowball::Spanish,
        "fr" => Snowball::French,
        "ru" => Snowball::Russian,
        _ => return None,
    };
    Some(TextAnalyzer::builder(Unstemmed).filter(Stemmer::new(snowball)).filter(Fold).build())
}

/// The languages in which a word may have a stem, by its script: a word in Arabic letters is not looked up as English.
pub(crate) fn candidates(word: &str, only: Option<Language>) -> Vec<&'static str> {
    let of_script: &[&'static str] = match word.chars().find(|c| c.is_alphabetic()) {
        Some('\u{0600}'..='\u{06FF}') => &["ar"],
        Some('\u{0400}'..='\u{04FF}') => &["ru"],
        Some(c) if !is_han(c) => &["en", "es", "fr"],
        _ => &[],
    };
    of_script.iter().copied().filter(|code| only.is_none_or(|only| only.code() == *code)).collect()
}

/// Folds stems, and leaves out the second of two that folding has made the same.
#[derive(Clone, Copy)]
struct Fold;

/// [`Fold`] over a tokenizer.
#[derive(Clone)]
struct Folding<T>(T);

/// The stream of [`Folding`].
struct FoldingStream<S> {
    inner: S,
    last: Option<(usize, String)>,
}

impl TokenFilter for Fold {
    type Tokenizer<T: Tokenizer> = Folding<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Folding<T> {
        Folding(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for Folding<T> {
    type TokenStream<'a> = FoldingStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        FoldingStream { inner: self.0.token_stream(text), last: None }
    }
}

impl<S: TokenStream> TokenStream for FoldingStream<S> {
    fn advance(&mut self) -> bool {
        while self.inner.advance() {
            let token = self.inner.token_mut();
            if !token.text.is_ascii() {
                token.text = fold_latin(&token.text);
            }
            let now = (token.position, token.text.clone());
            if self.last.as_ref() != Some(&now) {
                self.last = Some(now);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}

/// A light stemmer for Arabic, after Larkey's light10: it takes off conjunctions, the article and the commonest endings,
/// and touches nothing inside a word. Letters were already made alike when the text was cut.
#[derive(Clone, Copy)]
pub struct ArabicLight;

/// [`ArabicLight`] over a tokenizer.
#[derive(Clone)]
pub struct ArabicLightTokenizer<T>(T);

/// The stream of [`ArabicLightTokenizer`].
pub struct ArabicLightStream<S>(S);

impl TokenFilter for ArabicLight {
    type Tokenizer<T: Tokenizer> = ArabicLightTokenizer<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> ArabicLightTokenizer<T> {
        ArabicLightTokenizer(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for ArabicLightTokenizer<T> {
    type TokenStream<'a> = ArabicLightStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        ArabicLightStream(self.0.token_stream(text))
    }
}

impl<S: TokenStream> TokenStream for ArabicLightStream<S> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let token = self.0.token_mut();
        token.text = arabic_light(&token.text).to_owned();
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}

/// Longest first, so that `وال` is not taken for a bare `و`.
const ARABIC_HEADS: [&str; 11] = ["وبال", "وكال", "وفال", "ولل", "وال", "بال", "كال", "فال", "لل", "ال", "و"];

/// In this order, each once, so that `بياناتها` loses `ها` and then `ات`. A bare final alef is the accusative of an
/// indefinite noun, which light10 leaves on and so parts `بيانا` from `بيان`.
const ARABIC_TAILS: [&str; 9] = ["ها", "ا", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

fn arabic_light(word: &str) -> &str {
    let letters = |s: &str| s.chars().count();
    let mut stem = word;
    for head in ARABIC_HEADS {
        // A single letter is more often part of the word than a conjunction, so more must be left after it.
        let least = if head == "و" { 3 } else { 2 };
        if let Some(rest) = stem.strip_prefix(head)
            && letters(rest) >= least
        {
            stem = rest;
            break;
        }
    }
    for tail in ARABIC_TAILS {
        // Three letters must be left: most roots have three, and `بيان` must not become `بي`.
        if let Some(rest) = stem.strip_suffix(tail)
            && letters(rest) >= 3
        {
            stem = rest;
        }
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|t| t.text).collect()
    }

    fn stem(language: &str, word: &str) -> Vec<String> {
        let mut analyzer = stems(language).unwrap();
        let mut out = Vec::new();
        analyzer.token_stream(word).process(&mut |t| out.push(t.text.clone()));
        out
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(texts("Réunion, L’ÉTÉ; co-op 2026"), ["reunion", "l", "ete", "co", "op", "2026"]);
        assert_eq!(texts("re\u{0301}union"), ["reunion"]);
        assert_eq!(texts("ко\u{0438}\u{0306}ка Ёлка"), ["койка", "елка"]);
        assert_eq!(texts("straße İstanbul nav\u{00AD}igation"), ["strasse", "istanbul", "navigation"]);
        assert_eq!(texts("إعـــلان مُدَرِّسة ١٢"), ["اعلان", "مدرسه", "12"]);
        assert_eq!(texts("ＡＢ１２"), ["ab12"]);
        assert_eq!(texts(" \u{200B}--!\u{0301} "), Vec::<String>::new());
    }

    #[test]
    fn characters_are_words_and_pairs() {
        let mut cut: Vec<(usize, String)> = words("渔业合作").into_iter().map(|t| (t.position, t.text)).collect();
        cut.sort();
        let wanted = [(0, "渔"), (0, "渔业"), (1, "业"), (1, "业合"), (2, "合"), (2, "合作"), (3, "作")];
        assert_eq!(cut, wanted.map(|(at, word)| (at, word.to_owned())));
        // A gap parts them.
        assert_eq!(texts("水，鱼"), ["水", "鱼"]);
    }

    #[test]
    fn a_phrase_asks_for_pairs() {
        let wanted = |text: &str| phrase(text).into_iter().map(|(at, w)| format!("{at}{w}")).collect::<Vec<_>>();
        assert_eq!(wanted("渔业合作"), ["0渔业", "2合作"]);
        assert_eq!(wanted("渔业合"), ["0渔业", "1业合"]);
        assert_eq!(wanted("渔"), ["0渔"]);
        assert_eq!(wanted("2026年报告"), ["02026", "1年报", "2报告"]);
        assert_eq!(wanted("水 鱼"), ["0水", "1鱼"]);
        assert_eq!(wanted("inland waters"), ["0inland", "1waters"]);
    }

    #[test]
    fn arabic_words_meet_their_forms() {
        for (a, b) in [
            ("مشرد", "والمشردين"),
            ("بيان", "بيانا"),
            ("بيان", "البيانات"),
            ("بيان", "بياناتها"),
            ("بحيرة", "البحيرات"),
            ("بيان", "بَيَانًا"),
            ("لجنة", "واللجنة"),
        ] {
            assert_eq!(stem("ar", a), stem("ar", b), "{a} {b}");
        }
        assert_ne!(stem("ar", "بيان"), stem("ar", "بيت"));
    }

    #[test]
    fn a_word_without_its_accents_meets_the_same_stem() {
        for (language, with, without) in [
            ("es", "comunicaciones", "comunicación"),
            ("es", "comunicacion", "comunicación"),
            ("fr", "réunions", "reunion"),
        ] {
            let (a, b) = (stem(language, with), stem(language, without));
            assert!(a.iter().any(|s| b.contains(s)), "{with} {a:?} {without} {b:?}");
        }
        assert_eq!(stem("en", "negotiations"), stem("en", "negotiation"));
        assert_eq!(stem("ru", "нарушения"), stem("ru", "нарушение"));
    }
}
