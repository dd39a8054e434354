//! A letter to be filled in: fields in the styles of the body's own template, so that what is typed into them is read as what
//! it is. A field that nobody filled in is not read at all.

use chancery_model::{
    Body, Language,
    vocabulary::{LetterWords, Role},
};
use jiff::civil::Date;

use super::{
    SPACES,
    package::{Core, Package, Relations},
    styles::{self, Paper},
};
use crate::{glyphs, xml::Xml};

/// What is known of a letter before it is written.
#[derive(Clone, Debug)]
pub struct LetterFacts {
    /// Its day, which also dates the file.
    pub date: Date,
    /// Who signs: the name, and below it the lines of the office held.
    pub signatory: Vec<String>,
    /// Whether something is attached.
    pub annex: bool,
}

/// A letter to be filled in, in a language; none where the body's vocabulary has no words for it.
pub fn letter_template(body: &Body, language: Language, facts: &LetterFacts) -> Option<Vec<u8>> {
    let words = body.vocabulary.writing.letters.get(&language)?;
    let day = body.words(language).map_or_else(|| facts.date.to_string(), |wording| wording.date(facts.date));
    let paper = Paper::new(body, language);
    let mut form = Form { xml: Xml::new(), paper: &paper, fields: 0 };
    form.xml.open_line("w:document", SPACES);
    form.xml.open_line("w:body", &[]);
    form.fill(words, &day, facts);
    form.xml.open_line("w:sectPr", &[]);
    styles::page(&mut form.xml);
    if paper.rtl {
        form.xml.empty_line("w:bidi", &[]);
    }
    form.xml.close_line();
    let document = form.xml.finish();

    let mut package = Package::new();
    let mut relations = Relations::default();
    for kind in ["styles", "settings", "numbering"] {
        relations.add(kind, &format!("{kind}.xml"));
    }
    package.text("word/document.xml", "document.main", document);
    package.text("word/styles.xml", "styles", styles::styles(&paper));
    package.text("word/settings.xml", "settings", styles::settings(false));
    package.text("word/numbering.xml", "numbering", styles::numbering());
    package.text("word/_rels/document.xml.rels", "", relations.finish());
    package.properties(&Core {
        title: &words.title,
        author: "",
        keywords: "",
        language: language.code(),
        date: facts.date,
    });
    package.custom(&[]);
    Some(package.finish())
}

struct Form<'p> {
    xml: Xml,
    paper: &'p Paper<'p>,
    fields: usize,
}

impl Form<'_> {
    fn fill(&mut self, words: &LetterWords, day: &str, facts: &LetterFacts) {
        self.field(Role::Title, "title", &words.title, "");
        self.field(Role::Paragraph, "date", &words.date, day);
        self.field(Role::Paragraph, "addressee", &words.addressee, "");
        self.field(Role::Paragraph, "text", &words.text, "");
        self.field(Role::Paragraph, "request", &words.request, "");
        let mut lines = facts.signatory.iter().filter(|line| glyphs::has_ink(line));
        let name = lines.next().map(|name| words.signed.replace("{name}", name)).unwrap_or_default();
        self.field(Role::Signature, "signature", &words.signed.replace("{name}", &words.name), &name);
        let office: Vec<&String> = lines.collect();
        if office.is_empty() {
            self.field(Role::Signature, "office", &words.office, "");
        }
        for line in office {
            self.field(Role::Signature, "office", &words.office, line);
        }
        if facts.annex {
            self.paragraph_of_annex(&words.annex);
            self.field(Role::AnnexTitle, "annex title", &words.annex_title, "");
            self.field(Role::Paragraph, "annex text", &words.text, "");
        }
    }

    /// The heading of the annex stands there: only what follows it is to be filled in.
    fn paragraph_of_annex(&mut self, label: &str) {
        self.xml.open("w:p", &[]);
        self.paper.format_annex(&mut self.xml, 1);
        self.paper.words(&mut self.xml, label);
        self.xml.close_line();
    }

    /// A field: what it asks for, or what is known already.
    fn field(&mut self, role: Role, tag: &str, prompt: &str, known: &str) {
        self.fields += 1;
        let number = self.fields.to_string();
        let xml = &mut self.xml;
        xml.open_line("w:sdt", &[]);
        xml.open("w:sdtPr", &[]);
        xml.empty("w:alias", &[("w:val", prompt)]);
        xml.empty("w:tag", &[("w:val", tag)]);
        xml.empty("w:id", &[("w:val", &number)]);
        if known.is_empty() {
            xml.empty("w:showingPlcHdr", &[]);
        }
        xml.close_line();
        xml.open("w:sdtContent", &[]);
        xml.open("w:p", &[]);
        self.paper.format(xml, &self.paper.style(role), &[]);
        if known.is_empty() {
            xml.open("w:r", &[]);
            xml.open("w:rPr", &[]);
            xml.empty("w:rStyle", &[("w:val", "PlaceholderText")]);
            if self.paper.rtl {
                xml.empty("w:rtl", &[]);
            }
            xml.close();
            xml.leaf("w:t", &[("xml:space", "preserve")], prompt);
            xml.close();
        } else {
            self.paper.words(xml, known);
        }
        xml.close();
        xml.close();
        xml.close_line();
    }
}
