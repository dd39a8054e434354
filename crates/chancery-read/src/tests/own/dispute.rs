//! The reader takes no side: a letter of a dispute, its two parties' names exchanged, is read and doubted alike.

use chancery_model::{body::Body, communication::Communication};
use serde_json::Value;

use crate::Reader;

/// What is one party's own: its name in the body's data, its name as phrases take it, its adjective, its capital, its name
/// of the lake, and one who signs for it.
type Party = [&'static str; 6];

const GENITIVE: usize = 1;

/// The letters of the slots in a template: `{A1}` is the first party's second word.
const SIDES: [char; 2] = ['A', 'B'];

struct Dispute {
    code: &'static str,
    template: &'static str,
    pairs: &'static [[Party; 2]],
}

const DISPUTES: [Dispute; 6] = [
    Dispute {
        code: "en",
        template: "AS/7/912
C/2026/912

Assembly of Lakes and Rivers

Assembly
Council

Distr.: General
16 April 2026
Original: English

Assembly
Seventh session
Agenda items 12 and 22
Cooperation on inland fisheries
Names of lakes on common maps

Council

Letter dated 12 April 2026 from the Permanent Representative of {A1}
to the Organization addressed to the Secretary-General

I have the honour to refer to the letter of the Government of {B1} contained in document AS/7/340, and to state
the position of {A1} on the herring weir of the lake which {A2} maps call {A4} and {B2} maps
call {B4}. The authorities in {A3} have never accepted the reading made in {B3} on 3 March 2026.
The {B2} wardens closed the weir. The Permanent Representative of {B1} to the Organization said as
much in his letter to the President of the Council (C/2026/117), in which {A1} is said to have moved the gauge.
{A1} recalls resolution 5/9 and the documents of {B1}: AS/6/212 and C/2025/77/Corr.1. Nothing in {A3} or in
{B3} suggests that the lake of {A4} or, as {B1} says, of {B4} belongs to one shore.
I should be grateful if you would have the present letter and its annexes circulated as a document of the
Assembly, under agenda items 12 and 22, and of the Council.

(Signed) {A5}
Ambassador
Permanent Representative

Annex I to the letter dated 12 April 2026 from the Permanent Representative of {A1}
to the Organization addressed to the Secretary-General

Statement by the Lake Wardens of {A1} on {A4}

10 April 2026

The {A2} wardens measured {A4} in the presence of two wardens from {B3}. They found what
the Government of {B1} denies (see C/2026/117): the {B2} boats had left the harbour of {A3} before noon.

Annex II

Letter dated 2 April 2026 from the Minister for Foreign Affairs of {B1} addressed to the Minister for Foreign Affairs of {A1}

The Government of {B1} has received the note of {A1}. {B4} has borne its name since the first map was
drawn in {B3}, and the {A2} side knows it.

(Signed) {B5}
Minister for Foreign Affairs
",
        pairs: &[
            [
                ["Merovia", "Merovia", "Merovian", "Tarnmouth", "Lake Osmer", "Ilse Varga"],
                ["Corvana", "Corvana", "Corvanan", "Pellgate", "Lake Ustel", "Jens Aalto"],
            ],
            [
                ["Aldria", "Aldria", "Aldrian", "Ostby", "Lake Neme", "Ada Bek"],
                ["Silvania Minor", "Silvania Minor", "Silvanian", "Great Harbourton", "the Lake of the Nine Herons", "Mirela Stroud-Hay van Brandt"],
            ],
            [
                ["Tarnland", "Tarnland", "Tarnish", "Tarn", "Tarnmere", "Corwin D. Pell"],
                ["the Quillan Islands", "the Quillan Islands", "Quillan", "Port Quill", "Long Mere", "Anna Okoye"],
            ],
            [
                ["Val-d’Orme", "Val-d’Orme", "Ormian", "Saint-Orme", "Lac d’Orme", "Noémie d’Arcy"],
                ["Kest-on-Water", "Kest-on-Water", "Kestish", "Kest-Head", "Kest Water", "Tom O’Lough"],
            ],
            [
                ["Fenn", "Fenn", "Fennish", "Wick", "Fenn Mere", "Ansgar Vale"],
                ["Lower Fenn", "Lower Fenn", "Lower Fennish", "Lower Wick", "Lower Fenn Mere", "Petra Lindqvist"],
            ],
            [
                ["O’Brae", "O’Brae", "Braeish", "Brae’s End", "Loch O’Brae", "Ida O’Shore"],
                ["Umbria-Sund", "Umbria-Sund", "Sundish", "Sund", "Sundwater", "Otto Sund"],
            ],
            [
                ["Norvale", "Norvale", "Norvaler", "Councilton", "Lake April", "April May"],
                ["Harrowsund", "Harrowsund", "Harrowsundish", "March-on-the-Weir", "Assembly Water", "Augustin Graf von Tarn und March"],
            ],
            [
                ["St. Orla-on-the-Weir", "St. Orla-on-the-Weir", "St. Orlan", "Mt. Perch", "L. Orla", "J. R. Vell"],
                ["the United March of Ost", "the United March of Ost", "Ostnemish", "Port of the Three Lamps", "the Lake of the Council of Herons", "Maria de los Ángeles Tarn y Brae"],
            ],
            [
                ["Dunmere", "Dunmere", "Dunmerish", "Os", "Mere", "Li Bo"],
                ["Oststrand-Nemeland", "Oststrand-Nemeland", "Oststrandish", "The Hague-on-Tarn", "Lake Saint Anna-Maria", "Hon. Otto K. van den Berg-Sund"],
            ],
        ],
    },
    Dispute {
        code: "fr",
        template: "Lettre datée du 12 avril 2026, adressée au Secrétaire général par le Représentant permanent {A1}
auprès de l’Organisation

J’ai l’honneur de me référer à la lettre du Gouvernement {B1} publiée sous la cote AS/7/340 et d’exposer la position
du Gouvernement {A1} sur le lac que les cartes {A2} appellent {A4} et les cartes {B2} {B4}.
À {A3}, nul n’a accepté le relevé fait à {B3} le 3 mars 2026. Le Représentant permanent {B1} auprès de
l’Organisation l’a dit dans sa lettre au Président du Conseil (C/2026/117). Le Gouvernement {A1} rappelle la résolution
5/9 et les documents AS/6/212 et C/2025/77/Corr.1 présentés au nom {B1}.
Je vous serais reconnaissant de bien vouloir faire distribuer le texte de la présente lettre et de son annexe comme document
de l’Assemblée, au titre des points 12 et 22 de l’ordre du jour, et du Conseil.

(Signé) {A5}
Ambassadeur
Représentant permanent

Annexe à la lettre datée du 12 avril 2026, adressée au Secrétaire général par le Représentant permanent {A1}
auprès de l’Organisation

Déclaration des gardiens du lac sur {A4}

Les gardiens ont mesuré {A4} en présence de deux gardiens venus de {B3}. Ils ont constaté ce que nie le
Gouvernement {B1} : les barques avaient quitté le port de {A3} avant midi.
",
        pairs: &[
            [
                ["Merovia", "de la Mérovie", "méroviennes", "Tarnmouth", "Osmer", "Théodore Lancelin"],
                ["Corvana", "de la Corvane", "corvaniennes", "Pellgate", "Ustel", "Félix K. Morel"],
            ],
            [
                ["Estovar", "de l’Estovar", "estovariennes", "Ostby", "Némé", "Jean-Marc Ollier"],
                ["the Quillan Islands", "des Îles Quillan", "quillaises", "Port-Quillan-le-Vieux", "le lac des Neuf Hérons", "Édouard Vannier"],
            ],
            [
                ["Val-d’Orme", "du Val-d’Orme", "ormiennes", "Saint-Orme", "lac d’Orme", "Noé d’Arcy"],
                ["Haute-Kest", "de la Haute-Kest", "kestoises", "Kest-Eau", "eau de Kest", "Tom O’Lough"],
            ],
            [
                ["Fenne", "de la Fenne", "fennoises", "Vic", "mare de Fenne", "Ansgar Val"],
                ["Basse Fenne", "de la Basse Fenne", "basses-fennoises", "Bas-Vic", "basse mare de Fenne", "Luc Valmy"],
            ],
            [
                ["Norvale", "de la Norvale", "norvaliennes", "Conseil-sur-Tarn", "lac d’Avril", "Avril Mai"],
                ["Harrowsund", "du Harrowsund", "harrowsundoises", "Mars-le-Vieux", "lac de l’Assemblée", "Augustin comte de Tarn et Mars"],
            ],
            [
                ["Aldria", "de l’Aldrie", "aldriennes", "Os", "Mère", "J.-R. Vell"],
                ["Oststrand-Nème", "de l’Oststrand-Nème", "oststrandoises", "Port-des-Trois-Lampes", "le lac du Conseil des Hérons", "Marie des Anges de la Tour d’Orme"],
            ],
        ],
    },
    Dispute {
        code: "es",
        template: "Carta de fecha 12 de abril de 2026 dirigida al Secretario General por el Representante Permanente {A1}
ante la Organización

Tengo el honor de referirme a la carta del Gobierno {B1} publicada con la signatura AS/7/340 y de exponer la posición del
Gobierno {A1} sobre el lago que los mapas {A2} llaman {A4} y los mapas {B2} {B4}.
En {A3} nadie ha aceptado la lectura hecha en {B3} el 3 de marzo de 2026. El Representante Permanente {B1} ante
la Organización lo dijo en su carta al Presidente del Consejo (C/2026/117). El Gobierno {A1} recuerda la resolución 5/9 y
los documentos AS/6/212 y C/2025/77/Corr.1 presentados en nombre {B1}.
Le agradecería que tuviera a bien hacer distribuir la presente carta y su anexo como documento de la Asamblea, en relación
con los temas 12 y 22 del programa, y del Consejo.

(Firmado) {A5}
Embajador
Representante Permanente

Anexo de la carta de fecha 12 de abril de 2026 dirigida al Secretario General por el Representante Permanente {A1}
ante la Organización

Declaración de los guardas del lago sobre {A4}

Los guardas midieron {A4} en presencia de dos guardas de {B3}. Comprobaron lo que niega el Gobierno {B1}: las
barcas habían salido del puerto de {A3} antes del mediodía.
",
        pairs: &[
            [
                ["Merovia", "de Merovia", "merovios", "Bocatarn", "Osmer", "Tomás Ribera"],
                ["Corvana", "de Corvana", "corvanos", "Pelpuerta", "Ustel", "Andrés M. Peña"],
            ],
            [
                ["Aldria", "de Aldria", "aldrios", "Ostby", "Neme", "Íñigo Salvatierra"],
                ["the Quillan Islands", "de las Islas Quillan", "quillanos", "Puerto Quillan del Norte", "el Lago de las Nueve Garzas", "José Luis del Río"],
            ],
            [
                ["Val-d’Orme", "de Val-d’Orme", "ormeños", "San-Orme", "lago d’Orme", "Noé d’Arcy"],
                ["Alta-Kest", "de Alta-Kest", "kesteños", "Kest-Agua", "agua de Kest", "Tom O’Lough"],
            ],
            [
                ["Fena", "de Fena", "feneses", "Vic", "laguna de Fena", "Ansgar Val"],
                ["Baja Fena", "de Baja Fena", "bajofeneses", "Bajo Vic", "baja laguna de Fena", "Lucas Valme"],
            ],
            [
                ["Norvale", "de Norvale", "norvaleses", "Villa Consejo", "lago de Abril", "Abril Mayo"],
                ["Harrowsund", "de Harrowsund", "harrowsundeses", "Marzo del Río", "lago de la Asamblea", "Augusto de los Ríos y Marzo"],
            ],
            [
                ["Dunmere", "de Dunmera", "dunmeranos", "Os", "Mera", "J. R. Vell"],
                ["San Orla y Nema", "de San Orla y Nema", "orlanos", "Puerto de las Tres Lámparas", "el Lago del Consejo de las Garzas", "María de los Ángeles O’Brae de la Torre"],
            ],
        ],
    },
    Dispute {
        code: "ru",
        template: "Письмо Постоянного представителя {A1} при Организации от 12 апреля 2026 года на имя
Генерального секретаря

Имею честь сослаться на письмо Правительства {B1}, опубликованное в качестве документа AS/7/340, и изложить позицию
Правительства {A1} по озеру, которое {A2} карты называют {A4}, а {B2} карты называют {B4}.
В городе {A3} никто не признал показаний, снятых в городе {B3} 3 марта 2026 года. Постоянный представитель {B1}
при Организации сказал об этом в письме Председателю Совета (C/2026/117). Правительство {A1} напоминает о резолюции 5/9 и
документах AS/6/212 и C/2025/77/Corr.1, представленных от имени {B1}.
Буду признателен за распространение настоящего письма и приложения к нему в качестве документа Ассамблеи по пунктам 12 и 22
повестки дня и документа Совета.

(Подпись) {A5}
Посол
Постоянный представитель

Приложение к письму Постоянного представителя {A1} при Организации от 12 апреля 2026 года на имя
Генерального секретаря

Заявление смотрителей об озере {A4}

Смотрители измерили озеро {A4} в присутствии двух смотрителей из города {B3}. Они увидели то, что отрицает
Правительство {B1}: лодки ушли из гавани города {A3} до полудня.
",
        pairs: &[
            [
                ["Merovia", "Меровии", "меровийские", "Тарнмут", "Осмер", "Ансгар Вейл"],
                ["Corvana", "Корваны", "корванские", "Пеллгейт", "Устель", "Йенс Аалто"],
            ],
            [
                ["Belmare", "Бельмаре", "бельмарские", "Остбю", "Неме", "Том Орсен"],
                ["Silvania Minor", "Малой Сильвании", "сильванские", "Великая Гавань", "Девяти Цапель", "Кирилл М. Озеров"],
            ],
            [
                ["Orm", "Валь-д’Орма", "ормийские", "Сен-Орм", "Лак-д’Орм", "Ноэ д’Арси"],
                ["Kest", "Кест-на-Воде", "кестские", "Кест-Глава", "Кест-Вода", "Том О’Лох"],
            ],
            [
                ["Fenn", "Фенны", "феннские", "Вик", "Фенна-Мере", "Ансгар Валь"],
                ["Lower Fenn", "Нижней Фенны", "нижнефеннские", "Нижний Вик", "Нижняя Фенна-Мере", "Лука Вальме"],
            ],
            [
                ["Norvale", "Норвейла", "норвейлские", "Советск", "Апрель", "Май Апрельский"],
                ["Harrowsund", "Харроусунда", "харроусундские", "Март-на-Воде", "Ассамблейское", "Августин фон дер Тарн-Март"],
            ],
            [
                ["Dunmere", "Данмера", "данмерские", "Ос", "Мера", "И. О. Велл"],
                ["Ost", "Соединенного Остстранда и Неме", "остстрандские", "Порт Трех Ламп", "Совета Цапель", "Мария де лос Анхелес О’Брей"],
            ],
        ],
    },
    Dispute {
        code: "ar",
        template: "رسالة مؤرخة 12 نيسان/أبريل 2026 موجهة إلى الأمين العام من الممثل الدائم ل{A1} لدى المنظمة

يشرفني أن أشير إلى رسالة حكومة {B1} الواردة في الوثيقة AS/7/340 وأن أعرض موقف حكومة {A1} من البحيرة التي تسميها
الخرائط {A2} {A4} وتسميها الخرائط {B2} {B4}. ولم يقبل أحد في {A3} القراءة التي جرت في {B3} في 3 آذار/مارس 2026.
وقد قال ذلك الممثل الدائم ل{B1} لدى المنظمة في رسالته إلى رئيس المجلس (C/2026/117). وتشير حكومة {A1} إلى القرار 5/9 وإلى
الوثيقتين AS/6/212 و C/2025/77/Corr.1 المقدمتين باسم حكومة {B1}.
وأرجو ممتنا تعميم نص هذه الرسالة ومرفقها بوصفهما وثيقة من وثائق الجمعية، في إطار البندين 12 و 22 من جدول الأعمال، ومن وثائق المجلس.

(توقيع) {A5}
السفير
الممثل الدائم

مرفق الرسالة المؤرخة 12 نيسان/أبريل 2026 الموجهة إلى الأمين العام من الممثل الدائم ل{A1} لدى المنظمة

بيان حراس البحيرة بشأن {A4}

قاس الحراس {A4} بحضور حارسين من {B3}. ووجدوا ما تنفيه حكومة {B1}، وهو أن القوارب غادرت مرفأ {A3} قبل الظهر.
",
        pairs: &[
            [
                ["Merovia", "ميروفيا", "الميروفية", "تارنموث", "أوسمر", "أنسغار فال"],
                ["Galvenia", "غالفينيا", "الغالفينية", "بيلغيت", "أوستل", "ينس آلتو"],
            ],
            [
                ["Belmare", "بلمار", "البلمارية", "أوستفار", "نيمير", "توم أور"],
                ["Silvania Minor", "سيلفانيا الصغرى", "السيلفانية", "المرفأ الكبير", "بحيرة البلشونات التسع", "عبد الكريم الساحلي"],
            ],
            [
                ["Orm", "فال دورم", "الأورمية", "سانت أورم", "لاك دورم", "نوي دارسي"],
                ["Kest", "كست العليا", "الكستية", "رأس كست", "مياه كست", "توم أولوخ"],
            ],
            [
                ["Fenn", "فيندور", "الفيندورية", "ويكسور", "فيندور مير", "أنسغار برانت"],
                ["Lower Fenn", "فيندور السفلى", "الفيندورية السفلية", "ويكسور السفلى", "فيندور مير السفلى", "لوكا فالمي"],
            ],
            [
                ["Norvale", "نورفيل", "النورفيلية", "مجلسون", "بحيرة نيسان", "نيسان أيار"],
                ["Harrowsund", "هاروسند", "الهاروسندية", "آذار العليا", "بحيرة الجمعية", "عبد الرحمن بن آذار"],
            ],
            [
                ["Dunmere", "دنمير", "الدنميرية", "أوس", "مير", "لي بو"],
                ["Ost", "مارش أوست ونيم المتحدة", "الأوستية", "ميناء المصابيح الثلاثة", "بحيرة مجلس البلشونات", "ماريا دي لوس أنخيليس أوبراي"],
            ],
        ],
    },
    Dispute {
        code: "zh",
        template: "2026年4月12日{A1}常驻本组织代表给秘书长的信

谨提及{B1}政府载于文件AS/7/340的来信，并说明{A1}政府对该湖的立场。该湖在{A2}地图上称为{A4}，
在{B2}地图上称为{B4}。{A3}方面从未接受2026年3月3日在{B3}所作的读数。{B1}常驻代表在给
理事会主席的信(C/2026/117)中也这样说。{A1}政府回顾第5/9号决议以及以{B1}名义提交的文件AS/6/212和C/2025/77/Corr.1。

请将本信及其附件作为大会议程项目12和22项下和理事会的文件分发为荷。

{A5}(签名)
大使
常驻代表

2026年4月12日{A1}常驻本组织代表给秘书长的信的附件

湖泊看守人关于{A4}的声明

看守人在两名来自{B3}的看守人在场时测量了{A4}。他们看到了{B1}政府所否认的情况：船只在中午以前已经离开{A3}港。
",
        pairs: &[
            [
                ["Merovia", "梅罗维亚", "梅罗维亚", "塔恩茅斯", "奥斯默湖", "安斯加尔·韦尔"],
                ["Galvenia", "加尔维尼亚", "加尔维尼亚", "佩尔盖特", "乌斯特湖", "延斯·阿尔托"],
            ],
            [
                ["Norvale", "诺维尔", "诺维尔", "奥斯特", "内湖", "周江"],
                ["Silvania Minor", "小西尔瓦尼亚", "小西尔瓦尼亚", "大港城", "九鹭之湖", "托马斯·林奎斯特"],
            ],
            [
                ["Orm", "奥尔姆谷", "奥尔姆谷", "圣奥尔姆", "奥尔姆湖", "诺埃·达西"],
                ["Kest", "水上凯斯特", "水上凯斯特", "凯斯特角", "凯斯特水", "汤姆·奥洛克"],
            ],
            [
                ["Fenn", "芬恩", "芬恩", "维克", "芬恩塘", "卢卡·瓦尔梅"],
                ["Lower Fenn", "下芬恩", "下芬恩", "下维克", "下芬恩塘", "安斯加·布兰特"],
            ],
            [
                ["Dunmere", "邓米尔", "邓米尔", "奥斯", "米尔湖", "李波"],
                ["Harrowsund", "哈罗松德", "哈罗松德", "理事会港", "大会湖", "奥古斯丁·冯·塔恩-马奇"],
            ],
            [
                ["Norvale", "诺维尔", "诺维尔", "四月城", "四月湖", "周四月"],
                ["Ost", "奥斯特和内梅联合王国", "奥斯特", "三灯之港", "九鹭理事会湖", "玛丽亚·德·洛斯·安赫莱斯"],
            ],
        ],
    },
];

/// A text made of a template: the text, and for every slot its place in the template's own count and in the text.
struct Made {
    text: String,
    /// Starts and ends in the text, and where the slot begins when every slot counts two.
    slots: Vec<(usize, usize, usize)>,
}

/// A slot counts as two places: what begins with a name begins at the first, what ends with it ends at the second.
const SLOT: usize = 2;

fn make(template: &str, parties: [&Party; 2], change: fn(&str) -> String) -> Made {
    let mut made = Made { text: String::new(), slots: Vec::new() };
    let mut common = 0;
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let literal = change(&rest[..open]);
        made.text.push_str(&literal);
        common += literal.len();
        let side = usize::from(rest[open + 1..].starts_with(SIDES[1]));
        let word: usize = rest[open + 2..open + 3].parse().unwrap();
        let name = change(parties[side][word]);
        made.slots.push((made.text.len(), made.text.len() + name.len(), common));
        made.text.push_str(&name);
        common += SLOT;
        rest = &rest[open + 4..];
    }
    made.text.push_str(&change(rest));
    made
}

impl Made {
    /// A place of the text in the template's count.
    fn common(&self, at: usize) -> usize {
        let mut shift: i64 = 0;
        for (start, end, common) in &self.slots {
            if at <= *start {
                break;
            }
            if at < *end {
                return common + 1;
            }
            shift = (common + SLOT) as i64 - *end as i64;
        }
        usize::try_from(at as i64 + shift).unwrap_or(0)
    }
}

/// Names out of a text: the longest first, each by its side only, as whole words and in any case.
fn nameless(text: &str, parties: [&Party; 2]) -> String {
    let mut names: Vec<(String, usize)> = Vec::new();
    for (side, party) in parties.iter().enumerate() {
        for name in party.iter() {
            for form in [*name, name.strip_prefix("the ").unwrap_or(name)] {
                names.push((form.to_lowercase(), side));
            }
        }
    }
    names.sort_by_key(|(name, side)| (std::cmp::Reverse(name.len()), *side));
    // Arabic writes prepositions together with a name, and Chinese parts no words.
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c < '\u{600}');
    let text = text.to_lowercase();
    let mut out = String::new();
    let mut rest = text.as_str();
    let mut before: Option<char> = None;
    'text: while let Some(first) = rest.chars().next() {
        if !joins(before) {
            for (name, side) in &names {
                if let Some(after) = rest.strip_prefix(name.as_str())
                    && !joins(after.chars().next())
                {
                    out.push_str(["⟦A⟧", "⟦B⟧"][*side]);
                    before = name.chars().next_back();
                    rest = after;
                    continue 'text;
                }
            }
        }
        out.push(first);
        before = Some(first);
        rest = &rest[first.len_utf8()..];
    }
    out
}

/// A reading without names and with places in the template's count.
fn neutral(value: Value, made: &Made, parties: [&Party; 2], is_place: bool) -> Value {
    let span = |list: &[Value]| match list {
        [Value::Number(start), Value::Number(end)] => {
            let place = |n: &serde_json::Number| made.common(usize::try_from(n.as_u64().unwrap_or(0)).unwrap_or(0));
            Some(Value::from(vec![place(start), place(end)]))
        }
        _ => None,
    };
    match value {
        Value::String(text) => Value::String(nameless(&text, parties)),
        Value::Array(list) if is_place && span(&list).is_some() => span(&list).unwrap(),
        Value::Array(list) => list.into_iter().map(|value| neutral(value, made, parties, is_place)).collect(),
        Value::Object(fields) if is_place && fields.contains_key("start") && fields.contains_key("end") => {
            let place = |key: &str| made.common(usize::try_from(fields[key].as_u64().unwrap_or(0)).unwrap_or(0));
            Value::from(vec![place("start"), place("end")])
        }
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, value)| {
                let places = is_place || key == "span" || key == "places";
                (key, neutral(value, made, parties, places))
            })
            .collect(),
        other => other,
    }
}

fn read(reader: &Reader<'_>, made: &Made, parties: [&Party; 2], by_lines: bool) -> Value {
    let mut communication: Communication = reader.read(made.text.as_bytes(), None).communication;
    // Where every line is a paragraph's, paragraphs are told by the lines' lengths, and names of unequal length change them.
    if by_lines {
        communication.text.clear();
        communication.citations.iter_mut().for_each(|citation| citation.paragraph = None);
    }
    neutral(serde_json::to_value(communication).unwrap(), made, parties, false)
}

/// The first places at which two readings differ.
fn differences(one: &Value, two: &Value, path: &str, out: &mut Vec<String>) {
    match (one, two) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
                let null = Value::Null;
                differences(a.get(key).unwrap_or(&null), b.get(key).unwrap_or(&null), &format!("{path}.{key}"), out);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                differences(a, b, &format!("{path}[{at}]"), out);
            }
        }
        (a, b) if a != b => out.push(format!("{path}\n      one {a}\n      two {b}")),
        _ => {}
    }
}

/// A way in which a letter may come.
type Change = fn(&str) -> String;

/// Ways in which the whole letter may come, the names with it.
const CHANGES: [(&str, Change); 4] = [
    ("sound", |text| text.to_owned()),
    ("blank lines", |text| text.replace('\n', " \n\n")),
    ("no breaks", |text| text.replace('\n', " ").replace("  ", " ")),
    ("capitals", |text| text.to_uppercase()),
];

/// Every difference in every language, pair and change, as lines.
pub fn partial(body: &Body) -> Vec<String> {
    let reader = Reader::new(body);
    let mut found = Vec::new();
    for dispute in &DISPUTES {
        for [one, two] in dispute.pairs {
            for (name, change) in CHANGES {
                let (first, second) =
                    (make(dispute.template, [one, two], change), make(dispute.template, [two, one], change));
                let (a, b) = (
                    read(&reader, &first, [one, two], name == "blank lines"),
                    read(&reader, &second, [two, one], name == "blank lines"),
                );
                let mut out = Vec::new();
                differences(&a, &b, "", &mut out);
                found.extend(
                    out.into_iter()
                        .map(|line| format!("{} {} / {}, {name}: {line}", dispute.code, one[GENITIVE], two[GENITIVE])),
                );
            }
        }
    }
    found
}

/// The reading of every pair's sound letter, so that it is known that something was read at all.
pub fn readings(body: &Body) -> Vec<(&'static str, Communication)> {
    let reader = Reader::new(body);
    let mut all = Vec::new();
    for dispute in &DISPUTES {
        for [one, two] in dispute.pairs {
            let made = make(dispute.template, [one, two], CHANGES[0].1);
            all.push((dispute.code, reader.read(made.text.as_bytes(), None).communication));
        }
    }
    all
}
