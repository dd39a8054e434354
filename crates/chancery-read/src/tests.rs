//! Tests with invented letters of the invented body.

mod own;

use std::{collections::BTreeMap, fs, path::Path};

use chancery_model::{
    body::Body,
    communication::{BlockKind, Communication, Kind},
    text::Span,
};
use jiff::civil::date;

use crate::{Reader, Reading, read};

mod forms;
mod letters;
mod lines;

/// The invented body, as it lies beside the house.
pub(crate) fn body() -> Body {
    body_of("assembly")
}

/// One of the bodies that lie beside the house.
pub(crate) fn body_of(name: &str) -> Body {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bodies").join(name);
    let mut files = BTreeMap::new();
    for folder in ["", "organs", "agendas", "languages"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    Body::from_files(&files).unwrap()
}

fn reading(text: &str) -> Reading {
    let reading = read(text.as_bytes(), Some("letter.txt"), &body());
    check_places(&reading);
    reading
}

/// Every place lies inside the text and between two characters.
fn check_places(reading: &Reading) {
    let communication = &reading.communication;
    let spans = communication
        .places
        .values()
        .copied()
        .chain(communication.text.iter().map(|block| block.span))
        .chain(communication.citations.iter().map(|citation| citation.span))
        .chain(communication.doubts.iter().map(|doubt| doubt.span));
    for Span { start, end } in spans {
        assert!(start <= end && reading.text.get(start..end).is_some(), "{start}..{end} of {}", reading.text.len());
    }
}

fn place<'t>(reading: &'t Reading, field: &str) -> &'t str {
    reading.communication.place(field).unwrap_or_else(|| panic!("no place of {field}")).of(&reading.text)
}

const ISSUED: &str = "AS/7/12–C/2026/3

Assembly of Lakes and Rivers

Assembly
Council

Distr.: General
16 March 2026
Original: English

Assembly
Seventh session
Agenda items 12 and 31 (b)
Cooperation on inland fisheries
Exchange of boatbuilders

Council

Letter dated 12 March 2026 from the Permanent Representative of
Merovia to the Organization addressed to the Secretary-General
I have the honour to transmit herewith a statement on the herring weir at Lake
Tarn, which was measured in accordance with resolution 5/9 (see annex).
I should be grateful if you would have the present letter and its annex circulated
as a document of the Assembly, under agenda items 12 and 31 (b), and of the
Council.
(Signed) Ottoline Brandt
Ambassador
Permanent Representative

26-00041 (E) 170326

*2600041*

AS/7/12
C/2026/3

Annex to the letter dated 12 March 2026 from the Permanent
Representative of Merovia to the Organization addressed to the
Secretary-General
Statement by the Lake Wardens of Merovia
10 March 2026
The weir was closed on the second day of the thaw, as the parties had agreed in
document C/2025/7, and nobody was told of it by the ferrymen who depend on the
2/2

AS/7/12
C/2026/3

current. The wardens therefore ask that the level be read again.
";

#[test]
fn an_issued_letter_is_read_whole() {
    let reading = reading(ISSUED);
    let c = &reading.communication;
    assert_eq!(c.kind, Kind::Letter);
    assert_eq!(c.symbols.iter().map(|s| s.as_str()).collect::<Vec<_>>(), ["AS/7/12", "C/2026/3"]);
    assert_eq!(c.job_number.as_deref(), Some("26-00041"));
    assert_eq!(c.distribution.as_deref(), Some("General"));
    assert_eq!(c.masthead_date, Some(date(2026, 3, 16)));
    assert_eq!(c.original_language.map(|l| l.to_string()).as_deref(), Some("en"));
    assert_eq!(c.letter_date, Some(date(2026, 3, 12)));
    assert_eq!(
        c.title.as_deref(),
        Some(
            "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General"
        )
    );
    let sender = c.sender.as_ref().unwrap();
    assert_eq!(
        (sender.office.as_deref(), sender.state.as_deref()),
        (Some("Permanent Representative"), Some("Merovia"))
    );
    assert_eq!(c.addressees, ["Secretary-General"]);
    let bodies: Vec<_> = c
        .bodies
        .iter()
        .map(|b| (b.organ.as_str(), b.session.as_deref(), b.year.as_deref(), b.agenda_items.len()))
        .collect();
    assert_eq!(bodies, [("Assembly", Some("7"), None, 2), ("Council", None, Some("2026"), 0)]);
    assert_eq!(c.agenda_item_titles, ["Cooperation on inland fisheries", "Exchange of boatbuilders"]);
    assert_eq!(c.requested_circulation.len(), 2);
    assert_eq!(c.requested_circulation[0].agenda_items, ["12", "31 (b)"]);
    assert!(place(&reading, "requested_circulation").starts_with("I should be grateful"));
    assert!(place(&reading, "requested_circulation.0").contains("31 (b)"));
    assert_eq!(c.signatories[0].name, "Ottoline Brandt");
    assert_eq!(c.signatories[0].titles, ["Ambassador", "Permanent Representative"]);
    assert_eq!(c.annexes.len(), 1);
    assert_eq!(c.annexes[0].label, "Annex");
    assert_eq!(c.annexes[0].title.as_deref(), Some("Statement by the Lake Wardens of Merovia"));
    assert_eq!(c.annexes[0].date, Some(date(2026, 3, 10)));
    let citations: Vec<_> = c.citations.iter().map(|c| (c.symbol.as_str(), c.part.as_str(), c.paragraph)).collect();
    assert_eq!(citations, [("AS/RES/5/9", "letter", Some(1)), ("C/2025/7", "annex", Some(1))]);
    assert_eq!(c.pages_total, Some(2));
    assert_eq!(place(&reading, "sender"), "the Permanent Representative of\nMerovia to the Organization");
}

#[test]
fn a_running_head_never_stands_in_a_paragraph() {
    let reading = reading(ISSUED);
    let annex: Vec<_> = reading.communication.part("annex").collect();
    assert_eq!(annex.len(), 1, "{annex:#?}");
    assert!(annex[0].text.contains("depend on the current. The wardens"), "{}", annex[0].text);
    assert!(reading.communication.doubts.iter().any(|doubt| doubt.code == "RUNNING_HEAD"));
}

#[test]
fn an_addressee_unknown_to_the_body_is_given_in_the_text_s_words() {
    let text = "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the
Organization addressed to the Keeper of the Lock
I have the honour to inform you that the lock of Merovia was opened on the first day of May.
";
    let c = reading(text).communication;
    assert_eq!(c.addressees, ["Keeper of the Lock"]);
    assert!(c.title.as_deref().unwrap().ends_with("addressed to the Keeper of the Lock"));
    let c = reading(&text.replace('\n', " ")).communication;
    assert_eq!(c.addressees, ["Keeper of the Lock"]);
}

#[test]
fn numbers_stand_apart_from_the_words() {
    let c = letter("1.\nThe first matter is the weir.\n2. The second matter is the lock.\n(a) A list begins here.");
    let blocks: Vec<_> = c.text.iter().map(|b| (b.number.as_deref().unwrap_or(""), b.text.as_str())).collect();
    assert_eq!(
        blocks,
        [
            ("1.", "The first matter is the weir."),
            ("2.", "The second matter is the lock."),
            ("(a)", "A list begins here.")
        ]
    );
}

#[test]
fn line_breaks_may_be_lost() {
    let flat = ISSUED.split_whitespace().collect::<Vec<_>>().join(" ");
    let reading = reading(&flat);
    let c = &reading.communication;
    assert_eq!(c.symbols.len(), 2);
    assert_eq!(c.job_number.as_deref(), Some("26-00041"));
    assert_eq!(c.masthead_date, Some(date(2026, 3, 16)));
    assert!(c.title.as_deref().unwrap().ends_with("addressed to the Secretary-General"));
    assert_eq!(c.requested_circulation[0].agenda_items, ["12", "31 (b)"]);
    assert_eq!(c.signatories[0].name, "Ottoline Brandt");
    assert_eq!(c.annexes.len(), 1);
}

#[test]
fn line_breaks_may_be_doubled() {
    let doubled = ISSUED.replace('\n', " \n\n");
    let reading = reading(&doubled);
    let c = &reading.communication;
    assert!(c.title.as_deref().unwrap().ends_with("Merovia to the Organization addressed to the Secretary-General"));
    assert_eq!(c.signatories[0].titles.len(), 2);
    assert_eq!(c.requested_circulation.len(), 2);
    assert_eq!(c.annexes[0].title.as_deref(), Some("Statement by the Lake Wardens of Merovia"));
}

#[test]
fn capitals_become_sentence_case() {
    let text = "C/2026/4

LETTER DATED 2 APRIL 2026 FROM THE PERMANENT REPRESENTATIVE OF THE
QUILLAN ISLANDS TO THE ORGANIZATION ADDRESSED TO THE PRESIDENT OF THE COUNCIL

I have the honour to write about the ice.
";
    let c = reading(text).communication;
    assert_eq!(
        c.title.as_deref(),
        Some(
            "Letter dated 2 April 2026 from the Permanent Representative of the Quillan Islands to the Organization addressed to the President of the Council"
        )
    );
    assert_eq!(c.sender.unwrap().state.as_deref(), Some("the Quillan Islands"));
    assert_eq!(c.addressees, ["President of the Council"]);
}

#[test]
fn identical_letters_have_several_addressees_and_several_senders_are_told_apart() {
    let text = "Identical letters dated 2 April 2026 from the Permanent Representatives of Aldria, the Quillan Islands and \
        Tarnland to the Organization addressed to the Secretary-General, the President of the Assembly and the President of \
        the Council\n\nWe have the honour to write to you.\n";
    let c = reading(text).communication;
    assert_eq!(c.kind, Kind::IdenticalLetters);
    assert_eq!(c.addressees, ["Secretary-General", "President of the Assembly", "President of the Council"]);
    let states: Vec<_> = c.senders.iter().filter_map(|sender| sender.state.as_deref()).collect();
    assert_eq!(states, ["Aldria", "the Quillan Islands", "Tarnland"]);
}

#[test]
fn a_letter_as_it_was_sent() {
    let text = "PERMANENT MISSION OF NORVALE
14 Quay Street

3 February 2026

Excellency,

I write to draw your attention to the flood gates at Lower Norvale, which were opened
on 1 February without notice.

I should be grateful if you would have this letter circulated as a document of the
Assembly, under agenda item 8.

Please accept, Excellency, the assurances of my highest consideration.

Ansgar Vale
Ambassador
Permanent Representative

H.E. Ms. Ilse Marn
The Secretary-General
";
    let reading = reading(text);
    let c = &reading.communication;
    assert_eq!(c.kind, Kind::Letter);
    assert_eq!(c.title, None);
    assert_eq!(c.letter_date, Some(date(2026, 2, 3)));
    assert_eq!(c.masthead_date, None);
    assert_eq!(c.signatories[0].name, "Ansgar Vale");
    assert_eq!(c.sender.as_ref().unwrap().state.as_deref(), Some("Norvale"));
    assert_eq!(c.addressees, ["Secretary-General"]);
    assert_eq!(c.requested_circulation[0].agenda_items, ["8"]);
    assert_eq!(c.bodies.len(), 1);
    assert_eq!(place(&reading, "salutation"), "Excellency,");
}

#[test]
fn a_note_verbale_in_the_third_person() {
    let text =
        "The Permanent Mission of Corvana presents its compliments to the Secretary-General and has the honour to
request that the present note be circulated as a document of the Council.

5 May 2026
";
    let c = reading(text).communication;
    assert_eq!(c.kind, Kind::NoteVerbale);
    assert_eq!(c.sender.as_ref().unwrap().state.as_deref(), Some("Corvana"));
    assert_eq!(c.addressees, ["Secretary-General"]);
    assert_eq!(c.requested_circulation[0].organ, "Council");
    assert_eq!(c.letter_date, Some(date(2026, 5, 5)));
    assert!(c.signatories.is_empty());
}

fn letter(body_text: &str) -> Communication {
    let title = "Letter dated 12 March 2026 from the Permanent Representative of Aldria to the Organization addressed to the Secretary-General";
    reading(&format!("{title}\n\n{body_text}\n")).communication
}

#[test]
fn requests_in_their_many_shapes() {
    let items = |text: &str| {
        letter(text)
            .requested_circulation
            .into_iter()
            .map(|r| (r.organ, r.agenda_items.join("+"), r.session))
            .collect::<Vec<_>>()
    };
    let of = |organ: &str, items: &str| (organ.to_owned(), items.to_owned(), None);
    assert_eq!(
        items(
            "I would be grateful if the present letter could be circulated as a document of the Assembly and of the Council, under agenda item 31 (a) and (b)."
        ),
        [of("Assembly", "31 (a)+31 (b)"), of("Council", "")]
    );
    assert_eq!(
        items("I request that it be issued, under agenda items 8, 12 and 17, as a document of the Assembly."),
        [of("Assembly", "8+12+17")]
    );
    assert_eq!(
        items(
            "I should be grateful if you would circulate it as a document of the eighth session of the Assembly under item 3 of the preliminary list."
        ),
        [("Assembly".to_owned(), "3".to_owned(), Some("8".to_owned()))]
    );
    // Items behind an organ that has none are asked for of that organ, where the other has its own.
    assert_eq!(
        items(
            "I request that it be issued as a document of the Assembly, under agenda item 8, and of the Council, under agenda item 40."
        ),
        [of("Assembly", "8"), of("Council", "40")]
    );
    assert_eq!(
        items(
            "I request that it be issued as a document of the Council, under agenda item 40, and of the Assembly, under agenda item 8."
        ),
        [of("Council", "40"), of("Assembly", "8")]
    );
    // An organ in a list is asked for; one named in passing is not asked for again.
    assert_eq!(
        items("I request that it be issued as a document of the Assembly, of the Council and of the Council."),
        [of("Assembly", ""), of("Council", ""), of("Council", "")]
    );
    assert_eq!(
        items("I request that it be issued as a document of the Assembly, under item 8 of the agenda of the Assembly."),
        [of("Assembly", "8")]
    );
    // An organ that the body has not keeps the name that the letter gives it; the body itself is none.
    assert_eq!(
        items("I request that it be issued as an official document of the Board of Gauges, under agenda item 8."),
        [of("Board of Gauges", "8")]
    );
    assert_eq!(
        items(
            "I request that it be issued as a document of the Assembly, under agenda item 8, and of the Harbour Tribunal."
        ),
        [of("Assembly", "8"), of("Harbour Tribunal", "")]
    );
    assert!(items("I request that it be issued as a document of the Organization.").is_empty());
    assert_eq!(
        items(
            "I request that it be issued as a document of the Assembly of the following letters: a letter of the Harbour Tribunal."
        ),
        [of("Assembly", "")]
    );
    // What others asked for is not asked here.
    assert!(items("They requested to have a speech circulated as a document of the Assembly.").is_empty());
    let attention =
        letter("I should be grateful if you would bring this matter to the attention of the members of the Council.");
    assert_eq!(attention.requested_attention.as_deref(), Some("members of the Council"));
    assert!(attention.requested_circulation.is_empty());
}

#[test]
fn what_a_sender_wrote_beside_the_title_has_its_place() {
    let title = "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General";
    let text = format!(
        "{title}\n\n14 March 2026\n\nThe President of the Council\n\nI have the honour to write about the boats.\n\n(Signed) Ada Bek\nAmbassador\n"
    );
    let body = body();
    let read = crate::read(text.as_bytes(), None, &body).communication;
    let at = |read: &Communication, name: &str, text: &str| read.place(name).map(|place| place.of(text).to_owned());
    assert_eq!(at(&read, "date_line", &text).as_deref(), Some("14 March 2026"));
    assert_eq!(at(&read, "address_lines", &text).as_deref(), Some("The President of the Council"));
    assert_eq!(at(&read, "addressed", &text).as_deref(), Some("the Secretary-General"));
    assert_eq!(read.letter_date.map(|date| date.to_string()).as_deref(), Some("2026-03-12"));
    // In brackets stands the day of receipt, and a sentence that ends with a day is no line of its own.
    for line in ["[Original: French]\n[14 March 2026]", "It was written on 14 March 2026."] {
        let text = format!("{title}\n\n{line}\n\nI have the honour to write about the boats.\n");
        assert_eq!(at(&crate::read(text.as_bytes(), None, &body).communication, "date_line", &text), None, "{line}");
    }
}

#[test]
fn a_title_with_a_day_that_no_calendar_has_is_a_title() {
    for (date, title) in [
        (
            "31 February 2026",
            "Letter dated {} from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General",
        ),
        ("2026年2月31日", "{}梅罗维亚常驻本组织代表给秘书长的信"),
    ] {
        let title = title.replace("{}", date);
        let text = format!("{title}\n\nText.\n");
        let read = crate::read(text.as_bytes(), None, &body()).communication;
        assert_eq!((read.title.as_deref(), read.letter_date), (Some(title.as_str()), None));
        assert_eq!(read.addressees, ["Secretary-General"]);
    }
    // What a title leaves out is not looked for in the text below.
    let text = "Letter dated 12 March 2026 addressed to the Secretary-General\n\nI have the honour to send a report by the ferrymen.\n";
    assert_eq!(crate::read(text.as_bytes(), None, &body()).communication.title, None);
}

#[test]
fn a_paper_below_the_titles_of_items_has_its_own_title() {
    let text = "AS/7/12\n\nDistr.: General\n\n16 March 2026\n\nAssembly\nSeventh session\nAgenda item 8\nWater levels and their measurement\n\n\
                Programme of the school ship Kestrel\n\n1. The ship calls at nine ports between September and May, and twenty pupils sail in it.\n";
    let read = crate::read(text.as_bytes(), None, &body()).communication;
    assert_eq!(read.agenda_item_titles, ["Water levels and their measurement"]);
    assert_eq!(read.title.as_deref(), Some("Programme of the school ship Kestrel"));
    assert_eq!(read.place("bodies.0").map(|place| place.of(text)), Some("Assembly\nSeventh session"));
}

#[test]
fn annexes_have_enclosures() {
    let c = letter(
        "I have the honour to write (see annexes).\n\n(Signed) Ada Bek\nAmbassador\n\nAnnex I\n\nMap of the weir\n\nThe map is blue.\n\n\
         Annex II\n[Original: French]\n\nList of boats\n\nThere are nine boats.\n\nEnclosure\n\nA receipt\n\nPaid in full.\n",
    );
    let labels: Vec<_> = c.annexes.iter().map(|a| (a.label.as_str(), a.title.as_deref().unwrap_or(""))).collect();
    assert_eq!(labels, [("Annex I", "Map of the weir"), ("Annex II", "List of boats")]);
    assert_eq!(c.annexes[1].original_language.map(|l| l.to_string()).as_deref(), Some("fr"));
    assert_eq!(c.annexes[1].attachments[0].label, "Enclosure");
    assert!(c.part("annex_2/enclosure").any(|block| block.text == "Paid in full."));
    assert!(c.text.iter().any(|block| block.kind == BlockKind::Signature && block.text.contains("Ada Bek")));
}

#[test]
fn mends_are_doubts_and_never_change_letters() {
    let c = letter(
        "The perpetrator s of it and the bellicose rhetori c of the Lake -\nWarden were seen by the Lake-Warden of t he town. \
         Paragraph (b) and a Mr. s Brandt stay.",
    );
    let text = &c.text[0].text;
    assert!(text.starts_with("The perpetrators of it and the bellicose rhetoric of the Lake-Warden were"), "{text}");
    assert!(text.contains("of the town"), "{text}");
    assert!(text.contains("Paragraph (b)"), "{text}");
    let codes: Vec<_> = c.doubts.iter().map(|doubt| doubt.code.as_str()).collect();
    assert_eq!(codes.iter().filter(|code| **code == "BROKEN_WORD").count(), 3, "{codes:?}");
    assert!(codes.contains(&"BROKEN_HYPHEN"));
    let repair = c.doubts.iter().find(|doubt| doubt.code == "BROKEN_HYPHEN").unwrap().repair.clone();
    assert_eq!(repair.as_deref(), Some("Lake-Warden"));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    assert!(letters(text).contains("perpetratorsofitandthebellicoserhetoricoftheLakeWarden"));
}

#[test]
fn the_same_letter_from_the_other_party_is_read_alike() {
    let one = reading(ISSUED).communication;
    let swapped = reading(&ISSUED.replace("Merovia", "Norvale")).communication;
    assert_eq!(one.doubts, swapped.doubts);
    assert_eq!(one.text.len(), swapped.text.len());
    assert_eq!(one.places, swapped.places);
}

#[test]
fn citations_in_their_many_shapes() {
    let cited = |text: &str| letter(text).citations.into_iter().map(|c| c.symbol.to_string()).collect::<Vec<_>>();
    assert_eq!(cited("See AS/7/9C/2025/4 and (AS/6/3–C/2023/1)."), ["AS/7/9", "C/2025/4", "AS/6/3", "C/2023/1"]);
    assert_eq!(cited("Resolutions 5/9 and 6/2 of the Assembly hold."), ["AS/RES/5/9", "AS/RES/6/2"]);
    assert_eq!(
        cited("Assembly resolution\n5/9 holds; so does AS/7/4/Corr.1."),
        ["AS/RES/5/9", "AS/7/4/CORR.1"].map(|s| s.replace("CORR", "Corr"))
    );
    assert_eq!(cited("Commission paper W-0141, and no C/ nor AS/ nor he/she."), ["W-0141"]);
    assert!(cited("League of Towns resolution 5/9 is another's.").is_empty());
}

#[test]
fn other_languages_are_read() {
    let c = reading(
        "Lettre datée du 12 mars 2026, adressée au Secrétaire général par la Représentante permanente de la Mérovie auprès de \
         l'Organisation\n\nJ'ai l'honneur de vous faire tenir ci-joint un texte. Je vous serais obligée de bien vouloir faire \
         distribuer la présente lettre comme document de l'Assemblée, au titre du point 12 de l'ordre du jour, et du Conseil.\n",
    )
    .communication;
    assert_eq!(c.language.map(|l| l.to_string()).as_deref(), Some("fr"));
    assert_eq!(c.letter_date, Some(date(2026, 3, 12)));
    let sender = c.sender.unwrap();
    assert_eq!(
        (sender.office.as_deref(), sender.state.as_deref()),
        (Some("Permanent Representative"), Some("Merovia"))
    );
    assert_eq!(c.addressees, ["Secretary-General"]);
    assert_eq!(c.requested_circulation.len(), 2);
    assert_eq!(c.requested_circulation[0].agenda_items, ["12"]);
    for (text, day) in [
        (
            "Carta de fecha 2 de abril de 2026 dirigida al Secretario General por el Representante Permanente de Merovia ante la Organización",
            2,
        ),
        (
            "Письмо Постоянного представителя Меровии при Организации от 3 апреля 2026 года на имя Генерального секретаря",
            3,
        ),
        ("رسالة مؤرخة 4 نيسان/أبريل 2026 موجهة إلى الأمين العام من الممثل الدائم لميروفيا لدى المنظمة", 4),
        ("2026年4月5日梅罗维亚常驻代表给秘书长的信", 5),
    ] {
        let c = reading(&format!("{text}\n\n…\n")).communication;
        assert_eq!(c.letter_date, Some(date(2026, 4, day)), "{text}");
        assert_eq!(c.kind, Kind::Letter, "{text}");
        assert_eq!(c.addressees, ["Secretary-General"], "{text}");
        let sender = c.sender.unwrap();
        assert_eq!(sender.office.as_deref(), Some("Permanent Representative"), "{text}");
        assert_eq!(sender.state.as_deref(), Some("Merovia"), "{text}");
    }
}

fn annex_of(c: &Communication) -> Vec<(&str, &str)> {
    c.annexes.iter().map(|annex| (annex.label.as_str(), annex.title.as_deref().unwrap_or(""))).collect()
}

fn senders_of(c: &Communication) -> Vec<(&str, &str)> {
    let one = c.sender.iter().filter(|_| c.senders.is_empty());
    let both = one.chain(&c.senders);
    both.map(|s| (s.office.as_deref().unwrap_or(""), s.state.as_deref().unwrap_or(""))).collect()
}

#[test]
fn russian_annexes_repeat_the_title_in_the_dative() {
    let letter = |title: &str, heading: &str| {
        reading(&format!(
            "{title}\n\nИмею честь препроводить описание плотины (см. приложение).\n\n(Подпись) Агна Верт\nПосол\n\n\
             {heading}\n\nОписание плотины\n\nПлотина стоит с весны, и вода за ней не убывает.\n"
        ))
        .communication
    };
    let rest = "Алдрии при Организации от 3 апреля 2026 года на имя Генерального секретаря";
    for (title, heading, label) in [
        ("Письмо Постоянного представителя", "Приложение к письму Постоянного представителя", "Приложение"),
        ("Письмо Постоянного представителя", "Приложение II к письму Постоянного\nпредставителя", "Приложение II"),
        (
            "Идентичные письма Постоянного представителя",
            "Приложение к идентичным письмам Постоянного представителя",
            "Приложение",
        ),
        (
            "Вербальная нота Постоянного представительства",
            "Приложение к вербальной ноте Постоянного представительства",
            "Приложение",
        ),
    ] {
        let c = letter(&format!("{title} {rest}"), &format!("{heading} {rest}"));
        assert_eq!(annex_of(&c), [(label, "Описание плотины")], "{heading}");
        assert_eq!(c.signatories[0].name, "Агна Верт");
        assert!(c.part("annex").any(|block| block.text.starts_with("Плотина стоит")), "{heading}");
    }
}

#[test]
fn arabic_annexes_repeat_the_title_with_articles() {
    let rest = "إلى الأمين العام من الممثل الدائم لألدريا لدى المنظمة";
    let letter = |title: &str, body: &str, heading: &str| {
        reading(&format!(
            "{title} {rest}\n\nيشرفني أن أحيل إليكم طيه وصفا للسد {body}.\n\n(توقيع) نورا فال\nالسفيرة\n\n{heading} {rest}\n\n\
             وصف السد\n\nأقيم السد في الربيع، والماء وراءه لا ينقص.\n"
        ))
        .communication
    };
    let one = "رسالة مؤرخة 3 نيسان/أبريل 2026 موجهة";
    for (title, heading, label) in [
        (one, "مرفق الرسالة المؤرخة 3 نيسان/أبريل 2026 الموجهة", "مرفق"),
        (one, "المرفق الثاني للرسالة المؤرخة 3 نيسان/أبريل 2026 الموجهة", "المرفق الثاني"),
        (
            "رسالتان متطابقتان مؤرختان 3 نيسان/أبريل 2026 موجهتان",
            "مرفق الرسالتين المتطابقتين المؤرختين 3 نيسان/أبريل 2026 الموجهتين",
            "مرفق",
        ),
        (
            "مذكرة شفوية مؤرخة 3 نيسان/أبريل 2026 موجهة",
            "مرفق المذكرة الشفوية المؤرخة 3 نيسان/أبريل 2026 الموجهة",
            "مرفق",
        ),
    ] {
        let c = letter(title, "(انظر المرفق)", heading);
        assert_eq!(annex_of(&c), [(label, "وصف السد")], "{heading}");
        assert_eq!(c.signatories[0].name, "نورا فال");
        assert!(c.part("annex").any(|block| block.text.starts_with("أقيم السد")), "{heading}");
    }
    // The same words inside a sentence are no heading, wherever its lines break.
    let long = "الذي بنته القرى الثلاث بعد الفيضان ".repeat(8);
    let other = "مرفق الرسالة المؤرخة 9 شباط/فبراير 2026 الموجهة إلى الأمين العام من الممثل الدائم لألدريا لدى المنظمة";
    for body in [format!("{long} كما ورد في {other} {long}"), format!("{long}\nكما ورد في\n{other}\n{long}")]
    {
        let c = letter(one, &body, "مرفق الرسالة المؤرخة 3 نيسان/أبريل 2026 الموجهة");
        assert_eq!(annex_of(&c), [("مرفق", "وصف السد")], "{body}");
    }
}

#[test]
fn chinese_annexes_bear_their_label_last() {
    let title = "2026年4月3日阿尔德里亚常驻本组织代表给秘书长的信";
    let letter = |heading: &str| {
        reading(&format!(
            "{title}\n\n谨随函转递水坝说明(见附件)。\n\n请将本信及其附件作为大会议\n程项目12项下的文件分发为荷。\n\n\
             阿格娜·维特(签名)\n大使\n常驻代表\n\n{heading}\n\n水坝说明\n\n水坝自春天起立在那里。\n"
        ))
        .communication
    };
    for (heading, label) in [
        (format!("{title}的附件"), "附件"),
        (format!("{title}的附件二"), "附件二"),
        (format!("{title}的\n附件\n[原件：英文]"), "附件"),
        ("2026年4月3日阿尔德里亚常驻本组\n织代表给秘书长\n的信的附件".to_owned(), "附件"),
        ("附件一".to_owned(), "附件一"),
    ] {
        let c = letter(&heading);
        assert_eq!(c.title.as_deref(), Some(title), "{heading}");
        assert_eq!(annex_of(&c), [(label, "水坝说明")], "{heading}");
        assert_eq!(c.requested_circulation[0].agenda_items, ["12"], "{heading}");
        assert!(c.part("annex").any(|block| block.text.starts_with("水坝自")), "{heading}");
    }
    // Where line breaks were lost, white space sets the heading apart.
    let c = reading(&format!(
        "{title} 谨随函转递阿尔德里亚的水坝说明(见附件)。 阿格娜·维特(签名) 大使 常驻代表 {title}的附件 水坝说明 水坝自春天起立在那里，水也没有减少。\n"
    ))
    .communication;
    assert_eq!((c.title.as_deref(), c.annexes.len()), (Some(title), 1));
    assert_eq!(c.signatories[0].name, "阿格娜·维特");
    assert_eq!(c.signatories[0].titles, ["大使", "常驻代表"]);
    // A sentence that names the annex of another letter is no heading.
    let c = reading(&format!("{title}\n\n谨提及\n2026年2月9日阿尔德里亚常驻本组织代表给秘书长的信的附件中的水坝。\n"));
    assert!(c.communication.annexes.is_empty());
}

#[test]
fn a_label_may_be_broken_over_two_lines() {
    let c = reading("2026年4月3日阿尔德里亚常驻代表给秘书长的信\n\n谨随函转递一份说明(见附件)。\n\n2026年4月3日阿尔德里亚常驻代表给秘书长的信的附\n件\n\n水坝说明\n\n水坝建于春天。\n").communication;
    assert_eq!(annex_of(&c).len(), 1);
}

#[test]
fn chinese_signatures_bear_the_mark_after_the_name() {
    let signed = |block: &str| {
        let text = format!("2026年4月3日阿尔德里亚常驻代表给秘书长的信\n\n谨随函转递水坝说明。\n\n{block}\n");
        let c = reading(&text).communication;
        c.signatories.into_iter().map(|s| (s.name, s.titles.join("/"))).collect::<Vec<_>>()
    };
    let agna = |titles: &str| ("阿格娜·维特".to_owned(), titles.to_owned());
    let bruno = |titles: &str| ("布鲁诺·哈尔".to_owned(), titles.to_owned());
    assert_eq!(signed("阿格娜·维特(签名)\n大使\n常驻代表"), [agna("大使/常驻代表")]);
    assert_eq!(signed("阿格娜·维特（签名）\n大使\n常驻代表"), [agna("大使/常驻代表")]);
    assert_eq!(signed("阿格娜·维特\n(签名)\n大使"), [agna("大使")]);
    assert_eq!(signed("(签名) 阿格娜·维特\n大使"), [agna("大使")]);
    assert_eq!(signed("常驻代表\n大使\n阿格娜·维特(签名)"), [agna("常驻代表/大使")]);
    assert_eq!(signed("常驻代表\n大使阿格娜·维特（签名）"), [agna("常驻代表/大使")]);
    assert_eq!(
        signed("常驻代表\n阿格娜·维特(签名)\n\n临时代办\n布鲁诺·哈尔(签名)"),
        [agna("常驻代表"), bruno("临时代办")]
    );
    assert_eq!(
        signed("阿格娜·维特(签名)\n常驻代表\n\n布鲁诺·哈尔(签名)\n临时代办"),
        [agna("常驻代表"), bruno("临时代办")]
    );
    assert!(signed("阿格娜·维特(签名)的文件已经送达。").is_empty());
}

#[test]
fn chinese_titles_put_the_state_before_the_office() {
    for (sender, office) in [
        ("阿尔德里亚常驻本组织代表", "Permanent Representative"),
        ("阿尔德里亚常驻代表", "Permanent Representative"),
        ("阿尔德里亚常驻本组织代表团", "Permanent Mission"),
        ("阿尔德里亚常驻本组织观察员", "Permanent Observer"),
        ("阿尔德里亚常驻本组织代表团临时代办", "Chargé d’affaires a.i. of the Permanent Mission"),
    ] {
        for kind in ["信", "普通照会"] {
            let c = reading(&format!("2026年4月3日{sender}给秘书长的{kind}\n\n谨随函转递水坝说明。\n")).communication;
            assert_eq!(senders_of(&c), [(office, "Aldria")], "{sender} {kind}");
            assert_eq!(c.kind, if kind == "信" { Kind::Letter } else { Kind::NoteVerbale });
        }
    }
    let c =
        reading("2026年4月3日阿尔德里亚、梅罗维亚和贝尔马雷常驻本组织代表给秘书长和大会主席的同文信\n\n谨随函转递。\n");
    let states: Vec<_> = senders_of(&c.communication).into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, ["Aldria", "Merovia", "Belmare"]);
    assert_eq!(c.communication.addressees.len(), 2);
}

#[test]
fn hostile_input_is_read_quickly_and_without_a_panic() {
    let body = body();
    let long = |piece: &str, bytes: usize| piece.repeat(bytes / piece.len() + 1);
    let mut noise = Vec::with_capacity(1 << 20);
    let mut state = 0x2545_f491_u32;
    for _ in 0..1 << 20 {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        noise.push(state as u8);
    }
    let inputs: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("nul", vec![0; 1000]),
        ("nuls in a text", b"Letter\0 dated\0 12 March 2026 from".to_vec()),
        ("noise", noise),
        ("one line", long("the weir of Lake Tarn ", 5 << 20).into_bytes()),
        ("one word", long("x", 5 << 20).into_bytes()),
        ("no word", long(" ", 5 << 20).into_bytes()),
        ("strokes", long("/A", 2 << 20).into_bytes()),
        ("symbols", long("AS/7/12–C/2026/3 ", 1 << 20).into_bytes()),
        ("glued", long("AS/7/12", 1 << 20).into_bytes()),
        ("titles", long("Letter dated 12 March 2026 from the ", 1 << 20).into_bytes()),
        ("titles apart", long("Letter dated 12 March 2026 from\n\n", 1 << 20).into_bytes()),
        ("annexes", long("Annex to the letter dated 1 May 2026 from ", 1 << 20).into_bytes()),
        ("annexes apart", long("Annex\n\n", 1 << 19).into_bytes()),
        ("signed", long("(Signed) ", 1 << 20).into_bytes()),
        ("signed apart", long("(Signed)\n", 1 << 20).into_bytes()),
        ("requests", long("grateful circulated document of the Assembly ", 1 << 20).into_bytes()),
        ("resolutions", long("resolution 5/9, 6/2 and ", 1 << 20).into_bytes()),
        ("lone letters", long("word s ", 1 << 20).into_bytes()),
        ("dates", long("12 March 2026\n", 1 << 20).into_bytes()),
        ("pages", long("2\n\u{c}", 1 << 19).into_bytes()),
        ("brackets", long("((((", 1 << 20).into_bytes()),
        ("Latin-1", long("Dunm\u{e8}re ", 1 << 16).chars().map(|c| c as u8).collect()),
    ];
    for (name, bytes) in inputs {
        // No clock is asked, since a busy machine would fail it: a quadratic step would take hours here, and be seen.
        let reading = read(&bytes, None, &body);
        check_places(&reading);
        assert!(reading.text.len() <= bytes.len() * 3, "{name}");
    }
}

#[test]
fn many_lines_are_read_in_linear_time() {
    let body = body();
    let page = "AS/7/12\n\nThe level of the lake was read again, and the wardens of the weir wrote down what they saw in\n\
                their book, which is kept at the ferry house. See C/2025/7.\n\n2/9 26-00041\n";
    let text = format!("{}\n{}", &ISSUED[..ISSUED.find("(Signed)").unwrap()], page.repeat(200_000 / 6));
    let reading = read(text.as_bytes(), None, &body);
    assert!(reading.communication.text.len() > 1000);
}

/// A word-processor file of paragraphs, each with its style's name.
fn docx(paragraphs: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let name = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let mut styles = format!("<w:styles {name}>");
    let mut body = format!("<w:document {name}><w:body>");
    for (style, text) in paragraphs {
        styles.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{style}\"><w:name w:val=\"{style}\"/></w:style>"
        ));
        let format =
            if style.is_empty() { String::new() } else { format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>") };
        body.push_str(&format!("<w:p>{format}<w:r><w:t>{text}</w:t></w:r></w:p>"));
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (part, xml) in
        [("word/styles.xml", styles + "</w:styles>"), ("word/document.xml", body + "</w:body></w:document>")]
    {
        zip.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn styles_say_masthead_title_and_annexes() {
    let file = docx(&[
        ("LakeSymbol", "AS/7/15"),
        ("LakeDistribution", "Distr.: General"),
        ("LakeDate", "16 March 2026"),
        ("LakeSession", "Seventh session"),
        ("LakeItem", "Agenda items 12 and 31 (b)"),
        ("LakeItemTitle", "Inland fisheries"),
        ("LakeItemTitle", "Reed beds*"),
        ("LakeNote", "* Reissued for technical reasons."),
        ("LakeTitle", "Replanting of reed beds along shared shores"),
        ("LakeSubtitle", "Report of the Secretary-General"),
        ("LakeHeading", "I. Introduction"),
        ("LakeText", "1. The Assembly asked for the present report in its resolution 6/14."),
        ("LakeText", "The annex lists all lakes."),
        ("LakeAnnex", "Annex I"),
        ("LakeAnnexTitle", "Lakes that were counted"),
        ("LakeText", "Annex II is not one; these words only speak of it."),
        ("LakeAnnex", "Supplement"),
        ("LakeText", "More lakes."),
    ]);
    let reading = read(&file, Some("report.docx"), &body());
    check_places(&reading);
    let communication = &reading.communication;
    assert_eq!(communication.title.as_deref(), Some("Replanting of reed beds along shared shores"));
    assert_eq!(communication.subtitle.as_deref(), Some("Report of the Secretary-General"));
    assert_eq!(communication.symbols[0].to_string(), "AS/7/15");
    assert_eq!(communication.masthead_date, Some(date(2026, 3, 16)));
    assert_eq!(communication.bodies[0].session.as_deref(), Some("7"));
    assert_eq!(communication.bodies[0].agenda_items, ["12", "31 (b)"]);
    assert_eq!(communication.agenda_item_titles, ["Inland fisheries", "Reed beds"]);
    let annexes: Vec<_> = communication.annexes.iter().map(|a| (a.label.as_str(), a.title.as_deref())).collect();
    assert_eq!(annexes, [("Annex I", Some("Lakes that were counted")), ("Supplement", None)]);
    let blocks: Vec<_> =
        communication.text.iter().map(|b| (b.kind, b.number.as_deref(), b.text.split(' ').next().unwrap())).collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Footnote, Some("*"), "Reissued"),
            (BlockKind::Heading, None, "I."),
            (BlockKind::Paragraph, Some("1."), "The"),
            (BlockKind::Paragraph, None, "The"),
            (BlockKind::Paragraph, None, "Annex"),
            (BlockKind::Paragraph, None, "More"),
        ]
    );
}

#[test]
fn a_fascicle_is_named_by_its_own_section() {
    let file = docx(&[
        ("LakeSymbol", "AS/7/6 (Sect. 13)"),
        ("LakeTitle", "Programme of work for the year 2027"),
        ("LakeSubtitle", "Part IV"),
        ("LakeSubtitle", "Shores and harbours"),
        ("", "Section 13"),
        ("", "Office of Locks, Weirs and Landings"),
        ("", "Subprogramme 6 of programme 10"),
        ("", "Landings"),
        ("LakeText", "1. Section 13 of the programme of work is set out below."),
    ]);
    let communication = read(&file, None, &body()).communication;
    assert_eq!(communication.title.as_deref(), Some("Programme of work for the year 2027"));
    assert_eq!(communication.subtitle.as_deref(), Some("Office of Locks, Weirs and Landings"));
}

#[test]
fn a_letter_typed_without_styles_is_read_by_its_words() {
    let lines = [
        "Letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General",
        "I have the honour to transmit herewith a statement by the Fishers’ Union of the Upper Tarn (see annex).",
        "I should be grateful if you would have the present letter and its annex circulated as a document of the Assembly, under agenda item 12, and of the Council.",
        "(Signed) Ilse Varga",
        "Ambassador",
        "Permanent Representative",
        "",
        "Annex to the letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the Secretary-General",
        "Statement by the Fishers’ Union of the Upper Tarn",
        "We, the fishers of the Upper Tarn, have planted reeds on forty kilometres of shore in three summers of hard work.",
    ];
    let of_text = reading(&lines.join("\n\n").replace("Varga\n\nAmbassador\n\n", "Varga\nAmbassador\n")).communication;
    let of_docx = read(&docx(&lines.map(|line| ("", line))), None, &body());
    check_places(&of_docx);
    let of_docx = of_docx.communication;
    assert_eq!(of_docx.kind, Kind::Letter);
    assert_eq!(of_docx.sender.as_ref().and_then(|sender| sender.state.as_deref()), Some("Merovia"));
    assert_eq!(of_docx.title, of_text.title);
    assert_eq!(of_docx.requested_circulation, of_text.requested_circulation);
    assert_eq!(of_docx.signatories, of_text.signatories);
    assert_eq!(of_docx.annexes, of_text.annexes);
    assert_eq!(
        of_docx.text.iter().map(|b| &b.text).collect::<Vec<_>>(),
        of_text.text.iter().map(|b| &b.text).collect::<Vec<_>>()
    );
}

#[test]
fn a_part_that_stands_without_brackets_belongs_to_the_symbol() {
    let body = body();
    let reader = Reader::new(&body);
    let text =
        "The estimates stand in AS/7/6 (Part II)/Part A*, and those of the Council in AS/7/6 (Part II)/Part Arable.";
    let found = reader.citations(text);
    let symbols: Vec<String> = found.iter().map(|one| one.symbol.to_string()).collect();
    assert_eq!(symbols[0], "AS/7/6 (Part II)/Part A");
    assert!(found[0].span.of(text).starts_with("AS/7/6 (Part II)/Part A"));
    assert!(!symbols[1].contains("Part A"), "{symbols:?}");
}

#[test]
fn what_stands_where_a_job_number_belongs_is_a_doubt() {
    for odd in ["26-0030", "26.00303", "26-003031", "2600303"] {
        let text = format!(
            "AS/7/12\n\nAssembly\n\nDistr.: General\n3 March 2026\nOriginal: English\n\nLetter dated 1 March 2026 from the \
             Permanent Representative of Merovia to the Organization addressed to the Secretary-General\n\nI have the \
             honour to write.\n\n(Signed) A. B. Cole\nPermanent Representative\n\n{odd} (E) 030326 040326\n\n*2600303*\n\n\
             AS/7/12\n\nAnnex\n\nStatement on ferries\n\nThe ferries run.\n\n{odd}\n2/2\n"
        );
        let reading = reading(&text);
        let doubts = reading.communication.doubts.iter().filter(|doubt| doubt.code == "ODD_JOB_NUMBER");
        assert_eq!(doubts.map(|doubt| doubt.span.of(&text)).collect::<Vec<_>>(), [odd]);
        assert_eq!(reading.communication.job_number, None);
        assert!(reading.communication.text.iter().all(|block| !block.text.contains(odd)), "{odd} stands in the text");
        assert_eq!(reading.communication.pages_total, Some(2));
    }
}

#[test]
fn a_title_with_a_day_that_no_calendar_has_is_read_but_for_the_day() {
    for title in [
        "Letter dated 31 February 2026 from the Permanent Representative of Merovia to the Organization addressed to the \
         Secretary-General",
        "Письмо Постоянного представителя Меровии при Организации от 31 июня 2026 года на имя Генерального секретаря",
        "2026年2月31日梅罗维亚常驻本组织代表给秘书长的信",
    ] {
        let reading = reading(&format!("{title}\n\n…\n"));
        let it = &reading.communication;
        assert_eq!((it.kind, it.letter_date), (Kind::Letter, None), "{title}");
        assert_eq!(it.addressees, ["Secretary-General"], "{title}");
        assert_eq!(it.sender.as_ref().and_then(|sender| sender.state.as_deref()), Some("Merovia"), "{title}");
    }
}

#[test]
fn a_title_that_lacks_a_part_does_not_take_it_from_the_text_or_the_masthead() {
    // The words for “by”, “from” and “to” stand in every letter.
    for text in [
        "Carta de fecha 18 de julio de 2026 dirigida al Secretario General\n\nTengo el honor de transmitirle por la presente \
         las canciones de las aldeas.\n\n(Firmado) Ilse Varga\nEmbajadora\n",
        "Carta de fecha 18 de julio de 2026 dirigida al Secretario General\n\nPor instrucciones de mi Gobierno, me dirijo a \
         usted.\n\n(Firmado) Ilse Varga\nEmbajadora\n",
        "رسالة مؤرخة 14 آذار/مارس 2026 من الممثلة الدائمة لميروفيا لدى المنظمة\n\nيشرفني أن أحيل إليكم طيه مذكرة عن القصب \
         (انظر المرفق). وقد وفّر الجدول ساعات طويلة.\n\n(توقيع) إيلزه فارغا\nالسفيرة\n\nمرفق الرسالة المؤرخة 14 آذار/مارس 2026 \
         الموجهة إلى الأمين العام من الممثلة الدائمة لميروفيا لدى المنظمة\n\nمذكرة\n",
        "大会\n理事会\n\nDistr.: General\n2026年6月15日\nOriginal: Chinese\n\n诺维尔常驻本组织代表给秘书长的信\n\n谨随函转递方案。湖水的水位是在古老的石标尺上读取的，和往年一样。\n\n周江(签名)\n大使\n",
    ] {
        let it = reading(text).communication;
        assert_eq!(it.title, None, "{text}");
        assert_eq!(it.signatories.len(), 1, "{text}");
    }
}

#[test]
fn an_organ_stands_where_it_is_named_with_its_session_or_year() {
    let text = "AS/7/12–C/2026/3\n\nAssembly\nCouncil\n\nDistr.: General\n3 March 2026\nOriginal: English\n\nAssembly\nSeventh \
                session\nAgenda item 12\n\nCouncil\n2026 session\n\nLetter dated 1 March 2026 from the Permanent Representative \
                of Merovia to the Organization addressed to the Secretary-General\n\nI have the honour to write.\n";
    let reading = reading(text);
    assert_eq!(place(&reading, "bodies.0"), "Assembly\nSeventh session");
    assert_eq!(place(&reading, "bodies.1"), "Council\n2026 session");
}

#[test]
fn a_title_in_capitals_gives_every_senders_state_its_own_back() {
    for (title, one, other) in [
        (
            "Letter dated 1 March 2026 from the Permanent Representatives of Corvana and Merovia to the Organization addressed to the Secretary-General",
            "Corvana",
            "Merovia",
        ),
        (
            "Lettre datée du 1 mars 2026, adressée au Secrétaire général par les Représentants permanents du Belmare et de la Norvale auprès de l’Organisation",
            "Belmare",
            "Norvale",
        ),
        (
            "Письмо Постоянных представителей Норвейла и Меровии при Организации от 1 марта 2026 года на имя Генерального секретаря",
            "Норвейла",
            "Меровии",
        ),
    ] {
        let read = reading(&format!("{}\n\n…\n", title.to_uppercase())).communication.title.unwrap();
        assert!(read.contains(one) && read.contains(other), "{read}");
    }
}
