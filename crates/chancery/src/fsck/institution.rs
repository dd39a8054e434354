//! `chancery.toml`, `body/`, `keys/`, and what the office adopted.

use super::{Look, RESTORE};
use crate::{adopt, assets, config::Config};

const READOPT: &str = "put it back as it was, or let any command that acts adopt it as it is now";
const KEYS: &str = "put keys/ back from where the keys are kept";

pub fn check(look: &mut Look) {
    if let Some(bytes) = look.read("chancery.toml") {
        match std::str::from_utf8(&bytes).map_err(anyhow::Error::from).and_then(|text| Ok(toml::from_str(text)?)) {
            Ok(config) => look.config = Some::<Config>(config),
            Err(error) => look.damage("chancery.toml", None, format!("{error:#}"), RESTORE),
        }
    }
    let folder = look.folder.join("body");
    if folder.is_dir() {
        match assets::body_files_in(&folder).and_then(|files| assets::parse_body(&files)) {
            Ok(body) => look.body = Some(body),
            Err(error) => look.damage("body", None, format!("{error:#}"), RESTORE),
        }
    }
    look.seed = secret(look, "keys/record.seed");
    secret(look, "keys/idempotency.secret");
    for (name, _) in look.list("keys") {
        if !matches!(name.as_str(), "record.seed" | "idempotency.secret") {
            look.remark(&format!("keys/{name}"), "it is no key of this office", "");
        }
    }
}

fn secret(look: &mut Look, file: &str) -> Option<[u8; 32]> {
    let Some(bytes) = look.read(file) else {
        look.remark(file, "it is not here, so what depends on it was not checked", "");
        return None;
    };
    let secret = bytes.try_into().ok();
    if secret.is_none() {
        look.damage(file, None, "it does not hold 32 bytes", KEYS);
    }
    secret
}

/// Holds the office against the archive that it adopted last.
pub fn adopted(look: &mut Look) {
    let Some(reader) = &look.reader else { return };
    let adopted = match reader.adopted() {
        Ok(adopted) => adopted,
        // The views are looked at with the journal.
        Err(_) => return,
    };
    let Some((entry, digest, file)) = adopted else {
        let what = "nothing was adopted yet, so a changed bit in chancery.toml, body/ and keys/ may go unnoticed";
        return look.remark("body", what, "");
    };
    let archive = match look.files.get(&file) {
        Ok(Some(archive)) => archive,
        // A missing or altered file is told with the files.
        Ok(None) | Err(_) => return,
    };
    let parts = match adopt::parse(&archive) {
        Ok(parts) => parts,
        Err(error) => {
            let what = format!("what entry {entry} adopted is no archive that this program reads: {error:#}");
            return look.remark("body", what, "");
        }
    };
    for differing in adopt::differences(&look.folder, &parts) {
        let mend = if differing.file.starts_with("keys/") { KEYS } else { READOPT };
        look.damage(&differing.file, Some(format!("adopted by entry {entry}")), differing.what, mend);
    }
    if let Some(body) = look.body.as_ref().filter(|body| body.digest != digest) {
        let what = format!("its digest is {}, entry {entry} adopted {digest}", body.digest);
        look.damage("body", Some(format!("adopted by entry {entry}")), what, READOPT);
    }
    look.adopted = Some(parts);
}
