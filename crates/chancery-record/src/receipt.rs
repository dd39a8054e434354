//! Receipts: what a reader keeps beside a document to prove, offline, that it was recorded.
//!
//! What this file does: it writes a receipt (the public act, its salt, its place in the log,
//! the proof and the signed checkpoint) and checks one against the log's public key and, where
//! the reader has one, a checkpoint remembered from elsewhere.
//!
//! What it never does: it asks nobody. Nothing in a receipt is believed before it is proved:
//! whoever wrote the receipt may have written anything. It does not look into the act either;
//! [`Verified`] gives it back, and the caller compares the file at hand with the digests there.
//!
//! A receipt is the C2SP [tlog-proof](https://c2sp.org/tlog-proof) in content (index, inclusion
//! hashes from the leaf upwards, checkpoint verbatim) but JSON in form, because the act itself
//! travels with it; hence an extension of its own, [`RECEIPT_EXTENSION`].

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{Error as _, IntoDeserializer as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::checkpoint::{Checkpoint, NoteError, VerifierKey};
use crate::leaf::{Hash, NotCanonical, base64_32, canonical_json, leaf_digest, leaf_hash};
use crate::tree::{ProofError, TileReader, Tree, TreeError, verify_consistency, verify_inclusion};

/// How a receipt's file name ends: `A-74-672.en.pdf` has `A-74-672.en.pdf.receipt.json`.
pub const RECEIPT_EXTENSION: &str = ".receipt.json";

/// The versions of a receipt. Being a type, no way of reading one passes over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Version {
    /// The only one so far; not a promise until a decision record freezes format v1.
    #[serde(rename = "chancery/v0/receipt")]
    V0,
}

/// The proof that an act stands in the record, complete in itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The form of this receipt.
    pub version: Version,
    /// The public act.
    #[serde(deserialize_with = "unambiguous")]
    pub act: Value,
    /// The act's salt, 32 bytes, in base64.
    #[serde(with = "base64_32")]
    pub salt: [u8; 32],
    /// The leaf's index in the log, counted from 0.
    pub index: u64,
    /// The inclusion proof, from the leaf's sibling upwards, each hash in base64.
    pub inclusion: Vec<Hash>,
    /// The signed checkpoint, verbatim.
    pub checkpoint: String,
}

/// A head of the log that the reader knows from somewhere else than the office that gave the
/// receipt: an earlier visit, another mission, a printed page.
#[derive(Debug, Clone, Copy)]
pub struct Remembered<'a> {
    /// The head remembered. The reader vouches for it; a note is opened with
    /// [`Checkpoint::open`].
    pub checkpoint: &'a Checkpoint,
    /// The proof from the smaller to the larger of this head and the receipt's
    /// ([`Tree::consistency`]). It may come from the office, for it proves itself.
    pub consistency: &'a [Hash],
}

/// What a receipt proved.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// The act that was recorded. The caller compares the file at hand with its digests.
    pub act: Value,
    /// The act's place in the log, counted from 0.
    pub index: u64,
    /// The head of the log under which it was proved; worth remembering for the next time.
    pub checkpoint: Checkpoint,
    /// Whether that head was also found to agree with one that the reader remembered. If not,
    /// the office could have shown this log to this reader only.
    pub agrees_with_memory: bool,
}

/// Why a receipt proves nothing. Each message says in one sentence what does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refuted {
    /// The text is not a receipt at all.
    #[error("this is not a receipt: {0}")]
    NotAReceipt(String),
    /// The receipt is of a version that this program does not know.
    #[error("the receipt is of version \"{0}\", which this program cannot read")]
    Version(String),
    /// The act cannot have been recorded as it stands.
    #[error("the act in the receipt cannot have been recorded: {0}")]
    Act(#[from] NotCanonical),
    /// The checkpoint is malformed, or is not signed by the log's key.
    #[error("{0}")]
    Checkpoint(#[from] NoteError),
    /// The place lies outside the log.
    #[error(
        "the receipt places the act at {index}, but the signed log has only {size} entries, \
         counted from 0"
    )]
    OutsideLog {
        /// The index in the receipt.
        index: u64,
        /// The size of the signed log.
        size: u64,
    },
    /// The inclusion proof has too few or too many hashes.
    #[error("the proof in the receipt has {0} hashes, which is not the number its place needs")]
    ProofLength(usize),
    /// Act, salt, place and proof do not lead to the signed root.
    #[error(
        "the act was not recorded as it stands here: act, salt, place and proof do not lead to \
         the root that the log has signed"
    )]
    NotRecorded,
    /// The head remembered is of another log.
    #[error("the receipt is of the log \"{receipt}\", but \"{remembered}\" is remembered")]
    OtherLog {
        /// The receipt's log.
        receipt: String,
        /// The log remembered.
        remembered: String,
    },
    /// The two heads were not shown to belong to one history.
    #[error(
        "the log of {larger} entries was not shown to continue the log of {smaller} entries: \
         either the proof between them is wrong or the history was rewritten ({why})"
    )]
    NotConsistent {
        /// The size of the smaller log.
        smaller: u64,
        /// The size of the larger log.
        larger: u64,
        /// What is wrong with the proof.
        why: ProofError,
    },
    /// The receipt and the reader's memory have different roots for the same size. When both
    /// are signed, the two notes together prove that the log kept two histories.
    #[error(
        "the log showed two different histories of {0} entries: one in the receipt, the other \
         remembered"
    )]
    TwoHistories(u64),
}

/// Why a receipt could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// The log's files do not give the proof.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The receipt would not verify.
    #[error("the receipt would not verify: {0}")]
    Refuted(#[from] Refuted),
}

impl Receipt {
    /// Makes the receipt for the act at `index`, proved under the signed `checkpoint`, and
    /// verifies it before it is given out: no office should hand out what its readers refute.
    ///
    /// # Errors
    /// [`IssueError`] when the log's files do not give the proof, or the receipt does not verify.
    pub fn issue<R: TileReader + ?Sized>(
        tiles: &R,
        checkpoint: &str,
        key: &VerifierKey,
        act: Value,
        salt: [u8; 32],
        index: u64,
    ) -> Result<Receipt, IssueError> {
        let head = Checkpoint::open(checkpoint, key).map_err(Refuted::from)?;
        let inclusion = Tree::new(tiles, head.size).inclusion(index, head.size)?;
        let receipt = Receipt { version: Version::V0, act, salt, index, inclusion, checkpoint: checkpoint.into() };
        verify_receipt(&receipt, key, None)?;
        Ok(receipt)
    }

    /// Reads a receipt from the text of its file. It proves nothing yet.
    ///
    /// JSON that says a key twice is refused, because programs differ on which of
    /// the two they show: a reader might be shown another act than the one that was proved.
    ///
    /// # Errors
    /// [`Refuted::NotAReceipt`] or [`Refuted::Version`].
    pub fn parse(text: &str) -> Result<Receipt, Refuted> {
        let not_a_receipt = |error: serde_json::Error| Refuted::NotAReceipt(error.to_string());
        // The version first: a later one may well have other fields.
        let named: Named = serde_json::from_str(text).map_err(not_a_receipt)?;
        let name: StrDeserializer<'_, serde::de::value::Error> = named.version.as_str().into_deserializer();
        if Version::deserialize(name).is_err() {
            return Err(Refuted::Version(named.version));
        }
        serde_json::from_str(text).map_err(not_a_receipt)
    }

    /// The text of the receipt's file: JSON, made to be looked at, with a final newline.
    pub fn to_text(&self) -> String {
        // Strings, integers and a JSON value cannot fail to be written as JSON.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Checks a receipt with the log's public key and, where the reader has one, a remembered head
/// of the log. Needs nothing else: no office, no network, no tile.
///
/// # Errors
/// [`Refuted`] says what does not fit.
pub fn verify_receipt(
    receipt: &Receipt,
    key: &VerifierKey,
    remembered: Option<Remembered<'_>>,
) -> Result<Verified, Refuted> {
    let head = Checkpoint::open(&receipt.checkpoint, key)?;
    let digest = leaf_digest(&receipt.salt, &canonical_json(&receipt.act)?);
    let leaf = leaf_hash(digest.as_bytes());
    verify_inclusion(&leaf, receipt.index, head.size, &receipt.inclusion, &head.root).map_err(|error| match error {
        ProofError::OutsideTree { index, size } => Refuted::OutsideLog { index, size },
        ProofError::Length => Refuted::ProofLength(receipt.inclusion.len()),
        ProofError::Root | ProofError::Shrunk { .. } => Refuted::NotRecorded,
    })?;
    if let Some(memory) = remembered {
        agree(&head, memory)?;
    }
    Ok(Verified {
        act: receipt.act.clone(),
        index: receipt.index,
        checkpoint: head,
        // Every log continues the empty one, so that remembering that one is remembering nothing.
        agrees_with_memory: remembered.is_some_and(|memory| memory.checkpoint.size > 0),
    })
}

fn agree(head: &Checkpoint, memory: Remembered<'_>) -> Result<(), Refuted> {
    let known = memory.checkpoint;
    if known.origin != head.origin {
        return Err(Refuted::OtherLog { receipt: head.origin.clone(), remembered: known.origin.clone() });
    }
    if known.size == head.size && known.root != head.root {
        return Err(Refuted::TwoHistories(head.size));
    }
    // The reader may come with an older receipt than the head remembered, or a newer one.
    let (old, new) = match known.size <= head.size {
        true => (known, head),
        false => (head, known),
    };
    verify_consistency(old.size, &old.root, new.size, &new.root, memory.consistency)
        .map_err(|why| Refuted::NotConsistent { smaller: old.size, larger: new.size, why })
}

/// Whatever names its version.
#[derive(Deserialize)]
struct Named {
    version: String,
}

fn unambiguous<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Unambiguous::deserialize(deserializer).map(|Unambiguous(value)| value)
}

/// A JSON value none of whose objects has the same key twice.
struct Unambiguous(Value);

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UnambiguousVisitor)
    }
}

struct UnambiguousVisitor;

impl<'de> Visitor<'de> for UnambiguousVisitor {
    type Value = Unambiguous;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Unambiguous, E> {
        Ok(Unambiguous(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Unambiguous, E> {
        Ok(Unambiguous(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Unambiguous, E> {
        Ok(Unambiguous(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Unambiguous, E> {
        Ok(Unambiguous(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Unambiguous, E> {
        Ok(Unambiguous(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Unambiguous, E> {
        Ok(Unambiguous(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Unambiguous, A::Error> {
        let mut items = Vec::new();
        while let Some(Unambiguous(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Unambiguous(items.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Unambiguous, A::Error> {
        let mut map = Map::new();
        while let Some((key, Unambiguous(item))) = entries.next_entry::<String, _>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format!("it says \"{key}\" twice")));
            }
            map.insert(key, item);
        }
        Ok(Unambiguous(map.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::verifier_key;
    use crate::log::{Log, rebuild};
    use proptest::prelude::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    const SEED: [u8; 32] = [3; 32];
    const NAME: &str = "records.example/log";

    type Files = BTreeMap<String, Vec<u8>>;

    fn act(n: u64) -> Value {
        json!({
            "act": "Issue",
            "symbol": format!("X/1/{n}"),
            "renditions": [{ "language": "en", "bytes": 1000 + n, "sha256": format!("{n:064x}") }],
        })
    }

    fn salt(n: u64) -> [u8; 32] {
        leaf_hash(&n.to_be_bytes()).0
    }

    fn digests(count: u64) -> Vec<Hash> {
        let digest = |n| leaf_digest(&salt(n), &canonical_json(&act(n)).unwrap());
        (0..count).map(digest).collect()
    }

    fn head(log: &Log) -> Checkpoint {
        Checkpoint { origin: NAME.into(), size: log.size(), root: log.root() }
    }

    fn office(count: u64) -> (Files, Checkpoint, VerifierKey) {
        let written = rebuild(digests(count)).unwrap();
        let head = head(&written.log());
        (written.files, head, verifier_key(&SEED, NAME).unwrap())
    }

    fn receipt(count: u64, index: u64) -> (Receipt, VerifierKey) {
        let (files, head, key) = office(count);
        let note = head.sign(&SEED).unwrap();
        let made = Receipt::issue(&files, &note, &key, act(index), salt(index), index);
        (made.unwrap(), key)
    }

    #[test]
    fn a_receipt_survives_its_file_and_gives_the_act_back() {
        let (receipt, key) = receipt(300, 123);
        let read = Receipt::parse(&receipt.to_text()).unwrap();
        assert_eq!(read, receipt);
        let verified = verify_receipt(&read, &key, None).unwrap();
        assert_eq!(verified.act, act(123));
        assert_eq!(verified.index, 123);
        assert_eq!(verified.checkpoint.size, 300);
        assert!(!verified.agrees_with_memory);
    }

    #[test]
    fn every_bit_flipped_in_the_file_is_refused() {
        let (receipt, key) = receipt(11, 5);
        let mut bytes = receipt.to_text().into_bytes();
        // The last newline is not part of what is said.
        for place in 0..bytes.len() - 1 {
            for bit in 0..8 {
                bytes[place] ^= 1 << bit;
                if let Ok(text) = std::str::from_utf8(&bytes) {
                    let verified = Receipt::parse(text).and_then(|r| verify_receipt(&r, &key, None));
                    assert!(verified.is_err(), "byte {place}, bit {bit}: {text}");
                }
                bytes[place] ^= 1 << bit;
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let (good, key) = receipt(11, 5);
        let refuted = |change: &dyn Fn(&mut Receipt)| {
            let mut receipt = good.clone();
            change(&mut receipt);
            verify_receipt(&receipt, &key, None).unwrap_err()
        };
        assert_eq!(refuted(&|r| r.act["symbol"] = "X/1/6".into()), Refuted::NotRecorded);
        assert_eq!(refuted(&|r| r.salt[31] ^= 1), Refuted::NotRecorded);
        assert_eq!(refuted(&|r| r.index = 4), Refuted::NotRecorded);
        assert_eq!(refuted(&|r| r.inclusion.swap(0, 1)), Refuted::NotRecorded);
        let outside = Refuted::OutsideLog { index: 11, size: 11 };
        assert_eq!(refuted(&|r| r.index = 11), outside);
        assert_eq!(refuted(&|r| r.inclusion.clear()), Refuted::ProofLength(0));
        let longer = |r: &mut Receipt| r.inclusion.push(Hash([0; 32]));
        assert_eq!(refuted(&longer), Refuted::ProofLength(5));
        let fraction = refuted(&|r| r.act["bytes"] = json!(1.5));
        assert!(matches!(fraction, Refuted::Act(_)));
        let smaller = refuted(&|r| r.checkpoint = r.checkpoint.replacen("11", "12", 1));
        assert!(matches!(smaller, Refuted::Checkpoint(NoteError::Signature(_))));
        let other_key = verifier_key(&[4; 32], NAME).unwrap();
        let unsigned = verify_receipt(&good, &other_key, None);
        assert!(matches!(unsigned, Err(Refuted::Checkpoint(NoteError::Unsigned(_)))));
    }

    #[test]
    fn texts_that_are_no_receipts_are_refused() {
        let text = receipt(3, 1).0.to_text();
        let other = text.replace("chancery/v0/receipt", "chancery/v9/receipt").replace("inclusion", "something_new");
        assert_eq!(Receipt::parse(&other), Err(Refuted::Version("chancery/v9/receipt".into())));
        for bad in [
            "",
            "null",
            "[]",
            "{}",
            "{\"version\": 1}",
            &"[".repeat(100_000),
            &text.replacen("\"act\": {", &format!("\"act\": {}", "[".repeat(100_000)), 1),
            &text.replacen("\"symbol\": \"X/1/1\"", &format!("\"symbol\": {}1{}", "[".repeat(200), "]".repeat(200)), 1),
            &text.replacen('{', "{\"index\": 0,", 1),
            &text.replacen('{', "{\"version\": \"chancery/v0/receipt\",", 1),
            &text.replacen('{', "{\"extra\": 1,", 1),
            &text.replacen("\"index\": 1,", "", 1),
            &text.replacen("\"index\": 1,", "\"index\": -1,", 1),
            // A key said twice could be shown one way and proved another.
            &text.replacen("\"symbol\"", "\"symbol\": \"X/1/9\", \"symbol\"", 1),
            &format!("{text}{text}"),
        ] {
            let parsed = Receipt::parse(bad);
            assert!(matches!(parsed, Err(Refuted::NotAReceipt(_))), "{bad}");
        }
    }

    #[test]
    fn no_receipt_is_made_that_would_not_verify() {
        let (mut files, head, key) = office(11);
        let note = head.sign(&SEED).unwrap();
        let other_act = Receipt::issue(&files, &note, &key, act(4), salt(5), 5);
        assert_eq!(other_act, Err(IssueError::Refuted(Refuted::NotRecorded)));
        let beyond = Receipt::issue(&files, &note, &key, act(11), salt(11), 11);
        assert!(matches!(beyond, Err(IssueError::Tree(_))));
        files.get_mut("tile/0/000.p/11").unwrap()[0] ^= 1;
        let altered = Receipt::issue(&files, &note, &key, act(5), salt(5), 5);
        assert_eq!(altered, Err(IssueError::Refuted(Refuted::NotRecorded)));
    }

    #[test]
    fn a_remembered_head_older_equal_or_newer_agrees() {
        let (files, _, key) = office(500);
        let tree = Tree::new(&files, 500);
        let at = |size| Checkpoint { origin: NAME.into(), size, root: tree.root_at(size).unwrap() };
        let (receipt, _) = receipt(300, 123);
        for known in [0, 1, 124, 256, 299, 300, 301, 500] {
            let consistency = tree.consistency(known.min(300), known.max(300)).unwrap();
            let memory = |checkpoint| Remembered { checkpoint, consistency: &consistency };
            let checkpoint = at(known);
            let verified = verify_receipt(&receipt, &key, Some(memory(&checkpoint))).unwrap();
            assert_eq!(verified.agrees_with_memory, known > 0);

            let mut rewritten = checkpoint.clone();
            rewritten.root.0[0] ^= 1;
            let refuted = verify_receipt(&receipt, &key, Some(memory(&rewritten))).unwrap_err();
            match known {
                300 => assert_eq!(refuted, Refuted::TwoHistories(300)),
                _ => assert!(matches!(refuted, Refuted::NotConsistent { .. })),
            }
            let mut other = checkpoint.clone();
            other.origin = "other.example/log".into();
            let refuted = verify_receipt(&receipt, &key, Some(memory(&other))).unwrap_err();
            assert!(matches!(refuted, Refuted::OtherLog { .. }));
        }
    }

    #[test]
    fn an_office_that_rewrites_its_history_is_found_out() {
        // The reader remembers 300 entries; the office then alters entry 7 and rebuilds all.
        let (_, remembered, key) = office(300);
        let mut forged = digests(400);
        let mut other = act(7);
        other["symbol"] = "X/1/777".into();
        forged[7] = leaf_digest(&salt(7), &canonical_json(&other).unwrap());
        let written = rebuild(forged).unwrap();
        let note = head(&written.log()).sign(&SEED).unwrap();
        let receipt = Receipt::issue(&written.files, &note, &key, other, salt(7), 7).unwrap();
        // By itself the receipt verifies, for the office has signed it …
        assert!(verify_receipt(&receipt, &key, None).is_ok());
        // … but no proof that it can make leads from the head remembered to the new one.
        let consistency = Tree::new(&written.files, 400).consistency(300, 400).unwrap();
        let memory = Remembered { checkpoint: &remembered, consistency: &consistency };
        let refuted = verify_receipt(&receipt, &key, Some(memory)).unwrap_err();
        assert!(matches!(refuted, Refuted::NotConsistent { smaller: 300, larger: 400, .. }));
    }

    #[test]
    fn a_salt_deleted_leaves_every_other_receipt_standing() {
        // After a Redact act the office has neither act nor salt 7, only the leaf's digest.
        let (files, head, key) = office(20);
        let kept = crate::log::leaves(&files, 20).unwrap();
        let again = rebuild(kept).unwrap();
        assert_eq!(again.root, head.root);
        let note = head.sign(&SEED).unwrap();
        for n in (0..20).filter(|n| *n != 7) {
            assert!(Receipt::issue(&again.files, &note, &key, act(n), salt(n), n).is_ok());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn hostile_texts_never_panic(text in any::<String>(), json in "[\\[\\]{}\",:0-9.eE+a-z\\\\-]*") {
            prop_assert!(Receipt::parse(&text).is_err());
            prop_assert!(Receipt::parse(&json).is_err());
        }

        #[test]
        fn every_act_of_any_log_has_a_receipt(count in 1_u64..700, which in any::<u64>()) {
            let index = which % count;
            let (receipt, key) = receipt(count, index);
            let read = Receipt::parse(&receipt.to_text()).unwrap();
            prop_assert_eq!(verify_receipt(&read, &key, None).unwrap().act, act(index));
        }
    }
}
