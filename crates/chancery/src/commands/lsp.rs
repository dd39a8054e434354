use anyhow::Result;
use clap::Args;

use super::Global;
use crate::{diagnose::language_server, outcome};

/// Speak the Language Server Protocol on standard input and output, for an editor in which a letter is written.
///
/// Findings are shown as one types, a rule's page where the pointer rests, repairs where they are wanted. Only plain text is
/// looked at. Where there is an office of the same body, its record and the numbers it has set aside count too.
#[derive(Args)]
pub struct Lsp {
    /// Some editors say so; there is no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    pub fn run(self, here: &Global) -> Result<u8> {
        let body = here.body()?;
        let world = language_server::World {
            body: &body,
            today: &|| body.date_of(here.now()),
            office: &|| here.office_if_any(&body),
        };
        language_server::serve(&world)?;
        Ok(outcome::DONE)
    }
}
