//! Several annexes are numbered in order from the first, so that a letter can point to one.

use chancery_model::roman;

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "ANX003", name: "annexes-misnumbered", page: include_str!("annexes_misnumbered.md"), check };

/// How many annexes are counted.
const MOST_ANNEXES: usize = 500;

/// A label taken apart.
struct Label<'l> {
    /// The words before its number.
    words: &'l str,
    number: Option<usize>,
    /// What stands between the words and a number in words, and which of its forms that is.
    form: Option<(&'l str, usize)>,
}

impl<'l> Label<'l> {
    /// `None` where the label’s way of counting is not known here; `numbers` are the language’s numbers in words.
    fn read(label: &'l str, numbers: &[String]) -> Option<Label<'l>> {
        let label = label.trim();
        let forms = numbers
            .iter()
            .enumerate()
            .flat_map(|(at, forms)| forms.split('|').enumerate().map(move |(nth, form)| (at + 1, nth, form)));
        let worded = forms.filter_map(|(number, nth, form)| Some((number, nth, label.strip_suffix(form)?)));
        // The longest number wins, since one may end as another does.
        if let Some((number, nth, before)) = worded.min_by_key(|(.., before)| before.len()) {
            let words = before.trim_end();
            return Some(Label { words, number: Some(number), form: Some((&before[words.len()..], nth)) });
        }
        let Some((words, last)) = label.rsplit_once(char::is_whitespace) else {
            // Only scripts that count annexes by Roman numerals.
            let counts = |c: char| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{4ff}');
            let known = label.chars().all(counts) && !label.is_empty();
            return known.then_some(Label { words: label, number: None, form: None });
        };
        let number = last.parse().ok().or_else(|| from_roman(last))?;
        Some(Label { words: words.trim_end(), number: Some(number), form: None })
    }
}

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let annexes = &frame.communication.annexes;
    let numbers =
        frame.body.words(frame.language()).map(|words| words.reading.annex_numbers.as_slice()).unwrap_or_default();
    let labels = annexes.iter().take(MOST_ANNEXES).map(|annex| Label::read(&annex.label, numbers));
    let Some(labels) = labels.collect::<Option<Vec<_>>>() else { return Vec::new() };
    let mut faults = Vec::new();
    for (index, Label { words, number, form }) in labels.iter().enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        // Annexes and enclosures that stand side by side are each counted among their own.
        let same = |other: &&Label<'_>| other.words.eq_ignore_ascii_case(words);
        let due = labels[..index].iter().filter(same).count() + 1;
        // A single one needs no number.
        if *number == Some(due) || (number.is_none() && labels.iter().filter(same).count() == 1) {
            continue;
        }
        let label = annexes[index].label.trim();
        let worded = form.and_then(|(between, nth)| {
            let forms: Vec<&str> = numbers.get(due - 1)?.split('|').collect();
            Some(format!("{words}{between}{}", forms.get(nth).or(forms.first())?))
        });
        let right = match label.rsplit_once(char::is_whitespace) {
            _ if form.is_some() => match worded {
                Some(right) => right,
                // Beyond the numbers that the language’s words reach nothing can be said.
                None => continue,
            },
            Some((_, last)) if last.parse::<usize>().is_ok() => format!("{words} {due}"),
            _ => format!("{words} {}", roman::written(u32::try_from(due).unwrap_or(u32::MAX))),
        };
        let whole = frame.at_one("annexes", index);
        let span = frame.within(whole, label);
        let fault = Fault::new(
            span,
            format!(
                "“{label}” stands where “{right}” is due; number the annexes in order, or ask for one that is missing."
            ),
        );
        faults.push(if span.of(frame.text) == label { fault.repaired(right) } else { fault });
    }
    faults
}

/// A Roman numeral below one hundred; a lone C or D is a letter, as in Annex C.
fn from_roman(text: &str) -> Option<usize> {
    let number = roman::value(text).filter(|number| *number < 100 && roman::written(*number) == text && text != "L")?;
    usize::try_from(number).ok()
}
