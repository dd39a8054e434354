//! The index as tantivy keeps it, in a folder that is handed in. Nothing else of the world is touched.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap},
    io::ErrorKind,
    ops::Bound,
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::Mutex,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tantivy::{
    DocAddress, DocId, DocSet, IndexReader, IndexWriter, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader,
    TantivyDocument, TantivyError, Term as Key,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
    directory::{
        MmapDirectory,
        error::{LockError, OpenDirectoryError, OpenReadError},
    },
    query::{
        AllQuery, Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur,
        PhraseQuery, Query as Asking, RangeQuery, TermQuery,
    },
    schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value},
    tokenizer::TokenStream,
};

use chancery_model::Language;

use super::{Count, Facets, FindError, Hit, Results};
use crate::{
    Issued,
    query::{Asked, Clause, FURTHEST, Place, Query, Sort, Term, name_key, number_key, symbol_key},
    snippet::{self, Marker},
    words::{self, STEMMED},
};

/// What the writer may keep in memory, in bytes.
const BUDGET: usize = 50_000_000;
/// The form of what is written. It grows whenever a text would be indexed differently, and an older index is then rebuilt.
const FORM: u32 = 1;
/// Over how many hits facets are counted. Counting is most of the work of a query that nearly everything answers.
const COUNTED: u64 = 500_000;
/// How many values of a facet are given.
const FACET_VALUES: usize = 100;

/// Average lengths, in words, against which a document counts as long. They are fixed because the true ones depend on how
/// the index came about: an index rebuilt must rank as the old one did.
const AVERAGE_TITLE: u64 = 30;
const AVERAGE_TEXT: u64 = 800;

/// How much a match weighs: as written more than by its stem, in the title more than in the text, in a symbol most.
const TITLE_EXACT: Score = 6.0;
const TEXT_EXACT: Score = 3.0;
const TITLE_STEM: Score = 2.0;
const TEXT_STEM: Score = 1.0;
const NUMBER: Score = 50.0;
const SYMBOL: Score = 100.0;
const UNDER_SYMBOL: Score = 20.0;

/// An index in a folder.
///
/// A handle sees what others have committed at its next question. When the folder has been deleted for a rebuild, open a
/// new one.
pub struct Index {
    folder: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    writable: bool,
    /// What the reader has loaded: nothing is loaded again while the commit on disk is the same.
    loaded: Mutex<String>,
}

/// The one writer of an index. While it lives no other process can write.
pub struct Writer<'i> {
    index: &'i Index,
    writer: IndexWriter,
}

/// What a commit says about itself.
#[derive(Serialize, Deserialize)]
struct Payload {
    form: u32,
    cursor: u64,
}

#[derive(Clone, Debug)]
struct Fields {
    key: Field,
    dossier: Field,
    symbol: Field,
    under: Field,
    job: Field,
    place: Field,
    organ: Field,
    state: Field,
    state_name: Field,
    language: Field,
    kind: Field,
    distribution: Field,
    day: Field,
    year: Field,
    entry: Field,
    tie: Field,
    title: Field,
    text: Field,
    stems: BTreeMap<&'static str, (Field, Field)>,
    stored: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let analyzed = |name: &str, positions: bool| {
        let option = if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        TextOptions::default()
            .set_indexing_options(TextFieldIndexing::default().set_tokenizer(name).set_index_option(option))
    };
    // A column without postings: it is counted, never looked up.
    let counted = || TextOptions::from(FAST);
    let fields = Fields {
        key: schema.add_text_field("key", STRING),
        dossier: schema.add_text_field("dossier", STRING),
        symbol: schema.add_text_field("symbol", STRING),
        under: schema.add_text_field("under", STRING),
        job: schema.add_text_field("job", STRING),
        place: schema.add_text_field("place", STRING),
        organ: schema.add_text_field("organ", counted()),
        state: schema.add_text_field("state", STRING),
        state_name: schema.add_text_field("state_name", counted()),
        language: schema.add_text_field("language", STRING),
        kind: schema.add_text_field("kind", STRING),
        distribution: schema.add_text_field("distribution", STRING),
        day: schema.add_i64_field("day", INDEXED | FAST),
        year: schema.add_i64_field("year", INDEXED | FAST),
        entry: schema.add_u64_field("entry", FAST),
        tie: schema.add_u64_field("tie", FAST),
        title: schema.add_text_field("title", analyzed("words", true)),
        text: schema.add_text_field("text", analyzed("words", true)),
        stems: STEMMED
            .into_iter()
            .map(|code| {
                let options = analyzed(&format!("stems_{code}"), false);
                let title = schema.add_text_field(&format!("title_{code}"), options.clone());
                (code, (title, schema.add_text_field(&format!("text_{code}"), options)))
            })
            .collect(),
        stored: schema.add_text_field("stored", STORED),
    };
    (schema.build(), fields)
}

impl Index {
    /// Opens the index in a folder for reading and writing, and makes folder and index if they are not there.
    pub fn open_or_create(folder: &Path) -> Result<Index, FindError> {
        std::fs::create_dir_all(folder)
            .map_err(|e| FindError::Failed { folder: folder.to_owned(), why: e.to_string() })?;
        guarded(folder, || Index::opened(folder, true))
    }

    /// Opens the index in a folder for reading.
    pub fn open(folder: &Path) -> Result<Index, FindError> {
        if !folder.join("meta.json").exists() {
            return Err(FindError::Absent(folder.to_owned()));
        }
        guarded(folder, || Index::opened(folder, false))
    }

    fn opened(folder: &Path, writable: bool) -> Result<Index, FindError> {
        let failed = |error: TantivyError| failure(folder, error);
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(folder).map_err(|e| failed(e.into()))?;
        let index = match tantivy::Index::open_or_create(directory, schema.clone()) {
            // Another process made it between the look and the deed.
            Err(TantivyError::IndexAlreadyExists) => tantivy::Index::open_in_dir(folder),
            other => other,
        }
        .map_err(failed)?;
        index.tokenizers().register("words", words::exact());
        for code in STEMMED {
            if let Some(analyzer) = words::stems(code) {
                index.tokenizers().register(&format!("stems_{code}"), analyzer);
            }
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let opened =
            Index { folder: folder.to_owned(), index, reader, fields, writable, loaded: Mutex::new(String::new()) };
        opened.payload()?;
        Ok(opened)
    }

    /// The folder it lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How far the follower had read at the last commit: the number of the last journal entry, or 0.
    pub fn cursor(&self) -> Result<u64, FindError> {
        self.payload()
    }

    /// How many language versions can be found.
    pub fn len(&self) -> Result<u64, FindError> {
        guarded(&self.folder, || Ok(self.searcher()?.0.num_docs()))
    }

    /// Whether nothing can be found yet.
    pub fn is_empty(&self) -> Result<bool, FindError> {
        Ok(self.len()? == 0)
    }

    /// Reads every byte and compares it with its checksum. It takes as long as reading the whole index does, so a house
    /// asks for it when it is looking for damage, not at every start.
    pub fn check(&self) -> Result<(), FindError> {
        let damaged = guarded(&self.folder, || self.index.validate_checksum().map_err(|e| self.failed(e)))?;
        match damaged.iter().min() {
            None => Ok(()),
            Some(file) => {
                let why = format!("{} is not as it was written", file.display());
                Err(FindError::Damaged { folder: self.folder.clone(), why })
            }
        }
    }

    /// Takes the writer; [`FindError::Busy`] if another has it.
    ///
    /// A follower takes the writer first and asks for the cursor then: what it reads from there on, nobody else adds.
    pub fn writer(&self) -> Result<Writer<'_>, FindError> {
        if !self.writable {
            return Err(FindError::ReadOnly(self.folder.clone()));
        }
        // One thread: a follower adds a few documents at a time, and each thread would make a segment of its own.
        let writer = self.index.writer_with_num_threads(1, BUDGET).map_err(|e| self.failed(e))?;
        Ok(Writer { index: self, writer })
    }

    /// Adds documents and the cursor in one commit, and lets the writer go. Adding a dossier's language version again
    /// replaces it.
    pub fn add(&self, issued: &[Issued], cursor: u64) -> Result<(), FindError> {
        let mut writer = self.writer()?;
        writer.add(issued, cursor)?;
        writer.finish()
    }

    /// Answers a query.
    pub fn search(&self, query: &Query) -> Result<Results, FindError> {
        if query.offset > FURTHEST {
            return Err(FindError::TooFar);
        }
        let clauses = query.clauses()?;
        guarded(&self.folder, || self.answer(query, &clauses))
    }

    fn answer(&self, query: &Query, clauses: &[Clause]) -> Result<Results, FindError> {
        let (searcher, cursor) = self.searcher()?;
        let asked = self.fields.compile(query, clauses);
        let gather = Gather { need: query.offset + query.limit(), relevance: query.sort == Sort::Relevance };
        let statistics = Statistics { searcher: &searcher, fields: &self.fields };
        let gathered =
            searcher.search_with_statistics_provider(&*asked, &gather, &statistics).map_err(|e| self.failed(e))?;
        if let Some(why) = gathered.failed {
            return Err(FindError::Damaged { folder: self.folder.clone(), why });
        }
        let mut markers: HashMap<Language, Marker> = HashMap::new();
        let mut hits = Vec::new();
        for (_, score, address) in gathered.top.into_iter().skip(query.offset) {
            let issued = self.stored(&searcher, address)?;
            let marker = markers.entry(issued.language).or_insert_with(|| Marker::new(clauses, issued.language));
            hits.push(hit(issued, score, marker));
        }
        Ok(Results { hits, total: gathered.total, facets: gathered.facets, cursor, took: None })
    }

    fn stored(&self, searcher: &Searcher, address: DocAddress) -> Result<Issued, FindError> {
        let damaged = |why: String| FindError::Damaged { folder: self.folder.clone(), why };
        let document: TantivyDocument = searcher.doc(address).map_err(|e| self.failed(e))?;
        let stored = document.get_first(self.fields.stored).and_then(|value| value.as_str());
        let stored = stored.ok_or_else(|| damaged("a document is not kept".to_owned()))?;
        serde_json::from_str(stored).map_err(|e| damaged(e.to_string()))
    }

    /// The searcher over the latest commit, and that commit's cursor.
    fn searcher(&self) -> Result<(Searcher, u64), FindError> {
        let metas = self.index.load_metas().map_err(|e| self.failed(e))?;
        // The commit's number alone does not tell a rebuilt index from the old one.
        let mut name = format!("{} {:?}", metas.opstamp, metas.payload);
        for segment in &metas.segments {
            name.push_str(&format!(" {} {}", segment.id().uuid_string(), segment.num_deleted_docs()));
        }
        let cursor = self.read_payload(metas.payload.as_deref())?;
        // A panic elsewhere while the lock was held leaves at worst an old name, and then the reader loads once more.
        let mut loaded = self.loaded.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *loaded != name {
            self.reader.reload().map_err(|e| self.failed(e))?;
            *loaded = name;
        }
        Ok((self.reader.searcher(), cursor))
    }

    fn payload(&self) -> Result<u64, FindError> {
        let metas = self.index.load_metas().map_err(|e| self.failed(e))?;
        self.read_payload(metas.payload.as_deref())
    }

    fn read_payload(&self, payload: Option<&str>) -> Result<u64, FindError> {
        let damaged = |why: &str| FindError::Damaged { folder: self.folder.clone(), why: why.to_owned() };
        // An index that has just been made has none.
        let Some(payload) = payload else { return Ok(0) };
        let payload: Payload = serde_json::from_str(payload).map_err(|_| damaged("its cursor cannot be read"))?;
        if payload.form != FORM {
            return Err(damaged("another version of this program made it"));
        }
        Ok(payload.cursor)
    }

    fn failed(&self, error: TantivyError) -> FindError {
        failure(&self.folder, error)
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("folder", &self.folder).field("writable", &self.writable).finish_non_exhaustive()
    }
}

impl Writer<'_> {
    /// How far the follower had read at the last commit.
    pub fn cursor(&self) -> Result<u64, FindError> {
        self.index.cursor()
    }

    /// Adds documents and the cursor in one commit. Adding a dossier's language version again replaces it.
    pub fn add(&mut self, issued: &[Issued], cursor: u64) -> Result<(), FindError> {
        self.apply(&[], issued, cursor)
    }

    /// Takes dossiers out in all their languages, adds documents, and sets the cursor, in one commit. Either all of it is
    /// found afterwards or none.
    pub fn apply(&mut self, removed: &[String], added: &[Issued], cursor: u64) -> Result<(), FindError> {
        let index = self.index;
        let done = guarded(&index.folder, || self.attempt(removed, added, cursor).map_err(|e| index.failed(e)));
        if done.is_err() {
            // What was begun must not ride along with the next commit. If even this fails, that commit fails too.
            let _ = guarded(&index.folder, || self.writer.rollback().map_err(|e| index.failed(e)));
        }
        done
    }

    fn attempt(&mut self, removed: &[String], added: &[Issued], cursor: u64) -> Result<(), TantivyError> {
        let fields = &self.index.fields;
        for dossier in removed {
            self.writer.delete_term(Key::from_field_text(fields.dossier, dossier));
        }
        for issued in added {
            self.writer.delete_term(Key::from_field_text(fields.key, &key(issued)));
            self.writer.add_document(fields.document(issued)?)?;
        }
        let payload = serde_json::to_string(&Payload { form: FORM, cursor })?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        Ok(())
    }

    /// Lets the writer go, after segments that are being merged are done.
    pub fn finish(self) -> Result<(), FindError> {
        let index = self.index;
        guarded(&index.folder, || self.writer.wait_merging_threads().map_err(|e| index.failed(e)))
    }
}

/// What names a language version among all.
fn key(issued: &Issued) -> String {
    format!("{}\u{1f}{}", issued.dossier, issued.language)
}

impl Fields {
    fn document(&self, issued: &Issued) -> Result<TantivyDocument, TantivyError> {
        let mut doc = TantivyDocument::new();
        doc.add_text(self.key, key(issued));
        doc.add_text(self.dossier, &issued.dossier);
        for symbol in &issued.symbols {
            let symbol = symbol_key(symbol);
            // Every beginning that ends before a separator: a corrigendum is found by the document it corrects, and a
            // whole session by the parts its symbols have in common.
            for (at, _) in symbol.char_indices().filter(|(at, c)| *at > 0 && matches!(c, '/' | '-' | '(' | '[')) {
                doc.add_text(self.under, &symbol[..at]);
            }
            doc.add_text(self.symbol, symbol);
        }
        if let Some(job) = &issued.job_number {
            doc.add_text(self.job, number_key(job));
        }
        let mut places = BTreeSet::new();
        for organ in &issued.organs {
            let mut items: Vec<String> = vec![String::new()];
            items.extend(issued_items(&organ.items));
            for organ_key in [String::new(), name_key(&organ.code), name_key(&organ.name)] {
                for session in [String::new(), number_key(&organ.period)] {
                    for item in &items {
                        let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
                        let place = Place { organ: part(&organ_key), session: part(&session), item: part(item) };
                        if place != Place::default() {
                            places.insert(place.key());
                        }
                    }
                }
            }
        }
        for place in places {
            doc.add_text(self.place, place);
        }
        let distinct = |mut names: Vec<&str>| {
            names.sort_unstable();
            names.dedup();
            names.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        for code in distinct(issued.organs.iter().map(|organ| organ.code.as_str()).collect()) {
            doc.add_text(self.organ, code);
        }
        for name in distinct(issued.states.iter().map(String::as_str).collect()) {
            doc.add_text(self.state, name_key(&name));
            doc.add_text(self.state_name, name);
        }
        doc.add_text(self.language, issued.language.code());
        doc.add_text(self.kind, name_key(&issued.kind));
        doc.add_text(self.distribution, name_key(&issued.distribution));
        if let Some(date) = issued.day() {
            doc.add_i64(self.day, day(date));
            doc.add_i64(self.year, i64::from(date.year()));
        }
        doc.add_u64(self.entry, issued.entry);
        let mut tie = [0; 8];
        for (to, from) in tie.iter_mut().zip(issued.language.code().bytes()) {
            *to = from;
        }
        doc.add_u64(self.tie, u64::from_be_bytes(tie));
        doc.add_text(self.title, &issued.title);
        let stems = self.stems.get(issued.language.code());
        if let Some((title, _)) = stems {
            doc.add_text(*title, &issued.title);
        }
        for (_, _, paragraph) in &issued.text {
            doc.add_text(self.text, paragraph);
            if let Some((_, text)) = stems {
                doc.add_text(*text, paragraph);
            }
        }
        doc.add_text(self.stored, serde_json::to_string(issued)?);
        Ok(doc)
    }

    /// The whole question: every clause, and every filter beside the text.
    fn compile(&self, query: &Query, clauses: &[Clause]) -> Box<dyn Asking> {
        let mut must: Vec<Box<dyn Asking>> = Vec::new();
        let mut not: Vec<Box<dyn Asking>> = Vec::new();
        // The language that the text is in, if the question settles it; words are then not looked up by other languages'
        // stems.
        let mut language = query.language;
        for clause in clauses {
            if let [Term { negated: false, asked: Asked::Language(only) }] = clause.alternatives.as_slice() {
                language = language.or(Some(*only));
            }
        }
        let given = |filter: &Option<String>, key: fn(&str) -> String| {
            filter.as_deref().filter(|text| !text.trim().is_empty()).map(key)
        };
        let mut place = Place {
            organ: given(&query.organ, name_key),
            session: given(&query.session, number_key),
            item: given(&query.item, number_key),
        };
        for clause in clauses {
            match clause.alternatives.as_slice() {
                // Organ, session and item that are asked for together speak of one organ, as far as each is named once.
                [Term { negated: false, asked: Asked::Place(part) }] if join(&mut place, part) => {}
                [Term { negated: true, asked }] => not.push(self.asked(asked, language)),
                [term] => must.push(self.term(term, language)),
                several => {
                    must.push(Box::new(BooleanQuery::union(several.iter().map(|t| self.term(t, language)).collect())));
                }
            }
        }
        if place != Place::default() {
            must.push(self.keyword(self.place, &place.key()));
        }
        if let Some(state) = given(&query.state, name_key) {
            must.push(self.keyword(self.state, &state));
        }
        if let Some(language) = query.language {
            must.push(self.keyword(self.language, language.code()));
        }
        if let Some(kind) = given(&query.kind, name_key) {
            must.push(self.keyword(self.kind, &kind));
        }
        // An empty code is not passed over here: a filter that keeps something back must not open by mistake.
        if !query.distribution.is_empty() {
            let any = query.distribution.iter().map(|code| self.keyword(self.distribution, &name_key(code))).collect();
            must.push(unscored(BooleanQuery::union(any)));
        }
        if query.from.is_some() || query.to.is_some() {
            let bound = |date: Option<Date>| match date {
                Some(date) => Bound::Included(Key::from_field_i64(self.day, day(date))),
                None => Bound::Unbounded,
            };
            must.push(unscored(RangeQuery::new(bound(query.from), bound(query.to))));
        }
        if must.is_empty() {
            must.push(unscored(AllQuery));
        }
        let clauses = must.into_iter().map(|q| (Occur::Must, q)).chain(not.into_iter().map(|q| (Occur::MustNot, q)));
        Box::new(BooleanQuery::new(clauses.collect()))
    }

    fn term(&self, term: &Term, language: Option<Language>) -> Box<dyn Asking> {
        let asked = self.asked(&term.asked, language);
        if term.negated {
            Box::new(BooleanQuery::new(vec![(Occur::Must, unscored(AllQuery)), (Occur::MustNot, asked)]))
        } else {
            asked
        }
    }

    fn asked(&self, asked: &Asked, language: Option<Language>) -> Box<dyn Asking> {
        let places = |title_only: bool| {
            let both = [(self.title, TITLE_EXACT), (self.text, TEXT_EXACT)];
            both.into_iter().take(if title_only { 1 } else { 2 })
        };
        match asked {
            Asked::Word { word, title_only, raw } => {
                let mut any: Vec<Box<dyn Asking>> = Vec::new();
                for (field, weight) in places(*title_only) {
                    any.push(boosted(scored(field, word), weight));
                }
                for code in words::candidates(raw, language) {
                    let Some((title, text)) = self.stems.get(code) else { continue };
                    for stem in stems(code, raw) {
                        any.push(boosted(scored(*title, &stem), TITLE_STEM));
                        if !title_only {
                            any.push(boosted(scored(*text, &stem), TEXT_STEM));
                        }
                    }
                }
                if !title_only && word.bytes().any(|b| b.is_ascii_digit()) {
                    any.push(Box::new(ConstScoreQuery::new(self.keyword(self.job, word), NUMBER)));
                }
                Box::new(BooleanQuery::union(any))
            }
            Asked::Phrase { words, title_only } => {
                let mut any: Vec<Box<dyn Asking>> = Vec::new();
                for (field, weight) in places(*title_only) {
                    let first = words.first().map_or(0, |(at, _)| *at);
                    let terms: Vec<(usize, Key)> =
                        words.iter().map(|(at, word)| (at - first, Key::from_field_text(field, word))).collect();
                    any.push(match words.as_slice() {
                        [(_, word)] => boosted(scored(field, word), weight),
                        _ => boosted(Box::new(PhraseQuery::new_with_offset(terms)), weight),
                    });
                }
                // A job number is several words, and is also found as the one thing it is.
                if !title_only && words.iter().any(|(_, word)| word.bytes().any(|b| b.is_ascii_digit())) {
                    let number: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
                    any.push(Box::new(ConstScoreQuery::new(self.keyword(self.job, &number.join("-")), NUMBER)));
                }
                Box::new(BooleanQuery::union(any))
            }
            Asked::Prefix { start, title_only } => {
                let any = places(*title_only).map(|(field, weight)| {
                    let beginning = FuzzyTermQuery::new_prefix(Key::from_field_text(field, start), 0, false);
                    boosted(Box::new(beginning), weight)
                });
                Box::new(BooleanQuery::union(any.collect()))
            }
            Asked::Symbols(symbols) => {
                let all = symbols.iter().map(|symbol| -> Box<dyn Asking> {
                    Box::new(BooleanQuery::union(vec![
                        Box::new(ConstScoreQuery::new(self.keyword(self.symbol, symbol), SYMBOL)),
                        Box::new(ConstScoreQuery::new(self.keyword(self.under, symbol), UNDER_SYMBOL)),
                    ]))
                });
                Box::new(BooleanQuery::intersection(all.collect()))
            }
            Asked::Place(place) => self.keyword(self.place, &place.key()),
            Asked::State(state) => self.keyword(self.state, state),
            Asked::Kind(kind) => self.keyword(self.kind, kind),
            Asked::Language(language) => self.keyword(self.language, language.code()),
            Asked::Years(first, last) => unscored(RangeQuery::new(
                Bound::Included(Key::from_field_i64(self.year, *first)),
                Bound::Included(Key::from_field_i64(self.year, *last)),
            )),
        }
    }

    /// A filter: it holds or not and adds nothing to the score.
    fn keyword(&self, field: Field, value: &str) -> Box<dyn Asking> {
        unscored(TermQuery::new(Key::from_field_text(field, value), IndexRecordOption::Basic))
    }
}

fn scored(field: Field, word: &str) -> Box<dyn Asking> {
    Box::new(TermQuery::new(Key::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

fn boosted(query: Box<dyn Asking>, weight: Score) -> Box<dyn Asking> {
    Box::new(BoostQuery::new(query, weight))
}

fn unscored(query: impl Asking) -> Box<dyn Asking> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

/// Adds a place's parts to another's, if none is there already.
fn join(place: &mut Place, part: &Place) -> bool {
    let free = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none();
    let fits = free(&place.organ, &part.organ) && free(&place.session, &part.session) && free(&place.item, &part.item);
    if fits {
        let take = |to: &mut Option<String>, from: &Option<String>| {
            if from.is_some() {
                to.clone_from(from);
            }
        };
        take(&mut place.organ, &part.organ);
        take(&mut place.session, &part.session);
        take(&mut place.item, &part.item);
    }
    fits
}

/// The stems of one word.
fn stems(code: &str, word: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if let Some(mut analyzer) = words::stems(code) {
        analyzer.token_stream(word).process(&mut |token| out.push(token.text.clone()));
    }
    out.sort();
    out.dedup();
    out
}

/// Items as they are indexed: each as it stands, and without its letter, because what stands under 31 (b) stands under 31.
fn issued_items(items: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for item in items {
        let item = number_key(item);
        let digits: String = item.chars().take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() && digits != item {
            out.push(digits);
        }
        out.push(item);
    }
    out
}

/// A date as a number: days since the first of 1970.
fn day(date: Date) -> i64 {
    // Days from civil, after Hinnant: exact over all of the calendar, and in whole numbers.
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn hit(issued: Issued, score: Score, marker: &Marker) -> Hit {
    let best = marker.best(issued.text.iter().map(|(_, _, text)| text.as_str()));
    let (part, paragraph) = match best.as_ref().and_then(|best| issued.text.get(best.at)) {
        Some((part, paragraph, _)) => (Some(part.clone()), Some(*paragraph)),
        None => (None, None),
    };
    let snippet = match best {
        Some(best) => best.pieces,
        None => issued.text.first().map(|(_, _, text)| snippet::beginning(text)).unwrap_or_default(),
    };
    Hit {
        symbols: issued.symbols,
        job_number: issued.job_number,
        title: issued.title,
        kind: issued.kind,
        organs: issued.organs,
        states: issued.states,
        date: issued.date,
        released: issued.released,
        language: issued.language,
        distribution: issued.distribution,
        score,
        snippet,
        part,
        paragraph,
        dossier: issued.dossier,
        entry: issued.entry,
        imported: issued.imported,
    }
}

/// What rank is computed from: how many documents there are and how many have a word, counted without those that were
/// replaced, so that an index that has seen replacements ranks as one that has not.
struct Statistics<'s> {
    searcher: &'s Searcher,
    fields: &'s Fields,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let title = field == self.fields.title || self.fields.stems.values().any(|(title, _)| *title == field);
        Ok(self.total_num_docs()? * if title { AVERAGE_TITLE } else { AVERAGE_TEXT })
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.num_docs())
    }

    fn doc_freq(&self, term: &Key) -> tantivy::Result<u64> {
        let mut total = 0;
        for segment in self.searcher.segment_readers() {
            let postings = segment.inverted_index(term.field())?;
            total += match segment.alive_bitset() {
                None => u64::from(postings.doc_freq(term)?),
                Some(alive) => match postings.read_postings(term, IndexRecordOption::Basic)? {
                    Some(mut documents) => u64::from(documents.count(alive)),
                    None => 0,
                },
            };
        }
        Ok(total)
    }
}

/// Takes the best hits, their number and their facets in one pass.
struct Gather {
    need: usize,
    relevance: bool,
}

/// Where a hit stands: score, day, entry, language. No two documents share the last two, so the order is always one.
type Rank = (i64, i64, u64, Reverse<u64>);

struct GatherSegment {
    segment: SegmentOrdinal,
    need: usize,
    relevance: bool,
    total: u64,
    top: BinaryHeap<Reverse<(Rank, DocId, Exactly)>>,
    day: Option<Column<i64>>,
    entry: Option<Column<u64>>,
    tie: Option<Column<u64>>,
    year: Option<Column<i64>>,
    organ: Option<StrColumn>,
    state: Option<StrColumn>,
    years: HashMap<i64, u64>,
    organs: HashMap<u64, u64>,
    states: HashMap<u64, u64>,
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
struct SegmentGathered {
    total: u64,
    top: Vec<(Rank, Score, DocAddress)>,
    years: HashMap<i64, u64>,
    organs: HashMap<String, u64>,
    states: HashMap<String, u64>,
    failed: Option<String>,
}

struct Gathered {
    total: u64,
    top: Vec<(Rank, Score, DocAddress)>,
    facets: Facets,
    failed: Option<String>,
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = GatherSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<GatherSegment> {
        let columns = reader.fast_fields();
        Ok(GatherSegment {
            segment,
            need: self.need,
            relevance: self.relevance,
            total: 0,
            top: BinaryHeap::new(),
            day: columns.column_opt("day")?,
            entry: columns.column_opt("entry")?,
            tie: columns.column_opt("tie")?,
            year: columns.column_opt("year")?,
            organ: columns.str("organ")?,
            state: columns.str("state_name")?,
            years: HashMap::new(),
            organs: HashMap::new(),
            states: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.relevance
    }

    fn merge_fruits(&self, segments: Vec<SegmentGathered>) -> tantivy::Result<Gathered> {
        let mut all = SegmentGathered::default();
        let mut partial = false;
        for segment in segments {
            partial |= segment.total > COUNTED;
            all.total += segment.total;
            all.top.extend(segment.top);
            add_up(&mut all.years, segment.years);
            add_up(&mut all.organs, segment.organs);
            add_up(&mut all.states, segment.states);
            all.failed = all.failed.or(segment.failed);
        }
        all.top.sort_by_key(|(rank, _, _)| Reverse(*rank));
        all.top.truncate(self.need);
        let mut years: Vec<(i64, u64)> = all.years.into_iter().collect();
        years.sort_by_key(|(year, _)| Reverse(*year));
        Ok(Gathered {
            total: all.total,
            top: all.top,
            facets: Facets {
                organ: most(all.organs),
                year: years
                    .into_iter()
                    .take(FACET_VALUES)
                    .map(|(year, count)| Count { value: year.to_string(), count })
                    .collect(),
                state: most(all.states),
                partial,
            },
            failed: all.failed,
        })
    }
}

fn add_up<K: std::hash::Hash + Eq>(into: &mut HashMap<K, u64>, from: HashMap<K, u64>) {
    for (value, count) in from {
        *into.entry(value).or_default() += count;
    }
}

/// The values that most hits have, and among equals in the order of the alphabet.
fn most(counts: HashMap<String, u64>) -> Vec<Count> {
    let mut counts: Vec<Count> = counts.into_iter().map(|(value, count)| Count { value, count }).collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    counts.truncate(FACET_VALUES);
    counts
}

impl SegmentCollector for GatherSegment {
    type Fruit = SegmentGathered;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if self.total <= COUNTED {
            if let Some(year) = self.year.as_ref().and_then(|column| column.first(doc)) {
                *self.years.entry(year).or_default() += 1;
            }
            for (column, counts) in [(&self.organ, &mut self.organs), (&self.state, &mut self.states)] {
                if let Some(column) = column {
                    for value in column.ords().values_for_doc(doc) {
                        *counts.entry(value).or_default() += 1;
                    }
                }
            }
        }
        // Scores are sums of fractions, and the order of summing depends on the segments; the last digits are no rank.
        let score_rank = if self.relevance { (f64::from(score) * 1000.0).round() as i64 } else { 0 };
        if self.top.len() >= self.need && self.top.peek().is_some_and(|Reverse((worst, ..))| score_rank < worst.0) {
            return;
        }
        let day = self.day.as_ref().and_then(|column| column.first(doc)).unwrap_or(i64::MIN);
        let entry = self.entry.as_ref().and_then(|column| column.first(doc)).unwrap_or(0);
        let tie = self.tie.as_ref().and_then(|column| column.first(doc)).unwrap_or(0);
        self.top.push(Reverse(((score_rank, day, entry, Reverse(tie)), doc, Exactly(score))));
        if self.top.len() > self.need {
            self.top.pop();
        }
    }

    fn harvest(self) -> SegmentGathered {
        let mut failed = None;
        let mut named = |column: &Option<StrColumn>, counts: HashMap<u64, u64>| {
            let mut out = HashMap::new();
            let Some(column) = column else { return out };
            for (value, count) in counts {
                let mut name = String::new();
                match column.ord_to_str(value, &mut name) {
                    Ok(_) => {
                        out.insert(name, count);
                    }
                    Err(error) => failed = Some(error.to_string()),
                }
            }
            out
        };
        let organs = named(&self.organ, self.organs);
        let states = named(&self.state, self.states);
        let segment = self.segment;
        SegmentGathered {
            total: self.total,
            top: self
                .top
                .into_iter()
                .map(|Reverse((rank, doc, Exactly(score)))| (rank, score, DocAddress::new(segment, doc)))
                .collect(),
            years: self.years,
            organs,
            states,
            failed,
        }
    }
}

/// The search library trusts the bytes it wrote and panics when they are others. To whoever asked that is a damaged folder
/// like any other, and no reason to bring down the house.
fn guarded<T>(folder: &Path, work: impl FnOnce() -> Result<T, FindError>) -> Result<T, FindError> {
    // Nothing of ours is left half changed: the only state here is the folder, which is about to be called damaged.
    std::panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(FindError::Damaged { folder: folder.to_owned(), why: "its files cannot be read".to_owned() })
    })
}

/// What an error of the search library means to whoever asked.
fn failure(folder: &Path, error: TantivyError) -> FindError {
    let folder = folder.to_owned();
    let why = error.to_string();
    let unreadable = |error: &std::io::Error| {
        // What these say of a file of ours is that its bytes are not those that were written.
        matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::NotFound)
    };
    match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) if file.ends_with("meta.json") => {
            FindError::Absent(folder)
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) if unreadable(&io_error) => {
            FindError::Damaged { folder, why }
        }
        TantivyError::IoError(error) if unreadable(&error) => FindError::Damaged { folder, why },
        TantivyError::LockFailure(LockError::LockBusy, _) => FindError::Busy(folder),
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => FindError::Absent(folder),
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_))
        | TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::SchemaError(_)
        | TantivyError::DeserializeError(_)
        | TantivyError::FieldNotFound(_)
        | TantivyError::InternalError(_) => FindError::Damaged { folder, why },
        _ => FindError::Failed { folder, why },
    }
}
