//! What happens to one proposal inside the transaction.

use chancery_model::{
    act::{Act, Entry, Proposal, Step},
    body::Body,
    dossier::{Refusal, may_follow},
};
use rusqlite::Connection;

use crate::{
    Failure, NotDone,
    numbering::{self, JobAsk},
    store::sqlite,
    views,
};

/// The entry that came of a proposal.
pub(crate) struct Done {
    pub entry: Entry,
    /// Whether it was written now, and not found under its key.
    pub written: bool,
}

/// Decides, numbers, appends and folds. The caller has a savepoint open and undoes it if this does not succeed.
pub(crate) fn perform(conn: &Connection, body: &Body, proposal: &Proposal) -> Result<Done, NotDone> {
    if proposal.body != body.digest {
        return Err(Failure::Misused("the proposal pins another body than the one it is decided under").into());
    }
    let step = &proposal.step;
    // The dossier the act is asked for. One that opens a dossier, or concerns none, has none to name.
    let named = match step {
        Step::Plain(Act::Continue { .. }) => None,
        step if step.opens() => None,
        _ => proposal.dossier,
    };
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
    let act = decide(conn, body, proposal)?;
    let entry = Entry {
        number: sqlite::head(conn)?.0 + 1,
        dossier: if step.opens() { Some(views::next_dossier(conn)?) } else { named },
        at: proposal.at,
        officer: proposal.officer.clone(),
        body: proposal.body.clone(),
        act,
        format: sqlite::ACT_FORMAT,
    };
    let key = proposal.key.as_deref();
    let hash = sqlite::append(conn, &entry, key)?;
    views::apply(conn, &entry, key, &hash)?;
    Ok(Done { entry, written: true })
}

/// Fills in what only the register can know: the numbers.
fn decide(conn: &Connection, body: &Body, proposal: &Proposal) -> Result<Act, NotDone> {
    match &proposal.step {
        Step::Register { asks, job_series, job_number, expect_job } => {
            let date = body.date_of(proposal.at);
            let allotments = numbering::allot(conn, body, asks, date)?;
            let ask = JobAsk { series: job_series, given: job_number.as_deref(), expect: expect_job.as_deref() };
            let job = numbering::job(conn, body, &ask, date)?;
            Ok(Act::Register { allotments, job_number: job.printed, job: job.place })
        }
        Step::Plain(Act::Register { .. }) => {
            Err(Failure::Misused("a registration with numbers of its own; numbers are given here").into())
        }
        Step::Plain(Act::Continue { series, period, last }) => {
            numbering::continue_at(conn, body, series, period, *last)
        }
        Step::Plain(act @ Act::Import { .. }) => {
            let mut act = act.clone();
            if let Act::Import { allotments, job_number, .. } = &mut act {
                (*allotments, *job_number) = numbering::import(conn, body, allotments, job_number.as_deref())?;
            }
            Ok(act)
        }
        Step::Plain(act @ Act::Issue { versions, exception: None, .. }) => {
            let given: Vec<_> = versions.iter().map(|version| version.language).collect();
            match numbering::missing_languages(body, &given) {
                Some(missing) => Err(Refusal::LanguagesMissing(missing).into()),
                None => Ok(act.clone()),
            }
        }
        Step::Plain(act) => Ok(act.clone()),
    }
}
