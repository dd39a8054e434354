//! HTML.

use super::Extracted;

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"<!DOCTYPE html")
}

/// Takes out the text.
pub fn extract(_bytes: &[u8]) -> Extracted {
    Extracted::nothing("html", "UNREAD_FORMAT", "this format is not read yet")
}
