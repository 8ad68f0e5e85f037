//! What a plan or draft lays down: the stance of whose plan it is, not of those whom it binds.
//!
//! "Under the U.S. plan, NATO would agree not to station troops": neither NATO nor Ukraine has taken a stance there, Washington has. Where nobody
//! is known as the plan's owner, what it asks of others is nobody's.

use super::{Climb, State, Who};
use crate::model::{Attachment, ClauseRole, MentionForm, ParagraphRole, Stance};

/// Sentences over which a document's terms may be told.
const TERMS: usize = 4;

/// What a document makes of a reading.
pub(super) enum Laid {
    /// No document speaks here.
    Not,
    /// It is the stance of these, at this certainty.
    By(Vec<usize>, f64),
    /// It is nobody's.
    Nobodys,
}

impl Climb<'_> {
    /// Whose stance a reading is where a plan or draft says it; of the actors that the climb found.
    pub(super) fn laid_down(&self, state: &State, actors: &[usize], is_force: bool) -> Laid {
        let Some(phrase) = self.document_over(state) else {
            return Laid::Not;
        };
        if let Some((owners, sure)) = self.document_owner(phrase) {
            return Laid::By(owners, sure * 0.9);
        }
        // Who is bound by it says nothing; who would take part in a force is not forced to.
        let bound = state.value == Stance::Oppose
            || !is_force
            || actors
                .iter()
                .any(|a| self.holders.is_belligerent(*a, self.mentions));
        if bound { Laid::Nobodys } else { Laid::Not }
    }

    /// The phrase of the document that says what a reading says: its source, an opening ("under the plan"), or the holder that the climb found.
    fn document_over(&self, state: &State) -> Option<usize> {
        let token = &self.document.tokens[state.token];
        let sentence = &self.document.sentences[token.sentence];
        if self.document.paragraphs[sentence.paragraph].role == ParagraphRole::Headline {
            return None;
        }
        if let Who::Phrases(list) = &state.who
            && let [holder] = list.as_slice()
            && self.is_document(*holder)
        {
            return Some(*holder);
        }
        let source =
            super::super::holders::innermost(self.document, self.attributions, state.token)
                .and_then(|a| self.attributions[a].source_head);
        let opening = self.document_opening(token.sentence);
        // "Under the draft, Ukraine would write into its laws that": what those say whom it binds is the draft's.
        let binds = source.is_some_and(|head| {
            self.mentions.actors.iter().any(|m| {
                let of = |a: &usize| self.holders.is_belligerent(*a, self.mentions);
                m.head == head && m.actors.iter().all(of)
            })
        });
        if binds && opening.is_some() {
            return opening;
        }
        if let Some(head) = source {
            let phrase = self.document.phrases.iter().position(|p| p.head == head);
            // "People who have read the draft" only pass on what it says.
            if phrase.is_none_or(|p| self.is_actor(p) || self.is_document(p)) {
                return phrase.filter(|p| self.is_document(*p));
            }
        }
        opening.or_else(|| {
            let clause = &self.document.clauses[self.clause_of(state.token)?];
            let bound = state.value == Stance::Oppose
                && matches!(state.who, Who::Phrases(_) | Who::Nobody)
                && clause.modal.as_deref() == Some("would")
                && matches!(clause.role, ClauseRole::Main | ClauseRole::Infinitive);
            self.document_before(token.sentence).filter(|_| bound)
        })
    }

    /// "Under the plan, ...": the document that a sentence opens with.
    pub(super) fn document_opening(&self, sentence: usize) -> Option<usize> {
        (0..self.document.phrases.len()).find(|p| self.opens(*p, sentence) && self.is_document(*p))
    }

    /// "The plan runs to four pages. NATO would agree to stay out": what would be goes on from the document that the text last told the terms of.
    /// Of those who would do more than agree, the text may speak for itself.
    pub(super) fn document_before(&self, sentence: usize) -> Option<usize> {
        let found = (0..self.document.phrases.len()).rev().find(|p| {
            let phrase = &self.document.phrases[*p];
            let own = self.document.tokens[phrase.head].sentence;
            let told = self.opens(*p, own)
                || matches!(
                    phrase.attached,
                    Attachment::Subject(_) | Attachment::Object(_)
                );
            own < sentence && own + TERMS >= sentence && told && self.is_document(*p)
        })?;
        // Where somebody has been speaking in between, he goes on.
        let from = self.document.tokens[self.document.phrases[found].head].sentence;
        let spoken = self.document.clauses.iter().any(|c| {
            (from + 1..sentence).contains(&c.sentence)
                && self.classes.assertion_verbs.contains(&c.lemma)
                && c.subjects.iter().any(|s| self.is_actor(*s))
        });
        (!spoken).then_some(found)
    }

    /// Whether a phrase opens a sentence as what it goes by: "Under the plan, …".
    fn opens(&self, p: usize, sentence: usize) -> bool {
        let tokens = &self.document.sentences[sentence].tokens;
        self.document.phrases[p].preposition.is_some_and(|x| {
            matches!(self.document.tokens[x].lower.as_str(), "under" | "to")
                && x <= tokens.start + 1
                && tokens.contains(&x)
        })
    }

    /// Whether a phrase means a plan or draft, by its noun or by "it" after a sentence of which one is the subject.
    pub(super) fn is_document(&self, p: usize) -> bool {
        let phrase = &self.document.phrases[p];
        let head = &self.document.tokens[phrase.head];
        if self.classes.document_nouns.contains(&head.lemma) {
            return true;
        }
        let subject = matches!(phrase.attached, Attachment::Subject(_));
        let (Some(before), "it", true) =
            (head.sentence.checked_sub(1), head.lower.as_str(), subject)
        else {
            return false;
        };
        // The first main clause of the sentence before, and what is said there of nothing else.
        self.document
            .clauses
            .iter()
            .find(|c| c.sentence == before && c.role == ClauseRole::Main)
            .and_then(|c| c.subjects.first())
            .is_some_and(|q| self.is_document(*q))
    }

    /// Whose document a phrase means: its owner, or that of the last one before it of which the text says so.
    pub(super) fn document_owner(&self, phrase: usize) -> Option<(Vec<usize>, f64)> {
        (0..=phrase)
            .rev()
            .filter(|p| *p == phrase || self.is_document(*p))
            .find_map(|p| self.owner_or_name(p))
    }

    /// The owner of a phrase, or the name inside it ("the Trump plan").
    fn owner_or_name(&self, p: usize) -> Option<(Vec<usize>, f64)> {
        let owner = self
            .holders
            .of_owner(self.document, self.mentions, self.attributions, p);
        let owner = owner.or_else(|| {
            let phrase = &self.document.phrases[p];
            let inside = self.mentions.actors.iter().find(|m| {
                m.head != phrase.head
                    && phrase.tokens.contains(&m.head)
                    && m.form != MentionForm::Pronoun
            })?;
            Some((inside.actors.clone(), 0.8))
        });
        owner.or_else(|| self.author_of(p))
    }

    /// "a plan by the E3", "a draft from Paris", "Rome sent a draft": who made it or put it forward.
    fn author_of(&self, p: usize) -> Option<(Vec<usize>, f64)> {
        let phrase = &self.document.phrases[p];
        let word = |t: usize| self.document.tokens.get(t).map_or("", |x| x.lower.as_str());
        let of = matches!(word(phrase.tokens.end), "by" | "from" | "of");
        let behind = (p + 1..self.document.phrases.len()).find(|q| {
            of && self.document.phrases[*q].preposition == Some(phrase.tokens.end)
                && self.is_actor(*q)
        });
        let subject = || match phrase.attached {
            Attachment::Object(c) => {
                let clause = &self.document.clauses[c];
                let makes = self.classes.having_verbs.contains(&clause.lemma)
                    || self.classes.handing_verbs.contains(&clause.lemma);
                let first = clause.subjects.first().copied();
                first.filter(|_| makes && clause.negation.is_none())
            }
            _ => None,
        };
        let by = behind.or_else(subject)?;
        let (actors, sure) =
            self.holders
                .of_phrase(self.document, self.mentions, self.attributions, by)?;
        Some((actors, sure * 0.9))
    }
}
