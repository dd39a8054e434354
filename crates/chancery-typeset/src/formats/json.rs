//! The document model itself, for programs that want all of it.

use chancery_model::{Body, Document};

use crate::{TypesetError, masthead};

/// Writes a document as JSON: every field of [`Document`], pictures in base64.
pub fn json(document: &Document, body: &Body) -> Result<Vec<u8>, TypesetError> {
    // What cannot be set in any other form is refused here too, so that all forms of a document are there or none.
    masthead::wording(document, body)?;
    let mut out = serde_json::to_vec_pretty(document)?;
    out.push(b'\n');
    Ok(out)
}
