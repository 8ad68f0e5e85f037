//! The gate: whether an article can hold a statement at all. It touches raw text only.
//!
//! Two questions, cheapest first: does the article hold a word of the topic's context, and does a paragraph hold the head of a proposal?
//! Both are scans for literals; nothing is segmented for what does not pass.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicons;

/// Decides what is looked at closely. Built once; shared by all threads.
#[derive(Debug)]
pub struct Gate {
    context: AhoCorasick,
    heads: AhoCorasick,
}

impl Gate {
    /// Compiles the topic's context words and heads.
    pub fn new(lexicons: &Lexicons) -> Result<Self> {
        let topic = &lexicons.topic;
        let mut heads: Vec<String> = Vec::new();
        let mut put = |phrase: &str| {
            // The longest word stands for the phrase: plural endings, gaps and line breaks inside phrases then cost no article.
            if let Some(word) = phrase.split([' ', '_']).max_by_key(|w| w.len()) {
                let stem = word.strip_suffix('y').unwrap_or(word);
                heads.push(stem.to_lowercase());
            }
        };
        for family in &topic.families {
            family
                .strong
                .iter()
                .chain(&family.weak)
                .for_each(|h| put(h));
        }
        for proposal in &topic.proposals {
            proposal
                .phrases
                .iter()
                .chain(proposal.heads.iter().filter(|h| !h.starts_with('@')))
                .for_each(|h| put(h));
        }
        heads.sort();
        heads.dedup();
        let build = |patterns: &[String], fold: bool| {
            AhoCorasickBuilder::new()
                .ascii_case_insensitive(fold)
                .match_kind(MatchKind::LeftmostFirst)
                .kind(Some(AhoCorasickKind::DFA))
                .build(patterns)
                .map_err(|e| {
                    Error::new(
                        ErrorKind::Lexicon,
                        format!("the gate does not compile: {e}"),
                    )
                    .caused_by(e)
                })
        };
        Ok(Self {
            context: build(&topic.context, false)?,
            heads: build(&heads, true)?,
        })
    }

    /// Whether an article's text holds a word of the topic's context.
    pub fn in_context(&self, text: &str) -> bool {
        self.context.is_match(text)
    }

    /// Whether a paragraph or headline may mention a proposal.
    pub fn holds_head(&self, text: &str) -> bool {
        self.heads.is_match(text)
    }

    /// How many heads of proposals stand in a text, as far as a scan for their letters can tell.
    pub fn heads(&self, text: &str) -> usize {
        self.heads.find_iter(text).count()
    }
}
