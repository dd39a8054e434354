//! Akoma Ntoso, as the organizations of the United Nations write it (AKN4UN): the document for machines that read law.
//!
//! Addresses follow the guidelines' naming (work, expression, manifestation; `/` of a symbol becomes `-`, a space `_`), and
//! names of containers, roles and actors are the body's ([`chancery_model::vocabulary::AknNames`]), so that what is written
//! here the reader of the same body knows. Headings become sections, numbered paragraphs `paragraph`, others `alinea`.

use std::collections::BTreeSet;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use chancery_model::{
    Body, Document, Symbol,
    communication::{Block, BlockKind, Signatory},
    document::Component,
    vocabulary::{Field, Role},
    wording::Wording,
};

use super::{cited, codes::three_letters};
use crate::{
    TypesetError, glyphs,
    masthead::{self, Ink, MastheadLines, Signed},
    parts::{self, AttachmentHead, Run},
    pictures,
    xml::Xml,
};

/// The namespace of the standard, version 3.0.
const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// Attachments are nested no deeper than this, whatever their depth says.
const DEEPEST: usize = 6;

/// Writes a document as Akoma Ntoso.
pub fn akn(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    let (wording, _) = masthead::wording(document, body)?;
    let head = masthead::compose(document, body)?;
    let mut page = Akn { xml: Xml::new(), document, body, names: BTreeSet::new(), signed: head.signed.clone() };
    let own = &body.vocabulary.writing.akn;
    let prefixed = format!("xmlns:{}", prefix(body));
    let mut spaces = vec![("xmlns", NAMESPACE)];
    if !own.namespace.is_empty() {
        spaces.push((&prefixed, &own.namespace));
    }
    page.xml.open_line("akomaNtoso", &spaces);
    let kind = document.kind.document_type();
    let name = own.documents.get(&kind).map_or("document", String::as_str);
    page.xml.open_line("doc", &[("name", name)]);
    page.meta(name, None, Some(&head));
    page.cover(&head);
    page.preface();
    page.main_body(&document.blocks, "");
    page.conclusions(&document.signatories);
    page.attachments(wording);
    Ok(page.xml.finish())
}

/// The prefix of the body's own elements.
fn prefix(body: &Body) -> &str {
    let prefix = body.vocabulary.writing.akn.prefix.as_str();
    if prefix.is_empty() { "own" } else { prefix }
}

/// The first step of addresses: whose documents these are.
fn jurisdiction(body: &Body) -> &str {
    let own = body.vocabulary.writing.akn.jurisdiction.as_str();
    if own.is_empty() { &body.charter.code } else { own }
}

/// The address of the work: `/akn/un/doc/communication/unga/2020-02-03/A-74-672`.
fn work(document: &Document, body: &Body, organ: &str, symbol: &Symbol) -> String {
    let own = &body.vocabulary.writing.akn;
    let actor = own.actors.get(organ).map_or(organ, String::as_str);
    let subtype = own.subtypes.get(&document.kind.document_type()).map_or("document", String::as_str);
    let steps = [jurisdiction(body), "doc", subtype, actor, &document.date.to_string(), &number(document, symbol)];
    let steps = steps.iter().filter(|step| !step.is_empty()).map(|step| step_of(step));
    format!("/akn/{}", steps.collect::<Vec<_>>().join("/"))
}

/// A symbol as one step of an address; of what has none yet the job number, or `nn` as the standard writes it.
fn number(document: &Document, symbol: &Symbol) -> String {
    let bare = symbol.without_asterisks();
    let number = [bare.as_str(), &document.job_number].into_iter().find(|number| !number.is_empty()).unwrap_or("nn");
    number.replace('/', "-").replace(' ', "_")
}

/// A step of an address: letters of any script, figures and what symbols are made of; everything else is encoded.
fn step_of(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.' | '(' | ')' => out.push(c),
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}"))),
        }
    }
    out
}

/// The first words of a name, as an identity may hold them.
fn identity(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric()).take(24).collect()
}

struct Akn<'d> {
    xml: Xml,
    document: &'d Document,
    body: &'d Body,
    /// Identities that were given; they are told apart in the whole file.
    names: BTreeSet<String>,
    signed: Signed,
}

impl Akn<'_> {
    /// An identity of its own: `para_3`, `sec_I__para_3`.
    fn eid(&mut self, around: &str, kind: &str, number: &str) -> String {
        let core = identity(number);
        let prefix = if around.is_empty() { String::new() } else { format!("{around}__") };
        let first = format!("{prefix}{kind}_{core}");
        let mut own = first.clone();
        let mut count = 0usize;
        while core.is_empty() && count == 0 || !self.names.insert(own.clone()) {
            count += 1;
            own = if core.is_empty() { format!("{first}{count}") } else { format!("{first}-{count}") };
        }
        own
    }

    /// What `refersTo` says of a line of the cover.
    fn concept(&self, role: Role) -> String {
        self.body.vocabulary.akn_role(role).map_or_else(|| identity(&format!("{role:?}")), str::to_owned)
    }

    fn distribution(&self) -> String {
        let own = &self.body.vocabulary.writing.akn.distributions;
        own.get(&self.document.distribution).cloned().unwrap_or_else(|| self.concept(Role::Distribution))
    }

    /// Identification of the whole, or of one of its attachments.
    fn meta(&mut self, name: &str, component: Option<&Component>, head: Option<&MastheadLines>) {
        let document = self.document;
        let (organ, symbol) = document
            .organs
            .iter()
            .find(|block| !block.symbol.as_str().is_empty())
            .or(document.organs.first())
            .map_or(("", Symbol::from_canonical("")), |block| (block.organ.as_str(), block.symbol.clone()));
        let work = work(document, self.body, organ, &symbol);
        let part = component.map_or_else(|| "main".to_owned(), |own| parts_of(&own.part));
        let language = three_letters(document.language, false);
        let version = document.reissued.last().map(ToString::to_string).unwrap_or_default();
        let expression = format!("{work}/{language}@{version}");
        let issued = document.released.unwrap_or(document.date);
        let date = document.date.to_string();
        let author = format!("#{}", self.actor(organ));
        let xml = &mut self.xml;
        xml.open_line("meta", &[]);
        xml.open_line("identification", &[("source", "#office")]);
        xml.open_line("FRBRWork", &[]);
        xml.empty_line("FRBRthis", &[("value", &format!("{work}/!{part}"))]);
        xml.empty_line("FRBRuri", &[("value", &work)]);
        if component.is_none() {
            let others = document.organs.iter().filter(|other| !other.symbol.as_str().is_empty());
            for other in others.filter(|other| other.symbol != symbol) {
                let alias = self::work(document, self.body, &other.organ, &other.symbol);
                xml.empty_line("FRBRalias", &[("value", &alias), ("name", "symbol")]);
            }
        }
        let own_date = component.and_then(|own| own.date).map_or(date, |date| date.to_string());
        xml.empty_line("FRBRdate", &[("date", &own_date), ("name", "issuance")]);
        xml.empty_line("FRBRauthor", &[("href", &author), ("as", "#issuingBody")]);
        xml.empty_line("FRBRcountry", &[("value", jurisdiction(self.body))]);
        if component.is_none() {
            let subtype = self.body.vocabulary.writing.akn.subtypes.get(&document.kind.document_type());
            xml.empty_line("FRBRsubtype", &[("value", subtype.map_or("document", String::as_str))]);
            xml.empty_line("FRBRnumber", &[("value", &number(document, &symbol))]);
        }
        xml.empty_line("FRBRname", &[("value", name)]);
        xml.close_line();
        xml.open_line("FRBRExpression", &[]);
        xml.empty_line("FRBRthis", &[("value", &format!("{expression}!{part}"))]);
        xml.empty_line("FRBRuri", &[("value", &expression)]);
        let published = if document.released.is_some() { "publication" } else { "issuance" };
        xml.empty_line("FRBRdate", &[("date", &issued.to_string()), ("name", published)]);
        for again in &document.reissued {
            xml.empty_line("FRBRdate", &[("date", &again.to_string()), ("name", "reissue")]);
        }
        xml.empty_line("FRBRauthor", &[("href", &author), ("as", "#issuingBody")]);
        xml.empty_line("FRBRlanguage", &[("language", &language)]);
        let original = component.map_or(Some(document.original_language), |own| own.original_language);
        if let Some(original) = original.filter(|original| *original != document.language) {
            let original = three_letters(original, false);
            let from = format!("{work}/{original}@!{part}");
            let translated =
                [("href", from.as_str()), ("fromLanguage", &original), ("authoritative", "false"), ("by", "#office")];
            xml.empty_line("FRBRtranslation", &translated);
        }
        xml.close_line();
        xml.open_line("FRBRManifestation", &[]);
        xml.empty_line("FRBRthis", &[("value", &format!("{expression}!{part}.xml"))]);
        xml.empty_line("FRBRuri", &[("value", &format!("{expression}.xml"))]);
        xml.empty_line("FRBRdate", &[("date", &issued.to_string()), ("name", "markup")]);
        xml.empty_line("FRBRauthor", &[("href", "#office"), ("as", "#editor")]);
        xml.close_line();
        xml.close_line();
        if let Some(head) = head {
            self.classification();
            self.references(head);
            self.beside(head);
        }
        self.xml.close_line();
    }

    /// An organ's identity in this file, which is also its step in addresses.
    fn actor(&self, organ: &str) -> String {
        let own = &self.body.vocabulary.writing.akn.actors;
        let actor = own.get(organ).map_or(organ, String::as_str);
        let actor: String =
            actor.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(80).collect();
        if actor.is_empty() { "publisher".to_owned() } else { actor }
    }

    /// The items under which it stands, each with its title.
    fn classification(&mut self) {
        let known = &self.body.vocabulary.akn_fields;
        let says = |field: Field| known.iter().any(|(key, said)| key.starts_with("keyword[agenda]@") && *said == field);
        let titled =
            |organ: &&chancery_model::document::OrganBlock| organ.items.iter().any(|item| item.title.is_some());
        if !says(Field::AgendaItem) || !self.document.organs.iter().any(|organ| titled(&organ)) {
            return;
        }
        self.xml.open_line("classification", &[("source", "#office")]);
        for organ in self.document.organs.iter().filter(titled) {
            let root = self.body.grammar().root_of(&organ.symbol).map_or(organ.organ.as_str(), |root| &root.code);
            let agenda = format!("{root}/{}", organ.period);
            for item in &organ.items {
                let Some(title) = item.title.as_deref().filter(|title| glyphs::has_ink(title)) else { continue };
                let keyword = [
                    ("refersTo", "#agenda"),
                    ("value", item.number.trim()),
                    ("showAs", title),
                    ("dictionary", &agenda),
                ];
                self.xml.empty_line("keyword", &keyword);
            }
        }
        self.xml.close_line();
    }

    fn references(&mut self, head: &MastheadLines) {
        let jurisdiction = step_of(jurisdiction(self.body));
        let ontology = |class: &str, name: &str| format!("/akn/ontology/{class}/{jurisdiction}/{name}");
        let document = self.document;
        self.xml.open_line("references", &[("source", "#office")]);
        let office = [&document.office, &self.body.charter.office, &self.body.charter.name];
        let office = office.into_iter().find(|name| glyphs::has_ink(name)).cloned().unwrap_or_default();
        let mut all: Vec<(&str, String, String, String)> = vec![
            ("TLCOrganization", "office".into(), ontology("organization", "documentsOffice"), office),
            ("TLCOrganization", "publisher".into(), ontology("organization", &jurisdiction), head.body.clone()),
        ];
        for (block, name) in document.organs.iter().zip(&head.organs) {
            let actor = self.actor(&block.organ);
            all.push(("TLCOrganization", actor.clone(), ontology("organization", &actor), name.clone()));
        }
        for role in ["issuingBody", "editor"] {
            all.push(("TLCRole", role.to_owned(), ontology("role", role), role.to_owned()));
        }
        let distribution = self.distribution();
        let concepts = [
            self.concept(Role::Symbol),
            self.concept(Role::MastheadDate),
            self.concept(Role::Original),
            self.concept(Role::Session),
            self.concept(Role::AgendaItem),
            self.concept(Role::AgendaTitle),
            "agenda".to_owned(),
            "publicationJobNumber".to_owned(),
        ];
        for concept in concepts {
            all.push(("TLCConcept", concept.clone(), ontology("concept", &concept), concept));
        }
        all.push(("TLCConcept", distribution.clone(), ontology("concept", &distribution), head.distribution.clone()));
        for (element, own, at, shown) in all {
            if self.names.insert(own.clone()) {
                let shown = if glyphs::has_ink(&shown) { shown } else { own.clone() };
                self.xml.empty_line(element, &[("eId", &own), ("href", &at), ("showAs", &shown)]);
            }
        }
        self.xml.close_line();
    }

    /// What stands on the page beside the text: job number, the office, the line of the foot.
    fn beside(&mut self, head: &MastheadLines) {
        if self.body.vocabulary.writing.akn.namespace.is_empty() {
            return;
        }
        let prefix = prefix(self.body).to_owned();
        let named = |name: &str| format!("{prefix}:{name}");
        let lines = [("issuedBy", &head.issued_by), ("address", &head.address), ("disclaimer", &head.foot)];
        if lines.iter().any(|(_, text)| !text.is_empty()) {
            self.xml.open_line("proprietary", &[("source", "#office")]);
            for (name, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
                self.xml.leaf_line(&named(name), &[], text);
            }
            self.xml.close_line();
        }
        if head.job.is_empty() {
            return;
        }
        self.xml.open_line("presentation", &[("source", "#office")]);
        for name in ["footerFirstPage", "footerFirstPageLeft", "internalCode"] {
            self.xml.open_line(&named(name), &[]);
        }
        self.xml.leaf_line("docketNumber", &[("refersTo", "#publicationJobNumber")], &head.job);
        for _ in 0..4 {
            self.xml.close_line();
        }
    }

    /// The masthead and the agenda block.
    fn cover(&mut self, head: &MastheadLines) {
        let document = self.document;
        let of = |concept: String| format!("#{concept}");
        let [symbol, organ, dated] = [Role::Symbol, Role::Organ, Role::MastheadDate].map(|role| of(self.concept(role)));
        let [original, session, item, title] =
            [Role::Original, Role::Session, Role::AgendaItem, Role::AgendaTitle].map(|role| self.concept(role));
        let distribution = of(self.distribution());
        let xml = &mut self.xml;
        xml.open_line("coverPage", &[("eId", "coverPage")]);
        let line = |xml: &mut Xml, name: &str, attributes: &[(&str, &str)], text: &str| {
            if !text.is_empty() {
                xml.open("p", &[]);
                xml.leaf(name, attributes, text);
                xml.close_line();
            }
        };
        line(xml, "inline", &[("name", "proof")], &head.proof);
        line(xml, "docAuthority", &[("refersTo", "#publisher")], &head.body);
        if !head.symbols.is_empty() {
            xml.open("p", &[("class", "upperRight")]);
            for (at, own) in head.symbols.iter().enumerate() {
                if at > 0 {
                    xml.text("–");
                }
                xml.leaf("docNumber", &[("refersTo", &symbol)], &own.whole);
            }
            xml.close_line();
        }
        for name in &head.organs {
            line(xml, "docAuthority", &[("refersTo", &organ), ("class", "rightBig")], name);
        }
        line(xml, "docStatus", &[("refersTo", &distribution), ("class", "rightSmall")], &head.distribution);
        let date = document.date.to_string();
        line(xml, "docDate", &[("date", &date), ("refersTo", &dated), ("class", "rightSmall")], &head.date);
        line(xml, "inline", &[("name", "version")], &head.version);
        line(xml, "inline", &[("name", &original), ("refersTo", &of(original.clone()))], &head.original);
        line(xml, "inline", &[("name", "notice")], &head.re_typeset);
        for block in &head.agenda {
            if head.agenda.len() > 1 {
                line(xml, "docAuthority", &[("refersTo", &organ)], &block.organ);
            }
            line(xml, "session", &[("refersTo", &of(session.clone()))], &block.period);
            line(xml, "inline", &[("name", &item), ("refersTo", &of(item.clone()))], &block.items);
            for own in &block.titles {
                line(xml, "inline", &[("name", &title), ("refersTo", &of(title.clone()))], own);
            }
        }
        xml.close_line();
    }

    fn preface(&mut self) {
        let title = self.document.title.trim();
        if !glyphs::has_ink(title) {
            return;
        }
        let role = format!("#{}", self.concept(Role::Title));
        self.xml.open_line("preface", &[("eId", "preface")]);
        self.xml.open("p", &[]);
        self.xml.leaf("docTitle", &[("refersTo", &role)], title);
        self.xml.close_line();
        self.xml.close_line();
    }

    /// The text of the letter or of one attachment.
    fn main_body(&mut self, blocks: &[Block], around: &str) {
        self.xml.open_line("mainBody", &[]);
        let (texts, loose) = parts::hang_notes(blocks);
        let bottom = self.xml.depth();
        // Sections that are open, each with the form of its heading and its identity.
        let mut sections: Vec<(u8, String)> = Vec::new();
        let mut previous = String::new();
        let mut some = false;
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            let kind = block.kind;
            let number = block.number.as_deref().unwrap_or_default().trim();
            let text = texts.get(at).map_or(&[][..], Vec::as_slice);
            let inside = sections.last().map_or_else(|| around.to_owned(), |(_, own)| own.clone());
            let run = blocks.iter().skip(at).take_while(|next| next.kind == kind).count();
            let group = match kind {
                BlockKind::List | BlockKind::Table => run,
                _ => 1,
            };
            match kind {
                BlockKind::Footnote | BlockKind::Signature => {}
                BlockKind::Heading => {
                    some = true;
                    let form = parts::heading_form(number, &previous);
                    previous = number.to_owned();
                    while sections.last().is_some_and(|(open, _)| *open >= form) {
                        sections.pop();
                    }
                    self.xml.close_to(bottom + sections.len());
                    let inside = sections.last().map_or_else(|| around.to_owned(), |(_, own)| own.clone());
                    let own = self.eid(&inside, "sec", number);
                    self.xml.open_line("section", &[("eId", &own)]);
                    self.number(number);
                    self.xml.open("heading", &[]);
                    self.runs(text, &own);
                    self.xml.close_line();
                    sections.push((form, own));
                }
                BlockKind::Paragraph if number.is_empty() => {
                    some = true;
                    let own = self.eid(&inside, "al", "");
                    self.xml.open("alinea", &[("eId", &own)]);
                    self.content(&own);
                    self.paragraph(text, &own);
                    self.xml.close();
                    self.xml.close_line();
                }
                BlockKind::Paragraph => {
                    some = true;
                    let own = self.eid(&inside, "para", number);
                    self.xml.open("paragraph", &[("eId", &own)]);
                    self.number(number);
                    self.content(&own);
                    self.paragraph(text, &own);
                    self.xml.close();
                    self.xml.close_line();
                }
                BlockKind::List => {
                    some = true;
                    let own = self.eid(&inside, "al", "");
                    self.xml.open("alinea", &[("eId", &own)]);
                    self.content(&own);
                    let list = self.eid(&own, "list", "");
                    self.xml.open_line("blockList", &[("eId", &list)]);
                    for (item, text) in blocks.iter().skip(at).zip(texts.iter().skip(at)).take(group) {
                        let number = item.number.as_deref().unwrap_or_default().trim();
                        let own = self.eid(&list, "item", number);
                        self.xml.open("item", &[("eId", &own)]);
                        self.number(number);
                        self.paragraph(text, &own);
                        self.xml.close_line();
                    }
                    self.xml.close();
                    self.xml.close();
                    self.xml.close_line();
                }
                BlockKind::Table => {
                    some = true;
                    let own = self.eid(&inside, "al", "");
                    self.xml.open("alinea", &[("eId", &own)]);
                    self.content(&own);
                    let rows: Vec<Vec<Vec<Run>>> =
                        texts.iter().skip(at).take(group).map(|runs| parts::cells(runs.clone())).collect();
                    self.table(&rows, &own);
                    self.xml.close();
                    self.xml.close_line();
                }
                BlockKind::Figure | BlockKind::FacsimilePage => {
                    some = true;
                    let own = self.eid(&inside, "fig", number);
                    self.xml.open("alinea", &[("eId", &own)]);
                    self.content(&own);
                    self.figure(block, text, &own);
                    self.xml.close();
                    self.xml.close_line();
                }
            }
            at += group;
        }
        self.xml.close_to(bottom);
        if !loose.is_empty() {
            some = true;
            let own = self.eid(around, "notes", "");
            let class = self.concept(Role::Footnote);
            self.xml.open_line("blockList", &[("eId", &own)]);
            for note in loose {
                let own = self.eid(&own, "item", &note.mark);
                self.xml.open("item", &[("eId", &own), ("class", &class)]);
                self.number(&note.mark);
                self.xml.open("p", &[]);
                self.words(&note.text, &own);
                self.xml.close();
                self.xml.close_line();
            }
            self.xml.close_line();
        }
        if !some {
            // The standard wants something in a body.
            self.xml.empty_line("p", &[]);
        }
        self.xml.close_line();
    }

    fn content(&mut self, around: &str) {
        let own = format!("{around}__content");
        self.names.insert(own.clone());
        self.xml.open("content", &[("eId", &own)]);
    }

    fn number(&mut self, number: &str) {
        if glyphs::has_ink(number) {
            self.xml.leaf("num", &[], number);
        }
    }

    fn paragraph(&mut self, text: &[Run], around: &str) {
        self.xml.open("p", &[]);
        self.runs(text, around);
        self.xml.close();
    }

    fn table(&mut self, rows: &[Vec<Vec<Run>>], around: &str) {
        let own = self.eid(around, "table", "");
        let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
        self.xml.open_line("table", &[("eId", &own)]);
        for (at, row) in rows.iter().enumerate() {
            let cell = if at == 0 && rows.len() > 1 { "th" } else { "td" };
            self.xml.open("tr", &[]);
            for column in 0..columns {
                self.xml.open(cell, &[]);
                self.paragraph(row.get(column).map_or(&[], Vec::as_slice), &own);
                self.xml.close();
            }
            self.xml.close_line();
        }
        self.xml.close_line();
    }

    /// A picture by its name, or the words that stand for it.
    fn figure(&mut self, block: &Block, text: &[Run], around: &str) {
        let facsimile = block.kind == BlockKind::FacsimilePage;
        let role = if facsimile { Role::FacsimilePage } else { Role::Figure };
        let class = self.concept(role);
        let picture = block.picture.as_ref().and_then(|name| self.document.pictures.get(name));
        self.xml.open("p", &[("class", &class)]);
        match picture.and_then(|picture| Some((picture, pictures::media_type(picture)?, pictures::size(picture)?))) {
            Some((picture, media, (width, height))) => {
                // The file is one by itself, so the picture is in it: an address beside it would lead nowhere.
                let source = format!("data:{media};base64,{}", BASE64_STANDARD.encode(&picture.bytes));
                let alt = glyphs::one_line(block.text.trim());
                let [width, height] = [width.to_string(), height.to_string()];
                let attributes = [
                    ("src", source.as_str()),
                    ("alt", &alt),
                    ("class", &class),
                    ("width", &width),
                    ("height", &height),
                ];
                self.xml.empty("img", &attributes);
            }
            None => self.runs(text, around),
        }
        self.xml.close();
    }

    fn runs(&mut self, runs: &[Run], around: &str) {
        for run in runs {
            match run {
                Run::Text { text } => self.words(text, around),
                Run::Note(note) => {
                    let own = self.eid(around, "fn", &note.mark);
                    let attributes = [("marker", note.mark.as_str()), ("placement", "bottom"), ("eId", own.as_str())];
                    self.xml.open("authorialNote", &attributes);
                    self.xml.open("p", &[]);
                    self.words(&note.text, &own);
                    self.xml.close();
                    self.xml.close();
                }
            }
        }
    }

    /// Words, with the symbols in them that lead to the body's own documents.
    fn words(&mut self, text: &str, around: &str) {
        let mut from = 0;
        for found in cited::find(text, self.body) {
            let Some(address) = cited::address(&found.symbol, self.document.language, self.body) else { continue };
            let Some(words) = text.get(found.span.start..found.span.end) else { continue };
            self.xml.text(text.get(from..found.span.start).unwrap_or_default());
            let own = self.eid(around, "ref", "");
            self.xml.leaf("ref", &[("eId", &own), ("href", &address)], words);
            from = found.span.end;
        }
        self.xml.text(text.get(from..).unwrap_or_default());
    }

    /// Who signed it.
    fn conclusions(&mut self, signatories: &[Signatory]) {
        if signatories.is_empty() {
            return;
        }
        let role = format!("#{}", self.concept(Role::Signature));
        self.xml.open_line("conclusions", &[]);
        for signatory in signatories {
            self.xml.open("p", &[]);
            self.xml.open("signature", &[("refersTo", &role)]);
            if !signatory.name.is_empty() {
                for (text, ink) in self.signed.line(&signatory.name) {
                    match ink {
                        Ink::Plain => self.xml.text(text),
                        Ink::Slanted => self.xml.leaf("i", &[], text),
                        Ink::Strong => self.xml.leaf("b", &[], text),
                    }
                }
            }
            for (at, title) in signatory.titles.iter().enumerate() {
                if at > 0 || !signatory.name.is_empty() {
                    self.xml.empty("eol", &[]);
                }
                self.xml.text(title);
            }
            self.xml.close();
            self.xml.close_line();
        }
        self.xml.close_line();
    }

    /// The attachments, each inside the one to which it belongs.
    fn attachments(&mut self, wording: &Wording) {
        // Depths of the attachments that are open.
        let mut open: Vec<u8> = Vec::new();
        for component in &self.document.components {
            let depth = component.depth.max(1);
            let deeper = open.last().is_none_or(|last| *last < depth) && open.len() < DEEPEST;
            if deeper {
                self.xml.open_line("attachments", &[]);
            } else {
                while let Some(last) = open.last().copied() {
                    open.pop();
                    // The document and the attachment; then, if nothing at this depth goes on, what held it.
                    self.xml.close_line();
                    self.xml.close_line();
                    if open.last().is_none_or(|around| *around < depth) || last <= depth {
                        break;
                    }
                    self.xml.close_line();
                }
            }
            open.push(depth);
            self.attachment(component, &AttachmentHead::of(component, wording));
        }
        for _ in 0..open.len() {
            for _ in 0..3 {
                self.xml.close_line();
            }
        }
    }

    /// Opens an attachment and writes all of it but what is attached to it.
    fn attachment(&mut self, component: &Component, head: &AttachmentHead) {
        let own = self.eid("", "att", &component.part.replace('/', "-"));
        let name = component.part.rsplit('/').next().unwrap_or_default();
        let name: String = name.chars().filter(|c| c.is_ascii_alphabetic()).collect();
        let name = if name.is_empty() { "annex".to_owned() } else { name };
        self.xml.open_line("attachment", &[("eId", &own)]);
        if !head.heading.is_empty() {
            self.xml.leaf_line("heading", &[], &head.heading);
        }
        if !head.title.is_empty() {
            self.xml.leaf_line("subheading", &[], &head.title);
        }
        self.xml.open_line("doc", &[("name", &name)]);
        self.meta(&name, Some(component), None);
        let role = self.concept(Role::Original);
        let refers = format!("#{role}");
        let day = component.date.map(|day| day.to_string()).unwrap_or_default();
        type Attributes<'a> = &'a [(&'a str, &'a str)];
        let lines: [(&str, Attributes, &str); 3] = [
            ("inline", &[("name", "notice")], &head.circulated),
            ("inline", &[("name", &role), ("refersTo", &refers)], &head.original),
            ("docDate", &[("date", &day)], &head.date),
        ];
        if lines.iter().any(|(.., text)| !text.is_empty()) {
            self.xml.open_line("preface", &[]);
            for (name, attributes, text) in lines.into_iter().filter(|(.., text)| !text.is_empty()) {
                self.xml.open("p", &[]);
                self.xml.leaf(name, attributes, text);
                self.xml.close_line();
            }
            self.xml.close_line();
        }
        self.main_body(&component.blocks, &own);
        self.conclusions(&component.signatories);
    }
}

/// A part's name as steps of an address: `annex_1/enclosure`.
fn parts_of(part: &str) -> String {
    part.split('/').map(step_of).collect::<Vec<_>>().join("/")
}
