//! Lines that are not the article, by the patterns of the language pack.
//!
//! Most patterns begin with certain words, and a set of them is done with a line after a byte or two. Those that may begin with anything are asked one by one: in one set they would
//! multiply their states with those of all others, to more than a cache holds, and most of segmentation went into building them again and again. And each of them
//! would read sentences of every paragraph; so each names words that it needs, which are found many bytes at a time.

use aho_corasick::AhoCorasick;
use regex::{Regex, RegexBuilder, RegexSet};

use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::BoilerplateLine;

/// Bytes that each open pattern may remember its states in, on each thread: there are a dozen of them, and the crate would give each eight times as much.
const CACHE: usize = 256 << 10;

/// Knows lines that are not the article.
#[derive(Debug)]
pub(super) struct Boilerplate {
    by_beginning: RegexSet,
    others: Vec<Open>,
}

/// A pattern that may begin with anything.
#[derive(Debug)]
struct Open {
    pattern: Regex,
    /// Words of which a line holds one; none where the pattern names none.
    needs: Option<AhoCorasick>,
}

impl Open {
    fn new(
        line: &BoilerplateLine,
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let pattern = RegexBuilder::new(&line.pattern)
            .dfa_size_limit(CACHE)
            .build()?;
        let mut words = AhoCorasick::builder();
        let needs =
            (!line.needs.is_empty()).then(|| words.ascii_case_insensitive(true).build(&line.needs));
        Ok(Self {
            pattern,
            needs: needs.transpose()?,
        })
    }

    fn is_match(&self, line: &str) -> bool {
        self.needs.as_ref().is_none_or(|words| words.is_match(line)) && self.pattern.is_match(line)
    }
}

impl Boilerplate {
    pub(super) fn new(lines: &[BoilerplateLine]) -> Result<Self> {
        let (others, by_beginning): (Vec<&BoilerplateLine>, Vec<&BoilerplateLine>) =
            lines.iter().partition(|l| begins_with_anything(&l.pattern));
        let failed = |e: &dyn std::fmt::Display| {
            Error::new(ErrorKind::Lexicon, format!("boilerplate patterns: {e}"))
        };
        let by_beginning = RegexSet::new(by_beginning.iter().map(|l| &l.pattern));
        let others = others
            .into_iter()
            .map(|line| Open::new(line).map_err(|e| failed(&e)));
        Ok(Self {
            by_beginning: by_beginning.map_err(|e| failed(&e).caused_by(e))?,
            others: others.collect::<Result<_>>()?,
        })
    }

    /// Whether a trimmed paragraph or line is none of the article's.
    pub(super) fn is(&self, line: &str) -> bool {
        self.by_beginning.is_match(line) || self.others.iter().any(|p| p.is_match(line))
    }
}

/// Whether a pattern opens with any text, perhaps behind a group that may be missing. Where this errs only time is lost.
fn begins_with_anything(pattern: &str) -> bool {
    let mut rest = pattern.trim_start_matches("(?i)").trim_start_matches('^');
    if let Some((group, behind)) = rest.split_once(')')
        && let Some(behind) = behind.strip_prefix('?')
        && group.rfind('(') == Some(0)
    {
        rest = behind;
    }
    let rest = rest.trim_start_matches("(?:");
    rest.starts_with("[^.!?]*") || rest.starts_with('.')
}
