//! The public record: a tamper-evident log of public acts.
//!
//! What this room does: it turns a public act into a salted leaf ([`leaf`]), keeps the leaves
//! in a Merkle tree laid out as static files ([`tree`], [`log`]), signs and opens the tree's
//! head ([`checkpoint`]), and writes and checks the receipt that lets a reader prove, offline
//! and without asking the office, that an act stands in the record ([`receipt`]).
//!
//! What this room never does: it touches no disk, clock, network or source of chance. Salts,
//! seeds and files are handed in; files to be written are handed back. It knows no other room,
//! not even the model: an act is JSON to it, whose words it does not understand.
//!
//! The promise rests on two things from outside: the log's public key, and a checkpoint that
//! the reader remembers from elsewhere. Without the second, an office could keep two logs and
//! show each reader another one; with it, [`receipt::verify_receipt`] notices.
//!
//! Sources: [RFC 6962](https://www.rfc-editor.org/rfc/rfc6962) (hashing and proofs),
//! [RFC 9162](https://www.rfc-editor.org/rfc/rfc9162) §2.1.3.2 and §2.1.4.2 (checking proofs),
//! [C2SP tlog-tiles](https://c2sp.org/tlog-tiles),
//! [C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint),
//! [C2SP signed-note](https://c2sp.org/signed-note).

pub mod checkpoint;
pub mod leaf;
pub mod log;
pub mod receipt;
pub mod tree;

pub use checkpoint::{Checkpoint, NoteError, VerifierKey, verifier_key};
pub use leaf::{Hash, NotCanonical, canonical_json, leaf_digest, leaf_hash};
pub use log::{Log, LogError, Written, leaves, rebuild};
pub use receipt::{IssueError, RECEIPT_EXTENSION, Receipt, Refuted, Remembered, Verified, verify_receipt};
pub use tree::{ProofError, TileReader, Tree, TreeError, bundle_path, tile_path, verify_consistency, verify_inclusion};
