//! Styles, and how words are put into runs.

use std::collections::BTreeSet;

use chancery_model::{Body, Language, vocabulary::Role};

use super::SPACES;
use crate::{glyphs, xml::Xml};

/// How far running text stands in from both sides, in twentieths of a point.
pub const INDENT: usize = 1_267;

/// How one document is written: in which styles and languages, and from which side.
pub struct Paper<'b> {
    body: &'b Body,
    /// The language of the text.
    pub language: Language,
    /// Whether it runs from right to left.
    pub rtl: bool,
}

/// A style: its role's look.
struct Look {
    role: Role,
    /// Size in half points.
    size: u16,
    bold: bool,
    italic: bool,
    /// Space above and below.
    space: (u16, u16),
    indent: bool,
    align: &'static str,
    next: bool,
}

const LOOKS: &[Look] = &[
    look(Role::Masthead, 20, true, false, (0, 40), false, "start"),
    look(Role::Symbol, 28, false, false, (0, 40), false, "end"),
    look(Role::Organ, 28, true, false, (60, 40), false, "start"),
    look(Role::Distribution, 20, false, false, (60, 0), false, "start"),
    look(Role::MastheadDate, 20, false, false, (0, 0), false, "start"),
    look(Role::Original, 20, false, false, (0, 120), false, "start"),
    look(Role::Session, 20, true, false, (0, 0), false, "start"),
    look(Role::AgendaItem, 20, false, false, (0, 0), false, "start"),
    look(Role::AgendaTitle, 20, true, false, (0, 60), false, "start"),
    Look { next: true, ..look(Role::Title, 28, true, false, (360, 240), true, "start") },
    Look { next: true, ..look(Role::Subtitle, 24, true, false, (0, 240), true, "start") },
    look(Role::Paragraph, 20, false, false, (0, 120), true, "both"),
    look(Role::ListItem, 20, false, false, (0, 120), true, "both"),
    look(Role::TableRow, 17, false, false, (40, 40), false, "start"),
    look(Role::Figure, 20, false, true, (120, 120), true, "center"),
    look(Role::FacsimilePage, 20, false, true, (0, 0), false, "center"),
    look(Role::Signature, 20, false, false, (0, 0), true, "end"),
    Look { next: true, ..look(Role::AnnexHeading, 28, true, false, (0, 240), true, "start") },
    Look { next: true, ..look(Role::AnnexTitle, 24, true, false, (0, 240), true, "start") },
    look(Role::Footnote, 17, false, false, (0, 40), true, "start"),
];

const fn look(
    role: Role,
    size: u16,
    bold: bool,
    italic: bool,
    space: (u16, u16),
    indent: bool,
    align: &'static str,
) -> Look {
    Look { role, size, bold, italic, space, indent, align, next: false }
}

/// The identity of a style of a name: its letters and figures.
pub fn identity(name: &str) -> String {
    let own: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    if own.is_empty() { "Own".to_owned() } else { own }
}

impl<'b> Paper<'b> {
    /// The paper of a body in a language.
    pub fn new(body: &'b Body, language: Language) -> Paper<'b> {
        Paper { body, language, rtl: language.is_right_to_left() }
    }

    /// A language as word processors name it: the body's own variant, or its code.
    fn tag(&self, language: Language) -> String {
        let own = self.body.words(language).map(|words| words.tag.clone()).filter(|tag| !tag.is_empty());
        own.unwrap_or_else(|| language.code().to_owned())
    }

    /// The language of what stands from right to left inside a text from left to right.
    fn turned(&self) -> String {
        let mut written = self.body.wording.keys().filter(|language| language.is_right_to_left());
        written.next().map_or_else(String::new, |language| self.tag(*language))
    }

    /// The identity of a role's style.
    pub fn style(&self, role: Role) -> String {
        identity(&self.body.vocabulary.docx_style(role))
    }

    fn heading_name(&self, form: u8) -> String {
        let own = &self.body.vocabulary.writing.docx_headings;
        let at = usize::from(form.max(1)) - 1;
        own.get(at).or(own.last()).cloned().unwrap_or_else(|| self.body.vocabulary.docx_style(Role::Heading))
    }

    /// The identity of the style of headings of a form.
    pub fn heading(&self, form: u8) -> String {
        identity(&self.heading_name(form))
    }

    /// A paragraph's format: its style, and what else is on.
    pub fn format(&self, xml: &mut Xml, style: &str, on: &[&str]) {
        self.format_with(xml, style, on, None, None);
    }

    /// A line of the masthead's kind under the heading of an attachment, as far in as the text.
    pub fn format_inside(&self, xml: &mut Xml, role: Role) {
        xml.open("w:pPr", &[]);
        xml.empty("w:pStyle", &[("w:val", &self.style(role))]);
        if self.rtl {
            xml.empty("w:bidi", &[]);
        }
        let indent = INDENT.to_string();
        xml.empty("w:spacing", &[("w:before", "0"), ("w:after", "120")]);
        xml.empty("w:ind", &[("w:start", &indent), ("w:end", &indent)]);
        xml.close();
    }

    /// The first line of a signature, set off from what stands above.
    pub fn format_signed(&self, xml: &mut Xml) {
        xml.open("w:pPr", &[]);
        xml.empty("w:pStyle", &[("w:val", &self.style(Role::Signature))]);
        xml.empty("w:keepNext", &[]);
        if self.rtl {
            xml.empty("w:bidi", &[]);
        }
        xml.empty("w:spacing", &[("w:before", "240"), ("w:after", "0")]);
        xml.close();
    }

    /// The heading of an attachment: a page of its own, and its depth in the outline.
    pub fn format_annex(&self, xml: &mut Xml, depth: u8) {
        self.format_with(xml, &self.style(Role::AnnexHeading), &["w:pageBreakBefore"], None, Some(depth.clamp(1, 9)));
    }

    /// A paragraph at one side of the page.
    pub fn format_at(&self, xml: &mut Xml, style: &str, right: bool) {
        self.format_with(xml, style, &[], right.then_some("end"), None);
    }

    /// A paragraph of a list whose items have no numbers.
    pub fn format_item(&self, xml: &mut Xml) {
        self.format_with(xml, &self.style(Role::ListItem), &[], None, Some(0));
    }

    /// A depth of 0 is that of an item with a bullet, any other that of a heading in the outline.
    fn format_with(&self, xml: &mut Xml, style: &str, on: &[&str], align: Option<&str>, depth: Option<u8>) {
        xml.open("w:pPr", &[]);
        xml.empty("w:pStyle", &[("w:val", style)]);
        for name in on {
            xml.empty(name, &[]);
        }
        if depth == Some(0) {
            xml.open("w:numPr", &[]);
            xml.empty("w:ilvl", &[("w:val", "0")]);
            xml.empty("w:numId", &[("w:val", "1")]);
            xml.close();
        }
        if self.rtl {
            xml.empty("w:bidi", &[]);
        }
        if let Some(align) = align {
            xml.empty("w:jc", &[("w:val", align)]);
        }
        if let Some(depth) = depth.filter(|depth| *depth > 0) {
            xml.empty("w:outlineLvl", &[("w:val", &(depth - 1).to_string())]);
        }
        xml.close();
    }

    /// Words, each stretch in a run that knows its direction and language.
    pub fn words(&self, xml: &mut Xml, text: &str) {
        self.words_as(xml, text, &[]);
    }

    /// Words with these signs on.
    pub fn words_as(&self, xml: &mut Xml, text: &str, on: &[&str]) {
        let text = glyphs::one_line(text);
        for (rtl, piece) in directed(&text, self.rtl) {
            xml.open("w:r", &[]);
            if !on.is_empty() || rtl {
                xml.open("w:rPr", &[]);
                for name in on {
                    xml.empty(name, &[]);
                }
                if rtl {
                    xml.empty("w:rtl", &[]);
                    let turned = self.turned();
                    if !self.rtl && !turned.is_empty() {
                        xml.empty("w:lang", &[("w:bidi", &turned)]);
                    }
                }
                xml.close();
            }
            xml.leaf("w:t", &[("xml:space", "preserve")], piece);
            xml.close();
        }
    }
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

/// Cuts a text where its direction changes. In a text from right to left a word of Latin letters (a symbol above all) is a
/// run of its own from left to right, since the word processor would else turn its parts about.
fn directed(text: &str, base: bool) -> Vec<(bool, &str)> {
    // A line without a letter of that kind, such as a job number with its language, is turned nowhere.
    if !text.is_empty() && !text.chars().any(is_right_to_left) && (!base || text.chars().any(char::is_alphabetic)) {
        return vec![(false, text)];
    }
    let mut pieces: Vec<(bool, usize)> = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        let own = if bare.chars().any(is_right_to_left) {
            true
        } else if bare.chars().any(char::is_alphabetic) {
            false
        } else {
            // Figures and points alone go with the text around.
            base
        };
        match pieces.last_mut() {
            Some((direction, end)) if *direction == own => *end = at + word.len(),
            _ => pieces.push((own, at + word.len())),
        }
        at += word.len();
    }
    let mut from = 0;
    let mut out = Vec::new();
    for (direction, end) in pieces {
        out.push((direction, text.get(from..end).unwrap_or_default()));
        from = end;
    }
    out
}

/// The styles' part.
pub fn styles(paper: &Paper<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open_line("w:styles", SPACES);
    xml.open_line("w:docDefaults", &[]);
    xml.open_line("w:rPrDefault", &[]);
    xml.open_line("w:rPr", &[]);
    let fonts = [
        ("w:ascii", "Times New Roman"),
        ("w:hAnsi", "Times New Roman"),
        ("w:eastAsia", "SimSun"),
        ("w:cs", "Times New Roman"),
    ];
    xml.empty_line("w:rFonts", &fonts);
    xml.empty_line("w:sz", &[("w:val", "20")]);
    xml.empty_line("w:szCs", &[("w:val", if paper.rtl { "26" } else { "20" })]);
    let tag = paper.tag(paper.language);
    // Each language is told for the scripts that it is written in; Latin letters in the others are taken for English.
    let (wide, latin) = (paper.language.is_without_spaces(), paper.tag(Language::EN));
    let mut languages = vec![("w:val", if paper.rtl || wide { &latin } else { &tag })];
    if wide {
        languages.push(("w:eastAsia", &tag));
    }
    let turned = paper.turned();
    if !turned.is_empty() {
        languages.push(("w:bidi", if paper.rtl { &tag } else { &turned }));
    }
    let languages: Vec<(&str, &str)> = languages.into_iter().map(|(name, tag)| (name, tag.as_str())).collect();
    xml.empty_line("w:lang", &languages);
    xml.close_line();
    xml.close_line();
    xml.open_line("w:pPrDefault", &[]);
    xml.close_line();
    xml.close_line();
    let mut known: BTreeSet<String> = BTreeSet::new();
    plain(&mut xml, "paragraph", "Normal", "Normal", true);
    xml.close_line();
    plain(&mut xml, "character", "FootnoteReference", "footnote reference", false);
    xml.open("w:rPr", &[]);
    xml.empty("w:vertAlign", &[("w:val", "superscript")]);
    xml.close_line();
    xml.close_line();
    plain(&mut xml, "character", "PlaceholderText", "Placeholder Text", false);
    xml.open("w:rPr", &[]);
    xml.empty("w:color", &[("w:val", "595959")]);
    xml.close_line();
    xml.close_line();
    for (id, name) in [("Header", "header"), ("Footer", "footer")] {
        plain(&mut xml, "paragraph", id, name, false);
        xml.empty("w:basedOn", &[("w:val", "Normal")]);
        xml.open("w:pPr", &[]);
        xml.open("w:tabs", &[]);
        xml.empty("w:tab", &[("w:val", "right"), ("w:pos", "9840")]);
        xml.close();
        xml.close();
        xml.open("w:rPr", &[]);
        xml.empty("w:sz", &[("w:val", "17")]);
        xml.close_line();
        xml.close_line();
        known.insert(id.to_owned());
    }
    for look in LOOKS {
        let name = paper.body.vocabulary.docx_style(look.role);
        if known.insert(identity(&name)) {
            style(&mut xml, &name, look, None);
        }
    }
    for form in 1..=6u8 {
        let name = paper.heading_name(form);
        let size = [28, 24, 20, 20, 20, 20][usize::from(form) - 1];
        let look = Look { next: true, ..look(Role::Heading, size, form < 4, form >= 4, (240, 120), true, "start") };
        if known.insert(identity(&name)) {
            style(&mut xml, &name, &look, Some(form - 1));
        }
    }
    let name = paper.body.vocabulary.docx_style(Role::Heading);
    if known.insert(identity(&name)) {
        style(
            &mut xml,
            &name,
            &Look { next: true, ..look(Role::Heading, 24, true, false, (240, 120), true, "start") },
            Some(1),
        );
    }
    xml.finish()
}

/// Opens a style and names it.
fn plain(xml: &mut Xml, kind: &str, id: &str, name: &str, default: bool) {
    let mut attributes = vec![("w:type", kind), ("w:styleId", id)];
    if default {
        attributes.push(("w:default", "1"));
    }
    xml.open_line("w:style", &attributes);
    xml.empty_line("w:name", &[("w:val", name)]);
}

fn style(xml: &mut Xml, name: &str, look: &Look, outline: Option<u8>) {
    let id = identity(name);
    xml.open_line("w:style", &[("w:type", "paragraph"), ("w:customStyle", "1"), ("w:styleId", &id)]);
    xml.empty_line("w:name", &[("w:val", name)]);
    xml.empty_line("w:basedOn", &[("w:val", "Normal")]);
    xml.empty_line("w:qFormat", &[]);
    xml.open("w:pPr", &[]);
    if look.next {
        xml.empty("w:keepNext", &[]);
        xml.empty("w:keepLines", &[]);
    }
    let indent = INDENT.to_string();
    if look.indent {
        xml.open("w:tabs", &[]);
        for stop in [1_742, 2_218, 2_693, 3_182] {
            xml.empty("w:tab", &[("w:val", "start"), ("w:pos", &format!("{stop}"))]);
        }
        xml.close();
    }
    let (before, after) = (look.space.0.to_string(), look.space.1.to_string());
    xml.empty("w:spacing", &[("w:before", &before), ("w:after", &after)]);
    if look.indent {
        xml.empty("w:ind", &[("w:start", &indent), ("w:end", &indent)]);
    }
    xml.empty("w:jc", &[("w:val", look.align)]);
    if let Some(outline) = outline {
        xml.empty("w:outlineLvl", &[("w:val", &outline.to_string())]);
    }
    xml.close_line();
    xml.open("w:rPr", &[]);
    for (on, names) in [(look.bold, ["w:b", "w:bCs"]), (look.italic, ["w:i", "w:iCs"])] {
        for name in names.into_iter().filter(|_| on) {
            xml.empty(name, &[]);
        }
    }
    let size = look.size.to_string();
    xml.empty("w:sz", &[("w:val", &size)]);
    xml.empty("w:szCs", &[("w:val", &(look.size + 4).to_string())]);
    xml.close_line();
    xml.close_line();
}

/// The size of a page and its margins.
pub fn page(xml: &mut Xml) {
    xml.empty_line("w:pgSz", &[("w:w", "12240"), ("w:h", "15840")]);
    let margins = [
        ("w:top", "1440"),
        ("w:right", "1200"),
        ("w:bottom", "1440"),
        ("w:left", "1200"),
        ("w:header", "576"),
        ("w:footer", "504"),
        ("w:gutter", "0"),
    ];
    xml.empty_line("w:pgMar", &margins);
}

/// The settings' part, of a file with footnotes and heads of its own for even pages or of one without.
pub fn settings(pages: bool) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open_line("w:settings", SPACES);
    if pages {
        xml.empty_line("w:evenAndOddHeaders", &[]);
        xml.open("w:footnotePr", &[]);
        xml.empty("w:footnote", &[("w:id", "-1")]);
        xml.empty("w:footnote", &[("w:id", "0")]);
        xml.close_line();
    }
    xml.open("w:compat", &[]);
    let mode =
        [("w:name", "compatibilityMode"), ("w:uri", "http://schemas.microsoft.com/office/word"), ("w:val", "15")];
    xml.empty("w:compatSetting", &mode);
    xml.close_line();
    xml.finish()
}

/// The numbering's part: bullets.
pub fn numbering() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open_line("w:numbering", SPACES);
    xml.open_line("w:abstractNum", &[("w:abstractNumId", "0")]);
    xml.empty_line("w:multiLevelType", &[("w:val", "singleLevel")]);
    xml.open_line("w:lvl", &[("w:ilvl", "0")]);
    xml.empty_line("w:start", &[("w:val", "1")]);
    xml.empty_line("w:numFmt", &[("w:val", "bullet")]);
    xml.empty_line("w:lvlText", &[("w:val", "•")]);
    xml.empty_line("w:lvlJc", &[("w:val", "start")]);
    xml.open("w:pPr", &[]);
    xml.empty("w:ind", &[("w:start", "1742"), ("w:hanging", "475")]);
    xml.close_line();
    xml.close_line();
    xml.close_line();
    xml.open("w:num", &[("w:numId", "1")]);
    xml.empty("w:abstractNumId", &[("w:val", "0")]);
    xml.close_line();
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_in_a_text_from_right_to_left_is_a_run_of_its_own() {
        let text = "الوثيقة AS/7/40 في 3 تشرين";
        let pieces = directed(text, true);
        assert_eq!(pieces, [(true, "الوثيقة "), (false, "AS/7/40 "), (true, "في 3 تشرين")]);
        assert_eq!(directed("One word: المادة 3.", false), [(false, "One word: "), (true, "المادة "), (false, "3.")]);
        assert!(directed("", true).is_empty());
    }
}
