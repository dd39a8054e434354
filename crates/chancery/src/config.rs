//! The office's own configuration: `chancery.toml` in its folder. What an institution lays down stands in its body instead.

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// `chancery.toml`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Config {
    /// The format of the office's folder.
    pub format: u32,
    /// Who issues, printed on every page and named in its metadata; the body's own office if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// On whose authority documents are issued. Only where the operator states it is the body's foot line left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// The address of the office's resolver, printed on pages where given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The name under which the record is signed: no spaces, no plus sign.
    pub record_name: String,
    /// The opaque identity of the officer who works at the command line.
    pub officer: String,
    /// The role in which that officer acts where none is named; the body's widest role if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The largest original that is taken in, in bytes.
    #[serde(default = "largest")]
    pub largest_original: u64,
}

fn largest() -> u64 {
    32 * 1024 * 1024
}

impl Config {
    /// A configuration for a new office; `chance` makes its identities unlike any other office's.
    pub fn new(body_code: &str, chance: &[u8; 16]) -> Config {
        let hex: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
        Config {
            format: 0,
            office: None,
            authority: None,
            address: None,
            record_name: format!("{body_code}-{}.chancery.invalid", &hex[..12]),
            officer: format!("officer-{}", &hex[12..24]),
            role: None,
            largest_original: largest(),
        }
    }

    /// Reads the configuration of an office.
    pub fn load(path: &Path) -> Result<Config> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is not a configuration", path.display()))
    }

    /// Writes it.
    pub fn save(&self, path: &Path) -> Result<()> {
        let head = "# The office's own configuration. What the institution lays down stands in body/.\n\n";
        let text = toml::to_string(self).context("the configuration cannot be written as TOML")?;
        crate::office::write_durably(path, format!("{head}{text}").as_bytes())
    }
}
