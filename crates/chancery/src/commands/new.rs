use std::path::PathBuf;

use anyhow::Result;
use chancery_model::Language;
use chancery_typeset::{LetterFacts, letter_template};
use clap::{Args, Subcommand};

use super::{Global, print};
use crate::outcome::{self, Declined};

/// Make a letter to be filled in with a word processor, whose styles the reader knows.
#[derive(Args)]
pub struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A letter to be circulated
    Letter(Letter),
}

/// A letter to be circulated: its parts stand as fields to be filled in.
#[derive(Args)]
struct Letter {
    /// The language: en, fr, es, ru, ar, zh
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = language)]
    language: Language,
    /// The lines of the signature, the name first; once for each line
    #[arg(long = "signed", value_name = "LINE")]
    signatory: Vec<String>,
    /// Leave out the annex
    #[arg(long)]
    without_annex: bool,
    /// Where to write it
    #[arg(short, long, value_name = "FILE.docx")]
    output: Option<PathBuf>,
}

fn language(code: &str) -> Result<Language, String> {
    Language::parse(code).map_err(|error| error.to_string())
}

impl New {
    pub fn run(self, here: &Global) -> Result<u8> {
        let What::Letter(letter) = self.what;
        let body = here.body()?;
        let facts =
            LetterFacts { date: body.date_of(here.now()), signatory: letter.signatory, annex: !letter.without_annex };
        let Some(bytes) = letter_template(&body, letter.language, &facts) else {
            return Err(Declined::because(format!(
                "the body has no words for a letter in {}; write them in its vocabulary.toml and languages/{0}.toml",
                letter.language
            )));
        };
        let output = letter.output.unwrap_or_else(|| PathBuf::from(format!("letter-{}.docx", letter.language)));
        if output.exists() {
            return Err(Declined::because(format!("{} is there already; name another file", output.display())));
        }
        print::written(here, &output, &bytes)?;
        Ok(outcome::DONE)
    }
}
