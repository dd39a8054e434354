//! Phrases with slots, and how words change where two of them meet: `de` and `le Lac` are `du Lac`, `y` before `Islas` is `e`.
//!
//! Which words do so is the language file's to say (`joints`); this file only looks for the seam.

use serde::{Deserialize, Serialize};

/// What happens at one seam: words that end in `left`, before words that begin with one of `right` or of `before`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joint {
    /// The end of what stands before the seam; no letter may stand right before it.
    pub left: String,
    /// Beginnings of what follows; they are taken away with `left`, and `put` stands for both.
    #[serde(default)]
    pub right: Vec<String>,
    /// Beginnings of what follows; they stay, and `put` stands for `left` alone.
    #[serde(default)]
    pub before: Vec<String>,
    /// What stands there instead.
    pub put: String,
}

/// Words under way: pieces are put one after another, and each seam is made as the language makes it.
pub(super) struct Phrase<'j> {
    text: String,
    joints: &'j [Joint],
}

impl<'j> Phrase<'j> {
    /// An empty phrase in a language with these joints.
    pub(super) fn new(joints: &'j [Joint]) -> Self {
        Phrase { text: String::new(), joints }
    }

    /// Puts words whose beginning may be joined to what stands before.
    pub(super) fn put(&mut self, words: &str) {
        for joint in self.joints {
            let Some(before) = self.text.strip_suffix(joint.left.as_str()) else { continue };
            if before.chars().next_back().is_some_and(char::is_alphabetic) && !joint.left.starts_with(' ') {
                continue;
            }
            let kept = before.len();
            if let Some(rest) = joint.right.iter().find_map(|right| words.strip_prefix(right.as_str())) {
                self.text.truncate(kept);
                self.text.push_str(&joint.put);
                self.text.push_str(rest);
                return;
            }
            if joint.before.iter().any(|begin| words.starts_with(begin.as_str())) {
                self.text.truncate(kept);
                self.text.push_str(&joint.put);
                break;
            }
        }
        self.text.push_str(words);
    }

    /// Puts literal words of a pattern as they stand.
    pub(super) fn literal(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// Puts a list, each member after `prefix`: `au Secrétaire général et au Président`.
    pub(super) fn list(&mut self, prefix: &str, members: &[String], comma: &str, and: &str) {
        for (at, member) in members.iter().enumerate() {
            // What the list's own words meet is either the prefix or the member.
            let meets = if prefix.is_empty() { member.as_str() } else { prefix };
            let last = at + 1 == members.len();
            match at {
                0 => {}
                _ if last => self.literal(and),
                _ => self.literal(comma),
            }
            if prefix.is_empty() {
                self.put(meets);
            } else {
                self.put(prefix);
                self.put(member);
            }
        }
    }

    /// The words.
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// A value for a slot.
pub(super) enum Slot {
    /// Words.
    Words(String),
    /// Several, which the pattern puts into a list.
    List(Vec<String>),
}

impl From<String> for Slot {
    fn from(words: String) -> Slot {
        Slot::Words(words)
    }
}

/// The words of a pattern in which slots stand in braces: `{sender}`, or `{à |addressees}` where each member of a list stands
/// after the same words. Nothing if the pattern asks for what is not known.
pub(super) fn fill(
    pattern: &str,
    joints: &[Joint],
    (comma, and): (&str, &str),
    value: impl Fn(&str) -> Option<Slot>,
) -> Option<String> {
    let mut phrase = Phrase::new(joints);
    let mut rest = pattern;
    while let Some((literal, after)) = rest.split_once('{') {
        let (slot, after) = after.split_once('}')?;
        phrase.literal(literal);
        let (prefix, name) = slot.split_once('|').unwrap_or(("", slot));
        let members = match value(name)? {
            Slot::Words(words) => vec![words],
            Slot::List(members) => members,
        };
        phrase.list(prefix, &members, comma, and);
        rest = after;
    }
    phrase.literal(rest);
    Some(phrase.into_text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joint(left: &str, right: &[&str], before: &[&str], put: &str) -> Joint {
        let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
        Joint { left: left.into(), right: owned(right), before: owned(before), put: put.into() }
    }

    #[test]
    fn seams_are_made_where_two_words_meet_and_nowhere_else() {
        let joints = [
            joint("de ", &["le "], &[], "du "),
            joint("de ", &[], &["I", "É"], "d’"),
            joint("à ", &["le "], &[], "au "),
        ];
        let state =
            |name: &str| fill("Mission {de |states}", &joints, (", ", " et "), |_| Some(Slot::List(vec![name.into()])));
        assert_eq!(state("le Lac").as_deref(), Some("Mission du Lac"));
        assert_eq!(state("Iskarie").as_deref(), Some("Mission d’Iskarie"));
        assert_eq!(state("la Petite Île").as_deref(), Some("Mission de la Petite Île"));
        let both = Slot::List(vec!["le Lac".into(), "la Mer".into()]);
        let Slot::List(both) = both else { unreachable!() };
        let to = fill("adressée {à |to}", &joints, (", ", " et "), |_| Some(Slot::List(both.clone())));
        assert_eq!(to.as_deref(), Some("adressée au Lac et à la Mer"));
        // “grande ” ends in the same letters and is another word.
        let other = fill("grande {x}", &joints, (", ", " et "), |_| Some(Slot::Words("le Lac".into())));
        assert_eq!(other.as_deref(), Some("grande le Lac"));
        assert_eq!(fill("{x}", &joints, ("", ""), |_| None), None);
        assert_eq!(fill("open {x", &joints, ("", ""), |_| Some(Slot::Words("y".into()))), None);
    }

    #[test]
    fn a_prefix_written_together_with_a_name_takes_its_article_in() {
        let joints = [joint("ل", &["ال"], &[], "لل")];
        let of =
            |name: &str| fill("الممثل الدائم ل{x}", &joints, ("", ""), |_| Some(Slot::Words(name.into())));
        assert_eq!(of("النهر").as_deref(), Some("الممثل الدائم للنهر"));
        assert_eq!(of("ألدريا").as_deref(), Some("الممثل الدائم لألدريا"));
    }

    #[test]
    fn an_and_may_change_before_the_next_word() {
        let joints = [joint(" y ", &[], &["I", "Hi"], " e ")];
        let list = |b: &str| {
            let members = vec!["Aldria".to_owned(), b.to_owned()];
            fill("{x}", &joints, (", ", " y "), |_| Some(Slot::List(members.clone())))
        };
        assert_eq!(list("Iskaria").as_deref(), Some("Aldria e Iskaria"));
        assert_eq!(list("Belmar").as_deref(), Some("Aldria y Belmar"));
    }
}
