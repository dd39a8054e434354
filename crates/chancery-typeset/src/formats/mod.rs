//! The forms in which a document leaves. A new one is a file here, a variant of [`Format`] and its lines below.

use std::{fmt, str::FromStr};

use chancery_model::{Body, Document};

use crate::{Page, TypesetError};

pub mod akn;
pub mod citation;
pub(crate) mod cited;
pub(crate) mod codes;
pub mod docx;
pub mod html;
pub mod json;
pub mod marcxml;
pub mod pdf;
pub mod text;

/// A form in which a document leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// The printed page: PDF/A-2a and PDF/UA-1.
    Pdf,
    /// One file for the screen.
    Html,
    /// Plain text.
    Text,
    /// Akoma Ntoso.
    Akn,
    /// For the word processor.
    Docx,
    /// The catalogue's record.
    Marcxml,
    /// The document model.
    Json,
    /// For BibTeX and biblatex.
    Bibtex,
    /// For Research Information Systems and what reads their format.
    Ris,
    /// For the Citation Style Language.
    Csl,
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a format; there are {names}", names = Format::names())]
pub struct UnknownFormat(pub String);

impl Format {
    /// All formats, the printed page first.
    pub const ALL: [Format; 10] = [
        Format::Pdf,
        Format::Html,
        Format::Text,
        Format::Akn,
        Format::Docx,
        Format::Marcxml,
        Format::Json,
        Format::Bibtex,
        Format::Ris,
        Format::Csl,
    ];

    /// The formats that are set and kept when a document is issued; the others are made when someone asks for them.
    pub const ISSUED: [Format; 3] = [Format::Pdf, Format::Html, Format::Text];

    /// The names of all formats in a row: `pdf, html and text`.
    fn names() -> String {
        let names = Format::ALL.map(Format::name);
        let (last, others) = names.split_last().unwrap_or((&"pdf", &[]));
        format!("{} and {last}", others.join(", "))
    }

    /// The name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Html => "html",
            Format::Text => "text",
            Format::Akn => "akn",
            Format::Docx => "docx",
            Format::Marcxml => "marcxml",
            Format::Json => "json",
            Format::Bibtex => "bibtex",
            Format::Ris => "ris",
            Format::Csl => "csl",
        }
    }

    /// The ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Html => "html",
            Format::Text => "txt",
            Format::Akn => "xml",
            Format::Docx => "docx",
            Format::Marcxml => "marc.xml",
            Format::Json => "json",
            Format::Bibtex => "bib",
            Format::Ris => "ris",
            Format::Csl => "csl.json",
        }
    }

    /// Its media type, with the character set where there is one.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Pdf => "application/pdf",
            Format::Html => "text/html; charset=utf-8",
            Format::Text => "text/plain; charset=utf-8",
            Format::Akn => "application/akn+xml",
            Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Format::Marcxml => "application/marcxml+xml",
            Format::Json => "application/json",
            Format::Bibtex => "application/x-bibtex; charset=utf-8",
            Format::Ris => "application/x-research-info-systems; charset=utf-8",
            Format::Csl => "application/vnd.citationstyles.csl+json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// A format by its name or the ending of its files, in any case.
    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        Format::ALL
            .into_iter()
            .find(|format| word.eq_ignore_ascii_case(format.name()) || word.eq_ignore_ascii_case(format.ending()))
            .ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}

/// Sets a document in a format.
pub fn render(document: &Document, body: &Body, format: Format) -> Result<Page, TypesetError> {
    let unpaged = |bytes| Page { bytes, pages: 0, replaced: Vec::new(), left_out: Vec::new() };
    match format {
        Format::Pdf => pdf::pdf(document, body),
        Format::Html => html::html(document, body).map(unpaged),
        Format::Text => text::text(document, body).map(unpaged),
        Format::Akn => akn::akn(document, body).map(unpaged),
        Format::Docx => docx::docx(document, body).map(unpaged),
        Format::Marcxml => marcxml::marcxml(document, body).map(unpaged),
        Format::Json => json::json(document, body).map(unpaged),
        Format::Bibtex => citation::bibtex(document, body).map(unpaged),
        Format::Ris => citation::ris(document, body).map(unpaged),
        Format::Csl => citation::csl(document, body).map(unpaged),
    }
}
