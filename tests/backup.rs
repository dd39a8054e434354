//! Backups are taken while others work, hold no key, are refused when they are not whole, and give the office back.

use std::{fs, path::Path};

use crate::{
    fsck::{NOW, letter, on, run_on},
    office::TestOffice,
};

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn every_file(folder: &Path, each: &mut dyn FnMut(&Path, &[u8])) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            every_file(&path, each);
        } else {
            each(&path, &fs::read(&path).unwrap());
        }
    }
}

fn head(office: &TestOffice, name: &str) -> (u64, String) {
    let report = run_on(office, name, &["fsck", "--format", "json"]).ok().json();
    (report["head"].as_u64().unwrap(), report["head_hash"].as_str().unwrap().to_owned())
}

#[test]
fn a_backup_taken_while_others_circulate_gives_an_office_back() {
    let office = TestOffice::new("assembly");
    office.write("first.txt", letter(1));
    office.run(&["circulate", "first.txt", "--now", NOW]).ok();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let office = &office;
            scope.spawn(move || {
                for n in 0..4 {
                    let name = format!("letter-{thread}-{n}.txt");
                    office.write(&name, letter(100 + 10 * thread + n));
                    office.run(&["circulate", &name, "--now", NOW]).ok();
                }
            });
        }
        // Several backups, so that one falls into the middle of something.
        for n in 0..3 {
            let name = format!("during-{n}");
            office.run(&["backup", &name]).ok();
            office.run(&["backup", "--verify", &name]).ok();
        }
    });
    for n in 0..3 {
        let manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(office.path(&format!("during-{n}/backup.json"))).unwrap()).unwrap();
        let name = format!("restored-{n}");
        let done =
            run_on(&office, &name, &["restore", &format!("during-{n}"), "--format", "json", "--now", NOW]).ok().json();
        assert_eq!(done["journal"], manifest["journal"]);
        assert_eq!(done["fsck"]["whole"], true);
        assert_ne!(done["log"], done["old_log"], "a new key never signs under the old name");
    }

    // Incremental: what is new is added, and the old state is gone.
    let first = office.run(&["backup", "kept", "--format", "json"]).ok().json();
    assert_eq!(first["kept"], 0);
    office.write("last.txt", letter(2));
    office.run(&["circulate", "last.txt", "--now", NOW]).ok();
    let second = office.run(&["backup", "--into", "kept", "--format", "json"]).ok().json();
    assert!(second["kept"].as_u64().unwrap() > 60, "{second}");
    assert!(second["copied"].as_u64().unwrap() < 40, "{second}");
    office.run(&["backup", "--verify", "kept"]).ok();
    assert!(!office.path("kept/state-1").exists() && office.path("kept/state-2").exists());
    office.run(&["backup", "kept"]).refused();
    office.run(&["backup", "office/inside"]).refused();

    // No byte of a key is in a backup, in any form.
    for key in ["record.seed", "idempotency.secret"] {
        let secret = fs::read(office.path("office/keys").join(key)).unwrap();
        let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        every_file(&office.path("kept"), &mut |path, bytes| {
            for start in 0..=secret.len() - 8 {
                assert!(!contains(bytes, &secret[start..start + 8]), "{key} is in {}", path.display());
            }
            assert!(!contains(bytes, &hex.as_bytes()[..16]), "{key} is in {}", path.display());
        });
    }
    assert!(!office.path("kept/keys").exists());

    // The restored office goes on with the next number.
    let last = office.run(&["show", "AS/7/19", "--format", "json"]).ok().json();
    assert_eq!(last["state"], "issued");
    let told = run_on(&office, "again", &["restore", "kept", "--now", NOW]).ok();
    assert!(told.out.contains(&head(&office, "office").1), "{}", told.out);
    assert!(told.out.contains("new log") && told.out.contains("never signed again"), "{}", told.out);
    office.write("new.txt", letter(3));
    let done = run_on(&office, "again", &["circulate", "new.txt", "--now", NOW, "--format", "json"]).ok().json();
    let there = office.run(&["circulate", "new.txt", "--now", NOW, "--format", "json"]).ok().json();
    assert_eq!(done["symbols"], there["symbols"], "both offices stand at the same number");
    run_on(&office, "again", &["verify", "AS/7/19"]).ok();
    run_on(&office, "again", &["fsck"]).ok();
    run_on(&office, "again", &["restore", "kept"]).refused();
}

#[test]
fn the_old_log_goes_on_only_with_its_keys_and_its_last_checkpoint() {
    let office = TestOffice::new("assembly");
    let circulate = |n: usize| {
        office.write("one.txt", letter(n));
        office.run(&["circulate", "one.txt", "--now", NOW]).ok();
    };
    circulate(1);
    let earlier = fs::read(office.path("office/record/checkpoint")).unwrap();
    office.write("earlier", &earlier);
    circulate(2);
    office.run(&["backup", "backup"]).ok();
    office.write("published", fs::read(office.path("office/record/checkpoint")).unwrap());
    circulate(3);
    office.write("later", fs::read(office.path("office/record/checkpoint")).unwrap());
    let restore = |name: &str, more: &[&str]| {
        let mut args = vec!["restore", "backup", "--now", NOW];
        args.extend(more);
        run_on(&office, name, &args)
    };
    let alone = restore("a", &["--keys", "office/keys"]).refused();
    assert!(alone.err.contains("--checkpoint") && alone.err.contains("contradict"), "{}", alone.err);
    let ahead = restore("a", &["--keys", "office/keys", "--checkpoint", "later"]).refused();
    assert!(ahead.err.contains("fork"), "{}", ahead.err);
    let other = TestOffice::new("assembly");
    other.run(&["init"]).ok();
    let keys = other.path("office/keys");
    restore("a", &["--keys", keys.to_str().unwrap(), "--checkpoint", "published"]).refused();
    assert!(!office.path("a").exists(), "a refused restoration leaves nothing");

    for (name, checkpoint) in [("b", "published"), ("c", "earlier")] {
        let told = restore(name, &["--keys", "office/keys", "--checkpoint", checkpoint]).ok();
        assert!(told.out.contains("goes on"), "{}", told.out);
        // The same text is known again, and what was remembered of the log still holds.
        office.write("one.txt", letter(2));
        let again = run_on(&office, name, &["circulate", "one.txt", "--now", NOW]).ok();
        assert!(again.out.contains("circulated before"), "{}", again.out);
        office.write("four.txt", letter(4));
        run_on(&office, name, &["circulate", "four.txt", "--now", NOW]).ok();
        run_on(&office, name, &["verify", "AS/7/4", "--remembered", "earlier"]).ok();
        run_on(&office, name, &["fsck"]).ok();
    }
}

#[test]
fn half_a_backup_and_an_altered_one_are_refused_by_name() {
    let office = TestOffice::new("assembly");
    office.run(&["circulate", "--sample", "letter-en", "--now", NOW]).ok();
    office.run(&["backup", "backup"]).ok();
    let manifest = fs::read(office.path("backup/backup.json")).unwrap();
    let parsed: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let mut tried = 0;
    for file in parsed["files"].as_object().unwrap().keys() {
        // Every kind of file, and not each of its kind.
        if file.contains("/body/") && tried > 3 {
            continue;
        }
        let path = office.path("backup").join(file);
        let bytes = fs::read(&path).unwrap();
        let mut altered = bytes.clone();
        let at = altered.len() / 2;
        altered[at] ^= 4;
        fs::write(&path, altered).unwrap();
        let refused = run_on(&office, "new", &["restore", "backup"]).refused();
        assert!(refused.err.contains(file.as_str()), "{file}: {}", refused.err);
        fs::remove_file(&path).unwrap();
        let refused = run_on(&office, "new", &["restore", "backup"]).refused();
        assert!(refused.err.contains(file.as_str()), "{file}: {}", refused.err);
        fs::write(&path, bytes).unwrap();
        tried += 1;
    }
    for at in (0..manifest.len()).step_by(manifest.len() / 20) {
        let mut altered = manifest.clone();
        altered[at] ^= 1;
        fs::write(office.path("backup/backup.json"), altered).unwrap();
        let refused = run_on(&office, "new", &["restore", "backup"]).refused();
        assert!(refused.err.contains("backup.json"), "{}", refused.err);
    }
    fs::remove_file(office.path("backup/backup.json")).unwrap();
    let refused = run_on(&office, "new", &["restore", "backup"]).refused();
    assert!(refused.err.contains("not finished"), "{}", refused.err);
    office.run(&["backup", "--verify", "backup"]).refused();
    assert!(!office.path("new").exists());

    // Damage is not backed up.
    let stored = fs::read_dir(office.path("office/files")).unwrap().filter_map(Result::ok);
    let shelf = stored.map(|e| e.path()).find(|path| !path.ends_with("incoming")).unwrap();
    let file = fs::read_dir(shelf).unwrap().next().unwrap().unwrap().path();
    fs::write(&file, "other").unwrap();
    let refused = office.run(&["backup", "second"]).refused();
    assert!(refused.err.contains(file.file_name().unwrap().to_str().unwrap()), "{}", refused.err);
    on(&office, "office", &["backup", "--verify", "second"]).output().unwrap();
    assert!(!office.path("second/backup.json").exists());
}
