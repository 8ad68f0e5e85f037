//! Which parts of speech a word may have by itself.

use super::{KNOWN, Known, PosTagger, put, unlisted};
use crate::lexicon::{VerbForm, singulars};
use crate::model::{Pos, Token};

impl PosTagger {
    /// Readings of a word and their weights, before its neighbours are looked at.
    pub(super) fn candidates(
        &self,
        token: &Token,
        known: &Known,
        sentence_start: bool,
        titled: bool,
    ) -> Vec<(Pos, i32)> {
        let word = token.lower.as_str();
        let Some(c) = word.chars().next() else {
            return vec![(Pos::Other, 0)];
        };
        if word == "'s" || word == "'" {
            return vec![
                (Pos::Possessive, KNOWN),
                (Pos::Auxiliary, if word == "'s" { 0 } else { -9 }),
                (Pos::Punctuation, if word == "'" { 1 } else { -9 }),
            ];
        }
        match word {
            "n't" => return vec![(Pos::Adverb, KNOWN)],
            "'re" | "'ve" | "'m" => return vec![(Pos::Auxiliary, KNOWN)],
            "'ll" | "'d" | "wo" | "ca" | "sha" => return vec![(Pos::Modal, KNOWN)],
            "to" => return vec![(Pos::To, KNOWN)],
            _ => {}
        }
        if c.is_numeric() {
            return vec![
                (Pos::Number, KNOWN),
                (Pos::Adjective, if word.contains('-') { KNOWN } else { -2 }),
            ];
        }
        if !c.is_alphabetic() {
            return vec![(Pos::Punctuation, KNOWN)];
        }
        let mut found = known.closed.clone();
        if known.auxiliary.is_some() {
            put(&mut found, Pos::Auxiliary, KNOWN + 1);
        }
        let closed = !found.is_empty();
        let capital = token.capital && !sentence_start && !titled;
        if capital {
            // "May" and "Will" are rarer as names than "US" and "Turkey"; short closed words keep their reading only in lower case.
            // A pronoun is none: "President Anna Berg She said", where copy lost a mark.
            let pronoun = found.iter().any(|(p, _)| *p == Pos::Pronoun);
            let weight = match closed {
                true if pronoun && !known.name => -KNOWN,
                true => 1,
                false => KNOWN + 3,
            };
            put(&mut found, Pos::Proper, weight);
            if self.is_demonym(word) {
                put(&mut found, Pos::Adjective, KNOWN + 3);
            }
        }
        for (lemma, form) in self.inflector.verb(word) {
            let pos = match form {
                VerbForm::Base => Pos::VerbBase,
                VerbForm::Third => Pos::VerbThird,
                VerbForm::Past => Pos::VerbPast,
                VerbForm::Participle => Pos::VerbParticiple,
                VerbForm::Ing => Pos::VerbIng,
            };
            let reported = *form == VerbForm::Past && self.reporting.contains(lemma.as_ref());
            let weight = if closed {
                -1
            } else if reported {
                KNOWN + 1
            } else {
                KNOWN - 1
            };
            put(&mut found, pos, weight);
        }
        let known_noun =
            known.noun || known.singular.is_some() || singulars(word).any(|s| self.is_noun(&s));
        if known_noun {
            put(&mut found, Pos::Noun, KNOWN);
        }
        if known.adjective || known.demonym && (sentence_start || titled) {
            put(&mut found, Pos::Adjective, KNOWN);
        }
        let guessed = found.is_empty();
        if guessed {
            for (pos, weight) in unlisted::guess(word, &self.endings) {
                put(&mut found, pos, weight);
            }
        } else if !closed
            && !known_noun
            && found
                .iter()
                .any(|(p, _)| matches!(p, Pos::VerbBase | Pos::VerbIng))
        {
            put(&mut found, Pos::Noun, 0);
        }
        if token.capital && (sentence_start || titled) && !closed {
            let listed = known.name && !known.demonym;
            let weight = if listed {
                KNOWN + 1
            } else if guessed {
                KNOWN
            } else {
                0
            };
            if listed && guessed {
                // "Italy": the ending of a name tells nothing.
                found.clear();
            }
            put(&mut found, Pos::Proper, weight);
        }
        found
    }
}
