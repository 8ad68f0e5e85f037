//! Cues without a complement: "Norway has not decided", "Italy said no", "they would like to see the details first".

use super::super::{Climb, State, Who};
use super::WORTH;
use crate::lexicon::{CueClass, CuePos};
use crate::model::{Clause, ClauseRole, Pos, Stance, Token};
use crate::stance::Findings;
use crate::stance::cues::CueMatch;

impl Climb<'_> {
    /// A cue whose complement is left out: one that says all by itself, or else one that nothing it could govern follows in its clause.
    pub(super) fn bare_cue(&self, c: usize) -> Option<CueMatch> {
        let clause = &self.document.clauses[c];
        let open = !clause.finite && clause.role == ClauseRole::Infinitive;
        // "gives it support": what looks like a verb after a pronoun that was given something is a noun.
        let first = clause.verb_group.start;
        let told_before = first > 1
            && matches!(
                self.document.tokens[first - 1].lower.as_str(),
                "it" | "them"
            )
            && self
                .classes
                .giving_verbs
                .contains(&self.document.tokens[first - 2].lemma);
        if !clause.finite && !open
            || told_before
            || self.is_subordinate(c) && !self.goes_on_about_actor(c)
            || self.is_free_relative(c)
            || self.is_under_whom(c)
            || self.is_fronted(clause)
        {
            return None;
        }
        if let Some(m) = self.whole_cue(c).filter(|m| !self.is_settled(c, m)) {
            return Some(m);
        }
        let found = self.cues_of_clause(c).into_iter().filter(|m| {
            let cue = self.cues.cue(m.cue);
            let outside = |p: &usize| {
                let phrase = &self.document.phrases[*p];
                !m.tokens.contains(&phrase.head)
                    && self.document.tokens[phrase.head].lower != "either"
                    && self.time_at(phrase.tokens.start).is_none()
            };
            // Only what is marked as a whole answer may have a time behind it: "promised for autumn" goes on.
            let timed = self.time_at(m.tokens.end).is_some() && !cue.takes("bare");
            // "keep the lanes open": what a pattern was stretched over is not what was spoken of.
            let stretched = |p: &usize| {
                let head = self.document.phrases[*p].head;
                let noun = &self.document.tokens[head];
                m.tokens.contains(&head)
                    && !matches!(noun.pos, Pos::Pronoun | Pos::Determiner)
                    && !cue.rest.iter().any(|w| noun.reads(w))
            };
            let none = !clause.objects.iter().any(outside)
                && !clause.objects.iter().any(stretched)
                && !timed
                && (self.ends_at(m.tokens.end) || self.circumstance_at(m.tokens.end));
            if cue.takes("denied") && !self.is_denied(c) || self.is_settled(c, m) {
                return false;
            }
            // "The seat will be in Paris, Starmer announced": what was announced stands before it.
            if !cue.takes("bare") && self.attributes(clause) {
                return false;
            }
            // "..., the minister considers": a verb of opinion that says whose view it is.
            if cue.pos == CuePos::Verb && m.words == 1 && self.is_parenthesis(clause) {
                return false;
            }
            // "equivocated when asked about troops": the question tells what about.
            if cue.stance == Stance::Noncommittal
                && clause.finite
                && matches!(cue.pos, CuePos::Verb | CuePos::Adjective)
                && self.asked_at(m.tokens.end).is_some()
            {
                return true;
            }
            // Without the mark of the lexicon only finite clauses of attitude: an infinitive's complement may have moved.
            none && (cue.takes("bare")
                || clause.finite
                    && !clause.passive
                    && matches!(cue.class, CueClass::Attitude | CueClass::Participation)
                    && matches!(cue.pos, CuePos::Verb | CuePos::Adjective)
                    && cue.closes_with().is_none()
                    && ["object", "to", "ing", "that", "whether"]
                        .iter()
                        .any(|x| cue.takes(x))
                    && !cue.takes("subject"))
        });
        found.max_by_key(|m| (self.cues.cue(m.cue).takes("bare"), m.words))
    }

    /// Whether a clause only says who says what stands beside it.
    fn attributes(&self, clause: &Clause) -> bool {
        let verb = self.document.tokens[clause.verb].span;
        let speaks = self.holders.is_speech(&clause.lemma);
        speaks
            && self
                .attributions
                .cued_in(clause.sentence)
                .any(|a| !a.content.is_empty() && a.cue.is_some_and(|cue| cue.contains(verb)))
    }

    /// "Putin, whom he said he liked": what is left out is the person before.
    fn is_under_whom(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        clause.role == ClauseRole::Content
            && clause.parent.is_some_and(|p| {
                let above = &self.document.clauses[p];
                let opener = &self.document.tokens[above.extent.start].lower;
                above.role == ClauseRole::Relative
                    && self.classes.free_relatives.contains(opener)
                    && above.subjects.first() != above.modifies.as_ref()
            })
    }

    /// "The ultimatums he called unacceptable", "on the budget she was lukewarm": what is left out behind the verb stands before the subject.
    fn is_fronted(&self, clause: &Clause) -> bool {
        let Some(s) = clause.subjects.first() else {
            return false;
        };
        let start = self.document.phrases[*s].tokens.start;
        let sentence = &self.document.sentence_of(clause.verb).tokens;
        if start <= sentence.start || start > clause.verb {
            return false;
        }
        let tokens = &self.document.tokens;
        let about = matches!(
            tokens[sentence.start].lower.as_str(),
            "on" | "about" | "regarding" | "concerning"
        );
        let topic = self.document.find_phrase(sentence.start, |p| {
            p.preposition == Some(sentence.start) && tokens[p.head].pos == Pos::Noun
        });
        if let Some(p) = topic.filter(|_| about && start > sentence.start + 2) {
            let phrase = &self.document.phrases[p];
            let ours = self
                .mentions
                .proposals_over(self.document, &(sentence.start..start))
                .iter()
                .any(|m| (sentence.start..start).contains(&m.head));
            return !ours && self.time_at(phrase.tokens.start).is_none();
        }
        let opens = !self
            .document
            .clauses_beside(clause.verb)
            .iter()
            .any(|x| x.verb_group.start < start);
        self.document.phrase_headed_by(start - 1).is_some_and(|p| {
            let phrase = &self.document.phrases[p];
            opens && phrase.preposition.is_none() && self.time_at(phrase.tokens.start).is_none()
        })
    }

    /// "do with it what they like", "invite whom it wanted": what is left out stands before the clause.
    pub(super) fn is_free_relative(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let subject = clause.subjects.first();
        let start = subject.map_or(clause.verb_group.start, |p| {
            let start = self.document.phrases[*p].tokens.start;
            start.min(clause.verb_group.start)
        });
        let tokens = &self.document.tokens;
        start > 0
            && tokens[start - 1].sentence == clause.sentence
            && self
                .classes
                .free_relatives
                .contains(&tokens[start - 1].lower)
    }

    /// "they want to see the details", "no decision has been taken": a cue that leaves nothing out but what is under discussion, anywhere in a
    /// clause of its own.
    pub(in crate::stance::path) fn whole_cue(&self, c: usize) -> Option<CueMatch> {
        let clause = &self.document.clauses[c];
        if self.hangs_on_subordinate(c) {
            return None;
        }
        let told_inside = |t: usize| {
            let mut children = clause.children.iter().map(|k| &self.document.clauses[*k]);
            children.any(|x| x.extent.contains(&t) && !x.extent.contains(&clause.verb))
        };
        let found = clause.extent.clone().filter(|t| !told_inside(*t));
        let found = found.flat_map(|t| self.matches.at(t).iter().map(move |m| (t, m)));
        found
            .filter(|(t, m)| {
                let cue = self.cues.cue(m.cue);
                let heads = match cue.pos {
                    CuePos::Verb => *t == clause.verb,
                    CuePos::Noun | CuePos::Adjective | CuePos::Phrase => true,
                };
                let part = cue.class == CueClass::Participation;
                cue.takes("whole")
                    && heads
                    && (!cue.takes("denied") || self.is_denied(c))
                    && self.is_tight(m)
                    && !self.takes_another(clause, m.tokens.end)
                    && !(part && self.goes_elsewhere(clause, m.tokens.end))
            })
            .max_by_key(|(_, m)| (m.words, std::cmp::Reverse(m.cue)))
            .map(|(_, m)| m.clone())
    }

    /// "will not speculate", "did not want to be drawn": a clause under a negation of its own, or of the one that it hangs on.
    fn is_denied(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let own = clause.negation.is_some() && !self.pseudo_negated(clause);
        own || clause.role == ClauseRole::Infinitive
            && clause.modifies.is_none()
            && clause.parent.is_some_and(|p| self.is_denied(p))
    }

    /// "Spain has no such plans": what is told of whoever has it, where the words say nothing of who holds it.
    fn is_had(&self, clause: &Clause, m: &CueMatch) -> bool {
        let had = clause.lemma == "have" || self.classes.having_verbs.contains(&clause.lemma);
        had && m.tokens.start > clause.verb && clause.subjects.iter().any(|p| self.is_actor(*p))
    }

    /// "friends who were willing to step up": an infinitive under a clause that only tells of something.
    fn hangs_on_subordinate(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let bare = matches!(clause.role, ClauseRole::Infinitive | ClauseRole::Gerund);
        bare && clause
            .parent
            .is_some_and(|p| self.is_subordinate(p) || self.hangs_on_subordinate(p))
    }

    /// "has promised a brigade to Lithuania", "its share of the budget": what a part is in, where words behind it say so.
    fn goes_elsewhere(&self, clause: &Clause, end: usize) -> bool {
        let tokens = &self.document.tokens;
        let of = tokens.get(end).is_some_and(|t| {
            clause.extent.contains(&end) && matches!(t.lower.as_str(), "to" | "of" | "towards")
        });
        let place = |p: &usize| {
            let phrase = &self.document.phrases[*p];
            let Some(x) = phrase.preposition.filter(|x| *x >= end) else {
                return false;
            };
            let there = matches!(tokens[x].lower.as_str(), "in" | "to" | "at" | "for");
            let named = tokens[phrase.head].pos == Pos::Proper && self.time_at(x).is_none();
            let theatre = self
                .mentions
                .actors_beside(self.document, phrase.head)
                .iter()
                .any(|m| {
                    let mut actors = m.actors.iter();
                    phrase.tokens.contains(&m.head)
                        && actors.any(|a| self.holders.is_belligerent(*a, self.mentions))
                });
            there && named && !theatre
        };
        of || clause.objects.iter().chain(&clause.adverbials).any(place)
    }

    /// "said yes to thirty days of truce": a complement of its own behind a whole position, which is nothing spoken of before.
    fn takes_another(&self, clause: &Clause, end: usize) -> bool {
        let tokens = &self.document.tokens;
        let opener = tokens.get(end).filter(|_| clause.extent.contains(&end));
        if opener.is_none_or(|t| t.lower != "to") {
            return false;
        }
        self.document.phrases_beside(end).iter().any(|p| {
            let head = &tokens[p.head];
            p.preposition == Some(end)
                && p.tokens.start == end + 1
                && head.pos == Pos::Noun
                && self.time_at(p.tokens.start).is_none()
                && !self.takes_up(head)
                && !self
                    .mentions
                    .proposals_beside(self.document, p.head)
                    .iter()
                    .any(|m| p.tokens.contains(&m.head))
        })
    }

    /// Whether nothing but determiners, adjectives, adverbs and words that take up what was told stands between the words of a cue.
    fn is_tight(&self, m: &CueMatch) -> bool {
        let cue = self.cues.cue(m.cue);
        let judges = self.classes.judging_verbs.contains(cue.first.as_ref());
        m.tokens.clone().all(|t| {
            let token = &self.document.tokens[t];
            t == m.head
                || token.reads(&cue.first)
                || cue.rest.iter().any(|w| token.reads(w))
                || matches!(
                    token.pos,
                    Pos::Determiner | Pos::Possessive | Pos::Adjective | Pos::Adverb | Pos::Number
                )
                // "called the debate premature": what the sentence takes up.
                || judges && self.takes_up(token)
        })
    }

    /// "it", "the debate", "such an idea": what a sentence takes up of what was told.
    fn takes_up(&self, token: &Token) -> bool {
        matches!(token.lower.as_str(), "it" | "this" | "that")
            || self.classes.debate_nouns.contains(&token.lemma)
            || self.classes.resuming_nouns.contains(&token.lemma)
    }

    /// "..., Lavrov considers": a verb of judging behind a mark and its subject, and nothing else.
    fn is_parenthesis(&self, clause: &Clause) -> bool {
        let Some(s) = clause.subjects.first() else {
            return false;
        };
        let start = self.document.phrases[*s].tokens.start;
        self.classes.judging_verbs.contains(&clause.lemma)
            && self.document.tokens[clause.verb].pos != Pos::VerbIng
            && start > 0
            && matches!(
                self.document.tokens[start - 1].lower.as_str(),
                "," | "\"" | "-" | "\u{2013}" | "\u{2014}"
            )
    }

    /// A bare cue is read as if the proposal under discussion stood under it.
    pub(super) fn complete(&self, c: usize, m: &CueMatch, findings: &mut Findings) {
        let clause = &self.document.clauses[c];
        let cue = self.cues.cue(m.cue);
        let told = self.asked_about(m).or_else(|| {
            let part = cue.class == CueClass::Participation;
            if cue.takes("whole") || part && cue.takes("bare") {
                self.under_discussion(clause, &m.tokens, part)
            } else {
                self.discussed(clause)
            }
        });
        let Some(mention) = told.or_else(|| self.force_before(clause)) else {
            return;
        };
        let mut state = State::bare(m.head, 1);
        self.apply(&mut state, m, clause);
        state.strength *= WORTH;
        // "It is too early to say", "that ship has sailed": whoever says so.
        let said = cue.class == CueClass::Evaluation && !self.is_had(clause, m)
            || self.is_left_to_office(clause);
        state.who = if self.expletive(c) || said {
            Who::Nobody
        } else {
            Who::Phrases(self.subjects(clause))
        };
        // What is undecided or refused without a word for it is one's own part, so that the holder tells which force is meant.
        state.participation = mention_is_part(cue.stance, cue.class) || cue.takes("whole");
        state.attitude = cue.class != CueClass::Participation;
        let before = findings.len();
        if cue.takes("whole") && cue.stance == Stance::Noncommittal {
            // "is not going to speculate", "would have to see the terms": whatever stands over it, nothing is said. "They should consider it"
            // asks them to; "a truce must come first" says it itself.
            let modal = clause.modal.as_deref();
            let own = modal.is_some_and(|w| cue.rest.iter().any(|r| r.as_ref() == w));
            if own || !matches!(modal, Some("should" | "must" | "ought")) {
                state.value = Stance::Noncommittal;
                state.void = false;
                self.emit(&mention, &state, findings);
            }
        } else if !self.held_back(c, m, &mention, &state, findings) {
            self.deontic(c, &mut state);
            self.up_from_clause(c, &mention, state, findings);
        }
        let part = mention_is_part(cue.stance, cue.class);
        for mut finding in findings.split_off(before) {
            if let Some(holder) = finding.holder
                && !mention.slotted
            {
                finding.proposal =
                    self.holders
                        .refine_by_country(finding.proposal, holder, self.mentions);
            }
            if !cue.takes("whole") {
                findings.push(finding);
                continue;
            }
            // What a writer says of nothing in particular may be of anything; those over whom the proposals are made have no part of their own.
            let Some(holder) = finding.holder else {
                continue;
            };
            if part && !said && self.holders.sides_with_belligerents(holder, self.mentions) {
                continue;
            }
            // "The Americans will do their share" in an allied force is not to be in it.
            let taken = cue.class == CueClass::Participation && finding.stance != Stance::Oppose;
            if let Some(backing) = self.holders.backing_by(holder, self.mentions)
                && taken
                && self.holders.is_force(finding.proposal)
            {
                finding.proposal = backing;
            }
            findings.push(finding);
        }
    }
}

/// Whether a position is about the holder's own part in what is proposed.
fn mention_is_part(stance: Stance, class: CueClass) -> bool {
    stance == Stance::Noncommittal || class == CueClass::Participation
}
