//! Leaves: how a public act becomes 32 bytes that say nothing by themselves.
//!
//! What this file does: it writes an act in one canonical form, takes its salted digest, and
//! hashes leaves and nodes as RFC 6962 does.
//!
//! What it never does: it draws no salt (salts are handed in) and never puts the act itself
//! into the log. The log holds digests only, so that an act and its salt can be deleted: with
//! 32 unknown random bytes in the digest, the leaf that stays behind cannot be tried against
//! guesses of what the act said.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The words that open every leaf digest, so that a digest made for another purpose, or under
/// a later rule, can never pass for a leaf of this one.
pub const DOMAIN: &str = "chancery/v0/public-act";

/// The largest integer, either side of zero, that every JSON reader holds exactly: 2^53 − 1
/// ([RFC 8785](https://www.rfc-editor.org/rfc/rfc8785) §3.2.2.3, RFC 7493 §2.2).
pub const LARGEST_INTEGER: u64 = (1 << 53) - 1;

/// A SHA-256 value: a leaf digest, a leaf hash, a node or a root. It is written in base64, as
/// checkpoints write it ([RFC 4648](https://www.rfc-editor.org/rfc/rfc4648) §4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Reads a hash from its only base64 spelling; anything else gives `None`.
    pub fn from_base64(text: &str) -> Option<Hash> {
        decode32(text).map(Hash)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        base64_32::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        base64_32::deserialize(deserializer).map(Hash)
    }
}

fn decode32(text: &str) -> Option<[u8; 32]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// 32 bytes as base64 in JSON, for salts and hashes.
pub(crate) mod base64_32 {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8; 32], s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&STANDARD.encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(d)?;
        decode32(&text).ok_or_else(|| serde::de::Error::custom("expected 32 bytes in base64"))
    }
}

/// Why a value has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// A number is a fraction, has an exponent, is −0, or lies outside ±(2^53 − 1).
    #[error(
        "the number {0} is not an integer between -9007199254740991 and 9007199254740991, \
         the only numbers a public act may hold"
    )]
    Number(String),
}

/// The canonical bytes of a JSON value, as [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785)
/// lays them down: keys sorted by their UTF-16 units, no white space, the shortest escapes.
///
/// The number rule: integers within ±(2^53 − 1) only. RFC 8785 would round anything else to a
/// double, and two different numbers would then have the same bytes, which a record that is to
/// show every alteration cannot allow. For all it accepts, this is RFC 8785 byte for byte.
///
/// # Errors
/// [`NotCanonical`] when a number breaks that rule.
pub fn canonical_json(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut out = Vec::new();
    write_value(value, &mut out)?;
    Ok(out)
}

fn write_value(value: &Value, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let whole = number.as_i64().filter(|n| n.unsigned_abs() <= LARGEST_INTEGER);
            match whole {
                Some(n) => out.extend_from_slice(n.to_string().as_bytes()),
                None => return Err(NotCanonical::Number(number.to_string())),
            }
        }
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write_value(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(map) => {
            let mut fields: Vec<(&String, &Value)> = map.iter().collect();
            fields.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            out.push(b'{');
            for (place, (key, item)) in fields.into_iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write_string(key, out);
                out.push(b':');
                write_value(item, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0x00..=0x1f => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

/// The digest that stands for a public act in the log; its 32 bytes are the leaf's data.
///
/// SHA-256 over [`DOMAIN`], one zero byte, the salt, and the act's [`canonical_json`]. The zero
/// byte ends the domain and the salt has a fixed length, so that no two triples give the same
/// input. The salt must be 32 bytes of chance, drawn anew for each act and kept with it.
pub fn leaf_digest(salt: &[u8; 32], canonical_act: &[u8]) -> Hash {
    sha256(&[DOMAIN.as_bytes(), &[0], salt, canonical_act])
}

/// The hash of a leaf's data in the tree: SHA-256 of 0x00 and the data
/// ([RFC 6962](https://www.rfc-editor.org/rfc/rfc6962#section-2.1) §2.1).
pub fn leaf_hash(data: &[u8]) -> Hash {
    sha256(&[&[0x00], data])
}

/// The hash of two subtrees: SHA-256 of 0x01, left and right (RFC 6962 §2.1). The different
/// first byte is what keeps a node from being passed off as a leaf.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[0x01], &left.0, &right.0])
}

/// The root of a tree without leaves: the SHA-256 of nothing (RFC 6962 §2.1).
pub fn empty_root() -> Hash {
    sha256(&[])
}

fn sha256(parts: &[&[u8]]) -> Hash {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    Hash(digest.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn canonical(value: &Value) -> String {
        String::from_utf8(canonical_json(value).unwrap()).unwrap()
    }

    #[test]
    fn keys_are_sorted_by_utf16_units_as_rfc_8785_shows() {
        // The example of RFC 8785 §3.2.3: the astral key sorts before U+FB33, because its
        // first UTF-16 unit is a surrogate, although its UTF-8 bytes are larger.
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Dalet",
            "1": "One", "\u{1f600}": "Emoji", "\u{80}": "Control", "\u{f6}": "Latin o",
        });
        assert_eq!(
            canonical(&value),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
             \"\u{f6}\":\"Latin o\",\"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"Emoji\",\
             \"\u{fb33}\":\"Hebrew Dalet\"}"
        );
    }

    #[test]
    fn escapes_are_the_shortest() {
        let value = json!("\u{20ac}$\u{f}\u{8}\t\n\u{c}\rA'B\"\\\\\"/\u{7f}");
        assert_eq!(canonical(&value), "\"\u{20ac}$\\u000f\\b\\t\\n\\f\\rA'B\\\"\\\\\\\\\\\"/\u{7f}\"");
    }

    #[test]
    fn nested_values_have_no_white_space() {
        let value = json!({"b": [1, -2, null, true, {"z": {}, "a": []}], "a": false});
        assert_eq!(canonical(&value), r#"{"a":false,"b":[1,-2,null,true,{"a":[],"z":{}}]}"#);
    }

    #[test]
    fn only_integers_every_reader_holds_exactly_are_accepted() {
        for good in ["0", "9007199254740991", "-9007199254740991"] {
            let value: Value = serde_json::from_str(good).unwrap();
            assert_eq!(canonical(&value), good);
        }
        for bad in [
            "1.5",
            "1.0",
            "1e3",
            "-0",
            "9007199254740992",
            "-9007199254740992",
            "18446744073709551615",
            "-9223372036854775808",
        ] {
            let value: Value = serde_json::from_str(bad).unwrap();
            assert!(canonical_json(&json!({"deep": [value]})).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_leaf_digest_is_pinned() {
        // Computed apart from this code, with coreutils:
        // { printf 'chancery/v0/public-act\0'; head -c32 /dev/zero; printf '{"a":1}'; } | sha256sum
        let digest = leaf_digest(&[0; 32], br#"{"a":1}"#);
        let hex: String = digest.0.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "f80f6e5399a0c6baf2285f381850215576b04a11b6a602894333f255519337fa");
    }

    proptest! {
        #[test]
        fn the_canonical_form_reads_back_as_the_same_value(
            text in ".*", key in ".*", number in -9_007_199_254_740_991_i64..=9_007_199_254_740_991,
        ) {
            let value = json!({ key: [text, number] });
            let bytes = canonical_json(&value).unwrap();
            prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), value);
        }

        #[test]
        fn any_bit_flipped_in_salt_or_act_changes_the_leaf(
            salt: [u8; 32], act in prop::collection::vec(any::<u8>(), 1..200),
            place: prop::sample::Index, bit in 0_u8..8,
        ) {
            let kept = leaf_digest(&salt, &act);
            let mut other_salt = salt;
            other_salt[place.index(32)] ^= 1 << bit;
            prop_assert_ne!(leaf_digest(&other_salt, &act), kept);
            let mut other_act = act.clone();
            other_act[place.index(act.len())] ^= 1 << bit;
            prop_assert_ne!(leaf_digest(&salt, &other_act), kept);
        }
    }
}
