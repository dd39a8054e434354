//! What is answered, and the answers that are kept until something on the record changes.

use std::io::Write as _;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header},
};
use flate2::{Compression, write::GzEncoder};
use quick_cache::{Weighter, sync::Cache};

use crate::followers::record::hex_digest;

/// How much of finished answers is kept, in bytes.
const KEPT: u64 = 64 * 1024 * 1024;
/// The largest answer that is kept.
const LARGEST_KEPT: usize = 1024 * 1024;
/// The smallest answer that is packed: a smaller one fits into one packet of the network as it is.
const SMALLEST_PACKED: usize = 1_300;
/// What ends the tag of a packed answer, whose bytes are others than those of the answer.
const PACKED: &str = "-gzip\"";

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The bytes.
    pub body: Bytes,
    /// The same bytes packed by gzip, where they have been.
    packed: Option<Bytes>,
}

impl Reply {
    /// An answer of a media type. A sound one bears the digest of its bytes as its tag, by which it is asked for again.
    pub fn new(status: StatusCode, media: &str, body: impl Into<Bytes>) -> Reply {
        let mut reply = Reply { status, headers: HeaderMap::new(), body: body.into(), packed: None };
        reply.set(header::CONTENT_TYPE, media);
        if status == StatusCode::OK {
            let tag = format!("\"{}\"", &hex_digest(&reply.body)[..32]);
            reply.set(header::ETAG, &tag);
            reply.set(header::CACHE_CONTROL, "public, max-age=0, must-revalidate");
        }
        reply
    }

    /// An answer without bytes.
    pub fn bare(status: StatusCode) -> Reply {
        Reply { status, headers: HeaderMap::new(), body: Bytes::new(), packed: None }
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

    /// With its bytes packed as well, where it may be kept, so that packing is done once, and where they are text.
    pub fn packed(mut self) -> Reply {
        let media = self.headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default();
        let text = media.starts_with("text/") || media.ends_with("xml") || media.ends_with("json");
        if !text || !self.may_be_kept() || self.body.len() < SMALLEST_PACKED {
            return self;
        }
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        self.packed = packer.write_all(&self.body).and_then(|()| packer.finish()).ok().map(Bytes::from);
        let vary = self
            .headers
            .get(header::VARY)
            .and_then(|vary| vary.to_str().ok())
            .map_or_else(|| "Accept-Encoding".to_owned(), |vary| format!("{vary}, Accept-Encoding"));
        self.set(header::VARY, &vary);
        self
    }

    /// As it is sent: whole or packed, without its bytes where only the head is asked for, or not at all where it is known already.
    pub fn sent(mut self, method: &Method, headers: &HeaderMap) -> Response<Body> {
        let tag = self.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
        let known = self.status == StatusCode::OK
            && !tag.is_empty()
            && headers.get(header::IF_NONE_MATCH).and_then(|sent| sent.to_str().ok()).is_some_and(|sent| {
                // Packed or not, it is the same answer.
                let plain = |one: &str| one.trim().trim_start_matches("W/").replace(PACKED, "\"");
                sent.trim() == "*" || sent.split(',').any(|one| plain(one) == tag)
            });
        if let Some(packed) = self.packed.take().filter(|_| unpacks(headers)) {
            self.body = packed;
            self.set(header::CONTENT_ENCODING, "gzip");
            if let Some(tag) = tag.strip_suffix('"') {
                self.set(header::ETAG, &format!("{tag}{PACKED}"));
            }
        }
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers;
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_TYPE);
            response.headers_mut().remove(header::CONTENT_ENCODING);
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

/// Whether whoever asks can unpack what gzip packed.
fn unpacks(headers: &HeaderMap) -> bool {
    let said = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|said| said.to_str().ok());
    // A weight of nothing says that it must not be; what is said of gzip counts more than what is said of all.
    let (mut own, mut any) = (None, None);
    for one in said.flat_map(|said| said.split(',')) {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok()).unwrap_or(1.0);
        match name.trim() {
            "gzip" => own = Some(weight > 0.0),
            "*" => any = Some(weight > 0.0),
            _ => {}
        }
    }
    own.or(any).unwrap_or(false)
}

/// Finished answers by what was asked.
pub type Kept = Cache<String, Reply, Weight>;

/// What an answer weighs: its bytes and about as much again for a small one's name and headers.
#[derive(Clone, Debug)]
pub struct Weight;

impl Weighter<String, Reply> for Weight {
    fn weight(&self, key: &String, reply: &Reply) -> u64 {
        (key.len() + reply.body.len() + reply.packed.as_ref().map_or(0, Bytes::len) + 1_000) as u64
    }
}

/// An empty store.
pub fn kept() -> Kept {
    Cache::with_weighter(20_000, KEPT, Weight)
}
