//! The file store.

use super::*;
use crate::{Failure, Files};
use std::path::PathBuf;

fn store() -> (TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(&folder.path().join("office").join("files")).unwrap();
    (folder, files)
}

fn place(folder: &TempDir, id: &FileId) -> PathBuf {
    folder.path().join("office").join("files").join(&id.0[..2]).join(&id.0[2..])
}

#[test]
fn what_is_put_in_comes_out() {
    let (folder, files) = store();
    for bytes in [&b""[..], b"Letter dated 30 January", &[0; 100_000]] {
        let id = files.put(bytes).unwrap();
        assert_eq!(files.get(&id).unwrap().as_deref(), Some(bytes));
        assert!(files.has(&id).unwrap());
        // Another opening of the same folder sees it.
        let again = Files::open(&folder.path().join("office").join("files")).unwrap();
        assert_eq!(again.get(&id).unwrap().as_deref(), Some(bytes));
    }
    // Nothing of what was being written stays behind.
    assert_eq!(fs::read_dir(folder.path().join("office/files/incoming")).unwrap().count(), 0);
}

#[test]
fn an_identity_says_nothing_about_the_bytes() {
    let (_folder, files) = store();
    let (one, two) = (files.put(b"same").unwrap(), files.put(b"same").unwrap());
    assert_ne!(one, two);
    let (three, four) = (files.put_salted(b"same", &[7; 32]).unwrap(), files.put_salted(b"same", &[7; 32]).unwrap());
    assert_eq!(three, four);
}

#[test]
fn a_stored_file_that_was_altered_is_found() {
    let (folder, files) = store();
    let id = files.put(b"The Assembly notes").unwrap();
    let path = place(&folder, &id);
    let whole = fs::read(&path).unwrap();
    for (what, bytes) in [
        ("a bit of the text", {
            let mut b = whole.clone();
            b[40] ^= 1;
            b
        }),
        ("a bit of the salt", {
            let mut b = whole.clone();
            b[0] ^= 1;
            b
        }),
        ("cut short", whole[..whole.len() - 1].to_vec()),
        ("cut in the salt", whole[..20].to_vec()),
        ("empty", Vec::new()),
        ("grown", [&whole[..], b"."].concat()),
    ] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(files.get(&id), Err(Failure::Altered(altered)) if altered == id), "{what}");
    }
    fs::write(&path, &whole).unwrap();
    assert!(files.get(&id).unwrap().is_some());
}

#[test]
fn a_draft_that_was_left_behind_is_not_seen() {
    let (folder, files) = store();
    fs::write(folder.path().join("office/files/incoming/half"), b"half").unwrap();
    let id = files.put(b"whole").unwrap();
    let reopened = Files::open(&folder.path().join("office/files")).unwrap();
    assert_eq!(reopened.get(&id).unwrap().as_deref(), Some(&b"whole"[..]));
}

#[test]
fn what_was_removed_is_gone_and_removing_it_again_is_no_fault() {
    let (folder, files) = store();
    let id = files.put(b"a name").unwrap();
    assert!(files.remove(&id).unwrap());
    assert!(!files.remove(&id).unwrap());
    assert!(!files.has(&id).unwrap());
    assert_eq!(files.get(&id).unwrap(), None);
    assert!(!place(&folder, &id).exists());
}

#[test]
fn nothing_from_outside_becomes_a_path() {
    let (folder, files) = store();
    fs::write(folder.path().join("secret"), b"secret").unwrap();
    let long = "a".repeat(65);
    for odd in [
        "",
        "ab",
        "../secret",
        "/etc/passwd",
        &long,
        &"A".repeat(64),
        &"é".repeat(32),
        &format!("../{}", "a".repeat(61)),
    ] {
        let id = FileId(odd.to_string());
        assert!(matches!(files.get(&id), Err(Failure::NotAFile(_))), "{odd}");
        assert!(matches!(files.has(&id), Err(Failure::NotAFile(_))), "{odd}");
        assert!(matches!(files.remove(&id), Err(Failure::NotAFile(_))), "{odd}");
    }
    assert_eq!(files.get(&FileId("a".repeat(64))).unwrap(), None);
}

#[test]
fn many_may_put_at_once() {
    let (folder, files) = store();
    let other = Files::open(&folder.path().join("office/files")).unwrap();
    std::thread::scope(|scope| {
        for worker in 0..8u8 {
            let files = if worker % 2 == 0 { &files } else { &other };
            scope.spawn(move || {
                for turn in 0..10u8 {
                    let id = files.put(&[worker, turn]).unwrap();
                    assert_eq!(files.get(&id).unwrap(), Some(vec![worker, turn]));
                }
            });
        }
    });
}
