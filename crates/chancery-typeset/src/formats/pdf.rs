//! The printed page. The document goes to the template as JSON; what comes back is PDF/A-2a and PDF/UA-1 in one file.

use std::borrow::Cow;

use barcoders::sym::code39::Code39;
use chancery_model::{Body, Document, Language, communication::Kind};
use fast_qr::{ECL, QRBuilder};
use serde::Serialize;
use serde_json::Value;
use typst::{diag::SourceDiagnostic, foundations::Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::akn::akn;
use crate::{
    Page, TypesetError,
    glyphs::{self, Care},
    marks,
    masthead::{self, MastheadLines},
    parts::{self, Attachment, Part},
    pictures,
    world::Sheet,
};

/// The template of a body that has none of its own.
const DOCUMENT: &str = include_str!("../templates/document.typ");

/// A document of more pages is forgotten at once: what it left would be much, and the template is a small part of its time.
const LONG: usize = 20;

/// A word wider than this, in hundredths of the type's size, may be broken, and after how many characters each time.
#[derive(Clone, Copy)]
struct Widest(usize, usize);

/// For the text, which has ten points in a column of 368.
const IN_TEXT: Widest = Widest(3300, 10);

/// For titles, which have fourteen points in the same column.
const IN_TITLE: Widest = Widest(2400, 8);

/// For the address in the foot, which is small and should be copied whole.
const IN_FOOT: Widest = Widest(4200, 20);

/// The families in the order in which they are asked for a glyph. Letters of a Chinese text that are not Chinese are taken
/// from the first, and its quotation marks and dashes are not.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
enum Family {
    Whole(&'static str),
    Letters { name: &'static str, covers: &'static str },
}

const HAN: &str = "Noto Serif SC";

/// The families of a language.
fn families(language: Language) -> [Family; 3] {
    use Family::{Letters, Whole};
    if language.is_right_to_left() {
        [Whole("Amiri"), Whole("Tinos"), Whole(HAN)]
    } else if language.is_without_spaces() {
        [Letters { name: "Tinos", covers: "latin-in-cjk" }, Whole(HAN), Whole("Amiri")]
    } else {
        [Whole("Tinos"), Whole("Amiri"), Whole(HAN)]
    }
}

/// Everything the template reads.
#[derive(Serialize)]
struct Data {
    lang: String,
    rtl: bool,
    /// Whether the script is written without spaces.
    han: bool,
    fonts: [Family; 3],
    meta: Meta,
    head: MastheadLines,
    /// `page`, before a page's number.
    #[serde(rename = "page-word")]
    page_word: String,
    title: String,
    letter: Part,
    attachments: Vec<Attachment>,
    /// The bars of the barcode from left to right: how far from the edge and how wide, in modules.
    bars: Vec<(usize, usize)>,
    /// How many modules the barcode has.
    modules: usize,
    /// The name of the file that is inside the page, or none.
    attached: Option<String>,
    /// The square of the resolver's address, where the document has one.
    square: Option<Square>,
}

/// A two-dimensional code: how many modules it is wide, and its dark ones as runs from left to right: from where, in which
/// row, how many.
#[derive(Serialize)]
struct Square {
    size: usize,
    runs: Vec<(usize, usize, usize)>,
}

#[derive(Serialize)]
struct Meta {
    title: String,
    author: String,
    keywords: Vec<String>,
    date: [i16; 3],
}

/// Sets a document on paper: PDF/A-2a and PDF/UA-1.
pub fn pdf(document: &Document, body: &Body) -> Result<Page, TypesetError> {
    set(document, body, None)
}

/// The same page with the document in Akoma Ntoso inside it, as another form of what it says: PDF/A-3a and PDF/UA-1.
pub fn pdf_with_akn(document: &Document, body: &Body) -> Result<Page, TypesetError> {
    set(document, body, Some(&akn(document, body)?))
}

fn set(document: &Document, body: &Body, attached: Option<&[u8]>) -> Result<Page, TypesetError> {
    let mut document = Cow::Borrowed(document);
    let mut left_out = unfit(&document);
    loop {
        let mut data = data(&document, body)?;
        if attached.is_some() {
            let forms: Vec<String> = document.symbols().map(|symbol| symbol.file_form()).collect();
            let name = if forms.is_empty() { "document".to_owned() } else { forms.join("&") };
            data.attached = Some(format!("{name}-{}.xml", document.language.code().to_uppercase()));
        }
        let data = serde_json::to_value(data)?;
        let mut page = press(&document, body, &data, attached, Care::Usual);
        // A few sequences have every character in the fonts and still no glyph together. Rather no page than a page
        // with a hole would be one answer; the other is to print what is certain and say what was left out.
        if let Err(TypesetError::Export(_)) = page {
            page = press(&document, body, &data, attached, Care::Utmost);
        }
        match page {
            // A picture may look whole and not be; what it shows is then said in its place.
            Err(TypesetError::Export(_) | TypesetError::Template { .. }) if !document.pictures.is_empty() => {
                left_out = document.pictures.keys().cloned().collect();
                document.to_mut().pictures.clear();
            }
            done => return done.map(|page| Page { left_out, ..page }),
        }
    }
}

/// The template of a document and the data it reads as `/data.json`, for those who would set the same page by other means.
///
/// The template imports `/page.typ`, and pictures are read as `/pictures/0` and so on.
pub fn sheet<'a>(document: &Document, body: &'a Body) -> Result<(&'a str, Vec<u8>), TypesetError> {
    let mut data = serde_json::to_value(data(document, body)?)?;
    make_printable(&mut data, Care::Usual, Some(IN_TEXT), &mut Vec::new());
    Ok((template(document, body).1, serde_json::to_vec(&data)?))
}

/// The names of the pictures that are not such as can be set.
fn unfit(document: &Document) -> Vec<String> {
    let unfit = document.pictures.iter().filter(|(_, picture)| pictures::size(picture).is_none());
    unfit.map(|(name, _)| name.clone()).collect()
}

fn press(
    document: &Document,
    body: &Body,
    data: &Value,
    attached: Option<&[u8]>,
    care: Care,
) -> Result<Page, TypesetError> {
    let (name, template) = template(document, body);
    let mut data = data.clone();
    let mut replaced = Vec::new();
    make_printable(&mut data, care, Some(IN_TEXT), &mut replaced);
    let sheet = Sheet::new(template, serde_json::to_vec(&data)?, bytes_of_pictures(document)).with(attached);
    let laid_out = typst::compile::<PagedDocument>(&sheet).output;
    let written = laid_out
        .map_err(|errors| TypesetError::Template { template: name.to_owned(), message: messages(&errors) })
        .and_then(|pages| {
            let pages = if document.language.is_right_to_left() { marks::marked(&pages) } else { pages };
            let bytes = typst_pdf::pdf(&pages, &options(document, body, attached.is_some())?)
                .map_err(|errors| TypesetError::Export(messages(&errors)))?;
            Ok(Page { bytes, pages: pages.pages().len(), replaced, left_out: Vec::new() })
        });
    // What the typesetter remembers of this document is of little use to the next, and a server would only grow by it. What
    // the next has in common with it is worth keeping: the template, above all.
    let long = written.as_ref().map_or(true, |page| page.pages > LONG);
    comemo::evict(usize::from(!long));
    written
}

fn bytes_of_pictures(document: &Document) -> Vec<Vec<u8>> {
    document.pictures.values().map(|picture| picture.bytes.clone()).collect()
}

/// The pages as they were laid out, for the tests.
#[cfg(test)]
pub(crate) fn laid_out(document: &Document, body: &Body) -> Result<PagedDocument, TypesetError> {
    let (template, data) = sheet(document, body)?;
    let pages = typst::compile::<PagedDocument>(&Sheet::new(template, data, bytes_of_pictures(document)))
        .output
        .map_err(|errors| TypesetError::Template { template: "a test's".to_owned(), message: messages(&errors) });
    comemo::evict(0);
    pages
}

/// The runs of text on the pages, in order, for the tests.
#[cfg(test)]
pub(crate) fn runs(pages: &PagedDocument) -> Vec<typst::text::TextItem> {
    fn collect(frame: &typst::layout::Frame, out: &mut Vec<typst::text::TextItem>) {
        for (_, item) in frame.items() {
            match item {
                typst::layout::FrameItem::Text(text) => out.push(text.clone()),
                typst::layout::FrameItem::Group(group) => collect(&group.frame, out),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    pages.pages().iter().for_each(|page| collect(&page.frame, &mut out));
    out
}

/// The words on the pages as they were laid out, one line for each run of them, for the tests.
#[cfg(test)]
pub(crate) fn words(document: &Document, body: &Body) -> Result<Vec<String>, TypesetError> {
    Ok(runs(&laid_out(document, body)?).iter().map(|run| run.text.to_string()).collect())
}

/// The body's own template for this kind of document and its day, or the one for all kinds, or ours.
///
/// `letter-until-1999.typ` is for letters of 1999 and before: the page had another form then.
fn template<'a>(document: &Document, body: &'a Body) -> (&'a str, &'a str) {
    let own = match document.kind {
        Kind::Letter => "letter",
        Kind::IdenticalLetters => "identical_letters",
        Kind::NoteVerbale => "note_verbale",
        Kind::Note => "note",
        Kind::Other => "other",
    };
    let until = |kind: &str, name: &str| -> Option<i16> {
        name.strip_prefix(kind)?.strip_prefix("-until-")?.strip_suffix(".typ")?.parse().ok()
    };
    let year = document.date.year();
    [own, "document"]
        .into_iter()
        .find_map(|kind| {
            let old = body.templates.iter().filter_map(|(name, text)| Some((until(kind, name)?, name, text)));
            let old = old.filter(|(last, ..)| year <= *last).min_by_key(|(last, ..)| *last);
            old.map(|(_, name, text)| (name, text)).or_else(|| body.templates.get_key_value(&format!("{kind}.typ")))
        })
        .map_or(("document.typ", DOCUMENT), |(name, text)| (name, text))
}

fn options(document: &Document, body: &Body, attached: bool) -> Result<PdfOptions, TypesetError> {
    // Other files may be inside an archival one only since the third part of its standard.
    let archival = if attached { PdfStandard::A_3a } else { PdfStandard::A_2a };
    let standards = PdfStandards::new(&[archival, PdfStandard::Ua_1])
        .map_err(|error| TypesetError::Export(error.message().to_string()))?;
    let mut ident = body.charter.code.clone();
    for symbol in document.symbols() {
        ident.push('\n');
        ident.push_str(symbol.as_str());
    }
    ident.push('\n');
    ident.push_str(document.language.code());
    if attached {
        ident.push_str("\nwith its source");
    }
    Ok(PdfOptions {
        // The same work in the same language is the same file to an archive, however often it is set.
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Chancery".to_owned())),
        timestamp: None,
        standards,
        ..PdfOptions::default()
    })
}

fn data(document: &Document, body: &Body) -> Result<Data, TypesetError> {
    let (wording, words) = masthead::wording(document, body)?;
    let head = masthead::compose(document, body)?;
    let parts = parts::arrange(document, wording);
    let rtl = document.language.is_right_to_left();
    let (bars, modules) = bars(&head.barcode);
    Ok(Data {
        lang: document.language.code().to_owned(),
        rtl,
        han: document.language.is_without_spaces(),
        fonts: families(document.language),
        meta: Meta {
            // A title is needed by those who hear the page.
            title: head.name_of(document, body),
            author: document.office.clone(),
            keywords: head.symbols.iter().map(|symbol| symbol.whole.clone()).collect(),
            // An archival file must bear a date; a proof, which was not released, bears that of its masthead.
            date: {
                let day = document.released.unwrap_or(document.date);
                [day.year(), day.month().into(), day.day().into()]
            },
        },
        title: if glyphs::has_ink(&document.title) { document.title.trim().to_owned() } else { String::new() },
        page_word: words.page.split('{').next().unwrap_or_default().trim().to_owned(),
        letter: parts.letter,
        attachments: parts.attachments,
        bars,
        modules,
        attached: None,
        square: square(&head.address),
        head,
    })
}

/// The bars of a text in Code 39, or none where the text cannot be written in it.
fn bars(text: &str) -> (Vec<(usize, usize)>, usize) {
    if text.is_empty() {
        return (Vec::new(), 0);
    }
    let Ok(code) = Code39::new(text) else { return (Vec::new(), 0) };
    let modules = code.encode();
    let mut bars: Vec<(usize, usize)> = Vec::new();
    for (at, _) in modules.iter().enumerate().filter(|(_, module)| **module == 1) {
        match bars.last_mut() {
            Some((from, width)) if *from + *width == at => *width += 1,
            _ => bars.push((at, 1)),
        }
    }
    (bars, modules.len())
}

/// An address as a QR code, or none where there is no address or it is too long for one that a page has room for.
fn square(address: &str) -> Option<Square> {
    // Forty-nine modules on less than two centimetres are as many as a telephone can tell apart.
    const MOST_MODULES: usize = 49;
    if address.is_empty() {
        return None;
    }
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok().filter(|code| code.size <= MOST_MODULES)?;
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for row in 0..code.size {
        for at in (0..code.size).filter(|at| code[row][*at].value()) {
            match runs.last_mut() {
                Some((from, of, length)) if *of == row && *from + *length == at => *length += 1,
                _ => runs.push((at, row, 1)),
            }
        }
    }
    Some(Square { size: code.size, runs })
}

/// Makes every text of the data printable.
fn make_printable(value: &mut Value, care: Care, widest: Option<Widest>, replaced: &mut Vec<char>) {
    match value {
        Value::String(text) => {
            *text = glyphs::printable(text, care, replaced);
            if let Some(Widest(widest, step)) = widest {
                *text = glyphs::breakable(text, widest, step);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| make_printable(value, care, widest, replaced)),
        Value::Object(fields) => {
            for (name, value) in fields {
                let widest = match name.as_str() {
                    // What is not printed is not broken.
                    "meta" | "fonts" | "alt" | "attached" => None,
                    "title" | "heading" => Some(IN_TITLE),
                    "address" => Some(IN_FOOT),
                    "rows" => {
                        let columns = value.get(0).and_then(Value::as_array).map_or(1, Vec::len);
                        // At half the type's size for a character, as many as the column was made for.
                        Some(Widest(parts::longest_in_cell(columns) * 52, 6))
                    }
                    _ => widest,
                };
                make_printable(value, care, widest, replaced);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    let mut all: Vec<String> = Vec::new();
    for error in errors {
        let mut message = error.message.to_string();
        for hint in &error.hints {
            message.push_str(&format!(" ({})", hint.v));
        }
        if !all.contains(&message) {
            all.push(message);
        }
    }
    all.join("; ")
}
