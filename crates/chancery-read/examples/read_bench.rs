//! How fast a body's letters are read: pages and megabytes a second on one core, over invented letters, and the time of
//! texts of doubling size made to be hard. Seconds are those of the processor.
//!
//! usage: `read_bench BODY_DIR [SECONDS] [hard]`; with `hard`, the hard texts too

#[path = "common/clock.rs"]
mod clock;
mod common;

use std::{error::Error, path::Path};

/// A page is about so many bytes.
const PAGE: f64 = 3000.0;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let Some(body) = arguments.next() else { return Err("usage: read_bench BODY_DIR [SECONDS] [hard]".into()) };
    let seconds = arguments.next().and_then(|s| s.to_string_lossy().parse().ok()).unwrap_or(5.0);
    let body = common::body(Path::new(&body))?;
    let start = clock::seconds();
    let reader = chancery_read::Reader::new(&body);
    let letters = letters();
    for letter in &letters {
        reader.read(letter.as_bytes(), None);
    }
    println!("ready after {:.2} s", clock::seconds() - start);
    for (name, letters) in
        [("short letters", &letters[..1]), ("letters of ten pages", &letters[1..2]), ("all", &letters[..])]
    {
        let (mut bytes, mut count) = (0usize, 0usize);
        let start = clock::seconds();
        while clock::seconds() - start < seconds {
            for letter in letters {
                bytes += letter.len();
                count += reader.read(letter.as_bytes(), None).communication.text.len().min(1);
            }
        }
        let took = clock::seconds() - start;
        println!(
            "{name}: {count} letters, {:.0} pages/s, {:.2} MB/s",
            bytes as f64 / PAGE / took,
            bytes as f64 / 1e6 / took
        );
    }
    if arguments.next().is_none() {
        return Ok(());
    }
    let hard: [(&str, &str); 8] = [
        ("one line", "the weir of Lake Tarn "),
        ("many lines", "the weir of Lake Tarn\n"),
        ("headings", "Annex I\n\nText of it.\n\n"),
        ("brackets", "((["),
        ("titles", "Letter dated 12 March 2026 from the "),
        ("signatures", "(Signed) A. Wend\nAmbassador\n\n"),
        ("columns", "(Signed) A. Wend      (Signed) B. Holm\nAmbassador      Ambassador\n"),
        ("pieces", "ou tcome wei rs "),
    ];
    for (name, piece) in hard {
        let mut times = Vec::new();
        for megabytes in [1usize, 2, 4] {
            let text = piece.repeat((megabytes << 20) / piece.len());
            let start = clock::seconds();
            reader.read(text.as_bytes(), None);
            times.push(format!("{megabytes} MB {:.2} s", clock::seconds() - start));
        }
        println!("{name}: {}", times.join(", "));
    }
    Ok(())
}

/// Invented letters: a short one, a long one, and one in each of the other languages.
fn letters() -> Vec<String> {
    let head = "AS/7/12–C/2026/3\n\nAssembly of Lakes and Rivers\n\nAssembly\nCouncil\n\nDistr.: General\n16 March 2026\n\
        Original: English\n\nAssembly\nSeventh session\nAgenda items 12 and 31 (b)\nCooperation on inland fisheries\n\n\
        Letter dated 12 March 2026 from the Permanent Representative of Merovia to the Organization addressed to the\n\
        Secretary-General\n\nI have the honour to transmit herewith a statement on the herring weir at Lake Tarn, which\n\
        was measured in accordance with resolution 5/9 (see annex).\n\nI should be grateful if you would have the present \
        letter and its annex\ncirculated as a document of the Assembly, under agenda items 12 and 31 (b), and of the \
        Council.\n\n(Signed) Ada Wend\nAmbassador\nPermanent Representative\n\n26-00041 (E) 160326\n*2600041*\n\nAS/7/12\n\
        C/2026/3\n\nAnnex to the letter dated 12 March 2026 from the Permanent Representative of Merovia to the \
        Organization\naddressed to the Secretary-General\n\nStatement on the herring weir\n\n";
    let paragraph = "The level of the lake was read again in the spring, and the wardens of the weir wrote down what they saw\n\
        in their book, which is kept at the ferry house and which everyone who fishes there may read. See AS/6/40 and\n\
        resolution 5/9, paragraph 3. The boats that came over from the other shore were counted as well.\n\n";
    let foot = "2/9 26-00041\n\u{c}AS/7/12\nC/2026/3\n\n";
    let page = format!("{}{foot}", paragraph.repeat(8));
    let mut letters = vec![format!("{head}{}", paragraph.repeat(5)), format!("{head}{}", page.repeat(10))];
    for (title, text) in [
        (
            "Lettre datée du 12 mars 2026, adressée au Secrétaire général par le Représentant permanent de la Mérovie auprès de l’Organisation",
            "Le niveau du lac a été relevé de nouveau au printemps, et les gardiens du barrage ont noté ce qu’ils ont vu. ",
        ),
        (
            "Carta de fecha 12 de marzo de 2026 dirigida al Secretario General por el Representante Permanente de Merovia ante la Organización",
            "El nivel del lago se midió de nuevo en la primavera, y los guardianes de la presa anotaron lo que vieron. ",
        ),
        (
            "Письмо Постоянного представителя Меровии при Организации от 12 марта 2026 года на имя Генерального секретаря",
            "Уровень озера был снова измерен весной, и смотрители плотины записали в книгу все, что они увидели. ",
        ),
        (
            "رسالة مؤرخة 12 آذار/مارس 2026 موجهة إلى الأمين العام من الممثل الدائم لميروفيا لدى المنظمة",
            "تم قياس منسوب البحيرة مرة أخرى في الربيع وسجل حراس السد ما رأوه في كتابهم المحفوظ في بيت العبارة. ",
        ),
        (
            "2026年3月12日梅罗维亚常驻本组织代表给秘书长的信",
            "春天再次测量了湖的水位，守堰人将所见记录在渡口的簿子里，人人可以查阅。",
        ),
    ] {
        letters.push(format!("{title}\n\n{}", format!("{}\n\n", text.repeat(4)).repeat(7)));
    }
    letters
}
