//! Lines that are not the article, by the patterns of the language pack.
//!
//! Most patterns begin with certain words, and a set of them is done with a line after a byte or two. Those that may begin with anything are asked one by one: in one set they would
//! multiply their states with those of all others, to more than a cache holds, and most of segmentation went into building them again and again.

use regex::{Regex, RegexBuilder, RegexSet};

use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::BoilerplateLine;

/// Bytes that each open pattern may remember its states in, on each thread: there are a dozen of them, and the crate would give each eight times as much.
const CACHE: usize = 256 << 10;

/// Knows lines that are not the article.
#[derive(Debug)]
pub(super) struct Boilerplate {
    by_beginning: RegexSet,
    others: Vec<Regex>,
}

impl Boilerplate {
    pub(super) fn new(lines: &[BoilerplateLine]) -> Result<Self> {
        let patterns = lines.iter().map(|l| l.pattern.as_str());
        let (others, by_beginning): (Vec<&str>, Vec<&str>) =
            patterns.partition(|p| begins_with_anything(p));
        let compiled = RegexSet::new(by_beginning).and_then(|by_beginning| {
            let others = others
                .into_iter()
                .map(|pattern| RegexBuilder::new(pattern).dfa_size_limit(CACHE).build());
            Ok(Self {
                by_beginning,
                others: others.collect::<std::result::Result<_, _>>()?,
            })
        });
        compiled.map_err(|e| {
            Error::new(ErrorKind::Lexicon, format!("boilerplate patterns: {e}")).caused_by(e)
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
