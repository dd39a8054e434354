//! Takes the best hits, their number and what they have in common in one pass.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::Arc,
};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Cardinality, Column, StrColumn},
};

use super::super::{Count, Facets, PlaceCount};
use super::names::{COLUMNS, Names, Own};
use crate::query::Sort;

/// Over how many hits facets are counted. Counting is most of the work of a query that nearly everything answers; what is
/// beyond it is an even sample, which shows the same proportions.
pub(super) const COUNTED: u64 = 10_000;
/// How many values of a facet are given.
const FACET_VALUES: usize = 100;
/// Parts a place's organ, session and item in a column.
pub(super) const PARTED: char = '\u{1f}';

pub(super) struct Gather<'i> {
    pub(super) names: &'i Names,
    /// The numbers of each segment's values.
    pub(super) numbers: Vec<Arc<Own>>,
    pub(super) need: usize,
    pub(super) sort: Sort,
    /// How many documents there are in all segments.
    pub(super) documents: u64,
}

/// Where a hit stands: score, day, entry, language; the greatest first. No two documents share the last two, so the order is
/// always one.
type Rank = (i64, i64, u64, Reverse<u64>);

pub(super) struct GatherSegment {
    segment: SegmentOrdinal,
    need: usize,
    sort: Sort,
    total: u64,
    top: BinaryHeap<Reverse<(Rank, DocId, Exactly)>>,
    day: Option<Column<i64>>,
    entry: Option<Column<u64>>,
    tie: Option<Column<u64>>,
    year: Option<Column<i64>>,
    columns: Vec<Option<StrColumn>>,
    numbers: Arc<Own>,
    sample: Sample,
}

/// Some of the hits, never more of them than a limit, as if drawn by lot: of documents that come in a rhythm, as the six
/// versions of each do, every second would be of three languages only. The lot is the document's number and the same each time.
struct Sample {
    taken: Vec<DocId>,
    /// One hit in about how many is taken; a power of two.
    every: u32,
    most: usize,
}

impl Sample {
    fn offer(&mut self, doc: DocId) {
        if !self.drawn(doc) {
            return;
        }
        if self.taken.len() >= self.most {
            // About every second is put back, and from here on half as many are taken.
            self.every = self.every.saturating_mul(2);
            let mut taken = std::mem::take(&mut self.taken);
            taken.retain(|doc| self.drawn(*doc));
            self.taken = taken;
            if !self.drawn(doc) {
                return;
            }
        }
        self.taken.push(doc);
    }

    fn drawn(&self, doc: DocId) -> bool {
        // The upper half of a product with the golden ratio mixes the lower bits of the number well enough for a lot.
        let lot = (u64::from(doc).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32;
        lot & (self.every - 1) == 0
    }
}

/// A score that rides along in the heap and decides nothing there.
#[derive(Clone, Copy)]
struct Exactly(Score);

impl PartialEq for Exactly {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Exactly {}
impl PartialOrd for Exactly {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Exactly {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

#[derive(Default)]
pub(super) struct SegmentGathered {
    total: u64,
    counted: u64,
    partial: bool,
    top: Vec<(Rank, Score, DocAddress)>,
    years: HashMap<i64, u64>,
    /// For each column, the numbers over all segments of the values, and how many documents have each.
    named: Vec<Vec<(u32, u64)>>,
}

pub(super) struct Gathered {
    pub(super) total: u64,
    pub(super) top: Vec<(Score, DocAddress)>,
    pub(super) facets: Facets,
}

impl Collector for Gather<'_> {
    type Fruit = Gathered;
    type Child = GatherSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<GatherSegment> {
        let columns = reader.fast_fields();
        let share = COUNTED * u64::from(reader.num_docs()) / self.documents.max(1);
        Ok(GatherSegment {
            segment,
            need: self.need,
            sort: self.sort,
            total: 0,
            top: BinaryHeap::new(),
            day: columns.column_opt("day")?,
            entry: columns.column_opt("entry")?,
            tie: columns.column_opt("tie")?,
            year: columns.column_opt("year")?,
            numbers: self.numbers.get(segment as usize).cloned().unwrap_or_default(),
            columns: COLUMNS.iter().map(|name| columns.str(name)).collect::<tantivy::Result<_>>()?,
            // A small segment is counted whole: there is nothing to gain, and rare values to lose.
            sample: Sample { taken: Vec::new(), every: 1, most: usize::try_from(share).unwrap_or(usize::MAX).max(500) },
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<SegmentGathered>) -> tantivy::Result<Gathered> {
        let mut all = SegmentGathered::default();
        let mut named: Vec<Vec<u64>> = vec![Vec::new(); COLUMNS.len()];
        for segment in segments {
            all.partial |= segment.partial;
            all.total += segment.total;
            all.counted += segment.counted;
            all.top.extend(segment.top);
            for (year, count) in segment.years {
                *all.years.entry(year).or_default() += count;
            }
            for (into, from) in named.iter_mut().zip(segment.named) {
                for (number, count) in from {
                    let number = number as usize;
                    if into.len() <= number {
                        into.resize(number + 1, 0);
                    }
                    into[number] += count;
                }
            }
        }
        all.top.sort_by_key(|(rank, _, _)| Reverse(*rank));
        all.top.truncate(self.need);
        let mut years: Vec<(i64, u64)> = all.years.into_iter().collect();
        years.sort_by_key(|(year, _)| Reverse(*year));
        years.truncate(FACET_VALUES);
        let mut named =
            named.into_iter().enumerate().map(|(column, counts)| self.names.name(column, |names| most(counts, names)));
        let mut next = || named.next().unwrap_or_default();
        Ok(Gathered {
            total: all.total,
            top: all.top.into_iter().map(|(_, score, address)| (score, address)).collect(),
            // In the order of `COLUMNS`, which is also that in which the fields are written here.
            facets: Facets {
                organ: next(),
                session: next().into_iter().map(place).collect(),
                item: next().into_iter().map(place).collect(),
                state: next(),
                kind: next(),
                language: next(),
                distribution: next(),
                year: years.into_iter().map(|(year, count)| Count { value: year.to_string(), count }).collect(),
                counted: all.counted,
                partial: all.partial,
            },
        })
    }
}

/// The values that most hits have, and among equals in the order of the alphabet.
fn most(counts: Vec<u64>, names: &[Arc<str>]) -> Vec<Count> {
    let mut counts: Vec<(&Arc<str>, u64)> = names.iter().zip(counts).filter(|(_, count)| *count > 0).collect();
    let order = |a: &(&Arc<str>, u64), b: &(&Arc<str>, u64)| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0));
    if counts.len() > FACET_VALUES {
        counts.select_nth_unstable_by(FACET_VALUES, order);
        counts.truncate(FACET_VALUES);
    }
    counts.sort_by(order);
    counts.into_iter().map(|(value, count)| Count { value: value.to_string(), count }).collect()
}

/// A place as its column holds it.
fn place(count: Count) -> PlaceCount {
    let mut parts = count.value.split(PARTED).map(str::to_owned);
    let (organ, session) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    PlaceCount { organ, session, item: parts.next(), count: count.count }
}

impl SegmentCollector for GatherSegment {
    type Fruit = SegmentGathered;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.sample.offer(doc);
        self.total += 1;
        // Scores are sums of fractions, and the order of summing depends on the segments; the last digits are no rank.
        let relevance = self.sort == Sort::Relevance;
        let score_rank = if relevance { (f64::from(score) * 1000.0).round() as i64 } else { 0 };
        let full = self.top.len() >= self.need;
        let worst = self.top.peek().map(|Reverse((rank, ..))| *rank).filter(|_| full);
        if worst.is_some_and(|worst| score_rank < worst.0) {
            return;
        }
        let day = self.day.as_ref().and_then(|column| column.first(doc));
        let oldest = self.sort == Sort::Oldest;
        let day = match day {
            None => i64::MIN,
            Some(day) => {
                if oldest {
                    -day
                } else {
                    day
                }
            }
        };
        if worst.is_some_and(|worst| score_rank == worst.0 && day < worst.1) {
            return;
        }
        let entry = self.entry.as_ref().and_then(|column| column.first(doc)).unwrap_or(0);
        let entry = if oldest { u64::MAX - entry } else { entry };
        let tie = self.tie.as_ref().and_then(|column| column.first(doc)).unwrap_or(0);
        self.top.push(Reverse(((score_rank, day, entry, Reverse(tie)), doc, Exactly(score))));
        if full {
            self.top.pop();
        }
    }

    fn harvest(self) -> SegmentGathered {
        let mut out = SegmentGathered {
            total: self.total,
            counted: self.sample.taken.len() as u64,
            partial: self.sample.every > 1,
            ..SegmentGathered::default()
        };
        let docs = &self.sample.taken;
        let whole = |count: u64| if out.partial { in_proportion(count, docs.len(), self.total) } else { count };
        if let Some(year) = &self.year {
            let mut years: HashMap<i64, u64> = HashMap::new();
            values(year, docs, |year| *years.entry(year).or_default() += 1);
            out.years = years.into_iter().map(|(year, count)| (year, whole(count))).collect();
        }
        for (column, numbers) in self.columns.iter().zip(self.numbers.iter()) {
            let counts = column.as_ref().map(|column| counted(column, docs, numbers)).unwrap_or_default();
            out.named.push(counts.into_iter().map(|(number, count)| (number, whole(count))).collect());
        }
        let segment = self.segment;
        let address = |Reverse((rank, doc, Exactly(score)))| (rank, score, DocAddress::new(segment, doc));
        out.top = self.top.into_iter().map(address).collect();
        out
    }
}

/// What a count in a sample is of the whole.
fn in_proportion(count: u64, sample: usize, total: u64) -> u64 {
    let whole = u128::from(count) * u128::from(total) / (sample.max(1) as u128);
    u64::try_from(whole).unwrap_or(u64::MAX)
}

/// Hands out what documents have in a column.
fn values<T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + Default + 'static>(
    column: &Column<T>,
    docs: &[DocId],
    mut each: impl FnMut(T),
) {
    if column.get_cardinality() == Cardinality::Multivalued {
        for doc in docs {
            column.values_for_doc(*doc).for_each(&mut each);
        }
        return;
    }
    let mut some = [None; 128];
    for docs in docs.chunks(some.len()) {
        let some = &mut some[..docs.len()];
        column.first_vals(docs, some);
        some.iter().flatten().for_each(|value| each(*value));
    }
}

/// How many documents have each value of a column, by its number over all segments.
fn counted(column: &StrColumn, docs: &[DocId], numbers: &[u32]) -> Vec<(u32, u64)> {
    if docs.is_empty() {
        return Vec::new();
    }
    let mut counts: Vec<u32> = vec![0; numbers.len()];
    values(column.ords(), docs, |value| {
        if let Some(count) = usize::try_from(value).ok().and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    });
    let counts = numbers.iter().copied().zip(counts.into_iter().map(u64::from));
    counts.filter(|(_, count)| *count > 0).collect()
}
