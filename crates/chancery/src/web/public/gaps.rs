//! Completeness: of every series, which numbers are on record, void, reserved, or not public.

use anyhow::Result;
use askama::Template;
use axum::http::StatusCode;

use super::{Asked, Frame, Reply, Site, missing, names};
use crate::catalogue::RunState;

/// Runs of numbers on one page.
const A_PAGE: usize = 150;

struct SeriesLine {
    code: String,
    period: String,
    address: String,
    known: u64,
    highest: u64,
}

struct OrganSeries {
    name: String,
    series: Vec<SeriesLine>,
}

#[derive(Template)]
#[template(path = "gaps.html")]
struct AllPage {
    frame: Frame,
    organs: Vec<OrganSeries>,
}

/// Every series and session of which the public knows a number.
pub fn all(site: &Site, asked: &Asked) -> Result<Reply> {
    let ui = asked.ui;
    let known = site.look(|catalogue| catalogue.series_counted())?;
    let mut organs = Vec::new();
    for organ in &site.body.organs {
        let mut lines = Vec::new();
        for series in &organ.series {
            let mut own: Vec<_> = known.iter().filter(|one| one.series == series.code).collect();
            own.sort_by_key(|one| std::cmp::Reverse(one.period.parse::<u64>().unwrap_or(0)));
            lines.extend(own.into_iter().map(|one| SeriesLine {
                code: series.code.clone(),
                period: site.period_name(&organ.code, &one.period, ui),
                address: format!(
                    "/{}{}",
                    ui.code,
                    names::path(&["gaps", &series.code, names::period_part(&one.period)])
                ),
                known: one.known,
                highest: one.highest,
            }));
        }
        if !lines.is_empty() {
            organs.push(OrganSeries { name: site.organ_name(&organ.code, ui.language()), series: lines });
        }
    }
    let page = AllPage { frame: site.frame(asked, &ui.t("gaps")), organs };
    Ok(Reply::html(StatusCode::OK, page.render()?))
}

struct RunLine {
    first: String,
    last: String,
    /// Where the first leads, if there is something to read.
    address: String,
    count: u64,
    state: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "series.html")]
struct SeriesPage {
    frame: Frame,
    over: String,
    summary: String,
    totals: Vec<(String, &'static str, u64)>,
    runs: Vec<RunLine>,
}

/// The numbers of a series in a session or year.
pub fn series(site: &Site, asked: &Asked, series: &[&str], period: &str) -> Result<Reply> {
    let ui = asked.ui;
    // A series' code may hold a stroke, which an address may write as itself.
    let code = series.join("/");
    let found = site.look(|catalogue| catalogue.numbers(&site.body, &code, names::period_of(period)))?;
    let Some(numbers) = found else { return missing(site, asked, &[]) };
    let number = asked.parameter(&["page"]).and_then(|page| page.parse::<usize>().ok()).unwrap_or(0);
    let state = |state: RunState| match state {
        RunState::Issued => ("state-issued", "issued"),
        RunState::Withdrawn => ("state-withdrawn", "withdrawn"),
        RunState::Void => ("state-void", "void"),
        RunState::Reserved => ("state-reserved", "reserved"),
        RunState::NotPublic => ("state-not-public", "not-public"),
    };
    let mut totals = Vec::new();
    for one in [RunState::Issued, RunState::Withdrawn, RunState::Void, RunState::Reserved, RunState::NotPublic] {
        let count: u64 = numbers.runs.iter().filter(|run| run.state == one).map(|run| u64::from(run.count)).sum();
        if count > 0 {
            totals.push((ui.t(state(one).0), state(one).1, count));
        }
    }
    let runs = numbers.runs.iter().skip(number.saturating_mul(A_PAGE)).take(A_PAGE).map(|run| RunLine {
        first: run.first.to_string(),
        last: if run.count > 1 { run.last.to_string() } else { String::new() },
        // A number that is not public leads nowhere: what would be said there is what is said here.
        address: match run.state {
            RunState::Issued | RunState::Withdrawn | RunState::Void => format!("/{}/{}", ui.code, run.first.url_form()),
            RunState::Reserved | RunState::NotPublic => String::new(),
        },
        count: u64::from(run.count),
        state: ui.t(state(run.state).0),
        class: state(run.state).1,
    });
    let runs: Vec<RunLine> = runs.collect();
    if runs.is_empty() {
        return missing(site, asked, &[]);
    }
    let path = format!("/{}{}", ui.code, names::path(&["gaps", &numbers.series, names::period_part(&numbers.period)]));
    let mut frame = site
        .frame(asked, &format!("{} · {}", numbers.series, site.period_name(&numbers.organ, &numbers.period, ui)))
        .under(&[(&ui.t("gaps"), "/gaps")]);
    frame.before = (number > 0).then(|| format!("{path}?page={}", number - 1));
    frame.after =
        ((number + 1).saturating_mul(A_PAGE) < numbers.runs.len()).then(|| format!("{path}?page={}", number + 1));
    let page = SeriesPage {
        frame,
        over: site.organ_name(&numbers.organ, ui.language()),
        summary: ui.with("series-summary", &[("n", &numbers.issued.to_string()), ("of", &numbers.highest.to_string())]),
        totals,
        runs,
    };
    Ok(Reply::html(StatusCode::OK, page.render()?))
}
