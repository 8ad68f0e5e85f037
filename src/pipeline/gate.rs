//! The gate: most articles of any archive are about something else, and leave here.
//!
//! One automaton over the topic's context words, run over the bytes of headline and body as they are; it stops at the first hit.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::error::{Error, ErrorKind, Result};

/// Decides whether an article may be about the topic at all.
#[derive(Debug, Clone)]
pub struct Gate {
    words: Option<AhoCorasick>,
}

impl Gate {
    /// A gate for articles that hold one of `words`, as written, anywhere.
    pub fn new<S: AsRef<str>>(words: &[S]) -> Result<Self> {
        let words = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::Standard)
            .build(words.iter().map(|w| w.as_ref().as_bytes()))
            .map_err(|e| {
                Error::new(
                    ErrorKind::Lexicon,
                    format!("the topic's context words: {e}"),
                )
                .caused_by(e)
            })?;
        Ok(Self { words: Some(words) })
    }

    /// A gate that lets everything pass.
    pub fn open() -> Self {
        Self { words: None }
    }

    /// Whether the article passes.
    pub fn passes(&self, title: &str, body: &str) -> bool {
        self.words
            .as_ref()
            .is_none_or(|words| words.is_match(body) || words.is_match(title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_anywhere_opens_the_gate() {
        let gate = Gate::new(&["Ukrain", "Kyiv"]).unwrap();
        assert!(gate.passes("", "Talks on Ukrainian soil"));
        assert!(gate.passes("Kyiv waits", "Nothing more."));
        assert!(!gate.passes("Weather", "Rain in the ukrain."));
        assert!(Gate::open().passes("", ""));
    }
}
