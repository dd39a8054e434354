use std::net::SocketAddr;

use anyhow::Result;
use clap::Args;

use super::Global;
use crate::{followers, outcome, web};

/// Serve the public record.
#[derive(Args)]
pub struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How many threads answer; one for each core without it
    #[arg(long, value_name = "N")]
    workers: Option<usize>,
}

impl Serve {
    pub fn run(self, here: &Global) -> Result<u8> {
        let office = here.office()?;
        followers::catch_up(&office)?;
        let site = web::public::Site::of(&office)?;
        // The site reads; it never holds the register.
        drop(office);
        web::public::serve(site, self.listen, self.workers)?;
        Ok(outcome::DONE)
    }
}
