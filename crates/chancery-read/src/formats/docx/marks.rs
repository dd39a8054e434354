//! The places of footnotes' marks.
//!
//! In most files a note is known by the paragraph under which it stands, and that is how it is read. In a file that Chancery
//! wrote itself the place of the mark in the sentence counts as well, so that the document is the same again.

use super::story::{Paragraph, Piece, Thing};

/// What Chancery calls itself in the files it writes.
pub const WRITER: &str = "Chancery";

/// Puts the marks of footnotes into the words on which they hang, raised as pages show them.
pub fn raise(pieces: &mut [Piece]) {
    let mut counted = 0;
    raise_in(pieces, &mut counted);
}

/// Takes the marks that notes bear themselves out of their words, since the place in the text has them.
pub fn bare(notes: &mut [(String, Vec<Piece>)]) {
    for (_, pieces) in notes {
        if let Some(Piece::Paragraph(paragraph)) = pieces.first_mut()
            && paragraph.raised < paragraph.text.len()
        {
            let rest = paragraph.text.split_off(paragraph.raised);
            paragraph.text = rest;
            paragraph.raised = 0;
        }
    }
}

fn raise_in(pieces: &mut [Piece], counted: &mut u32) {
    for piece in pieces {
        match piece {
            Piece::Blank => {}
            Piece::Paragraph(paragraph) => raise_one(paragraph, counted),
            // Tables in tables are never written, and reading keeps few of them apart.
            Piece::Table(table) => table.rows.iter_mut().flatten().for_each(|cell| raise_in(cell, counted)),
        }
    }
}

fn raise_one(paragraph: &mut Paragraph, counted: &mut u32) {
    let mut out = String::new();
    let mut from = 0;
    for (at, thing) in &mut paragraph.things {
        let place = paragraph.text.floor_char_boundary(*at).max(from);
        out.push_str(&paragraph.text[from..place]);
        from = place;
        *at = out.len();
        if let Thing::Footnote { mark, .. } = thing {
            let shown = mark.clone().filter(|mark| !mark.is_empty()).unwrap_or_else(|| {
                *counted += 1;
                counted.to_string()
            });
            out.push_str(&super::super::raised(&shown));
        }
    }
    if !paragraph.things.is_empty() {
        out.push_str(&paragraph.text[from..]);
        paragraph.text = out;
    }
}
