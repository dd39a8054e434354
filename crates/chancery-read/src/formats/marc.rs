//! MARC: catalogue records, as XML or as ISO 2709.
//!
//! A record is no document: its text is a rendering, one line for each field, and all it says are facts with their places
//! in that rendering. Of a file with several records the first is read, and the others come as candidates.

use std::collections::HashMap;

use encoding_rs::WINDOWS_1252;
use unicode_normalization::{UnicodeNormalization, char::compose};

use chancery_model::{
    text::Span,
    vocabulary::{Field, Vocabulary},
};

use super::{
    Extracted, Fact, LONGEST,
    xml::{self, Token, Tokens},
};
use crate::doubt;

/// The most records of one file that are read.
pub const MOST_RECORDS: usize = 5_000;

/// The most fields of one record that are read.
const MOST_FIELDS: usize = 5_000;

const FIELD_END: u8 = 0x1e;
const RECORD_END: u8 = 0x1d;
const SUBFIELD: u8 = 0x1f;

/// How long a leader is.
const LEADER: usize = 24;

/// One record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Record {
    fields: Vec<Line>,
}

/// One field: a control field has one value without a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    tag: String,
    indicators: String,
    values: Vec<(Option<char>, String)>,
}

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    is_iso_2709(bytes) || is_xml(bytes)
}

fn is_xml(bytes: &[u8]) -> bool {
    let Some((name, head)) = xml::root(bytes) else { return false };
    if name == "html" || name == "akomaNtoso" {
        return false;
    }
    let fields = ["datafield", "controlfield", "leader"].iter().any(|field| head.contains(field));
    head.contains("MARC21/slim") || fields && matches!(name.as_str(), "collection" | "record")
}

fn is_iso_2709(bytes: &[u8]) -> bool {
    let Some(leader) = bytes.get(..LEADER) else { return false };
    let digits = |from: usize, to: usize| leader[from..to].iter().all(u8::is_ascii_digit);
    if !(digits(0, 5) && digits(12, 17) && leader[20..22] == *b"45" && leader[5..10].iter().all(|b| b.is_ascii())) {
        return false;
    }
    let base = number(&leader[12..17]);
    // The directory ends before the data begin.
    base > LEADER && bytes.get(base - 1).is_none_or(|byte| *byte == FIELD_END)
}

/// Takes out the first record, and the others as candidates.
pub fn extract(bytes: &[u8], vocabulary: &Vocabulary) -> Extracted {
    let mut out = Extracted { format: "marc", record: true, ..Extracted::default() };
    let records = records_of(bytes, &mut out);
    let Some((first, others)) = records.split_first() else {
        out.doubts.push(doubt("NOTHING_READ", "the file holds no record that could be read", Span::default(), None));
        return out;
    };
    render(first, vocabulary, &mut out);
    out.inner = others.iter().enumerate().map(|(at, record)| (name_of(record, at + 2), as_xml(record))).collect();
    out
}

/// Every record of a file as a file of its own, in MARCXML: for those who take in a whole catalogue.
pub fn records(bytes: &[u8]) -> Vec<Vec<u8>> {
    records_of(bytes, &mut Extracted::default()).iter().map(as_xml).collect()
}

fn records_of(bytes: &[u8], out: &mut Extracted) -> Vec<Record> {
    if is_iso_2709(bytes) { from_iso_2709(bytes, out) } else { from_xml(bytes, out) }
}

/// The number by which the catalogue knows a record, or else its place in the file.
fn name_of(record: &Record, at: usize) -> String {
    let known = record.fields.iter().find(|field| field.tag == "001").and_then(|field| field.values.first());
    known.map_or_else(|| format!("record {at}"), |(_, value)| value.clone())
}

fn tell(out: &mut Extracted, code: &str, message: impl Into<String>) {
    if !out.doubts.iter().any(|doubt| doubt.code == code) {
        out.doubts.push(doubt(code, message, Span::default(), None));
    }
}

fn too_many(out: &mut Extracted) {
    tell(out, "TOO_MANY_RECORDS", format!("only the first {MOST_RECORDS} records were read"));
}

// ---- MARCXML

fn from_xml(bytes: &[u8], out: &mut Extracted) -> Vec<Record> {
    let (text, faults) = xml::decode(bytes);
    for (code, message) in faults {
        tell(out, code, message);
    }
    let mut records: Vec<Record> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut record: Option<Record> = None;
    let mut line: Option<Line> = None;
    let mut value: Option<(Option<char>, String)> = None;
    for token in Tokens::new(&text) {
        match token {
            Token::Open { name, attributes } => {
                let of = |key: &str| attributes.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
                match name.as_str() {
                    "record" if of("type") != Some("Authority") => record = Some(Record::default()),
                    "leader" => {
                        line = Some(Line { tag: "000".into(), ..Line::default() });
                        value = Some((None, String::new()));
                    }
                    "controlfield" => {
                        line = Some(Line { tag: tag(of("tag")), ..Line::default() });
                        value = Some((None, String::new()));
                    }
                    "datafield" => {
                        let indicator = |key| of(key).and_then(|value| value.chars().next()).unwrap_or(' ');
                        let indicators = [indicator("ind1"), indicator("ind2")].iter().collect();
                        line = Some(Line { tag: tag(of("tag")), indicators, values: Vec::new() });
                    }
                    "subfield" => {
                        let code = of("code").and_then(|code| code.chars().next()).unwrap_or('?');
                        value = Some((Some(code), String::new()));
                    }
                    _ => {}
                }
                open.push(name);
            }
            Token::Close => match open.pop().as_deref() {
                Some("record") => {
                    if let Some(record) = record.take().filter(|record| !record.fields.is_empty()) {
                        if records.len() == MOST_RECORDS {
                            too_many(out);
                            break;
                        }
                        records.push(record);
                    }
                }
                Some("leader" | "controlfield") => {
                    if let Some(mut line) = line.take() {
                        line.values.extend(value.take());
                        keep(record.as_mut(), line);
                    }
                }
                Some("subfield") => {
                    if let (Some(line), Some(value)) = (line.as_mut(), value.take()) {
                        line.values.push(value);
                    }
                }
                Some("datafield") => {
                    if let Some(line) = line.take() {
                        keep(record.as_mut(), line);
                    }
                }
                _ => {}
            },
            Token::Text(text) => {
                if let Some((_, value)) = &mut value {
                    value.push_str(&text);
                }
            }
            Token::Doubt(code, message) => tell(out, code, message),
        }
    }
    records
}

fn tag(written: Option<&str>) -> String {
    written.unwrap_or("???").chars().filter(|c| c.is_ascii_alphanumeric()).take(3).collect()
}

fn keep(record: Option<&mut Record>, mut line: Line) {
    let Some(record) = record.filter(|record| record.fields.len() < MOST_FIELDS) else { return };
    for (_, value) in &mut line.values {
        *value = squeezed(value);
    }
    line.values.retain(|(_, value)| !value.is_empty());
    if !line.values.is_empty() {
        record.fields.push(line);
    }
}

fn squeezed(text: &str) -> String {
    text.split(|c: char| c != '\u{a0}' && (c.is_whitespace() || c.is_control() && !('\u{80}'..'\u{a0}').contains(&c)))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A record as MARCXML.
fn as_xml(record: &Record) -> Vec<u8> {
    let escaped =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<record xmlns=\"http://www.loc.gov/MARC21/slim\">\n");
    for field in &record.fields {
        match field.values.as_slice() {
            [(None, value)] => {
                out.push_str(&format!(
                    "<controlfield tag=\"{}\">{}</controlfield>\n",
                    escaped(&field.tag),
                    escaped(value)
                ));
            }
            values => {
                let mut indicators = field.indicators.chars();
                let mut indicator = || escaped(&indicators.next().unwrap_or(' ').to_string());
                let (first, second) = (indicator(), indicator());
                let tag = escaped(&field.tag);
                out.push_str(&format!("<datafield tag=\"{tag}\" ind1=\"{first}\" ind2=\"{second}\">"));
                for (code, value) in values {
                    let code = escaped(&code.unwrap_or('?').to_string());
                    out.push_str(&format!("<subfield code=\"{code}\">{}</subfield>", escaped(value)));
                }
                out.push_str("</datafield>\n");
            }
        }
    }
    out.push_str("</record>\n");
    out.into_bytes()
}

// ---- ISO 2709

fn number(digits: &[u8]) -> usize {
    digits
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .fold(0usize, |n, b| n.saturating_mul(10).saturating_add(usize::from(b - b'0')))
}

fn from_iso_2709(bytes: &[u8], out: &mut Extracted) -> Vec<Record> {
    if bytes.len() > LONGEST {
        tell(out, "TOO_LONG", format!("only the first {LONGEST} bytes of {} were read", bytes.len()));
    }
    let mut rest = &bytes[..bytes.len().min(LONGEST)];
    let mut records = Vec::new();
    loop {
        // Between records some programs write line ends.
        let lead = rest.iter().take_while(|b| b.is_ascii_whitespace() || **b == 0).count();
        rest = &rest[lead..];
        if rest.is_empty() {
            break;
        }
        if records.len() == MOST_RECORDS {
            too_many(out);
            break;
        }
        let said = number(rest.get(..5).unwrap_or_default());
        let fits = said > LEADER && rest.get(said - 1) == Some(&RECORD_END);
        let length = if fits {
            said
        } else {
            tell(out, "MARC_LENGTH", "a record is not as long as its leader says; its end mark was taken instead");
            rest.iter().position(|byte| *byte == RECORD_END).map_or(rest.len(), |at| at + 1)
        };
        let (record, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        if let Some(record) = iso_record(record, out) {
            records.push(record);
        }
    }
    records
}

fn iso_record(bytes: &[u8], out: &mut Extracted) -> Option<Record> {
    let leader = bytes.get(..LEADER)?;
    let mut record = Record::default();
    let unicode = leader[9] == b'a';
    record.fields.push(Line {
        tag: "000".into(),
        indicators: String::new(),
        values: vec![(None, String::from_utf8_lossy(leader).into_owned())],
    });
    let directory_end = LEADER + bytes[LEADER..].iter().position(|byte| *byte == FIELD_END)?;
    let directory = &bytes[LEADER..directory_end];
    let said = number(&leader[12..17]);
    let base = if said == directory_end + 1 { said } else { directory_end + 1 };
    let data = bytes.get(base..).unwrap_or_default();
    // Where the directory does not fit, the fields are taken in their order, each up to its end mark.
    let entries = directory.chunks_exact(12);
    let fits = directory.len().is_multiple_of(12)
        && entries.clone().all(|entry| {
            let (length, start) = (number(&entry[3..7]), number(&entry[7..12]));
            length > 0 && data.get(start + length - 1) == Some(&FIELD_END)
        });
    if !fits {
        tell(
            out,
            "MARC_DIRECTORY",
            "the directory of a record does not fit its fields; they were taken in their order",
        );
    }
    let mut in_order = data.split(|byte| *byte == FIELD_END);
    for entry in entries.take(MOST_FIELDS) {
        let tag = String::from_utf8_lossy(&entry[..3]).into_owned();
        let written = if fits {
            let (length, start) = (number(&entry[3..7]), number(&entry[7..12]));
            data.get(start..start + length - 1).unwrap_or_default()
        } else {
            let Some(next) = in_order.next() else { break };
            next.strip_suffix(&[RECORD_END]).unwrap_or(next)
        };
        let mut parts = written.split(|byte| *byte == SUBFIELD);
        let head = parts.next().unwrap_or_default();
        let mut line = Line { tag: self::tag(Some(&tag)), ..Line::default() };
        if tag.starts_with("00") {
            line.values.push((None, letters(head, unicode, out)));
        } else {
            line.indicators =
                head.iter().take(2).map(|b| if b.is_ascii_graphic() { char::from(*b) } else { ' ' }).collect();
            for part in parts {
                let Some((code, value)) = part.split_first() else { continue };
                line.values.push((Some(char::from(*code)), letters(value, unicode, out)));
            }
        }
        keep(Some(&mut record), line);
    }
    Some(record)
}

/// Bytes as letters: UTF-8, else MARC-8 if that gives letters that exist, else Windows-1252.
fn letters(bytes: &[u8], unicode: bool, out: &mut Extracted) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let marc = if unicode { None } else { marc_8(bytes) };
    let message = match &marc {
        Some(_) => "the record is written in MARC-8, of which accents and European letters are read",
        None => "the record is not UTF-8 and was read as Windows-1252; accented letters may be wrong",
    };
    tell(out, "ENCODING", message);
    marc.unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
}

/// The accents and further letters of MARC-8 (ANSEL); nothing where an accent does not fit its letter.
fn marc_8(bytes: &[u8]) -> Option<String> {
    let mut out = String::new();
    let mut accents: Vec<char> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        // Other sets of letters are called in by escape sequences, which are not read.
        if *byte == 0x1b {
            return None;
        }
        if let Some(accent) = accent(*byte) {
            accents.push(accent);
            continue;
        }
        let letter = if byte.is_ascii() { char::from(*byte) } else { special(*byte)? };
        let mut whole = letter;
        for accent in accents.drain(..) {
            whole = compose(whole, accent)?;
        }
        out.push(whole);
    }
    accents.is_empty().then(|| out.nfc().collect())
}

fn accent(byte: u8) -> Option<char> {
    const ACCENTS: [u32; 31] = [
        0x309, 0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x30c, 0x30a, 0xfe20, 0xfe21, 0x315, 0x30b,
        0x310, 0x327, 0x328, 0x323, 0x324, 0x325, 0x333, 0x332, 0x326, 0x31c, 0x32e, 0xfe22, 0xfe23, 0x338, 0x338,
        0x313,
    ];
    ACCENTS.get(usize::from(byte.checked_sub(0xe0)?)).copied().and_then(char::from_u32)
}

fn special(byte: u8) -> Option<char> {
    let letter = match byte {
        0xa1 => 'Ł',
        0xa2 => 'Ø',
        0xa3 => 'Đ',
        0xa4 => 'Þ',
        0xa5 => 'Æ',
        0xa6 => 'Œ',
        0xa7 => 'ʹ',
        0xa8 => '·',
        0xa9 => '♭',
        0xaa => '®',
        0xab => '±',
        0xac => 'Ơ',
        0xad => 'Ư',
        0xae => 'ʼ',
        0xb0 => 'ʻ',
        0xb1 => 'ł',
        0xb2 => 'ø',
        0xb3 => 'đ',
        0xb4 => 'þ',
        0xb5 => 'æ',
        0xb6 => 'œ',
        0xb7 => 'ʺ',
        0xb8 => 'ı',
        0xb9 => '£',
        0xba => 'ð',
        0xbc => 'ơ',
        0xbd => 'ư',
        0xc0 => '°',
        0xc1 => 'ℓ',
        0xc3 => '©',
        0xc5 => '¿',
        0xc6 => '¡',
        0xc7 => 'ß',
        0xc8 => '€',
        _ => return None,
    };
    Some(letter)
}

// ---- What a record says

fn render(record: &Record, vocabulary: &Vocabulary, out: &mut Extracted) {
    for field in &record.fields {
        if !out.text.is_empty() {
            out.text.push('\n');
        }
        out.text.push_str(&field.tag);
        if !field.indicators.trim().is_empty() {
            out.text.push(' ');
            out.text.extend(field.indicators.chars().map(|c| if c == ' ' { '#' } else { c }));
        }
        let mut places = Vec::new();
        for (code, value) in &field.values {
            out.text.push(' ');
            if let Some(code) = code {
                out.text.push('$');
                out.text.push(*code);
                out.text.push(' ');
            }
            let start = out.text.len();
            out.text.push_str(value);
            let span = Span::new(start, out.text.len());
            mojibake(value, span, out);
            places.push(span);
        }
        facts(field, &places, vocabulary, out);
    }
}

fn facts(field: &Line, places: &[Span], vocabulary: &Vocabulary, out: &mut Extracted) {
    let of =
        |wanted: char| field.values.iter().find(|(code, _)| *code == Some(wanted)).map(|(_, value)| value.as_str());
    let mut push = |field: Field, value: &str, source: String, span: Span| {
        out.facts.push(Fact { field, value: value.to_owned(), source, span });
    };
    let tag = &field.tag;
    if let (Some(known), Some(first), Some(last)) = (vocabulary.marc_fields.get(tag), places.first(), places.last()) {
        // Numbers of authorities and the like are the catalogue's own, not words of the field.
        let words: Vec<&str> = field
            .values
            .iter()
            .filter(|(code, _)| code.is_none_or(|code| code.is_ascii_alphabetic()))
            .map(|(_, value)| value.as_str())
            .collect();
        push(*known, &words.join(" "), format!("marc:{tag}"), first.cover(*last));
    }
    // A number in brackets is the catalogue's own, of a heading in its index, and no item of an agenda.
    let index = of('b').is_some_and(|item| item.starts_with('['));
    for ((code, value), span) in field.values.iter().zip(places) {
        let Some(code) = code else { continue };
        let Some(known) = vocabulary.marc_fields.get(&format!("{tag}{code}")) else { continue };
        let source = format!("marc:{tag}${code}");
        match known {
            Field::AgendaItem if index => {}
            // Other numbers than job numbers stand in the same field, under another label.
            Field::JobNumber if of('a').is_some_and(|label| *code != 'a' && label != "JN") => {}
            // Codes of languages are written together.
            Field::Language
                if value.len() > 3 && value.len().is_multiple_of(3) && value.is_ascii() && !value.contains(' ') =>
            {
                for (at, code) in value.as_bytes().chunks(3).enumerate() {
                    let start = span.start + at * 3;
                    push(*known, &String::from_utf8_lossy(code), source.clone(), Span::new(start, start + 3));
                }
            }
            known => push(*known, value, source, *span),
        }
    }
}

// ---- Mojibake

/// Tells where UTF-8 was once read as Windows-1252 or Latin-1, with what it was before.
fn mojibake(value: &str, span: Span, out: &mut Extracted) {
    const MOST: usize = 500;
    for (from, to, mended) in misread(value) {
        if out.doubts.len() >= MOST {
            return;
        }
        let span = Span::new(span.start + from, span.start + to);
        let message = "these letters are UTF-8 that was read as Windows-1252";
        out.doubts.push(doubt("MOJIBAKE", message, span, Some(mended)));
    }
}

/// A text in which letters that were misread are right again; nothing where none were.
pub fn mended(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to, mended) in misread(text) {
        out.push_str(text.get(at..from)?);
        out.push_str(&mended);
        at = to;
    }
    (at > 0).then(|| out + text.get(at..).unwrap_or_default())
}

/// Runs of letters beyond ASCII whose bytes in Windows-1252 are UTF-8, of letters that these catalogues hold.
fn misread(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    let bytes_of = bytes_of_letters();
    let mut run: Vec<u8> = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        if let Some(byte) = bytes_of.get(&c) {
            if run.is_empty() {
                start = at;
            }
            run.push(*byte);
            continue;
        }
        if let Ok(mended) = std::str::from_utf8(&run)
            && !run.is_empty()
            && mended.chars().all(plausible)
        {
            found.push((start, at, mended.to_owned()));
        }
        run.clear();
    }
    found
}

/// The byte that Windows-1252, or Latin-1, reads as a letter beyond ASCII.
fn bytes_of_letters() -> HashMap<char, u8> {
    let mut map = HashMap::new();
    for byte in 0x80..=0xffu8 {
        map.insert(char::from(byte), byte);
        map.extend(WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().map(|c| (c, byte)));
    }
    map
}

/// Letters and signs that texts of these catalogues hold: a run that would become any other was written as it stands.
fn plausible(c: char) -> bool {
    matches!(c as u32,
        0xa0..=0x17f | 0x218..=0x21b | 0x400..=0x4ff | 0x600..=0x65f | 0x660..=0x6ff | 0x1e00..=0x1eff
        | 0x2010..=0x2044 | 0x20ac | 0x2116 | 0x2122 | 0x3000..=0x30ff | 0x4e00..=0x9fff | 0xff00..=0xffef)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::body;

    const RECORD: &str = r#"<ns0:record xmlns:ns0="http://www.loc.gov/MARC21/slim"><ns0:leader>00000nam a2200025 a 4500</ns0:leader>
<ns0:controlfield tag="001">71</ns0:controlfield>
<ns0:datafield tag="029" ind1=" " ind2=" "><ns0:subfield code="a">JN</ns0:subfield><ns0:subfield code="b">2600041 F</ns0:subfield></ns0:datafield>
<ns0:datafield tag="029" ind1=" " ind2=" "><ns0:subfield code="a">JN</ns0:subfield><ns0:subfield code="b">2600040 E</ns0:subfield></ns0:datafield>
<ns0:datafield tag="041" ind1="0" ind2=" "><ns0:subfield code="a">eng</ns0:subfield></ns0:datafield>
<ns0:datafield tag="089" ind1=" " ind2=" "><ns0:subfield code="b">B18</ns0:subfield></ns0:datafield>
<ns0:datafield tag="091" ind1=" " ind2=" "><ns0:subfield code="a">GEN</ns0:subfield></ns0:datafield>
<ns0:datafield tag="191" ind1=" " ind2=" "><ns0:subfield code="a">AS/7/12</ns0:subfield><ns0:subfield code="b">AS/</ns0:subfield><ns0:subfield code="c">7</ns0:subfield></ns0:datafield>
<ns0:datafield tag="245" ind1="1" ind2="0"><ns0:subfield code="a">Letter dated 12 March 2026 from the Permanent Representative of DunmÃ¨re to the Organization addressed to the Secretary-General</ns0:subfield></ns0:datafield>
<ns0:datafield tag="260" ind1=" " ind2=" "><ns0:subfield code="a">[Halm] :</ns0:subfield><ns0:subfield code="c">18 Mar. 2026</ns0:subfield></ns0:datafield>
<ns0:datafield tag="269" ind1=" " ind2=" "><ns0:subfield code="a">20260316</ns0:subfield></ns0:datafield>
<ns0:datafield tag="991" ind1=" " ind2=" "><ns0:subfield code="a">AS/7/10</ns0:subfield><ns0:subfield code="b">12b</ns0:subfield><ns0:subfield code="c">Inland fisheries.</ns0:subfield><ns0:subfield code="d">FISHERIES</ns0:subfield></ns0:datafield>
<ns0:datafield tag="991" ind1=" " ind2=" "><ns0:subfield code="b">[905]</ns0:subfield><ns0:subfield code="d">LAKES</ns0:subfield></ns0:datafield>
</ns0:record>"#;

    fn read(bytes: &[u8]) -> Extracted {
        assert!(looks_like(bytes));
        extract(bytes, &body().vocabulary)
    }

    fn iso(encode: fn(&str) -> Vec<u8>, unicode: bool) -> Vec<u8> {
        let fields = [
            ("001", "71".to_owned()),
            ("191", "  \u{1f}aAS/7/12".to_owned()),
            ("245", "10\u{1f}aFerries of Dunmère".to_owned()),
        ];
        let (mut directory, mut data) = (Vec::new(), Vec::new());
        for (tag, value) in fields {
            let mut value = encode(&value);
            value.push(FIELD_END);
            directory.extend(format!("{tag}{:04}{:05}", value.len(), data.len()).bytes());
            data.extend(value);
        }
        directory.push(FIELD_END);
        data.push(RECORD_END);
        let base = LEADER + directory.len();
        let code = if unicode { 'a' } else { ' ' };
        let mut all = format!("{:05}nam {code}22{base:05}   4500", base + data.len()).into_bytes();
        all.extend(directory);
        all.extend(data);
        all
    }

    #[test]
    fn a_record_is_rendered_with_its_facts() {
        let out = read(RECORD.as_bytes());
        assert!(out.record && out.inner.is_empty());
        assert!(out.text.contains("191 $a AS/7/12 $b AS/ $c 7\n245 10 $a Letter dated"));
        for fact in &out.facts {
            assert!(fact.span.of(&out.text).contains(&fact.value), "{fact:?}");
        }
        assert_eq!(out.doubts.len(), 1);
        assert_eq!((out.doubts[0].code.as_str(), out.doubts[0].repair.as_deref()), ("MOJIBAKE", Some("è")));
        assert_eq!(out.doubts[0].span.of(&out.text), "Ã¨");
    }

    #[test]
    fn a_record_is_understood_by_its_facts() {
        let body = body();
        let read = crate::read(RECORD.as_bytes(), Some("71.xml"), &body).communication;
        assert_eq!(read.symbols[0].as_str(), "AS/7/12");
        assert_eq!(read.job_number.as_deref(), Some("26-00040"));
        assert_eq!(read.distribution.as_deref(), Some("General"));
        assert_eq!(read.masthead_date.unwrap().to_string(), "2026-03-16");
        assert_eq!(read.release_date.unwrap().to_string(), "2026-03-18");
        assert_eq!(read.language, Some(chancery_model::Language::EN));
        assert_eq!(read.bodies[0].agenda_items, ["12 (b)"]);
        assert_eq!(read.bodies[0].session.as_deref(), Some("7"));
        assert_eq!(read.agenda_item_titles, ["Inland fisheries"]);
        assert!(read.title.as_ref().unwrap().contains("Dunmère"));
        assert_eq!(read.kind, chancery_model::communication::Kind::Letter);
        assert_eq!(read.letter_date.unwrap().to_string(), "2026-03-12");
        assert_eq!(read.addressees, ["Secretary-General"]);
        assert!(read.metadata.iter().any(|datum| datum.value.contains("DunmÃ¨re")));
        assert!(read.text.is_empty());
        assert!(!read.doubts.iter().any(|doubt| doubt.code == "METADATA_DISAGREES"), "{:?}", read.doubts);
    }

    #[test]
    fn other_records_are_candidates() {
        let second = RECORD
            .replace("<ns0:controlfield tag=\"001\">71", "<ns0:controlfield tag=\"001\">72")
            .replace("AS/7/12", "AS/7/13");
        let many = format!(
            "<?xml version=\"1.0\"?><!-- two --><collection xmlns=\"http://www.loc.gov/MARC21/slim\">{RECORD}{second}</collection>"
        );
        let read = crate::read(many.as_bytes(), None, &body()).communication;
        assert_eq!(read.symbols[0].as_str(), "AS/7/12");
        assert_eq!(read.candidates.len(), 1);
        assert_eq!((read.candidates[0].symbols[0].as_str(), read.candidates[0].file.as_str()), ("AS/7/13", "72"));
        assert_eq!(read.candidates[0].format, "marc");
        assert_eq!(records(many.as_bytes()).len(), 2);
    }

    #[test]
    fn iso_2709_is_read_in_its_encodings() {
        let utf8 = read(&iso(|text| text.as_bytes().to_vec(), true));
        assert!(utf8.text.contains("245 10 $a Ferries of Dunmère") && utf8.doubts.is_empty());
        let latin = read(&iso(|text| text.chars().map(|c| c as u8).collect(), false));
        assert!(latin.text.contains("Dunmère"), "{}", latin.text);
        let marc8 = read(&iso(|text| text.replace('è', "\u{e1}e").chars().map(|c| c as u8).collect(), false));
        assert!(marc8.text.contains("Dunmère"), "{}", marc8.text);
        assert_eq!(marc8.doubts[0].code, "ENCODING");
        let mut two = iso(|text| text.as_bytes().to_vec(), true);
        two.push(b'\n');
        two.extend(iso(|text| text.as_bytes().to_vec(), true));
        assert_eq!(read(&two).inner.len(), 1);
    }

    #[test]
    fn damaged_records_keep_what_was_read() {
        let vocabulary = body().vocabulary;
        let whole = iso(|text| text.as_bytes().to_vec(), true);
        for end in 0..whole.len() {
            let _ = extract(&whole[..end], &vocabulary);
        }
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] = b'7';
            let _ = extract(&broken, &vocabulary);
        }
        let mut wrong = whole.clone();
        wrong[..5].copy_from_slice(b"99999");
        let wrong = read(&wrong);
        assert!(wrong.text.contains("Dunmère") && wrong.doubts[0].code == "MARC_LENGTH");
        for end in (0..RECORD.len()).step_by(11) {
            if let Some(cut) = RECORD.get(..end) {
                let _ = extract(cut.as_bytes(), &vocabulary);
            }
        }
    }

    #[test]
    fn only_what_was_misread_is_mended() {
        assert_eq!(mended("CÃ´te-dâ€™Halm").as_deref(), Some("Côte-d’Halm"));
        assert_eq!(mended("Ð”ÑƒÐ½").as_deref(), Some("Дун"));
        for right in ["Dunmère", "« RÉSUMÉ»", "Ação", "“ferries”", "湖泊", "naïve – ça", "Ã"] {
            assert_eq!(mended(right), None, "{right}");
        }
    }

    #[test]
    fn it_is_known_by_its_bytes() {
        assert!(!looks_like(b"00123 ferries crossed the lake in 2026"));
        assert!(!looks_like(b"<record>of a meeting</record>"));
        assert!(!looks_like(b"<html><body>datafield</body></html>"));
    }
}
