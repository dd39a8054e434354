//! Every file that an act names, and what else lies in the file store.

use std::{collections::BTreeSet, fs};

use chancery_model::FileId;
use chancery_register::files::{identity, path_of};
use rayon::prelude::*;

use super::{Look, RESTORE};

const INCOMING: &str = "incoming";

pub fn check(look: &mut Look) {
    let mut there = Vec::new();
    for (shelf, is_folder) in look.list("files") {
        let folder = format!("files/{shelf}");
        if shelf == INCOMING && is_folder {
            for (name, _) in look.list(&folder) {
                look.remark(&format!("{folder}/{name}"), "a draft that a stopped program left", "it may be deleted");
            }
            continue;
        }
        let is_shelf = shelf.len() == 2 && shelf.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_folder || !is_shelf {
            look.damage(&folder, None, "it does not belong into the file store", "take it away");
            continue;
        }
        for (name, is_folder) in look.list(&folder) {
            let id = FileId(format!("{shelf}{name}"));
            if is_folder || path_of(&id).is_none() {
                look.damage(
                    &format!("{folder}/{name}"),
                    None,
                    "it does not belong into the file store",
                    "take it away",
                );
            } else {
                there.push(id);
            }
        }
    }
    look.bar.set_length(there.len() as u64);
    look.bar.set_position(0);
    // Reading is what takes the time; the findings are told afterwards, in order.
    let folder = look.folder.join("files");
    let bar = &look.bar;
    let looked: Vec<Option<String>> = there
        .par_iter()
        .map(|id| {
            bar.inc(1);
            let bytes = fs::read(folder.join(path_of(id)?));
            match bytes {
                Ok(bytes) if identity(&bytes).as_ref() == Some(id) => None,
                Ok(_) => Some("its bytes do not give its name: they are not those that were stored".to_owned()),
                Err(error) => Some(format!("it cannot be read: {error}")),
            }
        })
        .collect();
    look.looked.files = there.len() as u64;
    for (id, fault) in there.iter().zip(looked) {
        let file = name_of(id);
        let place = look.named.get(id).map(|entry| format!("named by entry {entry}"));
        if let Some(entry) = look.redacted.get(id) {
            let what = format!("entry {entry} says that it was removed, and it is still here");
            look.damage(&file, place.clone(), what, "remove it, as that entry says");
        }
        if let Some(what) = fault {
            let mend = if place.is_some() || !look.journal_read { RESTORE } else { "no act names it: take it away" };
            look.damage(&file, place, what, mend);
        } else if place.is_none() && look.journal_read && !look.redacted.contains_key(id) {
            look.remark(&file, "no act names it; a stopped program may leave such a file", "it may be deleted");
        }
    }
    let there: BTreeSet<&FileId> = there.iter().collect();
    let missing: Vec<(FileId, u64)> = look
        .named
        .iter()
        .filter(|(id, _)| !there.contains(id) && !look.redacted.contains_key(id))
        .map(|(id, entry)| (id.clone(), *entry))
        .collect();
    for (id, entry) in missing {
        let place = Some(format!("named by entry {entry}"));
        match path_of(&id) {
            Some(_) => look.damage(&name_of(&id), place, "it is missing", RESTORE),
            None => look.damage("journal/journal.db", place, format!("“{id}” names no file"), RESTORE),
        }
    }
}

fn name_of(id: &FileId) -> String {
    let (shelf, rest) = id.0.split_at_checked(2).unwrap_or((&id.0, ""));
    format!("files/{shelf}/{rest}")
}
