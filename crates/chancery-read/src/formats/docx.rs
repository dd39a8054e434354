//! DOCX: the word processor's zipped XML.
//!
//! What the format says beyond words is kept: the meaning of a style's name (from the body's vocabulary), numbers that the
//! word processor counts, notes, tables, what stands at the head and foot of pages, the file's own properties. What it
//! holds but no page shows (hidden text, what tracked changes took out, comments) is left out, and told.

mod lay;
mod marks;
mod numbering;
mod package;
mod signs;
mod story;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

use std::collections::{HashMap, HashSet};

use chancery_model::{text::Span, vocabulary::Vocabulary};
use quick_xml::{Reader, events::Event};

pub use self::numbering::in_format;
use self::{
    lay::{Layout, Notes, Where},
    numbering::Numbering,
    package::{Package, beside},
    story::Story,
    styles::Styles,
};
use super::{Extracted, Fact, MOST_PICTURES, Pictured};
use crate::doubt;

/// The most heads and feet that are read: each section may have six of its own.
const MOST_HEADS: usize = 60;

/// The most properties that are kept.
const MOST_FACTS: usize = 200;

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Takes out the text.
pub fn extract(bytes: &[u8], vocabulary: &Vocabulary) -> Extracted {
    let mut package = Package::open(bytes);
    let roots = relations(package.part("_rels/.rels").as_deref(), "");
    let main = roots.iter().find(|root| root.is("officeDocument")).map(|root| root.target.clone());
    let main = main.filter(|main| package.has(main)).unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(document) = package.part(&main) else {
        let message = "the file is a zip archive without a word processor's text; take out what it holds first";
        let mut nothing = Extracted::nothing("unknown", "UNREAD_FORMAT", message);
        nothing.doubts.extend(package.doubts);
        return nothing;
    };
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", main.as_str()));
    let beside_main = format!("{folder}/_rels/{name}.rels");
    let related = relations(package.part(&beside_main).as_deref(), &main);
    let mut part = |kind: &str| {
        let known = related.iter().find(|relation| relation.is(kind)).map(|relation| relation.target.clone());
        let name = known.unwrap_or_else(|| format!("{folder}/{kind}.xml"));
        package.part(&name)
    };
    let styles = part("styles").map(|xml| Styles::read(&xml, vocabulary)).unwrap_or_default();
    let numbering = part("numbering").map(|xml| Numbering::read(&xml)).unwrap_or_default();
    let mut footnotes = part("footnotes").map(|xml| story::read(&xml, &styles)).unwrap_or_default();
    let endnotes = part("endnotes").map(|xml| story::read(&xml, &styles)).unwrap_or_default();
    let settings = part("settings").map(|xml| story::read(&xml, &styles)).unwrap_or_default();
    let mut body = story::read(&document, &styles);
    drop(document);
    let named = |kind: &str, usual: &str| {
        roots.iter().find(|root| root.is(kind)).map_or_else(|| usual.to_owned(), |root| root.target.clone())
    };
    let told = package.part(&named("extended-properties", "docProps/app.xml"));
    let own = told.as_deref().and_then(|xml| element(xml, "Application")).as_deref() == Some(marks::WRITER);
    let known = [&footnotes, &endnotes].map(|story| story.notes.iter().map(|(id, _)| id.clone()).collect());
    marks::place(&mut body, &settings.note_formats, &known, own);
    marks::bare(&mut footnotes.notes);

    let mut extracted = Extracted { format: "docx", own, ..Extracted::default() };
    for (name, story) in [(main.as_str(), &body), ("footnotes", &footnotes), ("endnotes", &endnotes)] {
        faults(name, story, &mut extracted);
    }
    let notes =
        Notes { footnotes: footnotes.notes.into_iter().collect(), endnotes: endnotes.notes.into_iter().collect() };
    let mut heads = Heads { package: &mut package, related: &related, styles: &styles, read: HashMap::new() };
    let mut layout = Layout::new(&styles, &numbering, &notes, &body.sections);
    let mut placed: HashSet<String> = HashSet::new();
    if let Some(first) = body.sections.first() {
        // The first page's own head is the masthead; without one, the head of all pages stands on the first as well.
        let kind = if first.own_first { "first" } else { "default" };
        if let Some((_, id)) = first.headers.iter().find(|(at, _)| at == kind)
            && let Some(story) = heads.get(id)
        {
            layout.story(&story.pieces, Where::Masthead);
            placed.insert(id.clone());
        }
    }
    layout.story(&body.pieces, Where::Body);
    for (list, place) in [(true, Where::Head), (false, Where::Foot)] {
        for section in &body.sections {
            let references = if list { &section.headers } else { &section.footers };
            for (kind, id) in references {
                let shown = (kind != "first" || section.own_first) && placed.len() <= MOST_HEADS;
                if shown
                    && placed.insert(id.clone())
                    && let Some(story) = heads.get(id)
                {
                    layout.story(&story.pieces, place);
                }
            }
        }
    }
    let pictured = std::mem::take(&mut layout.pictures);
    let (text, marks, doubts) = layout.doubts();
    extracted.text = text;
    extracted.marks = marks;
    extracted.doubts.extend(doubts);
    for (at, id) in pictured.into_iter().take(MOST_PICTURES) {
        let Some(relation) = related.iter().find(|relation| relation.id == id) else { continue };
        // A picture that is shown twice is one file; reading it again would only spend what may be unpacked.
        let known = extracted.pictures.values().find(|picture| picture.source == relation.target).cloned();
        let picture =
            known.or_else(|| package.file(&relation.target).map(|bytes| Pictured::new(&relation.target, bytes)));
        let Some(picture) = picture else { continue };
        if picture.media_type.is_empty() {
            let message = format!("the picture {} is in a format that cannot be shown again", relation.target);
            extracted.doubts.push(doubt("PICTURE_FORMAT", message, Span::new(at, at), None));
            continue;
        }
        extracted.pictures.insert(at, picture);
    }

    if let Some(xml) = package.part(&named("custom-properties", "docProps/custom.xml")) {
        extracted.facts = facts(&xml, vocabulary);
    }
    // One page is what a writer puts down before it has counted.
    let pages = told.as_deref().and_then(|xml| element(xml, "Pages")?.parse().ok());
    extracted.pages = pages.filter(|pages: &u32| *pages > 1);
    extracted.doubts.append(&mut package.doubts);
    extracted
}

/// What was wrong with a part.
fn faults(name: &str, story: &Story, extracted: &mut Extracted) {
    if let Some(fault) = &story.fault {
        let message = format!("{name} is damaged ({fault}); what stands before the damage was read");
        extracted.doubts.push(doubt("DAMAGED_FILE", message, Span::default(), None));
    }
    if story.too_long {
        let message = format!("{name} holds more than is read; only its beginning was read");
        extracted.doubts.push(doubt("TOO_LONG", message, Span::default(), None));
    }
}

/// Heads and feet of pages, each read once.
struct Heads<'h, 'b> {
    package: &'h mut Package<'b>,
    related: &'h [Relation],
    styles: &'h Styles,
    read: HashMap<String, Story>,
}

impl Heads<'_, '_> {
    fn get(&mut self, id: &str) -> Option<&Story> {
        let target = &self.related.iter().find(|relation| relation.id == id)?.target;
        if !self.read.contains_key(target) {
            if self.read.len() >= MOST_HEADS {
                return None;
            }
            let story = self.package.part(target).map(|xml| story::read(&xml, self.styles)).unwrap_or_default();
            self.read.insert(target.clone(), story);
        }
        self.read.get(target)
    }
}

/// One relation of a part to another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl Relation {
    fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// The relations of a part; those to places outside the file are left.
fn relations(xml: Option<&str>, part: &str) -> Vec<Relation> {
    const MOST: usize = 20_000;
    let mut relations = Vec::new();
    let Some(xml) = xml else { return relations };
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        let (Event::Start(start) | Event::Empty(start)) = &event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        let value = |name: &str| xml::attribute(start, name).map(|value| value.into_owned());
        if value("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external")) || relations.len() >= MOST {
            continue;
        }
        if let (Some(id), Some(kind), Some(target)) = (value("Id"), value("Type"), value("Target")) {
            relations.push(Relation { id, kind, target: beside(part, &target) });
        }
    }
    relations
}

/// The file's own properties that the body's vocabulary knows.
fn facts(xml: &str, vocabulary: &Vocabulary) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut reader = Reader::from_str(xml);
    let mut name = None;
    let mut value = String::new();
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Start(start) if xml::local(start.name().as_ref()) == "property" => {
                name = xml::attribute(start, "name").map(|name| name.into_owned());
                value.clear();
            }
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(found) => value.extend(xml::reference(found)),
            Event::End(end) if xml::local(end.name().as_ref()) == "property" => {
                let Some(name) = name.take() else { continue };
                let key = name.to_lowercase();
                let table = &vocabulary.docx_properties;
                let field = table.get(&key).or_else(|| table.get(&Vocabulary::key(&name)));
                let value = unescaped(&value);
                if let Some(field) = field.filter(|_| !value.is_empty() && facts.len() < MOST_FACTS) {
                    facts.push(Fact { field: *field, value, source: format!("docx:{key}"), span: Span::default() });
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    facts
}

/// A property's value in one line: control characters stand in it as `_x000d_`.
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).and_then(|code| u32::from_str_radix(code, 16).ok());
        let code = code.filter(|_| rest.get(at + 6..at + 7) == Some("_")).and_then(char::from_u32);
        out.push_str(&rest[..at]);
        match code {
            Some(c) => {
                out.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of the first element of a name.
fn element(xml: &str, name: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) if xml::local(start.name().as_ref()) == name => {
                return match reader.read_event() {
                    Ok(Event::Text(text)) => Some(text.xml10_content().trim().to_owned()),
                    _ => None,
                };
            }
            Event::Eof => break,
            _ => {}
        }
    }
    None
}
