//! `docs/rules/` says what the rules and the rulebooks say. `UPDATE=1 cargo test --workspace rule_pages` prints it anew.

use std::{collections::BTreeMap, fs};

use chancery_lint::{FAMILIES, page, rules};
use chancery_model::{Body, Gravity};

use crate::office::{body, root};

/// A text as pieces of words and figures, in whose order 9 stands before 10.
type Natural = Vec<(String, u64)>;

/// Words in an order in which numbers stand by what they count: rule 4 before rule 12.
fn natural(text: &str) -> Natural {
    let mut key = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (before, after) = rest.split_at(words);
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        key.push((before.to_owned(), number.parse().unwrap_or(0)));
        rest = after;
    }
    key
}

fn gravity(gravity: Gravity) -> &'static str {
    match gravity {
        Gravity::Grave => "grave",
        Gravity::Advice => "advice",
    }
}

fn index(bodies: &[&Body]) -> String {
    let mut page = "# Rules\n\n\
        Printed from the pages beside the rules (`crates/chancery-lint/src/rules/*.md`) and from the bodies' `rulebook.toml`; a \
        test fails when they differ, and `UPDATE=1 cargo test --workspace rule_pages` prints them anew. `chancery explain RULE` \
        shows the same page.\n\n\
        A rule sees one fault. How gravely it is taken, on whose authority, over which texts and since when is each body's to \
        say. Grave findings must be put right or answered by an officer; advice stops nothing.\n\n## By family\n"
        .to_owned();
    for family in FAMILIES {
        page.push_str(&format!("\n### {}\n\n| rule | fault | what |", family.title));
        bodies.iter().for_each(|body| page.push_str(&format!(" {} |", body.charter.name)));
        page.push_str("\n|---|---|---|");
        bodies.iter().for_each(|_| page.push_str("---|"));
        page.push('\n');
        for rule in family.rules() {
            let shown = rule.explanation();
            let code = rule.code;
            page.push_str(&format!("| [{code}]({code}.md) | `{}` | {} |", rule.name, shown.summary));
            for body in bodies {
                let ruling = body.rulebook.rules.get(code);
                let from = ruling.and_then(|r| r.from).map(|from| format!(", from {from}")).unwrap_or_default();
                let until = ruling.and_then(|r| r.until).map(|until| format!(", until {until}")).unwrap_or_default();
                page.push_str(&format!(" {}{from}{until} |", ruling.map_or("–", |r| gravity(r.gravity))));
            }
            page.push('\n');
        }
    }
    page.push_str("\n## By authority\n");
    for body in bodies {
        page.push_str(&format!("\n### {}\n\n| authority | rules |\n|---|---|\n", body.charter.name));
        let mut by_authority: BTreeMap<Natural, (String, Vec<String>)> = BTreeMap::new();
        for rule in rules() {
            let Some(ruling) = body.rulebook.rules.get(rule.code) else { continue };
            let authority = ruling.authority.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
            let row = by_authority.entry(natural(&authority)).or_insert_with(|| (authority, Vec::new()));
            row.1.push(format!("[{} {}]({}.md)", rule.code, rule.name, rule.code));
        }
        for (authority, rules) in by_authority.values() {
            page.push_str(&format!("| {authority} | {} |\n", rules.join(", ")));
        }
    }
    page
}

#[test]
fn the_printed_rule_pages_are_those_of_the_rules() {
    let (assembly, un) = (body("assembly"), body("un"));
    let bodies = [&assembly, &un];
    let mut pages: BTreeMap<String, String> =
        rules().iter().map(|rule| (format!("{}.md", rule.code), page(rule, &bodies))).collect();
    pages.insert("README.md".to_owned(), index(&bodies));
    let folder = root().join("docs/rules");
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        pages.iter().for_each(|(name, page)| fs::write(folder.join(name), page).unwrap());
    }
    let there: Vec<String> = fs::read_dir(&folder)
        .map(|entries| entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    let stale: Vec<&String> = pages
        .iter()
        .filter(|(name, page)| fs::read_to_string(folder.join(name)).unwrap_or_default() != **page)
        .map(|(name, _)| name)
        .chain(there.iter().filter(|name| !pages.contains_key(*name)))
        .collect();
    assert!(
        stale.is_empty(),
        "stale in docs/rules: {stale:?}; UPDATE=1 cargo test --workspace rule_pages prints them anew"
    );
}

#[test]
fn numbers_of_authorities_stand_in_their_order() {
    let mut rules = ["rule 12", "rule 4 (10)", "rule 4 (2)", "part A, rule 1"];
    rules.sort_by_key(|rule| natural(rule));
    assert_eq!(rules, ["part A, rule 1", "rule 4 (2)", "rule 4 (10)", "rule 12"]);
}
