//! How much anyone may ask: requests a minute of search and of the interface for programs, by who asks, and how many answers are
//! made at once. Nobody is remembered longer than a minute, and nothing of it is written anywhere.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::http::HeaderMap;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};

/// How many of those who ask are told apart; beyond them the others share one measure.
const TOLD_APART: usize = 100_000;
/// After how many requests those who have not asked for a while are forgotten.
const FORGOTTEN_AFTER: u64 = 4_096;
/// How often the forgetting is done at most.
const FORGOTTEN_EVERY: Duration = Duration::from_secs(10);

/// Who asks: an address, or the network of one subscriber where addresses are plenty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// An IPv4 address.
    V4(u32),
    /// The first 64 bits of an IPv6 address.
    V6(u64),
    /// Whoever cannot be told apart any more.
    Others,
}

impl Client {
    /// Who an address is.
    pub fn of(address: IpAddr) -> Client {
        match address {
            IpAddr::V4(four) => Client::V4(four.into()),
            IpAddr::V6(six) => match six.to_ipv4_mapped() {
                Some(four) => Client::V4(four.into()),
                None => Client::V6(prefix(six)),
            },
        }
    }

    /// Who asks, as the proxy in front of us says it: the last address of `X-Forwarded-For` is the one that it has seen
    /// itself; what stands before it anyone may have written.
    pub fn forwarded(peer: IpAddr, headers: &HeaderMap) -> Client {
        let last = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
        let named = last.and_then(|line| line.rsplit(',').next()).map(str::trim);
        let parsed = named.and_then(|text| {
            let bare = text.strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or(text);
            bare.parse().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip()))
        });
        Client::of(parsed.unwrap_or(peer))
    }
}

fn prefix(address: Ipv6Addr) -> u64 {
    u64::try_from(u128::from(address) >> 64).unwrap_or_default()
}

/// What is left to someone who asks, or how long it is until something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How many requests a minute there are in all.
    pub quota: u32,
    /// How many are left.
    pub left: u32,
    /// In how many seconds all of them are there again.
    pub whole_in: u64,
    /// How many seconds to wait before the next request, where none is left.
    pub wait: Option<u64>,
}

impl Measure {
    /// The header that states the measure.
    pub fn policy(&self) -> String {
        format!("\"requests\";q={};w=60", self.quota)
    }

    /// The header that states what is left.
    pub fn state(&self) -> String {
        format!("\"requests\";r={};t={}", self.left, self.whole_in)
    }
}

type Keyed = RateLimiter<Client, DashMapStateStore<Client>, DefaultClock, StateInformationMiddleware>;

/// The measure of requests a minute.
pub struct Asking {
    quota: NonZeroU32,
    limiter: Keyed,
    clock: DefaultClock,
    asked: AtomicU64,
    forgotten: Mutex<Instant>,
}

impl Asking {
    /// So many a minute, all of which may come at once; `None` for as many as anyone likes.
    pub fn of(a_minute: u32) -> Option<Asking> {
        let quota = NonZeroU32::new(a_minute)?;
        Some(Asking {
            quota,
            limiter: RateLimiter::dashmap(Quota::per_minute(quota)).with_middleware(),
            clock: DefaultClock::default(),
            asked: AtomicU64::new(0),
            forgotten: Mutex::new(Instant::now()),
        })
    }

    /// Counts a request of someone.
    pub fn ask(&self, client: Client) -> Measure {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGOTTEN_AFTER == FORGOTTEN_AFTER - 1 {
            self.forget();
        }
        // The length is kept by shards and costs little beside what is asked.
        let client = if self.limiter.len() < TOLD_APART { client } else { Client::Others };
        let quota = self.quota.get();
        match self.limiter.check_key(&client) {
            Ok(state) => {
                let left = state.remaining_burst_capacity();
                Measure { quota, left, whole_in: seconds(quota - left.min(quota), quota), wait: None }
            }
            Err(until) => {
                let wait = until.wait_time_from(self.clock.now());
                let wait = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                Measure { quota, left: 0, whole_in: 60, wait: Some(wait.max(1)) }
            }
        }
    }

    /// Lets go of those to whom everything is left again.
    fn forget(&self) {
        let mut last = self.forgotten.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= FORGOTTEN_EVERY || self.limiter.len() >= TOLD_APART {
            *last = Instant::now();
            drop(last);
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
    }
}

/// How many seconds it takes until so many requests of a quota a minute have come back.
fn seconds(used: u32, quota: u32) -> u64 {
    (u64::from(used) * 60).div_ceil(u64::from(quota))
}

/// How many connections each has open; nobody may hold so many that others find no place.
#[derive(Clone, Default)]
pub struct Open {
    held: Arc<Mutex<HashMap<Client, usize>>>,
}

impl Open {
    /// Takes a place for a connection; `None` if this one holds `most` already.
    pub fn take(&self, client: Client, most: usize) -> Option<Place> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(client).or_insert(0);
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place { open: self.clone(), client })
    }
}

/// A place of a connection, given back when it ends.
pub struct Place {
    open: Open,
    client: Client,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.open.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn one_who_asks_too_much_waits_and_the_others_do_not() {
        let asking = Asking::of(3).unwrap();
        let (one, other) = (Client::of("192.0.2.1".parse().unwrap()), Client::of("192.0.2.2".parse().unwrap()));
        let left: Vec<u32> = (0..3).map(|_| asking.ask(one).left).collect();
        assert_eq!(left, [2, 1, 0]);
        let refused = asking.ask(one);
        assert!(refused.wait.is_some_and(|wait| (1..=20).contains(&wait)), "{refused:?}");
        assert_eq!(asking.ask(other).wait, None);
        assert!(Asking::of(0).is_none());
    }

    #[test]
    fn addresses_of_one_subscriber_are_one() {
        let of = |text: &str| Client::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn only_what_the_proxy_itself_saw_counts() {
        let peer = "127.0.0.1".parse().unwrap();
        let mut headers = HeaderMap::new();
        assert_eq!(Client::forwarded(peer, &headers), Client::of(peer));
        headers.append("x-forwarded-for", HeaderValue::from_static("198.51.100.7, 192.0.2.1"));
        assert_eq!(Client::forwarded(peer, &headers), Client::of("192.0.2.1".parse().unwrap()));
        headers.append("x-forwarded-for", HeaderValue::from_static("[2001:db8::1]:443"));
        assert_eq!(Client::forwarded(peer, &headers), Client::of("2001:db8::1".parse().unwrap()));
        headers.append("x-forwarded-for", HeaderValue::from_static("no address"));
        assert_eq!(Client::forwarded(peer, &headers), Client::of(peer));
    }

    #[test]
    fn places_are_given_back() {
        let open = Open::default();
        let client = Client::V4(1);
        let first = open.take(client, 1).unwrap();
        assert!(open.take(client, 1).is_none());
        drop(first);
        assert!(open.take(client, 1).is_some());
        assert!(open.held.lock().unwrap().is_empty());
    }
}
