//! Styles: what their names mean, and what they hand down.

use std::collections::HashMap;

use chancery_model::vocabulary::{Role, Vocabulary};
use quick_xml::{Reader, events::Event};

use super::{
    numbering::NumberRef,
    xml::{attribute, number, on, prefix},
};

/// How far a style is followed to those it is based on.
const DEEPEST: usize = 20;

/// How many styles are kept; real files have a few hundred.
const MOST: usize = 20_000;

/// One style as it stands in the file.
#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    own: Own,
}

/// What a style or a paragraph says itself.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The numbering.
    pub number: NumberRef,
    /// The depth in the outline, from 0.
    pub outline: Option<u8>,
    /// Space above, in twentieths of a point.
    pub before: Option<i32>,
    /// Space below.
    pub after: Option<i32>,
    /// Whether its characters are hidden.
    pub hidden: Option<bool>,
    /// Whether it begins a page.
    pub new_page: Option<bool>,
}

/// What a style comes to, with all that it is based on.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// What a paragraph of this style is, where the style's name says it.
    pub role: Option<Role>,
    /// How deep a heading is, from 1.
    pub level: u8,
    /// What it says.
    pub own: Own,
}

/// All styles of a file.
#[derive(Default)]
pub struct Styles {
    resolved: HashMap<String, Resolved>,
    /// What a paragraph without a style comes to.
    pub plain: Resolved,
}

impl Styles {
    /// Reads the styles' part.
    pub fn read(xml: &str, vocabulary: &Vocabulary) -> Styles {
        let mut styles: HashMap<String, Style> = HashMap::new();
        let mut default = None;
        let mut defaults = Own::default();
        let prefix = prefix(xml);
        let mut reader = Reader::from_str(xml);
        let mut current: Option<(String, Style)> = None;
        let mut skipped = 0usize;
        // What the file says before a fault counts; without styles a paragraph is read by its words.
        while let Ok(event) = reader.read_event() {
            let (start, empty) = match &event {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::End(end) => {
                    if skipped > 0 {
                        skipped -= 1;
                    } else if end.name().as_ref().strip_prefix(prefix.as_str()) == Some("style")
                        && let Some((id, style)) = current.take()
                        && styles.len() < MOST
                    {
                        styles.entry(id).or_insert(style);
                    }
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            if skipped > 0 {
                skipped += usize::from(!empty);
                continue;
            }
            let Some(name) = start.name().as_ref().strip_prefix(prefix.as_str()).map(str::to_owned) else { continue };
            match name.as_str() {
                "style" if !empty => {
                    let id = attribute(start, "styleId").unwrap_or_default().into_owned();
                    let paragraph = attribute(start, "type").is_none_or(|kind| kind == "paragraph");
                    if paragraph && attribute(start, "default").is_some_and(|d| d == "1" || d == "true" || d == "on") {
                        default = Some(id.clone());
                    }
                    current = Some((id, Style::default()));
                }
                // Formats of parts of a table, and what a change took away, are not the style's own.
                "tblStylePr" | "pPrChange" | "rPrChange" => skipped = usize::from(!empty),
                "name" => {
                    if let Some((_, style)) = &mut current {
                        style.name = attribute(start, "val").unwrap_or_default().into_owned();
                    }
                }
                "basedOn" => {
                    if let Some((_, style)) = &mut current {
                        style.based_on = attribute(start, "val").map(|id| id.into_owned());
                    }
                }
                name => {
                    let own = current.as_mut().map_or(&mut defaults, |(_, style)| &mut style.own);
                    own.take(name, start);
                }
            }
        }
        let mut all = Styles {
            plain: Resolved { own: defaults.clone(), ..Resolved::default() },
            resolved: HashMap::with_capacity(styles.len()),
        };
        for id in styles.keys() {
            all.resolved.insert(id.clone(), resolve(id, &styles, &defaults, vocabulary));
        }
        if let Some(plain) = default.and_then(|id| all.resolved.get(&id)) {
            all.plain = plain.clone();
        }
        all
    }

    /// What a style comes to; without one, what the plain style does.
    pub fn get(&self, id: Option<&str>) -> &Resolved {
        id.and_then(|id| self.resolved.get(id)).unwrap_or(&self.plain)
    }

    /// Whether characters of a style are hidden, where the style says it.
    pub fn hidden(&self, id: &str) -> Option<bool> {
        self.resolved.get(id)?.own.hidden
    }
}

impl Own {
    /// Takes what one element says.
    pub fn take(&mut self, name: &str, start: &quick_xml::events::BytesStart<'_>) {
        match name {
            "numId" => self.number.id = number(start, "val"),
            "ilvl" => self.number.level = number(start, "val"),
            "outlineLvl" => self.outline = number(start, "val").filter(|level| *level < 9),
            "spacing" => {
                self.before = number(start, "before").or(self.before);
                self.after = number(start, "after").or(self.after);
            }
            "vanish" => self.hidden = Some(on(start)),
            "pageBreakBefore" => self.new_page = Some(on(start)),
            _ => {}
        }
    }

    /// What it says, or else what `other` does.
    pub fn or(&self, other: &Own) -> Own {
        Own {
            number: NumberRef {
                id: self.number.id.or(other.number.id),
                level: self.number.level.or(other.number.level),
            },
            outline: self.outline.or(other.outline),
            before: self.before.or(other.before),
            after: self.after.or(other.after),
            hidden: self.hidden.or(other.hidden),
            new_page: self.new_page.or(other.new_page),
        }
    }
}

fn resolve(id: &str, styles: &HashMap<String, Style>, defaults: &Own, vocabulary: &Vocabulary) -> Resolved {
    let mut own = Own::default();
    let mut role = None;
    let mut level = None;
    let mut next = Some(id);
    for _ in 0..DEEPEST {
        let Some((id, style)) = next.and_then(|id| Some((id, styles.get(id)?))) else { break };
        own = own.or(&style.own);
        if role.is_none() {
            role = meaning(&style.name, id, vocabulary);
            level = role.and_then(|_| style.name.chars().find(char::is_ascii_digit)?.to_digit(10));
        }
        next = style.based_on.as_deref();
    }
    let level = own.outline.map(|outline| outline + 1).or(level.and_then(|level| u8::try_from(level).ok()));
    Resolved { role, level: level.unwrap_or(1), own: own.or(defaults) }
}

/// What a style's name means: in the body's table by name or identity, else among the word processor's own names.
fn meaning(name: &str, id: &str, vocabulary: &Vocabulary) -> Option<Role> {
    let key = Vocabulary::key(name);
    let table = &vocabulary.docx_styles;
    table.get(&key).or_else(|| table.get(&Vocabulary::key(id))).copied().or_else(|| built_in(&key))
}

/// The names that the word processor itself gives. Those of running text say nothing: a letter may be typed in them.
fn built_in(key: &str) -> Option<Role> {
    Some(match key {
        "title" => Role::Title,
        "subtitle" => Role::Subtitle,
        "footnotetext" | "endnotetext" | "footnote" | "endnote" => Role::Footnote,
        "caption" => Role::Figure,
        "tocheading" | "contentsheading" => Role::Heading,
        "tableoffigures" => Role::Contents,
        _ if key.strip_prefix("heading").is_some_and(is_digit) => Role::Heading,
        _ if key.strip_prefix("toc").is_some_and(is_digit) => Role::Contents,
        _ if key.strip_prefix("contents").is_some_and(is_digit) => Role::Contents,
        _ => return None,
    })
}

fn is_digit(rest: &str) -> bool {
    rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit())
}
