//! Where near copies are looked for: whichever text a run or the store may take statements from, or everything.
//!
//! Of articles off the topic only fingerprints are kept, by the store and on the fast path of a run; a near copy can be told from news by its text
//! alone. So near copies are looked for among the paragraphs of articles on the topic, where statements come from. A wire story that is on
//! the topic is so in its copies too, but for the rare one whose changed word was the proposal's own.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::RunOptions;
use crate::dedup::{Bands, Fingerprinter, NearSettings, Sketch};
use crate::model::Article;
use crate::read::{clean, paragraphs};
use crate::store::{Comparable, Likeness};

/// Of which articles near copies are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Near {
    /// Of none: exact copies alone go.
    #[serde(rename = "off")]
    Off,
    /// Of articles on the topic: a near copy is no evidence, and is counted with the copies of its original.
    #[default]
    #[serde(rename = "on")]
    Topic,
    /// Of all, which costs the reading of every paragraph: `removed.ndjson` then tells near copies off the topic too. Statements are the same as with
    /// [`Near::Topic`], because a paragraph off the topic takes nothing from one that is on it.
    #[serde(rename = "all")]
    Archive,
}

impl Near {
    /// Its name in options and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Near::Off => "off",
            Near::Topic => "on",
            Near::Archive => "all",
        }
    }
}

/// Days between two copies at most, where nothing else is asked for.
pub const NEAR_WINDOW: u16 = 14;

/// What a store's identity says of near copies: of which articles they are removed, and how many days apart they lie at most.
pub fn near_of(rule: &str) -> (Near, u16) {
    let days = rule
        .split_once(" days")
        .and_then(|(days, _)| days.parse().ok());
    match days {
        Some(days) => (Near::Topic, days),
        None => (Near::Off, NEAR_WINDOW),
    }
}

/// How they are looked for among paragraphs on the topic: all candidates, so that the answer depends on the paragraphs alone.
pub(super) fn on_topic(options: &RunOptions) -> NearSettings {
    NearSettings {
        window: options.near_window,
        exhaustive: true,
        words: Arc::clone(&options.copy_words),
        ..NearSettings::default()
    }
}

/// What near copies are to the store: the same that they are to a run.
#[derive(Debug, Clone)]
pub(super) struct WordByWord {
    settings: NearSettings,
}

impl WordByWord {
    /// As the options say.
    pub(super) fn of(options: &RunOptions) -> Self {
        Self {
            settings: on_topic(options),
        }
    }

    /// What a store must keep to, in words.
    pub(super) fn rule(&self) -> String {
        // Keys of another signature would meet none of those that the store has.
        format!(
            "{} days, {}, {}",
            self.settings.window,
            self.settings.similarity,
            Bands::KIND
        )
    }
}

impl Likeness for WordByWord {
    fn window(&self) -> u16 {
        self.settings.window
    }

    fn paragraphs(&self, article: &Article<'_>) -> Vec<Comparable> {
        let cleaned = clean(&article.text);
        let mut spans = Vec::new();
        paragraphs(&cleaned.text, &mut spans);
        let mut fingerprinter = Fingerprinter::new();
        spans
            .iter()
            .map(|span| {
                let text = span.of(&cleaned.text);
                let (_, bands) = fingerprinter.fingerprint_and_bands(text);
                Comparable {
                    text: text.to_owned(),
                    sketch: self.settings.sketch(text).numbers(),
                    keys: bands.map_or_else(Vec::new, |b| b.keys().to_vec()),
                }
            })
            .collect()
    }

    fn excludes(&self, one: [u64; 8], other: [u64; 8]) -> bool {
        let [one, other] = [one, other].map(Sketch::from_numbers);
        one.excludes(&other)
    }

    fn similarity(&self, original: &str, copy: &str) -> Option<f64> {
        self.settings.similarity_of(original, copy)
    }
}
