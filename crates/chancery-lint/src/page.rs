//! The page of a rule as everything shows it: `explain`, the printed pages, an editor, a program that asks for SARIF.

use chancery_model::{Body, Gravity, body::Scope};

use crate::{Rule, rules};

/// Rules on one part of a letter. The codes of its rules begin with its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// The letters with which its rules' codes begin.
    pub code: &'static str,
    /// What its rules are about.
    pub title: &'static str,
}

impl Family {
    /// Its rules, in the order of their codes.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        let code = self.code;
        rules().iter().filter(move |rule| rule.family() == code)
    }
}

/// The families, in the order in which a letter is looked through.
pub const FAMILIES: &[Family] = &[
    Family { code: "KND", title: "Kind of communication" },
    Family { code: "SND", title: "Sender" },
    Family { code: "ADR", title: "Addressees" },
    Family { code: "TIT", title: "Title" },
    Family { code: "DAT", title: "Dates" },
    Family { code: "REQ", title: "Request and agenda items" },
    Family { code: "SIG", title: "Signature" },
    Family { code: "ANX", title: "Annexes and other attachments" },
    Family { code: "SYM", title: "Symbols" },
    Family { code: "JOB", title: "Job number" },
    Family { code: "DST", title: "Distribution" },
    Family { code: "LNG", title: "Languages" },
    Family { code: "CIT", title: "Citations" },
    Family { code: "FTN", title: "Footnotes" },
    Family { code: "PAG", title: "Pages" },
    Family { code: "LEN", title: "Length" },
    Family { code: "STY", title: "Style" },
    Family { code: "PAR", title: "Parity of language versions" },
    Family { code: "TXT", title: "Text" },
];

/// A rule's page in Markdown: what the rule says of itself, and how each of these bodies has it.
pub fn page(rule: &Rule, bodies: &[&Body]) -> String {
    let mut page = format!("{}\n\n## In force\n\n", rule.page.trim_end());
    page.push_str("| body | gravity | authority | over | from | until |\n|---|---|---|---|---|---|\n");
    for body in bodies {
        let name = cell(&body.charter.name);
        let Some(ruling) = body.rulebook.rules.get(rule.code) else {
            page.push_str(&format!("| {name} | not in force | | | | |\n"));
            continue;
        };
        let gravity = match ruling.gravity {
            Gravity::Grave => "grave",
            Gravity::Advice => "advice",
        };
        let over = match ruling.scope {
            Scope::All => "all texts",
            Scope::Secretariat => "the body’s own texts",
        };
        let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let (from, until) = (day(ruling.from), day(ruling.until));
        page.push_str(&format!("| {name} | {gravity} | {} | {over} | {from} | {until} |\n", cell(&ruling.authority)));
    }
    page
}

/// Words of a body's data in a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_of_one_family_and_no_family_is_empty() {
        for rule in rules() {
            let families = FAMILIES.iter().filter(|family| family.code == rule.family()).count();
            assert_eq!(families, 1, "{} is of {families} families; they stand in page.rs", rule.code);
        }
        assert!(FAMILIES.iter().all(|family| family.rules().next().is_some()));
    }
}
