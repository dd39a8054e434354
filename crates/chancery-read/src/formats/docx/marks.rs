//! The marks of notes: what they are, and where they stand.

use std::collections::HashSet;

use super::{
    numbering::in_format,
    story::{NoteFormats, Paragraph, Piece, Section, Story, Thing},
};

/// What Chancery calls itself in the files it writes.
pub const WRITER: &str = "Chancery";

/// Gives each note of a text its mark, numbered as the file says, and puts the mark into the words on which it hangs, raised as
/// pages show it. `known` are the identities of the footnotes and the endnotes that the file holds: a mark whose note is missing stands
/// nowhere.
///
/// A mark that cannot be raised (a roman `v`, an Arabic figure) is left out of the words, where it would be taken for one of their
/// letters; its note is known by the paragraph under which it stands. In a file that Chancery wrote itself (`own`) it is put there
/// all the same, so that the document is the same again.
pub fn place(story: &mut Story, formats: &NoteFormats, known: &[HashSet<String>; 2], own: bool) {
    let mut marks = Marks { sections: &story.sections, formats, known, own, section: 0, footnotes: 0, endnotes: 0 };
    marks.pieces(&mut story.pieces);
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

struct Marks<'s> {
    sections: &'s [Section],
    formats: &'s NoteFormats,
    known: &'s [HashSet<String>; 2],
    own: bool,
    section: usize,
    footnotes: u32,
    endnotes: u32,
}

impl Marks<'_> {
    fn pieces(&mut self, pieces: &mut [Piece]) {
        for piece in pieces {
            match piece {
                Piece::Blank => {}
                Piece::Paragraph(paragraph) => {
                    self.paragraph(paragraph);
                    self.pieces(&mut paragraph.boxes);
                    if let Some(section) = paragraph.section {
                        self.section = section + 1;
                        if self.sections.get(self.section).is_some_and(|next| next.notes.footnotes_anew) {
                            self.footnotes = 0;
                        }
                    }
                }
                Piece::Table(table) => table.rows.iter_mut().flatten().for_each(|cell| self.pieces(cell)),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &mut Paragraph) {
        let mut out = String::new();
        let mut from = 0;
        let raising = paragraph.raised;
        for (at, thing) in &mut paragraph.things {
            let place = paragraph.text.floor_char_boundary(*at).max(from);
            out.push_str(&paragraph.text[from..place]);
            from = place;
            *at = out.len();
            let (id, mark, foot) = match thing {
                Thing::Footnote { id, mark } => (id, mark, true),
                Thing::Endnote { id, mark } => (id, mark, false),
                _ => continue,
            };
            let is_known = self.known[usize::from(!foot)].contains(id);
            let shown = mark.take().filter(|mark| !mark.is_empty()).unwrap_or_else(|| self.next(foot));
            // A paragraph that begins with a raised mark is a note's own text, typed as such.
            let fits = self.own || raising == 0 && shown.chars().all(|c| chancery_model::text::raised(c).is_some());
            if is_known && fits {
                out.push_str(&super::super::raised(&shown));
            }
            *mark = Some(shown);
        }
        if !paragraph.things.is_empty() {
            out.push_str(&paragraph.text[from..]);
            paragraph.text = out;
        }
    }

    /// The number of the next note.
    fn next(&mut self, foot: bool) -> String {
        let own = self.sections.get(self.section).map(|section| &section.notes);
        let (count, format, from, usual) = if foot {
            let format = own.and_then(|own| own.footnotes.as_ref()).or(self.formats.footnotes.as_ref());
            let from = own.and_then(|own| own.footnotes_from).or(self.formats.footnotes_from);
            (&mut self.footnotes, format, from, "decimal")
        } else {
            let format = own.and_then(|own| own.endnotes.as_ref()).or(self.formats.endnotes.as_ref());
            let from = own.and_then(|own| own.endnotes_from).or(self.formats.endnotes_from);
            (&mut self.endnotes, format, from, "lowerRoman")
        };
        *count = count.saturating_add(1);
        in_format(from.unwrap_or(1).saturating_add(*count - 1), format.map_or(usual, String::as_str))
    }
}
