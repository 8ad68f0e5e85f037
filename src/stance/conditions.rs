//! Conditions: the words under which a holder would accept a proposal.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::lexicon::LanguagePack;
use crate::model::{ClauseRole, Document, Pos};

/// A condition in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its tokens, marker included.
    pub(super) tokens: Range<usize>,
    /// Whether the marker says by itself that it is a condition ("only if", "unless"), not merely when.
    pub(super) strong: bool,
    /// Whether it turns a refusal into an acceptance ("not unless", "not without").
    pub(super) lifts: bool,
}

#[derive(Debug, Clone)]
struct Marker {
    words: Vec<String>,
    nouns: Option<bool>,
    negated: bool,
    concession: bool,
}

/// Finds conditions.
#[derive(Debug)]
pub(super) struct Conditions {
    by_first: FxHashMap<String, Vec<Marker>>,
    peace: Vec<Vec<String>>,
    backing: Vec<Vec<String>>,
}

impl Conditions {
    pub(super) fn new(language: &LanguagePack) -> Self {
        let mut by_first: FxHashMap<String, Vec<Marker>> = FxHashMap::default();
        for marker in &language.markers {
            let concession = marker.kind == "concession";
            if marker.kind != "condition" && !concession {
                continue;
            }
            let words: Vec<String> = marker
                .text
                .split_whitespace()
                .map(str::to_lowercase)
                .collect();
            if words.iter().any(|w| w == "\u{2026}") {
                continue;
            }
            let Some(first) = words.first().cloned() else {
                continue;
            };
            let nouns = marker
                .needs_noun
                .as_deref()
                .map(|list| list == "condition_nouns");
            by_first.entry(first).or_default().push(Marker {
                words,
                nouns,
                negated: marker.negated,
                concession,
            });
        }
        for list in by_first.values_mut() {
            list.sort_by_key(|m| std::cmp::Reverse(m.words.len()));
        }
        let split = |list: &[String]| {
            list.iter()
                .map(|n| n.split_whitespace().map(str::to_lowercase).collect())
                .collect()
        };
        Self {
            by_first,
            peace: split(&language.condition_nouns),
            backing: split(&language.backing_nouns),
        }
    }

    /// The first condition among some tokens; `negated` tells whether what it governs is negated.
    pub(super) fn find(
        &self,
        document: &Document,
        range: &Range<usize>,
        negated: bool,
    ) -> Option<Found> {
        let mut t = range.start;
        let mut weak = None;
        while t < range.end {
            let Some((marker, end)) = self.marker_at(document, t, range.end) else {
                t += 1;
                continue;
            };
            if marker.concession {
                // "even if Washington stays away": the words after it are no condition either.
                t = end;
                continue;
            }
            let lower = document.tokens[t].lower.as_str();
            let lifts = matches!(lower, "unless" | "without" | "until" | "absent" | "till")
                || marker
                    .words
                    .last()
                    .is_some_and(|w| matches!(w.as_str(), "unless" | "without" | "until"));
            let before = t.checked_sub(1).map(|b| document.tokens[b].lower.as_str());
            let only = matches!(before, Some("only" | "solely"))
                || marker.words[0] == "only"
                || (range.start..t).any(|x| document.tokens[x].lower == "only");
            if (lifts || marker.negated) && !negated || lower == "before" && !negated {
                t = end;
                continue;
            }
            let stop = self.stop(document, end, range.end);
            let nouns = match marker.nouns {
                None => true,
                Some(true) => self.holds(&self.peace, document, end..stop),
                Some(false) => self.holds(&self.backing, document, end..stop),
            };
            if !nouns || stop <= end && !matches!(lower, "if" | "when") {
                t = end;
                continue;
            }
            // A weak marker opens a clause of its own only if the structure says so: "after" + noun phrase, "once" + clause.
            let adverbial = document.clauses.iter().any(|c| {
                c.role == ClauseRole::Adverbial && c.subordinator.is_some_and(|s| s >= t && s < end)
            });
            if matches!(
                lower,
                "once" | "provided" | "providing" | "given" | "assuming"
            ) && marker.words.len() == 1
                && !adverbial
            {
                t = end;
                continue;
            }
            let start = if only && before == Some("only") {
                t - 1
            } else {
                t
            };
            let found = Found {
                tokens: start..stop,
                strong: only || marker.nouns.is_none() || lifts,
                lifts,
            };
            if found.strong {
                return Some(found);
            }
            weak.get_or_insert(found);
            t = end;
        }
        weak
    }

    fn marker_at(&self, document: &Document, t: usize, end: usize) -> Option<(&Marker, usize)> {
        let token = &document.tokens[t];
        let list = self.by_first.get(&token.lower)?;
        list.iter().find_map(|m| {
            let stop = t + m.words.len();
            (stop <= end
                && m.words
                    .iter()
                    .zip(&document.tokens[t..stop])
                    .all(|(w, k)| *w == k.lower))
            .then_some((m, stop))
        })
    }

    /// Where the words of a condition end: a comma that no list explains, a full stop, a closing mark, a reporting tail.
    fn stop(&self, document: &Document, from: usize, end: usize) -> usize {
        let mut t = from;
        while t < end {
            let token = &document.tokens[t];
            if matches!(
                token.lower.as_str(),
                "." | ";" | ":" | "\"" | "\u{2014}" | "\u{2013}" | "?" | "!"
            ) || token.lower == "," && t > from
            {
                break;
            }
            if token.pos == Pos::Conjunction && token.lower == "but" {
                break;
            }
            t += 1;
        }
        t
    }

    fn holds(&self, nouns: &[Vec<String>], document: &Document, range: Range<usize>) -> bool {
        let reach = range.start..range.end.min(range.start + 8);
        reach.clone().any(|t| {
            nouns.iter().any(|n| {
                let stop = t + n.len();
                stop <= reach.end
                    && n.iter()
                        .zip(&document.tokens[t..stop])
                        .all(|(w, k)| *w == k.lower || *w == k.lemma)
            })
        })
    }
}
