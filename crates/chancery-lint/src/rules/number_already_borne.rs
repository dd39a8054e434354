//! A text that bears numbers has been issued already, or was given them by someone else.

use chancery_model::Symbol;

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "SYM001", name: "number-already-borne", page: include_str!("number_already_borne.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let Some(due) = &frame.circumstances.due else { return Vec::new() };
    let stray_symbol = it.symbols.iter().position(|symbol| !due.symbols.iter().any(|(_, next)| next == symbol));
    let stray_job = it.job_number.as_ref().filter(|job| job.trim() != due.job_number);
    if stray_symbol.is_none() && stray_job.is_none() {
        return Vec::new();
    }
    let borne: Vec<&str> = it.symbols.iter().take(8).map(Symbol::as_str).chain(it.job_number.as_deref()).collect();
    let next: Vec<&str> =
        due.symbols.iter().map(|(_, symbol)| symbol.as_str()).chain([due.job_number.as_str()]).collect();
    let place = match stray_symbol {
        Some(index) => frame.at(&[&format!("symbols.{index}"), "symbols", "job_number"]),
        None => frame.at(&["job_number"]),
    };
    vec![Fault::new(
        place,
        format!(
            "The text bears {} while {} would be given next; if it has been issued already, use `chancery import`, and \
             otherwise take the numbers out.",
            borne.join(", "),
            next.join(", ")
        ),
    )]
}
