//! Relative clauses: with "that", without a word, behind "whose".

use crate::model::{ClauseRole, Owner, Pos};

use super::Work;

impl Work<'_> {
    /// Whether "that" at token `t` opens a relative clause: always right before the verb behind a noun; else where the verb lacks an object
    /// and nothing before takes a content clause.
    pub(super) fn that_is_relative(&self, t: usize, c: usize, before: Option<usize>) -> bool {
        let Some(noun) = self.phrase_ending_at(t) else {
            return false;
        };
        let start = self.clauses[c].verb_group.start;
        let head = &self.tokens[self.phrases[noun].head];
        let adverb =
            |x: usize| self.tokens[x].pos == Pos::Adverb && self.tokens[x].lower != "there";
        if (t + 1..start).all(adverb) {
            return true;
        }
        if self.takes_clause(&head.lemma)
            || self.is_time(&self.phrases[noun])
            || !self.lacks_object(c)
        {
            return false;
        }
        match before {
            // "promised ships to the force for Kyiv that London would lead": a place on a noun takes no clause either.
            Some(b) if self.verbs.contains(&self.clauses[b].lemma) => {
                let over = self.top_of(noun);
                let top = &self.tokens[self.phrases[over].head];
                let placed = over != noun
                    && self.tokens[self.phrases[noun].head].pos == Pos::Proper
                    && top.pos == Pos::Noun
                    && !self.classes.person_nouns.contains(&top.lemma)
                    && !self.classes.holder_nouns.contains(&top.lemma);
                // "told a conference in Kyiv that": what is heard there is no force that somebody leads.
                let led = || {
                    let x = self.phrases[noun].preposition;
                    let near = x.and_then(|x| self.phrase_ending_at(x));
                    near.is_some_and(|q| {
                        let head = &self.tokens[self.phrases[q].head].lemma;
                        self.classes.force_nouns.contains(head)
                    })
                };
                placed && (!self.is_told(b) || led())
                    || self.phrases[noun].preposition.is_none() && !self.is_told(b)
            }
            _ => true,
        }
    }

    /// The noun of a relative clause without a relative word: "the force Macron proposed".
    pub(super) fn contact_relative(
        &self,
        c: usize,
        before: Option<usize>,
        free: &[usize],
    ) -> Option<usize> {
        let subject = self.members(*free.last()?)[0];
        let noun = self.phrase_ending_at(self.phrases[subject].tokens.start)?;
        let head = &self.tokens[self.phrases[noun].head];
        let told = before.is_some_and(|b| self.is_told(b));
        // "Of the force he spoke later": what stands in front of the first clause is none that it hangs on.
        let fronted = before.is_none() && self.phrases[self.top_of(noun)].preposition.is_some();
        (head.pos == Pos::Noun
            && !fronted
            && self.phrases[noun].tokens.end == self.phrases[subject].tokens.start
            && !matches!(self.phrases[subject].owner, Some(Owner::Phrase(o)) if o == noun)
            && !told
            && !self.is_time(&self.phrases[noun])
            && self.lacks_object(c))
        .then_some(noun)
    }

    /// The subject of a clause that "whose" opens, and the noun that the clause stands on.
    pub(super) fn owned_relative(&self, free: &[usize]) -> Option<(usize, usize)> {
        let own = *free.last()?;
        let first = self.phrases[own].tokens.start;
        let antecedent = (self.tokens[first].lower == "whose")
            .then(|| self.antecedent(first))
            .flatten()?;
        Some((own, antecedent))
    }

    /// Whether a "that" clause may tell the content of a noun.
    pub(super) fn takes_clause(&self, lemma: &str) -> bool {
        self.verbs.contains(lemma) || self.classes.content_nouns.contains(lemma)
    }

    /// Whether the object of a clause's verb hears what the clause after it tells: "told reporters that".
    fn is_told(&self, c: usize) -> bool {
        self.classes.telling_verbs.contains(&self.clauses[c].lemma)
    }

    /// Whether a transitive verb has no object behind it.
    pub(super) fn lacks_object(&self, c: usize) -> bool {
        let clause = &self.clauses[c];
        let next = self
            .tokens
            .get(clause.verb_group.end)
            .filter(|_| clause.verb_group.end < self.sentence.end);
        // "the force that Paris and London have in mind".
        let has = matches!(
            self.tokens[clause.verb].lower.as_str(),
            "has" | "have" | "had"
        ) && clause.verb_group.len() == 1
            && next.is_some_and(|t| t.pos == Pos::Preposition);
        // "that London would lead if there is peace": a time or condition is no object.
        let circumstance = next.is_some_and(|t| {
            t.pos == Pos::Subordinator
                && matches!(
                    t.lower.as_str(),
                    "once" | "when" | "unless" | "after" | "until" | "if"
                )
                && (t.lower != "if" || !self.verbs.contains(&clause.lemma))
        });
        !clause.passive
            && (self.tokens[clause.verb].pos.is_verb() || has)
            && (circumstance
                || next.is_none_or(|t| {
                    !t.pos.is_nominal()
                        && !matches!(
                            t.pos,
                            Pos::Determiner
                                | Pos::Possessive
                                | Pos::Adjective
                                | Pos::Subordinator
                                | Pos::VerbIng
                        )
                }))
    }

    /// "which Paris proposed and which Moscow rejects": what the relative clause before it modifies.
    pub(super) fn shared_antecedent(&self, before: Option<usize>, r: usize) -> Option<usize> {
        let conjunction = r.checked_sub(1)?;
        if self.tokens[conjunction].pos != Pos::Conjunction || self.tokens[r].lower == "that" {
            return None;
        }
        let mut at = before?;
        loop {
            let clause = &self.clauses[at];
            let opener = clause.subordinator.map(|s| self.tokens[s].lower.as_str());
            if clause.role == ClauseRole::Relative && opener == Some(self.tokens[r].lower.as_str())
            {
                return clause.modifies;
            }
            at = clause.parent?;
        }
    }
}
