//! The database's file, read from outside while SQLite has it open.
//!
//! SQLite marks with POSIX locks that it has the file open, and POSIX gives up all of a process's locks on a file when the
//! process closes any handle to it. A handle from outside is therefore kept until nobody in this process has the journal
//! open any more; else another program could believe itself alone and take the write-ahead log away.

use std::{
    collections::BTreeMap,
    fs::{self, File, Metadata},
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::sqlite::FILE;

/// By what the system knows a file, whatever its name: device and number.
type Identity = Option<(u64, u64)>;

#[derive(Default)]
struct Kept {
    holders: usize,
    files: Vec<(Identity, Arc<Mutex<File>>)>,
}

static KEPT: Mutex<BTreeMap<PathBuf, Kept>> = Mutex::new(BTreeMap::new());

fn kept() -> MutexGuard<'static, BTreeMap<PathBuf, Kept>> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Somebody in this process has the journal open. It is taken before the connection and let go after it.
#[derive(Debug)]
pub(crate) struct Held {
    folder: PathBuf,
}

impl Held {
    pub fn new(folder: &Path) -> Held {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        kept().entry(folder.clone()).or_default().holders += 1;
        Held { folder }
    }

    /// A handle to the database's file. Whoever reads takes its turn.
    pub fn file(&self) -> io::Result<Arc<Mutex<File>>> {
        let path = self.folder.join(FILE);
        let mut all = kept();
        let here = all.entry(self.folder.clone()).or_default();
        let wanted = identity(&fs::metadata(&path)?);
        if wanted.is_some()
            && let Some((_, file)) = here.files.iter().find(|(found, _)| *found == wanted)
        {
            return Ok(Arc::clone(file));
        }
        let file = File::open(&path)?;
        let found = identity(&file.metadata()?);
        let file = Arc::new(Mutex::new(file));
        // Where files have no identity their locks are not POSIX's, and nothing need be kept.
        if found.is_some() {
            here.files.push((found, Arc::clone(&file)));
        }
        Ok(file)
    }
}

/// Fills the bytes with those that the database's file begins with.
pub(crate) fn beginning(folder: &Path, bytes: &mut [u8]) -> io::Result<()> {
    let held = Held::new(folder);
    let file = held.file()?;
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(bytes)
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut all = kept();
        if let Some(here) = all.get_mut(&self.folder) {
            here.holders = here.holders.saturating_sub(1);
            if here.holders == 0 {
                all.remove(&self.folder);
            }
        }
    }
}

#[cfg(unix)]
fn identity(found: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {
    None
}
