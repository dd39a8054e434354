//! The public record as a site: GET and HEAD only, over read-only handles. It never performs an act.
//!
//! Every address is taken apart once (`request.rs`), answered from the catalogue, the index and the files (one file a page),
//! and a finished answer is kept until something on the record changes (`reply.rs`). Text on pages is escaped by the
//! templates; no page carries a script, and the content security policy forbids one.

mod api;
mod browse;
mod citations;
mod document;
mod feeds;
mod gaps;
mod help;
mod home;
mod limits;
mod list;
mod log;
mod metrics;
mod names;
mod reply;
mod request;
mod rules;
mod search;
mod server;
mod sitemap;
mod ui;

use std::{
    cell::RefCell,
    os::unix::fs::MetadataExt,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result};
use askama::Template;
use axum::http::{StatusCode, header};
use chancery_find::Index;
use chancery_model::{Body, Language};
use chancery_register::files::Files;
use jiff::Timestamp;
use tokio::sync::Semaphore;

pub use self::server::{LogFormat, Serving, serve};
use self::{
    reply::{Kept, Reply},
    request::{Accept, Asked},
    ui::{LANGUAGES, Ui},
};
use crate::{
    catalogue::{Brief, Catalogue},
    followers::{self, record},
    office::Office,
};

/// How often the site looks whether the record has changed.
const LOOKED: Duration = Duration::from_millis(100);
/// How many threads look for the answer to one query.
const MOST_SEARCHING: usize = 4;
/// How many answers are made at once; the others wait.
const AT_ONCE: usize = 32;

/// What the site needs: where to read, and who speaks.
pub struct Site {
    folder: PathBuf,
    body: Arc<Body>,
    issuer: String,
    foot: Option<String>,
    address: Option<String>,
    log_name: String,
    log_key: String,
    files: Files,
    kept: Kept,
    /// Grows whenever something on the record has changed: an answer that was begun before is not kept.
    changes: AtomicU64,
    /// Grows whenever catalogue or index were built anew, so that what is open is opened again.
    built: AtomicU64,
    /// Handles of the catalogue that nobody uses just now.
    handles: Mutex<Vec<Catalogue>>,
    index: Mutex<Option<Arc<Index>>>,
    turns: Arc<Semaphore>,
}

impl Site {
    /// The site of an office.
    pub fn of(office: &Office) -> Result<Site> {
        Ok(Site {
            folder: office.folder.clone(),
            body: office.body.clone(),
            issuer: office.issuer(),
            foot: office.foot(),
            address: office.config.address.clone(),
            log_name: office.config.record_name.clone(),
            log_key: record::public_key(office)?.to_string(),
            files: Files::open(&office.folder.join("files")).context("the file store cannot be read")?,
            kept: reply::kept(),
            changes: AtomicU64::new(0),
            built: AtomicU64::new(0),
            handles: Mutex::new(Vec::new()),
            index: Mutex::new(None),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// Looks at the catalogue through a handle of one's own.
    fn look<T>(&self, look: impl FnOnce(&Catalogue) -> Result<T>) -> Result<T> {
        let free = self.handles.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let handle = match free {
            Some(handle) => handle,
            None => Catalogue::open(&self.folder)?
                .context("there is no catalogue; `chancery rebuild catalogue` makes it")?,
        };
        let built = self.built.load(Ordering::Acquire);
        let done = look(&handle)?;
        // After a rebuilding the old catalogue is gone; a handle that may be one of it is let go.
        if built == self.built.load(Ordering::Acquire) {
            self.handles.lock().unwrap_or_else(PoisonError::into_inner).push(handle);
        }
        Ok(done)
    }

    /// The search index.
    fn index(&self) -> Result<Arc<Index>> {
        let mut held = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Some(index) => Ok(index.clone()),
            None => {
                let threads = std::thread::available_parallelism().map_or(1, |all| all.get().min(MOST_SEARCHING));
                let index = Arc::new(Index::open_with_threads(&self.folder.join("index"), threads)?);
                *held = Some(index.clone());
                Ok(index)
            }
        }
    }

    /// Another spelling of a query that found little.
    fn suggestion(&self, query: &chancery_find::Query, total: u64) -> Result<Option<chancery_find::Suggestion>> {
        let index = self.index()?;
        followers::index::suggestion(&index, &self.body, query, total)
    }

    /// The site's address without a slash at its end, where the office has named it.
    fn base(&self) -> Option<String> {
        let named = self.address.as_deref()?.trim_end_matches('/');
        let whole = if named.contains("://") { named.to_owned() } else { format!("https://{named}") };
        (!named.is_empty()).then_some(whole)
    }

    /// An address with the site's own before it, where the office has named it.
    fn whole(&self, path: &str) -> String {
        format!("{}{path}", self.base().unwrap_or_default())
    }

    /// Today's date in the body's time zone.
    fn today(&self) -> String {
        self.body.date_of(Timestamp::now()).to_string()
    }

    /// What every page has around it.
    fn frame(&self, asked: &Asked, title: &str) -> Frame {
        let body =
            self.body.words(asked.ui.language()).and_then(|words| words.masthead.as_ref()).map(|m| m.body.clone());
        let mut rest = percent_encoding::utf8_percent_encode(&asked.path, PATH).to_string();
        // In another language the page says the same: what was asked goes along, but for a language it names itself.
        let mut joint = '?';
        for (key, value) in asked.parameters.iter().filter(|(key, _)| !document::names_a_language(key)) {
            let encoded = |text| percent_encoding::utf8_percent_encode(text, PARAMETER);
            rest.push_str(&format!("{joint}{}={}", encoded(key), encoded(value)));
            joint = '&';
        }
        Frame {
            title: title.to_owned(),
            window: title.to_owned(),
            body: body.filter(|name| !name.is_empty()).unwrap_or_else(|| self.body.charter.name.clone()),
            issuer: self.issuer.clone(),
            foot: self.foot.clone().unwrap_or_default(),
            ui: asked.ui,
            query: String::new(),
            languages: LANGUAGES
                .into_iter()
                .map(|code| {
                    let language = Language::parse(code).unwrap_or(Language::EN);
                    let name = self.body.words(language).map_or_else(|| code.to_owned(), |words| words.name.clone());
                    (code, name, format!("/{code}/{rest}"))
                })
                .collect(),
            anywhere: format!("/{rest}"),
            feed: None,
            place: asked.parts().first().map(|part| (*part).to_owned()).unwrap_or_default(),
            crumbs: Vec::new(),
            before: None,
            after: None,
            wide: false,
        }
    }

    /// Forgets the finished answers if the record has changed since this thread last looked, so that none outlives what it
    /// tells. Asking costs a look at memory that the database shares between processes.
    fn notice(&self) {
        thread_local! {
            static SEEN: RefCell<Option<(u64, Catalogue, u64)>> = const { RefCell::new(None) };
        }
        let built = self.built.load(Ordering::Acquire);
        SEEN.with_borrow_mut(|seen| {
            if seen.as_ref().is_none_or(|(before, ..)| *before != built) {
                let opened = Catalogue::open(&self.folder).ok().flatten();
                *seen = opened
                    .and_then(|catalogue| Some((built, catalogue.version().ok()?, catalogue)))
                    .map(|(built, version, catalogue)| (built, catalogue, version));
                return self.forget();
            }
            if let Some((_, catalogue, before)) = seen
                && let Ok(version) = catalogue.version()
                && version != *before
            {
                *before = version;
                self.forget();
            }
        });
    }

    fn forget(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.kept.clear();
    }

    /// Looks every moment whether catalogue or index were built anew, or a new day has begun, for which one must look at the
    /// disk.
    fn watch(self: &Arc<Site>) {
        let site = Arc::downgrade(self);
        std::thread::spawn(move || {
            let mut before = None;
            while let Some(site) = site.upgrade() {
                // A number that was free is soon given again, so the moment of its making belongs to it.
                let there = |name: &str| {
                    std::fs::metadata(site.folder.join(name)).ok().map(|meta| (meta.ino(), meta.created().ok()))
                };
                let now = (there("catalogue/catalogue.db"), there("index"), site.today());
                if before.as_ref() != Some(&now) {
                    before = Some(now);
                    site.built.fetch_add(1, Ordering::AcqRel);
                    site.handles.lock().unwrap_or_else(PoisonError::into_inner).clear();
                    *site.index.lock().unwrap_or_else(PoisonError::into_inner) = None;
                    site.forget();
                }
                drop(site);
                std::thread::sleep(LOOKED);
            }
        });
    }
}

/// What stays as it is in a path of an address.
const PATH: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What stays as it is in a parameter of an address.
const PARAMETER: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What every page has around it.
struct Frame {
    /// The page's heading.
    title: String,
    /// What the window calls the page.
    window: String,
    body: String,
    issuer: String,
    foot: String,
    ui: Ui,
    /// What stands in the search field.
    query: String,
    /// Code, own name and address of the page in each language of the site.
    languages: Vec<(&'static str, String, String)>,
    /// The address of the page for whoever has not chosen a language.
    anywhere: String,
    /// The address of a feed of what the page lists.
    feed: Option<String>,
    /// The part of the site: the first part of the path.
    place: String,
    /// The pages above this one: name and address.
    crumbs: Vec<(String, String)>,
    /// The page before this one: of a list, or of the days.
    before: Option<String>,
    /// The page after this one.
    after: Option<String>,
    /// Whether the page needs the whole width.
    wide: bool,
}

impl Frame {
    /// The title as the window and other programs show it: without the marks that keep directions apart.
    fn plain_title(&self) -> String {
        self.window.replace(['\u{2068}', '\u{2069}'], "")
    }

    /// The parts of the site: the message that names it, its path, and whether this page is of it.
    fn parts(&self) -> Vec<(&'static str, &'static str, bool)> {
        const PARTS: [(&str, &str, &str); 8] = [
            ("daily-list", "/", "daily"),
            ("documents-all", "/documents", "documents"),
            ("organs", "/organs", "organs"),
            ("senders", "/senders", "senders"),
            ("kinds", "/kinds", "kinds"),
            ("dates", "/dates", "dates"),
            ("most-cited", "/cited", "cited"),
            ("gaps", "/gaps", "gaps"),
        ];
        let here = if self.place.is_empty() { "daily" } else { &self.place };
        PARTS.into_iter().map(|(name, path, place)| (name, path, place == here)).collect()
    }

    /// Below these pages: name and path behind the language.
    fn under(mut self, above: &[(&str, &str)]) -> Frame {
        self.crumbs.extend(above.iter().map(|(name, path)| ((*name).to_owned(), format!("/{}{path}", self.ui.code))));
        self
    }

    /// With a feed of what the page lists; its address is the page's own under `feeds`.
    fn with_feed(mut self, path: &str) -> Frame {
        self.feed = Some(format!("/{}/feeds/{path}", self.ui.code));
        self
    }
}

#[derive(Template)]
#[template(path = "missing.html")]
struct Missing {
    frame: Frame,
    nearest: Vec<Line>,
}

#[derive(Template)]
#[template(path = "failed.html")]
struct FailedPage {
    frame: Frame,
}

/// A document as a line of a list.
struct Line {
    address: String,
    symbols: Vec<String>,
    title: String,
    /// The language of the title.
    language: String,
    direction: &'static str,
    /// The day, as programs write it.
    date: String,
    /// The day, as the page's language writes it.
    day: String,
    organs: String,
    /// Who sent it: States and observers, as the page's language calls them.
    senders: String,
    imported: bool,
    /// The languages in which it can be read: code, address and the language's own name.
    versions: Vec<(String, String, String)>,
}

impl Line {
    fn of(site: &Site, ui: Ui, brief: &Brief) -> Line {
        let language = ui.language();
        let (title, of) = brief.title_in(language);
        let of = of.unwrap_or(language);
        let mut organs: Vec<String> = Vec::new();
        for (code, ..) in &brief.organs {
            let name = site.organ_name(code, language);
            if !organs.contains(&name) {
                organs.push(name);
            }
        }
        Line {
            address: format!("/{}{}", ui.code, brief.address),
            symbols: brief.symbols.iter().map(ToString::to_string).collect(),
            title,
            language: of.to_string(),
            direction: ui::direction(of),
            day: site.date(&brief.day, language),
            date: brief.day.clone(),
            organs: organs.join(" · "),
            senders: brief.states.iter().map(|state| site.state_name(state, language)).collect::<Vec<_>>().join(" · "),
            imported: brief.imported,
            versions: brief
                .languages
                .iter()
                .map(|code| (code.clone(), format!("/{code}{}", brief.address), site.own_name(code)))
                .collect(),
        }
    }
}

/// The strictest policy that still shows our own style sheet.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Which page answers: the first part of the path behind the language. What is no page's is a document's.
fn page(site: &Site, asked: &Asked) -> Result<Reply> {
    match asked.parts().as_slice() {
        [] => home::page(site, asked),
        ["daily"] => home::page(site, asked),
        ["daily", day] => home::day(site, asked, day),
        ["documents"] => browse::documents(site, asked),
        ["organs"] => browse::organs(site, asked),
        ["organs", organ] => browse::organ(site, asked, organ),
        ["organs", organ, period] => browse::period(site, asked, organ, period),
        ["organs", organ, period, "items", item] => browse::item(site, asked, organ, period, item),
        ["senders"] => browse::senders(site, asked),
        ["senders", name] => browse::sender(site, asked, name),
        ["kinds"] => browse::kinds(site, asked),
        ["kinds", kind] => browse::kind(site, asked, kind),
        ["dates"] => browse::years(site, asked),
        ["dates", year] => browse::year(site, asked, year),
        ["dates", year, month] => browse::month(site, asked, year, month),
        ["cited"] => citations::most(site, asked),
        ["citations", symbol @ ..] => citations::of(site, asked, symbol),
        ["neighbourhood", symbol @ ..] => citations::neighbourhood(site, asked, symbol),
        ["gaps"] => gaps::all(site, asked),
        ["gaps", series @ .., period] => gaps::series(site, asked, series, period),
        ["search"] => search::page(site, asked),
        ["search", "help"] => help::search(site, asked),
        ["rules"] => rules::list(site, asked),
        ["rules", rule] => rules::page(site, asked, rule),
        ["style.css"] => Ok(Reply::new(StatusCode::OK, "text/css; charset=utf-8", STYLE)
            .with(header::CACHE_CONTROL, "public, max-age=3600")),
        ["record", rest @ ..] => log::file(site, asked, rest),
        // What else begins so is an address of resolvers of old: `/api/symbol/access?s=…`.
        ["api"] | ["api", "v1", ..] => api::answer(site, asked, &asked.parts()[1..]),
        ["feeds", rest @ ..] => feeds::page(site, asked, rest),
        ["robots.txt"] => sitemap::robots(site),
        ["sitemap.xml"] => sitemap::index(site, asked),
        ["sitemaps", file] => sitemap::page(site, asked, file),
        _ => document::resolve(site, asked),
    }
}

const STYLE: &str = include_str!("../../../templates/style.css");

fn failed(site: &Site, asked: &Asked) -> Reply {
    let page = FailedPage { frame: site.frame(asked, &asked.ui.t("failed")) };
    Reply::html(StatusCode::INTERNAL_SERVER_ERROR, page.render().unwrap_or_default())
}

/// The answer to everything that is not public or not there. It depends on what was asked only through what is public.
fn missing(site: &Site, asked: &Asked, nearest: &[Brief]) -> Result<Reply> {
    let nearest = nearest.iter().map(|brief| Line::of(site, asked.ui, brief)).collect();
    let page = Missing { frame: site.frame(asked, &asked.ui.t("missing")), nearest };
    Ok(Reply::html(StatusCode::NOT_FOUND, page.render()?))
}
