//! Settings from a TOML file, with the names of the flags. What is typed wins over what is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use stanceline::read::Field;

use crate::run::{field, typed_field};
use crate::sizes::written_bytes;

/// The file as written: `--max-line` is `max-line`, or `max_line`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) out: Option<PathBuf>,
    pub(crate) store: Option<PathBuf>,
    pub(crate) rejects: Option<PathBuf>,
    pub(crate) wait: Option<u32>,
    #[serde(default)]
    pub(crate) lexicons: Vec<PathBuf>,
    pub(crate) topic: Option<String>,
    pub(crate) threads: Option<usize>,
    pub(crate) by: Option<String>,
    pub(crate) near: Option<String>,
    #[serde(alias = "near_window")]
    pub(crate) near_window: Option<u16>,
    pub(crate) quiet: Option<bool>,
    #[serde(default, alias = "max_line", deserialize_with = "written_bytes")]
    pub(crate) max_line: Option<usize>,
    #[serde(default, alias = "max_article", deserialize_with = "written_bytes")]
    pub(crate) max_article: Option<usize>,
    #[serde(alias = "min_confidence")]
    pub(crate) min_confidence: Option<f64>,
    #[serde(alias = "keep_copies")]
    pub(crate) keep_copies: Option<bool>,
    #[serde(default)]
    field: Fields,
}

/// `--field text=body`: a table `[field]` with `text = "body"`, or a list `field = ["text=body"]`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Fields {
    Table(BTreeMap<String, String>),
    List(Vec<String>),
}

impl Default for Fields {
    fn default() -> Self {
        Fields::List(Vec::new())
    }
}

impl Config {
    /// Reads the file, if one is named.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the settings in {} cannot be read", path.display()))?;
        let config: Self = toml::from_str(&text)
            .with_context(|| format!("the settings in {} are not well formed", path.display()))?;
        config
            .check()
            .with_context(|| format!("the settings in {} cannot be used", path.display()))?;
        Ok(config)
    }

    /// What is refused where it is typed.
    fn check(&self) -> Result<()> {
        if let Some(x) = self.min_confidence
            && !(0.0..=1.0).contains(&x)
        {
            bail!("min-confidence = {x}; it is a probability, 0 to 1");
        }
        for (name, value, known) in [
            ("by", &self.by, ["day", "week", "month"]),
            ("near", &self.near, ["off", "on", "all"]),
        ] {
            if let Some(value) = value
                && !known.contains(&value.as_str())
            {
                let [a, b, c] = known;
                bail!("{name} = {value:?}; it is {a}, {b} or {c}");
            }
        }
        self.fields().map(drop)
    }

    /// Keys of the user's own.
    pub(crate) fn fields(&self) -> Result<Vec<(Field, String)>> {
        match &self.field {
            Fields::Table(table) => table.iter().map(|(name, key)| field(name, key)).collect(),
            Fields::List(list) => list.iter().map(|typed| typed_field(typed)).collect(),
        }
    }
}
