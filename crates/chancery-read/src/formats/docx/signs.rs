//! Letters of fonts of signs: Symbol, Wingdings and their kin keep their signs where other fonts keep letters.

/// The sign that a code of a font of signs shows, where it is known.
pub fn sign(font: &str, code: u32) -> Option<char> {
    // Such fonts are addressed in the private use area or below it.
    let low = if (0xf000..0xf100).contains(&code) { code - 0xf000 } else { code };
    let font = font.to_lowercase();
    if font.starts_with("symbol") {
        return symbol(low);
    }
    if font.starts_with("wingdings") || font.starts_with("webdings") {
        return wingdings(low);
    }
    if (0xe000..0xf900).contains(&code) { symbol(low) } else { char::from_u32(code) }
}

/// Of a private letter without a font: what most fonts of signs show there.
pub fn bullet(c: char) -> char {
    match u32::from(c) {
        0xe000..=0xf8ff => '•',
        _ => c,
    }
}

fn symbol(low: u32) -> Option<char> {
    const GREEK: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    let greek = |at: u32| GREEK.chars().nth(usize::try_from(at).ok()?);
    Some(match low {
        0x41..=0x5a => greek(low - 0x41)?,
        0x61..=0x7a => greek(low - 0x61)?.to_lowercase().next()?,
        0x20..=0x7e => char::from_u32(low)?,
        0xa2 => '′',
        0xa3 => '≤',
        0xa5 => '∞',
        0xb0 => '°',
        0xb1 => '±',
        0xb2 => '″',
        0xb3 => '≥',
        0xb4 => '×',
        0xb7 => '•',
        0xb9 => '≠',
        0xbb => '≈',
        0xbc => '…',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xd2 => '®',
        0xd3 => '©',
        0xd4 => '™',
        0xd6 => '√',
        0xe5 => '∑',
        0xb8 => '÷',
        _ => return None,
    })
}

fn wingdings(low: u32) -> Option<char> {
    Some(match low {
        0x6c | 0x9f | 0xa7 | 0xa8 | 0x6e | 0x77 | 0x76 => '•',
        0x6f | 0xa1 | 0x71 => '☐',
        0xfc => '✓',
        0xfb => '✗',
        0xfe => '☑',
        0xfd => '☒',
        0xe0 | 0xf0 => '→',
        0xd8 => '➢',
        0x2a => '✉',
        _ => return None,
    })
}
