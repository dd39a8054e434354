//! A message: the covering note, and its attachments as candidates.

use super::Extracted;

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"MIME-Version:")
}

/// Takes out the text.
pub fn extract(_bytes: &[u8]) -> Extracted {
    Extracted::nothing("eml", "UNREAD_FORMAT", "this format is not read yet")
}
