//! Where cues stand in a document.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::lexicon::{CueClass, CuePos, LanguagePack};
use crate::model::{Document, Pos, Stance, Token};

/// One cue, compiled.
#[derive(Debug, Clone)]
pub(super) struct CompiledCue {
    pub(super) id: String,
    pub(super) class: CueClass,
    pub(super) pos: CuePos,
    /// Words after the first.
    rest: Vec<String>,
    pub(super) stance: Stance,
    pub(super) strength: f64,
    pub(super) negated: Option<Stance>,
    pub(super) complements: Vec<String>,
}

impl CompiledCue {
    /// Whether the proposal may stand in that place.
    pub(super) fn takes(&self, complement: &str) -> bool {
        self.complements.iter().any(|c| c == complement)
    }

    /// The preposition or infinitive marker that closes the pattern, if one does.
    pub(super) fn closes_with(&self) -> Option<&str> {
        self.rest.last().map(String::as_str).filter(|w| {
            matches!(
                *w,
                "to" | "for"
                    | "of"
                    | "on"
                    | "against"
                    | "about"
                    | "with"
                    | "in"
                    | "from"
                    | "over"
                    | "at"
                    | "by"
                    | "behind"
                    | "towards"
                    | "into"
                    | "upon"
                    | "out"
                    | "off"
            )
        })
    }
}

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

/// Finds cues.
#[derive(Debug)]
pub(super) struct CueMatcher {
    cues: Vec<CompiledCue>,
    by_first: FxHashMap<String, Vec<usize>>,
}

/// Tokens that may stand between the words of a verb's pattern ("ruled it out", "throw his full weight behind").
const GAP: usize = 3;

impl CueMatcher {
    pub(super) fn new(language: &LanguagePack) -> Self {
        let mut cues = Vec::with_capacity(language.cues.len());
        let mut by_first: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for cue in &language.cues {
            let mut words = cue.pattern.split_whitespace().map(str::to_lowercase);
            let Some(first) = words.next() else { continue };
            by_first.entry(first.clone()).or_default().push(cues.len());
            cues.push(CompiledCue {
                id: cue.id.clone(),
                class: cue.class,
                pos: cue.pos,
                rest: words.collect(),
                stance: cue.stance,
                strength: cue.strength,
                negated: cue.negated,
                complements: cue.complements.clone(),
            });
        }
        Self { cues, by_first }
    }

    pub(super) fn cue(&self, index: usize) -> &CompiledCue {
        &self.cues[index]
    }

    /// Every cue of a document by the token that heads it; longer patterns first.
    pub(super) fn find(&self, document: &Document) -> Matches {
        let mut by_head: FxHashMap<usize, Vec<CueMatch>> = FxHashMap::default();
        for sentence in &document.sentences {
            for t in sentence.tokens.clone() {
                let token = &document.tokens[t];
                let mut keys = vec![token.lemma.as_str()];
                if token.lower != token.lemma {
                    keys.push(token.lower.as_str());
                }
                for key in keys {
                    for index in self.by_first.get(key).into_iter().flatten() {
                        let cue = &self.cues[*index];
                        let fits = match cue.pos {
                            CuePos::Verb => {
                                token.pos.is_verb()
                                    || token.pos == Pos::Modal
                                    || token.pos == Pos::Auxiliary
                            }
                            CuePos::Noun => matches!(token.pos, Pos::Noun | Pos::Proper),
                            CuePos::Adjective => {
                                !matches!(token.pos, Pos::Noun)
                                    || !cue.rest.is_empty()
                                    || token.lower == key
                            }
                            CuePos::Phrase => true,
                        };
                        if !fits {
                            continue;
                        }
                        if let Some(end) =
                            rest_at(&document.tokens, cue, t + 1, sentence.tokens.end)
                        {
                            let list = by_head.entry(t).or_default();
                            if !list.iter().any(|m| m.cue == *index) {
                                list.push(CueMatch {
                                    cue: *index,
                                    tokens: t..end,
                                    head: t,
                                    words: cue.rest.len() + 1,
                                });
                            }
                        }
                    }
                }
            }
        }
        for list in by_head.values_mut() {
            list.sort_by_key(|m| (std::cmp::Reverse(m.words), m.cue));
        }
        Matches { by_head }
    }
}

/// Where the words after the first end, if they stand there.
fn rest_at(tokens: &[Token], cue: &CompiledCue, from: usize, end: usize) -> Option<usize> {
    let mut at = from;
    let gap = if cue.pos == CuePos::Verb { GAP } else { 0 };
    for word in &cue.rest {
        let mut skipped = 0;
        loop {
            let token = tokens.get(at).filter(|_| at < end)?;
            if token.lower == *word || token.lemma == *word {
                at += 1;
                break;
            }
            let transparent = matches!(token.lower.as_str(), "\"" | "'")
                || token.pos == Pos::Adverb
                || token.pos == Pos::Determiner && gap == 0;
            if !transparent {
                skipped += 1;
            }
            if skipped > gap
                || matches!(token.lower.as_str(), "." | ";" | ":")
                || (token.lower == "," && skipped > 0)
            {
                return None;
            }
            at += 1;
        }
    }
    Some(at)
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
