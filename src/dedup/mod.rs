//! Stage 2: paragraphs that were read before are dropped, and each removal names the copy that stayed.
//!
//! The same wire story stands on forty outlets; counted forty times it is forty opinions. This stage finds the copies:
//!
//! - [`fingerprint`]: a paragraph folded to letters and digits becomes a 64-bit number; pure, so any thread may do it;
//! - [`exact`]: equal fingerprints are copies, the first in input order stays; remembers, so it runs in order;
//! - [`near`]: of what stayed, the reworded and trimmed copies, found by MinHash and proved word by word; remembers too;
//! - [`boilerplate`]: of the copies, those that one outlet sets under every story;
//! - [`copies`] and [`removals`]: a record of each removal, from which boilerplate is learned;
//! - [`Versions`]: articles that come again, by their ids;
//! - [`remover`]: all of it, for callers that read article by article.
//!
//! ```
//! use stanceline::dedup::{ArticlePrints, Decision, ExactIndex, Fingerprinter, outlet_hash};
//!
//! let mut fingerprinter = Fingerprinter::new();
//! let mut index = ExactIndex::new().expect("a temporary file can be made");
//! let mut decisions = Vec::new();
//! let first = ["The minister “ruled out” sending soldiers to the border."];
//! let second = ["THE MINISTER \"RULED OUT\" SENDING SOLDIERS TO THE BORDER", "A line of its own, and nobody else's."];
//! for (id, paragraphs) in [("a", &first[..]), ("b", &second[..])] {
//!     let prints: Vec<_> = paragraphs.iter().map(|p| fingerprinter.fingerprint(p)).collect();
//!     let outlet = outlet_hash(Some("Harbour Post"));
//!     let article = ArticlePrints { id, outlet, fingerprints: &prints };
//!     index.decide(article, &mut decisions).expect("the index takes two articles");
//! }
//! // Decisions of the second article: its first paragraph is a copy of the first article's first.
//! let Decision::Copy(of) = decisions[0] else { panic!("a copy") };
//! let kept = index.resolve(of).expect("the spill file reads back");
//! assert_eq!((kept.article.as_str(), kept.paragraph), ("a", 0));
//! assert_eq!(decisions[1], Decision::Kept);
//! ```

pub mod fingerprint;
pub mod exact;
mod fold;
mod signature;
mod words;
mod spill;
pub mod near;
pub mod boilerplate;
pub mod removals;
pub mod copies;
pub mod remover;
mod versions;
mod articles;
mod table;
mod bucket;

pub use boilerplate::{Boilerplate, Standing};
pub use copies::Copies;
pub use exact::{ArticlePrints, Decision, ExactIndex, KeptCopy, Ordinal, outlet_hash, own_repeats};
pub use fingerprint::{Fingerprint, Fingerprinter, MIN_IDENTITY};
pub use near::{NearCopy, NearIndex, NearQuery, NearSettings};
pub use removals::{Removals, Removed, RemovedFor, RemovedKind};
pub use remover::{DedupCounts, Incoming, Remover};
pub use signature::Bands;
pub use versions::Versions;
pub use words::Sketch;
