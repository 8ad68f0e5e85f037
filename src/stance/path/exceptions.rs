//! What a clause leaves out of what it tells: "will help, but not with troops", "logistics rather than soldiers", "instead of sending arms".

use super::super::Findings;
use super::presence::is_or_is_not;
use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::model::{Attachment, Clause, ClauseRole, ProposalMention, Stance};

impl Climb<'_> {
    /// A phrase that is left out of what its clause tells: its subject does not want it. Tells whether it was so.
    pub(super) fn excepted_phrase(
        &self,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let phrase = &self.document.phrases[p];
        let first = phrase
            .preposition
            .filter(|x| *x < phrase.tokens.start)
            .unwrap_or(phrase.tokens.start);
        let listed = phrase.attached == Attachment::None && self.is_refused_in_list(first);
        let Some(from) = self
            .exception_at(first)
            .or_else(|| listed.then(|| first - 1))
            .or_else(|| self.contrasted(p, first))
            .or_else(|| self.less_liked(first, mention))
        else {
            return false;
        };
        let clause = match phrase.attached {
            Attachment::Object(c) | Attachment::Adverbial(c) | Attachment::Predicative(c) => {
                Some(c)
            }
            _ => self
                .document
                .clauses_over(&(from.saturating_sub(1)..from))
                .rev()
                .find(|c| {
                    let x = &self.document.clauses[*c];
                    x.verb < from && x.extent.contains(&(from - 1))
                }),
        };
        clause
            .is_some_and(|c| self.left_out(c, from..first.max(from + 1), mention, state, findings))
    }

    /// "instead of sending troops": the same of an act; `c` is its clause. Tells whether it was so.
    pub(super) fn excepted_act(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let clause = &self.document.clauses[c];
        let start = clause.verb_group.start;
        let before = |t: usize, word: &str| {
            t.checked_sub(1)
                .is_some_and(|b| self.document.tokens[b].lower == word)
        };
        let first = if before(start, "to") {
            start - 1
        } else {
            start
        };
        let excepts = first.checked_sub(2).is_some_and(|t| self.is_exception(t));
        // "Instead of sending soldiers, Rome will pay": the clause that follows tells who leaves it out.
        let main = || {
            let mut later = c + 1..self.document.sentences[clause.sentence].clauses.end;
            later.find(|k| self.document.clauses[*k].role == ClauseRole::Main)
        };
        let (true, Some(p)) = (excepts, clause.parent.or_else(main)) else {
            return false;
        };
        self.left_out(p, first - 2..first, mention, state, findings)
    }

    /// "needs weapons, not peacekeepers,": behind a comma that follows another object, up to the end of what is said.
    fn contrasted(&self, p: usize, first: usize) -> Option<usize> {
        let phrase = &self.document.phrases[p];
        let sentence = &self.document.sentence_of(first).tokens;
        let word = |t: usize| {
            let token = self
                .document
                .tokens
                .get(t)
                .filter(|_| sentence.contains(&t));
            token.map_or("", |x| x.lower.as_str())
        };
        let comma = first.checked_sub(2)?;
        let mut end = phrase.tokens.end;
        while let Some(next) = self
            .document
            .find_phrase(end, |q| q.preposition == Some(end))
        {
            end = self.document.phrases[next].tokens.end;
        }
        let closed = matches!(word(end), "," | "." | "\"" | ";" | "");
        let behind_object = self.document.clauses_beside(first).iter().any(|c| {
            let mut ends = c
                .objects
                .iter()
                .map(|o| self.document.phrases[*o].tokens.end);
            let wants = self.wants_object(c.verb) || self.classes.needing_verbs.contains(&c.lemma);
            wants && sentence.contains(&c.verb) && ends.any(|e| e > c.verb && e <= comma)
        });
        let apart = phrase.attached == Attachment::None && phrase.preposition.is_none();
        let told = word(comma) == "," && word(comma + 1) == "not";
        (apart && told && closed && behind_object).then_some(comma)
    }

    /// "prefers observers to soldiers": what stands behind "to" is liked less.
    fn less_liked(&self, first: usize, mention: &ProposalMention) -> Option<usize> {
        let to = &self.document.tokens[first];
        let proposals = |tokens: &std::ops::Range<usize>| {
            let told = self.mentions.proposals_over(self.document, tokens);
            told.iter()
                .filter(|m| tokens.contains(&m.head))
                .map(|m| m.proposal)
                .collect::<Vec<_>>()
        };
        // "prefers a contribution to the force": of one proposal, or of none, nothing is compared.
        let other = |tokens: &std::ops::Range<usize>| {
            proposals(tokens).iter().any(|p| *p != mention.proposal)
        };
        let prefers = |c: &Clause| {
            let before = |o: &usize| {
                let tokens = &self.document.phrases[*o].tokens;
                tokens.start > c.verb && tokens.end <= first && other(tokens)
            };
            self.classes.preferring_verbs.contains(&c.lemma)
                && self.document.tokens[c.verb].sentence == to.sentence
                && c.objects.iter().any(before)
        };
        let clauses = self.document.clauses_beside(first);
        (to.lower == "to" && clauses.iter().any(prefers)).then_some(first)
    }

    /// "demands a truce, no troops and": behind a comma that follows another object.
    fn is_refused_in_list(&self, first: usize) -> bool {
        let start = self.document.sentence_of(first).tokens.start;
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let listed = first > start + 2 && word(first) == "no" && word(first - 1) == ",";
        listed
            && self.document.clauses_beside(first).iter().any(|c| {
                let mut cues = self.matches.at(c.verb).iter();
                let wants = cues.any(|m| self.cues.cue(m.cue).takes("object"));
                c.verb > start
                    && c.verb < first
                    && self.document.tokens[c.verb].sentence == self.document.tokens[first].sentence
                    && !c.objects.is_empty()
                    && wants
            })
    }

    /// Whether a verb tells what somebody would have: "demands", "wants".
    fn wants_object(&self, verb: usize) -> bool {
        let mut cues = self.matches.at(verb).iter();
        cues.any(|m| {
            let cue = self.cues.cue(m.cue);
            cue.takes("object") && matches!(cue.class, CueClass::Attitude | CueClass::Request)
        })
    }

    /// Where words before a token leave out what follows: "but not", "and no", "rather than".
    fn exception_at(&self, first: usize) -> Option<usize> {
        let start = self.document.sentence_of(first).tokens.start;
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let back = |n: usize| first.checked_sub(n).filter(|t| *t > start).map(&word);
        let joins = |w: Option<&str>| w.is_some_and(|w| self.classes.exception_openers.contains(w));
        // "no ground troops": the determiner belongs to the phrase.
        if word(first) == "no" && joins(back(1)) {
            return Some(first - 1);
        }
        match back(1) {
            Some("not" | "no") if joins(back(2)) => Some(first - 2),
            _ => [2, 1]
                .into_iter()
                .filter_map(|n| first.checked_sub(n))
                .find(|t| *t > start && self.is_exception(*t)),
        }
    }

    /// Whether the pair of words at a token leaves out what follows: "instead of".
    fn is_exception(&self, token: usize) -> bool {
        let words = self.document.tokens[token..].iter().take(2);
        let words: Vec<&str> = words.map(|t| t.lower.as_str()).collect();
        let mut pairs = self.classes.exception_phrases.iter();
        pairs.any(|pair| pair.split(' ').eq(words.iter().copied()))
    }

    /// The subject of a clause leaves out what the words part from the rest.
    fn left_out(
        &self,
        c: usize,
        words: std::ops::Range<usize>,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let clause = &self.document.clauses[c];
        if state.attitude
            || state.negated
            || state.value != Stance::Support
            || clause.negation.is_some()
            || self.is_hypothetical(c)
            || clause.role == ClauseRole::Relative && clause.subjects.is_empty()
        {
            return false;
        }
        let mut state = state.clone();
        is_or_is_not(words, true, &mut state);
        // "Kyiv needs weapons, not peacekeepers": whoever says so.
        let needs = self.classes.needing_verbs.contains(&clause.lemma);
        state.who = if clause.passive || self.expletive(c) || needs {
            Who::Nobody
        } else {
            Who::Phrases(self.subjects(clause))
        };
        // "wants a truce and no troops" is more than a part that somebody does not take.
        state.attitude = self.wants_object(clause.verb);
        state.participation = true;
        self.deontic(c, &mut state);
        self.up_from_clause(c, mention, state, findings);
        true
    }
}
