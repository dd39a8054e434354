//! What happens to one proposal inside the transaction.

use std::collections::BTreeSet;

use chancery_model::{
    act::{Act, Entry, FORMAT, FileId, Proposal, Step},
    body::Body,
    dossier::{Dossier, Refusal, may_be_issued_under, may_be_joined, may_follow},
};
use jiff::civil::Date;
use rusqlite::Connection;

use crate::{
    Failure, NotDone,
    numbering::{self, Numbers},
    store::sqlite,
    views,
};

/// The entry that came of a proposal.
pub(crate) struct Done {
    pub entry: Entry,
    /// Whether it was written now, and not found under its key.
    pub written: bool,
}

/// Decides, numbers, appends and folds. The caller has a transaction open and undoes it if this fails. What is refused is
/// refused before anything is written.
pub(crate) fn perform(conn: &Connection, body: &Body, proposal: &Proposal) -> Result<Done, NotDone> {
    if proposal.body != body.digest {
        return Err(Failure::Misused("the proposal pins another body than the one it is decided under").into());
    }
    let step = &proposal.step;
    body.allows(&proposal.role, step.name())?;
    // The dossier the act is asked for. One that opens a dossier, or concerns none, has none to name.
    let named = proposal.dossier.filter(|_| step.concerns_a_dossier());
    if let Some(key) = &proposal.key
        && let Some((act, dossier, number)) = views::key(conn, key)?
    {
        if act != step.name() || dossier != named {
            return Err(Refusal::KeyReused(key.clone()).into());
        }
        let entry = sqlite::entry(conn, number)?
            .ok_or_else(|| Failure::Damaged(format!("the key “{key}” points to entry {number}, which is missing")))?;
        return Ok(Done { entry, written: false });
    }
    let dossier = match named {
        Some(id) => views::dossier(conn, id)?,
        None => None,
    };
    may_follow(step, named, dossier.as_ref())?;
    let act = decide(conn, body, proposal, dossier.as_ref())?;
    let (last, previous) = sqlite::head(conn)?;
    let entry = Entry {
        number: last + 1,
        dossier: if step.opens() { Some(views::next_dossier(conn)?) } else { named },
        at: proposal.at,
        officer: proposal.officer.clone(),
        role: proposal.role.clone(),
        body: proposal.body.clone(),
        act,
        format: FORMAT,
    };
    let key = proposal.key.as_deref();
    let hash = sqlite::append(conn, &entry, key, &previous)?;
    views::apply(conn, &entry, key, &hash, dossier)?;
    Ok(Done { entry, written: true })
}

/// Fills in what only the register can know, the numbers, and holds the act against what the body lays down and against
/// other dossiers. What the dossier itself allows was asked before.
fn decide(conn: &Connection, body: &Body, proposal: &Proposal, dossier: Option<&Dossier>) -> Result<Act, NotDone> {
    let numbers = Numbers { conn, body, now: body.time_of(proposal.at) };
    let step = &proposal.step;
    let leans_on = match dossier.and_then(|dossier| dossier.under.as_ref()) {
        Some(under) => Some(under.parent),
        None => step.leans_on(),
    };
    let other = match leans_on {
        Some(id) => Some(views::dossier(conn, id)?.ok_or(Refusal::NoSuchDossier(id))?),
        None => None,
    };
    let act = match (step, dossier) {
        (Step::Register(asked), _) => return numbering::register(&numbers, asked, other.as_ref()),
        (Step::Amend(asked), Some(dossier)) => return numbering::amend(&numbers, asked, dossier, other.as_ref()),
        (Step::Plain(act), _) => act,
        (Step::Amend(_), None) => return Err(Refusal::DossierMissing("amend".to_owned()).into()),
    };
    match act {
        Act::Register { .. } | Act::Amend { .. } => {
            return Err(Failure::Misused("an act with numbers of its own; numbers are given here").into());
        }
        Act::Continue { series, period, last } => return numbering::continue_at(&numbers, series, period, *last),
        Act::Cede { series, period } => return numbering::cede(&numbers, series, period),
        Act::Reserve { series, period, first, last, station, purpose } => {
            return numbering::reserve(&numbers, series, period, (*first, *last), station.as_deref(), purpose);
        }
        Act::Import { .. } => {
            let mut act = act.clone();
            if let Act::Import { allotments, job_number, .. } = &mut act {
                (*allotments, *job_number) = numbering::import(conn, body, allotments, job_number.as_deref())?;
            }
            return Ok(act);
        }
        Act::Deliver { job: Some(_), .. } => {
            return Err(Failure::Misused("a job number of its own; numbers are given here").into());
        }
        Act::Deliver { language, .. } => {
            let mut act = act.clone();
            if let (Act::Deliver { job, .. }, Some(dossier)) = (&mut act, dossier) {
                *job = numbering::deliver(&numbers, dossier, *language)?;
            }
            return Ok(act);
        }
        _ => {}
    }
    match (act, dossier) {
        (Act::Receive { received_at: Some(received), .. }, _) if *received > proposal.at => {
            Err(Refusal::ReceivedLater { received: *received, now: proposal.at })?;
        }
        (Act::Join { .. }, _) => other.as_ref().map_or(Ok(()), may_be_joined)?,
        (Act::Issue { date, distribution, versions, exception, .. }, Some(dossier)) => {
            today(&numbers, *date)?;
            let urgent = dossier.schedule.as_ref().is_some_and(|schedule| schedule.urgent);
            let calendar = body.calendar();
            if !urgent && !calendar.may_issue_on(*date) {
                let next = calendar.on_or_after(*date);
                return Err(Refusal::Closed { date: *date, next }.into());
            }
            may_be_distributed(body, distribution)?;
            let given: Vec<_> = versions.iter().map(|version| version.language).collect();
            numbers.offered(&given)?;
            let mut required = &body.charter.languages_required;
            if let (Some(under), Some(parent)) = (&dossier.under, &other) {
                may_be_issued_under(under.kind, parent)?;
                // What concerns some language versions only is issued in these.
                if !under.languages.is_empty() {
                    required = &under.languages;
                }
            }
            if exception.is_none()
                && let Some(missing) = numbering::missing_languages(body, required, &given)
            {
                return Err(Refusal::LanguagesMissing(missing).into());
            }
        }
        (Act::Complete { date, versions }, _) => {
            today(&numbers, *date)?;
            let given: Vec<_> = versions.iter().map(|version| version.language).collect();
            numbers.offered(&given)?;
        }
        (Act::Reissue { date, .. } | Act::Withdraw { date, .. }, _) => today(&numbers, *date)?,
        (Act::PlanDerestriction { on, distribution }, Some(dossier)) => {
            may_be_derestricted(body, dossier, distribution)?;
            if *on <= numbers.now.date() {
                return Err(Refusal::NotAhead(*on).into());
            }
        }
        (Act::Derestrict { date, distribution }, Some(dossier)) => {
            may_be_derestricted(body, dossier, distribution)?;
            today(&numbers, *date)?;
        }
        (Act::Redact { files, .. }, Some(dossier)) => {
            let entries = sqlite::entries_of(conn, dossier.id)?;
            let known: BTreeSet<&FileId> = entries.iter().flat_map(|entry| entry.act.files()).collect();
            if let Some(strange) = files.iter().find(|file| !known.contains(file)) {
                return Err(Refusal::NotItsFile(strange.clone(), dossier.id).into());
            }
        }
        _ => {}
    }
    Ok(act.clone())
}

fn today(numbers: &Numbers<'_>, date: Date) -> Result<(), Refusal> {
    let today = numbers.now.date();
    if date == today { Ok(()) } else { Err(Refusal::NotToday { date, today }) }
}

fn may_be_distributed(body: &Body, code: &str) -> Result<(), Refusal> {
    let known = body.charter.distribution.iter().any(|category| category.code == code);
    if known { Ok(()) } else { Err(Refusal::NoSuchDistribution(code.to_owned())) }
}

/// Whether the document cannot be read by anyone now, and could in the new category.
fn may_be_derestricted(body: &Body, dossier: &Dossier, code: &str) -> Result<(), Refusal> {
    may_be_distributed(body, code)?;
    let public = |code: &str| body.distribution(code).is_none_or(|category| category.public);
    let why = if dossier.distribution.as_deref().is_some_and(public) {
        "anyone may read it already"
    } else if !public(code) {
        "not everyone may read what is in that category; name one that anyone may read"
    } else {
        return Ok(());
    };
    Err(Refusal::NotDerestricted { dossier: dossier.id, category: code.to_owned(), why: why.to_owned() })
}
