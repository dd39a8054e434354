//! The rules as a reader of them wants them: by family, each with how the institution has it and how it fared.

use std::collections::BTreeMap;

use anyhow::Result;
use chancery_lint::{FAMILIES, Rule};
use chancery_model::{Body, Gravity, body::Scope};
use chancery_register::Answers;
use serde_json::{Value, json};

use crate::office::Office;

/// How rules fared before the officers of an office.
#[derive(Clone, Debug, Default)]
pub struct Fared {
    /// How often something was accepted.
    pub acceptances: u64,
    /// By the rule's code.
    pub rules: BTreeMap<String, Answers>,
}

impl Fared {
    /// Counts the acts of an office.
    pub fn of(office: &Office) -> Result<Fared> {
        let reader = office.reader()?;
        Ok(Fared { acceptances: reader.acceptances()?, rules: reader.answers()? })
    }

    /// How one rule fared.
    pub fn rule(&self, code: &str) -> Answers {
        self.rules.get(code).copied().unwrap_or_default()
    }

    /// One sentence on how a rule fared.
    pub fn sentence(&self, code: &str) -> String {
        let Answers { found, answered } = self.rule(code);
        match found {
            0 => format!("grave in none of {} acceptances.", self.acceptances),
            _ => format!("grave in {found} of {} acceptances, and answered in {answered} of them.", self.acceptances),
        }
    }
}

/// A rule for a program.
pub fn object(rule: &Rule, body: &Body, fared: Option<&Fared>) -> Value {
    let page = rule.explanation();
    let ruling = body.rulebook.rules.get(rule.code);
    let mut object = json!({
        "rule": page.code, "name": page.name, "family": page.family, "summary": page.summary,
        "gravity": ruling.map(|ruling| ruling.gravity), "authority": ruling.map(|ruling| &ruling.authority),
        "scope": ruling.map(|ruling| ruling.scope),
        "from": ruling.and_then(|ruling| ruling.from), "until": ruling.and_then(|ruling| ruling.until),
    });
    if let Some(fared) = fared {
        let Answers { found, answered } = fared.rule(rule.code);
        object["acceptances"] = fared.acceptances.into();
        object["found_grave"] = found.into();
        object["answered"] = answered.into();
    }
    object
}

/// All rules for people, by family: a line each.
pub fn list(body: &Body, fared: Option<&Fared>) -> String {
    let mut out = String::new();
    for family in FAMILIES {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("{}\n", family.title));
        for rule in family.rules() {
            let page = rule.explanation();
            let ruling = body.rulebook.rules.get(rule.code);
            let gravity = match ruling.map(|ruling| ruling.gravity) {
                Some(Gravity::Grave) => "grave",
                Some(Gravity::Advice) => "advice",
                None => "-",
            };
            let own = ruling.is_some_and(|ruling| ruling.scope == Scope::Secretariat);
            let over = if own { " (the body’s own texts)" } else { "" };
            let answers = fared.map(|fared| fared.rule(rule.code)).filter(|answers| answers.found > 0);
            let answers =
                answers.map(|a| format!(" [grave {}×, answered {}×]", a.found, a.answered)).unwrap_or_default();
            out.push_str(&format!("{:<8}{:<34}{gravity:<8}{}{over}{answers}\n", page.code, page.name, page.summary));
        }
    }
    out
}

/// Markdown as it is read on a terminal: headings are set off, and what is code stands as it is. Elsewhere it is printed
/// unchanged, so that it can be put through whatever shows Markdown.
pub fn on_terminal(markdown: &str, colour: bool) -> String {
    if !colour {
        return markdown.to_owned();
    }
    let mut out = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
            continue;
        }
        match line.strip_prefix('#') {
            Some(heading) if !in_code => {
                out.push_str(&format!("\u{1b}[1m{}\u{1b}[0m", heading.trim_start_matches('#').trim()));
            }
            _ if in_code => out.push_str(&format!("    \u{1b}[2m{line}\u{1b}[0m")),
            _ => out.push_str(&line.replace('`', "")),
        }
        out.push('\n');
    }
    out
}
