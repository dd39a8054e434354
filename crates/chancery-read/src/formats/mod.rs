//! Formats a letter may arrive in. One file each, and one line here.

pub mod text;

use chancery_model::{finding::Doubt, text::Span};

use crate::doubt;

/// The text of a file, with what is doubted about taking it out.
pub struct Extracted {
    /// The format's name, as `read` prints it.
    pub format: &'static str,
    /// The text; every place points into it.
    pub text: String,
    /// What is doubted.
    pub doubts: Vec<Doubt>,
}

/// Signatures of formats that are known but not read yet, so that their bytes are not taken for text.
const NOT_READ: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "a zipped format such as DOCX"),
    (b"\xD0\xCF\x11\xE0", "an old office format"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
];

/// Takes the text out of a file, whatever it is.
pub fn extract(bytes: &[u8]) -> Extracted {
    if let Some((_, what)) = NOT_READ.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        let message = format!("the file looks like {what}, which is not read as text; extract its text first");
        let doubts = vec![doubt("UNREAD_FORMAT", message, Span::default(), None)];
        return Extracted { format: "unknown", text: String::new(), doubts };
    }
    text::extract(bytes)
}
