//! Everyone who sends a joint letter signs it.

use std::collections::BTreeSet;

use crate::{Fault, Frame, Rule, states};

pub(super) const RULE: Rule = Rule {
    code: "SIG008",
    name: "signatory-differs-from-sender",
    page: include_str!("signatory_differs_from_sender.md"),
    check,
};

/// How many signatures are looked at for States; two tell a joint letter.
const MOST_LOOKED: usize = 32;

fn check(frame: &Frame<'_>) -> Vec<Fault> {
    let it = frame.communication;
    let (senders, signed) = (it.senders.len(), it.signatories.len());
    if !frame.is_letter() || signed == 0 || senders == signed {
        return Vec::new();
    }
    // A letter of one sender may bear two signatures of one mission; those of several States make it a joint letter.
    let senders = match senders {
        0 => usize::from(it.sender.is_some()),
        several => several,
    };
    let names = states::Names::new(frame);
    let states: BTreeSet<String> =
        it.signatories.iter().take(MOST_LOOKED).filter_map(|one| names.signed_for(one)).collect();
    // Without a title the sender is the first who signed.
    if senders == 0 || senders == 1 && (states.len() < 2 || it.title.is_none()) {
        return Vec::new();
    }
    vec![Fault::new(
        frame.at(&["signatories", "signatories.0", "sender"]),
        format!(
            "The letter comes from {} and bears {}; ask which is right.",
            match senders {
                1 => "one sender".to_owned(),
                _ => format!("{senders} senders"),
            },
            match signed {
                1 => "one signature".to_owned(),
                _ => format!("{signed} signatures"),
            }
        ),
    )]
}
