//! The public record as a site: GET and HEAD only, over read-only handles. It never performs an act.
//!
//! Every address is taken apart once (`request.rs`), answered from the catalogue, the index and the files (one file a page),
//! and a finished answer is kept until something on the record changes (`reply.rs`). Text on pages is escaped by the
//! templates; no page carries a script, and the content security policy forbids one.

mod api;
mod document;
mod feeds;
mod home;
mod limits;
mod log;
mod metrics;
mod reply;
mod request;
mod rules;
mod search;
mod server;
mod sitemap;
mod ui;

use std::{
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
    followers::record,
    office::Office,
};

/// How often the site looks whether the record has changed.
const LOOKED: Duration = Duration::from_millis(100);
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
        let changes = self.changes.load(Ordering::Acquire);
        let done = look(&handle)?;
        // After a rebuilding the old catalogue is gone; a handle that may be one of it is let go.
        if changes == self.changes.load(Ordering::Acquire) {
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
                let index = Arc::new(Index::open(&self.folder.join("index"))?);
                *held = Some(index.clone());
                Ok(index)
            }
        }
    }

    /// Today's date in the body's time zone.
    fn today(&self) -> String {
        self.body.date_of(Timestamp::now()).to_string()
    }

    /// What every page has around it.
    fn frame(&self, asked: &Asked, title: &str) -> Frame {
        let body =
            self.body.words(asked.ui.language()).and_then(|words| words.masthead.as_ref()).map(|m| m.body.clone());
        let rest = percent_encoding::utf8_percent_encode(&asked.path, PATH).to_string();
        Frame {
            title: title.to_owned(),
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
            feed: None,
        }
    }

    /// An organ's name in a language.
    fn organ_name(&self, code: &str, language: Language) -> String {
        let own = self.body.words(language).and_then(|words| words.organs.get(code)).cloned();
        own.or_else(|| self.body.organ(code).map(|organ| organ.name.clone())).unwrap_or_else(|| code.to_owned())
    }

    /// A date as a language writes it; as it stands where it is no whole date.
    fn date(&self, date: &str, language: Language) -> String {
        let whole = date.parse::<jiff::civil::Date>().ok();
        whole.zip(self.body.words(language)).map(|(date, words)| words.date(date)).unwrap_or_else(|| date.to_owned())
    }

    /// Keeps the finished answers true: looks every moment whether the record has changed, or the day.
    fn watch(self: &Arc<Site>) {
        let site = self.clone();
        std::thread::spawn(move || {
            let mut before = None;
            let mut handle: Option<Catalogue> = None;
            let mut inode = 0;
            loop {
                let there = |name: &str| std::fs::metadata(site.folder.join(name)).map_or(0, |meta| meta.ino());
                let now_inode = there("catalogue/catalogue.db").wrapping_mul(31).wrapping_add(there("index"));
                if now_inode != inode {
                    (inode, handle) = (now_inode, None);
                    site.handles.lock().unwrap_or_else(PoisonError::into_inner).clear();
                    *site.index.lock().unwrap_or_else(PoisonError::into_inner) = None;
                }
                if handle.is_none() {
                    handle = Catalogue::open(&site.folder).unwrap_or_default();
                }
                let version = handle.as_ref().and_then(|catalogue| catalogue.version().ok());
                let head = std::fs::metadata(site.folder.join("index/meta.json")).and_then(|meta| meta.modified()).ok();
                let now = (inode, version, head, site.today());
                if before.as_ref() != Some(&now) {
                    before = Some(now);
                    site.changes.fetch_add(1, Ordering::AcqRel);
                    site.kept.clear();
                }
                if Arc::strong_count(&site) == 1 {
                    return;
                }
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
    title: String,
    body: String,
    issuer: String,
    foot: String,
    ui: Ui,
    /// What stands in the search field.
    query: String,
    /// Code, own name and address of the page in each language of the site.
    languages: Vec<(&'static str, String, String)>,
    /// The address of a feed of what the page lists.
    feed: Option<String>,
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
    /// The day, as the page's language writes it.
    day: String,
    organs: String,
    states: Vec<String>,
    /// The languages in which it can be read, with their addresses.
    versions: Vec<(String, String)>,
}

impl Line {
    fn of(site: &Site, ui: Ui, brief: &Brief) -> Line {
        let language = ui.language();
        let (title, of) = brief.title_in(language);
        let of = of.unwrap_or(language);
        Line {
            address: format!("/{}{}", ui.code, brief.address),
            symbols: brief.symbols.iter().map(ToString::to_string).collect(),
            title,
            language: of.to_string(),
            direction: ui::direction(of),
            day: site.date(&brief.day, language),
            organs: brief
                .organs
                .iter()
                .map(|(code, ..)| site.organ_name(code, language))
                .collect::<Vec<_>>()
                .join(" · "),
            states: brief.states.clone(),
            versions: brief.languages.iter().map(|code| (code.clone(), format!("/{code}{}", brief.address))).collect(),
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
        ["search"] => search::page(site, asked),
        ["rules"] => rules::list(site, asked),
        ["rules", rule] => rules::page(site, asked, rule),
        ["style.css"] => Ok(Reply::new(StatusCode::OK, "text/css; charset=utf-8", STYLE)
            .with(header::CACHE_CONTROL, "public, max-age=3600")),
        ["record", rest @ ..] => log::file(site, asked, rest),
        ["api", rest @ ..] => api::answer(site, asked, rest),
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
