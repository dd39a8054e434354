//! The zipped parts of a word processor's file, in an order and with dates that are always the same.

use std::io::{Cursor, Write};

use jiff::civil::Date;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::xml::Xml;

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Relations of one part to others, numbered in their order.
#[derive(Default)]
pub struct Relations {
    all: Vec<(String, String, String)>,
}

impl Relations {
    /// Adds one under the next number.
    pub fn add(&mut self, kind: &str, target: &str) {
        self.add_as(&format!("rId{}", self.all.len() + 1), kind, target);
    }

    /// Adds one under a name of its own.
    pub fn add_as(&mut self, id: &str, kind: &str, target: &str) {
        self.all.push((id.to_owned(), format!("{KINDS}/{kind}"), target.to_owned()));
    }

    /// The part.
    pub fn finish(self) -> Vec<u8> {
        let mut xml = Xml::new();
        xml.open_line("Relationships", &[("xmlns", RELATIONS)]);
        for (id, kind, target) in &self.all {
            xml.empty_line("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
        xml.finish()
    }
}

/// What the file says of itself.
pub struct Core<'c> {
    /// The title.
    pub title: &'c str,
    /// The office that issued it.
    pub author: &'c str,
    /// The symbols.
    pub keywords: &'c str,
    /// The language's code.
    pub language: &'c str,
    /// When it was made: the day of release, or the masthead's.
    pub date: Date,
}

/// A file being put together.
pub struct Package {
    parts: Vec<(String, Vec<u8>)>,
    types: Vec<(String, String)>,
}

impl Package {
    /// An empty file.
    pub fn new() -> Package {
        Package { parts: Vec::new(), types: Vec::new() }
    }

    /// A part of the word processor's own, by what kind of part it is; none for relations.
    pub fn text(&mut self, name: &str, kind: &str, bytes: Vec<u8>) {
        if !kind.is_empty() {
            let media = format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml");
            self.types.push((format!("/{name}"), media));
        }
        self.parts.push((name.to_owned(), bytes));
    }

    /// A file put in as it is.
    pub fn file(&mut self, name: &str, bytes: &[u8]) {
        self.parts.push((name.to_owned(), bytes.to_vec()));
    }

    /// What the file says of itself in the fields that all programs know.
    pub fn properties(&mut self, core: &Core<'_>) {
        let mut xml = Xml::new();
        let spaces = [
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ];
        xml.open_line("cp:coreProperties", &spaces);
        xml.leaf_line("dc:title", &[], core.title);
        xml.leaf_line("dc:creator", &[], core.author);
        xml.leaf_line("cp:keywords", &[], core.keywords);
        xml.leaf_line("dc:language", &[], core.language);
        xml.leaf_line("cp:lastModifiedBy", &[], core.author);
        let moment = format!("{}T00:00:00Z", core.date);
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.leaf_line(name, &[("xsi:type", "dcterms:W3CDTF")], &moment);
        }
        self.parts.push(("docProps/core.xml".to_owned(), xml.finish()));
        let media = "application/vnd.openxmlformats-package.core-properties+xml";
        self.types.push(("/docProps/core.xml".to_owned(), media.to_owned()));
        let mut xml = Xml::new();
        let space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
        xml.open_line("Properties", &[("xmlns", space)]);
        xml.leaf_line("Application", &[], "Chancery");
        xml.leaf_line("Company", &[], core.author);
        self.parts.push(("docProps/app.xml".to_owned(), xml.finish()));
        let media = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
        self.types.push(("/docProps/app.xml".to_owned(), media.to_owned()));
    }

    /// Custom properties, in order.
    pub fn custom(&mut self, all: &[(String, String)]) {
        let mut xml = Xml::new();
        let spaces = [
            ("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"),
            ("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"),
        ];
        xml.open_line("Properties", &spaces);
        for (at, (name, value)) in all.iter().enumerate() {
            let number = (at + 2).to_string();
            xml.open(
                "property",
                &[("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"), ("pid", &number), ("name", name)],
            );
            xml.leaf("vt:lpwstr", &[], value);
            xml.close_line();
        }
        self.parts.push(("docProps/custom.xml".to_owned(), xml.finish()));
        let media = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
        self.types.push(("/docProps/custom.xml".to_owned(), media.to_owned()));
    }

    /// The file.
    pub fn finish(self) -> Vec<u8> {
        let mut types = Xml::new();
        types.open_line("Types", &[("xmlns", TYPES)]);
        let endings = [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("jpeg", "image/jpeg"),
            ("gif", "image/gif"),
            ("webp", "image/webp"),
        ];
        for (ending, media) in endings {
            types.empty_line("Default", &[("Extension", ending), ("ContentType", media)]);
        }
        for (name, media) in &self.types {
            types.empty_line("Override", &[("PartName", name), ("ContentType", media)]);
        }
        let mut roots = Relations::default();
        roots.add("officeDocument", "word/document.xml");
        roots.add("extended-properties", "docProps/app.xml");
        roots.add("custom-properties", "docProps/custom.xml");
        let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        roots.all.push(("rId4".to_owned(), core.to_owned(), "docProps/core.xml".to_owned()));
        let first = [("[Content_Types].xml".to_owned(), types.finish()), ("_rels/.rels".to_owned(), roots.finish())];
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in first.iter().chain(&self.parts) {
            // Writing into memory does not fail, and no part is larger than an archive may hold.
            let _ = zip.start_file(name.as_str(), options);
            let _ = zip.write_all(bytes);
        }
        zip.finish().map(Cursor::into_inner).unwrap_or_default()
    }
}
