//! Who does what a clause tells: its subjects, the agents of a passive, coordinated phrases, and clauses that share the proposal as their subject.

use super::super::Findings;
use super::super::cues::CueMatch;
use super::super::holders::Holders;
use super::links::{Kind, Link};
use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::model::{Clause, ClauseRole, Pos, ProposalMention};

impl Climb<'_> {
    /// The proposal is the subject of a clause, and of those that share it: "was and remains unacceptable".
    pub(super) fn as_shared_subject(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        self.as_subject(c, mention, state.clone(), findings);
        let first = &self.document.clauses[c];
        for k in &first.children {
            let clause = &self.document.clauses[*k];
            if clause.role == ClauseRole::Coordinate
                && clause.finite
                && !first.subjects.is_empty()
                && clause.subjects == first.subjects
            {
                self.as_subject(*k, mention, state.clone(), findings);
            }
        }
    }

    /// "would not exclude that soldiers might be part of it": what a force may, would or will do is what somebody has an attitude to.
    pub(super) fn told_of_force(&self, c: usize, mention: &ProposalMention) -> bool {
        let clause = &self.document.clauses[c];
        let Some(p) = clause
            .parent
            .filter(|_| clause.role == ClauseRole::Content && clause.negation.is_none())
        else {
            return false;
        };
        let link = Link::clause(self.document, c, Kind::That);
        let that = clause
            .subordinator
            .is_some_and(|s| self.document.tokens[s].lower == "that");
        that && clause.modal.is_some()
            && self.holders.is_force(mention.proposal)
            && self
                .clause_cue(p, &link)
                .is_some_and(|m| self.cues.cue(m.cue).class == CueClass::Attitude)
    }

    /// "has not been asked to": whether a clause denies that its subject was asked for a part of its own.
    pub(super) fn unasked(&self, c: usize, state: &State) -> bool {
        let clause = &self.document.clauses[c];
        clause.negation.is_some()
            && clause.modal.is_none()
            && self.classes.asking_verbs.contains(&clause.lemma)
            && state.participation
    }

    /// "such a request was sent to the house": what is sent is a word for what is proposed, and nobody goes.
    pub(super) fn only_sends_word(&self, m: &CueMatch, mention: &ProposalMention) -> bool {
        let noun = &self.document.tokens[mention.head].lemma;
        &*self.cues.cue(m.cue).first == "send"
            && Self::is_anaphor(mention)
            && (self.classes.resuming_nouns.contains(noun)
                || self.classes.plan_nouns.contains(noun))
    }

    /// "took part in a call about a force", "joined a summit on guarantees": a part in a meeting is none in what it is about.
    pub(super) fn only_talks(&self, m: &CueMatch, mention: &ProposalMention) -> bool {
        let joins = matches!(
            &*self.cues.cue(m.cue).first,
            "take" | "participate" | "join" | "attend"
        );
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let from = m.tokens.end.min(m.head + 1);
        // "would join calls for a force".
        let about = |t: usize| matches!(word(t + 1), "on" | "about" | "over" | "of");
        joins
            && (from..mention.tokens.start).any(|t| {
                let noun = &self.document.tokens[t];
                noun.pos == Pos::Noun
                    && self.classes.meeting_nouns.contains(&noun.lemma)
                    && about(t)
            })
    }

    /// Whether a passive tells nothing of its subject.
    pub(super) fn is_of_another(
        &self,
        clause: &Clause,
        m: &CueMatch,
        mention: &ProposalMention,
    ) -> bool {
        self.only_sends_word(m, mention) || m.words == 1 && self.is_receiver(clause)
    }

    /// "It has been offered paper": whether the subject of a passive is who was given something else.
    fn is_receiver(&self, clause: &Clause) -> bool {
        let object = |p: &usize| {
            let phrase = &self.document.phrases[*p];
            phrase.tokens.start == clause.verb_group.end
        };
        clause.passive
            && matches!(
                clause.lemma.as_str(),
                "give" | "offer" | "hand" | "promise" | "grant" | "send"
            )
            && clause.objects.iter().any(object)
    }

    /// "it would be wiser to extend the treaty": an "it" that an infinitive takes up means nothing said before.
    pub(super) fn only_fills(&self, c: usize, mention: &ProposalMention) -> bool {
        let clause = &self.document.clauses[c];
        let it = self.document.tokens[mention.head].lower == "it" && mention.head < clause.verb;
        it && clause.lemma == "be"
            && clause.children.iter().any(|k| {
                let child = &self.document.clauses[*k];
                let start = child.verb_group.start;
                child.role == ClauseRole::Infinitive
                    && start > clause.verb
                    && self.document.tokens[start - 1].pos == Pos::Adjective
            })
    }

    /// The agent of a passive: "by X".
    pub(super) fn agent(&self, clause: &Clause) -> Who {
        let mut agents: Vec<usize> = Vec::new();
        for p in &clause.adverbials {
            let by = self.document.phrases[*p]
                .preposition
                .is_some_and(|x| self.document.tokens[x].lower == "by")
                && !self.is_deadline(*p);
            // "supported by Paris, by Rome and by Madrid".
            for member in self.coordination(*p).into_iter().filter(|_| by) {
                if !agents.contains(&member) {
                    agents.push(member);
                }
            }
        }
        if agents.is_empty() {
            Who::Nobody
        } else {
            Who::Phrases(agents)
        }
    }

    /// "by March", "by the end of the year": until when, not by whom.
    fn is_deadline(&self, p: usize) -> bool {
        let head = &self.document.tokens[self.document.phrases[p].head];
        let word = head.lower.as_str();
        let times = &self.classes.time_nouns;
        !self.is_actor(p)
            && (head.pos == Pos::Number
                || matches!(
                    word,
                    "end" | "beginning" | "start" | "middle" | "deadline" | "then" | "now"
                )
                || self.classes.months.contains(word)
                || self.classes.weekdays.contains(word)
                || self.classes.time_words.contains(word)
                || times.contains(word.strip_suffix('s').unwrap_or(word)))
    }

    /// The subjects of a clause; of a fronted participle ("Having rejected it, Fico ...") those of the clause that it stands before.
    pub(super) fn subjects(&self, clause: &Clause) -> Vec<usize> {
        // "POLAND" as a line, and "Has ruled out troops." below it.
        let opens = self.document.sentences[clause.sentence].tokens.start;
        if clause.subjects.is_empty() && clause.finite && clause.verb_group.start == opens {
            return Holders::headed(self.document, self.mentions, opens);
        }
        if let Some(with) = self.with_before(clause) {
            return with;
        }
        if !clause.subjects.is_empty() || clause.finite || clause.parent.is_some() {
            return clause.subjects.clone();
        }
        let main = self.document.clauses_beside(clause.verb).iter().find(|x| {
            x.sentence == clause.sentence
                && x.verb > clause.verb
                && x.finite
                && x.role == ClauseRole::Main
        });
        main.map(|m| m.subjects.clone()).unwrap_or_default()
    }

    /// "With Italy and Poland opposed to it, Starmer has": a participle that looks like a past tense is said of those who stand behind "with".
    fn with_before(&self, clause: &Clause) -> Option<Vec<usize>> {
        let start = clause.verb_group.start;
        let bare = clause.subjects.is_empty() && clause.verb_group.len() == 1;
        let last = (bare && start > 0).then(|| self.document.phrases_over(&(start - 1..start)))?;
        let last = last
            .into_iter()
            .find(|p| self.document.phrases[*p].tokens.end == start)?;
        let opened = self.document.phrases[last].preposition?;
        let named = self
            .document
            .find_phrase(opened + 1, |p| p.tokens.start == opened + 1)?;
        let with = self.document.tokens[opened].lower == "with" && self.is_actor(named);
        with.then(|| self.coordination(named))
    }

    /// "European troops would need ships": whether a phrase means what is proposed, and not the mention at hand. It holds nothing itself, whoever
    /// would send it.
    pub(super) fn is_another_mention(&self, p: usize, mention: &ProposalMention) -> bool {
        let head = self.document.phrases[p].head;
        head != mention.head
            && self
                .mentions
                .proposals_at(self.document, head)
                .next()
                .is_some()
    }

    /// A phrase and what is coordinated with it.
    pub(super) fn coordination(&self, p: usize) -> Vec<usize> {
        let mut all = vec![p];
        while let Some(next) = self.document.phrases[all[all.len() - 1]].coordinated {
            all.push(next);
        }
        all
    }

    /// Whether a phrase means an actor.
    pub(super) fn is_actor(&self, p: usize) -> bool {
        let head = self.document.phrases[p].head;
        self.mentions
            .actors_at(self.document, head)
            .next()
            .is_some()
    }
}
