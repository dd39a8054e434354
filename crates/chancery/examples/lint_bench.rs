//! How long each rule takes by itself on texts of a megabyte made to be hard, and how long letters take the whole rulebook.
//!
//! usage: `lint_bench BODIES_DIR [--only WORDS] [FOLDER OF LETTERS]...`
//!
//! Every hard text stands alone and inside a sound letter, so that rules that look only at letters look at it too. A rule's
//! time is that of the whole check with this one rule in force, less that of the check with none; the best of three runs
//! counts, in seconds of the processor. Status 1 if a rule takes more than 50 ms on any of them.

#[path = "../../chancery-read/examples/common/clock.rs"]
mod clock;
#[path = "../../chancery-read/examples/common/mod.rs"]
mod common;

use std::{error::Error, fs, path::Path, process::ExitCode};

use chancery_lint::{Circumstances, Due, Standing, asked_of_record, lint, rules};
use chancery_model::{Body, Symbol};
use chancery_read::{Reader, Reading};

/// How long each hard text is.
const MEGABYTE: usize = 1_000_000;

/// How often a letter is read and checked to time it.
const TIMES: u32 = 40;

/// What a rule may take, in milliseconds.
const BAR: f64 = 50.0;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() {
        return Err("usage: lint_bench BODIES_DIR [--only WORDS] [FOLDER OF LETTERS]...".into());
    }
    let bodies = arguments.remove(0);
    let bodies = Path::new(&bodies);
    let only = match arguments.iter().position(|argument| argument == "--only") {
        Some(at) if at + 1 < arguments.len() => arguments.drain(at..at + 2).nth(1).unwrap_or_default(),
        _ => String::new(),
    };
    let assembly = common::body(&bodies.join("assembly"))?;
    let slow = hostile(&assembly, bodies, &only)?;
    let un = common::body(&bodies.join("un"))?;
    for folder in &arguments {
        real(&un, Path::new(folder))?;
    }
    Ok(if slow { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Times every rule on every hard text; whether any took too long.
fn hostile(body: &Body, bodies: &Path, only: &str) -> Result<bool, Box<dyn Error>> {
    let reader = Reader::new(body);
    let sound = reader.read(&fs::read(bodies.join("../tests/letters/letter/letter.txt"))?, None);
    let mut none = body.clone();
    none.rulebook.rules.clear();
    // (milliseconds, rule, text)
    let mut times: Vec<(f64, String, String)> = Vec::new();
    let wanted = |name: &str| only.is_empty() || only.split(',').any(|word| name.contains(word));
    for (name, text) in texts(bodies)?.into_iter().filter(|(name, _)| wanted(name)) {
        let start = clock::seconds();
        let reading = reader.read(text.as_bytes(), None);
        let read = clock::seconds() - start;
        let circumstances = circumstances(&reading, body, &sound);
        let (base, _) = best(&reading, &none, &circumstances);
        let (whole, found) = best(&reading, body, &circumstances);
        println!("{name:<34} read {read:6.2} s, all rules {:7.1} ms, {found} findings", (whole - base) * 1e3);
        for rule in rules() {
            let Some(ruling) = body.rulebook.rules.get(rule.code) else { continue };
            let mut alone = none.clone();
            alone.rulebook.rules.insert(rule.code.to_owned(), ruling.clone());
            let (took, _) = best(&reading, &alone, &circumstances);
            times.push(((took - base) * 1e3, format!("{} {}", rule.code, rule.name), name.clone()));
        }
        times.push((base * 1e3, "no rule: the frame".to_owned(), name));
    }
    times.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("\nthe slowest, each with its worst text:");
    let mut told: Vec<&str> = Vec::new();
    for (took, rule, text) in &times {
        if told.len() < 20 && !told.contains(&rule.as_str()) {
            told.push(rule);
            println!("{took:8.1} ms  {rule:<44} {text}{}", if *took > BAR { "  TOO SLOW" } else { "" });
        }
    }
    Ok(times.iter().any(|(took, ..)| *took > BAR))
}

/// The best of three checks, in seconds, and how many findings it gave.
fn best(reading: &Reading, body: &Body, circumstances: &Circumstances) -> (f64, usize) {
    let mut best = (f64::INFINITY, 0);
    for _ in 0..3 {
        let start = clock::seconds();
        let findings = lint(&reading.communication, &reading.text, body, circumstances);
        best = (best.0.min(clock::seconds() - start), findings.len());
        // What is far beyond the bar needs no second look.
        if best.0 > 10.0 * BAR / 1e3 {
            break;
        }
    }
    best
}

/// All that can be known of the world, so that no rule is silent for want of it. The version beside the text is a sound one;
/// rules that compare two hard ones take twice as long.
fn circumstances(reading: &Reading, body: &Body, sound: &Reading) -> Circumstances {
    let asked = asked_of_record(&reading.communication, body);
    let symbol = Symbol::from_canonical("AS/7/12");
    let organ = body.place(&symbol).map(|place| place.organ).unwrap_or_default();
    Circumstances {
        due: Some(Due { symbols: vec![(organ, symbol)], job_number: "26-00041".to_owned() }),
        record: asked.into_iter().map(|symbol| (symbol, Standing::Absent)).collect(),
        beside: Some(Box::new(sound.communication.clone())),
        ..Circumstances::new(jiff::civil::date(2026, 3, 16))
    }
}

/// The hard texts by name: each alone, in a letter of a mission, and in a report of the secretariat.
fn texts(bodies: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut pieces: Vec<(String, String)> = [
        ("one line", "the weir of Lake Tarn was read again in the spring "),
        ("paragraphs", "The weir of Lake Tarn was read again, see annex.\n\n"),
        ("annexes", "Annex\n\n"),
        ("annexes with text", "Annex I\n\nText of it, 12 March 2026.\n\n"),
        ("symbols", "AS/7/12 "),
        ("symbols in a line each", "AS/7/12\n"),
        ("symbols run together", "AS/7/12C/2026/3 "),
        ("broken symbols", "AS//7/12 AS/7/l2 C/2026/3|AS/7/1 "),
        ("figures", "1234567890"),
        ("numbers", "12500 3% 12 500 000 "),
        ("asterisks", "*"),
        ("asterisks and words", "* a* b** c\n"),
        ("open brackets", "(((((((("),
        ("nested brackets", "((see annex) [note] "),
        ("items", "item 12, item 31 (b), "),
        ("lists of items", "12, 31 (b) and 99, "),
        ("dates", "12 March 2026, March 12th, 2026, 31 February 2026 "),
        ("dates in a line each", "12 March 2026\n"),
        ("months", "March March March "),
        ("titles", "Letter dated 12 March 2026 from the Permanent Representative of Merovia "),
        ("signatures", "(Signed) A. Wend\nAmbassador\n\n"),
        ("footnotes", "1 a\n2 b\n* c\n** d\n"),
        ("page marks", "2/3\n"),
        ("spaces", "a  b   "),
        ("empty lines", "\n"),
        ("blank lines", " \t\n"),
        ("Arabic", "الرسالة المؤرخة ١٢ آذار/مارس ٢٠٢٦ الموجهة إلى الأمين العام "),
        ("Arabic months", "الف 3 يناير "),
        ("Chinese", "2026年3月12日湖泊的水位又被测量了一次，守堰人记下了。"),
        ("Russian", "уровень озера был снова измерен 12 марта 2026 года "),
        ("accents", "\u{301}é "),
        ("capitals", "THE WEIR OF LAKE TARN "),
        ("paragraph numbers", "1. a\n\n2. b\n\n(a) c\n\n"),
    ]
    .into_iter()
    .map(|(name, piece)| (name.to_owned(), piece.to_owned()))
    .collect();
    // What the fuzz targets have found worth keeping, as far as it reads as text.
    for kind in ["text", "symbol", "html", "eml"] {
        let mut corpus = String::new();
        let Ok(entries) = fs::read_dir(bodies.join("../fuzz/corpus").join(kind)) else { continue };
        let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            corpus.push_str(&String::from_utf8_lossy(&fs::read(path)?).replace('\0', " "));
            corpus.push('\n');
        }
        if !corpus.trim().is_empty() {
            pieces.push((format!("fuzz corpus of {kind}"), corpus));
        }
    }
    let letter = fs::read_to_string(bodies.join("../tests/letters/letter/letter.txt"))?;
    let (head, foot) = letter.split_once("\n\n(Signed)").ok_or("the sample letter bears no signature")?;
    let report = "AS/7/12\n\nAssembly of Lakes and Rivers\n\nAssembly\n\nDistr.: General\n16 March 2026\n\nOriginal: English\n\n\
        Seventh session\nAgenda item 12\n\nReport of the Secretary-General\n\nI. Introduction\n\n1. ";
    let mut all = Vec::new();
    for (name, piece) in pieces {
        let mut hard = piece.repeat(MEGABYTE / piece.len().max(1) + 1);
        hard.truncate(hard.floor_char_boundary(MEGABYTE));
        all.push((format!("{name}, in a letter"), format!("{head}\n\n{hard}\n\n(Signed){foot}")));
        all.push((format!("{name}, in an annex"), format!("{letter}\n\n{hard}\n")));
        all.push((format!("{name}, in a report"), format!("{report}{hard}\n")));
        all.push((name, hard));
    }
    Ok(all)
}

/// Times the whole rulebook on the letters of a folder.
fn real(body: &Body, folder: &Path) -> Result<(), Box<dyn Error>> {
    let reader = Reader::new(body);
    let (mut reads, mut lints) = (Vec::new(), Vec::new());
    let mut paths: Vec<_> = fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.is_file()) {
        let bytes = fs::read(path)?;
        let reading = reader.read(&bytes, None);
        let circumstances = Circumstances::new(jiff::civil::date(2026, 3, 16));
        // The clock of the processor goes in steps longer than a letter takes.
        let often = |what: &dyn Fn()| {
            let start = clock::seconds();
            (0..TIMES).for_each(|_| what());
            (clock::seconds() - start) * 1e3 / f64::from(TIMES)
        };
        reads.push(often(&|| drop(reader.read(&bytes, None))));
        lints.push(often(&|| drop(lint(&reading.communication, &reading.text, body, &circumstances))));
    }
    let whole: Vec<f64> = reads.iter().zip(&lints).map(|(read, lint)| read + lint).collect();
    println!("\n{}: {} letters, milliseconds of the processor a letter", folder.display(), reads.len());
    for (name, mut times) in [("read", reads), ("whole rulebook", lints), ("both", whole)] {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)));
        let (median, p95, longest) = (at(0.5), at(0.95), times.last());
        println!(
            "{name:<16} median {:.2}, p95 {:.2}, longest {:.2}",
            median.unwrap_or(&0.0),
            p95.unwrap_or(&0.0),
            longest.unwrap_or(&0.0)
        );
    }
    Ok(())
}
