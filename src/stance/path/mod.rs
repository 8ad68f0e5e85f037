//! The climb from a mention of a proposal to whoever holds a stance on it.
//!
//! What is said so far of the proposal is a [`State`]: a value (support meaning "that it be"), the cues that made it, and whose attitude the
//! outermost of them is. Each step up passes a phrase, a clause or a noun and may change it; [`links`](self) decide whether a cue governs what
//! was reached, [`emit`](self) turns the end of a climb into findings.

mod state;
mod acting;
mod agreement;
mod analysts;
mod asides;
mod bodies;
mod clauses;
mod clefts;
mod company;
mod conditioned;
mod consequences;
mod content;
mod credit;
mod demands;
mod denials;
mod documents;
mod embedding;
mod endings;
mod ellipsis;
mod emit;
mod exceptions;
mod expletives;
mod judgements;
mod gapping;
mod held;
mod helping;
mod links;
mod members;
mod necessity;
mod nouns;
mod owners;
mod partisans;
mod presence;
mod protests;
mod provisos;
mod questions;
mod readings;
mod reception;
mod resumed;
mod said_of;
mod subjects;
mod terms;
mod threats;
mod unasserted;
mod verbless;
mod writer;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod holder_tests;

use std::cell::OnceCell;

use super::Findings;
use super::conditions::Conditions;
use super::cues::{CueMatcher, Matches};
use super::holders::Holders;
use super::said::Said;
use crate::lexicon::WordClasses;
use crate::model::{
    Attachment, Clause, ClauseRole, Document, Mentions, Pos, ProposalForm, ProposalMention, Stance,
};
use ellipsis::discussion::Theme;
use links::Link;
pub(super) use state::Step;
use state::{State, Who, compose};

/// Everything that a climb looks at.
pub(super) struct Climb<'a> {
    pub(super) document: &'a Document,
    pub(super) mentions: &'a Mentions,
    pub(super) attributions: &'a Said<'a>,
    pub(super) matches: &'a Matches,
    pub(super) cues: &'a CueMatcher,
    pub(super) conditions: &'a Conditions,
    pub(super) holders: &'a Holders,
    pub(super) classes: &'a WordClasses,
    pub(super) opinion: bool,
    /// What has been asked of the whole article.
    pub(super) known: Known,
}

/// What is found once for an article, where somebody asks.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Whether each phrase means a plan or draft.
    documents: OnceCell<Vec<bool>>,
    /// For each phrase the last plan or draft before it that is somebody's.
    owned_documents: OnceCell<Vec<Option<usize>>>,
    /// The same, demands among them.
    owned_terms: OnceCell<Vec<Option<usize>>>,
    /// What the article is about, mention by mention.
    themes: OnceCell<Vec<Theme>>,
}

impl Climb<'_> {
    /// Climbs from one mention and appends what it finds.
    pub(super) fn from(&self, mention: &ProposalMention, findings: &mut Findings) {
        let found = findings.len();
        if self.is_in_whole_cue(mention) {
            return;
        }
        if let Some(body) = self.body_of(mention) {
            return self.take_part_in_body(body, mention, findings);
        }
        self.ascend(mention, findings);
        if findings.len() == found {
            self.terms(mention, findings);
        }
    }

    /// "would like to see it first": a pronoun inside words that say a whole position, which is read as such.
    fn is_in_whole_cue(&self, mention: &ProposalMention) -> bool {
        mention.tokens.len() == 1
            && self.document.tokens[mention.head].pos == Pos::Pronoun
            && self.document.clauses_over(&mention.tokens).any(|c| {
                self.whole_cue(c)
                    .is_some_and(|m| m.tokens.contains(&mention.head))
            })
    }

    fn ascend(&self, mention: &ProposalMention, findings: &mut Findings) {
        if let Some((holder, before)) = self.gap_before(mention) {
            return self.fill_gap(holder, &before, mention, findings);
        }
        let head = &self.document.tokens[mention.head];
        let act = |c: &Clause| {
            c.verb == mention.head && head.pos.is_verb() || mention.tokens.contains(&c.verb)
        };
        if let Some(c) = self
            .document
            .clauses_over(&mention.tokens)
            .find(|c| act(&self.document.clauses[*c]))
        {
            // "join NATO", "be in NATO": the clause itself is the proposal.
            let mut state = self.act(c, mention);
            self.deontic(c, &mut state);
            self.up_from_clause(c, mention, state, findings);
            return;
        }
        let Some(p) = self.document.phrase_around(mention.head) else {
            return;
        };
        self.up_from_phrase(p, mention, State::bare(mention.head, 0), findings);
        self.modifiers(p, mention, findings);
    }

    /// From a phrase that stands for the proposal to what governs it.
    fn up_from_phrase(
        &self,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        if !state.hop() {
            return;
        }
        let phrase = &self.document.phrases[p];
        if state.cues.is_empty() {
            self.owned_plan(p, mention, &state, findings);
        }
        if self.indispensable(p, mention, &state, findings)
            || self.surpassing(p, mention, &state, findings)
            || self.traded(p, mention, &state, findings)
            || self.excepted_phrase(p, mention, &state, findings)
        {
            return;
        }
        // The first of a coordination carries the structure for all.
        if phrase.attached == Attachment::None
            && let Some(first) = self
                .document
                .find_phrase(phrase.head, |q| q.coordinated == Some(p))
        {
            self.up_from_phrase(first, mention, state, findings);
            return;
        }
        if self.is_beside_another(p, mention) {
            return;
        }
        if let Some(c) = self.shall_end(p, &state) {
            self.as_subject(c, mention, state, findings);
            return;
        }
        let link = Link::phrase(self.document, p);
        if let Some(governor) = self.governor(&link) {
            self.under(governor, link, mention, state, findings);
            return;
        }
        if self.aside(&link, mention, &state, findings) {
            return;
        }
        // "the US would be necessary as a backstop": what is said of the subject is said of its role.
        if phrase
            .preposition
            .is_some_and(|x| self.document.tokens[x].lower == "as")
            && let Some(c) = self.clause_of(mention.head)
            && self.subject_cue(c).is_some()
        {
            self.as_subject(c, mention, state, findings);
            return;
        }
        match phrase.attached {
            Attachment::Noun(_) if self.is_circumstance(p) && state.cues.is_empty() => {}
            Attachment::Noun(n) if self.is_lacking(p, n, mention) && state.cues.is_empty() => {
                self.lacked(n, mention, state, findings);
            }
            Attachment::Noun(n) => self.up_from_phrase(n, mention, state, findings),
            Attachment::Subject(c) => self.as_shared_subject(c, mention, &state, findings),
            Attachment::Object(c) | Attachment::Predicative(c) => {
                self.as_object(c, p, mention, state, findings);
            }
            Attachment::Adverbial(c) if self.is_said_of(p, c) => {}
            Attachment::Adverbial(c) if self.reacts(c, &mut state) => {
                self.up_from_clause(c, mention, state, findings);
            }
            Attachment::Adverbial(c) => {
                // "should operate under a UN flag" says something of the flag; in passing ("at talks in a camp") nothing is said.
                if self.deontic(c, &mut state)
                    || !state.cues.is_empty()
                    || self.has_to(c, p)
                    || self.covered(c, p, &mut state)
                {
                    self.up_from_clause(c, mention, state, findings);
                }
            }
            Attachment::None => self.verbless(p, mention, state, findings),
        }
    }

    /// "a force without American air cover", "a truce without guarantees", "the shortage of missiles": whether a phrase tells what another proposal, a peace,
    /// or somebody lacks.
    fn is_lacking(&self, p: usize, n: usize, mention: &ProposalMention) -> bool {
        let phrase = &self.document.phrases[p];
        // What is only joined to the words behind "without" may as well stand beside all that.
        let without = phrase.preposition.is_some_and(|x| {
            x + 1 == phrase.tokens.start && self.document.tokens[x].lower == "without"
        });
        let head = self.document.phrases[n].head;
        let noun = &self.document.tokens[head].lemma;
        let mut proposals = self.mentions.proposals_at(self.document, head);
        let of = phrase
            .preposition
            .is_some_and(|x| self.document.tokens[x].lower == "of");
        let kept_from =
            without && (self.classes.peace_nouns.contains(noun) || proposals.next().is_some());
        let lacked = of && self.classes.lacking_nouns.contains(noun);
        phrase.tokens.contains(&mention.head) && (kept_from || lacked)
    }

    /// Who is against something for lack of the proposal is for the proposal: "called a force without American air cover pointless".
    fn lacked(&self, n: usize, mention: &ProposalMention, state: State, findings: &mut Findings) {
        let mut told = Findings::default();
        self.up_from_phrase(n, mention, state, &mut told);
        let against = told.into_list().into_iter();
        findings.extend(
            against
                .filter(|f| f.stance == Stance::Oppose)
                .map(|f| super::Finding {
                    stance: Stance::Support,
                    condition: None,
                    ..f
                }),
        );
    }

    /// "a backstop for the European force": the stance is on the backstop.
    fn is_beside_another(&self, p: usize, mention: &ProposalMention) -> bool {
        let phrase = &self.document.phrases[p];
        let Attachment::Noun(n) = phrase.attached else {
            return false;
        };
        let serves = phrase
            .preposition
            .is_some_and(|x| matches!(self.document.tokens[x].lower.as_str(), "for" | "of" | "to"));
        let over = &self.document.phrases[n].tokens;
        serves
            && self
                .mentions
                .proposals_over(self.document, over)
                .iter()
                .any(|m| {
                    m.proposal != mention.proposal
                        && over.contains(&m.head)
                        && m.form == ProposalForm::Head
                        && !self.holders.are_kin(m.proposal, mention.proposal)
                })
    }

    /// Clauses that modify the proposal's phrase: "a force, which Macron proposed", "troops opposed by Moscow".
    fn modifiers(&self, p: usize, mention: &ProposalMention, findings: &mut Findings) {
        let sentence = self.document.tokens[mention.head].sentence;
        for c in self.document.sentences[sentence].clauses.clone() {
            let clause = &self.document.clauses[c];
            let start = clause.verb_group.start;
            let fronted = clause.passive
                && clause.role == ClauseRole::Gerund
                && clause.parent.is_none()
                && start == self.document.sentences[sentence].tokens.start;
            let first_subject =
                fronted && matches!(self.document.phrases[p].attached, Attachment::Subject(_));
            let own = clause.modifies == Some(p);
            if clause.role == ClauseRole::Relative && !own && !clause.passive {
                self.behind_place(c, p, mention, findings);
            }
            if clause.role == ClauseRole::Relative && own || first_subject {
                let state = State::bare(mention.head, 1);
                if clause.passive && own && self.only_describes(c, p) {
                    continue;
                }
                if clause.passive {
                    self.as_subject(c, mention, state, findings);
                } else if clause.objects.contains(&p) {
                    let link = Link::object(p, self.document);
                    if let Some((k, m)) = self.gapped(c, p) {
                        self.under(
                            links::Governor::Clause(k, m),
                            link,
                            mention,
                            state,
                            findings,
                        );
                    } else if let Some(m) = self.clause_cue(c, &link) {
                        self.under(
                            links::Governor::Clause(c, m),
                            link,
                            mention,
                            state,
                            findings,
                        );
                    }
                }
            }
        }
    }

    /// Whether a mention is an anaphor, which says less by itself.
    fn is_anaphor(mention: &ProposalMention) -> bool {
        mention.form == ProposalForm::Anaphor
    }
}
