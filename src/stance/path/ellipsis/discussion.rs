//! What is under discussion where a clause does not say what it is about.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::Climb;
use super::DISCUSSED;
use crate::model::{
    Attachment, Clause, ClauseRole, NounPhrase, Pos, ProposalForm, ProposalMention, Stance,
};
use crate::stance::{Finding, Findings};

/// Sentences back in which the proposal is looked for.
const REACH: usize = 3;
/// From this certainty on a mention tells what an article is about.
const THEME: u8 = 70;

impl Climb<'_> {
    /// The proposal under discussion before a token, not told of again between it and the end of its clause.
    pub(super) fn discussed(&self, clause: &Clause) -> Option<ProposalMention> {
        let start = clause.verb_group.start;
        let told_here = self
            .mentions
            .proposals_beside(self.document, clause.verb)
            .iter()
            .any(|m| {
                m.head >= start && clause.extent.contains(&m.head) && m.head < self.own_end(clause)
            });
        if told_here {
            return None;
        }
        let last = self.last_before(start)?;
        (!self.other_matter_since(&last, clause.verb_group.start)).then_some(last)
    }

    /// "Rome offers soldiers. Washington proposed a truce. Kyiv agreed": whether something else came under discussion behind a mention.
    pub(in crate::stance::path) fn other_matter_since(
        &self,
        mention: &ProposalMention,
        before: usize,
    ) -> bool {
        let of = |t: usize| self.document.tokens[t].sentence;
        let told = |s: usize| {
            !self
                .mentions
                .proposals_in(self.document, s..s + 1)
                .is_empty()
        };
        let put_forward = |p: &NounPhrase| match p.attached {
            Attachment::Object(c) | Attachment::Predicative(c) => !self.is_subordinate(c),
            Attachment::Adverbial(c) => {
                let opener = p.preposition.map(|x| &self.document.tokens[x].lower);
                opener.is_some_and(|w| self.classes.matter_words.contains(w))
                    && !self.is_subordinate(c)
            }
            _ => false,
        };
        let sentences = &self.document.sentences;
        let from = sentences[of(mention.head)].phrases.end;
        let to = sentences[of(before)].phrases.end.max(from);
        self.document.phrases[from..to].iter().any(|p| {
            let s = of(p.head);
            p.head < before
                && self
                    .classes
                    .other_matters
                    .contains(&self.document.tokens[p.head].lemma)
                && put_forward(p)
                && !told(s)
        })
    }

    /// A mention without words, at the first verb, for every sentence that names no proposal while one is under discussion, and in which no rule
    /// found anything: the scorer alone weighs it.
    pub(in crate::stance) fn implied(&self, findings: &[Finding]) -> Vec<ProposalMention> {
        let of = |t: usize| self.document.tokens[t].sentence;
        let mut taken = vec![false; self.document.sentences.len()];
        let heads = self.mentions.proposals.iter().map(|m| m.head);
        for t in heads.chain(findings.iter().map(|f| f.token)) {
            taken[of(t)] = true;
        }
        let mut verbs = vec![None; self.document.sentences.len()];
        for clause in &self.document.clauses {
            let first: &mut Option<usize> = &mut verbs[clause.sentence];
            *first = Some(first.map_or(clause.verb, |v| v.min(clause.verb)));
        }
        let sentences = self.document.sentences.iter().zip(taken.iter().zip(verbs));
        let mut list = Vec::new();
        for (sentence, (taken, verb)) in sentences {
            let start = sentence.tokens.start;
            let evidence = self.document.paragraphs[sentence.paragraph].is_evidence();
            let Some(head) = verb.filter(|_| evidence && !taken) else {
                continue;
            };
            let meant = self.last_of(start, |_| true);
            let Some(meant) = meant.filter(|m| !self.other_matter_since(m, start)) else {
                continue;
            };
            list.push(ProposalMention {
                tokens: head..head,
                head,
                ..meant
            });
        }
        list
    }

    /// Where a clause ends but for those beside it that have a subject of their own: "Rome has refused, and the forces of Paris are few".
    fn own_end(&self, clause: &Clause) -> usize {
        let beside = clause.children.iter().filter_map(|k| {
            let child = &self.document.clauses[*k];
            let own = child.role == ClauseRole::Coordinate && child.subjects != clause.subjects;
            (own && child.extent.start > clause.verb).then_some(child.extent.start)
        });
        beside.min().unwrap_or(clause.extent.end)
    }

    /// What a whole position is about: the proposal under discussion before a clause that tells of none, a force before anything else, and for
    /// somebody's part in it nothing but a force.
    pub(super) fn under_discussion(
        &self,
        clause: &Clause,
        cue: &Range<usize>,
        part: bool,
    ) -> Option<ProposalMention> {
        let force = |m: &ProposalMention| self.holders.is_force(m.proposal);
        let told_here = |m: &&ProposalMention| clause.extent.contains(&m.head);
        let mut here = self
            .mentions
            .proposals_beside(self.document, clause.verb)
            .iter()
            .filter(told_here);
        // "wants to see the plan", "the offer stands", "wants to see what comes of it": what the cue itself takes up says what is meant.
        if let Some(m) = here.next() {
            let again = m.tokens.len() == 1 && self.document.tokens[m.head].pos == Pos::Pronoun;
            let taken_up = (cue.contains(&m.head) || again) && (!part || force(m));
            return taken_up.then(|| m.clone());
        }
        let start = clause.verb_group.start;
        let last = self.last_of(start, |m| !part || force(m))?;
        (!self.other_matter_since(&last, start.min(cue.start))).then_some(last)
    }

    /// The force last mentioned before a token, or that the article has spoken of again and again, or else another proposal.
    pub(super) fn force_or_other(&self, token: usize) -> Option<ProposalMention> {
        let last = self.last_of(token, |_| true);
        let force = |m: &ProposalMention| self.holders.is_force(m.proposal);
        last.clone()
            .filter(force)
            .or_else(|| self.theme_before(token))
            .or(last)
    }

    /// The last mention of a proposal that fits, of a force before anything else.
    pub(in crate::stance::path) fn last_of(
        &self,
        token: usize,
        fits: impl Fn(&ProposalMention) -> bool,
    ) -> Option<ProposalMention> {
        let sentence = self.document.tokens[token].sentence;
        let of = |m: &ProposalMention| self.document.tokens[m.head].sentence;
        let near = self
            .mentions
            .proposals_in(self.document, sentence.saturating_sub(REACH)..sentence + 1)
            .iter()
            .filter(|m| {
                m.head < token && m.certainty >= DISCUSSED && sentence - of(m) <= REACH && fits(m)
            });
        let force = |m: &ProposalMention| self.holders.is_force(m.proposal);
        let last = near.max_by_key(|m| (own_words(m), force(m), of(m), head_form(m), m.head))?;
        Some(fainter(last, sentence - of(last)))
    }

    /// The proposal last mentioned before a token, as a mention that is less sure.
    pub(in crate::stance::path) fn last_before(&self, token: usize) -> Option<ProposalMention> {
        let sentence = self.document.tokens[token].sentence;
        let of = |m: &ProposalMention| self.document.tokens[m.head].sentence;
        let near = self
            .mentions
            .proposals_in(self.document, sentence.saturating_sub(REACH)..sentence + 1)
            .iter()
            .filter(|m| m.head < token && m.certainty >= DISCUSSED)
            .filter(|m| sentence - of(m) <= REACH);
        let last = near.max_by_key(|m| (own_words(m), of(m), head_form(m), m.head))?;
        Some(fainter(last, sentence - of(last)))
    }

    /// The force that an article has spoken of again and again before a clause that tells of no proposal: more than of any other.
    pub(super) fn force_before(&self, clause: &Clause) -> Option<ProposalMention> {
        let told_here = |m: &ProposalMention| clause.extent.contains(&m.head);
        if self
            .mentions
            .proposals_beside(self.document, clause.verb)
            .iter()
            .any(told_here)
        {
            return None;
        }
        self.theme_before(clause.verb)
    }

    /// For every mention of a force by its own words what an article is about up to there.
    fn themes(&self) -> Vec<Theme> {
        let all = &self.mentions.proposals;
        let own = |i: &usize| {
            let telling = all[*i].form == ProposalForm::Head && all[*i].certainty >= THEME;
            telling && self.holders.is_force(all[*i].proposal)
        };
        let mut heads: Vec<usize> = (0..all.len()).filter(own).collect();
        heads.sort_by_key(|i| all[*i].head);
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for i in &heads {
            *counts.entry(all[*i].proposal).or_default() += 1;
        }
        let mut themes: Vec<Theme> = Vec::with_capacity(heads.len());
        for mention in heads {
            let (head, count) = (all[mention].head, counts[&all[mention].proposal]);
            let best = themes.last().filter(|t| t.count > count);
            let (mention, count) = best.map_or((mention, count), |t| (t.mention, t.count));
            themes.push(Theme {
                head,
                mention,
                count,
            });
        }
        themes
    }

    fn theme_before(&self, token: usize) -> Option<ProposalMention> {
        let themes = self.known.themes.get_or_init(|| self.themes());
        let before = themes.partition_point(|t| t.head < token).checked_sub(1)?;
        let Theme { mention, count, .. } = themes[before];
        let last = &self.mentions.proposals[mention];
        (count >= 2).then(|| ProposalMention {
            form: ProposalForm::Anaphor,
            size: None,
            certainty: DISCUSSED,
            ..last.clone()
        })
    }

    /// The stance last found on what a mention means, before a token and in the sentence of the mention or after it, and the very proposal.
    pub(super) fn held_before(
        &self,
        mention: &ProposalMention,
        token: usize,
        findings: &Findings,
    ) -> Option<(Stance, usize)> {
        let from = self.document.sentence_of(mention.head).tokens.start;
        let mut held = findings.among(from..token).rev().map(|(_, f)| f);
        let held = held.find(|f| f.confidence > 0.2)?;
        Some((held.stance, held.proposal))
    }
}

/// What an article is about up to a mention.
#[derive(Debug, Clone, Copy)]
pub(in crate::stance::path) struct Theme {
    /// Token of the mention.
    head: usize,
    /// The mention of the proposal told of most, the last of them so far.
    mention: usize,
    /// How often the article tells of it.
    count: usize,
}

/// Whether a mention is of the proposal itself: only where there is none does a body that exists for it tell what is under discussion.
fn own_words(mention: &ProposalMention) -> bool {
    mention.form != ProposalForm::Body
}

fn head_form(mention: &ProposalMention) -> bool {
    mention.form == ProposalForm::Head
}

/// A mention some sentences later: less sure.
fn fainter(mention: &ProposalMention, distance: usize) -> ProposalMention {
    let distance = u8::try_from(distance).unwrap_or(u8::MAX);
    ProposalMention {
        form: ProposalForm::Anaphor,
        size: None,
        certainty: mention.certainty.saturating_sub(distance.saturating_mul(6)),
        ..mention.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::read;

    #[test]
    fn what_was_put_forward_last_is_what_somebody_agrees_to() {
        let of_kyiv = |text: &str| read(text).iter().any(|f| f.starts_with("Ukraine"));
        let offer = "France wants to send troops to Ukraine.";
        assert!(of_kyiv(&format!("{offer} Kyiv agreed.")));
        assert!(!of_kyiv(&format!(
            "{offer} Washington proposed a truce. Kyiv agreed."
        )));
        assert!(!of_kyiv(&format!(
            "{offer} Kyiv said yes in principle to a truce."
        )));
    }

    #[test]
    fn what_is_announced_may_stand_before() {
        let text = "Paris is planning a reassurance force for Ukraine. \
                    On Tuesday John Healey will chair a meeting, Keir Starmer announced.";
        assert_eq!(read(text), ["France | european-force | support"]);
    }
}
