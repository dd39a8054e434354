//! The public record as a site: GET only, over a read-only handle. It never performs an act.
//!
//! Text on pages is escaped by the templates; no page carries a script, and the content security policy forbids one.

mod document;
mod home;
mod log;
mod rules;
mod search;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use askama::Template;
use axum::{
    Router,
    body::Body as Bytes,
    http::{HeaderName, HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use chancery_model::Body;
use chancery_register::{Reader, files::Files};
use tower_http::{set_header::SetResponseHeaderLayer, timeout::TimeoutLayer};

use crate::{followers::record, office::Office, view::View};

/// What the site needs: where to read, and who speaks.
pub struct Site {
    folder: PathBuf,
    body: Arc<Body>,
    issuer: String,
    foot: Option<String>,
    log_name: String,
    log_key: String,
}

impl Site {
    /// The site of an office.
    pub fn of(office: &Office) -> Result<Site> {
        Ok(Site {
            folder: office.folder.clone(),
            body: office.body.clone(),
            issuer: office.issuer(),
            foot: office.foot(),
            log_name: office.config.record_name.clone(),
            log_key: record::public_key(office)?.to_string(),
        })
    }

    /// Looks at the record through a read-only connection of its own.
    fn look<T>(&self, look: impl FnOnce(&View<'_>) -> Result<T>) -> Result<T> {
        let reader = Reader::open(&self.folder.join("journal")).context("the journal cannot be read")?;
        let files = Files::open(&self.folder.join("files")).context("the file store cannot be read")?;
        look(&View { body: &self.body, reader: &reader, files: &files, folder: &self.folder })
    }

    fn frame(&self, title: &str) -> Frame {
        Frame {
            title: title.to_owned(),
            body: self.body.charter.name.clone(),
            issuer: self.issuer.clone(),
            foot: self.foot.clone().unwrap_or_default(),
        }
    }
}

/// What every page has around it.
struct Frame {
    title: String,
    body: String,
    issuer: String,
    foot: String,
}

#[derive(Template)]
#[template(path = "missing.html")]
struct Missing {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "failed.html")]
struct FailedPage {
    frame: Frame,
}

/// The strictest policy that still shows our own style sheet.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The router: every address of the site on one page.
fn router(site: Arc<Site>) -> Router {
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(home::page))
        .route("/search", get(search::page))
        .route("/rules", get(rules::list))
        .route("/rules/{rule}", get(rules::page))
        .route("/style.css", get(style))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/record/key", get(log::key))
        .route("/record/checkpoint", get(log::checkpoint))
        .route("/record/acts/{index}", get(log::act))
        .route("/record/tile/{*path}", get(log::tile))
        .fallback(get(document::resolve))
        .layer(header(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "no-referrer"))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(20)))
        .with_state(site)
}

/// Serves until the process is asked to stop; requests under way are finished.
pub fn serve(site: Site, listen: SocketAddr) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener =
            tokio::net::TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        println!("serving http://{}/", listener.local_addr()?);
        axum::serve(listener, router(Arc::new(site))).with_graceful_shutdown(asked_to_stop()).await?;
        Ok(())
    })
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

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")], STYLE)
}

const STYLE: &str = include_str!("../../../templates/style.css");

/// Does blocking work away from the threads that answer, and turns a failure into a page without detail.
async fn answer<F>(site: Arc<Site>, work: F) -> Response<Bytes>
where
    F: FnOnce(&Site) -> Result<Response<Bytes>> + Send + 'static,
{
    let shared = site.clone();
    let done = tokio::task::spawn_blocking(move || work(&shared)).await;
    match done {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => {
            tracing::error!("{error:#}");
            failed(&site)
        }
        Err(error) => {
            tracing::error!("{error}");
            failed(&site)
        }
    }
}

fn failed(site: &Site) -> Response<Bytes> {
    let page = FailedPage { frame: site.frame("Something failed") };
    html(StatusCode::INTERNAL_SERVER_ERROR, page.render().unwrap_or_default())
}

/// The one answer to everything that is not public or not there; it depends on nothing that was asked.
fn missing(site: &Site) -> Result<Response<Bytes>> {
    Ok(html(StatusCode::NOT_FOUND, Missing { frame: site.frame("Not on the public record") }.render()?))
}

fn html(status: StatusCode, page: String) -> Response<Bytes> {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}
