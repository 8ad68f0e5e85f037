//! The lemma of a word, once its part of speech is settled.

use std::borrow::Cow;

use super::{Known, PosTagger};
use crate::lexicon::{VerbForm, singulars};
use crate::model::{Pos, Token};

impl PosTagger {
    pub(super) fn lemma(&self, token: &Token, known: &Known) -> String {
        let word = token.lower.as_str();
        match token.pos {
            Pos::Auxiliary | Pos::Modal => match word {
                "'s" | "'re" | "'m" => "be".to_owned(),
                "'ve" => "have".to_owned(),
                "'ll" | "wo" => "will".to_owned(),
                "'d" => "would".to_owned(),
                "ca" => "can".to_owned(),
                _ => known.auxiliary.as_deref().unwrap_or(word).to_owned(),
            },
            pos if pos.is_verb() => {
                let readings = self.inflector.verb(word);
                let wanted = |f: VerbForm| match pos {
                    Pos::VerbBase => f == VerbForm::Base,
                    Pos::VerbThird => f == VerbForm::Third,
                    Pos::VerbPast => f == VerbForm::Past,
                    Pos::VerbParticiple => f == VerbForm::Participle,
                    _ => f == VerbForm::Ing,
                };
                readings
                    .iter()
                    .find(|(_, f)| wanted(*f))
                    .or(readings.first())
                    .map_or_else(|| word.to_owned(), |(l, _)| l.as_ref().to_owned())
            }
            Pos::Noun | Pos::Proper => {
                if let Some(singular) = &known.singular {
                    return singular.clone();
                }
                let listed = singulars(word).find(|s| self.is_noun(s));
                let lemma = listed.or_else(|| singulars(word).next());
                lemma.map_or_else(|| word.to_owned(), Cow::into_owned)
            }
            _ => {
                if word == "n't" {
                    "not".to_owned()
                } else {
                    word.to_owned()
                }
            }
        }
    }
}
