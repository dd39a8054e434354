use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    time::Duration,
};

use anyhow::{Context, Result};
use chancery_model::{Act, Stage};
use chancery_typeset::Format;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::Global;
use crate::{office::Office, outcome};

/// List every address ever minted, with what it must answer.
///
/// An address that was once printed on a page must answer for ever: with the document, or with what became of it. The list is
/// made of the journal alone, which forgets nothing; --check asks a running site for each.
#[derive(Args)]
pub struct Addresses {
    /// Ask the site at this address, such as 127.0.0.1:8080, and tell which answer otherwise
    #[arg(long, value_name = "HOST:PORT")]
    check: Option<String>,
    /// A ledger kept earlier: its addresses must answer too
    #[arg(long, value_name = "FILE", requires = "check")]
    ledger: Option<PathBuf>,
}

impl Addresses {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        let mut minted = minted(&office)?;
        if let Some(file) = &self.ledger {
            let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            for line in text.lines() {
                if let Some((status, address)) = line.split_once(' ')
                    && let Ok(status) = status.parse()
                {
                    // What became of a document since then is for the journal to say.
                    minted.entry(address.to_owned()).or_insert(status);
                }
            }
        }
        let Some(host) = &self.check else {
            if here.json() {
                println!("{}", serde_json::to_string(&minted)?);
            } else {
                let mut out = std::io::stdout().lock();
                for (address, status) in &minted {
                    writeln!(out, "{status} {address}")?;
                }
            }
            return Ok(outcome::DONE);
        };
        let bar = ProgressBar::new(minted.len() as u64);
        bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} addresses, {eta}")?);
        let mut connection = None;
        let mut wrong = 0;
        for (address, status) in &minted {
            let answered =
                ask(host, &mut connection, address).with_context(|| format!("{host} does not answer for {address}"))?;
            bar.inc(1);
            if answered != *status {
                wrong += 1;
                bar.suspend(|| println!("{address} answers {answered} and must answer {status}"));
            }
        }
        bar.finish_and_clear();
        if here.json() {
            println!("{}", serde_json::json!({ "addresses": minted.len(), "wrong": wrong }));
        } else {
            println!("{} of {} addresses answer as they must", minted.len() - wrong, minted.len());
        }
        Ok(if wrong == 0 { outcome::DONE } else { outcome::REFUSED })
    }
}

/// Every address that the office has minted, with the status it must answer with: 200 for a document and each of its versions
/// and forms, 410 for what was withdrawn or voided. What is not public has no address.
fn minted(office: &Office) -> Result<BTreeMap<String, u16>> {
    let reader = office.reader()?;
    let mut all = BTreeMap::new();
    let mut from = 1;
    loop {
        let entries = reader.entries(from, 500)?;
        let Some(last) = entries.last().map(|entry| entry.number) else { return Ok(all) };
        from = last + 1;
        for entry in entries {
            let mints = matches!(
                entry.act,
                Act::Issue { .. }
                    | Act::Import { .. }
                    | Act::Complete { .. }
                    | Act::Derestrict { .. }
                    | Act::Reissue { .. }
            );
            let Some(id) = entry.dossier.filter(|_| mints) else { continue };
            let Some(dossier) = reader.dossier(id)? else { continue };
            let gone = dossier.stage == Stage::Withdrawn;
            if !office.is_public(&dossier) && !gone {
                continue;
            }
            let status = if gone { 410 } else { 200 };
            let symbols = dossier.allotments.iter().map(|own| own.symbol.url_form());
            for symbol in symbols.chain(dossier.voided.iter().map(|lost| lost.url_form())) {
                let lost = dossier.voided.iter().any(|lost| lost.url_form() == symbol);
                all.insert(format!("/{symbol}"), if lost { 410 } else { status });
                for version in &dossier.versions {
                    let language = version.language.code();
                    all.insert(format!("/{language}/{symbol}"), if lost { 410 } else { status });
                    if lost || dossier.redacted.contains(&version.document) {
                        continue;
                    }
                    for format in Format::ALL {
                        all.insert(format!("/{language}/{symbol}.{}", format.ending()), status);
                    }
                }
            }
        }
    }
}

/// The status with which a site answers for an address, over a connection that is kept.
fn ask(host: &str, kept: &mut Option<BufReader<TcpStream>>, address: &str) -> Result<u16> {
    // A connection that was kept may have been closed meanwhile; then a fresh one is taken.
    if let Some(stream) = kept.take()
        && let Ok((status, stream)) = asked(host, stream, address)
    {
        *kept = Some(stream);
        return Ok(status);
    }
    let stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let (status, stream) = asked(host, BufReader::new(stream), address)?;
    *kept = Some(stream);
    Ok(status)
}

fn asked(host: &str, mut stream: BufReader<TcpStream>, address: &str) -> Result<(u16, BufReader<TcpStream>)> {
    write!(stream.get_mut(), "GET {address} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n\r\n")?;
    let status = status_of(&mut stream)?;
    Ok((status, stream))
}

fn status_of(stream: &mut BufReader<TcpStream>) -> Result<u16> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no HTTP answer")?;
    let mut length = 0;
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            anyhow::bail!("half an answer");
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().context("no length")?;
        }
    }
    std::io::copy(&mut stream.by_ref().take(length), &mut std::io::sink())?;
    Ok(status)
}
