//! The States that stand under signatures: their names in the language of the text, declined or with what a language writes
//! together with them.

use chancery_model::{
    body::{State, fold},
    communication::Signatory,
};

use crate::{
    Frame,
    words::{self, searched},
};

/// How many lines under a signature are looked at.
const MOST_LINES: usize = 32;

/// All names of the body's States, as the lines under a signature may write them, made ready once.
pub struct Names<'a> {
    /// A name folded, how many letters at the end of its words may differ, and whose it is.
    forms: Vec<(String, usize, &'a State)>,
}

impl<'a> Names<'a> {
    /// The names in the language of a text and in English.
    pub fn new(frame: &Frame<'a>) -> Names<'a> {
        let language = frame.language();
        let reading = frame.body.words(language).map(|words| &words.reading);
        let endings = reading.map_or(0, |reading| reading.name_endings);
        let mut forms = Vec::new();
        for state in &frame.body.states {
            let english = state.names.get("en").into_iter().flatten().chain([&state.name]);
            forms.extend(english.map(|name| (bare(name), 0, state)));
            for name in state.names.get(language.code()).into_iter().flatten() {
                forms.push((bare(name), endings, state));
                let joined = reading.into_iter().flat_map(|reading| &reading.joined_of);
                let joined =
                    joined.filter_map(|(prefix, instead)| Some(format!("{prefix}{}", name.strip_prefix(instead)?)));
                forms.extend(joined.map(|name| (fold(&name), endings, state)));
            }
        }
        Names { forms }
    }

    /// The English name of the State that the lines under a signature name.
    pub fn signed_for(&self, signatory: &Signatory) -> Option<String> {
        let lines: Vec<&str> = signatory.titles.iter().take(MOST_LINES).map(String::as_str).collect();
        let written = searched(&lines.join(" "));
        let titles = split(&written);
        // How much of a name stands in the titles, in letters; the longest name wins, since one may stand inside another.
        let mut best: Option<(usize, Option<&State>)> = None;
        for (name, endings, state) in &self.forms {
            let Some(weight) = stands(&written, &titles, name, *endings) else { continue };
            best = match best {
                Some((known, _)) if known > weight => best,
                // Two that fit alike are not told apart.
                Some((known, other)) if known == weight => {
                    Some((known, other.filter(|other| other.name == state.name)))
                }
                _ => Some((weight, Some(*state))),
            };
        }
        best.and_then(|(_, state)| Some(state?.name.clone()))
    }
}

/// A State’s name without the article that stands apart before it.
pub fn bare(name: &str) -> String {
    let folded = fold(name);
    let articles = ["the ", "la ", "le ", "les ", "el ", "los ", "las ", "l'"];
    articles.iter().find_map(|article| folded.strip_prefix(article)).unwrap_or(&folded).to_owned()
}

/// The words of a folded text, an elided article apart from its noun.
fn split(text: &str) -> Vec<&str> {
    text.split([' ', '\'', ',', ';', '.']).filter(|word| !word.is_empty()).collect()
}

/// How many letters of a folded name stand in a text word by word, in languages that decline with other endings.
fn stands(text: &str, titles: &[&str], name: &str, endings: usize) -> Option<usize> {
    let length = name.chars().count();
    if name.starts_with(|c| !words::is_spaced(c)) {
        return text.contains(name).then_some(length);
    }
    let wanted = split(name);
    if wanted.is_empty() {
        return None;
    }
    let windows = titles.windows(wanted.len());
    windows.filter_map(|window| window.iter().zip(&wanted).map(|(a, b)| alike(a, b, endings)).sum()).max()
}

/// How many letters two words have in common at their heads, where they differ in their endings at most.
fn alike(one: &str, other: &str, endings: usize) -> Option<usize> {
    if one == other {
        return Some(one.chars().count());
    }
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let longest = one.chars().count().max(other.chars().count());
    (common >= 3 && common + endings >= longest).then_some(common)
}
