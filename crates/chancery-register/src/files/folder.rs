//! The file store in a folder: `ab/cdef…` holds salt and bytes.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use chancery_model::act::FileId;
use sha2::{Digest, Sha256};

use crate::Failure;

/// The length of the salt that stands before the bytes of every file.
const SALT: usize = 32;
/// Where files are written before they get their name. It is on the same file system, so that renaming is one step.
const INCOMING: &str = "incoming";

/// The file store of one office. It may be shared between threads, and several processes may each have one.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    /// Which of the 256 folders this process knows to be on the disk.
    shelved: Vec<AtomicBool>,
}

impl Files {
    /// Opens the store in a folder (`office/files`), or creates it.
    ///
    /// # Errors
    /// [`Failure::Io`] if the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Files, Failure> {
        make_folder(&folder.join(INCOMING))?;
        Ok(Files { folder: folder.to_owned(), shelved: (0..256).map(|_| AtomicBool::new(false)).collect() })
    }

    /// The store in a folder, for reading: nothing is made, and nothing need be there.
    pub fn at(folder: &Path) -> Files {
        Files { folder: folder.to_owned(), shelved: Vec::new() }
    }

    /// Stores bytes under a new salt. The file is on the disk before this returns. The same bytes stored twice get two
    /// identities.
    ///
    /// # Errors
    /// [`Failure::Io`] if the disk refuses, [`Failure::Randomness`] if the operating system gives none.
    pub fn put(&self, bytes: &[u8]) -> Result<FileId, Failure> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(|e| Failure::Randomness(e.to_string()))?;
        self.put_salted(bytes, &salt)
    }

    /// Stores bytes under a given salt, for a store that is restored or a test that must know the identity. A salt that
    /// can be guessed lets the bytes be guessed.
    ///
    /// # Errors
    /// As [`Files::put`].
    pub fn put_salted(&self, bytes: &[u8], salt: &[u8; SALT]) -> Result<FileId, Failure> {
        let id = FileId(hex(&digest(salt, bytes)));
        let place = self.place(&id)?;
        let shelf = self.shelf(&id)?;
        let mut name = [0; 16];
        getrandom::fill(&mut name).map_err(|e| Failure::Randomness(e.to_string()))?;
        let draft = self.folder.join(INCOMING).join(hex(&name));
        let written = write_durably(&draft, salt, bytes).and_then(|()| fs::rename(&draft, &place));
        if let Err(error) = written {
            // A draft that stays behind does no harm: nothing reads it.
            let _ = fs::remove_file(&draft);
            return Err(Failure::Io { path: place, source: error });
        }
        sync_folder(&shelf)?;
        Ok(id)
    }

    /// The bytes of a file; `None` if it is not there, or was removed.
    ///
    /// # Errors
    /// [`Failure::Altered`] if the bytes are not those that were stored, [`Failure::NotAFile`] if the text is no identity.
    pub fn get(&self, id: &FileId) -> Result<Option<Vec<u8>>, Failure> {
        let place = self.place(id)?;
        let mut stored = Vec::new();
        match File::open(&place) {
            Ok(mut file) => file.read_to_end(&mut stored).map_err(Failure::io(&place))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::Io { path: place, source: error }),
        };
        match stored.split_first_chunk::<SALT>() {
            Some((salt, bytes)) if hex(&digest(salt, bytes)) == id.0 => Ok(Some(stored.split_off(SALT))),
            _ => Err(Failure::Altered(id.clone())),
        }
    }

    /// Whether a file is there. Its bytes are not looked at.
    ///
    /// # Errors
    /// [`Failure::NotAFile`] if the text is no identity, [`Failure::Io`] if the disk does not answer.
    pub fn has(&self, id: &FileId) -> Result<bool, Failure> {
        let place = self.place(id)?;
        place.try_exists().map_err(Failure::io(&place))
    }

    /// Removes a file and its salt, for an act of redaction. Whether it was there.
    ///
    /// # Errors
    /// As [`Files::has`].
    pub fn remove(&self, id: &FileId) -> Result<bool, Failure> {
        let place = self.place(id)?;
        match fs::remove_file(&place) {
            Ok(()) => {
                if let Some(shelf) = place.parent() {
                    sync_folder(shelf)?;
                }
                Ok(true)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Failure::Io { path: place, source: error }),
        }
    }

    /// Where a file lies. Only sixty-four hexadecimal digits become a path: nothing from outside is ever followed.
    fn place(&self, id: &FileId) -> Result<PathBuf, Failure> {
        match path_of(id) {
            Some(path) => Ok(self.folder.join(path)),
            None => Err(Failure::NotAFile(id.0.chars().take(80).collect())),
        }
    }

    /// The folder of a file that is to be stored, made and on the disk.
    fn shelf(&self, id: &FileId) -> Result<PathBuf, Failure> {
        let shelf = self.folder.join(&id.0[..2]);
        let known = u8::from_str_radix(&id.0[..2], 16).ok().and_then(|at| self.shelved.get(usize::from(at)));
        if known.is_some_and(|known| known.load(Ordering::Acquire)) {
            return Ok(shelf);
        }
        fs::create_dir_all(&shelf).map_err(Failure::io(&shelf))?;
        // Also if it was there: another process may have made it a moment ago and not have reached the disk yet.
        sync_folder(&self.folder)?;
        if let Some(known) = known {
            known.store(true, Ordering::Release);
        }
        Ok(shelf)
    }
}

/// Where a file lies inside the store; `None` if the text is no identity.
pub fn path_of(id: &FileId) -> Option<PathBuf> {
    let is_digest = id.0.len() == 64 && id.0.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_digest.then(|| Path::new(&id.0[..2]).join(&id.0[2..]))
}

/// The identity that what lies on the disk, salt and bytes, must have; `None` if it is too short to have one.
pub fn identity(stored: &[u8]) -> Option<FileId> {
    stored.split_first_chunk::<SALT>().map(|(salt, bytes)| FileId(hex(&digest(salt, bytes))))
}

fn write_durably(path: &Path, salt: &[u8; SALT], bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(salt)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn digest(salt: &[u8; SALT], bytes: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(salt);
    hasher.update(bytes);
    hasher.finalize().into()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Makes a folder with all those above it, and presses the names of the new ones to the disk.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Failure> {
    let new: Vec<&Path> = folder.ancestors().take_while(|above| !above.is_dir()).collect();
    fs::create_dir_all(folder).map_err(Failure::io(folder))?;
    new.iter().filter_map(|made| made.parent()).try_for_each(sync_folder)
}

/// Presses a folder's list of names to the disk, where the operating system has such a thing.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Failure> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder).and_then(|opened| opened.sync_all()).map_err(Failure::io(folder))
}
