//! Plain text: what `pdftotext` and the like give, in whatever encoding it comes.

use chancery_model::{finding::Doubt, text::Span};

use super::{Extracted, LONGEST};
use crate::doubt;

/// How many bytes are looked at to tell text from anything else.
const SAMPLE: usize = 1 << 16;

/// Decodes the bytes.
pub fn extract(bytes: &[u8]) -> Extracted {
    let mut doubts = Vec::new();
    let whole = bytes.len();
    let bytes = &bytes[..whole.min(LONGEST)];
    let text = decode(bytes, &mut doubts);
    let controls = may_hold_controls(&text);
    if controls && !looks_like_text(&text) {
        let message = "the file does not look like text, and nothing was read from it";
        return Extracted::nothing("unknown", "NOT_TEXT", message);
    }
    if whole > LONGEST {
        let end = Span::new(text.len(), text.len());
        doubts.push(doubt("TOO_LONG", format!("only the first {LONGEST} bytes of {whole} were read"), end, None));
    }
    if controls {
        control_characters(&text, &mut doubts);
    }
    Extracted { format: "text", text, doubts, ..Extracted::default() }
}

/// Whether a text may hold characters that no page shows, told by the bytes with which such characters begin.
fn may_hold_controls(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at).copied().unwrap_or_default();
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0x0c => false,
        0xc2 => next(at + 1) < 0xa0,
        // Marks of direction stand among dashes and quotation marks.
        0xe2 => next(at + 1) == 0x81 || next(at + 1) == 0x80 && matches!(next(at + 2), 0x8b | 0xaa..=0xae),
        0xef => matches!(next(at + 1), 0xbb | 0xbf),
        0x80.. => false,
        _ => true,
    })
}

/// Characters that steer a terminal or turn the direction of the text are seen on no page; that they are there is told.
fn control_characters(text: &str, doubts: &mut Vec<Doubt>) {
    let steers = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')
            || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut found = text.char_indices().filter(|(_, c)| steers(*c));
    if let Some((at, first)) = found.next() {
        let count = 1 + found.count();
        let message = format!("the text holds {count} control characters, which no page shows; this is the first");
        doubts.push(doubt("CONTROL_CHARACTER", message, Span::new(at, at + first.len_utf8()), None));
    }
}

/// UTF-8 and UTF-16, with or without their marks; else the likeliest of the encodings in which the languages at hand were
/// written. A byte that the encoding does not know is read as Windows-1252, where every byte means something, so that
/// nothing is lost.
fn decode(bytes: &[u8], doubts: &mut Vec<Doubt>) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return decode_bytes(rest, doubts);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return wide(rest, u16::from_le_bytes, doubts);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return wide(rest, u16::from_be_bytes, doubts);
    }
    if let Some((unit, name)) = unmarked_wide(bytes) {
        let text = wide(bytes, unit, doubts);
        let message = format!("the text bears no mark of its encoding and was read as {name}");
        doubts.push(doubt("ENCODING", message, Span::default(), None));
        return text;
    }
    decode_bytes(bytes, doubts)
}

/// UTF-16.
fn wide(bytes: &[u8], unit: Unit, doubts: &mut Vec<Doubt>) -> String {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.filter_map(|pair| Some(unit([*pair.first()?, *pair.get(1)?])));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if odd {
        let end = Span::new(text.len(), text.len());
        doubts.push(doubt("TRUNCATED", "the text ends in the middle of a letter", end, None));
    }
    text
}

/// How two bytes make a unit of UTF-16.
type Unit = fn([u8; 2]) -> u16;

/// UTF-16 without its mark: bytes of nought, which no other text has, stand at every second place only.
fn unmarked_wide(bytes: &[u8]) -> Option<(Unit, &'static str)> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let (few, many) = (even.min(odd), even.max(odd));
    // Spaces and line ends alone make more of them than one letter in fifty.
    if sample.len() < 4 || many * 50 < sample.len() / 2 || few * 20 > many {
        return None;
    }
    let decoded: (Unit, &str) = match odd > even {
        true => (u16::from_le_bytes, "UTF-16LE"),
        false => (u16::from_be_bytes, "UTF-16BE"),
    };
    Some(decoded)
}

fn decode_bytes(bytes: &[u8], doubts: &mut Vec<Doubt>) -> String {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return text.to_owned(),
        Err(error) => error,
    };
    // A text cut in the middle of its last letter is still UTF-8.
    if error.error_len().is_none() {
        let text = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
        let end = Span::new(text.len(), text.len());
        doubts.push(doubt("TRUNCATED", "the text ends in the middle of a letter", end, None));
        return text;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut letters, mut faults) = (0usize, 0usize);
    for chunk in sample.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    let encoding = if letters > faults * 4 { encoding_rs::UTF_8 } else { likeliest(sample) };
    let (text, first) = decoded(bytes, encoding);
    let windows = encoding == encoding_rs::WINDOWS_1252;
    let at = match first.filter(|_| !windows) {
        Some(at) => at,
        // The first letter that is not ASCII.
        None => text.char_indices().find(|(_, c)| !c.is_ascii()).map_or(0, |(at, _)| at),
    };
    let span = Span::new(at, at + text[at..].chars().next().map_or(0, char::len_utf8));
    let message = if encoding == encoding_rs::UTF_8 {
        "some bytes are not UTF-8 and were read as Windows-1252; this is the first".to_owned()
    } else {
        format!("the bytes are not UTF-8 and were read as {}; letters may be wrong", encoding.name())
    };
    doubts.push(doubt("ENCODING", message, span, None));
    text
}

/// The encoding that the bytes look most like, among those in which the languages at hand were written.
fn likeliest(sample: &[u8]) -> &'static encoding_rs::Encoding {
    use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
    use encoding_rs::{
        BIG5, GB18030, GBK, IBM866, ISO_8859_5, ISO_8859_6, KOI8_R, KOI8_U, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256,
    };
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let known =
        [WINDOWS_1251, KOI8_U, KOI8_R, ISO_8859_5, IBM866, WINDOWS_1256, ISO_8859_6, GBK, GB18030, BIG5, WINDOWS_1252];
    // Of the simplified Chinese encodings the widest reads all.
    match known.into_iter().find(|one| *one == guess) {
        Some(one) if one == GBK => GB18030,
        Some(one) => one,
        None => WINDOWS_1252,
    }
}

/// The text in an encoding, bytes that it does not know read as Windows-1252, and where the first of these stands.
fn decoded(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> (String, Option<usize>) {
    if encoding == encoding_rs::WINDOWS_1252 {
        return (bytes.iter().map(|byte| windows_1252(*byte)).collect(), None);
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut first = None;
    let mut at = 0;
    loop {
        let need = decoder.max_utf8_buffer_length_without_replacement(bytes.len() - at).unwrap_or(usize::MAX >> 1);
        text.reserve(need.min((bytes.len() - at) * 4 + 64));
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut text, true);
        at += read;
        match result {
            encoding_rs::DecoderResult::InputEmpty => return (text, first),
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::Malformed(bad, after) => {
                let end = at.saturating_sub(usize::from(after));
                let start = end.saturating_sub(usize::from(bad));
                first.get_or_insert(text.len());
                text.extend(bytes[start..end].iter().map(|byte| windows_1252(*byte)));
                // What was read beyond the fault is read again.
                at = end.max(start);
                decoder = encoding.new_decoder_without_bom_handling();
            }
        }
    }
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

/// Whether few enough characters are controls that no text has.
fn looks_like_text(text: &str) -> bool {
    let (mut all, mut odd) = (0usize, 0usize);
    for c in text.chars().take(SAMPLE) {
        all += 1;
        let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
        odd += usize::from(control || c == char::REPLACEMENT_CHARACTER);
    }
    odd * 10 <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_encoding_is_read() {
        assert_eq!(extract("Dunmère".as_bytes()).text, "Dunmère");
        assert_eq!(extract(b"\xEF\xBB\xBFAldria").text, "Aldria");
        assert_eq!(extract(b"\xFF\xFEA\0l\0").text, "Al");
        assert_eq!(extract(b"\xFE\xFF\0A\0l").text, "Al");
        let latin = extract(b"\x93Dunm\xe8re\x94");
        assert_eq!(latin.text, "“Dunmère”");
        assert_eq!(latin.doubts[0].code, "ENCODING");
        assert!(latin.text.is_char_boundary(latin.doubts[0].span.end));
    }

    /// A text in an encoding, as bytes.
    fn in_encoding(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn encodings_of_the_six_languages_are_known() {
        use encoding_rs::{BIG5, GB18030, ISO_8859_5, ISO_8859_6, KOI8_R, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256};
        let russian = "Письмо Постоянного представителя Меровии от 12 марта 2026 года на имя Генерального секретаря. Имею \
            честь препроводить заявление о рыбной плотине на озере Тарн (см. приложение).";
        let arabic = "رسالة مؤرخة 12 آذار/مارس 2026 موجهة إلى الأمين العام من الممثل الدائم لميروفيا لدى المنظمة. \
            يشرفني أن أحيل إليكم طيه بيانا عن سد الأسماك في بحيرة تارن (انظر المرفق).";
        let chinese = "我谨随函转递关于塔恩湖鱼堰的声明，该鱼堰已按照决议测量。请将本信及其附件作为大会文件分发为荷。";
        let french = "Lettre datée du 12 mars 2026, adressée au Secrétaire général par le Représentant permanent de \
            Mérovie auprès de l’Organisation. J’ai l’honneur de vous faire tenir ci-joint une déclaration.";
        for (text, encodings) in [
            (russian, &[WINDOWS_1251, KOI8_R, ISO_8859_5][..]),
            (arabic, &[WINDOWS_1256, ISO_8859_6][..]),
            (chinese, &[GB18030, BIG5][..]),
            (french, &[WINDOWS_1252][..]),
        ] {
            for encoding in encodings {
                // Big5 has the traditional letters only.
                let text = if *encoding == BIG5 {
                    "我謹隨函轉遞關於塔恩湖魚堰的聲明，請將本信作為大會文件分發為荷。"
                } else {
                    text
                };
                let read = extract(&in_encoding(text, encoding));
                assert_eq!(read.text, text, "{}", encoding.name());
                assert_eq!(read.doubts[0].code, "ENCODING");
            }
        }
        let wide = |unit: fn(u16) -> [u8; 2]| russian.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        assert_eq!(extract(&wide(u16::to_le_bytes)).text, russian);
        assert_eq!(extract(&wide(u16::to_be_bytes)).text, russian);
    }

    #[test]
    fn a_fault_in_utf8_loses_nothing() {
        let mut bytes = "Dunmère, Mérovie, Crète, Névé, ".as_bytes().to_vec();
        bytes.extend(b"Dunm\xe8re, ");
        bytes.extend("Zélie".as_bytes());
        let read = extract(&bytes);
        assert_eq!(read.text, "Dunmère, Mérovie, Crète, Névé, Dunmère, Zélie");
        assert_eq!(read.doubts[0].span.of(&read.text), "è");
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        assert_eq!(extract(&[0; 4000]).doubts[0].code, "NOT_TEXT");
        assert!(extract(b"").doubts.is_empty());
        assert_eq!(extract("cut in the middle é".as_bytes().split_last().unwrap().1).text, "cut in the middle ");
    }
}
