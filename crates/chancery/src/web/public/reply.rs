//! What is answered, and the answers that are kept until something on the record changes.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header},
};
use quick_cache::{Weighter, sync::Cache};

use crate::followers::record::hex_digest;

/// How much of finished answers is kept, in bytes.
const KEPT: u64 = 64 * 1024 * 1024;
/// The largest answer that is kept.
const LARGEST_KEPT: usize = 1024 * 1024;

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The bytes.
    pub body: Bytes,
}

impl Reply {
    /// An answer of a media type. A sound one bears the digest of its bytes as its tag, by which it is asked for again.
    pub fn new(status: StatusCode, media: &str, body: impl Into<Bytes>) -> Reply {
        let mut reply = Reply { status, headers: HeaderMap::new(), body: body.into() };
        reply.set(header::CONTENT_TYPE, media);
        if status == StatusCode::OK {
            let tag = format!("\"{}\"", &hex_digest(&reply.body)[..32]);
            reply.set(header::ETAG, &tag);
            reply.set(header::CACHE_CONTROL, "public, max-age=0, must-revalidate");
        }
        reply
    }

    /// A page.
    pub fn html(status: StatusCode, page: String) -> Reply {
        let mut reply = Reply::new(status, "text/html; charset=utf-8", page);
        reply.set(header::VARY, "Accept, Accept-Language");
        reply
    }

    /// JSON.
    pub fn json(status: StatusCode, value: &impl serde::Serialize) -> anyhow::Result<Reply> {
        Ok(Reply::new(status, "application/json", serde_json::to_vec(value)?))
    }

    /// Sets a header; a value that no header can hold is left out.
    pub fn set(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
    }

    /// With a header.
    pub fn with(mut self, name: HeaderName, value: &str) -> Reply {
        self.set(name, value);
        self
    }

    /// As it is sent: whole, without its bytes where only the head is asked for, or not at all where it is known already.
    pub fn sent(self, method: &Method, headers: &HeaderMap) -> Response<Body> {
        let known = self.status == StatusCode::OK
            && headers.get(header::IF_NONE_MATCH).and_then(|sent| sent.to_str().ok()).is_some_and(|sent| {
                let tag = self.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
                tag.is_some_and(|tag| {
                    sent.trim() == "*" || sent.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
                })
            });
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers;
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_TYPE);
            return response;
        }
        *response.status_mut() = self.status;
        if *method == Method::HEAD {
            if let Ok(length) = HeaderValue::from_str(&self.body.len().to_string()) {
                response.headers_mut().insert(header::CONTENT_LENGTH, length);
            }
        } else {
            *response.body_mut() = Body::from(self.body);
        }
        response
    }

    /// Whether it may be kept: only what is found, so that nobody fills the store with what is not there.
    pub fn may_be_kept(&self) -> bool {
        self.status == StatusCode::OK && self.body.len() <= LARGEST_KEPT
    }
}

/// Finished answers by what was asked.
pub type Kept = Cache<String, Reply, Weight>;

/// What an answer weighs: its bytes and about as much again for a small one's name and headers.
#[derive(Clone, Debug)]
pub struct Weight;

impl Weighter<String, Reply> for Weight {
    fn weight(&self, key: &String, reply: &Reply) -> u64 {
        (key.len() + reply.body.len() + 1_000) as u64
    }
}

/// An empty store.
pub fn kept() -> Kept {
    Cache::with_weighter(20_000, KEPT, Weight)
}
