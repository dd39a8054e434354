//! Documents of our own invention, for the tests and for looking at pages.
#![allow(missing_docs)]

use std::{collections::BTreeMap, path::Path};

use chancery_model::{
    Body, Document, Language, Span, Symbol,
    communication::{Block, BlockKind, Kind, Picture, Signatory},
    document::{Component, Item, OrganBlock},
};
use jiff::civil::date;

#[path = "prose.rs"]
mod prose;
use prose::PROSE;

/// One of the bodies of this repository.
pub fn body(name: &str) -> Body {
    fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                collect(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bodies").join(name);
    let mut files = BTreeMap::new();
    collect(&root, &root, &mut files);
    Body::from_files(&files).unwrap()
}

pub fn block(part: &str, kind: BlockKind, number: Option<&str>, text: &str) -> Block {
    Block {
        part: part.into(),
        kind,
        number: number.map(Into::into),
        text: text.into(),
        span: Span::default(),
        picture: None,
    }
}

pub fn paragraph(text: &str) -> Block {
    block("letter", BlockKind::Paragraph, None, text)
}

pub fn organ(organ: &str, symbol: &str, period: &str, items: &[(&str, &str)]) -> OrganBlock {
    let items = items
        .iter()
        .map(|(number, title)| Item {
            number: (*number).into(),
            title: (!title.is_empty()).then(|| (*title).to_owned()),
        })
        .collect();
    OrganBlock { organ: organ.into(), symbol: Symbol::from_canonical(symbol), period: period.into(), items }
}

fn signatory(name: &str, titles: &[&str]) -> Signatory {
    Signatory { name: name.into(), titles: titles.iter().map(|title| (*title).to_owned()).collect() }
}

/// A document with nothing in it.
pub fn empty() -> Document {
    Document {
        language: Language::EN,
        original_language: Language::EN,
        kind: Kind::Letter,
        organs: Vec::new(),
        job_number: String::new(),
        distribution: String::new(),
        date: date(2026, 11, 23),
        released: None,
        title: String::new(),
        blocks: Vec::new(),
        signatories: Vec::new(),
        components: Vec::new(),
        office: String::new(),
        foot: None,
        re_typeset: false,
        proof: false,
        address: None,
        reissued: Vec::new(),
        pictures: Default::default(),
    }
}

/// A short letter of the invented body to two organs, with an annex of another original language.
pub fn ferries() -> Document {
    let annex = |kind, number, text| block("annex", kind, number, text);
    Document {
        organs: vec![
            organ(
                "assembly",
                "AS/7/41",
                "7",
                &[
                    ("12", "Cooperation on inland fisheries"),
                    ("17", "Ferries and their timetables"),
                    ("31 (b)", "Exchange of boatbuilders"),
                ],
            ),
            organ("council", "C/2026/118", "2026", &[]),
        ],
        job_number: "26-00041".into(),
        distribution: "GEN".into(),
        released: Some(date(2026, 11, 25)),
        title:
            "Letter dated 20 November 2026 from the Permanent Representative of Merovia to the Organization addressed \
                to the Secretary-General"
                .into(),
        blocks: vec![
            paragraph(
                "I have the honour to transmit herewith the report of the twelfth meeting of the ferry captains of the \
                 northern lakes, which was held in the harbour of Oststrand on 3 and 4 November 2026 (see annex). The \
                 meeting dealt with the winter timetable, with the lamps that are to be shown in fog and with the exchange \
                 of apprentices between the boatyards of four States.",
            ),
            paragraph(
                "The captains agreed that a timetable is of use only where it is known on both shores. They therefore \
                 propose that the timetables of all public ferries be sent to the secretariat by 1 February of each year, \
                 and that they be printed together.¹",
            ),
            block("letter", BlockKind::Footnote, Some("1"), "The timetables of 2025 stand in C/2025/204."),
            paragraph(
                "I should be grateful if you would have the present letter and its annex circulated as a document of the \
                 Assembly, under agenda items 12, 17 and 31 (b), and of the Council.",
            ),
        ],
        signatories: vec![signatory("Ilse Varnholt", &["Ambassador", "Permanent Representative"])],
        components: vec![
            Component {
                part: "annex".into(),
                label: "Annex".into(),
                depth: 1,
                heading:
                    "Annex to the letter dated 20 November 2026 from the Permanent Representative of Merovia to the \
                          Organization addressed to the Secretary-General"
                        .into(),
                title: Some("Report of the twelfth meeting of the ferry captains of the northern lakes".into()),
                original_language: Some(Language::parse("ar").unwrap()),
                date: Some(date(2026, 11, 4)),
                submitted_only: false,
                blocks: vec![
                    annex(
                        BlockKind::Heading,
                        Some("I."),
                        "Lamps to be shown in fog and on nights without a moon, by boats of all sizes",
                    ),
                    annex(
                        BlockKind::Paragraph,
                        Some("1."),
                        "The captains heard a report on the lamps of fourteen boats.ᵃ Of these, nine showed a white lamp \
                         at the bow and a green one at the stern; five showed whatever was at hand. Nobody had been hurt.",
                    ),
                    annex(
                        BlockKind::Footnote,
                        Some("a"),
                        "The report was given by the harbour master of Oststrand and is kept in the harbour office, where it can be read on working days.",
                    ),
                    annex(BlockKind::Paragraph, Some("2."), "The meeting recommends to all harbours:"),
                    annex(
                        BlockKind::List,
                        Some("(a)"),
                        "That every boat of more than six metres carry two lamps, one of which burns without being tended for the length of a crossing;",
                    ),
                    annex(BlockKind::List, Some("(b)"), "That the lamps be looked at each spring;"),
                    annex(BlockKind::List, Some("(c)"), "That a boat without lamps stay in harbour."),
                    annex(BlockKind::Heading, Some("A."), "Lamps by harbour"),
                    annex(
                        BlockKind::Paragraph,
                        Some("3."),
                        "The table gives the number of boats and lamps on the day of the meeting.",
                    ),
                    annex(BlockKind::Table, None, "Harbour\tBoats\tLamps\tWhat is planned"),
                    annex(BlockKind::Table, None, "Oststrand\t14\t23\tLamps for all boats by the spring"),
                    annex(BlockKind::Table, None, "Norvale, upper quay and lower quay\t1,102\t9\tNothing yet"),
                    annex(
                        BlockKind::Table,
                        None,
                        "Quillan Islands\t3\t–\tA lighthouse, which is to be built by subscription and lit with oil",
                    ),
                    annex(BlockKind::Heading, Some("II."), "Apprentices"),
                    annex(
                        BlockKind::Paragraph,
                        Some("4."),
                        "Four apprentices from Aldria and two from Tarnland were received in 2026. They learned to caulk.",
                    ),
                    annex(BlockKind::List, None, "Two went home before the summer"),
                    annex(BlockKind::List, None, "Four stayed and are building a boat"),
                ],
                signatories: vec![
                    signatory("Joren Halm", &["Captain, first chair of the meeting"]),
                    signatory("Adda Quist", &["Captain, second chair of the meeting"]),
                ],
            },
            Component {
                part: "annex/enclosure".into(),
                label: "Enclosure".into(),
                depth: 2,
                heading: "Enclosure".into(),
                title: Some("Winter timetable".into()),
                original_language: None,
                date: None,
                submitted_only: false,
                blocks: vec![block(
                    "annex/enclosure",
                    BlockKind::Paragraph,
                    None,
                    "The ferry leaves Oststrand at eight and Norvale at ten, except on days of ice.",
                )],
                signatories: Vec::new(),
            },
        ],
        office: "Documents Office of the Assembly of Lakes and Rivers".into(),
        address: Some("https://docs.lakes-and-rivers.example/AS/7/41".into()),
        ..empty()
    }
}

/// A letter in the form of the United Nations, about nothing that could offend anyone.
pub fn un() -> Document {
    Document {
        organs: vec![
            organ(
                "general-assembly",
                "A/74/999",
                "74",
                &[("32", ""), ("37", ""), ("68", "Weights, measures and the length of the day"), ("83", "")],
            ),
            organ("security-council", "S/2020/9999", "2020", &[]),
        ],
        job_number: "20-99999".into(),
        distribution: "GEN".into(),
        date: date(2020, 2, 3),
        released: Some(date(2020, 2, 5)),
        title: "Letter dated 30 January 2020 from the Permanent Representative of Ruritania to the United Nations \
                addressed to the Secretary-General"
            .into(),
        blocks: vec![
            paragraph(
                "I have the honour to transmit herewith a note by the keepers of the clocks of Ruritania, in which they \
                 set out how the length of the day was measured at Strelsau in the course of the year 2019 (see annex).",
            ),
            paragraph(
                "I should be grateful if you would have the present letter and its annex circulated as a document of the \
                 General Assembly, under agenda items 32, 37, 68 and 83, and of the Security Council.",
            ),
        ],
        signatories: vec![signatory("Rudolf Rassendyll", &["Ambassador", "Permanent Representative"])],
        components: vec![Component {
            part: "annex".into(),
            label: "Annex".into(),
            depth: 1,
            heading: "Annex to the letter dated 30 January 2020 from the Permanent Representative of Ruritania to the \
                      United Nations addressed to the Secretary-General"
                .into(),
            title: Some("Note by the keepers of the clocks of Ruritania".into()),
            original_language: None,
            date: Some(date(2020, 1, 30)),
            submitted_only: false,
            blocks: (0..14)
                .map(|n| {
                    block(
                        "annex",
                        BlockKind::Paragraph,
                        None,
                        &format!(
                            "In month {} the day was measured from noon to noon with the great clock and with two pocket \
                             watches. The great clock was slow by {n} seconds and the watches were fast, the one by more \
                             than the other, so that the keepers took the mean of the three and wrote it down. They repeat \
                             that no clock is right by itself, and that it becomes so only when it is compared.",
                            n + 1
                        ),
                    )
                })
                .collect(),
            signatories: Vec::new(),
        }],
        office: "A documents office using Chancery".into(),
        foot: Some("This is not a document of the United Nations.".into()),
        ..empty()
    }
}

/// A proof: nothing registered, one organ, no items, no number.
pub fn proof() -> Document {
    Document {
        organs: vec![organ("assembly", "", "7", &[])],
        job_number: String::new(),
        released: None,
        proof: true,
        components: Vec::new(),
        ..ferries()
    }
}

/// A letter to three organs, of which one numbers for ever.
pub fn three_organs() -> Document {
    let mut document = ferries();
    document.organs.push(organ("waterways-commission", "W-0141", "", &[]));
    document
}

/// A document set anew, long, with forty items and three hundred numbered paragraphs.
pub fn long() -> Document {
    let items: Vec<(String, String)> = (1..=40)
        .map(|n| (n.to_string(), format!("Item number {n} of the agenda, with a title of some length")))
        .collect();
    let items: Vec<(&str, &str)> = items.iter().map(|(number, title)| (number.as_str(), title.as_str())).collect();
    let mut blocks = Vec::new();
    for n in 1..=300 {
        if n % 50 == 1 {
            let roman = ["I.", "II.", "III.", "IV.", "V.", "VI."][n / 50];
            blocks.push(block("letter", BlockKind::Heading, Some(roman), "What was seen on the river"));
        }
        if n % 10 == 5 {
            blocks.push(block("letter", BlockKind::Heading, Some("A."), "In one place"));
        }
        blocks.push(block(
            "letter",
            BlockKind::Paragraph,
            Some(&format!("{n}.")),
            "The water stood at the third mark of the gauge in the morning and at the fourth in the evening, which is what \
             was to be expected at this time of the year. The boats went out all the same.",
        ));
    }
    Document {
        organs: vec![organ("assembly", "AS/7/300", "7", &items)],
        blocks,
        re_typeset: true,
        components: Vec::new(),
        ..ferries()
    }
}

/// Everything that is hard on a page: long words, code, other scripts, characters no font has.
pub fn hostile() -> Document {
    let mut document = ferries();
    document.blocks.splice(
        0..0,
        [
            paragraph("#panic() <script>alert(1)</script> $x$ \\ *bold* _it_ `raw` @ref <label> = heading // comment &amp; \"quoted\" #json(\"/data.json\")"),
            paragraph("Arabic inside: المادة الأولى من الميثاق and Hebrew שלום, Russian Статья 1, Greek Ἄρθρον, Viet Nam Việt Nam."),
            paragraph("Chinese 联合国, an emoji 🚣‍♀️, private \u{E000}, a bell \u{7}, a tab\there, a mark on nothing \u{301}, an Arabic letter with a Latin mark ع\u{301}, no-break\u{A0}space, soft\u{AD}hyphen, \u{FEFF}byte order, \u{202E}reversed\u{202C}, \u{FFFF} and \u{0}."),
            paragraph(&"w".repeat(5000)),
            paragraph(&format!("https://docs.lakes-and-rivers.example/{}", "path/".repeat(80))),
        ],
    );
    document
}

/// A letter from right to left. The invented body has no Arabic wording yet, so that a little of it is made up here.
pub fn arabic() -> (Body, Document) {
    let language = Language::parse("ar").unwrap();
    let mut body = body("assembly");
    let mut wording = body.wording[&Language::EN].clone();
    wording.date = "{day} تشرين الثاني/نوفمبر {year}".into();
    wording.organs.insert("assembly".into(), "الجمعية".into());
    wording.organs.insert("council".into(), "المجلس".into());
    if let Some(masthead) = wording.masthead.as_mut() {
        masthead.body = "جمعية البحيرات والأنهار".into();
        masthead.session = "الدورة السابعة".into();
        masthead.calendar_year = "دورة عام {number}".into();
        masthead.items = "البنود {items} من جدول الأعمال".into();
        masthead.and = " و ".into();
        masthead.signed = "توقيع".into();
    }
    body.wording.insert(language, wording);
    let text = "يشرفني أن أحيل إليكم طيه تقرير الاجتماع الثاني عشر لربابنة العبّارات في البحيرات الشمالية، الذي عُقد في \
                مرفأ أوستستراند يومي 3 و 4 تشرين الثاني/نوفمبر 2026 (انظر المرفق)، والوثيقة AS/7/40.";
    let mut document = ferries();
    document.language = language;
    document.title = "رسالة مؤرخة 20 تشرين الثاني/نوفمبر 2026 موجهة إلى الأمين العام من الممثل الدائم لميروفيا".into();
    for block in document.blocks.iter_mut().chain(document.components.iter_mut().flat_map(|part| &mut part.blocks)) {
        if block.kind != BlockKind::Table {
            block.text = text.into();
        }
    }
    (body, document)
}

/// All samples by name, with the body each belongs to.
pub fn all() -> Vec<(&'static str, &'static str, Document)> {
    vec![
        ("ferries", "assembly", ferries()),
        ("un", "un", un()),
        ("proof", "assembly", proof()),
        ("three_organs", "assembly", three_organs()),
        ("long", "assembly", long()),
        ("hostile", "assembly", hostile()),
        ("empty", "assembly", empty()),
    ]
}

/// A chart, and a page that came only as a picture; both drawn for these tests.
pub const CHART: &[u8] = include_bytes!("chart.png");
pub const DECLARATION: &[u8] = include_bytes!("declaration.jpg");

fn picture(bytes: &[u8]) -> Picture {
    Picture { media_type: "application/octet-stream".into(), bytes: bytes.into() }
}

/// One of a great many documents: the six languages in turn, of one to three organs, with annexes, tables, figures, pages of
/// the original, footnotes, lists and headings, from one page to a hundred.
pub fn varied(n: usize) -> Document {
    let prose = &PROSE[n % PROSE.len()];
    let turn = n / PROSE.len();
    // Each property has a period of its own, so that they meet in ever new ways.
    let every = |period: usize| turn % period == period - 1;
    let mut at = n;
    let mut sentence = || {
        at += 1;
        prose.sentences[at % prose.sentences.len()]
    };
    let mut organs = vec![organ("assembly", &format!("AS/7/{}", 40 + n), "7", &[("12", prose.item_title)])];
    if every(2) {
        organs[0].items.push(Item { number: "31 (b)".into(), title: Some(prose.headings[2].into()) });
    }
    if !turn.is_multiple_of(3) {
        organs.push(organ("council", &format!("C/2026/{}", 100 + n), "2026", &[]));
    }
    if turn % 3 > 1 {
        organs.push(organ("assembly", &format!("AS/C.2/7/{}", 1 + n), "7", &[("17", prose.headings[0])]));
    }
    let length = match () {
        () if every(25) => 420,
        () if every(6) => 60,
        () => 3 + turn % 7,
    };
    let pictures = BTreeMap::from([("chart".to_owned(), picture(CHART)), ("page".to_owned(), picture(DECLARATION))]);
    let mut blocks_of = |part: &str, length: usize, headings: bool| {
        let mut blocks = Vec::new();
        for piece in 0..length {
            if headings && piece % 9 == 4 {
                let number = ["I.", "A.", "1."][piece / 9 % 3];
                blocks.push(block(part, BlockKind::Heading, Some(number), prose.headings[piece / 9 % 3]));
            }
            let mut text = format!("{} {}", sentence(), sentence());
            if piece == 1 && every(3) {
                text.push('¹');
            }
            let number = (headings && turn % 2 == 1).then(|| format!("{}.", piece + 1));
            blocks.push(block(part, BlockKind::Paragraph, number.as_deref(), &text));
            if piece % 5 == 3 && every(2) {
                for number in ["(a)", "(b)", "(c)"] {
                    blocks.push(block(part, BlockKind::List, Some(number), sentence()));
                }
            }
            if piece % 40 == 2 && every(4) {
                blocks.push(block(part, BlockKind::Table, None, &prose.columns.join("\t")));
                for row in 0..5 + turn % 4 {
                    let harbour = prose.columns[0];
                    let figures = format!("{harbour} {row}\t{}\t{}", 118 + 37 * row, row);
                    blocks.push(block(part, BlockKind::Table, None, &figures));
                }
            }
            if piece == 2 && every(5) {
                let figure = block(part, BlockKind::Figure, None, prose.alt);
                blocks.push(Block { picture: Some("chart".into()), ..figure });
            }
        }
        if every(3) {
            blocks.push(block(part, BlockKind::Footnote, Some("1"), prose.note));
        }
        blocks
    };
    let signed = || vec![signatory(prose.signatory, &prose.ranks)];
    let blocks = blocks_of("letter", length, length > 10);
    let mut components = Vec::new();
    for annex in 0..turn % 4 {
        let part = if turn % 4 == 1 { "annex".to_owned() } else { format!("annex_{}", annex + 1) };
        let mut blocks = blocks_of(&part, 2 + (turn + annex) % 6, annex == 1);
        if every(5) && annex == 0 {
            let page = block(&part, BlockKind::FacsimilePage, None, prose.annex_title);
            blocks.push(Block { picture: Some("page".into()), ..page });
        }
        components.push(Component {
            label: prose.annex.into(),
            depth: 1,
            heading: prose.annex.into(),
            title: (annex != 2).then(|| prose.annex_title.into()),
            original_language: (annex == 1).then_some(Language::EN),
            date: None,
            submitted_only: annex == 0 && every(4),
            blocks,
            signatories: if annex == 1 { signed() } else { Vec::new() },
            part,
        });
    }
    let language = Language::parse(prose.language).unwrap();
    Document {
        language,
        organs,
        job_number: format!("26-{:05}", 41 + n),
        distribution: "GEN".into(),
        released: Some(date(2026, 11, 25)),
        title: prose.title.into(),
        blocks,
        signatories: signed(),
        components,
        office: "Documents Office of the Assembly of Lakes and Rivers".into(),
        address: every(2).then(|| format!("https://documents.lakes-and-rivers.example/AS/7/{}", 40 + n)),
        reissued: if every(7) { vec![date(2026, 12, 3)] } else { Vec::new() },
        pictures: if every(5) { pictures } else { BTreeMap::new() },
        ..empty()
    }
}

/// A document of the paragraphs of a text.
#[allow(dead_code)] // For the examples alone.
pub fn of_text(language: &str, text: &str) -> Document {
    let language = Language::parse(language).unwrap();
    let title = PROSE.iter().find(|prose| prose.language == language.code()).map_or("", |prose| prose.title);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Document { language, title: title.into(), blocks: lines.map(paragraph).collect(), ..empty() }
}
