//! What features look at: a document and what the language pack says of its words, looked up once.
//!
//! Every word stands around several cues and in dozens of contents, whose features ask for the same of it again and again.

use std::ops::Range;

use super::part::{EDGE, Part};
use super::verbs::Verbs;
use crate::model::{Document, Pos};

/// A document as features see it.
pub(super) struct Scene<'a> {
    pub(super) document: &'a Document,
    pub(super) verbs: &'a Verbs,
    words: Vec<Word<'a>>,
    /// How often the verb of each clause is a cue, in steps.
    shares: Vec<Part<'static>>,
    /// Of each kind how many tokens stand before each token, and before the end.
    before: Vec<Counts>,
}

/// A token as features see it.
struct Word<'a> {
    lower: Part<'a>,
    /// Closed classes and marks by the word, open ones by part of speech.
    shape: Part<'a>,
    quoted: bool,
}

/// Numbers of tokens.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Those that are no marks.
    pub(super) words: usize,
    /// Those of them that stand in speech.
    pub(super) quoted_words: usize,
    /// All that stand in speech.
    pub(super) quoted: usize,
    /// Finite verbs.
    pub(super) finite: usize,
}

impl<'a> Scene<'a> {
    pub(super) fn new(document: &'a Document, verbs: &'a Verbs) -> Self {
        let mut words = Vec::with_capacity(document.tokens.len());
        let mut before = Vec::with_capacity(document.tokens.len() + 1);
        let mut counts = Counts::default();
        for token in &document.tokens {
            let lower = Part::of(&token.lower);
            let quoted = token
                .quotation
                .is_some_and(|q| !document.quotations[q].scare);
            words.push(Word {
                lower,
                shape: if is_open(token.pos) {
                    pos(token.pos)
                } else {
                    lower
                },
                quoted,
            });
            before.push(counts);
            let word = token.pos != Pos::Punctuation;
            counts.words += usize::from(word);
            counts.quoted_words += usize::from(word && quoted);
            counts.quoted += usize::from(quoted);
            counts.finite += usize::from(matches!(
                token.pos,
                Pos::VerbPast | Pos::VerbThird | Pos::Auxiliary | Pos::Modal
            ));
        }
        before.push(counts);
        let clauses = document.clauses.iter();
        Self {
            document,
            verbs,
            words,
            shares: clauses.map(|c| verbs.share(&c.lemma)).collect(),
            before,
        }
    }

    /// A token's word.
    pub(super) fn lower(&self, t: usize) -> Part<'a> {
        self.words[t].lower
    }

    /// A token as a feature value: closed classes and marks by the word, open ones by part of speech.
    pub(super) fn shape(&self, t: Option<usize>) -> Part<'a> {
        t.and_then(|t| self.words.get(t)).map_or(EDGE, |w| w.shape)
    }

    /// A token's dictionary form.
    pub(super) fn lemma(&self, t: usize) -> Part<'a> {
        Part::of(&self.document.tokens[t].lemma)
    }

    /// Whether a token stands in quotation marks that are speech.
    pub(super) fn quoted(&self, t: usize) -> bool {
        self.words[t].quoted
    }

    /// How often the verb of a clause is a cue, in steps.
    pub(super) fn share(&self, clause: usize) -> Part<'static> {
        self.shares[clause]
    }

    /// What stands in a stretch.
    pub(super) fn counts(&self, tokens: &Range<usize>) -> Counts {
        let (a, b) = (self.before[tokens.start], self.before[tokens.end]);
        Counts {
            words: b.words - a.words,
            quoted_words: b.quoted_words - a.quoted_words,
            quoted: b.quoted - a.quoted,
            finite: b.finite - a.finite,
        }
    }
}

fn is_open(pos: Pos) -> bool {
    matches!(
        pos,
        Pos::Noun
            | Pos::Proper
            | Pos::Adjective
            | Pos::Number
            | Pos::VerbBase
            | Pos::VerbThird
            | Pos::VerbPast
            | Pos::VerbParticiple
            | Pos::VerbIng
            | Pos::Other
    )
}

/// The name of a part of speech in features.
pub(super) fn pos(pos: Pos) -> Part<'static> {
    Part::of(match pos {
        Pos::Noun => "N",
        Pos::Proper => "NP",
        Pos::VerbBase => "VB",
        Pos::VerbThird => "VZ",
        Pos::VerbPast => "VD",
        Pos::VerbParticiple => "VN",
        Pos::VerbIng => "VG",
        Pos::Auxiliary => "AUX",
        Pos::Modal => "MD",
        Pos::To => "TO",
        Pos::Adjective => "A",
        Pos::Adverb => "R",
        Pos::Determiner => "D",
        Pos::Pronoun => "PR",
        Pos::Possessive => "PO",
        Pos::Preposition => "P",
        Pos::Conjunction => "C",
        Pos::Subordinator => "S",
        Pos::Relative => "W",
        Pos::Number => "NUM",
        Pos::Punctuation => ".",
        Pos::Other => "X",
    })
}
