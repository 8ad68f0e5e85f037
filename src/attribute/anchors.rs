//! What may be a cue: verbs, adjectives and nouns after a copula, nouns with a complement, "according to", "reportedly", a colon.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::verbs::Verbs;
use crate::lexicon::ReportingPhrase;
use crate::model::{Document, Owner, Pos, Token};

/// What kind of word an anchor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnchorKind {
    /// Main verb of a clause.
    Verb,
    /// Form of a reporting verb that was read as another part of speech: "polls show", "many economists say".
    Word,
    /// Predicative adjective: "is confident that".
    Adjective,
    /// Noun: "the claim that", "is a supporter of".
    Noun,
    /// "according to".
    Preposition,
    /// "reportedly".
    Adverb,
    /// A colon between who speaks and what is said.
    Colon,
}

impl AnchorKind {
    /// Its name in features.
    pub(super) fn name(self) -> &'static str {
        match self {
            AnchorKind::Verb => "v",
            AnchorKind::Word => "w",
            AnchorKind::Adjective => "a",
            AnchorKind::Noun => "n",
            AnchorKind::Preposition => "p",
            AnchorKind::Adverb => "r",
            AnchorKind::Colon => "c",
        }
    }
}

/// A word that may attribute.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    /// The word itself.
    pub(super) token: usize,
    /// The cue that it would make.
    pub(super) cue: Range<usize>,
    /// What it is.
    pub(super) kind: AnchorKind,
    /// Its clause (of a noun: none, unless it is predicative).
    pub(super) clause: Option<usize>,
    /// Its phrase, of a noun.
    pub(super) phrase: Option<usize>,
    /// Lemma, or the words of a preposition.
    pub(super) lemma: String,
}

/// Prepositions that report, of one word or several, by their first.
#[derive(Debug)]
pub(super) struct Prepositions {
    by_first: FxHashMap<String, Vec<Vec<String>>>,
}

impl Prepositions {
    pub(super) fn new(phrases: &[ReportingPhrase]) -> Self {
        let mut by_first: FxHashMap<String, Vec<Vec<String>>> = FxHashMap::default();
        for phrase in phrases.iter().filter(|p| p.kind == "preposition") {
            let text = phrase.text.to_lowercase();
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            if let Some(first) = words.first() {
                by_first.entry(first.clone()).or_default().push(words);
            }
        }
        Self { by_first }
    }

    /// How many words the preposition has that begins with the first of these tokens and does not end them.
    fn at(&self, tokens: &[Token]) -> Option<usize> {
        let begin = self.by_first.get(&tokens.first()?.lower)?;
        let reads = |words: &&Vec<String>| {
            words.len() < tokens.len() && words.iter().zip(tokens).all(|(w, t)| *w == t.lower)
        };
        begin.iter().find(reads).map(Vec::len)
    }
}

/// All anchors of a document in text order.
pub(super) fn anchors(
    document: &Document,
    verbs: &Verbs,
    prepositions: &Prepositions,
) -> Vec<Anchor> {
    let mut found = Vec::new();
    predicates(document, &mut found);
    nouns(document, &mut found);
    misread(document, verbs, &mut found);
    words(document, verbs, prepositions, &mut found);
    found.sort_by_key(|a| (a.cue.start, a.token));
    found
}

/// Verbs, and the adjectives and nouns that "be" joins to a subject.
fn predicates(document: &Document, found: &mut Vec<Anchor>) {
    for (c, clause) in document.clauses.iter().enumerate() {
        let sentence = &document.sentences[clause.sentence].tokens;
        let group = clause.verb_group.clone();
        let copula = clause.lemma == "be";
        if let Some(adjective) = clause.adjective {
            found.push(Anchor {
                token: adjective,
                cue: group.start..with_preposition(document, adjective + 1, sentence.end),
                kind: AnchorKind::Adjective,
                clause: Some(c),
                phrase: None,
                lemma: document.tokens[adjective].lower.clone(),
            });
        }
        if let Some(p) = clause.predicative {
            let head = document.phrases[p].head;
            if document.tokens[head].pos == Pos::Noun {
                found.push(Anchor {
                    token: head,
                    cue: group.start..with_preposition(document, head + 1, sentence.end),
                    kind: AnchorKind::Noun,
                    clause: Some(c),
                    phrase: Some(p),
                    lemma: document.tokens[head].lemma.clone(),
                });
            }
        }
        if !copula || clause.adjective.is_none() && clause.predicative.is_none() {
            found.push(Anchor {
                token: clause.verb,
                cue: group.start..with_preposition(document, group.end, sentence.end),
                kind: AnchorKind::Verb,
                clause: Some(c),
                phrase: None,
                lemma: clause.lemma.clone(),
            });
        }
    }
}

/// Nouns with a complement or an owner: "the claim that", "Macron's pledge".
fn nouns(document: &Document, found: &mut Vec<Anchor>) {
    let mut predicative = vec![false; document.phrases.len()];
    for p in document.clauses.iter().filter_map(|c| c.predicative) {
        predicative[p] = true;
    }
    for (p, phrase) in document.phrases.iter().enumerate() {
        let sentence = &document.sentence_of(phrase.head).tokens;
        if document.tokens[phrase.head].pos != Pos::Noun || predicative[p] {
            continue;
        }
        let next = document.tokens[..sentence.end].get(phrase.head + 1);
        let complement = next.is_some_and(|t| {
            matches!(
                t.pos,
                Pos::Preposition | Pos::To | Pos::Subordinator | Pos::Relative
            ) || matches!(t.lower.as_str(), "that" | ":" | "\"" | "of" | "to")
        });
        if complement || phrase.owner.is_some() {
            let start = match phrase.owner {
                Some(Owner::Pronoun(t)) => (t + 1).min(phrase.head),
                _ => phrase.head,
            };
            found.push(Anchor {
                token: phrase.head,
                cue: start..with_preposition(document, phrase.head + 1, sentence.end),
                kind: AnchorKind::Noun,
                clause: None,
                phrase: Some(p),
                lemma: document.tokens[phrase.head].lemma.clone(),
            });
        }
    }
}

/// Adverbs of hearsay, colons and prepositions: "reportedly", "according to".
fn words(document: &Document, verbs: &Verbs, prepositions: &Prepositions, found: &mut Vec<Anchor>) {
    for sentence in &document.sentences {
        for t in sentence.tokens.clone() {
            let token = &document.tokens[t];
            let (kind, end) = if verbs.hearsay.contains(&token.lower) {
                (AnchorKind::Adverb, t + 1)
            } else if token.lower == ":" {
                (AnchorKind::Colon, t + 1)
            } else if let Some(words) = prepositions.at(&document.tokens[t..sentence.tokens.end]) {
                (AnchorKind::Preposition, t + words)
            } else {
                continue;
            };
            found.push(Anchor {
                token: t,
                cue: t..end,
                kind,
                clause: None,
                phrase: None,
                lemma: document.tokens[t..end]
                    .iter()
                    .map(|k| k.lower.as_str())
                    .collect::<Vec<_>>()
                    .join("_"),
            });
        }
    }
}

/// Adds forms of reporting verbs that no clause has for its verb.
fn misread(document: &Document, verbs: &Verbs, found: &mut Vec<Anchor>) {
    let mut in_group = vec![false; document.tokens.len()];
    for anchor in found.iter().filter(|a| a.kind == AnchorKind::Verb) {
        in_group[anchor.cue.clone()].fill(true);
    }
    for sentence in &document.sentences {
        for t in sentence.tokens.clone().skip(1) {
            let token = &document.tokens[t];
            let open = matches!(
                token.pos,
                Pos::Noun | Pos::Adjective | Pos::Proper | Pos::Other | Pos::VerbBase
            );
            let before = document.tokens[t - 1].pos;
            if !open
                || in_group[t]
                || matches!(before, Pos::Determiner | Pos::Preposition | Pos::To)
            {
                continue;
            }
            if let Some(lemma) = verbs.lemma_of(&token.lower) {
                found.push(Anchor {
                    token: t,
                    cue: t..with_preposition(document, t + 1, sentence.tokens.end),
                    kind: AnchorKind::Word,
                    clause: None,
                    phrase: None,
                    lemma: lemma.to_owned(),
                });
            }
        }
    }
}

/// The end of a cue: past the preposition or particle at `end`, if one stands there.
fn with_preposition(document: &Document, end: usize, limit: usize) -> usize {
    let particle = end < limit && document.tokens[end].pos == Pos::Preposition;
    end + usize::from(particle)
}
