//! One history: officers ask, machines stop, clocks jump, and the ledger is held against every answer.

use std::collections::BTreeMap;

use chancery_model::{
    Body,
    act::{DossierId, Entry, OfficerId, Proposal, Step},
    dossier::{Refusal, Stage},
};
use chancery_register::{Failure, NotDone, memory::Memory};

use super::{
    ledger::{Fault, LOOKED_AT, Ledger, reachable, stages, told},
    moves::{ACTS, Hand},
    ways,
    world::{self, Dice, ROLES},
};

/// How often everything happened.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub histories: u64,
    /// Acts that were acknowledged.
    pub acts: u64,
    /// Acts that were lost before the commit.
    pub lost: u64,
    /// Keys that came again.
    pub again: u64,
    /// Folds that were compared with the views.
    pub folds: u64,
    /// Act and stage, as far as the act was done there.
    pub done: BTreeMap<(&'static str, Option<Stage>), u64>,
    /// Act and stage, as far as the act was refused there because of the stage.
    pub out_of_order: BTreeMap<(&'static str, Stage), u64>,
    /// Acts that were refused because the work was stopped.
    pub held: BTreeMap<&'static str, u64>,
    pub refusals: BTreeMap<&'static str, u64>,
    /// Refusals whose way was gone.
    pub gone: BTreeMap<&'static str, u64>,
    /// Refused acts that came about in the end.
    pub brought_about: u64,
    /// Refusals for good, by their reason.
    pub definitive: BTreeMap<&'static str, u64>,
    pub without_job: u64,
}

fn add<K: Ord + Clone>(to: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
    for (key, count) in from {
        *to.entry(key.clone()).or_default() += count;
    }
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        self.histories += other.histories;
        self.acts += other.acts;
        self.lost += other.lost;
        self.again += other.again;
        self.folds += other.folds;
        self.brought_about += other.brought_about;
        self.without_job += other.without_job;
        add(&mut self.done, &other.done);
        add(&mut self.out_of_order, &other.out_of_order);
        add(&mut self.held, &other.held);
        add(&mut self.refusals, &other.refusals);
        add(&mut self.gone, &other.gone);
        add(&mut self.definitive, &other.definitive);
    }
}

/// One history while it happens.
pub struct Run<'a> {
    pub memory: &'a Memory,
    pub body: &'a Body,
    pub ledger: Ledger,
    pub now: i64,
    pub tally: Tally,
    /// Every proposal that was acknowledged under a key, and its entry.
    keyed: Vec<(Proposal, Entry)>,
    keys: u64,
    /// What happened, if it is to be told.
    pub told: Option<Vec<String>>,
}

impl<'a> Run<'a> {
    pub fn new(memory: &'a Memory, body: &'a Body, each_language: bool) -> Run<'a> {
        Run {
            memory,
            body,
            ledger: Ledger::new(each_language),
            // Two days before the seventh session opens.
            now: world::TURNS[1] - 172_800,
            tally: Tally::default(),
            keyed: Vec::new(),
            keys: 0,
            told: None,
        }
    }

    pub fn hand(&self, slips: usize) -> Hand<'_> {
        Hand { ledger: &self.ledger, now: self.now, slips }
    }

    pub fn proposal(&self, dossier: Option<DossierId>, step: Step) -> Proposal {
        Proposal {
            dossier,
            step,
            officer: OfficerId("o1".to_owned()),
            role: "chief".to_owned(),
            at: world::moment(self.now),
            key: None,
            body: self.body.digest.clone(),
        }
    }

    /// One move, all of whose choices follow from its seed and from what happened before.
    pub fn step(&mut self, seed: u64) -> Result<(), Fault> {
        let mut dice = Dice::new(seed);
        let dice = &mut dice;
        self.clock(dice);
        let now = self.now;
        if dice.chance(1) {
            // A clock that was never set.
            self.now = world::BEFORE_ALL - dice.below(100) as i64;
        }
        let done = match dice.below(100) {
            0..=5 if !self.keyed.is_empty() => self.repeat(dice),
            6..=20 if self.ledger.dossiers.len() < 7 => self.letter(dice),
            _ => self.ask(dice),
        };
        self.now = now;
        done
    }

    fn clock(&mut self, dice: &mut Dice) {
        let turn = |dice: &mut Dice| world::TURNS[dice.below(world::TURNS.len())];
        self.now = match dice.below(30) {
            0..=9 => self.now + dice.below(7200) as i64,
            10 | 11 => self.now + 86_400 * dice.below(40) as i64,
            12 | 13 => turn(dice) - 1,
            14 => turn(dice),
            15 => turn(dice) + 1,
            16 => self.now - dice.below(200_000) as i64,
            17 => self.now - 86_400 * dice.below(400) as i64,
            _ => self.now,
        };
        // The histories are those of a few years, so that numberings meet.
        self.now = self.now.clamp(world::TURNS[0] - 20_000_000, world::TURNS[4] + 20_000_000);
    }

    /// A letter goes its way without a stop: what most letters do, so that numberings have something to count.
    fn letter(&mut self, dice: &mut Dice) -> Result<(), Fault> {
        let mut id = None;
        let way: &[&str] = match dice.below(20) {
            0..=2 => &["receive", "accept", "register", "void"],
            3 => &["receive", "accept", "register", "issue", "withdraw"],
            4 => &["receive", "return"],
            5 => &["receive", "join"],
            6 => &["receive", "hold"],
            7 => &["receive", "accept", "register", "hold"],
            8..=11 => &["receive", "accept", "register"],
            _ => &["receive", "accept", "register", "issue"],
        };
        for act in way {
            let mut proposal = self.proposal(id, self.hand(0).step(dice, act, id));
            if dice.chance(10) {
                self.keys += 1;
                proposal.key = Some(format!("k{}", self.keys));
            }
            match self.attempt(&proposal)? {
                Ok(entry) => id = entry.dossier,
                Err(refusal) if dice.chance(35) => {
                    ways::insist(self, dice, proposal, refusal, 0)?;
                    break;
                }
                Err(_) => break,
            }
        }
        Ok(())
    }

    /// Something new is asked.
    fn ask(&mut self, dice: &mut Dice) -> Result<(), Fault> {
        let mut proposal = self.something(dice);
        if dice.chance(30) {
            self.keys += 1;
            proposal.key = Some(format!("k{}", self.keys));
        }
        let first = if dice.chance(8) { Some(self.lose(&proposal)?) } else { None };
        let done = self.attempt(&proposal)?;
        if let Some(first) = first {
            // What is asked again after the machine stopped finds everything as it was.
            let same = match (&first, &done) {
                (Ok(first), Ok(done)) => first == done,
                (Err(first), Err(done)) => first == done,
                _ => false,
            };
            if !same {
                return Err(format!("before the machine stopped: {first:?}\nafter: {done:?}"));
            }
        }
        match done {
            Ok(entry) if proposal.key.is_some() && dice.chance(30) => {
                // The acknowledgement was lost: the officer asks again, under another hour.
                proposal.at = world::moment(self.now + 1);
                self.same_again(&proposal, &entry)
            }
            Err(refusal) if dice.chance(35) => {
                let before = self.tally.acts;
                let brought = ways::insist(self, dice, proposal, refusal, 0)?;
                self.tally.brought_about += u64::from(brought.is_some() && self.tally.acts > before);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn something(&self, dice: &mut Dice) -> Proposal {
        let slips = if dice.chance(35) { 18 } else { 0 };
        let hand = self.hand(slips);
        let all = &self.ledger.dossiers;
        let (act, id) = match dice.below(100) {
            0..=9 => (["continue", "cede", "reserve", "adopt"][dice.below(4)], None),
            10..=15 => ("import", None),
            16..=27 if all.len() < 7 => ("receive", None),
            _ if all.is_empty() => ("receive", None),
            28..=50 => {
                // Any act on any dossier.
                let id = match dice.below(25) {
                    0 => None,
                    1 => Some(all.len() as u64 + 1 + dice.below(3) as u64),
                    _ => Some(1 + dice.below(all.len()) as u64),
                };
                (ACTS[dice.below(ACTS.len())], id.map(DossierId))
            }
            _ => {
                let id = hand.other(dice, None, |dossier| {
                    !matches!(dossier.stage, Stage::Returned | Stage::Joined | Stage::Voided | Stage::Withdrawn)
                });
                match self.ledger.dossier(id) {
                    Some(dossier) => (hand.forward(dice, dossier), Some(id)),
                    None => ("receive", None),
                }
            }
        };
        let mut proposal = self.proposal(id, hand.step(dice, act, id));
        proposal.officer = OfficerId(format!("o{}", 1 + dice.below(4)));
        let fitting: Vec<&str> = ROLES.into_iter().filter(|role| world::may(role, act)).collect();
        let role = match dice.below(60) {
            0 => "",
            1 => "nobody",
            2 | 3 => ROLES[dice.below(ROLES.len())],
            _ => fitting[dice.below(fitting.len())],
        };
        proposal.role = role.to_owned();
        proposal
    }

    /// A key comes again: with what it was used for, or with something else.
    fn repeat(&mut self, dice: &mut Dice) -> Result<(), Fault> {
        let Some((mut proposal, entry)) = dice.pick(&self.keyed).cloned() else { return Ok(()) };
        proposal.at = world::moment(self.now);
        if dice.chance(60) {
            return self.same_again(&proposal, &entry);
        }
        let other = Proposal { key: proposal.key.clone(), ..self.something(dice) };
        let opens = |step: &Step| stages(step.name()).is_none();
        let same_act = other.step.name() == proposal.step.name();
        let same_dossier = opens(&proposal.step) || other.dossier == proposal.dossier;
        let done = self.memory.perform(self.body, &other);
        match done {
            _ if !world::may(&other.role, other.step.name()) => match done {
                Err(NotDone::Refused(refusal @ Refusal::NotThisRole { .. })) => self.refused(&other, &refusal),
                other => Err(format!("a role that may not: {other:?}")),
            },
            Ok((found, false)) if same_act && same_dossier && found == entry => {
                self.tally.again += 1;
                Ok(())
            }
            Err(NotDone::Refused(refusal @ Refusal::KeyReused(_))) if !(same_act && same_dossier) => {
                self.refused(&other, &refusal)?;
                if dice.chance(50) {
                    ways::insist(self, dice, other, refusal, 0)?;
                }
                Ok(())
            }
            done => Err(format!("{:?} under the key of {entry:?}: {done:?}", other.step)),
        }
    }

    fn same_again(&mut self, proposal: &Proposal, entry: &Entry) -> Result<(), Fault> {
        self.tally.again += 1;
        match self.memory.perform(self.body, proposal) {
            Ok((again, false)) if again == *entry => Ok(()),
            other => Err(format!("{entry:?} was asked for again: {other:?}")),
        }
    }

    /// An act is decided and written, and the machine stops before the commit.
    fn lose(&mut self, proposal: &Proposal) -> Result<Result<Entry, Refusal>, Fault> {
        self.tally.lost += 1;
        match self.memory.lose(self.body, proposal) {
            Ok((entry, true)) => Ok(Ok(entry)),
            Ok((entry, false)) => Err(format!("{entry:?} was found under a new key")),
            Err(NotDone::Refused(refusal)) => Ok(Err(refusal)),
            Err(NotDone::Failed(failure)) => Err(format!("{failure}")),
        }
    }

    /// Asks, and holds the answer against the ledger.
    pub fn attempt(&mut self, proposal: &Proposal) -> Result<Result<Entry, Refusal>, Fault> {
        let done = self.memory.perform(self.body, proposal);
        if let Some(told) = &mut self.told {
            told.push(format!("{:?} {} {}: {:?}", proposal.dossier, proposal.at, proposal.role, proposal.step));
            told.push(format!("  -> {done:?}"));
        }
        match done {
            Ok((entry, true)) => {
                let broke = |failure: Failure| failure.to_string();
                let after = match entry.dossier {
                    Some(id) => self.memory.dossier(id).map_err(broke)?,
                    None => None,
                };
                let named = proposal.dossier.filter(|_| stages(proposal.step.name()).is_some());
                let before = named.and_then(|id| self.ledger.dossier(id)).map(|dossier| dossier.stage);
                self.ledger.take(proposal, &entry, after.as_ref())?;
                self.tally.acts += 1;
                *self.tally.done.entry((entry.act.name(), before)).or_default() += 1;
                if proposal.key.is_some() {
                    self.keyed.push((proposal.clone(), entry.clone()));
                }
                Ok(Ok(entry))
            }
            Ok((entry, false)) => Err(format!("{entry:?} was found, not written")),
            Err(NotDone::Refused(refusal)) => {
                self.refused(proposal, &refusal)?;
                Ok(Err(refusal))
            }
            Err(NotDone::Failed(failure)) => Err(format!("{:?}: {failure}", proposal.step)),
        }
    }

    /// A refusal must be true as far as the ledger can tell.
    fn refused(&mut self, proposal: &Proposal, refusal: &Refusal) -> Result<(), Fault> {
        *self.tally.refusals.entry(ways::name(refusal)).or_default() += 1;
        let act = proposal.step.name();
        let untrue = |what: &str| Err(format!("{act} on {:?}: “{refusal}”, but {what}", proposal.dossier));
        match refusal {
            Refusal::OutOfOrder { dossier, stage, act: asked, way } => {
                let known = self.ledger.dossier(*dossier).map(|dossier| dossier.stage);
                if known != Some(*stage) {
                    return untrue("it stands elsewhere");
                }
                if proposal.dossier == Some(*dossier) {
                    let allowed = stages(act).is_none_or(|stages| stages.contains(stage));
                    if allowed || asked != act {
                        return untrue("the act may be done there");
                    }
                    *self.tally.out_of_order.entry((act, *stage)).or_default() += 1;
                    if way.is_some() != reachable(*stage, act) {
                        return untrue("whether it can come about is another matter");
                    }
                }
            }
            Refusal::Held(id) if self.ledger.dossier(*id).is_none_or(|dossier| dossier.held.is_none()) => {
                return untrue("it is not held");
            }
            Refusal::Held(_) => *self.tally.held.entry(act).or_default() += 1,
            Refusal::NotHeld(id) if self.ledger.dossier(*id).is_some_and(|dossier| dossier.held.is_some()) => {
                return untrue("it is held");
            }
            Refusal::NotThisRole { roles, .. } => {
                let may: Vec<&str> = ROLES.into_iter().filter(|role| world::may(role, act)).collect();
                if world::may(&proposal.role, act) || *roles != may {
                    return untrue("the roles are others");
                }
            }
            Refusal::NoSuchDossier(id) if self.ledger.dossier(*id).is_some() => return untrue("there is one"),
            Refusal::KeyReused(key) if self.keyed.iter().all(|(used, _)| used.key.as_ref() != Some(key)) => {
                return untrue("the key is new");
            }
            _ => {}
        }
        Ok(())
    }

    /// At the end: the journal is what was acknowledged, no number is missing without a reason, and, if `whole`, the views
    /// are the fold.
    pub fn end(&mut self, whole: bool) -> Result<(), Fault> {
        let broke = |failure: Failure| failure.to_string();
        self.tally.without_job += self.ledger.without_job;
        let entries = self.memory.entries().map_err(broke)?;
        if entries != self.ledger.entries {
            return Err("the journal is not what was acknowledged".to_owned());
        }
        if self.memory.count().map_err(broke)? != self.ledger.dossiers.len() as u64 {
            return Err("there are other dossiers than were opened".to_owned());
        }
        for known in &self.ledger.dossiers {
            if self.memory.dossier(known.id).map_err(broke)?.as_ref() != Some(known) {
                return Err(format!("{} changed without an act", known.id));
            }
        }
        let gaps = self.ledger.gaps()?;
        if !whole {
            return Ok(());
        }
        self.tally.folds += 1;
        let series = self.memory.all_series().map_err(broke)?;
        for state in &series {
            let count = self.ledger.count(&state.series, &state.period);
            let known = count.map(|count| (count.last, count.start, count.given));
            if known != Some((Some(state.last), state.start, state.given)) {
                return Err(format!("{state:?} is {known:?}"));
            }
        }
        if series.len() != gaps.len() {
            return Err(format!("{} numberings are told, {} are known", series.len(), gaps.len()));
        }
        for (series, period, known) in gaps {
            let found = told(&self.memory.gaps(self.body, &series, &period).map_err(broke)?);
            let found: BTreeMap<_, _> = found.into_iter().filter(|(number, _)| *number <= LOOKED_AT).collect();
            if found != known {
                return Err(format!("{series} {period} lacks {known:?}; the register says {found:?}"));
            }
        }
        match self.memory.difference().map_err(broke)? {
            Some((journal, view)) => Err(format!("the journal says “{journal}”, a view says “{view}”")),
            None => Ok(()),
        }
    }
}
