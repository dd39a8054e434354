//! Direction marks in pages that run from right to left, so that what is read back from a page is in the order of the text.
//!
//! A PDF holds letters at places. Programs that read it put a line in order by the letters' own directions, and guess for
//! what has none: a full stop or a bracket beside a number is taken for a part of the number, and one at the end of a line for
//! its beginning. Unicode's right-to-left mark says what the guess should be. It is added to what the glyphs of
//! such signs mean after the page was laid out: nothing on the page moves by it.

use typst::{
    layout::{Frame, FrameItem},
    model::Document,
    text::{Glyph, TextItem},
};
use typst_layout::PagedDocument;
use unicode_bidi::{BidiClass, bidi_class};

/// Right-to-left mark.
const MARK: char = '\u{200F}';

/// The same pages, with marks beside the signs that would be read back in another place.
pub(crate) fn marked(document: &PagedDocument) -> PagedDocument {
    let pages = document.pages().iter().cloned().map(|mut page| {
        mark(&mut page.frame);
        page
    });
    PagedDocument::new(pages.collect(), document.info().clone())
}

fn mark(frame: &mut Frame) {
    // It is the one way in which a frame lets its items be changed; all of them stay.
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => mark(&mut group.frame),
            FrameItem::Text(text) if is_right_to_left(text) => {
                part_marks(text);
                mark_signs(text);
            }
            _ => {}
        }
        true
    });
}

/// What a character is to a program that puts a line in order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Has a direction of its own.
    Letter,
    /// Has none, and may stand inside a number: a full stop, a comma, a hyphen, a per cent sign.
    Weak,
    /// Has none: brackets, quotation marks.
    Neutral,
    /// A space, or what has no ink.
    Space,
}

fn sign(c: char) -> Sign {
    use BidiClass::{AL, AN, CS, EN, ES, ET, L, NSM, ON, R};
    match bidi_class(c) {
        L | R | AL | EN | AN | NSM => Sign::Letter,
        CS | ES | ET => Sign::Weak,
        ON => Sign::Neutral,
        _ => Sign::Space,
    }
}

/// Whether a run of a right-to-left page runs so itself: figures and words of other scripts do not, and are runs of their own.
fn is_right_to_left(item: &TextItem) -> bool {
    item.lang.dir() == typst::layout::Dir::RTL
        && !item.text.chars().any(|c| matches!(bidi_class(c), BidiClass::L | BidiClass::EN | BidiClass::AN))
}

/// Gives the marks for vowels their own letters: the typesetter has a letter and its vowel as one piece, which programs
/// that turn a line around turn around within itself too.
fn part_marks(item: &mut TextItem) {
    for at in 1..item.glyphs.len() {
        let [over, base] = [&item.glyphs[at - 1], &item.glyphs[at]];
        let range = base.range.clone();
        if over.range != range || over.x_advance.get() != 0.0 || base.x_advance.get() == 0.0 {
            continue;
        }
        // With a third glyph in the piece it is not certain which letter is whose.
        let alone = |near: Option<&Glyph>| near.is_none_or(|near| near.range != range);
        let piece = &item.text[range.start.into()..range.end.into()];
        let mut chars = piece.chars();
        let (Some(first), Some(second), None) = (chars.next(), chars.next(), chars.next()) else { continue };
        if bidi_class(second) == BidiClass::NSM
            && alone(at.checked_sub(2).and_then(|before| item.glyphs.get(before)))
            && alone(item.glyphs.get(at + 1))
        {
            let middle = range.start + first.len_utf8() as u16;
            item.glyphs[at - 1].range = middle..range.end;
            item.glyphs[at].range = range.start..middle;
        }
    }
}

/// Puts marks around the signs at both ends of a run, beyond which there may be a number or the end of the line, and
/// around what may stand in a number and is before another sign.
fn mark_signs(item: &mut TextItem) {
    let signs: Vec<(usize, char, Sign)> = item.text.char_indices().map(|(at, c)| (at, c, sign(c))).collect();
    let letters = |(_, _, sign): &(usize, char, Sign)| *sign == Sign::Letter;
    let (first, last) = (signs.iter().position(letters), signs.iter().rposition(letters));
    let wanted = |at: usize| match signs[at].2 {
        Sign::Letter | Sign::Space => false,
        _ if first.is_none_or(|first| at < first) || last.is_none_or(|last| at > last) => true,
        Sign::Neutral => false,
        // Programs count such a sign as a number, and with it what follows it.
        Sign::Weak => {
            let next = signs[at + 1..].iter().map(|(.., sign)| *sign).find(|sign| *sign != Sign::Space);
            matches!(next, Some(Sign::Neutral | Sign::Weak))
        }
    };
    // Only what is a glyph by itself can mean something by itself.
    let own = |at: usize| {
        let (from, c, _) = signs[at];
        item.glyphs
            .iter()
            .any(|glyph| usize::from(glyph.range.start) == from && usize::from(glyph.range.end) == from + c.len_utf8())
    };
    let mut text = String::with_capacity(item.text.len() + 16);
    // Where each place of the text is among the marks.
    let mut places = vec![0_usize; item.text.len() + 1];
    for (at, (from, c, _)) in signs.iter().enumerate() {
        places[*from] = text.len();
        if wanted(at) && own(at) {
            text.extend([MARK, *c, MARK]);
        } else {
            text.push(*c);
        }
    }
    places[item.text.len()] = text.len();
    if text.len() == item.text.len() || text.len() > u16::MAX.into() {
        return;
    }
    for glyph in &mut item.glyphs {
        let place = |at: u16| places[usize::from(at)] as u16;
        glyph.range = place(glyph.range.start)..place(glyph.range.end);
    }
    item.text = text.into();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        formats::pdf::{laid_out, runs},
        tests::samples,
    };

    fn without_marks(text: &str) -> String {
        text.replace(MARK, "")
    }

    #[test]
    fn marks_change_what_signs_mean_and_nothing_on_the_page() {
        let body = samples::body("assembly");
        // Arabic letters of one, two and three organs, with headings, lists, tables and footnotes.
        for n in (4..80).step_by(6) {
            let document = samples::varied(n);
            assert_eq!(document.language.code(), "ar");
            let before = laid_out(&document, &body).unwrap();
            let after = marked(&before);
            let (before, after) = (runs(&before), runs(&after));
            assert_eq!(before.len(), after.len());
            for (old, new) in before.iter().zip(&after) {
                assert_eq!(old.text.as_str(), without_marks(&new.text), "nothing but marks is added");
                assert_eq!(old.glyphs.len(), new.glyphs.len());
                for (old_glyph, new_glyph) in old.glyphs.iter().zip(&new.glyphs) {
                    let placed =
                        |glyph: &Glyph| (glyph.id, glyph.x_advance, glyph.x_offset, glyph.y_advance, glyph.y_offset);
                    assert_eq!(placed(old_glyph), placed(new_glyph));
                    let meant = without_marks(&new.text[new_glyph.range()]);
                    assert!(
                        old.text[old_glyph.range()].contains(&meant) && !meant.is_empty(),
                        "{meant:?} in {:?}",
                        old.text
                    );
                }
                // Every letter and mark is meant by some glyph.
                let covered = |at: usize| new.glyphs.iter().any(|glyph| glyph.range().contains(&at));
                let uncovered = new.text.char_indices().find(|(at, c)| sign(*c) != Sign::Space && !covered(*at));
                assert_eq!(uncovered, None, "in {:?}", new.text);
            }
        }
    }

    #[test]
    fn signs_beside_figures_and_at_ends_of_lines_bear_marks() {
        let body = samples::body("assembly");
        let pages = marked(&laid_out(&samples::varied(10), &body).unwrap());
        let texts: Vec<String> = runs(&pages).iter().map(|run| run.text.as_str().replace(MARK, "|")).collect();
        let some = |wanted: &str| texts.iter().any(|text| text.contains(wanted));
        // The full stop after a year, the bracket after a number, the comma before a quotation mark.
        assert!(some("|.| واتفق"), "{texts:#?}");
        assert!(some(" |(|ب) من قرارها"), "{texts:#?}");
        assert!(some("آذار/مارس|،| ”سواء"), "{texts:#?}");
        // A vowel mark is meant by its own glyph.
        let vowel = runs(&pages).iter().any(|run| run.glyphs.iter().any(|glyph| &run.text[glyph.range()] == "\u{64F}"));
        assert!(vowel, "{texts:#?}");
        // Symbols, numbers and what joins them run from left to right and bear none.
        assert!(texts.iter().any(|text| text == "–"), "{texts:#?}");
        let foreign = |text: &&String| text.chars().any(|c| c.is_ascii_alphanumeric());
        assert!(texts.iter().filter(foreign).all(|text| !text.contains('|')), "{texts:#?}");
    }
}
