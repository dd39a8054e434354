//! The reader's own test set: invented communications of the invented body in six languages, sound and damaged, with
//! truth by construction; that the reader takes no side; and that it is a function of its bytes alone.
//!
//! The set is made from the rules of the trade (how titles, mastheads, requests, annexes and pages are worded), never from
//! what the reader happens to know. `CHANCERY_OWN_MISSES=1 cargo test -p chancery-read own -- --nocapture` prints what is
//! missed; `CHANCERY_OWN_DUMP=DIR` writes the texts and `truth.jsonl` there, in the form the scorers of the trade take.

mod dispute;
mod harms;
mod letters;
mod pages;
mod score;
mod tongues;

use std::{env, fs, io, path::Path, sync::LazyLock, thread};

use chancery_model::communication::Communication;

use self::{
    harms::{Harm, Sample, samples},
    score::{Tally, percent},
};
use crate::Reader;

/// In how many ways each letter is damaged, at least.
const HARMED: usize = 3;

/// The whole set, made once.
static SET: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let mut set = Vec::new();
    for tongue in &tongues::tongues() {
        for sheet in letters::sheets(tongue) {
            set.extend(samples(&sheet, tongue, HARMED));
        }
    }
    set
});

/// Reads many files on all cores; the answers stand in the order of the files.
fn read_all(files: &[&[u8]]) -> Vec<Communication> {
    let body = super::body();
    let reader = Reader::new(&body);
    let threads = thread::available_parallelism().map_or(2, usize::from).min(8);
    let mut answers: Vec<Option<Communication>> = vec![None; files.len()];
    thread::scope(|scope| {
        let chunk = files.len().div_ceil(threads).max(1);
        for (files, answers) in files.chunks(chunk).zip(answers.chunks_mut(chunk)) {
            let reader = &reader;
            scope.spawn(move || {
                for (file, answer) in files.iter().zip(answers) {
                    *answer = Some(reader.read(file, None).communication);
                }
            });
        }
    });
    answers.into_iter().flatten().collect()
}

#[test]
fn the_set_is_as_large_as_promised() {
    let sound = SET.iter().filter(|sample| sample.harm == Harm::None).count();
    assert!(sound >= 150, "{sound}");
    for language in tongues::LANGUAGES {
        assert!(
            SET.iter().filter(|s| s.harm == Harm::None && s.truth.language == language).count() >= 25,
            "{language}"
        );
        let stock = tongues::tongues().into_iter().find(|tongue| tongue.code == language).unwrap().stock;
        assert!(stock.lines().filter(|line| !line.trim().is_empty()).count() >= 60, "{language}");
    }
    for harm in harms::HARMS {
        assert!(SET.iter().filter(|sample| sample.harm == harm).count() >= 5, "{harm:?}");
    }
    assert!(SET.len() >= sound * (HARMED + 1) - sound / 10, "{} of {sound}", SET.len());
}

#[test]
fn the_own_set_is_read() {
    let files: Vec<&[u8]> = SET.iter().map(|sample| sample.bytes.as_slice()).collect();
    let read = read_all(&files);
    let (mut sound, mut damaged) = (Tally::default(), Tally::default());
    for (sample, read) in SET.iter().zip(&read) {
        let tally = if sample.harm == Harm::None { &mut sound } else { &mut damaged };
        tally.score(sample, read);
    }
    if env::var_os("CHANCERY_OWN_MISSES").is_some() {
        for (id, field, want, got) in sound.misses.iter().chain(&damaged.misses) {
            println!("{id}.{field}\n    true {want}\n    read {got}");
        }
    }
    println!("{}\n{}", sound.table("sound"), damaged.table("damaged"));
    if let Some(folder) = env::var_os("CHANCERY_OWN_DUMP") {
        dump(Path::new(&folder)).unwrap();
    }
    let mut fallen = Vec::new();
    let mut hold = |what: &str, tally: &Tally, field: Option<&str>, (floor, bar): (f64, f64)| {
        let rate = field.map_or_else(|| percent(tally.all()), |field| tally.rate(field));
        if rate < floor {
            fallen.push(format!("{what}: {rate:.2} %, not above {floor} % (the bar is {bar} %)"));
        }
    };
    hold("sound, overall", &sound, None, ratchet::SOUND);
    hold("damaged, overall", &damaged, None, ratchet::DAMAGED);
    for (field, floors) in ratchet::FIELDS {
        hold(&format!("sound, {field}"), &sound, Some(field), floors[0]);
        hold(&format!("damaged, {field}"), &damaged, Some(field), floors[1]);
    }
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

/// How much of the set is read rightly: the figure that may never fall again, and the bar it has to reach.
///
/// Raise the floors whenever the reader has become better.
mod ratchet {
    /// Floor and bar of one figure.
    pub type Held = (f64, f64);
    /// In how many places readings of the two parties' letters differ; the bar is none.
    pub const PARTIAL: usize = 0;
    /// All fields of the sound letters.
    pub const SOUND: Held = (99.8, 99.0);
    /// All fields of the damaged letters.
    pub const DAMAGED: Held = (98.6, 95.0);
    /// The fields on which everything rests: of sound letters, then of damaged ones.
    pub const FIELDS: [(&str, [Held; 2]); 6] = [
        ("request", [(100.0, 97.0), (99.5, 97.0)]),
        ("request_items", [(100.0, 97.0), (99.4, 97.0)]),
        ("sender.state", [(100.0, 97.0), (99.7, 97.0)]),
        ("signatories", [(100.0, 97.0), (100.0, 97.0)]),
        ("annexes", [(100.0, 97.0), (96.7, 97.0)]),
        ("annex_bounds", [(100.0, 97.0), (97.2, 97.0)]),
    ];
}

/// Writes the texts and the truth as the scorer of real letters takes them.
fn dump(folder: &Path) -> io::Result<()> {
    let (mut sound, mut damaged) = (String::new(), String::new());
    fs::create_dir_all(folder.join("text"))?;
    for sample in SET.iter() {
        fs::write(folder.join("text").join(format!("{}.txt", sample.id)), &sample.bytes)?;
        let lines = if sample.harm == Harm::None { &mut sound } else { &mut damaged };
        lines.push_str(&score::as_json(sample).to_string());
        lines.push('\n');
    }
    fs::write(folder.join("truth.jsonl"), format!("{sound}{damaged}"))?;
    fs::write(folder.join("truth_sound.jsonl"), sound)?;
    fs::write(folder.join("truth_damaged.jsonl"), damaged)
}

#[test]
fn the_reader_takes_no_side() {
    let body = super::body();
    for (language, c) in dispute::readings(&body) {
        assert_eq!(c.language.map(|l| l.to_string()).as_deref(), Some(language));
        assert!(c.citations.len() >= 4, "{language}: {:?}", c.citations);
        assert_eq!(c.requested_circulation.len(), 2, "{language}");
        assert_eq!(c.signatories.len(), 1, "{language}");
    }
    let partial = dispute::partial(&body);
    if env::var_os("CHANCERY_OWN_MISSES").is_some() {
        println!("{}", partial.join("\n"));
    }
    let most = ratchet::PARTIAL;
    assert!(partial.len() <= most, "{} differences, not at most {most}:\n{}", partial.len(), partial.join("\n"));
}

#[test]
fn reading_is_a_function_of_the_bytes() {
    let body = super::body();
    // A part of the set is enough: every language, and every way of damage.
    let files: Vec<&[u8]> = SET.iter().step_by(11).map(|sample| sample.bytes.as_slice()).collect();
    let once: Vec<Communication> = {
        let reader = Reader::new(&body);
        files.iter().map(|file| reader.read(file, None).communication).collect()
    };
    // The other way round, with a reader that has read everything else before.
    let reader = Reader::new(&body);
    let backwards: Vec<Communication> = files.iter().rev().map(|file| reader.read(file, None).communication).collect();
    assert!(once.iter().eq(backwards.iter().rev()), "the order of reading changes what is read");
    // On many threads, sharing one reader, each in an order of its own.
    thread::scope(|scope| {
        for shift in 0..4 {
            let (reader, files, once) = (&reader, &files, &once);
            scope.spawn(move || {
                for at in 0..files.len() / 2 {
                    let at = (at * 5 + shift * 11) % files.len();
                    assert_eq!(reader.read(files[at], None).communication, once[at]);
                }
            });
        }
    });
    // And by a reader of its own.
    for at in (0..files.len()).step_by(29) {
        assert_eq!(crate::read(files[at], None, &body).communication, once[at]);
    }
}
