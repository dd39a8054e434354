//! The public record from outside: whatever is asked, nothing breaks, and nothing is told that is not public.
//!
//! `bench/hostile` runs the same with ten thousand requests and measures the times.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpStream},
    path::Path,
    process::{Child, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::office::{TestOffice, root};

const NOW: &str = "2026-03-16T09:00:00Z";

/// A word that only documents which are not public hold.
const SECRET: &str = "quernwheel";

/// Reads a number that a bench has set.
fn set(name: &str, without: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(without)
}

fn letter(state: &str, text: &str, items: &str) -> String {
    format!(
        "Letter dated 12 March 2026 from the Permanent Representative of {state} to the\nOrganization addressed to the Secretary-General\n\n\
         \x20    I have the honour to inform you that {text}.\n\n\
         \x20    I should be grateful if you would have the present letter circulated as a\ndocument of the Assembly, under agenda item {items}, and of the Council.\n\n\
         (Signed) Ilse Varga\nPermanent Representative\n"
    )
}

fn ran(office: &TestOffice, args: &[&str]) -> String {
    let mut all = args.to_vec();
    all.extend(["--now", NOW]);
    office.run(&all).ok().out
}

fn circulated(office: &TestOffice, name: &str, text: &str, more: &[&str]) -> String {
    let file = office.write(&format!("{name}.txt"), text);
    let mut args = vec!["circulate", file.to_str().unwrap(), "--format", "json"];
    args.extend(more);
    let done: Value = serde_json::from_str(&ran(office, &args)).unwrap();
    done["symbols"][0].as_str().unwrap().to_owned()
}

fn received(office: &TestOffice, name: &str, text: &str) -> String {
    let file = office.write(&format!("{name}.txt"), text);
    let done: Value =
        serde_json::from_str(&ran(office, &["receive", file.to_str().unwrap(), "--format", "json"])).unwrap();
    done["dossier"].as_str().unwrap().to_owned()
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// What everyone may know: letters of several States in several languages, a corrigendum, a reissue, one that was withdrawn.
fn publish(office: &TestOffice) {
    let lakes =
        "gauge 7 on the Lower Fenn was read at noon, as document AS/7/1 asks, and that document AS/7/8 is awaited";
    assert_eq!(circulated(office, "one", &letter("Merovia", lakes, "8"), &[]), "AS/7/2");
    assert_eq!(
        circulated(office, "two", &letter("Tarnland", "we refer to document AS/7/2 and to AS/7/9", "8"), &[]),
        "AS/7/3"
    );
    let fr = fs::read_to_string(root().join("examples/letter-fr.txt")).unwrap();
    circulated(office, "three", &fr, &["--exception", "translated later"]);
    let sample = fs::read_to_string(root().join("examples/letter-en.txt")).unwrap();
    assert_eq!(circulated(office, "four", &sample, &[]), "AS/7/5");
    let corrected = letter("Merovia", "the hour in document AS/7/2 was one o’clock", "8");
    assert_eq!(circulated(office, "five", &corrected, &["--corrigendum-to", "AS/7/2"]), "AS/7/2/Corr.1");
    ran(office, &["reissue", "AS/7/3", "--language", "en", "--reason", "a table was cut off"]);
    assert_eq!(circulated(office, "six", &letter("Norvale", "a ferry was late", "17"), &[]), "AS/7/6");
    ran(office, &["withdraw", "AS/7/6", "--reason", "sent in error"]);
    assert_eq!(circulated(office, "seven", &letter("Norvale", "a ferry was early", "17"), &[]), "AS/7/7");
}

/// What nobody may know, after all that is public, so that no number of a public document depends on it. Each has words, a
/// sender and an agenda item that nothing public has, and ties to what is public.
fn hide(office: &TestOffice) {
    let secret = |n: usize| format!("the {SECRET} {n} turned, as documents AS/7/2 and AS/7/3 say");
    // Restricted.
    let restricted = circulated(office, "h1", &letter("Pellucia", &secret(1), "40"), &["--distribution", "Restricted"]);
    assert_eq!(restricted, "AS/7/8");
    // Registered, not issued.
    let id = received(office, "h2", &letter("Pellucia", &secret(2), "22"));
    ran(office, &["accept", &id]);
    ran(office, &["register", &id]);
    // Restricted, then withdrawn.
    let gone = circulated(office, "h3", &letter("Pellucia", &secret(3), "40"), &["--distribution", "Restricted"]);
    assert_eq!(gone, "AS/7/12", "after the two that the body keeps");
    ran(office, &["withdraw", &gone, "--reason", &format!("the {SECRET} stopped")]);
    // A restricted corrigendum of something public, and a restricted addendum to it.
    for (n, under) in [(4, "--corrigendum-to"), (5, "--addendum-to")] {
        let more = [under, "AS/7/3", "--distribution", "Restricted"];
        circulated(office, &format!("h{n}"), &letter("Pellucia", &secret(n), "8"), &more);
    }
    // Received, accepted, held.
    received(office, "h6", &letter("Pellucia", &secret(6), "22"));
    let id = received(office, "h7", &letter("Pellucia", &secret(7), "22"));
    ran(office, &["accept", &id]);
    ran(office, &["hold", &id, "--reason", SECRET]);
    // Ties of what is hidden to what is public.
    ran(office, &["relate", "AS/7/8", "replies-to", "AS/7/2"]);
    ran(office, &["relate", "AS/7/9", "transmits", "AS/7/5"]);
    // And of what is public to what is hidden.
    ran(office, &["relate", "AS/7/5", "replies-to", "AS/7/8"]);
    ran(office, &["derestrict", "AS/7/8", "--on", "2027-01-04"]);
}

/// An office that knows its address, so that sitemaps are served.
fn office() -> TestOffice {
    let office = TestOffice::new("assembly");
    ran(&office, &["init", "--address", "https://record.example"]);
    office
}

/// A second office with the same keys and the same names as the first.
fn twin(of: &TestOffice) -> TestOffice {
    let office = TestOffice::new("assembly");
    copied(&of.path("office"), &office.path("office"));
    office
}

/// The site, with what it writes to standard error.
struct Site {
    child: Child,
    address: String,
    metrics: String,
    errors: Arc<Mutex<String>>,
}

impl Site {
    fn of(office: &TestOffice, more: &[&str]) -> Site {
        let mut args = vec!["serve", "--listen", "127.0.0.1:0"];
        args.extend(more);
        let mut child = office.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let mut named = |word: &str| {
            line.clear();
            out.read_line(&mut line).unwrap();
            let rest = line.trim().strip_prefix(word).unwrap_or_else(|| panic!("{word}: {line}"));
            rest.trim_start_matches(" http://").split('/').next().unwrap().to_owned()
        };
        let address = named("serving");
        let metrics = if more.contains(&"--metrics") { named("metrics") } else { String::new() };
        let errors = Arc::new(Mutex::new(String::new()));
        let (kept, mut stderr) = (errors.clone(), child.stderr.take().unwrap());
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = stderr.read(&mut bytes) {
                kept.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..n]));
            }
        });
        Site { child, address, metrics, errors }
    }

    fn errors(&self) -> String {
        self.errors.lock().unwrap().clone()
    }

    fn get(&self, path: &str) -> Got {
        self.with("GET", path, "")
    }

    /// One request by itself; `head` is whole lines.
    fn with(&self, method: &str, path: &str, head: &str) -> Got {
        let request = format!("{method} {path} HTTP/1.1\r\nHost: test\r\n{head}Connection: close\r\n\r\n");
        got(&raw(&self.address, request.as_bytes(), Duration::from_secs(30)))
    }

    #[track_caller]
    fn json(&self, path: &str) -> Value {
        let got = self.get(path);
        assert_eq!(got.status, 200, "{path}: {}", got.text());
        serde_json::from_slice(&got.body).unwrap()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Everything that comes back for bytes.
fn raw(address: &str, bytes: &[u8], patience: Duration) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(patience)).unwrap();
    stream.set_write_timeout(Some(patience)).unwrap();
    // Whoever is refused early may find the other side closed.
    let _ = stream.write_all(bytes);
    let mut back = Vec::new();
    let _ = stream.read_to_end(&mut back);
    let _ = stream.shutdown(Shutdown::Both);
    back
}

#[derive(Debug, PartialEq, Eq)]
struct Got {
    status: u16,
    /// Lines of the head in small letters but for the date.
    head: Vec<String>,
    body: Vec<u8>,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn got(bytes: &[u8]) -> Got {
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let lines = head.lines().skip(1).map(|line| match line.split_once(':') {
        Some((name, value)) => format!("{}:{value}", name.to_lowercase()),
        None => line.to_owned(),
    });
    Got {
        status,
        head: lines.filter(|line| !line.starts_with("date:")).collect(),
        body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
    }
}

/// Numbers that look like chance and are the same for the same seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Addresses from which hostile ones are bred, and those at which two offices are compared.
const ADDRESSES: &[&str] = &[
    "/",
    "/en/",
    "/fr/",
    "/ar",
    "/zh/",
    "/ru/",
    "/es/",
    "/AS/7/2",
    "/en/AS/7/2",
    "/fr/AS/7/4",
    "/ar/AS/7/2",
    "/AS/7/2.pdf",
    "/AS/7/2.json",
    "/AS/7/2.txt",
    "/AS/7/2.html",
    "/AS/7/2.xml",
    "/AS/7/2.docx",
    "/AS/7/2.marc.xml",
    "/AS/7/2.bib",
    "/AS/7/2.csl.json",
    "/AS/7/2?format=ris",
    "/AS/7/2?lang=F",
    "/C/2026/1",
    "/AS/7/2-C/2026/1",
    "/AS/7/2/Corr.1",
    "/AS/7/3",
    "/AS/7/3*",
    "/AS/7/3.json",
    "/AS/7/5",
    "/AS/7/5.json",
    "/AS/7/6",
    "/AS/7/6.json",
    "/AS/7/7",
    "/as_7_7-FR.pdf",
    "/26-00001",
    "/akn/un/doc/communication/AS-7-2/eng@/.pdf",
    "/?symbol=AS/7/2",
    "/daily",
    "/en/daily/2026-03-16",
    "/documents",
    "/documents?organ=assembly",
    "/organs",
    "/organs/assembly",
    "/organs/assembly/7",
    "/organs/assembly/7/items/8",
    "/organs/assembly/7/items/40",
    "/organs/assembly/7/items/22",
    "/senders",
    "/senders/Merovia",
    "/senders/Pellucia",
    "/kinds",
    "/kinds/letter",
    "/dates",
    "/dates/2026",
    "/dates/2026/03",
    "/cited",
    "/citations/AS/7/2",
    "/citations/AS/7/3",
    "/neighbourhood/AS/7/2",
    "/neighbourhood/AS/7/3",
    "/gaps",
    "/gaps/AS/7",
    "/gaps/C/2026",
    "/rules",
    "/rules/REQ001",
    "/search",
    "/search?q=gauge",
    "/search?q=quernwheel",
    "/search?q=Pellucia",
    "/search?q=AS/7/8",
    "/search?q=state:Pellucia",
    "/search?q=item:40",
    "/search?q=-gauge",
    "/search?q=%22reed+beds%22",
    "/style.css",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemaps/pages.xml",
    "/sitemaps/2026-03.xml",
    "/sitemaps/2026-03-16.xml",
    "/sitemaps/undated.xml",
    "/healthz",
    "/api",
    "/fr/api",
    "/en/feeds/daily",
    "/fr/feeds/documents",
    "/en/feeds/organs/assembly",
    "/en/feeds/organs/assembly/7",
    "/en/feeds/organs/assembly/7/items/8",
    "/en/feeds/organs/assembly/7/items/40",
    "/en/feeds/senders/Merovia",
    "/en/feeds/senders/Pellucia",
    "/en/feeds/kinds/letter",
    "/en/feeds/search?q=gauge",
    "/en/feeds/search?q=quernwheel",
    "/en/feeds/search?q=AS/7/8",
    "/api/v1",
    "/api/v1/openapi.json",
    "/api/v1/documents",
    "/api/v1/documents?organ=assembly&period=7&item=40",
    "/api/v1/documents?sender=Pellucia",
    "/api/v1/documents?limit=2",
    "/api/v1/documents?from=2026-03&before=2026-04",
    "/api/v1/documents/AS/7/2",
    "/api/v1/documents/AS%2F7%2F2",
    "/api/v1/documents/AS/7/3",
    "/api/v1/documents/AS/7/5",
    "/api/v1/documents/AS/7/6",
    "/api/v1/documents/AS/7/2/citations",
    "/api/v1/documents/AS/7/3/citations",
    "/api/v1/documents/AS/7/2/neighbourhood",
    "/api/v1/documents/AS/7/3/neighbourhood",
    "/api/v1/search",
    "/api/v1/search?q=quernwheel",
    "/api/v1/search?q=gauge&sort=newest",
    "/api/v1/search?sender=Pellucia",
    "/api/v1/search?q=AS/7/8",
    "/api/v1/most-cited",
    "/api/v1/organs",
    "/api/v1/organs/assembly/items?period=7",
    "/api/v1/organs/C/items?period=2026",
    "/api/v1/senders",
    "/api/v1/kinds",
    "/api/v1/series",
    "/api/v1/gaps?series=AS&period=7",
    "/api/v1/gaps?series=C&period=2026",
    "/api/v1/daily",
    "/api/v1/daily?day=2026-03-16",
    "/api/v1/health",
];

/// Symbols of what is hidden and of what is not there.
const HIDDEN: &[&str] = &[
    "AS/7/8",
    "AS/7/9",
    "AS/7/12",
    "AS/7/13",
    "AS/7/3/Corr.1",
    "AS/7/3/Add.1",
    "AS/7/2/Corr.2",
    "C/2026/7",
    "C/2026/8",
    "C/2026/9",
    "AS/7/8-C/2026/7",
    "as_7_9",
    "AS/7/8*",
    "AS/7/444",
    "26-00007",
    "26-00008",
    "26-00009",
    "26-00010",
    "D1",
    "D8",
    "D9",
    "D12",
    "AS/7/2-AS/7/8",
    "AS/7/3/Corr.9",
];

/// Ways to ask for a symbol.
const WAYS: &[&str] = &[
    "/{}",
    "/en/{}",
    "/ar/{}",
    "/{}.pdf",
    "/{}.json",
    "/{}.txt",
    "/{}?lang=F",
    "/?symbol={}",
    "/{}?format=original",
    "/citations/{}",
    "/neighbourhood/{}",
    "/search?q={}",
    "/search?q=symbol:{}",
    "/en/feeds/search?q={}",
    "/api/v1/documents/{}",
    "/api/v1/documents/{}/citations",
    "/api/v1/documents/{}/neighbourhood",
    "/api/v1/search?q={}",
];

/// One hostile request: bytes as no library would send them.
fn hostile(chance: &mut Chance) -> Vec<u8> {
    const METHODS: &[&str] = &[
        "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "G\u{e9}T", "G E T",
        "",
    ];
    const PIECES: &[&str] = &[
        "%00",
        "%FF",
        "%C0%AF",
        "%ED%A0%80",
        "%2e%2e",
        "..",
        "%252e%252e%252f",
        "../../../../etc/passwd",
        "..\\..\\",
        "%5c",
        "%",
        "%zz",
        "%2",
        "//",
        "///",
        ";a=b",
        "?",
        "#x",
        "&",
        "=",
        "%0d%0aX-Injected:%20yes",
        "%0a",
        "\t",
        "'",
        "\"",
        "<script>alert(1)</script>",
        "%3Cscript%3E",
        "{{7*7}}",
        "${7*7}",
        "`id`",
        "$(id)",
        "%27%20OR%201=1--",
        "';DROP%20TABLE%20document;--",
        "\u{202e}",
        "%E2%80%AE",
        "%F0%9F%92%A9",
        "%D9%85%D8%B4%D8%B1%D8%AF",
        "%E4%B8%BB%E5%B8%AD",
        "\u{fe0f}",
        "*",
        "**",
        "*/*",
        "~",
        ".",
        ".json",
        ".pdf",
        ".marc.xml.json",
        "/Corr.1",
        "/Add.99999999999999999999",
        "/-1",
        "/0",
        "/4294967296",
        "/18446744073709551616",
        "/NaN",
        "(",
        ")",
        "31%20(b)",
        "@",
        "!",
        "eng@",
        ":",
        "|",
        "^",
        "\u{0}",
        "\u{7f}",
        "con",
        "AS/7/8",
        "C/2026/7",
        "items",
        "citations",
        "neighbourhood",
        "AS/7/2-AS/7/3-AS/7/5",
        "/../",
        "%2f",
        "%2F%2F",
        "A",
        "+",
        "%20",
    ];
    const NAMES: &[&str] = &[
        "q",
        "limit",
        "page",
        "cursor",
        "from",
        "before",
        "to",
        "organ",
        "period",
        "session",
        "item",
        "sender",
        "kind",
        "language",
        "lang",
        "format",
        "sort",
        "day",
        "series",
        "symbol",
        "s",
        "t",
        "l",
        "Q",
        "LIMIT",
        "",
        "q[]",
        "__proto__",
        "%00",
        "\u{e9}",
    ];
    const VALUES: &[&str] = &[
        "",
        "0",
        "1",
        "-1",
        "200",
        "201",
        "99999999999999999999",
        "1e9",
        "0x10",
        "NaN",
        "null",
        "true",
        "%00",
        "%FF",
        "AS",
        "7",
        "2026",
        "2026-13",
        "2026-02-30",
        "0000-00-00",
        "9999-12-31",
        "-9999-01-01",
        "2026-03-16T00:00:00Z",
        "MjAyNi0wMy0xNiBBUzAwMDAwMDA3",
        "AAAA",
        "====",
        "\u{0661}\u{0662}",
        "gauge",
        "gauge*",
        "*",
        "**",
        "-",
        "--",
        "-gauge",
        "OR",
        "a+OR",
        "OR+a",
        "a+OR+b+OR+c",
        "NOT+a",
        "(a)",
        "((((((((",
        "%22",
        "%22%22",
        "%22a+b",
        "%22a+b%22",
        "%22+%22",
        "title:",
        "title:%22",
        "year:2026..",
        "year:2024..2026",
        "year:9..1",
        "language:xx",
        "item:%2231+(b)%22",
        "AS/7/2",
        "symbol:AS",
        "state:%22Upper%22",
        "nope:1",
        "a:b:c",
        "%D9%85",
        "%E4%B8%AD%E6%96%87",
        "%F0%9F%98%80",
        "%E2%80%8F",
        "%EF%BB%BF",
        "a%CC%81%CC%81%CC%81%CC%81",
        "pdf",
        "json",
        "original",
        "akn",
        "F",
        "fr",
        "eng",
        "..%2F..%2Fkeys%2Frecord.seed",
        "%27%3B--",
        "letter",
        "note_verbale",
        "Merovia",
        "newest",
        "relevance",
        "{}",
        "[]",
        "%7B%22a%22:1%7D",
    ];
    let mut line = String::new();
    let method = if chance.one_in(200) {
        "M".repeat(3_000)
    } else if chance.one_in(8) {
        chance.of(METHODS).to_owned()
    } else {
        "GET".to_owned()
    };
    line.push_str(&method);
    line.push(' ');
    let mut target = match chance.below(12) {
        0 => "/".to_owned(),
        1 => chance.of(WAYS).replace("{}", chance.of(HIDDEN)),
        _ => chance.of(ADDRESSES).to_owned(),
    };
    for _ in 0..chance.below(4) {
        let piece = chance.of(PIECES);
        let places: Vec<usize> = target.char_indices().map(|(at, _)| at).chain([target.len()]).collect();
        let at = places[chance.below(places.len())];
        target.insert_str(at, piece);
    }
    if chance.one_in(3) {
        target.push(if target.contains('?') { '&' } else { '?' });
        for _ in 0..=chance.below(5) {
            let _ = write!(target, "{}={}&", chance.of(NAMES), chance.of(VALUES));
        }
    }
    // Most are written so that they get past the first reader of HTTP, and the pages have to deal with them.
    if !chance.one_in(10) {
        target = passable(&target);
    }
    match chance.below(60) {
        0 => target = format!("http://elsewhere.example{target}"),
        1 => target = "*".to_owned(),
        2 => target = "elsewhere.example:443".to_owned(),
        3 => target.push_str(&"/a".repeat(chance.below(20_000))),
        4 => target.push_str(&"%41".repeat(chance.below(12_000))),
        5 => {
            target.push_str("?q=");
            target.push_str(&"a*+".repeat(chance.below(600)));
        }
        6 => {
            target.push('?');
            target.push_str(&"q=x&".repeat(chance.below(400)));
        }
        7 => target = target.chars().rev().collect(),
        8 => target = String::new(),
        _ => {}
    }
    line.push_str(&target);
    line.push_str(match chance.below(120) {
        0 => " HTTP/1.0",
        1 => " HTTP/0.9",
        2 => " HTTP/2.0",
        3 => " HTTP/9.9",
        4 => "",
        5 => " HTTP/1.1 HTTP/1.1",
        _ => " HTTP/1.1",
    });
    let mut bytes = line.into_bytes();
    bytes.extend(if chance.one_in(50) { &b"\n"[..] } else { &b"\r\n"[..] });
    let mut headers: Vec<Vec<u8>> = vec![b"Host: test".to_vec()];
    let odd = if chance.one_in(3) { 1 + chance.below(3) } else { 0 };
    for _ in 0..odd {
        headers.push(match chance.below(26) {
            0 => b"Accept: application/json;q=nan, application/pdf;q=99999, */*;q=-1".to_vec(),
            1 => format!("Accept: {}", "application/pdf,".repeat(500)).into_bytes(),
            2 => b"Accept: \xff\xfe/\x80".to_vec(),
            3 => format!("Accept-Language: {}", "zz-ZZ;q=0.1,".repeat(300)).into_bytes(),
            4 => b"Accept-Language: ar;q=1e400,fr;q=inf,;;;,,\xc3".to_vec(),
            5 => b"If-None-Match: *".to_vec(),
            6 => b"If-None-Match: W/\"\", \"\"\"\", \xff".to_vec(),
            7 => b"If-Modified-Since: Thu, 99 Foo 99999 99:99:99 GMT".to_vec(),
            8 => b"Range: bytes=0-0,1-1,-1,99999999999999999999-".to_vec(),
            9 => b"X-Forwarded-For: 1.2.3.4, ::ffff:999.1.1.1, [::1]:99999".to_vec(),
            10 => b"Host: other\r\nHost: another".to_vec(),
            11 => b"Host: evil\x01host".to_vec(),
            12 => b"Content-Length: 99999999999999999999999".to_vec(),
            13 => b"Content-Length: -1".to_vec(),
            14 => b"Content-Length: 5\r\nContent-Length: 6".to_vec(),
            15 => b"Transfer-Encoding: chunked\r\nContent-Length: 3".to_vec(),
            16 => b"Transfer-Encoding: gzip, chunked".to_vec(),
            17 => b"Expect: 100-continue".to_vec(),
            18 => b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"
                .to_vec(),
            19 => format!("Cookie: {}", "a=b;".repeat(chance.below(10_000))).into_bytes(),
            20 => (0..150).map(|n| format!("X-{n}: {n}")).collect::<Vec<_>>().join("\r\n").into_bytes(),
            21 => b"X-Folded: a\r\n\tb".to_vec(),
            22 => b": no name".to_vec(),
            23 => b"No colon here".to_vec(),
            24 => {
                b"Origin: null\r\nAccess-Control-Request-Method: DELETE\r\nAccess-Control-Request-Headers: *".to_vec()
            }
            _ => b"Accept: application/json".to_vec(),
        });
    }
    if chance.one_in(30) {
        headers.remove(0);
    }
    for header in headers {
        bytes.extend(header);
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"Connection: close\r\n\r\n");
    match chance.below(40) {
        0 => bytes.extend(b"5\r\nhello\r\n0\r\n\r\n"),
        1 => bytes.extend(std::iter::repeat_n(b'x', 100_000)),
        2 => bytes.extend(b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n"),
        3 => {
            let end = chance.below(bytes.len());
            bytes.truncate(end);
        }
        4 => {
            let at = chance.below(bytes.len());
            bytes[at] = u8::try_from(chance.below(256)).unwrap();
        }
        _ => {}
    }
    bytes
}

/// An address of the same meaning whose bytes any reader of HTTP lets through.
fn passable(target: &str) -> String {
    let mut out = String::new();
    for byte in target.bytes() {
        match byte {
            b'#' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0..=b' ' | 127.. => {
                let _ = write!(out, "%{byte:02X}");
            }
            byte => out.push(char::from(byte)),
        }
    }
    if out.starts_with('/') { out } else { format!("/{out}") }
}

/// How long a request may stay without an answer: those cut short never get one.
fn patience(bytes: &[u8]) -> Duration {
    let whole = bytes.windows(4).any(|w| w == b"\r\n\r\n");
    Duration::from_millis(if whole { 3_000 } else { 150 })
}

#[test]
fn hostile_requests_break_nothing_and_learn_nothing() {
    let count = usize::try_from(set("CHANCERY_HOSTILE", 600)).unwrap();
    let seed = set("CHANCERY_HOSTILE_SEED", 1);
    let office = office();
    publish(&office);
    let without = twin(&office);
    hide(&office);
    let site = Site::of(&office, &["--requests-per-minute", "0"]);
    let other = Site::of(&without, &["--requests-per-minute", "0"]);
    let (next, answered, silent) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let classes: Mutex<std::collections::BTreeMap<u16, usize>> = Mutex::default();
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        return;
                    }
                    let bytes = hostile(&mut Chance(seed.wrapping_mul(1_000_003).wrapping_add(n as u64)));
                    let told = || String::from_utf8_lossy(&bytes[..bytes.len().min(600)]).into_owned();
                    let back = raw(&site.address, &bytes, patience(&bytes));
                    if back.is_empty() {
                        silent.fetch_add(1, Ordering::Relaxed);
                        continue;
                    }
                    answered.fetch_add(1, Ordering::Relaxed);
                    let here = got(&back);
                    *classes.lock().unwrap().entry(here.status).or_default() += 1;
                    assert!(here.status < 500, "request {n} of seed {seed} is answered {}: {}", here.status, told());
                    let text = String::from_utf8_lossy(&back);
                    if !bytes.windows(SECRET.len()).any(|w| w == SECRET.as_bytes()) {
                        assert!(!text.contains(SECRET), "request {n} of seed {seed} tells a secret: {}", told());
                    }
                    assert!(
                        !text.contains("X-Injected: yes") || !text.to_lowercase().contains("\r\nx-injected"),
                        "{}",
                        told()
                    );
                    // The log's leaves are salted, and so unlike in any two offices.
                    if !told().contains("record") {
                        let there = got(&raw(&other.address, &bytes, patience(&bytes)));
                        assert_eq!(here, there, "request {n} of seed {seed} tells the two offices apart: {}", told());
                    }
                }
            });
        }
    });
    eprintln!(
        "hostile requests: {count} of seed {seed} in {:.1} s, {} answered, {} left without an answer, statuses {:?}",
        begun.elapsed().as_secs_f64(),
        answered.load(Ordering::Relaxed),
        silent.load(Ordering::Relaxed),
        classes.lock().unwrap()
    );
    assert!(answered.load(Ordering::Relaxed) * 2 > count, "most are answered");
    for site in [&site, &other] {
        assert_eq!(site.get("/healthz").text(), "ok\n");
        let errors = site.errors();
        assert!(!errors.contains("panicked") && !errors.contains("ERROR"), "{errors}");
    }
    times(&site);
}

/// An office with hidden documents and one that never had them are the same from outside.
#[test]
fn what_is_hidden_is_as_if_it_were_not_there() {
    let office = office();
    publish(&office);
    let without = twin(&office);
    hide(&office);
    assert!(ran(&office, &["show", "AS/7/8"]).contains("AS/7/8"));
    let (here, there) =
        (Site::of(&office, &["--requests-per-minute", "0"]), Site::of(&without, &["--requests-per-minute", "0"]));
    let mut compared = 0;
    let mut found = 0;
    let hidden = WAYS.iter().flat_map(|way| HIDDEN.iter().map(move |symbol| way.replace("{}", symbol)));
    for address in ADDRESSES.iter().map(|address| (*address).to_owned()).chain(hidden) {
        let one = here.get(&address);
        assert_eq!(one, there.get(&address), "{address} tells the two offices apart");
        assert_ne!(one.status, 500, "{address}");
        if !address.contains(SECRET) {
            assert!(!one.text().contains(SECRET), "{address} tells a secret");
        }
        compared += 1;
        found += usize::from(one.status == 200);
    }
    assert!(compared > 400 && found > 100, "{compared} compared, {found} found");
    // The log is salted, but it is of one length, and no act of what is hidden is in it.
    let size = |site: &Site| site.get("/record/checkpoint").text().lines().nth(1).map(str::to_owned);
    assert_eq!(size(&here), size(&there));
    let kept: u64 = size(&here).unwrap().parse().unwrap();
    assert_eq!(here.get(&format!("/record/acts/{kept}")).status, 404);
    for index in 0..kept {
        let act: Value = here.json(&format!("/record/acts/{index}"));
        let other: Value = there.json(&format!("/record/acts/{index}"));
        assert_eq!(act["act"], other["act"], "act {index}");
    }
}

/// How long what is restricted, not issued and unknown takes, in turns, each asked once in each round.
fn times(site: &Site) {
    let rounds = usize::try_from(set("CHANCERY_TIMES", 0)).unwrap();
    if rounds == 0 {
        return;
    }
    // As many digits and as many neighbours in each.
    let asked = [("restricted", "/AS/7/8"), ("unissued", "/AS/7/9"), ("unknown", "/AS/7/13")];
    let mut taken: Vec<Vec<f64>> = vec![Vec::new(); asked.len()];
    let mut stream = TcpStream::connect(&site.address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut chance = Chance(7);
    for round in 0..rounds + 200 {
        let first = chance.below(asked.len());
        for n in 0..asked.len() {
            let at = (first + n) % asked.len();
            let begun = Instant::now();
            // An address of its own each time, so that no finished answer is in the way of one who measures.
            write!(stream, "GET {}?x={} HTTP/1.1\r\nHost: test\r\n\r\n", asked[at].1, 1_000_000 + round).unwrap();
            one_answer(&mut stream);
            if round >= 200 {
                taken[at].push(begun.elapsed().as_secs_f64() * 1e6);
            }
        }
    }
    let mut medians = Vec::new();
    for ((name, _), times) in asked.iter().zip(&mut taken) {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        eprintln!(
            "{name}: {} requests, p10 {:.1} us, median {:.1} us, p90 {:.1} us, p99 {:.1} us",
            times.len(),
            at(0.1),
            at(0.5),
            at(0.9),
            at(0.99)
        );
        medians.push(at(0.5));
    }
    let spread = medians.iter().copied().fold(0.0, f64::max) - medians.iter().copied().fold(f64::MAX, f64::min);
    eprintln!("the medians differ by {spread:.1} us at most");
}

/// Reads one answer with a length off a connection that stays.
fn one_answer(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16_384];
    loop {
        let n = stream.read(&mut buffer).unwrap();
        assert!(n > 0, "the connection ended");
        bytes.extend(&buffer[..n]);
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                return bytes;
            }
        }
    }
}

/// The description is as committed, and every answer is as it says: no field is left out and none is there too much.
#[test]
fn the_interface_is_as_described() {
    let office = office();
    publish(&office);
    let site = Site::of(&office, &["--requests-per-minute", "0"]);
    let served = site.get("/api/v1/openapi.json").text();
    let path = root().join("docs/api/openapi.json");
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &served).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(served, committed, "UPDATE=1 writes docs/api/openapi.json anew");
    let mut description: Value = serde_json::from_str(&served).unwrap();
    assert_eq!(description["openapi"].as_str().map(|v| v.starts_with("3.1")), Some(true));
    close(&mut description["components"]["schemas"]);
    let check = |schema: &str, address: &str, status: u16| -> Value {
        let got = site.get(address);
        assert_eq!(got.status, status, "{address}: {}", got.text());
        let value: Value = serde_json::from_slice(&got.body).unwrap();
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.add_resource("http://test/api.json", description.clone()).unwrap();
        let at = format!("http://test/api.json#/components/schemas/{schema}");
        let index = compiler.compile(&at, &mut schemas).unwrap();
        if let Err(error) = schemas.validate(&value, index) {
            panic!("{address} is not as {schema} says: {error}\n{value:#}");
        }
        let text = value.to_string();
        assert!(
            !text.contains("dossier") && !text.contains("\"entry\""),
            "{address} tells a number of the office's own"
        );
        value
    };
    check("Root", "/api/v1", 200);
    let first = check("Documents", "/api/v1/documents?limit=2", 200);
    assert_eq!((first["documents"].as_array().unwrap().len(), &first["total"]), (2, &json!(6)));
    let document = check("Document", "/api/v1/documents/AS/7/2", 200);
    assert_eq!(document["relations"][0]["how"], "corrects");
    for address in
        ["/AS/7/2.json", "/AS/7/2?format=json", "/api/v1/documents/as_7_2", "/api/v1/documents/AS%2F7%2F2-C/2026/1"]
    {
        assert_eq!(check("Document", address, 200), document, "{address}");
    }
    check("Document", "/api/v1/documents/AS/7/3", 200);
    check("Document", "/api/v1/documents/AS/7/5", 200);
    let citations = check("Citations", "/api/v1/documents/AS/7/2/citations?limit=1", 200);
    assert_eq!(citations["in"].as_array().unwrap().len(), 1);
    assert_eq!(citations["citing_in_all"], 2);
    check("Neighbourhood", "/api/v1/documents/AS/7/2/neighbourhood", 200);
    check("Gone", "/api/v1/documents/AS/7/6", 410);
    check("Choice", "/api/v1/documents/AS/7/2-AS/7/3", 300);
    let missing = check("Problem", "/api/v1/documents/AS/7/9", 404);
    assert!(!missing["nearest"].as_array().unwrap().is_empty());
    let found = check("Found", "/api/v1/search?q=gauge", 200);
    assert_eq!(found["hits"][0]["symbols"][0], "AS/7/2");
    assert!(found["hits"][0]["snippet"].as_array().unwrap().iter().any(|piece| piece["hit"] == true));
    let wrong = check("Problem", "/api/v1/search?q=gauge%20title:", 400);
    assert_eq!((wrong["parameter"].as_str(), wrong["span"]["start"].as_u64()), (Some("q"), Some(6)), "{wrong}");
    check(
        "Found",
        "/api/v1/search?organ=assembly&session=7&item=8&sender=Merovia&kind=letter&language=en&from=2026-03-16&to=2026-03-16&sort=newest&page=1&limit=1",
        200,
    );
    check("MostCitedList", "/api/v1/most-cited", 200);
    check("Organs", "/api/v1/organs", 200);
    let items = check("Items", "/api/v1/organs/assembly/items?period=7", 200);
    assert_eq!(items["items"][0]["titles"]["en"], "Water levels and their measurement");
    check("Senders", "/api/v1/senders", 200);
    check("Kinds", "/api/v1/kinds", 200);
    check("SeriesList", "/api/v1/series", 200);
    let gaps = check("Gaps", "/api/v1/gaps?series=AS&period=7", 200);
    assert_eq!(gaps["runs"][0]["state"], "reserved");
    let daily = check("Daily", "/api/v1/daily", 200);
    assert_eq!((&daily["day"], &daily["total"]), (&json!("2026-03-16"), &json!(6)));
    check("Health", "/api/v1/health", 200);
    for address in [
        "/api/v1/documents?limit=0",
        "/api/v1/documents?limit=201",
        "/api/v1/documents?limit=x",
        "/api/v1/documents?nope=1",
        "/api/v1/documents?kind=a&kind=b",
        "/api/v1/documents?period=7",
        "/api/v1/documents?organ=assembly&item=8",
        "/api/v1/documents?from=yesterday",
        "/api/v1/documents?cursor=zzz",
        "/api/v1/search?page=0",
        "/api/v1/search?page=200&limit=100",
        "/api/v1/search?sort=best",
        "/api/v1/search?language=klingon",
        "/api/v1/gaps",
        "/api/v1/daily?day=2026-02-30",
        "/api/v1/kinds?x=1",
    ] {
        let problem = check("Problem", address, 400);
        assert!(
            problem["detail"].as_str().is_some_and(|detail| detail.len() > 10) && problem["parameter"].is_string(),
            "{address}: {problem}"
        );
    }
    for address in ["/api/v1/nothing", "/fr/api/v1/documents", "/api/v1/organs/ZZ/items", "/api/v1/gaps?series=ZZ"] {
        check("Problem", address, 404);
    }
}

/// Every object of a schema as one that may hold nothing else.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.contains_key("properties") {
                object.entry("additionalProperties").or_insert(json!(false));
            }
            object.values_mut().for_each(close);
        }
        Value::Array(all) => all.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn pages_are_followed_and_known_answers_are_not_sent_again() {
    let office = office();
    publish(&office);
    let site = Site::of(&office, &["--requests-per-minute", "0"]);
    let mut seen = Vec::new();
    let mut next = Some("/api/v1/documents?limit=2".to_owned());
    while let Some(address) = next.take() {
        let got = site.get(&address);
        let page: Value = serde_json::from_slice(&got.body).unwrap();
        seen.extend(
            page["documents"].as_array().unwrap().iter().map(|one| one["symbols"][0].as_str().unwrap().to_owned()),
        );
        let link = got.header("link").map(|link| link.trim_start_matches('<').split('>').next().unwrap().to_owned());
        assert_eq!(link.is_some(), page["next"].is_string());
        next = link;
    }
    assert_eq!(seen, ["AS/7/7", "AS/7/5", "AS/7/4", "AS/7/3", "AS/7/2/Corr.1", "AS/7/2"]);
    for address in ["/api/v1/documents", "/api/v1/documents/AS/7/2", "/en/feeds/daily", "/sitemap.xml", "/AS/7/2"] {
        let whole = site.get(address);
        let tag = whole.header("etag").unwrap().to_owned();
        let again = site.with("GET", address, &format!("If-None-Match: W/\"x\", {tag}\r\n"));
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag.as_str())), "{address}");
        let head = site.with("HEAD", address, "");
        assert_eq!(
            (head.status, head.body.len(), head.header("content-length")),
            (200, 0, whole.header("content-length")),
            "{address}"
        );
    }
    // Whoever can unpack gets the same bytes packed, under a tag of their own that is known again too.
    for address in ["/en/documents", "/api/v1/documents", "/en/feeds/daily", "/AS/7/2"] {
        let whole = site.get(address);
        let packed = site.with("GET", address, "Accept-Encoding: br, gzip;q=0.8\r\n");
        assert_eq!(packed.header("content-encoding"), Some("gzip"), "{address}");
        assert!(packed.body.len() * 2 < whole.body.len(), "{address}");
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(packed.body.as_slice()).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, whole.body, "{address}");
        for answer in [&whole, &packed] {
            assert!(answer.header("vary").is_some_and(|vary| vary.contains("Accept-Encoding")), "{address}");
        }
        let tag = packed.header("etag").unwrap();
        assert_ne!(Some(tag), whole.header("etag"), "{address}");
        let again = site.with("GET", address, &format!("Accept-Encoding: gzip\r\nIf-None-Match: {tag}\r\n"));
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag)), "{address}");
        let refused = site.with("GET", address, "Accept-Encoding: gzip;q=0, *\r\n");
        assert_eq!((refused.header("content-encoding"), &refused.body), (None, &whole.body), "{address}");
    }
    // What is not there is never packed, so that it cannot be told from what nobody may see.
    assert_eq!(site.with("GET", "/AS/7/4444", "Accept-Encoding: gzip\r\n").header("content-encoding"), None);
    let preflight = site.with(
        "OPTIONS",
        "/api/v1/search?q=a",
        "Origin: https://elsewhere.example\r\nAccess-Control-Request-Method: GET\r\n",
    );
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (204, Some("*")));
    let refused = site.with("POST", "/api/v1/documents", "Content-Length: 2\r\n");
    assert_eq!(
        (refused.status, refused.header("allow"), refused.header("content-type")),
        (405, Some("GET, HEAD, OPTIONS"), Some("application/problem+json"))
    );
    let page = site.get("/AS/7/2");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000"),
    ] {
        assert_eq!(page.header(name), Some(value));
    }
    assert!(page.header("permissions-policy").is_some_and(|policy| policy.contains("camera=()")));
    // Every feed and every map is sound XML.
    for address in ADDRESSES.iter().filter(|address| address.contains("/feeds/") || address.contains("sitemap")) {
        let got = site.get(address);
        if got.status == 200 {
            let text = got.text();
            assert!(text.starts_with("<?xml"), "{address}");
            assert_eq!(text.matches("<entry>").count(), text.matches("</entry>").count(), "{address}");
        }
    }
    let feed = site.get("/fr/feeds/organs/assembly/7/items/8").text();
    assert!(feed.contains("https://record.example/fr/AS/7/2") && feed.contains("hreflang=\"en\""), "{feed}");
    assert!(site.get("/sitemaps/2026-03.xml").text().contains("<loc>https://record.example/AS/7/2</loc>"));
    assert!(site.get("/robots.txt").text().contains("Disallow: /*/search"));
}

#[test]
fn whoever_asks_too_much_waits_and_nothing_of_them_is_logged() {
    let office = office();
    publish(&office);
    let site = Site::of(
        &office,
        &["--requests-per-minute", "5", "--behind-proxy", "--log-format", "json", "--metrics", "127.0.0.1:0"],
    );
    let ask = |from: &str, path: &str| site.with("GET", path, &format!("X-Forwarded-For: 203.0.113.9, {from}\r\n"));
    for left in (0..5).rev() {
        let got = ask("192.0.2.1", "/api/v1/kinds");
        assert_eq!(got.status, 200);
        assert_eq!(got.header("ratelimit-policy"), Some("\"requests\";q=5;w=60"));
        assert!(
            got.header("ratelimit").unwrap().starts_with(&format!("\"requests\";r={left};")),
            "{:?}",
            got.header("ratelimit")
        );
    }
    let refused = ask("192.0.2.1", "/api/v1/kinds");
    assert_eq!((refused.status, refused.header("content-type")), (429, Some("application/problem+json")));
    assert!(refused.header("retry-after").unwrap().parse::<u64>().is_ok_and(|wait| (1..=12).contains(&wait)));
    // However the address is written, it is the same one.
    for path in
        ["/search?q=gauge", "/en/search?q=gauge", "/%73earch?q=gauge", "//search?q=gauge", "/en/feeds/search?q=gauge"]
    {
        assert_eq!(ask("192.0.2.1", path).status, 429, "{path}");
    }
    // Documents and lists are not measured, and others are not refused.
    for path in ["/AS/7/2", "/", "/en/feeds/daily"] {
        assert_eq!(ask("192.0.2.1", path).status, 200, "{path}");
    }
    assert_eq!(ask("192.0.2.2", "/search?q=gauge").status, 200);
    let meters = got(&raw(
        &site.metrics,
        b"GET /metrics HTTP/1.1\r\nHost: m\r\nConnection: close\r\n\r\n",
        Duration::from_secs(5),
    ));
    let text = meters.text();
    assert!(text.contains("chancery_refused_total{why=\"limit\"} 6"), "{text}");
    assert!(text.contains("chancery_requests_total{page=\"api\",status=\"2xx\"} 5"), "{text}");
    assert_eq!(site.get("/metrics").status, 404);
    thread::sleep(Duration::from_millis(200));
    let log = site.errors();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        lines.iter().any(|line| line["page"] == "search" && line["status"] == 200 && line["micros"].is_u64()),
        "{log}"
    );
    assert!(!log.contains("192.0.2") && !log.contains("gauge") && !log.contains("AS/7"), "{log}");
}

#[test]
fn the_end_does_not_wait_for_the_idle_and_slow_ones_are_let_go() {
    let office = office();
    publish(&office);
    let mut site = Site::of(&office, &["--connections", "8"]);
    // Idle connections that have had an answer, one that never says anything, one in the middle of a head.
    let mut idle = TcpStream::connect(&site.address).unwrap();
    write!(idle, "GET /AS/7/2 HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
    one_answer(&mut idle);
    let silent = TcpStream::connect(&site.address).unwrap();
    let mut slow = TcpStream::connect(&site.address).unwrap();
    write!(slow, "GET /AS/7/2 HT").unwrap();
    // Half of the places are for one address; the next is turned away, and the site answers those it has.
    let more = TcpStream::connect(&site.address).unwrap();
    let mut turned = TcpStream::connect(&site.address).unwrap();
    turned.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    assert!(matches!(turned.read(&mut [0; 8]), Ok(0) | Err(_)));
    write!(idle, "GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
    assert!(one_answer(&mut idle).ends_with(b"ok\n"));
    let begun = Instant::now();
    assert!(
        std::process::Command::new("kill").args(["-TERM", &site.child.id().to_string()]).status().unwrap().success()
    );
    let status = site.child.wait().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(status.success(), "{status}");
    drop((idle, silent, slow, more));
}

/// A message that is asked for and is not there would stand on a page as its key.
#[test]
fn every_message_that_a_page_asks_for_is_there() {
    let words = fs::read_to_string(root().join("crates/chancery/ui/en.ftl")).unwrap();
    let known: Vec<&str> = words.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect();
    let mut asked = 0;
    for folder in ["templates", "src/web/public", "src/web/public/api"] {
        for entry in fs::read_dir(root().join("crates/chancery").join(folder)).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                continue;
            }
            let text = fs::read_to_string(entry.path()).unwrap();
            for way in ["ui.t(\"", "ui.n(\"", "ui.x(\"", "ui.with(\""] {
                for key in text.split(way).skip(1).filter_map(|rest| rest.split('"').next()) {
                    assert!(known.contains(&key), "{} asks for {key}", entry.path().display());
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 50, "{asked} messages are asked for");
}
