//! The document for the screen: one file that says everything in its structure, so that it reads without its style.
//!
//! What HTML has no element for (an organ's name, the line of a signature) an attribute says, `data-chancery`, in the names
//! of [`chancery_model::vocabulary::Role`]; so what reads the file back need not go by words. Pictures stand in the file.

use std::fmt::Write;

use base64::{Engine, prelude::BASE64_STANDARD};
use chancery_model::{
    Body, Document,
    communication::{Picture, Signatory},
    document::Component,
};

use crate::{
    TypesetError, glyphs,
    masthead::{self, Ink, MastheadLines, Signed},
    parts::{self, ListItem, Note, Part, Piece, Run},
    pictures,
};

const STYLE: &str = include_str!("../templates/page.css");

/// Writes a document as one HTML file, with its style and without a script.
pub fn html(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    let (wording, _) = masthead::wording(document, body)?;
    let head = masthead::compose(document, body)?;
    let parts = parts::arrange(document, wording);
    let mut page = Html {
        out: String::new(),
        notes: 0,
        signed: head.signed.clone(),
        pictures: document.pictures.values().collect(),
    };
    let direction = if document.language.is_right_to_left() { "rtl" } else { "ltr" };
    let symbols = head.symbols_joined();
    let name = [symbols.as_str(), document.title.trim()].into_iter().filter(|part| !part.is_empty());
    let mut name = name.collect::<Vec<_>>().join(" – ");
    if name.is_empty() {
        name.clone_from(&head.body);
    }
    page.raw(&format!("<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head>\n", document.language.code()));
    page.raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Nothing may be fetched and nothing may run, even if a fault of ours let something through.
    page.raw(
        "<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n",
    );
    page.element("title", "", &name);
    page.raw("\n");
    page.meta("author", &document.office);
    page.meta("keywords", &head.symbols.iter().map(|symbol| symbol.whole.as_str()).collect::<Vec<_>>().join(", "));
    if let Some(day) = document.released {
        page.meta("dcterms.issued", &day.to_string());
    }
    page.meta("generator", "Chancery");
    page.raw(&format!("<style>\n{STYLE}</style>\n</head>\n<body>\n<div class=\"page\">\n"));
    page.masthead(&head, document);
    page.raw("<main>\n");
    if glyphs::has_ink(&document.title) {
        page.said("h1", "title", "", document.title.trim());
    } else {
        // Who hears the page is told what it is, even where nobody gave it a title.
        page.said("h1", "masthead", "", &name);
    }
    page.text_of(document, &parts);
    page.raw("</main>\n<footer>\n");
    page.line("running_foot", "job", &head.job_line);
    page.line("running_foot", "issued-by", &head.issued_by);
    if !head.address.is_empty() {
        page.raw("<p data-chancery=\"running_foot\" class=\"address\">");
        // Only an address of the web becomes a link; anything else might run when it is followed.
        let is_link = ["https://", "http://"].iter().any(|scheme| head.address.starts_with(scheme));
        if is_link {
            page.raw("<a href=\"");
            page.words(&head.address);
            page.raw("\">");
        }
        page.words(&head.address);
        page.raw(if is_link { "</a></p>\n" } else { "</p>\n" });
    }
    page.line("running_foot", "foot", &head.foot);
    page.raw("</footer>\n</div>\n</body>\n</html>\n");
    Ok(page.out.into_bytes())
}

/// The words of a document without its masthead, as a piece of a page: headings begin at the second level, and pictures stand
/// in it.
pub fn article(document: &Document, body: &Body) -> Result<String, TypesetError> {
    let (wording, _) = masthead::wording(document, body)?;
    let head = masthead::compose(document, body)?;
    let parts = parts::arrange(document, wording);
    let mut page = Html {
        out: String::new(),
        notes: 0,
        signed: head.signed.clone(),
        pictures: document.pictures.values().collect(),
    };
    page.text_of(document, &parts);
    Ok(page.out)
}

/// A page being written. Text enters only by [`Html::words`], which escapes it.
struct Html<'d> {
    out: String,
    /// How many footnotes there are so far, for their anchors.
    notes: usize,
    signed: Signed,
    /// The document's pictures, in the order of their names.
    pictures: Vec<&'d Picture>,
}

impl Html<'_> {
    /// Markup of our own.
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Text from the document.
    fn words(&mut self, text: &str) {
        for c in glyphs::one_line(text).chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                c => self.out.push(c),
            }
        }
    }

    fn element(&mut self, name: &str, class: &str, text: &str) {
        match class {
            "" => self.raw(&format!("<{name}>")),
            class => self.raw(&format!("<{name} class=\"{class}\">")),
        }
        self.words(text);
        self.raw(&format!("</{name}>"));
    }

    /// An element that says what it is, in a line of its own.
    fn said(&mut self, name: &str, role: &str, class: &str, text: &str) {
        self.raw(&format!("<{name} data-chancery=\"{role}\""));
        if !class.is_empty() {
            self.raw(&format!(" class=\"{class}\""));
        }
        self.raw(">");
        self.words(text);
        self.raw(&format!("</{name}>\n"));
    }

    /// A line of its own, or nothing where there are no words for it.
    fn line(&mut self, role: &str, class: &str, text: &str) {
        if !text.is_empty() {
            self.said("p", role, class, text);
        }
    }

    fn meta(&mut self, name: &str, content: &str) {
        if !content.is_empty() {
            self.raw(&format!("<meta name=\"{name}\" content=\""));
            self.words(content);
            self.raw("\">\n");
        }
    }

    /// The letter and its attachments.
    fn text_of(&mut self, document: &Document, parts: &parts::Parts) {
        self.raw("<div id=\"letter\">\n");
        self.part(&parts.letter);
        self.raw("</div>\n");
        for (attachment, component) in parts.attachments.iter().zip(&document.components) {
            let turned = turned(component, document);
            let _ = writeln!(self.out, "<section id=\"{}\" class=\"attachment\"{turned}>", anchor(&attachment.part));
            let role = format!("annex_heading {}", component.depth.clamp(1, 9));
            self.said(&format!("h{}", attachment.heading_level), &role, "", &attachment.head.heading);
            self.line("original", "original", &attachment.head.original);
            self.line("masthead", "circulated", &attachment.head.circulated);
            if !attachment.head.title.is_empty() {
                self.said(&format!("h{}", attachment.title_level), "annex_title", "title", &attachment.head.title);
            }
            self.line("masthead_date", "date", &attachment.head.date);
            self.part(&attachment.text);
            self.raw("</section>\n");
        }
    }

    fn masthead(&mut self, head: &MastheadLines, document: &Document) {
        self.raw("<header>\n");
        self.line("masthead", "proof", &head.proof);
        self.line("masthead", "body", &head.body);
        if !head.symbols.is_empty() {
            // Symbols run from left to right in every language, and so do several of them.
            self.raw("<p data-chancery=\"symbol\" class=\"symbol\"><bdi dir=\"ltr\">");
            self.words(&head.symbols_joined());
            self.raw("</bdi></p>\n");
        }
        self.raw("<div class=\"facts\">\n<div>\n");
        for organ in &head.organs {
            self.line("organ", "organ", organ);
        }
        self.raw("</div>\n<div>\n");
        self.line("distribution", "distribution", &head.distribution);
        self.raw(&format!("<p data-chancery=\"masthead_date\"><time datetime=\"{}\">", document.date));
        self.words(&head.date);
        self.raw("</time></p>\n");
        self.line("masthead", "version", &head.version);
        self.line("original", "original-language", &head.original);
        self.raw("</div>\n</div>\n");
        self.line("masthead", "re-typeset", &head.re_typeset);
        self.raw("<div class=\"agenda\">\n");
        for block in &head.agenda {
            self.raw("<div>\n");
            if head.agenda.len() > 1 {
                self.line("organ", "organ-name", &block.organ);
            }
            self.line("session", "period", &block.period);
            self.line("agenda_item", "items", &block.items);
            if !block.titles.is_empty() {
                self.raw("<ul>\n");
                for title in &block.titles {
                    self.said("li", "agenda_title", "", title);
                }
                self.raw("</ul>\n");
            }
            self.raw("</div>\n");
        }
        self.raw("</div>\n</header>\n");
    }

    fn part(&mut self, part: &Part) {
        let mut notes = Vec::new();
        for piece in &part.pieces {
            self.piece(piece, &mut notes);
        }
        for signatory in &part.signatories {
            self.signature(signatory);
        }
        if !notes.is_empty() || !part.notes.is_empty() {
            self.raw("<div class=\"notes\">\n");
            for (number, note) in notes {
                self.raw(&format!(
                    "<p role=\"doc-footnote\" data-chancery=\"footnote\" id=\"note-{number}\">\
                     <a href=\"#noteref-{number}\"><sup data-chancery=\"number\">"
                ));
                self.words(&note.mark);
                self.raw("</sup></a> ");
                self.words(&note.text);
                self.raw("</p>\n");
            }
            for note in &part.notes {
                self.raw("<p role=\"doc-footnote\" data-chancery=\"footnote\">");
                if !note.mark.is_empty() {
                    self.raw("<sup data-chancery=\"number\">");
                    self.words(&note.mark);
                    self.raw("</sup> ");
                }
                self.words(&note.text);
                self.raw("</p>\n");
            }
            self.raw("</div>\n");
        }
    }

    fn piece<'a>(&mut self, piece: &'a Piece, notes: &mut Vec<(usize, &'a Note)>) {
        match piece {
            Piece::Heading { level, number, text, .. } => {
                self.raw(&format!("<h{level} data-chancery=\"heading {level}\">"));
                self.number(number);
                self.runs(text, notes);
                self.raw(&format!("</h{level}>\n"));
            }
            Piece::Paragraph { number, text } => {
                self.raw("<p data-chancery=\"paragraph\"");
                self.raw(if number.is_empty() { " class=\"text\">" } else { " class=\"numbered\">" });
                self.number(number);
                self.runs(text, notes);
                self.raw("</p>\n");
            }
            Piece::Picture { picture, alt, facsimile, .. } => self.picture(*picture, alt, *facsimile),
            Piece::List { items } => self.list(items, notes),
            Piece::Table { rows, figures, .. } => {
                self.raw("<div class=\"table\"><table>\n");
                let headings = usize::from(rows.len() > 1);
                for (at, row) in rows.iter().enumerate() {
                    if at == 0 && headings == 1 {
                        self.raw("<thead>\n");
                    } else if at == headings {
                        self.raw("<tbody>\n");
                    }
                    self.raw("<tr>");
                    for (column, cell) in row.iter().enumerate() {
                        let (open, close) = if at < headings { ("th scope=\"col\"", "th") } else { ("td", "td") };
                        let class = if figures[column] { " class=\"figures\"" } else { "" };
                        self.raw(&format!("<{open}{class}>"));
                        self.runs(cell, notes);
                        self.raw(&format!("</{close}>"));
                    }
                    self.raw("</tr>\n");
                    if at == 0 && headings == 1 {
                        self.raw("</thead>\n");
                    }
                }
                self.raw("</tbody>\n</table></div>\n");
            }
        }
    }

    /// A picture inside the file, or the words that say what it shows where a page could not show it.
    fn picture(&mut self, at: usize, alt: &str, facsimile: bool) {
        let role = if facsimile { "facsimile_page" } else { "figure" };
        // Only what every browser shows without help goes in.
        let shown = self.pictures.get(at).copied().and_then(|picture| {
            let media = pictures::media_type(picture).filter(|media| matches!(*media, "image/png" | "image/jpeg"))?;
            Some((media, &picture.bytes, pictures::size(picture)?))
        });
        let Some((media, bytes, (width, height))) = shown else {
            self.said("p", role, "", alt);
            return;
        };
        self.raw("<figure>");
        self.raw(&format!("<img data-chancery=\"{role}\" width=\"{width}\" height=\"{height}\" alt=\""));
        self.words(alt);
        self.raw(&format!("\" src=\"data:{media};base64,"));
        self.out.push_str(&BASE64_STANDARD.encode(bytes));
        self.raw("\"></figure>\n");
    }

    fn list<'a>(&mut self, items: &'a [ListItem], notes: &mut Vec<(usize, &'a Note)>) {
        let bullets = items.iter().all(|item| item.number == "•");
        self.raw(if bullets { "<ul>\n" } else { "<ol class=\"given\">\n" });
        for item in items {
            self.raw("<li data-chancery=\"list_item\">");
            if !bullets {
                self.number(&item.number);
            }
            self.runs(&item.text, notes);
            self.raw("</li>\n");
        }
        self.raw(if bullets { "</ul>\n" } else { "</ol>\n" });
    }

    fn number(&mut self, number: &str) {
        if !number.is_empty() {
            self.raw("<span data-chancery=\"number\" class=\"number\">");
            self.words(number);
            self.raw("</span> ");
        }
    }

    fn runs<'a>(&mut self, runs: &'a [Run], notes: &mut Vec<(usize, &'a Note)>) {
        for run in runs {
            match run {
                Run::Text { text } => self.words(text),
                Run::Note(note) => {
                    self.notes += 1;
                    let number = self.notes;
                    notes.push((number, note));
                    self.raw(&format!(
                        "<sup data-chancery=\"mark\"><a role=\"doc-noteref\" id=\"noteref-{number}\" href=\"#note-{number}\">"));
                    self.words(&note.mark);
                    self.raw("</a></sup>");
                }
            }
        }
    }

    fn signature(&mut self, signatory: &Signatory) {
        self.raw("<p data-chancery=\"signature\" class=\"signature\">");
        if !signatory.name.is_empty() {
            let signed = self.signed.clone();
            for (text, ink) in signed.line(&signatory.name) {
                match ink {
                    Ink::Plain => self.words(text),
                    Ink::Slanted => self.element("em", "", text),
                    Ink::Strong => self.element("strong", "", text),
                }
            }
        }
        for (at, title) in signatory.titles.iter().enumerate() {
            if at > 0 || !signatory.name.is_empty() {
                self.raw("<br>");
            }
            self.words(title);
        }
        self.raw("</p>\n");
    }
}

/// The direction and, as far as it is known, the language of an attachment that runs the other way than the document.
fn turned(component: &Component, document: &Document) -> String {
    let strong = |c: &char| c.is_alphabetic();
    let letters =
        || component.blocks.iter().flat_map(|block| block.text.chars().take(2_000)).filter(strong).take(20_000);
    let (all, right) = (letters().count(), letters().filter(|c| matches!(c, '\u{590}'..='\u{8FF}')).count());
    let rtl = right * 2 > all;
    if all == 0 || rtl == document.language.is_right_to_left() {
        return String::new();
    }
    let own = component.original_language.filter(|own| own.is_right_to_left() == rtl);
    let language = own.map(|own| format!(" lang=\"{}\"", own.code())).unwrap_or_default();
    format!("{language} dir=\"{}\"", if rtl { "rtl" } else { "ltr" })
}

/// A part's name as an anchor.
fn anchor(part: &str) -> String {
    part.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}
