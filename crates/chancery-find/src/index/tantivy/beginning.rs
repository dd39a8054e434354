//! Documents with a word that begins so, in bounded time however many words do.

use std::cmp::Reverse;

use tantivy::{
    BitSet, DocId, Score, SegmentReader, TantivyError,
    postings::TermInfo,
    query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

/// For how many words of a segment a beginning stands; the ones that most documents have, where there are more.
const WORDS: usize = 4_000;
/// How many words of a segment are looked at to find those.
const LOOKED_AT: usize = 200_000;

/// Asks for a beginning in a field. Every document that has it scores the same.
#[derive(Clone, Debug)]
pub(super) struct Beginning {
    pub(super) field: Field,
    pub(super) start: String,
}

impl Query for Beginning {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Beginning {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.field)?;
        let mut stream = index.terms().range().ge(self.start.as_bytes()).into_stream()?;
        let mut words: Vec<TermInfo> = Vec::new();
        for _ in 0..LOOKED_AT {
            match stream.next() {
                Some((word, postings)) if word.starts_with(self.start.as_bytes()) => words.push(postings.clone()),
                _ => break,
            }
        }
        if words.len() > WORDS {
            // Stable: among equals the first in the dictionary.
            words.sort_by_key(|postings| Reverse(postings.doc_freq));
            words.truncate(WORDS);
        }
        let mut documents = BitSet::with_max_value(reader.max_doc());
        for word in &words {
            let mut postings = index.read_block_postings_from_terminfo(word, IndexRecordOption::Basic)?;
            while !postings.docs().is_empty() {
                for doc in postings.docs() {
                    documents.insert(*doc);
                }
                postings.advance();
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(documents), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        // Nobody asks for explanations here.
        Err(TantivyError::InvalidArgument("a beginning is not explained".to_owned()))
    }
}
