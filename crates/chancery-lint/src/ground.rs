//! What a finding is about: the frame of a communication, or what its sender says in it.
//!
//! The frame is what the documents service answers for: masthead, title, request, signature, headings of attachments,
//! numbers. What stands in paragraphs, lists and tables, of the letter and of what is attached to it, is the sender's own,
//! and no machine puts it right unasked. No rule has to say which it is about: the place of its finding tells.

use chancery_model::{
    communication::{BlockKind, Communication},
    finding::Ground,
    text::Span,
};

use crate::Frame;

/// Which places of a text are its sender's own words.
pub(crate) struct Grounds {
    /// Places of prose, in order, none touching another.
    words: Vec<Span>,
    /// Places of the frame that may lie in prose, as a request in a paragraph does; in order.
    frame: Vec<Span>,
}

impl Grounds {
    /// Takes the places from what was understood. In a text of the body's own secretariat nothing is another's words.
    pub(crate) fn of(frame: &Frame<'_>) -> Grounds {
        let it = frame.communication;
        let own = frame.is_of_secretariat();
        let words = if own { Vec::new() } else { joined(prose(it).collect()) };
        // A place that holds a whole annex or letter would make frame of everything.
        const LONGEST: usize = 4 * 1024;
        let named = it.places.values().copied().filter(|place| place.len() <= LONGEST);
        Grounds { words, frame: joined(named.collect()) }
    }

    /// What stands at a place. A place that reaches beyond the frame into the sender's words is about these.
    pub(crate) fn at(&self, span: Span) -> Ground {
        let overlaps = |place: &Span| {
            // Where something is missing between two blocks, nobody's words are touched.
            if span.is_empty() { place.start < span.start && span.end < place.end } else { span.end > place.start }
        };
        let first = self.words.partition_point(|place| place.end <= span.start);
        if !self.words.get(first).is_some_and(overlaps) {
            return Ground::Frame;
        }
        let before = self.frame.partition_point(|place| place.start <= span.start);
        match before.checked_sub(1).and_then(|at| self.frame.get(at)) {
            Some(place) if span.end <= place.end => Ground::Frame,
            _ => Ground::Words,
        }
    }
}

/// The places of paragraphs, lists, tables and notes, and of headings below the first words of an attachment.
fn prose(it: &Communication) -> impl Iterator<Item = Span> + '_ {
    let mut part = "";
    let mut begun = false;
    it.text.iter().filter_map(move |block| {
        if block.part != part {
            (part, begun) = (&block.part, false);
        }
        let prose =
            matches!(block.kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Table | BlockKind::Footnote);
        begun |= prose;
        (prose || begun && block.kind == BlockKind::Heading).then_some(block.span)
    })
}

/// Places in order, those that overlap as one.
fn joined(mut places: Vec<Span>) -> Vec<Span> {
    places.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(places.len());
    for place in places {
        match out.last_mut() {
            Some(last) if place.start < last.end => *last = last.cover(place),
            _ => out.push(place),
        }
    }
    out
}
