//! How a sentence says on which condition what was said before is meant.

use std::ops::Range;

use super::super::super::conditions::Conditions;
use super::{Climb, Proviso};
use crate::model::{Clause, ClauseRole, Owner, Pos};

impl Climb<'_> {
    /// The condition that a sentence is.
    pub(super) fn proviso(&self, s: usize) -> Option<Proviso> {
        let sentence = &self.document.sentences[s];
        let asks = |t: usize| self.document.tokens[t].lower == "?";
        if sentence.tokens.clone().rev().take(2).any(asks) {
            return None;
        }
        let opener = |t: &usize| {
            matches!(
                self.word(*t),
                "\"" | "'" | "but" | "and" | "yet" | "however" | "though" | "still" | ","
            )
        };
        let start = sentence.tokens.clone().find(|t| !opener(t))?;
        let but = (sentence.tokens.start..start)
            .any(|t| matches!(self.word(t), "but" | "yet" | "however"));
        self.fragment(start, sentence.tokens.end).or_else(|| {
            sentence
                .clauses
                .clone()
                .find_map(|c| self.requirement(c, start, but))
        })
    }

    /// "Only if both sides agree.", "Not before a ceasefire, he added.": a condition that nothing stands over.
    fn fragment(&self, start: usize, end: usize) -> Option<Proviso> {
        let opens = matches!(
            self.word(start),
            "only"
                | "not"
                | "never"
                | "provided"
                | "providing"
                | "if"
                | "as"
                | "so"
                | "on"
                | "subject"
                | "unless"
        );
        // "As long as it takes", "If at all": nobody is asked for anything.
        let idle = (start..end.min(start + 5))
            .any(|t| matches!(self.word(t), "takes" | "necessary" | "possible" | "all"))
            || matches!(self.word(start), "as" | "if")
                && self.document.clauses_beside(start).iter().any(|c| {
                    c.finite && c.role == ClauseRole::Main && !self.holders.is_speech(&c.lemma)
                });
        if let Some(tokens) = self.one_condition(start, end) {
            return Some(Proviso {
                at: start,
                alone: false,
                lifts: false,
                tokens,
            });
        }
        if !opens || idle {
            return None;
        }
        let found = self.conditions.find(self.document, &(start..end), true)?;
        if found.tokens.start != start || !found.strong {
            return None;
        }
        let only_said = self.document.clauses_beside(start).iter().all(|c| {
            let inside = found.tokens.contains(&c.verb) && c.role != ClauseRole::Main;
            !c.finite || inside || self.holders.is_speech(&c.lemma)
        });
        only_said.then_some(Proviso {
            at: found.tokens.start,
            alone: true,
            lifts: found.lifts,
            tokens: found.tokens,
        })
    }

    /// "On one condition: both sides have to agree.", "With one caveat, he added: a truce comes first."
    fn one_condition(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let opens = matches!(self.word(start), "on" | "with" | "under")
            && matches!(self.word(start + 1), "one" | "a" | "the")
            && self
                .document
                .tokens
                .get(start + 2)
                .is_some_and(|t| self.classes.proviso_nouns.contains(&t.lemma));
        let colon = (start..end).find(|t| self.word(*t) == ":")?;
        let from = (colon + 1..end).find(|t| self.word(*t) != "\"")?;
        let stop = Conditions::stop(self.document, from, end);
        (opens && from < stop).then_some(from..stop)
    }

    /// A clause that says what has to be for something else to be.
    fn requirement(&self, c: usize, start: usize, but: bool) -> Option<Proviso> {
        let clause = &self.document.clauses[c];
        if !clause.finite || self.is_subordinate(c) || self.holders.is_speech(&clause.lemma) {
            return None;
        }
        let denied = clause.negation.is_some();
        let tokens = if denied {
            None
        } else {
            self.named_condition(c).or_else(|| {
                let first = self.says_first(clause, start);
                (self.has_to_be(c, first, but) || first && self.comes_ahead(clause)).then(|| {
                    let from = self.clause_start(clause);
                    from..Conditions::stop(
                        self.document,
                        clause.verb_group.end,
                        self.document.sentences[clause.sentence].tokens.end,
                    )
                })
            })
        };
        let tokens = tokens.or_else(|| self.only_on(clause))?;
        Some(Proviso {
            at: clause.verb,
            tokens,
            alone: false,
            lifts: false,
        })
    }

    /// Where the words of a clause begin, its subject or "there" among them.
    fn clause_start(&self, clause: &Clause) -> usize {
        let start = clause.verb_group.start;
        let subject = clause
            .subjects
            .first()
            .map(|p| self.document.phrases[*p].tokens.start);
        let there = start
            .checked_sub(1)
            .filter(|t| matches!(self.word(*t), "there"));
        subject.or(there).map_or(start, |s| s.min(start))
    }

    /// "There must be peace first", "First we need a truce": whether a clause says of what it asks for that it comes before anything else.
    fn says_first(&self, clause: &Clause, start: usize) -> bool {
        let plain = |t: usize| {
            let next = self.document.tokens.get(t + 1);
            let before = t.checked_sub(1).map(|b| self.document.tokens[b].pos);
            self.word(t) == "first"
                && !matches!(
                    before,
                    Some(Pos::Determiner | Pos::Possessive | Pos::Number)
                )
                && next.is_none_or(|n| {
                    !matches!(n.pos, Pos::Noun | Pos::Adjective | Pos::Number)
                        && !matches!(n.lower.as_str(), "and" | "of" | "then")
                })
        };
        plain(start)
            || clause
                .extent
                .clone()
                .any(|t| plain(t) || matches!(self.word(t), "beforehand"))
    }

    /// "Peace comes first".
    fn comes_ahead(&self, clause: &Clause) -> bool {
        let peace = |p: &usize| {
            let head = self.document.phrases[*p].head;
            self.classes
                .peace_nouns
                .contains(&self.document.tokens[head].lemma)
        };
        clause.lemma == "come" && !clause.past && clause.subjects.iter().any(peace)
    }

    /// Whether a clause says that something has to be: by "first", as a "but" to what was said, or of others whose consent would be needed.
    fn has_to_be(&self, c: usize, first: bool, but: bool) -> bool {
        let clause = &self.document.clauses[c];
        let end = self.document.sentences[clause.sentence].tokens.end;
        let inner = clause.children.iter().find_map(|k| {
            let x = &self.document.clauses[*k];
            (x.role == ClauseRole::Infinitive && x.verb_group.start == clause.verb_group.end)
                .then_some(x)
        });
        let needs = self.classes.needing_verbs.contains(&clause.lemma);
        let has = (clause.lemma == "have" || needs) && inner.is_some();
        let must = clause.modal.as_deref() == Some("must");
        let would = clause.modal.as_deref() == Some("would");
        let needed = clause.adjective.is_some_and(|a| {
            matches!(
                self.word(a),
                "necessary" | "indispensable" | "essential" | "needed" | "required"
            )
        });
        let passive = needs && clause.passive || needed;
        let wants = needs && inner.is_none() && !clause.objects.is_empty() || passive;
        if !(has || must || wants) {
            return false;
        }
        let act = inner.unwrap_or(clause);
        let named = Conditions::stop(self.document, clause.verb_group.end, end);
        let behind = clause.verb_group.end..named;
        let asked_for = |range: Range<usize>| self.conditions.names_need(self.document, range);
        let subject = self.clause_start(clause)..clause.verb_group.start;
        let own = clause.subjects.iter().any(|p| self.is_taken_up(*p)) || self.is_anaphoric(clause);
        // "But we need more support for our industry": of a measure, and no condition.
        let more = behind
            .clone()
            .any(|t| matches!(self.word(t), "more" | "further" | "greater" | "better"));
        // "We must first see the plans" puts off, and asks for nothing.
        let finds_out = self.classes.learning_verbs.contains(&act.lemma);
        let consents = self.classes.consenting_verbs.contains(&act.lemma);
        let pronoun = behind
            .clone()
            .any(|t| matches!(self.word(t), "it" | "them" | "this" | "that" | "such"));
        if first {
            let ends = self.classes.ending_verbs.contains(&act.lemma);
            let asked = asked_for(subject) || asked_for(behind);
            return !finds_out && (consents || pronoun || ends || asked);
        }
        let there = self.existential(c);
        let it = clause
            .subjects
            .iter()
            .any(|p| self.word(self.document.phrases[*p].head) == "it");
        if but && (there || own && wants && !it) {
            return asked_for(behind) && !more;
        }
        if !would {
            return false;
        }
        // "They would have to protect the truce": what those who are sent would do.
        let sent = clause.subjects.iter().any(|p| {
            let head = &self.document.tokens[self.document.phrases[*p].head];
            head.lower == "they" || head.lower != head.lemma && head.pos == Pos::Noun
        });
        if own && sent && !act.passive {
            return false;
        }
        if own || there {
            // "It would have to apply to both sides".
            let sides = behind
                .clone()
                .any(|t| matches!(self.word(t), "sides" | "parties"));
            return asked_for(behind) || sides;
        }
        if wants {
            return passive && asked_for(subject);
        }
        // "The Europeans would have to send them soon": that is the proposal itself.
        let does_it = [
            &self.classes.sending_verbs,
            &self.classes.giving_verbs,
            &self.classes.presence_verbs,
        ]
        .iter()
        .any(|l| l.contains(&act.lemma));
        !finds_out && (consents || pronoun && !does_it || asked_for(behind))
    }

    /// "it", "that", "we", "such a force": a subject that takes up what is proposed, or whoever speaks.
    fn is_taken_up(&self, p: usize) -> bool {
        let phrase = &self.document.phrases[p];
        let head = &self.document.tokens[phrase.head];
        let such = phrase
            .tokens
            .clone()
            .any(|t| matches!(self.word(t), "such" | "this" | "that"));
        let mention = self
            .mentions
            .proposals_at(self.document, phrase.head)
            .next()
            .is_some();
        let pronoun = matches!(
            head.lower.as_str(),
            "it" | "that" | "this" | "they" | "we" | "he" | "she" | "i"
        );
        pronoun || such || mention
    }

    /// Whether "it", "that" or "this" is the subject of a clause, also where it was taken for a word that opens one.
    fn is_anaphoric(&self, clause: &Clause) -> bool {
        let head = match clause.subjects.first() {
            Some(p) => Some(self.document.phrases[*p].head),
            None => clause.verb_group.start.checked_sub(1),
        };
        head.is_some_and(|t| matches!(self.word(t), "it" | "that" | "this" | "they"))
    }

    /// "There was one condition", "The condition is that the Americans take part": the words of a condition that is called one, or those of the
    /// next sentence.
    fn named_condition(&self, c: usize) -> Option<Range<usize>> {
        let clause = &self.document.clauses[c];
        let end = self.document.sentences[clause.sentence].tokens.end;
        let called = |p: usize| {
            let head = self.document.phrases[p].head;
            self.classes
                .proviso_nouns
                .contains(&self.document.tokens[head].lemma)
        };
        let owned = |p: usize| matches!(self.document.phrases[p].owner, Some(Owner::Phrase(_)));
        let is = clause.lemma == "be";
        // "The condition is that ..."
        if is && let Some(p) = clause.subjects.first().filter(|p| called(**p)) {
            let from = clause.verb_group.end;
            let stop = Conditions::stop(self.document, from, end);
            // "The first condition for peace is that Moscow withdraws": of something else.
            let behind = self.document.phrases[*p].tokens.end;
            let of_this = !matches!(self.word(behind), "for" | "of" | "to")
                || matches!(self.word(behind + 1), "it" | "this" | "that" | "such");
            return (!owned(*p) && of_this && from < stop).then_some(from..stop);
        }
        let given = matches!(
            clause.lemma.as_str(),
            "have" | "set" | "name" | "attach" | "add"
        ) && clause.subjects.iter().any(|p| self.is_taken_up(*p));
        let p = if is && self.existential(c) {
            clause.predicative
        } else if given {
            clause.objects.first().copied()
        } else {
            None
        };
        let p = p.filter(|p| called(*p))?;
        let phrase = self.document.phrases[p].tokens.clone();
        // "There is one condition: a ceasefire."
        if phrase.end < end && self.word(phrase.end) == ":" {
            let from = phrase.end + 1;
            let stop = Conditions::stop(self.document, from, end);
            return (from < stop).then_some(from..stop);
        }
        if !matches!(self.word(phrase.end), "." | "," | "\"") {
            return None;
        }
        let next = self.document.sentences.get(clause.sentence + 1)?;
        let same = next.paragraph == self.document.sentences[clause.sentence].paragraph;
        let from = next.tokens.clone().find(|t| self.word(*t) != "\"")?;
        let stop = Conditions::stop(self.document, from, next.tokens.end);
        (same && from < stop).then_some(from..stop)
    }

    /// "It would do so only under a mandate", "that would only come after a ceasefire", "this cannot be done without Washington".
    fn only_on(&self, clause: &Clause) -> Option<Range<usize>> {
        let so = self.word(clause.verb_group.end);
        let does = clause.lemma == "do";
        let again = does && matches!(so, "so" | "that" | "it" | "this");
        let comes = does && clause.passive
            || matches!(
                clause.lemma.as_str(),
                "be" | "come" | "happen" | "work" | "begin" | "start" | "follow" | "apply"
            );
        if !(again || comes && self.is_anaphoric(clause)) {
            return None;
        }
        let end = self.document.sentences[clause.sentence].tokens.end;
        let denied = clause.negation.is_some() && clause.modal.is_some();
        let range = clause.verb_group.start..clause.extent.end.min(end);
        let sentence = &self.document.sentences[clause.sentence].tokens;
        let ahead = || {
            // "If asked, it would do so".
            let before = sentence.start..self.clause_start(clause);
            let mut found = self.conditions.find(self.document, &before, false)?;
            if self.word(found.tokens.end - 1) == "," && found.tokens.len() > 1 {
                found.tokens.end -= 1;
            }
            (again && found.strong).then_some(found)
        };
        let found = self
            .conditions
            .find(self.document, &range, denied)
            .or_else(ahead)?;
        // "It was an illusion to think that they begin only after a truce": a condition of what is told there.
        let inside = clause.children.iter().any(|k| {
            let x = &self.document.clauses[*k];
            x.role != ClauseRole::Adverbial
                && x.extent.contains(&found.tokens.start)
                && x.verb < found.tokens.start
        });
        if inside {
            return None;
        }
        if clause.negation.is_some() {
            return (denied && found.lifts).then_some(found.tokens);
        }
        let after = &self.document.tokens[found.tokens.end.min(end)..end];
        let not_before = after
            .windows(3)
            .any(|w| w[0].lower == "," && w[1].lower == "not" && w[2].lower == "before");
        let only = (clause.verb_group.start..found.tokens.end)
            .any(|t| matches!(self.word(t), "only" | "solely") && t < found.tokens.start + 2);
        let would = again && found.strong && clause.modal.is_some();
        (only || not_before || would).then_some(found.tokens)
    }

    pub(super) fn word(&self, token: usize) -> &str {
        let found = self.document.tokens.get(token);
        found.map_or("", |t| t.lower.as_str())
    }
}
