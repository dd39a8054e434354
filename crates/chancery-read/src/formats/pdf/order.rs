//! From the order of the eye to the order of reading: lines in which some letters run to the left.

/// Which way a character runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// To the left: letters of Arabic and Hebrew.
    Left,
    /// To the right: other letters.
    Right,
    /// To the right inside a text that runs to the left, without being a letter.
    Digit,
    /// With its neighbours.
    Neutral,
}

/// Whether a character is a letter that runs to the left.
pub fn runs_left(c: char) -> bool {
    matches!(c as u32, 0x590..=0x65f | 0x66d..=0x6ef | 0x6fa..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff)
        && !matches!(c, '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{66a}')
}

/// Whether a character is a sign written over or under the letter before it.
pub fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36f | 0x591..=0x5bd | 0x610..=0x61a | 0x64b..=0x65f | 0x670 | 0x6d6..=0x6dc | 0x6df..=0x6e4)
}

fn way(text: &str) -> Way {
    let Some(c) = text.chars().next() else { return Way::Neutral };
    if runs_left(c) {
        Way::Left
    } else if c.is_ascii_digit() || matches!(c as u32, 0x660..=0x669 | 0x6f0..=0x6f9) {
        Way::Digit
    } else if c.is_alphabetic() {
        Way::Right
    } else {
        Way::Neutral
    }
}

/// Puts the glyphs of a line, given from left to right, in the order of reading. Says whether the line runs to the left.
pub fn logical(glyphs: &mut Vec<String>) -> bool {
    let ways: Vec<Way> = glyphs.iter().map(|text| way(text)).collect();
    let left = ways.iter().filter(|w| **w == Way::Left).count();
    if left == 0 {
        return false;
    }
    let right = ways.iter().filter(|w| **w == Way::Right).count();
    let line_left = left >= right;
    // The runs that keep their order, as stretches from left to right.
    let stays = if line_left { rightward(glyphs, &ways) } else { stretches_outside_leftward(&ways) };
    let mut out: Vec<String> = Vec::with_capacity(glyphs.len());
    if line_left {
        let mut at = glyphs.len();
        let mut stays = stays.into_iter().rev().peekable();
        while at > 0 {
            if let Some((from, to)) = stays.peek().copied()
                && to == at
            {
                out.extend_from_slice(&glyphs[from..to]);
                at = from;
                stays.next();
            } else {
                at -= 1;
                out.push(glyphs[at].clone());
            }
        }
    } else {
        let mut at = 0;
        for (from, to) in stays {
            out.extend(glyphs[at..from].iter().rev().cloned());
            out.extend_from_slice(&glyphs[from..to]);
            at = to;
        }
        out.extend(glyphs[at..].iter().rev().cloned());
    }
    brackets(&mut out);
    *glyphs = out;
    line_left
}

/// In a line that runs to the left: words of other letters, numbers, symbols such as `A/74/672`.
fn rightward(glyphs: &[String], ways: &[Way]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < ways.len() {
        if !matches!(ways[at], Way::Right | Way::Digit) {
            at += 1;
            continue;
        }
        let start = at;
        let mut end = at + 1;
        let mut digits_before = ways[at] == Way::Digit;
        at += 1;
        // Signs inside go along, without a space between numbers; words in other letters keep together over spaces.
        while at < ways.len() && ways[at] != Way::Left {
            if ways[at] != Way::Neutral {
                digits_before |= ways[at] == Way::Digit;
                end = at + 1;
            } else if glyphs[at].starts_with(' ') {
                // The word before must hold a letter, and so must the one after the space.
                let before = ways[start..end].iter().rev().zip(glyphs[start..end].iter().rev());
                let before = before.take_while(|(_, g)| !g.starts_with(' ')).any(|(w, _)| *w == Way::Right);
                let after: Vec<usize> = (at..ways.len())
                    .skip_while(|i| glyphs[*i].starts_with(' '))
                    .take_while(|i| !glyphs[*i].starts_with(' ') && ways[*i] != Way::Left)
                    .collect();
                let letters = after.iter().any(|i| ways[*i] == Way::Right);
                let digits = after.iter().any(|i| ways[*i] == Way::Digit);
                if !(before && (letters || digits)) && !(letters && digits_before) {
                    break;
                }
            }
            at += 1;
        }
        // A bracket that opened inside closes inside.
        if let Some(next) = glyphs.get(end)
            && matches!(next.as_str(), ")" | "]")
            && glyphs[start..end].iter().any(|g| g == if next == ")" { "(" } else { "[" })
        {
            end += 1;
        }
        at = end;
        runs.push((start, end));
    }
    // A percent sign stands with its number.
    for run in &mut runs {
        if glyphs.get(run.1).is_some_and(|g| g == "%" || g == "*") && ways[run.1 - 1] == Way::Digit {
            run.1 += 1;
        }
    }
    runs
}

/// In a line that runs to the right: what lies outside the stretches that run to the left.
fn stretches_outside_leftward(ways: &[Way]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < ways.len() {
        if ways[at] != Way::Left {
            at += 1;
            continue;
        }
        let from = at;
        let mut to = at + 1;
        while at < ways.len() && !matches!(ways[at], Way::Right | Way::Digit) {
            if ways[at] == Way::Left {
                to = at + 1;
            }
            at += 1;
        }
        out.push((start, from));
        start = to;
        at = to;
    }
    out.push((start, ways.len()));
    out
}

/// Some files write brackets as they look, others as they mean: those that close before they open are turned.
fn brackets(glyphs: &mut [String]) {
    for (open, close) in [("(", ")"), ("[", "]"), ("«", "»")] {
        let first = glyphs.iter().position(|g| g == open);
        let last = glyphs.iter().rposition(|g| g == close);
        let first_close = glyphs.iter().position(|g| g == close);
        let turned = match (first, first_close) {
            (Some(first), Some(first_close)) => first_close < first && last.is_some(),
            _ => false,
        };
        if turned {
            for glyph in glyphs.iter_mut() {
                if glyph == open {
                    *glyph = close.to_owned();
                } else if glyph == close {
                    *glyph = open.to_owned();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> String {
        let mut glyphs: Vec<String> = line.chars().map(String::from).collect();
        logical(&mut glyphs);
        glyphs.concat()
    }

    /// What the eye sees of a text that runs to the left, from left to right.
    fn seen(parts: &[&str]) -> String {
        parts
            .iter()
            .rev()
            .map(|part| if part.chars().any(runs_left) { part.chars().rev().collect() } else { (*part).to_owned() })
            .collect()
    }

    #[test]
    fn arabic_lines_are_put_in_order_of_reading() {
        assert_eq!(read(&seen(&["رسالة", " ", "مؤرخة"])), "رسالة مؤرخة");
        assert_eq!(read(&seen(&["الوثيقة", " ", "AS/74/672"])), "الوثيقة AS/74/672");
        assert_eq!(read(&seen(&["القرار", " ", "2245", " ", "(2015)"])), "القرار 2245 (2015)");
        assert_eq!(read(&seen(&["من", " ", "10", " ", "إلى", " ", "20"])), "من 10 إلى 20");
    }

    #[test]
    fn latin_lines_keep_their_order() {
        assert_eq!(read("Letter of the Council"), "Letter of the Council");
        assert_eq!(
            read(&format!("The word {} means letter", "رسالة".chars().rev().collect::<String>())),
            "The word رسالة means letter"
        );
    }
}
