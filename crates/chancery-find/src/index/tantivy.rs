//! The index as tantivy keeps it, in a folder that is handed in. Nothing else of the world is touched.

mod beginning;
mod gather;
mod names;
mod rebuild;
mod suggest;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    hash::{BuildHasher, RandomState},
    io::ErrorKind,
    ops::Bound,
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::Mutex,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tantivy::{
    DocAddress, DocSet, IndexReader, IndexWriter, ReloadPolicy, Score, Searcher, TantivyDocument, TantivyError,
    Term as Key,
    directory::{
        MmapDirectory,
        error::{LockError, OpenDirectoryError, OpenReadError},
    },
    indexer::LogMergePolicy,
    query::{
        AllQuery, Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery,
        Query as Asking, RangeQuery, TermQuery,
    },
    schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value},
};

use chancery_model::Language;

pub use self::rebuild::{Rebuild, change_places};
use self::{
    beginning::Beginning,
    gather::{Gather, PARTED},
    names::Names,
};
use super::{FindError, Hit, Results};
use crate::{
    Issued,
    query::{Asked, Clause, FURTHEST, Place, Query, Term, name_key, number_key, symbol_key},
    snippet::{self, Marker},
    words::{self, STEMMED, Stems},
};

/// What the writer may keep in memory, in bytes.
const BUDGET: usize = 50_000_000;
/// What each of a bulk writer's threads may keep in memory, in bytes. The more it is, the fewer and larger are the segments
/// that have to be merged.
const BULK_BUDGET: usize = 400_000_000;
/// The largest segment that a follower's writer merges with others, in documents. It waits for merges, and these take seconds
/// at most.
const MERGED: usize = 10_000;
/// The same for a bulk writer. A segment as large as its memory allows is left as it is: to write it once more would take a fifth
/// of the time, and threads that answer a question share segments of about one size better.
const BULK_MERGED: usize = 40_000;
/// Up to how many documents of a segment are counted one by one for the rank of a word, where some were replaced. Above it the
/// share of those that are left is taken for the word's.
const COUNTED_ONE_BY_ONE: u32 = 20_000;
/// The form of what is written. It grows whenever a text would be indexed differently, and an older index is then rebuilt.
const FORM: u32 = 2;
/// How many stemmers of a language are kept between answers. Each remembers a few megabytes of words.
const STEMMERS: usize = 4;

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
/// A handle sees what others have committed at its next question, and also when the whole folder was replaced by a
/// [`Rebuild`]. A handle that writes must then be opened again.
pub struct Index {
    folder: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    writable: bool,
    /// What the reader has loaded: nothing is loaded again while the commit on disk is the same.
    loaded: Mutex<String>,
    /// Which folder it was when it was opened: another may have taken its place since.
    identity: Option<Identity>,
    /// Stemmers that remember the stems of words, by language.
    stemmers: Mutex<HashMap<String, Vec<Stems>>>,
    names: Names,
}

/// The one writer of an index. While it lives no other process can write.
pub struct Writer<'i> {
    index: &'i Index,
    writer: IndexWriter,
    /// Digests of the versions that were added to an index that was empty when the writer was taken: what is not among them
    /// cannot be there to be replaced, and looking for it in every segment would cost more than all the rest. Two versions
    /// with one digest cost a search that finds nothing.
    only: Option<(RandomState, HashSet<u64>)>,
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
    session_name: Field,
    item_name: Field,
    state: Field,
    state_name: Field,
    office: Field,
    language: Field,
    kind: Field,
    kind_name: Field,
    distribution: Field,
    distribution_name: Field,
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
        session_name: schema.add_text_field("session_name", counted()),
        item_name: schema.add_text_field("item_name", counted()),
        state: schema.add_text_field("state", STRING),
        state_name: schema.add_text_field("state_name", counted()),
        office: schema.add_text_field("office", STRING),
        language: schema.add_text_field("language", STRING | FAST),
        kind: schema.add_text_field("kind", STRING),
        kind_name: schema.add_text_field("kind_name", counted()),
        distribution: schema.add_text_field("distribution", STRING),
        distribution_name: schema.add_text_field("distribution_name", counted()),
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
        guarded(folder, || Index::opened(folder, true, 1))
    }

    /// Opens the index in a folder for reading.
    pub fn open(folder: &Path) -> Result<Index, FindError> {
        Index::open_with_threads(folder, 1)
    }

    /// Opens the index in a folder for reading, and lets each question be answered by so many threads, which the handle keeps. It
    /// is for a server that keeps the handle too: an index that is opened for one question answers it as fast alone.
    pub fn open_with_threads(folder: &Path, threads: usize) -> Result<Index, FindError> {
        if !folder.join("meta.json").exists() {
            return Err(FindError::Absent(folder.to_owned()));
        }
        guarded(folder, || Index::opened(folder, false, threads.clamp(1, 16)))
    }

    fn opened(folder: &Path, writable: bool, threads: usize) -> Result<Index, FindError> {
        let failed = |error: TantivyError| failure(folder, error);
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(folder).map_err(|e| failed(e.into()))?;
        let mut index = match tantivy::Index::open_or_create(directory, schema.clone()) {
            // Another process made it between the look and the deed.
            Err(TantivyError::IndexAlreadyExists) => tantivy::Index::open_in_dir(folder),
            other => other,
        }
        .map_err(failed)?;
        if threads > 1 {
            index.set_multithread_executor(threads).map_err(failed)?;
        }
        index.tokenizers().register("words", words::exact());
        for code in STEMMED {
            if let Some(analyzer) = words::stems(code) {
                index.tokenizers().register(&format!("stems_{code}"), analyzer);
            }
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let (identity, loaded) = (identity(folder), Mutex::new(String::new()));
        let opened = Index {
            folder: folder.to_owned(),
            index,
            reader,
            fields,
            writable,
            loaded,
            identity,
            stemmers: Mutex::default(),
            names: Names::default(),
        };
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
        // One thread: a follower adds a few documents at a time, and each thread would make a segment of its own.
        self.take_writer(1, BUDGET, MERGED)
    }

    /// Takes a writer for very many documents, which works in so many threads and keeps up to 400 MB in memory for
    /// each. With it a rebuild or an import adds documents by [`Writer::push`] and commits now and then.
    pub fn bulk_writer(&self, threads: usize) -> Result<Writer<'_>, FindError> {
        let threads = threads.clamp(1, 8);
        let mut writer = self.take_writer(threads, threads * BULK_BUDGET, BULK_MERGED)?;
        if self.is_empty()? {
            writer.only = Some((RandomState::new(), HashSet::new()));
        }
        Ok(writer)
    }

    fn take_writer(&self, threads: usize, budget: usize, merged: usize) -> Result<Writer<'_>, FindError> {
        if !self.writable {
            return Err(FindError::ReadOnly(self.folder.clone()));
        }
        // The library remembers the folder's files, and would take another folder's for its own.
        if self.identity != identity(&self.folder) {
            return Err(FindError::Replaced(self.folder.clone()));
        }
        let writer = self.index.writer_with_num_threads(threads, budget).map_err(|e| self.failed(e))?;
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(merged);
        writer.set_merge_policy(Box::new(policy));
        Ok(Writer { index: self, writer, only: None })
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
        let gather = Gather {
            names: &self.names,
            numbers: self.names.of(&searcher).map_err(|e| self.failed(e))?,
            need: query.offset + query.limit(),
            sort: query.sort,
            documents: searcher.num_docs(),
        };
        let statistics = Statistics { searcher: &searcher, fields: &self.fields };
        let gathered =
            searcher.search_with_statistics_provider(&*asked, &gather, &statistics).map_err(|e| self.failed(e))?;
        let mut markers: HashMap<Language, Marker> = HashMap::new();
        let mut hits = Vec::new();
        for (score, address) in gathered.top.into_iter().skip(query.offset) {
            let issued = self.stored(&searcher, address)?;
            let marker = markers
                .entry(issued.language)
                .or_insert_with(|| Marker::new(clauses, issued.language, |code| self.stemmer(code)));
            hits.push(hit(issued, score, marker));
        }
        self.keep_stemmers(markers);
        Ok(Results { hits, total: gathered.total, facets: gathered.facets, cursor, took: None })
    }

    /// A stemmer of a language: one that an earlier answer has used, if nobody uses it now.
    fn stemmer(&self, code: &str) -> Option<Stems> {
        let mut kept = self.stemmers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.get_mut(code).and_then(Vec::pop).or_else(|| words::stemmer(code))
    }

    fn keep_stemmers(&self, markers: HashMap<Language, Marker>) {
        let mut kept = self.stemmers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (language, marker) in markers {
            let kept = kept.entry(language.code().to_owned()).or_default();
            if kept.len() < STEMMERS {
                kept.extend(marker.into_stems());
            }
        }
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
        // Another index may take the folder between the look at its list of files and the look at those; the second attempt
        // then sees the new one.
        self.loaded_searcher().or_else(|_| self.loaded_searcher())
    }

    fn loaded_searcher(&self) -> Result<(Searcher, u64), FindError> {
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
        self.or_back(done)
    }

    fn attempt(&mut self, removed: &[String], added: &[Issued], cursor: u64) -> Result<(), TantivyError> {
        let fields = &self.index.fields;
        for dossier in removed {
            self.writer.delete_term(Key::from_field_text(fields.dossier, dossier));
        }
        for issued in added {
            self.put(issued)?;
        }
        self.seal(cursor)
    }

    /// Adds a document to the next commit, or replaces it. Only a commit makes it findable.
    ///
    /// After an error nothing that was pushed since the last commit is kept.
    pub fn push(&mut self, issued: &Issued) -> Result<(), FindError> {
        let index = self.index;
        let done = guarded(&index.folder, || self.put(issued).map_err(|e| index.failed(e)));
        self.or_back(done)
    }

    /// Makes findable what was pushed, and sets the cursor.
    pub fn commit(&mut self, cursor: u64) -> Result<(), FindError> {
        let index = self.index;
        let done = guarded(&index.folder, || self.seal(cursor).map_err(|e| index.failed(e)));
        self.or_back(done)
    }

    /// Takes back what was begun after an error: it must not ride along with the next commit. If even this fails, that commit
    /// fails too.
    fn or_back(&mut self, done: Result<(), FindError>) -> Result<(), FindError> {
        if done.is_err() {
            let index = self.index;
            let _ = guarded(&index.folder, || self.writer.rollback().map_err(|e| index.failed(e)));
            // What is there now is no longer only what this writer pushed.
            self.only = None;
        }
        done
    }

    fn put(&mut self, issued: &Issued) -> Result<(), TantivyError> {
        let fields = &self.index.fields;
        let key = key(issued);
        let is_new = self.only.as_mut().is_some_and(|(state, only)| only.insert(state.hash_one(&key)));
        if !is_new {
            self.writer.delete_term(Key::from_field_text(fields.key, &key));
        }
        self.writer.add_document(fields.document(issued)?)?;
        Ok(())
    }

    fn seal(&mut self, cursor: u64) -> Result<(), TantivyError> {
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

/// A folder's number and, where the system keeps it, the moment of its making.
type Identity = (u64, Option<std::time::SystemTime>);

/// Which folder stands under a name, as far as the system tells folders apart.
fn identity(folder: &Path) -> Option<Identity> {
    #[cfg(unix)]
    {
        let meta = std::fs::metadata(folder).ok()?;
        // A number that was free is soon given again, so the moment of its making belongs to it, where the system keeps that.
        Some((std::os::unix::fs::MetadataExt::ino(&meta), meta.created().ok()))
    }
    #[cfg(not(unix))]
    return None;
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
        // The parts are put together by a control character, which none of them may then hold.
        let clean = |part: &str| part.chars().filter(|c| !c.is_control()).collect::<String>();
        let (mut sessions, mut items) = (BTreeSet::new(), BTreeSet::new());
        for organ in issued.organs.iter().filter(|organ| !organ.period.is_empty()) {
            let session = format!("{}{PARTED}{}", clean(&organ.code), clean(&organ.period));
            items.extend(organ.items.iter().map(|item| format!("{session}{PARTED}{}", clean(item))));
            sessions.insert(session);
        }
        for session in sessions {
            doc.add_text(self.session_name, session);
        }
        for item in items {
            doc.add_text(self.item_name, item);
        }
        for name in distinct(issued.states.iter().map(String::as_str).collect()) {
            doc.add_text(self.state, name_key(&name));
            doc.add_text(self.state_name, name);
        }
        if let Some(office) = &issued.sender_office {
            doc.add_text(self.office, name_key(office));
        }
        doc.add_text(self.language, issued.language.code());
        doc.add_text(self.kind, name_key(&issued.kind));
        doc.add_text(self.kind_name, &issued.kind);
        doc.add_text(self.distribution, name_key(&issued.distribution));
        doc.add_text(self.distribution_name, &issued.distribution);
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
            if let [Term { negated: false, asked: Asked::Language(only), .. }] = clause.alternatives.as_slice() {
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
                [Term { negated: false, asked: Asked::Place(part), .. }] if join(&mut place, part) => {}
                [Term { negated: true, asked, .. }] => not.push(self.asked(asked, language)),
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
            must.push(self.days(query.from, query.to));
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
                    for stem in words::asked_stems(code, raw) {
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
                let any = places(*title_only)
                    .map(|(field, weight)| boosted(Box::new(Beginning { field, start: start.clone() }), weight));
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
            Asked::Sender(sender) => {
                unscored(BooleanQuery::union(vec![self.keyword(self.state, sender), self.keyword(self.office, sender)]))
            }
            Asked::Distribution(code) => self.keyword(self.distribution, code),
            Asked::Days(first, last) => self.days(*first, *last),
        }
    }

    /// Days from and to; without either every document that has a date.
    fn days(&self, first: Option<Date>, last: Option<Date>) -> Box<dyn Asking> {
        let bound = |date: Option<Date>| Bound::Included(Key::from_field_i64(self.day, date.map_or(0, day)));
        let (from, to) = match (first, last) {
            // The library wants one end at least.
            (None, None) => (Bound::Included(Key::from_field_i64(self.day, i64::MIN)), Bound::Unbounded),
            (Some(_), None) => (bound(first), Bound::Unbounded),
            (None, Some(_)) => (Bound::Unbounded, bound(last)),
            (Some(_), Some(_)) => (bound(first), bound(last)),
        };
        unscored(RangeQuery::new(from, to))
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

fn hit(issued: Issued, score: Score, marker: &mut Marker) -> Hit {
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
                Some(alive) => match postings.doc_freq(term)? {
                    0 => 0,
                    all if all > COUNTED_ONE_BY_ONE => {
                        u64::from(all) * u64::from(segment.num_docs()) / u64::from(segment.max_doc())
                    }
                    _ => match postings.read_postings(term, IndexRecordOption::Basic)? {
                        Some(mut documents) => u64::from(documents.count(alive)),
                        None => 0,
                    },
                },
            };
        }
        Ok(total)
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
