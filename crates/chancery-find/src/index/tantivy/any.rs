//! Documents with a word in any of the ways in which it is looked for: as written or by its stem, in the title or in the text.
//!
//! The library's union reads every document of every list, a window of documents after the other, even where another word of the
//! query has said already that only a few of them matter. Here each list is asked for the document that matters and skips what lies
//! before it.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term,
    fieldnorm::FieldNormReader,
    postings::{Postings, SegmentPostings},
    query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::IndexRecordOption,
};

/// Asks for any of some words in their fields, each with what a match of it weighs.
#[derive(Clone, Debug)]
pub(super) struct AnyOf {
    pub(super) words: Vec<(Term, Score)>,
}

impl Query for AnyOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut words = Vec::new();
        for (word, weight) in &self.words {
            let rank = match &scoring {
                EnableScoring::Enabled { statistics_provider, .. } => {
                    Some(Bm25Weight::for_terms(*statistics_provider, std::slice::from_ref(word))?.boost_by(*weight))
                }
                EnableScoring::Disabled { .. } => None,
            };
            words.push((word.clone(), rank));
        }
        Ok(Box::new(AnyWeight { words }))
    }
}

struct AnyWeight {
    /// The words, with their rank where one is asked for.
    words: Vec<(Term, Option<Bm25Weight>)>,
}

impl Weight for AnyWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut lists = Vec::new();
        for (word, rank) in &self.words {
            let option = if rank.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
            let Some(postings) = reader.inverted_index(word.field())?.read_postings(word, option)? else { continue };
            let rank = match rank {
                Some(rank) => Some((rank.boost_by(boost), reader.get_fieldnorms_reader(word.field())?)),
                None => None,
            };
            lists.push(List { postings, rank });
        }
        if lists.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut any = AnyScorer { lists, doc: TERMINATED };
        any.settle();
        Ok(Box::new(any))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        // Nobody asks for explanations here.
        Err(TantivyError::InvalidArgument("any of some words is not explained".to_owned()))
    }
}

struct List {
    postings: SegmentPostings,
    rank: Option<(Bm25Weight, FieldNormReader)>,
}

struct AnyScorer {
    lists: Vec<List>,
    /// The first document that one of the lists stands on; none stands before it.
    doc: DocId,
}

impl AnyScorer {
    fn settle(&mut self) -> DocId {
        self.doc = self.lists.iter().map(|list| list.postings.doc()).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for AnyScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let mut next = TERMINATED;
        for list in &mut self.lists {
            let mut doc = list.postings.doc();
            if doc == self.doc {
                doc = list.postings.advance();
            }
            next = next.min(doc);
        }
        self.doc = next;
        next
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        let mut next = TERMINATED;
        for list in &mut self.lists {
            let mut doc = list.postings.doc();
            if doc < target {
                doc = list.postings.seek(target);
            }
            next = next.min(doc);
        }
        self.doc = next;
        next
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        // A word as written nearly always stands where its stem does, so the longest list says about how many there are.
        self.lists.iter().map(|list| list.postings.size_hint()).max().unwrap_or(0)
    }

    fn cost(&self) -> u64 {
        self.lists.iter().map(|list| u64::from(list.postings.size_hint())).sum()
    }
}

impl Scorer for AnyScorer {
    fn score(&mut self) -> Score {
        let mut score = 0.0;
        for list in &self.lists {
            if let Some((rank, norms)) = &list.rank
                && list.postings.doc() == self.doc
            {
                score += rank.score(norms.fieldnorm_id(self.doc), list.postings.term_freq());
            }
        }
        score
    }
}
