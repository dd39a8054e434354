//! Prints the text of PDFs with the roles of their lines.
//!
//! usage: `pdf_text [--plain | --time] FILE…`: with `--plain` the text without running heads and feet; with `--time` only how
//! long taking it out took, in milliseconds, with pages, bytes of text and the file.

use std::{error::Error, time::Instant};

use chancery_model::vocabulary::{Role, Vocabulary};
use chancery_read::formats::extract;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let time = args.first().is_some_and(|a| a == "--time");
    let plain = args.first().is_some_and(|a| a == "--plain");
    if time || plain {
        args.remove(0);
    }
    for file in args {
        let bytes = std::fs::read(&file)?;
        let start = Instant::now();
        let out = extract(&bytes, &Vocabulary::default());
        if time {
            println!(
                "{:.3}\t{}\t{}\t{}",
                start.elapsed().as_secs_f64() * 1000.0,
                out.pages.unwrap_or(0),
                out.text.len(),
                file
            );
            continue;
        }
        let mut at = 0;
        for line in out.text.split_inclusive('\n') {
            let lead = line.len() - line.trim_start_matches([' ', '\u{c}']).len();
            let mark = out.marks.iter().find(|m| m.span.start <= at + lead && at + lead < m.span.end);
            at += line.len();
            if plain {
                if !mark.is_some_and(|m| matches!(m.role, Role::RunningHead | Role::RunningFoot)) {
                    print!("{line}");
                }
                continue;
            }
            let role = mark.map_or(String::new(), |m| format!("{:?}{}", m.role, m.number.clone().unwrap_or_default()));
            print!("{role:>14}| {line}");
        }
        if !plain {
            for d in &out.doubts {
                println!("DOUBT {} {}", d.code, d.message);
            }
            for f in &out.facts {
                println!("FACT {:?} {} {}", f.field, f.source, f.value);
            }
        }
    }
    Ok(())
}
