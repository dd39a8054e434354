//! Documents that look to a search engine like those of an intergovernmental body, and that nobody ever wrote.
//!
//! One seed gives one corpus, document by document, on every machine. Words follow Zipf's law over sixty thousand forms a
//! language: first the small words of the language, then common words about water, boats and weather, then words put
//! together from syllables, with the endings that the language's own words have. Every few sentences have one of a few
//! fixed expressions, a date, a name or a citation in them.

use chancery_find::{Issued, IssuedOrgan};
use chancery_model::{Language, Symbol};
use jiff::civil::Date;

/// A random number generator that is the same everywhere: splitmix64.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below another.
    fn below(&mut self, end: usize) -> usize {
        (((self.next() >> 32) * end as u64) >> 32) as usize
    }

    /// A number from 0 up to 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What a language's documents are made of.
struct Tongue {
    code: &'static str,
    /// How many of a hundred documents are in it.
    share: usize,
    /// The small words, the most frequent first.
    small: &'static str,
    /// Common words.
    common: &'static str,
    /// Expressions that come again and again, the most frequent first.
    fixed: &'static [&'static str],
    /// Syllables of words that do not exist.
    syllables: &'static str,
    endings: &'static str,
    /// What stands before a word of which it is part.
    heads: &'static str,
    /// What a title begins with.
    title: &'static str,
}

const TONGUES: [Tongue; 6] = [
    Tongue {
        code: "en",
        share: 30,
        small: "the of and to in that for by on with as is at be its which this from are or an it was has have not their all \
                been also will under other such any these would should may more than into they we our between during \
                through no can were those where there who if about only both each",
        common: "water river lake harbour boat fishery fish channel bridge weather rain season report letter annex paragraph \
                 meeting session agenda committee government statement programme year country region work cooperation \
                 development information measure support development quality forest island bird school health library \
                 museum road railway lighthouse ferry canal dredging navigation irrigation drinking sanitation energy \
                 wind solar seed harvest cattle orchard beekeeping glacier tide current sediment survey chart map station \
                 observation forecast drought flood snow ice summer autumn winter spring",
        fixed: &[
            "the present letter",
            "inland waters",
            "drinking water",
            "under agenda item",
            "the upper lakes",
            "weather stations",
            "dredging of the northern channel",
            "safe navigation",
            "wind energy",
            "river basin",
        ],
        syllables: "ba co du fe gi ha lo me ni po ra sti tre vo wa bran clo der fin gor lan mer pel ros tan ver win sor mel",
        endings: " s ed ing er ers ation ations al ly ness",
        heads: "",
        title: "Letter dated {date} from the Permanent Representative of {state} on",
    },
    Tongue {
        code: "fr",
        share: 16,
        small: "de la le les et des en du à que pour par dans une un sur qui au est aux il ce plus ne sont pas ou avec se cette \
                être son leur ces ses ont été sa tous ainsi leurs sous entre elle nous comme mais fait même dont si toute \
                autres notamment",
        common: "eau rivière lac port bateau pêche poisson chenal pont temps pluie saison rapport lettre annexe paragraphe \
                 réunion session ordre comité gouvernement déclaration programme année pays région travaux coopération \
                 développement information mesure appui qualité forêt île oiseau école santé bibliothèque musée route phare \
                 bac canal dragage navigation irrigation potable assainissement énergie vent solaire semence récolte verger \
                 glacier marée courant sédiment relevé carte station observation prévision sécheresse crue neige glace été \
                 automne hiver printemps",
        fixed: &[
            "la présente lettre",
            "eaux intérieures",
            "eau potable",
            "au titre du point",
            "les lacs supérieurs",
            "stations météorologiques",
            "dragage du chenal nord",
            "sécurité de la navigation",
            "énergie éolienne",
            "bassin fluvial",
        ],
        syllables: "ba ché dou fé gi la lo mé ni pa ra ré stro ti tré vau bran clé dor fin gour lan mer pel ros tan ver sion",
        endings: " s e es ment tion tions eur eurs er ée ées",
        heads: "l’ d’",
        title: "Lettre datée du {date}, adressée par le Représentant permanent de {state} sur",
    },
    Tongue {
        code: "es",
        share: 16,
        small: "de la que el en y los a las del por con para se una un al su es no lo como sus más o este ha esta entre sobre ser \
                son también han sido fue le todos así esa ese estos cada cuando sin hasta desde muy nos donde quien todo \
                contra otros",
        common: "agua río lago puerto barco pesca pez canal puente tiempo lluvia estación informe carta anexo párrafo reunión \
                 período programa comité gobierno declaración año país región trabajo cooperación desarrollo información \
                 medida apoyo calidad bosque isla ave escuela salud biblioteca museo camino faro transbordador dragado \
                 navegación riego potable saneamiento energía viento solar semilla cosecha ganado huerto glaciar marea \
                 corriente sedimento estudio mapa observación pronóstico sequía inundación nieve hielo verano otoño invierno \
                 primavera",
        fixed: &[
            "la presente carta",
            "aguas interiores",
            "agua potable",
            "en relación con el tema",
            "los lagos superiores",
            "estaciones meteorológicas",
            "dragado del canal norte",
            "seguridad de la navegación",
            "energía eólica",
            "cuenca fluvial",
        ],
        syllables: "ba co du fe gui ja lo me ni po ra sta tre vo ña bran cla der fin gor lan mar pel ros tan ver zon sor mel",
        endings: "o a os as ar ción ciones dad mente ado ada ados",
        heads: "",
        title: "Carta de fecha {date} dirigida por el Representante Permanente de {state} sobre",
    },
    Tongue {
        code: "ru",
        share: 14,
        small: "и в на по с о что для от к как из при также а за не их его или этого этой до том во все который которые были \
                было быть между она они это году года так же под со этом более том если",
        common: "вода река озеро порт лодка рыболовство рыба канал мост погода дождь сезон доклад письмо приложение пункт \
                 заседание сессия повестка комитет правительство заявление программа год страна регион работа сотрудничество \
                 развитие информация мера поддержка качество лес остров птица школа здоровье библиотека музей дорога маяк \
                 паром судоходство орошение питьевая санитария энергия ветер солнечная семя урожай скот сад ледник прилив \
                 течение осадок обследование карта станция наблюдение прогноз засуха паводок снег лёд лето осень зима весна",
        fixed: &[
            "настоящее письмо",
            "внутренние воды",
            "питьевая вода",
            "по пункту повестки дня",
            "верхние озёра",
            "метеорологические станции",
            "углубление северного канала",
            "безопасность судоходства",
            "энергия ветра",
            "речной бассейн",
        ],
        syllables: "ба ко ду фе ги ха ло ме ни по ра ста тре во жа бран кло дер фин гор лан мер пел рос тан вер щи сор мел",
        endings: "а ы е у ой ов ам ами ах ый ого ому ение ения ность ности",
        heads: "",
        title: "Письмо Постоянного представителя {state} от {date} о",
    },
    Tongue {
        code: "ar",
        share: 12,
        small: "في من على إلى أن التي عن مع هذا هذه الذي ما لا كما بين أو قد كان ذلك كل بعد لم عند غير حيث قبل أي وقد خلال تلك كانت \
                وفي ومن وأن وعلى ثم حتى",
        common: "ماء نهر بحيرة ميناء قارب صيد سمك قناة جسر طقس مطر موسم تقرير رسالة مرفق فقرة اجتماع دورة جدول لجنة حكومة بيان \
                 برنامج سنة بلد منطقة عمل تعاون تنمية معلومات تدبير دعم جودة غابة جزيرة طائر مدرسة صحة مكتبة متحف طريق منارة \
                 عبارة ملاحة ري شرب صرف طاقة ريح شمس بذرة حصاد ماشية بستان جليد مد تيار رواسب مسح خريطة محطة رصد توقع جفاف \
                 فيضان ثلج صيف خريف شتاء ربيع",
        fixed: &[
            "هذه الرسالة",
            "المياه الداخلية",
            "مياه الشرب",
            "في إطار البند",
            "البحيرات العليا",
            "محطات الأرصاد",
            "تعميق القناة الشمالية",
            "سلامة الملاحة",
            "طاقة الرياح",
            "حوض النهر",
        ],
        syllables: "با تي جو حا خي دو را زي سو شا صي ضو طا عي غو فا قي كو لا مي نو ها وي يا بر تل جم حب",
        endings: " ة ات ين ون ها هم ا ية",
        heads: "ال وال بال لل و",
        title: "رسالة مؤرخة {date} من الممثل الدائم لـ{state} بشأن",
    },
    Tongue {
        code: "zh",
        share: 12,
        small: "的 和 在 了 为 对 与 有 是 及 以 中 并 将 等 不 其 该 就 或 于 由 所 已 这 各 向 从 也 而 到 上 关于 以及 通过 进行",
        common: "水 河流 湖泊 港口 船只 渔业 鱼类 航道 桥梁 天气 降雨 季节 报告 信函 附件 段落 会议 届会 议程 委员会 政府 声明 方案 年度 \
                 国家 区域 工作 合作 发展 信息 措施 支持 质量 森林 岛屿 鸟类 学校 健康 图书馆 博物馆 道路 灯塔 渡轮 运河 疏浚 航行 灌溉 \
                 饮用水 卫生 能源 风能 太阳能 种子 收获 牲畜 果园 冰川 潮汐 洋流 沉积物 调查 海图 地图 站点 观测 预报 干旱 洪水 冰雪 \
                 夏季 秋季 冬季 春季",
        fixed: &[
            "本信",
            "内陆水域",
            "饮用水",
            "议程项目",
            "上游湖泊",
            "气象站",
            "疏浚北部航道",
            "航行安全",
            "风能",
            "流域",
        ],
        syllables: "安北成大东方风高光广海和红华黄江金开科乐里林明南农平青清山石天田同文西新兴星阳义永友雨元远云泽正志中州子宗春秋松竹梅兰",
        endings: "",
        heads: "",
        title: "{date}{state}常驻代表关于下列事项的信：",
    },
];

/// How many forms a language has.
const FORMS: usize = 60_000;

struct Vocabulary {
    words: Vec<String>,
    /// For drawing by Zipf's law in constant time (Walker's aliases).
    keep: Vec<f64>,
    other: Vec<usize>,
}

impl Vocabulary {
    fn new(tongue: &Tongue, dice: &mut Dice) -> Vocabulary {
        let mut words: Vec<String> =
            tongue.small.split_whitespace().chain(tongue.common.split_whitespace()).map(str::to_owned).collect();
        let chinese = tongue.code == "zh";
        let syllables: Vec<String> = if chinese {
            // Common characters and, less often, three thousand others.
            let common = tongue.syllables.chars().map(String::from);
            common.chain((0x4E00u32..0x4E00 + 3_000).filter_map(char::from_u32).map(String::from)).collect()
        } else {
            tongue.syllables.split_whitespace().map(str::to_owned).collect()
        };
        let endings: Vec<&str> = tongue.endings.split(' ').collect();
        let heads: Vec<&str> = tongue.heads.split(' ').collect();
        while words.len() < FORMS {
            let mut stem = String::new();
            for _ in 0..if chinese { 1 + dice.below(2) } else { 2 + dice.below(3) } {
                let among = if chinese && dice.below(3) > 0 { 60 } else { syllables.len() };
                stem.push_str(&syllables[dice.below(among)]);
            }
            if chinese {
                words.push(stem);
                continue;
            }
            for _ in 0..2 + dice.below(4) {
                let head = if dice.below(3) == 0 { *dice.one(&heads) } else { "" };
                words.push(format!("{head}{stem}{}", dice.one(&endings)));
            }
        }
        words.truncate(FORMS);
        let weights: Vec<f64> = (0..FORMS).map(|rank| 1.0 / (rank as f64 + 2.0)).collect();
        let mean = weights.iter().sum::<f64>() / FORMS as f64;
        let mut keep: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
        let mut other: Vec<usize> = (0..FORMS).collect();
        let (mut poor, mut rich): (Vec<usize>, Vec<usize>) = (0..FORMS).partition(|at| keep[*at] < 1.0);
        while let (Some(low), Some(high)) = (poor.pop(), rich.last().copied()) {
            other[low] = high;
            keep[high] -= 1.0 - keep[low];
            if keep[high] < 1.0 {
                rich.pop();
                poor.push(high);
            }
        }
        Vocabulary { words, keep, other }
    }

    fn word(&self, dice: &mut Dice) -> &str {
        let at = dice.below(FORMS);
        &self.words[if dice.part() < self.keep[at] { at } else { self.other[at] }]
    }
}

/// The documents of one seed.
pub struct Corpus {
    dice: Dice,
    vocabularies: Vec<Vocabulary>,
    states: Vec<String>,
    next: u64,
    first_day: Date,
}

const ORGANS: [(&str, &str); 8] = [
    ("AS", "Assembly"),
    ("C", "Council"),
    ("EC", "Economic Council"),
    ("AS/C.1", "Committee on Waters"),
    ("AS/C.2", "Committee on Harbours"),
    ("AS/C.3", "Committee on Weather"),
    ("TC", "Treaty Conference"),
    ("SE", "Secretariat"),
];

impl Corpus {
    pub fn new(seed: u64) -> Corpus {
        let mut dice = Dice::new(seed);
        let vocabularies = TONGUES.iter().map(|tongue| Vocabulary::new(tongue, &mut dice)).collect();
        let first: Vec<&str> = "Mero Osta Velu Tari Quil Bren Sola Nora Ilva Kest Dora Pala".split(' ').collect();
        let second: Vec<&str> = "via nia ria land mark stan dor".split(' ').collect();
        let states = first.iter().flat_map(|a| second.iter().map(move |b| format!("{a}{b}"))).collect();
        Corpus { dice, vocabularies, states, next: 0, first_day: Date::constant(1994, 1, 3) }
    }

    /// The words of a language, the most frequent first.
    pub fn vocabulary(&self, code: &str) -> &[String] {
        let at = TONGUES.iter().position(|tongue| tongue.code == code).unwrap_or(0);
        &self.vocabularies[at].words
    }
}

impl Iterator for Corpus {
    type Item = Issued;

    fn next(&mut self) -> Option<Issued> {
        self.next += 1;
        let number = self.next;
        let dice = &mut self.dice;
        let mut share = dice.below(100);
        let mut at = 0;
        while share >= TONGUES[at].share {
            share -= TONGUES[at].share;
            at += 1;
        }
        let tongue = &TONGUES[at];
        let vocabulary = &self.vocabularies[at];
        // Thirty-two years, evenly.
        let date = self.first_day.saturating_add(jiff::Span::new().days(dice.below(32 * 365) as i64));
        let released = date.saturating_add(jiff::Span::new().days(dice.below(20) as i64));
        // A few States write much and many little.
        let state = self.states[dice.below(self.states.len()).min(dice.below(self.states.len()))].clone();
        let first = dice.below(ORGANS.len()).min(dice.below(ORGANS.len()));
        let mut which = vec![first];
        if dice.below(5) == 0 {
            which.push((first + 1) % ORGANS.len());
        }
        let mut symbols = Vec::new();
        let mut organs = Vec::new();
        for at in which {
            let (code, name) = ORGANS[at];
            let period = if at == 1 { released.year().to_string() } else { (released.year() - 1993).to_string() };
            symbols.push(Symbol::from_canonical(format!("{code}/{period}/{number}")));
            let mut items: Vec<String> = Vec::new();
            for _ in 0..if at == 1 { 0 } else { 1 + dice.below(3) } {
                let item = dice.below(120).min(dice.below(120)) + 1;
                let item = if dice.below(4) == 0 {
                    format!("{item} ({})", dice.one(&["a", "b", "c"]))
                } else {
                    item.to_string()
                };
                if !items.contains(&item) {
                    items.push(item);
                }
            }
            organs.push(IssuedOrgan { code: code.into(), name: name.into(), period, items });
        }
        // 300 words and more, the longest 3,000: about 450 in the mean.
        let long = if dice.below(100) < 4 { 1_800.0 } else { 85.0 };
        let length = (300.0 - long * (1.0 - dice.part()).ln()).min(3_000.0) as usize;
        let mut title = tongue.title.replace("{date}", &date.to_string()).replace("{state}", &state);
        let spaced = tongue.code != "zh";
        for _ in 0..4 + dice.below(6) {
            if spaced {
                title.push(' ');
            }
            title.push_str(vocabulary.word(dice));
        }
        let mut text = Vec::new();
        let mut words = 0;
        while words < length {
            let mut paragraph = String::with_capacity(800);
            let mut left = (40 + dice.below(80)).min(length - words).max(5);
            words += left;
            while left > 0 {
                let sentence = (8 + dice.below(17)).min(left);
                left -= sentence;
                let mut at = 0;
                while at < sentence {
                    let kind = dice.below(1_000);
                    let piece: std::borrow::Cow<str> = match kind {
                        0..=14 => {
                            let among = tongue.fixed.len();
                            let fixed = tongue.fixed[dice.below(among).min(dice.below(among)).min(dice.below(among))];
                            at += if spaced { fixed.split(' ').count() } else { 2 };
                            fixed.into()
                        }
                        15..=19 => dice.one(&self.states).as_str().into(),
                        20..=22 => format!(
                            "{}/{}/{}",
                            ORGANS[dice.below(3)].0,
                            1 + dice.below(32),
                            1 + dice.below(number as usize)
                        )
                        .into(),
                        23..=27 => (1 + dice.below(2026)).to_string().into(),
                        _ => vocabulary.word(dice).into(),
                    };
                    if at == 0 && kind > 14 {
                        let mut letters = piece.chars();
                        paragraph.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                        paragraph.push_str(letters.as_str());
                    } else {
                        paragraph.push_str(&piece);
                    }
                    at += 1;
                    let comma = at < sentence && dice.below(12) == 0;
                    match (spaced, comma) {
                        (true, true) => paragraph.push_str(", "),
                        (true, false) if at < sentence => paragraph.push(' '),
                        (false, true) => paragraph.push('，'),
                        _ => {}
                    }
                }
                paragraph.push_str(if spaced { ". " } else { "。" });
            }
            let number = text.len() as u32 + 1;
            text.push(("letter".to_owned(), number, paragraph.trim_end().to_owned()));
        }
        Some(Issued {
            entry: number,
            dossier: format!("d{number:08}"),
            symbols,
            job_number: Some(format!("{:02}-{number:07}", released.year() % 100)),
            title,
            kind: (*dice.one(&["letter", "letter", "letter", "note_verbale", "report", "resolution"])).to_owned(),
            language: Language::parse(tongue.code).unwrap_or(Language::EN),
            organs,
            states: vec![state],
            sender_office: Some("Permanent Representative".into()),
            date: Some(date),
            released: Some(released),
            distribution: (*dice.one(&["GEN", "GEN", "GEN", "GEN", "LTD"])).to_owned(),
            text,
            imported: true,
        })
    }
}
