//! Plain text: what `pdftotext` and the like give, in whatever encoding it comes.

use chancery_model::{finding::Doubt, text::Span};

use super::Extracted;
use crate::doubt;

/// The longest text that is read, in bytes of the file. A letter has a few thousand; the bound keeps memory bounded.
const LONGEST: usize = 32 << 20;

/// How many bytes are looked at to tell text from anything else.
const SAMPLE: usize = 1 << 16;

/// Decodes the bytes.
pub fn extract(bytes: &[u8]) -> Extracted {
    let mut doubts = Vec::new();
    let whole = bytes.len();
    let bytes = &bytes[..whole.min(LONGEST)];
    let text = decode(bytes, &mut doubts);
    if !looks_like_text(&text) {
        let message = "the file does not look like text, and nothing was read from it";
        return Extracted::nothing("unknown", "NOT_TEXT", message);
    }
    if whole > LONGEST {
        let end = Span::new(text.len(), text.len());
        doubts.push(doubt("TOO_LONG", format!("only the first {LONGEST} bytes of {whole} were read"), end, None));
    }
    control_characters(&text, &mut doubts);
    Extracted { format: "text", text, doubts, ..Extracted::default() }
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

/// UTF-8, UTF-16 with its mark, else Windows-1252: there every byte means something, so that nothing is lost.
fn decode(bytes: &[u8], doubts: &mut Vec<Doubt>) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return decode_utf8(rest, doubts);
    }
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return wide(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return wide(rest, u16::from_be_bytes);
    }
    decode_utf8(bytes, doubts)
}

fn decode_utf8(bytes: &[u8], doubts: &mut Vec<Doubt>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // A text cut in the middle of its last letter is still UTF-8.
        Err(error) if error.error_len().is_none() => {
            String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned()
        }
        Err(error) => {
            let text: String = bytes.iter().map(|byte| windows_1252(*byte)).collect();
            // All letters before the fault are ASCII or became two bytes; the place is found by counting them again.
            let at = bytes[..error.valid_up_to()].iter().map(|byte| windows_1252(*byte).len_utf8()).sum();
            let span = Span::new(at, at + text[at..].chars().next().map_or(0, char::len_utf8));
            let message = "the bytes are not UTF-8 and were read as Windows-1252; accented letters may be wrong";
            doubts.push(doubt("ENCODING", message, span, None));
            text
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

    #[test]
    fn what_is_no_text_is_not_read() {
        assert_eq!(extract(&[0; 4000]).doubts[0].code, "NOT_TEXT");
        assert!(extract(b"").doubts.is_empty());
        assert_eq!(extract("cut in the middle é".as_bytes().split_last().unwrap().1).text, "cut in the middle ");
    }
}
