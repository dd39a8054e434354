//! The walls, the lists and the data are as the house promises. Each test here is a rule of `ARCHITECTURE.md`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::office::root;

/// The rooms, and what each may list besides outside crates.
const ROOMS: &[(&str, &[&str])] = &[
    ("chancery-model", &[]),
    ("chancery-read", &["chancery-model"]),
    ("chancery-lint", &["chancery-model"]),
    ("chancery-register", &["chancery-model"]),
    ("chancery-typeset", &["chancery-model"]),
    ("chancery-record", &[]),
    ("chancery-find", &["chancery-model"]),
];

/// Rooms that are functions from values to values.
const PURE: &[&str] = &["chancery-model", "chancery-read", "chancery-lint", "chancery-typeset", "chancery-record"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                all.push(path);
            }
        }
    }
    all.sort();
    all
}

/// A source file without its comments and without its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    if path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs") {
        return String::new();
    }
    let text = text.split("#[cfg(test)]").next().unwrap_or("").to_owned();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn manifest(room: &str) -> toml::Table {
    let path = root().join("crates").join(room).join("Cargo.toml");
    fs::read_to_string(path).unwrap().parse().unwrap()
}

#[test]
fn a_room_imports_no_sibling() {
    for (room, may) in ROOMS {
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let manifest = manifest(room);
            let Some(listed) = manifest.get(table).and_then(toml::Value::as_table) else { continue };
            for name in listed.keys().filter(|name| name.starts_with("chancery")) {
                assert!(may.contains(&name.as_str()), "{room} lists {name} under {table}");
            }
        }
    }
}

#[test]
fn every_dependency_is_used() {
    for room in ROOMS.iter().map(|(room, _)| *room).chain(["chancery"]) {
        let src = root().join("crates").join(room).join("src");
        let code: String = sources(&src).iter().map(|path| fs::read_to_string(path).unwrap()).collect();
        for name in manifest(room)["dependencies"].as_table().unwrap().keys() {
            assert!(code.contains(&name.replace('-', "_")), "{room} lists {name} and does not use it");
        }
    }
}

#[test]
fn every_crate_is_a_room_or_the_roof() {
    let mut crates: Vec<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    crates.sort();
    let mut known: Vec<String> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    known.push("chancery".into());
    known.sort();
    assert_eq!(crates, known);
}

#[test]
fn pure_rooms_touch_no_disk_clock_network_or_chance() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "std::io::stdin",
        "std::io::stdout",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "getrandom",
        "println!",
        "eprintln!",
        "fs::",
        "env::var",
    ];
    for room in PURE {
        for path in sources(&root().join("crates").join(room).join("src")) {
            let code = code(&path);
            for word in forbidden {
                assert!(!code.contains(word), "{} has {word}", path.display());
            }
        }
    }
}

#[test]
fn no_unsafe_code_and_no_unfinished_work() {
    for path in sources(&root().join("crates")) {
        let code = code(&path);
        for word in ["todo!(", "unimplemented!(", "dbg!("] {
            assert!(!code.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn the_public_site_performs_no_act() {
    for path in sources(&root().join("crates/chancery/src/web/public")) {
        let code = code(&path);
        for word in ["perform", "flow::", "files.put", "Register::"] {
            assert!(!code.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn numbers_are_given_in_one_room_only() {
    // The reader turns “resolution 6/14” into the symbol it cites; it gives no number.
    let may = ["chancery-register", "chancery-model", "chancery-read"];
    for (room, _) in ROOMS.iter().filter(|(room, _)| !may.contains(room)) {
        for path in sources(&root().join("crates").join(room).join("src")) {
            assert!(!code(&path).contains("symbol_of("), "{} makes a symbol from a number", path.display());
        }
    }
}

#[test]
fn no_organ_or_state_is_named_in_rust() {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for body in ["assembly", "un"] {
        let folder = root().join("bodies").join(body);
        let states: toml::Table = fs::read_to_string(folder.join("states.toml")).unwrap().parse().unwrap();
        for state in states.get("state").and_then(toml::Value::as_array).into_iter().flatten() {
            names.insert(state["name"].as_str().unwrap().trim_start_matches("the ").to_owned());
        }
        for organ in fs::read_dir(folder.join("organs")).unwrap() {
            let organ: toml::Table = fs::read_to_string(organ.unwrap().path()).unwrap().parse().unwrap();
            names.insert(organ["name"].as_str().unwrap().to_owned());
        }
    }
    // Words that are also ordinary ones, or names of nothing but a place in code.
    for ordinary in ["Assembly", "Council", "Chad", "Oman", "Cuba", "Mali", "Peru", "Fiji", "Togo", "Iran"] {
        names.remove(ordinary);
    }
    assert!(names.len() > 100, "the bodies name {} organs and States", names.len());
    for path in sources(&root().join("crates")) {
        if path.components().any(|part| part.as_os_str() == "examples") {
            continue;
        }
        let code = code(&path);
        for name in names.iter().filter(|name| name.len() > 4) {
            assert!(!code.contains(name.as_str()), "{} names {name}", path.display());
        }
    }
}

#[test]
fn every_list_is_complete() {
    let src = root().join("crates");
    for (folder, list) in [
        ("chancery-lint/src/rules", "chancery-lint/src/rules/mod.rs"),
        ("chancery-read/src/formats", "chancery-read/src/formats/mod.rs"),
        ("chancery-typeset/src/formats", "chancery-typeset/src/formats/mod.rs"),
        ("chancery/src/commands", "chancery/src/commands/mod.rs"),
        ("chancery/src/followers", "chancery/src/followers/mod.rs"),
        ("chancery/src/web/public", "chancery/src/web/public/mod.rs"),
    ] {
        let listed = fs::read_to_string(src.join(list)).unwrap();
        for entry in fs::read_dir(src.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            if path.extension().is_some_and(|e| e == "rs") && stem != "mod" && stem != "tests" {
                assert!(listed.contains(&stem), "{list} does not list {stem}");
            }
        }
    }
}

/// The reader's doubts stand in the guide, and the guide has no others.
#[test]
fn every_doubt_has_its_line_in_the_guide() {
    let code = |word: &str| word.len() > 6 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let mut told = BTreeSet::new();
    for path in sources(&root().join("crates/chancery-read/src")) {
        if path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs") {
            continue;
        }
        // A doubt's code is the first argument, before its message; where nothing is read, the format stands before both.
        let text = fs::read_to_string(path).unwrap();
        let parts: Vec<&str> = text.split('"').collect();
        let arguments = parts.windows(5).filter(|part| {
            let first =
                part[2].trim_end().trim_end_matches("out,").trim_end().ends_with('(') || part[0].ends_with("nothing(");
            code(part[3]) && first && part[4].trim_start().starts_with(',')
        });
        told.extend(arguments.map(|part| part[3].to_owned()));
    }
    let guide = fs::read_to_string(root().join("docs/guide/reading.md")).unwrap();
    let lines = guide.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let listed: BTreeSet<String> = lines.filter(|word| code(word)).map(ToOwned::to_owned).collect();
    assert_eq!(told, listed);
}

#[test]
fn every_rule_stands_in_every_rulebook_and_has_its_page() {
    let rules = root().join("crates/chancery-lint/src/rules");
    let mut codes = BTreeSet::new();
    for path in sources(&rules).iter().filter(|path| !path.ends_with("mod.rs")) {
        let page = path.with_extension("md");
        let page = fs::read_to_string(&page).unwrap_or_else(|_| panic!("{} has no page", path.display()));
        let head = page.lines().next().unwrap_or("");
        let code = head.trim_start_matches("# ").split(' ').next().unwrap_or("").to_owned();
        assert!(codes.insert(code.clone()), "{code} stands twice");
    }
    assert!(codes.len() >= 12);
    for body in ["assembly", "un"] {
        let book = fs::read_to_string(root().join("bodies").join(body).join("rulebook.toml")).unwrap();
        for code in &codes {
            assert!(book.contains(code.as_str()), "the rulebook of {body} says nothing of {code}");
        }
    }
}

/// Licences that ask for no more than their text; the same list stands in `deny.toml`.
const PERMISSIVE: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "0BSD",
    "ISC",
    "Zlib",
    "CC0-1.0",
    "Unlicense",
    "Unicode-3.0",
    "CDLA-Permissive-2.0",
    "OFL-1.1",
    "NCSA",
    "bzip2-1.0.6",
];

/// Whether an SPDX expression can be met with permissive licences alone.
fn permitted(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    // “A AND (B OR C)” is met when each side of AND is; brackets hold only OR in practice, so AND is cut outside them.
    let mut depth = 0;
    let mut sides = vec![String::new()];
    let words: Vec<&str> = expression.split(' ').collect();
    for word in words {
        depth += word.matches('(').count();
        if word == "AND" && depth == 0 {
            sides.push(String::new());
        } else if let Some(side) = sides.last_mut() {
            side.push_str(word);
            side.push(' ');
        }
        depth -= word.matches(')').count();
    }
    if sides.len() > 1 {
        return sides.iter().all(|side| permitted(side.trim().trim_start_matches('(').trim_end_matches(')')));
    }
    let bare = sides[0].replace(['(', ')'], "");
    bare.split(" OR ").any(|choice| choice.split(" AND ").all(|one| PERMISSIVE.contains(&one.trim())))
}

#[test]
fn every_licence_is_permissive() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut others: BTreeMap<String, String> = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap() {
        let licence = package["license"].as_str().unwrap_or("none stated");
        if !permitted(licence) {
            others.insert(package["name"].as_str().unwrap().to_owned(), licence.to_owned());
        }
        let source = package["source"].as_str().unwrap_or("");
        assert!(source.is_empty() || source.starts_with("registry+"), "{source}");
    }
    assert!(others.is_empty(), "not permissive: {others:?}");
    let deny = fs::read_to_string(root().join("deny.toml")).unwrap();
    for licence in PERMISSIVE {
        assert!(deny.contains(&format!("\"{licence}\"")), "deny.toml does not list {licence}");
    }
}

#[test]
fn nothing_real_is_kept_in_the_project() {
    let output = Command::new("git").args(["ls-files"]).current_dir(root()).output();
    let Ok(output) = output else { return };
    for name in String::from_utf8_lossy(&output.stdout).lines() {
        for word in ["founding-letter", "letters-excerpts", "letters-states", "S_RES_"] {
            assert!(!name.contains(word), "{name} looks like a real document");
        }
    }
}

#[test]
fn the_readme_tells_the_truth() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for line in ["cargo run -- circulate examples/letter-en.txt", "cargo test --workspace", "tools/install-packages"] {
        assert!(readme.contains(line), "README.md does not say {line}");
    }
}
