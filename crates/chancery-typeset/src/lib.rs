//! The room in which a document becomes pages: the same document gives the same bytes, every time and everywhere.
//!
//! [`pdf`] sets the printed page (PDF/A-2a and PDF/UA-1 in one file); [`html`] and [`text`] write the same document to be
//! read on a screen or in a terminal, [`docx`] for the word processor, [`akn`] for machines that read law, [`marcxml`] for catalogues, [`bibtex`], [`ris`] and
//! [`csl`] for those who cite it. All ask the
//! document and the body's wording, and nothing else: there is no clock, no disk and no chance here. Words that came from
//! outside reach the template as JSON and are shown as text; they
//! are never Typst code and never HTML.

mod formats;
mod glyphs;
mod marks;
mod masthead;
mod parts;
mod pictures;
mod world;
mod xml;

use chancery_model::Language;

pub use formats::{
    Format, UnknownFormat,
    akn::akn,
    citation::{bibtex, csl, ris},
    docx::{LetterFacts, docx, letter_template},
    html::{article, html},
    json::json,
    marcxml::marcxml,
    pdf::{pdf, pdf_with_akn, sheet},
    render,
    text::text,
};

/// A rendition as it leaves the press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has; 0 where the format knows no pages.
    pub pages: usize,
    /// The characters for which there is no glyph in any of the fonts, in order and each once.
    ///
    /// An archival PDF may not hold a missing glyph, so that a mark stands in the place of each of them. A document of
    /// which this list is not empty has lost something and should not be issued in this form.
    pub replaced: Vec<char>,
    /// The names of the pictures that could not be set, in the document's order; what they show stands in their place.
    pub left_out: Vec<String>,
}

/// Why a document cannot be set.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// The body has no words for the masthead in the document's language.
    #[error("the body “{body}” has no masthead wording in {language}; write [masthead] in languages/{language}.toml")]
    WordingMissing {
        /// The body's code.
        body: String,
        /// The language of the document.
        language: Language,
    },
    /// The template does not compile.
    #[error("the template {template} cannot be set: {message}")]
    Template {
        /// The template's file name.
        template: String,
        /// What the typesetter says, with its hints.
        message: String,
    },
    /// The pages were laid out but cannot be written as an archival and accessible PDF.
    #[error("the pages cannot be written as PDF/A-2a and PDF/UA-1: {0}")]
    Export(String),
    /// The data for the template could not be written.
    #[error("the document cannot be handed to the template: {0}")]
    Data(#[from] serde_json::Error),
}

#[cfg(test)]
mod tests;
