//! A refusal says what would make the act possible. Here that is done to the letter, and the act must then come about;
//! or the refusal is for good, and the reason stands here.

use chancery_model::{
    Language, Symbol,
    act::{Act, Answer, Ask, DossierId, Entry, LanguageVersion, Proposal, Registration, Step, Target},
    dossier::{Refusal, Stage},
};

use super::{
    ledger::Fault,
    moves::{Hand, file, version},
    run::Run,
    world::{self, Dice, SERIES},
};

/// Every refusal that the door can give.
pub const REFUSALS: [&str; 47] = [
    "NoSuchDossier",
    "DossierMissing",
    "OutOfOrder",
    "Held",
    "NotHeld",
    "NotThisRole",
    "Unanswered",
    "NoSuchOrgan",
    "NoOrgan",
    "OrganTwice",
    "NotItsOrgan",
    "NothingAmended",
    "NoSuchStation",
    "NoSuchSeries",
    "NoPeriod",
    "PeriodNotOpen",
    "NumberTaken",
    "NumberNotDue",
    "WrongSeries",
    "WouldLeaveGap",
    "NotContinued",
    "AllocatedElsewhere",
    "AlreadyNumbered",
    "CannotReserve",
    "BlockUsedUp",
    "InBlock",
    "NotUnder",
    "NoSuchModifier",
    "ToItself",
    "NoVersion",
    "LanguageTwice",
    "LanguageNotOffered",
    "LanguagesMissing",
    "AlreadyIssuedIn",
    "NotIssuedIn",
    "ComponentLanguages",
    "AsterisksTooFew",
    "ReceivedLater",
    "NotAhead",
    "NotToday",
    "NoSuchDistribution",
    "NotDerestricted",
    "NotItsFile",
    "NotItsEntry",
    "NothingRedacted",
    "KeyReused",
    // Holidays are the roof's to ask about; the door knows none.
    CLOSED,
];

/// The refusal that the door never gives.
pub const CLOSED: &str = "Closed";

/// What a refusal is called in the tally. A new kind must be named here and be given its way below.
pub fn name(refusal: &Refusal) -> &'static str {
    use Refusal::*;
    match refusal {
        NoSuchDossier(_) => "NoSuchDossier",
        DossierMissing(_) => "DossierMissing",
        OutOfOrder { .. } => "OutOfOrder",
        Held(_) => "Held",
        NotHeld(_) => "NotHeld",
        NotThisRole { .. } => "NotThisRole",
        Unanswered(_) => "Unanswered",
        NoSuchOrgan(_) => "NoSuchOrgan",
        NoOrgan => "NoOrgan",
        OrganTwice(_) => "OrganTwice",
        NotItsOrgan { .. } => "NotItsOrgan",
        NothingAmended => "NothingAmended",
        NoSuchStation(_) => "NoSuchStation",
        NoSuchSeries { .. } => "NoSuchSeries",
        NoPeriod { .. } => "NoPeriod",
        PeriodNotOpen { .. } => "PeriodNotOpen",
        NumberTaken(..) => "NumberTaken",
        NumberNotDue { .. } => "NumberNotDue",
        WrongSeries { .. } => "WrongSeries",
        WouldLeaveGap { .. } => "WouldLeaveGap",
        NotContinued { .. } => "NotContinued",
        AllocatedElsewhere { .. } => "AllocatedElsewhere",
        AlreadyNumbered { .. } => "AlreadyNumbered",
        CannotReserve { .. } => "CannotReserve",
        BlockUsedUp { .. } => "BlockUsedUp",
        InBlock { .. } => "InBlock",
        NotUnder { .. } => "NotUnder",
        NoSuchModifier(_) => "NoSuchModifier",
        ToItself(_) => "ToItself",
        NoVersion => "NoVersion",
        LanguageTwice(_) => "LanguageTwice",
        LanguageNotOffered(_) => "LanguageNotOffered",
        LanguagesMissing(_) => "LanguagesMissing",
        AlreadyIssuedIn { .. } => "AlreadyIssuedIn",
        NotIssuedIn { .. } => "NotIssuedIn",
        ComponentLanguages(_) => "ComponentLanguages",
        AsterisksTooFew { .. } => "AsterisksTooFew",
        ReceivedLater { .. } => "ReceivedLater",
        NotAhead(_) => "NotAhead",
        NotToday { .. } => "NotToday",
        Closed { .. } => CLOSED,
        NoSuchDistribution(_) => "NoSuchDistribution",
        NotDerestricted { .. } => "NotDerestricted",
        NotItsFile(..) => "NotItsFile",
        NotItsEntry(..) => "NotItsEntry",
        NothingRedacted => "NothingRedacted",
        KeyReused(_) => "KeyReused",
    }
}

/// What follows from a refusal.
enum Way {
    /// What it says was done; the act is asked again.
    Gone,
    /// Nothing can bring the act about, and this is why.
    Definitive(&'static str),
}

/// Goes the way of each refusal until the act is done. `None` if it is refused for good.
pub fn insist(
    run: &mut Run<'_>,
    dice: &mut Dice,
    mut proposal: Proposal,
    mut refusal: Refusal,
    depth: usize,
) -> Result<Option<Entry>, Fault> {
    if depth > 8 {
        return Err(format!("the ways lead in a circle: {refusal} for {proposal:?}"));
    }
    for _ in 0..24 {
        *run.tally.gone.entry(name(&refusal)).or_default() += 1;
        if let Way::Definitive(why) = go(run, dice, &mut proposal, &refusal, depth)? {
            *run.tally.definitive.entry(why).or_default() += 1;
            return Ok(None);
        }
        match run.attempt(&proposal)? {
            Ok(entry) => return Ok(Some(entry)),
            Err(next) if next == refusal => return Err(format!("its way was gone, and again: {next} ({proposal:?})")),
            Err(next) => refusal = next,
        }
    }
    Err(format!("24 ways were gone, and still: {refusal} for {proposal:?}"))
}

/// Asks for an act that another one needs first.
fn ask(
    run: &mut Run<'_>,
    dice: &mut Dice,
    id: Option<DossierId>,
    step: Step,
    depth: usize,
) -> Result<Option<Entry>, Fault> {
    let proposal = run.proposal(id, step);
    match run.attempt(&proposal)? {
        Ok(entry) => Ok(Some(entry)),
        Err(refusal) => insist(run, dice, proposal, refusal, depth + 1),
    }
}

/// Does the acts of a way, one after the other, on a dossier.
fn follow(run: &mut Run<'_>, dice: &mut Dice, id: DossierId, acts: &[&str], depth: usize) -> Result<bool, Fault> {
    for act in acts {
        let step = run.hand(0).step(dice, act, Some(id));
        if ask(run, dice, Some(id), step, depth)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A dossier on which the work has begun.
fn receive(run: &mut Run<'_>, dice: &mut Dice, depth: usize) -> Result<DossierId, Fault> {
    let step = run.hand(0).step(dice, "receive", None);
    let entry = ask(run, dice, None, step, depth)?.ok_or("nothing can be received")?;
    entry.dossier.ok_or_else(|| "a receipt opens a dossier".to_owned())
}

/// A dossier that exists, other than one.
fn existing(run: &mut Run<'_>, dice: &mut Dice, than: Option<DossierId>, depth: usize) -> Result<DossierId, Fault> {
    let id = run.hand(0).other(dice, than, |_| true);
    if run.ledger.dossier(id).is_some() { Ok(id) } else { receive(run, dice, depth) }
}

fn plain(proposal: &mut Proposal) -> Option<&mut Act> {
    match &mut proposal.step {
        Step::Plain(act) => Some(act),
        _ => None,
    }
}

fn registration(proposal: &mut Proposal) -> Option<&mut Registration> {
    match &mut proposal.step {
        Step::Register(asked) => Some(asked),
        _ => None,
    }
}

fn asks(proposal: &mut Proposal) -> Option<&mut Vec<Ask>> {
    match &mut proposal.step {
        Step::Register(asked) => Some(&mut asked.asks),
        Step::Amend(asked) => Some(&mut asked.add),
        Step::Plain(_) => None,
    }
}

fn versions(proposal: &mut Proposal) -> Option<&mut Vec<LanguageVersion>> {
    match plain(proposal)? {
        Act::Issue { versions, .. } | Act::Complete { versions, .. } | Act::Import { versions, .. } => Some(versions),
        _ => None,
    }
}

/// Every place where a language is asked for.
fn each_language(proposal: &mut Proposal, mut keep: impl FnMut(Language) -> bool) {
    match &mut proposal.step {
        Step::Register(asked) => {
            let mut under = asked.under.take();
            if let Some(under) = &mut under {
                under.languages.retain(|language| keep(*language));
            }
            asked.under = under;
            asked.languages.retain(|language| keep(*language));
        }
        Step::Plain(Act::Issue { versions, components, .. }) => {
            versions.retain(|version| keep(version.language));
            components.iter_mut().for_each(|part| {
                let among = |language: &Language| versions.iter().any(|version| version.language == *language);
                part.languages.retain(among);
            });
        }
        Step::Plain(Act::Complete { versions, .. }) => versions.retain(|version| keep(version.language)),
        Step::Plain(Act::Deliver { language, .. }) if !keep(*language) => *language = world::language("en"),
        _ => {}
    }
}

fn dedup<T, K: PartialEq>(all: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut seen: Vec<K> = Vec::new();
    all.retain(|one| {
        let key = key(one);
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
}

fn is(symbol: &Option<Symbol>, text: &str) -> bool {
    symbol.as_ref().is_some_and(|symbol| symbol.as_str().trim_end_matches('*') == text.trim_end_matches('*'))
}

/// The series of an organ.
fn series_of(organ: &str) -> &'static str {
    SERIES.iter().find(|(code, _)| *code == organ).map_or("C", |(_, series)| series)
}

fn numbering(act: &mut Act) -> Option<(&mut String, &mut String)> {
    match act {
        Act::Continue { series, period, .. } | Act::Cede { series, period } | Act::Reserve { series, period, .. } => {
            Some((series, period))
        }
        _ => None,
    }
}

fn continue_step(series: &str, period: &str, last: u32) -> Step {
    Step::Plain(Act::Continue { series: series.to_owned(), period: period.to_owned(), last })
}

/// Numbers that can be set aside in a series and period, as far ahead as it takes.
fn ahead(hand: &Hand<'_>, series: &str, period: &str) -> u32 {
    hand.ledger.count(series, period).map_or(6, |count| {
        let kept = count.blocks.iter().map(|block| block.1).max().unwrap_or(0);
        let borne = count.borne.keys().next_back().copied().unwrap_or(0);
        kept.max(borne).max(count.last.unwrap_or(0)).max(5) + 1
    })
}

const BY_THE_WAY: &str = "an act of the way is refused for good";

/// Does what a refusal says.
fn go(
    run: &mut Run<'_>,
    dice: &mut Dice,
    proposal: &mut Proposal,
    refusal: &Refusal,
    depth: usize,
) -> Result<Way, Fault> {
    let own = proposal.dossier;
    let gone = |done: bool| Ok(if done { Way::Gone } else { Way::Definitive(BY_THE_WAY) });
    match refusal {
        Refusal::NoSuchDossier(id) => {
            if own == Some(*id) {
                proposal.dossier = Some(existing(run, dice, None, depth)?);
            }
            // The same number may have been written in both places.
            let other = existing(run, dice, proposal.dossier, depth)?;
            match &mut proposal.step {
                Step::Register(Registration { under: Some(under), .. }) if under.parent == *id => under.parent = other,
                Step::Plain(Act::Join { with, .. }) if with == id => *with = other,
                _ if own == Some(*id) => {}
                step => return Err(format!("{step:?} names no {id}")),
            }
        }
        Refusal::DossierMissing(_) => proposal.dossier = Some(existing(run, dice, None, depth)?),
        Refusal::OutOfOrder { dossier, way, .. } => {
            if own != Some(*dossier) {
                // The other letter's work is over; there may be another.
                let other = receive(run, dice, depth)?;
                match plain(proposal) {
                    Some(Act::Join { with, .. }) => *with = other,
                    act => return Err(format!("{act:?} was refused for {dossier}")),
                }
                return Ok(Way::Gone);
            }
            let Some(way) = way else { return Ok(Way::Definitive("the work on the dossier has come to its end")) };
            let way: Vec<&str> = way.iter().map(String::as_str).collect();
            return gone(follow(run, dice, *dossier, &way, depth)?);
        }
        Refusal::Held(id) => return gone(follow(run, dice, *id, &["resume"], depth)?),
        Refusal::NotHeld(_) => return Ok(Way::Definitive("the work goes on already")),
        Refusal::NotThisRole { roles, .. } => {
            proposal.role = dice.pick(roles).ok_or("no role may do it")?.clone();
        }
        Refusal::Unanswered(rules) => {
            if let Some(Act::Accept { answers, .. }) = plain(proposal) {
                answers.extend(rules.iter().map(|rule| Answer { rule: rule.clone(), reason: file(11) }));
            }
        }
        Refusal::NoSuchOrgan(organ) => {
            let dossier = own.and_then(|id| run.ledger.dossier(id));
            let has = |organ: &str| dossier.is_some_and(|own| own.allotments.iter().any(|a| a.organ == organ));
            if let Some(asks) = asks(proposal) {
                let free = SERIES.iter().map(|(code, _)| *code);
                let other = free.rev().find(|code| !asks.iter().any(|ask| ask.organ == *code) && !has(code));
                asks.retain(|ask| ask.organ != *organ);
                asks.extend(other.map(|organ| Ask { organ: organ.to_owned(), ..Ask::default() }));
            }
        }
        Refusal::NoOrgan => match &mut proposal.step {
            Step::Register(Registration { under: Some(_), .. }) => {
                return Ok(Way::Definitive("the parent came into the record without a symbol"));
            }
            Step::Register(asked) => asked.asks.push(Ask { organ: "council".to_owned(), ..Ask::default() }),
            Step::Amend(asked) => {
                // The officer names an organ by keeping one.
                asked.remove.pop();
            }
            Step::Plain(act) => return Err(format!("{act:?} names no organ")),
        },
        Refusal::OrganTwice(_) => {
            let dossier = own.and_then(|id| run.ledger.dossier(id));
            match &mut proposal.step {
                Step::Register(asked) => dedup(&mut asked.asks, |ask| ask.organ.clone()),
                Step::Amend(asked) => {
                    dedup(&mut asked.remove, Clone::clone);
                    dedup(&mut asked.items, |change| change.organ.clone());
                    dedup(&mut asked.add, |ask| ask.organ.clone());
                    let has = |organ: &str| dossier.is_some_and(|own| own.allotments.iter().any(|a| a.organ == organ));
                    asked.add.retain(|ask| !has(&ask.organ));
                }
                Step::Plain(act) => return Err(format!("{act:?} names no organ")),
            }
        }
        Refusal::NotItsOrgan { organ, .. } => match &mut proposal.step {
            Step::Register(asked) => asked.asks.retain(|ask| ask.organ != *organ),
            Step::Amend(asked) => {
                asked.remove.retain(|own| own != organ);
                asked.items.retain(|own| own.organ != *organ);
                asked.add.retain(|ask| ask.organ != *organ);
            }
            Step::Plain(act) => return Err(format!("{act:?} names no organ")),
        },
        Refusal::NothingAmended => {
            if let Step::Amend(asked) = &mut proposal.step {
                asked.reading = Some(file(21));
            }
        }
        Refusal::NoSuchStation(_) => match &mut proposal.step {
            Step::Register(asked) => asked.station = Some("north".to_owned()),
            Step::Plain(Act::Reserve { station, .. }) => *station = Some("north".to_owned()),
            step => return Err(format!("{step:?} names no station")),
        },
        Refusal::NoSuchSeries { .. } => {
            if let Some(asked) = registration(proposal) {
                asked.job_series = "L".to_owned();
            } else if let Some((series, period)) = plain(proposal).and_then(numbering) {
                *series = "C".to_owned();
                *period = world::period_at("C", run.now).unwrap_or_default();
            }
        }
        Refusal::NoPeriod { organ, .. } => {
            for ask in asks(proposal).into_iter().flatten().filter(|ask| ask.organ == *organ) {
                ask.period = Some("1".to_owned());
            }
        }
        Refusal::PeriodNotOpen { organ, period, .. } => {
            let series = if organ == "bureau" { "B" } else { series_of(organ) };
            let step = continue_step(series, period, dice.below(3) as u32);
            return gone(ask(run, dice, None, step, depth)?.is_some());
        }
        Refusal::NumberTaken(text, _) => {
            let place = world::place(text);
            let borne = place.as_ref().and_then(|(series, period, _)| run.ledger.count(series, period));
            let borne = borne.is_some_and(|count| place.is_some_and(|place| count.borne.contains_key(&place.2)));
            if !run.ledger.is_taken(text) && !borne {
                return Err(format!("{text} is free"));
            }
            for ask in asks(proposal).into_iter().flatten() {
                if is(&ask.symbol, text) {
                    ask.symbol = None;
                }
                if is(&ask.expect, text) {
                    ask.expect = None;
                }
            }
            match &mut proposal.step {
                Step::Register(asked) => {
                    asked.job_number.take_if(|job| job.trim() == text);
                    asked.expect_job.take_if(|job| job == text);
                }
                Step::Plain(Act::Import { allotments, job_number, .. }) => {
                    allotments.retain(|own| own.symbol.as_str().trim_end_matches('*') != text);
                    job_number.take_if(|job| job.trim() == text);
                }
                _ => {}
            }
        }
        Refusal::NumberNotDue { borne, due } => {
            let symbol = Symbol::from_canonical(due.clone());
            let mut asking: Vec<&mut Ask> = asks(proposal)
                .into_iter()
                .flatten()
                .filter(|ask| is(&ask.symbol, borne) || is(&ask.expect, borne))
                .collect();
            // The same was asked of two organs by mistake; what is due says whose it is.
            let own = |ask: &&mut Ask| due.starts_with(&format!("{}/", series_of(&ask.organ)));
            if asking.len() > 1 && asking.iter().any(own) {
                asking.retain(own);
            }
            for ask in asking {
                if is(&ask.symbol, borne) {
                    ask.symbol = Some(symbol.clone());
                }
                if is(&ask.expect, borne) {
                    ask.expect = Some(symbol.clone());
                }
            }
            if let Some(asked) = registration(proposal)
                && asked.expect_job.as_ref() == Some(borne)
            {
                asked.expect_job = Some(due.clone());
            }
        }
        Refusal::WrongSeries { symbol, organ, .. } => {
            if let Some(asked) = registration(proposal) {
                asked.job_number.take_if(|job| job.trim() == symbol);
            }
            for ask in asks(proposal).into_iter().flatten().filter(|ask| ask.organ == *organ) {
                ask.period = None;
                if is(&ask.symbol, symbol) {
                    ask.symbol = None;
                }
            }
        }
        Refusal::WouldLeaveGap { symbol, due } => return fill(run, dice, proposal, symbol, due, depth),
        Refusal::NotContinued { series, period } => {
            let step = continue_step(series, period, dice.below(6) as u32);
            return gone(ask(run, dice, None, step, depth)?.is_some());
        }
        Refusal::AllocatedElsewhere { series, period } => {
            if let Some(Act::Cede { .. }) = plain(proposal) {
                return Ok(Way::Definitive("it is another office's already"));
            }
            let hand = run.hand(0);
            let count = hand.ledger.count(series, period);
            let last = count.and_then(|count| count.last).unwrap_or(0) + dice.below(3) as u32;
            if dice.chance(50) {
                if let Some(job) = series.strip_prefix("job:") {
                    let several = run.ledger.each_language && job != "K";
                    let free = (1..).map(|n| world::job_text(job, period, n)).find(|text| !run.ledger.is_taken(text));
                    if let Some(asked) = registration(proposal).filter(|_| !several) {
                        asked.job_number = free;
                        return Ok(Way::Gone);
                    }
                } else if let Some(ask) =
                    asks(proposal).into_iter().flatten().find(|ask| series_of(&ask.organ) == series)
                {
                    ask.symbol = Some(hand.free(dice, series, period));
                    return Ok(Way::Gone);
                }
            }
            let step = continue_step(series, period, last);
            return gone(ask(run, dice, None, step, depth)?.is_some());
        }
        Refusal::AlreadyNumbered { series, period, last: stands } => {
            let ceded = run.ledger.count(series, period).is_some_and(|count| count.here == Some(false));
            let Some(Act::Continue { last, .. }) = plain(proposal) else { return Err("not continued".to_owned()) };
            if ceded || *last < *stands || dice.chance(50) {
                *last = *stands;
                return Ok(Way::Gone);
            }
            let step = Step::Plain(Act::Cede { series: series.clone(), period: period.clone() });
            return gone(ask(run, dice, None, step, depth)?.is_some());
        }
        Refusal::CannotReserve { why, .. } => {
            let Some(Act::Reserve { series, period, first, last, .. }) = plain(proposal) else {
                return Err("nothing was to be set aside".to_owned());
            };
            if series.starts_with("job:") {
                return Ok(Way::Definitive("job numbers are not set aside"));
            }
            if why.is_empty() {
                return Err("no reason".to_owned());
            }
            let counted = series.to_uppercase();
            let period = if counted == "W" { "" } else { period.as_str() };
            *first = ahead(&run.hand(0), &counted, period);
            *last = *first + 1;
        }
        Refusal::BlockUsedUp { station, series, period } => {
            if let Some(asked) = registration(proposal).filter(|_| dice.chance(50)) {
                asked.station = None;
                return Ok(Way::Gone);
            }
            let first = ahead(&run.hand(0), series, period);
            let step = Step::Plain(Act::Reserve {
                series: series.clone(),
                period: period.clone(),
                first,
                last: first + 1,
                station: Some(station.clone()),
                purpose: file(27),
            });
            return gone(ask(run, dice, None, step, depth)?.is_some());
        }
        Refusal::InBlock { symbol, station } => match &mut proposal.step {
            Step::Register(asked) if asked.station.is_none() || dice.chance(50) => {
                asked.station = Some(station.clone());
            }
            // An amendment names no station, and a registration only one: another number must do.
            _ => {
                for ask in asks(proposal).into_iter().flatten().filter(|ask| is(&ask.symbol, symbol)) {
                    ask.symbol = None;
                }
            }
        },
        Refusal::NotUnder { parent, stage, .. } => {
            let way: &[&str] = match stage {
                Stage::Received => &["accept", "register", "issue"],
                Stage::Accepted => &["register", "issue"],
                Stage::Registered => &["issue"],
                _ => return Ok(Way::Definitive("the parent will never be out again")),
            };
            // While its parent's work goes on, the act itself may have become one of the parent.
            return gone(follow(run, dice, *parent, way, depth)?);
        }
        Refusal::NoSuchModifier(_) => return Ok(Way::Definitive("the body writes no such modifier")),
        Refusal::ToItself(_) => {
            let other = existing(run, dice, own, depth)?;
            let other = if Some(other) == own { receive(run, dice, depth)? } else { other };
            match plain(proposal) {
                Some(Act::Relate { relations }) => {
                    relations.iter_mut().for_each(|related| related.to = Target::Dossier(other));
                }
                Some(Act::Join { with, .. }) => *with = other,
                act => return Err(format!("{act:?} stands to nothing")),
            }
        }
        Refusal::NoVersion => {
            let versions = versions(proposal).ok_or("nothing is issued")?;
            versions.extend(["en", "fr"].map(|code| version(world::language(code), 50)));
        }
        Refusal::LanguageTwice(_) => {
            if let Some(versions) = versions(proposal) {
                dedup(versions, |version| version.language);
            } else if let Some(asked) = registration(proposal) {
                dedup(&mut asked.languages, Clone::clone);
                if let Some(under) = &mut asked.under {
                    dedup(&mut under.languages, Clone::clone);
                }
            }
        }
        Refusal::LanguageNotOffered(language) => each_language(proposal, |own| own != *language),
        Refusal::LanguagesMissing(_) => {
            let under = own.and_then(|id| run.ledger.dossier(id)).and_then(|own| own.under.clone());
            let own = under.map(|under| under.languages).filter(|own| !own.is_empty());
            let required = own.unwrap_or_else(|| ["en", "fr"].map(world::language).to_vec());
            match plain(proposal) {
                Some(Act::Issue { exception, .. }) if dice.chance(50) => *exception = Some(file(18)),
                Some(Act::Issue { versions, .. }) => {
                    for language in required {
                        if versions.iter().all(|own| own.language != language) {
                            versions.push(version(language, 50));
                        }
                    }
                }
                act => return Err(format!("{act:?} needs no languages")),
            }
        }
        Refusal::AlreadyIssuedIn { dossier, language } => {
            let versions = versions(proposal).ok_or("nothing is issued")?;
            versions.retain(|own| own.language != *language);
            if !versions.is_empty() {
                return Ok(Way::Gone);
            }
            let known = run.ledger.dossier(*dossier).ok_or("no dossier")?;
            if known.stage == Stage::Imported {
                return Ok(Way::Definitive("an imported version takes a corrigendum"));
            }
            let asterisks = known.asterisks(*language).saturating_add(1);
            let (date, version) = (world::day(run.now), version(*language, 70));
            proposal.step = Step::Plain(Act::Reissue { date, version, asterisks, reason: file(19) });
        }
        Refusal::NotIssuedIn { dossier, language } => {
            if !matches!(language.code(), "en" | "fr" | "es") {
                return Ok(Way::Definitive("the body issues nothing in that language"));
            }
            let versions = vec![version(*language, 60)];
            let step = Step::Plain(Act::Complete { date: world::day(run.now), versions });
            return gone(ask(run, dice, Some(*dossier), step, depth)?.is_some());
        }
        Refusal::ComponentLanguages(part) => {
            if let Some(Act::Issue { versions, components, .. }) = plain(proposal) {
                let first: Vec<Language> = versions.iter().take(1).map(|version| version.language).collect();
                components.iter_mut().filter(|own| own.part == *part).for_each(|own| own.languages = first.clone());
            }
        }
        Refusal::AsterisksTooFew { borne: u32::MAX, .. } => {
            return Ok(Way::Definitive("no more asterisks can be counted"));
        }
        Refusal::AsterisksTooFew { due, .. } => {
            if let Some(Act::Reissue { asterisks, .. }) = plain(proposal) {
                *asterisks = *due;
            }
        }
        Refusal::ReceivedLater { now, .. } => {
            if let Some(Act::Receive { received_at, .. }) = plain(proposal) {
                *received_at = Some(*now);
            }
        }
        Refusal::NotAhead(_) => {
            if let Some(Act::PlanDerestriction { on, .. }) = plain(proposal) {
                *on = world::day(run.now + 604_800);
            }
        }
        Refusal::NotToday { today, .. } => match plain(proposal) {
            Some(
                Act::Issue { date, .. }
                | Act::Complete { date, .. }
                | Act::Reissue { date, .. }
                | Act::Withdraw { date, .. }
                | Act::Derestrict { date, .. },
            ) => *date = *today,
            act => return Err(format!("{act:?} is not dated")),
        },
        Refusal::Closed { .. } => return Err("the door knows no holidays".to_owned()),
        Refusal::NoSuchDistribution(_) => match plain(proposal) {
            Some(
                Act::Issue { distribution, .. }
                | Act::PlanDerestriction { distribution, .. }
                | Act::Derestrict { distribution, .. },
            ) => *distribution = "GEN".to_owned(),
            act => return Err(format!("{act:?} is in no category")),
        },
        Refusal::NotDerestricted { dossier, .. } => {
            let known = run.ledger.dossier(*dossier).and_then(|known| known.distribution.as_deref());
            if known.is_some_and(|code| code != "RES") {
                return Ok(Way::Definitive("anyone may read it already"));
            }
            match plain(proposal) {
                Some(Act::PlanDerestriction { distribution, .. } | Act::Derestrict { distribution, .. }) => {
                    *distribution = "GEN".to_owned();
                }
                act => return Err(format!("{act:?} derestricts nothing")),
            }
        }
        Refusal::NotItsFile(strange, _) => {
            let original = own.and_then(|id| run.ledger.dossier(id)).map(|own| own.original.clone());
            if let Some(Act::Redact { files, .. }) = plain(proposal) {
                files.retain(|file| file != strange);
                files.extend(original);
            }
        }
        Refusal::NotItsEntry(strange, _) => {
            let first = own.and_then(|id| run.ledger.dossier(id)).and_then(|own| own.entries.first().copied());
            if let Some(Act::Redact { entries, .. }) = plain(proposal) {
                entries.retain(|entry| entry != strange);
                entries.extend(first);
            }
        }
        Refusal::NothingRedacted => {
            let original = own.and_then(|id| run.ledger.dossier(id)).map(|own| own.original.clone());
            if let Some(Act::Redact { files, .. }) = plain(proposal) {
                files.extend(original);
            }
        }
        Refusal::KeyReused(_) => proposal.key = None,
    }
    Ok(Way::Gone)
}

/// A number that was given elsewhere lies ahead of the one due: what stands between is imported, or the series is given up
/// and continued from there; or the one due will do.
fn fill(
    run: &mut Run<'_>,
    dice: &mut Dice,
    proposal: &mut Proposal,
    symbol: &str,
    due: &str,
    depth: usize,
) -> Result<Way, Fault> {
    let (asked, next) = (world::place(symbol), world::place(due));
    if let (Some((series, period, asked)), Some((_, _, next))) = (asked, next)
        && asked > next
        && asked - next < 5
        && dice.chance(60)
    {
        if dice.chance(30) {
            let cede = Step::Plain(Act::Cede { series: series.to_owned(), period: period.clone() });
            let there = ask(run, dice, None, cede, depth)?.is_some();
            let step = continue_step(series, &period, asked - 1);
            let done = there && ask(run, dice, None, step, depth)?.is_some();
            return Ok(if done { Way::Gone } else { Way::Definitive(BY_THE_WAY) });
        }
        for number in next..asked {
            let text = world::symbol_text(series, &period, number);
            if run.ledger.is_taken(&text) || world::is_reserved(series, number) {
                continue;
            }
            let mut step = run.hand(0).step(dice, "import", None);
            if let Step::Plain(Act::Import { allotments, job_number, .. }) = &mut step {
                allotments.truncate(1);
                allotments.iter_mut().for_each(|own| own.symbol = Symbol::from_canonical(text.clone()));
                *job_number = None;
            }
            ask(run, dice, None, step, depth)?;
        }
        return Ok(Way::Gone);
    }
    for ask in asks(proposal).into_iter().flatten().filter(|ask| is(&ask.symbol, symbol)) {
        ask.symbol = Some(Symbol::from_canonical(due.to_owned()));
    }
    if let Some(asked) = registration(proposal)
        && asked.job_number.as_ref().is_some_and(|job| job.trim() == symbol)
    {
        asked.job_number = Some(due.to_owned());
    }
    Ok(Way::Gone)
}
