//! What the office's own people may count: requests by kind of page and status, their time, connections. It is told on a listener
//! of its own, and nothing in it depends on what is not public: no number of the journal, no symbol, no address, no word.

use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// The media type of what [`Meters::text`] writes.
pub const MEDIA: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Bounds of the classes of time, in seconds: from a finished answer to one that is given up.
const TIMES: [f64; 12] = [0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 20.0];

type Label = [(&'static str, &'static str); 1];
type Labels = [(&'static str, &'static str); 2];

/// The meters of the site.
pub struct Meters {
    registry: Registry,
    requests: Family<Labels, Counter>,
    times: Family<Label, Histogram>,
    kept: Family<Label, Counter>,
    refused: Family<Label, Counter>,
    /// Connections that are open.
    pub connections: Gauge,
    /// Lines of the log of requests that could not be written in time.
    pub lines_lost: Counter,
}

impl Meters {
    /// Meters that stand at nothing.
    pub fn new() -> Meters {
        let mut registry = Registry::with_prefix("chancery");
        let requests = Family::default();
        let times = Family::<Label, Histogram>::new_with_constructor(|| Histogram::new(TIMES));
        let (kept, refused) = (Family::default(), Family::default());
        let connections = Gauge::default();
        let lines_lost = Counter::default();
        registry.register("requests", "Requests by kind of page and class of status", requests.clone());
        registry.register("request_seconds", "Seconds until an answer was there, by kind of page", times.clone());
        registry.register("answers_kept", "Answers by whether they were finished already", kept.clone());
        registry.register("refused", "Requests and connections that were refused, by why", refused.clone());
        registry.register("connections", "Connections that are open", connections.clone());
        registry.register("log_lines_lost", "Lines of the log of requests that were lost", lines_lost.clone());
        Meters { registry, requests, times, kept, refused, connections, lines_lost }
    }

    /// Counts an answer.
    pub fn answered(&self, page: &'static str, status: u16, seconds: f64) {
        let class = match status {
            100..=199 => "1xx",
            200..=299 => "2xx",
            300..=399 => "3xx",
            400..=499 => "4xx",
            _ => "5xx",
        };
        self.requests.get_or_create(&[("page", page), ("status", class)]).inc();
        self.times.get_or_create(&[("page", page)]).observe(seconds);
    }

    /// Counts whether an answer was finished already.
    pub fn was_kept(&self, kept: bool) {
        self.kept.get_or_create(&[("finished", if kept { "yes" } else { "no" })]).inc();
    }

    /// Counts a refusal: `limit`, `busy`, `time`, `connections`.
    pub fn refused(&self, why: &'static str) {
        self.refused.get_or_create(&[("why", why)]).inc();
    }

    /// All of it, as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing into a text cannot fail; what was written of it is given in any case.
        let _ = encode(&mut out, &self.registry);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_told() {
        let meters = Meters::new();
        meters.answered("document", 404, 0.000_2);
        meters.was_kept(true);
        meters.refused("limit");
        let text = meters.text();
        for line in [
            "chancery_requests_total{page=\"document\",status=\"4xx\"} 1",
            "chancery_request_seconds_count{page=\"document\"} 1",
            "chancery_answers_kept_total{finished=\"yes\"} 1",
            "chancery_refused_total{why=\"limit\"} 1",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
