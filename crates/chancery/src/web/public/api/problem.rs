//! What went wrong, as RFC 9457 has it: an object that says what to do.

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::objects::Listed;
use crate::web::public::reply::Reply;

/// The media type of a problem.
pub const MEDIA: &str = "application/problem+json";

/// A place in a parameter's value.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Place)]
pub struct Place {
    /// First byte of the place, in UTF-8.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

/// What went wrong and what to do about it (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem it is: an address on the page about this interface, relative to this site.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The kind in words; the same for every problem of the kind.
    title: &'static str,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What to do.
    pub detail: String,
    /// The parameter that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parameter: Option<String>,
    /// The place in that parameter's value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    span: Option<Place>,
    /// What is on record nearest to what was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    nearest: Vec<Listed>,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Problem {
        Problem {
            kind,
            title,
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
            span: None,
            nearest: Vec::new(),
        }
    }

    /// A parameter whose value cannot be used.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Problem {
        let new = Problem::new(StatusCode::BAD_REQUEST, "/api#parameter", "A parameter cannot be used", detail);
        Problem { parameter: Some(name.to_owned()), ..new }
    }

    /// A query that was not understood, and where.
    pub fn query(detail: impl Into<String>, start: usize, end: usize) -> Problem {
        let new = Problem::new(StatusCode::BAD_REQUEST, "/api#query", "The query was not understood", detail);
        Problem { parameter: Some("q".to_owned()), span: Some(Place { start, end }), ..new }
    }

    /// No document that anyone may read: it may be restricted, not issued yet or unknown, and nobody can tell which.
    pub fn document(nearest: Vec<Listed>) -> Problem {
        let detail = "No document that anyone may read answers to this symbol. Write a symbol of this body in any form, \
                      or search.";
        let new = Problem::new(StatusCode::NOT_FOUND, "/api#document", "Not on the public record", detail);
        Problem { nearest, ..new }
    }

    /// Something else that is not there.
    pub fn missing(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "/api#missing", "There is nothing at this address", detail)
    }

    /// An address that cannot be read.
    pub fn address() -> Problem {
        let detail = "This address cannot be read: write it in UTF-8, percent-encoded, without control characters and in \
                      at most 2,000 bytes.";
        Problem::new(StatusCode::BAD_REQUEST, "/api#address", "The address cannot be read", detail)
    }

    /// A method that the record does not know.
    pub fn method() -> Problem {
        let detail = "The record is read and never changed from here: use GET or HEAD.";
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "/api#method", "This method is not allowed", detail)
    }

    /// Too many requests.
    pub fn too_many(wait: u64) -> Problem {
        let detail = format!(
            "Too many requests came from where you are. Wait {wait} seconds before the next, and see the RateLimit header."
        );
        Problem::new(StatusCode::TOO_MANY_REQUESTS, "/api#limit", "Too many requests", detail)
    }

    /// Nobody had time.
    pub fn busy() -> Problem {
        let detail = "The office is busy. Ask again in the number of seconds that Retry-After names.";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "/api#busy", "The office is busy", detail)
    }

    /// Something broke.
    pub fn failure() -> Problem {
        let detail = "Something failed, and the office has been told. Ask again later.";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "/api#failure", "Something failed", detail)
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// As an answer.
    pub fn reply(&self) -> Reply {
        // An object of texts and numbers can always be written.
        Reply::new(self.status(), MEDIA, serde_json::to_vec(self).unwrap_or_default())
    }
}
