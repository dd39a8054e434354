//! Word lists: data by which a join of two pieces is confirmed. They hold words in small letters only, so no name.
//!
//! Where they come from, under which licence and how they were made stands in `data/README.md`.

use std::{hash::Hasher, io::Read, sync::OnceLock};

use chancery_model::language::Language;
use flate2::read::ZlibDecoder;

use crate::words::QuickHasher;

/// The words of one language, one after another, with the place of each.
#[derive(Default)]
pub struct Dictionary {
    text: String,
    /// Where each word starts.
    starts: Vec<u32>,
    /// A table by hash: the number of a word, counted from one, or nought where none stands. Half of it at least is empty,
    /// so that a word is found, or found missing, in a step or two.
    table: Vec<u32>,
}

/// The most bytes a list may have when it is expanded.
const MOST: u64 = 64 << 20;

/// The list of a language, where there is one; expanded when it is first asked for.
pub fn of(language: Language) -> Option<&'static Dictionary> {
    static EN: OnceLock<Dictionary> = OnceLock::new();
    static RU: OnceLock<Dictionary> = OnceLock::new();
    match language.code() {
        "en" => Some(EN.get_or_init(|| Dictionary::expand(include_bytes!("../data/en.words")))),
        "ru" => Some(RU.get_or_init(|| Dictionary::expand(include_bytes!("../data/ru.words")))),
        _ => None,
    }
}

impl Dictionary {
    /// Expands a list: each line is one byte, 33 more than the letters shared with the word before, and the other letters.
    fn expand(packed: &[u8]) -> Dictionary {
        let mut coded = String::with_capacity(packed.len() * 4);
        let mut dictionary = Dictionary::default();
        if ZlibDecoder::new(packed).take(MOST).read_to_string(&mut coded).is_err() {
            return dictionary;
        }
        dictionary.text.reserve(coded.len() * 3);
        dictionary.starts.reserve(coded.len() / 4);
        let mut before = 0;
        for line in coded.split_terminator('\n') {
            let Some(shared) = line.bytes().next().and_then(|byte| usize::from(byte).checked_sub(33)) else { continue };
            let (Some(letters), true) = (line.get(1..), line.as_bytes()[0].is_ascii()) else { continue };
            let start = dictionary.text.len();
            // Letters shared with the word before are counted by the bytes with which one begins.
            let bytes = &dictionary.text.as_bytes()[before..];
            let mut head = 0;
            let mut left = shared;
            while head < bytes.len() && (left > 0 || bytes[head] & 0xc0 == 0x80) {
                left -= usize::from(bytes[head] & 0xc0 != 0x80);
                head += 1;
            }
            dictionary.text.extend_from_within(before..before + head);
            dictionary.text.push_str(letters);
            dictionary.starts.push(start as u32);
            before = start;
        }
        dictionary.table = vec![0; (dictionary.starts.len() * 2).next_power_of_two()];
        for index in 0..dictionary.starts.len() {
            let mut at = dictionary.place(dictionary.word(index));
            while dictionary.table[at] != 0 {
                at = (at + 1) & (dictionary.table.len() - 1);
            }
            dictionary.table[at] = index as u32 + 1;
        }
        dictionary
    }

    fn word(&self, index: usize) -> &str {
        let start = self.starts[index] as usize;
        let end = self.starts.get(index + 1).map_or(self.text.len(), |end| *end as usize);
        &self.text[start..end]
    }

    /// Where in the table a word is looked for first.
    fn place(&self, word: &str) -> usize {
        let mut hasher = QuickHasher::default();
        hasher.write(word.as_bytes());
        hasher.finish() as usize & (self.table.len() - 1)
    }

    /// Whether a word, in small letters, is in the list.
    pub fn has(&self, word: &str) -> bool {
        if self.starts.is_empty() {
            return false;
        }
        let mut at = self.place(word);
        while self.table[at] != 0 {
            if self.word(self.table[at] as usize - 1) == word {
                return true;
            }
            at = (at + 1) & (self.table.len() - 1);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_and_names_are_not() {
        let english = of(Language::EN).unwrap();
        assert!(english.has("outcome") && english.has("boats"));
        assert!(!english.has("tcome") && !english.has("London") && !english.has("london") && !english.has(""));
        let russian = of(Language::parse("ru").unwrap()).unwrap();
        assert!(russian.has("озеро") && !russian.has("зеро о"));
        assert!(of(Language::parse("fr").unwrap()).is_none());
        assert!(english.starts.len() > 70_000 && russian.starts.len() > 140_000);
    }
}
