//! Numbers in roman figures, as sessions, annexes and headings have them.

/// The figures and the pairs that stand for one, from the greatest.
const FIGURES: [(u32, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// A number in roman figures (`XXIV`); one that is not written in them, in plain ones.
pub fn written(number: u32) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while left >= value {
            out.push_str(figure);
            left -= value;
        }
    }
    out
}

/// The value of roman figures in capitals, also of such as are put together against the rule (`IIII`); nothing for other words.
pub fn value(text: &str) -> Option<u32> {
    let one = |c: char| FIGURES.iter().find(|(_, figure)| figure.chars().eq([c])).map(|(value, _)| *value);
    let mut total = 0u32;
    let mut figures = text.chars().peekable();
    while let Some(figure) = figures.next() {
        let here = one(figure)?;
        let next = figures.peek().and_then(|next| one(*next)).filter(|next| *next > here);
        total = total.checked_add(next.map_or(here, |next| next - here))?;
        if next.is_some() {
            figures.next();
        }
    }
    (total > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for number in 1..4000 {
            assert_eq!(value(&written(number)), Some(number));
        }
        assert_eq!(written(0), "0");
        assert_eq!(written(4000), "4000");
        assert_eq!(value("IIII"), Some(4));
        for other in ["", "IB", "12", "iv", "X I"] {
            assert_eq!(value(other), None, "{other}");
        }
        assert_eq!(value(&"M".repeat(5_000_000)), None);
    }
}
