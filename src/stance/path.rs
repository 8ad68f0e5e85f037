//! The climb from a mention of a proposal to whoever holds a stance on it.
//!
//! State: what is said so far of the proposal (`value`, support meaning "that it be"), by which cues, and whose attitude the outermost of
//! them is. Each step up passes a phrase, a clause or a noun and may change it.

use super::Finding;
use super::conditions::{Conditions, Found};
use super::cues::{CompiledCue, CueMatch, CueMatcher, Matches};
use super::holders::Holders;
use crate::lexicon::{CueClass, CuePos};
use crate::model::{
    Attachment, Attribution, AttributionKind, Clause, ClauseRole, Document, Mentions, Owner, Pos,
    ProposalForm, ProposalMention, Stance,
};

/// One cue that took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) cue: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Everything that a climb looks at.
pub(super) struct Climb<'a> {
    pub(super) document: &'a Document,
    pub(super) mentions: &'a Mentions,
    pub(super) attributions: &'a [Attribution],
    pub(super) matches: &'a Matches,
    pub(super) cues: &'a CueMatcher,
    pub(super) conditions: &'a Conditions,
    pub(super) holders: &'a Holders,
    pub(super) opinion: bool,
    pub(super) proposals: &'a [(String, String, Option<usize>)],
}

/// Who holds what is said so far.
#[derive(Debug, Clone, PartialEq)]
enum Who {
    /// Nobody yet: the source of the attribution, or the writer.
    Nobody,
    /// These noun phrases.
    Phrases(Vec<usize>),
    /// The owner of this phrase.
    Owner(usize),
}

#[derive(Debug, Clone)]
struct State {
    value: Stance,
    cues: Vec<Step>,
    strength: f64,
    who: Who,
    /// Whether an attitude (not only an effect) has been met.
    attitude: bool,
    /// Whether the last act is taking part, so that the holder's country may tell which force is meant.
    participation: bool,
    /// Token of the last cue.
    token: usize,
    negated: bool,
    condition: Option<Found>,
    /// Clause at which the climb stands.
    clause: Option<usize>,
    hops: usize,
}

/// Steps after which a climb gives up; structures deeper than this are misread.
const MAX_HOPS: usize = 14;

impl Climb<'_> {
    /// Climbs from one mention and appends what it finds.
    pub(super) fn from(&self, mention: &ProposalMention, findings: &mut Vec<Finding>) {
        let mut state = State {
            value: Stance::Support,
            cues: Vec::new(),
            strength: 1.0,
            who: Who::Nobody,
            attitude: false,
            participation: false,
            token: mention.head,
            negated: false,
            condition: None,
            clause: None,
            hops: 0,
        };
        let head = &self.document.tokens[mention.head];
        if head.pos.is_verb()
            && let Some(c) = self
                .document
                .clauses
                .iter()
                .position(|c| c.verb == mention.head)
        {
            // "join NATO": the clause itself is the proposal.
            if self.document.clauses[c].negation.is_some() {
                state.value = Stance::Oppose;
                state.negated = true;
            }
            self.deontic(c, &mut state);
            self.up_from_clause(c, mention, state, findings);
            return;
        }
        let phrase = self
            .document
            .phrases
            .iter()
            .position(|p| p.tokens.contains(&mention.head) || p.head == mention.head);
        if let Some(p) = phrase {
            // "no European troops": the determiner negates what the clause does with it; see negate_by_determiner.
            self.up_from_phrase(p, mention, state, findings);
        }
    }

    fn up_from_phrase(
        &self,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        state.hops += 1;
        if state.hops > MAX_HOPS {
            return;
        }
        let phrase = &self.document.phrases[p];
        // A noun in the same phrase that the proposal only modifies: "Macron's troops plan".
        if phrase.head > mention.head
            || mention.form == ProposalForm::Anaphor
                && mention.head == phrase.head
                && state.cues.is_empty()
        {
            self.owned_plan(p, mention, &state, findings);
        }
        // Preposition: a noun or verb cue that it closes, or the noun that the phrase hangs on.
        if let Some(x) = phrase.preposition {
            if let Some((m, n)) = self.noun_cue_closed_by(x, p) {
                self.nominal(n, &m, mention, state, findings);
                return;
            }
            if let Attachment::Noun(n) = phrase.attached {
                // "committed itself to", "the idea of", "presence of".
                if let Some(c) = self.clause_closed_by(x) {
                    self.at_clause(c.0, Some(&c.1), Place::Object, mention, state, findings);
                    return;
                }
                self.up_from_phrase(n, mention, state, findings);
                return;
            }
            if let Some(c) = self.clause_closed_by(x) {
                self.at_clause(c.0, Some(&c.1), Place::Object, mention, state, findings);
                return;
            }
        }
        match phrase.attached {
            Attachment::Subject(c) => {
                self.at_clause(c, None, Place::Subject, mention, state, findings)
            }
            Attachment::Object(c) => {
                let m = self.verb_cue(c, |cue| {
                    cue.takes("object") && cue.closes_with().is_none_or(|w| !is_preposition(w))
                        || cue.takes("object") && self.particle_before(cue, c, phrase.tokens.start)
                });
                self.at_clause(c, m.as_ref(), Place::Object, mention, state, findings);
            }
            Attachment::Adverbial(c) => {
                let x = phrase
                    .preposition
                    .map(|x| self.document.tokens[x].lower.clone())
                    .unwrap_or_default();
                let m = self.verb_cue(c, |cue| {
                    cue.takes(&x)
                        || (x == "to" && cue.takes("to-np"))
                        || cue.closes_with() == Some(x.as_str())
                });
                self.at_clause(c, m.as_ref(), Place::Adverbial, mention, state, findings);
            }
            Attachment::Predicative(c) => {
                let m = self.verb_cue(c, |cue| cue.takes("object"));
                self.at_clause(c, m.as_ref(), Place::Object, mention, state, findings);
            }
            Attachment::Noun(n) => self.up_from_phrase(n, mention, state, findings),
            Attachment::None => self.verbless(p, mention, state, findings),
        }
    }

    /// A particle of the cue stands between verb and phrase ("push for a force" with "for" not read as a preposition of the phrase).
    fn particle_before(&self, cue: &CompiledCue, c: usize, start: usize) -> bool {
        cue.closes_with().is_some_and(|w| {
            (self.document.clauses[c].verb..start).any(|t| self.document.tokens[t].lower == w)
        })
    }

    /// A noun cue that ends with the preposition at token `x`, and the phrase that it heads.
    fn noun_cue_closed_by(&self, x: usize, p: usize) -> Option<(CueMatch, usize)> {
        let upto = self.document.phrases[p].tokens.start;
        (x.saturating_sub(4)..x)
            .rev()
            .filter(|t| self.document.tokens[*t].sentence == self.document.tokens[x].sentence)
            .find_map(|t| {
                let m = self.matches.at(t).iter().find(|m| {
                    let cue = self.cues.cue(m.cue);
                    cue.pos == CuePos::Noun
                        && (m.tokens.end == x + 1
                            || m.tokens.end == x
                            || cue.closes_with().is_none()
                                && m.tokens.end > t
                                && m.tokens.end + 1 >= x)
                        && upto > t
                })?;
                let n = self
                    .document
                    .phrases
                    .iter()
                    .position(|q| q.head == t || q.tokens.contains(&t))?;
                Some((m.clone(), n))
            })
    }

    /// A verb or adjective cue that ends with the preposition at token `x`, and its clause.
    fn clause_closed_by(&self, x: usize) -> Option<(usize, CueMatch)> {
        let sentence = self.document.tokens[x].sentence;
        for c in (0..self.document.clauses.len()).rev().filter(|c| {
            self.document.clauses[*c].sentence == sentence && self.document.clauses[*c].verb < x
        }) {
            for m in self.cues_of_clause(c) {
                if m.tokens.end == x + 1 && self.cues.cue(m.cue).takes("object") {
                    return Some((c, m));
                }
            }
        }
        None
    }

    /// Cues that belong to a clause: of its verb, of its adjective, phrases in its verb's reach.
    fn cues_of_clause(&self, c: usize) -> Vec<CueMatch> {
        let clause = &self.document.clauses[c];
        let end = self
            .document
            .clauses
            .get(c + 1)
            .filter(|n| n.sentence == clause.sentence)
            .map_or(clause.extent.end, |n| {
                n.verb_group.start.min(clause.extent.end)
            })
            .max(clause.verb_group.end);
        let mut found: Vec<CueMatch> = self
            .matches
            .at(clause.verb)
            .iter()
            .filter(|m| matches!(self.cues.cue(m.cue).pos, CuePos::Verb | CuePos::Phrase))
            .cloned()
            .collect();
        for t in clause.verb_group.start..end {
            for m in self.matches.at(t) {
                let cue = self.cues.cue(m.cue);
                let beside =
                    t >= clause.verb_group.end || self.document.tokens[t].pos == Pos::Adjective;
                if matches!(cue.pos, CuePos::Adjective | CuePos::Phrase)
                    && beside
                    && t != clause.verb
                    && !found.iter().any(|f| f.cue == m.cue)
                {
                    found.push(m.clone());
                }
            }
        }
        found.sort_by_key(|m| std::cmp::Reverse(m.words));
        found
    }

    fn verb_cue(&self, c: usize, fits: impl Fn(&CompiledCue) -> bool) -> Option<CueMatch> {
        self.cues_of_clause(c)
            .into_iter()
            .find(|m| fits(self.cues.cue(m.cue)))
    }

    /// The proposal (or what holds it) stands in a clause.
    fn at_clause(
        &self,
        c: usize,
        cue: Option<&CueMatch>,
        place: Place,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        let clause = &self.document.clauses[c];
        state.hops += 1;
        state.clause = Some(c);
        if state.hops > MAX_HOPS || self.is_hypothetical(c) {
            return;
        }
        let found = match (place, cue) {
            (_, Some(m)) => Some(m.clone()),
            (Place::Subject, None) => {
                if clause.passive {
                    self.verb_cue(c, |cue| {
                        cue.pos == CuePos::Verb && (cue.takes("object") || cue.takes("ing"))
                            || cue.takes("subject")
                    })
                } else {
                    self.evaluation(c)
                }
            }
            (Place::Object | Place::Adverbial, None) => self.verb_cue(c, |cue| {
                cue.class == CueClass::Effect && cue.takes("object")
            }),
        };
        let Some(m) = found else {
            // Nothing is said here; a noun that judges it may stand as the predicate ("is a red line").
            self.neutral(c, place, mention, state, findings);
            return;
        };
        let compiled = self.cues.cue(m.cue);
        let evaluates = compiled.class == CueClass::Evaluation
            || place == Place::Subject && compiled.takes("subject") && !clause.passive;
        self.apply(&mut state, &m, clause);
        if evaluates {
            state.who = self.judged_by(&m, clause);
            state.attitude = true;
        } else if place == Place::Subject && clause.passive {
            state.who = self.agent(clause);
            state.participation |=
                matches!(compiled.class, CueClass::Participation | CueClass::Effect);
            state.attitude |= compiled.class == CueClass::Attitude;
        } else {
            state.who = Who::Phrases(clause.subjects.clone());
            state.participation |=
                matches!(compiled.class, CueClass::Participation | CueClass::Effect);
            state.attitude |= !matches!(compiled.class, CueClass::Effect | CueClass::Participation);
        }
        self.deontic(c, &mut state);
        self.up_from_clause(c, mention, state, findings);
    }

    /// A clause without a cue of its own: its predicate may judge, else it passes what is said on.
    fn neutral(
        &self,
        c: usize,
        place: Place,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        let clause = &self.document.clauses[c];
        if place == Place::Subject
            && let Some(p) = clause.predicative
            && let Some(m) = self.document.phrases[p].tokens.clone().find_map(|t| {
                self.matches
                    .at(t)
                    .iter()
                    .find(|m| self.cues.cue(m.cue).takes("subject"))
                    .cloned()
            })
        {
            self.apply(&mut state, &m, clause);
            state.who = self.judged_by(&m, clause);
            state.attitude = true;
            self.up_from_clause(c, mention, state, findings);
            return;
        }
        let had = self.deontic(c, &mut state);
        if place == Place::Adverbial && state.cues.is_empty() && !had {
            // In passing ("at talks about a force"): nothing is said of it.
            return;
        }
        if clause.negation.is_some() && !state.cues.is_empty() && !had && place != Place::Subject {
            return;
        }
        self.up_from_clause(c, mention, state, findings);
    }

    /// Cues whose subject the proposal is.
    fn evaluation(&self, c: usize) -> Option<CueMatch> {
        self.verb_cue(c, |cue| cue.takes("subject"))
    }

    /// "unacceptable to the Kremlin", "a red line for Moscow": whose judgement it is, where the words tell.
    fn judged_by(&self, m: &CueMatch, clause: &Clause) -> Who {
        let near = self.document.phrases.iter().position(|p| {
            p.preposition.is_some_and(|x| {
                matches!(self.document.tokens[x].lower.as_str(), "to" | "for")
                    && x >= m.tokens.start
                    && x <= m.tokens.end + 1
                    && clause.extent.contains(&x)
            })
        });
        near.filter(|p| {
            self.mentions
                .actors
                .iter()
                .any(|a| a.head == self.document.phrases[*p].head)
        })
        .map_or(Who::Nobody, |p| Who::Phrases(vec![p]))
    }

    /// The agent of a passive: "by X".
    fn agent(&self, clause: &Clause) -> Who {
        let by = clause.adverbials.iter().copied().find(|p| {
            self.document.phrases[*p]
                .preposition
                .is_some_and(|x| self.document.tokens[x].lower == "by")
        });
        by.map_or(Who::Nobody, |p| Who::Phrases(vec![p]))
    }

    fn apply(&self, state: &mut State, m: &CueMatch, clause: &Clause) {
        let cue = self.cues.cue(m.cue);
        let negated = clause
            .negation
            .is_some_and(|n| n < m.tokens.end || n >= clause.verb_group.start)
            && !self.pseudo_negated(clause);
        let read = if negated {
            cue.negated
        } else {
            Some(cue.stance)
        };
        let Some(value) = read else {
            state.value = Stance::Noncommittal;
            state.strength *= 0.2;
            return;
        };
        state.value = compose(value, state.value, state.cues.is_empty() && !state.negated);
        state.negated |= negated;
        state.strength *= cue.strength.max(0.3);
        state.token = m.head;
        state.cues.push(Step {
            cue: m.cue,
            start: m.tokens.start,
            end: m.tokens.end,
        });
    }

    /// "not only", "not just".
    fn pseudo_negated(&self, clause: &Clause) -> bool {
        clause.negation.is_some_and(|n| {
            self.document.tokens.get(n + 1).is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "only" | "just" | "merely" | "simply" | "least"
                )
            })
        })
    }

    /// Should, must, need to: the speaker favours it. True where the clause has one.
    fn deontic(&self, c: usize, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        let Some(modal) = clause.modal.as_deref() else {
            return false;
        };
        if !matches!(modal, "should" | "must" | "ought") || state.attitude {
            return false;
        }
        let token = clause
            .verb_group
            .clone()
            .find(|t| self.document.tokens[*t].pos == Pos::Modal)
            .unwrap_or(clause.verb);
        let Some(m) = self
            .matches
            .at(token)
            .iter()
            .find(|m| self.cues.cue(m.cue).class == CueClass::Deontic)
        else {
            return false;
        };
        let negated = clause.negation.is_some() && !state.negated;
        let read = if negated {
            Stance::Oppose
        } else {
            Stance::Support
        };
        if !(state.negated && clause.negation.is_some()) {
            state.value = compose(read, state.value, state.cues.is_empty());
        }
        state.negated |= negated;
        state.strength *= self.cues.cue(m.cue).strength;
        state.cues.push(Step {
            cue: m.cue,
            start: m.tokens.start,
            end: m.tokens.end,
        });
        state.who = Who::Nobody;
        state.attitude = true;
        state.participation = false;
        state.token = clause.verb;
        true
    }

    /// Under "if", "whether" or in a question nothing is asserted.
    fn is_hypothetical(&self, c: usize) -> bool {
        let mut at = Some(c);
        while let Some(x) = at {
            let clause = &self.document.clauses[x];
            if let Some(s) = clause.subordinator
                && matches!(
                    self.document.tokens[s].lower.as_str(),
                    "if" | "unless"
                        | "whether"
                        | "how"
                        | "should"
                        | "once"
                        | "until"
                        | "when"
                        | "why"
                )
                && s < clause.verb_group.start
            {
                return true;
            }
            if clause.role == ClauseRole::Adverbial || clause.role == ClauseRole::Relative {
                return false;
            }
            at = clause.parent;
        }
        false
    }

    /// From a clause to what it hangs on.
    fn up_from_clause(
        &self,
        c: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        let clause = &self.document.clauses[c];
        state.hops += 1;
        state.clause = Some(c);
        if state.hops > MAX_HOPS || self.is_hypothetical(c) {
            return;
        }
        if state.condition.is_none() {
            self.look_for_condition(c, mention, &mut state);
        }
        let parent = clause.parent;
        match clause.role {
            ClauseRole::Infinitive | ClauseRole::Gerund => {
                let complement = if clause.role == ClauseRole::Infinitive {
                    "to"
                } else {
                    "ing"
                };
                // "plan to send", "opposition to sending": a noun cue governs the clause.
                if let Some(n) = clause.modifies
                    && let Some(m) = self.noun_cue_for_clause(n, clause)
                {
                    self.nominal(n, &m, mention, state, findings);
                    return;
                }
                if let Some(n) = clause.modifies
                    && clause.role == ClauseRole::Gerund
                    && parent.is_some()
                    && !matches!(self.document.phrases[n].attached, Attachment::Subject(_) if state.attitude)
                {
                    // "the idea of sending troops": go on from the noun.
                    self.up_from_phrase(n, mention, state, findings);
                    return;
                }
                let Some(p) = parent else {
                    // "Sending troops would be a mistake": a clause as subject.
                    if let Some(main) = self.clause_with_subject(c) {
                        self.at_clause(main, None, Place::Subject, mention, state, findings);
                    }
                    return;
                };
                if let Some(main) = self.clause_with_subject(c) {
                    self.at_clause(main, None, Place::Subject, mention, state, findings);
                    return;
                }
                let closing = clause.verb_group.start;
                let m = self.cues_of_clause(p).into_iter().find(|m| {
                    let cue = self.cues.cue(m.cue);
                    let adjacent = m.tokens.end <= closing + 1;
                    adjacent
                        && (cue.takes(complement)
                            || cue.closes_with() == Some("to") && complement == "to"
                            || complement == "ing"
                                && m.tokens.end == closing
                                && cue.closes_with().is_some()
                                && cue.takes("object")
                            || complement == "ing"
                                && cue.takes("object")
                                && cue.closes_with().is_none())
                });
                match m {
                    Some(m) => self.embed(p, &m, mention, state, findings),
                    None if clause.role == ClauseRole::Gerund && self.free_participle(c) => {
                        self.settle(c, mention, state, findings)
                    }
                    None => self.pass_up(p, mention, state, findings),
                }
            }
            ClauseRole::Content => {
                let Some(p) = parent else {
                    return self.settle(c, mention, state, findings);
                };
                let m = self.verb_cue(p, |cue| {
                    cue.takes("that")
                        || matches!(cue.class, CueClass::Attitude | CueClass::Request)
                            && cue.takes("object")
                            && cue.stance == Stance::Oppose
                            && !cue.takes("ing")
                });
                match m {
                    Some(m) if self.cues.cue(m.cue).takes("that") => {
                        self.embed(p, &m, mention, state, findings)
                    }
                    _ => self.settle(c, mention, state, findings),
                }
            }
            ClauseRole::Main
            | ClauseRole::Relative
            | ClauseRole::Adverbial
            | ClauseRole::Coordinate => self.settle(c, mention, state, findings),
        }
    }

    /// "..., ruling out troops": a participle that asserts by itself.
    fn free_participle(&self, c: usize) -> bool {
        let start = self.document.clauses[c].verb_group.start;
        start > 0
            && matches!(
                self.document.tokens[start - 1].lower.as_str(),
                "," | "\u{2014}" | "\u{2013}"
            )
            || start
                == self.document.sentences[self.document.clauses[c].sentence]
                    .tokens
                    .start
    }

    /// A parent clause that has a cue over what is said.
    fn embed(
        &self,
        p: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        let clause = &self.document.clauses[p];
        let cue = self.cues.cue(m.cue);
        self.apply(&mut state, m, clause);
        state.participation |= cue.class == CueClass::Participation;
        if cue.class == CueClass::Evaluation || cue.class == CueClass::Deontic {
            state.who = self.judged_by(m, clause);
        } else if clause.passive && cue.class == CueClass::Request {
            state.who = self.agent(clause);
        } else {
            state.who = Who::Phrases(clause.subjects.clone());
        }
        state.attitude = true;
        self.deontic(p, &mut state);
        self.up_from_clause(p, mention, state, findings);
    }

    /// A parent clause without a cue: modality and negation still count.
    fn pass_up(
        &self,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        let clause = &self.document.clauses[p];
        self.deontic(p, &mut state);
        if clause.negation.is_some() && !state.negated {
            // "does not intend to send": the negation carries over plans and tries.
            if matches!(
                clause.lemma.as_str(),
                "plan"
                    | "intend"
                    | "want"
                    | "aim"
                    | "go"
                    | "have"
                    | "expect"
                    | "mean"
                    | "wish"
                    | "seek"
                    | "try"
                    | "hope"
                    | "be"
            ) {
                state.value = compose(Stance::Oppose, state.value, false);
                state.negated = true;
            } else {
                return;
            }
        }
        if matches!(state.who, Who::Phrases(ref w) if w.is_empty()) {
            state.who = Who::Phrases(clause.subjects.clone());
        }
        self.up_from_clause(p, mention, state, findings);
    }

    /// The clause whose subject another clause is ("sending troops would be").
    fn clause_with_subject(&self, c: usize) -> Option<usize> {
        let clause = &self.document.clauses[c];
        let starts = self.free_participle(c)
            || self.document.sentences[clause.sentence].tokens.start == clause.verb_group.start
            || matches!(
                self.document
                    .tokens
                    .get(clause.verb_group.start.wrapping_sub(1))
                    .map(|t| t.lower.as_str()),
                Some("that" | "\"" | "and" | ",")
            );
        if !starts
            || clause.role == ClauseRole::Infinitive
                && self.document.tokens[clause.verb_group.start].lower != "to"
        {
            return None;
        }
        let next = (c + 1..self.document.clauses.len()).find(|n| {
            self.document.clauses[*n].sentence == clause.sentence
                && self.document.clauses[*n].finite
                && self.document.clauses[*n].role != ClauseRole::Relative
        })?;
        let main = &self.document.clauses[next];
        let between = &self.document.tokens[clause.verb_group.end..main.verb_group.start];
        let own_subject = main.subjects.iter().any(|p| {
            let phrase = &self.document.phrases[*p];
            phrase.tokens.start > clause.verb_group.end
                && matches!(phrase.attached, Attachment::Subject(x) if x == next)
                && self.document.tokens[phrase.tokens.start - 1].lower == ","
        });
        (!between
            .iter()
            .any(|t| matches!(t.lower.as_str(), "," | "\"" | ":"))
            && !own_subject)
            .then_some(next)
    }

    /// A noun cue that governs an infinitive or gerund through the phrase that it heads.
    fn noun_cue_for_clause(&self, n: usize, clause: &Clause) -> Option<CueMatch> {
        let head = self.document.phrases[n].head;
        self.matches
            .at(head)
            .iter()
            .find(|m| {
                let cue = self.cues.cue(m.cue);
                cue.pos == CuePos::Noun
                    && m.tokens.end <= clause.verb_group.start + 1
                    && (cue.takes("to") || cue.takes("ing") || cue.takes("object"))
            })
            .cloned()
    }

    /// A noun whose owner holds the stance.
    fn nominal(
        &self,
        n: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        let cue = self.cues.cue(m.cue);
        let phrase = &self.document.phrases[n];
        state.hops += 1;
        state.value = compose(cue.stance, state.value, state.cues.is_empty());
        state.strength *= cue.strength.max(0.3);
        state.token = m.head;
        state.cues.push(Step {
            cue: m.cue,
            start: m.tokens.start,
            end: m.tokens.end,
        });
        state.attitude = true;
        let clause = match phrase.attached {
            Attachment::Subject(c)
            | Attachment::Object(c)
            | Attachment::Adverbial(c)
            | Attachment::Predicative(c) => Some(c),
            _ => self.clause_of(m.head),
        };
        state.clause = clause.or(state.clause);
        let owned = self
            .holders
            .of_owner(self.document, self.mentions, self.attributions, n)
            .is_some();
        let by = self.document.phrases.iter().position(|q| {
            q.preposition.is_some_and(|x| {
                matches!(self.document.tokens[x].lower.as_str(), "by" | "from")
                    && x == phrase.tokens.end
            }) && q.head > phrase.head
        });
        if owned {
            state.who = Who::Owner(n);
            if let Some(c) = clause {
                self.look_for_condition(c, mention, &mut state);
            }
            self.emit(mention, &state, findings);
            // What somebody else says of that plan is said of the proposal: "rejected Macron's proposal for peacekeepers".
            if cue.stance == Stance::Support {
                let bare = State {
                    value: Stance::Support,
                    cues: Vec::new(),
                    strength: 0.9,
                    who: Who::Nobody,
                    attitude: false,
                    participation: false,
                    token: mention.head,
                    negated: false,
                    condition: None,
                    clause: None,
                    hops: state.hops,
                };
                self.outer(n, mention, bare, findings);
            }
            return;
        }
        if let Some(b) = by {
            state.who = Who::Phrases(vec![b]);
            self.emit(mention, &state, findings);
            return;
        }
        match phrase.attached {
            // "voiced opposition to", "has no plans for": the subject of the verb has it, if the verb is no cue of its own.
            Attachment::Object(c) | Attachment::Predicative(c) => {
                let clause = &self.document.clauses[c];
                let own = self.verb_cue(c, |cue| {
                    cue.takes("object")
                        && cue.class != CueClass::Effect
                        && cue.closes_with().is_none()
                });
                if let Some(own) = own {
                    let keeps = cue.stance == Stance::Support
                        || self.cues.cue(own.cue).stance != Stance::Support;
                    if keeps {
                        self.at_clause(c, Some(&own), Place::Object, mention, state, findings);
                        return;
                    }
                }
                if clause.negation.is_some() && !self.pseudo_negated(clause) {
                    match cue.negated {
                        Some(value) => state.value = value,
                        None if cue.stance == Stance::Support => state.value = Stance::Oppose,
                        None => return,
                    }
                    state.negated = true;
                }
                state.who = if clause.passive {
                    self.agent(clause)
                } else {
                    Who::Phrases(clause.subjects.clone())
                };
                self.up_from_clause(c, mention, state, findings);
            }
            Attachment::Subject(c) => {
                // "The opposition to a force grew": nobody's, unless the verb judges the plan itself.
                if cue.stance == Stance::Support {
                    let bare = State {
                        value: Stance::Support,
                        cues: Vec::new(),
                        strength: 0.85,
                        who: Who::Nobody,
                        attitude: false,
                        participation: false,
                        token: mention.head,
                        negated: false,
                        condition: None,
                        clause: None,
                        hops: state.hops,
                    };
                    self.at_clause(c, None, Place::Subject, mention, bare, findings);
                }
            }
            Attachment::Noun(_) | Attachment::Adverbial(_) if cue.stance == Stance::Support => {
                let bare = State {
                    value: Stance::Support,
                    cues: Vec::new(),
                    strength: 0.85,
                    who: Who::Nobody,
                    attitude: false,
                    participation: false,
                    token: mention.head,
                    negated: false,
                    condition: None,
                    clause: None,
                    hops: state.hops,
                };
                self.outer(n, mention, bare, findings);
            }
            Attachment::Adverbial(c) => {
                // "reacted with opposition to": the subject's.
                let clause = &self.document.clauses[c];
                let with = phrase.preposition.is_some_and(|x| {
                    matches!(
                        self.document.tokens[x].lower.as_str(),
                        "with" | "in" | "of" | "about"
                    )
                });
                if with && !clause.passive {
                    state.who = Who::Phrases(clause.subjects.clone());
                    state.strength *= 0.7;
                    self.up_from_clause(c, mention, state, findings);
                }
            }
            _ => {}
        }
    }

    /// Goes on above a noun phrase that stands for the proposal.
    fn outer(
        &self,
        n: usize,
        mention: &ProposalMention,
        state: State,
        findings: &mut Vec<Finding>,
    ) {
        let other = ProposalMention {
            head: self.document.phrases[n].head,
            ..mention.clone()
        };
        if matches!(self.document.phrases[n].attached, Attachment::None) {
            return;
        }
        self.up_from_phrase(n, &other, state, findings);
    }

    /// "Macron's troops plan", "his peacekeeping idea", "the French proposal": the owner proposes it.
    fn owned_plan(
        &self,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) {
        let phrase = &self.document.phrases[p];
        let noun = self.document.tokens[phrase.head].lemma.as_str();
        if !matches!(
            noun,
            "plan"
                | "proposal"
                | "idea"
                | "initiative"
                | "offer"
                | "suggestion"
                | "call"
                | "push"
                | "pledge"
                | "demand"
                | "bid"
                | "vision"
                | "scheme"
                | "concept"
        ) {
            return;
        }
        if self
            .holders
            .of_owner(self.document, self.mentions, self.attributions, p)
            .is_none()
            || mention.form == ProposalForm::Anaphor
                && !matches!(phrase.owner, Some(Owner::Phrase(_)))
        {
            return;
        }
        let mut state = state.clone();
        state.who = Who::Owner(p);
        state.attitude = true;
        state.strength *= 0.62;
        state.token = phrase.head;
        if let Some(m) = self.matches.at(phrase.head).first() {
            state.cues.push(Step {
                cue: m.cue,
                start: phrase.head,
                end: phrase.head + 1,
            });
        }
        if !state.cues.is_empty() {
            self.emit(mention, &state, findings);
        }
    }

    /// Headlines and fragments: a noun or phrase cue beside the proposal, with an actor before it.
    fn verbless(
        &self,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        let phrase = &self.document.phrases[p];
        let sentence = self.document.sentence_of(phrase.head);
        // "No European troops, says ...": the determiner negates.
        let no = phrase
            .tokens
            .start
            .checked_sub(1)
            .into_iter()
            .chain([phrase.tokens.start])
            .find(|t| self.document.tokens[*t].lower == "no" && sentence.tokens.contains(t));
        if let Some(t) = no
            && let Some(m) = self.matches.at(t).first()
        {
            state.value = Stance::Oppose;
            state.cues.push(Step {
                cue: m.cue,
                start: t,
                end: t + 1,
            });
            state.token = t;
            state.attitude = true;
            self.emit(mention, &state, findings);
            return;
        }
        if let Some(x) = phrase.preposition
            && let Some((m, n)) = self.noun_cue_closed_by(x, p)
        {
            self.nominal(n, &m, mention, state, findings);
        }
    }

    fn clause_of(&self, token: usize) -> Option<usize> {
        (0..self.document.clauses.len())
            .filter(|c| self.document.clauses[*c].extent.contains(&token))
            .max_by_key(|c| self.document.clauses[*c].extent.start)
    }

    fn look_for_condition(&self, c: usize, mention: &ProposalMention, state: &mut State) {
        if state.condition.is_some() {
            return;
        }
        let clause = &self.document.clauses[c];
        let negated = state.negated || state.value == Stance::Oppose;
        let mut range = clause.extent.clone();
        // Sentence-initial adverbials and those after a comma hang on the clause too.
        for child in &clause.children {
            let x = &self.document.clauses[*child];
            if x.role == ClauseRole::Adverbial {
                range.start = range.start.min(x.extent.start);
                range.end = range.end.max(x.extent.end);
            }
        }
        let found = self
            .conditions
            .find(self.document, &range, negated)
            .filter(|f| !f.tokens.contains(&mention.head) || f.tokens.start > mention.head);
        state.condition = found;
    }

    /// The climb ends at a clause that the text asserts.
    fn settle(
        &self,
        c: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        let clause = &self.document.clauses[c];
        state.clause = Some(c);
        if state.cues.is_empty() {
            return;
        }
        // A question asserts nothing.
        let sentence = &self.document.sentences[clause.sentence];
        if self.document.tokens[sentence.tokens.end - 1].lower == "?"
            && self.document.tokens[clause.verb].quotation.is_none()
        {
            return;
        }
        if state.participation && !state.attitude {
            match clause.modal.as_deref() {
                Some("could" | "may" | "might" | "can") => {
                    state.strength *= 0.6;
                    if state.value == Stance::Support && state.condition.is_none() {
                        state.value = Stance::Noncommittal;
                    }
                }
                Some("would") => state.strength *= 0.85,
                _ => {}
            }
        }
        self.emit(mention, &state, findings);
    }

    fn emit(&self, mention: &ProposalMention, state: &State, findings: &mut Vec<Finding>) {
        let document = self.document;
        let token = state.token;
        let source =
            self.holders
                .sources_of_token(document, self.mentions, self.attributions, token);
        let speaker = source.as_ref().and_then(|(s, _)| s.first().copied());
        let (actors, sure) = match &state.who {
            Who::Phrases(phrases) => {
                let mut actors = Vec::new();
                let mut sure: f64 = 1.0;
                for p in phrases {
                    if let Some((a, c)) =
                        self.holders
                            .of_phrase(document, self.mentions, self.attributions, *p)
                    {
                        actors.extend(a);
                        sure = sure.min(c);
                    } else if state.participation
                        && let Some((a, c)) =
                            self.holders
                                .of_owner(document, self.mentions, self.attributions, *p)
                    {
                        // "French soldiers will stand in Ukraine".
                        actors.extend(a);
                        sure = sure.min(c * 0.8);
                    }
                }
                (actors, sure)
            }
            Who::Owner(p) => self
                .holders
                .of_owner(document, self.mentions, self.attributions, *p)
                .unwrap_or_default(),
            Who::Nobody => match &source {
                Some((s, c)) => (s.clone(), *c),
                None => (Vec::new(), 0.0),
            },
        };
        let authorial = matches!(state.who, Who::Nobody)
            && source.is_none()
            && innermost_is_none(document, self.attributions, token)
            && self.opinion;
        let quotation = document.tokens[token].quotation;
        let quoted = quotation.is_some();
        let mut value = state.value;
        let mut condition = state.condition.clone();
        if let Some(found) = &condition {
            match value {
                Stance::Support
                    if found.strong
                        || state.participation
                        || state.attitude && willing(self.cues, state) =>
                {
                    value = Stance::Conditional
                }
                Stance::Oppose if found.lifts => value = Stance::Conditional,
                Stance::Conditional => {}
                _ => condition = None,
            }
        }
        let base = state.strength * f64::from(mention.certainty) / 100.0;
        let push = |holder: Option<usize>, sure: f64, findings: &mut Vec<Finding>| {
            let proposal = match holder {
                Some(h) if state.participation && !mention.slotted => {
                    self.holders.refine(mention.proposal, h, self.mentions)
                }
                _ => mention.proposal,
            };
            let same = holder.is_some() && speaker == holder;
            let attribution = if holder.is_none() {
                AttributionKind::Authorial
            } else if quoted && (same || source.is_none()) {
                AttributionKind::Quote
            } else if source.is_some() {
                AttributionKind::Reported
            } else {
                AttributionKind::Action
            };
            findings.push(Finding {
                holder,
                speaker,
                proposal,
                stance: value,
                confidence: (base * sure).clamp(0.0, 1.0),
                attribution,
                condition: condition.clone(),
                token,
                cues: state.cues.clone(),
                size: mention.size,
            });
        };
        if authorial {
            push(None, 0.75, findings);
            return;
        }
        debug_assert!(
            mention.proposal < self.proposals.len(),
            "a mention is of a proposal of the catalogue"
        );
        let mut seen = Vec::new();
        for actor in actors {
            if !seen.contains(&actor) {
                seen.push(actor);
                push(Some(actor), sure, findings);
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Subject,
    Object,
    Adverbial,
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "to" | "for"
            | "of"
            | "on"
            | "against"
            | "about"
            | "with"
            | "in"
            | "from"
            | "over"
            | "at"
            | "by"
            | "behind"
            | "towards"
            | "into"
            | "upon"
    )
}

fn innermost_is_none(document: &Document, attributions: &[Attribution], token: usize) -> bool {
    super::holders::innermost(document, attributions, token).is_none()
}

/// Whether the last cue is one of readiness, under which any circumstance named is a condition.
fn willing(cues: &CueMatcher, state: &State) -> bool {
    state.cues.iter().any(|s| {
        let id = &cues.cue(s.cue).id;
        [
            "ready", "willing", "prepared", "open", "accept", "agree", "consider", "commit",
        ]
        .iter()
        .any(|w| id.contains(w))
    })
}

/// What an outer reading makes of an inner one.
fn compose(outer: Stance, inner: Stance, bare: bool) -> Stance {
    use Stance::{Conditional, Noncommittal, Oppose, Support};
    if bare {
        return outer;
    }
    match (outer, inner) {
        (outer, Support) => outer,
        (Support | Conditional, Oppose) | (Oppose, Conditional) => Oppose,
        (Oppose | Noncommittal, Oppose | Noncommittal)
        | (Support | Conditional, Noncommittal)
        | (Noncommittal, Conditional) => Noncommittal,
        (Support | Conditional, Conditional) => Conditional,
    }
}
