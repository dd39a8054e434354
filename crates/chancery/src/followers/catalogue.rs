//! The catalogue follows the journal: what anyone may know of each dossier as it stands now. Its folder may be deleted.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};
use chancery_model::DossierId;

use crate::{
    catalogue::{Writer, store},
    digests::Pages,
    flow,
    office::{Lock, Office},
};

/// After how many dossiers the write-ahead log is emptied while much is catalogued at once.
const PRESSED_AFTER: usize = 5_000;

/// Catalogues what the journal has beyond the catalogue's own cursor.
pub fn follow(office: &Office) -> Result<()> {
    let _lock = Lock::take(&office.folder.join("catalogue.lock"))?;
    into(office, &office.folder.join("catalogue"))
}

fn into(office: &Office, folder: &Path) -> Result<()> {
    let reader = office.reader()?;
    let head = reader.last_number()?;
    let mut writer = opened(folder, head)?;
    let mut cursor = writer.cursor()?;
    if cursor == head && Pages::are_kept(folder) {
        return Ok(());
    }
    let view = office.view(&reader);
    let mut pages = Pages::take(folder)?;
    let mut since = 0;
    loop {
        let entries = reader.entries(cursor + 1, 200)?;
        let Some(last) = entries.last().map(|entry| entry.number) else { break };
        // A dossier is looked at once a batch, as it stands now.
        let touched: BTreeSet<DossierId> = entries.iter().filter_map(|entry| entry.dossier).collect();
        let mut dossiers = Vec::new();
        for id in touched {
            dossiers.push(flow::dossier_of(office, id)?);
        }
        writer.put(&view, &dossiers, last)?;
        cursor = last;
        since += dossiers.len();
        if since >= PRESSED_AFTER {
            pages.note(&folder.join(store::FILE))?;
            writer.press()?;
            since = 0;
        }
    }
    pages.note(&folder.join(store::FILE))?;
    // Where someone reads just now the log cannot be emptied; the list of digests then waits for the next time.
    if writer.press()? {
        pages.keep(&folder.join(store::FILE))?;
    }
    Ok(())
}

/// The writer; an older form, or one that has read an entry that the journal does not have, is made anew.
fn opened(folder: &Path, head: u64) -> Result<Writer> {
    match Writer::open(folder) {
        Ok(Some(writer)) if writer.cursor()? <= head => return Ok(writer),
        Ok(_) => {}
        Err(error) => tracing::warn!("the catalogue is made anew, because it cannot be read: {error:#}"),
    }
    fs::remove_dir_all(folder).context("the old catalogue cannot be removed")?;
    Writer::open(folder)?.context("the catalogue cannot be made")
}

/// Builds the catalogue anew from the journal beside the old one, which serves until the new one takes its place. Returns
/// how far it has read.
pub fn rebuild(office: &Office) -> Result<u64> {
    let _lock = Lock::take(&office.folder.join("catalogue.lock"))?;
    let (folder, fresh) = (office.folder.join("catalogue"), office.folder.join("catalogue.new"));
    if fresh.exists() {
        fs::remove_dir_all(&fresh).context("what an earlier rebuilding left cannot be removed")?;
    }
    into(office, &fresh)?;
    chancery_find::change_places(&fresh, &folder).context("the new catalogue cannot be put in place")?;
    // The new one stands in its place; the old one's files are of no more use to anybody.
    let _ = fs::remove_dir_all(&fresh);
    Ok(office.reader()?.last_number()?)
}
