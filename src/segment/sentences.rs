//! Sentence ends: Unicode's rules, corrected by what they do not know.
//!
//! UAX #29 alone breaks after "Gen." and "Mr." (precision 0.81 on news) and never inside "foot.The". A break is undone after an abbreviation
//! that cannot end a sentence, after an initial, inside an alias, and before a lower-case word; one is added where a space was lost.

use rustc_hash::FxHashSet;
use unicode_segmentation::UnicodeSegmentation;

use crate::lexicon::Lexicons;
use crate::model::Span;

/// Splits a paragraph into sentences.
#[derive(Debug)]
pub(super) struct SentenceSplitter {
    /// Abbreviations without their last stop, lower case, and whether a sentence may end after them.
    abbreviations: rustc_hash::FxHashMap<String, bool>,
    /// The words around a stop inside an alias: ("st", "petersburg").
    aliases: FxHashSet<(String, String)>,
    /// Words that begin a sentence rather than go on after "U.S." or "p.m.".
    starters: FxHashSet<String>,
}

impl SentenceSplitter {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let abbreviations = lexicons
            .language
            .abbreviations
            .iter()
            .map(|a| (a.text.trim_end_matches('.').to_lowercase(), a.may_end))
            .collect();
        let mut aliases = FxHashSet::default();
        for actor in &lexicons.topic.actors {
            for name in actor
                .aliases
                .iter()
                .map(|a| a.text.as_str())
                .chain([actor.name.as_str()])
            {
                let words: Vec<&str> = name.split(' ').collect();
                for pair in words.windows(2) {
                    if let Some(before) = pair[0].strip_suffix('.') {
                        aliases.insert((before.to_lowercase(), pair[1].to_lowercase()));
                    }
                }
            }
        }
        Self {
            abbreviations,
            aliases,
            starters: lexicons.language.classes.sentence_starters.clone(),
        }
    }

    /// Trimmed sentence spans of one paragraph, in order, covering all of its text but white space.
    pub(super) fn split(&self, text: &str) -> Vec<Span> {
        let mut ends: Vec<usize> = Vec::new();
        for (start, piece) in text.split_sentence_bound_indices() {
            let end = start + piece.len();
            if end < text.len() && self.joins(text, end) {
                continue;
            }
            ends.push(end);
        }
        ends.extend(glued(text));
        ends.sort_unstable();
        ends.dedup();
        let mut sentences = Vec::with_capacity(ends.len());
        let mut start = 0;
        for end in ends {
            let piece = &text[start..end];
            let trimmed = piece.trim();
            if !trimmed.is_empty() {
                let at = start + (piece.len() - piece.trim_start().len());
                sentences.push(Span::new(at, at + trimmed.len()));
            }
            start = end;
        }
        sentences
    }

    /// Whether the break at byte `at` is none.
    fn joins(&self, text: &str, at: usize) -> bool {
        let before = text[..at].trim_end();
        let after = text[at..].trim_start();
        let Some(next) = after.chars().next() else {
            return false;
        };
        // A sentence does not begin with a lower-case letter, a comma or a closing mark.
        if next.is_lowercase() || matches!(next, ',' | ';' | ')' | '%') {
            return next.is_lowercase() || !before.ends_with(['!', '?']);
        }
        let Some(stem) = before.strip_suffix('.') else {
            return false;
        };
        let word = stem
            .rsplit(|c: char| {
                c.is_whitespace() || matches!(c, '(' | '"' | '\u{201c}' | '\u{2018}' | '[')
            })
            .next()
            .unwrap_or_default();
        let next_word: String = after
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '\'')
            .collect::<String>()
            .to_lowercase();
        let lower = word.to_lowercase();
        if self.aliases.contains(&(lower.clone(), next_word.clone())) {
            return true;
        }
        // An ellipsis written with spaces goes on; a fourth stop ends the sentence.
        if before.ends_with(". . .") && !before.ends_with(". . . .") {
            return true;
        }
        // An initial: "J. D. Vance", "Vladimir V. Putin"; "I" only between names.
        if word.chars().count() == 1 && word.chars().all(char::is_uppercase) {
            let named = stem[..stem.len() - word.len()]
                .split_whitespace()
                .next_back()
                .is_some_and(|w| w.starts_with(char::is_uppercase));
            if word != "I" || named && next.is_uppercase() && !self.starters.contains(&next_word) {
                return true;
            }
        }
        match self.abbreviations.get(&lower) {
            Some(false) => next.is_alphanumeric(),
            Some(true) => {
                !self.starters.contains(&next_word)
                    && next.is_alphanumeric()
                    && !after.starts_with(char::is_uppercase)
                    || (next.is_uppercase() && !self.starters.contains(&next_word))
            }
            None => false,
        }
    }
}

/// Breaks where the space after a full stop was lost: "on the front foot.The minister".
fn glued(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().filter_map(move |(i, c)| {
        if !matches!(c, '.' | '!' | '?') {
            return None;
        }
        let mut after = text[i + 1..].chars();
        let mut end = i + 1;
        let mut next = after.next()?;
        if matches!(next, '"' | '\u{201d}' | '\'' | '\u{2019}') {
            end += next.len_utf8();
            next = after.next()?;
        }
        let run = text[end..].split_whitespace().next().unwrap_or_default();
        if run.contains('@') {
            // An address, no lost space.
            return None;
        }
        let follows = next.is_uppercase()
            && after.next().is_some_and(|c| c.is_lowercase() || c == ' ')
            || matches!(next, '\u{201c}');
        let word: Vec<char> = text[..i]
            .chars()
            .rev()
            .take_while(|c| c.is_alphabetic())
            .collect();
        let sound = word.len() >= 2 && word.iter().all(|c| c.is_lowercase())
            || (word.len() >= 4 && word[..word.len() - 1].iter().all(|c| c.is_lowercase()));
        (follows && sound).then_some(end)
    })
}
