//! The values of facets, numbered over all segments.
//!
//! Each segment has its own numbers for the values of a column, and names them only block by block. To name and to add up a few
//! thousand values of each segment would take longer than finding the documents, so it is done once for a segment, when an index
//! first answers from it.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use tantivy::{Searcher, SegmentReader, index::SegmentId};

/// The facets that are columns of text, in the order in which they are counted.
pub(super) const COLUMNS: [&str; 7] =
    ["organ", "session_name", "item_name", "state_name", "kind_name", "language", "distribution_name"];

/// For each column, which number over all segments a segment's own number means.
pub(super) type Own = Vec<Vec<u32>>;

/// The values of all facets' columns.
#[derive(Default)]
pub(super) struct Names {
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    columns: Vec<Column>,
    segments: HashMap<SegmentId, Arc<Own>>,
}

#[derive(Default)]
struct Column {
    names: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Names {
    /// The numbers of a searcher's segments, in their order. What no segment of it has is forgotten.
    pub(super) fn of(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Own>>> {
        let segments = searcher.segment_readers();
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            let all: Vec<_> = segments.iter().map_while(|s| known.segments.get(&s.segment_id()).cloned()).collect();
            if all.len() == segments.len() {
                return Ok(all);
            }
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.columns.resize_with(COLUMNS.len(), Column::default);
        let mut all = Vec::with_capacity(segments.len());
        for segment in segments {
            let own = match known.segments.get(&segment.segment_id()) {
                Some(own) => own.clone(),
                None => Arc::new(known.read(segment)?),
            };
            all.push(own);
        }
        // Numbers are given out for good, because an answer may still be using them.
        known.segments = segments.iter().map(SegmentReader::segment_id).zip(all.iter().cloned()).collect();
        Ok(all)
    }

    /// The names of numbers in a column.
    pub(super) fn name<T>(&self, column: usize, of: impl FnOnce(&[Arc<str>]) -> T) -> T {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        of(known.columns.get(column).map_or(&[], |column| column.names.as_slice()))
    }
}

impl Known {
    fn read(&mut self, segment: &SegmentReader) -> tantivy::Result<Own> {
        let mut own = Own::with_capacity(COLUMNS.len());
        for (name, known) in COLUMNS.iter().zip(&mut self.columns) {
            let mut numbers = Vec::new();
            if let Some(column) = segment.fast_fields().str(name)? {
                numbers.reserve(column.num_terms());
                let mut stream = column.dictionary().stream()?;
                while stream.advance() {
                    let value = String::from_utf8_lossy(stream.key());
                    let number = match known.numbers.get(value.as_ref()) {
                        Some(number) => *number,
                        None => {
                            let number = u32::try_from(known.names.len()).unwrap_or(u32::MAX);
                            let value: Arc<str> = value.into();
                            known.names.push(value.clone());
                            known.numbers.insert(value, number);
                            number
                        }
                    };
                    numbers.push(number);
                }
            }
            own.push(numbers);
        }
        Ok(own)
    }
}
