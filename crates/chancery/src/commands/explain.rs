use anyhow::Result;
use clap::Args;

use super::Global;
use crate::{outcome, outcome::Declined};

/// Explain a rule, or list the rules.
#[derive(Args)]
pub struct Explain {
    /// The rule's code or name; without one, the rules are listed
    rule: Option<String>,
}

impl Explain {
    pub fn run(self, here: &Global) -> Result<u8> {
        let body = here.body()?;
        let Some(wanted) = self.rule else {
            for page in chancery_lint::rules().iter().filter_map(|rule| chancery_lint::explain(rule.code)) {
                let ruling = body.rulebook.rules.get(page.code);
                let gravity = match ruling.map(|ruling| ruling.gravity) {
                    Some(chancery_model::Gravity::Grave) => "grave",
                    Some(chancery_model::Gravity::Advice) => "advice",
                    None => "-",
                };
                println!("{:<8}{:<34}{:<8}{}", page.code, page.name, gravity, page.summary);
            }
            return Ok(outcome::DONE);
        };
        let Some(page) = chancery_lint::explain(&wanted) else {
            return Err(Declined::because(format!("there is no rule “{wanted}”; `chancery explain` lists them")));
        };
        if here.json() {
            let ruling = body.rulebook.rules.get(page.code);
            println!(
                "{}",
                serde_json::json!({
                    "rule": page.code, "name": page.name, "summary": page.summary, "page": page.markdown,
                    "gravity": ruling.map(|r| r.gravity), "authority": ruling.map(|r| r.authority.clone()),
                })
            );
            return Ok(outcome::DONE);
        }
        println!("{}", page.markdown.trim_end());
        if let Some(ruling) = body.rulebook.rules.get(page.code) {
            let gravity = if ruling.gravity == chancery_model::Gravity::Grave { "grave" } else { "advice" };
            println!("\n## In {}\n\n{gravity}, on the authority of {}.", body.charter.in_text, ruling.authority);
        }
        Ok(outcome::DONE)
    }
}
