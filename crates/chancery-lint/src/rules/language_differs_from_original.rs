//! A text in another language than its original is a translation, and says so.

use chancery_model::language::Language;

use crate::{Fault, Frame, Rule, words};

pub(super) const RULE: Rule = Rule {
    code: "LNG002",
    name: "language-differs-from-original",
    page: include_str!("language_differs_from_original.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let (Some(original), Some(language)) = (it.original_language, it.language) else { return Vec::new() };
    if original == language {
        return Vec::new();
    }
    // A translation names its own language above the original’s, in its own words or in the masthead’s.
    let head = frame.head();
    let head = head.of(frame.text);
    let wordings = frame.body.wording.iter();
    let names: Vec<&String> = wordings
        .flat_map(|(own, words)| {
            let named = words.languages.get(language.code()).into_iter();
            let read = words.reading.languages.get(language.code()).into_iter().flatten();
            named.chain(read).chain((*own == language).then_some(&words.name))
        })
        .collect();
    let bare: Vec<String> = names.iter().map(|name| words::skeleton(name)).collect();
    let says = head.lines().take(200).any(|line| {
        let line = words::skeleton(line);
        bare.contains(&line)
    });
    let translated = words::TRANSLATED.iter().any(|word| words::find(head, word).is_some());
    // The reader may know the language from the file’s own data, and the masthead may say it in one line with the original.
    let several = names.iter().any(|name| words::find(head, name).is_some());
    if says || translated || several {
        return Vec::new();
    }
    let name = |language| frame.body.words(Language::EN).map_or_else(String::new, |words| words.language(language));
    vec![Fault::new(
        frame.at(&["original_language", "masthead_date", "title"]),
        format!(
            "The masthead names {} as the original language, and the text is in {} and does not say that it is a \
             translation; see which is right.",
            name(original),
            name(language)
        ),
    )]
}
