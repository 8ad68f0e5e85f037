//! Complements: objects, predicatives and prepositional phrases; negating determiners; how far a clause reaches.

use crate::model::{Attachment, ClauseRole, Owner, Pos};

use super::Work;

/// Times and places that may stand between a verb and what hangs on it.
const MAX_ASIDES: usize = 3;

impl Work<'_> {
    pub(super) fn objects(&mut self) {
        for p in self.here.clone() {
            if self.phrases[p].attached != Attachment::None {
                continue;
            }
            let head = self.phrases[p].tokens.start;
            // The verb group before it, where no other group's subject took it.
            let Some(c) = (self.first..self.clauses.len())
                .rev()
                .find(|c| self.clauses[*c].verb_group.end <= head)
            else {
                continue;
            };
            if let Some(x) = self.phrases[p].preposition {
                // "to buy $90 billion worth of weapons": what it is the worth of is bought.
                let worth = self.tokens[x].lower == "of"
                    && x > self.sentence.start
                    && self.tokens[x - 1].lower == "worth";
                if worth && !self.clauses[c].passive {
                    self.phrases[p].attached = Attachment::Object(c);
                    self.phrases[p].preposition = None;
                    self.clauses[c].objects.push(p);
                    continue;
                }
                let c = self.restricted_from(c, x);
                let noun = self
                    .phrase_ending_at(x)
                    .or_else(|| self.act_before(x))
                    .filter(|n| *n < p)
                    .and_then(|n| self.past_asides(c, n, x))
                    .map(|n| self.past_makers(c, n, x));
                match noun {
                    Some(n) => self.phrases[p].attached = Attachment::Noun(n),
                    None => self.phrases[p].attached = Attachment::Adverbial(c),
                }
                self.clauses[c].adverbials.push(p);
                continue;
            }
            if matches!(self.phrases.get(p + 1).map(|n| n.owner), Some(Some(Owner::Phrase(o))) if o == p)
                || self.phrases[p].apposition.is_some()
            {
                continue;
            }
            let between = &self.tokens[self.clauses[c].verb_group.end..head];
            let stopped = between.iter().any(|t| {
                matches!(t.lower.as_str(), "," | ";" | ":" | "\u{2014}" | "\u{2013}")
                    || matches!(t.pos, Pos::Subordinator | Pos::Relative)
            }) && self.members(p)[0] == p;
            if stopped || self.is_time(&self.phrases[p]) {
                continue;
            }
            if self.classes.equating_verbs.contains(&self.clauses[c].lemma) {
                self.phrases[p].attached = Attachment::Predicative(c);
                self.clauses[c].predicative.get_or_insert(p);
            } else {
                self.phrases[p].attached = Attachment::Object(c);
                self.clauses[c].objects.push(p);
            }
        }
        for c in self.first..self.clauses.len() {
            let clause = &self.clauses[c];
            if self.classes.describing_verbs.contains(&clause.lemma) {
                let end = self.clauses.get(c + 1).map_or(self.sentence.end, |n| {
                    n.verb_group.start.min(self.sentence.end)
                });
                let found = (clause.verb_group.end..end)
                    .take_while(|t| {
                        matches!(
                            self.tokens[*t].pos,
                            Pos::Adverb
                                | Pos::Adjective
                                | Pos::Punctuation
                                | Pos::VerbParticiple
                                | Pos::Preposition
                        )
                    })
                    .find(|t| matches!(self.tokens[*t].pos, Pos::Adjective | Pos::VerbParticiple));
                self.clauses[c].adjective = found;
            }
        }
        // Subjects before the first verb that nothing took are left alone; prepositional phrases there hang on their noun.
        for p in self.here.clone() {
            if self.phrases[p].attached == Attachment::None
                && let Some(x) = self.phrases[p].preposition
                && let Some(n) = self.phrase_ending_at(x).filter(|n| *n < p)
            {
                self.phrases[p].attached = Attachment::Noun(n);
            }
        }
    }

    /// "called on Thursday for a force", "voted in Berlin against it": what stands behind a time, or a place, hangs on the noun before that, if there is
    /// one, else on the verb.
    fn past_asides(&self, clause: usize, noun: usize, preposition: usize) -> Option<usize> {
        let word = |t: usize| self.tokens[t].lower.as_str();
        let behind = word(preposition);
        let mut at = noun;
        for _ in 0..MAX_ASIDES {
            let phrase = &self.phrases[at];
            let place = matches!(behind, "for" | "against" | "about")
                && self.tokens[phrase.head].pos == Pos::Proper
                && phrase
                    .preposition
                    .is_some_and(|x| matches!(word(x), "in" | "at"));
            if behind == "of" || !(phrase.time || place) {
                return Some(at);
            }
            let start = phrase.preposition.unwrap_or(phrase.tokens.start);
            if start <= self.clauses[clause].verb_group.end {
                return None;
            }
            at = self.phrase_ending_at(start)?;
        }
        None
    }

    /// "the plan drafted by Paris for a force": what stands behind those who made something is of what they made.
    fn past_makers(&self, clause: usize, noun: usize, preposition: usize) -> usize {
        let word = |t: usize| self.tokens[t].lower.as_str();
        let maker = self.phrases[noun]
            .preposition
            .is_some_and(|x| word(x) == "by")
            && self.tokens[self.phrases[noun].head].pos == Pos::Proper;
        let made = &self.clauses[clause];
        match made.modifies {
            Some(n) if maker && made.passive && matches!(word(preposition), "for" | "to") => n,
            _ => noun,
        }
    }

    /// "accept a force led by Paris only after a truce": what "only" restricts is no part of a participle on a noun.
    fn restricted_from(&self, clause: usize, preposition: usize) -> usize {
        let own = &self.clauses[clause];
        let only = preposition
            .checked_sub(1)
            .is_some_and(|t| self.tokens[t].lower == "only");
        match own.parent {
            Some(parent) if only && !own.finite && own.modifies.is_some() => parent,
            _ => clause,
        }
    }

    /// Where a restriction behind such a participle begins, which is its parent's.
    fn only_behind(&self, clause: usize) -> Option<usize> {
        let parent = self.clauses[clause].parent?;
        let behind = self.clauses[clause].verb_group.end;
        let only = self.here.clone().find_map(|p| {
            let x = self.phrases[p].preposition.filter(|x| *x > behind)?;
            let of_parent = self.phrases[p].attached == Attachment::Adverbial(parent);
            (of_parent && self.restricted_from(clause, x) == parent).then_some(x - 1)
        });
        only.filter(|_| self.clauses[clause].modifies.is_some())
    }

    /// "the setting up of a force": a noun in -ing whose particle stands between it and "of".
    fn act_before(&self, preposition: usize) -> Option<usize> {
        let particle = preposition.checked_sub(1)?;
        let apart = matches!(
            self.tokens[particle].lower.as_str(),
            "up" | "out" | "down" | "off"
        );
        (apart && self.tokens[preposition].lower == "of")
            .then(|| self.phrase_ending_at(particle))
            .flatten()
            .filter(|n| self.tokens[self.phrases[*n].head].lower.ends_with("ing"))
    }

    /// "No German soldiers will be sent", "has no plans", "not a single soldier": the determiner negates the clause.
    pub(super) fn negate_by_determiner(&mut self) {
        for c in self.first..self.clauses.len() {
            if self.clauses[c].negation.is_some() {
                continue;
            }
            let clause = &self.clauses[c];
            // "soldiers but no aircraft", "a European force but not an American one": a later member is left out of what the clause tells, which is
            // not negated by that.
            let left_out = |p: &&usize| {
                let start = self.phrases[**p].tokens.start;
                let word = |back: usize| {
                    let at = start
                        .checked_sub(back)
                        .filter(|t| *t >= self.sentence.start);
                    at.map_or("", |t| self.tokens[t].lower.as_str())
                };
                let but = |w: &str| matches!(w, "but" | "though" | "although");
                let parted = but(word(1))
                    || word(1) == "not" && (but(word(2)) || matches!(word(2), "and" | ","));
                Some(*p) != clause.objects.first() && parted
            };
            let found = clause
                .subjects
                .iter()
                .filter(|_| clause.finite)
                .chain(clause.objects.iter().filter(|p| !left_out(p)))
                .chain(&clause.predicative)
                .find_map(|p| {
                    let phrase = &self.phrases[*p];
                    let from = phrase
                        .tokens
                        .start
                        .saturating_sub(1)
                        .max(self.sentence.start);
                    (from..phrase.tokens.end).find(|t| {
                        matches!(
                            self.tokens[*t].lower.as_str(),
                            "no" | "neither" | "none" | "nobody" | "nothing" | "zero"
                        ) || self.tokens[*t].lower == "not"
                            && *t + 1 == phrase.tokens.start
                            && matches!(self.tokens[*t + 1].lower.as_str(), "a" | "an" | "one")
                    })
                })
                .or_else(|| clause.subjects.iter().find_map(|p| self.hardly_any(*p)))
                .or_else(|| clause.adverbials.iter().find_map(|p| self.none_with(c, *p)));
            self.clauses[c].negation = found;
        }
    }

    /// "will put up with no soldiers", "agreed to no deployment": the determiner of what a verb's own preposition governs.
    fn none_with(&self, c: usize, phrase: usize) -> Option<usize> {
        let phrase = &self.phrases[phrase];
        let behind = self.clauses[c].verb_group.end;
        let particle = self
            .tokens
            .get(behind)
            .is_some_and(|t| matches!(t.lower.as_str(), "up" | "along" | "down"));
        let particle = usize::from(particle);
        let preposition = phrase.preposition.filter(|x| *x == behind + particle)?;
        let own = matches!(
            self.tokens[preposition].lower.as_str(),
            "to" | "with" | "on" | "upon"
        );
        let negator = phrase.tokens.start;
        (own && self.tokens[negator].lower == "no").then_some(negator)
    }

    /// "Few believe that", "hardly anyone expects": a subject that is next to nobody. "A few" are some.
    fn hardly_any(&self, subject: usize) -> Option<usize> {
        let start = self.phrases[subject].tokens.start;
        let before = start.checked_sub(1).filter(|t| self.sentence.contains(t));
        let word = |t: usize| self.tokens[t].lower.as_str();
        let first = before
            .filter(|t| matches!(word(*t), "hardly" | "scarcely" | "barely" | "few"))
            .unwrap_or(start);
        let some = first > self.sentence.start
            && matches!(word(first - 1), "a" | "the" | "these" | "those");
        match word(first) {
            "few" if !some => Some(first),
            "hardly" | "scarcely" | "barely" => word(start).starts_with("any").then_some(first),
            _ => None,
        }
    }

    pub(super) fn extents(&mut self) {
        let starts: Vec<usize> = (self.first..self.clauses.len())
            .map(|c| {
                let clause = &self.clauses[c];
                let own = clause
                    .subjects
                    .iter()
                    .map(|p| self.phrases[*p].tokens.start)
                    .filter(|_| {
                        matches!(
                            clause.role,
                            ClauseRole::Main
                                | ClauseRole::Content
                                | ClauseRole::Adverbial
                                | ClauseRole::Coordinate
                        )
                    });
                // A clause that is the subject stands before the group.
                let first = clause
                    .children
                    .iter()
                    .copied()
                    .filter(|k| {
                        *k < c
                            && matches!(
                                self.clauses[*k].role,
                                ClauseRole::Gerund | ClauseRole::Infinitive
                            )
                    })
                    .min();
                let from = first.unwrap_or(c);
                let governor = clause
                    .parent
                    .filter(|p| *p < c && clause.role == ClauseRole::Content);
                let gap = if let Some(p) = governor {
                    // The subject may have a clause of its own between it and the verb.
                    self.clauses[p].verb_group.end
                } else if from > self.first {
                    self.clauses[from - 1].verb_group.end
                } else {
                    self.sentence.start
                };
                own.filter(|s| *s >= gap)
                    .chain(first.map(|k| self.clauses[k].verb_group.start))
                    .chain(clause.subordinator.filter(|s| *s >= gap))
                    .chain([clause.verb_group.start])
                    .min()
                    .unwrap_or(clause.verb_group.start)
            })
            .collect();
        for c in self.first..self.clauses.len() {
            let mut end = self.sentence.end;
            for later in c + 1..self.clauses.len() {
                if !self.descends(later, c) {
                    end = starts[later - self.first];
                    break;
                }
            }
            let reach = self.clauses[c].verb_group.end;
            if let Some(only) = self.only_behind(c) {
                end = end.min(only);
            }
            self.clauses[c].extent = starts[c - self.first]..end.max(reach);
        }
    }

    pub(super) fn descends(&self, clause: usize, from: usize) -> bool {
        let mut at = self.clauses[clause].parent;
        while let Some(p) = at {
            if p == from {
                return true;
            }
            at = self.clauses[p].parent;
        }
        false
    }
}
