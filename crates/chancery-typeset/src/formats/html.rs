//! The document for the screen: one file that says everything in its structure, so that it reads without its style.

use std::fmt::Write;

use chancery_model::{Body, Document, communication::Signatory};

use crate::{
    TypesetError, glyphs,
    masthead::{self, MastheadLines},
    parts::{self, ListItem, Note, Part, Piece, Run},
};

const STYLE: &str = include_str!("../templates/page.css");

/// Writes a document as one HTML file, with its style and without a script.
pub fn html(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    let (wording, words) = masthead::wording(document, body)?;
    let head = masthead::compose(document, body)?;
    let parts = parts::arrange(document, wording, words);
    let mut page = Html { out: String::new(), notes: 0, signed: head.signed.clone() };
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
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    page.element("title", "", &name);
    page.raw("\n");
    page.meta("author", &document.office);
    page.meta("keywords", &head.symbols.iter().map(|symbol| symbol.whole.as_str()).collect::<Vec<_>>().join(", "));
    if let Some(day) = document.released {
        page.meta("dcterms.issued", &day.to_string());
    }
    page.meta("generator", "Chancery");
    page.raw(&format!("<style>\n{STYLE}</style>\n</head>\n<body>\n<article>\n"));
    page.masthead(&head, document);
    page.raw("<main>\n");
    if glyphs::has_ink(&document.title) {
        page.element("h1", "", document.title.trim());
        page.raw("\n");
    }
    page.raw("<section id=\"letter\">\n");
    page.part(&parts.letter);
    page.raw("</section>\n");
    for attachment in &parts.attachments {
        let _ = writeln!(page.out, "<section id=\"{}\" class=\"attachment\">", anchor(&attachment.part));
        page.element(&format!("h{}", attachment.heading_level), "", &attachment.heading);
        page.raw("\n");
        page.line("original", &attachment.original);
        if !attachment.title.is_empty() {
            page.element(&format!("h{}", attachment.title_level), "title", &attachment.title);
            page.raw("\n");
        }
        page.line("date", &attachment.date);
        page.part(&attachment.text);
        page.raw("</section>\n");
    }
    page.raw("</main>\n<footer>\n");
    page.line("job", &head.job_line);
    page.line("issued-by", &head.issued_by);
    if !head.address.is_empty() {
        page.raw("<p class=\"address\">");
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
    page.line("foot", &head.foot);
    page.raw("</footer>\n</article>\n</body>\n</html>\n");
    Ok(page.out.into_bytes())
}

/// A page being written. Text enters only by [`Html::words`], which escapes it.
struct Html {
    out: String,
    /// How many footnotes there are so far, for their anchors.
    notes: usize,
    signed: String,
}

impl Html {
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

    /// A line of its own, or nothing where there are no words for it.
    fn line(&mut self, class: &str, text: &str) {
        if !text.is_empty() {
            self.element("p", class, text);
            self.raw("\n");
        }
    }

    fn meta(&mut self, name: &str, content: &str) {
        if !content.is_empty() {
            self.raw(&format!("<meta name=\"{name}\" content=\""));
            self.words(content);
            self.raw("\">\n");
        }
    }

    fn masthead(&mut self, head: &MastheadLines, document: &Document) {
        self.raw("<header>\n");
        self.line("proof", &head.proof);
        self.line("body", &head.body);
        if !head.symbols.is_empty() {
            // Symbols run from left to right in every language, and so do several of them.
            self.raw("<p class=\"symbol\"><bdi dir=\"ltr\">");
            self.words(&head.symbols_joined());
            self.raw("</bdi></p>\n");
        }
        self.raw("<div class=\"facts\">\n<div>\n");
        for organ in &head.organs {
            self.line("organ", organ);
        }
        self.raw("</div>\n<div>\n");
        self.line("distribution", &head.distribution);
        self.raw(&format!("<p><time datetime=\"{}\">", document.date));
        self.words(&head.date);
        self.raw("</time></p>\n");
        self.line("original-language", &head.original);
        self.raw("</div>\n</div>\n");
        self.line("re-typeset", &head.re_typeset);
        self.raw("<div class=\"agenda\">\n");
        for block in &head.agenda {
            self.raw("<div>\n");
            if head.agenda.len() > 1 {
                self.line("organ-name", &block.organ);
            }
            self.line("period", &block.period);
            self.line("items", &block.items);
            if !block.titles.is_empty() {
                self.raw("<ul>\n");
                for title in &block.titles {
                    self.element("li", "", title);
                    self.raw("\n");
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
                self.raw(&format!("<p role=\"doc-footnote\" id=\"note-{number}\"><a href=\"#noteref-{number}\"><sup>"));
                self.words(&note.mark);
                self.raw("</sup></a> ");
                self.words(&note.text);
                self.raw("</p>\n");
            }
            for note in &part.notes {
                self.raw("<p role=\"doc-footnote\">");
                if !note.mark.is_empty() {
                    self.element("sup", "", &note.mark);
                    self.raw(" ");
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
                self.raw(&format!("<h{level}>"));
                self.number(number);
                self.runs(text, notes);
                self.raw(&format!("</h{level}>\n"));
            }
            Piece::Paragraph { number, text } => {
                self.raw(if number.is_empty() { "<p class=\"text\">" } else { "<p class=\"numbered\">" });
                self.number(number);
                self.runs(text, notes);
                self.raw("</p>\n");
            }
            Piece::Picture { alt, .. } => {
                self.element("p", "", alt);
                self.raw("\n");
            }
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

    fn list<'a>(&mut self, items: &'a [ListItem], notes: &mut Vec<(usize, &'a Note)>) {
        let bullets = items.iter().all(|item| item.number == "•");
        self.raw(if bullets { "<ul>\n" } else { "<ol class=\"given\">\n" });
        for item in items {
            self.raw("<li>");
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
            self.element("span", "number", number);
            self.raw(" ");
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
                    self.raw(&format!("<sup><a role=\"doc-noteref\" id=\"noteref-{number}\" href=\"#note-{number}\">"));
                    self.words(&note.mark);
                    self.raw("</a></sup>");
                }
            }
        }
    }

    fn signature(&mut self, signatory: &Signatory) {
        self.raw("<p class=\"signature\">");
        if !signatory.name.is_empty() {
            self.raw("(<em>");
            self.words(&self.signed.clone());
            self.raw("</em>) <strong>");
            self.words(&signatory.name);
            self.raw("</strong>");
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

/// A part's name as an anchor.
fn anchor(part: &str) -> String {
    part.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}
