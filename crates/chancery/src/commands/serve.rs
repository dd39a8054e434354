use std::net::SocketAddr;

use anyhow::Result;
use clap::Args;

use super::Global;
use crate::{
    followers, outcome,
    web::{
        self,
        public::{LogFormat, Serving},
    },
};

/// Serve the public record.
#[derive(Args)]
pub struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How many threads answer; one for each core without it
    #[arg(long, value_name = "N")]
    workers: Option<usize>,
    /// How many requests a minute each may send to search and to the interface for programs; 0 for any number
    #[arg(long, value_name = "N", default_value_t = 300)]
    requests_per_minute: u32,
    /// A proxy is in front: who asks is the last address of X-Forwarded-For
    #[arg(long)]
    behind_proxy: bool,
    /// How many connections at once; each takes an open file
    #[arg(long, value_name = "N", default_value_t = 512)]
    connections: usize,
    /// Log one line a request to standard error; it holds no address and no word of who asks
    #[arg(long, value_name = "FORM", value_enum)]
    log_format: Option<LogFormat>,
    /// Tell Prometheus on an address of its own, which should be reached by nobody else
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
}

impl Serve {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        followers::catch_up(&office)?;
        let site = web::public::Site::of(&office)?;
        // The site reads; it never holds the register.
        drop(office);
        web::public::serve(
            site,
            &Serving {
                listen: self.listen,
                workers: self.workers,
                a_minute: self.requests_per_minute,
                behind_proxy: self.behind_proxy,
                connections: self.connections,
                log: self.log_format,
                metrics: self.metrics,
            },
        )?;
        Ok(outcome::DONE)
    }
}
