//! What the office serves. `public` reads and nothing else; the desk of signed-in officers will stand beside it.

pub mod public;
