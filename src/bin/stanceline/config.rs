//! Settings from a TOML file, with the names of the flags. What is typed wins over what is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

/// The file as written: `--max-line` is `max-line`, `--field text=body` is `text = "body"` under `[field]`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) out: Option<PathBuf>,
    #[serde(default)]
    pub(crate) lexicons: Vec<PathBuf>,
    pub(crate) topic: Option<String>,
    pub(crate) threads: Option<usize>,
    pub(crate) by: Option<String>,
    pub(crate) near: Option<String>,
    pub(crate) near_window: Option<u16>,
    pub(crate) quiet: Option<bool>,
    pub(crate) max_line: Option<u64>,
    pub(crate) max_article: Option<u64>,
    pub(crate) min_confidence: Option<f64>,
    pub(crate) keep_copies: Option<bool>,
    #[serde(default)]
    pub(crate) field: BTreeMap<String, String>,
}

impl Config {
    /// Reads the file, if one is named.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the settings in {} cannot be read", path.display()))?;
        toml::from_str(&text)
            .with_context(|| format!("the settings in {} are not well formed", path.display()))
    }
}
