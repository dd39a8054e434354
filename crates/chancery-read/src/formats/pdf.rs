//! PDF.

use super::Extracted;

/// Whether the bytes are of this format.
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-")
}

/// Takes out the text.
pub fn extract(_bytes: &[u8]) -> Extracted {
    Extracted::nothing("pdf", "UNREAD_FORMAT", "this format is not read yet")
}
