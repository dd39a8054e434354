//! Everyone who sends a joint letter signs it.

use crate::{Fault, Frame, Rule};

pub(super) const RULE: Rule = Rule {
    code: "SIG008",
    name: "signatory-differs-from-sender",
    page: include_str!("signatory_differs_from_sender.md"),
    check,
};

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let (senders, signed) = (it.senders.len(), it.signatories.len());
    if !frame.is_letter() || senders < 2 || signed == 0 || senders == signed {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["signatories", "signatories.0", "sender"]),
        format!(
            "The letter comes from {senders} senders and bears {}; ask which is right.",
            match signed {
                1 => "one signature".to_owned(),
                _ => format!("{signed} signatures"),
            }
        ),
    )]
}
