//! The database, the chain of entries, the views, the numbering.

use std::collections::{BTreeMap, BTreeSet};

use chancery_model::Act;
use chancery_register::{Failure, Fault, GapReason, Reader, SealPlace, check_seal};

use super::{Look, RESTORE};

const FILE: &str = "journal/journal.db";
const VIEWS: &str = "`chancery rebuild views`";

pub fn check(look: &mut Look) {
    for (name, _) in look.list("journal") {
        let known = matches!(name.as_str(), "journal.db" | "journal.db-wal" | "journal.db-shm")
            // What the seal of the database keeps beside it, and locks.
            || name.starts_with("journal.seal")
            || name.ends_with(".lock");
        if !known {
            look.remark(&format!("journal/{name}"), "it is no part of the journal", "");
        }
    }
    let folder = look.folder.join("journal");
    if !folder.is_dir() {
        return;
    }
    // The seal has a digest of every page, which finds changed bits in free space too.
    let mut unsealed = Vec::new();
    match check_seal(&folder, &mut |finding| unsealed.push(finding)) {
        Ok(sealed) if sealed.generation.is_none() => {
            look.remark("journal/journal.seal", "the journal has no seal yet; the next act gives it one", "");
        }
        Ok(_) | Err(Failure::NoJournal(_)) => {}
        Err(failure) => look.damage("journal/journal.seal", None, failure, RESTORE),
    }
    for finding in unsealed {
        let place = match finding.place {
            SealPlace::File => None,
            SealPlace::Page(page) => Some(format!("page {page}")),
            SealPlace::Frame { frame, page } => Some(format!("frame {frame} (page {page})")),
            SealPlace::Bytes(from, to) => Some(format!("bytes {from} to {to}")),
        };
        look.damage(&format!("journal/{}", finding.file), place, finding.what, RESTORE);
    }
    let reader = match Reader::open(&folder) {
        Ok(reader) => reader,
        Err(failure) => return look.damage(FILE, None, failure, RESTORE),
    };
    let mut faults = Vec::new();
    reader.structure(&mut |fault| faults.push(fault));

    let (mut named, mut redacted, mut redacted_entries) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    let (mut releases, mut count) = (Vec::new(), 0);
    let mut broken = Vec::new();
    let bar = look.bar.clone();
    bar.set_length(reader.last_number().unwrap_or(0));
    bar.set_position(0);
    let head = reader.examine(
        &mut |entry| {
            count += 1;
            bar.inc(1);
            for file in entry.act.files() {
                named.entry(file.clone()).or_insert(entry.number);
            }
            match &entry.act {
                Act::Redact { files, entries, .. } => {
                    redacted.extend(files.iter().map(|file| (file.clone(), entry.number)));
                    redacted_entries.extend(entries.iter().copied());
                }
                Act::Issue { .. }
                | Act::Import { .. }
                | Act::Complete { .. }
                | Act::Reissue { .. }
                | Act::Withdraw { .. }
                | Act::Derestrict { .. } => releases.push(entry.number),
                _ => {}
            }
        },
        &mut |fault| broken.push(fault),
    );
    look.journal_read = broken.is_empty();
    faults.append(&mut broken);
    // The views can be held against the journal only as far as the journal itself can be read.
    if look.journal_read || faults.iter().all(|fault| fault.in_views) {
        reader.views_faults(&mut |fault| faults.push(fault));
    }
    for fault in faults {
        tell(look, fault);
    }
    numbering(look, &reader);
    look.looked.entries = count;
    look.head = head;
    look.named = named;
    look.redacted = redacted;
    look.redacted_entries = redacted_entries;
    look.releases = releases;
    look.reader = Some(reader);
}

fn tell(look: &mut Look, fault: Fault) {
    let mend = if fault.in_views { VIEWS } else { RESTORE };
    look.damage(FILE, Some(fault.place), fault.what, mend);
}

/// No number of a series of symbols may be missing without a reason.
fn numbering(look: &mut Look, reader: &Reader) {
    let Some(body) = look.body.take() else { return };
    let series = || -> Result<Vec<(String, String)>, chancery_register::Failure> {
        let mut all = Vec::new();
        for state in reader.all_series()? {
            // Job numbers are production numbers and name no document; only symbols are promised to be without a gap.
            let Some((_, series)) = body.series(&state.series) else { continue };
            for gap in reader.gaps(&body, &state.series, &state.period)? {
                if gap.why != GapReason::Unexplained {
                    continue;
                }
                let name = |number| body.symbol_of(series, &state.period, number).to_string();
                let range = if gap.first == gap.last {
                    name(gap.first)
                } else {
                    format!("{} to {}", name(gap.first), name(gap.last))
                };
                all.push((format!("series {} {}", state.series, state.period), range));
            }
        }
        Ok(all)
    };
    match series() {
        Ok(missing) => {
            for (place, range) in missing {
                let what = format!("no document bears {range}, and nothing on record says why");
                look.damage(FILE, Some(place), what, RESTORE);
            }
        }
        Err(failure) => look.damage(FILE, Some("numbering".to_owned()), failure, VIEWS),
    }
    look.body = Some(body);
}
