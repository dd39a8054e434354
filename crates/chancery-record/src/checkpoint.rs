//! Checkpoints: the signed head of the log.
//!
//! What this file does: it writes a tree's size and root as a C2SP checkpoint, signs it as a
//! C2SP signed note with Ed25519, and opens such notes again with a verifier key.
//!
//! What it never does: it keeps no key (a seed is handed in for one signature) and never reads
//! a checkpoint before a signature over it has been verified. It knows one kind of signature;
//! all others, such as those of witnesses, are carried along and ignored, as the specification
//! asks. That a log signs no two heads that contradict each other is the caller's duty: it
//! compares-and-swaps the one checkpoint it has signed last.
//!
//! Two rules are stricter here than in C2SP, because one log has one name: the key's name is
//! the checkpoint's origin, and a checkpoint has no extension lines. A key is rolled by a
//! second key of the same name.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::leaf::Hash;

/// The byte that stands for "Ed25519 over the note's text"
/// ([signed-note](https://c2sp.org/signed-note), "Signature types").
const ED25519: u8 = 0x01;

/// The longest note that is read: far more than sixteen post-quantum signatures need.
const LONGEST_NOTE: usize = 256 * 1024;

/// The most signature lines that are read; C2SP asks for at least sixteen.
const MOST_SIGNATURES: usize = 100;

/// Why a key is no key, or a note no checkpoint of the log that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// A name is empty, or holds a space, a plus sign or a control character.
    #[error("\"{0}\" cannot name a log: a name has no space, plus sign or control character")]
    Name(String),
    /// The text is not a verifier key.
    #[error("this is not the public key of a log: {0}")]
    Key(&'static str),
    /// The text is not a signed note.
    #[error("the checkpoint is not a signed note: {0}")]
    Note(&'static str),
    /// No signature on the note is by this key.
    #[error("the checkpoint bears no signature by the key {0}")]
    Unsigned(String),
    /// The note names this key, but the signature is not by it over this text.
    #[error("the signature of {0} does not fit the checkpoint: its text or its signature was altered")]
    Signature(String),
    /// The text of the note is signed but is not a checkpoint.
    #[error("the signed text is not a checkpoint: {0}")]
    Body(&'static str),
    /// The note is a checkpoint of a log of another name.
    #[error("the checkpoint is of the log \"{found}\", not of \"{expected}\"")]
    OtherLog {
        /// The log that the key belongs to.
        expected: String,
        /// The log that the checkpoint names.
        found: String,
    },
}

/// The head of a log: its name, how many leaves it has, and the root over them
/// ([tlog-checkpoint](https://c2sp.org/tlog-checkpoint)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name, which is also the name of its key; a URL without the scheme is advised.
    pub origin: String,
    /// How many leaves the tree has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed: origin, size and root, each on its line.
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }

    /// The checkpoint as a signed note. The signature is deterministic (RFC 8032), so that the
    /// same checkpoint and seed always give the same bytes.
    ///
    /// # Errors
    /// [`NoteError::Name`] when the origin cannot name a key.
    pub fn sign(&self, seed: &[u8; 32]) -> Result<String, NoteError> {
        sign_note(&self.body(), seed, &self.origin)
    }

    /// Opens a signed note: verifies the key's signature, then reads the text.
    ///
    /// # Errors
    /// [`NoteError`] when the note is malformed, is not signed by this key, bears a signature
    /// in this key's name that does not fit, or is not a checkpoint of the key's log.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Checkpoint, NoteError> {
        let checkpoint = Checkpoint::parse_body(open_note(note, key)?)?;
        if checkpoint.origin != key.name {
            return Err(NoteError::OtherLog { expected: key.name.clone(), found: checkpoint.origin });
        }
        Ok(checkpoint)
    }

    /// Reads the text of a checkpoint. It proves nothing: use [`Checkpoint::open`].
    fn parse_body(body: &str) -> Result<Checkpoint, NoteError> {
        let lines = body.strip_suffix('\n').unwrap_or(body);
        let lines: Vec<&str> = lines.split('\n').collect();
        let [origin, size, root] = lines.as_slice() else {
            return Err(NoteError::Body("it has not exactly three lines"));
        };
        if !names_a_log(origin) {
            return Err(NoteError::Name((*origin).into()));
        }
        let plain = size.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || (size.starts_with('0') && *size != "0") {
            return Err(NoteError::Body("its size is not a plain decimal number"));
        }
        let Ok(size) = size.parse() else {
            return Err(NoteError::Body("its size is not a plain decimal number"));
        };
        let Some(root) = Hash::from_base64(root) else {
            return Err(NoteError::Body("its root is not 32 bytes in base64"));
        };
        Ok(Checkpoint { origin: (*origin).into(), size, root })
    }
}

/// The public key of a log, written `<name>+<key id>+<base64 of 0x01 and the key>`
/// ([signed-note](https://c2sp.org/signed-note); the written form is that of Go's
/// [sumdb/note](https://pkg.go.dev/golang.org/x/mod/sumdb/note)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl VerifierKey {
    /// The name of the log whose key this is.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn new(name: &str, key: VerifyingKey) -> Result<VerifierKey, NoteError> {
        if !names_a_log(name) {
            return Err(NoteError::Name(name.into()));
        }
        // A key of small order would verify signatures over texts nobody signed.
        if key.is_weak() {
            return Err(NoteError::Key("the key is one that anybody can sign for"));
        }
        Ok(VerifierKey { id: key_id(name, &key), name: name.into(), key })
    }

    fn label(&self) -> String {
        format!("{}+{:08x}", self.name, u32::from_be_bytes(self.id))
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{}", self.label(), STANDARD.encode(bytes))
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<VerifierKey, NoteError> {
        // Base64 may hold plus signs of its own; a name may not.
        let parts: Vec<&str> = text.splitn(3, '+').collect();
        let [name, _, encoded] = parts.as_slice() else {
            return Err(NoteError::Key("it is not <name>+<key id>+<key>"));
        };
        let bytes = STANDARD.decode(encoded).unwrap_or_default();
        let Some((&ED25519, bytes)) = bytes.split_first() else {
            return Err(NoteError::Key("it is not an Ed25519 key in base64"));
        };
        let key = <&[u8; 32]>::try_from(bytes)
            .ok()
            .and_then(|bytes| VerifyingKey::from_bytes(bytes).ok())
            .ok_or(NoteError::Key("it is not an Ed25519 key in base64"))?;
        let key = VerifierKey::new(name, key)?;
        if key.to_string() != text {
            return Err(NoteError::Key("its key id is not that of its name and key, so part of it was mistyped"));
        }
        Ok(key)
    }
}

/// The public key that goes with a seed and a log's name. Its [`to_string`](ToString) is what
/// an office publishes and a reader keeps.
///
/// # Errors
/// [`NoteError::Name`] when the name is empty or holds a space, plus sign or control character.
pub fn verifier_key(seed: &[u8; 32], name: &str) -> Result<VerifierKey, NoteError> {
    VerifierKey::new(name, SigningKey::from_bytes(seed).verifying_key())
}

fn names_a_log(name: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    !name.is_empty() && !name.contains(forbidden)
}

/// The first four bytes of SHA-256(name, newline, 0x01, public key).
fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let mut digest = Sha256::new();
    digest.update(name.as_bytes());
    digest.update([b'\n', ED25519]);
    digest.update(key.as_bytes());
    let [a, b, c, d, ..]: [u8; 32] = digest.finalize().into();
    [a, b, c, d]
}

/// Signs a text that ends in a newline.
fn sign_note(text: &str, seed: &[u8; 32], name: &str) -> Result<String, NoteError> {
    let key = verifier_key(seed, name)?;
    let signature = SigningKey::from_bytes(seed).sign(text.as_bytes());
    let mut bytes = key.id.to_vec();
    bytes.extend_from_slice(&signature.to_bytes());
    Ok(format!("{text}\n\u{2014} {name} {}\n", STANDARD.encode(bytes)))
}

/// Gives the text of a note once a signature by `key` over it is verified.
fn open_note<'a>(note: &'a str, key: &VerifierKey) -> Result<&'a str, NoteError> {
    if note.len() > LONGEST_NOTE {
        return Err(NoteError::Note("it is too long"));
    }
    if note.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
        return Err(NoteError::Note("it holds a control character"));
    }
    // The text keeps its last newline; the last empty line divides it from the signatures.
    let Some((text, signatures)) = note.rfind("\n\n").and_then(|at| note.split_at_checked(at + 1)) else {
        return Err(NoteError::Note("no empty line divides text and signatures"));
    };
    let Some(lines) = signatures.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n')) else {
        return Err(NoteError::Note("it does not end in a signature line"));
    };
    if lines.split('\n').count() > MOST_SIGNATURES {
        return Err(NoteError::Note("it bears too many signatures"));
    }
    let mut signed = false;
    for line in lines.split('\n') {
        let (name, bytes) = parse_signature(line)?;
        let Some((id, signature)) = bytes.split_first_chunk::<4>() else {
            return Err(NoteError::Note("a signature is too short"));
        };
        if name != key.name || *id != key.id {
            continue;
        }
        let fits =
            Signature::from_slice(signature).and_then(|signature| key.key.verify_strict(text.as_bytes(), &signature));
        if fits.is_err() {
            return Err(NoteError::Signature(key.label()));
        }
        signed = true;
    }
    if !signed {
        return Err(NoteError::Unsigned(key.label()));
    }
    Ok(text)
}

fn parse_signature(line: &str) -> Result<(&str, Vec<u8>), NoteError> {
    const MALFORMED: NoteError = NoteError::Note("a signature line is malformed");
    let rest = line.strip_prefix("\u{2014} ").ok_or(MALFORMED)?;
    let (name, encoded) = rest.split_once(' ').ok_or(MALFORMED)?;
    let bytes = STANDARD.decode(encoded).map_err(|_| MALFORMED)?;
    if !names_a_log(name) || bytes.len() <= 4 {
        return Err(MALFORMED);
    }
    Ok((name, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf::empty_root;
    use proptest::prelude::*;

    const SEED: [u8; 32] = [9; 32];
    const NAME: &str = "records.example/log";

    fn signed() -> (Checkpoint, String, VerifierKey) {
        let checkpoint = Checkpoint { origin: NAME.into(), size: 42, root: Hash([5; 32]) };
        let note = checkpoint.sign(&SEED).unwrap();
        (checkpoint, note, verifier_key(&SEED, NAME).unwrap())
    }

    /// The key, text and note of the tests of Go's sumdb/note, with which every implementation
    /// of signed notes is tried.
    const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const GO_SECRET: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const GO_TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                           then you don't know what your problem is.\n";
    const GO_SIGNATURE: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZI\
                                nNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn keys_and_notes_are_those_of_the_reference_implementation() {
        let secret = STANDARD.decode(GO_SECRET).unwrap();
        let seed: [u8; 32] = secret[1..].try_into().unwrap();
        let key = verifier_key(&seed, "PeterNeumann").unwrap();
        assert_eq!(key.to_string(), GO_KEY);
        assert_eq!(GO_KEY.parse(), Ok(key.clone()));
        let note = format!("{GO_TEXT}\n{GO_SIGNATURE}");
        assert_eq!(sign_note(GO_TEXT, &seed, "PeterNeumann").unwrap(), note);
        assert_eq!(open_note(&note, &key), Ok(GO_TEXT));
        let text = note.replace("cryptography", "cryptographY");
        assert!(matches!(open_note(&text, &key), Err(NoteError::Signature(_))));
        // Signed, but not a checkpoint.
        assert!(matches!(Checkpoint::open(&note, &key), Err(NoteError::Body(_))));
    }

    #[test]
    fn a_mistyped_key_is_no_key() {
        for start in 0..GO_KEY.len() {
            for end in start..=GO_KEY.len() {
                let whole = start == 0 && end == GO_KEY.len();
                assert_eq!(GO_KEY[start..end].parse::<VerifierKey>().is_ok(), whole);
            }
        }
        let mut bytes = GO_KEY.as_bytes().to_vec();
        for place in 0..bytes.len() {
            for bit in 0..7 {
                bytes[place] ^= 1 << bit;
                let text = String::from_utf8(bytes.clone()).unwrap();
                assert!(text.parse::<VerifierKey>().is_err(), "{text}");
                bytes[place] ^= 1 << bit;
            }
        }
        for bad in [
            // From Go's tests: a key of the wrong length and an unknown kind, both with the key
            // id that goes with them.
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        ] {
            assert!(bad.parse::<VerifierKey>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_key_that_anybody_can_sign_for_is_refused() {
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let key = VerifyingKey::from_bytes(&neutral).unwrap();
        assert!(matches!(VerifierKey::new(NAME, key), Err(NoteError::Key(_))));
    }

    #[test]
    fn control_characters_are_refused_even_when_signed() {
        let key = verifier_key(&SEED, NAME).unwrap();
        for text in ["a\tb\n", "a\r\n", "a\0b\n", "a\u{1b}[2Jb\n"] {
            let note = sign_note(text, &SEED, NAME).unwrap();
            assert!(matches!(open_note(&note, &key), Err(NoteError::Note(_))));
        }
    }

    #[test]
    fn names_are_plain() {
        for bad in ["", "a b", "a+b", "a\nb", "a\u{a0}b", "a\u{2028}b", "a\u{7f}"] {
            assert!(verifier_key(&SEED, bad).is_err(), "{bad:?}");
            let checkpoint = Checkpoint { origin: bad.into(), size: 0, root: empty_root() };
            assert!(checkpoint.sign(&SEED).is_err(), "{bad:?}");
        }
        assert_eq!(verifier_key(&SEED, "büro.example/log").unwrap().name(), "büro.example/log");
    }

    #[test]
    fn what_is_signed_opens() {
        let (checkpoint, note, key) = signed();
        let body = "records.example/log\n42\nBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=\n";
        assert_eq!(checkpoint.body(), body);
        assert!(note.starts_with(&format!("{body}\n\u{2014} {NAME} ")));
        assert_eq!(Checkpoint::open(&note, &key), Ok(checkpoint));
    }

    #[test]
    fn signatures_of_others_are_ignored() {
        let (checkpoint, note, key) = signed();
        let body = checkpoint.body();
        let own = note.strip_prefix(&format!("{body}\n")).unwrap();
        // The same name with another key, another name with the same id, a longer signature.
        let other_key = sign_note(&body, &[8; 32], NAME).unwrap();
        let other_key = other_key.strip_prefix(&format!("{body}\n")).unwrap();
        let other_name = own.replace(NAME, "witness.example");
        let long = format!("\u{2014} witness.example/pq {}\n", STANDARD.encode([3; 5000]));
        for others in [other_key, &other_name, &long] {
            for lines in [format!("{others}{own}"), format!("{own}{others}")] {
                let note = format!("{body}\n{lines}");
                assert_eq!(Checkpoint::open(&note, &key), Ok(checkpoint.clone()));
            }
            let note = format!("{body}\n{others}");
            assert!(matches!(Checkpoint::open(&note, &key), Err(NoteError::Unsigned(_))));
        }
        let bent = format!("\u{2014} {NAME} {}\n", STANDARD.encode([&key.id[..], &[1; 64]].concat()));
        for lines in [format!("{bent}{own}"), format!("{own}{bent}")] {
            let note = format!("{body}\n{lines}");
            assert!(matches!(Checkpoint::open(&note, &key), Err(NoteError::Signature(_))));
        }
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let (_, note, key) = signed();
        let mut bytes = note.into_bytes();
        for place in 0..bytes.len() {
            for bit in 0..8 {
                bytes[place] ^= 1 << bit;
                if let Ok(text) = std::str::from_utf8(&bytes) {
                    assert!(Checkpoint::open(text, &key).is_err(), "{text:?}");
                }
                bytes[place] ^= 1 << bit;
            }
        }
    }

    #[test]
    fn signed_texts_that_are_no_checkpoints_are_refused() {
        let key = verifier_key(&SEED, NAME).unwrap();
        let root = Hash([5; 32]).to_string();
        for body in [
            format!("{NAME}\n42\n{root}\nan extension\n"),
            format!("{NAME}\n42\n{root}\n\n"),
            format!("{NAME}\n42\n"),
            format!("{NAME}\n042\n{root}\n"),
            format!("{NAME}\n+42\n{root}\n"),
            format!("{NAME}\n-1\n{root}\n"),
            format!("{NAME}\n\n{root}\n"),
            format!("{NAME}\n18446744073709551616\n{root}\n"),
            format!("{NAME}\n42\n{}\n", &root[..43]),
            format!("{NAME}\n42\n {root}\n"),
            format!("\n42\n{root}\n"),
            format!("other.example/log\n42\n{root}\n"),
            "\n".into(),
        ] {
            let note = sign_note(&body, &SEED, NAME).unwrap();
            assert!(Checkpoint::open(&note, &key).is_err(), "{body:?}");
        }
        let note = sign_note(&format!("{NAME}\n0\n{root}\n"), &SEED, NAME).unwrap();
        assert_eq!(Checkpoint::open(&note, &key).unwrap().size, 0);
    }

    #[test]
    fn malformed_notes_are_refused() {
        let (checkpoint, note, key) = signed();
        let body = checkpoint.body();
        let own = note.strip_prefix(&format!("{body}\n")).unwrap();
        for bad in [
            String::new(),
            "\n".into(),
            "\n\n".into(),
            "\n\n\n".into(),
            body.clone(),
            format!("{body}\n"),
            format!("{body}\n\n"),
            format!("{body}{own}"),
            note.trim_end().into(),
            format!("{note}\n"),
            format!("{note} "),
            format!("\u{feff}{note}"),
            note.replace('\n', "\r\n"),
            note.replace('\u{2014}', "-"),
            format!("{note}\u{2014} x\n"),
            format!("{note}\u{2014} x AAAA\n"),
            format!("{note}\u{2014} x  AAAAAAAA\n"),
            format!("{note}\u{2014} x AAAAAAAA \n"),
            format!("{note}{}", own.repeat(MOST_SIGNATURES)),
            format!("{note}\u{2014} x {}\n", "A".repeat(LONGEST_NOTE)),
        ] {
            assert!(Checkpoint::open(&bad, &key).is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn hostile_texts_never_panic(text in any::<String>(), lines in "(\u{2014}|[ab+/=\n 0-9é\u{2028}])*") {
            let (_, note, key) = signed();
            for text in [&text, &lines] {
                prop_assert!(Checkpoint::open(text, &key).is_err());
                let framed = format!("{text}\n\n{text}\n");
                prop_assert!(Checkpoint::open(&framed, &key).is_err());
                prop_assert!(text.parse::<VerifierKey>().is_err());
                let _ = Checkpoint::parse_body(text);
                let _ = Checkpoint::open(&format!("{note}{text}"), &key);
            }
        }

        #[test]
        fn notes_cut_and_mixed_never_panic(
            from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), text in ".{0,4}",
        ) {
            let (_, note, key) = signed();
            let chars: Vec<char> = note.chars().collect();
            let (from, to) = (from.index(chars.len()), to.index(chars.len()));
            let mixed: String = chars[..from].iter().copied()
                .chain(text.chars()).chain(chars[to..].iter().copied()).collect();
            if mixed != note {
                prop_assert!(Checkpoint::open(&mixed, &key).is_err());
            }
        }

        #[test]
        fn any_checkpoint_and_key_read_back(seed: [u8; 32], size: u64, root: [u8; 32], origin in "[a-z./é\u{4e2d}-]{1,30}") {
            let checkpoint = Checkpoint { origin, size, root: Hash(root) };
            let key = verifier_key(&seed, &checkpoint.origin).unwrap();
            let note = checkpoint.sign(&seed).unwrap();
            prop_assert_eq!(Checkpoint::open(&note, &key), Ok(checkpoint));
            prop_assert_eq!(key.to_string().parse(), Ok(key));
        }
    }
}
