//! Where cues stand in a document.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::pattern::{self, CompiledCue};
use crate::lexicon::{CuePos, LanguagePack};
use crate::model::{Clause, ClauseRole, Document, Pos};

/// A cue at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CueMatch {
    /// Index of the cue.
    pub(super) cue: usize,
    /// Its tokens, from first to last word.
    pub(super) tokens: Range<usize>,
    /// The token that carries it: verb, adjective, noun or first word.
    pub(super) head: usize,
    /// How many words it has.
    pub(super) words: usize,
}

/// A word of some cue.
#[derive(Debug)]
struct Word {
    number: usize,
    /// The cues that begin with it.
    begins: Vec<Begin>,
}

/// A cue by its first word. Hundreds begin with "be": what most of them fail at stands here, so that they need not be looked at.
#[derive(Debug, Clone, Copy)]
struct Begin {
    cue: usize,
    /// The number of a word that must stand behind the first; none where none must.
    needs: Option<usize>,
}

/// Finds cues.
#[derive(Debug)]
pub(super) struct CueMatcher {
    cues: Vec<CompiledCue>,
    words: FxHashMap<Arc<str>, Word>,
}

impl CueMatcher {
    pub(super) fn new(language: &LanguagePack) -> Self {
        let mut cues = Vec::with_capacity(language.cues.len());
        let mut all: FxHashMap<Arc<str>, Word> = FxHashMap::default();
        let mut places: BTreeMap<&[String], Arc<[String]>> = BTreeMap::new();
        for cue in &language.cues {
            let mut words = cue.pattern.split_whitespace().map(str::to_lowercase);
            let Some(first) = words.next() else { continue };
            let mut needs = Vec::new();
            let rest = words.map(|word| {
                let (word, of) = numbered(&mut all, word);
                if !pattern::may_be_missing(&word) {
                    needs.push(of.number);
                }
                word
            });
            let rest = rest.collect();
            let (first, of) = numbered(&mut all, first);
            of.begins.push(Begin {
                cue: cues.len(),
                // The last says most: those before it are often articles and prepositions.
                needs: needs.last().copied(),
            });
            let complements = places
                .entry(&cue.complements)
                .or_insert_with(|| cue.complements.as_slice().into());
            let compiled = CompiledCue {
                id: cue.id.as_str().into(),
                class: cue.class,
                pos: cue.pos,
                first,
                rest,
                needs: needs.into(),
                stance: cue.stance,
                strength: cue.strength,
                negated: cue.negated,
                complements: Arc::clone(complements),
                affects: cue.affects,
                readiness: cue.readiness,
                declared: cue.declared,
            };
            cues.push(compiled);
        }
        Self { cues, words: all }
    }

    pub(super) fn cue(&self, index: usize) -> &CompiledCue {
        &self.cues[index]
    }

    /// A cue that a noun begins ("opponent of").
    pub(super) fn noun(&self, lemma: &str) -> Option<usize> {
        let begins = &self.words.get(lemma)?.begins;
        let mut begins = begins.iter().map(|b| b.cue);
        begins.find(|c| self.cues[*c].pos == CuePos::Noun)
    }

    /// A noun cue at a token whose closing preposition stands further on, behind whose it is.
    pub(super) fn parted(
        &self,
        document: &Document,
        noun: usize,
        closing: usize,
    ) -> Option<CueMatch> {
        let token = &document.tokens[noun];
        let word = document.tokens[closing].lower.as_str();
        let list = self.words.get(token.lemma.as_str())?;
        let index = list.begins.iter().map(|b| b.cue).find(|i| {
            let cue = &self.cues[*i];
            cue.pos == CuePos::Noun && cue.rest.len() == 1 && &*cue.rest[0] == word
        })?;
        (token.pos == Pos::Noun).then(|| CueMatch {
            cue: index,
            tokens: noun..noun + 1,
            head: noun,
            words: 2,
        })
    }

    /// Every cue of a document by the token that heads it; longer patterns first.
    pub(super) fn find(&self, document: &Document) -> Matches {
        let mut by_head: FxHashMap<usize, Vec<CueMatch>> = FxHashMap::default();
        let be = self.words.get("be");
        let fronted = fronted(document);
        // Where each word stands last, so far.
        let mut latest = vec![0; self.words.len()];
        let mut read = Vec::new();
        for sentence in &document.sentences {
            read.clear();
            for t in sentence.tokens.clone() {
                let token = &document.tokens[t];
                let lemma = self.words.get(token.lemma.as_str());
                let lower = if token.lower == token.lemma {
                    None
                } else {
                    self.words.get(token.lower.as_str())
                };
                for word in [lemma, lower].into_iter().flatten() {
                    latest[word.number] = t;
                }
                read.push([lemma, lower]);
            }
            for (t, [lemma, lower]) in sentence.tokens.clone().zip(&read) {
                let token = &document.tokens[t];
                let is_be = token.lemma != "be"
                    && matches!(
                        token.lower.as_str(),
                        "is" | "are" | "was" | "were" | "been" | "being"
                    );
                let keys = [
                    (token.lemma.as_str(), *lemma),
                    (token.lower.as_str(), *lower),
                    ("be", be.filter(|_| is_be)),
                ];
                let is_fronted = fronted.iter().any(|(verb, _)| *verb == t);
                for (key, word) in keys {
                    for Begin { cue: index, needs } in word.into_iter().flat_map(|w| &w.begins) {
                        if needs.is_some_and(|w| latest[w] <= t) && !is_fronted {
                            continue;
                        }
                        let cue = &self.cues[*index];
                        if !pattern::fits(document, cue, t, key) {
                            continue;
                        }
                        let found =
                            cue.needs.iter().all(|w| latest[*w] > t).then(|| {
                                pattern::rest_at(document, cue, t + 1, sentence.tokens.end)
                            });
                        let found = found.flatten().or_else(|| {
                            let closing = cue.fronted()?;
                            fronted.contains(&(t, closing)).then_some((t + 1, None))
                        });
                        let Some((end, verb)) = found else { continue };
                        if pattern::counts(document, cue, end) {
                            continue;
                        }
                        // "is not needed": the participle heads the clause, not the auxiliary. "declined to say whether": the inner verb heads a
                        // clause of its own, in which the proposal stands.
                        let heads = match verb {
                            Some(v) if key == "be" => [Some(v), None],
                            inner => [Some(t), inner],
                        };
                        // A negation after "be" stands before the pattern, not in it.
                        let start = if key == "be" {
                            end - cue.rest.len().min(end - t)
                        } else {
                            t
                        };
                        for head in heads.into_iter().flatten() {
                            let list = by_head.entry(head).or_default();
                            if !list.iter().any(|m| m.cue == *index) {
                                list.push(CueMatch {
                                    cue: *index,
                                    tokens: start..end,
                                    head,
                                    words: cue.rest.len() + 1,
                                });
                            }
                        }
                    }
                }
            }
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each list is put in order by itself"
        )]
        for list in by_head.values_mut() {
            list.sort_by_key(|m| (std::cmp::Reverse(m.words), m.cue));
        }
        Matches { by_head }
    }
}

/// The word, numbered where it is new.
fn numbered(words: &mut FxHashMap<Arc<str>, Word>, word: String) -> (Arc<str>, &mut Word) {
    let number = words.len();
    let entry = words.entry(word.into());
    let word = Arc::clone(entry.key());
    let of = entry.or_insert_with(|| Word {
        number,
        begins: Vec::new(),
    });
    (word, of)
}

/// "the force on which Paris has been working": verbs, each with the preposition before the relative word, which may close the verb's pattern.
fn fronted(document: &Document) -> Vec<(usize, &str)> {
    let relative = |c: &&Clause| c.role == ClauseRole::Relative;
    let opened = document.clauses.iter().filter(relative).filter_map(|c| {
        let before = c.subordinator?.checked_sub(1)?;
        (document.tokens[before + 1].pos == Pos::Relative)
            .then(|| (c.verb, document.tokens[before].lower.as_str()))
    });
    opened.collect()
}

/// Cues by the token that heads them.
#[derive(Debug)]
pub(super) struct Matches {
    by_head: FxHashMap<usize, Vec<CueMatch>>,
}

impl Matches {
    /// Cues headed by a token.
    pub(super) fn at(&self, token: usize) -> &[CueMatch] {
        self.by_head.get(&token).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;
    use crate::model::Draft;
    use crate::segment::Segmenter;

    /// Ids of the cues found in a sentence, each with the word that heads it.
    fn found(text: &str) -> Vec<(String, String)> {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let document = Segmenter::new(&lexicons)
            .unwrap()
            .segment(&Draft::plain(text));
        let cues = CueMatcher::new(&lexicons.language);
        let matches = cues.find(&document);
        (0..document.tokens.len())
            .flat_map(|t| {
                matches
                    .at(t)
                    .iter()
                    .map(|m| {
                        (
                            cues.cue(m.cue).id.to_string(),
                            document.tokens[m.head].lower.clone(),
                        )
                    })
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    fn has(text: &str, id: &str, head: &str) -> bool {
        found(text).iter().any(|(i, h)| i == id && h == head)
    }

    #[test]
    fn a_particle_may_follow_the_object() {
        assert!(has(
            "Oslo ruled a Norwegian contribution to the force out.",
            "oppose/rule-out",
            "ruled"
        ));
        assert!(has(
            "Moscow sees Western troops in Ukraine as a threat.",
            "oppose/see-as-threat",
            "sees"
        ));
        // A clause between is no object.
        assert!(!has(
            "Oslo ruled that the force must stay out.",
            "oppose/rule-out",
            "ruled"
        ));
    }

    #[test]
    fn a_preposition_follows_its_verb() {
        assert!(has(
            "Paris is pushing hard for a European force.",
            "support/push-for",
            "pushing"
        ));
        assert!(!has(
            "Paris pushed the plan aside for a year.",
            "support/push-for",
            "pushed"
        ));
    }

    #[test]
    fn an_adjective_of_manner_is_no_cue() {
        assert!(has(
            "A force is possible.",
            "evaluation/possible",
            "possible"
        ));
        assert!(!has(
            "The force should be as strong as possible.",
            "evaluation/possible",
            "possible"
        ));
    }

    #[test]
    fn words_that_count_are_no_cue() {
        let id = "evaluation/up-to";
        assert!(has("A force is up to Paris.", id, "up"));
        assert!(!has("Oslo would keep up to 100 people there.", id, "up"));
    }

    #[test]
    fn be_is_found_in_every_form() {
        for text in [
            "Monitors are needed there.",
            "Monitors were not needed there.",
        ] {
            assert!(found(text).iter().any(|(i, _)| i == "deontic/is-needed"));
        }
    }

    #[test]
    fn an_infinitive_is_no_part_of_a_pattern() {
        let cue = "withholding/put-on-hold";
        assert!(has("Paris put the plan on hold.", cue, "put"));
        let text = "Paris will put soldiers on the ground to hold the line.";
        assert!(!has(text, cue, "put"));
    }

    #[test]
    fn an_inner_verb_heads_the_pattern_too() {
        let text = "Dublin will have nothing to do with the force.";
        assert!(has(text, "oppose/have-nothing-to-do", "have"));
        assert!(has(text, "oppose/have-nothing-to-do", "do"));
    }

    #[test]
    fn a_negation_does_not_hide_inside_a_pattern() {
        assert!(!has(
            "Bern gave not a word of backing to the force.",
            "support/give-backing-to",
            "gave"
        ));
    }
}
