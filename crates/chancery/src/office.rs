//! The office: one folder that holds everything, opened.
//!
//! ```text
//! office/
//!   chancery.toml   the office's own configuration
//!   body/           the institution, as data
//!   journal/        the acts and their views
//!   files/          originals, readings and renditions, by salted digest
//!   record/         the public log: acts with their salts, tiles, the signed checkpoint
//!   index/          for finding; may be deleted
//!   keys/           the record's signing key and the secret of this office's idempotency keys
//! ```

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use chancery_model::{Body, OfficerId};
use chancery_register::{Reader, Register, files::Files};
use sha2::{Digest, Sha256};

use crate::{
    assets::{self, BodyFiles},
    config::Config,
    outcome::Declined,
    view::View,
};

/// An opened office.
pub struct Office {
    /// Its folder.
    pub folder: PathBuf,
    /// Its configuration.
    pub config: Config,
    /// Its institution.
    pub body: Arc<Body>,
    /// The register.
    pub register: Register,
    /// The file store.
    pub files: Files,
    /// The role in which acts are done.
    pub role: String,
    /// Set once this process knows that the office is as it was adopted.
    pub adopted: std::sync::OnceLock<()>,
    secret: [u8; 32],
}

/// Fresh random bytes from the system.
pub fn chance<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("the system gives no random bytes: {e}"))?;
    Ok(bytes)
}

/// Writes a file so that it is there whole or not at all, and still there after a crash.
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let parent = path.parent().context("a file needs a folder")?;
    if !parent.is_dir() {
        make_folder(parent)?;
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = parent.join(format!(".{name}.{}.part", std::process::id()));
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        sync_folder(parent)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Makes a folder with all those above it, and presses their names to the disk.
pub fn make_folder(folder: &Path) -> Result<()> {
    let new = folder.ancestors().take_while(|above| !above.is_dir()).count();
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    // Also if it was there: another process may have made it a moment ago and not have reached the disk yet.
    for parent in folder.ancestors().skip(1).take(new.max(1)) {
        sync_folder(parent).with_context(|| format!("cannot keep what {} holds", parent.display()))?;
    }
    Ok(())
}

/// Presses a folder's list of names to the disk, where the operating system has such a thing.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match File::open(folder) {
        Ok(opened) => opened.sync_all(),
        // Nothing of ours is made in a folder that may not be read.
        Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
        Err(e) => Err(e),
    }
}

/// Holds a lock between processes until it is dropped.
pub struct Lock(#[allow(dead_code)] File);

impl Lock {
    /// Waits for the lock named by a file.
    pub fn take(path: &Path) -> Result<Lock> {
        if let Some(parent) = path.parent().filter(|parent| !parent.is_dir()) {
            make_folder(parent)?;
        }
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
        Ok(Lock(file))
    }
}

impl Office {
    /// Whether a folder holds an office.
    pub fn is_there(folder: &Path) -> bool {
        folder.join("chancery.toml").is_file()
    }

    /// Makes a new office for a body.
    pub fn create(folder: &Path, body_name: &str) -> Result<Office> {
        let files = assets::body_files(body_name)?;
        let body = assets::parse_body(&files)?;
        make_folder(folder)?;
        // Two commands that start at once in an empty folder must end up in one office.
        let lock = Lock::take(&folder.join(".lock"))?;
        if Office::is_there(folder) {
            drop(lock);
            return Office::open(folder);
        }
        let has_other = fs::read_dir(folder)?.filter_map(Result::ok).any(|e| e.file_name() != ".lock");
        if has_other && !folder.join("keys").exists() {
            bail!(Declined {
                message: format!("{} is not empty and no office; name another folder with --office", folder.display()),
                refusal: None,
            });
        }
        // The folder of keys comes first: by it a folder in which an earlier start was stopped is known as ours.
        let keys = folder.join("keys");
        make_folder(&keys)?;
        for name in ["record.seed", "idempotency.secret"] {
            if !keys.join(name).exists() {
                write_secret(&keys.join(name), &chance::<32>()?)?;
            }
        }
        write_body(&folder.join("body"), &files)?;
        for name in ["journal", "files", "record"] {
            make_folder(&folder.join(name))?;
        }
        // The configuration is written last: a folder with one is a whole office, also after the power was lost.
        Config::new(&body.charter.code, &chance()?).save(&folder.join("chancery.toml"))?;
        drop(lock);
        Office::open(folder)
    }

    /// Opens an office.
    pub fn open(folder: &Path) -> Result<Office> {
        if !Office::is_there(folder) {
            bail!(Declined {
                message: format!(
                    "there is no office in {}; `chancery init` makes one, or name it with --office",
                    folder.display()
                ),
                refusal: None,
            });
        }
        // Another process may have written the configuration a moment ago and not have reached the disk yet.
        sync_folder(folder).with_context(|| format!("cannot keep what {} holds", folder.display()))?;
        let config = Config::load(&folder.join("chancery.toml"))?;
        let body = assets::parse_body(&assets::body_files_in(&folder.join("body"))?)?;
        let secret = read_secret(&folder.join("keys").join("idempotency.secret"))?;
        let register = Register::open(&folder.join("journal")).context("the journal cannot be opened")?;
        crate::followers::record::not_ahead(folder, || {
            register.reader()?.last_number().context("the journal cannot be read")
        })?;
        let files = Files::open(&folder.join("files")).context("the file store cannot be opened")?;
        let role = config.role.clone().unwrap_or_else(|| body.default_role().to_owned());
        Ok(Office {
            folder: folder.to_owned(),
            config,
            body: Arc::new(body),
            register,
            files,
            role,
            adopted: std::sync::OnceLock::new(),
            secret,
        })
    }

    /// A read-only view of the register.
    pub fn reader(&self) -> Result<Reader> {
        self.register.reader().context("the journal cannot be read")
    }

    /// Everything needed to look at the record.
    pub fn view<'a>(&'a self, reader: &'a Reader) -> View<'a> {
        View { body: &self.body, reader, files: &self.files, folder: &self.folder }
    }

    /// Whether anyone may read a dossier's document now.
    pub fn is_public(&self, dossier: &chancery_model::Dossier) -> bool {
        crate::view::is_public(&self.body, dossier)
    }

    /// The officer at the command line.
    pub fn officer(&self) -> OfficerId {
        OfficerId(self.config.officer.clone())
    }

    /// The office named on pages.
    pub fn issuer(&self) -> String {
        self.config.office.clone().unwrap_or_else(|| self.body.charter.office.clone())
    }

    /// The line for the foot of pages: the body's, unless the operator states its authority.
    pub fn foot(&self) -> Option<String> {
        if self.config.authority.is_some() { None } else { self.body.charter.foot.clone() }
    }

    /// An idempotency key for bytes: it tells nobody without the office's secret what the bytes were.
    pub fn key_for(&self, purpose: &str, bytes: &[u8]) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.secret);
        hasher.update(bytes);
        let hex: String = hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("{purpose}:{hex}")
    }

    /// The seed of the record's signing key.
    pub fn record_seed(&self) -> Result<[u8; 32]> {
        read_secret(&self.folder.join("keys").join("record.seed"))
    }
}

fn write_body(folder: &Path, files: &BodyFiles) -> Result<()> {
    for (path, text) in files {
        write_durably(&folder.join(path), text.as_bytes())?;
    }
    Ok(())
}

/// Writes the keys of a restored office, which must have none.
pub fn write_keys(folder: &Path, seed: &[u8; 32], secret: &[u8; 32]) -> Result<()> {
    let keys = folder.join("keys");
    fs::create_dir(&keys).with_context(|| format!("cannot make {}", keys.display()))?;
    write_secret(&keys.join("record.seed"), seed)?;
    write_secret(&keys.join("idempotency.secret"), secret)
}

fn write_secret(path: &Path, bytes: &[u8; 32]) -> Result<()> {
    write_durably(path, bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

fn read_secret(path: &Path) -> Result<[u8; 32]> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    bytes.try_into().map_err(|_| anyhow::anyhow!("{} is damaged: it must hold 32 bytes", path.display()))
}
