//! Speech that goes on without saying so: "Berg said he would wait. Troops would be sent only later."

use super::holders::Holders;
use super::said::Said;
use crate::model::{Attribution, Document, Mentions};

/// How sure it is that the speaker of the sentence before goes on.
const GOES_ON: f64 = 0.75;
/// Sentences back in which the speaker is looked for.
const REACH: usize = 2;

impl Holders {
    /// Who said the sentence before, or what stands before in the same one, where a token's clause is in the tense of reported speech and nothing attributes it.
    pub(super) fn continued(
        &self,
        document: &Document,
        mentions: &Mentions,
        attributions: &Said<'_>,
        token: usize,
    ) -> Option<(Vec<usize>, f64)> {
        let here = document.tokens[token].sentence;
        let paragraph = document.sentences[here].paragraph;
        let quoted = document.tokens[token]
            .quotation
            .is_some_and(|q| !document.quotations[q].scare);
        let reported = document.clauses_beside(token).iter().any(|c| {
            c.extent.contains(&token)
                && c.modal
                    .as_ref()
                    .is_some_and(|m| self.classes().backshifted_modals.contains(m))
        });
        if quoted || !reported {
            return None;
        }
        (here.saturating_sub(REACH)..=here)
            .rev()
            .take_while(|s| document.sentences[*s].paragraph == paragraph)
            .find_map(|s| {
                let said = |a: &&Attribution| {
                    a.cue
                        .is_some_and(|cue| cue.end <= document.tokens[token].span.start)
                        && !a.denied
                        && a.inside.is_none()
                        && self.is_speech(&a.cue_lemma)
                };
                let last = attributions.cued_in(s).rfind(said)?;
                let m = mentions.actors_at(document, last.source_head?).next()?;
                let sure = f64::from(m.certainty) / 100.0;
                Some((m.actors.clone(), GOES_ON * sure))
            })
    }
}
