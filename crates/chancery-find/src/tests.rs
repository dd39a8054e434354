//! The room as a whole, on invented letters about harmless things.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use chancery_model::{Grammar, Language, Symbol};
use jiff::civil::date;
use proptest::{prelude::*, strategy::ValueTree};
use tempfile::TempDir;

use super::*;

/// The grammar of an invented body.
fn grammar() -> Grammar {
    serde_json::from_value(serde_json::json!({
        "roots": [{"code": "AS"}, {"code": "C"}, {"code": "W", "separator": "-"}],
        "qualifiers": ["Part"],
        "resolvers": ["docs.example.org"],
        "modifiers": [{"word": "Suppl", "kind": "addendum"}, {"word": "Corr", "kind": "corrigendum"}],
    }))
    .unwrap()
}

fn symbol(text: &str) -> Symbol {
    grammar().parse(text).unwrap()
}

fn language(code: &str) -> Language {
    Language::parse(code).unwrap()
}

fn organ(code: &str, name: &str, period: &str, items: &[&str]) -> IssuedOrgan {
    IssuedOrgan {
        code: code.into(),
        name: name.into(),
        period: period.into(),
        items: items.iter().map(|item| (*item).to_owned()).collect(),
    }
}

/// A letter: entry (which also makes its dossier), symbols, language, title, paragraphs.
fn letter(entry: u64, symbols: &[&str], code: &str, title: &str, text: &[&str]) -> Issued {
    Issued {
        entry,
        dossier: format!("d{entry}"),
        symbols: symbols.iter().map(|s| symbol(s)).collect(),
        job_number: Some(format!("26-{entry:05}")),
        title: title.into(),
        kind: "letter".into(),
        language: language(code),
        organs: vec![organ("AS", "Assembly", "7", &["12"])],
        states: vec!["Merovia".into()],
        sender_office: Some("Permanent Representative".into()),
        date: Some(date(2026, 3, 1)),
        released: Some(date(2026, 3, 10)),
        distribution: "GEN".into(),
        text: text.iter().enumerate().map(|(at, t)| ("letter".to_owned(), at as u32 + 1, (*t).to_owned())).collect(),
        imported: false,
    }
}

fn library() -> Vec<Issued> {
    let mut all = vec![
        letter(
            1,
            &["AS/7/12", "C/2026/3"],
            "en",
            "Letter dated 1 March 2026 on inland fisheries",
            &[
                "I have the honour to transmit a statement on the fisheries of the upper lakes.",
                "Fish stocks were counted in spring, and the dredging of the northern channel was put off.",
                "Co-operation between harbour masters has been good; their négociations continue.",
            ],
        ),
        letter(
            2,
            &["AS/7/13"],
            "en",
            "Letter on the dredging of canals",
            &["The canals were dredged in autumn.", "No fish was harmed, and the harbours stayed open."],
        ),
        letter(3, &["AS/7/12/Corr.1"], "en", "Corrigendum", &["In paragraph 2, for spring read early spring."]),
        letter(
            4,
            &["C/2025/9"],
            "fr",
            "Lettre sur la pêche intérieure",
            &[
                "Le Gouvernement a l’honneur de communiquer les résultats de la réunion des pêcheries.",
                "Les eaux sont propres.",
            ],
        ),
        letter(
            5,
            &["C/2025/10"],
            "es",
            "Carta sobre las comunicaciones fluviales",
            &["Se adjunta la comunicación de la autoridad portuaria sobre los niños que aprenden a nadar."],
        ),
        letter(
            6,
            &["W-0141"],
            "ru",
            "Письмо о рыболовстве",
            &["Имею честь препроводить заявление о состоянии озёр и водных путей.", "Наблюдения продолжаются."],
        ),
        letter(
            7,
            &["W-0142"],
            "ar",
            "رسالة بشأن البحيرات",
            &["أتشرف بأن أحيل طيه بيانا عن أحوال البحيرات والمشردين من الطيور المائية.", "وقد عُقد الاجتماع في الربيع."],
        ),
        letter(
            8,
            &["W-0143"],
            "zh",
            "关于内陆渔业的信",
            &["谨随函转递关于湖泊和河流的声明。渔业合作进展顺利。", "合作渔业者人数增加。"],
        ),
    ];
    all[1].states = vec!["Upper Merovia".into()];
    all[1].organs = vec![organ("AS", "Assembly", "7", &["31 (b)"]), organ("C", "Council", "2026", &[])];
    all[1].date = Some(date(2026, 5, 2));
    all[1].released = Some(date(2026, 5, 20));
    all[2].released = Some(date(2026, 4, 1));
    for at in [3, 4] {
        all[at].organs = vec![organ("C", "Council", "2025", &["4"])];
        all[at].states = vec!["the Republic of Ostia".into()];
        all[at].date = Some(date(2025, 11, 3));
        all[at].released = None;
    }
    all[5].kind = "note_verbale".into();
    all[5].distribution = "RES".into();
    all[5].imported = true;
    all
}

struct Shelf {
    folder: TempDir,
    index: Index,
}

fn shelf(issued: &[Issued]) -> Shelf {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    index.add(issued, issued.iter().map(|i| i.entry).max().unwrap_or(0)).unwrap();
    Shelf { folder, index }
}

impl Shelf {
    fn ask(&self, text: &str) -> Results {
        self.index.search(&parse(text, &grammar()).unwrap_or_else(|e| panic!("{text}: {e}"))).unwrap()
    }

    /// The entries found, in order.
    fn entries(&self, text: &str) -> Vec<u64> {
        self.ask(text).hits.iter().map(|hit| hit.entry).collect()
    }

    /// The entries found, as a set.
    fn found(&self, text: &str) -> Vec<u64> {
        let mut entries = self.entries(text);
        entries.sort_unstable();
        entries
    }
}

#[test]
fn words_are_found_in_any_form_and_case() {
    let shelf = shelf(&library());
    assert_eq!(shelf.found("fishery"), [1]);
    assert_eq!(shelf.found("FISHERIES lake"), [1]);
    assert_eq!(shelf.found("dredge"), [1, 2]);
    assert_eq!(shelf.found("negociations"), [1]);
    assert_eq!(shelf.found("co-operation"), [1]);
    assert_eq!(shelf.found("nothing-of-the-kind"), [0u64; 0]);
    assert_eq!(shelf.found("26-00002"), [2]);
}

#[test]
fn every_language_has_its_forms() {
    let shelf = shelf(&library());
    for (query, entry) in [
        ("réunions", 4),
        ("reunion", 4),
        ("RÉUNION", 4),
        ("honneur", 4),
        ("l'honneur", 4),
        ("comunicacion", 5),
        ("comunicación", 5),
        ("ninos", 5),
        ("niño", 5),
        ("заявления", 6),
        ("озер", 6),
        ("озёра", 6),
        ("مشرد", 7),
        ("المشردين", 7),
        ("بيان", 7),
        ("البيانات", 7),
        ("بحيرة", 7),
        ("عقد", 7),
        ("声明", 8),
        ("湖泊和河流", 8),
        ("信", 8),
    ] {
        assert_eq!(shelf.found(query), [entry], "{query}");
    }
}

#[test]
fn a_language_that_is_given_is_the_only_one_searched() {
    let shelf = shelf(&library());
    let mut query = parse("communication", &grammar()).unwrap();
    query.language = Some(language("es"));
    let found: Vec<u64> = shelf.index.search(&query).unwrap().hits.iter().map(|h| h.entry).collect();
    assert_eq!(found, [0u64; 0]);
    assert_eq!(shelf.found("language:es"), [5]);
    assert_eq!(shelf.found("comunicaciones language:es"), [5]);
    assert_eq!(shelf.found("comunicaciones language:fr"), [0u64; 0]);
}

#[test]
fn a_word_as_written_ranks_above_its_other_forms() {
    let shelf = shelf(&[
        letter(1, &["C/2026/1"], "en", "One", &["The harbours were open and the harbours were full, all harbours."]),
        letter(2, &["C/2026/2"], "en", "Two", &["The harbour was open and the quays and piers were full, all week."]),
    ]);
    assert_eq!(shelf.entries("harbour"), [2, 1]);
    assert_eq!(shelf.entries("harbours"), [1, 2]);
}

#[test]
fn a_title_ranks_above_the_text() {
    let shelf = shelf(&[
        letter(1, &["C/2026/1"], "en", "Ferries", &["A letter about timetables of boats on the lake."]),
        letter(2, &["C/2026/2"], "en", "Timetables", &["A letter about ferries of every size on the lake."]),
    ]);
    assert_eq!(shelf.entries("ferries"), [1, 2]);
    assert_eq!(shelf.entries("title:ferry"), [1]);
    assert_eq!(shelf.entries("title:\"ferries\""), [1]);
}

#[test]
fn phrases_stand_as_they_stand() {
    let shelf = shelf(&library());
    assert_eq!(shelf.found("\"northern channel\""), [1]);
    assert_eq!(shelf.found("“northern channel”"), [1]);
    assert_eq!(shelf.found("\"channel northern\""), [0u64; 0]);
    // Not across the end of a paragraph: “… the upper lakes. / Fish stocks …”
    assert_eq!(shelf.found("\"lakes fish\""), [0u64; 0]);
    assert_eq!(shelf.found("title:\"dredging of canals\""), [2]);
    assert_eq!(shelf.found("\"渔业合作\""), [8]);
    assert_eq!(shelf.found("合作渔业"), [8]);
    assert_eq!(shelf.found("渔业 顺利"), [8]);
    assert_eq!(shelf.found("业渔"), [0u64; 0]);
    assert_eq!(shelf.found("\"بيانا عن أحوال\""), [7]);
}

#[test]
fn a_beginning_is_enough() {
    let shelf = shelf(&library());
    assert_eq!(shelf.found("dred*"), [1, 2]);
    assert_eq!(shelf.found("title:fisher*"), [1]);
    assert_eq!(shelf.found("пре*"), [6]);
    assert_eq!(shelf.found("渔*"), [8]);
    assert_eq!(shelf.found("péch*"), [4]);
}

#[test]
fn what_is_not_wanted_and_what_may_be() {
    let shelf = shelf(&library());
    assert_eq!(shelf.found("fish"), [1, 2]);
    assert_eq!(shelf.found("fish -canals"), [1]);
    assert_eq!(shelf.found("fish -\"northern channel\""), [2]);
    assert_eq!(shelf.found("-language:en"), [4, 5, 6, 7, 8]);
    assert_eq!(shelf.found("canals OR corrigendum"), [2, 3]);
    assert_eq!(shelf.found("fish canals OR stocks"), [1, 2]);
    assert_eq!(shelf.found("fish AND canals"), [2]);
    assert_eq!(shelf.found("canals OR -language:en"), [2, 4, 5, 6, 7, 8]);
    assert_eq!(shelf.found("").len(), 8);
}

#[test]
fn a_symbol_is_found_in_any_form() {
    let shelf = shelf(&library());
    for written in [
        "AS/7/12",
        "as/7/12",
        "AS / 7 / 12",
        "AS_7_12",
        "as%2F7%2F12",
        "AS/7/12*",
        "AS/7/12.",
        "(AS/7/12)",
        "https://docs.example.org/en/AS/7/12",
        "symbol:as/7/12",
        "symbol:\"AS / 7 / 12\"",
    ] {
        // The document itself comes first, then what corrects it.
        assert_eq!(shelf.entries(written), [1, 3], "{written}");
    }
    assert_eq!(shelf.entries("AS/7/12/Corr.1"), [3]);
    assert_eq!(shelf.entries("AS/7/12-C/2026/3"), [1]);
    assert_eq!(shelf.entries("w-0142"), [7]);
    assert_eq!(shelf.found("AS/7"), [1, 2, 3]);
    assert_eq!(shelf.found("fish AS/7/12"), [1]);
    assert_eq!(shelf.found("AS/7 -AS/7/12"), [2]);
    assert_eq!(shelf.entries("AS/7/1"), [0u64; 0]);
}

#[test]
fn filters_hold() {
    let shelf = shelf(&library());
    assert_eq!(shelf.found("organ:C"), [2, 4, 5]);
    assert_eq!(shelf.found("organ:council"), [2, 4, 5]);
    assert_eq!(shelf.found("organ:\"The Council\" session:2026"), [2]);
    // The Assembly has it in session 7 and the Council in 2026: not the Council in session 7.
    assert_eq!(shelf.found("organ:C session:7"), [0u64; 0]);
    assert_eq!(shelf.found("organ:AS organ:C"), [2]);
    assert_eq!(shelf.found("item:12"), [1, 3, 6, 7, 8]);
    assert_eq!(shelf.found("item:\"31 (b)\""), [2]);
    assert_eq!(shelf.found("item:31(b)"), [2]);
    assert_eq!(shelf.found("item:31"), [2]);
    assert_eq!(shelf.found("item:3"), [0u64; 0]);
    assert_eq!(shelf.found("state:\"upper merovia\""), [2]);
    assert_eq!(shelf.found("state:merovia"), [1, 3, 6, 7, 8]);
    assert_eq!(shelf.found("state:\"Republic of Ostia\""), [4, 5]);
    assert_eq!(shelf.found("year:2025"), [4, 5]);
    assert_eq!(shelf.found("year:2025..2026").len(), 8);
    assert_eq!(shelf.found("kind:note_verbale"), [6]);
    let mut query = Query { organ: Some("AS".into()), session: Some("7".into()), ..Query::default() };
    query.item = Some("31 (B)".into());
    assert_eq!(shelf.index.search(&query).unwrap().total, 1);
    query.state = Some("Merovia".into());
    assert_eq!(shelf.index.search(&query).unwrap().total, 0);
    let open = Query { distribution: vec!["GEN".into(), "LTD".into()], ..Query::default() };
    assert_eq!(shelf.index.search(&open).unwrap().total, 7);
    let none = Query { distribution: vec![String::new()], ..Query::default() };
    assert_eq!(shelf.index.search(&none).unwrap().total, 0);
    let empty = || Some(String::new());
    let form =
        Query { organ: empty(), session: empty(), item: empty(), state: empty(), kind: empty(), ..Query::default() };
    assert_eq!(shelf.index.search(&form).unwrap().total, 8);
    // A filter beside the text and one in it hold both.
    let mut query = parse("organ:AS", &grammar()).unwrap();
    query.organ = Some("Council".into());
    assert_eq!(shelf.index.search(&query).unwrap().total, 1);
}

#[test]
fn days_are_counted_from_both_ends() {
    let shelf = shelf(&library());
    let between = |from, to| {
        let query = Query { from, to, sort: Sort::Newest, ..Query::default() };
        shelf.index.search(&query).unwrap().hits.iter().map(|hit| hit.entry).collect::<Vec<_>>()
    };
    assert_eq!(between(Some(date(2026, 4, 1)), None), [2, 3]);
    assert_eq!(between(Some(date(2026, 4, 2)), Some(date(2026, 5, 20))), [2]);
    // Where no release is known the letter's date counts.
    assert_eq!(between(None, Some(date(2025, 11, 3))), [5, 4]);
    assert_eq!(between(Some(date(2026, 5, 2)), Some(date(2026, 5, 1))), [0u64; 0]);
    assert_eq!(between(None, None), [2, 3, 8, 7, 6, 1, 5, 4]);
    let mut oldest = Query { sort: Sort::Oldest, ..Query::default() };
    let order = |query: &Query| shelf.index.search(query).unwrap().hits.iter().map(|h| h.entry).collect::<Vec<_>>();
    assert_eq!(order(&oldest), [4, 5, 1, 6, 7, 8, 3, 2]);
    // What has no date comes last in either order.
    let mut undated = letter(9, &["C/2026/9"], "en", "Undated", &["ferry"]);
    (undated.date, undated.released) = (None, None);
    shelf.index.add(&[undated], 9).unwrap();
    assert_eq!(order(&oldest).last(), Some(&9));
    assert_eq!(between(None, None).last(), Some(&9));
    oldest.limit = 2;
    assert_eq!(order(&oldest), [4, 5]);
    assert_eq!(shelf.ask("date:1900..").total, 8);
}

#[test]
fn days_months_and_years_are_written_in_the_query() {
    let shelf = shelf(&library());
    for (text, entries) in [
        ("date:2026-05-20", &[2][..]),
        ("date:2026-05-19", &[]),
        ("date:2026-04", &[3]),
        ("date:2026-04..2026-05", &[2, 3]),
        ("date:2026-4-1", &[3]),
        ("date:2026-04-02..", &[2]),
        ("date:..2025-11-03", &[4, 5]),
        ("date:2025", &[4, 5]),
        ("date:2025-12..2026-03-09", &[]),
        ("date:2025..2026-03-10", &[1, 4, 5, 6, 7, 8]),
        ("year:..2025", &[4, 5]),
        ("year:2026.. fish", &[1, 2]),
        ("fish -date:2026-05", &[1]),
        ("date:2026-04 OR date:2025", &[3, 4, 5]),
        ("distribution:res", &[6]),
        ("-distribution:GEN", &[6]),
        ("sender:\"permanent representative\" fish", &[1, 2]),
        ("sender:Merovia fish", &[1]),
        ("state:\"permanent representative\"", &[]),
    ] {
        assert_eq!(shelf.found(text), entries, "{text}");
    }
}

#[test]
fn facets_count_all_hits() {
    let shelf = shelf(&library());
    let mut query = parse("", &grammar()).unwrap();
    query.limit = 1;
    let results = shelf.index.search(&query).unwrap();
    let counts = |all: &[Count]| all.iter().map(|c| (c.value.clone(), c.count)).collect::<Vec<_>>();
    assert_eq!((results.hits.len(), results.total), (1, 8));
    assert_eq!(counts(&results.facets.organ), [("AS".into(), 6), ("C".into(), 3)]);
    assert_eq!(counts(&results.facets.year), [("2026".into(), 6), ("2025".into(), 2)]);
    let states = [("Merovia".to_owned(), 5), ("the Republic of Ostia".into(), 2), ("Upper Merovia".into(), 1)];
    assert_eq!(counts(&results.facets.state), states);
    assert_eq!(counts(&results.facets.kind), [("letter".into(), 7), ("note_verbale".into(), 1)]);
    let languages = [("en", 3), ("ar", 1), ("es", 1), ("fr", 1), ("ru", 1), ("zh", 1)];
    assert_eq!(counts(&results.facets.language), languages.map(|(code, count)| (code.to_owned(), count)));
    assert_eq!(counts(&results.facets.distribution), [("GEN".into(), 7), ("RES".into(), 1)]);
    // A session belongs to an organ and an item to both.
    let places = |all: &[PlaceCount]| {
        let shown = |p: &PlaceCount| format!("{} {} {}", p.organ, p.session, p.item.as_deref().unwrap_or("-"));
        all.iter().map(|p| (shown(p), p.count)).collect::<Vec<_>>()
    };
    assert_eq!(places(&results.facets.session), [("AS 7 -".into(), 6), ("C 2025 -".into(), 2), ("C 2026 -".into(), 1)]);
    let items = [("AS 7 12".to_owned(), 5), ("C 2025 4".into(), 2), ("AS 7 31 (b)".into(), 1)];
    assert_eq!(places(&results.facets.item), items);
    assert_eq!((results.facets.counted, results.facets.partial), (8, false));
}

#[test]
fn very_many_hits_are_counted_by_an_even_sample_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.bulk_writer(1).unwrap();
    let many = 90_000;
    for entry in 1..=many {
        let mut issued = letter(entry, &["C/2026/1"], "en", "T", &["ferry"]);
        // Half of one kind and half of another, in an order that a sample of every second would not see.
        issued.kind = if (entry / 2) % 2 == 0 { "letter".into() } else { "report".into() };
        writer.push(&issued).unwrap();
    }
    writer.commit(many).unwrap();
    writer.finish().unwrap();
    let results = index.search(&parse("ferry", &grammar()).unwrap()).unwrap();
    assert_eq!(results.total, many);
    assert!(results.facets.partial && results.facets.counted <= 40_000 && results.facets.counted > 15_000);
    let close = |count: u64, wanted: u64| count.abs_diff(wanted) < wanted / 10;
    assert!(close(results.facets.organ[0].count, many), "{:?}", results.facets.organ);
    assert!(results.facets.kind.iter().all(|kind| close(kind.count, many / 2)), "{:?}", results.facets.kind);
}

#[test]
fn a_bulk_writer_replaces_what_is_there_and_what_it_added() {
    let shelf = shelf(&library());
    let mut writer = shelf.index.bulk_writer(2).unwrap();
    for issued in library() {
        writer.push(&issued).unwrap();
    }
    assert_eq!(shelf.ask("").total, 8);
    writer.commit(20).unwrap();
    writer.finish().unwrap();
    assert_eq!((shelf.ask("").total, shelf.index.cursor().unwrap()), (8, 20));
    // Into an empty one, some of them twice.
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.bulk_writer(2).unwrap();
    for issued in library().iter().chain(&library()[2..5]) {
        writer.push(issued).unwrap();
    }
    writer.commit(8).unwrap();
    writer.push(&library()[0]).unwrap();
    writer.commit(9).unwrap();
    writer.finish().unwrap();
    assert_eq!(index.search(&Query::default()).unwrap().total, 8);
}

#[test]
fn hits_say_where_the_words_stand() {
    let shelf = shelf(&library());
    let hit = &shelf.ask("dredging northern").hits[0];
    assert_eq!((hit.part.as_deref(), hit.paragraph), (Some("letter"), Some(2)));
    let marked: Vec<&str> = hit.snippet.iter().filter(|p| p.hit).map(|p| p.text.as_str()).collect();
    assert_eq!(marked, ["dredging", "northern"]);
    let whole: String = hit.snippet.iter().map(|p| p.text.as_str()).collect();
    assert!(whole.contains("the dredging of the northern channel"), "{whole}");
    for (query, marked) in [
        ("بيان", "بيانا"),
        ("مشرد", "والمشردين"),
        ("渔业合作", "渔业合作"),
        ("озеро", "озёр"),
        ("reunion", "réunion"),
        ("pêch*", "pêcheries"),
    ] {
        let hits = shelf.ask(query).hits;
        assert_eq!(hits[0].snippet.iter().find(|p| p.hit).map(|p| p.text.as_str()), Some(marked), "{query}");
    }
    // Without a word to look for the text is shown from its beginning, and no paragraph is named.
    let hit = &shelf.ask("AS/7/13").hits[0];
    assert_eq!((hit.part.clone(), hit.paragraph), (None, None));
    assert_eq!(hit.snippet[0].text, "The canals were dredged in autumn.");
    assert_eq!(hit.job_number.as_deref(), Some("26-00002"));
    assert!(shelf.ask("W-0141").hits[0].imported);
}

#[test]
fn a_long_paragraph_is_cut_around_the_hit() {
    let filler = "The ferry left on time and came back on time. ".repeat(40);
    let shelf = shelf(&[letter(1, &["C/2026/1"], "en", "T", &[&format!("{filler}A heron was seen. {filler}")])]);
    let snippet = &shelf.ask("heron").hits[0].snippet;
    let whole: String = snippet.iter().map(|p| p.text.as_str()).collect();
    assert!(whole.starts_with("… ") && whole.ends_with(" …") && whole.contains("A heron was seen."), "{whole}");
    assert!(whole.chars().count() < 300);
}

#[test]
fn adding_again_replaces() {
    let shelf = shelf(&library());
    let mut again = library().remove(1);
    again.title = "Letter on the deepening of canals".into();
    again.text[0].2 = "The canals were deepened in autumn.".into();
    // Twice in one batch: the later one stands.
    shelf.index.add(&[library().remove(1), again.clone()], 9).unwrap();
    assert_eq!(shelf.found("dredging"), [1]);
    assert_eq!(shelf.found("deepened"), [2]);
    assert_eq!(shelf.ask("").total, 8);
    assert_eq!(shelf.index.cursor().unwrap(), 9);
    // Another language of the same dossier stands beside it.
    again.language = language("fr");
    again.title = "Lettre sur les canaux".into();
    shelf.index.add(&[again], 10).unwrap();
    assert_eq!(shelf.ask("AS/7/13").total, 2);
    let mut writer = shelf.index.writer().unwrap();
    writer.apply(&["d2".into()], &[], 11).unwrap();
    writer.finish().unwrap();
    assert_eq!((shelf.ask("AS/7/13").total, shelf.index.cursor().unwrap()), (0, 11));
}

#[test]
fn the_cursor_survives_and_readers_see_commits() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Index::open(folder.path()), Err(FindError::Absent(_))));
    let inside = folder.path().join("a/b");
    let index = Index::open_or_create(&inside).unwrap();
    assert_eq!((index.cursor().unwrap(), index.is_empty().unwrap()), (0, true));
    let reader = Index::open(&inside).unwrap();
    index.add(&library()[..2], 41).unwrap();
    assert_eq!(reader.search(&Query::default()).map(|r| (r.total, r.cursor)).unwrap(), (2, 41));
    index.add(&[], 42).unwrap();
    drop(index);
    assert_eq!(reader.cursor().unwrap(), 42);
    assert!(matches!(reader.add(&[], 43), Err(FindError::ReadOnly(_))));
    let index = Index::open_or_create(&inside).unwrap();
    assert_eq!((index.cursor().unwrap(), index.len().unwrap()), (42, 2));
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let shelf = shelf(&library());
    let other = Index::open_or_create(shelf.folder.path()).unwrap();
    let writer = shelf.index.writer().unwrap();
    assert!(matches!(other.add(&[], 12), Err(FindError::Busy(_))));
    writer.finish().unwrap();
    other.add(&[], 12).unwrap();
    // One that is dropped without a word lets go too.
    drop(shelf.index.writer().unwrap());
    other.add(&[], 13).unwrap();
}

#[test]
fn an_index_of_another_make_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("other", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(folder.path(), schema.build()).unwrap();
    assert!(matches!(Index::open_or_create(folder.path()), Err(FindError::Damaged { .. })));
    assert!(matches!(Index::open(folder.path()), Err(FindError::Damaged { .. })));
    // The same fields, but words cut by an earlier version of this program.
    let shelf = shelf(&library());
    let index = tantivy::Index::open_in_dir(shelf.folder.path()).unwrap();
    let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
    let mut commit = writer.prepare_commit().unwrap();
    commit.set_payload(r#"{"form":0,"cursor":7}"#);
    commit.commit().unwrap();
    assert!(matches!(shelf.index.search(&Query::default()), Err(FindError::Damaged { .. })));
    assert!(matches!(Index::open(shelf.folder.path()), Err(FindError::Damaged { .. })));
}

#[test]
fn a_folder_that_is_deleted_is_absent_and_can_be_rebuilt() {
    let shelf = shelf(&library());
    fs::remove_dir_all(shelf.folder.path()).unwrap();
    assert!(matches!(shelf.index.search(&Query::default()), Err(FindError::Absent(_))));
    let rebuilt = Index::open_or_create(shelf.folder.path()).unwrap();
    rebuilt.add(&library(), 8).unwrap();
    assert_eq!(rebuilt.search(&Query::default()).unwrap().total, 8);
    // Even an old handle sees the new one.
    assert_eq!(shelf.ask("fish").total, 2);
}

#[test]
fn an_index_is_shared_between_threads() {
    let shelf = shelf(&library());
    let reader = Index::open(shelf.folder.path()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| (0..20).for_each(|_| assert!(reader.search(&Query::default()).unwrap().total >= 8)));
        }
        for entry in 20..25 {
            shelf.index.add(&[letter(entry, &["C/2026/40"], "en", "T", &["ferry"])], entry).unwrap();
        }
    });
    assert_eq!(reader.search(&Query::default()).unwrap().total, 13);
}

const QUESTIONS: [&str; 16] = [
    "fish",
    "fish OR canals",
    "dredging",
    "lake",
    "harbour",
    "letter",
    "lettre OR letter",
    "合作",
    "渔",
    "بيان",
    "the",
    "",
    "AS/7",
    "organ:C",
    "озер",
    "ha*",
];

#[test]
fn an_index_rebuilt_answers_as_the_old_one() {
    // The old one has grown by single commits, in which documents were replaced and taken out.
    let folder = tempfile::tempdir().unwrap();
    let old = Index::open_or_create(folder.path()).unwrap();
    let mut all = library();
    for (at, copy) in (1u64..=20).zip(library().into_iter().cycle()) {
        let mut copy = copy;
        copy.entry = 100 + at;
        copy.dossier = format!("copy{at}");
        copy.text.truncate(1 + at as usize % 2);
        all.push(copy);
    }
    for issued in &all {
        let mut first = issued.clone();
        first.title = format!("{} fish canals harbour dredging 合作", first.title);
        first.text.push(("annex".into(), 1, "fish canal letter ".repeat(50)));
        old.add(&[first], issued.entry).unwrap();
        old.add(std::slice::from_ref(issued), issued.entry).unwrap();
    }
    let mut writer = old.writer().unwrap();
    writer.apply(&["copy3".into()], &[], 121).unwrap();
    writer.finish().unwrap();
    all.retain(|issued| issued.dossier != "copy3");
    let new = shelf(&all);
    for question in QUESTIONS {
        for sort in [Sort::Relevance, Sort::Newest] {
            let query = Query { sort, limit: 100, ..parse(question, &grammar()).unwrap() };
            let (a, b) = (old.search(&query).unwrap(), new.index.search(&query).unwrap());
            let order = |r: &Results| {
                r.hits.iter().map(|h| (h.entry, h.language, h.score, h.snippet.clone())).collect::<Vec<_>>()
            };
            assert_eq!(order(&a), order(&b), "{question}");
            assert_eq!((a.total, &a.facets), (b.total, &b.facets), "{question}");
        }
    }
}

#[test]
fn pages_of_an_answer_join_without_a_gap() {
    let shelf = shelf(&library());
    let whole: Vec<u64> = shelf.entries("");
    let mut paged = Vec::new();
    for offset in 0..8 {
        let query = Query { offset, limit: 1, ..Query::default() };
        paged.extend(shelf.index.search(&query).unwrap().hits.iter().map(|h| h.entry));
    }
    assert_eq!(whole, paged);
    let far = |offset| shelf.index.search(&Query { offset, ..Query::default() });
    assert!(far(10_000).unwrap().hits.is_empty());
    assert!(matches!(far(10_001), Err(FindError::TooFar)));
    assert!(matches!(far(usize::MAX), Err(FindError::TooFar)));
    let all = shelf.index.search(&Query { limit: usize::MAX, ..Query::default() }).unwrap();
    assert_eq!(all.hits.len(), 8);
}

#[test]
fn two_names_swapped_change_nothing() {
    let write = |a: &str, b: &str| {
        let mut letters = vec![
            letter(
                1,
                &["C/2026/1"],
                "en",
                &format!("Letter of {a} on {b}"),
                &[&format!("{a} thanks {b}, and {a} again.")],
            ),
            letter(
                2,
                &["C/2026/2"],
                "en",
                &format!("Letter of {b}"),
                &[&format!("{b} thanks {a}."), &format!("{b} waits.")],
            ),
            letter(3, &["C/2026/3"], "en", "Lakes", &[&format!("The lakes of {a} and {b} and {b}.")]),
        ];
        letters[0].states = vec![a.to_owned()];
        letters[1].states = vec![b.to_owned()];
        letters[2].states.clear();
        shelf(&letters)
    };
    let (one, other) = (write("Merovia", "Ostland"), write("Ostland", "Merovia"));
    for (there, here) in [
        ("Merovia", "Ostland"),
        ("Ostland", "Merovia"),
        ("state:Merovia", "state:Ostland"),
        ("Merovia thanks", "Ostland thanks"),
        ("\"Ostland waits\"", "\"Merovia waits\""),
    ] {
        let (a, b) = (one.ask(there), other.ask(here));
        let order = |r: &Results| r.hits.iter().map(|h| (h.entry, h.score)).collect::<Vec<_>>();
        assert_eq!(order(&a), order(&b), "{there}");
        assert!(a.total > 0);
    }
    // And one name never finds the other.
    let only = shelf(&[letter(1, &["C/2026/1"], "en", "Merovia", &["Merovia"])]);
    assert_eq!(only.ask("Ostland").total, 0);
    assert_eq!(only.ask("Upper-Merovia").total, 0);
}

/// Documents that write common words often, and names with a capital.
fn gazette() -> Vec<Issued> {
    let mut all: Vec<Issued> = (1..=6)
        .map(|entry| {
            letter(
                entry,
                &["C/2026/1"],
                "en",
                "Report on the lakes",
                &[
                    "The harbour of Velonia and the fisheries of the lakes were open to every vessel of Velania.",
                    "People of Ostrava speak ostravan, and the committee thanks the Marinian and the Martinian authorities.",
                    "The ships of the Marlin people pass the lighthouse and catch marlin.",
                ],
            )
        })
        .collect();
    for issued in &mut all {
        issued.states = vec!["Upper Quillon".into()];
    }
    // The other languages write the names of peoples small.
    for entry in 7..=12 {
        all.push(letter(
            entry,
            &["C/2026/2"],
            "fr",
            "Rapport",
            &["Les pêcheries veloniennes et velaniennes, et un port quillonais, sont ouvertes."],
        ));
        all.push(letter(entry + 10, &["C/2026/3"], "ru", "Доклад", &["Велонский и веланский порты открыты."]));
        all.push(letter(entry + 20, &["C/2026/4"], "ar", "تقرير", &["موانئ فيلونيا وفيلانيا مفتوحة."]));
    }
    all
}

fn suggested(shelf: &Shelf, text: &str, names: &[&str]) -> Option<String> {
    shelf.index.suggest(&parse(text, &grammar()).unwrap(), names).unwrap().map(|suggestion| suggestion.text)
}

#[test]
fn another_spelling_is_suggested_for_a_common_word() {
    let shelf = shelf(&gazette());
    for (asked, wanted) in [
        ("harbuor", "harbour"),
        ("fisheires", "fisheries"),
        ("harbuor fisheires organ:AS", "harbour fisheries organ:AS"),
        ("-quay comittee", "-quay committee"),
        ("title:lakse", "title:lakes"),
        ("lighthuose", "lighthouse"),
        ("“of the lakes” vesel", "“of the lakes” vessel"),
    ] {
        assert_eq!(suggested(&shelf, asked, &[]).as_deref(), Some(wanted), "{asked}");
    }
    let suggestion = shelf.index.suggest(&parse("the harbuor", &grammar()).unwrap(), &[]).unwrap().unwrap();
    let [word] = suggestion.words.as_slice() else { panic!("{suggestion:?}") };
    assert_eq!((word.span.start, word.span.end, word.from.as_str(), word.to.as_str()), (4, 11, "harbuor", "harbour"));
    assert_eq!(suggestion.total, 6);
    // What finds enough, what no spelling mends, what is excluded, what is a phrase, what is asked in another language.
    for asked in [
        "harbour",
        "qqqqqq",
        "harbour -harbuor",
        "\"harbuor\"",
        "harbuor language:fr",
        "harbuor zzzzzz",
        "har*",
        "",
        "AS/7/99",
    ] {
        assert_eq!(suggested(&shelf, asked, &[]), None, "{asked}");
    }
    let french = Query { language: Some(language("fr")), ..parse("harbuor", &grammar()).unwrap() };
    assert_eq!(shelf.index.suggest(&french, &[]).unwrap(), None);
}

#[test]
fn no_name_is_ever_suggested_for_anything() {
    let shelf = shelf(&gazette());
    // Names that differ by a letter, both in the texts, one of them only, or neither; with small letters as people type them.
    for asked in [
        "velonia",
        "velania",
        "velinia",
        "velona",
        "ostravia",
        "ostrova",
        "marinian",
        "martinian",
        "marinan",
        "maritinian",
        "veloniennes",
        "veloniene",
        "velaniene",
        "velanienes",
        "quillonias",
        "quillonai",
        "велонскй",
        "веланскй",
        "веланскый",
        "فيلونيه",
        "فيلانيو",
        "quilon",
        "quillan",
        "uper",
        // A word that is also a name, as one writes it.
        "marlen",
        "malrin",
    ] {
        assert_eq!(suggested(&shelf, asked, &[]), None, "{asked}");
    }
    // A name that is missing from the index is no misspelling of a word, if the body knows it or it was written as one.
    assert_eq!(suggested(&shelf, "harbout", &[]).as_deref(), Some("harbour"));
    assert_eq!(suggested(&shelf, "harbout", &["the Republic of Harbout"]), None);
    assert_eq!(suggested(&shelf, "harboutian", &["Harbout"]), None);
    assert_eq!(suggested(&shelf, "Harbout", &[]), None);
    // A name that some clerk wrote small throughout is still a name if it is known, or is a sender's.
    let small: Vec<Issued> = (1..=5)
        .map(|entry| {
            let mut issued =
                letter(entry, &["C/2026/1"], "en", "T", &["the ferry to meronia and the ferry to velonia"]);
            issued.states = vec!["Meronia".into()];
            issued
        })
        .collect();
    let shelf = self::shelf(&small);
    assert_eq!(suggested(&shelf, "merania", &[]), None);
    assert_eq!(suggested(&shelf, "velania", &["Velonia"]), None);
}

#[test]
fn an_index_is_rebuilt_while_the_old_one_serves() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("index");
    let old = Index::open_or_create(&folder).unwrap();
    old.add(&library()[..3], 3).unwrap();
    let reader = Index::open(&folder).unwrap();
    assert_eq!(reader.len().unwrap(), 3);
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut asked = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                // Never nothing, never an error: the old ones or the new ones.
                let results = reader.search(&Query::default()).unwrap();
                assert!(
                    matches!((results.total, results.cursor), (3, 3) | (8, 8) | (7, 9)),
                    "{} {}",
                    results.total,
                    results.cursor
                );
                asked += 1;
            }
            asked
        });
        for round in 0..20 {
            let rebuild = Rebuild::begin(&folder).unwrap();
            assert_eq!(rebuild.index().cursor().unwrap(), 0);
            let (count, cursor) = if round % 2 == 0 { (8, 8) } else { (7, 9) };
            let mut writer = rebuild.index().bulk_writer(1).unwrap();
            library()[..count].iter().for_each(|issued| writer.push(issued).unwrap());
            writer.commit(cursor).unwrap();
            writer.finish().unwrap();
            let new = rebuild.finish().unwrap();
            assert_eq!((new.len().unwrap(), new.cursor().unwrap()), (count as u64, cursor));
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(asking.join().unwrap() > 0);
    });
    assert_eq!(reader.search(&Query::default()).unwrap().total, 7);
    // A handle from before may ask but not write, and nothing lies about.
    assert!(matches!(old.add(&[], 4), Err(FindError::Replaced(_))));
    Index::open_or_create(&folder).unwrap().add(&[], 10).unwrap();
    assert_eq!(reader.cursor().unwrap(), 10);
    assert_eq!(fs::read_dir(outer.path()).unwrap().count(), 1);
    // One that was given up changes nothing, and the next begins empty.
    let rebuild = Rebuild::begin(&folder).unwrap();
    rebuild.index().add(&library()[..1], 1).unwrap();
    drop(rebuild);
    assert_eq!(reader.len().unwrap(), 7);
    assert_eq!(Rebuild::begin(&folder).unwrap().index().len().unwrap(), 0);
}

#[test]
fn what_cannot_be_understood_says_where_and_what_to_do() {
    use QueryProblem::*;
    let long = "fish ".repeat(2_000);
    let many = "fish ".repeat(65);
    for (text, problem, span) in [
        ("*:*", UnknownField("*".into()), (0, 2)),
        ("title:\"", UnclosedQuote, (6, 7)),
        ("fish \"lake", UnclosedQuote, (5, 10)),
        (")(", NoWord(")(".into()), (0, 2)),
        ("fish (lake)", Brackets("(lake)".into()), (5, 11)),
        ("*", LooseStar, (0, 1)),
        ("fi*sh", LooseStar, (0, 5)),
        ("f*", ShortPrefix, (0, 2)),
        ("co-op*", ManyWordsBeforeStar, (0, 6)),
        ("lake \0", ControlCharacter, (5, 6)),
        ("-", LooseMinus, (0, 1)),
        ("fish - lake", LooseMinus, (5, 6)),
        ("--fish", LooseMinus, (0, 1)),
        ("OR fish", LooseOr, (0, 2)),
        ("fish OR", LooseOr, (5, 7)),
        ("fish OR OR lake", LooseOr, (8, 10)),
        ("fish NOT lake", Not, (5, 8)),
        ("fish:lake", UnknownField("fish".into()), (0, 5)),
        ("stored:x", UnknownField("stored".into()), (0, 7)),
        ("title: lake", EmptyField("title".into()), (0, 6)),
        ("year:x", NotAYear("x".into()), (5, 6)),
        ("year:[2020 TO 2026]", NotAYear("[2020".into()), (5, 10)),
        ("symbol:hello", NotASymbol("hello".into()), (7, 12)),
        ("language:french", NotALanguage("french".into()), (9, 15)),
        ("year:2026-03", NotAYear("2026-03".into()), (5, 12)),
        ("year:2026..2024", Backwards("2026..2024".into()), (5, 15)),
        ("year:..", NoWord("..".into()), (5, 7)),
        ("year:0", NotAYear("0".into()), (5, 6)),
        ("date:March", NotADate("March".into()), (5, 10)),
        ("date:2026-02-30", NotADate("2026-02-30".into()), (5, 15)),
        ("date:2026-13", NotADate("2026-13".into()), (5, 12)),
        ("date:2026-03-01-01", NotADate("2026-03-01-01".into()), (5, 18)),
        ("date:2026-04..2026-03", Backwards("2026-04..2026-03".into()), (5, 21)),
        ("fish date:2026..x", NotADate("2026..x".into()), (10, 17)),
        ("distribution:", EmptyField("distribution".into()), (0, 13)),
        ("\"\"", NoWord(String::new()), (0, 2)),
        ("organ:\"--\"", NoWord("--".into()), (6, 10)),
        (&long, TooLong, (0, 10_000)),
        (&many, TooManyTerms, (320, 324)),
        (&"fi* ".repeat(9), TooManyBeginnings, (32, 35)),
    ] {
        let error = parse(text, &grammar()).unwrap_err();
        assert_eq!((error.problem.clone(), (error.span.start, error.span.end)), (problem, span), "{text}");
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn words_of_other_query_languages_are_words() {
    let shelf = shelf(&library());
    for text in [
        "fish~2",
        "fish^4",
        "+fish",
        "fish && lake",
        "a\\:b",
        "fish TO lake",
        "\"fish\"~3",
        "IN",
        "/fish/",
        "f?sh",
        "<fish>",
        "'; DROP TABLE letters",
        "{fish}",
        "10:30",
        "https://example.org/lake",
        "fish|lake",
        "!fish",
        "\"a\"b",
        "text:",
    ] {
        // Understood or refused, never taken for another language's syntax and never a panic.
        if let Ok(query) = parse(text, &grammar()) {
            shelf.index.search(&query).unwrap();
        }
    }
    assert_eq!(shelf.found("fish~2"), [0u64; 0]);
    assert_eq!(shelf.found("+fish"), [1, 2]);
}

#[test]
fn a_text_set_without_parsing_is_parsed_without_a_grammar() {
    let shelf = shelf(&library());
    let mut query = Query { text: "dredging".into(), ..Query::default() };
    assert_eq!(shelf.index.search(&query).unwrap().total, 2);
    query.text = "title:\"".into();
    assert!(matches!(shelf.index.search(&query), Err(FindError::Query(_))));
    let mut query = parse("dredging", &grammar()).unwrap();
    query.text = "heron".into();
    assert_eq!(shelf.index.search(&query).unwrap().total, 0);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file() && !path.to_string_lossy().ends_with(".lock"));
    files.sort();
    files
}

/// Opens the folder and asks everything, as the roof would.
fn use_it(folder: &Path) -> Result<(), FindError> {
    let index = Index::open_or_create(folder)?;
    for question in QUESTIONS {
        index.search(&parse(question, &grammar()).unwrap())?;
    }
    index.add(&library()[..1], 12)?;
    Ok(())
}

#[test]
fn a_damaged_folder_is_said_to_be_damaged() {
    type Spoil = fn(&Path);
    let spoil: [(&str, Spoil); 5] = [
        ("emptied", |path| fs::write(path, b"").unwrap()),
        ("garbage", |path| fs::write(path, b"{\"not\": \"an index\"}").unwrap()),
        ("halved", |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("flipped", |path| {
            let mut bytes = fs::read(path).unwrap();
            let middle = bytes.len() / 2;
            bytes.iter_mut().skip(middle.saturating_sub(8)).take(16).for_each(|byte| *byte = !*byte);
            fs::write(path, bytes).unwrap();
        }),
        ("gone", |path| fs::remove_file(path).unwrap()),
    ];
    let count = files(shelf(&library()).folder.path()).len();
    let mut seen = BTreeMap::new();
    for (how, spoil) in spoil {
        for at in 0..count {
            let shelf = shelf(&library());
            let path = files(shelf.folder.path())[at].clone();
            let name = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            spoil(&path);
            // A list of files that is lost is made anew, and an index that is lost is an empty one: both can be used.
            match use_it(shelf.folder.path()) {
                Ok(()) => seen.insert((how, name), "used"),
                Err(FindError::Damaged { folder, why }) => {
                    assert_eq!(folder, shelf.folder.path());
                    let error = FindError::Damaged { folder, why };
                    assert!(error.to_string().contains("delete the folder: it is rebuilt"));
                    seen.insert((how, name), "damaged")
                }
                Err(other) => panic!("{how} {path:?}: {other:?}"),
            };
        }
    }
    assert!(seen.values().any(|v| *v == "damaged"), "{seen:?}");
    // A flipped bit may go unnoticed until it is read; a check finds it.
    let shelf = shelf(&library());
    shelf.index.check().unwrap();
    let store =
        files(shelf.folder.path()).into_iter().find(|path| path.extension().is_some_and(|e| e == "store")).unwrap();
    spoil[3].1(&store);
    let damaged = Index::open(shelf.folder.path()).and_then(|index| index.check());
    assert!(matches!(damaged, Err(FindError::Damaged { .. })), "{damaged:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_query_panics(text in "\\PC{0,40}") {
        let _ = parse(&text, &grammar());
    }

    #[test]
    fn no_query_of_our_own_signs_panics(text in "([a-z*:\"“”()\\-/ 0-9渔业é]|OR|AND|NOT|title:|item:|AS/7/12|organ:| ){0,30}") {
        if let Err(error) = parse(&text, &grammar()) {
            prop_assert!(text.get(error.span.start..error.span.end).is_some());
        }
    }

    #[test]
    fn words_stand_where_they_say(text in "[a-zA-Zéё渔业合作يان0-9\u{301}\u{ad} ,.’-]{0,60}") {
        for token in words::words(&text) {
            prop_assert!(text.get(token.offset_from..token.offset_to).is_some());
            prop_assert!(!token.text.is_empty());
        }
    }

    #[test]
    fn what_is_folded_stays_folded(text in "\\PC{0,40}") {
        let once = words::folded(&text);
        prop_assert_eq!(words::folded(&once), once);
    }
}

#[test]
fn queries_from_anywhere_are_answered() {
    let shelf = shelf(&library());
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = "([a-z*:\"()\\-/ 0-9渔业é]|OR |title:|item:|AS/7/12|organ:C|-| ){1,20}";
    for _ in 0..300 {
        let text = Strategy::new_tree(&strategy, &mut runner).unwrap().current();
        if let Ok(query) = parse(&text, &grammar()) {
            shelf.index.search(&query).unwrap();
        }
    }
}
