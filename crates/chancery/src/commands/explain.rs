use anyhow::Result;
use clap::Args;

use super::{Format, Global};
use crate::{
    diagnose::{
        rules::{self, Fared},
        terminal::{Screen, shown},
    },
    outcome::{self, Declined},
};

/// Explain a rule, or list the rules by family.
///
/// Where there is an office, it is told how often officers had grave findings of a rule before them when they accepted a
/// letter, and how often they answered these.
#[derive(Args)]
pub struct Explain {
    /// The rule's code or name; without one, the rules are listed
    rule: Option<String>,
}

impl Explain {
    pub fn run(self, here: &Global) -> Result<u8> {
        let body = here.body()?;
        let fared = here.office_if_any(&body).map(|office| Fared::of(&office)).transpose()?;
        let fared = fared.as_ref();
        let Some(wanted) = self.rule else {
            let objects = || chancery_lint::rules().iter().map(|rule| rules::object(rule, &body, fared));
            match here.format {
                Format::Json => println!("{}", serde_json::Value::Array(objects().collect())),
                Format::Jsonl => objects().for_each(|object| println!("{object}")),
                Format::Human | Format::Sarif => print!("{}", rules::list(&body, fared)),
            }
            return Ok(outcome::DONE);
        };
        let code = chancery_lint::explain(&wanted).map(|page| page.code);
        let Some(rule) = chancery_lint::rules().iter().find(|rule| Some(rule.code) == code) else {
            return Err(Declined::because(format!("there is no rule “{wanted}”; `chancery explain` lists them")));
        };
        let page = chancery_lint::page(rule, &[&body]);
        if here.json() {
            let mut object = rules::object(rule, &body, fared);
            object["page"] = page.into();
            println!("{object}");
            return Ok(outcome::DONE);
        }
        let screen = Screen::of_stdout();
        println!("{}", rules::on_terminal(&shown(page.trim_end()), screen.colour).trim_end());
        if let Some(fared) = fared {
            println!("\nIn this office: {}", fared.sentence(rule.code));
        }
        Ok(outcome::DONE)
    }
}
