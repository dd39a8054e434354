//! How findings and rules are shown, and how repairs are made: for the terminal, for other programs, and for whatever else
//! shows a letter beside its faults.

pub mod language_server;
pub mod mend;
pub mod rules;
pub mod sarif;
pub mod terminal;
