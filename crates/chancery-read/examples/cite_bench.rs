//! How fast citations are found: invented text of 1, 4, 16 and 64 MB, sparse, dense and hostile, on one core, by the processor's time.
//!
//! `cite_bench BODY_DIR [SIZES [FOLDER]]`: sizes in MB parted by commas; with a folder, the texts of the smallest size are
//! written there for other programs to be run on. `cite_bench BODY_DIR --files FILE...` times texts that somebody wrote.

#[path = "common/clock.rs"]
mod clock;
mod common;

use std::{env, fs, path::Path, process::ExitCode};

use chancery_read::Reader;

/// About so many bytes of a piece repeated; `{n}` becomes a number that changes.
fn text(piece: &str, bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + piece.len());
    let mut n = 0u32;
    let parts: Vec<&str> = piece.split("{n}").collect();
    while out.len() < bytes {
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                n = n % 997 + 1;
                out.push_str(&n.to_string());
            }
            out.push_str(part);
        }
    }
    out
}

const KINDS: [(&str, &str); 14] = [
    (
        "sparse en",
        "The delegation of Merovia has the honour to recall that the ferries between the northern and the southern shore have \
         carried more than {n} thousand passengers in the year 2024, as was reported at the last meeting of the States of the \
         lake. The level of the water has been read every morning by the keepers of the weirs, and what they wrote down has \
         been sent to all who asked for it. It is proposed that the same be done in the coming year, with two further gauges \
         at the mouths of the rivers, and that the cost be shared by all.\nThe text is in resolution {n} (2015) and in S/2020/{n}.\n",
    ),
    (
        "dense en",
        "Recalling its resolutions {n} (2003), {n} (2004) and {n} (2005), and General Assembly resolution 62/{n}, see A/74/{n}\
         –S/2020/{n} and S/PRST/2010/{n}; resolution 33{n} A (XXX) holds.\n",
    ),
    (
        "dense fr",
        "Rappelant ses résolutions {n} (2003), {n} (2004) et {n} (2005) et la résolution 62/{n} de l’Assemblée générale (A/74/{n}), ainsi que la décision 61/{n}.\n",
    ),
    (
        "dense ru",
        "Ссылаясь на свои резолюции {n} (2003), {n} (2004) и {n} (2005) и резолюцию 62/{n} Генеральной Ассамблеи (A/74/{n}), а также на решение 61/{n}.\n",
    ),
    (
        "dense ar",
        "وإذ يشير إلى قراراته {n} (2003) و {n} (2004) و {n} (2005) وإلى قرار الجمعية العامة 62/{n} (A/74/{n}) والمقرر 61/{n}.\n",
    ),
    (
        "dense zh",
        "回顾其第{n}(2003)号、第{n}(2004)号和第{n}(2005)号决议，并回顾大会第62/{n}号决议(A/74/{n})和第61/{n}号决定。\n",
    ),
    (
        "one line",
        "resolution {n} (2015) holds, as does the report of the keepers of the weirs (S/2020/{n}), and so on, ",
    ),
    ("letters and strokes", "A/a/B/b/C/c-S/E/"),
    ("letters, strokes, figures", "A/1/S/1/a1/2-S/1-"),
    ("figures", "{n} 1 2 3 (4) 5/6, 7/8, "),
    ("brackets", "12 ((((("),
    ("numbers without a word", "12 (2006), "),
    ("sentences without a word", "law and 12 (2006) of it "),
    ("arabic figures", "١٢ و ٣/٤، "),
];

/// Megabytes a second and citations found, over at least 0.3 seconds of the processor.
fn timed(reader: &Reader, text: &str) -> String {
    let (mut found, mut rounds) = (0, 0.0);
    let start = clock::seconds();
    while rounds == 0.0 || clock::seconds() - start < 0.3 {
        found = reader.citations(text).len();
        rounds += 1.0;
    }
    let megabytes = rounds * text.len() as f64 / 1e6;
    format!("{:8.1} MB/s  {found:9} citations", megabytes / (clock::seconds() - start))
}

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let body = match arguments.next().ok_or_else(|| "usage: cite_bench BODY_DIR [SIZES [FOLDER]]".to_owned()) {
        Ok(folder) => common::body(Path::new(&folder)).map_err(|error| error.to_string()),
        Err(usage) => Err(usage),
    };
    let body = match body {
        Ok(body) => body,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let reader = Reader::new(&body);
    let sizes = arguments.next().unwrap_or_else(|| "1,4,16,64".to_owned());
    if sizes == "--files" {
        for path in arguments {
            match fs::read_to_string(&path) {
                Ok(text) => println!("{path:28} {:6.2} MB  {}", text.len() as f64 / 1e6, timed(&reader, &text)),
                Err(error) => eprintln!("{path}: {error}"),
            }
        }
        return ExitCode::SUCCESS;
    }
    let sizes: Vec<usize> = sizes.split(',').filter_map(|size| size.parse().ok()).collect();
    let folder = arguments.next();
    for (kind, piece) in KINDS {
        for (index, size) in sizes.iter().enumerate() {
            let mut text = text(piece, size * 1_000_000);
            if kind == "one line" {
                text = text.replace('\n', " ");
            }
            if let (0, Some(folder)) = (index, &folder)
                && let Err(error) = fs::write(Path::new(folder).join(format!("{}.txt", kind.replace(' ', "_"))), &text)
            {
                eprintln!("{folder}: {error}");
            }
            println!("{kind:28} {size:3} MB  {}", timed(&reader, &text));
        }
    }
    ExitCode::SUCCESS
}
