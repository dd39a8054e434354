//! DOCX: the word processor's zipped XML.

use chancery_model::vocabulary::Vocabulary;

use super::Extracted;

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Takes out the text.
pub fn extract(_bytes: &[u8], _vocabulary: &Vocabulary) -> Extracted {
    Extracted::nothing("docx", "UNREAD_FORMAT", "this format is not read yet")
}
