//! How the site is served: connections, how long each may take, who may ask how much, headers that every answer bears, the log of
//! requests, and an end that waits for what is under way.
//!
//! Nothing here knows what a page says. A request is answered from the finished answers, or a page is made away from the threads
//! that answer; how many are made at once is bounded, and whoever finds no turn in time is told to come back.

use std::{
    io::Write,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::Ordering,
        mpsc::{SyncSender, sync_channel},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use axum::{
    body::Body as Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};
use tokio_io_timeout::TimeoutStream;

use super::{
    POLICY, Site,
    api::Problem,
    failed,
    limits::{Asking, Client, Measure, Open},
    metrics::{self, Meters},
    page,
    reply::Reply,
    request::{Accept, Asked},
};

/// How long a head may take to arrive, and how long a connection may stand idle between two requests.
const HEAD: Duration = Duration::from_secs(20);
/// How much of a head is read, in bytes.
const LARGEST_HEAD: usize = 32 * 1024;
/// How long a reader may take nothing of an answer.
const STALLED: Duration = Duration::from_secs(30);
/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(5);
/// How long making an answer may take.
const MADE_IN: Duration = Duration::from_secs(20);
/// How long requests under way are waited for when the process is asked to stop.
const LAST: Duration = Duration::from_secs(8);
/// How long after that what is still being made is waited for.
const VERY_LAST: Duration = Duration::from_secs(1);
/// How many lines of the log of requests wait to be written.
const LINES: usize = 10_000;

/// How requests are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// One line of words a request
    Text,
    /// One JSON object a request
    Json,
}

/// How the site is served.
pub struct Serving {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How many threads answer; one for each core without it.
    pub workers: Option<usize>,
    /// How many requests of search and of the interface for programs each may send a minute; 0 for any number.
    pub a_minute: u32,
    /// Whether the address of who asks stands in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// How many connections there are at once.
    pub connections: usize,
    /// How requests are logged; not at all without it.
    pub log: Option<LogFormat>,
    /// Where the meters are told.
    pub metrics: Option<SocketAddr>,
}

/// What every request is answered with.
struct House {
    site: Arc<Site>,
    asking: Option<Asking>,
    behind_proxy: bool,
    meters: Meters,
    log: Option<Log>,
    /// Whether the site's address says that it is reached by TLS only.
    tls: bool,
}

/// What kind of page a request is for, as logs and meters name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Api,
    Search,
    Feed,
    Record,
    Health,
    /// Pages, lists and what belongs to the site: named by its first part.
    Page(&'static str),
    Document,
    /// What could not be read.
    Unreadable,
}

impl Kind {
    /// The kind of a request, by the parts of its path, so that no other way of writing an address is another kind.
    fn of(asked: &Asked) -> (Kind, bool) {
        const PAGES: [&str; 14] = [
            "daily",
            "documents",
            "organs",
            "senders",
            "kinds",
            "dates",
            "cited",
            "citations",
            "neighbourhood",
            "gaps",
            "rules",
            "style.css",
            "robots.txt",
            "sitemap.xml",
        ];
        let parts = asked.parts();
        match parts.as_slice() {
            [] if asked.parameters.is_empty() => (Kind::Page("home"), false),
            ["api", "v1", ..] => (Kind::Api, true),
            ["api", ..] => (Kind::Page("api-page"), false),
            // How queries are written is a page like any other.
            ["search", "help"] => (Kind::Page("search-help"), false),
            ["search", ..] => (Kind::Search, true),
            ["feeds", "search", ..] => (Kind::Feed, true),
            ["feeds", ..] => (Kind::Feed, false),
            ["record", ..] => (Kind::Record, false),
            ["healthz"] => (Kind::Health, false),
            ["sitemaps", ..] => (Kind::Page("sitemap.xml"), false),
            [first, ..] => match PAGES.into_iter().find(|known| known == first) {
                Some(known) => (Kind::Page(known), false),
                None => (Kind::Document, false),
            },
            [] => (Kind::Document, false),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Api => "api",
            Kind::Search => "search",
            Kind::Feed => "feed",
            Kind::Record => "record",
            Kind::Health => "health",
            Kind::Page(name) => name,
            Kind::Document => "document",
            Kind::Unreadable => "unreadable",
        }
    }

    /// Whether pages of other sites may read it: what is made for programs.
    fn open(self) -> bool {
        matches!(self, Kind::Api | Kind::Feed | Kind::Record | Kind::Document)
    }
}

/// A refusal as who asks understands it: a problem for programs, a line of text for everyone else.
fn refusal(kind: Kind, problem: Problem) -> Reply {
    match kind {
        Kind::Api => problem.reply(),
        _ => {
            let text = format!("{}\n", problem.detail);
            Reply::new(problem.status(), "text/plain; charset=utf-8", text)
        }
    }
}

/// Answers a request.
async fn answer(house: &Arc<House>, peer: IpAddr, request: Request<Incoming>) -> Response<Bytes> {
    let began = Instant::now();
    // What a request carries is not read.
    let (parts, _) = request.into_parts();
    let asked = Asked::of(&parts.uri, &parts.headers);
    let (kind, measured) = match &asked {
        Some(asked) => Kind::of(asked),
        // An address that cannot be read still tells programs so in their way.
        None if parts.uri.path().starts_with("/api/v1") => (Kind::Api, false),
        None => (Kind::Unreadable, false),
    };
    let mut measure = None;
    let mut response = match asked {
        _ if parts.method == Method::OPTIONS => {
            Reply::bare(StatusCode::NO_CONTENT).with(header::ALLOW, ALLOWED).sent(&parts.method, &parts.headers)
        }
        _ if !matches!(parts.method, Method::GET | Method::HEAD) => {
            refusal(kind, Problem::method()).with(header::ALLOW, ALLOWED).sent(&parts.method, &parts.headers)
        }
        None => refusal(kind, Problem::address()).sent(&parts.method, &parts.headers),
        Some(asked) => {
            measure = house.asking.as_ref().filter(|_| measured).map(|asking| {
                asking.ask(if house.behind_proxy { Client::forwarded(peer, &parts.headers) } else { Client::of(peer) })
            });
            match measure.and_then(|measure| measure.wait) {
                Some(wait) => {
                    house.meters.refused("limit");
                    refusal(kind, Problem::too_many(wait))
                        .with(header::RETRY_AFTER, &wait.to_string())
                        .sent(&parts.method, &parts.headers)
                }
                None => {
                    let name = format!("{} {} {}", asked.ui.code, accepted(&asked), parts.uri);
                    reply(house, kind, name, asked).await.sent(&parts.method, &parts.headers)
                }
            }
        }
    };
    dress(house, kind, measure, response.headers_mut());
    if parts.method == Method::OPTIONS && kind.open() {
        let headers = response.headers_mut();
        put(headers, header::ACCESS_CONTROL_ALLOW_METHODS, ALLOWED);
        put(headers, header::ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Accept-Language, If-None-Match");
        put(headers, header::ACCESS_CONTROL_MAX_AGE, "86400");
    }
    let took = began.elapsed();
    let status = response.status().as_u16();
    house.meters.answered(kind.name(), status, took.as_secs_f64());
    if let Some(log) = &house.log {
        log.line(&house.meters, &parts.method, kind, status, took);
    }
    response
}

const ALLOWED: &str = "GET, HEAD, OPTIONS";

fn accepted(asked: &Asked) -> &'static str {
    match asked.accept {
        Accept::Page => "",
        Accept::Format(name) => name,
    }
}

/// A finished answer, or one made now.
async fn reply(house: &Arc<House>, kind: Kind, name: String, asked: Asked) -> Reply {
    let site = &house.site;
    if kind != Kind::Health {
        // Nothing finished outlives what it tells.
        site.notice();
        let kept = site.kept.get(&name);
        house.meters.was_kept(kept.is_some());
        if let Some(reply) = kept {
            return reply;
        }
    }
    let changes = site.changes.load(Ordering::Acquire);
    let Ok(Ok(turn)) = tokio::time::timeout(TURN, site.turns.clone().acquire_owned()).await else {
        house.meters.refused("busy");
        return refusal(kind, Problem::busy()).with(header::RETRY_AFTER, "5");
    };
    let shared = house.clone();
    let made = tokio::task::spawn_blocking(move || {
        // Who asked may have gone away; the turn is taken until the work is done all the same.
        let _turn = turn;
        make(&shared, kind, &asked)
    });
    let reply = match tokio::time::timeout(MADE_IN, made).await {
        Ok(Ok(reply)) => reply,
        Ok(Err(error)) => {
            house.fault(kind, &error.to_string());
            refusal(kind, Problem::failure())
        }
        Err(_) => {
            house.meters.refused("time");
            refusal(kind, Problem::busy()).with(header::RETRY_AFTER, "30")
        }
    };
    if kind != Kind::Health && reply.may_be_kept() && changes == site.changes.load(Ordering::Acquire) {
        site.kept.insert(name, reply.clone());
    }
    reply
}

fn make(house: &House, kind: Kind, asked: &Asked) -> Reply {
    let site = &house.site;
    if kind == Kind::Health {
        // Whether there is a catalogue that can be read; what it says is nobody's concern here.
        return match site.look(|catalogue| catalogue.cursor()) {
            Ok(_) => {
                Reply::new(StatusCode::OK, "text/plain; charset=utf-8", "ok\n").with(header::CACHE_CONTROL, "no-store")
            }
            Err(error) => {
                house.fault(kind, &format!("{error:#}"));
                Reply::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "text/plain; charset=utf-8",
                    "the catalogue cannot be read\n",
                )
            }
        };
    }
    match page(site, asked) {
        Ok(reply) => reply.packed(),
        Err(error) => {
            house.fault(kind, &format!("{error:#}"));
            if kind == Kind::Api { Problem::failure().reply() } else { failed(site, asked) }
        }
    }
}

impl House {
    /// Tells the office of what broke.
    fn fault(&self, kind: Kind, what: &str) {
        match &self.log {
            Some(log) => log.fault(kind, what),
            None => tracing::error!("{what}"),
        }
    }
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

/// The headers that every answer bears.
fn dress(house: &House, kind: Kind, measure: Option<Measure>, headers: &mut HeaderMap) {
    put(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::REFERRER_POLICY, "no-referrer");
    put(headers, PERMISSIONS_POLICY, PERMISSIONS);
    put(headers, OPENER_POLICY, "same-origin");
    put(headers, RESOURCE_POLICY, if kind.open() { "cross-origin" } else { "same-origin" });
    if house.tls {
        put(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if kind.open() {
        put(headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        put(
            headers,
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            "Content-Language, ETag, Link, RateLimit, RateLimit-Policy, Retry-After",
        );
    }
    if let Some(measure) = measure {
        for (name, value) in [(RATE_POLICY, measure.policy()), (RATE, measure.state())] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const RATE: HeaderName = HeaderName::from_static("ratelimit");
const RATE_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// What a browser could let a page do, and no page of ours does.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
     fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), web-share=(), xr-spatial-tracking=()";

/// The log of requests: one line each, written by a thread of its own. It holds no address and no word of who asks.
struct Log {
    format: LogFormat,
    lines: SyncSender<String>,
}

impl Log {
    fn of(format: LogFormat) -> Log {
        let (lines, waiting) = sync_channel::<String>(LINES);
        std::thread::spawn(move || {
            while let Ok(line) = waiting.recv() {
                let mut out = std::io::stderr().lock();
                // Nobody can be told of a log that cannot be written.
                let _ = out.write_all(line.as_bytes());
                for line in waiting.try_iter().take(LINES) {
                    let _ = out.write_all(line.as_bytes());
                }
            }
        });
        Log { format, lines }
    }

    fn line(&self, meters: &Meters, method: &Method, kind: Kind, status: u16, took: Duration) {
        // A method of one's own making is a word of who asks.
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::OPTIONS => "OPTIONS",
            _ => "other",
        };
        let (page, micros, now) = (kind.name(), took.as_micros(), jiff::Timestamp::now());
        let line = match self.format {
            LogFormat::Text => format!("{now:.3} {method} {page} {status} {micros}us\n"),
            LogFormat::Json => format!(
                "{{\"time\":\"{now:.3}\",\"level\":\"info\",\"method\":\"{method}\",\"page\":\"{page}\",\"status\":{status},\"micros\":{micros}}}\n"
            ),
        };
        if self.lines.try_send(line).is_err() {
            meters.lines_lost.inc();
        }
    }

    fn fault(&self, kind: Kind, what: &str) {
        let (page, now) = (kind.name(), jiff::Timestamp::now());
        let line = match self.format {
            LogFormat::Text => format!("{now:.3} ERROR {page} {}\n", what.replace(['\n', '\r'], " ")),
            LogFormat::Json => {
                let what = serde_json::Value::from(what);
                format!("{{\"time\":\"{now:.3}\",\"level\":\"error\",\"page\":\"{page}\",\"error\":{what}}}\n")
            }
        };
        // A fault is told even where lines are lost.
        if self.lines.try_send(line).is_err() {
            tracing::error!("{what}");
        }
    }
}

/// Serves until the process is asked to stop; requests under way are finished, and idle connections are not waited for.
pub fn serve(site: Site, how: &Serving) -> Result<()> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if let Some(workers) = how.workers {
        runtime.worker_threads(workers.max(1));
    }
    let runtime = runtime.enable_all().build()?;
    let site = Arc::new(site);
    site.watch();
    let house = Arc::new(House {
        tls: site.address.as_deref().is_some_and(|address| address.starts_with("https://")),
        asking: Asking::of(how.a_minute),
        behind_proxy: how.behind_proxy,
        meters: Meters::new(),
        log: how.log.map(Log::of),
        site,
    });
    let served = runtime.block_on(listen(&house, how));
    runtime.shutdown_timeout(VERY_LAST);
    served
}

async fn listen(house: &Arc<House>, how: &Serving) -> Result<()> {
    let bind = async |at: SocketAddr| TcpListener::bind(at).await.with_context(|| format!("cannot listen on {at}"));
    let listener = bind(how.listen).await?;
    let meters = match how.metrics {
        Some(at) => Some(bind(at).await?),
        None => None,
    };
    let mut said = format!("serving http://{}/", listener.local_addr()?);
    if let Some(meters) = meters {
        said.push_str(&format!("\nmetrics http://{}/metrics", meters.local_addr()?));
        tokio::spawn(tell_meters(house.clone(), meters));
    }
    // At once, for whoever reads the first line and then no more.
    println!("{said}");
    let (stop, stopped) = watch::channel(false);
    let mut ended = std::pin::pin!(asked_to_stop());
    let places = Arc::new(Semaphore::new(how.connections.max(1)));
    let (open, most) = (Open::default(), (how.connections / 2).max(1));
    loop {
        // Who finds no place waits in the system's own queue.
        let place = tokio::select! {
            () = &mut ended => break,
            place = places.clone().acquire_owned() => place?,
        };
        let (stream, peer) = tokio::select! {
            () = &mut ended => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Most likely too many files are open; a moment later some are closed.
                    tracing::warn!("a connection could not be taken: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        let own = if how.behind_proxy { Client::Others } else { Client::of(peer.ip()) };
        let Some(own) = open.take(own, if how.behind_proxy { usize::MAX } else { most }) else {
            house.meters.refused("connections");
            continue;
        };
        let (house, stopped) = (house.clone(), stopped.clone());
        tokio::spawn(async move {
            house.meters.connections.inc();
            connection(&house, stream, peer, stopped).await;
            house.meters.connections.dec();
            drop((place, own));
        });
    }
    drop(listener);
    // Whoever listens is told; who does not has ended.
    let _ = stop.send(true);
    let all = u32::try_from(how.connections.max(1)).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(LAST, places.acquire_many(all)).await;
    Ok(())
}

/// One connection, until either side ends it.
async fn connection(house: &Arc<House>, stream: TcpStream, peer: SocketAddr, mut stopped: watch::Receiver<bool>) {
    // Without it a small answer may wait for the other side's word; nothing else depends on it.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    let stream = std::pin::pin!(stream);
    let service = service_fn(move |request| {
        let house = house.clone();
        async move { Ok::<_, std::convert::Infallible>(answer(&house, peer.ip(), request).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = std::pin::pin!(served);
    let mut stopping = *stopped.borrow_and_update();
    if stopping {
        served.as_mut().graceful_shutdown();
    }
    loop {
        tokio::select! {
            // What goes wrong on a connection is the other side's affair.
            _ = served.as_mut() => return,
            _ = stopped.changed(), if !stopping => {
                stopping = true;
                served.as_mut().graceful_shutdown();
            }
        }
    }
}

/// Tells the meters on a listener of their own, to a few at a time.
async fn tell_meters(house: Arc<House>, listener: TcpListener) {
    let places = Arc::new(Semaphore::new(8));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let house = house.clone();
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let there = request.uri().path() == "/metrics" && request.method() == Method::GET;
                let reply = if there {
                    Reply::new(StatusCode::OK, metrics::MEDIA, house.meters.text())
                } else {
                    Reply::new(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "GET /metrics\n")
                };
                let response = reply.sent(request.method(), request.headers());
                async move { Ok::<_, std::convert::Infallible>(response) }
            });
            let served = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .serve_connection(TokioIo::new(stream), service);
            let _ = served.await;
            drop(place);
        });
    }
}

async fn asked_to_stop() {
    let interrupt = async {
        // If the signal cannot be listened for, the process is stopped the hard way.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { () = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    interrupt.await;
}
