//! The model test: random histories of an office, held against a ledger that shares no code with the register.
//!
//! A history is a row of seeds, one a move; every choice of a move follows from its seed and from what happened before, so
//! that a row can be shortened and still means something. `examples/model_histories.rs` runs the same by the million.
//!
//! | file | what it holds |
//! |---|---|
//! | `world.rs` | the invented body and its clocks |
//! | `moves.rs` | what officers ask, rightly and wrongly |
//! | `ledger.rs` | the model |
//! | `ways.rs` | what each refusal says to do, done |
//! | `run.rs` | one history |

// The example uses what the test does not, and the other way round.
#![allow(dead_code, missing_docs)]

pub mod ledger;
pub mod moves;
pub mod run;
pub mod ways;
pub mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use chancery_model::Body;
use chancery_register::memory::Memory;

use self::{
    ledger::Fault,
    run::{Run, Tally},
    world::Dice,
};

/// Where histories happen: one journal in memory and the body in its two forms.
pub struct Stage {
    memory: Memory,
    bodies: [Body; 2],
}

impl Stage {
    /// # Panics
    /// If there is no memory for a database.
    #[allow(clippy::expect_used)]
    pub fn new() -> Stage {
        Stage { memory: Memory::new().expect("a journal in memory"), bodies: [world::body(false), world::body(true)] }
    }

    /// The history of a seed; if something is wrong, the shortest row of moves that shows it, in words.
    pub fn history(&self, seed: u64, tally: &mut Tally) -> Result<(), Fault> {
        let mut dice = Dice::new(seed ^ 0x0c4a_9ce7);
        // Most histories are short, so that there can be many; some are long enough for old business to come up again.
        let length = if dice.chance(75) { 5 + dice.below(13) } else { 12 + dice.below(34) };
        let moves: Vec<u64> = (0..length).map(|_| dice.next()).collect();
        // Fold and views are compared at the end of each twelfth history or so; it takes as long as the history itself. The
        // body's two forms take turns by odd and even seeds, and both are to be compared.
        let whole = matches!(seed % 24, 0 | 13);
        match self.run(seed, &moves, whole, false) {
            (own, Ok(())) => {
                tally.add(&own);
                Ok(())
            }
            (_, Err(_)) => Err(self.shortest(seed, moves, whole)),
        }
    }

    fn run(&self, seed: u64, moves: &[u64], whole: bool, tell: bool) -> (Tally, Result<(), Fault>) {
        let each_language = seed % 2 == 1;
        let mut run = Run::new(&self.memory, &self.bodies[usize::from(each_language)], each_language);
        run.told = tell.then(Vec::new);
        let begun = self.memory.begin().map_err(|failure| failure.to_string());
        let happened = begun.and_then(|()| {
            catch_unwind(AssertUnwindSafe(|| {
                moves.iter().try_for_each(|seed| run.step(*seed))?;
                run.end(whole)
            }))
            .unwrap_or_else(|panic| {
                let text = panic.downcast_ref::<String>().map(String::as_str);
                Err(format!("a panic: {}", text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("of no words")))
            })
        });
        let undone = self.memory.undo().map_err(|failure| failure.to_string());
        run.tally.histories = 1;
        let happened = happened.and(undone).map_err(|fault| match run.told.take() {
            Some(told) => format!("{}\n{fault}", told.join("\n")),
            None => fault,
        });
        (run.tally, happened)
    }

    /// Leaves moves out as long as something is still wrong.
    fn shortest(&self, seed: u64, mut moves: Vec<u64>, whole: bool) -> Fault {
        // What is wrong in the end may have been wrong long before.
        let mut at = moves.len();
        while at > 0 {
            at -= 1;
            let mut fewer = moves.clone();
            fewer.remove(at);
            if self.run(seed, &fewer, true, false).1.is_err() {
                moves = fewer;
                at = at.min(moves.len());
            }
        }
        let told = match self.run(seed, &moves, true, true).1 {
            Err(fault) => fault,
            Ok(()) => match self.run(seed, &moves, whole, true).1 {
                Err(fault) => fault,
                Ok(()) => "it does not happen again".to_owned(),
            },
        };
        format!("history {seed}, {} moves left:\n{told}", moves.len())
    }
}
