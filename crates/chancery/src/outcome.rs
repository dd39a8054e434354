//! How a command ends: done (0), refused or grave (1), failed or wrongly used (2).

use std::process::ExitCode;

use chancery_model::Refusal;

/// A “no” that is not a failure of the machine: it says what would make the thing possible.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Declined {
    /// One or two sentences for a person.
    pub message: String,
    /// The register's own refusal, where it was the register that refused.
    pub refusal: Option<Refusal>,
}

impl Declined {
    /// A refusal of the roof's own.
    pub fn because(message: impl Into<String>) -> anyhow::Error {
        Declined { message: message.into(), refusal: None }.into()
    }
}

impl From<Refusal> for Declined {
    fn from(refusal: Refusal) -> Self {
        Declined { message: refusal.to_string(), refusal: Some(refusal) }
    }
}

/// Done.
pub const DONE: u8 = 0;
/// Refused, or grave findings.
pub const REFUSED: u8 = 1;
/// Failure of the machine, or wrong usage.
pub const FAILED: u8 = 2;

/// How a command ends that did many things, of which some were refused and some failed.
pub fn of_many(refused: usize, failed: usize) -> u8 {
    match (refused, failed) {
        (0, 0) => DONE,
        (_, 0) => REFUSED,
        _ => FAILED,
    }
}

/// In one word and a sentence why one of many things was not done: it was refused, or it failed.
pub fn why(error: &anyhow::Error) -> (&'static str, String) {
    match error.downcast_ref::<Declined>() {
        Some(declined) => ("refused", declined.message.clone()),
        None => ("failed", format!("{error:#}")),
    }
}

/// Prints how a command failed and gives the exit status for it.
pub fn report(error: &anyhow::Error, json: bool) -> ExitCode {
    let declined = error.chain().find_map(|cause| cause.downcast_ref::<Declined>());
    if let Some(declined) = declined {
        if json {
            let object = serde_json::json!({ "refused": declined.message, "refusal": declined.refusal });
            println!("{object}");
        }
        eprintln!("refused: {}", declined.message);
        return ExitCode::from(REFUSED);
    }
    if json {
        println!("{}", serde_json::json!({ "failed": format!("{error:#}") }));
    }
    eprintln!("failed: {error:#}");
    ExitCode::from(FAILED)
}
