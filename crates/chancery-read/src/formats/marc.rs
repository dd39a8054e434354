//! MARC: catalogue records, as XML or as ISO 2709.

use chancery_model::vocabulary::Vocabulary;

use super::Extracted;

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"<collection")
}

/// Takes out the text.
pub fn extract(_bytes: &[u8], _vocabulary: &Vocabulary) -> Extracted {
    Extracted::nothing("marc", "UNREAD_FORMAT", "this format is not read yet")
}
