//! The house's own tests, in one binary: the walls and lists are as promised, and the real program walks its journeys.
#![allow(missing_docs)]

mod acts;
mod acts_page;
mod backup;
mod crash;
mod formats;
mod fsck;
mod journeys;
mod language_server;
mod letters;
mod lint;
mod office;
mod public;
mod resolver;
mod rule_pages;
mod site;
mod tidy;
