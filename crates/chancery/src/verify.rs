//! Verifying: a document, a file or a receipt against the signed log.

use anyhow::{Context, Result};
use chancery_model::{Dossier, Stage};
use chancery_record::{Checkpoint, Receipt, Remembered, Tree, VerifierKey, verify_receipt};
use serde::Serialize;

use crate::{
    followers::record::{Folder, hex_digest},
    outcome::Declined,
    view::View,
};

/// What a verification found.
#[derive(Clone, Debug, Serialize)]
pub struct Verification {
    /// Whether everything that was looked at holds.
    pub verified: bool,
    /// One sentence for a person.
    pub message: String,
    /// The symbols the log names.
    pub symbols: Vec<String>,
    /// The date of issue the log names.
    pub date: Option<String>,
    /// The leaf's index.
    pub log_index: Option<u64>,
    /// The size of the log under the checkpoint.
    pub log_size: Option<u64>,
    /// The log's name.
    pub log: Option<String>,
    /// Each rendition that was looked at.
    pub renditions: Vec<VerifiedRendition>,
}

/// One rendition against the log.
#[derive(Clone, Debug, Serialize)]
pub struct VerifiedRendition {
    /// Its language.
    pub language: String,
    /// Its format.
    pub format: String,
    /// The digest the log names.
    pub sha256: String,
    /// Whether the bytes give it.
    pub holds: bool,
}

impl Verification {
    /// What was looked at does not hold.
    fn refuted(message: impl Into<String>) -> Verification {
        Verification {
            verified: false,
            message: message.into(),
            symbols: Vec::new(),
            date: None,
            log_index: None,
            log_size: None,
            log: None,
            renditions: Vec::new(),
        }
    }
}

/// A receipt for a document: everything needed to verify it offline.
pub fn receipt(view: &View<'_>, dossier: &Dossier, key: &VerifierKey) -> Result<Receipt> {
    let Some(index) = view.log_index(dossier)? else {
        let message = match dossier.stage {
            Stage::Imported => {
                format!("{} was imported; this office's log holds only what it issued itself", dossier.id)
            }
            _ if !dossier.redacted.is_empty() => {
                format!(
                    "the public acts of {} were taken from the record; their leaves say nothing any more",
                    dossier.id
                )
            }
            _ => format!(
                "{} is {}; only what was issued for anyone to read is in the log",
                dossier.id,
                dossier.stage.word()
            ),
        };
        return Err(Declined::because(message));
    };
    let folder = Folder::at(view.folder);
    let kept = folder.act(index)?.with_context(|| format!("act {index} is missing from the record"))?;
    let note = folder.checkpoint_note()?.context("the record has no checkpoint")?;
    let salt = kept.salt_bytes()?;
    Receipt::issue(&folder, &note, key, kept.act, salt, index).context("the record does not prove the document")
}

/// Verifies a document: its leaf is under the signed checkpoint, and every rendition kept gives the digest the leaf names.
pub fn document(
    view: &View<'_>,
    dossier: &Dossier,
    key: &VerifierKey,
    remembered: Option<&str>,
) -> Result<Verification> {
    let receipt = match receipt(view, dossier, key) {
        Ok(receipt) => receipt,
        Err(error) if error.downcast_ref::<Declined>().is_some() => return Err(error),
        // Whatever keeps the record from proving the document, it is not verified.
        Err(error) => return Ok(Verification::refuted(format!("{error:#}"))),
    };
    let mut found = against_receipt(&receipt, key, None)?;
    if let Some(differs) = differs(dossier, &receipt.act).filter(|_| found.verified) {
        return Ok(Verification::refuted(format!("the office's own account of {differs} is not what the log holds")));
    }
    if let Some(note) = remembered {
        let old = Checkpoint::open(note, key).context("the remembered checkpoint does not verify")?;
        let folder = Folder::at(view.folder);
        let size = found.log_size.unwrap_or(0);
        if old.size > size {
            found.verified = false;
            found.message = format!("the remembered checkpoint speaks of {} leaves, the log has {size}", old.size);
            return Ok(found);
        }
        let proof = Tree::new(&folder, size).consistency(old.size, size).context("the log cannot prove its history")?;
        let memory = Remembered { checkpoint: &old, consistency: &proof };
        if let Err(refuted) = verify_receipt(&receipt, key, Some(memory)) {
            found.verified = false;
            found.message = refuted.to_string();
            return Ok(found);
        }
    }
    for rendition in &mut found.renditions {
        let bytes = view.rendition(dossier, Some(&rendition.language), &rendition.format)?;
        rendition.holds = bytes.is_some_and(|bytes| hex_digest(&bytes) == rendition.sha256);
        if !rendition.holds {
            found.verified = false;
            found.message =
                format!("the {} {} kept here is not the one that was issued", rendition.language, rendition.format);
        }
    }
    Ok(found)
}

/// In what the journal's view of a document differs from the act in the log.
fn differs(dossier: &Dossier, act: &serde_json::Value) -> Option<&'static str> {
    let symbols: Vec<String> = dossier.allotments.iter().map(|allotment| allotment.symbol.to_string()).collect();
    if strings(&act["symbols"]) != symbols {
        return Some("its symbols");
    }
    let items: Vec<Vec<String>> = dossier.allotments.iter().map(|allotment| allotment.items.clone()).collect();
    let logged: Vec<Vec<String>> =
        act["organs"].as_array().into_iter().flatten().map(|o| strings(&o["items"])).collect();
    if items != logged {
        return Some("its agenda items");
    }
    if act["job_number"].as_str() != dossier.job_number.as_deref() {
        return Some("its job number");
    }
    if act["date"].as_str() != dossier.released.map(|date| date.to_string()).as_deref() {
        return Some("its date of issue");
    }
    None
}

/// Verifies a file's bytes against a receipt, or the receipt alone; needs no office.
pub fn against_receipt(receipt: &Receipt, key: &VerifierKey, file: Option<&[u8]>) -> Result<Verification> {
    let verified = match verify_receipt(receipt, key, None) {
        Ok(verified) => verified,
        Err(refuted) => {
            return Ok(Verification::refuted(refuted.to_string()));
        }
    };
    let act = &verified.act;
    let symbols: Vec<String> = strings(&act["symbols"]);
    let mut renditions = Vec::new();
    for version in act["languages"].as_array().into_iter().flatten() {
        for rendition in version["renditions"].as_array().into_iter().flatten() {
            // A file that had been removed for ever when the act was recorded has no digest.
            let Some(sha256) = rendition["sha256"].as_str() else { continue };
            renditions.push(VerifiedRendition {
                language: version["language"].as_str().unwrap_or("").to_owned(),
                format: rendition["format"].as_str().unwrap_or("").to_owned(),
                sha256: sha256.to_owned(),
                holds: true,
            });
        }
    }
    let date = act["date"].as_str().map(str::to_owned);
    // What an act after the issue says of the document belongs to the answer.
    let since = match (act["act"].as_str(), act["on"].as_str()) {
        (Some("withdraw"), Some(on)) => format!(" and WITHDRAWN on {on}"),
        (Some("reissue"), Some(on)) => format!(", a version issued again on {on}"),
        (Some("complete"), Some(on)) => format!(", completed on {on}"),
        (Some("derestrict"), Some(on)) => format!(", open to everyone since {on}"),
        _ => String::new(),
    };
    let mut message = format!(
        "{}, issued on {}{since}: entry {} of the log {}",
        symbols.join(" and "),
        date.as_deref().unwrap_or("an unknown date"),
        verified.index,
        verified.checkpoint.origin,
    );
    let mut holds = true;
    if let Some(bytes) = file {
        let digest = hex_digest(bytes);
        match renditions.iter().find(|rendition| rendition.sha256 == digest) {
            Some(rendition) => {
                message = format!("the file is the {} {} of {message}", rendition.language, rendition.format);
            }
            None => {
                holds = false;
                message = format!("the file is none of the renditions issued as {}", symbols.join(" and "));
            }
        }
    }
    Ok(Verification {
        verified: holds,
        message,
        symbols,
        date,
        log_index: Some(verified.index),
        log_size: Some(verified.checkpoint.size),
        log: Some(verified.checkpoint.origin.clone()),
        renditions,
    })
}

/// The log's index of the act that names a file's digest.
pub fn index_of_file(view: &View<'_>, bytes: &[u8]) -> Result<Option<u64>> {
    let digest = hex_digest(bytes);
    let folder = Folder::at(view.folder);
    for index in 0..folder.size()?.unwrap_or(0) {
        let Some(kept) = folder.act(index)? else { continue };
        let names = |version: &serde_json::Value| {
            version["renditions"].as_array().into_iter().flatten().any(|r| r["sha256"].as_str() == Some(&digest))
        };
        if kept.act["languages"].as_array().into_iter().flatten().any(names) {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// Verifies a file against the office's own log.
pub fn file(view: &View<'_>, bytes: &[u8], key: &VerifierKey) -> Result<Verification> {
    let Some(index) = index_of_file(view, bytes)? else {
        return Ok(Verification::refuted("no document in this office's log has these bytes"));
    };
    let folder = Folder::at(view.folder);
    let kept = folder.act(index)?.with_context(|| format!("act {index} is missing from the record"))?;
    let note = folder.checkpoint_note()?.context("the record has no checkpoint")?;
    let salt = kept.salt_bytes()?;
    let symbols = strings(&kept.act["symbols"]);
    let receipt =
        Receipt::issue(&folder, &note, key, kept.act, salt, index).context("the record does not prove the document")?;
    let mut found = against_receipt(&receipt, key, Some(bytes))?;
    // The file was issued; whether it still is how the document stands, the later acts say.
    for later in index + 1..folder.size()?.unwrap_or(0) {
        let Some(kept) = folder.act(later)?.filter(|kept| strings(&kept.act["symbols"]) == symbols) else { continue };
        if let (Some(act @ ("withdraw" | "reissue")), Some(on)) = (kept.act["act"].as_str(), kept.act["on"].as_str()) {
            let word = if act == "withdraw" { "WITHDRAWN" } else { "a version was issued again" };
            found.message.push_str(&format!("; since then, on {on}, {word} (entry {later})"));
        }
    }
    Ok(found)
}

fn strings(value: &serde_json::Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}
