//! `stanceline`: who stands where on which proposal, since when, and which sentence says so.
//!
//! The pipeline, in reading order:
//!
//! 1. `read`: paths and streams become articles;
//! 2. `dedup`: paragraphs seen before are dropped;
//! 3. `segment`: what passes the gate becomes sentences, words, quotations and clauses;
//! 4. `tag`: mentions of actors and proposals;
//! 5. `attribute`: who says what;
//! 6. `stance`: who holds which stance;
//! 7. `timeline`: statements add up to series and shifts;
//! 8. `feed`: one output format a file.
//!
//! `pipeline` wires them; it is the only place that names every stage and the only one that starts threads.

pub mod error;
pub mod model;
pub mod lexicon;
pub mod read;
pub mod dedup;
pub mod segment;
pub mod tag;
pub mod attribute;
pub mod stance;
pub mod timeline;
pub mod feed;
pub mod store;
pub mod evaluate;
pub mod pipeline;

pub use error::{Error, ErrorKind, Result};
