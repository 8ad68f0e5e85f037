//! On which condition a clause says what it says, and which words near it are the condition of something else.

use std::ops::Range;

use super::super::conditions::{Conditions, Found};
use super::super::cues::CueMatch;
use super::super::holders::innermost;
use super::{Climb, State};
use crate::model::{Attachment, Clause, ClauseRole, Pos, ProposalForm, ProposalMention, Stance};

impl Climb<'_> {
    /// "wants a truce before troops go", "wants clarity before it sends some": whether what somebody wants comes before a clause.
    pub(super) fn wants_first(&self, before: &Clause, first: &Clause) -> bool {
        let own = |p: &usize| {
            let head = self.document.phrases[*p].head;
            self.document.tokens[head].pos == Pos::Pronoun
        };
        matches!(first.lemma.as_str(), "want" | "demand")
            && first.objects.iter().any(|o| {
                let object = self.document.phrases[*o].tokens.clone();
                before.subjects.iter().any(own) || self.conditions.names_need(self.document, object)
            })
    }

    /// Looks for the condition under which what a clause says holds.
    pub(super) fn look_for_condition(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &mut State,
    ) {
        if state.condition.is_some() {
            return;
        }
        let clause = &self.document.clauses[c];
        let sentence = &self.document.sentences[clause.sentence].tokens;
        let mut range = clause.extent.clone();
        // What stands before the clause up to the end of the asserted clause before it belongs to it too ("If asked, we will send").
        if matches!(
            clause.role,
            ClauseRole::Main | ClauseRole::Content | ClauseRole::Coordinate
        ) {
            let before = self.document.clauses[..c]
                .iter()
                .rev()
                .take_while(|x| x.sentence == clause.sentence)
                .find(|x| {
                    x.finite
                        && matches!(x.role, ClauseRole::Main | ClauseRole::Coordinate)
                        && !self.is_assumed(x)
                });
            range.start = before
                .map_or(sentence.start, |b| {
                    if b.children.contains(&c) {
                        range.start
                    } else {
                        b.verb_group.end
                    }
                })
                .min(range.start);
        }
        for child in &clause.children {
            let x = &self.document.clauses[*child];
            if x.role == ClauseRole::Adverbial {
                range.start = range.start.min(x.extent.start);
                range.end = range.end.max(x.extent.end);
            }
        }
        // "is possible, Merz said, if Washington joins": the condition follows the words that attribute.
        let span = self.document.tokens[clause.verb].span;
        let said = self.attributions.cued_in(clause.sentence);
        for a in said.filter(|a| a.content.iter().any(|s| s.contains(span))) {
            let said = self.document.clauses_beside(clause.verb).iter().find(|x| {
                a.cue
                    .is_some_and(|q| q.contains_at(self.document.tokens[x.verb].span.start))
            });
            // "will not work, Merz says, without Washington": so does what is missing.
            if let Some(x) = said.filter(|x| x.verb > clause.verb) {
                range.end = range.end.max(self.missing_behind(x));
            }
            for child in said
                .into_iter()
                .filter(|x| x.verb > clause.verb)
                .flat_map(|x| &x.children)
            {
                let x = &self.document.clauses[*child];
                if x.role == ClauseRole::Adverbial {
                    range.end = range.end.max(x.extent.end);
                }
            }
        }
        // "Without Washington a force is impossible": what is judged so comes with that condition as what is denied does.
        let judged = state
            .cues
            .last()
            .is_some_and(|s| s.rule.starts_with("evaluation/"));
        let negated =
            state.negated || state.value == Stance::Oppose && (state.participation || judged);
        // What a complement beside the proposal holds is its own: "wants a commitment that it will act if Russia attacks"; and what another act or a
        // reason holds too: "will send arms and impose tariffs if talks fail".
        let beside = clause
            .children
            .iter()
            .map(|k| &self.document.clauses[*k])
            .filter(|x| {
                let own = match x.role {
                    ClauseRole::Content
                    | ClauseRole::Relative
                    | ClauseRole::Infinitive
                    | ClauseRole::Gerund => true,
                    ClauseRole::Coordinate => self.is_another_act(x, mention),
                    ClauseRole::Adverbial => self.is_reason(x),
                    ClauseRole::Main => false,
                };
                own && !x.extent.contains(&mention.head) && x.extent.start > clause.verb
            });
        let mut pieces = vec![range];
        // "Without the Americans a force would not work": the subject, or "there", ends a condition in front of it.
        let there = self
            .existential(c)
            .then(|| clause.verb_group.start.saturating_sub(1));
        let subject = clause
            .subjects
            .first()
            .map(|s| self.document.phrases[*s].tokens.start)
            .or(there);
        if let Some(s) = subject.filter(|s| pieces[0].contains(s)) {
            let whole = pieces[0].clone();
            pieces = vec![whole.start..s, s..whole.end];
        }
        for x in beside {
            if let Some(last) = pieces.pop_if(|p| p.contains(&x.extent.start)) {
                pieces.push(last.start..x.extent.start);
                pieces.push(x.extent.end.min(last.end)..last.end);
            }
        }
        let ahead = self.content_ahead(clause).and_then(|p| {
            let found = self.conditions.find(self.document, &p, negated)?;
            (found.tokens.start <= p.start + 1).then_some(found)
        });
        state.condition = ahead
            .or_else(|| {
                pieces
                    .iter()
                    .find_map(|p| self.conditions.find(self.document, p, negated))
            })
            .filter(|f| !f.tokens.contains(&mention.head))
            .filter(|f| !self.is_of_aside(clause, f.tokens.start))
            // What a cue has read is no condition of it ("would need to be").
            .filter(|f| {
                !state
                    .cues
                    .iter()
                    .any(|s| s.start < f.tokens.end && f.tokens.start < s.end)
            });
    }

    /// "Britain's offer hinges on a guarantee": what is said of somebody's offer may be its condition.
    pub(super) fn hinges(&self, n: usize, state: &mut State) {
        let Attachment::Subject(c) = self.document.phrases[n].attached else {
            return;
        };
        let denied = self.document.clauses[c].negation.is_some();
        let cue = |m: &CueMatch| self.cues.cue(m.cue).stance == Stance::Conditional;
        if let Some(m) = self.subject_cue(c).filter(cue)
            && state.value == Stance::Support
            && !denied
        {
            self.apply_value(state, &m, Stance::Conditional);
        }
    }

    /// "A precondition for soldiers is a truce", "a truce is the precondition for soldiers": the clause that names what has to come first, and the
    /// words that name it.
    pub(super) fn named_as_condition(&self, n: usize) -> Option<(usize, Found)> {
        let (Attachment::Subject(c) | Attachment::Predicative(c)) =
            self.document.phrases[n].attached
        else {
            return None;
        };
        let clause = &self.document.clauses[c];
        let named = match clause.subjects.first() {
            Some(s) if *s != n => self.document.phrases[*s].tokens.clone(),
            Some(_) => {
                let end = self.document.sentences[clause.sentence].tokens.end;
                clause.verb_group.end..Conditions::stop(self.document, clause.verb_group.end, end)
            }
            None => return None,
        };
        let told =
            clause.lemma == "be" && clause.negation.is_none() && !named.is_empty() && clause.finite;
        let words = Found {
            tokens: named,
            strong: true,
            lifts: false,
        };
        told.then_some((c, words))
    }

    /// "Rome, which led before the vote, rejects it": whether a token stands in a clause that tells of the subject.
    fn is_of_aside(&self, clause: &Clause, token: usize) -> bool {
        let mut beside = self.document.clauses_beside(clause.verb).iter();
        token < clause.verb_group.start
            && beside.any(|x| {
                x.role == ClauseRole::Relative
                    && x.verb < token
                    && x.sentence == clause.sentence
                    && !x.extent.contains(&clause.verb)
                    && x.modifies.is_some_and(|p| clause.subjects.contains(&p))
            })
    }

    /// "Assuming there is a ceasefire, we would go": a clause behind a word that makes it a condition, which looks like a verb.
    fn is_assumed(&self, clause: &Clause) -> bool {
        clause.children.iter().any(|k| {
            let x = &self.document.clauses[*k];
            let word = &self.document.tokens[x.verb].lower;
            x.role == ClauseRole::Gerund
                && x.verb < clause.verb
                && self.classes.hypothetical_openers.contains(word)
        })
    }

    /// Where the words end that begin with "without" behind a comma and the words that attribute.
    fn missing_behind(&self, said: &Clause) -> usize {
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let end = self.document.sentences[said.sentence].tokens.end;
        let found = (said.verb_group.end + 1..end)
            .find(|t| word(*t) == "without" && matches!(word(t - 1), "," | "\""));
        let verbs = |t: usize| self.document.tokens[t..end].iter().any(|x| x.pos.is_verb());
        found.filter(|t| !verbs(*t)).map_or(0, |_| end)
    }

    /// "Without the Americans, Warsaw says, it will send nobody": what of the content stands before the words that attribute it.
    fn content_ahead(&self, clause: &Clause) -> Option<Range<usize>> {
        let verb = self.document.tokens[clause.verb].span;
        let said = innermost(self.attributions, clause.verb)?;
        let ahead = self.attributions[said]
            .content
            .iter()
            .find(|s| s.end <= verb.start)?;
        let mut tokens = self.document.sentences[clause.sentence]
            .tokens
            .clone()
            .filter(|t| ahead.contains(self.document.tokens[*t].span));
        let first = tokens.next()?;
        Some(first..tokens.next_back().unwrap_or(first) + 1)
    }

    /// Whether a coordinated clause tells of something else than the proposal: what has an object or a content of its own, which is no mention.
    fn is_another_act(&self, clause: &Clause, of: &ProposalMention) -> bool {
        let mention = |t: &usize| {
            self.mentions
                .proposals_at(self.document, *t)
                .next()
                .is_some()
        };
        let object = clause.objects.first().is_some_and(|p| {
            let head = self.document.phrases[*p].head;
            self.document.tokens[head].pos != Pos::Pronoun && !mention(&head)
        });
        let told = clause.children.iter().any(|k| {
            let x = &self.document.clauses[*k];
            x.role == ClauseRole::Content && x.extent.start > clause.verb
        });
        let takes_part = self
            .mentions
            .proposals_beside(self.document, clause.verb)
            .iter()
            .any(|m| m.tokens.contains(&clause.verb));
        let taken_up = self
            .mentions
            .proposals_beside(self.document, clause.verb)
            .iter()
            .any(|m| {
                let same = m.proposal == of.proposal || m.form == ProposalForm::Anaphor;
                same && clause.extent.contains(&m.head) && m.head > clause.verb
            });
        (object || told) && !takes_part && !taken_up
    }

    /// Whether a clause gives a reason or sets something against what is said.
    fn is_reason(&self, clause: &Clause) -> bool {
        clause.subordinator.is_some_and(|s| {
            let word = &self.document.tokens[s].lower;
            // "as long as", but not "as leaders met".
            let end = self.document.sentence_of(s).tokens.end.min(s + 3);
            let condition = self.conditions.find(self.document, &(s..end), false);
            self.classes.reason_words.contains(word) && condition.is_none()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn a_condition_of_another_act_is_none_of_this() {
        for (text, reading) in [
            (
                "Ottawa will send weapons to Ukraine and impose tariffs on Moscow if the talks fail.",
                "Canada | arm-ukraine | support",
            ),
            (
                "Ottawa wants a European force in Ukraine, because it fears that Kyiv could not hold out if shots were fired.",
                "Canada | european-force | support",
            ),
            (
                "Without America a European force in Ukraine is impossible, Mark Rutte said.",
                "Mark Rutte | european-force | conditional",
            ),
            (
                "A European force in Ukraine will not work, Mark Rutte said, without strong American backing.",
                "Mark Rutte | european-force | conditional",
            ),
            (
                "Ottawa will send troops to Ukraine if the talks succeed.",
                "Canada | european-force | conditional",
            ),
        ] {
            let found = read(text);
            assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
        }
        let ahead =
            "Robert Fico, whose party led before the election, rejects European troops in Ukraine.";
        assert_eq!(read(ahead), ["Robert Fico | european-force | oppose"]);
    }
}
