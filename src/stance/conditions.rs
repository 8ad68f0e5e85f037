//! Conditions: the words under which a holder would accept a proposal.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::opened::{is_purpose, is_told, opens_clause};
use super::path::Step;
use crate::lexicon::{LanguagePack, MarkerKind, NeededNouns};
use crate::model::{Document, Pos};

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
    nouns: Option<NeededNouns>,
    negated: bool,
    concession: bool,
}

/// How the rules begin whose cues bring a condition with them.
const CONDITION_CUES: [&str; 2] = ["conditional/", "position/"];

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
            let words: Vec<String> = marker
                .text
                .split_whitespace()
                .map(str::to_lowercase)
                .collect();
            let Some(first) = words.first().cloned() else {
                continue;
            };
            by_first.entry(first).or_default().push(Marker {
                words,
                nouns: marker.needs_noun,
                negated: marker.negated,
                concession: marker.kind == MarkerKind::Concession,
            });
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each list is put in order by itself"
        )]
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
            // "would only take part with American support".
            if document.tokens[t].lower == "with" && Self::only_before(document, range.start, t) {
                let stop = Self::stop(document, t + 1, range.end);
                if Self::holds(&self.backing, document, t + 1..stop) {
                    return Some(Found {
                        tokens: t..stop,
                        strong: true,
                        lifts: false,
                    });
                }
            }
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
            let lifting = |w: &str| {
                matches!(
                    w,
                    "unless" | "without" | "until" | "absent" | "till" | "before"
                )
            };
            // "not until", "never without": the marker brings its own negation.
            let closed = marker.words.len() > 1
                && matches!(lower, "not" | "never" | "impossible" | "unthinkable");
            let lifts = lifting(lower) || marker.words.last().is_some_and(|w| lifting(w));
            let only = marker.words[0] == "only" || Self::only_before(document, range.start, t);
            if (lifts || marker.negated) && !negated && !closed {
                t = end;
                continue;
            }
            let before = t.checked_sub(1).map(|b| document.tokens[b].lower.as_str());
            // "on condition that Washington helps": the clause after the marker is the condition, wherever the caller's range ends.
            let limit = if end == range.end {
                document.sentence_of(t).tokens.end
            } else {
                range.end
            };
            let stop = Self::stop(document, end, limit);
            let nouns = match marker.nouns {
                None => true,
                Some(NeededNouns::ConditionNouns) => Self::holds(&self.peace, document, end..stop),
                Some(NeededNouns::BackingNouns) => Self::holds(&self.backing, document, end..stop),
            };
            if !nouns || stop <= end && !matches!(lower, "if" | "when") {
                t = end;
                continue;
            }
            if !only && marker.nouns.is_some() && is_told(document, t) {
                t = stop;
                continue;
            }
            // "needs troops if the peace is to hold": what for, not under which condition.
            if lower == "if" && marker.words.len() == 1 && !only && is_purpose(document, end..stop)
            {
                t = end;
                continue;
            }
            // "once supported", "provided arms": as one word they are markers only where they open a clause.
            if matches!(lower, "once" | "provided" | "providing" | "assuming")
                && marker.words.len() == 1
                && !opens_clause(document, t)
                && !Self::holds(&self.peace, document, end..stop)
            {
                t = end;
                continue;
            }
            let found = Found {
                tokens: if before == Some("only") { t - 1 } else { t }..stop,
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

    /// What cues that speak of a condition themselves tell of it: "depends on Washington", "requires a ceasefire".
    pub(super) fn told_by(document: &Document, cues: &[Step]) -> Option<Found> {
        let cue = cues.iter().rev().find(|c| {
            let verb = document.tokens[c.start..c.end]
                .iter()
                .any(|t| t.pos.is_verb() || matches!(t.pos, Pos::Adjective | Pos::Modal));
            verb && CONDITION_CUES.iter().any(|of| c.rule.starts_with(of))
        })?;
        let end = document.sentence_of(cue.start).tokens.end;
        let stop = Self::stop(document, cue.end, end);
        Some(Found {
            tokens: cue.start..stop,
            strong: true,
            lifts: false,
        })
    }

    /// Whether some words name a peace, or somebody's backing or consent: what is asked for as a condition.
    pub(super) fn names_need(&self, document: &Document, range: Range<usize>) -> bool {
        Self::holds(&self.peace, document, range.clone())
            || Self::holds(&self.backing, document, range)
    }

    /// Whether an "only" before the marker restricts it ("will only go after a truce"), and not something else ("the only way", "not only").
    fn only_before(document: &Document, from: usize, marker: usize) -> bool {
        (from..marker).rev().any(|x| {
            matches!(document.tokens[x].lower.as_str(), "only" | "solely")
                && x.checked_sub(1).is_none_or(|b| {
                    !matches!(
                        document.tokens[b].lower.as_str(),
                        "not" | "the" | "n't" | "'s" | "its" | "their" | "an"
                    )
                })
        })
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
    pub(super) fn stop(document: &Document, from: usize, end: usize) -> usize {
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
        // "before a ceasefire and, ...": what joins on to something else is none of it.
        while t > from && document.tokens[t - 1].pos == Pos::Conjunction {
            t -= 1;
        }
        t
    }

    fn holds(nouns: &[Vec<String>], document: &Document, range: Range<usize>) -> bool {
        let reach = range.start..range.end.min(range.start + 8);
        reach.clone().any(|t| {
            nouns.iter().any(|n| {
                let stop = t + n.len();
                stop <= reach.end
                    && n.iter()
                        .zip(&document.tokens[t..stop])
                        .all(|(w, k)| k.reads(w))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;
    use crate::model::Draft;
    use crate::segment::Segmenter;

    /// The words of the condition of a whole sentence, and whether it is strong.
    fn condition(text: &str, negated: bool) -> Option<(String, bool)> {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let document = Segmenter::new(&lexicons)
            .unwrap()
            .segment(&Draft::plain(text));
        let all = 0..document.tokens.len();
        Conditions::new(&lexicons.language)
            .find(&document, &all, negated)
            .map(|f| {
                let words = document.slice(document.token_span(&f.tokens)).to_owned();
                (words, f.strong)
            })
    }

    #[test]
    fn markers_that_condition_by_themselves() {
        let (words, strong) = condition(
            "Oslo will send troops only after a ceasefire, it said.",
            false,
        )
        .unwrap();
        assert_eq!(words, "only after a ceasefire");
        assert!(strong);
        let (words, _) = condition(
            "Oslo backs a force on condition that Washington helps.",
            false,
        )
        .unwrap();
        assert_eq!(words, "on condition that Washington helps");
    }

    #[test]
    fn what_something_is_for_is_no_condition() {
        let found = |text: &str| condition(text, false).is_some();
        assert!(!found("Oslo needs a force if the truce is to last."));
        assert!(!found("If the peace is ever to hold, a force must go."));
        assert!(found("Oslo backs a force if the truce is kept."));
    }

    #[test]
    fn what_has_happened_is_no_condition() {
        let told = "Berlin backs a force after talks on a peace deal failed.";
        assert_eq!(condition(told, false), None);
        let told = "After talks in Geneva ended without a deal, Berlin backs a force.";
        assert_eq!(condition(told, false), None);
        let may_come = "Berlin would send troops after a peace deal was signed.";
        assert!(condition(may_come, false).is_some());
    }

    #[test]
    fn circumstances_are_weak() {
        let found = condition("Oslo proposes a force in the event of a peace deal.", false);
        assert!(found.is_some_and(|(_, strong)| !strong));
        assert!(condition("Oslo proposes a force after the summer.", false).is_none());
    }

    #[test]
    fn markers_that_need_a_negation() {
        let text = "Oslo will send no troops without a UN mandate.";
        assert!(condition(text, false).is_none());
        assert!(condition(text, true).is_some());
        // These bring their own.
        assert!(
            condition(
                "Oslo is willing to go, but not without the Americans.",
                false
            )
            .is_some()
        );
    }

    #[test]
    fn only_must_restrict() {
        let text = |only: &str| format!("Oslo is {only} ally that sends troops after a ceasefire.");
        assert!(condition(&text("the only"), false).is_some_and(|(_, strong)| !strong));
    }

    #[test]
    fn what_joins_on_is_none_of_it() {
        let text = "Oslo will go after a ceasefire and, it said, for a year.";
        assert_eq!(condition(text, false).unwrap().0, "after a ceasefire");
    }

    #[test]
    fn concessions_are_no_conditions() {
        assert!(condition("Oslo will go even if Washington stays away.", false).is_none());
    }
}
