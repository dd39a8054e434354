//! Some thousands of random histories, and that they met everything there is to meet.

use std::collections::BTreeSet;

use chancery_model::dossier::{After, Stage as At, TABLE};

use super::histories::{
    Stage,
    moves::ACTS,
    run::Tally,
    ways::{CLOSED, REFUSALS},
};

const HISTORIES: u64 = 2000;

#[test]
fn random_histories_keep_the_record_whole() {
    let stage = Stage::new();
    let mut tally = Tally::default();
    for seed in 0..HISTORIES {
        if let Err(fault) = stage.history(seed, &mut tally) {
            panic!("{fault}");
        }
    }
    let unmet: Vec<&str> =
        REFUSALS.into_iter().filter(|name| *name != CLOSED && !tally.refusals.contains_key(name)).collect();
    assert_eq!(unmet, [""; 0], "refusals that were never met");
    let mut unseen = BTreeSet::new();
    for row in TABLE {
        assert!(ACTS.contains(&row.act), "{} is never asked for", row.act);
        let After::Stages(allowed) = row.after else {
            if !tally.done.contains_key(&(row.act, None)) {
                unseen.insert(format!("{} was never done", row.act));
            }
            continue;
        };
        for stage in At::ALL {
            if allowed.contains(&stage) && !tally.done.contains_key(&(row.act, Some(stage))) {
                unseen.insert(format!("{} was never done at {stage:?}", row.act));
            }
            if !allowed.contains(&stage) && !tally.out_of_order.contains_key(&(row.act, stage)) {
                unseen.insert(format!("{} was never refused at {stage:?}", row.act));
            }
        }
        if !row.while_held
            && allowed.iter().any(|at| [At::Received, At::Accepted, At::Registered].contains(at))
            && !tally.held.contains_key(row.act)
        {
            unseen.insert(format!("{} was never refused while held", row.act));
        }
    }
    assert!(unseen.is_empty(), "{unseen:#?}");
    assert_eq!(TABLE.len(), ACTS.len());
    println!("{tally:#?}");
}
