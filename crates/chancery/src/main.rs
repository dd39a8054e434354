//! Chancery: the one binary. It joins the rooms; the whole way of a letter is told in `flow.rs`.

mod adopt;
mod assets;
mod backup;
mod catalogue;
mod commands;
mod config;
mod diagnose;
mod digests;
mod flow;
mod followers;
mod fsck;
mod office;
mod outcome;
mod verify;
mod view;
mod web;

fn main() -> std::process::ExitCode {
    // A reader that stops reading, as `head` does, ends the program quietly instead of failing it.
    sigpipe::reset();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_max_level(if std::env::var_os("CHANCERY_LOG").is_some() {
            tracing::Level::DEBUG
        } else {
            tracing::Level::WARN
        })
        .init();
    commands::run()
}
