//! A letter is signed.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule =
    Rule { code: "SIG001", name: "signature-missing", page: include_str!("signature_missing.md"), check };

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    if !frame.is_letter() || !frame.communication.signatories.is_empty() {
        return Vec::new();
    }
    vec![Fault::new(frame.end_of_letter(), "The letter bears no signature; ask the sender for the signed letter.")]
}
