//! What a word is: the same answer for a text that is indexed, a query and a snippet.
//!
//! A word is a run of letters and digits, in lower case and without diacritics. A Chinese character is a word of its own,
//! and every two that stand together are also one, at the position of the first; so a run of characters is found where it
//! stands, and a phrase is a phrase. Beside the word as written its stem is indexed: by Snowball for English, French,
//! Spanish and Russian, by a light stemmer of our own for Arabic, because Snowball's Arabic leaves `والمشردين` and
//! `مشرد` apart.

use std::{collections::HashMap, sync::LazyLock};

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language as Snowball, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer,
};

use chancery_model::Language;

/// The languages whose words are also indexed by their stem.
pub const STEMMED: [&str; 5] = ["ar", "en", "es", "fr", "ru"];

/// The longest word that is told apart from another, in characters. Longer ones are cut there, in texts and in queries.
const LONGEST: usize = 64;

/// How many words a stemmer remembers the stems of. Most of a text is the same few thousand words, and stemming is most of the
/// work of indexing.
const REMEMBERED: usize = 50_000;

/// Cuts a text into words as they are written, folded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words;

/// The words of a text as they are written, one after the other.
pub struct WordsStream<'t> {
    cutter: Cutter<'t>,
    token: Token,
    /// Whether the token at hand is a character that another follows without a gap: then their pair is next.
    pair_next: bool,
}

impl Tokenizer for Words {
    type TokenStream<'t> = WordsStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> WordsStream<'t> {
        WordsStream { cutter: Cutter::new(text), token: Token::default(), pair_next: false }
    }
}

impl TokenStream for WordsStream<'_> {
    fn advance(&mut self) -> bool {
        let token = &mut self.token;
        if self.pair_next {
            self.pair_next = false;
            if let Some(second) = self.cutter.following_character() {
                token.text.push(second);
                token.offset_to += second.len_utf8();
                token.position_length = 2;
                return true;
            }
        }
        if !self.cutter.advance() {
            return false;
        }
        let cutter = &self.cutter;
        (token.offset_from, token.offset_to) = (cutter.from, cutter.to);
        (token.position, token.position_length) = (cutter.position, 1);
        token.text.clear();
        if cutter.character {
            token.text.push_str(&cutter.word);
            self.pair_next = cutter.following_character().is_some();
        } else {
            push_folded(&mut token.text, &cutter.word);
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Cuts a text into the stems of its words. A word with diacritics also gives the stem it has without, so that a query typed
/// without them still meets it; an Arabic word gives the stems it may have, where it can be read in several ways.
pub struct Stems {
    way: Way,
    /// The words that are remembered, and where their stems stand.
    known: HashMap<String, usize>,
    stems: Vec<Vec<String>>,
}

/// How a language's words are stemmed.
#[derive(Clone)]
enum Way {
    Snowball(TextAnalyzer),
    Arabic,
}

impl Clone for Stems {
    fn clone(&self) -> Stems {
        // What is remembered is quickly found again.
        Stems::new(self.way.clone())
    }
}

impl Stems {
    fn new(way: Way) -> Stems {
        Stems { way, known: HashMap::new(), stems: Vec::new() }
    }

    /// Where a word's stems stand.
    fn place(&mut self, word: &str) -> usize {
        if let Some(at) = self.known.get(word) {
            return *at;
        }
        if self.stems.len() >= REMEMBERED {
            self.known.clear();
            self.stems.clear();
        }
        let stems = match &mut self.way {
            Way::Arabic => arabic_stems(word, true),
            Way::Snowball(stemmer) => {
                let mut stems = vec![folded_latin(snowball(stemmer, word))];
                let folded = fold_latin(word);
                if folded != word {
                    let other = folded_latin(snowball(stemmer, &folded));
                    if other != stems[0] {
                        stems.push(other);
                    }
                }
                stems
            }
        };
        self.known.insert(word.to_owned(), self.stems.len());
        self.stems.push(stems);
        self.stems.len() - 1
    }
}

fn snowball(stemmer: &mut TextAnalyzer, word: &str) -> String {
    let mut stream = stemmer.token_stream(word);
    if stream.advance() { std::mem::take(&mut stream.token_mut().text) } else { word.to_owned() }
}

/// The stems of a text, one after the other.
pub struct StemsStream<'t> {
    stems: &'t mut Stems,
    cutter: Cutter<'t>,
    token: Token,
    /// Where the stems of the word at hand stand, and which of them comes next.
    place: usize,
    next: usize,
}

impl Tokenizer for Stems {
    type TokenStream<'t> = StemsStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> StemsStream<'t> {
        StemsStream { stems: self, cutter: Cutter::new(text), token: Token::default(), place: usize::MAX, next: 0 }
    }
}

impl TokenStream for StemsStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(stem) = self.stems.stems.get(self.place).and_then(|stems| stems.get(self.next)) {
                self.next += 1;
                self.token.text.clear();
                self.token.text.push_str(stem);
                return true;
            }
            if !self.cutter.advance() {
                return false;
            }
            let cutter = &self.cutter;
            (self.token.offset_from, self.token.offset_to) = (cutter.from, cutter.to);
            (self.token.position, self.token.position_length) = (cutter.position, 1);
            // Characters that are words have no stem, and a number is its own.
            let has_stem = !cutter.character && !cutter.numeric;
            (self.place, self.next) = (if has_stem { self.stems.place(&cutter.word) } else { usize::MAX }, 0);
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The stems by which a word that was asked for is looked up in a language. They are fewer than those a text's word has: whoever
/// asks for `بلد` does not mean a word `لد` after a preposition.
pub(crate) fn asked_stems(language: &str, word: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if language == "ar" {
        let mut cutter = Cutter::new(word);
        while cutter.advance() {
            if !cutter.character && !cutter.numeric {
                out.extend(arabic_stems(&cutter.word, false));
            }
        }
    } else if let Some(mut analyzer) = stems(language) {
        analyzer.token_stream(word).process(&mut |token| out.push(token.text.clone()));
    }
    out.sort();
    out.dedup();
    out
}

/// Goes through a text word by word, and holds the one at hand: lower case, composed, without marks that do not tell words
/// apart.
struct Cutter<'t> {
    text: &'t str,
    /// Up to where the text was read.
    at: usize,
    /// How many words were there before.
    count: usize,
    word: String,
    position: usize,
    from: usize,
    to: usize,
    /// Whether it is a single Chinese character.
    character: bool,
    /// Whether there is a digit or number in it.
    numeric: bool,
}

impl<'t> Cutter<'t> {
    fn new(text: &'t str) -> Cutter<'t> {
        let word = String::new();
        Cutter { text, at: 0, count: 0, word, position: 0, from: 0, to: 0, character: false, numeric: false }
    }

    fn advance(&mut self) -> bool {
        self.word.clear();
        (self.character, self.numeric) = (false, false);
        let mut letters = 0;
        let mut open = false;
        while let Some(c) = self.text[self.at..].chars().next() {
            let start = self.at;
            if c.is_ascii() {
                if !c.is_ascii_alphanumeric() {
                    if open && !self.word.is_empty() {
                        break;
                    }
                    open = false;
                    self.at += 1;
                    continue;
                }
                if !open {
                    (open, self.from) = (true, start);
                }
                self.at += 1;
                self.to = self.at;
                self.numeric |= c.is_ascii_digit();
                if letters < LONGEST {
                    letters += 1;
                    self.word.push(c.to_ascii_lowercase());
                }
                continue;
            }
            let end = start + c.len_utf8();
            if let Some(letter) = common_letter(c) {
                if !open {
                    (open, self.from) = (true, start);
                }
                self.to = end;
                if letters < LONGEST {
                    letters += 1;
                    self.word.push(letter);
                }
            } else if is_mark(c) {
                // A mark neither opens a word nor ends one.
                if open {
                    compose(&mut self.word, c);
                    self.to = end;
                }
            } else if is_han(c) {
                if open && !self.word.is_empty() {
                    break;
                }
                self.word.push(c);
                (self.character, self.from, self.to, self.at) = (true, start, end, end);
                break;
            } else if c.is_alphanumeric() {
                if !open {
                    (open, self.from) = (true, start);
                }
                self.to = end;
                self.numeric |= c.is_numeric();
                if letters < LONGEST {
                    for lower in c.to_lowercase() {
                        if is_mark(lower) {
                            compose(&mut self.word, lower);
                        } else {
                            letters += 1;
                            self.word.push(plain(lower));
                        }
                    }
                }
            } else {
                if open && !self.word.is_empty() {
                    break;
                }
                open = false;
            }
            self.at = end;
        }
        if self.word.is_empty() {
            return false;
        }
        self.position = self.count;
        self.count += 1;
        true
    }

    /// The Chinese character that stands right after the word at hand.
    fn following_character(&self) -> Option<char> {
        self.text[self.to..].chars().next().filter(|c| is_han(*c))
    }
}

/// The words of a text as they are indexed: folded, and every two Chinese characters that stand together also as one
/// (those tokens have a `position_length` of 2).
pub fn words(text: &str) -> Vec<Token> {
    let mut cutting = Words;
    let mut stream = cutting.token_stream(text);
    let mut tokens = Vec::new();
    while stream.advance() {
        tokens.push(stream.token().clone());
    }
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
    let mut cutter = Cutter::new(text);
    while cutter.advance() {
        if !out.is_empty() {
            out.push(' ');
        }
        push_folded(&mut out, &cutter.word);
    }
    out
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

/// The letters that most words of Russian and Arabic consist of, as [`plain`] and lower case give them: looking each of them up
/// in the tables of all the world's letters takes longer than all else.
fn common_letter(c: char) -> Option<char> {
    match c {
        'а'..='я' => Some(c),
        'А'..='Я' => Some(shifted(c, 'А', 'а')),
        // Without the forms of alef, of ya and of ta that `plain` makes alike, and without the lengthening sign.
        'ب' | 'ت'..='غ' | 'ف'..='و' | 'ي' | 'ا' => Some(c),
        _ => None,
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

/// Latin letters with diacritics, and what they are without, each at its number after the first. The table is the search
/// library's own, asked once.
static LATIN: LazyLock<Vec<Option<String>>> = LazyLock::new(|| {
    let mut folding = TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter).build();
    let in_table = |c: char| c.is_alphabetic() && (c <= '\u{024F}' || matches!(c, 'ə' | 'ɛ' | 'ɔ') || c >= '\u{1E00}');
    let mut without = |letter: char| {
        let written = letter.to_string();
        let mut stream = folding.token_stream(&written);
        let folded = stream.advance().then(|| stream.token().text.to_lowercase());
        folded.filter(|folded| *folded != written)
    };
    (FIRST_LATIN..='\u{1EFF}').map(|letter| if in_table(letter) { without(letter) } else { None }).collect()
});

/// The first letter of [`LATIN`].
const FIRST_LATIN: char = '\u{00C0}';

/// [`fold_latin`] for a text that need not be kept.
fn folded_latin(text: String) -> String {
    if text.is_ascii() { text } else { fold_latin(&text) }
}

fn fold_latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_folded(&mut out, text);
    out
}

/// Writes a word behind what is there, without its diacritics.
fn push_folded(out: &mut String, word: &str) {
    if word.is_ascii() {
        out.push_str(word);
        return;
    }
    for c in word.chars() {
        let at = (c as usize).checked_sub(FIRST_LATIN as usize);
        match at.and_then(|at| LATIN.get(at)).and_then(Option::as_deref) {
            Some(folded) => out.push_str(folded),
            None => out.push(c),
        }
    }
}

/// The analyzer for words as written.
pub fn exact() -> TextAnalyzer {
    TextAnalyzer::from(Words)
}

/// The analyzer for the stems of a language, if its words are stemmed.
pub fn stems(language: &str) -> Option<TextAnalyzer> {
    let snowball = match language {
        "ar" => return Some(TextAnalyzer::from(Stems::new(Way::Arabic))),
        "en" => Snowball::English,
        "es" => Snowball::Spanish,
        "fr" => Snowball::French,
        "ru" => Snowball::Russian,
        _ => return None,
    };
    let stemmer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(snowball)).build();
    Some(TextAnalyzer::from(Stems::new(Way::Snowball(stemmer))))
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

/// Longest first, so that `وال` is not taken for a bare `و`.
const ARABIC_HEADS: [&str; 11] = ["وبال", "وكال", "وفال", "ولل", "وال", "بال", "كال", "فال", "لل", "ال", "و"];

/// Prepositions and conjunctions of one letter, which are written as part of the word. Very many words begin with one of
/// these letters themselves, so what is left without it is only a second way to read a word.
const ARABIC_PARTICLES: [char; 4] = ['ب', 'ل', 'ك', 'ف'];

/// In this order, and then again, so that `بياناتها` loses `ها` and then `ات`, and `برلمانيين` what `برلمان` loses. A bare final
/// alef is the accusative of an indefinite noun, which light10 leaves on and so parts `بيانا` from `بيان`.
const ARABIC_TAILS: [&str; 9] = ["ها", "ا", "ات", "ان", "ون", "ين", "يه", "ه", "ي"];

/// Possessive endings that are as often the end of a word of their own, so that without them there is only a second way to
/// read it.
const ARABIC_PRONOUNS: [&str; 5] = ["هما", "هم", "هن", "كم", "نا"];

/// The stems of an Arabic word, after Larkey's light10: conjunctions, the article and the commonest endings come off, and
/// nothing inside a word is touched. Letters were already made alike when the text was cut. Where a word can be read in several
/// ways there are several stems: all of them for a word of a text, and only the likely ones for one that is asked for.
fn arabic_stems(word: &str, of_a_text: bool) -> Vec<String> {
    // The seat of a hamza changes with the vowel that an ending brings: `غذاء`, `غذائي`.
    let word: String = word.chars().map(|c| if matches!(c, 'ئ' | 'ؤ') { 'ء' } else { c }).collect();
    let letters = |s: &str| s.chars().count();
    let mut bare = word.as_str();
    let mut conjunction = false;
    for head in ARABIC_HEADS {
        // A single letter is more often part of the word than a conjunction, so more must be left after it.
        let least = if head == "و" { 3 } else { 2 };
        if let Some(rest) = word.strip_prefix(head)
            && letters(rest) >= least
        {
            bare = rest;
            conjunction = head == "و";
            break;
        }
    }
    let mut beginnings = vec![bare];
    // `ألغام` and `آلية` begin as if with an article, and `وزير` as if with a conjunction.
    if conjunction || bare != word && word.starts_with("ال") && letters(bare) <= 4 {
        beginnings.push(&word);
    }
    if of_a_text {
        let unjoined = word.strip_prefix('و').filter(|rest| letters(rest) >= 4).unwrap_or(&word);
        let rest = unjoined.strip_prefix(ARABIC_PARTICLES).filter(|rest| letters(rest) >= 3);
        beginnings.extend(rest);
    }
    let mut stems: Vec<String> = Vec::new();
    let mut add = |stem: &str| {
        if !stems.iter().any(|known| known == stem) {
            stems.push(stem.to_owned());
        }
    };
    for beginning in beginnings {
        let stem = curtailed(beginning);
        add(stem);
        if !of_a_text {
            continue;
        }
        let owned =
            ARABIC_PRONOUNS.iter().filter_map(|tail| beginning.strip_suffix(tail)).find(|rest| letters(rest) >= 3);
        let owned = owned.map(curtailed);
        owned.into_iter().for_each(&mut add);
        // Before an ending the final ta is written open: `سيادتها` of `سيادة`.
        for stem in [Some(stem), owned].into_iter().flatten().filter(|stem| *stem != beginning) {
            if let Some(rest) = stem.strip_suffix('ت').filter(|rest| letters(rest) >= 3) {
                add(curtailed(rest));
            }
        }
    }
    stems
}

/// A word without its endings.
fn curtailed(word: &str) -> &str {
    let mut stem = word;
    for tail in ARABIC_TAILS.iter().chain(&ARABIC_TAILS) {
        // Three letters must be left: most roots have three, and `بيان` must not become `بي`.
        if let Some(rest) = stem.strip_suffix(tail)
            && rest.chars().count() >= 3
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
    fn the_short_way_through_common_letters_is_the_long_way() {
        for c in '\u{0080}'..='\u{06FF}' {
            if let Some(letter) = common_letter(c) {
                assert!(c.is_alphanumeric() && !c.is_numeric() && !is_mark(c) && !is_han(c), "{c}");
                assert_eq!(c.to_lowercase().map(plain).collect::<Vec<_>>(), [letter], "{c}");
            }
        }
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
        let meets = |asked: &str, written: &str| {
            let written = stem("ar", written);
            asked_stems("ar", asked).iter().any(|stem| written.contains(stem))
        };
        for (asked, written) in [
            ("مشرد", "والمشردين"),
            ("بيان", "بيانا"),
            ("بيان", "البيانات"),
            ("بيان", "بياناتها"),
            ("بحيرة", "البحيرات"),
            ("بيان", "بَيَانًا"),
            ("لجنة", "واللجنة"),
            ("بيان", "ببيان"),
            ("بيان", "لبياناتهم"),
            ("ميناء", "لميناء"),
            ("ميناء", "وبميناء"),
            ("بحيرة", "فبحيرة"),
            ("بحيرة", "بحيرتها"),
            ("بحيرة", "بحيرتهم"),
            ("لؤلؤة", "للؤلؤ"),
            ("غذاء", "الغذائية"),
            ("فيضان", "الفيضانات"),
            ("ألغام", "الألغام"),
            ("برلمان", "البرلمانية"),
            ("برلمان", "والبرلمانيين"),
            ("وزير", "الوزير"),
            ("وزير", "ووزيرها"),
            ("وساطة", "بالوساطة"),
            ("آلية", "الآليات"),
            ("آلية", "لآلياتها"),
            ("تفاهم", "التفاهم"),
            ("برنامج", "البرنامج"),
        ] {
            assert!(
                meets(asked, written),
                "{asked} {written}: {:?} {:?}",
                asked_stems("ar", asked),
                stem("ar", written)
            );
        }
        for (asked, written) in
            [("بيان", "بيت"), ("بلدان", "لدان"), ("كتاب", "تاب"), ("تفاهم", "تفاح"), ("برنامج", "رنامج")]
        {
            assert!(!meets(asked, written), "{asked} {written}");
        }
        assert_eq!(stem("ar", "مشردين").len(), 1);
        assert!(stem("ar", "وبمساعداتهم").len() <= 6);
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
