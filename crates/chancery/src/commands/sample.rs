use std::io::Write;

use anyhow::Result;
use clap::Args;

use super::Global;
use crate::{assets, outcome, outcome::Declined};

/// Print a sample letter, or list the samples.
#[derive(Args)]
pub struct Sample {
    /// The sample's name
    name: Option<String>,
}

impl Sample {
    pub fn run(self, _here: &Global) -> Result<u8> {
        match self.name {
            None => assets::sample_names().iter().for_each(|name| println!("{name}")),
            Some(name) => match assets::sample(&name) {
                Some(bytes) => std::io::stdout().write_all(bytes)?,
                None => return Err(Declined::because(format!("there is no sample “{name}”"))),
            },
        }
        Ok(outcome::DONE)
    }
}
