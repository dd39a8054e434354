//! The ways in which real letters come damaged, and what the damage takes from the truth.

use unicode_normalization::UnicodeNormalization as _;

use super::{
    letters::{CITED, CITED_END, Dice, Piece, Sheet, Truth},
    pages::{Head, Manner, Running, print},
    tongues::Tongue,
};

/// A way of damage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Harm {
    /// None.
    None,
    /// A blank line stands after every line.
    BlankLines,
    /// All line breaks are lost.
    NoBreaks,
    /// Words are split by a space, and hyphens spaced.
    SplitWords,
    /// Words are divided at the ends of lines.
    Hyphenated,
    /// Running heads and page marks stand after the text.
    HeadsAtEnd,
    /// They stand in mid-sentence.
    HeadsInline,
    /// The masthead is lost with the running heads.
    MastheadLost,
    /// The masthead is lost, the running heads are not.
    FirstPageLost,
    /// The symbols stand in a trailer only.
    Trailer,
    /// A letter l stands for the figure one in the title's date.
    OcrDate,
    /// The masthead's columns stand side by side.
    Columns,
    /// All in capitals, as in a cable.
    Capitals,
    /// A site's navigation stands round the text.
    Site,
    /// The masthead stands twice.
    Doubled,
    /// The State's name is dropped from the title.
    Nameless,
    /// Arabic words are stretched.
    Tatweel,
    /// The bytes are in an old encoding.
    OldBytes,
    /// Quotation marks and apostrophes are straight.
    Straight,
    /// Accents are parted from their letters.
    Decomposed,
}

/// All of them.
pub const HARMS: [Harm; 19] = [
    Harm::BlankLines,
    Harm::NoBreaks,
    Harm::SplitWords,
    Harm::Hyphenated,
    Harm::HeadsAtEnd,
    Harm::HeadsInline,
    Harm::MastheadLost,
    Harm::FirstPageLost,
    Harm::Trailer,
    Harm::OcrDate,
    Harm::Columns,
    Harm::Capitals,
    Harm::Site,
    Harm::Doubled,
    Harm::Nameless,
    Harm::Tatweel,
    Harm::OldBytes,
    Harm::Straight,
    Harm::Decomposed,
];

/// One file of the set.
pub struct Sample {
    /// Its name, without an ending.
    pub id: String,
    /// How it was damaged.
    pub harm: Harm,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where the numbers of its citations stand in its text.
    pub cited: Vec<(usize, usize)>,
    /// What is true of it.
    pub truth: Truth,
}

/// Whether a way of damage means anything for a sheet.
fn applies(harm: Harm, sheet: &Sheet, tongue: &Tongue) -> bool {
    let masthead = sheet.masthead.is_some();
    let several_pages = sheet.pieces.iter().any(|piece| matches!(piece, Piece::NewPage));
    let lettered = matches!(tongue.code, "en" | "fr" | "es" | "ru");
    match harm {
        Harm::None | Harm::BlankLines | Harm::OldBytes => true,
        Harm::NoBreaks | Harm::Site => !sheet.as_sent,
        Harm::SplitWords | Harm::Hyphenated | Harm::Capitals => lettered,
        Harm::HeadsAtEnd | Harm::HeadsInline => masthead && several_pages,
        Harm::FirstPageLost => masthead && several_pages,
        Harm::MastheadLost | Harm::Trailer | Harm::Columns | Harm::Doubled => masthead,
        Harm::OcrDate => {
            !sheet.as_sent && sheet.truth.letter_date.is_some_and(|date| date.day().to_string().contains('1'))
        }
        Harm::Nameless => {
            let named = |piece: &Piece| matches!(piece, Piece::Title(sound, nameless) if sound != nameless);
            let heading = |piece: &Piece| matches!(piece, Piece::Heading(text) if text.chars().count() > 30);
            sheet.pieces.iter().any(named)
                && several_pages
                && sheet.pieces.iter().any(heading)
                && !sheet.truth.annexes.is_empty()
                && sheet
                    .pieces
                    .iter()
                    .any(|piece| matches!(piece, Piece::Heading(text) if text.contains(&title_tail(sheet))))
        }
        Harm::Tatweel => tongue.code == "ar",
        Harm::Straight => matches!(tongue.code, "en" | "fr" | "ru"),
        Harm::Decomposed => matches!(tongue.code, "fr" | "es" | "ru" | "ar"),
    }
}

/// A piece of the title that a heading which repeats it must hold.
fn title_tail(sheet: &Sheet) -> String {
    let title = sheet.truth.title.clone().unwrap_or_default();
    let words: Vec<char> = title.chars().collect();
    let middle = words.len() / 3;
    words.iter().skip(middle).take(12).collect()
}

/// A sheet printed sound, then damaged in several ways, each by itself.
pub fn samples(sheet: &Sheet, tongue: &Tongue, harmed: usize) -> Vec<Sample> {
    let mut all = vec![sample(sheet, tongue, Harm::None)];
    let fit: Vec<Harm> = HARMS.into_iter().filter(|harm| applies(*harm, sheet, tongue)).collect();
    let number = sheet.id[3..].parse::<usize>().unwrap_or(0) + sheet.place * 5;
    // Ways are dealt out in turn, so that every one of them is met.
    for at in 0..harmed.min(fit.len()) {
        let harm = fit[(number + at * fit.len() / harmed.max(1)) % fit.len()];
        if all.iter().all(|sample| sample.harm != harm) {
            all.push(sample(sheet, tongue, harm));
        }
    }
    all
}

/// A sheet damaged in one way.
pub fn sample(sheet: &Sheet, tongue: &Tongue, harm: Harm) -> Sample {
    let mut manner = Manner::default();
    let mut truth = sheet.truth.clone();
    let mut dice = Dice::new(sheet.width as u64 * 31 + harm as u64);
    match harm {
        Harm::HeadsAtEnd => manner.running = Running::AtEnd,
        Harm::HeadsInline => manner.running = Running::Inline,
        Harm::MastheadLost => manner.head = Head::Lost,
        Harm::FirstPageLost => manner.head = Head::LostOnFirstPage,
        Harm::Trailer => manner.head = Head::Trailer,
        Harm::Columns => manner.head = Head::Columns,
        Harm::Doubled => manner.head = Head::Doubled,
        Harm::Nameless => manner.nameless = true,
        Harm::Hyphenated => manner.hyphenated = true,
        Harm::Site => manner.site = tongue.site,
        _ => {}
    }
    let pages = print(sheet, &manner);
    let mut text = pages.text;
    if pages.total > 1 && sheet.masthead.is_some() {
        truth.pages = Some(pages.total);
    }
    let mut bytes = None;
    match harm {
        Harm::BlankLines => text = text.replace('\n', " \n\n"),
        Harm::NoBreaks => text = text.split_whitespace().collect::<Vec<_>>().join(" "),
        Harm::SplitWords => text = split_words(&text, &mut dice),
        Harm::OcrDate => text = ocr_date(&text, &truth),
        Harm::Capitals => text = text.to_uppercase(),
        Harm::Tatweel => text = stretched(&text),
        Harm::Straight => text = text.replace(['’', '‘'], "'").replace(['“', '”', '«', '»'], "\""),
        Harm::Decomposed => text = text.nfd().collect(),
        Harm::OldBytes => {
            let encoding = match tongue.code {
                "ru" => encoding_rs::WINDOWS_1251,
                "ar" => encoding_rs::WINDOWS_1256,
                "zh" => encoding_rs::GB18030,
                _ => encoding_rs::WINDOWS_1252,
            };
            let plain = super::letters::bare(&text);
            let (encoded, _, failed) = encoding.encode(&plain);
            // A text that the encoding cannot hold stays as it is.
            if !failed {
                bytes = Some(encoded.into_owned());
            }
        }
        _ => {}
    }
    spare(harm, sheet, &mut truth);
    let (text, cited) = marks_out(&text);
    Sample {
        id: format!("{}_{}", sheet.id, format!("{harm:?}").to_lowercase()),
        harm,
        bytes: bytes.unwrap_or_else(|| text.into_bytes()),
        cited,
        truth,
    }
}

/// What the damage took from the text is not asked of the reader any more.
fn spare(harm: Harm, sheet: &Sheet, truth: &mut Truth) {
    let mut free = |fields: &[&'static str]| truth.free.extend(fields.iter().copied());
    match harm {
        // Where a paragraph, a title or a rank ends is told by the lines only.
        Harm::NoBreaks => free(&[
            "paragraphs",
            "text",
            "annex_titles",
            "annex_authors",
            "annex_bounds",
            "annex_text",
            "item_titles",
            "signatory_titles",
        ]),
        // The faulty date is in the title as printed.
        Harm::OcrDate | Harm::Nameless => free(&["title"]),
        Harm::Site => free(&["paragraphs", "text", "annex_bounds", "annex_text", "signatory_titles"]),
        Harm::Trailer => free(&["annex_text", "signatory_titles"]),
        Harm::HeadsAtEnd => free(&["pages"]),
        // Two mastheads of one page say no more than one.
        Harm::Doubled | Harm::Columns => free(&["paragraphs"]),
        _ => {}
    }
    match harm {
        Harm::MastheadLost | Harm::FirstPageLost => {
            let requested =
                truth.request.iter().map(|r| super::letters::Placed { period: None, ..r.clone() }).collect();
            truth.bodies = requested;
            truth.distribution = None;
            truth.masthead_date = None;
            truth.original_language = None;
            truth.item_titles.clear();
            truth.free.insert("sessions");
            if harm == Harm::MastheadLost {
                truth.symbols.clear();
                truth.job_number = None;
                truth.pages = None;
            } else if truth.bodies.is_empty() {
                // The symbols of the running heads name an organ that nobody asked for.
                truth.free.insert("bodies");
            }
        }
        _ => {}
    }
    let _ = sheet;
}

/// Takes the signs of citations out, and says where they stood.
pub fn marks_out(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut out = String::with_capacity(text.len());
    let mut cited = Vec::new();
    for c in text.chars() {
        match c {
            CITED => cited.push((out.len(), out.len())),
            CITED_END => {
                if let Some(last) = cited.last_mut() {
                    last.1 = out.len();
                }
            }
            c => out.push(c),
        }
    }
    (out, cited)
}

/// Splits a letter off a word now and then, and spaces hyphens, as extraction of justified lines does.
fn split_words(text: &str, dice: &mut Dice) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            // Short lines are not justified; numbers and symbols are set in one piece.
            if line.chars().count() < 55 {
                return line.to_owned();
            }
            line.split(' ')
                .map(|word| {
                    let letters: Vec<char> = word.chars().collect();
                    if letters.contains(&CITED) || letters.contains(&CITED_END) {
                        return word.to_owned();
                    }
                    let plain = letters.len() >= 5 && letters.iter().all(|c| c.is_lowercase());
                    if plain && dice.below(14) == 0 {
                        let cut = if dice.below(3) == 0 { 1 } else { letters.len() - 1 };
                        let (one, two) = letters.split_at(cut);
                        return format!("{} {}", one.iter().collect::<String>(), two.iter().collect::<String>());
                    }
                    if word.contains('-')
                        && letters.iter().filter(|c| c.is_alphabetic()).count() > 4
                        && dice.below(2) == 0
                    {
                        return word.replacen('-', " -", 1);
                    }
                    word.to_owned()
                })
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    lines.join("\n")
}

/// Puts a letter l for the figure one into the day of the letter's date, wherever it stands.
fn ocr_date(text: &str, truth: &Truth) -> String {
    let Some(date) = truth.letter_date else { return text.to_owned() };
    let day = date.day().to_string();
    let faulty = day.replace('1', "l");
    let tongue =
        &super::tongues::tongues()[super::tongues::LANGUAGES.iter().position(|l| *l == truth.language).unwrap()];
    let sound = super::letters::dated(tongue, date);
    let wrong = if truth.language == "zh" {
        sound.replacen(&format!("月{day}日"), &format!("月{faulty}日"), 1)
    } else {
        sound.replacen(&day, &faulty, 1)
    };
    // Only the title was read badly.
    text.replacen(&sound, &wrong, 1)
}

/// Stretches long Arabic words.
fn stretched(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 200);
    let letters: Vec<char> = text.chars().collect();
    let joins = |c: char| "بتثجحخسشصضطظعغفقكلمنهي".contains(c);
    let mut count = 0;
    for (at, c) in letters.iter().enumerate() {
        out.push(*c);
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        if joins(*c) && joins(next) {
            count += 1;
            if count % 9 == 0 {
                out.push_str("ــ");
            }
        }
    }
    out
}
