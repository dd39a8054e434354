//! Several annexes are numbered in order from the first, so that a letter can point to one.

use crate::{Fault, Frame, MOST_FAULTS, Rule};

pub(super) const RULE: Rule =
    Rule { code: "ANX003", name: "annexes-misnumbered", page: include_str!("annexes_misnumbered.md"), check };

/// How many annexes are counted.
const MOST_ANNEXES: usize = 500;

/// A label's words before its number, and the number; `None` where its way of counting is not known here.
fn read(label: &str) -> Option<(&str, Option<usize>)> {
    let label = label.trim();
    let Some((words, last)) = label.rsplit_once(char::is_whitespace) else {
        // Only scripts that count annexes by Roman numerals.
        let known =
            label.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{4ff}'));
        return (known && !label.is_empty()).then_some((label, None));
    };
    Some((words.trim_end(), Some(last.parse().ok().or_else(|| from_roman(last))?)))
}

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let annexes = &frame.communication.annexes;
    let Some(labels) = annexes.iter().take(MOST_ANNEXES).map(|annex| read(&annex.label)).collect::<Option<Vec<_>>>()
    else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (index, (words, number)) in labels.iter().enumerate() {
        if faults.len() == MOST_FAULTS {
            break;
        }
        // Annexes and enclosures that stand side by side are each counted among their own.
        let same = |(other, _): &&(&str, Option<usize>)| other.eq_ignore_ascii_case(words);
        let due = labels[..index].iter().filter(same).count() + 1;
        // A single one needs no number.
        if *number == Some(due) || (number.is_none() && labels.iter().filter(same).count() == 1) {
            continue;
        }
        let label = annexes[index].label.trim();
        let right = match label.rsplit_once(char::is_whitespace) {
            Some((_, last)) if last.parse::<usize>().is_ok() => format!("{words} {due}"),
            _ => format!("{words} {}", to_roman(due)),
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

const ROMAN: [(usize, &str); 9] =
    [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];

fn to_roman(mut number: usize) -> String {
    let mut out = String::new();
    for (value, letters) in ROMAN {
        while number >= value {
            out.push_str(letters);
            number -= value;
        }
    }
    out
}

/// A Roman numeral below one hundred; a lone C or D is a letter, as in Annex C.
fn from_roman(text: &str) -> Option<usize> {
    (1..100).find(|number| to_roman(*number) == text).filter(|_| text != "L")
}
