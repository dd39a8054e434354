//! What leaves comes back: a document written in a format that the reader knows is read as the same document.

use std::collections::BTreeMap;

use chancery_model::{
    Body, Document, Language, Span, Symbol,
    communication::{Annex, Block, BlockKind, Communication, Kind, Picture, Signatory},
    document::{Component, Item, OrganBlock, part_names},
};
use chancery_typeset::{akn, docx, html};
use jiff::civil::date;
use proptest::prelude::*;

use crate::office::body;

#[path = "../crates/chancery-typeset/src/tests/prose.rs"]
mod prose;
use prose::{PROSE, Prose};

/// A picture drawn for these tests.
const CHART: &[u8] = include_bytes!("../crates/chancery-typeset/src/tests/chart.png");

/// A format, how it is written, and whether it keeps what is outside the page: dates, categories, languages by name.
type Writer = fn(&Document, &Body) -> Result<Vec<u8>, chancery_typeset::TypesetError>;
const FORMATS: [(&str, Writer); 3] = [("akn", akn), ("docx", docx), ("html", html)];

/// What a part is made of.
#[derive(Clone, Debug)]
enum Piece {
    Paragraph,
    Numbered,
    Heading(usize),
    List { items: usize, marked: usize },
    Table { columns: usize, rows: usize },
    Figure,
    Noted { lettered: bool },
}

fn piece() -> impl Strategy<Value = Piece> {
    prop_oneof![
        4 => Just(Piece::Paragraph),
        3 => Just(Piece::Numbered),
        2 => (0..3usize).prop_map(Piece::Heading),
        2 => (1..5usize, 0..3usize).prop_map(|(items, marked)| Piece::List { items, marked }),
        1 => (2..5usize, 2..6usize).prop_map(|(columns, rows)| Piece::Table { columns, rows }),
        1 => Just(Piece::Figure),
        2 => any::<bool>().prop_map(|lettered| Piece::Noted { lettered }),
    ]
}

/// One attachment: its pieces, whether it has a title of its own, its own language, a date, a signature; how many are inside.
type Attached = (Vec<Piece>, bool, bool, bool, bool, usize);

fn attached() -> impl Strategy<Value = Attached> {
    (proptest::collection::vec(piece(), 1..8), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), 0..3usize)
}

fn document() -> impl Strategy<Value = Document> {
    let parts = (proptest::collection::vec(piece(), 1..12), proptest::collection::vec(attached(), 0..4));
    (0..PROSE.len(), 1..4usize, 0..3usize, 1..3usize, parts, 1..900u32).prop_map(
        |(prose, organs, items, signed, parts, number)| {
            made(&PROSE[prose], organs, items, signed, parts.0, parts.1, number)
        },
    )
}

fn block(part: &str, kind: BlockKind, number: Option<String>, text: String) -> Block {
    Block { part: part.into(), kind, number, text, span: Span::default(), picture: None }
}

/// Makes the blocks of a part.
fn blocks(prose: &Prose, part: &str, pieces: &[Piece], notes: &mut usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraphs = 0;
    let mut sections = 0;
    // Every part opens with a sentence: a heading there would be the part's title.
    let first = [Piece::Paragraph];
    for (at, piece) in first.iter().chain(pieces).enumerate() {
        let sentence = |skip: usize| prose.sentences[(at + skip) % prose.sentences.len()].to_owned();
        match piece {
            Piece::Paragraph => blocks.push(block(part, BlockKind::Paragraph, None, sentence(0))),
            Piece::Numbered => {
                paragraphs += 1;
                blocks.push(block(part, BlockKind::Paragraph, Some(format!("{paragraphs}.")), sentence(0)));
            }
            Piece::Heading(form) => {
                sections += 1;
                let number = [["I.", "II.", "III."], ["A.", "B.", "C."]][form % 2].get(sections - 1);
                let number = number.filter(|_| *form < 2).map(|number| (*number).to_owned());
                blocks.push(block(part, BlockKind::Heading, number, prose.headings[at % 3].into()));
            }
            Piece::List { items, marked } => {
                for item in 0..*items {
                    let number = match marked {
                        0 => None,
                        1 if !matches!(prose.language, "en" | "zh") => {
                            Some(["a)", "b)", "c)", "d)"][item % 4].to_owned())
                        }
                        1 => Some(["(a)", "(b)", "(c)", "(d)"][item % 4].to_owned()),
                        _ => Some(["(i)", "(ii)", "(iii)", "(iv)"][item % 4].to_owned()),
                    };
                    blocks.push(block(part, BlockKind::List, number, sentence(item)));
                }
            }
            Piece::Table { columns, rows } => {
                for row in 0..*rows {
                    let cell = |column: usize| match row {
                        0 => prose.columns[column % 3].to_owned(),
                        _ if column == 0 => format!("{} {row}", prose.columns[0]),
                        _ => format!("{}", 17 * row + column),
                    };
                    let cells: Vec<String> = (0..*columns).map(cell).collect();
                    blocks.push(block(part, BlockKind::Table, None, cells.join("\t")));
                }
                // Two tables that stand together are one.
                blocks.push(block(part, BlockKind::Paragraph, None, sentence(1)));
            }
            Piece::Figure => {
                let figure = block(part, BlockKind::Figure, None, prose.alt.into());
                blocks.push(Block { picture: Some("chart".into()), ..figure });
            }
            Piece::Noted { lettered } => {
                *notes += 1;
                let lettered = *lettered && *notes <= 16;
                let (marks, own) = if lettered {
                    ("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ", char::from(b'a' + (*notes - 1) as u8).to_string())
                } else {
                    ("⁰¹²³⁴⁵⁶⁷⁸⁹", notes.to_string())
                };
                let raised: String = if lettered {
                    marks.chars().nth(*notes - 1).unwrap().to_string()
                } else {
                    own.chars().map(|c| marks.chars().nth(c as usize - '0' as usize).unwrap()).collect()
                };
                blocks.push(block(part, BlockKind::Paragraph, None, sentence(0) + &raised));
                blocks.push(block(part, BlockKind::Footnote, Some(own), prose.note.into()));
            }
        }
    }
    blocks
}

/// The label of one of several annexes, as pages of the language print it.
fn numbered_label(prose: &Prose, at: usize) -> String {
    match prose.language {
        "zh" => format!("{}{}", prose.annex, ["一", "二", "三"][at]),
        "ar" => format!("{} {}", prose.annex, ["الأول", "الثاني", "الثالث"][at]),
        _ => format!("{} {}", prose.annex, ["I", "II", "III"][at]),
    }
}

fn signatories(prose: &Prose, count: usize) -> Vec<Signatory> {
    let titles: Vec<String> = prose.ranks.iter().map(|rank| (*rank).to_owned()).collect();
    (0..count).map(|_| Signatory { name: prose.signatory.into(), titles: titles.clone() }).collect()
}

fn made(
    prose: &Prose,
    organs: usize,
    items: usize,
    signed: usize,
    letter: Vec<Piece>,
    annexes: Vec<Attached>,
    number: u32,
) -> Document {
    let language = Language::parse(prose.language).unwrap();
    let body = body("assembly");
    let all = [
        ("assembly", format!("AS/7/{number}"), "7"),
        ("council", format!("C/2026/{number}"), "2026"),
        ("waterways-commission", format!("W-{number:04}"), ""),
    ];
    let organs = all.into_iter().take(organs).enumerate().map(|(at, (organ, symbol, period))| OrganBlock {
        organ: organ.into(),
        symbol: Symbol::from_canonical(symbol),
        period: period.into(),
        items: ["12", "31 (b)"]
            .iter()
            .take(if at == 0 { items } else { 0 })
            .map(|number| Item { number: (*number).into(), title: Some(prose.item_title.into()) })
            .collect(),
    });
    let chart = Picture { media_type: "image/png".into(), bytes: CHART.into() };
    let mut notes = 0;
    let letter = blocks(prose, "letter", &letter, &mut notes);
    let mut components = Vec::new();
    let names = part_names("", 1, annexes.len());
    for ((at, (pieces, titled, own_language, dated, signed, inside)), part) in
        annexes.into_iter().enumerate().zip(&names)
    {
        let label = if names.len() == 1 { prose.annex.to_owned() } else { numbered_label(prose, at) };
        components.push(Component {
            heading: if language == Language::EN {
                body.annex_heading(language, &label, prose.title)
            } else {
                label.clone()
            },
            label,
            part: part.clone(),
            depth: 1,
            title: titled.then(|| prose.annex_title.into()),
            original_language: own_language
                .then(|| if language == Language::EN { Language::parse("fr").unwrap() } else { Language::EN }),
            date: (titled && dated).then(|| date(2026, 11, 4)),
            blocks: blocks(prose, part, &pieces, &mut notes),
            signatories: signatories(prose, usize::from(signed)),
        });
        // Enclosures are tried in English only: the other languages' labels are the body's own.
        for (place, part) in
            part_names(part, 2, if prose.language == "en" { inside } else { 0 }).into_iter().enumerate()
        {
            let label = if inside == 1 { "Enclosure".to_owned() } else { format!("Enclosure {}", place + 1) };
            components.push(Component {
                heading: label.clone(),
                label,
                depth: 2,
                title: Some(prose.headings[2].into()),
                original_language: None,
                date: None,
                blocks: blocks(prose, &part, &[], &mut notes),
                signatories: Vec::new(),
                part,
            });
        }
    }
    Document {
        language,
        original_language: language,
        kind: Kind::Letter,
        organs: organs.collect(),
        job_number: format!("26-{number:05}"),
        distribution: "GEN".into(),
        date: date(2026, 11, 23),
        released: Some(date(2026, 11, 25)),
        title: prose.title.into(),
        blocks: letter,
        signatories: signatories(prose, signed),
        components,
        office: "Documents Office of the Assembly of Lakes and Rivers".into(),
        foot: None,
        re_typeset: false,
        proof: false,
        address: Some(format!("https://docs.lakes-and-rivers.example/AS/7/{number}")),
        reissued: Vec::new(),
        pictures: BTreeMap::from([("chart".to_owned(), chart)]),
    }
}

fn squeezed(text: &str) -> String {
    text.split('\t').map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\t")
}

type Told = (String, Option<String>, String);

/// What a part says: its blocks without notes and signatures, and its notes.
fn said<'b>(blocks: impl Iterator<Item = &'b Block>) -> (Vec<Told>, Vec<Told>) {
    let told = |block: &Block| {
        (
            format!("{:?}", block.kind),
            block.number.clone().map(|number| number.trim().to_owned()),
            squeezed(&block.text),
        )
    };
    let (notes, others): (Vec<&Block>, Vec<&Block>) =
        blocks.filter(|block| block.kind != BlockKind::Signature).partition(|block| block.kind == BlockKind::Footnote);
    (others.into_iter().map(told).collect(), notes.into_iter().map(told).collect())
}

fn annex_at<'a>(annexes: &'a [Annex], names: &[String], part: &str, depth: u8) -> Option<&'a Annex> {
    for (annex, name) in annexes.iter().zip(names) {
        if name == part {
            return Some(annex);
        }
        if part.starts_with(&format!("{name}/")) {
            let inner = part_names(name, depth + 1, annex.attachments.len());
            return annex_at(&annex.attachments, &inner, part, depth + 1);
        }
    }
    None
}

/// Every difference between a document and what was read of it.
pub fn differences(document: &Document, read: &Communication, body: &Body) -> Vec<String> {
    let mut all = Vec::new();
    let mut same = |what: &str, wrote: String, got: String| {
        if wrote != got {
            all.push(format!("{what}\n  wrote {wrote}\n  read  {got}"));
        }
    };
    same("language", format!("{:?}", Some(document.language)), format!("{:?}", read.language));
    same("title", format!("{:?}", Some(&document.title)), format!("{:?}", read.title.as_ref()));
    same("kind", format!("{:?}", document.kind), format!("{:?}", read.kind));
    same(
        "symbols",
        format!("{:?}", document.symbols().collect::<Vec<_>>()),
        format!("{:?}", read.symbols.iter().collect::<Vec<_>>()),
    );
    same("job number", format!("{:?}", Some(&document.job_number)), format!("{:?}", read.job_number.as_ref()));
    same(
        "distribution",
        format!("{:?}", body.distribution(&document.distribution).map(|known| &known.name)),
        format!("{:?}", read.distribution.as_ref()),
    );
    same("date", format!("{:?}", Some(document.date)), format!("{:?}", read.masthead_date));
    same(
        "original language",
        format!("{:?}", Some(document.original_language)),
        format!("{:?}", read.original_language),
    );
    let organs = document.organs.iter().map(|own| {
        (
            body.organ(&own.organ).map(|organ| organ.name.clone()).unwrap_or_default(),
            own.items.iter().map(|item| item.number.clone()).collect::<Vec<_>>(),
        )
    });
    let bodies = read.bodies.iter().map(|own| (own.organ.clone(), own.agenda_items.clone()));
    same("organs", format!("{:?}", organs.collect::<Vec<_>>()), format!("{:?}", bodies.collect::<Vec<_>>()));
    let titles: Vec<String> =
        document.organs.iter().flat_map(|organ| &organ.items).filter_map(|item| item.title.clone()).collect();
    // Items of one title are told once.
    let mut once = titles.clone();
    once.dedup();
    let mut got = read.agenda_item_titles.clone();
    got.dedup();
    same("item titles", format!("{once:?}"), format!("{got:?}"));
    same("signatories", format!("{:?}", document.signatories), format!("{:?}", read.signatories));
    let mut parts = vec![("letter", said(document.blocks.iter()))];
    parts.extend(document.components.iter().map(|own| (own.part.as_str(), said(own.blocks.iter()))));
    for (part, (blocks, notes)) in parts {
        let (got, got_notes) = said(read.part(part));
        for at in 0..blocks.len().max(got.len()) {
            if blocks.get(at) != got.get(at) {
                same(
                    &format!("{part} block {at} of {}/{}", blocks.len(), got.len()),
                    format!("{:?}", blocks.get(at)),
                    format!("{:?}", got.get(at)),
                );
                break;
            }
        }
        same(&format!("{part} notes"), format!("{notes:?}"), format!("{got_notes:?}"));
    }
    let names = part_names("", 1, read.annexes.len());
    for own in &document.components {
        let Some(annex) = annex_at(&read.annexes, &names, &own.part, 1) else {
            same("annex", own.part.clone(), format!("none of {names:?}"));
            continue;
        };
        same(&format!("{} label", own.part), own.label.clone(), annex.label.clone());
        same(&format!("{} title", own.part), format!("{:?}", own.title), format!("{:?}", annex.title));
        same(&format!("{} date", own.part), format!("{:?}", own.date), format!("{:?}", annex.date));
        same(
            &format!("{} original", own.part),
            format!("{:?}", own.original_language),
            format!("{:?}", annex.original_language),
        );
        same(
            &format!("{} signatories", own.part),
            format!("{:?}", own.signatories),
            format!("{:?}", annex.signatories),
        );
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(document in document()) {
        let body = body("assembly");
        for (name, write) in FORMATS {
            let bytes = write(&document, &body).unwrap();
            prop_assert_eq!(&bytes, &write(&document, &body).unwrap(), "{} differs from itself", name);
            let read = chancery_read::read(&bytes, None, &body).communication;
            let wrong = differences(&document, &read, &body);
            prop_assert!(wrong.is_empty(), "{}:\n{}", name, wrong.join("\n"));
        }
    }
}
