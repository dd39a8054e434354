//! Repairs put into a text.

use std::cmp::Reverse;

use chancery_model::{Finding, text::Span};
use serde::Serialize;

/// One change of a text: what shall stand at a place, and the rule that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The rule's code.
    pub rule: String,
    /// The place in the text before any change.
    pub span: Span,
    /// What shall stand there.
    pub text: String,
}

/// The repairs of findings as changes that can be made together, in the order of their places.
///
/// Where two places touch, the graver finding's repair is taken, then the one that begins first; the other finding is found
/// again in the repaired text if it still holds.
pub fn edits<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<Edit> {
    let mut wanted: Vec<(&Finding, &str)> =
        findings.into_iter().filter_map(|finding| Some((finding, finding.repair.as_deref()?))).collect();
    wanted.sort_by_key(|(finding, _)| (Reverse(finding.gravity), finding.span, finding.rule.clone()));
    let mut taken: std::collections::BTreeMap<usize, Edit> = std::collections::BTreeMap::new();
    for (finding, repair) in wanted {
        let span = finding.span;
        let before = taken.range(..=span.end).next_back();
        if before.is_some_and(|(_, edit)| edit.span.end >= span.start) {
            continue;
        }
        taken.insert(span.start, Edit { rule: finding.rule.clone(), span, text: repair.to_owned() });
    }
    taken.into_values().collect()
}

/// A text with changes made that [`edits`] gave for it. One that lies outside the text, or inside the one before, is left out.
pub fn repaired(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (Some(before), Some(_)) = (text.get(at..edit.span.start), text.get(edit.span.start..edit.span.end)) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use chancery_model::{Gravity, finding::Ground};

    use super::*;

    fn finding(rule: &str, gravity: Gravity, span: (usize, usize), repair: Option<&str>) -> Finding {
        Finding {
            rule: rule.into(),
            name: "fault".into(),
            gravity,
            message: "m".into(),
            span: span.into(),
            authority: "a".into(),
            repair: repair.map(Into::into),
            ground: Ground::Frame,
        }
    }

    #[test]
    fn repairs_that_touch_are_not_made_together() {
        use Gravity::{Advice, Grave};
        let found = [
            finding("AAA001", Advice, (0, 6), Some("x")),
            finding("BBB001", Grave, (4, 8), Some("The")),
            finding("CCC001", Advice, (8, 8), Some("y")),
            finding("DDD001", Advice, (9, 13), Some("weirs")),
            finding("EEE001", Advice, (14, 15), None),
            finding("FFF001", Advice, (13, 13), Some("z")),
        ];
        let edits = edits(&found);
        let rules: Vec<&str> = edits.iter().map(|edit| edit.rule.as_str()).collect();
        assert_eq!(rules, ["BBB001", "DDD001"]);
        assert_eq!(repaired("one  two weir.", &edits), "one The weirs.");
        let late = Edit { rule: "A".into(), span: Span::new(90, 99), text: "no".into() };
        assert_eq!(repaired("é", &[Edit { span: Span::new(1, 2), ..late.clone() }, late]), "é");
    }
}
