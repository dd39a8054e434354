use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Global};
use crate::outcome;

/// Print the completions of a shell.
#[derive(Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub fn run(self, _here: &Global) -> Result<u8> {
        clap_complete::generate(self.shell, &mut Cli::command(), "chancery", &mut std::io::stdout());
        Ok(outcome::DONE)
    }
}
