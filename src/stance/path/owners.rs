//! Whose a noun over the proposal is, and whether its owner gives it up.

use super::super::cues::CueMatch;
use super::links::{Kind, Link};
use super::presence::is_or_is_not;
use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::model::{Attachment, Clause, ClauseRole, Owner, ProposalMention, Stance};

impl Climb<'_> {
    /// Whether a mention is an act of those for whom the proposal is made, and they own the noun over it.
    pub(super) fn is_own_act(&self, n: usize, mention: &ProposalMention) -> bool {
        let owners = self
            .holders
            .of_owner(self.document, self.mentions, self.attributions, n);
        let Some((owners, _)) = owners else {
            return false;
        };
        // "its opposition to Kyiv joining NATO" is no act of its own.
        let mut acts = self
            .document
            .clauses_beside(mention.head)
            .iter()
            .filter(|c| c.verb == mention.head);
        acts.next().is_some_and(|c| {
            let doers: Vec<usize> = c
                .subjects
                .iter()
                .filter_map(|p| {
                    self.holders
                        .of_phrase(self.document, self.mentions, self.attributions, *p)
                })
                .flat_map(|(actors, _)| actors)
                .collect();
            doers.is_empty() || doers.iter().any(|d| owners.contains(d))
        }) && owners
            .iter()
            .all(|a| self.holders.is_belligerent(*a, self.mentions))
    }

    /// "asked that Ukraine give up its plan", "offered to drop Ukraine's bid": what its owner, or who speaks for him, gives up he no longer wants.
    pub(super) fn is_given_up(&self, n: usize, owner: &Who) -> bool {
        let Attachment::Object(c) = self.document.phrases[n].attached else {
            return false;
        };
        let clause = &self.document.clauses[c];
        let gives_up = self
            .clause_cue(c, &Link::phrase(self.document, n))
            .is_some_and(|m| self.cues.cue(m.cue).stance == Stance::Oppose)
            || self.classes.lifting_verbs.contains(&clause.lemma);
        if !gives_up || clause.passive {
            return false;
        }
        let of = |p: usize| {
            let found = self
                .holders
                .of_phrase(self.document, self.mentions, self.attributions, p);
            found.map(|(actors, _)| actors).unwrap_or_default()
        };
        let doers: Vec<usize> = self.subjects(clause).into_iter().flat_map(of).collect();
        // "to give up its plan": whoever does so is the owner, however far off he stands.
        if matches!(self.document.phrases[n].owner, Some(Owner::Pronoun(_)))
            && clause.role == ClauseRole::Infinitive
        {
            return true;
        }
        let owners = match owner {
            Who::Phrases(list) if *list == clause.subjects => return true,
            Who::Phrases(list) => list.iter().flat_map(|p| of(*p)).collect(),
            Who::Owner(p) => self
                .holders
                .of_owner(self.document, self.mentions, self.attributions, *p)
                .map(|(actors, _)| actors)
                .unwrap_or_default(),
            Who::Nobody | Who::Declared(_) => return false,
        };
        let country = |a: usize| self.mentions.register[a].country.as_ref();
        doers.iter().any(|d| {
            owners
                .iter()
                .any(|o| o == d || country(*o).is_some() && country(*o) == country(*d))
        })
    }

    /// "The plan to send British soldiers has been dropped": the phrase of those soldiers, where a plan for them is the subject of being given up.
    pub(super) fn given_up_plan(&self, c: usize, mention: &ProposalMention) -> Option<usize> {
        let clause = &self.document.clauses[c];
        let s = *clause.subjects.first()?;
        let noun = &self.document.tokens[self.document.phrases[s].head].lemma;
        let own = self.classes.plan_nouns.contains(noun)
            && self.classes.lifting_verbs.contains(&clause.lemma)
            && self.holders.is_force(mention.proposal);

        own.then(|| self.document.phrase_around(mention.head))
            .flatten()
            .filter(|p| *p != s)
    }

    /// "backed away from its plan", "reneged on a promise": the clause of whoever withdraws from what a noun tells.
    pub(super) fn withdrawn_from(&self, n: usize) -> Option<usize> {
        let phrase = &self.document.phrases[n];
        let word = &self.document.tokens[phrase.preposition?].lower;
        let clause_over = |p: usize| match self.document.phrases[p].attached {
            Attachment::Adverbial(c) | Attachment::Object(c) => Some(c),
            _ => None,
        };
        let c = match phrase.attached {
            Attachment::Adverbial(c) => c,
            Attachment::Noun(up) => clause_over(up)?,
            _ => return None,
        };
        let clause = &self.document.clauses[c];
        let behind = phrase
            .preposition
            .is_some_and(|x| x < clause.verb_group.end + 4);
        let parted = matches!(word.as_str(), "from" | "on" | "of")
            && self.classes.withdrawing_verbs.contains(&clause.lemma);
        (behind && parted && !clause.passive).then_some(c)
    }

    /// Who owns a noun; "its" and "their" in an object mean the subject of that clause ("that Ukraine drop its bid").
    pub(super) fn owner_in_clause(&self, n: usize) -> Who {
        let phrase = &self.document.phrases[n];
        if let (Some(Owner::Pronoun(t)), Attachment::Object(c)) = (phrase.owner, phrase.attached) {
            let clause = &self.document.clauses[c];
            let its = matches!(self.document.tokens[t].lower.as_str(), "its" | "their");
            let named = |s: &usize| {
                self.document.tokens[self.document.phrases[*s].head].pos
                    == crate::model::Pos::Proper
            };
            if its && !clause.passive && clause.subjects.first().is_some_and(named) {
                return Who::Phrases(clause.subjects.clone());
            }
        }
        Who::Owner(n)
    }

    /// Who is named behind a noun cue as having it: "opposition from Moscow", "a call for troops by Paris".
    pub(super) fn named_behind(
        &self,
        n: usize,
        mention: &ProposalMention,
        class: CueClass,
    ) -> Option<usize> {
        let phrases = &self.document.phrases;
        let end = phrases[n].tokens.end;
        let word = |x: usize| self.document.tokens[x].lower.as_str();
        let at_once = (0..phrases.len()).find(|q| {
            phrases[*q].preposition == Some(end)
                && matches!(word(end), "by" | "from" | "in" | "among" | "of")
                && self
                    .holders
                    .of_phrase(self.document, self.mentions, self.attributions, *q)
                    .is_some()
        });
        let behind_proposal = || {
            (0..phrases.len()).find(|q| {
                phrases[*q].head > mention.head
                    && phrases[*q].preposition.is_some_and(|x| {
                        let of_verb = self.document.tokens[x - 1].pos.is_verb();
                        word(x) == "by"
                            && x > mention.head
                            && x <= mention.tokens.end + 3
                            && !of_verb
                    })
            })
        };
        at_once.or_else(|| (class == CueClass::Nominal).then(behind_proposal).flatten())
    }
}

impl Climb<'_> {
    /// "the refusal by Berlin to deliver", "a pledge from Sweden to send": whose it is stands between the noun and its infinitive.
    pub(super) fn noun_over_maker(&self, n: usize, link: &Link) -> Option<(usize, CueMatch)> {
        let end = self.document.phrases[n].tokens.end;
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let between = link.kind == Kind::Infinitive && end < link.start;
        let by = self
            .document
            .find_phrase(end, |p| p.preposition == Some(end));
        if !between
            || !matches!(word(end), "by" | "from" | "in" | "among")
            || !by.is_some_and(|p| self.is_actor(p))
        {
            return None;
        }
        let m = self
            .cues
            .parted(self.document, self.document.phrases[n].head, link.start)
            .filter(|m| self.cues.cue(m.cue).takes("to"))?;
        Some((n, m))
    }

    /// "has shown no urge to send them", "feels no itch to go": whoever has no such thing does not do what it tells.
    pub(super) fn denied_noun(&self, c: usize, mention: &ProposalMention, state: &mut State) {
        let clause = &self.document.clauses[c];
        let between = |n: &usize| *n > clause.verb && *n < mention.head && self.is_determiner(*n);
        if let Some(no) = clause.negation.filter(between)
            && state.participation
            && !state.attitude
        {
            is_or_is_not(no..no + 1, true, state);
            state.participation = true;
            state.who = Who::Phrases(self.subjects(clause));
            state.strength *= 0.8;
        }
    }

    /// "will stay at home", "will stay put": whoever does so is not there.
    pub(super) fn stays_home(&self, clause: &Clause) -> bool {
        let behind = clause.verb_group.end;
        self.classes.staying_verbs.contains(&clause.lemma)
            && (behind..clause.extent.end.min(behind + 3)).any(|t| {
                self.classes
                    .home_words
                    .contains(&self.document.tokens[t].lower)
            })
    }
}
