//! Mastheads and titles in six languages, composed from facts and the bodies' data.

mod common;

use chancery_model::{
    Body, Language,
    body::OfficeKind,
    symbol::ModifierKind,
    wording::{Gender, ItemFacts, LineFacts, Missing, Party, PeriodFacts, TitleFacts, TitleKind},
};
use common::body;
use jiff::civil::{Date, date};

const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "ar", "zh"];

fn language(code: &str) -> Language {
    Language::parse(code).unwrap()
}

/// That a line is what is expected in each of the six languages.
fn lines(body: &Body, facts: &LineFacts, organ: Option<&str>, expected: [&str; 6]) {
    for (code, expected) in LANGUAGES.iter().zip(expected) {
        let line = body.line(facts, organ, language(code));
        assert_eq!(line.as_deref(), Ok(expected), "{code}: {facts:?}");
    }
}

fn session(form: &str, number: u32) -> LineFacts {
    LineFacts::Period(PeriodFacts { form: form.into(), number: Some(number), ..PeriodFacts::default() })
}

fn items(list: &str, numbers: &[&str]) -> LineFacts {
    let items = numbers.iter().map(|number| (*number).to_owned()).collect();
    LineFacts::Items(ItemFacts { items, list: list.into(), ..ItemFacts::default() })
}

#[test]
fn sessions_and_years() {
    let body = body("assembly");
    let line = |facts: &LineFacts, expected| lines(&body, facts, Some("assembly"), expected);
    line(
        &session("", 1),
        [
            "First session",
            "Première session",
            "Primer período de sesiones",
            "Первая сессия",
            "الدورة الأولى",
            "第一届会议",
        ],
    );
    line(
        &session("", 74),
        [
            "Seventy-fourth session",
            "Soixante-quatorzième session",
            "Septuagésimo cuarto período de sesiones",
            "Семьдесят четвертая сессия",
            "الدورة الرابعة والسبعون",
            "第七十四届会议",
        ],
    );
    line(
        &session("", 121),
        [
            "One hundred and twenty-first session",
            "Cent vingt et unième session",
            "Centésimo vigésimo primer período de sesiones",
            "Сто двадцать первая сессия",
            "الدورة الحادية والعشرون بعد المائة",
            "第一百二十一届会议",
        ],
    );
    line(
        &session("S", 30),
        [
            "Thirtieth special session",
            "Trentième session extraordinaire",
            "Trigésimo período extraordinario de sesiones",
            "Тридцатая специальная сессия",
            "الدورة الاستثنائية الثلاثون",
            "第三十届特别会议",
        ],
    );
    line(
        &session("ES", 10),
        [
            "Tenth emergency special session",
            "Dixième session extraordinaire d’urgence",
            "Décimo período extraordinario de sesiones de emergencia",
            "Десятая чрезвычайная специальная сессия",
            "الدورة الاستثنائية الطارئة العاشرة",
            "第十届紧急特别会议",
        ],
    );
    let resumed = PeriodFacts { number: Some(7), resumed: true, ..PeriodFacts::default() };
    line(
        &LineFacts::Period(resumed),
        [
            "Resumed seventh session",
            "Reprise de la septième session",
            "Continuación del séptimo período de sesiones",
            "Возобновленная седьмая сессия",
            "الدورة السابعة المستأنفة",
            "第七届会议续会",
        ],
    );
    line(
        &session(PeriodFacts::COUNTED_YEAR, 75),
        [
            "Seventy-fifth year",
            "Soixante-quinzième année",
            "Septuagésimo quinto año",
            "Семьдесят пятый год",
            "السنة الخامسة والسبعون",
            "第七十五年",
        ],
    );
    let of_year = |form: &str, number| {
        LineFacts::Period(PeriodFacts { form: form.into(), number, year: Some(2015), ..PeriodFacts::default() })
    };
    line(
        &of_year(PeriodFacts::CALENDAR_YEAR, None),
        [
            "2015 session",
            "Session de 2015",
            "Período de sesiones de 2015",
            "Сессия 2015 года",
            "دورة عام 2015",
            "2015年届会",
        ],
    );
    line(
        &of_year("substantive", None),
        [
            "Substantive session of 2015",
            "Session de fond de 2015",
            "Período de sesiones sustantivo de 2015",
            "Основная сессия 2015 года",
            "الدورة الموضوعية لعام 2015",
            "2015年实质性会议",
        ],
    );
    line(
        &of_year("regular", Some(2)),
        [
            "Second regular session 2015",
            "Deuxième session ordinaire de 2015",
            "Segundo período ordinario de sesiones de 2015",
            "Вторая очередная сессия 2015 года",
            "الدورة العادية الثانية لعام 2015",
            "2015年第二届常会",
        ],
    );
    // Others than the plenary count in figures, where a language's data says so.
    let es = |number, organ| body.line(&session("", number), organ, language("es")).unwrap();
    assert_eq!(es(31, None), "31º período de sesiones");
    assert_eq!(es(10, None), "Décimo período de sesiones");
    assert_eq!(es(31, Some("assembly")), "Trigésimo primer período de sesiones");
}

#[test]
fn periods_of_symbols() {
    let un = body("un");
    let line = |organ: &str, period: &str, code: &str| {
        let organ = un.organ(organ).unwrap();
        let facts = un.period_facts(organ, period)?;
        Some(un.line(&LineFacts::Period(facts), Some(&organ.code), language(code)).unwrap())
    };
    assert_eq!(line("general-assembly", "ES-10", "en").unwrap(), "Tenth emergency special session");
    assert_eq!(line("general-assembly", "69", "es").unwrap(), "Sexagésimo noveno período de sesiones");
    assert_eq!(line("security-council", "2020", "ru").unwrap(), "Семьдесят пятый год");
    assert_eq!(line("economic-and-social-council", "2015", "fr").unwrap(), "Session de 2015");
    assert_eq!(line("general-assembly", "", "fr"), None);
    assert_eq!(line("general-assembly", "none", "fr"), None);
    let invented = body("assembly");
    assert_eq!(invented.period_facts(invented.organ("waterways-commission").unwrap(), "7"), None);
}

#[test]
fn agenda_items() {
    let body = body("assembly");
    let line = |facts: &LineFacts, expected| lines(&body, facts, None, expected);
    line(
        &items("", &["44"]),
        [
            "Agenda item 44",
            "Point 44 de l’ordre du jour",
            "Tema 44 del programa",
            "Пункт 44 повестки дня",
            "البند 44 من جدول الأعمال",
            "议程项目44",
        ],
    );
    line(
        &items("", &["68 (c)", "107"]),
        [
            "Agenda items 68 (c) and 107",
            "Points 68 c) et 107 de l’ordre du jour",
            "Temas 68 c) y 107 del programa",
            "Пункты 68(с) и 107 повестки дня",
            "البندان 68 (ج) و 107 من جدول الأعمال",
            "议程项目68(c)和107",
        ],
    );
    line(
        &items("", &["13", "19", "115"]),
        [
            "Agenda items 13, 19 and 115",
            "Points 13, 19 et 115 de l’ordre du jour",
            "Temas 13, 19 y 115 del programa",
            "Пункты 13, 19 и 115 повестки дня",
            "البنود 13 و 19 و 115 من جدول الأعمال",
            "议程项目13、19和115",
        ],
    );
    line(
        &items("", &["31 (a)", "31 (b)", "40"]),
        [
            "Agenda items 31 (a) and (b) and 40",
            "Points 31 a) et b) et 40 de l’ordre du jour",
            "Temas 31 a) y b) y 40 del programa",
            "Пункты 31(а) и (b) и 40 повестки дня",
            "البنود 31 (أ) و (ب) و 40 من جدول الأعمال",
            "议程项目31(a)和(b)和40",
        ],
    );
    line(
        &items("", &["18 (h)"]),
        [
            "Agenda item 18 (h)",
            "Point 18 h) de l’ordre du jour",
            "Tema 18 h) del programa",
            "Пункт 18(h) повестки дня",
            "البند 18 (ح) من جدول الأعمال",
            "议程项目18(h)",
        ],
    );
    line(
        &items("provisional", &["6"]),
        [
            "Item 6 of the provisional agenda",
            "Point 6 de l’ordre du jour provisoire",
            "Tema 6 del programa provisional",
            "Пункт 6 предварительной повестки дня",
            "البند 6 من جدول الأعمال المؤقت",
            "临时议程项目6",
        ],
    );
    line(
        &items("preliminary", &["20", "21"]),
        [
            "Items 20 and 21 of the preliminary list",
            "Points 20 et 21 de la liste préliminaire",
            "Temas 20 y 21 de la lista preliminar",
            "Пункты 20 и 21 первоначального перечня",
            "البندان 20 و 21 من القائمة الأولية",
            "暂定项目表项目20和21",
        ],
    );
    let marked = ItemFacts { items: vec!["15".into()], list: "provisional".into(), mark: "*".into(), continued: false };
    line(
        &LineFacts::Items(marked),
        [
            "Item 15 of the provisional agenda*",
            "Point 15 de l’ordre du jour provisoire*",
            "Tema 15 del programa provisional*",
            "Пункт 15 предварительной повестки дня*",
            "البند 15 من جدول الأعمال المؤقت*",
            "临时议程* 项目15",
        ],
    );
    let more = ItemFacts { items: vec!["10".into()], list: "bare".into(), mark: String::new(), continued: true };
    line(
        &LineFacts::Items(more),
        [
            "Item 10 (continued)",
            "Point 10 (suite)",
            "Tema 10 (continuación)",
            "Пункт 10 (продолжение)",
            "البند 10 (تابع)",
            "项目10(续)",
        ],
    );
    assert!(body.line(&items("", &[]), None, Language::EN).is_err());
    assert!(body.line(&items("unknown list", &["1"]), None, Language::EN).is_err());
}

#[test]
fn distribution_originals_and_what_changes_a_document() {
    let un = body("un");
    let line = |facts: &LineFacts, expected| lines(&un, facts, None, expected);
    line(
        &LineFacts::Distribution("GEN".into()),
        [
            "Distr.: General",
            "Distr. générale",
            "Distr. general",
            "Distr.: General",
            "Distr.: General",
            "Distr.: General",
        ],
    );
    line(
        &LineFacts::Distribution("LTD".into()),
        [
            "Distr.: Limited",
            "Distr. limitée",
            "Distr. limitada",
            "Distr.: Limited",
            "Distr.: Limited",
            "Distr.: Limited",
        ],
    );
    line(
        &LineFacts::Original(vec![language("en")]),
        [
            "Original: English",
            "Original\u{a0}: anglais",
            "Original: inglés",
            "Original: English",
            "Original: English",
            "Original: English",
        ],
    );
    line(
        &LineFacts::Original(["ar", "en", "fr"].map(language).to_vec()),
        [
            "Original: Arabic, English and French",
            "Original\u{a0}: arabe, anglais et français",
            "Original: árabe, inglés y francés",
            "Original: Arabic, English and French",
            "Original: Arabic, English and French",
            "Original: Arabic, English and French",
        ],
    );
    let modifier = |kind, mark: &str| LineFacts::Modifier { kind, mark: mark.into() };
    line(&modifier(ModifierKind::Addendum, ""), ["Addendum", "Additif", "Adición", "Добавление", "إضافة", "增编"]);
    line(
        &modifier(ModifierKind::Corrigendum, "**"),
        ["Corrigendum**", "Rectificatif**", "Corrección**", "Исправление**", "تصويب**", "更正**"],
    );
    line(
        &LineFacts::Organ("general-assembly".into()),
        [
            "General Assembly",
            "Assemblée générale",
            "Asamblea General",
            "Генеральная Ассамблея",
            "الجمعية العامة",
            "大 会",
        ],
    );
    line(
        &LineFacts::MeetingAgenda { organ: "security-council".into(), number: 7403 },
        [
            "Provisional agenda for the 7403rd meeting of the Security Council",
            "Ordre du jour provisoire de la 7403e séance du Conseil de sécurité",
            "Orden del día provisional de la 7403ª sesión del Consejo de Seguridad",
            "Предварительная повестка дня 7403-го заседания Совета Безопасности",
            "جدول الأعمال المؤقت لجلسة مجلس الأمن 7403",
            "安全理事会第7403次会议临时议程",
        ],
    );
    // The invented body translates what the other leaves in English.
    lines(
        &body("assembly"),
        &LineFacts::Distribution("GEN".into()),
        None,
        [
            "Distr.: General",
            "Distr. générale",
            "Distr. general",
            "Распространение: общее",
            "التوزيع: عام",
            "分发：普遍",
        ],
    );
}

#[test]
fn attachments_and_their_headings() {
    let body = body("assembly");
    let label = |depth, number| LineFacts::Attachment { depth, number };
    lines(&body, &label(1, None), None, ["Annex", "Annexe", "Anexo", "Приложение", "المرفق", "附件"]);
    lines(
        &body,
        &label(1, Some(2)),
        None,
        ["Annex II", "Annexe II", "Anexo II", "Приложение II", "المرفق الثاني", "附件二"],
    );
    lines(
        &body,
        &label(2, Some(1)),
        None,
        ["Enclosure I", "Pièce jointe I", "Documento adjunto I", "Добавление I", "الضميمة الأولى", "附文一"],
    );
    assert!(body.line(&label(4, None), None, Language::EN).is_err());
    assert!(body.line(&label(0, None), None, Language::EN).is_err());
    let facts = TitleFacts {
        kind: TitleKind::Letter,
        dates: vec![date(2026, 3, 1)],
        senders: vec![party("Permanent Representative", Some("the Quillan Islands"), Some(Gender::Feminine))],
        addressees: vec![party("Secretary-General", None, None)],
        form: None,
    };
    let heading = |facts: &TitleFacts, number, code: &str| {
        let title = body.title(facts, language(code)).unwrap();
        let label = body.line(&label(1, number), None, language(code)).unwrap();
        body.annex_heading(language(code), &label, &title)
    };
    for (code, expected) in LANGUAGES.iter().zip([
        "Annex to the letter dated 1 March 2026 from the Permanent Representative of the Quillan Islands to the Organization addressed to the Secretary-General",
        "Annexe à la lettre datée du 1er mars 2026, adressée au Secrétaire général par la Représentante permanente des Îles Quillan auprès de l’Organisation",
        "Anexo de la carta de fecha 1 de marzo de 2026 dirigida al Secretario General por la Representante Permanente de las Islas Quillan ante la Organización",
        "Приложение к письму Постоянного представителя Островов Куиллан при Организации от 1 марта 2026 года на имя Генерального секретаря",
        "مرفق الرسالة المؤرخة 1 آذار/مارس 2026 الموجهة إلى الأمين العام من الممثلة الدائمة لجزر كويلان لدى المنظمة",
        "2026年3月1日奎兰群岛常驻本组织代表给秘书长的信的附件",
    ]) {
        assert_eq!(heading(&facts, None, code), expected);
    }
    let identical = TitleFacts {
        kind: TitleKind::IdenticalLetters,
        addressees: vec![party("Secretary-General", None, None), party("President of the Council", None, None)],
        ..facts
    };
    let starts = |code: &str, number| heading(&identical, number, code);
    assert!(starts("fr", None).starts_with("Annexe aux lettres identiques datées du 1er mars 2026"));
    assert!(starts("ru", None).starts_with("Приложение к идентичным письмам Постоянного"));
    assert!(starts("ar", None).starts_with("مرفق الرسالتين المتطابقتين المؤرختين 1 آذار/مارس 2026 الموجهتين إلى"));
    assert!(starts("ar", Some(2)).starts_with("المرفق الثاني للرسالتين المتطابقتين"));
    for code in LANGUAGES {
        let words = body.words(language(code)).unwrap();
        assert!(words.annex_original(language("ar")).unwrap().contains('['), "{code}");
        assert!(words.circulated_note("*").unwrap().starts_with("* "), "{code}");
        assert!(words.reissue_note(2, date(2026, 3, 12)).unwrap().starts_with("** "), "{code}");
    }
    assert_eq!(
        body.words(language("ru")).unwrap().annex_original(language("ar")).unwrap(),
        "[Подлинный текст на арабском языке]"
    );
}

#[test]
fn every_ordinal_to_a_hundred_and_fifty_is_in_words_and_no_two_are_alike() {
    for code in LANGUAGES {
        for body in ["assembly", "un"].map(body) {
            let words = body.words(language(code)).unwrap();
            let all: std::collections::BTreeSet<String> = (1..=150).map(|number| words.ordinal(number)).collect();
            assert_eq!(all.len(), 150, "{code}");
            assert!(all.iter().all(|word| !word.contains(|c: char| c.is_ascii_digit() || c == '|')), "{code}");
            assert_eq!(words.ordinal(151), "151");
        }
    }
}

fn party(office: &str, state: Option<&str>, gender: Option<Gender>) -> Party {
    Party { office: office.to_owned(), state: state.map(str::to_owned), gender }
}

fn titles(body: &Body, facts: &TitleFacts, expected: [&str; 6]) {
    lines(body, &LineFacts::Title(facts.clone()), None, expected);
}

const DAY: Date = date(2026, 4, 9);

fn letter(senders: Vec<Party>, addressees: Vec<Party>) -> TitleFacts {
    TitleFacts { kind: TitleKind::Letter, dates: vec![DAY], senders, addressees, form: None }
}

#[test]
fn a_letter_from_a_permanent_representative() {
    let body = body("assembly");
    let to = || vec![party("Secretary-General", None, None)];
    titles(
        &body,
        &letter(vec![party("Permanent Representative", Some("Iskaria"), None)], to()),
        [
            "Letter dated 9 April 2026 from the Permanent Representative of Iskaria to the Organization addressed to the Secretary-General",
            "Lettre datée du 9 avril 2026, adressée au Secrétaire général par le Représentant permanent de l’Iskarie auprès de l’Organisation",
            "Carta de fecha 9 de abril de 2026 dirigida al Secretario General por el Representante Permanente de Iskaria ante la Organización",
            "Письмо Постоянного представителя Искарии при Организации от 9 апреля 2026 года на имя Генерального секретаря",
            "رسالة مؤرخة 9 نيسان/أبريل 2026 موجهة إلى الأمين العام من الممثل الدائم لإسكاريا لدى المنظمة",
            "2026年4月9日伊斯卡里亚常驻本组织代表给秘书长的信",
        ],
    );
    let woman = party("Permanent Representative", Some("Tarnland"), Some(Gender::Feminine));
    let president = party("President of the Council", None, Some(Gender::Feminine));
    titles(
        &body,
        &letter(vec![woman], vec![president]),
        [
            "Letter dated 9 April 2026 from the Permanent Representative of Tarnland to the Organization addressed to the President of the Council",
            "Lettre datée du 9 avril 2026, adressée à la Présidente du Conseil par la Représentante permanente du Tarnland auprès de l’Organisation",
            "Carta de fecha 9 de abril de 2026 dirigida a la Presidenta del Consejo por la Representante Permanente de Tarnlandia ante la Organización",
            "Письмо Постоянного представителя Тарнланда при Организации от 9 апреля 2026 года на имя Председателя Совета",
            "رسالة مؤرخة 9 نيسان/أبريل 2026 موجهة إلى رئيسة المجلس من الممثلة الدائمة لتارنلاند لدى المنظمة",
            "2026年4月9日塔恩兰常驻本组织代表给理事会主席的信",
        ],
    );
}

#[test]
fn observers_missions_and_those_who_act_for_others() {
    let body = body("assembly");
    let to = || vec![party("Secretary-General", None, None)];
    titles(
        &body,
        &letter(vec![party("Permanent Observer", Some("Guild of Ferrymen"), Some(Gender::Feminine))], to()),
        [
            "Letter dated 9 April 2026 from the Permanent Observer of the Guild of Ferrymen to the Organization addressed to the Secretary-General",
            "Lettre datée du 9 avril 2026, adressée au Secrétaire général par l’Observatrice permanente de la Guilde des passeurs auprès de l’Organisation",
            "Carta de fecha 9 de abril de 2026 dirigida al Secretario General por la Observadora Permanente del Gremio de Barqueros ante la Organización",
            "Письмо Постоянного наблюдателя Гильдии паромщиков при Организации от 9 апреля 2026 года на имя Генерального секретаря",
            "رسالة مؤرخة 9 نيسان/أبريل 2026 موجهة إلى الأمين العام من المراقبة الدائمة لنقابة أصحاب العبّارات لدى المنظمة",
            "2026年4月9日渡工公会常驻本组织观察员给秘书长的信",
        ],
    );
    let charge = "Chargé d’affaires a.i. of the Permanent Mission";
    titles(
        &body,
        &letter(vec![party(charge, Some("Estovar"), None)], to()),
        [
            "Letter dated 9 April 2026 from the Chargé d’affaires a.i. of the Permanent Mission of Estovar to the Organization addressed to the Secretary-General",
            "Lettre datée du 9 avril 2026, adressée au Secrétaire général par le Chargé d’affaires par intérim de la Mission permanente de l’Estovar auprès de l’Organisation",
            "Carta de fecha 9 de abril de 2026 dirigida al Secretario General por el Encargado de Negocios interino de la Misión Permanente de Estovar ante la Organización",
            "Письмо Временного поверенного в делах Постоянного представительства Эстовара при Организации от 9 апреля 2026 года на имя Генерального секретаря",
            "رسالة مؤرخة 9 نيسان/أبريل 2026 موجهة إلى الأمين العام من القائم بالأعمال بالنيابة للبعثة الدائمة لإستوفار لدى المنظمة",
            "2026年4月9日埃斯托瓦常驻本组织代表团临时代办给秘书长的信",
        ],
    );
    let note = |state: &str| TitleFacts {
        kind: TitleKind::NoteVerbale,
        ..letter(vec![party("Permanent Mission", Some(state), None)], to())
    };
    titles(
        &body,
        &note("Belmare"),
        [
            "Note verbale dated 9 April 2026 from the Permanent Mission of Belmare to the Organization addressed to the Secretary-General",
            "Note verbale datée du 9 avril 2026, adressée au Secrétaire général par la Mission permanente de la Belmare auprès de l’Organisation",
            "Nota verbal de fecha 9 de abril de 2026 dirigida al Secretario General por la Misión Permanente de Belmar ante la Organización",
            "Вербальная нота Постоянного представительства Бельмаре при Организации от 9 апреля 2026 года на имя Генерального секретаря",
            "مذكرة شفوية مؤرخة 9 نيسان/أبريل 2026 موجهة إلى الأمين العام من البعثة الدائمة لبلمار لدى المنظمة",
            "2026年4月9日贝尔马雷常驻本组织代表团给秘书长的普通照会",
        ],
    );
    let observing = body.title(&note("the Guild of Ferrymen"), Language::EN).unwrap();
    assert!(observing.contains("from the Permanent Observer Mission of the Guild of Ferrymen to the Organization"));
    let deputy = letter(vec![party("Deputy Permanent Representative", Some("Corvana"), None)], to());
    let deputy = body.title(&deputy, Language::EN).unwrap();
    assert!(
        deputy.contains("from the Deputy Permanent Representative of Corvana to the Organization addressed"),
        "{deputy}"
    );
    titles(
        &body,
        &letter(vec![party("Minister for Foreign Affairs", Some("Merovia"), None)], to()),
        [
            "Letter dated 9 April 2026 from the Minister for Foreign Affairs of Merovia addressed to the Secretary-General",
            "Lettre datée du 9 avril 2026, adressée au Secrétaire général par le Ministre des affaires étrangères de la Mérovie",
            "Carta de fecha 9 de abril de 2026 dirigida al Secretario General por el Ministro de Relaciones Exteriores de Merovia",
            "Письмо Министра иностранных дел Меровии от 9 апреля 2026 года на имя Генерального секретаря",
            "رسالة مؤرخة 9 نيسان/أبريل 2026 موجهة إلى الأمين العام من وزير خارجية ميروفيا",
            "2026年4月9日梅罗维亚外交部长给秘书长的信",
        ],
    );
}

#[test]
fn identical_letters_have_a_dual_and_a_plural() {
    let body = body("assembly");
    let mut facts = letter(
        vec![party("Permanent Representative", Some("Oststrand"), None)],
        vec![party("Secretary-General", None, None), party("President of the Council", None, None)],
    );
    facts.kind = TitleKind::IdenticalLetters;
    titles(
        &body,
        &facts,
        [
            "Identical letters dated 9 April 2026 from the Permanent Representative of Oststrand to the Organization addressed to the Secretary-General and the President of the Council",
            "Lettres identiques datées du 9 avril 2026, adressées au Secrétaire général et au Président du Conseil par le Représentant permanent de l’Oststrand auprès de l’Organisation",
            "Cartas idénticas de fecha 9 de abril de 2026 dirigidas al Secretario General y al Presidente del Consejo por el Representante Permanente de Oststrand ante la Organización",
            "Идентичные письма Постоянного представителя Остстранда при Организации от 9 апреля 2026 года на имя Генерального секретаря и Председателя Совета",
            "رسالتان متطابقتان مؤرختان 9 نيسان/أبريل 2026 موجهتان إلى الأمين العام ورئيس المجلس من الممثل الدائم لأوستستراند لدى المنظمة",
            "2026年4月9日奥斯特兰常驻本组织代表给秘书长和理事会主席的同文信",
        ],
    );
    facts.addressees.insert(1, party("President of the Assembly", None, Some(Gender::Feminine)));
    titles(
        &body,
        &facts,
        [
            "Identical letters dated 9 April 2026 from the Permanent Representative of Oststrand to the Organization addressed to the Secretary-General, the President of the Assembly and the President of the Council",
            "Lettres identiques datées du 9 avril 2026, adressées au Secrétaire général, à la Présidente de l’Assemblée et au Président du Conseil par le Représentant permanent de l’Oststrand auprès de l’Organisation",
            "Cartas idénticas de fecha 9 de abril de 2026 dirigidas al Secretario General, a la Presidenta de la Asamblea y al Presidente del Consejo por el Representante Permanente de Oststrand ante la Organización",
            "Идентичные письма Постоянного представителя Остстранда при Организации от 9 апреля 2026 года на имя Генерального секретаря, Председателя Ассамблеи и Председателя Совета",
            "رسائل متطابقة مؤرخة 9 نيسان/أبريل 2026 موجهة إلى الأمين العام ورئيسة الجمعية ورئيس المجلس من الممثل الدائم لأوستستراند لدى المنظمة",
            "2026年4月9日奥斯特兰常驻本组织代表给秘书长、大会主席和理事会主席的同文信",
        ],
    );
}

#[test]
fn several_senders_and_several_dates() {
    let body = body("assembly");
    let to = || vec![party("Secretary-General", None, None)];
    let two = letter(
        vec![
            party("Permanent Representative", Some("Harrowsund"), None),
            party("Permanent Representative", Some("Iskaria"), None),
        ],
        to(),
    );
    titles(
        &body,
        &two,
        [
            "Letter dated 9 April 2026 from the Permanent Representatives of Harrowsund and Iskaria to the Organization addressed to the Secretary-General",
            "Lettre datée du 9 avril 2026, adressée au Secrétaire général par les Représentants permanents du Harrowsund et de l’Iskarie auprès de l’Organisation",
            "Carta de fecha 9 de abril de 2026 dirigida al Secretario General por los Representantes Permanentes de Harrowsund e Iskaria ante la Organización",
            "Письмо Постоянных представителей Харроусунда и Искарии при Организации от 9 апреля 2026 года на имя Генерального секретаря",
            "رسالة مؤرخة 9 نيسان/أبريل 2026 موجهة إلى الأمين العام من الممثلين الدائمين لهاروسوند وإسكاريا لدى المنظمة",
            "2026年4月9日哈罗松德和伊斯卡里亚常驻本组织代表给秘书长的信",
        ],
    );
    let women = letter(
        ["Aldria", "Galvenia", "the Quillan Islands"]
            .map(|state| party("Permanent Representative", Some(state), Some(Gender::Feminine)))
            .to_vec(),
        to(),
    );
    titles(
        &body,
        &women,
        [
            "Letter dated 9 April 2026 from the Permanent Representatives of Aldria, Galvenia and the Quillan Islands to the Organization addressed to the Secretary-General",
            "Lettre datée du 9 avril 2026, adressée au Secrétaire général par les Représentantes permanentes de l’Aldrie, de la Galvénie et des Îles Quillan auprès de l’Organisation",
            "Carta de fecha 9 de abril de 2026 dirigida al Secretario General por las Representantes Permanentes de Aldria, Galvenia y las Islas Quillan ante la Organización",
            "Письмо Постоянных представителей Алдрии, Гальвении и Островов Куиллан при Организации от 9 апреля 2026 года на имя Генерального секретаря",
            "رسالة مؤرخة 9 نيسان/أبريل 2026 موجهة إلى الأمين العام من الممثلات الدائمات لألدريا وغالفينيا وجزر كويلان لدى المنظمة",
            "2026年4月9日阿尔德里亚、加尔维尼亚和奎兰群岛常驻本组织代表给秘书长的信",
        ],
    );
    // Of different offices each is named, and what follows the missions stands once.
    let mixed = letter(
        vec![
            party("Permanent Representative", Some("Dunmere"), None),
            party("Chargé d’affaires a.i. of the Permanent Mission", Some("Norvale"), Some(Gender::Feminine)),
        ],
        to(),
    );
    titles(
        &body,
        &mixed,
        [
            "Letter dated 9 April 2026 from the Permanent Representative of Dunmere and the Chargé d’affaires a.i. of the Permanent Mission of Norvale to the Organization addressed to the Secretary-General",
            "Lettre datée du 9 avril 2026, adressée au Secrétaire général par le Représentant permanent de la Dunmère et la Chargée d’affaires par intérim de la Mission permanente de la Norvale auprès de l’Organisation",
            "Carta de fecha 9 de abril de 2026 dirigida al Secretario General por el Representante Permanente de Dunmera y la Encargada de Negocios interina de la Misión Permanente de Norvale ante la Organización",
            "Письмо Постоянного представителя Данмира и Временной поверенной в делах Постоянного представительства Норвейла при Организации от 9 апреля 2026 года на имя Генерального секретаря",
            "رسالة مؤرخة 9 نيسان/أبريل 2026 موجهة إلى الأمين العام من الممثل الدائم لدنمير والقائمة بالأعمال بالنيابة للبعثة الدائمة لنورفال لدى المنظمة",
            "2026年4月9日邓米尔常驻本组织代表和诺维尔常驻本组织代表团临时代办给秘书长的信",
        ],
    );
    let mut dated = letter(vec![party("Permanent Representative", Some("Pellucia"), None)], to());
    dated.dates = vec![date(2026, 3, 30), date(2026, 4, 1)];
    titles(
        &body,
        &dated,
        [
            "Letters dated 30 March and 1 April 2026 from the Permanent Representative of Pellucia to the Organization addressed to the Secretary-General",
            "Lettres datées des 30 mars et 1er avril 2026, adressées au Secrétaire général par le Représentant permanent de la Pellucie auprès de l’Organisation",
            "Cartas de fecha 30 de marzo y 1 de abril de 2026 dirigidas al Secretario General por el Representante Permanente de Pelucia ante la Organización",
            "Письма Постоянного представителя Пеллуции при Организации от 30 марта и 1 апреля 2026 года на имя Генерального секретаря",
            "رسالتان مؤرختان 30 آذار/مارس و 1 نيسان/أبريل 2026 موجهتان إلى الأمين العام من الممثل الدائم لبلوسيا لدى المنظمة",
            "2026年3月30日和4月1日佩卢西亚常驻本组织代表给秘书长的信",
        ],
    );
    dated.dates = vec![date(2026, 4, 20), date(2026, 4, 25), date(2027, 1, 2)];
    let english = body.title(&dated, Language::EN).unwrap();
    assert!(english.starts_with("Letters dated 20, 25 April 2026 and 2 January 2027 from"), "{english}");
}

#[test]
fn officials_write_to_each_other() {
    let body = body("assembly");
    let facts = letter(
        vec![party("Secretary-General", None, None)],
        vec![party("President of the Council", None, Some(Gender::Feminine))],
    );
    titles(
        &body,
        &facts,
        [
            "Letter dated 9 April 2026 from the Secretary-General addressed to the President of the Council",
            "Lettre datée du 9 avril 2026, adressée à la Présidente du Conseil par le Secrétaire général",
            "Carta de fecha 9 de abril de 2026 dirigida a la Presidenta del Consejo por el Secretario General",
            "Письмо Генерального секретаря от 9 апреля 2026 года на имя Председателя Совета",
            "رسالة مؤرخة 9 نيسان/أبريل 2026 موجهة من الأمين العام إلى رئيسة المجلس",
            "2026年4月9日秘书长给理事会主席的信",
        ],
    );
    let note = TitleFacts {
        kind: TitleKind::Note,
        dates: Vec::new(),
        senders: vec![party("Secretariat", None, None)],
        addressees: Vec::new(),
        form: None,
    };
    titles(
        &body,
        &note,
        [
            "Note by the Secretariat",
            "Note du Secrétariat",
            "Nota de la Secretaría",
            "Записка Секретариата",
            "مذكرة من الأمانة العامة",
            "秘书处的说明",
        ],
    );
}

#[test]
fn what_is_missing_is_named_and_nothing_is_guessed() {
    let body = body("assembly");
    let to = || vec![party("Secretary-General", None, None)];
    let whole = letter(vec![party("Permanent Representative", Some("Iskaria"), None)], to());
    let without = |change: &dyn Fn(&mut TitleFacts)| {
        let mut facts = whole.clone();
        change(&mut facts);
        body.title(&facts, Language::EN).unwrap_err()
    };
    assert_eq!(without(&|facts| facts.dates.clear()), Missing::Date);
    assert_eq!(without(&|facts| facts.senders.clear()), Missing::Sender);
    assert_eq!(without(&|facts| facts.addressees.clear()), Missing::Addressee);
    assert_eq!(without(&|facts| facts.senders[0].state = None), Missing::State("Permanent Representative".into()));
    let unknown = without(&|facts| facts.senders[0].state = Some("Atlantis".into()));
    assert!(matches!(unknown, Missing::StateName { .. }), "{unknown}");
    let unknown = without(&|facts| facts.senders[0].office = "Keeper of the Lighthouse".into());
    assert!(matches!(unknown, Missing::OfficeForm { .. }), "{unknown}");
    assert!(unknown.to_string().contains("languages/en.toml"));
    let unwritten = body.title(&whole, language("de")).unwrap_err();
    assert!(matches!(unwritten, Missing::Wording { .. }));
}

/// Every office that may write or be written to has its forms in every language, and every State its name.
#[test]
fn both_bodies_have_every_office_and_every_state_in_every_language() {
    for body in ["assembly", "un"].map(body) {
        for code in LANGUAGES {
            for office in &body.charter.offices {
                let ours = matches!(office.kind, OfficeKind::Official | OfficeKind::President);
                for state in &body.states {
                    let at = state.from.unwrap_or(DAY);
                    let sender = party(&office.name, (!ours).then_some(state.name.as_str()), None);
                    let facts = TitleFacts {
                        kind: TitleKind::Letter,
                        dates: vec![at],
                        senders: vec![sender],
                        addressees: vec![party("Secretary-General", None, None)],
                        form: None,
                    };
                    let title = body.title(&facts, language(code)).unwrap_or_else(|missing| panic!("{missing}"));
                    assert!(!title.contains(['{', '}', '|']) && !title.contains("  "), "{title}");
                    for wrong in ["de le ", "de les ", "à le ", " de el ", " a el ", "the the ", " لال"] {
                        assert!(!title.contains(wrong), "{title}");
                    }
                    // In French nothing stands before a vowel unshortened.
                    let unshortened = ["A", "E", "É", "I", "Î", "O", "U"].map(|letter| format!(" de {letter}"));
                    assert!(*code != *"fr" || unshortened.iter().all(|wrong| !title.contains(wrong)), "{title}");
                }
            }
            for organ in &body.organs {
                assert!(body.line(&LineFacts::Organ(organ.code.clone()), None, language(code)).is_ok());
            }
            for category in &body.charter.distribution {
                assert!(body.line(&LineFacts::Distribution(category.code.clone()), None, language(code)).is_ok());
            }
        }
    }
}

/// Names change: the title of a letter has the name of its day, unless it was given another.
#[test]
fn a_state_is_called_as_it_was_at_the_date() {
    let un = body("un");
    let name = |name: &str, at: Date, code: &str| un.state_in_title(name, Some(at), language(code)).unwrap();
    assert_eq!(name("Türkiye", date(2015, 3, 1), "en"), "Turkey");
    assert_eq!(name("Turkey", date(2015, 3, 1), "fr"), "la Turquie");
    assert_eq!(name("Türkiye", date(2024, 3, 1), "fr"), "la Türkiye");
    assert_eq!(name("Turkey", date(2024, 3, 1), "en"), "Turkey");
    assert_eq!(name("Turkey", date(2015, 3, 1), "ru"), "Турции");
    assert_eq!(name("the Netherlands", date(2007, 2, 23), "es"), "los Países Bajos");
    assert_eq!(name("Sudan", date(2015, 3, 1), "en"), "the Sudan");
    assert_eq!(un.state_in_title("Atlantis", None, Language::EN), None);
}
