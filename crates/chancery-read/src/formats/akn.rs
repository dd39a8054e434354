//! Akoma Ntoso, as the organizations of the United Nations write it (AKN4UN) and as the standard lays it down.
//!
//! The text comes out in reading order, one line for each block. What an element says of its line is a mark, what it says
//! beside the text is a fact; both go by the body's vocabulary, which knows the names that a body's files use, and by the
//! elements of the standard. A key of the vocabulary is an element (`docNumber`), an element with the value of one of its
//! attributes (`docDate[adoptionDate]`), that value alone, and for a fact that stands in an attribute also the attribute
//! (`FRBRdate[adoption]@date`).

use std::collections::BTreeMap;

use chancery_model::{
    text::Span,
    vocabulary::{Field, Role, Vocabulary},
};

use super::{
    Extracted, Fact, Mark, PICTURE, Pictures, Source,
    xml::{self, Token, Tokens},
};
use crate::doubt;

/// The most facts that are kept of one file.
const MOST_FACTS: usize = 2_000;

/// The most attachments inside attachments that have levels of their own: annex, enclosure, appendix.
const DEEPEST_ANNEX: u8 = 3;

/// The source by which a file that Chancery wrote says who identified it.
const OWN: &str = "#office";

/// Attributes whose values say what an element is.
const QUALIFIERS: &[&str] = &["refersTo", "name", "class", "outcome", "dictionary", "type"];

/// Elements inside a line. All others begin a line of their own.
const INLINE: &[&str] = &[
    "a",
    "abbr",
    "affectedDocument",
    "alternativeReference",
    "argument",
    "b",
    "change",
    "concept",
    "date",
    "decoration",
    "def",
    "del",
    "docAuthority",
    "docCommittee",
    "docDate",
    "docIntroducer",
    "docJurisdiction",
    "docNumber",
    "docProponent",
    "docPurpose",
    "docStage",
    "docStatus",
    "docTitle",
    "docType",
    "docketNumber",
    "embeddedText",
    "entity",
    "event",
    "fillIn",
    "from",
    "i",
    "inline",
    "ins",
    "judge",
    "lawyer",
    "legislature",
    "location",
    "mmod",
    "mod",
    "mref",
    "neutralCitation",
    "noteRef",
    "object",
    "omissis",
    "opinion",
    "organization",
    "outcome",
    "party",
    "person",
    "placeholder",
    "process",
    "quantity",
    "quotedText",
    "ref",
    "relatedDocument",
    "remark",
    "rmod",
    "role",
    "rref",
    "session",
    "shortTitle",
    "signature",
    "span",
    "sub",
    "sup",
    "term",
];

/// Elements of the standard's hierarchy, by which the depth of a heading is counted.
const HIERARCHY: &[&str] = &[
    "part",
    "chapter",
    "title",
    "book",
    "tome",
    "section",
    "subpart",
    "subchapter",
    "subtitle",
    "subsection",
    "division",
    "subdivision",
    "article",
    "hcontainer",
];

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    xml::root(bytes).is_some_and(|(name, _)| name == "akomaNtoso")
}

/// Takes out the text.
pub fn extract(bytes: &[u8], vocabulary: &Vocabulary) -> Extracted {
    let (text, faults) = xml::decode(bytes);
    let mut reader = Reader {
        vocabulary,
        out: Extracted { format: "akn", ..Extracted::default() },
        open: Vec::new(),
        side: String::new(),
        note: None,
        notes: BTreeMap::new(),
        pending: Vec::new(),
        line_start: None,
        line_role: None,
        line_number: None,
        glued: false,
        soft: false,
        empty: 0,
        pictures: Pictures::default(),
        collected: 0,
        typed: false,
    };
    for (code, message) in faults {
        reader.out.doubts.push(doubt(code, message, Span::default(), None));
    }
    for token in Tokens::new(&text) {
        match token {
            Token::Open { name, attributes } => reader.opened(name, attributes),
            Token::Close => reader.closed(),
            Token::Text(text) => reader.text(&text),
            Token::Doubt(code, message) => {
                let at = reader.out.text.len();
                reader.out.doubts.push(doubt(code, message, Span::new(at, at), None));
            }
        }
    }
    reader.line_ends();
    let mut out = reader.out;
    reader.pictures.give(&mut out);
    // A doubt about the end of the file is one about its last letter.
    let end = out.text.len();
    for doubt in &mut out.doubts {
        doubt.span = Span::new(doubt.span.start.min(end), doubt.span.end.min(end));
    }
    if out.text.is_empty() && out.facts.is_empty() {
        out.doubts.push(doubt("NOTHING_READ", "no text was found in the file", Span::default(), None));
    }
    out
}

/// An open element.
struct Open {
    name: String,
    /// What it says of the lines that begin inside it.
    role: Option<(Role, u8)>,
    inline: bool,
    /// Facts that its text gives: field, source and where the text began.
    facts: Vec<(Field, String, usize)>,
    /// Whether it stands in the metadata, where no text is.
    meta: bool,
    /// Whether it belongs to an attachment, whose facts are not the document's.
    attached: bool,
    /// How deep in attachments it is.
    annex: u8,
    /// How deep in the hierarchy of sections.
    depth: u8,
    /// Whether nothing of it is shown.
    hidden: bool,
    /// Whether it stands in a row of a table, where paragraphs do not begin lines.
    row: bool,
    /// The mark of a footnote, or the name of one that stands apart.
    mark: Option<String>,
}

struct Reader<'v> {
    vocabulary: &'v Vocabulary,
    out: Extracted,
    open: Vec<Open>,
    /// Text inside the metadata, which is not shown.
    side: String,
    /// The footnote that is being read.
    note: Option<String>,
    /// Footnotes that stand apart, by their name.
    notes: BTreeMap<String, String>,
    /// Footnotes of the line, with their marks, to be written after it.
    pending: Vec<(String, String)>,
    line_start: Option<usize>,
    line_role: Option<(Role, u8)>,
    /// The number with which the line begins, where an element says so.
    line_number: Option<String>,
    /// Whether the next block goes on in the line, which so far holds its number only.
    glued: bool,
    /// Whether the next line follows without an empty one between.
    soft: bool,
    /// How many cells without words stand before the first word of a table's row.
    empty: usize,
    pictures: Pictures,
    /// How many parts of a collection were begun.
    collected: usize,
    /// Whether the document said what it is.
    typed: bool,
}

impl Reader<'_> {
    fn opened(&mut self, name: String, attributes: Vec<(String, String)>) {
        let of = |key: &str| attributes.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
        let around = self.open.last();
        let row = around.is_some_and(|open| open.row);
        let inside = matches!(name.as_str(), "authorialNote" | "br" | "eol" | "img");
        let inline = inside || INLINE.contains(&name.as_str());
        let mut meta = around.is_some_and(|open| open.meta) || name == "meta";
        let mut attached = around.is_some_and(|open| open.attached);
        let mut annex = around.map_or(0, |open| open.annex);
        let mut depth = around.map_or(0, |open| open.depth);
        match name.as_str() {
            "attachment" => {
                attached = true;
                annex = annex.saturating_add(1);
            }
            "components" => attached = true,
            // Of a publication's parts the first is the document itself.
            "component" => {
                self.collected += 1;
                attached |= self.collected > 1;
                annex = annex.saturating_add(u8::from(attached));
            }
            other if HIERARCHY.contains(&other) => depth = depth.saturating_add(1),
            _ => {}
        }
        let qualifiers: Vec<&str> = QUALIFIERS
            .iter()
            .filter_map(|key| of(key))
            .flat_map(|value| std::iter::once(value).chain(value.split_whitespace().filter(move |word| *word != value)))
            .map(|value| value.trim_start_matches('#'))
            .collect();
        if !meta && !inline && !row && self.note.is_none() && (!self.glued || name == "num") {
            self.line_ends();
        }
        let role = if meta { None } else { self.role(&name, &qualifiers, annex, depth) };
        let mut facts = Vec::new();
        if !attached {
            self.type_of(&name, of("name"), meta);
            for (field, key) in self.fields(&name, &qualifiers, &attributes) {
                match key.split_once('@') {
                    Some((_, attribute)) => self.attribute_fact(field, &key, of(attribute), of("value")),
                    None => facts.push((field, key, if meta { self.side.len() } else { self.place() })),
                }
            }
        }
        let mut mark = None;
        match name.as_str() {
            "identification" if of("source") == Some(OWN) => self.out.own = true,
            // Shown on no page: what was struck out, and notes that other places point to.
            "note" if meta => {
                mark = of("eId").or(of("id")).map(str::to_owned);
                self.note = Some(String::new());
                meta = true;
            }
            "authorialNote" if !meta && self.note.is_none() => {
                mark = Some(of("marker").unwrap_or("*").to_owned());
                self.note = Some(String::new());
            }
            "noteRef" if !meta => {
                let target = of("href").unwrap_or_default().trim_start_matches('#').to_owned();
                if let Some(text) = self.notes.remove(&target) {
                    let mark = of("marker").unwrap_or("*").to_owned();
                    self.raised(&mark);
                    self.pending.push((mark, text));
                }
            }
            "eol" | "br" if !meta => self.break_line(row),
            "img" if !meta => self.picture(of("alt"), of("src"), of("class"), role),
            _ => {}
        }
        let hidden = around_hidden(&self.open) || name == "del";
        if inline && !meta && self.line_start.is_none() && self.line_role.is_none() && self.note.is_none() {
            self.line_role = role;
        }
        if name == "tr" {
            self.empty = 0;
        }
        let row = row || name == "tr";
        self.open.push(Open { name, role, inline, facts, meta, attached, annex, depth, hidden, row, mark });
    }

    fn closed(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let around_row = self.open.last().is_some_and(|around| around.row);
        for (field, key, start) in open.facts {
            if open.meta {
                let value = squeezed(self.side.get(start..).unwrap_or_default());
                self.fact(field, &key, value, Span::default());
            } else {
                let text = self.out.text.get(start..).unwrap_or_default();
                let value = squeezed(text);
                let from = start + text.len() - text.trim_start().len();
                let span = Span::new(from, from + text.trim().len());
                self.fact(field, &key, value, span);
            }
        }
        match open.name.as_str() {
            "note" | "authorialNote" if open.mark.is_some() => {
                let text = squeezed(&self.note.take().unwrap_or_default());
                let mark = open.mark.unwrap_or_default();
                if open.meta {
                    self.notes.insert(mark, text);
                } else {
                    self.raised(&mark);
                    self.pending.push((mark, text));
                }
                return;
            }
            "note" if open.meta => self.note = None,
            "td" | "th" if around_row => {
                // A cell without words keeps its place, the first one too.
                match self.line_start {
                    Some(_) => {
                        let kept = self.out.text.trim_end_matches(' ').len();
                        self.out.text.truncate(kept);
                        self.out.text.push('\t');
                    }
                    None => self.empty = self.empty.saturating_add(1),
                }
                return;
            }
            _ => {}
        }
        if open.meta || open.inline {
            return;
        }
        if let Some(note) = &mut self.note {
            note.push(' ');
            return;
        }
        if open.name == "num" {
            self.glued = self.line_start.is_some();
            self.line_number = self.line_start.and_then(|start| self.out.text.get(start..)).map(squeezed);
            self.space();
            return;
        }
        if around_row {
            self.space();
            return;
        }
        if self.line_start.is_some() {
            self.line_ends_as(open.role);
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.last().is_none_or(|open| open.hidden) {
            return;
        }
        if let Some(note) = &mut self.note {
            note.push_str(text);
            return;
        }
        if self.open.last().is_some_and(|open| open.meta) {
            self.side.push_str(text);
            return;
        }
        for c in text.chars() {
            if is_space(c) {
                self.space();
                continue;
            }
            self.begin();
            self.out.text.push(c);
        }
    }

    /// Begins a line, if none is begun.
    fn begin(&mut self) {
        if self.line_start.is_none() {
            if !self.out.text.is_empty() {
                self.out.text.push_str(if self.soft { "\n" } else { "\n\n" });
            }
            self.line_start = Some(self.out.text.len());
            if self.open.iter().any(|open| open.row) {
                self.out.text.extend(std::iter::repeat_n('\t', self.empty));
            }
            self.empty = 0;
        }
        self.glued = false;
    }

    /// One space between words.
    fn space(&mut self) {
        if self.line_start.is_some() && !self.out.text.ends_with([' ', '\t', '\n']) {
            self.out.text.push(' ');
        }
    }

    fn trim(&mut self) {
        let start = self.line_start.unwrap_or(self.out.text.len());
        let kept = self.out.text[start..].trim_end_matches([' ', '\t']).len();
        self.out.text.truncate(start + kept);
    }

    /// Where the next letter of the text will stand, as far as it can be said.
    fn place(&self) -> usize {
        self.out.text.len()
    }

    fn line_ends(&mut self) {
        self.line_ends_as(None);
    }

    /// Ends the line, with what the element said of it that ends with it.
    fn line_ends_as(&mut self, own: Option<(Role, u8)>) {
        self.glued = false;
        let said = self.line_role.take();
        let number = self.line_number.take();
        let Some(start) = self.line_start else { return };
        self.trim();
        self.line_start = None;
        self.soft = false;
        if self.out.text.len() > start {
            let around = || self.open.iter().rev().find_map(|open| open.role);
            let (role, level) = said.or(own).or_else(around).unwrap_or((Role::Paragraph, 0));
            let span = Span::new(start, self.out.text.len());
            self.out.marks.push(Mark { span, role, level, number });
        }
        for (mark, text) in std::mem::take(&mut self.pending) {
            if text.is_empty() {
                continue;
            }
            self.out.text.push_str("\n\n");
            let start = self.out.text.len();
            self.out.text.push_str(&mark);
            self.out.text.push(' ');
            self.out.text.push_str(&text);
            let span = Span::new(start, self.out.text.len());
            self.out.marks.push(Mark { span, role: Role::Footnote, level: 0, number: Some(mark) });
        }
    }

    /// A line's end inside a block; in a table's row it is a space.
    fn break_line(&mut self, row: bool) {
        if row || self.note.is_some() {
            self.space();
            return;
        }
        // The line goes on in the inline element that says what it is; another one may say otherwise of the next.
        let role = self.open.iter().rev().take_while(|open| open.inline).find_map(|open| open.role);
        let notes = std::mem::take(&mut self.pending);
        if self.line_start.is_some() {
            self.line_ends();
            self.soft = true;
            self.line_role = role;
        }
        self.pending = notes;
    }

    /// The mark of a footnote as pages show it, which is not taken for a figure of the number before it.
    fn raised(&mut self, mark: &str) {
        if self.line_start.is_some() {
            self.out.text.push_str(&super::raised(mark));
        }
    }

    /// A picture in the text, by the words that stand for it; pictures of the page's frame are left out, and so are those
    /// without words whose file is not in this one.
    fn picture(&mut self, alt: Option<&str>, source: Option<&str>, class: Option<&str>, said: Option<(Role, u8)>) {
        let frame = self.open.iter().any(|open| open.name == "coverPage");
        let code = class.is_some_and(|class| class.to_lowercase().contains("code"));
        if frame || code || self.note.is_some() {
            return;
        }
        let source = source.map_or(Source::Elsewhere, Source::read);
        let words = squeezed(alt.unwrap_or_default());
        let words = match words.as_str() {
            "" if matches!(source, Source::Here(_)) => PICTURE,
            "" => return,
            words => words,
        };
        let alone = self.line_start.is_none();
        if alone && self.line_role.is_none() {
            self.line_role = said.filter(|(role, _)| *role == Role::FacsimilePage).or(Some((Role::Figure, 0)));
        } else {
            self.space();
        }
        self.begin();
        // A picture in the middle of a line has no place of its own.
        if let Some(start) = self.line_start.filter(|_| alone) {
            self.pictures.put(start, source);
        }
        self.out.text.push_str(words);
    }

    /// What an element says of its lines.
    fn role(&self, name: &str, qualifiers: &[&str], annex: u8, depth: u8) -> Option<(Role, u8)> {
        let roles = &self.vocabulary.akn_roles;
        let with = qualifiers.iter().find_map(|q| Some((*roles.get(&format!("{name}[{q}]"))?, *q)));
        let alone = || qualifiers.iter().find_map(|q| Some((*roles.get(*q)?, *q)));
        let said = with.or_else(alone).or_else(|| Some((*roles.get(name)?, "")));
        let parent = self.open.last().map_or("", |open| open.name.as_str());
        let own = || match name {
            "heading" | "subheading" if matches!(parent, "attachment" | "component") && annex > 0 => {
                Some(if name == "heading" { Role::AnnexHeading } else { Role::AnnexTitle })
            }
            "heading" | "subheading" | "crossHeading" => Some(Role::Heading),
            "point" | "item" | "li" | "indent" => Some(Role::ListItem),
            "tr" => Some(Role::TableRow),
            "toc" => Some(Role::Contents),
            "coverPage" => Some(Role::Masthead),
            "header" => Some(Role::RunningHead),
            "footer" => Some(Role::RunningFoot),
            "mainBody" | "preamble" | "conclusions" | "paragraph" => Some(Role::Paragraph),
            "preface" => Some(Role::Masthead),
            _ => None,
        };
        let (role, word) = said.or_else(|| own().map(|role| (role, "")))?;
        let level = match role {
            // A style's name says the depth with its first figure.
            Role::Heading => {
                let figure = word.chars().find_map(|c| c.to_digit(10)).and_then(|digit| u8::try_from(digit).ok());
                figure.unwrap_or(depth).clamp(1, 9)
            }
            Role::ListItem => {
                let lists = self.open.iter().filter(|open| open.role.is_some_and(|(role, _)| role == Role::ListItem));
                u8::try_from(lists.count() + 1).unwrap_or(u8::MAX)
            }
            Role::AnnexHeading | Role::AnnexTitle => annex.clamp(1, DEEPEST_ANNEX),
            _ => 0,
        };
        Some((role, level))
    }

    /// Which facts an element gives, with the key that says so.
    fn fields(&self, name: &str, qualifiers: &[&str], attributes: &[(String, String)]) -> Vec<(Field, String)> {
        let known = &self.vocabulary.akn_fields;
        let mut found = Vec::new();
        let keys = qualifiers.iter().map(|q| format!("{name}[{q}]")).chain(std::iter::once(name.to_owned()));
        let ends = std::iter::once(String::new()).chain(attributes.iter().map(|(key, _)| format!("@{key}")));
        let keys: Vec<String> = keys.collect();
        for end in ends {
            // The narrowest key says it.
            let said = keys.iter().map(|key| format!("{key}{end}")).find_map(|key| Some((*known.get(&key)?, key)));
            found.extend(said);
        }
        found
    }

    fn attribute_fact(&mut self, field: Field, key: &str, value: Option<&str>, code: Option<&str>) {
        let value = squeezed(value.unwrap_or_default());
        // A number in brackets is the catalogue's own, of a heading in its index, and no item of an agenda.
        let index = code.is_some_and(|code| code.starts_with('['));
        let field = match field {
            Field::AgendaItem if index => return,
            Field::AgendaTitle if index => Field::Subject,
            field => field,
        };
        self.fact(field, key, value, Span::default());
    }

    fn fact(&mut self, field: Field, key: &str, value: String, span: Span) {
        let source = format!("akn:{key}");
        let known = |fact: &Fact| fact.field == field && fact.value == value && fact.source == source;
        if !value.is_empty() && self.out.facts.len() < MOST_FACTS && !self.out.facts.iter().rev().take(200).any(known) {
            self.out.facts.push(Fact { field, value, source, span });
        }
    }

    /// The document's element says by its name what type of document it is.
    fn type_of(&mut self, element: &str, name: Option<&str>, meta: bool) {
        if self.typed || meta || self.open.is_empty() || matches!(element, "documentCollection" | "component") {
            return;
        }
        let collected = self.open.iter().all(|open| {
            matches!(open.name.as_str(), "akomaNtoso" | "documentCollection" | "collectionBody" | "component")
        });
        if !collected || element == "collectionBody" {
            return;
        }
        self.typed = true;
        let said = name.filter(|name| self.vocabulary.akn_types.contains_key(*name));
        if let Some(value) = said.or(name).or(Some(element)) {
            self.fact(Field::DocumentType, &format!("{element}@name"), value.to_owned(), Span::default());
        }
    }
}

fn around_hidden(open: &[Open]) -> bool {
    open.last().is_some_and(|open| open.hidden)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\0')
}

/// A text with single spaces; a space that does not break stays.
fn squeezed(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::body;

    fn read(text: &str) -> Extracted {
        static BODY: std::sync::LazyLock<chancery_model::Body> = std::sync::LazyLock::new(body);
        extract(text.as_bytes(), &BODY.vocabulary)
    }

    fn roles(out: &Extracted) -> Vec<(&str, Role, u8)> {
        out.marks.iter().map(|mark| (mark.span.of(&out.text), mark.role, mark.level)).collect()
    }

    const LETTER: &str = r##"<?xml version="1.0"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><doc name="officialLetter">
<meta><identification><FRBRWork><FRBRalias value="C-2026-3" name="symbol"/></FRBRWork>
<FRBRExpression><FRBRdate date="2026-03-18" name="publication"/><FRBRlanguage language="eng"/></FRBRExpression></identification>
<presentation><docketNumber>26-00041 (E)</docketNumber></presentation>
<notes><note eId="n1"><p>The Halm is the longer arm.</p></note></notes></meta>
<coverPage><p><docNumber refersTo="#symbol">AS/7/12</docNumber></p>
<p><docStatus refersTo="#generalDistribution">Distr.: General</docStatus><eol/><docDate refersTo="#dateOfIssuance" date="2026-03-16">16 March 2026</docDate></p></coverPage>
<preface><p><docTitle>Letter dated 12 March 2026
    from the Permanent Representative of Merovia</docTitle></p></preface>
<mainBody>
<section><num>I.</num><heading>Background</heading>
<paragraph><num>1.</num><content><p>	The ferries<authorialNote marker="1"><p>See <a href="x">AS/6/3</a>.</p></authorialNote> of the <i>Halm</i><noteRef href="#n1" marker="2"/> run <del>daily</del>again.</p></content></paragraph>
<blockList><listIntroduction>They carry:</listIntroduction><item><num>(a)</num><p>Cattle;</p></item><item><num>(b)</num><p>Post.</p></item></blockList>
</section>
<table><tr><th><p>Year</p></th><th><p>Ferries</p></th></tr><tr><td><p>2025</p></td><td><p>4</p><p>and more</p></td></tr></table>
<p><img alt="Map of the crossings" src="map.png"/></p>
</mainBody>
<conclusions><p><signature>(Signed) Ada Fenn</signature></p></conclusions>
<attachments><attachment><heading>Annex</heading><subheading>Timetable</subheading><doc name="annex"><meta><FRBRlanguage language="fra"/></meta>
<mainBody><p>The crossing takes an hour.</p></mainBody>
<attachments><attachment><heading>Enclosure</heading><doc name="enclosure"><mainBody><p>Fares.</p></mainBody></doc></attachment></attachments></doc></attachment></attachments>
</doc></akomaNtoso>"##;

    #[test]
    fn the_text_comes_in_reading_order() {
        let out = read(LETTER);
        let expected = "AS/7/12\n\nDistr.: General\n16 March 2026\n\nLetter dated 12 March 2026 from the Permanent Representative of Merovia\n\nI. Background\n\n1. The ferries¹ of the Halm² run again.\n\n1 See AS/6/3.\n\n2 The Halm is the longer arm.\n\nThey carry:\n\n(a) Cattle;\n\n(b) Post.\n\nYear\tFerries\n\n2025\t4 and more\n\nMap of the crossings\n\n(Signed) Ada Fenn\n\nAnnex\n\nTimetable\n\nThe crossing takes an hour.\n\nEnclosure\n\nFares.";
        assert_eq!(out.text, expected);
        // The picture's file did not come with this one.
        let doubts: Vec<&str> = out.doubts.iter().map(|doubt| doubt.code.as_str()).collect();
        assert_eq!(doubts, ["PICTURE_ELSEWHERE"]);
        let roles = roles(&out);
        assert_eq!(roles[0], ("AS/7/12", Role::Symbol, 0));
        assert_eq!(roles[1], ("Distr.: General", Role::Distribution, 0));
        assert_eq!(roles[2].1, Role::MastheadDate);
        assert_eq!(roles[3].1, Role::Title);
        assert_eq!(roles[4], ("I. Background", Role::Heading, 1));
        assert_eq!(roles[5].1, Role::Paragraph);
        assert_eq!(roles[6].1, Role::Footnote);
        assert_eq!(roles[9], ("(a) Cattle;", Role::ListItem, 1));
        assert_eq!(roles[11], ("Year\tFerries", Role::TableRow, 0));
        assert_eq!(roles[13].1, Role::Figure);
        assert_eq!(roles[14].1, Role::Signature);
        assert_eq!(roles[15], ("Annex", Role::AnnexHeading, 1));
        assert_eq!(roles[16], ("Timetable", Role::AnnexTitle, 1));
        assert_eq!(roles[18], ("Enclosure", Role::AnnexHeading, 2));
    }

    #[test]
    fn a_cell_without_words_keeps_its_place() {
        let row = |cells: &[&str]| {
            let cells: String = cells.iter().map(|cell| format!("<td><p>{cell}</p></td>")).collect();
            format!("<tr>{cells}</tr>")
        };
        let rows = [
            row(&["", "2024", "2025"]),
            row(&["Halm", "", "4"]),
            row(&["", "", "5"]),
            row(&["", "", ""]),
            row(&["Ferries", "", ""]),
        ];
        let out = read(&format!(
            "<akomaNtoso><doc><mainBody><table>{}</table><p>Text.</p></mainBody></doc></akomaNtoso>",
            rows.concat()
        ));
        assert_eq!(out.text, "\t2024\t2025\n\nHalm\t\t4\n\n\t\t5\n\nFerries\n\nText.");
        assert_eq!(out.marks[2].span.of(&out.text), "\t\t5");
    }

    #[test]
    fn pictures_in_the_file_come_with_their_bytes() {
        let out = read(
            "<akomaNtoso><doc><mainBody><p><img alt='The lock' src='data:image/png;base64,iVBORw0KGgoA'/></p>\
             <p>Beside <img alt='a sign' src='data:image/png;base64,iVBORw0KGgoA'/> it.</p>\
             <p><img src='data:image/gif;base64,R0lGODlh'/></p><p><img alt='Drawn' src='data:image/svg+xml,x'/></p>\
             <p><img src='nowhere.png'/></p></mainBody></doc></akomaNtoso>",
        );
        assert_eq!(out.text, "The lock\n\nBeside a sign it.\n\n\u{fffc}\n\nDrawn");
        let pictures: Vec<_> = out.pictures.iter().map(|(at, one)| (*at, one.media_type, one.bytes.len())).collect();
        let sign = out.text.find('\u{fffc}').unwrap();
        assert_eq!(pictures, [(0, "image/png", 9), (sign, "image/gif", 6)]);
        let doubts: Vec<&str> = out.doubts.iter().map(|doubt| doubt.code.as_str()).collect();
        assert_eq!(doubts, ["PICTURE_FORMAT"]);
    }

    #[test]
    fn facts_are_the_documents_own() {
        let out = read(LETTER);
        let of =
            |field: Field| out.facts.iter().filter(|f| f.field == field).map(|f| f.value.as_str()).collect::<Vec<_>>();
        assert_eq!(of(Field::Symbol), ["C-2026-3", "AS/7/12"]);
        assert_eq!(of(Field::Language), ["eng"]);
        assert_eq!(of(Field::JobNumber), ["26-00041 (E)"]);
        assert_eq!(of(Field::DocumentType), ["officialLetter"]);
        assert_eq!(of(Field::ReleaseDate), ["2026-03-18"]);
        let symbol = out.facts.iter().find(|fact| fact.value == "AS/7/12").unwrap();
        assert_eq!(symbol.span.of(&out.text), "AS/7/12");
    }

    #[test]
    fn of_a_publication_the_first_part_is_the_document() {
        let out = read(
            "<akomaNtoso><documentCollection name='publication'><meta/><collectionBody>\
             <component><doc name='officialLetter'><meta><FRBRlanguage language='eng'/></meta><mainBody><p>One.</p></mainBody></doc></component>\
             <component><doc name='note'><meta><FRBRlanguage language='fra'/></meta><mainBody><p>Deux.</p></mainBody></doc></component>\
             </collectionBody></documentCollection></akomaNtoso>",
        );
        assert_eq!(out.text, "One.\n\nDeux.");
        let values: Vec<&str> = out.facts.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(values, ["officialLetter", "eng"]);
    }

    #[test]
    fn damaged_files_keep_what_was_read() {
        let whole = LETTER.len();
        for end in (0..whole).step_by(7).chain(whole - 60..whole) {
            let Some(cut) = LETTER.get(..end) else { continue };
            let out = read(cut);
            for mark in &out.marks {
                assert!(out.text.get(mark.span.start..mark.span.end).is_some());
            }
            for doubt in &out.doubts {
                assert!(out.text.get(doubt.span.start..doubt.span.end).is_some());
            }
        }
        let cut = read(&LETTER[..LETTER.find("of the <i>").unwrap()]);
        assert!(
            cut.text.ends_with("1. The ferries¹\n\n1 See AS/6/3.")
                && cut.doubts.iter().any(|d| d.code == "XML_CUT_OFF")
        );
        let crossed = read(
            "<akomaNtoso><doc name='letter'><mainBody><p>One <b>two</p><p>Three</b></p></mainBody></doc></akomaNtoso>",
        );
        assert_eq!(crossed.text, "One two\n\nThree");
        assert!(crossed.doubts.iter().any(|doubt| doubt.code == "MALFORMED_XML"));
    }

    #[test]
    fn hostile_files_are_bounded() {
        let deep = format!("<akomaNtoso>{}fish{}</akomaNtoso>", "<p>".repeat(1000), "</p>".repeat(1000));
        let out = read(&deep);
        assert_eq!(out.text, "fish");
        assert!(out.doubts.iter().any(|doubt| doubt.code == "XML_TOO_DEEP"));
        let bomb = "<!DOCTYPE a [<!ENTITY a 'fish'><!ENTITY b '&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>\
                    <akomaNtoso><p>&b;&c;</p></akomaNtoso>";
        let out = read(bomb);
        assert_eq!(out.text, "&b;&c;");
        assert!(out.doubts.iter().any(|doubt| doubt.code == "XML_ENTITY"));
        // A note that is pointed to again and again is written once.
        let notes = format!(
            "<akomaNtoso><doc><meta><notes><note eId='n'><p>{}</p></note></notes></meta><mainBody><p>a{}</p></mainBody></doc></akomaNtoso>",
            "x".repeat(10_000),
            "<noteRef href='#n' marker='1'/>".repeat(1_000)
        );
        assert!(read(&notes).text.len() < 20_000);
    }

    #[test]
    fn it_is_known_by_its_root() {
        assert!(looks_like(b"<?xml version='1.0'?><an:akomaNtoso xmlns:an='x'>"));
        assert!(!looks_like(b"<html>akomaNtoso</html>"));
        assert!(!looks_like(b"akomaNtoso"));
    }
}
