//! `docs/acts.md` says what the table of acts says. `UPDATE=1 cargo test --workspace acts_page` prints it anew.

use std::fs;

use chancery_model::dossier::{After, Stage, TABLE};

use crate::office::{body, root};

fn page() -> String {
    let body = body("assembly");
    let mut page = "# Acts\n\n\
        Printed from the table in `crates/chancery-model/src/dossier.rs`; a test fails when the two differ.\n\n\
        Everything that happens is an act in the journal. An act may follow where the dossier stands at one of the stages in \
        its row, and is refused elsewhere with what would make it possible. Who may do it is the institution's to say: the last \
        column is that of the invented Assembly, where the chief may do all.\n\n\
        | act | after | leads to | while held | what | who |\n|---|---|---|---|---|---|\n"
        .to_owned();
    for row in TABLE {
        let after = match row.after {
            After::Nothing => "nothing: it opens a dossier".to_owned(),
            After::NoDossier => "belongs to no dossier".to_owned(),
            After::Stages(stages) if stages.len() == Stage::ALL.len() => "any stage".to_owned(),
            After::Stages(stages) => stages.iter().map(|stage| stage.word()).collect::<Vec<_>>().join(", "),
        };
        let held = match row.after {
            After::Stages(_) if row.while_held => "yes",
            After::Stages(_) => "no",
            _ => "",
        };
        let to = row.to.map(Stage::word).unwrap_or_default();
        let who: Vec<&str> = body
            .charter
            .roles
            .iter()
            .filter(|role| role.acts.iter().any(|act| act == row.act))
            .map(|role| role.code.as_str())
            .collect();
        page.push_str(&format!("| `{}` | {after} | {to} | {held} | {} | {} |\n", row.act, row.what, who.join(", ")));
    }
    page.push_str("\n## Stages\n\n```text\n");
    for stage in Stage::ALL {
        for row in TABLE {
            if let (After::Stages(stages), Some(to)) = (row.after, row.to)
                && stages.contains(&stage)
                && to != stage
            {
                page.push_str(&format!("{:<11}-- {} --> {}\n", stage.word(), row.act, to.word()));
            }
        }
    }
    page.push_str("```\n");
    page
}

#[test]
fn the_page_of_acts_is_the_table() {
    let path = root().join("docs/acts.md");
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == page, "docs/acts.md is stale; UPDATE=1 prints it anew");
}
