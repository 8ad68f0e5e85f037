//! What a run was: engine, lexicons, options, inputs, counts. Nothing in it varies between equal runs.

use serde::{Deserialize, Serialize};

use super::near::Near;
use crate::model::Bucket;
use crate::read::Input;

/// Name of the manifest's schema.
pub const MANIFEST_SCHEMA: &str = "stanceline.manifest/1";

/// The content of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always [`MANIFEST_SCHEMA`].
    pub schema: String,
    /// Engine and its version.
    pub engine: String,
    /// SHA-256 of the lexicons.
    pub lexicons: String,
    /// Options that reach an output.
    pub options: ManifestOptions,
    /// Inputs in the order in which they were read.
    pub inputs: Vec<ManifestInput>,
    /// Inputs that were named and are not there; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// What was counted.
    pub counts: Counts,
}

/// Options that reach an output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManifestOptions {
    /// Topic.
    pub topic: String,
    /// Width of the timeline's buckets.
    pub by: Bucket,
    /// Statements below it are left out.
    pub min_confidence: f64,
    /// Whether paragraphs that an earlier article had stayed.
    pub keep_copies: bool,
    /// Of which articles near copies were removed.
    pub near: Near,
    /// How many days apart they lay at most.
    pub near_window: u16,
    /// Longest line read, in bytes.
    pub max_line: usize,
    /// Longest body read, in bytes.
    pub max_article: usize,
    /// Fields read from keys of the user's own, `field=key`.
    pub fields: Vec<String>,
}

/// One input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestInput {
    /// Name as given; `-` for standard input.
    pub name: String,
    /// Bytes on disk; null where that cannot be known.
    pub bytes: Option<u64>,
}

impl From<&Input> for ManifestInput {
    fn from(input: &Input) -> Self {
        Self {
            name: input.name.clone(),
            bytes: input.bytes,
        }
    }
}

/// What a run counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Articles read.
    pub articles: u64,
    /// Paragraphs in them.
    pub paragraphs: u64,
    /// Paragraphs removed.
    pub removed: RemovedCounts,
    /// Articles that may be about the topic.
    pub gate_passes: u64,
    /// Statements written.
    pub statements: u64,
    /// Records that could not be read, and inputs that are not there.
    pub rejects: u64,
    /// Inputs that are not there; left out where there are none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub missing: u64,
    /// Articles with a date that could not be read: they are taken as undated.
    #[serde(default)]
    pub unread_dates: u64,
    /// Articles whose id came before.
    pub duplicate_ids: u64,
    /// Articles that came after one that was published later. Where there are none, copies were decided as the store decides
    /// them: the earliest published is the original.
    pub out_of_order: u64,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the serializer hands over a reference"
)]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Paragraphs removed, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RemovedCounts {
    /// Repeats inside one article.
    pub repeat: u64,
    /// Exact copies of an earlier article's paragraph.
    pub exact: u64,
    /// Near copies.
    pub near: u64,
    /// Boilerplate of an outlet.
    pub boilerplate: u64,
}
