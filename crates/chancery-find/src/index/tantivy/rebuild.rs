//! A new index beside the old one, which serves until the new one takes its place.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{FindError, Index};

/// An index that is being built anew in a folder beside the one that serves.
///
/// It is filled like any other, through [`Rebuild::index`]; [`Rebuild::finish`] puts it in the old one's place in one step.
/// Handles on the old one answer from the new one at their next question, and what they are answering is answered. One that
/// is dropped unfinished changes nothing; what it left is cleared away when the next one begins. Only one may be under way,
/// and nobody may write in the old index between the last look at the cursor and the end of `finish`: the caller sees to both.
#[derive(Debug)]
pub struct Rebuild {
    folder: PathBuf,
    beside: PathBuf,
    index: Index,
}

impl Rebuild {
    /// Begins a new, empty index for a folder, whether there is one or not.
    pub fn begin(folder: &Path) -> Result<Rebuild, FindError> {
        let beside = beside(folder);
        cleared(&beside).map_err(|e| failed(&beside, e))?;
        let index = Index::open_or_create(&beside)?;
        Ok(Rebuild { folder: folder.to_owned(), beside, index })
    }

    /// The new index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Puts the new index where the old one was, and deletes the old one. Where the file system cannot exchange two folders
    /// in one step there is a moment without an index, in which questions are answered by [`FindError::Absent`].
    pub fn finish(self) -> Result<Index, FindError> {
        let Rebuild { folder, beside, index } = self;
        drop(index);
        change_places(&beside, &folder).map_err(|e| failed(&folder, e))?;
        // The new one stands in its place; that the old one's files could not be deleted harms nobody.
        let _ = cleared(&beside);
        Index::open_or_create(&folder)
    }
}

/// Where a new index is built: in the same folder as the old one, because only there can they change places.
fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    folder.with_file_name(name)
}

fn cleared(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Puts a folder where another is, in one step where the system can; the old one then has the new one's name, or is gone where
/// the system cannot. Where there was none, the folder is renamed.
pub fn change_places(new: &Path, old: &Path) -> io::Result<()> {
    if !old.exists() {
        fs::rename(new, old)?;
    } else if !exchanged(new, old) {
        // Not every file system can.
        let mut aside = old.file_name().unwrap_or_default().to_owned();
        aside.push(".old");
        let aside = old.with_file_name(aside);
        cleared(&aside)?;
        fs::rename(old, &aside)?;
        if let Err(error) = fs::rename(new, old) {
            fs::rename(&aside, old)?;
            return Err(error);
        }
        let _ = cleared(&aside);
    }
    match old.parent() {
        // After a power loss either the one or the other stands there; this makes it the new one.
        Some(parent) if !parent.as_os_str().is_empty() => fs::File::open(parent)?.sync_all(),
        _ => Ok(()),
    }
}

/// Lets two folders change places in one step, where the system can.
fn exchanged(one: &Path, other: &Path) -> bool {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
    }
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    {
        let _ = (one, other);
        false
    }
}

fn failed(folder: &Path, error: io::Error) -> FindError {
    FindError::Failed { folder: folder.to_owned(), why: error.to_string() }
}
