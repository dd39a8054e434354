//! What `bench/find` measures, one step at a time; each prints one line of JSON.
//!
//! ```text
//! find_bench corpus SEED COUNT                     documents, one JSON object a line, to standard output
//! find_bench index ours|bare CORPUS FOLDER THREADS makes an index of them in a new folder
//! find_bench ask FOLDER QUERIES ROUNDS             asks every query of a file so many times
//! find_bench answers FOLDER QUERIES               for every "language<tab>query" the dossiers that answer, the best first
//! find_bench fresh FOLDER SEED COUNT               issues documents one by one and waits until each is found
//! find_bench suggest FOLDER ROUNDS                 looks for another spelling of words that nobody wrote
//! find_bench words SEED LANGUAGE RANK...           the words of these ranks, for a list of queries
//! ```

mod corpus;

use std::{
    error::Error,
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write},
    path::Path,
    time::Instant,
};

use chancery_find::{Index, Issued, Query, Results, words};
use chancery_model::Grammar;
use corpus::Corpus;
use serde_json::json;
use tantivy::{TantivyDocument, schema::Field};

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let said = match arguments.as_slice() {
        ["corpus", seed, count] => return write_corpus(seed.parse()?, count.parse()?),
        ["index", "ours", corpus, folder, threads] => ours(Path::new(corpus), Path::new(folder), threads.parse()?)?,
        ["index", "bare", corpus, folder, threads] => bare(Path::new(corpus), Path::new(folder), threads.parse()?)?,
        ["ask", folder, queries, rounds] => ask(Path::new(folder), Path::new(queries), rounds.parse()?)?,
        ["answers", folder, queries] => answers(Path::new(folder), Path::new(queries))?,
        ["fresh", folder, seed, count] => fresh(Path::new(folder), seed.parse()?, count.parse()?)?,
        ["suggest", folder, rounds] => suggest(Path::new(folder), rounds.parse()?)?,
        ["words", seed, language, ranks @ ..] => {
            let corpus = Corpus::new(seed.parse()?);
            let words = corpus.vocabulary(language);
            json!(ranks.iter().filter_map(|rank| words.get(rank.parse::<usize>().ok()?)).collect::<Vec<_>>())
        }
        _ => return Err("see the head of crates/chancery-find/examples/find_bench/main.rs".into()),
    };
    println!("{said}");
    Ok(())
}

fn write_corpus(seed: u64, count: usize) -> Done<()> {
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for issued in Corpus::new(seed).take(count) {
        serde_json::to_writer(&mut out, &issued)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

fn read(corpus: &Path) -> Done<impl Iterator<Item = Done<Issued>>> {
    let lines = BufReader::with_capacity(1 << 20, File::open(corpus)?).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}

/// Seconds of processor time this process has used, on systems that say so.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after_name.split_whitespace().skip(11).take(2).filter_map(|text| text.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// Milliseconds of processor time this thread has used, on systems that say so: on a busy machine they tell more than the clock.
fn thread_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or_default() / 1e6
}

fn rate(documents: usize, begun: Instant) -> serde_json::Value {
    let seconds = begun.elapsed().as_secs_f64();
    json!({"documents": documents, "seconds": seconds, "per_second": documents as f64 / seconds, "processor_seconds": processor()})
}

/// The room's own way: what a rebuild or an import does. Reading the corpus is part of it.
fn ours(corpus: &Path, folder: &Path, threads: usize) -> Done<serde_json::Value> {
    let begun = Instant::now();
    let index = Index::open_or_create(folder)?;
    let mut writer = index.bulk_writer(threads)?;
    let mut documents = 0;
    for issued in read(corpus)? {
        writer.push(&issued?)?;
        documents += 1;
    }
    writer.commit(documents as u64)?;
    writer.finish()?;
    Ok(rate(documents, begun))
}

/// The search library alone, with the same fields, the same analyzers, the same memory and the same words.
fn bare(corpus: &Path, folder: &Path, threads: usize) -> Done<serde_json::Value> {
    let pattern = tempfile::tempdir()?;
    Index::open_or_create(pattern.path())?;
    let schema = tantivy::Index::open_in_dir(pattern.path())?.schema();
    let begun = Instant::now();
    std::fs::create_dir_all(folder)?;
    let index = tantivy::Index::create_in_dir(folder, schema.clone())?;
    index.tokenizers().register("words", words::exact());
    for code in words::STEMMED {
        if let Some(analyzer) = words::stems(code) {
            index.tokenizers().register(&format!("stems_{code}"), analyzer);
        }
    }
    let field = |name: &str| -> Done<Field> { Ok(schema.get_field(name)?) };
    let names = [
        "key",
        "dossier",
        "job",
        "symbol",
        "under",
        "place",
        "organ",
        "session_name",
        "item_name",
        "state",
        "state_name",
        "office",
        "language",
        "kind",
        "kind_name",
        "distribution",
        "distribution_name",
        "title",
        "text",
        "stored",
    ];
    let fields = names.iter().map(|name| field(name)).collect::<Done<Vec<Field>>>()?;
    let [
        key,
        dossier,
        job,
        symbol,
        under,
        place,
        organ,
        session,
        item,
        state,
        state_name,
        office,
        language,
        kind,
        kind_name,
        distribution,
        distribution_name,
        title,
        text,
        stored,
    ] = fields.as_slice()
    else {
        return Err("a field is missing".into());
    };
    let (day, year, entry, tie) = (field("day")?, field("year")?, field("entry")?, field("tie")?);
    let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(threads, threads * 400_000_000)?;
    let mut documents = 0;
    for issued in read(corpus)? {
        let issued = issued?;
        let mut doc = TantivyDocument::new();
        let code = issued.language.code();
        doc.add_text(*key, format!("{} {code}", issued.dossier));
        doc.add_text(*dossier, &issued.dossier);
        issued.job_number.iter().for_each(|number| doc.add_text(*job, number));
        for one in &issued.symbols {
            doc.add_text(*symbol, one.as_str());
            one.as_str().match_indices('/').for_each(|(at, _)| doc.add_text(*under, &one.as_str()[..at]));
        }
        for one in &issued.organs {
            doc.add_text(*organ, &one.code);
            doc.add_text(*session, format!("{} {}", one.code, one.period));
            for organ in ["", &one.code, &one.name] {
                for session in ["", &one.period] {
                    doc.add_text(*place, format!("{organ} {session}"));
                    one.items.iter().for_each(|item| doc.add_text(*place, format!("{organ} {session} {item}")));
                }
            }
            one.items.iter().for_each(|number| doc.add_text(*item, format!("{} {} {number}", one.code, one.period)));
        }
        for one in &issued.states {
            doc.add_text(*state, one);
            doc.add_text(*state_name, one);
        }
        issued.sender_office.iter().for_each(|name| doc.add_text(*office, name));
        doc.add_text(*language, code);
        for (field, value) in [(kind, &issued.kind), (kind_name, &issued.kind)] {
            doc.add_text(*field, value);
        }
        for field in [distribution, distribution_name] {
            doc.add_text(*field, &issued.distribution);
        }
        if let Some(date) = issued.day() {
            doc.add_i64(day, i64::from(date.year()) * 366 + i64::from(date.day_of_year()));
            doc.add_i64(year, i64::from(date.year()));
        }
        doc.add_u64(entry, issued.entry);
        doc.add_u64(tie, u64::from(code.as_bytes()[0]));
        doc.add_text(*title, &issued.title);
        let stems = schema
            .get_field(&format!("title_{code}"))
            .and_then(|title| schema.get_field(&format!("text_{code}")).map(|text| (title, text)));
        if let Ok((title, _)) = stems {
            doc.add_text(title, &issued.title);
        }
        for (_, _, paragraph) in &issued.text {
            doc.add_text(*text, paragraph);
            if let Ok((_, text)) = stems {
                doc.add_text(text, paragraph);
            }
        }
        doc.add_text(*stored, serde_json::to_string(&issued)?);
        writer.add_document(doc)?;
        documents += 1;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(rate(documents, begun))
}

fn grammar() -> Done<Grammar> {
    Ok(serde_json::from_value(
        json!({"roots": [{"code": "AS"}, {"code": "C"}, {"code": "EC"}, {"code": "TC"}, {"code": "SE"}]}),
    )?)
}

/// Milliseconds: the middle, the ninety-ninth of a hundred, the worst.
fn quantiles(taken: &mut [f64]) -> serde_json::Value {
    taken.sort_by(f64::total_cmp);
    let at = |part: f64| taken.get(((taken.len() as f64 * part).ceil() as usize).saturating_sub(1)).copied();
    let round = |ms: Option<f64>| ms.map(|ms| (ms * 100.0).round() / 100.0);
    json!({"p50_ms": round(at(0.5)), "p99_ms": round(at(0.99)), "worst_ms": round(at(1.0)), "asked": taken.len()})
}

fn ask(folder: &Path, queries: &Path, rounds: usize) -> Done<serde_json::Value> {
    let index = Index::open(folder)?;
    let grammar = grammar()?;
    let list = std::fs::read_to_string(queries)?;
    let mut asked: Vec<(&str, &str, Query)> = Vec::new();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (kind, text) = line.split_once('\t').ok_or("a line of the list has no kind")?;
        let mut query = chancery_find::parse(text, &grammar).map_err(|error| format!("{text}: {error}"))?;
        if kind == "newest" {
            query.sort = chancery_find::Sort::Newest;
        }
        asked.push((kind, text, query));
    }
    let mut kinds: Vec<&str> = asked.iter().map(|(kind, ..)| *kind).collect();
    kinds.dedup();
    let mut taken: Vec<Vec<f64>> = vec![Vec::new(); asked.len()];
    let mut worked: Vec<Vec<f64>> = vec![Vec::new(); asked.len()];
    let mut results: Vec<Results> = Vec::new();
    for round in 0..=rounds {
        for (at, (_, _, query)) in asked.iter().enumerate() {
            let (begun, before) = (Instant::now(), thread_ms());
            let answer = index.search(query)?;
            let ms = begun.elapsed().as_secs_f64() * 1e3;
            // The first round brings the index into memory.
            if round > 0 {
                taken[at].push(ms);
                worked[at].push(thread_ms() - before);
            } else {
                results.push(answer);
            }
        }
    }
    let mut said = serde_json::Map::new();
    said.insert("documents".into(), json!(index.len()?));
    for kind in kinds {
        let of_kind = || (0..asked.len()).filter(|at| asked[*at].0 == kind);
        let mut all: Vec<f64> = of_kind().flat_map(|at| taken[at].iter().copied()).collect();
        let mut hits: Vec<u64> = of_kind().map(|at| results[at].total).collect();
        hits.sort_unstable();
        let nothing: Vec<&str> = of_kind().filter(|at| results[*at].total == 0).map(|at| asked[at].1).collect();
        let middle = |at: usize| {
            let mut own = worked[at].clone();
            own.sort_by(f64::total_cmp);
            own.get(own.len() / 2).copied().unwrap_or_default()
        };
        let slowest = of_kind().max_by(|a, b| middle(*a).total_cmp(&middle(*b))).unwrap_or_default();
        let mut one = quantiles(&mut all);
        let mut all: Vec<f64> = of_kind().flat_map(|at| worked[at].iter().copied()).collect();
        one["processor"] = quantiles(&mut all);
        one["queries"] = json!(of_kind().count());
        one["hits"] = json!([hits.first(), hits.get(hits.len() / 2), hits.last()]);
        one["partial"] = json!(of_kind().filter(|at| results[*at].facets.partial).count());
        one["slowest"] = json!({"query": asked[slowest].1.chars().take(60).collect::<String>(), "processor_p50_ms": middle(slowest)});
        if !nothing.is_empty() {
            one["nothing_found"] = json!(nothing);
        }
        said.insert(kind.to_owned(), one);
    }
    Ok(said.into())
}

fn answers(folder: &Path, queries: &Path) -> Done<serde_json::Value> {
    let index = Index::open(folder)?;
    let mut all = Vec::new();
    for line in std::fs::read_to_string(queries)?.lines() {
        let (language, text) = line.split_once('\t').ok_or("a line of the list has no language")?;
        let mut query = chancery_find::parse(text, &Grammar::default()).map_err(|error| format!("{text}: {error}"))?;
        query.language = Some(chancery_model::Language::parse(language)?);
        query.limit = 100;
        let mut found: Vec<String> = Vec::new();
        loop {
            let page = index.search(&query)?;
            found.extend(page.hits.into_iter().map(|hit| hit.dossier));
            query.offset += query.limit;
            if query.offset as u64 >= page.total {
                break;
            }
        }
        all.push(found);
    }
    Ok(json!(all))
}

/// As a follower does it: a writer for one document, a commit, and a reader elsewhere that asks until it is there.
fn fresh(folder: &Path, seed: u64, count: usize) -> Done<serde_json::Value> {
    let reader = Index::open(folder)?;
    let mut findable = Vec::new();
    let mut finished = Vec::new();
    for (at, mut issued) in Corpus::new(seed).take(count).enumerate() {
        let word = format!("freshword{seed}x{at}");
        issued.dossier = format!("fresh{seed}x{at}");
        issued.text.push(("letter".into(), 99, word.clone()));
        let begun = Instant::now();
        let index = Index::open_or_create(folder)?;
        let cursor = index.cursor()?;
        let mut writer = index.writer()?;
        writer.add(std::slice::from_ref(&issued), cursor + 1)?;
        while reader.search(&chancery_find::parse(&word, &Grammar::default())?)?.total == 0 {}
        findable.push(begun.elapsed().as_secs_f64() * 1e3);
        writer.finish()?;
        finished.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    Ok(
        json!({"documents": reader.len()?, "findable": quantiles(&mut findable), "writer_let_go": quantiles(&mut finished)}),
    )
}

fn suggest(folder: &Path, rounds: usize) -> Done<serde_json::Value> {
    let index = Index::open(folder)?;
    let mut taken = Vec::new();
    let mut said = Vec::new();
    for round in 0..rounds.max(1) {
        for text in [
            "harbuor",
            "wether",
            "comittee",
            "infromation",
            "developement",
            "lighthuose statino",
            "qqqqqqq",
            "verbranqq",
        ] {
            let query = chancery_find::parse(text, &Grammar::default())?;
            let begun = Instant::now();
            let suggestion = index.suggest(&query, &[])?;
            taken.push(begun.elapsed().as_secs_f64() * 1e3);
            if round == 0 {
                said.push(json!([text, suggestion.map(|suggestion| suggestion.text)]));
            }
        }
    }
    Ok(json!({"suggest": quantiles(&mut taken), "said": said}))
}
