//! The index and the catalogue: what can be built anew from the journal.

use chancery_find::Index;

use super::{Look, is_draft};
use crate::{
    catalogue::{Catalogue, store},
    digests::{self, Pages},
    office::Lock,
};

const INDEX: &str = "`chancery rebuild index`";
const CATALOGUE: &str = "`chancery rebuild catalogue`";

pub fn index(look: &mut Look) {
    let folder = look.folder.join("index");
    if !folder.is_dir() {
        return look.remark("index", "it is not there", INDEX);
    }
    let _lock = Lock::take(&look.folder.join("index.lock")).ok();
    let names = look.list("index");
    look.looked.index = names.len() as u64;
    for (name, is_folder) in names {
        if is_folder {
            look.damage(&format!("index/{name}"), None, "it is no part of the index", INDEX);
        } else if is_draft(&name) {
            look.remark(&format!("index/{name}"), "a draft that a stopped program left", "it may be deleted");
        }
    }
    match digests::differences(&folder) {
        Ok(Some(differing)) => {
            let whole = differing.is_empty();
            for (name, what) in differing {
                look.damage(&format!("index/{name}"), None, what, INDEX);
            }
            // The search library trusts its bytes; it is asked only where they are those that were written.
            if !whole {
                return;
            }
        }
        Ok(None) => {
            let what = "it is missing, so a changed bit in the index may go unnoticed; any command that acts makes it";
            look.remark(&format!("index/{}", digests::LIST), what, "");
        }
        Err(error) => return look.damage("index", None, format!("{error:#}"), INDEX),
    }
    let opened = Index::open(&folder).and_then(|index| index.check().and_then(|()| index.cursor()));
    match (opened, &look.reader) {
        (Ok(cursor), Some(_)) if cursor > look.head.0 => {
            let what = format!("it has read up to entry {cursor}, but the journal ends at entry {}", look.head.0);
            look.damage("index", None, what, INDEX);
        }
        (Ok(cursor), Some(_)) if cursor < look.head.0 => {
            let what =
                format!("it has read up to entry {cursor} of {}; any command that acts brings it up", look.head.0);
            look.remark("index", what, "");
        }
        (Ok(_), _) => {}
        (Err(error), _) => look.damage("index", None, error, INDEX),
    }
}

pub fn catalogue(look: &mut Look) {
    let folder = look.folder.join("catalogue");
    if !folder.is_dir() {
        return look.remark("catalogue", "it is not there", CATALOGUE);
    }
    let _lock = Lock::take(&look.folder.join("catalogue.lock")).ok();
    let database = folder.join(store::FILE);
    for (name, is_folder) in look.list("catalogue") {
        match (name.as_str(), is_folder) {
            (store::FILE | digests::PIECES | "catalogue.db-wal" | "catalogue.db-shm", false) => {}
            (name, false) if is_draft(name) => {
                look.remark(&format!("catalogue/{name}"), "a draft that a stopped program left", "it may be deleted");
            }
            (name, _) => {
                look.damage(&format!("catalogue/{name}"), None, "it is no part of the catalogue", CATALOGUE);
            }
        }
    }
    const NAME: &str = "catalogue/catalogue.db";
    match Pages::differences(&database) {
        Ok(Some(wrong)) => {
            look.looked.pieces = std::fs::metadata(&database).map(|m| m.len().div_ceil(65_536)).unwrap_or(0);
            let whole = wrong.is_empty();
            for (name, what) in wrong {
                look.damage(&format!("catalogue/{name}"), None, what, CATALOGUE);
            }
            if !whole {
                return;
            }
        }
        Ok(None) => {
            let what =
                "it is missing, so a changed bit in the catalogue may go unnoticed; any command that acts makes it";
            look.remark(&format!("catalogue/{}", digests::PIECES), what, "");
        }
        Err(error) => return look.damage(NAME, None, format!("{error:#}"), CATALOGUE),
    }
    match (Catalogue::open(&look.folder).and_then(|open| open.map(|c| c.cursor()).transpose()), &look.reader) {
        (Ok(Some(cursor)), Some(_)) if cursor > look.head.0 => {
            let what = format!("it has read up to entry {cursor}, but the journal ends at entry {}", look.head.0);
            look.damage(NAME, None, what, CATALOGUE);
        }
        (Ok(Some(cursor)), Some(_)) if cursor < look.head.0 => {
            let what =
                format!("it has read up to entry {cursor} of {}; any command that acts brings it up", look.head.0);
            look.remark("catalogue", what, "");
        }
        (Ok(Some(_)), _) => {}
        (Ok(None), _) => look.damage(NAME, None, "it is missing", CATALOGUE),
        (Err(error), _) => look.damage(NAME, None, format!("{error:#}"), CATALOGUE),
    }
}
